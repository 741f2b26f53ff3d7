//! Which column or key holds what: known names, and those that the user gives with `--map`.

use std::str::FromStr;

/// What a column or key can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The text.
    Text,
    /// The headline.
    Title,
    /// The date of publication.
    Date,
    /// The address.
    Uri,
    /// Who wrote it.
    Author,
    /// The language.
    Language,
}

/// Every field, with the names it goes by, the best first.
const NAMES: [(Field, &[&str]); 6] = [
    (Field::Text, &["text", "body", "content", "article_text", "full_text"]),
    (Field::Title, &["title", "headline"]),
    (Field::Date, &["date", "published", "published_at", "pub_date", "datePublished"]),
    (Field::Uri, &["uri", "url", "link"]),
    (Field::Author, &["author", "authors", "byline"]),
    (Field::Language, &["language", "lang"]),
];

/// Names of columns and keys. A field that is mapped goes by that name alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    given: Vec<(Field, String)>,
}

impl Map {
    /// The field that `name` holds, and how good a name it is for it: 0 is the best.
    pub fn field(&self, name: &str) -> Option<(Field, usize)> {
        if let Some((field, _)) = self.given.iter().find(|(_, given)| given == name) {
            return Some((*field, 0));
        }
        let known = |names: &[&str]| names.iter().position(|n| n.eq_ignore_ascii_case(name));
        let (field, place) = NAMES.iter().find_map(|(field, names)| Some((*field, known(names)?)))?;
        (!self.given.iter().any(|(given, _)| *given == field)).then_some((field, place))
    }

    /// Whether something lies below this key of a JSON object: `article` where `text=article.body`.
    pub fn leads_on(&self, path: &str) -> bool {
        self.given.iter().any(|(_, name)| name.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
    }

    /// Whether a column of this name holds the text.
    pub fn is_text(&self, name: &str) -> bool {
        self.field(name).is_some_and(|(field, _)| field == Field::Text)
    }

    /// The name that the text goes by.
    pub fn text_name(&self) -> &str {
        self.given.iter().find(|(field, _)| *field == Field::Text).map_or("text", |(_, name)| name)
    }
}

impl FromStr for Map {
    type Err = String;

    /// Reads `text=body,date=published_at`.
    fn from_str(text: &str) -> Result<Map, String> {
        let mut map = Map::default();
        for pair in text.split(',') {
            let (field, name) = pair.split_once('=').ok_or("write it as text=body,date=published_at")?;
            let known = NAMES.iter().find(|(_, names)| names[0] == field.trim());
            let Some((field, _)) = known else {
                let fields: Vec<&str> = NAMES.iter().map(|(_, names)| names[0]).collect();
                return Err(format!("`{}` is none of {}", field.trim(), fields.join(", ")));
            };
            if name.trim().is_empty() || map.given.iter().any(|(given, _)| given == field) {
                return Err(format!("`{pair}` gives no name, or a second one"));
            }
            map.given.push((*field, name.trim().to_owned()));
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_or_given() {
        let map: Map = "text=article.body, date=day".parse().unwrap();
        assert_eq!(map.field("article.body"), Some((Field::Text, 0)));
        assert_eq!(map.field("text"), None, "the given name is the only one");
        assert_eq!(map.field("headline"), Some((Field::Title, 1)));
        assert!(map.leads_on("article") && !map.leads_on("art") && !map.leads_on("article.body"));
        assert_eq!(Map::default().field("Body"), Some((Field::Text, 1)));
    }

    #[test]
    fn wrong_maps_say_why() {
        assert_eq!(
            "texte=a".parse::<Map>().unwrap_err(),
            "`texte` is none of text, title, date, uri, author, language"
        );
        assert_eq!("text".parse::<Map>().unwrap_err(), "write it as text=body,date=published_at");
        assert!("text=a,text=b".parse::<Map>().is_err());
    }
}
