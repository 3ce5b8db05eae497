//! What should be looked at although nothing is missing.

use super::{TableWarning, counted, some_pages, was};
use crate::interchange::refi::{Offsets, Units};
use crate::text::{grouped, some_of};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something that was guessed, repaired or rearranged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Warning {
    // Encodings and kinds of files.
    EncodingGuessed {
        encoding: String,
    },
    EncodingUnmarked {
        encoding: String,
    },
    EncodingDiffers {
        encoding: String,
    },
    EncodingMixed,
    Utf32,
    WrongExtension {
        extension: String,
        format: String,
    },
    MixedLineEnds,
    LongLine {
        megabytes: usize,
    },
    DeepNesting {
        levels: usize,
    },

    // Layout.
    LineBreaks {
        count: usize,
    },
    TableAsTurns,
    /// Paragraphs whose automatic numbers were written into the text.
    ListNumbers {
        count: usize,
    },
    /// Text boxes whose words follow the paragraph that they stand in.
    TextBoxes {
        count: usize,
    },
    TablesByRow {
        count: usize,
    },

    // PDF.
    PagesInCircle,
    Restricted,
    HyphensJoined {
        count: usize,
    },
    BlankPages {
        pages: Vec<usize>,
    },
    RecognisedPages {
        count: usize,
    },
    PagesInColumns {
        count: usize,
    },
    RightToLeft,
    GuessedLetters,

    // Subtitles.
    NoSignature,
    OddTimes {
        cues: Vec<usize>,
    },
    /// Lines of scrolling captions that the file repeats; each was read once.
    RollingCaptions {
        count: usize,
    },
    /// Stretches of text that belong to no cue; they were given to the one before.
    TextBetweenCues {
        count: usize,
    },
    /// Cues that do not say who speaks, in a file that says it of others.
    CuesWithoutVoice {
        count: usize,
    },
    /// Lines that begin like another speaker's words and do not say whose.
    DashesWithoutName {
        count: usize,
    },

    /// Further remarks of an import that are not listed.
    MoreRemarks {
        count: usize,
    },
    /// Rows with too few or too many cells beyond those that are listed.
    MoreOddRows {
        count: usize,
    },

    // Tables.
    /// `cut`: it is the last row, and the file may end there by accident.
    RowTooShort {
        cells: usize,
        columns: usize,
        cut: bool,
    },
    MergedCells {
        count: usize,
    },
    ErrorCells {
        count: usize,
    },
    /// Numbers that the workbook shows as percentages.
    Percentages {
        count: usize,
    },
    /// Rows and columns that the workbook does not show.
    HiddenCells {
        rows: usize,
        columns: usize,
    },
    /// Sheets of the workbook that were not read.
    OtherSheets {
        read: String,
        others: Vec<String>,
        hidden: Vec<String>,
    },
    /// The sheet that was read is not shown by the workbook.
    HiddenSheet {
        name: String,
    },
    TitleAboveTable {
        title: String,
    },
    /// All but the first are numbered, up to `last`.
    RepeatedColumn {
        name: String,
        last: usize,
    },
    /// The row below the head was joined to it.
    SecondHeadRow,
    /// Cells that could name several codes, each taken as one.
    UndividedCodes {
        cells: Vec<String>,
    },
    /// What its columns and rows mean.
    Table(TableWarning),

    // Projects of other programs.
    CodesInOneFolder {
        folder: String,
    },
    /// No code name contains the separator that names were to be split at.
    NothingToSplit {
        separator: String,
    },
    /// Passages that differ between the two ways to count positions, where nothing says which one is meant.
    UncertainPositions {
        passages: usize,
        documents: usize,
        read_as: Offsets,
    },
    /// Passages that differ between the two ways to count a line end of two characters, where nothing says which is meant.
    UncertainLineEnds {
        passages: usize,
        documents: usize,
    },
    /// The positions of a document count otherwise than those of its program do.
    PositionsCounted {
        units: Units,
    },
    /// A file of the archive that stands there more than once.
    MemberTwice,
    /// A file of the archive whose name differs from another one only by the case of its letters.
    MemberCase {
        other: String,
    },
    /// Files of an archive that share bytes.
    OverlappingMembers {
        count: usize,
    },
    /// Odd files of an archive beyond those that are listed.
    MoreOddMembers {
        count: usize,
    },

    // Project folders.
    /// Positions that counted characters which the stored text does not have.
    PositionsAdjusted {
        count: usize,
    },

    // Speakers.
    /// Nobody was detected, although so many lines begin alike; with the pattern that takes these beginnings for labels.
    NoSpeakers {
        beginnings: Vec<String>,
        lines: usize,
        pattern: String,
    },
    OneLabel {
        label: String,
    },
    ManySpeakers {
        count: usize,
    },
    ManyLabels {
        count: usize,
    },
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

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MoreRemarks { count } => write!(f, "{} more remarks are not listed", grouped(*count)),
            Self::MoreOddRows { count } => write!(f, "{} more rows have too few cells", grouped(*count)),
            Self::RowTooShort { cells, columns, cut } => {
                let cut = if *cut { "; the file may be cut off there" } else { "" };
                write!(f, "the row has {cells} cells under {columns} columns; the last ones are empty{cut}")
            }
            Self::MergedCells { count } => {
                write!(f, "{} in merged ranges got the value of the range", counted(*count, "cell", "cells"))
            }
            Self::ErrorCells { count } => write!(
                f,
                "{} such as #N/A {} imported as text",
                counted(*count, "cell with an error", "cells with errors"),
                was(*count)
            ),
            Self::Percentages { count } => {
                let numbers = counted(*count, "percentage", "percentages");
                write!(f, "{numbers} {} imported as the numbers behind them: 45% is 0.45", was(*count))
            }
            Self::HiddenCells { rows, columns } => {
                let rows = (*rows > 0).then(|| counted(*rows, "hidden row", "hidden rows"));
                let columns = (*columns > 0).then(|| counted(*columns, "hidden column", "hidden columns"));
                let both: Vec<String> = rows.into_iter().chain(columns).collect();
                write!(f, "{} of the workbook were imported too; check that you want them", both.join(" and "))
            }
            Self::OtherSheets { read, others, hidden } => {
                let hidden = hidden.iter().map(|name| format!("{name} (hidden)"));
                let all: Vec<String> = others.iter().cloned().chain(hidden).collect();
                write!(f, "the sheet {read} was read; there are others: {}", some_of(&all, 30))
            }
            Self::HiddenSheet { name } => write!(f, "the sheet {name}, which was read, is hidden in the workbook"),
            Self::TitleAboveTable { title } => write!(f, "“{title}” was taken for a title above the table"),
            Self::RepeatedColumn { name, last } => {
                write!(f, "several columns are named “{name}”; they were numbered up to “{name} ({last})”")
            }
            Self::SecondHeadRow => f.write_str("it was read as a second row of the head"),
            Self::UndividedCodes { cells } => write!(
                f,
                "{} that could name several codes {} taken as one code each, because not every part is a known code; say \
                 what separates the codes if they are several: {}",
                counted(cells.len(), "cell", "cells"),
                was(cells.len()),
                some_of(cells, 10)
            ),
            Self::Table(warning) => warning.fmt(f),
            Self::EncodingGuessed { encoding } => {
                write!(f, "its encoding was detected as {encoding}; choose another if words look wrong")
            }
            Self::EncodingUnmarked { encoding } => write!(f, "its encoding is not marked; it was read as {encoding}"),
            Self::EncodingDiffers { encoding } => {
                write!(f, "it is not in the encoding that it states; it was read as {encoding}")
            }
            Self::EncodingMixed => {
                f.write_str("parts of it are UTF-8 and parts are not; check it for words that look wrong")
            }
            Self::Utf32 => f.write_str("it is UTF-32, which few programs write; check that the words are right"),
            Self::WrongExtension { extension, format } if extension.is_empty() => {
                write!(f, "its name has no extension; it was read as a {format} file")
            }
            Self::WrongExtension { extension, format } => {
                write!(f, "its name ends in .{extension}, but it is a {format} file and was read as one")
            }
            Self::MixedLineEnds => f.write_str("it mixes several kinds of line ends; each was read as one line end"),
            Self::LongLine { megabytes } => write!(f, "one of its lines is {megabytes} MB long"),
            Self::DeepNesting { levels } => {
                write!(f, "its elements are nested {levels} levels deep; check that all of it was read")
            }
            Self::LineBreaks { count } => {
                write!(f, "{} within paragraphs became line ends", counted(*count, "line break", "line breaks"))
            }
            Self::TableAsTurns => f.write_str("a table was read as speakers and what they say"),
            Self::ListNumbers { count } => write!(
                f,
                "the automatic numbers of {} were written into the text",
                counted(*count, "paragraph", "paragraphs")
            ),
            Self::TextBoxes { count } => write!(
                f,
                "the words of {} were placed after the paragraph they belong to",
                counted(*count, "text box", "text boxes")
            ),
            Self::TablesByRow { count } => {
                write!(f, "{} {} read row by row", counted(*count, "table", "tables"), was(*count))
            }
            Self::PagesInCircle => f.write_str("its list of pages leads in a circle; each page was read once"),
            Self::Restricted => f.write_str("its owner has restricted its use; make sure that you may use it"),
            Self::HyphensJoined { count } => {
                write!(f, "{} hyphenated at the end of a line {} joined", counted(*count, "word", "words"), was(*count))
            }
            Self::BlankPages { pages } => write!(f, "there is nothing on {}", some_pages(pages)),
            Self::RecognisedPages { count } => write!(
                f,
                "the words of {} come from text recognition; compare them with the scanned page",
                counted(*count, "page", "pages")
            ),
            Self::PagesInColumns { count } => {
                write!(f, "{} in columns {} read column by column", counted(*count, "page", "pages"), was(*count))
            }
            Self::RightToLeft => f.write_str("text that runs from right to left was put into reading order; check it"),
            Self::GuessedLetters => {
                f.write_str("a font does not say which letters it draws; check that the words are right")
            }
            Self::NoSignature => f.write_str("it does not begin with WEBVTT, as WebVTT files do; it was read as one"),
            Self::OddTimes { cues } => {
                let names: Vec<String> = cues.iter().take(8).map(ToString::to_string).collect();
                let more = if cues.len() > 8 { " and others" } else { "" };
                write!(f, "the times of cue {}{more} are not plausible", names.join(", "))
            }
            Self::RollingCaptions { count } => write!(
                f,
                "the captions scroll: {} that only repeated the one before {} left out",
                counted(*count, "line", "lines"),
                was(*count)
            ),
            Self::TextBetweenCues { count } => write!(
                f,
                "{} between cues {} added to the cue before",
                counted(*count, "stretch of text", "stretches of text"),
                was(*count)
            ),
            Self::CuesWithoutVoice { count } => write!(
                f,
                "{} without a speaker {} credited to the speaker before; check who speaks",
                counted(*count, "cue", "cues"),
                was(*count)
            ),
            Self::DashesWithoutName { count } => write!(
                f,
                "{} with a dash and no name {} credited to the speaker before; check who speaks",
                counted(*count, "line", "lines"),
                was(*count)
            ),
            Self::CodesInOneFolder { folder } => {
                write!(f, "all codes are in one folder “{folder}”, which can be left out on import")
            }
            Self::NothingToSplit { separator } => write!(f, "no code name contains “{separator}”"),
            Self::UncertainPositions { passages, documents, read_as } => write!(
                f,
                "the positions of {} in {} could count characters or UTF-16 units, and the file does not say which; they \
                 were read as {}, so check where these passages begin and end; an import lets you choose the other reading",
                counted(*passages, "passage", "passages"),
                counted(*documents, "document", "documents"),
                read_as.name()
            ),
            Self::UncertainLineEnds { passages, documents } => write!(
                f,
                "the positions of {} in {} could count a Windows line end (CR LF) as one character or as two, and the file \
                 does not say which; check where these passages begin and end",
                counted(*passages, "passage", "passages"),
                counted(*documents, "document", "documents")
            ),
            Self::PositionsCounted { units } => {
                write!(f, "its positions fit its text when they are counted in {units}, and were read so")
            }
            Self::MemberTwice => f.write_str("the archive contains it more than once; one of them was read"),
            Self::MemberCase { other } => {
                write!(
                    f,
                    "its name differs from {other} only in upper and lower case; check that the right one was read"
                )
            }
            Self::OverlappingMembers { count } => write!(
                f,
                "{} of the archive overlap, as no program writes them; each was read once",
                counted(*count, "file", "files")
            ),
            Self::MoreOddMembers { count } => {
                write!(
                    f,
                    "{} of the archive {} like these",
                    counted(*count, "more file", "more files"),
                    if *count == 1 { "is" } else { "are" }
                )
            }
            Self::PositionsAdjusted { count } => write!(
                f,
                "{} of passages, times and labels {} adjusted, because line ends were converted or invisible characters were \
                 removed from the text",
                counted(*count, "position", "positions"),
                was(*count)
            ),
            Self::NoSpeakers { beginnings, lines, pattern } => {
                let shown: Vec<String> = beginnings.iter().take(3).map(|label| format!("“{label}”")).collect();
                let more = if beginnings.len() > shown.len() { " …" } else { "" };
                let shown = shown.join(", ");
                write!(
                    f,
                    "no speakers were detected, but {lines} lines begin with {shown}{more}; if these are speakers, use \
                     the pattern {pattern}"
                )
            }
            Self::OneLabel { label } => write!(
                f,
                "only {label} is labelled, so all words are credited to {label}; say who speaks the other lines"
            ),
            Self::ManySpeakers { count } => write!(f, "{count} speakers were detected; check that they are speakers"),
            Self::ManyLabels { count } => {
                write!(f, "{count} different labels begin lines and were not taken for speakers; check who speaks")
            }
        }
    }
}
