//! Who speaks and when in a document of `project.json`: `times` and `labels` according to its source file, as positions in
//! its text, and `participants`, the participants who speak under the labels of the text.

use super::positions::{Counting, Misplaced, Transcript};
use crate::interchange::remark::{EntryLoss, PositionFault};
use crate::model::{CharPos, CharRange, NameMap, Origin, SpeakerRule, TimeMark, same_name};
use crate::text::{TextIndex, Turns, include_speakers};
use serde_json::{Map, Value, json};

/// Writes both keys, each only if the document has it.
pub fn render(origin: &Origin) -> Map<String, Value> {
    let mut entry = Map::new();
    if !origin.times.is_empty() {
        let times: Vec<Value> = origin.times.iter().map(|time| json!([time.at.0, time.millis])).collect();
        entry.insert("times".into(), Value::Array(times));
    }
    if let Some(labels) = &origin.labels {
        let labels: Vec<Value> = labels.iter().map(|range| json!([range.start.0, range.end.0])).collect();
        entry.insert("labels".into(), Value::Array(labels));
    }
    entry
}

/// Writes `participants` of a document: the label of each speaker with the name of the participant.
pub fn render_map(speakers: &[(String, String)]) -> Value {
    speakers.iter().map(|(label, participant)| (label.clone(), json!(participant))).collect::<Map<_, _>>().into()
}

/// Returns what a rule states besides a map: every label of the map is a speaker's anyway.
pub fn beside_map(rule: &SpeakerRule, speakers: &[(String, String)]) -> SpeakerRule {
    let labels = || speakers.iter().map(|(label, _)| label.as_str());
    let mut shorter = rule.clone();
    shorter.roles.retain(|known, _| !labels().any(|label| same_name(known, label)));
    let mut again = shorter.clone();
    include_speakers(&mut again, labels());
    if again == *rule { shorter } else { rule.clone() }
}

/// Reads `participants` of a document. What cannot be used is reported, and its label belongs to nobody.
pub(super) fn parse_map(
    entry: &Value,
    people: &NameMap<&str>,
    report: &mut dyn FnMut(EntryLoss),
) -> Vec<(String, String)> {
    let Some(value) = entry.get("participants").filter(|value| !value.is_null()) else { return Vec::new() };
    let Some(map) = value.as_object() else {
        report(EntryLoss::SpeakerMapUnread);
        return Vec::new();
    };
    let mut speakers = Vec::<(String, String)>::new();
    for (label, name) in map {
        let known = name.as_str().and_then(|name| people.get(name));
        if label.trim().is_empty() {
            report(EntryLoss::SpeakerMapUnread);
        } else if speakers.iter().any(|(known, _)| same_name(known, label)) {
            report(EntryLoss::SpeakerListedTwice { label: label.clone() });
        } else if let Some(known) = known {
            speakers.push((label.clone(), (*known).to_owned()));
        } else {
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            report(EntryLoss::ParticipantOfSpeakerNotFound { label: label.clone(), name });
        }
    }
    speakers
}

/// Reports the labels that are no speaker's in the text.
pub(super) fn report_missing(
    speakers: &[(String, String)],
    text: &str,
    origin: &Origin,
    report: &mut dyn FnMut(EntryLoss),
) {
    if speakers.is_empty() {
        return;
    }
    let mut origin = origin.clone();
    origin.speakers.include(speakers.iter().map(|(label, _)| label.as_str()), |_| false);
    let turns = Turns::find(text, &TextIndex::new(text), &origin);
    for (label, _) in speakers {
        if !turns.speakers().iter().any(|speaker| same_name(&speaker.label, label)) {
            report(EntryLoss::SpeakerNotFound { label: label.clone() });
        }
    }
}

/// The values of both keys of a document, before it is known what their positions count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    times: Option<Result<Vec<(u32, u32)>, PositionFault>>,
    labels: Option<Result<Vec<(u32, u32)>, PositionFault>>,
}

impl Stated {
    /// Reads both keys.
    #[must_use]
    pub fn parse(entry: &Value) -> Self {
        let read = |key: &str| entry.get(key).filter(|value| !value.is_null()).map(pairs);
        Self { times: read("times"), labels: read("labels") }
    }

