-- The tables and views of a sayso database, version 1. Plain SQLite: every table and view below can be queried from
-- the sqlite3 shell, Datasette or pandas without this program.
--
-- What is read out of a document is kept small: tables named ..._data hold numbers, and the views chain, mention, statement,
-- assertion and what belongs to them say the same in words. Ask the views.
--
-- A document has a number in this file, document.id. Chains, statements and assertions have their document's number times
-- 2^20 (1048576) plus their own number within it, from 0: so all of a document's lie together, and
-- "id BETWEEN x & -1048576 AND x | 1048575" finds those of the same document as x by the primary key.
-- Numbers are given in the order in which documents come. Ids of entities, and the hashes of documents and statements, are
-- 64-bit hashes of content, the same in every database.
--
-- Some lists of numbers are texts, a character a number: character i of a text t is unicode(substr(t, i, 1)) - 1, and 2048 less
-- where that is more than 57343 (code points before these are no characters). The views read them.
--
-- Offsets ("start", "end") are bytes of document.text in UTF-8, half-open:
-- substr(CAST(text AS BLOB), start + 1, "end" - start). Lists are JSON arrays.

-- One text that came in: an article, a page, a line of a JSONL file.
CREATE TABLE IF NOT EXISTS document (
    id        INTEGER PRIMARY KEY,           -- its number in this file
    hash      INTEGER NOT NULL UNIQUE,       -- hash of uri, title, published and text; printed as %016x
    uri       TEXT,                          -- where it came from: URL or path; of a file that holds several, path#place
    title     TEXT,                          -- headline, if known apart from the text
    published TEXT,                          -- ISO 8601 date, if known
    language  TEXT NOT NULL,                 -- BCP 47 tag; what is not English is stored and not analysed
    author    TEXT,                          -- who wrote it, if known
    engine    TEXT NOT NULL,                 -- engine and model that produced its rows
    added     TEXT NOT NULL,                 -- when it was added, UTC
    sentences INTEGER,                       -- rowid of its first sentence in sentence_text; null where it has none
    text      TEXT NOT NULL                  -- as it came; all spans point into it
) STRICT;
CREATE INDEX IF NOT EXISTS document_by_uri ON document (uri) WHERE uri IS NOT NULL;
CREATE INDEX IF NOT EXISTS document_by_date ON document (published);
CREATE INDEX IF NOT EXISTS document_by_title ON document (title) WHERE title IS NOT NULL;
CREATE INDEX IF NOT EXISTS document_by_sentences ON document (sentences) WHERE sentences IS NOT NULL;

-- An earlier version of a document, found under the same uri: its text is kept, what was read out of it is gone.
CREATE TABLE IF NOT EXISTS retired (
    hash      INTEGER PRIMARY KEY,           -- as it was in document
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

-- What near copies are looked up by: 16 hashes of 32 bits a document, each over four MinHash values of its shingles.
CREATE TABLE IF NOT EXISTS story_band (
    band      INTEGER NOT NULL,
    document  INTEGER NOT NULL,
    PRIMARY KEY (band, document)
) STRICT, WITHOUT ROWID;

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
    name      TEXT NOT NULL,                 -- fullest form of those that are common
    type      TEXT NOT NULL,                 -- person, organization, place, group, event, work, other
    mentions  INTEGER NOT NULL,              -- how many, pronouns included
    hidden    INTEGER NOT NULL               -- 1: the user does not want to see it; views leave it out
) STRICT;

CREATE INDEX IF NOT EXISTS entity_by_mentions ON entity (mentions DESC) WHERE mentions > 1;
CREATE INDEX IF NOT EXISTS entity_hidden ON entity (id) WHERE hidden;

