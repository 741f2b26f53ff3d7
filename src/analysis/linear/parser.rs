//! Dependency parser: greedy arc-hybrid transitions (Kuhlmann et al. 2011), a stack over an artificial root.
//!
//! The root takes its one dependent only when all words are read, so that every tree has a single root. Time is
//! linear in the sentence. [`State::costs`] is the dynamic oracle (Goldberg and Nivre 2013) for training.

use super::features::Word;
use crate::model::Scorer;
use crate::model::hashed::feature;
use crate::span::TokenIdx;

/// A word's place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// `None` at the root.
    pub head: Option<TokenIdx>,
    /// Number of the relation.
    pub label: usize,
}

/// A transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Reads the next word onto the stack.
    Shift,
    /// The next word becomes head of the stack's top, which is done.
    Left(usize),
    /// The word below becomes head of the stack's top, which is done.
    Right(usize),
}

/// The relations, and the numbering of moves as classes: shift, every left, every right.
#[derive(Debug)]
pub struct Moves {
    deprels: Vec<String>,
}

impl Moves {
    /// From the names of the relations.
    pub fn new<'a>(deprels: impl Iterator<Item = &'a str>) -> Moves {
        Moves { deprels: deprels.map(Into::into).collect() }
    }

    /// Name of a relation.
    pub fn deprel(&self, label: usize) -> &str {
        self.deprels.get(label).map_or("dep", String::as_str)
    }

    /// Number of a relation.
    pub fn label(&self, deprel: &str) -> Option<usize> {
        self.deprels.iter().position(|d| d == deprel)
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        1 + 2 * self.deprels.len()
    }

    /// The move of a class.
    pub fn of_class(&self, class: usize) -> Move {
        match class.checked_sub(1) {
            None => Move::Shift,
            Some(label) if label < self.deprels.len() => Move::Left(label),
            Some(label) => Move::Right(label - self.deprels.len()),
        }
    }

    /// Best-scoring class that `state` allows and `accept` takes.
    pub fn best(&self, scores: &[i32], state: &State, accept: impl Fn(Move) -> bool) -> Option<usize> {
        let mut best: Option<usize> = None;
        for (class, score) in scores.iter().enumerate() {
            let action = self.of_class(class);
            if best.is_none_or(|b| *score > scores[b]) && self.allows(state, action) && accept(action) {
                best = Some(class);
            }
        }
        best
    }

    /// Whether the move can be made and labels the root, and nothing else, "root".
    fn allows(&self, state: &State, action: Move) -> bool {
        match action {
            Move::Shift => state.can_shift(),
            Move::Left(label) => state.can_left() && self.deprel(label) != "root",
            Move::Right(label) => {
                state.can_right() && (self.deprel(label) == "root") == (state.stack.len() == 1)
            }
        }
    }
}

/// Stack, next word and the arcs so far.
#[derive(Debug)]
pub struct State {
    /// Words on the stack; the artificial root below them is not stored.
    stack: Vec<TokenIdx>,
    next: TokenIdx,
    arcs: Vec<Option<Arc>>,
    children: Vec<Children>,
}

/// What a word has collected so far.
#[derive(Clone, Copy, Debug, Default)]
struct Children {
    leftmost: Option<TokenIdx>,
    rightmost: Option<TokenIdx>,
    n_left: u32,
    n_right: u32,
    /// One bit a relation, folded into 32.
    labels: u32,
}

impl State {
    /// All words unread.
    pub fn new(n_words: usize) -> State {
        State {
            stack: Vec::new(),
            next: 0,
            arcs: vec![None; n_words],
            children: vec![Children::default(); n_words],
        }
    }

    /// Whether the tree is complete.
    pub fn is_final(&self) -> bool {
        self.next == self.arcs.len() && self.stack.is_empty()
    }

    fn can_shift(&self) -> bool {
        self.next < self.arcs.len()
    }

    fn can_left(&self) -> bool {
        self.can_shift() && !self.stack.is_empty()
    }

