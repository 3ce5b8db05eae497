//! The first action that needs a coder asks for a name in place, and continues.

use super::support::Window;
use crate::importing::import;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, TeamAct};
use pullquote::app::settings::Settings;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Project, SampleStudy};
use pullquote::model::{CharRange, NoteTarget};

const QUESTION: &str = "Who is coding?";

/// A project with a document and a code, but without coders.
fn nameless() -> Window {
    let mut window = Window::new();
    let (path, text) = (window.path("new.pullquote"), window.path("访谈.txt"));
    std::fs::write(&text, "问：为什么走？\n答：家里没有钱，所以我走了。\n").unwrap();
    let mut project = Project::create(&path, "New").unwrap();
    import(&mut project, text, true);
    let money = Command::AddCode { parent: None, name: "Money".into(), passage: None };
    project.execute(&money, &Actor::Nobody, &Default::default()).unwrap();
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window
}

fn select(window: &mut Window, quote: &str) -> CharRange {
    let (start, end) = window.find(quote);
    window.drag(start, end);
    CharRange::new(start, end)
}

/// Types a name over the suggested one.
fn answer(window: &mut Window, name: &str) {
    assert!(window.has(QUESTION));
    window.type_text(name);
    window.key(Key::Enter);
    window.until("the name is known", |w| w.project().link.my_name() == Some(name) && !w.project().link.is_waiting());
    assert!(!window.has(QUESTION));
}

#[test]
fn the_first_coding_asks_for_a_name_and_then_codes() {
    type Code = fn(&mut Window);
    let ways: [(&str, Code); 3] = [
        ("the plus sign of a code", |w| w.code_with("Money")),
        ("the palette", |w| {
            w.key(Key::Slash);
            w.type_text("money");
            w.key(Key::Enter);
        }),
        ("in vivo", |w| w.key(Key::V)),
    ];
    for (what, code) in ways {
        let mut window = nameless();
        let range = select(&mut window, "没有钱");
        code(&mut window);
        answer(&mut window, "李 Li");
        let project = window.project();
        let passages: Vec<_> =
            project.document.as_ref().unwrap().passages().iter().map(|p| (p.range, p.user)).collect();
        assert_eq!(passages, [(range, project.me().unwrap())], "{what}");
        assert_eq!(project.recent.len(), 1, "{what}");
        window.chord(Modifiers::SHIFT, Key::ArrowRight);
        assert_eq!(window.project().selection.len(), range.len() + 1, "{what}: the transcript has the keyboard again");
        // From here on, the name is not asked for again.
        window.key(Key::Q);
        window.until("coded again", |w| w.project().document.as_ref().unwrap().passages().len() == 2);
    }
}

#[test]
fn a_new_code_asks_for_the_person_first_and_then_for_the_code() {
    let mut window = nameless();
    let range = select(&mut window, "没有钱");
    window.key(Key::N);
    assert!(window.has(QUESTION) && !window.has("Name of the code"));
    window.type_text("李 Li");
    window.key(Key::Enter);
    window.until("the code is asked for", |w| w.has("Name of the code"));
    window.type_text("钱");
    window.key(Key::Enter);
    let coded = |w: &Window| w.project().document.as_ref().unwrap().passages().len() == 1;
    window.until("it is coded", coded);
    let project = window.project();
    let passage = &project.document.as_ref().unwrap().passages()[0];
    assert_eq!((passage.range, project.code_name(passage.code)), (range, "钱"));
    // Without words to be coded, no person is needed.
    let mut window = nameless();
    window.key_to_transcript();
    window.key(Key::N);
    assert!(!window.has(QUESTION) && window.has("Name of the code"));
}

