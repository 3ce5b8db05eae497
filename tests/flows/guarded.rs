//! Pipes, devices, endless files and links: nothing hangs, only files that the user named are read, and exports are as
//! private as the files they replace.

use super::support::*;
use pullquote::interchange::Refusal;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn mode(path: &str) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// All ways to read a single file: the extension and the flags.
const READERS: [(&str, &[&str]); 9] = [
    ("json", &["--as", "codebook"]),
    ("csv", &["--as", "codebook"]),
    ("qdc", &[]),
    ("qdpx", &[]),
    ("qde", &[]),
    ("csv", &["--as", "participants"]),
    ("xlsx", &["--as", "segments"]),
    ("txt", &[]),
    ("sqlite3", &[]),
];

#[test]
fn no_reader_opens_a_pipe_or_a_device() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    for (at, (ending, flags)) in READERS.iter().enumerate() {
        let (fifo, zero) =
            (within(&folder, &format!("pipe{at}.{ending}")), within(&folder, &format!("zero{at}.{ending}")));
        pipe(Path::new(&fifo));
        symlink("/dev/zero", &zero).unwrap();
        for source in [&fifo, &zero] {
            fails(&[&["import", &project, source], *flags].concat(), 1, &["pipe or a device"]);
        }
    }
}

#[test]
fn pipes_and_links_in_a_project_folder_are_reported_and_not_read() {
    let files = ["codebook.json", "participants.csv", "transcripts/B 1.txt", "codings/one.json", "memos.json"];
    let folder = temporary();
    let secret = within(&folder, "secret");
    std::fs::write(&secret, "participant\nsecret\n").unwrap();
    for (at, file) in files.into_iter().enumerate() {
        for (kind, reason) in [("pipe", "pipe or a device"), ("link", "not followed"), ("zero", "not followed")] {
            let source = within(&folder, &format!("study{at}{kind}"));
            write(&good(), Path::new(&source));
            let path = Path::new(&source).join(file);
            std::fs::remove_file(&path).unwrap();
            match kind {
                "pipe" => pipe(&path),
                "link" => symlink(&secret, &path).unwrap(),
                _ => symlink("/dev/zero", &path).unwrap(),
            }
            let ran = run(&["check", &source]);
            assert!(ran.code == 1 && ran.out.contains(file) && ran.out.contains(reason), "{file} {kind}: {ran:?}");
            let out = within(&folder, &format!("out{at}{kind}"));
            ok(&["export", &source, &out]);
            assert!(!run(&["codings", &out]).out.contains("secret"));
            assert!(!std::fs::read_to_string(format!("{out}/participants.csv")).unwrap().contains("secret"), "{file}");
        }
    }
}

#[test]
fn linked_folders_in_a_project_are_reported_and_a_link_to_a_project_works() {
    let folder = temporary();
    let (source, elsewhere) = (within(&folder, "study"), within(&folder, "elsewhere"));
    write(&good(), Path::new(&source));
    write(&good(), Path::new(&elsewhere));
    for inside in ["transcripts", "codings"] {
        std::fs::remove_dir_all(Path::new(&source).join(inside)).unwrap();
        symlink(Path::new(&elsewhere).join(inside), Path::new(&source).join(inside)).unwrap();
    }
    let ran = run(&["check", &source]);
    assert!(ran.out.contains("transcripts/B 1.txt: links in a folder are not followed"), "{ran:?}");
    assert!(ran.out.contains("codings: links in a folder are not followed"), "{ran:?}");

    symlink(&elsewhere, within(&folder, "shortcut")).unwrap();
    assert_eq!(ok(&["check", &within(&folder, "shortcut")]), "whole\n");
    std::fs::remove_file(Path::new(&source).join("project.json")).unwrap();
    symlink(Path::new(&elsewhere).join("project.json"), Path::new(&source).join("project.json")).unwrap();
    fails(&["check", &source], 1, &["project.json", "not followed"]);
}

#[test]
fn a_file_named_very_often_is_not_read_endlessly() {
    let folder = temporary();
    let source = within(&folder, "study");
    let documents: Vec<_> =
        (0..600).map(|at| serde_json::json!({ "name": format!("D{at}"), "path": "transcripts/a.txt" })).collect();
    let project = serde_json::json!({ "format": "pullquote-folder", "version": 1, "documents": documents });
    let text = "words ".repeat(1 << 18);
    write(&vec![("project.json".into(), project.to_string()), ("transcripts/a.txt".into(), text)], Path::new(&source));
    let (dump, problems) =
        pullquote::interchange::folder::read(Path::new(&source), &pullquote::model::Progress::default()).unwrap();
    let bytes: usize = dump.documents.iter().map(|document| document.text.len()).sum();
    assert!(bytes <= 512 << 20 && dump.documents.len() + problems.len() == 600, "{bytes}");
    assert!(problems[0].remark == Refusal::FolderTooLarge { megabytes: 512 }.into(), "{}", problems[0]);
}

#[test]
fn an_export_keeps_the_permissions_of_what_it_replaces() {
    let folder = temporary();
    let source = sample();
    let usual = within(&folder, "usual");
    std::fs::write(&usual, "").unwrap();
    for (name, flags) in [("a.csv", &[][..]), ("a.qdpx", &[]), ("a.docx", &["--select", "table:assets"])] {
        let target = within(&folder, name);
        ok(&[&["export", &source, &target], flags].concat());
        assert_eq!(mode(&target), mode(&usual), "{name}");
        std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o600)).unwrap();
        ok(&[&["export", &source, &target], flags].concat());
        assert_eq!(mode(&target), 0o600, "{name}");
    }
    let fifo = within(&folder, "pipe.csv");
    pipe(Path::new(&fifo));
    fails(&["export", &source, &fifo], 1, &["pipe.csv", "pipe or a device", "another name"]);
    fails(&["matrix", &source, "--rows", "code", "--columns", "document", "-o", &fifo], 1, &["pipe or a device"]);
}

