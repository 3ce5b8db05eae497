//! The export dialog: contents, format, filters and a preview, before a destination is chosen.

use super::awaited;
use super::documents_room::filter_field;
use super::forms;
use super::overlay::{self, Entered};
use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use crate::app::exporting::{ExportDraft, ExportKind, format_words};
use crate::app::workspace::Workspace;
use crate::engine::TargetFormat;
use crate::engine::export::preview::{Look, Preview};
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::i18n::{self, Language};
use crate::interchange::tables::SampleRows;
use crate::model::{Noun, SetKind, Study, User, UserId};
use crate::text::NameFilter;
use crate::tr;
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{
    Align, Button, ComboBox, Context, Frame, Grid, Id, Label, Layout, Margin, PopupCloseBehavior, RichText, Role,
    ScrollArea, Ui, WidgetInfo, vec2,
};
use strum::IntoEnumIterator;

const WIDTH: f32 = 980.0;
const KINDS: f32 = 220.0;
/// Characters shown of a cell in a table of many columns, and in one of few; the tooltip has the full text.
const NARROW: usize = 34;
const WIDE_CELL: usize = 64;
const FEW: usize = 4;
const LINE: f32 = 18.0;

/// Shows the dialog. Returns whether to ask for a destination. `idle`: no system dialog is open.
pub fn show(ctx: &Context, workspace: &mut Workspace, idle: bool, palette: &Palette) -> bool {
    if workspace.rooms.exporting.open.is_none() {
        return false;
    }
    let missing = !workspace.refresh_export();
    let Some(study) = workspace.study.clone() else { return false };
    let can: Vec<ExportKind> = ExportKind::ALL.into_iter().filter(|&kind| workspace.can_export(kind)).collect();
    let written = workspace.export_progress();
    let hides_others = workspace.hides_others();
    let Some(draft) = &mut workspace.rooms.exporting.open else { return false };
    let (mut go, mut stop, mut kind) = (false, false, None);
    let height = (ctx.content_rect().height() - 150.0).clamp(320.0, 560.0);
    let shown = draft.submission.clone();
    if shown.is_done() {
        workspace.close_export();
        return false;
    }
    let idle = idle && !shown.is_under_way();
    let entered = Entered { changed: draft.is_touched(), submission: &shown };
    let ((), left) = overlay::draft(ctx, "export", WIDTH, entered, |ui| {
        overlay::title(ui, tr!("Export"));
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(KINDS, height), Layout::top_down_justified(Align::LEFT), |ui| {
                ui.set_width(KINDS);
                kind = kinds(ui, draft.kind, &can, hides_others);
            });
            ui.add_space(theme::SPACE);
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::LEFT), |ui| {
                ui.set_min_height(height);
                ui.label(RichText::new(draft.kind.about()).color(palette.weak));
                ui.add_space(theme::GAP);
                formats(ui, draft, palette);
                options(ui, draft, &study);
                ui.add_space(theme::SPACE);
                preview(ui, draft, palette);
            });
        });
        ui.add_space(theme::SPACE);
        ui.horizontal(|ui| {
            if shown.is_under_way() {
                forms::writing(ui, written, palette);
            } else if !idle {
                ui.label(RichText::new(tr!("Choose a location in the file dialog.")).color(palette.weak));
            }
        });
        let ready = draft.preview.is_some() && !missing && idle;
        match Buttons::new(&[Choice::primary(tr!("Export…")).enabled_if(ready)]).show(ui) {
            Some(Confirmation::Do(_)) => go = true,
            Some(_) if shown.is_under_way() => stop = true,
            Some(_) => ui.close(),
            None => {}
        }
    });
    if stop {
        workspace.cancel_export();
    }
    if left {
        workspace.close_export();
        return false;
    }
    if let Some(kind) = kind {
        workspace.export_as_kind(kind);
    }
    go
}

