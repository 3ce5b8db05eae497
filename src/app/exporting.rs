//! An export before it is done: what is to be written, in which format, of whom and what, and how it would look.

use super::advice::advise;
use super::submission::{Submission, words};
use super::workspace::Workspace;
use crate::engine::browse::Browse;
use crate::engine::export::preview::Preview;
use crate::engine::{Chosen, Error, JobId, PassageFilter, Query, Selection, TargetFormat};
use crate::interchange::files::file_name;
use crate::interchange::refi::{ExchangeOptions, Program};
use crate::interchange::tables::TableFormat;
use crate::model::{CodeId, SourceId, UserId};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What can be written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The table of the Tables room, as it is looked at.
    Table,
    #[default]
    Passages,
    /// The passages of the Passages room, as they are filtered there.
    Listed,
    Transcripts,
    Codebook,
    Memos,
    Participants,
    Documents,
    Agreement,
    Tidy,
    Folder,
    Exchange,
}

use TableFormat::{Csv, Docx, Html, Json, Md, Text, Xlsx};

const fn file(format: TableFormat) -> TargetFormat {
    TargetFormat::File(format)
}

const LISTS: &[TargetFormat] = &[file(Csv), file(Xlsx), file(Docx), file(Html), file(Md), file(Json), file(Text)];
const TABLES: &[TargetFormat] = &[file(Xlsx), file(Docx), file(Csv), file(Html), file(Md), file(Json), file(Text)];
const CODEBOOKS: &[TargetFormat] =
    &[file(Csv), file(Xlsx), file(Docx), file(Html), file(Md), file(Json), TargetFormat::ExchangeCodebook];

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Table,
        Self::Passages,
        Self::Listed,
        Self::Transcripts,
        Self::Codebook,
        Self::Memos,
        Self::Participants,
        Self::Documents,
        Self::Agreement,
        Self::Tidy,
        Self::Folder,
        Self::Exchange,
    ];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Table => "The table that is shown",
            Self::Passages => "Coded passages",
            Self::Listed => "The passages that are listed",
            Self::Transcripts => "Coded transcripts",
            Self::Codebook => "Codebook",
            Self::Memos => "Memos",
            Self::Participants => "Participants",
            Self::Documents => "Documents",
            Self::Agreement => "Agreement between coders",
            Self::Tidy => "Tables for R, Python and SPSS",
            Self::Folder => "Project as a folder",
            Self::Exchange => "Project for other programs",
        }
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Table => "As it stands in Tables: order, hidden rows and all.",
            Self::Passages => "One row a passage and code, with participant, attributes, facets, coder, memo and date.",
            Self::Listed => "The same of those that the filters in Passages leave.",
            Self::Transcripts => "Whole texts with the passages marked, and beside them code, coder and memo.",
            Self::Codebook => "Every code with definition, facets and how often it was used.",
            Self::Memos => "Every memo with what it is on.",
            Self::Participants => "One row a participant, with attributes and documents.",
            Self::Documents => "One row a document, with participant, length and passages.",
            Self::Agreement => "The figures of Compare, as they are set there.",
            Self::Tidy => "A folder of tables, and the lines that read them.",
            Self::Folder => "Plain files that can be read, compared and opened again: texts, codebook, codings, memos.",
            Self::Exchange => "REFI-QDA (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder and others.",
        }
    }

    /// Formats that it can be written in, the usual one first.
    #[must_use]
    pub fn formats(self) -> &'static [TargetFormat] {
        match self {
            Self::Table | Self::Agreement => TABLES,
            Self::Passages | Self::Listed | Self::Memos | Self::Participants | Self::Documents => LISTS,
            Self::Transcripts => const { &[file(Docx), file(Html)] },
            Self::Codebook => CODEBOOKS,
            Self::Tidy => &[TargetFormat::Tidy],
            Self::Folder => &[TargetFormat::Folder],
            Self::Exchange => {
                const {
                    &[
                        TargetFormat::Exchange(ExchangeOptions::PLAIN),
                        TargetFormat::Exchange(ExchangeOptions::of(Program::NVivo)),
                        TargetFormat::Exchange(ExchangeOptions::of(Program::AtlasTi)),
                        TargetFormat::Exchange(ExchangeOptions::of(Program::Maxqda)),
                        TargetFormat::Exchange(ExchangeOptions::of(Program::QualCoder)),
                    ]
                }
            }
        }
    }

    /// Behind the project's name in the name of the file.
    fn suffix(self) -> &'static str {
        match self {
            Self::Table => " table",
            Self::Passages | Self::Listed => " passages",
            Self::Transcripts => " transcripts",
            Self::Codebook => " codebook",
            Self::Memos => " memos",
            Self::Participants => " participants",
            Self::Documents => " documents",
            Self::Agreement => " agreement",
            Self::Tidy => " tables",
            Self::Folder => " folder",
            Self::Exchange => "",
        }
    }
}

