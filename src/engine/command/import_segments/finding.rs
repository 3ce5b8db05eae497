//! Where the words of a segment stand in a document, and which code a cell names.

use crate::interchange::formula::read_back;
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{CharRange, CodeId, Study};
use crate::text::QuoteFinder;
use std::collections::{HashMap, HashSet};

/// How often a text is searched for one of them.
const STEPS: usize = 16;
/// Characters of a quote that a message shows.
const SHOWN: usize = 60;

/// A document in which segments are looked for.
pub(super) struct Look<'t> {
    pub(super) finder: QuoteFinder<'t>,
    pub(super) text: &'t str,
}

impl Look<'_> {
    pub(super) fn range(&self, start: &str, end: &str) -> Result<CharRange, String> {
        let number = |words: &str| words.parse::<u32>().map_err(|_| format!("“{words}” is no position"));
        let (start, end) = (number(start)?, number(end)?);
        if start >= end {
            return Err(format!("{start}..{end} is no passage: the end lies behind the start"));
        }
        if end > self.finder.index().char_count() {
            let all = self.finder.index().char_count();
            return Err(format!("{start}..{end} is not within the {all} characters of the document"));
        }
        Ok(CharRange::new(start, end))
    }

    pub(super) fn missing(&self, quote: &str, hints: &mut usize) -> String {
        let words = format!("“{}” is not in the document", short(quote));
        let near = hints.checked_sub(self.text.len() * STEPS).and_then(|left| {
            *hints = left;
            self.finder.nearest(quote)
        });
        match near {
            Some((range, characters)) => {
                let follows = CharRange::new(range.end.0, range.end.0.saturating_add(24));
                let follows = self.finder.index().slice(self.text, self.finder.index().clamp(follows));
                format!(
                    "{words}; its first {characters} characters stand at {range}, and “{}” follows there",
                    short(follows)
                )
            }
            None => words,
        }
    }
}

/// The first words, on one line.
fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out: String = line.chars().take(SHOWN).collect();
    if out.len() < line.len() {
        out.push('…');
    }
    out
}

/// Codes by path and by name, with those that the import makes.
pub(super) struct Codes {
    pub(super) paths: HashMap<String, CodeId>,
    by_name: HashMap<String, Vec<String>>,
    pub(super) new: Vec<String>,
    planned: HashSet<String>,
}

impl Codes {
    pub(super) fn of(study: &Study) -> Self {
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for code in study.codebook.codes() {
            by_name.entry(code.name.clone()).or_default().push(study.codebook.path(code.id).to_string());
        }
        Self { paths: study.codebook.by_path(), by_name, new: Vec::new(), planned: HashSet::new() }
    }

    /// The path of the code that a cell names: by its path, by its name, or a new one.
    pub(super) fn find(&mut self, cell: &str, known_only: bool) -> Result<String, String> {
        for cell in [cell, read_back(cell)] {
            if self.paths.contains_key(cell) || self.planned.contains(cell) {
                return Ok(cell.to_owned());
            }
            match self.by_name.get(cell).map(Vec::as_slice) {
                Some([path]) => return Ok(path.clone()),
                Some(paths) => {
                    return Err(format!("several codes are named {cell}: name one by its path: {}", paths.join("; ")));
                }
                None => {}
            }
        }
        // Names are one line, whatever stands in the cell.
        let one_line = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
        let names: Vec<String> =
            read_back(cell).split(PATH_SEPARATOR).map(one_line).filter(|name| !name.is_empty()).collect();
        let path = names.join(PATH_SEPARATOR);
        if path.is_empty() {
            return Err("no code is named".into());
        }
        if known_only && !self.paths.contains_key(&path) {
            return Err(format!("there is no code {cell}"));
        }
        for depth in 1..=names.len() {
            let path = names.get(..depth).unwrap_or_default().join(PATH_SEPARATOR);
            if !self.paths.contains_key(&path) && self.planned.insert(path.clone()) {
                self.new.push(path);
            }
        }
        Ok(path)
    }
}
