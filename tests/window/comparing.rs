//! Comparing coders and resolving their disagreements, as a user does.

use super::merging::copy_coded_apart;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::analysis::agreement::{Plan, Resampling};
use pullquote::app::compare_room::{CompareTab, ItemOrder, Which};
use pullquote::app::room::Room;
use pullquote::app::tables_room::Whose;
use pullquote::engine::compare::CompareSettings;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, Decision, UserId};

const LOW: &str = "Financial capital > Push > Low income";

pub fn comparing() -> Window {
    let mut window = Window::sample();
    // Fewer samples than usual: the tests do not depend on their number.
    let plan = Plan { replicates: 100, seed: 1, percent: 95 };
    let settings = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
    window.project_mut().rooms.compare.set(settings);
    window.click("Compare");
    let ready = |w: &Window| {
        let room = &w.project().rooms.compare;
        room.compared.is_some() && room.disagreements.is_some() && !room.is_counting()
    };
    window.until("everything is compared", ready);
    window
}

/// Chooses an entry of a list.
fn choose(window: &mut Window, list: &str, entry: &str) {
    window.harness.get_by_role_and_label(Role::ComboBox, list).click();
    window.settle();
    window.harness.get_by_role_and_label(Role::Button, entry).click();
    window.settle();
}

pub fn settled(window: &Window) -> usize {
    window.project().rooms.compare.disagreements.as_deref().map_or(0, |all| all.settled)
}

fn agreed_codings(window: &Window) -> usize {
    let study = window.project().study.clone().unwrap();
    let Some(consensus) = study.consensus() else { return 0 };
    let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    project.reads().facts(&[consensus]).unwrap().len()
}

#[test]
fn figures_are_shown_with_intervals_and_counts() {
    let mut window = comparing();
    window.until("intervals are there", |w| !w.project().rooms.compare.awaits_intervals());
    let compared = window.project().rooms.compare.compared.clone().unwrap();
    let code = compared.figures(0).unwrap();
    let pair = &code.pairs[0].counts;
    let path = window.project().study.as_deref().unwrap().codebook.path(compared.codes[0]).to_string();
    for (column, value) in [("both", pair.both), ("Coder 1 only", pair.first_only), ("Coder 2 only", pair.second_only)]
    {
        assert!(window.has(&format!("{path}, {column}: {value}")), "{column}");
    }
    assert!(window.has_part(&format!("{path}, alpha: 0.")));
    assert!(window.has_part(&format!("{path}, 95 % interval: 0.")));
    assert!(!window.has_part("A unit counts as coded when"), "the notes are folded");
    window.click("How this was counted");
    window.settle();
    assert!(window.has_part("A unit counts as coded when"), "the rule is shown");
    assert!(window.has_part("Text that nobody coded counts as agreement"), "the effect of uncoded text is stated");
}

#[test]
fn heads_and_figures_explain_what_they_measure_under_the_pointer_and_to_screen_readers() {
    let mut window = comparing();
    for (head, meaning) in [
        ("alpha", "allows any number of coders"),
        ("positive agreement", "Twice the number of units that both coded"),
        ("95 % interval", "bootstrap samples"),
    ] {
        assert!(!window.has_part(meaning), "{head}");
        window.harness.get_by_label(&format!("Sort by {head}")).hover();
        window.until("the tooltip is there", |w| w.has_part(meaning));
        window.harness.hover_at(egui::pos2(4.0, 4.0));
        window.until("it is gone", |w| !w.has_part(meaning));
    }
    // Along the head by key: to the figures, up to the head, and to its first column.
    let grid = |window: &Window| {
        let grids = window.harness.query_all_by_role(Role::Grid);
        grids.filter_map(|node| node.accesskit_node().label()).collect::<Vec<_>>()
    };
    window.harness.get_by_role(Role::Grid).focus();
    window.settle();
    for key in [Key::ArrowUp, Key::ArrowRight, Key::Home] {
        window.key(key);
    }
    assert!(grid(&window).iter().any(|label| label.contains("sort by alpha") && label.contains("complete agreement")));
}

