//! The change history, newest first: who changed what, and when; the passages an entry affected; undo to an entry,
//! after a preview.

use super::awaited;
use super::bars::{RowAside, elided, focus_ring, own_size};
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::empty::Empty;
use super::icons::Picture;
use super::overlay;
use super::panes;
use super::reading;
use super::reading::ShowByKeys;
use super::theme::{self, Palette, Weighted};
use crate::app::action::Action;
use crate::app::history_room::{HistoryRoom, by_whom, is_work, kind_in_words, who};
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::reading::UndoPreview;
use crate::engine::{BEGINNING, Fate, Fold, OpRecord, Touched, TouchedChange, TouchedPassage};
use crate::gui::bars::GrowTo;
use crate::gui::combo_keys::ShowList;
use crate::i18n;
use crate::model::{CONSENSUS, CharRange, Noun, OpId, SourceId, shown_coder};
use crate::text::shortened;
use crate::tr;
use egui::scroll_area::State as ScrollState;
use egui::{
    Button, CentralPanel, ComboBox, Context, Frame, Id, Margin, Panel, RichText, Role, ScrollArea, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};

const DAY: f32 = 210.0;
/// The width of the day without its weekday, for a narrow list.
const SHORT_DAY: f32 = 124.0;
const TIME: f32 = 56.0;
const WHO: f32 = 130.0;
/// Height of the description of the open entry before it scrolls, in points.
const SUMMARY: f32 = 84.0;
/// Maximum number of characters shown of what was changed.
const SHOWN: usize = 400;

