//! Plans the memos of a merge: those of a copy that are not here are added to what they are on; those with other words in
//! the copy can be replaced or appended to, and those that their author removed from it can be removed here, too.

use super::choice::{ChoiceKind, MergeThing};
use super::{ChosenWork, CodeRef, CodingRef, Copied, KnownMemo, MemoRef, PlannedMemo, Planner};
use crate::engine::clock::{date_in_sentence, today};
use crate::engine::error::Error;
use crate::engine::merge::difference::{DifferenceKind, MergeMemo};
use crate::i18n::{self, Language};
use crate::model::{CONSENSUS, Note, NoteTarget, SourceId};
use crate::store::{MemoVersions, Reads};
use crate::tr;
use strum::IntoEnumIterator;

impl Planner<'_> {
    /// Plans the memos of a copy, whose passages have been planned.
    pub(super) fn memos(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let versions = copy.reads.memo_versions()?;
        for note in copy.reads.notes()? {
            let author = note.user.and_then(|id| copy.study.user(id)).filter(|user| user.name != CONSENSUS);
            let coder = author.map(|user| self.coder(copy, user.id));
            let place = self.place(copy, note.target);
            let Some(memo) = self.listed(copy, copy.reads, &note, coder, place)? else { continue };
            if let Some(known) = self.memos.get(&note.guid) {
                if known.text != note.text {
                    self.changed(copy, versions.get(&note.guid), note, memo);
                }
                continue;
            }
            let Some(target) = self.target(copy, &note) else {
                self.differs(copy, DifferenceKind::UnplacedMemo(memo));
                continue;
            };
            self.memos.insert(note.guid, KnownMemo { here: None, text: note.text.clone() });
            if self.memo_texts.insert((target, note.text.clone())) {
                // A memo on a passage that was removed here comes with the passage or not at all.
                let is_returning = self.removed_memos.contains_key(&note.guid);
                if is_returning && !matches!(target, MemoRef::NewCoding(_)) {
                    self.differs(copy, DifferenceKind::MemoRemovedHere(memo.clone()));
                    let listed = self.plan.memos.len();
                    self.may_choose(
                        copy,
                        ChoiceKind::ReturningMemo,
                        MergeThing::Item(note.guid),
                        listed,
                        ChosenWork::Add,
                    );
                }
                self.plan.memos.push(memo);
                let Note { guid, text, created, .. } = note;
                self.plan.planned_memos.push(PlannedMemo { guid, target, text, created });
            }
        }
        self.removed_memos_of(copy)
    }

    /// Lists a memo with other words here. `in_copy` has the versions of the copy.
    fn changed(&mut self, copy: &Copied<'_>, in_copy: Option<&MemoVersions>, note: Note, memo: MergeMemo) {
        let Some(known) = self.memos.get(&note.guid) else { return };
        let by = in_copy.and_then(|versions| versions.by.clone()).or_else(|| memo.coder.clone());
        let by = by.unwrap_or_else(|| tr!("A coder of the copy").to_owned());
        if has_appended(&known.text, &by, &note.text) {
            return;
        }
        let memo = MergeMemo { here: (!memo.is_hidden).then(|| known.text.clone()), ..memo };
        // The copy may only lack the changes that were made here.
        let ours = self.memo_versions.get(&note.guid);
        let is_behind = ours.is_some_and(|ours| {
            let is_later = |versions: &MemoVersions| versions.at > ours.at && versions.former.contains(&known.text);
            ours.former.contains(&note.text) && !in_copy.is_some_and(is_later)
        });
        if let Some(id) = known.here.filter(|_| !is_behind) {
            let day = in_copy.map_or_else(today, |versions| date_in_sentence(versions.at));
            let addition = format!("\n\n{}\n{}", heading(&by, &day), note.text);
            let join = ChosenWork::Join { memo: id, here: known.text.clone(), addition };
            let (thing, listed) = (MergeThing::Item(note.guid), self.plan.differences.len());
            let replace = ChosenWork::Rewrite { memo: id, text: note.text };
            self.may_choose(copy, ChoiceKind::ChangedMemo, thing.clone(), listed, replace);
            self.may_choose(copy, ChoiceKind::JoinedMemo, thing, listed, join);
        }
        self.differs(copy, DifferenceKind::ChangedMemo(memo));
    }

    /// Lists the memos of this project that were removed from the copy, unless they were removed with their passage.
    fn removed_memos_of(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let with_passage = |note: &Note| match note.target {
            NoteTarget::Coding(id) => self.codings.iter().any(|c| c.id == id && copy.removed.contains_key(&c.guid)),
            _ => false,
        };
        let of_copy = |note: &&Note| copy.removed_memos.contains_key(&note.guid) && !with_passage(note);
        let gone: Vec<Note> = self.notes.iter().filter(of_copy).cloned().collect();
        for note in gone {
            let coder = note.user.and_then(|user| self.study.user(user)).map(|user| user.name.clone());
            let place = match note.target {
                NoteTarget::Coding(id) => self.codings.iter().find(|c| c.id == id).map(|c| (c.user, c.source)),
                _ => None,
            };
            let place = place.map(|(user, source)| (super::name(self.study, user), Some(source)));
            let Some(memo) = self.listed(copy, self.reads, &note, coder, place)? else { continue };
            let removal = copy.removed_memos.get(&note.guid);
            let is_own = removal.is_some_and(|removal| {
                self.is_own(copy, note.user, removal)
                    && self.memo_versions.get(&note.guid).is_some_and(|ours| removal.at > ours.at)
            });
            if is_own {
                let listed = self.plan.differences.len();
                let (thing, work) = (MergeThing::Item(note.guid), ChosenWork::RemoveMemo(note.id));
                self.may_choose(copy, ChoiceKind::RemovedMemo, thing, listed, work);
            }
            self.differs(copy, DifferenceKind::MemoRemovedInCopy(memo));
        }
        Ok(())
    }

    /// Describes a memo of `reads` for the user. `place` has the coder and the document of the passage that it is on.
    fn listed(
        &self,
        copy: &Copied<'_>,
        reads: Reads<'_>,
        note: &Note,
        coder: Option<String>,
        place: Option<(String, Option<SourceId>)>,
    ) -> Result<Option<MergeMemo>, Error> {
        let Some(on) = reads.target_in_words(note.target)? else { return Ok(None) };
        let hides = |owner: Option<&str>, source| self.sight.hides(owner, source);
        let is_hidden =
            place.is_some_and(|(owner, source)| hides(Some(&owner), source) || hides(coder.as_deref(), source));
        let (on, text) = if is_hidden { ("a passage".to_owned(), String::new()) } else { (on, note.text.clone()) };
        Ok(Some(MergeMemo { copy: copy.path.clone(), on, coder, text, here: None, is_hidden }))
    }

    /// Returns the coder and the document here of the passage that a memo of the copy is on.
    fn place(&mut self, copy: &Copied<'_>, target: NoteTarget) -> Option<(String, Option<SourceId>)> {
        let NoteTarget::Coding(id) = target else { return None };
        let fact = copy.reads.coding_fact(id).ok().flatten()?;
        let source = copy.documents.get(&fact.source).and_then(|matched| Some(matched.as_ref()?.0));
        Some((self.coder(copy, fact.user), source))
    }

    /// Returns what a memo of the copy is on in this project, if that is here or will be added.
    fn target(&self, copy: &Copied<'_>, note: &Note) -> Option<MemoRef> {
        let of_code = |code| match code {
            CodeRef::Here(id) => MemoRef::Here(NoteTarget::Code(id)),
            CodeRef::New(place) => MemoRef::NewCode(place),
        };
        match note.target {
            NoteTarget::Project => Some(MemoRef::Here(NoteTarget::Project)),
            NoteTarget::Source(id) => {
                let (source, _) = copy.documents.get(&id)?.as_ref()?;
                Some(MemoRef::Here(NoteTarget::Source(*source)))
            }
            NoteTarget::Participant(id) => {
                let participant = copy.study.participant(id)?;
                let by_guid = self.study.participants.iter().find(|ours| ours.guid == participant.guid);
                let ours = by_guid.or_else(|| self.study.participant_named(&participant.name))?;
                Some(MemoRef::Here(NoteTarget::Participant(ours.id)))
            }
            NoteTarget::Code(id) => copy.codes.get(&id).copied().map(of_code),
            NoteTarget::Coding(id) => copy.codings.get(&id).map(|coding| match *coding {
                CodingRef::Here(id) => MemoRef::Here(NoteTarget::Coding(id)),
                CodingRef::New(place) => MemoRef::NewCoding(place),
            }),
        }
    }
}

