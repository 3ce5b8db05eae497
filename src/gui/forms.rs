//! Small dialogs: a name, a path where no dialog service is available, the table of keys, About.

use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::dialogs::{self, Question};
use super::keys;
use super::overlay::{self, Entered, Next};
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::model::{CodeId, UserId};
use crate::tr;
use egui::text::{CCursor, CCursorRange};
use egui::{Context, Key, ProgressBar, RichText, TextEdit, Ui};
use std::ops::Range;
use std::path::PathBuf;

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    CoderName,
    /// Another name for this coder, who has the given one.
    RenameCoder(UserId, String),
    CodeName,
    /// A new code below this one.
    CodeBelow(CodeId),
    /// A path, because no dialog could be shown, with the reason.
    Path {
        question: Question,
        why: String,
    },
    Keys,
    About,
}

/// An open form with the text typed so far.
#[derive(Clone, Debug)]
pub struct Form {
    pub purpose: Purpose,
    pub text: String,
    /// The initial text of the field.
    suggested: String,
    fresh: bool,
    pub(super) submission: Submission,
}

impl Form {
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        let text = match &purpose {
            Purpose::RenameCoder(_, name) => name.clone(),
            Purpose::Path { question: Question::NewProject, .. } => suggest(tr!("My study.pullquote")),
            Purpose::Path { question: Question::SaveCopy(project), .. } => {
                project.with_file_name(dialogs::name_of_copy(project)).display().to_string()
            }
            Purpose::Path { question: Question::Save(order), .. } => suggest(&order.name),
            Purpose::Path { question: Question::SaveOriginal(name) | Question::SaveText { name, .. }, .. } => {
                suggest(name)
            }
            _ => String::new(),
        };
        Self { purpose, suggested: text.clone(), text, fresh: true, submission: Submission::default() }
    }

    /// Restores what was typed in an earlier session.
    #[must_use]
    pub fn put_back(purpose: Purpose, text: String) -> Self {
        Self { text, ..Self::new(purpose) }
    }

    /// What was typed, if it is worth keeping.
    #[must_use]
    pub fn unsaved(&self) -> Option<Dialog> {
        let text = Some(&self.text).filter(|text| !text.trim().is_empty())?.clone();
        match self.purpose {
            Purpose::CoderName => Some(Dialog::NewCoder(text)),
            Purpose::CodeName => Some(Dialog::NewCode(text)),
            Purpose::CodeBelow(code) => Some(Dialog::NewCodeBelow(code, text)),
            // A path is not part of the user's work, and a new name for a coder is typed again quickly.
            Purpose::RenameCoder(..) | Purpose::Path { .. } | Purpose::Keys | Purpose::About => None,
        }
    }

    /// True for a form in which a path is typed.
    #[must_use]
    pub fn asks_path(&self) -> bool {
        matches!(self.purpose, Purpose::Path { .. })
    }

    /// Shows the form; returns `Some` once it is answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: Option<&mut Workspace>, palette: &Palette) -> Option<Next> {
        if self.submission.is_done() {
            return Some(Next::Closed);
        }
        let mut answer = None;
        let has_words = workspace.as_deref().is_some_and(Workspace::has_words);
        let submission = self.submission.clone();
        // What a path was typed for can take long. Escape and Cancel end it without a question: nothing typed is lost but
        // the path.
        let writes = submission.is_under_way() && matches!(self.purpose, Purpose::Path { .. });
        let written = workspace.as_deref().and_then(|workspace| workspace.link.progress_of(&submission));
        let idle = Submission::default();
        let entered = match writes {
            true => Entered { changed: false, submission: &idle },
            false => Entered { changed: self.text != self.suggested, submission: &submission },
        };
        let ((), close) = overlay::draft(ctx, "form", 440.0, entered, |ui| match self.purpose.clone() {
            Purpose::Keys => {
                overlay::title(ui, tr!("Keyboard shortcuts"));
                keys::table(ui, palette);
                answer = Buttons::of_reading(&[Choice::primary(tr!("Close"))]).show(ui).map(|_| None);
            }
            Purpose::About => {
                about(ui, palette);
                answer = Buttons::of_reading(&[Choice::primary(tr!("Close"))]).show(ui).map(|_| None);
            }
            purpose => answer = self.ask(ui, &purpose, (has_words, written), palette),
        });
        if let Some(workspace) = workspace.as_deref().filter(|_| writes && (close || answer == Some(None))) {
            workspace.link.cancel_submitted(&submission);
        }
        match answer {
            Some(Some(text)) => self.given(workspace, text),
            Some(None) => Some(Next::Closed),
            None => close.then_some(Next::Closed),
        }
    }

    /// Carries out what the form is for. The form stays open until that is done.
    fn given(&mut self, workspace: Option<&mut Workspace>, text: String) -> Option<Next> {
        let submission = &mut self.submission;
        match (self.purpose.clone(), workspace) {
            (Purpose::Path { question, .. }, _) => {
                let path = PathBuf::from(text);
                match question.objection(&path) {
                    Some(why) => submission.refuse(why),
                    None => return Some(Next::Path(question, path)),
                }
            }
            (Purpose::CoderName, Some(workspace)) => {
                workspace.give(submission, Command::AddCoder { name: text });
            }
            (Purpose::RenameCoder(user, _), Some(workspace)) => {
                workspace.give(submission, Command::RenameCoder { user, name: text });
            }
            (Purpose::CodeName, Some(workspace)) => {
                workspace.submit(submission, |workspace| workspace.add_code(None, text));
            }
            (Purpose::CodeBelow(parent), Some(workspace)) => {
                workspace.submit(submission, |workspace| workspace.add_code_unmarked(parent, text));
            }
            (_, None) | (Purpose::Keys | Purpose::About, _) => return Some(Next::Closed),
        }
        None
    }

    /// `Some(None)` if the form is closed, `Some(Some(…))` with the text entered. `has_words`: words are selected;
    /// `written`: progress and total of what the path was typed for.
    fn ask(
        &mut self,
        ui: &mut Ui,
        purpose: &Purpose,
        (has_words, written): (bool, Option<(u64, u64)>),
        palette: &Palette,
    ) -> Option<Option<String>> {
        let (title, label, button) = texts(purpose);
        let codes = *purpose == Purpose::CodeName && has_words;
        let hint = match purpose {
            _ if codes => tr!("The selection will be coded with it"),
            Purpose::CodeName => tr!("Name, or code > subcode"),
            _ => "",
        };
        overlay::title(ui, title);
        if let Purpose::Path { why, .. } = purpose {
            ui.label(tr!("No file dialog is available. Type the path."));
            ui.label(RichText::new(why).color(palette.weak).small());
            ui.add_space(theme::GAP);
        }
        let name = ui.label(label);
        let edit = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY).hint_text(hint);
        let mut output = edit.show(ui);
        let response = output.response.response.clone().labelled_by(name.id);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        // Enter takes the focus away; return it so that a rejected entry can be corrected.
        let free = ui.memory(|memory| memory.focused().is_none());
        let refused = free && self.submission.refusal().is_some();
        let is_fresh = std::mem::take(&mut self.fresh);
        if is_fresh || refused || entered && self.text.trim().is_empty() {
            response.request_focus();
            if is_fresh || refused {
                // Typing replaces what is selected.
                let is_path = matches!(purpose, Purpose::Path { .. });
                let all = 0..self.text.chars().count();
                let selected = if is_path && !refused { name_in_path(&self.text) } else { all };
                let range = CCursorRange::two(CCursor::new(selected.start), CCursor::new(selected.end));
                output.state.cursor.set_char_range(Some(range));
                output.state.store(ui.ctx(), response.id);
            }
        }
        if self.submission.is_under_way() && matches!(purpose, Purpose::Path { .. }) {
            ui.horizontal(|ui| writing(ui, written, palette));
        }
        ui.add_space(theme::SPACE);
        let ready = !self.text.trim().is_empty() && !self.submission.is_under_way();
        let choices = [Choice::primary(button).enabled_if(ready)];
        let buttons = Buttons::new(&choices);
        // What a path is typed for is not saved with it, but begins then.
        let clicked = if matches!(purpose, Purpose::Path { .. }) { buttons } else { buttons.saving() }.show(ui);
        match clicked.or((entered && ready).then_some(Confirmation::Do(0))) {
            Some(Confirmation::Do(_)) => Some(Some(self.text.trim().to_owned())),
            answer => answer.map(|_| None),
        }
    }
}

