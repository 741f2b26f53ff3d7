//! Elements to paragraphs: blocks part, inline elements do not, and what only points elsewhere is left out.

use dom_query::{NodeRef, Selection};

/// Begin and end a paragraph.
const BLOCKS: [&str; 33] = [
    "address",
    "article",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "details",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];
/// Hold no text of the article.
const DROPPED: [&str; 10] =
    ["script", "style", "figure", "figcaption", "nav", "aside", "template", "noscript", "iframe", "button"];

/// Beginnings of lines that point to other pages or speak of the page itself, in lower case.
const POINTERS: [&str; 24] = [
    "read more",
    "read also",
    "also read",
    "read next",
    "related:",
    "related stories",
    "related articles",
    "more on this story",
    "more from",
    "see also",
    "watch:",
    "listen:",
    "advertisement",
    "sign up",
    "subscribe",
    "follow us",
    "share this",
    "click here",
    "photo:",
    "image:",
    "image source",
    "photograph:",
    "skip to",
    "copyright ©",
];
/// Longest line that can be such a pointer, in characters; what is longer is prose that begins so.
const MAX_POINTER_CHARS: usize = 160;

/// Stands for a line break while a paragraph is open; not a character of any text.
const BREAK: char = '\u{FDD0}';
const BREAK_TWICE: &str = "\u{FDD0}\u{FDD0}";

/// The text of a piece of HTML, as in the entry of a feed or the body of a message.
pub fn fragment(html: &str) -> String {
    match super::parse(html) {
        Ok(dom) => paragraphs(&dom.select("body")).join("\n\n"),
        Err(_) => String::new(),
    }
}

/// The paragraphs below an element, blanks made single.
pub(super) fn paragraphs(selection: &Selection) -> Vec<String> {
    let mut walk = Walk::default();
    for node in selection.nodes() {
        walk.visit(node);
    }
    walk.end_paragraph();
    walk.done
}

#[derive(Default)]
struct Walk {
    done: Vec<String>,
    open: String,
}

impl Walk {
    /// Recursion is safe: the depth of a page is limited before it is walked.
    fn visit(&mut self, node: &NodeRef) {
        if node.is_text() {
            self.open.extend(node.text().chars().filter(|c| *c != BREAK));
            return;
        }
        let name = node.node_name().unwrap_or_default();
        if DROPPED.contains(&&*name) {
            return;
        }
        if &*name == "br" {
            let blank = self.open.len() - self.open.trim_end().len();
            if self.open.ends_with(char::is_whitespace) && self.open.trim_end().ends_with(BREAK) {
                self.open.truncate(self.open.len() - blank);
            }
            self.open.push(BREAK);
            return;
        }
        let is_block = BLOCKS.contains(&&*name);
        if is_block {
            self.end_paragraph();
        }
        for child in node.children_it(false) {
            self.visit(&child);
        }
        if is_block {
            self.end_paragraph();
        }
    }

    /// Two line breaks part paragraphs in old pages.
    fn end_paragraph(&mut self) {
        let open = std::mem::take(&mut self.open);
        for part in open.split(BREAK_TWICE) {
            self.push(&part.replace(BREAK, " "));
        }
    }

    fn push(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let text = words.join(" ");
        if !text.is_empty() && !is_pointer(&text) {
            self.done.push(text);
        }
    }
}

/// Whether a paragraph only points elsewhere.
fn is_pointer(text: &str) -> bool {
    if text.chars().count() > MAX_POINTER_CHARS {
        return false;
    }
    let lower = text.trim_start_matches(['*', '•', '>', '»', '-', '—', ' ']).to_lowercase();
    POINTERS.iter().any(|pointer| {
        let rest = lower.strip_prefix(pointer);
        // "Subscribe" is a pointer, "Subscribers left" is not.
        rest.is_some_and(|rest| pointer.ends_with(':') || !rest.starts_with(char::is_alphanumeric))
    }) && !is_sentence(text)
}

/// Prose: "Read more books, the minister said."
fn is_sentence(text: &str) -> bool {
    text.ends_with('.') && text.contains(" said")
}
