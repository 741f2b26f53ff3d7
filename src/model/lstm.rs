//! A bidirectional LSTM layer (Hochreiter and Schmidhuber 1997; Graves and Schmidhuber 2005) over many sentences
//! at once.
//!
//! Sentences lie one after the other, longest first, so that those still running at a step are the first ones.
//! Gates are in PyTorch's order: input, forget, candidate, output. Results do not depend on the company.

use super::container::{Container, ContainerError};
use super::kernel::Kernel;
use super::math::{tanh_ratio, wide};
use super::matrix::{Matrix, Rows};

/// Where sentences lie in a matrix of one row a token: starts, and the end. Longest first.
#[derive(Clone, Debug)]
pub struct Layout {
    starts: Vec<usize>,
}

impl Layout {
    /// Sentences of these lengths, which must not grow.
    pub fn new(lengths: impl IntoIterator<Item = usize>) -> Layout {
        let mut starts = vec![0];
        for length in lengths {
            let last = starts[starts.len() - 1];
            debug_assert!(starts.len() < 2 || length <= last - starts[starts.len() - 2], "longest first");
            starts.push(last + length);
        }
        Layout { starts }
    }

    /// The tokens of each sentence.
    pub fn sentences(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        self.starts.windows(2).map(|pair| pair[0]..pair[1])
    }

    /// Number of sentences.
    pub fn n_sentences(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of tokens.
    pub fn n_tokens(&self) -> usize {
        self.starts[self.starts.len() - 1]
    }

    fn length(&self, sentence: usize) -> usize {
        self.starts[sentence + 1] - self.starts[sentence]
    }
}

#[derive(Debug)]
struct Direction {
    input: Matrix,
    recurrent: Matrix,
    backward: bool,
}

/// One layer, both directions.
#[derive(Debug)]
pub struct BiLstm {
    directions: [Direction; 2],
    n_hidden: usize,
}

impl BiLstm {
    /// Takes the tensors `name.forward.input`, `name.forward.recurrent`, and those of `name.backward`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'static>, name: &str, n_in: usize) -> Result<BiLstm, ContainerError> {
        let input = |way: &str| Matrix::load(container, &format!("{name}.{way}.input"), 0, n_in);
        let (forward, backward) = (input("forward")?, input("backward")?);
        let n_hidden = forward.n_out() / 4;
        let recurrent =
            |way: &str| Matrix::load(container, &format!("{name}.{way}.recurrent"), 4 * n_hidden, n_hidden);
        let directions = [
            Direction { input: forward, recurrent: recurrent("forward")?, backward: false },
            Direction { input: backward, recurrent: recurrent("backward")?, backward: true },
        ];
        Ok(BiLstm { directions, n_hidden })
    }

    /// Computes with another kernel from now on.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        for direction in &mut self.directions {
            direction.input.set_kernel(kernel);
            direction.recurrent.set_kernel(kernel);
        }
    }

    /// Values a token of the result: both directions' states.
    pub fn n_out(&self) -> usize {
        2 * self.n_hidden
    }

    /// Runs over all sentences. Row `rows[t]` of `inputs` is token t's; returns one row a token.
    pub fn run(&self, layout: &Layout, inputs: &Rows, rows: &[usize]) -> Vec<f32> {
        let mut out = vec![0.0; layout.n_tokens() * self.n_out()];
        for direction in &self.directions {
            let gates = direction.input.apply(inputs);
            self.run_direction(direction, layout, &gates, rows, &mut out);
        }
        out
    }

    fn run_direction(
        &self,
        direction: &Direction,
        layout: &Layout,
        gates: &[f32],
        rows: &[usize],
        out: &mut [f32],
    ) {
        let n = self.n_hidden;
        let mut n_running = layout.n_sentences();
        let mut cells = vec![0.0; n_running * n];
        let mut states = Rows::new(n);
        (0..n_running).for_each(|_| states.push(&cells[..n]));
        let mut sums = Vec::new();
        let n_steps = if n_running == 0 { 0 } else { layout.length(0) };
        for step in 0..n_steps {
            while layout.length(n_running - 1) <= step {
                n_running -= 1;
            }
            direction.recurrent.sums(&states, n_running, &mut sums);
            let scales: Vec<f32> = (0..n_running).map(|s| states.scale(s)).collect();
            states.clear();
            for (sentence, scale) in scales.into_iter().enumerate() {
                let place = if direction.backward { layout.length(sentence) - 1 - step } else { step };
                let token = layout.starts[sentence] + place;
                let state = &mut out[token * 2 * n + usize::from(direction.backward) * n..][..n];
                let sums = &sums[sentence * direction.recurrent.n_sums()..][..4 * n];
                let gates = &gates[rows[token] * 4 * n..][..4 * n];
                cell(
                    sums,
                    scale,
                    direction.recurrent.scales(),
                    gates,
                    &mut cells[sentence * n..][..n],
                    state,
                );
                states.push(state);
            }
        }
    }
}

