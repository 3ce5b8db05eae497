//! The participants who speak in documents, and what is said there.
//!
//! Finding out who says what takes longer than a table may take, so it is stored beside the text, with the turns. The
//! entry names the revisions of the text and of the record of how it was read, and the version of the detection: after a
//! correction, an undo or an update of the program it does not count, and all of it is found again.

use super::schema::SPEAKERS;
use super::write::text;
use super::{Error, Reads, Store, Tx};
use crate::model::hashing;
use crate::model::{CharRange, ParticipantId, SourceId, SpeakerMap, Speech, Utterance, Voice};
use crate::text::{SPEECH_VERSION, Turns};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};
use std::collections::HashMap;

/// Stored speeches beside their texts, whose long rows are not read.
const STORED: &str =
    "SELECT s.id, voices, utterances FROM speech s JOIN texts t INDEXED BY texts_by_revision ON t.id = s.id";

/// The state of a document on which its speech depends.
const STATE: &str = "t.revision || ' ' || ifnull((SELECT revision FROM origins WHERE id = t.id), 0) || ' ' || ?1";

impl Reads<'_> {
    /// Returns the maps of all documents that have one.
    pub(super) fn speaker_maps(&self) -> Result<HashMap<SourceId, SpeakerMap>, Error> {
        let mut entries: hashing::HashMap<SourceId, Vec<(String, ParticipantId)>> = hashing::HashMap::default();
        let mut statement = self.0.prepare_cached("SELECT source_id, label, case_id FROM speakers ORDER BY id")?;
        let mut rows = statement.query([])?;
        // The speakers of a document mostly follow each other.
        let (mut source, mut of_source) = (SourceId(0), Vec::new());
        while let Some(row) = rows.next()? {
            let next = SourceId(row.get(0)?);
            if next != source {
                entries.entry(source).or_default().append(&mut of_source);
                source = next;
            }
            of_source.push((row.get(1)?, ParticipantId(row.get(2)?)));
        }
        entries.entry(source).or_default().append(&mut of_source);
        Ok(entries.into_iter().map(|(source, entries)| (source, entries.into_iter().collect())).collect())
    }

    /// Returns what is said in a document, if it was stored in the document's present state.
    pub fn speech(&self, source: SourceId) -> Result<Option<Speech>, Error> {
        let sql = format!("{STORED} WHERE s.state = {STATE} AND s.id = ?2");
        let mut statement = self.0.prepare_cached(&sql)?;
        let stored = statement.query_row((SPEECH_VERSION, source.0), StoredSpeech::of).optional()?.flatten();
        Ok(stored.map(|stored| stored.read()))
    }

    /// Returns the turns of a document, if they were stored in the document's present state.
    pub fn turns(&self, source: SourceId) -> Result<Option<Turns>, Error> {
        let sql = format!(
            "SELECT s.turns FROM speech s JOIN texts t INDEXED BY texts_by_revision ON t.id = s.id
             WHERE s.state = {STATE} AND s.id = ?2"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let read = |row: &Row<'_>| Ok(postcard::from_bytes(row.get_ref(0)?.as_blob()?).ok());
        Ok(statement.query_row((SPEECH_VERSION, source.0), read).optional()?.flatten())
    }

    /// Returns what is said in these documents, as far as it was stored in their present state, in the order of the
    /// documents' ids.
    pub fn speeches(&self, is_wanted: impl Fn(SourceId) -> bool) -> Result<Vec<(SourceId, StoredSpeech)>, Error> {
        let sql = format!("{STORED} WHERE s.state = {STATE} ORDER BY s.id");
        let mut statement = self.0.prepare_cached(&sql)?;
        let mut rows = statement.query([SPEECH_VERSION])?;
        let mut speeches = Vec::new();
        while let Some(row) = rows.next()? {
            let source = SourceId(row.get(0)?);
            if is_wanted(source) {
                speeches.extend(StoredSpeech::of(row)?.map(|speech| (source, speech)));
            }
        }
        Ok(speeches)
    }

    /// Returns the documents with a map whose speech is not stored in their present state.
    pub fn without_speech(&self) -> Result<Vec<SourceId>, Error> {
        self.not_stored("t.id IN (SELECT source_id FROM speakers)")
    }

    /// Returns all documents whose turns are not stored in their present state.
    pub fn without_turns(&self) -> Result<Vec<SourceId>, Error> {
        self.not_stored("TRUE")
    }

    fn not_stored(&self, condition: &str) -> Result<Vec<SourceId>, Error> {
        let sql = format!(
            "SELECT t.id FROM texts t INDEXED BY texts_by_revision WHERE {condition}
             AND NOT EXISTS (SELECT 1 FROM speech s WHERE s.id = t.id AND s.state = {STATE}) ORDER BY t.id"
        );
        let mut statement = self.0.prepare_cached(&sql)?;
        let found = statement.query_map([SPEECH_VERSION], |row| row.get(0).map(SourceId))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

impl Store {
    /// Stores several of them at once, which is much faster than one by one.
    ///
    /// # Errors
    /// When the file cannot be written, and those of `store`; nothing is stored then.
    pub fn at_once<E: From<Error>>(&self, store: impl FnOnce() -> Result<(), E>) -> Result<(), E> {
        let transaction = self.connection.unchecked_transaction().map_err(Error::from)?;
        store()?;
        transaction.commit().map_err(Error::from)?;
        Ok(())
    }

    /// Stores what is said in a document, and its turns, as found in its present state. This is no change of the project.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep_speech(&self, source: SourceId, found: &PackedSpeech) -> Result<(), Error> {
        let sql = format!(
            "INSERT INTO speech(id, state, voices, utterances, turns)
             SELECT t.id, {STATE}, ?3, ?4, ?5 FROM texts t WHERE t.id = ?2
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, voices = excluded.voices,
               utterances = excluded.utterances, turns = excluded.turns"
        );
        let PackedSpeech { voices, utterances, turns } = found;
        self.connection.prepare_cached(&sql)?.execute((SPEECH_VERSION, source.0, voices, utterances, turns))?;
        Ok(())
    }
}

/// What is said in a document, and its turns, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedSpeech {
    /// As [`written_voices`].
    voices: String,
    /// As [`written_utterances`].
    utterances: Vec<u8>,
    /// As postcard writes them. What cannot be read is found anew.
    turns: Vec<u8>,
}

