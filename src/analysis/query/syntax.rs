//! A query as it is written. Names are those that the researcher used; nothing is known here of the project they are in.

use std::fmt::{Display, Formatter, Write as _};

/// Passages that one of several conjunctions finds; at least one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PassageQuery {
    pub any_of: Vec<Conjunction>,
}

/// The passages that places of all chains share; at least one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Conjunction {
    pub all_of: Vec<Chain>,
}

/// Places that are in relations to others, each to what is left of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    pub first: Term,
    pub then: Vec<(PlaceRelation, Term)>,
}

/// Where something is in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    pub what: What,
    /// All must hold; several values of one field are alternatives.
    pub filter: Vec<Criterion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Passages of a code.
    Code {
        /// The path, or a name that only one code has.
        name: String,
        /// Without the codes below it.
        exact: bool,
    },
    /// Places at which a text is found.
    Text {
        wanted: String,
        how: Matching,
    },
    /// All passages.
    Any,
    /// Passages that are marked as important.
    Important,
    Query(Box<PassageQuery>),
}

/// How texts are compared. Letters of both cases are equal unless said otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Matching {
    /// Only whole words.
    pub whole: bool,
    /// Letters of the same case.
    pub case: bool,
    /// By a regular expression.
    pub regex: bool,
    /// English words with the same stem.
    pub stem: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Criterion {
    pub field: Field,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Coder,
    Participant,
    Document,
    Speaker,
    /// Whose experience a passage is about.
    Account,
    /// An attribute of participants; of documents if participants have no such attribute.
    Attribute(String),
    /// An attribute of participants.
    OfParticipants(String),
    /// An attribute of documents.
    OfDocuments(String),
}

/// How a place on the left is related to those on the right. If `not`, it must be so related to none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlaceRelation {
    Meets {
        meeting: Meeting,
        not: bool,
    },
    /// At most so many units lie wholly between them.
    Apart {
        side: Side,
        at_most: u32,
        unit: DistanceUnit,
        not: bool,
    },
    /// Both touch the same unit.
    Shares {
        scope: QueryScope,
        not: bool,
    },
}

/// How two ranges of one document meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meeting {
    /// They share a code point.
    Overlaps,
    /// The left one lies in the right one, or is the same.
    Inside,
    /// The right one lies in the left one, or is the same.
    Contains,
}

/// Where the left range is, seen from the right one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Before or behind it, or overlapping it.
    Near,
    Before,
    After,
}

/// What distances are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DistanceUnit {
    Characters,
    Words,
    Sentences,
    Turns,
    Paragraphs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryScope {
    Sentence,
    Turn,
    Paragraph,
    /// A question with all answers to it.
    Exchange,
    Document,
    /// All that a participant says, also in several documents.
    Participant,
}

impl Meeting {
    pub const ALL: [Self; 3] = [Self::Overlaps, Self::Inside, Self::Contains];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Overlaps => "overlaps",
            Self::Inside => "inside",
            Self::Contains => "contains",
        }
    }
}

impl Side {
    pub const ALL: [Self; 3] = [Self::Near, Self::Before, Self::After];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Near => "near",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

impl DistanceUnit {
    pub const ALL: [Self; 5] = [Self::Characters, Self::Words, Self::Sentences, Self::Turns, Self::Paragraphs];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
            Self::Sentences => "sentences",
            Self::Turns => "turns",
            Self::Paragraphs => "paragraphs",
        }
    }
}

impl QueryScope {
    pub const ALL: [Self; 6] =
        [Self::Sentence, Self::Turn, Self::Paragraph, Self::Exchange, Self::Document, Self::Participant];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::Turn => "turn",
            Self::Paragraph => "paragraph",
            Self::Exchange => "exchange",
            Self::Document => "document",
            Self::Participant => "participant",
        }
    }
}

impl PlaceRelation {
    /// True if the left place must be so related to none on the right.
    #[must_use]
    pub fn is_negated(self) -> bool {
        match self {
            Self::Meets { not, .. } | Self::Apart { not, .. } | Self::Shares { not, .. } => not,
        }
    }
}

impl Matching {
    /// The options by their words, in the order in which they are printed.
    pub(super) fn words(&mut self) -> [(&'static str, &mut bool); 4] {
        let Self { whole, case, regex, stem } = self;
        [("whole", whole), ("case", case), ("regex", regex), ("stem", stem)]
    }
}

impl Display for PassageQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        separated(f, &self.any_of, " or ")
    }
}

impl Display for Conjunction {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        separated(f, &self.all_of, " and ")
    }
}

impl Display for Chain {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.first)?;
        for (relation, place) in &self.then {
            match relation {
                PlaceRelation::Meets { meeting, not } => write!(f, " {}{} {place}", negation(*not), meeting.word())?,
                PlaceRelation::Apart { side, at_most, unit, not } => {
                    write!(f, " {}{} {at_most} {} {place}", negation(*not), side.word(), unit.word())?;
                }
                PlaceRelation::Shares { scope, not } => {
                    let with = if *not { "without" } else { "with" };
                    write!(f, " {with} {place} in {}", scope.word())?;
                }
            }
        }
        Ok(())
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match &self.what {
            What::Code { name, exact } => write!(f, "{}{}", if *exact { "=" } else { "" }, Quoted(name))?,
            What::Text { wanted, how } => {
                write!(f, "text({}", Quoted(wanted))?;
                for (word, _) in how.clone().words().into_iter().filter(|(_, is_wanted)| **is_wanted) {
                    write!(f, ", {word}")?;
                }
                f.write_char(')')?;
            }
            What::Any => f.write_str("any")?,
            What::Important => f.write_str("important")?,
            What::Query(query) => write!(f, "({query})")?,
        }
        if !self.filter.is_empty() {
            f.write_char('[')?;
            separated(f, &self.filter, ", ")?;
            f.write_char(']')?;
        }
        Ok(())
    }
}

impl Display for Criterion {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.field, Quoted(&self.value))
    }
}

impl Display for Field {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Coder => f.write_str("coder"),
            Self::Participant => f.write_str("participant"),
            Self::Document => f.write_str("document"),
            Self::Speaker => f.write_str("speaker"),
            Self::Account => f.write_str("account"),
            Self::Attribute(name) => write!(f, "{}", Named(name)),
            Self::OfParticipants(name) => write!(f, "attribute:{}", Named(name)),
            Self::OfDocuments(name) => write!(f, "document:{}", Named(name)),
        }
    }
}

/// A name of an attribute: as it is if it is one word, otherwise in quotation marks.
struct Named<'n>(&'n str);

impl Display for Named<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let is_word = !self.0.is_empty() && self.0.chars().all(is_of_word) && !RESERVED.contains(&self.0);
        if is_word { f.write_str(self.0) } else { write!(f, "{}", Quoted(self.0)) }
    }
}

/// Words that mean something else before `=` or a colon in a filter.
const RESERVED: [&str; 6] = ["coder", "participant", "document", "speaker", "account", "attribute"];

/// True if a word that stands without quotation marks may contain this character.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

struct Quoted<'n>(&'n str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            if matches!(c, '"' | '\\') {
                f.write_char('\\')?;
            }
            f.write_char(c)?;
        }
        f.write_char('"')
    }
}

fn negation(not: bool) -> &'static str {
    if not { "not " } else { "" }
}

fn separated(f: &mut Formatter<'_>, things: &[impl Display], separator: &str) -> std::fmt::Result {
    for (place, thing) in things.iter().enumerate() {
        f.write_str(if place > 0 { separator } else { "" })?;
        write!(f, "{thing}")?;
    }
    Ok(())
}
