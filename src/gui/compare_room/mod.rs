//! The Compare room: how far coders agree, the units that each figure counts, and the resolution of disagreements.
//!
//! Settings are on the left; figures, or the units of one figure, in the middle. Must not know: how a figure is
//! computed.

mod decide;
mod figures;
mod items;
mod settings;
mod side_by_side;

use super::bars::{self, own_size};
use super::tables::grid::{self, Done, GridState};
use super::theme::{self, Palette, Weighted};
use crate::analysis::CellAddress;
use crate::app::action::{Action, TeamAct};
use crate::app::compare_room::{CompareSheet, CompareTab, Scope};
use crate::app::exporting::ExportKind;
use crate::app::workspace::Workspace;
use crate::engine::compare::overview::Statistic;
use crate::engine::compare::{CompareSettings, Compared, Unit, report};
use crate::engine::decision_table::contradictions_in_words;
use crate::gui::bars::GrowTo;
use crate::gui::empty::Empty;
use crate::gui::icons::Picture;
use crate::gui::reading::ShowByKeys;
use crate::gui::{awaited, panes};
use crate::model::Study;
use crate::{i18n, tr};
use egui::{Align, Button, CentralPanel, Frame, Layout, Margin, Panel, RichText, Role, ScrollArea, Ui, WidgetInfo};
use items::Items;
use settings::SettingsPanel;

/// Keys of this room, for the table of keys.
#[must_use]
pub fn table_of_keys() -> Vec<(&'static str, &'static str)> {
    vec![
        (tr!("J, K (in Compare)"), tr!("Next, previous disagreement")),
        (tr!("1 … 9 (in Compare)"), tr!("Accept the passage of the first coder compared, the second, …")),
        (tr!("B, X (in Compare)"), tr!("Combine all; not coded")),
        (tr!("R, W (in Compare)"), tr!("Another code; different extent")),
        (tr!("L (in Compare)"), tr!("Postpone")),
        (tr!("Enter (in Compare)"), tr!("Save the decision and go to the next")),
        (tr!("Esc (in Compare)"), tr!("Give up the decision; back to figures")),
    ]
}

#[derive(Default)]
pub struct CompareRoomPanel {
    settings: SettingsPanel,
    grids: [GridState; 4],
    items: Items,
    /// Show the settings in a window in which they are folded at first.
    shows_settings: bool,
}

