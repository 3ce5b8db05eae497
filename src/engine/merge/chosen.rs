//! What a merge does once the user has chosen. Choices are indices in the plan's list of choices.

use super::choice::{ChoiceKind, MergeChoice, MergeThing};
use super::{
    ChosenWork, CodeRef, DifferenceKind, MemoRef, MergeDifference, MergeItem, MergeMemo, MergePlan, MergeReason,
    PlannedChoice, UnfinishedDocument,
};
use crate::model::op::{KeptCounts, MergeCounts};
use crate::tr;
use std::collections::{BTreeSet, HashMap, HashSet};

impl MergePlan {
    /// Returns the choices of this kind.
    pub fn choices(&self, kind: ChoiceKind) -> impl Iterator<Item = usize> {
        self.choices.iter().enumerate().filter(move |(_, choice)| choice.kind == kind).map(|(place, _)| place)
    }

    #[must_use]
    pub fn choice(&self, place: usize) -> Option<MergeChoice> {
        let PlannedChoice { kind, copy, thing, .. } = self.choices.get(place)?;
        Some(MergeChoice { copy: copy.clone(), kind: *kind, thing: thing.clone() })
    }

    /// Describes a choice, with the reason why it is one if the user should know more.
    #[must_use]
    pub fn describe_choice(&self, place: usize) -> Option<(String, Option<String>)> {
        let choice = self.choices.get(place)?;
        let of_item = |item: &MergeItem| {
            let reason = item.reason.as_ref().filter(|_| !item.is_hidden).map(ToString::to_string);
            (item.to_string(), reason)
        };
        let (line, reason) = match choice.kind {
            ChoiceKind::NewerPassage => of_item(self.conflicts.get(choice.listed)?),
            ChoiceKind::ReturningPassage | ChoiceKind::CorrectedPassage => of_item(self.added.get(choice.listed)?),
            ChoiceKind::ReturningMemo => (self.memos.get(choice.listed)?.to_string(), None),
            ChoiceKind::ChangedMemo
            | ChoiceKind::JoinedMemo
            | ChoiceKind::RemovedPassage
            | ChoiceKind::RemovedMemo
            | ChoiceKind::WithdrawnMark
            | ChoiceKind::NewSpeaker
            | ChoiceKind::OtherSpeaker
            | ChoiceKind::UnassignedSpeaker
            | ChoiceKind::OtherRole
            | ChoiceKind::NewAccount
            | ChoiceKind::OtherAccount
            | ChoiceKind::Importance => (self.differences.get(choice.listed)?.kind.to_string(), None),
        };
        Some((self.of_copy(&choice.copy, &line), reason))
    }

    /// Returns what was removed here and is in a copy.
    #[must_use]
    pub fn returning(&self) -> BTreeSet<usize> {
        self.choices(ChoiceKind::ReturningPassage).chain(self.choices(ChoiceKind::ReturningMemo)).collect()
    }

    /// Returns what is only in a copy and is taken unless the user says otherwise. If copies differ, it is the first one's.
    #[must_use]
    pub fn suggested(&self) -> BTreeSet<usize> {
        self.compatible(|choice| {
            matches!(choice.kind, ChoiceKind::NewSpeaker | ChoiceKind::NewAccount | ChoiceKind::CorrectedPassage)
        })
    }

    /// Returns the choice to append the words of a copy to a memo, given the choice to replace those here by them.
    #[must_use]
    pub fn joined(&self, place: usize) -> Option<usize> {
        let PlannedChoice { copy, thing, .. } = self.choices.get(place)?;
        let is_it = |choice: &PlannedChoice| choice.copy == *copy && choice.thing == *thing;
        self.choices(ChoiceKind::JoinedMemo).find(|&other| self.choices.get(other).is_some_and(is_it))
    }

    /// True if both choices can be taken: they are the same, about different things, state the same, or both append to a
    /// memo.
    #[must_use]
    pub fn are_compatible(&self, one: usize, other: usize) -> bool {
        let (Some(one), Some(other)) = (self.choices.get(one), self.choices.get(other)) else { return true };
        one.thing != other.thing
            || (&one.copy, one.kind) == (&other.copy, other.kind)
            || [one.kind, other.kind] == [ChoiceKind::JoinedMemo; 2]
            || one.work.states_the_same(&other.work)
    }

