//! Words of a file that are not part of its text.

use crate::tr;
use serde::{Deserialize, Serialize};

/// Words that are in a file but not in the text that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    pub kind: AsideKind,
    pub text: String,
}

#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum AsideKind {
    PageNumber,
    RunningHead,
    RunningFoot,
    LineNumbers,
    Footnote,
    Watermark,
    /// Text that runs across the reading direction.
    Sideways,
    OutsidePage,
    Comment,
    FormField,
    TrackedDeletion,
    /// Formatted as hidden.
    HiddenText,
    FieldCode,
    TextBox,
    /// Pictures, drawings and frames, with any words in them.
    Frame,
    /// Automatic numbers of a list whose items are turns.
    ListNumber,
    /// A heading row above turns.
    TableHead,
    RowNumber,
    /// A cell beside a turn, in a column of notes or codes.
    TableNote,
    /// The pronunciation of characters, printed above them.
    Reading,
    Chart,
    Diagram,
    EmbeddedFile,
    /// A document stored in a file of its own.
    LinkedDocument,
    /// Text of a part in a format that cannot be read.
    ForeignPart,
    /// Words in an unknown element.
    UnknownElement,
    /// The front matter of a Markdown file.
    Properties,
    /// Styles, regions and author's notes of a subtitle file.
    SubtitleNote,
    /// A line above the times of a subtitle that is more than a running number.
    CueIdentifier,
    /// A speaker named in subtitles without any words.
    SilentVoice,
    /// Text shown when the pointer rests on something.
    Tooltip,
    /// What happens between speeches, in the words of the file's author.
    Narration,
    /// The date and whatever else is written beside the author's name of a post.
    PostDetail,
    /// What a post repeats of an earlier one.
    QuotedPost,
}

