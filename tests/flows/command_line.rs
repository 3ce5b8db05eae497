//! Verbs, flags, exit codes and messages.

use super::support::*;
use std::io::{Error, ErrorKind, Write};

#[test]
fn help_and_version_succeed_and_wrong_arguments_are_usage_errors() {
    for args in [&["help"][..], &["--help"], &["-h"], &["help", "table"], &["table", "--help"], &["--version"], &["-V"]]
    {
        assert!(ok(args).contains(if args[0].to_lowercase().contains('v') { "0." } else { "pullquote" }), "{args:?}");
    }
    let project = sample();
    let wrong: [(&[&str], &str); 14] = [
        (&["frobnicate"], "frobnicate"),
        (&["help", "frobnicate"], "frobnicate"),
        (&["--frobnicate"], "--frobnicate"),
        (&["info"], "PROJECT"),
        (&["info", &project, "more"], "more"),
        (&["info", &project, "--frobnicate"], "--frobnicate"),
        (&["info", &project, "--json=yes"], "json"),
        (&["table", &project, "assets", "--count"], "--count"),
        (&["table", &project, "assets", "--count", "people"], "participants, documents, passages, characters"),
        (&["table", &project, "assets", "--format", "doc"], "xlsx"),
        (&["table", &project, "assets", "-o", "x.abc"], "--format"),
        (&["matrix", &project, "--rows", "participant"], "--columns"),
        (&["codings", &project, "--context", "-1"], "--context"),
        (&["code", "p", "--document", "B", "--range", "5", "--code", "x", "--coder", "y"], "118..171"),
    ];
    for (args, word) in wrong {
        fails(args, 2, &[word, "pullquote help"]);
    }
}

#[test]
fn every_verb_has_help() {
    let overview = ok(&["help"]);
    let verbs = overview.lines().filter_map(|line| line.trim().strip_prefix("pullquote ")?.split(' ').next());
    let verbs: Vec<&str> =
        verbs.filter(|verb| verb.chars().all(|c| c.is_ascii_lowercase()) && !verb.is_empty()).collect();
    for verb in [
        "new", "open", "import", "info", "table", "matrix", "code", "agree", "merge", "undo", "redo", "history",
        "codings", "export", "check",
    ] {
        assert!(verbs.contains(&verb), "{verb}");
        assert_eq!(ok(&["help", verb]), ok(&[verb, "--help"]));
    }
}

#[test]
fn every_verb_that_depends_on_finished_documents_says_the_same_about_them() {
    let rule = |verb: &str| {
        let help = ok(&["help", verb]).split_whitespace().collect::<Vec<_>>().join(" ");
        let start = help.find("A coder counts as having finished").unwrap_or_else(|| panic!("{verb}: {help}"));
        help[start..].split_once(". ").map_or(help[start..].to_owned(), |(sentence, _)| sentence.to_owned())
    };
    let of_compare = rule("compare");
    for verb in ["agree", "code", "merge"] {
        assert_eq!(rule(verb).trim_end_matches('.'), of_compare.trim_end_matches('.'), "{verb}");
    }
}

#[test]
fn unknown_names_are_reported_with_the_existing_ones() {
    let project = sample();
    let unknown: [(&[&str], &[&str]); 11] = [
        (&["table", &project, "nope"], &["nope", "assets, categories"]),
        (&["table", &project, "assets", "--coder", "Nobody"], &["Nobody", "Coder 1, Coder 2"]),
        (&["table", &project, "assets", "--coder", "agreed"], &["agreed", "no consensus coding"]),
        (&["matrix", &project, "--rows", "shoe", "--columns", "code"], &["shoe", "generation"]),
        (&["matrix", &project, "--rows", "participant", "--columns", "shoe"], &["shoe", "asset, "]),
        (&["codings", &project, "--code", "Nope"], &["Nope", "Financial capital > Push"]),
        (&["codings", &project, "--code", "Low income"], &["Low income", "Financial capital > Push > Low income"]),
        (
            &["codings", &project, "--code", "Low incom"],
            &["Low incom", "there are: Financial capital > Push > Low income"],
        ),
        (&["codings", &project, "--participant", "Z"], &["Z", "A, B, C"]),
        (&["codings", &project, "--document", "Z"], &["Z", "FGD 1"]),
        (&["export", &project, "x.doc"], &["x.doc", ".xlsx"]),
    ];
    for (args, expected) in unknown {
        fails(args, 1, expected);
    }
}