    /// Positions that mostly start lines: those of times, and the starts of labels.
    #[must_use]
    pub fn beginnings(&self) -> Vec<u32> {
        let pairs = [&self.times, &self.labels].into_iter().flatten().flatten().flatten();
        pairs.map(|(at, _)| *at).collect()
    }

    /// Stores the stated values in the origin of the document, with positions in its stored text, and returns how many
    /// positions changed. A list with an invalid entry is reported and left out as a whole: half of it would credit
    /// words to the wrong person.
    pub fn resolve(
        &self,
        transcript: &Transcript<'_>,
        counting: Counting,
        origin: &mut Origin,
        report: &mut dyn FnMut(EntryLoss),
    ) -> usize {
        let mut adjusted = 0;
        if let Some(stated) = self.times.clone() {
            match stated.and_then(|pairs| times(&pairs, transcript, counting, &mut adjusted)) {
                Ok(times) => origin.times = times,
                Err(why) => report(EntryLoss::TimesLeftOut { why }),
            }
        }
        if let Some(stated) = self.labels.clone() {
            match stated.and_then(|pairs| labels(&pairs, transcript, counting, &mut adjusted)) {
                Ok(labels) => origin.labels = Some(labels),
                Err(why) => report(EntryLoss::LabelsLeftOut { why }),
            }
        }
        adjusted
    }
}

fn pairs(value: &Value) -> Result<Vec<(u32, u32)>, PositionFault> {
    let number = |value: Option<&Value>| value?.as_u64().and_then(|n| u32::try_from(n).ok());
    let pair = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([a, b]) => number(Some(a)).zip(number(Some(b))),
        _ => None,
    };
    let entries = value.as_array().ok_or(PositionFault::NotAList)?;
    let read = |(place, value): (usize, &Value)| pair(value).ok_or(PositionFault::NotTwoNumbers { entry: place + 1 });
    entries.iter().enumerate().map(read).collect()
}

fn times(
    pairs: &[(u32, u32)],
    transcript: &Transcript<'_>,
    counting: Counting,
    adjusted: &mut usize,
) -> Result<Vec<TimeMark>, PositionFault> {
    let mut times = Vec::with_capacity(pairs.len());
    let mut last = 0;
    for (place, &(at, millis)) in pairs.iter().enumerate() {
        let entry = place + 1;
        let stored = transcript.position(at, counting).ok_or(PositionFault::BeyondEnd { entry })?;
        if at < last {
            return Err(PositionFault::NotInOrder { entry });
        }
        last = at;
        *adjusted += usize::from(stored != at);
        times.push(TimeMark { at: CharPos(stored), millis });
    }
    Ok(times)
}

/// Each label lies within one line; labels are in the order of the text and do not overlap.
fn labels(
    pairs: &[(u32, u32)],
    transcript: &Transcript<'_>,
    counting: Counting,
    adjusted: &mut usize,
) -> Result<Vec<CharRange>, PositionFault> {
    let mut labels = Vec::with_capacity(pairs.len());
    let mut last = 0;
    for (place, &(start, end)) in pairs.iter().enumerate() {
        let entry = place + 1;
        if start >= end {
            return Err(PositionFault::Empty { entry });
        }
        if start < last {
            return Err(PositionFault::Overlapping { entry });
        }
        last = end;
        let range = transcript.range(start, end, counting).map_err(|misplaced| match misplaced {
            Misplaced::BeyondEnd { .. } => PositionFault::BeyondEnd { entry },
            _ => PositionFault::Empty { entry },
        })?;
        if transcript.slice(range).contains('\n') {
            return Err(PositionFault::SeveralLines { entry });
        }
        *adjusted += usize::from(range != CharRange::new(start, end));
        labels.push(range);
    }
    Ok(labels)
}

#[cfg(test)]
mod tests {
    use super::super::positions::Removed;
    use super::*;

    fn read(entry: &Value, body: &str, counting: Counting) -> (Origin, Vec<EntryLoss>, usize) {
        let (text, removed) = Removed::from_text(body);
        let transcript = Transcript::new("D", &text, removed.as_ref());
        let (mut origin, mut losses) = (Origin::default(), Vec::new());
        let stated = Stated::parse(entry);
        let adjusted = stated.resolve(&transcript, counting, &mut origin, &mut |loss| losses.push(loss));
        (origin, losses, adjusted)
    }

