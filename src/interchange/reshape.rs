//! Reshapes an imported codebook: makes levels from separators in code names, and removes a folder around all codes.
//! Passages and memos follow their codes.

use super::plain::{CodeDump, DumpedMemoTarget, MemoDump, NoteDump, ProjectDump, untaken_name};
use crate::model::NameMap;
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use std::collections::HashMap;

/// Names that programs give to a folder around all codes.
const WRAPPERS: [&str; 4] = ["nodes", "codes", "code system", "codesystem"];

/// The folder around all codes, if it has no purpose of its own.
#[must_use]
pub fn wrapper(dump: &ProjectDump) -> Option<&str> {
    match dump.codebook.codes.as_slice() {
        [only] if only.folder && WRAPPERS.contains(&only.name.to_lowercase().as_str()) => Some(&only.name),
        _ => None,
    }
}

/// Removes the folder around all codes; its description becomes a memo on the project.
pub fn unwrap(dump: &mut ProjectDump) {
    if wrapper(dump).is_none() {
        return;
    }
    let Some(outer) = dump.codebook.codes.pop() else { return };
    let prefix = format!("{}{PATH_SEPARATOR}", outer.name);
    for memo in dump.memos.iter_mut().filter(|memo| memo.target == DumpedMemoTarget::Code && memo.name == outer.name) {
        memo.target = DumpedMemoTarget::Project;
        memo.name.clear();
    }
    if !outer.description.trim().is_empty() {
        let note = NoteDump { text: outer.description, ..NoteDump::default() };
        dump.memos.push(MemoDump { target: DumpedMemoTarget::Project, name: String::new(), note });
    }
    rename(dump, |path| path.strip_prefix(&prefix).map(str::to_owned));
    dump.codebook.codes = outer.children;
}

/// Splits code names at a separator and makes the parts levels; a missing parent becomes a folder. Returns how many
/// codes were moved below others. A name stays whole if its parts would put it, or a code below it, too deep.
pub fn split_codes(dump: &mut ProjectDump, separator: &str) -> usize {
    if separator.trim().is_empty() {
        return 0;
    }
    let mut tree = CodeTree { nodes: vec![], below: HashMap::new() };
    let mut paths: HashMap<String, String> = HashMap::new();
    let mut split = 0;
    let codes = std::mem::take(&mut dump.codebook.codes);
    let mut open: Vec<(CodeDump, String, Option<usize>)> =
        codes.into_iter().rev().map(|code| (code.clone(), code.name, None)).collect();
    while let Some((mut code, path, mut above)) = open.pop() {
        let parts: Vec<String> = code.name.split(separator).map(|part| part.trim().to_owned()).collect();
        let too_deep = || tree.depth(above) + parts.len() - 1 + height(&code, DEEPEST) > DEEPEST;
        let keep_whole = parts.iter().any(String::is_empty) || parts.len() > 1 && too_deep();
        let parts = if keep_whole { vec![code.name.clone()] } else { parts };
        split += usize::from(parts.len() > 1);
        let (last, parents) =
            parts.split_last().map_or((code.name.clone(), &[][..]), |(last, parents)| (last.clone(), parents));
        for part in parents {
            above = Some(tree.folder(above, part));
        }
        let children = std::mem::take(&mut code.children);
        code.name = last;
        let at = tree.code(above, code);
        paths.insert(path.clone(), tree.path(at));
        let below = children.into_iter().rev();
        open.extend(below.map(|child| {
            let child_path = format!("{path}{PATH_SEPARATOR}{}", child.name);
            (child, child_path, Some(at))
        }));
    }
    dump.codebook.codes = tree.into_codes();
    rename(dump, |path| paths.get(path).cloned());
    split
}

/// The number of levels from a code down, including its own; stops counting beyond `most`.
fn height(code: &CodeDump, most: usize) -> usize {
    match most {
        0 => 1,
        most => 1 + code.children.iter().map(|child| height(child, most - 1)).max().unwrap_or(0),
    }
}

