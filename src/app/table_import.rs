//! A table that is about to be taken: what is in it, what its columns mean, and what taking it would do. The dialog of
//! participants has its state in `documents_room`.

use super::advice::Advice;
use super::documents_room::{ImportDraft, Tab};
use super::room::Room;
use super::submission::{Submission, words};
use super::workspace::Workspace;
use crate::engine::command::import_participants::{ColumnUse, ParticipantImport};
use crate::engine::command::import_segments::{SegmentImport, SegmentPlan, SegmentUse};
use crate::engine::command::import_texts::{TextImport, TextPlan};
use crate::engine::command::import_transcript::{TranscriptImport, TranscriptPlan};
use crate::engine::{Answer, Command, JobId, Query};
use crate::interchange::Problem;
use crate::interchange::codebook::{self, CodebookReading};
use crate::interchange::document::Reading;
use crate::interchange::plain::CodebookDump;
use crate::interchange::remark::TableRefusal;
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Study;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Texts of interviews and answers are longer than attributes.
const LONG_CELL: usize = 120;

/// What a table is taken as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    Participants,
    Codebook,
    Segments,
    Documents,
    Transcript,
}

impl TableKind {
    pub const ALL: [Self; 5] = [Self::Participants, Self::Codebook, Self::Segments, Self::Documents, Self::Transcript];

    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Participants => "Participants",
            Self::Codebook => "A codebook",
            Self::Segments => "Coded segments",
            Self::Documents => "Documents",
            Self::Transcript => "A transcript",
        }
    }

    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Participants => "a row for each person, with attributes such as age",
            Self::Codebook => "a row for each code, with its definition",
            Self::Segments => "a row for each coded passage: document, code and words",
            Self::Documents => "a row for each text, such as the answers of a survey",
            Self::Transcript => "a row for each utterance, with speaker and time",
        }
    }

    /// What is likely, by the names of the columns and the length of the cells.
    #[must_use]
    pub fn likely(study: &Study, sheet: &Arc<Sheet>) -> Self {
        let segments = SegmentImport::suggest(sheet.clone(), "").uses;
        let has = |used: SegmentUse| segments.contains(&used);
        if has(SegmentUse::Document) && has(SegmentUse::Code) && (has(SegmentUse::Quote) || has(SegmentUse::Start)) {
            return Self::Segments;
        }
        if TranscriptImport::is_likely(sheet) {
            return Self::Transcript;
        }
        let people = ParticipantImport::suggest(study, sheet.clone());
        let definitions = sheet.column_named(&["description", "definition", "定义", "说明"]).is_some();
        if definitions || has(SegmentUse::Code) && sheet.header.len() <= 2 {
            return Self::Codebook;
        }
        let long = |column: usize| sheet.common(column).bytes > LONG_CELL * sheet.rows.len();
        let known = people.uses.iter().filter(|used| matches!(used, ColumnUse::Attribute(_))).count();
        match (0..sheet.header.len()).any(long) && known == 0 {
            true => Self::Documents,
            false => Self::Participants,
        }
    }
}

/// A table that was read and not yet taken.
#[derive(Clone, Debug)]
pub struct TableImport {
    pub sheet: Arc<Sheet>,
    pub reading: SheetReading,
    pub draft: TableDraft,
    pub submission: Submission,
}

#[derive(Clone, Debug)]
pub enum TableDraft {
    /// Nobody has said what is in it; what is likely.
    Unknown(TableKind),
    Codebook(CodebookDraft),
    Segments(Box<Draft<SegmentImport, SegmentPlan>>),
    Texts(Box<Draft<TextImport, TextPlan>>),
    Transcript(Box<Draft<TranscriptImport, TranscriptPlan>>),
}

impl TableDraft {
    /// True when something was chosen that closing would lose.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        match self {
            Self::Unknown(_) => false,
            Self::Codebook(draft) => draft.dots,
            Self::Segments(draft) => draft.is_touched(),
            Self::Texts(draft) => draft.is_touched(),
            Self::Transcript(draft) => draft.is_touched(),
        }
    }
}

