//! Tables from the engine: filters, the passages in their cells, and the project's tables.

use super::support::*;
use pullquote::analysis::{AttributeFilter, Axis, CellAddress, TableRequest};
use pullquote::engine::quote_table::{QuoteLimits, quote_table};
use pullquote::engine::reading::{PassageScope, TableQuery, evidence, tabulated};
use pullquote::engine::{Actor, Command, Progress, Project, Selection, export};
use pullquote::interchange::tables::TableFormat;
use pullquote::model::{Count, Described, TableDefinition};
use pullquote::table::Cell;
use std::collections::BTreeSet;

fn query(rows: Axis, columns: Axis, filter: &[(&str, &str)]) -> TableQuery {
    let mut wanted = AttributeFilter::default();
    for (attribute, value) in filter {
        wanted.add(Described::Participants, attribute, value);
    }
    TableQuery {
        request: TableRequest::Matrix { rows, columns },
        count: Count::Passages,
        users: vec![],
        scope: PassageScope { filter: wanted, ..PassageScope::default() },
        counted_as: Default::default(),
    }
}

fn queries() -> Vec<TableQuery> {
    let (code, asset, generation) =
        (|| Axis::Code, || Axis::Dimension("asset".into()), || Axis::Attribute("generation".into()));
    let women = [("gender", "Female"), ("generation", "First")];
    let mut queries = vec![
        query(code(), generation(), &[]),
        query(Axis::Participant, asset(), &women),
        query(generation(), asset(), &women[..1]),
        query(asset(), Axis::Dimension("direction".into()), &women),
        query(code(), Axis::Document, &[("gender", "Male")]),
    ];
    for name in ["assets", "categories"] {
        queries.push(TableQuery { request: TableRequest::Defined { name: name.into() }, ..queries[1].clone() });
    }
    queries
}