/// Says that a file is being written, and how much of it is done, if that is known.
pub fn writing(ui: &mut Ui, written: Option<(u64, u64)>, palette: &Palette) {
    ui.label(RichText::new(tr!("Writing…")).color(palette.weak));
    if let Some((done, total)) = written.filter(|(_, total)| *total > 0) {
        let share = done as f32 / total as f32;
        ui.add(ProgressBar::new(share).desired_width(160.0).text(tr!("{done} of {total}", done, total)));
    }
}

/// Title, field label, button.
fn texts(purpose: &Purpose) -> (&'static str, &'static str, &'static str) {
    match purpose {
        Purpose::CoderName => (tr!("Add coder"), tr!("Name of the coder"), tr!("Add")),
        Purpose::RenameCoder(..) => (tr!("Rename coder"), tr!("Name of the coder"), tr!("Rename")),
        Purpose::CodeName => (tr!("New code"), tr!("Name of the code"), tr!("Add")),
        Purpose::CodeBelow(_) => (tr!("New subcode"), tr!("Name of the code"), tr!("Add")),
        Purpose::Path { question, .. } => match question {
            Question::OpenProject | Question::OpenFolder => {
                (tr!("Open project"), tr!("Project file or folder"), tr!("Open"))
            }
            Question::NewProject => (tr!("New project"), tr!("Project file"), tr!("Create")),
            Question::ImportProject => {
                (tr!("Import from another program"), tr!("Project (.qdpx, .qda, .sqlite3)"), tr!("Import"))
            }
            Question::ImportFolder => (tr!("Import a folder"), tr!("Folder of documents"), tr!("Import")),
            Question::SaveOriginal(_) => (tr!("Save original file"), tr!("File"), tr!("Save")),
            Question::SaveText { .. } => (tr!("Save the report"), tr!("Text file"), tr!("Save")),
            Question::Reread(_) => (tr!("Reread original file"), tr!("File"), tr!("Read")),
            Question::Import => (tr!("Import documents"), tr!("Document, project or folder"), tr!("Import")),
            Question::ImportCodebook => {
                (tr!("Import codebook"), tr!("Codebook (.csv, .xlsx, .json or .qdc)"), tr!("Import"))
            }
            Question::ImportParticipants => {
                (tr!("Import participants"), tr!("Spreadsheet (.csv or .xlsx)"), tr!("Import"))
            }
            Question::ImportTable(_) => {
                (tr!("Import spreadsheet"), tr!("Spreadsheet (.csv or .xlsx)"), tr!("step" => "Next"))
            }
            Question::Merge => (tr!("Merge coders’ copies"), tr!("Project file (.pullquote)"), tr!("step" => "Next")),
            Question::SaveCopy(_) => (tr!("Save a copy of the project"), tr!("Project file (.pullquote)"), tr!("Save")),
            Question::Restore(_) => {
                (tr!("Restore a copy of the project"), tr!("Project file (.pullquote)"), tr!("step" => "Next"))
            }
            Question::Save(_) => (tr!("Export"), tr!("File, or new folder"), tr!("Export")),
        },
        Purpose::Keys | Purpose::About => ("", "", ""),
    }
}

