//! How a project is written for a program.

/// Programs whose ways are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Program {
    NVivo,
    AtlasTi,
    Maxqda,
    QualCoder,
}

impl Program {
    pub const ALL: [Self; 4] = [Self::NVivo, Self::AtlasTi, Self::Maxqda, Self::QualCoder];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NVivo => "NVivo",
            Self::AtlasTi => "ATLAS.ti",
            Self::Maxqda => "MAXQDA",
            Self::QualCoder => "QualCoder",
        }
    }

    /// By its name, whatever the size of its letters and with or without its dot.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |text: &str| text.to_lowercase().replace('.', "");
        Self::ALL.into_iter().find(|program| plain(program.name()) == plain(name))
    }
}

/// What is written otherwise than it stands in the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ExchangeOptions {
    /// For whom, when that is known: what this program does not read is told.
    pub program: Option<Program>,
    /// Positions count units of UTF-16.
    pub utf16: bool,
    /// No two codes have one name: the name of the code above stands behind it.
    pub unique_names: bool,
    /// A group of documents for each value of an attribute.
    pub attribute_groups: bool,
    /// Attributes of participants stand with their documents too.
    pub values_on_documents: bool,
    /// Memos stand as comments with what they are on, without who wrote them and when.
    pub memos_in_place: bool,
    /// The words of memos that stand by themselves are files beside those of the documents.
    pub memo_files: bool,
}

impl ExchangeOptions {
    /// As the standard has it, for whoever reads it.
    pub const PLAIN: Self = Self {
        program: None,
        utf16: false,
        unique_names: false,
        attribute_groups: false,
        values_on_documents: false,
        memos_in_place: false,
        memo_files: false,
    };

    /// What is known to help a program.
    #[must_use]
    pub const fn of(program: Program) -> Self {
        let own = Self { program: Some(program), memos_in_place: true, ..Self::PLAIN };
        match program {
            Program::NVivo => Self { utf16: true, memo_files: true, ..own },
            Program::AtlasTi => Self { attribute_groups: true, ..own },
            Program::Maxqda => Self { values_on_documents: true, ..own },
            Program::QualCoder => Self { unique_names: true, memo_files: true, ..own },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Program;

    #[test]
    fn programs_are_known_by_their_names() {
        for (name, program) in [
            ("nvivo", Some(Program::NVivo)),
            ("atlasti", Some(Program::AtlasTi)),
            ("ATLAS.ti", Some(Program::AtlasTi)),
            ("QualCoder", Some(Program::QualCoder)),
            ("maxqda", Some(Program::Maxqda)),
            ("word", None),
        ] {
            assert_eq!(Program::parse(name), program, "{name}");
        }
    }
}
