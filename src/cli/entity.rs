//! `sayso entity`: the user's last word on who is who.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use super::Outcome;
use super::args::{counted, word_parser};
use super::listing::{Listing, ListingArgs};
use super::output::{Output, Ui};
use crate::extraction::EntityType;
use crate::query::{entities, suggest};
use crate::resolution::curation::Part;
use crate::store::Store;
use crate::store::curation::{Entry, Named};
use crate::{Error, Id, Result};

/// Arguments of `sayso entity`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso entity merge 'Mark Rutte' 'M. Rutte' --reason 'same article series'

Every decision is a row of a log: it holds for all commands and exports, survives a new analysis, and can be undone.")]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub action: Action,
}

/// What can be done to entities.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Make two entities one
    #[command(after_help = "Example: sayso entity merge 'Mark Rutte' 'M. Rutte'")]
    Merge {
        /// The one that stays
        into: String,
        /// The one that becomes part of it
        from: String,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Make a part of an entity one of its own
    #[command(after_help = "Example: sayso entity split Johnson --document 'Storm in Ohio'")]
    Split {
        /// The entity that is several
        entity: String,
        /// All its mentions in this document: id, title or URI
        #[arg(long, value_name = "DOCUMENT", conflicts_with = "name", required_unless_present = "name")]
        document: Option<String>,
        /// All documents in which it goes by this name
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Give an entity another name
    #[command(after_help = "Example: sayso entity rename NATO 'North Atlantic Treaty Organization'")]
    Rename {
        /// The entity
        entity: String,
        /// Its name from now on
        name: String,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Say what kind of thing an entity is
    #[command(after_help = "Example: sayso entity retype Varnholm place")]
    Retype {
        /// The entity
        entity: String,
        /// Its type
        #[arg(value_parser = word_parser(EntityType::ALL, EntityType::as_str))]
        entity_type: EntityType,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Add a name that an entity can be found by
    #[command(after_help = "Example: sayso entity alias 'Northern River Commission' NRC")]
    Alias {
        /// The entity
        entity: String,
        /// The further name
        name: String,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Leave an entity out of lists and diagrams
    #[command(after_help = "Example: sayso entity hide 'press release'")]
    Hide {
        /// The entity
        entity: String,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Never merge two entities, nor suggest it
    #[command(after_help = "Example: sayso entity apart 'Karin Solheim' 'Ingrid Solheim'")]
    Apart {
        /// One
        one: String,
        /// The other
        other: String,
        /// Why, for the log
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// List all decisions, oldest first
    #[command(after_help = "Example: sayso entity log --json")]
    Log {
        /// How to print.
        #[command(flatten)]
        listing: ListingArgs,
    },
    /// Take a decision back
    #[command(after_help = "Example: sayso entity undo 1f3a")]
    Undo {
        /// Its id in the log, or a beginning of it
        id: String,
    },
    /// List likely duplicates and likely mixtures, best first
    #[command(after_help = "Example: sayso entity suggest --limit 20")]
    Suggest {
        /// List at most so many
        #[arg(long, value_name = "N", default_value_t = 50)]
        limit: usize,
        /// How to print.
        #[command(flatten)]
        listing: ListingArgs,
    },
    /// Write all decisions as text, one JSON object a line
    #[command(after_help = "Example: sayso entity export -o decisions.ndjson")]
    Export {
        /// File to write instead of standard output
        #[arg(short, long, value_name = "OUT")]
        output: Option<PathBuf>,
    },
    /// Add the decisions of an exported file
    #[command(after_help = "Example: sayso entity import decisions.ndjson")]
    Import {
        /// The file
        file: PathBuf,
    },
}

/// Runs `sayso entity`.
///
/// # Errors
///
/// Where the database cannot be used, a name is unknown or ambiguous, or the decision makes no sense.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    match &args.action {
        Action::Log { listing } => log(&Store::open_read_only(&ui.db)?, *listing, ui)?,
        Action::Suggest { limit, listing } => {
            list_suggestions(&Store::open_read_only(&ui.db)?, *limit, *listing, ui)?
        }
        Action::Export { output } => export(&Store::open_read_only(&ui.db)?, output.as_deref())?,
        Action::Import { file } => import(&mut Store::open_existing(&ui.db)?, file, ui)?,
        Action::Undo { id } => {
            let entry = Store::open_existing(&ui.db)?.undo(id)?;
            ui.status(format_args!("Undone: {}.", sentence(&entry)));
        }
        action => {
            let mut store = Store::open_existing(&ui.db)?;
            let entry = entry(&store, action)?;
            store.curate(std::slice::from_ref(&entry))?;
            ui.status(format_args!(
                "Noted: {}; `sayso entity undo {}` takes it back.",
                sentence(&entry),
                entry.id
            ));
        }
    }
    Ok(Outcome::Complete)
}

/// The log's entry for an action that makes one.
fn entry(store: &Store, action: &Action) -> Result<Entry> {
    let named = |name: &str| -> Result<Named> {
        let id = entities::find(store, name)?;
        Ok(Named { id: id.to_string(), name: entities::name(store, id)? })
    };
    let (kind, target, other, value, reason) = match action {
        Action::Merge { into, from, reason } => {
            let (into, from) = (named(into)?, named(from)?);
            check_merge(store, &into, &from)?;
            ("merge", into, Some(from), None, reason)
        }
        Action::Split { entity, document, name, reason } => {
            let target = named(entity)?;
            let part = match (document, name) {
                (Some(document), _) => Part::Document(entities::document(store, document)?),
                (None, name) => Part::Name(name.clone().unwrap_or_default()),
            };
            check_part(store, &target, &part)?;
            ("split", target, None, Some(part.to_string()), reason)
        }
        Action::Rename { entity, name, reason } => {
            ("rename", named(entity)?, None, Some(given(name)?), reason)
        }
        Action::Alias { entity, name, reason } => ("alias", named(entity)?, None, Some(given(name)?), reason),
        Action::Retype { entity, entity_type, reason } => {
            ("retype", named(entity)?, None, Some(entity_type.as_str().to_owned()), reason)
        }
        Action::Hide { entity, reason } => ("hide", named(entity)?, None, None, reason),
        Action::Apart { one, other, reason } => {
            let (one, other) = (named(one)?, named(other)?);
            if one.id == other.id {
                return Err(Error::Usage(format!(
                    "`{}` is one entity: `sayso entity split` parts it",
                    one.name
                )));
            }
            ("apart", one, Some(other), None, reason)
        }
        _ => return Err(Error::Usage("this action makes no decision".into())),
    };
    Ok(Entry::new(kind, target, other, value, reason.clone()))
}

fn check_merge(store: &Store, into: &Named, from: &Named) -> Result<()> {
    if into.id == from.id {
        return Err(Error::Usage(format!("`{}` and `{}` are one entity already", into.name, from.name)));
    }
    let id = |named: &Named| named.id.parse::<Id>().ok();
    if let (Some(one), Some(other)) = (id(into), id(from))
        && store.rulings()?.are_apart(one, other)
    {
        let both = format!("`{}` and `{}` are to be kept apart", into.name, from.name);
        return Err(Error::Usage(format!("{both}: undo that decision first (`sayso entity log`)")));
    }
    Ok(())
}

/// Refuses a split that takes nothing away, or everything.
fn check_part(store: &Store, target: &Named, part: &Part) -> Result<()> {
    let id = target.id.parse().map_err(|_| Error::Usage(format!("`{}` is no id", target.id)))?;
    let (n_part, n_all) = entities::count_part(store, id, part)?;
    match n_part {
        0 => Err(Error::Usage(format!("`{}` has no mention there", target.name))),
        n if n == n_all => Err(Error::Usage(format!("that is all of `{}`: nothing would stay", target.name))),
        _ => Ok(()),
    }
}

/// A name that is not empty.
fn given(name: &str) -> Result<String> {
    match name.trim() {
        "" => Err(Error::Usage("a name must not be empty".into())),
        name => Ok(name.to_owned()),
    }
}

/// What an entry does, in words.
fn sentence(entry: &Entry) -> String {
    let target = &entry.target.name;
    let other = entry.other.as_ref().map_or("", |o| &o.name);
    let value = entry.value.as_deref().unwrap_or_default();
    match entry.action.as_str() {
        "merge" => format!("`{other}` is `{target}`"),
        "split" => format!("part of `{target}` ({value}) is another entity"),
        "rename" => format!("`{target}` is called `{value}`"),
        "retype" => format!("`{target}` is of type {value}"),
        "alias" => format!("`{target}` is also called `{value}`"),
        "hide" => format!("`{target}` is hidden"),
        "apart" => format!("`{target}` and `{other}` are never the same"),
        action => format!("{action} of `{target}`"),
    }
}

fn log(store: &Store, args: ListingArgs, ui: &Ui) -> Result<()> {
    let mut listing = Listing::new(["id", "made", "decision", "reason", "undone"]);
    for entry in store.curation()? {
        let cells = [
            json!(entry.id),
            json!(entry.made),
            json!(sentence(&entry)),
            json!(entry.reason),
            json!(entry.undone),
        ];
        listing.push(cells.to_vec());
    }
    listing.print(args, ui)
}

fn list_suggestions(store: &Store, limit: usize, args: ListingArgs, ui: &Ui) -> Result<()> {
    let mut listing = Listing::new(["suspicion", "score", "entity", "other", "why", "entity_id", "other_id"]);
    for suggestion in suggest::list(store, limit)? {
        let kind = match suggestion.kind {
            suggest::Kind::Duplicate => "duplicate",
            suggest::Kind::Mixture => "mixture",
        };
        listing.push(vec![
            json!(kind),
            json!((suggestion.score * 100.0).round() / 100.0),
            json!(suggestion.entity.1),
            json!(suggestion.other.as_ref().map(|o| &o.1)),
            json!(suggestion.evidence),
            json!(suggestion.entity.0.to_string()),
            json!(suggestion.other.as_ref().map(|o| o.0.to_string())),
        ]);
    }
    listing.print(args, ui)
}

fn export(store: &Store, output: Option<&Path>) -> Result<()> {
    let entries = store.curation()?;
    Output::open(output)?.write_all_with(|out| {
        entries.iter().try_for_each(|entry| writeln!(out, "{}", serde_json::to_string(entry)?))
    })
}

/// Most unknown entities that are named one by one.
const MOST_NAMED: usize = 10;

/// Says which decisions are about nobody: they hold as soon as a text names them.
fn warn_of_unknown(unknown: &[&Named], ui: &Ui) {
    for named in unknown.iter().take(MOST_NAMED) {
        ui.status(format_args!(
            "warning: no text names `{}` (id {}): the decision waits until one does",
            named.name, named.id
        ));
    }
    if let Some(n) = unknown.len().checked_sub(MOST_NAMED).filter(|n| *n > 0) {
        ui.status(format_args!("warning: nor {}", counted(n, "other entity", "other entities")));
    }
}

fn import(store: &mut Store, file: &Path, ui: &Ui) -> Result<()> {
    let text =
        std::fs::read_to_string(file).map_err(|source| Error::Read { path: file.to_owned(), source })?;
    let mut entries: Vec<Entry> = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{} line {}", file.display(), number + 1);
        let entry: Entry = serde_json::from_str(line).map_err(|error| Error::Input {
            place: place.clone(),
            reason: format!("it is no decision: {error}"),
        })?;
        if entry.id.parse::<Id>().is_err() || entry.target.id.parse::<Id>().is_err() {
            return Err(Error::Input { place, reason: "its id is not of 16 hexadecimal digits".into() });
        }
        entries.push(entry);
    }
    let n_new = store.curate(&entries)?;
    warn_of_unknown(&store.unknown(&entries)?, ui);
    ui.status(format_args!(
        "Added {}; {} known already.",
        counted(n_new, "decision", "decisions"),
        entries.len() - n_new
    ));
    Ok(())
}
