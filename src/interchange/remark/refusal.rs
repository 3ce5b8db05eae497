//! What was not imported, and why.

use super::{EntryFault, ForeignRefusal, TableRefusal, counted};
use crate::text::{grouped, some_of};
use serde::{Deserialize, Serialize};

/// Why a file, or an entry of one, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    // Files of any kind.
    #[error("there is no such file")]
    NoSuchFile,
    #[error("this link points to a file that does not exist")]
    BrokenLink,
    #[error("this is a folder, not a file")]
    IsFolder,
    #[error("this is a pipe or a device, not a file; save its output to a file and use that")]
    NotAFile,
    #[error("it is larger than {megabytes} MB; split it into smaller files")]
    TooLarge { megabytes: u64 },
    #[error("it cannot be read: {why}")]
    Unreadable { why: String },
    #[error("the file is empty")]
    EmptyFile,
    #[error("there is no text in it")]
    NoText,
    #[error("the file is damaged or incomplete; open it in its own program and save it again")]
    Damaged,
    #[error("it is protected with a password; remove the password and save it again")]
    Protected,
    #[error("the old Word and Excel formats cannot be read; open the file and save it as .docx or .xlsx")]
    OldOfficeFile,
    #[error("there is no encoding called {name}; examples are utf-8, gb18030, big5 and shift_jis")]
    UnknownEncoding { name: String },
    #[error("it does not look like text; if it is text, choose its encoding")]
    NotText,

    // Packed files.
    #[error("this is a workbook, not a document; import it as a table")]
    Workbook,
    #[error("this is a presentation, not a document; save its text as .docx or .txt")]
    Presentation,
    #[error("this is a REFI-QDA project of another program; change its extension to .qdpx and import it again")]
    ExchangeProject,
    #[error("this archive contains no document; unpack it and import the files in it")]
    NoDocumentInside,
    #[error("its part {part} is missing; the file is damaged")]
    MissingPart { part: String },
    #[error("it is compressed in a way that cannot be read ({method}); open it and save it again")]
    UnknownCompression { method: String },
    #[error("its elements are nested more than {levels} levels deep; this is not an ordinary document")]
    TooDeep { levels: usize },
    #[error("it defines XML entities, which no program does in such files")]
    OwnEntities,
    #[error("its text expands to more than {megabytes} MB; split it into several documents")]
    InflatesTooFar { megabytes: u64 },
    #[error("this OpenDocument file is not a text document; save it as .odt or .docx")]
    NotATextDocument,
    /// XML of an unsupported kind; `root` is the name of its outermost element.
    #[error("this is an XML file of a kind that cannot be read (<{root}>); export it as .txt, .docx, .odt or .html")]
    UnknownXml { root: String },

    // PDF.
    #[error("it is protected with a password; enter the password, or save a copy without one")]
    PasswordNeeded,
    #[error("this password does not open it")]
    WrongPassword,
    #[error("it is protected in a way that cannot be read; open it and save a copy without protection")]
    UnknownProtection,
    #[error("its protection is damaged; open it and save a copy without protection")]
    DamagedProtection,
    #[error("page {page} cannot be read: its content expands to more than {megabytes} MB")]
    PageTooLarge { page: usize, megabytes: u64 },
    #[error("its fonts do not say which letters they draw; run text recognition (OCR) on it, or save it as .docx")]
    FontsWithoutLetters,
    #[error("it contains scanned pages and no text; run text recognition (OCR) on it and import the result")]
    PicturesOnly,

    // Tables.
    #[error("there is nothing below its header row")]
    NoRows,
    #[error("none of its sheets has a header row with something below it")]
    NoSheetWithRows,
    #[error("there is no sheet “{name}”; its sheets are {}", some_of(sheets, 30))]
    NoSuchSheet { name: String, sheets: Vec<String> },
    #[error("this is a text file and has no sheets")]
    NoSheets,
    #[error("this is a document, not a table; import it as a document")]
    DocumentNotTable,
    #[error("this is a web page; open it with a spreadsheet program and save it as .xlsx")]
    WebPageNotTable,
    #[error("binary workbooks (.xlsb) cannot be read; open the file and save it as .xlsx")]
    BinaryWorkbook,
    #[error("this archive contains no table")]
    NoTableInside,
    #[error("it has {columns} columns, and at most {most} can be read; remove those you do not need")]
    TooManyColumns { columns: usize, most: usize },
    #[error("it has more than {} rows; split it into several tables", grouped(*most))]
    TooManyRows { most: usize },
    #[error("it has more than {} sheets; save the one with the table as a separate workbook", grouped(*most))]
    TooManySheets { most: usize },
    /// Cells that claim to be repeated very many times.
    #[error("a few cells are repeated over very many rows or columns; clear those outside the table and save it again")]
    RepeatedCells,
    #[error("it has more than {} cells; split it into several tables", grouped(*most))]
    TooManyCells { most: usize },
    #[error("its cells contain more than {megabytes} MB; split it into several tables")]
    TooMuchInCells { megabytes: usize },
    /// Lines count from 1.
    #[error("the quotation mark opened in line {line} is never closed")]
    UnclosedQuote { line: u64 },
    #[error(
        "the cell that begins with a quotation mark in line {opened} continues after its closing mark in line {line}; \
         write a quotation mark within a cell twice (\"\")"
    )]
    StrayQuote { opened: u64, line: u64 },
    #[error("the row has {cells} cells under {} and was left out", counted(*columns, "column", "columns"))]
    RowTooLong { cells: usize, columns: usize },
    /// Rows with too many cells that are not listed one by one.
    #[error("{} more rows have too many cells and were left out", grouped(*count))]
    MoreRowsTooLong { count: usize },
    #[error(
        "no row fits its header row; line {line}, for example, has {cells} cells under {}",
        counted(*columns, "column", "columns")
    )]
    NoRowFits { line: u64, cells: usize, columns: usize },
    #[error("this is a database, not a table; export the table that you need as .csv")]
    DatabaseNotTable,
    #[error("a codebook is a .csv, .xlsx, .json or .qdc file; save it as one of these")]
    NotACodebook,
    /// About the meaning of columns and rows.
    #[error(transparent)]
    Table(#[from] TableRefusal),

    // Readers in a separate process.
    #[error("reading it took longer than {seconds} seconds; the file is damaged or too complex")]
    ReaderTooSlow { seconds: u64 },
    #[error("the file is damaged in a way that cannot be read; open it, save it again, and import that")]
    ReaderFailed,
    #[error(
        "it is damaged, or reading it takes more than {megabytes} MB of memory; open it, save it again, and import \
         that"
    )]
    ReaderTooBig { megabytes: u64 },
    #[error("it contains more than {megabytes} MB of text; split it into several documents")]
    TooMuchText { megabytes: u64 },
    #[error("the process that reads such files could not be started ({why}); restart Pullquote and try again")]
    ReaderNotStarted { why: String },

    // The contents of a folder, and access to it.
    #[error("links in a folder are not followed; import the file that it points to")]
    LinkInFolder,
    #[error("you do not have permission to read it; ask its owner for access")]
    NoPermission,
    #[error("the folder cannot be listed: {why}")]
    FolderNotListed { why: String },
    #[error("the path {path} points outside the folder")]
    LeavesFolder { path: String },
    #[error("it is not UTF-8 text from line {line} (byte {byte}) on; save it as UTF-8 and import it again")]
    NotUtf8 {
        /// From 1.
        line: usize,
        /// From 0.
        byte: usize,
    },
    #[error("the files of this project are larger than {megabytes} MB together")]
    FolderTooLarge { megabytes: u64 },
    /// A lock or log file beside an open project.
    #[error("this file belongs to a project that is open; close the project and use its own file")]
    SideFile,
    #[error("this is a Pullquote project, not a document; open it, or merge it to add the passages of a copy")]
    PullquoteProject,
    #[error("this is an RQDA project, which cannot be read; open it in QualCoder, export it as .qdpx, and import that")]
    RqdaProject,
    #[error("this is an e-book (EPUB), not a transcript; convert it to .docx or .html, for example with Calibre")]
    Ebook,
    #[error(
        "this is a database, not a document; give a QualCoder project the extension .qda, a Taguette project \
         .sqlite3, and import it again"
    )]
    Database,
    #[error("it has more than {} lines; split it into several documents", grouped(*most))]
    TooManyLines { most: usize },

    // Projects of other programs.
    #[error("this is not a project exchange file (.qdpx), or it is damaged")]
    NotAnExchangeFile,
    /// The kind of the refusal is the kind of what it holds.
    #[error(transparent)]
    Foreign(#[from] ForeignRefusal),

    // Project folders.
    #[error("it is not valid JSON: {why}")]
    NotJson { why: String },
    #[error("it has more than {} entries, which no project has", grouped(*most))]
    TooManyEntries { most: usize },
    #[error("the folder has no project.json; it is not a Pullquote project")]
    NoProjectFile,
    #[error("its `format` is not \"{wanted}\"")]
    OtherFormat { wanted: String },
    #[error("it was written by a newer Pullquote (folder version {version}; this program reads up to {known})")]
    NewerFolder { version: u64, known: u64 },
    #[error("its `version` must be {wanted}")]
    NoFolderVersion { wanted: u64 },

    // Files that are not documents.
    #[error("this is a table, not a document; import it as a table")]
    TableNotDocument,
    #[error("this is a data file, not a document; import the folder that it belongs to, or import it as a codebook")]
    DataFile,
    #[error("this is a recording; import its transcript")]
    Recording,
    #[error("this is a picture; import its text")]
    Picture,
    #[error("this folder contains no documents")]
    NoDocumentsInFolder,
    /// A folder whose only content is the open project.
    #[error("this folder contains no documents, only the project that is open")]
    OnlyOpenProject,

    #[error("the original file of this document is not stored in the project; choose the file")]
    FileNotKept,

    // Names.
    #[error("it has no name; give it one")]
    NoName,
    #[error("another file of this import is also named {name}; rename one of them")]
    NameTwice { name: String },
    #[error("the project already has a document {document} with a different text; rename one of them and import again")]
    OtherText { document: String },
    /// About an entry of a file; the kind of the refusal is the kind of the fault.
    #[error(transparent)]
    Entry(#[from] EntryFault),
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

    /// True if a password would open the file.
    #[must_use]
    pub fn wants_password(&self) -> bool {
        matches!(self, Self::PasswordNeeded | Self::WrongPassword)
    }

    /// True for a table among documents, which can be imported as a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self, Self::TableNotDocument)
    }
}
