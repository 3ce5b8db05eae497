-- A passage may be marked as important. Few are: the index holds those alone.
ALTER TABLE codings ADD COLUMN important INTEGER NOT NULL DEFAULT 0;
CREATE INDEX codings_important ON codings(source_id) WHERE important;
