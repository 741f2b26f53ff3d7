//! Sieves over descriptions: appositions, equal phrases, definite ones that recur, "the alliance" for its name.

use super::state::{self, State};
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::gazetteer::{self, PlaceKind};
use crate::text::folded;
use std::collections::BTreeMap;

/// How many sentences back a definite description finds its name.
const WINDOW: usize = 8;
/// How many, where no other name fits.
const FAR: usize = 30;

/// "His father" twice of one man, "my mum" of her who calls her "my mother": one of a kind by whose it is.
///
/// Comes after the pronouns.
pub(super) fn link_owned(state: &mut State<'_>) {
    let mut first: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for m in 0..state.mentions.len() {
        let is_one = state.mentions[m].kind == MentionKind::Nominal && is_single(state, m);
        let Some(owner) = owner(state, m).or_else(|| named_owner(state, m)).filter(|_| is_one) else {
            continue;
        };
        let Some(relative) = only_relative(&state.lemmas[m]) else { continue };
        let antecedent = *first.entry((state.root(owner), relative.to_owned())).or_insert(m);
        if !state.named_apart(m, antecedent) {
            state.join(m, antecedent, "same owner");
        }
    }
}

/// "Paris's" of "Paris's father".
fn named_owner(state: &State<'_>, m: usize) -> Option<usize> {
    let (sentence, mention) = (state.sentence(m), &state.mentions[m]);
    let owner = sentence.children(mention.head).find(|c| sentence.tokens[*c].deprel == "nmod:poss")?;
    state.at(mention.sentence, owner)
}

/// Relatives and others of whom one has only one, under one word.
fn only_relative(lemma: &str) -> Option<&str> {
    Some(match lemma {
        "mother" | "mum" | "mom" => "mother",
        "father" | "dad" => "father",
        "wife" | "husband" | "spouse" => "spouse",
        "ex-husband" | "ex-wife" | "family" | "fiancé" | "fiancée" | "girlfriend" | "boyfriend"
        | "predecessor" | "successor" | "boss" | "lawyer" | "spokesman" | "spokeswoman" | "widow" => lemma,
        _ => return None,
    })
}

/// How many sentences open a text.
const LEAD: usize = 3;

/// Joins descriptions.
pub(super) fn link(state: &mut State<'_>) {
    let countries = countries(state);
    for m in 0..state.mentions.len() {
        let is_description = state.mentions[m].kind == MentionKind::Nominal;
        if is_description && apposition(state, m) {
            led(state, m);
        } else if is_description && !named_within(state, m) && !named_here(state, m) && !repeated(state, m) {
            by_type(state, m, &countries);
        }
    }
}

/// "Anselm Roche, the commission's chair": the description and the name are one.
fn apposition(state: &mut State<'_>, m: usize) -> bool {
    let (sentence, mention) = (state.sentence(m), state.mentions[m].clone());
    let other = match sentence.tokens[mention.head].head {
        Some(up) if sentence.tokens[mention.head].rel() == "appos" => state.at(mention.sentence, up),
        // "chair of the commission Anselm Roche" has the name as a flat part.
        _ => {
            sentence.children_by(mention.head, &["appos", "flat"]).find_map(|a| state.at(mention.sentence, a))
        }
    };
    let other = other.or_else(|| name_behind(state, m));
    let Some(other) = other.filter(|o| state.mentions[*o].kind == MentionKind::Named) else { return false };
    let agree = compatible(state.mentions[m].entity_type, state.mentions[other].entity_type);
    let agree = agree && !state.named_apart(m, other);
    if agree {
        state.join(m, other, "apposition");
    }
    agree
}

/// "A boy was arrested … Tom Bell, a 14-year-old boy": the description that opens the text is of whom the next
/// sentences name.
fn led(state: &mut State<'_>, m: usize) {
    let is_one = |c: usize| is_single(state, c) && is_indefinite(state, c);
    let is_lead = |c: &usize| {
        let mention = &state.mentions[*c];
        mention.sentence < LEAD
            && mention.kind == MentionKind::Nominal
            && state.lemmas[*c] == state.lemmas[m]
            && is_one(*c)
            && !state.is_named(*c)
    };
    let lead = state.before(m, LEAD).find(is_lead).filter(|_| is_one(m));
    if let Some(lead) = lead {
        state.join(m, lead, "same description");
    }
}

