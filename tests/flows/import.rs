//! Importing texts and several sources at once: what is imported, what is reported, and the exit code.

use super::support::*;
use pullquote::engine::Actor;

#[test]
fn texts_are_imported_and_reported_with_their_speakers() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let file = within(&place, "访谈 1.txt");
    std::fs::write(&file, "\u{feff}问：为什么？\r\n答：没有钱。\r\n答：真的。\r\n问：好。\r\n").unwrap();
    let report = json(&["import", &project, &file, "--json"]);
    let keys: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["imported", "refused", "losses", "counts"]);
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
fn the_exit_code_is_1_only_if_nothing_was_imported() {
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
    assert!(
        ran.err.contains("b.txt")
            && ran.out.contains("new: 1 document, 0 participants, 0 codes, 0 passages; refused: "),
        "{ran:?}"
    );
    fails(&["import", &project, &bad], 1, &["b.txt"]);
}

#[test]
fn strict_also_reports_refusals_in_json() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let ran = run(&["import", &project, &within(&place, "gone.txt"), "--strict", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code, 1);
    assert_eq!((report["imported"].as_array().unwrap().len(), report["refused"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn a_second_import_adds_nothing() {
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
        let refused: Vec<_> = report["refused"].as_array().unwrap().iter().map(|r| (&r["kind"], &r["file"])).collect();
        assert!(refused.iter().any(|(kind, _)| *kind == "other_text"), "together {together}: {refused:?}");
        let of_coder = |file: &str| file.ends_with("codings/one.json");
        let is_coding = |(kind, file): &(&serde_json::Value, &serde_json::Value)| {
            *kind == "document_refused" && file.as_str().is_some_and(of_coder)
        };
        assert!(refused.iter().any(is_coding), "together {together}: {refused:?}");
        let separate = temporary();
        let expected = project_of(&separate, &one);
        let coded = |project: &str| {
            let list = json(&["codings", project, "--format", "json"]);
            let rows = list.as_array().unwrap().iter();
            rows.map(|row| (row["code"].to_string(), row["text"].to_string())).collect::<Vec<_>>()
        };
        assert_eq!(coded(&project), coded(&expected), "together {together}: no position slips");
        assert_eq!(ok(&["check", &project]), "whole\n");
    }
}

#[test]
fn an_unreadable_source_does_not_prevent_the_others() {
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
fn a_new_memo_on_an_existing_coding_is_imported() {
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

#[test]
fn speakers_are_found_by_a_pattern_and_stored_with_the_document() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let file = within(&place, "a.txt");
    std::fs::write(&file, "A) Why?\nB) Because.\nA) And?\nC) I ask too.\n").unwrap();
    let import = |more: &[&str]| {
        let args: Vec<&str> =
            ["import", project.as_str(), file.as_str(), "--json"].iter().chain(more).copied().collect();
        json(&args)["imported"][0].clone()
    };
    assert_eq!(import(&[])["blocks"], 0);
    ok(&["undo", &project]);
    let one = import(&["--speakers", "([A-C])\\)", "--interviewer", "A", "--not-speaker", "C"]);
    assert_eq!((&one["speakers"], &one["turns"]), (&serde_json::json!({ "A": 2, "B": 1 }), &3.into()));
    fails(&["import", &project, &file, "--speakers", "("], 2, &["pattern", "not a valid regular expression"]);
    fails(&["import", &project, &file, "--interviewer", "Z"], 2, &["no line", "“Z”"]);
    let open = pullquote::engine::Project::open(std::path::Path::new(&project)).unwrap();
    let source = open.reads().study().unwrap().sources[0].id;
    let origin = open.reads().origin(source).unwrap().unwrap();
    assert_eq!((origin.file.as_str(), origin.format.as_str(), origin.encoding.as_str()), ("a.txt", "txt", "UTF-8"));
    assert_eq!(origin.speakers.pattern.as_deref(), Some("([A-C])\\)"));
}

#[test]
fn an_existing_name_is_refused_numbered_or_skipped_but_never_overwritten() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    for (folder, content) in [("x", "first"), ("y", "second"), ("z", "third")] {
        std::fs::create_dir(within(&place, folder)).unwrap();
        std::fs::write(within(&place, &format!("{folder}/B.txt")), content).unwrap();
    }
    let (x, y, z) = (within(&place, "x"), within(&place, "y"), within(&place, "z"));
    ok(&["import", &project, &x]);
    fails(&["import", &project, &y], 1, &["B.txt", "a document B with a different text", "rename"]);
    fails(&["import", &project, &y, "--same-name", "skip"], 1, &["nothing was imported"]);
    fails(&["import", &project, &y, "--same-name", "overwrite"], 2, &["refuse, number or skip"]);
    ok(&["import", &project, &x, &y, &z, "--same-name", "number"]);
    let open = pullquote::engine::Project::open(std::path::Path::new(&project)).unwrap();
    let sources = open.reads().study().unwrap().sources;
    let texts: Vec<(String, String)> =
        sources.iter().map(|s| (s.name.clone(), open.reads().text(s.id).unwrap())).collect();
    let wanted = [("B", "first"), ("B (2)", "second"), ("B (3)", "third")];
    assert_eq!(texts, wanted.map(|(name, text)| (name.to_owned(), text.to_owned())));
}

#[test]
fn styles_follow_a_corrected_text_and_the_speaker_rule_stays() {
    use pullquote::engine::{Actor, Command, Progress, Project};
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let file = within(&place, "a.html");
    std::fs::write(&file, "<h1>Talk</h1><p><b>Ann</b>: why <i>go</i>?</p><p><b>Bo</b>: so.</p>").unwrap();
    ok(&["import", &project, &file, "--speakers", "(Ann|Bo):"]);
    let mut open = Project::open(std::path::Path::new(&project)).unwrap();
    let source = open.reads().study().unwrap().sources[0].id;
    let text = open.reads().text(source).unwrap();
    assert_eq!(text, "Talk\nAnn: why go?\nBo: so.");
    let styled = |open: &Project, text: &str| -> Vec<(String, String)> {
        let chars: Vec<char> = text.chars().collect();
        let origin = open.reads().origin(source).unwrap().unwrap();
        let shown = |s: &pullquote::model::Styled| {
            let range = s.range.start.0 as usize..s.range.end.0 as usize;
            (s.style.name(), chars[range].iter().collect())
        };
        origin.styles.iter().map(shown).collect()
    };
    let wanted = [("heading 1", "Talk"), ("bold", "Ann"), ("italic", "go"), ("bold", "Bo")];
    let wanted = wanted.map(|(style, text)| (style.to_owned(), text.to_owned()));
    assert_eq!(styled(&open, &text), wanted);
    let corrected = "Talk\nAnn: 中文 why ever go?\nBo: so.";
    let command = Command::EditText { source, before: text.as_str().into(), text: corrected.into() };
    open.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
    assert_eq!(styled(&open, corrected), wanted);
    open.execute(&Command::Undo { steps: 1 }, &Actor::Nobody, &Progress::default()).unwrap();
    assert_eq!(styled(&open, &text), wanted);
    assert!(open.reads().origin(source).unwrap().unwrap().speakers.pattern.is_some());
}

#[test]
fn a_coded_passage_has_its_speaker_and_time() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let file = within(&place, "a.txt");
    std::fs::write(&file, "[00:01] I: Why?\n[01:02:03] B: Because.\nAnd so on.\nI: Yes?\n").unwrap();
    ok(&["import", &project, &file]);
    let codebook = within(&place, "codes.csv");
    std::fs::write(&codebook, "path\nReason\n").unwrap();
    ok(&["import", &project, &codebook, "--as", "codebook"]);
    let text = "[00:01] I: Why?\n[01:02:03] B: Because.\nAnd so on.";
    let start = text.find("And so").unwrap();
    let range = format!("{start}..{}", start + 6);
    {
        use pullquote::engine::{Command, Progress, Project};
        let mut open = Project::open(std::path::Path::new(&project)).unwrap();
        open.execute(&Command::AddCoder { name: "Ann".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    }
    ok(&["code", &project, "--document", "a", "--range", &range, "--code", "Reason", "--coder", "Ann"]);
    let codings = json(&["codings", &project, "--format", "json"]);
    let value = |key: &str| codings[0][key].clone();
    assert_eq!((value("turn"), value("speaker"), value("time")), (2.into(), "B".into(), "1:02:03".into()));
}

#[test]
fn stored_documents_are_reported_even_if_their_file_could_not_be_kept() {
    use pullquote::engine::import::{ImportOptions, ImportPlan, SameName};
    use pullquote::engine::{Command, Progress, Project};
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let mut open = Project::open(std::path::Path::new(&project)).unwrap();
    // Two documents with the same name, and two already named as the second would be renamed.
    let paths: Vec<std::path::PathBuf> = ["a/B", "b/B", "c/B (2)", "d/B (2)"]
        .iter()
        .map(|name| {
            let path = place.path().join(format!("{name}.txt"));
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, format!("the words of {name}")).unwrap();
            path
        })
        .collect();
    let none = Progress::default();
    let mut plan = ImportPlan::read(open.reads(), &paths, &Default::default(), &none).unwrap();
    plan.answer(&open.reads().study().unwrap(), SameName::Number);
    let names: Vec<&str> = plan.documents.iter().map(|planned| planned.name.as_str()).collect();
    assert_eq!(names, ["B", "B (3)", "B (2)", "B (2) (2)"]);
    std::fs::remove_file(&paths[1]).unwrap();
    let how = ImportOptions { keep_files: true, ..ImportOptions::default() };
    let outcome = open.execute(&Command::TakeImport { plan: plan.into(), how }, &Actor::Nobody, &none).unwrap();
    let report = outcome.import.unwrap();
    assert_eq!(report.imported.len(), 4);
    assert!(report.problems[0].to_string().contains("the file itself: there is no such file"), "{:?}", report.problems);
    assert_eq!(open.reads().originals().unwrap().len(), 3);
}

#[test]
fn a_pattern_is_proposed_if_lines_begin_alike_without_detected_speakers() {
    let place = temporary();
    let (project, file) = (within(&place, "p.pullquote"), within(&place, "talk.txt"));
    ok(&["new", &project]);
    std::fs::write(&file, "A) Why?\nB) Because.\nA) And?\nB) So.\n").unwrap();
    let ran = run(&["import", &project, &file]);
    let flag = ran.err.split_once("(--speakers '").and_then(|(_, rest)| rest.split_once("')")).unwrap().0;
    let again = within(&place, "again.pullquote");
    ok(&["new", &again]);
    let report = json(&["import", &again, &file, "--speakers", flag, "--json"]);
    assert_eq!(report["imported"][0]["speakers"], serde_json::json!({ "A": 2, "B": 2 }));
    assert_eq!(report["imported"][0]["warnings"], serde_json::json!([]));
}

#[test]
fn a_single_label_is_reported_only_if_other_lines_have_none() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let monologue = "[00:01] Ana: We left.\n[00:09] Ana: It rained.\n[00:15] Ana: So.\n";
    let below = "Ana:\nWe left.\n\nAna:\nIt rained.\n\nAna:\nSo.\n";
    let asked = "MOD: Why?\nWe left.\nMOD: And?\nIt rained.\nMOD: Then?\nNothing.\n";
    for (number, (text, doubts)) in [(monologue, 0), (below, 0), (asked, 1)].into_iter().enumerate() {
        let file = within(&place, &format!("{number}.txt"));
        std::fs::write(&file, text).unwrap();
        let report = json(&["import", &project, &file, "--json"]);
        assert_eq!(report["imported"][0]["warnings"].as_array().unwrap().len(), doubts, "{text}");
    }
}

#[test]
fn time_marks_at_the_end_of_speech_give_passages_their_times() {
    let place = temporary();
    let (project, file) = (within(&place, "p.pullquote"), within(&place, "f4.txt"));
    ok(&["new", &project]);
    std::fs::write(&file, "I: Why? #00:00:04-3#\nB: No work. Then #00:00:09-8# it snowed. #00:00:12-0#\nI: And?\n")
        .unwrap();
    ok(&["import", &project, &file]);
    let codebook = within(&place, "codes.csv");
    std::fs::write(&codebook, "path\nC\n").unwrap();
    ok(&["import", &project, &codebook, "--as", "codebook"]);
    {
        use pullquote::engine::{Command, Progress, Project};
        let mut open = Project::open(std::path::Path::new(&project)).unwrap();
        open.execute(&Command::AddCoder { name: "Ann".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    }
    for range in ["3..7", "24..31", "52..61", "78..82"] {
        ok(&["code", &project, "--document", "f4", "--range", range, "--code", "C", "--coder", "Ann"]);
    }
    let codings = json(&["codings", &project, "--format", "json"]);
    let times: Vec<_> = codings.as_array().unwrap().iter().map(|coding| coding["time"].clone()).collect();
    assert_eq!(times, ["0:00", "0:04", "0:09", "0:12"]);
}

#[test]
fn omitted_text_is_reported_word_for_word_in_json_and_text() {
    let place = temporary();
    let table = "<table><tr><th>Speaker</th><th>Text</th><th>Notes</th></tr><tr><td>Ana</td><td>Why?</td><td>she laughs</td></tr>\
                 <tr><td>Ben</td><td>No work.</td><td>looks away</td></tr></table>";
    let files = [within(&place, "table.html"), within(&place, "front.md")];
    std::fs::write(&files[0], format!("<html><body>{table}</body></html>")).unwrap();
    std::fs::write(&files[1], "---\ntitle: Study 7\n---\nAna: Why?\nBen: So.\n").unwrap();
    let import = |name: &str, more: &[&str]| {
        let project = within(&place, name);
        ok(&["new", &project]);
        let mut arguments = vec!["import", &project, &files[0], &files[1]];
        arguments.extend(more);
        run(&arguments)
    };
    let report: serde_json::Value = serde_json::from_str(&import("a.pullquote", &["--json"]).out).unwrap();
    let message = import("b.pullquote", &[]).err;
    let losses = report["losses"].as_array().unwrap();
    let kinds: Vec<&str> = losses.iter().map(|loss| loss["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["table_head", "table_note", "properties"]);
    let wanted = [&["Speaker Text Notes"][..], &["she laughs", "looks away"], &["title: Study 7"]];
    for (loss, parts) in losses.iter().zip(wanted) {
        let text = loss["text"].as_str().unwrap();
        assert!(parts.iter().all(|part| text.contains(part)) && message.contains(text), "{text}\n{message}");
    }
}

#[test]
fn who_speaks_is_found_once_in_a_document_that_is_planned_and_imported() {
    use pullquote::engine::import::ImportPlan;
    use pullquote::engine::{Command, Progress, Project};
    use pullquote::model::SpeakerRule;
    use pullquote::text::turns::found_on_this_thread;
    use pullquote::text::{TextIndex, Turns};
    let place = temporary();
    let mut paths = Vec::new();
    for name in ["A", "B", "Of nobody"] {
        paths.push(place.path().join(format!("{name}.txt")));
        std::fs::write(paths.last().unwrap(), format!("{name}: Why?\nMia: No work.\n{name}: Is it?\nMia: Yes.\n"))
            .unwrap();
    }
    let mut open = Project::create(&place.path().join("p.pullquote"), "P").unwrap();
    let none = Progress::default();
    let plan = || {
        let mut plan = ImportPlan::read(open.reads(), &paths, &Default::default(), &none).unwrap();
        plan.documents[2].set_speakers(SpeakerRule { off: true, ..SpeakerRule::default() });
        // A rule that was chosen after speakers were found.
        plan.documents[1].speakers = SpeakerRule { pattern: Some("(B):".into()), ..SpeakerRule::default() };
        plan
    };
    let command = Command::TakeImport { plan: plan().into(), how: Default::default() };
    let before = found_on_this_thread();
    open.execute(&command, &Actor::Nobody, &none).unwrap();
    assert_eq!(found_on_this_thread() - before, 1, "only under the other rule");
    for (source, speakers) in open.reads().study().unwrap().sources.iter().zip([&["A", "Mia"][..], &["B"], &[]]) {
        let turns = open.reads().turns(source.id).unwrap().unwrap();
        let (text, origin) = (open.reads().text(source.id).unwrap(), open.reads().origin(source.id).unwrap().unwrap());
        assert_eq!(turns, Turns::find(&text, &TextIndex::new(&text), &origin), "{}", source.name);
        assert_eq!(turns.speakers().iter().map(|speaker| &*speaker.label).collect::<Vec<_>>(), speakers);
    }
}
