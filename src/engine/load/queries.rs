//! Imports the saved queries of a dump.

use super::Loading;
use crate::analysis::query::PassageQuery;
use crate::engine::error::Error;
use crate::interchange::plain::ProjectDump;
use crate::interchange::remark::EntryFault;

impl Loading<'_, '_> {
    /// Adds the queries that the project does not have. One that asks something else stays as it is here.
    pub(super) fn queries(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        if dump.queries.is_empty() {
            return Ok(());
        }
        let file = dump.file.as_deref().unwrap_or("queries.json");
        // What the dump brought is there by now, so names stand for it.
        let study = self.tx.reads().study()?;
        self.known_queries.begin();
        for query in &dump.queries {
            let parsed: PassageQuery = match query.query.parse() {
                Ok(parsed) => parsed,
                Err(mistake) => {
                    let (name, why) = (query.name.clone(), crate::analysis::query::Mistake::to_string(&mistake));
                    self.problem(file, &query.name, EntryFault::InvalidQuery { name, why });
                    continue;
                }
            };
            let definition = parsed.definition(&study, &query.memo);
            match self.known_queries.find(&query.name, query.guid) {
                None => {
                    let free = self.known_queries.free(&query.name, query.guid);
                    let guid = self.known_queries.guid(query.guid);
                    let id = self.tx.take_query(guid, &free, &definition)?;
                    self.known_queries.add(&query.name, &free, guid, id);
                    self.loaded.queries.push(free);
                }
                Some(id) => {
                    let known = study.saved_query(id).map(|known| &known.definition);
                    if known.is_some_and(|known| *known != definition) {
                        self.problem(file, &query.name, EntryFault::OtherQuery { name: query.name.clone() });
                    }
                }
            }
        }
        Ok(())
    }
}
