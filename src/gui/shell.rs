//! The window as a whole: welcome screen or open project, menu, status line, dialogs, dropped files, keys.

use super::ask_room::AskRoomPanel;
use super::code_palette::{CodePalette, For};
use super::code_room::CodeRoom;
use super::compare_room::CompareRoomPanel;
use super::dialogs::{Dialogs, Picked, Question};
use super::documents_room::DocumentsRoomPanel;
use super::forms::{Form, Purpose};
use super::gate::{self, Reach};
use super::guide::GuideView;
use super::history_room::{self, HistoryRoomPanel};
use super::idle::{self, Idle};
use super::memos_room::MemosRoomPanel;
use super::menu_bar::MenuState;
use super::naming::NamingDialog;
use super::overlay::{self, Next, Overlay};
use super::passages_room::PassagesRoomPanel;
use super::tables::TablesRoomPanel;
use super::toast::Toast;
use super::{
    bars, confirm, context_menu, documents_room, export_dialog, fonts, keys, menu_bar, menu_keys, restore, theme,
    toolkit_texts, welcome,
};
use crate::app::action::Action;
use crate::app::advice::Advice;
use crate::app::advice::Message;
use crate::app::recent::RecentProjects;
use crate::app::room::Room;
use crate::app::settings::Settings;
use crate::app::source_view::TurnsOf;
use crate::app::unsaved::Shelf;
use crate::app::workspace::Workspace;
use crate::engine::places;
use crate::engine::session::Opening;
use crate::i18n::{self, Each, Language};
use egui::{Context, Frame, Id, Margin, Panel, Ui, vec2};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

mod dispatch;
mod guards;
mod paths;
mod unsaved;

pub struct Shell {
    pub workspace: Option<Workspace>,
    /// The previously open project while another one is being opened.
    before: Option<PathBuf>,
    pub settings: Settings,
    settings_file: Option<PathBuf>,
    /// The coder of the open project, from the settings.
    coder: Option<String>,
    /// Storage for unsaved input.
    shelf: Option<Shelf>,
    pace: unsaved::Pace,
    dialogs: Box<dyn Dialogs>,
    /// An open dialog, and what the path is for.
    asked: Option<(Question, Receiver<Picked>)>,
    recent: RecentProjects,
    toast: Toast,
    /// The guide, while it is open in place of the room.
    guide: Option<GuideView>,
    overlay: Option<Overlay>,
    /// The overlay that waits below the question for a name.
    below: Option<Overlay>,
    /// Why the last project could not be opened.
    trouble: Option<Each<Advice>>,
    /// What opens it all the same.
    remedy: Option<Action>,
    pub code: CodeRoom,
    tables: TablesRoomPanel,
    compare: CompareRoomPanel,
    passages: PassagesRoomPanel,
    ask: AskRoomPanel,
    documents: DocumentsRoomPanel,
    memos: MemosRoomPanel,
    history: HistoryRoomPanel,
    idle: Idle,
    /// The room of the last frame.
    last_room: Option<Room>,
    leaving: Option<guards::Leaving>,
    saving: Option<guards::Saving>,
    /// The widget that gets the focus again, and since which frame it waits.
    refocus: Option<(Id, u64)>,
    /// What had the focus before a path is typed.
    before_path: Option<Id>,
    /// Close the window once everything typed has been delivered.
    is_closing: bool,
    /// The language of the system, for users who have chosen none.
    pub system_language: Language,
    /// Copy tables as HTML and not only as text. Off in tests, which must not touch the system's clipboard.
    pub rich_copy: bool,
    ctx: Context,
}

