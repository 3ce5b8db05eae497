//! A query that fails gives the reason where its answer would stand, and can be tried again.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::app::action::{Action, CodeAct};
use pullquote::app::compare_room::CompareTab;
use pullquote::app::exporting::ExportKind;
use pullquote::app::workspace::Workspace;

struct Case {
    name: &'static str,
    /// The table that cannot be read meanwhile.
    table: &'static str,
    /// Prepares what is shown before the table is hidden.
    prepare: fn(&mut Window),
    /// Requests what cannot be read.
    ask: fn(&mut Window),
    /// What is shown while it is read.
    reading: &'static str,
    /// True once the answer is shown.
    arrived: fn(&Workspace) -> bool,
}

fn nothing(_: &mut Window) {}

fn show_history(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num8);
    window.until("entries are listed", |w| w.project().rooms.history.entry(0).is_some());
}

fn copy(window: &mut Window) {
    let target = window.path("copy.pullquote");
    window.project_mut().save_copy(target);
    window.until("it is copied", |w| w.path("copy.pullquote").is_file() && w.has_part("Saved a copy"));
}

const CASES: &[Case] = &[
    Case {
        name: "the history",
        table: "ops",
        prepare: nothing,
        ask: |window| window.chord(Modifiers::COMMAND, Key::Num8),
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.history.entry(0).is_some(),
    },
    Case {
        name: "what an entry changed",
        table: "op_changes",
        prepare: show_history,
        ask: |window| {
            let Workspace { rooms, link, .. } = window.project_mut();
            let entry = rooms.history.entry(0).unwrap().clone();
            rooms.history.open(entry, link);
        },
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.history.touched.is_some(),
    },
    Case {
        name: "what going back would undo",
        table: "ops",
        prepare: show_history,
        ask: |window| {
            let Workspace { rooms, link, .. } = window.project_mut();
            let entry = rooms.history.entry(0).unwrap().clone();
            rooms.history.preview_going_back(entry, true, link);
        },
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.history.going_back.as_ref().is_some_and(|going| going.preview.is_some()),
    },
    Case {
        name: "figures of agreement",
        table: "codings",
        prepare: nothing,
        ask: |window| window.chord(Modifiers::COMMAND, Key::Num3),
        reading: "Comparing…",
        arrived: |workspace| workspace.rooms.compare.compared.is_some(),
    },
    Case {
        name: "disagreements",
        table: "decisions",
        prepare: nothing,
        ask: |window| {
            window.chord(Modifiers::COMMAND, Key::Num3);
            window.project_mut().rooms.compare.show_tab(CompareTab::Disagreements);
        },
        reading: "Comparing…",
        arrived: |workspace| workspace.rooms.compare.disagreements.is_some(),
    },
    Case {
        name: "a merge",
        table: "codings",
        prepare: copy,
        ask: |window| {
            let copy = window.path("copy.pullquote");
            let Workspace { rooms, link, .. } = window.project_mut();
            rooms.merging.begin(vec![copy], link);
        },
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.merging.preview.as_ref().is_some_and(|preview| preview.plan.is_some()),
    },
    Case {
        name: "an export",
        table: "codings",
        prepare: nothing,
        ask: |window| window.project_mut().begin_export(Some(ExportKind::Passages)),
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.exporting.open.as_ref().is_some_and(|draft| draft.preview.is_some()),
    },
    Case {
        name: "the list of passages",
        table: "codings",
        prepare: nothing,
        ask: |window| window.chord(Modifiers::COMMAND, Key::Num4),
        reading: "Loading…",
        arrived: |workspace| workspace.rooms.passages.list.is_some(),
    },
    Case {
        name: "the text of passages",
        table: "texts",
        prepare: nothing,
        ask: |window| window.chord(Modifiers::COMMAND, Key::Num4),
        reading: "Loading…",
        arrived: |workspace| {
            let list = workspace.rooms.passages.list.as_deref();
            let first = list.and_then(|list| list.rows.first()).map(|row| (row.fact.source, row.fact.range));
            first.is_some_and(|place| workspace.rooms.passages.excerpts.of(place).is_some())
        },
    },
    Case {
        name: "a search",
        table: "texts",
        prepare: nothing,
        ask: |window| window.project_mut().find_everywhere("work".into()),
        reading: "Searching…",
        arrived: |workspace| workspace.rooms.passages.search.found.is_some(),
    },
    Case {
        name: "memos",
        table: "notes",
        prepare: nothing,
        ask: |window| window.chord(Modifiers::COMMAND, Key::Num7),
        reading: "Reading…",
        arrived: |workspace| workspace.rooms.memos.all.is_some(),
    },
    Case {
        name: "what depends on a code",
        table: "codings",
        prepare: nothing,
        ask: |window| {
            let code = window.project_mut().study.as_deref().unwrap().codebook.codes()[0].id;
            window.harness.state_mut().act(Action::OnCode(CodeAct::Remove, code));
        },
        reading: "Counting passages…",
        arrived: |workspace| {
            let code = workspace.study.as_deref().unwrap().codebook.codes()[0].id;
            workspace.rooms.code_uses.of(code, None).is_some()
        },
    },
];

#[test]
fn a_query_that_fails_gives_the_reason_in_place_of_its_answer_and_can_be_tried_again() {
    for Case { name, table, prepare, ask, reading, arrived } in CASES {
        let mut window = Window::sample();
        prepare(&mut window);
        window.until("nothing is awaited", |w| !w.project().link.is_waiting());
        let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
        let rename =
            |from: &str, to: &str| database.execute_batch(&format!("ALTER TABLE {from} RENAME TO {to}")).unwrap();
        rename(table, "hidden");
        ask(&mut window);
        window.until(&format!("the reason is shown: {name}"), |w| w.has("Try again"));
        assert!(window.has_part("The project file could not be read"), "{name}");
        assert!(!window.has(reading), "{name}: nothing is read any more");
        window.until("nothing is awaited", |w| !w.project().link.is_waiting());
        for _ in 0..5 {
            window.settle();
            assert!(!window.project().link.is_waiting(), "{name}: it is not repeated by itself");
        }
        rename("hidden", table);
        window.click("Try again");
        window.until(&format!("it is read: {name}"), |w| arrived(w.project()) && !w.has("Try again"));
    }
}
