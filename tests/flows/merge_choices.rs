//! What the user chooses in a merge: newer versions, removals, and what was removed here.

use super::support::*;
use pullquote::engine::merge::{ChoiceKind, MergeChoice, MergePlan, Sight, plan};
use pullquote::engine::{Actor, Command, Outcome, Progress, Project};
use pullquote::model::{CharRange, CodingId, NoteTarget, SourceId, UserId};
use std::path::PathBuf;

/// A project with passages of two coders in one document, and a copy of it.
struct Pair {
    place: tempfile::TempDir,
    ours: Project,
    theirs: Project,
}

const COPY: &str = "copy.pullquote";

fn run(project: &mut Project, who: &str, command: &Command) -> Outcome {
    // Times of entries are in milliseconds.
    std::thread::sleep(std::time::Duration::from_millis(2));
    project.execute(command, &Actor::named(who), &Progress::default()).unwrap()
}

fn coder(project: &Project, name: &str) -> UserId {
    project.reads().study().unwrap().user_named(name).unwrap().id
}

fn document(project: &Project) -> SourceId {
    project.reads().study().unwrap().sources[0].id
}

fn code(project: &mut Project, who: &str, (start, end): (u32, u32)) {
    let study = project.reads().study().unwrap();
    let (source, codes) = (study.sources[0].id, vec![study.codebook.codes()[0].id]);
    run(project, who, &Command::Code { source, range: CharRange::new(start, end), codes });
}

/// The passage that starts here.
fn at(project: &Project, start: u32) -> CodingId {
    let facts = project.reads().facts_of(document(project)).unwrap();
    facts.iter().find(|fact| fact.range.start.0 == start).expect("a passage").coding
}

fn starts(project: &Project) -> Vec<u32> {
    project.reads().facts_of(document(project)).unwrap().iter().map(|fact| fact.range.start.0).collect()
}

fn remove(project: &mut Project, who: &str, start: u32) {
    let codings = vec![at(project, start)];
    run(project, who, &Command::Override(Box::new(Command::Remove { codings })));
}

fn memo(project: &mut Project, who: &str, target: NoteTarget, text: &str) {
    run(project, who, &Command::SetMemo { note: None, target, text: text.into() });
}

/// Writes a memo on the passage that starts here.
fn memo_at(project: &mut Project, who: &str, start: u32, text: &str) {
    let target = NoteTarget::Coding(at(project, start));
    memo(project, who, target, text);
}

fn change_memo(project: &mut Project, who: &str, from: &str, to: &str) {
    let note = project.reads().notes().unwrap().into_iter().find(|note| note.text == from).expect("a memo");
    let change = Command::SetMemo { note: Some(note.id), target: note.target, text: to.into() };
    run(project, who, &Command::Override(Box::new(change)));
}

fn texts(project: &Project) -> Vec<String> {
    project.reads().notes().unwrap().into_iter().map(|note| note.text).collect()
}

impl Pair {
    fn new() -> Self {
        let place = temporary();
        let text = place.path().join("one.txt");
        std::fs::write(&text, "Ann: We had no land at home, and the wages in town were low, so we went away.\n")
            .unwrap();
        let (original, copy) = (place.path().join("here.pullquote"), place.path().join(COPY));
        let mut ours = Project::create(&original, "One").unwrap();
        import(&mut ours, text, true);
        for name in ["Ann", "Ben"] {
            run(&mut ours, "", &Command::AddCoder { name: name.into() });
        }
        run(&mut ours, "Ann", &Command::AddCode { parent: None, name: "Land".into(), passage: None });
        for (who, range) in [("Ann", (5, 9)), ("Ann", (10, 14)), ("Ben", (20, 24))] {
            code(&mut ours, who, range);
        }
        let on = NoteTarget::Source(document(&ours));
        memo(&mut ours, "Ann", on, "by Ann");
        memo(&mut ours, "Ben", on, "by Ben");
        drop(ours);
        std::fs::copy(&original, &copy).unwrap();
        let (ours, theirs) = (Project::open(&original).unwrap(), Project::open(&copy).unwrap());
        Self { place, ours, theirs }
    }

