//! Corrects a transcript: edit the text, review the changes, then save or discard the correction.

use super::awaited;
use super::coded_spans::{CodedSpans, NEAR};
use super::gate;
use super::overlay;
use super::text_review::Review;
use super::theme::{self, Palette, Weighted};
use super::transcript::TranscriptView;
use crate::app::submission::Submission;
use crate::app::unsaved::Correction;
use crate::app::workspace::Workspace;
use crate::app::{Looks, SourceView};
use crate::engine::Command;
use crate::engine::reread::Reread;
use crate::engine::spoken::Replacement;
use crate::model::{CharPos, CharRange, SourceId};
use crate::text::{Edits, chunk_at, normalise};
use crate::tr;
use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::{
    Button, Color32, Event, FontId, Frame, Id, InputState, Key, Label, Margin, Modifiers, RichText, Role, ScrollArea,
    TextBuffer, TextEdit, Ui, WidgetInfo, vec2,
};
use std::sync::Arc;

/// Maximum number of characters that are edited at once, because a text field lays out all of its text on every
/// keystroke.
const MOST: u32 = 120_000;

/// Space around the text, in points.
const EDGE: Margin = Margin::symmetric(24, 12);

/// How long a review must have been shown before a key confirms it, in seconds.
const READING: f64 = 0.5;

/// True when Enter was pressed in this frame, and is not merely held.
fn is_enter_pressed(input: &InputState) -> bool {
    let pressed = |event: &Event| matches!(event, Event::Key { key: Key::Enter, pressed: true, repeat: false, .. });
    input.events.iter().any(pressed)
}

/// The state of the question whether to discard the correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dropping {
    No,
    /// Asked, but not yet shown.
    Asked,
    Shown,
}

