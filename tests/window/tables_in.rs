//! Importing tables in the window: the kind is asked for, the columns are explained, and the result is shown
//! beforehand.

use super::support::{Window, nameless};
use egui::{Key, Modifiers};
use pullquote::app::documents_room::DocumentsPage;
use pullquote::app::room::Room;
use pullquote::app::table_import::{TableDraft, TableKind};
use pullquote::engine::Command;
use pullquote::engine::{JobId, Query};
use pullquote::gui::dialogs::Picked;
use pullquote::model::CodingId;

/// The sample with a table that was opened through an entry of the File menu.
fn picked(name: &str, bytes: impl AsRef<[u8]>, entry: &str) -> Window {
    picked_in(Window::sample(), name, bytes, entry)
}

fn picked_in(mut window: Window, name: &str, bytes: impl AsRef<[u8]>, entry: &str) -> Window {
    let file = window.path(name);
    std::fs::write(&file, bytes).unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.menu("File", &format!("Import > {entry}"));
    window.until("the table is read", |w| w.project().rooms.table.open.is_some() || w.has_part(name));
    planned(&mut window);
    window
}

/// Waits for the preview of the import with the current settings.
fn planned(window: &mut Window) {
    window.settle();
    window.until("the preview is shown", |w| !w.project().link.is_waiting());
    window.settle();
}

