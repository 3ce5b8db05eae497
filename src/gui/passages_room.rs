//! All coded passages: grouped, sorted, filtered. The search in all documents is in `find_all`.

use super::awaited;
use super::bars::own_size;
use super::find_all::FindAll;
use super::passage_list::{List, Look};
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::exporting::ExportKind;
use crate::app::passages_room::{Mode, PassagesRoom, choices};
use crate::app::workspace::Workspace;
use crate::engine::browse::{BrowseFilter, Group, PassageSort};
use crate::model::{Study, VariableId};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Button, CentralPanel, CollapsingHeader, ComboBox, Frame, Margin, Panel, PopupCloseBehavior, RichText, Role,
    ScrollArea, TextEdit, Ui, WidgetInfo,
};
use std::sync::Arc;

type Choices = Vec<(VariableId, String, Vec<String>)>;

#[derive(Default)]
pub struct PassagesRoomPanel {
    find: FindAll,
    /// Texts that filter the lists of codes and of documents.
    code_words: String,
    document_words: String,
    /// Attributes and their values, with the study that they were collected from.
    choices: Option<(Arc<Study>, Choices)>,
}

impl PassagesRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let Some(study) = workspace.study.clone() else { return actions };
        workspace.refresh_rooms();
        if let Some(text) = workspace.rooms.passages.text_to_copy.take() {
            ui.ctx().copy_text(text);
            workspace.note("The passages were copied.");
        }
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(12, 10));
        let most = (ui.available_width() * 0.4).max(200.0);
        Panel::left(own_size(workspace, "passage filters"))
            .default_size(290.0)
            .size_range(180.0..=most)
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                modes(ui, workspace, palette);
                ui.add_space(theme::SPACE);
                match workspace.rooms.passages.mode {
                    Mode::Coded => self.filters(ui, workspace, &study, palette),
                    Mode::Find => self.find.side(ui, workspace, &study, palette),
                }
            });
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| match workspace.rooms.passages.mode {
            Mode::Coded => coded(ui, workspace, &study, palette, &mut actions),
            Mode::Find => self.find.results(ui, workspace, palette),
        });
        actions
    }

    fn filters(&mut self, ui: &mut Ui, workspace: &mut Workspace, study: &Arc<Study>, palette: &Palette) {
        let mut filter = workspace.rooms.passages.filter.clone();
        let edit = TextEdit::singleline(&mut filter.words).hint_text("Words in the passage");
        let response = ui.add(edit.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Words in the passage"));
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut filter.important, "important");
            ui.checkbox(&mut filter.with_memo, "with a memo");
        });
        ui.horizontal_wrapped(|ui| {
            self.documents(ui, study, &mut filter);
            let (group, sort) = (filter.group, filter.sort);
            let all = BrowseFilter { below: filter.below, group, sort, ..BrowseFilter::default() };
            if filter != all && ui.button("Show all").clicked() {
                filter = all;
            }
        });
        ui.add_space(theme::SPACE);
        ui.label(RichText::new("Code").medium());
        ui.checkbox(&mut filter.below, "with the codes below it");
        let edit = TextEdit::singleline(&mut self.code_words).hint_text("Find a code").desired_width(f32::INFINITY);
        ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find a code to filter by"));
        let has_choices = self.choices(study).iter().next().is_some();
        let share = if has_choices { 0.5 } else { 1.0 };
        let height = (ui.available_height() * share).max(120.0);
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            codes(ui, workspace, study, &self.code_words, &mut filter, palette);
        });
        if has_choices {
            ui.add_space(theme::SPACE);
            ui.label(RichText::new("Participants").medium());
            ScrollArea::vertical().id_salt("participants").auto_shrink(false).show(ui, |ui| {
                for (variable, name, values) in self.choices(study) {
                    attribute(ui, *variable, name, values, &mut filter);
                }
            });
        }
        workspace.rooms.passages.filter_by(filter);
    }

    fn choices(&mut self, study: &Arc<Study>) -> &Choices {
        if self.choices.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, study)) {
            self.choices = None;
        }
        &self.choices.get_or_insert_with(|| (study.clone(), choices(study))).1
    }

    fn documents(&mut self, ui: &mut Ui, study: &Study, filter: &mut BrowseFilter) {
        let title = match filter.sources.as_slice() {
            [] => "All documents".to_owned(),
            [one] => study.source(*one).map_or_else(String::new, |s| s.name.clone()),
            many => format!("{} documents", many.len()),
        };
        let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        MenuButton::new(title).config(stays).ui(ui, |ui| {
            ui.set_min_width(220.0);
            let edit = TextEdit::singleline(&mut self.document_words).hint_text("Find a document");
            ui.add(edit).widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Find a document to filter by"));
            let words = self.document_words.trim().to_lowercase();
            let found: Vec<_> = study.sources.iter().filter(|s| s.name.to_lowercase().contains(&words)).collect();
            ScrollArea::vertical().max_height(320.0).show_rows(ui, theme::ROW, found.len(), |ui, range| {
                for source in found.get(range).unwrap_or_default() {
                    let mut chosen = filter.sources.contains(&source.id);
                    if ui.checkbox(&mut chosen, &source.name).clicked() {
                        if chosen {
                            filter.sources.push(source.id);
                        } else {
                            filter.sources.retain(|id| *id != source.id);
                        }
                    }
                }
            });
        });
    }
}

