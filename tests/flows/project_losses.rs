//! Everything in another program's project file ends up in the project or in the report: attributes and elements of the
//! standard and beyond, the contents of documents that cannot be imported, groups, and names of codes.

use super::project_files::*;
use super::support::*;
use pullquote::engine::Project;
use pullquote::i18n::{self, Language};
use pullquote::interchange::document::Reading;
use pullquote::interchange::remark::{ForeignLoss, Problem};
use std::path::Path;

#[test]
fn a_description_attribute_is_kept_on_every_described_element() {
    let (dump, problems) = read(
        "<CodeBook><Codes><Code guid='a' name='A' isCodable='true' description='in an attribute'/>\
         <Code guid='b' name='B' isCodable='true' description='one'><Description>two</Description></Code>\
         <Code guid='c' name='C' isCodable='true' description='same'><Description> same </Description></Code>\
         <Code guid='d' name='D' isCodable='false' Description='钱 &lt; 房&#10;second line'/></Codes></CodeBook>\
         <Cases><Case guid='k' name='Ana' description='a person'/></Cases>\
         <Sources><TextSource guid='s' name='t' description='about it'><PlainTextContent>words</PlainTextContent></TextSource></Sources>\
         <Notes><Note guid='n' name='note' description='a comment'><PlainTextContent>note</PlainTextContent></Note></Notes>\
         <Variables><Variable guid='v' name='Age' typeOfVariable='Integer' description='in years'/></Variables>",
        &[],
    );
    let described: Vec<&str> = dump.codebook.codes.iter().map(|code| code.description.as_str()).collect();
    assert_eq!(described, ["in an attribute", "one\n\ntwo", " same ", "钱 < 房\nsecond line"].map(str::trim));
    for expected in ["participant Ana: a person", "document t: about it", "project : note\na comment"] {
        assert!(memos(&dump).iter().any(|memo| memo == expected), "{expected} in {:?}", memos(&dump));
    }
    assert_eq!(lost(&problems, ForeignLoss::AttributeDescriptions), (1, vec!["Age “in years”"]));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(
        dump.attributes.iter().map(|attribute| attribute.name.as_str()).collect::<Vec<_>>(),
        ["Age"],
        "it has no values"
    );
}

#[test]
fn a_description_attribute_is_kept_in_a_codebook() {
    let folder = temporary();
    let file = folder.path().join("c.qdc");
    std::fs::write(
        &file,
        "<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes><Code guid='a' name='A' isCodable='true' description='x' rating='3 of 5'/>\
         </Codes><Sets><Set guid='s' name='mine' description='of the pilot'><MemberCode guid='a'/></Set></Sets></CodeBook>",
    )
    .unwrap();
    let (dump, problems) = read_file(&file, &Reading::default());
    assert_eq!(dump.codebook.codes[0].description, "x");
    assert_eq!(lost(&problems, ForeignLoss::UnknownXmlAttributes), (1, vec!["Code rating “3 of 5”"]));
    assert_eq!(lost(&problems, ForeignLoss::CodeGroups), (1, vec!["mine (1 code)"]));
    assert_eq!(lost(&problems, ForeignLoss::GroupDescriptions), (1, vec!["mine “of the pilot”"]));
}

