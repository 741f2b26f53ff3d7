//! Foreign text as DOT strings and as HTML-like labels, so that nothing in it can end the string it stands in.
//!
//! dot-writer pastes what it is given. Graphviz then reads a label three times over: the quotes of DOT, the
//! backslash escapes of labels (`\n`, `\N`), and HTML entities.

use crate::export::caption::printable;

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
}
