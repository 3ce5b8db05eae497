//! Finds codes by parts of their paths, for the code palette; best matches first.

use crate::model::codebook::code_name;
use crate::model::{CodeId, Codebook, same_name};
use crate::text::NameFilter;
use crate::text::name_filter::{FilterWord, FoldedName};

/// A line of the code palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    Code(CodeId),
    /// The typed text as a new code: `A > x` goes below `A` if that code exists.
    New {
        parent: Option<CodeId>,
        name: String,
    },
}

/// Returns the codes whose path contains every typed word, best first; without words, the codes used last, then all
/// in codebook order. The last entry is the typed text as a new code, unless a code with exactly this name exists
/// there.
#[must_use]
pub fn entries(book: &Codebook, recent: &[CodeId], typed: &str, with_new: bool) -> Vec<Entry> {
    let filter = NameFilter::of_path(typed);
    if filter.is_empty() {
        let first = recent.iter().copied().filter(|&id| book.get(id).is_some());
        let rest = book.codes().iter().map(|c| c.id).filter(|id| !recent.contains(id));
        return first.chain(rest).map(Entry::Code).collect();
    }
    let mut found: Vec<(u32, usize, CodeId)> = Vec::new();
    for (place, code) in book.codes().iter().enumerate() {
        if let Some(rank) = rank(&code.name, &book.path(code.id).to_string(), &filter) {
            let used = recent.iter().position(|&id| id == code.id);
            found.push((rank * 2 + u32::from(used.is_none()), place, code.id));
        }
    }
    found.sort_unstable();
    let mut entries: Vec<Entry> = found.into_iter().map(|(_, _, id)| Entry::Code(id)).collect();
    if with_new {
        entries.extend(new(book, None, typed));
    }
    entries
}

/// Returns the typed text as a new code below each of the parents (`None`: at the top level) that has no such subcode
/// yet, each parent once. `A > x` goes below `A` if that code exists.
#[must_use]
pub fn new_entries(book: &Codebook, parents: &[Option<CodeId>], typed: &str) -> Vec<Entry> {
    if let Some(entry @ Entry::New { parent: Some(_), .. }) = new(book, None, typed) {
        return vec![entry];
    }
    let mut found = Vec::new();
    for entry in parents.iter().filter_map(|&parent| new(book, parent, typed)) {
        if !found.contains(&entry) {
            found.push(entry);
        }
    }
    found
}

/// Returns 0 for the best match; `None` when a word is not in the path, or none of them is in the name.
fn rank(name: &str, path: &str, filter: &NameFilter) -> Option<u32> {
    let (name, path, words) = (FoldedName::of(name), FoldedName::of(path), filter.words());
    if !filter.finds_folded(&path) || !words.iter().any(|word| word.finds(&name)) {
        return None;
    }
    let typed = words.iter().map(FilterWord::as_str).collect::<Vec<_>>().join(" ");
    Some(match () {
        () if name.as_str() == typed => 0,
        () if name.as_str().starts_with(&typed) => 1,
        () if words.iter().all(|word| word.begins_in(&name)) => 2,
        () if words.iter().all(|word| word.is_in(&name)) => 3,
        () if words.iter().all(|word| word.is_in(&path)) => 4,
        // By Pinyin.
        () => 5,
    })
}

/// Returns the typed text as a new code below `parent`, unless that exists or a level of its path has no name.
fn new(book: &Codebook, parent: Option<CodeId>, typed: &str) -> Option<Entry> {
    let path = book.typed_path(parent, typed);
    let is_free = match path.names.as_slice() {
        [name] => !book.children(path.parent).any(|code| same_name(&code.name, &code_name(name))),
        _ => true,
    };
    let is_named = path.names.iter().all(|name| !name.is_empty());
    (is_free && is_named).then(|| Entry::New { parent: path.parent, name: path.below() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    fn book() -> Codebook {
        samples::book(&[
            (1, None, "Financial"),
            (2, Some(1), "Push"),
            (3, Some(2), "Low income"),
            (4, Some(2), "Income too low"),
            (5, None, "家庭"),
            (6, Some(5), "Push"),
            (7, Some(6), "思乡"),
        ])
    }

    fn codes(typed: &str, recent: &[i64]) -> Vec<i64> {
        let recent: Vec<CodeId> = recent.iter().map(|&id| CodeId(id)).collect();
        let entries = entries(&book(), &recent, typed, false);
        entries.iter().map(|e| if let Entry::Code(id) = e { id.0 } else { 0 }).collect()
    }

    #[test]
    fn names_that_begin_so_come_first_and_recent_ones_before_others_as_good() {
        assert_eq!(codes("low", &[]), [3, 4]);
        assert_eq!(codes("inc", &[]), [4, 3]);
        assert_eq!(codes("inc low", &[]), [3, 4], "both start with it: codebook order");
        assert_eq!(codes("push", &[6]), [6, 2]);
        assert_eq!(codes("家 思", &[]), [7]);
        assert_eq!(codes("fin push", &[]), [2]);
        assert_eq!(codes("", &[7, 3]), [7, 3, 1, 2, 4, 5, 6]);
        assert_eq!((codes("家庭＞思", &[]), codes("fin／push", &[])), (vec![7], vec![2]), "full-width separators");
        assert_eq!(
            (codes("sx", &[]), codes("jt sixiang", &[]), codes("ＬＯＷ　ｉｎｃ", &[])),
            (vec![7], vec![7], vec![3, 4])
        );
    }

    #[test]
    fn a_typed_path_offers_a_new_code_under_its_parent() {
        let last = |typed: &str| entries(&book(), &[], typed, true).pop();
        let new = |parent: Option<i64>, name: &str| Some(Entry::New { parent: parent.map(CodeId), name: name.into() });
        assert_eq!(last("rent"), new(None, "rent"));
        assert_eq!(last("financial > push > rent"), new(None, "financial > push > rent"), "no such parent");
        assert_eq!(last("Financial > Push >  high  rent"), new(Some(2), "high rent"));
        assert_eq!(last("Financial"), Some(Entry::Code(CodeId(1))), "it exists");
        for typed in ["家庭>孩子", "家庭＞孩子", "家庭 ／ 孩子"] {
            assert_eq!(last(typed), new(Some(5), "孩子"), "{typed}");
        }
        assert_eq!(last("家庭／Push＞孩子"), new(Some(6), "孩子"));
        assert_eq!(last("收入／支出"), new(None, "收入／支出"), "no such parent");
    }
}
