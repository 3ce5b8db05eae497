//! The right margin: a stripe for the extent of every passage, and beside the stripes one entry for each passage, or for
//! passages of one code that share words: its name, whose passages they are, and marks for a memo and for important ones. Entries never overlap and
//! never stand far from their row: what finds no room is in a list behind `+3`.

use super::arrangement::{APART, MORE, Place, arrange};
use super::layout::Laid;
use super::paint::{NO_COLOR, elided};
use super::{Frame, Given, TranscriptEvent, TranscriptStyle, TranscriptView};
use crate::app::{Looks, PassageView, SourceView};
use crate::gui::bars::GrowTo;
use crate::gui::{icons, theme};
use crate::model::hashing::HashMap;
use crate::model::{Account, AccountFilter, CharPos, CharRange, CodeId, CodingId, UserId};
use crate::tr;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Button, Color32, CornerRadius, FontId, Galley, Id, Painter, Popup, Rect, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Gap between the stripes and an entry, in points.
const GAP: f32 = 6.0;
/// Smallest height of an entry.
const ENTRY: f32 = 24.0;
/// Width of the swatch, and the room from the left edge of an entry to its name.
const SWATCH: f32 = 4.0;
const INDENT: f32 = 11.0;
/// Width of an entry in which there is room for coders and marks beside the name, and the room that they leave it at
/// least; otherwise they stand below it.
const ROOMY: f32 = 120.0;
const LEAST_NAME: f32 = 72.0;
/// Maximum number of lines of a code's name in an entry. If marks stand below it, a name has two lines, unless the passage
/// is so high that three cost no room.
const ROWS: usize = 3;
const ROWS_ABOVE_MARKS: usize = 2;
const HIGH: f32 = 72.0;
/// Maximum number of coders whose initials stand in one entry.
const MOST_CODERS: usize = 3;
/// Width of the button of an action, and its height beside marks that stand below the name.
const ACTION: f32 = 24.0;
const LOW_ACTION: f32 = 18.0;
/// Characters of a passage in the screen reader text of its stripe.
const SPOKEN: usize = 60;

/// The stripe of a passage, as it was painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Stripe {
    pub coding: CodingId,
    pub code: CodeId,
    pub user: UserId,
    pub range: CharRange,
    /// On the screen; may extend beyond the visible part.
    pub rect: Rect,
}

/// An entry beside the stripes: passages of one code, each of which shares words with another one.
#[derive(Clone, Debug)]
pub struct MarginEntry {
    pub code: CodeId,
    pub codings: Vec<CodingId>,
    pub rect: Rect,
    name: Arc<Galley>,
    marks: Option<Arc<Galley>>,
    /// The marks stand below the name.
    is_stacked: bool,
}

impl MarginEntry {
    /// Where its name is painted, and its coders and marks.
    #[must_use]
    pub fn texts(&self) -> (Rect, Option<Rect>) {
        let below = self.marks.as_ref().filter(|_| self.is_stacked).map_or(0.0, |marks| marks.size().y);
        let free = self.rect.height() - self.name.size().y - below;
        let name = Rect::from_min_size(self.rect.min + vec2(INDENT, (free / 2.0).round()), self.name.size());
        let marks = self.marks.as_ref().map(|marks| {
            let place = if self.is_stacked {
                self.rect.left_bottom() + vec2(INDENT, -marks.size().y - 3.0)
            } else {
                pos2(self.rect.right() - marks.size().x - 6.0, self.rect.top() + 4.0)
            };
            Rect::from_min_size(place, marks.size())
        });
        (name, marks)
    }
}

/// The texts of an entry.
struct EntryText {
    name: Arc<Galley>,
    marks: Option<Arc<Galley>>,
    is_stacked: bool,
}

impl EntryText {
    fn height(&self) -> f32 {
        let below = self.marks.as_ref().filter(|_| self.is_stacked).map_or(0.0, |marks| marks.size().y);
        (self.name.size().y + below + 8.0).max(ENTRY)
    }
}

