//! The Code room: documents at the left, the transcript in the middle, codes at the right.

use super::bars::own_size;
use super::code_form::CodeForm;
use super::code_palette::{CodePalette, For};
use super::codebook::{CodebookEvent, CodebookPanel};
use super::confirm::Confirm;
use super::find_bar::FindBar;
use super::forms::{Form, Purpose};
use super::overlay::Overlay;
use super::text_editor::TextEditor;
use super::theme::{self, Palette};
use super::transcript::{TranscriptEvent, TranscriptView};
use crate::app::action::Action;
use crate::app::workspace::{Message, Workspace};
use crate::app::{SourceView, Step};
use crate::engine::Command;
use crate::engine::command::documents::counted;
use crate::model::{CharPos, CharRange, CodeId, CodingId, NoteTarget};
use egui::{Align, CentralPanel, Frame, Layout, Margin, Panel, RichText, Ui};

#[derive(Default)]
pub struct CodeRoom {
    pub codebook: CodebookPanel,
    pub transcript: TranscriptView,
    pub find: FindBar,
    /// The first hints are to be shown.
    pub hints: bool,
    /// The transcript is to get the keyboard back.
    refocus: bool,
    overlay: Option<Overlay>,
    /// A correction of the text under way.
    editor: Option<TextEditor>,
}

impl CodeRoom {
    /// What was asked for in the last frame and lies over the room.
    pub fn take_overlay(&mut self) -> Option<Overlay> {
        self.overlay.take()
    }

    /// True while a correction of a text is neither kept nor dropped.
    #[must_use]
    pub fn is_correcting(&self) -> bool {
        self.editor.as_ref().is_some_and(TextEditor::is_changed)
    }

    /// First position in sight in the open document, in code points.
    #[must_use]
    pub fn position(&self, workspace: &Workspace) -> u32 {
        workspace.document.as_ref().map_or(0, |document| self.transcript.first_in_sight(document).0)
    }

