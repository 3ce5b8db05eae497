//! Finds documents by the names that tables of other programs use for them: with a file extension, in a folder, or
//! in a different case.

use crate::interchange::{document, sheet};
use crate::model::{NameKey, NameMap, SourceId, Study, same_name};
use std::collections::HashMap;

/// Extensions of recordings and of documents that cannot be imported; tables name these, too.
const OTHERS: [&str; 8] = ["doc", "mp3", "mp4", "wav", "m4a", "mov", "avi", "json"];

pub struct DocumentNames<'s> {
    exact: NameMap<SourceId>,
    /// Without extension and ignoring case.
    loose: HashMap<NameKey, Vec<(SourceId, &'s str)>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    One(SourceId),
    Nothing,
    /// Names of the candidates.
    Several(Vec<String>),
}

impl<'s> DocumentNames<'s> {
    #[must_use]
    pub fn new(study: &'s Study) -> Self {
        let exact = study.sources.iter().map(|source| (source.name.as_str(), source.id)).collect();
        let mut loose: HashMap<NameKey, Vec<(SourceId, &str)>> = HashMap::new();
        for source in &study.sources {
            loose.entry(loosely(&source.name)).or_default().push((source.id, &source.name));
        }
        Self { exact, loose }
    }

    #[must_use]
    pub fn find(&self, name: &str) -> Named {
        let name = name.trim();
        if let Some(id) = self.exact.get(name) {
            return Named::One(id);
        }
        let Some(all) = self.loose.get(&loosely(name)).filter(|_| !name.is_empty()) else {
            return without_number(name).map_or(Named::Nothing, |rest| self.find(rest));
        };
        let same_letters: Vec<_> = all.iter().filter(|(_, known)| same_name(stem(known), stem(name))).collect();
        match (all.as_slice(), same_letters.as_slice()) {
            ([(id, _)], _) | (_, [(id, _)]) => Named::One(*id),
            _ => Named::Several(all.iter().map(|(_, known)| (*known).to_owned()).collect()),
        }
    }
}

/// Returns a name without folders and without a known file extension.
#[must_use]
pub fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name).trim();
    let known = |ending: &str| {
        let ending = ending.to_lowercase();
        let all = document::ENDINGS.iter().chain(&sheet::ENDINGS).chain(&OTHERS);
        all.into_iter().any(|known| *known == ending)
    };
    match last.rsplit_once('.') {
        Some((stem, ending)) if !stem.trim().is_empty() && known(ending) => stem.trim_end(),
        _ => last,
    }
}

/// Removes the number that ATLAS.ti writes before a name: `1 Anna.docx`, `D 12: Anna`.
fn without_number(name: &str) -> Option<&str> {
    let digits = name.strip_prefix('D').map_or(name, str::trim_start);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = (rest.len() < digits.len()).then_some(rest)?;
    let named = if digits.len() < name.len() { rest.strip_prefix(':')? } else { rest };
    named.strip_prefix(' ').map(str::trim_start).filter(|rest| !rest.is_empty())
}

fn loosely(name: &str) -> NameKey {
    NameKey::caseless(stem(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples::{source, study_of};

    #[test]
    fn a_document_is_found_by_the_name_of_its_file_too() {
        let sources = ["P7_GMT20211126", "P1.2", "Anna.txt", "anna", "访谈 1", "ANNA B"];
        let sources = sources.iter().enumerate().map(|(i, name)| source(i as i64 + 1, name, None)).collect();
        let study = study_of(vec![], sources, vec![]);
        let names = DocumentNames::new(&study);
        let id = |name: &str| study.source_named(name).unwrap().id;
        for (asked, found) in [
            ("P7_GMT20211126.odt", Named::One(id("P7_GMT20211126"))),
            ("p7_gmt20211126.DOCX", Named::One(id("P7_GMT20211126"))),
            ("data/transcripts/P7_GMT20211126.odt", Named::One(id("P7_GMT20211126"))),
            (" 访谈 1.mp3 ", Named::One(id("访谈 1"))),
            ("P1.2", Named::One(id("P1.2"))),
            ("P1", Named::Nothing),
            ("1 P1.2", Named::One(id("P1.2"))),
            ("D 12: anna b.docx", Named::One(id("ANNA B"))),
            ("D12: P1", Named::Nothing),
            ("12", Named::Nothing),
            ("Mu P1.2", Named::Nothing),
            ("", Named::Nothing),
            ("Anna", Named::One(id("Anna.txt"))),
            ("anna b", Named::One(id("ANNA B"))),
            ("ANNA", Named::Several(vec!["Anna.txt".into(), "anna".into()])),
        ] {
            assert_eq!(names.find(asked), found, "{asked}");
        }
    }
}
