//! The change history, newest first: who changed what, and when; the passages an entry affected; undo to an entry,
//! after a preview.

use super::awaited;
use super::bars::{elided, focus_ring, own_size};
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::empty::Empty;
use super::icons::Picture;
use super::overlay;
use super::panes;
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::history_room::{HistoryRoom, by_whom, is_work, kind_in_words, who};
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::reading::UndoPreview;
use crate::engine::{BEGINNING, Fate, Fold, OpRecord, Touched, TouchedChange, TouchedPassage};
use crate::model::{CharRange, SourceId, counted};
use crate::text::shortened;
use egui::{
    Button, CentralPanel, ComboBox, Context, Frame, Margin, Panel, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

const DAY: f32 = 210.0;
const TIME: f32 = 56.0;
const WHO: f32 = 130.0;
/// Maximum number of characters shown of what was changed.
const SHOWN: usize = 400;
const DO_AGAIN: &str = "Makes this change again; later work is kept";

#[derive(Default)]
pub struct HistoryRoomPanel {
    /// The text in the filter.
    words: String,
}

impl HistoryRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        if workspace.study.is_none() {
            return Vec::new();
        }
        let mut goal = None;
        if let Some(entry) = workspace.rooms.history.open.clone() {
            let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(14, 10));
            Panel::right(own_size(ui, workspace, "entry"))
                .default_size(400.0)
                .size_range(260.0..=640.0)
                .frame(side)
                .show(ui, |ui| {
                    ui.take_available_width();
                    panes::mark(ui, "entry");
                    goal = opened(ui, workspace, &entry, palette);
                });
        }
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, "history");
            self.filter(ui, workspace, palette);
            ui.add_space(theme::SPACE);
            list(ui, workspace, palette);
        });
        if let Some((source, range)) = goal {
            workspace.show_document(source, range);
        }
        Vec::new()
    }

    fn filter(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        let count = workspace.rooms.history.total.map(|n| format!("{n} {}", if n == 1 { "entry" } else { "entries" }));
        ui.horizontal(|ui| {
            ui.label(RichText::new("History").heading());
            ui.label(RichText::new(count.unwrap_or_default()).color(palette.weak));
        });
        let mut filter = workspace.rooms.history.filter.clone();
        ui.horizontal_wrapped(|ui| {
            let edit = TextEdit::singleline(&mut self.words).hint_text("Search").desired_width(200.0);
            let response = ui.add(edit);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search the history"));
            filter.words = self.words.trim().to_owned();
            choice(ui, "Coder", "all coders", &mut filter.user, &workspace.rooms.history.users, str::to_owned);
            choice(ui, "Kind", "all kinds", &mut filter.kind, &workspace.rooms.history.kinds, kind_in_words);
            let narrowed = filter.user.is_some() || filter.kind.is_some() || !filter.words.is_empty();
            if narrowed && ui.button("Show all").clicked() {
                (filter, self.words) = Default::default();
            }
        });
        workspace.rooms.history.filter_by(filter);
    }
}

fn choice(
    ui: &mut Ui,
    name: &str,
    all: &str,
    chosen: &mut Option<String>,
    names: &[String],
    words: impl Fn(&str) -> String,
) {
    let shown = chosen.as_deref().map_or_else(|| all.to_owned(), &words);
    let menu = ComboBox::from_id_salt(("history", name)).selected_text(format!("{name}: {shown}"));
    menu.show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, all);
        for entry in names {
            ui.selectable_value(chosen, Some(entry.clone()), words(entry));
        }
    });
}

