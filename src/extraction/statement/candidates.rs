//! Verbal cues: verbs whose dependents fit a frame of the cue table, and "according to".

use super::spans::{agent, content, cue_tokens, polarity, source, subject, tokens_in};
use super::{Context, Draft};
use crate::analysis::{Sentence, Upos};
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::cues::{self, Frame};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// Prepositions whose phrases go on with an object that is content ("rejected the plan for a truce").
const GO_ON: &[&str] = &["as", "for", "with", "to", "of", "on", "from", "against", "over", "about", "by"];

/// Finds the verbal statements of a sentence.
pub(super) fn find(context: &Context<'_>, number: usize) -> Vec<Draft> {
    let s = context.sentence(number);
    let verbs = (0..s.tokens.len()).filter_map(|i| match s.tokens[i].upos {
        Upos::Verb => verb(context, number, i),
        Upos::Adj | Upos::Adp => according_to(context, number, i),
        _ => None,
    });
    verbs.chain((0..s.tokens.len()).filter_map(|i| according_phrase(context, number, i))).collect()
}

/// What fits a verb: its frame, the content's tokens, a preposition of the cue, the addressee.
struct Fit {
    frame: Frame,
    content: Vec<TokenIdx>,
    prep: Option<TokenIdx>,
    addressee: Option<TokenIdx>,
    /// Content is the passive's subject, so that only "by X" can be the source.
    is_passive: bool,
    /// Who speaks, where the words around the verb show it better than the tree.
    speaker: Option<TokenIdx>,
}

fn verb(context: &Context<'_>, number: usize, v: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = lemma_with_particle(s, v);
    let fit = fit(s, v, &lemma)?;
    let kind: CueKind = cues::kind(&lemma, fit.frame)?.parse().ok()?;
    let cue = cue_tokens(s, v, fit.prep);
    let by = agent(s, v);
    let subject = if fit.is_passive { by } else { participle_subject(s, v).or_else(|| subject(s, v)) };
    let is_unsaid = fit.is_passive && subject.is_none() && fit.frame == Frame::Object;
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
    let (source_spans, source_head) = match subject {
        Some(head) => {
            let outside: Vec<TokenIdx> = if fit.is_passive { cue.clone() } else { blocked };
            let (spans, head) = source(s, head, &outside);
            (spans, Some((number, head)))
        }
        None => (Vec::new(), None),
    };
    if !speaks(s, source_head.map(|(_, h)| h), fit.frame, kind) {
        return None;
    }
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    let mut told = fit.content.clone();
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
    let lemma = cues::known_lemma(&s.tokens[v].lemma.to_lowercase());
    match s.children(v).find(|c| s.tokens[*c].deprel == "compound:prt") {
        Some(p) => {
            let both = format!("{lemma} {}", s.tokens[p].lemma);
            if cues::is_cue(&both) || cues::kind(&lemma, Frame::Clause).is_none() { both } else { lemma }
        }
        None => lemma,
    }
}

