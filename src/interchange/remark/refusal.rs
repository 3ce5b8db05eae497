//! What did not come in, and why.

use super::{EntryFault, ForeignRefusal, TableRefusal};
use crate::model::Cancelled;
use crate::text::{grouped, some_of};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a file, or an entry of one, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    // Files of any kind.
    NoSuchFile,
    BrokenLink,
    IsFolder,
    NotAFile,
    TooLarge {
        megabytes: u64,
    },
    Unreadable {
        why: String,
    },
    EmptyFile,
    NoText,
    Damaged,
    Protected,
    OldOfficeFile,
    UnknownEncoding {
        name: String,
    },
    NotText,
    Cancelled,

    // Packed files.
    Workbook,
    Presentation,
    ExchangeProject,
    NoDocumentInside,
    MissingPart {
        part: String,
    },
    UnknownCompression {
        method: String,
    },
    TooDeep {
        levels: usize,
    },
    OwnEntities,
    InflatesTooFar {
        megabytes: u64,
    },
    NotATextDocument,
    /// XML of a kind that is not read; `root` is the name of its outermost element.
    UnknownXml {
        root: String,
    },

    // PDF.
    PasswordNeeded,
    WrongPassword,
    UnknownProtection,
    DamagedProtection,
    PageTooLarge {
        page: usize,
        megabytes: u64,
    },
    FontsWithoutLetters,
    PicturesOnly,

    // Tables.
    NoRows,
    NoSheetWithRows,
    NoSuchSheet {
        name: String,
        sheets: Vec<String>,
    },
    NoSheets,
    DocumentNotTable,
    WebPageNotTable,
    BinaryWorkbook,
    NoTableInside,
    TooManyColumns {
        columns: usize,
        most: usize,
    },
    TooManyRows {
        most: usize,
    },
    TooManySheets {
        most: usize,
    },
    /// Cells that state to stand in very many places.
    RepeatedCells,
    TooManyCells {
        most: usize,
    },
    TooMuchInCells {
        megabytes: usize,
    },
    /// Lines count from 1.
    UnclosedQuote {
        line: u64,
    },
    StrayQuote {
        opened: u64,
        line: u64,
    },
    RowTooLong {
        cells: usize,
        columns: usize,
    },
    /// Rows with too many cells beyond those that are listed.
    MoreRowsTooLong {
        count: usize,
    },
    NoRowFits {
        line: u64,
        cells: usize,
        columns: usize,
    },
    DatabaseNotTable,
    NotACodebook,
    /// What its columns and rows mean.
    Table(TableRefusal),

    // Readers in a process of their own.
    ReaderTooSlow {
        seconds: u64,
    },
    ReaderFailed,
    ReaderTooBig {
        megabytes: u64,
    },
    TooMuchText {
        megabytes: u64,
    },
    ReaderNotStarted {
        why: String,
    },

    // What a folder holds, and how it is reached.
    LinkInFolder,
    NoPermission,
    FolderNotListed {
        why: String,
    },
    LeavesFolder {
        path: String,
    },
    NotUtf8 {
        /// From 1.
        line: usize,
        /// From 0.
        byte: usize,
    },
    FolderTooLarge {
        megabytes: u64,
    },
    /// A file beside a project that is open: its lock or log.
    SideFile,
    PullquoteProject,
    RqdaProject,
    Ebook,
    Database,
    TooManyLines {
        most: usize,
    },

    // Projects of other programs.
    NotAnExchangeFile,
    /// Its kind is that of what it holds.
    Foreign(ForeignRefusal),

    // Project folders.
    NotJson {
        why: String,
    },
    TooManyEntries {
        most: usize,
    },
    NoProjectFile,
    OtherFormat {
        wanted: String,
    },
    NewerFolder {
        version: u64,
        known: u64,
    },
    NoFolderVersion {
        wanted: u64,
    },

    // Files that are no documents.
    TableNotDocument,
    DataFile,
    Recording,
    Picture,
    NoDocumentsInFolder,
    /// A folder without documents beside the project that is open.
    OnlyOpenProject,

    FileNotKept,

    // Names.
    NoName,
    NameTwice {
        name: String,
    },
    OtherText {
        document: String,
    },
    /// An entry of a file; its kind is that of the fault.
    Entry(EntryFault),
}

