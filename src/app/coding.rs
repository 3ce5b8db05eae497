//! Codes the selected text and changes coded passages, or reports what is missing.

use super::documents_room::Asking;
use super::in_vivo;
use super::link::Afterwards;
use super::questions::StepQuestion;
use super::rounds::{first_round, name_of_round};
use super::source_view::PassageView;
use super::workspace::Workspace;
use crate::engine::{Command, Outcome, today};
use crate::model::codebook::{PATH_SEPARATOR, code_name};
use crate::model::typed_path::typed_levels;
use crate::model::{CharRange, CodeId, CodingId, Direction, SourceId, same_name};
use crate::{i18n, tr};

/// The most codes that a message names; more are counted.
const NAMED: usize = 3;

impl Workspace {
    /// Codes the selected text, or reports what is missing.
    pub fn code_selection(&mut self, codes: &[CodeId]) {
        self.code_range(self.selection, codes);
    }

    /// Codes a range of the open document, or reports what is missing.
    pub(super) fn code_range(&mut self, range: CharRange, codes: &[CodeId]) {
        let missing = match (self.refuses_writing(), self.document_with_words(range)) {
            (Some(why), _) => why,
            (None, None) => tr!("Select text in the transcript first, then choose a code."),
            (None, Some(_)) if codes.is_empty() => return,
            (None, Some(source)) => {
                let codes = codes.to_vec();
                let memo = std::mem::take(&mut self.questions.memo_after);
                return self.as_coder(move |workspace, _| {
                    workspace.show_own();
                    let name = |&code: &CodeId| format!("“{}”", workspace.code_name(code));
                    let names: Vec<String> = codes.iter().map(name).collect();
                    let note = tr!("Coded with {codes}", codes = i18n::few(&names, NAMED));
                    let command = Command::Code { source, range, codes: codes.clone() };
                    let after = Afterwards { note: Some(note), used: codes, memo, ..Afterwards::default() };
                    workspace.link.execute_then(command, after);
                });
            }
        };
        self.questions.memo_after = false;
        self.link.refuse(missing);
    }

    /// Makes one passage of those that overlap.
    pub fn join_passages(&mut self, codings: Vec<CodingId>) {
        let note = tr!("Joined into one passage").to_owned();
        self.link.execute_noting(Command::JoinPassages { codings }, note, vec![]);
    }

    /// Returns the passages of the open document that overlap one that was just coded, which have the same code by the
    /// same coder: with the code's name, and the new passage as the last.
    pub(super) fn overlapped(&self, outcome: &Outcome) -> Option<(String, Vec<CodingId>)> {
        let document = self.document.as_deref()?;
        let codings = outcome.changes.iter().filter_map(|changes| changes.codings.as_ref());
        let added = codings.flat_map(|codings| &codings.added).filter(|fact| fact.source == document.id);
        added.into_iter().find_map(|fact| {
            let is_same = |passage: &&PassageView| {
                (passage.code, passage.user) == (fact.code, fact.user)
                    && passage.coding != fact.coding
                    && passage.range.intersection(fact.range).is_some()
            };
            let mut all: Vec<CodingId> =
                document.passages().iter().filter(is_same).map(|passage| passage.coding).collect();
            if all.is_empty() {
                return None;
            }
            all.push(fact.coding);
            Some((self.code_name(fact.code).to_owned(), all))
        })
    }

