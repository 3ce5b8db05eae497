//! What the Tables room says about documents without consensus, and about a consensus coding that is out of date.

use super::comparing::comparing;
use super::support::Window;
use pullquote::app::room::Room;
use pullquote::engine::{Command, Project};
use pullquote::model::Fact;

fn create_consensus(window: &mut Window) {
    window.project_mut().create_consensus();
    window.until("the result is shown", |w| w.project().questions.consensus.is_some());
    window.saved();
}

#[test]
fn an_outdated_consensus_is_created_again_from_its_table() {
    let mut window = comparing();
    create_consensus(&mut window);
    window.click("Go to Tables");
    window.until("the consensus is counted", |w| w.has_part("still unresolved"));
    assert!(!window.has("Create it again"));
    // A passage on which both agree is deleted by one of them.
    let study = window.project().study.clone().unwrap();
    let all = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    let consensus = all.reads().facts(&[study.consensus().unwrap()]).unwrap()[0];
    let coder = study.coders().next().unwrap().id;
    let own = all.reads().facts(&[coder]).unwrap();
    let is_it = |fact: &&Fact| {
        (fact.source, fact.code) == (consensus.source, consensus.code)
            && fact.range.intersection(consensus.range).is_some()
    };
    let codings = vec![own.iter().find(is_it).unwrap().coding];
    drop(all);
    window.execute_as(coder, Command::Remove { codings });
    window.until("it is out of date", |w| w.has("Create it again"));
    window.click("Create it again");
    window.until("the result is shown", |w| w.project().questions.consensus.is_some());
    window.click("Close");
    window.until("it is up to date", |w| !w.has("Create it again") && !w.has_part("out of date"));
}

#[test]
fn a_table_says_for_which_documents_there_is_no_consensus_and_leads_to_compare() {
    let mut window = comparing();
    let study = window.project().study.clone().unwrap();
    // In this document, nothing is left but a disagreement.
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    assert!(!all.list.is_empty() && study.sources.len() > 1);
    let source = all.list[0].disagreement.key.source;
    let coders: Vec<_> = study.coders().map(|user| user.id).collect();
    for coder in &coders {
        let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
        let facts = project.reads().facts(&[*coder]).unwrap();
        drop(project);
        let first = all.list.iter().find(|shown| shown.disagreement.key.source == source).unwrap();
        let kept: Vec<_> = first.disagreement.marks.iter().map(|mark| mark.coding).collect();
        let of_document = facts.iter().filter(|fact| fact.source == source && !kept.contains(&fact.coding));
        let codings: Vec<_> = of_document.map(|fact| fact.coding).collect();
        window.execute_as(*coder, Command::Remove { codings });
        window.saved();
    }
    create_consensus(&mut window);
    assert!(window.has_part("1 document without consensus"), "the dialog says it");
    window.click("Go to Tables");
    let name = &study.source(source).unwrap().name;
    let sentence = "There is no consensus on 1 document yet";
    window.until("the table says it", |w| w.has_part(sentence) && w.has_part("no consensus"));
    assert!(window.has_part(name));
    window.click_start("Show in Compare");
    assert_eq!(window.project().room, Room::Compare);
}
