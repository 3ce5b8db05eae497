//! Deviations of real programs from the standard for project files, one by one, and how each is handled.

use super::project_files::*;
use super::support::*;
use pullquote::engine::export::export_exchange;
use pullquote::engine::{Error, Progress, Project};
use pullquote::interchange::document::Reading;
use pullquote::interchange::plain::CodeDump;
use pullquote::interchange::refi::{ExchangeOptions, Offsets};
use pullquote::interchange::remark::ForeignLoss;
use std::io::Read;
use std::path::{Path, PathBuf};

fn entries(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut member = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            (member.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// A study whose text has Windows line ends and emoji.
fn study(folder: &tempfile::TempDir) -> Project {
    let source = folder.path().join("study");
    super::support::write(&good(), &source);
    let project = within(folder, "s.pullquote");
    ok(&["new", &project]);
    ok(&["import", &project, source.to_str().unwrap()]);
    Project::open(Path::new(&project)).unwrap()
}

#[test]
fn texts_are_written_as_plain_utf_8_files() {
    let folder = temporary();
    let project = study(&folder);
    let file = folder.path().join("out.qdpx");
    export_exchange(project.reads(), &file, &ExchangeOptions::default(), &Progress::default()).unwrap();
    let all = entries(&file);
    assert_eq!(all[0].0, "project.qde");
    let qde = String::from_utf8(all[0].1.clone()).unwrap();
    assert!(qde.starts_with("<?xml"), "no byte order mark before it");
    assert!(!qde.contains("richTextPath") && qde.contains("plainTextPath=\"internal://"), "{qde}");
    let sources = qde.split("<Sources>").nth(1).unwrap().split("</Sources>").next().unwrap();
    assert!(!sources.contains("PlainTextContent"));
    for (name, bytes) in &all[1..] {
        assert!(name.starts_with("sources/") && name.ends_with(".txt"), "{name}");
        assert!(!bytes.contains(&b'\r') && !bytes.starts_with(b"\xef\xbb\xbf"), "{name}");
    }
    assert_eq!(all.len(), 1 + project.dump().unwrap().documents.len());
}

#[test]
fn a_text_that_is_not_utf_8_is_reported() {
    let (dump, problems) = read(
        "<Sources><TextSource guid='s' name='t' plainTextPath='internal://s.txt'/></Sources>",
        &[("sources/s.txt", b"Er sagte, \x84das war gut\x93, und ging \xfcber die Stra\xdfe.")],
    );
    assert!(dump.documents[0].text.contains("über die Straße"), "{:?}", dump.documents[0].text);
    assert_eq!(remarks(&problems), [("t", "encoding_guessed")]);
}

#[test]
fn formatting_that_is_dropped_is_reported() {
    let source = "<Sources><TextSource guid='s' name='t' plainTextPath='internal://s.txt' richTextPath='internal://s.docx'/></Sources>";
    let (dump, problems) = read(source, &[("sources/s.txt", b"x")]);
    assert_eq!(&*dump.documents[0].text, "x");
    assert_eq!(lost(&problems, ForeignLoss::Formatting), (1, vec!["t"]));
}

#[test]
fn archive_members_may_have_other_names() {
    for (stored, inside, path) in [
        ("My study.qde", "sources/a.txt", "internal://a.txt"),
        ("project.qde", "Sources/A.txt", "internal://a.TXT"),
        ("PROJECT.QDE", "a.txt", "a.txt"),
        ("project.qde", "sources\\a.txt", "sources/a.txt"),
    ] {
        let folder = temporary();
        let file = folder.path().join("p.qdpx");
        let project = xml(&format!("<Sources><TextSource guid='s' name='t' plainTextPath='{path}'/></Sources>"));
        archive(&file, &[(stored, project.as_bytes()), (inside, b"words")]);
        assert_eq!(&*read_file(&file, &Reading::default()).0.documents[0].text, "words", "{stored} {inside} {path}");
    }
}

#[test]
fn a_bare_project_is_read_with_the_sources_beside_it_and_nothing_else() {
    let folder = temporary();
    std::fs::write(folder.path().join("secret.txt"), "CANARY").unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir_all(home.join("Sources")).unwrap();
    std::fs::write(home.join("Sources/a.txt"), "one").unwrap();
    std::fs::write(home.join("b.txt"), "two").unwrap();
    let source = |name: &str, path: &str| format!("<TextSource guid='{name}' name='{name}' plainTextPath='{path}'/>");
    let all = source("a", "internal://a.txt") + &source("b", "b.txt") + &source("c", "internal://../secret.txt");
    let file = home.join("study.qde");
    std::fs::write(&file, xml(&format!("<Sources>{all}</Sources>"))).unwrap();
    let (dump, problems) = read_file(&file, &Reading::default());
    let texts: Vec<&str> = dump.documents.iter().map(|one| &*one.text).collect();
    assert_eq!(texts, ["one", "two"]);
    assert_eq!(remarks(&problems), [("c", "text_outside")]);
}

#[test]
fn a_text_within_the_project_is_read_with_one_kind_of_line_end() {
    let selection = format!(
        "<PlainTextSelection guid='p' startPosition='4' endPosition='7' name='two'>{}</PlainTextSelection>",
        coding("d", "c1", "u1")
    );
    let source = format!(
        "{CODES}<Sources><TextSource guid='s' name='t'><PlainTextContent>one\r\ntwo</PlainTextContent>{selection}</TextSource></Sources>"
    );
    assert_eq!(passages(&read(&source, &[]).0), ["Jan One two"]);
}

#[test]
fn a_broken_file_is_refused_with_its_line_and_place() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    archive(
        &file,
        &[("project.qde", xml("<Notes>\n<Note guid='n'><Description>a < b</Description></Note></Notes>").as_bytes())],
    );
    let project = within(&folder, "p.pullquote");
    fails(&["new", &project, "--from", file.to_str().unwrap()], 1, &["damaged at line 2", "character"]);
    assert!(!Path::new(&project).exists(), "nothing is left");
}

#[test]
fn codes_keep_names_and_levels_in_any_namespace() {
    for space in ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4"] {
        let folder = temporary();
        let file = folder.path().join("c.qdc");
        let book = format!(
            "\u{feff}<?xml version='1.0'?><CodeBook xmlns='{space}'><Codes>\
             <Code guid='a' name='Élèves' isCodable='false' color='rgba(1,2,3,0.5)' description='in an attribute'>\
             <Code guid='b' name='Übung' isCodable='true'><Description>x</Description></Code></Code>\
             <Code guid='c' name='parent'><Code guid='d' name='below' isCodable='true' color='nonsense'/></Code>\
             </Codes><Sets/><Unknown/></CodeBook>"
        );
        std::fs::write(&file, book).unwrap();
        let (dump, problems) = read_file(&file, &Reading::default());
        assert_eq!(dump.codebook.paths(), ["Élèves", "Élèves > Übung", "parent", "parent > below"]);
        let code: &CodeDump = &dump.codebook.codes[0];
        assert_eq!((code.color.as_str(), code.folder), ("#010203", true));
        assert!(!dump.codebook.codes[1].folder, "a code that has codes below is one itself");
        assert_eq!(lost(&problems, ForeignLoss::Colors), (1, vec!["nonsense"]));
        assert_eq!(code.description, "in an attribute");
        assert_eq!(lost(&problems, ForeignLoss::UnknownElements), (1, vec!["Unknown in CodeBook"]));
    }
}

