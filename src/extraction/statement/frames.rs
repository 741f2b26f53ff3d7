//! Which frame of the cue table a verb's dependents fit, and what is content then.

use super::candidates::can_speak;
use super::clauses::{Aside, as_clause, aside, clause, clause_behind, clean_subtree, inverted};
use super::spans::agent;
use crate::analysis::{Sentence, Upos};
use crate::lexicon::cues::{self, Frame};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// Prepositions whose phrases go on with an object that is content ("rejected the plan for a truce").
const GO_ON: &[&str] = &["as", "for", "with", "to", "of", "on", "from", "against", "over", "about", "by"];

/// Prepositions whose phrases go on with a passive's subject.
const OF_PASSIVE: &[&str] = &["as", "for", "with", "of", "over", "about"];

/// What fits a verb: its frame, the content's tokens, a preposition of the cue, the addressee.
pub(super) struct Fit {
    pub(super) frame: Frame,
    pub(super) content: Vec<TokenIdx>,
    pub(super) prep: Option<TokenIdx>,
    pub(super) addressee: Option<TokenIdx>,
    /// Content is the passive's subject, so that only "by X" can be the source.
    pub(super) is_passive: bool,
    /// Who speaks, where the words around the verb show it better than the tree.
    pub(super) speaker: Option<TokenIdx>,
    /// What stands amid the content and is none.
    pub(super) apart: Vec<TokenIdx>,
}

impl Fit {
    /// A frame with its content, in order, and nothing else.
    fn new(frame: Frame, mut content: Vec<TokenIdx>) -> Fit {
        content.sort_unstable();
        Fit {
            frame,
            content,
            prep: None,
            addressee: None,
            is_passive: false,
            speaker: None,
            apart: Vec::new(),
        }
    }

    fn aside(aside: Aside) -> Fit {
        let Aside { speaker, content, own } = aside;
        Fit { speaker: Some(speaker), apart: own, ..Fit::new(Frame::Clause, content) }
    }
}

