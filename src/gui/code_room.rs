//! The Code room: documents on the left, the transcript in the middle, codes on the right.

mod correction;

use super::account_chooser::AccountChooser;
use super::bars::own_size;
use super::change_others::ChangeOthers;
use super::code_form::CodeForm;
use super::code_header;
use super::code_palette::{CodePalette, For};
use super::codebook::{CodebookEvent, CodebookPanel};
use super::confirm::Confirm;
use super::empty::Empty;
use super::find_bar::FindBar;
use super::forms::{Form, Purpose};
use super::gate;
use super::icons::{self, Picture};
use super::missing_glyphs::MissingGlyphs;
use super::overlay::Overlay;
use super::panes;
use super::passage_chooser::PassageChooser;
use super::text_editor::TextEditor;
use super::theme::{self, Palette, Weighted};
use super::transcript::{TranscriptEvent, TranscriptView};
use crate::app::action::{Action, CodeAct, CodingAct, DocumentAct, GoAct, ImportAct, ViewAct};
use crate::app::passage_act::{Meant, PassageAct};
use crate::app::settings::Settings;
use crate::app::source_view::TurnsOf;
use crate::app::workspace::{AtCursor, Workspace};
use crate::app::{SourceView, Step};
use crate::model::{CharPos, CharRange, CodeId, CodingId, NoteTarget};
use crate::text::shortened;
use crate::tr;

use egui::{Align, CentralPanel, Context, Frame, Layout, Margin, Painter, Panel, Pos2, RichText, Ui};

#[derive(Default)]
pub struct CodeRoom {
    pub codebook: CodebookPanel,
    pub transcript: TranscriptView,
    pub find: FindBar,
    /// Show the hints for the first steps.
    pub hints: bool,
    /// Whose turns “Next uncoded turn” stops at.
    pub turns_of: TurnsOf,
    /// Return the keyboard focus to the transcript.
    refocus: bool,
    overlay: Option<Overlay>,
    missing: MissingGlyphs,
    /// An open correction of the text.
    editor: Option<TextEditor>,
}

impl CodeRoom {
    /// The overlay that was requested in the last frame.
    pub fn take_overlay(&mut self) -> Option<Overlay> {
        self.overlay.take()
    }

    /// First visible position in the open document, in code points; 0 without one.
    #[must_use]
    pub fn position(&self, workspace: &Workspace) -> u32 {
        workspace.document.as_ref().map_or(0, |document| self.transcript.first_in_sight(document).0)
    }

    /// Whether all passages that a key would act on are important; `None` if there are none.
    #[must_use]
    pub fn is_important_here(&self, workspace: &Workspace) -> Option<bool> {
        let document = workspace.document.as_deref()?;
        let acted_on = self.transcript.acted_on(document);
        let mut passages = acted_on.iter().filter_map(|&coding| document.passage(coding)).peekable();
        passages.peek()?;
        Some(passages.all(|passage| passage.important))
    }

