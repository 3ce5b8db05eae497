//! What becomes of decisions on disagreements when passages, codes, documents or texts change.

use super::consensus::{Mark, all, all_by, open, run, settle, study, two};
use super::support::*;
use super::written::{part, sheets};
use pullquote::engine::code_use::code_use;
use pullquote::engine::command::{Lapse, Lapsed};
use pullquote::engine::disagreements::{AgreeRule, disagreements};
use pullquote::engine::export::export_as;
use pullquote::engine::{Actor, Command, Error, Progress, Project, Selection, TargetFormat};
use pullquote::i18n::Language;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::{CharRange, CodeId, Decision, Direction, DisagreementKey, NoteTarget};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn a_settled_disagreement_that_opens_again_is_reported() {
    let place = temporary();
    let mut project = open(&two(&place));
    for (count, shown) in all(&project).list.iter().enumerate() {
        settle(&mut project, shown.disagreement.key, Decision::Both).unwrap();
        assert_eq!(all(&project).settled, count + 1);
    }
    // A's passage at 20..30 and B's at 28..40 make one disagreement with code a.
    let key = all(&project).list.iter().find(|shown| shown.disagreement.marks.len() == 2).unwrap().disagreement.key;
    let coder = |name: &str| Actor::named(name);
    let fact = |project: &Project, start: u32| {
        let facts = project.reads().facts_of(key.source).unwrap();
        let agreed = project.reads().study().unwrap().consensus();
        *facts.iter().find(|fact| fact.range.start.0 == start && Some(fact.user) != agreed).unwrap()
    };
    let reopened = |project: &mut Project, command: Command, who: &str| {
        project.execute(&command, &coder(who), &Progress::default()).unwrap().reopened
    };
    // Elsewhere, and without a change of place, nothing opens.
    let elsewhere = Command::MoveEdges { coding: fact(&project, 50).coding, range: CharRange::new(50, 60) };
    assert_eq!(reopened(&mut project, elsewhere, "A"), []);
    let moved = Command::MoveEdges { coding: fact(&project, 28).coding, range: CharRange::new(28, 44) };
    assert_eq!(reopened(&mut project, moved, "B"), [key]);
    assert_eq!(all(&project).settled, 1);
    assert_eq!(reopened(&mut project, Command::Undo { steps: 1 }, "B"), [], "it is settled again");
    assert_eq!(all(&project).settled, 2);
    // Agreement is no open disagreement.
    let same = Command::MoveEdges { coding: fact(&project, 28).coding, range: CharRange::new(20, 30) };
    assert_eq!(reopened(&mut project, same, "B"), []);
    run(&mut project, Command::Undo { steps: 1 }).unwrap();
    let removed = Command::Remove { codings: vec![fact(&project, 28).coding] };
    assert_eq!(reopened(&mut project, removed, "B"), [key], "the coders disagree on fewer words");
}

fn lapsed(why: Lapse, keys: &[DisagreementKey]) -> Vec<Lapsed> {
    keys.iter().map(|&disagreement| Lapsed { why, disagreement }).collect()
}

