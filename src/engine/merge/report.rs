//! The report on a merge: what comes, or came, from the copies, and what does not.

use super::choice::ChoiceKind;
use super::{DifferenceKind, MergeDifference, MergeItem, MergeMemo, MergePlan};
use crate::engine::clock::local_minute;
use crate::i18n;
use crate::model::Noun;
use crate::tr;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

/// What a merge does not compare.
#[must_use]
pub fn not_compared() -> &'static str {
    tr!(
        "Definitions and colours of codes, attribute values, decisions on disagreements, and tables are not compared; those \
         of this project stay."
    )
}

/// A list of a report below its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeSection {
    /// Without the number of things.
    pub heading: String,
    /// Number of things; those whose words are hidden may share a line.
    pub count: usize,
    pub lines: Vec<String>,
    /// The lines are names that fit behind the heading.
    pub are_names: bool,
    /// Somebody has to do something about it: it should not be overlooked.
    pub is_urgent: bool,
}

impl MergeSection {
    fn of_names(heading: &str, lines: Vec<String>) -> Self {
        Self { heading: heading.into(), count: lines.len(), lines, are_names: true, is_urgent: false }
    }

    fn new(heading: &str, lines: Vec<String>) -> Self {
        Self { heading: heading.into(), count: lines.len(), lines, are_names: false, is_urgent: false }
    }

    fn urgent(self) -> Self {
        Self { is_urgent: true, ..self }
    }
}

/// Joins the lists with one heading, counts equal lines, which stand for things whose words are hidden, and drops empty
/// lists.
fn tidied(sections: Vec<MergeSection>) -> Vec<MergeSection> {
    let mut joined: Vec<MergeSection> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for section in sections.into_iter().filter(|section| !section.lines.is_empty()) {
        match places.get(&section.heading).and_then(|&place| joined.get_mut(place)) {
            Some(known) => {
                known.count += section.count;
                known.lines.extend(section.lines);
            }
            None => {
                places.insert(section.heading.clone(), joined.len());
                joined.push(section);
            }
        }
    }
    for section in &mut joined {
        let mut counts: Vec<(String, u64)> = Vec::new();
        for line in section.lines.drain(..) {
            match counts.last_mut().filter(|(known, _)| *known == line) {
                Some((_, count)) => *count += 1,
                None => counts.push((line, 1)),
            }
        }
        let line = |(line, count): (String, u64)| if count == 1 { line } else { tr!("{count} × {line}", count, line) };
        section.lines = counts.into_iter().map(line).collect();
    }
    joined
}

/// A merge that was carried out.
#[derive(Clone, Debug)]
pub struct Merged {
    pub plan: MergePlan,
    /// The choices that were taken.
    pub taken: BTreeSet<usize>,
    /// UTC milliseconds since 1970.
    pub at: i64,
    /// Name of the project, and its file if it has one.
    pub project: String,
    pub file: Option<PathBuf>,
    /// Passages of the consensus coding whose marks follow those of the coders.
    pub consensus: u64,
}

impl Merged {
    /// Returns sentences about the numbers of passages.
    #[must_use]
    pub fn totals(&self) -> Vec<String> {
        let consensus = (self.consensus > 0).then(|| {
            tr!("{n} passage of the consensus coding was marked as the coders’ passages are."
                | "{n} passages of the consensus coding were marked as the coders’ passages are." % self.consensus)
        });
        self.plan.totals(&self.taken).into_iter().chain(consensus).collect()
    }