/// An import that is being set up, and what it would do as far as that is known.
#[derive(Clone, Debug)]
pub struct Draft<I, P> {
    pub import: I,
    /// As it was suggested.
    suggested: I,
    asked: Option<I>,
    job: Option<JobId>,
    plan: Option<Arc<P>>,
}

impl<I: Clone + PartialEq, P> Draft<I, P> {
    fn new(import: I) -> Self {
        Self { suggested: import.clone(), import, asked: None, job: None, plan: None }
    }

    /// True when something was chosen that closing would lose.
    fn is_touched(&self) -> bool {
        self.import != self.suggested
    }

    /// What it would do, or would have done before the last change.
    #[must_use]
    pub fn plan(&self) -> Option<&Arc<P>> {
        self.plan.as_ref()
    }

    /// True while the plan is not that of the import as it stands.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.job.is_some() || self.asked.as_ref() != Some(&self.import)
    }

    /// Asks for a plan when something was changed; the one before is stopped where it is.
    fn refresh(&mut self, ask: impl FnOnce(Box<I>) -> JobId) {
        if self.asked.as_ref() != Some(&self.import) {
            self.asked = Some(self.import.clone());
            self.job = Some(ask(Box::new(self.import.clone())));
        }
    }

    fn take(&mut self, job: JobId, plan: Arc<P>) {
        if self.job.take_if(|asked| *asked == job).is_some() {
            self.plan = Some(plan);
        }
    }
}

/// A codebook in a table.
#[derive(Clone, Debug)]
pub struct CodebookDraft {
    /// Dots part levels.
    pub dots: bool,
    /// There are dots in names.
    pub dotted: bool,
    book: CodebookDump,
    made: Option<bool>,
    /// Codes that are new, and those that are there already, in this study.
    counts: (usize, usize),
    counted: Option<Arc<Study>>,
    /// What would be left out, or why there is no codebook in it.
    pub problems: Vec<Problem>,
    pub readable: bool,
}

impl CodebookDraft {
    fn new(sheet: &Sheet, study: &Arc<Study>) -> Self {
        let mut draft = Self {
            dots: false,
            dotted: false,
            book: CodebookDump::default(),
            made: None,
            counts: (0, 0),
            counted: None,
            problems: vec![],
            readable: false,
        };
        draft.refresh(sheet, study);
        draft.dotted = draft.book.paths().iter().any(|path| path.contains('.'));
        draft
    }

    /// Reads the codes again, or counts them again, when something was changed.
    fn refresh(&mut self, sheet: &Sheet, study: &Arc<Study>) {
        if self.made != Some(self.dots) {
            self.read(sheet);
            self.counted = None;
        }
        if self.counted.as_ref().is_none_or(|counted| !Arc::ptr_eq(counted, study)) {
            let known = study.codebook.paths();
            let paths = self.book.paths();
            let there = paths.iter().filter(|path| known.contains(path)).count();
            self.counts = (paths.len() - there, there);
            self.counted = Some(study.clone());
        }
    }

    fn read(&mut self, sheet: &Sheet) {
        let mut problems = Vec::new();
        let read = codebook::from_sheet(sheet, self.dots, &mut problems);
        self.readable = read.as_ref().is_ok_and(|book| !book.codes.is_empty());
        self.problems = match &read {
            Err(why) => vec![sheet.remark(why.clone())],
            Ok(book) if book.codes.is_empty() => vec![sheet.remark(TableRefusal::NoCodes)],
            Ok(_) => problems,
        };
        self.book = read.unwrap_or_default();
        self.made = Some(self.dots);
    }

    /// How many codes are new, and how many are there already.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        self.counts
    }
}

