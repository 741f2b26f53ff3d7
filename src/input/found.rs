//! What a reader of a format found, on its way to be a [`Document`].
//!
//! All formats meet here, so that the rules about emptiness, NUL bytes, dates and language exist once.

use super::{Options, head, language};
use crate::Document;
use crate::error::NotText;

/// Where something came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// How messages call it: file, or file and line.
    pub place: String,
    /// Its file's name, or the last part of its URL, for what the content does not tell.
    pub name: String,
    /// The local path; no part of the document's identity.
    pub path: Option<String>,
    /// The address on the web; part of the document's identity.
    pub url: Option<String>,
    /// Encoding that the server declared.
    pub charset: Option<String>,
}

impl Origin {
    /// The same origin, at a place within it: "line 3". A place in a local file is written behind `#`.
    pub fn within(&self, part: &str) -> Origin {
        let path = self.path.as_ref().map(|path| format!("{path}#{}", part.replace(' ', "-")));
        Origin { place: format!("{} {part}", self.place), path, ..self.clone() }
    }
}

/// Text and what its format says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The text.
    pub text: String,
    /// Headline.
    pub title: Option<String>,
    /// Date of publication, as it came.
    pub date: Option<String>,
    /// Address.
    pub uri: Option<String>,
    /// Language as declared, a BCP 47 tag.
    pub language: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
}

impl Found {
    /// Makes the document; what it does not say is taken from `options`, then from `origin`.
    ///
    /// # Errors
    ///
    /// Where there is no text, or more than spans can count.
    pub fn document(self, origin: &Origin, options: &Options) -> Result<Document, NotText> {
        if self.text.trim().is_empty() {
            return Err(NotText::Empty);
        }
        if self.text.len() > super::MAX_DOCUMENT_BYTES {
            return Err(NotText::TooLong { limit: super::MAX_DOCUMENT_BYTES });
        }
        // SQLite's functions end a text at NUL.
        let text = if self.text.contains('\0') { self.text.replace('\0', "\u{FFFD}") } else { self.text };
        let known = |own: Option<String>, given: &Option<String>| {
            let own = own.map(|value| value.trim().replace('\0', "\u{FFFD}"));
            own.filter(|value| !value.is_empty()).or_else(|| given.clone())
        };
        let date = known(self.date.map(|date| head::iso_date(&date).unwrap_or(date)), &options.date);
        let uri = known(self.uri, &options.uri).or_else(|| origin.url.clone());
        let mut doc = Document::with(text, known(self.title, &options.title), date, uri);
        // Where a local file lies is no part of what it is: the same text from two folders is one document.
        doc.uri = doc.uri.or_else(|| origin.path.clone());
        doc.language = language::of(&doc.text, self.language.as_deref()).into();
        doc.author = known(self.author, &None);
        Ok(doc)
    }
}