#[test]
fn another_unit_and_another_statistic_are_shown_at_once() {
    let mut window = comparing();
    let turns = window.project().rooms.compare.compared.as_deref().unwrap().unit_count();
    choose(&mut window, "Unit", "sentence");
    window.until("sentences are compared", |w| {
        w.project().rooms.compare.compared.as_deref().is_some_and(|found| found.unit_count() > turns)
    });
    choose(&mut window, "Statistic", "Gwet’s AC1");
    assert!(window.has_part(", AC1 (Gwet): 0.9"));
    window.click("How this was counted");
    window.settle();
    assert!(window.has_part("higher than alpha or kappa"), "the effect of uncoded text on it is stated");
}

#[test]
fn a_click_on_a_figure_lists_its_differences() {
    let mut window = comparing();
    let compared = window.project().rooms.compare.compared.clone().unwrap();
    let low = (0..compared.codes.len())
        .filter(|&code| compared.figures(code).is_some_and(|figures| figures.pairs[0].counts.first_only >= 2.0))
        .min_by_key(|&code| compared.figures(code).map(|figures| figures.units as u64))
        .unwrap();
    let study = window.project().study.clone().unwrap();
    let path = study.codebook.path(compared.codes[low]).to_string();
    let counts = compared.figures(low).unwrap().pairs[0].counts;
    window.click(&format!("{path}, Coder 1 only: {}", counts.first_only));
    let expected = (counts.first_only + counts.second_only) as usize;
    let listed = window.project_mut().rooms.compare.items();
    assert_eq!(listed.len(), expected, "as many as the figure says");
    assert!(listed.iter().all(|item| item.is_disagreement));
    assert!(window.has_part(&format!("1 of {expected}")));
    window.key(Key::J);
    assert!(window.has_part(&format!("2 of {expected}")), "J goes to the next");
    window.key(Key::K);
    assert!(window.has_part(&format!("1 of {expected}")), "K goes back");
    window.key(Key::Escape);
    assert!(window.has("Show all differences"), "Esc goes back to the figures");
}

#[test]
fn five_disagreements_are_resolved_by_key_with_reasons_and_undone() {
    let mut window = comparing();
    window.click_start("Disagreements");
    let before = window.project().counts.by_code.clone();
    let keys = [(Key::Num1, "A"), (Key::Num2, "B"), (Key::B, "C"), (Key::X, "D"), (Key::L, "E")];
    for (done, (key, reason)) in keys.into_iter().enumerate() {
        window.key(key);
        window.type_text(&format!("reason {reason}"));
        window.key(Key::Enter);
        window.saved();
        let total = done + 1;
        window.until("it is resolved", |w| {
            let all = w.project().rooms.compare.disagreements.as_deref().unwrap();
            all.settled + all.later == total
        });
    }
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    assert_eq!((all.settled, all.later), (4, 1));
    let mut reasons: Vec<String> = all.list.iter().filter_map(|d| Some(d.decided.as_ref()?.reason.clone())).collect();
    reasons.sort();
    assert_eq!(reasons, ["reason A", "reason B", "reason C", "reason D", "reason E"]);
    assert!(window.has_part("4 of "), "the number of resolved disagreements is shown");
    assert!(agreed_codings(&window) > 0, "the consensus coding is there");
    window.until("the consensus coding is not counted as anyone's work", |w| w.project().counts.by_code == before);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the last decision is reverted", |w| {
        w.project().rooms.compare.disagreements.as_deref().unwrap().later == 0
    });
}

#[test]
fn a_disagreement_is_resolved_with_another_code_or_other_words() {
    let mut window = comparing();
    window.click_start("Disagreements");
    window.key(Key::R);
    window.type_text("low income");
    window.key(Key::Enter);
    window.click("Resolve");
    window.until("it is resolved", |w| settled(w) == 1);
    let decisions = |w: &Window| -> Vec<Decision> {
        let all = w.project().rooms.compare.disagreements.clone().unwrap();
        all.list.iter().filter_map(|d| Some(d.decided.as_ref()?.decision)).collect()
    };
    assert!(matches!(decisions(&window).as_slice(), [Decision::Recode(_)]));
    window.click("Different extent…");
    assert!(window.has("Text to select from"));
    // The passage's own words are selected; extend the selection by one character to the right.
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    window.click("Resolve");
    window.until("that too", |w| settled(w) == 2);
    let disagreement = |w: &Window| {
        let all = w.project().rooms.compare.disagreements.clone().unwrap();
        all.list.iter().find_map(|d| match d.decided.as_ref()?.decision {
            Decision::Range(range) => Some((d.disagreement.key.range, range)),
            _ => None,
        })
    };
    let (marked, chosen) = disagreement(&window).unwrap();
    assert_eq!((chosen.start, chosen.end.0), (marked.start, marked.end.0 + 1));
}