/// The ending of files in this format; none for a folder.
#[must_use]
pub fn ending(format: TargetFormat) -> Option<&'static str> {
    match format {
        TargetFormat::Folder | TargetFormat::Tidy => None,
        TargetFormat::Exchange(_) => Some("qdpx"),
        TargetFormat::ExchangeCodebook => Some("qdc"),
        TargetFormat::File(Text) => Some("txt"),
        TargetFormat::File(format) => Some(format.name()),
    }
}

/// What the format is called, and what it is good for.
#[must_use]
pub fn format_words(format: TargetFormat, kind: Kind) -> (&'static str, &'static str) {
    match format {
        TargetFormat::File(Csv) if kind == Kind::Codebook => {
            ("CSV", "Can be imported into a codebook again; opens in a spreadsheet.")
        }
        TargetFormat::File(Json) if kind == Kind::Codebook => ("JSON", "Can be imported into a codebook again."),
        TargetFormat::File(Csv) => ("CSV", "Rows and nothing else, for spreadsheets and statistics."),
        TargetFormat::File(Xlsx) => {
            ("Excel", "A workbook: numbers and dates are such, and a sheet says how it was made.")
        }
        TargetFormat::File(Docx) if kind == Kind::Transcripts => ("Word", "Every passage has a comment by its coder."),
        TargetFormat::File(Docx) if matches!(kind, Kind::Passages | Kind::Listed) => {
            ("Word", "Quotations under their codes, each with its participant, for a report.")
        }
        TargetFormat::File(Docx) if kind == Kind::Memos => ("Word", "Memos under what they are on, for a report."),
        TargetFormat::File(Docx) => {
            ("Word", "A table as a journal sets it, with a caption that your template takes over.")
        }
        TargetFormat::File(Html) if kind == Kind::Transcripts => {
            ("Web page", "Notes in the margin; codes and coders can be switched off. One file, no network.")
        }
        TargetFormat::File(Html) => ("Web page", "Opens in every browser. One file, no network."),
        TargetFormat::File(Md) => ("Markdown", "Plain text with tables, for notes and repositories."),
        TargetFormat::File(Json) => ("JSON", "For programs: nothing is rounded or put into words."),
        TargetFormat::File(Text) => ("Text", "Plain text in columns, to be read as it is."),
        TargetFormat::Tidy => ("Folder", "CSV for R and Python; SPSS has its own, with its syntax."),
        TargetFormat::Folder => ("Folder", "A new folder; nothing is written over."),
        TargetFormat::Exchange(options) => match options.program {
            None => ("Any program", "The format that programs of this kind share (REFI-QDA), as its standard has it."),
            Some(Program::NVivo) => ("NVivo", "Positions behind emoji are counted as NVivo counts them."),
            Some(Program::AtlasTi) => ("ATLAS.ti", "Attributes of participants are groups of documents too."),
            Some(Program::Maxqda) => ("MAXQDA", "Attributes of participants stand with their documents too."),
            Some(Program::QualCoder) => ("QualCoder", "No two codes have one name: the code above stands behind it."),
        },
        TargetFormat::ExchangeCodebook => {
            ("REFI-QDA", "The codebook in the format that programs of this kind share (.qdc).")
        }
    }
}

/// An export that is being set up.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub kind: Kind,
    pub format: Option<TargetFormat>,
    /// Empty: whose codings count when nobody is named.
    pub coders: Vec<UserId>,
    /// Empty: all. A code stands for those below it too.
    pub codes: Vec<CodeId>,
    /// Empty: all.
    pub documents: Vec<SourceId>,
    /// A table with the passages behind it.
    pub passages: bool,
    /// Transcripts with memos.
    pub memos: bool,
    /// How it would look, or why it cannot be written.
    pub preview: Option<Result<Arc<Preview>, String>>,
    /// Coders, codes and documents as they were at first.
    untouched: (Vec<UserId>, Vec<CodeId>, Vec<SourceId>),
    asked: Option<Asked>,
    job: Option<JobId>,
    pub submission: Submission,
}

