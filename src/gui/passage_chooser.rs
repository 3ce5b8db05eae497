//! A small list at the caret that asks which of several passages is meant, or what to do with a passage of another
//! coder. Choose by arrow keys and Enter, by digit or by pointer; Escape closes it.

use super::choices;
use super::confirm::Confirm;
use super::overlay::{self, Next, Overlay};
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::passage_act::PassageAct;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::{CodingId, UserId};
use crate::tr;
use egui::{Context, Key, Modifiers, Pos2, RichText, ScrollArea, Ui, vec2};

const WIDTH: f32 = 420.0;
/// Maximum number of rows visible at once.
const MOST: usize = 12;
/// Characters shown of a passage.
const SHOWN: usize = 40;

pub struct PassageChooser {
    act: PassageAct,
    list: List,
    /// The row that Enter chooses. `None` if every row changes something that the key did not ask for: the user has to
    /// pick a row first, by arrow or digit.
    marked: Option<usize>,
    /// Position of the list in the window; `None` centres it.
    pub place: Option<Pos2>,
}

enum List {
    /// Choose one of these, or all.
    Which(Vec<CodingId>),
    /// Choose one of these passages of other coders.
    OfOthers(Vec<CodingId>),
    /// Choose what to do with this passage of another coder.
    Protected(CodingId),
}

/// The choice that a row offers.
#[derive(Clone, Debug)]
enum Choice {
    Passage(CodingId),
    All(Vec<CodingId>),
    Protected(CodingId),
    Switch(UserId),
    Copy(CodingId),
    Anyway(CodingId),
}

impl PassageChooser {
    /// For a position where several passages qualify.
    #[must_use]
    pub fn which(act: PassageAct, passages: Vec<CodingId>) -> Self {
        Self { act, list: List::Which(passages), marked: Some(0), place: None }
    }

    /// For a position where only other coders have passages.
    #[must_use]
    pub fn of_others(act: PassageAct, passages: Vec<CodingId>) -> Self {
        let list = match passages.as_slice() {
            [one] => List::Protected(*one),
            _ => List::OfOthers(passages),
        };
        let marked = matches!(list, List::OfOthers(_)).then_some(0);
        Self { act, list, marked, place: None }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let (title, about, choices) = self.contents(workspace);
        if choices.is_empty() {
            return Some(Next::Closed);
        }
        let middle = ctx.content_rect().center() - vec2(WIDTH / 2.0, 120.0);
        let mut chosen = None;
        let modal = overlay::at(ctx, "passage chooser", self.place.unwrap_or(middle), |ui| {
            ui.set_width(WIDTH.min(ctx.content_rect().width() - 32.0));
            ui.label(RichText::new(title).medium());
            if !about.is_empty() {
                ui.label(RichText::new(about).color(palette.weak));
            }
            ui.add_space(theme::GAP);
            chosen = self.keys(ui, choices.len());
            ui.spacing_mut().item_spacing.y = 0.0;
            let height = choices.len().min(MOST) as f32 * theme::ROW;
            let area = ScrollArea::vertical().grow_to(height);
            area.show(ui, |ui| {
                for (place, choice) in choices.iter().enumerate() {
                    if self.row(ui, workspace, place, choice, palette) {
                        chosen = Some(place);
                    }
                }
            });
        });
        match chosen.and_then(|place| choices.get(place)) {
            Some(choice) => self.take(workspace, choice.clone()),
            None => modal.should_close().then_some(Next::Closed),
        }
    }

    /// Title, subtitle and rows.
    fn contents(&self, workspace: &Workspace) -> (String, String, Vec<Choice>) {
        let known = |list: &[CodingId]| -> Vec<CodingId> {
            list.iter().copied().filter(|&id| workspace.passage(id).is_some()).collect()
        };
        match &self.list {
            List::Which(list) => {
                let list = known(list);
                let all = (self.act.takes_all() && list.len() > 1).then(|| Choice::All(list.clone()));
                let choices = list.into_iter().map(Choice::Passage).chain(all).collect();
                (self.act.question().to_owned(), String::new(), choices)
            }
            List::OfOthers(list) => {
                let choices = known(list).into_iter().map(Choice::Protected).collect();
                let about = tr!("None of these passages is yours.");
                (self.act.question().to_owned(), about.to_owned(), choices)
            }
            List::Protected(coding) => {
                let Some(passage) = workspace.passage(*coding) else { return Default::default() };
                let coder = workspace.user_name(passage.user);
                let title = tr!("“{code}” was coded by {coder}", code = workspace.code_name(passage.code), coder);
                let about = tr!("Only that coder can change it without confirmation.");
                // Options that leave other coders' work unchanged come first.
                let switch = workspace.can_be(passage.user).then_some(Choice::Switch(passage.user));
                let last = Choice::Anyway(*coding);
                let choices = std::iter::once(Choice::Copy(*coding)).chain(switch).chain([last]).collect();
                (title, about.to_owned(), choices)
            }
        }
    }

