//! Verbal cues: verbs whose dependents fit a frame of the cue table, and their sources.

use super::according::{according_phrase, according_to, phrase};
use super::clauses::{before_participle, is_second_cue};
use super::frames::fit;
use super::spans::{
    agent, content, cue_tokens, polarity, source, subject, tokens_in, without_aside, without_time,
};
use super::{Context, Draft};
use crate::analysis::{Name, NameKind, Sentence, Upos};
use crate::extraction::{CueKind, Mode};
use crate::lexicon::cues::{self, Frame};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// Longest phrase between a quotation and its verb, in tokens.
const MAX_PHRASE: usize = 45;

/// Finds the verbal statements of a sentence.
pub(super) fn find(context: &Context<'_>, number: usize) -> Vec<Draft> {
    let s = context.sentence(number);
    let verbs = (0..s.tokens.len()).filter_map(|i| match s.tokens[i].upos {
        Upos::Verb => verb(context, number, i),
        Upos::Adj | Upos::Adp => according_to(context, number, i),
        _ => None,
    });
    let phrases = (0..s.tokens.len())
        .filter_map(|i| according_phrase(context, number, i).or_else(|| phrase(context, number, i)));
    verbs.chain(phrases).collect()
}

fn verb(context: &Context<'_>, number: usize, v: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = lemma_with_particle(s, v);
    let fit = fit(s, v, &lemma)?;
    // A verb that the table lacks, with a that-clause, attributes.
    let kind: CueKind = cues::kind(&lemma, fit.frame).unwrap_or("say").parse().ok()?;
    let cue = cue_tokens(s, v, fit.prep);
    let by = agent(s, v);
    let subject = if fit.is_passive { by } else { participle_subject(s, v).or_else(|| subject(s, v)) };
    let is_unsaid =
        fit.is_passive && subject.is_none() && matches!(fit.frame, Frame::Object | Frame::Prep(_));
    if is_unsaid && !speaks_by_itself(&lemma, kind) {
        return None;
    }
    let quoted_cue = context.quotation_at(s.tokens[v].span);
    let can_be = |i: &TokenIdx| {
        let in_quotation = context.quotation_at(s.tokens[*i].span);
        (!fit.content.contains(i) || fit.is_passive)
            && s.tokens[*i].rel() != "expl"
            && crate::lexicon::calendar::word(&s.tokens[*i].form).is_none()
            && (in_quotation.is_none() || in_quotation == quoted_cue)
    };
    let subject = fit.speaker.or_else(|| subject.filter(|i| can_be(i)));
    let is_seeming = matches!(lemma.as_str(), "seem" | "appear");
    let is_raised = is_seeming || fit.frame == Frame::Infinitive && fit.is_passive;
    let subject = match subject {
        None if fit.frame == Frame::Clause && !fit.is_passive => beside(context, number, v),
        Some(_) if is_raised && by.is_none() => None,
        found => found,
    };
    if subject.is_none() && !is_unsaid && matches!(fit.frame, Frame::Object | Frame::Text | Frame::Prep(_)) {
        return None;
    }
    let mut blocked = cue.clone();
    blocked.extend(&fit.content);
    let apart = || named_before(s, v).filter(|_| fit.frame == Frame::Clause && !fit.is_passive);
    let (source_spans, source_head) = match subject {
        None if let Some((phrase, head)) = apart() => (vec![s.span_of(&phrase)], Some((number, head))),
        Some(head) => {
            let is_apart = |i: &TokenIdx| !fit.is_passive || by.is_some_and(|agent| *i > agent);
            let outside: Vec<TokenIdx> = blocked.into_iter().filter(is_apart).collect();
            let (spans, head) = source(s, head, &outside);
            (spans, Some((number, head)))
        }
        None => (Vec::new(), None),
    };
    if !speaks(s, source_head.map(|(_, h)| h), fit.frame, kind) {
        return None;
    }
    let mut without = cue.clone();
    without.extend(&fit.apart);
    without.extend(tokens_in(context, number, &source_spans));
    without
        .extend(by.filter(|_| fit.is_passive).into_iter().flat_map(|agent| s.children_by(agent, &["case"])));
    let mut told = match fit.frame {
        Frame::Clause | Frame::Infinitive => fit.content.clone(),
        _ => without_time(s, before_participle(s, v, without_aside(s, fit.content.clone()))),
    };
    if is_raised && let Some(raised) = subject_of_passive(s, v) {
        told.extend(s.subtree(raised));
        told.sort_unstable();
    }
    let content = content(s, &told, &without);
    let prep = fit.prep.map(|p| format!(" {}", s.tokens[p].lemma)).unwrap_or_default();
    Some(Draft {
        sentence: number,
        cue_head: Some(v),
        source: source_spans,
        source_head,
        cue: s.spans_of(&cue),
        cue_lemma: format!("{lemma}{prep}"),
        kind,
        polarity: polarity(s, v),
        content,
        addressee_head: fit.addressee.map(|a| (number, a)),
        mode: Mode::Indirect,
        confidence: confidence(fit.frame, kind, s, v, source_head.is_some()),
    })
}

