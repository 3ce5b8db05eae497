//! The speakers of documents to be imported, under the rules that the user tries.

use crate::engine::error::Error;
use crate::engine::spoken::SpokenText;
use crate::interchange::remark::{Aside, Loss, Warning};
use crate::model::{Cancelled, Origin, Progress, SpeakerRule};
use crate::store::PackedSpeech;
use crate::text::{Doubts, Label, Proposal, Speaker, TextIndex, Turns, labels_within, propose};
use std::sync::Arc;

/// The contents of a file in the form in which they are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadDocument {
    pub text: Arc<str>,
    pub characters: u32,
    /// Everything known about the text except the speakers.
    pub origin: Origin,
    pub cues: Option<usize>,
    pub left_out: Vec<Aside>,
    pub losses: Vec<Loss>,
    pub warnings: Vec<Warning>,
}

/// With more speakers than this, the labels are probably something else before a colon.
const MANY_SPEAKERS: usize = 200;

/// The speakers under a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoSpeaks {
    /// All labels, including those that are not speakers.
    pub labels: Vec<Label>,
    /// Number of passages that begin with a speaker's label.
    pub blocks: u32,
    /// Number of turns; a turn joins neighbouring blocks of one speaker.
    pub turns: usize,
    /// Number of blocks per speaker, in order of appearance.
    pub speakers: Vec<(String, u32)>,
    /// Number of lines attributed to a speaker without a label, not counting those below a label on a line of its
    /// own.
    pub unlabelled: usize,
    /// A rule that would find speakers where none were detected.
    pub proposal: Option<Proposal>,
    /// What is doubtful about detected speakers.
    pub doubts: Doubts,
    /// Labels of one letter whose speakers only ask, as `M` for a moderator.
    pub asking: Vec<String>,
    /// Labels that recur within lines of a text in which no speakers were detected, and no pattern finds any.
    pub within: Vec<String>,
    /// The rule, and what is said under it.
    found: Option<(SpeakerRule, PackedSpeech)>,
}

/// The speakers of documents to be imported, each under its own rule. The caller chooses the numbers.
pub type SpeakersFound = Vec<(usize, SpeakerRule, Arc<WhoSpeaks>)>;

/// Detects the speakers of each document under the rule given with it.
pub fn find_speakers(
    documents: &[(usize, Arc<ReadDocument>, SpeakerRule)],
    progress: &Progress,
) -> Result<SpeakersFound, Error> {
    let mut found = Vec::with_capacity(documents.len());
    for (place, read, rule) in documents {
        progress.step(found.len() as u64, documents.len() as u64)?;
        let origin = Origin { speakers: rule.clone(), ..read.origin.clone() };
        let speaks = WhoSpeaks::find(&read.text, &TextIndex::new(&read.text), &origin, &progress.silent())?;
        found.push((*place, rule.clone(), Arc::new(speaks)));
    }
    Ok(found)
}

/// Detects who speaks in a document under a rule, line by line.
pub fn spoken_lines(
    read: &ReadDocument,
    rule: &SpeakerRule,
    progress: &Progress,
) -> Result<(SpokenText, WhoSpeaks), Cancelled> {
    let origin = Origin { speakers: rule.clone(), ..read.origin.clone() };
    let index = TextIndex::new(&read.text);
    let (turns, labels) = Turns::with_labels(&read.text, &index, &origin, &progress.silent())?;
    let found = WhoSpeaks::of(&turns, labels, &read.text, &index, &origin);
    Ok((SpokenText { text: read.text.clone(), origin, index, turns }, found))
}

/// Counts the lines without a label that are attributed to the previous speaker.
fn unlabelled(turns: &Turns, index: &TextIndex) -> usize {
    let mut below_label = false;
    let mut count = 0;
    for (at, paragraph) in index.paragraphs().iter().enumerate().filter(|(_, paragraph)| !paragraph.chars.is_empty()) {
        let line = turns.line(at);
        if line.prefix > 0 {
            below_label = line.prefix == paragraph.chars.len();
        } else if line.speaker.is_some() {
            count += usize::from(!below_label);
            below_label = false;
        }
    }
    count
}

