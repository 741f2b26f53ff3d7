//! Keeps the entities in step with the chains, at a cost that does not grow with the store.
//!
//! A chain finds its shape; a new shape is decided by looking up what it asks for, and shapes that asked for what it
//! offers are decided again. Entities are kept as sums over their chains ([`super::portrait`]): a chain that comes or
//! goes changes the sums by what it adds.

use super::link::Links;
use super::portrait::Changed;
use super::vocabulary::Vocabulary;
use super::{curation, key, portrait};
use crate::Id;
use crate::extraction::{EntityType, MentionKind};
use crate::resolution::curation::Rulings;
use crate::resolution::{self, Asks, ChainFacts, Shape};
use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What a transaction has changed and [`Changes::settle`] has still to follow up.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Shapes that are to be decided.
    shapes: BTreeSet<i64>,
    /// Chains that are to be given their entity; with what resolution may know of those that were just written.
    chains: BTreeMap<i64, Option<ChainFacts>>,
    /// Entities to be described anew, with what the user decided about them.
    ruled: BTreeSet<i64>,
    /// Entities that had no row before.
    new: BTreeSet<i64>,
    /// Numbers of words, as the transaction knows them.
    pub(super) words: Vocabulary,
    /// Documents whose links are to be counted again.
    links: Links,
    /// Names of which a shape came or went, as ids of kind 0: decisions about them may go over to others.
    names: BTreeSet<Id>,
}

impl Changes {
    /// The number of the shape of a chain that is about to be written, if it has one: its row is there then.
    pub(super) fn shape(&mut self, db: &Connection, facts: &ChainFacts) -> Result<Option<i64>> {
        resolution::shape(facts).map(|shape| self.number_of(db, &shape)).transpose()
    }

    /// Takes a chain in that was written with its shape, but without entity.
    pub(super) fn add(&mut self, chain: i64, facts: ChainFacts) {
        self.chains.insert(chain, Some(facts));
    }

    fn number_of(&mut self, db: &Connection, shape: &Shape) -> Result<i64> {
        let (own, mark) = (shape.own.to_sql(), shape.id.to_key());
        let sql = "SELECT id FROM shape WHERE own = ?1 AND mark = ?2";
        let found = db.prepare_cached(sql)?.query_row([own, mark], |row| row.get(0)).optional()?;
        found.map_or_else(|| self.insert_shape(db, shape), Ok)
    }

    fn insert_shape(&mut self, db: &Connection, shape: &Shape) -> Result<i64> {
        let (own, mark) = (shape.own.to_sql(), shape.id.to_key());
        let asks =
            (shape.asks != Asks::default()).then(|| serde_json::to_string(&shape.asks).unwrap_or_default());
        let offers: Vec<i64> = shape.offers.iter().map(|name| key_of(name)).collect();
        let sql = "INSERT INTO shape (own, mark, asks, offers) VALUES (?1, ?2, ?3, ?4)";
        let id = db.prepare_cached(sql)?.insert(params![own, mark, asks, bytes(&offers)])?;
        self.shapes.insert(id);
        self.names.insert(shape.own.with_kind(0));
        for key in offers {
            if !is_offered(db, key, own)? {
                self.ask_again(db, key)?;
            }
            let sql = "INSERT INTO shape_offer VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            db.prepare_cached(sql)?.execute([key, own, id])?;
        }
        for name in shape.asks.keys() {
            let sql = "INSERT INTO shape_ask VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            db.prepare_cached(sql)?.execute([key_of(name), id])?;
        }
        Ok(id)
    }

    /// Marks the shapes that ask for a key.
    fn ask_again(&mut self, db: &Connection, key: i64) -> Result<()> {
        let shapes = ids(db, "SELECT shape FROM shape_ask WHERE key = ?1", [key])?;
        self.shapes.extend(shapes);
        Ok(())
    }

