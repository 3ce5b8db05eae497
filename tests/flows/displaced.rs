//! A project file that is deleted, moved, replaced or changed by other programs while it is open.

use super::support::*;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Error, Progress, Project, Reply, Session};
use pullquote::store::{self, Displacement};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn add(project: &mut Project, name: &str) -> Result<(), Error> {
    project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Progress::default()).map(drop)
}

fn coders(project: &Project) -> Vec<String> {
    project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
}

#[track_caller]
fn how(result: Result<(), Error>) -> Displacement {
    match result {
        Err(Error::Store(store::Error::Displaced { how, .. })) => how,
        other => panic!("{other:?}"),
    }
}

struct Scene {
    place: tempfile::TempDir,
    path: PathBuf,
    project: Project,
}

/// A project whose file has one coder, a backup from before, and the second coder's work in the log.
fn scene() -> Scene {
    let place = temporary();
    let path = place.path().join("p.pullquote");
    let mut project = Project::create(&path, "p").unwrap();
    add(&mut project, "first").unwrap();
    drop(project);
    std::fs::copy(&path, place.path().join("backup")).unwrap();
    let mut project = Project::open(&path).unwrap();
    add(&mut project, "second").unwrap();
    Scene { place, path, project }
}

#[cfg(unix)]
#[test]
fn if_the_file_is_displaced_nothing_is_lost_and_nothing_more_is_written() {
    type Accident = fn(&Path, &Path);
    let accidents: [(Accident, Displacement); 8] = [
        (|path, _| std::fs::remove_file(path).unwrap(), Displacement::Gone),
        (|path, _| std::fs::rename(path, path.with_extension("moved")).unwrap(), Displacement::Gone),
        (|path, backup| std::fs::rename(backup, path).unwrap(), Displacement::Replaced),
        (
            |path, backup| {
                std::fs::remove_file(path).unwrap();
                std::fs::copy(backup, path).unwrap();
            },
            Displacement::Replaced,
        ),
        (
            |path, _| {
                let moved = path.with_extension("moved");
                std::fs::rename(path, &moved).unwrap();
                std::os::unix::fs::symlink(&moved, path).unwrap();
            },
            Displacement::Replaced,
        ),
        (
            |path, _| {
                std::fs::remove_file(path).unwrap();
                std::fs::create_dir(path).unwrap();
            },
            Displacement::Replaced,
        ),
        (|path, _| std::fs::write(path, "words").unwrap(), Displacement::Overwritten),
        (
            |path, _| {
                let other = path.with_extension("other");
                drop(Project::create_sample(&other).unwrap());
                std::fs::copy(&other, path).unwrap();
            },
            Displacement::Overwritten,
        ),
    ];
    for (number, (accident, expected)) in accidents.into_iter().enumerate() {
        let Scene { place, path, mut project } = scene();
        accident(&path, &place.path().join("backup"));
        let left = std::fs::read(&path).ok();
        assert_eq!(how(project.check_place()), expected, "{number}");
        assert_eq!(how(add(&mut project, "third")), expected, "{number}");
        assert_eq!(how(project.checkpoint().map(drop)), expected, "{number}");
        assert_eq!(coders(&project), ["first", "second"], "{number}");
        let copy = place.path().join("copy.pullquote");
        let saved = project.reads().save_copy(&copy);
        if expected != Displacement::Overwritten {
            saved.unwrap();
            let (copy, _) = Project::open_to_read(&copy).unwrap();
            assert_eq!(coders(&copy), ["first", "second"], "{number}");
        }
        drop(project);
        // The moved file takes the work with it; the file now at the path is left unchanged.
        let is_link = std::fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink());
        assert!(is_link || std::fs::read(&path).ok() == left, "{number}");
    }
}

/// A common accident: a backup is copied over the open file, which keeps its inode.
#[test]
fn a_backup_copied_over_the_open_file_is_detected_and_not_mixed_with_it() {
    let Scene { place, path, mut project } = scene();
    // The log contains "second", the file "first". After the checkpoint the file has both, and the backup does not.
    assert!(project.checkpoint().unwrap());
    add(&mut project, "third").unwrap();
    let backup = std::fs::read(place.path().join("backup")).unwrap();
    std::fs::write(&path, &backup).unwrap();
    assert_eq!(how(add(&mut project, "fourth")), Displacement::Overwritten);
    drop(project);
    assert!(std::fs::read(&path).unwrap() == backup);
}

#[test]
fn work_continues_if_the_file_returns_or_only_its_date_changes() {
    let Scene { place: _place, path, mut project } = scene();
    let elsewhere = path.with_extension("elsewhere");
    std::fs::rename(&path, &elsewhere).unwrap();
    assert_eq!(how(add(&mut project, "third")), Displacement::Gone);
    std::fs::rename(&elsewhere, &path).unwrap();
    let file = std::fs::File::options().append(true).open(&path).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    add(&mut project, "third").unwrap();
    drop(project);
    assert_eq!(coders(&Project::open(&path).unwrap()), ["first", "second", "third"]);
}

#[cfg(unix)]
#[test]
fn after_its_log_was_deleted_reopening_the_project_recovers_everything() {
    let Scene { place: _place, path, mut project } = scene();
    std::fs::remove_file(path.with_extension("pullquote-wal")).unwrap();
    assert_eq!(how(add(&mut project, "third")), Displacement::LogDeleted);
    drop(project);
    let mut project = Project::open(&path).unwrap();
    assert_eq!(coders(&project), ["first", "second"]);
    add(&mut project, "third").unwrap();
}

