//! Positions in a folder whose transcripts have CRLF line ends, NULs or a byte order mark: whatever the positions
//! count, passages, memos, times and labels stay on their words.

use super::support::*;
use pullquote::interchange::folder;
use pullquote::interchange::plain::ProjectDump;
use pullquote::interchange::remark::{EntryFault, Loss, Problem, Remark, Warning};
use serde_json::{Value, json};

/// A folder with these transcripts, their additional keys, and codings of (document, start, end, words).
fn read(documents: &[(&str, Value)], codings: &[(usize, u32, u32, Option<&str>)]) -> (ProjectDump, Vec<Problem>) {
    let name = |place: usize| format!("D{place}");
    let entries = documents.iter().enumerate().map(|(place, (_, more))| {
        let mut entry = more.clone();
        entry["name"] = name(place).into();
        entry["path"] = format!("transcripts/{place}.txt").into();
        entry
    });
    let project = json!({ "format": "pullquote-folder", "version": 1, "documents": entries.collect::<Vec<_>>() });
    let entries = codings.iter().enumerate().map(|(at, (document, start, end, quote))| {
        let mut entry =
            json!({ "document": name(*document), "start": start, "end": end, "code": "c", "memo": at.to_string() });
        if let Some(quote) = quote {
            entry["text"] = (*quote).into();
        }
        entry
    });
    let coder = json!({ "coder": "Ann", "codings": entries.collect::<Vec<_>>() }).to_string();
    let paths: Vec<String> = (0..documents.len()).map(|place| format!("transcripts/{place}.txt")).collect();
    let project = project.to_string();
    let mut files = vec![("project.json", project.as_str()), ("codings/ann.json", coder.as_str())];
    files.push(("codebook.json", r#"{ "codes": [ { "name": "c" } ] }"#));
    files.extend(paths.iter().map(String::as_str).zip(documents.iter().map(|(text, _)| *text)));
    folder::read_files(&files).unwrap()
}

/// The words of each coding with their memo, and the remarks.
fn words_of(dump: &ProjectDump) -> Vec<(String, String)> {
    let slice = |document: &str, start: u32, end: u32| -> String {
        let text = &dump.documents.iter().find(|known| known.name == document).unwrap().text;
        text.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    dump.codings.iter().map(|c| (c.memo().unwrap(), slice(&c.document, c.start, c.end))).collect()
}

fn remarks(problems: Vec<Problem>) -> Vec<Remark> {
    problems.into_iter().map(|problem| problem.remark).collect()
}

fn adjusted(count: usize) -> Remark {
    Warning::PositionsAdjusted { count }.into()
}

#[test]
fn passages_keep_their_words_in_the_stored_form_of_a_text() {
    let nul = |count| Remark::from(Loss::NulCharacters { count });
    type Case<'a> = (&'a str, Vec<(u32, u32, Option<&'a str>)>, &'a [&'a str], Vec<Remark>);
    let cases: Vec<Case<'_>> = vec![
        ("Q: a\r\nA: no money\r\n", vec![(9, 17, None), (0, 1, None)], &["no money", "Q"], vec![adjusted(1)]),
        ("Q: a\r\nA: no money\r\n", vec![(9, 17, Some("no money"))], &["no money"], vec![adjusted(1)]),
        // Line ends were converted after the folder was written. The words show this, also for passages without words.
        ("Q: a\r\nA: no money\r\n", vec![(8, 16, Some("no money")), (8, 10, None)], &["no money", "no"], vec![]),
        ("Q\r\nA: 没有\r\n钱", vec![(6, 11, Some("没有\r\n钱"))], &["没有\n钱"], vec![adjusted(1)]),
        ("Q\r\nA: 没有\r\n钱", vec![(6, 11, Some("没有\n钱"))], &["没有\n钱"], vec![adjusted(1)]),
        ("Q\r\nA", vec![(0, 2, None), (2, 4, None)], &["Q\n", "\nA"], vec![adjusted(1)]),
        ("Q\rA: 家\r", vec![(5, 6, None)], &["家"], vec![]),
        ("Q\u{2028}A: 家", vec![(5, 6, Some("家"))], &["家"], vec![]),
        ("\u{feff}A: 家", vec![(4, 5, None), (0, 2, None)], &["家", "A"], vec![adjusted(2)]),
        ("\u{feff}A: 家", vec![(0, 5, Some("\u{feff}A: 家"))], &["A: 家"], vec![adjusted(1)]),
        ("A:\u{feff} 家\u{feff}", vec![(2, 6, Some("\u{feff} 家\u{feff}"))], &["\u{feff} 家\u{feff}"], vec![]),
        ("no\0 mo\0ney, no", vec![(4, 10, None), (12, 14, None)], &["money", "no"], vec![nul(2), adjusted(2)]),
        ("no\0 mo\0ney, no", vec![(4, 10, Some("mo\0ney"))], &["money"], vec![nul(2), adjusted(1)]),
        ("no\0 mo\0ney, no", vec![(3, 8, Some("money"))], &["money"], vec![nul(2)]),
        (
            "a👧\r\n👨\u{200d}👩\r\nе\u{301}",
            vec![(4, 7, None), (9, 11, None)],
            &["👨\u{200d}👩", "е\u{301}"],
            vec![adjusted(2)],
        ),
    ];
    for (text, codings, quotes, expected) in cases {
        let codings: Vec<_> = codings.iter().map(|&(start, end, quote)| (0, start, end, quote)).collect();
        let (dump, problems) = read(&[(text, json!({}))], &codings);
        let wanted: Vec<(String, String)> =
            quotes.iter().enumerate().map(|(at, quote)| (at.to_string(), (*quote).to_owned())).collect();
        assert_eq!((words_of(&dump), remarks(problems)), (wanted, expected), "{text:?} {codings:?}");
    }
}

#[test]
fn invalid_positions_are_refused_with_the_units_of_the_file() {
    let beyond = |end, characters| EntryFault::PassageBeyondEnd { end, characters };
    for (text, start, end, quote, fault) in [
        ("ab\r\ncd", 4, 7, None, beyond(7, 6)),
        ("ab\ncd", 4, 7, None, beyond(7, 5)),
        ("\u{feff}ab", 0, 4, Some("ab"), beyond(4, 3)),
        ("a\0b", 1, 2, None, EntryFault::NothingKept),
        ("a\0\0b", 1, 3, Some("\0\0"), EntryFault::NothingKept),
        ("\u{feff}ab", 0, 1, None, EntryFault::NothingKept),
        ("ab\r\ncd", 4, 6, Some("ab"), EntryFault::OtherWords { found: "cd".into(), stated: "ab".into() }),
    ] {
        let (dump, problems) = read(&[(text, json!({}))], &[(0, start, end, quote)]);
        let refused: Vec<Remark> = problems.into_iter().filter(Problem::is_refusal).map(|p| p.remark).collect();
        assert_eq!((dump.codings.len(), refused), (0, vec![fault.into()]), "{text:?}");
    }
}

#[test]
fn times_and_labels_use_the_same_positions_as_passages() {
    let text = "Ana: hi\r\nBen: y\r\nAna: no";
    let file = json!({ "times": [[0, 1], [9, 2], [17, 3]], "labels": [[0, 3], [9, 12], [17, 20]] });
    let stored = json!({ "times": [[0, 1], [8, 2], [15, 3]], "labels": [[0, 3], [8, 11], [15, 18]] });
    let places = |dump: &ProjectDump, document: usize| {
        let origin = dump.documents[document].origin.clone().unwrap();
        let times: Vec<u32> = origin.times.iter().map(|time| time.at.0).collect();
        (times, origin.labels.unwrap().iter().map(|label| (label.start.0, label.end.0)).collect::<Vec<_>>())
    };
    let wanted = (vec![0, 8, 15], vec![(0, 3), (8, 11), (15, 18)]);
    // Decided by the beginnings of lines alone; by the words of passages; a document without evidence follows the
    // others.
    for (stated, codings, count) in [
        (&file, vec![], 4),
        (&stored, vec![], 0),
        (&file, vec![(0, 22, 24, Some("no"))], 5),
        (&stored, vec![(0, 20, 22, Some("no"))], 0),
        (&stored, vec![(0, 20, 22, Some("no")), (0, 0, 3, None)], 0),
    ] {
        let (dump, problems) = read(&[(text, stated.clone())], &codings);
        let expected = if count > 0 { vec![adjusted(count)] } else { vec![] };
        assert_eq!((places(&dump, 0), remarks(problems)), (wanted.clone(), expected), "{stated} {codings:?}");
    }
    let silent = "x\r\nAnn said yes";
    for (stated, at) in [(&file, 12), (&stored, 11)] {
        let (dump, _) = read(&[(text, stated.clone()), (silent, json!({}))], &[(1, at, at + 3, None)]);
        assert_eq!(words_of(&dump), [("0".to_owned(), "yes".to_owned())], "{stated}");
    }
}

#[test]
fn names_that_look_the_same_refer_to_the_item_in_the_folder() {
    let files = [
        (
            "project.json",
            r#"{ "format": "pullquote-folder", "version": 1, "coders": [ { "name": "Jürgen" } ],
                 "documents": [ { "name": "Löhne", "path": "l.txt", "participant": "Müller" } ] }"#,
        ),
        (
            "codebook.json",
            "{ \"codes\": [ { \"name\": \"Büro\", \"facets\": { \"Fa\u{308}lle\": \"Gro\u{308}ße\" } } ], \"facets\": { \"Fälle\": [\"Größe\"] } }",
        ),
        ("participants.csv", "participant,age\nMu\u{308}ller,3\n"),
        ("l.txt", "words"),
        (
            "codings/j.json",
            "{ \"coder\": \"Ju\u{308}rgen\", \"documents\": [\"Lo\u{308}hne\"], \"codings\": [ { \"document\": \"Lo\u{308}hne\", \"start\": 0, \"end\": 5, \"code\": \"Bu\u{308}ro\" } ] }",
        ),
        (
            "memos.json",
            "{ \"memos\": [ { \"target\": \"document\", \"name\": \"Lo\u{308}hne\", \"text\": \"m\", \"coder\": \"Ju\u{308}rgen\" } ] }",
        ),
    ];
    let (dump, problems) = folder::read_files(&files).unwrap();
    assert_eq!(problems, []);
    assert_eq!(dump.documents[0].participant.as_deref(), Some("Mu\u{308}ller"));
    let coding = dump.codings.first().unwrap();
    assert_eq!((coding.document.as_str(), coding.code.as_str()), ("Löhne", "Büro"));
    assert_eq!(dump.codebook.codes[0].dimensions, [("Fälle".to_owned(), "Größe".to_owned())]);
    let place = temporary();
    write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into(), &place.path().join("study"));
    let project = project_of(&place, &within(&place, "study"));
    let info = json(&["info", &project, "--json"]);
    let counts = ["documents", "participants", "codes", "coders", "codings", "memos"].map(|key| info[key].clone());
    assert_eq!(counts, [1, 1, 1, 1, 1, 1].map(Value::from));
}
