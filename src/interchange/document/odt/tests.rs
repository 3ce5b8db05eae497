//! Small OpenDocument texts made here, and the expected results.

use crate::interchange::document::{Document, office};
use crate::interchange::remark::{AsideKind, Loss, Refusal, Warning};
use crate::interchange::samples::zipped;

fn odt(automatic: &str, body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    zipped([("content.xml", content.as_str())].iter().chain(parts).copied())
}

fn read(automatic: &str, body: &str) -> Document {
    office::read(&odt(automatic, body, &[])).unwrap_or_else(|e| panic!("{e}"))
}

fn left(document: &Document) -> Vec<(AsideKind, &str)> {
    document.left_out.iter().map(|aside| (aside.kind, aside.text.as_str())).collect()
}

const LISTS: &str = "<text:list-style style:name='Q'><text:list-level-style-number text:level='1' style:num-format='1' \
     style:num-prefix='Q' style:num-suffix=':'/></text:list-style>\
    <text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
     <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/>\
     <text:list-level-style-number text:level='3' style:num-format='I' text:start-value='4' style:num-list-format='(%3%)'>\
     <style:list-level-properties><style:list-level-label-alignment text:label-followed-by='nothing'/>\
     </style:list-level-properties></text:list-level-style-number></text:list-style>\
    <text:list-style style:name='B'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/></text:list-style>\
    <text:list-style style:name='Z'><text:list-level-style-number text:level='1' style:num-format='一, 二, 三, ...' \
     style:num-suffix='、'/></text:list-style>";

fn list(style: &str, more: &str, items: &[&str]) -> String {
    let items: String = items.iter().map(|item| format!("<text:list-item>{item}</text:list-item>")).collect();
    format!("<text:list text:style-name='{style}' {more}>{items}</text:list>")
}

#[test]
fn numbers_of_lists_and_headings_are_in_the_text() {
    let p = |text: &str| format!("<text:p>{text}</text:p>");
    let (a, b, c) = (p("a"), p("b"), p("c"));
    let inner = |items: &[&str]| list("L", "", items);
    let cases = [
        (
            list("Q", "", &[&p("Why?")]) + &p("Work.") + &list("Q", "text:continue-numbering='true'", &[&p("And?")]),
            "Q1: Why?\nWork.\nQ2: And?",
        ),
        (list("L", "", &[&a, &b]) + &list("L", "", &[&c]), "1. a\n2. b\n1. c"),
        (
            list("L", "xml:id='x'", &[&a]) + &list("B", "", &[&b]) + &list("L", "text:continue-list='x'", &[&c]),
            "1. a\nb\n2. c",
        ),
        (
            inner(&[&(a.clone() + &inner(&[&b, &c])), &(a.clone() + &inner(&[&b]))]),
            "1. a\n1.a) b\n1.b) c\n2. a\n2.a) b",
        ),
        (inner(&[&inner(&[&inner(&[&a, &b])])]), "(IV)a\n(V)b"),
        (list("L", "", &[&(a.clone() + &b), &c]), "1. a\nb\n2. c"),
        (list("L", "", &[&a]).replace("<text:list-item>", "<text:list-item text:start-value='7'>"), "7. a"),
        (format!("<text:list text:style-name='L'><text:list-header>{a}</text:list-header></text:list>"), "a"),
        (list("Z", "", &[&p("为什么"), &p("没有")]), "一、 为什么\n二、 没有"),
    ];
    for (body, wanted) in cases {
        assert_eq!(read(LISTS, &body).text, wanted, "{body}");
    }
    assert_eq!(read(LISTS, &list("L", "", &[&a, &b])).warnings, [Warning::ListNumbers { count: 2 }]);
    let outline = "<office:styles><text:outline-style><text:outline-level-style text:level='1' style:num-format='1'/>\
                   <text:outline-level-style text:level='2' style:num-format='1' text:display-levels='2'/></text:outline-style>\
                   </office:styles>";
    let h = |level: u8, text: &str| format!("<text:h text:outline-level='{level}'>{text}</text:h>");
    let body = [
        h(1, "One"),
        h(2, "Part"),
        h(1, "Two"),
        h(2, "Part"),
        h(1, "No").replace("text:h ", "text:h text:is-list-header='true' "),
    ];
    let read = office::read(&odt("", &body.concat(), &[("styles.xml", outline)])).unwrap();
    assert_eq!(read.text, "1 One\n1.1 Part\n2 Two\n2.1 Part\nNo");
    let talk = ["Ana: why?", "Ben: work", "Ana: and?", "Ben: love"].map(p);
    let items: Vec<&str> = talk.iter().map(String::as_str).collect();
    let turns = self::read(LISTS, &list("L", "", &items));
    assert_eq!(
        (turns.text.as_str(), left(&turns)),
        ("Ana: why?\nBen: work\nAna: and?\nBen: love", vec![(AsideKind::ListNumber, "1. 2. 3. 4.")])
    );
}