#[test]
fn a_decision_is_reverted() {
    let mut window = comparing();
    window.click_start("Disagreements");
    window.click("Not coded");
    window.click("Resolve");
    window.until("it is resolved", |w| settled(w) == 1);
    choose(&mut window, "Show", "resolved");
    window.click("Withdraw");
    window.until("it is open again", |w| settled(w) == 0);
}

#[test]
fn a_change_that_reopens_a_decision_says_first_what_was_done() {
    let mut window = comparing();
    window.click_start("Disagreements");
    window.project_mut().rooms.compare.order_by(ItemOrder::Code);
    window.project_mut().rooms.compare.go_to(0);
    window.settle();
    window.click("Not coded");
    window.click("Resolve");
    window.until("it is resolved", |w| settled(w) == 1);
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let mark = all.list.iter().find(|shown| shown.decided.is_some()).unwrap().disagreement.marks[0];
    let range = CharRange { end: pullquote::model::CharPos(mark.range.end.0 + 1), ..mark.range };
    window.project_mut().move_edges(mark.coding, range, true);
    let message = "A resolved disagreement is unresolved again because its passages have changed";
    window.until("both are said", |w| {
        let mut found = w.harness.query_all_by_label_contains(message);
        found.any(|node| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value()).is_some_and(|label| label.starts_with("Resized "))
        })
    });
}

#[test]
fn the_first_decision_says_that_tables_count_the_consensus() {
    let mut window = comparing();
    let said = "From now on, tables count it in place of the coders’ passages.";
    assert!(window.has("Create consensus coding"));
    window.click_start("Disagreements");
    window.key(Key::Num1);
    window.key(Key::Enter);
    window.until("it is said", |w| w.has_part(said));
    assert!(window.has("Update consensus coding") && !window.has("Create consensus coding"));
    window.key(Key::Num1);
    window.key(Key::Enter);
    window.until("the second is resolved", |w| settled(w) == 2);
    assert!(!window.has_part(said), "once");
}

/// Creates the consensus coding and waits for its result.
fn create_consensus(window: &mut Window) {
    let has_one = window.has("Update consensus coding");
    window.click(if has_one { "Update consensus coding" } else { "Create consensus coding" });
    window.until("the result is shown", |w| w.project().questions.consensus.is_some());
    window.saved();
}

#[test]
fn creating_the_consensus_reports_what_is_agreed_resolved_and_open() {
    let mut window = comparing();
    window.click_start("Disagreements");
    for (settled_before, key) in [Key::Num1, Key::X].into_iter().enumerate() {
        window.key(key);
        window.key(Key::Enter);
        window.until("it is resolved", |w| settled(w) == settled_before + 1);
    }
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let open = all.list.len() - all.settled;
    assert_eq!(all.settled, 2);
    create_consensus(&mut window);
    assert!(window.has("The consensus coding is up to date"), "the decisions have built it");
    for message in [
        format!("{} passages agreed on by the coders", all.agreed),
        "2 disagreements resolved".to_owned(),
        format!("{open} disagreements still unresolved"),
        format!("The consensus coding has {} passages.", agreed_codings(&window)),
    ] {
        assert!(window.has_part(&message), "{message}");
    }
    window.click("Show unresolved disagreements");
    assert!(!window.has("The consensus coding is up to date"));
    assert_eq!((window.project().room, window.project().rooms.compare.tab), (Room::Compare, CompareTab::Disagreements));
    create_consensus(&mut window);
    window.key(Key::Enter);
    assert!(!window.has("The consensus coding is up to date"), "Enter closes it");
    create_consensus(&mut window);
    window.key(Key::Escape);
    assert!(!window.has("The consensus coding is up to date"), "Esc closes it");
}

#[test]
fn tables_of_the_consensus_say_how_much_is_open_at_once() {
    let mut window = comparing();
    create_consensus(&mut window);
    assert!(window.has("Consensus coding created"));
    window.click("Go to Tables");
    assert_eq!(window.project().rooms.tables.whose, Whose::Consensus);
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let message = |open: usize| format!("{open} disagreements between the coders are still unresolved");
    window.until("the consensus is counted", |w| w.has_part(&message(all.list.len())));
    window.click("Compare");
    window.click_start("Disagreements");
    // Neither leaves the words uncoded: no passage comes or goes.
    window.key(Key::X);
    window.key(Key::Enter);
    window.until("it is settled", |w| settled(w) == 1);
    window.click("Tables");
    window.until("it is counted again", |w| w.has_part(&message(all.list.len() - 1)));
}

