//! Blind coding: what a coder can see, count and export before a document is finished.

use super::support::{PATIENCE, import};
use pullquote::analysis::TableRequest;
use pullquote::engine::reading::TableQuery;
use pullquote::engine::session::Opening;
use pullquote::engine::{
    Actor, Answer, Command, Error, HistoryFilter, JobId, PassageFilter, Project, Query, Reply, Selection, Session,
    TargetFormat,
};
use pullquote::i18n::Language;
use pullquote::interchange::refi::ExchangeOptions;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::{CharRange, CodeId, Count, NoteTarget, SourceId, UserId};
use std::sync::Arc;

struct Blind {
    session: Session,
    place: tempfile::TempDir,
    a: UserId,
    b: UserId,
    document: SourceId,
    code: CodeId,
}

fn reply<T>(session: &mut Session, mut wanted: impl FnMut(Reply) -> Option<T>) -> T {
    loop {
        let reply = session.wait(PATIENCE).expect("a reply in time");
        if let Some(found) = wanted(reply) {
            return found;
        }
    }
}

impl Blind {
    /// Two coders with one passage each in the same document; Bert's has a memo.
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let text = place.path().join("one.txt");
        std::fs::write(&text, "Ann: We had no land at home, and the wages in town were low.\n").unwrap();
        let path = place.path().join("blind.pullquote");
        import(&mut Project::create(&path, "Blind").unwrap(), text, true);
        let session = Session::open(Opening::Path(path), Arc::new(|| {}));
        let mut blind = Self { session, place, a: UserId(0), b: UserId(0), document: SourceId(0), code: CodeId(0) };
        blind.a = blind.run(Command::AddCoder { name: "Ann".into() }, None).unwrap();
        blind.b = blind.run(Command::AddCoder { name: "Bert".into() }, None).unwrap();
        blind.run(Command::AddCode { parent: None, name: "Land".into(), passage: None }, None);
        let Answer::Study(study) = blind.ask(Query::Study) else { panic!() };
        blind.document = study.sources[0].id;
        blind.code = study.codebook.codes()[0].id;
        for (name, range) in [("Ann", CharRange::new(5, 20)), ("Bert", CharRange::new(30, 50))] {
            let (source, codes) = (blind.document, vec![blind.code]);
            blind.run(Command::Code { source, range, codes }, Some(name));
        }
        blind.session.set_viewer(Some(blind.a));
        blind
    }

    fn run(&mut self, command: Command, coder: Option<&str>) -> Option<UserId> {
        let wanted = self.session.execute(command, Actor::named(coder));
        let done = reply(&mut self.session, |reply| match reply {
            Reply::Done { job, result } if job == wanted => Some(result),
            _ => None,
        });
        done.unwrap().added_coder
    }

    fn try_ask(&mut self, query: Query) -> Result<Answer, Error> {
        let wanted: JobId = self.session.ask(query);
        reply(&mut self.session, |reply| match reply {
            Reply::Answer { job, result, .. } if job == wanted => Some(result),
            _ => None,
        })
    }

    fn ask(&mut self, query: Query) -> Answer {
        self.try_ask(query).unwrap()
    }

    /// The coders whose passages are visible in the document, and the number of passages counted in total.
    fn seen(&mut self) -> (Vec<UserId>, u64) {
        let Answer::Source(data) = self.ask(Query::Source(self.document)) else { panic!() };
        let Answer::CodeCounts(counts) = self.ask(Query::CodeCounts(vec![])) else { panic!() };
        (data.facts.iter().map(|fact| fact.user).collect(), counts.values().sum())
    }

    fn set(&mut self, on: bool) {
        self.run(Command::SetBlind { on }, Some("Ann"));
    }
}

