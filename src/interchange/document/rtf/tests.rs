//! RTF as programs write it, and the expected results.

use super::read;
use crate::interchange::remark::{AsideKind, Loss, Refusal};

fn text(rtf: &str) -> String {
    read(rtf.as_bytes()).unwrap_or_else(|e| panic!("{e}")).text
}

#[test]
fn words_paragraphs_and_characters_of_every_kind_are_read() {
    let cases = [
        (r"{\rtf1\ansi I: Why?\par B: Caf\'e9\par}", "I: Why?\nB: Café"),
        (r"{\rtf1\ansi\ansicpg936 \'b7\'c3\'cc\'b8}", "访谈"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}\f1\'b7\'c3\f0 x}", "访x"),
        (r"{\rtf1\uc1 \u35775?\u-29409?}", "访负"),
        (r"{\rtf1\uc2 \u35775 ab\u8217 cd!}", "访’!"),
        (r"{\rtf1\uc1 \u-10179?\u-8704?}", "\u{1f600}"),
        (r"{\rtf1 a{\*\unknown b}c{\info{\author d}}e}", "ace"),
        (r"{\rtf1 a{\v hidden}b{\pict 00ff}c\tab d\line e}", "abc\td\ne"),
        (r"{\rtf1 a\bin3 }}}b}", "ab"),
        (r"{\rtf1 \{x\}\\ \~}", "{x}\\ \u{a0}"),
        (r"{\rtf1 a{\upr{b?}{\*\ud{b\u20013 ?}}}c}", "ab中c"),
        (r"{\rtf1 {\pntext\f1 1.\tab}a{\object{\*\objdata 00ff}{\result b}}\column c\'zz}", "1.\tab\nczz"),
        (r"{\rtf1 a\nestcell{\*\nesttableprops\nestrow}{\nonesttables\par}b}", "a\t\nb"),
    ];
    for (rtf, wanted) in cases {
        assert_eq!(text(rtf), wanted, "{rtf}");
    }
}

#[test]
fn words_that_are_not_part_of_the_text_are_reported_verbatim() {
    let rtf = r"{\rtf1{\fonttbl{\f0 Arial;}}{\header\pard run\'e9\par}{\headerf run\'e9}{\footer 3}a{\footnote \f0 a {\i note}}\
        {\*\atnid AL}{\*\annotation{\*\atndate 7}ask\par again}{\v hid{\b den}}b{\deleted gone}{\v too}c\
        {\field{\*\fldinst{HYPERLINK x}}{\fldrslt link}}{\*\unknown one{\b two}{\pict 00}}\
        {\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt in a box\par}}}{\info{\title t}}}behind";
    let read = read(rtf.replace("\\\n        ", "").as_bytes()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.text, "abclink");
    let left_out: Vec<_> = read.left_out.iter().map(|aside| (aside.kind, aside.text.as_str())).collect();
    let wanted = [
        (AsideKind::RunningHead, "runé"),
        (AsideKind::RunningFoot, "3"),
        (AsideKind::Footnote, "a note"),
        (AsideKind::Comment, "ask again"),
        (AsideKind::HiddenText, "hidden"),
        (AsideKind::TrackedDeletion, "gone"),
        (AsideKind::HiddenText, "too"),
        (AsideKind::FieldCode, "HYPERLINK x"),
        (AsideKind::UnknownElement, "onetwo"),
        (AsideKind::TextBox, "in a box"),
        (AsideKind::UnknownElement, "behind"),
    ];
    assert_eq!(left_out, wanted);
    assert!(read.losses.contains(&Loss::LeftOut { what: AsideKind::HiddenText, count: 2 }));
    assert!(read.losses.contains(&Loss::LeftOut { what: AsideKind::UnknownElement, count: 2 }));
}

