//! Finds the text of a segment in a document, and the code that a cell names.

use super::setup::{Marks, Segment};
use crate::engine::error::Error;
use crate::engine::texts::Texts;
use crate::interchange::code_paths::PathStyle;
use crate::interchange::formula::read_back;
use crate::interchange::remark::{TableRefusal, TableWarning};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{Account, CharRange, CodeId, CodingId, NameKey, NameMap, SourceId, Study, UserId, same_name};
use crate::text::QuoteFinder;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Number of checks for cancellation per search of a text.
const STEPS: usize = 16;
/// Number of characters after the start of a quote that a report shows.
const FOLLOWING: u32 = 24;

/// A document in which segments are searched for.
pub(super) struct Searched<'t> {
    pub(super) finder: QuoteFinder<'t>,
    pub(super) text: &'t str,
}

impl Searched<'_> {
    pub(super) fn range(&self, start: &str, end: &str) -> Result<CharRange, TableRefusal> {
        if start.is_empty() || end.is_empty() {
            return Err(TableRefusal::MissingPosition);
        }
        let number = |cell: &str| {
            // Tables with empty cells often write all numbers with a fraction: 12.0.
            let whole = cell.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
            let digits = whole.map_or(cell, |(whole, _)| whole);
            digits.parse::<u32>().map_err(|_| TableRefusal::NotAPosition { cell: cell.to_owned() })
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

    /// Returns why a text is not found, with the nearest match if `hints`, the number of bytes left to search,
    /// allows.
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

/// Codes by path and by name, including those that the import creates.
pub(super) struct Codes {
    pub(super) paths: NameMap<CodeId>,
    /// The paths of all codes as spelled.
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
    /// `style` is that of the paths in the table.
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

    /// Returns the names of new codes in which a mark was replaced.
    pub(super) fn renamed(&self) -> Vec<String> {
        self.renamed.iter().cloned().collect()
    }

    /// Adds a code that the head of the table names by its path; it is also known by its name if that is unique.
    pub(super) fn add_expected(&mut self, path: &str) {
        let name = path.rsplit(PATH_SEPARATOR).next().unwrap_or(path);
        let paths = self.by_name.entry(NameKey::of(name)).or_default();
        if !paths.iter().any(|known| same_name(known, path)) {
            paths.push(path.to_owned());
        }
        self.expected.insert(NameKey::of(path));
    }

    /// True when this is exactly the path or the name of a code of the project or of the table's head.
    pub(super) fn is_known(&self, code: &str) -> bool {
        let is_known = |key: &NameKey| {
            self.spelt.contains_key(key) || self.by_name.contains_key(key) || self.expected.contains(key)
        };
        is_known(&NameKey::of(code)) || is_known(&NameKey::of(&self.style.levels(code).join(PATH_SEPARATOR)))
    }

    /// Turns a part of a cell into a valid name; changes it only where cells contain names instead of paths.
    pub(super) fn name(&mut self, part: String) -> String {
        if self.style != PathStyle::Names || self.spelt.contains_key(&NameKey::of(&part)) {
            return part;
        }
        let names = self.style.levels(&part);
        self.renamed.extend(PathStyle::renamed(&part, &names).cloned());
        names.concat()
    }

    /// Returns the path of the code that a cell refers to: by path, by name, or as a new code.
    pub(super) fn locate(&mut self, cell: &str, known_only: bool) -> Result<String, TableRefusal> {
        for cell in [cell, read_back(cell)] {
            let key = NameKey::of(cell);
            if self.paths.exact(cell).is_some() {
                return Ok(cell.to_owned());
            }
            if let Some(path) = self.spelt.get(&key) {
                return Ok(path.clone());
            }
            // The path of a top-level code may be the name of a subcode.
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

    /// Returns a new path, with its existing ancestors spelled as in the project.
    fn spelt_out(&self, path: &str) -> String {
        let ends = path.match_indices(PATH_SEPARATOR).map(|(end, _)| end).chain([path.len()]);
        let known = ends.filter_map(|end| Some((end, self.spelt.get(&NameKey::of(path.get(..end)?))?))).last();
        known.map_or_else(|| path.to_owned(), |(end, existing)| format!("{existing}{}", path.get(end..).unwrap_or("")))
    }

    /// Plans to create the code with this path and its ancestors if they do not exist.
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

    /// Warns of new codes whose paths, or whose names at the top level, differ from other codes only in case.
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

/// The existing codings of a document, and what they are marked as.
#[derive(Default)]
struct Coded {
    codings: HashMap<(CharRange, CodeId, UserId), CodingId>,
    marks: HashMap<CodingId, (bool, Option<Account>)>,
}

/// What is known of a segment before its row is imported.
pub(super) struct KnownSegment {
    pub coded: bool,
    /// The passage, if the project has it.
    pub here: Option<CodingId>,
    /// True if the passage has the memo of the row, or the row has none.
    pub noted: bool,
    /// The row names another account than the passage has.
    pub differs: bool,
}

/// Segments and memos that exist in the project or come from an earlier row.
pub(super) struct Present<'s> {
    study: &'s Study,
    texts: &'s dyn Texts,
    coded: HashMap<SourceId, Coded>,
    /// Segments without memos and marks, and how they are marked.
    segments: HashMap<Segment, Marks>,
    /// Segments with memos, without marks.
    noted: HashSet<Segment>,
}

impl<'s> Present<'s> {
    pub(super) fn new(study: &'s Study, texts: &'s dyn Texts) -> Self {
        Self { study, texts, coded: HashMap::new(), segments: HashMap::new(), noted: HashSet::new() }
    }

    /// Returns what is known of a segment, and leaves it the marks that are new. `code` is its code if that exists.
    pub(super) fn find(&mut self, segment: &mut Segment, code: Option<CodeId>) -> Result<KnownSegment, Error> {
        let user = self.study.user_named(&segment.coder).map(|user| user.id);
        let (mut coding, mut marked) = (None, (false, None));
        if let Some((code, user)) = code.zip(user) {
            let coded = self.coded(segment.source)?;
            coding = coded.codings.get(&(segment.range, code, user)).copied();
            marked = coding.and_then(|id| coded.marks.get(&id).cloned()).unwrap_or_default();
        }
        let stated = std::mem::take(&mut segment.marks);
        let (bare, (important, account)) = (Segment { memo: String::new(), ..segment.clone() }, marked);
        let is_new = !self.segments.contains_key(&bare);
        let known = self.segments.entry(bare).or_insert(Marks { important, account, created: None });
        let noted = segment.memo.is_empty()
            || !self.noted.insert(segment.clone())
            || match coding {
                Some(coding) => self.texts.has_memo(coding, &segment.memo)?,
                None => false,
            };
        let differs = stated.account.is_some() && known.account.is_some() && stated.account != known.account;
        segment.marks = Marks {
            important: stated.important && !known.important,
            account: stated.account.filter(|_| known.account.is_none()),
            created: stated.created,
        };
        known.important |= segment.marks.important;
        known.account = known.account.take().or_else(|| segment.marks.account.clone());
        Ok(KnownSegment { coded: coding.is_some() || !is_new, here: coding, noted, differs })
    }

    fn coded(&mut self, source: SourceId) -> Result<&Coded, Error> {
        Ok(match self.coded.entry(source) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let facts = self.texts.facts(source)?;
                let codings = facts.into_iter().map(|f| ((f.range, f.code, f.user), f.coding)).collect();
                place.insert(Coded { codings, marks: self.texts.marks(source)? })
            }
        })
    }
}