#[test]
fn what_is_not_part_of_the_text_is_reported_verbatim() {
    let styles = "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>";
    let body = "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Me</dc:creator>\
                </office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>\
                <text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>a note</text:p></text:note-body>\
                </text:note><office:annotation><dc:creator>Me</dc:creator><text:p>ask again</text:p></office:annotation>b<text:span \
                text:style-name='H'>unseen words</text:span> <text:title>Study 7</text:title></text:p><text:p><text:ruby><text:ruby-base>漢字\
                </text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby><draw:frame><draw:image/><svg:desc>a lake</svg:desc>\
                </draw:frame></text:p><text:section><text:section-source xlink:href='other.odt'/></text:section>";
    let read = read(styles, body);
    assert_eq!(read.text, "ab Study 7\n漢字");
    let wanted = [
        (AsideKind::TrackedDeletion, "gone"),
        (AsideKind::Footnote, "a note"),
        (AsideKind::Comment, "ask again"),
        (AsideKind::HiddenText, "unseen words"),
        (AsideKind::Reading, "かんじ"),
        (AsideKind::Frame, "a lake"),
    ];
    assert_eq!(left(&read), wanted);
    let linked = Loss::LeftOut { what: AsideKind::LinkedDocument, count: 1 };
    assert!(read.losses.contains(&linked) && read.losses.len() == 7, "{:?}", read.losses);
}

#[test]
fn words_in_drawings_follow_their_paragraph() {
    let cases = [
        "<text:p>a<draw:frame><draw:text-box><text:p>Ben: in</text:p></draw:text-box></draw:frame>b</text:p>",
        "<text:p>a<draw:custom-shape><text:p>Ben: in</text:p></draw:custom-shape>b</text:p>",
        "<text:p>a<draw:g><draw:rect><text:p>Ben: in</text:p></draw:rect><draw:line/></draw:g>b</text:p>",
    ];
    for body in cases {
        let read = read("", body);
        assert_eq!((read.text.as_str(), read.losses.len()), ("ab\nBen: in", 0), "{body}");
        assert_eq!(read.warnings, [Warning::TextBoxes { count: 1 }]);
    }
}

#[test]
fn tables_of_turns_are_read_with_their_heads() {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let row =
        |cells: &str| format!("<table:table-row>{}</table:table-row>", cells.split('|').map(cell).collect::<String>());
    let head = format!("<table:table-header-rows>{}</table:table-header-rows>", row("Wer|Was"));
    let rows = ["Int|Why?", "Ana|Work.", "|Love.", "Int|Now?"].map(row).concat();
    let read = read("", &format!("<table:table>{head}{rows}</table:table>"));
    assert_eq!(read.text, "Int: Why?\nAna: Work.\nLove.\nInt: Now?");
    assert_eq!(left(&read), [(AsideKind::TableHead, "Wer Was")]);
    assert_eq!(read.labels.map(|labels| labels.len()), Some(3));
}

#[test]
fn encrypted_files_say_so_and_flat_ones_are_read() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked = odt("", "<text:p>a</text:p>", &[("META-INF/manifest.xml", manifest)]);
    assert_eq!(office::read(&locked), Err(Refusal::Protected));
    let flat = "<?xml version='1.0'?><office:document><office:body><office:text><text:p>Ana: a</text:p></office:text></office:body>\
                </office:document>";
    assert_eq!(super::read_flat(flat).map(|read| read.text), Ok("Ana: a".to_owned()));
}

