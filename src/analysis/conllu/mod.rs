//! Analyses as CoNLL-U (version 2), read and written.
//!
//! Written, so that Universal Dependencies' validator takes it at level 2: `# newdoc`, `# newpar`, `# sent_id`, `# text`,
//! multiword lines, all ten columns; MISC has `NER=B-PER` (IOB2), `SpaceAfter=No` and `TokenRange=start:end` in characters
//! of the text as it came. Read: the tokenisation and, of a treebank, all else that stands in the columns; empty nodes are
//! passed over.

mod write;

use super::{Analysis, Dependents, Feats, Sentence, Token, Upos};
use crate::span::{Span, TokenSpan};
pub use write::Writer;

/// What a CoNLL-U file holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conllu {
    /// The sentences' text, joined by a space, or by a blank line before a new paragraph.
    pub text: String,
    /// The analysis as far as the columns give it.
    pub analysis: Analysis,
    /// Comment lines of each sentence, as they came.
    pub comments: Vec<Vec<String>>,
}

/// What is wrong with a CoNLL-U file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ReadError {
    /// From 1.
    pub line: usize,
    /// In words.
    pub reason: &'static str,
}

/// Reads CoNLL-U. Columns after FORM may be `_`.
///
/// # Errors
///
/// Where a line has not ten columns, an id is out of order, or a head lies outside its sentence.
pub fn read(source: &str) -> Result<Conllu, ReadError> {
    let mut reader = Reader::default();
    for (number, line) in source.lines().enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        reader.line(line).map_err(|reason| ReadError { line: number + 1, reason })?;
        reader.n_lines = number + 1;
    }
    reader.close().map_err(|reason| ReadError { line: reader.n_lines, reason })?;
    Ok(reader.out)
}

#[derive(Default)]
struct Reader {
    out: Conllu,
    comments: Vec<String>,
    tokens: Vec<Token>,
    multiwords: Vec<TokenSpan>,
    /// Words still to come of the multiword token at hand, and its form's place.
    open: Option<(usize, Span, bool)>,
    paragraph: usize,
    n_lines: usize,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), &'static str> {
        if line.trim().is_empty() {
            self.close()
        } else if line.starts_with('#') {
            self.comments.push(line.to_owned());
            Ok(())
        } else {
            self.word(&line.split('\t').collect::<Vec<_>>())
        }
    }

    fn word(&mut self, columns: &[&str]) -> Result<(), &'static str> {
        let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns else {
            return Err("a word has ten columns, parted by tabs");
        };
        if id.contains('.') {
            return Ok(());
        }
        if form.is_empty() {
            return Err("the form is empty");
        }
        let space_after = !misc.split('|').any(|item| item == "SpaceAfter=No");
        if let Some((first, last)) = id.split_once('-') {
            return self.multiword(first, last, form, space_after);
        }
        if id.parse() != Ok(self.tokens.len() + 1) {
            return Err("the ids of words do not count up from 1");
        }
        let (span, space_after) = self.place(form, space_after);
        let head = match head.parse::<usize>() {
            Ok(head) => head.checked_sub(1),
            Err(_) if *head == "_" => None,
            Err(_) => return Err("the head is no number"),
        };
        let known = |text: &str| if text == "_" { "" } else { text }.into();
        self.tokens.push(Token {
            span,
            form: (*form).into(),
            lemma: (*lemma).into(),
            upos: upos.parse().unwrap_or(Upos::X),
            xpos: known(xpos),
            feats: Feats(known(feats)),
            head,
            deprel: known(deprel),
            space_after,
        });
        Ok(())
    }

    fn multiword(&mut self, first: &str, last: &str, form: &str, space: bool) -> Result<(), &'static str> {
        let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>()) else {
            return Err("the id is no range");
        };
        if first != self.tokens.len() + 1 || last < first || last - first > 64 {
            return Err("the range of a multiword token does not fit");
        }
        self.begin_sentence();
        let start = self.out.text.len();
        self.out.text.push_str(form);
        self.open = Some((last, Span::raw(start, self.out.text.len()), space));
        self.multiwords.push(TokenSpan::new(first - 1, last));
        Ok(())
    }

    /// Appends the form to the text, or finds it within the multiword token at hand.
    fn place(&mut self, form: &str, space_after: bool) -> (Span, bool) {
        let number = self.tokens.len() + 1;
        if let Some((last, surface, space)) = self.open {
            let is_last = number == last;
            let rest = surface.slice(&self.out.text);
            let taken = if is_last { rest.len() } else { shared(rest, form) };
            let span = Span::raw(surface.start(), surface.start() + taken);
            self.open = (!is_last).then_some((last, Span::raw(span.end(), surface.end()), space));
            if is_last && space {
                self.out.text.push(' ');
            }
            return (span, is_last && space);
        }
        self.begin_sentence();
        let start = self.out.text.len();
        self.out.text.push_str(form);
        let span = Span::raw(start, self.out.text.len());
        if space_after {
            self.out.text.push(' ');
        }
        (span, space_after)
    }

    /// Parts the sentence from the one before.
    fn begin_sentence(&mut self) {
        if !self.tokens.is_empty() || self.out.analysis.sentences.is_empty() || !self.multiwords.is_empty() {
            return;
        }
        let is_new = |c: &String| {
            c.starts_with("# newpar") && !c.starts_with("# newpar_block") || c.starts_with("# newdoc")
        };
        if self.comments.iter().any(is_new) {
            self.paragraph += 1;
            self.out.text.truncate(self.out.text.trim_end_matches(' ').len());
            self.out.text.push_str("\n\n");
        }
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let tokens = std::mem::take(&mut self.tokens);
        let comments = std::mem::take(&mut self.comments);
        if tokens.is_empty() {
            return Ok(());
        }
        if self.open.take().is_some() {
            return Err("a multiword token lacks words");
        }
        if tokens.iter().any(|t| t.head.is_some_and(|h| h >= tokens.len())) {
            return Err("a head lies outside its sentence");
        }
        let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
        let multiwords = std::mem::take(&mut self.multiwords);
        let dependents = Dependents::default();
        let (paragraph, names) = (self.paragraph, Vec::new());
        let sentence = Sentence { span, paragraph, tokens, multiwords, names, dependents };
        self.out.analysis.sentences.push(sentence);
        self.out.comments.push(comments);
        if !self.out.text.ends_with(' ') {
            // Sentences need white space between them to be told apart as text.
            self.out.text.push(' ');
        }
        Ok(())
    }
}

