//! Relations, as rows: assertions grouped by subject, predicate, object and polarity.

use super::graph;
use crate::extraction::{Class, Factuality, Polarity};
use crate::graph::{Graph, Relation};
use crate::store::Store;
use crate::{Id, Result};
use std::collections::BTreeMap;

/// Which relations to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Either end.
    pub entity: Option<Id>,
    /// Who.
    pub subject: Option<Id>,
    /// To whom.
    pub object: Option<Id>,
    /// Predicate, or its first word.
    pub predicate: Option<String>,
    /// What kind of act.
    pub class: Option<Class>,
    /// Grammatical negation.
    pub polarity: Option<Polarity>,
    /// How far the text commits to it.
    pub factuality: Option<Factuality>,
    /// Only what stands in this entity's statements.
    pub inside: Option<Id>,
    /// Documents of this day or later.
    pub since: Option<String>,
    /// Documents of this day or earlier.
    pub until: Option<String>,
    /// Also those with an end that is no entity.
    pub open_ended: bool,
}

/// Relations that fit, heaviest first, then by first appearance; with the graph that their ids point into.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<(Graph, Vec<Relation>)> {
    let mut graph = graph::load(store)?;
    let dates: BTreeMap<Id, Option<String>> =
        graph.documents.iter().map(|d| (d.id, d.published.clone())).collect();
    let speakers: BTreeMap<Id, Option<Id>> = graph.statements.iter().map(|s| (s.id, s.speaker)).collect();
    let is_near = |r: &Relation| {
        let dates = || r.evidence.iter().map(|e| dates.get(&e.document).and_then(Option::as_deref));
        let since = filter.since.as_deref();
        let until = filter.until.as_deref();
        since.is_none_or(|day| dates().any(|d| d.is_some_and(|d| d >= day)))
            && until
                .is_none_or(|day| dates().any(|d| d.is_some_and(|d| d.get(..day.len()).unwrap_or(d) <= day)))
            && filter
                .inside
                .is_none_or(|who| r.statement.and_then(|s| speakers.get(&s).copied()?) == Some(who))
    };
    let mut relations: Vec<Relation> =
        std::mem::take(&mut graph.relations).into_iter().filter(|r| fits(r, filter) && is_near(r)).collect();
    relations.sort_by_key(|r| std::cmp::Reverse(r.weight));
    Ok((graph, relations))
}

fn fits(r: &Relation, filter: &Filter) -> bool {
    let named = |wanted: Option<Id>, end: Option<Id>| wanted.is_none_or(|w| end == Some(w));
    (filter.open_ended || r.subject.is_some() && r.object.is_some())
        && filter.entity.is_none_or(|e| r.subject == Some(e) || r.object == Some(e))
        && named(filter.subject, r.subject)
        && named(filter.object, r.object)
        && filter
            .predicate
            .as_ref()
            .is_none_or(|p| r.predicate == *p || r.predicate.split(' ').next() == Some(p))
        && filter.class.is_none_or(|c| r.class == c)
        && filter.polarity.is_none_or(|p| r.polarity == p)
        && filter.factuality.is_none_or(|f| r.factuality == f)
}
