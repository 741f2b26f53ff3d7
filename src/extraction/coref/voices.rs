//! "I", "we" and "you": who is speaking where they stand.
//!
//! Inside a quotation that is its speaker. Elsewhere it is the author, or in an interview printed as questions and
//! answers without labels the one who asks or the one who answers.

use super::state::State;
use crate::analysis::Sentence;
use crate::extraction::{EntityType, MentionKind, Mode};
use std::collections::BTreeMap;

/// From this many questions on, paragraphs that end in one make an interview.
const FEWEST_QUESTIONS: usize = 3;

/// In whose mouth a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    /// A quotation's speaker, by the first mention of the group.
    Speaker(usize),
    /// Nobody is named, and only this paragraph is surely one voice.
    Paragraph(usize),
    /// Whoever asks the questions.
    Questions,
    /// Whoever answers them.
    Answers,
    /// Whoever writes.
    Author,
}

/// What kind of word it is: those of one voice and one kind mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    I,
    We,
    You,
}

/// Joins pronouns of the first and second person.
pub(super) fn link(state: &mut State<'_>) {
    let speakers = speakers(state);
    let interview = Interview::of(state);
    let turns = Turns::of(state, &speakers);
    let mut first: BTreeMap<(Voice, Word), usize> = BTreeMap::new();
    for m in 0..state.mentions.len() {
        let Some(word) = word(state, m) else { continue };
        let voice = voice(state, m, &speakers, &interview);
        if let Some(other) = turns.asked(state, m, &speakers).filter(|_| word == Word::You) {
            state.join(m, other, "addressee");
            continue;
        }
        if let Voice::Speaker(speaker) = voice
            && (word == Word::I || word == Word::We && is_several(state, speaker))
        {
            let source = quoting(state, m).and_then(|s| speakers[s]);
            state.join(m, source.unwrap_or(speaker), "speaker");
            continue;
        }
        let key = match (voice, word) {
            // "You" of a question is the "I" of the answers.
            (Voice::Questions, Word::You) if interview.is_alternating => (Voice::Answers, Word::I),
            // Several who are asked together speak for one side.
            (Voice::Speaker(who), Word::We) if turns.answers(state, who) => (Voice::Answers, Word::We),
            _ => (voice, word),
        };
        let antecedent = *first.entry(key).or_insert(m);
        state.join(m, antecedent, "same speaker");
        introduced(state, m);
    }
    if let (Some(guest), Some(&answers)) = (interview.guest, first.get(&(Voice::Answers, Word::I))) {
        state.join(answers, guest, "speaker");
    }
}

fn word(state: &State<'_>, m: usize) -> Option<Word> {
    if state.mentions[m].kind != MentionKind::Pronoun {
        return None;
    }
    Some(match state.head(m).lower_form().as_str() {
        "i" | "me" | "my" | "mine" | "myself" => Word::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Word::We,
        "you" | "your" | "yours" | "yourself" | "yourselves" => Word::You,
        _ => return None,
    })
}

/// A body, country or several people, which say "we" of themselves.
fn is_several(state: &State<'_>, m: usize) -> bool {
    matches!(state.entity_type(m), EntityType::Organization | EntityType::Group | EntityType::Place)
}

/// "I'm Anna Roth", "my name is Anna Roth".
fn introduced(state: &mut State<'_>, m: usize) {
    let (number, head) = (state.mentions[m].sentence, state.mentions[m].head);
    let sentence = state.sentence(m);
    let token = &sentence.tokens[head];
    let Some(up) = token.head else { return };
    let name = match (token.rel(), sentence.tokens[up].lemma.as_str()) {
        ("nsubj", _) if sentence.child(up, &["cop"]).is_some() => Some(up),
        ("nmod", "name") => sentence.tokens[up].head.filter(|h| sentence.child(*h, &["cop"]).is_some()),
        _ => None,
    };
    // "I, Anna Roth, declare".
    let name = name.or_else(|| sentence.child(head, &["appos"]).filter(|_| token.form == "I"));
    let name = name.and_then(|name| state.at(number, name));
    let is_person = |n: &usize| {
        state.mentions[*n].kind == MentionKind::Named && state.mentions[*n].entity_type == EntityType::Person
    };
    if let Some(name) = name.filter(is_person) {
        state.join(m, name, "introduced");
    }
}

/// For each statement the mention that speaks it: its source, or the speaker before it in this or the last paragraph.
fn speakers(state: &State<'_>) -> Vec<Option<usize>> {
    let mut in_force: Option<(usize, usize)> = None;
    let speaker = |s: &crate::extraction::Statement| {
        let paragraph = state.analysis.sentences[s.sentence].paragraph;
        let own = s.source_head.and_then(|(sentence, head)| state.at(sentence, head));
        let near = in_force.filter(|(p, _)| paragraph.saturating_sub(*p) <= 1).map(|(_, m)| m);
        let speaker = own.or_else(|| near.filter(|_| s.source.is_empty()));
        if let (Some(m), None) = (speaker, s.inside) {
            in_force = Some((paragraph, m));
        }
        speaker
    };
    state.statements.iter().map(speaker).collect()
}

/// Labelled turns of a conversation, in order.
struct Turns {
    statements: Vec<usize>,
    /// Who asks in most of his turns, or in more of them than the others.
    asking: Vec<usize>,
}

