//! Templates to start a study from: built-in ones, and any codebook file.

use crate::engine::error::Error;
use crate::interchange::files::{self, Links};
pub use crate::interchange::folder::Template;
use crate::interchange::folder::parse_template;
use crate::interchange::{self, ProjectDump};
use std::path::Path;

/// Built into the program; a test reads each of them.
const BUILT_IN: &[&str] = &[include_str!("../../assets/templates/assets-push-pull.json")];

/// Returns the built-in templates.
#[must_use]
pub fn built_in() -> Vec<Template> {
    BUILT_IN.iter().filter_map(|json| parse_template(json).ok()).collect()
}

/// Reads a template or a `codebook.json`.
///
/// # Errors
/// Fails when the file cannot be read or is not a template.
pub fn read(path: &Path) -> Result<Template, Error> {
    let unreadable = |refusal| interchange::Error::Unreadable { path: path.to_owned(), refusal };
    let json = files::read_utf8(path, Links::Follow).map_err(unreadable)?;
    parse_template(&json).map_err(|problem| Error::Template { path: path.to_owned(), problem })
}

impl Template {
    pub(super) fn dump(&self) -> ProjectDump {
        ProjectDump { codebook: self.codebook.clone(), tables: self.tables.clone(), ..ProjectDump::default() }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_built_in_template_can_be_read() {
        assert_eq!(super::built_in().len(), super::BUILT_IN.len());
        assert!(super::built_in().iter().all(|t| !t.codebook.codes.is_empty() && !t.tables.is_empty()));
    }
}
