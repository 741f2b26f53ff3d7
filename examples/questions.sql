-- Ten questions to a sayso database in plain SQL: `sqlite3 sayso.db < examples/questions.sql`, or one by one with
-- `sayso sql`. The tables and views are explained in schema.sql.

-- 1. Who speaks most?
SELECT speaker, count(*) AS statements FROM who_said_what WHERE speaker IS NOT NULL
GROUP BY speaker ORDER BY statements DESC, speaker LIMIT 10;

-- 2. Who is spoken about most, and by how many different speakers?
SELECT e.name, count(*) AS statements, count(DISTINCT sc.entity) AS speakers
FROM statement_about a JOIN chain c ON c.id = a.chain JOIN entity e ON e.id = c.entity
JOIN statement s ON s.id = a.statement LEFT JOIN chain sc ON sc.id = s.speaker
GROUP BY e.id ORDER BY statements DESC, e.name LIMIT 10;

-- 3. Who denies what?
SELECT speaker, cue, content FROM who_said_what WHERE kind = 'deny' OR polarity = 'negative' ORDER BY speaker, statement;

-- 4. Which words are direct quotations?
SELECT speaker, content FROM who_said_what WHERE mode = 'direct' ORDER BY speaker, statement;

-- 5. Who holds which office?
SELECT subject, predicate, object, weight FROM edges WHERE class = 'role' ORDER BY weight DESC, subject, object;

-- 6. What is said to have happened, and on whose say-so?
SELECT e.name AS speaker, a.subject_text, a.predicate, a.object_text FROM assertion a
JOIN statement s ON s.id = a.statement JOIN chain c ON c.id = s.speaker JOIN entity e ON e.id = c.entity
WHERE a.factuality = 'reported' ORDER BY e.name, a.id;

-- 7. What do the texts say did not happen?
SELECT subject_text, predicate, object_text, factuality FROM assertion WHERE polarity = 'negative' ORDER BY id;

-- 8. Who is linked to whom most often, and by what?
SELECT subject, object, sum(weight) AS assertions, group_concat(DISTINCT predicate) AS predicates
FROM edges GROUP BY subject_id, object_id ORDER BY assertions DESC, subject, object LIMIT 10;

-- 9. In how many documents is everybody, under which names?
SELECT e.name, e.documents, group_concat(a.name, '; ') AS names FROM entity_summary e JOIN alias a ON a.entity = e.id
GROUP BY e.id ORDER BY e.documents DESC, e.mentions DESC, e.name LIMIT 20;

-- 10. The exact characters that a statement's content rests on.
SELECT s.id, p.role, CAST(substr(CAST(d.text AS BLOB), p.start + 1, p."end" - p.start) AS TEXT) AS characters
FROM statement s JOIN statement_span p ON p.statement = s.id JOIN document d ON d.id = s.document
ORDER BY s.id, p.role, p.number LIMIT 30;
