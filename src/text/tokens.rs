//! Tokens by rule, after the conventions of English Universal Dependencies.

use crate::span::Span;
use unicode_normalization::char::is_combining_mark;

/// A token on its way into a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its characters.
    pub span: Span,
    /// Whether white space follows.
    pub space_after: bool,
    /// Whether it belongs to one surface token with the piece before ("n't" of "don't").
    pub joined: bool,
}

/// Abbreviations that keep their stop, lower case; titles, after which a name follows, are marked apart.
const TITLES: &str = " mr mrs ms dr prof sen rep gov gen lt col sgt capt cmdr adm maj brig rev hon st pres supt insp \
    sec messrs mme mlle fr sr det pvt cpl ";
const ABBREVIATIONS: &str = " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri \
    sat sun inc corp co ltd bros llc plc jr etc vs al est dept approx ave blvd rd ft no nos vol pp ed eds fig figs \
    ca cf eg ie op viz assn univ govt intl mt pt a.m p.m ph.d m.d b.a m.a u.s u.k u.n e.u d.c calif fla ariz ala \
    ark colo conn del ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash \
    wis wyo n.y n.j n.c s.c n.d s.d n.h n.m w.va r.i ont que ";

/// Prefixes that stay with their word: "non-binding", "co-founder".
const PREFIXES: &str = " non pre co re ex anti mid pro e mini multi semi pan sub inter intra post counter ultra un \
    vice self neo quasi pseudo cross bi tri de over under micro macro mega trans super proto ";

/// Verb parts whose fusion with "not" or "na" is split.
const FUSED: &[(&str, usize)] =
    &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("gimme", 3), ("lemme", 3)];

/// Whether a token with a final stop is an abbreviation or initial, so that the stop need not end a sentence.
pub fn is_abbreviation(form: &str) -> bool {
    let Some(stem) = form.strip_suffix('.') else { return false };
    let mut chars = stem.chars();
    let single = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
    let dotted = stem.contains('.')
        && stem.split('.').all(|p| p.chars().count() == 1 && p.chars().all(char::is_alphabetic));
    single || dotted || listed(TITLES, stem) || listed(ABBREVIATIONS, stem)
}

/// Whether a name follows the abbreviation ("Mr.", "J.").
pub fn is_title(form: &str) -> bool {
    let stem = form.trim_end_matches('.');
    listed(TITLES, stem) || stem.chars().count() == 1 && stem.chars().all(char::is_uppercase)
}

fn listed(list: &str, word: &str) -> bool {
    word.len() < 16 && !word.is_empty() && list.contains(&format!(" {} ", word.to_lowercase()))
}

/// Tokens of a line that was tokenized before: what stands between its spaces.
pub fn by_spaces(line: &str) -> Vec<Piece> {
    let place = |word: &str| word.as_ptr() as usize - line.as_ptr() as usize;
    let span = |word: &str| Span::raw(place(word), place(word) + word.len());
    line.split_whitespace().map(|word| Piece { span: span(word), space_after: true, joined: false }).collect()
}

/// Tokenizes the part of `text` that `within` covers.
pub fn tokenize(text: &str, within: Span) -> Vec<Piece> {
    let mut out = Vec::new();
    let slice = within.slice(text);
    let mut singles_open = 0usize;
    for chunk in slice.split_whitespace() {
        let start = within.start() + (chunk.as_ptr() as usize - slice.as_ptr() as usize);
        let mut scanner = Scanner {
            text,
            at: start,
            end: start + chunk.len(),
            out: &mut out,
            singles_open: &mut singles_open,
            no_mail_before: 0,
        };
        scanner.run();
        if let Some(last) = out.last_mut() {
            last.space_after = true;
        }
    }
    if let Some(last) = out.last_mut() {
        last.space_after = text[last.span.end()..].starts_with(char::is_whitespace);
    }
    out
}

