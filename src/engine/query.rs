//! Queries: everything that is asked of a project, by the window's reader thread and by the command line alike.

use super::browse::{Browse, BrowseFilter, Excerpt, as_text, browse, excerpts};
use super::code_use::{CodeUse, code_use};
use super::command::import_segments::{SegmentImport, SegmentPlan};
use super::command::import_texts::{TextImport, TextPlan};
use super::command::import_transcript::{TranscriptImport, TranscriptPlan};
use super::compare::{CompareSettings, Compared, compare};
use super::disputes::{AgreeRule, Disputes, disputes};
use super::export::preview::{Preview, preview};
use super::export::{Selection, TargetFormat, Written, export, export_as};
use super::import::{ImportPlan, PlannedDocument, PlannedProject, ReadDocument, WhoSpeaks};
use super::memos::{MemoOn, memos};
use super::merge::{self, MergePlan};
use super::quoted::{QuoteLimits, quoted};
use super::reread::Reread;
use super::search::{Extent, Found, find_all, widen};
use super::{ByCoder, Error, Progress};
use crate::analysis::{AttributeFilter, CellAddress, LeftOut, LeftOutReason, TableRequest, tabulate};
use crate::interchange::Refusal;
use crate::interchange::document::Reading;
use crate::interchange::sheet::{self, Sheet, SheetReading};
use crate::model::{CharRange, CodeId, CodingId, Count, Fact, OpId, Origin, SourceId, SpeakerRule, Study, UserId};
pub use crate::store::DocumentProgress;
use crate::store::{self, HistoryFilter, HistoryPage, OpRecord, PassageFilter, Reads, Touched};
use crate::table::{self, PassageList, Table};
use crate::text::{Strictness, TextIndex, Turns};
use std::collections::{HashMap, HashSet};
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
    /// What importing coded segments from a table would do.
    PlanSegments(Box<SegmentImport>),
    /// What making documents from the rows of a table would do.
    PlanTexts(Box<TextImport>),
    /// What the import of a transcript from a table would do.
    PlanTranscript(Box<TranscriptImport>),
    Table(TableQuery),
    /// The first passages of every cell of a table, in place of its numbers.
    Quoted(TableQuery),
    /// The passages behind a number of a table.
    Behind(TableQuery, CellAddress),
    Passages(PassageFilter),
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
    /// Writes a folder or a file; reading the project is all it does to it.
    Export {
        target: PathBuf,
        selection: Selection,
    },
    /// What an export would write.
    PreviewExport {
        selection: Selection,
        format: TargetFormat,
    },
    /// Writes it, in a format that is said.
    ExportAs {
        target: PathBuf,
        selection: Selection,
        format: TargetFormat,
    },
}

/// A table as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableQuery {
    pub request: TableRequest,
    pub count: Count,
    /// Empty: any coder.
    pub users: Vec<UserId>,
    /// Whom the table is about.
    pub filter: AttributeFilter,
}

/// What going back to an entry would undo.
#[derive(Clone, Debug, Default)]
pub struct UndoPreview {
    /// Latest first.
    pub entries: Vec<OpRecord>,
    /// Passages that would change, by the coders who coded them.
    pub passages: ByCoder,
}

#[derive(Clone, Debug)]
pub enum Answer {
    Study(Arc<Study>),
    Source(Box<SourceData>),
    CodeCounts(HashMap<CodeId, u64>),
    CodeUse(CodeUse),
    Progress(Arc<DocumentProgress>),
    Sheet(Arc<Sheet>),
    SegmentPlan(Arc<SegmentPlan>),
    TextPlan(Arc<TextPlan>),
    TranscriptPlan(Arc<TranscriptPlan>),
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
    SpeakersFound(Vec<(usize, SpeakerRule, Arc<WhoSpeaks>)>),
    ReadAgain(Box<Result<PlannedDocument, Refusal>>),
    ReadProjectAgain(Box<Result<PlannedProject, Refusal>>),
    Notes(Arc<Vec<MemoOn>>),
    History(Arc<HistoryPage>),
    Touched(Arc<Touched>),
    UndoPreview(Arc<UndoPreview>),
    Exported(PathBuf, Written),
    /// The whole project was written to this file.
    Copied(PathBuf),
    ExportPreview(Arc<Preview>),
}