#[test]
fn folders_are_exported_as_folders() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let codes = "<CodeBook><Codes><Code guid='f' name='Folder' isCodable='false'><Code guid='c' name='Code' isCodable='true'/></Code></Codes></CodeBook>";
    archive(&file, &[("project.qde", xml(codes).as_bytes())]);
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project, "--from", file.to_str().unwrap()]);
    let out = within(&folder, "out.qdpx");
    ok(&["export", &project, &out]);
    let qde = String::from_utf8(entries(Path::new(&out))[0].1.clone()).unwrap();
    assert!(
        qde.contains("name=\"Folder\" isCodable=\"false\"") && qde.contains("name=\"Code\" isCodable=\"true\""),
        "{qde}"
    );
}

#[test]
fn names_of_codes_are_made_unique_on_request() {
    let folder = temporary();
    let project = project_of(&folder, &sample());
    let out = within(&folder, "out.qdpx");
    let report = json(&["export", &project, &out, "--unique-names", "--json"]);
    let losses = report["losses"].as_array().unwrap();
    let renamed = losses.iter().find(|loss| loss["kind"] == "renamed codes").unwrap();
    assert_eq!(renamed["count"], 13);
    assert!(renamed["names"][0].as_str().unwrap().contains(" → "));
    let qde = String::from_utf8(entries(Path::new(&out))[0].1.clone()).unwrap();
    let names: Vec<&str> = qde
        .split("<Code guid=")
        .skip(1)
        .map(|code| code.split("name=\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    let unique: std::collections::HashSet<&&str> = names.iter().collect();
    assert_eq!((names.len(), unique.len()), (88, 88));
    assert!(names.contains(&"Push (Human capital)"), "{names:?}");
}

#[test]
fn a_folder_around_everything_is_left_out_on_request() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let codes = "<CodeBook><Codes><Code guid='f' name='Nodes' isCodable='false'><Code guid='c' name='A' isCodable='true'/></Code></Codes></CodeBook>";
    archive(&file, &[("project.qde", xml(codes).as_bytes())]);
    let (dump, problems) = read_file(&file, &Reading::default());
    assert_eq!(dump.codebook.paths(), ["Nodes", "Nodes > A"]);
    assert_eq!(kinds(&problems), ["codes_in_one_folder"]);
    let (dump, problems) = read_file(&file, &Reading { unwrap: true, ..Reading::default() });
    assert_eq!((dump.codebook.paths(), kinds(&problems)), (vec!["A".to_owned()], vec![]));
}

#[test]
fn names_are_split_into_levels_only_on_request() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let codes = "<CodeBook><Codes><Code guid='f' name='A::B' isCodable='true'/><Code guid='c' name='v. 2' isCodable='true'/></Codes></CodeBook>";
    archive(&file, &[("project.qde", xml(codes).as_bytes())]);
    assert_eq!(read_file(&file, &Reading::default()).0.codebook.paths(), ["A::B", "v. 2"]);
    let split = Reading { split_codes: Some("::".into()), ..Reading::default() };
    assert_eq!(read_file(&file, &split).0.codebook.paths(), ["A", "A > B", "v. 2"]);
    let project = within(&folder, "p.pullquote");
    fails(&["new", &project, "--from", file.to_str().unwrap(), "--split-codes", " "], 2, &["separator of levels"]);
}

