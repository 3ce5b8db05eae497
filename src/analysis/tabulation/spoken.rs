//! Who says what in the documents whose codings are divided.

use super::indexed::NONE;
use crate::model::{CharRange, Speech};

/// The words of a person.
#[derive(Clone, Copy)]
struct Said {
    start: u32,
    end: u32,
    person: u32,
}

/// Stands behind the last words of each document.
const END: Said = Said { start: u32::MAX, end: u32::MAX, person: NONE };

/// A document.
#[derive(Clone, Copy)]
struct Divided {
    /// Where its steps begin; [`NONE`] if its codings are not divided.
    first: u32,
    /// Number of its steps.
    steps: u32,
    /// Whose a coding is in which nobody speaks: index of the participant, or [`NONE`].
    otherwise: u32,
}

/// The words that count for somebody, of all documents. They are in few arrays, because codings come by code and so visit
/// the documents again and again.
#[derive(Default)]
pub(super) struct Spoken {
    documents: Vec<Divided>,
    /// By [`STEP`] code points of a document: the first words that end behind the beginning of the step, as an index of
    /// `words`.
    steps: Vec<u32>,
    /// By document and position; [`END`] after each document.
    words: Vec<Said>,
}

/// Code points of a step.
const STEP: u32 = 128;

impl Spoken {
    /// Adds the next document, whose codings are not divided.
    pub fn push_whole(&mut self) {
        self.documents.push(Divided { first: NONE, steps: 0, otherwise: NONE });
    }

    /// Adds the next document. `person` returns whose the words of a voice are, or [`NONE`] if they count for nobody.
    pub fn push(&mut self, speech: Option<&Speech>, otherwise: u32, person: impl Fn(usize) -> u32) {
        let index = |length: usize| u32::try_from(length).unwrap_or(NONE);
        let first = index(self.steps.len());
        for said in speech.iter().flat_map(|speech| &speech.utterances) {
            let person = person(said.voice as usize);
            if person == NONE {
                continue;
            }
            let at = index(self.words.len());
            while (self.steps.len() as u64 - u64::from(first)) * u64::from(STEP) < u64::from(said.words.end.0) {
                self.steps.push(at);
            }
            self.words.push(Said { start: said.words.start.0, end: said.words.end.0, person });
        }
        self.words.push(END);
        let steps = index(self.steps.len()).saturating_sub(first);
        self.documents.push(Divided { first, steps, otherwise });
    }

    /// Returns whose a coding of a document is in which nobody speaks; `None` if its codings are not divided.
    pub fn otherwise(&self, document: u32) -> Option<u32> {
        self.documents.get(document as usize).filter(|divided| divided.first != NONE).map(|divided| divided.otherwise)
    }

    /// Calls `take` with the person and the words for all words in a document that share a code point with the range.
    pub fn each(&self, document: u32, range: CharRange, mut take: impl FnMut(u32, CharRange)) {
        let Some(divided) = self.documents.get(document as usize) else { return };
        let step = range.start.0 / STEP;
        if step >= divided.steps {
            return;
        }
        let Some(&from) = self.steps.get((divided.first + step) as usize) else { return };
        for said in self.words.get(from as usize..).unwrap_or(&[]) {
            if said.start >= range.end.0 {
                break;
            }
            if said.end > range.start.0 {
                take(said.person, CharRange::new(said.start, said.end));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Utterance;

    #[test]
    fn words_are_found_in_their_document_only() {
        let said = |start, end, voice| Utterance { words: CharRange::new(start, end), voice };
        let speech = |utterances: Vec<Utterance>| Speech { voices: vec![], utterances };
        let documents = [
            speech(vec![said(2, 100, 0), said(110, 500, 1), said(510, 520, 2)]),
            speech(vec![]),
            speech(vec![said(0, 1, 1), said(400, 401, 0)]),
        ];
        let mut spoken = Spoken::default();
        spoken.push_whole();
        for speech in &documents {
            // The third voice is nobody's.
            spoken.push(Some(speech), 7, |voice| if voice < 2 { 10 + voice as u32 } else { NONE });
        }
        let found = |document, start, end| {
            let mut found = Vec::new();
            spoken.each(document, CharRange::new(start, end), |person, words| found.push((person, words.start.0)));
            found
        };
        assert_eq!((spoken.otherwise(0), spoken.otherwise(2), spoken.otherwise(9)), (None, Some(7), None));
        for (document, start, end, wanted) in [
            (0, 0, 900, vec![]),
            (1, 0, 900, vec![(10, 2), (11, 110)]),
            (1, 99, 110, vec![(10, 2)]),
            (1, 100, 111, vec![(11, 110)]),
            (1, 499, 500, vec![(11, 110)]),
            (1, 500, 900, vec![]),
            (2, 0, 900, vec![]),
            (3, 0, 1, vec![(11, 0)]),
            (3, 256, 900, vec![(10, 400)]),
            (9, 0, 900, vec![]),
        ] {
            assert_eq!(found(document, start, end), wanted, "{document}, {start}..{end}");
        }
    }
}
