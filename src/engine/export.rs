//! Export: a folder, tables for statistics, a project for other programs, or one file with what is selected. What a target
//! is to be is said, or told by its ending.

mod book;
mod chosen;
mod contents;
pub mod preview;

use super::compare::CompareSettings;
use super::reading::{Quotes, TableQuery, quotes};
use super::{Error, dump, tidy};
use crate::interchange::files::{write_whole, write_whole_with};
use crate::interchange::refi::{self, ExchangeOptions, ExportLoss};
use crate::interchange::tables::TableFormat;
use crate::interchange::{ProjectDump, folder};
use crate::model::{CodingId, SourceId, counted};
use crate::store::{PassageFilter, Reads};
use crate::table::Topic;
use crate::table::View;
pub use chosen::Chosen;
use contents::Contents;
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// What a codebook for other programs leaves out.
const BEYOND_CODEBOOK: &str = "participants, documents and coded passages: the file holds the codebook alone";

/// What is written into a single file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Coded passages, one row a coding, as the store finds them.
    Codings(PassageFilter),
    /// The same by what they have.
    Chosen(Chosen),
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
        /// With the passages behind it, where the format has room for them.
        passages: bool,
    },
    /// All memos.
    Memos,
    /// The code tree with definitions, colours and facets: csv and json to be read back, others for a report.
    Codebook,
    /// All participants with their attributes and documents.
    Participants,
    /// All documents with their participants and how much is in them.
    Documents,
    /// How far coders agree: a table, or every figure in JSON.
    Agreement(Box<CompareSettings>),
    /// Whole texts with their passages marked and noted in the margin.
    Transcripts {
        chosen: Chosen,
        /// With the memos on passages.
        memos: bool,
    },
}

impl Selection {
    /// The command line's name of it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Codings(_) | Self::Chosen(_) => "codings",
            Self::Table(_) | Self::Quoted(_) | Self::Shown { .. } => "table",
            Self::Memos => "memos",
            Self::Codebook => "codebook",
            Self::Participants => "participants",
            Self::Documents => "documents",
            Self::Agreement(_) => "agreement",
            Self::Transcripts { .. } => "transcripts",
        }
    }
}

/// What a target is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetFormat {
    /// The whole project as plain files.
    Folder,
    /// A folder of tables for R, Python and SPSS.
    Tidy,
    /// The whole project for other programs (REFI-QDA).
    Exchange(ExchangeOptions),
    /// The codebook for other programs.
    ExchangeCodebook,
    File(TableFormat),
}

impl TargetFormat {
    /// What a target's name says: without ending, or with `/` at its end, it is a folder.
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
            refi::PROJECT => return Ok(Self::Exchange(ExchangeOptions::PLAIN)),
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

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub files: Vec<WrittenFile>,
    /// What of the selection is not in them, in words.
    pub left_out: Vec<String>,
}

impl Written {
    /// ` (1092 rows)`, ` (12 files)`, or nothing: behind the name of the target.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.files.as_slice() {
            [one] => one.rows.map_or_else(String::new, |rows| {
                let what = if one.kind == "transcripts" { "document" } else { "row" };
                format!(" ({})", counted(rows, what))
            }),
            many => format!(" ({})", counted(many.len() as u64, "file")),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    pub file: PathBuf,
    pub bytes: u64,
    /// `codings`, `table` and so on, as [`Selection::kind`] has it; `project` for a whole one.
    pub kind: &'static str,
    /// Rows, or documents of transcripts; none for what is neither.
    pub rows: Option<u64>,
}

