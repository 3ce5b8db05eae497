//! What a reader must know to trust a table or a list: project, coders, what is counted, program.

use crate::tr;

/// What one line of the provenance is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Project,
    /// The coders whose codings are counted.
    Coders,
    /// What the numbers count.
    Counted,
    /// What is shown instead of numbers.
    Shown,
    /// The participants included.
    Only,
    OnlyCodes,
    OnlyDocuments,
    OnlyParticipants,
    /// Whose words passages contain.
    SpokenBy,
    LeftOut,
    /// Passages that a list does not have.
    NotListed,
    /// Disagreements that are still open, if the consensus coding is counted.
    OpenDisagreements,
    BlindCoding,
    /// Date of the table or list.
    Made,
    Software,
    /// A setting of an analysis, with its name.
    Setting(&'static str),
}

impl Topic {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Project => tr!("what a table states" => "Project"),
            Self::Coders => tr!("what a table states" => "Coders"),
            Self::Counted => tr!("what a table states" => "Unit of counting"),
            Self::Shown => tr!("what a table states" => "Shown"),
            Self::Only => tr!("what a table states" => "Filter"),
            Self::OnlyCodes => tr!("what a table states" => "Codes included"),
            Self::OnlyDocuments => tr!("what a table states" => "Documents included"),
            Self::OnlyParticipants => tr!("what a table states" => "Participants included"),
            Self::SpokenBy => tr!("what a table states" => "Passages said by"),
            Self::LeftOut => tr!("what a table states" => "Not counted"),
            Self::NotListed => tr!("what a table states" => "Not listed"),
            Self::OpenDisagreements => tr!("what a table states" => "Unresolved disagreements"),
            Self::BlindCoding => tr!("what a table states" => "Blind coding"),
            Self::Made => tr!("what a table states" => "Created"),
            Self::Software => tr!("what a table states" => "Software"),
            Self::Setting(name) => name,
        }
    }
}

/// Lines in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance(Vec<(Topic, String)>);

impl Provenance {
    /// Returns the first line on a topic.
    #[must_use]
    pub fn get(&self, topic: Topic) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == topic).map(|(_, value)| value.as_str())
    }

    pub fn push(&mut self, topic: Topic, value: impl Into<String>) {
        self.0.push((topic, value.into()));
    }

    /// Replaces all lines on `topic`, if any, by a line on `by`.
    pub fn replace(&mut self, topic: Topic, by: Topic, value: &str) {
        for line in self.0.iter_mut().filter(|(known, _)| *known == topic) {
            *line = (by, value.to_owned());
        }
    }

    pub fn remove(&mut self, topic: Topic) {
        self.0.retain(|(known, _)| *known != topic);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns name and value of each line.
    pub fn lines(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(topic, value)| (topic.name(), value.as_str()))
    }
}

impl FromIterator<(Topic, String)> for Provenance {
    fn from_iter<I: IntoIterator<Item = (Topic, String)>>(lines: I) -> Self {
        Self(lines.into_iter().collect())
    }
}

impl Extend<(Topic, String)> for Provenance {
    fn extend<I: IntoIterator<Item = (Topic, String)>>(&mut self, lines: I) {
        self.0.extend(lines);
    }
}
