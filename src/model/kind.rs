//! The kinds of things a project holds, for messages about any of them.

/// What a row of the project file stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::IntoStaticStr)]
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
    /// A row that people have no word for, such as what links two others.
    Entry,
}

impl RowKind {
    /// Returns the stable name, such as `document`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the name with its indefinite article: `a document`, `an attribute`.
    #[must_use]
    pub fn with_article(self) -> String {
        let article = if self.name().starts_with(['a', 'e']) { "an" } else { "a" };
        format!("{article} {self}")
    }
}