/// Updates the code paths in codings and memos.
fn rename(dump: &mut ProjectDump, new_path: impl Fn(&str) -> Option<String>) {
    dump.codings.change(|coding| {
        if let Some(path) = new_path(&coding.code) {
            coding.code = path;
        }
    });
    for memo in dump.memos.iter_mut().filter(|memo| memo.target == DumpedMemoTarget::Code) {
        if let Some(path) = new_path(&memo.name) {
            memo.name = path;
        }
    }
}

struct TreeNode {
    above: Option<usize>,
    code: CodeDump,
    /// Created for a part of a name only.
    implied: bool,
}

/// A tree that is built from paths.
struct CodeTree {
    nodes: Vec<TreeNode>,
    /// Keyed by the index of the parent.
    below: HashMap<Option<usize>, NameMap<usize>>,
}

impl CodeTree {
    fn add(&mut self, above: Option<usize>, code: CodeDump, implied: bool) -> usize {
        self.below.entry(above).or_default().insert(code.name.as_str(), self.nodes.len());
        self.nodes.push(TreeNode { above, code, implied });
        self.nodes.len() - 1
    }

    fn folder(&mut self, above: Option<usize>, name: &str) -> usize {
        if let Some(at) = self.below.get(&above).and_then(|names| names.get(name)) {
            return at;
        }
        self.add(above, CodeDump { name: name.to_owned(), folder: true, ..CodeDump::default() }, true)
    }

    fn code(&mut self, above: Option<usize>, mut code: CodeDump) -> usize {
        let at_path = self.below.get(&above).and_then(|names| names.exact(&code.name));
        if let Some((at, existing)) = at_path.and_then(|at| Some((at, self.nodes.get_mut(at)?))) {
            if existing.implied {
                (existing.code, existing.implied) = (code, false);
                return at;
            }
            let is_taken = |name: &str| self.below.get(&above).is_some_and(|names| names.exact(name).is_some());
            code.name = untaken_name(is_taken, &code.name, &code.name);
        }
        self.add(above, code, false)
    }

    /// The number of levels down to a node, including its own.
    fn depth(&self, at: Option<usize>) -> usize {
        let above = |at: &usize| self.nodes.get(*at).and_then(|node| node.above);
        std::iter::successors(at, above).count()
    }

    fn path(&self, at: usize) -> String {
        let mut names = Vec::new();
        let mut next = self.nodes.get(at);
        while let Some(node) = next {
            names.push(node.code.name.as_str());
            next = node.above.and_then(|at| self.nodes.get(at));
        }
        names.reverse();
        names.join(PATH_SEPARATOR)
    }