#[test]
fn each_coder_keeps_what_they_coded() {
    let selection = |guid: &str, by: &str, inside: &str| {
        format!(
            "<PlainTextSelection guid='{guid}' startPosition='0' endPosition='3' creatingUser='{by}'>{inside}</PlainTextSelection>"
        )
    };
    // Words chosen by another coder; no coder; two coders on one passage; the same coding twice; no date at all.
    let all = selection("p1", "u2", &coding("d1", "c1", "u1"))
        + &selection("p2", "", &coding("d2", "c2", ""))
        + &selection("p3", "u2", &(coding("d3", "c1", "u2") + &coding("d4", "c1", "u1")));
    let (dump, problems) = with_text(&all, "");
    assert_eq!(passages(&dump), ["Jan One one", "Eva One one", "unknown coder Two one"]);
    for (what, count) in
        [(ForeignLoss::UnknownCoders, 1), (ForeignLoss::RepeatedPassages, 1), (ForeignLoss::OtherSelectors, 2)]
    {
        assert_eq!(lost(&problems, what).0, count, "{what:?} in {problems:?}");
    }
    assert!(dump.codings.iter().all(|coding| coding.created.is_some()));
}

#[test]
fn a_comment_on_a_coded_passage_is_its_memo() {
    let (dump, problems) = with_text(
        &format!(
            "<PlainTextSelection guid='p' startPosition='0' endPosition='3' modifyingUser='u2' modifiedDateTime='2025-03-01T10:15:00Z'>\
             <Description>why &amp; how</Description>{}</PlainTextSelection>",
            coding("d", "c1", "u1")
        ),
        "",
    );
    let memo = &dump.codings.first().unwrap().memos[0];
    assert_eq!(
        (memo.text.as_str(), memo.coder.as_deref(), memo.created),
        ("why & how", Some("Eva"), Some(1_740_824_100_000))
    );
    assert_eq!(kinds(&problems), [""; 0]);
}

