//! Small Word files made here, and the expected results.

use crate::interchange::document::{Document, office};
use crate::interchange::remark::{AsideKind, Loss, Refusal, Warning};
use crate::interchange::samples::zipped;
use crate::model::CharRange;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A file with more parts than its body.
fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let body = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", &body)].iter().chain(parts).copied())
}

fn text(body: &str) -> String {
    office::read(&docx(body)).unwrap_or_else(|e| panic!("{e}")).text
}

#[test]
fn paragraphs_runs_tabs_and_breaks_are_read() {
    let cases = [
        (
            "<w:p><w:r><w:t>I: Wh</w:t></w:r><w:r><w:t>y?</w:t></w:r></w:p><w:p><w:r><w:t>B</w:t></w:r></w:p>",
            "I: Why?\nB",
        ),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        (
            "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p>",
            "in",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>no</w:t></w:r><w:r><w:t>yes &amp; &#x4E2D;</w:t></w:r></w:p>",
            "yes & 中",
        ),
        ("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>shown</w:t></w:r></w:p>", "shown"),
    ];
    for (body, wanted) in cases {
        assert_eq!(text(body), wanted, "{body}");
    }
}

#[test]
fn headings_and_emphasis_are_kept_beside_the_words() {
    let styles = "<w:styles><w:style w:styleId='Overskrift2'><w:name w:val='heading 2'/></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:pStyle w:val='Overskrift2'/><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:t>On </w:t></w:r>\
                <w:r><w:rPr><w:i/></w:rPr><w:t>it</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b w:val='1'/></w:rPr><w:t>An\
                </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>n</w:t></w:r><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>: \
                yes</w:t></w:r></w:p>";
    let read = office::read(&docx_with(body, &[("word/styles.xml", styles)])).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.text, "On it\nAnn: yes");
    let shown: Vec<_> = read.styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
    let wanted = [("0..5", "heading 2"), ("3..5", "italic"), ("6..9", "bold")];
    assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
}

#[test]
fn an_outline_level_beyond_the_last_is_ordinary_text() {
    for (level, heading) in [("0", Some(1)), ("8", Some(9)), ("9", None), ("255", None), ("256", None), ("-1", None)] {
        let body = format!("<w:p><w:pPr><w:outlineLvl w:val='{level}'/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>");
        let read = office::read(&docx(&body)).unwrap_or_else(|e| panic!("{e}"));
        let styles: Vec<String> = read.styles.iter().map(|styled| styled.style.name()).collect();
        let wanted: Vec<String> = heading.map(|level| format!("heading {level}")).into_iter().collect();
        assert_eq!(styles, wanted, "level {level}");
    }
}

#[test]
fn comments_notes_and_running_heads_are_reported_verbatim() {
    let piece = |root: &str, name: &str, text: &str| {
        format!("<w:{root}><w:{name}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{name}></w:{root}>")
    };
    let head = "<w:hdr><w:p><w:r><w:t>Study 7</w:t></w:r></w:p></w:hdr>";
    let comments = piece("comments", "comment", "ask  again").replace("</w:comments>", "");
    let comments = format!("{comments}{}", piece("comments", "comment", "ask again").replace("<w:comments>", ""));
    let notes = piece("footnotes", "footnote", "注");
    let parts = [
        ("word/comments.xml", comments.as_str()),
        ("word/footnotes.xml", &notes),
        ("word/header1.xml", head),
        ("word/header2.xml", head),
    ];
    let read = office::read(&docx_with("<w:p><w:r><w:t>a</w:t></w:r></w:p>", &parts)).unwrap_or_else(|e| panic!("{e}"));
    let left_out: Vec<_> = read.left_out.iter().map(|l| (l.kind, l.text.as_str())).collect();
    // A repeated header is reported once; two comments with the same words are two.
    let comment = (AsideKind::Comment, "ask again");
    assert_eq!(left_out, [comment, comment, (AsideKind::Footnote, "注"), (AsideKind::RunningHead, "Study 7")]);
}

