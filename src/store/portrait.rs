//! Name, type and aliases of an entity, kept as sums over its chains.
//!
//! Most entities are one description in one document ("the forthcoming negotiations"). These have no sums, and no row in
//! `alias`: their name stands in `entity` alone, and they are drawn anew from their chains, which are few.

use super::entities::{self, Known};
use super::words;
use crate::extraction::EntityType;
use crate::resolution::curation::Rulings;
use crate::resolution::{self, ChainFacts};
use crate::{Id, text};
use rusqlite::{Connection, OptionalExtension, Result, params};

/// Makes a row for an entity, so that chains can refer to it; returns whether it was new.
pub(super) fn ensure(db: &Connection, entity: i64) -> Result<bool> {
    let sql = "INSERT INTO entity (id, name, type, mentions, hidden) VALUES (?1, '', 'other', 0, 0) ON CONFLICT DO NOTHING";
    let is_new = db.prepare_cached(sql)?.execute([entity])? == 1;
    if is_new {
        let sql = "INSERT INTO known_name (entity, name, folded, kind) VALUES (?1, ?2, ?3, ?4)";
        for (name, kind) in resolution::known_names(Id::from_sql(entity)) {
            let values = params![entity, name, text::folded(name), kind.as_str()];
            db.prepare_cached(sql)?.execute(values)?;
        }
    }
    Ok(is_new)
}

/// Whether sums are kept for an entity. What is alone in its document may have none; it is drawn anew in any case.
fn has_sums(db: &Connection, entity: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM entity_vote WHERE entity = ?1";
    Ok(!resolution::is_alone(Id::from_sql(entity)) || db.prepare_cached(sql)?.exists([entity])?)
}

/// The name of an entity that needs no sums: all that its chains have is one and the same description.
pub(super) fn only_name<'a>(entity: Id, chains: &'a [ChainFacts], rulings: &Rulings) -> Option<&'a str> {
    let name = chains.first()?.name.as_str();
    let is_only = |c: &ChainFacts| !c.is_named && c.name == name && c.forms.iter().all(|f| f.text == name);
    let is_plain = resolution::is_alone(entity) && !rulings.concerns(entity);
    (is_plain && chains.iter().all(is_only)).then_some(name)
}

/// Adds what a chain says to an entity.
pub(super) fn join(db: &Connection, entity: i64, facts: &ChainFacts) -> Result<()> {
    if has_sums(db, entity)? { add(db, entity, facts, 1) } else { Ok(()) }
}

/// Takes away what a chain said of an entity.
pub(super) fn leave(db: &Connection, entity: i64, facts: &ChainFacts) -> Result<()> {
    if !has_sums(db, entity)? {
        return Ok(());
    }
    add(db, entity, facts, -1)?;
    let sql = "DELETE FROM entity_vote WHERE entity = ?1 AND chains = 0";
    db.prepare_cached(sql)?.execute([entity])?;
    let sql = "DELETE FROM alias WHERE entity = ?1 AND name = ?2 AND rank = 2 AND mentions = 0 AND named = 0 AND described = 0";
    let mut delete = db.prepare_cached(sql)?;
    let names = facts.forms.iter().map(|f| &f.text).chain([&facts.name]);
    names.into_iter().try_for_each(|name| delete.execute(params![entity, name]).map(drop))
}

fn add(db: &Connection, entity: i64, facts: &ChainFacts, sign: i64) -> Result<()> {
    for form in &facts.forms {
        count(db, entity, &form.text, [sign * as_sql(form.n_mentions), 0, 0])?;
    }
    let named = i64::from(facts.is_named);
    count(db, entity, &facts.name, [0, sign * named, sign * (1 - named)])?;
    let n_forms: usize = facts.forms.iter().map(|f| f.n_mentions).sum();
    let sql = "INSERT INTO entity_vote (entity, type, chains, named, forms, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (entity, type) DO UPDATE SET chains = chains + excluded.chains, named = named + excluded.named,
               forms = forms + excluded.forms, mentions = mentions + excluded.mentions";
    let values = params![
        entity,
        facts.entity_type.as_str(),
        sign,
        sign * named,
        sign * as_sql(n_forms),
        sign * as_sql(facts.n_mentions)
    ];
    db.prepare_cached(sql)?.execute(values).map(drop)
}

