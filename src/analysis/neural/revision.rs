//! Tags looked at again once the tree is there: how words of a form, in this relation to their head, are tagged in the
//! treebanks is added to the tagger's scores.
//!
//! `data/tags.tsv`, learnt by `sayso-train tags`, holds what is to be added, so that nothing is left to compute but sums:
//! `r TAB relation TAB tag TAB value …` for words in general, and for words that have several tags
//! `w TAB form TAB relation TAB rest TAB tag TAB value …`, where `rest` goes on top of the general value of tags not named.

use crate::analysis::Upos;
use crate::model::math::argmax;
use rustc_hash::FxHashMap;

/// One value a tag, in the order of [`Upos::ALL`].
type Values = [f32; Upos::ALL.len()];

/// The table.
#[derive(Debug, Default)]
pub struct Revision<'a> {
    relations: FxHashMap<&'a str, Values>,
    /// By form, then by relation.
    forms: FxHashMap<&'a str, Vec<(&'a str, Values)>>,
}

impl<'a> Revision<'a> {
    /// Reads the table; lines that are not of its form are passed over.
    pub fn parse(table: &'a str) -> Revision<'a> {
        let mut revision = Revision::default();
        for line in table.lines() {
            let mut columns = line.split('\t');
            match (columns.next(), columns.next()) {
                (Some("r"), Some(relation)) => {
                    let mut values = Values::default();
                    put(&mut values, columns);
                    revision.relations.insert(relation, values);
                }
                (Some("w"), Some(form)) => {
                    let (Some(relation), Some(Ok(rest))) = (columns.next(), columns.next().map(str::parse))
                    else {
                        continue;
                    };
                    let rest: f32 = rest;
                    let general = revision.relations.get(relation).copied().unwrap_or_default();
                    let mut values = general.map(|value| value + rest);
                    put(&mut values, columns);
                    revision.forms.entry(form).or_default().push((relation, values));
                }
                _ => {}
            }
        }
        revision
    }

    /// The tag that scores best; `tags` are those that `scores` are of, `form` is in lower case, `relation` may have a
    /// subtype.
    pub fn best(&self, scores: &[f32], tags: &[Upos], form: &str, relation: &str) -> Upos {
        let relation = relation.split(':').next().unwrap_or_default();
        let own = self.forms.get(form).and_then(|of| of.iter().find(|(r, _)| *r == relation));
        let values = own.map(|(_, values)| values).or_else(|| self.relations.get(relation));
        let Some(values) = values else { return tags[argmax(scores)] };
        let mut sums = Values::default();
        for (sum, (score, tag)) in sums.iter_mut().zip(scores.iter().zip(tags)) {
            *sum = score + values[*tag as usize];
        }
        tags[argmax(&sums[..scores.len()])]
    }
}

/// Sets the values that columns of tag and value in turn give.
fn put<'a>(values: &mut Values, mut columns: impl Iterator<Item = &'a str>) {
    while let (Some(tag), Some(value)) = (columns.next(), columns.next()) {
        if let (Ok(tag), Ok(value)) = (tag.parse::<Upos>(), value.parse()) {
            values[tag as usize] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str =
        "r\tmark\tSCONJ\t-0.1\tADP\t-1\tNOUN\t-3\nw\tthat\tmark\t-2\tSCONJ\t0\nw\tbroken\tmark\nnonsense";
    const TAGS: [Upos; 3] = [Upos::Adp, Upos::Sconj, Upos::Noun];

    #[test]
    fn form_and_relation_decide_what_is_close() {
        let revision = Revision::parse(TABLE);
        // Of itself ADP; less 1 against .1 it is not.
        assert_eq!(revision.best(&[2.0, 1.5, 0.0], &TAGS, "as", "mark"), Upos::Sconj);
        assert_eq!(revision.best(&[3.0, 1.5, 0.0], &TAGS, "as", "mark"), Upos::Adp);
        // "that" has a line of its own: ADP less 3 against nothing.
        assert_eq!(revision.best(&[3.0, 1.5, 0.0], &TAGS, "that", "mark:relcl"), Upos::Sconj);
        assert_eq!(revision.best(&[3.0, 1.5, 0.0], &TAGS, "that", "case"), Upos::Adp);
    }

    #[test]
    fn the_embedded_table_is_whole() {
        let revision = Revision::parse(crate::resources::TAGS);
        let n_lines = crate::resources::TAGS.lines().filter(|line| line.starts_with(['r', 'w'])).count();
        let n_forms: usize = revision.forms.values().map(Vec::len).sum();
        assert_eq!(revision.relations.len() + n_forms, n_lines);
        let all = revision.relations.values().chain(revision.forms.values().flatten().map(|(_, v)| v));
        assert!(all.flatten().all(|value| (-10.0..=0.0).contains(value)));
    }
}