fn modes(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    ui.horizontal(|ui| {
        for (mode, label) in [(Mode::Coded, "Coded passages"), (Mode::Find, "Find in all documents")] {
            let chosen = workspace.rooms.passages.mode == mode;
            let text = RichText::new(label).color(if chosen { palette.text } else { palette.weak });
            if ui.add(Button::selectable(chosen, text)).clicked() {
                workspace.rooms.passages.mode = mode;
            }
        }
    });
}

fn codes(ui: &mut Ui, workspace: &Workspace, study: &Study, words: &str, filter: &mut BrowseFilter, palette: &Palette) {
    let words = words.trim().to_lowercase();
    let book = &study.codebook;
    let found: Vec<_> = book.codes().iter().filter(|code| code.name.to_lowercase().contains(&words)).collect();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("filter codes").auto_shrink(false);
    area.show_rows(ui, theme::ROW, found.len() + 1, |ui, range| {
        for place in range {
            let Some(code) = place.checked_sub(1).and_then(|place| found.get(place)) else {
                if place == 0
                    && super::bars::list_row(ui, "All codes", "", "All codes", filter.code.is_none(), palette).clicked()
                {
                    filter.code = None;
                }
                continue;
            };
            let depth = if words.is_empty() { book.depth(code.id) as f32 } else { 0.0 };
            let count = workspace.counts.by_code.get(&code.id).copied().unwrap_or(0);
            let about = if count == 0 { String::new() } else { count.to_string() };
            let label = format!("Only {}", book.path(code.id));
            ui.horizontal(|ui| {
                ui.add_space(depth * 12.0);
                let chosen = filter.code == Some(code.id);
                let row = super::bars::list_row(ui, &code.name, &about, &label, chosen, palette);
                if row.on_hover_text(book.path(code.id).to_string()).clicked() {
                    filter.code = (!chosen).then_some(code.id);
                }
            });
        }
    });
}

fn attribute(ui: &mut Ui, variable: VariableId, name: &str, values: &[String], filter: &mut BrowseFilter) {
    let chosen = filter.values.iter().find(|(id, _)| *id == variable).map(|(_, values)| values.clone());
    let mut chosen = chosen.unwrap_or_default();
    let before = chosen.clone();
    let few = values.len() <= 6;
    CollapsingHeader::new(name).id_salt(("attribute", variable.0)).default_open(few).show(ui, |ui| {
        for value in values {
            let mut wanted = chosen.contains(value);
            let response = ui.checkbox(&mut wanted, value);
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, wanted, format!("{name}: {value}")));
            if response.clicked() {
                if wanted {
                    chosen.push(value.clone());
                } else {
                    chosen.retain(|known| known != value);
                }
            }
        }
    });
    if chosen != before {
        filter.values.retain(|(id, _)| *id != variable);
        if !chosen.is_empty() {
            filter.values.push((variable, chosen));
        }
    }
}