    fn origin(times: &[(u32, u32)], labels: &[(u32, u32)]) -> Origin {
        Origin {
            times: times.iter().map(|&(at, millis)| TimeMark { at: CharPos(at), millis }).collect(),
            labels: Some(labels.iter().map(|&(start, end)| CharRange::new(start, end)).collect()),
            ..Origin::default()
        }
    }

    #[test]
    fn times_and_labels_come_back_as_they_were_written() {
        let text = "Lee, Ana: 家\nBen: yes";
        let origin = origin(&[(0, 500), (12, 61_000)], &[(0, 8), (12, 15)]);
        let written = Value::Object(render(&origin));
        assert_eq!(written, json!({ "times": [[0, 500], [12, 61_000]], "labels": [[0, 8], [12, 15]] }));
        assert_eq!(read(&written, text, Counting::File), (origin, vec![], 0));
        assert_eq!(read(&json!({ "labels": [] }), text, Counting::File).0.labels, Some(vec![]));
        assert!(render(&Origin::default()).is_empty());
    }

    #[test]
    fn times_and_labels_follow_the_text_into_its_stored_form() {
        let wanted = origin(&[(0, 500), (8, 1_000), (13, 2_000)], &[(0, 3), (8, 11)]);
        for (body, stated) in [
            (
                "Ana: hi\r\nBen: y\r\n家",
                json!({ "times": [[0, 500], [9, 1000], [14, 2000]], "labels": [[0, 3], [9, 12]] }),
            ),
            (
                "\u{feff}Ana: hi\nBen: y家",
                json!({ "times": [[1, 500], [9, 1000], [14, 2000]], "labels": [[1, 4], [9, 12]] }),
            ),
            (
                "A\0na: hi\r\nB\0en:家",
                json!({ "times": [[0, 500], [10, 1000], [16, 2000]], "labels": [[0, 4], [10, 14]] }),
            ),
            ("Ana: hi\rBen: y", json!({ "times": [[0, 500], [8, 1000], [13, 2000]], "labels": [[0, 3], [8, 11]] })),
        ] {
            let (found, losses, _) = read(&stated, body, Counting::File);
            assert_eq!((found, losses), (wanted.clone(), vec![]), "{body:?}");
        }
        let stated = json!({ "times": [[0, 1], [9, 2]], "labels": [[9, 12]] });
        assert_eq!(read(&stated, "Ana: hi\r\nBen: y", Counting::File).2, 2);
        assert_eq!(read(&json!({ "labels": [[8, 11]] }), "Ana: hi\r\nBen: y", Counting::Stored).2, 0);
    }

    #[test]
    fn a_list_with_a_faulty_entry_is_reported_and_left_out() {
        use PositionFault::*;
        let text = "Ana: hi\nBen: yes";
        for (entry, why) in [
            (json!({ "times": [[0, 1], [17, 2]] }), BeyondEnd { entry: 2 }),
            (json!({ "times": [[5, 1], [0, 2]] }), NotInOrder { entry: 2 }),
            (json!({ "times": 5 }), NotAList),
            (json!({ "times": [[0, -1]] }), NotTwoNumbers { entry: 1 }),
            (json!({ "labels": [[0, 3], [2, 9]] }), Overlapping { entry: 2 }),
            (json!({ "labels": [[0, 9]] }), SeveralLines { entry: 1 }),
            (json!({ "labels": [[3, 3]] }), Empty { entry: 1 }),
            (json!({ "labels": [[8, 17]] }), BeyondEnd { entry: 1 }),
        ] {
            let (origin, losses, _) = read(&entry, text, Counting::File);
            let loss = match entry.get("times") {
                Some(_) => EntryLoss::TimesLeftOut { why },
                None => EntryLoss::LabelsLeftOut { why },
            };
            assert_eq!((origin, losses), (Origin::default(), vec![loss]), "{entry}");
        }
        let only_nul = read(&json!({ "labels": [[3, 4]] }), "Ana\0: hi", Counting::File);
        assert_eq!(only_nul.1, [EntryLoss::LabelsLeftOut { why: Empty { entry: 1 } }]);
    }
}
