//! Relations that noun phrases hold: titles ("NATO Secretary General Mark Rutte"), appositions, possessives,
//! memberships, places of things ("the conflict in Ukraine").

use super::{Scope, noun_assertion, preposition};
use crate::analysis::Upos;
use crate::extraction::{Assertion, Class, EntityType};
use crate::lexicon::classes;
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::titles;
use crate::span::TokenIdx;

/// Finds the noun relations of a sentence.
pub(super) fn find(scope: &Scope<'_>, out: &mut Vec<Assertion>) {
    for i in 0..scope.s.tokens.len() {
        title(scope, i, out);
        appositions(scope, i, out);
        described(scope, i, out);
        place_in_place(scope, i, out);
        between(scope, i, out);
        hyphenated(scope, i, out);
        membership(scope, i, out);
    }
}

/// "NATO Secretary General Mark Rutte", "French President Emmanuel Macron": role of the body or country named.
fn title(scope: &Scope<'_>, i: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let Some(name) =
        s.names.iter().find(|n| n.tokens.contains(i) && n.kind == crate::analysis::NameKind::Per)
    else {
        return;
    };
    if scope.chain(i).is_none() || scope.entity_type(i) != Some(EntityType::Person) {
        return;
    }
    let forms: Vec<&str> = name.tokens.iter().map(|j| s.tokens[j].form.as_str()).collect();
    let start = name.tokens.start + titles::name_start(&forms);
    let stops = |j: &TokenIdx| {
        let t = &s.tokens[*j];
        matches!(t.upos, Upos::Propn | Upos::Noun | Upos::Adj) || t.form == "-" || t.xpos == "POS"
    };
    let words: Vec<TokenIdx> = (0..start).rev().take(8).take_while(stops).collect();
    let Some(&first) = words.last() else { return };
    let role: Vec<TokenIdx> = (first..start)
        .filter(|j| {
            !scope.named.contains(&(scope.number, *j))
                && s.tokens[*j].form != "-"
                && s.tokens[*j].xpos != "POS"
        })
        .collect();
    let role_forms: Vec<&str> = role.iter().map(|j| s.tokens[*j].form.as_str()).collect();
    let is_role = (0..role_forms.len())
        .any(|j| titles::longest(&role_forms, j).is_some_and(|(_, t)| t.kind != "honorific"))
        || role.last().is_some_and(|j| nouns::kind(&s.tokens[*j].lower_lemma()) == Some(NounKind::Person));
    if !is_role {
        return;
    }
    let predicate = format!("{} of", role_forms.join(" ").to_lowercase());
    for j in (first..start).filter(|j| is_body(scope, *j)) {
        out.push(noun_assertion(scope, i, predicate.clone(), &role, j, Class::Role, "title"));
    }
}

/// "Irving, Texas".
fn place_in_place(scope: &Scope<'_>, i: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let is_place =
        |i: TokenIdx| scope.entity_type(i) == Some(EntityType::Place) && s.tokens[i].upos == Upos::Propn;
    if !is_place(i) {
        return;
    }
    let inner = s.children_by(i, &["appos", "nmod", "list", "compound"]).find(|c| {
        *c > i + 1
            && is_place(*c)
            && s.tokens[i + 1].form == ","
            && s.children_by(*c, &["case", "cc"]).next().is_none()
    });
    if let Some(c) = inner.filter(|c| scope.chain(*c) != scope.chain(i)) {
        out.push(noun_assertion(scope, i, "be in".to_owned(), &[c], c, Class::Located, "place"));
    }
}

/// "talks between A and B": the two have them with each other.
fn between(scope: &Scope<'_>, noun: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let lemma = s.tokens[noun].lower_lemma();
    if s.tokens[noun].upos != Upos::Noun || nouns::kind(&lemma) != Some(NounKind::Event) {
        return;
    }
    let sides = s
        .children_by(noun, &["nmod"])
        .find(|c| s.children_by(*c, &["case"]).any(|p| s.tokens[p].lemma == "between"));
    let Some(first) = sides else { return };
    let Some(second) = s.child(first, &["conj"]) else { return };
    if scope.chain(first).is_some() && scope.chain(second).is_some() {
        let mut both =
            noun_assertion(scope, first, format!("{lemma} with"), &[noun], second, Class::Consult, "between");
        both.symmetric = true;
        out.push(both);
    }
}

/// "Ukraine's NATO membership", "Sweden's membership in NATO": whether it is wished for or there, the phrase does not say.
fn membership(scope: &Scope<'_>, noun: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    // What somebody says of it is mostly that there should or should not be one.
    if s.tokens[noun].lower_lemma() != "membership" || scope.statement(s.tokens[noun].span).is_some() {
        return;
    }
    let prep = |c: TokenIdx| s.children_by(c, &["case"]).next().map(|p| preposition(s, p));
    let parts = || s.children(noun).filter(|c| scope.chain(*c).is_some());
    let is_member = |c: &TokenIdx| s.tokens[*c].deprel == "nmod:poss" || prep(*c).as_deref() == Some("for");
    let is_whole = |c: &TokenIdx| {
        s.tokens[*c].is_rel(&["compound", "amod"]) || matches!(prep(*c).as_deref(), Some("in" | "of"))
    };
    let whole = parts().find(|c| is_body(scope, *c) && is_whole(c) && !is_member(c));
    if let (Some(member), Some(whole)) = (parts().find(is_member), whole) {
        let mut a = noun_assertion(
            scope,
            member,
            "membership in".to_owned(),
            &[noun],
            whole,
            Class::Role,
            "membership",
        );
        a.factuality = crate::extraction::Factuality::Possible;
        out.push(a);
    }
}

