//! The log of what the user decided: appended to, undone one by one, never changed; see `curation` in `schema.sql`.

use super::entities::Changes;
use super::{Store, failed};
use crate::extraction::EntityType;
use crate::resolution::curation::{Ruling, Rulings};
use crate::{Error, Id, Result};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, BTreeSet};

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Hash of action, target, value and time, as 16 hexadecimal digits.
    pub id: String,
    /// When it was made, UTC.
    pub made: String,
    /// merge, split, rename, retype, alias, hide, apart.
    pub action: String,
    /// Whom it is about.
    pub target: Named,
    /// The other entity, for merge and apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Named>,
    /// The name, type, or part that it gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Why, as the user gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was taken back, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<String>,
}

/// An entity as it was called when the decision was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its id, as 16 hexadecimal digits.
    pub id: String,
    /// Its name then, for people who read the log.
    pub name: String,
}

/// What a row keeps in its column `value`.
#[derive(Serialize, Deserialize, Default)]
struct Value {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    other: Option<Named>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl Entry {
    /// An entry made now.
    pub fn new(
        action: &str,
        target: Named,
        other: Option<Named>,
        value: Option<String>,
        reason: Option<String>,
    ) -> Entry {
        let made = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
        let parts =
            [action, &target.id, other.as_ref().map_or("", |o| &o.id), value.as_deref().unwrap_or(""), &made];
        let id = Id::of("curation", &parts.map(str::as_bytes)).to_string();
        Entry { id, made, action: action.to_owned(), target, other, value, reason, undone: None }
    }

    /// What it says, as resolution takes it; `None` where it is undone, or of a kind that this version does not know.
    fn ruling(&self) -> Option<Ruling> {
        let entity: Id = self.target.id.parse().ok()?;
        let other = || self.other.as_ref().and_then(|o| o.id.parse::<Id>().ok());
        if self.undone.is_some() {
            return None;
        }
        match self.action.as_str() {
            "merge" => Some(Ruling::Merge { into: entity, from: other()?, name: self.target.name.clone() }),
            "apart" => Some(Ruling::Apart { one: entity, other: other()? }),
            "split" => {
                let part = self.value.as_deref()?.parse().ok()?;
                Some(Ruling::Split { from: entity, part, new: Id::of("split", &[self.id.as_bytes()]) })
            }
            "rename" => Some(Ruling::Rename { entity, name: self.value.clone()? }),
            "alias" => Some(Ruling::Alias { entity, name: self.value.clone()? }),
            "retype" => {
                let entity_type: EntityType = self.value.as_deref()?.parse().ok()?;
                Some(Ruling::Retype { entity, entity_type })
            }
            "hide" => Some(Ruling::Hide { entity }),
            _ => None,
        }
    }

    /// Entities that have to be resolved again when it comes or goes.
    fn touches(&self) -> impl Iterator<Item = Id> {
        let split = (self.action == "split").then(|| Id::of("split", &[self.id.as_bytes()]));
        let named = std::iter::once(&self.target).chain(&self.other).filter_map(|n| n.id.parse().ok());
        named.chain(split).collect::<Vec<_>>().into_iter()
    }
}

impl Store {
    /// All decisions, oldest first, those undone too.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub fn curation(&self) -> Result<Vec<Entry>> {
        log(self.connection()).map_err(failed("read the log of curation"))
    }

    /// The decisions that hold.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub fn rulings(&self) -> Result<Rulings> {
        rulings(self.connection()).map_err(failed("read the log of curation"))
    }

    /// Which of the entities that decisions are about no text names, under any type; in their order, each once.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub fn unknown<'e>(&self, entries: &'e [Entry]) -> Result<Vec<&'e Named>> {
        let doing = "read the log of curation";
        let rulings = self.rulings()?;
        let mut seen = BTreeSet::new();
        let mut unknown = Vec::new();
        let holding = entries.iter().filter(|e| e.undone.is_none());
        for named in holding.flat_map(|e| std::iter::once(&e.target).chain(&e.other)) {
            let Some(id) = named.id.parse::<Id>().ok().filter(|id| seen.insert(*id)) else { continue };
            let sql = "SELECT 1 FROM entity WHERE id = ?1 UNION ALL SELECT 1 FROM shape WHERE own = ?2";
            let ids = [rulings.found_as(id).to_sql(), id.to_sql()];
            let is_known = self.connection().prepare_cached(sql).and_then(|mut s| s.exists(ids));
            if !is_known.map_err(failed(doing))? {
                unknown.push(named);
            }
        }
        Ok(unknown)
    }

    /// Adds decisions to the log and applies them, all or none; those that are there already change nothing. Returns
    /// how many were new.
    ///
    /// # Errors
    ///
    /// Where the database cannot be written.
    pub fn curate(&mut self, entries: &[Entry]) -> Result<usize> {
        let doing = "write the log of curation";
        let transaction = self.connection_mut().transaction().map_err(failed(doing))?;
        let before = rulings(&transaction).map_err(failed(doing))?;
        let mut new = Vec::new();
        for entry in entries {
            if insert(&transaction, entry).map_err(failed(doing))? {
                new.push(entry);
            }
        }
        apply(&transaction, &before, new.iter().copied()).map_err(failed("resolve entities"))?;
        transaction.commit().map_err(failed(doing))?;
        Ok(new.len())
    }

    /// Takes a decision back; it stays in the log.
    ///
    /// # Errors
    ///
    /// Where there is none with this id, or it is undone already, or the database cannot be written.
    pub fn undo(&mut self, id: &str) -> Result<Entry> {
        let mut found: Vec<Entry> = self.curation()?.into_iter().filter(|e| e.id.starts_with(id)).collect();
        let entry = match (found.pop(), found.is_empty()) {
            (Some(entry), true) => entry,
            (Some(_), false) => {
                return Err(Error::Usage(format!("`{id}` begins the id of several decisions")));
            }
            (None, _) => {
                return Err(Error::Usage(format!(
                    "no decision has the id `{id}` (`sayso entity log` lists them)"
                )));
            }
        };
        if let Some(when) = &entry.undone {
            return Err(Error::Usage(format!("the decision `{}` was undone already, at {when}", entry.id)));
        }
        let doing = "write the log of curation";
        let transaction = self.connection_mut().transaction().map_err(failed(doing))?;
        let sql = "UPDATE curation SET undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE id = ?1";
        let before = rulings(&transaction).map_err(failed(doing))?;
        let key: Id = entry.id.parse().map_err(|_| Error::Usage(format!("`{id}` is no id")))?;
        transaction.execute(sql, [key.to_sql()]).map_err(failed(doing))?;
        apply(&transaction, &before, [&entry]).map_err(failed("resolve entities"))?;
        transaction.commit().map_err(failed(doing))?;
        Ok(entry)
    }
}

