//! Queries: all requests for data from a project, by the window's reader threads and the command line.

use super::branch_counts::{BranchCount, branch_counts};
use super::browse::{Browse, BrowseFilter, as_text, browse};
use super::code_use::{CodeUse, code_use};
use super::compare::{CompareSettings, Compared, compare};
use super::disagreements::{AgreeRule, Disagreements, disagreements};
use super::error::Error;
use super::excerpts::{Excerpt, excerpts};
use super::export::preview::{Preview, preview};
use super::export::{Exported, Selection, TargetFormat, export_as};
use super::find::{CardWords, FindQuery, FoundPlaces, card_words, find, found_text};
use super::import::{
    ImportPlan, PlannedDocument, PlannedProject, ReadDocument, SpeakersFound, WhoSpeaks, find_speakers, spoken_lines,
};
use super::memos::{MemoOn, memos};
use super::merge::{self, MergePlan};
use super::project::Project;
use super::quote_table::{QuoteLimits, quote_table};
use super::reading::{ListedPassages, SourceData, TableQuery, UndoPreview, evidence, save_original, tabulated};
use super::reread::Reread;
use super::restoring::CopyComparison;
use super::search::{Extent, Found, find_all, widen};
use super::speakers::{DocumentSpeakers, document_speakers};
use super::speech::document_progress;
use super::spoken::{Replaced, Replacement, SpokenText};
use super::table_import::{TableImport, TablePlan};
use crate::analysis::CellAddress;
use crate::i18n::Language;
use crate::interchange::document::Reading;
use crate::interchange::sheet::{self, Sheet, SheetReading};
use crate::interchange::{ReadError, Refusal};
use crate::model::{CharRange, CodeId, OpId, Progress, SourceId, SpeakerRule, Study, UserId};
pub use crate::store::DocumentProgress;
use crate::store::{HistoryFilter, HistoryPage, Reads, Touched};
use crate::table::Table;
use crate::text::Strictness;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Maximum number of passages, and of things of each kind, listed for an entry of the history.
const LISTED: usize = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything except texts and codings.
    Study,
    /// One document with the codings of all coders.
    Source(SourceId),
    /// Number of codings per code by these coders (empty: any).
    CodeCounts(Vec<UserId>),
    /// What these coders (empty: any) have coded with each code or its subcodes.
    BranchCounts(Vec<UserId>),
    /// What depends on a code and its subcodes, before it is removed or merged into another.
    CodeUse {
        code: CodeId,
        into: Option<CodeId>,
    },
    /// The coders' passages and finished documents, in numbers.
    DocumentProgress,
    /// Reads a table without importing anything.
    ReadSheet {
        path: PathBuf,
        reading: SheetReading,
    },
    /// Plans the import of a table.
    PlanTable(Box<TableImport>),
    Table(TableQuery),
    /// A table with the first passages of every cell instead of its numbers.
    QuoteTable(TableQuery),
    /// The passages that a number of a table counts.
    Evidence(TableQuery, CellAddress),
    /// Summaries of what undo and redo would change.
    UndoRedo,
    /// All coded passages that match a filter, without their text.
    Browse(BrowseFilter),
    /// The same passages as text.
    PassagesAsText(BrowseFilter),
    /// The text of passages with `context` characters on both sides.
    Excerpts {
        places: Vec<(SourceId, CharRange)>,
        context: u32,
        /// Also who speaks where, which takes longer.
        speakers: bool,
    },
    /// Searches all documents, until there are more than `most` results.
    FindAll {
        term: String,
        how: Strictness,
        most: usize,
    },
    /// The places that a query finds.
    FindPlaces(Box<FindQuery>),
    /// What a query finds, as text.
    FoundAsText(Box<FindQuery>),
    /// The words of some of the passages that a query found.
    CardWords {
        found: Arc<FoundPlaces>,
        passages: Vec<usize>,
    },
    /// Widens ranges to sentences or turns.
    Widen {
        places: Vec<(SourceId, CharRange)>,
        extent: Extent,
    },
    /// Disagreements between coders, with `context` characters on both sides.
    Disagreements {
        rule: AgreeRule,
        context: u32,
    },
    /// Agreement between coders.
    Compare(CompareSettings),
    /// Plans the merge of copies of the project.
    MergePreview(Vec<PathBuf>),
    /// Reads what is to be imported without storing anything.
    PlanImport {
        paths: Vec<PathBuf>,
        reading: Reading,
    },
    /// Compares a text with one that is to replace it.
    CompareTexts(Arc<Replacement>),
    /// Detects who speaks in a document to be imported, line by line.
    SpokenLines {
        read: Arc<ReadDocument>,
        rule: SpeakerRule,
    },
    /// Detects the speakers of documents to be imported, each under its own rule.
    FindSpeakers(Vec<(usize, Arc<ReadDocument>, SpeakerRule)>),
    /// The speakers of documents, and who they are.
    Speakers(Vec<SourceId>),
    /// Reads one of the files again with other options.
    ReadAgain {
        path: PathBuf,
        reading: Reading,
    },
    /// Reads the project of another program again with other options.
    ReadProjectAgain {
        path: PathBuf,
        reading: Reading,
    },
    /// Reads the file of a document again: the stored one, or the one at this path.
    Reread {
        source: SourceId,
        file: Option<PathBuf>,
    },
    /// Writes the original file of a document.
    SaveOriginal {
        source: SourceId,
        target: PathBuf,
    },
    /// Copies the whole project to a new file.
    SaveCopy(PathBuf),
    /// Writes a report to a new file.
    SaveText {
        target: PathBuf,
        text: String,
    },
    /// Compares the project with a copy that is to replace it.
    CompareCopy(PathBuf),
    /// All memos with what each is on.
    Notes,
    /// Entries of the history from an offset on, newest first.
    History {
        filter: HistoryFilter,
        from: usize,
        count: usize,
    },
    /// What an entry of the history changed.
    Touched(OpId),
    /// What undoing up to an entry would change, with or without the entry itself.
    UndoPreview {
        entry: OpId,
        including: bool,
    },
    /// Previews an export.
    PreviewExport {
        selection: Selection,
        format: TargetFormat,
        /// The language of the file; messages are in that of the thread.
        language: Language,
    },
    /// Exports to a folder or a file in this format.
    ExportAs {
        target: PathBuf,
        selection: Selection,
        format: TargetFormat,
        /// The language of the file; messages are in that of the thread.
        language: Language,
    },
}

