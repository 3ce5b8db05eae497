//! `queries.json`: saved queries, by the names of what they ask for.

use super::text;
use crate::interchange::plain::QueryDump;
use crate::interchange::remark::{EntryFault, FilePlace, Problem, Refusal};
use crate::tr;
use serde_json::{Value, json};
use std::collections::HashSet;

pub const FILE: &str = "queries.json";

/// Reads the queries. They may name what is not in the folder but in the project that gets them.
pub fn parse(json: &Value, problems: &mut Vec<Problem>) -> Vec<QueryDump> {
    let Some(entries) = json.as_array() else {
        problems.push(Problem::new(FILE, "", EntryFault::NotAList { key: FILE.into() }));
        return vec![];
    };
    let mut seen = HashSet::new();
    let mut queries = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        let place = FilePlace::of(|| tr!("place" => "query {number} {name}", number = number + 1, name));
        let refusal: Option<Refusal> = match (name, text(entry, "query")) {
            ("", _) => Some(Refusal::NoName),
            (_, None) => Some(EntryFault::MissingKey { key: "query".into() }.into()),
            _ if !seen.insert(name.to_owned()) => Some(EntryFault::NameListedTwice { name: name.to_owned() }.into()),
            _ => None,
        };
        match refusal {
            Some(refusal) => problems.push(Problem::new(FILE, place, refusal)),
            None => queries.push(QueryDump {
                name: name.to_owned(),
                query: text(entry, "query").unwrap_or("").to_owned(),
                memo: text(entry, "memo").unwrap_or("").to_owned(),
                guid: None,
            }),
        }
    }
    queries
}

pub fn render(queries: &[QueryDump]) -> Value {
    queries.iter().map(|one| json!({ "name": one.name, "query": one.query, "memo": one.memo })).collect()
}
