//! Foreign text as DOT strings and as HTML-like labels, so that nothing in it can end the string it stands in.
//!
//! dot-writer pastes what it is given. Graphviz then reads a label three times over: the quotes of DOT, the
//! backslash escapes of labels (`\n`, `\N`), and HTML entities.

/// Text for `label`: one line a line of `text`.
pub(super) fn label(text: &str) -> String {
    escaped(text, "\\\\")
}

/// Text for `tooltip`, whose backslashes Graphviz unescapes twice.
pub(super) fn tooltip(text: &str) -> String {
    escaped(text, "\\\\\\\\")
}

fn escaped(text: &str, backslash: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' => out.push_str(backslash),
            '"' => out.push_str("\\\""),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            '\r' => {}
            c => out.push(printable(c)),
        }
    }
    out
}

/// Blank for white space, U+FFFD for what XML forbids and for marks that turn the writing direction.
fn printable(c: char) -> char {
    match c {
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            '\u{FFFD}'
        }
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

/// An address for `URL`, where it is one that a reader can follow without harm: http or https only.
pub(super) fn url(uri: &str) -> Option<String> {
    let is_web = uri.starts_with("https://") || uri.starts_with("http://");
    let is_clean = !uri.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c));
    (is_web && is_clean).then(|| uri.replace('&', "&amp;"))
}

/// Breaks text into lines of at most `width` characters at blanks, and cuts it after `max_lines` with an ellipsis.
///
/// A word longer than a line is broken.
pub(super) fn wrapped(text: &str, width: usize, max_lines: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.join("\n")
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_cannot_be_left() {
        assert_eq!(label(r#"x"]; evil [label=""#), r#"x\"]; evil [label=\""#);
        assert_eq!(label("ends in \\"), "ends in \\\\");
        assert_eq!(label("a\r\nb\tc\0d\u{202e}e &amp; f"), "a\\nb c\u{FFFD}d\u{FFFD}e &amp;amp; f");
        assert_eq!(tooltip("a\\b"), "a\\\\\\\\b");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert_eq!(url("https://a.example/?x=1&y=2").as_deref(), Some("https://a.example/?x=1&amp;y=2"));
        assert_eq!(url("javascript:alert(1)"), None);
        assert_eq!(url("news/a.txt"), None);
        assert_eq!(url("http://a.example/\"onclick=x"), None);
    }

    #[test]
    fn long_names_are_wrapped_and_cut() {
        assert_eq!(
            wrapped("North Atlantic Treaty Organization", 16, 3),
            "North Atlantic\nTreaty\nOrganization"
        );
        assert_eq!(wrapped("one two three four", 5, 2), "one\ntwo…");
        assert_eq!(wrapped("abcdefghij", 4, 9), "abcd\nefgh\nij");
        assert_eq!(wrapped("", 4, 2), "");
    }
}