#[test]
fn a_missing_or_invalid_project_is_reported() {
    let place = temporary();
    let none = within(&place, "none.pullquote");
    let text = within(&place, "text.pullquote");
    std::fs::write(&text, "hello").unwrap();
    for verb in ["info", "history", "check", "undo", "redo"] {
        fails(&[verb, &none], 1, &["none.pullquote", "pullquote new"]);
        fails(&[verb, &text], 1, &["text.pullquote", "not a Pullquote project"]);
    }
    fails(&["import", &none, &sample()], 1, &["none.pullquote", "pullquote new"]);
    assert!(!std::path::Path::new(&none).exists(), "an import makes no project");
    fails(&["info", place.path().to_str().unwrap()], 1, &["project.json"]);
}

#[test]
fn a_new_project_gets_its_name_and_never_overwrites_a_file() {
    let place = temporary();
    let path = within(&place, "研究");
    let output = ok(&["new", &path, "--name", "返乡"]);
    assert!(output.contains("研究.pullquote"), "{output}");
    let file = within(&place, "研究.pullquote");
    assert!(ok(&["info", &file]).starts_with("返乡\n"));
    fails(&["new", &file], 1, &["already"]);
    fails(&["new", &within(&place, "b.pullquote"), "--name", " "], 1, &["name"]);
    fails(&["new", &within(&place, "no/such/folder/p.pullquote")], 1, &["no/such/folder"]);
}

#[test]
fn counts_have_the_documented_keys_and_are_numbers() {
    let info = json(&["info", &sample(), "--json"]);
    let keys: Vec<&str> = info.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["documents", "participants", "codes", "coders", "codings", "memos", "characters"]);
    assert!(info.as_object().unwrap().values().all(serde_json::Value::is_u64));
    assert_eq!((&info["documents"], &info["participants"], &info["coders"]), (&26.into(), &38.into(), &2.into()));
}

#[test]
fn a_coding_is_made_once_and_an_invalid_one_changes_nothing() {
    let place = temporary();
    let project = project_of(&place, &sample());
    let before = snapshot_of(&project);
    let path = "Financial capital > Push > Low income";
    let code = |document: &str, range: &str, path: &str| {
        let flags = ["code", &project, "--document", document, "--range", range, "--code", path, "--coder", "Coder 3"];
        run(&flags)
    };
    for (document, range, path, word) in [
        ("B", "5..5", path, "START must be before END"),
        ("B", "7..5", path, "START must be before END"),
        ("B", "5..9999999", path, "is outside B"),
        ("Z", "5..9", path, "no document"),
        ("B", "5..9", "Low income", "Financial capital > Push > Low income"),
    ] {
        let ran = code(document, range, path);
        assert_eq!(ran.code, 1, "{document} {range} {path}");
        assert!(ran.err.contains(word), "{word}: {}", ran.err);
    }
    assert_eq!(snapshot_of(&project), before, "no coder is added for a coding that fails");
    assert!(code("B", "118..171", path).out.contains("Low income"));
    assert!(code("B", "118..171", path).out.contains("already"));
    let list = json(&["codings", &project, "--coder", "Coder 3", "--format", "json"]);
    let rows = list.as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["start"], &rows[0]["end"], &rows[0]["code"]), (&118.into(), &171.into(), &path.into()));
}

#[test]
fn the_extension_decides_the_format_and_files_are_written_completely() {
    let place = temporary();
    let project = sample();
    for (name, begin) in [
        ("t.csv", &b"asset,"[..]),
        ("t.json", b"{"),
        ("t.md", b""),
        ("t.html", b"<"),
        ("t.xlsx", b"PK"),
        ("t.txt", b""),
    ] {
        let file = within(&place, name);
        let output = ok(&["table", &project, "assets", "-o", &file, "--format", "json"]);
        let bytes = std::fs::read(&file).unwrap();
        let mark = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        assert!(output.is_empty() && mark.starts_with(begin) && !bytes.is_empty(), "{name}: {:?}", &mark[..20]);
    }
    let odd = within(&place, "t.odd");
    ok(&["table", &project, "assets", "-o", &odd, "--format", "json"]);
    assert!(std::fs::read(&odd).unwrap().starts_with(b"{"));
    fails(&["table", &project, "assets", "-o", &within(&place, "no/t.csv")], 1, &["no/t.csv"]);
}

