//! `participants.csv` and `documents.csv`: the first column, `participant` or `document`, is the key; every other column
//! is an attribute. Cells are written literally, because other tools read them too; spreadsheet tables are written
//! elsewhere.

use crate::interchange::plain::{AttributeDump, DocumentDump, ParticipantDump, ProjectDump};
use crate::interchange::remark::{EntryFault, FilePlace, Problem, Refusal};
use crate::model::NameMap;
use crate::tr;
use std::collections::HashSet;

pub const PARTICIPANTS: &str = "participants.csv";
pub const DOCUMENTS: &str = "documents.csv";

/// A row: its place in the file, the name in its first cell, and its values; an empty cell means "not known".
struct Row {
    place: FilePlace,
    name: String,
    values: Vec<Option<String>>,
}

/// Reads attributes and participants.
pub fn participants(csv: &str, problems: &mut Vec<Problem>) -> (Vec<AttributeDump>, Vec<ParticipantDump>) {
    let no_key = |found| EntryFault::NoParticipantColumn { found };
    let (names, rows) = parse(csv, PARTICIPANTS, "participant", no_key, problems);
    let participant = |row: Row| ParticipantDump { name: row.name, values: row.values, guid: None };
    (names.into_iter().map(AttributeDump::named).collect(), rows.into_iter().map(participant).collect())
}

/// Reads the attributes of documents into the dump, whose documents are known.
pub fn documents(csv: &str, dump: &mut ProjectDump, problems: &mut Vec<Problem>) {
    let no_key = |found| EntryFault::NoDocumentColumn { found };
    let (names, rows) = parse(csv, DOCUMENTS, "document", no_key, problems);
    let places: NameMap<usize> = dump.documents.iter().enumerate().map(|(at, one)| (one.name.as_str(), at)).collect();
    let mut met = HashSet::new();
    for Row { place, name, values } in rows {
        let Some(at) = places.get(&name) else {
            problems.push(Problem::new(DOCUMENTS, place, EntryFault::UnknownDocument { name }));
            continue;
        };
        if !met.insert(at) {
            problems.push(Problem::new(DOCUMENTS, place, EntryFault::NameListedTwice { name }));
        } else if let Some(document) = dump.documents.get_mut(at) {
            document.values = values;
        }
    }
    for document in &mut dump.documents {
        document.values.resize(names.len(), None);
    }
    dump.document_attributes = names.into_iter().map(AttributeDump::named).collect();
}

/// Returns the names of the attributes, and the rows that have a name of their own.
fn parse(
    csv: &str,
    file: &'static str,
    key: &str,
    no_key: impl Fn(String) -> EntryFault,
    problems: &mut Vec<Problem>,
) -> (Vec<String>, Vec<Row>) {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(csv.strip_prefix('\u{feff}').unwrap_or(csv).as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(|name| name.trim().to_owned()).collect(),
        Err(error) => {
            problems.push(Problem::new(file, "line 1", EntryFault::InvalidCsv { why: error.to_string() }));
            return Default::default();
        }
    };
    if header.first().map(String::as_str) != Some(key) {
        let found = header.into_iter().next().unwrap_or_default();
        problems.push(Problem::new(file, "line 1", no_key(found)));
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
            let place = || FilePlace::of(|| tr!("line 1, column {number} {name}", number = i + 1, name));
            problems.extend(refusal.map(|refusal| Problem::new(file, place(), refusal)));
            sound
        })
        .collect();
    let mut names = HashSet::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(Problem::new(file, "", EntryFault::InvalidCsv { why: error.to_string() }));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let place = FilePlace::of(|| tr!("line {line}", line));
        let name = record.get(0).unwrap_or("").trim();
        if name.is_empty() {
            problems.push(Problem::new(file, place, Refusal::NoName));
        } else if !names.insert(name.to_owned()) {
            problems.push(Problem::new(file, place, EntryFault::NameListedTwice { name: name.to_owned() }));
        } else if record.len() > header.len() {
            let (cells, columns) = (record.len(), header.len());
            problems.push(Problem::new(file, place, Refusal::RowTooLong { cells, columns }));
        } else {
            let value = |i: &usize| record.get(*i).filter(|value| !value.trim().is_empty()).map(str::to_owned);
            let values = kept.iter().map(value).collect();
            rows.push(Row { place, name: name.to_owned(), values });
        }
    }
    (kept.iter().filter_map(|&i| header.get(i).cloned()).collect(), rows)
}

pub fn render_participants(attributes: &[AttributeDump], participants: &[ParticipantDump]) -> Vec<u8> {
    let rows = participants.iter().map(|one| (one.name.as_str(), one.values.as_slice()));
    render("participant", attributes, rows)
}

/// Returns nothing if documents have no attributes.
pub fn render_documents(attributes: &[AttributeDump], documents: &[DocumentDump]) -> Option<Vec<u8>> {
    let rows = documents.iter().map(|one| (one.name.as_str(), one.values.as_slice()));
    (!attributes.is_empty()).then(|| render("document", attributes, rows))
}

fn render<'d>(
    key: &str,
    attributes: &[AttributeDump],
    rows: impl Iterator<Item = (&'d str, &'d [Option<String>])>,
) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has as many cells as the header.
    let _ = writer.write_record(std::iter::once(key).chain(attributes.iter().map(|attribute| attribute.name.as_str())));
    for (name, values) in rows {
        let cells = (0..attributes.len()).map(|at| values.get(at).and_then(Option::as_deref).unwrap_or(""));
        let _ = writer.write_record(std::iter::once(name).chain(cells));
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
        let (attributes, people) = participants(csv, &mut problems);
        assert_eq!(attributes, ["age", "名"].map(AttributeDump::named));
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
        let text = String::from_utf8(render_participants(&attributes, &people)).unwrap();
        assert_eq!(participants(&text, &mut problems), (attributes.to_vec(), people));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_file_without_the_key_column_is_reported() {
        let mut problems = vec![];
        assert!(participants("name,age\nA,1\n", &mut problems).1.is_empty());
        assert_eq!(problems.len(), 1);
    }

    #[test]
    fn values_of_documents_are_read_by_name_and_the_rest_is_reported() {
        let document = |name: &str| DocumentDump { name: name.into(), ..DocumentDump::default() };
        let documents = ["A", "caf\u{e9}", "C"].map(document).to_vec();
        let mut dump = ProjectDump { documents, ..ProjectDump::default() };
        let mut problems = vec![];
        let csv = "document,round,place\nA,1,\ncafe\u{301},2,\"Diànjiāng, 城\"\nB,1,x\nA,2,\ncaf\u{e9},3,\n";
        super::documents(csv, &mut dump, &mut problems);
        assert_eq!(dump.document_attributes, ["round", "place"].map(AttributeDump::named));
        let values = |at: usize| dump.documents[at].values.iter().map(Option::as_deref).collect::<Vec<_>>();
        assert_eq!(values(0), [Some("1"), None]);
        assert_eq!(values(1), [Some("2"), Some("Diànjiāng, 城")]);
        assert_eq!(values(2), [None, None]);
        let found: Vec<String> = problems.iter().map(|p| format!("{} {}", p.place, p.remark.kind())).collect();
        assert_eq!(found, ["line 5 name_listed_twice", "line 4 unknown_document", "line 6 name_listed_twice"]);
        let written = String::from_utf8(render_documents(&dump.document_attributes, &dump.documents).unwrap()).unwrap();
        assert_eq!(written, "document,round,place\nA,1,\ncaf\u{e9},2,\"Diànjiāng, 城\"\nC,,\n");
        assert_eq!(render_documents(&[], &dump.documents), None);
    }
}
