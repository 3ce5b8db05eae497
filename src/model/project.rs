//! A project's own data, its coders and its documents, without their texts, which can be large.

use super::{CONSENSUS, Guid, ParticipantId, SourceId, SpeakerMap, UserId, same_name};
use crate::i18n::{self, Language};
use crate::tr;
use strum::IntoEnumIterator;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectInfo {
    pub guid: Guid,
    pub name: String,
    pub description: String,
    /// Coders see other coders' codings of a document only after they have marked it as finished.
    pub blind: bool,
}

/// A coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub guid: Guid,
    pub name: String,
    /// `#rrggbb`
    pub color: String,
}

impl User {
    /// Returns the name for people to read: that of the consensus coding is in the language of the thread.
    #[must_use]
    pub fn shown_name(&self) -> &str {
        shown_coder(&self.name)
    }
}

/// Returns the name of a coder for people to read.
#[must_use]
pub fn shown_coder(name: &str) -> &str {
    if name == CONSENSUS { tr!("name of the consensus coding" => "consensus coding") } else { name }
}

/// True for the names of the consensus coding: the one for other programs, and those for readers in every language.
#[must_use]
pub fn names_consensus(name: &str) -> bool {
    let is_shown = |language| i18n::within(language, || same_name(name, shown_coder(CONSENSUS)));
    same_name(name, CONSENSUS) || Language::iter().any(is_shown)
}

/// A document without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub guid: Guid,
    /// Unique in the project.
    pub name: String,
    /// The participant to whom the document is assigned; a focus group has none.
    pub participant: Option<ParticipantId>,
    /// The participants who speak in it; empty if all its words are `participant`'s.
    pub speakers: SpeakerMap,
    /// Length of the text in code points.
    pub characters: u32,
    /// Path of the text in the folder format, relative to the folder.
    pub path: String,
    /// One value for each attribute of documents, in the same order. Unknown values are `None`, never an empty text.
    pub values: Vec<Option<String>>,
}

impl Source {
    /// True if words of the document are the participant's.
    #[must_use]
    pub fn has(&self, participant: ParticipantId) -> bool {
        if self.speakers.is_empty() { self.participant == Some(participant) } else { self.speakers.has(participant) }
    }

    /// True if several participants speak in the document.
    #[must_use]
    pub fn is_group(&self) -> bool {
        !self.speakers.is_empty() && self.participants().len() > 1
    }

    /// Returns the participants whose words the document has, each once.
    #[must_use]
    pub fn participants(&self) -> Vec<ParticipantId> {
        if self.speakers.is_empty() {
            return self.participant.into_iter().collect();
        }
        let mut found = Vec::new();
        for (_, participant) in self.speakers.iter() {
            if !found.contains(&participant) {
                found.push(participant);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_consensus_coding_is_known_by_its_name_in_every_language() {
        for language in Language::iter() {
            assert!(names_consensus(i18n::within(language, || shown_coder(CONSENSUS))));
        }
        assert!(names_consensus("agreed") && !names_consensus("Agreeable"));
    }
}
