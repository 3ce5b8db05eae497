//! `check` finds every fault that would cause an error later.

use super::support::*;
use rusqlite::Connection;
use std::path::Path;

/// A project with rows in every table.
fn full(place: &tempfile::TempDir) -> String {
    let project = within(place, "full.pullquote");
    ok(&["new", &project, "--from", &sample()]);
    ok(&["agree", &project, "--auto"]);
    let text = place.path().join("more.txt");
    std::fs::write(&text, "A: 我们家里穷。\nB: So we left.\n").unwrap();
    ok(&["import", &project, text.to_str().unwrap(), "--keep-files"]);
    let sql = "INSERT INTO notes VALUES (NULL, randomblob(16), 'document', 1, 'a memo', NULL, 0, 1);
               INSERT INTO decisions VALUES (NULL, 1, 0, 5, 1, 'both', NULL, NULL, NULL, NULL, '', 'A', 0, 1);
               INSERT INTO settings VALUES (NULL, 'folders', '', 1);";
    Connection::open(&project).unwrap().execute_batch(sql).unwrap();
    project
}

#[test]
fn a_broken_row_is_found_in_every_table() {
    let place = temporary();
    let project = full(&place);
    assert_eq!(ok(&["check", &project]), "whole\n");
    let invalid = "CAST(x'ff41' AS TEXT)";
    for damage in [
        "UPDATE texts SET body = replace(body, 'the', 'teh') WHERE id = 1",
        "UPDATE texts SET body = body || char(0) WHERE id = 1",
        "DELETE FROM text_hashes WHERE id = 2",
        "UPDATE text_hashes SET hash = x'00' WHERE id = 2",
        "DELETE FROM texts WHERE id = 3",
        "UPDATE sources SET characters = characters + 1 WHERE id = 1",
        &format!("UPDATE texts SET body = {invalid} WHERE id = 1"),
        &format!("UPDATE sources SET name = {invalid} WHERE id = 1"),
        "UPDATE sources SET guid = 'abc' WHERE id = 1",
        "UPDATE sources SET characters = -1 WHERE id = 1",
        &format!("UPDATE users SET name = {invalid}  WHERE id = 1"),
        "UPDATE codings SET guid = x'01' WHERE id = 5",
        "UPDATE codings SET start = 1.5 WHERE id = 5",
        "UPDATE codings SET end = 4294967297 WHERE id = 5",
        "UPDATE codings SET revision = 'x' WHERE id = 5",
        "UPDATE codings SET selection_guid = 'x' WHERE id = 5",
        &format!("UPDATE codes SET description = {invalid} WHERE id = 1"),
        "UPDATE codes SET parent_id = id WHERE id = 1",
        "UPDATE codes SET parent_id = 2 WHERE id = 1; UPDATE codes SET parent_id = 1 WHERE id = 2",
        "UPDATE codes SET parent_id = 9999 WHERE id = 3",
        &format!("UPDATE notes SET text = {invalid}"),
        "UPDATE notes SET target = 'planet'",
        "UPDATE notes SET target_id = 9999",
        "UPDATE tables SET definition = '{' WHERE id = 1",
        "UPDATE variables SET kind = 'mood' WHERE id = 1",
        &format!("UPDATE case_values SET value = {invalid} WHERE id = 1"),
        "UPDATE origins SET styles = 'here be bold'",
        "UPDATE origins SET speakers = '['",
        &format!("UPDATE origins SET file = {invalid}"),
        "UPDATE originals SET bytes = 'words'",
        "UPDATE decisions SET side = 'perhaps'",
        "UPDATE decisions SET start = 'x'",
        &format!("UPDATE settings SET value = {invalid}"),
        "UPDATE settings SET value = '{\"coders\":[]}' WHERE name = 'consensus'",
        "UPDATE settings SET value = 'no-guid' WHERE name = 'folders'",
        "UPDATE participations SET source_id = 9999 WHERE id = (SELECT min(id) FROM participations)",
        &format!("UPDATE ops SET summary = {invalid} WHERE id = 1"),
        "UPDATE ops SET at = 'today' WHERE id = 1",
        "UPDATE op_changes SET tbl = 77 WHERE seq = 0",
        "UPDATE op_changes SET before = x'03ff' WHERE seq = 0",
        "UPDATE op_changes SET before = x'' WHERE seq = 0",
        "UPDATE op_changes SET rows = 0 WHERE seq = 0",
        "UPDATE op_changes SET leaves = 'x' WHERE seq = 0",
        "UPDATE op_changes SET op = 9999 WHERE seq = 0 AND op = 1",
        "DELETE FROM project",
        &format!("UPDATE project SET description = {invalid}"),
        &format!("UPDATE facets SET name = {invalid} WHERE id = 1"),
        &format!("UPDATE facet_values SET name = {invalid} WHERE id = 1"),
    ] {
        let broken = within(&place, "broken.pullquote");
        std::fs::copy(&project, &broken).unwrap();
        let connection = Connection::open(&broken).unwrap();
        connection
            .execute_batch(&format!("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; {damage}"))
            .unwrap();
        drop(connection);
        let ran = run(&["check", &broken]);
        assert!(ran.code == 1 && ran.out != "whole\n", "{damage}: {} {}", ran.out, ran.err);
    }
}

