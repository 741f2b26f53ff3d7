//! Classes of acts: which predicate, with which object, is a threat, a visit, a sanction.

use super::table::{column, rows};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    rows(crate::resources::VERB_CLASSES).map(|row| (column(&row, 0), column(&row, 1))).collect()
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&TABLE);
}

/// The class of a predicate, as the table names it.
///
/// What is most particular counts: the verb with its object's head ("impose sanction"), then with its preposition or
/// particle ("call on"), then alone.
pub fn class(verb: &str, with: Option<&str>, object: Option<&str>) -> Option<&'static str> {
    let look = |second: Option<&str>| TABLE.get(format!("{verb} {}", second?).as_str()).copied();
    look(object).or_else(|| look(with)).or_else(|| TABLE.get(verb).copied())
}

/// Whether the table has the verb with this word: an object's head, a preposition or a particle.
pub fn has(verb: &str, word: &str) -> bool {
    TABLE.contains_key(format!("{verb} {word}").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_particular_entry_counts() {
        assert_eq!(class("hold", None, Some("talk")), Some("consult"));
        assert_eq!(class("call", Some("on"), None), Some("request"));
        assert_eq!(class("rule", Some("out"), None), Some("reject"));
        assert_eq!(class("arrest", None, None), Some("coerce"));
        assert_eq!(class("glimmer", None, None), None);
    }

    #[test]
    fn the_noun_decides_what_kind_of_act_a_light_verb_is() {
        let class = |verb, noun| class(verb, None, Some(noun));
        assert_eq!((class("break", "tie"), class("break", "window")), (Some("sanction"), None));
        assert_eq!((class("throw", "stone"), class("throw", "party")), (Some("protest"), None));
        assert_eq!((class("lodge", "protest"), class("lodge", "guest")), (Some("accuse"), None));
        assert_eq!((class("declare", "truce"), class("declare", "winner")), (Some("retreat"), Some("state")));
        assert_eq!((class("open", "border"), class("open", "door")), (Some("concede"), None));
    }
}