    /// Returns the whole report as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let name = &self.project;
        let mut lines = vec![
            tr!("Merge of copies").to_owned(),
            tr!("Date: {time}", time = local_minute(self.at)),
            match &self.file {
                None => tr!("Project: {name}", name),
                Some(file) => tr!("Project: {name} ({file})", name, file = file.display()),
            },
        ];
        for (copy, changed) in self.plan.copies.iter().zip(&self.plan.copies_changed) {
            lines.push(match changed {
                None => tr!("Copy: {copy}", copy),
                Some(at) => tr!("Copy: {copy}, last changed {time}", copy, time = local_minute(*at)),
            });
        }
        lines.push(String::new());
        lines.extend(self.totals());
        for MergeSection { heading, count, lines: listed, .. } in self.plan.sections(&self.taken) {
            lines.extend([String::new(), headed(&heading, count)]);
            lines.extend(listed.iter().map(|line| format!("- {line}")));
        }
        let unfinished = self.plan.unfinished_with(&self.taken);
        if !unfinished.is_empty() {
            let documents = Noun::Document.counted(self.plan.unfinished_documents(&self.taken));
            lines.extend([String::new(), headed(unfinished_heading(), documents)]);
            lines.extend(unfinished.iter().map(|open| format!("- {}", headed(&open.coder, &open.document))));
        }
        lines.extend([String::new(), not_compared().to_owned(), String::new()]);
        lines.join("\n")
    }
}

impl MergePlan {
    /// Returns sentences about the numbers of passages. `taken` are the choices that are taken.
    #[must_use]
    pub fn totals(&self, taken: &BTreeSet<usize>) -> Vec<String> {
        let mut totals = Vec::new();
        let mut coders: Vec<(&str, usize)> = Vec::new();
        for (_, item) in self.added_with(taken) {
            match coders.iter_mut().find(|(coder, _)| *coder == item.coder) {
                Some((_, count)) => *count += 1,
                None => coders.push((&item.coder, 1)),
            }
        }
        let coders: Vec<String> = coders.iter().map(|(coder, n)| tr!("{coder} ({count})", coder, count = n)).collect();
        totals.push(match coders.as_slice() {
            [] if self.added.is_empty() => tr!("The copies have no passage that is not here already.").to_owned(),
            [] => tr!("No passage is added.").to_owned(),
            coders => tr!("Passages added, by coder: {coders}.", coders = i18n::joined(coders)),
        });
        let corrected = self.corrected_with(taken).count();
        if corrected > 0 {
            totals.push(tr!("{n} of these has words that were corrected."
                | "{n} of these have words that were corrected." % corrected));
        }
        let placed = self.placed_through_correction(taken) - self.corrected_with(taken).count();
        if placed > 0 {
            totals.push(tr!("{n} passage placed through a corrected text."
                | "{n} passages placed through a corrected text." % placed));
        }
        let same = self.same(taken);
        if same > 0 {
            totals.push(tr!("{n} passage here already, the same." | "{n} passages here already, the same." % same));
        }
        totals.extend(ChoiceKind::ALL.into_iter().filter_map(|kind| self.total(kind, taken)));
        totals
    }

    /// Returns how many choices of a kind are taken and left. Several copies may state the same of a speaker or a passage.
    fn taken_and_left(&self, kind: ChoiceKind, taken: &BTreeSet<usize>) -> (u64, u64) {
        let is_mark = matches!(kind, ChoiceKind::NewAccount | ChoiceKind::OtherAccount | ChoiceKind::Importance);
        if is_mark || kind.noun() == Noun::Speaker {
            return self.things(&[kind], taken);
        }
        let number = self.choices(kind).filter(|place| taken.contains(place)).count() as u64;
        (number, self.choices(kind).count() as u64 - number)
    }