/// "The plan was criticised": somebody did, though the text does not say who. "The memo was released" says less.
fn speaks_by_itself(lemma: &str, kind: CueKind) -> bool {
    match kind {
        CueKind::Blame | CueKind::Praise | CueKind::Deny | CueKind::Think | CueKind::Ask => true,
        CueKind::Say | CueKind::Warn => cues::kind(lemma, Frame::Clause).is_some(),
        _ => false,
    }
}

/// "rule out": the verb's lemma with its particle.
fn lemma_with_particle(s: &Sentence, v: TokenIdx) -> String {
    let lemma = cues::known_lemma(&s.tokens[v].lower_lemma());
    let with = |p: TokenIdx| format!("{lemma} {}", s.tokens[p].lemma);
    match s.children(v).find(|c| s.tokens[*c].deprel == "compound:prt").map(with) {
        Some(both) if cues::is_cue(&both) || cues::kind(&lemma, Frame::Clause).is_none() => both,
        Some(_) => lemma,
        // "weighed in on", the particle taken for an adverb.
        None => {
            let right_behind = s.children_by(v, &["advmod"]).find(|c| *c == v + 1);
            right_behind.map(with).filter(|both| cues::is_cue(both)).unwrap_or(lemma)
        }
    }
}

/// ", clarifying that …": whoever the sentence is about clarifies, wherever the parser hung the participle.
fn participle_subject(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[v];
    if t.xpos == "VBG" && t.deprel == "acl" && v > 0 && s.tokens[v - 1].form == "," {
        let noun = t.head.filter(|h| !can_speak(s, *h))?;
        let clause = s.ancestors(noun).skip(1).find(|a| s.tokens[*a].upos == Upos::Verb);
        return clause.and_then(|c| subject(s, c)).or(Some(noun));
    }
    // "said he had not read it, but called it a start": the one who said it called it that.
    if is_second_cue(s, v)
        && let Some(clause) = t.head.filter(|h| s.tokens[*h].rel() == "ccomp")
    {
        return subject(s, s.tokens[clause].head?);
    }
    let after_comma = v > 0 && s.tokens[v - 1].form == ",";
    let in_clause = s.ancestors(v).skip(1).any(|a| s.tokens[a].is_rel(&["ccomp", "xcomp", "acl"]));
    let outer = s.ancestors(v).last()?;
    (t.xpos == "VBG" && t.rel() == "advcl" && after_comma && in_clause).then(|| subject(s, outer)).flatten()
}

/// Whether a noun names somebody or a body, rather than a thing.
pub(super) fn can_speak(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    let kind = nouns::kind(&t.lower_lemma());
    let is_named =
        s.names.iter().any(|n| n.tokens.contains(i) && n.kind != NameKind::Work && n.kind != NameKind::Event);
    t.upos == Upos::Pron
        || t.upos == Upos::Propn && is_named
        || matches!(kind, Some(NounKind::Person | NounKind::Group | NounKind::Organization))
}

/// "“…,” Anna Berg, the mayor who built it, said": a name of somebody or a body right behind a quotation speaks, whatever the parser
/// made of the phrase that follows, up to the comma before the verb. Gives phrase and head.
fn named_before(s: &Sentence, v: TokenIdx) -> Option<(Vec<TokenIdx>, TokenIdx)> {
    let end = v.checked_sub(1).filter(|i| s.tokens[*i].form == ",")?;
    let closes = |i: TokenIdx| matches!(s.tokens[i].form.as_str(), "”" | "''" | "\"" | "»");
    let is_behind = |n: &&Name| {
        matches!(n.kind, NameKind::Per | NameKind::Org)
            && n.tokens.end <= end
            && end - n.tokens.start <= MAX_PHRASE
            && n.tokens.start.checked_sub(1).is_some_and(closes)
    };
    let name = s.names.iter().rfind(is_behind)?;
    let phrase: Vec<TokenIdx> = (name.tokens.start..end).collect();
    let is_quoted =
        phrase.iter().any(|i| closes(*i) || s.tokens[*i].form == "“" || s.tokens[*i].form == "``");
    let head = s.top_of(name.tokens);
    (!is_quoted).then_some((phrase, head.unwrap_or(name.tokens.start)))
}

