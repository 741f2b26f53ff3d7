//! `sayso show`: all that is known about somebody or something.

use std::io::Write;

use serde_json::{Value, json};

use super::args::counted;
use super::listing::{Listing, ListingArgs};
use super::output::{Output, Ui, clean};
use super::{Outcome, relations, said};
use crate::query::entities::{self, Seen};
use crate::query::{documents, relations as edges, statements};
use crate::resolution::NameKind;
use crate::store::Store;
use crate::{Error, Id, Result};

/// Arguments of `sayso show`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso show Rutte --why")]
pub struct Args {
    /// Who or what: a name, alias, unique beginning or id; or a document's id, title or URI
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// List each mention with the rule that put it here
    #[arg(long)]
    pub why: bool,
    /// At most so many rows of each kind; 10 unless said, of a document all
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentence that each row rests on
    #[arg(long)]
    pub evidence: bool,
    /// How to print: --json one object, --ndjson and --csv the rows of all sections, a row its section first
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// What is shown of one entity.
struct Portrait {
    seen: Seen,
    aliases: Vec<String>,
    demonyms: Vec<String>,
    metonyms: Vec<String>,
    roles: Listing,
    relations: Listing,
    says: Listing,
    said_about: Listing,
    mentions: Option<Listing>,
}

/// Runs `sayso show`.
///
/// # Errors
///
/// Where the database cannot be read, or the name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let id = match entities::find(&store, &args.entity) {
        Err(Error::UnknownEntity { name, near }) => match entities::document(&store, &name) {
            Ok(document) => return show_document(&store, document, args, ui),
            Err(_) => return Err(Error::UnknownEntity { name, near }),
        },
        found => found?,
    };
    let portrait = portrait(&store, id, args)?;
    Output::open(None)?.write_all_with(|out| match args.listing {
        ListingArgs { json: true, .. } => writeln!(out, "{}", portrait.to_json()),
        listing if listing.is_table() => portrait.write(out),
        listing => portrait.rows().write(listing, out),
    })?;
    Ok(Outcome::Complete)
}

