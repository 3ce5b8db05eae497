-- Where a document came from and how it was read: its file, what is a speaker in it, where its words are bold, italic or
-- headings. A document that was never a file has no row.
CREATE TABLE origins(
  id INTEGER PRIMARY KEY REFERENCES sources(id), file TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT NOT NULL,
  speakers TEXT NOT NULL, styles TEXT NOT NULL, revision INTEGER NOT NULL);

-- The files themselves, where somebody wished to keep them.
CREATE TABLE originals(
  id INTEGER PRIMARY KEY REFERENCES sources(id), name TEXT NOT NULL, bytes BLOB NOT NULL, revision INTEGER NOT NULL);
