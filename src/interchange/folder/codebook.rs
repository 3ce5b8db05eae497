//! `codebook.json`: the code tree and the facets. A template is a codebook with a name, and tables, to start a study from.

use super::{color, list, parse_json, text};
use crate::interchange::plain::{CodeDump, CodebookDump};
use crate::interchange::remark::Problem;
use crate::model::TableDefinition;
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

pub const FILE: &str = "codebook.json";

pub fn parse(value: &Value, file: &str, problems: &mut Vec<Problem>) -> CodebookDump {
    let mut facets = Vec::new();
    match value.get("facets") {
        None | Some(Value::Null) => {}
        Some(Value::Object(named)) => {
            for (name, values) in named {
                facets.extend(parse_facet(name, values, file, problems));
            }
        }
        Some(_) => problems.push(Problem::new(file, "facets", "must be lists of values by the facets' names")),
    }
    let codes = parse_level(list(value, "codes", file, problems), &facets, file, &[], problems);
    CodebookDump { codes, facets }
}

fn parse_facet(name: &str, values: &Value, file: &str, problems: &mut Vec<Problem>) -> Option<(String, Vec<String>)> {
    let mut report = |reason: String| problems.push(Problem::new(file, format!("facet {name}"), reason));
    let Some(values) = values.as_array() else {
        report("its values must be a list of texts".into());
        return None;
    };
    let mut names: Vec<String> = Vec::new();
    let mut seen = HashSet::new();
    for value in values {
        match value.as_str() {
            Some(value) if !seen.insert(value) => report(format!("the value {value} stands twice")),
            Some(value) => names.push(value.to_owned()),
            None => report(format!("the value {value} must be a text")),
        }
    }
    Some((name.to_owned(), names))
}

fn parse_level(
    entries: &[Value],
    facets: &[(String, Vec<String>)],
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
        let place = format!("code {}", path.join(PATH_SEPARATOR));
        if name.is_empty() {
            let under = if above.is_empty() { String::new() } else { format!(" under {}", above.join(PATH_SEPARATOR)) };
            problems.push(Problem::new(file, format!("entry {}{under}", i + 1), "the code has no name"));
            continue;
        }
        if !seen.insert(name) {
            problems.push(Problem::new(file, place, "a code of this name stands twice under the same parent"));
            continue;
        }
        if path.len() > DEEPEST {
            problems.push(Problem::new(file, place, format!("the tree is deeper than {DEEPEST} levels")));
            continue;
        }
        if entry.get("color").is_some() && color(entry).is_none() {
            problems.push(Problem::new(file, place.as_str(), "the colour is not of the form #rrggbb; one was chosen"));
        }
        codes.push(CodeDump {
            name: name.to_owned(),
            color: color(entry).unwrap_or_default(),
            description: text(entry, "description").unwrap_or("").to_owned(),
            facets: parse_values(entry, facets, file, &place, problems),
            children: parse_level(list(entry, "children", file, problems), facets, file, &path, problems),
            ..CodeDump::default()
        });
    }
    codes
}

fn parse_values(
    entry: &Value,
    facets: &[(String, Vec<String>)],
    file: &str,
    place: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for (facet, value) in entry.get("facets").and_then(Value::as_object).into_iter().flatten() {
        let known = facets.iter().find(|(name, _)| name == facet);
        match (known, value.as_str()) {
            (Some((_, names)), Some(value)) if names.iter().any(|n| n == value) => {
                values.push((facet.clone(), value.to_owned()));
            }
            (None, _) => problems.push(Problem::new(file, place, format!("there is no facet {facet}"))),
            (Some(_), _) => problems.push(Problem::new(file, place, format!("facet {facet} has no value {value}"))),
        }
    }
    values
}

pub fn render(codebook: &CodebookDump) -> Value {
    let facets: Map<String, Value> =
        codebook.facets.iter().map(|(name, values)| (name.clone(), json!(values))).collect();
    json!({ "codes": codebook.codes.iter().map(render_code).collect::<Vec<_>>(), "facets": facets })
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
    if !code.facets.is_empty() {
        let facets: Map<String, Value> = code.facets.iter().map(|(f, v)| (f.clone(), json!(v))).collect();
        entry.insert("facets".into(), Value::Object(facets));
    }
    if !code.children.is_empty() {
        entry.insert("children".into(), code.children.iter().map(render_code).collect());
    }
    Value::Object(entry)
}

/// A framework to start a study from.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    pub name: String,
    pub description: String,
    pub codebook: CodebookDump,
    pub tables: Vec<TableDefinition>,
}

/// Reads a template: a codebook file with `name`, `description` and `tables` besides.
///
/// # Errors
/// The first thing that is wrong, in words: a template is taken whole or not at all.
pub fn parse_template(json: &str) -> Result<Template, String> {
    let value = parse_json(json).map_err(|refusal| refusal.to_string())?;
    let mut problems = Vec::new();
    let codebook = parse(&value, "template", &mut problems);
    let tables = list(&value, "tables", "template", &mut problems);
    if let Some(problem) = problems.first() {
        return Err(problem.to_string());
    }
    let tables = tables.iter().cloned().map(serde_json::from_value).collect::<Result<_, _>>();
    Ok(Template {
        name: text(&value, "name").unwrap_or("Template").to_owned(),
        description: text(&value, "description").unwrap_or("").to_owned(),
        codebook,
        tables: tables.map_err(|e| e.to_string())?,
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
        assert_eq!(book.codes[0].facets, [("asset".to_owned(), "family".to_owned())]);
        assert_eq!(book.codes[0].children.len(), 2);
        let reported: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(reported.len(), 4, "{reported:?}");
        assert!(reported.iter().any(|r| r.contains("家庭 > a") && r.contains("twice")));
        let mut none = vec![];
        assert_eq!(parse(&render(&book), FILE, &mut none).codes[0].name, "家庭");
    }
}
