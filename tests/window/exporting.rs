//! The export dialog: a preview shows what will be written.

use super::support::{Window, folder_codings, nameless};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::analysis::agreement::{Plan, Resampling};
use pullquote::app::exporting::{ExportKind, Order};
use pullquote::app::room::Room;
use pullquote::engine::compare::CompareSettings;
use pullquote::engine::export::preview::{Look, Preview};
use pullquote::engine::{Command, Selection, TargetFormat};
use pullquote::gui::dialogs::Picked;
use pullquote::i18n::Language;
use pullquote::interchange::tables::TableFormat;
use std::sync::Arc;

fn preview(window: &Window) -> Option<Arc<Preview>> {
    let draft = window.project().rooms.exporting.open.as_ref()?;
    match &draft.preview {
        Some(preview) if !draft.is_reading() => Some(preview.clone()),
        _ => None,
    }
}

fn open() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::E);
    window.until("the preview is there", |w| preview(w).is_some());
    window
}

fn choose(window: &mut Window, kind: ExportKind) {
    window.click(&format!("Export: {}", kind.label()));
}

fn answer(window: &Window, name: &str) -> std::path::PathBuf {
    let path = window.path(name);
    *window.answer.lock().unwrap() = Picked::Paths(vec![path.clone()]);
    path
}

#[test]
fn the_preview_equals_the_file_that_is_written() {
    let mut window = open();
    choose(&mut window, ExportKind::Passages);
    window.click("CSV");
    window.until("it is counted", |w| preview(w).is_some_and(|p| p.amount == "1107 passages"));
    let Look::Grid(sample) = preview(&window).unwrap().look.clone() else { panic!("rows") };
    let target = answer(&window, "all.csv");
    window.choose_where();
    window.until("it is written", |w| w.has_part("all.csv (1107 rows)"));
    assert!(window.project().rooms.exporting.open.is_none(), "the dialog is closed");
    let text = std::fs::read_to_string(target).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(sample.headers, heads);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), folder_codings().len());
    for (shown, written) in sample.rows.iter().zip(&rows) {
        for (shown, written) in shown.iter().zip(written) {
            assert!(written.starts_with(shown.trim_end_matches('…')), "{shown} {written}");
        }
    }
}