#[test]
fn if_there_is_no_consensus_the_reason_is_shown() {
    let mut window = Window::new();
    let path = window.path("two.pullquote");
    let mut project = Project::create(&path, "Two").unwrap();
    for name in ["Ann", "Ben"] {
        project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Default::default()).unwrap();
    }
    let me = project.reads().study().unwrap().users[0].id;
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window.project_mut().set_coder(Some(me));
    window.project_mut().create_consensus();
    window.until("it is shown", |w| w.has("No consensus coding"));
    assert!(window.has_part("Nothing was created: the coders compared have not coded anything yet."));
    window.key(Key::Escape);
    assert!(!window.has("No consensus coding"));
}

#[test]
fn a_coder_who_only_resolves_is_not_ticked_but_can_be() {
    let mut window = comparing();
    let ticked = |window: &Window, name: &str| {
        let label = format!("Compare {name}");
        let node = window.harness.get_by_role_and_label(Role::CheckBox, &label);
        node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
    };
    let workspace = window.project_mut();
    workspace.link.execute(Command::AddCoder { name: "Judge".into() });
    window.until("the coder is there", |w| w.has("Compare Judge"));
    window.click_start("Disagreements");
    window.key(Key::B);
    window.key(Key::Enter);
    window.until("it is resolved", |w| settled(w) == 1);
    window.until("it is compared again", |w| !w.project().rooms.compare.is_counting());
    assert_eq!(["Coder 1", "Coder 2", "Judge"].map(|name| ticked(&window, name)), [true, true, false]);
    assert_eq!(window.project().rooms.compare.compared.as_deref().unwrap().coders.len(), 2);
    for (is_ticked, coders) in [(true, 3), (false, 2)] {
        window.harness.get_by_role_and_label(Role::CheckBox, "Compare Judge").click();
        window.settle();
        window.until("the expected number is compared", |w| {
            w.project().rooms.compare.compared.as_deref().unwrap().coders.len() == coders
        });
        assert_eq!(ticked(&window, "Judge"), is_ticked);
    }
    assert!(window.project().rooms.compare.settings().coders.is_empty(), "the usual coders are not named");
}

#[test]
fn leaving_compare_drops_the_result_and_returning_computes_it_again() {
    let mut window = comparing();
    let plan = Plan { replicates: 100_000_000, seed: 1, percent: 95 };
    let endless = CompareSettings { bootstrap: Some((plan, Resampling::Units)), ..CompareSettings::default() };
    let room = |w: &mut Window| w.project_mut().rooms.compare.set(endless.clone());
    room(&mut window);
    window.until("intervals are on their way", |w| w.project().rooms.compare.awaits_intervals());
    for leave in [
        |w: &mut Window| w.chord(Modifiers::COMMAND, Key::Num4),
        |w: &mut Window| w.chord(Modifiers::COMMAND, Key::L),
        |w: &mut Window| w.chord(Modifiers::COMMAND, Key::ArrowDown),
    ] {
        leave(&mut window);
        assert!(!window.project().rooms.compare.awaits_intervals() && !window.project().rooms.compare.is_counting());
        window.until("nothing is computed any more", |w| !w.project().link.is_waiting());
        assert_eq!(window.project().link.progress, None);
        window.chord(Modifiers::COMMAND, Key::Num3);
        window.until("intervals are asked again", |w| w.project().rooms.compare.awaits_intervals());
        assert!(window.project().rooms.compare.compared.is_some(), "the figures stayed");
    }
}