    fn can_right(&self) -> bool {
        self.stack.len() > 1 || (self.stack.len() == 1 && !self.can_shift())
    }

    /// Makes a move that is allowed.
    pub fn apply(&mut self, action: Move) {
        match action {
            Move::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Move::Left(label) => {
                let head = self.next;
                self.attach(Some(head), label);
            }
            Move::Right(label) => {
                let head = self.stack.len().checked_sub(2).map(|below| self.stack[below]);
                self.attach(head, label);
            }
        }
    }

    /// Takes the top off the stack as a dependent of `head`.
    fn attach(&mut self, head: Option<TokenIdx>, label: usize) {
        let Some(dependent) = self.stack.pop() else { return };
        self.arcs[dependent] = Some(Arc { head, label });
        let Some(head) = head else { return };
        let children = &mut self.children[head];
        children.labels |= 1 << (label % 32);
        if dependent < head {
            children.n_left += 1;
            children.leftmost = Some(children.leftmost.map_or(dependent, |c| c.min(dependent)));
        } else {
            children.n_right += 1;
            children.rightmost = Some(children.rightmost.map_or(dependent, |c| c.max(dependent)));
        }
    }

    /// How many arcs of `gold` each of shift, left and right makes unreachable.
    pub fn costs(&self, gold: &[Arc]) -> [usize; 3] {
        let (next, n_words) = (self.next, gold.len());
        let Some((&top, below)) = self.stack.split_last() else { return [0; 3] };
        let unread = |head: Option<TokenIdx>| head.is_some_and(|h| h >= next);
        let n_children_unread = (next..n_words).filter(|i| gold[*i].head == Some(top)).count();
        let head = gold[top].head;
        let is_below = head == below.last().copied();
        let left = usize::from(is_below || (unread(head) && head != Some(next)));
        let right = usize::from(unread(head));
        let shift = if next < n_words {
            let n_children = self.stack.iter().filter(|i| gold[**i].head == Some(next)).count();
            let head_lost = match gold[next].head {
                None => true,
                Some(h) => below.contains(&h),
            };
            n_children + usize::from(head_lost)
        } else {
            0
        };
        [shift, left + n_children_unread, right + n_children_unread]
    }

    /// Whether the move adds an arc of `gold`, and with which label it then must.
    pub fn gold_label(&self, action: Move, gold: &[Arc]) -> Option<usize> {
        let top = *self.stack.last()?;
        let head = match action {
            Move::Shift => return None,
            Move::Left(_) => Some(self.next),
            Move::Right(_) => self.stack.len().checked_sub(2).map(|below| self.stack[below]),
        };
        (gold[top].head == head).then_some(gold[top].label)
    }

    /// The finished tree.
    fn into_arcs(self, root: usize) -> Vec<Arc> {
        self.arcs.into_iter().map(|arc| arc.unwrap_or(Arc { head: None, label: root })).collect()
    }
}

/// Parses a sentence of tagged words: one arc a word, exactly one without head.
pub fn parse(scorer: &impl Scorer, moves: &Moves, words: &[Word], tags: &[usize]) -> Vec<Arc> {
    let mut state = State::new(words.len());
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    while !state.is_final() {
        state_features(&state, words, tags, &mut features);
        scorer.score(&features, &mut scores);
        let Some(class) = moves.best(&scores, &state, |_| true) else { break };
        state.apply(moves.of_class(class));
    }
    state.into_arcs(moves.label("root").unwrap_or_default())
}

/// A word as the templates see it; all zero for none.
#[derive(Clone, Copy, Default)]
struct Node {
    word: u32,
    tag: u32,
    label: u32,
    suffix: u32,
    labels: u32,
    n_left: u32,
    n_right: u32,
}

struct View<'a> {
    state: &'a State,
    words: &'a [Word],
    tags: &'a [usize],
}

