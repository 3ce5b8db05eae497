//! Writes a planned merge.

use super::stated::MadeSpeakers;
use super::{ChosenWork, CodeRef, CodingRef, MemoRef, MergePlan, Place, PlannedVersion};
use crate::engine::by_coder::ByCoder;
use crate::engine::colors::{FamilyColors, coder_color};
use crate::engine::error::Error;
use crate::engine::owners::{counts_of_others, named};
use crate::model::{CodeId, CodingId, CodingKey, Fact, Guid, NoteId, NoteTarget, Study, UserId};
use crate::store::{NewCode, Reads, Tx};
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl PlannedVersion {
    /// Returns the version that a copy has at `theirs` of the coding that is `existing`, at `ours`, in this project;
    /// `None` if it belongs to another coder or document.
    pub(super) fn new(study: &Study, existing: CodingRef, ours: &Place, theirs: &Place) -> Option<Self> {
        let (CodingRef::Here(coding), CodeRef::Here(code)) = (existing, ours.2) else { return None };
        if (ours.0, &ours.3) != (theirs.0, &theirs.3) {
            return None;
        }
        let user = study.user_named(&ours.3)?.id;
        let fact = Fact { coding, source: ours.0, range: ours.1, code, user };
        Some(Self { fact, range: theirs.1, code: theirs.2 })
    }
}

/// What has been added, by the index in the plan.
#[derive(Default)]
struct Made {
    codes: HashMap<usize, CodeId>,
    codings: HashMap<usize, CodingId>,
    speakers: MadeSpeakers,
    /// The words of memos to which those of copies were appended.
    joined: HashMap<NoteId, String>,
}

impl Made {
    fn code(&self, code: CodeRef) -> Option<CodeId> {
        match code {
            CodeRef::Here(id) => Some(id),
            CodeRef::New(place) => self.codes.get(&place).copied(),
        }
    }

    fn target(&self, memo: MemoRef) -> Option<NoteTarget> {
        match memo {
            MemoRef::Here(target) => Some(target),
            MemoRef::NewCode(place) => self.codes.get(&place).copied().map(NoteTarget::Code),
            MemoRef::NewCoding(place) => self.codings.get(&place).copied().map(NoteTarget::Coding),
        }
    }
}

impl MergePlan {
    /// Returns the passages that get the marks of own or others' experience that they have in a copy.
    pub(in crate::engine) fn accounts_with(&self, taken: &BTreeSet<usize>) -> Vec<CodingId> {
        let of_passage = |work: &ChosenWork| match work {
            ChosenWork::SetAccount(coding, _) => Some(*coding),
            _ => None,
        };
        self.works(taken).filter_map(of_passage).collect()
    }

    /// Returns the passages that are marked as important as in a copy.
    pub(in crate::engine) fn important_with(&self, taken: &BTreeSet<usize>) -> Vec<CodingId> {
        let of_passage = |work: &ChosenWork| match work {
            ChosenWork::MarkImportant(coding) => Some(*coding),
            _ => None,
        };
        self.works(taken).filter_map(of_passage).collect()
    }

    /// Returns the passages of coders in this project, which `reads` reads, that get other marks, or memos written neither by
    /// their coder nor by `actor`.
    pub(in crate::engine) fn changed_passages(
        &self,
        reads: Reads<'_>,
        study: &Study,
        taken: &BTreeSet<usize>,
        actor: Option<UserId>,
    ) -> Result<Vec<Fact>, Error> {
        let mut changed: BTreeMap<CodingId, Fact> = BTreeMap::new();
        for coding in self.accounts_with(taken).into_iter().chain(self.important_with(taken)) {
            changed.insert(coding, reads.fact(coding)?);
        }
        for (place, memo) in self.memos_with(taken) {
            let target = self.planned_memos.get(place).map(|planned| planned.target);
            let Some(MemoRef::Here(NoteTarget::Coding(coding))) = target else { continue };
            let fact = reads.fact(coding)?;
            let Some(writer) = memo.coder.as_deref() else { continue };
            let writer = study.user_named(writer).map(|user| user.id);
            if writer.is_none() || ![actor, Some(fact.user)].contains(&writer) {
                changed.insert(coding, fact);
            }
        }
        Ok(changed.into_values().filter(|fact| Some(fact.user) != study.consensus()).collect())
    }

    /// Returns how many passages of coders other than the actor get other marks, or memos of others.
    ///
    /// # Errors
    /// Fails when the project cannot be read.
    pub fn passages_of_others(
        &self,
        reads: Reads<'_>,
        taken: &BTreeSet<usize>,
        actor: Option<&str>,
    ) -> Result<ByCoder, Error> {
        let study = reads.study()?;
        let actor = actor.and_then(|name| study.user_named(name)).map(|user| user.id);
        let changed = self.changed_passages(reads, &study, taken, actor)?;
        named(reads, &counts_of_others(changed.iter().map(|fact| fact.user), actor))
    }