/// Writes the whole project as a folder or for other programs, or a selection of it as one file.
///
/// # Errors
/// In words; what was there before is then as it was.
pub fn export_as(
    reads: Reads<'_>,
    target: &Path,
    selection: &Selection,
    format: TargetFormat,
) -> Result<Written, Error> {
    let mut left_out = Vec::new();
    let (bytes, kind, rows) = match format {
        TargetFormat::Folder => {
            let files = folder::write(&dump::dump(reads)?, target)?;
            return Ok(Written { files: files_of(target, files, "project"), left_out: folder_losses(reads)? });
        }
        TargetFormat::Tidy => {
            let users = match selection {
                Selection::Chosen(chosen) => chosen.users.clone(),
                _ => vec![],
            };
            return tidy::write_tidy(reads, target, &users);
        }
        TargetFormat::Exchange(options) => return Ok(export_exchange(reads, target, &options)?.0),
        TargetFormat::ExchangeCodebook => {
            let book = dump::codebook(&reads.study()?.codebook, &reads.folders()?);
            let rows = book.paths().len() as u64;
            left_out.push(BEYOND_CODEBOOK.to_owned());
            let bytes = refi::write_codebook(&book)
                .map_err(|e| Error::Target { path: target.to_owned(), reason: e.to_string() })?;
            (bytes, "codebook", Some(rows))
        }
        TargetFormat::File(format) => {
            let contents = Contents::read(reads, selection, format)?;
            left_out = contents.left_out(format);
            (contents.bytes(format)?, selection.kind(), Some(contents.rows()))
        }
    };
    write_whole(target, &bytes)?;
    let file = WrittenFile { file: target.to_owned(), bytes: bytes.len() as u64, kind, rows };
    Ok(Written { files: vec![file], left_out })
}

fn files_of(folder: &Path, files: Vec<(String, u64)>, kind: &'static str) -> Vec<WrittenFile> {
    let file = |(path, bytes): (String, u64)| WrittenFile { file: folder.join(path), bytes, kind, rows: None };
    files.into_iter().map(file).collect()
}

/// What a folder does not hold of a project.
///
/// # Errors
/// When it cannot be read.
fn folder_losses(reads: Reads<'_>) -> Result<Vec<String>, Error> {
    let mut out =
        vec!["the history, and when passages were coded: the folder is a plain copy of the study as it is now".into()];
    let important = reads.passages(&PassageFilter::default())?.iter().filter(|passage| passage.important).count();
    let beside = Beside::of(reads)?;
    for (count, what) in [
        (important, "marks of what is important"),
        (reads.decisions()?.len(), "decisions on disputes"),
        (beside.styled, "bold, italic and headings of documents"),
        (beside.files, "files of documents that were kept"),
    ] {
        if count > 0 {
            out.push(format!("{what} ({count})"));
        }
    }
    Ok(out)
}

/// How many documents have what stands beside a text.
#[derive(Default)]
struct Beside {
    styled: usize,
    /// Somebody said what is a speaker.
    ruled: usize,
    /// Times are kept beside the text.
    timed: usize,
    /// The file states who speaks.
    labelled: usize,
    files: usize,
}

impl Beside {
    fn of(reads: Reads<'_>) -> Result<Self, Error> {
        let mut own = Self { files: reads.originals()?.len(), ..Self::default() };
        for source in reads.study()?.sources {
            let origin = reads.origin(source.id)?.unwrap_or_default();
            own.styled += usize::from(!origin.styles.is_empty());
            own.ruled += usize::from(!origin.speakers.is_default());
            own.timed += usize::from(!origin.times.is_empty());
            own.labelled += usize::from(origin.labels.is_some());
        }
        Ok(own)
    }
}

/// The bytes of a selection, as a file in this format would hold them.
///
/// # Errors
/// When the project cannot be read, or the format cannot hold so much.
pub fn render(reads: Reads<'_>, selection: &Selection, format: TableFormat) -> Result<Vec<u8>, Error> {
    Ok(render_with_notes(reads, selection, format)?.0)
}

