//! Foreign text in XML, so that nothing in it can end the element or attribute it stands in.

use super::caption::printable;

/// Text for content and for quoted attributes. Characters that XML cannot hold become U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            c => out.push(printable(c)),
        }
    }
    out
}
