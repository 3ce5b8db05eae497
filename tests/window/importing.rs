//! Previewing documents before they are stored: existing names, encodings, speakers, unreadable files.

use super::support::*;
use egui::Key;
use egui_kittest::kittest::{By, NodeT, Queryable};
use pullquote::app::importing::Importing;
use pullquote::app::workspace::Workspace;
use pullquote::gui::dialogs::Picked;
use pullquote::interchange::remark::Refusal;
use pullquote::model::SpeakerRole;
use std::path::PathBuf;

/// A window on an empty project that previews these files.
fn looking_at(files: &[(&str, &[u8])]) -> Window {
    let mut window = Window::new();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    look_at(&mut window, files);
    window
}

fn look_at(window: &mut Window, files: &[(&str, &[u8])]) {
    let write = |(name, bytes): &(&str, &[u8])| {
        let path = window.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let paths: Vec<PathBuf> = files.iter().map(write).collect();
    *window.answer.lock().unwrap() = Picked::Paths(paths);
    window.menu("File", "Import documents…");
    window.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
}

fn documents(workspace: &Workspace) -> Vec<String> {
    workspace.study.as_ref().unwrap().sources.iter().map(|source| source.name.clone()).collect()
}

#[test]
fn nothing_is_stored_before_confirmation_and_an_import_is_one_step() {
    let mut window =
        looking_at(&[("a.txt", b"I: Why?\nB: Because.\n"), ("b.md", b"# Talk\nI: Yes?\nB: No.\nI: Oh.\nB: So.\n")]);
    assert!(window.has("2 documents. Nothing is stored yet."));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Cancel");
    assert_eq!(documents(window.project()), Vec::<String>::new());
    look_at(&mut window, &[("a.txt", b"I: Why?\nB: Because.\n"), ("b.md", b"# Talk\nI: Yes?\nB: No.\n")]);
    window.key(Key::Escape);
    assert!(window.project().rooms.importing.is_none() && documents(window.project()).is_empty());
    look_at(&mut window, &[("a.txt", b"I: Why?\nB: Because.\n"), ("b.md", b"# Talk\nI: Yes?\nB: No.\n")]);
    window.click("Import b");
    window.key(Key::Escape);
    assert!(window.has("Discard your import settings?"), "Escape asks before choices are discarded");
    window.click("Keep editing");
    window.click("Import b");
    window.click("Import 2 documents");
    window.until("both are there", |w| documents(w.project()) == ["a", "b"]);
    window.saved();
    window.chord(egui::Modifiers::COMMAND, Key::Z);
    window.until("both are gone", |w| documents(w.project()).is_empty());
}

#[test]
fn existing_names_need_a_choice_and_nothing_is_overwritten() {
    let mut window = looking_at(&[("a.txt", b"first")]);
    window.click("Import 1 document");
    window.until("it is there", |w| documents(w.project()) == ["a"]);
    let again: [(&str, &[u8]); 4] =
        [("a.txt", b"first"), ("x/a.txt", b"second"), ("y/b.txt", b"third"), ("z/b.txt", b"fourth")];
    look_at(&mut window, &again);
    assert!(
        window.has_part("What is already in the project is not selected.") && window.has_part("Already in the project")
    );
    assert!(window.has("3 names are already in use or occur twice here."));
    window.click("Import 3 documents");
    assert!(
        matches!(window.project().rooms.importing, Some(Importing::Preview(_))),
        "a name that already exists prevents the import"
    );
    // Rename the third by hand, and all others at once.
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.harness.get_by_label("Name of the document").focus();
    window.settle();
    window.chord(egui::Modifiers::COMMAND, Key::A);
    window.type_text("b of y");
    assert!(window.has("One name is already in use."));
    window.click("Rename automatically");
    window.click("Import 3 documents");
    window.until("they are there", |w| documents(w.project()) == ["a", "a (2)", "b of y", "b"]);
}

#[test]
fn a_wrongly_detected_encoding_is_corrected_before_storing() {
    let russian = encoding_rs::WINDOWS_1251.encode("В: Почему вы уехали?\nО: Работы не было.\n").0.into_owned();
    let mut window = looking_at(&[("talk.txt", &russian)]);
    let text = |w: &Window| match &w.project().rooms.importing {
        Some(Importing::Preview(preview)) => preview.document().unwrap().read.text.to_string(),
        _ => String::new(),
    };
    window.harness.get_by_label_contains("Encoding: ").click();
    window.settle();
    window.click("Windows-1252: Western European");
    window.until("it is read with the setting", |w| w.has("Encoding: Windows-1252"));
    assert!(!text(&window).contains("Почему"));
    window.click("Encoding: Windows-1252");
    window.click("Windows-1251: Cyrillic");
    window.until("it is read correctly", |w| text(w).contains("Почему"));
    assert!(window.has("Encoding: Windows-1251"));
    window.click("Import 1 document");
    window.until("it is stored like this", |w| {
        w.project().document.as_ref().is_some_and(|document| document.text().starts_with("В: Почему"))
    });
}

#[test]
fn speakers_and_interviewers_are_assigned_and_stored() {
    let talk: &[u8] = b"Ann: Why?\nBob: Because.\nNote: x\nAnn: And?\nAside well: y\nAside well: z\nBob: So.\n";
    let mut window = looking_at(&[("talk.txt", talk)]);
    for (label, role) in [("Ann is speaker", "interviewer"), ("Aside well is speaker", "no speaker")] {
        window.click(label);
        window.click(role);
    }
    window.until("it is found", |w| w.has("2 speakers, 4 turns in all"));
    assert!(window.has("2 speakers, 4 turns in all"), "the aside continues the text before it");
    window.click("Import 1 document");
    window.until("it is shown", |w| w.project().document.is_some());
    let document = window.project().document.as_ref().unwrap();
    let speakers: Vec<_> = document.turns().speakers().iter().map(|s| (s.label.as_str(), s.asks)).collect();
    assert_eq!(speakers, [("Ann", true), ("Bob", false)]);
    assert_eq!(document.origin().speakers.roles["Ann"], SpeakerRole::Interviewer);
}

#[test]
fn a_pattern_for_speakers_is_tried_while_it_is_typed() {
    let mut window = looking_at(&[("talk.txt", b"A) Why?\nB) Because.\nA) And?\n")]);
    assert!(window.has("No speakers"));
    window.harness.get_by_label("Pattern of speakers' labels").focus();
    window.settle();
    window.type_text("([AB]");
    assert!(window.has_part("the pattern for speakers is not a valid regular expression"));
    window.type_text(")\\)");
    window.until("the speakers are detected", |w| w.has("2 speakers, 3 turns in all"));
    assert!(!window.has_part("not a valid regular expression"));
}

#[test]
fn a_proposed_pattern_is_applied_with_one_click() {
    let mut window = looking_at(&[("talk.txt", b"A) Why?\nB) Because.\nA) And?\nB) So.\n")]);
    assert!(
        window.has("No speakers")
            && window.has("4 lines begin with \u{201c}A)\u{201d}, \u{201c}B)\u{201d}. Are these speakers?")
    );
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Use as speakers");
    window.until("they are speakers", |w| w.has("2 speakers, 4 turns in all"));
    assert!(!window.has("Use as speakers"));
}

#[test]
fn unreadable_files_are_reported_before_and_after_and_the_rest_is_imported() {
    let mut window = looking_at(&[("empty.docx", b""), ("good.txt", b"I: Why?\nB: So.\n")]);
    assert!(window.has("1 document, 1 file that cannot be read. Nothing is stored yet."));
    assert!(window.has("the file is empty"));
    window.click("Import 1 document");
    window.until("the report is there", |w| matches!(w.project().rooms.importing, Some(Importing::Report(_))));
    assert!(window.has_part("empty.docx: the file is empty"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.key(Key::Enter);
    window.until("the report is closed", |w| w.project().rooms.importing.is_none());
    assert_eq!(documents(window.project()), ["good"]);
}

#[test]
fn files_are_kept_and_participants_created_on_request() {
    let mut window = looking_at(&[("P1.txt", "问：为什么？\n答：没有钱。\n".as_bytes())]);
    window.click("Store original files in the project");
    window.click("Create a participant for each document");
    window.click("Import 1 document");
    window.until("it is there", |w| !w.project().study.as_ref().unwrap().participants.is_empty());
    window.saved();
    let study = window.project().study.clone().unwrap();
    assert_eq!(study.sources[0].participant, Some(study.participants[0].id));
    let store = pullquote::store::Store::open_to_read(&window.project().path).unwrap();
    let (name, bytes) = store.reads().original(study.sources[0].id).unwrap().unwrap();
    assert_eq!((name.as_str(), bytes.as_slice()), ("P1.txt", "问：为什么？\n答：没有钱。\n".as_bytes()));
}

#[test]
fn speakers_can_be_reassigned_later_in_one_step() {
    let mut window = looking_at(&[("talk.txt", b"A) Why?\nB) Because.\nA) And?\n")]);
    window.click("Import 1 document");
    window.until("it is shown", |w| w.project().document.is_some());
    window.menu("Edit", "Speakers in this document…");
    assert!(window.has("Speakers in talk"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.harness.get_by_label("Pattern of speakers' labels").focus();
    window.settle();
    window.type_text("([AB])\\)");
    window.click("Apply");
    let turns = |w: &Window| w.project().document.as_ref().map_or(0, |document| document.turns().turns().len());
    window.until("there are turns", |w| turns(w) == 3);
    window.saved();
    window.chord(egui::Modifiers::COMMAND, Key::Z);
    window.until("there are none again", |w| turns(w) == 0);
}

#[test]
fn a_folder_is_imported_and_a_kept_file_is_saved_byte_for_byte() {
    let mut window = looking_at(&[("study/z/P1.txt", b"I: Why?\r\nB: So.\r\n")]);
    window.click("Cancel");
    std::fs::write(window.path("study/P2.txt"), "I: Yes?\nB: No.\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
    window.menu("File", "Import > Import a folder…");
    window.until("everything is read", |w| w.has("2 documents. Nothing is stored yet."));
    window.click("Store original files in the project");
    window.click("Import 2 documents");
    window.until("they are there", |w| documents(w.project()) == ["P2", "P1"]);
    window.chord(egui::Modifiers::COMMAND, Key::ArrowDown);
    window.until("it is shown", |w| w.project().document.as_ref().is_some_and(|d| d.name == "P1"));
    let target = window.path("back.txt");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.menu("Edit", "Save original file as…");
    window.until("it is written", |_| target.is_file());
    assert_eq!(std::fs::read(&target).unwrap(), b"I: Why?\r\nB: So.\r\n");
}

#[test]
fn a_protected_file_is_opened_with_its_password() {
    let protected: &[u8] = include_bytes!("../data/documents/protected.pdf");
    let mut window = looking_at(&[("talk.pdf", protected)]);
    assert!(window.has_part("protected with a password"));
    let open = |window: &mut Window, word: &str| {
        window.harness.get_by_label("Password of talk.pdf").focus();
        window.settle();
        window.chord(egui::Modifiers::COMMAND, Key::A);
        window.type_text(word);
        window.click("Open");
    };
    open(&mut window, "wrong");
    window.until("it is reported", |w| w.has("this password does not open it"));
    open(&mut window, "open sesame");
    window.until("it is read", |w| w.has("Import 1 document"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_folder_around_all_codes_can_be_omitted() {
    let codebook = "<?xml version='1.0' encoding='utf-8'?><CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes>\
        <Code guid='00000000-0000-0000-0000-000000000001' name='Nodes' isCodable='false'>\
        <Code guid='00000000-0000-0000-0000-000000000002' name='Money' isCodable='true'/></Code></Codes></CodeBook>";
    let mut window = looking_at(&[("nvivo.qdc", codebook.as_bytes())]);
    assert!(window.has_part("2 codes") && window.has("1 remark"));
    window.click("Leave out the folder “Nodes” around all codes");
    assert!(window.has("1 code") && !window.has("1 remark"), "{:?}", nameless(&window.harness));
    window.click("Import 1 project");
    window.until("it is imported", |w| {
        w.project().study.as_ref().is_some_and(|study| !study.codebook.codes().is_empty())
    });
    let study = window.project().study.clone().unwrap();
    let names: Vec<&str> = study.codebook.codes().iter().map(|code| code.name.as_str()).collect();
    assert_eq!(names, ["Money"]);
    assert!(window.project().rooms.importing.is_none(), "there is nothing to report");
}

#[test]
fn another_programs_project_is_previewed_and_imported_into_the_open_one() {
    let folder = tempfile::tempdir().unwrap();
    let qdpx = folder.path().join("other.qdpx");
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["export".into(), sample.into_os_string(), qdpx.clone().into_os_string()];
    assert_eq!(pullquote::cli::run(args, &mut out, &mut err), 0);
    let bytes = std::fs::read(&qdpx).unwrap();
    let mut window = looking_at(&[("other.qdpx", &bytes), ("own.txt", b"I: Why?\nB: So.\n")]);
    assert!(window.has_part("26 documents, 88 codes, 2 coders, 1107 passages"));
    window.click("Import 1 document and 1 project");
    window.until("it is imported", |w| documents(w.project()).len() == 27);
    window.saved();
    if window.project().rooms.importing.is_some() {
        window.key(Key::Enter);
    }
    window.undo_asked();
    window.until("it is one step of undo", |w| documents(w.project()).is_empty());
}

#[test]
fn lines_without_a_label_are_assigned_to_their_speaker() {
    let mut window = looking_at(&[("talk.txt", "问：为什么？\n\n没有钱。\n\n问：还有呢？\n\n没有了。\n".as_bytes())]);
    assert!(window.has_part("1 speaker, "));
    window.harness.get_by_label("Speaker of lines without a label").focus();
    window.settle();
    window.type_text("答");
    window.until("the answers are turns", |w| w.has("2 speakers, 4 turns in all"));
    window.click("Import 1 document");
    window.until("it is shown", |w| w.project().document.is_some());
    let document = window.project().document.as_ref().unwrap();
    assert_eq!(document.turns().speakers().iter().map(|s| s.label.as_str()).collect::<Vec<_>>(), ["问", "答"]);
}

#[test]
fn importing_the_projects_folder_offers_documents_but_no_project_files() {
    let mut window = Window::sample();
    let folder = window.path("");
    for name in ["P1.txt", "sample.pullquote notes.txt", "other.lock"] {
        std::fs::write(folder.join(name), "I: Why?\nP: So.\n").unwrap();
    }
    for file in ["sample.pullquote", "sample.pullquote.lock", "sample.pullquote-wal", "sample.pullquote-shm"] {
        assert!(folder.join(file).is_file(), "{file} is there while the project is open");
    }
    let preview = |w: &Window| match &w.project().rooms.importing {
        Some(Importing::Preview(preview)) => {
            let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
            let documents: Vec<_> = preview.plan.documents.iter().map(|planned| name(&planned.path)).collect();
            let refused: Vec<_> = preview.plan.refused.iter().map(|file| name(&file.path)).collect();
            Some((documents, refused))
        }
        _ => None,
    };
    window.project_mut().begin_import(vec![folder.clone()]);
    window.until("the preview is shown", |w| preview(w).is_some());
    let (documents, refused) = preview(&window).unwrap();
    assert_eq!(documents, ["other.lock", "P1.txt", "sample.pullquote notes.txt"]);
    assert!(refused.iter().all(|name| !name.starts_with("sample.pullquote")), "{refused:?}");
    // If it is imported directly, the project file is listed as refused.
    window.project_mut().rooms.importing = None;
    window.project_mut().begin_import(vec![folder.join("sample.pullquote")]);
    window.until("the preview is shown", |w| preview(w).is_some());
    assert_eq!(preview(&window).unwrap(), (vec![], vec!["sample.pullquote".to_owned()]));
    // If it contains nothing else, the folder has no documents.
    window.project_mut().rooms.importing = None;
    for name in ["P1.txt", "sample.pullquote notes.txt", "other.lock", "settings.json"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    window.project_mut().begin_import(vec![folder]);
    window.until("the preview is shown", |w| preview(w).is_some());
    assert!(preview(&window).unwrap().0.is_empty());
    let Some(Importing::Preview(shown)) = &window.project().rooms.importing else { panic!("nothing is shown") };
    assert_eq!(shown.plan.refused[0].refusal, Refusal::OnlyOpenProject);
    assert!(window.has_part(&Refusal::OnlyOpenProject.to_string()));
}

#[test]
fn a_table_among_documents_is_imported_as_a_table_in_one_step() {
    let table: &[u8] = "name,age\n周,34\nB,51\n".as_bytes();
    for name in ["people.csv", "people.tsv"] {
        let content = if name.ends_with("tsv") {
            String::from_utf8_lossy(table).replace(',', "\t").into_bytes()
        } else {
            table.to_vec()
        };
        let mut window = looking_at(&[(name, &content)]);
        // The button to continue has the focus.
        window.key(Key::Enter);
        window.until("it is read", |w| w.project().rooms.table.open.is_some());
        assert!(window.has("What is in this spreadsheet?") && window.project().rooms.importing.is_none(), "{name}");
        window.key(Key::Escape);
        assert!(window.project().rooms.table.open.is_none() && window.project().rooms.importing.is_none(), "{name}");
    }
}

#[test]
fn other_files_wait_until_the_table_is_imported() {
    let mut window = looking_at(&[("a.txt", b"I: Why?\nB: Because.\n"), ("people.csv", b"name,age\nZhou,34\n")]);
    assert!(window.has("1 document, 1 spreadsheet. Nothing is stored yet.") && !window.has_part("cannot be read"));
    window.click("Import people.csv as a table…");
    window.until("it is read", |w| w.project().rooms.table.open.is_some());
    assert!(!window.has("Import 1 document"));
    window.key(Key::Escape);
    assert!(window.has("Import 1 document"), "the documents are there again");
    window.click("Import 1 document");
    window.until("it is there", |w| documents(w.project()) == ["a"]);
}

#[test]
fn a_table_that_was_imported_first_is_not_reported_as_skipped() {
    let mut window = looking_at(&[("a.txt", b"I: Why?\nB: Because.\n"), ("people.csv", b"name,age\nZhou,34\n")]);
    window.click("Import people.csv as a table…");
    window.until("it is read", |w| w.project().rooms.table.open.is_some());
    window.click("Participants");
    window.until("it is planned", |w| w.is_enabled("Import"));
    window.click("Import");
    window.until("the documents are there again", |w| w.has("Imported as a table") && w.has("Import 1 document"));
    window.click("Import 1 document");
    window.until("it is there", |w| documents(w.project()) == ["a"]);
    assert!(!window.has_part("skipped") && !window.has_part("people.csv: "));
}

#[test]
fn a_table_in_the_report_of_an_import_is_imported_from_there() {
    let mut window = looking_at(&[("a.txt", b"I: Why?\nB: Because.\n"), ("people.csv", b"name,age\nZhou,34\n")]);
    window.click("Import 1 document");
    window.until("the report is there", |w| matches!(w.project().rooms.importing, Some(Importing::Report(_))));
    window.settle();
    window.click("Import people.csv as a table…");
    window.until("it is read", |w| w.project().rooms.table.open.is_some());
    assert!(!window.has("Copy the report"), "one dialog at a time");
    window.click("Participants");
    window.until("it is planned", |w| w.is_enabled("Import"));
    window.click("Import");
    window.until("the report is there again", |w| w.has("Imported as a table") && w.has("Copy the report"));
    window.click("Close");
    assert!(window.project().study.as_ref().unwrap().participants.iter().any(|one| one.name == "Zhou"));
}

#[test]
fn a_table_dropped_with_documents_can_be_imported_as_a_table() {
    let mut window = looking_at(&[("a.txt", b"I: Why?\nB: Because.\n")]);
    window.key(Key::Escape);
    for (name, content) in [("people.csv", "name,age\nZhou,34\n"), ("b.txt", "I: Why?\nB: Because.\n")] {
        let file = window.path(name);
        std::fs::write(&file, content).unwrap();
        window.harness.input_mut().dropped_files.push(std::sync::Arc::new(super::tables_in::Dropped(file)));
    }
    window.until("both are read", |w| w.has("Import people.csv as a table…"));
    window.click("Import people.csv as a table…");
    window.until("it is read", |w| w.project().rooms.table.open.is_some());
}

/// Linux allows names that are not text.
#[cfg(target_os = "linux")]
#[test]
fn files_whose_names_are_not_utf_8_are_imported_and_unlocked() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let file = |window: &Window, name: &[u8], content: &[u8]| {
        let path = window.folder.path().join(OsStr::from_bytes(name));
        std::fs::write(&path, content).unwrap();
        path
    };
    let mut window = looking_at(&[("a.txt", b"I: Why?\nB: Because.\n")]);
    window.key(Key::Escape);
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let table = file(&window, b"people\xff.csv", "name,age\n周,34\n".as_bytes());
    window.project_mut().begin_import(vec![table]);
    window.until("it is refused as a document", |w| w.has("Import people\u{fffd}.csv as a table…"));
    window.click("Import people\u{fffd}.csv as a table…");
    window.until("it is read as a table", |w| w.project().rooms.table.open.is_some());
    window.key(Key::Escape);
    let protected = include_bytes!("../data/documents/protected.pdf");
    let protected = file(&window, b"talk\xff.pdf", protected);
    window.project_mut().begin_import(vec![protected]);
    window.until("it needs a password", |w| w.has("Password of talk\u{fffd}.pdf"));
    window.harness.get_by_label("Password of talk\u{fffd}.pdf").focus();
    window.settle();
    window.type_text("open sesame");
    window.click("Open");
    window.until("it is read", |w| w.has("Import 1 document"));
}

#[test]
fn what_a_label_states_besides_the_name_is_shown_as_in_the_transcript() {
    let text = "Interviewer: And home?\nMaria (quietly): We were poor.\nInterviewer: And then?\nMaria (laughs): I left.\n\
                Interviewer: Well?\nMaria: So.\n";
    let mut window = looking_at(&[("a.txt", text.as_bytes())]);
    window.until("the lines are there", |w| w.has_part("We were poor."));
    assert!(window.has("2 Maria Maria (quietly): We were poor."));
    assert!(window.has("6 Maria So."), "a label that is only the name stands in the margin");
    window.click("Import 1 document");
    window.until("it is open", |w| w.project().document.is_some());
    window.until("it is shown", |w| w.has_part("Maria (quietly): We were poor."));
    // A turn is selected without its label.
    let (start, end) = window.find("We were poor.");
    let at = window.place(start + 3);
    for _ in 0..4 {
        window.harness.input_mut().events.extend([true, false].map(|pressed| egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        }));
    }
    window.settle();
    assert_eq!(window.project().selection, pullquote::model::CharRange::new(start, end));
}

#[test]
fn after_an_import_the_list_of_documents_does_not_take_the_focus() {
    let mut window = Window::sample();
    window.key_to_transcript();
    look_at(&mut window, &[("zz.txt", b"I: Why?\nB: Because.\n")]);
    window.click("Import 1 document");
    window.until("it is there", |w| documents(w.project()).contains(&"zz".to_owned()));
    window.until("the import is done", |w| !matches!(w.project().rooms.importing, Some(Importing::Storing { .. })));
    if window.project().rooms.importing.is_some() {
        window.key(egui::Key::Escape);
    }
    window.until("it is in view", |w| w.has("Document zz"));
    window.harness.run_steps(4);
    let by = egui_kittest::kittest::By::new().predicate(|node| node.is_focused());
    let focused: Vec<_> = window.harness.query_all(by).filter_map(|node| node.accesskit_node().label()).collect();
    assert!(!focused.iter().any(|label| label.starts_with("Document ")), "{focused:?}");
}

#[test]
fn a_role_is_chosen_with_the_keyboard() {
    let talk: &[u8] = b"Ann: Why?\nBob: Because.\nAnn: And?\nBob: So.\nNed: Yes.\nAnn: Right?\nNed: No.\n";
    let mut window = looking_at(&[("talk.txt", talk)]);
    let choose = |window: &mut Window, from: &str, keys: &[Key], to: &str| {
        window.harness.get_by_label(from).focus();
        window.settle();
        for key in keys {
            window.key(*key);
        }
        window.until(to, |w| w.has(to));
        let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
        assert_eq!(focused.and_then(|node| node.accesskit_node().label()), Some(to.to_owned()), "{keys:?}");
    };
    use Key::{ArrowDown, ArrowUp, End, Enter, Home};
    choose(&mut window, "Ann is speaker", &[Enter, End, Enter], "Ann is no speaker");
    choose(&mut window, "Ann is no speaker", &[Enter, ArrowUp, Enter], "Ann is interviewer");
    choose(&mut window, "Ann is interviewer", &[Enter, Home, Enter], "Ann is speaker");
    choose(&mut window, "Ann is speaker", &[Enter, ArrowDown, Enter], "Ann is interviewer");
    // What is chosen is chosen again.
    choose(&mut window, "Ann is interviewer", &[Enter, Enter], "Ann is interviewer");
}

#[test]
fn the_preview_and_the_report_of_a_folder_name_its_sets() {
    let project = br#"{"format": "pullquote-folder", "version": 1, "name": "s",
        "documents": [{"name": "D", "path": "transcripts/D.txt"}]}"#;
    let sets = br#"[{"name": "Pilot", "kind": "documents", "items": ["D", "X"]},
        {"name": "Lost", "kind": "documents", "items": ["Y"]}]"#;
    let mut window = Window::new();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    for (name, bytes) in [("project.json", &project[..]), ("sets.json", sets), ("transcripts/D.txt", b"Words.")] {
        let path = window.path(&format!("folder/{name}"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
    }
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("folder")]);
    window.menu("File", "Import documents…");
    window.until("it is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    // Of *Lost*, the project has and gets nothing.
    assert!(window.has("New sets: “Pilot” (1 of 2 documents found)"));
    window.click("Import 1 project");
    window.until("the report is shown", |w| matches!(w.project().rooms.importing, Some(Importing::Report(_))));
    window.settle();
    assert!(window.has("New sets: “Pilot” (1 of 2 documents found)"));
    assert!(window.has_part("the set Lost was left out, because this project has none of its documents: Y"));
}
