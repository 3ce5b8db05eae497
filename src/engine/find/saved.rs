//! Saved queries of a project: what they ask now.

use crate::analysis::query::{Faulty, PassageQuery, PresentQuery, ResolvedQuery};
use crate::engine::error::Error;
use crate::model::{SavedQuery, Study};
use crate::tr;

/// Returns what a saved query asks, with the names that things have now.
///
/// # Errors
/// When it names something that the study does not have, or when it cannot be read.
pub fn query_saved_as(study: &Study, saved: &SavedQuery) -> Result<PassageQuery, Error> {
    let present = PresentQuery::of(&saved.definition, study);
    let unread = |why| Faulty::Unread { name: saved.name.clone(), why };
    let query = present.map_err(unread)?.whole()?;
    ResolvedQuery::of(&query, study)?;
    Ok(query)
}

/// Says what is wrong with a saved query.
#[must_use]
pub fn faulty_note(study: &Study, saved: &SavedQuery) -> Option<String> {
    let why = query_saved_as(study, saved).err()?;
    Some(tr!("The saved query “{name}” finds nothing: {why}.", name = saved.name, why))
}
