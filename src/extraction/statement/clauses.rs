//! Clauses that are content: complements, hosts of asides ("…, she said"), and what stands behind a verb of saying that
//! the tree has torn off.

use super::candidates::can_speak;
use super::spans::agent;
use crate::analysis::{NameKind, Sentence, Upos};
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;
use std::ops::Range;

/// "…, she said, adding that …": the participle right behind the aside goes with it, though the tree hangs it on the host.
fn told_along(s: &Sentence, v: TokenIdx, host: TokenIdx, mine: &[TokenIdx]) -> Vec<TokenIdx> {
    let end = mine.last().copied().unwrap_or(v);
    let is_next = |c: &TokenIdx| {
        let tokens = s.subtree(*c);
        let first = tokens.iter().find(|i| s.tokens[**i].upos != Upos::Punct).copied();
        first == Some(*c) && s.tokens[(end + 1).min(*c)..*c].iter().all(|t| t.upos == Upos::Punct)
    };
    let behind =
        s.children_by(host, &["advcl"]).filter(|c| *c > end && s.tokens[*c].xpos == "VBG").find(is_next);
    behind.map(|c| s.subtree(c)).unwrap_or_default()
}

/// Tokens of a clausal content: a complement, the clause the verb stands in as parataxis, or one in parataxis to it.
pub(super) fn clause(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    // "Asked about it, he said it was safe": what opens the sentence is no complement.
    let is_content = |c: &TokenIdx| *c > v || !opens_alone(s, *c);
    let has_mark = |c: &TokenIdx| s.child(*c, &["mark"]).is_some();
    // "It is said that …": the clause behind is the subject.
    let subject = || s.children_by(v, &["csubj"]).find(|c| *c > v && has_mark(c));
    let marked = s.children_by(v, &["ccomp"]).filter(is_content).find(has_mark).or_else(subject);
    // Some complement clauses come out as open ones, subject and all.
    let with_subject = |x: &TokenIdx| s.child(*x, &["nsubj"]).is_some();
    let complement = marked.or_else(|| s.children_by(v, &["ccomp"]).find(is_content));
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
    // "wondered if it fails", taken for a condition.
    let asks = cues::kind(lemma, Frame::Clause) == Some("ask");
    let is_asked = |c: &TokenIdx| {
        *c > v && s.children_by(*c, &["mark"]).any(|m| matches!(s.tokens[m].lemma.as_str(), "if" | "whether"))
    };
    if let Some(c) = s.children_by(v, &["advcl"]).find(is_asked).filter(|_| asks) {
        return Some(clean_subtree(s, c, v));
    }
    if let Some(told) = told_in(s, v, lemma) {
        return Some(told);
    }
    let t = &s.tokens[v];
    let is_finite = matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN" | "VB");
    let has_own = s.child(v, &["xcomp", "ccomp"]).is_some()
        || !cues::takes_addressee(lemma) && s.child(v, &["obj"]).is_some_and(|o| o > v);
    if t.rel() == "parataxis"
        && is_finite
        && !has_own
        && let Some(host) = t.head
    {
        // "The plan, she said, will fail": the host clause is what is said.
        let mine = s.subtree(v);
        let host_tokens = s.subtree(host);
        let behind = told_along(s, v, host, &mine);
        let is_content = |i: &TokenIdx| !mine.contains(i) && !behind.contains(i);
        let content: Vec<TokenIdx> = host_tokens.into_iter().filter(is_content).collect();
        let is_clause = content.iter().any(|i| matches!(s.tokens[*i].upos, Upos::Verb | Upos::Aux));
        return is_clause.then_some(content);
    }
    let beside = s.children_by(v, &["parataxis"]).find(|p| {
        let said_first = *p > v && !is_aside(s, *p);
        said_first && s.tokens[v + 1..*p].iter().any(|t| matches!(t.form.as_str(), ":" | "," | "“" | "\""))
    });
    beside.map(|p| clean_subtree(s, p, v))
}

/// A clause that tells who said the clause around it.
pub(super) struct Aside {
    pub(super) speaker: TokenIdx,
    pub(super) content: Vec<TokenIdx>,
    /// Its own words that stand amid the content.
    pub(super) own: Vec<TokenIdx>,
}

/// "As the study noted, …", "…, as reported by Reuters": the speaker, and the clause around it as content.
pub(super) fn as_clause(s: &Sentence, v: TokenIdx) -> Option<Aside> {
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
    let first = mine.iter().find(|i| s.tokens[**i].upos != Upos::Punct)?;
    let before = first.checked_sub(1).map(|i| &s.tokens[i]);
    let at_edge = before.is_none_or(|t| t.form == "," || *first == 1 && t.upos == Upos::Cconj);
    if !has_as || own.is_some() || !at_edge {
        return None;
    }
    let content: Vec<TokenIdx> = s.subtree(host).into_iter().filter(|i| !mine.contains(i)).collect();
    let speaker = speaker?;
    (content.len() > 1).then_some(Aside { speaker, content, own: mine })
}

