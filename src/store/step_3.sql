-- Decisions on ranges that coders coded differently: `side` is the kind of decision, the `to_` columns hold
-- its result. Rows refer to documents and codes without foreign keys, so that a decision on something
-- removed survives until an undo.
CREATE TABLE decisions(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
  code_id INTEGER NOT NULL, side TEXT NOT NULL, to_user INTEGER, to_code INTEGER, to_start INTEGER, to_end INTEGER,
  reason TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
  UNIQUE (source_id, code_id, start, end));