/// Passages without an entry, in a list that a click opens.
#[derive(Clone, Debug, PartialEq)]
pub struct More {
    pub codings: Vec<CodingId>,
    pub rect: Rect,
}

/// The contents of the margin.
#[derive(Clone, Debug, Default)]
pub struct Margin {
    pub stripes: Vec<Stripe>,
    pub entries: Vec<MarginEntry>,
    pub more: Vec<More>,
}

impl TranscriptView {
    /// Places stripes and entries, and names the stripes for screen readers. Must run before the text handles the
    /// pointer.
    pub(super) fn place_margin(&mut self, ui: &Ui, id: Id, frame: &Frame, laid: &[Laid], given: Given<'_>) {
        let marks = marks(frame, laid, given);
        self.margin.stripes = marks.iter().filter_map(|mark| mark.stripe.clone()).collect();
        self.place_entries(ui.painter(), frame, &marks, given);
        if !self.is_read_aloud {
            return;
        }
        for stripe in &self.margin.stripes {
            let sight = stripe.rect.intersect(frame.clip);
            if sight.is_positive() {
                let mark = ui.interact(sight, id.with(("stripe", stripe.coding)), Sense::hover());
                let label = || given.source.passage(stripe.coding).map_or_else(String::new, |p| spoken(p, given));
                mark.widget_info(|| WidgetInfo::labeled(Role::Mark, true, label()));
            }
        }
    }

    fn place_entries(&mut self, painter: &Painter, frame: &Frame, marks: &[Mark], given: Given<'_>) {
        let named = named(marks, frame.clip.top() + APART);
        let beside = |y: f32, height: f32| {
            let near = self.margin.stripes.iter().map(|stripe| stripe.rect);
            let near = near.filter(|rect| rect.top() < y + height && y < rect.bottom());
            near.map(|rect| rect.right()).fold(frame.left + frame.columns.lanes_x, f32::max) + GAP
        };
        let right = frame.left + frame.columns.margin_end;
        // The text of an entry depends on its width, and that on the stripes beside the place where it begins. Texts are laid
        // out only for entries that may find room.
        let lay = |named: &Named<'_>, room| self.lay_entry(painter, named, room, given);
        let mut texts: Vec<Option<EntryText>> = named.iter().map(|_| None).collect();
        let tops: Vec<f32> = named.iter().map(|named| named.top).collect();
        let places = arrange(&tops, frame.clip.bottom(), ENTRY, |i| {
            let (Some(named), Some(text)) = (named.get(i), texts.get_mut(i)) else { return ENTRY };
            text.get_or_insert_with(|| lay(named, (right - beside(named.top, ENTRY), ROWS))).height()
        });
        let (mut entries, mut more): (Vec<MarginEntry>, Vec<More>) = (Vec::new(), Vec::new());
        for ((named, text), place) in named.iter().zip(texts).zip(places) {
            let codings = named.marks.iter().map(|mark| mark.coding);
            match place {
                Place::Entry(y) => {
                    let Some(text) = text else { continue };
                    let height = text.height();
                    let rect = Rect::from_min_max(pos2(beside(y, height), y), pos2(right, y + height));
                    // Farther down or beside more stripes there may be less room.
                    let text = match rect.width() < right - beside(named.top, ENTRY) {
                        true => lay(named, (rect.width(), text.name.rows.len())),
                        false => text,
                    };
                    let EntryText { name, marks, is_stacked } = text;
                    let (code, codings) = (named.code, codings.collect());
                    entries.push(MarginEntry { code, codings, rect, name, marks, is_stacked });
                }
                Place::More(at, y) => {
                    if more.len() <= at {
                        let rect = Rect::from_min_size(pos2(beside(y, MORE), y), vec2(48.0, MORE));
                        more.push(More { codings: Vec::new(), rect });
                    }
                    more.last_mut().into_iter().for_each(|list| list.codings.extend(codings.clone()));
                }
            }
        }
        (self.margin.entries, self.margin.more) = (entries, more);
    }

