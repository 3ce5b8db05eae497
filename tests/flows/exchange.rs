//! Projects exported to other programs and imported again, and variations that other programs write.

use super::project_files::{archive, kinds};
use super::support::*;
use pullquote::engine::{Actor, Command, Project, Selection};
use pullquote::interchange::remark::Problem;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

fn run(project: &mut Project, command: Command) {
    project.execute(&command, &Actor::Nobody, &Default::default()).unwrap();
}

fn import(project: &mut Project, path: &Path) -> Vec<Problem> {
    super::support::import(project, path, false).import.unwrap().problems
}

fn export(project: &Project, target: &Path) {
    super::support::export(project, target, Selection::Codebook);
}

/// A description of everything that must survive.
fn contents(project: &Project) -> BTreeSet<String> {
    let reads = project.reads();
    let study = reads.study().unwrap();
    let mut out = BTreeSet::new();
    let book = &study.codebook;
    for code in book.codes() {
        let dimensions: BTreeSet<String> = code
            .dimensions
            .iter()
            .map(|(id, value)| {
                let dimension = book.dimensions.iter().find(|dimension| dimension.id == *id).unwrap();
                format!("{}={}", dimension.name, dimension.values[*value])
            })
            .collect();
        out.insert(format!("code {} {} {} {dimensions:?}", book.path(code.id), code.color, code.description));
    }
    for source in &study.sources {
        let participant =
            source.participant.and_then(|id| study.participant(id)).map(|participant| participant.name.clone());
        out.insert(format!("document {} {participant:?} {:?}", source.name, reads.text(source.id).unwrap()));
    }
    for participant in &study.participants {
        let values: Vec<_> =
            study.variables.iter().zip(&participant.values).map(|(v, value)| (&v.name, value)).collect();
        out.insert(format!("participant {} {values:?}", participant.name));
    }
    for passage in reads.passages(&Default::default()).unwrap() {
        let coding = passage.coding;
        out.insert(format!(
            "coding {} {} {} {} {:?}",
            study.source(coding.source).unwrap().name,
            coding.range,
            book.path(coding.code),
            study.user(coding.user).unwrap().name,
            passage.memo
        ));
    }
    out
}

fn new(folder: &Path, name: &str) -> Project {
    Project::create(&folder.join(name), "Exchange").unwrap()
}

#[test]
fn the_sample_survives_writing_and_reading_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = new(folder.path(), "a.pullquote");
    assert!(import(&mut project, &PathBuf::from(sample())).is_empty());
    let file = folder.path().join("sample.qdpx");
    export(&project, &file);
    let mut back = new(folder.path(), "b.pullquote");
    assert_eq!(import(&mut back, &file), []);
    let (before, after) = (contents(&project), contents(&back));
    let missing: Vec<_> = before.difference(&after).take(3).collect();
    let strange: Vec<_> = after.difference(&before).take(3).collect();
    assert!(missing.is_empty() && strange.is_empty(), "missing {missing:?}, strange {strange:?}");
    assert!(before.len() > 1_000);
}

#[test]
fn emoji_combining_marks_and_line_ends_keep_every_position() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = new(folder.path(), "a.pullquote");
    let text = "I: 👩‍👩‍👧 e\u{301}te\u{301} 𠀀字\r\n受访者：钱 < & > \"没有\"\t。🇨🇳\n";
    let file = folder.path().join("wild.txt");
    std::fs::write(&file, text).unwrap();
    import(&mut project, &file);
    run(&mut project, Command::AddCoder { name: "Ann & \"Bea\" <c>".into() });
    run(&mut project, Command::AddCode { parent: None, name: "钱 & <money>\u{1f600}".into(), passage: None });
    let study = project.reads().study().unwrap();
    let (source, code) = (study.sources[0].id, study.codebook.codes()[0].id);
    let ann = Actor::Coder(study.users[0].id);
    let length = study.sources[0].characters;
    for start in 0..length {
        let range = pullquote::model::CharRange::new(start, (start + 1 + start % 5).min(length));
        project.execute(&Command::Code { source, range, codes: vec![code] }, &ann, &Default::default()).unwrap();
    }
    let target = folder.path().join("wild.qdpx");
    export(&project, &target);
    let mut back = new(folder.path(), "b.pullquote");
    assert_eq!(import(&mut back, &target), []);
    assert_eq!(contents(&project), contents(&back));
}

#[test]
fn a_codebook_survives_export_and_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut project = new(folder.path(), "a.pullquote");
    import(&mut project, &PathBuf::from(sample()));
    let file = folder.path().join("codes.qdc");
    export(&project, &file);
    let mut back = new(folder.path(), "b.pullquote");
    run(&mut back, Command::ImportCodebook { path: file, reading: Default::default(), table: Default::default() });
    let codes = |project: &Project| -> BTreeSet<String> {
        contents(project).into_iter().filter(|line| line.starts_with("code ")).collect()
    };
    assert_eq!(codes(&project), codes(&back));
}

