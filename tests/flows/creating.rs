//! If the program is killed while it creates a project, the project is either complete or absent.

use super::support::*;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Error, Progress, Project, Reply, Session};
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

#[test]
fn the_program_can_be_killed_at_any_time_while_creating_a_project() {
    let place = temporary();
    let expected = json(&["info", &sample(), "--json"])["codings"].as_u64().unwrap();
    let mut missing = 0;
    let exchanged = within(&place, "study.qdpx");
    ok(&["export", &sample(), &exchanged]);
    let delays = [0, 30, 100, 200, 400, 800, 1_600, 3_200];
    for (number, delay) in delays.into_iter().enumerate() {
        let project = within(&place, &format!("{delay}.pullquote"));
        let source = if number % 2 == 0 { sample() } else { exchanged.clone() };
        let mut maker = std::process::Command::new(env!("CARGO_BIN_EXE_pullquote"))
            .args(["new", &project, "--from", &source])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        let _ = maker.kill();
        maker.wait().unwrap();
        if !Path::new(&project).exists() {
            missing += 1;
            // Nothing left by the first attempt hinders the second.
            ok(&["new", &project, "--from", &source]);
        }
        assert_eq!(ok(&["check", &project]), "whole\n", "after {delay} ms");
        assert_eq!(json(&["info", &project, "--json"])["codings"].as_u64(), Some(expected), "after {delay} ms");
    }
    assert!(missing > 0, "at least the first is killed before it is done");
}

/// Runs `pullquote new` and kills it as soon as its file is in the folder; the hidden temporary file may remain.
fn kill_while_making(folder: &Path, name: &str) {
    let hidden = || {
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let names = names.map(|found| found.to_string_lossy().into_owned());
        names.filter(|found| found.starts_with(&format!(".{name}-")) && !found.ends_with(".lock")).count()
    };
    let mut maker = std::process::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .args(["new", folder.join(name).to_str().unwrap(), "--from", &sample()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while hidden() == 0 && maker.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    maker.kill().unwrap();
    maker.wait().unwrap();
}

#[test]
fn leftovers_of_a_killed_program_are_removed_by_the_next_new_or_open() {
    type Next = fn(&Path);
    let other: Next = |folder| drop(ok(&["new", folder.join("other.pullquote").to_str().unwrap()]));
    let same: Next = |folder| drop(ok(&["new", folder.join("p.pullquote").to_str().unwrap()]));
    let open: Next = |folder| drop(Project::open(&folder.join("there.pullquote")).unwrap());
    let copy: Next = |folder| {
        let project = Project::open(&folder.join("there.pullquote")).unwrap();
        project.reads().save_copy(&folder.join("copy.pullquote")).unwrap();
    };
    let code: Next = |folder| drop(ok(&["undo", folder.join("there.pullquote").to_str().unwrap()]));
    for next in [other, same, open, copy, code] {
        let place = temporary();
        let folder = place.path();
        ok(&["new", folder.join("there.pullquote").to_str().unwrap()]);
        let path = folder.join("there.pullquote");
        let mut project = Project::open(&path).unwrap();
        let command = pullquote::engine::Command::AddCoder { name: "Ann".into() };
        project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
        drop(project);
        // A run that finished before it was killed leaves nothing to remove.
        let names = || {
            let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
            names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with('.')).count()
        };
        for _ in 0..20 {
            kill_while_making(folder, "p.pullquote");
            if names() > 0 {
                break;
            }
            let _ = std::fs::remove_file(folder.join("p.pullquote"));
        }
        assert!(names() > 0, "at least one of twenty was killed in time");
        next(folder);
        assert_eq!(names(), 0);
    }
}

#[test]
fn a_project_that_cannot_be_created_leaves_nothing_and_changes_nothing() {
    let place = temporary();
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let path = place.path().join("p.pullquote");
    let stopped = Progress::default();
    stopped.cancel();
    let made = Project::create_from_other(&path, None, Path::new(&sample()), &Default::default(), &stopped);
    assert!(matches!(made, Err(Error::Cancelled(_))) && names().is_empty(), "{:?}", names());
    for content in ["", "words of mine"] {
        std::fs::write(&path, content).unwrap();
        fails(&["new", path.to_str().unwrap()], 1, &["already exists"]);
        fails(&["new", path.to_str().unwrap(), "--from", &sample()], 1, &["already exists"]);
        assert!(matches!(Project::create_sample(&path), Err(Error::Store(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
        assert_eq!(names(), ["p.pullquote"]);
    }
}

/// A half-written project in its final place, as a program that was killed could leave it.
#[test]
fn an_incomplete_project_is_reported_without_its_sql() {
    let place = temporary();
    let whole = within(&place, "whole.pullquote");
    ok(&["new", &whole]);
    for (name, sql) in [
        ("tables", "PRAGMA application_id = 0x506c5174"),
        ("row", "PRAGMA application_id = 0x506c5174; PRAGMA user_version = 1; CREATE TABLE project(id)"),
        ("version", "PRAGMA application_id = 0x506c5174; PRAGMA user_version = -3"),
    ] {
        let path = within(&place, &format!("{name}.pullquote"));
        rusqlite::Connection::open(&path).unwrap().execute_batch(&format!("{sql}; CREATE TABLE t(x)")).unwrap();
        for verb in ["info", "check", "undo", "history"] {
            let ran = run(&[verb, &path]);
            assert_eq!(ran.code, 1, "{name} {verb}");
            assert!(ran.err.contains("differs from the projects that Pullquote creates"), "{name} {verb}: {}", ran.err);
            assert!(!ran.err.contains("CREATE TABLE") && !ran.err.contains("disk"), "{name} {verb}: {}", ran.err);
        }
        let mut session = Session::open(Opening::Path(path.into()), Arc::new(|| {}));
        let reply = session.wait(PATIENCE).expect("a reply in time");
        let Reply::Opened(Err(error)) = reply else { panic!("{name}: {reply:?}") };
        assert!(matches!(error, Error::Store(pullquote::store::Error::Unfamiliar { .. })), "{name}: {error:?}");
    }
    // The row that names the project.
    rusqlite::Connection::open(&whole).unwrap().execute_batch("DELETE FROM project").unwrap();
    fails(&["info", &whole], 1, &["damaged", "name is missing"]);
    assert!(run(&["check", &whole]).out.contains("name is missing"));
}
