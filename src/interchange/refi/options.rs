//! Options for writing a project for another program.

/// Programs with known particularities.
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

    /// Parses a program's name; case does not matter, and the dot is optional.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |text: &str| text.to_lowercase().replace('.', "");
        Self::ALL.into_iter().find(|program| plain(program.name()) == plain(name))
    }
}

/// What is written differently from the project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ExchangeOptions {
    /// The target program, if known: what it cannot read is reported.
    pub program: Option<Program>,
    /// Positions count UTF-16 units.
    pub utf16: bool,
    /// Code names are made unique by appending the name of the parent code.
    pub unique_names: bool,
    /// Writes a group of documents for each value of an attribute.
    pub attribute_groups: bool,
    /// Writes the attributes of participants with their documents too.
    pub values_on_documents: bool,
    /// Writes memos as comments on their targets, without author and date.
    pub memos_in_place: bool,
    /// Writes the text of separate memos as files beside those of the documents.
    pub memo_files: bool,
}

impl ExchangeOptions {
    /// Exactly as in the standard, for any program.
    pub const PLAIN: Self = Self {
        program: None,
        utf16: false,
        unique_names: false,
        attribute_groups: false,
        values_on_documents: false,
        memos_in_place: false,
        memo_files: false,
    };

    /// False if the program would take words of speakers for annotations.
    #[must_use]
    pub(super) fn holds_speakers(&self) -> bool {
        self.program != Some(Program::QualCoder)
    }

    /// The options that help a program.
    #[must_use]
    pub const fn of(program: Program) -> Self {
        let base = Self { program: Some(program), memos_in_place: true, ..Self::PLAIN };
        match program {
            Program::NVivo => Self { utf16: true, memo_files: true, ..base },
            Program::AtlasTi => Self { attribute_groups: true, ..base },
            Program::Maxqda => Self { values_on_documents: true, ..base },
            Program::QualCoder => Self { unique_names: true, memo_files: true, ..base },
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