/// Resolves anew what decisions that came or went touch, where merges led and lead included.
pub(super) fn apply<'a>(
    db: &Connection,
    before: &Rulings,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> rusqlite::Result<()> {
    let after = rulings(db)?;
    let named: BTreeSet<Id> = entries.into_iter().flat_map(Entry::touches).flat_map(Id::kin).collect();
    let ends = named.iter().flat_map(|id| [*id, before.end_of(*id), after.end_of(*id)]);
    let mut changes = Changes::default();
    changes.rule(db, &ends.collect())?;
    changes.settle(db)?.close(db)
}

pub(super) fn insert(db: &Connection, entry: &Entry) -> rusqlite::Result<bool> {
    let Ok(id) = entry.id.parse::<Id>() else { return Ok(false) };
    let target = serde_json::to_string(&entry.target).unwrap_or_default();
    let value = Value { other: entry.other.clone(), value: entry.value.clone() };
    let value = serde_json::to_string(&value).unwrap_or_default();
    let sql = "INSERT INTO curation (id, action, target, value, reason, made, undone)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO NOTHING";
    let values = params![id.to_sql(), entry.action, target, value, entry.reason, entry.made, entry.undone];
    Ok(db.prepare_cached(sql)?.execute(values)? == 1)
}

/// The log, oldest first.
pub(super) fn log(db: &Connection) -> rusqlite::Result<Vec<Entry>> {
    let sql = "SELECT id, action, target, value, reason, made, undone FROM curation ORDER BY made, id";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([], |row| {
        let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
        let value: Value = serde_json::from_str(&text(3)?).unwrap_or_default();
        let target = serde_json::from_str(&text(2)?);
        Ok(Entry {
            id: Id::from_sql(row.get(0)?).to_string(),
            made: row.get(5)?,
            action: row.get(1)?,
            target: target.unwrap_or_else(|_| Named { id: String::new(), name: String::new() }),
            other: value.other,
            value: value.value,
            reason: row.get(4)?,
            undone: row.get(6)?,
        })
    })?;
    rows.collect()
}

/// The decisions that hold.
pub(super) fn rulings(db: &Connection) -> rusqlite::Result<Rulings> {
    let rulings: Vec<Ruling> = log(db)?.iter().filter_map(Entry::ruling).collect();
    let mut stand_ins: BTreeMap<Id, Id> = BTreeMap::new();
    for id in rulings.iter().flat_map(Ruling::named) {
        if let MapEntry::Vacant(place) = stand_ins.entry(id) {
            place.insert(stand_in(db, id)?);
        }
    }
    Ok(Rulings::new(rulings, |id| stand_ins.get(&id).copied().unwrap_or(id)))
}

/// The entity that has the name of one that a decision is about: itself while a text names it; else the only one of
/// that name and another type, as a newer engine may have read it.
fn stand_in(db: &Connection, id: Id) -> rusqlite::Result<Id> {
    let ends = (id.with_kind(0).to_sql(), id.with_kind(7).to_sql());
    let sql = "SELECT DISTINCT own FROM shape WHERE own BETWEEN ?1 AND ?2";
    let mut select = db.prepare_cached(sql)?;
    let kin = select.query_map(ends, |row| Ok(Id::from_sql(row.get(0)?)))?;
    let kin: Vec<Id> = kin.collect::<rusqlite::Result<_>>()?;
    Ok(match kin[..] {
        [only] if !kin.contains(&id) => only,
        _ => id,
    })
}

/// Takes in the decisions of another database; what is undone in either is undone. Returns how many changed.
pub(super) fn merge(db: &Connection, entries: &[Entry]) -> rusqlite::Result<usize> {
    let before = rulings(db)?;
    let mut changed = Vec::new();
    for entry in entries {
        let sql = "UPDATE curation SET undone = ?2 WHERE id = ?1 AND ?2 < coalesce(undone, '~')";
        let id = entry.id.parse::<Id>().map(Id::to_sql).unwrap_or_default();
        let is_undone = db.prepare_cached(sql)?.execute(params![id, entry.undone])? == 1;
        if is_undone || insert(db, entry)? {
            changed.push(entry);
        }
    }
    apply(db, &before, changed.iter().copied())?;
    Ok(changed.len())
}