/// "…, Barkley said.", "The plan, he said, …": who stands between comma and verb says what is outside, whatever the
/// tree shows.
pub(super) fn aside(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Aside> {
    if !is_finite(s, v) || !cues::leads_clause(lemma) {
        return None;
    }
    let phrase = speaker_before(s, v)?;
    let comma = phrase.start - 1;
    let head = phrase
        .clone()
        .rev()
        .find(|i| matches!(s.tokens[*i].upos, Upos::Propn | Upos::Pron | Upos::Noun) && !is_time(s, *i))?;
    let relative = matches!(s.tokens[head].xpos.as_str(), "WDT" | "WP" | "DT");
    let rest = behind_aside(s, v)?;
    let ends = rest >= s.tokens.len();
    // "If it fails, he said, it may not be built": the condition is part of what is said.
    let is_condition =
        || CONDITIONS.contains(&s.tokens[0].lower_lemma().as_str()) && has_finite(s, rest..s.tokens.len());
    if relative || opens_alone(s, comma) && !is_condition() || !has_finite(s, 0..comma) && ends {
        return None;
    }
    let mut content: Vec<TokenIdx> = (0..comma).collect();
    if !is_said_by_others(s, v, rest) {
        content.extend(rest..s.tokens.len());
    }
    let name = s.names.iter().find(|n| n.tokens.contains(head));
    let top = name.and_then(|n| s.top_of(n.tokens));
    let own = if ends { Vec::new() } else { (comma..rest).collect() };
    Some(Aside { speaker: top.unwrap_or(head), content, own })
}

/// Words that begin a clause that what is said rests on.
const CONDITIONS: &[&str] = &["if", "because", "although", "though", "unless", "once", "while", "since"];

/// Where what is said goes on after ", he said" and ", he said on Monday": at a second comma, or nowhere, the sentence's
/// end. `None` where the verb is in no aside.
fn behind_aside(s: &Sentence, v: TokenIdx) -> Option<TokenIdx> {
    let n = s.tokens.len();
    let is_bare =
        |range: Range<TokenIdx>| s.tokens[range].iter().all(|t| !matches!(t.upos, Upos::Verb | Upos::Aux));
    if n - v <= 6 && is_bare(v + 1..n) || s.tokens[v + 1..].iter().all(|t| t.upos == Upos::Punct) {
        return Some(n);
    }
    let comma = (v + 1..n.min(v + 7)).find(|i| s.tokens[*i].form == ",")?;
    let (between, behind) = (v + 1..comma, s.tokens.get(comma + 1)?);
    if between.is_empty() {
        // ", he said, wiping his face": what he did meanwhile.
        return Some(if behind.xpos == "VBG" { n } else { comma + 1 });
    }
    let tells_when = between.clone().any(|i| is_time(s, i)) && is_bare(between);
    tells_when.then_some(if behind.upos == Upos::Cconj { comma + 1 } else { n })
}

/// "…, records show, and experts say …": what goes on behind the aside has a speaker of its own.
fn is_said_by_others(s: &Sentence, aside: TokenIdx, rest: TokenIdx) -> bool {
    let says = |v: TokenIdx| {
        cues::leads_clause(&s.tokens[v].lemma)
            && s.child(v, &["ccomp"]).is_some_and(|c| c > v)
            && s.child(v, &["nsubj"]).is_some_and(|n| n > aside && n < v && s.tokens[n].upos != Upos::Pron)
    };
    s.tokens.get(rest).is_some_and(|t| t.upos == Upos::Cconj)
        && (rest..s.tokens.len()).find(|i| is_finite(s, *i)).is_some_and(says)
}

/// "…, Anna Berg" and "…, a spokeswoman, Anna Berg,": the phrase between the comma that ends what is said and the verb.
fn speaker_before(s: &Sentence, v: TokenIdx) -> Option<Range<TokenIdx>> {
    let comma = |before: TokenIdx, n: usize| {
        (before.saturating_sub(n)..before).rev().find(|i| s.tokens[*i].form == ",")
    };
    let is_phrase = |phrase: Range<TokenIdx>| {
        let is_part = |i: TokenIdx| {
            !matches!(s.tokens[i].upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj | Upos::Punct)
        };
        !phrase.is_empty() && phrase.into_iter().all(is_part)
    };
    let last = comma(v, 8)?;
    if last + 1 < v {
        return Some(last + 1..v).filter(|phrase| is_phrase(phrase.clone()));
    }
    // Who somebody is stands before the name or behind it.
    let middle = comma(last, 12)?;
    let first = comma(middle, 12)?;
    let is_person = |phrase: &Range<TokenIdx>| {
        s.names.iter().any(|n| {
            n.kind == NameKind::Per && phrase.contains(&n.tokens.start) && n.tokens.end <= phrase.end
        })
    };
    let both = [first + 1..middle, middle + 1..last];
    (both.iter().filter(|phrase| is_person(phrase)).count() == 1 && both.into_iter().all(is_phrase))
        .then_some(first + 1..last)
}

/// "said in an interview that …", "told a host that …": the clause that the parser hung by the phrase between.
fn told_in(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    let takes_addressee = cues::takes_addressee(lemma);
    let has_object = s.child(v, &["obj"]).is_some_and(|o| o > v);
    if !takes_addressee && (!cues::leads_clause(lemma) || has_object) {
        return None;
    }
    let between: &[&str] = if takes_addressee { &["obl", "obj", "iobj"] } else { &["obl"] };
    let phrases = s.children(v).filter(|o| *o > v && s.tokens[*o].is_rel(between));
    phrases.flat_map(|o| s.subtree(o)).find_map(|c| {
        let clause = Some(s.subtree(c)).filter(|_| s.tokens[c].rel() == "acl")?;
        let first = *clause.first()?;
        let own = s.child(c, &["nsubj", "expl"])?;
        (s.tokens[first].form == "that" && own != first).then_some(clause)
    })
}

/// "The plan has failed, said Anna Berg, the mayor.": the clause before the comma, wherever the parser hung the verb.
/// Gives the speaker and the content.
pub(super) fn inverted(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<(TokenIdx, Vec<TokenIdx>)> {
    // "“…,” said Anna Berg": the mark that closes what is quoted stands between.
    let is_mark = |i: &TokenIdx| matches!(s.tokens[*i].form.as_str(), "”" | "''" | "\"" | "’");
    let at = v.checked_sub(1)?;
    let at = if is_mark(&at) { at.checked_sub(1)? } else { at };
    let comma = Some(at).filter(|i| s.tokens[*i].form == ",")?;
    let behind = s.tokens.get(v + 1)?;
    let names = matches!(behind.upos, Upos::Propn | Upos::Det | Upos::Adj | Upos::Noun | Upos::Pron);
    let subject = s.children_by(v, &["nsubj"]).find(|n| *n > v);
    // Who speaks can come out as to whom: "…, said an official who was told".
    let taken_for_object =
        || s.child(v, &["iobj", "obj"]).filter(|o| !cues::takes_addressee(lemma) && can_speak(s, *o));
    let is_ahead = s.child(v, &["nsubj"]).is_some_and(|n| n < v);
    let speaker = subject.or_else(|| taken_for_object().filter(|n| *n > v && !is_ahead))?;
    let stands = is_finite(s, v) && cues::leads_clause(lemma) && names;
    let is_speaker = s.tokens[speaker].upos != Upos::Pron || s.tokens[speaker].xpos == "PRP";
    // "The board rejected it, ruled him eligible and ordered …": one who does several things.
    let further = |c: TokenIdx| c > v && is_finite(s, c) && s.child(c, &["nsubj"]).is_none();
    let coordinated = [Some(v), s.tokens[v].head.filter(|_| s.tokens[v].rel() == "conj")];
    let goes_on = coordinated.into_iter().flatten().any(|top| s.children_by(top, &["conj"]).any(further));
    (stands && is_speaker && !goes_on && !opens_alone(s, comma) && has_finite(s, 0..comma))
        .then(|| (speaker, (0..comma).collect()))
}

/// "…, she said": a subject and a verb of saying, with nothing said right behind.
fn is_aside(s: &Sentence, v: TokenIdx) -> bool {
    is_finite(s, v)
        && cues::leads_clause(&cues::known_lemma(&s.tokens[v].lower_lemma()))
        && s.child(v, &["nsubj"]).is_some_and(|n| n < v)
        && s.tokens.get(v + 1).is_none_or(|t| matches!(t.form.as_str(), "," | "."))
}

/// Whether what stands before `end` is a clause that is no content, and no more: "When asked, he said", not "When asked, he
/// left, she said".
fn opens_alone(s: &Sentence, end: TokenIdx) -> bool {
    if !opens_aside(s) {
        return false;
    }
    let first = &s.tokens[0];
    let top = first.head.filter(|_| matches!(first.rel(), "mark" | "advmod")).unwrap_or(0);
    let last = s.subtree(top).into_iter().rfind(|i| *i < end).unwrap_or(0);
    let goes_on =
        top != end && (last + 1..=end.min(s.tokens.len() - 1)).any(|i| is_finite(s, i) || is_modal(s, i));
    !goes_on
}

/// Whether a sentence begins with a clause that is no content: "When asked, he said".
fn opens_aside(s: &Sentence) -> bool {
    s.tokens.first().is_some_and(|t| {
        t.upos == Upos::Sconj || matches!(t.xpos.as_str(), "VBG" | "VBN" | "WRB") || t.form == "Asked"
    })
}

pub(super) fn is_time(s: &Sentence, i: TokenIdx) -> bool {
    crate::lexicon::calendar::word(&s.tokens[i].form).is_some()
}

pub(super) fn is_finite(s: &Sentence, i: TokenIdx) -> bool {
    matches!(s.tokens[i].xpos.as_str(), "VBD" | "VBZ" | "VBP")
}

fn has_finite(s: &Sentence, mut range: Range<TokenIdx>) -> bool {
    range.any(|i| is_finite(s, i) || is_modal(s, i))
}

fn is_modal(s: &Sentence, i: TokenIdx) -> bool {
    s.tokens[i].xpos == "MD"
}

/// A bare clause behind a verb of saying that the tree has torn apart: all that follows the verb.
pub(super) fn clause_behind(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
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
pub(super) fn clean_subtree(s: &Sentence, top: TokenIdx, cue: TokenIdx) -> Vec<TokenIdx> {
    let has_mark = |i: TokenIdx, lemmas: &[&str]| {
        s.children_by(i, &["mark", "advmod"]).any(|m| lemmas.contains(&s.tokens[m].lemma.as_str()))
    };
    let concedes = |i: TokenIdx| {
        let hedges = ["though", "although", "while", "as"];
        s.tokens[i].rel() == "advcl" && i > cue && has_mark(i, &hedges) && s.is_set_off(i)
    };
    let mut tokens =
        s.subtree_without(top, |i| concedes(i) || i > top && is_second_cue(s, i) || is_according(s, i));
    // Marks behind what was cut off are the sentence's.
    let behind_gap = (1..tokens.len()).rev().find(|i| tokens[i - 1] + 1 < tokens[*i]);
    if let Some(gap) =
        behind_gap.filter(|gap| tokens[*gap..].iter().all(|i| s.tokens[*i].upos == Upos::Punct))
    {
        tokens.truncate(gap);
    }
    // "Asked about it, Berg said it was safe": what stands before Berg is no content.
    let tokens = match tokens.iter().any(|i| *i > cue) && opens_aside(s) {
        true => tokens.into_iter().filter(|i| *i > cue).collect(),
        false => tokens,
    };
    before_participle(s, cue.max(top), tokens)
}

/// Content up to a participle after a comma that is a cue of its own, behind `from`: "rejected it, adding that …".
pub(super) fn before_participle(s: &Sentence, from: TokenIdx, mut tokens: Vec<TokenIdx>) -> Vec<TokenIdx> {
    let attributes = |i: TokenIdx| {
        let t = &s.tokens[i];
        let behind_comma = (i.saturating_sub(2)..i).any(|c| s.tokens[c].form == ",");
        t.xpos == "VBG"
            && t.is_rel(&["advcl", "xcomp", "acl", "conj", "ccomp"])
            && behind_comma
            && cues::is_cue(&cues::known_lemma(&t.lemma))
    };
    if let Some(at) = tokens.iter().copied().find(|i| *i > from && attributes(*i)) {
        let comma = (0..at).rev().find(|c| s.tokens[*c].form == ",").unwrap_or(at);
        tokens.retain(|i| *i < comma);
    }
    tokens
}

/// A finite cue without a subject of its own, conjoined to a complement clause: it goes on with the verb above.
pub(super) fn is_second_cue(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    let is_cue =
        [Frame::Clause, Frame::Object, Frame::Infinitive].iter().any(|f| cues::kind(&t.lemma, *f).is_some());
    t.rel() == "conj"
        && matches!(t.xpos.as_str(), "VBD" | "VBZ")
        && is_cue
        && s.child(i, &["nsubj", "csubj", "expl"]).is_none()
        && t.head.is_some_and(|h| s.tokens[h].rel() == "ccomp")
}

/// Whether a phrase names a source: ", according to X" belongs to what stands above.
fn is_according(s: &Sentence, i: TokenIdx) -> bool {
    s.tokens[i].form.eq_ignore_ascii_case("according")
        || s.children_by(i, &["case"]).any(|c| s.tokens[c].form.eq_ignore_ascii_case("according"))
}