fn list(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    if let Some(why) = workspace.rooms.history.failure().map(str::to_owned)
        && awaited::failure(ui, &why, palette)
    {
        workspace.rooms.history.try_again();
    }
    let total = workspace.rooms.history.total;
    if total == Some(0) {
        let filter = &workspace.rooms.history.filter;
        let all = filter.user.is_none() && filter.kind.is_none() && filter.words.is_empty();
        let (title, sentence) = if all {
            ("No changes yet", "Everything you do is listed here and can be undone.")
        } else {
            ("No matching entries", "“Show all” clears the filter.")
        };
        Empty { picture: Picture::Clock, title, sentence, buttons: &[] }.show(ui, palette);
        workspace.rooms.history.need(0..1, &mut workspace.link);
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let (mut clicked, mut toggled) = (None, None);
    let mut sight = 0..1;
    let area = ScrollArea::vertical().id_salt("history").auto_shrink(false);
    area.show_rows(ui, theme::ROW, total.unwrap_or(1), |ui, range| {
        sight = range.clone();
        let mut day = String::new();
        for place in range {
            let Some(entry) = workspace.rooms.history.entry(place) else {
                ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
                continue;
            };
            let (its_day, time) = when::local(entry.at);
            let shown = if its_day == day { "" } else { its_day.as_str() };
            if let Some(fold) = workspace.rooms.history.fold(place) {
                if fold_row(ui, fold, shown, palette) {
                    toggled = Some(fold.id);
                }
                day = its_day;
                continue;
            }
            let open = workspace.rooms.history.open.as_ref().is_some_and(|open| open.id == entry.id);
            if row(ui, entry, (shown, &time), open, palette) {
                clicked = Some(entry.clone());
            }
            day = its_day;
        }
    });
    if let Some(fold) = toggled {
        workspace.rooms.history.toggle(fold);
    }
    workspace.rooms.history.need(sight, &mut workspace.link);
    if let Some(entry) = clicked {
        workspace.rooms.history.open(entry, &mut workspace.link);
    }
}

fn row(ui: &mut Ui, entry: &OpRecord, (day, time): (&str, &str), open: bool, palette: &Palette) -> bool {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::click());
    let undone = if entry.undone { ", undone" } else { "" };
    let label = format!("{time}, {}: {}{undone}", who(entry), entry.summary);
    super::bars::say_row(&response, Role::ListItem, open, &label);
    let days = if width > 620.0 { DAY } else { 0.0 };
    let band = egui::Rect::from_min_max(pos2(rect.left() + days, rect.top()), rect.max);
    let back = if open { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
    if let Some(back) = back {
        ui.painter().rect_filled(band, 5.0, back);
    }
    if !day.is_empty() {
        ui.painter().hline(rect.x_range(), rect.top(), (1.0, palette.line));
    }
    focus_ring(ui, &response, palette);
    let weak = entry.undone || !is_work(entry);
    let color = if weak { palette.weak } else { palette.text };
    let put = |text: &str, left: f32, room: f32, color| {
        let galley = elided(ui, text, theme::BODY, color, room);
        let size = galley.size();
        let at = pos2(left, rect.center().y - size.y / 2.0);
        ui.painter().galley(at, galley, color);
        size.x
    };
    if days > 0.0 {
        put(day, rect.left(), days - theme::SPACE, palette.text);
    }
    let left = band.left() + theme::SPACE;
    put(time, left, TIME, palette.weak);
    put(&who(entry), left + TIME, WHO - theme::SPACE, color);
    let what = left + TIME + WHO;
    let tail = if entry.undone { 64.0 } else { 0.0 };
    let wide = put(&entry.summary, what, (rect.right() - what - tail - theme::SPACE).max(0.0), color);
    if entry.undone {
        ui.painter().hline(what..=what + wide, rect.center().y, (1.0, palette.weak));
        put("undone", what + wide + theme::SPACE, tail, palette.weak);
    }
    response.on_hover_text(format!("{} {time}\n{}: {}", when::local(entry.at).0, who(entry), entry.summary)).clicked()
}

/// Stands for undone work; a click opens or closes it.
fn fold_row(ui: &mut Ui, fold: Fold, day: &str, palette: &Palette) -> bool {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::click());
    let words = counted(fold.steps as u64, "undone step");
    let state = if fold.is_open { "open" } else { "folded" };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{words}, {state}")));
    let days = if width > 620.0 { DAY } else { 0.0 };
    let band = egui::Rect::from_min_max(pos2(rect.left() + days, rect.top()), rect.max);
    if response.hovered() {
        ui.painter().rect_filled(band, 5.0, palette.hover);
    }
    if !day.is_empty() {
        ui.painter().hline(rect.x_range(), rect.top(), (1.0, palette.line));
    }
    focus_ring(ui, &response, palette);
    let put = |text: &str, left: f32, room: f32, color| {
        let galley = elided(ui, text, theme::BODY, color, room);
        let at = pos2(left, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
    };
    if days > 0.0 {
        put(day, rect.left(), days - theme::SPACE, palette.text);
    }
    let what = band.left() + theme::SPACE + TIME + WHO;
    super::icons::fold(ui.painter(), pos2(what - 12.0, rect.center().y), fold.is_open, palette.weak);
    put(&words, what, (rect.right() - what).max(0.0), palette.weak);
    let hint = if fold.is_open { "Fold these steps" } else { "Show these steps; each can be done again" };
    response.on_hover_text(hint).clicked()
}

/// The open entry: its description, how to return to it, and what it affected.
fn opened(
    ui: &mut Ui,
    workspace: &mut Workspace,
    entry: &OpRecord,
    palette: &Palette,
) -> Option<(SourceId, Option<CharRange>)> {
    ui.horizontal(|ui| {
        ui.label(RichText::new(who(entry)).medium());
        ui.label(RichText::new(when::short(entry.at)).color(palette.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if ui.button("Close").clicked() {
                workspace.rooms.history.close();
            }
        });
    });
    ui.label(&entry.summary);
    if entry.undone {
        let undone = workspace.rooms.history.touched.as_ref().and_then(|touched| touched.undone.clone());
        let words = match undone {
            Some((Some(who), at)) => format!("Undone by {who}, {}", when::short(at)),
            Some((None, at)) => format!("Undone, {}", when::short(at)),
            None => "This change has been undone.".to_owned(),
        };
        ui.label(RichText::new(words).color(palette.weak));
    }
    if workspace.is_writable() && is_work(entry) {
        ui.add_space(theme::SPACE);
        ui.horizontal_wrapped(|ui| {
            if entry.undone && ui.button("Do again").on_hover_text(DO_AGAIN).clicked() {
                HistoryRoom::do_again(entry, &mut workspace.link);
            }
            if ui
                .button("Undo everything after this…")
                .on_hover_text("Undo everything that was done after this entry")
                .clicked()
            {
                workspace.rooms.history.preview_going_back(entry.clone(), false, &mut workspace.link);
            }
            let can = !entry.undone && entry.kind != BEGINNING;
            let button = ui.add_enabled(can, Button::new("Undo this and everything after…"));
            if button.on_hover_text("Undo this entry and everything that was done after it").clicked() {
                workspace.rooms.history.preview_going_back(entry.clone(), true, &mut workspace.link);
            }
        });
    }
    ui.add_space(theme::WIDE);
    let Some(touched) = workspace.rooms.history.touched.clone() else {
        if awaited::show(ui, &workspace.rooms.history.touched_pending, "Reading…", palette) {
            workspace.rooms.history.open(entry.clone(), &mut workspace.link);
        }
        return None;
    };
    touched_list(ui, &touched, palette)
}

fn touched_list(ui: &mut Ui, touched: &Touched, palette: &Palette) -> Option<(SourceId, Option<CharRange>)> {
    let count = touched.passages.len() + touched.things.len() + touched.more;
    super::bars::heading(ui, "Affected items", &count.to_string(), palette);
    let mut goal = None;
    ScrollArea::vertical().id_salt("touched").auto_shrink(false).show(ui, |ui| {
        for thing in &touched.things {
            let words = format!("{} {} {}", thing.kind, thing.name, fate(thing.fate));
            match thing.source {
                Some(source) => {
                    let row = super::bars::list_row(ui, &thing.name, fate(thing.fate), &words, false, palette);
                    if row.on_hover_text("Show the document").clicked() {
                        goal = Some((source, None));
                    }
                }
                None => {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(RichText::new(thing.kind.name()).color(palette.weak));
                        ui.label(&thing.name);
                        ui.label(RichText::new(fate(thing.fate)).color(palette.weak));
                    });
                }
            }
            changes(ui, &thing.changes, palette);
        }
        for passage in &touched.passages {
            if touched_passage(ui, passage, palette) {
                goal = Some((passage.source, passage.here));
            }
        }
        if touched.more > 0 {
            ui.label(RichText::new(format!("… and {} more", touched.more)).color(palette.weak));
        }
        if count == 0 {
            ui.label("The affected items no longer exist.");
        }
    });
    goal
}

