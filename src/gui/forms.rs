//! Small windows that ask for one thing: a name, a path where no dialog service answers; keys and about.

use super::dialogs::{self, Question};
use super::keys;
use super::theme::{self, Palette};
use crate::model::CodeId;
use egui::{Context, Id, Key, Modal, RichText, TextEdit, Ui};

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    CoderName,
    CodeName,
    /// A new code below another.
    CodeBelow(CodeId),
    /// A path, because no dialog could be shown; why.
    Path {
        question: Question,
        why: String,
    },
    Keys,
    About,
}

/// A form that is open, with what was typed so far.
#[derive(Clone, Debug)]
pub struct Form {
    pub purpose: Purpose,
    pub text: String,
    fresh: bool,
}

pub enum Answer {
    Given(Purpose, String),
    Closed,
}

impl Form {
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        let text = match &purpose {
            Purpose::Path { question: Question::NewProject, .. } => suggest("My study.pullquote"),
            Purpose::Path { question: Question::SaveCopy(project), .. } => suggest(&dialogs::name_of_copy(project)),
            Purpose::Path { question: Question::Save(order), .. } => suggest(&order.name),
            Purpose::Path { question: Question::SaveOriginal(name), .. } => suggest(name),
            _ => String::new(),
        };
        Self { purpose, text, fresh: true }
    }

    /// Shows the form; `Some` when it was answered or closed.
    pub fn show(&mut self, ctx: &Context, palette: &Palette) -> Option<Answer> {
        let mut answer = None;
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20.0);
        let modal = Modal::new(Id::unique("form")).frame(frame).show(ctx, |ui| {
            ui.set_width(440.0);
            match self.purpose.clone() {
                Purpose::Keys => {
                    ui.heading("Keys");
                    keys::table(ui, palette);
                    answer = ui.button("Close").clicked().then_some(Answer::Closed);
                }
                Purpose::About => {
                    about(ui, palette);
                    answer = ui.button("Close").clicked().then_some(Answer::Closed);
                }
                purpose => answer = self.ask(ui, &purpose, palette),
            }
        });
        answer.or(modal.should_close().then_some(Answer::Closed))
    }

    fn ask(&mut self, ui: &mut Ui, purpose: &Purpose, palette: &Palette) -> Option<Answer> {
        let (title, label, button, hint) = words(purpose);
        ui.heading(title);
        ui.add_space(theme::GAP);
        if let Purpose::Path { why, .. } = purpose {
            ui.label("This system shows no file dialogs, so please type the path.");
            ui.label(RichText::new(why).color(palette.weak).small());
            ui.add_space(theme::GAP);
        }
        let name = ui.label(label);
        let edit = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY).hint_text(hint);
        let response = ui.add(edit).labelled_by(name.id);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        ui.add_space(theme::SPACE);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let mut answer = None;
        ui.horizontal(|ui| {
            let ready = !self.text.trim().is_empty();
            if (ui.add_enabled(ready, egui::Button::new(button)).clicked() || entered) && ready {
                answer = Some(Answer::Given(purpose.clone(), self.text.trim().to_owned()));
            }
            if ui.button("Cancel").clicked() {
                answer = Some(Answer::Closed);
            }
        });
        answer
    }
}

/// Title, label of the field, button, hint.
fn words(purpose: &Purpose) -> (&'static str, &'static str, &'static str, &'static str) {
    match purpose {
        Purpose::CoderName => ("Add coder", "Name of the coder", "Add", ""),
        Purpose::CodeName => ("New code", "Name of the code", "Add", "The selected words are coded with it at once"),
        Purpose::CodeBelow(_) => ("New code below", "Name of the code", "Add", ""),
        Purpose::Path { question, .. } => match question {
            Question::OpenProject | Question::OpenFolder => ("Open project", "Project file or folder", "Open", ""),
            Question::NewProject => ("New project", "Project file", "Create", ""),
            Question::ImportProject => {
                ("Import a project of another program", "Project (.qdpx, .qda, .sqlite3)", "Import", "")
            }
            Question::ImportFolder => ("Import a folder", "Folder of documents", "Import", ""),
            Question::SaveOriginal(_) => ("Save the document's own file", "File", "Save", ""),
            Question::Reread(_) => ("Read the document's file again", "File", "Read", ""),
            Question::Import => ("Import documents", "Document, project or folder", "Import", ""),
            Question::ImportCodebook => ("Import codebook", "Codebook (.csv, .xlsx, .json or .qdc)", "Import", ""),
            Question::ImportParticipants => ("Import participants", "Table (.csv or .xlsx)", "Import", ""),
            Question::ImportTable(_) => ("Import table", "Table (.csv or .xlsx)", "Next", ""),
            Question::Merge => ("Merge copies of the project", "Project file (.pullquote)", "Next", ""),
            Question::SaveCopy(_) => ("Save a copy of the project", "Project file (.pullquote)", "Save", ""),
            Question::Restore(_) => ("Restore a copy of the project", "Project file (.pullquote)", "Restore", ""),
            Question::Save(_) => ("Export", "File, or new folder", "Export", ""),
        },
        Purpose::Keys | Purpose::About => ("", "", "", ""),
    }
}

fn suggest(name: &str) -> String {
    crate::engine::places::documents().join(name).display().to_string()
}

fn about(ui: &mut Ui, palette: &Palette) {
    ui.heading(format!("Pullquote {}", env!("CARGO_PKG_VERSION")));
    ui.label("Codes interviews and tells where every number comes from. It uses no network; your data stay on this computer.");
    ui.add_space(theme::SPACE);
    let sample = "The sample study is after Tadevosyan, Chen and Liu (2020), Returning Migrants in the People's Republic \
                  of China, Asian Development Bank, CC BY 3.0 IGO. Its interviews are invented.";
    ui.label(RichText::new(sample).color(palette.weak).small());
    ui.label(RichText::new("Chinese characters: Noto Sans SC, SIL Open Font License 1.1.").color(palette.weak).small());
    ui.add_space(theme::SPACE);
}