    /// Gives the keyboard back to the transcript.
    pub fn refocus(&mut self) {
        self.refocus = true;
    }

    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        // In a narrow window the lists give way to the text.
        let width = ui.available_width();
        let (documents, codes) = ((width * 0.18).clamp(80.0, 420.0), (width * 0.27).clamp(150.0, 560.0));
        Panel::left(own_size(workspace, "documents"))
            .default_size(230.0)
            .size_range(80.0..=documents)
            .frame(list)
            .show(ui, |ui| {
                ui.take_available_width();
                actions.extend(super::documents::show(ui, workspace, palette));
            });
        let mut events = Vec::new();
        Panel::right(own_size(workspace, "codes")).default_size(330.0).size_range(150.0..=codes).frame(list).show(
            ui,
            |ui| {
                ui.take_available_width();
                events = self.codebook.show(ui, workspace, palette);
            },
        );
        for event in events {
            match event {
                CodebookEvent::Code(code) => {
                    workspace.code_selection(&[code]);
                    self.refocus = true;
                }
                CodebookEvent::Leave => self.refocus = true,
                CodebookEvent::Do(action) => actions.push(action),
            }
        }
        let page = Frame::NONE.fill(palette.page);
        CentralPanel::default().frame(page).show(ui, |ui| self.document(ui, workspace, palette, &mut actions));
        actions
    }

    fn document(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let Some(document) = workspace.document.take() else {
            nothing_open(ui, workspace, palette, actions);
            return;
        };
        header(ui, workspace, &document, palette);
        if let Some(reread) = workspace.reread.take_if(|reread| reread.source == document.id) {
            self.editor = Some(TextEditor::reread(&document, workspace, reread));
        }
        if let Some(editor) = self.editor.as_mut().filter(|editor| editor.source == document.id) {
            if !editor.show(ui, workspace, &document, palette) {
                self.editor = None;
                self.refocus = true;
            }
            workspace.document = Some(document);
            return;
        }
        self.bars(ui, workspace, &document, palette, actions);
        let here = workspace.shown_document() == Some(document.id);
        if let Some(at) = workspace.back_to.take_if(|_| here) {
            self.transcript.restore(&document, at);
        }
        if let Some(range) = workspace.jump.take_if(|_| here) {
            self.transcript.jump_to(&document, range);
            self.refocus = true;
        }
        if std::mem::take(&mut self.refocus) {
            self.transcript.request_focus();
        }
        self.transcript.only = workspace.walk;
        self.transcript.writable = workspace.writable;
        if self.transcript.hits != self.find.hits() {
            self.transcript.hits = self.find.hits().to_vec();
        }
        let style = theme::transcript(palette);
        let events = self.transcript.show(ui, &document, &workspace.looks, &style);
        workspace.document = Some(document);
        for event in events {
            self.heed(event, workspace, actions);
        }
    }

    /// What stands between the header and the text: finding, the walk through a code, a filter, the first hints.
    fn bars(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        document: &SourceView,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        let wanted = self.find.show(ui, document, workspace.selection, palette);
        if let Some(range) = wanted.go {
            self.transcript.jump_to(document, range);
        }
        self.refocus |= wanted.closed;
        if let Some(words) = wanted.everywhere {
            actions.push(Action::FindEverywhere(words));
        }
        if let Some(code) = workspace.walk {
            self.walk_bar(ui, workspace, document, code, palette, actions);
        }
        if workspace.codes.is_some() {
            strip(ui, palette, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label("Only some codes are shown.");
                    if ui.button("Show all codes").clicked() {
                        actions.push(Action::ShowOnly(None));
                    }
                });
            });
        }
        // One bar at a time: what was asked for goes before what is told unasked.
        let asked = self.find.is_open() || workspace.walk.is_some() || workspace.codes.is_some();
        if self.hints && !asked && !document.text().is_empty() {
            strip(ui, palette, |ui| {
                let words = "Select words and press  /  to choose a code, or click one at the right.  1–9 and Q use the last ones again.  F1 lists all keys.";
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if ui.button("Got it").clicked() {
                            actions.push(Action::Hints(false));
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(egui::Label::new(words).wrap());
                        });
                    });
                });
            });
        }
    }

    fn walk_bar(
        &self,
        ui: &mut Ui,
        workspace: &Workspace,
        document: &SourceView,
        code: CodeId,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        let name = workspace.looks.codes.get(&code).map_or("", |look| look.name.as_str());
        let count = document.shown(Some(code)).count();
        let at = self.transcript.chosen().and_then(|id| document.shown(Some(code)).position(|p| p.coding == id));
        let words = match (at, count) {
            (_, 0) => format!("“{name}”: no passage in this document"),
            (Some(at), _) => format!("“{name}”: {} of {count}", at + 1),
            (None, 1) => format!("“{name}”: 1 passage in this document"),
            (None, _) => format!("“{name}”: {count} passages in this document"),
        };
        strip(ui, palette, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(words).strong());
                for action in [Action::PreviousPassage, Action::NextPassage] {
                    let button = ui.add_enabled(count > 0, egui::Button::new(action.label()));
                    if button.on_hover_text(super::keys::shown(&action)).clicked() {
                        actions.push(action);
                    }
                }
                for action in [Action::ListCode(code), Action::WalkCode(None)] {
                    if ui.button(action.label()).clicked() {
                        actions.push(action);
                    }
                }
            });
        });
    }

    fn heed(&mut self, event: TranscriptEvent, workspace: &mut Workspace, actions: &mut Vec<Action>) {
        let user = workspace.me;
        match event {
            TranscriptEvent::SelectionChanged(range) => {
                workspace.selection = range.unwrap_or(CharRange::new(0, 0));
            }
            TranscriptEvent::CaretMoved(_) => {}
            TranscriptEvent::Remove { codings } => workspace.remove(codings),
            TranscriptEvent::CodeDropped(code) => workspace.code_selection(&[code]),
            TranscriptEvent::Recode { codings } => {
                self.overlay = Some(Overlay::Codes(CodePalette::new(For::Passages(codings))));
            }
            TranscriptEvent::Memo { coding } => actions.push(Action::MemoOn(coding)),
            TranscriptEvent::Important { coding, important } => {
                workspace.execute(Command::MarkImportant { codings: vec![coding], important, user });
            }
            TranscriptEvent::EdgesMoved { coding, range } => {
                workspace.execute(Command::MoveEdges { coding, range, user });
            }
            TranscriptEvent::Walk(code) => workspace.walk = Some(code),
            TranscriptEvent::Escaped => workspace.walk = None,
        }
    }

    /// Does an action of this room.
    pub fn act(&mut self, action: Action, workspace: &mut Workspace) {
        match action {
            Action::Rename => match self.codebook.focused() {
                Some(code) => self.codebook.rename(workspace, code),
                None => note(workspace, "Choose a code in the codebook first: F2 renames it."),
            },
            Action::RenameCode(code) => self.codebook.rename(workspace, code),
            Action::EditCode(code) => {
                let form =
                    workspace.study.as_deref().and_then(|s| Some(CodeForm::new(&s.codebook, s.codebook.get(code)?)));
                self.overlay = form.map(Overlay::Code);
            }
            Action::AddCodeBelow(code) => self.overlay = Some(Overlay::Form(Form::new(Purpose::CodeBelow(code)))),
            Action::MergeCode(code) => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Merge(code)))),
            Action::MoveCode(code) => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Move(code)))),
            Action::RemoveCode(code) => {
                self.overlay = Some(Overlay::Confirm(Confirm::remove_code(workspace, code)));
            }
            Action::WalkCode(code) => {
                workspace.walk = code;
                self.refocus = true;
            }
            Action::ShowOnly(code) => workspace.show_only(code),
            Action::ListCode(code) => workspace.show_passages_of(code),
            Action::MemoOn(coding) => workspace.edit_memo(NoteTarget::Coding(coding)),
            Action::MemoOnCode(code) => workspace.edit_memo(NoteTarget::Code(code)),
            Action::FindEverywhere(words) => workspace.find_everywhere(words),
            Action::InVivo => workspace.code_in_vivo(),
            Action::Find => {
                let words = workspace.document.as_ref().map(|d| d.slice(workspace.selection).to_owned());
                self.find.open(words.as_deref());
            }
            Action::ChooseCode if workspace.selection.is_empty() => workspace.code_selection(&[]),
            Action::ChooseCode => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Selection))),
            action => {
                if let Some(document) = workspace.document.take() {
                    self.act_in(action, workspace, &document);
                    workspace.document = Some(document);
                }
            }
        }
    }

    /// Does an action that needs the open document.
    fn act_in(&mut self, action: Action, workspace: &mut Workspace, document: &SourceView) {
        let here = self.transcript.here(document);
        let user = workspace.me;
        match action {
            Action::Remove => match self.codebook.focused() {
                Some(code) => self.overlay = Some(Overlay::Confirm(Confirm::remove_code(workspace, code))),
                None => self.remove_here(workspace, document, here),
            },
            Action::Recode if here.is_empty() => note(workspace, NOTHING_HERE),
            Action::Recode => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Passages(here)))),
            Action::Memo => match (self.codebook.focused(), here.as_slice()) {
                (Some(code), _) => workspace.edit_memo(NoteTarget::Code(code)),
                (None, []) => note(workspace, NOTHING_HERE),
                (None, &[coding]) => workspace.edit_memo(NoteTarget::Coding(coding)),
                (None, _) => note(workspace, SEVERAL_HERE),
            },
            Action::Important if here.is_empty() => note(workspace, NOTHING_HERE),
            Action::Important => {
                let all = here.iter().filter_map(|&id| document.passage(id)).all(|p| p.important);
                workspace.execute(Command::MarkImportant { codings: here, important: !all, user });
            }
            Action::CorrectText if self.is_correcting() => {
                note(workspace, "Keep or drop the correction that is under way first.");
            }
            Action::CorrectText => {
                let at = self.transcript.caret().unwrap_or(self.transcript.first_in_sight(document));
                self.editor = Some(TextEditor::new(document, at));
            }
            Action::FitEdges => self.fit_edges(workspace, document, &here),
            Action::NextPassage | Action::PreviousPassage => {
                self.walk(workspace, document, action == Action::NextPassage)
            }
            Action::NextUncoded | Action::PreviousUncoded => {
                self.uncoded(workspace, document, action == Action::NextUncoded)
            }
            Action::Walk => {
                let found = here.first().and_then(|&id| document.passage(id)).map(|p| p.code);
                match (workspace.walk, found.or(self.codebook.focused())) {
                    (Some(_), _) => workspace.walk = None,
                    (None, Some(code)) => workspace.walk = Some(code),
                    (None, None) => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Walk))),
                }
            }
            Action::FindNext | Action::FindPrevious => {
                let steps = if action == Action::FindNext { 1 } else { -1 };
                match self.find.step(steps) {
                    Some(range) => self.transcript.jump_to(document, range),
                    None => self.find.open(None),
                }
            }
            _ => {}
        }
    }

    fn remove_here(&mut self, workspace: &mut Workspace, document: &SourceView, here: Vec<CodingId>) {
        match here.as_slice() {
            [] => note(workspace, NOTHING_HERE),
            [_] => workspace.remove(here),
            several => {
                let choice = |&id: &CodingId| {
                    let passage = document.passage(id)?;
                    let code = workspace.looks.codes.get(&passage.code).map_or("", |look| look.path.as_str());
                    let coder = workspace.looks.coders.get(&passage.user).map_or("", |look| look.name.as_str());
                    // What a coder removes is mostly their own.
                    Some((id, format!("{code} ({coder})"), Some(passage.user) == workspace.me))
                };
                let choices = several.iter().filter_map(choice).collect();
                self.overlay = Some(Overlay::Confirm(Confirm::Which(choices)));
            }
        }
    }

    fn fit_edges(&mut self, workspace: &mut Workspace, document: &SourceView, here: &[CodingId]) {
        let range = workspace.selection;
        let one = here.first().filter(|_| here.len() == 1).and_then(|&id| document.passage(id));
        let words = match one {
            None if here.is_empty() => NOTHING_HERE,
            None => SEVERAL_HERE,
            Some(_) if range.is_empty() => "Select the words that the passage shall have.",
            Some(passage) if passage.range == range => "The passage has just these words.",
            Some(passage) => {
                let (coding, user) = (passage.coding, workspace.me);
                workspace.execute(Command::MoveEdges { coding, range, user });
                return;
            }
        };
        note(workspace, words);
    }

    fn walk(&mut self, workspace: &mut Workspace, document: &SourceView, forwards: bool) {
        let only = workspace.walk;
        let caret = self.transcript.caret().unwrap_or(CharPos(0));
        let from = self.transcript.chosen().filter(|&id| document.passage(id).is_some());
        let from = from.map_or(Step::Position(caret), Step::Passage);
        let next = if forwards { document.next_passage(only, from) } else { document.previous_passage(only, from) };
        match next {
            Some(passage) => {
                self.transcript.jump_to(document, document.index().clamp(passage.range));
                self.transcript.choose(document, passage.coding);
                self.refocus = true;
            }
            None if forwards => note(workspace, "This was the last passage in this document."),
            None => note(workspace, "This was the first passage in this document."),
        }
    }

    fn uncoded(&mut self, workspace: &mut Workspace, document: &SourceView, forwards: bool) {
        // From the start of what is selected: the turn just come to is not come to again.
        let caret = self.transcript.caret().unwrap_or(CharPos(0));
        let at = self.transcript.selection().map_or(caret, |range| range.start);
        match document.uncoded_turn(at, forwards) {
            Some(turn) => {
                let turn = self.transcript.turn_words(document, turn.start);
                self.transcript.jump_to(document, turn);
                self.refocus = true;
            }
            None if forwards => note(workspace, "Every turn from here on has a code."),
            None => note(workspace, "Every turn up to here has a code."),
        }
    }
}