#[test]
fn memos_are_found_by_references_and_links_and_may_have_one_name() {
    let notes = "<Notes><Note guid='n1' name='same' creatingUser='u2' creationDateTime='2025-03-01T10:15:00'><PlainTextContent>linked</PlainTextContent></Note>\
         <Note guid='n2' name='same'><PlainTextContent>referred</PlainTextContent></Note>\
         <Note guid='n3' name='journal'><PlainTextContent>of nobody</PlainTextContent></Note>\
         <Note guid='n4' name='place'><PlainTextContent>here</PlainTextContent><PlainTextSelection guid='x' startPosition='4' endPosition='7'/></Note></Notes>\
         <Links><Link guid='l1' originGUID='n1' targetGUID='p'/><Link guid='l2' name='other' originGUID='c1' targetGUID='c2'/></Links>";
    let inside = format!(
        "<PlainTextSelection guid='p' startPosition='0' endPosition='3'>{}</PlainTextSelection>\
         <PlainTextSelection guid='q' startPosition='4' endPosition='7'><Description>a bookmark</Description></PlainTextSelection>\
         <PlainTextSelection guid='r' startPosition='4' endPosition='7'/>\
         <NoteRef targetGUID='n2'/><NoteRef targetGUID='n4'/>",
        coding("d", "c1", "u1")
    );
    let (dump, problems) = with_text(&inside, notes);
    let linked = &dump.codings.first().unwrap().memos[0];
    assert_eq!((linked.text.as_str(), linked.coder.as_deref()), ("same\nlinked", Some("Eva")));
    let memos_read = memos(&dump);
    for expected in [
        "document text: same\nreferred",
        "document text: “two”: a bookmark",
        "document text: “two”: place\nhere",
        "project : journal\nof nobody",
    ] {
        assert!(memos_read.iter().any(|memo| memo == expected), "{expected} in {memos_read:?}");
    }
    assert_eq!(memos_read.len(), 4);
    assert_eq!(lost(&problems, ForeignLoss::Links), (1, vec!["other"]));
    assert_eq!(lost(&problems, ForeignLoss::UncodedPassages), (1, vec!["text"]));
    assert_eq!(lost(&problems, ForeignLoss::PassageComments), (1, vec!["text"]));
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn omitted_items_are_reported_by_name() {
    let (_, problems) = read(
        "<Sources><PictureSource guid='b' name='photo.jpg'><PictureSelection guid='c' firstX='1' firstY='1' secondX='2' secondY='2'/></PictureSource></Sources>\
         <Sets><Set guid='s' name='gender: male'><MemberSource targetGUID='b'/></Set></Sets>\
         <Graphs><Graph guid='g' name='My map'/></Graphs>",
        &[],
    );
    assert_eq!(remarks(&problems)[0], ("photo.jpg", "picture_without_text"));
    for (what, name) in [
        (ForeignLoss::Graphs, "My map (0 nodes, 0 edges)"),
        (ForeignLoss::Regions, "photo.jpg"),
        (ForeignLoss::DocumentGroups, "gender: male (1 document)"),
    ] {
        assert_eq!(lost(&problems, what), (1, vec![name]));
    }
    assert_eq!(problems.len(), 4, "{problems:?}");
}

#[test]
fn documents_with_the_same_name_and_very_many_small_ones_are_imported() {
    let sources: String = (0..300)
        .map(|n| {
            format!("<TextSource guid='s{n}' name='answer'><PlainTextContent>text {n}</PlainTextContent></TextSource>")
        })
        .collect();
    let (dump, problems) = read(&format!("<Sources>{sources}</Sources>"), &[]);
    assert_eq!((dump.documents.len(), dump.documents[1].name.as_str()), (300, "answer (2)"));
    assert_eq!(lost(&problems, ForeignLoss::RenamedDocuments), (299, vec!["answer"]));
}

#[test]
fn attributes_come_from_cases_documents_and_cases_without_a_name() {
    let value = |variable: &str, value: &str| {
        format!("<VariableValue><VariableRef targetGUID='{variable}'/>{value}</VariableValue>")
    };
    let parts = format!(
        "<Variables><Variable guid='v1' name='Age' typeOfVariable='Integer'/><Variable guid='v2' name='Mode' typeOfVariable='Text'/>\
         <Variable guid='v3' name='Paid' typeOfVariable='Boolean'/><Variable guid='v4' name='When' typeOfVariable='DateTime'/></Variables>\
         <Cases><Case guid='k1' name='Ana'>{}{}<SourceRef targetGUID='FILE-A'/></Case><Case guid='k2'>{}<SourceRef targetGUID='s2'/></Case></Cases>\
         <Sources><TextSource guid='s1' name='a' plainTextPath='internal://file-a.txt'>{}</TextSource>\
         <TextSource guid='s2' name='b' plainTextPath='internal://b.txt'>{}</TextSource></Sources>",
        value("v1", "<IntegerValue>34</IntegerValue>"),
        value("v3", "<BooleanValue>true</BooleanValue>"),
        value("v2", "<TextValue>phone</TextValue>"),
        value("v2", "<TextValue>face to face</TextValue>"),
        value("v1", "<FloatValue></FloatValue>"),
    );
    let (dump, problems) = read(&parts, &[("sources/file-a.txt", b"x"), ("sources/b.txt", b"y")]);
    let people: Vec<String> = dump.participants.iter().map(|one| format!("{} {:?}", one.name, one.values)).collect();
    assert_eq!(people, ["Ana [Some(\"34\"), Some(\"yes\"), None]"]);
    let of_documents: Vec<&str> = dump.document_attributes.iter().map(|one| one.name.as_str()).collect();
    let values: Vec<Option<&str>> = dump.documents.iter().map(|one| one.values[0].as_deref()).collect();
    assert_eq!((of_documents, values), (vec!["Mode"], vec![Some("face to face"), Some("phone")]));
    assert_eq!(dump.documents[0].participant.as_deref(), Some("Ana"), "found by the name of its file");
    assert_eq!(lost(&problems, ForeignLoss::DateTimes), (1, vec!["When"]));
}

#[test]
fn attributes_are_exported_with_documents_and_as_groups_on_request() {
    let folder = temporary();
    let project = study(&folder);
    let file = folder.path().join("out.qdpx");
    let options = ExchangeOptions { attribute_groups: true, values_on_documents: true, ..ExchangeOptions::default() };
    export_exchange(project.reads(), &file, &options, &Progress::default()).unwrap();
    let qde = String::from_utf8(entries(&file)[0].1.clone()).unwrap();
    assert!(qde.contains("name=\"age: 43\""), "{qde}");
    let sources = qde.split("<Sources>").nth(1).unwrap().split("</Sources>").next().unwrap();
    assert!(sources.contains("<IntegerValue>43</IntegerValue>"), "{sources}");
    // They are in the file twice, and imported once.
    let (back, problems) = read_file(&file, &Reading::default());
    assert_eq!((back.participants, kinds(&problems)), (project.dump().unwrap().participants, vec![]));
}

#[test]
fn transcripts_are_read_whatever_the_recording_is_called() {
    for kind in ["AudioSource", "VideoSource"] {
        let source = format!(
            "{CODES}<Sources><{kind} guid='s' name='talk.m4a'><Transcript guid='t' plainTextPath='internal://t.txt'>\
             <SyncPoint guid='y1' timeStamp='0' position='4'/><SyncPoint guid='y2' timeStamp='9' position='7'/>\
             <TranscriptSelection guid='p' fromSyncPoint='y1' toSyncPoint='y2'>{}</TranscriptSelection>\
             <TranscriptSelection guid='q' fromSyncPoint='y9'/></Transcript></{kind}></Sources>",
            coding("d", "c1", "u1")
        );
        let (dump, problems) = read(&source, &[("sources/t.txt", b"one two three")]);
        assert_eq!(passages(&dump), ["Jan One two"]);
        assert_eq!(lost(&problems, ForeignLoss::Recordings), (1, vec!["talk.m4a"]));
        assert_eq!(remarks(&problems)[0], ("talk.m4a", "no_place_in_transcript"));
        let times: Vec<(u32, u32)> = dump.documents[0]
            .origin
            .iter()
            .flat_map(|origin| &origin.times)
            .map(|time| (time.at.0, time.millis))
            .collect();
        assert_eq!(times, [(4, 0), (7, 9)]);
    }
}

#[test]
fn a_pdf_passage_and_its_duplicate_in_the_text_are_one() {
    let source = format!(
        "{CODES}<Sources><PDFSource guid='s' name='paper.pdf'><PDFSelection guid='p' page='0' firstX='1' firstY='1' secondX='2' secondY='2'>{}</PDFSelection>\
         <PDFSelection guid='alone' page='0' firstX='1' firstY='1' secondX='2' secondY='2'/>\
         <Representation guid='r' plainTextPath='internal://r.txt'><PlainTextSelection guid='p' startPosition='0' endPosition='3'>{}</PlainTextSelection></Representation></PDFSource></Sources>",
        coding("d1", "c1", "u1"),
        coding("d2", "c1", "u1")
    );
    let (dump, problems) = read(&source, &[("sources/r.txt", b"one two three")]);
    assert_eq!(passages(&dump), ["Jan One one"]);
    assert_eq!(lost(&problems, ForeignLoss::Regions), (1, vec!["paper.pdf"]));
}

#[test]
fn codes_on_whole_documents_become_passages_over_all_of_the_text() {
    let (dump, problems) = with_text(&coding("d", "c1", "u2"), "");
    assert_eq!(passages(&dump), ["Eva One one two three"]);
    assert_eq!(lost(&problems, ForeignLoss::WholeDocumentCodings), (1, vec!["text"]));
}

#[test]
fn utf_16_positions_are_written_on_request_and_documents_are_named() {
    let folder = temporary();
    let project = study(&folder);
    let path: PathBuf = folder.path().join("out.qdpx");
    let out = path.to_str().unwrap();
    drop(project);
    let file = within(&folder, "s.pullquote");
    let report = json(&["export", &file, out, "--for", "nvivo", "--json"]);
    let positions = report["losses"].as_array().unwrap().iter().find(|loss| loss["kind"] == "positions").unwrap();
    assert_eq!(positions["count"], 1, "{positions}");
    let before = Project::open(Path::new(&file)).unwrap().dump().unwrap();
    let back = read_file(&path, &Reading { offsets: Some(Offsets::Utf16), ..Reading::default() }).0;
    assert_eq!(passages(&back).len(), before.codings.len());
    assert_eq!(passages(&back), passages(&before));
}

#[test]
fn duplicate_outside_and_linked_members_are_reported() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let project = xml("<Sources><TextSource guid='s' name='t' plainTextPath='internal://s.txt'/></Sources>");
    archive(
        &file,
        &[("project.qde", project.as_bytes()), ("sources/s.txt", b"x"), ("sources/S.txt", b"y"), ("../out.txt", b"z")],
    );
    let (dump, problems) = read_file(&file, &Reading::default());
    assert_eq!(&*dump.documents[0].text, "x");
    assert_eq!(remarks(&problems), [("sources/S.txt", "member_case"), ("../out.txt", "member_outside")]);
}