impl From<Cancelled> for Refusal {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

impl From<TableRefusal> for Refusal {
    fn from(refusal: TableRefusal) -> Self {
        Self::Table(refusal)
    }
}

impl From<EntryFault> for Refusal {
    fn from(fault: EntryFault) -> Self {
        Self::Entry(fault)
    }
}

impl From<ForeignRefusal> for Refusal {
    fn from(refusal: ForeignRefusal) -> Self {
        Self::Foreign(refusal)
    }
}

impl Refusal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Foreign(refusal) => refusal.kind(),
            Self::Table(refusal) => refusal.kind(),
            Self::Entry(fault) => fault.into(),
            other => other.into(),
        }
    }

    /// True where a password would open the file.
    #[must_use]
    pub fn wants_password(&self) -> bool {
        matches!(self, Self::PasswordNeeded | Self::WrongPassword)
    }

    /// True for a table among documents: it can be imported as a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self, Self::TableNotDocument)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(refusal) => refusal.fmt(f),
            Self::NotAnExchangeFile => f.write_str("this is not a project exchange file (.qdpx), or it is damaged"),
            Self::NotJson { why } => write!(f, "it is not valid JSON: {why}"),
            Self::TooManyEntries { most } => {
                write!(f, "it has more than {} entries, which no project has", grouped(*most))
            }
            Self::NoProjectFile => f.write_str("the folder has no project.json; it is not a Pullquote project"),
            Self::OtherFormat { wanted } => write!(f, "its `format` is not \"{wanted}\""),
            Self::NewerFolder { version, known } => write!(
                f,
                "it was written by a newer Pullquote (folder version {version}; this program knows {known})"
            ),
            Self::NoFolderVersion { wanted } => write!(f, "its `version` must be {wanted}"),
            Self::MoreRowsTooLong { count } => {
                write!(f, "{} more rows have too many cells and were left out", grouped(*count))
            }
            Self::LinkInFolder => f.write_str("links in a folder are not followed; import the file that it points to"),
            Self::NoPermission => f.write_str("you do not have permission to read it; ask its owner for access"),
            Self::FolderNotListed { why } => write!(f, "the folder cannot be listed: {why}"),
            Self::LeavesFolder { path } => write!(f, "the path {path} leads out of the folder"),
            Self::NotUtf8 { line, byte } => write!(
                f,
                "it is not UTF-8 text from line {line} (byte {byte}) on; save it as UTF-8 and import it again"
            ),
            Self::FolderTooLarge { megabytes } => {
                write!(f, "the files of this project are larger than {megabytes} MB together")
            }
            Self::SideFile => {
                f.write_str("this file belongs to a project that is open; close the project and use its own file")
            }
            Self::PullquoteProject => f.write_str(
                "this is a Pullquote project, not a document; open it, or merge it to add the codings of a copy",
            ),
            Self::RqdaProject => f.write_str(
                "this is an RQDA project, which cannot be read; open it in QualCoder, export it as .qdpx, and import that",
            ),
            Self::Ebook => f.write_str(
                "this is an e-book (EPUB), not a transcript; convert it to .docx or .html, for example with Calibre",
            ),
            Self::Database => f.write_str(
                "this is a database, not a document; give a QualCoder project the extension .qda, a Taguette project \
                 .sqlite3, and import it again",
            ),
            Self::TooManyLines { most } => {
                write!(f, "it has more than {} lines; split it into several documents", grouped(*most))
            }
            Self::TooManyRows { most } => {
                write!(f, "it has more than {} rows; split it into several tables", grouped(*most))
            }
            Self::TooManySheets { most } => write!(
                f,
                "it has more than {} sheets; save the one with the table as a workbook of its own",
                grouped(*most)
            ),
            Self::RepeatedCells => f.write_str(
                "a few cells are repeated over very many rows or columns; clear those outside the table and save it again",
            ),
            Self::NoRows => f.write_str("there is nothing below its head row"),
            Self::NoSheetWithRows => f.write_str("none of its sheets has a head row with something below it"),
            Self::NoSuchSheet { name, sheets } => {
                write!(f, "there is no sheet “{name}”; its sheets are {}", some_of(sheets, 30))
            }
            Self::NoSheets => f.write_str("this is a text file and has no sheets"),
            Self::DocumentNotTable => f.write_str("this is a document, not a table; import it as a document"),
            Self::WebPageNotTable => {
                f.write_str("this is a web page; open it with a spreadsheet program and save it as .xlsx")
            }
            Self::BinaryWorkbook => {
                f.write_str("binary workbooks (.xlsb) cannot be read; open it and save it as .xlsx")
            }
            Self::NoTableInside => f.write_str("this archive contains no table"),
            Self::TooManyColumns { columns, most } => {
                write!(f, "it has {columns} columns, and at most {most} can be read; remove those you do not need")
            }
            Self::TooManyCells { most } => write!(f, "it has more than {} cells; split it into several tables", grouped(*most)),
            Self::TooMuchInCells { megabytes } => {
                write!(f, "its cells contain more than {megabytes} MB; split it into several tables")
            }
            Self::UnclosedQuote { line } => write!(f, "the quotation mark opened in line {line} is never closed"),
            Self::StrayQuote { opened, line } => write!(
                f,
                "the cell that begins with a quotation mark in line {opened} goes on after its closing mark in line \
                 {line}; write a quotation mark within a cell twice (\"\")"
            ),
            Self::DatabaseNotTable => {
                f.write_str("this is a database, not a table; export the table that you need as .csv")
            }
            Self::NotACodebook => {
                f.write_str("a codebook is a .csv, .xlsx, .json or .qdc file; save it as one of these")
            }
            Self::Table(refusal) => refusal.fmt(f),
            Self::RowTooLong { cells, columns } => {
                write!(f, "the row has {cells} cells under {columns} columns and was left out")
            }
            Self::NoRowFits { line, cells, columns } => {
                write!(
                    f,
                    "no row fits its head row; line {line}, for example, has {cells} cells under {columns} columns"
                )
            }
            Self::NoSuchFile => f.write_str("there is no such file"),
            Self::BrokenLink => f.write_str("this link points to a file that does not exist"),
            Self::IsFolder => f.write_str("this is a folder, not a file"),
            Self::NotAFile => f.write_str("this is a pipe or a device, not a file; save what it gives as a file and use that"),
            Self::TooLarge { megabytes } => {
                write!(f, "it is larger than {megabytes} MB; split it into smaller files")
            }
            Self::Unreadable { why } => write!(f, "it cannot be read: {why}"),
            Self::EmptyFile => f.write_str("the file is empty"),
            Self::NoText => f.write_str("there is no text in it"),
            Self::Damaged => {
                f.write_str("the file is damaged or incomplete; open it in its own program and save it again")
            }
            Self::Protected => f.write_str("it is protected with a password; remove the password and save it again"),
            Self::OldOfficeFile => f.write_str(
                "files in the old Word and Excel formats cannot be read; open it and save it as .docx or .xlsx",
            ),
            Self::UnknownEncoding { name } => {
                write!(f, "there is no encoding called {name}; examples are utf-8, gb18030, big5 and shift_jis")
            }
            Self::NotText => f.write_str("it does not look like text; if it is text, choose its encoding"),
            Self::Cancelled => f.write_str("reading it was cancelled"),
            Self::Workbook => {
                f.write_str("this is a workbook, not a document; import it as a table")
            }
            Self::Presentation => f.write_str("this is a presentation, not a document; save its text as .docx or .txt"),
            Self::ExchangeProject => f.write_str(
                "this is a REFI-QDA project of another program; change its extension to .qdpx and import it again",
            ),
            Self::NoDocumentInside => {
                f.write_str("this archive contains no document; unpack it and import the files in it")
            }
            Self::MissingPart { part } => write!(f, "its part {part} is missing; the file is damaged"),
            Self::UnknownCompression { method } => {
                write!(f, "it is compressed in a way that cannot be read ({method}); open it and save it again")
            }
            Self::TooDeep { levels } => {
                write!(f, "its elements are nested more than {levels} levels deep; this is not an ordinary document")
            }
            Self::OwnEntities => f.write_str("it defines entities of its own, which no program does in such files"),
            Self::InflatesTooFar { megabytes } => {
                write!(f, "its text expands to more than {megabytes} MB; split it into several documents")
            }
            Self::NotATextDocument => {
                f.write_str("this OpenDocument file is not a text document; save it as .odt or .docx")
            }
            Self::UnknownXml { root } => write!(
                f,
                "this is an XML file of a kind that cannot be read (<{root}>); export it as .txt, .docx, .odt or .html"
            ),
            Self::PasswordNeeded => {
                f.write_str("it is protected with a password; enter the password, or save a copy without one")
            }
            Self::WrongPassword => f.write_str("this password does not open it"),
            Self::UnknownProtection => {
                f.write_str("it is protected in a way that cannot be read; open it and save a copy without protection")
            }
            Self::DamagedProtection => {
                f.write_str("its protection is damaged; open it and save a copy without protection")
            }
            Self::PageTooLarge { page, megabytes } => {
                write!(f, "page {page} cannot be read: its content expands to more than {megabytes} MB")
            }
            Self::FontsWithoutLetters => f.write_str(
                "its fonts do not say which letters they draw; run text recognition (OCR) on it, or save it as .docx",
            ),
            Self::PicturesOnly => f.write_str(
                "it contains scanned pages and no text; run text recognition (OCR) on it and import the result",
            ),
            Self::ReaderTooSlow { seconds } => {
                write!(f, "reading it took longer than {seconds} seconds; the file is damaged or too complex")
            }
            Self::ReaderFailed => {
                f.write_str("the file is damaged in a way that cannot be read; open it, save it again, and import that")
            }
            Self::ReaderTooBig { megabytes } => write!(
                f,
                "it is damaged, or reading it takes more than {megabytes} MB of memory; open it, save it again, and import that"
            ),
            Self::TooMuchText { megabytes } => {
                write!(f, "it contains more than {megabytes} MB of text; split it into several documents")
            }
            Self::ReaderNotStarted { why } => {
                write!(
                    f,
                    "the process that reads such files could not be started ({why}); restart Pullquote and try again"
                )
            }
            Self::TableNotDocument => {
                f.write_str("this is a table, not a document; import it as a table")
            }
            Self::DataFile => f.write_str(
                "this is a data file, not a document; import the folder that it belongs to, or import it as a codebook",
            ),
            Self::Recording => f.write_str("this is a recording; import its transcript"),
            Self::Picture => f.write_str("this is a picture; import its text"),
            Self::NoDocumentsInFolder => f.write_str("this folder contains no documents"),
            Self::OnlyOpenProject => f.write_str("this folder contains no documents, only the project that is open"),
            Self::FileNotKept => {
                f.write_str("the file of this document was not kept in the project; choose the file")
            }
            Self::NoName => f.write_str("it has no name; give it one"),
            Self::NameTwice { name } => {
                write!(f, "another file of this import is also named {name}; rename one of them")
            }
            Self::Entry(fault) => fault.fmt(f),
            Self::OtherText { document } => write!(
                f,
                "the project already has a document {document} with a different text; rename one of them and import again"
            ),
        }
    }
}