impl View<'_> {
    fn node(&self, place: Option<TokenIdx>) -> Node {
        let Some(i) = place.filter(|i| *i < self.words.len()) else { return Node::default() };
        let children = self.state.children[i];
        Node {
            word: self.words[i].lower,
            tag: self.tags[i] as u32 + 1,
            label: self.state.arcs[i].map_or(0, |arc| arc.label as u32 + 1),
            suffix: self.words[i].suffixes[2],
            labels: children.labels,
            n_left: children.n_left.min(3) + 1,
            n_right: children.n_right.min(3) + 1,
        }
    }

    fn stack(&self, depth: usize) -> Option<TokenIdx> {
        self.state.stack.len().checked_sub(depth + 1).map(|at| self.state.stack[at])
    }

    fn leftmost(&self, place: Option<TokenIdx>) -> Node {
        self.node(place.and_then(|i| self.state.children.get(i)?.leftmost))
    }

    fn rightmost(&self, place: Option<TokenIdx>) -> Node {
        self.node(place.and_then(|i| self.state.children.get(i)?.rightmost))
    }
}

fn distance(from: Option<TokenIdx>, to: Option<TokenIdx>) -> u32 {
    match (from, to) {
        (Some(from), Some(to)) => match to.abs_diff(from) {
            n @ 0..=4 => n as u32 + 1,
            5..=9 => 6,
            _ => 7,
        },
        _ => 0,
    }
}

