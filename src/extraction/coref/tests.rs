//! Who is who in short invented texts, rule by rule.

use crate::Document;
use crate::analysis::Analyzer;
use crate::extraction::{self, Extraction};

/// The forms of the chain that holds a form, with the reasons of their links.
fn chain_of(found: &Extraction, doc: &Document, form: &str) -> Vec<String> {
    let text = |m: &usize| found.mentions[*m].span.slice(&doc.text).to_owned();
    let chain = found.chains.iter().find(|c| c.mentions.iter().any(|m| text(m) == form));
    chain.map_or_else(Vec::new, |c| c.mentions.iter().map(text).collect())
}

/// Checks that in a text all `one` mentions stand in one chain, and none of `apart` with them.
#[track_caller]
fn check(text: &str, one: &[&str], apart: &[&str]) {
    let doc = Document::new(text.to_owned());
    let found = extraction::extract(&doc, &Analyzer::new().analyze(&doc.text));
    let chain = chain_of(&found, &doc, one[0]);
    for form in one {
        assert!(chain.iter().any(|f| f == form), "`{form}` is not in {chain:?}");
    }
    for form in apart {
        assert!(!chain.iter().any(|f| f == form), "`{form}` is in {chain:?}");
    }
}

#[test]
fn parts_of_a_persons_name() {
    check(
        "Clara Whitfield arrived on Monday. Whitfield met reporters.",
        &["Clara Whitfield", "Whitfield"],
        &[],
    );
    check(
        "Peter Marsh spoke in Leeds. Helen Marsh disagreed with Peter Marsh. Marsh later left the town.",
        &["Peter Marsh", "Marsh"],
        &["Helen Marsh"],
    );
}

#[test]
fn fathers_and_sons() {
    let text = "Peter Marsh met Peter Marsh Jr. in Leeds on Monday. Marsh later left the town.";
    check(text, &["Peter Marsh", "Marsh"], &["Peter Marsh Jr."]);
    check("Peter Marsh Jr. spoke in Leeds. Peter later left.", &["Peter Marsh Jr.", "Peter"], &[]);
}

#[test]
fn acronyms_and_brackets() {
    let text = "The Northern River Commission met in Lyon. The NRC said the dam was safe.";
    check(text, &["Northern River Commission", "NRC"], &[]);
    let text = "The Baltic Fishing Council (BFC) opened an office in Riga. Boats must register with the BFC.";
    check(text, &["Baltic Fishing Council", "BFC"], &[]);
}

#[test]
fn other_spellings() {
    let text = "The Baltic Fishing Council met in Riga. Boats must register with the Baltic Fihsing Council.";
    check(text, &["Baltic Fishing Council", "Baltic Fihsing Council"], &[]);
    let text = "Maria Lopez met Mario Lopez in Paris.";
    check(text, &["Maria Lopez"], &["Mario Lopez"]);
}

#[test]
fn descriptions_of_names() {
    let text = "The Northern River Commission met in Lyon. The commission approved a plan.";
    check(text, &["Northern River Commission", "The commission"], &["Lyon"]);
    check(
        "NATO met in Brussels. The alliance promised more ships.",
        &["NATO", "The alliance"],
        &["Brussels"],
    );
    check(
        "Spain voted on Sunday. Turnout in Spain was low. The country will vote again.",
        &["Spain", "The country"],
        &[],
    );
}

#[test]
fn what_was_introduced() {
    let text = "A leaked letter reached reporters in Bern. The ministry letter warned of cuts.";
    check(text, &["A leaked letter", "The ministry letter"], &["Bern"]);
    let text = "A boy was arrested in Leeds. Tom Bell, a 14-year-old boy, had built a clock.";
    check(text, &["Tom Bell", "A boy"], &["Leeds"]);
}

#[test]
fn appositions() {
    let text = "Anna Roth, the mayor of Bern, resigned on Friday. Roth gave no reason.";
    check(text, &["Anna Roth", "Roth"], &["Bern"]);
}

#[test]
fn one_father_only() {
    let text = "Tom Okafor left Lagos in May. His father, Samuel Okafor, stayed behind. Tom Okafor wrote to his father.";
    check(text, &["Samuel Okafor", "His father", "his father"], &["Tom Okafor"]);
}

#[test]
fn he_she_and_it() {
    let text = "Maria Lopez met John Baker in Paris. She thanked him.";
    check(text, &["Maria Lopez", "She"], &["John Baker", "him"]);
    check(text, &["John Baker", "him"], &["Maria Lopez", "She"]);
    let text = "Microsoft hired two hundred people. It plans to open a port.";
    check(text, &["Microsoft", "It"], &[]);
}

#[test]
fn i_is_the_speaker() {
    let text = "\"I will not resign,\" said Maria Lopez. John Baker left the room.";
    check(text, &["Maria Lopez", "I"], &["John Baker"]);
}

#[test]
fn i_with_a_name() {
    let text = "I, Maria Lopez, declare the port open. John Baker left the room.";
    check(text, &["Maria Lopez", "I"], &["John Baker"]);
}

