//! Pages whole, bare, in pieces, and without end.

use super::*;

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Dam at Varnholm closed | The Post</title>
<link rel="canonical" href="https://post.example/dam">
<meta property="og:title" content="Dam at Varnholm closed">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle",
 "headline": "Dam at Varnholm  closed", "author": [{"name": "Ina Falk"}, {"name": "Per Lund"}],
 "datePublished": "2026-03-04T10:00:00+01:00"}]}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li>Sport news of the day</li></ul></nav>
<article><h1>Dam at Varnholm closed</h1>
<p>The dam at Varnholm was closed on Monday, Anna Berg,<br>the mayor, said, after engineers found cracks in it,
and it will stay so for two weeks.</p>
<figure><img src="x.jpg"><figcaption>The dam in March. Photo: someone</figcaption></figure>
<p>Read also: <a href="/x">Ten dams that broke</a></p>
<p>“We <b>had</b> no choice,” she told reporters in the town hall, where people had come together, and she
promised that nobody would have to leave.</p>
<aside><p>Sign up for our newsletter, which comes every day.</p></aside>
<p>Carl Dahl, an engineer, denied that the cracks were new, and asked the town to wait for the report, which is
due on Friday.</p></article>
<div class="related"><a href="/1">Other story about a dam</a></div>
<footer>Copyright The Post</footer></body></html>"#;

#[test]
fn an_article_is_read_without_what_surrounds_it() {
    let found = page(PAGE, Some("https://post.example/dam?from=rss")).unwrap();
    let expected = "The dam at Varnholm was closed on Monday, Anna Berg, the mayor, said, after engineers found cracks in \
                    it, and it will stay so for two weeks.\n\n“We had no choice,” she told reporters in the town hall, \
                    where people had come together, and she promised that nobody would have to leave.\n\nCarl Dahl, an \
                    engineer, denied that the cracks were new, and asked the town to wait for the report, which is due on \
                    Friday.";
    assert_eq!(found.text, expected);
    assert_eq!(found.title.as_deref(), Some("Dam at Varnholm closed"));
    assert_eq!(found.author.as_deref(), Some("Ina Falk, Per Lund"));
    assert_eq!(found.date.as_deref(), Some("2026-03-04"));
    assert_eq!(found.uri.as_deref(), Some("https://post.example/dam"));
    assert_eq!(found.language.as_deref(), Some("en-GB"));
}

#[test]
fn a_bare_page_is_read_too() {
    let html = "<html><head><title>Bridge in Lisk opens again | Lisk Daily</title><meta name=author content='By Ina Falk'></head>
                <body>The bridge opened.<br><br>Anna Berg was there.</body></html>";
    let found = page(html, None).unwrap();
    assert_eq!(found.text, "The bridge opened.\n\nAnna Berg was there.");
    assert_eq!(found.title.as_deref(), Some("Bridge in Lisk opens again"));
    assert_eq!(found.author.as_deref(), Some("Ina Falk"));
}

#[test]
fn fragments_part_at_blocks() {
    assert_eq!(
        fragment("One <i>two</i>.<p>Three.<ul><li>Four<li>Five</ul>"),
        "One two.\n\nThree.\n\nFour\n\nFive"
    );
}

#[test]
fn what_is_nested_without_end_is_refused_quickly() {
    let started = std::time::Instant::now();
    for tag in ["<div>", "<b>", "<svg><td><td>", "<table><tr><td>", "<span a=b>", "<ul><li>"] {
        assert!(matches!(page(&tag.repeat(50_000), None), Err(NotText::TooDeep { .. })), "{tag}");
    }
    let flat = "<p>word ".repeat(50_000);
    assert!(page(&flat, None).is_ok());
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