/// What a look was asked for.
#[derive(Clone, Debug)]
enum Asked {
    Selection(Selection, TargetFormat),
    /// The passages of a list, which may be many: it is known by itself.
    Listed(Arc<Browse>, TargetFormat),
}

impl Asked {
    /// True when it is of the very list.
    fn is_of(&self, list: &Arc<Browse>, now: TargetFormat) -> bool {
        matches!(self, Self::Listed(own, format) if Arc::ptr_eq(own, list) && *format == now)
    }
}

impl Draft {
    /// True when something was chosen, besides the kind and the format, that closing would lose.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let (coders, codes, documents) = &self.untouched;
        (&self.coders, &self.codes, &self.documents) != (coders, codes, documents) || !(self.passages && self.memos)
    }

    #[must_use]
    pub fn format(&self) -> TargetFormat {
        self.format
            .filter(|format| self.kind.formats().contains(format))
            .unwrap_or_else(|| self.kind.formats().first().copied().unwrap_or(TargetFormat::Folder))
    }

    /// True while the look that is shown is not of what is set.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.job.is_some()
    }

    /// True when coders can be chosen for it.
    #[must_use]
    pub fn takes_coders(&self) -> bool {
        matches!(self.kind, Kind::Table | Kind::Passages | Kind::Transcripts | Kind::Tidy)
    }

    /// True when codes and documents can be chosen for it.
    #[must_use]
    pub fn takes_codes(&self) -> bool {
        matches!(self.kind, Kind::Passages | Kind::Transcripts)
    }

    /// True when passages can be added to it.
    #[must_use]
    pub fn takes_passages(&self) -> bool {
        let room = !matches!(self.format(), TargetFormat::File(Csv | Json));
        self.kind == Kind::Table && room
    }
}

/// The export that is set up, if one is, and what was chosen for earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Exporting {
    pub open: Option<Draft>,
    formats: HashMap<Kind, TargetFormat>,
    last: Option<Kind>,
    /// What is being written, or was written last.
    writing: Option<JobId>,
}

/// What is to be written, and under which name it is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub selection: Selection,
    pub kind: Kind,
    pub format: TargetFormat,
    pub name: String,
}

impl Workspace {
    /// Sets up an export of this kind, or of the last one.
    pub fn begin_export(&mut self, kind: Option<Kind>) {
        let kind = kind.or(self.rooms.exporting.last).unwrap_or_default();
        let coders = match &self.seen.coders {
            Some(seen) if kind != Kind::Table => seen.iter().copied().collect(),
            _ => self.table_coders(),
        };
        let room = &mut self.rooms.exporting;
        let format = room.formats.get(&kind).copied();
        let untouched = (coders.clone(), Vec::new(), Vec::new());
        room.open = Some(Draft { kind, format, coders, passages: true, memos: true, untouched, ..Draft::default() });
    }

    /// What is set up is of another kind now, in the format that this kind was last written in.
    pub fn export_as_kind(&mut self, kind: Kind) {
        let format = self.rooms.exporting.formats.get(&kind).copied();
        if let Some(draft) = self.rooms.exporting.open.as_mut().filter(|draft| draft.kind != kind) {
            (draft.kind, draft.format, draft.preview) = (kind, format, None);
        }
    }

