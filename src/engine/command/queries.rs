//! Saves, changes and removes queries.

use super::documents::free_name;
use crate::analysis::query::{PassageQuery, PresentQuery};
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Guid, OpKind, QueryDefinition, QueryId, RowKind, SavedQuery, Study, same_name};
use crate::store::Tx;
use std::collections::HashMap;

impl Project {
    /// Saves a query under a name (`id` is `None`), or changes one.
    pub(super) fn save_query(
        &mut self,
        id: Option<QueryId>,
        name: &str,
        query: &PassageQuery,
        memo: &str,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = id.map(|id| known(&study, id)).transpose()?;
        let definition = match old {
            // What it names may be deleted: undo brings it back.
            Some(old) if asks_as_before(&study, old, query) => {
                QueryDefinition { memo: memo.trim().to_owned(), ..old.definition.clone() }
            }
            _ => query.definition(&study, memo.trim()),
        };
        let taken = study.queries.iter().any(|query| same_name(&query.name, name) && Some(query.id) != id);
        let name = free_name(RowKind::Query, name, taken)?;
        if old.is_some_and(|old| old.name == name && old.definition == definition) {
            return Ok(Outcome::default());
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let Some(old) = old else {
                let query = Guid::new();
                tx.take_query(query, &name, &definition)?;
                return Ok(((), OpKind::AddQuery { query }));
            };
            tx.set_query(old.id, &name, &definition)?;
            let query = old.guid;
            let is_same = old.definition == definition;
            Ok(((), if is_same { OpKind::RenameQuery { query } } else { OpKind::ChangeQuery { query } }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_query(&mut self, id: QueryId, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let query = known(&study, id)?.guid;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.remove_query(id)?;
            Ok(((), OpKind::RemoveQuery { query }))
        })?;
        Ok(written.into())
    }
}

/// True if the text of a saved query is not changed.
fn asks_as_before(study: &Study, old: &SavedQuery, query: &PassageQuery) -> bool {
    let is_stored = old.definition.query == query.to_string();
    is_stored || PresentQuery::of(&old.definition, study).is_ok_and(|present| present.query == *query)
}

/// Lets saved queries ask for the codes or participants into which others were merged.
///
/// # Errors
/// When the project cannot be written.
pub(super) fn follow_merged(tx: &mut Tx<'_>, study: &Study, into: &HashMap<Guid, Guid>) -> Result<(), Error> {
    for SavedQuery { id, name, definition, .. } in &study.queries {
        let followed = definition.names.iter().map(|name| name.map(|guid| into.get(&guid).copied().unwrap_or(guid)));
        let followed: Vec<Option<Guid>> = followed.collect();
        if followed != definition.names {
            tx.set_query(*id, name, &QueryDefinition { names: followed, ..definition.clone() })?;
        }
    }
    Ok(())
}

fn known(study: &Study, id: QueryId) -> Result<&SavedQuery, Error> {
    let missing = crate::store::Error::Missing { what: RowKind::Query, id: id.0 };
    study.queries.iter().find(|query| query.id == id).ok_or_else(|| missing.into())
}