fn touched_passage(ui: &mut Ui, passage: &TouchedPassage, palette: &Palette) -> bool {
    ui.add_space(theme::SPACE);
    let gone = if passage.here.is_some() || passage.fate == Fate::Removed { "" } else { ", since deleted" };
    let about = format!("{} · {} · {} · {}{gone}", passage.document, passage.code, passage.coder, fate(passage.fate));
    ui.label(RichText::new(about).color(palette.weak).small());
    if passage.words.is_empty() {
        ui.label(RichText::new("The text is not known.").color(palette.weak));
        return false;
    }
    let shown: String = passage.words.chars().take(300).collect();
    let text = RichText::new(format!("“{}”", shown.replace('\n', " ")));
    let button = ui.add(Button::new(text).wrap().frame(false));
    let label = format!("Passage {} in {}: {}", fate(passage.fate), passage.document, passage.words);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    focus_ring(ui, &button, palette);
    let clicked = button.on_hover_text("Show in transcript").clicked();
    changes(ui, &passage.changes, palette);
    clicked
}

/// What was changed, before and after.
fn changes(ui: &mut Ui, changes: &[TouchedChange], palette: &Palette) {
    Frame::NONE.inner_margin(Margin { left: 12, ..Margin::ZERO }).show(ui, |ui| {
        for TouchedChange { what, before, after } in changes {
            let quoted = |words: &str| format!("“{}”", shortened(words, SHOWN));
            let words = match (before.is_empty(), after.is_empty()) {
                (false, true) => format!("{what}: {} removed", quoted(before)),
                (true, _) => format!("{what}: {}", quoted(after)),
                (false, false) => format!("{what}: {} → {}", quoted(before), quoted(after)),
            };
            ui.label(RichText::new(words).color(palette.text).small());
        }
    });
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Changed => "changed",
        Fate::Removed => "deleted",
    }
}

