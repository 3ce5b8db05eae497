//! File names that are valid on Windows, macOS and Linux.

use crate::interchange::plain::free_number;
use crate::text::is_bidi_control;
use std::collections::HashSet;
use std::path::Path;

/// The longest name, in bytes. File systems allow 255; the rest is for a number and an extension.
const LONGEST: usize = 200;

/// Device names on Windows, which are reserved in any case and with any extension. `COM` and `LPT` are followed by a
/// digit.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Makes a file name without an extension from any text. Characters that are forbidden on some system become `_`; the
/// name is never empty.
#[must_use]
pub fn file_name(name: &str) -> String {
    let forbidden = |c: char| c.is_control() || is_bidi_control(c) || "<>:\"/\\|?*".contains(c);
    let mut safe = String::new();
    for c in name.trim_start_matches([' ', '.']).chars().map(|c| if forbidden(c) { '_' } else { c }) {
        if safe.len() + c.len_utf8() > LONGEST {
            break;
        }
        safe.push(c);
    }
    safe.truncate(safe.trim_end_matches([' ', '.']).len());
    if safe.is_empty() || is_device(&safe) { format!("_{safe}") } else { safe }
}

/// Returns the extension of a path in lower case, without the dot; empty if there is none.
#[must_use]
pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered =
        |rest: &str| matches!(rest.chars().next(), Some('0'..='9' | '¹' | '²' | '³')) && rest.chars().count() == 1;
    DEVICES.contains(&stem.as_str()) || ["com", "lpt"].iter().any(|port| stem.strip_prefix(port).is_some_and(numbered))
}

/// Makes every component of a relative path with `/` a valid file name.
#[must_use]
pub fn file_path(path: &str) -> String {
    path.split('/').map(file_name).collect::<Vec<_>>().join("/")
}

/// Returns the path, with a number before its extension if the path is taken. Paths that differ only in case count as
/// the same, as on Windows and macOS.
#[must_use]
pub fn free_path(path: &str, taken: &mut HashSet<String>) -> String {
    let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
    let numbered = |number: usize| format!("{stem} {number}.{ending}");
    let is_taken = |path: &str| taken.contains(&path.to_lowercase());
    let free = match is_taken(path) {
        true => numbered(free_number(|number| is_taken(&numbered(number)))),
        false => path.to_owned(),
    };
    taken.insert(free.to_lowercase());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_in_lower_case_and_without_its_dot() {
        for (path, expected) in
            [("a/表.b.DOCX", "docx"), ("a.d/b", ""), (".hidden", ""), ("a.", ""), ("a.ÄÖ", "äö"), ("", "")]
        {
            assert_eq!(ending(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn names_become_file_names_that_are_valid_everywhere() {
        for (name, file) in [
            ("B", "B"),
            ("a/b:c", "a_b_c"),
            ("焦点小组 1", "焦点小组 1"),
            ("..", "_"),
            ("", "_"),
            (".hidden", "hidden"),
            ("end. ", "end"),
            ("a\u{202e}txt.exe", "a_txt.exe"),
            ("a\tb\u{85}", "a_b_"),
            ("CON", "_CON"),
            ("nul", "_nul"),
            ("Aux.notes", "_Aux.notes"),
            ("com1", "_com1"),
            ("LPT²", "_LPT²"),
            ("con .txt", "_con .txt"),
            ("CONIN$", "_CONIN$"),
            ("Conrad", "Conrad"),
            ("com", "com"),
            ("com10", "com10"),
        ] {
            assert_eq!(file_name(name), file, "{name:?}");
        }
        assert_eq!(file_path("transcripts/a:b/NUL.txt"), "transcripts/a_b/_NUL.txt");
        assert_eq!(file_path("../../etc"), "_/_/etc");
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        let long = file_name(&"访谈".repeat(200));
        assert!(long.len() <= LONGEST && long.starts_with("访谈") && long.chars().count() == 66, "{long}");
    }

    #[test]
    fn a_taken_path_gets_a_number_whatever_its_case() {
        let mut taken = HashSet::new();
        assert_eq!(free_path("codings/a.json", &mut taken), "codings/a.json");
        assert_eq!(free_path("codings/A.json", &mut taken), "codings/A 2.json");
        assert_eq!(free_path("codings/a 2.json", &mut taken), "codings/a 2 2.json");
        assert_eq!(free_path("codings/a.json", &mut taken), "codings/a 3.json");
    }
}
