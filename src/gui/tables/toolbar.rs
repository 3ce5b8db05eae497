//! The toolbar above a table: title, rows and columns, what is counted, for whom, and how it is displayed.

use super::choose::{axis_name, distinct_name};
use super::filter::FilterChips;
use crate::analysis::{Axis, CooccurrenceUnit, TableRequest, TabulationKind};
use crate::app::action::Action;
use crate::app::documents_room::Asking;
use crate::app::exporting;
use crate::app::table_editor::TableEditor;
use crate::app::tables_room::{Content, TablesRoom, Whose};
use crate::app::workspace::Workspace;
use crate::gui::bars;
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::said_by::said_by;
use crate::gui::theme::{self, Palette, Weighted};
use crate::i18n;
use crate::model::{Count, Noun, Study};
use crate::table::{Shares, Sort};
use crate::text::capitalised;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Button, ComboBox, Layout, Popup, PopupCloseBehavior, RichText, Role, ScrollArea, TextWrapMode, Ui,
    WidgetInfo,
};
use std::collections::BTreeSet;

/// Below this width, the title has its own line.
const NARROW: f32 = 900.0;
/// Below this height of the window, the settings are folded at first, and the actions on the table are in a menu if they
/// would need several lines, so that the table has rows.
const LOW: f32 = 560.0;

#[derive(Default)]
pub struct Toolbar {
    chips: FilterChips,
    /// The settings are shown in a low window.
    is_unfolded: bool,
}

impl Toolbar {
    pub fn show(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        study: &Study,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        title(ui, workspace, study, actions);
        ui.add_space(theme::GAP);
        if is_low(ui) {
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::selectable(self.is_unfolded, tr!("Settings"))).clicked() {
                    self.is_unfolded = !self.is_unfolded;
                }
                // Whose codings count decides every number.
                whose(ui, workspace, study, palette);
            });
            if self.is_unfolded {
                self.settings(ui, workspace, study, palette);
            }
        } else {
            self.settings(ui, workspace, study, palette);
        }
    }

    /// What is counted, and for whom.
    fn settings(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
        ui.horizontal_wrapped(|ui| {
            if let Some(TableRequest::Matrix { rows, columns }) = workspace.rooms.tables.request.clone() {
                // What is shown as rows, also if the table is transposed.
                let [mut rows_now, mut columns_now] = [rows.clone(), columns.clone()];
                let shown = match workspace.rooms.tables.view.transposed {
                    false => [&mut rows_now, &mut columns_now],
                    true => [&mut columns_now, &mut rows_now],
                };
                let [rows_shown, columns_shown] = shown;
                let chosen = axis(ui, tr!("Rows"), [rows_shown, columns_shown], study, palette);
                choose_axis(rows_shown, columns_shown, chosen);
                let chosen = axis(ui, tr!("Columns"), [columns_shown, rows_shown], study, palette);
                choose_axis(columns_shown, rows_shown, chosen);
                let swap = Button::new(tr!("of rows and columns" => "Swap")).wrap_mode(TextWrapMode::Extend);
                if rows != columns && ui.add(swap).on_hover_text(tr!("Swaps rows and columns")).clicked() {
                    workspace.rooms.tables.swap_axes();
                } else if (&rows_now, &columns_now) != (&rows, &columns) {
                    workspace.rooms.tables.set_axes(rows_now, columns_now);
                }
            }
            match workspace.rooms.tables.is_cooccurrence() {
                true => unit(ui, &mut workspace.rooms.tables, palette),
                false => count(ui, workspace, palette),
            }
            subcodes(ui, &mut workspace.rooms.tables, study);
            if !is_low(ui) {
                whose(ui, workspace, study, palette);
            }
        });
        ui.horizontal_wrapped(|ui| {
            let (filter, sets) =
                self.chips.show(ui, study, &workspace.rooms.tables.filter, &workspace.rooms.tables.sets, palette);
            workspace.rooms.tables.set_filter(filter);
            workspace.rooms.tables.set_sets(sets);
            self.chips.wants.carry_out(workspace);
            let mut spoken_by = workspace.rooms.tables.spoken_by;
            said_by(ui, &mut spoken_by, palette);
            workspace.rooms.tables.set_spoken_by(spoken_by);
            let mut account = workspace.rooms.tables.account;
            bars::accounts(ui, &mut account, palette);
            workspace.rooms.tables.set_account(account);
        });
    }
}