#[test]
fn deletions_marked_in_their_place_are_left_out_as_those_kept_apart() {
    let region = |id: &str, kind: &str| {
        format!(
            "<text:changed-region text:id='{id}'><text:{kind}><office:change-info><dc:creator>Me</dc:creator>\
             </office:change-info></text:{kind}></text:changed-region>"
        )
    };
    let changes =
        format!("<text:tracked-changes>{}{}</text:tracked-changes>", region("d", "deletion"), region("i", "insertion"));
    let start = |id: &str| format!("<text:change-start text:change-id='{id}'/>");
    let end = |id: &str| format!("<text:change-end text:change-id='{id}'/>");
    let deleted = |text: &str| format!("{}{text}{}", start("d"), end("d"));
    let cases = [
        (format!("<text:p>Ana: so{}</text:p>", deleted(" gone")), "Ana: so", "gone"),
        (format!("<text:p>{}Kim: so</text:p>", deleted("Ana Ruiz")), "Kim: so", "Ana Ruiz"),
        // The end of a paragraph.
        (format!("<text:p>Ana: one {}</text:p><text:p>{}half</text:p>", start("d"), end("d")), "Ana: one half", ""),
        // Several paragraphs, with formatting.
        (
            format!(
                "<text:p>Ana: a{} b</text:p><text:p><text:span>c</text:span></text:p><text:p>d{} e</text:p>",
                start("d"),
                end("d")
            ),
            "Ana: a e",
            "b c d",
        ),
        (format!("<text:p>a{}b{}c</text:p>", start("i"), end("i")), "abc", ""),
        (
            format!("<text:p>a</text:p><text:p>{}</text:p><text:p>b</text:p>", deleted("all of it")),
            "a\n\nb",
            "all of it",
        ),
    ];
    for (body, wanted, gone) in cases {
        let flat = format!(
            "<?xml version='1.0'?><office:document><office:body><office:text>{changes}{body}</office:text></office:body>\
             </office:document>"
        );
        for read in [super::read_flat(&flat).unwrap(), read("", &format!("{changes}{body}"))] {
            let aside: Vec<_> = (!gone.is_empty()).then_some((AsideKind::TrackedDeletion, gone)).into_iter().collect();
            assert_eq!((read.text.as_str(), left(&read)), (wanted, aside), "{body}");
        }
    }
}

#[test]
fn words_that_a_condition_hides_are_reported() {
    let hidden = |text: &str, aside: &'static str| (text.to_owned(), vec![(AsideKind::HiddenText, aside)]);
    let cases = [
        (
            "<text:p>a<text:hidden-text text:condition='x' text:string-value='unseen' text:is-hidden='true'/>b</text:p>",
            hidden("ab", "unseen"),
        ),
        (
            "<text:p>a<text:hidden-text text:string-value='seen' text:is-hidden='false'>seen</text:hidden-text></text:p>",
            ("aseen".to_owned(), vec![]),
        ),
        (
            "<text:p>Ana: unseen<text:hidden-paragraph text:is-hidden='true'/></text:p><text:p>b</text:p>",
            hidden("b", "Ana: unseen"),
        ),
        ("<text:p>a<text:hidden-paragraph text:is-hidden='false'/></text:p>", ("a".to_owned(), vec![])),
        (
            "<text:p>a <text:conditional-text text:string-value-if-true='yes' text:string-value-if-false='no'>yes\
             </text:conditional-text></text:p>",
            hidden("a yes", "no"),
        ),
        (
            "<text:section text:display='condition' text:is-hidden='true'><text:p>away</text:p></text:section><text:p>b</text:p>",
            hidden("b", "away"),
        ),
    ];
    for (body, wanted) in cases {
        let read = read("", body);
        assert_eq!((read.text.clone(), left(&read)), wanted, "{body}");
    }
}