#[test]
fn contents_of_a_document_without_text_are_counted_and_comments_are_kept() {
    let value = "<VariableValue><VariableRef targetGUID='v'/><TextValue>x</TextValue></VariableValue>";
    let inside = format!(
        "<Description>about pay</Description>{}{}<PlainTextSelection guid='q' startPosition='0' endPosition='2'>\
         <Description>why</Description></PlainTextSelection>{}{value}",
        passage(0, 3),
        passage(4, 7),
        coding("w", "c2", "u1")
    );
    let gone = |attributes: &str| format!("<TextSource guid='g' name='gone' {attributes}>{inside}</TextSource>");
    let here = "<TextSource guid='h' name='here'><PlainTextContent>words</PlainTextContent></TextSource>";
    for (kind, attributes, member) in [
        ("text_missing", "plainTextPath='internal://gone.txt'", None),
        ("text_outside", "plainTextPath='relative:///gone.txt'", None),
        ("source_without_text", "richTextPath='internal://gone.docx'", None),
        ("source_without_text", "", None),
        ("not_text", "plainTextPath='internal://gone.txt'", Some(&b"\x00\x01\x02\x03\xff\xfe\x00\x00\x01"[..])),
    ] {
        let parts = format!(
            "{CODES}<Variables><Variable guid='v' name='Mode' typeOfVariable='Text'/></Variables>\
             <Cases><Case guid='k' name='Ana'><SourceRef targetGUID='g'/><SourceRef targetGUID='h'/></Case></Cases>\
             <Sources>{}{here}</Sources>",
            gone(attributes)
        );
        let members: Vec<(&str, &[u8])> = member.map(|bytes| ("sources/gone.txt", bytes)).into_iter().collect();
        let (dump, problems) = read(&parts, &members);
        assert_eq!(remarks(&problems)[0], ("gone", kind));
        for (what, count, name) in [
            (ForeignLoss::CodingsWithoutText, 3, "gone"),
            (ForeignLoss::ValuesWithoutText, 1, "gone"),
            (ForeignLoss::LinksWithoutText, 1, "Ana"),
            (ForeignLoss::MovedComments, 2, "gone"),
        ] {
            assert_eq!(lost(&problems, what), (count, vec![name]), "{what:?}: {problems:?}");
        }
        assert_eq!(problems.len(), 5, "{problems:?}");
        assert_eq!(memos(&dump), ["project : gone: about pay", "project : gone: why"]);
        assert_eq!(dump.documents.iter().map(|document| document.name.as_str()).collect::<Vec<_>>(), ["here"]);
        assert_eq!(dump.documents[0].participant.as_deref(), Some("Ana"));
    }
}

#[test]
fn pictures_and_recordings_without_text_are_refused_with_their_codings_counted() {
    let regions = |kind: &str| {
        let coded = coding("d", "c1", "u1") + &coding("e", "c2", "u2");
        format!("<{kind} guid='r1'>{coded}</{kind}><{kind} guid='r2'><Description>look here</Description></{kind}>")
    };
    for (source, region, kind) in [
        ("PictureSource", "PictureSelection", "picture_without_text"),
        ("AudioSource", "AudioSelection", "recording_without_text"),
        ("VideoSource", "VideoSelection", "recording_without_text"),
        ("PDFSource", "PDFSelection", "pages_without_text"),
    ] {
        let (dump, problems) = read(
            &format!("{CODES}<Sources><{source} guid='s' name='it'>{}</{source}></Sources>", regions(region)),
            &[],
        );
        assert_eq!(
            remarks(&problems),
            [("it", kind), ("", "region_codings"), ("", "regions"), ("", "moved_comments")],
            "{source}"
        );
        assert_eq!(lost(&problems, ForeignLoss::RegionCodings), (2, vec!["it"]));
        assert_eq!(memos(&dump), ["project : it: look here"]);
    }
}

#[test]
fn groups_of_documents_and_codes_become_sets_and_those_of_memos_are_reported() {
    let group = |name: &str, members: &str| format!("<Set guid='{name}' name='{name}'>{members}</Set>");
    let (code, source, note) =
        ("<MemberCode targetGUID='c1'/>", "<MemberSource targetGUID='s1'/>", "<MemberNote targetGUID='n1'/>");
    let sets = group("gender: male", &source.repeat(3))
        + &group("城市", source)
        + &group("Theory", &code.repeat(2))
        + &group("Ideas", note)
        + &group("Mixed", &format!("{code}{source}{note}"))
        + &group("Empty", "")
        + &group("asset: money", code);
    let (dump, problems) = with_text("", &format!("<Sets>{sets}</Sets>"));
    let sets: Vec<(&str, &str, usize)> =
        dump.sets.iter().map(|set| (set.name.as_str(), set.kind.name(), set.items.len())).collect();
    let expected = [
        ("gender: male", "documents", 1),
        ("城市", "documents", 1),
        ("Theory", "codes", 1),
        ("Mixed", "codes", 1),
        ("Mixed (2)", "documents", 1),
    ];
    assert_eq!(sets, expected);
    assert_eq!(lost(&problems, ForeignLoss::DocumentGroups).0, 0);
    assert_eq!(lost(&problems, ForeignLoss::SharedIdentifiers).0, 0, "two sets of one group");
    assert_eq!(lost(&problems, ForeignLoss::CodeGroups), (1, vec!["Empty (no members)"]));
    assert_eq!(lost(&problems, ForeignLoss::MemoGroups), (2, vec!["Ideas (1 memo)", "Mixed (1 memo)"]));
    assert_eq!(dump.codebook.dimensions, [("asset".to_owned(), vec!["money".to_owned()])], "a dimension and its value");
}

