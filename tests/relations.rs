//! What sentences assert, form by form: predicates and arguments, noun relations, polarity and factuality, time,
//! quantities. All sentences are invented.

use sayso::analysis::Analyzer;
use sayso::extraction::{self, Assertion};
use sayso::{Document, Span};

/// The assertions of a text published on Wednesday, 20 November 2024.
fn assertions(text: &str) -> Vec<Assertion> {
    let mut doc = Document::new(text.to_owned());
    doc.published = Some("2024-11-20".to_owned());
    extraction::extract(&doc, &Analyzer::new().analyze(&doc.text)).assertions
}

/// `subject | predicate | object | polarity | factuality`.
fn line(a: &Assertion) -> String {
    let end = |e: &Option<extraction::Argument>| e.as_ref().map_or("-".to_owned(), |e| e.text.clone());
    let (polarity, factuality) = (a.polarity.as_str(), a.factuality.as_str());
    format!("{} | {} | {} | {polarity} | {factuality}", end(&a.subject), a.predicate, end(&a.object))
}

/// Checks that each of `there` is asserted, and none whose line begins with one of `absent`.
#[track_caller]
fn check(text: &str, there: &[&str], absent: &[&str]) {
    let lines: Vec<String> = assertions(text).iter().map(line).collect();
    for wanted in there {
        assert!(lines.iter().any(|l| l == wanted), "`{wanted}` is not in {lines:#?}");
    }
    for unwanted in absent {
        assert!(!lines.iter().any(|l| l.starts_with(unwanted)), "`{unwanted}` is in {lines:#?}");
    }
}

#[test]
fn active_and_passive_clauses() {
    check("Brussels criticised Paris.", &["Brussels | criticise | Paris | positive | asserted"], &[]);
    check(
        "The treaty was signed by Poland in Vilnius.",
        &[
            "Poland | sign | treaty | positive | asserted",
            "treaty | be signed in | Vilnius | positive | asserted",
        ],
        &["treaty | sign"],
    );
    check(
        "The pact signed by Poland angered Moscow.",
        &["Poland | sign | pact | positive | asserted", "pact | anger | Moscow | positive | asserted"],
        &[],
    );
}

#[test]
fn a_participle_belongs_to_whom_it_stands_behind() {
    check(
        "He expressed assurance in the American delegation leading the peace negotiations.",
        &["American delegation | lead | peace negotiations | positive | asserted"],
        &["He | lead"],
    );
}

#[test]
fn copulas_and_adjectives() {
    check(
        "A swift victory is improbable for Ukraine.",
        &["swift victory | be improbable for | Ukraine | positive | asserted"],
        &[],
    );
    check("Germany is key to the alliance.", &["Germany | be key to | alliance | positive | asserted"], &[]);
    check(
        "The army was able to reinforce Kyiv.",
        &["army | reinforce | Kyiv | positive | asserted"],
        &["army | be"],
    );
}

#[test]
fn particles_light_verbs_and_chains() {
    check(
        "Hegseth ruled out troops for Ukraine.",
        &["Hegseth | rule out | troops | positive | asserted"],
        &["Hegseth | rule |"],
    );
    check(
        "Blinken held talks with Lavrov in Geneva.",
        &["Blinken | hold talk with | Lavrov | positive | asserted"],
        &["Lavrov | hold"],
    );
    check(
        "Russia pulled back its army.",
        &["Russia | pull back | its army | positive | asserted"],
        &["Russia | pull |"],
    );
    check(
        "Poland agreed to help rebuild Ukraine.",
        &["Poland | rebuild | Ukraine | positive | planned"],
        &["Poland | rebuild | Ukraine | positive | asserted"],
    );
    check(
        "The court ordered Poland to pay Germany.",
        &["Poland | pay | Germany | positive | requested"],
        &["court | pay"],
    );
}

#[test]
fn relative_and_participial_clauses() {
    check(
        "Rutte, who leads NATO, visited Kyiv.",
        &["Rutte | lead | NATO | positive | asserted", "Rutte | visit | Kyiv | positive | asserted"],
        &["who"],
    );
    check(
        "Merkel, speaking in Berlin, thanked France.",
        &[
            "Merkel | speak in | Berlin | positive | asserted",
            "Merkel | thank | France | positive | asserted",
        ],
        &[],
    );
    check(
        "Airbus is a company founded in Toulouse.",
        &["Airbus | be founded in | Toulouse | positive | asserted"],
        &["company | be founded in"],
    );
}

