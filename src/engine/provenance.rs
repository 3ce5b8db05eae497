//! The provenance lines that the engine writes under tables, lists and reports.

use super::clock::minute;
use crate::engine::error::Error;
use crate::model::{Study, User, UserId};
use crate::store::Reads;
use crate::table::{Provenance, Topic};
use crate::{i18n, tr};

/// Returns the provenance of a complete list of things of one kind.
pub(super) fn of_list(reads: Reads<'_>, project: &str) -> Result<Provenance, Error> {
    let lines = [(Topic::Project, project.to_owned()), (Topic::Made, minute()), software()];
    Ok(lines.into_iter().chain(blind_coding(reads)?).collect())
}

/// Returns the names of these coders; `any coder` when there are none.
pub(super) fn coders(study: &Study, users: &[UserId]) -> String {
    let name = |user: &User| {
        if study.consensus() == Some(user.id) { tr!("the consensus coding").to_owned() } else { user.name.clone() }
    };
    let names: Vec<String> = study.users.iter().filter(|user| users.contains(&user.id)).map(name).collect();
    if names.is_empty() { tr!("all coders").to_owned() } else { i18n::joined(&names) }
}

/// Returns the note on a list of passages by these coders if they are only the consensus coding, although there are
/// passages by the coders themselves.
pub(super) fn consensus_only(
    reads: Reads<'_>,
    study: &Study,
    users: &[UserId],
) -> Result<Option<(Topic, String)>, Error> {
    let Some(consensus) = study.consensus().filter(|consensus| users == [*consensus]) else { return Ok(None) };
    let has_others = reads.codings_by_coder()?.into_iter().any(|(user, passages)| user != consensus && passages > 0);
    let message = tr!("passages by the coders themselves; those here are the ones of the consensus coding").to_owned();
    Ok(has_others.then_some((Topic::NotListed, message)))
}

/// Returns the note on passages hidden by blind coding, if any.
pub(super) fn blind_coding(reads: Reads<'_>) -> Result<Option<(Topic, String)>, Error> {
    let message = tr!("passages of others are left out, except in documents that this coder has finished");
    Ok(reads.is_narrowed()?.then(|| (Topic::BlindCoding, message.to_owned())))
}

pub(super) fn software() -> (Topic, String) {
    (Topic::Software, format!("Pullquote {}", env!("CARGO_PKG_VERSION")))
}
