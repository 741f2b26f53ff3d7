//! Countries and their people, places, bodies, and the places that stand for governments.
//!
//! Every lookup takes a form as written ("the U.S.", "Côte d’Ivoire", "BRITONS") and ignores article, diacritics
//! and case, but for acronyms of up to four capitals.

use super::table::{Table, column, rows, values};
use crate::resources;
use std::sync::LazyLock;

/// A country or territory.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2 code; `XK` for Kosovo.
    pub code: &'static str,
    /// Name as English newspapers write it.
    pub name: &'static str,
    /// Other names: official ones, short forms.
    pub aliases: Vec<&'static str>,
    /// Adjectives, the usual one first.
    pub adjectives: Vec<&'static str>,
    /// Capital; empty for a few territories.
    pub capital: &'static str,
    /// Whether it is a member of the United Nations.
    pub is_member: bool,
}

/// What a form says about a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Its name: "Britain".
    Name,
    /// Its adjective, which may also name its people: "British", "Russian", "Swiss".
    Adjective,
    /// One of its people: "Briton".
    Person,
    /// Several or all of them: "Britons", "Russians".
    People,
}

/// Kind of a place that is no country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceKind {
    /// "Africa".
    Continent,
    /// A part of the world ("Middle East"), of a country ("Crimea"), a sea, river or range.
    Region,
    /// A state of the United States.
    State,
    /// A city that is no capital.
    City,
    /// Seat of a country's government: it often stands for that government.
    Capital,
}

/// A place that is no country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// As in the table.
    pub name: &'static str,
    /// What kind of place.
    pub kind: PlaceKind,
    /// Code of its country; empty where it has none or several.
    pub country: &'static str,
}

/// A body that news names often.
#[derive(Debug, PartialEq, Eq)]
pub struct Organization {
    /// Full name.
    pub name: &'static str,
    /// Acronyms and other short forms.
    pub aliases: Vec<&'static str>,
    /// As in the table: bloc, un, court, finance, agency, media, government, military, security, ngo, company,
    /// party, armed, sport.
    pub kind: &'static str,
}

/// What a place stands for where it is said to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metonym {
    /// A country, by its capital ("Kyiv") or the seat of its government ("the Kremlin").
    Country(&'static Country),
    /// A body, by its full name: "the Pentagon".
    Organization(&'static str),
}

struct Gazetteer {
    countries: Vec<Country>,
    forms: Table<(usize, Form)>,
    places: Table<Place>,
    organizations: Vec<Organization>,
    organization_forms: Table<usize>,
    /// Country's place in its list, or a body's name.
    metonyms: Table<Result<usize, &'static str>>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::load);

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&GAZETTEER);
}

impl Gazetteer {
    fn load() -> Gazetteer {
        let countries = countries();
        let organizations = organizations();
        Gazetteer {
            forms: country_forms(&countries),
            places: places(),
            organization_forms: Table::new(organizations.iter().enumerate().flat_map(|(i, body)| {
                std::iter::once(body.name).chain(body.aliases.iter().copied()).map(move |form| (form, i))
            })),
            metonyms: metonyms(&countries),
            countries,
            organizations,
        }
    }
}

fn countries() -> Vec<Country> {
    let country = |row: Vec<&'static str>| Country {
        code: column(&row, 0),
        name: column(&row, 1),
        aliases: values(&row, 2).collect(),
        adjectives: values(&row, 3).collect(),
        capital: column(&row, 4),
        is_member: column(&row, 5) == "un",
    };
    rows(resources::COUNTRIES).map(country).collect()
}

/// Names, adjectives and people; regular plurals ("Russians") are added.
fn country_forms(countries: &[Country]) -> Table<(usize, Form)> {
    let singular = country_singulars(countries);
    let plurals: Vec<(String, (usize, Form))> = singular
        .iter()
        .filter(|(form, (_, kind))| matches!(kind, Form::Adjective | Form::Person) && takes_s(form))
        .map(|(form, (place, _))| (format!("{form}s"), (*place, Form::People)))
        .collect();
    let plurals = plurals.iter().map(|(form, value)| (form.as_str(), *value));
    Table::new(singular.iter().copied().chain(plurals))
}

fn takes_s(form: &str) -> bool {
    !form.ends_with(['s', 'h']) && !form.ends_with("ese")
}

