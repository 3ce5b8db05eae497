//! Where the words of a segment stand in a document, and which code a cell names.

use super::setup::Segment;
use crate::engine::error::Error;
use crate::engine::texts::Texts;
use crate::interchange::code_paths::PathStyle;
use crate::interchange::formula::read_back;
use crate::interchange::remark::{TableRefusal, TableWarning};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{CharRange, CodeId, CodingId, NameKey, NameMap, SourceId, Study, UserId, same_name};
use crate::text::QuoteFinder;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

/// How often a text is searched for one of them.
const STEPS: usize = 16;
/// Characters after the beginning of a quote that a report shows.
const FOLLOWING: u32 = 24;

/// A document in which segments are looked for.
pub(super) struct Searched<'t> {
    pub(super) finder: QuoteFinder<'t>,
    pub(super) text: &'t str,
}

impl Searched<'_> {
    pub(super) fn range(&self, start: &str, end: &str) -> Result<CharRange, TableRefusal> {
        if start.is_empty() || end.is_empty() {
            return Err(TableRefusal::MissingPosition);
        }
        let number = |words: &str| {
            // Tables with gaps are often written with a fraction everywhere: 12.0.
            let whole = words.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
            let digits = whole.map_or(words, |(whole, _)| whole);
            digits.parse::<u32>().map_err(|_| TableRefusal::NotAPosition { words: words.to_owned() })
        };
        let (start, end) = (number(start)?, number(end)?);
        if start >= end {
            return Err(TableRefusal::EmptyRange { start, end });
        }
        let characters = self.finder.index().char_count();
        if end > characters {
            return Err(TableRefusal::OutsideDocument { start, end, characters });
        }
        Ok(CharRange::new(start, end))
    }

    /// Why words are not found, with the place that is nearest to them while `hints` bytes are left to look for it.
    pub(super) fn missing(&self, quote: &str, hints: &mut usize) -> TableRefusal {
        let near = hints.checked_sub(self.text.len() * STEPS).and_then(|left| {
            *hints = left;
            self.finder.nearest(quote)
        });
        let near = near.map(|(range, characters)| {
            let follows = CharRange::new(range.end.0, range.end.0.saturating_add(FOLLOWING));
            let follows = self.finder.index().slice(self.text, self.finder.index().clamp(follows));
            (range, characters, follows.to_owned())
        });
        TableRefusal::WordsNotFound { quote: quote.to_owned(), near }
    }
}

/// Codes by path and by name, with those that the import makes.
pub(super) struct Codes {
    pub(super) paths: NameMap<CodeId>,
    /// The paths of all codes as they are spelt.
    spelt: HashMap<NameKey, String>,
    by_name: HashMap<NameKey, Vec<String>>,
    pub(super) new: Vec<String>,
    planned: HashSet<NameKey>,
    /// Paths that the head of the table names.
    expected: HashSet<NameKey>,
    style: PathStyle,
    /// Names in which a mark was replaced, each once.
    renamed: BTreeSet<String>,
}

impl Codes {
    /// `style`: of the paths in the table.
    pub(super) fn of(study: &Study, style: PathStyle) -> Self {
        let mut by_name: HashMap<NameKey, Vec<String>> = HashMap::new();
        let mut spelt = HashMap::new();
        for code in study.codebook.codes() {
            let path = study.codebook.path(code.id).to_string();
            spelt.entry(NameKey::of(&path)).or_insert_with(|| path.clone());
            by_name.entry(NameKey::of(&code.name)).or_default().push(path);
        }
        Self {
            paths: study.codebook.paths(),
            spelt,
            by_name,
            new: Vec::new(),
            planned: HashSet::new(),
            expected: HashSet::new(),
            style,
            renamed: BTreeSet::new(),
        }
    }

    pub(super) fn style(&self) -> PathStyle {
        self.style
    }

    /// Names of new codes in which a mark was replaced.
    pub(super) fn renamed(&self) -> Vec<String> {
        self.renamed.iter().cloned().collect()
    }

    /// A code that the head of the table names by its path: it is known by its name too, unless others have that name.
    pub(super) fn add_expected(&mut self, path: &str) {
        let name = path.rsplit(PATH_SEPARATOR).next().unwrap_or(path);
        let paths = self.by_name.entry(NameKey::of(name)).or_default();
        if !paths.iter().any(|known| same_name(known, path)) {
            paths.push(path.to_owned());
        }
        self.expected.insert(NameKey::of(path));
    }

    /// True when this is, as it stands, the path or the name of a code of the project or of the table's head.
    pub(super) fn is_known(&self, code: &str) -> bool {
        let is_known = |key: &NameKey| {
            self.spelt.contains_key(key) || self.by_name.contains_key(key) || self.expected.contains(key)
        };
        is_known(&NameKey::of(code)) || is_known(&NameKey::of(&self.style.levels(code).join(PATH_SEPARATOR)))
    }

    /// A part of a cell as the code's name can be; changed only where cells hold names and no paths.
    pub(super) fn name(&mut self, part: String) -> String {
        if self.style != PathStyle::Names || self.spelt.contains_key(&NameKey::of(&part)) {
            return part;
        }
        let names = self.style.levels(&part);
        self.renamed.extend(PathStyle::renamed(&part, &names).cloned());
        names.concat()
    }

