//! A document: one text that came in, with what is known about it.

use crate::id::Id;

/// One article, page, feed entry or JSONL line.
///
/// The text is stored as it came (line ends and all): every span of the database points into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Derived from `uri`, `title`, `published` and `text`.
    pub id: Id,
    /// Where it came from: a URL or a path, if known.
    pub uri: Option<String>,
    /// Headline, if known apart from the text.
    pub title: Option<String>,
    /// Date of publication, `YYYY-MM-DD` (or longer ISO 8601), if known.
    pub published: Option<String>,
    /// Language as a BCP 47 tag; `en` unless said otherwise.
    pub language: String,
    /// Who wrote it, if known; no part of its identity.
    pub author: Option<String>,
    /// The text that spans point into.
    pub text: String,
}

impl Document {
    /// A document of `text` alone.
    pub fn new(text: impl Into<String>) -> Document {
        Document::with(text, None, None, None)
    }

    /// A document with its metadata; the id follows from all of it.
    pub fn with(
        text: impl Into<String>,
        title: Option<String>,
        published: Option<String>,
        uri: Option<String>,
    ) -> Document {
        let text = text.into();
        let part = |p: &Option<String>| p.clone().unwrap_or_default().into_bytes();
        let id = Id::of("document", &[&part(&uri), &part(&title), &part(&published), text.as_bytes()]);
        Document { id, uri, title, published, language: "en".into(), author: None, text }
    }

    /// Whether its language is one that can be analysed.
    pub fn is_english(&self) -> bool {
        self.language == "en" || self.language.starts_with("en-")
    }

    /// Whether the id is the hash that [`Document::with`] makes; files found by path have theirs without the path.
    pub fn has_own_id(&self) -> bool {
        let with = |uri: Option<String>| {
            Document::with(self.text.clone(), self.title.clone(), self.published.clone(), uri).id
        };
        self.id == with(self.uri.clone()) || self.id == with(None)
    }
}