#[test]
fn counts_are_right_at_once_after_a_merge_beside_a_consensus() {
    let mut window = comparing();
    create_consensus(&mut window);
    window.key(Key::Escape);
    let (ours, copy) = (window.path("sample.pullquote"), window.path("copy.pullquote"));
    let folder = window.folder.clone();
    drop(window);
    copy_coded_apart(&ours, &copy);
    window = Window::within(folder);
    window.open_sample();
    let total = |w: &Window| w.project().counts.by_code.values().sum::<u64>();
    let header = |w: &Window| w.project().document.as_ref().unwrap().passage_count();
    let (before, here) = (total(&window), header(&window));
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.project_mut().rooms.tables.set_whose(Whose::Everybody);
    window.until("a table is counted", |w| w.project().rooms.tables.table.is_some() && !w.project().link.is_waiting());
    *window.answer.lock().unwrap() = Picked::Paths(vec![copy]);
    window.menu("File", "Merge coders’ copies…");
    window.until("the preview is there", |w| w.has("New passages: 1"));
    window.click("Merge 1 passage");
    window.until("Cara is here", |w| w.project().study.as_deref().unwrap().user_named("Cara").is_some());
    window.until("the report is shown", |w| w.has("Copies merged") && w.has("New coders: Cara"));
    window.click("Close");
    window.until("everything has arrived", |w| !w.project().link.is_waiting());
    assert_eq!((total(&window), header(&window)), (before + 1, here + 1));
    assert!(window.has_part(&format!("26 documents · {} passages", before + 1)), "the status line");
    assert!(window.has_part("Coded by Coder 1, Coder 2, Cara"), "the table counts her too");
    window.chord(Modifiers::COMMAND, Key::Num1);
    assert!(window.has_part(&format!("· {} passages", here + 1)), "the header");
    window.undo_asked();
    window.until("she is gone", |w| w.project().study.as_deref().unwrap().user_named("Cara").is_none());
    window.until("everything has arrived", |w| !w.project().link.is_waiting());
    assert_eq!((total(&window), header(&window)), (before, here));
}

#[test]
fn header_codebook_and_status_line_count_the_same_passages() {
    let mut window = comparing();
    create_consensus(&mut window);
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.until("everything has arrived", |w| !w.project().link.is_waiting());
    let check = |window: &Window, what: &str, coders: &[&str]| {
        let all = super::support::folder_codings();
        let shown = |coding: &&(String, String, u64, u64, String)| coders.contains(&coding.0.as_str());
        let total = all.iter().filter(shown).count();
        let here = all.iter().filter(shown).filter(|coding| coding.1 == "A").count();
        assert!(window.has_part(&format!("26 documents · {total} passages")), "{what}: the status line says {total}");
        assert!(window.has_part(&format!("turns · {here} passages")), "{what}: the header says {here}");
        let code = all.iter().filter(shown).filter(|coding| coding.4 == LOW).count();
        assert!(window.has(&format!("{LOW}, {code} passages")), "{what}: the codebook says {code}");
    };
    check(&window, "beside a consensus", &["Coder 1", "Coder 2"]);
    let only = window.project().study.as_deref().unwrap().codebook.find(LOW);
    window.project_mut().show_only(only);
    window.settle();
    check(&window, "with some codes hidden", &["Coder 1", "Coder 2"]);
    window.click("Coder: Coder 1");
    window.click("passages of Coder 1");
    window.key(Key::Escape);
    window.until("everything has arrived", |w| !w.project().link.is_waiting());
    check(&window, "of one coder", &["Coder 2"]);
}

#[test]
fn the_methods_paragraph_is_copied_and_the_figures_are_exported() {
    let mut window = comparing();
    window.click("Copy text for methods section");
    assert!(window.has("Text for the methods section copied"));
    let path = window.path("agreement.csv");
    *window.answer.lock().unwrap() = Picked::Paths(vec![path.clone()]);
    window.click("Export agreement report…");
    window.choose_where();
    window.until("it is written", |_| path.is_file());
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("Krippendorff’s alpha"), "{text}");
}

#[test]
fn documents_and_coders_have_figures_that_open() {
    let mut window = comparing();
    window.harness.get_by_role_and_label(Role::Tab, "Documents").click();
    window.settle();
    window.click_start("All of B");
    assert!(window.has("Back to figures"));
    let listed = window.project_mut().rooms.compare.items();
    let study = window.project().study.clone().unwrap();
    let source = study.source_named("B").unwrap().id;
    assert!(!listed.is_empty() && listed.iter().all(|item| item.source == source));
    window.harness.get_by_role_and_label(Role::Tab, "Coders").click();
    window.settle();
    window.click_start("All of Coder 1 and Coder 2");
    let listed = window.project_mut().rooms.compare.items();
    let differing = window.project().rooms.compare.compared.as_deref().unwrap().over_pairs();
    assert_eq!(listed.len() as f64, differing.first_only + differing.second_only);
    assert_eq!(window.project().rooms.compare.which(), Which::Disagreements);
}

