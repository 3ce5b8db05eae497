//! Correcting a transcript: the text to type in, then what becomes of the passages, then it is kept or not.

use super::overlay;
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::unsaved::Correction;
use crate::app::workspace::Workspace;
use crate::app::{PassageView, SourceView};
use crate::engine::reread::Reread;
use crate::engine::{ByCoder, Command};
use crate::model::{CharPos, CharRange, SourceId};
use crate::text::{Edits, TextIndex, chunk_at, normalise};
use egui::text::{CCursor, CCursorRange};
use egui::{Button, FontId, Frame, Id, Key, Margin, Modifiers, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use std::sync::Arc;

/// Characters that are edited at once: a field lays out all of its text with every letter that is typed.
const MOST: u32 = 120_000;

pub struct TextEditor {
    pub source: SourceId,
    before: Arc<str>,
    /// What stands before and behind the part that is edited.
    around: (String, String),
    text: String,
    cursor: Option<usize>,
    review: Option<Review>,
    /// The text was read from the document's file again and is not typed here.
    reread: Option<Arc<Reread>>,
    submission: Submission,
}

/// What a correction does to the passages.
#[derive(Default)]
struct Review {
    text: String,
    changes: usize,
    kept: usize,
    /// Code and coder, words before, words after; `None` when nothing is left.
    changed: Vec<(String, String, Option<String>)>,
    /// Those of them that other coders have coded.
    others: ByCoder,
}

impl TextEditor {
    /// Opens the text around a position.
    #[must_use]
    pub fn new(source: &SourceView, at: CharPos) -> Self {
        let (text, index) = (source.text(), source.index());
        let chunks = source.chunks();
        // Whole pieces of the text, so that no line is cut.
        let border = |at: u32| chunks.get(chunk_at(chunks, CharPos(at))).map_or(0, |chunk| chunk.chars.start.0);
        let whole = index.char_count() <= MOST;
        let from = if whole { 0 } else { border(at.0.saturating_sub(MOST / 2)) };
        let to = if whole { index.char_count() } else { border((from + MOST).min(index.char_count())) };
        let part = |from: u32, to: u32| source.slice(CharRange::new(from, to)).to_owned();
        Self {
            source: source.id,
            before: text.clone(),
            around: (part(0, from), part(to.max(from), index.char_count())),
            text: part(from, to.max(from)),
            cursor: Some(at.0.saturating_sub(from) as usize),
            review: None,
            reread: None,
            submission: Submission::default(),
        }
    }

    /// Shows what reading the document's file again changes.
    #[must_use]
    pub fn reread(source: &SourceView, workspace: &Workspace, reread: Arc<Reread>) -> Self {
        let mut editor = Self {
            source: source.id,
            before: source.text().clone(),
            around: (String::new(), String::new()),
            text: reread.read.text.to_string(),
            cursor: None,
            review: None,
            reread: Some(reread),
            submission: Submission::default(),
        };
        editor.review = Some(editor.look(workspace, source));
        editor
    }

    /// Goes on with a correction that was left unsaved.
    #[must_use]
    pub fn put_back(correction: &Correction) -> Self {
        let Correction { source, before, around, text } = correction.clone();
        // The caret stands where the texts begin to differ.
        let was = before.get(around.0.len()..).unwrap_or_default();
        let same = was.chars().zip(text.chars()).take_while(|(was, is)| was == is).count();
        Self {
            source,
            before: before.into(),
            around,
            text,
            cursor: Some(same),
            review: None,
            reread: None,
            submission: Submission::default(),
        }
    }

    /// What was typed and is not kept yet.
    #[must_use]
    pub fn unsaved(&self) -> Option<Correction> {
        let typed = self.reread.is_none() && self.is_changed();
        typed.then(|| Correction {
            source: self.source,
            before: self.before.to_string(),
            around: self.around.clone(),
            text: self.text.clone(),
        })
    }

    fn corrected(&self) -> String {
        normalise(&format!("{}{}{}", self.around.0, self.text, self.around.1)).text
    }

    #[must_use]
    pub fn is_changed(&self) -> bool {
        let (front, back) = (self.around.0.len(), self.around.1.len());
        self.before.get(front..self.before.len() - back) != Some(self.text.as_str())
    }

    /// False when the editor is done.
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, source: &SourceView, palette: &Palette) -> bool {
        if self.submission.is_done() {
            return false;
        }
        // What could not be kept is there to be put right.
        if self.reread.is_none() && self.submission.refusal().is_some() {
            self.review = None;
        }
        let mut open = true;
        Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_width(ui.available_width());
                let title = match self.reread {
                    Some(_) => "Reading the file again",
                    None => "Correcting the text",
                };
                ui.label(RichText::new(title).strong());
                if self.review.is_none() {
                    let ready = self.is_changed() && workspace.is_writable();
                    let enter = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
                    if (ui.add_enabled(ready, Button::new("Look at what changes")).clicked() || enter) && ready {
                        self.submission.reset();
                        self.review = Some(self.look(workspace, source));
                    }
                    let words = if ready { "Drop the correction" } else { "Close" };
                    open &= !ui.button(words).clicked();
                    let hint = "Passages follow their words. Ctrl+Enter goes on.";
                    ui.label(RichText::new(hint).color(palette.weak).small());
                } else {
                    open &= !self.decide(ui, workspace);
                }
            });
            overlay::submitted(ui, &self.submission);
        });
        if open {
            match &self.review {
                Some(review) => review.show(ui, palette),
                None => self.field(ui, palette),
            }
        }
        open
    }

    /// Keeps the correction, or goes on with it. It stays open until it is kept. True when the editor is to be closed.
    fn decide(&mut self, ui: &mut Ui, workspace: &mut Workspace) -> bool {
        let Some(review) = &self.review else { return false };
        let idle = !self.submission.is_under_way();
        if let Some(reread) = &self.reread {
            if ui.add_enabled(idle, Button::new("Replace the text")).clicked() {
                let (documents, user) = (vec![reread.clone()], workspace.me());
                let command = Command::Reread { documents, user };
                workspace.give(&mut self.submission, command);
            }
            return ui.button("Keep the text as it is").clicked();
        }
        if ui.add_enabled(idle, Button::new("Keep the correction")).clicked() {
            let (source, before, user) = (self.source, self.before.clone(), workspace.me());
            let command = Command::EditText { source, before, text: review.text.clone(), user };
            workspace.give(&mut self.submission, command);
        } else if ui.add_enabled(idle, Button::new("Go on correcting")).clicked() {
            self.review = None;
        }
        false
    }

    fn field(&mut self, ui: &mut Ui, palette: &Palette) {
        let id = Id::unique("text editor");
        ScrollArea::vertical().id_salt("text editor area").auto_shrink(false).show(ui, |ui| {
            Frame::NONE.inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
                if !self.around.0.is_empty() || !self.around.1.is_empty() {
                    let words = "This is a long document: the part around the caret is here.";
                    ui.label(RichText::new(words).color(palette.weak).small());
                    ui.add_space(theme::SPACE);
                }
                let edit = TextEdit::multiline(&mut self.text).id(id).frame(Frame::NONE);
                let edit = edit.desired_width(720.0_f32.min(ui.available_width())).lock_focus(true);
                let mut output = edit.font(FontId::proportional(theme::READING)).show(ui);
                let response = output.response.response.clone();
                response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Text of the document"));
                if let Some(at) = self.cursor.take() {
                    response.request_focus();
                    let caret = CCursor::new(at);
                    output.state.cursor.set_char_range(Some(CCursorRange::one(caret)));
                    output.state.store(ui.ctx(), id);
                    let place = output.galley.pos_from_cursor(caret).translate(output.galley_pos.to_vec2());
                    ui.scroll_to_rect(place, Some(egui::Align::Center));
                }
            });
        });
    }

    fn look(&self, workspace: &Workspace, source: &SourceView) -> Review {
        let text = self.corrected();
        let edits = Edits::between(&self.before, &text);
        let index = TextIndex::new(&text);
        let mut review = Review { changes: edits.list().len(), ..Review::default() };
        let mut coders: Vec<(String, u64)> = Vec::new();
        for passage in source.passages() {
            let now = edits.map(passage.range);
            if now.is_some() && !edits.touches(passage.range) {
                review.kept += 1;
                continue;
            }
            let words = now.map(|range| index.slice(&text, range).to_owned());
            let coder = workspace.user_name(passage.user);
            match coders.iter_mut().find(|(known, _)| known == coder) {
                Some((_, count)) => *count += 1,
                None => coders.push((coder.to_owned(), 1)),
            }
            review.changed.push((name(workspace, passage), source.slice(passage.range).to_owned(), words));
        }
        // What is cut comes first: it is what must not be overlooked.
        review.changed.sort_by_key(|(_, _, words)| words.is_some());
        review.others = ByCoder(coders).except(workspace.link.my_name());
        review.text = text;
        review
    }
}