-- Every name of an entity: its own, those that the user gave, those that texts use. What is one description in one document has
-- no rows: its name stands in entity alone, and its document is found by the full text.
CREATE TABLE IF NOT EXISTS alias (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    name      TEXT NOT NULL,
    other     TEXT,                          -- what look-up sees, where that is not the name in lower case
    folded    TEXT NOT NULL AS (coalesce(other, lower(name))), -- lower case without diacritics, for look-up
    rank      INTEGER NOT NULL,              -- 0: the name itself; 1: given by the user; 2: found in texts
    mentions  INTEGER NOT NULL,              -- how often texts call it so
    named     INTEGER NOT NULL,              -- chains with a name whose fullest form this is
    described INTEGER NOT NULL,              -- chains without a name whose fullest form this is
    PRIMARY KEY (entity, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alias_by_name ON alias (folded);

-- Words of names, so that a name is found by any of them: of own names, of those the user gave, of names in texts.
CREATE TABLE IF NOT EXISTS name_word (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    word      TEXT NOT NULL,                 -- folded as in alias
    PRIMARY KEY (entity, word)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS name_word_by_word ON name_word (word);

-- Further names that tables know for countries and bodies, whether texts use them or not.
CREATE TABLE IF NOT EXISTS known_name (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    name      TEXT NOT NULL,
    folded    TEXT NOT NULL,                 -- as in alias
    kind      TEXT NOT NULL,                 -- name; demonym: "Ukrainian"; metonym: "Kyiv" where it acts
    PRIMARY KEY (entity, name, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS known_name_by_name ON known_name (folded);

-- What the chains of an entity are taken for: sums, kept so that a new chain costs no look at the old ones. As in alias, what is
-- one description in one document has no rows.
CREATE TABLE IF NOT EXISTS entity_vote (
    entity    INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
    type      TEXT NOT NULL,
    chains    INTEGER NOT NULL,              -- chains of this type
    named     INTEGER NOT NULL,              -- those with a name
    forms     INTEGER NOT NULL,              -- their mentions, pronouns left out
    mentions  INTEGER NOT NULL,              -- all their mentions
    PRIMARY KEY (entity, type)
) STRICT, WITHOUT ROWID;

-- Words that many rows share: predicates, types, reasons.
CREATE TABLE IF NOT EXISTS word (
    id        INTEGER PRIMARY KEY,
    text      TEXT NOT NULL UNIQUE
) STRICT;

-- All mentions of one entity within one document, as kept; the views chain and mention say it in words.
CREATE TABLE IF NOT EXISTS chain_data (
    id        INTEGER PRIMARY KEY,           -- document times 2^20, plus its number there
    name      ANY NOT NULL,                  -- fullest form: the name, or place in the text times 1024 plus length in bytes
    type      INTEGER NOT NULL,              -- person, ...: a word
    is_named  INTEGER NOT NULL,              -- 1: some mention is a name
    context   TEXT,                          -- JSON array: roles, organizations, places that go with it; null for none
    mentions  TEXT NOT NULL,                 -- six characters each: see mention_number
    shape     INTEGER REFERENCES shape,      -- what resolution sees of it; null where it has no name
    entity    INTEGER REFERENCES entity,     -- what it was resolved to
    reason    INTEGER                        -- why, a word; null where it is the reason of its shape
) STRICT;
CREATE INDEX IF NOT EXISTS chain_by_entity ON chain_data (entity);
CREATE INDEX IF NOT EXISTS chain_by_shape ON chain_data (shape) WHERE shape IS NOT NULL;

-- Kinds of mentions, with the rule that puts such a one into its chain.
CREATE TABLE IF NOT EXISTS mention_kind (
    id        INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL,                 -- named, nominal, pronoun
    reason    TEXT NOT NULL,
    UNIQUE (kind, reason)
) STRICT;

-- What resolution sees of named chains: those with equal name, type and context share a row and its verdict. Keys are hashes of
-- 48 bits of what names share ("person berg").
CREATE TABLE IF NOT EXISTS shape (
    id        INTEGER PRIMARY KEY,
    own       INTEGER NOT NULL,              -- entity that the name by itself stands for
    mark      INTEGER NOT NULL,              -- hash of asks and offers, 48 bits: tells apart the shapes of one name
    asks      TEXT,                          -- JSON: what a fuller name is looked for under; null for nothing
    offers    BLOB,                          -- keys that lead to its own entity, six bytes each; null for none
    verdict   INTEGER,                       -- entity it was resolved to; null: in each document another
    reason    INTEGER REFERENCES word        -- why
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS shape_by_own ON shape (own, mark);

-- Keys that lead to a shape's own entity: last name, short form.
CREATE TABLE IF NOT EXISTS shape_offer (
    key       INTEGER NOT NULL,
    entity    INTEGER NOT NULL,
    shape     INTEGER NOT NULL,
    PRIMARY KEY (key, entity, shape)
) STRICT, WITHOUT ROWID;

-- Keys that a shape asks for, so that it is looked at again when the answer changes.
CREATE TABLE IF NOT EXISTS shape_ask (
    key       INTEGER NOT NULL,
    shape     INTEGER NOT NULL,
    PRIMARY KEY (key, shape)
) STRICT, WITHOUT ROWID;

-- An attribution, as kept: somebody says, asks, denies or thinks something. See the view statement.
-- Spans are kept as places after start ("at") with lengths, from the first character of the first piece to the last of the last.
CREATE TABLE IF NOT EXISTS statement_data (
    id         INTEGER PRIMARY KEY,          -- document times 2^20, plus its number there
    hash       INTEGER NOT NULL,             -- hash of document and spans
    sentence   INTEGER NOT NULL,             -- of the cue, or of the content where there is no cue
    start      INTEGER NOT NULL,             -- of source, cue and content together
    speaker    INTEGER,                      -- chain: its number in the document; null where nobody is named or described
    kind       INTEGER NOT NULL REFERENCES statement_kind,
    source_at  INTEGER,
    source_length INTEGER,
    cue_at     INTEGER,
    cue_length INTEGER,
    content_at INTEGER,
    content_length INTEGER,
    pieces     TEXT,                         -- JSON: {role: [[at, length], ...]} of roles with several pieces
    addressee  INTEGER,                      -- chain
    inside     INTEGER,                      -- statement whose content holds this one: its number in the document
    about      TEXT,                         -- chains that the content mentions, "3,12", in order of first mention
    co_speakers TEXT                         -- chains of further speakers, "4,7"
) STRICT;

-- What statements share.
CREATE TABLE IF NOT EXISTS statement_kind (
    id         INTEGER PRIMARY KEY,
    cue        TEXT NOT NULL,                -- lemma; empty for an implied one
    kind       TEXT NOT NULL,                -- say, ask, order, promise, deny, warn, praise, blame, think, ...
    polarity   TEXT NOT NULL,                -- negative: "did not say"
    mode       TEXT NOT NULL,                -- direct, indirect, mixed
    confidence REAL NOT NULL,                -- 0 to 1
    UNIQUE (cue, kind, polarity, mode, confidence)
) STRICT;

-- A statement that repeats one of another document of the same story: counted once, as the original.
CREATE TABLE IF NOT EXISTS statement_copy (
    statement INTEGER PRIMARY KEY REFERENCES statement_data ON DELETE CASCADE,
    original  INTEGER NOT NULL REFERENCES statement_data ON DELETE CASCADE
) STRICT;
CREATE INDEX IF NOT EXISTS statement_copy_by_original ON statement_copy (original);

-- One occurrence, in one sentence, of subject - predicate - object, as kept. See the view assertion; for groups of them, edges.
-- Spans as in statement_data. A text is null where it is the span's; else the text, or its place after start times 1024 plus
-- its length in bytes.
CREATE TABLE IF NOT EXISTS assertion_data (
    id           INTEGER PRIMARY KEY,        -- document times 2^20, plus its number there
    sentence     INTEGER NOT NULL,
    start        INTEGER NOT NULL,           -- of subject, predicate and object together
    subject      INTEGER,                    -- chain: its number in the document; null where it is no entity
    predicate    INTEGER NOT NULL REFERENCES word,
    object       INTEGER,                    -- chain
    kind         INTEGER NOT NULL REFERENCES assertion_kind,
    statement    INTEGER,                    -- the statement it stands in: its number in the document
    time         TEXT,                       -- ISO 8601 date or interval
    subject_at   INTEGER,
    subject_length INTEGER,
    subject_text ANY,
    predicate_at INTEGER,
    predicate_length INTEGER,
    object_at    INTEGER,
    object_length INTEGER,
    object_text  ANY,
    arguments    TEXT,                       -- one character, then six for each: see argument_number
    more         TEXT                        -- JSON: {"pieces": [[at, length], ...] of a predicate of several pieces,
                                             -- "texts": {"0": text, ...} of arguments whose text is not the document's,
                                             -- "quantities": [[role, value, unit, of, at, length], ...]}
) STRICT;

-- Roles of further arguments: prepositions, time, place, clause.
CREATE TABLE IF NOT EXISTS role (
    id           INTEGER PRIMARY KEY,
    text         TEXT NOT NULL UNIQUE
) STRICT;

-- What assertions share.
CREATE TABLE IF NOT EXISTS assertion_kind (
    id           INTEGER PRIMARY KEY,
    polarity     TEXT NOT NULL,              -- positive, negative
    factuality   TEXT NOT NULL,              -- asserted, reported, planned, possible, requested, denied
    class        TEXT NOT NULL,              -- PLOVER class, or state, role, located, other
    symmetric    INTEGER NOT NULL,           -- 1: holds equally the other way round
    confidence   REAL NOT NULL,              -- 0 to 1
    rule         TEXT NOT NULL,              -- rule that made it
    UNIQUE (rule, class, factuality, polarity, symmetric, confidence)
) STRICT;

-- An assertion that repeats one of another document of the same story: counted once, as the original.
CREATE TABLE IF NOT EXISTS assertion_copy (
    assertion INTEGER PRIMARY KEY REFERENCES assertion_data ON DELETE CASCADE,
    original  INTEGER NOT NULL REFERENCES assertion_data ON DELETE CASCADE
) STRICT;
CREATE INDEX IF NOT EXISTS assertion_copy_by_original ON assertion_copy (original);

-- How often two entities are linked, either way: assertions with them as subject and object, and statements of one that are
-- about the other, copies left out. Sums, kept up to date so that paths and neighbours need not read these. Each entity has
-- a row for each other one, of the documents that call it by a name; what is only described stands in one document.
CREATE TABLE IF NOT EXISTS link (
    entity     INTEGER NOT NULL,
    other      INTEGER NOT NULL,
    weight     INTEGER NOT NULL,
    PRIMARY KEY (entity, other)
) STRICT, WITHOUT ROWID;

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
-- Its rowids are those of the view sentence_place, which says where each sentence stands.
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_text USING fts5 (
    text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);

-- Where the sentence with a rowid of sentence_text stands.
CREATE VIEW IF NOT EXISTS sentence_place AS
SELECT d.sentences + n.number AS id, n.document, n.number AS sentence
FROM sentence n JOIN document d ON d.id = n.document WHERE d.sentences IS NOT NULL;

-- All mentions of one entity within one document.
CREATE VIEW IF NOT EXISTS chain AS
SELECT c.id, c.id >> 20 AS document,
       CASE typeof(c.name) WHEN 'text' THEN c.name
            ELSE (SELECT CAST(substr(CAST(d.text AS BLOB), (c.name >> 10) + 1, c.name & 1023) AS TEXT)
                  FROM document d WHERE d.id = c.id >> 20) END AS name, -- fullest form in this document
       (SELECT w.text FROM word w WHERE w.id = c.type) AS type,
       c.is_named,                           -- 1: some mention is a name
       coalesce(c.context, '[]') AS context, -- JSON array: roles, organizations, places that go with it
       length(c.mentions) / 6 AS mentions, -- how many, pronouns included
       c.shape, c.entity,                    -- what it was resolved to
       CASE WHEN c.reason IS NOT NULL THEN (SELECT w.text FROM word w WHERE w.id = c.reason)
            ELSE (SELECT w.text FROM shape s JOIN word w ON w.id = s.reason WHERE s.id = c.shape) END AS reason -- why
FROM chain_data c;

-- Mentions in numbers, as chain_data has them.
CREATE VIEW IF NOT EXISTS mention_number AS
SELECT c.id AS chain,
       (unicode(substr(c.mentions, 6 * m.key + 1, 1)) - 1 - 2048 * (unicode(substr(c.mentions, 6 * m.key + 1, 1)) > 57343)) AS number,
       1024 * (unicode(substr(c.mentions, 6 * m.key + 2, 1)) - 1) + unicode(substr(c.mentions, 6 * m.key + 3, 1)) - 1 AS start,
       (unicode(substr(c.mentions, 6 * m.key + 4, 1)) - 1 - 2048 * (unicode(substr(c.mentions, 6 * m.key + 4, 1)) > 57343)) AS length,
       (unicode(substr(c.mentions, 6 * m.key + 5, 1)) - 1 - 2048 * (unicode(substr(c.mentions, 6 * m.key + 5, 1)) > 57343)) AS kind, -- see mention_kind
       nullif((unicode(substr(c.mentions, 6 * m.key + 6, 1)) - 1 - 2048 * (unicode(substr(c.mentions, 6 * m.key + 6, 1)) > 57343)), 0) - 1 AS antecedent
FROM chain_data c, json_each('[' || rtrim(replace(hex(zeroblob(length(c.mentions) / 6)), '00', '0,'), ',') || ']') m;

-- Spans that refer to somebody or something.
CREATE VIEW IF NOT EXISTS mention AS
SELECT m.chain >> 20 AS document,
       m.number,                             -- from 0, in text order
       m.chain,
       (SELECT max(n.number) FROM sentence n WHERE n.document = m.chain >> 20 AND n.start <= m.start) AS sentence,
       m.start, m.start + m.length AS "end",
       (SELECT k.kind FROM mention_kind k WHERE k.id = m.kind) AS kind, -- named, nominal, pronoun
       (SELECT k.reason FROM mention_kind k WHERE k.id = m.kind) AS reason, -- rule that put it there
       m.antecedent                          -- number of the mention it was linked to
FROM mention_number m;

-- Attributions: somebody says, asks, denies or thinks something.
CREATE VIEW IF NOT EXISTS statement AS
SELECT s.id, s.hash, s.id >> 20 AS document, s.sentence, s.start,
       s.start + max(coalesce(s.source_at + s.source_length, 0), coalesce(s.cue_at + s.cue_length, 0),
                     coalesce(s.content_at + s.content_length, 0)) AS "end",
       (s.id & -1048576) | s.speaker AS speaker, -- chain
       CASE WHEN s.source_at IS NULL THEN '' WHEN json_extract(s.pieces, '$.source') IS NULL THEN
            (SELECT CAST(substr(CAST(d.text AS BLOB), s.start + s.source_at + 1, s.source_length) AS TEXT)
             FROM document d WHERE d.id = s.id >> 20)
       ELSE (SELECT group_concat(CAST(substr(CAST(d.text AS BLOB), s.start + json_extract(p.value, '$[0]') + 1,
                                             json_extract(p.value, '$[1]')) AS TEXT), ' ... ')
             FROM document d, json_each(s.pieces, '$.source') p WHERE d.id = s.id >> 20) END AS source, -- the speaker as written
       k.cue, k.kind, k.polarity, k.mode,
       CASE WHEN s.content_at IS NULL THEN '' WHEN json_extract(s.pieces, '$.content') IS NULL THEN
            (SELECT CAST(substr(CAST(d.text AS BLOB), s.start + s.content_at + 1, s.content_length) AS TEXT)
             FROM document d WHERE d.id = s.id >> 20)
       ELSE (SELECT group_concat(CAST(substr(CAST(d.text AS BLOB), s.start + json_extract(p.value, '$[0]') + 1,
                                             json_extract(p.value, '$[1]')) AS TEXT), ' ... ')
             FROM document d, json_each(s.pieces, '$.content') p WHERE d.id = s.id >> 20) END AS content, -- as written
       (s.id & -1048576) | s.addressee AS addressee, -- chain
       (s.id & -1048576) | s.inside AS inside, -- the statement whose content holds this one
       k.confidence
FROM statement_data s CROSS JOIN statement_kind k ON k.id = s.kind;

-- Further speakers of joint statements.
CREATE VIEW IF NOT EXISTS statement_co_speaker AS
SELECT s.id AS statement, (s.id & -1048576) | p.value AS chain
FROM statement_data s, json_each('[' || s.co_speakers || ']') p WHERE s.co_speakers IS NOT NULL;

-- Whom or what the content of a statement mentions, from 0 in order of first mention.
CREATE VIEW IF NOT EXISTS statement_about AS
SELECT s.id AS statement, (s.id & -1048576) | p.value AS chain, p.key AS number
FROM statement_data s, json_each('[' || s.about || ']') p WHERE s.about IS NOT NULL;

-- Where the parts of statements stand: source, cue and content, in pieces from 0.
CREATE VIEW IF NOT EXISTS statement_span AS
SELECT s.id AS statement, 'source' AS role, 0 AS number, s.start + s.source_at AS start,
       s.start + s.source_at + s.source_length AS "end"
FROM statement_data s WHERE s.source_at IS NOT NULL AND json_extract(s.pieces, '$.source') IS NULL
UNION ALL
SELECT s.id, 'cue', 0, s.start + s.cue_at, s.start + s.cue_at + s.cue_length
FROM statement_data s WHERE s.cue_at IS NOT NULL AND json_extract(s.pieces, '$.cue') IS NULL
UNION ALL
SELECT s.id, 'content', 0, s.start + s.content_at, s.start + s.content_at + s.content_length
FROM statement_data s WHERE s.content_at IS NOT NULL AND json_extract(s.pieces, '$.content') IS NULL
UNION ALL
SELECT s.id, r.key, p.key, s.start + json_extract(p.value, '$[0]'),
       s.start + json_extract(p.value, '$[0]') + json_extract(p.value, '$[1]')
FROM statement_data s, json_each(s.pieces) r, json_each(r.value) p WHERE s.pieces IS NOT NULL;

-- Occurrences, each in one sentence, of subject - predicate - object. Relations are groups of these: see edges.
CREATE VIEW IF NOT EXISTS assertion AS
SELECT a.id, a.id >> 20 AS document, a.sentence, a.start,
       a.start + max(coalesce(a.subject_at + a.subject_length, 0), coalesce(a.predicate_at + a.predicate_length, 0),
                     coalesce(a.object_at + a.object_length, 0)) AS "end",
       (a.id & -1048576) | a.subject AS subject, -- chain; null where it is no entity
       CASE WHEN typeof(a.subject_text) = 'text' THEN a.subject_text WHEN a.subject_at IS NULL THEN ''
       ELSE (SELECT CAST(substr(CAST(d.text AS BLOB), a.start + coalesce(a.subject_text >> 10, a.subject_at) + 1,
                                coalesce(a.subject_text & 1023, a.subject_length)) AS TEXT)
             FROM document d WHERE d.id = a.id >> 20) END AS subject_text, -- head with its needed modifiers
       (SELECT w.text FROM word w WHERE w.id = a.predicate) AS predicate, -- lemma with particle or preposition, or noun
       (a.id & -1048576) | a.object AS object,
       CASE WHEN typeof(a.object_text) = 'text' THEN a.object_text WHEN a.object_at IS NULL THEN ''
       ELSE (SELECT CAST(substr(CAST(d.text AS BLOB), a.start + coalesce(a.object_text >> 10, a.object_at) + 1,
                                coalesce(a.object_text & 1023, a.object_length)) AS TEXT)
             FROM document d WHERE d.id = a.id >> 20) END AS object_text,
       k.polarity, k.factuality, k.class, a.time, k.symmetric,
       (a.id & -1048576) | a.statement AS statement, -- the statement it stands in
       k.confidence, k.rule
FROM assertion_data a CROSS JOIN assertion_kind k ON k.id = a.kind;

-- Where the parts of assertions stand: subject, predicate, object, in pieces from 0.
CREATE VIEW IF NOT EXISTS assertion_span AS
SELECT a.id AS assertion, 'subject' AS role, 0 AS number, a.start + a.subject_at AS start,
       a.start + a.subject_at + a.subject_length AS "end"
FROM assertion_data a WHERE a.subject_at IS NOT NULL
UNION ALL
SELECT a.id, 'predicate', 0, a.start + a.predicate_at, a.start + a.predicate_at + a.predicate_length
FROM assertion_data a WHERE a.predicate_at IS NOT NULL AND json_extract(a.more, '$.pieces') IS NULL
UNION ALL
SELECT a.id, 'object', 0, a.start + a.object_at, a.start + a.object_at + a.object_length
FROM assertion_data a WHERE a.object_at IS NOT NULL
UNION ALL
SELECT a.id, 'predicate', p.key, a.start + json_extract(p.value, '$[0]'),
       a.start + json_extract(p.value, '$[0]') + json_extract(p.value, '$[1]')
FROM assertion_data a, json_each(a.more, '$.pieces') p WHERE a.more IS NOT NULL;

-- Further arguments of assertions in numbers. The first character says how far before the assertion the first of them begins.
CREATE VIEW IF NOT EXISTS argument_number AS
SELECT a.id AS assertion, p.key AS number,
       (unicode(substr(a.arguments, 6 * p.key + 2, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 2, 1)) > 57343)) AS role,
       nullif((unicode(substr(a.arguments, 6 * p.key + 3, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 3, 1)) > 57343)), 0) - 1 AS chain,
       a.start - (unicode(substr(a.arguments, 1, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 1, 1)) > 57343)) + (unicode(substr(a.arguments, 6 * p.key + 4, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 4, 1)) > 57343)) AS start,
       (unicode(substr(a.arguments, 6 * p.key + 5, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 5, 1)) > 57343)) AS length,
       (unicode(substr(a.arguments, 6 * p.key + 6, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 6, 1)) > 57343)) AS skipped, -- bytes of the phrase before its text
       (unicode(substr(a.arguments, 6 * p.key + 7, 1)) - 1 - 2048 * (unicode(substr(a.arguments, 6 * p.key + 7, 1)) > 57343)) AS text_length,
       json_extract(a.more, '$.texts."' || p.key || '"') AS text -- where it is not the document's