#[test]
fn phrases_that_link_sentences_are_no_arguments() {
    check(
        "As a result, Poland signed the treaty.",
        &["Poland | sign | treaty | positive | asserted"],
        &["Poland | sign as"],
    );
    check(
        "Poland, for example, signed the treaty.",
        &["Poland | sign | treaty | positive | asserted"],
        &["Poland | sign for"],
    );
}

#[test]
fn coordination_is_distributed_and_meetings_are_mutual() {
    let text = "France and Germany warned Russia and Belarus.";
    let pairs = [("France", "Russia"), ("France", "Belarus"), ("Germany", "Russia"), ("Germany", "Belarus")];
    for (subject, object) in pairs {
        check(text, &[&format!("{subject} | warn | {object} | positive | asserted")], &[]);
    }
    assert!(assertions(text).iter().all(|a| a.arguments.is_empty()), "a conjunct is no further argument");
    let met = assertions("Trump and Putin met in Helsinki.");
    let mutual = met.iter().find(|a| line(a).starts_with("Trump | meet | Putin")).expect("a meeting");
    assert!(mutual.symmetric);
}

#[test]
fn existentials_and_noun_relations() {
    check(
        "There are two NATO bases in Poland.",
        &["two NATO bases | be in | Poland | positive | asserted"],
        &["There", "two NATO bases | be | -"],
    );
    check(
        "NATO Secretary General Mark Rutte met Pete Hegseth.",
        &["NATO Secretary General Mark Rutte | secretary general of | NATO | positive | asserted"],
        &[],
    );
    check(
        "U.S. Defense Secretary Pete Hegseth left Brussels.",
        &["U.S. Defense Secretary Pete Hegseth | defense secretary of | U.S. | positive | asserted"],
        &[],
    );
    check(
        "Paris-based Airbus hired Anna Schmidt.",
        &["Paris-based Airbus | be based in | Paris | positive | asserted"],
        &["Paris | base"],
    );
    check(
        "French and German ministers met in Vilnius.",
        &[
            "French and German ministers | minister of | French | positive | asserted",
            "French and German ministers | minister of | German | positive | asserted",
        ],
        &[],
    );
    check(
        "Ukraine's NATO membership worries Moscow.",
        &["Ukraine | membership in | NATO | positive | possible"],
        &["NATO | membership"],
    );
}

#[test]
fn further_arguments_have_names() {
    let text = "Sweden sent weapons to Ukraine from Gothenburg for the army on Monday.";
    let found = assertions(text);
    let sent = found.iter().find(|a| a.predicate == "send").expect("a relation");
    let named = |role: &str| sent.arguments.iter().find(|(r, _)| r == role).map(|(_, a)| a.text.as_str());
    assert_eq!(
        (named("to"), named("from"), named("time")),
        (Some("Ukraine"), Some("Gothenburg"), Some("Monday"))
    );
    let signed = assertions("The treaty was signed by Poland in Vilnius on Monday.");
    let signed = signed.iter().find(|a| a.predicate == "sign" && a.object.is_some()).expect("a relation");
    let roles: Vec<&str> = signed.arguments.iter().map(|(role, _)| role.as_str()).collect();
    assert_eq!(roles, ["place", "time"]);
}

#[test]
fn negation_wherever_it_sits() {
    check("Poland never attacked Russia.", &["Poland | attack | Russia | negative | asserted"], &[]);
    check("No country supported Russia.", &["country | support | Russia | negative | asserted"], &[]);
    check(
        "Neither France nor Germany joined the coalition.",
        &[
            "France | join | coalition | negative | asserted",
            "Germany | join | coalition | negative | asserted",
        ],
        &[],
    );
    check(
        "Iran left the talks without signing the treaty.",
        &["Iran | leave | talks | positive | asserted", "Iran | sign | treaty | negative | asserted"],
        &[],
    );
    check("Google failed to pay France.", &["Google | pay | France | negative | asserted"], &[]);
    check(
        "The army is unlikely to leave Kyiv.",
        &["army | leave | Kyiv | negative | possible"],
        &["army | be"],
    );
}

#[test]
fn what_is_only_possible_planned_or_asked() {
    check("Spain may recognise Palestine.", &["Spain | recognise | Palestine | positive | possible"], &[]);
    check(
        "If Russia attacks Poland, NATO will defend Poland.",
        &["Russia | attack | Poland | positive | possible", "NATO | defend | Poland | positive | planned"],
        &[],
    );
    check("Will Turkey leave NATO?", &["Turkey | leave | NATO | positive | possible"], &[]);
    check("Japan plans to buy Boeing.", &["Japan | buy | Boeing | positive | planned"], &[]);
    check("London should leave the union.", &["London | leave | union | positive | requested"], &[]);
}