/// The noun right before or behind a verb of saying, where the tree shows no subject ("…, Carly Fiorina said").
fn beside(context: &Context<'_>, number: usize, v: TokenIdx) -> Option<TokenIdx> {
    let s = context.sentence(number);
    let is_finite = matches!(s.tokens[v].xpos.as_str(), "VBD" | "VBZ" | "VBP");
    let is_name = |i: &TokenIdx| {
        let t = &s.tokens[*i];
        (t.upos == Upos::Propn || t.xpos == "PRP")
            && context.quotation_at(t.span).is_none()
            && crate::lexicon::calendar::word(&t.form).is_none()
    };
    let after = (v + 1 < s.tokens.len()).then_some(v + 1);
    let found = v.checked_sub(1).filter(is_name).or_else(|| after.filter(is_name));
    let found = found.or_else(|| described(s, v)).filter(|_| is_finite)?;
    let name = s.names.iter().find(|n| n.tokens.contains(found));
    name.and_then(|n| s.top_of(n.tokens)).or(Some(found))
}

/// "…, Carly Fiorina, the former senator, said": the name before a description between commas and the verb.
fn described(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    let is_comma = |i: TokenIdx| s.tokens[i].form == ",";
    let end = v.checked_sub(1).filter(|i| is_comma(*i))?;
    let is_part = |i: &TokenIdx| !matches!(s.tokens[*i].upos, Upos::Verb | Upos::Aux | Upos::Sconj);
    let start = (0..end).rev().take(16).take_while(is_part).last()?;
    let mut names = s.names.iter().filter(|n| n.kind == NameKind::Per);
    let name = names.find(|n| {
        let before = n.tokens.start.checked_sub(1);
        n.tokens.start >= start
            && n.tokens.end <= end
            && is_comma(n.tokens.end)
            && before.is_none_or(is_comma)
    })?;
    Some(name.tokens.start)
}

/// "Rutte is expected to go", "Rutte seems to go": what is expected has its subject there.
fn subject_of_passive(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    s.child(v, &["nsubj"])
}

/// Clausal frames are trusted; in the others things ("the storm threatened the coast") do not speak.
fn speaks(s: &Sentence, source: Option<TokenIdx>, frame: Frame, kind: CueKind) -> bool {
    let Some(i) = source else { return true };
    let t = &s.tokens[i];
    let can = match t.upos {
        Upos::Propn | Upos::Pron => {
            !matches!(t.lemma.as_str(), "it" | "this" | "that" | "these" | "those") && t.xpos != "EX"
        }
        Upos::Noun => {
            nouns::kind(&t.lower_lemma()).is_some_and(|k| k != NounKind::Event)
                || t.xpos == "NNS"
                || matches!(t.lemma.as_str(), "percent" | "majority" | "minority" | "half" | "%")
        }
        Upos::Adj | Upos::Num | Upos::Det => true,
        _ => false,
    };
    match frame {
        Frame::Clause => t.upos != Upos::Verb || t.lemma == "who",
        _ => can || kind == CueKind::Show,
    }
}

fn confidence(frame: Frame, kind: CueKind, s: &Sentence, v: TokenIdx, has_source: bool) -> f32 {
    let base: f32 = match frame {
        Frame::Clause => 0.9,
        Frame::ObjectInfinitive => 0.8,
        Frame::Prep(_) => 0.7,
        Frame::Infinitive => 0.65,
        Frame::Noun | Frame::Adjective => 0.6,
        Frame::Object | Frame::Text | Frame::Phrase => 0.6,
    };
    let said = match kind {
        CueKind::Say | CueKind::Order | CueKind::Deny | CueKind::Warn => 0.05,
        CueKind::Think | CueKind::Intend | CueKind::Feel | CueKind::Show => -0.2,
        _ => -0.05,
    };
    let modal = s.children_by(v, &["aux"]).any(|a| s.tokens[a].xpos == "MD");
    let source = if has_source { 0.0 } else { -0.2 };
    (base + said + source - if modal { 0.15 } else { 0.0 }).clamp(0.05, 0.98)
}