    /// The name, in at most so many lines, and coders and marks, in an entry of this width.
    fn lay_entry(
        &self,
        painter: &Painter,
        named: &Named<'_>,
        (width, rows): (f32, usize),
        given: Given<'_>,
    ) -> EntryText {
        let Given { looks, style, .. } = given;
        let strength = self.strength(named.code).max(0.6);
        let inner = width - INDENT - 8.0;
        // As many coders as there is room for.
        let mut marks = None;
        for most in (0..=MOST_CODERS).rev() {
            let Some(job) = self.marks_job(named, looks, style, (strength, most)) else { break };
            let galley = painter.layout_job(job);
            let fits = galley.size().x <= inner;
            marks = Some(galley);
            if fits {
                break;
            }
        }
        let is_stacked = marks.as_ref().is_some_and(|marks| width < ROOMY || inner - marks.size().x - 8.0 < LEAST_NAME);
        let taken = marks.as_ref().filter(|_| !is_stacked).map_or(0.0, |marks| marks.size().x + 8.0);
        let name = looks.codes.get(&named.code).map_or("?", |look| look.name.as_str());
        let room = (inner - taken).max(16.0);
        let mut job = LayoutJob::single_section(
            with_short_words(painter, name, style.small(), room),
            TextFormat::simple(style.small(), style.text.gamma_multiply(strength)),
        );
        let most = if is_stacked && named.bottom - named.top < HIGH { ROWS_ABOVE_MARKS } else { ROWS };
        let max_rows = rows.min(most).max(1);
        job.wrap = TextWrapping { max_width: room, max_rows, ..TextWrapping::default() };
        EntryText { name: painter.layout_job(job), marks, is_stacked }
    }

    /// Initials of the coders, at most so many, in the colour of the text if it is the current one, and signs for memo,
    /// importance and whose experience it is.
    fn marks_job(
        &self,
        named: &Named<'_>,
        looks: &Looks,
        style: &TranscriptStyle,
        (strength, most): (f32, usize),
    ) -> Option<LayoutJob> {
        let mut parts: Vec<(String, Color32)> = Vec::new();
        if shows_coders(looks) {
            let mut users: Vec<UserId> = Vec::new();
            for mark in &named.marks {
                if !users.contains(&mark.user) {
                    users.push(mark.user);
                }
            }
            for user in users.iter().take(most) {
                let initials = looks.coders.get(user).map_or("?", |look| look.initials.as_str());
                let color = if Some(*user) == self.me { style.text } else { style.weak };
                parts.push((initials.to_owned(), color));
            }
            match (most, users.len().saturating_sub(most)) {
                (_, 0) => {}
                (0, all) => parts.push((all.to_string(), style.weak)),
                (_, more) => parts.push((format!("+{more}"), style.weak)),
            }
        }
        if named.marks.iter().any(|mark| mark.has_memo) {
            parts.push(("¶".to_owned(), style.weak));
        }
        if named.marks.iter().any(|mark| mark.important) {
            parts.push(("★".to_owned(), style.weak));
        }
        for (sign, filter) in [("●", AccountFilter::Own), ("○", AccountFilter::Others)] {
            if named.marks.iter().any(|mark| mark.account == Some(filter)) {
                parts.push((sign.to_owned(), style.weak));
            }
        }
        let mut job = LayoutJob::default();
        for (i, (word, color)) in parts.iter().enumerate() {
            let format = TextFormat::simple(theme::medium(style.small().size), color.gamma_multiply(strength));
            job.append(word, if i == 0 { 0.0 } else { 4.0 }, format);
        }
        (!parts.is_empty()).then_some(job)
    }