fn name(workspace: &Workspace, passage: &PassageView) -> String {
    let code = workspace.looks.codes.get(&passage.code).map_or("", |look| look.path.as_str());
    let coder = workspace.looks.coders.get(&passage.user).map_or("", |look| look.name.as_str());
    format!("{code} ({coder})")
}

impl Review {
    fn show(&self, ui: &mut Ui, palette: &Palette) {
        let cut = self.changed.iter().filter(|(_, _, words)| words.is_none()).count();
        let many = |count: usize, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
        ScrollArea::vertical().id_salt("review").auto_shrink(false).show(ui, |ui| {
            Frame::NONE.inner_margin(Margin::symmetric(24, 12)).show(ui, |ui| {
                ui.heading(format!("{} in the text", many(self.changes, "change")));
                ui.label(format!("{} with the words unchanged.", many(self.kept, "passage")));
                if cut > 0 {
                    let words = format!("{} cut: nothing of the words is left.", many(cut, "passage"));
                    ui.label(RichText::new(words).color(palette.trouble).strong());
                }
                if !self.others.is_empty() {
                    let words = format!("This changes {}.", self.others);
                    ui.label(RichText::new(words).color(palette.trouble).strong());
                }
                if self.changed.len() > cut {
                    ui.label(format!("{} with other words:", many(self.changed.len() - cut, "passage")));
                }
                ui.add_space(theme::SPACE);
                for (name, before, after) in &self.changed {
                    ui.label(RichText::new(name).strong());
                    ui.label(RichText::new(short(before)).color(palette.weak).strikethrough());
                    match after {
                        Some(after) => ui.label(short(after)),
                        None => ui.label(RichText::new("is cut, its memo too").color(palette.trouble)),
                    };
                    ui.add_space(theme::SPACE);
                }
                ui.label(RichText::new("Ctrl+Z undoes it.").color(palette.weak).small());
            });
        });
    }
}

/// The beginning and the end of long words.
fn short(words: &str) -> String {
    let words = words.replace('\n', " ");
    let count = words.chars().count();
    if count <= 240 {
        return words;
    }
    let front: String = words.chars().take(120).collect();
    let back: String = words.chars().skip(count - 100).collect();
    format!("{front} … {back}")
}
