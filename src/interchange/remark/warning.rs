//! What to check although nothing is missing.

use super::{TableWarning, some_pages};
use crate::interchange::refi::{Offsets, Units};
use crate::model::Noun;
use crate::text::{encoding_title, grouped, some_of};
use crate::{i18n, tr};
use serde::{Deserialize, Serialize};
use std::fmt::Display;

/// The most speakers that a message names.
const SPEAKERS: usize = 20;

/// Something that was guessed, repaired or rearranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum Warning {
    // Encodings and kinds of files.
    #[error("{}", tr!("its encoding was detected as {encoding}; choose another if words look wrong", encoding = encoding_title(encoding)))]
    EncodingGuessed { encoding: String },
    #[error("{}", tr!("its encoding is not marked; it was read as {encoding}", encoding = encoding_title(encoding)))]
    EncodingUnmarked { encoding: String },
    #[error("{}", tr!("it is not in the encoding that it states; it was read as {encoding}", encoding = encoding_title(encoding)))]
    EncodingDiffers { encoding: String },
    #[error("{}", tr!("parts of it are UTF-8 and parts are not; check it for words that look wrong"))]
    EncodingMixed,
    #[error("{}", tr!("it is UTF-32, which few programs write; check that the words are right"))]
    Utf32,
    #[error("{}", wrong_extension(extension, format))]
    WrongExtension { extension: String, format: String },
    #[error("{}", tr!("it mixes several kinds of line ends; each was read as one line end"))]
    MixedLineEnds,
    #[error("{}", tr!("one of its lines is {megabytes} MB long", megabytes))]
    LongLine { megabytes: usize },
    #[error("{}", tr!("its elements are nested {levels} levels deep; check that all of it was read", levels))]
    DeepNesting { levels: usize },

    // Passages.
    /// Passages of the project to which an import adds memos or marks, by coder.
    #[error("{}", tr!(
        "this adds memos or marks to {n} passage of another coder: {coders}"
            | "this adds memos or marks to {n} passages of other coders: {coders}" % coders.iter().map(|(_, n)| n).sum::<u64>(),
        coders = by_coder(coders)
    ))]
    PassagesOfOthers { coders: Vec<(String, u64)> },

    // Layout.
    #[error("{}", tr!(
        "{n} line break within paragraphs became line ends"
            | "{n} line breaks within paragraphs became line ends" % *count
    ))]
    LineBreaks { count: usize },
    /// Words of a web page that its style hides.
    #[error("{}", tr!(
        "{n} character that the page hides was kept; remove those that do not belong to the text"
            | "{n} characters that the page hides were kept; remove those that do not belong to the text" % *characters
    ))]
    HiddenByPage { characters: usize },
    #[error("{}", tr!("a table was read as speakers and what they say"))]
    TableAsTurns,
    /// Paragraphs whose automatic numbers became part of the text.
    #[error("{}", tr!(
        "the automatic numbers of {n} paragraph were written into the text"
            | "the automatic numbers of {n} paragraphs were written into the text" % *count
    ))]
    ListNumbers { count: usize },
    /// Text boxes whose words were placed after the paragraph that contains them.
    #[error("{}", tr!(
        "the words of {n} text box were placed after the paragraph they belong to"
            | "the words of {n} text boxes were placed after the paragraph they belong to" % *count
    ))]
    TextBoxes { count: usize },
    #[error("{}", tr!(
        "{n} table was read row by row"
            | "{n} tables were read row by row" % *count
    ))]
    TablesByRow { count: usize },

    // PDF.
    #[error("{}", tr!("its list of pages loops back on itself; each page was read once"))]
    PagesInCircle,
    #[error("{}", tr!("its owner has restricted its use; make sure that you may use it"))]
    Restricted,
    #[error("{}", tr!(
        "{n} word hyphenated at the end of a line was joined"
            | "{n} words hyphenated at the end of a line were joined" % *count
    ))]
    HyphensJoined { count: usize },
    #[error("{}", tr!("there is nothing on {pages}", pages = some_pages(pages)))]
    BlankPages { pages: Vec<usize> },
    #[error("{}", tr!(
        "the words of {n} page come from text recognition; compare them with the scanned page"
            | "the words of {n} pages come from text recognition; compare them with the scanned page" % *count
    ))]
    RecognisedPages { count: usize },
    #[error("{}", tr!(
        "{n} page in columns was read column by column"
            | "{n} pages in columns were read column by column" % *count
    ))]
    PagesInColumns { count: usize },
    #[error("{}", tr!("text that runs from right to left was put into reading order; check it"))]
    RightToLeft,
    #[error("{}", tr!("a font does not say which letters it draws; check that the words are right"))]
    GuessedLetters,

    // Subtitles.
    #[error("{}", tr!("it lacks the header WEBVTT, but was read as a WebVTT file"))]
    NoSignature,
    #[error("{}", tr!("the times of these cues are not plausible: {cues}", cues = and_others(cues, 8)))]
    OddTimes { cues: Vec<usize> },
    /// Lines of scrolling captions that the file repeats; each was read once.
    #[error("{}", tr!(
        "the captions scroll: {n} line that only repeated the one before was left out"
            | "the captions scroll: {n} lines that only repeated the one before were left out" % *count
    ))]
    RollingCaptions { count: usize },
    /// Text outside any cue, which was added to the cue before.
    #[error("{}", tr!(
        "{n} stretch of text between cues was added to the cue before"
            | "{n} stretches of text between cues were added to the cue before" % *count
    ))]
    TextBetweenCues { count: usize },
    /// Cues without a speaker, in a file that names speakers in other cues.
    #[error("{}", tr!(
        "{n} cue without a speaker was attributed to the previous speaker; check who speaks"
            | "{n} cues without a speaker were attributed to the previous speaker; check who speaks" % *count
    ))]
    CuesWithoutVoice { count: usize },
    /// Lines that begin with a dash, as for another speaker, but without a name.
    #[error("{}", tr!(
        "{n} line with a dash and no name was attributed to the previous speaker; check who speaks"
            | "{n} lines with a dash and no name were attributed to the previous speaker; check who speaks" % *count
    ))]
    DashesWithoutName { count: usize },

    /// Speakers who became participants that the project has, and their names.
    #[error("{}", speakers_matched(speakers))]
    SpeakersMatched { speakers: Vec<(String, String)> },
    /// Speakers who became participants with the document's name before theirs.
    #[error("{}", tr!(
        "other speakers or participants have the same name, so the document's name was put before these: {speakers}",
        speakers = some_of(speakers, SPEAKERS)
    ))]
    SpeakersNamesakes { speakers: Vec<String> },
    /// Speakers who are no interviewers and became nobody: several people, or people who help with the study.
    #[error("{}", tr!("these speakers belong to no participant: {speakers}", speakers = some_of(speakers, SPEAKERS)))]
    SpeakersOfNobody { speakers: Vec<String> },

    /// Remarks of an import that are not listed.
    #[error("{}", tr!("{count} more remarks are not listed", count = grouped(*count)))]
    MoreRemarks { count: usize },
    /// Rows with too few cells that are not listed one by one.
    #[error("{}", tr!("{count} more rows have too few cells", count = grouped(*count)))]
    MoreOddRows { count: usize },

    // Tables.
    /// `cut`: it is the last row, so the file may be incomplete.
    #[error("{}", row_too_short(*cells, *columns, *cut))]
    RowTooShort { cells: usize, columns: usize, cut: bool },
    #[error("{}", tr!(
        "{n} cell in merged ranges got the value of the range"
            | "{n} cells in merged ranges got the value of the range" % *count
    ))]
    MergedCells { count: usize },
    #[error("{}", tr!(
        "{n} cell with an error such as #N/A was imported as text"
            | "{n} cells with errors such as #N/A were imported as text" % *count
    ))]
    ErrorCells { count: usize },
    /// Numbers that the workbook shows as percentages.
    #[error("{}", tr!(
        "{n} percentage was imported as the number behind it: 45% is 0.45"
            | "{n} percentages were imported as the numbers behind them: 45% is 0.45" % *count
    ))]
    Percentages { count: usize },
    /// Hidden rows and columns of the workbook.
    #[error("{}", hidden_cells(*rows, *columns))]
    HiddenCells { rows: usize, columns: usize },
    /// Sheets of the workbook that were not read.
    #[error("{}", tr!("the sheet {read} was read; there are others: {others}", read, others = other_sheets(others, hidden)))]
    OtherSheets { read: String, others: Vec<String>, hidden: Vec<String> },
    /// The sheet that was read is hidden in the workbook.
    #[error("{}", tr!("the sheet {name}, which was read, is hidden in the workbook", name))]
    HiddenSheet { name: String },
    #[error("{}", tr!("“{title}” was read as a title above the table", title))]
    TitleAboveTable { title: String },
    /// Every one but the first got a number, up to `last`.
    #[error("{}", tr!("several columns are named “{name}”; they were numbered up to “{name} ({last})”", name, last))]
    RepeatedColumn { name: String, last: usize },
    /// The row below the header was joined to it.
    #[error("{}", tr!("it was read as a second header row"))]
    SecondHeadRow,
    /// Cells, or lines of them, that could name several codes; each was imported as one code.
    #[error("{}", tr!(
        "{n} entry that could name several codes was taken as one code each, because not every part is a known code; \
         say what separates the codes if they are several: {cells}"
            | "{n} entries that could name several codes were taken as one code each, because not every part is a known \
               code; say what separates the codes if they are several: {cells}" % cells.len(),
        cells = some_of(cells, 10)
    ))]
    UndividedCodes { cells: Vec<String> },
    /// About the meaning of columns and rows.
    #[error(transparent)]
    Table(TableWarning),

    // Projects of other programs.
    #[error("{}", tr!("all codes are in one folder “{folder}”, which can be left out on import", folder))]
    CodesInOneFolder { folder: String },
    /// No code name contains the separator at which names were to be split.
    #[error("{}", tr!("no code name contains “{separator}”", separator))]
    NothingToSplit { separator: String },
    /// Passages whose positions differ between the two ways of counting, where the file does not say which one it uses.
    #[error("{}", tr!(
        "the positions of {passages} in {documents} could count characters or UTF-16 units, and the file does not say \
         which; they were read as {read_as}, so check where these passages begin and end; an import lets you choose the \
         other reading",
        passages = Noun::Passage.counted(*passages as u64),
        documents = Noun::Document.counted(*documents as u64),
        read_as = read_as.name()
    ))]
    UncertainPositions { passages: usize, documents: usize, read_as: Offsets },
    /// Passages whose positions depend on whether CR LF counts as one character or two, where the file does not say
    /// which.
    #[error("{}", tr!(
        "the positions of {passages} in {documents} could count a Windows line end (CR LF) as one character or as two, \
         and the file does not say which; check where these passages begin and end",
        passages = Noun::Passage.counted(*passages as u64),
        documents = Noun::Document.counted(*documents as u64)
    ))]
    UncertainLineEnds { passages: usize, documents: usize },
    /// The positions of a document are counted in other units than this program normally uses.
    #[error("{}", tr!("its positions fit its text when they are counted in {units}, and were read that way", units))]
    PositionsCounted { units: Units },
    /// A file that is in the archive more than once.
    #[error("{}", tr!("the archive contains it more than once; one of them was read"))]
    MemberTwice,
    /// A file of the archive whose name differs from another one only in upper and lower case.
    #[error("{}", tr!("its name differs from {other} only in upper and lower case; check that the right one was read", other))]
    MemberCase { other: String },
    /// Files of an archive that share bytes.
    #[error("{}", tr!(
        "{n} file of the archive overlaps another, which no program produces; each was read once"
            | "{n} files of the archive overlap, which no program produces; each was read once" % *count
    ))]
    OverlappingMembers { count: usize },
    /// Odd files of an archive that are not listed one by one.
    #[error("{}", tr!(
        "{n} more file of the archive is like these"
            | "{n} more files of the archive are like these" % *count
    ))]
    MoreOddMembers { count: usize },

    // Project folders.
    /// A code whose name contains ` > ` and so reads like the path of another code.
    #[error("{}", tr!("its name, “{name}”, reads like the path of another code, to which all codings with “{name}” were given; paths \
         of this code have › in place of >: {path}", name, path))]
    AmbiguousCodeName { name: String, path: String },
    /// Positions that counted characters which are not in the stored text.
    #[error("{}", tr!(
        "{n} position of passages, times and labels was adjusted, because line ends were converted or invisible \
         characters were removed from the text"
            | "{n} positions of passages, times and labels were adjusted, because line ends were converted or invisible \
               characters were removed from the text" % *count
    ))]
    PositionsAdjusted { count: usize },

    // Speakers.
    /// No speakers were detected, but many lines begin alike; `pattern` would read these beginnings as labels.
    #[error("{}", tr!(
        "no speakers were detected, but {lines} lines begin with {beginnings}; if these are speakers, use the pattern \
         {pattern}",
        lines,
        beginnings = some_beginnings(beginnings),
        pattern
    ))]
    NoSpeakers { beginnings: Vec<String>, lines: usize, pattern: String },
    #[error("{}", tr!("only {label} is labelled, so all words are attributed to {label}; say who says the other lines", label))]
    OneLabel { label: String },
    /// Lines that look like turns, with labels that were not recognised as speakers.
    #[error("{}", doubtful_turns(*lines, labels))]
    DoubtfulTurns { labels: Vec<String>, lines: usize },
    /// Labels of one line each that count as speakers, although they may be a word of the speaker before.
    #[error("{}", tr!(
        "only one line begins with {label}, which was taken for a speaker; if it is a word of the speaker before, mark it as \
         not a speaker"
            | "only one line each begins with {label}, which were taken for speakers; if these are words of the speaker \
               before, mark them as not speakers"
                % labels.len(),
        label = quoted(labels)
    ))]
    SingleLabels { labels: Vec<String> },
    /// Lines that contain a speaker's label after their beginning.
    #[error("{}", tr!(
        "{n} line contains a speaker’s label after its beginning; all words were attributed to the speaker at the \
         beginning; give each turn its own line"
            | "{n} lines contain a speaker’s label after their beginning; all words were attributed to the speaker at the \
               beginning; give each turn its own line" % *count
    ))]
    LabelsWithinLines { count: usize },
    /// No speakers were detected, and labels recur within lines.
    #[error("{}", tr!(
        "no speakers were detected, but there are labels within lines, such as {labels}; give each turn its own line",
        labels = quoted(labels)
    ))]
    LabelsOnlyWithinLines { labels: Vec<String> },
    /// Numbers after names that count the turns.
    #[error("{}", tr!(
        "the numbers after the names of {n} turn were read as a count of the turns, not as part of the names"
            | "the numbers after the names of {n} turns were read as a count of the turns, not as part of the names" % *count
    ))]
    TurnCounters { count: usize },
    #[error("{}", tr!("{count} speakers were detected; check that they are speakers", count))]
    ManySpeakers { count: usize },
    #[error("{}", tr!("lines begin with {count} different labels, which were not recognised as speakers; check who speaks", count))]
    ManyLabels { count: usize },
}

