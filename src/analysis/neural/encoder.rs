//! From word forms to a vector for each word in its context: form vectors with the marks of the tables that know
//! the word ([`crate::lexicon::marks`]), then two bidirectional LSTM layers.
//!
//! A form's own vector is made of learned ones (the word, its affixes, its n-grams) and of one that its word has by what it
//! stands beside in six billion words of other text. It does not depend on its neighbours, so it is computed once and kept in a [`FormCache`].

use super::features::{AFFIX_NAMES, AFFIX_ROWS, FormFeatures, NGRAM_ROWS};
use crate::lexicon::marks::{N_MARKS, marks};
use crate::model::embedding::Table;
#[cfg(test)]
use crate::model::kernel::Kernel;
use crate::model::lstm::{BiLstm, Layout};
use crate::model::matrix::{Matrix, Rows};
use crate::model::norm::{LayerNorm, maxout};
use crate::model::vectors::Vectors;
use crate::model::{Container, ContainerError};
use compact_str::CompactString;
use rustc_hash::FxHashMap;

const WORD_WIDTH: usize = 96;
const AFFIX_WIDTH: usize = 32;
const NGRAM_WIDTH: usize = 48;
/// Of the vectors that were learned elsewhere, and the stages they are kept in.
const VECTOR_WIDTH: usize = 100;
const VECTOR_STAGES: usize = 6;

/// Forms kept in a cache; past it, all are forgotten.
const CACHE_LEN: usize = 20_000;

/// Vectors of forms already seen.
#[derive(Debug, Default)]
pub struct FormCache {
    places: FxHashMap<CompactString, usize>,
    vectors: Vec<f32>,
}

/// Vectors of a group of sentences, one row a token.
#[derive(Debug)]
pub struct Encoded {
    /// Where the sentences lie.
    pub layout: Layout,
    /// After the first layer, with the marks again: what names are read from.
    pub marked: Rows,
    /// After the second layer.
    pub second: Vec<f32>,
    /// The same, quantised: what trees are read from.
    pub second_rows: Rows,
    /// Both layers side by side: what tags are read from.
    pub both: Rows,
}

/// The encoder's weights.
#[derive(Debug)]
pub struct Encoder {
    word_rows: FxHashMap<u64, usize>,
    words: Table<'static>,
    affixes: Vec<Table<'static>>,
    ngrams: Table<'static>,
    vectors: Vectors<'static>,
    project: Matrix,
    norm: LayerNorm,
    first: BiLstm,
    second: BiLstm,
}