impl Shell {
    /// `settings_file` is where settings are stored; with `None` they are not saved.
    #[must_use]
    pub fn new(ctx: &Context, dialogs: Box<dyn Dialogs>, settings_file: Option<PathBuf>) -> Self {
        let settings = settings_file.as_deref().map(Settings::read).unwrap_or_default();
        gate::install(ctx);
        toolkit_texts::install(ctx);
        fonts::install(ctx);
        theme::install(ctx, settings.theme);
        ctx.set_zoom_factor(settings.zoom);
        let shell = Self {
            workspace: None,
            before: None,
            settings,
            shelf: settings_file.as_deref().and_then(|file| Some(Shelf::new(file.parent()?.join("unsaved")))),
            pace: unsaved::Pace::default(),
            settings_file,
            coder: None,
            dialogs,
            asked: None,
            recent: RecentProjects::default(),
            toast: Toast::default(),
            guide: None,
            overlay: None,
            leaving: None,
            saving: None,
            refocus: None,
            before_path: None,
            below: None,
            trouble: None,
            remedy: None,
            code: CodeRoom::default(),
            tables: TablesRoomPanel::default(),
            compare: CompareRoomPanel::default(),
            passages: PassagesRoomPanel::default(),
            ask: AskRoomPanel::default(),
            documents: DocumentsRoomPanel::default(),
            memos: MemosRoomPanel::default(),
            history: HistoryRoomPanel::default(),
            idle: Idle::default(),
            last_room: None,
            is_closing: false,
            system_language: Language::English,
            rich_copy: false,
            ctx: ctx.clone(),
        };
        shell.apply_motion();
        shell
    }

    /// Applies the setting for animations.
    fn apply_motion(&self) {
        theme::set_motion(&self.ctx, !self.settings.still);
    }

    fn open_form(&mut self, purpose: Purpose) {
        self.overlay = Some(Overlay::Form(Form::new(purpose)));
    }

    /// Starts to open a project; an open project is closed first.
    pub fn open(&mut self, opening: Opening) {
        if self.holds(|| guards::Closing::ForAnother(opening.clone())) {
            return;
        }
        self.before = self.workspace.as_ref().filter(|w| w.opened).map(|w| w.path.clone());
        self.close();
        (self.trouble, self.remedy) = (None, None);
        self.begin(opening);
    }

    fn begin(&mut self, opening: Opening) {
        // A project that is opened at the start is opened before the first frame sets the language.
        i18n::set(self.language());
        let ctx = self.ctx.clone();
        let place = match &opening {
            // For a folder, the last position is stored under the path of its project file.
            Opening::Path(folder) if folder.is_dir() => {
                self.settings.place(&places::file_beside(folder)).cloned().unwrap_or_default()
            }
            Opening::Path(path) | Opening::Sample(_, path) | Opening::Restored { path, .. } => {
                self.settings.place(path).cloned().unwrap_or_default()
            }
            Opening::New { .. } | Opening::ReadAs { .. } => Default::default(),
        };
        let wake = Arc::new(move || ctx.request_repaint());
        self.coder.clone_from(&place.coder);
        self.workspace = Some(Workspace::open(opening, place, wake));
        self.code = CodeRoom::default();
        self.documents = DocumentsRoomPanel::default();
        self.pace = unsaved::Pace::default();
        self.code.refocus();
    }

    /// First visible position in the open document, in code points; 0 without one.
    #[must_use]
    pub fn place_in_text(&self) -> u32 {
        self.workspace.as_ref().map_or(0, |workspace| self.code.position(workspace))
    }

    /// Closes the project. All its changes are already saved.
    pub fn close(&mut self) {
        if let Some(workspace) = &mut self.workspace {
            workspace.keep_draft();
            // Only afterwards is it known what could not be saved.
            workspace.await_saved();
        }
        self.keep_unsaved();
        self.remember();
        self.workspace = None;
    }

    /// Stores the coder's name as soon as it is given, so that it is not asked for again after a crash.
    fn remember_coder(&mut self) {
        let coder = self.workspace.as_ref().and_then(|workspace| workspace.link.my_name());
        if coder.is_some() && coder != self.coder.as_deref() {
            self.coder = coder.map(str::to_owned);
            self.remember();
        }
    }

    fn remember(&mut self) {
        if let Some(file) = &self.settings_file {
            let path = self.workspace.as_ref().map(|workspace| workspace.path.as_path());
            self.settings.take_others(Settings::read(file), path);
        }
        if let Some(workspace) = self.workspace.as_ref().filter(|w| w.opened) {
            // While a project is still loading, keep the position stored last.
            // A second window on the same project, which can only read, must not decide who codes in the first.
            if workspace.study.is_some() && workspace.link.writable {
                self.settings.keep_place(&workspace.path, workspace.place(self.place_in_text()));
            }
            self.settings.opened(&workspace.path);
        }
        if let Some(file) = &self.settings_file {
            self.settings.write(file);
        }
    }