    /// Returns the indices of these choices. Of several that exclude each other, the first is taken.
    #[must_use]
    pub fn chosen(&self, take: &[MergeChoice]) -> BTreeSet<usize> {
        let wanted: HashSet<&MergeChoice> = take.iter().collect();
        self.compatible(|choice| wanted.contains(choice))
    }

    /// Returns the wanted choices but for those that an earlier one of them excludes.
    fn compatible(&self, is_wanted: impl Fn(&MergeChoice) -> bool) -> BTreeSet<usize> {
        let (mut chosen, mut first) = (BTreeSet::new(), HashMap::new());
        for place in 0..self.choices.len() {
            let Some(choice) = self.choice(place).filter(&is_wanted) else { continue };
            if self.are_compatible(*first.entry(choice.thing).or_insert(place), place) {
                chosen.insert(place);
            }
        }
        chosen
    }

    /// Returns the heading of a difference that is listed, which depends on what is taken.
    #[must_use]
    pub fn heading(&self, difference: usize, taken: &BTreeSet<usize>) -> &'static str {
        let chosen = taken.iter().filter_map(|&place| self.choices.get(place));
        let chosen = { chosen }.find(|choice| choice.kind.is_difference() && choice.listed == difference);
        match chosen.map(|choice| choice.kind) {
            Some(ChoiceKind::ChangedMemo) => tr!("Memos replaced by the copy’s version"),
            Some(ChoiceKind::JoinedMemo) => tr!("Memos kept in both versions, the copy’s below the one here"),
            Some(ChoiceKind::RemovedPassage) => tr!("Passages deleted here, as in the copy"),
            Some(ChoiceKind::RemovedMemo) => tr!("Memos deleted here, as in the copy"),
            Some(ChoiceKind::WithdrawnMark) => tr!("Finished marks withdrawn here, as in the copy"),
            Some(ChoiceKind::NewSpeaker | ChoiceKind::OtherSpeaker) => {
                tr!("Speakers who are the same participants here now as in the copy")
            }
            Some(ChoiceKind::UnassignedSpeaker) => {
                tr!("Speakers who are no longer participants here, as in the copy")
            }
            Some(ChoiceKind::OtherRole) => tr!("Roles of speakers taken from the copy"),
            Some(ChoiceKind::NewAccount | ChoiceKind::OtherAccount) => {
                tr!("Passages marked as in the copy, as own experience or about others")
            }
            Some(ChoiceKind::Importance) => tr!("Passages marked as important here, as in the copy"),
            _ => self.differences.get(difference).map_or("", |difference| difference.kind.heading()),
        }
    }

    /// Describes a difference that is listed; if it is taken, with what was here before. If another copy's version is taken,
    /// that one is what is here.
    #[must_use]
    pub fn describe_difference(&self, difference: usize, taken: &BTreeSet<usize>) -> String {
        let Some(MergeDifference { kind, .. }) = self.differences.get(difference) else { return String::new() };
        match (self.is_taken(difference, taken), self.taken_instead(difference, taken)) {
            (true, _) => kind.taken(),
            (false, Some(other)) => kind.beside(other).to_string(),
            (false, None) => kind.to_string(),
        }
    }

    /// Returns what is taken of another copy about the same thing.
    fn taken_instead(&self, difference: usize, taken: &BTreeSet<usize>) -> Option<&DifferenceKind> {
        let is_of = |choice: &&PlannedChoice| choice.kind.is_difference() && choice.listed == difference;
        let thing = &self.choices.iter().find(is_of)?.thing;
        let chosen = taken.iter().filter_map(|&place| self.choices.get(place));
        let other = { chosen }.find(|choice| choice.kind.is_difference() && choice.thing == *thing)?;
        self.differences.get(other.listed).map(|difference| &difference.kind)
    }

    /// True if a difference that is listed is taken.
    #[must_use]
    pub fn is_taken(&self, difference: usize, taken: &BTreeSet<usize>) -> bool {
        let mut chosen = taken.iter().filter_map(|&place| self.choices.get(place));
        chosen.any(|choice| choice.kind.is_difference() && choice.listed == difference)
    }

    /// Returns where the chosen things, or with `taken` false the others, of a kind are listed.
    pub(super) fn listed(&self, kind: ChoiceKind, taken: bool, choices: &BTreeSet<usize>) -> HashSet<usize> {
        let places = self.choices(kind).filter(|place| choices.contains(place) == taken);
        places.filter_map(|place| Some(self.choices.get(place)?.listed)).collect()
    }

    /// Returns how many things that choices of these kinds are about are taken, and how many are left. Several copies may
    /// state something about one thing.
    pub(super) fn things(&self, kinds: &[ChoiceKind], taken: &BTreeSet<usize>) -> (u64, u64) {
        let mut things: HashMap<&MergeThing, bool> = HashMap::new();
        for (place, choice) in self.choices.iter().enumerate().filter(|(_, choice)| kinds.contains(&choice.kind)) {
            *things.entry(&choice.thing).or_default() |= taken.contains(&place);
        }
        let all = things.len() as u64;
        let taken = things.into_values().filter(|is_taken| *is_taken).count() as u64;
        (taken, all - taken)
    }

    pub(super) fn works<'p>(&'p self, taken: &BTreeSet<usize>) -> impl Iterator<Item = &'p ChosenWork> {
        taken.iter().filter_map(|&place| Some(&self.choices.get(place)?.work))
    }

    /// Returns the passages that are added, with their index.
    pub fn added_with<'p>(&'p self, taken: &BTreeSet<usize>) -> impl Iterator<Item = (usize, &'p MergeItem)> {
        let left = self.left_passages(taken);
        self.added.iter().enumerate().filter(move |(place, _)| !left.contains(place))
    }

    /// Number of codings of the copies that this project has or that are added from another copy.
    #[must_use]
    pub fn same(&self, taken: &BTreeSet<usize>) -> usize {
        let left = self.left_passages(taken);
        self.same_here + self.same_added.iter().filter(|place| !left.contains(place)).count()
    }

    /// Returns the passages whose words differ here, with their index, added or not.
    pub fn corrected(&self) -> impl Iterator<Item = (usize, &MergeItem)> {
        let is_corrected = |item: &MergeItem| matches!(item.reason, Some(MergeReason::Corrected { .. }));
        self.added.iter().enumerate().filter(move |(_, item)| is_corrected(item))
    }

    /// Returns those of them that are added.
    pub(super) fn corrected_with<'p>(
        &'p self,
        taken: &BTreeSet<usize>,
    ) -> impl Iterator<Item = (usize, &'p MergeItem)> {
        let left = self.left_passages(taken);
        self.corrected().filter(move |(place, _)| !left.contains(place))
    }

    /// Returns the indices of the passages that are added only if the user chooses so, and are not.
    #[must_use]
    pub fn left_passages(&self, taken: &BTreeSet<usize>) -> HashSet<usize> {
        let kinds = [ChoiceKind::ReturningPassage, ChoiceKind::CorrectedPassage];
        kinds.into_iter().flat_map(|kind| self.listed(kind, false, taken)).collect()
    }

    /// Returns the memos that are added, with their index.
    pub fn memos_with<'p>(&'p self, taken: &BTreeSet<usize>) -> impl Iterator<Item = (usize, &'p MergeMemo)> {
        let left = self.listed(ChoiceKind::ReturningMemo, false, taken);
        let left_out = self.left_passages(taken);
        let codes = self.needed_codes(taken);
        let is_added = move |place: &usize| match self.planned_memos.get(*place).map(|memo| memo.target) {
            Some(MemoRef::Here(_)) => !left.contains(place),
            Some(MemoRef::NewCode(code)) => codes.contains(&code) && !left.contains(place),
            Some(MemoRef::NewCoding(coding)) => !left_out.contains(&coding),
            None => false,
        };
        self.memos.iter().enumerate().filter(move |(place, _)| is_added(place))
    }

    /// Returns the indices of the new codes that the passages need.
    pub(super) fn needed_codes(&self, taken: &BTreeSet<usize>) -> HashSet<usize> {
        let of_added = self.added_with(taken).filter_map(|(place, _)| Some(self.incoming.get(place)?.code));
        let of_versions = self.works(taken).filter_map(|work| match work {
            ChosenWork::Replace(version) => Some(version.code),
            _ => None,
        });
        let mut needed = HashSet::new();
        for code in of_added.chain(of_versions) {
            let mut next = Some(code);
            while let Some(CodeRef::New(place)) = next {
                next = needed.insert(place).then(|| self.new_codes.get(place)?.parent).flatten();
            }
        }
        needed
    }

    /// Returns the paths of the codes that are added.
    #[must_use]
    pub fn codes_with(&self, taken: &BTreeSet<usize>) -> Vec<&str> {
        let needed = self.needed_codes(taken);
        let codes = self.codes.iter().enumerate().filter(|(place, _)| needed.contains(place));
        codes.map(|(_, path)| path.as_str()).collect()
    }

    /// Returns the coders who are added.
    #[must_use]
    pub fn coders_with(&self, taken: &BTreeSet<usize>) -> Vec<&str> {
        let of_passages = self.added_with(taken).map(|(_, item)| item.coder.as_str());
        let of_memos = self.memos_with(taken).filter_map(|(_, memo)| memo.coder.as_deref());
        let found: HashSet<&str> =
            of_passages.chain(of_memos).chain(self.done.iter().map(|(_, coder)| coder.as_str())).collect();
        self.coders.iter().map(String::as_str).filter(|coder| found.contains(coder)).collect()
    }

    /// Returns the documents that receive passages by a coder who has not finished them.
    #[must_use]
    pub fn unfinished_with(&self, taken: &BTreeSet<usize>) -> Vec<&UnfinishedDocument> {
        let coded: HashSet<_> = self
            .added_with(taken)
            .filter_map(|(place, _)| self.incoming.get(place))
            .map(|coding| (coding.source, coding.coder.as_str()))
            .collect();
        self.unfinished.iter().filter(|open| coded.contains(&(open.source, open.coder.as_str()))).collect()
    }

    /// Number of these documents; each counts once, whoever has not finished it.
    #[must_use]
    pub fn unfinished_documents(&self, taken: &BTreeSet<usize>) -> u64 {
        self.unfinished_with(taken).iter().map(|open| open.source).collect::<HashSet<_>>().len() as u64
    }

    /// Number of added passages whose place was found through the difference of a corrected text.
    #[must_use]
    pub fn placed_through_correction(&self, taken: &BTreeSet<usize>) -> usize {
        self.added_with(taken).filter(|(_, item)| item.reason.is_some()).count()
    }

    #[must_use]
    pub fn counts(&self, taken: &BTreeSet<usize>) -> MergeCounts {
        let of = |kind| self.listed(kind, true, taken).len() as u64;
        let kept = |kind| self.listed(kind, false, taken).len() as u64;
        let joined = self.listed(ChoiceKind::JoinedMemo, true, taken);
        let memos = self.listed(ChoiceKind::ChangedMemo, false, taken);
        let replaced = of(ChoiceKind::NewerPassage);
        let (speakers, kept_speakers) =
            self.things(&[ChoiceKind::NewSpeaker, ChoiceKind::OtherSpeaker, ChoiceKind::UnassignedSpeaker], taken);
        let (roles, kept_roles) = self.things(&[ChoiceKind::OtherRole], taken);
        let (accounts, kept_accounts) = self.things(&[ChoiceKind::NewAccount, ChoiceKind::OtherAccount], taken);
        let (important, kept_important) = self.things(&[ChoiceKind::Importance], taken);
        MergeCounts {
            passages: self.added_with(taken).count() as u64,
            corrected: self.corrected_with(taken).count() as u64,
            same: self.same(taken) as u64,
            conflicts: self.conflicts.len() as u64 - replaced,
            replaced,
            unplaced: self.unplaced.len() as u64,
            unfinished: self.unfinished_documents(taken),
            memos: self.memos_with(taken).count() as u64,
            removed: of(ChoiceKind::RemovedPassage),
            memos_replaced: of(ChoiceKind::ChangedMemo),
            memos_joined: of(ChoiceKind::JoinedMemo),
            memos_removed: of(ChoiceKind::RemovedMemo),
            marks_withdrawn: of(ChoiceKind::WithdrawnMark),
            speakers,
            roles,
            accounts,
            important,
            consensus: 0,
            kept: KeptCounts {
                memos: memos.difference(&joined).count() as u64,
                removed_passages: kept(ChoiceKind::RemovedPassage),
                removed_memos: kept(ChoiceKind::RemovedMemo),
                marks: kept(ChoiceKind::WithdrawnMark),
                speakers: kept_speakers,
                roles: kept_roles,
                accounts: kept_accounts,
                important: kept_important,
                corrected: kept(ChoiceKind::CorrectedPassage),
                returning_passages: kept(ChoiceKind::ReturningPassage),
                returning_memos: kept(ChoiceKind::ReturningMemo),
            },
        }
    }
}