/// Bytes at the start of `surface` that `form` stands for, cut at a character; none where they differ.
fn shared(surface: &str, form: &str) -> usize {
    let same = |(a, b): &(char, char)| {
        a.to_lowercase().eq(b.to_lowercase()) || matches!((a, b), ('’', '\'') | ('\'', '’'))
    };
    surface.chars().zip(form.chars()).take_while(same).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Name, NameKind};

    const SAMPLE: &str = "# newdoc\n# sent_id = a\n# text = He doesn't.\n\
        1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n\
        2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
        2\tdoes\tdo\tAUX\tVBZ\t_\t0\troot\t_\t_\n\
        3\tn't\tnot\tPART\tRB\tPolarity=Neg\t2\tadvmod\t_\t_\n\
        4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n\
        1\tNext\t_\t_\t_\t_\t_\t_\t_\t_\n\n";

    #[test]
    fn text_spans_and_columns_come_from_the_file() {
        let conllu = read(SAMPLE).unwrap();
        assert_eq!(conllu.text.trim_end(), "He doesn't. Next");
        let sentence = &conllu.analysis.sentences[0];
        let forms: Vec<_> = sentence.tokens.iter().map(|t| t.span.slice(&conllu.text)).collect();
        assert_eq!(forms, ["He", "does", "n't", "."]);
        assert_eq!(sentence.root(), Some(1));
        assert_eq!(sentence.multiwords, [TokenSpan::new(1, 3)]);
    }

    #[test]
    fn what_was_read_is_written() {
        let mut conllu = read(SAMPLE).unwrap();
        conllu.analysis.sentences[1].names = vec![Name { tokens: TokenSpan::new(0, 1), kind: NameKind::Org }];
        let written = write::tests::written(&[(None, &conllu)]);
        assert!(
            written.contains("2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=3:10\n"),
            "{written}"
        );
        assert!(written.contains("3\tn't\tnot\tPART\tRB\tPolarity=Neg\t2\tadvmod\t_\tNER=O\n"), "{written}");
        assert!(written.contains("NER=B-ORG|TokenRange=12:16"), "{written}");
        let again = read(&written).unwrap();
        assert_eq!(again.text, conllu.text);
    }

    #[test]
    fn faults_name_their_line() {
        let fault = |source: &str| read(source).unwrap_err().line;
        assert_eq!(fault("1\tx\n"), 1);
        assert_eq!(fault("# c\n2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"), 2);
        assert_eq!(fault("1\tx\t_\t_\t_\t_\t7\t_\t_\t_\n\n"), 2);
        assert_eq!(fault("1-2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n1\tx\t_\t_\t_\t_\t0\t_\t_\t_\n"), 2);
    }
}
