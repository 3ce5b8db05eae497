//! Round trips through the folder format.

use super::support::*;
use std::collections::BTreeMap;
use std::path::Path;

fn bytes_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Folder to project to folder to project to folder.
fn there_and_back(source: &str) {
    let place = temporary();
    let project = project_of(&place, source);
    let (once, twice) = (within(&place, "once"), within(&place, "twice"));
    ok(&["export", &project, &once]);
    assert_eq!(read_folder(&once), read_folder(source));
    let again = temporary();
    ok(&["export", &project_of(&again, &once), &twice]);
    assert_eq!(bytes_below(Path::new(&twice)), bytes_below(Path::new(&once)), "the second time moves nothing");
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn the_sample_is_the_same_after_folder_project_folder() {
    there_and_back(&sample());
}

#[test]
fn difficult_text_and_names_survive_folder_project_folder() {
    let place = temporary();
    write(&good(), place.path());
    there_and_back(place.path().to_str().unwrap());
}

#[test]
fn positions_count_code_points_without_byte_order_mark_and_carriage_returns() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let source = within(&place, "study");
    let list = json(&["codings", &source, "--document", "B/1", "--coder", "Wáng/李", "--format", "json"]);
    let texts: Vec<&str> = list.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap()).collect();
    assert!(texts.contains(&"收入低") && texts.contains(&"👨\u{200d}👩\u{200d}👧") && texts.contains(&"Cafe\u{301}"));
    assert!(texts.iter().all(|text| !text.contains('\r')));
}

#[test]
fn a_folder_is_read_like_a_file_and_never_written_to() {
    let place = temporary();
    let source = within(&place, "study");
    write(&good(), Path::new(&source));
    let before = bytes_below(Path::new(&source));
    let project = project_of(&place, &source);
    for verb in [
        &["info", "--json"][..],
        &["table", "assets", "--format", "json"],
        &["table", "kinds", "--format", "csv"],
        &["matrix", "--rows", "participant", "--columns", "code", "--format", "json"],
        &["check"],
    ] {
        let on = |project: &str| ok(&[&[verb[0], project], &verb[1..]].concat());
        assert_eq!(on(&source), on(&project), "{verb:?}");
    }
    for verb in [
        &["undo"][..],
        &["redo"],
        &["import", &sample()],
        &["code", "--document", "B/1", "--range", "1..2", "--code", "rent", "--coder", "X"],
    ] {
        fails(&[&[verb[0], &source], &verb[1..]].concat(), 1, &["folder", "import the folder into a project file"]);
    }
    assert_eq!(bytes_below(Path::new(&source)), before);
}

#[test]
fn an_export_never_writes_into_a_nonempty_folder() {
    let place = temporary();
    let target = within(&place, "out");
    std::fs::create_dir(&target).unwrap();
    ok(&["export", &sample(), &target]);
    fails(&["export", &sample(), &target], 1, &[&target, "already"]);
}

#[test]
fn names_forbidden_on_some_systems_survive_in_portable_file_names() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let long = "访谈".repeat(80);
    let names = ["CON", "con.notes", "NUL", "a<b>", "a>b<", "..", &long];
    let rows: String = names.iter().map(|name| format!("\"{name}\",I: Why?\n")).collect();
    std::fs::write(place.path().join("t.csv"), format!("name,text\n{rows}")).unwrap();
    ok(&["import", &project, &within(&place, "t.csv"), "--as", "documents"]);
    let out = within(&place, "out");
    ok(&["export", &project, &out]);
    let mut written: Vec<String> = bytes_below(Path::new(&out)).into_keys().collect();
    written.retain(|path| path.starts_with("transcripts/"));
    let cut = format!("transcripts/{}.txt", "访谈".repeat(33));
    let wanted = ["_.txt", "_CON.txt", "_NUL.txt", "_con.notes.txt", "a_b_ 2.txt", "a_b_.txt"];
    assert_eq!(written, [wanted.map(|name| format!("transcripts/{name}")).as_slice(), &[cut]].concat());
    let mut known: Vec<String> = read_folder(&out).documents.into_iter().map(|document| document.name).collect();
    let mut all = names.map(str::to_owned);
    known.sort();
    all.sort();
    assert_eq!(known, all);
}

#[test]
fn an_import_keeps_the_name_of_the_project() {
    let place = temporary();
    let exchange = within(&place, "other.qdpx");
    ok(&["export", &sample(), &exchange]);
    for (i, source) in [sample(), exchange].iter().enumerate() {
        let project = within(&place, &format!("{i}.pullquote"));
        ok(&["new", &project, "--name", "My study"]);
        ok(&["import", &project, source]);
        assert_eq!(snapshot_of(&project).project.name, "My study", "{source}");
        assert!(!ok(&["history", &project]).contains("rename"), "{source}");
    }
    // A project that begins with the folder has its name.
    let made = within(&place, "made.pullquote");
    ok(&["new", &made, "--from", &sample()]);
    assert_eq!(snapshot_of(&made).project.name, read_folder(sample()).name);
}