#[test]
fn a_decision_whose_disagreement_is_gone_is_reported() {
    let place = temporary();
    let mut project = open(&two(&place));
    for shown in &all(&project).list {
        settle(&mut project, shown.disagreement.key, Decision::Both).unwrap();
    }
    let keys: Vec<DisagreementKey> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    // A's and B's passages overlap with code a; only A has coded with b.
    let (of_a, of_b) = (keys.iter().find(|key| key.range.start.0 < 50).copied().unwrap(), *keys.last().unwrap());
    assert_eq!((keys.len(), of_b.range), (2, CharRange::new(50, 60)));
    let codings = |project: &Project, starts: &[u32]| -> Vec<_> {
        let agreed = project.reads().study().unwrap().consensus();
        let facts = project.reads().facts_of(of_a.source).unwrap();
        let by_coders = facts.iter().filter(|fact| Some(fact.user) != agreed);
        by_coders.filter(|fact| starts.contains(&fact.range.start.0)).map(|fact| fact.coding).collect()
    };
    let code = |project: &Project, name: &str| project.reads().study().unwrap().codebook.find(name).unwrap();
    let into = code(&project, "a");
    let agree = |keys: &[DisagreementKey]| lapsed(Lapse::Agreement, keys);
    let cases: Vec<(&str, Command, Vec<Lapsed>)> = vec![
        ("its only passage", Command::Remove { codings: codings(&project, &[50]) }, agree(&[of_b])),
        ("all passages", Command::Remove { codings: codings(&project, &[20, 28, 50]) }, agree(&[of_a, of_b])),
        ("the code", Command::RemoveCode { code: code(&project, "b") }, lapsed(Lapse::Code, &[of_b])),
        (
            "the document",
            Command::RemoveDocuments { sources: vec![of_b.source] },
            lapsed(Lapse::Document, &[of_a, of_b]),
        ),
        ("an agreed passage", Command::Remove { codings: codings(&project, &[0]) }, vec![]),
        ("a memo", Command::SetMemo { note: None, target: NoteTarget::Code(into), text: "m".into() }, vec![]),
    ];
    for (name, change, expected) in cases {
        let mut found = Vec::new();
        for command in [Command::Override(Box::new(change)), Command::Undo { steps: 1 }, Command::Redo { steps: 1 }] {
            found.push(project.execute(&command, &Actor::named("A"), &Progress::default()).unwrap().lapsed);
        }
        // What was undone counts again.
        assert_eq!(found, [expected.clone(), vec![], expected], "{name}");
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
        assert_eq!(all(&project).settled, 2, "{name}");
    }
    // A decision that the coders have made unnecessary does not count either.
    let same = Command::MoveEdges { coding: codings(&project, &[28])[0], range: CharRange::new(20, 30) };
    let done = project.execute(&same, &Actor::named("B"), &Progress::default()).unwrap();
    assert_eq!((done.reopened, done.lapsed), (vec![], agree(&[of_a])));
}

#[test]
fn many_changes_report_decisions_too() {
    let place = temporary();
    let of_b: Vec<Mark> = (0..40).flat_map(|start| (50..90).map(move |end| ("b", start, end))).collect();
    let mut project = open(&study(&place, &[("A", &of_b), ("B", &[("a", 0, 8)])]));
    let key = all(&project).list.iter().find(|shown| shown.disagreement.marks.len() > 1_000).unwrap().disagreement.key;
    settle(&mut project, key, Decision::Both).unwrap();
    for (command, expected) in [
        (Command::RemoveCode { code: key.code }, lapsed(Lapse::Code, &[key])),
        (Command::Undo { steps: 1 }, vec![]),
        (Command::RemoveDocuments { sources: vec![key.source] }, lapsed(Lapse::Document, &[key])),
    ] {
        let done = project.execute(&command, &Actor::named("A"), &Progress::default()).unwrap();
        assert_eq!(done.lapsed, expected, "{command:?}");
        assert_eq!(done.changes[0].codings, None, "too many for those who cache passages");
    }
}

/// Says what undoing the last change would change of the work of others than B.
fn undo_by_b(project: &mut Project) -> Vec<String> {
    let command = Command::StepUnlessOthers(Direction::Undo);
    match project.execute(&command, &Actor::named("B"), &Progress::default()) {
        Err(Error::ChangesOthers { work, .. }) => work.parts(),
        other => vec![other.unwrap().summary],
    }
}

