-- A passage can be marked as important. Few are, so the index contains only those.
ALTER TABLE codings ADD COLUMN important INTEGER NOT NULL DEFAULT 0;
CREATE INDEX codings_important ON codings(source_id) WHERE important;
