//! The files of an import: which to include, and their warnings.

use super::named;
use crate::app::importing::ImportPreview;
use crate::engine::import::{Clash, PlannedDocument, PlannedProject, RefusedFile};
use crate::gui::bars;
use crate::gui::bars::GrowTo;
use crate::gui::check_box::{self, CheckBox};
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette, Weighted};
use crate::i18n;
use crate::model::Noun;
use crate::tr;
use egui::{
    Align, CollapsingHeader, CornerRadius, Label, Layout, RichText, Role, ScrollArea, Sense, TextEdit, Ui, pos2, vec2,
};
use std::path::Path;

const ROW: f32 = 44.0;
/// Maximum number of refused files and remarks that are laid out; the report lists all.
const LISTED: usize = 500;
/// Greatest share of the height for the lists of tables and of unreadable files.
const LISTS: f32 = 0.42;

/// What to do with the refused file of this index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Read it with the password that was typed.
    Unlock(usize),
    /// Import it as a table.
    AsTable(usize),
}

pub fn show(ui: &mut Ui, preview: &mut ImportPreview, clashes: &[Option<Clash>], palette: &Palette) -> Option<Remedy> {
    let mut remedy = None;
    let refused = preview.plan.refused.len();
    let room = ui.available_height();
    theme::show_scroll_bars(ui);
    for place in 0..preview.plan.projects.len() {
        if let Some(project) = preview.plan.projects.get_mut(place) {
            self::project(ui, project, palette);
        }
    }
    if refused > 0 {
        remedy = self::refused(ui, preview, room, palette);
    }
    if preview.plan.documents.is_empty() {
        return remedy;
    }
    let mut chosen = preview.chosen;
    keys(ui, preview, &mut chosen);
    // Each import starts with its first file selected.
    let salt = ("documents", preview.plan.documents.first().map(|planned| planned.path.clone()));
    let mut area = ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]);
    if chosen != preview.chosen {
        area = area.vertical_scroll_offset((chosen as f32 * ROW - ui.available_height() / 2.0).max(0.0));
    }
    area.show_rows(ui, ROW, preview.plan.documents.len(), |ui, rows| {
        for place in rows {
            let is_chosen = place == chosen;
            let clash = clashes.get(place).copied().flatten();
            if let Some(planned) = preview.plan.documents.get_mut(place)
                && row(ui, planned, clash, is_chosen, palette)
            {
                chosen = place;
            }
        }
    });
    if chosen != preview.chosen {
        preview.choose(chosen);
    }
    remedy
}

/// Arrow keys move through the documents unless a text field has the focus.
fn keys(ui: &Ui, preview: &ImportPreview, chosen: &mut usize) {
    if ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let last = preview.plan.documents.len().saturating_sub(1);
    ui.input(|input| {
        if input.key_pressed(egui::Key::ArrowDown) {
            *chosen = (*chosen + 1).min(last);
        }
        if input.key_pressed(egui::Key::ArrowUp) {
            *chosen = chosen.saturating_sub(1);
        }
    });
}

/// Returns whether the row was selected.
fn row(ui: &mut Ui, planned: &mut PlannedDocument, clash: Option<Clash>, chosen: bool, palette: &Palette) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let (detail, weak) = about(planned, clash, palette);
    let label = i18n::joined(&[planned.name.as_str(), &detail]);
    response.widget_info(|| egui::WidgetInfo::selected(Role::Button, true, chosen, &label));
    let fill = match () {
        () if chosen => palette.chosen,
        () if response.hovered() => palette.hover,
        () => palette.panel,
    };
    ui.painter().rect_filled(rect.shrink2(vec2(0.0, 1.0)), CornerRadius::same(4), fill);
    let at = egui::Rect::from_min_size(rect.min + vec2(6.0, 12.0), vec2(20.0, 20.0));
    let tick = ui.put(at, CheckBox::without_text(&mut planned.wanted));
    named(&tick, Role::CheckBox, tr!("Import {name}", name = planned.name));
    let (x, width) = (rect.left() + 32.0, rect.width() - 40.0);
    let color = if planned.wanted { palette.text } else { palette.weak };
    let name = bars::elided(ui, &planned.name, theme::BODY, color, width);
    ui.painter().galley(pos2(x, rect.top() + 5.0), name, color);
    let detail = bars::elided(ui, &detail, theme::SMALL, weak, width);
    ui.painter().galley(pos2(x, rect.top() + 24.0), detail, weak);
    response.on_hover_text(planned.path.display().to_string()).clicked()
}

/// The description of a file and its colour.
fn about(planned: &PlannedDocument, clash: Option<Clash>, palette: &Palette) -> (String, egui::Color32) {
    let file = planned.read.origin.file.as_str();
    if let Some(clash) = clash {
        return (format!("{file} · {}", super::document::clash_words(clash)), palette.trouble);
    }
    if let Some(name) = planned.existing.as_ref().filter(|_| !planned.wanted) {
        let name_line = match *name == planned.name {
            true => tr!("{file} · Already in the project", file),
            false => tr!("{file} · Already in the project as {name}", file, name),
        };
        return (name_line, palette.weak);
    }
    let mut parts = vec![file.to_owned()];
    let speakers = planned.found.speakers.len();
    parts.push(if speakers == 0 { tr!("no speakers").into() } else { Noun::Turn.counted(planned.found.turns as u64) });
    if speakers > 0 {
        parts.push(Noun::Speaker.counted(speakers as u64));
    }
    let remarks = planned.remarks().len();
    if remarks > 0 {
        parts.push(Noun::Remark.counted(remarks as u64));
    }
    (parts.join(" · "), palette.weak)
}