#[test]
fn a_text_that_inflates_endlessly_is_omitted_and_the_others_are_read() {
    let source =
        |name: &str| format!("<TextSource guid='{name}' name='{name}' plainTextPath='internal://{name}.txt'/>");
    let sources = format!("<Sources>{}{}</Sources>", source("bomb"), source("good"));
    let (dump, problems) =
        read(&sources, &[("sources/bomb.txt", &vec![b'x'; 65 << 20]), ("sources/good.txt", b"words")]);
    assert_eq!(dump.documents.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["good"]);
    assert_eq!(remarks(&problems), [("bomb", "member_too_large")]);
}

#[test]
fn an_extremely_deep_code_tree_is_refused_or_cut_with_a_message() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let codes = "<Code guid='c' name='c' isCodable='true'>".repeat(20_000) + &"</Code>".repeat(20_000);
    archive(&file, &[("project.qde", xml(&format!("<CodeBook><Codes>{codes}</Codes></CodeBook>")).as_bytes())]);
    fails(&["new", &within(&folder, "p"), "--from", file.to_str().unwrap()], 1, &["nested more than 68 levels deep"]);
}

#[test]
fn a_project_of_another_program_is_not_written_to_and_reading_can_be_cancelled() {
    use pullquote::engine::foreign;
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let source = "<Sources><TextSource guid='s' name='t'><PlainTextContent>x</PlainTextContent></TextSource></Sources>";
    archive(&file, &[("project.qde", xml(source).as_bytes())]);
    let progress = Progress::default();
    let read = foreign::read(&file, &Default::default(), &progress).unwrap().unwrap();
    assert_eq!((read.format.name(), read.dump.documents.len(), read.problems.len()), ("qdpx", 1, 0));
    assert!(foreign::read(&folder.path().join("a.txt"), &Default::default(), &progress).unwrap().is_none());
    progress.cancel();
    assert!(matches!(foreign::read(&file, &Default::default(), &progress), Err(Error::Cancelled(_))));
}

