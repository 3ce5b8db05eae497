//! Paths that the user picks in the system's dialogs or types, and what is done with them.

use super::Shell;
use crate::app::exporting::Order;
use crate::app::table_import::TableKind;
use crate::engine::session::Opening;
use crate::gui::dialogs::{Picked, Question};
use crate::gui::forms::Purpose;
use crate::gui::overlay::Overlay;
use crate::tr;
use std::path::PathBuf;
use std::sync::mpsc::TryRecvError;

impl Shell {
    pub(super) fn ask(&mut self, question: Question) {
        if self.asked.is_none() {
            let ctx = self.ctx.clone();
            let receiver = self.dialogs.ask(&question, Box::new(move || ctx.request_repaint()));
            self.asked = Some((question, receiver));
        }
    }

    fn answer(&mut self, question: &Question, paths: Vec<PathBuf>) {
        let Some(first) = paths.first().cloned() else { return };
        match question {
            Question::OpenProject | Question::OpenFolder => self.open(Opening::Path(first)),
            Question::NewProject => {
                let name = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                self.open(Opening::New { path: first, name });
            }
            Question::Import | Question::ImportFolder | Question::ImportProject => self.import(paths),
            Question::SaveOriginal(_) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.save_original(first);
                }
            }
            Question::Reread(_) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.reread(Some(first));
                }
            }
            Question::ImportParticipants => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.read_table(first, Default::default(), Some(TableKind::Participants));
                }
            }
            Question::ImportTable(kind) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.read_table(first, Default::default(), *kind);
                }
            }
            Question::ImportCodebook => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.import_codebook(first);
                }
            }
            Question::Merge => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.rooms.merging.begin(paths, &mut workspace.link);
                }
            }
            Question::SaveCopy(_) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.save_copy(first);
                }
            }
            Question::SaveText { text, .. } => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.save_text(first, text.clone());
                }
            }
            Question::Restore(path) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.rooms.restoring.begin(path, first, &mut workspace.link);
                }
            }
            Question::Save(order) => {
                if let Some(workspace) = &mut self.workspace {
                    workspace.export_to(first, Order::clone(order));
                }
            }
        }
    }

    pub(super) fn import(&mut self, paths: Vec<PathBuf>) {
        if let Some(workspace) = &mut self.workspace {
            workspace.begin_import(paths);
        }
    }

    /// Takes the answer of the system's dialog, if it has arrived.
    pub(super) fn take_picked(&mut self) {
        let Some((question, receiver)) = &self.asked else { return };
        let picked = match receiver.try_recv() {
            Ok(picked) => picked,
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Picked::Unavailable(tr!("The file dialog closed unexpectedly.").into()),
        };
        let question = question.clone();
        self.asked = None;
        match picked {
            Picked::Paths(paths) => self.answer(&question, paths),
            Picked::Cancelled => {}
            Picked::Unavailable(why) => {
                self.before_path = self.ctx.memory(|memory| memory.focused());
                self.open_form(Purpose::Path { question, why });
            }
        }
    }

    /// Carries out the action for which a path was typed. The form stays open until that is done, if the window is
    /// notified of it.
    pub(super) fn answer_typed(&mut self, question: &Question, path: PathBuf) {
        let mut form = self.overlay.take();
        let stays = match (question, &mut form, &mut self.workspace) {
            (Question::Save(order), Some(Overlay::Form(form)), Some(workspace)) => {
                let order = Order::clone(order);
                workspace.submit(&mut form.submission, |workspace| workspace.write_export(path, order));
                // The dialog below waits for the same result.
                if let Some(draft) = &mut workspace.rooms.exporting.open {
                    draft.submission = form.submission.clone();
                }
                true
            }
            (Question::SaveCopy(_), Some(Overlay::Form(form)), Some(workspace)) => {
                workspace.submit(&mut form.submission, |workspace| workspace.save_copy(path));
                true
            }
            (Question::SaveOriginal(_), Some(Overlay::Form(form)), Some(workspace)) => {
                workspace.submit(&mut form.submission, |workspace| workspace.save_original(path));
                true
            }
            (Question::SaveText { text, .. }, Some(Overlay::Form(form)), Some(workspace)) => {
                workspace.submit(&mut form.submission, |workspace| workspace.save_text(path, text.clone()));
                true
            }
            _ => {
                self.answer(question, vec![path]);
                false
            }
        };
        if stays {
            self.overlay = form;
        }
    }
}