/// The first frame that fits.
pub(super) fn fit(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Fit> {
    let knows = |frame: Frame| cues::kind(lemma, frame).is_some();
    let is_passive = is_asked(s, v)
        || s.children(v).any(|c| matches!(s.tokens[c].deprel.as_str(), "nsubj:pass" | "aux:pass"));
    let patient = || s.children(v).find(|c| s.tokens[*c].deprel == "nsubj:pass");
    let obj = s.child(v, &["obj"]);
    let iobj = s.child(v, &["iobj"]);
    // "is expected by analysts to": the infinitive can hang by whoever expects.
    let by_agent = || {
        let infinitive = |x: &TokenIdx| is_infinitive(s, *x) && s.tokens[*x].xpos != "VBG";
        s.children_by(agent(s, v).filter(|_| is_passive)?, &["acl"])
            .find(infinitive)
            .or_else(|| purpose(s, v))
    };
    // "volunteered to go", the infinitive taken for one of purpose.
    let right_behind = || {
        purpose(s, v).filter(|x| s.children_by(*x, &["mark"]).any(|m| m == v + 1) && knows(Frame::Infinitive))
    };
    let xcomp = s.children_by(v, &["xcomp"]).find(|x| is_infinitive(s, *x));
    let xcomp = xcomp.or_else(by_agent).or_else(right_behind);
    let addressed = || s.children_by(v, &["obl"]).find(|o| is_to_person(s, *o));
    if knows(Frame::Clause) {
        if let Some(found) = aside(s, v, lemma) {
            return Some(Fit { addressee: addressed(), ..Fit::aside(found) });
        }
        if let Some(found) = as_clause(s, v) {
            return Some(Fit::aside(found));
        }
        if let Some((speaker, content)) = inverted(s, v, lemma) {
            let fit = Fit::new(Frame::Clause, content);
            return Some(Fit { addressee: addressed(), speaker: Some(speaker), ..fit });
        }
        if let Some(content) = clause(s, v, lemma) {
            let told = iobj.or(obj).filter(|o| !content.contains(o));
            // "was told that": the subject is whom it was said to.
            let is_told = is_passive && cues::takes_addressee(lemma);
            let told = if is_told { patient() } else { told.or_else(addressed) };
            return Some(Fit { addressee: told, is_passive: is_told, ..Fit::new(Frame::Clause, content) });
        }
    }
    if knows(Frame::ObjectInfinitive)
        && let (Some(o), Some(x)) = (obj.or(iobj), xcomp.or_else(|| purpose(s, v)))
    {
        let drops = matches!(lemma, "tell" | "remind" | "promise");
        let mut content = if drops { Vec::new() } else { s.subtree(o) };
        content.extend(clean_subtree(s, x, v));
        return Some(Fit { addressee: Some(o), ..Fit::new(Frame::ObjectInfinitive, content) });
    }
    // "blamed the attack on a video": with an object the phrase belongs to the content.
    let whole = (knows(Frame::Object) && !is_passive).then(|| object(s, v, lemma, false)).flatten();
    if whole.is_some() {
        return whole;
    }
    if let Some((prep, phrase)) = prepositional(s, v, lemma) {
        let mut content: Vec<TokenIdx> = s.subtree(phrase).into_iter().filter(|i| *i != prep).collect();
        if let Some(to) = xcomp.or_else(|| purpose(s, v)) {
            content.extend(clean_subtree(s, to, v));
        }
        let frame = Frame::Prep(cues::prepositions(lemma).find(|p| s.tokens[prep].lemma == *p)?);
        let is_asked = is_passive && lemma == "ask";
        let addressee = patient().filter(|_| is_asked);
        return Some(Fit { prep: Some(prep), is_passive: is_asked, addressee, ..Fit::new(frame, content) });
    }
    if knows(Frame::Infinitive)
        && let Some(x) = xcomp
    {
        let mut content = clean_subtree(s, x, v);
        content.extend(further_infinitives(s, v, x).flat_map(|c| s.subtree(c)));
        return Some(Fit { is_passive, ..Fit::new(Frame::Infinitive, content) });
    }
    let told =
        || clause_behind(s, v, lemma).filter(|_| knows(Frame::Clause)).or_else(|| that_clause(s, v, lemma));
    object(s, v, lemma, is_passive).or_else(|| told().map(|content| Fit::new(Frame::Clause, content)))
}

/// Verbs with a that-clause that nobody says, thinks or feels.
const SILENT: &[&str] = &["ensure", "mean", "make", "happen", "guarantee", "turn", "be", "see", "require"];

/// "X quipped that …": a verb that the table lacks attributes, where somebody is its subject and a that-clause follows.
fn that_clause(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    let subject = s.child(v, &["nsubj"]).filter(|n| *n < v && can_speak(s, *n))?;
    let clause = s.child(v, &["ccomp"]).filter(|c| *c > v)?;
    let marked = s.children_by(clause, &["mark"]).any(|m| s.tokens[m].lemma == "that");
    let is_known = cues::is_cue(lemma) || SILENT.contains(&lemma) || s.tokens[subject].lemma == "it";
    (marked && !is_known).then(|| clean_subtree(s, clause, v))
}

/// "Asked about it, X said": a participle of its own, of which X is no subject.
pub(super) fn is_asked(s: &Sentence, v: TokenIdx) -> bool {
    let t = &s.tokens[v];
    let leads = v == 0 || matches!(s.tokens[v - 1].lemma.as_str(), "when" | "," | "once" | "if");
    t.form.eq_ignore_ascii_case("asked")
        && leads
        && s.children_by(v, &["nsubj", "aux"]).next().is_none()
        && t.is_rel(&["advcl", "acl", "root", "parataxis", "ccomp"])
}

fn object(s: &Sentence, v: TokenIdx, lemma: &str, is_passive: bool) -> Option<Fit> {
    let frame = [Frame::Object, Frame::Text].into_iter().find(|f| cues::kind(lemma, *f).is_some())?;
    let kind = cues::kind(lemma, frame)?;
    let target = if is_passive {
        s.children(v).find(|c| s.tokens[*c].deprel == "nsubj:pass")
    } else {
        s.child(v, &["obj"])
    }?;
    // "bodies could be seen" is no view.
    if is_passive && lemma == "see" && !s.children(v).any(|c| c > v && has_as(s, c)) {
        return None;
    }
    let is_relative = matches!(s.tokens[target].xpos.as_str(), "WDT" | "WP");
    // "called it shameful" says something of it; "rejected it" leaves open what.
    let is_named_so = s
        .children_by(v, &["xcomp", "obj", "obl", "advcl"])
        .any(|x| x > target && s.tokens[x].upos != Upos::Verb && (is_bare(s, x) || has_as(s, x)))
        || is_quoted_behind(s, target)
        // "called him a liar", the parser having taken him for whom it was said to.
        || !cues::takes_addressee(lemma) && s.child(v, &["iobj"]).is_some_and(|i| v < i && i < target);
    let is_quantity = matches!(s.tokens[target].upos, Upos::Num | Upos::Pron)
        && s.tokens[target].xpos != "PRP"
        && !(is_relative && is_named_so);
    if is_quantity
        || is_sought(lemma, &s.tokens[target].lemma)
        || s.tokens[target].lemma == "it" && !is_named_so
    {
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
    if is_passive {
        // "was described as a friend", "was charged with theft"
        let goes_on = |c: &TokenIdx| {
            let told = s
                .children_by(*c, &["case", "mark"])
                .any(|p| OF_PASSIVE.contains(&s.tokens[p].lemma.as_str()));
            *c > v && told && s.tokens[*c].is_rel(&["obl", "xcomp", "advcl"]) && !is_time_phrase(s, *c)
        };
        content.extend(s.children(v).filter(goes_on).flat_map(|c| s.subtree(c)));
    } else {
        // "called him a liar", the parser having taken him for whom it was said to.
        let named = s.children_by(v, &["iobj"]).filter(|i| *i < target && !cues::takes_addressee(lemma));
        content.extend(named.flat_map(|i| s.subtree(i)));
        for c in s.children(v).filter(|c| *c > target) {
            let t = &s.tokens[c];
            let goes_on = t.rel() == "obl"
                && s.children_by(c, &["case"]).any(|p| GO_ON.contains(&s.tokens[p].lemma.as_str()))
                || is_words(s, target) && has_case(s, c, "in") && s.subtree(c).first() == Some(&(target + 1))
                || t.is_rel(&["xcomp", "obj", "iobj"])
                || t.rel() == "advcl"
                    && s.children_by(c, &["mark", "case"])
                        .any(|m| matches!(s.tokens[m].lemma.as_str(), "to" | "of" | "for" | "as" | "about"));
            if goes_on && !is_time_phrase(s, c) {
                content.extend(s.subtree(c));
            }
        }
    }
    content.sort_unstable();
    content.dedup();
    Some(Fit { is_passive, ..Fit::new(frame, content) })
}

/// Claiming asylum or a life is an act, and nothing is said of it; nor is it where a question is asked, and no more.
fn is_sought(lemma: &str, object: &str) -> bool {
    let is_act = |object: &str| {
        matches!(
            object,
            "asylum"
                | "benefit"
                | "compensation"
                | "damages"
                | "expense"
                | "insurance"
                | "life"
                | "medal"
                | "prize"
                | "refund"
                | "seat"
                | "throne"
                | "title"
                | "victim"
        )
    };
    lemma == "claim" && is_act(object) || lemma == "ask" && object == "question"
}

/// A text or an act of speech: "statement", "warning".
fn is_words(s: &Sentence, i: TokenIdx) -> bool {
    let lemma = s.tokens[i].lower_lemma();
    nouns::kind(&lemma) == Some(NounKind::Work) || cues::kind(&lemma, Frame::Noun).is_some()
}

/// A phrase without preposition or mark.
fn is_bare(s: &Sentence, i: TokenIdx) -> bool {
    s.tokens[i].is_rel(&["xcomp", "obj"]) && s.child(i, &["case", "mark"]).is_none()
}

/// "called Quill “a clown”": a quotation right behind the object, but for an article.
fn is_quoted_behind(s: &Sentence, target: TokenIdx) -> bool {
    let end = s
        .subtree(target)
        .into_iter()
        .filter(|i| *i >= target)
        .zip(target..)
        .take_while(|(a, b)| a == b)
        .count();
    let behind = (target + 1..s.tokens.len()).take(end + 1);
    let opens = |i: &TokenIdx| matches!(s.tokens[*i].form.as_str(), "“" | "``" | "''" | "\"");
    behind.take_while(|i| !matches!(s.tokens[*i].upos, Upos::Verb | Upos::Aux)).any(|i| opens(&i))
}

fn has_case(s: &Sentence, i: TokenIdx, lemma: &str) -> bool {
    s.children_by(i, &["case"]).any(|m| s.tokens[m].lemma == lemma)
}

/// "described him as a friend".
fn has_as(s: &Sentence, i: TokenIdx) -> bool {
    s.children_by(i, &["case", "mark"]).any(|m| s.tokens[m].lemma == "as")
}

/// Somebody, who is no content: "questioned the student", "asked Merkel".
fn is_person(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    t.xpos == "PRP"
        || t.upos == Upos::Noun && nouns::kind(&t.lower_lemma()) == Some(NounKind::Person)
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

pub(super) fn is_infinitive(s: &Sentence, x: TokenIdx) -> bool {
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
        // "agreed on Monday to go" says when.
        let is_date = crate::lexicon::calendar::word(&s.tokens[o].form).is_some();
        (!is_date && (s.tokens[prep].xpos != "TO" || s.tokens[o].upos != Upos::Verb)).then_some((prep, o))
    })
}
