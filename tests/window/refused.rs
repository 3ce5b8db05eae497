//! Input stays where it was entered until it is stored; if it cannot be stored, the reason is shown there.

use super::entering;
use super::leaving::{act, ask, is_modal, low, read_table};
use super::support::Window;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, CodeAct, CodingAct, DocumentAct, ImportAct, ProjectAct, TeamAct};
use pullquote::app::documents_room::Asking;
use pullquote::app::exporting::ExportKind;
use pullquote::app::importing::Importing;
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::Actor;
use pullquote::gui::dialogs::Picked;
use pullquote::model::{Described, NoteTarget, VariableKind};

/// While `broken`, nothing can be stored, because the history table has another name.
fn break_storage(window: &Window, broken: bool) {
    let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
    let (from, to) = if broken { ("ops", "away") } else { ("away", "ops") };
    database.execute_batch(&format!("PRAGMA legacy_alter_table = ON; ALTER TABLE {from} RENAME TO {to}")).unwrap();
}

const WHY: &str = "look for damage";

struct Case {
    name: &'static str,
    /// Opens the form and enters something.
    enter: fn(&mut Window),
    /// Submits it.
    submit: fn(&mut Window),
    /// Whether the input is still there.
    is_entered: fn(&Window) -> bool,
}

fn value(window: &Window, label: &str) -> String {
    window.harness.query_all_by_label(label).filter_map(|node| node.value()).next().unwrap_or_default()
}

fn enter(window: &mut Window) {
    window.key(Key::Enter);
}

fn press(window: &mut Window, button: &str) {
    window.harness.get_by_role_and_label(Role::Button, button).click();
    window.settle();
}

fn import(window: &mut Window) {
    window.until("it is planned", |w| w.is_enabled("Import"));
    press(window, "Import");
}

