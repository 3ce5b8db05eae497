//! What each action of the window does.

use super::Shell;
use super::guards::Closing;
use crate::app::action::{
    Action, CodingAct, DocumentAct, GoAct, HelpAct, ImportAct, ProjectAct, TeamAct, Theme, ViewAct,
};
use crate::app::advice::Message;
use crate::app::documents_room::Asking;
use crate::app::room::Room;
use crate::app::settings::{LineSpacing, ReadingStyle, TextFace};
use crate::app::table_import::TableKind;
use crate::app::workspace::Workspace;
use crate::engine::compare::methods;
use crate::engine::session::Opening;
use crate::engine::{SampleStudy, places};
use crate::gui::code_palette::{CodePalette, For};
use crate::gui::commands::CommandPalette;
use crate::gui::dialogs::Question;
use crate::gui::dimension_values::DimensionValues;
use crate::gui::forms::Purpose;
use crate::gui::overlay::Overlay;
use crate::gui::{clipboard, menu_keys, panes, theme};
use crate::i18n::{self, Language};
use crate::model::Direction;
use crate::tr;
use egui::{Context, ViewportCommand};

impl Shell {
    /// Carries out an action, whether it comes from a menu, a key or a palette.
    pub fn act(&mut self, action: Action) {
        if let Some(workspace) = self.workspace.as_mut().filter(|_| action.writes())
            && let Some(why) = workspace.refuses_writing()
        {
            return workspace.note(why);
        }
        // What is done elsewhere is to be seen.
        if !matches!(
            action,
            Action::View(_) | Action::Help(_) | Action::Go(GoAct::MenuBar | GoAct::NextPane | GoAct::PreviousPane)
        ) {
            self.guide = None;
        }
        match action {
            Action::Project(act) => self.act_on_project(act),
            Action::OpenPath(path) if self.recent.is_missing(&path) => self.overlay = Some(Overlay::Missing(path)),
            Action::OpenPath(path) => self.open(Opening::Path(path)),
            Action::OpenWithoutLog(path) => self.open(Opening::Restored { copy: path.clone(), path }),
            Action::View(act) => self.change_view(act),
            Action::Go(GoAct::MenuBar) => menu_keys::focus(&self.ctx),
            Action::Help(HelpAct::Guide) => {
                self.guide.get_or_insert_default();
            }
            Action::Help(HelpAct::Keys) => self.open_form(Purpose::Keys),
            Action::Help(HelpAct::About) => self.open_form(Purpose::About),
            Action::Help(HelpAct::Commands) => {
                let palette = CommandPalette::new(&self.settings, self.code.codebook.chosen());
                self.overlay = Some(Overlay::Commands(palette));
            }
            action => self.act_in_project(action),
        }
    }

    fn open_sample(&mut self, sample: SampleStudy) {
        self.open(Opening::Sample(sample, places::sample_copy(sample)));
    }

    fn act_on_project(&mut self, act: ProjectAct) {
        let path = self.workspace.as_ref().map(|workspace| workspace.path.clone());
        match (act, path) {
            (ProjectAct::New, _) => self.ask(Question::NewProject),
            (ProjectAct::Open, _) => self.ask(Question::OpenProject),
            (ProjectAct::OpenSample, _) => self.open_sample(SampleStudy::Dianjiang),
            (ProjectAct::OpenChineseSample, _) => self.open_sample(SampleStudy::Qingxi),
            (ProjectAct::ClearRecent, _) => self.forget_recent(|_| true),
            (ProjectAct::Quit, _) => self.ctx.send_viewport_cmd(ViewportCommand::Close),
            (ProjectAct::Close, _) if self.holds(|| Closing::Project) => {}
            (ProjectAct::Close, _) => self.close(),
            (ProjectAct::Describe, _) => self.workspace.iter_mut().for_each(Workspace::describe),
            (ProjectAct::Sets, _) => self.workspace.iter_mut().for_each(Workspace::list_sets),
            (ProjectAct::SaveCopy, Some(path)) => self.ask(Question::SaveCopy(path)),
            (ProjectAct::RestoreCopy, Some(path)) => self.ask(Question::Restore(path)),
            (ProjectAct::SaveCopy | ProjectAct::RestoreCopy, None) => {}
        }
    }