impl Query {
    /// True for queries that write a file or a folder outside the project.
    #[must_use]
    pub fn writes_file(&self) -> bool {
        matches!(self, Self::ExportAs { .. } | Self::SaveCopy(_) | Self::SaveOriginal { .. } | Self::SaveText { .. })
    }
}

#[derive(Clone, Debug)]
pub enum Answer {
    Study(Arc<Study>),
    Source(Box<SourceData>),
    CodeCounts(HashMap<CodeId, u64>),
    BranchCounts(HashMap<CodeId, BranchCount>),
    CodeUse(CodeUse),
    DocumentProgress(Arc<DocumentProgress>),
    Sheet(Arc<Sheet>),
    TablePlan(Arc<TablePlan>),
    Table(Arc<Table>),
    Speakers(Arc<Vec<DocumentSpeakers>>),
    /// Passages with their codings.
    Passages(Arc<ListedPassages>),
    UndoRedo {
        undo: Option<String>,
        redo: Option<String>,
    },
    Browse(Arc<Browse>),
    PassagesAsText(String),
    /// One for each passage requested.
    Excerpts(Vec<Excerpt>),
    Found(Arc<Found>),
    FoundPlaces(Arc<FoundPlaces>),
    CardWords(Vec<CardWords>),
    Widened(Arc<Vec<(SourceId, CharRange)>>),
    Disagreements(Arc<Disagreements>),
    Compared(Arc<Compared>),
    MergePreview(Arc<MergePlan>),
    Reread(Result<Arc<Reread>, Refusal>),
    OriginalSaved(PathBuf),
    TextSaved(PathBuf),
    ImportPlan(Box<ImportPlan>),
    TextsCompared(Arc<Replaced>),
    SpokenLines(Box<SpokenText>, Arc<WhoSpeaks>),
    SpeakersFound(SpeakersFound),
    ReadAgain(Box<Result<PlannedDocument, Refusal>>),
    ReadProjectAgain(Box<Result<PlannedProject, Refusal>>),
    Notes(Arc<Vec<MemoOn>>),
    History(Arc<HistoryPage>),
    Touched(Arc<Touched>),
    UndoPreview(Arc<UndoPreview>),
    Exported(PathBuf, Exported),
    /// The whole project was copied to this file.
    Copied(PathBuf),
    CopyCompared(Arc<CopyComparison>),
    ExportPreview(Arc<Preview>),
}

impl Project {
    pub fn ask(&self, query: &Query) -> Result<Answer, Error> {
        answer(self.reads(), query, &Progress::default())
    }
}

