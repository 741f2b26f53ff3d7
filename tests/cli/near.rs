//! How well near copies are found: articles edited as papers edit them, and texts that only quote them.

use crate::sandbox::{Sandbox, repository};
use rusqlite::Connection;
use std::collections::BTreeMap;

const ARTICLES: &[&str] =
    &["harbour-strike", "lisk-meeting", "museum-interview", "nato-rutte", "varnholm-dam"];

/// Numbers that look random and are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// One word in `every` replaced by another.
fn reworded(text: &str, every: usize, others: &[&str], draw: &mut Draw) -> String {
    let change = |word| if draw.below(every) == 0 { draw.word(others) } else { word };
    text.split_whitespace().map(change).collect::<Vec<_>>().join(" ")
}

fn sentences(text: &str) -> Vec<String> {
    text.replace('\n', " ").split_inclusive(". ").map(|s| s.trim().to_owned()).collect()
}

/// What other papers make of an article.
fn copies(text: &str, others: &[&str], draw: &mut Draw) -> Vec<String> {
    let own = sentences(text);
    let fresh =
        (0..text.split_whitespace().count() / 5).map(|_| draw.word(others)).collect::<Vec<_>>().join(" ");
    let dropped = draw.below(own.len());
    let without = own.iter().enumerate().filter(|(n, _)| *n != dropped).map(|(_, s)| s.as_str());
    let mut turned = own.clone();
    turned.rotate_left(own.len() / 2);
    vec![
        text.to_uppercase(),
        text.split_whitespace().collect::<Vec<_>>().join("\n"),
        reworded(text, 50, others, draw),
        reworded(text, 25, others, draw),
        reworded(text, 12, others, draw),
        without.collect::<Vec<_>>().join(" "),
        own[..own.len() * 4 / 5].join(" "),
        format!("{fresh}.\n\n{text}"),
        turned.join(" "),
        reworded(&own[own.len() / 8..].join(" "), 25, others, draw),
    ]
}

/// What only quotes it: a third of it in a text of the same length, and its words in another order.
fn strangers(text: &str, others: &[&str], draw: &mut Draw) -> Vec<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (third, mut shuffled) = (words.len() / 3, words.clone());
    let fresh: Vec<&str> = (0..words.len() - third).map(|_| draw.word(others)).collect();
    for n in (1..shuffled.len()).rev() {
        shuffled.swap(n, draw.below(n + 1));
    }
    vec![format!("{} {}", words[..third].join(" "), fresh.join(" ")), shuffled.join(" ")]
}

/// Precision and recall over pairs of documents.
fn scores(stories: &BTreeMap<String, i64>) -> (usize, usize, usize) {
    // "nato-rutte 3" is a copy of "nato-rutte 0"; "nato-rutte x3" is one of nothing.
    let truth = |uri: &str| (!uri.contains('x')).then(|| uri.split(' ').next().map(str::to_owned));
    let (mut n_found, mut n_right, mut n_true) = (0, 0, 0);
    for (one, story) in stories {
        for (other, story_of_other) in stories.range(one.clone()..).skip(1) {
            let is_pair = truth(one).is_some() && truth(one) == truth(other);
            n_true += usize::from(is_pair);
            n_found += usize::from(story == story_of_other);
            n_right += usize::from(is_pair && story == story_of_other);
        }
    }
    (n_found, n_right, n_true)
}

#[test]
fn edited_articles_are_found_and_quotations_are_not() {
    let texts: Vec<String> = ARTICLES
        .iter()
        .map(|name| std::fs::read_to_string(repository(&format!("examples/{name}.txt"))).expect("an example"))
        .collect();
    let words: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let mut draw = Draw(9);
    let mut lines = String::new();
    let mut add = |uri: String, text: &str| {
        lines.push_str(&format!("{}\n", serde_json::json!({"text": text, "uri": uri})));
    };
    for (name, text) in ARTICLES.iter().zip(&texts) {
        let name = name.replace('x', "");
        add(format!("{name} 0"), text);
        for (n, copy) in copies(text, &words, &mut draw).iter().enumerate() {
            add(format!("{name} {}", n + 1), copy);
        }
        for (n, stranger) in strangers(text, &words, &mut draw).iter().enumerate() {
            add(format!("{name} x{n}"), stranger);
        }
    }
    let sandbox = Sandbox::new();
    sandbox.run_with(&["add", "-", "-q"], &lines).ok();
    let db = Connection::open(sandbox.path("sayso.db")).expect("a database");
    let mut select =
        db.prepare("SELECT d.uri, s.story FROM story s JOIN document d ON d.id = s.document").expect("SQL");
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let stories: BTreeMap<String, i64> = rows.collect::<Result<_, _>>().expect("rows");
    let (n_found, n_right, n_true) = scores(&stories);
    eprintln!("{n_found} pairs found, {n_right} of them right, of {n_true}");
    assert_eq!(n_found, n_right, "pairs that are none");
    assert!(n_right * 100 >= n_true * 95, "{n_right} of {n_true} pairs found");
    sandbox.run("check -q").ok();
}