    /// Paints stripes and entries, with the actions of the entry under the pointer.
    pub(super) fn paint_margin(&mut self, ui: &Ui, id: Id, frame: &Frame, given: Given<'_>) -> Vec<TranscriptEvent> {
        let Given { source, looks, style } = given;
        let painter = ui.painter();
        for stripe in &self.margin.stripes {
            let color = looks.codes.get(&stripe.code).map_or(NO_COLOR, |look| look.color);
            let pointed = self.pointed == Some(stripe.coding) || self.chosen == Some(stripe.coding);
            let bar = stripe.rect.shrink2(vec2(stripe.rect.width() * if pointed { 0.1 } else { 0.25 }, 1.0));
            painter.rect_filled(bar, 1.5, style.line(color, self.strength(stripe.code)));
        }
        let mut events = Vec::new();
        let drags = self.selection.is_dragging() || self.edge.is_some();
        let pointer = ui.input(|input| input.pointer.latest_pos()).filter(|_| !drags && ui.ui_contains_pointer());
        for entry in &self.margin.entries {
            let pointed = pointer.is_some_and(|point| entry.rect.contains(point));
            self.paint_entry(painter, entry, pointed, given);
            if pointed && self.writable {
                events.extend(self.actions(ui, id, entry, given));
            }
        }
        self.paint_margin_focus(ui, given);
        if let Some(coding) = self.more(ui, id, frame, given) {
            self.choose(source, coding);
        }
        events
    }

    fn paint_entry(&self, painter: &Painter, entry: &MarginEntry, pointed: bool, given: Given<'_>) {
        let Given { looks, style, .. } = given;
        let strength = self.strength(entry.code);
        let color = looks.codes.get(&entry.code).map_or(NO_COLOR, |look| look.color);
        let chosen = self.chosen.is_some_and(|chosen| entry.codings.contains(&chosen));
        let below = self.pointed.is_some_and(|coding| entry.codings.contains(&coding));
        if chosen {
            let stroke = Stroke::new(1.0, style.line(color, strength));
            painter.rect(entry.rect, 6.0, style.fill(color, 1.0), stroke, StrokeKind::Inside);
        } else if pointed || below {
            painter.rect_filled(entry.rect, 6.0, style.hover);
        }
        let bar = Rect::from_min_size(entry.rect.min + vec2(2.0, 5.0), vec2(SWATCH, entry.rect.height() - 10.0));
        painter.rect_filled(bar, 2.0, style.line(color, strength));
        let (of_name, of_marks) = entry.texts();
        let name = if pointed { self.name_beside_actions(painter, entry, given) } else { entry.name.clone() };
        painter.galley(of_name.min, name, style.text);
        if let Some((marks, place)) = entry.marks.as_ref().zip(of_marks) {
            painter.galley(place.min, marks.clone(), style.weak);
        }
    }

    /// The name of the entry under the pointer, shortened so that its actions cover nothing of it.
    fn name_beside_actions(&self, painter: &Painter, entry: &MarginEntry, given: Given<'_>) -> Arc<Galley> {
        let place = self.place_of_actions(entry, given).filter(|(_, area)| area.top() < entry.rect.top() + ENTRY / 2.0);
        let room = place.map_or(f32::INFINITY, |(_, area)| area.left() - entry.rect.left() - INDENT - 2.0);
        if entry.name.size().x <= room {
            return entry.name.clone();
        }
        let mut job = (*entry.name.job).clone();
        (job.wrap.max_width, job.wrap.max_rows) = (room.max(16.0), entry.name.rows.len().max(1));
        painter.layout_job(job)
    }

    /// The actions on an entry and their area: beside the marks, where a click only chooses; nothing can be removed by a
    /// slip. `None` without room for them.
    fn place_of_actions(&self, entry: &MarginEntry, given: Given<'_>) -> Option<(&'static [EntryAct], Rect)> {
        let coding = self.first_choice(given.source, &entry.codings).filter(|_| self.writable)?;
        let mine = given.source.passage(coding).is_some_and(|passage| Some(passage.user) == self.me);
        let acts = if mine { &[EntryAct::Recode, EntryAct::Memo][..] } else { &[EntryAct::Memo][..] };
        let width = acts.len() as f32 * ACTION;
        let marks = entry.marks.as_ref().map_or(0.0, |marks| marks.size().x + 10.0);
        if entry.rect.width() < width + marks + INDENT {
            return None;
        }
        let (right, top) = match entry.is_stacked {
            true => (entry.rect.right() - 1.0, entry.rect.bottom() - LOW_ACTION - 1.0),
            false => (entry.rect.right() - marks - 1.0, entry.rect.top() + 1.0),
        };
        let height = if entry.is_stacked { LOW_ACTION } else { ENTRY - 2.0 };
        Some((acts, Rect::from_min_size(pos2(right - width, top), vec2(width, height))))
    }

