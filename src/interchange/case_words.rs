//! Speakers who are participants: written as cases with selections of their words, and read from cases whose selections
//! follow the labels of a text.

use crate::interchange::plain::DocumentDump;
use crate::model::{CharPos, CharRange, Origin, Speech, same_name};
use crate::text::{TextIndex, Turns};
use std::collections::HashMap;

/// The most characters of a selection's name that may be a label.
const LONGEST: usize = 80;

/// Words of a case in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseWords {
    /// Name of the case.
    pub case: String,
    /// The label of the speaker, or another name of the selection.
    pub label: String,
    pub range: CharRange,
}

fn speech(text: &str, origin: &Origin) -> Speech {
    let index = TextIndex::new(text);
    Turns::find(text, &index, origin).speech(&index)
}

/// Returns the words of the participants who speak in a document, in their order in the text.
#[must_use]
pub fn words(document: &DocumentDump, text: &str) -> Vec<CaseWords> {
    if document.speakers.is_empty() {
        return Vec::new();
    }
    let mut origin = document.origin.clone().unwrap_or_default();
    origin.speakers.include(document.speakers.iter().map(|(label, _)| label.as_str()), |_| false);
    let speech = speech(text, &origin);
    let said = speech.utterances.iter().filter_map(|utterance| {
        let label = &speech.voices.get(utterance.voice as usize)?.label;
        let (_, case) = document.speakers.iter().find(|(known, _)| same_name(known, label))?;
        Some(CaseWords { case: case.clone(), label: label.clone(), range: utterance.words })
    });
    said.collect()
}

/// True if the speakers of a document are read again as they are.
#[must_use]
pub fn are_read_again(document: &DocumentDump, text: &str) -> bool {
    let (read, others) = speakers(text, &words(document, text));
    let is_read = |label: &str, case: &str| read.iter().any(|(known, of)| same_name(known, label) && of == case);
    others.is_empty()
        && read.len() == document.speakers.len()
        && document.speakers.iter().all(|(label, case)| is_read(label, case))
}

/// Finds the labels that selections of cases follow. Returns the labels with the names of their cases, in the order of
/// the text, and the indices of the selections that follow none.
///
/// A label is a case's if all of its words are in selections of this case and none is in another's. Programs may select
/// the label too, and the line end.
#[must_use]
pub fn speakers(text: &str, selected: &[CaseWords]) -> (Vec<(String, String)>, Vec<usize>) {
    let mut origin = Origin::default();
    let labels = selected.iter().map(|words| words.label.trim());
    let labels = labels.filter(|label| !label.is_empty() && label.chars().count() <= LONGEST && text.contains(*label));
    origin.speakers.include(labels, |_| false);
    let speech = speech(text, &origin);
    let ranges = Ranges::new(selected);
    // Per voice: its case, or `None` if it has several or if some of its words are in no selection.
    let mut cases: HashMap<u32, Option<&str>> = HashMap::new();
    for utterance in &speech.utterances {
        let of: Vec<&CaseWords> = ranges.within(utterance.words).collect();
        let is_whole = of.iter().any(|words| words.range.encloses(utterance.words));
        let case = of.first().map(|words| words.case.as_str());
        let case = case.filter(|case| is_whole && of.iter().all(|words| words.case == *case));
        let known = cases.entry(utterance.voice).or_insert(case);
        if *known != case {
            *known = None;
        }
    }
    let follows = |words: &CaseWords| {
        let mut said = speech.within(words.range).iter().peekable();
        said.peek().is_some() && said.all(|said| cases.get(&said.voice).copied().flatten() == Some(words.case.as_str()))
    };
    let others = (0..selected.len()).filter(|&at| selected.get(at).is_some_and(|words| !follows(words))).collect();
    let voices = (0_u32..).zip(&speech.voices);
    let read = voices.filter_map(|(number, voice)| Some((voice.label.clone(), (*cases.get(&number)?)?.to_owned())));
    (read.collect(), others)
}