impl CompareRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(study) = workspace.study.clone() else { return actions };
        workspace.refresh_rooms();
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        if workspace.is_blind() {
            CentralPanel::default()
                .frame(page)
                .show(ui, |ui| blind(ui, workspace.is_writable(), palette, &mut actions));
            return actions;
        }
        if study.coders().count() < 2 {
            CentralPanel::default()
                .frame(page)
                .show(ui, |ui| single_coder(ui, workspace.is_writable(), palette, &mut actions));
            return actions;
        }
        let folds = ui.available_width() < FOLDED;
        if !folds || self.shows_settings {
            self.side(ui, workspace, &study, palette);
        }
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "figures"));
            header(ui, workspace, folds.then_some(&mut self.shows_settings), palette, &mut actions);
            if workspace.rooms.compare.disagreements.as_deref().is_some_and(|all| all.is_outdated) {
                let warning =
                    tr!("The consensus coding is out of date. Create it again to count what the coders agree on.");
                ui.label(RichText::new(warning).color(palette.trouble));
            }
            contradictions(ui, workspace, &study, palette);
            ui.add_space(theme::SPACE);
            if workspace.rooms.compare.scope().is_some() || workspace.rooms.compare.tab == CompareTab::Disagreements {
                self.items.show(ui, workspace, &study, palette, &mut actions);
            } else {
                self.figures(ui, workspace, &study, palette);
            }
        });
        workspace.refresh_rooms();
        actions
    }

    /// The settings, beside the figures.
    fn side(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        let most = (ui.available_width() * 0.4).max(200.0);
        Panel::left(own_size(ui, workspace, "compare settings"))
            .default_size(270.0)
            .size_range(200.0..=most)
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "settings"));
                self.settings.show(ui, workspace, study, palette);
            });
    }

    fn figures(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let Some(compared) = workspace.rooms.compare.compared.clone() else {
            if awaited::show(ui, workspace.rooms.compare.pending(), tr!("Comparing…"), palette) {
                workspace.rooms.compare.try_again();
            }
            return;
        };
        if compared.documents.is_empty() && workspace.rooms.compare.is_counting() {
            ui.label(RichText::new(tr!("Comparing…")).color(palette.weak));
            return;
        }
        if compared.documents.is_empty() {
            nothing_in_common(ui, &compared, study, palette);
            return;
        }
        figures::show(ui, workspace, &compared, palette);
        ui.add_space(theme::SPACE);
        let warnings = workspace.rooms.compare.warnings(study);
        let statistic = workspace.rooms.compare.statistic;
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        let room = ui.available_height();
        Panel::bottom("agreement notes").frame(frame).show_separator_line(false).show(ui, |ui| {
            egui::CollapsingHeader::new(tr!("How this was counted")).show(ui, |ui| {
                // Some rows of the table stay in sight in a low window.
                let height = (room - figures::LEAST_ROWS).min(ui.ctx().content_rect().height() * 0.3).max(48.0);
                ScrollArea::vertical().grow_to(height).show_by_keys(ui, |ui| {
                    let notes = notes(&compared.settings, statistic, &warnings);
                    ui.label(RichText::new(notes).color(palette.weak).small());
                });
            });
        });
        let passages = matches!(compared.settings.unit, Unit::Passages(_));
        CentralPanel::no_frame().show(ui, |ui| match workspace.rooms.compare.tab {
            CompareTab::Codes => {
                let open = self.grid(ui, workspace, study, CompareSheet::Codes, palette);
                let code = open.and_then(|cell| compared.codes.get(cell.row?).copied());
                if code.is_some() {
                    workspace.rooms.compare.open(Scope { code, ..Scope::default() });
                }
            }
            CompareTab::Coders => self.coders(ui, workspace, study, &compared, palette),
            CompareTab::Documents if passages => {
                ui.label(tr!(
                    "Coded passages are matched by code and by pair of coders. Choose another unit to compare \
                    documents."
                ));
            }
            CompareTab::Documents => {
                let open = self.grid(ui, workspace, study, CompareSheet::Documents, palette);
                let document = open.and_then(|cell| compared.documents.get(cell.row?).copied());
                if document.is_some() {
                    workspace.rooms.compare.open(Scope { document, ..Scope::default() });
                }
            }
            CompareTab::Disagreements => {}
        });
    }

    /// A coder-by-coder table if there are more than two coders, and each pair with its counts.
    fn coders(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        compared: &Compared,
        palette: &Palette,
    ) {
        let mut pair = None;
        let count = compared.coders.len();
        if count > 2 {
            let height = (64.0 + theme::ROW * count as f32 + theme::WIDE).min(ui.available_height() * 0.5);
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                let open = self.grid(ui, workspace, study, CompareSheet::Matrix, palette);
                pair = open.and_then(|cell| Some((cell.row?, cell.column?)));
            });
            ui.add_space(theme::SPACE);
        }
        let open = self.grid(ui, workspace, study, CompareSheet::Pairs, palette);
        let of_cell = open.and_then(|cell| Some(compared.pairs.get(cell.row?)?.coders));
        let pair = of_cell.or(pair.filter(|(i, j)| i != j).map(|(i, j)| (i.min(j), i.max(j))));
        if pair.is_some() {
            workspace.rooms.compare.open(Scope { pair, ..Scope::default() });
        }
    }

    /// A table of figures. Returns the cell that was opened.
    fn grid(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        sheet: CompareSheet,
        palette: &Palette,
    ) -> Option<CellAddress> {
        let shown = workspace.rooms.compare.sheet(sheet, study)?;
        let place = sheet as usize;
        let done = grid::show(ui, &shown, self.grids.get_mut(place)?, None, palette)?;
        let view = workspace.rooms.compare.views.get_mut(place)?;
        match done {
            Done::Open(cell) => return Some(cell),
            Done::SortBy(column) if shown.has_figures(column) => {
                view.sort_by_figure(shown.column_key(column).as_deref());
            }
            Done::SortBy(column) => view.sort_by_column(shown.column_key(column).as_deref()),
            Done::SortByName => view.sort_by_name(),
        }
        None
    }
}

