//! What the head of a page says: title, author, date, address, language; from JSON-LD first, then `<meta>`.

use dom_query::Document as Dom;
use serde_json::Value;

use crate::input::found::Found;
use crate::input::head;

/// Most JSON-LD blocks and nodes that are looked at.
const MAX_NODES: usize = 200;

/// Reads the metadata; `url` is the page's own address.
pub(super) fn read(dom: &Dom, url: Option<&str>) -> Found {
    let linked = article_node(dom);
    let text = |key: &str| linked.as_ref().and_then(|node| name_of(&node[key]));
    let meta = |names: &[&str]| names.iter().find_map(|name| meta_content(dom, name));
    let dates = [
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "sailthru.date",
        "parsely-pub-date",
    ];
    let date = text("datePublished")
        .or_else(|| meta(&dates))
        .or_else(|| attribute(dom, "time[datetime]", "datetime"));
    Found {
        text: String::new(),
        title: text("headline").or_else(|| title(dom)).filter(|t| !t.is_empty()),
        date: date.and_then(|date| head::iso_date(&date)),
        uri: canonical(dom, linked.as_ref()).or_else(|| url.map(str::to_owned)),
        language: attribute(dom, "html[lang]", "lang").or_else(|| meta(&["content-language"])),
        author: text("author").or_else(|| author(dom)),
    }
}

fn title(dom: &Dom) -> Option<String> {
    let meta = ["og:title", "twitter:title", "dc.title"].iter().find_map(|name| meta_content(dom, name));
    let element = |name: &str| {
        dom.select(name).iter().next().map(|e| single_spaced(&e.text())).filter(|t| !t.is_empty())
    };
    meta.or_else(|| element("h1")).or_else(|| element("title").map(|title| without_site(&title)))
}

/// "Dam closed | The Varnholm Post" without the paper's name.
fn without_site(title: &str) -> String {
    let cut = [" | ", " — ", " – ", " - "].iter().find_map(|bar| title.rsplit_once(bar));
    match cut {
        Some((head, _)) if head.split_whitespace().count() >= 3 => head.to_owned(),
        _ => title.to_owned(),
    }
}

fn author(dom: &Dom) -> Option<String> {
    let named = ["author", "article:author", "dc.creator", "parsely-author", "byl"].iter();
    let named = named.filter_map(|name| meta_content(dom, name)).find(|value| !value.starts_with("http"));
    let element = || {
        let found = dom.select("[rel=author], [itemprop=author], .byline");
        found.iter().next().map(|e| single_spaced(&e.text()))
    };
    let author = named.or_else(element)?;
    let author =
        ["By ", "by "].iter().find_map(|by| author.strip_prefix(by)).unwrap_or(&author).trim().to_owned();
    (!author.is_empty() && author.chars().count() <= 120).then_some(author)
}

fn canonical(dom: &Dom, linked: Option<&Value>) -> Option<String> {
    let link = attribute(dom, "link[rel=canonical]", "href").filter(|url| is_web(url));
    let meta = || meta_content(dom, "og:url").filter(|url| is_web(url));
    let linked = || {
        let node = linked?;
        let id = node["mainEntityOfPage"].as_str().or_else(|| node["mainEntityOfPage"]["@id"].as_str());
        id.or_else(|| node["url"].as_str()).filter(|url| is_web(url)).map(str::to_owned)
    };
    link.or_else(meta).or_else(linked)
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The content of the first `<meta>` of this name, in any of the attributes that name one.
fn meta_content(dom: &Dom, wanted: &str) -> Option<String> {
    for node in dom.select("meta[content]").nodes() {
        let is_named = |key: &str| node.attr(key).is_some_and(|name| name.eq_ignore_ascii_case(wanted));
        if ["property", "name", "itemprop", "http-equiv"].into_iter().any(is_named) {
            let content = single_spaced(&node.attr_or("content", ""));
            if !content.is_empty() {
                return Some(content);
            }
        }
    }
    None
}

fn attribute(dom: &Dom, selector: &str, name: &str) -> Option<String> {
    let value = dom.select(selector).iter().next()?.attr(name)?;
    Some(value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The first JSON-LD object that is an article.
fn article_node(dom: &Dom) -> Option<Value> {
    let scripts = dom.select("script[type=\"application/ld+json\"]");
    let blocks = scripts.nodes().iter().take(MAX_NODES);
    blocks
        .filter_map(|node| serde_json::from_str::<Value>(&node.text()).ok())
        .find_map(|value| find_article(&value))
}

fn find_article(value: &Value) -> Option<Value> {
    if let Value::Array(nodes) = value {
        return nodes.iter().take(MAX_NODES).find_map(find_article);
    }
    let is_article =
        |name: &Value| name.as_str().is_some_and(|n| n.ends_with("Article") || n.ends_with("BlogPosting"));
    let types = &value["@type"];
    if is_article(types) || types.as_array().is_some_and(|types| types.iter().any(is_article)) {
        return Some(value.clone());
    }
    value.get("@graph").and_then(find_article)
}

/// A string, the name of an object, or those of a list.
fn name_of(value: &Value) -> Option<String> {
    let name = match value {
        Value::String(text) => single_spaced(text),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(single_spaced)?,
        Value::Array(values) => values.iter().take(16).filter_map(name_of).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    Some(name).filter(|name| !name.is_empty())
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
