//! Who said what, form by form: where the cue stands, what is quoted, which words attribute, who speaks, what is
//! nested. All sentences are invented.

use sayso::analysis::Analyzer;
use sayso::extraction::{self, Statement};
use sayso::{Document, Span};

/// A text and what it says; statements in text order.
struct Read {
    text: String,
    statements: Vec<Statement>,
}

fn read(text: &str) -> Read {
    let doc = Document::new(text.to_owned());
    let statements = extraction::extract(&doc, &Analyzer::new().analyze(&doc.text)).statements;
    Read { text: text.to_owned(), statements }
}

impl Read {
    fn words(&self, spans: &[Span]) -> String {
        let pieces: Vec<&str> = spans.iter().map(|s| s.slice(&self.text)).collect();
        if pieces.is_empty() { "-".to_owned() } else { pieces.join(" … ") }
    }

    /// `source | cue | content | kind | mode | polarity`.
    fn lines(&self) -> Vec<String> {
        let line = |s: &Statement| {
            let (kind, mode, polarity) = (s.kind.as_str(), s.mode.as_str(), s.polarity.as_str());
            let [source, cue, content] = [&s.source, &s.cue, &s.content].map(|spans| self.words(spans));
            format!("{source} | {cue} | {content} | {kind} | {mode} | {polarity}")
        };
        self.statements.iter().map(line).collect()
    }
}

/// Checks that a text holds just these statements.
#[track_caller]
fn check(text: &str, wanted: &[&str]) {
    assert_eq!(read(text).lines(), wanted, "in: {text}");
}

#[test]
fn clause_before_after_and_around() {
    check(
        "Berg said the bridge was safe.",
        &["Berg | said | the bridge was safe | say | indirect | positive"],
    );
    check(
        "The bridge was safe, Berg said.",
        &["Berg | said | The bridge was safe | say | indirect | positive"],
    );
    check(
        "The bridge was safe, said Berg.",
        &["Berg | said | The bridge was safe | say | indirect | positive"],
    );
    check(
        "The bridge, Berg said, will close in May.",
        &["Berg | said | The bridge … will close in May | say | indirect | positive"],
    );
}

#[test]
fn quotations_in_one_and_several_pieces() {
    check(
        "“The bridge is safe,” said Berg.",
        &["Berg | said | “The bridge is safe,” | say | direct | positive"],
    );
    check(
        "“The bridge is safe,” Berg said. “It will stay open.”",
        &["Berg | said | “The bridge is safe,” … “It will stay open.” | say | direct | positive"],
    );
    check(
        "Berg said the bridge was “a disgrace” to the town.",
        &["Berg | said | the bridge was “a disgrace” to the town | say | mixed | positive"],
    );
}

#[test]
fn marks_of_all_styles() {
    for (open, close) in [("\"", "\""), ("“", "”"), ("«", "»"), ("``", "''"), ("„", "“"), ("‘", "’")]
    {
        let text = format!("{open}The bridge is safe for all of us,{close} Berg said.");
        let found = read(&text);
        assert_eq!(found.statements.len(), 1, "in: {text}");
        assert_eq!(found.statements[0].mode.as_str(), "direct", "in: {text}");
        assert_eq!(found.words(&found.statements[0].source), "Berg");
    }
}

#[test]
fn a_quotation_over_paragraphs_is_one_statement() {
    let text = "“The bridge is old,” Berg said.\n\n“It was built by my grandfather and his brothers.\n\n“It will not \
                last another winter.”\n\nThe council meets on Monday.";
    let found = read(text);
    let all: Vec<Span> = found.statements.iter().flat_map(|s| s.content.clone()).collect();
    assert!(found.words(&all).ends_with("another winter.”"), "{:#?}", found.lines());
    assert!(found.statements.iter().all(|s| s.mode.as_str() == "direct"), "{:#?}", found.lines());
    assert!(!found.words(&all).contains("council"));
}

