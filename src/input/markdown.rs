//! Markdown: its text without its marks, and the title and date of the front matter.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::found::Found;

/// Deepest quotes and lists that are parsed; what goes deeper is read as plain text.
const MAX_DEPTH: usize = 200;

/// Reads a Markdown text.
pub fn read(text: &str) -> Found {
    let is_deep = |line: &str| line.bytes().take_while(|b| b" \t>*-+".contains(b)).count() > MAX_DEPTH;
    if text.lines().any(is_deep) {
        return Found { text: text.to_owned(), ..Found::default() };
    }
    let options =
        Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut walk = Walk::default();
    for event in Parser::new_ext(text, options) {
        walk.event(event);
    }
    walk.end_paragraph();
    let value = |keys: &[&str]| front_value(&walk.front, keys);
    Found {
        title: value(&["title", "headline"]).or(walk.heading),
        date: value(&["date", "published"]),
        author: value(&["author"]),
        uri: value(&["url", "uri", "canonical"]).filter(|uri| uri.starts_with("http")),
        language: value(&["lang", "language"]),
        text: walk.paragraphs.join("\n\n"),
    }
}

#[derive(Default)]
struct Walk {
    paragraphs: Vec<String>,
    open: String,
    front: String,
    /// The first heading, where it stands above everything.
    heading: Option<String>,
    in_front: bool,
    n_passed: usize,
}

impl Walk {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => self.in_front = true,
            Event::End(TagEnd::MetadataBlock(_)) => self.in_front = false,
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock) => self.n_passed += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::HtmlBlock) => self.n_passed -= 1,
            Event::Start(tag) if is_block(&tag.to_end()) => self.end_paragraph(),
            Event::End(TagEnd::Heading(_)) if self.paragraphs.is_empty() && self.heading.is_none() => {
                self.heading = Some(std::mem::take(&mut self.open).trim().to_owned());
            }
            Event::End(tag) if is_block(&tag) => self.end_paragraph(),
            Event::Text(text) if self.in_front => self.front.push_str(&text),
            Event::Text(text) | Event::Code(text) if self.n_passed == 0 => self.open.push_str(&text),
            Event::SoftBreak | Event::HardBreak if self.n_passed == 0 => self.open.push('\n'),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let open = std::mem::take(&mut self.open);
        if !open.trim().is_empty() {
            self.paragraphs.push(open.trim().to_owned());
        }
    }
}

fn is_block(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::TableCell
            | TagEnd::List(_)
    )
}

/// The value of a line "key: value".
fn front_value(front: &str, keys: &[&str]) -> Option<String> {
    let mut lines = front.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = lines.find(|(key, _)| keys.iter().any(|k| k.eq_ignore_ascii_case(key.trim())))?;
    let value = value.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        let found = read(
            "---\ntitle: \"Dam closed\"\ndate: 2026-03-04\n---\n\nAnna **Berg** [said](http://x) it\nwas *late*.\n\n## Next\n\n> Quoted.\n\n- one\n- two\n\n![a picture](x.png)\n",
        );
        assert_eq!(found.text, "Anna Berg said it\nwas late.\n\nNext\n\nQuoted.\n\none\n\ntwo");
        assert_eq!((found.title.as_deref(), found.date.as_deref()), (Some("Dam closed"), Some("2026-03-04")));
        assert_eq!(read("# Dam closed\n\nIt was.\n").title.as_deref(), Some("Dam closed"));
    }
}