#[test]
fn the_passages_of_a_filtered_number_are_exactly_those_it_counted() {
    let (project, _) = Project::open_to_read(sample().as_ref()).unwrap();
    for query in queries() {
        let table = tabulated(project.reads(), &query).unwrap();
        let note = table.provenance.get(pullquote::table::Topic::Only);
        assert_eq!(note.is_some(), !query.scope.filter.is_empty());
        assert!(note.is_none_or(|note| note.starts_with(&query.scope.filter.in_words()) && note.contains(" of ")));
        let attribute = |list: &pullquote::table::PassageList, row: usize, name: &str| {
            let place = list.heads.attributes.iter().position(|a| a.name == name).unwrap();
            list.rows[row].value(place)
        };
        for (r, row) in table.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                let number = match cell {
                    Cell::Value(number) => *number,
                    Cell::Items(items) if items.len() == 1 => items[0].count,
                    _ => continue,
                };
                let quotes = evidence(project.reads(), &query, CellAddress::cell(r, c), &Progress::default()).unwrap();
                let passages: BTreeSet<_> =
                    quotes.list.rows.iter().map(|p| (&p.document, p.start, p.end, &p.code)).collect();
                assert_eq!(passages.len() as u64, number, "{query:?} {r} {c}");
                for condition in &query.scope.filter.conditions {
                    for passage in 0..quotes.list.rows.len() {
                        let value = attribute(&quotes.list, passage, &condition.attribute);
                        assert!(condition.values.contains(&value), "{query:?} {r} {c}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_cell_of_quotes_contains_each_passage_of_its_number_once() {
    let (project, _) = Project::open_to_read(sample().as_ref()).unwrap();
    for query in queries() {
        let (all, few) = (QuoteLimits::ALL, QuoteLimits { per_cell: 2, in_all: 40, characters: 10 });
        let (all, few) = (
            quote_table(project.reads(), &query, all, &Progress::default()).unwrap(),
            quote_table(project.reads(), &query, few, &Progress::default()).unwrap(),
        );
        let mut shown = 0;
        for (r, row) in all.rows.iter().enumerate() {
            for (c, cell) in row.cells.iter().enumerate() {
                let Cell::Quotes { quotes, more } = cell else { continue };
                let expected =
                    evidence(project.reads(), &query, CellAddress::cell(r, c), &Progress::default()).unwrap();
                let rows = expected.list.rows.iter();
                let expected: BTreeSet<_> =
                    rows.map(|p| (p.document.clone(), p.start, p.end, p.quote().to_owned())).collect();
                let found: BTreeSet<_> =
                    quotes.iter().map(|q| (q.document.clone(), q.start, q.end, q.text.clone())).collect();
                assert_eq!((&found, quotes.len(), *more), (&expected, expected.len(), 0), "{query:?} {r} {c}");
                let Cell::Quotes { quotes: first, more } = &few.rows[r].cells[c] else { panic!("{query:?}") };
                assert_eq!(first.len() + *more as usize, quotes.len());
                assert!(first.len() <= 2 && first.iter().all(|q| q.text.chars().count() <= 11));
                shown += first.len();
            }
        }
        assert!(shown <= 40);
    }
}

#[test]
fn tables_of_quotes_are_written_in_every_format() {
    let (project, _) = Project::open_to_read(sample().as_ref()).unwrap();
    let query = query(Axis::Participant, Axis::Dimension("asset".into()), &[("gender", "Female")]);
    let passage = quote_table(project.reads(), &query, QuoteLimits::ALL, &Progress::default())
        .unwrap()
        .rows
        .iter()
        .flat_map(|r| &r.cells)
        .find_map(|cell| match cell {
            Cell::Quotes { quotes, .. } => quotes.first().cloned(),
            _ => None,
        });
    let passage = passage.unwrap();
    let start = passage.text.split(['\'', '"', '&']).next().unwrap();
    for format in [TableFormat::Csv, TableFormat::Md, TableFormat::Html, TableFormat::Json, TableFormat::Xlsx] {
        let bytes = export::render(project.reads(), &Selection::QuoteTable(query.clone()), format).unwrap();
        assert!(format == TableFormat::Xlsx || String::from_utf8(bytes).unwrap().contains(start), "{format:?}");
    }
}

#[test]
fn the_command_line_filters_and_transposes_a_matrix() {
    let all = json(&["matrix", &sample(), "--rows", "code", "--columns", "attribute:generation", "--format", "json"]);
    assert_eq!(all["columns"], serde_json::json!(["First", "Second", "(not known)"]));
    let women = &["matrix", &sample(), "--rows", "participant", "--columns", "asset", "--where", "gender=Female"];
    let table = ok(&[women.as_slice(), &["--format", "md"]].concat());
    assert!(table.contains("- Filter: gender is Female ("), "{table}");
    fails(&[women.as_slice(), &["--where", "height=2"]].concat(), 1, &["`height`", "gender"]);
    fails(&[women.as_slice(), &["--where", "height"]].concat(), 2, &["ATTRIBUTE=VALUE"]);
}

fn definition(json: &str) -> TableDefinition {
    serde_json::from_str(json).unwrap()
}

#[test]
fn tables_are_added_changed_and_removed_and_every_step_can_be_undone() {
    let folder = temporary();
    let mut project = Project::create_sample(within(&folder, "p.pullquote").as_ref()).unwrap();
    let names = |project: &Project| -> Vec<String> {
        project.reads().study().unwrap().tables.iter().map(|t| t.name.clone()).collect()
    };
    let run =
        |project: &mut Project, command| project.execute(&command, &Actor::named("Coder 1"), &Progress::default());
    let ways = r#"{"name":" ways ","title":"Ways","kind":"facets","rows":"direction","columns":"asset"}"#;
    let save = |replaces: Option<&str>, json: &str| Command::SaveTable {
        replaces: replaces.map(str::to_owned),
        definition: definition(json),
    };
    let mut states = vec![project.reads().study().unwrap().tables];
    for command in [
        save(None, ways),
        save(Some("ways"), &ways.replace("Ways", "Wege")),
        save(Some("ways"), &ways.replace(" ways ", "wege")),
        Command::RemoveTable { name: "wege".into() },
    ] {
        let outcome = run(&mut project, command).unwrap();
        assert!(outcome.changes[0].study && outcome.summary.contains("table"), "{outcome:?}");
        states.push(project.reads().study().unwrap().tables);
    }
    assert_eq!(states[1].last().unwrap().name, "ways");
    assert_eq!(states[3].last().unwrap().name, "wege");
    for before in states.iter().rev().skip(1) {
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
        assert_eq!(project.reads().study().unwrap().tables, *before);
    }
    run(&mut project, Command::Redo { steps: 4 }).unwrap();
    assert_eq!(project.reads().study().unwrap().tables, *states.last().unwrap());

    let history = project.reads().history().unwrap().len();
    let refused = |project: &mut Project, command, reason: &str| {
        let error = project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    };
    refused(&mut project, save(None, &ways.replace("ways", "assets")), "already named assets");
    refused(&mut project, save(Some("assets"), &ways.replace("ways", "categories")), "already named");
    refused(&mut project, save(None, &ways.replace("ways", "")), "needs a name");
    refused(&mut project, save(None, &ways.replace("\"asset\"", "\"aset\"")), "`aset`");
    refused(&mut project, save(Some("gone"), ways), "“gone”");
    refused(&mut project, Command::RemoveTable { name: "gone".into() }, "assets, categories");
    let same = project.reads().study().unwrap().tables[0].clone();
    let same = Command::SaveTable { replaces: Some(same.name.clone()), definition: same };
    assert_eq!(run(&mut project, same).unwrap().summary, "");
    assert_eq!(
        (project.reads().history().unwrap().len(), names(&project)),
        (history, vec!["assets".into(), "categories".into()])
    );
}

#[test]
fn tidy_tables_have_one_row_per_coding_and_one_per_participant() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.pullquote");
    let path = |name: &str| folder.path().join("tidy").join(name);
    let program = |arguments: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_pullquote")).args(arguments).output().unwrap();
        (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (file, target) = (file.to_str().unwrap(), folder.path().join("tidy"));
    let target = target.to_str().unwrap();
    assert!(program(&["new", file]).0 && program(&["import", file, &sample()]).0);
    assert!(program(&["export", file, target, "--as", "tidy"]).0);
    let rows = |name: &str| {
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_path(path(name)).unwrap();
        reader.records().filter(|row| row.is_ok()).count()
    };
    let codings = json(&["codings", &sample(), "--format", "json"]);
    let participants = |row: &serde_json::Value| row["participants"].as_array().unwrap().len();
    let shares: usize = codings.as_array().unwrap().iter().map(|row| participants(row).max(1)).sum();
    assert!(shares > 1107, "some passages are several people's");
    assert_eq!((rows("codings.csv"), rows("participants.csv"), rows("documents.csv")), (shares, 38, 26));
    // As the scripts count: every participant of a code once.
    let mut reader = csv::Reader::from_path(path("codings.csv")).unwrap();
    let place = reader.headers().unwrap().iter().position(|head| head == "code").unwrap();
    let pairs: std::collections::BTreeSet<(String, String)> =
        reader.records().map(|row| row.unwrap()).map(|row| (row[place].to_owned(), row[1].to_owned())).collect();
    let table = json(&["matrix", &sample(), "--rows", "participant", "--columns", "code", "--format", "json"]);
    for (column, code) in table["columns"].as_array().unwrap().iter().enumerate() {
        let counted = pairs.iter().filter(|(of, name)| code == of.as_str() && !name.is_empty()).count() as u64;
        assert_eq!(table["column_totals"][column], counted, "{code}");
    }
    assert_eq!(rows("codebook.csv"), 88);
    let syntax = std::fs::read_to_string(path("spss/read.sps")).unwrap();
    for name in ["codings", "participants", "documents", "codebook"] {
        let table = std::fs::read_to_string(path(&format!("spss/{name}.csv"))).unwrap();
        let heads: Vec<&str> = table.trim_start_matches('\u{feff}').lines().next().unwrap().split(',').collect();
        let part = syntax.split(&format!("/FILE=\"{name}.csv\"")).nth(1).unwrap();
        let variables = part.split("/VARIABLES=").nth(1).unwrap().split(".\r\n").next().unwrap();
        let named: Vec<&str> = variables.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(named, heads, "{name}");
        assert!(part.contains(&format!("SAVE OUTFILE=\"{name}.sav\"")));
        assert_eq!(rows(&format!("spss/{name}.csv")), rows(&format!("{name}.csv")));
    }
    let (done, message) = program(&["export", file, target, "--as", "tidy"]);
    assert!(!done && message.contains("with this name already exists"), "{message}");
}

/// A document without a participant, and one coding in it.
fn unassigned(place: &tempfile::TempDir) -> String {
    let files: Files = vec![
        (
            "project.json".into(),
            r#"{"format": "pullquote-folder", "version": 1, "name": "s", "coders": [{"name": "A"}, {"name": "B"}],
                "documents": [{"name": "D", "path": "transcripts/D.txt"},
                              {"name": "E", "path": "transcripts/E.txt", "participant": "P"}]}"#
                .into(),
        ),
        (
            "codebook.json".into(),
            r#"{"facets": {"asset": ["money"], "a:b": ["x"]},
                "codes": [{"name": "Push", "facets": {"asset": "money"}}, {"name": "Pull"}]}"#
                .into(),
        ),
        ("participants.csv".into(), "participant,time: late,a,gender\nP,yes,1,f\nQ,no,2,m\n".into()),
        ("transcripts/D.txt".into(), "I: Why?\nP: No work.\n".into()),
        ("transcripts/E.txt".into(), "I: Why?\nP: No work.\n".into()),
        (
            "codings/A.json".into(),
            r#"{"coder": "A", "codings": [{"document": "D", "start": 11, "end": 18, "code": "Push"}]}"#.into(),
        ),
        (
            "codings/B.json".into(),
            r#"{"coder": "B", "codings": [{"document": "E", "start": 11, "end": 18, "code": "Push"},
                                          {"document": "E", "start": 11, "end": 15, "code": "Pull"}]}"#
                .into(),
        ),
    ];
    write(&files, &place.path().join("folder"));
    within(place, "folder")
}