/// "his father Carl Dahl": the person named right behind a description in the singular.
fn name_behind(state: &State<'_>, m: usize) -> Option<usize> {
    let mention = &state.mentions[m];
    let next = state.mentions.get(m + 1)?;
    let touches = next.sentence == mention.sentence && next.tokens.start == mention.tokens.end;
    let is_person = mention.entity_type == EntityType::Person && next.entity_type == EntityType::Person;
    (touches && is_person && next.kind == MentionKind::Named).then_some(m + 1)
}

/// "Lombardy region", "the M5S party": the name within says which one is meant.
fn named_within(state: &mut State<'_>, m: usize) -> bool {
    let (sentence, mention) = (state.sentence(m), state.mentions[m].clone());
    let compounds = sentence.children_by(mention.head, &["compound"]);
    let name = compounds.filter_map(|c| state.at(mention.sentence, c)).last();
    let is_near = |n: &usize| {
        let between = state.mentions[*n].tokens.end..mention.head;
        sentence.tokens.get(between).is_some_and(|words| words.iter().all(|t| t.form == "news"))
    };
    let Some(name) = name.filter(is_near) else { return false };
    let same = state.mentions[name].entity_type == mention.entity_type;
    let is_kind = matches!(
        state.head(m).lemma.as_str(),
        "region"
            | "city"
            | "province"
            | "state"
            | "county"
            | "district"
            | "island"
            | "town"
            | "party"
            | "company"
            | "group"
            | "newspaper"
            | "agency"
            | "movement"
    );
    let joins = same && is_kind && state.head(m).xpos == "NN";
    if joins {
        state.join(m, name, "name with its kind");
    }
    joins
}

fn compatible(a: EntityType, b: EntityType) -> bool {
    a == b || a == EntityType::Other || b == EntityType::Other
}

/// Whether a description is of one: "the president", also "the President".
fn is_single(state: &State<'_>, m: usize) -> bool {
    matches!(state.head(m).xpos.as_str(), "NN" | "NNP")
}

fn is_definite(state: &State<'_>, m: usize) -> bool {
    let sentence = state.sentence(m);
    sentence.children_by(state.mentions[m].head, &["det"]).any(|d| {
        matches!(sentence.tokens[d].lower_lemma().as_str(), "the" | "this" | "that" | "these" | "those")
    })
}

/// Modifiers of the head, lemmas, articles left out.
fn modifiers(state: &State<'_>, m: usize) -> Vec<String> {
    let (sentence, mention) = (state.sentence(m), &state.mentions[m]);
    let words = mention.tokens.iter().filter(|i| *i != mention.head && sentence.tokens[*i].rel() != "det");
    words.map(|i| sentence.tokens[i].lower_lemma().into()).collect()
}

/// The same phrase again, or a definite one whose modifiers the earlier phrase had.
fn repeated(state: &mut State<'_>, m: usize) -> bool {
    let definite = is_definite(state, m);
    let mine = modifiers(state, m);
    let (lemma, single, form) = (&state.lemmas[m], is_single(state, m), state.folded(m));
    let found = state.before(m, 3 * WINDOW).find(|c| {
        // "the Indonesian navy" after "the Indonesian Navy"; "the State" twice, once taken for a name.
        let is_capital = state.head(m).form.starts_with(char::is_uppercase);
        let is_name = state.mentions[*c].kind == MentionKind::Named;
        if is_name && (!mine.is_empty() || is_capital && definite) && state.folded(*c) == form {
            return true;
        }
        state.mentions[*c].kind == MentionKind::Nominal
            && state.lemmas[*c] == *lemma
            && is_single(state, *c) == single
            && {
                let theirs = modifiers(state, *c);
                let same = state.folded(*c) == form;
                same && (definite || !mine.is_empty()) || definite && mine.iter().all(|w| theirs.contains(w))
            }
    });
    let found = found.or_else(|| introduced(state, m).filter(|_| definite));
    if let Some(antecedent) = found.filter(|c| !state.named_apart(m, *c)) {
        state.join(m, antecedent, "same description");
    }
    found.is_some()
}