pub struct TextEditor {
    pub source: SourceId,
    before: Arc<str>,
    /// The text before and after the part that is edited.
    around: (String, String),
    text: String,
    /// The passages in the edited part, once it has been shown.
    coded: Option<CodedSpans>,
    cursor: Option<usize>,
    /// Where the caret was put at first in the edited part, and where it is since it has been moved.
    start: Option<usize>,
    moved: Option<usize>,
    review: Option<Review>,
    /// The review is requested as soon as the texts are compared.
    is_comparing: bool,
    /// The review is wanted because the project is to be closed.
    wants_review: bool,
    /// Whether the user is being asked to discard the correction.
    dropping: Dropping,
    /// The text comes from rereading the document's file and cannot be edited here.
    reread: Option<Arc<Reread>>,
    submission: Submission,
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
            coded: None,
            cursor: Some(at.0.saturating_sub(from) as usize),
            start: None,
            moved: None,
            review: None,
            is_comparing: false,
            wants_review: false,
            dropping: Dropping::No,
            reread: None,
            submission: Submission::default(),
        }
    }

    /// Reviews the changes from rereading the document's file.
    #[must_use]
    pub fn reread(source: &SourceView, workspace: &mut Workspace, reread: Arc<Reread>) -> Self {
        let mut editor = Self {
            source: source.id,
            before: source.text().clone(),
            around: (String::new(), String::new()),
            text: reread.read.text.to_string(),
            coded: None,
            cursor: None,
            start: None,
            moved: None,
            review: None,
            is_comparing: false,
            wants_review: false,
            dropping: Dropping::No,
            reread: Some(reread),
            submission: Submission::default(),
        };
        editor.compare(workspace, source);
        editor
    }

    /// Restores a correction that was left unsaved.
    #[must_use]
    pub fn put_back(correction: &Correction) -> Self {
        let Correction { source, before, around, text } = correction.clone();
        // Put the caret where the texts start to differ.
        let was = before.get(around.0.len()..).unwrap_or_default();
        let same = was.chars().zip(text.chars()).take_while(|(was, is)| was == is).count();
        Self {
            source,
            before: before.into(),
            around,
            text,
            coded: None,
            cursor: Some(same),
            start: None,
            moved: None,
            review: None,
            is_comparing: false,
            wants_review: false,
            dropping: Dropping::No,
            reread: None,
            submission: Submission::default(),
        }
    }

    /// Leaves the caret of the transcript where it was in the editor, so that the reader stays at these words.
    pub fn leave(&self, transcript: &mut TranscriptView, source: &SourceView) {
        let Some(caret) = self.moved else { return };
        let at = CharPos((self.around.0.chars().count() + caret) as u32);
        // The corrected text may not have arrived yet.
        let corrected = self.corrected();
        let edits = Edits::near(&corrected, source.text(), NEAR);
        let edits = edits.unwrap_or_else(|| Edits::as_one(&corrected, source.text()));
        // Between changes that are far apart, the caret stays where it is.
        let place =
            if edits.touches(CharRange { start: at, end: CharPos(at.0 + 1) }) { at } else { edits.position(at) };
        transcript.put_caret(source, place);
    }

    /// The correction, if it is unsaved.
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
        normalise(format!("{}{}{}", self.around.0, self.text, self.around.1)).text
    }

    /// Leads to the review of what was typed.
    pub fn review(&mut self) {
        self.wants_review = self.review.is_none() && self.reread.is_none();
        self.dropping = Dropping::No;
    }

    #[must_use]
    pub fn is_changed(&self) -> bool {
        let (front, back) = (self.around.0.as_str(), self.around.1.as_str());
        let part = self.before.strip_prefix(front).and_then(|rest| rest.strip_suffix(back));
        part != Some(self.text.as_str())
    }

    /// Shows the editor. Returns false when it is done.
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, source: &SourceView, palette: &Palette) -> bool {
        if self.submission.is_done() {
            return false;
        }
        // Return to editing if the correction could not be saved.
        if self.reread.is_none() && self.submission.refusal().is_some() {
            self.review = None;
        }
        self.take_comparison(workspace, source);
        self.review_again(workspace, source);
        let mut open = true;
        Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_width(ui.available_width());
                let title = match self.reread {
                    Some(_) => tr!("Rereading the original file"),
                    None => tr!("Editing the transcript"),
                };
                ui.label(RichText::new(title).medium());
                open &= match (self.review.is_some(), self.dropping) {
                    (true, _) => !self.decide(ui, workspace),
                    (false, Dropping::No) if self.is_comparing => !self.wait(ui, workspace, palette),
                    (false, Dropping::No) => !self.correct(ui, workspace, source, palette),
                    (false, _) => !self.ask_to_drop(ui, source, palette),
                };
            });
            overlay::submitted(ui, &self.submission);
        });
        if open {
            match &self.review {
                Some(review) => review.show(ui, palette),
                // What is typed meanwhile would not be in the review.
                None if self.is_comparing => {}
                None => self.field(ui, source, &workspace.looks, palette),
            }
        }
        open
    }

    /// Updates the review after passages have changed. If the text has changed, nothing is saved until the user has
    /// reviewed the correction again.
    fn review_again(&mut self, workspace: &mut Workspace, source: &SourceView) {
        let Some(review) = self.review.as_mut().filter(|_| !self.submission.is_under_way()) else { return };
        if review.is_of(source) {
            return;
        }
        if self.reread.is_none() && **review.document() != **source.text() {
            self.review = None;
            let message = tr!("The text of this document has changed in the meantime. Review your changes again.");
            return self.submission.refuse(message);
        }
        self.compare(workspace, source);
    }

    /// The buttons while the text is edited. Returns whether to close the editor.
    fn correct(&mut self, ui: &mut Ui, workspace: &mut Workspace, source: &SourceView, palette: &Palette) -> bool {
        let ready = self.is_changed() && workspace.is_writable();
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let wanted = std::mem::take(&mut self.wants_review);
        if (ui.add_enabled(ready, Button::new(tr!("Review changes"))).clicked() || enter || wanted) && ready {
            self.submission.reset();
            self.compare(workspace, source);
        }
        let leave = ui.button(if ready { tr!("Discard changes") } else { tr!("Close") }).clicked();
        if leave && ready {
            self.dropping = Dropping::Asked;
        }
        let hint = tr!("Shaded text is coded. Ctrl+Enter: review");
        ui.add(Label::new(RichText::new(hint).color(palette.weak).small()).truncate());
        let escape =
            !gate::is_covered(ui.ctx()) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if escape && ready {
            self.dropping = Dropping::Asked;
        }
        (leave || escape) && !ready
    }

    /// Asks before the input is discarded. Returns whether to discard it.
    fn ask_to_drop(&mut self, ui: &mut Ui, source: &SourceView, palette: &Palette) -> bool {
        // The buttons come first, so that a long question is cut and not they.
        let stay = ui.button(tr!("Back to editing"));
        if std::mem::replace(&mut self.dropping, Dropping::Shown) == Dropping::Asked {
            stay.request_focus();
        }
        let drop = ui.button(tr!("Discard")).clicked();
        let question = tr!("Discard your changes to {name}? What you typed will be lost.", name = source.name);
        ui.add(Label::new(RichText::new(question).color(palette.trouble).medium()).truncate());
        if stay.clicked() || ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.dropping = Dropping::No;
        }
        drop
    }

    /// Compares the corrected or reread text with the document.
    fn compare(&mut self, workspace: &mut Workspace, source: &SourceView) {
        let replacement = Replacement {
            before: source.text().clone(),
            before_origin: source.origin().clone(),
            after: self.corrected().into(),
            after_origin: self.reread.as_deref().map(|reread| reread.read.origin.clone()),
        };
        workspace.rooms.text_changes.ask(replacement, &mut workspace.link);
        self.is_comparing = true;
        if workspace.rooms.text_changes.found().is_some() {
            self.take_comparison(workspace, source);
        }
    }

    /// Shows the review once the texts are compared. If the document has another text meanwhile, compares again.
    fn take_comparison(&mut self, workspace: &mut Workspace, source: &SourceView) {
        let Some(found) = workspace.rooms.text_changes.found().filter(|_| self.is_comparing) else { return };
        if *found.before != **source.text() {
            return self.compare(workspace, source);
        }
        let mut review = Review::new(workspace, source, found, &self.before);
        review.loses_correction = self.reread.as_ref().is_some_and(|reread| reread.is_corrected);
        self.review = Some(review);
        self.is_comparing = false;
    }

    /// Waits for the comparison. Returns whether to close the editor.
    fn wait(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> bool {
        let Workspace { rooms, link, .. } = workspace;
        if awaited::show(ui, &rooms.text_changes.pending, tr!("Comparing…"), palette) {
            rooms.text_changes.try_again(link);
        }
        let leave = ui.button(tr!("Cancel")).clicked();
        self.is_comparing &= !leave;
        leave && self.reread.is_some()
    }

    /// Saves the correction or returns to editing. The editor stays open until the correction is saved. Returns whether
    /// to close it.
    fn decide(&mut self, ui: &mut Ui, workspace: &mut Workspace) -> bool {
        let Some(review) = &mut self.review else { return false };
        let now = ui.input(|input| input.time);
        let is_read = now - *review.shown_since.get_or_insert(now) >= READING;
        let review = &*review;
        let back = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let idle = !self.submission.is_under_way();
        // The key that led to the review, still held or pressed twice, does not confirm what nobody has read.
        let is_pressed = ui.input(is_enter_pressed);
        let enter = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let enter = enter && is_pressed && is_read && idle;
        if let Some(reread) = &self.reread {
            if ui.add_enabled(idle, Button::new(tr!("Replace the text"))).clicked() || enter {
                let documents = vec![reread.clone()];
                submit(workspace, &mut self.submission, Command::Reread { documents });
            }
            return ui.button(tr!("Keep current text")).clicked() || back;
        }
        if ui.add_enabled(idle, Button::new(tr!("Save changes"))).clicked() || enter {
            let (source, before, text) = (self.source, review.document().clone(), review.text.clone());
            submit(workspace, &mut self.submission, Command::EditText { source, before, text });
        } else if ui.add_enabled(idle, Button::new(tr!("Back to editing"))).clicked() || back && idle {
            self.review = None;
        }
        let hint = tr!("Ctrl+Enter: save · Esc: back to editing");
        ui.add(Label::new(RichText::new(hint).color(theme::palette(ui.ctx()).weak).small()).truncate());
        false
    }

    fn field(&mut self, ui: &mut Ui, source: &SourceView, looks: &Looks, palette: &Palette) {
        let id = Id::unique("text editor");
        let mut coded = self.coded.take().unwrap_or_else(|| {
            let start = self.around.0.chars().count() as u32;
            let whole = source.index().char_count();
            let end = whole.saturating_sub(self.around.1.chars().count() as u32);
            CodedSpans::of(source, CharRange::new(start.min(end), end))
        });
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            coded.follow(text.as_str());
            let job = shaded(&coded, text.as_str(), looks, palette, width);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        // A click below a short text puts the caret at its end.
        let height = ui.available_height() - EDGE.sum().y;
        ScrollArea::vertical().id_salt("text editor area").auto_shrink(false).show(ui, |ui| {
            Frame::NONE.inner_margin(EDGE).show(ui, |ui| {
                if !self.around.0.is_empty() || !self.around.1.is_empty() {
                    let message = tr!("This is a long document. The part around the cursor is shown here.");
                    ui.label(RichText::new(message).color(palette.weak).small());
                    ui.add_space(theme::SPACE);
                }
                let edit = TextEdit::multiline(&mut self.text).id(id).frame(Frame::NONE);
                let edit = edit.desired_width(720.0_f32.min(ui.available_width())).lock_focus(true);
                let edit = edit.min_size(vec2(0.0, height));
                let mut output = edit.font(FontId::proportional(theme::BODY + 2.0)).layouter(&mut layouter).show(ui);
                let response = output.response.response.clone();
                response
                    .widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, tr!("Text of the document")));
                if let Some(at) = self.cursor.take() {
                    self.start = Some(at);
                    response.request_focus();
                    let caret = CCursor::new(at);
                    output.state.cursor.set_char_range(Some(CCursorRange::one(caret)));
                    output.state.store(ui.ctx(), id);
                    let place = output.galley.pos_from_cursor(caret).translate(output.galley_pos.to_vec2());
                    ui.scroll_to_rect(place, Some(egui::Align::Center));
                } else if let Some(cursor) = output.cursor_range {
                    let caret = cursor.primary.index.0;
                    self.moved = Some(caret).filter(|_| self.moved.is_some() || self.start != Some(caret));
                }
            });
        });
        self.coded = Some(coded);
    }
}