    /// The index of the row chosen by key.
    fn keys(&mut self, ui: &Ui, count: usize) -> Option<usize> {
        ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let steps = isize::from(pressed(Key::ArrowDown)) - isize::from(pressed(Key::ArrowUp));
            let last = count.saturating_sub(1);
            self.marked = match (self.marked, steps) {
                (None, 0) => None,
                (None, 1..) => Some(0),
                (None, _) => Some(last),
                (Some(marked), steps) => Some(marked.saturating_add_signed(steps).min(last)),
            };
            let enter = pressed(Key::Enter).then_some(self.marked).flatten();
            choices::digit_pressed(input, count).or(enter)
        })
    }

    /// Returns whether the row was clicked.
    fn row(&self, ui: &mut Ui, workspace: &Workspace, place: usize, choice: &Choice, palette: &Palette) -> bool {
        let (name, coder, quote) = in_words(workspace, choice);
        let label =
            if quote.is_empty() { name.clone() } else { tr!("{name} ({coder}): {words}", name, coder, words = quote) };
        let about = if quote.is_empty() { String::new() } else { format!("{coder} · {quote}") };
        let row = choices::ChoiceRow { name: &name, about: &about, label: &label };
        choices::row(ui, Some(place), Some(place) == self.marked, &row, palette).clicked()
    }

    fn take(&mut self, workspace: &mut Workspace, choice: Choice) -> Option<Next> {
        let act = self.act;
        Some(match choice {
            Choice::Passage(coding) => Next::Act(Action::OnPassages { act, codings: vec![coding], anyway: false }),
            Choice::All(codings) => Next::Act(Action::OnPassages { act, codings, anyway: false }),
            Choice::Protected(coding) => {
                (self.list, self.marked) = (List::Protected(coding), None);
                return None;
            }
            Choice::Switch(user) => Next::Act(Action::BeCoder(user)),
            Choice::Copy(coding) => {
                workspace.copy_passage(coding);
                Next::Closed
            }
            Choice::Anyway(coding) => {
                Next::Open(Box::new(Overlay::Confirm(Confirm::Anyway { coding, act: Some(act) })))
            }
        })
    }
}

/// The texts of a row; for a passage, its code, coder and words.
fn in_words(workspace: &Workspace, choice: &Choice) -> (String, String, String) {
    let coder = |coding: CodingId| workspace.passage(coding).map_or("", |passage| workspace.user_name(passage.user));
    let name = match choice {
        Choice::Passage(coding) | Choice::Protected(coding) => {
            let Some(passage) = workspace.passage(*coding) else { return Default::default() };
            let (code, coder) = (workspace.code_name(passage.code), workspace.user_name(passage.user));
            return (format!("“{code}”"), coder.to_owned(), excerpt(workspace, *coding));
        }
        Choice::All(codings) if codings.len() == 2 => tr!("Both passages").to_owned(),
        Choice::All(codings) => tr!("All {n} passages" | "All {n} passages" % codings.len()),
        Choice::Switch(user) => tr!("Switch to {coder}", coder = workspace.user_name(*user)),
        Choice::Copy(_) => tr!("Copy to my passages").to_owned(),
        Choice::Anyway(coding) => tr!("Change {coder}'s passage anyway…", coder = coder(*coding)),
    };
    (name, String::new(), String::new())
}

/// The beginning of a passage of the open document or of the list in Passages, on one line.
pub(super) fn excerpt(workspace: &Workspace, coding: CodingId) -> String {
    let open = workspace.document.as_ref().and_then(|d| Some(d.slice(d.passage(coding)?.range).to_owned()));
    let listed = || {
        let (_, _, place) = workspace.place_of(coding)?;
        workspace.rooms.passages.excerpts.of(place).map(|excerpt| excerpt.text.clone())
    };
    let quote = open.or_else(listed).unwrap_or_default().replace('\n', " ");
    let short: String = quote.chars().take(SHOWN).collect();
    let more = if short.len() < quote.len() { "…" } else { "" };
    format!("“{short}{more}”")
}