    /// True if words of the open document are selected.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.document_with_words(self.selection).is_some()
    }

    /// Returns the open document if the range contains words; white space alone cannot be coded.
    fn document_with_words(&self, range: CharRange) -> Option<SourceId> {
        self.document.as_deref().filter(|document| !document.slice(range).trim().is_empty()).map(|document| document.id)
    }

    /// Asks whether to start another round of coding by this coder in the same documents: a separate coder, named with
    /// the date, to be compared with the first round.
    pub fn add_round(&mut self) {
        self.as_coder(|workspace, _| {
            let Some(study) = workspace.study.clone() else { return };
            let Some(name) = workspace.link.my_name().map(|name| first_round(name).to_owned()) else { return };
            let round = 1 + study.coders().filter(|user| first_round(&user.name) == name).count();
            let name = name_of_round(&name, round, &today());
            workspace.rooms.documents.asking = Some(Asking::AddRound(name));
        });
    }

    /// Puts a code on one of the keys 1 to 9, counted from 0; `None` frees its key.
    pub fn pin_code(&mut self, code: CodeId, place: Option<usize>) {
        let name = self.code_name(code).to_owned();
        match place {
            Some(place) => {
                let before = self.tree.keys.code(place).filter(|&other| other != code);
                self.tree.keys.put(code, place);
                let number = place + 1;
                let message = match before.map(|other| (self.code_name(other), self.tree.keys.place(other))) {
                    None => tr!("Key {number} codes with “{name}”", number, name),
                    Some((other, None)) => {
                        tr!("Key {number} codes with “{name}”; “{other}” no longer has a key", number, name, other)
                    }
                    Some((other, Some(at))) => tr!(
                        "Key {number} codes with “{name}”; “{other}” is now on key {other_number}",
                        number,
                        name,
                        other,
                        other_number = at + 1
                    ),
                };
                self.note(message);
            }
            None => {
                self.tree.keys.free(code);
                self.note(tr!("“{name}” no longer has a key", name));
            }
        }
    }

    /// Undoes or redoes. If that changes other coders' work, asks for confirmation in `Questions::step`.
    pub fn step(&mut self, direction: Direction) {
        self.link.execute(Command::StepUnlessOthers(direction));
    }

    /// Undoes or redoes the entry that `Questions::step` asks about.
    pub fn step_anyway(&mut self) {
        if let Some(StepQuestion { direction, entry, .. }) = self.questions.step.take() {
            self.link.execute(Command::StepConfirmed { direction, entry });
        }
    }

    /// Asks for the name of a new code; before that, for the coder's name if words are selected, which are then coded.
    pub fn ask_for_code(&mut self) {
        if self.document_with_words(self.selection).is_none() {
            self.questions.new_code = true;
            return;
        }
        self.as_coder(|workspace, _| workspace.questions.new_code = true);
    }

    /// Adds a code under `parent`, and codes the selected text with it, if any.
    pub fn add_code(&mut self, parent: Option<CodeId>, name: String) {
        let passage = self.document_with_words(self.selection).map(|document| (document, self.selection));
        let code = typed_levels(&name).join(PATH_SEPARATOR);
        let note = match passage {
            Some(_) => tr!("New code “{name}”, on the selection", name = code),
            None => tr!("what was done" => "New code “{name}”", name = code),
        };
        if passage.is_none() {
            self.link.execute_noting(Command::AddCode { parent, name, passage }, note, vec![]);
            return;
        }
        let memo = std::mem::take(&mut self.questions.memo_after);
        self.as_coder(move |workspace, _| {
            workspace.show_own();
            let after = Afterwards { note: Some(note), memo, ..Afterwards::default() };
            workspace.link.execute_then(Command::AddCode { parent, name, passage }, after);
        });
    }

    /// Adds a code below another, regardless of the selection.
    pub fn add_code_unmarked(&mut self, parent: CodeId, name: String) {
        self.link.execute(Command::AddCode { parent: Some(parent), name, passage: None });
    }

    /// Adds a code named after the selected text, and codes that text with it.
    pub fn code_in_vivo(&mut self) {
        // A `>` in the text does not divide a path.
        let name = self.document.as_ref().map(|document| code_name(&in_vivo::name(document, self.selection)));
        let name = name.unwrap_or_default();
        if name.is_empty() || self.refuses_writing().is_some() {
            return self.code_selection(&[]);
        }
        let existing = self
            .study
            .as_deref()
            .and_then(|s| s.codebook.children(None).find(|c| same_name(&c.name, &name)).map(|c| c.id));
        match existing {
            Some(code) => self.code_selection(&[code]),
            None => self.add_code(None, name),
        }
    }
}
