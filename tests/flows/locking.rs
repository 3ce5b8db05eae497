//! Only one writer, whichever name of the file is opened.

use super::support::*;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Error, Progress, Project, Reply, Session};
use pullquote::store;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn add(project: &mut Project, name: &str) {
    project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Progress::default()).unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_is_locked_by_all_of_its_names() {
    use std::os::unix::fs::symlink;
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let elsewhere = place.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    let link = elsewhere.join("link.pullquote");
    symlink(&project, &link).unwrap();
    let chain = elsewhere.join("chain.pullquote");
    symlink("link.pullquote", &chain).unwrap();
    let folder = place.path().join("folder");
    symlink(place.path(), &folder).unwrap();
    for name in [&link, &chain, &folder.join("p.pullquote")] {
        let name = name.to_str().unwrap();
        let mut first = Project::open(Path::new(&project)).unwrap();
        fails(&["undo", name], 1, &["open in another copy of Pullquote"]);
        add(&mut first, name);
        drop(first);
        let first = Project::open(Path::new(name)).unwrap();
        fails(&["undo", &project], 1, &["open in another copy of Pullquote"]);
        drop(first);
        assert_eq!(json(&["info", name, "--json"]), json(&["info", &project, "--json"]));
    }
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 2, "nothing remains beside the links");
    symlink(place.path().join("nowhere.pullquote"), elsewhere.join("broken.pullquote")).unwrap();
    fails(&["info", elsewhere.join("broken.pullquote").to_str().unwrap()], 1, &["no such file"]);
}

#[cfg(unix)]
#[test]
fn a_file_with_two_names_is_read_and_not_written() {
    let place = temporary();
    let (project, second) = (within(&place, "p.pullquote"), within(&place, "second.pullquote"));
    ok(&["new", &project]);
    std::fs::hard_link(&project, &second).unwrap();
    for path in [&project, &second] {
        assert!(matches!(Project::open(Path::new(path)), Err(Error::Store(store::Error::HardLinked { names: 2, .. }))));
        fails(&["undo", path], 1, &["2 names", "ordinary copy"]);
        ok(&["info", path]);
        let mut session = Session::open(Opening::Path(path.into()), Arc::new(|| {}));
        let Some(Reply::Opened(Ok(opened))) = session.wait(PATIENCE) else { panic!("it is opened") };
        assert!(!opened.writable && opened.notice.unwrap().current().contains("hard links"));
    }
    std::fs::remove_file(&second).unwrap();
    drop(Project::open(Path::new(&project)).unwrap());
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_lock_does_no_harm() {
    let place = temporary();
    let (project, precious) = (within(&place, "p.pullquote"), within(&place, "precious.txt"));
    ok(&["new", &project]);
    std::fs::write(&precious, "precious").unwrap();
    std::os::unix::fs::symlink(&precious, within(&place, "p.pullquote.lock")).unwrap();
    fails(&["undo", &project], 1, &["p.pullquote.lock", "a link", "Delete or rename"]);
    assert_eq!(std::fs::read_to_string(&precious).unwrap(), "precious");
    ok(&["info", &project]);
}

#[test]
fn a_waiting_process_gets_the_project_when_it_is_free() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let mut first = Project::open(Path::new(&project)).unwrap();
    add(&mut first, "甲");
    fails(&["undo", &project, "--wait", "0"], 1, &["open in another copy of Pullquote"]);
    fails(&["undo", &project, "--wait", "soon"], 2, &["--wait"]);
    let closing = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(first);
    });
    assert!(ok(&["undo", &project, "--wait", "60"]).contains("甲"));
    closing.join().unwrap();
}
