//! An analysed text to mentions with coreference chains, statements and assertions.
//!
//! A pure function of document and analysis: it cannot fail and knows nothing of SQLite or of other documents.
//! Order: statements' spans and mentions from the trees; chains from both; then speakers, addressees and
//! subjects of statements; then assertions, which take factuality from the statement they stand in; last, descriptions
//! that nothing connects are dropped.

pub mod assertion;
pub mod coref;
pub mod mention;
pub mod statement;
mod worth;

use crate::Document;
use crate::analysis::{Analysis, word_enum};
use crate::span::{Span, TokenIdx, TokenSpan};

/// What one document says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// In text order.
    pub mentions: Vec<Mention>,
    /// Each the mentions of one entity within the document.
    pub chains: Vec<Chain>,
    /// In text order of their cues.
    pub statements: Vec<Statement>,
    /// In text order of their predicates.
    pub assertions: Vec<Assertion>,
}

/// Place of a mention in [`Extraction::mentions`].
pub type MentionIdx = usize;
/// Place of a chain in [`Extraction::chains`].
pub type ChainIdx = usize;
/// Place of a statement in [`Extraction::statements`].
pub type StatementIdx = usize;

/// A span that refers to somebody or something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Place of its sentence in the analysis.
    pub sentence: usize,
    /// Its tokens: the name, or the noun phrase up to its head and needed complements.
    pub tokens: TokenSpan,
    /// The token that the mention hangs by.
    pub head: TokenIdx,
    /// Its characters.
    pub span: Span,
    /// Name, description or pronoun.
    pub kind: MentionKind,
    /// What it seems to be, by itself.
    pub entity_type: EntityType,
    /// The chain it belongs to.
    pub chain: ChainIdx,
    /// Why it is in the chain: the rule's name and, where one was used, the antecedent.
    pub link: Link,
}

/// Why a mention stands in its chain.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Link {
    /// The rule, as `show --why` prints it: "exact name", "surname", "pronoun", "apposition".
    pub reason: &'static str,
    /// The earlier mention it was linked to; `None` for the chain's first.
    pub antecedent: Option<MentionIdx>,
}

/// All mentions of one entity within a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// In text order; never empty.
    pub mentions: Vec<MentionIdx>,
    /// Its fullest form, without article, title or possessive mark.
    pub name: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Whether any mention is a name.
    pub is_named: bool,
    /// Other surface forms (names and descriptions, no pronouns), most frequent first.
    pub aliases: Vec<String>,
}

/// An attribution: somebody says, asks, denies or thinks something.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Sentence of the cue, or of the content where there is no cue.
    pub sentence: usize,
    /// Spans of the source; empty for none.
    pub source: Vec<Span>,
    /// Head token of the source: its sentence and its place there.
    pub source_head: Option<(usize, TokenIdx)>,
    /// Who the source refers to.
    pub speaker: Option<ChainIdx>,
    /// Further speakers, of a joint statement ("Trump and Putin said").
    pub co_speakers: Vec<ChainIdx>,
    /// Spans of the cue; empty for a quotation whose speaker is only implied.
    pub cue: Vec<Span>,
    /// Lemma of the cue with its particle or preposition ("say", "call for", "according to").
    pub cue_lemma: String,
    /// What kind of act the cue is.
    pub kind: CueKind,
    /// Negative for "did not say".
    pub polarity: Polarity,
    /// Spans of the content, in order.
    pub content: Vec<Span>,
    /// Quoted, paraphrased or both.
    pub mode: Mode,
    /// Head token of the addressee ("told *reporters*").
    pub addressee_head: Option<(usize, TokenIdx)>,
    /// Whom the words were addressed to.
    pub addressee: Option<ChainIdx>,
    /// Chains mentioned in the content, in order of first mention.
    pub about: Vec<ChainIdx>,
    /// The statement whose content holds this one.
    pub inside: Option<StatementIdx>,
    /// 0..=1; higher is right more often.
    pub confidence: f32,
}

/// One occurrence, in one sentence, of subject – predicate – object.
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Its sentence.
    pub sentence: usize,
    /// Who or what; `None` for an agentless passive or an expletive.
    pub subject: Option<Argument>,
    /// Lemma of the head verb with particle or preposition ("call on"), or a relational noun ("secretary general of").
    pub predicate: String,
    /// Spans of the predicate.
    pub predicate_spans: Vec<Span>,
    /// To whom or what; `None` for an intransitive.
    pub object: Option<Argument>,
    /// Further arguments by preposition or function: "to", "for", "with", "time", "place", "clause".
    pub arguments: Vec<(String, Argument)>,
    /// Quantities in the phrases of its ends and arguments.
    pub quantities: Vec<Quantity>,
    /// Grammatical negation.
    pub polarity: Polarity,
    /// How far the text commits to it.
    pub factuality: Factuality,
    /// What kind of act it is.
    pub class: Class,
    /// ISO 8601 date or interval, where a time expression could be resolved.
    pub time: Option<String>,
    /// Whether it holds equally the other way round ("Trump and Putin met").
    pub symmetric: bool,
    /// The innermost statement whose content holds it.
    pub statement: Option<StatementIdx>,
    /// 0..=1; higher is right more often.
    pub confidence: f32,
    /// Name of the rule that made it, for `--why` and for counting errors.
    pub rule: &'static str,
}

/// A value with its unit: "five percent of gross domestic product".
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Whose phrase it stands in: "subject", "object", or the role of an argument.
    pub role: String,
    /// The number, scales worked in: seven hundred billion is 7e11.
    pub value: f64,
    /// "percent", "dollar", or the lemma of what is counted.
    pub unit: String,
    /// What it is a share or part of, as written.
    pub of: Option<String>,
    /// Its characters.
    pub span: Span,
}

