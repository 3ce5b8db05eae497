//! `participants.csv`: the first column, `participant`, is the key; every other column is an attribute. Cells are
//! written literally, because other tools read them too; spreadsheet tables are written elsewhere.

use crate::interchange::plain::{AttributeDump, ParticipantDump};
use crate::interchange::remark::{EntryFault, Problem, Refusal};
use crate::tr;
use std::collections::HashSet;

pub const FILE: &str = "participants.csv";

/// Reads attributes and participants; an empty cell means "not known".
pub fn parse(bytes: &str, problems: &mut Vec<Problem>) -> (Vec<String>, Vec<ParticipantDump>) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(bytes.strip_prefix('\u{feff}').unwrap_or(bytes).as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            problems.push(Problem::new(FILE, "line 1", EntryFault::InvalidCsv { why: error.to_string() }));
            return Default::default();
        }
    };
    if header.first().map(String::as_str) != Some("participant") {
        let found = header.into_iter().next().unwrap_or_default();
        problems.push(Problem::new(FILE, "line 1", EntryFault::NoParticipantColumn { found }));
        return Default::default();
    }
    let mut seen = HashSet::new();
    let kept: Vec<usize> = (1..header.len())
        .filter(|&i| {
            let name = header.get(i).map_or("", String::as_str);
            let refusal = if name.is_empty() {
                Some(Refusal::NoName)
            } else {
                (!seen.insert(name)).then(|| EntryFault::NameListedTwice { name: name.to_owned() }.into())
            };
            let sound = refusal.is_none();
            let place = || tr!("line 1, column {number} {name}", number = i + 1, name);
            problems.extend(refusal.map(|refusal| Problem::new(FILE, place(), refusal)));
            sound
        })
        .collect();
    let mut names = HashSet::new();
    let mut participants = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Problem::new(FILE, "", EntryFault::InvalidCsv { why: error.to_string() }));
                continue;
            }
        };
        let line = tr!("line {line}", line = record.position().map_or(0, csv::Position::line));
        let name = record.get(0).unwrap_or("").trim();
        if name.is_empty() {
            problems.push(Problem::new(FILE, line, Refusal::NoName));
        } else if !names.insert(name.to_owned()) {
            problems.push(Problem::new(FILE, line, EntryFault::NameListedTwice { name: name.to_owned() }));
        } else if record.len() > header.len() {
            let (cells, columns) = (record.len(), header.len());
            problems.push(Problem::new(FILE, line, Refusal::RowTooLong { cells, columns }));
        } else {
            let value = |i: &usize| record.get(*i).filter(|value| !value.trim().is_empty()).map(str::to_owned);
            let values = kept.iter().map(value).collect();
            participants.push(ParticipantDump { name: name.to_owned(), values, ..ParticipantDump::default() });
        }
    }
    let attributes = kept.iter().filter_map(|&i| header.get(i).cloned()).collect();
    (attributes, participants)
}

pub fn render(attributes: &[AttributeDump], participants: &[ParticipantDump]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has as many cells as the header.
    let _ = writer
        .write_record(std::iter::once("participant").chain(attributes.iter().map(|attribute| attribute.name.as_str())));
    for participant in participants {
        let cells = participant.values.iter().map(|value| value.as_deref().unwrap_or(""));
        let _ = writer.write_record(std::iter::once(participant.name.as_str()).chain(cells));
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_cell_is_not_known_and_faulty_lines_are_named() {
        let mut problems = vec![];
        let csv = "participant,age,名\nA,43,\"李, 一\"\nB,,\nA,1,x\n,2,y\nC,1,2,3\nD\n";
        let (attributes, people) = parse(csv, &mut problems);
        assert_eq!(attributes, ["age", "名"]);
        assert_eq!(people.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["A", "B", "D"]);
        assert_eq!(people[0].values, [Some("43".to_owned()), Some("李, 一".to_owned())]);
        assert_eq!(people[1].values, [None, None]);
        let places: Vec<&str> = problems.iter().map(|p| p.place.as_str()).collect();
        assert_eq!(places, ["line 4", "line 5", "line 6"]);
    }

    #[test]
    fn what_is_written_reads_back() {
        let person = |name: &str, values: [Option<&str>; 2]| ParticipantDump {
            name: name.into(),
            values: values.map(|value| value.map(str::to_owned)).into(),
            ..ParticipantDump::default()
        };
        let people = vec![person("A", [Some("a \"b\", c\nd"), None]), person("=1", [Some("'-a"), Some("-5")])];
        let attributes = ["@x", "y"].map(AttributeDump::named);
        let mut problems = vec![];
        let text = String::from_utf8(render(&attributes, &people)).unwrap();
        assert_eq!(parse(&text, &mut problems), (vec!["@x".to_owned(), "y".to_owned()], people));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_file_without_the_key_column_is_reported() {
        let mut problems = vec![];
        assert!(parse("name,age\nA,1\n", &mut problems).1.is_empty());
        assert_eq!(problems.len(), 1);
    }
}