/// Names the first two decisions that contradict each other, and says how many more there are.
fn contradictions(ui: &mut Ui, workspace: &Workspace, study: &Study, palette: &Palette) {
    let Some(all) = workspace.rooms.compare.disagreements.as_deref() else { return };
    let pairs = contradictions_in_words(study, all);
    let Some((first, others)) = pairs.split_first() else { return };
    let mut words = vec![first.clone()];
    if !others.is_empty() {
        let n = others.len();
        words.push(tr!(
            "{n} more pair of decisions is contradictory." | "{n} more pairs of decisions are contradictory." % n
        ));
    }
    let label = ui.label(RichText::new(i18n::sentences(&words)).color(palette.trouble));
    if !others.is_empty() {
        label.on_hover_text(pairs.join("\n"));
    }
}

/// Shown during blind coding: hidden codings cannot be compared.
fn blind(ui: &mut Ui, writable: bool, palette: &Palette, actions: &mut Vec<Action>) {
    let lift = Action::Team(TeamAct::LiftBlind);
    let label = lift.label();
    let empty = Empty {
        picture: Picture::People,
        title: tr!("Nothing to compare yet"),
        sentence: tr!("Blind coding is on. Finish coding, end blind coding, then compare."),
        buttons: if writable { &[label.as_str()] } else { &[] },
    };
    if empty.show(ui, palette).is_some() {
        actions.push(lift);
    }
}

/// Shown while there is only one coder.
fn single_coder(ui: &mut Ui, writable: bool, palette: &Palette, actions: &mut Vec<Action>) {
    let all = [TeamAct::AddCoder, TeamAct::MergeCopies].map(Action::Team);
    let labels = all.each_ref().map(Action::label);
    let buttons = labels.each_ref().map(String::as_str);
    let empty = Empty {
        picture: Picture::People,
        title: tr!("Compare"),
        sentence: tr!("Agreement needs two coders. Add a second coder who codes the same documents here, or merge a \
            copy of this project that someone else has coded. Your own coding is not changed."),
        buttons: if writable { &buttons } else { &[] },
    };
    actions.extend(empty.show(ui, palette).and_then(|at| all.get(at)).cloned());
}

fn nothing_in_common(ui: &mut Ui, compared: &Compared, study: &Study, palette: &Palette) {
    ui.label(tr!("No two of these coders have worked on the same document, so there is nothing to compare."));
    ui.label(
        RichText::new(tr!("To compare them anyway, select “Include unfinished documents” in the settings."))
            .color(palette.weak),
    );
    ui.add_space(theme::SPACE);
    ScrollArea::vertical().id_salt("left out").auto_shrink(false).show_by_keys(ui, |ui| {
        for sentence in report::left_out(study, compared) {
            ui.label(RichText::new(sentence).color(palette.weak));
        }
    });
}

/// Below this width of the room, the settings are folded at first.
const FOLDED: f32 = 960.0;

/// Below this width, the actions on the whole comparison get a line of their own.
const NARROW: f32 = 1100.0;

/// Below this width or height, they are in a menu; above a list, which needs more room, already below a greater height.
const TIGHT: f32 = 640.0;
const LOW: f32 = 400.0;
const LOW_WITH_LIST: f32 = 600.0;

