//! A request for a table.

use crate::analysis::cooccurrence::CooccurrenceUnit;
use crate::model::{CodeId, Study, TableDefinition};
use crate::tr;
use std::borrow::Cow;

/// One of the project's tables, a draft, or a matrix of codings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableRequest {
    /// One of the project's own tables, by its name.
    Defined {
        name: String,
    },
    /// A table that is not saved in the project.
    Draft(Box<TableDefinition>),
    Matrix {
        rows: Axis,
        columns: Axis,
    },
    /// How often codes co-occur. A matrix of codes by codes is this table, too.
    Cooccurrence(Cooccurrence),
}

/// The table of codes by codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cooccurrence {
    pub unit: CooccurrenceUnit,
    /// The rows in this order; empty: every code that has a passage, in codebook order.
    pub codes: Vec<CodeId>,
}

impl TableRequest {
    /// Returns the table of codes by codes that is meant, if it is one.
    #[must_use]
    pub fn cooccurrence(&self) -> Option<Cow<'_, Cooccurrence>> {
        match self {
            Self::Cooccurrence(request) => Some(Cow::Borrowed(request)),
            Self::Matrix { rows: Axis::Code, columns: Axis::Code } => Some(Cow::Owned(Cooccurrence::default())),
            Self::Matrix { .. } | Self::Defined { .. } | Self::Draft(_) => None,
        }
    }

    /// True for a matrix with these rows or columns.
    #[must_use]
    pub fn has_axis(&self, axis: &Axis) -> bool {
        matches!(self, Self::Matrix { rows, columns } if [rows, columns].contains(&axis))
    }
}

/// What the rows or the columns of a matrix are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Axis {
    Participant,
    /// The participants, and behind them the documents in which several of them speak: focus groups.
    ParticipantOrGroup,
    Document,
    /// Everybody who speaks in a document, also interviewers: `FGD 1: Woman 4`.
    Speaker,
    /// The values of the participants' attribute with this name.
    Attribute(String),
    /// The values of the documents' attribute with this name.
    DocumentAttribute(String),
    /// The codes themselves.
    Code,
    /// The values of the codes' dimension with this name.
    Dimension(String),
    /// Whose experience the passages are about.
    Account,
}

impl Axis {
    /// Parses the rows on the command line: `participant`, `participant+group`, `document`, `document:NAME` (an attribute
    /// of documents), `speaker`, `code`, `account`, `facet:NAME`, or the name of an attribute.
    #[must_use]
    pub fn row(word: &str) -> Self {
        Self::word(word).unwrap_or_else(|| Self::Attribute(word.to_owned()))
    }

    /// Parses the columns on the command line: `code`, `participant`, `participant+group`, `document`, `document:NAME`,
    /// `speaker`, `account`, `attribute:NAME`, or the name of a dimension.
    #[must_use]
    pub fn column(word: &str) -> Self {
        Self::word(word).unwrap_or_else(|| Self::Dimension(word.to_owned()))
    }

    fn word(word: &str) -> Option<Self> {
        Some(match word {
            "participant" => Self::Participant,
            "participant+group" => Self::ParticipantOrGroup,
            "document" => Self::Document,
            "speaker" => Self::Speaker,
            "code" => Self::Code,
            "account" => Self::Account,
            _ => match word.split_once(':')? {
                ("attribute", name) => Self::Attribute(name.to_owned()),
                ("document", name) => Self::DocumentAttribute(name.to_owned()),
                ("facet", name) => Self::Dimension(name.to_owned()),
                _ => return None,
            },
        })
    }

    /// Returns the word from which [`Self::row`] and [`Self::column`] read this axis back.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Attribute(name) => format!("attribute:{name}"),
            Self::DocumentAttribute(name) => format!("document:{name}"),
            Self::Dimension(name) => format!("facet:{name}"),
            Self::Participant
            | Self::ParticipantOrGroup
            | Self::Document
            | Self::Speaker
            | Self::Code
            | Self::Account => self.name().to_owned(),
        }
    }

    /// Returns the name in messages and on screen.
    #[must_use]
    pub fn label(&self) -> &str {
        match self {
            Self::Participant => tr!("head of a list" => "participant"),
            Self::ParticipantOrGroup => tr!("head of a list" => "participant or group"),
            Self::Document => tr!("head of a list" => "document"),
            Self::Speaker => tr!("head of a list" => "speaker"),
            Self::Code => tr!("head of a list" => "code"),
            Self::Account => tr!("head of a list" => "account"),
            Self::Attribute(name) | Self::DocumentAttribute(name) | Self::Dimension(name) => name,
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Participant => "participant",
            Self::ParticipantOrGroup => "participant+group",
            Self::Document => "document",
            Self::Speaker => "speaker",
            Self::Code => "code",
            Self::Account => "account",
            Self::Attribute(name) | Self::DocumentAttribute(name) | Self::Dimension(name) => name,
        }
    }

    /// True when the study has the named attribute or dimension; always true for the other axes.
    #[must_use]
    pub fn is_of(&self, study: &Study) -> bool {
        match self {
            Self::Participant
            | Self::ParticipantOrGroup
            | Self::Document
            | Self::Speaker
            | Self::Code
            | Self::Account => true,
            Self::Attribute(name) => study.variable(name).is_some(),
            Self::DocumentAttribute(name) => study.document_variable(name).is_some(),
            Self::Dimension(name) => study.codebook.dimension(name).is_some(),
        }
    }

    /// True for axes of participants.
    #[must_use]
    pub fn is_of_participants(&self) -> bool {
        matches!(self, Self::Participant | Self::ParticipantOrGroup | Self::Attribute(_))
    }
}

#[cfg(test)]
mod tests {
    use super::Axis;

    #[test]
    fn the_words_of_the_command_line_are_read_back() {
        for word in ["participant", "participant+group", "document", "speaker", "code", "account", "generation", "世代"]
        {
            assert_eq!((Axis::row(word).name(), Axis::column(word).name()), (word, word));
        }
        assert_eq!(Axis::row("世代"), Axis::Attribute("世代".into()));
        assert_eq!(Axis::column("asset"), Axis::Dimension("asset".into()));
        assert_eq!(Axis::row("facet:asset"), Axis::Dimension("asset".into()));
        assert_eq!(Axis::column("attribute:a:b"), Axis::Attribute("a:b".into()));
        for read in [Axis::row, Axis::column] {
            assert_eq!(read("document:轮次"), Axis::DocumentAttribute("轮次".into()));
            assert_eq!(read("attribute:age"), Axis::Attribute("age".into()));
        }
        let named = [Axis::Attribute, Axis::DocumentAttribute, Axis::Dimension].map(|axis| axis("a: b".into()));
        for axis in named.into_iter().chain([
            Axis::Participant,
            Axis::ParticipantOrGroup,
            Axis::Speaker,
            Axis::Code,
            Axis::Account,
        ]) {
            assert_eq!([Axis::row(&axis.written()), Axis::column(&axis.written())], [axis.clone(), axis]);
        }
        assert_eq!(Axis::column("time: late"), Axis::Dimension("time: late".into()));
    }
}
