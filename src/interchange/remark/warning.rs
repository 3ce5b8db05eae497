//! What to check although nothing is missing.

use super::{TableWarning, counted, some_pages, was};
use crate::interchange::refi::{Offsets, Units};
use crate::model::entries;
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
    /// Words of a web page that its style hides.
    #[error("{} that the page hides {} kept; remove those that do not belong to the text", counted(*characters, "character", "characters"), was(*characters))]
    HiddenByPage { characters: usize },
    #[error("a table was read as speakers and what they say")]
    TableAsTurns,
    /// Paragraphs whose automatic numbers became part of the text.
    #[error("the automatic numbers of {} were written into the text", counted(*count, "paragraph", "paragraphs"))]
    ListNumbers { count: usize },
    /// Text boxes whose words were placed after the paragraph that contains them.
    #[error(
        "the words of {} were placed after the paragraph they belong to",
        counted(*count, "text box", "text boxes")
    )]
    TextBoxes { count: usize },
    #[error("{} {} read row by row", counted(*count, "table", "tables"), was(*count))]
    TablesByRow { count: usize },

    // PDF.
    #[error("its list of pages loops back on itself; each page was read once")]
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
    /// Text outside any cue, which was added to the cue before.
    #[error(
        "{} between cues {} added to the cue before",
        counted(*count, "stretch of text", "stretches of text"),
        was(*count)
    )]
    TextBetweenCues { count: usize },
    /// Cues without a speaker, in a file that names speakers in other cues.
    #[error(
        "{} without a speaker {} credited to the speaker before; check who speaks",
        counted(*count, "cue", "cues"),
        was(*count)
    )]
    CuesWithoutVoice { count: usize },
    /// Lines that begin with a dash, as for another speaker, but without a name.
    #[error(
        "{} with a dash and no name {} credited to the speaker before; check who speaks",
        counted(*count, "line", "lines"),
        was(*count)
    )]
    DashesWithoutName { count: usize },

    /// Remarks of an import that are not listed.
    #[error("{} more remarks are not listed", grouped(*count))]
    MoreRemarks { count: usize },
    /// Rows with too few cells that are not listed one by one.
    #[error("{} more rows have too few cells", grouped(*count))]
    MoreOddRows { count: usize },

    // Tables.
    /// `cut`: it is the last row, so the file may be incomplete.
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
    /// Hidden rows and columns of the workbook.
    #[error("{} of the workbook were imported too; check that you want them", hidden_cells(*rows, *columns))]
    HiddenCells { rows: usize, columns: usize },
    /// Sheets of the workbook that were not read.
    #[error("the sheet {read} was read; there are others: {}", other_sheets(others, hidden))]
    OtherSheets { read: String, others: Vec<String>, hidden: Vec<String> },
    /// The sheet that was read is hidden in the workbook.
    #[error("the sheet {name}, which was read, is hidden in the workbook")]
    HiddenSheet { name: String },
    #[error("“{title}” was read as a title above the table")]
    TitleAboveTable { title: String },
    /// Every one but the first got a number, up to `last`.
    #[error("several columns are named “{name}”; they were numbered up to “{name} ({last})”")]
    RepeatedColumn { name: String, last: usize },
    /// The row below the header was joined to it.
    #[error("it was read as a second header row")]
    SecondHeadRow,
    /// Cells, or lines of them, that could name several codes; each was imported as one code.
    #[error(
        "{} that could name several codes {} taken as one code each, because not every part is a known code; say \
         what separates the codes if they are several: {}",
        entries(cells.len() as u64),
        was(cells.len()),
        some_of(cells, 10)
    )]
    UndividedCodes { cells: Vec<String> },
    /// About the meaning of columns and rows.
    #[error(transparent)]
    Table(TableWarning),

    // Projects of other programs.
    #[error("all codes are in one folder “{folder}”, which can be left out on import")]
    CodesInOneFolder { folder: String },
    /// No code name contains the separator at which names were to be split.
    #[error("no code name contains “{separator}”")]
    NothingToSplit { separator: String },
    /// Passages whose positions differ between the two ways of counting, where the file does not say which one it uses.
    #[error(
        "the positions of {} in {} could count characters or UTF-16 units, and the file does not say which; they \
         were read as {}, so check where these passages begin and end; an import lets you choose the other reading",
        counted(*passages, "passage", "passages"),
        counted(*documents, "document", "documents"),
        read_as.name()
    )]
    UncertainPositions { passages: usize, documents: usize, read_as: Offsets },
    /// Passages whose positions depend on whether CR LF counts as one character or two, where the file does not say
    /// which.
    #[error(
        "the positions of {} in {} could count a Windows line end (CR LF) as one character or as two, and the file \
         does not say which; check where these passages begin and end",
        counted(*passages, "passage", "passages"),
        counted(*documents, "document", "documents")
    )]
    UncertainLineEnds { passages: usize, documents: usize },
    /// The positions of a document are counted in other units than this program normally uses.
    #[error("its positions fit its text when they are counted in {units}, and were read that way")]
    PositionsCounted { units: Units },
    /// A file that is in the archive more than once.
    #[error("the archive contains it more than once; one of them was read")]
    MemberTwice,
    /// A file of the archive whose name differs from another one only in upper and lower case.
    #[error("its name differs from {other} only in upper and lower case; check that the right one was read")]
    MemberCase { other: String },
    /// Files of an archive that share bytes.
    #[error(
        "{} of the archive overlap, which no program produces; each was read once",
        counted(*count, "file", "files")
    )]
    OverlappingMembers { count: usize },
    /// Odd files of an archive that are not listed one by one.
    #[error("{} like these", counted(*count, "more file of the archive is", "more files of the archive are"))]
    MoreOddMembers { count: usize },

    // Project folders.
    /// A code whose name contains ` > ` and so reads like the path of another code.
    #[error(
        "its name, “{name}”, reads like the path of another code, to which all codings with “{name}” were given; paths \
         of this code have › in place of >: {path}"
    )]
    AmbiguousCodeName { name: String, path: String },
    /// Positions that counted characters which are not in the stored text.
    #[error(
        "{} of passages, times and labels {} adjusted, because line ends were converted or invisible characters \
         were removed from the text",
        counted(*count, "position", "positions"),
        was(*count)
    )]
    PositionsAdjusted { count: usize },

    // Speakers.
    /// No speakers were detected, but many lines begin alike; `pattern` would read these beginnings as labels.
    #[error(
        "no speakers were detected, but {lines} lines begin with {}; if these are speakers, use the pattern \
         {pattern}",
        some_beginnings(beginnings)
    )]
    NoSpeakers { beginnings: Vec<String>, lines: usize, pattern: String },
    #[error("only {label} is labelled, so all words are credited to {label}; say who speaks the other lines")]
    OneLabel { label: String },
    /// Lines that look like turns, with labels that were not recognized as speakers.
    #[error(
        "{} like a turn, but {} not recognized as {}; the words were credited to the speaker before; check who speaks",
        counted(*lines, "line begins", "lines begin"),
        if let [label] = labels.as_slice() { format!("“{label}” was") } else { format!("{} were", quoted(labels)) },
        if labels.len() == 1 { "a speaker" } else { "speakers" }
    )]
    DoubtfulTurns { labels: Vec<String>, lines: usize },
    /// Lines that contain a speaker's label after their beginning.
    #[error(
        "{} a speaker’s label after {} beginning; all words were credited to the speaker at the beginning; give each \
         turn its own line",
        counted(*count, "line contains", "lines contain"),
        if *count == 1 { "its" } else { "their" }
    )]
    LabelsWithinLines { count: usize },
    /// No speakers were detected, and labels recur within lines.
    #[error(
        "no speakers were detected, but there are labels within lines, such as {}; give each turn its own line",
        quoted(labels)
    )]
    LabelsOnlyWithinLines { labels: Vec<String> },
    /// Numbers after names that count the turns.
    #[error(
        "the numbers after the names of {} were read as a count of the turns, not as part of the names",
        counted(*count, "turn", "turns")
    )]
    TurnCounters { count: usize },
    #[error("{count} speakers were detected; check that they are speakers")]
    ManySpeakers { count: usize },
    #[error("lines begin with {count} different labels, which were not recognized as speakers; check who speaks")]
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

/// `“Ana”, “Ben” and others`.
fn quoted(labels: &[String]) -> String {
    let shown: Vec<String> = labels.iter().take(4).map(|label| format!("“{label}”")).collect();
    let more = if labels.len() > shown.len() { " and others" } else { "" };
    shown.join(", ") + more
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