/// Walks one run of characters without white space.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    out: &'a mut Vec<Piece>,
    singles_open: &'a mut usize,
    /// No mail address starts before this place: looked for once, however many words stand before it.
    no_mail_before: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        if matches!(self.rest(), "-LRB-" | "-RRB-" | "-LSB-" | "-RSB-" | "-LCB-" | "-RCB-")
            || is_clitic(self.rest())
        {
            return self.push(self.end);
        }
        while self.at < self.end {
            let Some(c) = self.rest().chars().next() else { return };
            let before = self.at;
            match c {
                _ if self.address() => {}
                '\'' | '’' if self.rest()[c.len_utf8()..].starts_with(|d: char| d.is_ascii_digit()) => {
                    self.push_while(c.len_utf8(), char::is_alphanumeric);
                }
                '`' | '\'' if self.rest()[1..].starts_with(c) => self.push(self.at + 2),
                '.' | '!' | '?' | '-' | '–' | '—' | '_' | '*' | '=' | '~' => self.run_of_marks(c),
                '@' | '#' if self.rest()[1..].starts_with(char::is_alphanumeric) => {
                    self.push_while(1, |d| d.is_alphanumeric() || d == '_');
                }
                _ if c.is_alphanumeric() => self.word(),
                _ => self.mark(c),
            }
            if self.at == before {
                self.push(before + c.len_utf8());
            }
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    /// Adds the piece up to `end`; marks that combine with its last character stay with it.
    fn push(&mut self, end: usize) {
        let end = end.min(self.end);
        let rest = &self.text[end..self.end];
        let end = end + rest.find(|c| !is_combining_mark(c)).unwrap_or(rest.len());
        self.out.push(Piece { span: Span::raw(self.at, end), space_after: false, joined: false });
        self.at = end;
    }

    fn push_joined(&mut self, end: usize) {
        self.push(end);
        if let Some(last) = self.out.last_mut() {
            last.joined = true;
        }
    }

    fn push_while(&mut self, skip: usize, keep: impl Fn(char) -> bool) {
        let rest = &self.rest()[skip..];
        let len = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.push(self.at + skip + len);
    }

    /// A web or mail address at the cursor, without the punctuation behind it.
    fn address(&mut self) -> bool {
        let rest = &self.text[self.at..self.end];
        let lower = |prefix: &str| rest.get(..prefix.len()).is_some_and(|r| r.eq_ignore_ascii_case(prefix));
        let is_web = lower("http://") || lower("https://") || lower("www.") || lower("ftp://");
        let is_mail = !is_web && rest.starts_with(char::is_alphanumeric) && self.is_mail();
        if !is_web && !is_mail {
            return false;
        }
        let stop = rest.find(['"', '“', '”', '<', '>', '«', '»']).unwrap_or(rest.len());
        let kept = rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '*']);
        self.push(self.at + kept.len().max(1));
        true
    }

    /// Whether a mail address starts at the cursor, where a letter or digit stands.
    fn is_mail(&mut self) -> bool {
        if self.at < self.no_mail_before {
            return false;
        }
        let rest = self.rest();
        let is_inside = |c: char| c.is_alphanumeric() || "._%+-@".contains(c);
        let until = |part: &str, stop: char| part.find(|c| c == stop || !is_inside(c)).unwrap_or(part.len());
        let user = until(rest, '@');
        let (n_read, found) = match rest[user..].strip_prefix('@') {
            Some(host) if host.starts_with(char::is_alphanumeric) => {
                let dot = until(host, '.');
                (user + 1 + dot, host[dot..].starts_with('.'))
            }
            Some(_) => (user + 1, false),
            None => (user, false),
        };
        self.no_mail_before = self.at + n_read;
        found
    }

    /// "...", "--", "?!": marks that stand together are one token.
    fn run_of_marks(&mut self, c: char) {
        match c {
            '!' | '?' => self.push_while(0, |d| matches!(d, '!' | '?')),
            _ => self.push_while(0, |d| d == c),
        }
    }

    fn mark(&mut self, c: char) {
        match c {
            '‘' => *self.singles_open += 1,
            '\'' if self.out.last().is_none_or(|p| p.space_after) => *self.singles_open += 1,
            '\'' | '’' => *self.singles_open = self.singles_open.saturating_sub(1),
            _ => {}
        }
        // Marks that modify the one before (variation selectors, joiners) stay with it.
        let rest = &self.rest()[c.len_utf8()..];
        let len = rest.find(|d| !matches!(d, '\u{fe0f}' | '\u{200d}' | '\u{20e3}')).unwrap_or(rest.len());
        self.push(self.at + c.len_utf8() + len);
    }

    fn word(&mut self) {
        let start = self.at;
        let end = start + word_len(self.rest());
        let word = &self.text[start..end];
        if let Some((_, cut)) = FUSED.iter().find(|(fused, _)| word.eq_ignore_ascii_case(fused)) {
            self.push(start + cut);
            return self.push_joined(end);
        }
        match clitic_at(word) {
            Some(cut) if cut > 0 => {
                self.push(start + cut);
                self.push_joined(end);
            }
            _ => self.push(end),
        }
        self.possessive(end);
    }

    /// The mark of "the allies' plan", unless a single quotation is open that it could close.
    fn possessive(&mut self, end: usize) {
        let rest = self.rest();
        let is_plural = self.text[..end].ends_with(['s', 'S', 'z', 'x']);
        let ends_here = rest.len() == rest.chars().next().map_or(0, char::len_utf8);
        if is_plural
            && ends_here
            && rest.starts_with(['\'', '’'])
            && *self.singles_open == 0
            && self.end < self.text.len()
        {
            self.push_joined(self.end);
        }
    }
}

