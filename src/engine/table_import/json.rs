//! The result of a table import as JSON. Keys are stable: scripts read them.

use super::{PlannedTable, TablePlan};
use crate::engine::import::{counts_json, problems_json};
use crate::interchange::Problem;
use crate::model::Study;
use crate::store::Counts;
use serde_json::{Map, Value, json};

/// Returns the result for a table imported as planned: the entry of `imported` and the lists of remarks. `study` is
/// the project before the import, `counts` its numbers afterwards.
#[must_use]
pub fn imported(plan: &TablePlan, study: &Study, counts: &Counts) -> Value {
    let (table, remarks) = (plan.import().table(), plan.remarks());
    let mut entry = Map::new();
    entry.insert("file".into(), json!(table.path.display().to_string()));
    entry.insert("as".into(), json!(plan.import().kind().name()));
    entry.insert("sheet".into(), json!(table.name));
    entry.insert("encoding".into(), json!(table.encoding));
    entry.insert("rows".into(), json!(table.rows.len()));
    entry.extend(numbers(plan.planned()));
    entry.extend(lists(plan.planned(), study));
    let mut kinds = problems_json(&remarks);
    entry.insert("warnings".into(), kinds.remove("warnings").unwrap_or_else(|| json!([])));
    let mut report = Map::new();
    report.insert("imported".into(), json!([entry]));
    report.extend(kinds);
    if let PlannedTable::Segments(plan) = plan.planned() {
        let places = plan.several.iter().map(|one| {
            let places: Vec<[u32; 2]> = one.places.iter().map(|range| [range.start.0, range.end.0]).collect();
            json!({ "place": table.place(one.line), "document": one.document, "quote": one.quote, "places": places })
        });
        report.insert("ambiguous".into(), places.collect());
    }
    report.insert("counts".into(), counts_json(counts));
    Value::Object(report)
}

/// Returns the result for a table of which nothing was imported.
#[must_use]
pub fn refused(problems: &[Problem], counts: &Counts) -> Value {
    let mut report = Map::new();
    report.insert("imported".into(), json!([]));
    report.extend(problems_json(problems));
    report.insert("counts".into(), counts_json(counts));
    Value::Object(report)
}

fn numbers(planned: &PlannedTable) -> Vec<(String, Value)> {
    let characters = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    let numbers = match planned {
        PlannedTable::Participants(plan) => vec![
            ("new_participants", plan.added),
            ("known_participants", plan.known),
            ("new_attributes", plan.attributes()),
            ("values", plan.tally.filled),
            ("overwritten", plan.tally.overwritten),
            ("kept", plan.tally.kept),
            ("unfit", plan.tally.unfit),
            ("tied", plan.tied),
            ("repeated", plan.repeated),
        ],
        PlannedTable::DocumentAttributes(plan) => vec![
            ("documents", plan.documents),
            ("new_attributes", plan.attributes()),
            ("values", plan.tally.filled),
            ("overwritten", plan.tally.overwritten),
            ("kept", plan.tally.kept),
            ("unfit", plan.tally.unfit),
        ],
        PlannedTable::Codebook(plan) => vec![
            ("new_codes", plan.added),
            ("known_codes", plan.known),
            ("filled_codes", plan.filled),
            ("new_dimensions", plan.new_dimensions.len()),
        ],
        PlannedTable::Segments(plan) => vec![
            ("passages", plan.passages),
            ("documents", plan.documents),
            ("exact", plan.exact),
            ("spaces", plan.spaces),
            ("loose", plan.loose),
            ("by_position", plan.by_position),
            ("present", plan.present),
            ("memos", plan.memos),
            ("marks", plan.marks),
            ("divided", plan.divided),
        ],
        PlannedTable::Documents(plan) => vec![
            ("documents", plan.documents),
            ("characters", characters(plan.characters)),
            ("known", plan.known),
            ("empty", plan.empty),
            ("renamed", plan.renamed),
            ("new_participants", plan.participants.added),
            ("values", plan.participants.tally.filled),
        ],
        PlannedTable::Transcript(plan) => vec![
            ("documents", usize::from(!plan.known)),
            ("known", usize::from(plan.known)),
            ("characters", plan.text.chars().count()),
            ("times", plan.times.len()),
            ("new_participants", plan.new_participants),
        ],
        PlannedTable::Speakers(plan) => vec![
            ("speakers", plan.speakers),
            ("documents", plan.documents),
            ("known", plan.known),
            ("overwritten", plan.overwritten),
            ("kept", plan.kept),
            ("new_participants", plan.new_participants.len()),
            ("deleted_participants", plan.deleted.len()),
        ],
    };
    numbers.into_iter().map(|(key, number)| (key.to_owned(), json!(number))).collect()
}

/// Returns the names that some of the numbers count.
fn lists(planned: &PlannedTable, study: &Study) -> Vec<(String, Value)> {
    let lists = match planned {
        PlannedTable::Segments(plan) => {
            let unfinished = plan
                .unfinished
                .iter()
                .filter_map(|(source, coder)| Some(json!({ "coder": coder, "document": study.source(*source)?.name })));
            let others = plan.others.iter().map(|(coder, passages)| json!({ "coder": coder, "passages": passages }));
            vec![
                ("undivided", json!(plan.undivided)),
                ("new_codes", json!(plan.new_codes)),
                ("new_coders", json!(plan.new_coders)),
                ("unfinished", unfinished.collect()),
                ("passages_of_others", others.collect()),
            ]
        }
        PlannedTable::Transcript(plan) => {
            let speakers: Map<String, Value> =
                plan.speakers.iter().map(|(name, blocks)| (name.clone(), json!(blocks))).collect();
            vec![("name", json!(plan.name)), ("speakers", Value::Object(speakers))]
        }
        PlannedTable::Participants(_)
        | PlannedTable::DocumentAttributes(_)
        | PlannedTable::Codebook(_)
        | PlannedTable::Documents(_)
        | PlannedTable::Speakers(_) => vec![],
    };
    lists.into_iter().map(|(key, list)| (key.to_owned(), list)).collect()
}