fn wrong_extension(extension: &str, format: &str) -> String {
    match extension {
        "" => tr!("its name has no extension; it was read as a {format} file", format),
        _ => tr!("its name ends in .{extension}, but it is a {format} file and was read as one", extension, format),
    }
}

fn hidden_cells(rows: usize, columns: usize) -> String {
    let rows = (rows > 0).then(|| tr!("{n} hidden row" | "{n} hidden rows" % rows));
    let columns = (columns > 0).then(|| tr!("{n} hidden column" | "{n} hidden columns" % columns));
    let cells = i18n::and(&rows.into_iter().chain(columns).collect::<Vec<_>>());
    tr!("also imported: {cells} of the workbook; check that you want them", cells)
}

fn row_too_short(cells: usize, columns: usize, cut: bool) -> String {
    let (cells, columns) = (Noun::Cell.counted(cells as u64), Noun::Column.counted(columns as u64));
    if cut {
        tr!(
            "the row has {cells}, but the table has {columns}; the missing cells were left empty; the file may be cut off there",
            cells,
            columns
        )
    } else {
        tr!("the row has {cells}, but the table has {columns}; the missing cells were left empty", cells, columns)
    }
}

fn doubtful_turns(lines: usize, labels: &[String]) -> String {
    let lines = tr!("{n} line begins like a turn" | "{n} lines begin like a turn" % lines);
    let label = quoted(labels);
    tr!(
        "{lines}, but {label} was not recognised as a speaker; the words were attributed to the previous speaker; check who \
         speaks"
            | "{lines}, but {label} were not recognised as speakers; the words were attributed to the previous speaker; \
               check who speaks"
                % labels.len(),
        lines,
        label
    )
}

