//! Writes CoNLL-U that Universal Dependencies' validator takes at level 2, whatever the text is.

use super::super::{Name, Sentence};
use super::Conllu;
use crate::span::{CharOffsets, Span};
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Stands for what the format has no place for: control characters, which readers take for white space, and U+FFFD,
/// which they take for damage.
const NO_CHARACTER: char = '□';

/// Writes the documents of one file, one after the other; sentences are counted through all of them.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    n_documents: usize,
    n_sentences: usize,
}

impl Writer {
    /// Writes a document; `name` is its address or file, where it has one.
    ///
    /// Comments that came with a sentence are taken over, and `sent_id` and `text` added where they lack. Characters are
    /// written in Unicode's normal form C, as the validator wants them; `TokenRange` counts those of the text as it came.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written.
    pub fn document(&mut self, name: Option<&str>, conllu: &Conllu, out: &mut dyn Write) -> io::Result<()> {
        let offsets = CharOffsets::new(&conllu.text);
        let mut paragraph = None;
        for (number, sentence) in conllu.analysis.sentences.iter().enumerate() {
            self.n_sentences += 1;
            let comments = conllu.comments.get(number);
            comments.into_iter().flatten().try_for_each(|line| writeln!(out, "{}", clean(line)))?;
            if comments.is_none() {
                if number == 0 {
                    self.begin_document(name, out)?;
                }
                if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
                    writeln!(out, "# newpar")?;
                }
            }
            let has =
                |key: &str| comments.is_some_and(|lines| lines.iter().any(|line| line.starts_with(key)));
            if !has("# sent_id =") {
                writeln!(out, "# sent_id = {}", self.n_sentences)?;
            }
            if !has("# text =") {
                writeln!(out, "# text = {}", text_of(sentence, &conllu.text))?;
            }
            write_tokens(sentence, &conllu.text, &offsets, out)?;
            writeln!(out)?;
        }
        self.n_documents += 1;
        Ok(())
    }

    /// Tells documents apart that have a name, or follow on another.
    fn begin_document(&self, name: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        match name {
            Some(name) => {
                let id: String = clean(name).split_whitespace().collect::<Vec<_>>().join("_");
                writeln!(out, "# newdoc id = {id}")
            }
            None if self.n_documents > 0 => writeln!(out, "# newdoc"),
            None => Ok(()),
        }
    }
}

fn write_tokens(
    sentence: &Sentence,
    text: &str,
    offsets: &CharOffsets<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tags = iob(sentence.tokens.len(), &sentence.names);
    let range = |span: Span| format!("TokenRange={}:{}", offsets.at(span.start()), offsets.at(span.end()));
    let mut multiwords = sentence.multiwords.iter().peekable();
    let mut inside = 0;
    for (i, token) in sentence.tokens.iter().enumerate() {
        let last = i + 1 == sentence.tokens.len();
        if let Some(m) = multiwords.next_if(|m| m.start == i) {
            let end = &sentence.tokens[m.end - 1];
            let span = token.span.cover(end.span);
            let goes_on = end.space_after || m.end == sentence.tokens.len();
            let space = if goes_on { "" } else { "SpaceAfter=No|" };
            let (surface, columns) = (clean(span.slice(text)), "\t_".repeat(7));
            writeln!(out, "{}-{}\t{surface}{columns}\t{space}{}", i + 1, m.end, range(span))?;
            inside = m.end;
        }
        let head = token.head.map_or(0, |h| h + 1);
        let [lemma, xpos, feats, deprel] =
            [token.lemma.as_str(), &token.xpos, &token.feats.0, &token.deprel].map(known);
        let (number, form, upos) = (i + 1, clean(&token.form), token.upos);
        write!(out, "{number}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{deprel}\t_\t")?;
        write!(out, "NER={}", tags[i])?;
        if i >= inside {
            let space = if token.space_after || last { "" } else { "|SpaceAfter=No" };
            write!(out, "{space}|{}", range(token.span))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A column's value, `_` where there is none.
fn known(value: &str) -> Cow<'_, str> {
    if value.is_empty() { Cow::Borrowed("_") } else { clean(value) }
}

/// The sentence's surface tokens, as the columns have them, with single spaces.
fn text_of(sentence: &Sentence, text: &str) -> String {
    let mut out = String::new();
    let mut multiwords = sentence.multiwords.iter().peekable();
    let mut at = 0;
    while let Some(token) = sentence.tokens.get(at) {
        let end = multiwords.next_if(|m| m.start == at).map_or(at + 1, |m| m.end.max(at + 1));
        let last = sentence.tokens.get(end - 1).unwrap_or(token);
        out.push_str(&clean(token.span.cover(last.span).slice(text)));
        if last.space_after && end < sentence.tokens.len() {
            out.push(' ');
        }
        at = end;
    }
    out
}

/// In normal form C, without characters that break the format.
fn clean(value: &str) -> Cow<'_, str> {
    let breaks = |c: char| c.is_control() || c == '\u{FFFD}';
    if value.is_ascii() && !value.bytes().any(|b| b.is_ascii_control()) {
        return Cow::Borrowed(value);
    }
    if is_nfc(value) && !value.contains(breaks) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.nfc().map(|c| if breaks(c) { NO_CHARACTER } else { c }).collect())
}

/// Names as IOB2 tags.
fn iob(n_tokens: usize, names: &[Name]) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); n_tokens];
    for name in names {
        for (n, i) in name.tokens.iter().enumerate() {
            if let Some(tag) = tags.get_mut(i) {
                *tag = format!("{}-{}", if n == 0 { 'B' } else { 'I' }, name.kind);
            }
        }
    }
    tags
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::analysis::Analysis;

    /// Documents as the writer writes them.
    pub(in super::super) fn written(documents: &[(Option<&str>, &Conllu)]) -> String {
        let mut out = Vec::new();
        let mut writer = Writer::default();
        documents.iter().for_each(|(name, conllu)| writer.document(*name, conllu, &mut out).unwrap());
        String::from_utf8(out).unwrap()
    }

    fn segmented(text: &str) -> Conllu {
        Conllu { text: text.into(), analysis: Analysis::segmented(text), comments: Vec::new() }
    }

    #[test]
    fn sentences_count_through_all_documents() {
        let (a, b) = (segmented("One.\n\nTwo."), segmented("Three."));
        let out = written(&[(Some("a b.txt"), &a), (None, &b)]);
        let comments: Vec<&str> = out.lines().filter(|line| line.starts_with('#')).collect();
        let expected = [
            "# newdoc id = a_b.txt",
            "# newpar",
            "# sent_id = 1",
            "# text = One.",
            "# newpar",
            "# sent_id = 2",
            "# text = Two.",
            "# newdoc",
            "# newpar",
            "# sent_id = 3",
            "# text = Three.",
        ];
        assert_eq!(comments, expected);
    }

    #[test]
    fn characters_are_composed_and_controls_shown() {
        let out = written(&[(None, &segmented("e\u{301}t\u{1c}e\u{fffd} isn't  e\u{301}."))]);
        assert!(out.contains("# text = ét□e□ isn't é.\n"), "{out}");
        assert!(out.contains("\tét□e□\t") || out.contains("\tét\t"), "{out}");
        assert!(out.contains("TokenRange=14:16\n"), "the range counts the text as it came: {out}");
    }
}
