//! What table is asked for.

/// A table of the project, or a matrix of codings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TableRequest {
    /// One of the project's own tables, by its name.
    Defined {
        name: String,
    },
    Matrix {
        rows: RowAxis,
        columns: ColumnAxis,
    },
}

/// What the rows of a matrix are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RowAxis {
    Participant,
    Document,
    /// The values of an attribute of participants, by its name.
    Attribute(String),
}

impl RowAxis {
    /// Reads the word of the command line: `participant`, `document` or the name of an attribute.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "participant" => Self::Participant,
            "document" => Self::Document,
            name => Self::Attribute(name.to_owned()),
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Participant => "participant",
            Self::Document => "document",
            Self::Attribute(name) => name,
        }
    }
}

/// What the columns of a matrix are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ColumnAxis {
    Code,
    /// The values of a facet of codes, by its name.
    Facet(String),
}

impl ColumnAxis {
    /// Reads the word of the command line: `code` or the name of a facet.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        match word {
            "code" => Self::Code,
            name => Self::Facet(name.to_owned()),
        }
    }

    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Code => "code",
            Self::Facet(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnAxis, RowAxis};

    #[test]
    fn the_words_of_the_command_line_are_read_back() {
        for word in ["participant", "document", "generation", "世代"] {
            assert_eq!(RowAxis::parse(word).name(), word);
        }
        assert_eq!(RowAxis::parse("世代"), RowAxis::Attribute("世代".into()));
        assert_eq!(ColumnAxis::parse("code"), ColumnAxis::Code);
        assert_eq!(ColumnAxis::parse("asset"), ColumnAxis::Facet("asset".into()));
    }
}