/// Returns the newly chosen kind.
fn kinds(ui: &mut Ui, now: ExportKind, can: &[ExportKind], hides_others: bool) -> Option<ExportKind> {
    let mut other = None;
    for kind in ExportKind::ALL {
        if matches!(kind, ExportKind::Codebook | ExportKind::Tidy) {
            ui.separator();
        }
        let (chosen, possible) = (now == kind, can.contains(&kind));
        let button = Button::selectable(chosen, kind.label());
        let response = ui.add_enabled(possible, button);
        let response = response.on_disabled_hover_text(match kind {
            ExportKind::Listed => tr!("Open Passages first. The passages listed there are exported."),
            ExportKind::Agreement | ExportKind::Decisions => {
                tr!("Needs at least two coders, and blind coding switched off")
            }
            _ if hides_others => tr!("Nothing of this kind in the project that blind coding lets you see"),
            _ => tr!("Nothing of this kind in the project"),
        });
        // Rooms have the same names: the label for screen readers distinguishes them.
        let label = tr!("Export: {what}", what = kind.label());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, possible, chosen, &label));
        if response.clicked() && !chosen {
            other = Some(kind);
        }
    }
    other
}

fn formats(ui: &mut Ui, draft: &mut ExportDraft, palette: &Palette) {
    let now = draft.format();
    ui.horizontal_wrapped(|ui| {
        for &format in draft.formats() {
            let (name, _) = format_words(format, draft.kind);
            if ui.add(Button::selectable(now == format, name)).clicked() {
                draft.format = Some(format);
            }
        }
    });
    let (_, explanation) = format_words(now, draft.kind);
    ui.label(RichText::new(explanation).color(palette.weak).small());
    if draft.has_language() {
        ui.horizontal(|ui| language(ui, draft));
    }
}

/// The language of the file, which can differ from the window's.
fn language(ui: &mut Ui, draft: &mut ExportDraft) {
    let label = ui.label(tr!("Language of the file"));
    let mut chosen = draft.language();
    let combo = ComboBox::from_id_salt("language of the file").selected_text(chosen.own_name()).show_list(ui, |ui| {
        for language in Language::iter() {
            ui.selectable_value(&mut chosen, language, language.own_name());
        }
    });
    combo.response.labelled_by(label.id);
    if chosen != i18n::current() || draft.language.is_some() {
        draft.language = Some(chosen);
    }
}

fn options(ui: &mut Ui, draft: &mut ExportDraft, study: &Study) {
    let any = draft.takes_coders() || draft.takes_codes() || draft.kind == ExportKind::Transcripts;
    if !any {
        return;
    }
    ui.add_space(theme::GAP);
    ui.horizontal_wrapped(|ui| {
        if draft.takes_coders() && !study.users.is_empty() {
            coders(ui, draft, study);
        }
        if draft.takes_codes() {
            let book = &study.codebook;
            let title = match draft.codes.as_slice() {
                [] => tr!("All codes").to_owned(),
                [one] => book.get(*one).map_or_else(String::new, |code| code.name.clone()),
                many => Noun::Code.counted(many.len() as u64),
            };
            let names = || book.codes().iter().map(|code| (code.id, book.path(code.id).to_string())).collect();
            let sets = || study.sets.iter().filter(|set| set.definition.kind == SetKind::Codes);
            let sets = || sets().map(|set| (set.name.clone(), set.definition.codes(study))).collect();
            let listed = Listed { what: Noun::Code, title: &title, is_all: draft.codes.is_empty() };
            choose(ui, listed, names, sets, &mut draft.codes);
            let title = match draft.documents.as_slice() {
                [] => tr!("All documents").to_owned(),
                [one] => study.source(*one).map_or_else(String::new, |source| source.name.clone()),
                many => Noun::Document.counted(many.len() as u64),
            };
            let names = || study.sources.iter().map(|source| (source.id, source.name.clone())).collect();
            let sets = || study.sets.iter().filter(|set| set.definition.kind == SetKind::Documents);
            let sets = || sets().map(|set| (set.name.clone(), set.definition.documents(study))).collect();
            let listed = Listed { what: Noun::Document, title: &title, is_all: draft.documents.is_empty() };
            choose(ui, listed, names, sets, &mut draft.documents);
        }
        if draft.takes_passages() {
            check_box::show(ui, &mut draft.passages, tr!("with the passages counted"));
        }
        if draft.kind == ExportKind::Transcripts {
            check_box::show(ui, &mut draft.memos, tr!("with memos"));
        }
    });
}

