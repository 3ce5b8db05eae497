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
        let mut own = Self { session, place, a: UserId(0), b: UserId(0), document: SourceId(0), code: CodeId(0) };
        own.a = own.run(Command::AddCoder { name: "Ann".into() }, None).unwrap();
        own.b = own.run(Command::AddCoder { name: "Bert".into() }, None).unwrap();
        own.run(Command::AddCode { parent: None, name: "Land".into(), passage: None }, None);
        let Answer::Study(study) = own.ask(Query::Study) else { panic!() };
        own.document = study.sources[0].id;
        own.code = study.codebook.codes()[0].id;
        for (name, range) in [("Ann", CharRange::new(5, 20)), ("Bert", CharRange::new(30, 50))] {
            let (source, codes) = (own.document, vec![own.code]);
            own.run(Command::Code { source, range, codes }, Some(name));
        }
        own.session.set_viewer(Some(own.a));
        own
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
    let mut own = Blind::new();
    let (a, b) = (own.a, own.b);
    assert_eq!(own.seen(), (vec![a, b], 2), "not blind");
    own.set(true);
    assert_eq!(own.seen(), (vec![a], 1));
    own.session.set_viewer(Some(b));
    assert_eq!(own.seen(), (vec![b], 1), "the other process sees its changes");
    own.session.set_viewer(None);
    assert_eq!(own.seen(), (vec![], 0), "a user who is not a coder sees nothing");
    own.session.set_viewer(Some(a));
    let done = Command::MarkDone { sources: vec![own.document], user: a, done: true };
    own.run(done, Some("Ann"));
    assert_eq!(own.seen(), (vec![a, b], 2), "declared done");
    own.session.set_viewer(Some(b));
    assert_eq!(own.seen(), (vec![b], 1), "done for Ann is not done for Bert");
    own.set(false);
    assert_eq!(own.seen(), (vec![a, b], 2), "lifted");
    own.run(Command::Undo { steps: 1 }, None);
    assert_eq!(own.seen(), (vec![b], 1), "and that undone");
}

#[test]
fn tables_exports_lists_memos_and_the_history_leave_out_what_others_coded() {
    let mut own = Blind::new();
    let coding = {
        let Answer::Source(data) = own.ask(Query::Source(own.document)) else { panic!() };
        data.facts.iter().find(|fact| fact.user == own.b).unwrap().coding
    };
    let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(coding), text: "secret".into() };
    own.run(memo, Some("Bert"));
    own.set(true);

    let request =
        TableRequest::Matrix { rows: pullquote::analysis::Axis::Document, columns: pullquote::analysis::Axis::Code };
    let query = TableQuery { request, count: Count::Passages, users: vec![], filter: Default::default() };
    let Answer::Table(table) = own.ask(Query::Table(query.clone())) else { panic!() };
    assert_eq!(table.totals.as_ref().unwrap().total, 1);
    let Answer::Table(quotes) = own.ask(Query::QuoteTable(query.clone())) else { panic!() };
    let target = own.place.path().join("table.html");
    let (selection, format) = (Selection::Table(query), TargetFormat::File(TableFormat::Html));
    own.ask(Query::ExportAs { target: target.clone(), selection, format, language: Language::English });
    for table in [&table, &quotes] {
        let told = table.provenance.get(pullquote::table::Topic::BlindCoding);
        assert!(told.is_some(), "{} says what it leaves out", table.name);
    }
    assert!(std::fs::read_to_string(target).unwrap().contains("Blind coding"));

    let target = own.place.path().join("passages.csv");
    let (selection, format) = (Selection::Codings(PassageFilter::default()), TargetFormat::File(TableFormat::Csv));
    own.ask(Query::ExportAs { target: target.clone(), selection, format, language: Language::English });
    let written = std::fs::read_to_string(target).unwrap();
    assert!(written.contains("Ann") && !written.contains("Bert"), "{written}");

    let Answer::Browse(list) = own.ask(Query::Browse(Default::default())) else { panic!() };
    assert_eq!(list.rows.len(), 1);
    let Answer::Notes(notes) = own.ask(Query::Notes) else { panic!() };
    assert!(notes.is_empty(), "a memo on a hidden passage is hidden");
    let Answer::DocumentProgress(progress) = own.ask(Query::DocumentProgress) else { panic!() };
    assert!(progress.passages.keys().all(|(_, user)| *user == own.a));

    let Answer::History(page) = own.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 50 }) else {
        panic!()
    };
    let berts: Vec<&str> =
        page.entries.iter().filter(|e| e.user.as_deref() == Some("Bert")).map(|e| e.summary.as_str()).collect();
    assert!(berts.len() >= 2, "that Bert has worked is not hidden");
    assert!(berts.iter().all(|words| words.contains("not shown while coding is blind")), "{berts:?}");
    let entry = page.entries.iter().find(|e| e.user.as_deref() == Some("Bert") && e.kind == "code").unwrap().id;
    let Answer::Touched(touched) = own.ask(Query::Touched(entry)) else { panic!() };
    assert!(touched.passages.is_empty() && touched.things.is_empty());
    let Answer::UndoRedo { undo, .. } = own.ask(Query::UndoRedo) else { panic!() };
    assert_eq!(undo.as_deref(), Some("begin blind coding"));
}