    /// The path of the code that words name: by its path, by its name, or a new one.
    pub(super) fn locate(&mut self, cell: &str, known_only: bool) -> Result<String, TableRefusal> {
        for cell in [cell, read_back(cell)] {
            let key = NameKey::of(cell);
            if self.paths.exact(cell).is_some() {
                return Ok(cell.to_owned());
            }
            if let Some(path) = self.spelt.get(&key) {
                return Ok(path.clone());
            }
            // The path of a code at the top may be the name of another below it.
            if self.expected.contains(&key) && !known_only {
                let is_too_deep = cell.split(PATH_SEPARATOR).count() > DEEPEST;
                return if is_too_deep {
                    Err(TableRefusal::CodeTooDeep { most: DEEPEST })
                } else {
                    Ok(self.spelt_out(cell))
                };
            }
            match self.by_name.get(&key).map(Vec::as_slice) {
                Some([path]) if !known_only || self.paths.contains(path) => return Ok(path.clone()),
                Some([_]) | None => {}
                Some(paths) => {
                    return Err(TableRefusal::AmbiguousCode { code: cell.to_owned(), paths: paths.to_vec() });
                }
            }
        }
        let cell = read_back(cell);
        let names = self.style.levels(cell);
        let path = names.join(PATH_SEPARATOR);
        if path.is_empty() {
            return Err(TableRefusal::NoCode);
        }
        if names.len() > DEEPEST {
            return Err(TableRefusal::CodeTooDeep { most: DEEPEST });
        }
        if known_only && !self.paths.contains(&path) {
            return Err(TableRefusal::UnknownCode { code: cell.to_owned() });
        }
        self.renamed.extend(PathStyle::renamed(cell, &names).cloned());
        Ok(self.spelt_out(&path))
    }

    /// A new path, with the codes above it as they are spelt already.
    fn spelt_out(&self, path: &str) -> String {
        let ends = path.match_indices(PATH_SEPARATOR).map(|(end, _)| end).chain([path.len()]);
        let known = ends.filter_map(|end| Some((end, self.spelt.get(&NameKey::of(path.get(..end)?))?))).last();
        known.map_or_else(|| path.to_owned(), |(end, own)| format!("{own}{}", path.get(end..).unwrap_or("")))
    }

    /// The code with this path, and those above it, are made if they are not there.
    pub(super) fn plan(&mut self, path: &str) {
        if self.paths.contains(path) {
            return;
        }
        let ends = path.match_indices(PATH_SEPARATOR).map(|(end, _)| end).chain([path.len()]);
        for path in ends.filter_map(|end| path.get(..end)) {
            if !self.paths.contains(path) && self.planned.insert(NameKey::of(path)) {
                self.spelt.insert(NameKey::of(path), path.to_owned());
                self.new.push(path.to_owned());
            }
        }
    }

    /// New codes whose paths, or whose names at the top, are those of other codes but for capitals.
    pub(super) fn slips(&self, study: &Study) -> Vec<TableWarning> {
        let book = &study.codebook;
        let mut lower: HashMap<String, String> = HashMap::new();
        for code in book.codes() {
            let path = book.path(code.id).to_string();
            lower.entry(code.name.to_lowercase()).or_insert_with(|| code.name.clone());
            lower.insert(path.to_lowercase(), path);
        }
        let mut slips = Vec::new();
        for new in &self.new {
            match lower.entry(new.to_lowercase()) {
                Entry::Occupied(known) if known.get() != new => {
                    slips.push(TableWarning::SimilarCodes { code: new.clone(), other: known.get().clone() });
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(place) => drop(place.insert(new.clone())),
            }
        }
        slips
    }
}

/// What is coded in a document already.
type Coded = HashMap<(CharRange, CodeId, UserId), CodingId>;

/// Segments and memos that are in the project, or that an earlier row brings.
pub(super) struct Present<'s> {
    study: &'s Study,
    texts: &'s dyn Texts,
    coded: HashMap<SourceId, Coded>,
    /// Without their memos.
    segments: HashSet<Segment>,
    noted: HashSet<Segment>,
}

impl<'s> Present<'s> {
    pub(super) fn new(study: &'s Study, texts: &'s dyn Texts) -> Self {
        Self { study, texts, coded: HashMap::new(), segments: HashSet::new(), noted: HashSet::new() }
    }

    /// Whether a segment is coded so already, and whether its memo is on it; nothing is no memo. `code`: its code, if that
    /// is there.
    pub(super) fn find(&mut self, segment: &Segment, code: Option<CodeId>) -> Result<(bool, bool), Error> {
        let user = self.study.user_named(&segment.coder).map(|user| user.id);
        let coding = match code.zip(user) {
            None => None,
            Some((code, user)) => {
                let coded = match self.coded.entry(segment.source) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => {
                        let facts = self.texts.facts(segment.source)?;
                        place.insert(facts.into_iter().map(|f| ((f.range, f.code, f.user), f.coding)).collect())
                    }
                };
                coded.get(&(segment.range, code, user)).copied()
            }
        };
        let new = self.segments.insert(Segment { memo: String::new(), ..segment.clone() });
        let noted = segment.memo.is_empty()
            || !self.noted.insert(segment.clone())
            || match coding {
                Some(coding) => self.texts.has_memo(coding, &segment.memo)?,
                None => false,
            };
        Ok((coding.is_some() || !new, noted))
    }
}
