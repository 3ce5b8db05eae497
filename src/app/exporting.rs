//! An export being set up: what to write, in which format, with which coders and codes, and its preview.

mod requests;

use super::pending::Pending;
use super::submission::Submission;
use crate::engine::browse::Browse;
use crate::engine::export::preview::Preview;
use crate::engine::{Selection, TargetFormat};
use crate::i18n::{self, Language};
use crate::interchange::refi::{ExchangeOptions, Program};
use crate::interchange::tables::TableFormat;
use crate::model::{CodeId, SourceId, UserId};
use crate::tr;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What can be exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ExportKind {
    /// The table of the Tables room as displayed.
    Table,
    #[default]
    Passages,
    /// The passages of the Passages room as filtered there.
    Listed,
    Transcripts,
    Codebook,
    Memos,
    Participants,
    Documents,
    Agreement,
    Decisions,
    Tidy,
    Folder,
    Exchange,
}

use TableFormat::{Csv, Docx, Gexf, Graphml, Html, Json, Md, Text, Xlsx};

const fn file(format: TableFormat) -> TargetFormat {
    TargetFormat::File(format)
}

const LISTS: &[TargetFormat] = &[file(Csv), file(Xlsx), file(Docx), file(Html), file(Md), file(Json), file(Text)];
const TABLES: &[TargetFormat] = &[file(Xlsx), file(Docx), file(Csv), file(Html), file(Md), file(Json), file(Text)];
/// Of a table of codes by codes.
const NETWORKS: &[TargetFormat] =
    &[file(Xlsx), file(Docx), file(Csv), file(Html), file(Md), file(Json), file(Text), file(Graphml), file(Gexf)];
const CODEBOOKS: &[TargetFormat] =
    &[file(Csv), file(Xlsx), file(Docx), file(Html), file(Md), file(Json), TargetFormat::ExchangeCodebook];

impl ExportKind {
    pub const ALL: [Self; 13] = [
        Self::Table,
        Self::Passages,
        Self::Listed,
        Self::Transcripts,
        Self::Codebook,
        Self::Memos,
        Self::Participants,
        Self::Documents,
        Self::Agreement,
        Self::Decisions,
        Self::Tidy,
        Self::Folder,
        Self::Exchange,
    ];

    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Table => tr!("Current table"),
            Self::Passages => tr!("Coded passages"),
            Self::Listed => tr!("Filtered passages"),
            Self::Transcripts => tr!("Coded transcripts"),
            Self::Codebook => tr!("Codebook"),
            Self::Memos => tr!("Memos"),
            Self::Participants => tr!("Participants"),
            Self::Documents => tr!("Documents"),
            Self::Agreement => tr!("Agreement between coders"),
            Self::Decisions => tr!("Disagreements and decisions"),
            Self::Tidy => tr!("Data for R, Python and SPSS"),
            Self::Folder => tr!("Project as a folder"),
            Self::Exchange => tr!("Project for another program"),
        }
    }

    /// Returns a description in a sentence.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Self::Table => tr!("Exactly as shown in Tables, including sorting and hidden rows."),
            Self::Passages => {
                tr!("One row per coded passage, with participant, attributes, dimensions, coder, memo \
                and date.")
            }
            Self::Listed => tr!("Only passages that match the current filters in Passages."),
            Self::Transcripts => {
                tr!("Full transcripts with coded passages highlighted, and code, coder and memo in \
                the margin.")
            }
            Self::Codebook => tr!("Every code with its definition, dimensions and number of passages."),
            Self::Memos => tr!("All memos with the item each is attached to."),
            Self::Participants => tr!("One row per participant, with attributes and documents."),
            Self::Documents => tr!("One row per document, with participant, length and passages."),
            Self::Agreement => tr!("Agreement figures with the current settings in Compare."),
            Self::Decisions => {
                tr!(
                    "One row per disagreement, with its words, each coder’s codes, the decision, its reason, who decided \
                and when."
                )
            }
            Self::Tidy => tr!("A folder of CSV tables with scripts that read them."),
            Self::Folder => {
                tr!("Plain text files that Pullquote can open again: transcripts, codebook, passages, memos.")
            }
            Self::Exchange => tr!("REFI-QDA (.qdpx), for NVivo, ATLAS.ti, MAXQDA, QualCoder and others."),
        }
    }

    /// Returns the formats it can be written in, the usual one of an English file first.
    #[must_use]
    pub fn formats(self) -> &'static [TargetFormat] {
        match self {
            Self::Table | Self::Agreement | Self::Decisions => TABLES,
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

    /// The suggested file name without its extension; `project` is the project's name.
    fn file_stem(self, project: &str) -> String {
        match self {
            Self::Table => tr!("file name" => "{project} table", project),
            Self::Passages | Self::Listed => tr!("file name" => "{project} passages", project),
            Self::Transcripts => tr!("file name" => "{project} transcripts", project),
            Self::Codebook => tr!("file name" => "{project} codebook", project),
            Self::Memos => tr!("file name" => "{project} memos", project),
            Self::Participants => tr!("file name" => "{project} participants", project),
            Self::Documents => tr!("file name" => "{project} documents", project),
            Self::Agreement => tr!("file name" => "{project} agreement", project),
            Self::Decisions => tr!("file name" => "{project} decisions", project),
            Self::Tidy => tr!("file name" => "{project} tables", project),
            Self::Folder => tr!("file name" => "{project} folder", project),
            Self::Exchange => project.to_owned(),
        }
    }
}

