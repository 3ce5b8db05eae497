//! The codebook: an ordered tree of codes, and the dimensions of which a code can have values.
//!
//! Names are unique only among siblings. Outside the program a code is identified by its path, such as
//! `Financial capital > Push > Low income`.

use super::{CodeId, DimensionId, Guid, NameMap, find_named};
use std::collections::{HashMap, HashSet};

/// Separates the names of a path, in the window and in every file format.
pub const PATH_SEPARATOR: &str = " > ";

/// Maximum depth of the code tree that imports accept. People use fewer; deeper trees could overflow the stack.
pub const DEEPEST: usize = 64;

/// Returns a valid code name: on one line, and with `›` in place of a `>` between blanks, which would divide the path.
///
/// ```
/// use pullquote::model::codebook::code_name;
/// assert_eq!(code_name("rent >\n income"), "rent › income");
/// assert_eq!(code_name("income >50k, push->pull"), "income >50k, push->pull");
/// ```
#[must_use]
pub fn code_name(words: &str) -> String {
    let words = words.split_whitespace().map(|word| if word == PATH_SEPARATOR.trim() { "›" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns a valid code name for a name from another program, and whether it contained a `>` that would
/// divide the path.
///
/// ```
/// use pullquote::model::codebook::divided_name;
/// assert_eq!(divided_name("rent > income"), ("rent › income".to_owned(), true));
/// assert_eq!(divided_name("income >50k"), ("income >50k".to_owned(), false));
/// ```
#[must_use]
pub fn divided_name(words: &str) -> (String, bool) {
    let divides = words.split_whitespace().any(|word| word == PATH_SEPARATOR.trim());
    (code_name(words), divides)
}

/// Returns the indices of the codes whose paths must use `›`, because a ` > ` in their names would give them another
/// code's path. `codes` holds each name and the index of its parent; parents come first.
#[must_use]
pub fn ambiguous_names(codes: &[(&str, Option<usize>)]) -> HashSet<usize> {
    let divides: Vec<usize> =
        codes.iter().enumerate().filter(|(_, (name, _))| name.contains(PATH_SEPARATOR)).map(|(i, _)| i).collect();
    if divides.is_empty() {
        return HashSet::new();
    }
    let mut paths: Vec<String> = Vec::with_capacity(codes.len());
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (name, above) in codes {
        let path = match above.and_then(|above| paths.get(above)) {
            Some(above) => format!("{above}{PATH_SEPARATOR}{name}"),
            None => (*name).to_owned(),
        };
        *counts.entry(path.clone()).or_default() += 1;
        paths.push(path);
    }
    let is_taken = |code: &usize| paths.get(*code).and_then(|path| counts.get(path)).is_some_and(|count| *count > 1);
    divides.into_iter().filter(is_taken).collect()
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub id: CodeId,
    pub guid: Guid,
    pub parent: Option<CodeId>,
    pub name: String,
    /// `#rrggbb`
    pub color: String,
    pub description: String,
    /// At most one value for each dimension: indices into [`Dimension::values`].
    pub dimensions: Vec<(DimensionId, usize)>,
}

/// Splits `#rrggbb` into red, green and blue; returns a grey for anything else.
#[must_use]
pub fn rgb(color: &str) -> [u8; 3] {
    let number = color.strip_prefix('#').filter(|d| d.len() == 6).and_then(|d| u32::from_str_radix(d, 16).ok());
    let [_, r, g, b] = number.unwrap_or(0x0080_8080).to_be_bytes();
    [r, g, b]
}

/// A dimension with its values in order, such as *direction*: push, pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    pub id: DimensionId,
    pub guid: Guid,
    pub name: String,
    pub values: Vec<String>,
}

/// The names from the root down to a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CodePath(pub Vec<String>);

impl CodePath {
    /// Parses `A > B > C`, ignoring white space around the names. Every `>` or `＞` divides: this is for paths of codes that
    /// exist, after the whole text has been compared with them.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split(['>', '＞']).map(|name| name.trim().to_owned()).collect())
    }
}

impl std::fmt::Display for CodePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(PATH_SEPARATOR))
    }
}

/// All codes in codebook order (a parent before its children, siblings in the researcher's order) and the dimensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    codes: Vec<Code>,
    depths: Vec<usize>,
    index: HashMap<CodeId, usize>,
    /// Indices of codes whose paths would equal those of other codes.
    ambiguous: HashSet<usize>,
    pub dimensions: Vec<Dimension>,
}