#[derive(Default)]
pub struct HistoryRoomPanel {
    /// The text in the filter.
    search: String,
    /// The first entry in sight and its index, unless the list is at its top.
    top: Option<(OpId, usize)>,
    scroll: Option<Id>,
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
                    panes::mark(ui, tr!("pane" => "entry"));
                    goal = opened(ui, workspace, &entry, palette);
                });
        }
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "history"));
            self.filter(ui, workspace, palette);
            ui.add_space(theme::SPACE);
            self.list(ui, workspace, palette);
        });
        if let Some((source, range)) = goal {
            workspace.show_document(source, range);
        }
        Vec::new()
    }

    fn filter(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        let count = workspace.rooms.history.matches.map(|n| Noun::Entry.counted(n as u64));
        ui.horizontal(|ui| {
            ui.label(RichText::new(tr!("History")).heading());
            ui.label(RichText::new(count.unwrap_or_default()).color(palette.weak));
        });
        let mut filter = workspace.rooms.history.filter.clone();
        ui.horizontal_wrapped(|ui| {
            let edit = TextEdit::singleline(&mut self.search).hint_text(tr!("Search")).desired_width(200.0);
            let response = ui.add(edit);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Search the history")));
            filter.search = self.search.trim().to_owned();
            choice(
                ui,
                tr!("Coder"),
                tr!("all coders"),
                &mut filter.user,
                &workspace.rooms.history.users,
                str::to_owned,
            );
            choice(ui, tr!("Kind"), tr!("all kinds"), &mut filter.kind, &workspace.rooms.history.kinds, kind_in_words);
            let narrowed = filter.user.is_some() || filter.kind.is_some() || !filter.search.is_empty();
            if narrowed && ui.button(tr!("Show all")).clicked() {
                (filter, self.search) = Default::default();
            }
        });
        workspace.rooms.history.filter_by(filter);
    }

    fn list(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        if let Some(why) = workspace.rooms.history.failure().map(str::to_owned)
            && awaited::failure(ui, &why, palette)
        {
            workspace.rooms.history.try_again();
        }
        let total = workspace.rooms.history.total;
        if total == Some(0) {
            let filter = &workspace.rooms.history.filter;
            let all = filter.user.is_none() && filter.kind.is_none() && filter.search.is_empty();
            let (title, sentence) = if all {
                (tr!("No changes yet"), tr!("Everything you do is listed here and can be undone."))
            } else {
                (tr!("No matching entries"), tr!("“Show all” clears the filter."))
            };
            Empty { picture: Picture::Clock, title, sentence, buttons: &[] }.show(ui, palette);
            workspace.rooms.history.need(0..1, &mut workspace.link);
            return;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let (mut clicked, mut toggled) = (None, None);
        let mut sight = 0..1;
        let mut area = ScrollArea::vertical().id_salt("history").auto_shrink(false);
        if let Some(offset) = self.kept_offset(ui, &workspace.rooms.history) {
            area = area.vertical_scroll_offset(offset);
        }
        let output = area.show_rows(ui, theme::ROW, total.unwrap_or(1), |ui, range| {
            sight = range.clone();
            let mut day = String::new();
            for place in range {
                let Some(entry) = workspace.rooms.history.entry(place) else {
                    ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
                    continue;
                };
                let (long, time) = when::local(entry.at);
                let its_day = if is_wide(ui) { long } else { when::day(entry.at) };
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
        self.scroll = Some(output.id);
        let first = (output.state.unclamped_offset().y / theme::ROW) as usize;
        let is_at_top = output.state.unclamped_offset().y < 1.0;
        let top = workspace.rooms.history.entry(first).filter(|_| !is_at_top);
        self.top = top.map(|entry| (entry.id, first));
        if let Some(fold) = toggled {
            workspace.rooms.history.toggle(fold);
        }
        workspace.rooms.history.need(sight, &mut workspace.link);
        if let Some(entry) = clicked {
            workspace.rooms.history.open(entry, &mut workspace.link);
        }
    }

    /// Where the list is to be scrolled to so that the entries in sight stay there when others came or went above them.
    fn kept_offset(&self, ui: &Ui, history: &HistoryRoom) -> Option<f32> {
        let (entry, before) = self.top?;
        let now = history.place_of(entry).filter(|now| *now != before)?;
        let offset = ScrollState::load(ui.ctx(), self.scroll?)?.unclamped_offset().y;
        Some((offset + (now as f32 - before as f32) * theme::ROW).max(0.0))
    }
}

fn choice(
    ui: &mut Ui,
    name: &str,
    all: &str,
    chosen: &mut Option<String>,
    names: &[String],
    name_of: impl Fn(&str) -> String,
) {
    let shown = chosen.as_deref().map_or_else(|| all.to_owned(), &name_of);
    let menu = ComboBox::from_id_salt(("history", name)).selected_text(tr!("{name}: {value}", name, value = shown));
    menu.show_list(ui, |ui| {
        ui.selectable_value(chosen, None, all);
        for entry in names {
            ui.selectable_value(chosen, Some(entry.clone()), name_of(entry));
        }
    });
}

/// Whether there is room for the weekday.
fn is_wide(ui: &Ui) -> bool {
    ui.available_width() > 620.0
}

fn row(ui: &mut Ui, entry: &OpRecord, (day, time): (&str, &str), open: bool, palette: &Palette) -> bool {
    let days = if is_wide(ui) { DAY } else { SHORT_DAY };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let (coder, change) = (who(entry), entry.summary.as_str());
    let label = if entry.undone {
        tr!("{time}, {coder}: {change}, undone", time, coder, change)
    } else {
        tr!("{time}, {coder}: {change}", time, coder, change)
    };
    super::bars::say_row(&response, Role::ListItem, open, &label);
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
    put(day, rect.left(), days - theme::SPACE, palette.text);
    let left = band.left() + theme::SPACE;
    put(time, left, TIME, palette.weak);
    put(&who(entry), left + TIME, WHO - theme::SPACE, color);
    let what = left + TIME + WHO;
    let tail = if entry.undone { 64.0 } else { 0.0 };
    let wide = put(&entry.summary, what, (rect.right() - what - tail - theme::SPACE).max(0.0), color);
    if entry.undone {
        ui.painter().hline(what..=what + wide, rect.center().y, (1.0, palette.weak));
        put(tr!("of an entry" => "undone"), what + wide + theme::SPACE, tail, palette.weak);
    }
    response
        .on_hover_text(tr!("{date} {time}\n{coder}: {change}", date = when::local(entry.at).0, time, coder, change))
        .clicked()
}

/// Stands for undone work; a click opens or closes it.
fn fold_row(ui: &mut Ui, fold: Fold, day: &str, palette: &Palette) -> bool {
    let days = if is_wide(ui) { DAY } else { SHORT_DAY };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::click());
    let steps = Noun::UndoneStep.counted(fold.steps as u64);
    let state = if fold.is_open { tr!("steps" => "open") } else { tr!("steps" => "folded") };
    let label = i18n::joined(&[steps.as_str(), state]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
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
    put(day, rect.left(), days - theme::SPACE, palette.text);
    let what = band.left() + theme::SPACE + TIME + WHO;
    super::icons::fold(ui.painter(), pos2(what - 12.0, rect.center().y), fold.is_open, palette.weak);
    put(&steps, what, (rect.right() - what).max(0.0), palette.weak);
    let hint = if fold.is_open { tr!("Fold these steps") } else { tr!("Show these steps; each can be done again") };
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
            if ui.button(tr!("Close")).clicked() {
                workspace.rooms.history.close();
            }
        });
    });
    // A long list of codes must not push the buttons out of sight.
    let lines = ScrollArea::vertical().id_salt(("summary", entry.id.0)).grow_to(SUMMARY).auto_shrink([false, true]);
    lines.show_by_keys(ui, |ui| ui.label(&entry.summary));
    if entry.undone {
        let undone = workspace.rooms.history.touched.as_ref().and_then(|touched| touched.undone.clone());
        let text = match undone {
            Some((Some(who), at)) => tr!("Undone by {who}, {date}", who, date = when::short(at)),
            Some((None, at)) => tr!("Undone, {date}", date = when::short(at)),
            None => tr!("This change has been undone.").to_owned(),
        };
        ui.label(RichText::new(text).color(palette.weak));
    }
    if workspace.is_writable() && is_work(entry) {
        ui.add_space(theme::SPACE);
        ui.horizontal_wrapped(|ui| {
            if entry.undone
                && ui
                    .button(tr!("Do again"))
                    .on_hover_text(tr!("Makes this change again; later work is kept"))
                    .clicked()
            {
                HistoryRoom::do_again(entry, &mut workspace.link);
            }
            if ui
                .button(tr!("Undo everything after this…"))
                .on_hover_text(tr!("Undo everything that was done after this entry"))
                .clicked()
            {
                workspace.rooms.history.preview_going_back(entry.clone(), false, &mut workspace.link);
            }
            let can = !entry.undone && entry.kind != BEGINNING;
            let button = ui.add_enabled(can, Button::new(tr!("Undo this and everything after…")));
            if button.on_hover_text(tr!("Undo this entry and everything that was done after it")).clicked() {
                workspace.rooms.history.preview_going_back(entry.clone(), true, &mut workspace.link);
            }
        });
    }
    ui.add_space(theme::WIDE);
    let Some(touched) = workspace.rooms.history.touched.clone() else {
        if awaited::show(ui, &workspace.rooms.history.touched_pending, tr!("Reading…"), palette) {
            workspace.rooms.history.open(entry.clone(), &mut workspace.link);
        }
        return None;
    };
    touched_list(ui, &touched, palette)
}

