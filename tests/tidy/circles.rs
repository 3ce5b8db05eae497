//! Which files use each other, by their `use` lines outside tests, and the circles among them.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

type Path = Vec<String>;

/// What a file uses and re-exports: paths in `use` lines, and in `pub use` lines by the exported name.
#[derive(Default)]
struct Uses {
    file: String,
    used: Vec<Path>,
    handed_on: BTreeMap<String, Path>,
}

/// `src/engine/mod.rs` → `engine`, `src/engine/query.rs` → `engine`, `query`.
fn module(file: &str) -> Path {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// `a::{b, c::{d, e}}` → `a::b`, `a::c::d`, `a::c::e`.
fn expanded(tree: &str) -> Vec<String> {
    let Some((head, rest)) = tree.split_once('{') else { return vec![tree.to_owned()] };
    let (mut depth, mut part, mut parts) = (0, String::new(), Vec::new());
    for c in rest.trim_end_matches('}').chars().chain([',']) {
        match c {
            ',' if depth == 0 => parts.push(std::mem::take(&mut part)),
            c => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                part.push(c);
            }
        }
    }
    let missing = |part: &str| "}".repeat(part.matches('{').count() - part.matches('}').count());
    let below = parts.iter().filter(|part| !part.is_empty());
    below.flat_map(|part| expanded(&format!("{part}{}", missing(part)))).map(|path| format!("{head}{path}")).collect()
}

/// The path from the crate's root; `None` for other crates.
fn absolute(path: &str, module: &Path, modules: &BTreeMap<Path, Uses>) -> Option<Path> {
    let mut parts = path.split("::").peekable();
    let mut base = match *parts.peek()? {
        "crate" => vec![],
        "self" => module.clone(),
        "super" => {
            let mut base = module.clone();
            while parts.peek() == Some(&"super") {
                parts.next();
                base.pop();
            }
            base.extend(parts.map(str::to_owned));
            return Some(base);
        }
        first => {
            let below: Path = module.iter().cloned().chain([first.to_owned()]).collect();
            return modules
                .contains_key(&below)
                .then(|| module.iter().cloned().chain(parts.map(str::to_owned)).collect());
        }
    };
    parts.next();
    base.extend(parts.map(str::to_owned));
    Some(base)
}

/// The module that defines the item at a path; re-exports are followed.
fn origin(path: &Path, modules: &BTreeMap<Path, Uses>) -> Option<Path> {
    let mut path = path.clone();
    for _ in 0..8 {
        let module = (0..=path.len()).rev().map(|length| path[..length].to_vec()).find(|m| modules.contains_key(m))?;
        let rest = &path[module.len()..];
        match rest.first().and_then(|name| modules[&module].handed_on.get(name)) {
            Some(elsewhere) => path = elsewhere.iter().chain(&rest[1..]).cloned().collect(),
            None => return Some(module),
        }
    }
    None
}

/// Groups of files that use each other in a circle, sorted. `files`: each name with its code outside tests.
pub fn circles(files: &[(String, String)]) -> Vec<Vec<String>> {
    let mut modules: BTreeMap<Path, Uses> = BTreeMap::new();
    for (file, _) in files {
        modules.insert(module(file), Uses { file: file.clone(), ..Uses::default() });
    }
    let line = Regex::new(r"(?m)^\s*(pub(?:\([^)]*\))? )?use ([\w:{},*\s]+);").unwrap();
    let alias = Regex::new(r"\s+as\s+\w+").unwrap();
    for (file, code) in files {
        let module = module(file);
        let mut uses = Uses { file: file.clone(), ..Uses::default() };
        for found in line.captures_iter(code) {
            let tree: String = alias.replace_all(&found[2], "").chars().filter(|c| !c.is_whitespace()).collect();
            for path in expanded(&tree) {
                let path = path.trim_end_matches("::self").to_owned();
                let Some(path) = absolute(&path, &module, &modules) else { continue };
                match (found.get(1), path.last()) {
                    (Some(_), Some(name)) => drop(uses.handed_on.insert(name.clone(), path)),
                    _ => uses.used.push(path),
                }
            }
        }
        modules.insert(module, uses);
    }
    let number: BTreeMap<&Path, usize> = modules.keys().zip(0..).collect();
    let numbers = |uses: &Uses| uses.used.iter().filter_map(|path| Some(number[&origin(path, &modules)?])).collect();
    let edges: Vec<Vec<usize>> = modules.values().map(numbers).collect();
    let reached: Vec<Vec<bool>> = (0..edges.len()).map(|from| reached(from, &edges)).collect();
    let names: Vec<&String> = modules.values().map(|uses| &uses.file).collect();
    let mut found = BTreeSet::new();
    for (from, reachable) in reached.iter().enumerate() {
        let circle: BTreeSet<String> =
            (0..names.len()).filter(|&to| reachable[to] && reached[to][from]).map(|to| names[to].clone()).collect();
        if circle.len() > 1 {
            found.insert(circle.into_iter().collect());
        }
    }
    found.into_iter().collect()
}

/// For every file, whether `from` leads to it; to itself only if it is part of a circle.
fn reached(from: usize, edges: &[Vec<usize>]) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut open = edges[from].clone();
    while let Some(next) = open.pop() {
        if !std::mem::replace(&mut reached[next], true) {
            open.extend(&edges[next]);
        }
    }
    reached
}

#[test]
fn a_circle_is_found_through_reexports() {
    let files = [
        ("src/a/mod.rs", "mod b;\nmod c;\npub use b::{B, Other};\nuse c::C;"),
        ("src/a/b.rs", "use super::c::{self, C};\nuse std::fmt;\npub struct B;"),
        ("src/a/c.rs", "use crate::a::{B as Renamed};\npub struct C;"),
        ("src/a/d.rs", "use super::{b::B, c::C};"),
    ];
    let files = files.map(|(file, code)| (file.to_owned(), code.to_owned()));
    assert_eq!(circles(&files), [["src/a/b.rs", "src/a/c.rs"]]);
}
