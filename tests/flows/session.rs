//! A project in the window's threads: commands, queries, cancelling.

use super::support::*;
use pullquote::analysis::TableRequest;
use pullquote::analysis::agreement::{Plan, Resampling};
use pullquote::engine::compare::CompareSettings;
use pullquote::engine::import::{ImportOptions, SameName};
use pullquote::engine::reading::TableQuery;
use pullquote::engine::session::{Opened, Opening};
use pullquote::engine::table_import::{DocumentImport, SegmentImport, TableImport};
use pullquote::engine::{
    Actor, Answer, Command, Error, JobId, Outcome, Progress, Project, Query, Reply, Selection, Session, TargetFormat,
};
use pullquote::i18n::{self, Language};
use pullquote::interchange::sheet;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::{CharRange, Count, Study};
use pullquote::store;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The next reply that `wanted` accepts; progress and other replies are skipped.
fn wait<T>(session: &mut Session, mut wanted: impl FnMut(Reply) -> Option<T>) -> T {
    loop {
        let reply = session.wait(PATIENCE).expect("a reply in time");
        if let Some(found) = wanted(reply) {
            return found;
        }
    }
}

fn opened(session: &mut Session) -> Result<Opened, Error> {
    wait(session, |reply| match reply {
        Reply::Opened(result) => Some(result),
        _ => None,
    })
}

fn done(session: &mut Session, wanted: JobId) -> Result<Outcome, Error> {
    wait(session, |reply| match reply {
        Reply::Done { job, result } if job == wanted => Some(result),
        _ => None,
    })
}

fn answer(session: &mut Session, query: Query) -> Answer {
    let wanted = session.ask(query);
    let result = wait(session, |reply| match reply {
        Reply::Answer { job, result, .. } if job == wanted => Some(result),
        _ => None,
    });
    result.unwrap()
}

fn study(session: &mut Session) -> Arc<Study> {
    match answer(session, Query::Study) {
        Answer::Study(study) => study,
        other => panic!("{other:?}"),
    }
}

