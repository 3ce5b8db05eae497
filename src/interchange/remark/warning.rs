//! What should be looked at although nothing is missing.

use super::{TableWarning, counted, some_pages, was};
use crate::interchange::refi::{Offsets, Units};
use crate::text::{grouped, some_of};
use serde::{Deserialize, Serialize};

/// Something that was guessed, repaired or rearranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Warning {
    // Encodings and kinds of files.
    #[error("its encoding was detected as {encoding}; choose another if words look wrong")]
    EncodingGuessed { encoding: String },
    #[error("its encoding is not marked; it was read as {encoding}")]
    EncodingUnmarked { encoding: String },
    #[error("it is not in the encoding that it states; it was read as {encoding}")]
    EncodingDiffers { encoding: String },
    #[error("parts of it are UTF-8 and parts are not; check it for words that look wrong")]
    EncodingMixed,
    #[error("it is UTF-32, which few programs write; check that the words are right")]
    Utf32,
    #[error("{}", wrong_extension(extension, format))]
    WrongExtension { extension: String, format: String },
    #[error("it mixes several kinds of line ends; each was read as one line end")]
    MixedLineEnds,
    #[error("one of its lines is {megabytes} MB long")]
    LongLine { megabytes: usize },
    #[error("its elements are nested {levels} levels deep; check that all of it was read")]
    DeepNesting { levels: usize },

    // Layout.
    #[error("{} within paragraphs became line ends", counted(*count, "line break", "line breaks"))]
    LineBreaks { count: usize },
    #[error("a table was read as speakers and what they say")]
    TableAsTurns,
    /// Paragraphs whose automatic numbers were written into the text.
    #[error("the automatic numbers of {} were written into the text", counted(*count, "paragraph", "paragraphs"))]
    ListNumbers { count: usize },
    /// Text boxes whose words follow the paragraph that they stand in.
    #[error(
        "the words of {} were placed after the paragraph they belong to",
        counted(*count, "text box", "text boxes")
    )]
    TextBoxes { count: usize },
    #[error("{} {} read row by row", counted(*count, "table", "tables"), was(*count))]
    TablesByRow { count: usize },

    // PDF.
    #[error("its list of pages leads in a circle; each page was read once")]
    PagesInCircle,
    #[error("its owner has restricted its use; make sure that you may use it")]
    Restricted,
    #[error("{} hyphenated at the end of a line {} joined", counted(*count, "word", "words"), was(*count))]
    HyphensJoined { count: usize },
    #[error("there is nothing on {}", some_pages(pages))]
    BlankPages { pages: Vec<usize> },
    #[error(
        "the words of {} come from text recognition; compare them with the scanned page",
        counted(*count, "page", "pages")
    )]
    RecognisedPages { count: usize },
    #[error("{} in columns {} read column by column", counted(*count, "page", "pages"), was(*count))]
    PagesInColumns { count: usize },
    #[error("text that runs from right to left was put into reading order; check it")]
    RightToLeft,
    #[error("a font does not say which letters it draws; check that the words are right")]
    GuessedLetters,

    // Subtitles.
    #[error("it does not begin with WEBVTT, as WebVTT files do; it was read as one")]
    NoSignature,
    #[error("the times of cue {} are not plausible", some_cues(cues))]
    OddTimes { cues: Vec<usize> },
    /// Lines of scrolling captions that the file repeats; each was read once.
    #[error(
        "the captions scroll: {} that only repeated the one before {} left out",
        counted(*count, "line", "lines"),
        was(*count)
    )]
    RollingCaptions { count: usize },
    /// Stretches of text that belong to no cue; they were given to the one before.
    #[error(
        "{} between cues {} added to the cue before",
        counted(*count, "stretch of text", "stretches of text"),
        was(*count)
    )]
    TextBetweenCues { count: usize },
    /// Cues that do not say who speaks, in a file that says it of others.
    #[error(
        "{} without a speaker {} credited to the speaker before; check who speaks",
        counted(*count, "cue", "cues"),
        was(*count)
    )]
    CuesWithoutVoice { count: usize },
    /// Lines that begin like another speaker's words and do not say whose.
    #[error(
        "{} with a dash and no name {} credited to the speaker before; check who speaks",
        counted(*count, "line", "lines"),
        was(*count)
    )]
    DashesWithoutName { count: usize },

    /// Further remarks of an import that are not listed.
    #[error("{} more remarks are not listed", grouped(*count))]
    MoreRemarks { count: usize },
    /// Rows with too few or too many cells beyond those that are listed.
    #[error("{} more rows have too few cells", grouped(*count))]
    MoreOddRows { count: usize },

    // Tables.
    /// `cut`: it is the last row, and the file may end there by accident.
    #[error(
        "the row has {} under {}; the last ones are empty{}",
        counted(*cells, "cell", "cells"),
        counted(*columns, "column", "columns"),
        if *cut { "; the file may be cut off there" } else { "" }
    )]
    RowTooShort { cells: usize, columns: usize, cut: bool },
    #[error("{} in merged ranges got the value of the range", counted(*count, "cell", "cells"))]
    MergedCells { count: usize },
    #[error(
        "{} such as #N/A {} imported as text",
        counted(*count, "cell with an error", "cells with errors"),
        was(*count)
    )]
    ErrorCells { count: usize },
    /// Numbers that the workbook shows as percentages.
    #[error(
        "{} {} imported as the numbers behind them: 45% is 0.45",
        counted(*count, "percentage", "percentages"),
        was(*count)
    )]
    Percentages { count: usize },
    /// Rows and columns that the workbook does not show.
    #[error("{} of the workbook were imported too; check that you want them", hidden_cells(*rows, *columns))]
    HiddenCells { rows: usize, columns: usize },
    /// Sheets of the workbook that were not read.
    #[error("the sheet {read} was read; there are others: {}", other_sheets(others, hidden))]
    OtherSheets { read: String, others: Vec<String>, hidden: Vec<String> },
    /// The sheet that was read is not shown by the workbook.
    #[error("the sheet {name}, which was read, is hidden in the workbook")]
    HiddenSheet { name: String },
    #[error("“{title}” was taken for a title above the table")]
    TitleAboveTable { title: String },
    /// All but the first are numbered, up to `last`.
    #[error("several columns are named “{name}”; they were numbered up to “{name} ({last})”")]
    RepeatedColumn { name: String, last: usize },
    /// The row below the head was joined to it.
    #[error("it was read as a second row of the head")]
    SecondHeadRow,
    /// Cells, or lines of them, that could name several codes, each taken as one.
    #[error(
        "{} that could name several codes {} taken as one code each, because not every part is a known code; say \
         what separates the codes if they are several: {}",
        counted(cells.len(), "entry", "entries"),
        was(cells.len()),
        some_of(cells, 10)
    )]
    UndividedCodes { cells: Vec<String> },
    /// What its columns and rows mean.
    #[error(transparent)]
    Table(TableWarning),

    // Projects of other programs.
    #[error("all codes are in one folder “{folder}”, which can be left out on import")]
    CodesInOneFolder { folder: String },
    /// No code name contains the separator that names were to be split at.
    #[error("no code name contains “{separator}”")]
    NothingToSplit { separator: String },
    /// Passages that differ between the two ways to count positions, where nothing says which one is meant.
    #[error(
        "the positions of {} in {} could count characters or UTF-16 units, and the file does not say which; they \
         were read as {}, so check where these passages begin and end; an import lets you choose the other reading",
        counted(*passages, "passage", "passages"),
        counted(*documents, "document", "documents"),
        read_as.name()
    )]
    UncertainPositions { passages: usize, documents: usize, read_as: Offsets },
    /// Passages that differ between the two ways to count a line end of two characters, where nothing says which is meant.
    #[error(
        "the positions of {} in {} could count a Windows line end (CR LF) as one character or as two, and the file \
         does not say which; check where these passages begin and end",
        counted(*passages, "passage", "passages"),
        counted(*documents, "document", "documents")
    )]
    UncertainLineEnds { passages: usize, documents: usize },
    /// The positions of a document count otherwise than those of its program do.
    #[error("its positions fit its text when they are counted in {units}, and were read so")]
    PositionsCounted { units: Units },
    /// A file of the archive that stands there more than once.
    #[error("the archive contains it more than once; one of them was read")]
    MemberTwice,
    /// A file of the archive whose name differs from another one only by the case of its letters.
    #[error("its name differs from {other} only in upper and lower case; check that the right one was read")]
    MemberCase { other: String },
    /// Files of an archive that share bytes.
    #[error(
        "{} of the archive overlap, as no program writes them; each was read once",
        counted(*count, "file", "files")
    )]
    OverlappingMembers { count: usize },
    /// Odd files of an archive beyond those that are listed.
    #[error("{} like these", counted(*count, "more file of the archive is", "more files of the archive are"))]
    MoreOddMembers { count: usize },

    // Project folders.
    /// A code with ` > ` in its name, which reads like the path of another code.
    #[error(
        "its name, “{name}”, reads like the path of another code, to which all codings with “{name}” were given; paths \
         of this code have › in place of >: {path}"
    )]
    AmbiguousCodeName { name: String, path: String },
    /// Positions that counted characters which the stored text does not have.
    #[error(
        "{} of passages, times and labels {} adjusted, because line ends were converted or invisible characters \
         were removed from the text",
        counted(*count, "position", "positions"),
        was(*count)
    )]
    PositionsAdjusted { count: usize },

    // Speakers.
    /// Nobody was detected, although so many lines begin alike; with the pattern that takes these beginnings for labels.
    #[error(
        "no speakers were detected, but {lines} lines begin with {}; if these are speakers, use the pattern \
         {pattern}",
        some_beginnings(beginnings)
    )]
    NoSpeakers { beginnings: Vec<String>, lines: usize, pattern: String },
    #[error("only {label} is labelled, so all words are credited to {label}; say who speaks the other lines")]
    OneLabel { label: String },
    #[error("{count} speakers were detected; check that they are speakers")]
    ManySpeakers { count: usize },
    #[error("{count} different labels begin lines and were not taken for speakers; check who speaks")]
    ManyLabels { count: usize },
}

