//! Export by the target's ending: a folder, or one file with coded passages, a table, or the codebook.

use super::compare::{CompareSettings, compare, json, report};
use super::lists;
use super::memos::memo_list;
use super::query::{Quotes, TableQuery, quotes, tabulated};
use super::quoted::{QuoteLimits, quoted};
use super::{Error, dump};
use crate::interchange::codebook::{self, CodebookFormat};
use crate::interchange::files::{write_whole, write_whole_with};
use crate::interchange::refi::{self, ExchangeOptions, Loss};
use crate::interchange::tables::{TableFormat, write, write_memos, write_passages};
use crate::interchange::{ProjectDump, folder};
use crate::model::SourceId;
use crate::store::{PassageFilter, Reads};
use crate::table::{Shown, View};
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// What is written into a single file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// The coded passages, one row a coding.
    Codings(PassageFilter),
    /// A table; a workbook gets its passages on a sheet of their own.
    Table(TableQuery),
    /// A table with the passages themselves in its cells.
    Quoted(TableQuery),
    /// A table as it is looked at.
    Shown {
        query: TableQuery,
        view: View,
        /// With the passages themselves in its cells.
        quotes: bool,
    },
    /// All memos.
    Memos,
    /// The code tree with definitions, colours and facets: csv and json to be read back, others for a report.
    Codebook,
    /// All participants with their attributes and documents.
    Participants,
    /// How far coders agree: a table, or every figure in JSON.
    Agreement(Box<CompareSettings>),
}

/// What a target's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetFormat {
    Folder,
    /// The whole project for other programs (REFI-QDA).
    Exchange,
    /// The codebook for other programs.
    ExchangeCodebook,
    File(TableFormat),
}

impl TargetFormat {
    /// A name without ending, or with `/` at its end, is a folder.
    ///
    /// # Errors
    /// [`Error::Target`] for an ending that cannot be written.
    pub fn of(target: &Path) -> Result<Self, Error> {
        let folder = target.is_dir() || target.to_string_lossy().ends_with(['/', '\\']) || target.extension().is_none();
        if folder {
            return Ok(Self::Folder);
        }
        let ending = target.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
        match ending.as_str() {
            refi::PROJECT => return Ok(Self::Exchange),
            refi::CODEBOOK => return Ok(Self::ExchangeCodebook),
            _ => {}
        }
        TableFormat::of_file(target).map(Self::File).ok_or_else(|| Error::Target {
            path: target.to_owned(),
            reason:
                "cannot be written in this format; choose a folder, .csv, .json, .xlsx, .md, .html, .docx, .txt, .qdpx or .qdc"
                    .into(),
        })
    }
}

/// Writes the whole project as a folder, or a selection of it as one file.
pub fn export(reads: Reads<'_>, target: &Path, selection: &Selection) -> Result<(), Error> {
    match TargetFormat::of(target)? {
        TargetFormat::Folder => Ok(folder::write(&dump::dump(reads)?, target)?),
        TargetFormat::Exchange => export_exchange(reads, target, &ExchangeOptions::default()),
        TargetFormat::ExchangeCodebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            Ok(write_whole_with(target, |file| file.write_all(&refi::write_codebook(&book)?))?)
        }
        TargetFormat::File(format) => Ok(write_whole(target, &render(reads, selection, format)?)?),
    }
}

