//! `sets.json`: sets of documents and of codes, by the names and paths of their members.

use super::text;
use crate::interchange::plain::SetDump;
use crate::interchange::remark::{EntryFault, EntryLoss, FilePlace, Problem, Refusal};
use crate::model::SetKind;
use crate::tr;
use serde_json::{Value, json};
use std::collections::HashSet;

pub const FILE: &str = "sets.json";

/// Reads the sets. They may name what is not in the folder but in the project that gets them.
pub fn parse(json: &Value, problems: &mut Vec<Problem>) -> Vec<SetDump> {
    let Some(entries) = json.as_array() else {
        problems.push(Problem::new(FILE, "", EntryFault::NotAList { key: FILE.into() }));
        return vec![];
    };
    let mut seen = HashSet::new();
    let mut sets = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        let place = FilePlace::of(|| tr!("place" => "set {number} {name}", number = number + 1, name));
        let kind = text(entry, "kind").unwrap_or("");
        let refusal: Option<Refusal> = match (name, kind.parse::<SetKind>()) {
            ("", _) => Some(Refusal::NoName),
            (_, Err(_)) => Some(EntryFault::UnknownSetKind { kind: kind.to_owned() }.into()),
            _ if !seen.insert(name.to_owned()) => Some(EntryFault::NameListedTwice { name: name.to_owned() }.into()),
            _ => None,
        };
        if let Some(refusal) = refusal {
            problems.push(Problem::new(FILE, place, refusal));
            continue;
        }
        let kind: SetKind = kind.parse().unwrap_or_default();
        let mut set = SetDump { name: name.to_owned(), kind, ..SetDump::default() };
        text(entry, "memo").unwrap_or("").clone_into(&mut set.memo);
        let list = |key: &str| entry.get(key).and_then(Value::as_array).into_iter().flatten();
        for item in list("items") {
            match item.as_str() {
                Some(item) => set.items.push(item.to_owned()),
                None => {
                    let name = item.to_string();
                    problems.push(Problem::new(FILE, place.clone(), EntryLoss::SetMemberNotFound { name }));
                }
            }
        }
        for condition in list("where") {
            match stated(condition) {
                Some((name, value)) => set.conditions.push((name.to_owned(), value.to_owned())),
                None => {
                    set.has_unread_conditions = true;
                    let condition = condition.as_str().map_or_else(|| condition.to_string(), str::to_owned);
                    problems.push(Problem::new(FILE, place.clone(), EntryLoss::SetConditionUnread { condition }));
                }
            }
        }
        sets.push(set);
    }
    sets
}

/// An attribute or dimension with its value: `round=2`, or an object if the name has an equals sign.
fn condition((name, value): &(String, String)) -> Value {
    match name.contains('=') {
        true => json!({ "attribute": name, "value": value }),
        false => json!(format!("{name}={value}")),
    }
}

fn stated(condition: &Value) -> Option<(&str, &str)> {
    match condition {
        Value::String(text) => text.split_once('='),
        other => Some((text(other, "attribute")?, text(other, "value")?)),
    }
}

pub fn render(sets: &[SetDump]) -> Value {
    let set = |set: &SetDump| {
        let mut entry = json!({ "name": set.name, "kind": set.kind.name(), "items": set.items });
        if let Some(entry) = entry.as_object_mut() {
            if !set.conditions.is_empty() {
                entry.insert("where".into(), set.conditions.iter().map(condition).collect());
            }
            if !set.memo.is_empty() {
                entry.insert("memo".into(), json!(set.memo));
            }
        }
        entry
    };
    sets.iter().map(set).collect()
}