#[cfg(unix)]
#[test]
fn a_deleted_lock_is_recreated_unless_another_process_has_the_project() {
    let Scene { place: _place, path, mut project } = scene();
    let lock = path.with_extension("pullquote.lock");
    std::fs::remove_file(&lock).unwrap();
    add(&mut project, "third").unwrap();
    assert!(lock.exists() && matches!(Project::open(&path), Err(Error::Store(store::Error::InUse { .. }))));
    std::fs::remove_file(&lock).unwrap();
    let mut second = Project::open(&path).unwrap();
    assert_eq!(how(add(&mut project, "fourth")), Displacement::LockLost);
    add(&mut second, "fourth").unwrap();
    drop(project);
    assert!(lock.exists(), "the second one's lock remains");
    drop(second);
    assert_eq!(coders(&Project::open(&path).unwrap()), ["first", "second", "third", "fourth"]);
}

#[test]
fn the_window_is_notified_without_asking() {
    let Scene { place: _place, path, project } = scene();
    drop(project);
    let mut session = Session::open(Opening::Path(path.clone()), Arc::new(|| {}));
    let mut next = || loop {
        match session.wait(PATIENCE).expect("a reply in time") {
            Reply::Opened(opened) => drop(opened.unwrap()),
            Reply::Displaced(error) => return error.map(|error| how(Err(error))),
            _ => {}
        }
        // Replace the file only after it is open.
        std::fs::rename(&path, path.with_extension("moved")).unwrap();
    };
    assert_eq!(next(), Some(Displacement::Gone));
    std::fs::rename(path.with_extension("moved"), &path).unwrap();
    let mut next = || session.wait(PATIENCE).expect("a reply in time");
    let back = next();
    assert!(matches!(back, Reply::Displaced(None)), "{back:?}");
}

#[cfg(unix)]
#[test]
fn a_file_moved_with_its_log_keeps_the_work_and_other_logs_are_untouched() {
    let Scene { place: _place, path, project } = scene();
    let (moved, log) = (path.with_extension("moved"), |path: &Path| PathBuf::from(format!("{}-wal", path.display())));
    std::fs::rename(&path, &moved).unwrap();
    std::fs::rename(log(&path), log(&moved)).unwrap();
    std::fs::write(&path, "another file").unwrap();
    std::fs::write(log(&path), "and its log").unwrap();
    drop(project);
    assert_eq!(std::fs::read(log(&path)).unwrap(), b"and its log");
    assert_eq!(coders(&Project::open(&moved).unwrap()), ["first", "second"]);
}

#[test]
fn long_work_is_not_reported_as_done_if_the_file_disappeared_meanwhile() {
    let Scene { place: _place, path, mut project } = scene();
    let (here, elsewhere) = (path.clone(), path.with_extension("moved"));
    let moved = elsewhere.clone();
    let progress = Progress::new(move |done, _| {
        if done > 5 && here.exists() {
            std::fs::rename(&here, &moved).unwrap();
        }
    });
    let import = planned(&project, sample(), false, &Default::default());
    assert_eq!(how(project.execute(&import, &Actor::Nobody, &progress).map(drop)), Displacement::Gone);
    std::fs::rename(&elsewhere, &path).unwrap();
    assert_eq!(project.reads().counts().unwrap().documents, 0);
    project.execute(&import, &Actor::Nobody, &Progress::default()).unwrap();
    assert_eq!(project.reads().counts().unwrap().documents, 26);
}

#[test]
fn after_a_command_finds_the_file_missing_its_return_is_reported() {
    let Scene { place: _place, path, project } = scene();
    drop(project);
    let mut session = Session::open(Opening::Path(path.clone()), Arc::new(|| {}));
    assert!(matches!(session.wait(PATIENCE), Some(Reply::Opened(Ok(_)))));
    std::fs::rename(&path, path.with_extension("moved")).unwrap();
    let job = session.execute(Command::AddCoder { name: "third".into() }, Actor::Nobody);
    while !matches!(session.wait(PATIENCE), Some(Reply::Done { job: finished, .. }) if finished == job) {}
    std::fs::rename(path.with_extension("moved"), &path).unwrap();
    loop {
        match session.wait(PATIENCE).expect("a reply in time") {
            Reply::Displaced(None) => break,
            // The displacement was detected at the same time as the command was sent.
            Reply::Displaced(Some(_)) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_copy_is_complete_and_never_overwrites_a_file() {
    let Scene { place, project, path } = scene();
    let copy = place.path().join("副本.pullquote");
    project.reads().save_copy(&copy).unwrap();
    assert!(matches!(project.reads().save_copy(&copy), Err(store::Error::Exists { .. })));
    assert!(matches!(project.reads().save_copy(&path), Err(store::Error::Exists { .. })));
    let names: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with('.')), "{names:?}");
    assert_eq!(coders(&Project::open(&copy).unwrap()), ["first", "second"]);
}

#[cfg(unix)]
#[test]
fn a_copy_is_as_private_as_the_project() {
    use std::os::unix::fs::PermissionsExt;
    let Scene { place, project, path } = scene();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for wanted in [0o640, 0o600] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(wanted)).unwrap();
        let copy = place.path().join(format!("{wanted}.pullquote"));
        project.reads().save_copy(&copy).unwrap();
        assert_eq!(mode(&copy), wanted);
    }
    std::fs::remove_file(&path).unwrap();
    let copy = place.path().join("gone.pullquote");
    project.reads().save_copy(&copy).unwrap();
    assert_eq!(mode(&copy), 0o600, "its permissions are unknown");
}