fn new(place: &tempfile::TempDir) -> (Session, Arc<AtomicUsize>) {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counted = wakes.clone();
    let opening = Opening::New { path: place.path().join("研究"), name: "研究".into() };
    let wake = Arc::new(move || {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let mut session = Session::open(opening, wake);
    assert!(opened(&mut session).unwrap().path.ends_with("研究.pullquote"));
    (session, wakes)
}

/// The command that imports the file or folder at this path, planned in the session.
fn importing(session: &mut Session, path: &str) -> Command {
    let query = Query::PlanImport { paths: vec![path.into()], reading: Default::default() };
    let Answer::ImportPlan(mut plan) = answer(session, query) else { panic!("a plan") };
    plan.answer(&study(session), SameName::Refuse);
    Command::TakeImport { plan: Arc::new(*plan), how: ImportOptions::default() }
}

#[test]
fn importing_coding_undo_and_a_table_work_in_the_windows_threads() {
    let place = temporary();
    let (mut session, wakes) = new(&place);
    let import = importing(&mut session, &sample());
    let job = session.execute(import, Actor::Nobody);
    let outcome = done(&mut session, job).unwrap();
    assert_eq!(outcome.import.unwrap().problems, []);
    assert!(!session.is_writing());
    // The wake call comes just after the reply that it announces.
    until("the window is woken for the replies", || wakes.load(Ordering::Relaxed) >= 2);
    let study = study(&mut session);
    let source = study.source_named("B").unwrap().id;
    let code = study.codebook.find("Financial capital > Push > Low income").unwrap();
    let user = study.user_named("Coder 1").unwrap().id;
    let marked = |session: &mut Session| match answer(session, Query::Source(source)) {
        Answer::Source(data) => data.facts.len(),
        other => panic!("{other:?}"),
    };
    let before = marked(&mut session);
    let job =
        session.execute(Command::Code { source, range: CharRange::new(1, 9), codes: vec![code] }, Actor::Coder(user));
    let outcome = done(&mut session, job).unwrap();
    assert_eq!(outcome.changes[0].codings.as_ref().unwrap().added.len(), 1);
    assert_eq!(marked(&mut session), before + 1);
    let job = session.execute(Command::Undo { steps: 1 }, Actor::Nobody);
    assert!(done(&mut session, job).unwrap().summary.contains("Low income"));
    assert_eq!(marked(&mut session), before);
    let request = TableRequest::Defined { name: "assets".into() };
    let table = TableQuery {
        request,
        count: Count::Passages,
        users: vec![user],
        scope: Default::default(),
        counted_as: Default::default(),
    };
    match answer(&mut session, Query::Table(table)) {
        Answer::Table(table) => assert_eq!((table.rows.len(), table.columns.len()), (6, 2)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_cancelled_import_leaves_nothing_and_the_next_command_runs() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let (mut session, _) = new(&place);
    let [first, second] = [within(&place, "study"), sample()].map(|path| importing(&mut session, &path));
    let first = session.execute(first, Actor::Nobody);
    let second = session.execute(second, Actor::Nobody);
    let third = session.execute(Command::AddCoder { name: "后来".into() }, Actor::Nobody);
    session.cancel(second);
    done(&mut session, first).unwrap();
    assert!(matches!(done(&mut session, second), Err(Error::Cancelled(_))));
    done(&mut session, third).unwrap();
    let study = study(&mut session);
    assert_eq!(study.sources.len(), 3, "only those of the first import");
    assert!(study.user_named("后来").is_some());
    drop(session);
    let project = within(&place, "研究.pullquote");
    assert_eq!(json(&["history", &project, "--json"]).as_array().unwrap().len(), 2);
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn only_the_latest_plan_or_table_is_finished_and_all_can_be_cancelled() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let (long, path) = (place.path().join("long.txt"), place.path().join("t.csv"));
    std::fs::write(&long, "P: so many words, and one more.\n".repeat(200_000)).unwrap();
    std::fs::write(&path, "document,code,quote\nA,B,C\n").unwrap();
    let sheet = Query::ReadSheet { path, reading: Default::default() };
    let Answer::Sheet(table) = answer(&mut session, sheet.clone()) else { panic!("a sheet") };
    let study = study(&mut session);
    for query in [
        sheet,
        Query::PlanTable(Box::new(TableImport::Segments(SegmentImport::suggest(&study, table.clone(), "K")))),
        Query::PlanTable(Box::new(TableImport::Documents(DocumentImport::suggest(&study, table)))),
        Query::PreviewExport {
            selection: Selection::Memos,
            format: TargetFormat::File(TableFormat::Csv),
            language: Language::English,
        },
    ] {
        // A file that is read in the meantime, so that the others wait.
        session.ask(Query::ReadAgain { path: long.clone(), reading: Default::default() });
        let jobs = [(); 3].map(|()| session.ask(query.clone()));
        let mut results = Vec::new();
        while results.len() < 3 {
            let reply = session.wait(PATIENCE).expect("a reply in time");
            if let Reply::Answer { job, result, .. } = reply
                && jobs.contains(&job)
            {
                results.push(match result {
                    Ok(_) => "done",
                    Err(Error::Cancelled(_)) => "stopped",
                    Err(error) => panic!("{error}"),
                });
            }
        }
        assert_eq!(results, ["stopped", "stopped", "done"], "{query:?}");
    }
}

#[test]
fn reading_a_table_can_be_cancelled() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let path = place.path().join("t.csv");
    std::fs::write(&path, format!("document,code,quote\n{}", "A,B,C\n".repeat(400_000))).unwrap();
    let job = session.ask(Query::ReadSheet { path, reading: Default::default() });
    std::thread::sleep(Duration::from_millis(20));
    session.cancel(job);
    let result = wait(&mut session, |reply| match reply {
        Reply::Answer { job: answered, result, .. } if answered == job => Some(result),
        _ => None,
    });
    assert!(matches!(result, Err(Error::Cancelled(_))), "{result:?}");
}

#[test]
fn a_long_comparison_does_not_delay_lists_and_can_be_cancelled() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let import = importing(&mut session, &sample());
    let job = session.execute(import, Actor::Nobody);
    done(&mut session, job).unwrap();
    // Enough samples to take hours.
    let plan = Plan { replicates: 100_000_000, seed: 1, percent: 95 };
    let endless = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
    let comparison = session.ask(Query::Compare(endless));
    for list in [
        Query::Notes,
        Query::CodeCounts(vec![]),
        Query::Browse(Default::default()),
        Query::History { filter: Default::default(), from: 0, count: 10 },
        Query::FindAll { term: "city".into(), how: Default::default(), most: 10 },
        Query::PreviewExport {
            selection: Selection::Memos,
            format: TargetFormat::File(TableFormat::Csv),
            language: Language::English,
        },
    ] {
        answer(&mut session, list);
    }
    assert_eq!(session.pending(), [comparison]);
    let disagreements = session.ask(Query::Disagreements { rule: Default::default(), context: 0 });
    session.cancel(comparison);
    session.cancel(disagreements);
    let mut stopped = vec![];
    while stopped.len() < 2 {
        if let Some(Reply::Answer { job, result, .. }) = session.wait(PATIENCE) {
            assert!(matches!(result, Err(Error::Cancelled(_))), "{result:?}");
            stopped.push(job);
        }
    }
    assert_eq!(stopped, [comparison, disagreements]);
    assert_eq!(session.pending(), []);
}

#[test]
fn a_long_export_does_not_delay_other_queries_and_can_be_cancelled() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let command = importing(&mut session, &sample());
    let job = session.execute(command, Actor::Nobody);
    done(&mut session, job).unwrap();
    // Enough samples to take hours.
    let plan = Plan { replicates: 100_000_000, seed: 1, percent: 95 };
    let endless = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
    let (target, format) = (place.path().join("agreement.csv"), TargetFormat::File(TableFormat::Csv));
    let selection = Selection::Agreement(Box::new(endless));
    let export =
        session.ask(Query::ExportAs { target: target.clone(), selection, format, language: Language::English });
    for query in [
        Query::Notes,
        Query::Browse(Default::default()),
        Query::Disagreements { rule: Default::default(), context: 0 },
        Query::PreviewExport { selection: Selection::Memos, format, language: Language::English },
    ] {
        answer(&mut session, query);
    }
    assert_eq!(session.pending(), [export]);
    session.cancel(export);
    let result = wait(&mut session, |reply| match reply {
        Reply::Answer { job, result, .. } if job == export => Some(result),
        _ => None,
    });
    assert!(matches!(result, Err(Error::Cancelled(_))), "{result:?}");
    assert!(!target.exists());
}

#[test]
fn a_requested_file_is_written_even_if_the_project_is_closed_at_once() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let command = importing(&mut session, &sample());
    let job = session.execute(command, Actor::Nobody);
    done(&mut session, job).unwrap();
    let (target, format) = (place.path().join("passages.csv"), TargetFormat::File(TableFormat::Csv));
    session.ask(Query::ExportAs {
        target: target.clone(),
        selection: Selection::Chosen(Default::default()),
        format,
        language: Language::English,
    });
    drop(session);
    assert!(target.exists());
}

