//! Reads treebanks: the words of CoNLL-U with form, tags, head and relation.

use anyhow::{Context, Result};
use std::path::Path;

/// A word of a treebank.
pub(crate) struct Word {
    /// As written.
    pub form: String,
    /// UPOS and XPOS with a space between.
    pub tag: String,
    /// From 0; `None` at the root.
    pub head: Option<usize>,
    /// With its subtype.
    pub deprel: String,
}

/// Reads the sentences of a file; multiword and empty tokens are left out.
pub(crate) fn read(path: &Path) -> Result<Vec<Vec<Word>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut sentences: Vec<Vec<Word>> = Vec::new();
    let mut sentence = Vec::new();
    for (n, line) in text.lines().chain([""]).enumerate() {
        if line.is_empty() {
            sentences.push(std::mem::take(&mut sentence));
        } else if !line.starts_with('#') {
            let word = word(line).with_context(|| format!("`{}` line {}", path.display(), n + 1))?;
            sentence.extend(word);
        }
    }
    sentences.retain(|s| !s.is_empty());
    Ok(sentences)
}

fn word(line: &str) -> Result<Option<Word>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [id, form, _, upos, xpos, _, head, deprel, ..] = fields[..] else {
        anyhow::bail!("fewer than ten columns");
    };
    if id.contains(['-', '.']) {
        return Ok(None);
    }
    let head: usize = head.parse().context("the head is no number")?;
    let tag = format!("{upos} {xpos}");
    Ok(Some(Word { form: form.into(), tag, head: head.checked_sub(1), deprel: deprel.into() }))
}