/// Returns the line above the words of a copy that are appended to a memo.
fn heading(coder: &str, date: &str) -> String {
    tr!("line above an addition to a memo" => "— {coder}, {date}:", coder, date)
}

/// True if these words of a coder have been appended to a memo, in whatever language the program was then.
fn has_appended(memo: &str, coder: &str, text: &str) -> bool {
    Language::iter().any(|language| {
        let heading = i18n::within(language, || heading(coder, "\n"));
        let start = heading.split('\n').next().unwrap_or_default();
        let start = format!("\n\n{start}");
        let mut parts = memo.split(start.as_str()).skip(1);
        parts.any(|part| part.split_once('\n').is_some_and(|(_, rest)| rest.starts_with(text)))
    })
}

#[cfg(test)]
mod tests {
    use super::has_appended;

    #[test]
    fn words_below_their_heading_have_been_appended() {
        for (memo, coder, text, wanted) in [
            ("mine\n\n— Ben, 2026-01-02:\ntheirs", "Ben", "theirs", true),
            ("mine\n\n— Ben, 2026-01-02:\ntwo\nlines\n\n— Ann, 2026-01-03:\nmore", "Ben", "two\nlines", true),
            ("mine\n\n— Ben, 2026-01-02:\ntheirs", "Ann", "theirs", false),
            ("mine\n\n— Ben, 2026-01-02:\ntheirs", "Ben", "others", false),
            ("mine\n\n——Ben，2026年1月2日：\ntheirs", "Ben", "theirs", true),
            ("theirs", "Ben", "theirs", false),
        ] {
            assert_eq!(has_appended(memo, coder, text), wanted, "{memo}");
        }
    }
}
