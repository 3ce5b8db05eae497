//! The report on a merge: what comes, or came, from the copies, and what does not.

use super::{MergeDifference, MergePlan};
use crate::model::counted;
use std::collections::BTreeSet;

/// What a merge does not compare.
pub const NOT_COMPARED: &str = "Definitions and colours of codes, attribute values, decisions on disagreements, and tables \
                                are not compared; those of this project stay.";

/// A list of a report below its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeSection {
    /// Without the number of lines.
    pub heading: String,
    pub lines: Vec<String>,
    /// The lines are names that fit behind the heading.
    pub are_names: bool,
}

impl MergeSection {
    fn of_names(heading: &str, lines: Vec<String>) -> Self {
        Self { heading: heading.into(), lines, are_names: true }
    }

    fn new(heading: &str, lines: Vec<String>) -> Self {
        Self { heading: heading.into(), lines, are_names: false }
    }
}

impl MergeSection {
    /// True for the list of newer versions that are taken.
    #[must_use]
    pub fn is_of_newer_versions(&self) -> bool {
        self.heading == REPLACED
    }
}

/// A merge that was carried out.
#[derive(Clone, Debug)]
pub struct Merged {
    pub plan: MergePlan,
    /// The indices in the plan's conflicts of the versions that were taken.
    pub taken: BTreeSet<usize>,
}

impl Merged {
    /// Returns the whole report as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut lines = vec!["Merge of copies".to_owned()];
        lines.extend(self.plan.copies.iter().cloned());
        lines.push(String::new());
        lines.extend(self.plan.totals(&self.taken));
        for MergeSection { heading, lines: listed, .. } in self.plan.sections(&self.taken) {
            lines.extend([String::new(), format!("{heading}: {}", listed.len())]);
            lines.extend(listed.iter().map(|line| format!("- {line}")));
        }
        lines.extend([String::new(), NOT_COMPARED.to_owned(), String::new()]);
        lines.join("\n")
    }
}

impl MergePlan {
    /// Returns sentences about the numbers of passages. `taken` are the newer versions that are taken.
    #[must_use]
    pub fn totals(&self, taken: &BTreeSet<usize>) -> Vec<String> {
        let mut totals = Vec::new();
        let mut coders: Vec<(&str, usize)> = Vec::new();
        for item in &self.added {
            match coders.iter_mut().find(|(coder, _)| *coder == item.coder) {
                Some((_, count)) => *count += 1,
                None => coders.push((&item.coder, 1)),
            }
        }
        let coders: Vec<String> = coders.iter().map(|(coder, count)| format!("{coder} {count}")).collect();
        totals.push(match coders.as_slice() {
            [] => "The copies have no passage that is not here already.".to_owned(),
            coders => format!("Passages added, by coder: {}.", coders.join(", ")),
        });
        if self.placed_through_correction() > 0 {
            let count = counted(self.placed_through_correction() as u64, "passage");
            totals.push(format!("{count} placed through a corrected text."));
        }
        if self.same > 0 {
            totals.push(format!("{} here already, the same.", counted(self.same as u64, "passage")));
        }
        let newer = self.newer().count();
        if newer > 0 {
            let taken = taken.len();
            totals.push(format!(
                "{} changed in the copy by their own coder after the version here: {taken} taken, {} left.",
                counted(newer as u64, "passage"),
                newer - taken
            ));
        }
        totals
    }

    /// Returns the lists of what comes from the copies and what does not, without empty ones.
    #[must_use]
    pub fn sections(&self, taken: &BTreeSet<usize>) -> Vec<MergeSection> {
        let conflicts = |is_taken: bool| {
            let of_kind = self.conflicts.iter().enumerate().filter(move |(place, _)| taken.contains(place) == is_taken);
            of_kind.map(|(_, item)| (item.copy.as_str(), item.described())).collect::<Vec<_>>()
        };
        let items = |list: &[super::MergeItem]| {
            list.iter().map(|item| (item.copy.clone(), item.described())).collect::<Vec<_>>()
        };
        let mut sections = vec![
            self.section("Added", items(&self.added)),
            self.section(REPLACED, conflicts(true)),
            self.section("Different in the copy; kept as they are here", conflicts(false)),
            self.section("Cannot be placed", items(&self.unplaced)),
            MergeSection::of_names("New codes", self.codes.clone()),
            MergeSection::of_names("New coders", self.coders.clone()),
            MergeSection::new("Memos added", self.of_copies(&self.memos, |memo| &memo.copy)),
            MergeSection::of_names(FINISHED, self.finished()),
        ];
        for MergeDifference { copy, kind } in &self.differences {
            let line = self.of_copy(copy, &kind.to_string());
            match sections.iter_mut().find(|section| section.heading == kind.heading()) {
                Some(section) => section.lines.push(line),
                None => sections.push(MergeSection::new(kind.heading(), vec![line])),
            }
        }
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    fn section<C: AsRef<str>>(&self, heading: &str, lines: Vec<(C, String)>) -> MergeSection {
        let lines = lines.iter().map(|(copy, line)| self.of_copy(copy.as_ref(), line)).collect();
        MergeSection::new(heading, lines)
    }

    fn of_copies<T: ToString>(&self, things: &[T], copy: impl Fn(&T) -> &str) -> Vec<String> {
        things.iter().map(|thing| self.of_copy(copy(thing), &thing.to_string())).collect()
    }

    /// Names the copy in front of a line, if there are several.
    #[must_use]
    pub fn of_copy(&self, copy: &str, line: &str) -> String {
        if self.copies.len() < 2 { line.to_owned() } else { format!("{}: {line}", self.short(copy)) }
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
        self.finished_documents.iter().map(|(coder, documents)| format!("{coder}: {}", documents.join(", "))).collect()
    }
}

const REPLACED: &str = "Replaced by the newer version of their coder";
const FINISHED: &str = "Marked as finished in a copy, by coder; figures of agreement count these documents";
