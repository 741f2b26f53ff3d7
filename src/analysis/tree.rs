//! Walks over a sentence's dependency tree.

use super::{Dependents, Sentence};
use crate::span::{Span, TokenIdx, TokenSpan};

impl Sentence {
    /// The root token; `None` only in an empty sentence.
    pub fn root(&self) -> Option<TokenIdx> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// The first token of a span that hangs by none within: the head of a name or phrase. `None` only where the span is empty
    /// or its tokens hang by one another.
    pub fn top_of(&self, span: TokenSpan) -> Option<TokenIdx> {
        span.iter().find(|i| self.tokens[*i].head.is_none_or(|head| !span.contains(head)))
    }

    /// Direct dependents, in text order.
    pub fn children(&self, head: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        let known = self.dependents.get(head);
        // Where the tree is still being made, every token is looked at.
        let tokens = if known.is_some() { &[] } else { &self.tokens[..] };
        let found = tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(head)).map(|(i, _)| i);
        known.unwrap_or_default().iter().map(|i| *i as TokenIdx).chain(found)
    }

    /// Direct dependents with one of these relations, subtypes left out.
    pub fn children_by<'a>(
        &'a self,
        head: TokenIdx,
        rels: &'a [&'a str],
    ) -> impl Iterator<Item = TokenIdx> + 'a {
        self.children(head).filter(move |i| self.tokens[*i].is_rel(rels))
    }

    /// First direct dependent with one of these relations.
    pub fn child(&self, head: TokenIdx, rels: &[&str]) -> Option<TokenIdx> {
        self.children(head).find(|i| self.tokens[*i].is_rel(rels))
    }

    /// Says that no head will change any more, or only after [`Sentence::reopen`]: walks down the tree are then faster.
    pub fn finish(&mut self) {
        self.dependents = Dependents::of(&self.tokens);
    }

    /// Says that heads are about to change.
    pub fn reopen(&mut self) {
        self.dependents = Dependents::default();
    }

    /// The token and all below it, with no cut between, sorted; `None` where the tree is not finished or is no tree.
    fn below(&self, top: TokenIdx, cut: &impl Fn(TokenIdx) -> bool) -> Option<Vec<TokenIdx>> {
        let mut tokens = vec![top];
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            let dependents = self.dependents.get(*token)?.iter().map(|i| *i as TokenIdx);
            tokens.extend(dependents.filter(|i| !cut(*i)));
            next += 1;
            if tokens.len() > self.tokens.len() {
                return None;
            }
        }
        tokens.sort_unstable();
        Some(tokens)
    }

    /// The token and all below it, sorted. Linear in the sentence for shallow trees.
    pub fn subtree(&self, top: TokenIdx) -> Vec<TokenIdx> {
        if let Some(tokens) = self.below(top, &|_| false) {
            return tokens;
        }
        let mut known = self.only(top);
        (0..self.tokens.len()).filter(|i| self.hangs_below(*i, &|_| false, &mut known)).collect()
    }

    /// The token and all below it, sorted, cutting off every branch whose top `cut` accepts.
    pub fn subtree_without(&self, top: TokenIdx, cut: impl Fn(TokenIdx) -> bool) -> Vec<TokenIdx> {
        if let Some(tokens) = self.below(top, &cut) {
            return tokens;
        }
        // Most tokens are not below the top: what `cut` says of them need not be known.
        let (mut tokens, mut known) = (self.subtree(top), self.only(top));
        tokens.retain(|i| self.hangs_below(*i, &cut, &mut known));
        tokens
    }

    /// Of every token, whether it is in: known of one alone.
    fn only(&self, top: TokenIdx) -> Vec<Option<bool>> {
        let mut known = vec![None; self.tokens.len()];
        known[top] = Some(true);
        known
    }

    /// Whether `token` hangs below one that is known to be in, with no cut between; writes down what it learns of those above.
    fn hangs_below(
        &self,
        token: TokenIdx,
        cut: &impl Fn(TokenIdx) -> bool,
        known: &mut [Option<bool>],
    ) -> bool {
        let (mut at, mut n_steps) = (token, 0);
        let verdict = loop {
            if let Some(verdict) = known[at] {
                break verdict;
            }
            n_steps += 1;
            match self.tokens[at].head {
                Some(head) if n_steps <= self.tokens.len() && !cut(at) => at = head,
                _ => break false,
            }
        };
        let mut at = Some(token);
        for _ in 0..n_steps {
            let Some(step) = at else { break };
            known[step] = Some(verdict);
            at = self.tokens[step].head;
        }
        verdict
    }

    /// Whether a comma sets the token's phrase off: "a promoter gene, *developed* at Ghent".
    pub fn is_set_off(&self, token: TokenIdx) -> bool {
        let is_comma = |i: TokenIdx| self.tokens[i].form == ",";
        let first = self.subtree(token).first().copied().unwrap_or(token);
        is_comma(first) || first > 0 && is_comma(first - 1)
    }

    /// Whether `ancestor` is `token` or lies on its way to the root.
    pub fn is_under(&self, token: TokenIdx, ancestor: TokenIdx) -> bool {
        self.ancestors(token).any(|a| a == ancestor)
    }

    /// The token, its head, and so on to the root.
    pub fn ancestors(&self, token: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
        std::iter::successors(Some(token), |i| self.tokens[*i].head).take(self.tokens.len())
    }

    /// The span from the first to the last of `tokens` (sorted), or an empty one at the sentence's start.
    pub fn span_of(&self, tokens: &[TokenIdx]) -> Span {
        match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => self.tokens[*first].span.cover(self.tokens[*last].span),
            _ => Span::raw(self.span.start(), self.span.start()),
        }
    }

    /// `tokens` (sorted) as maximal runs of neighbours, each one span.
    pub fn spans_of(&self, tokens: &[TokenIdx]) -> Vec<Span> {
        tokens.chunk_by(|a, b| a + 1 == *b).map(|run| self.span_of(run)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A sentence of as many tokens as heads.
    fn sentence(heads: &[Option<TokenIdx>]) -> Sentence {
        let text = vec!["word"; heads.len()].join(" ");
        let mut sentences = crate::text::segment(&text);
        let mut sentence = Sentence::from_raw(&text, sentences.remove(0));
        sentence.tokens.iter_mut().zip(heads).for_each(|(token, head)| token.head = *head);
        sentence
    }

    proptest! {
        #[test]
        fn a_finished_tree_is_walked_as_an_unfinished_one(
            heads in prop::collection::vec(prop::option::weighted(0.9, 0usize..12), 12),
            cuts in prop::collection::vec(any::<bool>(), 12),
        ) {
            // Loops among them too: what is no tree is walked all the same.
            let unfinished = sentence(&heads);
            let mut finished = unfinished.clone();
            finished.finish();
            for top in 0..heads.len() {
                prop_assert_eq!(finished.children(top).collect::<Vec<_>>(), unfinished.children(top).collect::<Vec<_>>());
                prop_assert_eq!(finished.subtree(top), unfinished.subtree(top));
                let cut = |i: TokenIdx| cuts[i];
                prop_assert_eq!(finished.subtree_without(top, cut), unfinished.subtree_without(top, cut));
            }
        }
    }
}