    /// Returns a sentence about the choices of a kind, if there are any. That about changed memos covers joined ones.
    fn total(&self, kind: ChoiceKind, taken: &BTreeSet<usize>) -> Option<String> {
        let (replaced, left) = self.taken_and_left(kind, taken);
        let all = replaced + left;
        if all == 0 || kind == ChoiceKind::JoinedMemo {
            return None;
        }
        let joined = match kind {
            ChoiceKind::ChangedMemo => {
                let joined = self.choices(ChoiceKind::JoinedMemo).filter(|place| taken.contains(place));
                joined.filter_map(|place| self.place(place)).collect::<HashSet<_>>().len() as u64
            }
            _ => 0,
        };
        let parts = [
            (replaced, taken_in_words(kind, replaced)),
            (joined, tr!("choices of a merge" => "{n} kept in both versions", n = joined)),
            (left.saturating_sub(joined), left_in_words(kind, left.saturating_sub(joined))),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
        Some(headed_sentence(&what_differs(kind, all), &i18n::joined(&parts)))
    }

    /// Returns the lists of what comes from the copies and what does not, without empty ones.
    #[must_use]
    pub fn sections(&self, taken: &BTreeSet<usize>) -> Vec<MergeSection> {
        let mut sections = self.lists(taken);
        let replaced = self.listed(ChoiceKind::NewerPassage, true, taken);
        let replacing = self.conflicts.iter().enumerate().filter(|(place, _)| replaced.contains(place));
        let replacing = replacing.map(|(_, item)| self.of_copy(&item.copy, &item.replaced())).collect();
        let kept = self.listed(ChoiceKind::NewerPassage, false, taken);
        let left = self.listed(ChoiceKind::ReturningPassage, false, taken);
        let left_corrected = self.listed(ChoiceKind::CorrectedPassage, false, taken);
        let corrected = self.corrected_with(taken).map(|(_, item)| self.of_copy(&item.copy, &item.described()));
        let left_memos = self.listed(ChoiceKind::ReturningMemo, false, taken);
        let memos = self.memos.iter().enumerate().filter(|(place, _)| left_memos.contains(place));
        let of_corrected = [
            MergeSection::new(
                tr!("Passages whose words were corrected; placed on the words here"),
                corrected.collect(),
            ),
            MergeSection::new(
                tr!("Passages whose words were corrected; left out"),
                self.items(&self.added, |place| left_corrected.contains(&place)),
            ),
        ];
        // After the new passages.
        sections.splice(1..1, of_corrected);
        sections.extend([
            MergeSection::new(tr!("Replaced by the newer version of their coder"), replacing),
            MergeSection::new(kept_heading(), self.items(&self.conflicts, |place| kept.contains(&place))),
            MergeSection::new(
                tr!("Passages deleted here; not added"),
                self.items(&self.added, |place| left.contains(&place)),
            ),
            MergeSection::new(tr!("Memos deleted here; not added"), memos.map(|(_, memo)| self.memo(memo)).collect()),
        ]);
        let chosen = self.differences_to_choose();
        let listed = self.differences.iter().enumerate().filter(|(place, _)| chosen.contains(place));
        sections.extend(listed.map(|(place, MergeDifference { copy, .. })| {
            let line = self.of_copy(copy, &self.describe_difference(place, taken));
            MergeSection::new(self.heading(place, taken), vec![line])
        }));
        tidied(sections)
    }

    /// Like [`Self::sections`], without what the user can choose and has not chosen to add.
    #[must_use]
    pub fn sections_beside_choices(&self, taken: &BTreeSet<usize>) -> Vec<MergeSection> {
        tidied(self.lists(taken))
    }

    /// Lists what is added, and what is neither added nor a choice.
    fn lists(&self, taken: &BTreeSet<usize>) -> Vec<MergeSection> {
        let choices: HashSet<usize> =
            self.choices(ChoiceKind::NewerPassage).filter_map(|place| self.place(place)).collect();
        let names = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let corrected: HashSet<usize> = self.corrected_with(taken).map(|(place, _)| place).collect();
        let added = self.added_with(taken).filter(|(place, _)| !corrected.contains(place));
        let added = added.map(|(_, item)| self.of_copy(&item.copy, &item.described()));
        let mut sections = vec![
            MergeSection::new(tr!("New passages"), added.collect()),
            MergeSection::new(kept_heading(), self.items(&self.conflicts, |place| !choices.contains(&place))),
            MergeSection::new(tr!("Cannot be placed"), self.items(&self.unplaced, |_| true)).urgent(),
            MergeSection::of_names(tr!("New codes"), names(self.codes_with(taken))),
            MergeSection::of_names(tr!("New coders"), names(self.coders_with(taken))),
            MergeSection::of_names(tr!("New participants"), names(self.new_participants(taken))),
            MergeSection::of_names(tr!("Participants no longer in any document"), names(self.left_over(taken))),
            MergeSection::of_names(tr!("New sets"), self.coming_sets.iter().map(ToString::to_string).collect()),
            MergeSection::of_names(tr!("Sets completed with missing members"), self.completed_sets.clone()),
            MergeSection::of_names(tr!("New saved queries"), self.queries.clone()),
            MergeSection::new(tr!("New memos"), self.memos_with(taken).map(|(_, memo)| self.memo(memo)).collect()),
            MergeSection::of_names(finished_heading(), self.finished()),
        ];
        let choices = self.differences_to_choose();
        // What was removed here is a choice, too.
        let is_choice =
            |kind: &DifferenceKind| matches!(kind, DifferenceKind::RemovedHere(_) | DifferenceKind::MemoRemovedHere(_));
        for (place, MergeDifference { copy, kind }) in self.differences.iter().enumerate() {
            if choices.contains(&place) || is_choice(kind) {
                continue;
            }
            sections.push(MergeSection::new(kind.heading(), vec![self.of_copy(copy, &kind.to_string())]));
        }
        sections
    }

    /// Returns the indices of the differences that choices are about.
    fn differences_to_choose(&self) -> BTreeSet<usize> {
        let choices = self.choices.iter().filter(|choice| choice.kind.is_difference());
        choices.map(|choice| choice.listed).collect()
    }

    /// Returns where a choice is listed.
    fn place(&self, choice: usize) -> Option<usize> {
        Some(self.choices.get(choice)?.listed)
    }

    fn items(&self, list: &[MergeItem], is_wanted: impl Fn(usize) -> bool) -> Vec<String> {
        let wanted = list.iter().enumerate().filter(|(place, _)| is_wanted(*place));
        wanted.map(|(_, item)| self.of_copy(&item.copy, &item.described())).collect()
    }

    fn memo(&self, memo: &MergeMemo) -> String {
        self.of_copy(&memo.copy, &memo.to_string())
    }

    /// Names the copy in front of a line, if there are several.
    #[must_use]
    pub fn of_copy(&self, copy: &str, line: &str) -> String {
        if self.copies.len() < 2 { line.to_owned() } else { headed(self.short(copy), line) }
    }

    /// Returns the name of a copy's file, or its path if another copy has the same name.
    fn short<'c>(&self, copy: &'c str) -> &'c str {
        let name =
            |path: &'c str| std::path::Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path);
        let is_other = |other: &&String| {
            std::path::Path::new(other.as_str()).file_name() == std::path::Path::new(copy).file_name()
        };
        if self.copies.iter().filter(is_other).count() > 1 { copy } else { name(copy) }
    }

    /// Returns the documents that are marked as finished only in the copies, one line for each coder.
    #[must_use]
    pub fn finished(&self) -> Vec<String> {
        self.finished_documents.iter().map(|(coder, documents)| headed(coder, i18n::joined(documents))).collect()
    }
}