/// Whose codings are exported. “All” excludes the consensus coding, which repeats the coders' codings.
fn coders(ui: &mut Ui, draft: &mut ExportDraft, study: &Study) {
    let consensus = study.consensus();
    let name =
        |user: &User| if consensus == Some(user.id) { tr!("Consensus coding").to_owned() } else { user.name.clone() };
    let everybody: Vec<UserId> = study.coders().map(|user| user.id).collect();
    let title = match draft.coders.as_slice() {
        [] => tr!("All coders").to_owned(),
        some if *some == everybody => tr!("All coders").to_owned(),
        [one] => study.user(*one).map_or_else(String::new, name),
        many => Noun::Coder.counted(many.len() as u64),
    };
    let names = || study.users.iter().map(|user| (user.id, name(user))).collect();
    let is_all = draft.coders.is_empty() || draft.coders == everybody;
    choose(ui, Listed { what: Noun::Coder, title: &title, is_all }, names, Vec::new, &mut draft.coders);
    if draft.coders.is_empty() && consensus.is_some() {
        draft.coders = everybody;
    }
}

/// A button that lists options.
struct Listed<'t> {
    what: Noun,
    title: &'t str,
    /// Whether all are meant.
    is_all: bool,
}

/// A button that lists options and sets of them; none chosen means all. Labels are made only while the list is open.
fn choose<T: Copy + PartialEq>(
    ui: &mut Ui,
    listed: Listed<'_>,
    names: impl FnOnce() -> Vec<(T, String)>,
    sets: impl FnOnce() -> Vec<(String, Vec<T>)>,
    chosen: &mut Vec<T>,
) {
    let Listed { what, title, is_all } = listed;
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = MenuButton::new(title).config(stays).ui(ui, |ui| {
        ui.set_min_width(260.0);
        let names = names();
        let id = Id::unique(("export filter", what as u8));
        let mut typed = ui.data_mut(|data| data.get_temp::<String>(id)).unwrap_or_default();
        if names.len() > 8 {
            let hint = match what {
                Noun::Code => tr!("Find a code to export"),
                Noun::Document => tr!("Find a document to export"),
                _ => tr!("Find a coder to export"),
            };
            filter_field(ui, &mut typed, hint, f32::INFINITY);
        }
        let everything = match what {
            Noun::Code => tr!("All codes"),
            Noun::Document => tr!("All documents"),
            _ => tr!("All coders"),
        };
        if check_box::all(ui, is_all, everything) {
            chosen.clear();
        }
        whole_sets(ui, &sets(), chosen);
        let wanted = NameFilter::of_path(&typed);
        let found: Vec<&(T, String)> = names.iter().filter(|(_, name)| wanted.finds(name)).collect();
        ScrollArea::vertical().grow_to(300.0).show_rows(ui, theme::ROW, found.len(), |ui, range| {
            for (id, name) in found.get(range).unwrap_or_default() {
                let mut on = chosen.contains(id);
                let response = check_box::show(ui, &mut on, name.as_str());
                response
                    .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, tr!("Export only {name}", name)));
                if response.clicked() {
                    if on {
                        chosen.push(*id);
                    } else {
                        chosen.retain(|other| other != id);
                    }
                }
            }
        });
        ui.data_mut(|data| data.insert_temp(id, typed));
    });
    let label = match what {
        Noun::Code => tr!("Which codes: {title}", title),
        Noun::Document => tr!("Which documents: {title}", title),
        _ => tr!("Which coders: {title}", title),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
}