/// The bytes of a selection, as a file in this format would hold them.
pub fn render(reads: Reads<'_>, selection: &Selection, format: TableFormat) -> Result<Vec<u8>, Error> {
    Ok(match selection {
        Selection::Codings(filter) => write_passages(&quotes(reads, &reads.study()?, filter, 0)?.list, format)?,
        Selection::Quoted(query) => write(&quoted(reads, query, QuoteLimits::ALL)?, None, format)?,
        Selection::Codebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            let format = match format {
                TableFormat::Json => CodebookFormat::Json,
                TableFormat::Csv => CodebookFormat::Csv,
                // For a report: with counts, and not to be read back.
                format => return Ok(write(&lists::codebook(reads)?, None, format)?),
            };
            codebook::render(&book, format)
                .map_err(|e| crate::interchange::tables::Error::Csv { reason: e.to_string() })?
        }
        Selection::Memos => write_memos(&memo_list(reads)?, format)?,
        Selection::Participants => write(&lists::participants(reads)?, None, format)?,
        Selection::Agreement(settings) => {
            let (study, compared) = (reads.study()?, compare(reads, settings, &super::Progress::default())?);
            match format {
                TableFormat::Json => json::bytes(&study, &compared),
                format => write(&report::table(&study, &compared), None, format)?,
            }
        }
        Selection::Shown { query, view, quotes } => {
            let table = if *quotes { quoted(reads, query, QuoteLimits::ALL)? } else { tabulated(reads, query)? };
            let behind = (format == TableFormat::Xlsx && !quotes).then(|| passages_of(reads, query)).transpose()?;
            let shown = Shown::new(Arc::new(table), view.clone()).to_table();
            write(&shown, behind.as_ref().map(|found| &found.list), format)?
        }
        Selection::Table(query) => {
            let behind = (format == TableFormat::Xlsx).then(|| passages_of(reads, query));
            let behind = behind.transpose()?;
            write(&tabulated(reads, query)?, behind.as_ref().map(|quotes| &quotes.list), format)?
        }
    })
}

/// A project to be written for other programs: without its texts, and with the documents that they stand in.
fn exchanged(reads: Reads<'_>) -> Result<(ProjectDump, Vec<SourceId>), Error> {
    let (mut dump, study) = dump::outline(reads)?;
    // That somebody coded a document stands with the passages; here it is what they have declared.
    let done = reads.document_progress()?.done;
    let mut named: Vec<(String, String)> = done
        .into_iter()
        .filter_map(|(source, user)| Some((study.source(source)?.name.clone(), study.user(user)?.name.clone())))
        .collect();
    named.sort();
    dump.participations = named;
    Ok((dump, study.sources.iter().map(|source| source.id).collect()))
}

fn text_of<'t>(reads: Reads<'_>, sources: &[SourceId], at: usize) -> Result<Cow<'t, str>, String> {
    let source = sources.get(at).ok_or("a document is missing")?;
    reads.text(*source).map(Cow::Owned).map_err(|e| e.to_string())
}

/// Writes the whole project for other programs (REFI-QDA).
///
/// # Errors
/// When it cannot be read or written; then nothing is there.
pub fn export_exchange(reads: Reads<'_>, target: &Path, options: &ExchangeOptions) -> Result<(), Error> {
    let (dump, sources) = exchanged(reads)?;
    let texts = |at: usize| text_of(reads, &sources, at);
    Ok(write_whole_with(target, |file| refi::write(&dump, options, &texts, super::now(), file).map(drop))?)
}

/// What other programs do not get of a project.
///
/// # Errors
/// When it cannot be read.
pub fn exchange_losses(reads: Reads<'_>, options: &ExchangeOptions) -> Result<Vec<Loss>, Error> {
    let (dump, sources) = exchanged(reads)?;
    let texts = |at: usize| text_of(reads, &sources, at);
    let mut losses = refi::losses(&dump, options, &texts).map_err(|why| Error::Refused { why })?;
    let decisions = reads.decisions()?.len();
    if decisions > 0 {
        losses.push(Loss::counted("decisions", "decisions on disputes stay behind", decisions));
    }
    Ok(losses)
}

/// The passages of those whom a table is about.
fn passages_of(reads: Reads<'_>, query: &TableQuery) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let (study, users) = (query.filter.narrow(&whole)?, whole.counted(&query.users));
    let mut filter = PassageFilter { users: users.clone(), ..PassageFilter::default() };
    if !query.filter.is_empty() {
        let sources: HashSet<SourceId> = study.sources.iter().map(|source| source.id).collect();
        let facts = reads.facts(&users)?.into_iter().filter(|fact| sources.contains(&fact.source));
        filter.codings = Some(facts.map(|fact| fact.coding).collect());
    }
    quotes(reads, &study, &filter, 0)
}
