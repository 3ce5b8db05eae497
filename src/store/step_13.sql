-- The turns are stored with what is said: opening or quoting a long text need not find its speakers again.
DROP TABLE speech;
CREATE TABLE speech(
  id INTEGER PRIMARY KEY, state TEXT NOT NULL, voices TEXT NOT NULL, utterances BLOB NOT NULL, turns BLOB NOT NULL);
