//! If the program is killed, nothing committed is lost, and nothing is left half done.
//!
//! This test program starts itself as the process to be killed: one function, which is ignored otherwise, acts as the
//! writer of the [`SCENE`] in its environment.

use super::support::*;
use pullquote::engine::{Actor, Command, Progress, Project};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};

const SCENE: &str = "PULLQUOTE_TEST_SCENE";
const FILE: &str = "PULLQUOTE_TEST_FILE";
const READY: &str = "ready to be killed";

#[test]
#[ignore = "not a test: the process that other tests start and kill"]
fn acts_as_the_writer_for_the_other_tests() {
    let (scene, file) = (std::env::var(SCENE).unwrap(), std::env::var(FILE).unwrap());
    let mut project = Project::open(Path::new(&file)).unwrap();
    for name in ["第一", "第二"] {
        let command = Command::AddCoder { name: name.into() };
        project.execute(&command, &Actor::named(name), &Progress::default()).unwrap();
    }
    if scene == "between" {
        ready_and_wait();
    }
    // When the first document has been written, the second is under way, and nothing is committed yet.
    let progress = Progress::new(|done, total| {
        if total > 0 && done > 20 {
            ready_and_wait();
        }
    });
    let import = planned(&project, sample(), false, &Default::default());
    project.execute(&import, &Actor::Nobody, &progress).unwrap();
}

fn ready_and_wait() -> ! {
    println!("{READY}");
    std::io::stdout().flush().unwrap();
    loop {
        std::thread::park();
    }
}

/// Starts the writer, waits until it reaches the point of the scene, and kills it.
fn killed(scene: &str, project: &str) {
    let mut writer: Child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "flows::crash::acts_as_the_writer_for_the_other_tests", "--nocapture"])
        .env(SCENE, scene)
        .env(FILE, project)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let ready = lines.map_while(Result::ok).any(|line| line.contains(READY));
    let held = run(&["undo", project]);
    writer.kill().unwrap();
    writer.wait().unwrap();
    assert!(ready && held.code == 1 && held.err.contains("open in another"), "{held:?}");
}

fn coders(project: &str) -> Vec<String> {
    let (project, _) = Project::open_to_read(Path::new(project)).unwrap();
    project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
}

#[test]
fn a_writer_killed_between_two_commands_loses_nothing_committed() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    killed("between", &project);
    assert_eq!(coders(&project), ["第一", "第二"], "by a reader, with the log still beside the file");
    assert_eq!(ok(&["check", &project]), "whole\n");
    ok(&["undo", &project]);
    assert_eq!(coders(&project), ["第一"]);
}

#[test]
fn a_writer_killed_during_a_transaction_leaves_no_trace_of_it() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    killed("within", &project);
    assert_eq!(coders(&project), ["第一", "第二"]);
    let info = json(&["info", &project, "--json"]);
    assert_eq!((&info["documents"], &info["codings"], &info["codes"]), (&0.into(), &0.into(), &0.into()));
    assert_eq!(json(&["history", &project, "--json"]).as_array().unwrap().len(), 2);
    ok(&["import", &project, &sample()]);
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn the_program_can_be_killed_at_any_time_during_an_import() {
    let place = temporary();
    let program = env!("CARGO_BIN_EXE_pullquote");
    let mut taken = 0;
    for delay in [0, 20, 60, 120, 250, 500, 1_500] {
        let project = within(&place, &format!("{delay}.pullquote"));
        ok(&["new", &project]);
        let mut importer = std::process::Command::new(program)
            .args(["import", &project, &sample()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(delay));
        let _ = importer.kill();
        importer.wait().unwrap();
        assert_eq!(ok(&["check", &project]), "whole\n", "after {delay} ms");
        let codings = json(&["info", &project, "--json"])["codings"].as_u64().unwrap();
        let expected = json(&["info", &sample(), "--json"])["codings"].as_u64().unwrap();
        assert!(codings == 0 || codings == expected, "all or nothing: {codings} after {delay} ms");
        taken += u64::from(codings > 0);
        ok(&["code", &project_ready(&project), "--document", "B", "--range", "1..5", "--code", CODE, "--coder", "X"]);
    }
    assert!(taken < 7, "at least the first is killed before it is done");
}

const CODE: &str = "Financial capital > Push > Low income";

/// The project with the sample in it, however far the killed import came.
fn project_ready(project: &str) -> String {
    ok(&["import", project, &sample()]);
    project.to_owned()
}

#[test]
fn the_program_returns_exit_codes_and_prints_to_standard_output() {
    let program =
        |args: &[&str]| std::process::Command::new(env!("CARGO_BIN_EXE_pullquote")).args(args).output().unwrap();
    let version = program(&["--version"]);
    assert!(version.status.success() && version.stdout.starts_with(b"pullquote ") && version.stderr.is_empty());
    assert_eq!(program(&["info", "none.pullquote"]).status.code(), Some(1));
    assert_eq!(program(&["frobnicate"]).status.code(), Some(2));
}