impl Codebook {
    /// Sorts `codes` into codebook order; siblings keep their given order. A code whose parent is missing, or that is
    /// its own ancestor, becomes a root, so that no code is lost.
    #[must_use]
    pub fn new(codes: Vec<Code>, dimensions: Vec<Dimension>) -> Self {
        let known: HashMap<CodeId, usize> = codes.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
        let mut children: HashMap<Option<CodeId>, Vec<usize>> = HashMap::new();
        for (i, code) in codes.iter().enumerate() {
            let parent = code.parent.filter(|p| known.contains_key(p));
            children.entry(parent).or_default().push(i);
        }
        let mut order = Vec::with_capacity(codes.len());
        let mut placed = vec![false; codes.len()];
        let place_below = |start: usize, order: &mut Vec<(usize, usize)>, placed: &mut Vec<bool>| {
            let mut stack = vec![(start, 0)];
            while let Some((i, depth)) = stack.pop() {
                if std::mem::replace(&mut placed[i], true) {
                    continue;
                }
                order.push((i, depth));
                let below = children.get(&Some(codes[i].id)).map_or(&[][..], Vec::as_slice);
                stack.extend(below.iter().rev().map(|&child| (child, depth + 1)));
            }
        };
        for &root in children.get(&None).map_or(&[][..], Vec::as_slice) {
            place_below(root, &mut order, &mut placed);
        }
        for i in 0..codes.len() {
            if !placed[i] {
                place_below(i, &mut order, &mut placed);
            }
        }
        let depths = order.iter().map(|&(_, depth)| depth).collect();
        let mut slots: Vec<Option<Code>> = codes.into_iter().map(Some).collect();
        let codes: Vec<Code> = order.iter().filter_map(|&(i, _)| slots[i].take()).collect();
        let index: HashMap<CodeId, usize> = codes.iter().enumerate().map(|(i, c)| (c.id, i)).collect();
        let names: Vec<(&str, Option<usize>)> = (codes.iter().enumerate())
            .map(|(i, code)| {
                let above = code.parent.and_then(|parent| index.get(&parent).copied());
                (code.name.as_str(), above.filter(|above| *above < i))
            })
            .collect();
        let ambiguous = ambiguous_names(&names);
        Self { codes, depths, index, ambiguous, dimensions }
    }

    /// Returns all codes in codebook order.
    #[must_use]
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    #[must_use]
    pub fn get(&self, id: CodeId) -> Option<&Code> {
        self.index.get(&id).and_then(|&i| self.codes.get(i))
    }

    /// Returns the index of a code in codebook order.
    #[must_use]
    pub fn position(&self, id: CodeId) -> Option<usize> {
        self.index.get(&id).copied()
    }

    /// Returns the depth of a code, 0 for a root.
    #[must_use]
    pub fn depth(&self, id: CodeId) -> usize {
        self.position(id).map_or(0, |i| self.depths[i])
    }

    /// True when `code` is `above` itself or below it.
    #[must_use]
    pub fn is_below(&self, code: CodeId, above: CodeId) -> bool {
        let mut next = Some(code);
        // Bounded, because a damaged file may contain a cycle of parents.
        for _ in 0..=self.codes.len() {
            match next {
                Some(id) if id == above => return true,
                Some(id) => next = self.get(id).and_then(|c| c.parent),
                None => return false,
            }
        }
        false
    }

    /// Returns the path of a code. No two codes have the same path: see [`ambiguous_names`].
    #[must_use]
    pub fn path(&self, id: CodeId) -> CodePath {
        let mut names = Vec::new();
        let mut next = Some(id);
        while let Some(code) = next.and_then(|id| self.get(id)) {
            let is_ambiguous = self.position(code.id).is_some_and(|place| self.ambiguous.contains(&place));
            names.push(if is_ambiguous { code_name(&code.name) } else { code.name.clone() });
            // Bounded, because a damaged file may contain a cycle of parents.
            next = code.parent.filter(|_| names.len() <= self.codes.len());
        }
        names.reverse();
        CodePath(names)
    }