#[test]
fn infinitives_orders_and_promises() {
    check(
        "The river commission agreed on Monday to close the bridge.",
        &["The river commission | agreed | to close the bridge | promise | indirect | positive"],
    );
    check(
        "Berg vowed to close the bridge.",
        &["Berg | vowed | to close the bridge | promise | indirect | positive"],
    );
    check(
        "Berg urged the council to close the bridge.",
        &["Berg | urged | the council to close the bridge | order | indirect | positive"],
    );
    check(
        "Berg called for a new bridge.",
        &["Berg | called for | a new bridge | order | indirect | positive"],
    );
}

#[test]
fn nominal_content() {
    check(
        "Berg rejected the plan for a new bridge.",
        &["Berg | rejected | the plan for a new bridge | deny | indirect | positive"],
    );
    check(
        "Berg expressed confidence in the bridge.",
        &["Berg | expressed | confidence in the bridge | say | indirect | positive"],
    );
}

#[test]
fn passives() {
    check(
        "The plan is expected by analysts to fail in May.",
        &["analysts | is expected | The plan … to fail in May | think | indirect | positive"],
    );
    check(
        "Berg was told that the bridge was safe.",
        &["- | was told | that the bridge was safe | say | indirect | positive"],
    );
}

#[test]
fn sources_as_phrases() {
    check(
        "According to the ministry, the bridge is safe.",
        &["the ministry | According to | the bridge is safe | say | indirect | positive"],
    );
    check(
        "In the words of Anna Berg, the bridge is safe.",
        &["Anna Berg | In the words of | the bridge is safe | say | indirect | positive"],
    );
    check(
        "Berg: Town must pay for bridge",
        &["Berg | : | Town must pay for bridge | say | indirect | positive"],
    );
}

#[test]
fn nominal_cues() {
    check(
        "The claim by Anna Berg that the bridge would fall was wrong.",
        &["Anna Berg | claim | that the bridge would fall | say | indirect | positive"],
    );
    check(
        "Anna Berg's claim that the bridge was safe was false.",
        &["Anna Berg | claim | that the bridge was safe | say | indirect | positive"],
    );
    check(
        "In a statement, NATO said the bridge was safe.",
        &["NATO | said | the bridge was safe | say | indirect | positive"],
    );
}

#[test]
fn belief_intention_and_feeling() {
    for (text, kind) in [
        ("Berg thinks the bridge is safe.", "think"),
        ("Berg fears that the bridge will fall.", "feel"),
        ("Berg hopes to reopen the bridge.", "feel"),
        ("Berg plans to close the bridge.", "intend"),
        ("Berg wants the council to close the bridge.", "intend"),
        ("Berg denied that the bridge was safe.", "deny"),
        ("Berg warned that the bridge would fall.", "warn"),
        ("Berg praised the council for the bridge.", "praise"),
        ("Berg blamed the council for the bridge.", "blame"),
        ("Berg asked whether the bridge was safe.", "ask"),
        ("The report shows that the bridge is safe.", "show"),
    ] {
        let found = read(text);
        assert_eq!(found.statements.len(), 1, "{text}: {:#?}", found.lines());
        assert_eq!(found.statements[0].kind.as_str(), kind, "{text}");
    }
}

#[test]
fn sources_without_a_name() {
    for (text, source) in [
        ("Officials said the bridge was safe.", "Officials"),
        ("A person familiar with the matter said the bridge was safe.", "A person familiar with the matter"),
        ("He said the bridge was safe.", "He"),
        ("The report said the bridge was safe.", "The report"),
        ("A poll found that most voters want the bridge.", "A poll"),
        ("Berg and Quill said the bridge was safe.", "Berg and Quill"),
        ("It is said that the bridge was safe.", "-"),
    ] {
        let found = read(text);
        let outer = found.statements.iter().filter(|s| s.inside.is_none()).count();
        assert_eq!(outer, 1, "{text}: {:#?}", found.lines());
        assert_eq!(found.words(&found.statements[0].source), source, "{text}");
    }
}

#[test]
fn chains_nest() {
    let found = read("Reuters reported that officials said Berg had called the bridge a disgrace.");
    let inside: Vec<Option<usize>> = found.statements.iter().map(|s| s.inside).collect();
    assert_eq!(inside, [None, Some(0), Some(1)], "{:#?}", found.lines());
}

