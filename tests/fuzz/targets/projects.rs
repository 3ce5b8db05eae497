//! Project files, project folders and their codebooks, and projects of other programs.

use super::{Target, characters};
use crate::{packed, seeds};
use pullquote::engine::{Actor, Command, Error, Progress, Project, foreign};
use pullquote::interchange::document::Reading;
use pullquote::interchange::plain::ProjectDump;
use pullquote::interchange::{folder, refi};
use pullquote::text;
use std::path::Path;

pub const TARGETS: &[Target] = &[
    Target {
        name: "folder",
        about: "project folders: read, rendered, read again",
        seeds: seeds::folders,
        words: JSON,
        run: project_folder,
    },
    Target {
        name: "codebook-json",
        about: "codebooks and templates in JSON",
        seeds: seeds::codebooks_json,
        words: JSON,
        run: codebook_json,
    },
    Target { name: "qdc", about: "REFI-QDA codebooks", seeds: seeds::qdc, words: REFI, run: qdc },
    Target { name: "qdpx", about: "REFI-QDA projects, inside the archive", seeds: seeds::qdpx, words: REFI, run: qdpx },
    Target {
        name: "qualcoder",
        about: "QualCoder databases",
        seeds: seeds::qualcoder,
        words: DATABASE,
        run: qualcoder,
    },
    Target { name: "taguette", about: "Taguette databases", seeds: seeds::taguette, words: DATABASE, run: taguette },
    Target { name: "project", about: "project files", seeds: seeds::projects, words: DATABASE, run: project },
];

/// A dump without differences that files may have: the order of codings, where each was read, and that a file had
/// conditions of sets which nobody can read and so nobody writes.
fn comparable(mut dump: ProjectDump) -> ProjectDump {
    dump.sets.iter_mut().for_each(|set| set.has_unread_conditions = false);
    dump.codings.change(|coding| coding.place = Default::default());
    dump.codings.sort_by_key(|coding| {
        (coding.coder.clone(), coding.document.clone(), coding.start, coding.end, coding.code.clone())
    });
    dump.participations.sort();
    dump
}

fn read_folder(files: &[(String, Vec<u8>)]) -> Option<(ProjectDump, Vec<String>)> {
    let files: Vec<(&str, String)> =
        files.iter().map(|(name, content)| (name.as_str(), String::from_utf8_lossy(content).into_owned())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (dump, problems) = folder::read_files(&files).ok()?;
    Some((comparable(dump), problems.iter().map(ToString::to_string).collect()))
}

fn project_folder(bytes: &[u8], _: &Path) -> bool {
    let Some((mut dump, _)) = packed::unpack(bytes).as_deref().and_then(read_folder) else { return false };
    // As in a project: a coder with passages in a document took part in it, unless the folder says otherwise.
    for coding in dump.codings.iter() {
        let took_part = (coding.document.clone(), coding.coder.clone());
        if !dump.unfinished.contains(&took_part) && !dump.participations.contains(&took_part) {
            dump.participations.push(took_part);
        }
    }
    let dump = comparable(dump);
    let written = folder::render(&dump);
    let (again, problems) = read_folder(&written).expect("the written file is a project");
    assert!(problems.is_empty(), "the written file has no faults: {}", problems[0]);
    // Not `assert_eq`: its message would contain the whole project.
    assert!(again == dump, "the written file is read back unchanged");
    true
}

fn codebook_json(bytes: &[u8], _: &Path) -> bool {
    let input = String::from_utf8_lossy(bytes);
    let _ = folder::parse_template(&input);
    let Ok(value) = serde_json::from_str(&input) else { return false };
    let book = folder::parse_codebook(&value, "codebook.json", &mut Vec::new());
    let mut problems = Vec::new();
    let again = folder::parse_codebook(&folder::render_codebook(&book), "codebook.json", &mut problems);
    assert!(problems.is_empty(), "the written file has no faults: {}", problems[0]);
    assert!(again == book, "a codebook is read back unchanged");
    true
}

fn qdc(bytes: &[u8], _: &Path) -> bool {
    let Ok((book, problems)) = refi::codebook(&String::from_utf8_lossy(bytes), "x.qdc") else { return false };
    let _ = problems.iter().map(ToString::to_string).count();
    refi::write_codebook(&book).expect("a codebook in memory");
    true
}

/// Asserts that the codings of another program's project lie within their texts and refer to existing items.
fn check_dump(dump: &ProjectDump) {
    let lengths: std::collections::HashMap<&str, u32> =
        dump.documents.iter().map(|document| (document.name.as_str(), characters(&document.text))).collect();
    let codes: std::collections::HashSet<String> = dump.codebook.paths().into_iter().collect();
    for document in &dump.documents {
        assert!(text::is_normal(&document.text), "a text is in its stored form");
    }
    for coding in dump.codings.iter() {
        let length = lengths.get(coding.document.as_str()).expect("a coding names a document");
        assert!(coding.start < coding.end && coding.end <= *length, "a coding lies within its text");
        assert!(codes.contains(&coding.code), "a coding names a code");
    }
    for participant in &dump.participants {
        assert_eq!(participant.values.len(), dump.attributes.len(), "a value for every attribute");
    }
}

fn read_foreign(path: &Path) -> bool {
    let split = Reading { split_codes: Some("::".into()), unwrap: true, ..Reading::default() };
    let counted = refi::Offsets::ALL.map(|offsets| Reading { offsets: Some(offsets), ..Reading::default() });
    let mut accepted = false;
    for reading in counted.into_iter().chain([Reading::default(), split]) {
        if let Ok(Some(read)) = foreign::read(path, &reading, &Progress::default()) {
            check_dump(&read.dump);
            let _ = read.problems.iter().map(ToString::to_string).count();
            accepted = true;
        }
    }
    accepted
}

fn qdpx(bytes: &[u8], files: &Path) -> bool {
    let path = files.join("input.qdpx");
    std::fs::write(&path, bytes).expect("a file");
    read_foreign(&path)
}

fn qualcoder(bytes: &[u8], files: &Path) -> bool {
    let folder = files.join("input.qda");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("data.qda"), bytes).expect("a file");
    read_foreign(&folder)
}