#[derive(Clone, Debug)]
pub struct SourceData {
    pub source: SourceId,
    pub text: String,
    pub origin: Origin,
    /// Name of the file that it came from, when that is kept.
    pub file: Option<String>,
    /// Sorted by start and end.
    pub facts: Vec<Fact>,
    pub memos: HashMap<CodingId, String>,
    pub important: HashSet<CodingId>,
}

/// The words of passages, with where they stand.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    pub list: PassageList,
    /// One a row of the list.
    pub places: Vec<(SourceId, CharRange, CodingId)>,
}

/// Answers on the connection of the thread that asks. Long work tells `progress` how far it is, and stops when it is
/// cancelled.
pub fn answer(reads: Reads<'_>, query: &Query, progress: &Progress) -> Result<Answer, Error> {
    Ok(match query {
        Query::Study => Answer::Study(Arc::new(reads.study()?)),
        Query::Source(source) => Answer::Source(Box::new(SourceData {
            source: *source,
            text: reads.text(*source)?,
            origin: reads.origin(*source)?.unwrap_or_default(),
            file: reads.original_name(*source)?,
            facts: reads.facts_of(*source)?,
            memos: reads.memos_of(*source)?,
            important: reads.important_in(*source)?,
        })),
        Query::CodeCounts(users) => Answer::CodeCounts(reads.code_counts(users)?),
        Query::CodeUse { code, into } => Answer::CodeUse(code_use(reads, *code, *into)?),
        Query::ReadSheet { path, reading } => {
            let read = sheet::read_unless(path, reading, &|| progress.is_cancelled());
            progress.step(1, 1)?;
            Answer::Sheet(Arc::new(read?))
        }
        Query::PlanSegments(import) => Answer::SegmentPlan(Arc::new(import.plan(&reads.study()?, &reads, progress)?)),
        Query::PlanTranscript(import) => Answer::TranscriptPlan(Arc::new(import.plan(&reads.study()?, &reads)?)),
        Query::PlanTexts(import) => Answer::TextPlan(Arc::new(import.plan(&reads.study()?, &reads, progress)?)),
        Query::Progress => Answer::Progress(Arc::new(reads.document_progress()?)),
        Query::Table(query) => Answer::Table(Arc::new(tabulated(reads, query)?)),
        Query::Quoted(query) => Answer::Table(Arc::new(quoted(reads, query, QuoteLimits::SHOWN)?)),
        Query::Behind(query, address) => Answer::Passages(Arc::new(behind(reads, query, *address)?)),
        Query::Passages(filter) => Answer::Passages(Arc::new(quotes(reads, &reads.study()?, filter, 0)?)),
        Query::Browse(filter) => Answer::Browse(Arc::new(browse(reads, filter)?)),
        Query::Quote(filter) => Answer::Quote(as_text(reads, filter)?),
        Query::Excerpts { places, context } => Answer::Excerpts(excerpts(reads, places, *context)?),
        Query::FindAll { words, how } => Answer::Found(Arc::new(find_all(reads, words, *how, &|| false)?)),
        Query::Widen { places, extent } => Answer::Widened(Arc::new(widen(reads, places, *extent)?)),
        Query::Disputes { rule, context } => Answer::Disputes(Arc::new(disputes(reads, rule, *context)?)),
        Query::Compare(settings) => Answer::Compared(Arc::new(compare(reads, settings, progress)?)),
        Query::MergePreview(copies) => Answer::MergePreview(Arc::new(merge::plan(reads, copies, progress)?)),
        Query::PlanImport { paths, reading } => {
            Answer::ImportPlan(Box::new(ImportPlan::read(reads, paths, reading, progress)?))
        }
        Query::FindSpeakers(documents) => {
            let mut found = Vec::with_capacity(documents.len());
            for (place, read, rule) in documents {
                progress.step(found.len() as u64, documents.len() as u64)?;
                let origin = Origin { speakers: rule.clone(), ..read.origin.clone() };
                found.push((*place, rule.clone(), Arc::new(WhoSpeaks::in_text(&read.text, &origin))));
            }
            Answer::SpeakersFound(found)
        }
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
            let missing = || Error::Refused { why: "the file of this document was not kept".into() };
            let (_, bytes) = reads.original(*source)?.ok_or_else(missing)?;
            crate::interchange::files::write_whole(target, &bytes)?;
            Answer::OriginalSaved(target.clone())
        }
        Query::Notes => Answer::Notes(Arc::new(memos(reads)?)),
        Query::History { filter, from, count } => Answer::History(Arc::new(reads.history_page(filter, *from, *count)?)),
        Query::Touched(entry) => Answer::Touched(Arc::new(reads.touched(*entry, LISTED)?)),
        Query::UndoPreview { entry, including } => {
            let entries = reads.undone_by_going_to(*entry, *including)?;
            let counts = reads.passages_changed(entries.iter().map(|entry| entry.id))?;
            Answer::UndoPreview(Arc::new(UndoPreview { passages: ByCoder::new(&reads.study()?, &counts), entries }))
        }
        Query::SaveCopy(target) => {
            reads.save_copy(target)?;
            Answer::Copied(target.clone())
        }
        Query::Export { target, selection } => Answer::Exported(target.clone(), export(reads, target, selection)?),
        Query::PreviewExport { selection, format } => {
            Answer::ExportPreview(Arc::new(preview(reads, selection, *format, progress)?))
        }
        Query::ExportAs { target, selection, format } => {
            Answer::Exported(target.clone(), export_as(reads, target, selection, *format)?)
        }
        Query::Turns => Answer::Turns {
            undo: reads.next_undo()?.map(|op| op.summary),
            redo: reads.next_redo()?.map(|op| op.summary),
        },
    })
}