#[test]
fn negated_and_hedged_cues() {
    for (text, cue) in [
        ("Berg declined to say whether the bridge was safe.", "declined to say"),
        ("Berg did not deny that the bridge was safe.", "did not deny"),
        ("Berg would not confirm that the bridge was safe.", "would not confirm"),
        ("Berg never said that the bridge was safe.", "never said"),
    ] {
        let found = read(text);
        let s = found.statements.last().expect("a statement");
        assert_eq!((found.words(&s.cue).as_str(), s.polarity.as_str()), (cue, "negative"), "{text}");
    }
    let hedged = read("Berg may have said that the bridge was safe.");
    let plain = read("Berg said that the bridge was safe.");
    assert_eq!(hedged.words(&hedged.statements[0].cue), "may have said");
    assert!(hedged.statements[0].confidence < plain.statements[0].confidence);
}

#[test]
fn turns_of_an_interview() {
    let found = read(
        "Lisk Post: Is the bridge safe?\n\nAnna Berg: It is. We looked at every bolt.\n\nLisk Post: And the road?\n\n\
         Anna Berg: That one I would not drive on.",
    );
    let turns: Vec<(String, String)> = found
        .statements
        .iter()
        .filter(|s| s.inside.is_none())
        .map(|s| (found.words(&s.source), found.words(&s.content)))
        .collect();
    let of = |name: &str| turns.iter().filter(|(source, _)| source == name).count();
    assert_eq!((of("Lisk Post"), of("Anna Berg")), (2, 2), "{turns:#?}");
    assert!(turns.iter().any(|(_, content)| content.contains("We looked at every bolt")), "{turns:#?}");
}

#[test]
fn whom_it_was_said_to_is_no_content() {
    for (text, addressee) in [
        ("Berg told reporters that the bridge was safe.", "reporters"),
        ("Berg asked Quill whether the bridge was safe.", "Quill"),
        ("Berg reminded the council that the bridge was old.", "the council"),
    ] {
        let found = read(text);
        let s = &found.statements[0];
        assert!(s.addressee_head.is_some(), "{text}");
        assert!(!found.words(&s.content).contains(addressee), "{text}: {:#?}", found.lines());
    }
}

#[test]
fn what_was_asked_has_no_source_and_is_no_content() {
    check(
        "Asked whether he would resign, Quill said he would not.",
        &[
            "- | Asked | whether he would resign | ask | indirect | positive",
            "Quill | said | he would not | say | indirect | positive",
        ],
    );
    let found = read("Berg was asked about the bridge.");
    assert_eq!(found.lines(), ["- | was asked about | the bridge | ask | indirect | positive"]);
    assert!(found.statements[0].addressee_head.is_some());
}

#[test]
fn a_quotation_behind_a_colon_in_the_next_paragraph() {
    check(
        "The Lisk council rejected the plan:\n\n“We shall not pay for a bridge that nobody wants.”",
        &[
            "The Lisk council | rejected | the plan | deny | indirect | positive",
            "The Lisk council | - | “We shall not pay for a bridge that nobody wants.” | say | direct | positive",
        ],
    );
}

#[test]
fn signed_quotations_and_phrases_that_name_a_source() {
    check(
        "“I shall not cross it again.” — Anna Berg, Lisk",
        &["Anna Berg, Lisk | — | “I shall not cross it again.” | say | direct | positive"],
    );
    check(
        "In Anna Berg's view, the bridge is safe.",
        &["Anna Berg | In … view | the bridge is safe | think | indirect | positive"],
    );
}

#[test]
fn inverted_clauses_with_a_long_speaker() {
    check(
        "The bridge is old and will fall, said Anna Berg, the mayor of the town, who has opposed it.",
        &[
            "Anna Berg, the mayor of the town, who has opposed it | said | The bridge is old and will fall | say | \
             indirect | positive",
        ],
    );
}

#[test]
fn an_odd_number_of_marks_breaks_nothing() {
    let found = read("“The bridge is safe, Berg said.\n\nThe council said the road was closed.");
    assert!(
        found.lines().iter().any(|l| l.starts_with("The council | said | the road was closed")),
        "{:#?}",
        found.lines()
    );
}

#[test]
fn text_that_says_nothing_has_no_statements() {
    for text in ["", "\n\n", "....", "The bridge was built in 1911.", "”””” ““““ \"\"\"\" '''' ``", "?!?!"]
    {
        assert_eq!(read(text).lines(), Vec::<String>::new(), "in: {text}");
    }
}

