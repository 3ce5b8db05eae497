//! `codebook.json`: the code tree and the dimensions. A template is a codebook with a name and tables, from which a study
//! can start.

use super::{color_or_report, list, parse_json, text};
use crate::interchange::plain::{CodeDump, CodebookDump};
use crate::interchange::remark::{EntryFault, EntryLoss, FilePlace, Problem, Refusal};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{TableDefinition, find_named};
use crate::tr;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

pub const FILE: &str = "codebook.json";

pub fn parse(value: &Value, file: &str, problems: &mut Vec<Problem>) -> CodebookDump {
    let mut dimensions = Vec::new();
    match value.get("facets") {
        None | Some(Value::Null) => {}
        Some(Value::Object(named)) => {
            for (name, values) in named {
                dimensions.extend(parse_dimension(name, values, file, problems));
            }
        }
        Some(_) => problems.push(Problem::new(file, "facets", EntryFault::NotFacets)),
    }
    let codes = parse_level(list(value, "codes", file, problems), &dimensions, file, &[], problems);
    CodebookDump { codes, dimensions }
}

fn parse_dimension(
    name: &str,
    values: &Value,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Option<(String, Vec<String>)> {
    let mut report =
        |fault: EntryFault| problems.push(Problem::new(file, FilePlace::of(|| tr!("dimension {name}", name)), fault));
    let Some(values) = values.as_array() else {
        report(EntryFault::NotAList { key: name.to_owned() });
        return None;
    };
    let mut names: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for value in values {
        match value.as_str() {
            Some(value) if !seen.insert(value) => report(EntryFault::ValueListedTwice { value: value.to_owned() }),
            Some(value) => names.push(value.to_owned()),
            None => report(EntryFault::EntryNotText { value: value.to_string() }),
        }
    }
    Some((name.to_owned(), names))
}

fn parse_level(
    entries: &[Value],
    dimensions: &[(String, Vec<String>)],
    file: &str,
    above: &[&str],
    problems: &mut Vec<Problem>,
) -> Vec<CodeDump> {
    let mut seen = HashSet::new();
    let mut codes = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let name = text(entry, "name").unwrap_or("").trim();
        let mut path = above.to_vec();
        path.push(name);
        let place = FilePlace::of(|| tr!("place" => "code {path}", path = path.join(PATH_SEPARATOR)));
        if name.is_empty() {
            let place = FilePlace::of(|| match above {
                [] => tr!("entry {number}", number = i + 1),
                above => tr!("entry {number} under {path}", number = i + 1, path = above.join(PATH_SEPARATOR)),
            });
            problems.push(Problem::new(file, place, Refusal::NoName));
            continue;
        }
        if !seen.insert(name) {
            problems.push(Problem::new(file, place, EntryFault::NameListedTwice { name: name.to_owned() }));
            continue;
        }
        if path.len() > DEEPEST {
            problems.push(Problem::new(file, place, EntryFault::TooManyLevels { most: DEEPEST }));
            continue;
        }
        codes.push(CodeDump {
            name: name.to_owned(),
            color: color_or_report(entry, file, &place, problems),
            description: text(entry, "description").unwrap_or("").to_owned(),
            dimensions: parse_values(entry, dimensions, file, &place, problems),
            children: parse_level(list(entry, "children", file, problems), dimensions, file, &path, problems),
            ..CodeDump::default()
        });
    }
    codes
}

fn parse_values(
    entry: &Value,
    dimensions: &[(String, Vec<String>)],
    file: &str,
    place: &FilePlace,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (dimension, value) in entry.get("facets").and_then(Value::as_object).into_iter().flatten() {
        let loss = match find_named(dimensions, dimension, |(name, _)| name) {
            None => EntryLoss::FacetNotFound { dimension: dimension.clone() },
            Some((dimension, names)) => match value.as_str().and_then(|value| find_named(names, value, |name| name)) {
                Some(name) => {
                    values.push((dimension.clone(), name.clone()));
                    continue;
                }
                None => {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    EntryLoss::FacetValueNotFound { dimension: dimension.clone(), value }
                }
            },
        };
        problems.push(Problem::new(file, place.clone(), loss));
    }
    values
}

pub fn render(codebook: &CodebookDump) -> Value {
    let dimensions: Map<String, Value> =
        codebook.dimensions.iter().map(|(name, values)| (name.clone(), json!(values))).collect();
    json!({ "codes": codebook.codes.iter().map(render_code).collect::<Vec<_>>(), "facets": dimensions })
}

fn render_code(code: &CodeDump) -> Value {
    let mut entry = Map::new();
    entry.insert("name".into(), json!(code.name));
    if !code.color.is_empty() {
        entry.insert("color".into(), json!(code.color));
    }
    if !code.description.is_empty() {
        entry.insert("description".into(), json!(code.description));
    }
    if !code.dimensions.is_empty() {
        let dimensions: Map<String, Value> = code.dimensions.iter().map(|(f, v)| (f.clone(), json!(v))).collect();
        entry.insert("facets".into(), Value::Object(dimensions));
    }
    if !code.children.is_empty() {
        entry.insert("children".into(), code.children.iter().map(render_code).collect());
    }
    Value::Object(entry)
}

/// A framework from which a study can start.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub name: String,
    pub description: String,
    pub codebook: CodebookDump,
    pub tables: Vec<TableDefinition>,
}

/// Reads a template: a codebook file with the additional keys `name`, `description` and `tables`.
///
/// # Errors
/// The first fault: a template is read completely or not at all.
pub fn parse_template(json: &str) -> Result<Template, Box<Problem>> {
    const PLACE: &str = "template";
    let value = parse_json(json).map_err(|refusal| Box::new(Problem::new(PLACE, "", refusal)))?;
    let mut problems = Vec::new();
    let codebook = parse(&value, PLACE, &mut problems);
    let tables = list(&value, "tables", PLACE, &mut problems);
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem.into());
    }
    let tables = tables.iter().cloned().map(serde_json::from_value).collect::<Result<_, _>>();
    let invalid =
        |e: serde_json::Error| Box::new(Problem::new(PLACE, "tables", EntryFault::InvalidTable { why: e.to_string() }));
    Ok(Template {
        name: text(&value, "name").unwrap_or("Template").to_owned(),
        description: text(&value, "description").unwrap_or("").to_owned(),
        codebook,
        tables: tables.map_err(invalid)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faulty_codes_are_named_by_path_and_the_rest_is_taken() {
        let json = json!({
            "codes": [
                { "name": "家庭", "color": "#AABBCC", "facets": { "asset": "family", "none": "x" },
                  "children": [ { "name": "a" }, { "name": "a" }, { "name": "" }, { "name": "b", "color": "red" } ] } ],
            "facets": { "asset": ["family"] } });
        let mut problems = vec![];
        let book = parse(&json, FILE, &mut problems);
        assert_eq!(book.codes[0].color, "#aabbcc");
        assert_eq!(book.codes[0].dimensions, [("asset".to_owned(), "family".to_owned())]);
        assert_eq!(book.codes[0].children.len(), 2);
        let reported: Vec<(&str, &str)> =
            problems.iter().map(|problem| (problem.place.as_str(), problem.remark.kind())).collect();
        assert_eq!(
            reported,
            [
                ("code 家庭", "facet_not_found"),
                ("code 家庭 > a", "name_listed_twice"),
                ("entry 3 under 家庭", "no_name"),
                ("code 家庭 > b", "color_replaced"),
            ]
        );
        let mut none = vec![];
        assert_eq!(parse(&render(&book), FILE, &mut none).codes[0].name, "家庭");
    }
}