const CASES: &[Case] = &[
    Case {
        name: "new code",
        enter: entering::new_code,
        submit: enter,
        is_entered: |w| value(w, "Name of the code") == "思乡",
    },
    Case {
        name: "new coder",
        enter: entering::new_coder,
        submit: enter,
        is_entered: |w| value(w, "Name of the coder") == "王",
    },
    Case {
        name: "your name",
        enter: |w| {
            w.project_mut().set_coder(None);
            w.project_mut().new_memo(NoteTarget::Project);
            w.settle();
            w.chord(Modifiers::COMMAND, Key::A);
            w.type_text("李");
        },
        submit: enter,
        is_entered: |w| value(w, "Or add your name as a new coder") == "李",
    },
    Case {
        name: "code below",
        enter: entering::code_below,
        submit: enter,
        is_entered: |w| value(w, "Name of the code") == "Debts",
    },
    Case {
        name: "form of a code",
        enter: |w| {
            act(w, Action::OnCode(CodeAct::Edit, low(w)));
            w.click("Definition");
            w.chord(Modifiers::COMMAND, Key::A);
            w.type_text("When money is short");
        },
        submit: |w| press(w, "Save"),
        is_entered: |w| value(w, "Definition") == "When money is short",
    },
    Case {
        name: "dimension",
        enter: entering::new_dimension,
        submit: |w| press(w, "Save"),
        is_entered: |w| value(w, "Name") == "mood",
    },
    Case {
        name: "name of a code in the tree",
        enter: entering::name_of_code,
        submit: enter,
        is_entered: |w| value(w, "New name of the code") == "Poor",
    },
    Case {
        name: "new code in the palette",
        enter: |w| {
            let (start, end) = w.find("In 1993");
            w.drag(start, end);
            w.key(Key::Slash);
            w.type_text("思乡");
        },
        submit: enter,
        is_entered: |w| value(w, "Search codes") == "思乡",
    },
    Case {
        name: "new code by the filter",
        enter: |w| {
            w.chord(Modifiers::COMMAND, Key::L);
            w.type_text("思乡");
        },
        submit: |w| w.click("New code “思乡”"),
        is_entered: |w| value(w, "Filter codes") == "思乡",
    },
    Case {
        name: "renamed document",
        enter: |w| {
            let id = w.project().study.as_deref().unwrap().sources[0].id;
            ask(w, Asking::RenameDocument(id, "A".into()));
            w.type_text("nna");
        },
        submit: enter,
        is_entered: |w| value(w, "Name of the document") == "Anna",
    },
    Case {
        name: "new participant",
        enter: entering::new_participant,
        submit: enter,
        is_entered: |w| value(w, "Name of the participant") == "Zhou",
    },
    Case {
        name: "new attribute",
        enter: |w| {
            ask(w, Asking::AddAttribute(Described::Participants, String::new(), VariableKind::Text));
            w.type_text("mood");
        },
        submit: enter,
        is_entered: |w| value(w, "Name of the attribute") == "mood",
    },
    Case {
        name: "renamed attribute",
        enter: |w| {
            let id = w.project().study.as_deref().unwrap().variables[0].id;
            ask(w, Asking::RenameAttribute(id, String::new()));
            w.type_text("mood");
        },
        submit: enter,
        is_entered: |w| value(w, "Name of the attribute") == "mood",
    },
    Case {
        name: "description",
        enter: |w| {
            act(w, Action::Project(ProjectAct::Describe));
            w.click("Description");
            w.chord(Modifiers::COMMAND, Key::A);
            w.type_text("Interviews of 2019");
        },
        submit: |w| press(w, "Save"),
        is_entered: |w| value(w, "Description") == "Interviews of 2019",
    },
    Case {
        name: "cell of a participant",
        enter: entering::name_of_participant,
        submit: enter,
        is_entered: |w| value(w, "New value of Participant A") == "Anna",
    },
    Case {
        name: "name in the list of documents",
        enter: |w| {
            w.chord(Modifiers::COMMAND, Key::Num6);
            w.click_left("Document A");
            w.key(Key::F2);
            w.chord(Modifiers::COMMAND, Key::A);
            w.type_text("Anna");
        },
        submit: enter,
        is_entered: |w| value(w, "New name of document A") == "Anna",
    },
    Case {
        name: "table of participants",
        enter: |w| read_table(w, "name,age,town\nZ,3,X\n", Action::Import(ImportAct::Participants)),
        submit: import,
        is_entered: |w| w.has("Import participants"),
    },
    Case {
        name: "coded segments",
        enter: |w| read_table(w, "document,code,text\nA,x,In 1993\n", Action::Import(ImportAct::Segments)),
        submit: import,
        is_entered: |w| w.has("Import coded passages"),
    },
    Case {
        name: "codebook in a table",
        enter: |w| read_table(w, "code,description\nHome,what\n", Action::Import(ImportAct::Codebook)),
        submit: import,
        is_entered: |w| w.has("Import codebook"),
    },
    Case {
        name: "documents in a table",
        enter: |w| read_table(w, "id,answer\n1,many words\n", Action::Import(ImportAct::Texts)),
        submit: import,
        is_entered: |w| w.has_part("Import documents"),
    },
    Case {
        name: "correction",
        enter: |w| {
            act(w, Action::Document(DocumentAct::CorrectText));
            w.type_text("Well. ");
        },
        submit: |w| {
            w.review_correction();
            w.click("Save changes");
        },
        is_entered: |w| value(w, "Text of the document").contains("Well. "),
    },
    Case {
        name: "table",
        enter: |w| {
            entering::new_table(w);
            w.until("it can be saved", |w| w.is_enabled("Save table"));
        },
        submit: |w| press(w, "Save table"),
        is_entered: |w| value(w, "Title") == "Reasons to return",
    },
    Case {
        name: "code all that was found",
        enter: |w| {
            w.project_mut().find_everywhere("city".into());
            w.until("it is found", |w| w.project().rooms.passages.search.found.is_some());
            press(w, "Code all…");
            w.until("the place is known", |w| {
                !w.project().rooms.passages.search.code_all.as_ref().unwrap().passages().is_empty()
            });
            let code = low(w);
            w.project_mut().rooms.passages.search.code_all.as_mut().unwrap().code = Some(code);
            w.settle();
        },
        submit: |w| {
            let count = w.project().rooms.passages.search.code_all.as_ref().unwrap().passages().len();
            press(w, &format!("Code {count} passages"));
        },
        is_entered: |w| w.has("Code all matches"),
    },
    Case {
        name: "speakers",
        enter: |w| {
            act(w, Action::Document(DocumentAct::Speakers));
            w.until("they are found", |w| w.has_part("Speakers in"));
            if let Some(Importing::Speakers { preview, .. }) = &mut w.project_mut().rooms.importing {
                preview.set_off(true);
            }
        },
        submit: |w| press(w, "Apply"),
        is_entered: |w| w.has_part("Speakers in A"),
    },
];