/// "The ministry's letter" after "a leaked letter": the only thing of the kind that was introduced lately.
fn introduced(state: &State<'_>, m: usize) -> Option<usize> {
    let same = |c: &usize| {
        let mention = &state.mentions[*c];
        mention.kind == MentionKind::Nominal
            && state.lemmas[*c] == state.lemmas[m]
            && is_single(state, *c) == is_single(state, m)
    };
    let mut earlier = state.before(m, WINDOW).filter(same);
    let nearest = earlier.next().filter(|c| is_single(state, m) && is_indefinite(state, *c))?;
    earlier.all(|c| state.joined(c, nearest)).then_some(nearest)
}

fn is_indefinite(state: &State<'_>, m: usize) -> bool {
    let sentence = state.sentence(m);
    let mut articles = sentence.children_by(state.mentions[m].head, &["det"]);
    articles.any(|d| matches!(sentence.tokens[d].lower_form().as_str(), "a" | "an"))
}

/// "The alliance" for NATO, "the commission" for the Northern River Commission, "the president" for whom has the title,
/// "her party" for the party that the same sentence names.
fn by_type(state: &mut State<'_>, m: usize, countries: &[usize]) {
    let owner = owner(state, m);
    let definite = is_definite(state, m);
    if !definite && owner.is_none() || state.head(m).xpos == "NNS" {
        return;
    }
    let lemma = state.lemmas[m].clone();
    let owned = usize::from(owner.is_some());
    if modifiers(state, m).len() > owned {
        return;
    }
    if matches!(lemma.as_str(), "country" | "nation") {
        let by_far = if definite { 2 } else { 1 };
        if let Some(country) = main_country(state, m, countries, by_far) {
            state.join(m, country, "the country at hand");
        }
        return;
    }
    let fits = |c: &usize| suits(state, *c, m);
    let found = if definite {
        let mut earlier = state.before(m, FAR).filter(fits);
        let nearest = earlier.next();
        let is_only = nearest.is_some_and(|n| earlier.all(|c| state.joined(c, n)));
        nearest.filter(|n| is_only || state.distance(*n, m) <= WINDOW)
    } else {
        let is_party = |c: &usize| state.mentions[*c].entity_type == EntityType::Organization && fits(c);
        state.before(m, 0).find(is_party).filter(|_| lemma == "party")
    };
    if let Some(antecedent) = found.filter(|c| !state.named_apart(m, *c)) {
        state.join(m, antecedent, "description of a name");
    }
}

/// Whether a mention is a name of what a description describes.
fn suits(state: &State<'_>, c: usize, m: usize) -> bool {
    let is_person = state.mentions[m].entity_type == EntityType::Person;
    (is_person || state.mentions[c].entity_type != EntityType::Person)
        && is_named_as(state, c, &state.lemmas[m])
}

/// "Meta's founder invited him to tour the company": a name in the same sentence is nearer than a description before.
fn named_here(state: &mut State<'_>, m: usize) -> bool {
    let is_bare = is_definite(state, m) && is_single(state, m) && modifiers(state, m).is_empty();
    let name = state.before(m, 0).find(|c| is_bare && suits(state, *c, m) && !state.named_apart(m, *c));
    if let Some(name) = name {
        state.join(m, name, "description of a name");
    }
    name.is_some()
}

/// The pronoun that says whose it is: "her" of "her party".
fn owner(state: &State<'_>, m: usize) -> Option<usize> {
    let (sentence, mention) = (state.sentence(m), &state.mentions[m]);
    let pronoun = sentence.children(mention.head).find(|c| sentence.tokens[*c].xpos == "PRP$")?;
    state.at(mention.sentence, pronoun)
}