fn is_low(ui: &Ui) -> bool {
    ui.ctx().content_rect().height() < LOW
}

/// The title, and the actions on the whole table.
fn title(ui: &mut Ui, workspace: &mut Workspace, study: &Study, actions: &mut Vec<Action>) {
    let tables = &workspace.rooms.tables;
    let title = match &tables.request {
        Some(TableRequest::Matrix { rows, columns }) if tables.view.transposed => {
            format!("{} × {}", axis_name(columns), axis_name(rows))
        }
        _ => tables.table.as_deref().map_or(tr!("Table"), |t| t.title.as_str()).replace('_', " "),
    };
    let title = capitalised(&title);
    let name = |ui: &mut Ui| drop(ui.add(egui::Label::new(RichText::new(title).heading()).truncate()));
    if ui.available_width() < NARROW {
        name(ui);
        // On several lines if need be, never below the list at the left.
        let is_low = is_low(ui);
        ui.horizontal_wrapped(|ui| {
            let (shown, others): (Vec<Part>, Vec<Part>) =
                Part::ALL.into_iter().rev().partition(|part| !is_low || !part.is_action());
            for part in shown {
                part.show(ui, workspace, study, actions, true);
            }
            if !others.is_empty() {
                ui.menu_button(tr!("Actions"), |ui| {
                    for part in others {
                        part.show(ui, workspace, study, actions, true);
                    }
                });
            }
        });
        return;
    }
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for part in Part::ALL {
                part.show(ui, workspace, study, actions, false);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), name);
        });
    });
}

/// A part of the toolbar.
#[derive(Clone, Copy, Debug)]
enum Part {
    Export,
    Display,
    /// Edit, duplicate and delete, for a table of the project.
    Own,
    Contents,
}

impl Part {
    /// True for what is done with the table, and is not chosen for what is shown of it.
    fn is_action(self) -> bool {
        matches!(self, Self::Export | Self::Own)
    }

    /// From right to left.
    const ALL: [Self; 4] = [Self::Export, Self::Display, Self::Own, Self::Contents];

    /// `forwards`: drawn from left to right.
    fn show(self, ui: &mut Ui, workspace: &mut Workspace, study: &Study, actions: &mut Vec<Action>, forwards: bool) {
        match self {
            Self::Export => {
                let all = [Action::Export(Some(exporting::ExportKind::Table)), Action::CopyTable];
                in_order(all, forwards).into_iter().for_each(|action| bars::button(ui, true, action, actions));
            }
            Self::Display => view_menu(ui, &mut workspace.rooms.tables),
            Self::Own => own_table(ui, workspace, study, forwards),
            // The passages of two codes are listed in pairs, for one cell at a time.
            Self::Contents if workspace.rooms.tables.is_cooccurrence() => {
                if workspace.rooms.tables.is_counting() {
                    ui.spinner();
                }
            }
            Self::Contents => {
                let now = workspace.rooms.tables.content == Content::Quotes;
                for (is_quotes, content, label) in in_order(
                    [(true, Content::Quotes, tr!("Quotes")), (false, Content::Numbers, tr!("Numbers"))],
                    forwards,
                ) {
                    if ui.add(Button::selectable(now == is_quotes, label)).clicked() {
                        workspace.rooms.tables.set_content(content);
                    }
                }
                if workspace.rooms.tables.is_counting() {
                    ui.spinner();
                }
            }
        }
    }
}

/// What stands from right to left, in the order in which it is drawn.
fn in_order<T, const N: usize>(mut all: [T; N], forwards: bool) -> [T; N] {
    if forwards {
        all.reverse();
    }
    all
}