#[test]
fn an_export_contains_the_selection() {
    let place = temporary();
    let project = sample();
    let file = |name: &str| within(&place, name);
    let exported = |args: &[&str], name: &str| {
        ok(&[&["export", &project, &file(name)], args].concat());
        std::fs::read_to_string(file(name)).unwrap()
    };
    let printed = |args: &[&str]| ok(&[&[args[0], &project], &args[1..]].concat());
    assert_eq!(exported(&["--select", "table:assets"], "t.json"), printed(&["table", "assets", "--format", "json"]));
    let matrix =
        printed(&["matrix", "--rows", "generation", "--columns", "asset", "--count", "passages", "--format", "json"]);
    assert_eq!(exported(&["--select", "matrix:generation:asset", "--count", "passages"], "m.json"), matrix);
    let rows: serde_json::Value = serde_json::from_str(&exported(&["--participant", "B"], "c.json")).unwrap();
    let all = json(&["codings", &project, "--participant", "B", "--format", "json"]);
    assert_eq!(rows.as_array().unwrap().len(), all.as_array().unwrap().len());
    fails(&["export", &project, &file("x.csv"), "--select", "pie"], 2, &["pie", "table:NAME"]);
    fails(&["export", &project, &file("folder"), "--select", "table:assets"], 2, &["--select", "folder"]);
    fails(&["export", &project, &file("x.csv"), "--select", "table:assets", "--code", "a"], 2, &["--code"]);
}

#[test]
fn context_widens_the_text_and_stops_at_the_ends_of_the_document() {
    let rows =
        |context: &str| json(&["codings", &sample(), "--document", "B", "--context", context, "--format", "json"]);
    let (plain, wide, whole) = (rows("0"), rows("5"), rows("4294967295"));
    let length = |list: &serde_json::Value| list[0]["text"].as_str().unwrap().chars().count() as u64;
    assert_eq!(length(&plain), plain[0]["end"].as_u64().unwrap() - plain[0]["start"].as_u64().unwrap());
    assert_eq!(length(&wide), length(&plain) + 10);
    assert!(length(&whole) > 1_000);
    assert_eq!(wide[0]["start"], plain[0]["start"], "positions stay those of the passage");
}

/// Standard output that fails with this kind of error.
struct Closed(ErrorKind);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(Error::from(self.0))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_pipe_is_not_an_error_but_a_full_disk_is() {
    let args = || ["codings".into(), sample().into()];
    let mut err = Vec::new();
    assert_eq!(pullquote::cli::run(args(), &mut Closed(ErrorKind::BrokenPipe), &mut err), 0);
    assert!(err.is_empty());
    assert_eq!(pullquote::cli::run(args(), &mut Closed(ErrorKind::StorageFull), &mut err), 1);
    assert!(!err.is_empty());
}

#[test]
fn only_open_and_no_arguments_start_the_window() {
    let asked = |args: &[&str]| pullquote::cli::window_asked(args.iter().map(Into::into));
    assert_eq!(asked(&[]), Some(None));
    // The window remembers projects by their full path.
    let full = std::path::absolute("研究.pullquote").unwrap();
    assert_eq!(asked(&["open", "研究.pullquote"]), Some(Some(full.clone())));
    // As file managers start the program.
    assert_eq!(asked(&["研究.pullquote"]), Some(Some(full)));
    assert_eq!(asked(&["/a b/Study.PULLQUOTE"]), Some(Some("/a b/Study.PULLQUOTE".into())));
    assert_eq!(asked(&["a.pullquote", "b.pullquote"]), None);
    assert_eq!(asked(&["notes.txt"]), None);
    assert_eq!(asked(&["open"]), None);
    assert_eq!(asked(&["info", "p"]), None);
    fails(&["open"], 2, &["PROJECT"]);
    fails(&["a.pullquote", "b.pullquote"], 2, &["b.pullquote"]);
}

#[test]
fn lists_and_tables_accept_json_as_the_other_verbs_do() {
    let place = temporary();
    let project = project_of(&place, &sample());
    let matrix = ["matrix", &project, "--rows", "document", "--columns", "code"];
    for args in [
        &["codings", &project, "--document", "B"][..],
        &matrix,
        &["table", &project, "assets"],
        &["compare", &project, "--coders", "Coder 1,Coder 2"],
    ] {
        let run_with = |flags: &[&str]| run(&[args, flags].concat());
        let (short, long) = (run_with(&["--json"]), run_with(&["--format", "json"]));
        assert!(long.code == 0 && long.out.starts_with(['[', '{']), "{args:?}");
        assert_eq!((short.out, short.err), (long.out, long.err), "{args:?}");
        assert_eq!(run_with(&["--json", "--format", "json"]).code, 0, "{args:?}");
        let refused = run_with(&["--json", "--format", "csv"]);
        assert_eq!(refused.code, 2);
        assert!(refused.err.contains("--json does not go with csv"), "{}", refused.err);
    }
    let file = within(&place, "list.csv");
    fails(&["codings", &project, "--json", "-o", &file], 2, &["--json does not go with csv"]);
}
