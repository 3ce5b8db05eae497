//! The trait of all parts of the window that show some of the project: they make queries, receive the answers, and
//! are notified of changes.

use super::link::Link;
use super::room::Room;
use super::source_view::SourceView;
use crate::engine::{Answer, Changes, Error, JobId, Outcome};
use crate::model::{Study, UserId};

/// The context in which a part makes queries.
pub struct Around<'a> {
    pub link: &'a mut Link,
    pub study: Option<&'a Study>,
    /// The open document.
    pub document: Option<&'a SourceView>,
    /// The current room.
    pub room: Room,
    /// The coders whose codings are shown beside the text; empty for all.
    pub seen: &'a [UserId],
}

pub trait Part {
    /// Takes the answer to one of its own queries; returns any other.
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer>;

    /// Handles a query that failed or was cancelled. Returns true when the part shows the reason itself.
    fn failed(&mut self, job: JobId, error: &Error) -> bool;

    /// Handles the end of a command, which this part may have given. Returns true when the part itself shows how it
    /// ended.
    fn done(&mut self, _job: JobId, _result: Result<&Outcome, &Error>, _link: &mut Link) -> bool {
        false
    }

    /// Handles a change of the project: what is shown may be out of date.
    fn changed(&mut self, _changes: &Changes) {}

    /// Requests what is visible and missing or out of date.
    fn refresh(&mut self, _around: &mut Around<'_>) {}

    /// Handles leaving its room: cancels queries that are no longer needed.
    fn leave(&mut self, _link: &Link) {}
}