#[test]
fn a_merge_of_codes_reports_what_becomes_of_decisions() {
    let place = temporary();
    let marks: [Mark; 3] = [("a", 20, 30), ("b", 20, 30), ("b", 50, 60)];
    let mut project = open(&study(&place, &[("A", &marks), ("B", &[("a", 0, 8)])]));
    let book = project.reads().study().unwrap().codebook;
    let (a, b) = (book.find("a").unwrap(), book.find("b").unwrap());
    let key = |code: CodeId, start: u32| {
        let range = CharRange::new(start, start + 10);
        DisagreementKey { source: all(&project).list[0].disagreement.key.source, code, range }
    };
    let [on_a, on_b, alone] = [key(a, 20), key(b, 20), key(b, 50)];
    let merge = Command::Override(Box::new(Command::MergeCodes { from: b, into: a }));
    let decided = |project: &Project| -> Vec<(DisagreementKey, Decision)> {
        let mut found: Vec<_> =
            project.reads().decisions().unwrap().iter().map(|one| (one.disagreement, one.decision)).collect();
        found.sort_by_key(|(key, _)| *key);
        found
    };
    settle(&mut project, on_b, Decision::Both).unwrap();
    settle(&mut project, alone, Decision::Both).unwrap();
    for (here, replaced, stays) in [
        (Decision::Neither, vec![("A".to_owned(), 1)], Decision::Neither),
        // A postponed decision gives way to one that was made.
        (Decision::Later, vec![], Decision::Both),
    ] {
        settle(&mut project, on_a, here).unwrap();
        let before = (snapshot(&project), decided(&project));
        let found = code_use(project.reads(), b, Some(a)).unwrap();
        assert_eq!((found.decisions, found.replaced.0), (2, replaced.clone()), "{here:?}");
        let done = project.execute(&merge, &Actor::named("A"), &Progress::default()).unwrap();
        let expected = if replaced.is_empty() { vec![] } else { lapsed(Lapse::Replaced, &[on_b]) };
        assert_eq!(done.lapsed, expected, "{here:?}");
        let moved = DisagreementKey { code: a, ..alone };
        assert_eq!(decided(&project), [(on_a, stays), (moved, Decision::Both)], "{here:?}");
        let changed = undo_by_b(&mut project);
        let count = if replaced.is_empty() { "3" } else { "2" };
        assert_eq!(changed.last().unwrap(), &format!("{count} decisions of A"), "each counts once");
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
        assert_eq!((snapshot(&project), decided(&project)), before, "{here:?}");
    }
}

#[test]
fn a_decision_that_a_merge_of_codes_makes_unnecessary_is_reported() {
    let place = temporary();
    let mut project = open(&study(&place, &[("A", &[("a", 20, 30)]), ("B", &[("b", 20, 30)])]));
    let keys: Vec<DisagreementKey> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    settle(&mut project, keys[1], Decision::Both).unwrap();
    let merge = Command::Override(Box::new(Command::MergeCodes { from: keys[1].code, into: keys[0].code }));
    let done = project.execute(&merge, &Actor::named("A"), &Progress::default()).unwrap();
    assert_eq!(done.lapsed, lapsed(Lapse::Agreement, &keys[..1]), "both coders have the remaining code there");
}

#[test]
fn undoing_a_correction_changes_no_decision() {
    let place = temporary();
    let mut project = open(&two(&place));
    for shown in &all(&project).list {
        settle(&mut project, shown.disagreement.key, Decision::Both).unwrap();
    }
    let keys = |project: &Project| -> Vec<CharRange> {
        project.reads().decisions().unwrap().iter().map(|one| one.disagreement.range).collect()
    };
    let before = keys(&project);
    let source = all(&project).list[0].disagreement.key.source;
    let text = project.reads().text(source).unwrap();
    let edit = |project: &mut Project, text: String| {
        let before = project.reads().text(source).unwrap().into();
        run(project, Command::EditText { source, before, text }).unwrap()
    };
    edit(&mut project, format!("So, {text}"));
    let moved = |by: u32| before.iter().map(|r| CharRange::new(r.start.0 + by, r.end.0 + by)).collect::<Vec<_>>();
    assert_eq!(keys(&project), moved(4));
    assert!(undo_by_b(&mut project)[0].starts_with("undo"), "nobody’s work");
    assert_eq!(keys(&project), before);
}

