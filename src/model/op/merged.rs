//! What a merge changed, and what it left.

use serde::{Deserialize, Serialize};

/// What a merge of copies added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeCounts {
    pub passages: u64,
    /// Those of them whose words differ here; older entries do not count them.
    #[serde(default)]
    pub corrected: u64,
    /// Passages that were already present.
    pub same: u64,
    pub conflicts: u64,
    /// Passages that were replaced by a newer version of their coder; older entries do not count them.
    #[serde(default)]
    pub replaced: u64,
    /// Passages whose text was not found in this project's document.
    pub unplaced: u64,
    /// Documents that their coder has not finished.
    pub unfinished: u64,
    /// Memos that were added; older entries do not count them.
    #[serde(default)]
    pub memos: u64,
    /// Passages that were removed because their coder had removed them from a copy; older entries do not count them.
    #[serde(default)]
    pub removed: u64,
    /// Memos that were removed because their author had removed them from a copy; older entries do not count them.
    #[serde(default)]
    pub memos_removed: u64,
    /// Memos that were replaced by the version of a copy; older entries do not count them.
    #[serde(default)]
    pub memos_replaced: u64,
    /// Memos to which the version of a copy was appended; older entries do not count them.
    #[serde(default)]
    pub memos_joined: u64,
    /// Marks as finished that were withdrawn as in a copy; older entries do not count them.
    #[serde(default)]
    pub marks_withdrawn: u64,
    /// Speakers who became the participants who they are in a copy; older entries do not count them.
    #[serde(default)]
    pub speakers: u64,
    /// Roles of speakers that were taken from a copy; older entries do not count them.
    #[serde(default)]
    pub roles: u64,
    /// Passages marked as in a copy as to whose experience they are about; older entries do not count them.
    #[serde(default)]
    pub accounts: u64,
    /// Passages marked as important as in a copy; older entries do not count them.
    #[serde(default)]
    pub important: u64,
    /// Passages of the consensus coding whose marks follow those of the coders; older entries do not count them.
    #[serde(default)]
    pub consensus: u64,
    /// What differs in a copy and stayed as it is here; older entries do not count it.
    #[serde(default)]
    pub kept: KeptCounts,
}

/// What a merge left as it is here although a copy differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCounts {
    /// Memos with other words in the copy.
    pub memos: u64,
    /// Passages that their coder removed from the copy.
    pub removed_passages: u64,
    /// Memos that their author removed from the copy.
    pub removed_memos: u64,
    /// Marks as finished that were withdrawn in the copy.
    pub marks: u64,
    /// Speakers who are other participants, or none, in the copy.
    #[serde(default)]
    pub speakers: u64,
    /// Speakers for whom the copy states another role.
    #[serde(default)]
    pub roles: u64,
    /// Passages that are marked differently in the copy as to whose experience they are about.
    #[serde(default)]
    pub accounts: u64,
    /// Passages that are marked as important only in the copy.
    #[serde(default)]
    pub important: u64,
    /// Passages that only the copy has and whose words differ here; older entries do not count them.
    #[serde(default)]
    pub corrected: u64,
    /// Passages and memos that the copy has, and that stay removed here.
    pub returning_passages: u64,
    pub returning_memos: u64,
}
