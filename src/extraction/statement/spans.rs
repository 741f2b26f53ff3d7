//! The spans of a cue and its source, from the tree.

use super::Context;
use crate::analysis::{Name, NameKind, Sentence, Upos};
use crate::extraction::Polarity;
use crate::span::{Span, TokenIdx};
use crate::text::dateline;

/// Tokens of a verbal cue: the verb with auxiliaries, negation, particle and the adverb beside it.
pub(super) fn cue_tokens(s: &Sentence, verb: TokenIdx, prep: Option<TokenIdx>) -> Vec<TokenIdx> {
    let mut tokens = vec![verb];
    for child in s.children(verb) {
        let t = &s.tokens[child];
        let is_near = child + 1 == verb || child == verb + 1;
        let belongs = match t.deprel.as_str() {
            "aux" | "aux:pass" | "compound:prt" => true,
            "cop" => true,
            "advmod" => {
                t.lemma == "not" || t.lemma == "never" || is_near && t.upos == Upos::Adv && !is_time(&t.lemma)
            }
            "mark" => t.lemma == "to" && child + 1 == verb,
            _ => false,
        };
        if belongs {
            tokens.push(child);
        }
    }
    // "wanted to say", "declined to comment": the verb above belongs to the cue.
    if s.tokens[verb].rel() == "xcomp"
        && let Some(up) = s.tokens[verb].head
        && up < verb
        && s.tokens[up].upos == Upos::Verb
        && s.child(up, &["obj"]).is_none()
    {
        tokens.extend(cue_tokens(s, up, None));
    }
    tokens.extend(prep);
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

fn is_time(lemma: &str) -> bool {
    matches!(
        lemma,
        "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
            | "now"
            | "then"
            | "later"
            | "earlier"
            | "recently"
            | "when"
    )
}

/// Whether the cue is negated: by *not* or *never*, or by a verb above it that declines.
pub(super) fn polarity(s: &Sentence, verb: TokenIdx) -> Polarity {
    let negates = |v: TokenIdx| {
        s.children_by(v, &["advmod", "det", "cc"])
            .any(|c| matches!(s.tokens[c].lemma.as_str(), "not" | "never" | "neither" | "nor"))
    };
    let above = s.tokens[verb].head.filter(|_| s.tokens[verb].rel() == "xcomp");
    let declines = above
        .is_some_and(|a| matches!(s.tokens[a].lemma.as_str(), "decline" | "refuse" | "fail") || negates(a));
    let subject_negates = s.child(verb, &["nsubj"]).is_some_and(|n| {
        matches!(s.tokens[n].lower_lemma().as_str(), "nobody" | "none" | "neither" | "no-one")
            || s.children_by(n, &["det"])
                .any(|d| matches!(s.tokens[d].lower_lemma().as_str(), "no" | "neither"))
    });
    if negates(verb) || declines || subject_negates { Polarity::Negative } else { Polarity::Positive }
}

/// The subject of a verb: its own, or one it shares as conjunct, complement or participle.
pub(super) fn subject(s: &Sentence, verb: TokenIdx) -> Option<TokenIdx> {
    let mut at = verb;
    for _ in 0..6 {
        let own = s.children(at).find(|c| {
            matches!(s.tokens[*c].deprel.as_str(), "nsubj" | "nsubj:pass" | "csubj" | "nsubj:outer")
        });
        if own.is_some() {
            return own;
        }
        let t = &s.tokens[at];
        match t.rel() {
            "conj" | "advcl" | "xcomp" => at = t.head?,
            "parataxis" if t.xpos != "VBD" && t.xpos != "VBZ" => at = t.head?,
            "acl" if t.deprel == "acl" => return t.head,
            _ => return None,
        }
    }
    None
}

/// "by analysts" of a passive.
pub(super) fn agent(s: &Sentence, verb: TokenIdx) -> Option<TokenIdx> {
    s.children_by(verb, &["obl"]).find(|o| {
        s.tokens[*o].deprel == "obl:agent" || s.children_by(*o, &["case"]).any(|c| s.tokens[c].lemma == "by")
    })
}

/// Spans of the phrase under a source's head, and the head that names the speaker: a relative pronoun's antecedent.
pub(super) fn source(s: &Sentence, head: TokenIdx, outside: &[TokenIdx]) -> (Vec<Span>, TokenIdx) {
    let t = &s.tokens[head];
    let is_relative = matches!(t.xpos.as_str(), "WDT" | "WP") && t.lemma != "what";
    let antecedent = is_relative.then(|| antecedent(s, head)).flatten();
    let cut = |i: TokenIdx| {
        let t = &s.tokens[i];
        let is_aside = t.deprel == "acl" && i > 0 && s.tokens[i - 1].form == ",";
        let is_clause = t.is_rel(&["parataxis", "advcl", "cop", "aux", "ccomp", "cc:preconj"])
            || t.rel() == "conj" && t.upos == Upos::Verb;
        // "the leader who is running to represent it": what a clause of the source holds is the source's.
        let is_within =
            || s.ancestors(i).skip(1).take_while(|a| *a != head).any(|a| s.tokens[a].rel() == "acl");
        is_clause && !is_within()
            || is_long_aside(s, i)
            || t.rel() == "appos" && i < head
            || is_aside
            || s.tokens[i].head == Some(head) && t.is_rel(&["case", "mark"])
            || outside.contains(&i)
    };
    let mut tokens: Vec<TokenIdx> = s.subtree_without(head, cut);
    let from = dateline::end(s.tokens.iter().map(|t| (t.form.as_str(), t.space_after))).unwrap_or(0);
    tokens.retain(|i| *i >= from);
    // Only the run around the head: what is torn off belongs elsewhere.
    trim(s, &mut tokens);
    let opens = tokens.iter().take_while(|i| closes_before(&s.tokens[**i].form)).count();
    tokens.drain(..opens);
    let Some(first) = tokens.first().copied() else {
        return (Vec::new(), head);
    };
    let head = if head < from { first } else { head };
    complete_names(s, &mut tokens, outside);
    let head = extend_to_name(s, &mut tokens, outside).unwrap_or(head);
    let spans = s.spans_of(&tokens);
    let whole = spans.iter().copied().reduce(Span::cover);
    (whole.into_iter().collect(), antecedent.unwrap_or(head))
}

/// ", who said that it fails, …": a relative clause of several clauses that a comma sets off.
fn is_long_aside(s: &Sentence, i: TokenIdx) -> bool {
    let is_clause = |x: &TokenIdx| s.tokens[*x].is_rel(&["parataxis", "advcl", "ccomp", "xcomp", "conj"]);
    s.tokens[i].deprel == "acl:relcl"
        && s.is_set_off(i)
        && s.subtree(i).iter().any(|x| *x != i && is_clause(x))
}

/// Marks that end what stands before a source, and hung by it.
fn closes_before(form: &str) -> bool {
    matches!(form, "»" | "”" | "’" | "''" | "—" | "–" | "―" | "--")
}

/// A person's name of which the phrase has the first or last part is whole in it, however it was parsed.
fn complete_names(s: &Sentence, tokens: &mut Vec<TokenIdx>, outside: &[TokenIdx]) {
    let (Some(first), Some(last)) = (tokens.first().copied(), tokens.last().copied()) else { return };
    let is_whole =
        |name: &&Name| name.kind == NameKind::Per && !name.tokens.iter().any(|i| outside.contains(&i));
    for name in s.names.iter().filter(is_whole) {
        let missing: Vec<TokenIdx> = match (name.tokens.contains(first), name.tokens.contains(last)) {
            (false, false) => continue,
            _ => name.tokens.iter().filter(|i| *i < first || *i > last).collect(),
        };
        tokens.extend(missing);
    }
    tokens.sort_unstable();
}

/// "the chief hydrologist, Marta Quill": a person's name right behind the source belongs to it, however it was parsed.
/// Returns the name's head.
fn extend_to_name(s: &Sentence, tokens: &mut Vec<TokenIdx>, outside: &[TokenIdx]) -> Option<TokenIdx> {
    let last = *tokens.last()?;
    let gap = usize::from(s.tokens.get(last + 1).is_some_and(|t| t.form == ","));
    let is_noun = s.tokens[last].upos == Upos::Noun || s.tokens[last].upos == Upos::Propn;
    let name = s.names.iter().find(|n| n.kind == NameKind::Per && n.tokens.start == last + 1 + gap)?;
    // After a comma the name must end the phrase: "X, Y and Z" is a list.
    let next = s.tokens.get(name.tokens.end);
    let closed =
        gap == 0 || next.is_none_or(|t| t.upos == Upos::Verb || t.upos == Upos::Aux || t.form == ",");
    let is_person = s.names.iter().any(|n| n.kind == NameKind::Per && n.tokens.contains(last));
    if !is_noun || !closed || is_person || name.tokens.iter().any(|i| outside.contains(&i)) {
        return None;
    }
    tokens.extend(last + 1..name.tokens.end);
    s.top_of(name.tokens)
}

/// The noun that a relative pronoun stands for.
fn antecedent(s: &Sentence, pronoun: TokenIdx) -> Option<TokenIdx> {
    s.ancestors(pronoun).find(|a| s.tokens[*a].deprel.starts_with("acl")).and_then(|a| s.tokens[a].head)
}

/// Drops punctuation from both ends.
pub(super) fn trim(s: &Sentence, tokens: &mut Vec<TokenIdx>) {
    let is_edge = |i: TokenIdx| {
        s.tokens[i].upos == Upos::Punct
            && !matches!(s.tokens[i].form.as_str(), "“" | "”" | "\"" | "''" | "``")
    };
    while tokens.last().is_some_and(|i| is_edge(*i)) {
        tokens.pop();
    }
    let lead = tokens.iter().take_while(|i| is_edge(**i)).count();
    tokens.drain(..lead);
}

/// "rejected the plan, which had taken years": a relative clause behind a comma that ends a phrase is the writer's own.
pub(super) fn without_aside(s: &Sentence, mut tokens: Vec<TokenIdx>) -> Vec<TokenIdx> {
    let Some(last) = tokens.iter().copied().rfind(|i| s.tokens[*i].upos != Upos::Punct) else {
        return tokens;
    };
    // The comma hangs by the clause, as treebanks have it, or stands before it.
    let opens = |i: &TokenIdx| {
        let phrase = s.subtree(*i);
        let first = *phrase.first()?;
        let comma =
            [Some(first), first.checked_sub(1)].into_iter().flatten().find(|c| s.tokens[*c].form == ",")?;
        (s.tokens[*i].deprel == "acl:relcl" && phrase.contains(&last)).then_some(comma)
    };
    if let Some(from) =
        tokens.iter().find_map(opens).filter(|from| tokens.first().is_some_and(|first| first + 1 < *from))
    {
        tokens.retain(|i| *i < from);
    }
    tokens
}

/// "endorsed the plan Saturday": a day that ends a phrase without a preposition says when it was said.
pub(super) fn without_time(s: &Sentence, mut tokens: Vec<TokenIdx>) -> Vec<TokenIdx> {
    let is_day = |i: TokenIdx| {
        s.tokens[i].upos == Upos::Propn && crate::lexicon::calendar::word(&s.tokens[i].form).is_some()
    };
    if let [.., before, last] = tokens[..]
        && is_day(last)
        && s.child(last, &["case"]).is_none()
        && s.tokens[before].upos != Upos::Adp
        && tokens.len() > 2
    {
        tokens.pop();
    }
    tokens
}

/// Content tokens as spans: contiguous from first to last, but for the tokens of source and cue.
pub(super) fn content(s: &Sentence, tokens: &[TokenIdx], without: &[TokenIdx]) -> Vec<Span> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Vec::new() };
    let mut is_kept = vec![true; s.tokens.len()];
    without.iter().for_each(|i| is_kept[*i] = false);
    let kept: Vec<TokenIdx> = (*first..=*last).filter(|i| is_kept[*i]).collect();
    let mut spans = Vec::new();
    for run in kept.chunk_by(|a, b| a + 1 == *b) {
        let mut run = run.to_vec();
        trim(s, &mut run);
        if run.iter().any(|i| s.tokens[*i].upos != Upos::Punct) {
            spans.push(s.span_of(&run));
        }
    }
    spans
}

/// Tokens of a sentence that lie within spans.
pub(super) fn tokens_in(context: &Context<'_>, number: usize, spans: &[Span]) -> Vec<TokenIdx> {
    let s = context.sentence(number);
    (0..s.tokens.len()).filter(|i| spans.iter().any(|span| span.contains(s.tokens[*i].span))).collect()
}