/// Whether the whole chunk is a clitic of text that was tokenized before ("n't", "'s").
fn is_clitic(chunk: &str) -> bool {
    let plain = chunk.replace('’', "'").to_ascii_lowercase();
    matches!(plain.as_str(), "n't" | "'s" | "'m" | "'re" | "'ve" | "'ll" | "'d" | "''" | "``")
}

/// Where the clitic of a word begins: 2 in "don't", 4 in "NATO's".
fn clitic_at(word: &str) -> Option<usize> {
    let bytes = word.len();
    for ending in
        ["n't", "n’t", "'s", "’s", "'m", "’m", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "`s"]
    {
        let Some(cut) = bytes.checked_sub(ending.len()) else { continue };
        if word.get(cut..).is_some_and(|tail| tail.eq_ignore_ascii_case(ending)) {
            return Some(cut);
        }
    }
    None
}

/// Length of the word at the start of `rest`, with its inner stops, apostrophes and number marks.
fn word_len(rest: &str) -> usize {
    let mut at = 0;
    let mut previous = ' ';
    let mut is_number = true;
    for (i, c) in rest.char_indices() {
        let next = rest[i + c.len_utf8()..].chars().next();
        let keep = c.is_alphanumeric()
            || is_combining(c)
            || c == '_'
            || if c == '-' {
                keeps_hyphen(&rest[..i], is_number, &rest[i..])
            } else {
                joins(&rest[..i], previous, c, next, &rest[i..])
            };
        if !keep {
            break;
        }
        is_number &= c.is_ascii_digit() || c == '-';
        at = i + c.len_utf8();
        previous = c;
    }
    at
}

fn is_combining(c: char) -> bool {
    is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Whether the mark `c` belongs to the word around it.
fn joins(word: &str, previous: char, c: char, next: Option<char>, rest: &str) -> bool {
    let digits = previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit());
    let letters = previous.is_alphabetic() && next.is_some_and(char::is_alphabetic);
    match c {
        '.' if digits => true,
        '.' if next.is_some_and(char::is_alphanumeric) => true,
        '.' => is_abbreviation(&format!("{}.", tail(word))) && tail(word).len() == word.len(),
        ',' => digits && rest[1..].bytes().take_while(u8::is_ascii_digit).count() == 3,
        ':' | '/' => digits,
        '\'' | '’' | '`' => letters,
        '&' => previous.is_uppercase() && next.is_some_and(char::is_uppercase),
        _ => false,
    }
}

/// At most the last 15 bytes of a word, from a character's start.
fn tail(word: &str) -> &str {
    let from = word.len().saturating_sub(15);
    let from = (from..=word.len()).find(|i| word.is_char_boundary(*i)).unwrap_or(0);
    &word[from..]
}

/// Whether a hyphen stays inside its word: after a prefix, in telephone numbers, in "F-16". `is_number`: whether the word
/// before it is all digits and hyphens.
fn keeps_hyphen(word: &str, is_number: bool, rest: &str) -> bool {
    let after = &rest[1..];
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    if is_number {
        return word.len() >= 3 && digits >= 3;
    }
    if !after.starts_with(char::is_alphanumeric) {
        return false;
    }
    listed(PREFIXES, word)
        || word.chars().nth(2).is_none() && word.chars().all(char::is_uppercase) && digits > 0
}