/// Whether a mention is a name of something that the noun describes.
fn is_named_as(state: &State<'_>, c: usize, lemma: &str) -> bool {
    if state.mentions[c].kind != MentionKind::Named {
        return false;
    }
    let name = state.folded(c);
    let has_word = |word: &str| name.contains(' ') && name.split(' ').any(|w| w == word);
    let is_municipal = matches!(lemma, "city" | "town") && (has_word("municipality") || has_word("city"));
    match state.mentions[c].entity_type {
        EntityType::Organization => is_municipal || names_body(state, c, lemma),
        EntityType::Person => has_title(state, c, lemma),
        EntityType::Place => is_municipal || has_word(lemma) || is_kind_of_place(name, lemma),
        EntityType::Event | EntityType::Work => has_word(lemma),
        _ => false,
    }
}

/// "The region" for Lombardy, "the city" for Lyon, as the table of places has them.
fn is_kind_of_place(name: &str, lemma: &str) -> bool {
    let kind = gazetteer::place(name).map(|place| place.kind);
    match lemma {
        "region" => matches!(kind, Some(PlaceKind::Region | PlaceKind::Continent)),
        "state" => kind == Some(PlaceKind::State),
        "city" => matches!(kind, Some(PlaceKind::City | PlaceKind::Capital)),
        "capital" => kind == Some(PlaceKind::Capital),
        _ => false,
    }
}

/// The first mentions of all countries.
fn countries(state: &State<'_>) -> Vec<usize> {
    let is_country = |c: &usize| {
        let mention = &state.mentions[*c];
        let is_place = mention.kind == MentionKind::Named && mention.entity_type == EntityType::Place;
        is_place && state.root(*c) == *c && state::country(state.form(*c)).is_some()
    };
    (0..state.mentions.len()).filter(is_country).collect()
}

/// The country that is mentioned most before, if it is so many times as often as the next.
fn main_country(state: &State<'_>, m: usize, countries: &[usize], by_far: usize) -> Option<usize> {
    let before = countries.iter().copied().filter(|c| *c < m && state.root(*c) == *c);
    let mut counted: Vec<(usize, usize)> = before.map(|c| (state.group_size(c), c)).collect();
    counted.sort_unstable_by(|a, b| b.cmp(a));
    let (n, first) = *counted.first()?;
    let second = counted.get(1).map_or(0, |(n, _)| *n);
    // Named twice, and the first time in a list: one of many.
    let is_one_of_many = n < 3 && is_listed(state, first);
    (n > second && n >= by_far * second && !is_one_of_many).then_some(first)
}

/// Whether a name is one of several named together.
fn is_listed(state: &State<'_>, c: usize) -> bool {
    let (sentence, head) = (state.sentence(c), state.mentions[c].head);
    sentence.child(head, &["conj"]).is_some() || sentence.tokens[head].rel() == "conj"
}

/// Whether a body is what the noun says: by a word of its name, or by its kind in the gazetteer.
fn names_body(state: &State<'_>, c: usize, lemma: &str) -> bool {
    let body = gazetteer::organization(state.form(c));
    let has_word = |name: &str| name.split(' ').any(|w| w == lemma);
    if has_word(state.folded(c)) || body.is_some_and(|body| has_word(&folded(body.name))) {
        return true;
    }
    let kind = body.map_or("", |body| body.kind);
    match lemma {
        "alliance" | "bloc" => kind == "bloc",
        "agency" => matches!(kind, "agency" | "un"),
        "newspaper" | "paper" | "broadcaster" | "magazine" => kind == "media",
        "court" | "tribunal" => kind == "court",
        "company" | "firm" => kind == "company",
        "party" => kind == "party",
        _ => false,
    }
}

/// Whether the words before a person's name, or in apposition to it, hold the title.
fn has_title(state: &State<'_>, c: usize, lemma: &str) -> bool {
    let (sentence, mention) = (state.sentence(c), &state.mentions[c]);
    let before = sentence.tokens[mention.tokens.start.saturating_sub(4)..mention.tokens.start].iter();
    before
        .rev()
        .take_while(|t| t.is_rel(&["compound", "amod", "nmod", "flat", "appos", "nsubj", "obl", "root"]))
        .any(|t| t.lower_lemma() == lemma)
}
