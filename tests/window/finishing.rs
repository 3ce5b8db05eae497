//! A document that one coder finished and the other did not, after a merge: Compare, the consensus and tables name it.

use super::leaving::act;
use super::support::Window;
use egui_kittest::kittest::Queryable;
use pullquote::app::action::Action;
use pullquote::app::compare_room::CompareTab;
use pullquote::app::importing::Importing;
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, SourceId, Study, UserId};

fn study(window: &Window) -> &Study {
    window.project().study.as_deref().unwrap()
}

fn sources(study: &Study) -> Vec<SourceId> {
    study.sources.iter().map(|source| source.id).collect()
}

fn coder(study: &Study, name: &str) -> UserId {
    study.user_named(name).unwrap().id
}

/// What a coder codes with the only code, and finishes.
fn work(study: &Study, sources: &[SourceId], user: UserId) -> Vec<Command> {
    let codes = vec![study.codebook.codes()[0].id];
    let code = |&source| Command::Code { source, range: CharRange::new(3, 12), codes: codes.clone() };
    let done = Command::MarkDone { sources: sources.to_vec(), user, done: true };
    sources.iter().map(code).chain([done]).collect()
}

/// A study of two documents that Ana coded, merged with a copy in which Ben coded the first one only.
fn merged() -> Window {
    let mut window = Window::new();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    let files = ["Early", "Late"].map(|name| window.path(&format!("{name}.txt")));
    files.iter().for_each(|file| std::fs::write(file, "I: Why did you leave?\nA: The rent.\n").unwrap());
    *window.answer.lock().unwrap() = Picked::Paths(files.into());
    window.menu("File", "Import documents…");
    window.until("they are read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    window.click("Import 2 documents");
    window.until("they are there", |w| study(w).sources.len() == 2);
    for command in [
        Command::AddCoder { name: "Ana".into() },
        Command::AddCode { parent: None, name: "Rent".into(), passage: None },
    ] {
        window.project_mut().link.execute(command);
        window.saved();
    }
    let ana = coder(study(&window), "Ana");
    for command in work(study(&window), &sources(study(&window)), ana) {
        window.execute_as(ana, command);
        window.saved();
    }
    let copy = window.path("copy.pullquote");
    window.project_mut().save_copy(copy.clone());
    window.until("it is copied", |w| w.has_part("Saved a copy"));
    let mut project = Project::open(&copy).unwrap();
    project.execute(&Command::AddCoder { name: "Ben".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    let copied = project.reads().study().unwrap();
    let ben = coder(&copied, "Ben");
    for command in work(&copied, &sources(&copied)[..1], ben) {
        project.execute(&command, &Actor::Coder(ben), &Progress::default()).unwrap();
    }
    drop(project);
    let Workspace { rooms, link, .. } = window.project_mut();
    rooms.merging.begin(vec![copy], link);
    window.until("it is read", |w| w.project().rooms.merging.preview.as_ref().is_some_and(|p| p.plan.is_some()));
    window.settle();
    window.click("Merge 1 passage");
    window.until("it is merged", |w| w.has("Copies merged"));
    window.click("Close");
    window
}

#[test]
fn a_document_that_only_one_coder_finished_is_named_wherever_it_is_left_out() {
    let mut window = merged();
    act(&mut window, Action::Show(Room::Compare));
    let ready = |w: &Window| {
        let room = &w.project().rooms.compare;
        room.compared.is_some() && room.disagreements.is_some() && !w.project().link.is_waiting()
    };
    window.until("it is compared", ready);
    window.click("How this was counted");
    window.harness.run_steps(20);
    let left_out = "Documents left out because only one of the coders marked them as finished or coded in them: Late.";
    assert!(window.has_part(left_out));
    window.project_mut().rooms.compare.show_tab(CompareTab::Documents);
    window.settle();
    assert!(window.has_part("Late"), "it has a row of its own");
    window.click("Create consensus coding");
    let lacking = "Only one coder has finished 1 document, so the consensus coding has no passages there: Late.";
    window.until("the dialog names it", |w| w.has(lacking));
    window.click("Go to Tables");
    window.until("the table is counted", |w| w.project().rooms.tables.table.is_some());
    window.until("its note names it", |w| w.harness.query_all_by_label_contains(lacking).next().is_some());
}
