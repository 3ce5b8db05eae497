-- A checksum of every text, so that damage is found that SQLite's own checks miss. It is made by the program and stands in no
-- journal: whatever writes a text writes its checksum. Apart from the texts, so that adding one rewrites no text.
CREATE TABLE text_hashes(id INTEGER PRIMARY KEY, hash BLOB NOT NULL);

-- Ties the write-ahead log (the -wal file) to this file. The first transaction in every new log moves `current` to `previous`
-- and draws a new `current`: the file without its log holds one of the two, any other file neither.
CREATE TABLE log_seal(id INTEGER PRIMARY KEY CHECK (id = 1), previous BLOB NOT NULL, current BLOB NOT NULL);
INSERT INTO log_seal VALUES (1, randomblob(16), randomblob(16));