#[test]
fn a_group_says_how_many_of_its_members_are_found() {
    let group = |name: &str, members: &str| format!("<Set guid='{name}' name='{name}'>{members}</Set>");
    let (here, nowhere) = ("<MemberSource targetGUID='s'/>", "<MemberSource targetGUID='nowhere'/>");
    let parts = format!(
        "{CODES}<Sources><TextSource guid='s' name='t'><PlainTextContent>one</PlainTextContent></TextSource></Sources>\
         <Sets>{}{}{}</Sets>",
        group("Half", &format!("{here}{nowhere}")),
        group("Whole", here),
        group("None", nowhere)
    );
    let folder = temporary();
    let (file, project) = (within(&folder, "p.qdpx"), within(&folder, "p.pullquote"));
    archive(file.as_ref(), &[("project.qde", xml(&parts).as_bytes())]);
    ok(&["new", &project]);
    let ran = run(&["import", &project, &file]);
    assert!(ran.out.contains("new sets: “Half” (1 of 2 documents found), “Whole” (1 document)\n"), "{ran:?}");
    assert!(ran.err.contains("the set None was left out, because the file has none of its documents"), "{ran:?}");
}

#[test]
fn everything_beyond_the_standard_is_reported() {
    let notes = format!(
        "<Notes><Note name='no guid'><PlainTextContent>kept</PlainTextContent></Note>\
         <Note guid='n' name='first'><PlainTextContent>first</PlainTextContent></Note>\
         <Note guid='n' name='second'><PlainTextContent>second</PlainTextContent>{}</Note></Notes><Notes><Note guid='m' name='third'/></Notes>\
         <Links><Link guid='l' name='causes' originGUID='c1' targetGUID='c2'/><Link guid='k' name='explains' originGUID='n' targetGUID='s1'/></Links>",
        passage(0, 1)
    );
    let rest = "<Cases><Case guid='k1' name='Ana'><VariableValue><VariableRef targetGUID='nowhere'/><TextValue>blue</TextValue></VariableValue>\
         <SourceRef targetGUID='nowhere'/><SelectionRef targetGUID='p'/></Case><Case guid='k2' name='Ana'/><Case guid='k3'/></Cases>\
         <Sets><Set guid='s' name='asset: money'><MemberCode targetGUID='nowhere'/></Set></Sets>\
         <Graphs><Graph guid='g' name='Map'><Vertex guid='x'/><Vertex guid='y'/><Edge guid='z'/></Graph></Graphs>\
         <Comments><Comment>to the editor</Comment></Comments>";
    let inside = format!(
        "<Rating value='3'/><PlainTextSelection guid='p' name='my quote' startPosition='0' endPosition='3' weight='80'>{}</PlainTextSelection>\
         <NoteRef targetGUID='nowhere'/>stray words",
        coding("d", "c1", "u1")
    );
    let (dump, problems) = with_text(&inside, &format!("{notes}{rest}"));
    let expected: [(ForeignLoss, usize, &[&str]); 14] = [
        (
            ForeignLoss::UnknownElements,
            3,
            &[
                "Comments in Project “to the editor”",
                "words in TextSource “stray words”",
                "Rating in TextSource “value=3”",
            ],
        ),
        (ForeignLoss::UnknownXmlAttributes, 1, &["PlainTextSelection weight “80”"]),
        (ForeignLoss::PassageNames, 1, &["my quote"]),
        (ForeignLoss::Links, 1, &["causes"]),
        (ForeignLoss::LinkDetails, 1, &["explains"]),
        (ForeignLoss::CodesOnMemos, 1, &["second"]),
        (ForeignLoss::SharedIdentifiers, 1, &["memo"]),
        (ForeignLoss::UndefinedValues, 1, &["blue"]),
        (ForeignLoss::CaseSelections, 1, &["text: Ana"]),
        (ForeignLoss::RenamedParticipants, 1, &["Ana"]),
        (ForeignLoss::NamelessCases, 1, &[]),
        (ForeignLoss::MissingTargets, 3, &["Ana", "asset: money"]),
        (ForeignLoss::Graphs, 1, &["Map (2 nodes, 1 edge)"]),
        (ForeignLoss::Initials, 0, &[]),
    ];
    for (what, count, names) in expected {
        let (found, mut found_names) = lost(&problems, what);
        let mut names = names.to_vec();
        found_names.sort_unstable();
        names.sort_unstable();
        assert_eq!((found, found_names), (count, names), "{what:?} in {problems:?}");
    }
    assert_eq!(problems.len(), 13, "{problems:?}");
    let memos = memos(&dump);
    for expected in ["project : no guid\nkept", "document text: first", "project : second", "project : third"] {
        assert!(memos.iter().any(|memo| memo == expected), "{expected} in {memos:?}");
    }
}

