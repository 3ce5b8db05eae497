//! Two programs that use the same file.

use super::support::*;
use pullquote::engine::{Actor, Command, Error, Progress, Project};
use pullquote::store;
use std::path::Path;

#[test]
fn the_second_opener_reads_what_the_first_writes_and_cannot_write() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let project = project_of(&place, &within(&place, "study"));
    let mut first = Project::open(Path::new(&project)).unwrap();
    assert!(matches!(Project::open(Path::new(&project)), Err(Error::Store(store::Error::InUse { .. }))));
    for args in [
        &["undo", &project][..],
        &["redo", &project],
        &["import", &project, &sample()],
        &["code", &project, "--document", "B/1", "--range", "1..2", "--code", "rent", "--coder", "X"],
    ] {
        fails(args, 1, &["open in another copy of Pullquote", "still read"]);
    }
    let (second, _) = Project::open_to_read(Path::new(&project)).unwrap();
    let before = json(&["info", &project, "--json"]);
    first.execute(&Command::AddCoder { name: "后来".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    let after = json(&["info", &project, "--json"]);
    assert_eq!(after["coders"].as_u64(), before["coders"].as_u64().map(|n| n + 1));
    assert_eq!(snapshot(&second), snapshot(&first), "a reader that was open before sees it too");
    for args in
        [&["history", &project][..], &["table", &project, "assets"], &["check", &project], &["codings", &project]]
    {
        ok(args);
    }
    let expected = snapshot(&first);
    drop(first);
    drop(second);
    ok(&["undo", &project]);
    ok(&["redo", &project]);
    assert_eq!(snapshot_of(&project), expected);
}

#[test]
fn a_closed_project_is_one_file_that_can_be_copied() {
    let place = temporary();
    let project = project_of(&place, &sample());
    let names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["study.pullquote"]);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    assert_eq!(snapshot_of(&copy), snapshot_of(&project));
}