#[test]
fn choosing_coders_codes_and_documents_changes_what_will_be_written() {
    let mut window = open();
    choose(&mut window, ExportKind::Passages);
    let all = folder_codings();
    window.click_start("Which documents");
    window.click("Find a document to export");
    window.type_text("FGD 1");
    window.click("Export only FGD 1");
    window.key(Key::Escape);
    let expected = all.iter().filter(|c| c.1 == "FGD 1").count();
    window.until("one document", |w| preview(w).is_some_and(|p| p.amount == format!("{expected} passages")));
    assert!(
        preview(&window)
            .unwrap()
            .left_out
            .iter()
            .any(|line| line.starts_with(&format!("{} passages", 1107 - expected)))
    );
    window.click_start("Which coders");
    window.click("Export only Coder 2");
    let expected = all.iter().filter(|c| c.1 == "FGD 1" && c.0 == "Coder 2").count();
    window.until("one coder", |w| preview(w).is_some_and(|p| p.amount == format!("{expected} passages")));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_code_includes_its_subcodes() {
    let mut window = open();
    choose(&mut window, ExportKind::Passages);
    window.click_start("Which codes");
    window.click("Export only Financial capital");
    let expected = folder_codings().iter().filter(|c| c.4.starts_with("Financial capital")).count();
    window.until("subcodes too", |w| preview(w).is_some_and(|p| p.amount == format!("{expected} passages")));
}

#[test]
fn every_kind_shows_what_it_will_write_and_escape_closes() {
    let mut window = open();
    for kind in ExportKind::ALL.into_iter().filter(|kind| *kind != ExportKind::Listed) {
        choose(&mut window, kind);
        window.until(kind.label(), |w| preview(w).is_some());
        let shown = preview(&window).unwrap();
        let some = match &shown.look {
            Look::Grid(sample) => {
                !sample.rows.is_empty() && sample.rows.iter().all(|r| r.len() == sample.headers.len())
            }
            Look::Text(text) => !text.trim().is_empty(),
        };
        assert!(some && !shown.empty && !shown.amount.is_empty(), "{kind:?}");
        assert_eq!(nameless(&window.harness), Vec::<String>::new(), "{kind:?}");
    }
    window.key(Key::Escape);
    assert!(window.project().rooms.exporting.open.is_none());
}

#[test]
fn omissions_for_other_programs_are_shown_beforehand() {
    let mut window = open();
    choose(&mut window, ExportKind::Exchange);
    window.until("the losses are there", |w| preview(w).is_some_and(|p| !p.left_out.is_empty()));
    assert!(window.has("Not included, or changed"));
    let target = answer(&window, "study.qdpx");
    window.choose_where();
    window.until("it is written", |_| target.is_file());
}

#[test]
fn a_documents_menu_exports_its_coded_transcript() {
    let mut window = Window::sample();
    let pos = window.rect("Document B").center();
    window.secondary_click_at(pos);
    window.click("Export coded transcript…");
    window.until("the preview is there", |w| preview(w).is_some());
    assert!(preview(&window).unwrap().amount.starts_with("1 document with "));
    let target = answer(&window, "B.docx");
    window.choose_where();
    window.until("it is written", |_| target.is_file());
    assert!(std::fs::read(target).unwrap().starts_with(b"PK"));
}

#[test]
fn statistics_tables_go_to_a_new_folder_and_existing_ones_are_untouched() {
    let mut window = open();
    choose(&mut window, ExportKind::Tidy);
    let target = answer(&window, "tables");
    window.choose_where();
    window.until("they are written", |w| w.has_part("Exported: "));
    assert!(target.join("codings.csv").is_file() && target.join("spss/read.sps").is_file());
    window.chord(Modifiers::COMMAND, Key::E);
    window.choose_where();
    window
        .until("the reason for the refusal is shown", |w| w.has_part("a file or folder with this name already exists"));
}

#[test]
fn an_export_begins_with_what_the_room_shows() {
    let mut window = Window::sample();
    for (room, expected) in [
        (Room::Tables, ExportKind::Table),
        (Room::Compare, ExportKind::Agreement),
        (Room::Passages, ExportKind::Listed),
        (Room::Memos, ExportKind::Memos),
        (Room::Code, ExportKind::Passages),
    ] {
        window.project_mut().show_room(room);
        window.settle();
        window.until("the room is read", |w| room == Room::Code || w.project().can_export(expected));
        window.chord(Modifiers::COMMAND, Key::E);
        assert_eq!(window.project().rooms.exporting.open.as_ref().map(|draft| draft.kind), Some(expected), "{room:?}");
        window.key(Key::Escape);
    }
}

#[test]
fn a_missing_extension_is_added_without_overwriting_a_file() {
    let mut window = open();
    choose(&mut window, ExportKind::Memos);
    window.click("Word");
    answer(&window, "memos");
    let existing = window.path("memos.docx");
    std::fs::write(&existing, "mine").unwrap();
    window.choose_where();
    window.until("it is refused", |w| w.has_part("a file or folder with this name already exists"));
    assert_eq!(std::fs::read(&existing).unwrap(), b"mine");
    std::fs::remove_file(&existing).unwrap();
    window.choose_where();
    window.until("it is written", |_| existing.is_file());
}

#[test]
fn a_file_is_exported_by_keyboard_alone() {
    let mut window = open();
    let target = answer(&window, "k.csv");
    window.key(Key::Enter);
    window.until("it is written", |_| target.is_file());
    assert!(window.harness.query_by_label("Export").is_none());
}

#[test]
fn each_export_kind_remembers_its_last_format() {
    let mut window = open();
    choose(&mut window, ExportKind::Passages);
    window.click("Markdown");
    window.until("the preview is shown", |w| preview(w).is_some());
    let target = answer(&window, "p.md");
    window.choose_where();
    window.until("it is written", |_| target.is_file());
    window.chord(Modifiers::COMMAND, Key::E);
    choose(&mut window, ExportKind::Memos);
    window.until("memos are there", |w| preview(w).is_some());
    choose(&mut window, ExportKind::Passages);
    let format = window.project().rooms.exporting.open.as_ref().unwrap().format();
    assert_eq!(format, TargetFormat::File(TableFormat::Md));
}

#[test]
fn exporting_all_coders_excludes_the_consensus() {
    let mut window = Window::sample();
    let rule = Default::default();
    window.project_mut().link.execute(Command::Agree { rule });
    window.until("the consensus is there", |w| w.has("Consensus coding created"));
    window.click("the consensus coding");
    window.click("Close");
    window.project_mut().begin_export(Some(ExportKind::Passages));
    window.until("what is shown beside the text is written", |w| w.has("Which coders: All coders"));
    let study = window.project().study.clone().unwrap();
    let coders: Vec<_> = study.coders().map(|user| user.id).collect();
    assert_eq!(window.project().rooms.exporting.open.as_ref().unwrap().coders, coders);
}

#[test]
fn an_export_that_is_cancelled_writes_nothing_and_its_dialog_stays() {
    let mut window = open();
    choose(&mut window, ExportKind::Agreement);
    window.until("the preview is there", |w| preview(w).is_some());
    // Enough samples to take hours.
    let plan = Plan { replicates: 100_000_000, seed: 1, percent: 95 };
    let settings = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
    let order = Order {
        selection: Selection::Agreement(Box::new(settings)),
        kind: ExportKind::Agreement,
        format: TargetFormat::File(TableFormat::Csv),
        formats: ExportKind::Agreement.formats(),
        language: Language::English,
        name: "agreement.csv".into(),
    };
    let target = window.path("agreement.csv");
    let workspace = window.project_mut();
    workspace.export_to(target.clone(), order);
    window.until("it is being written", |w| w.has("Writing…"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    let cancel = window.harness.query_all_by_label("Cancel").last().expect("a button to cancel it");
    cancel.click();
    window.until("it is cancelled", |w| !w.has("Writing…") && !w.project().link.is_waiting());
    assert!(window.project().rooms.exporting.open.is_some() && !target.exists());
    window.click("Cancel");
    assert!(window.project().rooms.exporting.open.is_none(), "with nothing under way it closes the dialog");
}

#[test]
fn an_export_to_a_typed_path_is_cancelled_in_the_form_itself() {
    for by_key in [true, false] {
        let mut window = open();
        // Enough samples to take hours.
        let plan = Plan { replicates: 100_000_000, seed: 1, percent: 95 };
        let settings = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
        window.project_mut().rooms.compare.set(settings);
        choose(&mut window, ExportKind::Agreement);
        window.click("CSV");
        window.until("the preview is there", |w| preview(w).is_some());
        *window.answer.lock().unwrap() = Picked::Unavailable("no dialogs here".into());
        window.choose_where();
        window.until("the form is there", |w| w.has("no dialogs here"));
        let target = window.path("typed.csv");
        window.chord(Modifiers::COMMAND, Key::A);
        window.type_text(target.to_str().unwrap());
        window.key(Key::Enter);
        window.until("it is being written", |w| w.has_part("Writing…"));
        if by_key {
            window.key(Key::Escape);
        } else {
            // The dialog below and the status bar have such a button, too.
            let form = window.harness.get_by_label("no dialogs here").rect();
            let below =
                window.harness.query_all_by_label("Cancel").filter(|button| button.rect().top() > form.bottom());
            let cancel = below.min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
            cancel.expect("a button to cancel it").click_accesskit();
        }
        window.until("it is cancelled", |w| !w.has_part("Writing…") && !w.project().link.is_waiting());
        assert!(!window.has("no dialogs here") && !target.exists(), "the form is closed");
        assert!(window.project().rooms.exporting.open.is_some(), "the dialog stays with its settings");
    }
}

#[test]
fn a_set_chooses_what_is_in_it() {
    let mut window = open();
    let study = window.project().study.clone().unwrap();
    let items = ["A", "C"].map(|name| study.source_named(name).unwrap().guid).to_vec();
    let definition = pullquote::model::SetDefinition { items, ..Default::default() };
    window.project_mut().link.execute(pullquote::engine::Command::SaveSet {
        set: None,
        name: "Pilot".into(),
        definition,
    });
    window.until("the set is there", |w| !w.project().study.as_deref().unwrap().sets.is_empty());
    choose(&mut window, ExportKind::Passages);
    window.click_start("Which documents");
    window.click("Set: Pilot");
    let expected = folder_codings().iter().filter(|c| ["A", "C"].contains(&c.1.as_str())).count();
    window.until("its documents", |w| preview(w).is_some_and(|p| p.amount == format!("{expected} passages")));
    window.click("Set: Pilot");
    window.until("all documents", |w| preview(w).is_some_and(|p| p.amount == "1107 passages"));
}