#[test]
fn others_codings_are_hidden_until_the_document_is_finished_or_blinding_ends() {
    let mut blind = Blind::new();
    let (a, b) = (blind.a, blind.b);
    assert_eq!(blind.seen(), (vec![a, b], 2), "not blind");
    blind.set(true);
    assert_eq!(blind.seen(), (vec![a], 1));
    blind.session.set_viewer(Some(b));
    assert_eq!(blind.seen(), (vec![b], 1), "the other process sees its changes");
    blind.session.set_viewer(None);
    assert_eq!(blind.seen(), (vec![], 0), "a user who is not a coder sees nothing");
    blind.session.set_viewer(Some(a));
    let done = Command::MarkDone { sources: vec![blind.document], user: a, done: true };
    blind.run(done, Some("Ann"));
    assert_eq!(blind.seen(), (vec![a, b], 2), "declared done");
    blind.session.set_viewer(Some(b));
    assert_eq!(blind.seen(), (vec![b], 1), "done for Ann is not done for Bert");
    blind.set(false);
    assert_eq!(blind.seen(), (vec![a, b], 2), "lifted");
    blind.run(Command::Undo { steps: 1 }, None);
    assert_eq!(blind.seen(), (vec![b], 1), "and that undone");
}

#[test]
fn tables_exports_lists_memos_and_the_history_leave_out_what_others_coded() {
    let mut blind = Blind::new();
    let coding = {
        let Answer::Source(data) = blind.ask(Query::Source(blind.document)) else { panic!() };
        data.facts.iter().find(|fact| fact.user == blind.b).unwrap().coding
    };
    let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(coding), text: "secret".into() };
    blind.run(memo, Some("Bert"));
    blind.set(true);

    let request =
        TableRequest::Matrix { rows: pullquote::analysis::Axis::Document, columns: pullquote::analysis::Axis::Code };
    let query = TableQuery {
        request,
        count: Count::Passages,
        users: vec![],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    let Answer::Table(table) = blind.ask(Query::Table(query.clone())) else { panic!() };
    assert_eq!(table.totals.as_ref().unwrap().total, Some(1));
    let Answer::Table(quotes) = blind.ask(Query::QuoteTable(query.clone())) else { panic!() };
    let target = blind.place.path().join("table.html");
    let (selection, format) = (Selection::Table(query), TargetFormat::File(TableFormat::Html));
    blind.ask(Query::ExportAs { target: target.clone(), selection, format, language: Language::English });
    for table in [&table, &quotes] {
        let note = table.provenance.get(pullquote::table::Topic::BlindCoding);
        assert!(note.is_some(), "{} says what it leaves out", table.name);
    }
    assert!(std::fs::read_to_string(target).unwrap().contains("Blind coding"));

    let target = blind.place.path().join("passages.csv");
    let (selection, format) = (Selection::Codings(PassageFilter::default()), TargetFormat::File(TableFormat::Csv));
    blind.ask(Query::ExportAs { target: target.clone(), selection, format, language: Language::English });
    let written = std::fs::read_to_string(target).unwrap();
    assert!(written.contains("Ann") && !written.contains("Bert"), "{written}");

    let Answer::Browse(list) = blind.ask(Query::Browse(Default::default())) else { panic!() };
    assert_eq!(list.rows.len(), 1);
    let Answer::Notes(notes) = blind.ask(Query::Notes) else { panic!() };
    assert!(notes.is_empty(), "a memo on a hidden passage is hidden");
    let Answer::DocumentProgress(progress) = blind.ask(Query::DocumentProgress) else { panic!() };
    assert!(progress.passages.keys().all(|(_, user)| *user == blind.a));

    let Answer::History(page) = blind.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 50 })
    else {
        panic!()
    };
    let berts: Vec<&str> =
        page.entries.iter().filter(|e| e.user.as_deref() == Some("Bert")).map(|e| e.summary.as_str()).collect();
    assert!(berts.len() >= 2, "that Bert has worked is not hidden");
    assert!(berts.iter().all(|summary| summary.contains("not shown while coding is blind")), "{berts:?}");
    let entry = page.entries.iter().find(|e| e.user.as_deref() == Some("Bert") && e.kind == "code").unwrap().id;
    let Answer::Touched(touched) = blind.ask(Query::Touched(entry)) else { panic!() };
    assert!(touched.passages.is_empty() && touched.things.is_empty());
    let Answer::UndoRedo { undo, .. } = blind.ask(Query::UndoRedo) else { panic!() };
    assert_eq!(undo.as_deref(), Some("begin blind coding"));
}