#[test]
fn every_waiting_query_can_be_cancelled_and_is_not_started() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let long = place.path().join("long.txt");
    std::fs::write(&long, "P: so many words, and one more.\n".repeat(200_000)).unwrap();
    let before = session.ask(Query::ReadAgain { path: long, reading: Default::default() });
    let waiting =
        [Query::Notes, Query::Browse(Default::default()), Query::DocumentProgress].map(|query| session.ask(query));
    let after = session.ask(Query::CodeCounts(vec![]));
    assert_eq!(session.pending().len(), 5);
    waiting.iter().for_each(|&job| session.cancel(job));
    let mut answers = vec![];
    while answers.len() < 5 {
        if let Some(Reply::Answer { job, result, .. }) = session.wait(PATIENCE) {
            answers.push((job, result.is_ok()));
        }
    }
    let stopped = waiting.map(|job| (job, false));
    assert_eq!(answers, [&[(before, true)], &stopped[..], &[(after, true)]].concat());
}

#[test]
fn a_plan_checks_for_cancellation_every_few_rows() {
    let place = temporary();
    let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
    let text = place.path().join("A.txt");
    std::fs::write(&text, "P: one two three.\n").unwrap();
    import(&mut project, text, false);
    let study = project.reads().study().unwrap();
    let rows: String = (0..1_000).map(|i| format!("A,code {i},two\n")).collect();
    let table = Arc::new(sheet::parse(&format!("document,code,quote\n{rows}")).unwrap());
    let (segments, texts) =
        (SegmentImport::suggest(&study, table.clone(), "K"), DocumentImport::suggest(&study, table));
    let plan = |progress: &Progress, which: &str| match which {
        "segments" => segments.plan(&study, &project.reads(), progress).map(drop),
        _ => texts.plan(&study, &project.reads(), progress).map(drop),
    };
    for which in ["segments", "texts"] {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let progress = Progress::new(move |done, total| {
            assert!(done <= total);
            counted.fetch_add(1, Ordering::Relaxed);
        });
        plan(&progress, which).unwrap();
        assert!(asked.load(Ordering::Relaxed) > 1_000 / 100, "{which}");
        progress.cancel();
        assert!(matches!(plan(&progress, which), Err(Error::Cancelled(_))), "{which}");
    }
}

