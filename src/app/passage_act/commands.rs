//! Actions on passages of the open document.

use crate::app::source_view::PassageView;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::typed_path::typed_levels;
use crate::model::{Account, CharRange, CodeId, CodingId, Dimension, Noun, SourceId, UserId};
use crate::text::shortened;
use crate::{i18n, tr};
use std::collections::{HashMap, HashSet};

/// Maximum number of codes that a message about passages names.
const NAMED: usize = 3;
/// Maximum number of characters of a code's name in front of the name of a passage's owner.
const LONGEST_CODE: usize = 60;

impl Workspace {
    /// Returns a passage of the open document.
    #[must_use]
    pub fn passage(&self, coding: CodingId) -> Option<&PassageView> {
        self.document.as_ref()?.passage(coding)
    }

    #[must_use]
    pub fn code_name(&self, code: CodeId) -> &str {
        self.looks.codes.get(&code).map_or("", |look| look.name.as_str())
    }

    #[must_use]
    pub fn user_name(&self, user: UserId) -> &str {
        self.looks.coders.get(&user).map_or("", |look| look.name.as_str())
    }

    /// False for the consensus coding, which cannot be selected as the current coder.
    #[must_use]
    pub fn can_be(&self, user: UserId) -> bool {
        self.looks.consensus != Some(user)
    }

    /// Returns for example “Low income” (Coder 1) for a passage of the open document or of the list in Passages.
    #[must_use]
    pub fn passage_name(&self, coding: CodingId) -> Option<String> {
        let (code, user, _) = self.place_of(coding)?;
        let code = shortened(self.code_name(code), LONGEST_CODE);
        Some(tr!("“{code}” ({coder})", code, coder = self.user_name(user)))
    }

    /// Returns what is known of these passages from the open document and the list in Passages: code, whether they are
    /// important, and whose experience they are about. A passage may occur twice.
    fn known(&self, codings: &[CodingId]) -> Vec<(CodeId, bool, Option<&Account>)> {
        let wanted: HashSet<CodingId> = codings.iter().copied().collect();
        let open = self.document.iter().flat_map(|document| document.passages());
        let open = open.filter(|p| wanted.contains(&p.coding)).map(|p| (p.code, p.important, p.account.as_ref()));
        let listed = self.rooms.passages.list.iter().flat_map(|list| &list.rows);
        let listed = listed.filter(|row| wanted.contains(&row.fact.coding));
        let listed = listed.map(|row| (row.fact.code, row.important, row.account.as_ref()));
        open.chain(listed).collect()
    }

    /// Returns how many memos are on these passages of the open document or of the list in Passages.
    #[must_use]
    pub fn memos_on(&self, codings: &[CodingId]) -> usize {
        let wanted: HashSet<CodingId> = codings.iter().copied().collect();
        let open = self.document.iter().flat_map(|document| document.passages());
        let open = open.filter(|p| wanted.contains(&p.coding)).map(|p| (p.coding, p.memos.len()));
        let listed = self.rooms.passages.list.iter().flat_map(|list| &list.rows);
        let listed = listed.filter(|row| wanted.contains(&row.fact.coding));
        let counts: HashMap<CodingId, usize> =
            listed.map(|row| (row.fact.coding, row.memos.len())).chain(open).collect();
        counts.values().sum()
    }

    /// Returns code, coder and place of a passage of the open document or of the list in Passages.
    #[must_use]
    pub fn place_of(&self, coding: CodingId) -> Option<(CodeId, UserId, (SourceId, CharRange))> {
        let open = self.document.as_ref().and_then(|d| d.passage(coding).map(|p| (p.code, p.user, (d.id, p.range))));
        open.or_else(|| {
            let row = self.rooms.passages.list.as_deref()?.rows.iter().find(|row| row.fact.coding == coding)?;
            Some((row.fact.code, row.fact.user, (row.fact.source, row.fact.range)))
        })
    }

    /// Returns the values of dimensions that all codes of these passages have, and that a new code would get: `Capital:
    /// financial`.
    #[must_use]
    pub fn shared_values(&self, codings: &[CodingId]) -> Vec<String> {
        let Some(study) = self.study.as_deref() else { return Vec::new() };
        let codes = self.known(codings).into_iter().map(|(code, ..)| code).collect::<HashSet<_>>();
        let in_words = |dimension: &Dimension| {
            let value = |code: &CodeId| study.codebook.dimension_value(*code, dimension.id);
            let first = codes.iter().next().and_then(value)?;
            let shared = dimension.values.get(first).filter(|_| codes.iter().all(|code| value(code) == Some(first)))?;
            let name = dimension.name.replace('_', " ");
            Some(tr!("{name}: {value}", name, value = shared.replace('_', " ")))
        };
        study.codebook.dimensions.iter().filter_map(in_words).collect()
    }

