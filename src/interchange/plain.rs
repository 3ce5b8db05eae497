//! A whole project as plain structs without ids or files: the output of every importer and the input of every exporter.
//!
//! Things are referred to by name: documents, participants and coders by name, codes by path. Guids and dates are
//! optional, because not every format has them. Dates are UTC milliseconds since 1970.

use crate::model::codebook::{PATH_SEPARATOR, ambiguous_names, code_name};
use crate::model::{Account, Guid, Origin, SetKind, TableDefinition, VariableKind};
use crate::tr;
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

mod codings;

pub use codings::Codings;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectDump {
    /// Name of the file that holds all of it; `None` for a folder, whose parts have files of their own.
    pub file: Option<String>,
    pub name: String,
    pub description: String,
    pub coders: Vec<CoderDump>,
    /// Of participants.
    pub attributes: Vec<AttributeDump>,
    /// Of documents.
    pub document_attributes: Vec<AttributeDump>,
    pub participants: Vec<ParticipantDump>,
    pub documents: Vec<DocumentDump>,
    pub codebook: CodebookDump,
    pub codings: Codings,
    /// (document, coder) for coders who have finished a document.
    pub participations: Vec<(String, String)>,
    /// (document, coder) for coders who have codings in a document but have not finished it.
    pub unfinished: Vec<(String, String)>,
    pub memos: Vec<MemoDump>,
    pub tables: Vec<TableDefinition>,
    pub sets: Vec<SetDump>,
    pub queries: Vec<QueryDump>,
}

/// A saved query, by the names of what it asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QueryDump {
    pub name: String,
    pub query: String,
    pub memo: String,
    pub guid: Option<Guid>,
}

/// A set of documents, by name, or of codes, by path.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SetDump {
    pub name: String,
    pub kind: SetKind,
    pub items: Vec<String>,
    /// Number of members that the file has not, or that cannot be imported from it, and that have no name.
    pub nameless: usize,
    /// Attributes of documents, or dimensions of codes, with a value.
    pub conditions: Vec<(String, String)>,
    /// There are conditions that cannot be read. As all must hold, the others do not count.
    pub has_unread_conditions: bool,
    pub memo: String,
    pub guid: Option<Guid>,
}

