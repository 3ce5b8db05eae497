//! The passages under the pointer, their tooltip, and their context menu.

use super::layout::Laid;
use super::{Frame, Given, TranscriptEvent, TranscriptStyle, TranscriptView};
use crate::app::{Looks, PassageView, SourceView};
use crate::gui::bars::{GrowTo, tooltip_contents};
use crate::gui::check_box::CheckBox;
use crate::gui::context_menu;
use crate::gui::menu_keys::{self, named};
use crate::gui::theme::Weighted;
use crate::model::{Account, CodeId, CodingId};
use crate::text::{capitalised, shortened};
use crate::{i18n, tr};
use egui::{
    Button, Label, PopupCloseBehavior, Pos2, RadioButton, Rect, RectAlign, Response, RichText, ScrollArea, Tooltip, Ui,
    vec2,
};

/// Maximum number of codes in a tooltip.
const MOST: usize = 8;
/// Maximum number of coders and of passages with a memo or a mark listed of a code: a list must not be taller than the
/// window.
const MOST_CODERS: usize = 9;
const MOST_MARKED: usize = 4;
/// Maximum number of characters of a memo.
const LONGEST_MEMO: usize = 400;
/// Number of passages from which they scroll in the context menu.
const MANY: usize = 8;

impl TranscriptView {
    /// Passages whose text, stripe or name is at a point of the screen; the shortest first.
    pub(super) fn codings_at(&self, frame: &Frame, laid: &[Laid], source: &SourceView, point: Pos2) -> Vec<CodingId> {
        if let Some(stripe) = self.margin.stripes.iter().find(|stripe| stripe.rect.contains(point)) {
            return vec![stripe.coding];
        }
        if let Some(entry) = self.margin.entries.iter().find(|entry| entry.rect.contains(point)) {
            return entry.codings.clone();
        }
        let inside = point - frame.text.to_vec2();
        let piece = laid.iter().find(|piece| piece.top <= inside.y && inside.y < piece.bottom());
        let Some(piece) = piece.filter(|_| (0.0..=frame.columns.text).contains(&inside.x)) else { return Vec::new() };
        // The passage must really be painted there; containing the nearest character is not enough.
        let found = source.touching(piece.chars).map(|(passage, _)| passage);
        let covers = piece.covers(inside);
        let mut found: Vec<_> = found.filter(|passage| covers(passage.range)).collect();
        found.sort_by_key(|p| p.range.len());
        found.iter().map(|p| p.coding).collect()
    }

    /// The codes of the passages under the pointer, with coders and memos, beside the text that is being read.
    pub(super) fn tooltip(&self, response: &Response, frame: &Frame, given: Given<'_>, codings: &[CodingId]) {
        let Given { source, looks, style } = given;
        let mut codes: Vec<(CodeId, Vec<&PassageView>)> = Vec::new();
        for passage in codings.iter().filter_map(|&id| source.passage(id)) {
            match codes.iter_mut().find(|(code, _)| *code == passage.code) {
                Some((_, passages)) => passages.push(passage),
                None => codes.push((passage.code, vec![passage])),
            }
        }
        let pointer = response.ctx.input(|input| input.pointer.latest_pos());
        let Some(pointer) = pointer.filter(|_| !codes.is_empty() && !self.selection.is_dragging()) else { return };
        // Beside the stripes, on whichever side there is room; not over the names beside them.
        let stripes = frame.left + frame.columns.lanes_x;
        let end = stripes + frame.columns.lanes as f32 * frame.columns.lane;
        let place = Rect::from_x_y_ranges(stripes..=end, pointer.y - 8.0..=pointer.y + 8.0);
        let mut tooltip = Tooltip::for_enabled(response);
        tooltip.popup = tooltip.popup.anchor(place).align(RectAlign::RIGHT_START).gap(6.0);
        tooltip.show(|ui| {
            tooltip_contents(ui, |ui| {
                for (code, passages) in codes.iter().take(MOST) {
                    describe(ui, *code, passages, looks, style);
                }
                if codes.len() > MOST {
                    ui.label(tr!("and {n} more", n = codes.len() - MOST));
                }
            });
        });
    }

    /// Explains why the edge under the pointer cannot be moved.
    pub(super) fn tell_protected(&self, response: &Response, given: Given<'_>) {
        let Given { source, looks, .. } = given;
        let Some(passage) = self.chosen.and_then(|id| source.passage(id)) else { return };
        Tooltip::for_enabled(response).at_pointer().gap(12.0).show(|ui| {
            tooltip_contents(ui, |ui| {
                ui.label(tr!(
                    "Coded by {coder}. Switch to this coder, or copy the passage to your own.",
                    coder = coder(passage, looks)
                ));
            });
        });
    }

