//! `times` and `labels` of a document in `project.json`: what its source file states about who speaks and when, as positions
//! in its text.

use crate::model::{CharPos, CharRange, Origin, TimeMark};
use serde_json::{Map, Value, json};

/// Both keys, each only where the document has it.
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

/// Reads both keys into the origin of a document with this text. A list with an entry that cannot be right is reported and
/// left out as a whole: half of it would credit words to the wrong person.
pub fn parse(entry: &Value, text: &str, origin: &mut Origin, report: &mut dyn FnMut(String)) {
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    if let Some(value) = entry.get("times").filter(|value| !value.is_null()) {
        match pairs(value).and_then(|pairs| times(&pairs, length)) {
            Ok(times) => origin.times = times,
            Err(why) => report(format!("`times` was left out: {why}")),
        }
    }
    if let Some(value) = entry.get("labels").filter(|value| !value.is_null()) {
        match pairs(value).and_then(|pairs| labels(&pairs, text, length)) {
            Ok(labels) => origin.labels = Some(labels),
            Err(why) => report(format!("`labels` was left out, and speakers are detected: {why}")),
        }
    }
}

fn pairs(value: &Value) -> Result<Vec<(u32, u32)>, String> {
    let number = |value: Option<&Value>| value?.as_u64().and_then(|n| u32::try_from(n).ok());
    let pair = |value: &Value| match value.as_array().map(Vec::as_slice) {
        Some([a, b]) => number(Some(a)).zip(number(Some(b))),
        _ => None,
    };
    let entries = value.as_array().ok_or("it must be a list")?;
    let read = |(place, value): (usize, &Value)| {
        pair(value).ok_or_else(|| format!("entry {} must be two whole numbers", place + 1))
    };
    entries.iter().enumerate().map(read).collect()
}

fn times(pairs: &[(u32, u32)], length: u32) -> Result<Vec<TimeMark>, String> {
    if let Some(place) = pairs.iter().position(|&(at, _)| at > length) {
        return Err(format!("entry {} lies behind the end of the text", place + 1));
    }
    if !pairs.is_sorted_by_key(|&(at, _)| at) {
        return Err("its positions are not in order".into());
    }
    Ok(pairs.iter().map(|&(at, millis)| TimeMark { at: CharPos(at), millis }).collect())
}

/// Labels lie within one line each, apart from each other, in the order of the text.
fn labels(pairs: &[(u32, u32)], text: &str, length: u32) -> Result<Vec<CharRange>, String> {
    let mut characters = text.chars();
    let mut at = 0;
    for (place, &(start, end)) in pairs.iter().enumerate() {
        if start >= end || end > length {
            return Err(format!("entry {} is no range within the text", place + 1));
        }
        if start < at {
            return Err(format!("entry {} begins before the one above it ends", place + 1));
        }
        let mut label = characters.by_ref().skip((start - at) as usize).take((end - start) as usize);
        if label.any(|c| c == '\n') {
            return Err(format!("entry {} contains the end of a line", place + 1));
        }
        at = end;
    }
    Ok(pairs.iter().map(|&(start, end)| CharRange::new(start, end)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(entry: &Value, text: &str) -> (Origin, Vec<String>) {
        let (mut origin, mut reports) = (Origin::default(), Vec::new());
        parse(entry, text, &mut origin, &mut |why| reports.push(why));
        (origin, reports)
    }

    #[test]
    fn times_and_labels_come_back_as_they_were_written() {
        let text = "Lee, Ana: 家\nBen: yes";
        let origin = Origin {
            times: vec![TimeMark { at: CharPos(0), millis: 500 }, TimeMark { at: CharPos(12), millis: 61_000 }],
            labels: Some(vec![CharRange::new(0, 8), CharRange::new(12, 15)]),
            ..Origin::default()
        };
        let written = Value::Object(render(&origin));
        assert_eq!(written, json!({ "times": [[0, 500], [12, 61_000]], "labels": [[0, 8], [12, 15]] }));
        assert_eq!(read(&written, text), (origin, vec![]));
        assert_eq!(read(&json!({ "labels": [] }), text).0.labels, Some(vec![]));
        assert!(render(&Origin::default()).is_empty());
    }

    #[test]
    fn a_list_with_a_faulty_entry_is_reported_and_left_out() {
        let text = "Ana: hi\nBen: yes";
        let faulty = [
            (json!({ "times": [[0, 1], [17, 2]] }), "entry 2 lies behind the end"),
            (json!({ "times": [[5, 1], [0, 2]] }), "not in order"),
            (json!({ "times": 5 }), "must be a list"),
            (json!({ "times": [[0, -1]] }), "entry 1 must be two whole numbers"),
            (json!({ "labels": [[0, 3], [2, 9]] }), "entry 2 begins before"),
            (json!({ "labels": [[0, 9]] }), "entry 1 contains the end of a line"),
            (json!({ "labels": [[3, 3]] }), "entry 1 is no range"),
            (json!({ "labels": [[8, 17]] }), "entry 1 is no range"),
        ];
        for (entry, why) in faulty {
            let (origin, reports) = read(&entry, text);
            assert_eq!(origin, Origin::default(), "{entry}");
            assert!(reports.len() == 1 && reports[0].contains(why), "{entry}: {reports:?}");
        }
    }
}