/// Counts a table.
pub fn tabulated(reads: Reads<'_>, query: &TableQuery) -> Result<Table, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let facts = reads.facts(&whole.counted(&query.users))?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    let mut provenance = provenance(&whole, &study, query);
    provenance.extend(hidden(reads)?);
    let mut table = Table::new(&study, &tabulation, provenance);
    table.leave_out(left_out(reads, &whole, &study, query, &facts)?);
    Ok(table)
}

/// What is not counted whatever table is made of it: `facts` are the codings by those asked for, `narrowed` is `study` with
/// those alone whom the table is about.
pub(super) fn left_out(
    reads: Reads<'_>,
    study: &Study,
    narrowed: &Study,
    query: &TableQuery,
    facts: &[Fact],
) -> Result<Vec<LeftOut>, Error> {
    let counted = study.counted(&query.users);
    let mut others = 0;
    if !counted.is_empty() {
        let is_left_out = |user: UserId| !counted.contains(&user) && study.agreed() != Some(user);
        others = reads.codings_by_coder()?.into_iter().filter(|(user, _)| is_left_out(*user)).map(|(_, n)| n).sum();
    }
    let by_others = if query.users.is_empty() { LeftOutReason::Consensus } else { LeftOutReason::OtherCoder };
    let mut filtered = 0;
    if !query.filter.is_empty() {
        let kept: HashSet<SourceId> = narrowed.sources.iter().map(|source| source.id).collect();
        filtered = facts.iter().filter(|fact| !kept.contains(&fact.source)).count();
    }
    Ok(by_others.of(others).into_iter().chain(LeftOutReason::Filter.of(filtered)).collect())
}

