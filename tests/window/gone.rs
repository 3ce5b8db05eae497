//! Answers about items that were removed in the meantime are not reported as errors; other missing items are.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::analysis::TableRequest;
use pullquote::app::action::{Action, CodeAct};
use pullquote::app::advice::Message;
use pullquote::engine::browse::BrowseFilter;
use pullquote::engine::reading::{PassageScope, TableQuery};
use pullquote::engine::{Command, Query};
use pullquote::model::{CharRange, CodeId, Count, SourceId, TableDefinition};

fn troubles(window: &Window) -> Vec<String> {
    let trouble = |message: &Message| match message {
        Message::Trouble(advice) => Some(advice.current().what.clone()),
        Message::Note(_) | Message::Done(..) => None,
    };
    window.project().link.messages.iter().filter_map(trouble).collect()
}

fn all_answered(window: &mut Window) {
    window.until("all answers have arrived", |w| !w.project().link.is_waiting());
}

#[test]
fn removing_the_open_document_reports_no_error_in_any_room() {
    for room in [Key::Num1, Key::Num2, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8] {
        let mut window = Window::sample();
        for _ in 0..2 {
            let open = window.project().document.as_ref().unwrap().id;
            window.chord(Modifiers::COMMAND, room);
            window.project_mut().link.execute(Command::RemoveDocuments { sources: vec![open] });
            let other = move |w: &Window| w.project().document.as_ref().is_some_and(|d| d.id != open);
            window.until("another is open", other);
            all_answered(&mut window);
            assert_eq!(troubles(&window), Vec::<String>::new(), "{room:?}");
        }
    }
}

#[test]
fn late_answers_about_removed_items_report_no_error() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let (source, code) = (study.sources[1].id, study.codebook.codes()[3].id);
    window.project_mut().link.execute(Command::RemoveDocuments { sources: vec![source] });
    window.project_mut().link.execute(Command::RemoveCode { code });
    all_answered(&mut window);
    let places = vec![(source, CharRange::new(0, 4))];
    let late = |source: SourceId, code: CodeId| {
        [
            Query::Source(source),
            Query::CodeUse { code, into: None },
            Query::Excerpts { places: places.clone(), context: 10, speakers: true },
            Query::Browse(BrowseFilter { sources: vec![source], code: Some(code), ..BrowseFilter::default() }),
            Query::Reread { source, file: None },
        ]
    };
    for query in late(source, code) {
        window.project_mut().link.ask(query.clone());
        all_answered(&mut window);
        assert_eq!(troubles(&window), Vec::<String>::new(), "{query:?}");
    }
}

#[test]
fn undoing_a_new_table_reports_no_error() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    let study = window.project().study.clone().unwrap();
    let definition = TableDefinition { name: "mine".into(), title: "Mine".into(), ..study.tables[0].clone() };
    let request = TableRequest::Defined { name: "mine".into() };
    for _ in 0..3 {
        window.project_mut().link.execute(Command::SaveTable { replaces: None, definition: definition.clone() });
        window.until("it is there", |w| w.project().study.as_deref().unwrap().tables.len() == study.tables.len() + 1);
        window.project_mut().rooms.tables.choose(request.clone());
        all_answered(&mut window);
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("it is gone", |w| w.project().study.as_deref().unwrap().tables.len() == study.tables.len());
        all_answered(&mut window);
        assert_eq!(troubles(&window), Vec::<String>::new());
        window.until("another is shown", |w| w.project().rooms.tables.table.is_some());
    }
    let (users, scope) = (vec![], PassageScope::default());
    let late = TableQuery { request, count: Count::default(), users, scope, counted_as: Default::default() };
    window.project_mut().link.ask(Query::Table(late));
    all_answered(&mut window);
    assert_eq!(troubles(&window), Vec::<String>::new());
}

#[test]
fn a_question_about_a_removed_code_is_closed() {
    let mut window = Window::sample();
    let code = window.project().study.as_deref().unwrap().codebook.codes()[3].id;
    window.harness.state_mut().act(Action::OnCode(CodeAct::Remove, code));
    window.settle();
    assert!(window.has("Delete code"));
    window.project_mut().link.execute(Command::RemoveCode { code });
    window.until("it is closed", |w| !w.has("Delete code"));
    assert_eq!(troubles(&window), Vec::<String>::new());
}

#[test]
fn a_missing_text_in_a_damaged_file_is_reported() {
    let mut window = Window::sample();
    let source = window.project().study.as_deref().unwrap().source_named("C").unwrap().id;
    let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
    database.execute("DELETE FROM texts WHERE id = ?1", [source.0]).unwrap();
    window.click("Document C");
    window.until("it is reported", |w| !troubles(w).is_empty());
}

#[test]
fn a_missing_text_is_reported_even_after_the_study_could_not_be_read() {
    let mut window = Window::sample();
    let source = window.project().study.as_deref().unwrap().source_named("C").unwrap().id;
    let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
    database.execute_batch("ALTER TABLE variables RENAME TO elsewhere").unwrap();
    let (name, description) = ("sample".into(), "renamed".into());
    window.project_mut().link.execute(Command::DescribeProject { name, description });
    window.until("the study cannot be read", |w| !troubles(w).is_empty());
    all_answered(&mut window);
    database.execute_batch("ALTER TABLE elsewhere RENAME TO variables").unwrap();
    database.execute("DELETE FROM texts WHERE id = ?1", [source.0]).unwrap();
    window.project_mut().link.messages.clear();
    window.settle();
    window.click("Document C");
    window.until("it is reported", |w| !troubles(w).is_empty());
}
