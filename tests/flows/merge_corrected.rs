//! Passages of a copy whose words were corrected in this project or in the copy.

use super::merge::{LOW, as_ann, b, code, copies_of_ann, correct, passage, text_of_b};
use super::support::*;
use super::who_speaks::{execute, map, named, with_group};
use pullquote::engine::disagreements::{AgreeRule, disagreements};
use pullquote::engine::merge::{ChoiceKind, MergePlan, Sight, plan};
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{CharRange, Decision, NoteTarget};
use serde_json::Value;

/// Where these words are in the text of B, for `--range`.
fn range(project: &str, words: &str) -> (u32, u32) {
    let text = text_of_b(project);
    let start = text[..text.find(words).unwrap()].chars().count() as u32;
    (start, start + words.chars().count() as u32)
}

/// Codes these words as Ann.
fn code_words(project: &str, words: &str) {
    let (start, end) = range(project, words);
    code(project, &format!("{start}..{end}"), LOW, "Ann");
}

/// The words of Ann's passages, but for the four that both copies have.
fn words_of_ann(project: &str) -> Vec<String> {
    let list = json(&["codings", project, "--coder", "Ann", "--format", "json"]);
    let words = list.as_array().unwrap().iter().map(|coding| coding["text"].as_str().unwrap().to_owned());
    words.skip(4).collect()
}

fn one<'r>(report: &'r Value, list: &str) -> &'r Value {
    assert_eq!(report[list].as_array().unwrap().len(), 1, "{report}");
    &report[list][0]
}

const THERE: &str = "a village and not enough yuan";

#[test]
fn a_passage_goes_where_a_correction_of_its_text_moves_it() {
    for (from, to, wanted) in [
        ("not enough", "never enough", Some("a village and never enough yuan")),
        ("not enough yuan", "not enough money", Some("a village and not enough money")),
        ("there was a village", "there was one village", Some("one village and not enough yuan")),
        ("Before all that", "Long before all that", Some(THERE)),
        (" and not enough yuan", "", Some("a village")),
        (THERE, "poverty", Some("poverty")),
        ("there was a village and not enough yuan. I'm", "I'm", None),
        ("Before all that there was a village and not enough yuan.", "Xq.", None),
    ] {
        let place = temporary();
        let (ours, theirs) = copies_of_ann(&place);
        code_words(&theirs, THERE);
        correct(&ours, from, to);
        // The same correction in the copy, as a witness of where it moves the passage.
        let witness = within(&place, "witness.pullquote");
        std::fs::copy(&theirs, &witness).unwrap();
        correct(&witness, from, to);
        let report = json(&["merge", &ours, &theirs, "--json"]);
        let found = words_of_ann(&ours);
        match wanted {
            Some(wanted) => {
                assert_eq!(found, [wanted], "{from}: {report}");
                assert_eq!(found, words_of_ann(&witness), "{from}");
                assert_eq!(report["unplaced"].as_array().unwrap().len(), 0, "{report}");
            }
            None => {
                assert!(found.is_empty(), "{from}: {found:?}");
                assert_eq!(one(&report, "unplaced")["words"], THERE);
                assert_eq!(one(&report, "differences")["kind"], "corrected_text");
            }
        }
        assert_eq!(ok(&["check", &ours]), "whole\n");
    }
}

#[test]
fn two_corrections_of_one_passage_and_one_in_the_copy_are_followed() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code_words(&theirs, THERE);
    correct(&ours, "a village", "a small village");
    correct(&ours, "not enough", "never enough");
    ok(&["merge", &ours, &theirs]);
    assert_eq!(words_of_ann(&ours), ["a small village and never enough yuan"]);
    // The other way round, the words of the copy are the corrected ones.
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    correct(&theirs, "a village", "a small village");
    code_words(&theirs, "a small village and not enough yuan");
    let report = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!(words_of_ann(&ours), [THERE]);
    let listed = one(&report, "corrected");
    assert_eq!(
        (&listed["words"], &listed["here"]["words"]),
        (&"a small village and not enough yuan".into(), &THERE.into())
    );
}

