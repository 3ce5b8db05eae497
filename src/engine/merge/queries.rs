//! Saved queries in a merge: new ones are taken, and those that differ are listed.

use super::difference::DifferenceKind;
use super::planned_query::PlannedQuery;
use super::{Copied, MergePlan, Planner};
use crate::analysis::query::{PresentQuery, at_home, in_full};
use crate::engine::error::Error;
use crate::model::{Guid, QueryDefinition, SavedQuery, Study, same_name};
use crate::store::Tx;

impl Planner<'_> {
    /// Plans the new queries of a copy, and lists those that differ or were deleted here.
    pub(super) fn queries(&mut self, copy: &Copied<'_>) -> Result<(), Error> {
        let removed = self.reads.removed_queries()?;
        for query in &copy.study.queries {
            let planned = planned(copy, query);
            let is_it = |guid: Guid, name: &str| guid == query.guid || same_name(name, &query.name);
            let here = self.study.queries.iter().find(|here| here.guid == query.guid);
            let here = here.or_else(|| self.study.query_named(&query.name));
            let among_new = self.plan.planned_queries.iter().find(|known| is_it(known.guid, &known.name));
            let is_same = match (here, among_new) {
                (Some(here), _) => Some(here.name == query.name && asks_the_same(self.study, here, &planned)),
                (None, Some(new)) => Some(new.name == query.name && new.definition.query == planned.definition.query),
                (None, None) => None,
            };
            let name = query.name.clone();
            match is_same {
                Some(true) => {}
                Some(false) => self.differs(copy, DifferenceKind::OtherQuery { query: name }),
                None if removed.contains(&query.guid) => {
                    self.differs(copy, DifferenceKind::RemovedQuery { query: name });
                }
                None => {
                    self.plan.queries.push(name);
                    self.plan.planned_queries.push(planned);
                }
            }
        }
        Ok(())
    }
}

/// The query with the names that things have in the copy. Things of a folder have no identity that lasts.
fn planned(copy: &Copied<'_>, query: &SavedQuery) -> PlannedQuery {
    let mut definition = query.definition.clone();
    if let Ok(present) = PresentQuery::of(&definition, copy.study) {
        definition.query = present.query.to_string();
    }
    if copy.is_folder {
        definition.names.clear();
    }
    PlannedQuery { guid: query.guid, name: query.name.clone(), definition }
}

/// True if a query of this project asks for the same things as one of a copy.
fn asks_the_same(study: &Study, here: &SavedQuery, planned: &PlannedQuery) -> bool {
    let asked = |definition: &QueryDefinition| {
        let present = PresentQuery::of(definition, study).ok()?;
        Some((in_full(&present.query, study), present.missing.is_empty(), definition.memo.clone()))
    };
    asked(&here.definition) == asked(&planned.definition)
}

impl MergePlan {
    /// Returns the guids of the queries that are added.
    pub(in crate::engine) fn new_queries(&self) -> Vec<Guid> {
        self.planned_queries.iter().map(|query| query.guid).collect()
    }

    /// Writes the new queries, after everything that they may name.
    pub(super) fn write_queries(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        if self.planned_queries.is_empty() {
            return Ok(());
        }
        let study = tx.reads().study()?;
        for query in &self.planned_queries {
            tx.take_query(query.guid, &query.name, &at_home(&query.definition, &study))?;
        }
        Ok(())
    }
}