impl Encoder {
    /// Takes the encoder's tensors.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'static>) -> Result<Encoder, ContainerError> {
        let words = Table::load(container, "word", WORD_WIDTH)?;
        let (keys, _) = container.u8("word.keys", &[0])?.as_chunks::<8>();
        let word_rows = keys.iter().enumerate().map(|(i, key)| (u64::from_le_bytes(*key), i + 1)).collect();
        let affixes = AFFIX_NAMES
            .iter()
            .map(|name| Table::load(container, &format!("affix.{name}"), AFFIX_WIDTH))
            .collect::<Result<Vec<_>, _>>()?;
        let ngrams = Table::load(container, "ngram", NGRAM_WIDTH)?;
        for (table, n_rows) in affixes.iter().zip(AFFIX_ROWS).chain([(&ngrams, NGRAM_ROWS)]) {
            debug_assert_eq!(table.n_rows(), n_rows);
        }
        let vectors = Vectors::load(container, VECTOR_STAGES, VECTOR_WIDTH)?;
        let n_features = WORD_WIDTH + AFFIX_WIDTH * affixes.len() + NGRAM_WIDTH + VECTOR_WIDTH;
        let project = Matrix::load(container, "project", 0, n_features)?;
        let n_form = project.n_out() / 2;
        let norm = LayerNorm::load(container, "norm", n_form)?;
        let first = BiLstm::load(container, "encoder1", n_form + N_MARKS)?;
        let second = BiLstm::load(container, "encoder2", first.n_out())?;
        Ok(Encoder { word_rows, words, affixes, ngrams, vectors, project, norm, first, second })
    }

    /// Computes with another kernel from now on.
    #[cfg(test)]
    pub(super) fn set_kernel(&mut self, kernel: Kernel) {
        self.project.set_kernel(kernel);
        self.first.set_kernel(kernel);
        self.second.set_kernel(kernel);
    }

    /// Values a token after the first layer.
    pub fn n_first(&self) -> usize {
        self.first.n_out()
    }

    /// Values a token that names are read from.
    pub fn n_marked(&self) -> usize {
        self.n_first() + N_MARKS
    }

    /// Values a token after the second layer.
    pub fn n_second(&self) -> usize {
        self.second.n_out()
    }

    /// Encodes sentences given by their forms, longest first.
    pub fn encode(&self, sentences: &[&[&str]], cache: &mut FormCache) -> Encoded {
        let layout = Layout::new(sentences.iter().map(|s| s.len()));
        let marks: Vec<[f32; N_MARKS]> = sentences.iter().flat_map(|s| marks(s)).map(as_values).collect();
        let (inputs, rows) = self.inputs(sentences, &marks, cache);
        let first = self.first.run(&layout, &inputs, &rows);
        let rows: Vec<usize> = (0..layout.n_tokens()).collect();
        let second = self.second.run(&layout, &Rows::of(&first, self.first.n_out()), &rows);
        let firsts = || first.chunks_exact(self.first.n_out());
        let mut both = Rows::new(self.first.n_out() + self.second.n_out());
        let pairs = firsts().zip(second.chunks_exact(self.second.n_out()));
        pairs.for_each(|(a, b)| both.push(&[a, b].concat()));
        let mut marked = Rows::new(self.n_marked());
        firsts().zip(&marks).for_each(|(a, b)| marked.push(&[a, b].concat()));
        let second_rows = Rows::of(&second, self.second.n_out());
        Encoded { layout, marked, second, second_rows, both }
    }

    /// Vectors of the distinct forms with their marks, and each token's row among them.
    fn inputs(
        &self,
        sentences: &[&[&str]],
        marks: &[[f32; N_MARKS]],
        cache: &mut FormCache,
    ) -> (Rows, Vec<usize>) {
        if cache.places.len() > CACHE_LEN {
            *cache = FormCache::default();
        }
        let forms = || sentences.iter().flat_map(|s| s.iter());
        self.learn(forms().copied(), cache);
        let width = self.norm_width();
        let mut inputs = Rows::new(width + N_MARKS);
        let mut row_of = FxHashMap::default();
        let rows = forms()
            .zip(marks)
            .map(|(form, marks)| {
                let place = cache.places.get(*form).copied().unwrap_or_default();
                *row_of.entry((place, marks.map(f32::to_bits))).or_insert_with(|| {
                    inputs.push(&[&cache.vectors[place * width..][..width], marks].concat());
                    inputs.n_rows() - 1
                })
            })
            .collect();
        (inputs, rows)
    }

    fn norm_width(&self) -> usize {
        self.project.n_out() / 2
    }

    /// Computes the vectors of forms that the cache lacks.
    fn learn<'a>(&self, forms: impl Iterator<Item = &'a str>, cache: &mut FormCache) {
        let mut rows = Rows::new(self.project.n_in());
        let mut values = Vec::new();
        for form in forms {
            if cache.places.contains_key(form) {
                continue;
            }
            values.clear();
            self.look_up(&FormFeatures::of(form), &mut values);
            rows.push(&values);
            cache.places.insert(form.into(), cache.places.len());
        }
        for pair in self.project.apply(&rows).chunks_exact(self.project.n_out()) {
            let mut vector = maxout(pair);
            self.norm.apply(&mut vector);
            cache.vectors.extend_from_slice(&vector);
        }
    }

    fn look_up(&self, features: &FormFeatures, out: &mut Vec<f32>) {
        let word = self.word_rows.get(&features.word).copied().unwrap_or(0);
        self.words.append(word, out);
        for (table, row) in self.affixes.iter().zip(features.affixes) {
            table.append(row, out);
        }
        self.ngrams.append_mean(&features.ngrams, out);
        self.vectors.append(features.word, out);
    }
}

/// Marks as inputs of the network: 1 where the bit is set, lowest bit first.
fn as_values(marks: u16) -> [f32; N_MARKS] {
    std::array::from_fn(|bit| f32::from(marks >> bit & 1))
}