    /// Builds the codes. Parents come before children in the list, so it is processed from its end.
    fn into_codes(mut self) -> Vec<CodeDump> {
        let mut top = Vec::new();
        while let Some(node) = self.nodes.pop() {
            let mut code = node.code;
            code.children.reverse();
            match node.above.and_then(|at| self.nodes.get_mut(at)) {
                Some(above) => above.code.children.push(code),
                None => top.push(code),
            }
        }
        top.reverse();
        top
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::plain::CodingDump;

    fn code(name: &str, children: Vec<CodeDump>) -> CodeDump {
        CodeDump { name: name.into(), children, description: name.into(), ..CodeDump::default() }
    }

    fn dump(codes: Vec<CodeDump>) -> ProjectDump {
        let mut dump = ProjectDump::default();
        dump.codebook.codes = codes;
        let paths = dump.codebook.paths();
        dump.codings = paths.iter().map(|path| CodingDump { code: path.clone(), ..CodingDump::default() }).collect();
        let note = NoteDump::default();
        dump.memos = paths
            .into_iter()
            .map(|name| MemoDump { target: DumpedMemoTarget::Code, name, note: note.clone() })
            .collect();
        dump
    }

    #[test]
    fn names_become_levels_and_passages_follow() {
        let mut project = dump(vec![
            code("A.B.C", vec![]),
            code("A", vec![code("x.y", vec![])]),
            code("A.B", vec![]),
            code("z..", vec![]),
        ]);
        assert_eq!(split_codes(&mut project, "."), 3);
        assert_eq!(project.codebook.paths(), ["A", "A > B", "A > B > C", "A > x", "A > x > y", "z.."]);
        let coded: Vec<String> = project.codings.iter().map(|coding| coding.code).collect();
        assert_eq!(coded, ["A > B > C", "A", "A > x > y", "A > B", "z.."]);
        assert_eq!(project.memos[0].name, "A > B > C");
        assert_eq!((project.codebook.codes[0].description.as_str(), project.codebook.codes[0].folder), ("A", false));
        assert!(project.codebook.codes[0].children[1].folder, "x is only a part of a name");
    }

    #[test]
    fn parts_that_look_the_same_are_one_level() {
        let mut project =
            dump(vec![code("Löhne.low", vec![]), code("Lo\u{308}hne.high", vec![]), code("Löh\u{ad}ne.no.x", vec![])]);
        assert_eq!(split_codes(&mut project, "."), 3);
        let paths = ["Löhne", "Löhne > low", "Löhne > high", "Löhne > no", "Löhne > no > x"];
        assert_eq!(project.codebook.paths(), paths);
        assert_eq!(project.codings.iter().nth(1).unwrap().code, "Löhne > high");
    }

    #[test]
    fn two_codes_of_one_path_stay_two() {
        let mut project = dump(vec![code("A", vec![code("B", vec![])]), code("A::B", vec![])]);
        split_codes(&mut project, "::");
        assert_eq!(project.codebook.paths(), ["A", "A > B", "A > B (2)"]);
        assert_eq!(project.codings.iter().nth(2).unwrap().code, "A > B (2)");
    }

    #[test]
    fn a_name_of_very_many_parts_stays_whole() {
        let mut project = dump(vec![code(&"a.".repeat(20_000), vec![]), code(&vec!["a"; 20_000].join("."), vec![])]);
        assert_eq!(split_codes(&mut project, "."), 0);
        assert_eq!(project.codebook.codes.len(), 2);
    }

    #[test]
    fn no_code_is_moved_below_the_deepest_level() {
        let parts = |from: usize, to: usize| (from..=to).map(|i| format!("n{i}")).collect::<Vec<_>>().join("::");
        // Names of 30 parts below one another: two fit, and the third stays whole.
        let last = code(&parts(61, 90), vec![code("below", vec![code("it", vec![])])]);
        let mut project = dump(vec![code(&parts(1, 30), vec![code(&parts(31, 60), vec![last])])]);
        assert_eq!(split_codes(&mut project, "::"), 2);
        let paths = project.codebook.paths();
        assert_eq!(paths.iter().map(|path| path.matches(" > ").count() + 1).max(), Some(63));
        assert!(paths.last().unwrap().ends_with(&format!("n60 > {} > below > it", parts(61, 90))), "{paths:?}");
        // Levels below count too.
        let below = |levels: usize| (0..levels).fold(vec![], |below, _| vec![code("x", below)]);
        for (levels, split) in [(62, 1), (63, 0)] {
            assert_eq!(split_codes(&mut dump(vec![code("a::b", below(levels))]), "::"), split, "{levels}");
        }
    }

    #[test]
    fn a_folder_around_everything_is_taken_away_on_request_only_if_it_is_one() {
        let inner = || vec![code("A", vec![code("B", vec![])])];
        let mut project = dump(vec![CodeDump { folder: true, ..code("Nodes", inner()) }]);
        assert_eq!(wrapper(&project), Some("Nodes"));
        unwrap(&mut project);
        assert_eq!(project.codebook.paths(), ["A", "A > B"]);
        assert_eq!(
            (project.codings.iter().nth(2).unwrap().code.as_str(), project.memos[0].target),
            ("A > B", DumpedMemoTarget::Project)
        );
        assert_eq!(project.memos.last().map(|memo| memo.note.text.as_str()), Some("Nodes"));
        for codes in [vec![code("Nodes", inner())], vec![CodeDump { folder: true, ..code("Things", inner()) }]] {
            let mut project = dump(codes.clone());
            unwrap(&mut project);
            assert_eq!(project.codebook.codes, codes);
        }
    }
}
