//! What is exported, and what it is to become.

use super::chosen::Chosen;
use crate::engine::compare::CompareSettings;
use crate::engine::error::Error;
use crate::engine::reading::table_query::TableQuery;
use crate::interchange::refi::{self, ExchangeOptions};
use crate::interchange::tables::TableFormat;
use crate::model::counted;
use crate::store::PassageFilter;
use crate::table::View;
use std::path::{Path, PathBuf};

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
    /// [`Error::UnknownFormat`] for an ending that cannot be written.
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
        TableFormat::of_file(target).map(Self::File).ok_or_else(|| Error::UnknownFormat { path: target.to_owned() })
    }
}

/// What came of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    pub files: Vec<ExportedFile>,
    /// What of the selection is not in them, in words.
    pub left_out: Vec<String>,
}

impl Exported {
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
pub struct ExportedFile {
    pub file: PathBuf,
    pub bytes: u64,
    /// `codings`, `table` and so on, as [`Selection::kind`] has it; `project` for a whole one.
    pub kind: &'static str,
    /// Rows, or documents of transcripts; none for what is neither.
    pub rows: Option<u64>,
}

/// True when a file in this format can hold more than one table.
pub(super) fn has_room(format: TableFormat) -> bool {
    !matches!(format, TableFormat::Csv | TableFormat::Json)
}