/// What look-up sees of a name, where that is not what SQLite's `lower` makes of it.
fn other(name: &str) -> Option<String> {
    let folded = text::folded(name);
    (folded != name.to_ascii_lowercase()).then_some(folded)
}

fn as_sql(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Changes how often a name is used: in mentions, and as fullest form of chains with and without a name.
fn count(db: &Connection, entity: i64, name: &str, by: [i64; 3]) -> Result<()> {
    let sql = "INSERT INTO alias (entity, name, other, rank, mentions, named, described) VALUES (?1, ?2, ?3, 2, ?4, ?5, ?6)
               ON CONFLICT (entity, name) DO UPDATE SET mentions = mentions + excluded.mentions,
               named = named + excluded.named, described = described + excluded.described";
    let values = params![entity, name, other(name), by[0], by[1], by[2]];
    db.prepare_cached(sql)?.execute(values).map(drop)
}

/// What is known of an entity that is to be drawn anew.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    /// What the user decided about it is to be applied anew.
    pub(super) is_ruled: bool,
    /// It had no row before this transaction.
    pub(super) is_new: bool,
}

/// Brings an entity's row in line with its chains; removes it where none is left.
pub(super) fn redraw(
    db: &Connection,
    entity: i64,
    rulings: &Rulings,
    changed: Changed,
    known: &Known,
) -> Result<()> {
    let id = Id::from_sql(entity);
    // Where the user's decisions made it large, its sums are kept up to date as those of others are.
    let is_large = !changed.is_ruled && rulings.concerns(id) && has_sums(db, entity)?;
    if resolution::is_alone(id) && !is_large {
        for table in ["entity_vote", "alias", "name_word"].iter().filter(|_| !changed.is_new) {
            let sql = format!("DELETE FROM {table} WHERE entity = ?1");
            db.prepare_cached(&sql)?.execute([entity])?;
        }
        let chains = entities::chains(db, entity, known)?;
        if let Some(name) = only_name(id, &chains, rulings) {
            return draw_plain(db, entity, name, &chains);
        }
        chains.iter().try_for_each(|chain| add(db, entity, chain, 1))?;
    }
    redraw_from_sums(db, entity, rulings, changed.is_ruled)
}

/// Writes the row of an entity that is one description in one document.
fn draw_plain(db: &Connection, entity: i64, name: &str, chains: &[ChainFacts]) -> Result<()> {
    let n_forms = |c: &ChainFacts| c.forms.iter().map(|f| f.n_mentions as u64).sum();
    let entity_type = resolution::common_type(chains.iter().map(|c| (c.entity_type, 0, n_forms(c))));
    let mentions: usize = chains.iter().map(|c| c.n_mentions).sum();
    let sql = "UPDATE entity SET name = ?2, type = ?3, hidden = 0, mentions = ?4 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![entity, name, entity_type.as_str(), mentions]).map(drop)
}

fn redraw_from_sums(db: &Connection, entity: i64, rulings: &Rulings, is_ruled: bool) -> Result<()> {
    let (entity_type, mentions) = votes(db, entity)?;
    let Some(entity_type) = entity_type else {
        return db.prepare_cached("DELETE FROM entity WHERE id = ?1")?.execute([entity]).map(drop);
    };
    let id = Id::from_sql(entity);
    if is_ruled {
        give_aliases(db, entity, rulings.aliases(id))?;
    }
    let fullest = fullest(db, entity)?;
    let name = rulings.name(id).unwrap_or(&fullest);
    name_it(db, entity, name, rulings)?;
    let entity_type = rulings.entity_type(id).unwrap_or(entity_type);
    let sql = "UPDATE entity SET name = ?2, type = ?3, hidden = ?4, mentions = ?5 WHERE id = ?1";
    let values = params![entity, name, entity_type.as_str(), rulings.is_hidden(id), mentions];
    db.prepare_cached(sql)?.execute(values)?;
    words::redraw(db, entity)
}

