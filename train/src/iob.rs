//! Reads named-entity sets: a token and its IOB2 label a line.

use anyhow::{Context, Result};
use sayso::analysis::NameKind;
use std::collections::HashMap;
use std::path::Path;

/// From each set's own types to ours; `None` for what is no name to us.
pub(crate) type Types = HashMap<String, Option<NameKind>>;

/// A token and its label: begins or goes on with a name of a kind, or neither.
pub(crate) struct Token {
    /// As written.
    pub form: String,
    /// Kind, and whether it begins.
    pub label: Option<(NameKind, bool)>,
}

/// Reads the table of types.
pub(crate) fn read_types(path: &Path) -> Result<Types> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let pairs = text.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    Ok(pairs.map(|(own, ours)| (own.into(), ours.trim().parse().ok())).collect())
}

/// Reads the sentences of a set.
pub(crate) fn read(path: &Path, types: &Types) -> Result<Vec<Vec<Token>>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    for line in text.lines().chain([""]) {
        match line.split_once('\t') {
            None => sentences.push(std::mem::take(&mut sentence)),
            Some((form, label)) => sentence.push(Token { form: form.into(), label: parse(label, types)? }),
        }
    }
    sentences.retain(|s: &Vec<Token>| !s.is_empty());
    Ok(sentences)
}

fn parse(label: &str, types: &Types) -> Result<Option<(NameKind, bool)>> {
    let Some((position, own)) = label.trim().split_once('-') else { return Ok(None) };
    let kind = types.get(own).with_context(|| format!("no type `{own}` in the table of types"))?;
    Ok(kind.map(|kind| (kind, position == "B")))
}