#[test]
fn a_coder_is_renamed_and_one_who_differs_in_case_is_not_added() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.code_with("Money");
    answer(&mut window, "Lena");
    window.click("Coder: Lena");
    window.click("Add coder…");
    window.type_text("lena");
    window.key(Key::Enter);
    window.until("it is refused", |w| w.has_part("differs from it only in case"));
    assert!(window.has_part("If you are Lena, choose that name"));
    window.key(Key::Escape);
    window.click("Discard");
    window.click("Coder: Lena");
    window.click("Rename this coder…");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("莲娜");
    window.key(Key::Enter);
    window.until("it is renamed", |w| w.has("Coder: 莲娜"));
    assert!(window.has_part("rename coder Lena to 莲娜"));
}

#[test]
fn escape_codes_nothing_and_keeps_the_selection() {
    let mut window = nameless();
    let range = select(&mut window, "没有钱");
    window.code_with("Money");
    assert!(window.has(QUESTION));
    window.key(Key::Escape);
    assert!(!window.has(QUESTION));
    window.until("no operation is running", |w| !w.project().link.is_waiting());
    assert_eq!(window.project().selection, range);
    assert!(window.project().study.as_deref().unwrap().users.is_empty());
    assert!(window.project().document.as_ref().unwrap().passages().is_empty());
    window.code_with("Money");
    answer(&mut window, "Ann");
    assert_eq!(window.project().document.as_ref().unwrap().passages().len(), 1, "and is asked again");
}

#[test]
fn a_typed_code_waits_for_the_name_and_survives_cancelling_it() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.key(Key::Slash);
    window.type_text("思乡");
    window.key(Key::Enter);
    assert!(window.has(QUESTION));
    window.key(Key::Escape);
    assert!(!window.has(QUESTION));
    let typed = window.harness.query_all_by_label("Search codes").filter_map(|field| field.value()).next();
    assert_eq!(typed.as_deref(), Some("思乡"));
    window.key(Key::Enter);
    answer(&mut window, "Ann");
    window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 1);
    window.saved();
    assert!(!window.has("Search codes"), "the palette is closed");
}

#[test]
fn an_invalid_name_is_refused_in_its_field() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.code_with("Money");
    window.type_text("agreed");
    window.key(Key::Enter);
    window.until("it is refused", |w| w.has(QUESTION) && w.has_part("choose another name for the coder"));
    answer(&mut window, "Ann");
    window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 1);
}

/// A project by others, as it arrives by mail: Ann and 李 code in it, and 李 has coded the words.
fn of_others() -> Window {
    let window = nameless();
    let (start, end) = window.find("没有钱");
    let (path, folder) = (window.path("new.pullquote"), window.folder.clone());
    let study = window.project().study.clone().unwrap();
    drop(window);
    let mut project = Project::open(&path).unwrap();
    let mut run = |command, actor| project.execute(&command, &actor, &Default::default()).unwrap();
    run(Command::AddCoder { name: "Ann".into() }, Actor::Nobody);
    let li = run(Command::AddCoder { name: "李".into() }, Actor::Nobody).added_coder.unwrap();
    let (source, codes) = (study.sources[0].id, vec![study.codebook.codes()[0].id]);
    run(Command::Code { source, range: CharRange::new(start, end), codes }, Actor::Coder(li));
    drop(project);
    let mut window = Window::within(folder);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window
}

fn coders(window: &Window) -> Vec<String> {
    window.project().study.as_deref().unwrap().users.iter().map(|user| user.name.clone()).collect()
}

