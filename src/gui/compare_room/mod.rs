//! The Compare room: how far coders agree, the units that each figure counts, and the resolution of disagreements.
//!
//! Settings are on the left; figures, or the units of one figure, in the middle. Must not know: how a figure is
//! computed.

mod decide;
mod items;
mod settings;
mod side_by_side;

use super::bars::{self, own_size};
use super::tables::grid::{self, Done, GridState};
use super::theme::{self, Palette, Weighted};
use crate::analysis::CellAddress;
use crate::analysis::agreement::Figure;
use crate::app::action::{Action, TeamAct};
use crate::app::compare_room::{CompareSheet, CompareTab, Scope};
use crate::app::exporting::ExportKind;
use crate::app::workspace::Workspace;
use crate::engine::compare::overview::Statistic;
use crate::engine::compare::{Compared, StrayCoding, Unit, report};
use crate::gui::empty::Empty;
use crate::gui::icons::Picture;
use crate::gui::{awaited, fonts, panes};
use crate::model::{Noun, Study};
use crate::tr;
use egui::text::LayoutJob;
use egui::{
    Align, Button, CentralPanel, CursorIcon, FontId, Frame, Layout, Margin, Panel, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, WidgetInfo,
};
use items::Items;
use settings::SettingsPanel;

/// Keys of this room, for the table of keys.
#[must_use]
pub fn table_of_keys() -> Vec<(&'static str, &'static str)> {
    vec![
        (tr!("J, K (in Compare)"), tr!("Next, previous disagreement")),
        (tr!("1 … 9 (in Compare)"), tr!("Accept the first coder’s passage, the second’s, …")),
        (tr!("B, X (in Compare)"), tr!("Combine all; not coded")),
        (tr!("R, W (in Compare)"), tr!("Another code; different extent")),
        (tr!("L (in Compare)"), tr!("Postpone")),
        (tr!("Enter (in Compare)"), tr!("Save the decision and go to the next")),
        (tr!("Esc (in Compare)"), tr!("Back to figures")),
    ]
}