fn wrong_extension(extension: &str, format: &str) -> String {
    match extension {
        "" => format!("its name has no extension; it was read as a {format} file"),
        _ => format!("its name ends in .{extension}, but it is a {format} file and was read as one"),
    }
}

/// `2 hidden rows and 1 hidden column`.
fn hidden_cells(rows: usize, columns: usize) -> String {
    let rows = (rows > 0).then(|| counted(rows, "hidden row", "hidden rows"));
    let columns = (columns > 0).then(|| counted(columns, "hidden column", "hidden columns"));
    rows.into_iter().chain(columns).collect::<Vec<_>>().join(" and ")
}

fn other_sheets(others: &[String], hidden: &[String]) -> String {
    let hidden = hidden.iter().map(|name| format!("{name} (hidden)"));
    let all: Vec<String> = others.iter().cloned().chain(hidden).collect();
    some_of(&all, 30)
}

fn some_cues(cues: &[usize]) -> String {
    let names: Vec<String> = cues.iter().take(8).map(ToString::to_string).collect();
    let more = if cues.len() > 8 { " and others" } else { "" };
    names.join(", ") + more
}

fn some_beginnings(beginnings: &[String]) -> String {
    let shown: Vec<String> = beginnings.iter().take(3).map(|label| format!("“{label}”")).collect();
    let more = if beginnings.len() > shown.len() { " …" } else { "" };
    shown.join(", ") + more
}

impl Warning {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Table(warning) => warning.kind(),
            other => other.into(),
        }
    }
}