const SEVERAL_HERE: &str = "Several passages are here: click the stripe of the one you mean.";
const NOTHING_HERE: &str = "There is no passage here: put the caret into one, or click its stripe.";

fn note(workspace: &mut Workspace, words: &str) {
    workspace.messages.push(Message::Note(words.to_owned()));
}

/// A strip of one line above the text.
fn strip(ui: &mut Ui, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        contents(ui);
    });
}

/// Who speaks here: the document, and its participant's attributes.
fn header(ui: &mut Ui, workspace: &Workspace, document: &SourceView, palette: &Palette) {
    let Some(study) = workspace.study.as_deref() else { return };
    let case = study.source(document.id).and_then(|s| s.case);
    let about = case.and_then(|id| study.cases.iter().position(|c| c.id == id));
    let about = about.map(|i| super::documents::about(study, i, false)).unwrap_or_default();
    Frame::NONE.inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(RichText::new(&document.name).heading());
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let turns = document.turns().turns().len();
                let words = format!(
                    "{} · {}",
                    counted(turns as u64, "turn"),
                    counted(document.passages().len() as u64, "passage")
                );
                ui.label(RichText::new(words).color(palette.weak).small());
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(about).color(palette.weak)).truncate());
                });
            });
        });
    });
}

fn nothing_open(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        let empty = workspace.study.as_deref().is_some_and(|s| s.sources.is_empty());
        if !empty {
            ui.label(RichText::new("Opening…").color(palette.weak));
            return;
        }
        ui.label(RichText::new("This project has no documents yet").heading());
        ui.add_space(theme::SPACE);
        ui.label("Import interviews (Word, PDF, text, subtitles …), or drop files and folders on this window.");
        ui.add_space(theme::WIDE);
        if ui.button(Action::Import.label()).clicked() {
            actions.push(Action::Import);
        }
    });
}