#[test]
fn it_is_reported_with_the_words_before_and_now_and_can_be_left_out() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code_words(&theirs, THERE);
    correct(&ours, "not enough", "never enough");
    let before = snapshot_of(&ours);
    let printed = ok(&["merge", &ours, &theirs, "--dry-run", "--leave-corrected"]);
    assert!(
        printed.contains("no new passages") && printed.contains("1 passage on corrected words left out"),
        "{printed}"
    );
    let report = json(&["merge", &ours, &theirs, "--leave-corrected", "--json"]);
    assert_eq!((report["added"].as_array().unwrap().len(), &one(&report, "corrected")["taken"]), (0, &false.into()));
    assert!(words_of_ann(&ours).is_empty());
    let printed = ok(&["merge", &ours, &theirs, "--dry-run"]);
    let (start, end) = range(&ours, "a village and never enough yuan");
    let line = format!("“{THERE}”: here, B has “a village and never enough yuan” at characters {}–{end}", start + 1);
    assert!(printed.contains("placed on corrected words: ") && printed.contains(&line), "{printed}");
    assert!(printed.contains("1 of them placed on corrected words"), "{printed}");
    let report = json(&["merge", &ours, &theirs, "--json"]);
    let here = &one(&report, "corrected")["here"];
    assert_eq!((&here["document"], &here["start"], &here["end"]), (&"B".into(), &start.into(), &end.into()));
    assert_eq!((&report["corrected"][0]["taken"], &one(&report, "added")["words"]), (&true.into(), &THERE.into()));
    assert_eq!(report["placed_through_correction"], 1);
    // Again, undone, and made again.
    let again = json(&["merge", &ours, &theirs, "--dry-run", "--json"]);
    assert_eq!((again["added"].as_array().unwrap().len(), again["corrected"].as_array().unwrap().len()), (0, 0));
    ok(&["undo", &ours]);
    assert_eq!(snapshot_of(&ours), before);
    ok(&["merge", &ours, &theirs]);
    assert_eq!(words_of_ann(&ours), ["a village and never enough yuan"]);
}

#[test]
fn coded_here_as_well_it_is_the_same_passage() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code_words(&theirs, THERE);
    let start = range(&theirs, THERE).0;
    as_ann(&theirs, |project| {
        let target = NoteTarget::Coding(passage(project, start));
        Command::SetMemo { note: None, target, text: "poor".into() }
    });
    correct(&ours, "not enough", "never enough");
    let memos = |project: &str| Project::open_to_read(project.as_ref()).unwrap().0.reads().notes().unwrap().len();
    let untouched = memos(&ours);
    let left = json(&["merge", &ours, &theirs, "--leave-corrected", "--json"]);
    assert_eq!((left["memos"].as_array().unwrap().len(), memos(&ours)), (0, untouched), "its memo stays with it");
    code_words(&ours, "a village and never enough yuan");
    let report = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!((report["added"].as_array().unwrap().len(), report["corrected"].as_array().unwrap().len()), (0, 0));
    assert_eq!(words_of_ann(&ours), ["a village and never enough yuan"]);
    assert_eq!(memos(&ours), untouched + 1);
}

#[test]
fn agreement_shows_no_disagreement_that_comes_from_a_correction() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    let bens = |project: &str, words: &str| {
        let (start, end) = range(project, words);
        code(project, &format!("{start}..{end}"), LOW, "Ben");
    };
    code_words(&ours, THERE);
    bens(&theirs, THERE);
    for (project, coder) in [(&ours, "Ann"), (&theirs, "Ben")] {
        let mut project = Project::open(project.as_ref()).unwrap();
        let study = project.reads().study().unwrap();
        let (sources, user) = (vec![b(&project)], study.user_named(coder).unwrap().id);
        project
            .execute(&Command::MarkDone { sources, user, done: true }, &Actor::Coder(user), &Progress::default())
            .unwrap();
    }
    correct(&ours, "not enough", "never enough");
    ok(&["merge", &ours, &theirs]);
    let found = json(&["agree", &ours, "--coders", "Ann,Ben", "--json"]);
    // Only what Ann alone coded elsewhere is in dispute, in three places.
    assert_eq!((&found["agreed"], &found["disputes"]), (&1.into(), &3.into()));
}

#[test]
fn a_decision_on_what_was_in_dispute_before_the_merge_stays_and_undo_gives_it_its_effect_back() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code_words(&ours, THERE);
    let (start, end) = range(&theirs, THERE);
    code(&theirs, &format!("{start}..{end}"), LOW, "Ben");
    ok(&["code", &ours, "--document", "B", "--range", "1..9", "--code", LOW, "--coder", "Ben"]);
    let mut project = Project::open(ours.as_ref()).unwrap();
    let study = project.reads().study().unwrap();
    let [ann, ben] = ["Ann", "Ben"].map(|name| study.user_named(name).unwrap().id);
    let sources = vec![b(&project)];
    for user in [ann, ben] {
        let done = Command::MarkDone { sources: sources.clone(), user, done: true };
        project.execute(&done, &Actor::Coder(user), &Progress::default()).unwrap();
    }
    let rule = AgreeRule { coders: vec![ann, ben], ..AgreeRule::default() };
    let list = |project: &Project| disagreements(project.reads(), &rule, 0, &Progress::default()).unwrap();
    let in_dispute = list(&project).list.into_iter().map(|shown| shown.disagreement.key);
    let disagreement = in_dispute.into_iter().find(|key| key.range.start.0 == start).unwrap();
    let settle =
        Command::Settle { rule: rule.clone(), disagreement, decision: Decision::Neither, reason: "why".into() };
    project.execute(&settle, &Actor::Coder(ann), &Progress::default()).unwrap();
    drop(project);
    correct(&ours, "not enough", "never enough");
    let settled = |path: &str| list(&Project::open(path.as_ref()).unwrap()).settled;
    let decisions = |path: &str| Project::open(path.as_ref()).unwrap().reads().decisions().unwrap().len();
    assert_eq!((settled(&ours), decisions(&ours)), (1, 1));
    ok(&["merge", &ours, &theirs]);
    assert_eq!((settled(&ours), decisions(&ours)), (0, 1), "nothing is in dispute there any more");
    assert_eq!(ok(&["check", &ours]), "whole\n");
    ok(&["undo", &ours]);
    assert_eq!((settled(&ours), decisions(&ours)), (1, 1));
}