impl PackedSpeech {
    #[must_use]
    pub fn of(speech: &Speech, turns: &Turns) -> Self {
        Self {
            voices: written_voices(&speech.voices),
            utterances: written_utterances(&speech.utterances),
            turns: postcard::to_stdvec(turns).unwrap_or_default(),
        }
    }
}

impl Tx<'_> {
    /// States who speaks under a label of a document; `None`: nobody who is a participant.
    pub fn set_speaker(
        &mut self,
        source: SourceId,
        label: &str,
        participant: Option<ParticipantId>,
    ) -> Result<(), Error> {
        let sql = "SELECT id FROM speakers WHERE source_id = ?1 AND label = ?2";
        match (self.id(sql, (source.0, label))?, participant) {
            (Some(id), Some(participant)) => self.set(&SPEAKERS, id, &[("case_id", Value::Integer(participant.0))]),
            (Some(id), None) => self.delete(&SPEAKERS, id),
            (None, Some(participant)) => {
                let values = [Value::Integer(source.0), text(label), Value::Integer(participant.0)];
                self.insert(&SPEAKERS, &values).map(drop)
            }
            (None, None) => Ok(()),
        }
    }

    /// Removes the map of a document, and what is stored of its speech.
    pub(super) fn remove_speakers(&mut self, source: SourceId) -> Result<(), Error> {
        for speaker in self.ids("SELECT id FROM speakers WHERE source_id = ?1 ORDER BY id", [source.0])? {
            self.delete(&SPEAKERS, speaker)?;
        }
        self.connection().prepare_cached("DELETE FROM speech WHERE id = ?1")?.execute([source.0])?;
        Ok(())
    }

    /// Removes a participant from all maps.
    pub(super) fn remove_from_maps(&mut self, participant: ParticipantId) -> Result<(), Error> {
        for speaker in self.ids("SELECT id FROM speakers WHERE case_id = ?1 ORDER BY id", [participant.0])? {
            self.delete(&SPEAKERS, speaker)?;
        }
        Ok(())
    }

    /// Puts one participant in the place of another in all maps.
    pub fn replace_in_maps(&mut self, participant: ParticipantId, by: ParticipantId) -> Result<(), Error> {
        for speaker in self.ids("SELECT id FROM speakers WHERE case_id = ?1 ORDER BY id", [participant.0])? {
            self.set(&SPEAKERS, speaker, &[("case_id", Value::Integer(by.0))])?;
        }
        Ok(())
    }
}

/// What is said in a document, as it is stored. Taking it apart needs no connection, so another thread can do it.
#[derive(Clone, Debug)]
pub struct StoredSpeech {
    /// As [`written_voices`].
    voices: String,
    /// As [`written_utterances`]; every one is by one of the voices.
    utterances: Vec<u8>,
}