fn suggest(name: &str) -> String {
    crate::engine::places::documents().join(name).display().to_string()
}

fn about(ui: &mut Ui, palette: &Palette) {
    overlay::title(ui, format!("Pullquote {}", env!("CARGO_PKG_VERSION")));
    ui.label(tr!(
        "Code interviews and trace every number back to its passages. Works offline; your data stay on this \
        computer."
    ));
    ui.add_space(theme::SPACE);
    let sample = tr!("The sample study is modelled on Tadevosyan, Chen and Liu (2020), Returning Migrants in the \
        People's Republic of China, Asian Development Bank, CC BY 3.0 IGO. Its interviews are fictional. The Chinese \
        sample study is fictional throughout.");
    ui.label(RichText::new(sample).color(palette.weak).small());
    ui.label(
        RichText::new(tr!("Chinese characters: Noto Sans SC, SIL Open Font License 1.1.")).color(palette.weak).small(),
    );
    ui.add_space(theme::SPACE);
}

/// Returns where the name in a path is, without folders and extension, in characters.
fn name_in_path(text: &str) -> Range<usize> {
    let start = text.rfind(['/', '\\']).map_or(0, |at| at + 1);
    let name = text.get(start..).unwrap_or_default();
    let stem = name.rfind('.').filter(|&at| at > 0).map_or(name, |at| name.get(..at).unwrap_or(name));
    let before = text.get(..start).unwrap_or_default().chars().count();
    before..before + stem.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_in_a_path_is_found_without_folders_and_extension() {
        for (text, expected) in [
            ("/home/a.b/我的研究.pullquote", "我的研究"),
            ("C:\\studies\\My study.v2.pullquote", "My study.v2"),
            ("/home/.hidden", ".hidden"),
            ("/home/", ""),
            ("Lena", "Lena"),
            ("", ""),
        ] {
            let found: String = text.chars().take(name_in_path(text).end).skip(name_in_path(text).start).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