    fn copies(&self) -> Vec<PathBuf> {
        vec![self.place.path().join(COPY)]
    }

    fn plan(&self) -> MergePlan {
        plan(self.ours.reads(), &self.copies(), &Sight::Everything, &Progress::default()).unwrap()
    }

    fn offered(&self, kind: ChoiceKind) -> Vec<MergeChoice> {
        let plan = self.plan();
        plan.choices(kind).map(|place| plan.choice(place).unwrap()).collect()
    }

    /// The number of choices of each kind.
    fn counts(&self) -> Vec<(ChoiceKind, usize)> {
        let plan = self.plan();
        let counts = ChoiceKind::ALL.into_iter().map(|kind| (kind, plan.choices(kind).count()));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    fn merge(&mut self, take: Vec<MergeChoice>) -> Outcome {
        let copies = self.copies();
        run(&mut self.ours, "Ann", &Command::Merge { copies, take })
    }

    fn report(&mut self, take: Vec<MergeChoice>) -> String {
        self.merge(take).merged.unwrap().text()
    }
}

#[test]
fn what_was_deleted_here_is_restored_only_by_choice() {
    let mut pair = Pair::new();
    memo_at(&mut pair.theirs, "Ann", 10, "on a passage");
    remove(&mut pair.ours, "Ann", 10);
    remove(&mut pair.ours, "Ben", 20);
    change_memo(&mut pair.ours, "Ann", "by Ann", "");
    code(&mut pair.theirs, "Ben", (30, 34));
    let offered = pair.counts();
    assert_eq!(offered, [(ChoiceKind::ReturningPassage, 2), (ChoiceKind::ReturningMemo, 1)]);
    let outcome = pair.merge(vec![]);
    let kept = ", 2 passages deleted here not added again, 1 memo deleted here not added again";
    assert!(outcome.summary.contains(kept), "{}", outcome.summary);
    let report = outcome.merged.unwrap().text();
    assert_eq!(starts(&pair.ours), [5, 30]);
    assert_eq!(texts(&pair.ours), ["by Ben"]);
    let outcome = "2 passages in the copy, but deleted here: 2 left out.";
    for line in ["Passages deleted here; not added: 2", "Memos deleted here; not added: 1", outcome] {
        assert!(report.contains(line), "{line}: {report}");
    }
    let mut take = pair.offered(ChoiceKind::ReturningPassage);
    take.truncate(1);
    take.extend(pair.offered(ChoiceKind::ReturningMemo));
    let report = pair.report(take);
    assert_eq!(starts(&pair.ours), [5, 10, 30]);
    assert_eq!(texts(&pair.ours), ["by Ben", "by Ann", "on a passage"]);
    assert!(report.contains("1 added again, 1 left out") && report.contains("\nNew passages: 1\n"), "{report}");
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!((starts(&pair.ours), texts(&pair.ours)), (vec![5, 30], vec!["by Ben".to_owned()]));
    assert_eq!(pair.ours.reads().check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_code_deleted_here_is_restored_only_with_its_passages() {
    let mut pair = Pair::new();
    let code = pair.ours.reads().study().unwrap().codebook.codes()[0].id;
    run(&mut pair.ours, "Ann", &Command::RemoveCode { code });
    let codes = |pair: &Pair| pair.ours.reads().study().unwrap().codebook.codes().len();
    let report = pair.report(vec![]);
    assert!(!report.contains("New codes"), "{report}");
    assert_eq!((codes(&pair), starts(&pair.ours)), (0, vec![]));
    let take = pair.offered(ChoiceKind::ReturningPassage);
    let report = pair.report(take);
    assert!(report.contains("New codes: 1"), "{report}");
    assert_eq!((codes(&pair), starts(&pair.ours)), (1, vec![5, 10, 20]));
}

/// A pair in which only the copy changed the memo by Ben, both changed the one by Ann, and only this project changed the
/// one on the code.
fn with_changed_memos() -> Pair {
    let mut pair = Pair::new();
    let on = NoteTarget::Code(pair.ours.reads().study().unwrap().codebook.codes()[0].id);
    memo(&mut pair.ours, "Ann", on, "old");
    let copy = pair.place.path().join(COPY);
    drop(pair.theirs);
    std::fs::remove_file(&copy).unwrap();
    pair.ours.reads().save_copy(&copy).unwrap();
    pair.theirs = Project::open(&copy).unwrap();
    change_memo(&mut pair.theirs, "Ben", "by Ben", "by Ben, later");
    change_memo(&mut pair.theirs, "Ben", "by Ann", "by Ann, there");
    change_memo(&mut pair.ours, "Ann", "by Ann", "by Ann, here");
    change_memo(&mut pair.ours, "Ann", "old", "new");
    pair
}

#[test]
fn of_a_memo_with_different_words_mine_theirs_or_both_are_kept() {
    let offered = [(ChoiceKind::ChangedMemo, 2), (ChoiceKind::JoinedMemo, 2)];
    let mut pair = with_changed_memos();
    assert_eq!(pair.counts(), offered, "a copy that lacks a change offers nothing");
    let report = pair.report(vec![]);
    assert!(report.contains("Memos with different words in the copy; those here stay: 3"), "{report}");
    assert!(report.contains("on one by Ann: “by Ann, there”; here: “by Ann, here”"), "{report}");
    assert!(report.contains("2 memos with different words in the copy: 2 kept as here."));
    assert_eq!(texts(&pair.ours), ["by Ann, here", "by Ben", "new"]);

    let mut pair = with_changed_memos();
    let outcome = pair.merge(pair.offered(ChoiceKind::ChangedMemo));
    assert!(outcome.summary.ends_with(", 2 memos replaced by the copy’s version"), "{}", outcome.summary);
    let report = outcome.merged.unwrap().text();
    assert!(report.contains("Memos replaced by the copy’s version: 2"), "{report}");
    assert!(report.contains("those here stay: 1"), "{report}");
    assert_eq!(texts(&pair.ours), ["by Ann, there", "by Ben, later", "new"]);
    assert_eq!(pair.counts(), []);
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!(texts(&pair.ours), ["by Ann, here", "by Ben", "new"]);
    assert_eq!(pair.counts(), offered, "an undone merge can be repeated");

    // Both: theirs are below mine, under a line that names who changed them and when.
    let outcome = pair.merge(pair.offered(ChoiceKind::JoinedMemo));
    assert!(outcome.summary.ends_with(", 2 memos kept in both versions"), "{}", outcome.summary);
    let report = outcome.merged.unwrap().text();
    assert!(report.contains("Memos kept in both versions, the copy’s below the one here: 2"), "{report}");
    let joined = texts(&pair.ours);
    let (mine, theirs) = joined[0].split_once("\n\n— Ben, 20").expect("a line with coder and date");
    assert_eq!((mine, theirs.split_once(":\n").unwrap().1), ("by Ann, here", "by Ann, there"));
    assert!(joined[1].starts_with("by Ben\n\n— Ben, 20") && joined[1].ends_with(":\nby Ben, later"), "{joined:?}");
    assert_eq!(pair.counts(), [], "what was appended is not offered again");
    // If both are asked for one memo, the first counts.
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    let take = [ChoiceKind::JoinedMemo, ChoiceKind::ChangedMemo].map(|kind| pair.offered(kind)).concat();
    pair.merge(take);
    assert_eq!(texts(&pair.ours), ["by Ann, there", "by Ben, later", "new"]);
    assert_eq!(pair.ours.reads().check().unwrap(), Vec::<String>::new());
}

#[test]
fn the_words_of_several_copies_are_appended_to_one_memo() {
    let mut pair = with_changed_memos();
    let other = pair.place.path().join("other.pullquote");
    pair.theirs.reads().save_copy(&other).unwrap();
    let mut third = Project::open(&other).unwrap();
    change_memo(&mut third, "Ann", "by Ann, there", "by Ann, elsewhere");
    drop(third);
    let copies = vec![pair.place.path().join(COPY), other];
    let plan = plan(pair.ours.reads(), &copies, &Sight::Everything, &Progress::default()).unwrap();
    let take = plan.choices(ChoiceKind::JoinedMemo).map(|place| plan.choice(place).unwrap()).collect();
    run(&mut pair.ours, "Ann", &Command::Merge { copies, take });
    let memo = &texts(&pair.ours)[0];
    let parts = ["by Ann, here", "— Ben, 20", "by Ann, there", "— Ann, 20", "by Ann, elsewhere"];
    let places: Vec<_> = parts.iter().map(|part| memo.find(part).unwrap_or_else(|| panic!("{part}: {memo}"))).collect();
    assert!(places.is_sorted(), "{memo}");
}

#[test]
fn the_command_line_keeps_mine_theirs_or_both() {
    for (flags, ann, heading, history) in [
        (&[][..], "by Ann, here", "those here stay", "2 memos kept as here"),
        (&["--memos", "mine"], "by Ann, here", "those here stay", "2 memos kept as here"),
        (
            &["--memos", "theirs"],
            "by Ann, there",
            "Memos replaced by the copy’s version",
            "2 memos replaced by the copy’s version",
        ),
        (
            &["--memos", "both"],
            "by Ann, here\n\n— Ben, 20",
            "Memos kept in both versions",
            "2 memos kept in both versions",
        ),
    ] {
        let Pair { place, ours, mut theirs } = with_changed_memos();
        code(&mut theirs, "Ben", (30, 34));
        drop((ours, theirs));
        let (original, copy) = (within(&place, "here.pullquote"), within(&place, COPY));
        let report = ok(&[&["merge", &original, &copy, "--dry-run"], flags].concat());
        let line = report.lines().find(|line| line.contains("“by Ann, there”")).unwrap();
        assert!(line.contains(heading), "{flags:?}: {line}");
        let report = json(&[&["merge", &original, &copy, "--json"], flags].concat());
        let one = report["differences"].as_array().unwrap().iter().find(|one| one["text"] == "by Ann, there").unwrap();
        assert_eq!((&one["kind"], &one["here"]), (&"changed_memo".into(), &"by Ann, here".into()));
        assert!(one["note"].as_str().unwrap().contains(heading), "{flags:?}: {one}");
        let project = Project::open_to_read(original.as_ref()).unwrap().0;
        assert!(texts(&project)[0].starts_with(ann), "{flags:?}: {:?}", texts(&project));
        drop(project);
        let report = ok(&["history", &original]);
        assert!(report.lines().any(|line| line.contains("merge") && line.contains(history)), "{flags:?}: {report}");
    }
    let Pair { place, .. } = Pair::new();
    fails(
        &["merge", &within(&place, "here.pullquote"), &within(&place, COPY), "--memos", "ours"],
        2,
        &["mine, theirs, both"],
    );
}

#[test]
fn a_finished_mark_that_was_withdrawn_in_the_copy_is_listed_and_can_be_taken() {
    let mark = |project: &mut Project, who: &str, done| {
        let (sources, user) = (vec![document(project)], coder(project, who));
        run(project, who, &Command::MarkDone { sources, user, done });
    };
    let with_marks = || {
        let mut pair = Pair::new();
        for who in ["Ann", "Ben"] {
            mark(&mut pair.ours, who, true);
        }
        let copy = pair.place.path().join(COPY);
        drop(pair.theirs);
        std::fs::remove_file(&copy).unwrap();
        pair.ours.reads().save_copy(&copy).unwrap();
        pair.theirs = Project::open(&copy).unwrap();
        mark(&mut pair.theirs, "Ben", false);
        pair
    };
    let marks = |pair: &Pair| pair.ours.reads().finished().unwrap().len();
    let mut pair = with_marks();
    assert_eq!(pair.counts(), [(ChoiceKind::WithdrawnMark, 1)]);
    let report = pair.report(vec![]);
    assert!(report.contains("Finished marks withdrawn in the copy; kept here: 1\n- one, by Ben"), "{report}");
    assert_eq!(marks(&pair), 2);
    code(&mut pair.theirs, "Ann", (30, 34));
    let outcome = pair.merge(vec![]);
    assert!(outcome.summary.ends_with(", 1 finished mark withdrawn in the copy kept here"), "{}", outcome.summary);
    let outcome = pair.merge(pair.offered(ChoiceKind::WithdrawnMark));
    assert!(outcome.summary.ends_with(", 1 finished mark withdrawn"), "{}", outcome.summary);
    assert!(outcome.merged.unwrap().text().contains("Finished marks withdrawn here, as in the copy: 1"));
    assert_eq!((marks(&pair), pair.counts()), (1, vec![]));
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!((marks(&pair), pair.counts()), (2, vec![(ChoiceKind::WithdrawnMark, 1)]));
    // A mark that was set again later counts: there is nothing to take.
    for both in [false, true] {
        let mut pair = with_marks();
        mark(&mut pair.ours, "Ben", false);
        if both {
            mark(&mut pair.ours, "Ben", true);
        }
        assert_eq!((pair.counts(), pair.plan().differences.len()), (vec![], usize::from(both)));
    }
    // A coder whose mark was undone in the copy, and one who is not here.
    let mut pair = with_marks();
    run(&mut pair.theirs, "Ben", &Command::Undo { steps: 1 });
    run(&mut pair.theirs, "", &Command::AddCoder { name: "Zoe".into() });
    mark(&mut pair.theirs, "Zoe", true);
    mark(&mut pair.theirs, "Zoe", false);
    assert_eq!((pair.counts(), pair.plan().differences.len()), (vec![], 0));
    let Pair { place, ours, theirs } = with_marks();
    drop((ours, theirs));
    let report = json(&["merge", &within(&place, "here.pullquote"), &within(&place, COPY), "--json"]);
    let withdrawn = &report["differences"][0];
    assert_eq!((&withdrawn["kind"], &withdrawn["coder"]), (&"withdrawn_mark".into(), &"Ben".into()));
}

#[test]
fn what_its_own_coder_removed_from_the_copy_can_be_removed_here() {
    let mut pair = Pair::new();
    remove(&mut pair.theirs, "Ann", 5);
    remove(&mut pair.theirs, "Ann", 20);
    change_memo(&mut pair.theirs, "Ben", "by Ben", "");
    change_memo(&mut pair.theirs, "Ben", "by Ann", "");
    assert_eq!(pair.counts(), [(ChoiceKind::RemovedPassage, 1), (ChoiceKind::RemovedMemo, 1)]);
    let report = pair.report(vec![]);
    for line in ["Passages deleted from the copy; kept here: 2", "Memos deleted from the copy; kept here: 2"] {
        assert!(report.contains(line), "{line}: {report}");
    }
    let take = [ChoiceKind::RemovedPassage, ChoiceKind::RemovedMemo].map(|kind| pair.offered(kind)).concat();
    let outcome = pair.merge(take);
    assert!(outcome.summary.ends_with(", 1 passage deleted, 1 memo deleted"), "{}", outcome.summary);
    let report = outcome.merged.unwrap().text();
    for line in ["Passages deleted here, as in the copy: 1", "Passages deleted from the copy; kept here: 1"] {
        assert!(report.contains(line), "{line}: {report}");
    }
    assert_eq!((starts(&pair.ours), texts(&pair.ours)), (vec![10, 20], vec!["by Ann".to_owned()]));
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!(starts(&pair.ours), [5, 10, 20]);
}

#[test]
fn a_removal_is_not_offered_if_the_passage_was_changed_or_got_a_memo_here_since() {
    let mut pair = Pair::new();
    remove(&mut pair.theirs, "Ann", 5);
    remove(&mut pair.theirs, "Ann", 10);
    let (coding, range) = (at(&pair.ours, 5), CharRange::new(5, 12));
    run(&mut pair.ours, "Ann", &Command::MoveEdges { coding, range });
    memo_at(&mut pair.ours, "Ben", 10, "mine");
    assert_eq!(pair.counts(), []);
}

#[test]
fn an_undo_is_the_newer_state() {
    let mut pair = Pair::new();
    // Changed before the copy was made, and undone in it.
    let (coding, range) = (at(&pair.ours, 5), CharRange::new(5, 12));
    run(&mut pair.ours, "Ann", &Command::MoveEdges { coding, range });
    drop(pair.theirs);
    let copy = pair.place.path().join(COPY);
    std::fs::remove_file(&copy).unwrap();
    pair.ours.reads().save_copy(&copy).unwrap();
    pair.theirs = Project::open(&copy).unwrap();
    run(&mut pair.theirs, "Ann", &Command::Undo { steps: 1 });
    assert_eq!(pair.counts(), [(ChoiceKind::NewerPassage, 1)]);
    // What is undone here as well is the same, and what is redone here is newer.
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!((pair.counts(), pair.plan().conflicts.len()), (vec![], 0));
    run(&mut pair.ours, "Ann", &Command::Redo { steps: 1 });
    assert_eq!((pair.counts(), pair.plan().conflicts.len()), (vec![], 1));
}

#[test]
fn a_merge_that_was_undone_can_be_repeated_with_the_same_choices() {
    let mut pair = Pair::new();
    let (coding, range) = (at(&pair.theirs, 5), CharRange::new(5, 12));
    run(&mut pair.theirs, "Ann", &Command::MoveEdges { coding, range });
    remove(&mut pair.theirs, "Ann", 10);
    change_memo(&mut pair.theirs, "Ann", "by Ann", "later");
    let offered = pair.counts();
    assert_eq!(offered.len(), 4);
    let take: Vec<_> = ChoiceKind::ALL.into_iter().flat_map(|kind| pair.offered(kind)).collect();
    pair.merge(take);
    assert_eq!(pair.counts(), []);
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    assert_eq!(pair.counts(), offered);
}

#[test]
fn a_coder_is_recognised_by_an_earlier_name() {
    // In both files, the coder was added on their own, so that only the name is common.
    for renamed_here in [true, false] {
        let mut pair = Pair::new();
        for project in [&mut pair.ours, &mut pair.theirs] {
            run(project, "", &Command::AddCoder { name: "Lena".into() });
            code(project, "Lena", (30, 34));
        }
        code(&mut pair.theirs, "Lena", (40, 44));
        let project = if renamed_here { &mut pair.ours } else { &mut pair.theirs };
        let user = coder(project, "Lena");
        run(project, "Lena", &Command::RenameCoder { user, name: "Lena Wang".into() });
        let plan = pair.plan();
        assert_eq!(
            (plan.coders.len(), plan.added.len(), plan.same(&plan.suggested())),
            (0, 1, 4),
            "renamed here: {renamed_here}"
        );
        let report = pair.report(vec![]);
        let line = if renamed_here {
            "- Lena Wang is named Lena in the copy"
        } else {
            "- Lena is named Lena Wang in the copy"
        };
        assert!(report.contains(line), "{report}");
    }
    // Somebody else has got the name.
    let mut pair = Pair::new();
    let user = coder(&pair.ours, "Ben");
    run(&mut pair.ours, "Ben", &Command::RenameCoder { user, name: "Benno".into() });
    run(&mut pair.ours, "", &Command::AddCoder { name: "Ben".into() });
    run(&mut pair.theirs, "", &Command::AddCoder { name: "Zoe".into() });
    code(&mut pair.theirs, "Zoe", (40, 44));
    assert_eq!(pair.plan().coders, ["Zoe"]);
    assert!(pair.report(vec![]).contains("New coders: 1"));
    // Known by guid from now on, whatever the names.
    let user = coder(&pair.theirs, "Zoe");
    run(&mut pair.theirs, "Zoe", &Command::RenameCoder { user, name: "Zoë".into() });
    let user = coder(&pair.ours, "Zoe");
    run(&mut pair.ours, "Zoe", &Command::RenameCoder { user, name: "Z.".into() });
    code(&mut pair.theirs, "Zoë", (50, 54));
    let plan = pair.plan();
    assert_eq!((plan.coders.len(), plan.added[0].coder.as_str()), (0, "Z."));
}

#[test]
fn a_report_says_what_was_merged_when_and_which_documents_are_unfinished() {
    let mut pair = Pair::new();
    run(&mut pair.theirs, "", &Command::AddCoder { name: "Zoe".into() });
    code(&mut pair.theirs, "Zoe", (30, 34));
    let report = pair.report(vec![]);
    let (copy, file) = (pair.place.path().join(COPY), pair.place.path().join("here.pullquote"));
    for line in [
        format!("\nProject: One ({})\n", file.display()),
        format!("\nCopy: {}, last changed 20", copy.display()),
        "\nDate: 20".to_owned(),
        "\nNot finished, so left out of agreement: 1 document\n- Zoe: one\n".to_owned(),
    ] {
        assert!(report.contains(&line), "{line}: {report}");
    }
}

#[test]
fn the_command_line_lists_new_codes_and_coders() {
    let mut pair = Pair::new();
    run(&mut pair.theirs, "", &Command::AddCoder { name: "Zoe".into() });
    run(&mut pair.theirs, "Zoe", &Command::AddCode { parent: None, name: "Town".into(), passage: None });
    let code = pair.theirs.reads().study().unwrap().codebook.find("Town").unwrap();
    let source = document(&pair.theirs);
    run(&mut pair.theirs, "Zoe", &Command::Code { source, range: CharRange::new(30, 34), codes: vec![code] });
    let Pair { place, ours, theirs } = pair;
    drop((ours, theirs));
    let out = ok(&["merge", &within(&place, "here.pullquote"), &within(&place, COPY)]);
    assert!(out.contains("\nnew codes: Town\n") && out.contains("\nnew coders: Zoe\n"), "{out}");
}

#[test]
fn during_blind_coding_others_passages_are_only_counted() {
    let mut pair = Pair::new();
    for range in [(30, 34), (40, 44)] {
        code(&mut pair.theirs, "Ben", range);
    }
    code(&mut pair.theirs, "Ann", (50, 54));
    memo_at(&mut pair.theirs, "Ben", 10, "of Ben on Ann's");
    memo_at(&mut pair.theirs, "Ann", 5, "of Ann on Ann's");
    remove(&mut pair.theirs, "Ben", 20);
    run(&mut pair.ours, "Ann", &Command::SetBlind { on: true });
    let ann = coder(&pair.ours, "Ann");
    let seen = |pair: &Pair, viewer| {
        let sight = Sight::of(pair.ours.reads(), viewer).unwrap();
        let plan = plan(pair.ours.reads(), &pair.copies(), &sight, &Progress::default()).unwrap();
        let all = Default::default();
        let lines: Vec<_> = plan.sections(&all).into_iter().flat_map(|section| section.lines).collect();
        lines.join("\n")
    };
    let printed = seen(&pair, Some(ann));
    assert!(printed.contains("2 × by Ben in one: not shown during blind coding"), "{printed}");
    assert!(printed.contains("51–54") && printed.contains("of Ann on Ann's"), "{printed}");
    assert!(printed.contains("on a passage by Ben: not shown during blind coding"), "{printed}");
    for hidden in ["31–34", "41–44", "21–24", "of Ben on"] {
        assert!(!printed.contains(hidden), "{hidden}: {printed}");
    }
    let nobody = seen(&pair, None);
    assert!(!nobody.contains("characters") && !nobody.contains("of Ann on Ann's"), "{nobody}");
    // The report after the merge shows as much, and everything is merged.
    let report = pair.report(vec![]);
    assert!(
        report.contains("\nNew passages: 3\n") && report.contains("2 × by Ben in one") && !report.contains("of Ben on"),
        "{report}"
    );
    assert_eq!(texts(&pair.ours).len(), 4);
    let (sources, user) = (vec![document(&pair.ours)], ann);
    run(&mut pair.ours, "Ann", &Command::Undo { steps: 1 });
    run(&mut pair.ours, "Ann", &Command::MarkDone { sources, user, done: true });
    let printed = seen(&pair, Some(ann));
    assert!(printed.contains("31–34") && printed.contains("of Ben on Ann's"), "{printed}");
}
