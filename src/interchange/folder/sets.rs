//! `sets.json`: sets of documents and of codes, by the names and paths of their members.

use super::text;
use crate::interchange::plain::{ProjectDump, SetDump};
use crate::interchange::remark::{EntryFault, EntryLoss, Problem, Refusal};
use crate::model::{NameMap, SetKind};
use crate::tr;
use serde_json::{Value, json};
use std::collections::HashSet;

pub const FILE: &str = "sets.json";

/// Reads the sets of a dump whose documents, attributes and codebook are known.
pub fn parse(json: &Value, dump: &ProjectDump, problems: &mut Vec<Problem>) -> Vec<SetDump> {
    let Some(entries) = json.as_array() else {
        problems.push(Problem::new(FILE, "", EntryFault::NotAList { key: FILE.into() }));
        return vec![];
    };
    let paths = dump.codebook.paths();
    let names =
        |names: &mut dyn Iterator<Item = &str>| names.map(|name| (name.to_owned(), ())).collect::<NameMap<()>>();
    let documents = names(&mut dump.documents.iter().map(|known| known.name.as_str()));
    let codes = names(&mut paths.iter().map(String::as_str));
    let attributes = names(&mut dump.document_attributes.iter().map(|known| known.name.as_str()));
    let dimensions = names(&mut dump.codebook.dimensions.iter().map(|(name, _)| name.as_str()));
    let mut seen = HashSet::new();
    let mut sets = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        let place = tr!("place" => "set {number} {name}", number = number + 1, name);
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
        let (members, parts) = match kind {
            SetKind::Documents => (&documents, &attributes),
            SetKind::Codes => (&codes, &dimensions),
        };
        let mut set = SetDump { name: name.to_owned(), kind, ..SetDump::default() };
        text(entry, "memo").unwrap_or("").clone_into(&mut set.memo);
        let list = |key: &str| entry.get(key).and_then(Value::as_array).into_iter().flatten();
        for item in list("items") {
            match item.as_str().filter(|name| members.contains(name)) {
                Some(item) => set.items.push(item.to_owned()),
                None => {
                    let name = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
                    problems.push(Problem::new(FILE, place.as_str(), EntryLoss::SetMemberNotFound { name }));
                }
            }
        }
        let mut is_whole = true;
        for condition in list("where") {
            match stated(condition).filter(|(name, _)| parts.contains(name)) {
                Some((name, value)) => set.conditions.push((name.to_owned(), value.to_owned())),
                None => {
                    is_whole = false;
                    let condition = condition.as_str().map_or_else(|| condition.to_string(), str::to_owned);
                    problems.push(Problem::new(FILE, place.as_str(), EntryLoss::SetConditionUnread { condition }));
                }
            }
        }
        // All conditions must hold: with only some of them, the set would have more members.
        if !is_whole {
            set.conditions.clear();
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
