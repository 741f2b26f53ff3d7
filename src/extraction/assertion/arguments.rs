//! Ends and further arguments of an assertion: their names, their texts, what is counted in them.

use super::proposition::{self, Function, Proposition, conjuncts};
use super::{Scope, class, preposition, quantity};
use crate::analysis::Upos;
use crate::extraction::{Argument, EntityType, Quantity};
use crate::span::TokenIdx;
use std::collections::BTreeSet;

impl Scope<'_> {
    /// An end: the head with the modifiers before it, as mentions are named.
    pub(super) fn end(&self, head: TokenIdx) -> Argument {
        let s = self.s;
        let keeps = |i: TokenIdx| {
            let t = &s.tokens[i];
            i == head
                || t.is_rel(&["compound", "amod", "nummod", "flat", "fixed", "nmod"]) && i < head
                || t.rel() == "flat"
                || s.tokens[head].upos == Upos::Sym && t.form.starts_with(|c: char| c.is_ascii_digit())
        };
        let mut tokens: Vec<TokenIdx> = s.subtree_without(head, |i| i != head && !keeps(i));
        let from = tokens
            .iter()
            .rposition(|i| s.tokens[*i].upos == Upos::Punct && *i < head && s.tokens[*i].form != "-");
        tokens.drain(..from.map_or(0, |i| i + 1));
        let text = crate::extraction::form_text(s.span_of(&tokens).slice(&self.doc.text));
        let whole = proposition::phrase(s, head, &[]);
        let span = if whole.is_empty() { s.tokens[head].span } else { s.span_of(&whole) };
        Argument { head, text, span, chain: self.chain(head) }
    }

    /// Whether an argument is told already: the object or one of its conjuncts, or the agent of a passive.
    pub(super) fn is_end(
        &self,
        a: &proposition::Argument,
        subject: Option<TokenIdx>,
        object: Option<TokenIdx>,
    ) -> bool {
        let same = Some(a.head) == object || Some(a.head) == subject;
        same || a.function == Function::Object
            && object.is_some_and(|o| conjuncts(self.s, a.head).contains(&o))
    }

    /// What is counted and measured in the ends and arguments; each place once.
    pub(super) fn quantities(
        &self,
        p: &Proposition,
        subject: Option<TokenIdx>,
        object: Option<TokenIdx>,
    ) -> Vec<Quantity> {
        let whole = |head: TokenIdx| proposition::phrase(self.s, head, &[]);
        let ends = [("subject", subject), ("object", object)];
        let of_ends = ends.into_iter().filter_map(|(role, head)| Some((role.to_owned(), whole(head?))));
        let is_phrase = |a: &&proposition::Argument| {
            Some(a.head) != object && !matches!(a.function, Function::Clause | Function::Adverbial)
        };
        let further = p.arguments.iter().filter(is_phrase).map(|a| (self.role(a), a.tokens.clone()));
        let mut places = BTreeSet::new();
        of_ends
            .chain(further)
            .flat_map(|(role, tokens)| quantity::find(self.s, &role, &tokens))
            .filter(|quantity| places.insert(quantity.span.start()))
            .collect()
    }

    /// The name of a further argument: its preposition or function.
    fn role(&self, a: &proposition::Argument) -> String {
        let s = self.s;
        match (a.function, a.prep.last()) {
            _ if self.is_time(a.head) => "time".to_owned(),
            (Function::Clause | Function::Adverbial, _) => "clause".to_owned(),
            (Function::Oblique, Some(prep)) => {
                let prep = preposition(s, *prep);
                let is_place = class::is_place(&prep) && self.entity_type(a.head) == Some(EntityType::Place);
                if is_place { "place".to_owned() } else { prep }
            }
            (Function::Object, _) => "object".to_owned(),
            (Function::Adverb, _) => "manner".to_owned(),
            _ => "complement".to_owned(),
        }
    }

    /// A further argument under its name.
    pub(super) fn argument(&self, a: &proposition::Argument) -> (String, Argument) {
        let s = self.s;
        let role = self.role(a);
        let mut end = self.end(a.head);
        if matches!(a.function, Function::Clause | Function::Adverbial) {
            end.span = s.span_of(&a.tokens);
            end.text = end.span.slice(&self.doc.text).split_whitespace().collect::<Vec<_>>().join(" ");
        }
        (role, end)
    }
}