    fn change_view(&mut self, act: ViewAct) {
        match act {
            ViewAct::Larger => self.zoom(self.settings.zoom + 0.1),
            ViewAct::Smaller => self.zoom(self.settings.zoom - 0.1),
            ViewAct::NormalSize => self.zoom(1.0),
            ViewAct::SystemTheme => self.wear(Theme::System),
            ViewAct::LightTheme => self.wear(Theme::Light),
            ViewAct::DarkTheme => self.wear(Theme::Dark),
            ViewAct::SystemLanguage => self.speak(None),
            ViewAct::English => self.speak(Some(Language::English)),
            ViewAct::Chinese => self.speak(Some(Language::Chinese)),
            ViewAct::LargerText => self.settings.reading.resize(1.0),
            ViewAct::SmallerText => self.settings.reading.resize(-1.0),
            ViewAct::NormalText => self.settings.reading.size = ReadingStyle::NORMAL,
            ViewAct::SerifText => self.settings.reading.face = TextFace::Serif,
            ViewAct::SansText => self.settings.reading.face = TextFace::Sans,
            ViewAct::TightLines => self.settings.reading.spacing = LineSpacing::Tight,
            ViewAct::NormalLines => self.settings.reading.spacing = LineSpacing::Normal,
            ViewAct::WideLines => self.settings.reading.spacing = LineSpacing::Wide,
            ViewAct::ReduceMovement => {
                self.settings.still = !self.settings.still;
                self.apply_motion();
            }
            ViewAct::Hints => self.settings.hints_read = !self.settings.hints_read,
            ViewAct::WholeWords => self.settings.whole_words = !self.settings.whole_words,
            ViewAct::Interviewers => self.settings.interviewers = !self.settings.interviewers,
        }
    }

    /// Shows the window in a language; `None`: the system's. What the project's threads have worded is asked for again,
    /// and short messages end.
    fn speak(&mut self, language: Option<Language>) {
        self.settings.language = language;
        i18n::set(self.language());
        if let Some(workspace) = &mut self.workspace {
            workspace.link.messages.retain(|message| matches!(message, Message::Trouble(_)));
            workspace.catch_up();
        }
    }

    fn wear(&mut self, theme: Theme) {
        self.settings.theme = theme;
        theme::install(&self.ctx, theme);
    }

    fn act_in_project(&mut self, action: Action) {
        let Some(workspace) = &mut self.workspace else { return };
        match action {
            Action::Import(act) => self.ask(which_file(act)),
            Action::Export(kind) => workspace.begin_export(kind),
            Action::Undo => workspace.step(Direction::Undo),
            Action::Redo => workspace.step(Direction::Redo),
            Action::Show(room) => workspace.show_room(room),
            Action::Document(DocumentAct::Speakers) => workspace.ask_speakers(),
            Action::Document(DocumentAct::WhoSpeaks) => workspace.ask_who_speaks(vec![]),
            Action::Document(DocumentAct::JoinParticipants) => workspace.ask_to_join(None),
            Action::Document(DocumentAct::SaveOriginal) => {
                if let Some(name) = workspace.document.as_ref().and_then(|document| document.file.clone()) {
                    self.ask(Question::SaveOriginal(name));
                }
            }
            Action::Document(DocumentAct::Reread) => self.reread(),
            Action::Document(DocumentAct::Copy) => {
                if let Some(document) = &workspace.document {
                    self.ctx.copy_text(document.slice(workspace.selection).to_owned());
                }
            }
            Action::OpenDocument(source) => {
                workspace.show_document(source, None);
                self.code.refocus();
            }
            Action::Go(act @ (GoAct::NextDocument | GoAct::PreviousDocument)) => {
                workspace.step_document(if act == GoAct::NextDocument { 1 } else { -1 });
                // After a keyboard command, keep the focus in the transcript.
                self.code.refocus();
            }
            Action::Go(act @ (GoAct::NextPane | GoAct::PreviousPane)) => {
                panes::step(&self.ctx, act == GoAct::NextPane);
            }
            Action::Go(GoAct::FilterCodes) => {
                workspace.enter(Room::Code);
                self.code.codebook.focus();
            }
            Action::Coding(CodingAct::NewCode) => workspace.ask_for_code(),
            Action::Coding(CodingAct::Repeat) => match workspace.recent.first().copied() {
                Some(code) => workspace.code_selection(&[code]),
                None => workspace.note(tr!("No code has been used yet. Choose one on the right.")),
            },
            Action::CodeOnKey(place) => Self::code_on_key(workspace, place),
            Action::PinCode(code, place) => {
                workspace.pin_code(code, place);
                self.remember();
            }
            Action::AddToSet(code, set) => workspace.add_code_to_set(code, set),
            Action::Team(act) => self.act_in_team(act),
            Action::BeCoder(user) => {
                workspace.choose_coder(user);
                self.code.refocus();
            }
            Action::SeeCoder(coder) => workspace.toggle_coder(coder),
            Action::JoinPassages(codings) => workspace.join_passages(codings),
            Action::RestoreDecision => workspace.restore_decision(),
            Action::OpenFile(path) => {
                if let Err(why) = self.dialogs.show_file(&path, false) {
                    workspace.note(tr!("{file} could not be opened: {why}", file = path.display(), why));
                }
            }
            Action::ShowInFolder(path) => {
                if let Err(why) = self.dialogs.show_file(&path, true) {
                    workspace.note(tr!("The folder of {file} could not be opened: {why}", file = path.display(), why));
                }
            }
            Action::New(act) => workspace.begin(act),
            Action::DimensionValues => self.overlay = Some(Overlay::Values(DimensionValues::default())),
            Action::CodeFound => {
                let places = workspace.rooms.ask.listed_places();
                self.overlay = Some(Overlay::Codes(CodePalette::new(For::Places(places))));
            }
            Action::CopyTable => Self::copy_table(&self.ctx, workspace, self.rich_copy),
            action => {
                self.code.act(action, workspace);
                self.overlay = self.code.take_overlay().or(self.overlay.take());
            }
        }
    }