#[test]
fn an_endless_chain_of_codes_is_refused_before_its_paths_are_built() {
    let place = temporary();
    let project = full(&place);
    let sql = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 60000)
               INSERT INTO codes SELECT 1000 + x, randomblob(16), CASE x WHEN 1 THEN NULL ELSE 999 + x END, 'c' || x, '#000000',
               '', x, 1 FROM n";
    Connection::open(&project).unwrap().execute_batch(sql).unwrap();
    fails(&["info", &project], 1, &["levels deep"]);
    let checked = run(&["check", &project]);
    assert!(checked.code != 0 && format!("{}{}", checked.out, checked.err).contains("levels deep"), "{checked:?}");
}

#[test]
fn a_flipped_bit_in_a_text_is_found() {
    let place = temporary();
    let project = full(&place);
    let whole = std::fs::read(&project).unwrap();
    let original = b"forty-three";
    let places: Vec<usize> =
        whole.windows(original.len()).enumerate().filter(|(_, w)| w == original).map(|(i, _)| i).collect();
    let before = snapshot_of(&project);
    let mut found = 0;
    for &at in &places {
        for (byte, bit) in [(0, 0), (3, 1), (7, 7)] {
            let mut bytes = whole.clone();
            bytes[at + byte] ^= 1 << bit;
            let path = within(&place, "flipped.pullquote");
            std::fs::write(&path, &bytes).unwrap();
            let ran = run(&["check", &path]);
            // Some of these bytes belong to no text: an import has left them in unused pages.
            if ran.out == "whole\n" {
                assert!(snapshot_of(&path) == before, "byte {} bit {bit}", at + byte);
            } else {
                found += 1;
            }
        }
    }
    assert!(found > 0);
}

#[test]
fn the_checksum_follows_the_text_through_corrections_and_undo() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let hashes = || -> Vec<(i64, Vec<u8>)> {
        let connection = Connection::open(&project).unwrap();
        let mut statement = connection.prepare("SELECT id, hash FROM text_hashes ORDER BY id").unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    for (number, text) in ["one", "two"].into_iter().enumerate() {
        let file = place.path().join(format!("{number}.txt"));
        std::fs::write(&file, text).unwrap();
        ok(&["import", &project, file.to_str().unwrap()]);
    }
    let both = hashes();
    // The SHA-256 of "one", as computed by other tools.
    assert!(both[0].1.starts_with(&[0x76, 0x92, 0xc3, 0xad]), "{both:?}");
    let mut open = pullquote::engine::Project::open(Path::new(&project)).unwrap();
    let source = open.reads().study().unwrap().sources[0].id;
    let before = open.reads().text(source).unwrap();
    let edit =
        pullquote::engine::Command::EditText { source, before: before.clone().into(), text: format!("{before} more") };
    open.execute(&edit, &pullquote::engine::Actor::Nobody, &Default::default()).unwrap();
    drop(open);
    assert_ne!(hashes(), both);
    assert_eq!(ok(&["check", &project]), "whole\n");
    ok(&["undo", &project]);
    assert_eq!((hashes(), ok(&["check", &project])), (both.clone(), "whole\n".into()));
    ok(&["undo", &project]);
    assert_eq!(hashes(), both[..1]);
    ok(&["redo", &project]);
    assert_eq!((hashes(), ok(&["check", &project])), (both, "whole\n".into()));
}