#[test]
fn every_dialog_and_field_keeps_its_input_until_it_is_stored() {
    for case in CASES {
        let name = case.name;
        let mut window = Window::sample();
        (case.enter)(&mut window);
        assert!((case.is_entered)(&window), "{name}: it is entered");
        break_storage(&window, true);
        (case.submit)(&mut window);
        window.until(name, |w| w.has_part(WHY));
        window.saved();
        assert!((case.is_entered)(&window), "{name}: what was entered is still there");
        break_storage(&window, false);
        (case.submit)(&mut window);
        window.until(name, |w| !w.project().link.is_saving() && !(case.is_entered)(w));
        assert!(!window.has_part(WHY), "{name}: nothing is refused any more");
    }
}

#[test]
fn an_existing_name_is_refused_in_the_dialog() {
    let mut window = Window::sample();
    for (action, label, taken, free) in [
        (Action::Coding(CodingAct::NewCode), "Name of the code", "Financial capital", "思乡"),
        (Action::Team(TeamAct::AddCoder), "Name of the coder", "Coder 2", "王"),
    ] {
        act(&mut window, action);
        window.type_text(taken);
        window.key(Key::Enter);
        window.until("the reason is shown", |w| w.has_part("already"));
        assert_eq!(value(&window, label), taken);
        // What is typed replaces it.
        window.type_text(free);
        window.key(Key::Enter);
        window.until("it is done", |w| !is_modal(w));
    }
}

#[test]
fn keystrokes_after_a_dialog_wait_for_its_outcome() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    act(&mut window, Action::Coding(CodingAct::NewCode));
    window.type_text("Home");
    let stroke =
        |key: Key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    window.harness.input_mut().events.extend([stroke(Key::Enter), stroke(Key::N), Event::Text("n".into())]);
    window.until("the second form is open", |w| w.has("Name of the code") && value(w, "Name of the code").is_empty());
    let book = window.project().study.as_deref().unwrap().codebook.clone();
    assert!(book.find("Home").is_some(), "the first code exists, and its name has no extra letter");
}

#[test]
fn a_failed_merge_stays_open_and_shows_the_reason() {
    let mut window = Window::sample();
    let copy = window.path("copy.pullquote");
    window.project_mut().save_copy(copy.clone());
    window.until("it is copied", |w| w.path("copy.pullquote").is_file() && w.has_part("Saved a copy"));
    let mut project = pullquote::engine::Project::open(&copy).unwrap();
    let study = project.reads().study().unwrap();
    let (source, code) = (study.sources[0].id, study.codebook.codes()[0].id);
    let range = pullquote::model::CharRange::new(1, 4);
    let command = pullquote::engine::Command::Code { source, range, codes: vec![code] };
    project.execute(&command, &Actor::Coder(study.users[0].id), &Default::default()).unwrap();
    drop(project);
    let Workspace { rooms, link, .. } = window.project_mut();
    rooms.merging.begin(vec![copy], link);
    window.until("it is read", |w| w.is_enabled("Merge 1 passage"));
    break_storage(&window, true);
    press(&mut window, "Merge 1 passage");
    window.until("the reason is shown", |w| w.has_part(WHY));
    assert!(window.has("Merge coders’ copies"));
    break_storage(&window, false);
    press(&mut window, "Merge 1 passage");
    window.until("it is merged", |w| w.has("Copies merged"));
    window.click("Close");
    assert!(!is_modal(&window));
}

