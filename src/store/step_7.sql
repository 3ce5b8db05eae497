-- Checksums of texts, to find damage that SQLite's own checks miss. The program writes them together with the texts and
-- does not journal them. They have their own table, so that adding one does not rewrite a text.
CREATE TABLE text_hashes(id INTEGER PRIMARY KEY, hash BLOB NOT NULL);

-- Ties the write-ahead log (the -wal file) to this file. The first transaction in every new log moves
-- `current` to `previous` and generates a new `current`. The file without its log holds one of the two; any
-- other file holds neither.
CREATE TABLE log_seal(id INTEGER PRIMARY KEY CHECK (id = 1), previous BLOB NOT NULL, current BLOB NOT NULL);
INSERT INTO log_seal VALUES (1, randomblob(16), randomblob(16));