#[test]
fn disagreements_are_exported_with_their_decisions() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    let keys: Vec<DisagreementKey> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    settle(&mut project, keys[0], Decision::Range(CharRange::new(22, 36))).unwrap();
    settle(&mut project, keys[1], Decision::Later).unwrap();
    let text = project.reads().text(keys[0].source).unwrap();
    drop(project);
    let words = |start: usize, end: usize| text.chars().skip(start).take(end - start).collect::<String>();
    let file = within(&place, "d.csv");
    ok(&["export", &path, &file, "--select", "decisions"]);
    let mut rows = csv::Reader::from_path(&file).unwrap();
    let heads: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let expected = [
        "document",
        "code",
        "start",
        "end",
        "words",
        "coded by A",
        "coded by B",
        "state",
        "decision",
        "reason",
        "decided by",
        "decided on",
    ];
    assert_eq!(heads, expected);
    let rows: Vec<Vec<String>> = rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let of = |row: usize, head: &str| rows[row][heads.iter().position(|known| known == head).unwrap()].as_str();
    assert_eq!(rows.len(), 2);
    assert_eq!((of(0, "code"), of(0, "start"), of(0, "end")), ("a", "20", "40"));
    assert_eq!(of(0, "words"), words(20, 40));
    assert_eq!(of(0, "coded by A"), format!("a (“{}”)", words(20, 30)));
    assert_eq!(of(0, "coded by B"), format!("a (“{}”)", words(28, 40)));
    assert_eq!((of(0, "state"), of(0, "reason"), of(0, "decided by")), ("resolved", "we talked", "A"));
    assert_eq!(of(0, "decision"), format!("On “{}”", words(22, 36)));
    assert_eq!(of(0, "decided on").len(), "2026-03-01".len());
    assert_eq!((of(1, "state"), of(1, "coded by A"), of(1, "coded by B")), ("postponed", "b", "nothing"));
    // Files for people have a language.
    for (name, language, expected) in [
        ("d.md", "en", "1 resolved, 1 unresolved, of which 1 postponed."),
        ("d.html", "zh", "暂缓"),
        ("d.docx", "zh", "已解决 1 处，未解决 1 处（其中暂缓 1 处）。"),
        ("d.xlsx", "en", "we talked"),
    ] {
        let file = within(&place, name);
        ok(&["export", &path, &file, "--select", "decisions", "--language", language]);
        let written = match name {
            "d.docx" => part(file.as_ref(), "word/document.xml"),
            "d.xlsx" => sheets(file.as_ref()),
            _ => std::fs::read_to_string(&file).unwrap(),
        };
        assert!(written.contains(expected), "{name}: {written}");
    }
    let sheet = part(within(&place, "d.xlsx").as_ref(), "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("first character") && sheet.contains("<v>21</v>") && sheet.contains("<v>40</v>"), "{sheet}");
    assert!(!sheet.contains(of(0, "decided on")), "the day is a date, not a text: {sheet}");
    let report = part(within(&place, "d.docx").as_ref(), "word/document.xml");
    assert!(report.contains(of(0, "decided on")) && report.contains(">40<"), "{report}");
    let book = within(&place, "chinese.xlsx");
    ok(&["export", &path, &book, "--select", "decisions", "--language", "zh"]);
    assert!(part(book.as_ref(), "xl/workbook.xml").contains("name=\"分歧和决定\""));
    fails(&["export", &path, &file, "--select", "decisions", "--code", "a"], 2, &["--code"]);
    fails(&["export", &path, &file, "--select", "decisions", "--coder", "A"], 1, &["two coders"]);
    // The paragraph for a methods section counts them, too.
    let methods = ok(&["compare", &path, "--methods"]);
    let sentence = "(passages had to overlap by at least 50%), 1 was resolved by a decision; 1 was postponed.";
    assert!(methods.contains(sentence), "{methods}");
}

#[test]
fn finding_disagreements_counts_documents_and_can_be_cancelled() {
    let place = temporary();
    let project = open(&two(&place));
    let (reads, rule) = (project.reads(), AgreeRule::default());
    let progress = Progress::default();
    progress.cancel();
    assert!(matches!(disagreements(reads, &rule, 0, &progress), Err(Error::Cancelled(_))));
    let steps = Arc::new(AtomicUsize::new(0));
    let seen = steps.clone();
    let progress = Progress::new(move |_, total| _ = seen.fetch_max(total as usize, Ordering::Relaxed));
    disagreements(reads, &rule, 0, &progress).unwrap();
    assert_eq!(steps.load(Ordering::Relaxed), 1, "documents are counted");
}

/// Writes the disagreements as a table and returns these columns.
fn exported(path: &str, place: &tempfile::TempDir, columns: &[&str], flags: &[&str]) -> Vec<Vec<String>> {
    let file = within(place, "d.csv");
    ok(&[&["export", path, &file, "--select", "decisions"], flags].concat());
    let mut rows = csv::Reader::from_path(&file).unwrap();
    let heads: Vec<String> = rows.headers().unwrap().iter().map(str::to_owned).collect();
    let places: Vec<usize> =
        columns.iter().map(|column| heads.iter().position(|head| head == column).unwrap()).collect();
    rows.records()
        .map(|row| row.unwrap())
        .map(|row| places.iter().map(|&place| row[place].to_owned()).collect())
        .collect()
}

