//! What a merge lists for the user: codings, and whatever else differs between a copy and this project.

use crate::model::{Account, CharRange, Noun, SpeakerRole};
use crate::text::shortened;
use crate::tr;

/// Maximum number of characters of a passage or memo that are shown.
const SHOWN: usize = 80;
/// Number of characters shown before the first that differ.
const BEFORE: usize = 18;

/// A coding, described for the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeItem {
    /// The file it comes from.
    pub copy: String,
    /// The document's name in the copy.
    pub document: String,
    /// Its range in the copy.
    pub range: CharRange,
    /// Its text in the copy.
    pub text: String,
    pub code: String,
    pub coder: String,
    /// True if words and code are left out, because the viewer codes this document blind.
    pub is_hidden: bool,
    /// Why it is listed; `None` when it is added unchanged.
    pub reason: Option<MergeReason>,
}

impl MergeItem {
    /// Returns the item with the reason why it is listed.
    #[must_use]
    pub fn described(&self) -> String {
        match &self.reason {
            Some(reason) if !self.is_hidden => tr!("place" => "{place}: {remark}", place = self, remark = reason),
            _ => self.to_string(),
        }
    }

    /// Returns the item as replaced by the version of the copy.
    pub(super) fn replaced(&self) -> String {
        match &self.reason {
            Some(MergeReason::Conflict { code, range, .. }) if !self.is_hidden => {
                tr!("{passage}: here, it was “{code}” at {range}", passage = self, code, range)
            }
            _ => self.described(),
        }
    }
}

impl std::fmt::Display for MergeItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { document, range, text, code, coder, .. } = self;
        f.write_str(&if self.is_hidden {
            tr!("by {coder} in {document}: not shown during blind coding", coder, document)
        } else {
            let text = shortened(text, SHOWN);
            let range = characters(*range);
            tr!("{document}, {range}, “{code}” by {coder}: “{words}”", document, range, code, coder, words = text)
        })
    }
}

/// A range as people count: both ends inclusive, the first character is 1.
fn characters(range: CharRange) -> String {
    tr!("characters {first}–{last}", first = range.start.0.saturating_add(1), last = range.end.0)
}

/// Why a coding of another copy is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeReason {
    NoDocument,
    /// The text differs, and nothing at the corresponding place stands for the passage's words.
    OtherWords {
        document: String,
    },
    /// The passage's own words differ; these are the words in this project, empty if they are hidden.
    Corrected {
        document: String,
        to: CharRange,
        words: String,
    },
    /// The text differs elsewhere; this is the range in this project.
    Moved {
        to: CharRange,
    },
    /// The same coding is different in this project.
    Conflict {
        code: String,
        range: CharRange,
        coder: String,
        /// Whether the copy has the later version.
        changed_in_copy: bool,
    },
}

impl std::fmt::Display for MergeReason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match self {
            Self::NoDocument => tr!("its document is not in this project; import it first").to_owned(),
            Self::OtherWords { document } => {
                tr!("the text of {document} differs in the copy, and the passage’s words are no longer here", document)
            }
            Self::Corrected { document, to, words } => {
                let (range, words) = (characters(*to), shortened(words, SHOWN));
                tr!("here, {document} has “{words}” at {range}", document, words, range)
            }
            Self::Moved { to } => {
                tr!("the text differs elsewhere; in this project, the passage is at {range}", range = characters(*to))
            }
            Self::Conflict { code, range, coder, changed_in_copy: true } => {
                let range = characters(*range);
                tr!("changed in the copy; kept as it is here: “{code}” at {range} by {coder}", code, range, coder)
            }
            Self::Conflict { code, range, coder, changed_in_copy: false } => {
                let range = characters(*range);
                tr!("in this project, it stays “{code}” at {range} by {coder}", code, range, coder)
            }
        })
    }
}