fn other_sheets(others: &[String], hidden: &[String]) -> String {
    let hidden = hidden.iter().map(|name| tr!("{name} (hidden)", name));
    let all: Vec<String> = others.iter().cloned().chain(hidden).collect();
    some_of(&all, 30)
}

/// `“Ana”, “Ben” and others`.
fn quoted(labels: &[String]) -> String {
    and_others(&labels.iter().map(|label| tr!("“{words}”", words = label)).collect::<Vec<_>>(), 4)
}

fn and_others<T: Display>(items: &[T], most: usize) -> String {
    match items.get(..most) {
        Some(first) if items.len() > most => tr!("{items} and others", items = i18n::joined(first)),
        _ => i18n::joined(items),
    }
}

fn some_beginnings(beginnings: &[String]) -> String {
    let shown: Vec<String> = beginnings.iter().take(3).map(|label| tr!("“{words}”", words = label)).collect();
    let more = if beginnings.len() > shown.len() { " …" } else { "" };
    i18n::joined(&shown) + more
}

fn speakers_matched(speakers: &[(String, String)]) -> String {
    let pair = |(label, name): &(String, String)| match label == name {
        true => label.clone(),
        false => tr!("{label} ({name})", label, name),
    };
    let speakers: Vec<String> = speakers.iter().map(pair).collect();
    let speakers = some_of(&speakers, SPEAKERS);
    tr!("these speakers were joined to participants of the project: {speakers}", speakers)
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

fn by_coder(coders: &[(String, u64)]) -> String {
    let each = coders.iter().map(|(coder, count)| tr!("{coder} ({count})", coder, count));
    i18n::and(&each.collect::<Vec<_>>())
}
