//! The trait of everything in the window that shows part of the project: it asks questions, receives the answers, and is
//! notified of changes.

use super::link::Link;
use super::room::Room;
use crate::engine::{Answer, Changes, Error, JobId};
use crate::model::{Study, UserId};

/// What a part may know when it asks.
pub struct Around<'a> {
    pub link: &'a mut Link,
    pub study: Option<&'a Study>,
    /// The room that is shown.
    pub room: Room,
    /// Whose codings are shown beside the text; empty when everybody's are.
    pub seen: &'a [UserId],
}

pub trait Part {
    /// Takes the answer to a question of its own; any other comes back.
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer>;

    /// A question could not be answered, or was cancelled. True when the part shows the reason itself.
    fn failed(&mut self, job: JobId, error: &Error) -> bool;

    /// The project has changed: what is shown may be out of date.
    fn changed(&mut self, _changes: &Changes) {}

    /// Asks for what is in sight and missing or out of date.
    fn refresh(&mut self, _around: &mut Around<'_>) {}

    /// Its room is left: gives up what nobody waits for any more.
    fn leave(&mut self, _link: &Link) {}
}