impl AsideKind {
    /// A noun in the singular, or in the plural where it has no singular.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PageNumber => tr!("page number"),
            Self::RunningHead => tr!("page header"),
            Self::RunningFoot => tr!("page footer"),
            Self::LineNumbers => tr!("line numbers"),
            Self::Footnote => tr!("footnote or endnote"),
            Self::Watermark => tr!("watermark"),
            Self::Sideways => tr!("sideways text"),
            Self::OutsidePage => tr!("text outside the page"),
            Self::Comment => tr!("comment"),
            Self::FormField => tr!("form field"),
            Self::TrackedDeletion => tr!("tracked deletion"),
            Self::HiddenText => tr!("piece of hidden text"),
            Self::FieldCode => tr!("field code"),
            Self::TextBox => tr!("text box"),
            Self::Frame => tr!("picture or frame"),
            Self::ListNumber => tr!("automatic number"),
            Self::TableHead => tr!("table heading"),
            Self::RowNumber => tr!("row number"),
            Self::TableNote => tr!("note in a table"),
            Self::Reading => tr!("pronunciation above characters"),
            Self::Chart => tr!("chart"),
            Self::Diagram => tr!("diagram"),
            Self::EmbeddedFile => tr!("embedded file"),
            Self::LinkedDocument => tr!("linked document"),
            Self::ForeignPart => tr!("part in another format"),
            Self::UnknownElement => tr!("unknown element"),
            Self::Properties => tr!("properties of the file"),
            Self::SubtitleNote => tr!("note or style block"),
            Self::CueIdentifier => tr!("cue identifier"),
            Self::SilentVoice => tr!("speaker without words"),
            Self::Tooltip => tr!("tooltip"),
            Self::Narration => tr!("piece of narration"),
            Self::PostDetail => tr!("date or detail of a post"),
            Self::QuotedPost => tr!("quotation of another post"),
        }
    }

    /// True if the count is of pages that have it, not of the things themselves.
    #[must_use]
    pub fn is_counted_by_page(self) -> bool {
        matches!(self, Self::LineNumbers | Self::Sideways | Self::OutsidePage)
    }

    /// `3 comments`, `line numbers on 3 pages`.
    fn counted(self, n: usize) -> String {
        match self {
            Self::PageNumber => tr!("{n} page number" | "{n} page numbers" % n),
            Self::RunningHead => tr!("{n} page header" | "{n} page headers" % n),
            Self::RunningFoot => tr!("{n} page footer" | "{n} page footers" % n),
            Self::Footnote => tr!("{n} footnote or endnote" | "{n} footnotes and endnotes" % n),
            Self::Watermark => tr!("{n} watermark" | "{n} watermarks" % n),
            Self::Comment => tr!("{n} comment" | "{n} comments" % n),
            Self::FormField => tr!("{n} form field" | "{n} form fields" % n),
            Self::TrackedDeletion => tr!("{n} tracked deletion" | "{n} tracked deletions" % n),
            Self::HiddenText => tr!("{n} piece of hidden text" | "{n} pieces of hidden text" % n),
            Self::FieldCode => tr!("{n} field code" | "{n} field codes" % n),
            Self::TextBox => tr!("{n} text box" | "{n} text boxes" % n),
            Self::Frame => tr!("{n} picture or frame" | "{n} pictures and frames" % n),
            Self::ListNumber => tr!("{n} automatic number" | "{n} automatic numbers" % n),
            Self::TableHead => tr!("{n} table heading" | "{n} table headings" % n),
            Self::RowNumber => tr!("{n} row number" | "{n} row numbers" % n),
            Self::TableNote => tr!("{n} note in a table" | "{n} notes in tables" % n),
            Self::Reading => tr!("{n} pronunciation above characters" | "{n} pronunciations above characters" % n),
            Self::Chart => tr!("{n} chart" | "{n} charts" % n),
            Self::Diagram => tr!("{n} diagram" | "{n} diagrams" % n),
            Self::EmbeddedFile => tr!("{n} embedded file" | "{n} embedded files" % n),
            Self::LinkedDocument => tr!("{n} linked document" | "{n} linked documents" % n),
            Self::ForeignPart => tr!("{n} part in another format" | "{n} parts in other formats" % n),
            Self::UnknownElement => tr!("{n} unknown element" | "{n} unknown elements" % n),
            Self::SubtitleNote => tr!("{n} note or style block" | "{n} notes and style blocks" % n),
            Self::CueIdentifier => tr!("{n} cue identifier" | "{n} cue identifiers" % n),
            Self::SilentVoice => tr!("{n} speaker without words" | "{n} speakers without words" % n),
            Self::Tooltip => tr!("{n} tooltip" | "{n} tooltips" % n),
            Self::Narration => tr!("{n} piece of narration" | "{n} pieces of narration" % n),
            Self::PostDetail => tr!("{n} date or detail of a post" | "{n} dates and details of posts" % n),
            Self::QuotedPost => tr!("{n} quotation of another post" | "{n} quotations of other posts" % n),
            Self::LineNumbers => tr!("line numbers on {n} page" | "line numbers on {n} pages" % n),
            Self::Sideways => tr!("sideways text on {n} page" | "sideways text on {n} pages" % n),
            Self::OutsidePage => tr!("text outside the page on {n} page" | "text outside the page on {n} pages" % n),
            Self::Properties => self.name().to_owned(),
        }
    }

    /// `3 comments were left out`.
    pub(super) fn left_out(self, count: usize) -> String {
        let things = self.counted(count);
        // What the English verb agrees with.
        let number = match self {
            Self::LineNumbers | Self::Properties => 2,
            Self::Sideways | Self::OutsidePage => 1,
            _ => count,
        };
        tr!("{things} was left out" | "{things} were left out" % number, things)
    }

    /// As [`Self::left_out`], with what they say: `1 comment was left out: “why?”`.
    pub(super) fn words_left_out(self, count: usize, text: &str) -> String {
        let left_out = self.left_out(count);
        tr!("{left_out}: {words}", left_out, words = text)
    }
}