    /// Shows the buttons of the entry under the pointer: another code and a memo.
    fn actions(&self, ui: &Ui, id: Id, entry: &MarginEntry, given: Given<'_>) -> Option<TranscriptEvent> {
        let Given { source, style, .. } = given;
        let coding = self.first_choice(source, &entry.codings)?;
        let (acts, area) = self.place_of_actions(entry, given)?;
        ui.painter().rect_filled(area, CornerRadius::same(5), style.hover);
        let mut event = None;
        for (i, &act) in acts.iter().enumerate() {
            let label = act.label();
            let rect = Rect::from_min_size(area.min + vec2(i as f32 * ACTION, 0.0), vec2(ACTION, area.height()));
            let response = ui.interact(rect, id.with(("act", i)), Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
            let color = if response.hovered() { style.text } else { style.weak };
            match act {
                EntryAct::Recode => icons::swap(ui.painter(), rect.center(), color),
                EntryAct::Memo => icons::memo(ui.painter(), rect.center(), color),
            }
            if response.on_hover_text(label).clicked() {
                event = Some(match act {
                    EntryAct::Recode => TranscriptEvent::Recode { codings: vec![coding] },
                    EntryAct::Memo => TranscriptEvent::Memo { coding },
                });
            }
        }
        event
    }

    /// The passage that an action on several means: the chosen one, otherwise the current coder's.
    fn first_choice(&self, source: &SourceView, codings: &[CodingId]) -> Option<CodingId> {
        let mine = |id: &&CodingId| source.passage(**id).is_some_and(|passage| Some(passage.user) == self.me);
        let chosen = self.chosen.filter(|chosen| codings.contains(chosen));
        chosen.or(codings.iter().find(mine).or(codings.first()).copied())
    }

    /// The passage that a click on these chooses: the next one after the chosen one, otherwise the current coder's.
    pub(super) fn next_choice(&self, source: &SourceView, codings: &[CodingId]) -> Option<CodingId> {
        let chosen = codings.iter().position(|coding| Some(*coding) == self.chosen);
        match chosen {
            Some(at) => codings.get((at + 1) % codings.len()).copied(),
            None => self.first_choice(source, codings),
        }
    }

    /// `+3`: the number of passages without an entry; a click lists them. Returns the passage chosen in a list.
    fn more(&self, ui: &Ui, id: Id, frame: &Frame, given: Given<'_>) -> Option<CodingId> {
        let Given { source, looks, style } = given;
        let mut chosen = None;
        for (i, list) in self.margin.more.iter().enumerate() {
            let label = format!("+{}", list.codings.len());
            let mark = elided(ui.painter(), &label, style.small(), style.weak, 80.0);
            let response = ui.interact(list.rect, id.with(("more", i)), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            if response.hovered() || response.has_focus() {
                ui.painter().rect_filled(list.rect, 6.0, style.hover);
            }
            let place = list.rect.left_center() + vec2(INDENT, -mark.size().y / 2.0);
            ui.painter().galley(place, mark, style.weak);
            Popup::menu(&response).show(|ui| {
                ScrollArea::vertical().grow_to(frame.clip.height() * 0.6).show(ui, |ui| {
                    for &coding in &list.codings {
                        let Some(passage) = source.passage(coding) else { continue };
                        let name = looks.codes.get(&passage.code).map_or("?", |look| look.path.as_str());
                        let coder = looks.coders.get(&passage.user).map_or("?", |look| look.name.as_str());
                        if ui.add(Button::selectable(false, format!("{name} · {coder}"))).clicked() {
                            chosen = Some(coding);
                            ui.close();
                        }
                    }
                });
            });
            response.on_hover_text(tr!("More passages begin here. Click to list them."));
        }
        chosen
    }
}

/// A name in which no word is wider than `room`: such words end in `…` instead of being broken. Chinese may be broken
/// anywhere.
pub(in crate::gui) fn with_short_words(painter: &Painter, name: &str, font: FontId, room: f32) -> String {
    let is_wide = |word: &str| {
        // Most words are known to fit without laying them out.
        let may_be = word.chars().count() as f32 * font.size * 0.8 > room;
        may_be && painter.layout_no_wrap(word.trim_end().to_owned(), font.clone(), NO_TEXT).size().x > room
    };
    let shortened = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        while letters.len() > 1 && is_wide(&format!("{}…", letters.iter().collect::<String>())) {
            letters.pop();
        }
        format!("{}… ", letters.iter().collect::<String>())
    };
    let words = name.split_inclusive([' ', '-', '/']);
    let words = words.map(|word| {
        let breaks_anywhere = word.chars().any(|c| c >= '\u{2e80}');
        if breaks_anywhere || !is_wide(word) { word.to_owned() } else { shortened(word.trim_end()) }
    });
    words.collect::<String>().trim_end().to_owned()
}

/// Texts are measured in any colour.
const NO_TEXT: Color32 = Color32::TRANSPARENT;

#[derive(Clone, Copy)]
enum EntryAct {
    Recode,
    Memo,
}

impl EntryAct {
    fn label(self) -> &'static str {
        match self {
            Self::Recode => tr!("Recode…"),
            Self::Memo => tr!("Memo…"),
        }
    }
}