fn left_out(table: &serde_json::Value) -> Vec<(u64, String)> {
    let entry =
        |one: &serde_json::Value| (one["passages"].as_u64().unwrap(), one["reason"].as_str().unwrap().to_owned());
    table["left_out"].as_array().map_or_else(Vec::new, |list| list.iter().map(entry).collect())
}

#[test]
fn unassigned_passages_are_reported_for_every_axis_in_every_format() {
    let place = temporary();
    let folder = unassigned(&place);
    let sentence = "1 passage that belongs to no participant is left out.";
    let axes = ["participant", "document", "code", "facet:asset", "gender"].into_iter().flat_map(|rows| {
        ["participant", "document", "code", "attribute:gender", "asset"].map(|columns| (rows, columns))
    });
    // Codes by codes count passages that belong to nobody, too.
    for (rows, columns) in axes.filter(|axes| *axes != ("code", "code")) {
        let args = ["matrix", &folder, "--rows", rows, "--columns", columns];
        let table = json(&[&args[..], &["--format", "json"]].concat());
        assert!(left_out(&table).contains(&(1, "no_participant".into())), "{rows} {columns}: {table}");
        assert!(table["notes"].as_array().unwrap().contains(&sentence.into()), "{rows} {columns}: {table}");
        for format in ["text", "md", "html"] {
            let out = ok(&[&args[..], &["--format", format]].concat());
            assert!(out.contains(sentence), "{rows} {columns} {format}: {out}");
        }
        let csv = run(&[&args[..], &["--format", "csv"]].concat());
        assert!(csv.err.contains(sentence), "{csv:?}");
        if columns != "code" {
            continue;
        }
        for (file, part) in [("t.docx", "word/document.xml"), ("t.xlsx", "")] {
            let file = within(&place, file);
            ok(&[&args[..], &["-o", &file]].concat());
            assert!(words_of(&file, part).contains(sentence), "{rows} {columns} {file}");
        }
        let file = within(&place, "t.csv");
        let ran = run(&["export", &folder, &file, "--select", "matrix", "--rows", rows, "--columns", columns]);
        assert!(ran.code == 0 && ran.err.contains(sentence.trim_end_matches('.')), "{ran:?}");
    }
    let all = json(&[
        "matrix",
        &folder,
        "--rows",
        "document",
        "--columns",
        "code",
        "--count",
        "passages",
        "--format",
        "json",
    ]);
    assert_eq!((all["total"].as_u64(), &all["notes"], all.get("left_out")), (Some(3), &serde_json::json!([]), None));
}