#[test]
fn a_new_project_made_from_another_starts_its_history_with_it() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    archive(&file, &[("project.qde", xml(CODES).as_bytes())]);
    let project = within(&folder, "n.pullquote");
    let out = ok(&["new", &project, "--from", file.to_str().unwrap()]);
    assert!(out.contains("2 codes"), "{out}");
    assert!(ok(&["info", &project]).starts_with("p\n"), "it keeps its existing name");
    fails(&["undo", &project], 1, &["nothing"]);
    fails(&["new", &project, "--from", file.to_str().unwrap()], 1, &["already"]);
    fails(&["new", &within(&folder, "m"), "--from", "none.docx"], 1, &["neither a project of another program"]);
    fails(&["new", &within(&folder, "m"), "--unwrap"], 2, &["--from"]);
    assert!(!Path::new(&within(&folder, "m.pullquote")).exists());
}

#[test]
fn an_import_fills_in_missing_values_and_reports_differences() {
    let folder = temporary();
    let file = folder.path().join("p.qdpx");
    let value = |variable: &str, value: &str| {
        format!("<VariableValue><VariableRef targetGUID='{variable}'/>{value}</VariableValue>")
    };
    let parts = format!(
        "<Variables><Variable guid='v1' name='age' typeOfVariable='Integer'/><Variable guid='v2' name='mode' typeOfVariable='Text'/></Variables>\
         <Cases><Case guid='k1' name='C'>{}{}</Case><Case guid='k2' name='李'>{}</Case></Cases><Description>another study</Description>",
        value("v1", "<IntegerValue>34</IntegerValue>"),
        value("v2", "<TextValue>phone</TextValue>"),
        value("v1", "<IntegerValue>77</IntegerValue>"),
    );
    archive(&file, &[("project.qde", xml(&parts).as_bytes())]);
    drop(study(&folder));
    let project = within(&folder, "s.pullquote");
    let report = json(&["import", &project, file.to_str().unwrap(), "--json"]);
    let refused: Vec<&str> =
        report["refused"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
    assert_eq!(refused, ["other_description", "other_values"], "{report:#}");
    let dump = Project::open(Path::new(&project)).unwrap().dump().unwrap();
    let at = |name: &str| dump.attributes.iter().position(|attribute| attribute.name == name).unwrap();
    let of = |name: &str, attribute: &str| {
        dump.participants.iter().find(|one| one.name == name).unwrap().values[at(attribute)].clone().unwrap_or_default()
    };
    assert_eq!((of("C", "age"), of("C", "mode"), of("李", "age")), ("34".into(), "phone".into(), "29".into()));
    ok(&["undo", &project]);
    assert_eq!(Project::open(Path::new(&project)).unwrap().dump().unwrap().attributes.len(), dump.attributes.len() - 1);
}

#[test]
fn codebooks_of_other_programs_are_imported_with_and_without_a_stated_kind() {
    let folder = temporary();
    let file = folder.path().join("c.qdc");
    let book = "<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes><Code guid='a' name='A::B' isCodable='true'/></Codes></CodeBook>";
    std::fs::write(&file, book).unwrap();
    let (path, project) = (file.to_str().unwrap(), within(&folder, "p.pullquote"));
    ok(&["new", &project]);
    ok(&["import", &project, path, "--as", "codebook", "--split-codes", "::"]);
    let paths = || Project::open(Path::new(&project)).unwrap().dump().unwrap().codebook.paths();
    assert_eq!(paths(), ["A", "A > B"]);
    // The code is recognised by its GUID, whatever its name.
    fails(&["import", &project, path, "--as", "codebook"], 1, &["already in the project"]);
    assert_eq!(paths(), ["A", "A > B"]);
    let other = within(&folder, "q.pullquote");
    ok(&["new", &other]);
    ok(&["import", &other, path]);
    assert_eq!(Project::open(Path::new(&other)).unwrap().dump().unwrap().codebook.paths(), ["A::B"]);
}
