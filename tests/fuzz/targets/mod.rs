//! The targets, one file per family. A target reads bytes and panics if an invariant is violated. It returns whether
//! the bytes were accepted, so that the report shows whether mutations still get past the first checks.

mod documents;
mod projects;
mod tables;
mod texts;

use crate::mutate::Seed;
use pullquote::model::CharRange;
use std::path::Path;

pub struct Target {
    pub name: &'static str,
    pub about: &'static str,
    /// Makes the seeds; the folder is for temporary files.
    pub seeds: fn(&Path) -> Vec<Seed>,
    /// Words of the format, which mutations insert.
    pub words: &'static [&'static str],
    /// Runs one input; the folder is for files.
    pub run: fn(&[u8], &Path) -> bool,
}

const FAMILIES: [&[Target]; 4] = [documents::TARGETS, tables::TARGETS, projects::TARGETS, texts::TARGETS];

pub fn all() -> impl Iterator<Item = &'static Target> {
    FAMILIES.into_iter().flatten()
}

pub fn named(name: &str) -> Option<&'static Target> {
    all().find(|target| target.name == name)
}

/// The number of characters of a text.
pub fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).expect("a short text")
}

/// Asserts that ranges are in order, do not overlap, and lie within a text of `length` characters.
pub fn assert_ordered(what: &str, ranges: impl IntoIterator<Item = CharRange>, length: u32) {
    let mut last = 0;
    for range in ranges {
        assert!(range.start.0 < range.end.0, "{what}: a range is empty or reversed");
        assert!(last <= range.start.0, "{what}: ranges overlap or are out of order");
        assert!(range.end.0 <= length, "{what}: a range ends after the text");
        last = range.end.0;
    }
}