/// A document with its statements.
fn show_document(store: &Store, id: Id, args: &Args, ui: &Ui) -> Result<Outcome> {
    let rows = documents::list(store, Some(id), 1)?;
    let filter =
        statements::Filter { document: Some(id), limit: args.limit, ..statements::Filter::default() };
    let statements = statements::list(store, &filter)?;
    let said = said::listing(&statements, args.listing, args.evidence);
    if args.listing.json {
        let mut object = super::documents::listing(&rows, args.listing).to_json()[0].take();
        object["said"] = said.to_json();
        Output::open(None)?.write_all_with(|out| writeln!(out, "{object}"))?;
        return Ok(Outcome::Complete);
    }
    // Programs that read lines want rows of one kind: the statements, as each names its document.
    if args.listing.is_table() {
        let document = super::documents::listing(&rows, args.listing);
        Output::open(None)?.write_all_with(|out| {
            document.write(args.listing, out)?;
            writeln!(out)
        })?;
    }
    said.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

fn portrait(store: &Store, id: Id, args: &Args) -> Result<Portrait> {
    let limit = args.limit.unwrap_or(10);
    let (roles, others) = edges::of_entity(store, id, limit)?;
    let by = statements::Filter { by: Some(id), limit: Some(limit), ..statements::Filter::default() };
    let about = statements::Filter { about: Some(id), limit: Some(limit), ..statements::Filter::default() };
    let table = ListingArgs::default();
    Ok(Portrait {
        seen: entities::get(store, id)?,
        aliases: entities::aliases(store, id)?.into_iter().skip(1).collect(),
        demonyms: entities::known_names(store, id, NameKind::Demonym)?,
        metonyms: entities::known_names(store, id, NameKind::Metonym)?,
        roles: relations::listing(store, &roles, args.listing, args.evidence)?,
        relations: relations::listing(store, &others, args.listing, args.evidence)?,
        says: said::listing(&statements::list(store, &by)?, table, args.evidence),
        said_about: said::listing(&statements::list(store, &about)?, table, args.evidence),
        mentions: args.why.then(|| why(store, id, limit.max(50))).transpose()?,
    })
}

/// Mentions with the rules that joined them.
fn why(store: &Store, id: Id, limit: usize) -> Result<Listing> {
    let mut listing =
        Listing::new(["mention", "kind", "rule", "antecedent", "document", "sentence", "entity_rule"]);
    for row in entities::mentions(store, id, limit)? {
        listing.push(vec![
            json!(row.text),
            json!(row.kind),
            json!(if row.reason.is_empty() { "first mention" } else { row.reason.as_str() }),
            json!(row.antecedent),
            json!(row.document),
            json!(row.sentence),
            json!(row.chain_reason),
        ]);
    }
    Ok(listing)
}

impl Portrait {
    fn sections(&self) -> impl Iterator<Item = (&'static str, &Listing)> {
        let mentions = self.mentions.as_ref().map(|m| ("mentions", m));
        let fixed = [
            ("roles", &self.roles),
            ("relations", &self.relations),
            ("says", &self.says),
            ("said about", &self.said_about),
        ];
        fixed.into_iter().chain(mentions)
    }

    /// Every row of every section, with the columns of all: null where a section has no such column.
    fn rows(&self) -> Listing {
        let fixed = ["id", "name", "section"].into_iter().map(str::to_owned);
        let mut columns: Vec<String> = Vec::new();
        for column in self.sections().flat_map(|(_, listing)| listing.columns()) {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        let mut rows = Listing::new(fixed.chain(columns.iter().cloned()));
        for (section, listing) in self.sections() {
            for row in listing.rows() {
                let cell = |name: &String| {
                    listing.columns().iter().position(|c| c == name).map_or(Value::Null, |at| row[at].clone())
                };
                let fixed = [json!(self.seen.id.to_string()), json!(self.seen.name), json!(section)];
                rows.push(fixed.into_iter().chain(columns.iter().map(cell)).collect());
            }
        }
        rows
    }

    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let seen = &self.seen;
        writeln!(out, "{} ({}, id {})", clean(&seen.name), seen.entity_type, seen.id)?;
        let is_other = |name: &&String| !self.demonyms.contains(name) && !self.metonyms.contains(name);
        let also: Vec<&str> = self.aliases.iter().filter(is_other).map(String::as_str).collect();
        let demonyms = self.demonyms.iter().map(String::as_str).collect();
        let metonyms = self.metonyms.iter().map(String::as_str).collect();
        for (title, names) in [("also", also), ("demonyms", demonyms), ("metonyms", metonyms)] {
            if !names.is_empty() {
                writeln!(out, "{title}: {}", clean(&names.join(", ")))?;
            }
        }
        let dates = match (&seen.first, &seen.last) {
            (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
            (Some(first), _) => format!(", {first}"),
            _ => String::new(),
        };
        let mentions = counted(seen.n_mentions, "mention", "mentions");
        let documents = counted(seen.n_documents, "document", "documents");
        writeln!(out, "{mentions} in {documents}{dates}")?;
        for (title, listing) in self.sections().filter(|(_, listing)| !listing.is_empty()) {
            writeln!(out, "\n{title}")?;
            listing.write(ListingArgs::default(), out)?;
        }
        Ok(())
    }

    fn to_json(&self) -> Value {
        let seen = &self.seen;
        let mut object = json!({
            "id": seen.id.to_string(),
            "name": seen.name,
            "type": seen.entity_type.as_str(),
            "aliases": self.aliases,
            "demonyms": self.demonyms,
            "metonyms": self.metonyms,
            "mentions": seen.n_mentions,
            "documents": seen.n_documents,
            "first_seen": seen.first,
            "last_seen": seen.last,
        });
        for (title, listing) in self.sections() {
            let key = if title == "mentions" { "why".to_owned() } else { title.replace(' ', "_") };
            object[key] = listing.to_json();
        }
        object
    }
}