#[test]
fn unreferenced_files_are_reported() {
    let source = "<Sources><TextSource guid='s' name='t' plainTextPath='internal://s.txt' richTextPath='internal://s.docx'/>\
         <PDFSource guid='p' name='paper' path='internal://paper.pdf'/></Sources>\
         <Notes><Note guid='n' name='memo' plainTextPath='internal://n.txt'/></Notes>";
    let members: [(&str, &[u8]); 8] = [
        ("sources/s.txt", b"x"),
        ("sources/s.docx", b"x"),
        ("Sources/PAPER.pdf", b"x"),
        ("sources/n.txt", b"note"),
        ("sources/.root", b""),
        ("__MACOSX/sources/s.txt", b"x"),
        ("sources/old.txt", b"x"),
        ("\u{5907}\u{6ce8}.docx", b"x"),
    ];
    let (_, problems) = read(source, &members);
    assert_eq!(lost(&problems, ForeignLoss::UnusedFiles), (2, vec!["sources/old.txt", "备注.docx"]));
}

#[test]
fn change_records_are_counted_and_our_own_files_have_none() {
    let dated = "creatingUser='u1' creationDateTime='2025-03-01T10:15:00Z'";
    for (attributes, count) in [
        (dated.to_owned(), 1),
        ("modifiedDateTime='2025-03-02T10:15:00Z'".into(), 1),
        (format!("{dated} modifyingUser='u2'"), 1),
        ("creationDateTime='2025-03-01T10:15:00Z' modifiedDateTime='2025-03-01T10:15:00Z'".into(), 0),
        (String::new(), 0),
    ] {
        let source =
            format!("<TextSource guid='s' name='t' {attributes}><PlainTextContent>x</PlainTextContent></TextSource>");
        let (_, problems) = read(&format!("<Sources>{source}</Sources>"), &[]);
        assert_eq!(lost(&problems, ForeignLoss::ChangeRecords).0, count, "{attributes}");
    }
}