fn own_table(ui: &mut Ui, workspace: &mut Workspace, study: &Study, forwards: bool) {
    let Some(TableRequest::Defined { name }) = &workspace.rooms.tables.request else { return };
    let Some(table) = study.tables.iter().find(|table| table.name == *name).filter(|_| workspace.is_writable()) else {
        return;
    };
    for act in in_order([OwnAct::Delete, OwnAct::Duplicate, OwnAct::Edit], forwards) {
        let (label, hint) = act.texts();
        let button = ui.button(label);
        if !button.on_hover_text(hint).clicked() {
            continue;
        }
        Popup::close_all(ui.ctx());
        match act {
            OwnAct::Delete => workspace.rooms.documents.asking = Some(Asking::RemoveTable(table.name.clone())),
            OwnAct::Duplicate => workspace.rooms.tables.editor = Some(TableEditor::copy(table, study)),
            OwnAct::Edit => workspace.rooms.tables.editor = Some(TableEditor::edit(table, study)),
        }
    }
}

/// What can be done with a table of the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OwnAct {
    Delete,
    Duplicate,
    Edit,
}

impl OwnAct {
    /// Label and tooltip.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Delete => (tr!("Delete…"), tr!("Deletes this table’s definition. You can undo this with Ctrl+Z.")),
            Self::Duplicate => (tr!("Duplicate"), tr!("Starts a new table with the settings of this one")),
            Self::Edit => (tr!("Edit…"), tr!("Changes what the table shows")),
        }
    }
}

fn view_menu(ui: &mut Ui, room: &mut TablesRoom) {
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let is_matrix = matches!(room.request, Some(TableRequest::Matrix { .. }));
    let numbers = is_matrix && room.content == Content::Numbers;
    let lists_codes = |kind| matches!(kind, TabulationKind::Dimensions | TabulationKind::Typology);
    let of_codes = room.table.as_deref().is_some_and(|t| lists_codes(t.kind)) && room.content == Content::Numbers;
    let plain = room.view == crate::table::View::default();
    let label = RichText::new(tr!("Display"));
    MenuButton::new(if plain { label } else { label.medium() }).config(stays).ui(ui, |ui| {
        let mut turned = room.view.transposed;
        if check_box::show(ui, &mut turned, tr!("Transpose")).clicked() {
            room.view.transpose();
        }
        check_box::show(ui, &mut room.view.hide_empty, tr!("Hide empty rows and columns"));
        if room.content == Content::Numbers {
            check_box::show(ui, &mut room.view.heat, tr!("Heat map"));
        }
        if numbers {
            ui.separator();
            let mut choices = vec![(Shares::None, tr!("Counts"))];
            choices.extend(match room.is_cooccurrence() {
                true => vec![(Shares::Coefficient, tr!("Coefficient"))],
                false => vec![(Shares::Row, tr!("Row %")), (Shares::Column, tr!("Column %"))],
            });
            for (shares, label) in choices {
                ui.radio_value(&mut room.view.shares, shares, label);
            }
        }
        ui.separator();
        let mut orders = vec![
            (Sort::Original, tr!("Project order")),
            (Sort::Names { descending: false }, tr!("By name, A to Z")),
            (Sort::Names { descending: true }, tr!("By name, Z to A")),
        ];
        if of_codes {
            orders.push((Sort::Codes, tr!("Codes by count")));
        }
        for (sort, label) in orders {
            ui.radio_value(&mut room.view.sort, sort, label);
        }
        if !of_codes {
            ui.weak(tr!("Click a column header to sort by it"));
        }
        ui.separator();
        if ui.add_enabled(!plain, Button::new(tr!("Reset"))).clicked() {
            room.view = crate::table::View::default();
        }
    });
}

/// Sets one axis. If the other one is the same, they change places, except for codes: these co-occur.
fn choose_axis(axis: &mut Axis, other: &mut Axis, chosen: Axis) {
    let before = std::mem::replace(axis, chosen);
    if axis == other && *axis != Axis::Code {
        *other = before;
    }
}

/// Why an axis changes places with the other one.
fn swapped(axis: &Axis) -> &'static str {
    match axis {
        Axis::Code => tr!("Counts how often codes co-occur"),
        _ => tr!("Swaps rows and columns"),
    }
}

