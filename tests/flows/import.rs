//! Import of texts and of several sources at once: what is taken, what is told, what the exit code is.

use super::support::*;

#[test]
fn texts_are_taken_and_reported_with_their_speakers() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let file = within(&place, "访谈 1.txt");
    std::fs::write(&file, "\u{feff}问：为什么？\r\n答：没有钱。\r\n答：真的。\r\n问：好。\r\n").unwrap();
    let report = json(&["import", &project, &file, "--json"]);
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["imported", "refused", "counts"]);
    let one = &report["imported"][0];
    let keys: Vec<&str> = one.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        ["file", "document", "format", "encoding", "characters", "blocks", "turns", "speakers", "warnings"]
    );
    assert_eq!((&one["document"], &one["characters"]), (&"访谈 1".into(), &25.into()));
    assert_eq!((&one["blocks"], &one["turns"]), (&4.into(), &3.into()));
    assert_eq!(one["speakers"], serde_json::json!({ "问": 2, "答": 2 }));
    assert_eq!(report["counts"]["documents"], 1);
}

#[test]
fn the_exit_code_is_1_only_when_nothing_was_taken() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let (good, bad, gone) = (within(&place, "a.txt"), within(&place, "b.txt"), within(&place, "gone.txt"));
    std::fs::write(&good, "A: yes\n").unwrap();
    std::fs::write(&bad, b"\x9d\x02\x81\x07\xfe\x1b\x03\x90\x04\xc1\x05\x8f").unwrap();
    fails(
        &["import", &project, &bad, &gone],
        1,
        &["b.txt", "look like text", "gone.txt", "no such file", "nothing was"],
    );
    fails(&["import", &project, &good, &bad, "--strict"], 1, &["b.txt", "nothing was"]);
    assert_eq!(json(&["info", &project, "--json"])["documents"], 0);
    let ran = run(&["import", &project, &good, &bad]);
    assert_eq!(ran.code, 0);
    assert!(ran.err.contains("b.txt") && ran.out.contains("1 documents"), "{ran:?}");
    fails(&["import", &project, &bad], 1, &["b.txt"]);
}

#[test]
fn strict_tells_in_json_too_what_was_refused() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let ran = run(&["import", &project, &within(&place, "gone.txt"), "--strict", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!((report["imported"].as_array().unwrap().len(), report["refused"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn a_second_import_of_the_same_adds_nothing() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let source = within(&place, "study");
    let project = project_of(&place, &source);
    let before = snapshot_of(&project);
    ok(&["import", &project, &source]);
    assert_eq!(snapshot_of(&project), before);
    assert_eq!(json(&["history", &project, "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_document_with_another_text_under_the_same_name_is_refused_with_its_codings() {
    for together in [false, true] {
        let place = temporary();
        write(&good(), &place.path().join("one"));
        let mut files = good();
        for (path, text) in &mut files {
            if path.starts_with("transcripts/B") {
                *text = text.replacen("问：", "问：嗯，", 1);
            }
            if path.starts_with("codings/") {
                *text = text.replace("\"text\": \"收入低\"", "\"text\": \"：收入\"").replace("rent", "钱 > rent");
                *text = text.replace("income > 钱 > rent", "income > rent");
                *text = text.replace("\"text\": \"👨\u{200d}👩\u{200d}👧\"", "\"memo\": \"\"");
                *text = text.replace("\"text\": \"Cafe\u{301}\"", "\"memo\": \"\"");
            }
        }
        write(&files, &place.path().join("two"));
        let (one, two) = (within(&place, "one"), within(&place, "two"));
        let project = within(&place, "p.pullquote");
        ok(&["new", &project]);
        let report = if together {
            json(&["import", &project, &one, &two, "--json"])
        } else {
            ok(&["import", &project, &one]);
            json(&["import", &project, &two, "--json"])
        };
        let refused = report["refused"].to_string();
        assert!(refused.contains("another text"), "together {together}: {refused}");
        assert!(refused.contains("codings/one.json"), "together {together}: {refused}");
        let alone = temporary();
        let expected = project_of(&alone, &one);
        let words = |project: &str| {
            let list = json(&["codings", project, "--format", "json"]);
            let rows = list.as_array().unwrap().iter();
            rows.map(|row| (row["code"].to_string(), row["text"].to_string())).collect::<Vec<_>>()
        };
        assert_eq!(words(&project), words(&expected), "together {together}: no position slips");
        assert_eq!(ok(&["check", &project]), "whole\n");
    }
}

#[test]
fn one_source_that_cannot_be_read_does_not_hold_up_the_others() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let broken: Files = vec![("project.json".into(), "{".into())];
    write(&broken, &place.path().join("broken"));
    let good = within(&place, "a.txt");
    std::fs::write(&good, "A: yes\n").unwrap();
    let report = json(&["import", &project, &within(&place, "broken"), &good, "--json"]);
    assert_eq!(report["imported"].as_array().unwrap().len(), 1);
    assert!(report["refused"][0]["file"].as_str().unwrap().contains("project.json"), "{report}");
}

#[test]
fn a_memo_that_is_new_on_a_coding_that_is_there_is_taken() {
    let place = temporary();
    let mut files = good();
    write(&files, &place.path().join("study"));
    let source = within(&place, "study");
    let project = project_of(&place, &source);
    let two = files.iter_mut().find(|(path, _)| path == "codings/two.json").map(|(_, text)| text).unwrap();
    *two = two.replacen("\"code\": \"钱 > 收入低\"", "\"code\": \"钱 > 收入低\", \"memo\": \"后来\"", 1);
    write(&files, &place.path().join("study"));
    ok(&["import", &project, &source]);
    let rows = json(&["codings", &project, "--coder", "Coder: 2", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!(rows[0]["memo"], "后来");
}
