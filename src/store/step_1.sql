CREATE TABLE project(
  id INTEGER PRIMARY KEY CHECK (id = 1), guid BLOB NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
  revision INTEGER NOT NULL);

CREATE TABLE users(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, color TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL);

CREATE TABLE cases(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, place INTEGER NOT NULL,
  revision INTEGER NOT NULL);

CREATE TABLE variables(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL);

-- An unknown value has no row.
CREATE TABLE case_values(
  id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL REFERENCES cases(id),
  variable_id INTEGER NOT NULL REFERENCES variables(id), value TEXT NOT NULL, revision INTEGER NOT NULL,
  UNIQUE (case_id, variable_id));

CREATE TABLE sources(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, path TEXT NOT NULL,
  case_id INTEGER REFERENCES cases(id), characters INTEGER NOT NULL, place INTEGER NOT NULL, created INTEGER NOT NULL,
  revision INTEGER NOT NULL);

-- Texts have their own table, so that listing ten thousand documents does not read them.
CREATE TABLE texts(
  id INTEGER PRIMARY KEY REFERENCES sources(id), body TEXT NOT NULL, revision INTEGER NOT NULL);

CREATE TABLE facets(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, place INTEGER NOT NULL,
  revision INTEGER NOT NULL);

CREATE TABLE facet_values(
  id INTEGER PRIMARY KEY AUTOINCREMENT, facet_id INTEGER NOT NULL REFERENCES facets(id), name TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL, UNIQUE (facet_id, name));

CREATE TABLE codes(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, parent_id INTEGER REFERENCES codes(id),
  name TEXT NOT NULL, color TEXT NOT NULL, description TEXT NOT NULL, place INTEGER NOT NULL,
  revision INTEGER NOT NULL);
CREATE UNIQUE INDEX code_names ON codes(ifnull(parent_id, 0), name);

CREATE TABLE code_facets(
  id INTEGER PRIMARY KEY AUTOINCREMENT, code_id INTEGER NOT NULL REFERENCES codes(id),
  facet_id INTEGER NOT NULL REFERENCES facets(id), value_id INTEGER NOT NULL REFERENCES facet_values(id),
  revision INTEGER NOT NULL, UNIQUE (code_id, facet_id));

-- start and end are code points, half-open. A coder codes the same range with the same code only once.
CREATE TABLE codings(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL, source_id INTEGER NOT NULL REFERENCES sources(id),
  start INTEGER NOT NULL, end INTEGER NOT NULL, code_id INTEGER NOT NULL REFERENCES codes(id),
  user_id INTEGER NOT NULL REFERENCES users(id), created INTEGER NOT NULL, selection_guid BLOB,
  revision INTEGER NOT NULL, CHECK (0 <= start AND start < end));
-- Both indexes contain what a document's margin and a table need, so that queries do not read the table's rows.
CREATE UNIQUE INDEX codings_by_source ON codings(source_id, start, end, code_id, user_id);
CREATE INDEX codings_by_code ON codings(code_id, source_id, start, end, user_id);

CREATE TABLE notes(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, target TEXT NOT NULL, target_id INTEGER NOT NULL,
  text TEXT NOT NULL, user_id INTEGER REFERENCES users(id), created INTEGER NOT NULL, revision INTEGER NOT NULL);
CREATE INDEX notes_by_target ON notes(target, target_id);

-- Which coder has finished which document, whether or not anything is coded.
CREATE TABLE participations(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES sources(id),
  user_id INTEGER NOT NULL REFERENCES users(id), revision INTEGER NOT NULL, UNIQUE (source_id, user_id));

CREATE TABLE tables(
  id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL, place INTEGER NOT NULL,
  revision INTEGER NOT NULL);

-- The journal. `root` is the first op of a chain of undo and redo (itself for ordinary work), `undoes` is the op that
-- this one reverted, `undone_by` the op that reverted this one.
CREATE TABLE ops(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, user TEXT,
  kind TEXT NOT NULL, summary TEXT NOT NULL, root INTEGER NOT NULL, undoes INTEGER, undone_by INTEGER);
CREATE INDEX ops_live ON ops(root) WHERE undone_by IS NULL;
CREATE INDEX ops_ordinary ON ops(id) WHERE undoes IS NULL;

-- `before` holds the row's earlier values and then its revision; it is NULL for `rows` inserted rows with ids from
-- `row` upwards. `leaves` is the revision of the row after the change; NULL if it was deleted.
CREATE TABLE op_changes(
  op INTEGER NOT NULL REFERENCES ops(id), seq INTEGER NOT NULL, tbl INTEGER NOT NULL, row INTEGER NOT NULL,
  rows INTEGER NOT NULL, before BLOB, leaves INTEGER, PRIMARY KEY (op, seq)) WITHOUT ROWID;