/// The choice of what rows or columns are, from everything in the study. `other` is the other axis.
fn axis(ui: &mut Ui, label: &str, [now, other]: [&Axis; 2], study: &Study, palette: &Palette) -> Axis {
    let mut chosen = now.clone();
    let name = ui.label(RichText::new(label).color(palette.weak));
    // Distinguish an attribute of participants from a dimension of codes with the same name.
    let name_of = |axis: &Axis| distinct_name(axis, study);
    let combo = ComboBox::from_id_salt(label).selected_text(name_of(now)).height(640.0).show_list(ui, |ui| {
        let group = |ui: &mut Ui, title: &str| _ = ui.label(RichText::new(title).color(palette.weak).small());
        let mut choice = |ui: &mut Ui, axis: Axis| {
            let (name, swaps) = (name_of(&axis), axis == *other);
            let about = swapped(&axis);
            let is_account = axis == Axis::Account;
            let response = ui.selectable_value(&mut chosen, axis, name);
            if swaps {
                response.on_hover_text(about);
            } else if is_account {
                response.on_hover_text(bars::about_accounts());
            }
        };
        group(ui, tr!("Participants and documents"));
        choice(ui, Axis::Participant);
        choice(ui, Axis::ParticipantOrGroup);
        choice(ui, Axis::Speaker);
        choice(ui, Axis::Document);
        for variable in &study.variables {
            choice(ui, Axis::Attribute(variable.name.clone()));
        }
        for variable in &study.document_variables {
            choice(ui, Axis::DocumentAttribute(variable.name.clone()));
        }
        group(ui, tr!("Passages"));
        choice(ui, Axis::Account);
        group(ui, tr!("Codes and dimensions"));
        choice(ui, Axis::Code);
        for dimension in &study.codebook.dimensions {
            choice(ui, Axis::Dimension(dimension.name.clone()));
        }
    });
    combo.response.labelled_by(name.id);
    chosen
}

fn count(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    if workspace.rooms.tables.content == Content::Quotes {
        return;
    }
    let name = ui.label(RichText::new(tr!("what a table counts" => "Count")).color(palette.weak));
    let mut count = workspace.rooms.tables.count;
    let combo = ComboBox::from_id_salt("count").selected_text(count.label()).show_list(ui, |ui| {
        for &choice in Count::ALL {
            ui.selectable_value(&mut count, choice, choice.label());
        }
    });
    combo.response.labelled_by(name.id);
    if count != workspace.rooms.tables.count {
        workspace.rooms.tables.count = count;
        workspace.rooms.tables.stale = true;
    }
}

/// In what two codes co-occur.
fn unit(ui: &mut Ui, room: &mut TablesRoom, palette: &Palette) {
    let name = ui.label(RichText::new(tr!("Co-occur in")).color(palette.weak));
    let mut unit = room.unit;
    let combo = ComboBox::from_id_salt("unit").selected_text(unit_label(unit)).show_list(ui, |ui| {
        for &choice in CooccurrenceUnit::ALL {
            ui.selectable_value(&mut unit, choice, unit_label(choice)).on_hover_text(about_unit(choice));
        }
    });
    combo.response.labelled_by(name.id).on_hover_text(about_unit(unit));
    room.set_unit(unit);
}

fn unit_label(unit: CooccurrenceUnit) -> &'static str {
    match unit {
        CooccurrenceUnit::Overlap => tr!("co-occur in" => "overlapping passages"),
        CooccurrenceUnit::Sentence => tr!("co-occur in" => "the same sentence"),
        CooccurrenceUnit::Turn => tr!("co-occur in" => "the same turn"),
        CooccurrenceUnit::Paragraph => tr!("co-occur in" => "the same paragraph"),
        CooccurrenceUnit::Exchange => tr!("co-occur in" => "the same question and answers"),
        CooccurrenceUnit::Document => tr!("co-occur in" => "the same document"),
        CooccurrenceUnit::Participant => tr!("co-occur in" => "the same participant"),
    }
}

