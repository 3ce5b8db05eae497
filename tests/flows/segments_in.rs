//! Imports coded segments and utterances from tables.

use super::support::*;
use super::tables_in::{ANNA, BEN, coded, codes, file, kinds, project, undone};
use pullquote::engine::table_import::SegmentImport;
use pullquote::engine::texts::Texts;
use pullquote::engine::{Error, Progress, Project};
use pullquote::interchange::sheet;
use pullquote::model::{Account, CodingId, Fact, SourceId, UserId};
use pullquote::store::Reads;
use std::cell::Cell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

#[test]
fn segments_are_found_again_by_their_words() {
    let place = temporary();
    let project = project(&place);
    let table = file(
        &place,
        "segments.csv",
        "id,document,tag,content,memo\n\
         1,Anna.odt,None,There was no work,\n\
         2,Anna,Work > None,\"No work, no money. 😀 没有钱\",a memo\n\
         3,Anna,Money,\"\"\"NOTHING at all\"\"\",\n\
         4,Ben,Money,Then again,\n\
         5,Ben,New one,No work,\n\
         6,Ben,Brand > New,And you?,\n\
         7,Cleo,Money,x,\n\
         8,Anna,Money,There was no rain and no sun,\n\
         9,Anna,,There,\n",
    );
    undone(&project, || {
        let report = json(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--json"]);
        let one = &report["imported"][0];
        let numbers = ["rows", "passages", "exact", "spaces", "loose", "by_position", "present"]
            .map(|key| one[key].as_u64().unwrap());
        assert_eq!(numbers, [9, 5, 3, 1, 1, 0, 0], "{one:#}");
        assert_eq!(one["new_codes"], serde_json::json!(["Brand", "Brand > New"]));
        assert_eq!(one["new_coders"], serde_json::json!(["Kim"]));
        let several = &report["ambiguous"][0];
        assert_eq!(
            (&several["place"], &several["places"]),
            (&"line 6".into(), &serde_json::json!([[15, 22], [36, 43]]))
        );
        let refused =
            ["line 6 ambiguous_words", "line 8 unknown_document", "line 9 words_not_found", "line 10 no_code"];
        assert_eq!(kinds(&report["refused"]), refused, "{report:#}");
        assert_eq!(kinds(&one["warnings"]), ["unfinished_documents"], "{report:#}");
    });
    let found: Vec<(String, String)> = coded(&project).into_iter().map(|c| (c.4, c.5)).collect();
    let expected = [
        ("Work > None", "There was no work"),
        ("Money", "“nothing at all”"),
        ("Work > None", "No work,\n   no money. 😀 没有钱"),
        ("Brand > New", "And you?"),
        ("Money", "Then again"),
    ];
    assert_eq!(found, expected.map(|(code, text)| (code.to_owned(), text.to_owned())));
    for coding in coded(&project) {
        let text: Vec<char> = if coding.1 == "Anna" { ANNA } else { BEN }.chars().collect();
        assert_eq!(text[coding.2 as usize..coding.3 as usize].iter().collect::<String>(), coding.5);
    }
    let again = json(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--json"]);
    assert_eq!((&again["imported"][0]["passages"], &again["imported"][0]["present"]), (&0.into(), &5.into()));
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn columns_of_other_programs_are_marks_only_if_every_cell_states_one() {
    let place = temporary();
    let project = project(&place);
    ok(&["import", &project, &file(&place, "who.csv", "participant,age\nLin,30\n"), "--as", "participants"]);
    let read = |head: &str, cells: [&str; 3]| {
        let quotes = ["There was no work", "nothing at all", "no money"];
        let rows = quotes.iter().zip(cells).map(|(quote, cell)| format!("Anna,Work,{quote},{cell}\n"));
        let table = file(&place, "t.csv", format!("document,code,text,{head}\n{}", rows.collect::<String>()));
        let report = json(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--json"]);
        ok(&["undo", &project]);
        let left_out = report["losses"].as_array().unwrap().iter().filter(|one| one["kind"] == "columns_left_out");
        let named = left_out.filter(|one| one["text"].as_str().unwrap().contains(head)).count();
        (report["imported"][0]["marks"].as_u64().unwrap(), named)
    };
    for (head, cells, expected) in [
        ("account", ["@ann_01", "@ben", ""], (0, 1)),
        ("account", ["own", "others", "@ben"], (0, 1)),
        ("account", ["own", "他人", "LIN"], (3, 0)),
        ("经历归属", ["亲身", "", "others"], (2, 0)),
        ("importance", ["1", "5", "3"], (0, 1)),
        ("importance", ["yes", "no", "1"], (2, 0)),
        ("重要性", ["", "是", "否"], (1, 0)),
    ] {
        assert_eq!(read(head, cells), expected, "{head} {cells:?}");
    }
    // A column that is named is taken as it is.
    let table = file(&place, "t.csv", "document,code,text,account\nAnna,Work,There was no work,@ann\n");
    let import =
        ["import", &project, &table, "--as", "segments", "--coder", "Kim", "--account-column", "account", "--json"];
    assert_eq!(json(&import)["imported"][0]["marks"], 1);
}

#[test]
fn a_row_may_name_several_codes() {
    let place = temporary();
    let project = project(&place);
    let table = file(
        &place,
        "excerpts.csv",
        "Media Title,Excerpt Creator,Excerpt Copy,Codes Applied Combined,Code: Work Applied,Code: Work\\None Applied\n\
         Anna,Kim,There was no work,\"Work, None\",True,True\n\
         Ben,Lee,And you?,\"Hope, old\",False,False\n",
    );
    undone(&project, || {
        let report = json(&["import", &project, &table, "--as", "segments", "--json"]);
        let one = &report["imported"][0];
        assert_eq!((&one["passages"], &one["exact"], &one["divided"]), (&3.into(), &3.into(), &1.into()), "{one:#}");
        assert_eq!(one["undivided"], serde_json::json!(["Hope, old"]));
    });
    let mut found: Vec<(String, String)> = coded(&project).into_iter().map(|c| (c.4, c.5)).collect();
    found.sort();
    let expected = [("Hope, old", "And you?"), ("Work", "There was no work"), ("Work > None", "There was no work")];
    assert_eq!(found, expected.map(|(code, text)| (code.to_owned(), text.to_owned())));
    ok(&["undo", &project]);
    let divide = ["import", &project, &table, "--as", "segments", "--several-codes"];
    let report = json(&[&divide[..], &[",", "--json"]].concat());
    assert_eq!(report["imported"][0]["new_codes"], serde_json::json!(["Hope", "old"]));
    fails(&[&divide[..], &[""]].concat(), 2, &["a separator or none"]);
}

#[test]
fn path_like_names_are_changed_and_reported_and_our_own_survive() {
    let place = temporary();
    let project = project(&place);
    let table =
        file(&place, "qc.csv", "document,code,quote\nAnna,Rent > income,There was\nAnna,Push>>Illness,no money\n");
    let report = json(&["import", &project, &table, "--as", "segments", "--coder", "K", "--json"]);
    assert_eq!(kinds(&report["losses"]), ["renamed_codes"], "{report:#}");
    assert!(report["losses"][0]["text"].to_string().contains("Rent › income") && report["losses"][0]["count"] == 1);
    let book = file(&place, "own.csv", "code,description,color\nIncome >50k,,\npush->pull > a>>b,,\nand\\or,,\n");
    ok(&["import", &project, &book, "--as", "codebook"]);
    let rows = "document,code,quote\nBen,Income >50k,And you?\nBen,a>>b,Then\nBen,and\\or,again\n";
    let table = file(&place, "marks.csv", rows);
    let report = json(&["import", &project, &table, "--as", "segments", "--coder", "K", "--json"]);
    assert_eq!(report["imported"][0]["new_codes"], serde_json::json!([]), "{report:#}");
    // Codes and passages exported from one project are the same in the next.
    let (codebook, passages) = (within(&place, "codes.csv"), within(&place, "passages.csv"));
    ok(&["export", &project, &codebook, "--select", "codebook"]);
    ok(&["export", &project, &passages, "--select", "codings"]);
    for order in
        [[("codebook", &codebook), ("segments", &passages)], [("segments", &passages), ("codebook", &codebook)]]
    {
        let next = within(&place, &format!("{}.pullquote", order[0].0));
        ok(&["new", &next]);
        for name in ["Anna.txt", "Ben.txt"] {
            ok(&["import", &next, &within(&place, name)]);
        }
        for (kind, table) in order {
            ok(&["import", &next, table, "--as", kind]);
        }
        assert_eq!(coded(&next), coded(&project));
        let sorted = |project: &str| {
            let mut all = codes(project);
            all.sort();
            all
        };
        assert_eq!(sorted(&next), sorted(&project));
    }
}

#[test]
fn names_match_in_any_encoding_of_their_letters() {
    let place = temporary();
    let folder = place.path();
    let project = folder.join("n.pullquote").display().to_string();
    ok(&["new", &project]);
    let text = file(&place, "Mu\u{308}ller.txt", "Wir hatten Lo\u{308}hne und Bu\u{ad}ro.\n");
    ok(&["import", &project, &text, "--make-participants"]);
    let people = file(&place, "people.csv", "name,alter\nMüller,34\nM\u{fc}l\u{200b}ler,34\n");
    ok(&["import", &project, &people, "--as", "participants", "--repeated", "join"]);
    let counts = json(&["import", &project, &people, "--as", "participants", "--repeated", "join", "--json"]);
    assert_eq!(counts["counts"]["participants"], 1);
    let codes =
        file(&place, "codes.csv", "code\nLöhne\nLo\u{308}hne\nBüro\u{ad}kraft\nBürokraft\nO\u{fb03}ce\nOffice\n");
    let counts = json(&["import", &project, &codes, "--as", "codebook", "--json"]);
    assert_eq!(counts["counts"]["codes"], 3);
    let rows = "document,code,quote,coder\nMüller,Lo\u{308}hne,Wir,Zoë\nMu\u{308}ller.txt,Löhne,und,Zoe\u{308}\n";
    let table = file(&place, "s.csv", rows);
    let report = json(&["import", &project, &table, "--as", "segments", "--json"]);
    let one = &report["imported"][0];
    assert_eq!((&one["passages"], &one["new_codes"]), (&2.into(), &serde_json::json!([])), "{report:#}");
    assert_eq!(one["new_coders"], serde_json::json!(["Zoë"]));
    let found = json(&[
        "codings",
        &project,
        "--document",
        "Müller",
        "--code",
        "Lo\u{308}hne",
        "--coder",
        "Zoe\u{308}",
        "--format",
        "json",
    ]);
    assert_eq!(found.as_array().map(Vec::len), Some(2), "{found:#}");
}

#[test]
fn doubtful_cells_in_a_table_of_utterances_are_reported() {
    let place = temporary();
    let project = place.path().join("t.pullquote").display().to_string();
    ok(&["new", &project]);
    for (table, warnings) in [
        ("time,text\n0:01,Why?\n0:02,So.\n", vec!["no_column_of_speakers"]),
        ("person,text\nAna,Where?\nBen,There.\n", vec!["no_column_of_speakers"]),
        ("time,person,text\n0:01,Ana,Why?\n0:02,Ben,So.\n", vec![]),
        ("time,speaker,text\n0:02,Ana,Why?\n0:01,,So.\n", vec!["rows_without_speaker", "times_run_back"]),
        ("session,speaker,text\n1,Ana,Why?\n2,Ben,So.\n", vec!["several_recordings"]),
    ] {
        let table = file(&place, &format!("{}.csv", warnings.join(" ")), table);
        let report = json(&["import", &project, &table, "--as", "transcript", "--json"]);
        assert_eq!(kinds(&report["imported"][0]["warnings"]), warnings, "{report:#}");
    }
}

#[test]
fn a_table_of_utterances_becomes_one_transcript() {
    let place = temporary();
    let project = place.path().join("t.pullquote").display().to_string();
    ok(&["new", &project]);
    let table = file(
        &place,
        "Group 1.csv",
        "begin,who,heard,stop\n00:00:01,MOD,Why did you leave?,3\n00:00:03,Ana,There was no work.,6\nlater,Ana,None: at all.,9\n",
    );
    fails(&["import", &project, &table, "--as", "transcript"], 1, &["column that holds what is said"]);
    let import = [
        "import",
        &project,
        &table,
        "--as",
        "transcript",
        "--text-column",
        "heard",
        "--time-column",
        "begin",
        "--json",
    ];
    undone(&project, || {
        let report = json(&import);
        let one = &report["imported"][0];
        assert_eq!(
            (&one["documents"], &one["times"], &one["name"]),
            (&1.into(), &2.into(), &"Group 1".into()),
            "{one:#}"
        );
        assert_eq!(one["speakers"], serde_json::json!({ "MOD": 1, "Ana": 1 }));
        assert_eq!(kinds(&report["losses"]), ["unread_times", "columns_left_out"], "{report:#}");
        assert_eq!(report["losses"][1]["count"], 1);
        let left_out = report["losses"][1]["text"].as_str().unwrap();
        assert!(left_out.contains("1 column was left out, with 3 filled cells (3 characters): stop"), "{left_out}");
        assert_eq!(kinds(&one["warnings"]), Vec::<String>::new());
    });
    assert_eq!(json(&import)["imported"][0]["known"], 1);
    let folder = place.path().join("out").display().to_string();
    ok(&["export", &project, &folder]);
    let text = std::fs::read_dir(format!("{folder}/transcripts")).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(text).unwrap();
    assert_eq!(text, "MOD: Why did you leave?\nAna: There was no work.\nNone: at all.\n");
    let about: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{folder}/project.json")).unwrap()).unwrap();
    assert_eq!(about["documents"][0]["labels"], serde_json::json!([[0, 3], [24, 27]]));
    assert_eq!(about["documents"][0]["times"], serde_json::json!([[5, 1000], [29, 3000]]));
}

#[test]
fn the_researcher_decides_on_words_that_occur_several_times() {
    for (how, expected) in [("leave-out", vec![]), ("first", vec![(15, 22)]), ("all", vec![(15, 22), (36, 43)])] {
        let place = temporary();
        let project = project(&place);
        let table = file(&place, "s.csv", "document,code,quote\nBen,Money,No work\nBen,Money,And you?\n");
        ok(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--ambiguous", how]);
        let found: Vec<(u64, u64)> = coded(&project).iter().filter(|c| c.5 == "No work").map(|c| (c.2, c.3)).collect();
        assert_eq!(found, expected, "{how}");
    }
}

#[test]
fn segments_are_imported_by_position_and_coder_and_mismatches_are_reported() {
    let place = temporary();
    let project = project(&place);
    let table = file(
        &place,
        "s.csv",
        "Doc;Thema;von;bis;wer;Zitat\nAnna;Money;3;7;Kim;\nAnna;Money;3;7;Lee;Why \nAnna;Money;0;3;Lee;did you leave\nAnna;Money;9;3;Lee;\n\
         Anna;Money;1;9999;Lee;\nAnna;Money;x;4;Lee;\nAnna;Money;3;7;agreed;\nAnna;Money;;;Lee;\n",
    );
    let columns = [
        "--document-column",
        "doc",
        "--code-column",
        "Thema",
        "--start-column",
        "von",
        "--end-column",
        "bis",
        "--coder-column",
        "wer",
        "--quote-column",
        "Zitat",
    ];
    let run_with = |more: &[&str]| {
        let args: Vec<&str> = ["import", &project, &table, "--as", "segments"]
            .into_iter()
            .chain(columns)
            .chain(more.iter().copied())
            .collect();
        run(&args)
    };
    let ran = run_with(&["--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&report["imported"][0]["passages"], &report["imported"][0]["by_position"]), (&3.into(), &2.into()));
    let refused = [
        "line 5 empty_range",
        "line 6 outside_document",
        "line 7 not_a_position",
        "line 8 agreed_layer",
        "line 9 no_words",
    ];
    assert_eq!(kinds(&report["refused"]), refused, "{report:#}");
    assert!(kinds(&report["imported"][0]["warnings"]).contains(&"line 4 words_elsewhere".to_owned()), "{report:#}");
    let found: Vec<(String, u64, u64, String)> = coded(&project).into_iter().map(|c| (c.0, c.2, c.3, c.5)).collect();
    let expected = [("Kim", 3, 7, "Why "), ("Lee", 3, 7, "Why "), ("Lee", 7, 20, "did you leave")];
    assert_eq!(found, expected.map(|(coder, start, end, text)| (coder.to_owned(), start, end, text.to_owned())));
    let ran = run_with(&["--strict"]);
    assert_eq!((ran.code, ran.err.contains("line 5")), (1, true));
}

#[test]
fn existing_memos_are_recognised_and_new_ones_are_counted() {
    let place = temporary();
    let project = project(&place);
    let import = |table: &str| {
        let report = json(&["import", &project, table, "--as", "segments", "--coder", "Kim", "--json"]);
        ["passages", "present", "memos", "documents"].map(|key| report["imported"][0][key].as_u64().unwrap())
    };
    let rows = "document,code,quote,memo\nBen,Money,And you?,first\nBen,Money,And you?,first\nAnna,Money,There,\n";
    let table = file(&place, "s.csv", rows);
    assert_eq!(import(&table), [2, 1, 1, 2]);
    let before = snapshot_of(&project);
    assert_eq!(import(&table), [0, 3, 0, 0], "a second time adds nothing");
    let ran = run(&["import", &project, &table, "--as", "segments", "--coder", "Kim"]);
    assert!(!ran.out.contains("passages in") && snapshot_of(&project) == before, "{ran:?}");
    let more = file(&place, "t.csv", format!("{rows}Ben,Money,And you?,second\nAnna,Money,There,third\n"));
    let ran = run(&["import", &project, &more, "--as", "segments", "--coder", "Kim"]);
    assert!(ran.out.contains("2 new memos in 2 documents"), "{ran:?}");
    assert_eq!(import(&more), [0, 5, 0, 0]);
}

#[test]
fn words_are_searched_if_positions_are_unreadable() {
    let place = temporary();
    let project = project(&place);
    let table = file(
        &place,
        "s.csv",
        "document,code,start,end,quote\nAnna,Money,3.0,7.00,\nAnna,Money,?,?,There was\nAnna,Money,7,99999,no money\n\
         Anna,Money,3.5,7,\nAnna,Money,,4,Why\n",
    );
    let ran = run(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<String> = coded(&project).into_iter().map(|coding| coding.5).collect();
    assert_eq!(found, ["Why", "Why ", "There was", "no money"]);
    let warnings =
        ["line 3 unread_positions", "line 4 unread_positions", "line 6 unread_positions", "unfinished_documents"];
    assert_eq!(kinds(&report["imported"][0]["warnings"]), warnings, "{report:#}");
    assert_eq!(kinds(&report["refused"]), ["line 5 not_a_position"], "{report:#}");
}

#[test]
fn new_codes_respect_the_depth_limit_and_case_differences_are_reported() {
    let place = temporary();
    let project = project(&place);
    let path = |levels: usize| vec!["a"; levels].join(" > ");
    let table = file(
        &place,
        "s.csv",
        format!(
            "document,code,quote,who\nBen,Work > none,And you?,\"K\n im\"\nBen,money,And you?,\nBen,Money,And you?,\n\
             Ben,{},And you?,\nBen,{},Then again,\nBen,Pay,And you?,\nBen,pay,Then again,\n",
            path(64),
            path(65)
        ),
    );
    let coder = ["--coder", "L\n ee", "--coder-column", "who"];
    let report = json(&[&["import", &project, &table, "--as", "segments", "--json"][..], &coder].concat());
    assert_eq!(kinds(&report["refused"]), ["line 7 code_too_deep"], "{report:#}");
    let warnings = &report["imported"][0]["warnings"];
    let similar: Vec<String> = kinds(warnings).into_iter().filter(|kind| kind == "similar_codes").collect();
    assert_eq!(similar.len(), 3, "{warnings:#}");
    for name in ["“Work > none”", "“money”", "“pay”"] {
        assert!(warnings.to_string().contains(name), "{name}: {warnings:#}");
    }
    assert_eq!(report["imported"][0]["new_coders"], serde_json::json!(["K im", "L ee"]));
}

#[test]
fn unknown_codes_are_refused_on_request_and_a_coder_is_required() {
    let place = temporary();
    let project = project(&place);
    let table = file(&place, "s.csv", "document,code,quote\nBen,Unheard,And you?\n");
    fails(&["import", &project, &table, "--as", "segments"], 1, &["say who coded these segments (--coder)"]);
    fails(&["import", &project, &table, "--as", "segments", "--coder", "Kim", "--strict"], 1, &["no code Unheard"]);
    fails(&["import", &project, &table, "--as", "segments", "--coder", "agreed"], 1, &["consensus coding"]);
    let table = file(&place, "t.csv", "a,b\nx,y\n");
    fails(&["import", &project, &table, "--as", "segments", "--coder", "K"], 1, &["columns that hold the document"]);
    assert_eq!(coded(&project), []);
}

#[test]
fn exported_passages_are_imported_as_segments() {
    let place = temporary();
    let project = project_of(&place, &sample());
    let exported = within(&place, "codings.csv");
    ok(&["export", &project, &exported, "--select", "codings"]);
    let again = json(&["import", &project, &exported, "--as", "segments", "--json"]);
    let all = coded(&project).len();
    assert!(all > 100);
    assert_eq!(
        (&again["imported"][0]["present"], &again["imported"][0]["passages"]),
        (&all.into(), &0.into()),
        "{}",
        again["refused"]
    );
    // By their words alone, in a project without codes: a passage whose words occur once is where it was.
    let other = within(&place, "other.pullquote");
    ok(&["new", &other]);
    ok(&["import", &other, &format!("{}/transcripts", sample())]);
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["document", "code", "coder", "quote"]).unwrap();
    for (coder, document, _, _, code, text) in coded(&project) {
        table.write_record([document, code, coder, text]).unwrap();
    }
    let table = file(&place, "words.csv", table.into_inner().unwrap());
    let report = json(&["import", &other, &table, "--as", "segments", "--json"]);
    let (before, found) = (coded(&project), coded(&other));
    assert!(found.len() + report["ambiguous"].as_array().unwrap().len() == all && found.len() * 10 > all * 9);
    assert!(found.iter().all(|coding| before.contains(coding)));
}

/// The texts of a project, counting how many of them, and of their lists of passages, were requested.
struct Counted<'p> {
    reads: Reads<'p>,
    texts: Cell<usize>,
    facts: Cell<usize>,
}

impl Texts for Counted<'_> {
    fn text(&self, source: SourceId) -> Result<String, Error> {
        self.texts.set(self.texts.get() + 1);
        Texts::text(&self.reads, source)
    }

    fn facts(&self, source: SourceId) -> Result<Vec<Fact>, Error> {
        self.facts.set(self.facts.get() + 1);
        Texts::facts(&self.reads, source)
    }

    fn has_memo(&self, coding: CodingId, text: &str) -> Result<bool, Error> {
        Texts::has_memo(&self.reads, coding, text)
    }

    fn marks(&self, source: SourceId) -> Result<HashMap<CodingId, (bool, Option<Account>)>, Error> {
        Texts::marks(&self.reads, source)
    }

    fn took_part(&self, source: SourceId, user: UserId) -> Result<bool, Error> {
        Texts::took_part(&self.reads, source, user)
    }

    fn missing_labels(&self, source: SourceId, labels: &[String]) -> Result<Vec<String>, Error> {
        Texts::missing_labels(&self.reads, source, labels)
    }
}

#[test]
fn each_document_that_a_table_of_segments_names_is_read_once() {
    let place = temporary();
    let folder = place.path().join("many");
    std::fs::create_dir(&folder).unwrap();
    let mut table = String::from("document,code,quote\n");
    for i in 0..40 {
        let text: String =
            (0..300).map(|line| format!("P: line {line} of document {i}, we had\nno money 没有钱\n")).collect();
        std::fs::write(folder.join(format!("d{i}.txt")), text).unwrap();
        for line in [7, 70, 270] {
            table.push_str(&format!("d{i}.docx,c{line},\"LINE {line} of document {i}, we had no money\"\n"));
        }
    }
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    ok(&["import", &project, folder.to_str().unwrap()]);
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    let import = SegmentImport::suggest(&study, Arc::new(sheet::parse(&table).unwrap()), "K");
    let plan = || {
        let (opened, _) = Project::open_to_read(Path::new(&project)).unwrap();
        let texts = Counted { reads: opened.reads(), texts: Cell::new(0), facts: Cell::new(0) };
        let plan = import.plan(&opened.reads().study().unwrap(), &texts, &Progress::default()).unwrap();
        (plan.loose, plan.passages, plan.present, texts.texts.get(), texts.facts.get())
    };
    assert_eq!(plan(), (120, 120, 0, 40, 0));
    ok(&["import", &project, &file(&place, "s.csv", &table), "--as", "segments", "--coder", "K"]);
    assert_eq!(plan(), (120, 0, 120, 40, 40), "existing passages are looked up once per document");
}
