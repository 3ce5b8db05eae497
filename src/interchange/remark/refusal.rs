//! What was not imported, and why.

use super::{EntryFault, ForeignRefusal, TableRefusal};
use crate::text::{grouped, some_of};
use crate::tr;
use serde::{Deserialize, Serialize};

/// Why a file, or an entry of one, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Refusal {
    // Files of any kind.
    #[error("{}", tr!("there is no such file"))]
    NoSuchFile,
    #[error("{}", tr!("this link points to a file that does not exist"))]
    BrokenLink,
    #[error("{}", tr!("this is a folder, not a file"))]
    IsFolder,
    #[error("{}", tr!("this is a pipe or a device, not a file; save its output to a file and use that"))]
    NotAFile,
    #[error("{}", tr!("it is larger than {megabytes} MB; split it into smaller files", megabytes))]
    TooLarge { megabytes: u64 },
    #[error("{}", tr!("it cannot be read: {why}", why))]
    Unreadable { why: String },
    #[error("{}", tr!("the file is empty"))]
    EmptyFile,
    #[error("{}", tr!("there is no text in it"))]
    NoText,
    #[error("{}", tr!("the file is damaged or incomplete; open it in its own program and save it again"))]
    Damaged,
    #[error("{}", tr!("it is protected with a password; remove the password and save it again"))]
    Protected,
    #[error("{}", tr!("the old Word and Excel formats cannot be read; open the file and save it as .docx or .xlsx"))]
    OldOfficeFile,
    #[error("{}", tr!("there is no encoding called {name}; examples are utf-8, gb18030, big5 and shift_jis", name))]
    UnknownEncoding { name: String },
    #[error("{}", tr!("it does not look like text; if it is text, choose its encoding"))]
    NotText,

    // Packed files.
    #[error("{}", tr!("this is a workbook, not a document; import it as a table"))]
    Workbook,
    #[error("{}", tr!("this is a presentation, not a document; save its text as .docx or .txt"))]
    Presentation,
    #[error("{}", tr!("this is a REFI-QDA project of another program; change its extension to .qdpx and import it again"))]
    ExchangeProject,
    #[error("{}", tr!("this archive contains no document; unpack it and import the files in it"))]
    NoDocumentInside,
    #[error("{}", tr!("its part {part} is missing; the file is damaged", part))]
    MissingPart { part: String },
    #[error("{}", tr!("it is compressed in a way that cannot be read ({method}); open it and save it again", method))]
    UnknownCompression { method: String },
    #[error("{}", tr!("its elements are nested more than {levels} levels deep; this is not an ordinary document", levels))]
    TooDeep { levels: usize },
    #[error("{}", tr!("it defines XML entities, which no program does in such files"))]
    OwnEntities,
    #[error("{}", tr!("its text expands to more than {megabytes} MB; split it into several documents", megabytes))]
    InflatesTooFar { megabytes: u64 },
    #[error("{}", tr!("this OpenDocument file is not a text document; save it as .odt or .docx"))]
    NotATextDocument,
    /// XML of an unsupported kind; `root` is the name of its outermost element.
    #[error("{}", tr!("this is an XML file of a kind that cannot be read (<{root}>); export it as .txt, .docx, .odt or .html", root))]
    UnknownXml { root: String },

    // PDF.
    #[error("{}", tr!("it is protected with a password; enter the password, or save a copy without one"))]
    PasswordNeeded,
    #[error("{}", tr!("this password does not open it"))]
    WrongPassword,
    #[error("{}", tr!("it is protected in a way that cannot be read; open it and save a copy without protection"))]
    UnknownProtection,
    #[error("{}", tr!("its protection is damaged; open it and save a copy without protection"))]
    DamagedProtection,
    #[error("{}", tr!("page {page} cannot be read: its content expands to more than {megabytes} MB", page, megabytes))]
    PageTooLarge { page: usize, megabytes: u64 },
    #[error("{}", tr!("its fonts do not say which letters they draw; run text recognition (OCR) on it, or save it as .docx"))]
    FontsWithoutLetters,
    #[error("{}", tr!("it contains scanned pages and no text; run text recognition (OCR) on it and import the result"))]
    PicturesOnly,

    // Tables.
    #[error("{}", tr!("there is nothing below its header row"))]
    NoRows,
    #[error("{}", tr!("none of its sheets has a header row with something below it"))]
    NoSheetWithRows,
    #[error("{}", tr!("there is no sheet “{name}”; its sheets are {sheets}", name, sheets = some_of(sheets, 30)))]
    NoSuchSheet { name: String, sheets: Vec<String> },
    #[error("{}", tr!("this is a text file and has no sheets"))]
    NoSheets,
    #[error("{}", tr!("this is a document, not a table; import it as a document"))]
    DocumentNotTable,
    #[error("{}", tr!("this is a web page; open it with a spreadsheet program and save it as .xlsx"))]
    WebPageNotTable,
    #[error("{}", tr!("binary workbooks (.xlsb) cannot be read; open the file and save it as .xlsx"))]
    BinaryWorkbook,
    #[error("{}", tr!("this archive contains no table"))]
    NoTableInside,
    #[error("{}", tr!("it has {columns} columns, and at most {most} can be read; remove those you do not need", columns, most))]
    TooManyColumns { columns: usize, most: usize },
    #[error("{}", tr!("it has more than {most} rows; split it into several tables", most = grouped(*most)))]
    TooManyRows { most: usize },
    #[error("{}", tr!("it has more than {most} sheets; save the one with the table as a separate workbook", most = grouped(*most)))]
    TooManySheets { most: usize },
    /// Cells that claim to be repeated very many times.
    #[error("{}", tr!("a few cells are repeated over very many rows or columns; clear those outside the table and save it again"))]
    RepeatedCells,
    #[error("{}", tr!("it has more than {most} cells; split it into several tables", most = grouped(*most)))]
    TooManyCells { most: usize },
    #[error("{}", tr!("its cells contain more than {megabytes} MB; split it into several tables", megabytes))]
    TooMuchInCells { megabytes: usize },
    /// Lines count from 1.
    #[error("{}", tr!("the quotation mark opened in line {line} is never closed", line))]
    UnclosedQuote { line: u64 },
    #[error("{}", tr!("the cell that begins with a quotation mark in line {opened} continues after its closing mark in line {line}; \
         write a quotation mark within a cell twice (\"\")", opened, line))]
    StrayQuote { opened: u64, line: u64 },
    #[error("{}", tr!(
        "the row has {cells} cells under {n} column and was left out"
            | "the row has {cells} cells under {n} columns and was left out" % *columns,
        cells
    ))]
    RowTooLong { cells: usize, columns: usize },
    /// Rows with too many cells that are not listed one by one.
    #[error("{}", tr!("{count} more rows have too many cells and were left out", count = grouped(*count)))]
    MoreRowsTooLong { count: usize },
    #[error("{}", tr!(
        "no row fits its header row; line {line}, for example, has {cells} cells under {n} column"
            | "no row fits its header row; line {line}, for example, has {cells} cells under {n} columns" % *columns,
        line,
        cells
    ))]
    NoRowFits { line: u64, cells: usize, columns: usize },
    #[error("{}", tr!("this is a database, not a table; export the table that you need as .csv"))]
    DatabaseNotTable,
    #[error("{}", tr!("a codebook is a .csv, .xlsx, .json or .qdc file; save it as one of these"))]
    NotACodebook,
    /// About the meaning of columns and rows.
    #[error(transparent)]
    Table(#[from] TableRefusal),

    // Readers in a separate process.
    #[error("{}", tr!("reading it took longer than {seconds} seconds; the file is damaged or too complex", seconds))]
    ReaderTooSlow { seconds: u64 },
    #[error("{}", tr!("the file is damaged in a way that cannot be read; open it, save it again, and import that"))]
    ReaderFailed,
    #[error("{}", tr!("it is damaged, or reading it takes more than {megabytes} MB of memory; open it, save it again, and import \
         that", megabytes))]
    ReaderTooBig { megabytes: u64 },
    #[error("{}", tr!("it contains more than {megabytes} MB of text; split it into several documents", megabytes))]
    TooMuchText { megabytes: u64 },
    #[error("{}", tr!("the process that reads such files could not be started ({why}); restart Pullquote and try again", why))]
    ReaderNotStarted { why: String },

    // The contents of a folder, and access to it.
    #[error("{}", tr!("links in a folder are not followed; import the file that it points to"))]
    LinkInFolder,
    #[error("{}", tr!("you do not have permission to read it; ask its owner for access"))]
    NoPermission,
    #[error("{}", tr!("the folder cannot be listed: {why}", why))]
    FolderNotListed { why: String },
    #[error("{}", tr!("the path {path} points outside the folder", path))]
    LeavesFolder { path: String },
    #[error("{}", tr!("it is not UTF-8 text from line {line} (byte {byte}) on; save it as UTF-8 and import it again", line, byte))]
    NotUtf8 {
        /// From 1.
        line: usize,
        /// From 0.
        byte: usize,
    },
    #[error("{}", tr!("the files of this project are larger than {megabytes} MB together", megabytes))]
    FolderTooLarge { megabytes: u64 },
    /// A lock or log file beside an open project.
    #[error("{}", tr!("this file belongs to a project that is open; close the project and use its own file"))]
    SideFile,
    #[error("{}", tr!("this is a Pullquote project, not a document; open it, or merge it to add the passages of a copy"))]
    PullquoteProject,
    #[error("{}", tr!("this is an RQDA project, which cannot be read; open it in QualCoder, export it as .qdpx, and import that"))]
    RqdaProject,
    #[error("{}", tr!("this is an e-book (EPUB), not a transcript; convert it to .docx or .html, for example with Calibre"))]
    Ebook,
    #[error("{}", tr!("this is a database, not a document; give a QualCoder project the extension .qda, a Taguette project \
         .sqlite3, and import it again"))]
    Database,
    #[error("{}", tr!("it has more than {most} lines; split it into several documents", most = grouped(*most)))]
    TooManyLines { most: usize },

    // Projects of other programs.
    #[error("{}", tr!("this is not a project exchange file (.qdpx), or it is damaged"))]
    NotAnExchangeFile,
    /// The kind of the refusal is the kind of what it holds.
    #[error(transparent)]
    Foreign(#[from] ForeignRefusal),

    // Project folders.
    #[error("{}", tr!("it is not valid JSON: {why}", why))]
    NotJson { why: String },
    #[error("{}", tr!("it has more than {most} entries, which no project has", most = grouped(*most)))]
    TooManyEntries { most: usize },
    #[error("{}", tr!("the folder has no project.json; it is not a Pullquote project"))]
    NoProjectFile,
    #[error("{}", tr!("its `format` is not \"{wanted}\"", wanted))]
    OtherFormat { wanted: String },
    #[error("{}", tr!("it was written by a newer Pullquote (folder version {version}; this program reads up to {known})", version, known))]
    NewerFolder { version: u64, known: u64 },
    #[error("{}", tr!("its `version` must be {wanted}", wanted))]
    NoFolderVersion { wanted: u64 },

    // Files that are not documents.
    #[error("{}", tr!("this is a table, not a document; import it as a table"))]
    TableNotDocument,
    #[error("{}", tr!("this is a data file, not a document; import the folder that it belongs to, or import it as a codebook"))]
    DataFile,
    #[error("{}", tr!("this is a recording; import its transcript"))]
    Recording,
    #[error("{}", tr!("this is a picture; import its text"))]
    Picture,
    #[error("{}", tr!("this folder contains no documents"))]
    NoDocumentsInFolder,
    /// A folder whose only content is the open project.
    #[error("{}", tr!("this folder contains no documents, only the project that is open"))]
    OnlyOpenProject,

    #[error("{}", tr!("the original file of this document is not stored in the project; choose the file"))]
    FileNotKept,

    // Names.
    #[error("{}", tr!("it has no name; give it one"))]
    NoName,
    #[error("{}", tr!("another file of this import is also named {name}; rename one of them", name))]
    NameTwice { name: String },
    #[error("{}", tr!("the project already has a document {document} with a different text; rename one of them and import again", document))]
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
        matches!(self, Self::TableNotDocument | Self::Workbook)
    }
}