    /// `taken` are the choices that the user made.
    pub(in crate::engine) fn write(
        &self,
        tx: &mut Tx<'_>,
        study: &Study,
        taken: &BTreeSet<usize>,
    ) -> Result<(), Error> {
        let mut made = Made::default();
        self.write_codes(tx, study, taken, &mut made)?;
        self.write_sets(tx, &made.codes)?;
        let mut users: HashMap<&str, UserId> = study.users.iter().map(|u| (u.name.as_str(), u.id)).collect();
        for name in self.coders_with(taken) {
            let guid = self.coder_guids.get(name).copied().unwrap_or_else(Guid::new);
            let user = tx.take_user(guid, name, &coder_color(users.len()))?;
            users.insert(name, user);
        }
        for (place, _) in self.added_with(taken) {
            let Some(coding) = self.incoming.get(place) else { continue };
            let (Some(code), Some(&user)) = (made.code(coding.code), users.get(coding.coder.as_str())) else {
                continue;
            };
            let key = CodingKey { source: coding.source, range: coding.range, code, user };
            let id = tx.take_coding(coding.guid, key, coding.created)?;
            if coding.important {
                tx.set_important(id, true)?;
            }
            if coding.account.is_some() {
                tx.set_account(id, coding.account.as_ref())?;
            }
            made.codings.insert(place, id);
        }
        // Removing a passage removes its memos, which other choices may be about.
        let is_last = |work: &&ChosenWork| matches!(work, ChosenWork::RemovePassage(_));
        let (last, first): (Vec<_>, Vec<_>) = self.works(taken).partition(is_last);
        for work in first.into_iter().chain(last) {
            work.write(tx, study, &mut made)?;
        }
        for (place, memo) in self.memos_with(taken) {
            let Some(planned) = self.planned_memos.get(place) else { continue };
            let Some(target) = made.target(planned.target) else { continue };
            let author = memo.coder.as_deref().and_then(|coder| users.get(coder)).copied();
            tx.take_note(planned.guid, target, &planned.text, author, planned.created)?;
        }
        for open in self.unfinished_with(taken) {
            if let Some(&user) = users.get(open.coder.as_str()) {
                tx.set_unfinished(open.source, user, true)?;
            }
        }
        for (source, coder) in &self.done {
            if let Some(&user) = users.get(coder.as_str()) {
                tx.add_participation(*source, user)?;
            }
        }
        self.write_queries(tx)
    }

    fn write_codes(
        &self,
        tx: &mut Tx<'_>,
        study: &Study,
        taken: &BTreeSet<usize>,
        made: &mut Made,
    ) -> Result<(), Error> {
        let needed = self.needed_codes(taken);
        let mut colors = FamilyColors::of(&study.codebook);
        for (place, code) in self.new_codes.iter().enumerate().filter(|(place, _)| needed.contains(place)) {
            let parent = code.parent.and_then(|parent| made.code(parent));
            let color = if code.color.is_empty() { colors.next(parent) } else { code.color.clone() };
            let new =
                NewCode { parent, name: &code.name, color: &color, description: &code.description, dimensions: &[] };
            let id = tx.add_code(&new)?;
            colors.add(id, parent, &color);
            made.codes.insert(place, id);
        }
        Ok(())
    }
}

impl ChosenWork {
    /// True if both, which may be of two copies, state the same about who speaks.
    pub(super) fn states_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::State(one), Self::State(other)) => one.is_same(other),
            (Self::Unassign(source, label, _), Self::Unassign(other, known, _)) => (source, label) == (other, known),
            (Self::SetRole(source, label, role), Self::SetRole(other, known, stated)) => {
                (source, label, role) == (other, known, stated)
            }
            (Self::SetAccount(coding, account), Self::SetAccount(other, stated)) => {
                (coding, account) == (other, stated)
            }
            (Self::MarkImportant(coding), Self::MarkImportant(other)) => coding == other,
            _ => false,
        }
    }

    fn write(&self, tx: &mut Tx<'_>, study: &Study, made: &mut Made) -> Result<(), Error> {
        match self {
            Self::Add => {}
            Self::Replace(version) => {
                if let Some(code) = made.code(version.code) {
                    tx.set_coding(&version.fact, code, version.range)?;
                }
            }
            Self::Rewrite { memo, text } => tx.change_note(*memo, text)?,
            Self::Join { memo, here, addition } => {
                let text = made.joined.entry(*memo).or_insert_with(|| here.clone());
                text.push_str(addition);
                tx.change_note(*memo, text)?;
            }
            Self::RemovePassage(coding) => tx.remove_coding(*coding)?,
            Self::RemoveMemo(memo) => tx.remove_note(*memo)?,
            Self::WithdrawMark(source, user) => tx.remove_participation(*source, *user)?,
            Self::State(speaker) => speaker.write(tx, study, &mut made.speakers)?,
            Self::Unassign(source, label, _) => tx.set_speaker(*source, label, None)?,
            Self::SetAccount(coding, account) => tx.set_account(*coding, account.as_ref())?,
            Self::MarkImportant(coding) => tx.set_important(*coding, true)?,
            Self::SetRole(source, label, role) => {
                let mut origin = tx.origin(*source)?.unwrap_or_default();
                origin.speakers.set_role(label, *role);
                tx.set_origin(*source, &origin)?;
            }
        }
        Ok(())
    }
}