/// A visible passage.
struct Mark {
    coding: CodingId,
    code: CodeId,
    user: UserId,
    range: CharRange,
    has_memo: bool,
    important: bool,
    /// Whose experience it is about.
    account: Option<AccountFilter>,
    /// Top of its first row and bottom of its last one, on the screen.
    top: f32,
    bottom: f32,
    /// `None` if no column is free.
    stripe: Option<Stripe>,
}

/// Passages that share an entry.
struct Named<'a> {
    code: CodeId,
    /// The top of their first row, or of the visible area, and the bottom of their last row.
    top: f32,
    bottom: f32,
    /// The end of the words that they share.
    end: CharPos,
    marks: Vec<&'a Mark>,
}

/// The passages grouped by entry, from top to bottom. Those of one code that overlap share one, wherever the lines break:
/// coders in one entry marked some of the same words. `marks` are in order of start.
fn named(marks: &[Mark], highest: f32) -> Vec<Named<'_>> {
    let mut found: Vec<Named<'_>> = Vec::with_capacity(marks.len());
    // The entry of each code that ends last; a later passage can share words with no other.
    let mut last: HashMap<CodeId, usize> = HashMap::default();
    for mark in marks {
        let known = last.get(&mark.code).and_then(|&at| found.get_mut(at));
        if let Some(named) = known.filter(|named| mark.range.start < named.end) {
            (named.end, named.bottom) = (named.end.max(mark.range.end), named.bottom.max(mark.bottom));
            named.marks.push(mark);
            continue;
        }
        last.insert(mark.code, found.len());
        let (top, end) = (mark.top.max(highest), mark.range.end);
        found.push(Named { code: mark.code, top, bottom: mark.bottom, end, marks: vec![mark] });
    }
    found.sort_by(|a, b| a.top.total_cmp(&b.top));
    found
}

/// Coders are shown only if there are several.
fn shows_coders(looks: &Looks) -> bool {
    looks.coders.len() > 1
}