/// ", clarifying that …": whoever the sentence is about clarifies, wherever the parser hung the participle.
fn participle_subject(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[v];
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

/// A finite cue without a subject of its own, conjoined to a complement clause: it goes on with the verb above.
fn is_second_cue(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    let is_cue =
        [Frame::Clause, Frame::Object, Frame::Infinitive].iter().any(|f| cues::kind(&t.lemma, *f).is_some());
    t.rel() == "conj"
        && matches!(t.xpos.as_str(), "VBD" | "VBZ")
        && is_cue
        && s.child(i, &["nsubj", "csubj", "expl"]).is_none()
        && t.head.is_some_and(|h| s.tokens[h].rel() == "ccomp")
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
    let found = v.checked_sub(1).filter(is_name).or_else(|| after.filter(is_name)).filter(|_| is_finite)?;
    let name = s.names.iter().find(|n| n.tokens.contains(found));
    name.and_then(|n| n.tokens.iter().find(|i| s.tokens[*i].head.is_none_or(|h| !n.tokens.contains(h))))
        .or(Some(found))
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
        Upos::Propn | Upos::Pron => t.lemma != "it" && !matches!(t.xpos.as_str(), "DT" | "EX"),
        Upos::Noun => {
            nouns::kind(&t.lemma.to_lowercase()).is_some_and(|k| k != NounKind::Event) || t.xpos == "NNS"
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
        Frame::Object | Frame::Text => 0.6,
    };
    let said = if matches!(kind, CueKind::Say | CueKind::Order | CueKind::Deny | CueKind::Warn) {
        0.05
    } else {
        -0.05
    };
    let modal = s.children_by(v, &["aux"]).any(|a| s.tokens[a].xpos == "MD");
    let source = if has_source { 0.0 } else { -0.2 };
    (base + said + source - if modal { 0.15 } else { 0.0 }).clamp(0.05, 0.98)
}

/// The first frame that fits.
fn fit(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Fit> {
    let knows = |frame: Frame| cues::kind(lemma, frame).is_some();
    let is_passive = s.children(v).any(|c| matches!(s.tokens[c].deprel.as_str(), "nsubj:pass" | "aux:pass"));
    let obj = s.child(v, &["obj"]);
    let iobj = s.child(v, &["iobj"]);
    let xcomp = s.children_by(v, &["xcomp"]).find(|x| is_infinitive(s, *x));
    if knows(Frame::Clause)
        && let Some((speaker, content)) = aside(s, v, lemma)
    {
        let addressee = s.children_by(v, &["obl"]).find(|o| is_to_person(s, *o));
        return Some(Fit {
            frame: Frame::Clause,
            content,
            prep: None,
            addressee,
            is_passive: false,
            speaker: Some(speaker),
        });
    }
    if knows(Frame::Clause)
        && let Some((speaker, content)) = as_clause(s, v)
    {
        let frame = Frame::Clause;
        return Some(Fit {
            frame,
            content,
            prep: None,
            addressee: None,
            is_passive: false,
            speaker: Some(speaker),
        });
    }
    if knows(Frame::Clause)
        && let Some(tokens) = clause(s, v, lemma)
    {
        let told = iobj.or(obj).filter(|o| !tokens.contains(o));
        let addressee = told.or_else(|| s.children_by(v, &["obl"]).find(|o| is_to_person(s, *o)));
        let (frame, speaker) = (Frame::Clause, None);
        return Some(Fit { frame, content: tokens, prep: None, addressee, is_passive: false, speaker });
    }
    if knows(Frame::ObjectInfinitive)
        && let (Some(o), Some(x)) = (obj.or(iobj), xcomp.or_else(|| purpose(s, v)))
    {
        let drops = matches!(lemma, "tell" | "remind" | "promise");
        let mut content = if drops { Vec::new() } else { s.subtree(o) };
        content.extend(clean_subtree(s, x, v));
        content.sort_unstable();
        return Some(Fit {
            frame: Frame::ObjectInfinitive,
            content,
            prep: None,
            addressee: Some(o),
            is_passive: false,
            speaker: None,
        });
    }
    if let Some((prep, phrase)) = prepositional(s, v, lemma) {
        let mut content: Vec<TokenIdx> = s.subtree(phrase).into_iter().filter(|i| *i != prep).collect();
        if let Some(to) = xcomp.or_else(|| purpose(s, v)) {
            content.extend(clean_subtree(s, to, v));
        }
        content.sort_unstable();
        let frame = Frame::Prep(cues::prepositions(lemma).find(|p| s.tokens[prep].lemma == *p)?);
        return Some(Fit {
            frame,
            content,
            prep: Some(prep),
            addressee: None,
            is_passive: false,
            speaker: None,
        });
    }
    if knows(Frame::Infinitive)
        && let Some(x) = xcomp
    {
        let mut content = clean_subtree(s, x, v);
        content.extend(further_infinitives(s, v, x).flat_map(|c| s.subtree(c)));
        content.sort_unstable();
        return Some(Fit {
            frame: Frame::Infinitive,
            content,
            prep: None,
            addressee: None,
            is_passive,
            speaker: None,
        });
    }
    object(s, v, lemma, is_passive).or_else(|| {
        let content = clause_behind(s, v, lemma).filter(|_| knows(Frame::Clause))?;
        Some(Fit {
            frame: Frame::Clause,
            content,
            prep: None,
            addressee: None,
            is_passive: false,
            speaker: None,
        })
    })
}

fn object(s: &Sentence, v: TokenIdx, lemma: &str, is_passive: bool) -> Option<Fit> {
    let frame = [Frame::Object, Frame::Text].into_iter().find(|f| cues::kind(lemma, *f).is_some())?;
    let kind = cues::kind(lemma, frame)?;
    let target = if is_passive {
        s.children(v).find(|c| s.tokens[*c].deprel == "nsubj:pass")
    } else {
        s.child(v, &["obj"])
    }?;
    let is_quantity =
        matches!(s.tokens[target].upos, Upos::Num | Upos::Pron) && s.tokens[target].xpos != "PRP";
    // "called it shameful" says something of it; "rejected it" leaves open what.
    let is_named_so = s.children_by(v, &["xcomp"]).any(|x| x > target && s.tokens[x].upos != Upos::Verb);
    if is_quantity || s.tokens[target].lemma == "it" && !is_named_so {
        return None;
    }
    // "issued an order that …": the noun attributes, and borrows the verb's subject.
    let tells = s.children_by(target, &["acl", "ccomp"]).any(|c| s.child(c, &["mark"]).is_some());
    if frame == Frame::Text && (!is_words(s, target) || tells)
        || !is_named_so && matches!(kind, "say" | "think" | "show" | "ask" | "intend") && is_person(s, target)
    {
        return None;
    }
    let mut content = s.subtree(target);
    if !is_passive {
        for c in s.children(v).filter(|c| *c > target) {
            let t = &s.tokens[c];
            let goes_on = t.rel() == "obl"
                && s.children_by(c, &["case"]).any(|p| GO_ON.contains(&s.tokens[p].lemma.as_str()))
                || t.is_rel(&["xcomp", "obj", "iobj"])
                || t.rel() == "advcl"
                    && s.children_by(c, &["mark", "case"])
                        .any(|m| matches!(s.tokens[m].lemma.as_str(), "to" | "of" | "for" | "as"));
            if goes_on && !is_time_phrase(s, c) {
                content.extend(s.subtree(c));
            }
        }
    }
    content.sort_unstable();
    content.dedup();
    Some(Fit { frame, content, prep: None, addressee: None, is_passive, speaker: None })
}

/// A text or an act of speech: "statement", "warning".
fn is_words(s: &Sentence, i: TokenIdx) -> bool {
    let lemma = s.tokens[i].lemma.to_lowercase();
    nouns::kind(&lemma) == Some(NounKind::Work) || cues::kind(&lemma, Frame::Noun).is_some()
}

/// Somebody, who is no content: "questioned the student", "asked Merkel".
fn is_person(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    t.xpos == "PRP"
        || t.upos == Upos::Noun && nouns::kind(&t.lemma.to_lowercase()) == Some(NounKind::Person)
        || s.names.iter().any(|n| n.kind == crate::analysis::NameKind::Per && n.tokens.end == i + 1)
}

/// "wants to go, see and win": bare verbs that the parser hung to the cue itself.
fn further_infinitives(s: &Sentence, v: TokenIdx, x: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
    let is_finite = matches!(s.tokens[v].xpos.as_str(), "VBD" | "VBZ" | "VBP");
    s.children_by(v, &["conj"]).filter(move |c| {
        is_finite
            && *c > x
            && s.tokens[*c].xpos == "VB"
            && s.child(*c, &["nsubj", "aux", "mark"]).is_none()
            && s.tokens[x].xpos == "VB"
    })
}

fn is_infinitive(s: &Sentence, x: TokenIdx) -> bool {
    s.children_by(x, &["mark"]).any(|m| s.tokens[m].lemma == "to") || s.tokens[x].xpos == "VBG"
}

/// "called on X to go": an infinitive that the parser takes for one of purpose.
fn purpose(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    s.children_by(v, &["advcl"])
        .find(|a| *a > v && s.children_by(*a, &["mark"]).any(|m| s.tokens[m].lemma == "to"))
}

fn is_to_person(s: &Sentence, o: TokenIdx) -> bool {
    s.children_by(o, &["case"]).any(|c| s.tokens[c].lemma == "to")
        && matches!(s.tokens[o].upos, Upos::Propn | Upos::Noun | Upos::Pron)
}

fn is_time_phrase(s: &Sentence, o: TokenIdx) -> bool {
    crate::lexicon::calendar::word(&s.tokens[o].form).is_some()
        || matches!(
            s.tokens[o].lemma.as_str(),
            "interview" | "speech" | "statement" | "tweet" | "conference" | "week" | "month" | "year" | "day"
        )
}

/// A phrase with a preposition that the cue takes: the preposition and the phrase's head.
fn prepositional(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<(TokenIdx, TokenIdx)> {
    let preps: Vec<&str> = cues::prepositions(lemma).collect();
    if preps.is_empty() {
        return None;
    }
    s.children_by(v, &["obl", "advcl", "xcomp"]).filter(|o| *o > v).find_map(|o| {
        let prep =
            s.children_by(o, &["case", "mark"]).find(|c| preps.contains(&s.tokens[*c].lemma.as_str()))?;
        (!is_time_phrase(s, o) && s.tokens[prep].xpos != "TO" || s.tokens[o].upos != Upos::Verb)
            .then_some((prep, o))
    })
}

/// Tokens of a clausal content: a complement, the clause the verb stands in as parataxis, or one in parataxis to it.
fn clause(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    let marked = s.children_by(v, &["ccomp"]).find(|c| s.child(*c, &["mark"]).is_some());
    // Some complement clauses come out as open ones, subject and all.
    let with_subject = |x: &TokenIdx| s.child(*x, &["nsubj"]).is_some();
    let complement = marked.or_else(|| s.child(v, &["ccomp"]));
    if let Some(c) = complement.or_else(|| s.children_by(v, &["xcomp"]).find(with_subject)) {
        let mut tokens = clean_subtree(s, c, v);
        let begins = tokens.first().copied().unwrap_or(v);
        // "argued Trump's proposal would …": nobody is argued something, so that the object is the clause's subject.
        let torn = s.children_by(v, &["obj", "iobj"]).find(|o| *o > v && *o < begins);
        if let Some(o) = torn.filter(|o| {
            marked.is_none()
                && !cues::takes_addressee(lemma)
                && !is_time(s, *o)
                && s.child(c, &["nsubj"]).is_none()
        }) {
            tokens.extend(s.subtree(o));
            tokens.sort_unstable();
        }
        return Some(tokens);
    }
    let t = &s.tokens[v];
    let is_finite = matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN" | "VB");
    if t.rel() == "parataxis"
        && is_finite
        && let Some(host) = t.head
    {
        // "The plan, she said, will fail": the host clause is what is said.
        let mine = s.subtree(v);
        let host_tokens = s.subtree(host);
        let content: Vec<TokenIdx> = host_tokens.into_iter().filter(|i| !mine.contains(i)).collect();
        return (content.len() > 1).then_some(content);
    }
    let beside = s.children_by(v, &["parataxis"]).find(|p| {
        let said_first = *p > v;
        said_first && s.tokens[v + 1..*p].iter().any(|t| matches!(t.form.as_str(), ":" | "," | "“" | "\""))
    });
    beside.map(|p| clean_subtree(s, p, v))
}

/// "As the study noted, …", "…, as reported by Reuters": the speaker, and the clause around it as content.
fn as_clause(s: &Sentence, v: TokenIdx) -> Option<(TokenIdx, Vec<TokenIdx>)> {
    let t = &s.tokens[v];
    let host = t.head.filter(|_| t.rel() == "advcl")?;
    let has_as = s.children_by(v, &["mark", "advmod", "case"]).any(|m| m < v && s.tokens[m].lemma == "as");
    let own = s.child(v, &["ccomp", "xcomp", "obj"]);
    let speaker = match t.xpos.as_str() {
        "VBN" => agent(s, v),
        _ if is_finite(s, v) => s.child(v, &["nsubj"]),
        _ => None,
    };
    let mine = s.subtree(v);
    let at_edge = mine.first().is_some_and(|first| *first == 0 || s.tokens[first - 1].form == ",");
    if !has_as || own.is_some() || !at_edge {
        return None;
    }
    let content: Vec<TokenIdx> = s.subtree(host).into_iter().filter(|i| !mine.contains(i)).collect();
    (content.len() > 1).then_some((speaker?, content))
}

/// "…, Barkley said.", "The plan, he said, …": who stands between comma and verb says what is outside, whatever the
/// tree shows. Gives the speaker and the content.
fn aside(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<(TokenIdx, Vec<TokenIdx>)> {
    if !is_finite(s, v) || !cues::leads_clause(lemma) {
        return None;
    }
    let comma = (v.saturating_sub(8)..v).rev().find(|i| s.tokens[*i].form == ",")?;
    let phrase = comma + 1..v;
    let is_phrase = phrase.clone().all(|i| {
        !matches!(s.tokens[i].upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj | Upos::Punct)
    });
    let head = phrase
        .clone()
        .rev()
        .find(|i| matches!(s.tokens[*i].upos, Upos::Propn | Upos::Pron | Upos::Noun) && !is_time(s, *i))?;
    let relative = matches!(s.tokens[head].xpos.as_str(), "WDT" | "WP" | "DT");
    let next = s.tokens.get(v + 1).map(|t| t.form.as_str());
    let ends = s.tokens[v + 1..].iter().all(|t| t.upos == Upos::Punct)
        || s.tokens.len() - v <= 6
            && s.tokens[v + 1..].iter().all(|t| t.upos != Upos::Verb && t.upos != Upos::Aux);
    if !is_phrase
        || relative
        || !(ends || next == Some(","))
        || opens_aside(s)
        || !has_finite(s, 0..comma) && ends
    {
        return None;
    }
    let mut content: Vec<TokenIdx> = (0..comma).collect();
    if !ends {
        content.extend(v + 2..s.tokens.len());
    }
    let name = s.names.iter().find(|n| n.tokens.contains(head));
    let head = match name {
        Some(n) => {
            n.tokens.iter().find(|i| s.tokens[*i].head.is_none_or(|h| !n.tokens.contains(h))).unwrap_or(head)
        }
        None => head,
    };
    Some((head, content))
}

/// Whether a sentence begins with a clause that is no content: "When asked, he said".
fn opens_aside(s: &Sentence) -> bool {
    s.tokens
        .first()
        .is_some_and(|t| t.upos == Upos::Sconj || matches!(t.xpos.as_str(), "VBG" | "VBN" | "WRB"))
}

fn is_time(s: &Sentence, i: TokenIdx) -> bool {
    crate::lexicon::calendar::word(&s.tokens[i].form).is_some()
}

fn is_finite(s: &Sentence, i: TokenIdx) -> bool {
    matches!(s.tokens[i].xpos.as_str(), "VBD" | "VBZ" | "VBP")
}

fn has_finite(s: &Sentence, mut range: std::ops::Range<TokenIdx>) -> bool {
    range.any(|i| is_finite(s, i) || s.tokens[i].xpos == "MD")
}

/// A bare clause behind a verb of saying that the tree has torn apart: all that follows the verb.
fn clause_behind(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    let has_subject = s.child(v, &["nsubj"]).is_some_and(|n| n < v);
    let is_main = s.tokens[v].head.is_none() || s.tokens[v].is_rel(&["conj", "parataxis"]);
    let quoted =
        s.tokens.iter().any(|t| t.upos == Upos::Punct && t.form.contains(['"', '“', '”', '\'', '`']));
    if !is_finite(s, v) || !cues::leads_clause(lemma) || !has_subject || !is_main || quoted {
        return None;
    }
    let from = (v + 1..s.tokens.len()).find(|i| s.tokens[*i].upos != Upos::Punct)?;
    let starts = from == v + 1 && !matches!(s.tokens[from].upos, Upos::Adp | Upos::Adv | Upos::Part);
    (starts && has_finite(s, from + 1..s.tokens.len())).then(|| (from..s.tokens.len()).collect())
}

/// The subtree without what hangs on to it by mistake: a participle after a comma that is a cue of its own (", adding
/// that …") and a second main verb.
fn clean_subtree(s: &Sentence, top: TokenIdx, cue: TokenIdx) -> Vec<TokenIdx> {
    let has_mark = |i: TokenIdx, lemmas: &[&str]| {
        s.children_by(i, &["mark", "advmod"]).any(|m| lemmas.contains(&s.tokens[m].lemma.as_str()))
    };
    let concedes = |i: TokenIdx| {
        s.tokens[i].rel() == "advcl" && i > cue && has_mark(i, &["though", "although", "while", "as"]) && {
            let first = s.subtree(i).first().copied().unwrap_or(i);
            first > 0 && s.tokens[first - 1].form == ","
        }
    };
    let is_cue = |i: TokenIdx| cues::is_cue(&cues::known_lemma(&s.tokens[i].lemma));
    let participle = |i: TokenIdx| {
        let t = &s.tokens[i];
        let behind_comma = (i.saturating_sub(2)..i).any(|c| s.tokens[c].form == ",");
        t.xpos == "VBG" && t.is_rel(&["advcl", "xcomp", "acl", "conj", "ccomp"]) && behind_comma && is_cue(i)
    };
    let mut tokens =
        s.subtree_without(top, |i| concedes(i) || i > top && is_second_cue(s, i) || is_according(s, i));
    let from = tokens.iter().copied().find(|i| *i > cue && *i > top && participle(*i));
    if let Some(from) = from {
        let comma = (0..from).rev().find(|c| s.tokens[*c].form == ",").unwrap_or(from);
        tokens.retain(|i| *i < comma);
    }
    tokens
}

/// Whether a phrase names a source: ", according to X" belongs to what stands above.
fn is_according(s: &Sentence, i: TokenIdx) -> bool {
    s.tokens[i].form.eq_ignore_ascii_case("according")
        || s.children_by(i, &["case"]).any(|c| s.tokens[c].form.eq_ignore_ascii_case("according"))
}

/// "according to X", where the phrase hangs by its noun.
fn according_phrase(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let case = s.children_by(i, &["case"]).find(|c| s.tokens[*c].form.eq_ignore_ascii_case("according"))?;
    let to = (case + 1 < s.tokens.len() && s.tokens[case + 1].lemma == "to").then_some(case + 1)?;
    according(context, number, i, vec![case, to])
}

/// "according" as a word of its own, with the phrase under it.
fn according_to(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    if !s.tokens[i].form.eq_ignore_ascii_case("according") || s.tokens[i].rel() == "case" {
        return None;
    }
    let noun = s.children_by(i, &["obl", "nmod", "obj"]).next()?;
    let to = s.children_by(noun, &["case"]).find(|c| s.tokens[*c].lemma == "to")?;
    according(context, number, noun, vec![i, to])
}

fn according(context: &Context<'_>, number: usize, noun: TokenIdx, cue: Vec<TokenIdx>) -> Option<Draft> {
    let s = context.sentence(number);
    // Before the clause, a comma ends the source: "According to AFP, the United Nations …".
    let ends = (noun..s.tokens.len()).find(|i| s.tokens[*i].form == ",").unwrap_or(s.tokens.len());
    let mut outside = cue.clone();
    if cue[0] == 0 {
        outside.extend(ends..s.tokens.len());
    }
    let (source_spans, head) = source(s, noun, &outside);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    if cue[0] != 0 {
        without.extend(s.subtree(noun));
    }
    let up = s.tokens[noun].head.filter(|h| !cue.contains(h)).or_else(|| s.tokens[cue[0]].head)?;
    // The clause around it is what is said.
    let is_predicate = |a: &TokenIdx| {
        s.tokens[*a].head.is_none()
            || s.tokens[*a].is_rel(&["ccomp", "advcl", "parataxis", "conj", "root"])
                && s.child(*a, &["nsubj"]).is_some()
    };
    let phrase = s.subtree(noun);
    let (first, last) = (*phrase.first()?.min(&cue[0]), *phrase.last()?);
    let at_edge = first == 0
        || s.tokens[last + 1..].iter().all(|t| t.upos == Upos::Punct)
            && s.tokens[..first].last().is_some_and(|t| t.form == ",");
    let top = s.ancestors(up).find(is_predicate).or_else(|| s.root())?;
    let top = if at_edge { s.root()? } else { top };
    let tokens: Vec<TokenIdx> = s.subtree(top).into_iter().filter(|i| !without.contains(i)).collect();
    let kind =
        if nouns::kind(&s.tokens[noun].lemma) == Some(NounKind::Work) { CueKind::Show } else { CueKind::Say };
    Some(Draft {
        sentence: number,
        cue_head: Some(cue[0]),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: "according to".to_owned(),
        kind,
        polarity: Polarity::Positive,
        content: content(s, &tokens, &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: 0.93,
    })
}