/// The text of one part of an archive, or of all its parts.
fn words_of(file: &str, part: &str) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut all = String::new();
    for place in 0..zip.len() {
        let mut entry = zip.by_index(place).unwrap();
        if part.is_empty() || entry.name().unwrap() == part {
            entry.read_to_string(&mut all).unwrap();
        }
    }
    all
}

#[test]
fn filters_coders_and_the_consensus_exclude_codings_and_say_so() {
    let place = temporary();
    let folder = unassigned(&place);
    let matrix = |project: &str, args: &[&str]| {
        let all = ["matrix", project, "--rows", "document", "--columns", "code", "--count", "passages"];
        left_out(&json(&[&all[..], &["--format", "json"], args].concat()))
    };
    let reasons = |list: &[(u64, &str)]| list.iter().map(|(n, reason)| (*n, (*reason).to_owned())).collect::<Vec<_>>();
    assert_eq!(matrix(&folder, &[]), []);
    assert_eq!(matrix(&folder, &["--where", "gender=f"]), reasons(&[(1, "filter")]));
    assert_eq!(matrix(&folder, &["--where", "gender=m"]), reasons(&[(3, "filter")]));
    assert_eq!(matrix(&folder, &["--coder", "A"]), reasons(&[(2, "other_coder")]));
    assert_eq!(
        matrix(&folder, &["--coder", "B", "--where", "gender=m"]),
        reasons(&[(1, "other_coder"), (2, "filter")])
    );
    let project = project_of(&place, &sample());
    assert_eq!(matrix(&project, &[]), []);
    ok(&["agree", &project, "--auto"]);
    // Passages that both coders coded alike count once, and those that the consensus coding has are counted.
    let passages = |coders: &[&str]| -> BTreeSet<[String; 4]> {
        let codings = json(&[&["codings", &project, "--format", "json"], coders].concat());
        let passage = |one: &serde_json::Value| ["code", "document", "start", "end"].map(|key| one[key].to_string());
        codings.as_array().unwrap().iter().map(passage).collect()
    };
    let own = passages(&["--coder", "Coder 1", "--coder", "Coder 2"]);
    let count = own.difference(&passages(&["--coder", "agreed"])).count() as u64;
    assert_eq!(matrix(&project, &[]), reasons(&[(count, "consensus")]));
    assert_eq!(matrix(&project, &["--coder", "Coder 1", "--coder", "Coder 2"]), []);
    let report = ok(&["table", &project, "assets"]);
    assert!(report.contains(&format!("Not counted: {count} passages by the coders themselves")), "{report}");
    let notes = json(&["table", &project, "assets", "--format", "json"])["notes"].to_string();
    assert!(notes.contains("by the coders themselves are left out: the consensus coding is counted."), "{notes}");
    let all = json(&["info", &sample(), "--json"])["codings"].as_u64().unwrap();
    let repeated =
        format!("{} more passages by the coders themselves have the same code and words as passages", all - count);
    assert!(notes.contains(&repeated), "{repeated}: {notes}");
    // Who counts the coders’ passages one by one finds the number of those that are left out, too.
    let agreed = passages(&["--coder", "agreed"]);
    let one_by_one = |coder: &str| passages(&["--coder", coder]).difference(&agreed).count();
    let again = one_by_one("Coder 1") + one_by_one("Coder 2");
    let sentence = format!("Counted coder by coder, {again} passages by coders who are not counted are left out.");
    assert_eq!(notes.contains(&sentence), again as u64 > count, "{sentence}: {notes}");
    for format in ["text", "md", "html"] {
        let args = ["matrix", &folder, "--rows", "document", "--columns", "code", "--count", "passages"];
        let report = ok(&[&args[..], &["--where", "gender=f", "--coder", "B", "--format", format]].concat());
        assert!(
            report.contains("2 passages by other coders") || report.contains("1 passage by other coders"),
            "{report}"
        );
    }
    let ran = run(&["matrix", &folder, "--rows", "document", "--columns", "code", "--coder", "A", "--format", "csv"]);
    assert!(ran.err.contains("2 passages by other coders are left out."), "{ran:?}");
}