/// A table that is being read.
pub(super) struct ReadingTable {
    job: JobId,
    path: PathBuf,
    reading: SheetReading,
    kind: Option<TableKind>,
}

impl Workspace {
    /// Reads a table and asks what is in it.
    pub fn open_table(&mut self, path: PathBuf) {
        self.read_table(path, SheetReading::default(), None);
    }

    /// Reads a table of a kind; of none, it will be asked.
    pub fn read_table(&mut self, path: PathBuf, reading: SheetReading, kind: Option<TableKind>) {
        if !self.link.writable {
            let what = "This project can only be read, so nothing can be imported.".to_owned();
            self.trouble(Advice { what, todo: String::new(), details: String::new() });
            return;
        }
        let job = self.link.ask(Query::ReadSheet { path: path.clone(), reading: reading.clone() });
        self.rooms.reading_table = Some(ReadingTable { job, path, reading, kind });
    }

    /// The file that is being read.
    #[must_use]
    pub fn table_being_read(&self) -> Option<&Path> {
        self.rooms.reading_table.as_ref().map(|reading| reading.path.as_path())
    }

    pub fn forget_table_being_read(&mut self) {
        if let Some(reading) = self.rooms.reading_table.take() {
            self.link.cancel(reading.job);
        }
    }

    /// Closes the dialog of a table; what was asked for it is stopped.
    pub fn close_table(&mut self) {
        self.forget_table_being_read();
        let job = match self.rooms.table.take().map(|table| table.draft) {
            Some(TableDraft::Segments(draft)) => draft.job,
            Some(TableDraft::Texts(draft)) => draft.job,
            _ => None,
        };
        if let Some(job) = job {
            self.link.cancel(job);
        }
    }

    /// True while a table wants an answer.
    #[must_use]
    pub fn is_importing_table(&self) -> bool {
        self.rooms.table.is_some() || self.rooms.reading_table.is_some()
    }

    /// Answers to what was asked about tables.
    pub(super) fn take_table_answer(&mut self, job: JobId, answer: Answer) {
        let planned = matches!(answer, Answer::SegmentPlan(_) | Answer::TextPlan(_) | Answer::TranscriptPlan(_));
        if let Some(table) = self.rooms.table.as_mut().filter(|table| planned && !table.submission.is_under_way()) {
            table.submission.reset();
        }
        match (answer, self.rooms.table.as_mut().map(|table| &mut table.draft)) {
            (Answer::Sheet(sheet), _) => {
                if let Some(read) = self.rooms.reading_table.take_if(|reading| reading.job == job) {
                    self.take_sheet(sheet, read.reading, read.kind);
                }
            }
            (Answer::SegmentPlan(plan), Some(TableDraft::Segments(draft))) => draft.take(job, plan),
            (Answer::TextPlan(plan), Some(TableDraft::Texts(draft))) => draft.take(job, plan),
            (Answer::TranscriptPlan(plan), Some(TableDraft::Transcript(draft))) => draft.take(job, plan),
            _ => {}
        }
    }

    pub(super) fn table_query_failed(&mut self, job: JobId) {
        self.rooms.reading_table.take_if(|reading| reading.job == job);
    }

    /// It cannot be said what the import would do. True when it is told in its dialog, which keeps what was chosen.
    pub(super) fn table_plan_refused(&mut self, job: JobId, advice: &Advice) -> bool {
        let Some(table) = &mut self.rooms.table else { return false };
        let planning = match &mut table.draft {
            TableDraft::Segments(draft) => &mut draft.job,
            TableDraft::Texts(draft) => &mut draft.job,
            TableDraft::Transcript(draft) => &mut draft.job,
            TableDraft::Unknown(_) | TableDraft::Codebook(_) => return false,
        };
        let own = planning.take_if(|asked| *asked == job).is_some();
        if own {
            table.submission.refuse(words(advice));
        }
        own
    }