    /// Returns the code with exactly this path. Compares whole names, so a name may contain ` > `.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<CodeId> {
        let wanted = CodePath::parse(path).to_string();
        let paths = self.paths();
        paths.get(path).or_else(|| paths.get(&wanted))
    }

    /// Returns the path of every code, for many look-ups.
    #[must_use]
    pub fn by_path(&self) -> HashMap<String, CodeId> {
        self.codes.iter().map(|c| (self.path(c.id).to_string(), c.id)).collect()
    }

    /// Like [`Self::by_path`], but also finds paths that look the same.
    #[must_use]
    pub fn paths(&self) -> NameMap<CodeId> {
        self.codes.iter().map(|c| (self.path(c.id).to_string(), c.id)).collect()
    }

    pub fn children(&self, parent: Option<CodeId>) -> impl Iterator<Item = &Code> {
        self.codes.iter().filter(move |c| c.parent == parent)
    }

    #[must_use]
    pub fn dimension(&self, name: &str) -> Option<&Dimension> {
        find_named(&self.dimensions, name, |dimension| &dimension.name)
    }

    /// Returns the code's value of a dimension, as an index into [`Dimension::values`].
    #[must_use]
    pub fn dimension_value(&self, code: CodeId, dimension: DimensionId) -> Option<usize> {
        self.get(code)?.dimensions.iter().find(|(id, _)| *id == dimension).map(|&(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(id: i64, parent: Option<i64>, name: &str) -> Code {
        Code {
            id: CodeId(id),
            guid: Guid::new(),
            parent: parent.map(CodeId),
            name: name.into(),
            color: "#000000".into(),
            description: String::new(),
            dimensions: vec![],
        }
    }

    fn names(book: &Codebook) -> Vec<&str> {
        book.codes().iter().map(|c| c.name.as_str()).collect()
    }

    #[test]
    fn codes_are_in_tree_order_and_found_by_path() {
        let book = Codebook::new(
            vec![
                code(3, Some(2), "Low income"),
                code(1, None, "家庭"),
                code(2, None, "Push"),
                code(4, Some(2), "Rent"),
            ],
            vec![],
        );
        assert_eq!(names(&book), ["家庭", "Push", "Low income", "Rent"]);
        assert_eq!(book.depth(CodeId(3)), 1);
        assert_eq!(book.find("Push > Low income"), Some(CodeId(3)));
        assert_eq!(book.find("Push>Low income"), Some(CodeId(3)));
        assert_eq!(book.find("Low income"), None);
        assert_eq!(book.path(CodeId(1)).to_string(), "家庭");
    }

    #[test]
    fn a_name_with_the_separator_in_it_is_found() {
        let book = Codebook::new(vec![code(1, None, "income > rent"), code(2, Some(1), "x")], vec![]);
        assert_eq!(book.find("income > rent > x"), Some(CodeId(2)));
        let alike = |codes: &[(i64, Option<i64>, &str)]| {
            let book = Codebook::new(codes.iter().map(|(id, parent, name)| code(*id, *parent, name)).collect(), vec![]);
            let paths = book.codes().iter().map(|code| book.path(code.id).to_string());
            (paths.collect::<Vec<_>>(), book.by_path().len())
        };
        let flat_first =
            alike(&[(1, None, "a > b"), (2, Some(1), "x"), (3, None, "a"), (4, Some(3), "b"), (5, Some(4), "x")]);
        assert_eq!(flat_first, (["a › b", "a › b > x", "a", "a > b", "a > b > x"].map(str::to_owned).to_vec(), 5));
        let flat_last = alike(&[(1, None, "a"), (2, Some(1), "b"), (3, None, "a > b"), (4, None, "a >  b")]);
        assert_eq!(flat_last, (["a", "a > b", "a › b", "a >  b"].map(str::to_owned).to_vec(), 4));
        let split = alike(&[(1, None, "a > b"), (2, Some(1), "c"), (3, None, "a"), (4, Some(3), "b > c")]);
        assert_eq!(split, (["a > b", "a > b > c", "a", "a > b › c"].map(str::to_owned).to_vec(), 4));
    }

    #[test]
    fn circles_and_lost_parents_lose_no_code() {
        let book = Codebook::new(vec![code(1, Some(2), "a"), code(2, Some(1), "b"), code(3, Some(9), "c")], vec![]);
        assert_eq!(book.codes().len(), 3);
        assert!(book.path(CodeId(1)).0.len() <= 4);
    }
}
