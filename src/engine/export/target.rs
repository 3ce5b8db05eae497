//! What is exported, and in which format.

use super::chosen::Chosen;
use crate::engine::compare::CompareSettings;
use crate::engine::disagreements::AgreeRule;
use crate::engine::error::Error;
use crate::engine::reading::table_query::TableQuery;
use crate::interchange::files::ending;
use crate::interchange::refi::{self, ExchangeOptions};
use crate::interchange::tables::TableFormat;
use crate::model::Noun;
use crate::store::PassageFilter;
use crate::table::View;
use crate::tr;
use std::path::{Path, PathBuf};

/// The contents of a single file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Coded passages, one row per coding, selected by the store's filter.
    Codings(PassageFilter),
    /// Coded passages, selected by criteria.
    Chosen(Chosen),
    /// A table; in a workbook, its passages are on a separate sheet.
    Table(TableQuery),
    /// A table with passages in its cells instead of numbers.
    QuoteTable(TableQuery),
    /// A table as it is displayed.
    Shown {
        query: TableQuery,
        view: View,
        /// With passages in its cells instead of numbers.
        quotes: bool,
        /// With the passages that it counts, if the format has room for them.
        passages: bool,
    },
    /// All memos.
    Memos,
    /// The code tree with definitions, colours and dimensions: CSV and JSON can be read back; other formats are for
    /// reports.
    Codebook,
    /// All participants with their attributes and documents.
    Participants,
    /// All documents with their participants and their amount of coding.
    Documents,
    /// Agreement between coders: a table, or all figures as JSON.
    Agreement(Box<CompareSettings>),
    /// The coders' disagreements with the decisions on them.
    Decisions(AgreeRule),
    /// Whole texts with marked passages and notes in the margin.
    Transcripts {
        chosen: Chosen,
        /// With memos on passages.
        memos: bool,
    },
}

impl Selection {
    #[must_use]
    pub fn kind(&self) -> FileKind {
        match self {
            Self::Codings(_) | Self::Chosen(_) => FileKind::Codings,
            Self::Table(_) | Self::QuoteTable(_) | Self::Shown { .. } => FileKind::Table,
            Self::Memos => FileKind::Memos,
            Self::Codebook => FileKind::Codebook,
            Self::Participants => FileKind::Participants,
            Self::Documents => FileKind::Documents,
            Self::Agreement(_) => FileKind::Agreement,
            Self::Decisions(_) => FileKind::Decisions,
            Self::Transcripts { .. } => FileKind::Transcripts,
        }
    }
}

/// What an exported file contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum FileKind {
    Codings,
    Table,
    Memos,
    Codebook,
    Participants,
    Documents,
    Agreement,
    Decisions,
    Transcripts,
    /// A whole project, or a part of its folder.
    Project,
    /// A file that helps to read tables in a statistics program.
    Guide,
}

impl FileKind {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The format of a target.
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
    /// Returns the format that a target's name implies: without an extension, or with `/` at the end, it is a
    /// folder.
    ///
    /// # Errors
    /// [`Error::UnknownFormat`] for an extension that cannot be written.
    pub fn of(target: &Path) -> Result<Self, Error> {
        let folder = target.is_dir() || target.to_string_lossy().ends_with(['/', '\\']) || target.extension().is_none();
        if folder {
            return Ok(Self::Folder);
        }
        match ending(target).as_str() {
            refi::PROJECT => return Ok(Self::Exchange(ExchangeOptions::PLAIN)),
            refi::CODEBOOK => return Ok(Self::ExchangeCodebook),
            _ => {}
        }
        TableFormat::of_file(target).map(Self::File).ok_or_else(|| Error::UnknownFormat { path: target.to_owned() })
    }
}

/// The result of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    pub files: Vec<ExportedFile>,
    /// Descriptions of what the files do not include of the selection.
    pub left_out: Vec<String>,
}

impl Exported {
    /// Returns ` (1092 rows)`, ` (12 files)` or nothing, to follow the name of the target.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self.files.as_slice() {
            [one] => one.rows.map_or_else(String::new, |rows| {
                let what = if one.kind == FileKind::Transcripts { Noun::Document } else { Noun::Row };
                in_brackets(&what.counted(rows))
            }),
            many => in_brackets(&Noun::File.counted(many.len() as u64)),
        }
    }
}

fn in_brackets(amount: &str) -> String {
    tr!("after the name of a file" => " ({amount})", amount)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedFile {
    pub file: PathBuf,
    pub bytes: u64,
    pub kind: FileKind,
    /// Number of rows, or of documents of transcripts; `None` for everything else.
    pub rows: Option<u64>,
}

/// True when a file in this format can hold more than one table.
pub(super) fn has_room(format: TableFormat) -> bool {
    !format.is_network() && !matches!(format, TableFormat::Csv | TableFormat::Json)
}