impl StoredSpeech {
    /// Reads a row of [`STORED`]; nothing if it was not written like this.
    fn of(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let (voices, utterances) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_blob()?);
        let count = voices.split_terminator('\n').count() as u64;
        let are_by_voices =
            || utterances_in(utterances).all(|(start, end, voice)| start < end && u64::from(voice) < count);
        let is_whole = utterances.len().is_multiple_of(UTTERANCE) && are_by_voices();
        Ok(is_whole.then(|| Self { voices: voices.to_owned(), utterances: utterances.to_owned() }))
    }

    #[must_use]
    pub fn read(&self) -> Speech {
        let utterance = |(start, end, voice)| Utterance { words: CharRange::new(start, end), voice };
        Speech {
            voices: read_voices(&self.voices),
            utterances: utterances_in(&self.utterances).map(utterance).collect(),
        }
    }
}

/// Writes one line for each voice: `I` for an interviewer or `-`, and the label.
fn written_voices(voices: &[Voice]) -> String {
    voices.iter().map(|voice| format!("{}{}\n", if voice.asks { 'I' } else { '-' }, voice.label)).collect()
}

fn read_voices(lines: &str) -> Vec<Voice> {
    let voice = |line: &str| {
        let (label, asks) = (line.get(1..).unwrap_or_default().to_owned(), line.starts_with('I'));
        Voice { label, asks }
    };
    lines.split_terminator('\n').map(voice).collect()
}

/// Number of bytes of an utterance: start, end and voice, each a `u32` with the lowest byte first.
const UTTERANCE: usize = 12;

fn written_utterances(utterances: &[Utterance]) -> Vec<u8> {
    let numbers = utterances.iter().flat_map(|said| [said.words.start.0, said.words.end.0, said.voice]);
    numbers.flat_map(u32::to_le_bytes).collect()
}

