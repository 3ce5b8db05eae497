//! Files from elsewhere that contain SQL of their own: none of it runs, and none can hang the program or fill its
//! memory.

use super::support::*;
use pullquote::engine::{Error, Project};
use pullquote::store;
use rusqlite::Connection;
use std::path::Path;

const ENDLESS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n";

fn alter(path: &str, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

/// Additions or changes that someone may have made to a project.
fn additions() -> Vec<String> {
    let writable = |sql: &str| format!("PRAGMA writable_schema = ON; {sql}; PRAGMA writable_schema = OFF");
    vec![
        "CREATE TRIGGER e AFTER INSERT ON codings BEGIN UPDATE texts SET body = 'x'; DELETE FROM notes; END".into(),
        "CREATE TRIGGER e BEFORE DELETE ON ops BEGIN SELECT 1; END".into(),
        format!(
            "ALTER TABLE project RENAME TO kept; CREATE VIEW project AS SELECT id, guid, name, description, revision
             FROM kept WHERE (SELECT count(*) FROM ({ENDLESS})) > 0"
        ),
        "ALTER TABLE texts RENAME TO kept;
         CREATE VIEW texts AS SELECT id, hex(zeroblob(400000000)) AS body, revision FROM kept"
            .into(),
        "CREATE VIEW harmless AS SELECT 1".into(),
        "CREATE TABLE more(x)".into(),
        "CREATE INDEX slow ON codings(hex(zeroblob(id)))".into(),
        "ALTER TABLE codings ADD COLUMN x TEXT AS (hex(zeroblob(100000000)))".into(),
        "ALTER TABLE users RENAME COLUMN color TO colour".into(),
        "DROP INDEX codings_by_code".into(),
        "DROP TABLE settings".into(),
        "CREATE VIRTUAL TABLE words USING fts5(body)".into(),
        "PRAGMA user_version = 3".into(),
        "PRAGMA user_version = 0".into(),
        writable("UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'notes'"),
        writable(
            "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (0 <= start', 'CHECK (1 <= start') WHERE name = 'codings'",
        ),
    ]
}

#[test]
fn a_project_with_something_added_to_it_is_refused_by_every_verb_and_by_a_merge() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let good = project_of(&place, &within(&place, "study"));
    let before = snapshot_of(&good);
    let code = ["--document", "B/1", "--range", "1..2", "--code", "rent", "--coder", "X"];
    for (number, addition) in additions().iter().enumerate() {
        let path = within(&place, &format!("{number}.pullquote"));
        std::fs::copy(&good, &path).unwrap();
        alter(&path, addition);
        let altered = std::fs::read(&path).unwrap();
        let expected = ["differs from the projects that Pullquote creates", "earlier copy"];
        for args in [&["info", &path][..], &["check", &path], &["undo", &path], &["merge", &good, &path]] {
            fails(args, 1, &expected);
        }
        fails(&[&["code", &path][..], &code].concat(), 1, &expected);
        assert!(
            matches!(Project::open(Path::new(&path)), Err(Error::Store(store::Error::Unfamiliar { .. }))),
            "{addition}"
        );
        assert!(std::fs::read(&path).unwrap() == altered, "{addition}: not a byte was changed");
    }
    assert_eq!(snapshot_of(&good), before);
}

#[test]
fn a_vacuumed_and_reindexed_project_is_accepted() {
    let place = temporary();
    let path = within(&place, "p.pullquote");
    ok(&["new", &path]);
    alter(&path, "VACUUM; REINDEX");
    assert_eq!(ok(&["check", &path]), "whole\n");
}

/// The tables by which QualCoder and Taguette files are recognised.
const QUALCODER: &str = "CREATE TABLE code_text(pos0); CREATE TABLE source(fulltext);";
const TAGUETTE: &str = "CREATE TABLE highlights(start_offset); CREATE TABLE documents(contents);";

#[test]
fn another_programs_file_neither_runs_its_sql_nor_hangs() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let cases = [
        ("a.qda", format!("CREATE TABLE code_text(pos0); CREATE VIEW source AS SELECT x AS fulltext FROM ({ENDLESS})")),
        ("b.qda", format!("{QUALCODER} CREATE VIEW project AS {ENDLESS}")),
        (
            "c.qda",
            "CREATE TABLE code_text(pos0); CREATE VIEW source AS SELECT hex(zeroblob(400000000)) AS fulltext".into(),
        ),
        (
            "d.sqlite3",
            format!(
                "CREATE TABLE highlights(start_offset); CREATE VIEW documents AS SELECT x AS contents FROM ({ENDLESS})"
            ),
        ),
        (
            "e.sqlite3",
            format!("{TAGUETTE} CREATE VIEW projects AS SELECT x AS id, x AS name, x AS description FROM ({ENDLESS})"),
        ),
        (
            "f.sqlite3",
            format!(
                "{TAGUETTE} CREATE TABLE projects(id, name, description TEXT AS (hex(zeroblob(400000000))));
                 INSERT INTO projects(id, name) VALUES (1, 'x')"
            ),
        ),
        (
            "g.sqlite3",
            format!(
                "{TAGUETTE} CREATE TABLE projects(id, name, description TEXT AS (length(hex(zeroblob(100000000)))));
                 WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000)
                 INSERT INTO projects(id, name) SELECT x, 'x' FROM n"
            ),
        ),
        ("h.qda", format!("{QUALCODER} CREATE VIRTUAL TABLE project USING fts5(memo)")),
    ];
    for (name, sql) in cases {
        let path = within(&place, name);
        alter(&path, &sql);
        let ran = run(&["import", &project, &path]);
        assert_eq!(ran.code, 1, "{name}: {} {}", ran.out, ran.err);
        assert!(!ran.err.contains("CREATE VIEW"), "{name}: {}", ran.err);
    }
    assert_eq!(json(&["info", &project, "--json"])["documents"], 0);
}