/// Returns the extension of files in this format; `None` for a folder.
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

/// Returns the name of the format and what it is suitable for.
#[must_use]
pub fn format_words(format: TargetFormat, kind: ExportKind) -> (&'static str, &'static str) {
    match format {
        TargetFormat::File(Csv) if kind == ExportKind::Codebook => {
            ("CSV", tr!("Can be imported into a codebook again; opens in a spreadsheet."))
        }
        TargetFormat::File(Json) if kind == ExportKind::Codebook => {
            ("JSON", tr!("Can be imported into a codebook again."))
        }
        TargetFormat::File(Csv) => ("CSV", tr!("Data only, for spreadsheets and statistics.")),
        TargetFormat::File(Xlsx) => {
            ("Excel", tr!("A workbook with real numbers and dates, and a sheet that documents the settings."))
        }
        TargetFormat::File(Docx) if kind == ExportKind::Transcripts => {
            ("Word", tr!("Every passage has a comment by its coder."))
        }
        TargetFormat::File(Docx) if matches!(kind, ExportKind::Passages | ExportKind::Listed) => {
            ("Word", tr!("Quotations grouped by code, each with its participant."))
        }
        TargetFormat::File(Docx) if kind == ExportKind::Memos => {
            ("Word", tr!("Memos grouped by the item they are attached to."))
        }
        TargetFormat::File(Docx) => {
            ("Word", tr!("A journal-style table with a caption that your template can restyle."))
        }
        TargetFormat::File(Html) if kind == ExportKind::Transcripts => {
            (tr!("Web page"), tr!("Notes in the margin. Codes and coders can be hidden. One file that works offline."))
        }
        TargetFormat::File(Html) => (tr!("Web page"), tr!("Opens in any browser. One file that works offline.")),
        TargetFormat::File(Md) => ("Markdown", tr!("Plain text with tables, for notes and repositories.")),
        TargetFormat::File(Json) => ("JSON", tr!("For other software: unrounded values.")),
        TargetFormat::File(Text) => (tr!("Text"), tr!("Plain text in columns.")),
        TargetFormat::File(Graphml) => ("GraphML", tr!("A network of codes, for programs that draw networks.")),
        TargetFormat::File(Gexf) => ("GEXF", tr!("A network of codes, for Gephi.")),
        TargetFormat::Tidy => (tr!("Folder"), tr!("CSV files for R and Python, and one with syntax for SPSS.")),
        TargetFormat::Folder => (tr!("Folder"), tr!("Creates a new folder. Existing files are not changed.")),
        TargetFormat::Exchange(options) => match options.program {
            None => (tr!("Any program"), tr!("The REFI-QDA standard format, which most QDA programs can read.")),
            Some(Program::NVivo) => ("NVivo", tr!("Counts positions after emoji the way NVivo does.")),
            Some(Program::AtlasTi) => ("ATLAS.ti", tr!("Also writes participant attributes as document groups.")),
            Some(Program::Maxqda) => ("MAXQDA", tr!("Also writes participant attributes to their documents.")),
            Some(Program::QualCoder) => ("QualCoder", tr!("Duplicate code names get their parent’s name appended.")),
        },
        TargetFormat::ExchangeCodebook => ("REFI-QDA", tr!("The codebook in the REFI-QDA standard format (.qdc).")),
    }
}