#[test]
fn in_a_project_by_others_the_user_is_not_assumed_to_be_one_of_its_coders() {
    type Answer = (&'static str, fn(&mut Window), &'static str);
    let answers: [Answer; 6] = [
        ("a click", |w| w.click("李"), "李"),
        (
            "a name that begins with a digit",
            |w| {
                w.harness.event(egui::Event::Text("2".into()));
                w.key(Key::Num2);
                w.type_text("nd coder");
                w.key(Key::Enter);
            },
            "2nd coder",
        ),
        (
            "arrows",
            |w| {
                w.key(Key::ArrowUp);
                w.key(Key::ArrowUp);
                w.key(Key::Enter);
            },
            "Ann",
        ),
        (
            "down to the field again",
            |w| {
                w.key(Key::ArrowUp);
                w.key(Key::ArrowDown);
                w.type_text("Cara");
                w.key(Key::Enter);
            },
            "Cara",
        ),
        (
            "the name of a coder, typed",
            |w| {
                w.type_text("Ann");
                w.key(Key::Enter);
            },
            "Ann",
        ),
        (
            "a name with a digit",
            |w| {
                w.type_text("Coder ");
                w.key(Key::Num1);
                w.type_text("1");
                w.click("Continue");
            },
            "Coder 1",
        ),
    ];
    for (what, answer, name) in answers {
        let mut window = of_others();
        assert_eq!(window.project().link.my_name(), None, "{what}");
        assert!(window.has("Coder: No coder"));
        select(&mut window, "家里");
        window.code_with("Money");
        assert!(window.has(QUESTION) && window.has("Ann") && window.has("李"), "{what}");
        answer(&mut window);
        window.until(what, |w| w.project().document.as_ref().unwrap().passages().len() == 2);
        assert_eq!(window.project().link.my_name(), Some(name), "{what}");
        let new = usize::from(!["Ann", "李"].contains(&name));
        assert_eq!(coders(&window).len(), 2 + new, "{what}: no other coder was added");
    }
}

#[test]
fn undo_and_redo_of_the_first_coding_keep_the_coder() {
    let mut window = of_others();
    select(&mut window, "家里");
    window.code_with("Money");
    window.type_text("Cara");
    window.key(Key::Enter);
    let passages = |w: &Window| w.project().document.as_ref().unwrap().passages().len();
    window.until("coded", |w| passages(w) == 2);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| passages(w) == 1);
    assert_eq!(window.project().link.my_name(), Some("Cara"), "who codes has not changed");
    assert!(window.has("Coder: Cara"));
    // The next step takes back the coder, too; redo brings both back.
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the coder is gone", |w| coders(w).len() == 2 && w.has("Coder: No coder"));
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("the coder is back", |w| coders(w).len() == 3 && w.has("Coder: Cara"));
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("coded again", |w| passages(w) == 2);
    assert_eq!(window.project().link.my_name(), Some("Cara"));
}

#[test]
fn enter_alone_does_not_choose_an_existing_coder() {
    let mut window = of_others();
    select(&mut window, "家里");
    window.code_with("Money");
    window.key(Key::Enter);
    window.saved();
    // Without a name from the system, the question stays.
    let me = window.project().link.my_name().map(str::to_owned);
    assert!(me.is_none_or(|me| !["Ann", "李"].contains(&me.as_str())));
}

#[test]
fn who_was_coding_is_remembered_for_this_file() {
    let mut window = of_others();
    select(&mut window, "家里");
    window.code_with("Money");
    window.click("李");
    window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 2);
    let (path, copy) = (window.path("new.pullquote"), window.path("copy.pullquote"));
    window.saved();
    // Stored at once, so that the name is not asked for again after a crash.
    let settings = Settings::read(&window.path("settings.json"));
    assert_eq!(settings.place(&path).and_then(|place| place.coder.as_deref()), Some("李"));
    window.chord(Modifiers::COMMAND, Key::W);
    std::fs::copy(&path, &copy).unwrap();
    for (path, coder) in [(path, Some("李")), (copy, None)] {
        window.harness.state_mut().open(Opening::Path(path));
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
        assert_eq!(window.project().link.my_name(), coder);
    }
    // The same for a folder, which the settings know by its project file.
    let folder = window.path("study");
    std::fs::create_dir(&folder).unwrap();
    std::fs::rename(window.path("new.pullquote"), window.path("study.pullquote")).unwrap();
    std::fs::write(folder.join("project.json"), r#"{"format": "pullquote-folder", "version": 1, "name": "s"}"#)
        .unwrap();
    for coder in [None, Some("Ann")] {
        window.harness.state_mut().open(Opening::Path(folder.clone()));
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
        assert_eq!(window.project().link.my_name(), coder);
        let ann = window.project().study.as_deref().unwrap().user_named("Ann").unwrap().id;
        window.project_mut().set_coder(Some(ann));
        window.settle();
    }
    // The sample is a copy for trying things out.
    let sample = window.path("sample.pullquote");
    window.harness.state_mut().open(Opening::Sample(SampleStudy::Dianjiang, sample));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.link.my_name() == Some("Coder 1")));
}