    /// Takes the chains of a document out of their entities, before its rows are deleted.
    pub(super) fn remove(&mut self, db: &Connection, document: i64) -> Result<()> {
        self.links.open_story(db, document)?;
        let chains = ids(db, "SELECT id FROM chain_data WHERE id BETWEEN ?1 AND ?2", key::range(document))?;
        let mut shapes = BTreeSet::new();
        for chain in chains {
            let facts = facts(db, chain)?;
            let sql = "SELECT entity, shape FROM chain_data WHERE id = ?1";
            let (entity, shape): (Option<i64>, Option<i64>) =
                db.prepare_cached(sql)?.query_row([chain], |row| Ok((row.get(0)?, row.get(1)?)))?;
            db.prepare_cached("UPDATE chain_data SET entity = NULL, shape = NULL WHERE id = ?1")?
                .execute([chain])?;
            if let Some(entity) = entity {
                portrait::leave(db, entity, &facts)?;
                self.ruled.insert(entity);
            }
            self.chains.remove(&chain);
            shapes.extend(shape);
        }
        shapes.into_iter().try_for_each(|shape| self.remove_shape(db, shape))
    }

    /// Removes a shape that no chain has any more.
    fn remove_shape(&mut self, db: &Connection, shape: i64) -> Result<()> {
        if db.prepare_cached("SELECT 1 FROM chain_data WHERE shape = ?1")?.exists([shape])? {
            return Ok(());
        }
        let mut delete = db.prepare_cached("DELETE FROM shape WHERE id = ?1 RETURNING own, asks, offers")?;
        let (own, asks, offers) = delete.query_row([shape], |row| {
            let offers: Option<Vec<u8>> = row.get(2)?;
            Ok((row.get::<_, i64>(0)?, asks(row, 1)?, keys(offers.as_deref().unwrap_or_default())))
        })?;
        self.names.insert(Id::from_sql(own).with_kind(0));
        self.shapes.remove(&shape);
        let mut delete = db.prepare_cached("DELETE FROM shape_ask WHERE key = ?1 AND shape = ?2")?;
        asks.keys().try_for_each(|name| delete.execute([key_of(name), shape]).map(drop))?;
        for key in offers {
            let sql = "DELETE FROM shape_offer WHERE key = ?1 AND entity = ?2 AND shape = ?3";
            db.prepare_cached(sql)?.execute([key, own, shape])?;
            if !is_offered(db, key, own)? {
                self.ask_again(db, key)?;
            }
        }
        Ok(())
    }

    /// Marks all that decisions of the user's about these entities can move.
    pub(super) fn rule(&mut self, db: &Connection, entities: &BTreeSet<Id>) -> Result<()> {
        for entity in entities.iter().map(|id| id.to_sql()) {
            self.ruled.insert(entity);
            self.shapes.extend(ids(db, "SELECT id FROM shape WHERE own = ?1", [entity])?);
            self.look_at(ids(db, "SELECT id FROM chain_data WHERE entity = ?1", [entity])?);
        }
        Ok(())
    }

    /// Marks stored chains.
    fn look_at(&mut self, chains: Vec<i64>) {
        for chain in chains {
            self.chains.entry(chain).or_default();
        }
    }

    /// Decides shapes, gives chains their entities, and describes what changed; what comes back is still to be closed.
    pub(super) fn settle(mut self, db: &Connection) -> Result<Links> {
        let rulings = curation::rulings(db)?;
        self.rule(db, &rulings.moved_by(&self.names))?;
        for shape in std::mem::take(&mut self.shapes) {
            if decide(db, shape, &rulings, &mut self.words)? {
                self.look_at(ids(db, "SELECT id FROM chain_data WHERE shape = ?1", [shape])?);
            }
        }
        let (mut changed, mut known) = (BTreeSet::new(), Known::default());
        for (chain, written) in std::mem::take(&mut self.chains) {
            // What was just written has no entity and so no links yet: nothing has to be taken away.
            let is_new = written.is_some();
            if is_new {
                self.links.open_new(key::document_of(chain));
            }
            let facts = written.map_or_else(|| facts(db, chain), Ok)?;
            let is_bare = is_new && !facts.is_named;
            let placed = if is_bare { Placed::default() } else { placed(db, chain)? };
            self.place(db, chain, placed, &facts, &rulings, &mut changed)?;
            known.insert(chain, facts);
        }
        changed.extend(&self.ruled);
        for entity in changed {
            let changed =
                Changed { is_ruled: self.ruled.contains(&entity), is_new: self.new.contains(&entity) };
            portrait::redraw(db, entity, &rulings, changed, &known)?;
        }
        Ok(self.links)
    }