#[test]
fn storms_by_their_names() {
    let text = "Cyclone Gita hit Lyon on Monday. Tropical Storm Gita had strong winds. Gita weakened as it moved inland.";
    check(text, &["Cyclone Gita", "Tropical Storm Gita", "Gita", "it"], &["Lyon"]);
}

#[test]
fn capitals_that_speak() {
    let text = "Ukraine asked for ships. Kyiv said that the port was closed. John Baker stayed in Kyiv.";
    let doc = Document::new(text.to_owned());
    let found = extraction::extract(&doc, &Analyzer::new().analyze(&doc.text));
    assert_eq!(chain_of(&found, &doc, "Ukraine"), ["Ukraine", "Kyiv"]);
}

#[test]
fn capitals_are_places_also_where_they_could_be_persons() {
    let text = "Washington said that the U.S. would send ships. American officials declined to comment.";
    let doc = Document::new(text.to_owned());
    let found = extraction::extract(&doc, &Analyzer::new().analyze(&doc.text));
    assert_eq!(chain_of(&found, &doc, "Washington"), ["Washington", "U.S."]);
    let text = "Denzel Washington spoke in Lyon. Washington said that the U.S. had changed.";
    check(text, &["Denzel Washington", "Washington"], &["U.S."]);
}

#[test]
fn officials_of_a_country_are_not_the_country() {
    let text = "Ukraine asked for ships. A Ukrainian official denied the report. The British prime minister left Britain.";
    check(text, &["Ukraine", "Ukrainian"], &["A Ukrainian official", "Ukrainian official"]);
    check(text, &["Britain", "British"], &["The British prime minister", "British prime minister"]);
}

#[test]
fn two_arguments_of_a_verb_are_two() {
    let text = "Women made way for monks and gave them room.";
    check(text, &["monks", "them"], &["Women"]);
}

#[test]
fn it_may_stand_before_an_infinitive() {
    let text = "Microsoft hired two hundred people. It began to lose money.";
    check(text, &["Microsoft", "It"], &[]);
}

#[test]
fn titles_written_like_names() {
    let text = "Prime Minister Anna Roth arrived in Bern. The Prime Minister said that talks would go on.";
    check(text, &["Anna Roth", "The Prime Minister"], &["Bern"]);
}

#[test]
fn it_that_means_nothing() {
    let text = "Microsoft hired two hundred people. It is clear that prices will rise.";
    check(text, &["Microsoft"], &["It"]);
}

#[test]
fn things_are_no_entities() {
    let doc = Document::new("The weather was cold. It annoyed Anna Roth.".to_owned());
    let found = extraction::extract(&doc, &Analyzer::new().analyze(&doc.text));
    let names: Vec<&str> = found.chains.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["Anna Roth"]);
}

#[test]
fn time_grows_linearly() {
    // Ten thousand names in two thousand sentences: quadratic sieves would take minutes.
    let syllables = ["Ba", "Ke", "Lo", "Mi", "Nu", "Ra", "Se", "To", "Vi", "Zu"];
    let name = |i: usize| {
        let part = |n: usize| syllables[n % 10].to_lowercase();
        format!(
            "{}{}{} {}{}{}",
            syllables[i % 10],
            part(i / 10),
            part(i / 100),
            syllables[(i / 1000) % 10],
            part(i / 7),
            part(i / 13)
        )
    };
    let mut sentences = Vec::new();
    for i in 0..2000 {
        let names: Vec<String> = (0..5).map(|j| name(5 * i + j)).collect();
        sentences.push(format!("{} met. ", names.join(", ")));
    }
    let doc = Document::new(sentences.concat());
    let mut analysis = Analyzer::new().analyze("");
    analysis.sentences = crate::text::segment(&doc.text)
        .into_iter()
        .map(|raw| crate::analysis::Sentence::from_raw(&doc.text, raw))
        .collect();
    for sentence in &mut analysis.sentences {
        let tokens = sentence.tokens.len();
        for start in (0..tokens.saturating_sub(1)).filter(|i| i % 3 == 0) {
            let span = crate::span::TokenSpan::new(start, (start + 2).min(tokens));
            sentence.names.push(crate::analysis::Name { tokens: span, kind: crate::analysis::NameKind::Per });
        }
        sentence.tokens.iter_mut().for_each(|t| t.upos = crate::analysis::Upos::Propn);
    }
    let begin = std::time::Instant::now();
    let (mentions, _) = extraction::refer(&doc, &analysis, &[]);
    assert!(mentions.len() >= 10_000, "{}", mentions.len());
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn they_of_two_are_neither() {
    let text = "Thomas Brandt and Maria Lopez met in Paris. They signed a treaty.";
    check(text, &["Thomas Brandt"], &["They"]);
}

#[test]
fn the_asked_is_you() {
    let text = "LOPEZ: Why did you leave the party?\n\nBRANDT: I had no choice.\n\nLOPEZ: Do you regret it?\n\nBRANDT: No.";
    check(text, &["BRANDT", "I", "you"], &["LOPEZ"]);
}