/// Something that differs between a copy and this project and that a merge does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeDifference {
    /// The file that differs.
    pub copy: String,
    pub kind: DifferenceKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// A document that only the copy has, with the number of its passages.
    MissingDocument { document: String, passages: u64 },
    /// A document whose text differs, by its name here.
    CorrectedText { document: String },
    /// A speaker who is a participant in the copy, and another one or none here.
    Speaker { document: String, label: String, participant: String, here: Option<String> },
    /// A speaker who is a participant in the copy, and whose label the text here does not have.
    MissingSpeaker { document: String, label: String, participant: String, here: Option<String> },
    /// A speaker who is a participant here and was taken from that participant in the copy.
    UnassignedSpeaker { document: String, label: String, participant: String },
    /// A speaker for whom the copy states another role.
    Role { document: String, label: String, role: SpeakerRole, here: SpeakerRole },
    /// A document, code or condition of a new set that only the copy has, by its name.
    SetMember { set: String, member: String },
    /// A set with another name, other members or other conditions in the copy.
    OtherSet { set: String },
    /// A set of the copy that was deleted here.
    RemovedSet { set: String },
    /// A saved query with another name, or that asks something else, in the copy.
    OtherQuery { query: String },
    /// A saved query of the copy that was deleted here.
    RemovedQuery { query: String },
    /// A code with another name in the copy.
    RenamedCode { code: String, name: String },
    /// A code that only the copy has, without passages to merge.
    UnusedCode { code: String },
    /// A memo that has other words here.
    ChangedMemo(MergeMemo),
    /// A memo on something that this project does not have.
    UnplacedMemo(MergeMemo),
    /// A passage that is marked as important in the copy but not here.
    ImportantPassage(MergeItem),
    /// A passage that is about another person's experience in the copy than here, or for which only the copy states it.
    Account { passage: MergeItem, there: Option<Account>, here: Option<Account> },
    /// A passage of this project that was removed from the copy.
    RemovedInCopy(MergeItem),
    /// A passage of the copy that was removed here.
    RemovedHere(MergeItem),
    /// A memo of this project that was removed from the copy.
    MemoRemovedInCopy(MergeMemo),
    /// A memo of the copy that was removed here.
    MemoRemovedHere(MergeMemo),
    /// A coder with another name in the copy.
    RenamedCoder { coder: String, name: String },
    /// A coder whose mark as finished was withdrawn in the copy, with the document's name here.
    WithdrawnMark { coder: String, document: String },
}

impl DifferenceKind {
    /// Returns its name in JSON.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::MissingDocument { .. } => "missing_document",
            Self::CorrectedText { .. } => "corrected_text",
            Self::Speaker { .. } | Self::MissingSpeaker { .. } => "speaker",
            Self::UnassignedSpeaker { .. } => "unassigned_speaker",
            Self::Role { .. } => "speaker_role",
            Self::SetMember { .. } => "set_member",
            Self::OtherSet { .. } => "other_set",
            Self::RemovedSet { .. } => "removed_set",
            Self::OtherQuery { .. } => "other_query",
            Self::RemovedQuery { .. } => "removed_query",
            Self::RenamedCode { .. } => "renamed_code",
            Self::UnusedCode { .. } => "unused_code",
            Self::ChangedMemo(_) => "changed_memo",
            Self::UnplacedMemo(_) => "unplaced_memo",
            Self::ImportantPassage(_) => "important_passage",
            Self::Account { .. } => "account",
            Self::RemovedInCopy(_) => "removed_in_copy",
            Self::RemovedHere(_) => "removed_here",
            Self::MemoRemovedInCopy(_) => "memo_removed_in_copy",
            Self::MemoRemovedHere(_) => "memo_removed_here",
            Self::RenamedCoder { .. } => "renamed_coder",
            Self::WithdrawnMark { .. } => "withdrawn_mark",
        }
    }

    /// Returns the heading of a list of differences of this kind.
    #[must_use]
    pub fn heading(&self) -> &'static str {
        match self {
            Self::MissingDocument { .. } => tr!("Documents only in the copy; import them first"),
            Self::CorrectedText { .. } => tr!("Documents with a different text in the copy; the text here stays"),
            Self::Speaker { .. } => tr!("Speakers who are other participants in the copy; who they are here stays"),
            Self::MissingSpeaker { .. } => {
                tr!(
                    "Speakers of the copy whose labels the text here does not have; correct the labels first, then merge again"
                )
            }
            Self::UnassignedSpeaker { .. } => {
                tr!("Speakers who are no longer participants in the copy; who they are here stays")
            }
            Self::Role { .. } => tr!("Speakers with another role in the copy; the role here stays"),
            Self::SetMember { .. } => {
                tr!("Members of new sets that only the copy has; the sets lack them until they are imported")
            }
            Self::OtherSet { .. } => tr!("Sets that differ in the copy; those here stay"),
            Self::RemovedSet { .. } => tr!("Sets deleted here; not added"),
            Self::OtherQuery { .. } => tr!("Saved queries that differ in the copy; those here stay"),
            Self::RemovedQuery { .. } => tr!("Saved queries deleted here; not added"),
            Self::RenamedCode { .. } => tr!("Codes with a different name in the copy; the name here stays"),
            Self::UnusedCode { .. } => tr!("Codes only in the copy, without passages to merge; not added"),
            Self::ChangedMemo(_) => tr!("Memos with different words in the copy; those here stay"),
            Self::UnplacedMemo(_) => tr!("Memos on something that is not in this project; not added"),
            Self::ImportantPassage(_) => tr!("Passages marked as important only in the copy; not marked here"),
            Self::Account { .. } => {
                tr!(
                    "Passages marked differently in the copy as own experience or about others; what is stated here stays"
                )
            }
            Self::RemovedInCopy(_) => tr!("Passages deleted from the copy; kept here"),
            Self::RemovedHere(_) => tr!("Passages deleted here; added again from the copy"),
            Self::MemoRemovedInCopy(_) => tr!("Memos deleted from the copy; kept here"),
            Self::MemoRemovedHere(_) => tr!("Memos deleted here; added again from the copy"),
            Self::RenamedCoder { .. } => {
                tr!("Coders with a different name in the copy; their work goes to the coder here")
            }
            Self::WithdrawnMark { .. } => tr!("Finished marks withdrawn in the copy; kept here"),
        }
    }
}

