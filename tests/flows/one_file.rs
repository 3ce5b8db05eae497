//! The project file alone is the project: it contains all acknowledged work, and a log is never applied to another
//! file.

use super::support::*;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Error, Progress, Project, Reply, Session};
use pullquote::store;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn add(project: &mut Project, name: &str) {
    project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Progress::default()).unwrap();
}

fn coders(path: &Path) -> Vec<String> {
    let (project, _) = Project::open_to_read(path).unwrap();
    project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
}

/// The coders in a copy of the file without any files beside it.
fn in_the_file_alone(path: &Path) -> Vec<String> {
    let place = temporary();
    let copy = place.path().join("mailed.pullquote");
    std::fs::copy(path, &copy).unwrap();
    coders(&copy)
}

fn log(path: &Path) -> PathBuf {
    path.with_extension("pullquote-wal")
}

/// Copies the file and its log in their current state, as after a crash.
fn crashed(path: &Path, to: &Path) {
    std::fs::copy(path, to).unwrap();
    std::fs::copy(log(path), log(to)).unwrap();
}

#[test]
fn after_a_pause_or_an_import_everything_is_in_the_file() {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let opening = Opening::New { path: path.clone(), name: "p".into() };
    let mut session = Session::open(opening, Arc::new(|| {}));
    session.execute(Command::AddCoder { name: "甲".into() }, Actor::Nobody);
    until("a change is in the log", || std::fs::metadata(log(&path)).is_ok_and(|data| data.len() > 0));
    until("the log is empty in a pause", || std::fs::metadata(log(&path)).unwrap().len() == 0);
    assert_eq!(in_the_file_alone(&path), ["甲"]);
    let empty = Project::create(&place.path().join("empty.pullquote"), "empty").unwrap();
    session.execute(planned(&empty, sample(), false, &Default::default()), Actor::Nobody);
    while !matches!(session.wait(PATIENCE), Some(Reply::Done { .. })) {}
    while !matches!(session.wait(PATIENCE), Some(Reply::Done { .. })) {}
    until("the log is empty after an import", || std::fs::metadata(log(&path)).unwrap().len() == 0);
    assert_eq!(in_the_file_alone(&path).len(), 3);
}

#[test]
fn a_reader_does_not_hold_back_work_when_the_writer_closes() {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let mut writer = Project::create_sample(&path).unwrap();
    let reader = writer.reader().unwrap().unwrap();
    let (reading, closed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let (begun, over) = (reading.clone(), closed.clone());
    // A reader that is always busy and hardly leaves the writer a free moment.
    let busy = std::thread::spawn(move || {
        while !over.load(Ordering::Relaxed) {
            begun.store(true, Ordering::Relaxed);
            reader.reads().check().unwrap();
        }
    });
    until("another process reads", || reading.load(Ordering::Relaxed));
    add(&mut writer, "latest");
    drop(writer);
    assert!(in_the_file_alone(&path).contains(&"latest".to_owned()));
    closed.store(true, Ordering::Relaxed);
    busy.join().unwrap();
}

#[test]
fn the_last_process_cleans_up() {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let mut writer = Project::create(&path, "p").unwrap();
    let mailed = place.path().join("mailed.pullquote");
    let (reader, _) = Project::open_to_read(&path).unwrap();
    add(&mut writer, "甲");
    std::fs::copy(&path, &mailed).unwrap();
    drop(writer);
    drop(reader);
    // A file that was copied while it was open records that it has a log.
    ok(&["info", mailed.to_str().unwrap()]);
    // The next reader cleans up after a crash.
    let mut writer = Project::open(&path).unwrap();
    add(&mut writer, "乙");
    let left = place.path().join("left.pullquote");
    crashed(&path, &left);
    drop(writer);
    assert_eq!(coders(&left), ["甲", "乙"]);
    let mut names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["left.pullquote", "mailed.pullquote", "p.pullquote"]);
    assert_eq!((in_the_file_alone(&left), in_the_file_alone(&path)), (vec!["甲".into(), "乙".into()], coders(&path)));
}

#[test]
fn an_unreadable_log_is_not_ignored() {
    let place = temporary();
    let (path, left) = (place.path().join("p.pullquote"), place.path().join("left.pullquote"));
    let mut writer = Project::create(&path, "p").unwrap();
    add(&mut writer, "甲");
    crashed(&path, &left);
    drop(writer);
    // A substitute for a log that SQLite cannot read: the user who runs the tests may be allowed to read and write
    // everything.
    std::fs::remove_file(log(&left)).unwrap();
    std::fs::create_dir(log(&left)).unwrap();
    for verb in ["info", "check", "history"] {
        fails(
            &[verb, left.to_str().unwrap()],
            1,
            &["latest changes are in", "left.pullquote-wal", "Copy the project file"],
        );
    }
    // Without a log, nothing is missing.
    std::fs::remove_dir(log(&left)).unwrap();
    ok(&["info", left.to_str().unwrap()]);
}

/// Copies of a project at several times, and its state after a crash.
struct History {
    place: tempfile::TempDir,
    /// The file at rest after each coder was added.
    rests: Vec<PathBuf>,
    /// The file with the last coder's work in its log.
    left: PathBuf,
}

