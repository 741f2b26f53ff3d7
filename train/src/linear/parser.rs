//! Trains the parser with a dynamic oracle: it learns what to do after its own mistakes.

use super::Tree;
use super::perceptron::{Perceptron, Random};
use super::tagger::Quantised;
use sayso::analysis::linear::parser::{Arc, Move, Moves, State, parse, state_features};
use sayso::analysis::linear::tagger::tag;
use sayso::model::Scorer;

const BITS: u32 = 22;
/// Share, in percent, of moves that follow the guess instead of the oracle after the first pass.
const EXPLORE: usize = 90;

/// Trains on predicted tags.
pub(crate) fn train(
    trees: &[Tree],
    tags: &[Vec<usize>],
    moves: &Moves,
    epochs: usize,
    seed: u64,
) -> Quantised {
    let mut perceptron = Perceptron::new(BITS, moves.n_classes());
    let mut random = Random(seed);
    for epoch in 0..epochs {
        let (mut n_right, mut n_all) = (0, 0);
        for at in random.order(trees.len()) {
            n_right += learn(&mut perceptron, &trees[at], &tags[at], moves, epoch, &mut random);
            n_all += 2 * trees[at].words.len();
        }
        eprintln!("parser, pass {}: {:.2}% of moves right", epoch + 1, 100.0 * n_right as f64 / n_all as f64);
    }
    Quantised::new(&perceptron)
}

/// Learns from one sentence; returns how many guesses were as good as any.
fn learn(
    perceptron: &mut Perceptron,
    tree: &Tree,
    tags: &[usize],
    moves: &Moves,
    epoch: usize,
    random: &mut Random,
) -> usize {
    let mut state = State::new(tree.words.len());
    let (mut features, mut scores, mut n_right) = (Vec::new(), Vec::new(), 0);
    while !state.is_final() {
        state_features(&state, &tree.words, tags, &mut features);
        perceptron.score(&features, &mut scores);
        let Some(guess) = moves.best(&scores, &state, |_| true) else { break };
        let costs = state.costs(&tree.arcs);
        let cheapest = cheapest(moves, &state, &scores, costs);
        let is_best = |action| {
            cost(action, costs) == cheapest && label_fits(action, state.gold_label(action, &tree.arcs))
        };
        let truth = moves.best(&scores, &state, is_best).unwrap_or(guess);
        perceptron.learn(&features, truth, guess);
        n_right += usize::from(truth == guess);
        let follow_guess = epoch > 0 && random.below(100) < EXPLORE;
        state.apply(moves.of_class(if follow_guess { guess } else { truth }));
    }
    n_right
}

fn cost(action: Move, costs: [usize; 3]) -> usize {
    match action {
        Move::Shift => costs[0],
        Move::Left(_) => costs[1],
        Move::Right(_) => costs[2],
    }
}

/// Lowest cost of a move that the state allows.
fn cheapest(moves: &Moves, state: &State, scores: &[i32], costs: [usize; 3]) -> usize {
    (0..=costs.iter().copied().max().unwrap_or(0))
        .find(|n| moves.best(scores, state, |action| cost(action, costs) == *n).is_some())
        .unwrap_or(0)
}

/// An arc of the gold tree must have its label; any other may have any.
fn label_fits(action: Move, gold: Option<usize>) -> bool {
    match (action, gold) {
        (Move::Left(label) | Move::Right(label), Some(gold)) => label == gold,
        _ => true,
    }
}

/// Prints attachment scores on predicted tags.
pub(crate) fn report(tagger: &Quantised, parser: &Quantised, moves: &Moves, dev: &[Tree]) {
    let (mut heads, mut both, mut all) = (0, 0, 0);
    for tree in dev {
        let arcs: Vec<Arc> = parse(parser, moves, &tree.words, &tag(tagger, &tree.words));
        heads += arcs.iter().zip(&tree.arcs).filter(|(a, b)| a.head == b.head).count();
        both += arcs.iter().zip(&tree.arcs).filter(|(a, b)| a == b).count();
        all += arcs.len();
    }
    let percent = |n: usize| 100.0 * n as f64 / all.max(1) as f64;
    eprintln!("UAS {:.2}, LAS with subtypes {:.2}", percent(heads), percent(both));
}
