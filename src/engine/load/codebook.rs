//! Imports the codes of a project dump with their dimensions.

use super::Loading;
use crate::engine::error::Error;
use crate::engine::known::Known;
use crate::interchange::plain::{CodeDump, ProjectDump, Walked, untaken_name};
use crate::model::{CodeId, DimensionId, Guid};
use crate::store::NewCode;
use std::collections::HashMap;

impl Loading<'_, '_> {
    pub(super) fn codebook(&mut self, dump: &ProjectDump) -> Result<(), Error> {
        for (name, values) in &dump.codebook.dimensions {
            let dimension = match self.dimensions.find(name, None) {
                Some(dimension) => dimension,
                None => {
                    let (dimension, _) = self.tx.add_dimension(name, &[])?;
                    self.dimensions.add(name, name, Guid::new(), dimension);
                    dimension
                }
            };
            let existing = self.tx.dimension_value_names(dimension)?;
            let mut ids: HashMap<String, i64> = existing.iter().cloned().collect();
            let mut known = Known::of(existing.into_iter().map(|(name, id)| (name, Guid::new(), id))).apart();
            for value in values {
                let id = match known.find(value, None) {
                    Some(id) => id,
                    None => {
                        let id = self.tx.add_dimension_value(dimension, value)?;
                        known.add(value, value, Guid::new(), id);
                        id
                    }
                };
                ids.insert(value.clone(), id);
            }
            self.dimension_values.ids.insert(name.clone(), (dimension, ids));
        }
        let mut folders = Vec::new();
        let mut ids: Vec<CodeId> = Vec::new();
        for Walked { code, path, above, .. } in dump.codebook.walk() {
            let parent = above.and_then(|number| ids.get(number).copied());
            ids.push(self.code(code, parent, &path, &mut folders)?);
        }
        if folders.is_empty() { Ok(()) } else { Ok(self.tx.add_folders(&folders)?) }
    }

    fn code(
        &mut self,
        code: &CodeDump,
        parent: Option<CodeId>,
        path: &str,
        folders: &mut Vec<Guid>,
    ) -> Result<CodeId, Error> {
        let sibling = self.siblings.get(&parent).and_then(|siblings| siblings.get(&code.name));
        let value = |(dimension, value): &(String, String)| {
            let (id, values) = self.dimension_values.ids.get(dimension)?;
            Some((*id, *values.get(value)?))
        };
        let dimensions: Vec<(DimensionId, i64)> = code.dimensions.iter().filter_map(value).collect();
        if let Some(id) = self.codes.find_with(path, code.guid, sibling) {
            self.fill_dimensions(id, &dimensions)?;
            return Ok(id);
        }
        let color = if code.color.is_empty() { self.colors.next(parent) } else { code.color.clone() };
        let mut name = code.name.clone();
        if sibling.is_some() {
            name = {
                let siblings = self.siblings.entry(parent).or_default();
                let is_taken = |name: &str| siblings.is_taken(name, code.guid.is_some());
                if is_taken(&name) { untaken_name(is_taken, &name, &name) } else { name }
            };
        }
        let guid = self.codes.guid(code.guid);
        let new =
            NewCode { parent, name: &name, color: &color, description: &code.description, dimensions: &dimensions };
        let id = self.tx.take_code(guid, &new)?;
        self.dimension_values.present.extend(dimensions.iter().map(|&(dimension, _)| (id, dimension)));
        self.colors.add(id, parent, &color);
        self.codes.add(path, path, guid, id);
        self.siblings.entry(parent).or_default().insert(name, id);
        self.loaded.codes += 1;
        if code.folder {
            folders.push(guid);
        }
        Ok(id)
    }

    /// Keeps the values that an existing code has, and fills in missing ones.
    fn fill_dimensions(&mut self, code: CodeId, values: &[(DimensionId, i64)]) -> Result<(), Error> {
        for &(dimension, value) in values {
            if self.dimension_values.present.insert((code, dimension)) {
                let place = self.tx.dimension_values(dimension)?.iter().position(|&known| known == value);
                self.tx.set_code_dimension(code, dimension, place)?;
            }
        }
        Ok(())
    }
}