#[test]
fn path_separators_in_code_names_are_replaced_and_names_stay_distinct() {
    let code = |guid: &str, name: &str, below: &str| {
        format!("<Code guid='{guid}' name='{name}' isCodable='true'>{below}</Code>")
    };
    let codes = code("a", "x > y", "")
        + &code("b", "x", &code("c", "y", ""))
        + &code("d", "p", &code("e", "q > r", ""))
        + &code("f", "x › y", "")
        + &code("g", "more >50k, push->pull", "")
        + &code("h", "钱 > 房 > 车", "")
        + &code("i", "two\nlines", "");
    let passage = format!(
        "<PlainTextSelection guid='p' startPosition='0' endPosition='3'>{}</PlainTextSelection>",
        coding("z", "e", "u1")
    );
    let parts = format!(
        "<CodeBook><Codes>{codes}</Codes></CodeBook><Sources><TextSource guid='s' name='t'><PlainTextContent>one</PlainTextContent>{passage}</TextSource></Sources>"
    );
    let (dump, problems) = read(&parts, &[]);
    assert_eq!(
        dump.codebook.paths(),
        ["x › y", "x", "x > y", "p", "p > q › r", "x › y (2)", "more >50k, push->pull", "钱 › 房 › 车", "two lines"]
    );
    assert_eq!(lost(&problems, ForeignLoss::RenamedCodes), (3, vec!["x > y", "q > r", "钱 > 房 > 车"]));
    assert_eq!(lost(&problems, ForeignLoss::CodeNamesTaken), (2, vec!["x › y", "two lines"]));
    assert_eq!(passages(&dump), ["Jan p > q › r one"]);
    // Levels are available on request.
    let split = Reading { split_codes: Some(" > ".into()), ..Reading::default() };
    let (dump, problems) = read_as(&parts, &[], &split);
    assert_eq!(lost(&problems, ForeignLoss::RenamedCodes).0, 0);
    assert!(dump.codebook.paths().iter().any(|path| path == "钱 > 房 > 车"), "{:?}", dump.codebook.paths());
}

#[test]
fn names_of_codes_in_our_own_exchange_files_stay_as_they_are() {
    let folder = temporary();
    let source = folder.path().join("study");
    let mut files = good();
    let codes = "{\"codes\":[{\"name\":\"income > rent\",\"children\":[{\"name\":\"a\"}]},{\"name\":\"income\"}],\"facets\":{}}";
    files.retain(|(name, _)| !name.starts_with("codings") && !name.starts_with("memos"));
    let book = files.iter_mut().find(|(name, _)| name.as_str() == "codebook.json").unwrap();
    *book = ("codebook.json".into(), codes.into());
    write(&files, &source);
    let (project, out, back) =
        (within(&folder, "p.pullquote"), within(&folder, "p.qdpx"), within(&folder, "b.pullquote"));
    ok(&["new", &project]);
    run(&["import", &project, source.to_str().unwrap()]);
    ok(&["export", &project, &out]);
    ok(&["new", &back, "--from", &out]);
    let paths = |path: &str| Project::open(Path::new(path)).unwrap().dump().unwrap().codebook.paths();
    assert_eq!(
        (paths(&project), paths(&project)),
        (paths(&back), vec!["income > rent".into(), "income > rent > a".into(), "income".into()])
    );
}