#[test]
fn links_in_projects_of_other_programs_are_not_followed() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let qda = within(&folder, "study.qda");
    std::fs::create_dir(&qda).unwrap();
    std::fs::write(within(&folder, "other.qda"), "").unwrap();
    symlink(within(&folder, "other.qda"), Path::new(&qda).join("data.qda")).unwrap();
    fails(&["import", &project, &qda], 1, &["data.qda is a link"]);

    let home = folder.path().join("exchange");
    std::fs::create_dir_all(home.join("sources")).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret words").unwrap();
    symlink("../../secret.txt", home.join("sources/a.txt")).unwrap();
    let guid = "11111111-1111-4111-8111-111111111111";
    std::fs::write(
        home.join("project.qde"),
        format!(
            "<Project xmlns='urn:QDA-XML:project:1.0' name='x'><Sources><TextSource guid='{guid}' name='A' \
             plainTextPath='internal://a.txt'/></Sources></Project>"
        ),
    )
    .unwrap();
    let ran = run(&["import", &project, home.join("project.qde").to_str().unwrap()]);
    assert!(ran.err.contains("not followed"), "{ran:?}");
    assert!(!run(&["export", &project, &within(&folder, "out")]).out.contains("secret"));
}

#[test]
fn messages_list_a_few_rows_and_count_the_rest() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let (table, long) = (within(&folder, "t.csv"), within(&folder, "long.csv"));
    std::fs::write(&table, format!("name,age\n{}", "Ann,1\n".repeat(3_000))).unwrap();
    std::fs::write(&long, format!("name,age\n{0},1\n{0},2\n", "x".repeat(1 << 20))).unwrap();
    let import =
        |table: &str, flags: &[&str]| run(&[&["import", &project, table, "--as", "participants"], flags].concat());
    let refused = import(&table, &[]);
    assert!(refused.err.contains("line 3: Ann is already in line 2"), "{}", refused.err);
    assert!(refused.err.contains("Ann is in 2,994 more rows") && refused.err.lines().count() < 10, "{}", refused.err);
    assert!(import(&long, &[]).err.len() < 10_000);
    let first = import(&table, &["--repeated", "first"]);
    let sentence = "left out: line 3, line 4, line 5, line 6, line 7 and 2,994 more";
    assert!(first.code == 0 && first.err.contains(sentence), "{}", first.err);

    let people: String = (0..3_000).map(|at| format!("P{at},1\nP{at},2\n")).collect();
    std::fs::write(&table, format!("name,age\n{people}")).unwrap();
    let output = import(&table, &[]).err;
    assert!(
        output.contains("1,000 more remarks are not listed") && output.lines().count() < 2_010,
        "{}",
        output.lines().count()
    );

    let book = within(&folder, "book.csv");
    std::fs::write(&book, format!("code\nA\n{}", "A\n".repeat(3_000))).unwrap();
    let output = run(&["import", &project, &book, "--as", "codebook"]).err;
    assert!(
        output.contains("1,000 more remarks are not listed") && output.lines().count() < 2_100,
        "{}",
        output.lines().count()
    );

    let source = within(&folder, "study");
    let codings = format!(r#"{{ "coder": "A", "codings": [{}0] }}"#, "0,".repeat(4_000));
    let project = r#"{ "format": "pullquote-folder", "version": 1 }"#.to_owned();
    write(&vec![("project.json".into(), project), ("codings/a.json".into(), codings)], Path::new(&source));
    let output = run(&["check", &source]).out;
    assert!(output.contains("2,001 more remarks are not listed"), "{}", output.lines().count());
}

#[test]
fn texts_with_too_many_lines_are_refused_wherever_they_come_from() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let text = format!("I: Why?{}B: So.", "\n".repeat(1_000_001));
    let source = within(&folder, "study");
    let entries = r#"[{ "name": "A", "path": "a.txt" }, { "name": "B", "path": "b.txt" }]"#;
    let listing = format!(r#"{{ "format": "pullquote-folder", "version": 1, "documents": {entries} }}"#);
    let files = [("project.json", listing.as_str()), ("a.txt", &text), ("b.txt", "I: Why?")];
    write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into(), Path::new(&source));
    let qde = within(&folder, "project.qde");
    std::fs::write(within(&folder, "c.txt"), &text).unwrap();
    std::fs::write(
        &qde,
        "<Project xmlns='urn:QDA-XML:project:1.0' name='x'><Sources><TextSource name='C' \
         guid='11111111-1111-4111-8111-111111111111' plainTextPath='internal://c.txt'/></Sources></Project>",
    )
    .unwrap();
    let table = within(&folder, "t.csv");
    std::fs::write(&table, format!("name,text\nD,\"{text}\"\n")).unwrap();
    let document = within(&folder, "c.txt");
    for more in [vec![&*source], vec![&qde], vec![&document], vec![&table, "--as", "documents"]] {
        let ran = run(&[&["import", &project], more.as_slice()].concat());
        assert!(ran.err.contains("more than 1,000,000 lines"), "{more:?}: {}", ran.err);
    }
    assert_eq!(json(&["info", &project, "--json"])["documents"], 1);
}
