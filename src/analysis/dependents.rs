//! What depends on each token of a finished tree, so that walks down need not look at every token.

use super::Token;
use crate::span::TokenIdx;

/// The dependents of every token, in text order; empty until the tree is finished. It follows from the tokens, so that two
/// sentences are equal whether they have it or not.
#[derive(Clone, Debug, Default)]
pub(super) struct Dependents {
    /// Of each token, where its dependents begin in `list`; at the end, the length of it.
    starts: Vec<u32>,
    list: Vec<u32>,
}

impl Dependents {
    /// Those of a tree.
    pub(super) fn of(tokens: &[Token]) -> Dependents {
        let mut starts = vec![0_u32; tokens.len() + 2];
        let heads = || tokens.iter().map(|token| token.head);
        // Two places on, so that what is counted becomes where the next one goes.
        heads().flatten().for_each(|head| starts[head + 2] += 1);
        (2..starts.len()).for_each(|i| starts[i] += starts[i - 1]);
        let mut list = vec![0; starts[tokens.len() + 1] as usize];
        for (token, head) in heads().enumerate() {
            let Some(head) = head else { continue };
            list[starts[head + 1] as usize] = token as u32;
            starts[head + 1] += 1;
        }
        starts.pop();
        Dependents { starts, list }
    }

    /// The dependents of a token; `None` where the tree is not finished.
    pub(super) fn get(&self, head: TokenIdx) -> Option<&[u32]> {
        let (start, end) = (*self.starts.get(head)?, *self.starts.get(head + 1)?);
        self.list.get(start as usize..end as usize)
    }

    /// The token and all below it, with no cut between, sorted.
    pub(super) fn below(&self, top: TokenIdx, cut: impl Fn(TokenIdx) -> bool) -> Vec<TokenIdx> {
        let mut tokens = vec![top];
        let mut next = 0;
        while let Some(token) = tokens.get(next) {
            let dependents = self.get(*token).unwrap_or_default().iter().map(|i| *i as TokenIdx);
            // Every token has one head: where heads go round in a ring, the top is on it.
            tokens.extend(dependents.filter(|i| *i != top && !cut(*i)));
            next += 1;
        }
        tokens.sort_unstable();
        tokens
    }
}

impl PartialEq for Dependents {
    fn eq(&self, _: &Dependents) -> bool {
        true
    }
}