/// Tabs, and the actions on the whole comparison. `settings`: whether these are shown, if that can be chosen.
fn header(
    ui: &mut Ui,
    workspace: &mut Workspace,
    settings: Option<&mut bool>,
    palette: &Palette,
    actions: &mut Vec<Action>,
) {
    let open = workspace.rooms.compare.disagreements.as_deref().map(|all| all.unresolved());
    let (width, height) = (ui.available_width(), ui.available_height());
    let has_list =
        workspace.rooms.compare.scope().is_some() || workspace.rooms.compare.tab == CompareTab::Disagreements;
    let is_narrow = width < NARROW;
    let is_tight = width < TIGHT || height < LOW || is_narrow && has_list && height < LOW_WITH_LIST;
    ui.horizontal_wrapped(|ui| {
        if let Some(shown) = settings {
            let button = ui.add(Button::new(tr!("Settings")).selected(*shown));
            button.widget_info(|| WidgetInfo::selected(Role::Button, true, *shown, tr!("Settings")));
            if button.on_hover_text(tr!("Shows or hides who and what is compared, and how")).clicked() {
                *shown = !*shown;
            }
        }
        for tab in CompareTab::ALL {
            let label = match (tab, open) {
                (CompareTab::Codes, _) => tr!("Codes").to_owned(),
                (CompareTab::Coders, _) => tr!("Coders").to_owned(),
                (CompareTab::Documents, _) => tr!("Documents").to_owned(),
                (CompareTab::Disagreements, Some(open)) => tr!("Disagreements ({open} unresolved)", open),
                (CompareTab::Disagreements, None) => tr!("Disagreements").to_owned(),
            };
            let chosen = workspace.rooms.compare.tab == tab;
            let text = RichText::new(&label).color(if chosen { palette.text } else { palette.weak });
            let button = ui.add(Button::selectable(chosen, if chosen { text.medium() } else { text }));
            button.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &label));
            let is_wider = tab == CompareTab::Disagreements && workspace.rooms.compare.is_narrow();
            let button = if is_wider { button.on_hover_text(figures::why_whole_project()) } else { button };
            if button.clicked() {
                workspace.rooms.compare.show_tab(tab);
            }
        }
        if workspace.rooms.compare.is_counting() || workspace.rooms.compare.awaits_intervals() {
            ui.spinner().on_hover_text(tr!("Computing confidence intervals…"));
        }
        if is_tight {
            ui.menu_button(tr!("Actions"), |ui| action_entries(ui, workspace, actions));
        } else if !is_narrow {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| action_buttons(ui, workspace, actions));
        }
    });
    if is_narrow && !is_tight {
        ui.horizontal_wrapped(|ui| action_buttons(ui, workspace, actions));
    }
}

fn action_buttons(ui: &mut Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    for (action, possible) in actions_on_comparison(workspace) {
        bars::button_as(ui, label(workspace, &action), possible, action, actions);
    }
}

fn action_entries(ui: &mut Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    for (action, possible) in actions_on_comparison(workspace) {
        bars::entry_as(ui, label(workspace, &action), possible, action, actions);
    }
}

/// The label of an action on the comparison: a consensus coding that exists is updated.
fn label(workspace: &Workspace, action: &Action) -> String {
    let has_consensus = workspace.study.as_deref().is_some_and(|study| study.consensus().is_some());
    match action {
        Action::Team(TeamAct::CreateConsensus) if has_consensus => tr!("Update consensus coding").to_owned(),
        action => action.label(),
    }
}

/// The actions on the whole comparison, and whether each is possible.
fn actions_on_comparison(workspace: &Workspace) -> [(Action, bool); 3] {
    let ready = workspace.rooms.compare.compared.is_some();
    let export = match workspace.rooms.compare.tab {
        CompareTab::Disagreements => ExportKind::Decisions,
        _ => ExportKind::Agreement,
    };
    [
        (Action::Export(Some(export)), ready),
        (Action::Team(TeamAct::CopyMethods), ready),
        (Action::Team(TeamAct::CreateConsensus), ready && workspace.is_writable()),
    ]
}

/// Notes below the figures that are needed to read them correctly.
fn notes(settings: &CompareSettings, statistic: Statistic, warnings: &str) -> String {
    let rule = report::rule_words(settings.unit, settings.rule);
    let uncoded = statistic.uncoded(settings.unit);
    let click = tr!("Click a figure to see its passages. Shading marks agreement below 0.8: the darker, the lower.");
    [&*rule, uncoded, click, warnings].into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
