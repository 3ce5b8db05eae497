//! The names of what a history entry concerns, and of the coders whose work it changes.

use super::{Moment, Teller, Thing};
use crate::model::op::MemoTarget;
use crate::model::op::counts::clauses;
use crate::model::plural::Noun;
use crate::model::{CONSENSUS, Guid};
use crate::{i18n, tr};

impl Teller<'_> {
    pub(super) fn find(&self, thing: Thing, guid: Guid, moment: Moment) -> String {
        self.names.name(thing, guid, moment).unwrap_or_else(|| {
            match thing {
                Thing::Coder => tr!("a deleted coder"),
                Thing::Participant => tr!("a deleted participant"),
                Thing::Attribute => tr!("a deleted attribute"),
                Thing::Document => tr!("a deleted document"),
                Thing::Dimension => tr!("a deleted dimension"),
                Thing::Code => tr!("a deleted code"),
                Thing::Set => tr!("a deleted set"),
                Thing::Query => tr!("a deleted query"),
            }
            .to_owned()
        })
    }

    pub(super) fn name(&self, thing: Thing, guid: Guid) -> String {
        self.find(thing, guid, Moment::After)
    }

    pub(super) fn former(&self, thing: Thing, guid: Guid) -> String {
        self.find(thing, guid, Moment::Before)
    }

    pub(super) fn code(&self, guid: Guid) -> String {
        tr!("“{words}”", words = self.name(Thing::Code, guid))
    }

    pub(super) fn former_code(&self, guid: Guid) -> String {
        tr!("“{words}”", words = self.former(Thing::Code, guid))
    }

    pub(super) fn codes(&self, guids: &[Guid]) -> String {
        i18n::joined(&guids.iter().map(|&guid| self.code(guid)).collect::<Vec<_>>())
    }

    pub(super) fn document(&self, guid: Guid) -> String {
        self.name(Thing::Document, guid)
    }

    pub(super) fn participant(&self, guid: Guid) -> String {
        self.name(Thing::Participant, guid)
    }

    pub(super) fn coder(&self, guid: Guid) -> String {
        let name = self.name(Thing::Coder, guid);
        if name == CONSENSUS { tr!("the consensus coding").to_owned() } else { name }
    }

    /// Returns the name of a single document, or the number of several.
    pub(super) fn documents(&self, guids: &[Guid], moment: Moment) -> String {
        match guids {
            [only] => tr!("document {name}", name = self.find(Thing::Document, *only, moment)),
            many => Noun::Document.counted(many.len() as u64),
        }
    }

    /// Returns ` (changed by Coder 1, coded by Coder 2)`; empty when the passages are the user's own.
    pub(super) fn owners(&self, coded_by: &[Guid]) -> String {
        self.changed_by(&[self.coded_by(coded_by)])
    }

    pub(super) fn coded_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("coded by {coders}", coders))
    }

    pub(super) fn with_memos_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("with a memo by {coders}", coders))
    }

    pub(super) fn written_by(&self, coders: &[Guid]) -> Option<String> {
        self.coders(coders).map(|coders| tr!("written by {coders}", coders))
    }

    /// Lists coders; `None` if there are none.
    pub(super) fn coders(&self, guids: &[Guid]) -> Option<String> {
        let coders: Vec<String> = guids.iter().map(|&coder| self.coder(coder)).collect();
        (!coders.is_empty()).then(|| i18n::joined(&coders))
    }

    /// Like [`Self::owners`], for several kinds of ownership: `coded by Coder 2`.
    pub(super) fn changed_by(&self, owners: &[Option<String>]) -> String {
        let mut owners = owners.iter().flatten().cloned().peekable();
        if owners.peek().is_none() {
            return String::new();
        }
        let changed = self.user.map(|user| tr!("changed by {user}", user));
        // Translators: follows the description of a change, e. g. “delete …”.
        tr!("who changed whose work" => " ({people})", people = clauses(changed.into_iter().chain(owners)))
    }

    pub(super) fn target(&self, target: MemoTarget) -> String {
        match target {
            MemoTarget::Project => tr!("the project").to_owned(),
            // Chinese needs quotation marks around names, because it has no blanks between words.
            MemoTarget::Document { document } => tr!("target of a memo" => "{name}", name = self.document(document)),
            MemoTarget::Participant { participant } => {
                tr!("target of a memo" => "{name}", name = self.participant(participant))
            }
            MemoTarget::Code { code } => tr!("code {code}", code = self.code(code)),
            MemoTarget::Passage { document, code } => {
                tr!("a passage with {code} in {document}", code = self.code(code), document = self.document(document))
            }
        }
    }
}