/// The screen reader text of a passage: code, coder, and the words.
pub(super) fn spoken(passage: &PassageView, given: Given<'_>) -> String {
    let Given { source, looks, .. } = given;
    let code = looks.codes.get(&passage.code).map_or("?", |look| look.name.as_str());
    let coder = looks.coders.get(&passage.user).map_or("?", |look| look.name.as_str());
    let quote = source.slice(source.index().clamp(passage.range));
    let short: String = quote.chars().take(SPOKEN).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let rest = if short.len() < quote.len() { "…" } else { "" };
    let text = format!("{short}{rest}");
    match &passage.account {
        Some(account) => tr!("{code}, {coder}, {account}: “{text}”", code, coder, account = account.label(), text),
        None => tr!("{code}, {coder}: “{text}”", code, coder, text),
    }
}

/// The visible passages, in order of start.
fn marks(frame: &Frame, laid: &[Laid], given: Given<'_>) -> Vec<Mark> {
    let (Some(first), Some(last)) = (laid.first(), laid.last()) else { return Vec::new() };
    let sight = CharRange { start: first.chars.start, end: CharPos(last.chars.end.0.max(first.chars.start.0 + 1)) };
    let mut marks = Vec::new();
    for (passage, column) in given.source.touching(sight) {
        let top =
            if passage.range.start < sight.start { first.top - 20.0 } else { edge(laid, passage.range.start, true) };
        let bottom =
            if passage.range.end > sight.end { last.bottom() + 20.0 } else { edge(laid, passage.range.end, false) };
        let (top, bottom) = (top + frame.text.y, bottom.max(top + 4.0) + frame.text.y);
        if bottom <= frame.clip.top() || top >= frame.clip.bottom() {
            continue;
        }
        let corner = pos2(frame.left + frame.columns.lanes_x + column as f32 * frame.columns.lane, top);
        let stripe = Stripe {
            coding: passage.coding,
            code: passage.code,
            user: passage.user,
            range: passage.range,
            rect: Rect::from_min_size(corner, Vec2::new(frame.columns.lane, bottom - top)),
        };
        marks.push(Mark {
            coding: passage.coding,
            code: passage.code,
            user: passage.user,
            range: passage.range,
            has_memo: !passage.memos.is_empty(),
            important: passage.important,
            account: passage.account.as_ref().map(Account::group),
            top,
            bottom,
            stripe: Some(stripe).filter(|_| column < frame.columns.lanes),
        });
    }
    marks
}

/// Top or bottom of the row at the edge of a passage. An edge within a hidden label belongs to the row after the label.
fn edge(laid: &[Laid], at: CharPos, top: bool) -> f32 {
    let index = laid.partition_point(|piece| if top { piece.chars.end <= at } else { piece.chars.end < at });
    let Some(piece) = laid.get(index).or(laid.last()) else { return 0.0 };
    let rect = piece.row_rect(piece.row_of(at.clamp(piece.chars.start, piece.chars.end), !top));
    if top { rect.top() } else { rect.bottom() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_wider_than_its_entry_is_elided_and_never_broken() {
        let ctx = egui::Context::default();
        crate::gui::fonts::install(&ctx);
        let font = FontId::new(12.0, egui::FontFamily::Proportional);
        ctx.run_ui(Default::default(), |ui| {
            let short = |name: &str, room: f32| with_short_words(ui.painter(), name, font.clone(), room);
            assert_eq!(short("High cost of family separation", 70.0), "High cost of family separation");
            assert_eq!(short("返乡之后的生活返乡之后的生活", 40.0), "返乡之后的生活返乡之后的生活");
            let long = short("Internationalisation of Low/absence", 60.0);
            assert!(long.starts_with("Inter") && long.contains("… of Low/absence"), "{long}");
            for word in long.split_inclusive([' ', '-', '/']) {
                let width = ui.painter().layout_no_wrap(word.trim_end().to_owned(), font.clone(), NO_TEXT).size().x;
                assert!(width <= 60.0, "{word}: {width}");
            }
        })
        .drop_without_applying_deltas();
    }
}
