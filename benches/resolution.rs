//! How long a document takes to resolve and store as the database grows to a million mentions, and how much memory.
//!
//! Documents are synthetic: seeded draws of persons, bodies and countries, few of them frequent and many rare, of
//! persons by full name, last name or with a role. No analysis is run. `cargo bench --bench resolution [MENTIONS]`.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::time::Instant;

use sayso::analysis::Analysis;
use sayso::extraction::{Chain, EntityType, Extraction, Link, Mention, MentionKind};
use sayso::lexicon::gazetteer;
use sayso::lexicon::table::{column, rows};
use sayso::store::Store;
use sayso::{Document, Span, TokenSpan, resources};

const CHAINS: usize = 12;
const MENTIONS_OF_A_CHAIN: usize = 4;
const BATCH: usize = 256;

fn main() {
    let wanted = std::env::args().filter_map(|a| a.parse::<usize>().ok()).next().unwrap_or(1_000_000);
    let n_documents = wanted.div_ceil(CHAINS * MENTIONS_OF_A_CHAIN);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.db");
    let mut store = Store::open(&path).expect("a database");
    let mut draw = Draw { state: 7, names: Names::load() };
    let mut next_report = n_documents / 32;
    let (mut done, mut window, mut since) = (0, 0, Instant::now());
    println!("mentions\tdocuments\tms per document\tresident MiB\tdatabase MiB");
    while done < n_documents {
        let documents: Vec<_> = (0..BATCH).map(|i| draw.document(done + i)).collect();
        let begin = Instant::now();
        let mut batch = store.batch().expect("a batch");
        for (document, extraction) in &documents {
            batch.add(document, &Analysis::default(), extraction, "bench").expect("added");
        }
        batch.commit().expect("stored");
        window += usize::try_from(begin.elapsed().as_micros()).unwrap_or(usize::MAX);
        done += BATCH;
        if done >= next_report {
            let n = done * CHAINS * MENTIONS_OF_A_CHAIN;
            let per_document = window as f64 / 1000.0 / (done - previous(next_report, n_documents)) as f64;
            let size = std::fs::metadata(&path).map_or(0, |m| m.len() >> 20);
            println!("{n}\t{done}\t{per_document:.2}\t{}\t{size}", resident());
            (window, next_report) = (0, next_report * 2);
        }
    }
    println!("in all {:.0} s", since.elapsed().as_secs_f64());
    since = Instant::now();
    let last: Vec<_> = (0..BATCH).map(|i| draw.document(done + i)).collect();
    for (document, extraction) in &last {
        let mut batch = store.batch().expect("a batch");
        batch.add(document, &Analysis::default(), extraction, "bench").expect("added");
        batch.commit().expect("stored");
    }
    println!(
        "a transaction of its own: {:.2} ms per document",
        since.elapsed().as_secs_f64() * 1000.0 / 64.0
    );
}

/// Documents done when the report before this one was due.
fn previous(report: usize, n_documents: usize) -> usize {
    if report <= n_documents / 32 { 0 } else { (report / 2).div_ceil(BATCH) * BATCH }
}

/// Memory in use, where the system tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) >> 10
}

struct Names {
    first: Vec<&'static str>,
    last: Vec<&'static str>,
    countries: Vec<&'static str>,
}

impl Names {
    fn load() -> Names {
        let names = |table| rows(table).map(|row| column(&row, 0)).collect::<Vec<_>>();
        Names {
            first: names(resources::GIVEN_NAMES),
            last: names(resources::SURNAMES),
            countries: gazetteer::all_countries().iter().map(|c| c.name).collect(),
        }
    }
}

/// Draws that are the same on every machine.
struct Draw {
    state: u64,
    names: Names,
}

impl Draw {
    fn next(&mut self) -> u64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.state >> 33
    }

    /// A place in a list, the early ones far more often.
    fn place(&mut self, len: usize) -> usize {
        let share = (self.next() % 1_000_000) as f64 / 1_000_000.0;
        ((len as f64).powf(share) as usize).saturating_sub(1).min(len - 1)
    }

    fn name(&mut self) -> (String, EntityType, Vec<String>) {
        let (first, last) = (self.place(self.names.first.len()), self.place(self.names.last.len()));
        let (first, last) = (self.names.first[first], self.names.last[last]);
        match self.next() % 10 {
            0..4 => (format!("{first} {last}"), EntityType::Person, vec![last.to_owned()]),
            4..6 => (last.to_owned(), EntityType::Person, Vec::new()),
            6 => (format!("{last} River Commission"), EntityType::Organization, Vec::new()),
            _ => {
                let country = self.place(self.names.countries.len());
                (self.names.countries[country].to_owned(), EntityType::Place, Vec::new())
            }
        }
    }

    fn document(&mut self, number: usize) -> (Document, Extraction) {
        let mut text = format!("Number {number}.");
        let mut found = Extraction::default();
        for chain in 0..CHAINS {
            let (name, entity_type, short) = self.name();
            let first = found.mentions.len();
            for n in 0..MENTIONS_OF_A_CHAIN {
                let form = if n == 0 { &name } else { short.first().unwrap_or(&name) };
                text.push_str(if self.next().is_multiple_of(8) { "\nMinister " } else { "\n" });
                let start = text.len();
                text.push_str(form);
                found.mentions.push(Mention {
                    sentence: 0,
                    tokens: TokenSpan::new(0, 1),
                    head: 0,
                    span: Span::new(&text, start, text.len()).expect("a span"),
                    kind: MentionKind::Named,
                    entity_type,
                    chain,
                    link: Link { reason: "exact name", antecedent: (n > 0).then_some(first) },
                });
            }
            let mentions = (first..found.mentions.len()).collect();
            found.chains.push(Chain { mentions, name, entity_type, is_named: true, aliases: short });
        }
        (Document::new(text), found)
    }
}