/// The text with a shade behind what is coded, as in the transcript.
fn shaded(coded: &CodedSpans, text: &str, looks: &Looks, palette: &Palette, width: f32) -> LayoutJob {
    let font = FontId::proportional(theme::BODY + 2.0);
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let share: f32 = if palette.dark { 0.30 } else { 0.16 };
    for (piece, codes) in coded.pieces() {
        let color = codes.last().and_then(|code| looks.codes.get(code)).map(|look| palette.code(look.color));
        // Where passages overlap, the shade is darker.
        let strength = (1.0 - (1.0 - share).powi(codes.len() as i32)).min(0.5);
        let background = color.map_or(Color32::TRANSPARENT, |color| color.gamma_multiply(strength));
        let format = TextFormat { background, ..TextFormat::simple(font.clone(), palette.text) };
        job.append(text.get(piece.clone()).unwrap_or_default(), 0.0, format);
    }
    if job.is_empty() {
        job.append("", 0.0, TextFormat::simple(font, palette.text));
    }
    job
}

/// The history records who changes a text, so a coder without a name is asked for one first.
fn submit(workspace: &mut Workspace, submission: &mut Submission, command: Command) {
    workspace.submit(submission, |workspace| {
        workspace.as_coder(|workspace, _| {
            workspace.link.execute(command);
        });
    });
}
