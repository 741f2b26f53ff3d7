//! Each stage on the articles of `examples/`, in tokens a second: `cargo bench --bench analysis [-- STAGE]`.
//!
//! A stage gets what the stages before it made, and is timed without them. Vectors of words are cached within a text, as
//! in the program; these texts are short, so that hardly a word is met again.

use std::fs;
use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use sayso::analysis::{Analysis, Analyzer, feats, names, neural};
use sayso::extraction::{self, Extraction};
use sayso::lexicon::lemmas;
use sayso::store::Store;
use sayso::{Document, resolution, text};

/// A text with what every stage makes of it.
struct Article {
    document: Document,
    /// Sentences of bare tokens.
    segmented: Analysis,
    /// With tags, trees and names as the network has them.
    parsed: Analysis,
    analysis: Analysis,
    extraction: Extraction,
}

fn article(path: &Path) -> Article {
    let document = Document::new(fs::read_to_string(path).expect("an example"));
    let segmented = Analysis::segmented(&document.text);
    let mut parsed = segmented.clone();
    neural::annotate(&mut parsed.sentences);
    let analysis = Analyzer::new().analyze(&document.text);
    let extraction = extraction::extract(&document, &analysis);
    Article { document, segmented, parsed, analysis, extraction }
}

fn articles() -> Vec<Article> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("examples").map(|entry| entry.expect("entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|path| article(path)).collect()
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn stages(criterion: &mut Criterion) {
    let articles = articles();
    let n_tokens: usize = articles.iter().flat_map(|a| &a.analysis.sentences).map(|s| s.tokens.len()).sum();
    let mut group = criterion.benchmark_group("stages");
    group.throughput(Throughput::Elements(n_tokens as u64));
    analysis(&mut group, &articles);
    group.bench_function("extraction", |b| {
        b.iter(|| {
            for a in &articles {
                black_box(extraction::extract(&a.document, &a.analysis));
            }
        });
    });
    group.bench_function("facts for resolution", |b| {
        b.iter(|| {
            for a in &articles {
                black_box(resolution::facts(&a.document, &a.extraction));
            }
        });
    });
    group.bench_function("resolution and store", |b| {
        b.iter_batched_ref(
            || Store::open_in_memory().expect("a database"),
            |store| {
                let mut batch = store.batch().expect("a batch");
                for a in &articles {
                    batch.add(&a.document, &a.analysis, &a.extraction, "bench").expect("added");
                }
                batch.commit().expect("stored");
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn analysis(group: &mut Group<'_>, articles: &[Article]) {
    group.bench_function("sentences and tokens", |b| {
        b.iter(|| {
            for a in articles {
                black_box(text::segment(&a.document.text));
            }
        });
    });
    group.bench_function("tags, trees and names", |b| {
        each_sentences(b, articles, |a| &a.segmented, neural::annotate);
    });
    group.bench_function("names put right", |b| {
        each_sentences(b, articles, |a| &a.parsed, names::refine);
    });
    group.bench_function("lemmas", |b| {
        b.iter(|| {
            for token in articles.iter().flat_map(|a| &a.analysis.sentences).flat_map(|s| &s.tokens) {
                black_box(lemmas::lemma(&token.form, &token.xpos));
            }
        });
    });
    group.bench_function("features", |b| {
        each_sentences(
            b,
            articles,
            |a| &a.analysis,
            |sentences| sentences.iter_mut().for_each(feats::annotate),
        );
    });
    group.bench_function("analysis, whole", |b| {
        let analyzer = Analyzer::new();
        b.iter(|| {
            for a in articles {
                black_box(analyzer.analyze(&a.document.text));
            }
        });
    });
}

/// Times what changes sentences in place, on copies made outside of the time.
fn each_sentences(
    bencher: &mut criterion::Bencher<'_>,
    articles: &[Article],
    of: impl Fn(&Article) -> &Analysis,
    change: impl Fn(&mut [sayso::analysis::Sentence]),
) {
    bencher.iter_batched_ref(
        || articles.iter().map(|a| of(a).sentences.clone()).collect::<Vec<_>>(),
        |texts| texts.iter_mut().for_each(|sentences| change(sentences)),
        BatchSize::SmallInput,
    );
}

criterion_group!(benches, stages);
criterion_main!(benches);