    /// Sets up an export of coded transcripts of these documents.
    pub fn begin_transcripts(&mut self, documents: Vec<SourceId>) {
        self.begin_export(Some(Kind::Transcripts));
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.untouched.2.clone_from(&documents);
            draft.documents = documents;
        }
    }

    /// True when there is something of this kind.
    #[must_use]
    pub fn can_export(&self, kind: Kind) -> bool {
        match kind {
            Kind::Table => self.rooms.tables.request.is_some(),
            Kind::Listed => self.rooms.passages.list.is_some(),
            Kind::Agreement => {
                !self.is_blind() && self.study.as_deref().is_some_and(|study| study.coders().count() > 1)
            }
            _ => true,
        }
    }

    /// What the draft asks for.
    #[must_use]
    pub fn export_selection(&self) -> Option<Selection> {
        let draft = self.rooms.exporting.open.as_ref()?;
        let users = draft.coders.clone();
        Some(match draft.kind {
            Kind::Table => match self.rooms.tables.selection(users)? {
                Selection::Shown { query, view, quotes, .. } => {
                    Selection::Shown { query, view, quotes, passages: draft.passages && draft.takes_passages() }
                }
                selection => selection,
            },
            Kind::Passages => Selection::Chosen(self.chosen(draft)),
            Kind::Transcripts => Selection::Transcripts { chosen: self.chosen(draft), memos: draft.memos },
            Kind::Listed => {
                let list = self.rooms.passages.list.as_deref()?;
                let codings = Some(list.rows.iter().map(|row| row.fact.coding).collect());
                Selection::Codings(PassageFilter { codings, ..PassageFilter::default() })
            }
            Kind::Codebook | Kind::Folder | Kind::Exchange => Selection::Codebook,
            Kind::Memos => Selection::Memos,
            Kind::Participants => Selection::Participants,
            Kind::Documents => Selection::Documents,
            Kind::Agreement => Selection::Agreement(Box::new(self.rooms.compare.settings().clone())),
            Kind::Tidy => Selection::Chosen(Chosen { users, ..Chosen::default() }),
        })
    }

    fn chosen(&self, draft: &Draft) -> Chosen {
        let book = self.study.as_deref().map(|study| &study.codebook);
        let below = |book: &crate::model::Codebook| -> Vec<CodeId> {
            let meant = |code: &CodeId| draft.codes.iter().any(|&above| book.is_below(*code, above));
            book.codes().iter().map(|code| code.id).filter(meant).collect()
        };
        let codes = book.filter(|_| !draft.codes.is_empty()).map(below).unwrap_or_default();
        Chosen { sources: draft.documents.clone(), cases: Vec::new(), codes, users: draft.coders.clone() }
    }

    /// Asks how the export would look, when something of it was changed. False when there is nothing to write.
    pub fn refresh_export(&mut self) -> bool {
        let Some(draft) = &self.rooms.exporting.open else { return false };
        let (format, asked) = (draft.format(), draft.asked.as_ref());
        // The window asks at every frame: a list of passages is not gone through for that.
        let list = self.rooms.passages.list.clone().filter(|_| draft.kind == Kind::Listed);
        if list.as_ref().is_some_and(|list| asked.is_some_and(|asked| asked.is_of(list, format))) {
            return true;
        }
        let Some(selection) = self.export_selection() else {
            if let Some(draft) = &mut self.rooms.exporting.open {
                (draft.preview, draft.asked, draft.job) = (None, None, None);
            }
            return false;
        };
        if matches!(asked, Some(Asked::Selection(own, before)) if *own == selection && *before == format) {
            return true;
        }
        let wanted = match list {
            Some(list) => Asked::Listed(list, format),
            None => Asked::Selection(selection.clone(), format),
        };
        let job = self.link.ask(Query::PreviewExport { selection, format });
        if let Some(draft) = &mut self.rooms.exporting.open {
            (draft.asked, draft.job) = (Some(wanted), Some(job));
        }
        true
    }

    pub(super) fn take_export_preview(&mut self, job: JobId, preview: Arc<Preview>) {
        if let Some(draft) = self.rooms.exporting.open.as_mut().filter(|draft| draft.job == Some(job)) {
            (draft.preview, draft.job) = (Some(Ok(preview)), None);
        }
    }

    /// True when it was a look at an export that failed: it is said there.
    pub(super) fn export_preview_failed(&mut self, job: JobId, error: &Error) -> bool {
        let Some(draft) = self.rooms.exporting.open.as_mut().filter(|draft| draft.job == Some(job)) else {
            return false;
        };
        let advice = advise(error);
        (draft.preview, draft.job) = (Some(Err(words(&advice))), None);
        true
    }

    /// The project is another: so may the look be.
    pub(super) fn export_changed(&mut self) {
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.asked = None;
        }
    }

    /// Closes the dialog; the look that was asked for is not wanted any more.
    pub fn close_export(&mut self) {
        if let Some(job) = self.rooms.exporting.open.take().and_then(|draft| draft.job) {
            self.link.cancel(job);
        }
    }

    /// What is to be written, as it is set up now.
    #[must_use]
    pub fn export_order(&mut self) -> Option<Order> {
        let selection = self.export_selection()?;
        let draft = self.rooms.exporting.open.as_ref()?;
        let (kind, format) = (draft.kind, draft.format());
        let mut stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if let (Kind::Transcripts, [one]) = (kind, draft.documents.as_slice()) {
            let name = self.study.as_deref().and_then(|s| s.source(*one)).map(|s| s.name.as_str()).unwrap_or_default();
            stem = format!("{stem} {}", file_name(name));
        }
        let ending = ending(format).map_or_else(String::new, |ending| format!(".{ending}"));
        let name = format!("{stem}{}{ending}", kind.suffix());
        self.rooms.exporting.formats.insert(kind, format);
        self.rooms.exporting.last = Some(kind);
        Some(Order { selection, kind, format, name })
    }

    /// Writes it. A name without the format's ending gets it; a file of that longer name is not written over, because
    /// nobody was asked about it.
    pub fn write_export(&mut self, target: PathBuf, order: Order) {
        let Order { selection, format, kind, .. } = order;
        let (target, format, added) = named(target, format, kind);
        if added && target.exists() {
            let advice = advise(&crate::interchange::Error::Exists { path: target }.into());
            return self.link.refuse(&words(&advice));
        }
        self.rooms.exporting.writing = Some(self.link.ask_to_write(Query::ExportAs { target, selection, format }));
    }

    /// Cancels what is being written. Its dialog stays with what is set up.
    pub fn cancel_export(&self) {
        if let Some(job) = self.rooms.exporting.writing {
            self.link.cancel(job);
        }
    }

    /// How much of what is being written is done, and of how much, when that is known.
    #[must_use]
    pub fn export_progress(&self) -> Option<(u64, u64)> {
        let (job, done, total) = self.link.progress?;
        (self.rooms.exporting.writing == Some(job)).then_some((done, total))
    }

    /// Writes what the open dialog has set up; it stays until that is done.
    pub fn export_to(&mut self, target: PathBuf, order: Order) {
        let open = self.rooms.exporting.open.as_mut();
        let mut submission = open.map(|draft| std::mem::take(&mut draft.submission)).unwrap_or_default();
        self.submit(&mut submission, |workspace| workspace.write_export(target, order));
        if let Some(draft) = &mut self.rooms.exporting.open {
            draft.submission = submission;
        }
    }
}