#[test]
fn headings_and_emphasis_are_kept_beside_the_words() {
    let rtf = r"{\rtf1{\pard\outlinelevel0 On {\i it}\par}\pard\b Ann\b0 : yes\par{\stylesheet\outlinelevel1 no}}";
    let read = read(rtf.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(read.text, "On it\nAnn: yes");
    let shown: Vec<_> = read.styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
    let wanted = [("0..5", "heading 1"), ("3..5", "italic"), ("6..9", "bold")];
    assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
}

#[test]
fn a_truncated_file_is_reported_and_an_endless_one_refused() {
    let cut = read(br"{\rtf1 I: Why?\par B: Bec").unwrap_or_else(|e| panic!("{e}"));
    assert!(cut.losses == [Loss::Truncated] && cut.text.ends_with("Bec"));
    let endless = read(format!("{{\\rtf1 {}", "{".repeat(100_000)).as_bytes());
    assert!(matches!(endless, Err(Refusal::TooDeep { .. })), "{endless:?}");
    assert!(read(br"{\rtf1 a\bin2147483647 }").is_ok());
}

#[test]
fn rows_of_a_table_are_turns_where_they_hold_names_and_words() {
    let talk = "Ana: Why?\nBen: So.\nAna: And?\nBen: Well.";
    /// Writes a row with a name and words.
    type Row<'f> = &'f dyn Fn(&str, &str) -> String;
    let cells = |row: Row<'_>| {
        let rows =
            [("Ana", "Why?"), ("Ben", "So."), ("Ana", "And?"), ("Ben", "Well.")].map(|(who, what)| row(who, what));
        format!("{{\\rtf1 {}\\pard}}", rows.concat())
    };
    let forms: [Row<'_>; 7] = [
        &|who, what| format!(r"\trowd\cellx1\cellx2\pard\intbl {who}\cell\pard\intbl {what}\cell\row"),
        &|who, what| format!(r"\trowd\cellx1\cellx2 {who}\cell {what}\cell\row "),
        &|who, what| format!(r"\pard\intbl {{{who}\cell }}{{{what}\cell }}\pard\intbl{{\trowd\cellx1\cellx2\row }}"),
        &|who, what| format!(r"\trowd\cellx1\cellx2{{\pard\intbl\b {who}:}}\cell{{\pard\intbl {what}}}\cell\row"),
        &|who, what| {
            format!(r"\trowd\pard\intbl {who}\par\cell \pard\intbl {what}{{\footnote\pard\plain note}}\cell\row")
        },
        &|who, what| format!(r"\trowd\pard\intbl {who}\cell {{\listtext\pard }}\pard\intbl {what}\cell\row"),
        &|who, what| {
            let inner =
                format!(r"\pard\intbl\itap2 {what}\nestcell{{\*\nesttableprops\trowd\nestrow}}{{\nonesttables\par}}");
            format!(r"\trowd\pard\intbl {who}\cell {inner}\pard\intbl\cell\row")
        },
    ];
    for form in forms {
        assert_eq!(text(&cells(form)), talk, "{}", form("who", "what"));
    }
    let head =
        |row: &str| row.replace("Ana|Why?", r"\trowd\trhdr Speaker\cell Text\cell\row\trowd Ana\cell Why?\cell\row");
    let document = read(head(r"{\rtf1 Ana|Why?\trowd Ben\cell So.\cell\row\pard Done.\par}").as_bytes()).unwrap();
    assert_eq!(document.text, "Ana: Why?\nBen: So.\nDone.");
    assert_eq!(document.left_out[0].kind, AsideKind::TableHead);
    assert_eq!(document.labels.map(|labels| labels.len()), Some(2));
    assert_eq!(
        text(r"{\rtf1 Work\par\trowd A\cell 1\cell\row\trowd B\cell 2\cell\row\pard Done}"),
        "Work\nA\t1\nB\t2\nDone"
    );
}

#[test]
fn tracked_changes_hidden_paragraphs_and_characters_beyond_the_page_are_read() {
    let cases = [
        (r"{\rtf1 Ana: {\revised now}{\deleted never} gone\par}", "Ana: now gone"),
        (r"{\rtf1 Ana: one{\deleted\par}and two\par Ben: x}", "Ana: oneand two\nBen: x"),
        (r"{\rtf1 {\mvf Ben: x\par}Ana: y\par{\mvt Ben: x\par}}", "Ana: y\nBen: x"),
        (r"{\rtf1 a\par{\v b\par}c\par}", "a\nc"),
        (
            r"{\rtf1 {\field{\*\fldinst{HYPERLINK x}}{\fldrslt{Ana}}}: Why{\field{\*\fldinst PAGE}{\fldrslt 3}}?}",
            "Ana: Why3?",
        ),
        (r"{\rtf1\uc1 {\u8217}x{\u8217 }y\u8217\tab z}", "’x’y’\tz"),
        (r"{\rtf1\uc0\u8217 x{\uc2\u8217 abc}\u8217 d}", "’x’c’d"),
        (r"{\rtf1\mac\deff1{\fonttbl{\f0\fcharset77 A;}{\f1\cpg1251 B;}}\'cf{\f0\'8e}\plain\'cf}", "ПéП"),
        (r"{\rtf1 co\-operative\zwnj x\softline y}", "co\u{ad}operative\u{200c}x\ny"),
    ];
    for (rtf, wanted) in cases {
        assert_eq!(text(rtf), wanted, "{rtf}");
    }
}