fn about_unit(unit: CooccurrenceUnit) -> &'static str {
    match unit {
        CooccurrenceUnit::Overlap => {
            tr!("Counts pairs of passages, one of each code, that have at least one character in common")
        }
        CooccurrenceUnit::Sentence => tr!("Counts sentences in which both codes have a passage"),
        CooccurrenceUnit::Turn => tr!("Counts turns in which both codes have a passage"),
        CooccurrenceUnit::Paragraph => tr!("Counts paragraphs in which both codes have a passage"),
        CooccurrenceUnit::Exchange => {
            tr!("Counts questions with all answers to them in which both codes have a passage")
        }
        CooccurrenceUnit::Document => tr!("Counts documents in which both codes have a passage"),
        CooccurrenceUnit::Participant => {
            tr!("Counts participants with passages of both codes, in any of their documents")
        }
    }
}

/// Whether passages of subcodes count for the codes above them, if there are subcodes.
fn subcodes(ui: &mut Ui, room: &mut TablesRoom, study: &Study) {
    if !room.counts_codes() || study.codebook.codes().iter().all(|code| code.parent.is_none()) {
        return;
    }
    let mut on = room.with_subcodes;
    let about = tr!("Counts the passages of subcodes for the codes above them, too");
    check_box::show(ui, &mut on, tr!("Include subcodes")).on_hover_text(about);
    room.set_with_subcodes(on);
}

/// Whose codings are counted: all coders', some coders', or the consensus coding.
pub fn whose(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette) {
    let now = workspace.rooms.tables.whose.clone();
    let mut wanted = None;
    ui.label(RichText::new(tr!("Coded by")).color(palette.weak));
    let mut choice = |ui: &mut Ui, (enabled, chosen): (bool, bool), label: &str, spoken: &str, whose: Whose| {
        let response = ui.add_enabled(enabled, Button::selectable(chosen, label));
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, spoken));
        let about = tr!("There is no consensus coding yet. Create it in Compare.");
        if response.on_disabled_hover_text(about).clicked() {
            wanted = Some(whose);
        }
    };
    choice(ui, (true, now == Whose::Everybody), tr!("All coders"), tr!("Count all coders"), Whose::Everybody);
    let some = some_coders(ui, study, &now);
    let consensus = (study.consensus().is_some(), now == Whose::Consensus);
    choice(ui, consensus, tr!("Consensus"), tr!("Count consensus"), Whose::Consensus);
    if let Some(whose) = some.or(wanted) {
        workspace.rooms.tables.set_whose(whose);
    }
}

/// A button that lists the coders to tick; the first one ticked replaces “all”.
fn some_coders(ui: &mut Ui, study: &Study, now: &Whose) -> Option<Whose> {
    let ticked = if let Whose::Coders(coders) = now { coders.clone() } else { BTreeSet::new() };
    let names: Vec<&str> = study.coders().filter(|user| ticked.contains(&user.id)).map(|u| u.name.as_str()).collect();
    let title = match names.as_slice() {
        [] => tr!("Some coders…").to_owned(),
        [one] => (*one).to_owned(),
        many => Noun::Coder.counted(many.len() as u64),
    };
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let button = Button::selectable(!ticked.is_empty(), title);
    let mut wanted = None;
    let (response, _) = MenuButton::from_button(button).config(stays).ui(ui, |ui| {
        ScrollArea::vertical().grow_to(360.0).show(ui, |ui| {
            for user in study.coders() {
                let mut on = ticked.contains(&user.id);
                let response = check_box::show(ui, &mut on, &user.name);
                let spoken = tr!("Count {coders}", coders = user.name);
                response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, &spoken));
                if response.clicked() {
                    let mut coders = ticked.clone();
                    if on {
                        coders.insert(user.id);
                    } else {
                        coders.remove(&user.id);
                    }
                    // Keep the last coder ticked: with none, the table would contain only zeros.
                    wanted = Some(coders).filter(|coders| !coders.is_empty()).map(Whose::Coders);
                }
            }
        });
    });
    let spoken = if names.is_empty() {
        tr!("Count some coders").to_owned()
    } else {
        tr!("Count {coders}", coders = i18n::joined(&names))
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, !ticked.is_empty(), &spoken));
    response.on_hover_text(i18n::joined(&names));
    wanted
}
