//! The project as tidy tables for statistics: a folder with one row per coding and participant, participant, document and
//! code, and the scripts that read them into R, Python and SPSS.

mod readme;
mod spss;

use super::export::target::{Exported, ExportedFile, FileKind};
use super::lists;
use crate::engine::error::Error;
use crate::engine::speech::WhoseWords;
use crate::i18n::{self, Language};
use crate::interchange::files::write_folder;
use crate::interchange::tables::{TableFormat, write, write_passages};
use crate::model::{Fact, Progress, Study, UserId};
use crate::store::{PassageFilter, Reads};
use crate::table::{PassageList, Table};
use crate::tr;
use std::path::Path;

/// Path within the folder, and contents.
type NamedFile = (String, Vec<u8>);

/// The four tables.
struct Tables {
    codings: PassageList,
    participants: Table,
    documents: Table,
    codebook: Table,
}

impl Tables {
    fn read(reads: Reads<'_>, study: &Study, users: &[UserId], progress: &Progress) -> Result<Self, Error> {
        let filter = PassageFilter { users: study.counted(users), ..PassageFilter::default() };
        Ok(Self {
            codings: super::reading::listed_passages(reads, study, &filter, 0, progress)?.list.by_participant(),
            participants: lists::participants(reads)?,
            documents: lists::documents(reads, true)?,
            codebook: lists::codebook(reads)?,
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

/// Renders the tables, and the syntax for SPSS with its comments in `language`.
fn rendered(
    reads: Reads<'_>,
    study: &Study,
    users: &[UserId],
    language: Language,
    progress: &Progress,
) -> Result<(Tables, Vec<NamedFile>), Error> {
    let tables = Tables::read(reads, study, users, progress)?;
    let csv = TableFormat::Csv;
    let mut files: Vec<NamedFile> = vec![
        ("codings.csv".into(), write_passages(&tables.codings, csv)?),
        ("participants.csv".into(), write(&tables.participants, None, csv)?),
        ("documents.csv".into(), write(&tables.documents, None, csv)?),
        ("codebook.csv".into(), write(&tables.codebook, None, csv)?),
    ];
    files.extend(spss::files(&tables, study, language));
    Ok((tables, files))
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
    // The scripts refer to the columns, so these have the same names in every language.
    let (tables, files) = i18n::within(Language::English, || rendered(reads, &study, users, language, progress))?;
    let scripts = i18n::within(language, || {
        let about = readme::text(&study, &study.counted(users));
        [("README.md", about), ("read.py", readme::python()), ("read.R", readme::r())]
    });
    let scripts = scripts.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let files = scripts.into_iter().chain(files).collect();
    let rows = [
        ("codings.csv", FileKind::Codings, tables.codings.rows.len()),
        ("participants.csv", FileKind::Participants, tables.participants.rows.len()),
        ("documents.csv", FileKind::Documents, tables.documents.rows.len()),
        ("codebook.csv", FileKind::Codebook, tables.codebook.rows.len()),
    ];
    let written = write_folder(folder, files, progress)?;
    let file = |(path, bytes): (String, u64)| {
        let name = path.rsplit('/').next().unwrap_or(&path);
        let table = rows.iter().find(|(table_name, ..)| *table_name == name);
        ExportedFile {
            file: folder.join(&path),
            bytes,
            kind: table.map_or(FileKind::Guide, |(_, kind, _)| *kind),
            rows: table.map(|(.., rows)| *rows as u64),
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