#[test]
fn anothers_memo_on_my_passage_is_hidden_until_i_have_finished_the_document() {
    let mut blind = Blind::new();
    let Answer::Source(data) = blind.ask(Query::Source(blind.document)) else { panic!() };
    let coding = data.facts.iter().find(|fact| fact.user == blind.a).unwrap().coding;
    for (name, text) in [("Ann", "mine"), ("Bert", "secret")] {
        let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(coding), text: text.into() };
        blind.run(memo, Some(name));
    }
    blind.set(true);
    let read = |blind: &mut Blind| {
        let Answer::Notes(notes) = blind.ask(Query::Notes) else { panic!() };
        notes.iter().map(|memo| memo.note.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(&mut blind), ["mine"]);
    blind.session.set_viewer(Some(blind.b));
    assert_eq!(read(&mut blind), Vec::<String>::new(), "nor what Bert wrote on a passage that is hidden");
    blind.session.set_viewer(Some(blind.a));
    let done = Command::MarkDone { sources: vec![blind.document], user: blind.a, done: true };
    blind.run(done, Some("Ann"));
    assert_eq!(read(&mut blind).len(), 2);
}

#[test]
fn an_entry_of_mine_shows_nothing_of_anothers_work_that_it_changed() {
    let mut blind = Blind::new();
    let Answer::Source(data) = blind.ask(Query::Source(blind.document)) else { panic!() };
    let mine = data.facts.iter().find(|fact| fact.user == blind.a).unwrap().coding;
    let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(mine), text: "secret".into() };
    blind.run(memo, Some("Bert"));
    blind.set(true);
    // Ann undoes blind coding, the memo and the passage of Bert, and begins blind coding again.
    blind.run(Command::Undo { steps: 3 }, Some("Ann"));
    blind.set(true);
    let Answer::History(page) = blind.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 50 })
    else {
        panic!()
    };
    let undone: Vec<_> = page.entries.iter().filter(|entry| entry.kind == "undo").map(|entry| entry.id).collect();
    assert_eq!(undone.len(), 3);
    let mut hidden = 0;
    for entry in undone {
        let Answer::Touched(touched) = blind.ask(Query::Touched(entry)) else { panic!() };
        assert!(touched.passages.is_empty() && touched.things.is_empty(), "{touched:?}");
        hidden += touched.more;
    }
    assert_eq!(hidden, 2);
}

#[test]
fn exports_of_the_whole_project_say_that_hidden_work_is_missing() {
    let mut project = Blind::new();
    let missing = "passages, memos and decisions of other coders are not included where blind coding hides them";
    for (blind, expected) in [(false, false), (true, true)] {
        project.set(blind);
        for format in [TargetFormat::Folder, TargetFormat::Exchange(ExchangeOptions::default())] {
            let query = Query::PreviewExport { selection: Selection::Codebook, format, language: Language::English };
            let Answer::ExportPreview(preview) = project.ask(query) else { panic!() };
            assert_eq!(preview.left_out.iter().any(|line| line.contains(missing)), expected, "{format:?}");
        }
    }
}

#[test]
fn coders_are_not_compared_while_coding_is_blind() {
    let mut blind = Blind::new();
    assert!(blind.try_ask(Query::Compare(Default::default())).is_ok());
    blind.set(true);
    let error = blind.try_ask(Query::Compare(Default::default())).unwrap_err().to_string();
    assert!(error.contains("blind"), "{error}");
    let disagreements = blind.try_ask(Query::Disagreements { rule: Default::default(), context: 0 });
    assert!(disagreements.unwrap_err().to_string().contains("blind"));
}