    /// Forgets recent projects, except the open one.
    fn forget_recent(&mut self, is_forgotten: impl Fn(&PathBuf) -> bool) {
        let open = self.workspace.as_ref().filter(|w| w.opened).map(|w| w.path.clone());
        self.settings.recent.retain(|path| Some(path) == open.as_ref() || !is_forgotten(path));
        if let Some(file) = &self.settings_file {
            self.settings.write(file);
        }
    }

    fn poll(&mut self) {
        self.recent.poll();
        if let Some(workspace) = &mut self.workspace {
            let was_open = workspace.opened;
            match workspace.poll() {
                Ok(()) if !was_open && workspace.opened => self.remember(),
                Ok(()) => {}
                Err(advice) => {
                    let keeping = &mut workspace.link.keeping;
                    let (stray_log, held) = (keeping.stray_log.take(), keeping.held.take());
                    let before = self.before.take().filter(|_| stray_log.is_none());
                    self.remedy = stray_log.map(Action::OpenWithoutLog).or_else(|| held.map(Action::OpenPath));
                    self.workspace = None;
                    match before {
                        // Reopen the project that was open before.
                        Some(path) => {
                            self.begin(Opening::Path(path));
                            self.workspace.iter_mut().for_each(|w| w.link.trouble((*advice).clone()));
                        }
                        None => self.trouble = Some(*advice),
                    }
                }
            }
        }
        self.put_back_unsaved();
        if let Some(workspace) = &mut self.workspace {
            workspace.rooms.memos.announce_homeless(&mut workspace.link);
        }
        self.take_picked();
    }

    /// Opens the overlay that the project requests, once nothing else covers the room.
    fn open_asked(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        if self.overlay.is_none() && std::mem::take(&mut workspace.questions.new_code) {
            return self.open_form(Purpose::CodeName);
        }
        let asks_name = matches!(&self.overlay, Some(Overlay::Naming(_)));
        if workspace.questions.consensus.is_some() && self.overlay.is_none() {
            self.overlay = Some(Overlay::Consensus);
        } else if workspace.questions.positions.is_some() && workspace.study.is_some() && self.overlay.is_none() {
            self.overlay = Some(Overlay::Positions);
        } else if let Some(naming) = workspace.questions.naming.as_ref().filter(|naming| naming.is_open() && !asks_name)
        {
            let coders = workspace.study.iter().flat_map(|study| study.coders()).map(|user| user.name.clone());
            let dialog = NamingDialog::new(naming.name.clone(), coders.collect());
            self.below = self.overlay.take();
            self.overlay = Some(Overlay::Naming(dialog));
        }
    }

    /// Shows the overlay. An action chosen in a palette is returned to be carried out like any other.
    fn overlay(&mut self, palette: &theme::Palette) -> Option<Action> {
        if let (Some(Overlay::Passages(chooser)), Some(workspace)) = (&mut self.overlay, &self.workspace)
            && chooser.place.is_none()
        {
            chooser.place = self.code.caret_in_window(&self.ctx, workspace).map(|place| place + vec2(0.0, 14.0));
        }
        let next = self.overlay.as_mut()?.show(&self.ctx, self.workspace.as_mut(), palette)?;
        let closed = self.overlay.take();
        match next {
            Next::Closed => {
                match &closed {
                    // What is behind it has nothing to do with the path.
                    Some(Overlay::Form(form)) if form.asks_path() => {
                        let before = self.before_path.take();
                        self.refocus_later(before);
                    }
                    _ => self.code.refocus(),
                }
                if matches!(&closed, Some(Overlay::Naming(_))) {
                    self.workspace.iter_mut().for_each(Workspace::stay_nameless);
                }
                self.overlay = self.below.take();
            }
            Next::Act(action) => return Some(action),
            Next::Open(overlay) => self.overlay = Some(*overlay),
            Next::Project(opening) => self.open(opening),
            Next::Forget(path) => self.forget_recent(|known| *known == path),
            Next::Path(question, path) => {
                self.overlay = closed;
                overlay::draft_is_used(&self.ctx);
                self.answer_typed(&question, path);
            }
        }
        None
    }

