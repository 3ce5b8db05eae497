//! Tables that are planned, previewed and then imported: what was shown is imported, or nothing.

use super::support::*;
use pullquote::engine::table_import::{PlannedTable, TableImport, TableKind, TablePlan};
use pullquote::engine::{Actor, Command, Counts, Error, Outcome, Progress, Project};
use pullquote::interchange::Problem;
use pullquote::interchange::sheet;
use pullquote::model::{Described, VariableKind};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tempfile::TempDir;

/// A kind, a table of this kind, and a command that changes the result of importing it.
type Case = (TableKind, &'static str, fn(&Project) -> Command);

const CASES: [Case; 6] = [
    (TableKind::Participants, "name,age,document\nAna,34,A\nZoë,,nowhere\nBo,7,\n", |_| Command::AddParticipant {
        name: "Zoë".into(),
    }),
    (TableKind::DocumentAttributes, "document,round\nA,1\nnowhere,2\n", |_| Command::AddAttribute {
        of: Described::Documents,
        name: "round".into(),
        kind: VariableKind::Number,
    }),
    (TableKind::Codebook, "code,description,facet: kind\nHome,where,big\nHome > Far,,small\n,nameless,\n", |_| {
        Command::AddCode { parent: None, name: "Home".into(), passage: None }
    }),
    (
        TableKind::Segments,
        "document,code,quote,memo\nA,Home > Far,no work,why\nA,Home,nobody said this,\nB,Home,no money,\n",
        |_| Command::AddCode { parent: None, name: "Home".into(), passage: None },
    ),
    (
        TableKind::Documents,
        "document,participant,age,text\nC,Ana,34,I left.\nC,Bo,,I stayed.\nD,Ana,35,\n",
        |project| rename(project, "C"),
    ),
    (TableKind::Transcript, "start,speaker,text\n0:01,Ana,Why?\nlater,Bo,No work.\n0:03,Ana,And then?\n", |project| {
        rename(project, "table")
    }),
];

fn rename(project: &Project, name: &str) -> Command {
    let source = project.reads().study().unwrap().source_named("A").unwrap().id;
    Command::RenameDocument { source, name: name.into() }
}

fn project(place: &TempDir) -> Project {
    let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
    for (name, text) in [("A.txt", "I: Why?\nAna: There was no work.\n"), ("B.txt", "Bo: We had no money.\n")] {
        let path = place.path().join(name);
        std::fs::write(&path, text).unwrap();
        crate::importing::import(&mut project, path, false);
    }
    project
}

fn run(project: &mut Project, command: &Command) -> Result<Outcome, Error> {
    project.execute(command, &Actor::named("Kim"), &Progress::default())
}

fn planned(project: &Project, place: &TempDir, kind: TableKind, csv: &str) -> Arc<TablePlan> {
    let path = place.path().join("table.csv");
    std::fs::write(&path, csv).unwrap();
    let table = Arc::new(sheet::read(&path, &Default::default()).unwrap());
    let import = TableImport::suggest(kind, &project.reads().study().unwrap(), table, "Kim");
    Arc::new(TablePlan::read(project.reads(), import, &Progress::default()).unwrap())
}

fn import(project: &mut Project, plan: &Arc<TablePlan>, progress: &Progress) -> Result<Outcome, Error> {
    project.execute(&Command::ImportTable { plan: plan.clone() }, &Actor::named("Kim"), progress)
}

/// What the import would add to the project, according to the plan: documents, participants, codes, codings, memos.
fn promised(plan: &TablePlan) -> [u64; 5] {
    let numbers = match plan.planned() {
        PlannedTable::Participants(plan) => [0, plan.added, 0, 0, 0],
        PlannedTable::DocumentAttributes(_) => [0; 5],
        PlannedTable::Codebook(plan) => [0, 0, plan.added, 0, 0],
        PlannedTable::Segments(plan) => [0, 0, plan.new_codes.len(), plan.passages, plan.memos],
        PlannedTable::Documents(plan) => [plan.documents, plan.participants.added, 0, 0, 0],
        PlannedTable::Speakers(plan) => [0, plan.new_participants.len(), 0, 0, 0],
        PlannedTable::Transcript(plan) => [usize::from(!plan.known), 0, 0, 0, 0],
    };
    numbers.map(|number| number as u64)
}

fn held(counts: &Counts) -> [u64; 5] {
    [counts.documents, counts.participants, counts.codes, counts.codings, counts.memos]
}

#[test]
fn the_preview_of_a_table_is_what_is_imported() {
    for (kind, csv, _) in CASES {
        let place = temporary();
        let mut project = project(&place);
        let before = held(&project.reads().counts().unwrap());
        let plan = planned(&project, &place, kind, csv);
        assert!(plan.is_ready(), "{kind:?}: {:?}", plan.problems());
        let outcome = import(&mut project, &plan, &Progress::default()).unwrap();
        let report = outcome.import.unwrap();
        let after = held(&report.counts);
        let more: Vec<u64> = after.iter().zip(before).map(|(after, before)| after - before).collect();
        assert_eq!(more, promised(&plan), "{kind:?}");
        assert_eq!(report.problems, plan.remarks().into_owned(), "{kind:?}");
        assert!(!outcome.summary.is_empty(), "{kind:?}");
        assert!(!planned(&project, &place, kind, csv).changes(), "{kind:?}: a second import changes nothing");
        assert_eq!(project.reads().check().unwrap(), Vec::<String>::new(), "{kind:?}");
    }
}

#[test]
fn an_outdated_plan_of_a_table_is_not_imported() {
    for (kind, csv, disturb) in CASES {
        let place = temporary();
        let mut project = project(&place);
        let plan = planned(&project, &place, kind, csv);
        let command = disturb(&project);
        run(&mut project, &command).unwrap();
        let before = snapshot(&project);
        let refused = import(&mut project, &plan, &Progress::default());
        assert!(matches!(refused, Err(Error::PlanOutdated { .. })), "{kind:?}: {refused:?}");
        assert_eq!(snapshot(&project), before, "{kind:?}");
        let plan = planned(&project, &place, kind, csv);
        assert!(import(&mut project, &plan, &Progress::default()).is_ok(), "{kind:?}: the new preview can be imported");
    }
}

#[test]
fn an_unrelated_change_does_not_outdate_a_plan() {
    for (kind, csv, _) in CASES {
        let place = temporary();
        let mut project = project(&place);
        let plan = planned(&project, &place, kind, csv);
        run(&mut project, &Command::AddParticipant { name: "somebody else".into() }).unwrap();
        run(&mut project, &Command::Undo { steps: 1 }).unwrap();
        assert!(import(&mut project, &plan, &Progress::default()).is_ok(), "{kind:?}");
    }
}

#[test]
fn a_table_is_planned_again_only_after_a_change() {
    let (kind, csv, _) = CASES[3];
    let mut steps = Vec::new();
    for changed in [false, true] {
        let place = temporary();
        let mut project = project(&place);
        let plan = planned(&project, &place, kind, csv);
        if changed {
            run(&mut project, &Command::AddParticipant { name: "somebody else".into() }).unwrap();
        }
        let (progress, count) = cancelled_at(usize::MAX);
        import(&mut project, &plan, &progress).unwrap();
        steps.push(count.load(Ordering::Relaxed));
    }
    assert_eq!(steps[0], 2, "one per written passage");
    assert!(steps[1] > steps[0], "{steps:?}");
}

#[test]
fn obstacles_to_a_table_are_reported_in_the_plan_and_at_the_import() {
    for (kind, csv) in [
        (TableKind::Participants, "name,age\nAna,1\nAna,2\n"),
        (TableKind::DocumentAttributes, "document,fin,ﬁn\nA,1,2\n"),
        (TableKind::Codebook, "a,b\n1,2\n"),
        (TableKind::Segments, "document,text\nA,no work\n"),
        (TableKind::Documents, "document,text\nA,\n"),
        (TableKind::Transcript, "start,end\n1,2\n"),
    ] {
        let place = temporary();
        let mut project = project(&place);
        let before = snapshot(&project);
        let plan = planned(&project, &place, kind, csv);
        let first: Option<&Problem> = plan.problems().first();
        let refused = import(&mut project, &plan, &Progress::default());
        assert!(
            matches!(&refused, Err(Error::Table { problem }) if Some(&**problem) == first),
            "{kind:?}: {refused:?}, {first:?}"
        );
        assert_eq!(snapshot(&project), before, "{kind:?}");
    }
}