impl DifferenceKind {
    /// The difference from this project after another copy's version, which is about the same thing, is taken.
    pub(super) fn beside(&self, taken: &Self) -> Self {
        let mut beside = self.clone();
        match (&mut beside, taken) {
            (Self::Speaker { here, .. }, Self::Speaker { participant, .. }) => *here = Some(participant.clone()),
            (Self::Speaker { here, .. }, Self::UnassignedSpeaker { .. }) => *here = None,
            (Self::UnassignedSpeaker { participant: here, .. }, Self::Speaker { participant, .. }) => {
                here.clone_from(participant);
            }
            (Self::Role { here, .. }, Self::Role { role, .. }) => *here = *role,
            (Self::Account { here, .. }, Self::Account { there, .. }) => here.clone_from(there),
            _ => {}
        }
        beside
    }

    /// Describes a difference that is taken from the copy, with what was here before.
    pub(super) fn taken(&self) -> String {
        match self {
            Self::Speaker { document, label, participant, here } => {
                let here = here.as_deref().unwrap_or_else(|| tr!("who a speaker is" => "nobody"));
                tr!("{document}: {label} is {participant} (previously {here})", document, label, participant, here)
            }
            Self::UnassignedSpeaker { document, label, participant } => {
                tr!("{document}: {label} is no participant (previously {participant})", document, label, participant)
            }
            Self::Role { document, label, role, here } => {
                let (role, here) = (role.described(), here.described());
                tr!("{document}: {label} is {role} (previously {here})", document, label, role, here)
            }
            Self::Account { passage, there, here } if !passage.is_hidden => {
                let [there, here] = [there, here].map(|account| account_label(account.as_ref()));
                tr!("{passage}; {there} (previously {here})", passage, there, here)
            }
            other => other.to_string(),
        }
    }
}

fn account_label(account: Option<&Account>) -> String {
    account.map_or_else(|| tr!("whose experience" => "not stated").to_owned(), Account::label)
}