impl Turns {
    fn of(state: &State<'_>, speakers: &[Option<usize>]) -> Self {
        let is_turn =
            |s: &usize| state.statements[*s].cue_lemma == ":" && state.statements[*s].mode == Mode::Direct;
        let statements: Vec<usize> = (0..state.statements.len()).filter(is_turn).collect();
        let mut counts: BTreeMap<Option<usize>, (usize, usize)> = BTreeMap::new();
        for &s in &statements {
            // Who never says "I" and is not named is one, too: the paper that asks.
            let count = counts.entry(speakers[s].map(|m| state.root(m))).or_default();
            count.0 += usize::from(asks(state, s));
            count.1 += 1;
        }
        let share = |(asks, all): (usize, usize)| asks as f64 / all as f64;
        let most = counts.values().map(|n| share(*n)).fold(0.0, f64::max);
        let is_asking = |n: (usize, usize)| share(n) >= 0.5 || share(n) > 0.2 && share(n) == most;
        let asking = counts.into_iter().filter(|(_, n)| is_asking(*n)).filter_map(|(who, _)| who);
        Turns { asking: asking.collect(), statements }
    }

    /// Whether somebody has a turn and does not ask.
    fn answers(&self, state: &State<'_>, who: usize) -> bool {
        !self.statements.is_empty() && !self.asking.iter().any(|a| state.joined(*a, who))
    }

    /// Whom the words around a mention are addressed to, in a turn of somebody who asks: the speaker of the next turn,
    /// else of the one before.
    fn asked(&self, state: &State<'_>, m: usize, speakers: &[Option<usize>]) -> Option<usize> {
        let place = self.statements.binary_search(&state.quoted_in[m]?).ok()?;
        let speaker = |place: usize| self.statements.get(place).and_then(|s| speakers[*s]);
        let own = speaker(place);
        let is_other = |other: &usize| own.is_none_or(|own| !state.joined(own, *other));
        let is_asking = |own: usize| self.asking.iter().any(|a| state.joined(*a, own));
        own.is_none_or(is_asking).then_some(())?;
        let next = speaker(place + 1).filter(is_other);
        next.or_else(|| speaker(place.checked_sub(1)?).filter(is_other))
    }
}

/// Whether a statement has a question.
fn asks(state: &State<'_>, statement: usize) -> bool {
    let content = &state.statements[statement].content;
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    let sentences = &state.analysis.sentences;
    let from = sentences.partition_point(|s| s.span.end() <= first.start());
    let mut within = sentences[from..].iter().take_while(|s| s.span.start() < last.end());
    within.any(|s| s.tokens.last().is_some_and(|t| t.form == "?"))
}

fn voice(state: &State<'_>, m: usize, speakers: &[Option<usize>], interview: &Interview) -> Voice {
    let paragraph = state.sentence(m).paragraph;
    match quoting(state, m) {
        Some(s) => speakers[s].map_or(Voice::Paragraph(paragraph), |m| Voice::Speaker(state.root(m))),
        None => interview.voice(paragraph),
    }
}

/// The innermost statement around a mention that gives the speaker's own words.
fn quoting(state: &State<'_>, m: usize) -> Option<usize> {
    let around = std::iter::successors(state.quoted_in[m], |s| state.statements[*s].inside);
    around.take(state.statements.len()).find(|s| state.statements[*s].mode != Mode::Indirect)
}

/// An interview printed as questions and answers without labels.
struct Interview {
    /// Paragraphs that end in a question; empty for another kind of text.
    questions: Vec<usize>,
    /// Whether questions and answers take turns, so that all answers are one person's.
    is_alternating: bool,
    /// The person whom the introduction says was interviewed.
    guest: Option<usize>,
}

impl Interview {
    fn of(state: &State<'_>) -> Self {
        let sentences = &state.analysis.sentences;
        let mut last: BTreeMap<usize, &Sentence> = BTreeMap::new();
        last.extend(sentences.iter().map(|s| (s.paragraph, s)));
        let is_question = |s: &Sentence| s.tokens.last().is_some_and(|t| t.form == "?");
        let questions: Vec<usize> = last.iter().filter(|(_, s)| is_question(s)).map(|(p, _)| *p).collect();
        if questions.len() < FEWEST_QUESTIONS || 6 * questions.len() < last.len() {
            return Interview { questions: Vec::new(), is_alternating: false, guest: None };
        }
        let single = questions.windows(2).filter(|pair| pair[1] - pair[0] == 2).count();
        let is_alternating = 2 * single >= questions.len() - 1;
        let guest = if is_alternating { guest(state, questions[0]) } else { None };
        Interview { questions, is_alternating, guest }
    }

    fn voice(&self, paragraph: usize) -> Voice {
        match self.questions.first() {
            Some(first) if paragraph >= *first => {
                if self.questions.binary_search(&paragraph).is_ok() {
                    Voice::Questions
                } else if self.is_alternating {
                    Voice::Answers
                } else {
                    Voice::Paragraph(paragraph)
                }
            }
            _ => Voice::Author,
        }
    }
}

/// The person named most before the first question, in a sentence that speaks of the interview where there is one.
fn guest(state: &State<'_>, first_question: usize) -> Option<usize> {
    let mut best = None;
    for m in 0..state.mentions.len() {
        let (mention, sentence) = (&state.mentions[m], state.sentence(m));
        if sentence.paragraph >= first_question {
            break;
        }
        if mention.kind != MentionKind::Named || mention.entity_type != EntityType::Person {
            continue;
        }
        let told = sentence.tokens[..mention.head].iter().any(|t| t.lemma.eq_ignore_ascii_case("interview"));
        let rank = (told, state.group_size(m));
        if best.is_none_or(|(most, _)| rank > most) {
            best = Some((rank, m));
        }
    }
    best.map(|(_, m)| m)
}
