-- Where a document came from and how it was read: its file, the rule for its speakers, and which words are bold, italic
-- or headings. A document that did not come from a file has no row.
CREATE TABLE origins(
  id INTEGER PRIMARY KEY REFERENCES sources(id), file TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT NOT NULL,
  speakers TEXT NOT NULL, styles TEXT NOT NULL, revision INTEGER NOT NULL);

-- Original files, for documents whose file is kept.
CREATE TABLE originals(
  id INTEGER PRIMARY KEY REFERENCES sources(id), name TEXT NOT NULL, bytes BLOB NOT NULL, revision INTEGER NOT NULL);