#[test]
fn export_supports_the_same_options_as_matrix() {
    let place = temporary();
    let folder = unassigned(&place);
    for (rows, columns) in [
        ("participant", "code"),
        ("facet:asset", "document"),
        ("facet:a:b", "attribute:time: late"),
        ("time: late", "facet:a:b"),
        ("attribute:time: late", "asset"),
        ("a", "a:b"),
        ("document", "attribute:gender"),
        ("code", "facet:asset"),
        ("gender", "a:b"),
    ] {
        for filter in [&[][..], &["--where", "gender=f", "--count", "passages", "--coder", "B"]] {
            let table =
                ok(&[&["matrix", &folder, "--rows", rows, "--columns", columns, "--format", "csv"], filter].concat());
            let file = within(&place, "m.csv");
            let in_one_word = format!("matrix:{rows}:{columns}");
            for select in
                [&["--select", &in_one_word][..], &["--select", "matrix", "--rows", rows, "--columns", columns]]
            {
                ok(&[&["export", folder.as_str(), &file], select, filter].concat());
                assert_eq!(std::fs::read_to_string(&file).unwrap(), table, "{select:?} {filter:?}");
            }
        }
    }
    let file = within(&place, "m.csv");
    for (select, expected) in [
        ("matrix:nothing:code", &["nothing"][..]),
        ("matrix:facet:nothing:code", &["nothing"]),
        ("matrix:participant:nothing", &["nothing"]),
    ] {
        fails(&["export", &folder, &file, "--select", select], 1, expected);
    }
    for (args, expected) in [
        (&["--select", "matrix"][..], "matrix:ROWS:COLUMNS"),
        (&["--select", "matrix:participant"], "matrix:ROWS:COLUMNS"),
        (&["--select", "matrix", "--rows", "code"], "columns"),
        (&["--select", "matrix:code:document", "--rows", "code", "--columns", "document"], "once"),
        (&["--select", "table:assets", "--rows", "code"], "--rows"),
    ] {
        fails(&[&["export", folder.as_str(), &file], args].concat(), 2, &[expected]);
    }
}