    /// Returns the keyboard focus to the transcript.
    pub fn refocus(&mut self) {
        self.refocus = true;
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        settings: &Settings,
        palette: &Palette,
    ) -> Vec<Action> {
        let mut actions = Vec::new();
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        // In a narrow window the text has priority over the lists.
        let width = ui.available_width();
        let (documents, codes) = ((width * 0.18).clamp(80.0, 420.0), (width * 0.3).clamp(150.0, 640.0));
        Panel::left(own_size(ui, workspace, "documents"))
            .default_size((width * 0.15).clamp(HEADED.min(documents), 320.0))
            .size_range(80.0..=documents)
            .frame(list)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "documents"));
                actions.extend(super::documents::show(ui, workspace, self.corrected(), palette));
            });
        let mut events = Vec::new();
        // In a wide window the names of codes need not be cut; the text is no wider than its column.
        let share = if width > WIDE_WINDOW { 0.3 } else { 0.225 };
        let usual = (width * share).clamp(150.0, 600.0);
        Panel::right(own_size(ui, workspace, "codes")).default_size(usual).size_range(150.0..=codes).frame(list).show(
            ui,
            |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "codebook"));
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
                CodebookEvent::Move { code, parent, before } => {
                    self.overlay = Confirm::move_code(workspace, code, parent, before).map(Overlay::Confirm);
                }
            }
        }
        let page = Frame::NONE.fill(palette.page);
        CentralPanel::default().frame(page).show(ui, |ui| {
            self.document(ui, workspace, settings, palette, &mut actions);
        });
        let acted_on = workspace.document.as_deref().map(|document| self.transcript.acted_on(document));
        let has_passage = acted_on.is_some_and(|acted_on| !acted_on.is_empty());
        workspace.seen.at_cursor = AtCursor { has_passage, code: self.codebook.focused() };
        actions
    }

    fn document(
        &mut self,
        ui: &mut Ui,
        workspace: &mut Workspace,
        settings: &Settings,
        palette: &Palette,
        actions: &mut Vec<Action>,
    ) {
        let transcript = workspace.document.as_ref().filter(|_| !self.is_writing(workspace));
        panes::mark_with(ui, tr!("pane" => "transcript"), transcript.and_then(|_| self.transcript.focus_id()));
        let Some(document) = workspace.document.clone() else {
            nothing_open(ui, workspace, palette, actions);
            return;
        };
        code_header::show(ui, workspace, &document, settings, palette, actions);
        let style = theme::transcript(palette, settings.reading, document.is_chinese());
        if let Some(message) = self.missing.check(ui.ctx(), &document, &style.font()) {
            workspace.note(message);
        }
        if !self.missing.is_empty() {
            strip(ui, palette, |ui| self.missing.show(ui, palette));
        }
        // A correction that is being typed has priority over a reread file.
        let free = !self.is_correcting();
        if let Some(reread) = workspace.rooms.rereading.plan.take_if(|reread| free && reread.source == document.id) {
            self.editor = Some(TextEditor::reread(&document, workspace, reread));
        }
        if let Some(editor) = self.editor.as_mut().filter(|editor| editor.source == document.id) {
            if !editor.show(ui, workspace, &document, palette) {
                editor.leave(&mut self.transcript, &document);
                (self.editor, self.refocus) = (None, true);
            }
            return;
        }
        self.bars(ui, workspace, &document, palette, actions);
        let is_shown = workspace.shown_document() == Some(document.id);
        if let Some(at) = workspace.target.position.take_if(|_| is_shown) {
            self.transcript.restore(&document, at);
        }
        if let Some(range) = workspace.target.passage.take_if(|_| is_shown) {
            self.transcript.jump_to(&document, range);
            self.refocus = true;
        }
        // A name that is being edited in the codebook and an open memo keep the focus.
        let in_memo = workspace.rooms.memos.draft.as_ref().is_some_and(|draft| draft.popup);
        if std::mem::take(&mut self.refocus) && !in_memo && !gate::is_claimed(ui.ctx()) {
            self.transcript.request_focus();
        }
        self.transcript.only = workspace.seen.walk;
        (self.transcript.writable, self.transcript.me) = (workspace.is_writable(), workspace.me());
        if self.transcript.hits != self.find.hits() {
            self.transcript.hits = self.find.hits().to_vec();
        }
        let events = self.transcript.show(ui, &document, &workspace.looks, &style);
        if let Some((margin, rect)) = self.transcript.margin_pane() {
            panes::mark_part(ui.ctx(), tr!("pane" => "margin"), rect, margin);
        }
        super::selection_bar::show(ui, workspace, &self.transcript, palette, actions);
        for event in events {
            self.heed(event, workspace, actions);
        }
    }

    /// The bars between header and text: finding, walking through a code, a filter, the first hints.
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
        if let Some(term) = wanted.everywhere {
            actions.push(Action::FindEverywhere(term));
        }
        self.walk_bar(ui, workspace, palette, actions);
        if workspace.seen.codes.is_some() {
            strip(ui, palette, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(tr!("Some codes are hidden."));
                    super::bars::button(ui, true, Action::ShowAllCodes, actions);
                });
            });
        }
        // Show one bar at a time: one that the user opened has priority over hints.
        let asked = self.find.is_open() || workspace.seen.walk.is_some() || workspace.seen.codes.is_some();
        if self.hints && !asked && !document.text().is_empty() {
            strip(ui, palette, |ui| {
                let hint =
                    tr!("Select text, then click + beside a code on the right or press  /  to search.  1–9 apply the \
                    codes on these keys, Q the last one.  F1 lists all shortcuts.");
                ui.horizontal(|ui| {
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        if ui.button(tr!("Got it")).clicked() {
                            actions.push(Action::View(ViewAct::Hints));
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            ui.add(egui::Label::new(hint).wrap());
                        });
                    });
                });
            });
        }
    }

    /// The code that is walked through, if any.
    fn walk_bar(&self, ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let (Some(code), Some(document)) = (workspace.seen.walk, &workspace.document) else { return };
        let name = shortened(workspace.code_name(code), LONGEST_NAME);
        let count = document.stops(Some(code)).count();
        let chosen = self.transcript.chosen().and_then(|id| document.passage(id));
        let at = chosen.and_then(|chosen| {
            document.stops(Some(code)).position(|p| (p.range, p.code) == (chosen.range, chosen.code))
        });
        let count_label = match (at, count) {
            (_, 0) => tr!("“{name}”: no passage in this document", name),
            (Some(at), _) => tr!("“{name}”: {place} of {count}", name, place = at + 1, count),
            (None, _) => {
                tr!("“{name}”: {n} passage in this document" | "“{name}”: {n} passages in this document" % count, name)
            }
        };
        strip(ui, palette, |ui| {
            let end = Action::EndWalk;
            let is_closed = super::bars::with_close(ui, &end.label(), |ui| {
                ui.label(RichText::new(count_label).medium());
                for act in [GoAct::PreviousPassage, GoAct::NextPassage] {
                    let (action, is_up) = (Action::Go(act), act == GoAct::PreviousPassage);
                    let (name, hint) = (action.label(), super::bars::action_tooltip(&action));
                    let paint = |painter: &Painter, center, color| icons::chevron(painter, center, is_up, color);
                    if super::bars::picture_button(ui, count > 0, &name, &hint, paint).clicked() {
                        actions.push(action);
                    }
                }
                super::bars::button(ui, true, Action::OnCode(CodeAct::List, code), actions);
            });
            if is_closed {
                actions.push(end);
            }
        });
    }

    fn heed(&mut self, event: TranscriptEvent, workspace: &mut Workspace, actions: &mut Vec<Action>) {
        match event {
            TranscriptEvent::SelectionChanged(range) => {
                workspace.selection = range.unwrap_or(CharRange::new(0, 0));
            }
            TranscriptEvent::Remove { codings } => workspace.remove_passages(codings, false),
            TranscriptEvent::CodeDropped(code) => workspace.code_selection(&[code]),
            TranscriptEvent::Recode { codings } => {
                self.overlay = Some(Overlay::Codes(CodePalette::new(For::Passages { codings, anyway: false })));
            }
            TranscriptEvent::Memo { coding } => workspace.edit_memo(NoteTarget::Coding(coding)),
            TranscriptEvent::Important { coding } => workspace.toggle_important(vec![coding], false),
            TranscriptEvent::Account { coding, account } => workspace.set_account(vec![coding], account, false),
            TranscriptEvent::AskAccount { coding } => self.perform(workspace, PassageAct::Account, vec![coding], false),
            TranscriptEvent::EdgesMoved { coding, range } => workspace.move_edges(coding, range, false),
            TranscriptEvent::SwitchCoder(user) => actions.push(Action::BeCoder(user)),
            TranscriptEvent::Copy { coding } => workspace.copy_passage(coding),
            TranscriptEvent::ChangeAnyway { coding } => actions.push(Action::ChangeAnyway(coding)),
            TranscriptEvent::Walk(code) => workspace.seen.walk = Some(code),
            TranscriptEvent::Escaped => workspace.seen.walk = None,
        }
    }

    /// Carries out an action of this room.
    pub fn act(&mut self, action: Action, workspace: &mut Workspace) {
        match action {
            Action::OnCode(act, code) => self.act_on_code(act, code, workspace),
            Action::EndWalk => {
                workspace.seen.walk = None;
                self.refocus = true;
            }
            Action::ShowAllCodes => workspace.show_only(None),
            Action::CopyPassage(coding) => workspace.copy_passage(coding),
            Action::ChangeAnyway(coding) => {
                self.overlay = Some(Overlay::Confirm(Confirm::Anyway { coding, act: None }));
            }
            Action::AskAnyway { act, codings } => {
                self.overlay = Some(Overlay::Others(ChangeOthers::new(act, codings)));
            }
            Action::OnPassages { act, codings, anyway } => {
                self.perform(workspace, act, codings, anyway);
                self.refocus = true;
            }
            Action::FindEverywhere(term) => workspace.find_everywhere(term),
            Action::Coding(act) => self.code(act, workspace),
            Action::Go(GoAct::Walk) if workspace.seen.walk.is_some() => workspace.seen.walk = None,
            Action::Go(GoAct::Walk) => self.on_passage(workspace, PassageAct::Walk),
            action => {
                let Some(document) = workspace.document.clone() else { return };
                match action {
                    Action::Document(act) => self.act_on_document(act, workspace, &document),
                    Action::Go(act) => self.go(act, workspace, &document),
                    _ => {}
                }
            }
        }
    }

    fn act_on_code(&mut self, act: CodeAct, code: CodeId, workspace: &mut Workspace) {
        match act {
            CodeAct::Apply => {
                workspace.code_selection(&[code]);
                self.refocus = true;
            }
            CodeAct::List => workspace.show_passages_of(code),
            CodeAct::Walk => {
                workspace.seen.walk = Some(code);
                self.refocus = true;
            }
            CodeAct::ShowOnly => workspace.show_only(Some(code)),
            CodeAct::Rename => self.codebook.rename(workspace, code),
            CodeAct::Edit => {
                let book = workspace.study.as_deref().map(|study| &study.codebook);
                let form = book.and_then(|book| Some(CodeForm::new(book, book.get(code)?)));
                self.overlay = form.map(Overlay::Code);
                workspace.rooms.code_uses.ask(code, None, &mut workspace.link);
            }
            CodeAct::Memo => workspace.edit_memo(NoteTarget::Code(code)),
            CodeAct::AddBelow => self.overlay = Some(Overlay::Form(Form::new(Purpose::CodeBelow(code)))),
            CodeAct::Move => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Move(code)))),
            CodeAct::Merge => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Merge(code)))),
            CodeAct::MakeSet => workspace.make_set_of_codes(code),
            CodeAct::ToTop => self.overlay = Confirm::move_code(workspace, code, None, None).map(Overlay::Confirm),
            CodeAct::Remove => self.overlay = Some(Overlay::Confirm(Confirm::remove_code(workspace, code))),
        }
    }

    fn code(&mut self, act: CodingAct, workspace: &mut Workspace) {
        match (act, self.codebook.focused()) {
            (CodingAct::ChooseCode, _) if workspace.selection.is_empty() => workspace.code_selection(&[]),
            (CodingAct::ChooseCode, _) => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Selection))),
            (CodingAct::InVivo, _) => workspace.code_in_vivo(),
            (CodingAct::Rename, None) => note(workspace, tr!("Select a code in the codebook first. F2 renames it.")),
            (CodingAct::Rename, Some(code)) => self.act_on_code(CodeAct::Rename, code, workspace),
            (CodingAct::Remove, Some(code)) => self.act_on_code(CodeAct::Remove, code, workspace),
            (CodingAct::Memo, Some(code)) => self.act_on_code(CodeAct::Memo, code, workspace),
            (CodingAct::Remove, None) => self.on_passage(workspace, PassageAct::Remove),
            (CodingAct::Memo, None) => self.on_passage(workspace, PassageAct::Memo),
            (CodingAct::Recode, _) => self.on_passage(workspace, PassageAct::Recode),
            (CodingAct::Important, _) => self.on_passage(workspace, PassageAct::Important),
            (CodingAct::Account, _) => self.on_passage(workspace, PassageAct::Account),
            (CodingAct::FitEdges, _) if workspace.selection.is_empty() => {
                note(workspace, tr!("Select the new extent of the passage, then press R."))
            }
            (CodingAct::FitEdges, _) => self.on_passage(workspace, PassageAct::FitEdges),
            // Handled by the shell.
            (CodingAct::NewCode | CodingAct::Repeat, _) => {}
        }
    }

    fn act_on_document(&mut self, act: DocumentAct, workspace: &mut Workspace, document: &SourceView) {
        match act {
            DocumentAct::Find => self.find.open(Some(document.slice(workspace.selection))),
            DocumentAct::FindNext | DocumentAct::FindPrevious => {
                match self.find.step(if act == DocumentAct::FindNext { 1 } else { -1 }) {
                    Some(range) => self.transcript.jump_to(document, range),
                    None => self.find.open(None),
                }
            }
            DocumentAct::CorrectText if self.is_correcting() => self.show_correction(workspace),
            DocumentAct::CorrectText => {
                let at = self.transcript.caret().unwrap_or(self.transcript.first_in_sight(document));
                self.editor = Some(TextEditor::new(document, at));
            }
            // Handled by the shell.
            DocumentAct::Speakers
            | DocumentAct::WhoSpeaks
            | DocumentAct::JoinParticipants
            | DocumentAct::Reread
            | DocumentAct::SaveOriginal
            | DocumentAct::Copy => {}
            DocumentAct::SelectAll => {
                self.transcript.select(CharRange::new(0, document.index().char_count()));
                self.refocus = true;
            }
        }
    }

    fn go(&mut self, act: GoAct, workspace: &mut Workspace, document: &SourceView) {
        match act {
            GoAct::NextPassage | GoAct::PreviousPassage => self.walk(workspace, document, act == GoAct::NextPassage),
            GoAct::NextUncoded | GoAct::PreviousUncoded => self.uncoded(workspace, document, act == GoAct::NextUncoded),
            // Handled by the shell.
            GoAct::Walk | GoAct::NextDocument | GoAct::PreviousDocument | GoAct::FilterCodes => {}
            GoAct::NextPane | GoAct::PreviousPane | GoAct::MenuBar => {}
        }
    }

    /// Shows the open correction: another one has to wait for it.
    pub fn show_correction(&self, workspace: &mut Workspace) {
        let Some(source) = self.corrected() else { return };
        let name = workspace.study.as_deref().and_then(|study| study.source(source)).map(|source| source.name.clone());
        let message = tr!("Save or discard your changes to {document} first.", document = name.unwrap_or_default());
        workspace.show_document(source, None);
        note(workspace, &message);
    }

    /// Acts on the chosen passage, or on the one at the caret. If several passages qualify, or only those of other
    /// coders, a list at the caret asks which.
    fn on_passage(&mut self, workspace: &mut Workspace, act: PassageAct) {
        let Some(document) = workspace.document.as_ref() else {
            return note(workspace, tr!("No document is open. Choose one on the left."));
        };
        let meant = act.meant(document, &self.transcript.acted_on(document), workspace.me());
        match meant {
            Meant::One(coding) => self.perform(workspace, act, vec![coding], false),
            Meant::Choose(list) => self.overlay = Some(Overlay::Passages(PassageChooser::which(act, list))),
            Meant::Others(list) => self.overlay = Some(Overlay::Passages(PassageChooser::of_others(act, list))),
            Meant::Nothing if act == PassageAct::Walk => match self.codebook.focused() {
                Some(code) => workspace.seen.walk = Some(code),
                None => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Walk))),
            },
            // Somebody who has pressed M goes on typing: these letters must not be commands.
            Meant::Nothing if act == PassageAct::Memo => {
                workspace.edit_memo(NoteTarget::Source(document.id));
                note(workspace, tr!("There is no coded passage here, so this memo is on the document."));
            }
            Meant::Nothing => note(workspace, tr!("No coded passage at the cursor. Click a passage first.")),
        }
    }

    /// Acts on exactly these passages. `anyway` allows changing those of other coders.
    fn perform(&mut self, workspace: &mut Workspace, act: PassageAct, codings: Vec<CodingId>, anyway: bool) {
        let first = codings.first().copied();
        match (act, first) {
            (PassageAct::Recode, _) => {
                self.overlay = Some(Overlay::Codes(CodePalette::new(For::Passages { codings, anyway })));
            }
            (PassageAct::Split, _) => {
                self.overlay = Some(Overlay::Codes(CodePalette::new(For::Split { codings, anyway })));
            }
            (PassageAct::Important, _) => workspace.toggle_important(codings, anyway),
            (PassageAct::Account, _) => {
                self.overlay = Some(Overlay::Account(AccountChooser::new(workspace, codings, anyway)));
            }
            (PassageAct::Remove, _) => workspace.remove_passages(codings, anyway),
            (PassageAct::Memo, Some(coding)) => workspace.edit_memo(NoteTarget::Coding(coding)),
            (PassageAct::FitEdges, Some(coding)) => workspace.fit_edges(coding, anyway),
            (PassageAct::Walk, Some(coding)) => {
                workspace.seen.walk = workspace.passage(coding).map(|passage| passage.code)
            }
            (PassageAct::Memo | PassageAct::FitEdges | PassageAct::Walk, None) => {}
        }
    }

    /// The position of the caret in the window, if it is visible.
    #[must_use]
    pub fn caret_in_window(&self, ctx: &Context, workspace: &Workspace) -> Option<Pos2> {
        let document = workspace.document.as_ref()?;
        self.transcript.position_of(ctx, document, self.transcript.caret()?)
    }

    fn walk(&mut self, workspace: &mut Workspace, document: &SourceView, forwards: bool) {
        let only = workspace.seen.walk;
        let caret = self.transcript.caret().unwrap_or(CharPos(0));
        let from = self.transcript.chosen().filter(|&id| document.passage(id).is_some());
        let from = from.map_or(Step::Position(caret), Step::Passage);
        let next = if forwards { document.next_passage(only, from) } else { document.previous_passage(only, from) };
        match next {
            Some(passage) => {
                self.transcript.jump_to(document, document.index().clamp(passage.range));
                let passage = document.version_of(passage, workspace.me());
                self.transcript.choose(document, passage.coding);
                self.refocus = true;
            }
            None if forwards => note(workspace, tr!("That was the last passage in this document.")),
            None => note(workspace, tr!("That was the first passage in this document.")),
        }
    }

    fn uncoded(&mut self, workspace: &mut Workspace, document: &SourceView, forwards: bool) {
        // Start at the beginning of the selection, so that the turn just reached is not found again.
        let caret = self.transcript.caret().unwrap_or(CharPos(0));
        let at = self.transcript.selection().map_or(caret, |range| range.start);
        match document.uncoded_turn(at, forwards, self.turns_of, workspace.me()) {
            Some(turn) => {
                let turn = self.transcript.turn_words(document, turn.start);
                self.transcript.jump_to(document, turn);
                self.refocus = true;
            }
            None if document.uncoded_turn(at, forwards, TurnsOf::Everybody, workspace.me()).is_some() => note(
                workspace,
                tr!("Only turns of the interviewer are left uncoded here. To stop at them, too, tick “Stop at \
                    interviewers’ turns” in the Coding menu."),
            ),
            None if forwards => note(workspace, tr!("No uncoded turns after this point.")),
            None => note(workspace, tr!("No uncoded turns before this point.")),
        }
    }
}