fn history() -> History {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    drop(Project::create(&path, "p").unwrap());
    let mut rests = Vec::new();
    for number in 0..3 {
        let mut project = Project::open(&path).unwrap();
        add(&mut project, &format!("coder {number}"));
        drop(project);
        let rest = place.path().join(format!("rest {number}.pullquote"));
        std::fs::copy(&path, &rest).unwrap();
        rests.push(rest);
    }
    let mut project = Project::open(&path).unwrap();
    add(&mut project, "in the log");
    let left = place.path().join("left.pullquote");
    crashed(&path, &left);
    drop(project);
    History { place, rests, left }
}

#[test]
fn a_log_is_not_applied_to_another_file() {
    let History { place, rests, left } = history();
    let other = place.path().join("other.pullquote");
    drop(Project::create_sample(&other).unwrap());
    let is_stray = |error: Error| matches!(error, Error::Store(store::Error::StrayLog { .. }));
    for older in [&rests[0], &rests[1], &other] {
        std::fs::copy(older, &left).unwrap();
        let before = (std::fs::read(&left).unwrap(), std::fs::read(log(&left)).unwrap());
        assert!(Project::open(&left).err().is_some_and(is_stray), "{}", older.display());
        assert!(Project::open_to_read(&left).err().is_some_and(is_stray), "{}", older.display());
        fails(&["check", left.to_str().unwrap()], 1, &["was replaced while", "move the -wal file elsewhere"]);
        let after = (std::fs::read(&left).unwrap(), std::fs::read(log(&left)).unwrap());
        assert!(before == after, "nothing is touched");
    }
    // The copy from just before the last change: with the log it is the complete project.
    std::fs::copy(&rests[2], &left).unwrap();
    assert_eq!(coders(&left), ["coder 0", "coder 1", "coder 2", "in the log"]);
}

#[test]
fn a_log_matches_its_file_however_much_of_it_was_already_applied() {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let mut project = Project::create(&path, "p").unwrap();
    let reader = project.reader().unwrap().unwrap();
    for number in 0..12 {
        add(&mut project, &number.to_string());
        // Sometimes all of it, sometimes as much as a reader allows.
        if number % 3 == 0 {
            project.checkpoint().unwrap();
        }
        if number % 4 == 1 {
            reader.reads().study().unwrap();
        }
        let left = place.path().join(format!("{number}.pullquote"));
        std::fs::copy(&path, &left).unwrap();
        if log(&path).exists() {
            std::fs::copy(log(&path), log(&left)).unwrap();
        }
        assert_eq!(coders(&left).len(), number + 1, "after {number}");
        add(&mut Project::open(&left).unwrap(), "more");
    }
}

#[test]
fn a_copy_is_restored_and_the_replaced_file_is_kept() {
    let History { place, rests, left } = history();
    let aside = place.path().join("left (before restoring).pullquote");
    let mut session = Session::open(Opening::Restored { path: left.clone(), copy: rests[0].clone() }, Arc::new(|| {}));
    let Some(Reply::Opened(Ok(opened))) = session.wait(PATIENCE) else { panic!("it is opened") };
    assert!(opened.writable && opened.notice.unwrap().current().contains("before restoring"));
    drop(session);
    assert_eq!(coders(&left), ["coder 0"]);
    assert_eq!(coders(&aside).last().map(String::as_str), Some("in the log"), "with its log");
    assert_eq!(coders(&rests[0]), ["coder 0"]);
    // Again, with a log that belongs to another file: the file itself takes its place.
    let History { place, rests, left } = history();
    std::fs::copy(&rests[1], &left).unwrap();
    store::restore(&left, &left).unwrap();
    assert_eq!(coders(&left), ["coder 0", "coder 1"]);
    assert!(log(&place.path().join("left (before restoring).pullquote")).exists());
    // A second time, under another name.
    store::restore(&left, &rests[0]).unwrap();
    assert_eq!(coders(&place.path().join("left (before restoring 2).pullquote")), ["coder 0", "coder 1"]);
    // In the language of whoever restores it.
    let restore = || store::restore(&left, &rests[1]).unwrap();
    let aside = pullquote::i18n::within(pullquote::i18n::Language::Chinese, || (restore(), restore()));
    assert_eq!(aside.0, place.path().join("left（恢复前）.pullquote"));
    assert_eq!(aside.1, place.path().join("left（恢复前 2）.pullquote"));
}

#[test]
fn an_incomplete_copy_is_not_restored() {
    let History { place, rests, left } = history();
    let (text, damaged) = (place.path().join("text"), place.path().join("damaged.pullquote"));
    std::fs::write(&text, "words").unwrap();
    std::fs::copy(&rests[0], &damaged).unwrap();
    rusqlite::Connection::open(&damaged).unwrap().execute_batch("UPDATE users SET guid = x'00'").unwrap();
    let before = std::fs::read(&left).unwrap();
    let cases: [(&Path, &str); 4] = [
        (&text, "not a Pullquote project"),
        (&damaged, "the file is damaged: the copy"),
        (&place.path().join("none"), "no such file"),
        (place.path(), "not a Pullquote project"),
    ];
    for (copy, why) in cases {
        let refused = store::restore(&left, copy).unwrap_err().to_string();
        assert!(refused.contains(why), "{}: {refused}", copy.display());
        assert!(std::fs::read(&left).unwrap() == before && log(&left).exists());
    }
    let open = Project::open(&left).unwrap();
    assert!(matches!(store::restore(&left, &rests[0]), Err(store::Error::InUse { .. })));
    drop(open);
}
