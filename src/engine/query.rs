//! Queries: everything that is asked of a project, by the window's reader thread and by the command line alike.

use super::browse::{Browse, BrowseFilter, Excerpt, as_text, browse, excerpts};
use super::code_use::{CodeUse, code_use};
use super::compare::{CompareSettings, Compared, compare};
use super::disputes::{AgreeRule, Disputes, disputes};
use super::error::Error;
use super::export::preview::{Preview, preview};
use super::export::{Exported, Selection, TargetFormat, export_as};
use super::import::{ImportPlan, PlannedDocument, PlannedProject, ReadDocument, SpeakersFound, find_speakers};
use super::memos::{MemoOn, memos};
use super::merge::{self, MergePlan};
use super::project::Project;
use super::quoted::{QuoteLimits, quoted};
use super::reading::{Quotes, SourceData, TableQuery, UndoPreview, behind, save_original, tabulated};
use super::reread::Reread;
use super::search::{Extent, Found, find_all, widen};
use super::table_import::{TableImport, TablePlan};
use crate::analysis::CellAddress;
use crate::interchange::Refusal;
use crate::interchange::document::Reading;
use crate::interchange::sheet::{self, Sheet, SheetReading};
use crate::model::{CharRange, CodeId, OpId, Progress, SourceId, SpeakerRule, Study, UserId};
pub use crate::store::DocumentProgress;
use crate::store::{HistoryFilter, HistoryPage, Reads, Touched};
use crate::table::Table;
use crate::text::Strictness;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// How many passages, and things of each kind, are listed of what an entry of the history touched.
const LISTED: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything but texts and codings.
    Study,
    /// One document with its codings by all coders.
    Source(SourceId),
    /// Codings a code by these coders (empty: any).
    CodeCounts(Vec<UserId>),
    /// What hangs on a code and those below it, before it is removed or merged into another.
    CodeUse {
        code: CodeId,
        into: Option<CodeId>,
    },
    /// What coders did in every document, in numbers.
    Progress,
    /// Reads a table; nothing of it is taken yet.
    ReadSheet {
        path: PathBuf,
        reading: SheetReading,
    },
    /// What importing a table would do.
    PlanTable(Box<TableImport>),
    Table(TableQuery),
    /// The first passages of every cell of a table, in place of its numbers.
    Quoted(TableQuery),
    /// The passages behind a number of a table.
    Behind(TableQuery, CellAddress),
    /// What undo and redo would take, in words.
    Turns,
    /// All coded passages that a filter leaves, without their words.
    Browse(BrowseFilter),
    /// The same as text to be quoted.
    Quote(BrowseFilter),
    /// The words of places, with so many characters around them.
    Excerpts {
        places: Vec<(SourceId, CharRange)>,
        context: u32,
    },
    /// Words in all documents.
    FindAll {
        words: String,
        how: Strictness,
    },
    /// Places widened to sentences or turns.
    Widen {
        places: Vec<(SourceId, CharRange)>,
        extent: Extent,
    },
    /// What is disputed between coders, with so many characters around each.
    Disputes {
        rule: AgreeRule,
        context: u32,
    },
    /// How far coders agree.
    Compare(CompareSettings),
    /// What merging copies of the project would do.
    MergePreview(Vec<PathBuf>),
    /// Reads what is to be imported; nothing of it is stored.
    PlanImport {
        paths: Vec<PathBuf>,
        reading: Reading,
    },
    /// Finds who speaks in documents that are about to be imported, each under a rule of its own.
    FindSpeakers(Vec<(usize, Arc<ReadDocument>, SpeakerRule)>),
    /// Reads one of the files again, in another way.
    ReadAgain {
        path: PathBuf,
        reading: Reading,
    },
    /// Reads the project of another program again, in another way.
    ReadProjectAgain {
        path: PathBuf,
        reading: Reading,
    },
    /// Reads the file of a document again: the one that is kept, or the one at this path.
    Reread {
        source: SourceId,
        file: Option<PathBuf>,
    },
    /// Writes the file that a document came from.
    SaveOriginal {
        source: SourceId,
        target: PathBuf,
    },
    /// Writes the whole project to a new file.
    SaveCopy(PathBuf),
    /// All memos with what each is on.
    Notes,
    /// So many entries of the history from a place on, newest first.
    History {
        filter: HistoryFilter,
        from: usize,
        count: usize,
    },
    /// What an entry of the history touched.
    Touched(OpId),
    /// What undo would take back on the way to an entry, with the entry itself or without.
    UndoPreview {
        entry: OpId,
        including: bool,
    },
    /// What an export would write.
    PreviewExport {
        selection: Selection,
        format: TargetFormat,
    },
    /// Writes a folder or a file in this format.
    ExportAs {
        target: PathBuf,
        selection: Selection,
        format: TargetFormat,
    },
}

impl Query {
    /// True for what writes a file or a folder beside the project.
    #[must_use]
    pub fn writes_file(&self) -> bool {
        matches!(self, Self::ExportAs { .. } | Self::SaveCopy(_) | Self::SaveOriginal { .. })
    }
}