/// Returns what the choices of a kind are about, with their number.
fn what_differs(kind: ChoiceKind, all: u64) -> String {
    let count = kind.noun().counted(all);
    match kind {
        ChoiceKind::NewerPassage => {
            tr!("{count} changed in the copy by their own coder after the version here", count)
        }
        ChoiceKind::ChangedMemo | ChoiceKind::JoinedMemo => tr!("{count} with different words in the copy", count),
        ChoiceKind::CorrectedPassage => tr!("{count} whose words were corrected", count),
        ChoiceKind::WithdrawnMark => tr!("{count} withdrawn in the copy", count),
        ChoiceKind::NewSpeaker => tr!("{n} speaker who is a participant only in the copy"
            | "{n} speakers who are participants only in the copy" % all),
        ChoiceKind::OtherSpeaker => tr!("{n} speaker who is another participant in the copy"
            | "{n} speakers who are other participants in the copy" % all),
        ChoiceKind::UnassignedSpeaker => tr!("{n} speaker who is no longer a participant in the copy"
            | "{n} speakers who are no longer participants in the copy" % all),
        ChoiceKind::OtherRole => tr!("{count} with another role in the copy", count),
        ChoiceKind::NewAccount => tr!("{count} marked only in the copy as own experience or about others", count),
        ChoiceKind::OtherAccount => {
            tr!("{count} marked differently in the copy as own experience or about others", count)
        }
        ChoiceKind::Importance => tr!("{count} marked as important only in the copy", count),
        ChoiceKind::RemovedPassage => tr!("{count} deleted from the copy by their own coder", count),
        ChoiceKind::RemovedMemo => tr!("{count} deleted from the copy by their author", count),
        ChoiceKind::ReturningPassage | ChoiceKind::ReturningMemo => {
            tr!("{count} in the copy, but deleted here", count)
        }
    }
}

