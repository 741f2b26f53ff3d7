//! Entities: their names and votes are the sums over their chains.

use super::Checked;
use crate::Id;
use crate::resolution::ChainFacts;
use crate::store::entities::{self, Known};
use crate::store::{curation, portrait};
use rusqlite::{Connection, Result};
use std::collections::BTreeMap;

pub(super) fn check(db: &Connection, checked: &mut Checked) -> Result<()> {
    let (rulings, known) = (curation::rulings(db)?, Known::default());
    let mut select = db.prepare("SELECT id, mentions, name FROM entity ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let entity: i64 = row.get(0)?;
        let chains = entities::chains(db, entity, &known)?;
        let mut bad = |table: &str, fault: &str| checked.add(table, Id::from_sql(entity), fault);
        if chains.is_empty() {
            bad("entity", "nothing mentions it");
        }
        if chains.iter().map(|c| c.n_mentions).sum::<usize>() != row.get::<_, usize>(1)? {
            bad("entity", "its number of mentions is wrong");
        }
        let only_name = portrait::only_name(Id::from_sql(entity), &chains, &rulings);
        if only_name.is_some_and(|name| row.get_ref(2).is_ok_and(|kept| kept.as_str() != Ok(name))) {
            bad("entity", "it does not have the only name that it goes by");
        }
        let counted = if only_name.is_some() { &[][..] } else { &chains[..] };
        if votes(db, entity)? != counted_votes(counted) {
            bad("entity_vote", "the chains of one type are not counted right");
        }
        if names(db, entity)? != counted_names(counted) {
            bad("alias", "how often it goes by one of its names is not counted right");
        }
    }
    Ok(())
}

/// Chains, named ones, forms and mentions, by type.
type Votes = BTreeMap<String, [usize; 4]>;

fn votes(db: &Connection, entity: i64) -> Result<Votes> {
    let sql = "SELECT type, chains, named, forms, mentions FROM entity_vote WHERE entity = ?1";
    let mut select = db.prepare_cached(sql)?;
    let rows = select
        .query_map([entity], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])))?;
    rows.collect()
}

fn counted_votes(chains: &[ChainFacts]) -> Votes {
    let mut votes = Votes::new();
    for chain in chains {
        let sums = votes.entry(chain.entity_type.as_str().to_owned()).or_default();
        let forms = chain.forms.iter().map(|f| f.n_mentions).sum();
        let own = [1, usize::from(chain.is_named), forms, chain.n_mentions];
        sums.iter_mut().zip(own).for_each(|(sum, n)| *sum += n);
    }
    votes
}

/// Mentions by a name, and chains with and without a name that it is the fullest form of.
type Names = BTreeMap<String, [usize; 3]>;

fn names(db: &Connection, entity: i64) -> Result<Names> {
    let sql = "SELECT name, mentions, named, described FROM alias WHERE entity = ?1 AND mentions + named + described > 0";
    let mut select = db.prepare_cached(sql)?;
    let rows =
        select.query_map([entity], |row| Ok((row.get(0)?, [row.get(1)?, row.get(2)?, row.get(3)?])))?;
    rows.collect()
}

fn counted_names(chains: &[ChainFacts]) -> Names {
    let mut names = Names::new();
    for chain in chains {
        for form in &chain.forms {
            names.entry(form.text.clone()).or_default()[0] += form.n_mentions;
        }
        names.entry(chain.name.clone()).or_default()[if chain.is_named { 1 } else { 2 }] += 1;
    }
    names
}