#[test]
fn a_table_of_names_and_words_is_a_conversation() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let table = format!("<w:tbl>{}{}</w:tbl>", row("访谈者", "为什么？"), row("受访者：", "没有钱。"));
    assert_eq!(text(&table), "访谈者: 为什么？\n受访者: 没有钱。");
    let numbers = format!("<w:tbl><w:tr>{0}{0}{0}</w:tr></w:tbl>", cell("1"));
    assert_eq!(text(&numbers), "1\t1\t1");
}

#[test]
fn every_way_to_cut_or_garble_a_file_ends_in_words() {
    let whole = docx("<w:p><w:r><w:t>I: Why did you go?</w:t></w:r></w:p>");
    for length in 0..whole.len() {
        let cut = whole.get(..length).unwrap_or_default();
        let refusal = office::read(cut).unwrap_err();
        assert!(matches!(refusal, Refusal::Damaged), "{length} bytes: {refusal:?}");
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0xff;
        // Some bytes do not affect the text; there must be no panic and no other text.
        if let Ok(document) = office::read(&bytes) {
            assert_eq!(document.text, "I: Why did you go?", "byte {at}");
        }
    }
}

#[test]
fn documents_that_define_entities_or_have_no_bottom_are_refused() {
    let deep = "<w:smartTag>".repeat(5_000);
    assert_eq!(office::read(&docx(&deep)), Err(Refusal::TooDeep { levels: 1_000 }));
}

/// A paragraph of one run.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

/// A paragraph with properties.
fn pp(properties: &str, text: &str) -> String {
    p(text).replacen("<w:p>", &format!("<w:p><w:pPr>{properties}</w:pPr>"), 1)
}

fn read_with(body: &str, parts: &[(&str, &str)]) -> Document {
    office::read(&docx_with(body, parts)).unwrap_or_else(|e| panic!("{e}"))
}

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    zipped(parts.iter().copied())
}

fn relations(targets: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!(
            "<Relationship Id='{id}' Type='http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}' Target='{target}'/>"
        )
    };
    format!("<Relationships>{}</Relationships>", targets.iter().map(one).collect::<String>())
}

fn left(document: &Document) -> Vec<(AsideKind, &str)> {
    document.left_out.iter().map(|aside| (aside.kind, aside.text.as_str())).collect()
}