#[test]
fn a_project_in_use_is_opened_read_only_with_a_reason() {
    let place = temporary();
    let (first, _) = new(&place);
    let path = place.path().join("研究.pullquote");
    let mut second = Session::open(Opening::Path(path), Arc::new(|| ()));
    let how = opened(&mut second).unwrap();
    assert!(!how.writable && how.notice.unwrap().current().contains("another copy of Pullquote"));
    let job = second.execute(Command::AddCoder { name: "X".into() }, Actor::Nobody);
    assert!(matches!(done(&mut second, job), Err(Error::Store(store::Error::ReadOnly))));
    assert_eq!(study(&mut second).project.name, "研究");
    drop((first, second));
}

/// Runs this test again in a process without memory for another thread's stack.
#[cfg(target_os = "linux")]
#[test]
fn a_project_is_not_opened_if_its_thread_cannot_start() {
    const CHILD: &str = "PULLQUOTE_TEST_WITHOUT_THREADS";
    if std::env::var_os(CHILD).is_none() {
        let name = "flows::session::a_project_is_not_opened_if_its_thread_cannot_start";
        let program = std::env::current_exe().unwrap();
        let ran = std::process::Command::new(program).args(["--exact", name]).env(CHILD, "").output().unwrap();
        let output = String::from_utf8_lossy(&ran.stdout);
        assert!(ran.status.success() && output.contains("1 passed"), "{output}");
        return;
    }
    let place = temporary();
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
    let (_, hard) = rlimit::Resource::AS.get().unwrap();
    rlimit::Resource::AS.set(pages * 4096 + (1 << 20), hard).unwrap();
    let opening = Opening::New { path: place.path().join("p"), name: "p".into() };
    let mut session = Session::open(opening, Arc::new(|| {}));
    let opened = opened(&mut session);
    rlimit::Resource::AS.set(hard, hard).unwrap();
    assert!(matches!(opened, Err(Error::NoThread { .. })), "{opened:?}");
}

#[test]
fn a_file_that_is_not_a_project_is_an_error_reply() {
    let place = temporary();
    let path = place.path().join("x.pullquote");
    std::fs::write(&path, "hello").unwrap();
    let mut session = Session::open(Opening::Path(path), Arc::new(|| ()));
    assert!(matches!(opened(&mut session), Err(Error::Store(store::Error::NotAProject { .. }))));
}

#[test]
fn another_programs_project_is_opened_as_a_new_project() {
    let place = temporary();
    let qdpx = within(&place, "study.qdpx");
    ok(&["export", &sample(), &qdpx]);
    let open = |path: &str| {
        let mut session = Session::open(Opening::Path(PathBuf::from(path)), Arc::new(|| {}));
        let opened = opened(&mut session).unwrap();
        let codings = answer(&mut session, Query::CodeCounts(vec![]));
        let Answer::CodeCounts(counts) = codings else { panic!("counts") };
        (opened, counts.values().sum::<u64>())
    };
    let (first, codings) = open(&qdpx);
    assert!(
        first.path.ends_with("study.pullquote") && first.notice.unwrap().current().contains("Created from study.qdpx")
    );
    assert_eq!(codings, 1107);
    let (again, codings) = open(&qdpx);
    assert!(again.notice.unwrap().current().contains("already existed"));
    assert_eq!(codings, 1107);
    let bad = within(&place, "bad.qdpx");
    std::fs::write(&bad, "no project").unwrap();
    let mut session = Session::open(Opening::Path(PathBuf::from(&bad)), Arc::new(|| {}));
    assert!(opened(&mut session).unwrap_err().to_string().contains("not a project exchange file"));
    assert!(!place.path().join("bad.pullquote").exists());
}

#[test]
fn an_answer_is_in_the_language_of_its_question() {
    let place = temporary();
    let (mut session, _) = new(&place);
    let folder = place.path().join("neither");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), "A: one\n\nB: two\n").unwrap();
    let import = importing(&mut session, folder.to_str().unwrap());
    let job = session.execute(import, Actor::Nobody);
    done(&mut session, job).unwrap();
    let history =
        |session: &mut Session| match answer(session, Query::History { filter: Default::default(), from: 0, count: 1 })
        {
            Answer::History(page) => page.entries[0].summary.clone(),
            other => panic!("{other:?}"),
        };
    assert_eq!(history(&mut session), "import 1 document from a.txt");
    let chinese = i18n::within(Language::Chinese, || history(&mut session));
    assert_eq!(chinese, "导入 1 个文档（来自 a.txt）");
    let outcome = i18n::within(Language::Chinese, || {
        let job = session.execute(Command::AddCoder { name: "李".into() }, Actor::Nobody);
        done(&mut session, job).unwrap()
    });
    assert_eq!(outcome.summary, "添加编码者“李”");
    assert_eq!(history(&mut session), "new coder 李");
}
