//! Documents of a folder whose names differ only in characters that look the same.

use super::super::plain::{DumpedMemoTarget, ProjectDump, untaken_name};
use crate::interchange::remark::{EntryLoss, FilePlace, Problem};
use crate::model::{NameKey, NameMap, SetKind};
use crate::tr;
use std::collections::HashSet;

/// Numbers each document whose name looks like that of an earlier one, with all that refers to it, and reports it.
pub(super) fn number(dump: &mut ProjectDump, problems: &mut Vec<Problem>) {
    let mut seen: HashSet<NameKey> = HashSet::new();
    let mut taken: NameMap<()> = dump.documents.iter().map(|known| (known.name.as_str(), ())).collect();
    let mut renamed: Vec<(String, String)> = Vec::new();
    for (place, document) in dump.documents.iter_mut().enumerate() {
        if seen.insert(NameKey::of(&document.name)) {
            continue;
        }
        let name = untaken_name(|name| taken.contains(name), &document.name, "document");
        taken.insert(name.as_str(), ());
        seen.insert(NameKey::of(&name));
        let place =
            FilePlace::of(|| tr!("place" => "document {number} {name}", number = place + 1, name = document.name));
        problems.push(Problem::new("project.json", place, EntryLoss::DocumentNumbered { name: name.clone() }));
        renamed.push((std::mem::replace(&mut document.name, name.clone()), name));
    }
    if renamed.is_empty() {
        return;
    }
    let of_memos = dump.memos.iter_mut().filter(|memo| memo.target == DumpedMemoTarget::Document);
    let documents = dump.sets.iter_mut().filter(|set| set.kind == SetKind::Documents);
    let of_sets = documents.flat_map(|set| &mut set.items);
    let coders = dump.participations.iter_mut().chain(&mut dump.unfinished);
    let rename = |name: &mut String| {
        if let Some((_, new)) = renamed.iter().find(|(old, _)| old == name) {
            name.clone_from(new);
        }
    };
    of_memos.map(|memo| &mut memo.name).chain(coders.map(|(document, _)| document)).chain(of_sets).for_each(rename);
    dump.codings.change(|coding| rename(&mut coding.document));
}

#[cfg(test)]
mod tests {
    use super::super::read_files;

    #[test]
    fn documents_whose_names_look_the_same_stay_apart() {
        for [one, other] in [["caf\u{e9}", "cafe\u{301}"], ["Ana B", "Ana\u{a0}B"], ["Ana", "A\u{ad}na"], ["fin", "ﬁn"]]
        {
            let entry = |name: &str, path: &str| format!(r#"{{"name": "{name}", "path": "transcripts/{path}.txt"}}"#);
            let project = format!(
                r#"{{"format": "pullquote-folder", "version": 1, "documents": [{}, {}]}}"#,
                entry(one, "a"),
                entry(other, "b")
            );
            let codings = format!(
                r#"{{"coder": "Ann", "documents": ["{other}"], "codings": [{{"document": "{other}", "start": 0, "end": 3, "code": "C"}}]}}"#
            );
            let memos = format!(r#"{{"memos": [{{"target": "document", "name": "{other}", "text": "m"}}]}}"#);
            let files = [
                ("project.json", project.as_str()),
                ("codebook.json", r#"{"codes": [{"name": "C"}]}"#),
                ("transcripts/a.txt", "one"),
                ("transcripts/b.txt", "two"),
                ("codings/Ann.json", codings.as_str()),
                ("memos.json", memos.as_str()),
            ];
            let (dump, problems) = read_files(&files).unwrap();
            let wanted = format!("{other} (2)");
            assert_eq!(dump.documents.iter().map(|known| known.name.as_str()).collect::<Vec<_>>(), [one, &wanted]);
            assert_eq!(
                (dump.codings.first().unwrap().document.as_str(), dump.memos[0].name.as_str()),
                (&*wanted, &*wanted)
            );
            assert_eq!(dump.participations, [(wanted, "Ann".to_owned())]);
            assert_eq!(problems.len(), 1, "{problems:?}");
        }
    }
}