/// "Paris-based Airbus", "a Saudi-led coalition": what the participle before a noun says of it and the name before that.
fn hyphenated(scope: &Scope<'_>, participle: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let t = &s.tokens[participle];
    let Some(noun) = t.head.filter(|noun| *noun > participle && t.rel() == "amod" && t.xpos == "VBN") else {
        return;
    };
    if participle < 2 || s.tokens[participle - 1].form != "-" {
        return;
    }
    let name = participle - 2;
    if scope.chain(name).is_none() || scope.chain(noun).is_none() || scope.chain(name) == scope.chain(noun) {
        return;
    }
    let lemma = t.lower_lemma().to_string();
    if matches!(lemma.as_str(), "base" | "bear") {
        let predicate = format!("be {} in", t.lower_form());
        out.push(noun_assertion(scope, noun, predicate, &[participle], name, Class::Located, "hyphenated"));
    } else {
        let class = classes::class(&lemma, None, None).and_then(|c| c.parse().ok()).unwrap_or(Class::Other);
        out.push(noun_assertion(scope, name, lemma, &[participle], noun, class, "hyphenated"));
    }
}

fn is_body(scope: &Scope<'_>, i: TokenIdx) -> bool {
    matches!(scope.entity_type(i), Some(EntityType::Organization | EntityType::Place))
}

/// "Anselm Roche, chair of the commission", "the commission's chief hydrologist, Marta Quill".
fn appositions(scope: &Scope<'_>, i: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let t = &s.tokens[i];
    let Some(up) = t.head.filter(|_| t.rel() == "appos") else { return };
    let (name, noun) = if t.upos == Upos::Noun { (up, i) } else { (i, up) };
    if scope.chain(name).is_some() && s.tokens[noun].upos == Upos::Noun {
        owners(scope, name, noun, out);
    }
}

/// A predicate noun with its owner: "Roche is the commission's chair"; a description by itself links owner and owned.
fn described(scope: &Scope<'_>, noun: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    if s.tokens[noun].upos != Upos::Noun {
        return;
    }
    if s.child(noun, &["cop"]).is_some()
        && let Some(subject) = s.child(noun, &["nsubj"]).filter(|x| scope.chain(*x).is_some())
    {
        owners(scope, subject, noun, out);
    }
    if scope.chain(noun).is_some() {
        owners(scope, noun, noun, out);
    }
}

/// Relates `who` to the owners of the noun: by possessive, "of", or a modifier that names a body or country.
fn owners(scope: &Scope<'_>, who: TokenIdx, noun: TokenIdx, out: &mut Vec<Assertion>) {
    let s = scope.s;
    let lemma = s.tokens[noun].lower_lemma().to_string();
    let kind = nouns::kind(&lemma);
    for c in s.children(noun) {
        let t = &s.tokens[c];
        if scope.chain(c).is_none() || scope.chain(c) == scope.chain(who) {
            continue;
        }
        let prep = s.children_by(c, &["case"]).next().map(|p| preposition(s, p));
        let is_modifier = t.is_rel(&["amod", "compound"]) && is_body(scope, c);
        let (predicate, class) = match (t.deprel.as_str(), prep.as_deref()) {
            ("nmod:poss", _) => (format!("{lemma} of"), owned(kind)),
            (_, Some("of")) if t.rel() == "nmod" => (format!("{lemma} of"), owned(kind)),
            (_, Some("in" | "at" | "near"))
                if t.rel() == "nmod" && scope.entity_type(c) == Some(EntityType::Place) =>
            {
                ("be in".to_owned(), Class::Located)
            }
            (_, Some(prep)) if t.rel() == "nmod" && kind == Some(NounKind::Event) => {
                (format!("be {prep}"), Class::Other)
            }
            (_, Some("from")) if t.rel() == "nmod" && scope.entity_type(c) == Some(EntityType::Place) => {
                ("be from".to_owned(), Class::Located)
            }
            (_, Some(prep @ ("for" | "to" | "at" | "with")))
                if t.rel() == "nmod" && kind == Some(NounKind::Person) =>
            {
                (format!("{lemma} {prep}"), Class::Role)
            }
            _ if is_modifier && (lemma == "member" || titles::title(&lemma).is_some()) => {
                (format!("{lemma} of"), Class::Role)
            }
            _ => continue,
        };
        // "French and German ministers", "the president of Lisk and Oldland": of all that are of one sort.
        let is_like = |other: &TokenIdx| {
            scope.chain(*other).is_some_and(|chain| Some(chain) != scope.chain(who))
                && scope.entity_type(*other) == scope.entity_type(c)
        };
        for owner in std::iter::once(c).chain(s.children_by(c, &["conj"]).filter(is_like)) {
            out.push(noun_assertion(scope, who, predicate.clone(), &[noun], owner, class, "noun"));
        }
    }
}

fn owned(kind: Option<NounKind>) -> Class {
    match kind {
        Some(NounKind::Person | NounKind::Group | NounKind::Organization | NounKind::Work) => Class::Role,
        _ => Class::Other,
    }
}