/// The same with the sentences under a table that the format has no room for.
///
/// # Errors
/// When the project cannot be read, or the format cannot hold so much.
pub fn render_with_notes(
    reads: Reads<'_>,
    selection: &Selection,
    format: TableFormat,
) -> Result<(Vec<u8>, Vec<String>), Error> {
    let contents = Contents::read(reads, selection, format)?;
    Ok((contents.bytes(format)?, contents.notes_without_room(format)))
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

/// Writes the whole project for other programs (REFI-QDA), and tells what they do not get.
///
/// # Errors
/// When it cannot be read or written; what was there before is then as it was.
pub fn export_exchange(
    reads: Reads<'_>,
    target: &Path,
    options: &ExchangeOptions,
) -> Result<(Written, Vec<ExportLoss>), Error> {
    let (dump, sources) = exchanged(reads)?;
    let losses = losses_of(reads, &dump, &sources, options)?;
    let texts = |at: usize| text_of(reads, &sources, at);
    write_whole_with(target, |file| refi::write(&dump, options, &texts, super::now(), file).map(drop))?;
    let bytes = std::fs::metadata(target).map_or(0, |data| data.len());
    let file = WrittenFile { file: target.to_owned(), bytes, kind: "project", rows: None };
    let left_out = losses.iter().map(ToString::to_string).collect();
    Ok((Written { files: vec![file], left_out }, losses))
}

/// What other programs do not get of a project.
///
/// # Errors
/// When it cannot be read.
pub fn exchange_losses(reads: Reads<'_>, options: &ExchangeOptions) -> Result<Vec<ExportLoss>, Error> {
    let (dump, sources) = exchanged(reads)?;
    losses_of(reads, &dump, &sources, options)
}

fn losses_of(
    reads: Reads<'_>,
    dump: &ProjectDump,
    sources: &[SourceId],
    options: &ExchangeOptions,
) -> Result<Vec<ExportLoss>, Error> {
    let texts = |at: usize| text_of(reads, sources, at);
    let mut losses = refi::losses(dump, options, &texts).map_err(|why| Error::Refused { why })?;
    let decisions = reads.decisions()?.len();
    if decisions > 0 {
        losses.push(ExportLoss::counted("decisions", "decisions on disputes stay behind", decisions));
    }
    let beside = Beside::of(reads)?;
    for (kind, what, count) in [
        ("styles", "bold, italic and headings of documents stay behind", beside.styled),
        ("speakers", "what was said of who speaks in documents stays behind", beside.ruled),
        ("times", "documents lose the times of their lines", beside.timed),
        ("labels", "documents lose which labels their files state, and speakers are detected", beside.labelled),
        ("files", "files of documents that were kept stay behind", beside.files),
    ] {
        if count > 0 {
            losses.push(ExportLoss::counted(kind, what, count));
        }
    }
    Ok(losses)
}

/// True when a file in this format can hold more than one table.
fn has_room(format: TableFormat) -> bool {
    !matches!(format, TableFormat::Csv | TableFormat::Json)
}

/// The codings of those whom a table is about.
fn behind_table(reads: Reads<'_>, query: &TableQuery) -> Result<Vec<CodingId>, Error> {
    let whole = reads.study()?;
    let (study, users) = (query.filter.narrow(&whole)?, whole.counted(&query.users));
    let sources: HashSet<SourceId> = study.sources.iter().map(|source| source.id).collect();
    let facts = reads.facts(&users)?.into_iter().filter(|fact| sources.contains(&fact.source));
    Ok(facts.map(|fact| fact.coding).collect())
}

/// Their passages.
fn passages_of(reads: Reads<'_>, query: &TableQuery) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let mut filter = PassageFilter { users: whole.counted(&query.users), ..PassageFilter::default() };
    if !query.filter.is_empty() {
        filter.codings = Some(behind_table(reads, query)?);
    }
    let mut found = quotes(reads, &study, &filter, 0)?;
    found.list.provenance = query.provenance(reads, &whole, &study)?;
    found.list.provenance.remove(Topic::Counted);
    Ok(found)
}
