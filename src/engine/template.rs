//! Templates to start a study from: built-in ones, and any codebook file.

use crate::engine::error::Error;
use crate::i18n::{self, Language};
use crate::interchange::files::{self, Links};
pub use crate::interchange::folder::Template;
use crate::interchange::folder::parse_template;
use crate::interchange::{self, ProjectDump};
use std::path::Path;

/// Built into the program, in each language; a test reads each of them.
const ENGLISH: &[&str] = &[include_str!("../../assets/templates/assets-push-pull.json")];
const CHINESE: &[&str] = &[include_str!("../../assets/templates/assets-push-pull.zh.json")];

/// Returns the built-in templates in the language of the thread.
#[must_use]
pub fn built_in() -> Vec<Template> {
    texts().iter().filter_map(|json| parse_template(json).ok()).collect()
}

fn texts() -> &'static [&'static str] {
    match i18n::current() {
        Language::English => ENGLISH,
        Language::Chinese => CHINESE,
    }
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
    use super::*;

    #[test]
    fn every_built_in_template_can_be_read_and_has_the_same_shape_in_every_language() {
        let shape = |language| {
            i18n::within(language, || {
                let templates = built_in();
                assert_eq!(templates.len(), texts().len());
                let of = |t: &Template| (t.codebook.codes.len(), t.codebook.paths().len(), t.tables.len());
                templates.iter().map(of).collect::<Vec<_>>()
            })
        };
        let english = shape(Language::English);
        assert!(english.iter().all(|(codes, paths, tables)| *codes > 0 && *paths > 20 && *tables > 0), "{english:?}");
        assert_eq!(shape(Language::Chinese), english);
    }
}