    fn take_sheet(&mut self, sheet: Arc<Sheet>, reading: SheetReading, kind: Option<TableKind>) {
        let Some(study) = self.study.clone() else { return };
        let draft = TableDraft::Unknown(TableKind::likely(&study, &sheet));
        self.rooms.table = Some(TableImport { sheet, reading, draft, submission: Submission::default() });
        if let Some(kind) = kind {
            self.take_table_as(kind);
        }
    }

    /// Says what is in the table that was read.
    pub fn take_table_as(&mut self, kind: TableKind) {
        let (Some(study), Some(mut table)) = (self.study.clone(), self.rooms.table.take()) else { return };
        let sheet = table.sheet.clone();
        let me = self.link.my_name().unwrap_or_default();
        table.draft = match kind {
            TableKind::Participants => {
                self.rooms.documents.import = Some(ImportDraft::new(&study, sheet, table.reading));
                self.rooms.documents.tab = Tab::Participants;
                self.show_room(Room::Documents);
                return;
            }
            TableKind::Codebook => TableDraft::Codebook(CodebookDraft::new(&sheet, &study)),
            TableKind::Segments => TableDraft::Segments(Box::new(Draft::new(SegmentImport::suggest(sheet, me)))),
            TableKind::Transcript => TableDraft::Transcript(Box::new(Draft::new(TranscriptImport::suggest(sheet)))),
            TableKind::Documents => TableDraft::Texts(Box::new(Draft::new(TextImport::suggest(&study, sheet)))),
        };
        self.rooms.table = Some(table);
    }

    /// Asks what the import that is being set up would do, when it was changed.
    pub fn refresh_table_plan(&mut self) {
        let (Some(table), Some(study)) = (&mut self.rooms.table, &self.study) else { return };
        let link = &mut self.link;
        match &mut table.draft {
            TableDraft::Segments(draft) => draft.refresh(|import| link.ask(Query::PlanSegments(import))),
            TableDraft::Texts(draft) => draft.refresh(|import| link.ask(Query::PlanTexts(import))),
            TableDraft::Transcript(draft) => draft.refresh(|import| link.ask(Query::PlanTranscript(import))),
            TableDraft::Codebook(draft) => draft.refresh(&table.sheet, study),
            TableDraft::Unknown(_) => {}
        }
    }

    /// Takes the table as it was set up; its dialog stays until that is done.
    pub fn take_table(&mut self) {
        self.forget_table_being_read();
        let Some(mut table) = self.rooms.table.take() else { return };
        let (command, shows_documents) = match &table.draft {
            TableDraft::Unknown(_) => return self.rooms.table = Some(table),
            TableDraft::Codebook(draft) => {
                let reading = CodebookReading { sheet: table.reading.clone(), dots: draft.dots };
                let path = table.sheet.path.clone();
                (Command::ImportCodebook { path, reading: Reading::default(), table: reading }, false)
            }
            TableDraft::Segments(draft) => (Command::ImportSegments { import: Box::new(draft.import.clone()) }, false),
            TableDraft::Transcript(draft) => {
                (Command::ImportTranscript { import: Box::new(draft.import.clone()) }, true)
            }
            TableDraft::Texts(draft) => (Command::ImportTexts { import: Box::new(draft.import.clone()) }, true),
        };
        if shows_documents {
            self.rooms.documents.tab = Tab::Documents;
            self.show_room(Room::Documents);
        }
        self.give(&mut table.submission, command);
        self.rooms.table = Some(table);
    }

    /// A codebook in a table is looked at first; the files of other programs are taken as they are.
    pub fn import_codebook(&mut self, path: PathBuf) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if crate::interchange::sheet::ENDINGS.contains(&ending.as_str()) {
            self.read_table(path, SheetReading::default(), Some(TableKind::Codebook));
        } else {
            self.link.execute(Command::ImportCodebook {
                path,
                reading: Reading::default(),
                table: CodebookReading::default(),
            });
        }
    }
}