#[derive(Clone, Debug)]
pub enum Answer {
    Study(Arc<Study>),
    Source(Box<SourceData>),
    CodeCounts(HashMap<CodeId, u64>),
    CodeUse(CodeUse),
    Progress(Arc<DocumentProgress>),
    Sheet(Arc<Sheet>),
    TablePlan(Arc<TablePlan>),
    Table(Arc<Table>),
    /// Passages, each with the coding it stands for.
    Passages(Arc<Quotes>),
    Turns {
        undo: Option<String>,
        redo: Option<String>,
    },
    Browse(Arc<Browse>),
    Quote(String),
    /// One a place that was asked for.
    Excerpts(Vec<Excerpt>),
    Found(Arc<Found>),
    Widened(Arc<Vec<(SourceId, CharRange)>>),
    Disputes(Arc<Disputes>),
    Compared(Arc<Compared>),
    MergePreview(Arc<MergePlan>),
    Reread(Result<Arc<Reread>, Refusal>),
    OriginalSaved(PathBuf),
    ImportPlan(Box<ImportPlan>),
    SpeakersFound(SpeakersFound),
    ReadAgain(Box<Result<PlannedDocument, Refusal>>),
    ReadProjectAgain(Box<Result<PlannedProject, Refusal>>),
    Notes(Arc<Vec<MemoOn>>),
    History(Arc<HistoryPage>),
    Touched(Arc<Touched>),
    UndoPreview(Arc<UndoPreview>),
    Exported(PathBuf, Exported),
    /// The whole project was written to this file.
    Copied(PathBuf),
    ExportPreview(Arc<Preview>),
}

impl Project {
    pub fn ask(&self, query: &Query) -> Result<Answer, Error> {
        answer(self.reads(), query, &Progress::default())
    }
}

/// Answers on the connection of the thread that asks. Long work tells `progress` how far it is, and stops when it is
/// cancelled.
pub fn answer(reads: Reads<'_>, query: &Query, progress: &Progress) -> Result<Answer, Error> {
    Ok(match query {
        Query::Study => Answer::Study(Arc::new(reads.study()?)),
        Query::Source(source) => Answer::Source(Box::new(SourceData::read(reads, *source)?)),
        Query::CodeCounts(users) => Answer::CodeCounts(reads.code_counts(users)?),
        Query::CodeUse { code, into } => Answer::CodeUse(code_use(reads, *code, *into)?),
        Query::ReadSheet { path, reading } => Answer::Sheet(Arc::new(sheet::read_with(path, reading, progress)?)),
        Query::PlanTable(import) => {
            Answer::TablePlan(Arc::new(TablePlan::read(reads, TableImport::clone(import), progress)?))
        }
        Query::Progress => Answer::Progress(Arc::new(reads.document_progress()?)),
        Query::Table(query) => Answer::Table(Arc::new(tabulated(reads, query)?)),
        Query::Quoted(query) => Answer::Table(Arc::new(quoted(reads, query, QuoteLimits::SHOWN, progress)?)),
        Query::Behind(query, address) => Answer::Passages(Arc::new(behind(reads, query, *address, progress)?)),
        Query::Browse(filter) => Answer::Browse(Arc::new(browse(reads, filter)?)),
        Query::Quote(filter) => Answer::Quote(as_text(reads, filter)?),
        Query::Excerpts { places, context } => Answer::Excerpts(excerpts(reads, places, *context)?),
        Query::FindAll { words, how } => Answer::Found(Arc::new(find_all(reads, words, *how, progress)?)),
        Query::Widen { places, extent } => Answer::Widened(Arc::new(widen(reads, places, *extent)?)),
        Query::Disputes { rule, context } => Answer::Disputes(Arc::new(disputes(reads, rule, *context)?)),
        Query::Compare(settings) => Answer::Compared(Arc::new(compare(reads, settings, progress)?)),
        Query::MergePreview(copies) => Answer::MergePreview(Arc::new(merge::plan(reads, copies, progress)?)),
        Query::PlanImport { paths, reading } => {
            Answer::ImportPlan(Box::new(ImportPlan::read(reads, paths, reading, progress)?))
        }
        Query::FindSpeakers(documents) => Answer::SpeakersFound(find_speakers(documents, progress)?),
        Query::ReadAgain { path, reading } => {
            Answer::ReadAgain(Box::new(PlannedDocument::of_file(path, reading, progress)))
        }
        Query::ReadProjectAgain { path, reading } => {
            Answer::ReadProjectAgain(Box::new(PlannedProject::again(path, reading, progress)?))
        }
        Query::Reread { source, file } => {
            Answer::Reread(Reread::plan(reads, *source, file.as_deref(), progress)?.map(Arc::new))
        }
        Query::SaveOriginal { source, target } => {
            save_original(reads, *source, target)?;
            Answer::OriginalSaved(target.clone())
        }
        Query::Notes => Answer::Notes(Arc::new(memos(reads)?)),
        Query::History { filter, from, count } => Answer::History(Arc::new(reads.history_page(filter, *from, *count)?)),
        Query::Touched(entry) => Answer::Touched(Arc::new(reads.touched(*entry, LISTED)?)),
        Query::UndoPreview { entry, including } => {
            Answer::UndoPreview(Arc::new(UndoPreview::read(reads, *entry, *including)?))
        }
        Query::SaveCopy(target) => {
            reads.save_copy(target)?;
            Answer::Copied(target.clone())
        }
        Query::PreviewExport { selection, format } => {
            Answer::ExportPreview(Arc::new(preview(reads, selection, *format, progress)?))
        }
        Query::ExportAs { target, selection, format } => {
            Answer::Exported(target.clone(), export_as(reads, target, selection, *format, progress)?)
        }
        Query::Turns => Answer::Turns {
            undo: reads.next_undo()?.map(|op| op.summary),
            redo: reads.next_redo()?.map(|op| op.summary),
        },
    })
}
