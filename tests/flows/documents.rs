//! Documents, participants and their attributes: what can be changed, what is refused and why, and that undo restores
//! exactly the earlier state.

use super::support::*;
use pullquote::engine::table_import::{Existing, ParticipantImport, ParticipantUse, TableImport, TablePlan, Tally};
use pullquote::engine::{Actor, Command, Outcome, Progress, Project};
use pullquote::interchange::remark::TableRefusal;
use pullquote::interchange::{Problem, sheet};
use pullquote::model::{Described, NoteTarget, ParticipantId, SourceId, TableShape, UserId, VariableId, VariableKind};
use pullquote::store::DocumentProgress;
use std::sync::Arc;
use tempfile::TempDir;

fn study_of(files: &Files) -> (TempDir, Project) {
    let place = temporary();
    write(files, &place.path().join("in"));
    let project = project_of(&place, place.path().join("in").to_str().unwrap());
    let project = Project::open(project.as_ref()).unwrap();
    (place, project)
}

fn sample_project() -> (TempDir, Project) {
    let place = temporary();
    let project = Project::create_sample(&place.path().join("sample.pullquote")).unwrap();
    (place, project)
}

fn run_command(project: &mut Project, command: &Command) -> Result<Outcome, String> {
    project.execute(command, &Actor::named("甲"), &Progress::default()).map_err(|e| e.to_string())
}

fn state(project: &Project) -> (Snapshot, DocumentProgress) {
    (snapshot(project), project.reads().document_progress().unwrap())
}

/// Runs a command, undoes and redoes it, and compares the whole project each time. The command stays done.
fn there_and_back(project: &mut Project, command: &Command) -> String {
    let before = state(project);
    let outcome = run_command(project, command).unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let after = state(project);
    if outcome.summary.is_empty() {
        assert!(before == after, "{command:?} changed something without a history entry");
        return String::new();
    }
    run_command(project, &Command::Undo { steps: 1 }).unwrap();
    assert!(state(project) == before, "{command:?} was not undone exactly");
    run_command(project, &Command::Redo { steps: 1 }).unwrap();
    assert!(state(project) == after, "{command:?} was not redone exactly");
    assert_eq!(project.reads().check().unwrap(), Vec::<String>::new(), "{command:?}");
    outcome.summary
}

fn source(project: &Project, name: &str) -> SourceId {
    project.reads().study().unwrap().source_named(name).unwrap().id
}

fn participant(project: &Project, name: &str) -> ParticipantId {
    project.reads().study().unwrap().participant_named(name).unwrap().id
}

fn variable(project: &Project, name: &str) -> VariableId {
    let study = project.reads().study().unwrap();
    study.variables[study.variable(name).unwrap()].id
}

fn value(project: &Project, participant: &str, attribute: &str) -> Option<String> {
    let study = project.reads().study().unwrap();
    study.participant_named(participant).unwrap().values[study.variable(attribute).unwrap()].clone()
}

fn user(project: &Project) -> UserId {
    project.reads().study().unwrap().users[0].id
}

#[test]
fn removing_and_restoring_a_document_includes_its_passages_and_memos() {
    let (_place, mut project) = sample_project();
    let b = source(&project, "B");
    let reads = project.reads();
    let facts = reads.facts_of(b).unwrap();
    let on_passages = reads.memos_of(b).unwrap().len();
    let on_document = reads.notes().unwrap().iter().filter(|n| n.target == NoteTarget::Source(b)).count();
    assert!(!facts.is_empty());
    let held = reads.held_by_document(b).unwrap();
    assert_eq!((held.passages, held.memos), (facts.len() as u64, (on_passages + on_document) as u64));
    let summary = there_and_back(&mut project, &Command::RemoveDocuments { sources: vec![b] });
    assert!(summary.starts_with(&format!("delete document B with {} passages", facts.len())), "{summary}");
    assert!(project.reads().study().unwrap().source_named("B").is_none());
    assert_eq!(project.reads().facts_of(b).unwrap(), []);
    assert!(project.reads().study().unwrap().participant_named("B").is_some(), "the participant stays");
}