    /// Gives a chain the entity that its shape and the user's decisions lead to.
    fn place(
        &mut self,
        db: &Connection,
        chain: i64,
        Placed { entity: before, reason, has_shape, verdict }: Placed,
        facts: &ChainFacts,
        rulings: &Rulings,
        changed: &mut BTreeSet<i64>,
    ) -> Result<()> {
        let alone = resolution::alone(facts);
        let base = verdict.map(Id::from_sql).filter(|_| !rulings.is_named(alone)).unwrap_or(alone);
        let ruled = rulings.entity(facts, base);
        let after = ruled.to_sql();
        let reason_after = match (ruled == base, has_shape) {
            // That of its shape.
            (true, true) => None,
            (true, false) => Some(self.words.word(db, &resolution::unnamed().reason)?),
            (false, _) => Some(self.words.word(db, "as the user decided")?),
        };
        if before == Some(after) && reason == reason_after {
            return Ok(());
        }
        if before != Some(after) {
            self.links.open(db, key::document_of(chain))?;
            if let Some(before) = before {
                portrait::leave(db, before, facts)?;
                changed.insert(before);
            }
            if portrait::ensure(db, after)? {
                self.ruled.insert(after);
                self.new.insert(after);
            }
            portrait::join(db, after, facts)?;
            changed.insert(after);
        }
        let sql = "UPDATE chain_data SET entity = ?2, reason = ?3 WHERE id = ?1";
        db.prepare_cached(sql)?.execute(params![chain, after, reason_after]).map(drop)
    }
}

/// Where a chain belongs so far. A description that was just written has nothing of this.
#[derive(Clone, Copy, Debug, Default)]
struct Placed {
    entity: Option<i64>,
    reason: Option<i64>,
    has_shape: bool,
    /// What its shape was resolved to.
    verdict: Option<i64>,
}

fn placed(db: &Connection, chain: i64) -> Result<Placed> {
    let sql = "SELECT c.entity, c.reason, c.shape IS NOT NULL, s.verdict
               FROM chain_data c LEFT JOIN shape s ON s.id = c.shape WHERE c.id = ?1";
    db.prepare_cached(sql)?.query_row([chain], |row| {
        Ok(Placed { entity: row.get(0)?, reason: row.get(1)?, has_shape: row.get(2)?, verdict: row.get(3)? })
    })
}

fn ids<P: rusqlite::Params>(db: &Connection, sql: &'static str, values: P) -> Result<Vec<i64>> {
    db.prepare_cached(sql)?.query_map(values, |row| row.get(0))?.collect()
}

/// The key of what names share, as it is kept.
fn key_of(name: &str) -> i64 {
    Id::of("key", &[name.as_bytes()]).to_key()
}

/// Keys one after the other, six bytes each; `None` for none.
fn bytes(keys: &[i64]) -> Option<Vec<u8>> {
    (!keys.is_empty()).then(|| keys.iter().flat_map(|key| key.to_be_bytes().into_iter().skip(2)).collect())
}

/// The keys that [`bytes`] put together.
fn keys(bytes: &[u8]) -> Vec<i64> {
    let number = |six: &[u8]| six.iter().fold(0, |number, byte| (number << 8) | i64::from(*byte));
    bytes.chunks(6).map(number).collect()
}

fn is_offered(db: &Connection, key: i64, entity: i64) -> Result<bool> {
    let sql = "SELECT 1 FROM shape_offer WHERE key = ?1 AND entity = ?2";
    db.prepare_cached(sql)?.exists([key, entity])
}

