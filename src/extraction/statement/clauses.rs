//! Clauses that are content: complements, hosts of asides ("…, she said"), and what stands behind a verb of saying that
//! the tree has torn off.

use super::spans::agent;
use crate::analysis::{Sentence, Upos};
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;

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
    let is_content = |c: &TokenIdx| *c > v || !opens_aside(s);
    let marked = s.children_by(v, &["ccomp"]).filter(is_content).find(|c| s.child(*c, &["mark"]).is_some());
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
    if t.rel() == "parataxis"
        && is_finite
        && let Some(host) = t.head
    {
        // "The plan, she said, will fail": the host clause is what is said.
        let mine = s.subtree(v);
        let host_tokens = s.subtree(host);
        let behind = told_along(s, v, host, &mine);
        let is_content = |i: &TokenIdx| !mine.contains(i) && !behind.contains(i);
        let content: Vec<TokenIdx> = host_tokens.into_iter().filter(is_content).collect();
        return (content.len() > 1).then_some(content);
    }
    let beside = s.children_by(v, &["parataxis"]).find(|p| {
        let said_first = *p > v;
        said_first && s.tokens[v + 1..*p].iter().any(|t| matches!(t.form.as_str(), ":" | "," | "“" | "\""))
    });
    beside.map(|p| clean_subtree(s, p, v))
}

/// "As the study noted, …", "…, as reported by Reuters": the speaker, and the clause around it as content.
pub(super) fn as_clause(s: &Sentence, v: TokenIdx) -> Option<(TokenIdx, Vec<TokenIdx>)> {
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
pub(super) fn aside(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<(TokenIdx, Vec<TokenIdx>)> {
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
pub(super) fn inverted(s: &Sentence, v: TokenIdx, lemma: &str) -> Option<Vec<TokenIdx>> {
    let comma = v.checked_sub(1).filter(|i| s.tokens[*i].form == ",")?;
    let behind = s.tokens.get(v + 1)?;
    let names = matches!(behind.upos, Upos::Propn | Upos::Det | Upos::Adj | Upos::Noun | Upos::Pron);
    let speaker = s.child(v, &["nsubj"]).filter(|n| *n > v)?;
    let stands = is_finite(s, v) && cues::leads_clause(lemma) && names;
    let is_speaker = s.tokens[speaker].upos != Upos::Pron || s.tokens[speaker].xpos == "PRP";
    (stands && is_speaker && !opens_aside(s) && has_finite(s, 0..comma)).then(|| (0..comma).collect())
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

fn has_finite(s: &Sentence, mut range: std::ops::Range<TokenIdx>) -> bool {
    range.any(|i| is_finite(s, i) || s.tokens[i].xpos == "MD")
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
        s.tokens[i].rel() == "advcl" && i > cue && has_mark(i, &["though", "although", "while", "as"]) && {
            let first = s.subtree(i).first().copied().unwrap_or(i);
            first > 0 && s.tokens[first - 1].form == ","
        }
    };
    let tokens =
        s.subtree_without(top, |i| concedes(i) || i > top && is_second_cue(s, i) || is_according(s, i));
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
