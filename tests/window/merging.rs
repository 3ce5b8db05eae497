//! The preview of a merge lists what is merged and what is not.

use super::support::Window;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pullquote::app::compare_room::CompareTab;
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::{Actor, Command, PassageFilter, Progress, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{Account, CharRange, NoteTarget, UserId};

use std::path::Path;

/// Opens the preview for a copy of the sample on which these commands were executed by its first coder.
fn preview(commands: impl FnOnce(&Project) -> Vec<Command>) -> Window {
    let mut window = Window::sample();
    let copy = window.path("copy.pullquote");
    window.project_mut().save_copy(copy.clone());
    window.until("it is copied", |w| w.path("copy.pullquote").is_file() && w.has_part("Saved a copy"));
    let mut project = Project::open(&copy).unwrap();
    let coder = Actor::Coder(project.reads().study().unwrap().users[0].id);
    for command in commands(&project) {
        project.execute(&command, &coder, &Progress::default()).unwrap();
    }
    drop(project);
    let Workspace { rooms, link, .. } = window.project_mut();
    rooms.merging.begin(vec![copy], link);
    window.until("it is read", |w| w.project().rooms.merging.preview.as_ref().is_some_and(|p| p.plan.is_some()));
    window
}

fn count(window: &Window, part: &str) -> usize {
    window.harness.query_all_by_label_contains(part).count()
}

#[test]
fn differences_are_listed_below_their_headings() {
    let mut window = preview(|project| {
        let study = project.reads().study().unwrap();
        let me = study.users[0].id;
        let mine: Vec<_> = project.reads().facts(&[me]).unwrap().iter().map(|fact| fact.coding).collect();
        let memo =
            Command::SetMemo { note: None, target: NoteTarget::Project, text: "备忘录 of a colleague".into() };
        vec![
            memo,
            Command::MarkImportant { codings: vec![mine[0]], important: true },
            Command::Remove { codings: vec![mine[1]] },
        ]
    });
    assert!(!window.has_part("备忘录 of a colleague"), "lists are folded");
    let (heading, part) = ("New memos: 1", "on the project by Coder 1: “备忘录 of a colleague”");
    window.click(heading);
    window.until(heading, |w| count(w, part) > 0);
    assert!(window.has("Marked as important only in the copy: 1"), "that is the user's choice");
    // Memos alone are worth a merge.
    window.click("Merge");
    window.until("it is merged", |w| w.project().rooms.merging.preview.is_none());
    assert!(window.has("Copies merged") && window.has("New memos: 1"), "the report says what came");
    let file = window.path("report.txt");
    *window.answer.lock().unwrap() = Picked::Paths(vec![file.clone()]);
    window.click("Save report…");
    window.until("it is written", |_| file.is_file());
    let report = std::fs::read_to_string(&file).unwrap();
    assert!(report.contains("“备忘录 of a colleague”") && report.contains("are not compared"), "{report}");
    window.click("Close");
    assert!(!window.has("Copies merged"));
    let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    let notes = project.reads().notes().unwrap();
    assert!(notes.iter().any(|note| note.text == "备忘录 of a colleague"));
}

/// Commands that put these words in place of “Sixteen” in the first document, and code some of them.
fn corrected_and_coded(project: &Project, words: &str, coded: &str) -> Vec<Command> {
    let reads = project.reads();
    let study = reads.study().unwrap();
    let source = study.sources[0].id;
    let before = reads.text(source).unwrap();
    let text = before.replacen("Sixteen", words, 1);
    let start = text[..text.find(coded).unwrap()].chars().count() as u32;
    let range = CharRange::new(start, start + coded.chars().count() as u32);
    vec![
        Command::EditText { source, before: before.into(), text },
        Command::Code { source, range, codes: vec![study.codebook.codes()[0].id] },
    ]
}

#[test]
fn a_passage_that_cannot_be_placed_is_not_overlooked() {
    let window = preview(|project| corrected_and_coded(project, "By the river. Sixteen", "By the river."));
    assert!(window.has("Cannot be placed: 1"));
    assert!(count(&window, "the passage’s words are no longer here") > 0, "the list is open");
}

#[test]
fn a_passage_whose_words_were_corrected_is_placed_unless_the_user_leaves_it_out() {
    let open = || preview(|project| corrected_and_coded(project, "Seventeen", "Seventeen"));
    let mut window = open();
    let passages = |w: &Window| w.project().counts.by_code.values().sum::<u64>();
    window.until("counted", |w| passages(w) > 0);
    let before = passages(&window);
    assert!(window.has("Passages whose words were corrected: 1") && window.has_part("“Seventeen”"));
    assert!(window.has_part("has “Sixteen” at characters"), "the words here");
    assert!(window.has("1 passage whose words were corrected: 1 placed on the words here."));
    window.key(Key::Escape);
    assert!(window.project().rooms.merging.preview.is_none(), "what is suggested is not lost work");
    let mut window = open();
    window.click("Merge 1 passage");
    window.until("it is merged", |w| w.has("Copies merged"));
    let heading = "Passages whose words were corrected; placed on the words here: 1";
    window.click(heading);
    window.until("both words", |w| w.has_part("“Seventeen”: here, ") && w.has_part("has “Sixteen”"));
    window.click("Close");
    window.until("it is counted", |w| passages(w) == before + 1);
    let mut window = open();
    window.click("Leave all out");
    window.until("it is left out", |w| w.has("1 passage whose words were corrected: 1 left out."));
    assert!(!window.has("Merge 1 passage"));
}

#[test]
fn the_buttons_stay_in_a_small_window_with_every_list_unfolded() {
    let mut window = preview(|project| {
        let study = project.reads().study().unwrap();
        let me = study.users[0].id;
        let mine: Vec<_> = project.reads().facts(&[me]).unwrap().iter().map(|fact| fact.coding).collect();
        let half = mine.len() / 2;
        let memo = |text: String| Command::SetMemo { note: None, target: NoteTarget::Project, text };
        let mut commands: Vec<_> = (0..30).map(|n| memo(format!("memo {n}"))).collect();
        commands.push(Command::Remove { codings: mine[half..].to_vec() });
        commands
    });
    window.harness.set_size(egui::vec2(1024.0, 600.0));
    window.settle();
    // The list of deleted passages is unfolded at first.
    window.click_start("New memos");
    window.until("they are unfolded", |w| w.has_part("memo 0"));
    let button = window.rect("Merge");
    assert!(button.bottom() < 600.0, "{button:?}");
    window.click("Merge");
    window.until("it is merged", |w| w.project().rooms.merging.preview.is_none());
}

#[test]
fn marks_are_taken_one_by_one_and_those_that_are_only_in_the_copy_at_once() {
    let mut codings = Vec::new();
    let mut window = preview(|project| {
        let study = project.reads().study().unwrap();
        let mine: Vec<_> = project.reads().facts(&[study.users[0].id]).unwrap();
        codings.extend([mine[0].coding, mine[1].coding]);
        vec![
            Command::SetAccount { codings: vec![mine[0].coding], account: Some(Account::Own) },
            Command::MarkImportant { codings: vec![mine[1].coding, mine[2].coding], important: true },
        ]
    });
    assert!(window.has("Marked only in the copy as own experience or about others: 1"));
    assert!(window.has_part("own experience in the copy, not stated here"));
    assert!(window.is_enabled("Merge, mark 1"), "what only the copy states is taken");
    assert!(window.has("Marked as important only in the copy: 2"));
    window.click("Take all 2");
    window.until("all are taken", |w| w.has("Merge, mark 3"));
    window.click("Merge, mark 3");
    window.until("it is merged", |w| w.project().rooms.merging.preview.is_none());
    assert!(window.has_part("Passages marked as important here, as in the copy"));
    window.click("Close");
    let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    let reads = project.reads();
    assert_eq!(reads.accounts().unwrap().get(&codings[0]), Some(&Account::Own));
    let passages = reads.passages(&PassageFilter::default()).unwrap();
    assert!(passages.iter().any(|passage| passage.coding.id == codings[1] && passage.important));
}

#[test]
fn marks_on_passages_of_others_are_asked_about() {
    let mut codings = Vec::new();
    let mut window = preview(|project| {
        let study = project.reads().study().unwrap();
        let of_first: Vec<_> = project.reads().facts(&[study.users[0].id]).unwrap();
        codings.push(of_first[0].coding);
        vec![Command::SetAccount { codings: codings.clone(), account: Some(Account::Own) }]
    });
    let second = window.project().study.as_deref().unwrap().users[1].id;
    window.project_mut().set_coder(Some(second));
    window.settle();
    for is_confirmed in [false, true] {
        window.click("Merge, mark 1");
        window.until("it is asked", |w| w.has("Change other coders’ passages?"));
        assert!(window.has("This changes marks or adds memos on 1 passage of Coder 1."));
        if is_confirmed {
            window.click("Merge anyway");
            window.until("it is merged", |w| w.project().rooms.merging.preview.is_none());
        } else {
            window.key(Key::Escape);
            window.until("it is left", |w| !w.project().link.is_waiting());
            assert!(window.project().rooms.merging.preview.is_some() && window.is_enabled("Merge, mark 1"));
        }
    }
    let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    assert_eq!(project.reads().accounts().unwrap().get(&codings[0]), Some(&Account::Own));
}

#[test]
fn newer_versions_are_taken_one_by_one_or_all() {
    let mut window = preview(|project| {
        let study = project.reads().study().unwrap();
        let mine = project.reads().facts(&[study.users[0].id]).unwrap();
        let longer = |place: usize| {
            let fact = &mine[place];
            let range = CharRange::new(fact.range.start.0, fact.range.end.0 - 1);
            Command::MoveEdges { coding: fact.coding, range }
        };
        vec![longer(0), longer(1)]
    });
    let taken = |w: &Window| w.project().rooms.merging.preview.as_ref().unwrap().take.len();
    assert!(window.has("Changed in the copy by their own coder: 2") && !window.is_enabled("Merge"));
    assert!(window.has_part("after the version here: 2 left.") && !window.has_part("0 taken"), "only what there is");
    window.click_start("Take A");
    assert_eq!(taken(&window), 1);
    assert!(window.has_part("1 taken, 1 left") && window.is_enabled("Merge, replace 1"));
    window.click("Keep all as they are here");
    assert_eq!(taken(&window), 0);
    window.click("Take all 2");
    assert_eq!(taken(&window), 2);
    window.click("Merge, replace 2");
    window.until("it is merged", |w| w.has("Copies merged"));
    assert!(window.has("Replaced by the newer version of their coder: 2"));
    window.key(Key::Enter);
    assert!(!window.has("Copies merged"), "Close has the focus");
}

#[test]
fn what_was_removed_here_and_there_waits_for_a_choice() {
    let mut window = preview(|project| {
        let mine = project.reads().facts(&[project.reads().study().unwrap().users[0].id]).unwrap();
        vec![Command::Remove { codings: vec![mine[0].coding, mine[1].coding] }]
    });
    assert!(window.has("Deleted from the copy by their own coder: 2") && !window.is_enabled("Merge"));
    window.click_start("Delete A");
    assert!(window.is_enabled("Merge, delete 1") && window.has_part("1 deleted here, 1 kept"));
    window.click("Merge, delete 1");
    window.until("it is merged", |w| w.has("Copies merged"));
    assert!(window.has("Passages deleted here, as in the copy: 1"));
    window.click("Close");
    // The copy that is merged now has what was removed here.
    let mine = window.project().me().unwrap();
    let passages = window.project().document.as_ref().unwrap().passages();
    let codings = passages.iter().filter(|p| p.user == mine).take(3).map(|p| p.coding).collect();
    let other = window.path("other.pullquote");
    window.project_mut().save_copy(other.clone());
    window.until("it is copied", |w| w.path("other.pullquote").is_file() && w.has_part("other.pullquote"));
    window.execute_as(mine, Command::Remove { codings });
    window.saved();
    let Workspace { rooms, link, .. } = window.project_mut();
    rooms.merging.begin(vec![other], link);
    window.until("it is read", |w| w.has("Deleted here: 3"));
    assert!(!window.is_enabled("Merge"), "nothing is chosen");
    window.click("Add all again: 3");
    assert!(window.is_enabled("Merge 3 passages"));
    window.click("Leave all out");
    window.click_start("Add again A");
    window.click("Merge 1 passage");
    window.until("it is merged", |w| w.has("Copies merged"));
    assert!(window.has("Passages deleted here; not added: 2") && window.has("New passages: 1"));
}

#[test]
fn of_a_memo_changed_on_both_sides_mine_theirs_or_both_are_kept() {
    let mut window = Window::sample();
    let write = |window: &mut Window, from: &str, to: &str| {
        let notes = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0.reads().notes().unwrap();
        let note = notes.iter().find(|note| note.text == from).map(|note| note.id);
        let command = Command::SetMemo { note, target: NoteTarget::Project, text: to.into() };
        let me = window.project().study.as_deref().unwrap().users[0].id;
        window.execute_as(me, command);
        window.saved();
    };
    for text in ["one", "two"] {
        write(&mut window, "", text);
    }
    let copy = window.path("copy.pullquote");
    window.project_mut().save_copy(copy.clone());
    window.until("it is copied", |w| w.path("copy.pullquote").is_file() && w.has_part("Saved a copy"));
    let mut project = Project::open(&copy).unwrap();
    let coder = Actor::Coder(project.reads().study().unwrap().users[0].id);
    for note in project.reads().notes().unwrap().iter().filter(|note| note.target == NoteTarget::Project) {
        let text = format!("{}, there", note.text);
        let command = Command::SetMemo { note: Some(note.id), target: note.target, text };
        project.execute(&command, &coder, &Progress::default()).unwrap();
    }
    drop(project);
    for text in ["one", "two"] {
        write(&mut window, text, &format!("{text}, here"));
    }
    let Workspace { rooms, link, .. } = window.project_mut();
    rooms.merging.begin(vec![copy], link);
    window.until("it is read", |w| w.has("Memos with different words in the copy: 2"));
    assert!(!window.is_enabled("Merge"), "mine are kept unless chosen otherwise");
    assert!(window.has_part("“one, there”; here: “one, here”"));
    window.click("Take all from the copy: 2");
    assert!(window.is_enabled("Merge, replace 2"));
    window.click_start("Keep both: on the project by Coder 1: “one");
    assert!(window.is_enabled("Merge, replace 1, join 1") && window.has_part("1 replaced, 1 kept in both versions"));
    window.click("Keep both for all 2");
    assert!(window.is_enabled("Merge, join 2"));
    window.click_start("Keep it as it is here: on the project by Coder 1: “two");
    window.click("Merge, join 1");
    window.until("it is merged", |w| w.has("Copies merged"));
    assert!(window.has_part("Memos kept in both versions") && window.has_part("those here stay: 1"));
    window.click("Close");
    window.saved();
    let notes = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0.reads().notes().unwrap();
    let texts: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert!(texts.contains(&"two, here"), "{texts:?}");
    assert!(texts.iter().any(|text| text.starts_with("one, here\n\n— Coder 1, ") && text.ends_with(":\none, there")));
}

/// A copy of the project with one more passage, by a third coder.
pub fn copy_coded_apart(original: &Path, copy: &Path) {
    std::fs::copy(original, copy).unwrap();
    let mut project = Project::open(copy).unwrap();
    let run =
        |project: &mut Project, command: Command| project.execute(&command, &Actor::named("Cara"), &Default::default());
    run(&mut project, Command::AddCoder { name: "Cara".into() }).unwrap();
    let study = project.reads().study().unwrap();
    let user: UserId = study.user_named("Cara").unwrap().id;
    let code = study.codebook.codes().last().unwrap().id;
    let (source, range) = (study.sources[0].id, pullquote::model::CharRange::new(300, 340));
    run(&mut project, Command::Code { source, range, codes: vec![code] }).unwrap();
    run(&mut project, Command::MarkDone { sources: vec![source], user, done: true }).unwrap();
}

#[test]
fn a_separately_coded_copy_is_merged_after_a_preview_and_undone() {
    let mut window = Window::sample();
    let (ours, copy) = (window.path("sample.pullquote"), window.path("copy.pullquote"));
    let folder = window.folder.clone();
    drop(window);
    copy_coded_apart(&ours, &copy);
    window = Window::within(folder);
    window.open_sample();
    *window.answer.lock().unwrap() = Picked::Paths(vec![copy]);
    window.menu("File", "Merge coders’ copies…");
    window.until("the preview is there", |w| w.has("New passages: 1"));
    assert!(window.has_part("New coders: Cara"));
    window.click("Merge 1 passage");
    window.until("Cara is here", |w| w.project().study.as_deref().unwrap().user_named("Cara").is_some());
    window.until("the report is shown", |w| w.has("Copies merged") && w.has("New coders: Cara"));
    window.click("Close");
    window.saved();
    window.click("Compare");
    window.until("three are compared", |w| {
        w.project().rooms.compare.compared.as_deref().is_some_and(|found| found.coders.len() == 3)
    });
    window.harness.get_by_role_and_label(Role::Tab, "Coders").click();
    window.settle();
    assert!(window.has_part("Coder 1 and Cara"));
    window.undo_asked();
    window.until("she is gone", |w| w.project().study.as_deref().unwrap().user_named("Cara").is_none());
    assert_eq!((window.project().room, window.project().rooms.compare.tab), (Room::Compare, CompareTab::Coders));
}

#[test]
fn a_merge_preview_lists_unfinished_documents() {
    let mut window = Window::sample();
    let (ours, copy) = (window.path("sample.pullquote"), window.path("copy.pullquote"));
    let folder = window.folder.clone();
    drop(window);
    copy_coded_apart(&ours, &copy);
    let mut project = Project::open(&copy).unwrap();
    let study = project.reads().study().unwrap();
    let (source, user) = (study.sources[0].clone(), study.user_named("Cara").unwrap().id);
    let unmark = Command::MarkDone { sources: vec![source.id], user, done: false };
    project.execute(&unmark, &Actor::named("Cara"), &Default::default()).unwrap();
    drop(project);
    window = Window::within(folder);
    window.open_sample();
    *window.answer.lock().unwrap() = Picked::Paths(vec![copy]);
    window.menu("File", "Merge coders’ copies…");
    window.until("the preview is there", |w| w.has("New passages: 1"));
    assert!(window.has("Not finished, so left out of agreement: 1 document"));
    assert!(window.has(&format!("Cara: {}", source.name)));
    window.click("Merge 1 passage");
    window.until("Cara is here", |w| w.project().study.as_deref().unwrap().user_named("Cara").is_some());
    window.until("the report is shown", |w| w.has("Copies merged") && w.has("New coders: Cara"));
    window.click("Close");
}
