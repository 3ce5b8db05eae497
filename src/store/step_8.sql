-- Documents in which a coder has passages that came with an import or a merge, and which the coder has not finished. Passages
-- alone otherwise say that a coder took part in a document.
CREATE TABLE unfinished(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES sources(id),
  user_id INTEGER NOT NULL REFERENCES users(id), revision INTEGER NOT NULL, UNIQUE (source_id, user_id));