FROM assertion_data a, json_each('[' || rtrim(replace(hex(zeroblob((length(a.arguments) - 1) / 6)), '00', '0,'), ',') || ']') p
WHERE a.arguments IS NOT NULL;

-- Further arguments of assertions.
CREATE VIEW IF NOT EXISTS assertion_argument AS
SELECT p.assertion, p.number,
       (SELECT r.text FROM role r WHERE r.id = p.role) AS role, -- preposition, or time, place, clause
       coalesce(p.text, (SELECT CAST(substr(CAST(d.text AS BLOB), p.start + p.skipped + 1, p.text_length) AS TEXT)
                         FROM document d WHERE d.id = p.assertion >> 20)) AS text,
       (p.assertion & -1048576) | p.chain AS chain,
       p.start, p.start + p.length AS "end"
FROM argument_number p;

-- Quantities in the phrases of assertions: "five percent of gross domestic product" is 5, percent, and of what.
CREATE VIEW IF NOT EXISTS assertion_quantity AS
SELECT a.id AS assertion, p.key AS number,
       json_extract(p.value, '$[0]') AS role, -- subject, object, or the role of the argument it stands in
       json_extract(p.value, '$[1]') AS value, -- scales worked in: seven hundred billion is 7e11
       json_extract(p.value, '$[2]') AS unit, -- percent, dollar, or the lemma of what is counted
       json_extract(p.value, '$[3]') AS "of", -- what it is a share or part of
       a.start + json_extract(p.value, '$[4]') AS start,
       a.start + json_extract(p.value, '$[4]') + json_extract(p.value, '$[5]') AS "end"