wide! {
    /// One step of one sentence: gates from the state's integer products and the input's share, then the new
    /// cell and state.
    pub fn cell(sums: &[i32], scale: f32, scales: &[f32], gates: &[f32], cells: &mut [f32], state: &mut [f32]) {
        let n = cells.len();
        assert!(sums.len() == 4 * n && scales.len() == 4 * n && gates.len() == 4 * n && state.len() == n);
        // Slices of one length: no index is checked in the loop.
        let (s0, s1, s2, s3) = (&sums[..n], &sums[n..][..n], &sums[2 * n..][..n], &sums[3 * n..][..n]);
        let (w0, w1, w2, w3) = (&scales[..n], &scales[n..][..n], &scales[2 * n..][..n], &scales[3 * n..][..n]);
        let (g0, g1, g2, g3) = (&gates[..n], &gates[n..][..n], &gates[2 * n..][..n], &gates[3 * n..][..n]);
        let state = &mut state[..n];
        for at in 0..n {
            // The logistic function of x is (tanh(x / 2) + 1) / 2; ratios are kept until the end, as divisions take longest.
            let (input, under_input) = tanh_ratio(0.5 * (s0[at] as f32 * (scale * w0[at]) + g0[at]));
            let (forget, under_forget) = tanh_ratio(0.5 * (s1[at] as f32 * (scale * w1[at]) + g1[at]));
            let (candidate, under_candidate) = tanh_ratio(s2[at] as f32 * (scale * w2[at]) + g2[at]);
            let (output, under_output) = tanh_ratio(0.5 * (s3[at] as f32 * (scale * w3[at]) + g3[at]));
            let under_new = under_input * under_candidate;
            let kept = (forget + under_forget) * cells[at] * under_new;
            let new = (input + under_input) * candidate * under_forget;
            let value = 0.5 * (kept + new) / (under_forget * under_new);
            cells[at] = value;
            let (shown, under_shown) = tanh_ratio(value);
            state[at] = 0.5 * ((output + under_output) * shown) / (under_output * under_shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::math::testing::plain;

    fn matrix(n_out: usize, n_in: usize, seed: usize) -> Matrix {
        let weights: Vec<i8> = (0..n_out * n_in).map(|n| ((n * 7919 + seed * 31) % 129) as i8 - 64).collect();
        Matrix::new(&weights, n_in, vec![0.004; n_out], vec![0.1; n_out])
    }

    fn layer() -> BiLstm {
        let direction = |seed, backward| Direction {
            input: matrix(24, 5, seed),
            recurrent: matrix(24, 6, seed + 1),
            backward,
        };
        BiLstm { directions: [direction(1, false), direction(5, true)], n_hidden: 6 }
    }

    #[test]
    fn one_step_by_hand() {
        let (mut cells, mut state) = ([0.5], [0.0]);
        // Gates: input 0, forget 0 + 2 * 0.5, candidate 1, output 0.
        cell(&[0, 2, 0, 0], 0.5, &[1.0; 4], &[0.0, 0.0, 1.0, 0.0], &mut cells, &mut state);
        let wanted = 0.731_058_6 * 0.5 + 0.5 * 0.761_594_2;
        assert!((cells[0] - wanted).abs() < 1e-4);
        assert!((state[0] - 0.5 * f32::tanh(wanted)).abs() < 1e-4);
    }

    #[test]
    fn sentences_do_not_see_each_other_nor_the_kernel() {
        let layer = layer();
        let lengths = [4, 4, 3, 1];
        let values: Vec<f32> = (0..12 * 5).map(|n| ((n * 37) % 19) as f32 / 9.0 - 1.0).collect();
        let rows: Vec<usize> = (0..12).collect();
        let layout = Layout::new(lengths);
        let all = layer.run(&layout, &Rows::of(&values, 5), &rows);
        for tokens in layout.sentences() {
            let alone = Rows::of(&values[tokens.start * 5..tokens.end * 5], 5);
            let own = layer.run(&Layout::new([tokens.len()]), &alone, &rows[..tokens.len()]);
            assert_eq!(own, all[tokens.start * 12..tokens.end * 12]);
        }
        for kernel in Kernel::available() {
            let mut same = self::layer();
            same.set_kernel(kernel);
            assert_eq!(same.run(&layout, &Rows::of(&values, 5), &rows), all, "{kernel:?}");
            let plain = plain(|| same.run(&layout, &Rows::of(&values, 5), &rows));
            assert_eq!(plain, all, "{kernel:?}, plain");
        }
    }

    #[test]
    fn backward_is_forward_on_the_reverse() {
        let mut layer = layer();
        let direction =
            |backward| Direction { input: matrix(24, 5, 1), recurrent: matrix(24, 6, 2), backward };
        layer.directions = [direction(false), direction(true)];
        let rows = Rows::of(&[1.0, 0.0, 0.0, 0.0, 0.3, 0.0, 1.0, 0.0, 0.5, 0.0], 5);
        let out = layer.run(&Layout::new([2]), &rows, &[0, 1]);
        let turned = layer.run(&Layout::new([2]), &rows, &[1, 0]);
        assert_eq!(out[..6], turned[18..24]);
        assert_eq!(out[6..12], turned[12..18]);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert!(layer().run(&Layout::new([]), &Rows::new(5), &[]).is_empty());
    }
}