fn taguette(bytes: &[u8], files: &Path) -> bool {
    let path = files.join("input.sqlite3");
    std::fs::write(&path, bytes).expect("a file");
    read_foreign(&path)
}

/// A project file is opened or refused. Whatever it contains, reading and changing it returns a result or an error.
fn project(bytes: &[u8], files: &Path) -> bool {
    let folder = files.join("project");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("input.pullquote");
    std::fs::write(&path, bytes).expect("a file");
    let accepted = match Project::open_to_read(&path) {
        Ok((project, _)) => read_project(&project).is_ok(),
        Err(error) => {
            let _ = error.to_string();
            false
        }
    };
    if let Ok(mut project) = Project::open(&path) {
        for command in
            [Command::AddCoder { name: "New".into() }, Command::Undo { steps: 2 }, Command::Redo { steps: 1 }]
        {
            let _ = project.execute(&command, &Actor::named("New"), &Progress::default());
        }
    }
    accepted
}

fn read_project(project: &Project) -> Result<(), Error> {
    let reads = project.reads();
    let _ = reads.check();
    let _ = (reads.history(), reads.passages(&Default::default()), reads.notes(), reads.counts());
    let study = reads.study()?;
    let dump = project.dump()?;
    let _ = folder::render(&dump);
    for source in &study.sources {
        let _ = (reads.text(source.id), reads.facts_of(source.id));
    }
    Ok(())
}

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-0",
    "1e999",
    "\"\\u0000\"",
    "\"\\ud83d\"",
    "\"name\"",
    "\"codes\"",
    "\"children\"",
    "\"facets\"",
    "\"documents\"",
    "\"codings\"",
    "\"start\": ",
    "\"end\": ",
    "\"code\"",
    "\"text\"",
    "\"memo\"",
    "\"coder\"",
    "\"path\"",
    "\"../x\"",
    "\"participant\"",
    "\"speakers\"",
    "\"pattern\": \"(\"",
    "\"times\"",
    "\"labels\"",
    "\"tables\"",
    "\"kind\"",
    "\"version\": 2",
    " > ",
    "\"color\": \"#ff00\"",
    "\"\"",
    "participant,",
    "\n",
];

const REFI: &[&str] = &[
    "<Code guid='00000000-0000-0000-0000-000000000001' name='x'>",
    "</Code>",
    "<CodeRef targetGUID='",
    "<PlainTextSelection startPosition='",
    " endPosition='",
    "<Coding guid='",
    "</Coding>",
    "<Set guid='",
    "<MemberCode guid='",
    "<Note guid='",
    "<NoteRef targetGUID='",
    "<Case guid='",
    "<VariableValue>",
    "<VariableRef targetGUID='",
    "<IntegerValue>",
    "<FloatValue>",
    "<DateValue>",
    "<BooleanValue>",
    "<User guid='",
    "<TextSource guid='",
    " plainTextPath='internal://",
    " richTextPath='relative://../../x'",
    "<PlainTextContent>",
    "<Description>",
    " creationDateTime='",
    "2026-13-45T99:99:99Z",
    " color='#12'",
    " isCodable='false'",
    "<PDFSource>",
    "<PictureSource>",
    "<Variable typeOfVariable='",
    "&#x0;",
    "&amp;",
    "<!--",
    "]]>",
    "origin='NVivo'",
    "origin='ATLAS.ti'",
    "origin='MAXQDA'",
];

const DATABASE: &[&str] = &[
    "{\"type\": \"highlight_add\"",
    "A.B..C",
    "<p>",
    "#GGGGGG",
    "2026-13-45 99:99:99",
    "/images/x",
    "case",
    "file",
    "agreed",
    "{}",
    "[]",
    "{\"columns\": [{}]}",
    "heading 99",
    " > ",
    "typology",
    "matrix",
    "internal:x",
    "x:",
];