#[test]
fn in_a_focus_group_it_stays_with_who_says_it() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana")), ("Ben", named("Ben"))]);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    ok(&["code", &copy, "--document", "FGD", "--range", "20..37", "--code", "Reason", "--coder", "Cy"]);
    execute(&project, |study| {
        let source = study.source_named("FGD").unwrap().id;
        let before = super::who_speaks::GROUP;
        let text = before.replace("Ana:", "Anna:").replace("No money", "There was no money at all");
        Command::EditText { source, before: before.into(), text }
    });
    ok(&["merge", &project, &copy]);
    let list = json(&["codings", &project, "--format", "json"]);
    assert_eq!(list[0]["text"], "I did. There was no money at all.\n");
    assert_eq!(list[0]["participant"], "Ana");
}

fn planned(project: &Project, copy: &str, sight: &Sight) -> MergePlan {
    plan(project.reads(), &[copy.into()], sight, &Progress::default()).unwrap()
}

#[test]
fn it_is_suggested_and_has_a_heading_of_its_own_but_no_words_during_blind_coding() {
    let place = temporary();
    let (ours, theirs) = copies_of_ann(&place);
    code_words(&theirs, THERE);
    correct(&ours, "not enough", "never enough");
    let project = Project::open(ours.as_ref()).unwrap();
    let heading = "Passages whose words were corrected";
    let plan = planned(&project, &theirs, &Sight::Everything);
    let suggested = plan.suggested();
    assert_eq!(suggested, plan.choices(ChoiceKind::CorrectedPassage).collect());
    let totals = plan.totals(&suggested);
    assert_eq!(totals[..2], ["Passages added, by coder: Ann (1).", "1 of these has words that were corrected."]);
    for (taken, end) in [(suggested, "; placed on the words here"), (Default::default(), "; left out")] {
        let sections = plan.sections(&taken);
        let listed = sections.iter().find(|section| section.heading == format!("{heading}{end}"));
        assert!(listed.unwrap().lines[0].contains("never enough"), "{sections:?}");
        assert!(!sections.iter().any(|section| section.heading == "New passages"), "{sections:?}");
    }
    let blind = Sight::Blind { viewer: Some("Zoe".into()), finished: Default::default() };
    let printed = format!("{:?}", planned(&project, &theirs, &blind).sections(&Default::default()));
    assert!(printed.contains(heading) && !printed.contains("enough"), "{printed}");
}

#[test]
fn of_two_copies_the_one_with_the_words_here_needs_no_choice() {
    let place = temporary();
    let (ours, first) = copies_of_ann(&place);
    code_words(&first, THERE);
    // The second copy has the correction, and its passage is longer or the same.
    for longer in [false, true] {
        let [project, second] = ["project.pullquote", "second.pullquote"].map(|name| within(&place, name));
        std::fs::copy(&ours, &project).unwrap();
        correct(&project, "not enough", "never enough");
        std::fs::copy(&first, &second).unwrap();
        correct(&second, "not enough", "never enough");
        let wanted =
            if longer { "there was a village and never enough yuan" } else { "a village and never enough yuan" };
        if longer {
            let (before, (start, end)) = (range(&second, "a village and never enough yuan").0, range(&second, wanted));
            as_ann(&second, |project| Command::MoveEdges {
                coding: passage(project, before),
                range: CharRange::new(start, end),
            });
        }
        for copies in [[&first, &second], [&second, &first]] {
            let report = json(&["merge", &project, copies[0], copies[1], "--leave-corrected", "--json"]);
            assert_eq!(report["corrected"].as_array().unwrap().len(), 0, "{report}");
            assert_eq!(words_of_ann(&project), [wanted], "{report}");
            ok(&["undo", &project]);
        }
    }
}

#[test]
fn left_out_it_is_left_out_of_all_copies_and_is_not_said_to_be_here() {
    let place = temporary();
    let (ours, first) = copies_of_ann(&place);
    let second = within(&place, "second.pullquote");
    code_words(&first, THERE);
    std::fs::copy(&first, &second).unwrap();
    correct(&ours, "not enough", "never enough");
    let merge = ["merge", &ours, &first, &second, "--dry-run", "--json"];
    let taken = json(&merge);
    let left = json(&[&merge[..], &["--leave-corrected"]].concat());
    assert_eq!((one(&taken, "added")["words"].as_str(), left["added"].as_array().unwrap().len()), (Some(THERE), 0));
    assert_eq!(taken["same"].as_u64().unwrap() - 1, left["same"].as_u64().unwrap());
}
