//! Coders: names that are alike, and renaming.

use super::support::*;
use pullquote::engine::disagreements::{AgreeRule, disagreements};
use pullquote::engine::{Actor, Command, Error, Outcome, Progress, Project};
use pullquote::model::{CharRange, Decision, RowKind, UserId};

fn run(project: &mut Project, command: Command, who: &str) -> Result<Outcome, Error> {
    project.execute(&command, &Actor::named(who), &Progress::default())
}

fn coder(project: &Project, name: &str) -> UserId {
    project.reads().study().unwrap().user_named(name).unwrap().id
}

fn names(project: &Project) -> Vec<String> {
    project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
}

#[test]
fn a_new_coder_whose_name_differs_only_in_case_is_refused() {
    let place = temporary();
    let path = within(&place, "p.pullquote");
    let mut project = Project::create(path.as_ref(), "p").unwrap();
    for name in ["Lena", "José", "王", "Straße"] {
        run(&mut project, Command::AddCoder { name: name.into() }, name).unwrap();
    }
    for (typed, existing) in [
        ("lena", "Lena"),
        ("LENA", "Lena"),
        (" lena ", "Lena"),
        ("JOSE\u{301}", "José"),
        ("STRAßE", "Straße"),
        ("le\u{ad}na", "Lena"),
    ] {
        match run(&mut project, Command::AddCoder { name: typed.into() }, typed) {
            Err(Error::SimilarCoder { existing: found, .. }) => assert_eq!(found, existing, "{typed:?}"),
            other => panic!("{typed:?}: {other:?}"),
        }
    }
    assert!(matches!(run(&mut project, Command::AddCoder { name: "Agreed".into() }, "x"), Err(Error::ReservedCoder)));
    assert!(matches!(run(&mut project, Command::AddCoder { name: "Lena".into() }, "x"), Err(Error::NameTaken { .. })));
    for other in ["Lena M", "Jose", "汪"] {
        run(&mut project, Command::AddCoder { name: other.into() }, other).unwrap();
    }
    assert_eq!(names(&project).len(), 7);
}

#[test]
fn files_keep_the_names_that_they_say() {
    let place = temporary();
    let mut files = good();
    let one = files.iter().find(|(path, _)| path == "codings/one.json").unwrap().1.clone();
    let name = serde_json::from_str::<serde_json::Value>(&one).unwrap()["coder"].as_str().unwrap().to_owned();
    let shouted = name.to_uppercase();
    assert_ne!(name, shouted);
    files.push(("codings/shouted.json".into(), one.replacen(&name, &shouted, 1)));
    write(&files, &place.path().join("folder"));
    let project = project_of(&place, &within(&place, "folder"));
    let found = names(&Project::open_to_read(project.as_ref()).unwrap().0);
    assert!(found.contains(&name) && found.contains(&shouted), "{found:?}");
}

#[test]
fn a_renamed_coder_keeps_codings_and_decisions_and_the_history_names_both() {
    let place = temporary();
    let path = project_of(&place, &sample());
    let mut project = Project::open(path.as_ref()).unwrap();
    let rule = AgreeRule::default;
    let shown = disagreements(project.reads(), &rule(), 0, &Progress::default()).unwrap();
    let key = shown.list[0].disagreement.key;
    let settle = |decision| Command::Settle { rule: rule(), disagreement: key, decision, reason: String::new() };
    run(&mut project, settle(Decision::Both), "Coder 1").unwrap();
    let user = coder(&project, "Coder 1");
    let before = project.reads().facts(&[user]).unwrap();
    let outcome = run(&mut project, Command::RenameCoder { user, name: " 王莲娜 ".into() }, "Coder 1").unwrap();
    assert_eq!(outcome.summary, "rename coder Coder 1 to 王莲娜");
    assert_eq!((coder(&project, "王莲娜"), project.reads().facts(&[user]).unwrap()), (user, before));
    // The decision is still theirs, and nobody else's.
    assert!(run(&mut project, settle(Decision::Neither), "王莲娜").is_ok());
    assert!(matches!(
        run(&mut project, settle(Decision::Both), "Coder 2"),
        Err(Error::OthersDecision { who, .. }) if who == "王莲娜"
    ));
    run(&mut project, Command::Undo { steps: 2 }, "王莲娜").unwrap();
    assert_eq!(coder(&project, "Coder 1"), user);
    assert_eq!(project.reads().check().unwrap(), Vec::<String>::new());
    let mut renamed = |name: &str| run(&mut project, Command::RenameCoder { user, name: name.into() }, "Coder 1");
    assert!(matches!(
        renamed("coder 2"),
        Err(Error::SimilarCoder { name, existing }) if name == "coder 2" && existing == "Coder 2"
    ));
    assert!(matches!(renamed(" "), Err(Error::Nameless { kind: RowKind::Coder })));
    assert!(matches!(renamed("agreed"), Err(Error::ReservedCoder)));
    assert_eq!(renamed("coder 1").unwrap().summary, "rename coder Coder 1 to coder 1", "their own name");
}

#[test]
fn a_copy_from_before_the_coder_was_renamed_has_the_same_coder() {
    let place = temporary();
    let (ours, theirs) = (project_of(&place, &sample()), within(&place, "copy.pullquote"));
    std::fs::copy(&ours, &theirs).unwrap();
    let mut copy = Project::open(theirs.as_ref()).unwrap();
    let study = copy.reads().study().unwrap();
    let (source, code) = (study.sources[0].id, study.codebook.codes()[0].id);
    let coding = Command::Code { source, range: CharRange::new(1, 9), codes: vec![code] };
    run(&mut copy, coding, "Coder 2").unwrap();
    drop(copy);
    let mut project = Project::open(ours.as_ref()).unwrap();
    let user = coder(&project, "Coder 2");
    run(&mut project, Command::RenameCoder { user, name: "Lena".into() }, "Coder 2").unwrap();
    let before = project.reads().facts(&[user]).unwrap().len();
    let merged = run(&mut project, Command::Merge { copies: vec![theirs.into()], take: vec![] }, "Lena").unwrap();
    assert_eq!(project.reads().facts(&[user]).unwrap().len(), before + 1);
    let plan = &merged.merged.unwrap().plan;
    assert_eq!((plan.coders.len(), plan.conflicts.len()), (0, 0));
}