/// Characters of a code's name in the bar of a walk.
const LONGEST_NAME: usize = 48;

/// A window wider than this has room beside the text, in points.
const WIDE_WINDOW: f32 = 1500.0;
/// Width of the list of documents in which its title is not cut.
const HEADED: f32 = 144.0;

fn note(workspace: &mut Workspace, message: &str) {
    workspace.note(message);
}

/// A one-line strip above the text.
fn strip(ui: &mut Ui, palette: &Palette, contents: impl FnOnce(&mut Ui)) {
    Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        contents(ui);
    });
}

fn nothing_open(ui: &mut Ui, workspace: &Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let is_empty = workspace.study.as_deref().is_some_and(|study| study.sources.is_empty());
    if !is_empty {
        ui.centered_and_justified(|ui| ui.label(RichText::new(tr!("Opening…")).color(palette.weak)));
        return;
    }
    let import = Action::Import(ImportAct::Documents);
    let label = import.label();
    let empty = Empty {
        picture: Picture::Document,
        title: tr!("This project has no documents yet"),
        sentence: tr!("Import interviews (Word, PDF, text, subtitles …), or drop files and folders on this window."),
        buttons: if workspace.is_writable() { &[label.as_str()] } else { &[] },
    };
    if empty.show(ui, palette).is_some() {
        actions.push(import);
    }
}
