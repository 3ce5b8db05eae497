//! Stores unsaved input when typing pauses and when the project is closed, and restores it when the project is opened
//! again.

use super::Shell;
use crate::app::advice::Advice;
use crate::app::room::Room;
use crate::app::unsaved::{Correction, Dialog, Unsaved, homeless_advice};
use crate::gui::overlay::Overlay;
use crate::i18n;
use crate::tr;
use egui::Event;
use std::time::Duration;

/// Seconds without input before it is stored.
const REST: f64 = 0.7;
/// Seconds after which input is stored even if the user keeps typing.
const LONGEST: f64 = 2.0;

/// When to store unsaved input.
#[derive(Default)]
pub(super) struct Pace {
    /// First and last input since the last time it was stored, in seconds of the context's clock.
    entered: Option<(f64, f64)>,
    was_saving: bool,
    /// Whether the input of an earlier session has been restored into the open project.
    pub put_back: bool,
}

impl Shell {
    /// All unsaved input in the open project.
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

    /// Stores unsaved input when typing pauses.
    pub(super) fn keep_unsaved_at_rest(&mut self) {
        let is_saving = self.workspace.as_ref().is_some_and(|workspace| workspace.link.is_saving());
        let (now, input) = self.ctx.input(|input| (input.time, input.events.iter().any(enters)));
        // Input that was stored may have been saved since.
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
            self.keep_matrices();
        }
    }

    /// Stores unsaved input now. Does not overwrite the input of an earlier session before it is restored.
    pub(super) fn keep_unsaved(&mut self) {
        let project = self.workspace.as_ref().filter(|workspace| workspace.is_writable() && self.pace.put_back);
        let of = project.and_then(|w| Some((w.study.as_deref()?.project.guid, w.path.clone())));
        let Some((guid, path)) = of else { return };
        let unsaved = self.unsaved();
        if let Some(shelf) = &mut self.shelf {
            shelf.keep(guid, &path, unsaved);
        }
    }

    /// Stores the matrices that the user has composed since they were stored last: the project has no place for them.
    fn keep_matrices(&mut self) {
        let open = self.workspace.as_ref().filter(|workspace| workspace.is_writable() && workspace.study.is_some());
        let Some(workspace) = open else { return };
        let stored = self.settings.place(&workspace.path).map_or(&[][..], |place| place.matrices.as_slice());
        if stored != workspace.rooms.tables.place_matrices() {
            self.remember();
        }
    }

    /// Restores unsaved input once the project is loaded.
    pub(super) fn put_back_unsaved(&mut self) {
        let (Some(workspace), Some(shelf)) = (&mut self.workspace, &mut self.shelf) else { return };
        let Some(study) = workspace.study.clone().filter(|_| workspace.is_writable() && !self.pace.put_back) else {
            return;
        };
        self.pace.put_back = true;
        let mut left = shelf.take(study.project.guid, &workspace.path);
        let lost = left.take_homeless(&study);
        if !lost.is_empty() {
            workspace.trouble(|| homeless_advice(&lost));
        }
        if left.is_empty() {
            return;
        }
        let message =
            tr!("Restored what you had entered but not saved: {parts}.", parts = i18n::joined(&left.parts(&study)));
        workspace.put_back(&left);
        if !left.decisions.is_empty() {
            workspace.show_room(Room::Compare);
        }
        if let Some(correction) = &left.correction {
            if study.source(correction.source).is_some() {
                self.code.put_back(correction);
                workspace.show_document(correction.source, None);
            } else {
                workspace.trouble(|| homeless(correction));
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
        workspace.note(message);
    }
}

/// Events that may change the input.
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

/// The message for a correction whose document is no longer in the project; its text can be copied.
fn homeless(correction: &Correction) -> Advice {
    Advice {
        what: tr!("Changes to a transcript were not saved, and the document has been deleted.").into(),
        todo: tr!("The changed text is below. Copy what you need.").into(),
        details: correction.text.clone(),
        ..Advice::default()
    }
}
