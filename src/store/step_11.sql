-- Attributes of documents, such as the round, the date or the place of an interview. An unknown value has no row.
CREATE TABLE document_variables(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL);
CREATE TABLE document_values(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES sources(id),
  variable_id INTEGER NOT NULL REFERENCES document_variables(id), value TEXT NOT NULL, revision INTEGER NOT NULL,
  UNIQUE (source_id, variable_id));

-- Sets of documents or of codes: chosen one by one, or by a condition. The definition is JSON and names things by guid.
CREATE TABLE sets(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL);

-- Whose experience a passage speaks of. Most say nothing about it, so the index contains only those that do.
ALTER TABLE codings ADD COLUMN account TEXT;
CREATE INDEX codings_with_account ON codings(source_id) WHERE account IS NOT NULL;

-- Attributes of documents and sets are named in the history too.
DROP INDEX op_changes_of_named;
CREATE INDEX op_changes_of_named ON op_changes(tbl, row, op)
  WHERE before IS NOT NULL AND tbl IN (2, 3, 4, 6, 8, 10, 23, 25);

-- What is said is stored as numbers: a table of many documents reads it at once.
DROP TABLE speech;
CREATE TABLE speech(id INTEGER PRIMARY KEY, state TEXT NOT NULL, voices TEXT NOT NULL, utterances BLOB NOT NULL);