impl SetDump {
    /// True if there are conditions and something meets them: one for each attribute or dimension. `has` says whether it has
    /// the value.
    #[must_use]
    pub fn meets(&self, has: impl Fn(&str, &str) -> bool) -> bool {
        let is_met = |name: &str| self.conditions.iter().any(|(other, value)| other == name && has(other, value));
        !self.conditions.is_empty() && self.conditions.iter().all(|(name, _)| is_met(name))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoderDump {
    pub name: String,
    /// `#rrggbb`; empty if the file has none.
    pub color: String,
    pub guid: Option<Guid>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttributeDump {
    pub name: String,
    /// `None`: detected from the values.
    pub kind: Option<VariableKind>,
    pub guid: Option<Guid>,
}

impl AttributeDump {
    /// An attribute with nothing but a name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParticipantDump {
    pub name: String,
    /// One entry per attribute; `None` means "not known".
    pub values: Vec<Option<String>>,
    pub guid: Option<Guid>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DocumentDump {
    pub name: String,
    /// Relative to the folder, with `/`.
    pub path: String,
    pub participant: Option<String>,
    /// Labels of speakers with the names of the participants who speak under them. If there are any, `participant` is
    /// `None`.
    pub speakers: Vec<(String, String)>,
    /// As stored: `\n` line ends, no BOM, no NUL.
    pub text: Arc<str>,
    /// How it was read from its file.
    pub origin: Option<Origin>,
    /// One entry per attribute of documents; `None` means "not known". The list may be shorter than that of the attributes.
    pub values: Vec<Option<String>>,
    /// The source file, if it is to be kept in the project.
    pub file: Option<PathBuf>,
    pub guid: Option<Guid>,
    pub created: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodebookDump {
    pub codes: Vec<CodeDump>,
    /// Names of the dimensions with their values, in order.
    pub dimensions: Vec<(String, Vec<String>)>,
}

impl CodebookDump {
    /// Walks through all codes in order, a parent before its children.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        let walk = || Walk {
            open: self.codes.iter().rev().map(|code| (code, None)).collect(),
            above: Vec::new(),
            count: 0,
            ambiguous: HashSet::new(),
        };
        let names: Vec<(&str, Option<usize>)> = walk().nodes().collect();
        Walk { ambiguous: ambiguous_names(&names), ..walk() }
    }

    /// Paths of all codes, a parent before its children.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        self.walk().map(|walked| walked.path).collect()
    }
}

/// A code as visited by [`CodebookDump::walk`].
#[derive(Clone, Debug, PartialEq)]
pub struct Walked<'c> {
    pub code: &'c CodeDump,
    /// Unique in the codebook: see [`ambiguous_names`].
    pub path: String,
    /// True if ` › ` replaces a ` > ` of its name in the path.
    pub is_ambiguous: bool,
    /// The number of its parent on the walk, from 0.
    pub above: Option<usize>,
    /// The number of its ancestors.
    pub depth: usize,
}

/// See [`CodebookDump::walk`].
#[derive(Clone, Debug)]
pub struct Walk<'c> {
    /// Codes still to visit, the next one last, each with the number of its parent.
    open: Vec<(&'c CodeDump, Option<usize>)>,
    /// The ancestors of the last visited code and that code itself, each with its number.
    above: Vec<(Cow<'c, str>, usize)>,
    count: usize,
    /// Numbers of codes whose paths would equal those of other codes.
    ambiguous: HashSet<usize>,
}

impl<'c> Walk<'c> {
    /// The names of the codes, each with the number of its parent.
    fn nodes(mut self) -> impl Iterator<Item = (&'c str, Option<usize>)> {
        let mut count = 0;
        std::iter::from_fn(move || {
            let (code, above) = self.open.pop()?;
            self.open.extend(code.children.iter().rev().map(|child| (child, Some(count))));
            count += 1;
            Some((code.name.as_str(), above))
        })
    }
}

impl<'c> Iterator for Walk<'c> {
    type Item = Walked<'c>;

    fn next(&mut self) -> Option<Self::Item> {
        let (code, above) = self.open.pop()?;
        while self.above.last().is_some_and(|(_, number)| Some(*number) != above) {
            self.above.pop();
        }
        let (depth, number) = (self.above.len(), self.count);
        let is_ambiguous = self.ambiguous.contains(&number);
        let name = if is_ambiguous { code_name(&code.name).into() } else { Cow::from(&code.name) };
        self.above.push((name, number));
        self.count += 1;
        self.open.extend(code.children.iter().rev().map(|child| (child, Some(number))));
        let names: Vec<&str> = self.above.iter().map(|(name, _)| name.as_ref()).collect();
        Some(Walked { code, path: names.join(PATH_SEPARATOR), is_ambiguous, above, depth })
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeDump {
    pub name: String,
    /// `#rrggbb`; empty if the file has none.
    pub color: String,
    pub description: String,
    pub dimensions: Vec<(String, String)>,
    pub children: Vec<CodeDump>,
    pub guid: Option<Guid>,
    /// A folder of codes in the source program, which cannot be coded with.
    pub folder: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodingDump {
    pub coder: String,
    pub document: String,
    /// Code points, half-open, not empty.
    pub start: u32,
    pub end: u32,
    /// Path of the code.
    pub code: String,
    pub memos: Vec<NoteDump>,
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
    pub guid: Option<Guid>,
    /// Guid of the passage itself, for programs that distinguish passages from codings.
    pub selection: Option<Guid>,
    pub created: Option<i64>,
    pub place: CodingPlace,
}

/// Where a coding is in the file from which it was read, for remarks about it; empty in an export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodingPlace {
    pub file: String,
    /// The number of its entry in a list, from 1.
    pub number: Option<u32>,
    /// Start and end as they are in the file.
    pub positions: Option<(u32, u32)>,
}

impl CodingDump {
    /// The texts of all its memos, one after another, for formats with only one memo.
    #[must_use]
    pub fn memo(&self) -> Option<String> {
        let texts: Vec<&str> = self.memos.iter().map(|memo| memo.text.as_str()).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    /// Describes where it is in its file, for remarks.
    #[must_use]
    pub fn described_place(&self) -> String {
        let document = &self.document;
        match (self.place.number, self.place.positions) {
            (Some(number), Some((start, end))) => {
                tr!("entry {number} (document {document}, {start}..{end})", number, document, start, end)
            }
            (Some(number), None) => tr!("entry {number}", number),
            (None, Some((start, end))) => format!("{document} {start}..{end}"),
            (None, None) => document.clone(),
        }
    }
}

/// The text of a memo, its author and date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteDump {
    pub text: String,
    pub coder: Option<String>,
    pub guid: Option<Guid>,
    pub created: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemoDump {
    pub target: DumpedMemoTarget,
    /// Name of the document or participant, path of the code, or empty for the project.
    pub name: String,
    pub note: NoteDump,
}

/// What a memo is on, apart from passages, which hold their own memos.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumString, strum::IntoStaticStr,
)]
#[strum(serialize_all = "lowercase")]
pub enum DumpedMemoTarget {
    #[default]
    Project,
    Document,
    Participant,
    Code,
}

impl DumpedMemoTarget {
    /// The name in project folders.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Returns the wanted name or a free variant of it: `Interview`, `Interview (2)`. A blank name becomes `spare`.
#[must_use]
pub fn free_name(names: &mut HashSet<String>, wanted: &str, spare: &str) -> String {
    let free = untaken_name(|name| names.contains(name), wanted, spare);
    names.insert(free.clone());
    free
}

/// As [`free_name`], with a function that says whether a name is taken.
#[must_use]
pub fn untaken_name(is_taken: impl Fn(&str) -> bool, wanted: &str, spare: &str) -> String {
    let wanted = if wanted.trim().is_empty() { spare } else { wanted.trim() };
    if !is_taken(wanted) {
        return wanted.to_owned();
    }
    let numbered = |number: usize| format!("{wanted} ({number})");
    numbered(free_number(|number| is_taken(&numbered(number))))
}

/// Returns the first free number from 2, assuming that all numbers below a taken one are taken. Does not try every
/// number: a file may use one name a hundred thousand times.
#[must_use]
pub fn free_number(is_taken: impl Fn(usize) -> bool) -> usize {
    let (mut taken, mut free) = (1, 2);
    while is_taken(free) {
        (taken, free) = (free, free * 2);
    }
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        if is_taken(middle) {
            taken = middle;
        } else {
            free = middle;
        }
    }
    free
}

#[cfg(test)]
mod tests {
    use super::{CodeDump, CodebookDump, free_name};
    use std::collections::HashSet;

    #[test]
    fn a_codebook_is_walked_in_its_order_with_paths_and_levels() {
        let code = |name: &str, children| CodeDump { name: name.into(), children, ..CodeDump::default() };
        let codes = vec![
            code("a", vec![code("b", vec![code("c", vec![])]), code("b", vec![])]),
            code("家", vec![code("a", vec![])]),
        ];
        let book = CodebookDump { codes, ..CodebookDump::default() };
        let walked: Vec<_> =
            book.walk().map(|entry| (entry.path, entry.above, entry.depth, entry.code.children.len())).collect();
        let expected = [
            ("a", None, 0, 2),
            ("a > b", Some(0), 1, 1),
            ("a > b > c", Some(1), 2, 0),
            ("a > b", Some(0), 1, 0),
            ("家", None, 0, 1),
            ("家 > a", Some(4), 1, 0),
        ];
        assert_eq!(walked, expected.map(|(path, above, depth, below)| (path.to_owned(), above, depth, below)));
        assert_eq!(CodebookDump::default().walk().count(), 0);
    }

    #[test]
    fn very_many_things_of_one_name_get_numbers_in_order() {
        let mut names = HashSet::new();
        let all: Vec<String> = (0..20_000).map(|_| free_name(&mut names, " a ", "x")).collect();
        assert_eq!((all[0].as_str(), all[1].as_str(), all[19_999].as_str()), ("a", "a (2)", "a (20000)"));
        assert_eq!(free_name(&mut names, " ", "x"), "x");
    }
}