#[test]
fn a_typology_reports_codings_of_codes_in_no_column() {
    let place = temporary();
    let table = |columns: &str| {
        format!(r#"{{"name": "t", "title": "T", "kind": "typology", "rows": ["gender"], "columns": [{columns}]}}"#)
    };
    let listing = r#"{"title": "Money", "facet": "aspect", "value": "money"}"#;
    let people = r#"{"title": "Ages", "attribute": "age", "as": "list"}"#;
    // With a column of codes, and without: then the table is about no codes.
    for (columns, wanted) in
        [(listing, vec![(2, "no_column".to_owned()), (1, "marks_row".to_owned())]), (people, vec![])]
    {
        let files: Files = vec![
            (
                "project.json".into(),
                format!(
                    r#"{{"format": "pullquote-folder", "version": 1, "name": "s", "coders": [{{"name": "A"}}],
                        "documents": [{{"name": "E", "path": "transcripts/E.txt", "participant": "P"}}], "tables": [{}]}}"#,
                    table(columns)
                ),
            ),
            (
                "codebook.json".into(),
                r#"{"facets": {"aspect": ["money", "work"], "gender": ["f", "m"]},
                    "codes": [{"name": "Pay", "facets": {"aspect": "money"}}, {"name": "Shift", "facets": {"aspect": "work"}},
                              {"name": "Other"}, {"name": "Women", "facets": {"gender": "f"}}]}"#
                    .into(),
            ),
            ("participants.csv".into(), "participant,gender,age\nP,f,30\n".into()),
            ("transcripts/E.txt".into(), "I: Why?\nP: No work.\n".into()),
            (
                "codings/A.json".into(),
                r#"{"coder": "A", "codings": [{"document": "E", "start": 11, "end": 18, "code": "Pay"},
                    {"document": "E", "start": 11, "end": 15, "code": "Shift"}, {"document": "E", "start": 8, "end": 10, "code": "Other"},
                    {"document": "E", "start": 3, "end": 18, "code": "Women"}]}"#
                    .into(),
            ),
        ];
        let folder = place.path().join(if wanted.is_empty() { "people" } else { "codes" });
        write(&files, &folder);
        let folder = folder.to_str().unwrap();
        let found = json(&["table", folder, "t", "--format", "json"]);
        assert_eq!(left_out(&found), wanted, "{found}");
        if !wanted.is_empty() {
            let text = ok(&["table", folder, "t"]);
            assert!(text.contains("2 passages with codes that are in no column are left out."), "{text}");
        }
    }
}

