//! Progress of the work on documents, and what would be removed together with a document or a participant.

use super::{Error, Reads};
use crate::model::{ParticipantId, Source, SourceId, UserId};
use rusqlite::Row;
use std::collections::{HashMap, HashSet};

/// Numbers of passages and memos, by document and coder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentProgress {
    /// Number of coded passages; pairs without any are absent.
    pub passages: HashMap<(SourceId, UserId), u64>,
    /// Number of passages, by all coders, with words of participants who speak in documents with a map of speakers. Filled
    /// by the engine, which knows who says what.
    pub by_speaker: HashMap<ParticipantId, u64>,
    /// Number of code points that these participants say in each document. Filled by the engine, too.
    pub said: HashMap<(SourceId, ParticipantId), u64>,
    /// Documents that coders have marked as finished.
    pub done: HashSet<(SourceId, UserId)>,
    /// Number of memos on a document and its passages.
    pub memos: HashMap<SourceId, u64>,
    /// Number of decisions on disagreements in a document, except postponed ones; empty if views hide the tables.
    pub decisions: HashMap<SourceId, u64>,
    /// Documents with a memo on the document itself.
    pub noted: HashSet<SourceId>,
    /// Number of memos on participants.
    pub participant_memos: HashMap<ParticipantId, u64>,
}

impl DocumentProgress {
    /// Returns how many code points of a document are a participant's: those that they say, in a document with a map of
    /// speakers, otherwise all.
    #[must_use]
    pub fn characters_of(&self, source: &Source, participant: ParticipantId) -> u64 {
        match source.speakers.is_empty() {
            true => source.characters.into(),
            false => self.said.get(&(source.id, participant)).copied().unwrap_or_default(),
        }
    }

    /// Counts the passages of all coders in a document.
    #[must_use]
    pub fn passages_in(&self, source: SourceId, users: impl Iterator<Item = UserId>) -> u64 {
        users.filter_map(|user| self.passages.get(&(source, user))).sum()
    }
}

/// What would be removed together with a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub passages: u64,
    pub memos: u64,
    pub values: u64,
}

impl Reads<'_> {
    /// True if the text of a document is one that was corrected by hand.
    pub fn is_corrected(&self, source: SourceId) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM texts t JOIN ops o ON o.id = t.revision
                   WHERE t.id = ?1 AND o.kind = 'correct_text')";
        Ok(self.0.prepare_cached(sql)?.query_row([source.0], |row| row.get(0))?)
    }

    /// Returns which coders have marked which documents as finished.
    pub fn finished(&self) -> Result<HashSet<(SourceId, UserId)>, Error> {
        let mut marks = HashSet::new();
        self.each("SELECT source_id, user_id FROM participations", |row| {
            marks.insert((SourceId(row.get(0)?), UserId(row.get(1)?)));
            Ok(())
        })?;
        Ok(marks)
    }

    pub fn document_progress(&self) -> Result<DocumentProgress, Error> {
        let mut progress = DocumentProgress::default();
        let sql = "SELECT source_id, user_id, count(*) FROM codings INDEXED BY codings_by_source
                   GROUP BY source_id, user_id";
        self.each(&self.planned(sql)?, |row| {
            let pair = (SourceId(row.get(0)?), UserId(row.get(1)?));
            progress.passages.insert(pair, row.get::<_, i64>(2)?.unsigned_abs());
            Ok(())
        })?;
        progress.done = self.finished()?;
        self.each("SELECT target_id, count(*) FROM notes WHERE target = 'document' GROUP BY target_id", |row| {
            let source = SourceId(row.get(0)?);
            progress.noted.insert(source);
            *progress.memos.entry(source).or_default() += row.get::<_, i64>(1)?.unsigned_abs();
            Ok(())
        })?;
        let sql = "SELECT c.source_id, count(*) FROM notes n JOIN codings c ON c.id = n.target_id
                   WHERE n.target = 'passage' GROUP BY c.source_id";
        self.each(sql, |row| {
            *progress.memos.entry(SourceId(row.get(0)?)).or_default() += row.get::<_, i64>(1)?.unsigned_abs();
            Ok(())
        })?;
        if !self.is_narrowed()? {
            self.each("SELECT source_id, count(*) FROM decisions WHERE side <> 'later' GROUP BY source_id", |row| {
                progress.decisions.insert(SourceId(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs());
                Ok(())
            })?;
        }
        self.each("SELECT target_id, count(*) FROM notes WHERE target = 'participant' GROUP BY target_id", |row| {
            progress.participant_memos.insert(ParticipantId(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs());
            Ok(())
        })?;
        Ok(progress)
    }

    /// Counts the passages and memos that would be removed together with a document.
    pub fn held_by_document(&self, source: SourceId) -> Result<Held, Error> {
        let sql = "SELECT (SELECT count(*) FROM codings WHERE source_id = ?1),
                   (SELECT count(*) FROM notes WHERE target = 'document' AND target_id = ?1)
                   + (SELECT count(*) FROM codings c JOIN notes n ON n.target = 'passage' AND n.target_id = c.id
                      WHERE c.source_id = ?1)";
        self.held(sql, source.0, |row| Ok(Held { passages: count(row, 0)?, memos: count(row, 1)?, values: 0 }))
    }

    /// Counts the values and memos that would be removed together with a participant.
    pub fn held_by_participant(&self, participant: ParticipantId) -> Result<Held, Error> {
        let sql = "SELECT (SELECT count(*) FROM case_values WHERE case_id = ?1),
                   (SELECT count(*) FROM notes WHERE target = 'participant' AND target_id = ?1)";
        self.held(sql, participant.0, |row| Ok(Held { values: count(row, 0)?, memos: count(row, 1)?, passages: 0 }))
    }

    fn held(&self, sql: &str, id: i64, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<Held>) -> Result<Held, Error> {
        Ok(self.0.prepare_cached(sql)?.query_row([id], read)?)
    }

    fn each(&self, sql: &str, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> Result<(), Error> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row)?;
        }
        Ok(())
    }
}

fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}