#[test]
fn codes_named_like_other_paths_stay_distinct_in_every_format() {
    let folder = temporary();
    let source = folder.path().join("study");
    let coding = |end: u32, code: &str| format!(r#"{{"document": "D", "start": 0, "end": {end}, "code": "{code}"}}"#);
    let codings = [coding(2, "a › b"), coding(3, "a > b"), coding(4, "a › b > c"), coding(5, "a > b > c")].join(",");
    let files = [
        (
            "project.json",
            r#"{"format": "pullquote-folder", "version": 1, "name": "s", "coders": [{"name": "K"}],
            "documents": [{"name": "D", "path": "transcripts/D.txt"}]}"#
                .to_owned(),
        ),
        (
            "codebook.json",
            r#"{"codes": [{"name": "a > b", "children": [{"name": "c"}]},
            {"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]}], "facets": {}}"#
                .to_owned(),
        ),
        ("transcripts/D.txt", "没有钱 and home".to_owned()),
        ("codings/K.json", format!(r#"{{"coder": "K", "codings": [{codings}]}}"#)),
    ];
    write(&files.map(|(name, content)| (name.to_owned(), content)).to_vec(), &source);
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let report = json(&["import", &project, source.to_str().unwrap(), "--json"]);
    let warned: Vec<&serde_json::Value> =
        report["warnings"].as_array().unwrap().iter().map(|warning| &warning["kind"]).collect();
    assert_eq!(warned, ["ambiguous_code_name"], "{report:#}");
    let content = |path: &str| {
        let dump = Project::open(Path::new(path)).unwrap().dump().unwrap();
        let codings: Vec<(u32, String)> = dump.codings.iter().map(|coding| (coding.end, coding.code.clone())).collect();
        let names: Vec<String> = dump.codebook.walk().map(|walked| walked.code.name.clone()).collect();
        (names, dump.codebook.paths(), codings)
    };
    let wanted = content(&project);
    assert_eq!(wanted.0, ["a > b", "c", "a", "b", "c"]);
    assert_eq!(wanted.1, ["a › b", "a › b > c", "a", "a > b", "a > b > c"]);
    let places = [(2, "a › b"), (3, "a > b"), (4, "a › b > c"), (5, "a > b > c")];
    assert_eq!(wanted.2, places.map(|(end, code)| (end, code.to_owned())));
    for way in ["out", "out.qdpx"] {
        let (out, back) = (within(&folder, way), within(&folder, &format!("{way}.pullquote")));
        ok(&["export", &project, &out]);
        ok(&["new", &back, "--from", &out]);
        assert_eq!(content(&back), wanted, "{way}");
    }
    let (table, other) = (within(&folder, "codings.csv"), within(&folder, "other.pullquote"));
    ok(&["export", &project, &table, "--select", "codings"]);
    std::fs::write(source.join("codings/K.json"), r#"{"coder": "K", "codings": []}"#).unwrap();
    ok(&["new", &other, "--from", source.to_str().unwrap()]);
    ok(&["import", &other, &table, "--as", "segments"]);
    assert_eq!(content(&other), wanted);
    let one = json(&["codings", &project, "--code", "a › b", "--format", "json"]);
    assert!(one.to_string().contains("a › b") && !one.to_string().contains("a > b\""), "{one:#}");
}

#[test]
fn each_remark_is_in_one_list_of_the_report() {
    let folder = temporary();
    let file = within(&folder, "p.qdpx");
    let parts = format!(
        "{CODES}<Sources><PictureSource guid='b' name='photo.jpg'/><TextSource guid='s' name='t'><PlainTextContent>😀 one</PlainTextContent>{}</TextSource></Sources>\
         <Sets><Set guid='g' name='gender: male'><MemberSource targetGUID='b'/></Set></Sets>",
        passage(2, 4)
    );
    archive(file.as_ref(), &[("project.qde", xml(&parts).as_bytes())]);
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let report = json(&["import", &project, &file, "--json"]);
    let list = |name: &str, key: &str| -> Vec<(String, String)> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        report[name].as_array().unwrap().iter().map(|one| (text(&one["kind"]), text(&one[key]))).collect()
    };
    assert_eq!(list("refused", "place"), [("picture_without_text".to_owned(), "photo.jpg".to_owned())]);
    let losses = list("losses", "text");
    assert_eq!((losses.len(), losses[0].0.as_str()), (1, "document_groups"));
    assert!(losses[0].1.contains("gender: male (1 document)"), "{losses:?}");
    assert_eq!(report["losses"][0]["count"], 1);
    assert_eq!(list("warnings", "place"), [("uncertain_positions".to_owned(), String::new())]);
}

#[test]
fn places_in_a_project_file_are_read_in_the_language_of_the_reader() {
    let parts = format!(
        "{CODES}<Sources><TextSource guid='s1' name=''/></Sources>\
         <Notes><Note guid='n1' name='第一次' richTextPath='internal://n.docx'/></Notes>\
         <Sets><Set guid='g1' name='空'/></Sets>"
    );
    let (_, problems) = i18n::within(Language::Chinese, || read(&parts, &[]));
    let shown =
        |language| i18n::within(language, || problems.iter().map(Problem::in_file).collect::<Vec<_>>().join("\n"));
    for (language, places) in [
        (Language::English, ["document without a name: ", "memo 第一次: ", "空 (no members)"]),
        (Language::Chinese, ["未命名的文档：", "备忘录“第一次”：", "空（没有成员）"]),
    ] {
        let shown = shown(language);
        assert!(places.iter().all(|place| shown.contains(place)), "{shown}");
    }
}