/// An export being set up.
#[derive(Clone, Debug, Default)]
pub struct ExportDraft {
    pub kind: ExportKind,
    pub format: Option<TargetFormat>,
    /// The language of a file for people; `None`: the window's.
    pub language: Option<Language>,
    /// Empty: the coders whose codings count by default.
    pub coders: Vec<UserId>,
    /// Empty: all. Codes include their subcodes.
    pub codes: Vec<CodeId>,
    /// Empty: all.
    pub documents: Vec<SourceId>,
    /// Whether a table includes the passages that it counts.
    pub passages: bool,
    /// Whether transcripts include memos.
    pub memos: bool,
    /// Whether the table is one of codes by codes, which can be written as a network.
    pub is_network: bool,
    pub preview: Option<Arc<Preview>>,
    /// Coders, codes and documents at the beginning.
    untouched: (Vec<UserId>, Vec<CodeId>, Vec<SourceId>),
    asked: Option<Asked>,
    pub pending: Pending,
    pub submission: Submission,
}

/// What the preview was requested for.
#[derive(Clone, Debug)]
enum Asked {
    Selection(Box<Selection>, (TargetFormat, Language)),
    /// The passages of a list; compared by identity, because there may be many.
    Listed(Arc<Browse>, (TargetFormat, Language)),
}

impl Asked {
    /// True when it is for this list.
    fn is_of(&self, list: &Arc<Browse>, now: (TargetFormat, Language)) -> bool {
        matches!(self, Self::Listed(exported, form) if Arc::ptr_eq(exported, list) && *form == now)
    }
}

impl ExportDraft {
    /// True when closing would lose choices other than the kind and the format.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        let (coders, codes, documents) = &self.untouched;
        (&self.coders, &self.codes, &self.documents) != (coders, codes, documents) || !(self.passages && self.memos)
    }

    /// Returns the formats it can be written in, the usual one of an English file first.
    #[must_use]
    pub fn formats(&self) -> &'static [TargetFormat] {
        if self.kind == ExportKind::Table && self.is_network { NETWORKS } else { self.kind.formats() }
    }

    #[must_use]
    pub fn format(&self) -> TargetFormat {
        let formats = self.formats();
        let usual = match formats {
            // The heads of CSV are English, because other programs read them.
            [TargetFormat::File(Csv), others @ ..] if self.language() == Language::Chinese => {
                others.iter().find(|format| **format == file(Xlsx)).or(formats.first())
            }
            _ => formats.first(),
        };
        let chosen = self.format.filter(|format| formats.contains(format));
        chosen.or(usual.copied()).unwrap_or(TargetFormat::Folder)
    }

    /// Returns the language of the file.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language.unwrap_or_else(i18n::current)
    }

    /// True while the preview is out of date.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.pending.is_waiting()
    }

    /// Requests the preview again.
    pub fn preview_again(&mut self) {
        self.asked = None;
    }

    /// True when coders can be selected for it.
    #[must_use]
    pub fn takes_coders(&self) -> bool {
        matches!(self.kind, ExportKind::Table | ExportKind::Passages | ExportKind::Transcripts | ExportKind::Tidy)
    }

    /// True when codes and documents can be selected for it.
    #[must_use]
    pub fn takes_codes(&self) -> bool {
        matches!(self.kind, ExportKind::Passages | ExportKind::Transcripts)
    }

    /// True for files that people read, which have a language; in a folder of tables, this is the description.
    #[must_use]
    pub fn has_language(&self) -> bool {
        matches!(self.format(), TargetFormat::File(Docx | Html | Md | Text | Xlsx) | TargetFormat::Tidy)
    }

    /// True when passages can be added to it.
    #[must_use]
    pub fn takes_passages(&self) -> bool {
        let room = !matches!(self.format(), TargetFormat::File(Csv | Json | Graphml | Gexf));
        self.kind == ExportKind::Table && room
    }
}