#[test]
fn asides_end_what_is_said() {
    let said = |who: &str, what: &str| format!("{who} | said | {what} | say | indirect | positive");
    check(
        "If the dam fails, the city can rebuild it, Berg said.",
        &[&said("Berg", "If the dam fails, the city can rebuild it")],
    );
    check(
        "As Berg prepared to speak on Monday, a girl was hurt by a driver, police said.",
        &[&said("police", "As Berg prepared to speak on Monday, a girl was hurt by a driver")],
    );
    check(
        "If it is just a small leak, the city said, it may not repair the dam.",
        &[&said("the city", "If it is just a small leak … it may not repair the dam")],
    );
    check(
        "The bridge was safe, Berg said, wiping rain off her face.",
        &[&said("Berg", "The bridge was safe")],
    );
    check(
        "The city built the bridge in 2019, a spokeswoman, Anna Berg, said on Monday, and it has closed it since.",
        &[&said("Anna Berg", "The city built the bridge in 2019 … and it has closed it since")],
    );
    check(
        "The council has added another clause to the contract, she noted.",
        &["she | noted | The council has added another clause to the contract | say | indirect | positive"],
    );
    check(
        "In the old town, as Anna Berg reported in her book, the rich had country houses.",
        &["Anna Berg | reported | In the old town … the rich had country houses | say | indirect | positive"],
    );
}

#[test]
fn what_others_say_and_clauses_of_sources() {
    check(
        "The bridge was safe in May, records show, and engineers say it is worth millions now.",
        &[
            "records | show | The bridge was safe in May | show | indirect | positive",
            "engineers | say | it is worth millions now | say | indirect | positive",
        ],
    );
    check(
        "Most said the bridge was safe, while two engineers said it would fall.",
        &[
            "Most | said | the bridge was safe | say | indirect | positive",
            "two engineers | said | it would fall | say | indirect | positive",
        ],
    );
    check(
        "“It is safe,” said Anna Berg, an engineer who is running to lead the council.",
        &[
            "Anna Berg, an engineer who is running to lead the council | said | “It is safe,” | say | direct | positive",
        ],
    );
    check(
        "A Democrat from Ohio, Berg argued that the bridge was safe.",
        &["Berg | argued | that the bridge was safe | say | indirect | positive"],
    );
    check(
        "According to Reuters, quoting an engineer, the bridge was safe.",
        &["Reuters | According to | the bridge was safe | say | indirect | positive"],
    );
}

#[test]
fn quotations_of_a_word_and_titles() {
    check("“Nonsense,” she said of the plan.", &["she | said | “Nonsense,” | say | direct | positive"]);
    check(
        "Berg said on \"The Long Week With Anna Quill\" that she would leave.",
        &["Berg | said | that she would leave | say | indirect | positive"],
    );
    check(
        "When Quill said he was against it, he “lost the trust of the whole council,” said Anna Berg, a member.",
        &[
            "Quill | said | he was against it | say | indirect | positive",
            "Anna Berg, a member | said | When Quill said he was against it, he “lost the trust of the whole council,” | \
             say | mixed | positive",
        ],
    );
}

#[test]
fn what_passives_and_nouns_go_on_with() {
    check(
        "The mayor was accused of theft.",
        &["- | was accused | The mayor … of theft | blame | indirect | positive"],
    );
    check(
        "The mayor has been seen as a reformer.",
        &["- | has been seen | The mayor … as a reformer | think | indirect | positive"],
    );
    check(
        "The town renewed its calls for the company to close the mine.",
        &["its | calls for | the company to close the mine | order | indirect | positive"],
    );
}

#[test]
fn acts_and_rates_are_no_statements() {
    for text in [
        "Bodies could be seen on the road.",
        "The town will house people who claim asylum.",
        "A mean cost per student is used.",
        "The board rejected the plan, ruled Berg eligible and ordered a vote.",
    ] {
        let attributed =
            read(text).lines().into_iter().filter(|line| !line.contains("deny")).collect::<Vec<_>>();
        assert!(attributed.is_empty(), "{text}: {attributed:?}");
    }
}