#[test]
fn disagreements_are_exported_as_they_were_decided_on() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    // A's and B's passages at the beginning have 80 % in common.
    let rule = AgreeRule { share: Some(90), ..AgreeRule::default() };
    let key = all_by(&project, &rule).list[0].disagreement.key;
    assert_eq!((key.range, all(&project).list.len()), (CharRange::new(0, 10), 2));
    for (decision, state, counts) in [
        (Decision::Later, "postponed", "3 were left unresolved, 1 of them postponed"),
        (Decision::Neither, "resolved", "1 was resolved by a decision; 2 were left unresolved"),
    ] {
        let command = Command::Settle { rule: rule.clone(), disagreement: key, decision, reason: String::new() };
        run(&mut project, command).unwrap();
        assert_eq!(project.reads().study().unwrap().consensus(), None, "nothing is agreed");
        for flags in [&[][..], &["--coder", "A", "--coder", "B"]] {
            let rows = exported(&path, &place, &["start", "state"], flags);
            assert_eq!(rows, [["0", state], ["20", "unresolved"], ["50", "unresolved"]], "{flags:?}");
        }
        let methods = ok(&["compare", &path, "--methods"]);
        let counts = format!("in the whole project (passages had to overlap by at least 90%), {counts}.");
        assert!(methods.contains(&counts), "{methods}");
    }
}

#[test]
fn the_overlap_of_the_last_decision_is_used_until_another_one_is_named() {
    let place = temporary();
    let path = two(&place);
    let mut project = open(&path);
    let report = |flags: &[&str]| json(&[&["agree", &path, "--json"], flags].concat());
    assert_eq!((&report(&[])["overlap"], &report(&[])["disputes"]), (&50.into(), &2.into()));
    let rule = AgreeRule { share: Some(90), ..AgreeRule::default() };
    let disagreement = all_by(&project, &rule).list[0].disagreement.key;
    let settle = Command::Settle { rule, disagreement, decision: Decision::Both, reason: String::new() };
    run(&mut project, settle).unwrap();
    drop(project);
    for (flags, overlap, disputes, unmatched) in
        [(&[][..], 90, 3, 0), (&["--coders", "A,B"], 90, 3, 0), (&["--overlap", "50"], 50, 2, 1)]
    {
        let report = report(flags);
        let found = ["overlap", "disputes", "decisions_without_effect"].map(|key| report[key].as_u64());
        assert_eq!(found, [overlap, disputes, unmatched].map(Some), "{flags:?}");
    }
    let remarks = super::support::run(&["agree", &path, "--overlap", "50"]).err;
    assert!(remarks.contains("The last decision was made with an overlap of 90%."), "{remarks}");
    assert!(remarks.contains("1 decision has no effect"), "{remarks}");
    ok(&["agree", &path, "--auto"]);
    assert!(ok(&["agree", &path, "--auto"]).contains("up to date"));
    fails(&["agree", &path, "--overlap", "0"], 2, &["from 1 to 100"]);
}

#[test]
fn exported_disagreements_are_in_the_order_of_the_study_and_can_be_cancelled() {
    let place = temporary();
    let marks: [Mark; 3] = [("a", 50, 60), ("a", 20, 30), ("b", 0, 10)];
    let path = study(&place, &[("A", &marks), ("B", &[("a", 90, 95)])]);
    let mut project = open(&path);
    let code = |name: &str| project.reads().study().unwrap().codebook.find(name).unwrap();
    let (a, b) = (code("a"), code("b"));
    let order = |path: &str| exported(path, &place, &["code", "start"], &[]);
    assert_eq!(order(&path), [["a", "20"], ["a", "50"], ["a", "90"], ["b", "0"]]);
    run(&mut project, Command::MoveCode { code: b, parent: None, before: Some(a) }).unwrap();
    assert_eq!(order(&path), [["b", "0"], ["a", "20"], ["a", "50"], ["a", "90"]]);
    let export = |progress: &Progress| {
        let (file, format) = (place.path().join("c.csv"), TargetFormat::File(TableFormat::Csv));
        let selection = Selection::Decisions(AgreeRule::default());
        export_as(project.reads(), &file, &selection, format, Language::English, progress).map(drop)
    };
    let (never, steps) = cancelled_at(usize::MAX);
    export(&never).unwrap();
    assert!(steps.load(Ordering::Relaxed) > 0, "a document is counted");
    let (first, _) = cancelled_at(1);
    assert!(matches!(export(&first), Err(Error::Cancelled(_))), "while it reads");
}