#[test]
fn parts_are_found_by_their_relations_whatever_they_are_called() {
    let body = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='H'/></w:pPr><w:r><w:t>Ana: yes</w:t></w:r></w:p></w:body>\
                </w:document>";
    let note = "<w:footnotes><w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let styles = "<w:styles><w:style w:styleId='H'><w:name w:val='Heading 1'/></w:style></w:styles>";
    let of_main = relations(&[("r1", "footnotes", "notes2.xml"), ("r2", "styles", "/shared/looks.xml")]);
    let cases = [
        ("word/document2.xml", "word/document2.xml", "word/_rels/document2.xml.rels", "word/notes2.xml"),
        ("/doc/Main%20part.xml", "doc/Main part.xml", "doc/_rels/Main part.xml.rels", "doc/notes2.xml"),
        ("/WORD/Document.xml", "word/document.xml", "word/_rels/document.xml.rels", "Word/Notes2.xml"),
        ("main.xml", "main.xml", "_rels/main.xml.rels", "notes2.xml"),
        ("./a/../b/x.xml", "b\\x.xml", "b/_rels/x.xml.rels", "b/notes2.xml"),
    ];
    for (target, main, list, notes) in cases {
        let of_package = relations(&[("r1", "officeDocument", target)]);
        let parts = [
            ("_rels/.rels", of_package.as_str()),
            (main, body),
            (list, &of_main),
            (notes, note),
            ("shared/looks.xml", styles),
            // An unreferenced part.
            ("word/footnotes.xml", "<w:footnotes><w:footnote><w:t>other</w:t></w:footnote></w:footnotes>"),
        ];
        let read = office::read(&packed(&parts)).unwrap_or_else(|e| panic!("{target}: {e}"));
        assert_eq!((read.text.as_str(), left(&read)), ("Ana: yes", vec![(AsideKind::Footnote, "a note")]), "{target}");
        assert_eq!(read.styles.len(), 1, "{target}");
    }
    let types = "<Types><Override PartName='/x/y.xml' ContentType='application/vnd.openxmlformats-officedocument.\
                 wordprocessingml.document.main+xml'/></Types>";
    let read = office::read(&packed(&[("[Content_Types].xml", types), ("x/y.xml", body)]));
    assert_eq!(read.map(|read| read.text), Ok("Ana: yes".to_owned()), "by its type alone");
    let none = packed(&[("_rels/.rels", &relations(&[("r1", "officeDocument", "word/gone.xml")]))]);
    assert_eq!(office::read(&none), Err(Refusal::MissingPart { part: "word/gone.xml".into() }));
    let slides = packed(&[
        ("_rels/.rels", &relations(&[("r1", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/presentation.xml", "<p:presentation/>"),
    ]);
    assert_eq!(office::read(&slides), Err(Refusal::Presentation));
}

#[test]
fn parts_of_other_formats_are_read_in_their_place() {
    let inner = docx("<w:p><w:r><w:t>Ana: in the chunk</w:t></w:r></w:p>");
    let mht = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Ana: in the <b>chunk</b></p>";
    let cases: [(&str, &[u8]); 5] = [
        ("a.mht", mht.as_bytes()),
        ("a.htm", b"<html><body><p>Ana: in the <b>chunk</b></p></body></html>"),
        ("a.rtf", b"{\\rtf1 Ana: in the {\\b chunk}}"),
        ("a.txt", b"\xef\xbb\xbfAna: in the chunk"),
        ("a.docx", &inner),
    ];
    let body = format!("{}<w:altChunk r:id='r9'/>{}", p("Title"), p("End"));
    for (name, content) in cases {
        let list = relations(&[("r9", "aFChunk", &format!("/chunks/{name}"))]);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx_with(&body, &[]))).unwrap();
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for at in 0..archive.len() {
            zip.raw_copy_file(archive.by_index_raw(at).unwrap()).unwrap();
        }
        for (part, bytes) in [("word/_rels/document.xml.rels", list.as_bytes()), (&format!("chunks/{name}"), content)] {
            zip.start_file(part, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        let read = office::read(&zip.finish().unwrap().into_inner()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.text, "Title\nAna: in the chunk\nEnd", "{name}");
        let bold = read.styles.iter().map(|styled| styled.range.to_string()).collect::<Vec<_>>();
        assert!(bold.is_empty() || bold == ["18..23"], "{name}: {bold:?}");
    }
    // A part that is missing or cannot be read is reported.
    let read = read_with(&body, &[]);
    assert_eq!(read.text, "Title\nEnd");
    assert_eq!(read.losses, [Loss::LeftOut { what: AsideKind::ForeignPart, count: 1 }]);
}

#[test]
fn other_parts_with_words_are_reported_with_their_kind() {
    let list = relations(&[
        ("r1", "chart", "charts/c.xml"),
        ("r2", "diagramData", "d.xml"),
        ("r3", "package", "embeddings/answers.xlsx"),
        ("r4", "oddPart", "odd.xml"),
        ("r5", "image", "media/i.png"),
        ("r6", "theme", "theme.xml"),
    ]);
    let parts = [
        ("[Content_Types].xml", "<Types><Default Extension='xml' ContentType='application/xml'/></Types>"),
        ("word/document.xml", &*format!("<w:document><w:body>{}</w:body></w:document>", p("a"))),
        ("word/_rels/document.xml.rels", &list),
        ("word/charts/c.xml", "<c:chartSpace><c:v>Poor</c:v><c:v>Rich</c:v></c:chartSpace>"),
        ("word/d.xml", "<dgm:dataModel><a:t>Push</a:t></dgm:dataModel>"),
        ("word/odd.xml", "<x/>"),
        ("word/theme.xml", "<x/>"),
    ];
    let read = office::read(&packed(&parts)).unwrap_or_else(|e| panic!("{e}"));
    let wanted = [
        (AsideKind::EmbeddedFile, "answers.xlsx"),
        (AsideKind::ForeignPart, "odd.xml"),
        (AsideKind::Chart, "Poor Rich"),
        (AsideKind::Diagram, "Push"),
    ];
    assert_eq!(left(&read), wanted);
    assert_eq!(read.losses.len(), 4);
}

const NUMBERING: &str = "<w:numbering>\
    <w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Q%1:'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='1'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:start w:val='3'/><w:numFmt w:val='upperRoman'/><w:suff w:val='nothing'/><w:lvlText w:val='(%3)'/>\
        <w:lvlRestart w:val='0'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='2'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/>\
        <w:suff w:val='nothing'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='3'>\
        <w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f0b7}'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/><w:lvlText w:val='Int:'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='4'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:pStyle w:val='H1'/><w:lvlText w:val='%1'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:pStyle w:val='H2'/><w:isLgl/>\
        <w:lvlText w:val='%1.%2'/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId='5'><w:numStyleLink w:val='MyList'/></w:abstractNum>\
    <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
    <w:num w:numId='3'><w:abstractNumId w:val='1'/>\
        <w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
    <w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num>\
    <w:num w:numId='5'><w:abstractNumId w:val='3'/></w:num>\
    <w:num w:numId='6'><w:abstractNumId w:val='4'/></w:num>\
    <w:num w:numId='7'><w:abstractNumId w:val='5'/></w:num>\
    </w:numbering>";

const NUMBERED_STYLES: &str = "<w:styles>\
    <w:style w:styleId='H1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='6'/></w:numPr></w:pPr></w:style>\
    <w:style w:styleId='H2'><w:name w:val='Sub'/><w:basedOn w:val='H1'/><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr>\
    </w:style>\
    <w:style w:styleId='MyList'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style></w:styles>";

#[test]
fn numbers_of_lists_are_in_the_text_as_word_shows_them() {
    let item = |list: u32, level: u32, text: &str| {
        pp(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"), text)
    };
    let styled = |style: &str, text: &str| pp(&format!("<w:pStyle w:val='{style}'/>"), text);
    let cases: [(Vec<String>, &str); 9] = [
        (vec![item(1, 0, "Why?"), p("Work."), item(1, 0, "And?")], "Q1: Why?\nWork.\nQ2: And?"),
        (
            vec![item(2, 0, "a"), item(2, 1, "b"), item(2, 1, "c"), item(2, 0, "d"), item(2, 1, "e")],
            "1. a\n1.a) b\n1.b) c\n2. d\n2.a) e",
        ),
        (vec![item(2, 2, "a"), item(2, 0, "b"), item(2, 2, "c")], "(III)a\n2. b\n(IV)c"),
        (vec![item(2, 0, "a"), item(3, 0, "b"), item(3, 0, "c"), item(2, 0, "d")], "1. a\n5. b\n6. c\n7. d"),
        (vec![item(4, 0, "为什么"), item(4, 0, "没有")], "一、为什么\n二、没有"),
        (vec![item(5, 0, "a point"), item(5, 1, "Why?"), item(0, 0, "plain")], "a point\nInt: Why?\nplain"),
        (vec![styled("H1", "One"), styled("H2", "Part"), styled("H2", "Next")], "I One\n1.1 Part\n1.2 Next"),
        (
            vec![styled("H1", "One"), pp("<w:pStyle w:val='H1'/><w:numPr><w:numId w:val='0'/></w:numPr>", "None")],
            "I One\nNone",
        ),
        (vec![item(7, 0, "linked")], "1. linked"),
    ];
    let parts = [("word/numbering.xml", NUMBERING), ("word/styles.xml", NUMBERED_STYLES)];
    for (paragraphs, wanted) in cases {
        assert_eq!(read_with(&paragraphs.concat(), &parts).text, wanted);
    }
    let list = [item(1, 0, "Why?"), p("Work."), item(1, 0, "And?"), item(5, 0, "a point")].concat();
    let read = read_with(&list.replacen("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>", 1), &parts);
    assert_eq!(read.warnings, [Warning::ListNumbers { count: 2 }]);
    assert_eq!((read.losses, read.styles[0].range), (vec![], CharRange::new(4, 8)), "the number is not bold");
    let former = "<w:numPr><w:numId w:val='1'/></w:numPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr>\
                  </w:pPrChange>";
    assert_eq!(read_with(&pp(former, "Why?"), &parts).text, "Q1: Why?", "as it is and not as it was");
}

#[test]
fn numbers_of_turns_are_left_out_and_reported() {
    let item = |text: &str| pp("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='2'/></w:numPr>", text);
    let talk: String = ["Ana: why?", "Ben: work", "Ana: and?", "and so on", "Ben: love"].map(item).concat();
    let read = read_with(&talk, &[("word/numbering.xml", NUMBERING)]);
    assert_eq!(read.text, "Ana: why?\nBen: work\nAna: and?\nand so on\nBen: love");
    assert_eq!(left(&read), [(AsideKind::ListNumber, "1. 2. 3. 4. 5.")]);
    assert_eq!(read.losses, [Loss::LeftOut { what: AsideKind::ListNumber, count: 5 }]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let deleted = |text: &str| format!("<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", p(text));
    let table = |rows: &str| format!("<w:tbl>{rows}</w:tbl>");
    let row = |properties: &str, a: &str, b: &str| {
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}{}</w:tr>", cell(a), cell(b))
    };
    let cases = [
        ("a deleted mark joins", format!("{}{}", pp("<w:rPr><w:del/></w:rPr>", "Ben: one "), p("paragraph")), "Ben: one paragraph"),
        (
            "three paragraphs and one that is gone",
            [pp("<w:rPr><w:del/></w:rPr>", "a "), pp("<w:rPr><w:ins/><w:del/></w:rPr>", "b "), p("c"), p("d")].concat(),
            "a b c\nd",
        ),
        (
            "a whole paragraph",
            format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", deleted("gone"), p("stays")),
            "stays",
        ),
        ("the last mark", pp("<w:rPr><w:del/></w:rPr>", "Ben: last"), "Ben: last"),
        ("in a cell", table(&format!("<w:tr><w:tc>{}{}</w:tc></w:tr>", pp("<w:rPr><w:del/></w:rPr>", "a "), p("b"))), "a b"),
        (
            "moved words stand once",
            format!(
                "<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>{}\
                 <w:p><w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>",
                p("Ana: stays")
            ),
            "Ana: stays\nmoved",
        ),
        (
            "deleted within inserted",
            format!("<w:p><w:ins>{}<w:r><w:t>kept</w:t></w:r></w:ins></w:p>", deleted("gone")),
            "kept",
        ),
        (
            "rows",
            table(&[row("", "a", "b"), row("<w:del w:id='1'/>", "gone", "gone"), row("<w:ins/>", "c", "d")].concat()),
            "a\tb\nc\td",
        ),
        (
            "cells",
            table(&format!("<w:tr>{}<w:tc><w:tcPr><w:cellDel/></w:tcPr>{}</w:tc>{}</w:tr>", cell("a"), p("gone"), cell("b"))),
            "a\tb",
        ),
        (
            "former looks",
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange>\
             <w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>seen</w:t></w:r></w:p>"
                .to_owned()
                + &p("next"),
            "seen\nnext",
        ),
    ];
    for (case, body, wanted) in cases {
        let read = read_with(&body, &[]);
        assert_eq!(read.text, wanted, "{case}");
        let gone = body.matches("gone").count();
        let text: String = left(&read).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
        assert_eq!(text.matches("gone").count(), gone, "{case}");
        assert!(!text.contains("moved"), "{case}: what stands elsewhere is not missing");
    }
    let only = "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>";
    assert_eq!(left(&read_with(only, &[])), [(AsideKind::TrackedDeletion, "moved")], "where it is moved to nowhere");
}

#[test]
fn signs_fields_and_controls_are_read_as_they_are_shown() {
    let run = |inner: &str| format!("<w:p><w:r>{inner}</w:r></w:p>");
    let field = |kind: &str| format!("<w:fldChar w:fldCharType='{kind}'/>");
    let cases = [
        (run("<w:t>so </w:t><w:sym w:font='Wingdings' w:char='F04A'/>"), "so ☺"),
        (run("<w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\u{f061}b</w:t>"), "αb"),
        (run("<w:t>co</w:t><w:softHyphen/><w:t>op</w:t><w:noBreakHyphen/><w:t>x</w:t>"), "co\u{ad}op\u{2011}x"),
        (run("<w:t>a</w:t><w:cr/><w:t>b</w:t><w:ptab/><w:t>c</w:t>"), "a\nb\tc"),
        (
            run(&format!(
                "{}<w:instrText> IF </w:instrText>{}<w:instrText>PAGE</w:instrText>{}<w:t>7</w:t>{}<w:instrText>x</w:instrText>{}\
                 <w:t>shown</w:t>{}",
                field("begin"),
                field("begin"),
                field("separate"),
                field("end"),
                field("separate"),
                field("end")
            )),
            "shown",
        ),
        (
            run(&format!(
                "<w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>\
                 </w:fldChar><w:instrText>FORMCHECKBOX</w:instrText>{}<w:t> yes</w:t>",
                field("end")
            )),
            "☒ yes",
        ),
        (
            run(&format!(
                "<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='no'/><w:listEntry \
                 w:val='often'/></w:ddList></w:ffData></w:fldChar><w:instrText>FORMDROPDOWN</w:instrText>{}",
                field("end")
            )),
            "often",
        ),
        (
            "<w:p><w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent><w:r><w:t>in a control</w:t></w:r></w:sdtContent>\
             </w:sdt><w:smartTag><w:r><w:t> smart</w:t></w:r></w:smartTag><w:bdo w:val='rtl'><w:r><w:t> bidi</w:t></w:r></w:bdo></w:p>"
                .to_owned(),
            "in a control smart bidi",
        ),
        (
            "<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>"
                .to_owned(),
            "1/2",
        ),
        (
            "<w:p><w:r><w:ruby><w:rt><w:r><w:t>かんじ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢字</w:t></w:r></w:rubyBase></w:ruby>\
             </w:r></w:p>"
                .to_owned(),
            "漢字",
        ),
    ];
    for (body, wanted) in &cases {
        assert_eq!(read_with(body, &[]).text, *wanted, "{body}");
    }
    let reported = |at: usize| {
        let read = read_with(&cases[at].0, &[]);
        left(&read).iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(reported(9), [(AsideKind::Reading, "かんじ".to_owned())]);
    assert_eq!(reported(4), [(AsideKind::FieldCode, "PAGE".to_owned()), (AsideKind::FieldCode, "IF 7x".to_owned())]);
    let read = read_with(&run("<w:sym w:font='Webdings' w:char='F04A'/><w:t>a</w:t>"), &[]);
    assert_eq!((read.text.as_str(), read.losses), ("\u{fffd}a", vec![Loss::UnknownSymbols { count: 1 }]));
    let read =
        read_with("<w:p><w:r><x:said>odd words</x:said><w:t>a</w:t><wp:posOffset>17</wp:posOffset></w:r></w:p>", &[]);
    assert_eq!(left(&read), [(AsideKind::UnknownElement, "odd words")]);
}

#[test]
fn text_boxes_follow_their_paragraph_and_are_read_once() {
    let text_box = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let both = |choice: &str, fallback: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice>{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )
    };
    let host = |inner: &str| {
        format!("{}<w:p><w:r><w:t>a</w:t></w:r><w:r>{inner}</w:r><w:r><w:t>b</w:t></w:r></w:p>{}", p("x"), p("y"))
    };
    let cases = [
        (host(&text_box("Ben: in")), "x\nab\nBen: in\ny"),
        (host(&both(&text_box("Ben: in"), &text_box("Ben: in"))), "x\nab\nBen: in\ny"),
        (host(&both("<w:drawing/>", &text_box("Ben: in"))), "x\nab\nBen: in\ny"),
        (host(&both(&both(&text_box("in"), &text_box("in")), &text_box("in"))), "x\nab\nin\ny"),
        (
            host(&format!("<w:txbxContent><w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl></w:txbxContent>", p("cell"))),
            "x\nab\ncell\ny",
        ),
        (
            host(&format!(
                "<w:txbxContent><w:p><w:r>{}<w:t>outer</w:t></w:r></w:p></w:txbxContent>",
                text_box("inner")
            )),
            "x\nab\nouter\ninner\ny",
        ),
    ];
    for (body, wanted) in cases {
        let read = read_with(&body, &[]);
        assert_eq!(read.text, wanted, "{body}");
        assert!(
            read.warnings.iter().any(|warning| matches!(warning, Warning::TextBoxes { .. })),
            "{:?}",
            read.warnings
        );
    }
    let without_text = format!("{}<w:p><w:r>{}</w:r></w:p>", p("x"), text_box("in"));
    assert_eq!(read_with(&without_text, &[]).text, "x\nin");
}

#[test]
fn tables_of_turns_state_their_speakers_and_times() {
    let cell = |text: &str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(text));
    let row = |cells: &str| format!("<w:tr>{}</w:tr>", cells.split('|').map(cell).collect::<String>());
    let table = |rows: &[&str]| format!("<w:tbl>{}</w:tbl>", rows.iter().map(|cells| row(cells)).collect::<String>());
    let talk = table(&["Time|Speaker|Text", "00:01|Lee, Ana|Why: so?", "00:04|B. Roe|For work.", "||And love."]);
    let read = read_with(&format!("{}{talk}", p("Interview 7")), &[]);
    assert_eq!(read.text, "Interview 7\nLee, Ana: Why: so?\nB. Roe: For work.\nAnd love.");
    let labels = read.labels.unwrap();
    assert_eq!(labels, [CharRange::new(12, 20), CharRange::new(31, 37)]);
    let times: Vec<_> = read.times.iter().map(|mark| (mark.at.0, mark.millis)).collect();
    assert_eq!(times, [(22, 1_000), (39, 4_000)]);
    // If others speak beside the table, all speakers are detected from the text.
    let beside = [p("Cleo: a"), p("Dan: b"), p("Cleo: c"), p("Dan: d"), talk].concat();
    assert_eq!(read_with(&beside, &[]).labels, None);
    let marked = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("Wer|Was").replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>"),
        row("Int|Why?").repeat(2),
        row("Ana|So.").repeat(2)
    );
    assert_eq!(read_with(&marked, &[]).text, "Int: Why?\nInt: Why?\nAna: So.\nAna: So.");
    let merged = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>Part one</w:t></w:r></w:p></w:tc></w:tr>";
    let merged = format!("{merged}{}{}{}</w:tbl>", row("Int|Why?"), row("Ana|So."), row("Int|And?"));
    assert_eq!(read_with(&merged, &[]).text, "Part one\nInt: Why?\nAna: So.\nInt: And?");
}

#[test]
fn transcripts_of_teams_state_their_speakers_and_times() {
    let lines = ["0:0:0.0 --&gt; 0:0:2.340", "Lee, Ana", "So where?", "0:0:3.10 --&gt; 0:0:6.0", "Ben", "Near."];
    let paragraphs: String = lines.map(p).concat();
    let breaks: String = [&lines[..3], &lines[3..]].map(|cue| p(&cue.join("</w:t><w:br/><w:t>"))).concat();
    for body in [paragraphs, breaks] {
        let metadata = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>saved-by</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>\
                        </w:tc></w:tr></w:tbl>";
        let read = read_with(&format!("{body}{metadata}"), &[]);
        assert_eq!(read.text, "Lee, Ana: So where?\nBen: Near.\nsaved-by\tx");
        assert_eq!(read.labels, Some(vec![CharRange::new(0, 8), CharRange::new(20, 23)]));
        assert_eq!(read.times.iter().map(|mark| mark.millis).collect::<Vec<_>>(), [0, 3_100]);
    }
}