/// Returns how many of these are taken from the copy.
fn taken_in_words(kind: ChoiceKind, n: u64) -> String {
    match kind {
        ChoiceKind::NewerPassage => tr!("choices of a merge" => "{n} taken", n),
        ChoiceKind::ChangedMemo | ChoiceKind::JoinedMemo => tr!("choices of a merge" => "{n} replaced", n),
        ChoiceKind::CorrectedPassage => tr!("choices of a merge" => "{n} placed on the words here", n),
        ChoiceKind::WithdrawnMark => tr!("choices of a merge" => "{n} withdrawn here", n),
        ChoiceKind::NewSpeaker => tr!("choices of a merge" => "{n} assigned here", n),
        ChoiceKind::OtherSpeaker => tr!("choices of a merge" => "{n} assigned as there", n),
        ChoiceKind::UnassignedSpeaker => tr!("choices of a merge" => "{n} taken from the participant here", n),
        ChoiceKind::OtherRole => tr!("choices of a merge" => "{n} as there", n),
        ChoiceKind::NewAccount | ChoiceKind::Importance => tr!("choices of a merge" => "{n} marked here", n),
        ChoiceKind::OtherAccount => tr!("choices of a merge" => "{n} marked as there", n),
        ChoiceKind::RemovedPassage | ChoiceKind::RemovedMemo => tr!("choices of a merge" => "{n} deleted here", n),
        ChoiceKind::ReturningPassage | ChoiceKind::ReturningMemo => {
            tr!("choices of a merge" => "{n} added again", n)
        }
    }
}

/// Returns how many of these are as they were here.
fn left_in_words(kind: ChoiceKind, n: u64) -> String {
    match kind {
        ChoiceKind::NewerPassage | ChoiceKind::NewAccount | ChoiceKind::Importance => {
            tr!("choices of a merge" => "{n} left", n)
        }
        ChoiceKind::NewSpeaker => tr!("choices of a merge" => "{n} not assigned", n),
        ChoiceKind::OtherSpeaker | ChoiceKind::UnassignedSpeaker | ChoiceKind::OtherRole => {
            tr!("choices of a merge" => "{n} left unchanged", n)
        }
        ChoiceKind::ChangedMemo | ChoiceKind::JoinedMemo => tr!("choices of a merge" => "{n} kept as here", n),
        ChoiceKind::ReturningPassage | ChoiceKind::ReturningMemo | ChoiceKind::CorrectedPassage => {
            tr!("choices of a merge" => "{n} left out", n)
        }
        ChoiceKind::WithdrawnMark | ChoiceKind::OtherAccount | ChoiceKind::RemovedPassage | ChoiceKind::RemovedMemo => {
            tr!("choices of a merge" => "{n} kept", n)
        }
    }
}

/// `2 memos with different words in the copy: 1 replaced, 1 kept as here.`
fn headed_sentence(what: &str, parts: &str) -> String {
    tr!("sentence" => "{what}: {parts}.", what, parts)
}

/// The heading of the list of documents that agreement leaves out for a coder.
#[must_use]
pub fn unfinished_heading() -> &'static str {
    tr!("Not finished, so left out of agreement")
}

fn kept_heading() -> &'static str {
    tr!("Different in the copy; kept as they are here")
}

fn finished_heading() -> &'static str {
    tr!("Marked as finished in a copy, by coder; figures of agreement count these documents")
}

/// `heading: 3`
fn headed(heading: &str, what: impl std::fmt::Display) -> String {
    tr!("heading" => "{heading}: {what}", heading, what)
}
