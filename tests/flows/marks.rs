//! Marks of passages: important ones in the consensus coding, and names of whose experience it is.

use super::accounts::{coder, entry, four, mark, of, open, run, stated, study};
use super::support::{ok, temporary, within};
use pullquote::engine::disagreements::AgreeRule;
use pullquote::engine::{Command, Project};
use pullquote::model::{Account, CharRange, Decision, DisagreementKey};

/// Which passages of a coder are marked as important, by position.
fn important(project: &Project, name: &str) -> Vec<bool> {
    let marks = project.reads().all_marks().unwrap();
    of(project, name).iter().map(|id| marks.get(id).is_some_and(|(important, _)| *important)).collect()
}

fn mark_as(project: &mut Project, coder: &str, number: usize, important: bool) {
    let codings = vec![of(project, coder)[number]];
    run(project, coder, Command::MarkImportant { codings, important });
}

#[test]
fn a_passage_of_the_consensus_coding_is_important_if_any_coder_marked_it_so() {
    let place = temporary();
    let mark = [entry(0, 10, "a", ""), entry(30, 40, "b", ""), entry(60, 70, "a", "")].join(",");
    let path = study(&place, &mark, &mark);
    let mut project = open(&path);
    mark_as(&mut project, "A", 0, true);
    mark_as(&mut project, "B", 1, true);
    run(&mut project, "A", Command::Agree { rule: AgreeRule::default() });
    assert_eq!(important(&project, "agreed"), [true, true, false]);
    // It follows marks that are set and removed later, and keeps those of the researcher's own.
    mark_as(&mut project, "B", 0, true);
    mark_as(&mut project, "A", 0, false);
    assert_eq!(important(&project, "agreed"), [true, true, false], "B still has it");
    mark_as(&mut project, "B", 0, false);
    mark_as(&mut project, "A", 2, true);
    assert_eq!(important(&project, "agreed"), [false, true, true]);
    mark_as(&mut project, "agreed", 0, true);
    set_account_of(&mut project, "A", 0, Account::Own);
    run(&mut project, "A", Command::Agree { rule: AgreeRule::default() });
    assert_eq!((important(&project, "agreed"), stated(&project, "agreed")[0].as_str()), (vec![true; 3], "own"));
    drop(project);
    // The command line, from nothing.
    let other = temporary();
    let again = study(&other, &mark, &mark);
    mark_as(&mut open(&again), "B", 2, true);
    ok(&["agree", &again, "--auto"]);
    assert_eq!(important(&open(&again), "agreed"), [false, false, true]);
    ok(&["undo", &again]);
    ok(&["redo", &again]);
    assert_eq!(important(&open(&again), "agreed"), [false, false, true]);
}

fn set_account_of(project: &mut Project, coder: &str, number: usize, account: Account) {
    let codings = vec![of(project, coder)[number]];
    run(project, coder, Command::SetAccount { codings, account: Some(account) });
}

#[test]
fn decisions_tables_and_copies_make_passages_of_the_consensus_coding_important_too() {
    let place = temporary();
    let path = study(&place, &[entry(0, 10, "a", "\"own\""), entry(30, 40, "a", "")].join(","), &entry(0, 10, "b", ""));
    let codes = |project: &Project| {
        let study = project.reads().study().unwrap();
        let named = |name: &str| study.codebook.paths().get(name).unwrap();
        (study.sources[0].id, named("a"), named("b"))
    };
    let start = within(&place, "start.pullquote");
    std::fs::copy(&path, &start).unwrap();
    mark(&start, 0);
    for (what, decision, expected) in [
        ("as A", &(|project: &Project| Decision::Coder(coder(project, "A"))) as &dyn Fn(&Project) -> Decision, true),
        ("everything", &|_| Decision::Both, true),
        ("another code", &|project| Decision::Recode(codes(project).2), true),
        ("other words", &|_| Decision::Range(CharRange::new(2, 9)), true),
        ("not coded", &|_| Decision::Neither, false),
    ] {
        let path = within(&place, &format!("{what}.pullquote"));
        std::fs::copy(&start, &path).unwrap();
        let mut project = open(&path);
        let (source, a, _) = codes(&project);
        let key = DisagreementKey { source, code: a, range: CharRange::new(0, 10) };
        let decision = decision(&project);
        let rule = AgreeRule::default();
        run(
            &mut project,
            "A",
            Command::Settle { rule: rule.clone(), disagreement: key, decision, reason: String::new() },
        );
        let user = project.reads().study().unwrap().consensus();
        assert_eq!(user.is_some(), expected, "{what}");
        if expected {
            assert_eq!(important(&project, "agreed"), [true], "{what}");
            assert_eq!(stated(&project, "agreed"), ["own"], "{what}");
            // It follows later marks, too.
            mark_as(&mut project, "A", 0, false);
            assert_eq!(important(&project, "agreed"), [false], "{what}");
        }
    }
    // A table and a copy.
    let other = temporary();
    let path = study(&other, &entry(0, 10, "a", ""), &entry(0, 10, "a", ""));
    ok(&["agree", &path, "--auto"]);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&path, &copy).unwrap();
    let table = within(&place, "t.csv");
    std::fs::write(&table, "document,code,coder,start,end,Important\nD,a,B,0,10,yes\n").unwrap();
    ok(&["import", &path, &table, "--as", "segments"]);
    assert_eq!(important(&open(&path), "B"), [true]);
    assert_eq!(important(&open(&path), "agreed"), [true]);
    ok(&["undo", &path]);
    assert_eq!(important(&open(&path), "agreed"), [false]);
    mark(&copy, 0);
    ok(&["merge", &path, &copy, "--marks", "theirs"]);
    assert_eq!(important(&open(&path), "agreed"), [true]);
}

#[test]
fn a_name_that_differs_from_a_participants_in_case_or_width_means_the_participant() {
    let place = temporary();
    let path = four(&place);
    let code = |account: &str| {
        let ran = remarked(&[
            "code",
            &path,
            "--document",
            "D",
            "--range",
            "60..65",
            "--code",
            "a",
            "--coder",
            "A",
            "--account",
            account,
        ]);
        (stated(&open(&path), "A")[3].clone(), ran)
    };
    for (typed, wanted, said) in [
        ("Lin", "Lin", ""),
        ("lin", "Lin", "“lin” is the participant Lin"),
        (" WANG ", "Wang", "is the participant Wang"),
        ("Ｌｉｎ", "Lin", "is the participant Lin"),
        ("Carlos", "Carlos", "Carlos is no participant"),
        ("OWN", "own", ""),
    ] {
        let (found, printed) = code(typed);
        assert_eq!(found, wanted, "{typed}");
        assert!(if said.is_empty() { printed.is_empty() } else { printed.contains(said) }, "{typed}: {printed}");
    }
    // Two who differ in nothing else are told apart only by their exact names.
    std::fs::write(place.path().join("more.csv"), "participant\nLIN\n").unwrap();
    ok(&["import", &path, &within(&place, "more.csv"), "--as", "participants"]);
    for (typed, wanted) in [("Lin", "Lin"), ("LIN", "LIN"), ("lin", "lin")] {
        assert_eq!(code(typed).0, wanted);
    }
    let table = within(&place, "t.csv");
    std::fs::write(&table, "document,code,coder,start,end,经历归属\nD,b,B,0,10,wang\n").unwrap();
    ok(&["import", &path, &table, "--as", "segments"]);
    assert_eq!(stated(&open(&path), "B"), ["Wang"]);
}

/// Returns what a command that succeeds remarks.
fn remarked(args: &[&str]) -> String {
    let ran = super::support::run(args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.err
}