    fn act_in_team(&mut self, act: TeamAct) {
        let Some(workspace) = &mut self.workspace else { return };
        match act {
            TeamAct::AddCoder => self.open_form(Purpose::CoderName),
            TeamAct::RenameCoder => match (workspace.me(), workspace.link.my_name()) {
                (Some(me), Some(name)) => {
                    let purpose = Purpose::RenameCoder(me, name.to_owned());
                    self.open_form(purpose);
                }
                _ => workspace.note(tr!("Choose a coder in the coder menu first.")),
            },
            TeamAct::AddRound => workspace.add_round(),
            // Somebody without a name would see nothing, not even their own passages.
            TeamAct::BeginBlind => {
                workspace.as_coder(|workspace, _| workspace.rooms.documents.asking = Some(Asking::BeginBlind));
            }
            TeamAct::LiftBlind => workspace.rooms.documents.asking = Some(Asking::LiftBlind),
            TeamAct::MergeCopies => self.ask(Question::Merge),
            TeamAct::CreateConsensus => workspace.create_consensus(),
            TeamAct::SettleWithCode => self.overlay = Some(Overlay::Codes(CodePalette::new(For::Settle))),
            TeamAct::CopyMethods => Self::copy_methods(&self.ctx, workspace),
        }
    }

    fn reread(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        if self.code.is_correcting() {
            return self.code.show_correction(workspace);
        }
        match workspace.document.as_ref() {
            Some(document) if document.file.is_some() => workspace.reread(None),
            Some(document) => {
                let name = document.origin().file.clone();
                self.ask(Question::Reread(name));
            }
            None => {}
        }
    }

    /// `rich`: as HTML, too.
    fn copy_table(ctx: &Context, workspace: &mut Workspace, rich: bool) {
        let message = match workspace.rooms.tables.copied() {
            Some(table) => {
                clipboard::copy(ctx, table, rich);
                tr!("Table copied")
            }
            None => tr!("No table to copy. Choose one in Tables first."),
        };
        workspace.note(message);
    }

    fn copy_methods(ctx: &Context, workspace: &mut Workspace) {
        let message = match (workspace.study.as_deref(), workspace.rooms.compare.compared.as_deref()) {
            (Some(study), Some(compared)) => {
                let disagreements = workspace.rooms.compare.disagreements.as_deref();
                ctx.copy_text(methods::methods(study, compared, disagreements));
                tr!("Text for the methods section copied")
            }
            _ => tr!("Nothing has been compared yet. Open Compare first."),
        };
        workspace.note(message);
    }

    fn code_on_key(workspace: &mut Workspace, place: usize) {
        match workspace.tree.keys.code(place) {
            Some(code) => workspace.code_selection(&[code]),
            None => workspace.note(tr!(
                "No code is on key {number} yet. A code gets a free key when you use it; “Put on key” in its menu chooses one.",
                number = place + 1
            )),
        }
    }

    fn zoom(&mut self, zoom: f32) {
        self.settings.zoom = (zoom * 10.0).round().clamp(6.0, 25.0) / 10.0;
        self.ctx.set_zoom_factor(self.settings.zoom);
    }
}

/// The question for what is to be imported.
fn which_file(act: ImportAct) -> Question {
    match act {
        ImportAct::Documents => Question::Import,
        ImportAct::Folder => Question::ImportFolder,
        ImportAct::Project => Question::ImportProject,
        ImportAct::Participants => Question::ImportParticipants,
        ImportAct::Codebook => Question::ImportCodebook,
        ImportAct::Segments => Question::ImportTable(Some(TableKind::Segments)),
        ImportAct::Texts => Question::ImportTable(Some(TableKind::Documents)),
        ImportAct::Table => Question::ImportTable(None),
    }
}