#[test]
fn a_table_of_the_consensus_names_the_documents_that_only_one_coder_finished() {
    let place = temporary();
    let (d, e) = (super::figures::D, super::figures::E);
    let documents = [("D", d), ("E", e), ("F", e)];
    let of_ana: [(&str, u32, u32, &str); 2] = [("D", 0, 3, "work"), ("E", 0, 3, "work")];
    let coders = [("Ana", &["D", "E"][..], of_ana.to_vec()), ("Ben", &["D"][..], vec![("D", 0, 3, "work")])];
    let folder = super::figures::study(&place, &documents, &coders);
    let project = project_of(&place, &folder);
    let args = ["matrix", &project, "--rows", "document", "--columns", "code", "--count", "passages"];
    let note = "Only one coder has finished 1 document, so the consensus coding has no passages there: E.";
    assert!(!ok(&args).contains("Only one coder"));
    ok(&["agree", &project, "--auto"]);
    for format in ["text", "md", "html", "json"] {
        let out = ok(&[&args[..], &["--format", format]].concat());
        assert!(out.contains(note), "{format}: {out}");
    }
    let printed = ok(&[&args[..], &["--coder", "Ana"]].concat());
    assert!(!printed.contains("Only one coder"), "{printed}");
}

#[test]
fn a_passage_is_listed_with_everyone_who_speaks_in_it() {
    let place = temporary();
    let d = super::figures::D;
    let at = |quote: &str| d.chars().collect::<String>().find(quote).map(|at| d[..at].chars().count() as u32).unwrap();
    let end = |quote: &str| at(quote) + quote.chars().count() as u32;
    let marks = vec![
        ("D", at("Land?"), end("Some."), "work"),
        ("D", at("Some."), end("work."), "work"),
        ("D", at("We let"), end("And now?"), "land > own"),
        ("D", at("And now?"), at("没有"), "land > let"),
        ("D", at("Land?"), end("So."), "land > own"),
    ];
    let folder = super::figures::study(&place, &[("D", d)], &[("Ana", &["D"], marks)]);
    let list = json(&["codings", &folder, "--format", "json"]);
    let mut found: Vec<(String, serde_json::Value)> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["speaker"].as_str().unwrap().to_owned(), one["speakers"].clone()))
        .collect();
    found.sort_by_key(|(speaker, _)| speaker.clone());
    let both = serde_json::json!(["I", "P"]);
    let expected = [
        ("I", serde_json::json!(["I"])),
        ("I; P", both.clone()),
        ("I; P", both),
        ("P", serde_json::json!(["P"])),
        ("P; I", serde_json::json!(["P", "I"])),
    ];
    assert_eq!(found, expected.map(|(speaker, list)| (speaker.to_owned(), list)));
    let csv = ok(&["codings", &folder, "--format", "csv"]);
    assert!(csv.contains(",P; I,"), "{csv}");
}

#[test]
fn a_file_with_a_matrix_of_codes_says_what_a_code_with_subcodes_counts() {
    let note = "Each code counts its own passages only";
    for format in ["text", "md", "html"] {
        let written =
            |rows: &str| ok(&["matrix", &sample(), "--rows", rows, "--columns", "document", "--format", format]);
        assert!(written("code").contains(note), "{format}");
        assert!(!written("participant").contains(note), "{format}: no code has a row or column");
    }
}
