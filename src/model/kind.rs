//! The kinds of things a project holds, for messages about any of them.

use crate::tr;

/// What a row of the project file stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum RowKind {
    #[default]
    Project,
    Coder,
    Participant,
    Attribute,
    /// Of an attribute or a dimension.
    Value,
    Document,
    Dimension,
    Code,
    Passage,
    Memo,
    Table,
    Set,
    Query,
    /// A row that people have no word for, such as what links two others.
    Entry,
}

impl RowKind {
    /// Returns the stable name, such as `document`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the noun for messages: `document`.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Project => tr!("thing" => "project"),
            Self::Coder => tr!("thing" => "coder"),
            Self::Participant => tr!("thing" => "participant"),
            Self::Attribute => tr!("thing" => "attribute"),
            Self::Value => tr!("thing" => "value"),
            Self::Document => tr!("thing" => "document"),
            Self::Dimension => tr!("thing" => "dimension"),
            Self::Code => tr!("thing" => "code"),
            Self::Passage => tr!("thing" => "passage"),
            Self::Memo => tr!("thing" => "memo"),
            Self::Table => tr!("thing" => "table"),
            Self::Set => tr!("thing" => "set"),
            Self::Query => tr!("thing" => "query"),
            Self::Entry => tr!("thing" => "entry"),
        }
    }

    /// Returns the noun with its indefinite article: `a document`, `an attribute`.
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Project => tr!("thing" => "a project"),
            Self::Coder => tr!("thing" => "a coder"),
            Self::Participant => tr!("thing" => "a participant"),
            Self::Attribute => tr!("thing" => "an attribute"),
            Self::Value => tr!("thing" => "a value"),
            Self::Document => tr!("thing" => "a document"),
            Self::Dimension => tr!("thing" => "a dimension"),
            Self::Code => tr!("thing" => "a code"),
            Self::Passage => tr!("thing" => "a passage"),
            Self::Memo => tr!("thing" => "a memo"),
            Self::Table => tr!("thing" => "a table"),
            Self::Set => tr!("thing" => "a set"),
            Self::Query => tr!("thing" => "a query"),
            Self::Entry => tr!("thing" => "an entry"),
        }
    }
}

impl std::fmt::Display for RowKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.noun())
    }
}