/// A project with one text and these selections, written by the program `origin`.
fn foreign(path: &Path, origin: &str, text: &[u8], selections: &str) {
    let project = format!(
        "\u{feff}<?xml version='1.0'?><Project name='p' origin='{origin}' xmlns='urn:QDA-XML:project:1.0'>\
         <Users><User guid='{{U1}}' name='Jan'/></Users>\
         <CodeBook><Codes><Code guid='C1' name='One' isCodable='true' color='#abc'/></Codes></CodeBook>\
         <Sources><TextSource guid='S1' name='text' plainTextPath='internal://S1.txt'>{selections}</TextSource></Sources>\
         </Project>"
    );
    archive(path, &[("Project.QDE", project.as_bytes()), ("Sources/s1.TXT", text)]);
}

fn selection(start: i64, end: i64, quote: &str) -> String {
    format!(
        "<PlainTextSelection guid='P{start}' startPosition='{start}' endPosition='{end}' name='{quote}'>\
         <Coding guid='D{start}' creatingUser='u1'><CodeRef targetGUID='c1'/></Coding></PlainTextSelection>"
    )
}

fn coded_words(folder: &Path, file: &Path) -> (Vec<String>, Vec<Problem>) {
    let mut project = new(folder, &format!("{}.pullquote", file.file_stem().unwrap().to_string_lossy()));
    let problems = import(&mut project, file);
    let study = project.reads().study().unwrap();
    let passages = project.reads().passages(&Default::default()).unwrap().into_iter().map(|passage| {
        let text = project.reads().text(passage.coding.source).unwrap();
        let range = passage.coding.range;
        let quote: String = text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect();
        format!("{}: {quote}", study.user(passage.coding.user).unwrap().name)
    });
    (passages.collect(), problems)
}

#[test]
fn every_unit_of_positions_leads_to_the_same_words() {
    let folder = tempfile::tempdir().unwrap();
    let text = "\u{feff}😀 eins zwei\r\ndrei vier\r\n".as_bytes();
    let participants = [
        ("QualCoder 3", [(2, 6), (13, 17)]),
        ("NVivo 12", [(3, 7), (14, 18)]),
        ("ATLAS.ti 23", [(2, 6), (12, 16)]),
        // This file counts differently from its program's usual way: the words decide.
        ("Some program", [(3, 7), (14, 18)]),
    ];
    for (number, (origin, [first, second])) in participants.into_iter().enumerate() {
        let file = folder.path().join(format!("f{number}.qdpx"));
        let selections = selection(first.0, first.1, "eins") + &selection(second.0, second.1, "drei");
        foreign(&file, origin, text, &selections);
        let (passages, problems) = coded_words(folder.path(), &file);
        assert_eq!(passages, ["Jan: eins", "Jan: drei"], "{origin}");
        let remarked: &[&str] = if origin == "Some program" { &["positions_counted"] } else { &[] };
        assert_eq!(kinds(&problems), remarked);
    }
}

#[test]
fn invalid_positions_are_reported_and_the_rest_is_imported() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.qdpx");
    let selections = [(5, 2), (-4, 3), (7, 7), (400, 500), (6, 4_294_967_296), (0, 3)];
    let selections: String = selections.iter().map(|(start, end)| selection(*start, *end, "")).collect();
    foreign(&file, "X", b"one two three", &selections);
    let (passages, problems) = coded_words(folder.path(), &file);
    assert_eq!(passages, ["Jan: one", "Jan: o three"]);
    assert_eq!(kinds(&problems), [&["outside_text"; 4][..], &["beyond_text"]].concat());
}

#[test]
fn texts_outside_the_archive_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret.txt");
    std::fs::write(&secret, "CANARY").unwrap();
    for (number, path) in
        ["../secret.txt", "internal://../secret.txt", "absolute:///etc/hostname", "relative:///secret.txt", "C:/x.txt"]
            .into_iter()
            .enumerate()
    {
        let file = folder.path().join(format!("out{number}.qdpx"));
        let project = format!(
            "<Project name='p' origin='x'><Sources><TextSource guid='S' name='t' plainTextPath='{path}'/></Sources></Project>"
        );
        archive(&file, &[("project.qde", project.as_bytes())]);
        let mut project = new(folder.path(), &format!("o{number}.pullquote"));
        assert_eq!(kinds(&import(&mut project, &file)), ["text_outside"], "{path}");
        assert!(project.reads().study().unwrap().sources.is_empty());
    }
}

#[test]
fn a_truncated_or_corrupt_file_leaves_the_project_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.qdpx");
    foreign(&file, "X", b"one two three", &selection(0, 3, "one"));
    let mut whole = Vec::new();
    std::fs::File::open(&file).unwrap().read_to_end(&mut whole).unwrap();
    let mut project = new(folder.path(), "cut.pullquote");
    for length in (0..whole.len()).step_by(7) {
        let cut = folder.path().join("cut.qdpx");
        std::fs::write(&cut, &whole[..length]).unwrap();
        assert_eq!(import(&mut project, &cut).len(), 1, "{length} bytes");
    }
    assert!(project.reads().study().unwrap().sources.is_empty());
}