#[derive(Default)]
pub struct CompareRoomPanel {
    settings: SettingsPanel,
    grids: [GridState; 4],
    items: Items,
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
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        let most = (ui.available_width() * 0.4).max(200.0);
        Panel::left(own_size(ui, workspace, "compare settings"))
            .default_size(270.0)
            .size_range(200.0..=most)
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "settings"));
                self.settings.show(ui, workspace, &study, palette);
            });
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "figures"));
            header(ui, workspace, palette, &mut actions);
            if workspace.rooms.compare.disputes.as_deref().is_some_and(|all| all.is_outdated) {
                let warning =
                    tr!("The consensus coding is out of date. Create it again to count what the coders agree on.");
                ui.label(RichText::new(warning).color(palette.trouble));
            }
            ui.add_space(theme::SPACE);
            if workspace.rooms.compare.scope().is_some() || workspace.rooms.compare.tab == CompareTab::Disputes {
                self.items.show(ui, workspace, &study, palette, &mut actions);
            } else {
                self.figures(ui, workspace, &study, palette);
            }
        });
        workspace.refresh_rooms();
        actions
    }

    fn figures(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        let Some(compared) = workspace.rooms.compare.compared.clone() else {
            if awaited::show(ui, workspace.rooms.compare.pending(), tr!("Comparing…"), palette) {
                workspace.rooms.compare.try_again();
            }
            return;
        };
        if compared.documents.is_empty() {
            nothing_in_common(ui, &compared, study, palette);
            return;
        }
        pooled(ui, workspace, &compared, palette);
        ui.add_space(theme::SPACE);
        let notes = notes(study, &compared, workspace.rooms.compare.statistic);
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        let room = ui.available_height();
        Panel::bottom("agreement notes").frame(frame).show_separator_line(false).show(ui, |ui| {
            egui::CollapsingHeader::new(tr!("How this was counted")).show(ui, |ui| {
                // Some rows of the table stay in sight in a low window.
                let height = (room - LEAST_ROWS).min(ui.ctx().content_rect().height() * 0.3).max(48.0);
                egui::ScrollArea::vertical().max_height(height).show(ui, |ui| {
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
            CompareTab::Disputes => {}
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
    ui.label(tr!("No document has been finished by two of these coders, so there is nothing to compare."));
    for sentence in report::left_out(study, compared) {
        ui.label(RichText::new(sentence).color(palette.weak));
    }
    ui.label(
        RichText::new(tr!(
            "To compare them anyway, select “Treat unfinished documents as having no codes” on the left."
        ))
        .color(palette.weak),
    );
}

/// Height that is kept for the table of figures above the notes: its head and three rows.
const LEAST_ROWS: f32 = 200.0;

/// Below this width, the actions on the whole comparison get a line of their own.
const NARROW: f32 = 1040.0;

/// Tabs, and the actions on the whole comparison.
fn header(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let open = workspace.rooms.compare.disputes.as_deref().map(|all| all.list.len() - all.settled);
    let is_narrow = ui.available_width() < NARROW;
    ui.horizontal_wrapped(|ui| {
        for tab in CompareTab::ALL {
            let label = match (tab, open) {
                (CompareTab::Codes, _) => tr!("Codes").to_owned(),
                (CompareTab::Coders, _) => tr!("Coders").to_owned(),
                (CompareTab::Documents, _) => tr!("Documents").to_owned(),
                (CompareTab::Disputes, Some(open)) => tr!("Disagreements ({open} open)", open),
                (CompareTab::Disputes, None) => tr!("Disagreements").to_owned(),
            };
            let chosen = workspace.rooms.compare.tab == tab;
            let text = RichText::new(&label).color(if chosen { palette.text } else { palette.weak });
            let button = ui.add(Button::selectable(chosen, if chosen { text.medium() } else { text }));
            button.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, &label));
            if button.clicked() {
                workspace.rooms.compare.show_tab(tab);
            }
        }
        if workspace.rooms.compare.is_counting() || workspace.rooms.compare.awaits_intervals() {
            ui.spinner().on_hover_text(tr!("Computing confidence intervals…"));
        }
        if !is_narrow {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| whole(ui, workspace, actions));
        }
    });
    if is_narrow {
        ui.horizontal_wrapped(|ui| whole(ui, workspace, actions));
    }
}

/// The actions on the whole comparison.
fn whole(ui: &mut Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    let ready = workspace.rooms.compare.compared.is_some();
    for action in [Action::Export(Some(ExportKind::Agreement)), Action::Team(TeamAct::CopyMethods)] {
        bars::button(ui, ready, action, actions);
    }
    bars::button(ui, ready && workspace.is_writable(), Action::Team(TeamAct::CreateConsensus), actions);
}

/// The figures over all codes; a click lists all units.
fn pooled(ui: &mut Ui, workspace: &mut Workspace, compared: &Compared, palette: &Palette) {
    let statistic = workspace.rooms.compare.statistic;
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let counts = compared.over_pairs();
    let printed = |figure: Figure| report::printed(&figure);
    let mut figures: Vec<(String, String)> = Vec::new();
    if passages {
        figures.push((tr!("figure" => "agreement").into(), printed(counts.positive_agreement())));
    } else {
        let all = [statistic, Statistic::Alpha, Statistic::Kappa, Statistic::Positive, Statistic::Percent];
        for (place, one) in all.into_iter().enumerate() {
            if let Some(figure) = one.over_codes(compared).filter(|_| place == 0 || one != statistic) {
                figures.push((one.name_over_codes(compared.coders.len()).to_owned(), printed(figure)));
            }
        }
    }
    let of = if passages {
        tr!(
            "{matched} matched, {rest} without a partner",
            matched = counts.both,
            rest = counts.first_only + counts.second_only
        )
    } else {
        let units = report::counted_units(compared.settings.unit, compared.unit_count());
        tr!("{units} in {documents}", units, documents = Noun::Document.counted(compared.documents.len() as u64))
    };
    let pooling = report::pooling_words(compared.settings.unit, compared.coders.len());
    let disagreements = workspace.rooms.compare.disputes.as_deref().map(|all| (all.list.len(), all.settled));
    let tiles = figures.len() + usize::from(disagreements.is_some());
    let width = tile_width(ui.available_width(), tiles);
    // In a narrow tile the note would be cut: then it stands below.
    let has_room = width >= TILE_ROOMY;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(TILE_GAP, TILE_GAP);
        for (place, (name, figure)) in figures.iter().enumerate() {
            let note = if place == 0 && has_room { of.as_str() } else { "" };
            let response = tile(ui, width, (name, figure, note), palette);
            if let Some(explanation) = &pooling {
                response.on_hover_text(*explanation);
            }
        }
        if let Some((all, settled)) = disagreements {
            let note = tr!("{n} resolved" | "{n} resolved" % settled);
            let response = tile(ui, width, (tr!("figure" => "disagreements"), &all.to_string(), &note), palette);
            let response = response.interact(Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Show all differences")));
            bars::focus_ring(ui, &response, palette);
            if response.on_hover_text(tr!("Show all differences")).clicked() {
                workspace.rooms.compare.open(Scope::default());
            }
        }
    });
    if !has_room {
        ui.label(RichText::new(of).color(palette.weak).small());
    }
    for StrayCoding { coder, source, passages } in compared.stray_codings() {
        let document = workspace.study.as_deref().and_then(|study| study.source(source));
        let warning = tr!(
            "{coder} counts here with only {passages} in {document} and has not marked it as finished. Untick {coder} on \
             the left to leave them out.",
            coder = workspace.user_name(coder),
            passages = Noun::Passage.counted(passages as u64),
            document = document.map_or("", |source| source.name.as_str())
        );
        ui.label(RichText::new(warning).color(palette.trouble).small());
    }
}

/// Gap between two tiles, their least width, the width in which there is room for a note, and their greatest width.
const TILE_GAP: f32 = 12.0;
const TILE_ROOMY: f32 = 240.0;
const TILE_LEAST: f32 = 128.0;
const TILE_MOST: f32 = 260.0;

/// The width of each of `count` tiles: in one row if they fit, otherwise in as many as needed.
fn tile_width(room: f32, count: usize) -> f32 {
    let each = |in_row: usize| (room - TILE_GAP * (in_row as f32 - 1.0)) / in_row as f32;
    let in_row = (1..=count.max(1)).rev().find(|&in_row| each(in_row) >= TILE_LEAST).unwrap_or(1);
    each(in_row).floor().min(TILE_MOST)
}

/// A figure with its name above and a note beside it.
fn tile(ui: &mut Ui, width: f32, (name, figure, note): (&str, &str, &str), palette: &Palette) -> Response {
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 76.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, tr!("{name}: {figure} {note}", name, figure, note)));
    ui.painter().rect(rect, 8.0, palette.page, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    let inner = rect.shrink2(egui::vec2(12.0, 8.0));
    let mut job = LayoutJob::simple(name.to_owned(), FontId::proportional(theme::SMALL), palette.weak, inner.width());
    job.wrap.max_rows = 2;
    let name = ui.painter().layout_job(job);
    ui.painter().galley(inner.min, name, palette.weak);
    let font = FontId::new(theme::HEADING, fonts::family(fonts::Weight::SemiBold));
    let figure = ui.painter().layout_no_wrap(figure.to_owned(), font, palette.text);
    let (bottom, left) = (inner.bottom(), inner.left() + figure.size().x + theme::SPACE);
    ui.painter().galley(egui::pos2(inner.left(), bottom - figure.size().y + 2.0), figure, palette.text);
    let note = bars::elided(ui, note, theme::SMALL, palette.weak, inner.right() - left);
    ui.painter().galley(egui::pos2(left, bottom - note.size().y - 2.0), note, palette.weak);
    response
}

/// Notes below the figures that are needed to read them correctly.
fn notes(study: &Study, compared: &Compared, statistic: Statistic) -> String {
    let settings = &compared.settings;
    let mut lines = vec![
        report::rule_words(settings.unit, settings.rule),
        statistic.uncoded(settings.unit).to_owned(),
        tr!("Click a figure to see its passages. Shading marks agreement below 0.8: the darker, the lower.").to_owned(),
    ];
    lines.extend(report::warnings(study, compared));
    lines.join("\n")
}
