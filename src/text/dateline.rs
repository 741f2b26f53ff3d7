//! Datelines: what stands before the text of a report, "LISK, March 9 (NPA) — The minister said".

/// Most tokens of a dateline.
const LONGEST: usize = 12;

/// Whether the token is a dash that may close a dateline.
pub fn is_dash(form: &str) -> bool {
    matches!(form, "—" | "–" | "―" | "--" | "-")
}

/// Whether the token is in capitals throughout, as places of datelines are.
pub fn is_shouted(form: &str) -> bool {
    form.chars().count() > 2 && form.chars().all(char::is_uppercase)
}

/// Where the text behind a dateline begins, if the tokens begin with one: place and date with capitals and numbers, the place
/// in capitals throughout or an agency in brackets last, and a dash that stands free.
///
/// `words`: the forms, each with whether white space follows.
pub fn end<'a>(words: impl Iterator<Item = (&'a str, bool)>) -> Option<usize> {
    let words: Vec<(&str, bool)> = words.take(LONGEST).collect();
    let dash = (1..words.len()).find(|at| is_dash(words[*at].0) && words[at - 1].1 && words[*at].1)?;
    let is_part = |c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, ',' | '.' | '(' | ')');
    let is_place = words[..dash].iter().all(|(form, _)| form.starts_with(is_part));
    (is_place && (is_shouted(words[0].0) || words[dash - 1].0 == ")")).then_some(dash + 1)
}
