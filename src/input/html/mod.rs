//! Web pages: the article's own text, and what its head says of it.

mod blocks;
mod meta;

use dom_query::Document as Dom;
use dom_smoothie::{Config, Readability};

use super::found::Found;
use crate::error::NotText;

pub use blocks::fragment;

/// Largest page, in bytes. Pages of text are far smaller; those beyond carry data.
pub const MAX_PAGE_BYTES: usize = 16 << 20;
/// Deepest nesting of elements: work on a page grows with it, and no page that is written needs more.
const MAX_DEPTH: usize = 1000;
/// Most elements.
const MAX_ELEMENTS: usize = 200_000;

/// Never part of the text, wherever it stands.
const NOISE: &str = "nav, aside, figure, figcaption, form, button, dialog, script, style, noscript, template, iframe, svg, \
                     [role=navigation], [role=complementary], [role=banner], [hidden], [aria-hidden=true]";

/// Reads a page; `url` is its absolute address, if known.
///
/// # Errors
///
/// Where it is too large or too deep, or has no text.
pub fn page(html: &str, url: Option<&str>) -> Result<Found, NotText> {
    let dom = parse(html)?;
    let meta = meta::read(&dom, url);
    dom.select(NOISE).remove();
    let body = dom.select("body").iter().next().map(|body| blocks::paragraphs(&body)).unwrap_or_default();
    let config = Config { disable_json_ld: true, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let article = Readability::with_document(dom, None, Some(config)).ok().and_then(|mut r| r.parse().ok());
    let mut paragraphs = match article {
        Some(article) => blocks::paragraphs(&Dom::from(article.content).select("body")),
        None => body,
    };
    if let (Some(title), Some(first)) = (&meta.title, paragraphs.first())
        && first.eq_ignore_ascii_case(title)
    {
        paragraphs.remove(0);
    }
    Ok(Found { text: paragraphs.join("\n\n"), ..meta })
}

/// Parses what is neither too large nor too deep.
fn parse(html: &str) -> Result<Dom, NotText> {
    if html.len() > MAX_PAGE_BYTES {
        return Err(NotText::TooLong { limit: MAX_PAGE_BYTES });
    }
    check_shape(html)?;
    let dom = Dom::from(html);
    let mut n_elements = 0;
    let mut stack = vec![(dom.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        n_elements += 1;
        if depth > MAX_DEPTH || n_elements > 4 * MAX_ELEMENTS {
            return Err(NotText::TooDeep { limit: MAX_DEPTH });
        }
        stack.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    Ok(dom)
}

/// Looks at the bare tags, as parsing alone takes quadratic time on what is nested deeply.
fn check_shape(html: &str) -> Result<(), NotText> {
    /// Void, or closed by what follows.
    const FLAT: [&str; 27] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "html",
        "body",
    ];
    let (mut depth, mut n_tags) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
        let name = &name[..end];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        n_tags += 1;
        if FLAT.iter().any(|flat| flat.eq_ignore_ascii_case(name)) {
            continue;
        }
        depth = if is_end { depth.saturating_sub(1) } else { depth + 1 };
        if depth > 2 * MAX_DEPTH || n_tags > 2 * MAX_ELEMENTS {
            return Err(NotText::TooDeep { limit: MAX_DEPTH });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
