//! Adds, changes and removes the project's own tables.

use crate::analysis::{Material, TableRequest, tabulate};
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::model::{Count, OpKind, RowKind, Study, TableDefinition, find_named, same_name};

impl Project {
    /// Adds a table, or replaces the one named `replaces`.
    pub(super) fn save_table(
        &mut self,
        replaces: Option<&str>,
        definition: &TableDefinition,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let definition = tidied(definition);
        let replaces = replaces.map(|name| known(&study, name)).transpose()?;
        check(&study, replaces, &definition)?;
        if replaces.is_some() && study.tables.contains(&definition) {
            return Ok(Outcome::default());
        }
        let before = replaces.and_then(|name| study.tables.iter().find(|table| table.name == name));
        let (was, table) = (before.map(|table| table.heading().to_owned()), definition.heading().to_owned());
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            match replaces {
                None => tx.add_table(&definition).map(drop)?,
                Some(old) => tx.replace_table(old, &definition)?,
            }
            Ok((
                (),
                match was {
                    None => OpKind::AddTable { table },
                    Some(was) if was == table => OpKind::ChangeTable { table },
                    Some(was) => OpKind::RenameTable { table, was },
                },
            ))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_table(&mut self, name: &str, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = known(&study, name)?;
        let table = study.table_heading(name).to_owned();
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.remove_table(name)?;
            Ok(((), OpKind::RemoveTable { table }))
        })?;
        Ok(written.into())
    }
}

fn tidied(definition: &TableDefinition) -> TableDefinition {
    let mut definition = definition.clone();
    definition.name = definition.name.trim().to_owned();
    definition.title = definition.title.trim().to_owned();
    definition
}

/// Checks that the study can have this table and count it.
///
/// # Errors
/// Fails when the table has no name or the name of another table, or refers to something that does not exist.
pub fn check(study: &Study, replaces: Option<&str>, definition: &TableDefinition) -> Result<(), Error> {
    let name = definition.name.trim();
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Table });
    }
    if let Some(old) = replaces {
        known(study, old)?;
    }
    if replaces != Some(name)
        && study.tables.iter().any(|table| same_name(&table.name, name) && replaces != Some(table.name.as_str()))
    {
        return Err(Error::NameTaken { kind: RowKind::Table, name: name.to_owned() });
    }
    // Tabulating nothing checks all names in the definition.
    tabulate(study, &Material::of(&[]), &TableRequest::Draft(Box::new(definition.clone())), Count::Passages)?;
    Ok(())
}

/// Returns the name of a table as it is stored.
fn known<'s>(study: &'s Study, name: &str) -> Result<&'s str, Error> {
    if let Some(table) = find_named(&study.tables, name, |table| &table.name) {
        return Ok(&table.name);
    }
    let known = study.tables.iter().map(|table| table.name.clone()).collect();
    Err(Error::Unknown { kind: RowKind::Table, name: name.to_owned(), known })
}