/// Answers on the connection of the calling thread. Long work reports to `progress` and stops when cancelled.
pub fn answer(reads: Reads<'_>, query: &Query, progress: &Progress) -> Result<Answer, Error> {
    Ok(match query {
        Query::Study => Answer::Study(Arc::new(reads.study()?)),
        Query::Source(source) => Answer::Source(Box::new(SourceData::read(reads, *source)?)),
        Query::CodeCounts(users) => Answer::CodeCounts(reads.code_counts(users)?),
        Query::BranchCounts(users) => Answer::BranchCounts(branch_counts(reads, users)?),
        Query::CodeUse { code, into } => Answer::CodeUse(code_use(reads, *code, *into)?),
        Query::ReadSheet { path, reading } => Answer::Sheet(Arc::new(sheet::read_with(path, reading, progress)?)),
        Query::PlanTable(import) => {
            Answer::TablePlan(Arc::new(TablePlan::read(reads, TableImport::clone(import), progress)?))
        }
        Query::DocumentProgress => Answer::DocumentProgress(Arc::new(document_progress(reads)?)),
        Query::Table(query) => Answer::Table(Arc::new(tabulated(reads, query)?)),
        Query::QuoteTable(query) => Answer::Table(Arc::new(quote_table(reads, query, QuoteLimits::SHOWN, progress)?)),
        Query::Evidence(query, address) => Answer::Passages(Arc::new(evidence(reads, query, *address, progress)?)),
        Query::Browse(filter) => Answer::Browse(Arc::new(browse(reads, filter)?)),
        Query::PassagesAsText(filter) => Answer::PassagesAsText(as_text(reads, filter)?),
        Query::Excerpts { places, context, speakers } => {
            Answer::Excerpts(excerpts(reads, places, *context, *speakers, progress)?)
        }
        Query::FindAll { term, how, most } => Answer::Found(Arc::new(find_all(reads, term, *how, *most, progress)?)),
        Query::FindPlaces(asked) => Answer::FoundPlaces(Arc::new(FoundPlaces::of(reads, asked, progress)?)),
        Query::FoundAsText(asked) => Answer::PassagesAsText(found_text(&find(reads, asked, progress)?)),
        Query::CardWords { found, passages } => Answer::CardWords(card_words(reads, found, passages, progress)?),
        Query::Widen { places, extent } => Answer::Widened(Arc::new(widen(reads, places, *extent)?)),
        Query::Disagreements { rule, context } => {
            Answer::Disagreements(Arc::new(disagreements(reads, rule, *context, progress)?))
        }
        Query::Compare(settings) => Answer::Compared(Arc::new(compare(reads, settings, progress)?)),
        Query::MergePreview(copies) => {
            Answer::MergePreview(Arc::new(merge::plan(reads, copies, &merge::Sight::Everything, progress)?))
        }
        Query::PlanImport { paths, reading } => {
            Answer::ImportPlan(Box::new(ImportPlan::read(reads, paths, reading, progress)?))
        }
        Query::CompareTexts(replacement) => Answer::TextsCompared(Arc::new(replacement.compare(progress)?)),
        Query::SpokenLines { read, rule } => {
            let (lines, found) = spoken_lines(read, rule, progress)?;
            Answer::SpokenLines(Box::new(lines), Arc::new(found))
        }
        Query::FindSpeakers(documents) => Answer::SpeakersFound(find_speakers(documents, progress)?),
        Query::Speakers(sources) => Answer::Speakers(Arc::new(document_speakers(reads, sources, progress)?)),
        Query::ReadAgain { path, reading } => {
            Answer::ReadAgain(Box::new(ReadError::accept(PlannedDocument::of_file(path, reading, progress))?))
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
        Query::SaveText { target, text } => {
            crate::interchange::files::write_whole(target, text.as_bytes())?;
            Answer::TextSaved(target.clone())
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
        Query::CompareCopy(copy) => Answer::CopyCompared(Arc::new(CopyComparison::read(reads, copy, progress)?)),
        Query::PreviewExport { selection, format, language } => {
            Answer::ExportPreview(Arc::new(preview(reads, selection, *format, *language, progress)?))
        }
        Query::ExportAs { target, selection, format, language } => {
            let exported = export_as(reads, target, selection, *format, *language, progress)?;
            Answer::Exported(target.clone(), exported)
        }
        Query::UndoRedo => undo_redo(reads)?,
    })
}

fn undo_redo(reads: Reads<'_>) -> Result<Answer, Error> {
    let undo = reads.next_undo()?.map(|op| op.summary);
    Ok(Answer::UndoRedo { undo, redo: reads.next_redo()?.map(|op| op.summary) })
}
