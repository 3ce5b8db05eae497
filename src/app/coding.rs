//! Coding: what is done with the selected words and with coded passages, or what is missing for it.

use super::SourceView;
use super::workspace::Workspace;
use crate::engine::{Command, today};
use crate::model::codebook::code_name;
use crate::model::{CodeId, same_name};

/// Characters in the name of a code that the selected words give.
const LONGEST_NAME: usize = 60;

/// Between a coder's name and the number of the pass.
const PASS: &str = ", pass ";

/// The coder's own name, whichever pass this is.
fn first_pass(name: &str) -> &str {
    name.split_once(PASS).map_or(name, |(name, _)| name)
}

impl Workspace {
    /// Codes the selected words. Says what is missing when something is.
    pub fn code_selection(&mut self, codes: &[CodeId]) {
        // Blanks alone are no passage: there would be nothing to read.
        let has_words = |d: &&SourceView| !d.slice(self.selection).trim().is_empty();
        let passage = self.document.as_deref().filter(has_words).map(|d| d.id);
        let missing = match (self.link.writable, passage) {
            (false, _) => "This project is open for reading only.",
            (_, None) => "Select some words in the transcript first, then choose a code.",
            (true, Some(_)) if codes.is_empty() => return,
            (true, Some(source)) => {
                let (range, codes) = (self.selection, codes.to_vec());
                return self.as_coder(move |workspace, _| {
                    let name = |&code: &CodeId| format!("“{}”", workspace.code_name(code));
                    let note = format!("Coded with {}", codes.iter().map(name).collect::<Vec<_>>().join(", "));
                    let command = Command::Code { source, range, codes: codes.clone() };
                    workspace.link.execute_noting(command, note, codes);
                });
            }
        };
        self.link.refuse(missing);
    }

    /// Another pass of this coder over the same documents: a coder's layer of its own, with its date, to be compared with
    /// the first.
    pub fn add_pass(&mut self) {
        self.as_coder(|workspace, _| {
            let Some(study) = workspace.study.clone() else { return };
            let Some(name) = workspace.link.my_name().map(|name| first_pass(name).to_owned()) else { return };
            let pass = 1 + study.coders().filter(|user| first_pass(&user.name) == name).count();
            workspace.link.execute(Command::AddCoder { name: format!("{name}{PASS}{pass} ({})", today()) });
        });
    }

    /// Undoes, or does again what was undone. When that changes other coders' work, it is asked first: the question
    /// comes as `Questions::turning`.
    pub fn turn(&mut self, redo: bool) {
        self.link.execute(if redo { Command::RedoOwn } else { Command::UndoOwn });
    }

    /// Does what `Questions::turning` asks about.
    pub fn turn_anyway(&mut self) {
        if let Some(turning) = self.questions.turning.take() {
            self.link.execute(if turning.redo { Command::Redo { steps: 1 } } else { Command::Undo { steps: 1 } });
        }
    }

    /// A new code under `parent`, on the selected words when there are some.
    pub fn add_code(&mut self, parent: Option<CodeId>, name: String) {
        let has_words = |d: &&SourceView| !d.slice(self.selection).trim().is_empty();
        let passage = self.document.as_deref().filter(has_words).map(|d| (d.id, self.selection));
        let on_words = if passage.is_some() { ", on the selected words" } else { "" };
        let note = format!("New code “{}”{on_words}", code_name(&name));
        if passage.is_none() {
            self.link.execute_noting(Command::AddCode { parent, name, passage }, note, vec![]);
            return;
        }
        self.as_coder(move |workspace, _| {
            workspace.link.execute_noting(Command::AddCode { parent, name, passage }, note, vec![]);
        });
    }

    /// A new code below another, whatever is selected.
    pub fn add_code_unmarked(&mut self, parent: CodeId, name: String) {
        self.link.execute(Command::AddCode { parent: Some(parent), name, passage: None });
    }

    /// A new code that bears the selected words as its name, on those words.
    pub fn code_in_vivo(&mut self) {
        let words = self.document.as_ref().map(|d| d.slice(self.selection)).unwrap_or_default();
        let name: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || !self.link.writable {
            return self.code_selection(&[]);
        }
        // A name is read in a list: a long passage lends its beginning.
        let short = name.chars().count() > LONGEST_NAME;
        let name = if short { name.chars().take(LONGEST_NAME - 1).chain(['…']).collect() } else { name };
        let there = self
            .study
            .as_deref()
            .and_then(|s| s.codebook.children(None).find(|c| same_name(&c.name, &code_name(&name))).map(|c| c.id));
        match there {
            Some(code) => self.code_selection(&[code]),
            None => self.add_code(None, name),
        }
    }
}
