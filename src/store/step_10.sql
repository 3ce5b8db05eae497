-- The participants who speak in a document, by the label of their turns.
CREATE TABLE speakers(
  id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES sources(id), label TEXT NOT NULL,
  case_id INTEGER NOT NULL REFERENCES cases(id), revision INTEGER NOT NULL, UNIQUE (source_id, label));
CREATE INDEX speakers_by_case ON speakers(case_id);

-- What each speaker says in a document, so that a table needs no texts. Not journaled: `state` names the text, the record
-- of how it was read, and the detection of speakers from which a row was made; a row of another state does not count.
CREATE TABLE speech(id INTEGER PRIMARY KEY, state TEXT NOT NULL, voices TEXT NOT NULL, utterances TEXT NOT NULL);