impl std::fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = match self {
            Self::MissingDocument { document, passages } => {
                tr!("{document} ({passages})", document, passages = Noun::Passage.counted(*passages))
            }
            Self::CorrectedText { document } => document.clone(),
            Self::Speaker { document, label, participant, here: Some(here) } => {
                tr!(
                    "{document}: {label} is {participant} in the copy and {here} here",
                    document,
                    label,
                    participant,
                    here
                )
            }
            Self::Speaker { document, label, participant, here: None } => {
                tr!("{document}: {label} is {participant} in the copy and nobody here", document, label, participant)
            }
            Self::MissingSpeaker { document, label, participant, .. } => tr!(
                "{document}: {label} is {participant} in the copy; the text here has no line with this label",
                document,
                label,
                participant
            ),
            Self::UnassignedSpeaker { document, label, participant } => {
                tr!("{document}: {label} is nobody in the copy and {participant} here", document, label, participant)
            }
            Self::Role { document, label, role, here } => {
                let (role, here) = (role.described(), here.described());
                tr!("{document}: {label} is {role} in the copy and {here} here", document, label, role, here)
            }
            Self::SetMember { set, member } => tr!("“{set}”: {member}", set, member),
            Self::RenamedCode { code, name } => tr!("“{code}” is named “{name}” in the copy", code, name),
            Self::UnusedCode { code } => tr!("“{words}”", words = code),
            Self::OtherSet { set } | Self::RemovedSet { set } => tr!("“{words}”", words = set),
            Self::OtherQuery { query } | Self::RemovedQuery { query } => tr!("“{words}”", words = query),
            Self::RenamedCoder { coder, name } => tr!("{coder} is named {name} in the copy", coder, name),
            Self::WithdrawnMark { coder, document } => tr!("{document}, by {coder}", document, coder),
            Self::ChangedMemo(memo)
            | Self::UnplacedMemo(memo)
            | Self::MemoRemovedInCopy(memo)
            | Self::MemoRemovedHere(memo) => memo.to_string(),
            Self::Account { passage, .. } if passage.is_hidden => passage.to_string(),
            Self::Account { passage, there, here } => {
                let [there, here] = [there, here].map(|account| account_label(account.as_ref()));
                tr!("{passage}; {there} in the copy, {here} here", passage, there, here)
            }
            Self::ImportantPassage(item) | Self::RemovedInCopy(item) | Self::RemovedHere(item) => item.to_string(),
        };
        f.write_str(&text)
    }
}

/// A memo of a copy or, if it was removed from the copy, of this project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeMemo {
    /// The file it comes from.
    pub copy: String,
    /// A description of what it is on.
    pub on: String,
    /// Its author, if known.
    pub coder: Option<String>,
    /// Empty if it is hidden.
    pub text: String,
    /// The words of this project's version, if they differ and are not hidden.
    pub here: Option<String>,
    /// True if the text and what the memo is on are left out, because the viewer codes this document blind.
    pub is_hidden: bool,
}

impl std::fmt::Display for MergeMemo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { on, text, .. } = self;
        if self.is_hidden {
            return f.write_str(&match &self.coder {
                Some(coder) => tr!("on {on} by {coder}: not shown during blind coding", on, coder),
                None => tr!("on {on}: not shown during blind coding", on),
            });
        }
        let memo = match &self.here {
            Some(here) => {
                let (there, here) = (differing(text, here), differing(here, text));
                tr!("“{there}”; here: “{here}”", there, here)
            }
            None => tr!("“{words}”", words = shortened(text, SHOWN)),
        };
        f.write_str(&match &self.coder {
            Some(coder) => tr!("on {on} by {coder}: {memo}", on, coder, memo),
            None => tr!("on {on}: {memo}", on, memo),
        })
    }
}

/// Shortens a text so that the beginning of what differs from another one is shown.
fn differing(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    if same <= SHOWN / 2 {
        return shortened(text, SHOWN);
    }
    let rest: String = text.chars().skip(same - BEFORE).collect();
    format!("…{}", shortened(&rest, SHOWN))
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn a_long_memo_is_shown_where_it_differs() {
        let long = "What she says of the town is what they all say, more or less. ";
        for (text, other, wanted) in [
            ("one", "two", "one"),
            ("one, here", "one, there", "one, here"),
            (&format!("{long}But not of home."), &format!("{long}And of home."), "…ay, more or less. But not of home."),
            (long, &format!("{long}And of home."), "…ay, more or less."),
        ] {
            assert_eq!(differing(text, other), wanted);
        }
    }
}
