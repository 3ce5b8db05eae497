-- Queries that the researcher keeps under a name.
CREATE TABLE queries(
  id INTEGER PRIMARY KEY AUTOINCREMENT, guid BLOB NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
  place INTEGER NOT NULL, revision INTEGER NOT NULL);

DROP INDEX op_changes_of_named;
CREATE INDEX op_changes_of_named ON op_changes(tbl, row, op)
  WHERE before IS NOT NULL AND tbl IN (2, 3, 4, 6, 8, 10, 23, 25, 26);
