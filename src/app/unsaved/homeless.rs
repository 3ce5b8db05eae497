//! Unsaved input whose place is no longer in the project: it is announced once, with its text, and not restored.

use super::{Dialog, Memo, Unsaved};
use crate::app::advice::Advice;
use crate::app::documents_room::Asking;
use crate::model::{NoteTarget, Study};
use crate::tr;

/// The message about input that cannot be restored; its texts can be copied.
#[must_use]
pub fn advice(texts: &[String]) -> Advice {
    Advice {
        what: tr!("Something you had entered was not saved, and what it was about is no longer in the project.").into(),
        todo: tr!("Your text is below. Copy what you need: it is not kept any longer.").into(),
        details: texts.join("\n\n"),
        ..Advice::default()
    }
}

impl Unsaved {
    /// Removes the memos, decisions and dialogs about something that is no longer in the project. Returns their texts.
    /// Whether a passage or a disagreement still exists is found out later.
    pub fn take_homeless(&mut self, study: &Study) -> Vec<String> {
        let mut texts = Vec::new();
        self.memos.retain(|memo| keep(has_memo(study, memo), &memo.text, &mut texts));
        self.decisions.retain(|(key, _, reason)| {
            let exists = study.source(key.source).is_some() && study.codebook.get(key.code).is_some();
            keep(exists, reason, &mut texts)
        });
        if let Some((exists, text)) = self.dialog.as_ref().map(|dialog| place_and_text(study, dialog))
            && !keep(exists, &text, &mut texts)
        {
            self.dialog = None;
        }
        texts
    }
}

/// Notes the text of what is not kept.
fn keep(exists: bool, text: &str, texts: &mut Vec<String>) -> bool {
    if !exists && !text.trim().is_empty() {
        texts.push(text.trim().to_owned());
    }
    exists
}

fn has_memo(study: &Study, memo: &Memo) -> bool {
    match memo.target {
        NoteTarget::Project | NoteTarget::Coding(_) => true,
        NoteTarget::Source(id) => study.source(id).is_some(),
        NoteTarget::Participant(id) => study.participant(id).is_some(),
        NoteTarget::Code(id) => study.codebook.get(id).is_some(),
    }
}

/// Whether what a dialog is about exists, and the text typed in it.
fn place_and_text(study: &Study, dialog: &Dialog) -> (bool, String) {
    let code = |id| study.codebook.get(id).is_some();
    match dialog {
        Dialog::NewCodeBelow(id, text) | Dialog::RenameCode(id, text) => (code(*id), text.clone()),
        Dialog::Code(entry) => (code(entry.code), format!("{}\n{}", entry.name, entry.description)),
        Dialog::Cell(id, _, text) => (study.participant(*id).is_some(), text.clone()),
        Dialog::DocumentName(id, text) => (study.source(*id).is_some(), text.clone()),
        Dialog::DocumentValue(id, attribute, text) => {
            (study.source(*id).is_some() && study.attribute(*attribute).is_some(), text.clone())
        }
        Dialog::Ask(Asking::RenameDocument(id, text)) => (study.source(*id).is_some(), text.clone()),
        Dialog::Ask(Asking::RenameAttribute(id, text)) => (study.attribute(*id).is_some(), text.clone()),
        Dialog::Ask(Asking::SetValue(documents, attribute, text)) => {
            let exist = documents.iter().any(|id| study.source(*id).is_some());
            (exist && study.attribute(*attribute).is_some(), text.clone())
        }
        Dialog::NewCoder(_) | Dialog::NewCode(_) | Dialog::Dimension(..) | Dialog::Ask(_) => (true, String::new()),
    }
}
