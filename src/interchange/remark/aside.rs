//! Words of a file that are not part of its text.

use serde::{Deserialize, Serialize};

/// Words that are in a file but not in the text that was read from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    pub kind: AsideKind,
    pub words: String,
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
            Self::PageNumber => "page number",
            Self::RunningHead => "page header",
            Self::RunningFoot => "page footer",
            Self::LineNumbers => "line numbers",
            Self::Footnote => "footnote or endnote",
            Self::Watermark => "watermark",
            Self::Sideways => "sideways text",
            Self::OutsidePage => "text outside the page",
            Self::Comment => "comment",
            Self::FormField => "form field",
            Self::TrackedDeletion => "tracked deletion",
            Self::HiddenText => "piece of hidden text",
            Self::FieldCode => "field code",
            Self::TextBox => "text box",
            Self::Frame => "picture or frame",
            Self::ListNumber => "automatic number",
            Self::TableHead => "table heading",
            Self::RowNumber => "row number",
            Self::TableNote => "note in a table",
            Self::Reading => "pronunciation above characters",
            Self::Chart => "chart",
            Self::Diagram => "diagram",
            Self::EmbeddedFile => "embedded file",
            Self::LinkedDocument => "linked document",
            Self::ForeignPart => "part in another format",
            Self::UnknownElement => "unknown element",
            Self::Properties => "properties of the file",
            Self::SubtitleNote => "note or style block",
            Self::CueIdentifier => "cue identifier",
            Self::SilentVoice => "speaker without words",
            Self::Tooltip => "tooltip",
            Self::Narration => "piece of narration",
            Self::PostDetail => "date or detail of a post",
            Self::QuotedPost => "quotation of another post",
        }
    }

    fn plural(self) -> &'static str {
        match self {
            Self::PageNumber => "page numbers",
            Self::RunningHead => "page headers",
            Self::RunningFoot => "page footers",
            Self::Footnote => "footnotes and endnotes",
            Self::Watermark => "watermarks",
            Self::Comment => "comments",
            Self::FormField => "form fields",
            Self::TrackedDeletion => "tracked deletions",
            Self::HiddenText => "pieces of hidden text",
            Self::FieldCode => "field codes",
            Self::TextBox => "text boxes",
            Self::Frame => "pictures and frames",
            Self::ListNumber => "automatic numbers",
            Self::TableHead => "table headings",
            Self::RowNumber => "row numbers",
            Self::TableNote => "notes in tables",
            Self::Reading => "pronunciations above characters",
            Self::Chart => "charts",
            Self::Diagram => "diagrams",
            Self::EmbeddedFile => "embedded files",
            Self::LinkedDocument => "linked documents",
            Self::ForeignPart => "parts in other formats",
            Self::UnknownElement => "unknown elements",
            Self::SubtitleNote => "notes and style blocks",
            Self::CueIdentifier => "cue identifiers",
            Self::SilentVoice => "speakers without words",
            Self::Tooltip => "tooltips",
            Self::Narration => "pieces of narration",
            Self::PostDetail => "dates and details of posts",
            Self::QuotedPost => "quotations of other posts",
            Self::LineNumbers | Self::Sideways | Self::OutsidePage | Self::Properties => self.name(),
        }
    }

    /// True if the count is of pages that have it, not of the things themselves.
    #[must_use]
    pub fn is_counted_by_page(self) -> bool {
        matches!(self, Self::LineNumbers | Self::Sideways | Self::OutsidePage)
    }

    /// `3 comments`, `line numbers on 3 pages`.
    pub(super) fn counted(self, count: usize) -> String {
        match self {
            Self::Properties => self.name().to_owned(),
            _ if self.is_counted_by_page() => {
                format!("{} on {}", self.name(), super::counted(count, "page", "pages"))
            }
            _ => super::counted(count, self.name(), self.plural()),
        }
    }

    /// `was` or `were`, in agreement with [`Self::counted`].
    pub(super) fn verb(self, count: usize) -> &'static str {
        match self {
            Self::LineNumbers | Self::Properties => "were",
            Self::Sideways | Self::OutsidePage => "was",
            _ => super::was(count),
        }
    }
}