/// What a shape asks for, as its row has it.
fn asks(row: &Row<'_>, column: usize) -> Result<Asks> {
    let kept = row.get_ref(column)?.as_str_or_null()?;
    Ok(kept.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default())
}

/// Decides a shape; returns whether its verdict changed.
fn decide(db: &Connection, shape: i64, rulings: &Rulings, words: &mut Vocabulary) -> Result<bool> {
    let sql = "SELECT own, asks, verdict, reason FROM shape WHERE id = ?1";
    let row = db.prepare_cached(sql)?.query_row([shape], |row| {
        let before = (row.get::<_, Option<i64>>(2)?, row.get::<_, Option<i64>>(3)?);
        Ok((Id::from_sql(row.get(0)?), asks(row, 1)?, before))
    });
    let Some((own, asks, before)) = row.optional()? else { return Ok(false) };
    let verdict = if rulings.is_named(own) {
        // The user spoke of it as something of its own: later evidence does not take it away.
        resolution::decide(own, &Asks::default(), |_| Ok::<_, rusqlite::Error>(Vec::new()))?
    } else {
        resolution::decide(own, &asks, |name| {
            let sql = "SELECT DISTINCT entity FROM shape_offer WHERE key = ?1 ORDER BY entity LIMIT 2";
            Ok::<_, rusqlite::Error>(ids(db, sql, [key_of(name)])?.into_iter().map(Id::from_sql).collect())
        })?
    };
    let after = (verdict.entity.map(Id::to_sql), Some(words.word(db, &verdict.reason)?));
    if before == after {
        return Ok(false);
    }
    let sql = "UPDATE shape SET verdict = ?2, reason = ?3 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![shape, after.0, after.1])?;
    Ok(true)
}

/// Reads back what resolution may know of a chain.
pub(super) fn facts(db: &Connection, chain: i64) -> Result<ChainFacts> {
    let sql = "SELECT d.hash, c.name, c.type, c.is_named, c.context
               FROM chain c JOIN document d ON d.id = c.document WHERE c.id = ?1";
    let mut facts = db.prepare_cached(sql)?.query_row([chain], |row| {
        Ok(ChainFacts {
            id: Id::from_sql(chain),
            document: Id::from_sql(row.get(0)?),
            name: row.get(1)?,
            entity_type: row.get_ref(2)?.as_str()?.parse().unwrap_or(EntityType::Other),
            is_named: row.get(3)?,
            forms: Vec::new(),
            context: serde_json::from_str(row.get_ref(4)?.as_str()?).unwrap_or_default(),
            n_mentions: 0,
        })
    })?;
    let mentions = mentions(db, chain)?;
    facts.forms = resolution::forms(mentions.iter().map(|(kind, text)| (*kind, text.as_str())));
    facts.n_mentions = mentions.len();
    Ok(facts)
}

/// What is known already of chains that a transaction has looked at.
pub(super) type Known = FxHashMap<i64, ChainFacts>;

/// What resolution may know of the chains of an entity, in order of their documents.
pub(super) fn chains(db: &Connection, entity: i64, known: &Known) -> Result<Vec<ChainFacts>> {
    let chains = ids(db, "SELECT id FROM chain_data WHERE entity = ?1 ORDER BY id", [entity])?;
    chains.into_iter().map(|chain| known.get(&chain).cloned().map_or_else(|| facts(db, chain), Ok)).collect()
}

/// The mentions of a chain: what kind, and as written.
fn mentions(db: &Connection, chain: i64) -> Result<Vec<(MentionKind, String)>> {
    let sql = "SELECT m.kind, CAST(substr(CAST(d.text AS BLOB), m.start + 1, m.\"end\" - m.start) AS TEXT)
               FROM mention m JOIN document d ON d.id = m.document WHERE m.chain = ?1";
    let mut select = db.prepare_cached(sql)?;
    let mentions = select.query_map([chain], |row| {
        Ok((row.get_ref(0)?.as_str()?.parse().unwrap_or(MentionKind::Named), row.get(1)?))
    })?;
    mentions.collect()
}