/// What would be undone and who did it, before it is undone.
pub fn preview(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(going) = workspace.rooms.history.going_back.clone() else { return };
    let me = workspace.link.my_name().map(str::to_owned);
    let (mut go, mut close, mut again) = (false, false, false);
    let modal = overlay::modal(ctx, "going back", 620.0, |ui| {
        overlay::title(
            ui,
            if going.including { "Undo this and everything after" } else { "Undo everything after this" },
        );
        let what = if going.including { "This entry and everything after it:" } else { "Everything after this entry:" };
        ui.label(RichText::new(what).color(palette.weak));
        ui.label(format!("{} · {}: {}", when::short(going.entry.at), who(&going.entry), going.entry.summary));
        ui.add_space(theme::SPACE);
        let preview = going.preview.as_deref();
        match preview {
            None => again = awaited::show(ui, &going.pending, "Reading…", palette),
            Some(preview) if preview.entries.is_empty() => {
                ui.label("Nothing was done after this entry, so there is nothing to undo.");
            }
            Some(preview) => undone_list(ui, preview, me.as_deref(), palette),
        }
        ui.add_space(theme::SPACE);
        let count = preview.map_or(0, |preview| preview.entries.len());
        let noun = if count == 1 { "entry" } else { "entries" };
        let label = if count == 0 { "Undo".to_owned() } else { format!("Undo {count} {noun}") };
        ui.label(
            RichText::new(
                "Redo brings it back, one entry at a time. After other work, open an undone entry and \
                choose “Do again”.",
            )
            .color(palette.weak)
            .small(),
        );
        match Buttons::cautious(&[Choice::primary(&label).enabled_if(count > 0)]).show(ui) {
            Some(Confirmation::Do(_)) => go = true,
            Some(_) => close = true,
            None => {}
        }
    });
    if go {
        workspace.rooms.history.go_back(&mut workspace.link);
    } else if close || modal.should_close() {
        workspace.rooms.history.going_back = None;
    } else if again {
        workspace.rooms.history.preview_going_back(going.entry, going.including, &mut workspace.link);
    }
}

fn undone_list(ui: &mut Ui, preview: &UndoPreview, me: Option<&str>, palette: &Palette) {
    let list = preview.entries.as_slice();
    let people = by_whom(list);
    let others = people.iter().any(|(name, _)| Some(name.as_str()) != me);
    let names: Vec<String> = people.iter().map(|(name, count)| format!("{name} ({count})")).collect();
    let words = RichText::new(format!("Work of: {}", names.join(", ")));
    ui.label(if others { words.color(palette.trouble).medium() } else { words.color(palette.weak) });
    for sentence in preview.work.except(me).sentences("This") {
        ui.label(RichText::new(sentence).color(palette.trouble).medium());
    }
    ui.add_space(theme::GAP);
    let area = ScrollArea::vertical().id_salt("undone").max_height(300.0);
    area.show_rows(ui, 20.0, list.len(), |ui, range| {
        for entry in list.get(range).unwrap_or_default() {
            let words = format!("{} · {}: {}", when::short(entry.at), who(entry), entry.summary);
            ui.add(egui::Label::new(words).truncate());
        }
    });
}
