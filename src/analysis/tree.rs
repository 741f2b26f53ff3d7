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

    /// The token and all below it, sorted.
    pub fn subtree(&self, top: TokenIdx) -> Vec<TokenIdx> {
        self.subtree_without(top, |_| false)
    }

    /// The token and all below it, sorted, cutting off every branch whose top `cut` accepts. Linear in the sentence where the tree
    /// is not finished.
    pub fn subtree_without(&self, top: TokenIdx, cut: impl Fn(TokenIdx) -> bool) -> Vec<TokenIdx> {
        if self.dependents.get(top).is_some() {
            return self.dependents.below(top, cut);
        }
        Dependents::of(&self.tokens).below(top, cut)
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
            // One token after the other on the way up, as far as the first that is the top or is cut off.
            let hangs = |i: TokenIdx, top: TokenIdx, cut: &dyn Fn(TokenIdx) -> bool| {
                unfinished.ancestors(i).find(|a| *a == top || cut(*a)) == Some(top)
            };
            for top in 0..heads.len() {
                prop_assert_eq!(finished.children(top).collect::<Vec<_>>(), unfinished.children(top).collect::<Vec<_>>());
                prop_assert_eq!(finished.subtree(top), unfinished.subtree(top));
                let cut = |i: TokenIdx| cuts[i];
                prop_assert_eq!(finished.subtree_without(top, cut), unfinished.subtree_without(top, cut));
                let below = |cut: &dyn Fn(TokenIdx) -> bool| (0..heads.len()).filter(|i| hangs(*i, top, cut)).collect::<Vec<_>>();
                prop_assert_eq!(finished.subtree(top), below(&|_| false));
                prop_assert_eq!(finished.subtree_without(top, cut), below(&cut));
            }
        }
    }
}
