//! The structure of the source: folders import upwards only, files stay readable, and nothing unfinished remains.

#[path = "tidy/circles.rs"]
mod circles;

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folders from the top; each may use those above it.
const ROOMS: [&str; 11] =
    ["i18n", "model", "text", "analysis", "table", "store", "interchange", "engine", "app", "gui", "cli"];

/// Pairs that must not use each other although the order would allow it.
const STRANGERS: [(&str, &str); 3] = [("interchange", "store"), ("cli", "gui"), ("gui", "store")];

/// Limits on the lines of a file, with its tests and comments, and of a function, without comments.
const LONGEST: usize = 600;
const LONGEST_FUNCTION: usize = 80;

/// Limits on the parameters of a function, with `self`, and on those that are `bool`.
const MOST_PARAMETERS: usize = 6;
const MOST_BOOLS: usize = 1;

/// Names of types that several folders have: `Error` is what Rust programmers look for.
const SHARED_NAMES: [&str; 1] = ["Error"];

/// Limit on functions whose error is only a sentence.
const MOST_SENTENCES: usize = 25;

/// Limit on the fields of the window's state.
const MOST_FIELDS: usize = 16;

/// Files of `app` and `engine` that use each other, with the reason why they may.
const CIRCLES: [(&[&str], &str); 2] = [
    (
        &["src/app/compare_room.rs", "src/app/decisions.rs"],
        "a decision is drafted for an item that the room lists, and the room owns the draft",
    ),
    (
        &["src/app/questions.rs", "src/app/workspace.rs"],
        "an action that waits for the name of a coder runs on the workspace, which owns the question",
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Names and contents of all files of the library and the program.
fn all() -> Vec<(String, String)> {
    below(&["src"])
}

fn below(folders: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| sources(&root.join(folder), &mut paths));
    paths.sort();
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

fn room_of(file: &str) -> Option<&str> {
    let room = file.strip_prefix("src/")?.split('/').next()?;
    ROOMS.into_iter().find(|known| *known == room)
}

/// The code of a file without its tests and comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let has_body = |at: &usize| text[*at..].lines().nth(1).is_some_and(|line| line.ends_with('{'));
    let end = text.match_indices("#[cfg(test)]\nmod ").map(|(at, _)| at).find(has_body).unwrap_or(text.len());
    text[..end].lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn folders_import_only_upwards() {
    let mut faults = Vec::new();
    for (file, text) in all() {
        let Some(room) = room_of(&file) else { continue };
        let place = ROOMS.iter().position(|r| *r == room).unwrap();
        for line in code(&text) {
            for (other_place, other) in ROOMS.into_iter().enumerate() {
                let named = line.contains(&format!("crate::{other}::")) || line.contains(&format!("crate::{{{other}"));
                let wrong = other_place > place || STRANGERS.contains(&(room, other));
                if named && wrong {
                    faults.push(format!("{file} names {other}: {}", line.trim()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_store_names_sqlite_and_only_the_window_names_egui() {
    for (file, text) in all() {
        let room = room_of(&file).unwrap_or("");
        for line in code(&text) {
            assert!(room == "store" || !line.contains("rusqlite"), "{file}: {line}");
            assert!(room == "gui" || !line.contains("egui::") && !line.contains("eframe"), "{file}: {line}");
        }
    }
}

#[test]
fn every_file_begins_with_a_comment_and_none_is_too_long() {
    for (file, text) in below(&["src", "tests"]) {
        assert!(text.starts_with("//!"), "{file} does not begin with a comment");
        let length = text.lines().count();
        assert!(length <= LONGEST, "{file} has {length} lines");
        assert!(!text.lines().any(|line| line.starts_with("#![allow")), "{file}");
    }
}

fn helps_tests(file: &str) -> bool {
    file.contains("/tests") || file.ends_with("/samples.rs")
}

/// Fails if an item is found but not listed, or listed but no longer found.
fn assert_listed(listed: &[&str], found: &BTreeSet<String>, what: &str) {
    let listed: BTreeSet<String> = listed.iter().map(|&one| one.to_owned()).collect();
    let (new, gone): (Vec<_>, Vec<_>) = (found.difference(&listed).collect(), listed.difference(found).collect());
    assert!(new.is_empty(), "{what}: {new:#?}");
    assert!(gone.is_empty(), "remove these from the list, they no longer apply: {gone:#?}");
}

#[test]
fn no_function_is_too_long() {
    let begins = Regex::new(r"^( *)(?:pub(?:\([^)]*\))? )?(?:const )?fn (\w+)").unwrap();
    let mut found = BTreeSet::new();
    for (file, text) in all().into_iter().filter(|(file, _)| !helps_tests(file)) {
        let lines: Vec<&str> = code(&text).collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("fn ")) {
            let Some(begin) = begins.captures(line) else { continue };
            let end = format!("{}}}", &begin[1]);
            let length = 1 + lines[at..].iter().position(|line| **line == end).unwrap_or(0);
            if length > LONGEST_FUNCTION && !line.ends_with(['}', ';']) {
                found.insert(format!("{file} {}", &begin[2]));
            }
        }
    }
    assert!(found.is_empty(), "functions of more than 80 lines: {found:#?}");
}

/// Several arguments of one type are mistaken for each other: a struct names them.
#[test]
fn no_function_has_many_parameters() {
    let begins = Regex::new(r"(?m)^ *(?:pub(?:\([^)]*\))? )?(?:const )?fn (\w+)").unwrap();
    let mut found = BTreeSet::new();
    for (file, text) in all().into_iter().filter(|(file, _)| !helps_tests(file)) {
        let code = code(&text).collect::<Vec<_>>().join("\n");
        for begin in begins.captures_iter(&code) {
            let list = parameters(&code[begin.get(0).unwrap().end()..]);
            let types: Vec<&str> = list.iter().flat_map(|parameter| types(parameter)).collect();
            let bools = types.iter().filter(|name| **name == "bool").count();
            if types.len() > MOST_PARAMETERS || bools > MOST_BOOLS {
                found.insert(format!("{file} {}: {list:?}", &begin[1]));
            }
        }
    }
    assert!(found.is_empty(), "functions with more than 6 parameters or more than one bool: {found:#?}");
}

/// Returns the type of a parameter. A pattern of several values counts as several, unless they are of one type, like the
/// ends of a range or the sides of a rectangle.
fn types(parameter: &str) -> Vec<&str> {
    let Some((name, of)) = parameter.split_once(": ") else { return vec![parameter] };
    let several = if name.starts_with('(') { parameters(of) } else { vec![of] };
    if several.iter().all(|name| *name == several[0] && *name != "bool") { vec![of] } else { several }
}

/// Splits the parameters after the name of a function.
fn parameters(after_name: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0_i32, 0, Vec::new());
    let is_generic = after_name.starts_with('<');
    let mut opened = !is_generic;
    for (at, letter) in after_name.char_indices() {
        let is_arrow = letter == '>' && after_name[..at].ends_with('-');
        match letter {
            '(' | '[' | '<' => depth += 1,
            ')' | ']' | '>' if !is_arrow => depth -= 1,
            _ => {}
        }
        if !opened {
            // Type parameters come first.
            opened = depth == 0;
            start = at + 1;
        } else if depth == 1 && letter == '(' && found.is_empty() && after_name[start..at].is_empty() {
            start = at + 1;
        } else if depth == 1 && letter == ',' || depth == 0 {
            found.push(after_name[start..at].trim());
            start = at + 1;
            if depth == 0 {
                break;
            }
        }
    }
    found.retain(|parameter| !parameter.is_empty());
    found
}

#[test]
fn parameters_are_counted_with_their_types() {
    let cases = [
        ("()", 0),
        ("(&self) -> bool {", 1),
        ("<T: Into<(u8, u8)>>(a: T, (b, c): (u8, u8), d: impl Fn(u8, u8) -> bool) -> T {", 3),
        ("(\n    a: &[Vec<Option<u32>>],\n    b: bool,\n) {", 2),
    ];
    for (text, count) in cases {
        assert_eq!(parameters(text).len(), count, "{text}: {:?}", parameters(text));
    }
    for (parameter, count) in [
        ("&self", 1),
        ("a: bool", 1),
        ("a: (u8, bool)", 1),
        ("(a, b): (u8, &str)", 2),
        ("(start, end): (u32, u32)", 1),
        ("(a, b): (bool, bool)", 2),
        ("Form { format, language }: Form", 1),
    ] {
        assert_eq!(types(parameter).len(), count, "{parameter}");
    }
}

#[test]
fn public_type_names_are_unique() {
    let type_name = Regex::new(r"^ *pub (?:struct|enum|trait|type) (\w+)").unwrap();
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (file, text) in all() {
        let public = code(&text).filter(|line| line.trim_start().starts_with("pub "));
        for found in public.filter_map(|line| type_name.captures(line)) {
            files.entry(found[1].to_owned()).or_default().insert(file.clone());
        }
    }
    let shared = files.iter().filter(|(_, files)| files.len() > 1).map(|(name, _)| name.clone()).collect();
    assert_listed(&SHARED_NAMES, &shared, "types with the name of another");
}

/// The parts of an open project's window state should be visible at a glance.
#[test]
fn the_workspace_has_few_fields() {
    let text = std::fs::read_to_string("src/app/workspace.rs").unwrap();
    let body = text.split("pub struct Workspace {").nth(1).unwrap().split("\n}").next().unwrap();
    let fields = body.lines().filter(|line| line.contains(": ") && !line.trim_start().starts_with("//")).count();
    assert!((1..=MOST_FIELDS).contains(&fields), "`Workspace` has {fields} fields");
}

#[test]
fn few_errors_are_mere_sentences() {
    let is_sentence = |line: &&str| line.contains("Result<") && line.contains(", String>");
    let count = |(_, text): (String, String)| code(&text).filter(is_sentence).count();
    let count: usize = all().into_iter().map(count).sum();
    assert!(count <= MOST_SENTENCES, "{count} functions return `Result<_, String>`");
}

#[test]
fn files_do_not_use_each_other_in_circles() {
    let all: Vec<(String, String)> =
        all().into_iter().map(|(file, text)| (file, code(&text).collect::<Vec<_>>().join("\n"))).collect();
    let rooms = |circle: &Vec<String>| circle.iter().all(|file| matches!(room_of(file), Some("app" | "engine")));
    let found = circles::circles(&all).into_iter().filter(rooms).map(|circle| circle.join(" ")).collect();
    let listed: Vec<String> = CIRCLES.iter().map(|(files, _)| files.join(" ")).collect();
    let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
    assert_listed(&listed, &found, "files that use each other");
}

#[test]
fn nothing_unfinished_and_nothing_that_panics_on_input_is_left() {
    for (file, text) in all().into_iter().filter(|(file, _)| !helps_tests(file)) {
        for line in code(&text) {
            for word in ["todo!(", "unimplemented!(", "dbg!(", ".unwrap()", ".expect("] {
                assert!(!line.contains(word), "{file}: {}", line.trim());
            }
        }
    }
}

#[test]
fn no_two_types_of_the_engine_have_one_name() {
    let mut places: std::collections::HashMap<String, Vec<String>> = std::collections::HashMap::new();
    for (file, text) in all().into_iter().filter(|(file, _)| room_of(file) == Some("engine")) {
        for line in code(&text).map(str::trim).filter(|line| line.starts_with("pub")) {
            let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub") || word.ends_with(')'));
            let kind = words.next().unwrap_or_default();
            if ["struct", "enum", "trait", "type"].contains(&kind) {
                let name = words.next().unwrap_or_default().split(|c: char| !c.is_alphanumeric()).next().unwrap();
                places.entry(name.to_owned()).or_default().push(file.clone());
            }
        }
    }
    assert!(places.len() > 50, "types are found");
    places.retain(|_, files| files.len() > 1);
    assert!(places.is_empty(), "{places:#?}");
}

/// A dialog that submits a command closes when it is done and shows the reason if it fails: `Workspace::give` and
/// `submit` ensure this.
#[test]
fn dialogs_submit_their_input_through_a_submission() {
    let mut faults = Vec::new();
    for (file, text) in all().into_iter().filter(|(file, _)| file.starts_with("src/gui/")) {
        let enters = code(&text).any(|line| line.contains("overlay::draft"));
        let bare = |line: &&str| line.contains("workspace.execute(");
        faults.extend(code(&text).filter(|_| enters).filter(bare).map(|line| format!("{file}: {}", line.trim())));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Rooms are drawn without the keystrokes of dialogs: the shell shows overlays after the rooms.
#[test]
fn rooms_do_not_show_dialogs_themselves() {
    let takes_ui = |(file, text): &(String, String)| {
        let shows = |line: &str| line.contains("overlay::") && line.contains("ui.ctx()");
        file.starts_with("src/gui/") && code(text).any(shows)
    };
    let faults: Vec<String> = all().into_iter().filter(takes_ui).map(|(file, _)| file).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_dialog_uses_the_common_frame() {
    let bypasses_frame = |(file, text): &(String, String)| {
        file.starts_with("src/gui/")
            && file != "src/gui/overlay.rs"
            && code(text).any(|line| line.contains("Modal::new"))
    };
    let faults: Vec<String> = all().into_iter().filter(bypasses_frame).map(|(file, _)| file).collect();
    assert!(faults.is_empty(), "{faults:?}: take the frame from gui/overlay.rs, which asks before anything is lost");
}
