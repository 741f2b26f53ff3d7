//! PageRank and communities of a seeded network of any size, its links written for others to read.
//!
//! `cargo bench --bench network -- OUT.tsv [LINKS]` writes `from TAB to TAB weight` lines and prints times, the modularity,
//! and the twenty entities of highest rank. `benches/network.py` runs it and networkx on the same links.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::io::Write;
use std::time::Instant;

use sayso::Id;
use sayso::graph::network::{Link, Network};
use sayso::graph::{communities, rank};

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| !a.starts_with('-'));
    let Some(out) = args.next() else {
        println!("usage: cargo bench --bench network -- OUT.tsv [LINKS]");
        return;
    };
    let links = links(args.next().map_or(1_000_000, |n| n.parse().expect("a number of links")));
    let mut file = std::io::BufWriter::new(std::fs::File::create(out).expect("a file"));
    for link in &links {
        writeln!(file, "{}\t{}\t{}", link.from.to_sql(), link.to.to_sql(), link.weight).expect("written");
    }
    file.flush().expect("written");
    let clock = Instant::now();
    let network = Network::new(links);
    println!("build\t{:.3}", clock.elapsed().as_secs_f64());
    let clock = Instant::now();
    let ranks = rank::pagerank(&network);
    println!("pagerank\t{:.3}", clock.elapsed().as_secs_f64());
    let mut order: Vec<_> = network.graph().node_indices().collect();
    order.sort_by(|a, b| ranks[b.index()].total_cmp(&ranks[a.index()]).then(a.cmp(b)));
    let top: Vec<String> = order.iter().take(20).map(|n| network.graph()[*n].to_sql().to_string()).collect();
    println!("top\t{}", top.join(" "));
    println!("nodes\t{}\nlinks\t{}", network.graph().node_count(), network.graph().edge_count());
    let clock = Instant::now();
    let found = communities::communities(&network, 1, 1.0);
    println!("communities\t{:.3}\nmodularity\t{:.4}", clock.elapsed().as_secs_f64(), found.modularity);
}

/// Distinct links among a fifth as many entities in groups of a hundred: nine of ten within a group, few entities
/// linked to often.
fn links(n: usize) -> Vec<Link> {
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let n_entities = (n as u64 / 5).max(200);
    let mut seen = std::collections::BTreeSet::new();
    let mut links = Vec::with_capacity(n);
    while links.len() < n {
        let from = next(n_entities);
        // The lesser of two draws: low numbers are linked to more often.
        let to = if next(10) == 0 {
            next(n_entities).min(next(n_entities))
        } else {
            from / 100 * 100 + next(100).min(next(100))
        };
        let weight = 1.0 + next(5) as f64;
        if from != to && seen.insert((from, to)) {
            links.push(Link { from: Id::from_sql(from as i64), to: Id::from_sql(to as i64), weight });
        }
    }
    links
}