#[test]
fn changing_a_passage_of_another_coder_asks_who_does_it() {
    let mut window = of_others();
    let (start, _) = window.find("没有钱");
    let place = window.place(start + 1);
    window.click_at(place);
    window.key(Key::Delete);
    assert!(window.has("“Money” was coded by 李"));
    window.click("Change 李's passage anyway…");
    window.key(Key::Tab);
    window.key(Key::Enter);
    assert!(window.has(QUESTION));
    window.click("Ann");
    window.until("removed", |w| w.project().document.as_ref().unwrap().passages().is_empty());
    window.saved();
    let undo = window.project().link.undo_redo.undo.clone().unwrap();
    assert!(undo.ends_with("(changed by Ann, coded by 李)"), "{undo}");
}

#[test]
fn everything_else_that_needs_a_coder_asks_too() {
    let mut window = nameless();
    let code = window.project().study.as_deref().unwrap().codebook.codes()[0].id;
    window.project_mut().edit_memo(NoteTarget::Code(code));
    window.settle();
    answer(&mut window, "Ann");
    window.until("the memo is open", |w| w.project().rooms.memos.draft.is_some());

    let mut window = nameless();
    window.project_mut().new_memo(NoteTarget::Project);
    window.settle();
    answer(&mut window, "Ann");
    assert!(window.project().rooms.memos.draft.is_some());

    let mut window = nameless();
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.click("Document 访谈");
    window.click("Mark as finished");
    answer(&mut window, "Ann");
    let me = window.project().me().unwrap();
    window.until("it is marked", |w| w.project().rooms.documents.progress.done.iter().any(|(_, user)| *user == me));

    let mut window = Window::sample();
    window.project_mut().set_coder(None);
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.until("compared", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    window.click("Not coded");
    window.click("Resolve");
    answer(&mut window, "Cara");
    let decided = |w: &Window| {
        let all = w.project().rooms.compare.disagreements.clone().unwrap();
        all.list.iter().find_map(|d| Some(d.decided.as_ref()?.who.clone()))
    };
    window.until("it is resolved", |w| decided(w).is_some());
    assert_eq!(decided(&window).as_deref(), Some("Cara"), "the decision has the name");
}

#[test]
fn blind_coding_does_not_begin_without_a_coder() {
    let mut window = nameless();
    window.harness.state_mut().act(Action::Team(TeamAct::BeginBlind));
    window.settle();
    answer(&mut window, "李 Li");
    window.until("only then it asks", |w| w.has("Start blind coding?"));
}

#[test]
fn a_correction_is_saved_under_the_name_given() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.chord(Modifiers::COMMAND, Key::T);
    window.type_text("真的");
    window.review_correction();
    window.click("Save changes");
    assert!(window.has(QUESTION));
    window.key(Key::Escape);
    assert!(window.has("Save changes"), "nothing is stored without a name, and nothing is lost");
    window.click("Save changes");
    answer(&mut window, "李 Li");
    window.until("it is kept", |w| !w.has("Save changes"));
    assert!(window.project().document.as_ref().unwrap().text().contains("真的"));
    window.chord(Modifiers::COMMAND, Key::Num8);
    window.until("the history names the coder", |w| w.has_part("李 Li"));
}
