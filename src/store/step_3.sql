-- What was decided on a stretch that coders coded differently: `side` says how, the `to_` columns what it leads to. Rows
-- name documents and codes without a reference: a decision on something that was removed waits for an undo.
CREATE TABLE decisions(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  code_id INTEGER NOT NULL, side TEXT NOT NULL, to_user INTEGER, to_code INTEGER, to_start INTEGER, to_end INTEGER,
  reason TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
  UNIQUE (source_id, code_id, start, end));