/// Selections in the order of their beginnings, so that those in a part of a long text are found quickly.
struct Ranges<'w> {
    sorted: Vec<&'w CaseWords>,
    /// The last end of each selection and those before it.
    ends: Vec<CharPos>,
}

impl<'w> Ranges<'w> {
    fn new(selected: &'w [CaseWords]) -> Self {
        let mut sorted: Vec<&CaseWords> = selected.iter().collect();
        sorted.sort_by_key(|words| words.range);
        let mut last = CharPos(0);
        let ends = sorted.iter().map(|words| {
            last = last.max(words.range.end);
            last
        });
        Self { ends: ends.collect(), sorted }
    }

    /// Returns the selections that share a code point with a range.
    fn within(&self, range: CharRange) -> impl Iterator<Item = &'w CaseWords> {
        let from = self.ends.partition_point(|end| *end <= range.start);
        let rest = self.sorted.get(from..).unwrap_or(&[]).iter().copied();
        rest.take_while(move |words| words.range.start < range.end).filter(move |words| words.range.end > range.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "MOD: Who left?\nWoman 4: I did. No money.\nMan 1: Me too.\nMOD: And why?\nWoman 4: The rent.\n\
                        All: Yes!\nMan 1: The land.\n";

    fn document(speakers: &[(&str, &str)]) -> DocumentDump {
        let speakers = speakers.iter().map(|(label, case)| ((*label).to_owned(), (*case).to_owned())).collect();
        DocumentDump { speakers, ..DocumentDump::default() }
    }

    fn select(case: &str, words: &str) -> CaseWords {
        let start = TEXT.find(words).unwrap() as u32;
        CaseWords { case: case.into(), label: words.into(), range: CharRange::new(start, start + words.len() as u32) }
    }

    fn named(read: &[(String, String)]) -> Vec<(&str, &str)> {
        read.iter().map(|(label, case)| (label.as_str(), case.as_str())).collect()
    }

    #[test]
    fn what_is_written_of_speakers_is_read_again() {
        let both = document(&[("Woman 4", "Lin"), ("Man 1", "Lin"), ("All", "Group")]);
        let written = words(&both, TEXT);
        let ranges: Vec<&str> =
            written.iter().map(|one| &TEXT[one.range.start.0 as usize..one.range.end.0 as usize]).collect();
        assert_eq!(ranges, ["I did. No money.", "Me too.", "The rent.", "Yes!", "The land."]);
        assert!(are_read_again(&both, TEXT));
        assert!(!are_read_again(&document(&[("Woman 4", "Lin"), ("Nobody", "Wang")]), TEXT));
        assert_eq!(words(&document(&[]), TEXT), []);
    }

    #[test]
    fn selections_that_do_not_follow_labels_are_named_and_leave_their_label_to_nobody() {
        // With the label, as some programs select.
        let follows = [select("Lin", "Woman 4: I did. No money.\n"), select("Lin", "Woman 4: The rent.")];
        let of = |more: &[CaseWords]| speakers(TEXT, &[&follows, more].concat());
        assert_eq!(named(&of(&[]).0), [("Woman 4", "Lin")]);
        // One of two turns, a part of a turn, words of two speakers, words of nobody, another's words.
        for more in ["Me too.", "The", "MOD: And why?\nWoman 4: The rent.", "\n", "The rent."] {
            let (read, others) = of(&[select("Wang", more)]);
            let lost = usize::from(more.contains("The rent."));
            assert!(others.contains(&2), "{more}");
            assert!(!read.iter().any(|(_, case)| case == "Wang"), "{more}");
            assert_eq!(read.is_empty(), lost == 1 || more == "The", "{more}: {read:?}");
        }
        assert_eq!(
            named(&of(&[select("Wang", "Me too."), select("Wang", "The land.")]).0),
            [("Woman 4", "Lin"), ("Man 1", "Wang")]
        );
    }
}
