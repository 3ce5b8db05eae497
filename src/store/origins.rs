//! Where documents come from: name and format of the file, the rule for speakers, how words look, and the file itself
//! if it is kept. All of it is stored beside the text and is not needed to read it.

use super::schema::{ORIGINALS, ORIGINS};
use super::write::text;
use super::{Error, Reads, Tx};
use crate::model::{CharPos, CharRange, Origin, SourceId, Style, Styled, TimeMark};
use crate::tr;
use rusqlite::OptionalExtension;
use rusqlite::types::Value;

impl Reads<'_> {
    /// Returns how a document was read; `None` when nothing is known.
    pub fn origin(&self, source: SourceId) -> Result<Option<Origin>, Error> {
        // A file of an older version lacks this table until it is opened for writing.
        if !self.has_table("origins")? {
            return Ok(None);
        }
        // Older tables lack these columns.
        let stated = if self.has_column("origins", "times")? { "times, labels" } else { "'', NULL" };
        let sql = format!("SELECT file, format, encoding, speakers, styles, {stated} FROM origins WHERE id = ?1");
        let found = self.0.prepare_cached(&sql)?.query_row([source.0], |row| {
            let columns: [String; 6] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
            Ok((columns, row.get::<_, Option<String>>(6)?))
        });
        let Some(([file, format, encoding, speakers, styles, times], labels)) = found.optional()? else {
            return Ok(None);
        };
        let damaged = || Error::Damaged {
            what: tr!("the record of how document {number} was read is invalid", number = source.0),
        };
        let speakers = serde_json::from_str(&speakers).map_err(|_| damaged())?;
        let styles = read_styles(&styles).ok_or_else(damaged)?;
        let times = read_times(&times).ok_or_else(damaged)?;
        let labels = labels.map(|labels| read_labels(&labels).ok_or_else(damaged)).transpose()?;
        Ok(Some(Origin { file, format, encoding, speakers, styles, times, labels }))
    }

    /// Returns name and contents of a document's file; `None` when it was not kept.
    pub fn original(&self, source: SourceId) -> Result<Option<(String, Vec<u8>)>, Error> {
        if !self.has_table("originals")? {
            return Ok(None);
        }
        let sql = "SELECT name, bytes FROM originals WHERE id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([source.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
    }

    /// Returns the name of a document's kept file, without reading the file.
    pub fn original_name(&self, source: SourceId) -> Result<Option<String>, Error> {
        if !self.has_table("originals")? {
            return Ok(None);
        }
        let sql = "SELECT name FROM originals WHERE id = ?1";
        Ok(self.0.prepare_cached(sql)?.query_row([source.0], |row| row.get(0)).optional()?)
    }

    /// Returns the documents whose file is kept, with its size in bytes.
    pub fn originals(&self) -> Result<Vec<(SourceId, u64)>, Error> {
        if !self.has_table("originals")? {
            return Ok(vec![]);
        }
        let mut statement = self.0.prepare_cached("SELECT id, length(bytes) FROM originals ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((SourceId(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs())))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn has_column(&self, table: &str, column: &str) -> Result<bool, Error> {
        let sql = "SELECT EXISTS(SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2)";
        Ok(self.0.prepare_cached(sql)?.query_row([table, column], |row| row.get(0))?)
    }

    pub(super) fn has_table(&self, name: &str) -> Result<bool, Error> {
        let sql = "SELECT EXISTS(SELECT 1 FROM main.sqlite_schema WHERE name = ?1)";
        Ok(self.0.prepare_cached(sql)?.query_row([name], |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Returns how a document was read, with what this transaction changed.
    pub fn origin(&self, source: SourceId) -> Result<Option<Origin>, Error> {
        Reads(self.connection()).origin(source)
    }

    /// Stores how a document was read, replacing what was stored before.
    pub fn set_origin(&mut self, source: SourceId, origin: &Origin) -> Result<(), Error> {
        let speakers = serde_json::to_string(&origin.speakers).unwrap_or_default();
        let values = [
            text(&origin.file),
            text(&origin.format),
            text(&origin.encoding),
            text(&speakers),
            text(&written_styles(&origin.styles)),
            text(&written_times(&origin.times)),
            origin.labels.as_deref().map_or(Value::Null, |labels| text(&written_labels(labels))),
        ];
        match self.id("SELECT id FROM origins WHERE id = ?1", [source.0])? {
            Some(id) => self.update(&ORIGINS, id, &values),
            None => self.insert_at(&ORIGINS, source.0, &values),
        }
    }

    /// Stores the file that a document was imported from.
    pub fn keep_original(&mut self, source: SourceId, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
        self.insert_at(&ORIGINALS, source.0, &[text(name), Value::Blob(bytes)])
    }

    /// Removes everything known about a document's file, and the file.
    pub(super) fn remove_origin(&mut self, source: SourceId) -> Result<(), Error> {
        if self.id("SELECT id FROM origins WHERE id = ?1", [source.0])?.is_some() {
            self.delete(&ORIGINS, source.0)?;
        }
        if self.id("SELECT id FROM originals WHERE id = ?1", [source.0])?.is_some() {
            self.delete(&ORIGINALS, source.0)?;
        }
        Ok(())
    }
}

/// Writes one line for each style: start, end, style.
fn written_styles(styles: &[Styled]) -> String {
    let line = |s: &Styled| format!("{} {} {}\n", s.range.start.0, s.range.end.0, s.style.name());
    styles.iter().map(line).collect()
}

fn read_styles(lines: &str) -> Option<Vec<Styled>> {
    let style = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Styled { range: CharRange::new(start, end), style: Style::parse(parts.next()?)? })
    };
    lines.lines().map(style).collect()
}

/// Writes one line for each time: position, milliseconds.
fn written_times(times: &[TimeMark]) -> String {
    times.iter().map(|mark| format!("{} {}\n", mark.at.0, mark.millis)).collect()
}

fn read_times(lines: &str) -> Option<Vec<TimeMark>> {
    let mark = |line: &str| {
        let (at, millis) = line.split_once(' ')?;
        Some(TimeMark { at: CharPos(at.parse().ok()?), millis: millis.parse().ok()? })
    };
    lines.lines().map(mark).collect()
}

/// Writes one line for each label: start, end.
fn written_labels(labels: &[CharRange]) -> String {
    labels.iter().map(|range| format!("{} {}\n", range.start.0, range.end.0)).collect()
}

fn read_labels(lines: &str) -> Option<Vec<CharRange>> {
    let range = |line: &str| {
        let (start, end) = line.split_once(' ')?;
        Some(CharRange::new(start.parse().ok()?, end.parse().ok()?))
    };
    lines.lines().map(range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::OpKind;
    use crate::model::{SpeakerRole, SpeakerRule};
    use crate::store::Store;

    #[test]
    fn how_a_document_was_read_stays_with_it_and_goes_with_it() {
        let mut store = Store::in_memory("Test").unwrap();
        let mut speakers = SpeakerRule { pattern: Some("(A)".into()), ..SpeakerRule::default() };
        speakers.roles.insert("A".into(), SpeakerRole::Interviewer);
        let styles = vec![
            Styled { range: CharRange::new(0, 2), style: Style::Heading(2) },
            Styled { range: CharRange::new(1, 2), style: Style::Bold },
        ];
        let origin = Origin {
            file: "中文.docx".into(),
            format: "docx".into(),
            speakers,
            styles,
            times: vec![TimeMark { at: CharPos(0), millis: 0 }, TimeMark { at: CharPos(2), millis: 61_500 }],
            labels: Some(vec![CharRange::new(0, 1)]),
            ..Origin::default()
        };
        let add = |tx: &mut Tx<'_>| -> Result<_, Error> {
            let id = tx.add_source("A", "", None, "abc")?;
            tx.set_origin(id, &Origin::default())?;
            tx.set_origin(id, &origin)?;
            tx.keep_original(id, "中文.docx", vec![0, 255, 7])?;
            Ok((id, OpKind::DescribeProject))
        };
        let id = store.transact(None, 1, add).unwrap().value;
        assert_eq!(store.reads().origin(id).unwrap(), Some(origin.clone()));
        assert_eq!(store.reads().originals().unwrap(), [(id, 3)]);
        store.transact(None, 2, |tx| Ok::<_, Error>((tx.remove_source(id)?, OpKind::DescribeProject))).unwrap();
        assert_eq!(store.reads().origin(id).unwrap(), None);
        store.undo(None, 3).unwrap();
        assert_eq!(store.reads().origin(id).unwrap(), Some(origin));
        assert_eq!(store.reads().original(id).unwrap(), Some(("中文.docx".into(), vec![0, 255, 7])));
        assert_eq!(store.reads().check().unwrap(), Vec::<String>::new());
    }
}