    /// Where the context menu opens by key: at the entry of the margin that has the focus, or at the caret.
    fn place_of_focus(&self, response: &Response, source: &SourceView) -> Option<Rect> {
        if let Some(at) = self.margin_focus.current() {
            return self.margin.place_of(at);
        }
        let caret = self.position_of(&response.ctx, source, self.caret()?).filter(|_| response.has_focus());
        caret.map(|at| Rect::from_center_size(at, vec2(1.0, 24.0)))
    }

    /// The context menu. Its contents are fixed when it opens, because the pointer then moves away to the menu.
    pub(super) fn menu(
        &mut self,
        response: &Response,
        given: Given<'_>,
        under_pointer: &[CodingId],
    ) -> Vec<TranscriptEvent> {
        let Given { source, looks, .. } = given;
        let focused = self.place_of_focus(response, source);
        if response.secondary_clicked() {
            self.menu = under_pointer.to_vec();
        } else if focused.is_some() && context_menu::is_asked(&response.ctx) {
            self.menu = self.acted_on(source);
        }
        let mut out = Vec::new();
        let mut passages: Vec<_> = self.menu.iter().filter_map(|&id| source.passage(id)).collect();
        // One's own come first.
        passages.sort_by_key(|passage| Some(passage.user) != self.me);
        let selected = self.selection();
        // Beside all passages, with nothing selected, a menu would have nothing to offer.
        if passages.is_empty() && selected.is_none() {
            return out;
        }
        let mut choose = None;
        context_menu::show_at(response, focused, PopupCloseBehavior::CloseOnClick, |ui| {
            let writable = self.writable;
            let mut offered = |ui: &mut Ui, p: &PassageView| {
                if Some(p.user) == self.me {
                    choose = choose.or(of_passage(ui, p, writable, &mut out));
                } else {
                    of_other(ui, p, looks, writable, &mut out);
                }
            };
            let mut list = |ui: &mut Ui| {
                for p in &passages {
                    if let [_] = passages.as_slice() {
                        ui.weak(name(p, looks));
                        offered(ui, p);
                    } else {
                        menu_keys::submenu(ui, &name(p, looks), |ui| offered(ui, p));
                    }
                }
            };
            if passages.len() > MANY {
                let height = ui.ctx().content_rect().height() * 0.5;
                ScrollArea::vertical().grow_to(height).show(ui, list);
            } else {
                list(ui);
            }
            for p in passages.iter().filter(|p| writable && Some(p.user) == self.me) {
                let label = tr!("Delete passage coded {passage}", passage = name(p, looks));
                entry(ui, &label, true, &mut out, TranscriptEvent::Remove { codings: vec![p.coding] });
            }
            if !passages.is_empty() {
                ui.separator();
            }
            if named(ui.add_enabled(selected.is_some(), Button::new(tr!("Copy"))), tr!("Copy")).clicked() {
                ui.copy_text(selected.map_or(String::new(), |range| source.slice(range).to_owned()));
                ui.close();
            }
        });
        if let Some(coding) = choose {
            self.choose(source, coding);
        }
        out
    }
}

/// The actions on one passage, except removing it. Returns the passage if its edges are to be moved.
fn of_passage(ui: &mut Ui, passage: &PassageView, writable: bool, out: &mut Vec<TranscriptEvent>) -> Option<CodingId> {
    let coding = passage.coding;
    entry(ui, tr!("Recode…"), writable, out, TranscriptEvent::Recode { codings: vec![coding] });
    entry(ui, tr!("Memo…"), writable, out, TranscriptEvent::Memo { coding });
    let mut important = passage.important;
    if named(ui.add_enabled(writable, CheckBox::new(&mut important, tr!("Important"))), tr!("Important")).clicked() {
        out.push(TranscriptEvent::Important { coding });
        ui.close();
    }
    menu_keys::submenu(ui, tr!("Whose experience"), |ui| accounts(ui, passage, writable, out));
    entry(ui, tr!("Step through this code"), true, out, TranscriptEvent::Walk(passage.code));
    let edges = named(ui.add_enabled(writable, Button::new(tr!("Resize"))), tr!("Resize")).clicked();
    if edges {
        ui.close();
    }
    edges.then_some(coding)
}

