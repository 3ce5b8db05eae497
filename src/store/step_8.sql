-- Documents in which a coder has passages from an import or a merge, but which the coder has not finished. Without a
-- row here, passages count as taking part in a document.
CREATE TABLE unfinished(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES sources(id),
  user_id INTEGER NOT NULL REFERENCES users(id), revision INTEGER NOT NULL, UNIQUE (source_id, user_id));