FROM assertion_data a, json_each(a.more, '$.quantities') p WHERE a.more IS NOT NULL;

-- Every sentence as it stands, and what its document is called: title, else URI, else id. What evidence is read from.
CREATE VIEW IF NOT EXISTS sentences AS
SELECT n.document, n.number, n.start, n."end", d.published, coalesce(d.title, d.uri, printf('%016x', d.hash)) AS document_name,
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
        FROM (SELECT coalesce(o.uri, o.title, printf('%016x', o.hash)) AS source, o.id <> s.document AS is_other
              FROM document o WHERE o.id = s.document OR o.id IN (SELECT k.statement >> 20 FROM statement_copy k
              WHERE k.original = s.id) ORDER BY is_other, o.published, source)) AS sources
FROM statement s
JOIN document d ON d.id = s.document
LEFT JOIN chain sc ON sc.id = s.speaker LEFT JOIN entity who ON who.id = sc.entity
LEFT JOIN chain ac ON ac.id = s.addressee LEFT JOIN entity whom ON whom.id = ac.entity AND NOT whom.hidden
WHERE NOT coalesce(who.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id);

-- The edges: assertions grouped by subject, predicate, object and polarity. Only those between two entities.
-- Filter by subject_id or object_id where you can: some versions of SQLite (3.40, not 3.54) then read that entity's documents
-- alone.
CREATE VIEW IF NOT EXISTS edges AS
SELECT sub.id AS subject_id, sub.name AS subject, a.predicate, obj.id AS object_id, obj.name AS object, a.polarity,
       min(a.class) AS class, count(*) AS weight, max(a.confidence) AS confidence,
       min(d.published) AS first_published, max(d.published) AS last_published