/// Whose experience a passage may be about.
fn accounts(ui: &mut Ui, passage: &PassageView, writable: bool, out: &mut Vec<TranscriptEvent>) {
    let coding = passage.coding;
    for account in [Some(Account::Own), Some(Account::Others), None] {
        let label = account.as_ref().map_or_else(|| tr!("Not stated").to_owned(), |one| capitalised(&one.label()));
        let choice = RadioButton::new(passage.account == account, label.as_str());
        if named(ui.add_enabled(writable, choice), &label).clicked() {
            out.push(TranscriptEvent::Account { coding, account });
            ui.close();
        }
    }
    let about = passage.account.as_ref().filter(|account| account.name().is_some());
    let label = about.map_or_else(|| tr!("About…").to_owned(), |about| format!("{}…", capitalised(&about.label())));
    let choice = RadioButton::new(about.is_some(), label.as_str());
    if named(ui.add_enabled(writable, choice), &label).clicked() {
        out.push(TranscriptEvent::AskAccount { coding });
        ui.close();
    }
}

/// The actions on a passage of another coder.
fn of_other(ui: &mut Ui, passage: &PassageView, looks: &Looks, writable: bool, out: &mut Vec<TranscriptEvent>) {
    let (coding, coder) = (passage.coding, coder(passage, looks));
    entry(ui, tr!("Memo…"), writable, out, TranscriptEvent::Memo { coding });
    entry(ui, tr!("Step through this code"), true, out, TranscriptEvent::Walk(passage.code));
    if looks.consensus != Some(passage.user) {
        let switch = tr!("Switch to {coder}", coder);
        entry(ui, &switch, true, out, TranscriptEvent::SwitchCoder(passage.user));
    }
    entry(ui, tr!("Copy to my passages"), writable, out, TranscriptEvent::Copy { coding });
    ui.separator();
    let anyway = tr!("Change {coder}'s passage anyway…", coder);
    entry(ui, &anyway, writable, out, TranscriptEvent::ChangeAnyway { coding });
}

fn entry(ui: &mut Ui, label: &str, enabled: bool, out: &mut Vec<TranscriptEvent>, event: TranscriptEvent) {
    if named(ui.add_enabled(enabled, Button::new(label)), label).clicked() {
        out.push(event);
        ui.close();
    }
}

/// Code and coder: `“Low income” (Coder 1)`.
fn name(passage: &PassageView, looks: &Looks) -> String {
    let code = looks.codes.get(&passage.code).map_or("?", |look| look.name.as_str());
    tr!("“{code}” ({coder})", code, coder = coder(passage, looks))
}

fn coder<'a>(passage: &PassageView, looks: &'a Looks) -> &'a str {
    looks.coders.get(&passage.user).map_or("?", |look| look.name.as_str())
}

/// A code, and the passages under the pointer that it is given to.
fn describe(ui: &mut Ui, code: CodeId, passages: &[&PassageView], looks: &Looks, style: &TranscriptStyle) {
    let look = looks.codes.get(&code);
    ui.horizontal(|ui| {
        let [r, g, b] = look.map_or(super::paint::NO_COLOR, |l| l.color);
        let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(style.small().size * 0.7), egui::Sense::hover());
        ui.painter().rect_filled(mark, 1.5, style.line([r, g, b], 1.0));
        ui.add(Label::new(RichText::new(look.map_or("?", |l| l.name.as_str())).medium()).wrap());
    });
    if let Some(path) = look.map(|look| look.path.as_str()).filter(|path| look.is_some_and(|l| *path != l.name)) {
        ui.label(RichText::new(path).small().weak());
    }
    let is_marked = |p: &&PassageView| p.important || p.account.is_some() || !p.memos.is_empty();
    let (marked, plain): (Vec<_>, Vec<_>) = passages.iter().copied().partition(is_marked);
    if !plain.is_empty() {
        let mut coders: Vec<&str> = Vec::new();
        for name in plain.iter().map(|passage| coder(passage, looks)) {
            if !coders.contains(&name) {
                coders.push(name);
            }
        }
        ui.label(RichText::new(i18n::few_people(&coders, MOST_CODERS)).weak());
    }
    let shown = |text: &str| shortened(text, LONGEST_MEMO);
    for passage in marked.iter().take(MOST_MARKED) {
        let coder = coder(passage, looks);
        let mut note = if passage.important { tr!("{coder} · important", coder) } else { coder.to_owned() };
        if let Some(account) = &passage.account {
            note = tr!("{coder} · {account}", coder = note, account = account.label());
        }
        ui.label(RichText::new(note).weak());
        for memo in &passage.memos {
            match memo.user.filter(|user| *user != passage.user).and_then(|user| looks.coders.get(&user)) {
                Some(author) => ui.label(tr!("Memo by {coder}: {text}", coder = author.name, text = shown(&memo.text))),
                None => ui.label(shown(&memo.text)),
            };
        }
    }
    if marked.len() > MOST_MARKED {
        ui.label(RichText::new(tr!("and {n} more", n = marked.len() - MOST_MARKED)).weak());
    }
}