/// The export being set up, if any, and the choices for earlier ones.
#[derive(Clone, Debug, Default)]
pub struct Exporting {
    pub open: Option<ExportDraft>,
    formats: HashMap<ExportKind, TargetFormat>,
    last: Option<ExportKind>,
    /// The file being written, or the last one written.
    writing: Pending,
}

/// What to write, and the suggested file name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub selection: Selection,
    pub kind: ExportKind,
    pub format: TargetFormat,
    /// The other formats that an extension can select.
    pub formats: &'static [TargetFormat],
    pub language: Language,
    pub name: String,
}

/// Returns the target and its format. The extension of another one of these formats selects that format; otherwise,
/// the extension of `format` is added and `true` is returned.
fn named(target: PathBuf, format: TargetFormat, formats: &[TargetFormat]) -> (PathBuf, TargetFormat, bool) {
    let Some(expected) = ending(format) else { return (target, format, false) };
    let typed = TargetFormat::of(&target).ok().filter(|typed| formats.contains(typed));
    if let Some(typed) = typed {
        // Several formats may share an extension.
        let format = if ending(typed) == Some(expected) { format } else { typed };
        return (target, format, false);
    }
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(expected);
    (target.with_file_name(name), format, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gets_the_ending_of_its_format_unless_another_was_typed() {
        let check = |path: &str, (format, kind): (TargetFormat, ExportKind), wanted: &str, as_format, added| {
            let got = named(PathBuf::from(path), format, kind.formats());
            assert_eq!(got, (PathBuf::from(wanted), as_format, added), "{path}");
        };
        let table = |format| (file(format), ExportKind::Table);
        check("a/表.csv", table(Csv), "a/表.csv", file(Csv), false);
        check("a/t.HTM", table(Html), "a/t.HTM", file(Html), false);
        check("a/t", table(Docx), "a/t.docx", file(Docx), true);
        check("a/t.v2", table(Xlsx), "a/t.v2.xlsx", file(Xlsx), true);
        check("a/t.json", table(Xlsx), "a/t.json", file(Json), false);
        check("a/t.csv", (file(Docx), ExportKind::Transcripts), "a/t.csv.docx", file(Docx), true);
        let nvivo = TargetFormat::Exchange(ExchangeOptions::of(Program::NVivo));
        let exchange = (nvivo, ExportKind::Exchange);
        check("a/p.qdpx", exchange, "a/p.qdpx", nvivo, false);
        check("a/p.csv", exchange, "a/p.csv.qdpx", nvivo, true);
        check("a/folder", (TargetFormat::Tidy, ExportKind::Tidy), "a/folder", TargetFormat::Tidy, false);
    }

    #[test]
    fn a_chinese_file_is_no_csv_unless_that_was_chosen() {
        let format = |language, chosen| {
            let draft = ExportDraft { kind: ExportKind::Passages, language, format: chosen, ..ExportDraft::default() };
            draft.format()
        };
        assert_eq!(format(None, None), file(Csv));
        assert_eq!(format(Some(Language::Chinese), None), file(Xlsx));
        assert_eq!(format(Some(Language::Chinese), Some(file(Csv))), file(Csv));
    }

    #[test]
    fn every_kind_has_a_format_and_words_for_it() {
        for kind in ExportKind::ALL {
            assert!(!kind.formats().is_empty() && !kind.about().is_empty());
            for &format in kind.formats() {
                let (name, use_) = format_words(format, kind);
                assert!(!name.is_empty() && use_.ends_with('.'), "{kind:?} {format:?}");
            }
        }
    }
}