/// One end of an assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Head token, in the assertion's sentence.
    pub head: TokenIdx,
    /// Head with its needed modifiers, as nodes are named.
    pub text: String,
    /// Its full phrase, as evidence.
    pub span: Span,
    /// The chain whose mention has this head.
    pub chain: Option<ChainIdx>,
}

word_enum! {
    /// How a mention refers.
    MentionKind {
        /// "Mark Rutte".
        Named = "named",
        /// "the alliance".
        Nominal = "nominal",
        /// "he".
        Pronoun = "pronoun",
    }
}

word_enum! {
    /// What kind of thing an entity is.
    EntityType {
        /// A human being.
        Person = "person",
        /// A company, party, agency, alliance, team.
        Organization = "organization",
        /// A country, city, region, building.
        Place = "place",
        /// People under one description: "European leaders".
        Group = "group",
        /// A war, summit, election, meeting.
        Event = "event",
        /// A book, film, law, report, programme.
        Work = "work",
        /// Anything else.
        Other = "other",
    }
}

word_enum! {
    /// Kinds of cue.
    CueKind {
        /// Says, writes, announces.
        Say = "say",
        /// Asks a question or for something.
        Ask = "ask",
        /// Orders, urges, calls on.
        Order = "order",
        /// Promises, vows, pledges.
        Promise = "promise",
        /// Denies, rejects, dismisses.
        Deny = "deny",
        /// Warns, threatens.
        Warn = "warn",
        /// Praises, welcomes, endorses.
        Praise = "praise",
        /// Blames, accuses, criticises.
        Blame = "blame",
        /// Thinks, believes, expects.
        Think = "think",
        /// Plans, wants, decides.
        Intend = "intend",
        /// Hopes, fears, regrets.
        Feel = "feel",
        /// Shows, finds: a report, a poll.
        Show = "show",
    }
}

word_enum! {
    /// Whether the content is quoted.
    Mode {
        /// Quoted.
        Direct = "direct",
        /// Paraphrased.
        Indirect = "indirect",
        /// Both.
        Mixed = "mixed",
    }
}

word_enum! {
    /// Grammatical negation.
    Polarity {
        /// Not negated.
        Positive = "positive",
        /// Negated.
        Negative = "negative",
    }
}

word_enum! {
    /// How far the text commits to an assertion.
    Factuality {
        /// By the text itself.
        Asserted = "asserted",
        /// In somebody's statement.
        Reported = "reported",
        /// Will happen, is intended.
        Planned = "planned",
        /// May happen, under a condition.
        Possible = "possible",
        /// Asked for or ordered.
        Requested = "requested",
        /// Presented as untrue.
        Denied = "denied",
    }
}

word_enum! {
    /// What kind of act a relation is: the PLOVER classes (2021), and four more.
    Class {
        /// Agree.
        Agree = "agree",
        /// Meet, talk.
        Consult = "consult",
        /// Support by words.
        Support = "support",
        /// Give way.
        Concede = "concede",
        /// Cooperate.
        Cooperate = "cooperate",
        /// Give aid.
        Aid = "aid",
        /// Withdraw, release.
        Retreat = "retreat",
        /// Request, demand.
        Request = "request",
        /// Accuse, criticise.
        Accuse = "accuse",
        /// Reject, refuse.
        Reject = "reject",
        /// Threaten.
        Threaten = "threaten",
        /// Protest.
        Protest = "protest",
        /// Sanction, reduce relations.
        Sanction = "sanction",
        /// Mobilize forces.
        Mobilize = "mobilize",
        /// Arrest, seize, repress.
        Coerce = "coerce",
        /// Attack, kill.
        Assault = "assault",
        /// Speaks to, describes.
        State = "state",
        /// Position, membership, kinship, authorship.
        Role = "role",
        /// Is in, takes place in.
        Located = "located",
        /// None of these.
        Other = "other",
    }
}

/// A mention's text as a name or alias: white space collapsed, without leading article or possessive mark.
pub fn form_text(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let skip = usize::from(words.len() > 1 && matches!(words[0], "the" | "The" | "a" | "A" | "an" | "An"));
    let joined = words[skip..].join(" ");
    let bare = joined.strip_suffix("'s").or_else(|| joined.strip_suffix("’s")).unwrap_or(&joined);
    bare.trim_end_matches(['\'', '’']).to_owned()
}

/// All mentions and chains of a document, also of things that no graph has use for ("the weather … it").
pub fn refer(doc: &Document, analysis: &Analysis, statements: &[Statement]) -> (Vec<Mention>, Vec<Chain>) {
    coref::chain(doc, analysis, mention::detect(doc, analysis), statements)
}

/// The choices that the ranker of pronouns has in a document, with its mentions as [`refer`] finds them.
pub fn choices(doc: &Document, analysis: &Analysis, statements: &[Statement]) -> Vec<coref::Choice> {
    coref::choices(doc, analysis, mention::detect(doc, analysis), statements)
}

/// Extracts everything from one analysed document.
pub fn extract(doc: &Document, analysis: &Analysis) -> Extraction {
    let mut statements = statement::detect(doc, analysis);
    let (mentions, chains) = refer(doc, analysis, &statements);
    let (mentions, chains) = coref::entities(analysis, mentions, chains, &statements);
    statement::link(analysis, &mentions, &mut statements);
    let assertions = assertion::extract(doc, analysis, &mentions, &chains, &statements);
    Extraction { mentions, chains, statements, assertions }.without_idle()
}