FROM assertion a
JOIN document d ON d.id = a.document
JOIN chain sc ON sc.id = a.subject AND a.id BETWEEN sc.id & -1048576 AND sc.id | 1048575
JOIN entity sub ON sub.id = sc.entity
JOIN chain oc ON oc.id = a.object AND a.id BETWEEN oc.id & -1048576 AND oc.id | 1048575
JOIN entity obj ON obj.id = oc.entity
WHERE NOT sub.hidden AND NOT obj.hidden AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id)
GROUP BY sub.id, sub.name, a.predicate, obj.id, obj.name, a.polarity;

-- One row an entity: how often it is mentioned, speaks, is spoken about, and when. Hidden ones are marked, not left out.
CREATE VIEW IF NOT EXISTS entity_summary AS
SELECT e.id, e.name, e.type, e.mentions, e.hidden,
       (SELECT count(DISTINCT c.document) FROM chain c WHERE c.entity = e.id) AS documents,
       (SELECT count(*) FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id
        WHERE c.entity = e.id
        AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)) AS says,
       (SELECT count(*) FROM chain c JOIN statement_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575
             AND instr(',' || a.about || ',', ',' || (c.id & 1048575) || ',') WHERE c.entity = e.id
        AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = a.id)) AS said_about,
       (SELECT min(d.published) FROM chain c JOIN document d ON d.id = c.document WHERE c.entity = e.id) AS first_seen,
       (SELECT max(d.published) FROM chain c JOIN document d ON d.id = c.document WHERE c.entity = e.id) AS last_seen
FROM entity e;
