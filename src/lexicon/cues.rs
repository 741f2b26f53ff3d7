//! Cues: the words that attribute, with the frames they take. The table is `data/cues.tsv`; its header explains it.

use super::table::{column, rows, values};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How a cue takes its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// "X said that …", "…, X said".
    Clause,
    /// "X vowed to stay".
    Infinitive,
    /// "X urged Y to go".
    ObjectInfinitive,
    /// "X rejected the plan".
    Object,
    /// "X issued a warning": an object that is words.
    Text,
    /// "X called for peace".
    Prep(&'static str),
    /// "X's warning that …".
    Noun,
    /// "X is confident that …".
    Adjective,
    /// "In the view of X, …", "In a poll, …".
    Phrase,
}

/// A line of the table: the word for a kind of act, and one frame.
struct Entry {
    frame: Frame,
    kind: &'static str,
}

static TABLE: LazyLock<FxHashMap<&'static str, Vec<Entry>>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, Vec<Entry>> = FxHashMap::default();
    for row in rows(crate::resources::CUES) {
        for frame in values(&row, 2).filter_map(frame) {
            table.entry(column(&row, 0)).or_default().push(Entry { frame, kind: column(&row, 1) });
        }
    }
    table
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&TABLE);
}

fn frame(text: &'static str) -> Option<Frame> {
    match text {
        "clause" => Some(Frame::Clause),
        "infinitive" => Some(Frame::Infinitive),
        "object+infinitive" => Some(Frame::ObjectInfinitive),
        "object" => Some(Frame::Object),
        "text" => Some(Frame::Text),
        "noun" => Some(Frame::Noun),
        "adjective" => Some(Frame::Adjective),
        "phrase" => Some(Frame::Phrase),
        _ => text.strip_prefix('+').map(Frame::Prep),
    }
}

/// The kind of act that a lemma is in a frame, as the table names it; `None` where it is no cue there.
pub fn kind(lemma: &str, frame: Frame) -> Option<&'static str> {
    TABLE.get(lemma)?.iter().find(|e| e.frame == frame).map(|e| e.kind)
}

/// Whether a lemma, or a verb with its particle, is a cue in any frame.
pub fn is_cue(lemma: &str) -> bool {
    TABLE.contains_key(lemma)
}

/// The lemma, or the cue that it misspells by a final e ("toute", "challeng"), as lemmatizers do with rare verbs.
pub fn known_lemma(lemma: &str) -> String {
    let longer = format!("{lemma}e");
    let shorter = lemma.strip_suffix('e').unwrap_or(lemma);
    let known = [lemma, longer.as_str(), shorter].into_iter().find(|l| is_cue(l));
    known.unwrap_or(lemma).to_owned()
}

/// Prepositions that a lemma takes its content with.
pub fn prepositions(lemma: &str) -> impl Iterator<Item = &'static str> {
    TABLE.get(lemma).into_iter().flatten().filter_map(|e| match e.frame {
        Frame::Prep(prep) => Some(prep),
        _ => None,
    })
}

/// Whether a clause beside the lemma is what is said, whatever the tree shows: verbs of saying and thinking.
pub fn leads_clause(lemma: &str) -> bool {
    matches!(kind(lemma, Frame::Clause), Some("say" | "think" | "warn" | "deny" | "show"))
}

/// Whether a verb with a clause also takes whom it is said to: "told reporters that".
pub fn takes_addressee(lemma: &str) -> bool {
    const WITH_ADDRESSEE: &[&str] = &[
        "tell", "ask", "remind", "assure", "warn", "inform", "notify", "convince", "persuade", "advise",
        "promise", "show", "teach",
    ];
    WITH_ADDRESSEE.contains(&lemma)
}

/// Whether a lemma can introduce a quotation: a verb of saying or asking that takes a clause.
pub fn quotes(lemma: &str) -> bool {
    matches!(
        kind(lemma, Frame::Clause),
        Some("say" | "ask" | "warn" | "order" | "promise" | "deny" | "blame")
    ) || matches!(lemma, "tell" | "think")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_tell_kinds() {
        assert_eq!(kind("say", Frame::Clause), Some("say"));
        assert_eq!(kind("urge", Frame::ObjectInfinitive), Some("order"));
        assert_eq!(kind("call", Frame::Prep("for")), Some("order"));
        assert_eq!(kind("warning", Frame::Noun), Some("warn"));
        assert_eq!(kind("eat", Frame::Object), None);
        assert!(prepositions("call").any(|p| p == "on"));
    }

    #[test]
    fn every_kind_and_frame_is_known() {
        for row in rows(crate::resources::CUES) {
            let kinds = "say ask order promise deny warn praise blame think intend feel show";
            assert!(kinds.split(' ').any(|k| k == column(&row, 1)), "{row:?}");
            assert!(values(&row, 2).all(|f| frame(f).is_some()), "{row:?}");
        }
    }
}