/// The type that the chains speak for, if there are any, and how often they mention it.
fn votes(db: &Connection, entity: i64) -> Result<(Option<EntityType>, i64)> {
    let sql = "SELECT type, named, forms, mentions FROM entity_vote WHERE entity = ?1";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([entity], |row| {
        let kind = row.get_ref(0)?.as_str()?.parse().unwrap_or(EntityType::Other);
        Ok(((kind, row.get::<_, u64>(1)?, row.get::<_, u64>(2)?), row.get::<_, i64>(3)?))
    })?;
    let (votes, mentions): (Vec<_>, Vec<i64>) = rows.collect::<Result<Vec<_>>>()?.into_iter().unzip();
    let winner = (!votes.is_empty()).then(|| resolution::common_type(votes));
    Ok((winner, mentions.into_iter().sum()))
}

/// The longest name under which a chain goes, of those that are as common as a tenth of the most common one ("Barack Obama", and
/// not what one in a hundred documents calls him); of equally long ones one not in capitals ("Varnholm", not "VARNHOLM");
/// descriptions only where there is no name.
fn fullest(db: &Connection, entity: i64) -> Result<String> {
    let sql = "SELECT name FROM alias WHERE entity = ?1
               ORDER BY (named > 0) DESC, (described > 0) DESC,
                        10 * named >= (SELECT max(named) FROM alias WHERE entity = ?1) DESC, length(name) DESC,
                        length(name) > 5 AND name = upper(name), name LIMIT 1";
    Ok(db.prepare_cached(sql)?.query_row([entity], |row| row.get(0)).optional()?.unwrap_or_default())
}

/// Replaces the aliases that the user gave.
fn give_aliases(db: &Connection, entity: i64, given: &[String]) -> Result<()> {
    db.prepare_cached("UPDATE alias SET rank = 2 WHERE entity = ?1 AND rank = 1")?.execute([entity])?;
    let sql = "INSERT INTO alias (entity, name, other, rank, mentions, named, described) VALUES (?1, ?2, ?3, 1, 0, 0, 0)
               ON CONFLICT (entity, name) DO UPDATE SET rank = min(rank, 1)";
    let mut insert = db.prepare_cached(sql)?;
    for name in given {
        insert.execute(params![entity, name, other(name)])?;
    }
    let sql =
        "DELETE FROM alias WHERE entity = ?1 AND rank = 2 AND mentions = 0 AND named = 0 AND described = 0";
    db.prepare_cached(sql)?.execute([entity]).map(drop)
}

/// Puts the entity's own name first.
fn name_it(db: &Connection, entity: i64, name: &str, rulings: &Rulings) -> Result<()> {
    let sql = "SELECT name FROM alias WHERE entity = ?1 AND rank = 0";
    let before: Option<String> = db.prepare_cached(sql)?.query_row([entity], |row| row.get(0)).optional()?;
    if before.as_deref() == Some(name) {
        return Ok(());
    }
    if let Some(before) = before {
        let is_given = rulings.aliases(Id::from_sql(entity)).contains(&before);
        let sql = "UPDATE alias SET rank = ?3 WHERE entity = ?1 AND name = ?2";
        db.prepare_cached(sql)?.execute(params![entity, before, if is_given { 1 } else { 2 }])?;
        let sql = "DELETE FROM alias WHERE entity = ?1 AND name = ?2 AND rank = 2 AND mentions = 0 AND named = 0 AND described = 0";
        db.prepare_cached(sql)?.execute(params![entity, before])?;
    }
    let sql = "INSERT INTO alias (entity, name, other, rank, mentions, named, described) VALUES (?1, ?2, ?3, 0, 0, 0, 0)
               ON CONFLICT (entity, name) DO UPDATE SET rank = 0";
    db.prepare_cached(sql)?.execute(params![entity, name, other(name)]).map(drop)
}