    /// The language of the window.
    fn language(&self) -> Language {
        self.settings.language.unwrap_or(self.system_language)
    }

    /// One frame.
    pub fn show(&mut self, ui: &mut Ui) {
        i18n::set(self.language());
        self.poll();
        self.heed_closing();
        self.take_dropped();
        let palette = theme::palette(ui.ctx());
        let room = self.workspace.as_ref().map(|workspace| workspace.room);
        gate::release_focus(&self.ctx);
        let writing = room == Some(Room::Code) && self.workspace.as_ref().is_some_and(|w| self.code.is_writing(w));
        let asking = self.overlay.is_some() || self.is_asking();
        let reach = if asking { Reach::Nothing } else { gate::reach(&self.ctx, writing) };
        if !asking && !gate::is_modal(&self.ctx) && !gate::is_claimed(&self.ctx) {
            menu_keys::heed(&self.ctx);
            if !gate::is_covered(&self.ctx) {
                context_menu::heed(&self.ctx);
            }
        }
        // The guide takes the place of the room, and so do its keys.
        let mut actions = keys::pressed(&self.ctx, room.filter(|_| self.guide.is_none()), reach);
        let strokes = gate::withhold(&self.ctx);
        let bar = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(8, 4));
        Panel::top("menu").frame(bar).show(ui, |ui| {
            let important = self.workspace.as_ref().and_then(|workspace| self.code.is_important_here(workspace));
            let state = MenuState { settings: &self.settings, recent: &mut self.recent, important };
            actions.extend(menu_bar::show(ui, self.workspace.as_mut(), state, &palette));
        });
        actions.extend(self.room(ui, bar, &palette));
        if self.guide.as_mut().is_some_and(|guide| !guide.show(ui, &palette)) {
            self.guide = None;
            self.code.refocus();
        }
        gate::give_back(&self.ctx, strokes);
        self.overlay = self.code.take_overlay().or(self.overlay.take());
        self.open_asked();
        // While the question before closing is open, the keys belong to it and not to the dialog below.
        let strokes = self.leaving.is_some().then(|| gate::withhold(&self.ctx));
        actions.extend(self.overlay(&palette));
        self.project_dialogs(&palette);
        self.export_dialog(&palette);
        strokes.into_iter().for_each(|strokes| gate::give_back(&self.ctx, strokes));
        self.ask_before_closing();
        self.refocus();
        self.close_when_saved();
        actions.extend(self.toast(&palette));
        if !actions.is_empty() {
            gate::hold(&self.ctx);
        }
        for action in actions {
            self.act(action);
        }
        // Hold keystrokes back until a dialog's change is done: what is typed next belongs to what is shown then.
        let is_naming = |w: &Workspace| w.questions.naming.as_ref().is_some_and(|naming| !naming.is_open());
        if self.workspace.as_ref().is_some_and(|w| w.link.is_submitting() || is_naming(w)) {
            gate::wait(&self.ctx);
        }
        self.leave_room();
        self.remember_coder();
        self.keep_unsaved_at_rest();
        self.close_when_typed();
        self.update_title();
    }

    fn update_title(&mut self) {
        let title = |w: &Workspace| Some(idle::title(&w.study.as_deref()?.project.name, Some(&w.path)));
        self.idle.update(&self.ctx, self.workspace.as_ref().and_then(title), self.settings.still);
    }

    /// The status line, messages that stay, and the room, or the welcome screen. The guide takes the place of the room.
    fn room(&mut self, ui: &mut Ui, bar: Frame, palette: &theme::Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        match &mut self.workspace {
            Some(workspace) => {
                Panel::bottom("status").frame(bar).show(ui, |ui| bars::status(ui, workspace, palette));
                if let Some(advice) = workspace.link.keeping.displaced.clone() {
                    Panel::top("displaced").frame(Frame::NONE).show(ui, |ui| {
                        actions.extend(bars::displaced(ui, advice.current(), palette));
                    });
                }
                if workspace.link.keeping.is_outdated {
                    Panel::top("outdated").frame(Frame::NONE).show(ui, |ui| bars::outdated(ui, workspace, palette));
                }
                if workspace.link.messages.iter().any(|m| matches!(m, Message::Trouble(_))) {
                    Panel::top("messages").frame(Frame::NONE).show(ui, |ui| {
                        bars::messages(ui, &mut workspace.link.messages, palette);
                    });
                }
                self.code.hints = !self.settings.hints_read;
                self.code.transcript.motion = !self.settings.still;
                self.code.transcript.whole_words = self.settings.whole_words;
                self.code.turns_of = match self.settings.interviewers {
                    true => TurnsOf::Everybody,
                    false => TurnsOf::Participants,
                };
                actions.extend(match workspace.room {
                    _ if self.guide.is_some() => Vec::new(),
                    Room::Code => self.code.show(ui, workspace, &self.settings, palette),
                    Room::Tables => self.tables.show(ui, workspace, palette),
                    Room::Compare => self.compare.show(ui, workspace, palette),
                    Room::Passages => self.passages.show(ui, workspace, palette),
                    Room::Ask => self.ask.show(ui, workspace, palette),
                    Room::Documents => self.documents.show(ui, workspace, palette),
                    Room::Memos => self.memos.show(ui, workspace, palette),
                    Room::History => self.history.show(ui, workspace, palette),
                });
            }
            None if self.guide.is_some() => {}
            None => {
                let trouble = self.trouble.as_ref().map(|advice| (advice.current(), self.remedy.as_ref()));
                let (wake, frame) = (self.ctx.clone(), self.ctx.cumulative_frame_nr());
                self.recent.is_shown(&self.settings.recent, frame, move || wake.request_repaint());
                let recent = welcome::Recent { names: &self.settings.recent_names(), known: &self.recent };
                actions.extend(welcome::show(ui, recent, trouble, palette));
            }
        }
        actions
    }

    /// The message about what was done last.
    fn toast(&mut self, palette: &theme::Palette) -> Vec<Action> {
        let Some(workspace) = &mut self.workspace else { return Vec::new() };
        self.toast.show(&self.ctx, &mut workspace.link, palette)
    }

    /// The dialogs of the open project besides the overlay.
    fn project_dialogs(&mut self, palette: &theme::Palette) {
        let Some(workspace) = &mut self.workspace else { return };
        if super::memo_editor::popup(&self.ctx, workspace, palette) {
            self.overlay = Some(Overlay::Codes(CodePalette::new(For::Memo)));
        }
        super::memo_editor::removal(&self.ctx, workspace, palette);
        super::merge_preview::show(&self.ctx, workspace, palette);
        // A form that asks for a path takes the place of the report.
        let is_free = self.overlay.is_none();
        let question = is_free.then(|| super::merge_preview::report(&self.ctx, workspace, palette)).flatten();
        super::importing::show(&self.ctx, workspace, palette);
        super::table_import::show(&self.ctx, workspace, palette);
        super::speaking::show(&self.ctx, workspace, palette);
        documents_room::ask::show(&self.ctx, workspace, palette);
        confirm::step(&self.ctx, workspace, palette);
        confirm::anyway_asked(&self.ctx, workspace, palette);
        confirm::reveal(&self.ctx, workspace, palette);
        history_room::preview(&self.ctx, workspace, palette);
        if let Some(opening) = restore::show(&self.ctx, workspace, palette) {
            self.open(opening);
        }
        if let Some(question) = question {
            self.ask(question);
        }
    }

    /// The open export dialog. A form that asks for a path takes its place.
    fn export_dialog(&mut self, palette: &theme::Palette) {
        let idle = self.asked.is_none();
        let Some(workspace) = self.workspace.as_mut().filter(|_| self.overlay.is_none()) else { return };
        let order = export_dialog::show(&self.ctx, workspace, idle, palette).then(|| workspace.export_order());
        if let Some(order) = order.flatten() {
            self.ask(Question::Save(Box::new(order)));
        }
    }
}

impl eframe::App for Shell {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.show(ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.close();
    }
}
