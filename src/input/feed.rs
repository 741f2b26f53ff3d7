//! RSS, Atom and JSON feeds: a document an entry.

use super::found::{Found, Origin};
use super::{Options, html};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Reads a feed; each entry is a document or a fault.
///
/// # Errors
///
/// Where it is no feed.
pub fn entries(bytes: &[u8], origin: &Origin, options: &Options) -> Result<Vec<Result<Document>>, NotText> {
    let parser = feed_rs::parser::Builder::new().base_uri(origin.url.as_deref()).build();
    let broken =
        |error: feed_rs::parser::ParseFeedError| NotText::Broken { what: "feed", reason: error.to_string() };
    let feed = parser.parse(bytes).map_err(broken)?;
    let language = feed.language;
    let document = |(number, entry): (usize, feed_rs::model::Entry)| {
        let origin = origin.within(&format!("entry {}", number + 1));
        // The feed's address is not that of an entry.
        let origin = Origin { url: None, ..origin };
        let found = found(entry, language.as_deref());
        found.document(&origin, options).map_err(|fault| Error::NotText { place: origin.place, fault })
    };
    Ok(feed.entries.into_iter().enumerate().map(document).collect())
}

fn found(entry: feed_rs::model::Entry, language: Option<&str>) -> Found {
    let whole = entry.content.and_then(|content| content.body).map(|body| text(&body)).unwrap_or_default();
    let summary = entry.summary.map(|summary| text(&summary.content)).unwrap_or_default();
    let links = entry.links.into_iter().filter(|link| link.href.starts_with("http"));
    let link = links
        .filter(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|link| link.href)
        .next();
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|person| person.name).collect();
    Found {
        text: if whole.trim().is_empty() { summary } else { whole },
        title: entry.title.map(|title| text(&title.content).replace("\n\n", " ")),
        date: entry.published.or(entry.updated).map(|date| date.format("%Y-%m-%d").to_string()),
        uri: link,
        language: entry.language.or_else(|| language.map(str::to_owned)),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
    }
}

/// Entries are HTML, whatever they call themselves.
fn text(content: &str) -> String {
    if content.contains('<') || content.contains('&') {
        html::fragment(content)
    } else {
        content.trim().to_owned()
    }
}
