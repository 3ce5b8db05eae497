//! Queries about passages and words, on the command line.

use super::cooccurring::study;
use super::support::*;
use serde_json::{Value, json};

/// What a query finds: document, start, end and the name of the code.
fn found(project: &str, query: &str, flags: &[&str]) -> Vec<(String, u64, u64, Option<String>)> {
    let found = json(&[&["find", project, query, "--json"], flags].concat());
    let result = |one: &Value| {
        let code = one["code"].as_str().map(|path| path.split(" > ").last().unwrap_or_default().to_owned());
        let place = |key: &str| one[key].as_u64().unwrap();
        (one["document"].as_str().unwrap().to_owned(), place("start"), place("end"), code)
    };
    found["results"].as_array().unwrap().iter().map(result).collect()
}

#[test]
fn a_query_finds_passages_by_codes_words_and_what_is_around_them() {
    let folder = temporary();
    let project = study(&folder);
    const RENT: &str = "Rent <high> & rising";
    let rent = |document: &'static str, start, end| (document, start, end, Some(RENT));
    let (pay, home, home_of_cid) =
        (("FGD", 23, 50, Some("Pay")), ("FGD", 38, 68, Some("Home")), ("C", 9, 13, Some("Home")));
    let cases = [
        (r#""Money""#, vec![rent("FGD", 23, 37), pay, rent("C", 0, 4)]),
        (r#"="Money""#, vec![]),
        (r#""Money > Pay" overlaps "Home""#, vec![pay]),
        (r#""Home" not overlaps "Money""#, vec![home_of_cid]),
        (r#""Money" inside "Pay""#, vec![rent("FGD", 23, 37)]),
        (r#""Pay" contains "Money""#, vec![pay]),
        // No word lies between them in the first document, one in the other.
        (r#""Rent <high> & rising" before 0 words "Home""#, vec![rent("FGD", 23, 37)]),
        (r#""Rent <high> & rising" before 1 word "Home""#, vec![rent("FGD", 23, 37), rent("C", 0, 4)]),
        (r#""Home" after 0 characters "Pay""#, vec![]),
        (r#"text("RENT")"#, vec![("FGD", 23, 27, None), ("C", 0, 4, None)]),
        (r#"text("RENT", case)"#, vec![]),
        // Labels are nobody's words.
        (r#"text("interviewer")"#, vec![]),
        (r#"text("\b[rp]\w+", regex)"#, vec![("FGD", 23, 27, None), ("FGD", 38, 41, None), ("C", 0, 4, None)]),
        (r#""Money" and "Home""#, vec![("FGD", 38, 50, None)]),
        (r#""Pay" or "Home""#, vec![pay, home, home_of_cid]),
        (r#""Home"[participant="Ben"]"#, vec![home]),
        // One and the same participant must meet all conditions.
        (r#""Home"[participant="Ann", sex="m"]"#, vec![]),
        (r#""Home"[speaker="Ben"]"#, vec![home]),
        (r#"any[document="C"]"#, vec![rent("C", 0, 4), home_of_cid]),
        (r#""Money" with "Home" in sentence"#, vec![pay, rent("C", 0, 4)]),
        // A passage is not its own partner.
        (r#"any without "Home" in exchange"#, vec![home, home_of_cid]),
        (r#""Rent <high> & rising" with "Pay" in participant"#, vec![rent("FGD", 23, 37)]),
        ("important", vec![]),
    ];
    for (query, expected) in cases {
        let expected: Vec<_> =
            expected.into_iter().map(|(d, s, e, code)| (d.to_owned(), s, e, code.map(str::to_owned))).collect();
        assert_eq!(found(&project, query, &[]), expected, "{query}");
    }
    // Only the passages of participants who meet the filter, and only their participants.
    assert_eq!(found(&project, r#""Money""#, &["--where", "sex=m"]).len(), 1);
    let of_men = json(&["find", &project, r#""Home""#, "--where", "sex=m", "--json"]);
    assert_eq!(of_men["results"][0]["participants"], json!(["Ben"]));
    assert_eq!(found(&project, r#"text("why")"#, &["--spoken-by", "participants"]), []);
}

#[test]
fn a_result_has_its_words_and_its_evidence() {
    let folder = temporary();
    let project = study(&folder);
    let query = "“Pay”　overlaps “Home”";
    let expected = json!({
        "query": r#""Pay" overlaps "Home""#, "passages": 1, "documents": 1, "participants": 1,
        "results": [{
            "document": "FGD", "participants": ["Ann"], "speaker": "Ann", "turn": 2, "start": 23, "end": 50,
            "text": "Rent was high. Pay was low.", "code": "Money > Pay", "coder": "Eva",
            "evidence": [{
                "start": 38, "end": 68, "text": "Pay was low.\nBen: I came home.", "code": "Home", "coder": "Eva",
            }],
        }],
    });
    assert_eq!(json(&["find", &project, query, "--json"]), expected);
    let of_two = json(&["find", &project, r#""Home"[document="FGD"]"#, "--json"]);
    let of_two = &of_two["results"][0];
    assert_eq!(
        (&of_two["participants"], &of_two["speaker"], &of_two["turn"]),
        (&json!(["Ann", "Ben"]), &json!(null), &json!(null))
    );
    let printed = ok(&["find", &project, query]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(
        lines,
        [
            r#""Pay" overlaps "Home""#,
            "1 passage, 1 document, 1 participant",
            "",
            "FGD, turn 2, Ann, 23..50",
            "“Rent was high. Pay was low.” – Money > Pay (Eva)",
            "  “Pay was low. Ben: I came home.” – Home (Eva)",
        ]
    );
    let file = within(&folder, "found.json");
    ok(&["find", &project, query, "-o", &file]);
    assert_eq!(serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap(), expected);
}

#[test]
fn a_query_that_cannot_be_answered_says_why() {
    let folder = temporary();
    let project = study(&folder);
    for (query, code, message) in [
        (r#""Pay" near "Home""#, 2, "at character 12 is `\"Home\"` instead of a number"),
        ("", 2, "the query ends where a code in quotation marks"),
        (r#""Paid""#, 1, "there is no code `Paid`; there are: "),
        (r#""Pay"[coder="Evi"]"#, 1, "there is no coder `Evi`; there are: Eva"),
        (r#"any[sex="x"]"#, 1, "no participant has the value `x` of `sex`"),
        (r#"text("(", regex)"#, 1, "this is not a regular expression"),
    ] {
        fails(&["find", &project, query], code, &[message]);
    }
    fails(&["find", &project, "any", "--format", "xlsx"], 2, &["--format is one of text, csv, json"]);
}

#[test]
fn a_code_of_the_sample_study_has_the_passages_that_are_listed() {
    let sample = sample();
    for code in ["Financial capital > Push > Low income", "Family relations > Pull"] {
        let listed = json(&["codings", &sample, "--json"]);
        let is_of_code = |one: &&Value| {
            let path = one["code"].as_str().unwrap();
            path == code || path.strip_prefix(code).is_some_and(|rest| rest.starts_with(" > "))
        };
        let listed = listed.as_array().unwrap().iter().filter(is_of_code).count();
        assert_eq!(found(&sample, &format!("\"{code}\""), &[]).len(), listed, "{code}");
    }
}

#[test]
fn results_are_written_as_a_table_of_one_row_each() {
    let folder = temporary();
    let project = study(&folder);
    let query = r#""Pay" overlaps "Home""#;
    let listed = json(&["find", &project, query, "--json"]);
    let file = within(&folder, "found.csv");
    ok(&["find", &project, query, "--output", &file]);
    let written = std::fs::read_to_string(&file).unwrap();
    let printed = ok(&["find", &project, query, "--format", "csv"]);
    assert_eq!(
        written.trim_start_matches('\u{feff}').replace("\r\n", "\n").trim_end(),
        printed.replace("\r\n", "\n").trim_end()
    );
    let mut reader = csv::Reader::from_reader(written.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(heads[..4], ["document", "participant", "speaker", "turn"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let results = listed["results"].as_array().unwrap();
    assert_eq!(rows.len(), results.len());
    for (row, result) in rows.iter().zip(results) {
        for (place, key) in [(0, "document"), (6, "code"), (7, "coder"), (8, "text")] {
            assert_eq!(row[place], *result[key].as_str().unwrap(), "{key}");
        }
        assert_eq!(row[4], result["start"].to_string());
        assert_eq!(row[9].lines().count(), result["evidence"].as_array().unwrap().len());
    }
    fails(&["find", &project, query, "--format", "xlsx"], 2, &["--format is one of text, csv, json"]);
}