/// Where it goes and in which format. An ending that somebody typed for another format of the kind is meant; where there is
/// none that fits it is added, which is told by `true`.
fn named(target: PathBuf, format: TargetFormat, kind: Kind) -> (PathBuf, TargetFormat, bool) {
    let Some(own) = ending(format) else { return (target, format, false) };
    let typed = TargetFormat::of(&target).ok().filter(|typed| kind.formats().contains(typed));
    if let Some(typed) = typed {
        // Of one ending there may be several.
        let format = if ending(typed) == Some(own) { format } else { typed };
        return (target, format, false);
    }
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(own);
    (target.with_file_name(name), format, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_the_ending_of_its_format_unless_another_was_typed() {
        let check = |path: &str, (format, kind), wanted: &str, as_format, added| {
            let got = named(PathBuf::from(path), format, kind);
            assert_eq!(got, (PathBuf::from(wanted), as_format, added), "{path}");
        };
        let table = |format| (file(format), Kind::Table);
        check("a/表.csv", table(Csv), "a/表.csv", file(Csv), false);
        check("a/t.HTM", table(Html), "a/t.HTM", file(Html), false);
        check("a/t", table(Docx), "a/t.docx", file(Docx), true);
        check("a/t.v2", table(Xlsx), "a/t.v2.xlsx", file(Xlsx), true);
        check("a/t.json", table(Xlsx), "a/t.json", file(Json), false);
        check("a/t.csv", (file(Docx), Kind::Transcripts), "a/t.csv.docx", file(Docx), true);
        let nvivo = TargetFormat::Exchange(ExchangeOptions::of(Program::NVivo));
        let exchange = (nvivo, Kind::Exchange);
        check("a/p.qdpx", exchange, "a/p.qdpx", nvivo, false);
        check("a/p.csv", exchange, "a/p.csv.qdpx", nvivo, true);
        check("a/folder", (TargetFormat::Tidy, Kind::Tidy), "a/folder", TargetFormat::Tidy, false);
    }

    #[test]
    fn every_kind_has_a_format_and_words_for_it() {
        for kind in Kind::ALL {
            assert!(!kind.formats().is_empty() && !kind.about().is_empty());
            for &format in kind.formats() {
                let (name, use_) = format_words(format, kind);
                assert!(!name.is_empty() && use_.ends_with('.'), "{kind:?} {format:?}");
            }
        }
    }
}