fn touched_list(ui: &mut Ui, touched: &Touched, palette: &Palette) -> Option<(SourceId, Option<CharRange>)> {
    let count = touched.passages.len() + touched.things.len() + touched.more;
    super::bars::heading(ui, tr!("Affected items"), &count.to_string(), palette);
    let mut goal = None;
    ScrollArea::vertical().id_salt("touched").auto_shrink(false).show(ui, |ui| {
        for thing in &touched.things {
            let text = match thing.name.as_str() {
                CONSENSUS => tr!("{name} {fate}", name = shown_coder(&thing.name), fate = fate(thing.fate)),
                name => tr!("{kind} {name} {fate}", kind = thing.kind, name, fate = fate(thing.fate)),
            };
            match thing.source {
                Some(source) => {
                    let row = super::bars::list_row(
                        ui,
                        &thing.name,
                        RowAside::Words(fate(thing.fate)),
                        &text,
                        false,
                        palette,
                    );
                    if row.on_hover_text(tr!("Show the document")).clicked() {
                        goal = Some((source, None));
                    }
                }
                None => {
                    ui.horizontal_wrapped(|ui| {
                        // The consensus coding is kept as a coder and is none.
                        if thing.name == CONSENSUS {
                            ui.label(shown_coder(&thing.name));
                        } else {
                            ui.label(RichText::new(thing.kind.to_string()).color(palette.weak));
                            ui.label(&thing.name);
                        }
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
            ui.label(RichText::new(tr!("… and {n} more" | "… and {n} more" % touched.more)).color(palette.weak));
        }
        if count == 0 {
            ui.label(tr!("The affected items no longer exist."));
        }
    });
    goal
}

fn touched_passage(ui: &mut Ui, passage: &TouchedPassage, palette: &Palette) -> bool {
    ui.add_space(theme::SPACE);
    let fate = fate(passage.fate);
    let is_gone = passage.here.is_none() && passage.fate != Fate::Removed;
    let state = if is_gone { tr!("{fate}, since deleted", fate) } else { fate.to_owned() };
    let about = format!("{} · {} · {} · {state}", passage.document, passage.code, shown_coder(&passage.coder));
    ui.label(RichText::new(about).color(palette.weak).small());
    if passage.text.is_empty() {
        ui.label(RichText::new(tr!("The text is not known.")).color(palette.weak));
        return false;
    }
    let shown: String = passage.text.chars().take(300).collect();
    let text = RichText::new(tr!("“{name}”", name = shown.replace('\n', " ")));
    let button = ui.add(Button::new(text).wrap().frame(false));
    let label = tr!("Passage {fate} in {document}: {text}", fate, document = passage.document, text = passage.text);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    focus_ring(ui, &button, palette);
    let clicked = button.on_hover_text(tr!("Show in transcript")).clicked();
    changes(ui, &passage.changes, palette);
    clicked
}

/// What was changed, before and after.
fn changes(ui: &mut Ui, changes: &[TouchedChange], palette: &Palette) {
    Frame::NONE.inner_margin(Margin { left: 12, ..Margin::ZERO }).show(ui, |ui| {
        for TouchedChange { what, before, after } in changes {
            let quoted = |changed: &str| tr!("“{name}”", name = shortened(changed, SHOWN));
            let text = match (before.is_empty(), after.is_empty()) {
                (false, true) => tr!("{what}: {before} removed", what, before = quoted(before)),
                (true, _) => tr!("{name}: {value}", name = what, value = quoted(after)),
                (false, false) => {
                    tr!("{what}: {before} → {after}", what, before = quoted(before), after = quoted(after))
                }
            };
            ui.label(RichText::new(text).color(palette.text).small());
        }
    });
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Added => tr!("fate" => "added"),
        Fate::Changed => tr!("fate" => "changed"),
        Fate::Removed => tr!("fate" => "deleted"),
    }
}

/// What would be undone and who did it, before it is undone.
pub fn preview(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(going_back) = workspace.rooms.history.going_back.clone() else { return };
    let me = workspace.link.my_name().map(str::to_owned);
    let (mut go, mut close, mut again) = (false, false, false);
    let modal = overlay::modal(ctx, "going back", 620.0, |ui| {
        overlay::title(
            ui,
            if going_back.including {
                tr!("Undo this and everything after")
            } else {
                tr!("Undo everything after this")
            },
        );
        let what = if going_back.including {
            tr!("This entry and everything after it:")
        } else {
            tr!("Everything after this entry:")
        };
        ui.label(RichText::new(what).color(palette.weak));
        ui.label(in_words(&going_back.entry));
        ui.add_space(theme::SPACE);
        let preview = going_back.preview.as_deref();
        match preview {
            None => again = awaited::show(ui, &going_back.pending, tr!("Reading…"), palette),
            Some(preview) if preview.entries.is_empty() => {
                ui.label(tr!("Nothing was done after this entry, so there is nothing to undo."));
            }
            Some(preview) => undone_list(ui, preview, me.as_deref(), palette),
        }
        ui.add_space(theme::SPACE);
        let count = preview.map_or(0, |preview| preview.entries.len());
        let label = match count {
            0 => tr!("Undo").to_owned(),
            _ => tr!("Undo {n} entry" | "Undo {n} entries" % count),
        };
        ui.label(
            RichText::new(tr!("Redo brings it back, one entry at a time. After other work, open an undone entry and \
                choose “Do again”."))
            .color(palette.weak)
            .small(),
        );
        match Buttons::new(&[Choice::primary(&label).enabled_if(count > 0)]).show(ui) {
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
        workspace.rooms.history.preview_going_back(going_back.entry, going_back.including, &mut workspace.link);
    }
}

/// When, who, what.
fn in_words(entry: &OpRecord) -> String {
    tr!("{date} · {coder}: {change}", date = when::short(entry.at), coder = who(entry), change = entry.summary)
}

fn undone_list(ui: &mut Ui, preview: &UndoPreview, me: Option<&str>, palette: &Palette) {
    let list = preview.entries.as_slice();
    let people = by_whom(list);
    let others = people.iter().any(|(name, _)| Some(name.as_str()) != me);
    let names: Vec<String> = people.iter().map(|(name, count)| tr!("{name} ({count})", name, count)).collect();
    let text = RichText::new(tr!("Work of: {coders}", coders = i18n::joined(&names)));
    ui.label(if others { text.color(palette.trouble).medium() } else { text.color(palette.weak) });
    for sentence in preview.work.except(me).sentences(tr!("what changes others’ work" => "This")) {
        ui.label(RichText::new(sentence).color(palette.trouble).medium());
    }
    ui.add_space(theme::GAP);
    let area = ScrollArea::vertical().id_salt("undone").grow_to(300.0);
    area.show_rows(ui, 20.0, list.len(), |ui, range| {
        for entry in list.get(range).unwrap_or_default() {
            let text = in_words(entry);
            ui.add(egui::Label::new(text).truncate());
        }
        reading::by_keys(ui);
    });
}
