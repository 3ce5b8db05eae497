//! The project as tidy tables for statistics: a folder with one row per coding and participant, participant, document and
//! code, and the scripts that read them into R, Python and SPSS.

mod readme;
mod spss;

use super::export::target::{Exported, ExportedFile, FileKind};
use super::lists;
use crate::engine::error::Error;
use crate::engine::reading::read_passages;
use crate::engine::speech::WhoseWords;
use crate::i18n::{self, Language};
use crate::interchange::files::{NewFolder, WriteError, write_folder_with};
use crate::interchange::tables::{PassageRows, TableFormat, table_bytes, write_passages};
use crate::model::{Fact, Progress, Study, UserId};
use crate::store::{PassageFilter, Reads};
use crate::table::{PassageHeads, PassageRow, Table};
use crate::tr;
use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

/// The tables that are small enough to be read as a whole; the codings are written as they are read.
struct Tables {
    participants: Table,
    documents: Table,
    codebook: Table,
}

impl Tables {
    fn read(reads: Reads<'_>) -> Result<Self, Error> {
        Ok(Self {
            participants: lists::participants(reads)?,
            documents: lists::documents(reads, true)?,
            codebook: lists::codebook(reads, false)?,
        })
    }
}

/// Returns the names of the files and the number of rows of each table, without writing anything.
///
/// # Errors
/// Fails when the project cannot be read.
pub fn files(reads: Reads<'_>, users: &[UserId]) -> Result<Vec<(String, Option<u64>)>, Error> {
    let study = reads.study()?;
    let whose = WhoseWords::read(reads, &study)?;
    let shares = |fact: &Fact| whose.participants(fact.source, fact.range).len().max(1);
    let codings = reads.facts(&study.counted(users))?.iter().map(shares).sum();
    let rows = [
        ("codings.csv", Some(codings)),
        ("participants.csv", Some(study.participants.len())),
        ("documents.csv", Some(study.sources.len())),
        ("codebook.csv", Some(study.codebook.codes().len())),
        ("README.md", None),
        ("read.py", None),
        ("read.R", None),
        ("spss/", None),
    ];
    Ok(rows.into_iter().map(|(name, rows)| (name.to_owned(), rows.map(|rows| rows as u64))).collect())
}

/// Reads the codings with one row for each passage and participant.
fn read_codings<'a>(
    reads: Reads<'a>,
    study: &'a Study,
    users: &[UserId],
    progress: &'a Progress,
) -> Result<(PassageHeads, impl Iterator<Item = Result<PassageRow, Error>>), Error> {
    let filter = PassageFilter { users: study.counted(users), ..PassageFilter::default() };
    let (heads, reader) = read_passages(reads, Cow::Borrowed(study), &filter, 0, progress)?;
    let rows = reader.flat_map(|passage| match passage {
        Ok((_, row)) => row.by_participant().into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    Ok((heads, rows))
}

/// Writes the tables, and those for SPSS with their syntax, whose comments are in `language`; returns the number of
/// codings.
fn write_tables(
    out: &mut NewFolder<'_>,
    reads: Reads<'_>,
    study: &Study,
    users: &[UserId],
    language: Language,
    progress: &Progress,
) -> Result<(Tables, u64), Error> {
    let tables = Tables::read(reads)?;
    let (heads, mut rows) = read_codings(reads, study, users, progress)?;
    let scratch = out.scratch().to_owned();
    let codings = out.file("codings.csv", |file| {
        let passages = PassageRows { heads: &heads, rows: &mut rows };
        write_passages::<_, Error>(passages, TableFormat::Csv, &scratch, file)
    })?;
    for (name, table) in [
        ("participants.csv", &tables.participants),
        ("documents.csv", &tables.documents),
        ("codebook.csv", &tables.codebook),
    ] {
        let bytes = table_bytes(table, None, TableFormat::Csv)?;
        out.file(name, |file| Ok::<_, WriteError<Error>>(file.write_all(&bytes)?))?;
    }
    let silent = progress.silent();
    let (heads, mut rows) = read_codings(reads, study, users, &silent)?;
    spss::write(out, &heads, &mut rows, &tables, study, language)?;
    Ok((tables, codings.rows))
}

/// Writes the folder, which must not exist or be empty. With empty `users`, the coders whose codings count by
/// default are used. The description and the comments of the scripts are in `language`; the tables have the same contents
/// in every language.
///
/// # Errors
/// Fails when the project cannot be read, when the folder cannot be written, or when cancelled; then nothing is
/// left of it.
pub fn write_tidy(
    reads: Reads<'_>,
    folder: &Path,
    users: &[UserId],
    language: Language,
    progress: &Progress,
) -> Result<Exported, Error> {
    let study = reads.study()?;
    let mut read = None;
    let written = write_folder_with(folder, progress, |out| {
        let scripts = i18n::within(language, || {
            let about = readme::text(&study, &study.counted(users));
            [("README.md", about), ("read.py", readme::python()), ("read.R", readme::r())]
        });
        for (name, text) in scripts {
            out.file(name, |file| Ok::<_, WriteError<Error>>(file.write_all(text.as_bytes())?))?;
        }
        // The scripts refer to the columns, so these have the same names in every language.
        let tables = i18n::within(Language::English, || write_tables(out, reads, &study, users, language, progress))?;
        read = Some(tables);
        Ok::<_, Error>(())
    })?;
    let rows = read.map_or_else(Vec::new, |(tables, codings)| {
        vec![
            ("codings.csv", FileKind::Codings, codings),
            ("participants.csv", FileKind::Participants, tables.participants.rows.len() as u64),
            ("documents.csv", FileKind::Documents, tables.documents.rows.len() as u64),
            ("codebook.csv", FileKind::Codebook, tables.codebook.rows.len() as u64),
        ]
    });
    let file = |(path, bytes): (String, u64)| {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let table = rows.iter().find(|(table_name, ..)| *table_name == name);
        ExportedFile {
            file: folder.join(&path),
            bytes,
            kind: table.map_or(FileKind::Guide, |(_, kind, _)| *kind),
            rows: table.map(|(.., rows)| *rows),
        }
    };
    let left_out = left_out(reads, &study, users)?;
    Ok(Exported { files: written.into_iter().map(file).collect(), left_out })
}

/// Describes the passages that the files do not have: those of other coders, and those of the consensus coding.
///
/// # Errors
/// Fails when the project cannot be read.
pub fn left_out(reads: Reads<'_>, study: &Study, users: &[UserId]) -> Result<Vec<String>, Error> {
    let counted = study.counted(users);
    let mut rest = reads.facts(&[])?;
    rest.retain(|fact| !counted.is_empty() && !counted.contains(&fact.user));
    let consensus = rest.iter().filter(|fact| Some(fact.user) == study.consensus()).count();
    let others = rest.len() - consensus;
    let of_others = (others > 0).then(|| tr!("{n} passage by other coders" | "{n} passages by other coders" % others));
    let of_consensus = (consensus > 0)
        .then(|| tr!("{n} passage of the consensus coding" | "{n} passages of the consensus coding" % consensus));
    Ok(of_others.into_iter().chain(of_consensus).collect())
}
