-- The tables and views of a sayso database, version 1. Plain SQLite: every table and view below can be queried from
-- the sqlite3 shell, Datasette or pandas without this program.
--
-- Ids are 64-bit hashes of content, so that databases built apart can be merged. Offsets ("start", "end") are bytes
-- of document.text in UTF-8, half-open: substr(CAST(text AS BLOB), start + 1, "end" - start).

-- One text that came in: an article, a page, a line of a JSONL file.
CREATE TABLE IF NOT EXISTS document (
    id        INTEGER PRIMARY KEY,           -- hash of uri, title, published and text
    uri       TEXT,                          -- where it came from: URL or path; of a file that holds several, path#place
    title     TEXT,                          -- headline, if known apart from the text
    published TEXT,                          -- ISO 8601 date, if known
    language  TEXT NOT NULL,                 -- BCP 47 tag; what is not English is stored and not analysed
    author    TEXT,                          -- who wrote it, if known
    text      TEXT NOT NULL,                 -- as it came; all spans point into it
    engine    TEXT NOT NULL,                 -- engine and model that produced its rows
    added     TEXT NOT NULL                  -- when it was added, UTC
) STRICT;
CREATE INDEX IF NOT EXISTS document_by_uri ON document (uri) WHERE uri IS NOT NULL;

-- An earlier version of a document, found under the same uri: its text is kept, what was read out of it is gone.
CREATE TABLE IF NOT EXISTS retired (
    id        INTEGER PRIMARY KEY,           -- as it was in document
    uri       TEXT NOT NULL,
    title     TEXT,
    published TEXT,
    language  TEXT NOT NULL,
    author    TEXT,
    text      TEXT NOT NULL,
    added     TEXT NOT NULL,                 -- when it was added, UTC
    retired   TEXT NOT NULL,                 -- when a later version took its place, UTC
    successor INTEGER NOT NULL REFERENCES document ON DELETE CASCADE -- the version that holds
) STRICT;
CREATE INDEX IF NOT EXISTS retired_by_successor ON retired (successor);

-- Near copies: documents of the same story share most of their three-word shingles, directly or through others.
CREATE TABLE IF NOT EXISTS story (
    document  INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    story     INTEGER NOT NULL               -- the least id among its documents; its own where it has no near copy
) STRICT;
CREATE INDEX IF NOT EXISTS story_by_story ON story (story);

