//! First-hand or reported: whose experience passages are about.

use super::support::*;
use pullquote::analysis::{Axis, CellAddress, TableRequest};
use pullquote::engine::disagreements::AgreeRule;
use pullquote::engine::export::{ExportedFile, export_exchange};
use pullquote::engine::merge::{self, Sight};
use pullquote::engine::reading::{PassageScope, TableQuery, evidence, tabulated};
use pullquote::engine::{Actor, Command, Error, Outcome, Progress, Project};
use pullquote::interchange::refi::ExchangeOptions;
use pullquote::model::{Account, AccountFilter, CodingId, Count, Fact, UserId};
use serde_json::json;
use std::path::PathBuf;

/// A document of 100 characters by P, coded by A and B.
pub(super) fn study(place: &tempfile::TempDir, of_a: &str, of_b: &str) -> String {
    let codings = |coder: &str, list: &str| format!(r#"{{"coder": "{coder}", "codings": [{list}]}}"#);
    let files: Files = [
        (
            "project.json",
            r#"{"format": "pullquote-folder", "version": 1, "name": "two", "coders": [{"name": "A"}, {"name": "B"}],
                "documents": [{"name": "D", "path": "transcripts/D.txt", "participant": "P"}]}"#,
        ),
        ("codebook.json", r#"{"codes": [{"name": "a"}, {"name": "b"}]}"#),
        ("participants.csv", "participant\nP\nLin\nWang\n"),
        ("transcripts/D.txt", &"钱 and home. ".repeat(10)),
        ("codings/A.json", &codings("A", of_a)),
        ("codings/B.json", &codings("B", of_b)),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    write(&files, &place.path().join("folder"));
    project_of(place, &within(place, "folder"))
}

pub(super) fn entry(start: u32, end: u32, code: &str, account: &str) -> String {
    let account = if account.is_empty() { String::new() } else { format!(r#", "account": {account}"#) };
    format!(r#"{{"document": "D", "start": {start}, "end": {end}, "code": "{code}"{account}}}"#)
}

/// Four passages of A: own, others, about Lin, and one for which nothing is stated.
pub(super) fn four(place: &tempfile::TempDir) -> String {
    let of_a = [("\"own\"", 0), ("\"others\"", 20), ("\"Lin\"", 40), ("", 60)];
    let of_a = of_a.map(|(account, start)| entry(start, start + 5, "a", account)).join(",");
    study(place, &of_a, "")
}

pub(super) fn open(path: &str) -> Project {
    Project::open(&PathBuf::from(path)).unwrap()
}

pub(super) fn coder(project: &Project, name: &str) -> UserId {
    project.reads().study().unwrap().user_named(name).unwrap().id
}

pub(super) fn run(project: &mut Project, coder: &str, command: Command) -> Outcome {
    let actor = Actor::Coder(self::coder(project, coder));
    project.execute(&command, &actor, &Progress::default()).unwrap()
}

/// The passages of a coder, by position.
pub(super) fn of(project: &Project, name: &str) -> Vec<CodingId> {
    let mut facts: Vec<Fact> = project.reads().facts(&[coder(project, name)]).unwrap();
    facts.sort_by_key(|fact| (fact.range, fact.code));
    facts.iter().map(|fact| fact.coding).collect()
}

/// Marks A's passage with this number, by position.
fn set(path: &str, number: usize, account: Option<Account>) {
    let mut project = open(path);
    let codings = vec![of(&project, "A")[number]];
    run(&mut project, "A", Command::SetAccount { codings, account });
}

pub(super) fn mark(path: &str, number: usize) {
    let mut project = open(path);
    let codings = vec![of(&project, "A")[number]];
    run(&mut project, "A", Command::MarkImportant { codings, important: true });
}

/// What the passages of a coder are about, by position.
pub(super) fn stated(project: &Project, name: &str) -> Vec<String> {
    let accounts = project.reads().accounts().unwrap();
    of(project, name).iter().map(|id| accounts.get(id).map_or("", Account::key).to_owned()).collect()
}

fn about(name: &str) -> Option<Account> {
    Some(Account::About(name.into()))
}

#[test]
fn a_folder_keeps_whose_experience_it_is_and_reports_what_it_cannot_read() {
    let place = temporary();
    let entries = [("\"own\"", 0), ("\"others\"", 20), ("\" Lin \"", 40), ("null", 60), ("5", 70), ("\" \"", 80)];
    let of_a = entries.map(|(account, start)| entry(start, start + 5, "a", account)).join(",");
    let files = within(&place, "folder");
    let project = study(&place, &of_a, "");
    assert_eq!(stated(&open(&project), "A"), ["own", "others", "Lin", "", "", ""]);
    let other = within(&place, "q.pullquote");
    ok(&["new", &other]);
    let report = json(&["import", &other, &files, "--json"]);
    let losses: Vec<&str> =
        report["losses"].as_array().unwrap().iter().map(|loss| loss["kind"].as_str().unwrap()).collect();
    assert_eq!(losses, ["account_unread", "account_unread"], "{report}");
    let out = within(&place, "out");
    ok(&["export", &project, &out]);
    let written = std::fs::read_to_string(place.path().join("out/codings/A.json")).unwrap();
    for account in ["\"account\":\"own\"", "\"account\":\"others\"", "\"account\":\"Lin\""] {
        assert_eq!(written.matches(account).count(), 1, "{written}");
    }
    assert_eq!(written.matches("account").count(), 3, "{written}");
    assert_eq!(
        stated(&open(&project_of(&temporary_in(&place, "again"), &out)), "A"),
        ["own", "others", "Lin", "", "", ""]
    );
}

fn temporary_in(place: &tempfile::TempDir, name: &str) -> tempfile::TempDir {
    tempfile::Builder::new().prefix(name).tempdir_in(place.path()).unwrap()
}

#[test]
fn lists_and_tables_tell_own_experience_from_what_is_told_of_others() {
    let place = temporary();
    let project = four(&place);
    let listed = |account: &[&str]| -> Vec<serde_json::Value> {
        let list = json(&[&["codings", &project, "--format", "json"], account].concat());
        list.as_array().unwrap().iter().map(|row| row["account"].clone()).collect()
    };
    assert_eq!(listed(&[]), [json!("own"), json!("others"), json!("Lin"), json!(null)]);
    assert_eq!(listed(&["--account", "own"]), [json!("own")]);
    assert_eq!(listed(&["--account", "others"]), [json!("others"), json!("Lin")]);
    let csv = ok(&["codings", &project, "--format", "csv"]);
    assert!(csv.lines().next().unwrap().ends_with(",account"), "{csv}");
    fails(&["codings", &project, "--account", "Lin"], 2, &["--account is own or others, not “Lin”"]);
    let matrix = |more: &[&str]| {
        let base = ["matrix", &project, "--rows", "account", "--columns", "code", "--count", "passages"];
        json(&[&base, more, &["--format", "json"]].concat())
    };
    let all = matrix(&[]);
    assert_eq!(all["rows"], json!(["own", "others", "Lin", "(not stated)"]));
    assert_eq!((&all["cells"], &all["total"]), (&json!([[1, 0], [1, 0], [1, 0], [1, 0]]), &json!(4)));
    let some = matrix(&["--account", "others"]);
    assert_eq!((&some["rows"], &some["cells"]), (&json!(["own", "others", "Lin"]), &json!([[0, 0], [1, 0], [1, 0]])));
    assert_eq!(some["left_out"], json!([{ "passages": 2, "reason": "account" }]));
    let file = within(&place, "list.json");
    ok(&["export", &project, &file, "--account", "own"]);
    let exported: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(exported.as_array().unwrap().len(), 1);
}

#[test]
fn a_number_of_passages_about_others_is_the_slow_count_of_them() {
    for seed in 0..3 {
        let random = &mut fastrand::Rng::with_seed(seed);
        let place = temporary();
        let project = project_of(&place, &sample());
        let mut project = open(&project);
        let facts = project.reads().facts(&[]).unwrap();
        for account in [Some(Account::Own), Some(Account::Others), about("Lin"), about("B"), None] {
            let codings = facts.iter().filter(|_| random.u8(..4) == 0).map(|fact| fact.coding).collect();
            let command = Command::Override(Box::new(Command::SetAccount { codings, account }));
            project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
        }
        let (reads, study) = (project.reads(), project.reads().study().unwrap());
        let accounts = reads.accounts().unwrap();
        let counted = study.counted(&[]);
        for account in [AccountFilter::Own, AccountFilter::Others] {
            let request = TableRequest::Matrix { rows: Axis::Document, columns: Axis::Code };
            let scope = PassageScope { account: Some(account), ..PassageScope::default() };
            let query =
                TableQuery { request, count: Count::Documents, users: vec![], scope, counted_as: Default::default() };
            let table = tabulated(reads, &query).unwrap();
            let is_counted = |fact: &&Fact| counted.is_empty() || counted.contains(&fact.user);
            let is_own = account == AccountFilter::Own;
            let is_told = |fact: &&Fact| accounts.get(&fact.coding).is_some_and(|told| (told.key() == "own") == is_own);
            let wanted: Vec<&Fact> = facts.iter().filter(is_counted).filter(is_told).collect();
            for (row, source) in study.sources.iter().enumerate() {
                let of_row = wanted.iter().any(|fact| fact.source == source.id);
                assert_eq!(table.totals.as_ref().unwrap().rows[row], u64::from(of_row), "{}", source.name);
            }
            let listed = evidence(reads, &query, CellAddress::default(), &Progress::default()).unwrap();
            let mut listed: Vec<CodingId> = listed.places.iter().map(|(.., coding)| *coding).collect();
            let mut wanted: Vec<CodingId> = wanted.iter().map(|fact| fact.coding).collect();
            listed.sort();
            wanted.sort();
            assert_eq!(listed, wanted, "seed {seed}");
        }
    }
}

#[test]
fn it_is_stated_for_several_passages_at_once_and_undone() {
    let place = temporary();
    let mut project = open(&four(&place));
    let (before, codings) = (stated(&project, "A"), of(&project, "A"));
    let mut entries = Vec::new();
    for (account, wanted) in [
        (Some(Account::Others), "mark 4 passages as about others"),
        (about(" \u{200b}Wang "), "mark 4 passages as about Wang"),
        (about("someone else"), "mark 4 passages as about a named person"),
        (Some(Account::Own), "mark 4 passages as own experience"),
        (about("others"), "mark 4 passages as about others"),
        (None, "remove the mark of own or others’ experience from 4 passages"),
    ] {
        let summary = run(&mut project, "A", Command::SetAccount { codings: codings.clone(), account }).summary;
        assert_eq!(summary, wanted);
        entries.push(stated(&project, "A")[0].clone());
    }
    // A name that looks like a participant's is that participant's.
    assert_eq!(entries, ["others", "Wang", "someone else", "own", "others", ""]);
    run(&mut project, "A", Command::Undo { steps: 6 });
    assert_eq!(stated(&project, "A"), before);
    let redone = run(&mut project, "A", Command::Redo { steps: 2 });
    assert_eq!((stated(&project, "A")[3].as_str(), redone.changes.len()), ("Wang", 2));
    assert_eq!(project.reads().check().unwrap(), Vec::<String>::new());
}

#[test]
fn passages_about_a_participant_follow_their_name_without_being_anybodys_changed_work() {
    let place = temporary();
    let mut project = open(&four(&place));
    let id = |project: &Project, name: &str| project.reads().study().unwrap().participant_named(name).unwrap().id;
    let lin = id(&project, "Lin");
    run(&mut project, "B", Command::RenameParticipant { participant: lin, name: "Lin Mei".into() });
    assert_eq!(stated(&project, "A")[2], "Lin Mei");
    // Nobody has to confirm that: the passage is A's, but only a name has changed.
    run(&mut project, "B", Command::StepUnlessOthers(pullquote::model::Direction::Undo));
    assert_eq!(stated(&project, "A")[2], "Lin");
    run(&mut project, "B", Command::StepUnlessOthers(pullquote::model::Direction::Redo));
    assert_eq!(stated(&project, "A")[2], "Lin Mei");
    let wang = id(&project, "Wang");
    run(&mut project, "B", Command::MergeParticipants { from: lin, into: wang });
    assert_eq!(stated(&project, "A")[2], "Wang");
    run(&mut project, "B", Command::RemoveParticipants { participants: vec![wang] });
    assert_eq!(stated(&project, "A"), ["own", "others", "Wang", ""]);
}

#[test]
fn a_passage_that_becomes_one_with_another_keeps_what_is_stated_of_it() {
    let place = temporary();
    let [first, second] = [("\"own\"", "a"), ("", "b")].map(|(account, code)| entry(0, 5, code, account));
    let third = entry(20, 25, "b", "\"others\"");
    let fourth = entry(20, 25, "a", "\"own\"");
    let mut project = open(&study(&place, &[first, second, third, fourth].join(","), ""));
    let b = project.reads().study().unwrap().codebook.find("b").unwrap();
    let codings = of(&project, "A");
    run(&mut project, "A", Command::MarkImportant { codings: vec![codings[0]], important: true });
    run(&mut project, "A", Command::Recode { codings: codings.clone(), code: b });
    // Of two statements, that of the passage which already had the code stays.
    assert_eq!(stated(&project, "A"), ["own", "others"]);
    let source = project.reads().study().unwrap().sources[0].id;
    assert_eq!(project.reads().important_in(source).unwrap().len(), 1);
    run(&mut project, "A", Command::Undo { steps: 1 });
    assert_eq!(
        (stated(&project, "A"), of(&project, "A").len()),
        (["own", "", "own", "others"].map(str::to_owned).to_vec(), 4)
    );
}

#[test]
fn the_consensus_coding_follows_the_coders_who_agree() {
    let place = temporary();
    let mark = |account: &str| [entry(0, 10, "a", account), entry(30, 40, "b", "\"own\"")].join(",");
    let mut project = open(&study(&place, &mark("\"own\""), &mark("")));
    run(&mut project, "A", Command::Agree { rule: AgreeRule::default() });
    assert_eq!(stated(&project, "agreed"), ["own", "own"]);
    let theirs = of(&project, "B");
    run(&mut project, "B", Command::SetAccount { codings: theirs.clone(), account: Some(Account::Others) });
    assert_eq!(stated(&project, "agreed"), ["", ""], "they state different things");
    let mine = of(&project, "A");
    run(&mut project, "A", Command::SetAccount { codings: vec![mine[0]], account: None });
    assert_eq!(stated(&project, "agreed"), ["others", ""]);
    // The consensus coding is nobody's own work.
    run(&mut project, "A", Command::StepUnlessOthers(pullquote::model::Direction::Undo));
    assert_eq!((stated(&project, "agreed")[0].as_str(), stated(&project, "A")[0].as_str()), ("", "own"));
}

#[test]
fn the_consensus_coding_follows_marks_from_a_table_and_from_a_copy() {
    let place = temporary();
    let passage = |account: &str| entry(0, 10, "a", account);
    let ours = study(&place, &passage("\"own\""), &passage(""));
    let mut project = open(&ours);
    run(&mut project, "A", Command::Agree { rule: AgreeRule::default() });
    assert_eq!(stated(&project, "agreed"), ["own"]);
    drop(project);
    let theirs = within(&place, "copy.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    set(&theirs, 0, Some(Account::Others));
    ok(&["merge", &ours, &theirs, "--marks", "theirs"]);
    assert_eq!(stated(&open(&ours), "agreed"), ["others"]);
    let table = within(&place, "t.csv");
    std::fs::write(&table, "document,code,coder,start,end,about\nD,a,B,0,10,own\n").unwrap();
    ok(&["import", &ours, &table, "--as", "segments", "--account-column", "about"]);
    assert_eq!(stated(&open(&ours), "B"), ["own"]);
    assert_eq!(stated(&open(&ours), "agreed"), [""], "they state different things");
    let history = ok(&["history", &ours]);
    assert_eq!(history.matches("1 passage of the consensus coding marked accordingly").count(), 2, "{history}");
    ok(&["undo", &ours]);
    assert_eq!(stated(&open(&ours), "agreed"), ["others"]);
}

#[test]
fn the_consensus_coding_states_what_is_stated_of_the_passages_agreed_on() {
    // The coders' passages from 0 on, with what A adds inside.
    for (of_a, inside, of_b, wanted) in [
        ("", "\"others\"", "", ""),
        ("\"own\"", "\"others\"", "\"own\"", "own"),
        ("\"own\"", "", "", "own"),
        ("\"own\"", "\"others\"", "\"others\"", ""),
    ] {
        let place = temporary();
        let of_a = [entry(0, 30, "a", of_a), entry(25, 30, "a", inside)].join(",");
        let mut project = open(&study(&place, &of_a, &entry(0, 30, "a", of_b)));
        run(&mut project, "A", Command::Agree { rule: AgreeRule::default() });
        assert_eq!(stated(&project, "agreed"), [wanted], "{of_a}");
    }
}

#[test]
fn other_programs_do_not_get_it_and_the_export_says_so() {
    let place = temporary();
    let project = open(&four(&place));
    let target = place.path().join("p.qdpx");
    let (exported, losses) =
        export_exchange(project.reads(), &target, &ExchangeOptions::PLAIN, &Progress::default()).unwrap();
    assert_eq!(exported.files.iter().map(|file: &ExportedFile| file.file.clone()).collect::<Vec<_>>(), [target]);
    let counts: Vec<_> = losses.iter().filter(|loss| loss.what.name() == "accounts").map(|loss| loss.count).collect();
    assert_eq!(counts, [Some(3)]);
}

#[test]
fn a_merge_takes_what_only_a_copy_states_and_the_rest_if_it_is_told() {
    let place = temporary();
    let ours = four(&place);
    let theirs = within(&place, "copy.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    ok(&["code", &theirs, "--document", "D", "--range", "90..95", "--code", "b", "--coder", "A"]);
    set(&theirs, 4, Some(Account::Own));
    set(&theirs, 3, about("Lin"));
    set(&theirs, 2, None);
    set(&theirs, 1, Some(Account::Own));
    mark(&theirs, 0);
    let merge = |flags: &[&str]| json(&[&["merge", &ours, &theirs, "--json"], flags].concat());
    let listed = |report: &serde_json::Value| -> Vec<serde_json::Value> {
        let differences = report["differences"].as_array().unwrap().iter();
        differences.map(|one| json!([one["kind"], one["start"], one["account"], one["here"], one["taken"]])).collect()
    };
    let before = |taken: bool| {
        vec![
            json!(["important_passage", 0, null, null, taken]),
            json!(["account", 20, "own", "others", taken]),
            json!(["account", 40, null, "Lin", taken]),
        ]
    };
    let report = merge(&[]);
    let new = json!(["account", 60, "Lin", null, true]);
    assert_eq!(listed(&report), [before(false), vec![new]].concat(), "{report:#}");
    assert_eq!(stated(&open(&ours), "A"), ["own", "others", "Lin", "Lin", "own"]);
    let said = ok(&["merge", &ours, &theirs, "--dry-run"]);
    for words in [
        "2 marks of own or others’ experience not taken",
        "1 mark of importance not taken",
        "own experience in the copy, about others here",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let report = merge(&["--marks", "theirs"]);
    assert_eq!(listed(&report), before(true), "{report:#}");
    assert_eq!(stated(&open(&ours), "A"), ["own", "own", "", "Lin", "own"]);
    assert_eq!(listed(&merge(&[])), Vec::<serde_json::Value>::new());
    let history = ok(&["history", &ours]);
    assert!(
        history
            .contains("2 passages marked as in the copy as own or others’ experience, 1 passage marked as important"),
        "{history}"
    );
    ok(&["undo", &ours]);
    assert_eq!(stated(&open(&ours), "A"), ["own", "others", "Lin", "Lin", "own"]);
    // What was taken back here after the copy was made stays taken back.
    set(&ours, 3, None);
    assert_eq!(listed(&merge(&[])).last().unwrap(), &json!(["account", 60, "Lin", null, false]));
    assert_eq!(ok(&["check", &ours]), "whole\n");
    fails(&["merge", &ours, &theirs, "--marks", "both"], 2, &["--marks is one of mine, theirs, none, not “both”"]);
}

#[test]
fn other_changes_of_a_passage_say_nothing_of_whose_experience_it_is_about() {
    let place = temporary();
    let ours = four(&place);
    ok(&["code", &ours, "--document", "D", "--range", "80..85", "--code", "a", "--coder", "A"]);
    let theirs = within(&place, "copy.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    // Stated here; the copy changes something else later.
    set(&ours, 4, Some(Account::Own));
    mark(&theirs, 4);
    // Stated in the copy; something else changes here later.
    set(&theirs, 3, about("Lin"));
    mark(&ours, 3);
    // Taken back here, and changed otherwise in the copy later.
    set(&ours, 0, None);
    mark(&theirs, 0);
    let report = json(&["merge", &ours, &theirs, "--json", "--marks", "theirs"]);
    let accounts: Vec<_> =
        report["differences"].as_array().unwrap().iter().filter(|one| one["kind"] == "account").collect();
    let listed: Vec<_> = accounts.iter().map(|one| json!([one["start"], one["account"], one["here"]])).collect();
    assert_eq!(listed, [json!([0, "own", null]), json!([60, "Lin", null])], "{report:#}");
    assert_eq!(stated(&open(&ours), "A"), ["own", "others", "Lin", "Lin", "own"]);
    ok(&["undo", &ours]);
    ok(&["merge", &ours, &theirs]);
    assert_eq!(stated(&open(&ours), "A"), ["", "others", "Lin", "Lin", "own"]);
}

#[test]
fn the_command_line_marks_passages() {
    let place = temporary();
    let path = four(&place);
    let code = |start: u32, flags: &[&str]| {
        let range = format!("{start}..{}", start + 5);
        ok(&[&["code", &path, "--document", "D", "--range", &range, "--code", "a", "--coder", "A"], flags].concat())
    };
    // A new passage, and one that is coded already; a participant is named as the project spells it.
    assert!(code(80, &["--account", "Own"]).contains("own experience"));
    let marked = code(0, &["--account", "wang", "--important", "yes"]);
    assert!(marked.contains("already coded"), "{marked}");
    let important = |path: &str| json(&["codings", path, "--json"])[0]["important"].clone();
    assert_eq!(
        (stated(&open(&path), "A"), important(&path)),
        (["Wang", "others", "Lin", "", "own"].map(str::to_owned).into(), json!(true))
    );
    assert!(code(0, &["--important", "yes"]).contains("already marked"));
    code(0, &["--account", "Wang", "--important", "no"]);
    code(20, &["--account", ""]);
    assert_eq!(stated(&open(&path), "A"), ["Wang", "", "Lin", "", "own"]);
    assert_eq!(important(&path), json!(false));
    ok(&["undo", &path]);
    assert_eq!(stated(&open(&path), "A"), ["Wang", "others", "Lin", "", "own"]);
    let wrong =
        ["code", &path, "--document", "D", "--range", "0..5", "--code", "a", "--coder", "A", "--important", "x"];
    fails(&wrong, 2, &["--important is yes or no"]);
    fails(&["code", &path, "--document", "D", "--coder", "A", "--account", "own"], 2, &["--range"]);
}

#[test]
fn a_mark_that_only_a_copy_has_may_be_left() {
    for (flags, expected) in [(&[] as &[&str], "own"), (&["--marks", "none"], ""), (&["--marks", "theirs"], "own")] {
        let place = temporary();
        let path = four(&place);
        let copy = within(&place, "copy.pullquote");
        std::fs::copy(&path, &copy).unwrap();
        set(&copy, 3, Some(Account::Own));
        ok(&[&["merge", &path, &copy], flags].concat());
        assert_eq!(stated(&open(&path), "A")[3], expected, "{flags:?}");
    }
}

#[test]
fn a_merge_that_marks_passages_of_others_is_refused_until_it_is_confirmed_and_names_their_coders() {
    let place = temporary();
    let path = four(&place);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&path, &copy).unwrap();
    set(&copy, 3, Some(Account::Own));
    let mut project = open(&path);
    let copies = vec![PathBuf::from(&copy)];
    let plan = merge::plan(project.reads(), &copies, &Sight::Everything, &Progress::default()).unwrap();
    let take = plan.suggested().into_iter().filter_map(|place| plan.choice(place)).collect();
    let command = Command::Merge { copies, take };
    let refused = project.execute(&command, &Actor::named(Some("Zoe")), &Progress::default()).unwrap_err();
    assert!(matches!(&refused, Error::OthersPassages { passages, .. } if passages.total() == 1), "{refused}");
    let done = run(&mut project, "A", command);
    assert!(!done.summary.contains("passages of A"), "they are A's own: {}", done.summary);
    run(&mut project, "A", Command::Undo { steps: 1 });
    drop(project);
    let report = json(&["merge", &path, &copy, "--json", "--dry-run"]);
    assert_eq!(report["passages_of_others"], json!([{ "coder": "A", "passages": 1 }]));
    assert_eq!(json(&["merge", &path, &copy, "--json", "--dry-run", "--coder", "A"])["passages_of_others"], json!([]));
    let said = ok(&["merge", &path, &copy]);
    assert!(said.contains("marks changed or memos added on 1 passage of A"), "{said}");
    let history = ok(&["history", &path]);
    assert!(history.contains("; marks changed or memos added on passages of A"), "{history}");
}

#[test]
fn word_lists_say_that_they_lack_the_marks() {
    let place = temporary();
    let path = four(&place);
    let out = within(&place, "list.docx");
    let report = json(&["export", &path, &out, "--select", "codings", "--json"]);
    let left_out = report["left_out"].to_string();
    assert!(left_out.contains("important") && left_out.contains("whose experience"), "{left_out}");
}