/// The passages behind a number: read from the very count that made the number.
pub fn behind(reads: Reads<'_>, query: &TableQuery, address: CellAddress) -> Result<Quotes, Error> {
    let whole = reads.study()?;
    let study = query.filter.narrow(&whole)?;
    let facts = reads.facts(&whole.counted(&query.users))?;
    let tabulation = tabulate(&study, &facts, &query.request, query.count)?;
    let codings = tabulation.behind(address).iter().filter_map(|&i| Some(facts.get(i as usize)?.coding)).collect();
    let filter = PassageFilter { codings: Some(codings), ..PassageFilter::default() };
    quotes(reads, &study, &filter, 0)
}

/// Coded passages with their words and `context` characters on either side.
pub fn quotes(reads: Reads<'_>, study: &Study, filter: &PassageFilter, context: u32) -> Result<Quotes, Error> {
    let mut places = Vec::new();
    let mut passages = Vec::new();
    let mut open: Option<(SourceId, String, TextIndex, Turns)> = None;
    for store::Passage { coding, memo, important } in reads.passages(filter)? {
        if open.as_ref().is_none_or(|(id, ..)| *id != coding.source) {
            let text = reads.text(coding.source)?;
            let index = TextIndex::new(&text);
            let turns = Turns::find(&text, &index, &reads.origin(coding.source)?.unwrap_or_default());
            open = Some((coding.source, text, index, turns));
        }
        let Some((_, text, index, turns)) = &open else { continue };
        let range = coding.range;
        let said = turns.said_at(range.start);
        let wide = CharRange::new(range.start.0.saturating_sub(context), range.end.0.saturating_add(context));
        places.push((coding.source, range, coding.id));
        passages.push(table::Passage {
            source: coding.source,
            range,
            code: coding.code,
            user: coding.user,
            text: index.slice(text, index.clamp(wide)).to_owned(),
            memo: memo.unwrap_or_default(),
            created: coding.created,
            important,
            turn: said.turn,
            speaker: said.speaker.unwrap_or_default().to_owned(),
            time: said.time,
        });
    }
    let mut made = vec![("Project".to_owned(), study.project.name.clone()), software()];
    made.extend(hidden(reads)?);
    Ok(Quotes { list: PassageList::new(study, passages, made), places })
}

/// That something is left out, when it is.
pub(super) fn hidden(reads: Reads<'_>) -> Result<Option<(String, String)>, Error> {
    let words = "what others coded is left out, save in documents that this coder has declared done";
    Ok(reads.is_narrowed()?.then(|| ("Blind coding".to_owned(), words.to_owned())))
}

pub(super) fn software() -> (String, String) {
    ("Software".to_owned(), format!("Pullquote {}", env!("CARGO_PKG_VERSION")))
}

/// What a reader must know of a table: `narrowed` is `study` with those alone whom the table is about.
pub(super) fn provenance(study: &Study, narrowed: &Study, query: &TableQuery) -> Vec<(String, String)> {
    let users = study.counted(&query.users);
    let name = |u: &crate::model::User| {
        if study.agreed() == Some(u.id) { "the agreed layer".to_owned() } else { u.name.clone() }
    };
    let coders: Vec<String> = study.users.iter().filter(|u| users.contains(&u.id)).map(name).collect();
    let coders = if users.is_empty() { "any coder".to_owned() } else { coders.join(", ") };
    let about = (!query.filter.is_empty()).then(|| {
        let (of, all) = (narrowed.cases.len(), study.cases.len());
        ("Only", format!("{} ({of} of {all} participants)", query.filter.in_words()))
    });
    let made = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string();
    [("Project", study.project.name.clone()), ("Coders", coders), ("Counted", query.count.name().to_owned())]
        .into_iter()
        .chain(about)
        .chain([("Made", made)])
        .map(|(name, value)| (name.to_owned(), value))
        .chain([software()])
        .collect()
}
