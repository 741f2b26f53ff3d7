//! `sayso said`: who said what about whom.

use serde_json::{Value, json};

use super::Outcome;
use super::args::{date, word_parser};
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::extraction::{Class, CueKind, Mode, Polarity};
use crate::query::entities;
use crate::query::statements::{self, Filter, StatementRow};
use crate::store::Store;

/// Arguments of `sayso said`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso said --by Hegseth --about Ukraine --evidence")]
pub struct Args {
    /// Who said it: a name, alias, unique beginning or id
    #[arg(long, value_name = "ENTITY")]
    pub by: Option<String>,
    /// Whom or what the words mention
    #[arg(long, value_name = "ENTITY")]
    pub about: Option<String>,
    /// Whom it was said to
    #[arg(long, value_name = "ENTITY")]
    pub to: Option<String>,
    /// Cue as a dictionary has it: say, warn, "call for"
    #[arg(long, value_name = "LEMMA")]
    pub cue: Option<String>,
    /// Kind of cue
    #[arg(long, value_parser = word_parser(CueKind::ALL, CueKind::as_str))]
    pub kind: Option<CueKind>,
    /// Quoted, paraphrased or both
    #[arg(long, value_parser = word_parser(Mode::ALL, Mode::as_str))]
    pub mode: Option<Mode>,
    /// Kind of act that the words report or announce
    #[arg(long, value_parser = word_parser(Class::ALL, Class::as_str))]
    pub class: Option<Class>,
    /// In documents of this day or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// In documents of this day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    /// Words that the content holds, upper and lower case alike
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentence that each rests on
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso said`.
///
/// # Errors
///
/// Where the database cannot be read, or a name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let find = |name: &Option<String>| entities::find_given(&store, name.as_deref());
    let filter = Filter {
        by: find(&args.by)?,
        about: find(&args.about)?,
        to: find(&args.to)?,
        cue: args.cue.clone(),
        kind: args.kind,
        mode: args.mode,
        class: args.class,
        document: None,
        since: args.since.clone(),
        until: args.until.clone(),
        text: args.text.clone(),
        limit: args.limit,
    };
    let rows = statements::list(&store, &filter)?;
    listing(&rows, args.listing, args.evidence).print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Statements as a table for people, or with every column for programs.
pub(super) fn listing(rows: &[StatementRow], args: ListingArgs, evidence: bool) -> Listing {
    if args.is_table() { narrow(rows, evidence) } else { wide(rows, evidence) }
}

fn narrow(rows: &[StatementRow], evidence: bool) -> Listing {
    let columns = ["date", "speaker", "cue", "content", "about", "document"];
    let mut listing = Listing::new(columns.into_iter().chain(evidence.then_some("evidence")));
    for row in rows {
        let mut cells = vec![
            json!(row.published),
            json!(row.speaker.as_deref().unwrap_or(&row.source)),
            json!(cue(row)),
            json!(content(row)),
            json!(row.about),
            json!(document(row)),
        ];
        cells.extend(evidence.then(|| json!(row.sentence_text)));
        listing.push(cells);
    }
    listing
}

fn wide(rows: &[StatementRow], evidence: bool) -> Listing {
    let columns = [
        "id",
        "date",
        "speaker",
        "speaker_text",
        "cue",
        "kind",
        "polarity",
        "mode",
        "content",
        "addressee",
        "about",
        "confidence",
        "document",
        "sentence",
        "start",
        "end",
        "sources",
    ];
    let mut listing = Listing::new(columns.into_iter().chain(evidence.then_some("evidence")));
    for row in rows {
        let mut cells: Vec<Value> = vec![
            json!(row.id.to_string()),
            json!(row.published),
            json!(row.speaker),
            json!(row.source),
            json!(row.cue),
            json!(row.kind.as_str()),
            json!(row.polarity.as_str()),
            json!(row.mode.as_str()),
            json!(row.content),
            json!(row.addressee),
            json!(row.about),
            json!(row.confidence),
            json!(row.document),
            json!(row.sentence),
            json!(row.place.0),
            json!(row.place.1),
            json!(row.sources),
        ];
        cells.extend(evidence.then(|| json!(row.sentence_text)));
        listing.push(cells);
    }
    listing
}

/// The document, and how many near copies of it say the same.
fn document(row: &StatementRow) -> String {
    match row.n_copies {
        0 => row.document.clone(),
        n => format!("{} (+{n})", row.document),
    }
}

/// The cue, with its negation and addressee.
fn cue(row: &StatementRow) -> String {
    let not = if row.polarity == Polarity::Negative { "not " } else { "" };
    let cue = if row.cue.is_empty() { "(quoted)" } else { &row.cue };
    match &row.addressee {
        Some(addressee) => format!("{not}{cue} (to {addressee})"),
        None => format!("{not}{cue}"),
    }
}

/// The content, in quotation marks only where the text has it in quotation marks.
fn content(row: &StatementRow) -> String {
    let is_marked = row.content.starts_with(['"', '“', '\'', '‘']);
    if row.mode == Mode::Direct && !is_marked {
        format!("“{}”", row.content)
    } else {
        row.content.clone()
    }
}