fn country_singulars(countries: &[Country]) -> Vec<(&'static str, (usize, Form))> {
    let listed = rows(resources::COUNTRY_FORMS).filter_map(|row| {
        let form = match column(&row, 2) {
            "name" => Form::Name,
            "adjective" => Form::Adjective,
            "person" => Form::Person,
            _ => Form::People,
        };
        let place = countries.iter().position(|c| c.code == column(&row, 1))?;
        Some((column(&row, 0), (place, form)))
    });
    let own = countries.iter().enumerate().flat_map(|(i, country): (usize, &Country)| {
        let names = std::iter::once(country.name).chain(country.aliases.iter().copied());
        let adjectives = country.adjectives.iter().copied();
        names.map(move |n| (n, (i, Form::Name))).chain(adjectives.map(move |a| (a, (i, Form::Adjective))))
    });
    listed.chain(own).collect()
}

fn places() -> Table<Place> {
    let regions = rows(resources::REGIONS).map(|row| Place {
        name: column(&row, 0),
        kind: PlaceKind::Region,
        country: "",
    });
    let others = rows(resources::PLACES).map(|row| {
        let kind = match column(&row, 1) {
            "continent" => PlaceKind::Continent,
            "state" => PlaceKind::State,
            "capital" => PlaceKind::Capital,
            _ => PlaceKind::City,
        };
        Place { name: column(&row, 0), kind, country: column(&row, 2) }
    });
    Table::new(regions.chain(others).map(|place| (place.name, place)))
}

fn organizations() -> Vec<Organization> {
    let organization = |row: Vec<&'static str>| Organization {
        name: column(&row, 0),
        aliases: values(&row, 1).collect(),
        kind: column(&row, 2),
    };
    rows(resources::ORGANIZATIONS).map(organization).collect()
}

fn metonyms(countries: &[Country]) -> Table<Result<usize, &'static str>> {
    let by_code = |code: &str| countries.iter().position(|c| c.code == code);
    let listed = rows(resources::METONYMS).filter_map(|row| {
        let target = match column(&row, 2) {
            "country" => Ok(by_code(column(&row, 1))?),
            _ => Err(column(&row, 1)),
        };
        Some((column(&row, 0), target))
    });
    let capitals = countries.iter().enumerate().filter(|(_, c)| c.is_member && !c.capital.is_empty());
    Table::new(listed.chain(capitals.map(|(i, country)| (country.capital, Ok(i)))))
}

/// The country that a form names or belongs to, and how: "Britons" is the people of GB.
pub fn country_form(form: &str) -> Option<(&'static Country, Form)> {
    let (place, form) = GAZETTEER.forms.get(form)?;
    GAZETTEER.countries.get(*place).map(|country| (country, *form))
}

/// The country with this name, official name or short form: "the U.S.", "Russian Federation".
pub fn country(name: &str) -> Option<&'static Country> {
    country_form(name).filter(|(_, form)| *form == Form::Name).map(|(country, _)| country)
}

/// The country whose adjective or people this is: "French", "Frenchman", "Russians".
pub fn nationality(word: &str) -> Option<&'static Country> {
    country_form(word).filter(|(_, form)| *form != Form::Name).map(|(country, _)| country)
}

/// The country with this code.
pub fn country_by_code(code: &str) -> Option<&'static Country> {
    GAZETTEER.countries.iter().find(|c| c.code == code)
}

/// Every country, in the order of their codes.
pub fn all_countries() -> &'static [Country] {
    &GAZETTEER.countries
}

/// The continent, region, state or larger city of this name. Countries are not among them.
pub fn place(name: &str) -> Option<Place> {
    GAZETTEER.places.get(name).copied()
}

/// The well-known body with this name or short form: "NATO", "the IMF".
pub fn organization(name: &str) -> Option<&'static Organization> {
    GAZETTEER.organization_forms.get(name).and_then(|i| GAZETTEER.organizations.get(*i))
}

/// What a capital or seat of government stands for where it acts: "Kyiv", "the White House", "Brussels".
///
/// Whether it acts in a given sentence is for the caller to see: "in Kyiv" is a place.
pub fn metonym(name: &str) -> Option<Metonym> {
    match GAZETTEER.metonyms.get(name)? {
        Ok(place) => GAZETTEER.countries.get(*place).map(Metonym::Country),
        Err(body) => Some(Metonym::Organization(body)),
    }
}