#[test]
fn entries_and_questions_give_no_numbers_of_hidden_work() {
    let mut blind = Blind::new();
    blind.set(true);
    let (source, code) = (blind.document, blind.code);
    let text = "Ann: We had no land at home, and wages in town were low.\n";
    let before: Arc<str> = {
        let Answer::Source(data) = blind.ask(Query::Source(source)) else { panic!() };
        data.spoken.text.clone()
    };
    let commands = [Command::EditText { source, before, text: text.into() }, Command::RemoveCode { code }];
    for (command, summary) in
        commands.into_iter().zip(["correct the text of one", "delete code “Land” with its passages"])
    {
        blind.run(command, Some("Ann"));
        let page = blind.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 1 });
        let Answer::History(page) = page else { panic!() };
        assert_eq!(page.entries[0].summary, summary);
        let wanted = blind
            .session
            .execute(Command::StepUnlessOthers(pullquote::model::Direction::Undo), Actor::named(Some("Ann")));
        let done = reply(&mut blind.session, |reply| match reply {
            Reply::Done { job, result } if job == wanted => Some(result),
            _ => None,
        });
        let Err(Error::ChangesOthers { work, .. }) = done else { panic!() };
        assert_eq!(work.sentences("This"), ["This changes work of other coders that blind coding hides."]);
    }
}

#[test]
fn undo_redo_and_do_again_ask_before_they_end_blind_coding() {
    let mut blind = Blind::new();
    let refused = |blind: &mut Blind, command: Command, is_refused: bool| {
        let wanted = blind.session.execute(command, Actor::named(Some("Ann")));
        let done = reply(&mut blind.session, |reply| match reply {
            Reply::Done { job, result } if job == wanted => Some(result),
            _ => None,
        });
        match done {
            Err(Error::ChangesOthers { work, .. }) => assert!(is_refused && work.ends_blind && work.parts().is_empty()),
            other => assert!(other.is_ok() && !is_refused, "{other:?}"),
        }
    };
    let undo = || Command::StepUnlessOthers(pullquote::model::Direction::Undo);
    let redo = || Command::StepUnlessOthers(pullquote::model::Direction::Redo);
    blind.set(true);
    refused(&mut blind, undo(), true);
    blind.run(Command::Undo { steps: 1 }, Some("Ann"));
    refused(&mut blind, redo(), false);
    blind.set(false);
    let Answer::History(page) = blind.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 1 })
    else {
        panic!()
    };
    refused(&mut blind, undo(), false);
    refused(&mut blind, redo(), true);
    let again = Command::DoAgain { entry: page.entries[0].id };
    refused(&mut blind, again.clone(), true);
    refused(&mut blind, Command::Override(Box::new(again)), false);
    assert_eq!(blind.seen().1, 2, "nothing is hidden");
}

#[test]
fn the_history_is_its_authors_whatever_they_are_called_now() {
    let mut study = Blind::new();
    let (ann, bert) = (study.a, study.b);
    study.run(Command::RenameCoder { user: ann, name: "Ann Li".into() }, Some("Ann"));
    // Bert takes the name that has become free.
    study.run(Command::RenameCoder { user: bert, name: "Ann".into() }, Some("Bert"));
    study.set(true);
    let coded = |study: &mut Blind, viewer: UserId| -> Vec<String> {
        study.session.set_viewer(Some(viewer));
        let query = Query::History { filter: HistoryFilter::default(), from: 0, count: 100 };
        let Answer::History(page) = study.ask(query) else { panic!() };
        let entries = page.entries.iter().filter(|entry| entry.kind == "code");
        let shown = entries.filter(|entry| !entry.summary.contains("not shown"));
        shown.filter_map(|entry| entry.user.clone()).collect()
    };
    assert_eq!(coded(&mut study, ann), ["Ann"]);
    assert_eq!(coded(&mut study, bert), ["Bert"]);
}