#[test]
fn what_a_statement_holds_is_not_asserted() {
    check(
        "Hegseth said Ukraine will not join NATO.",
        &["Ukraine | join | NATO | negative | planned"],
        &["Ukraine | join | NATO | positive", "Ukraine | join | NATO | negative | asserted"],
    );
    check(
        "Officials said Russia had attacked Georgia.",
        &["Russia | attack | Georgia | positive | reported"],
        &["Russia | attack | Georgia | positive | asserted"],
    );
    check("Hegseth said that Ukraine's NATO membership was improbable.", &[], &["Ukraine | membership in"]);
    check("Israel denied that it bombed Syria.", &["it | bomb | Syria | positive | denied"], &[]);
}

#[test]
fn times_are_resolved_against_the_date_of_the_document() {
    let cases = [
        ("on Monday", "2024-11-18"),
        ("last week", "2024-11-11/2024-11-17"),
        ("two weeks ago", "2024-11-04/2024-11-10"),
        ("yesterday", "2024-11-19"),
        ("in 2019", "2019"),
        ("in late 2019", "2019-09/2019-12"),
        ("in the third quarter of 2021", "2021-07/2021-09"),
        ("in the 1990s", "1990/1999"),
        ("in March 2022", "2022-03"),
        ("on March 3", "2024-03-03"),
        ("on Feb. 9, 2023", "2023-02-09"),
    ];
    for (words, time) in cases {
        let found = assertions(&format!("Poland attacked Russia {words}."));
        let times: Vec<_> = found.iter().map(|a| a.time.as_deref()).collect();
        assert_eq!(
            times.first(),
            Some(&Some(time)),
            "{words}: {:?}",
            found.iter().map(line).collect::<Vec<_>>()
        );
    }
}

#[test]
fn quantities_have_value_and_unit() {
    let cases: [(&str, f64, &str, Option<&str>); 7] = [
        ("spent five percent of gross domestic product", 5.0, "percent", Some("gross domestic product")),
        ("spent seven hundred billion dollars", 7e11, "dollar", None),
        ("lost $5bn", 5e9, "dollar", None),
        ("paid €3.5 million", 3.5e6, "euro", None),
        ("bought 1,200 tanks", 1200.0, "tank", None),
        ("lost two thirds of its tanks", 2.0 / 3.0, "share", Some("its tanks")),
        ("lost 3.2% of its soldiers", 3.2, "percent", Some("its soldiers")),
    ];
    for (words, value, unit, of) in cases {
        let text = format!("Poland {words}.");
        let found: Vec<_> = assertions(&text).into_iter().flat_map(|a| a.quantities).collect();
        let q = found.iter().find(|q| q.unit == unit).unwrap_or_else(|| panic!("{words}: {found:?}"));
        assert!((q.value - value).abs() < 1e-9 * value, "{words}: {q:?}");
        assert_eq!((q.of.as_deref(), q.role.as_str()), (of, "object"), "{words}");
        assert!(text.contains(q.span.slice(&text)));
    }
    for text in [
        "Poland voted in 2019.",
        "Allies invoked Article 5 at 5 p.m. on March 3.",
        "Poland won the 2019 vote.",
    ] {
        let found: Vec<_> = assertions(text).into_iter().flat_map(|a| a.quantities).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_name_that_ends_the_text_behind_a_description_is_no_fault() {
    let text = "The dam is safe, the spokesman, said on Monday for Karin Solheim";
    assert!(
        assertions(text)
            .iter()
            .all(|a| a.predicate_spans.iter().all(|s| text.get(s.start()..s.end()).is_some()))
    );
}

#[test]
fn evidence_holds_the_whole_phrase_and_ends_recur() {
    let text = "The new government of Poland in Warsaw praised the brave army of Ukraine.";
    let found = assertions(text);
    let praise = found.iter().find(|a| a.predicate == "praise").expect("a relation");
    let (subject, object) = (praise.subject.as_ref().unwrap(), praise.object.as_ref().unwrap());
    assert_eq!((subject.text.as_str(), object.text.as_str()), ("new government", "brave army"));
    let whole = |span: Span| span.slice(text);
    assert_eq!(whole(subject.span), "The new government of Poland in Warsaw");
    assert_eq!(whole(object.span), "the brave army of Ukraine");
}