/// Every form that names a country or its people, regular plurals left out.
pub fn all_country_forms() -> impl Iterator<Item = (&'static str, &'static Country, Form)> {
    let forms = country_singulars(&GAZETTEER.countries).into_iter();
    forms.filter_map(|(form, (place, kind))| Some((form, GAZETTEER.countries.get(place)?, kind)))
}

/// Every capital of a country and seat of government, with what it stands for.
pub fn all_metonyms() -> impl Iterator<Item = (&'static str, Metonym)> {
    let listed = rows(resources::METONYMS).map(|row| column(&row, 0));
    let capitals = GAZETTEER.countries.iter().map(|c| c.capital).filter(|capital| !capital.is_empty());
    listed.chain(capitals).filter_map(|name| Some((name, metonym(name)?)))
}

/// The longest run of words from `start` that names a country, place, body or seat of government, with its end.
pub fn longest_name(forms: &[impl AsRef<str>], start: usize) -> Option<(usize, Listed)> {
    let gazetteer = &*GAZETTEER;
    let country = gazetteer.forms.longest(forms, start).map(|(end, (_, form))| match form {
        Form::Name => (end, Listed::Country),
        _ => (end, Listed::Nationality),
    });
    let body = gazetteer.organization_forms.longest(forms, start).map(|(end, _)| (end, Listed::Organization));
    let place = gazetteer.places.longest(forms, start).map(|(end, _)| (end, Listed::Place));
    let found = [country, body, place].into_iter().flatten();
    found.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// In which table a run of words was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// A country's name.
    Country,
    /// A country's adjective or people.
    Nationality,
    /// A body.
    Organization,
    /// A continent, region, state or city.
    Place,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_go_by_many_names() {
        let code = |name| country(name).map(|c| c.code);
        for name in
            ["the United States", "U.S.", "US", "United States of America", "America", "UNITED STATES"]
        {
            assert_eq!(code(name), Some("US"), "{name}");
        }
        assert_eq!(code("Türkiye"), Some("TR"));
        assert_eq!(code("Côte d’Ivoire"), Some("CI"));
        assert_eq!(code("us"), None);
        assert_eq!(code("French"), None);
    }

    #[test]
    fn people_and_adjectives_lead_to_their_country() {
        let code = |word| nationality(word).map(|c| c.code);
        assert_eq!(code("Russians"), Some("RU"));
        assert_eq!(code("Briton"), Some("GB"));
        assert_eq!(code("Poles"), Some("PL"));
        assert_eq!(code("Chinese"), Some("CN"));
        assert_eq!(code("South Koreans"), Some("KR"));
        assert_eq!(code("Frenchs"), None);
        assert_eq!(code("Ukraine"), None);
    }

    #[test]
    fn every_listed_form_and_metonym_has_its_country() {
        let n_forms = rows(resources::COUNTRY_FORMS).count();
        assert!(n_forms > 150);
        for row in rows(resources::COUNTRY_FORMS) {
            assert!(country_by_code(column(&row, 1)).is_some(), "{row:?}");
            assert!(country_form(column(&row, 0)).is_some(), "{row:?}");
        }
        for row in rows(resources::METONYMS) {
            assert!(metonym(column(&row, 0)).is_some(), "{row:?}");
        }
    }

    #[test]
    fn seats_of_government_stand_for_it() {
        let country = |name| match metonym(name) {
            Some(Metonym::Country(country)) => country.code,
            _ => "",
        };
        assert_eq!(country("the White House"), "US");
        assert_eq!(country("Kyiv"), "UA");
        assert_eq!(country("Washington"), "US");
        assert_eq!(metonym("Brussels"), Some(Metonym::Organization("European Union")));
        assert_eq!(metonym("Leeds"), None);
    }

    #[test]
    fn places_and_bodies() {
        assert_eq!(place("São Paulo").map(|p| p.country), Some("BR"));
        assert_eq!(place("Middle East").map(|p| p.kind), Some(PlaceKind::Region));
        assert_eq!(organization("the U.N.").map(|o| o.name), Some("United Nations"));
        assert_eq!(organization("who").map(|o| o.name), None);
        assert_eq!(longest_name(&["the", "South", "China", "Sea"], 1), Some((4, Listed::Place)));
        assert_eq!(longest_name(&["South", "Koreans"], 0), Some((2, Listed::Nationality)));
    }
}