fn coded(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette, actions: &mut Vec<Action>) {
    toolbar(ui, workspace, palette, actions);
    ui.add_space(theme::GAP);
    let Some(list) = workspace.rooms.passages.list.clone() else {
        if awaited::show(ui, workspace.rooms.passages.pending(), "Collecting…", palette) {
            workspace.rooms.passages.stale = true;
        }
        return;
    };
    unread_words(ui, workspace, palette);
    if list.rows.is_empty() {
        ui.label(if workspace.counts.by_code.is_empty() {
            "Nothing is coded yet. In the Code room, select words and choose a code: every passage is then listed here."
        } else {
            "No passage is like that. “Show all” at the left takes the filters away; the coder menu says whose are listed."
        });
        return;
    }
    let filter = &workspace.rooms.passages.filter;
    let (group, context) = (filter.group, workspace.rooms.passages.words.context());
    let shape = List { id: "coded", rows: list.rows.len(), groups: &list.groups, lines: lines(context), reveal: None };
    let shown = shape.show(ui, palette, |at| {
        let row = list.rows.get(at)?;
        let fact = &row.fact;
        let document = study.source(fact.source).map_or("", |s| s.name.as_str());
        let coder = workspace.looks.coders.get(&fact.user).map_or("", |look| look.name.as_str());
        let code = workspace.looks.codes.get(&fact.code);
        let path = code.map_or("", |look| look.path.as_str());
        let parts = [(group != Group::Code, path), (group != Group::Document, document), (true, coder)];
        let about: Vec<&str> = parts.into_iter().filter(|(shown, _)| *shown).map(|(_, words)| words).collect();
        Some(Look {
            about: about.join(" · "),
            color: code.map(|look| look.color),
            excerpt: workspace.rooms.passages.words.of((fact.source, fact.range)),
            memo: row.memo.as_deref(),
            important: row.important,
            chosen: false,
            checked: None,
            label: format!("{path} in {document}, {coder}"),
        })
    });
    let sight: Vec<_> =
        list.rows.get(shown.sight).unwrap_or_default().iter().map(|r| (r.fact.source, r.fact.range)).collect();
    workspace.rooms.passages.need_words(&sight, &mut workspace.link);
    if let Some(row) = shown.clicked.and_then(|at| list.rows.get(at)) {
        workspace.show_document(row.fact.source, Some(row.fact.range));
    }
}

/// Why the text of passages in the list could not be read.
pub(super) fn unread_words(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let words = &mut workspace.rooms.passages.words;
    if let Some(why) = words.failure().map(str::to_owned)
        && awaited::failure(ui, &why, palette)
    {
        words.try_again();
    }
}

/// Lines per row that the text around a passage needs.
pub(super) fn lines(context: u32) -> usize {
    if context > 100 { 5 } else { 3 }
}

fn toolbar(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let count = workspace.rooms.passages.list.as_deref().map(|list| list.rows.len());
    ui.horizontal(|ui| {
        ui.label(RichText::new("Coded passages").heading());
        ui.label(RichText::new(count.map_or_else(String::new, |n| n.to_string())).color(palette.weak));
        if workspace.rooms.passages.is_waiting() {
            ui.spinner();
        }
        let whose = workspace.by_whom(&workspace.seen_coders());
        ui.label(RichText::new(whose).color(palette.weak));
    });
    ui.horizontal_wrapped(|ui| {
        let mut filter = workspace.rooms.passages.filter.clone();
        let groups = [
            (Group::Document, "by document"),
            (Group::Participant, "by participant"),
            (Group::Code, "by code"),
            (Group::Nothing, "not grouped"),
        ];
        choice(ui, "group", &mut filter.group, &groups);
        let sorts = [
            (PassageSort::Place, "in order of the text"),
            (PassageSort::Code, "by code"),
            (PassageSort::Coder, "by coder"),
            (PassageSort::Date, "latest first"),
        ];
        choice(ui, "sort", &mut filter.sort, &sorts);
        workspace.rooms.passages.filter_by(filter);
        context(ui, workspace);
        let some = count.is_some_and(|count| count > 0);
        if ui
            .add_enabled(some, Button::new("Copy"))
            .on_hover_text("Copy all these passages with where they stand")
            .clicked()
        {
            workspace.copy_listed_passages();
        }
        super::bars::button(ui, some, Action::Export(Some(ExportKind::Listed)), actions);
    });
}

fn choice<T: Copy + PartialEq>(ui: &mut Ui, id: &str, chosen: &mut T, all: &[(T, &str)]) {
    let words = all.iter().find(|(value, _)| value == chosen).map_or("", |(_, words)| *words);
    ComboBox::from_id_salt(("passages", id)).selected_text(words).show_ui(ui, |ui| {
        for (value, words) in all {
            ui.selectable_value(chosen, *value, *words);
        }
    });
}

/// The choice of how much text around a passage is shown.
pub(super) fn context(ui: &mut Ui, workspace: &mut Workspace) {
    let words = |n: u32| if n == 0 { "the passage only".to_owned() } else { format!("with {n} characters around") };
    let mut chosen = workspace.rooms.passages.words.context();
    ComboBox::from_id_salt("context").width(150.0).selected_text(words(chosen)).show_ui(ui, |ui| {
        for size in PassagesRoom::CONTEXTS {
            ui.selectable_value(&mut chosen, size, words(size));
        }
    });
    workspace.rooms.passages.words.show_context(chosen);
}