#[test]
fn anothers_memo_on_my_passage_is_hidden_until_i_have_finished_the_document() {
    let mut own = Blind::new();
    let Answer::Source(data) = own.ask(Query::Source(own.document)) else { panic!() };
    let coding = data.facts.iter().find(|fact| fact.user == own.a).unwrap().coding;
    for (name, text) in [("Ann", "mine"), ("Bert", "secret")] {
        let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(coding), text: text.into() };
        own.run(memo, Some(name));
    }
    own.set(true);
    let read = |own: &mut Blind| {
        let Answer::Notes(notes) = own.ask(Query::Notes) else { panic!() };
        notes.iter().map(|memo| memo.note.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(read(&mut own), ["mine"]);
    own.session.set_viewer(Some(own.b));
    assert_eq!(read(&mut own), Vec::<String>::new(), "nor what Bert wrote on a passage that is hidden");
    own.session.set_viewer(Some(own.a));
    let done = Command::MarkDone { sources: vec![own.document], user: own.a, done: true };
    own.run(done, Some("Ann"));
    assert_eq!(read(&mut own).len(), 2);
}

#[test]
fn an_entry_of_mine_shows_nothing_of_anothers_work_that_it_changed() {
    let mut own = Blind::new();
    let Answer::Source(data) = own.ask(Query::Source(own.document)) else { panic!() };
    let mine = data.facts.iter().find(|fact| fact.user == own.a).unwrap().coding;
    let memo = Command::SetMemo { note: None, target: NoteTarget::Coding(mine), text: "secret".into() };
    own.run(memo, Some("Bert"));
    own.set(true);
    // Ann undoes blind coding, the memo and the passage of Bert, and begins blind coding again.
    own.run(Command::Undo { steps: 3 }, Some("Ann"));
    own.set(true);
    let Answer::History(page) = own.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 50 }) else {
        panic!()
    };
    let undone: Vec<_> = page.entries.iter().filter(|entry| entry.kind == "undo").map(|entry| entry.id).collect();
    assert_eq!(undone.len(), 3);
    let mut hidden = 0;
    for entry in undone {
        let Answer::Touched(touched) = own.ask(Query::Touched(entry)) else { panic!() };
        assert!(touched.passages.is_empty() && touched.things.is_empty(), "{touched:?}");
        hidden += touched.more;
    }
    assert_eq!(hidden, 2);
}

#[test]
fn exports_of_the_whole_project_say_that_hidden_work_is_missing() {
    let mut own = Blind::new();
    let missing = "passages, memos and decisions of other coders are not included where blind coding hides them";
    for (blind, expected) in [(false, false), (true, true)] {
        own.set(blind);
        for format in [TargetFormat::Folder, TargetFormat::Exchange(ExchangeOptions::default())] {
            let query = Query::PreviewExport { selection: Selection::Codebook, format, language: Language::English };
            let Answer::ExportPreview(preview) = own.ask(query) else { panic!() };
            assert_eq!(preview.left_out.iter().any(|line| line.contains(missing)), expected, "{format:?}");
        }
    }
}

#[test]
fn coders_are_not_compared_while_coding_is_blind() {
    let mut own = Blind::new();
    assert!(own.try_ask(Query::Compare(Default::default())).is_ok());
    own.set(true);
    let error = own.try_ask(Query::Compare(Default::default())).unwrap_err().to_string();
    assert!(error.contains("blind"), "{error}");
    let disputes = own.try_ask(Query::Disputes { rule: Default::default(), context: 0 });
    assert!(disputes.unwrap_err().to_string().contains("blind"));
}

#[test]
fn entries_and_questions_give_no_numbers_of_hidden_work() {
    let mut own = Blind::new();
    own.set(true);
    let (source, code) = (own.document, own.code);
    let text = "Ann: We had no land at home, and wages in town were low.\n";
    let before: Arc<str> = {
        let Answer::Source(data) = own.ask(Query::Source(source)) else { panic!() };
        data.spoken.text.clone()
    };
    let commands = [Command::EditText { source, before, text: text.into() }, Command::RemoveCode { code }];
    for (command, summary) in
        commands.into_iter().zip(["correct the text of one", "delete code “Land” with its passages"])
    {
        own.run(command, Some("Ann"));
        let page = own.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 1 });
        let Answer::History(page) = page else { panic!() };
        assert_eq!(page.entries[0].summary, summary);
        let wanted = own
            .session
            .execute(Command::StepUnlessOthers(pullquote::model::Direction::Undo), Actor::named(Some("Ann")));
        let done = reply(&mut own.session, |reply| match reply {
            Reply::Done { job, result } if job == wanted => Some(result),
            _ => None,
        });
        let Err(Error::ChangesOthers { work, .. }) = done else { panic!() };
        assert_eq!(work.sentences("This"), ["This changes work of other coders that blind coding hides."]);
    }
}

#[test]
fn undo_redo_and_do_again_ask_before_they_end_blind_coding() {
    let mut own = Blind::new();
    let refused = |own: &mut Blind, command: Command, is_refused: bool| {
        let wanted = own.session.execute(command, Actor::named(Some("Ann")));
        let done = reply(&mut own.session, |reply| match reply {
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
    own.set(true);
    refused(&mut own, undo(), true);
    own.run(Command::Undo { steps: 1 }, Some("Ann"));
    refused(&mut own, redo(), false);
    own.set(false);
    let Answer::History(page) = own.ask(Query::History { filter: HistoryFilter::default(), from: 0, count: 1 }) else {
        panic!()
    };
    refused(&mut own, undo(), false);
    refused(&mut own, redo(), true);
    let again = Command::DoAgain { entry: page.entries[0].id };
    refused(&mut own, again.clone(), true);
    refused(&mut own, Command::Override(Box::new(again)), false);
    assert_eq!(own.seen().1, 2, "nothing is hidden");
}
