//! Keeps what was typed and is not in the project yet, when typing rests and when the project is closed, and puts it back
//! when the project is opened next.

use super::Shell;
use crate::app::advice::Advice;
use crate::app::room::Room;
use crate::app::unsaved::{Correction, Dialog, Unsaved};
use crate::gui::overlay::Overlay;
use egui::Event;
use std::time::Duration;

/// Seconds that hands rest before what was typed is kept.
const REST: f64 = 2.0;
/// Seconds after which it is kept while somebody goes on typing.
const LONGEST: f64 = 10.0;

/// When something was entered that may have to be kept.
#[derive(Default)]
pub(super) struct Pace {
    /// First and last input since it was kept, in seconds of the context's clock.
    entered: Option<(f64, f64)>,
    was_saving: bool,
    /// What was left an earlier time has been put back into the open project.
    pub put_back: bool,
}

impl Shell {
    /// Everything entered in the open project that is not saved.
    fn unsaved(&self) -> Unsaved {
        let Some(workspace) = &self.workspace else { return Unsaved::default() };
        let Some(study) = workspace.study.as_deref() else { return Unsaved::default() };
        let mut unsaved = workspace.unsaved();
        let (correction, name) = self.code.unsaved(&study.codebook);
        let mut overlays = self.overlay.iter().chain(&self.below);
        let dialog = overlays.find_map(|overlay| overlay.unsaved(&study.codebook));
        unsaved.correction = correction;
        unsaved.dialog = unsaved.dialog.or(dialog).or(name).or_else(|| self.documents.unsaved(study));
        unsaved
    }

    /// Keeps it when hands rest.
    pub(super) fn keep_unsaved_at_rest(&mut self) {
        let is_saving = self.workspace.as_ref().is_some_and(|workspace| workspace.link.is_saving());
        let (now, input) = self.ctx.input(|input| (input.time, input.events.iter().any(enters)));
        // What was kept may be saved now.
        let saved = std::mem::replace(&mut self.pace.was_saving, is_saving) && !is_saving;
        if input || saved && self.shelf.as_ref().is_some_and(|shelf| shelf.holds()) {
            let first = self.pace.entered.map_or(now, |(first, _)| first);
            self.pace.entered = Some((first, now));
        }
        let Some((first, last)) = self.pace.entered else { return };
        let left = (last + REST).min(first + LONGEST) - now;
        if left > 0.0 {
            self.ctx.request_repaint_after(Duration::from_secs_f64(left));
        } else {
            self.pace.entered = None;
            self.keep_unsaved();
        }
    }

    /// Keeps it now. What an earlier time left is not touched before it was put back.
    pub(super) fn keep_unsaved(&mut self) {
        let project = self.workspace.as_ref().filter(|workspace| workspace.is_writable() && self.pace.put_back);
        let of = project.and_then(|w| Some((w.study.as_deref()?.project.guid, w.path.clone())));
        let Some((guid, path)) = of else { return };
        let unsaved = self.unsaved();
        if let Some(shelf) = &mut self.shelf {
            shelf.keep(guid, &path, unsaved);
        }
    }

    /// Puts back what was left unsaved, as soon as the project is there.
    pub(super) fn put_back_unsaved(&mut self) {
        let (Some(workspace), Some(shelf)) = (&mut self.workspace, &mut self.shelf) else { return };
        let Some(study) = workspace.study.clone().filter(|_| workspace.is_writable() && !self.pace.put_back) else {
            return;
        };
        self.pace.put_back = true;
        let left = shelf.take(study.project.guid, &workspace.path);
        if left.is_empty() {
            return;
        }
        workspace.put_back(&left);
        if let Some(correction) = &left.correction {
            if study.source(correction.source).is_some() {
                self.code.put_back(correction);
                workspace.show_document(correction.source, None);
            } else {
                workspace.trouble(homeless(correction));
            }
        }
        match left.dialog {
            Some(Dialog::RenameCode(code, name)) => {
                self.code.codebook.put_back(code, name);
                workspace.show_room(Room::Code);
            }
            Some(dialog) => {
                if let Some(tab) = self.documents.put_back(&dialog) {
                    workspace.rooms.documents.tab = tab;
                    workspace.show_room(Room::Documents);
                }
                self.overlay = Overlay::put_back(dialog).or(self.overlay.take());
            }
            None => {}
        }
        if left.table.is_some() && left.correction.is_none() {
            workspace.show_room(Room::Tables);
        }
        let words = "What you had entered and not saved is here again.";
        workspace.note(words);
    }
}

/// What may change something that was entered.
fn enters(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { pressed: true, .. }
            | Event::Text(_)
            | Event::Paste(_)
            | Event::Cut
            | Event::Ime(_)
            | Event::PointerButton { .. }
    )
}

/// A correction of a document that is no longer in the project: its text can be copied.
fn homeless(correction: &Correction) -> Advice {
    Advice {
        what: "A correction was not saved, and its document is no longer in the project.".into(),
        todo: "The corrected text is below; copy what you need of it.".into(),
        details: correction.text.clone(),
    }
}