/// Sets to tick, which ticks what is in them.
fn whole_sets<T: Copy + PartialEq>(ui: &mut Ui, sets: &[(String, Vec<T>)], chosen: &mut Vec<T>) {
    let sets: Vec<_> = sets.iter().filter(|(_, members)| !members.is_empty()).collect();
    if sets.is_empty() {
        return;
    }
    for (name, members) in sets {
        let mut is_on = members.iter().all(|member| chosen.contains(member));
        let label = tr!("label" => "{name}: {value}", name = tr!("Set"), value = name);
        let response = check_box::show(ui, &mut is_on, label);
        if response.on_hover_text(tr!("Ticks what is in this set.")).clicked() {
            chosen.retain(|one| !members.contains(one));
            if is_on {
                chosen.extend(members);
            }
        }
    }
    ui.separator();
}

/// The preview, its size, and what is not included.
fn preview(ui: &mut Ui, draft: &mut ExportDraft, palette: &Palette) {
    match draft.preview.clone() {
        None => {
            if awaited::show(ui, &draft.pending, tr!("Reading…"), palette) {
                draft.preview_again();
            }
        }
        Some(preview) => {
            ui.horizontal(|ui| {
                let amount = &preview.amount;
                let nothing = || tr!("There is nothing to export.").to_owned();
                let summary = if preview.empty { nothing() } else { amount.clone() };
                ui.label(RichText::new(summary).medium());
                if draft.is_reading() {
                    ui.spinner();
                }
            });
            left_out(ui, draft, &preview, palette);
            for note in &preview.notes {
                ui.label(RichText::new(note).color(palette.weak).small());
            }
            ui.add_space(theme::GAP);
            let frame = Frame::NONE.fill(palette.page).stroke((1.0, palette.line)).inner_margin(Margin::same(8));
            frame.corner_radius(5.0).show(ui, |ui| {
                let room = vec2(ui.available_width(), ui.available_height().max(120.0));
                ui.set_min_size(room);
                let area = ScrollArea::both().id_salt("export preview").auto_shrink(false).max_height(room.y);
                area.show_by_keys(ui, |ui| match &preview.look {
                    Look::Grid(sample) => grid(ui, sample, palette),
                    Look::Text(text) => {
                        ui.add(Label::new(RichText::new(text).monospace().size(theme::SMALL)).extend());
                    }
                });
            });
        }
    }
}

fn left_out(ui: &mut Ui, draft: &ExportDraft, preview: &Preview, palette: &Palette) {
    if preview.left_out.is_empty() {
        return;
    }
    let losses = matches!(draft.format(), TargetFormat::Exchange(_));
    let title = if losses { tr!("Not included, or changed") } else { tr!("Not included") };
    ui.label(RichText::new(title).small().medium());
    ui.scope(|ui| {
        theme::show_scroll_bars(ui);
        ScrollArea::vertical().id_salt("left out").grow_to(96.0).show_by_keys(ui, |ui| {
            for line in &preview.left_out {
                ui.label(RichText::new(format!("– {line}")).color(palette.weak).small());
            }
        });
    });
}

fn grid(ui: &mut Ui, sample: &SampleRows, palette: &Palette) {
    let most = if sample.headers.len() <= FEW { WIDE_CELL } else { NARROW };
    ui.spacing_mut().interact_size.y = LINE;
    Grid::new("export rows").striped(true).spacing(vec2(14.0, 3.0)).min_row_height(LINE).show(ui, |ui| {
        for header in &sample.headers {
            ui.label(RichText::new(header.replace('_', " ")).small().medium());
        }
        ui.end_row();
        for row in &sample.rows {
            for (column, cell) in row.iter().enumerate() {
                let right = sample.numeric.get(column) == Some(&true);
                let layout =
                    if right { Layout::right_to_left(Align::Center) } else { Layout::left_to_right(Align::Center) };
                ui.with_layout(layout, |ui| {
                    let line = cell.replace(['\n', '\r'], " · ");
                    let mut short: String = line.chars().take(most).collect();
                    if short.len() < line.len() {
                        short.push('…');
                    }
                    let response = ui.add(Label::new(RichText::new(short).small().color(palette.text)).extend());
                    if line.chars().count() > most {
                        response.on_hover_text(cell);
                    }
                });
            }
            ui.end_row();
        }
    });
}