/// Returns start, end and voice of the utterances that are in these bytes.
fn utterances_in(bytes: &[u8]) -> impl Iterator<Item = (u32, u32, u32)> {
    let (utterances, _) = bytes.as_chunks::<UTTERANCE>();
    utterances.iter().map(|bytes| {
        let number = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        (number(0), number(4), number(8))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{OpKind, Origin};
    use crate::text::TextIndex;

    fn speech(labels: &[&str]) -> Speech {
        let voice = |label: &&str| Voice { label: (*label).to_owned(), asks: label.starts_with('M') };
        let said = |number: u32| Utterance { words: CharRange::new(number * 10, number * 10 + 5), voice: number };
        Speech { voices: labels.iter().map(voice).collect(), utterances: (0..labels.len() as u32).map(said).collect() }
    }

    #[test]
    fn what_is_said_counts_only_for_the_state_in_which_it_was_found() {
        let mut store = Store::in_memory("Test").unwrap();
        let done = OpKind::DescribeProject;
        let add = |tx: &mut Tx<'_>| -> Result<_, Error> {
            let source = tx.add_source("FGD", "", None, "MOD: Why?\n女士 4: So.")?;
            let participant = tx.add_participant("W4")?;
            tx.set_speaker(source, "女士 4", Some(participant))?;
            Ok(((source, participant), OpKind::DescribeProject))
        };
        let (source, participant) = store.transact(None, 1, add).unwrap().value;
        assert_eq!(store.reads().without_speech().unwrap(), [source]);
        let found = speech(&["MOD", "女士 4", "-"]);
        let other = Turns::find("A: x\nB: y", &TextIndex::new("A: x\nB: y"), &Origin::default());
        store.keep_speech(source, &PackedSpeech::of(&found, &other)).unwrap();
        assert_eq!(store.reads().turns(source).unwrap(), Some(other));
        assert_eq!(store.reads().check().unwrap(), ["number 1: what is said in the document is not what was stored"]);
        assert_eq!(store.reads().speech(source).unwrap(), Some(found.clone()));
        let stored = |store: &Store, is_wanted: bool| -> Vec<(SourceId, Speech)> {
            let stored = store.reads().speeches(|_| is_wanted).unwrap();
            stored.into_iter().map(|(source, speech)| (source, speech.read())).collect()
        };
        assert_eq!(stored(&store, true), [(source, found.clone())]);
        assert_eq!(stored(&store, false), []);
        assert_eq!(store.reads().without_speech().unwrap(), []);
        let origin = Origin { file: "a.txt".into(), ..Origin::default() };
        store.transact(None, 2, |tx| Ok::<_, Error>((tx.set_origin(source, &origin)?, done.clone()))).unwrap();
        assert_eq!(store.reads().speech(source).unwrap(), None);
        assert_eq!(store.reads().turns(source).unwrap(), None);
        assert_eq!(store.reads().without_turns().unwrap(), [source]);
        assert_eq!(stored(&store, true), []);
        assert_eq!(store.reads().without_speech().unwrap(), [source]);
        store.undo(None, 3).unwrap();
        assert_eq!(store.reads().speech(source).unwrap(), Some(found));
        assert_eq!(store.reads().study().unwrap().sources[0].speakers.get("女士  4"), Some(participant));
        let text = store.reads().text(source).unwrap();
        let index = TextIndex::new(&text);
        let turns = Turns::find(&text, &index, &Origin::default());
        store.keep_speech(source, &PackedSpeech::of(&turns.speech(&index), &Turns::default())).unwrap();
        assert_eq!(store.reads().check().unwrap(), ["number 1: what is said in the document is not what was stored"]);
        store.keep_speech(source, &PackedSpeech::of(&turns.speech(&index), &turns)).unwrap();
        assert_eq!(store.reads().check().unwrap(), Vec::<String>::new());
        assert_eq!(store.reads().turns(source).unwrap(), Some(turns));
    }

    #[test]
    fn what_was_not_written_like_this_does_not_count() {
        let mut store = Store::in_memory("Test").unwrap();
        let add =
            |tx: &mut Tx<'_>| Ok::<_, Error>((tx.add_source("FGD", "", None, "A: x\nB: y")?, OpKind::DescribeProject));
        let source = store.transact(None, 1, add).unwrap().value;
        let found = speech(&["A", "B"]);
        for damage in [
            "voices = '-A\n'",
            "voices = ''",
            "utterances = substr(utterances, 1, 23)",
            "utterances = substr(utterances, 5, 12)",
        ] {
            store.keep_speech(source, &PackedSpeech::of(&found, &Turns::default())).unwrap();
            assert_eq!(store.reads().speech(source).unwrap().as_ref(), Some(&found));
            store.connection.execute(&format!("UPDATE speech SET {damage}"), []).unwrap();
            assert_eq!(store.reads().speech(source).unwrap(), None, "{damage}");
            assert_eq!(store.reads().speeches(|_| true).unwrap().len(), 0, "{damage}");
        }
    }

    #[test]
    fn a_map_goes_with_its_document_and_its_participants_and_comes_back() {
        let mut store = Store::in_memory("Test").unwrap();
        let add = |tx: &mut Tx<'_>| -> Result<_, Error> {
            let source = tx.add_source("FGD", "", None, "A: Why?\nB: So.")?;
            let (a, b) = (tx.add_participant("A")?, tx.add_participant("B")?);
            tx.set_speaker(source, "A", Some(a))?;
            tx.set_speaker(source, "B", Some(b))?;
            Ok(((source, a, b), OpKind::DescribeProject))
        };
        let (source, a, b) = store.transact(None, 1, add).unwrap().value;
        let map = |store: &Store| -> Vec<(String, ParticipantId)> {
            let study = store.reads().study().unwrap();
            study.sources.iter().flat_map(|s| s.speakers.iter().map(|(l, c)| (l.to_owned(), c))).collect()
        };
        let whole = vec![("A".to_owned(), a), ("B".to_owned(), b)];
        type Change<'c> = &'c dyn Fn(&mut Tx<'_>) -> Result<(), Error>;
        let cases: [(Change<'_>, Vec<(String, ParticipantId)>); 4] = [
            (&|tx| tx.set_speaker(source, "A", None), vec![("B".to_owned(), b)]),
            (&|tx| tx.remove_participant(a), vec![("B".to_owned(), b)]),
            (&|tx| tx.replace_in_maps(a, b), vec![("A".to_owned(), b), ("B".to_owned(), b)]),
            (&|tx| tx.remove_source(source), vec![]),
        ];
        for (number, (change, wanted)) in cases.into_iter().enumerate() {
            store.transact(None, 2, |tx| Ok::<_, Error>((change(tx)?, OpKind::DescribeProject))).unwrap();
            assert_eq!(map(&store), wanted, "{number}");
            store.undo(None, 3).unwrap();
            assert_eq!(map(&store), whole, "{number}");
        }
        assert_eq!(store.reads().check().unwrap(), Vec::<String>::new());
    }
}