-- What near copies are looked up by: 16 hashes a document, each over four MinHash values of its shingles.
CREATE TABLE IF NOT EXISTS story_band (
    band      INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS document_by_date ON document (published, title, id);
CREATE INDEX IF NOT EXISTS document_by_title ON document (title) WHERE title IS NOT NULL;

-- The sentences of a document, in order.
CREATE TABLE IF NOT EXISTS sentence (
    document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    number    INTEGER NOT NULL,              -- from 0
    paragraph INTEGER NOT NULL,              -- number of its paragraph, from 0
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- A node: what mentions refer to, across documents. Derived from its chains; recomputed when they change.
CREATE TABLE IF NOT EXISTS entity (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,                 -- fullest form
    type      TEXT NOT NULL,                 -- person, organization, place, group, event, work, other
    mentions  INTEGER NOT NULL,              -- how many, pronouns included
    hidden    INTEGER NOT NULL               -- 1: the user does not want to see it; views leave it out
) STRICT;

CREATE INDEX IF NOT EXISTS entity_by_mentions ON entity (mentions DESC, name, id);

-- Every name of an entity: its own, those that the user gave, those that texts use.
CREATE TABLE IF NOT EXISTS alias (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,                 -- lower case without diacritics, for look-up
    rank      INTEGER NOT NULL,              -- 0: the name itself; 1: given by the user; 2: found in texts
    mentions  INTEGER NOT NULL,              -- how often texts call it so
    named     INTEGER NOT NULL,              -- chains with a name whose fullest form this is
    described INTEGER NOT NULL,              -- chains without a name whose fullest form this is
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alias_by_name ON alias (folded);
CREATE INDEX IF NOT EXISTS alias_by_rank ON alias (entity, rank, mentions DESC, name);
CREATE INDEX IF NOT EXISTS alias_by_fullness
    ON alias (entity, (named > 0) DESC, (described > 0) DESC, length(name) DESC, name);

-- What the chains of an entity are taken for: sums, kept so that a new chain costs no look at the old ones.
-- Further names that tables know for countries and bodies, whether texts use them or not.
CREATE TABLE IF NOT EXISTS known_name (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,                 -- as in alias
    kind      TEXT NOT NULL,                 -- name; demonym: "Ukrainian"; metonym: "Kyiv" where it acts
    PRIMARY KEY (entity, name, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS known_name_by_name ON known_name (folded);
CREATE TABLE IF NOT EXISTS entity_vote (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    type      TEXT NOT NULL,
    chains    INTEGER NOT NULL,              -- chains of this type
    named     INTEGER NOT NULL,              -- those with a name
    forms     INTEGER NOT NULL,              -- their mentions, pronouns left out
    mentions  INTEGER NOT NULL,              -- all their mentions
    PRIMARY KEY (entity, type)
) STRICT, WITHOUT ROWID;

-- All mentions of one entity within one document.
CREATE TABLE IF NOT EXISTS chain (
    id        INTEGER PRIMARY KEY,           -- hash of document and first mention
    document  INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name      TEXT NOT NULL,                 -- fullest form in this document
    type      TEXT NOT NULL,
    is_named  INTEGER NOT NULL,              -- 1: some mention is a name
    context   TEXT NOT NULL,                 -- JSON array: roles, organizations, places that go with it
    mentions  INTEGER NOT NULL,              -- how many, pronouns included
    shape     INTEGER REFERENCES shape,      -- what resolution sees of it; null where it has no name
    entity    INTEGER REFERENCES entity,     -- what it was resolved to
    reason    TEXT                           -- why
) STRICT;
CREATE INDEX IF NOT EXISTS chain_by_document ON chain (document);
CREATE INDEX IF NOT EXISTS chain_by_entity ON chain (entity);
CREATE INDEX IF NOT EXISTS chain_by_shape ON chain (shape);

-- Surface forms of a chain, pronouns left out.
CREATE TABLE IF NOT EXISTS chain_form (
    chain     INTEGER NOT NULL REFERENCES chain ON DELETE CASCADE,
    text      TEXT NOT NULL,
    kind      TEXT NOT NULL,                 -- named or nominal
    mentions  INTEGER NOT NULL,
    PRIMARY KEY (chain, text, kind)
) STRICT, WITHOUT ROWID;

-- What resolution sees of named chains: those with equal name, type and context share a row and its verdict.
CREATE TABLE IF NOT EXISTS shape (
    id        INTEGER PRIMARY KEY,           -- hash of all that follows
    own       INTEGER NOT NULL,              -- entity that the name by itself stands for
    asks      TEXT NOT NULL,                 -- JSON: keys under which a fuller name is looked for
    verdict   INTEGER,                       -- entity it was resolved to; null: in each document another
    reason    TEXT                           -- why
) STRICT;
CREATE INDEX IF NOT EXISTS shape_by_own ON shape (own);

-- Keys that lead to a shape's own entity: last name, short form.
CREATE TABLE IF NOT EXISTS shape_offer (
    key       TEXT NOT NULL,
    entity    INTEGER NOT NULL,
    shape     INTEGER NOT NULL REFERENCES shape ON DELETE CASCADE,
    PRIMARY KEY (key, entity, shape)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shape_offer_by_shape ON shape_offer (shape);

-- Keys that a shape asks for, so that it is looked at again when the answer changes.
CREATE TABLE IF NOT EXISTS shape_ask (
    key       TEXT NOT NULL,
    shape     INTEGER NOT NULL REFERENCES shape ON DELETE CASCADE,
    PRIMARY KEY (key, shape)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shape_ask_by_shape ON shape_ask (shape);

-- A span that refers to somebody or something.
CREATE TABLE IF NOT EXISTS mention (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    number     INTEGER NOT NULL,             -- from 0, in text order
    chain      INTEGER NOT NULL REFERENCES chain ON DELETE CASCADE,
    sentence   INTEGER NOT NULL,
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    kind       TEXT NOT NULL,                -- named, nominal, pronoun
    reason     TEXT NOT NULL,                -- rule that put it into its chain
    antecedent INTEGER,                      -- number of the mention it was linked to
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mention_by_chain ON mention (chain);

-- An attribution: somebody says, asks, denies or thinks something.
CREATE TABLE IF NOT EXISTS statement (
    id         INTEGER PRIMARY KEY,          -- hash of document and spans
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    sentence   INTEGER NOT NULL,             -- of the cue, or of the content where there is no cue
    start      INTEGER NOT NULL,             -- of source, cue and content together
    "end"      INTEGER NOT NULL,
    speaker    INTEGER REFERENCES chain,     -- null where nobody is named or described
    source     TEXT NOT NULL,                -- the speaker as written here
    cue        TEXT NOT NULL,                -- lemma; empty for an implied one
    kind       TEXT NOT NULL,                -- say, ask, order, promise, deny, warn, praise, blame, think, ...
    polarity   TEXT NOT NULL,                -- negative: "did not say"
    mode       TEXT NOT NULL,                -- direct, indirect, mixed
    content    TEXT NOT NULL,                -- as written, pieces joined by " ... "
    addressee  INTEGER REFERENCES chain,
    inside     INTEGER REFERENCES statement, -- the statement whose content holds this one
    confidence REAL NOT NULL                 -- 0 to 1
) STRICT;
CREATE INDEX IF NOT EXISTS statement_by_document ON statement (document);
CREATE INDEX IF NOT EXISTS statement_by_speaker ON statement (speaker, cue);
CREATE INDEX IF NOT EXISTS statement_by_addressee ON statement (addressee) WHERE addressee IS NOT NULL;
CREATE INDEX IF NOT EXISTS statement_by_inside ON statement (inside) WHERE inside IS NOT NULL;

-- Further speakers of a joint statement.
CREATE TABLE IF NOT EXISTS statement_co_speaker (
    statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
    chain     INTEGER NOT NULL REFERENCES chain ON DELETE CASCADE,
    PRIMARY KEY (statement, chain)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statement_co_speaker_by_chain ON statement_co_speaker (chain);

-- Whom or what the content of a statement mentions.
CREATE TABLE IF NOT EXISTS statement_about (
    statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
    chain     INTEGER NOT NULL REFERENCES chain ON DELETE CASCADE,
    PRIMARY KEY (statement, chain)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statement_about_by_chain ON statement_about (chain);

-- Where the parts of a statement stand.
CREATE TABLE IF NOT EXISTS statement_span (
    statement INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE,
    role      TEXT NOT NULL,                 -- source, cue, content
    number    INTEGER NOT NULL,              -- piece, from 0
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (statement, role, number)
) STRICT, WITHOUT ROWID;

-- A statement that repeats one of another document of the same story: counted once, as the original.
CREATE TABLE IF NOT EXISTS statement_copy (
    statement INTEGER PRIMARY KEY REFERENCES statement ON DELETE CASCADE,
    original  INTEGER NOT NULL REFERENCES statement ON DELETE CASCADE
) STRICT;
CREATE INDEX IF NOT EXISTS statement_copy_by_original ON statement_copy (original);

-- One occurrence, in one sentence, of subject - predicate - object. Relations are groups of these: see edges.
CREATE TABLE IF NOT EXISTS assertion (
    id           INTEGER PRIMARY KEY,        -- hash of document and spans
    document     INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    sentence     INTEGER NOT NULL,
    start        INTEGER NOT NULL,           -- of subject, predicate and object together
    "end"        INTEGER NOT NULL,
    subject      INTEGER REFERENCES chain,   -- null where it is no entity
    subject_text TEXT NOT NULL,              -- head with its needed modifiers
    predicate    TEXT NOT NULL,              -- lemma with particle or preposition, or relational noun
    object       INTEGER REFERENCES chain,
    object_text  TEXT NOT NULL,
    polarity     TEXT NOT NULL,              -- positive, negative
    factuality   TEXT NOT NULL,              -- asserted, reported, planned, possible, requested, denied
    class        TEXT NOT NULL,              -- PLOVER class, or state, role, located, other
    time         TEXT,                       -- ISO 8601 date or interval
    symmetric    INTEGER NOT NULL,           -- 1: holds equally the other way round
    statement    INTEGER REFERENCES statement, -- the statement it stands in
    confidence   REAL NOT NULL,              -- 0 to 1
    rule         TEXT NOT NULL               -- rule that made it
) STRICT;
CREATE INDEX IF NOT EXISTS assertion_by_document ON assertion (document);
CREATE INDEX IF NOT EXISTS assertion_by_subject ON assertion (subject, object, predicate);
CREATE INDEX IF NOT EXISTS assertion_by_object ON assertion (object, subject, predicate);
CREATE INDEX IF NOT EXISTS assertion_by_statement ON assertion (statement) WHERE statement IS NOT NULL;

-- Where the parts of an assertion stand.
CREATE TABLE IF NOT EXISTS assertion_span (
    assertion INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE,
    role      TEXT NOT NULL,                 -- subject, predicate, object
    number    INTEGER NOT NULL,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (assertion, role, number)
) STRICT, WITHOUT ROWID;

-- Further arguments of an assertion.
CREATE TABLE IF NOT EXISTS assertion_argument (
    assertion INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    role      TEXT NOT NULL,                 -- preposition, or time, place, clause
    text      TEXT NOT NULL,
    chain     INTEGER REFERENCES chain,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (assertion, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS assertion_argument_by_chain ON assertion_argument (chain) WHERE chain IS NOT NULL;

-- Quantities in the phrases of an assertion: "five percent of gross domestic product" is 5, percent, and of what.
CREATE TABLE IF NOT EXISTS assertion_quantity (
    assertion INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE,
    number    INTEGER NOT NULL,
    role      TEXT NOT NULL,                 -- subject, object, or the role of the argument it stands in
    value     REAL NOT NULL,                 -- scales worked in: seven hundred billion is 7e11
    unit      TEXT NOT NULL,                 -- percent, dollar, or the lemma of what is counted
    "of"      TEXT,                          -- what it is a share or part of
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    PRIMARY KEY (assertion, number)
) STRICT, WITHOUT ROWID;

-- An assertion that repeats one of another document of the same story: counted once, as the original.
CREATE TABLE IF NOT EXISTS assertion_copy (
    assertion INTEGER PRIMARY KEY REFERENCES assertion ON DELETE CASCADE,
    original  INTEGER NOT NULL REFERENCES assertion ON DELETE CASCADE
) STRICT;
CREATE INDEX IF NOT EXISTS assertion_copy_by_original ON assertion_copy (original);

-- What the user decided, in order; it overrides what resolution computes and is never changed, only undone.
CREATE TABLE IF NOT EXISTS curation (
    id       INTEGER PRIMARY KEY,            -- hash of action, target, value and time
    action   TEXT NOT NULL,                  -- merge, split, rename, retype, alias, hide, apart
    target   TEXT NOT NULL,                  -- JSON: the entity or chains it applies to, by id and name
    value    TEXT,                           -- JSON: the other entity, the new name or type
    reason   TEXT,                           -- as the user gave it
    made     TEXT NOT NULL,                  -- when, UTC
    undone   TEXT                            -- when it was taken back, UTC; null while it holds
) STRICT;

-- Full text of the sentences: SELECT * FROM sentence_text WHERE sentence_text MATCH 'spending'.
-- Its rowids are those of sentence_place, which says where each sentence stands.
CREATE TABLE IF NOT EXISTS sentence_place (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    sentence INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sentence_place_by_document ON sentence_place (document);
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Every sentence as it stands, and what its document is called: title, else URI, else id. What evidence is read from.
CREATE VIEW IF NOT EXISTS sentences AS
SELECT n.document, n.number, n.start, n."end", d.published, coalesce(d.title, d.uri, printf('%016x', d.id)) AS document_name,
       CAST(substr(CAST(d.text AS BLOB), n.start + 1, n."end" - n.start) AS TEXT) AS text
FROM sentence n JOIN document d ON d.id = n.document;

-- Who said what: a row a statement, those of near copies once, with all documents that have them as sources.
CREATE VIEW IF NOT EXISTS who_said_what AS
SELECT s.id AS statement, d.published, d.title, who.name AS speaker, s.source, s.cue, s.kind, s.polarity, s.mode,
       s.content, whom.name AS addressee,
       (SELECT group_concat(name, '; ')
        FROM (SELECT DISTINCT e.name FROM statement_about a JOIN chain c ON c.id = a.chain
              JOIN entity e ON e.id = c.entity WHERE a.statement = s.id AND NOT e.hidden ORDER BY e.name)) AS about,
       s.inside, s.confidence, s.document, s.sentence, s.start, s."end",
       (SELECT group_concat(source, '; ')
        FROM (SELECT coalesce(o.uri, o.title, printf('%016x', o.id)) AS source FROM document o
              WHERE o.id = s.document OR o.id IN (SELECT r.document FROM statement_copy k
              JOIN statement r ON r.id = k.statement WHERE k.original = s.id)
              ORDER BY o.id <> s.document, o.published, source)) AS sources
FROM statement s
JOIN document d ON d.id = s.document
LEFT JOIN chain sc ON sc.id = s.speaker LEFT JOIN entity who ON who.id = sc.entity
LEFT JOIN chain ac ON ac.id = s.addressee LEFT JOIN entity whom ON whom.id = ac.entity AND NOT whom.hidden
WHERE NOT coalesce(who.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id);

-- The edges: assertions grouped by subject, predicate, object and polarity. Only those between two entities.
CREATE VIEW IF NOT EXISTS edges AS
SELECT sub.id AS subject_id, sub.name AS subject, a.predicate, obj.id AS object_id, obj.name AS object, a.polarity,
       min(a.class) AS class, count(*) AS weight, max(a.confidence) AS confidence,
       min(d.published) AS first_published, max(d.published) AS last_published
FROM assertion a
JOIN document d ON d.id = a.document
JOIN chain sc ON sc.id = a.subject JOIN entity sub ON sub.id = sc.entity
JOIN chain oc ON oc.id = a.object JOIN entity obj ON obj.id = oc.entity
WHERE NOT sub.hidden AND NOT obj.hidden AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id)
GROUP BY sub.id, a.predicate, obj.id, a.polarity;

-- One row an entity: how often it is mentioned, speaks, is spoken about, and when. Hidden ones are marked, not left out.
CREATE VIEW IF NOT EXISTS entity_summary AS
SELECT e.id, e.name, e.type, e.mentions, e.hidden,
       (SELECT count(DISTINCT c.document) FROM chain c WHERE c.entity = e.id) AS documents,
       (SELECT count(*) FROM chain c JOIN statement s ON s.speaker = c.id WHERE c.entity = e.id
        AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)) AS says,
       (SELECT count(*) FROM chain c JOIN statement_about a ON a.chain = c.id WHERE c.entity = e.id
        AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = a.statement)) AS said_about,
       (SELECT min(d.published) FROM chain c JOIN document d ON d.id = c.document WHERE c.entity = e.id) AS first_seen,
       (SELECT max(d.published) FROM chain c JOIN document d ON d.id = c.document WHERE c.entity = e.id) AS last_seen
FROM entity e;