#[test]
fn memos_of_all_kinds_are_removed_and_restored_with_their_target() {
    let (_place, mut project) = study_of(&good());
    let ids: Vec<SourceId> = project.reads().study().unwrap().sources.iter().map(|s| s.id).collect();
    for &id in &ids {
        there_and_back(&mut project, &Command::RemoveDocuments { sources: vec![id] });
        run_command(&mut project, &Command::Undo { steps: 1 }).unwrap();
    }
    there_and_back(&mut project, &Command::RemoveDocuments { sources: ids });
    let participants = project.reads().study().unwrap().participants.iter().map(|p| p.id).collect();
    there_and_back(&mut project, &Command::RemoveParticipants { participants });
    let left: Vec<_> = project.reads().notes().unwrap().into_iter().map(|n| n.target).collect();
    assert!(left.iter().all(|t| matches!(t, NoteTarget::Project | NoteTarget::Code(_))), "{left:?}");
}

#[test]
fn names_are_trimmed_unique_and_not_empty() {
    let (_place, mut project) = sample_project();
    let (b, age, participant_b) = (source(&project, "B"), variable(&project, "age"), participant(&project, "B"));
    let rename = |name: &str| Command::RenameDocument { source: b, name: name.into() };
    assert_eq!(there_and_back(&mut project, &rename("  访谈 B  ")), "rename document B to 访谈 B");
    assert_eq!(there_and_back(&mut project, &rename("访谈 B")), "");
    let participant_named = |name: &str| Command::RenameParticipant { participant: participant_b, name: name.into() };
    let attribute = |name: &str| Command::RenameAttribute { variable: age, name: name.into() };
    let refused = [
        (rename("C"), "another document is already named C"),
        (rename("  "), "document needs a name"),
        (participant_named(" C "), "another participant is already named C"),
        (participant_named(""), "participant needs a name"),
        (Command::AddParticipant { name: "A".into() }, "another participant is already named A"),
        (attribute("gender"), "another attribute is already named gender"),
        (attribute("participant"), "is reserved"),
        (
            Command::AddAttribute { of: Described::Participants, name: " age".into(), kind: VariableKind::Text },
            "is already named age",
        ),
        (Command::DescribeProject { name: " ".into(), description: String::new() }, "project needs a name"),
        (Command::RenameDocument { source: SourceId(999), name: "x".into() }, "no document with number 999"),
    ];
    let before = state(&project);
    for (command, reason) in refused {
        let error = run_command(&mut project, &command).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
    assert!(state(&project) == before);
}

#[test]
fn several_documents_are_assigned_and_marked_at_once() {
    let (_place, mut project) = sample_project();
    let (e, d, a) = (source(&project, "E"), source(&project, "D"), participant(&project, "A"));
    let tie = |participant| Command::TieDocuments { sources: vec![e, d], participant };
    assert_eq!(there_and_back(&mut project, &tie(Some(a))), "assign 2 documents to participant A");
    assert_eq!(there_and_back(&mut project, &tie(None)), "assign 2 documents to no participant");
    let me = user(&project);
    let mark = |done| Command::MarkDone { sources: vec![e, d], user: me, done };
    let done = |project: &Project| project.reads().document_progress().unwrap().done.contains(&(e, me));
    let first = done(&project);
    there_and_back(&mut project, &mark(!first));
    assert_eq!(done(&project), !first);
    assert_eq!(there_and_back(&mut project, &mark(!first)), "", "it is already so");
    there_and_back(&mut project, &mark(first));
    assert_eq!(done(&project), first);
}

#[test]
fn removing_a_participant_leaves_its_documents_unassigned() {
    let (_place, mut project) = sample_project();
    let (b, document) = (participant(&project, "B"), source(&project, "B"));
    let known = project.reads().study().unwrap().participant(b).unwrap().values.iter().flatten().count();
    let summary = there_and_back(&mut project, &Command::RemoveParticipants { participants: vec![b] });
    assert_eq!(summary, format!("delete participant B with {known} values"));
    assert_eq!(project.reads().study().unwrap().source(document).unwrap().participant, None);
}

#[test]
fn values_are_checked_against_the_kind_and_empty_means_missing() {
    let (_place, mut project) = sample_project();
    let (b, age) = (participant(&project, "B"), variable(&project, "age"));
    let set =
        |value: Option<&str>| Command::SetValue { participant: b, variable: age, value: value.map(str::to_owned) };
    assert_eq!(there_and_back(&mut project, &set(Some(" 46 "))), "set age of B to 46");
    assert_eq!(there_and_back(&mut project, &set(Some("46"))), "");
    assert_eq!(there_and_back(&mut project, &set(Some("  "))), "delete the value of age of B");
    assert_eq!(value(&project, "B", "age"), None);
    assert_eq!(there_and_back(&mut project, &set(None)), "");
    there_and_back(&mut project, &set(Some("47.5")));
    let error = run_command(&mut project, &set(Some("四十七"))).unwrap_err();
    assert!(error.contains("“四十七” cannot be used; a valid value is a number, such as 16"), "{error}");
    assert_eq!(value(&project, "B", "age").as_deref(), Some("47.5"));
    for (kind, good, bad) in [
        (VariableKind::Date, "2020-02-29", "2021-02-29"),
        (VariableKind::YesNo, "No", "maybe"),
        (VariableKind::Number, "-3", "1,234"),
        (VariableKind::Number, "3,5", "many"),
    ] {
        let name = format!("{} {good}", kind.name());
        there_and_back(&mut project, &Command::AddAttribute { of: Described::Participants, name: name.clone(), kind });
        let id = variable(&project, &name);
        let set = |value: &str| Command::SetValue { participant: b, variable: id, value: Some(value.to_owned()) };
        there_and_back(&mut project, &set(good));
        let error = run_command(&mut project, &set(bad)).unwrap_err();
        assert!(error.contains(kind.wanted()), "{error}");
    }
}

#[test]
fn documents_have_attributes_of_their_own() {
    let (_place, mut project) = sample_project();
    let (a, b) = (source(&project, "A"), source(&project, "B"));
    let add = |name: &str, kind| Command::AddAttribute { of: Described::Documents, name: name.into(), kind };
    assert_eq!(there_and_back(&mut project, &add(" wave ", VariableKind::Number)), "new attribute wave");
    // A participants' attribute of this name is another one.
    there_and_back(&mut project, &add("age", VariableKind::Text));
    let id = |project: &Project, name: &str| {
        let study = project.reads().study().unwrap();
        study.document_variables[study.document_variable(name).unwrap()].id
    };
    let wave = id(&project, "wave");
    let set = |sources: &[SourceId], value: &str| Command::SetDocumentValue {
        sources: sources.to_vec(),
        variable: wave,
        value: Some(value.to_owned()),
    };
    assert_eq!(there_and_back(&mut project, &set(&[a, b], " 1 ")), "set wave of 2 documents to 1");
    assert_eq!(there_and_back(&mut project, &set(&[a], "1")), "", "it has this value already");
    assert_eq!(there_and_back(&mut project, &set(&[b], "2")), "set wave of document B to 2");
    let values = |project: &Project| -> Vec<Option<String>> {
        let study = project.reads().study().unwrap();
        study
            .sources
            .iter()
            .take(3)
            .map(|source| source.values[study.document_variable("wave").unwrap()].clone())
            .collect()
    };
    assert_eq!(values(&project), [Some("1".to_owned()), Some("2".to_owned()), None]);
    for (command, why) in [
        (set(&[b], "first"), "“first” cannot be used; a valid value is a number, such as 16 or 4.5 (wave of B)"),
        (add("wave", VariableKind::Text), "another attribute is already named wave"),
        (add("document", VariableKind::Text), "“document” is reserved for the column with the documents' names"),
        (
            Command::SetDocumentValue { sources: vec![a], variable: variable(&project, "age"), value: None },
            "no attribute with number",
        ),
    ] {
        let error = run_command(&mut project, &command).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
    there_and_back(&mut project, &add("participant", VariableKind::Text));
    let rename = Command::RenameAttribute { variable: wave, name: "轮次".into() };
    assert_eq!(there_and_back(&mut project, &rename), "rename attribute wave to 轮次");
    let kind = |kind| Command::SetAttributeKind { variable: wave, kind };
    let error = run_command(&mut project, &kind(VariableKind::Date)).unwrap_err();
    assert!(error.contains("“1” of A") && error.contains("“2” of B"), "{error}");
    let summary = there_and_back(&mut project, &kind(VariableKind::Text));
    assert_eq!(summary, "set the kind of attribute 轮次 to text");
    let empty = Command::SetDocumentValue { sources: vec![a, b], variable: wave, value: None };
    there_and_back(&mut project, &empty);
    run_command(&mut project, &Command::Undo { steps: 1 }).unwrap();
    there_and_back(&mut project, &Command::RemoveDocuments { sources: vec![a] });
    let summary = there_and_back(&mut project, &Command::RemoveAttribute { variable: wave });
    assert_eq!(summary, "delete attribute 轮次 with 1 value");
    // The names of deleted attributes are known to the entries about them.
    let history = project.reads().history().unwrap();
    let told = |summary: &str| assert!(history.iter().any(|entry| entry.summary.contains(summary)), "{summary}");
    told("set wave of document B to 2");
    told("rename attribute wave to 轮次");
}

#[test]
fn a_kind_that_does_not_fit_is_refused_with_the_values_named() {
    let (_place, mut project) = sample_project();
    let gender = variable(&project, "gender");
    let kind = |variable, kind| Command::SetAttributeKind { variable, kind };
    let error = run_command(&mut project, &kind(gender, VariableKind::Number)).unwrap_err();
    assert!(error.contains("“Female” of A") && error.contains("more"), "{error}");
    let age = variable(&project, "age");
    there_and_back(&mut project, &kind(age, VariableKind::Text));
    there_and_back(&mut project, &kind(age, VariableKind::Number));
    let study = project.reads().study().unwrap();
    let known = study.participants.iter().filter(|p| p.values[study.variable("age").unwrap()].is_some()).count();
    let summary = there_and_back(&mut project, &Command::RemoveAttribute { variable: age });
    assert_eq!(summary, format!("delete attribute age with {known} values"));
}

#[test]
fn tables_follow_the_new_name_of_an_attribute() {
    let (_place, mut project) = sample_project();
    let named = |project: &Project, name: &str| {
        let tables = project.reads().study().unwrap().tables;
        tables
            .iter()
            .filter(|t| serde_json::to_string(t).unwrap().contains(&format!("\"attribute\":\"{name}\"")))
            .count()
    };
    let study = project.reads().study().unwrap();
    let counted = study.tables.iter().find_map(|t| match &t.kind {
        TableShape::Typology { columns, .. } => columns.iter().find_map(|c| match c {
            pullquote::model::TypologyColumn::Attribute { attribute, .. } => Some(attribute.clone()),
            _ => None,
        }),
        TableShape::Dimensions { .. } => None,
    });
    let counted = counted.expect("a table of the sample shows an attribute");
    let tables = named(&project, &counted);
    let id = variable(&project, &counted);
    there_and_back(&mut project, &Command::RenameAttribute { variable: id, name: "年数".into() });
    assert_eq!((named(&project, &counted), named(&project, "年数")), (0, tables));
}

#[test]
fn progress_equals_a_plain_count() {
    let (_place, project) = sample_project();
    let progress = project.reads().document_progress().unwrap();
    let study = project.reads().study().unwrap();
    for source in &study.sources {
        for user in &study.users {
            let plain = project.reads().facts_of(source.id).unwrap().iter().filter(|f| f.user == user.id).count();
            assert_eq!(progress.passages.get(&(source.id, user.id)).copied().unwrap_or(0), plain as u64);
        }
    }
    assert_eq!(progress.done.len(), study.sources.len() * study.users.len(), "both coders read all of the sample");
}

fn import_of(project: &Project, csv: &str) -> ParticipantImport {
    let table = Arc::new(sheet::parse(csv).unwrap());
    ParticipantImport::suggest(&project.reads().study().unwrap(), table)
}

fn planned(project: &Project, import: &ParticipantImport) -> Command {
    let import = TableImport::Participants(import.clone());
    Command::ImportTable { plan: Arc::new(TablePlan::read(project.reads(), import, &Progress::default()).unwrap()) }
}

fn import(project: &mut Project, import: &ParticipantImport) -> String {
    let command = planned(project, import);
    there_and_back(project, &command)
}

#[test]
fn a_table_of_participants_fills_in_missing_values() {
    let (_place, mut project) = sample_project();
    let none = variable(&project, "age");
    let clear = Command::SetValue { participant: participant(&project, "B"), variable: none, value: None };
    run_command(&mut project, &clear).unwrap();
    let untie =
        Command::TieDocuments { sources: vec![source(&project, "E"), source(&project, "C")], participant: None };
    run_command(&mut project, &untie).unwrap();
    let rename = Command::RenameDocument { source: source(&project, "E"), name: "Talk".into() };
    run_command(&mut project, &rename).unwrap();
    let csv = "Name;Age;年收入;since\nA;44;1200;2019-07-29\nB;46;;\nTalk;;3;2020-02-29\n";
    let mut asked = import_of(&project, csv);
    let new = |name: &str, kind| ParticipantUse::New(name.to_owned(), kind);
    let expected = [
        ParticipantUse::Name,
        ParticipantUse::Attribute(none),
        new("年收入", VariableKind::Number),
        new("since", VariableKind::Date),
    ];
    assert_eq!(asked.uses, expected, "age is found in any capitalisation");
    let plan = asked.plan(&project.reads().study().unwrap());
    let Tally { filled, overwritten, kept, .. } = plan.tally;
    assert_eq!((plan.added, plan.known, filled, overwritten, kept), (1, 2, 5, 0, 1));
    assert_eq!((plan.attributes(), plan.tied), (2, 1));
    let summary = import(&mut project, &asked);
    let counts = "1 new participant, 2 new attributes, 5 values, 1 assigned document";
    assert_eq!(summary, format!("import participants: {counts}"));
    assert_eq!(value(&project, "A", "age").as_deref(), Some("43"), "existing values stay");
    assert_eq!(value(&project, "B", "age").as_deref(), Some("46"));
    assert_eq!(value(&project, "B", "年收入"), None, "an empty cell says nothing");
    let study = project.reads().study().unwrap();
    assert_eq!(study.source_named("Talk").unwrap().participant, Some(participant(&project, "Talk")));
    assert_eq!(study.source_named("C").unwrap().participant, None, "C is not in the table");
    asked = import_of(&project, csv);
    assert_eq!(import(&mut project, &asked), "", "a second time adds nothing");
    asked.existing = Existing::Overwrite;
    assert_eq!(import(&mut project, &asked), "import participants: 1 overwritten value");
    assert_eq!(value(&project, "A", "age").as_deref(), Some("44"));
}

#[test]
fn the_report_of_a_table_equals_its_preview() {
    let (_place, mut project) = sample_project();
    let asked = import_of(&project, "name,age,document\nA,99,nowhere.txt\na,7,\n");
    let plan = asked.plan(&project.reads().study().unwrap());
    let kinds: Vec<&str> = plan.remarks.iter().map(|problem| problem.remark.kind()).collect();
    assert_eq!(kinds, ["similar_participants", "kept_values", "untied_document"]);
    let command = planned(&project, &asked);
    let outcome = run_command(&mut project, &command).unwrap();
    assert_eq!(outcome.import.unwrap().problems, plan.remarks);
}

#[test]
fn the_name_column_is_detected_in_the_answers_to_a_form() {
    let (_place, project) = sample_project();
    for (csv, names) in [
        ("Timestamp,Your participant number (e.g. P1)\n11/18/2021 12:31:56,P1\n11/19/2021 11:59:24,P2\n", 1),
        ("since,who,ease\n2021-11-18,Ann,2\n2021-11-19,Bob,1\n", 1),
        ("who,age of the participant\nAnn,40\nBob,40\n", 0),
        ("document,who\nA.txt,Ann\n", 1),
        ("2021\n2021-11-18\n", 0),
    ] {
        let uses = import_of(&project, csv).uses;
        assert_eq!(uses.iter().position(|used| *used == ParticipantUse::Name), Some(names), "{csv}");
    }
}

#[test]
fn values_and_rows_that_do_not_fit_are_left_out_and_the_rest_is_imported() {
    let (_place, mut project) = sample_project();
    let asked = import_of(&project, "name,age,since\nA,old,x\nNew,44,2019-07-29\n,2,\n");
    let remarks = asked.plan(&project.reads().study().unwrap()).remarks;
    let told: Vec<(&str, &str)> = remarks.iter().map(|remark| (remark.place.as_str(), remark.remark.kind())).collect();
    assert_eq!(told, [("line 4", "no_participant"), ("line 2", "wrong_kind")]);
    let told = remarks[1].remark.to_string();
    assert_eq!(told, "age: “old” was left out; a valid value is a number, such as 16 or 4.5");
    let summary = import(&mut project, &asked);
    assert_eq!(summary, "import participants: 1 new participant, 1 new attribute, 3 values");
    assert_eq!(value(&project, "A", "age").as_deref(), Some("43"));
    assert_eq!(value(&project, "New", "age").as_deref(), Some("44"));
}

#[test]
fn a_table_with_faults_changes_nothing_and_the_faults_are_located() {
    let (_place, mut project) = sample_project();
    let before = state(&project);
    let mut refused = |csv: &str, change: &dyn Fn(&mut ParticipantImport), place: &str, refusal: TableRefusal| {
        let mut asked = import_of(&project, csv);
        change(&mut asked);
        let problems = asked.plan(&project.reads().study().unwrap()).problems;
        assert_eq!(problems, [Problem::new("", place, refusal)], "{csv:?}");
        let command = planned(&project, &asked);
        let refused = run_command(&mut project, &command).unwrap_err();
        let problem = &problems[0];
        let is_located = refused.contains(&problem.remark.to_string()) && refused.contains(place);
        assert!(is_located, "{csv:?}: {refused}");
    };
    let repeated = TableRefusal::RepeatedParticipant { participant: "A".into(), first: "line 2".into() };
    refused("name,age\nA,1\nB,2\nA,3\n", &|_| (), "line 4", repeated);
    refused("name,age\nA,1\n", &|i| i.uses[0] = ParticipantUse::Skip, "", TableRefusal::NoColumnOfNames);
    let new = |name: &'static str| {
        move |i: &mut ParticipantImport| i.uses[1] = ParticipantUse::New(name.into(), VariableKind::Text)
    };
    let age = || "age".to_owned();
    refused("name,x\nA,a\n", &new("age"), "column x", TableRefusal::AttributeTaken { attribute: age() });
    refused("name,x\nA,a\n", &new(" "), "column x", TableRefusal::UnnamedAttribute);
    refused(
        "name,x\nA,a\n",
        &new("participant"),
        "column x",
        TableRefusal::ReservedAttribute { of: Described::Participants },
    );
    let twice = TableRefusal::TwoColumnsOfAttribute { attribute: age() };
    refused("name,age,x\nA,1,2\n", &|i| i.uses[2] = i.uses[1].clone(), "", twice);
    assert!(state(&project) == before);
}

/// A random command on the current contents.
fn random_command(project: &Project, random: &mut fastrand::Rng, made: usize) -> Option<Command> {
    let study = project.reads().study().unwrap();
    let some_of = |random: &mut fastrand::Rng| {
        study.sources.iter().map(|s| s.id).filter(|_| random.u8(..9) == 0).collect::<Vec<_>>()
    };
    let source = study.sources.get(random.usize(..study.sources.len().max(1)))?.id;
    let participant = study.participants.get(random.usize(..study.participants.len().max(1))).map(|p| p.id);
    let of = [Described::Participants, Described::Documents][random.usize(..2)];
    let any = |random: &mut fastrand::Rng, of| {
        let all = study.attributes(of);
        all.get(random.usize(..all.len().max(1))).map(|v| v.id)
    };
    let variable = any(random, of);
    let kind = VariableKind::ALL[random.usize(..4)];
    let name = format!("名 {made}");
    let value = |random: &mut fastrand::Rng| Some(["", "12", "yes", "2020-01-02", "好"][random.usize(..5)].to_owned());
    Some(match random.u32(..15) {
        0 => Command::RenameDocument { source, name },
        1 => Command::RemoveDocuments { sources: some_of(random) },
        2 => Command::TieDocuments { sources: some_of(random), participant: participant.filter(|_| random.bool()) },
        3 => Command::MarkDone { sources: some_of(random), user: user(project), done: random.bool() },
        4 => Command::AddParticipant { name },
        5 => Command::RenameParticipant { participant: participant?, name },
        6 => Command::RemoveParticipants { participants: vec![participant?] },
        7 => Command::AddAttribute { of, name, kind },
        8 => Command::RenameAttribute { variable: variable?, name },
        9 => Command::SetAttributeKind { variable: variable?, kind },
        10 => Command::RemoveAttribute { variable: variable? },
        11 => Command::DescribeProject { name, description: "说明".into() },
        12 => {
            let variable = any(random, Described::Participants)?;
            Command::SetValue { participant: participant?, variable, value: value(random) }
        }
        _ => {
            let variable = any(random, Described::Documents)?;
            Command::SetDocumentValue { sources: some_of(random), variable, value: value(random) }
        }
    })
}

#[test]
fn random_commands_are_undone_exactly_one_by_one_and_all_together() {
    for seed in [3, 11] {
        let (_place, mut project) = study_of(&good());
        let first = state(&project);
        let mut random = fastrand::Rng::with_seed(seed);
        let mut done = 0;
        for step in 0..120 {
            let Some(command) = random_command(&project, &mut random, step) else { continue };
            let before = state(&project);
            match run_command(&mut project, &command) {
                Ok(outcome) if outcome.summary.is_empty() => assert!(state(&project) == before, "{command:?}"),
                Ok(_) => {
                    run_command(&mut project, &Command::Undo { steps: 1 }).unwrap();
                    assert!(state(&project) == before, "seed {seed}, step {step}: {command:?}");
                    run_command(&mut project, &Command::Redo { steps: 1 }).unwrap();
                    done += 1;
                }
                Err(_) => assert!(state(&project) == before, "refused and yet changed: {command:?}"),
            }
        }
        assert!(done > 20, "only {done} steps did something");
        assert_eq!(project.reads().check().unwrap(), Vec::<String>::new());
        run_command(&mut project, &Command::Undo { steps: done }).unwrap();
        assert!(state(&project) == first, "seed {seed}");
    }
}