fn project(ui: &mut Ui, project: &mut PlannedProject, palette: &Palette) {
    let dump = project.dump.clone();
    let name = project.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    check_box::show(ui, &mut project.wanted, RichText::new(tr!("{name} (project)", name)).medium());
    let counts = [
        (dump.documents.len(), Noun::Document),
        (project.codes - usize::from(project.unwrap), Noun::Code),
        (dump.coders.len(), Noun::Coder),
        (dump.codings.len(), Noun::Passage),
        (dump.participants.len(), Noun::Participant),
        (dump.memos.len(), Noun::Memo),
    ];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.counted(*count as u64)).collect();
    ui.label(RichText::new(i18n::joined(&counts)).color(palette.weak).small());
    if !project.sets.is_empty() {
        let sets: Vec<String> = project.sets.iter().map(ToString::to_string).collect();
        let sets = tr!("New sets: {sets}", sets = i18n::joined(&sets));
        ui.add(egui::Label::new(RichText::new(sets).color(palette.weak).small()).wrap());
    }
    if let Some(wrapper) = &project.wrapper {
        let label = tr!("Leave out the folder “{wrapper}” around all codes", wrapper);
        ui.add_enabled(project.wanted, CheckBox::new(&mut project.unwrap, label));
    }
    let remarks = project.reported_problems().count();
    if remarks > 0 {
        let title = Noun::Remark.counted(remarks as u64);
        CollapsingHeader::new(title).id_salt(("project", &name)).show(ui, |ui| {
            ScrollArea::vertical().id_salt(("project remarks", &name)).grow_to(160.0).show_by_keys(ui, |ui| {
                for problem in project.reported_problems().take(LISTED) {
                    let text = match problem.place.is_empty() {
                        true => problem.remark.to_string(),
                        false => tr!("{name}: {value}", name = problem.place, value = problem.remark),
                    };
                    ui.label(RichText::new(text).small());
                }
            });
        });
    }
    ui.add_space(theme::SPACE);
}

/// Files that are not imported as documents: first tables, which have their own import, then unreadable files.
fn refused(ui: &mut Ui, preview: &mut ImportPreview, room: f32, palette: &Palette) -> Option<Remedy> {
    let (tables, unread): (Vec<_>, Vec<_>) = (0..preview.plan.refused.len())
        .partition(|&place| preview.plan.refused.get(place).is_some_and(|file| file.refusal.is_table()));
    let mut remedy = None;
    // The documents keep the larger part of the room.
    let lists = usize::from(!tables.is_empty()) + usize::from(!unread.is_empty());
    let most = (room * LISTS / lists.max(1) as f32).max(2.0 * theme::ROW);
    if !tables.is_empty() {
        let title = tr!("{n} table to import another way" | "{n} tables to import another way" % tables.len());
        remedy = refused_files(ui, preview, &tables, RichText::new(title).medium(), (room, most));
    }
    if !unread.is_empty() {
        let title = tr!("{n} file cannot be read" | "{n} files cannot be read" % unread.len());
        let title = RichText::new(title).color(palette.trouble);
        remedy = refused_files(ui, preview, &unread, title, (room, most)).or(remedy);
    }
    remedy
}

/// A table: its name, and the button that imports it.
pub(super) fn table(ui: &mut Ui, name: RichText, path: &Path, is_imported: bool) -> egui::Response {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let row = vec2(ui.available_width(), theme::ROW);
    let shown = ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let button = ui.button(tr!("Import as a table…"));
        named(&button, Role::Button, tr!("Import {file} as a table…", file));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(Label::new(name).truncate()).on_hover_text(path.display().to_string());
        });
        button
    });
    if is_imported {
        ui.label(RichText::new(tr!("Imported as a table")).small());
    }
    shown.inner
}

fn refused_files(
    ui: &mut Ui,
    preview: &mut ImportPreview,
    places: &[usize],
    title: RichText,
    (room, most): (f32, f32),
) -> Option<Remedy> {
    let mut remedy = None;
    let refused = &preview.plan.refused;
    let single = preview.plan.documents.is_empty() && preview.plan.projects.is_empty();
    let salt = ("refused", places.first().copied());
    let header = CollapsingHeader::new(title).id_salt(salt);
    header.default_open(single || places.len() <= 3).show(ui, |ui| {
        let most = if single && places.len() == refused.len() { room - 40.0 } else { most };
        ScrollArea::vertical().id_salt(("files", salt)).grow_to(most).show(ui, |ui| {
            for &place in places.iter().take(LISTED) {
                let Some(RefusedFile { path, refusal }) = refused.get(place) else { continue };
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let name = RichText::new(&*file).medium().small();
                if refusal.is_table() {
                    let is_imported = preview.imported_tables.contains(path);
                    let button = table(ui, name, path, is_imported);
                    if single && refused.len() == 1 && ui.memory(|memory| memory.focused().is_none()) {
                        button.request_focus();
                    }
                    if button.clicked() {
                        remedy = Some(Remedy::AsTable(place));
                    }
                    continue;
                }
                ui.label(name).on_hover_text(path.display().to_string());
                ui.label(RichText::new(refusal.to_string()).small());
                if refusal.wants_password() {
                    let typed = preview.passwords.entry(place).or_default();
                    ui.horizontal(|ui| {
                        let field =
                            TextEdit::singleline(typed).password(true).hint_text(tr!("password")).desired_width(150.0);
                        let field = ui.add(field);
                        named(&field, Role::PasswordInput, tr!("Password of {file}", file));
                        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                        if ui.button(tr!("Open")).clicked() || entered {
                            remedy = Some(Remedy::Unlock(place));
                        }
                    });
                }
            }
        });
    });
    ui.add_space(theme::SPACE);
    remedy
}