#[test]
fn a_failed_export_keeps_its_settings() {
    let mut window = Window::sample();
    act(&mut window, Action::Export(Some(ExportKind::Passages)));
    window.click("Which documents: All documents");
    window.click("Export only B");
    window.key(Key::Escape);
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("no such folder/out.csv")]);
    window.choose_where();
    window.until("the reason is shown", |w| w.has_part("no such folder"));
    assert!(window.has("Which documents: B"));
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("out.csv")]);
    window.choose_where();
    window.until("it is written", |w| !is_modal(w) && w.path("out.csv").is_file());
}

#[test]
fn an_invalid_path_stays_in_its_field() {
    let mut window = Window::sample();
    let kept = window.path("kept.txt");
    std::fs::write(&kept, "I: Why?\nB: Because.\n").unwrap();
    let typed = window.path("lost.txt").display().to_string();
    for (action, label) in [
        (Action::Import(ImportAct::Documents), "Document, project or folder"),
        (Action::Import(ImportAct::Participants), "Spreadsheet (.csv or .xlsx)"),
        (Action::Team(TeamAct::MergeCopies), "Project file (.pullquote)"),
        (Action::Project(ProjectAct::Open), "Project file or folder"),
    ] {
        *window.answer.lock().unwrap() = Picked::Unavailable("no dialogs here".into());
        act(&mut window, action);
        window.type_text(&typed);
        window.key(Key::Enter);
        assert!(window.has_part("does not exist") && value(&window, label) == typed, "{label}");
        window.click("Cancel");
    }
    act(&mut window, Action::Project(ProjectAct::SaveCopy));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(&kept.display().to_string());
    window.key(Key::Enter);
    assert!(window.has_part("Type another name") && value(&window, "Project file (.pullquote)").ends_with("kept.txt"));
    assert_eq!(window.project().room, Room::Code);
}

#[test]
fn a_reason_stays_with_its_disagreement_while_others_are_viewed() {
    type Leave = (&'static str, fn(&mut Window));
    let ways: &[Leave] = &[
        ("the button", |w| w.click("Next")),
        ("a click on another", |w| {
            let at = w.project().rooms.compare.at();
            w.project_mut().rooms.compare.go_to(at + 1);
            w.settle();
        }),
        ("another tab", |w| {
            w.click_start("Codes");
            w.click_start("Disagreements");
            w.key(Key::J);
        }),
        ("another room", |w| {
            w.chord(Modifiers::COMMAND, Key::Num1);
            w.chord(Modifiers::COMMAND, Key::Num3);
            w.key(Key::J);
        }),
    ];
    let mut window = Window::sample();
    window.click("Compare");
    window.until("the disagreements are known", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    for (place, (name, leave)) in ways.iter().enumerate() {
        window.project_mut().rooms.compare.go_to(place * 2);
        window.settle();
        window.key(Key::Num1);
        let reason = format!("heard on the tape {place}");
        window.type_text(&reason);
        leave(&mut window);
        assert_ne!(window.project().rooms.compare.draft.reason, reason, "{name}");
        window.project_mut().rooms.compare.go_to(place * 2);
        window.settle();
        let draft = &window.project().rooms.compare.draft;
        assert_eq!((draft.reason.as_str(), draft.decision.is_some()), (reason.as_str(), true), "{name}");
        window.project_mut().rooms.compare.drop_draft();
    }
}

#[test]
fn a_decision_that_could_not_be_stored_is_restored() {
    let mut window = Window::sample();
    window.click("Compare");
    window.until("the disagreements are known", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    let at = window.project().rooms.compare.at();
    window.key(Key::Num1);
    window.type_text("heard on the tape");
    break_storage(&window, true);
    window.key(Key::Enter);
    window.until("the reason is shown", |w| w.has_part(WHY));
    break_storage(&window, false);
    window.project_mut().rooms.compare.go_to(at);
    window.settle();
    assert_eq!(window.project().rooms.compare.draft.reason, "heard on the tape");
    window.click("Resolve");
    let settled = |w: &Window| w.project().rooms.compare.disagreements.as_deref().is_some_and(|all| all.settled == 1);
    window.until("it is stored", settled);
}