    /// Returns the code that all of these passages have.
    #[must_use]
    pub fn shared_code(&self, codings: &[CodingId]) -> Option<CodeId> {
        let known = self.known(codings);
        let (first, ..) = *known.first()?;
        known.iter().all(|(code, ..)| *code == first).then_some(first)
    }

    /// Returns whose experience all of these passages are about.
    #[must_use]
    pub fn shared_account(&self, codings: &[CodingId]) -> Option<Account> {
        let known = self.known(codings);
        let (.., first) = *known.first()?;
        known.iter().all(|(.., account)| *account == first).then_some(first)?.cloned()
    }

    /// Returns the codes of these passages, each once: “Low income”, “Pay”; if there are many, the number of passages.
    fn codes_of(&self, codings: &[CodingId]) -> String {
        self.few_codes_of(codings).unwrap_or_else(|| Noun::Passage.counted(codings.len() as u64))
    }

    /// Returns the codes of these passages, each once; `None` if there are many.
    fn few_codes_of(&self, codings: &[CodingId]) -> Option<String> {
        let mut codes: Vec<CodeId> = Vec::new();
        for (code, ..) in self.known(codings) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        if codes.is_empty() || codes.len() > NAMED {
            return None;
        }
        let names: Vec<String> = codes.into_iter().map(|code| format!("“{}”", self.code_name(code))).collect();
        Some(i18n::joined(&names))
    }

    /// Executes a command on passages as the current coder, and shows `note` if it has changed something. `anyway`:
    /// even if they are another coder's.
    fn change_passages(&mut self, anyway: bool, note: String, command: Command) {
        self.as_coder(move |workspace, _| {
            let command = if anyway { Command::Override(Box::new(command)) } else { command };
            workspace.link.execute_noting(command, note, vec![]);
        });
    }

    pub fn remove_passages(&mut self, codings: Vec<CodingId>, anyway: bool) {
        // A code alone would read as if it had been deleted.
        let note = match self.few_codes_of(&codings) {
            Some(codes) => {
                tr!("Deleted {n} passage coded {codes}" | "Deleted {n} passages coded {codes}" % codings.len(), codes)
            }
            None => tr!("Deleted {passages}", passages = self.codes_of(&codings)),
        };
        self.change_passages(anyway, note, Command::Remove { codings });
    }

    pub fn recode_passages(&mut self, codings: Vec<CodingId>, code: CodeId, anyway: bool) {
        let note = tr!("Recoded as “{code}”", code = self.code_name(code));
        self.change_passages(anyway, note, Command::Recode { codings, code });
    }

    /// Moves these passages to a new code.
    pub fn split_passages(&mut self, codings: Vec<CodingId>, parent: Option<CodeId>, name: String, anyway: bool) {
        let note = tr!("Recoded with the new code “{name}”", name = typed_levels(&name).join(PATH_SEPARATOR));
        self.change_passages(anyway, note, Command::SplitCode { codings, parent, name });
    }

    /// Marks passages as important, or removes the mark if all of them have it.
    pub fn toggle_important(&mut self, codings: Vec<CodingId>, anyway: bool) {
        let important = !self.known(&codings).iter().all(|(_, important, _)| *important);
        let note = if important { tr!("Marked as important") } else { tr!("No longer marked as important") };
        let command = Command::MarkImportant { codings, important };
        self.change_passages(anyway, note.into(), command);
    }

    /// States whose experience passages are about; `None`: this is not stated.
    pub fn set_account(&mut self, codings: Vec<CodingId>, account: Option<Account>, anyway: bool) {
        let note = match &account {
            Some(account) => tr!("Marked as {account}", account = account.label()),
            None => tr!("No longer states whose experience it is about"
                | "No longer state whose experience they are about" % codings.len()),
        };
        self.change_passages(anyway, note, Command::SetAccount { codings, account });
    }

    pub fn move_edges(&mut self, coding: CodingId, range: CharRange, anyway: bool) {
        let note = tr!("Resized {passages}", passages = self.codes_of(&[coding]));
        self.change_passages(anyway, note, Command::MoveEdges { coding, range });
    }

    /// Makes a passage match the selected text.
    pub fn fit_edges(&mut self, coding: CodingId, anyway: bool) {
        let (range, now) = (self.selection, self.passage(coding).map(|passage| passage.range));
        let note = match now {
            _ if range.is_empty() => tr!("Select the new extent of the passage, then press R."),
            Some(now) if now == range => tr!("The passage already matches the selection."),
            _ => return self.move_edges(coding, range, anyway),
        };
        self.link.refuse(note);
    }

    /// Codes the text of another coder's passage with the same code, as the current coder.
    pub fn copy_passage(&mut self, coding: CodingId) {
        if let Some(passage) = self.passage(coding) {
            self.code_range(passage.range, &[passage.code]);
        }
    }
}
