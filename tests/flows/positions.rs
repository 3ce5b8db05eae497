//! Ambiguous positions in projects of other programs: when there are two readings, and what happens then.

use super::project_files::*;
use super::support::*;
use pullquote::interchange::document::Reading;
use pullquote::interchange::refi::Offsets;
use pullquote::interchange::remark::{Problem, Remark, Warning};

/// The number of ambiguous passages and of their documents, if there are any.
fn doubt(problems: &[Problem]) -> Option<(usize, usize)> {
    problems.iter().find_map(|problem| match problem.remark {
        Remark::Warning(Warning::UncertainPositions { passages, documents, .. }) => Some((passages, documents)),
        _ => None,
    })
}

/// A passage with its words.
fn named(start: u32, end: u32, quote: &str) -> String {
    passage(start, end).replacen("<PlainTextSelection", &format!("<PlainTextSelection name='{quote}'"), 1)
}

fn owned(quotes: &[&str]) -> Vec<String> {
    quotes.iter().map(|quote| (*quote).to_owned()).collect()
}

type Document<'t> = (&'t str, Vec<String>);
/// Name, documents, the numbers of ambiguous passages and documents, and the words of all passages, read as characters
/// and as UTF-16 units.
type InTwoWays<'t> = (&'t str, Vec<Document<'t>>, (usize, usize), [&'t [&'t str]; 2]);
/// Name, program, documents, and the words of all passages.
type Decided<'t> = (&'t str, &'t str, Vec<Document<'t>>, &'t [&'t str]);

fn read_documents(documents: &[Document<'_>], origin: &str, offsets: Option<Offsets>) -> (Vec<String>, Vec<Problem>) {
    let names: Vec<String> = (0..documents.len()).map(|number| format!("d{number}")).collect();
    let (mut sources, mut members) = (String::new(), Vec::new());
    for ((text, passages), name) in documents.iter().zip(&names) {
        let (source, member) = text_source(name, text, &passages.concat());
        sources.push_str(&source);
        members.push(member);
    }
    let folder = temporary();
    let path = folder.path().join("p.qdpx");
    let qde = xml(&format!("{CODES}<Sources>{sources}</Sources>")).replace("Some program", origin);
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    archive(&path, &[&[("project.qde", qde.as_bytes())][..], &members].concat());
    let (dump, problems) = read_file(&path, &Reading { offsets, ..Reading::default() });
    let quotes = passages(&dump).into_iter().map(|line| line.replacen("Jan One ", "", 1)).collect();
    (quotes, problems)
}

#[test]
fn ambiguous_passages_are_counted_and_can_be_read_both_ways() {
    let cases: [InTwoWays<'_>; 5] = [
        ("an emoji", vec![("😀 one two", vec![passage(2, 5)])], (1, 1), [&["one"], &[" on"]]),
        (
            "an emoji between passages",
            vec![("one 😀 two", vec![passage(0, 3), passage(6, 9)])],
            (1, 1),
            [&["one", "two"], &["one", " tw"]],
        ),
        ("rare characters", vec![("他住在𠀀村，有钱。因为", vec![passage(9, 11)])], (1, 1), [&["因为"], &["。因"]]),
        (
            "several documents",
            vec![
                ("🏠 a b c", vec![passage(2, 3)]),
                ("plain text", vec![passage(0, 5)]),
                ("a 👋🏽 b c", vec![passage(7, 8)]),
            ],
            (2, 2),
            [&["a", "plain", "c"], &[" ", "plain", "b"]],
        ),
        ("names that are not words", vec![("🎈 one two", vec![named(2, 5, "line:12")])], (1, 1), [&["one"], &[" on"]]),
    ];
    for (case, documents, expected, [characters, units]) in cases {
        let (quotes, problems) = read_documents(&documents, "Some program", None);
        assert_eq!((quotes, doubt(&problems)), (owned(characters), Some(expected)), "{case}");
        for (offsets, wanted) in [(Offsets::CodePoints, characters), (Offsets::Utf16, units)] {
            let (quotes, problems) = read_documents(&documents, "Some program", Some(offsets));
            assert_eq!((quotes, doubt(&problems)), (owned(wanted), None), "{case}: {offsets:?}");
        }
    }
}

#[test]
fn nothing_is_ambiguous_if_there_is_evidence() {
    let text = "😀 one two three";
    let cases: [Decided<'_>; 6] = [
        ("words", "Some program", vec![(text, vec![named(3, 6, "one"), passage(7, 10)])], &["one", "two"]),
        (
            "words of another document",
            "Some program",
            vec![(text, vec![passage(7, 10)]), (text, vec![named(3, 6, "one")])],
            &["two", "one"],
        ),
        ("a known program", "NVivo 14", vec![(text, vec![passage(3, 6)])], &["one"]),
        ("a position beyond the characters", "Some program", vec![(text, vec![passage(11, 16)])], &["three"]),
        ("a position within a pair", "Some program", vec![(text, vec![passage(1, 5)])], &[" one"]),
        ("a text without such characters", "Some program", vec![("een éèn 钱", vec![passage(4, 9)])], &["éèn 钱"]),
    ];
    for (case, origin, documents, quotes) in cases {
        let (found, problems) = read_documents(&documents, origin, None);
        assert_eq!((found, doubt(&problems)), (owned(quotes), None), "{case}");
    }
}

#[test]
fn crlf_line_ends_are_ambiguous_too() {
    let text = "one\r\ntwo\r\nthree";
    let kinds_of = |origin, passages| kinds(&read_documents(&[(text, passages)], origin, None).1);
    assert_eq!(kinds_of("Some program", vec![passage(5, 8)]), ["uncertain_line_ends"]);
    assert_eq!(kinds_of("Some program", vec![passage(0, 3)]), [""; 0]);
    assert_eq!(kinds_of("Some program", vec![named(5, 8, "two")]), [""; 0]);
    assert_eq!(kinds_of("ATLAS.ti 9", vec![passage(4, 7)]), [""; 0]);
}

#[test]
fn the_command_line_offers_both_readings() {
    let folder = temporary();
    let file = within(&folder, "p.qdpx");
    let (source, member) = text_source("d", "😀 one two", &passage(2, 5));
    let qde = xml(&format!("{CODES}<Sources>{source}</Sources>"));
    archive(file.as_ref(), &[("project.qde", qde.as_bytes()), (&member.0, member.1)]);
    for (number, (flags, quote, doubts)) in
        [(vec![], "one", 1), (vec!["--code-point-offsets"], "one", 0), (vec!["--utf16-offsets"], " on", 0)]
            .into_iter()
            .enumerate()
    {
        let project = within(&folder, &format!("p{number}.pullquote"));
        ok(&["new", &project]);
        let report = json(&[&["import", &project, &file, "--json"][..], &flags].concat());
        let warnings = report["warnings"].as_array().map_or(0, Vec::len);
        assert_eq!((warnings, report["losses"].as_array().unwrap().len()), (doubts, 0), "{report}");
        if doubts > 0 {
            assert_eq!(report["warnings"][0]["kind"], "uncertain_positions");
            let again = within(&folder, "again.pullquote");
            let ran = run(&["new", &again, "--from", &file]);
            assert!(ran.err.contains("--utf16-offsets") && ran.err.contains("--code-point-offsets"), "{}", ran.err);
        }
        let rows = json(&["codings", &project, "--format", "json"]);
        assert!(rows.to_string().contains(&format!("\"text\":\"{quote}\"")), "{rows}");
    }
    fails(&["new", &within(&folder, "q"), "--from", &file, "--utf16-offsets", "--code-point-offsets"], 2, &["either"]);
}
