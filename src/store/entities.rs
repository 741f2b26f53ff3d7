//! Keeps the entities in step with the chains: after chains came, every block of chains that share a key with them is
//! resolved again, and the entities that changed are described anew.

use super::curation;
use crate::extraction::{EntityType, MentionKind};
use crate::resolution::curation::Rulings;
use crate::resolution::{self, ChainFacts, Form};
use crate::{Id, text};
use rusqlite::{Connection, Result, params};
use std::collections::BTreeSet;

/// Resolves all chains reachable from the keys and rewrites the entities they move from and to.
pub(super) fn update(db: &Connection, touched: BTreeSet<String>) -> Result<()> {
    resolve(db, touched, BTreeSet::new())
}

/// Resolves the chains of some entities again, after a decision of the user's.
pub(super) fn refresh(db: &Connection, touched: BTreeSet<Id>) -> Result<()> {
    let sql = "SELECT DISTINCT k.key FROM chain c JOIN chain_key k ON k.chain = c.id WHERE c.entity = ?1";
    let mut keys = BTreeSet::new();
    for entity in &touched {
        let mut select = db.prepare_cached(sql)?;
        for key in select.query_map([entity.to_sql()], |row| row.get::<_, String>(0))? {
            keys.insert(key?);
        }
    }
    resolve(db, keys, touched.into_iter().map(Id::to_sql).collect())
}

/// Resolves the blocks of the keys and describes what changed, and the entities in `changed`, anew.
fn resolve(db: &Connection, touched: BTreeSet<String>, mut changed: BTreeSet<i64>) -> Result<()> {
    let rulings = curation::rulings(db)?;
    let mut done = BTreeSet::new();
    for key in touched {
        if done.contains(&key) {
            continue;
        }
        let block = block(db, key, &mut done)?;
        for (chain, decision) in block.iter().zip(resolution::resolve(&block)) {
            let ruled = rulings.entity(chain, decision.entity);
            let reason =
                if ruled == decision.entity { decision.reason } else { "as the user decided".to_owned() };
            let sql = "SELECT entity FROM chain WHERE id = ?1";
            let before: Option<i64> =
                db.prepare_cached(sql)?.query_row([decision.chain.to_sql()], |r| r.get(0))?;
            let after = ruled.to_sql();
            changed.extend(before);
            changed.insert(after);
            ensure(db, after)?;
            db.prepare_cached("UPDATE chain SET entity = ?2, reason = ?3 WHERE id = ?1")?
                .execute(params![decision.chain.to_sql(), after, reason])?;
        }
    }
    changed.into_iter().try_for_each(|entity| describe(db, entity, &rulings))
}

/// The chains that share a key with `key`'s chains, directly or by way of others; adds their keys to `done`.
fn block(db: &Connection, key: String, done: &mut BTreeSet<String>) -> Result<Vec<ChainFacts>> {
    let mut open = vec![key];
    let mut chains = BTreeSet::new();
    let mut by_key = db.prepare_cached("SELECT chain FROM chain_key WHERE key = ?1")?;
    let mut by_chain = db.prepare_cached("SELECT key FROM chain_key WHERE chain = ?1")?;
    while let Some(key) = open.pop() {
        if !done.insert(key.clone()) {
            continue;
        }
        let found = by_key.query_map([&key], |r| r.get::<_, i64>(0))?.collect::<Result<Vec<_>>>()?;
        for chain in found.into_iter().filter(|c| chains.insert(*c)).collect::<Vec<_>>() {
            open.extend(by_chain.query_map([chain], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>>>()?);
        }
    }
    chains.into_iter().map(|chain| facts(db, chain)).collect()
}

/// Reads back what resolution may know of a chain.
fn facts(db: &Connection, chain: i64) -> Result<ChainFacts> {
    let sql = "SELECT document, name, type, is_named, context FROM chain WHERE id = ?1";
    let mut facts = db.prepare_cached(sql)?.query_row([chain], |row| {
        Ok(ChainFacts {
            id: Id::from_sql(chain),
            document: Id::from_sql(row.get(0)?),
            name: row.get(1)?,
            entity_type: word(row.get_ref(2)?.as_str()?, EntityType::Other),
            is_named: row.get(3)?,
            forms: Vec::new(),
            context: serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default(),
        })
    })?;
    let sql = "SELECT text, kind, mentions FROM chain_form WHERE chain = ?1 ORDER BY text, kind";
    let mut select = db.prepare_cached(sql)?;
    let forms = select.query_map([chain], |row| {
        let kind = word(row.get_ref(1)?.as_str()?, MentionKind::Named);
        Ok(Form { text: row.get(0)?, kind, n_mentions: row.get(2)? })
    })?;
    facts.forms = forms.collect::<Result<_>>()?;
    facts.forms.sort();
    Ok(facts)
}

/// The value that a word of the database stands for.
fn word<T: std::str::FromStr>(text: &str, default: T) -> T {
    text.parse().unwrap_or(default)
}

/// Makes a row for the entity, to be described later, so that chains can refer to it.
fn ensure(db: &Connection, entity: i64) -> Result<()> {
    let sql = "INSERT INTO entity (id, name, type, mentions, hidden) VALUES (?1, '', 'other', 0, 0) ON CONFLICT DO NOTHING";
    db.prepare_cached(sql)?.execute([entity]).map(drop)
}

/// Rewrites an entity from its chains and what the user decided; removes it where no chain is left.
fn describe(db: &Connection, entity: i64, rulings: &Rulings) -> Result<()> {
    let mut select = db.prepare_cached("SELECT id FROM chain WHERE entity = ?1 ORDER BY id")?;
    let ids = select.query_map([entity], |r| r.get::<_, i64>(0))?.collect::<Result<Vec<_>>>()?;
    db.prepare_cached("DELETE FROM alias WHERE entity = ?1")?.execute([entity])?;
    if ids.is_empty() {
        return db.prepare_cached("DELETE FROM entity WHERE id = ?1")?.execute([entity]).map(drop);
    }
    let chains = ids.into_iter().map(|id| facts(db, id)).collect::<Result<Vec<_>>>()?;
    let description = resolution::describe(&chains);
    let id = Id::from_sql(entity);
    let name = rulings.name(id).unwrap_or(&description.name).to_owned();
    let entity_type = rulings.entity_type(id).unwrap_or(description.entity_type);
    let sql = "UPDATE entity SET name = ?2, type = ?3, hidden = ?4, mentions =
               (SELECT count(*) FROM mention m JOIN chain c ON c.id = m.chain WHERE c.entity = ?1) WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![entity, name, entity_type.as_str(), rulings.is_hidden(id)])?;
    let mut insert = db.prepare_cached("INSERT INTO alias VALUES (?1, ?2, ?3, ?4)")?;
    let given = rulings.aliases(id);
    let found = std::iter::once(&description.name).chain(&description.aliases);
    let mut seen = BTreeSet::new();
    let all = std::iter::once(&name).chain(given).chain(found).filter(|n| seen.insert((*n).clone()));
    for (rank, name) in all.enumerate() {
        insert.execute(params![entity, rank, name, text::folded(name)])?;
    }
    Ok(())
}