/// Returns the one-letter labels whose utterances are nearly all questions, where others answer. An opening need
/// not be one.
fn asking(turns: &Turns, text: &str, index: &TextIndex) -> Vec<String> {
    let is_letter =
        |speaker: &Speaker| speaker.label.chars().count() == 1 && speaker.label.chars().all(char::is_alphabetic);
    if !turns.speakers().iter().any(is_letter) {
        return Vec::new();
    }
    // Numbers of questions and of other words, for each speaker.
    let mut counts = vec![(0_usize, 0_usize); turns.speakers().len()];
    for (at, said) in turns.speech(index).utterances.iter().enumerate() {
        let words =
            index.slice(text, said.words).trim_end_matches(|c: char| c.is_whitespace() || "\"”’»）)".contains(c));
        let is_question = words.ends_with(['?', '？', '\u{61f}']);
        match counts.get_mut(said.voice as usize) {
            Some((questions, _)) if is_question => *questions += 1,
            Some((_, others)) if at > 0 => *others += 1,
            _ => {}
        }
    }
    let answers = counts.iter().any(|(questions, others)| questions < others);
    let asks = |(questions, others): &(usize, usize)| answers && *questions > 1 && *questions >= others * 4;
    let speakers = turns.speakers().iter().zip(&counts);
    speakers.filter(|(one, count)| is_letter(one) && asks(count)).map(|(one, _)| one.label.clone()).collect()
}

impl WhoSpeaks {
    #[must_use]
    pub fn in_text(text: &str, origin: &Origin) -> Self {
        Self::find(text, &TextIndex::new(text), origin, &Progress::default()).unwrap_or_default()
    }

    /// Like [`Self::in_text`].
    ///
    /// # Errors
    /// Fails when cancelled.
    pub(super) fn find(text: &str, index: &TextIndex, origin: &Origin, progress: &Progress) -> Result<Self, Cancelled> {
        let (turns, labels) = Turns::with_labels(text, index, origin, progress)?;
        Ok(Self::of(&turns, labels, text, index, origin))
    }

    fn of(turns: &Turns, labels: Vec<Label>, text: &str, index: &TextIndex, origin: &Origin) -> Self {
        let speakers: Vec<(String, u32)> = turns.speakers().iter().map(|s| (s.label.clone(), s.blocks)).collect();
        let detected = origin.labels.is_none() && !origin.speakers.off && origin.speakers.pattern.is_none();
        let missing = detected && speakers.is_empty();
        let proposal = missing.then(|| propose(text, index)).flatten();
        Self {
            labels,
            blocks: speakers.iter().map(|(_, blocks)| blocks).sum(),
            turns: turns.turns().len(),
            unlabelled: unlabelled(turns, index),
            within: if missing && proposal.is_none() { labels_within(text) } else { Vec::new() },
            proposal,
            doubts: turns.doubts().clone(),
            asking: asking(turns, text, index),
            speakers,
            found: Some((origin.speakers.clone(), PackedSpeech::of(&turns.speech(index), turns))),
        }
    }

    /// Returns what is said under a rule, if these are its speakers.
    #[must_use]
    pub(super) fn speech_under(&self, rule: &SpeakerRule) -> Option<&PackedSpeech> {
        self.found.as_ref().filter(|(under, _)| under == rule).map(|(_, speech)| speech)
    }

    /// Returns what the user should check before relying on the speakers.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let Doubts { labels, single, within, counters } = &self.doubts;
        let lines = labels.iter().map(|(_, lines)| *lines as usize).sum();
        let names = || labels.iter().map(|(label, _)| label.clone()).collect();
        let doubtful = (!labels.is_empty()).then(|| Warning::DoubtfulTurns { labels: names(), lines });
        let words = (!single.is_empty()).then(|| Warning::SingleLabels { labels: single.clone() });
        let inner = (*within > 0).then_some(Warning::LabelsWithinLines { count: *within as usize });
        let counted = (*counters > 0).then_some(Warning::TurnCounters { count: *counters as usize });
        let labels = self.within.clone();
        let unplaced = (!labels.is_empty()).then_some(Warning::LabelsOnlyWithinLines { labels });
        [self.unsure(), doubtful, words, inner, unplaced, counted].into_iter().flatten().collect()
    }

    /// Returns whether speakers are missing, or too many.
    fn unsure(&self) -> Option<Warning> {
        let (speak, not) = (self.speakers.len(), self.labels.iter().filter(|label| !label.speaks).count());
        match (self.speakers.as_slice(), &self.proposal) {
            ([(label, blocks)], _) if *blocks > 1 && self.unlabelled > 0 => {
                Some(Warning::OneLabel { label: label.clone() })
            }
            ([], Some(proposal)) => Some(Warning::NoSpeakers {
                beginnings: proposal.beginnings.clone(),
                lines: proposal.lines,
                pattern: proposal.pattern.clone(),
            }),
            _ if speak > MANY_SPEAKERS => Some(Warning::ManySpeakers { count: speak }),
            _ if not > MANY_SPEAKERS => Some(Warning::ManyLabels { count: not }),
            _ => None,
        }
    }
}