#[test]
fn a_single_coder_learns_what_a_comparison_needs() {
    let mut window = Window::new();
    let path = window.path("alone.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: "Alone".into() });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window.click("Compare");
    assert!(window.has_part("Agreement needs two coders"));
    assert!(window.has("Add coder…") && window.has("Merge coders’ copies…"));
}

#[test]
fn a_second_round_is_a_new_coder_with_its_date() {
    let mut window = Window::sample();
    window.click("Coder: Coder 1");
    window.click("Start a second coding round…");
    window.until("it is asked", |w| w.has("Start a second coding round?") && w.has_part("“Coder 1, round 2 (20"));
    window.key(Key::Enter);
    window.saved();
    assert_eq!(window.project().link.my_name(), Some("Coder 1"), "Enter cancels");
    window.project_mut().add_round();
    window.settle();
    window.click("Start");
    let name = |w: &Window| w.project().link.my_name().map(str::to_owned).unwrap_or_default();
    window.until("the second round is the current coder's", |w| name(w).starts_with("Coder 1, round 2 (20"));
    window.saved();
    window.project_mut().add_round();
    window.settle();
    window.click("Start");
    window.until("a third", |w| name(w).starts_with("Coder 1, round 3 (20"));
}

#[test]
fn a_decision_begun_by_another_coder_is_not_called_mine() {
    let mut window = comparing();
    let users: Vec<UserId> = window.project().study.as_deref().unwrap().coders().map(|user| user.id).collect();
    let be = |w: &mut Window, user: UserId| {
        w.project_mut().set_coder(Some(user));
        w.settle();
    };
    be(&mut window, users[0]);
    window.click_start("Disagreements");
    window.key(Key::X);
    window.type_text("heard on the tape");
    assert!(!window.has_part("started this decision"));
    be(&mut window, users[1]);
    window.until("it is said", |w| w.has_part("Coder 1 started this decision and did not save it."));
    // It is known after a restart, too.
    let deciders = window.project().rooms.compare.deciders();
    assert_eq!(deciders.iter().map(|(_, user)| *user).collect::<Vec<_>>(), [users[0]]);
    window.project_mut().rooms.compare.step(1);
    window.settle();
    assert!(window.has_part("begun by another coder, not saved"));
    be(&mut window, users[0]);
    window.until("it is mine", |w| w.has_part("not saved yet"));
}

#[test]
fn nothing_is_called_incomparable_while_it_is_computed() {
    let mut window = comparing();
    let none = "No two of these coders have worked on the same document, so there is nothing to compare.";
    let workspace = window.project_mut();
    let study = workspace.study.clone().unwrap();
    let ann = "Ann".to_owned();
    workspace.link.execute(Command::AddCoder { name: ann.clone() });
    window.until("Ann is here", |w| w.project().study.as_deref().unwrap().user_named(&ann).is_some());
    let [ann, first] = [ann.as_str(), "Coder 1"]
        .map(|name| window.project().study.as_deref().unwrap().user_named(name).map(|user| user.id).unwrap());
    assert!(study.user(ann).is_none());
    let settings = CompareSettings { coders: vec![ann, first], bootstrap: None, ..CompareSettings::default() };
    let set = |w: &mut Window, everyone_took_part: bool| {
        let settings = CompareSettings { everyone_took_part, ..settings.clone() };
        w.project_mut().rooms.compare.set(settings);
    };
    set(&mut window, false);
    window.until("they have nothing in common", |w| w.has(none));
    set(&mut window, true);
    window.harness.run_steps(1);
    assert!(window.has("Comparing…") && !window.has(none));
    window.until("there are figures", |w| w.has_part("Krippendorff"));
}

#[test]
fn enter_saves_another_extent_from_the_words_themselves() {
    let mut window = comparing();
    window.click_start("Disagreements");
    for (done, extends) in [false, true].into_iter().enumerate() {
        window.key(Key::W);
        assert!(window.has("Text to select from"));
        if extends {
            window.chord(Modifiers::SHIFT, Key::ArrowRight);
        }
        window.key(Key::Enter);
        window.until("it is resolved", |w| settled(w) == done + 1);
    }
}