/// Sets `out` to the features of a state.
pub fn state_features(state: &State, words: &[Word], tags: &[usize], out: &mut Vec<u32>) {
    out.clear();
    let view = View { state, words, tags };
    let (i0, i1, next) = (view.stack(0), view.stack(1), Some(state.next));
    let (s0, s1, s2) = (view.node(i0), view.node(i1), view.node(view.stack(2)));
    let (b0, b1, b2) = (view.node(next), view.node(Some(state.next + 1)), view.node(Some(state.next + 2)));
    let (s0l, s0r) = (view.leftmost(i0), view.rightmost(i0));
    let (s1l, s1r, b0l) = (view.leftmost(i1), view.rightmost(i1), view.leftmost(next));
    let (gap, gap1) = (distance(i0, next), distance(i1, i0));
    let templates: &[&[u32]] = &[
        &[],
        &[s0.word],
        &[s0.tag],
        &[s0.word, s0.tag],
        &[s1.word],
        &[s1.tag],
        &[s1.word, s1.tag],
        &[s2.word, s2.tag],
        &[b0.word],
        &[b0.tag],
        &[b0.word, b0.tag],
        &[b1.word, b1.tag],
        &[b1.tag],
        &[b2.word, b2.tag],
        &[s0.word, s0.tag, b0.word, b0.tag],
        &[s0.word, s0.tag, b0.tag],
        &[s0.tag, b0.word, b0.tag],
        &[s0.word, b0.word],
        &[s0.tag, b0.tag],
        &[s0.word, b0.tag],
        &[b0.tag, b1.tag],
        &[b0.word, b1.tag],
        &[s1.word, s0.word],
        &[s1.tag, s0.tag],
        &[s1.word, s0.tag],
        &[s1.tag, s0.word],
        &[s1.word, b0.word],
        &[s1.tag, b0.tag],
        &[b0.tag, b1.tag, b2.tag],
        &[s0.tag, b0.tag, b1.tag],
        &[s0.word, b0.tag, b1.tag],
        &[s1.tag, s0.tag, b0.tag],
        &[s1.word, s0.tag, b0.tag],
        &[s1.tag, s0.word, b0.tag],
        &[s1.tag, s0.tag, b0.word],
        &[s2.tag, s1.tag, s0.tag],
        &[s2.tag, s1.tag, s0.tag, b0.tag],
        &[s1.tag, s0.tag, b0.tag, b1.tag],
        &[s0.tag, s0l.tag, b0.tag],
        &[s0.tag, s0r.tag, b0.tag],
        &[s0.tag, b0.tag, b0l.tag],
        &[s1.tag, s1r.tag, s0.tag],
        &[s1.tag, s1l.tag, s0.tag],
        &[s1.tag, s0.tag, s0l.tag],
        &[s1.tag, s0.tag, s0r.tag],
        &[s1.tag, s0.tag, s0l.word],
        &[s1.word, s0.word, s0l.word],
        &[s0.word, gap],
        &[s0.tag, gap],
        &[b0.word, gap],
        &[b0.tag, gap],
        &[s0.tag, b0.tag, gap],
        &[s1.tag, s0.tag, gap1],
        &[s1.word, s0.tag, gap1],
        &[s0.word, s0.n_left],
        &[s0.tag, s0.n_left, s0.n_right],
        &[s0.word, s0.n_right],
        &[b0.word, b0.n_left],
        &[b0.tag, b0.n_left],
        &[s1.word, s1.n_right],
        &[s1.tag, s1.n_right, s0.tag],
        &[s0.tag, s0.labels],
        &[s0.word, s0.labels],
        &[s1.tag, s1.labels, s0.tag],
        &[s1.word, s1.labels],
        &[b0.tag, b0.labels, s0.tag],
        &[b0.word, b0l.label, s0.tag],
        &[s0.tag, s0l.label, s0r.label, b0.tag],
        &[s1.tag, s1r.label, s0.tag, b0.tag],
        &[s0.tag, s0l.label, s1.tag],
        &[s0.suffix, s0.tag],
        &[b0.suffix, s0.tag],
        &[s0.word, s0l.word, s1.tag],
        &[s0.labels, s1.tag, s0.tag, b0.tag],
    ];
    out.extend((0..).zip(templates).map(|(template, values)| feature(template, values)));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores by following a fixed tree, as a perfect model would.
    fn follow(heads: &[Option<usize>]) -> Vec<Arc> {
        let moves = Moves::new(["root", "dep"].into_iter());
        let gold: Vec<Arc> =
            heads.iter().map(|h| Arc { head: *h, label: usize::from(h.is_some()) }).collect();
        let mut state = State::new(gold.len());
        while !state.is_final() {
            let costs = state.costs(&gold);
            let class = moves.best(&[0; 5], &state, |action| {
                let cost = match action {
                    Move::Shift => costs[0],
                    Move::Left(_) => costs[1],
                    Move::Right(_) => costs[2],
                };
                cost == 0
            });
            state.apply(moves.of_class(class.expect("a move without cost")));
        }
        state.into_arcs(0)
    }

    #[test]
    fn the_oracle_leads_to_the_gold_tree() {
        // "She said that he left ." and a tree with its root last.
        for heads in [
            &[Some(1), None, Some(4), Some(4), Some(1), Some(1)][..],
            &[Some(1), Some(2), Some(3), None][..],
            &[None, Some(0), Some(1), Some(2)][..],
        ] {
            let found: Vec<_> = follow(heads).iter().map(|arc| arc.head).collect();
            assert_eq!(found, heads);
        }
    }

    /// Prefers whatever class a hash of the features says.
    struct Noise;

    impl Scorer for Noise {
        fn n_classes(&self) -> usize {
            5
        }
        fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
            scores.clear();
            scores.extend((0..5).map(|c| (feature(c, features) >> 8) as i32));
        }
    }

    #[test]
    fn any_scores_give_one_root() {
        let moves = Moves::new(["root", "dep"].into_iter());
        for n_words in 1..40 {
            let words: Vec<Word> = (0..n_words).map(|i| Word::new(&format!("w{i}"))).collect();
            let arcs = parse(&Noise, &moves, &words, &vec![0; n_words]);
            assert_eq!(arcs.iter().filter(|a| a.head.is_none()).count(), 1);
            assert!(arcs.iter().all(|a| (a.label == 0) == a.head.is_none()));
        }
        assert!(parse(&Noise, &moves, &[], &[]).is_empty());
    }
}