fn passages(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

#[test]
fn the_kind_of_a_table_is_asked_and_the_likely_answer_has_the_focus() {
    for (content, likely, heading) in [
        ("name,age\nZ,3\n", TableKind::Participants, "Import participants"),
        ("tag,description,number of highlights\nHome,what is home,3\n", TableKind::Codebook, "Import codebook"),
        ("id,document,tag,content\n1,A.odt,Home,words\n", TableKind::Segments, "Import coded passages"),
        (
            "start,speaker,text\n0:01,Ana,Why?\n0:03,Ben,No work.\n",
            TableKind::Transcript,
            "Import a transcript from a spreadsheet",
        ),
        (
            &format!("nr,answer\n1,{}\n", "many words ".repeat(40)),
            TableKind::Documents,
            "Import documents from a spreadsheet",
        ),
    ] {
        let mut window = picked("t.csv", content, "Import spreadsheet…");
        assert!(window.has("What is in this spreadsheet?"));
        let draft = window.project().rooms.table.open.as_ref().map(|table| table.draft.clone());
        assert!(matches!(draft, Some(TableDraft::Unknown(kind)) if kind == likely), "{content}: {draft:?}");
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
        window.key(Key::Enter);
        assert!(window.has(heading), "{heading}");
        window.until("the preview is shown", |w| !w.has_part("Looking for") && !w.has("Reading…"));
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
        window.click("Cancel");
        assert!(!window.has(heading) && window.project().rooms.table.open.is_none());
    }
}

#[test]
fn a_value_that_does_not_fit_is_named_and_the_rest_is_imported() {
    let mut window = picked("t.csv", "name,age\nA,old\nZ,44\n", "Import participants…");
    assert!(window.has_part("ine 2: age: “old” was left out"));
    assert!(window.has_part("age: “old” was left out; a valid value is a number, such as 16 or 4.5"));
    assert!(window.is_enabled("Import"));
    window.click("Import");
    window.until("Z is here", |w| w.project().study.as_deref().unwrap().participant_named("Z").is_some());
    window.until("it is said", |w| w.has_part("One entry was skipped or changed."));
    window.click("Details");
    assert!(window.has_part("age: “old” was left out"));
}

#[test]
fn coded_segments_are_found_shown_and_imported_in_one_step() {
    let table =
        "file,theme,words\nA.docx,New theme,I'm FORTY-three\nA,New theme,the\nB,New theme,words that nobody said\n";
    let mut window = picked("segments.csv", table, "Import coded passages…");
    assert!(window.has("Column file holds the document") && window.has("Column theme holds the code"));
    assert!(
        window.has("Choose the column that holds the text of the segments, or the two that hold their start and end.")
    );
    window.click("Column words holds skip this column");
    window.click("the text");
    window.until("it is reported", |w| w.has("1 passage in 1 document, 1 new code"));
    assert!(window.has("1 ignoring case and punctuation"));
    assert!(window.has("Text that occurs more than once: 1") && window.has("Rows skipped: 2"));
    window.click("Rows skipped: 2");
    assert!(window.has_part("Line 4: “words that nobody said” is not in the document"));
    let before = passages(&window);
    window.click("use the first match");
    window.until("the second comes too", |w| w.has("2 passages in 1 document, 1 new code"));
    window.click("Only codes in the codebook; skip other rows");
    window.until("no row is left", |w| w.has("No row of this spreadsheet can be imported."));
    window.click("Only codes in the codebook; skip other rows");
    window.until("they are back", |w| w.has("2 passages in 1 document, 1 new code"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Import");
    window.until("they are coded", |w| passages(w) == before + 2);
    window.until("the code is there", |w| w.project().study.as_deref().unwrap().codebook.find("New theme").is_some());
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("everything is undone", |w| passages(w) == before);
    assert!(window.project().study.as_deref().unwrap().codebook.find("New theme").is_none());
}

#[test]
fn a_table_of_utterances_becomes_one_document() {
    let table = "start,initials,text\n0:01,Ana,Why did you leave?\n0:03,Ben,There was no work.\n0:04,Ben,None.\n";
    let mut window = picked("Group.csv", table, "Import spreadsheet…");
    window.click("A transcript");
    window.until("the preview is shown", |w| !w.has("Reading…"));
    assert!(window.has("Column start holds when it is said") && window.has("Why did you leave?"));
    window.click("Column initials holds skip this column");
    window.click("who says it");
    window.until("the speakers are listed", |w| w.has("“Group” with 2 speakers") && w.has("3 times beside the text"));
    let before = window.project().study.as_ref().map_or(0, |study| study.sources.len());
    window.click("Import");
    window.until("it is there", |w| w.project().study.as_ref().is_some_and(|study| study.sources.len() == before + 1));
}

#[test]
fn cells_with_several_codes_need_a_choice() {
    let table = "document,code,words\nA.docx,\"Hope, old\",I'm FORTY-three\n";
    let mut window = picked("segments.csv", table, "Import coded passages…");
    window.click("Column words holds skip this column");
    window.click("the text");
    window
        .until("the question about the cell is shown", |w| w.has("Cells with several codes:") && w.has("New codes: 1"));
    window.click("split at");
    window.until("it is divided", |w| w.has("New codes: 2"));
    window.click("keep as one code");
    window.until("it is whole", |w| w.has("New codes: 1"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn documents_are_made_from_the_rows_of_a_table() {
    let table = "respondent,age,answer\nR1,30,I stayed at home.\nA,43,Because of the land.\nR3,,\n";
    let mut window = picked("survey.csv", table, "Import documents from a spreadsheet…");
    assert!(window.has("Column answer becomes the text") && window.has("Column respondent becomes the participant"));
    window.until("it is reported", |w| w.has_part("2 new documents, 2 new participants"));
    assert!(window.has_part("the name A is taken, so the document is named A (2)"));
    assert!(window.has("1 row has no text and was left out."));
    window.click("Import");
    let named = |w: &Window, name: &str| w.project().study.as_deref().unwrap().source_named(name).is_some();
    window.until("they are there", |w| named(w, "R1") && named(w, "A (2)"));
    assert!(window.has("One entry was skipped or changed."));
    assert_eq!(
        (window.project().room, window.project().rooms.documents.tab),
        (Room::Documents, DocumentsPage::Documents)
    );
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("they are gone", |w| !named(w, "R1") && !named(w, "A (2)"));
}

#[test]
fn another_sheet_and_another_encoding_can_be_chosen() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [("one", [["name", "age"], ["Z", "1"]]), ("two", [["name", "town"], ["Y", "垫江"]])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, row) in rows.iter().enumerate() {
            sheet.write_row(at as u32, 0, *row).unwrap();
        }
    }
    let mut window = picked("people.xlsx", book.save_to_buffer().unwrap(), "Import spreadsheet…");
    window.click("Participants");
    planned(&mut window);
    assert!(window.has("people.xlsx: 1 row") && window.has("Column age becomes age"));
    window.click("Sheet: one");
    window.click("two");
    window.until("the other sheet is there", |w| w.has("Column town becomes a new attribute"));
    planned(&mut window);
    window.click("Import");
    let known = |w: &Window, name: &str| w.project().study.as_deref().unwrap().participant_named(name).is_some();
    window.until("Y is there", |w| known(w, "Y"));
    assert!(!known(&window, "Z"));

    let mut window = picked("latin.csv", b"name,town\nZo\xeb,K\xf6ln\n", "Import participants…");
    window.until("it is read", |w| w.has("Import participants"));
    planned(&mut window);
    window.click_start("Encoding: ");
    window.click_start("Windows-1252");
    window.until("the letters are right", |w| w.has("Zoë") && w.has("Köln"));
}

#[test]
fn participants_documents_and_repeated_rows_are_decided_in_the_dialog() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let sources = ["W", "X"].map(|name| study.source_named(name).unwrap().id).to_vec();
    window.project_mut().link.execute(Command::TieDocuments { sources, participant: None });
    window.saved();
    let table = "name,transcript,rank\nNew,W,1\nNew,X,2\nOther,None of ours,3\n";
    let mut window = picked_in(window, "people.csv", table, "Import participants…");
    window.until("it is read", |w| w.has("Import participants"));
    assert!(window.has("Column transcript becomes names of their documents"));
    assert!(window.has_part("2 new participants, 1 new attribute, 2 values, 2 assigned documents"));
    assert!(window.has("Line 4: there is no document None of ours to assign to the participant."));
    assert!(window.has_part("Line 3: New, rank: “2” was left out"));
    window.click("none; I will correct the spreadsheet");
    planned(&mut window);
    assert!(window.has("Line 3: New is already in line 2; choose how to handle repeated rows."));
    window.click("the last");
    planned(&mut window);
    assert!(window.has_part("New is in several rows; left out: line 2."));
    window.click("Import");
    let owner = |w: &Window| {
        let study = w.project().study.clone().unwrap();
        study.source_named("W")?.participant.map(|id| study.participant(id).unwrap().name.clone())
    };
    window.until("the document is theirs", |w| owner(w).as_deref() == Some("New"));
}

#[test]
fn a_file_that_is_not_a_table_is_reported_and_no_dialog_stays_open() {
    let window = picked("t.xlsx", b"PK\x03\x04 broken", "Import spreadsheet…");
    assert!(window.has_part("damaged or incomplete"));
    assert!(!window.project().is_importing_table());
}

#[test]
fn dots_in_a_codebook_become_levels_on_request_and_existing_codes_stay() {
    let table = "tag,description,number of highlights\nWork.pay,too little,3\nWork.hours,too many,2\n";
    let mut window = picked("tags.csv", table, "Import codebook…");
    assert!(window.has("2 new codes") && window.has_part("number of highlights"));
    window.click("Dots separate levels: work.pay becomes pay under work");
    planned(&mut window);
    assert!(window.has("3 new codes"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Import");
    let exists = |w: &Window| w.project().study.as_deref().unwrap().codebook.find("Work > pay").is_some();
    window.until("the codes are there", exists);
    window.menu("File", "Import > Import codebook…");
    window.until("it is read again", |w| w.has("Import codebook"));
    planned(&mut window);
    window.click("Dots separate levels: work.pay becomes pay under work");
    planned(&mut window);
    assert!(window.has("The spreadsheet has no new codes.") && window.has("3 codes already exist and stay unchanged."));
    window.click("Import");
    assert!(window.project().rooms.table.open.is_some(), "the button is disabled");
    window.key(Key::Escape);
    window.click("Discard");
    assert!(window.project().rooms.table.open.is_none());
}

#[test]
fn the_coder_can_be_typed_and_only_the_last_name_counts() {
    let mut window = picked("s.csv", "document,code,quote\nA,Typed,I'm forty-three\n", "Import coded passages…");
    window.until("it is reported", |w| w.has("1 passage in 1 document, 1 new code"));
    window.click("Coded by");
    window.chord(Modifiers::COMMAND, Key::A);
    for letter in ["K", "i", "m"] {
        window.type_text(letter);
    }
    window.until("the new coder is listed", |w| w.has("1 passage in 1 document, 1 new code, 1 new coder"));
    window.until("no operation is running", |w| {
        match w.project().rooms.table.open.as_ref().map(|table| &table.draft) {
            Some(TableDraft::Known(draft)) => !draft.is_waiting(),
            _ => false,
        }
    });
    window.click("Import");
    window.until("Kim is there", |w| w.project().study.as_deref().unwrap().user_named("Kim").is_some());
    let names: Vec<String> = window.project().study.as_deref().unwrap().users.iter().map(|u| u.name.clone()).collect();
    assert!(!names.contains(&"Ki".to_owned()), "{names:?}");
}

#[derive(Debug)]
pub struct Dropped(pub std::path::PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_table_dropped_on_the_window_asks_for_its_kind() {
    for name in ["people.csv", "PEOPLE.TSV"] {
        let mut window = Window::sample();
        let file = window.path(name);
        std::fs::write(&file, "name\tage\nZ\t3\n").unwrap();
        window.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(file)));
        window.until("it is asked", |w| w.has("What is in this spreadsheet?"));
        window.key(Key::Escape);
        assert!(!window.has("What is in this spreadsheet?"));
    }
}

/// Keeps the thread that reads tables busy for a while.
fn hold(window: &mut Window) -> JobId {
    let path = window.path("long.txt");
    std::fs::write(&path, "P: so many words, and one more.\n".repeat(300_000)).unwrap();
    let workspace = window.project_mut();
    workspace.link.ask(Query::ReadAgain { path, reading: Default::default() })
}

#[test]
fn nothing_is_imported_while_the_table_is_reread_and_cancel_stops_it() {
    for (entry, heading, content) in [
        ("Import participants…", "Import participants", "name,age\nZ,3\n"),
        ("Import codebook…", "Import codebook", "tag,description\nMine,x\n"),
        ("Import coded passages…", "Import coded passages", "document,code,quote\nA,Typed,I'm forty-three\n"),
        ("Import documents from a spreadsheet…", "Import documents from a spreadsheet", "nr,answer\n1,words\n"),
    ] {
        for act in ["Import", "Cancel"] {
            let mut window = picked("t.csv", content, entry);
            window.until("it can be imported", |w| w.has(heading) && w.is_enabled("Import"));
            let held = hold(&mut window);
            window.click_start("Encoding: ");
            window.click_start("Windows-1252");
            assert!(window.project().table_being_read().is_some(), "{heading}");
            assert!(!window.is_enabled("Import"), "{heading}");
            window.click(act);
            let imports = |w: &Window| w.project().is_importing_table();
            assert_eq!(imports(&window), act == "Import", "{heading}: nothing is imported, Cancel closes");
            assert!(!window.project().link.is_saving());
            window.project().link.cancel(held);
            if act == "Cancel" {
                window.settle();
                assert!(!window.has(heading) && !imports(&window), "{heading} opens by itself");
            } else {
                window.until("the other reading is there", |w| w.has_part("Windows-1252") && w.is_enabled("Import"));
            }
        }
    }
}

/// Coder 1 at work, and a passage of Coder 2 with its row in a table: document, code, start, end.
fn beside_coder_2() -> (Window, CodingId, String) {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let source = study.source_named("A").unwrap();
    let document = window.project().document.as_ref().filter(|document| document.id == source.id).expect("A is open");
    let other = study.user_named("Coder 2").unwrap().id;
    let passage = document.passages().iter().find(|one| one.user == other).cloned().unwrap();
    let path = study.codebook.path(passage.code).to_string();
    let row = format!("{},{path},{},{}", source.name, passage.range.start.0, passage.range.end.0);
    window.project_mut().set_coder(Some(study.user_named("Coder 1").unwrap().id));
    (window, passage.coding, row)
}

#[test]
fn passages_are_of_others_for_who_is_at_work_whoever_has_coded_the_table() {
    let (window, _, row) = beside_coder_2();
    let table = format!("document,code,start,end,important\n{row},yes\n");
    let mut window = picked_in(window, "marks.csv", table, "Import coded passages…");
    assert!(!window.has_part("of another coder: "), "nobody has coded this passage but Coder 2");
    window.click("Coded by");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Coder 2");
    window.until("the owner is named", |w| w.has_part("marks to 1 passage of another coder: Coder 2 (1)"));
    planned(&mut window);
    window.click("Import");
    window.until("it is asked", |w| w.has("This adds memos or marks to 1 passage of Coder 2."));
}

#[test]
fn marks_on_passages_of_others_are_named_before_and_asked_about() {
    let (window, coding, row) = beside_coder_2();
    let table = format!("document,code,start,end,important,coder\n{row},yes,Coder 2\n");
    let mut window = picked_in(window, "marks.csv", table, "Import coded passages…");
    assert!(window.has_part("adds memos or marks to 1 passage of another coder: Coder 2 (1)"));
    let marked = |window: &Window| {
        let document = window.project().document.as_ref().unwrap();
        document.passages().iter().any(|one| one.coding == coding && one.important)
    };
    assert!(!marked(&window));
    for is_confirmed in [false, true] {
        window.click("Import");
        window.until("it is asked", |w| w.has("Change other coders’ passages?"));
        assert!(window.has("This adds memos or marks to 1 passage of Coder 2."));
        assert!(window.has("The history will name both of you. You can undo this with Ctrl+Z."));
        if is_confirmed {
            window.click("Import anyway");
            window.until("it is done", |w| w.has_part("memos or marks added to passages of Coder 2"));
            window.until("it is marked", marked);
        } else {
            window.key(Key::Escape);
            planned(&mut window);
            assert!(!marked(&window) && window.has("Import coded passages"), "the preview stays");
            assert!(window.is_enabled("Import"));
        }
    }
    assert!(!window.has("Import coded passages"));
}
