//! Small PDF files made here, and the expected results.

use super::{Answer, Request, pages};
use crate::interchange::remark::{AsideKind, Loss, Refusal, Warning};

const PROTECTED: &[u8] = include_bytes!("../../../../tests/data/documents/protected.pdf");
const RESTRICTED: &[u8] = include_bytes!("../../../../tests/data/documents/restricted.pdf");

/// A file of numbered objects, the first of which is its root.
fn file(objects: &[(usize, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = vec![0; objects.iter().map(|(number, _)| number + 1).max().unwrap_or(1)];
    for (number, body) in objects {
        places[*number] = out.len();
        out.extend(format!("{number} 0 obj\n").bytes());
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let list = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len()).bytes());
    for place in &places[1..] {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let tail = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{list}\n%%EOF\n", places.len());
    out.extend(tail.bytes());
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {dict} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

fn packed(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(data).unwrap();
    out.finish().unwrap()
}

/// The width of a page in points, which is filled by lines of some sixty characters.
const WIDTH: usize = 490;

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// The objects of a file with these pages; `more` is added to each page, and `/F` is the font.
fn objects(font: &str, more: &str, pages: &[String]) -> Vec<(usize, Vec<u8>)> {
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 100 + 2 * i)).collect();
    let mut out = vec![
        (1, b"<< /Type /Catalog /Pages 2 0 R >>".to_vec()),
        (2, format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()).into_bytes()),
        (3, font.as_bytes().to_vec()),
        (4, HELVETICA.replace("Helvetica", "Helvetica-Bold").into_bytes()),
    ];
    for (i, content) in pages.iter().enumerate() {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} 792] /Contents {} 0 R {more} \
             /Resources << /Font << /F 3 0 R /B 4 0 R >> /XObject << /X 5 0 R >> >> >>",
            101 + 2 * i
        );
        out.push((100 + 2 * i, page.into_bytes()));
        out.push((101 + 2 * i, stream("", content.as_bytes())));
    }
    out
}

pub(super) fn helvetica(pages: &[String]) -> Vec<u8> {
    file(&objects(HELVETICA, "", pages))
}

/// Words at positions of the page, each given by its left end.
pub(super) fn words(places: &[(i32, i32, &str)]) -> String {
    places.iter().map(|(x, y, text)| format!("BT /F 12 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n")).collect()
}

/// Lines below each other, from the top.
pub(super) fn lines(lines: &[&str]) -> String {
    let places: Vec<_> = lines.iter().enumerate().map(|(i, line)| (72, 720 - 15 * i as i32, *line)).collect();
    words(&places)
}

fn read(bytes: &[u8], request: &Request, seconds: u64) -> Result<Answer, Refusal> {
    pages::read(bytes.to_vec(), request, seconds)
}

pub(super) fn answer(bytes: &[u8]) -> Answer {
    read(bytes, &Request::default(), 10).unwrap_or_else(|e| panic!("{e}"))
}

fn refused(bytes: &[u8]) -> Refusal {
    read(bytes, &Request::default(), 10).map(|answer| answer.text).unwrap_err()
}

pub(super) fn loss(what: AsideKind, count: usize) -> Loss {
    Loss::LeftOut { what, count }
}

pub(super) fn left_out(answer: &Answer, part: AsideKind) -> Vec<&str> {
    answer.left_out.iter().filter(|(p, _)| *p == part).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn wrapped_lines_are_one_paragraph_and_labels_begin_another() {
    let page = lines(&[
        "I: Why did you leave the village, and when was it that you",
        "first thought of going away?",
        "B: We were poor. There was no work in the village for any of",
        "us, and the harvest was bad again.",
        "Then my brother wrote.",
        "[00:31] I: What did he write?",
        "Come.",
        "I: And then?",
    ]);
    let read = answer(&helvetica(&[page]));
    let wanted = "I: Why did you leave the village, and when was it that you first thought of going away?\n\
                  B: We were poor. There was no work in the village for any of us, and the harvest was bad again.\n\
                  Then my brother wrote.\n[00:31] I: What did he write?\nCome.\nI: And then?";
    assert_eq!((read.text.as_str(), read.warnings), (wanted, vec![]));
}

#[test]
fn answers_begin_a_line_though_the_question_fills_the_one_before() {
    let texts = [
        "Q.  Ms. Tran, you wrote a note on the box. Why so?",
        "A.  I wrote several.",
        "Q.  The one on the cardboard box. Whose pen was it?",
        "A.  He has it.",
        "Q.  And what did he do, please, when he found it so?",
        "A.  He asked for it.",
        "Q.  Did he then read what you wrote on the other box?",
        "A.  He did.",
    ];
    assert_eq!(answer(&helvetica(&[lines(&texts)])).text, texts.join("\n"));
}

#[test]
fn short_lines_stay_as_they_are() {
    let page =
        lines(&["Interview with Maria", "in her kitchen", "May 1995", "She begins to speak of the village", "at once"]);
    let read = answer(&helvetica(&[page]));
    assert_eq!(read.text.lines().count(), 5, "{}", read.text);
}

#[test]
fn a_turn_continues_over_pages_without_headers_and_footers() {
    let page = |n: usize, lines: [&str; 3]| {
        let mut places = vec![(72, 760, "Interview with B, confidential"), (300, 30, "")];
        let number = format!("Page {n} of 3");
        places[1].2 = &number;
        places.extend(lines.iter().enumerate().map(|(i, line)| (72, 700 - 15 * i as i32, *line)));
        words(&places)
    };
    let pages = [
        page(
            1,
            ["I: Where were you then?", "B: I was in the city, where I had found a room with a family, and", "every"],
        ),
        page(2, ["I: Every what?", "B: Every morning I went to the market and bought what they had", "asked"]),
        page(3, ["for.", "I: And in the evening?", "B: I slept."]),
    ];
    let read = answer(&helvetica(&pages));
    let wanted = "I: Where were you then?\nB: I was in the city, where I had found a room with a family, and every\n\
                  I: Every what?\nB: Every morning I went to the market and bought what they had asked\nfor.\n\
                  I: And in the evening?\nB: I slept.";
    assert_eq!(read.text, wanted);
    assert_eq!(left_out(&read, AsideKind::RunningHead), ["Interview with B, confidential"; 3]);
    assert_eq!(left_out(&read, AsideKind::PageNumber), ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"]);
    assert_eq!(read.losses, [loss(AsideKind::PageNumber, 3), loss(AsideKind::RunningHead, 3)]);
}

#[test]
fn a_label_at_the_top_of_every_page_is_not_a_running_head() {
    let pages: Vec<String> = (1..6).map(|_| lines(&["RESEARCHER:", "Why?", "PARTICIPANT:", "Because."])).collect();
    let read = answer(&helvetica(&pages));
    assert_eq!(read.text.matches("RESEARCHER:").count(), 5);
    assert_eq!(read.left_out, vec![]);
}

#[test]
fn a_full_line_at_the_end_of_a_page_continues_on_the_next() {
    let first = lines(&[
        "B: I had found a room with a family in the city, and every single",
        "morning I went to the market, and then I bought what they had",
    ]);
    let second = lines(&["asked for.", "I: And then?"]);
    let read = answer(&helvetica(&[first, second]));
    assert!(read.text.contains("bought what they had asked for.\nI: And"), "{}", read.text);
}

#[test]
fn bold_names_begin_a_line_though_the_one_before_is_full() {
    // A bold name and words; the words of every turn fill their line.
    let answers = [
        "and so we went to the mill in May of that year to see, it",
        "but nobody was there when we came, so we all went home again",
    ];
    let turn = |i: usize, name: &str| {
        format!("BT /B 12 Tf 1 0 0 1 72 {} Tm ({name}) Tj /F 12 Tf ( {}) Tj ET\n", 720 - 15 * i, answers[i % 2])
    };
    for (marks, names) in [("", ["Ana", "Ben"]), ("", ["ANA LEE", "BEN ROE"]), (".", ["Ana", "Ben"])] {
        let page: String = (0..8).map(|i| turn(i, &format!("{}{marks}", names[i % 2]))).collect();
        let read = answer(&helvetica(&[page]));
        let wanted: Vec<String> = (0..8).map(|i| format!("{}{marks} {}", names[i % 2], answers[i % 2])).collect();
        assert_eq!(read.text, wanted.join("\n"));
        assert_eq!(read.styles.len(), 8);
    }
    // Bold words that do not recur begin no turn.
    let page = format!(
        "{}BT /B 12 Tf 1 0 0 1 72 705 Tm (Never) Tj /F 12 Tf ( again.) Tj ET\n",
        words(&[(72, 720, "Ana: and so we went to the mill in May of that year to see, it is")])
    );
    assert!(answer(&helvetica(&[page])).text.ends_with("it is Never again."));
}

/// A font with two bytes per character: codes are the numbers of characters in `text`, from 1.
fn chinese(text: &str, map: bool) -> (Vec<u8>, Vec<char>) {
    let mut chars: Vec<char> = Vec::new();
    let mut places = String::new();
    for (i, line) in text.lines().enumerate() {
        let codes: String = line
            .chars()
            .map(|c| {
                let code = chars.iter().position(|known| *known == c).unwrap_or_else(|| {
                    chars.push(c);
                    chars.len() - 1
                });
                format!("{:04x}", code + 1)
            })
            .collect();
        places.push_str(&format!("BT /F 12 Tf 0.6 Tc 72 {} Td <{codes}> Tj ET\n", 720 - 20 * i));
    }
    let unicode = if map { "/ToUnicode 6 0 R" } else { "" };
    let font = format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [5 0 R] {unicode} >>"
    );
    let mut parts = objects(&font, "", &[places]);
    let below = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /FontDescriptor 7 0 R \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>";
    parts.push((5, below.as_bytes().to_vec()));
    let pairs: String =
        chars.iter().enumerate().map(|(i, c)| format!("<{:04x}> <{:04x}>\n", i + 1, u32::from(*c))).collect();
    let map = format!(
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n\
         {} beginbfchar\n{pairs}endbfchar\nendcmap",
        chars.len()
    );
    parts.push((6, stream("", map.as_bytes())));
    parts.push((7, b"<< /Type /FontDescriptor /FontName /Song /Flags 4 >>".to_vec()));
    (file(&parts), chars)
}

#[test]
fn chinese_comes_out_without_invented_blanks() {
    let text = "访谈者：您为什么离开家乡，是什么时候去的城里呢？\n受访者：家里穷，没有钱，只好出来打工，一去就是十年，后\n来才回来。\n访谈者：现在呢？";
    let read = answer(&chinese(text, true).0);
    let wanted = "访谈者：您为什么离开家乡，是什么时候去的城里呢？\n受访者：家里穷，没有钱，只好出来打工，一去就是十年，后来才回来。\n访谈者：现在呢？";
    assert_eq!((read.text.as_str(), read.warnings), (wanted, vec![]));
    assert_eq!(refused(&chinese(text, false).0), Refusal::FontsWithoutLetters);
}

#[test]
fn chinese_by_a_public_list_of_characters_is_read() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /GBK-EUC-H /DescendantFonts [5 0 R] >>";
    let (bytes, _, _) = encoding_rs::GBK.encode("受访者：没有钱。");
    let codes: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut parts = objects(font, "", &[format!("BT /F 12 Tf 72 720 Td <{codes}> Tj ET")]);
    let below = "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /SimSun /DW 1000 \
                 /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>";
    parts.push((5, below.as_bytes().to_vec()));
    assert_eq!(answer(&file(&parts)).text, "受访者：没有钱。");
}

#[test]
fn a_protected_file_needs_its_password_and_a_restricted_one_says_that_it_is() {
    let with = |password: Option<&str>| {
        let request = Request { password: password.map(str::to_owned) };
        read(PROTECTED, &request, 10)
    };
    assert_eq!(with(None), Err(Refusal::PasswordNeeded));
    assert_eq!(with(Some("sesame")), Err(Refusal::WrongPassword));
    let wanted = "I: Why did you leave?\nB: There was no work.";
    assert_eq!(with(Some("open sesame")).unwrap().text, wanted);
    let read = answer(RESTRICTED);
    assert_eq!(read.text, wanted);
    assert_eq!(read.warnings, [Warning::Restricted]);
}

#[test]
fn what_has_no_text_says_what_it_has() {
    let mut picture = objects(HELVETICA, "", &["q 612 0 0 792 0 0 cm /X Do Q".into()]);
    let image = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8";
    picture.push((5, stream(image, b"x")));
    assert_eq!(refused(&file(&picture)), Refusal::PicturesOnly);
    let unnamed = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Odd /Encoding << /Type /Encoding \
                   /Differences [1 /g1 /g2 /g3] >> >>";
    let page = "BT /F 12 Tf 72 720 Td <010203> Tj ET".to_owned();
    assert_eq!(refused(&file(&objects(unnamed, "", &[page]))), Refusal::FontsWithoutLetters);
    assert_eq!(refused(&helvetica(&["0 0 m 10 10 l S".into()])), Refusal::NoText);
    assert_eq!(refused(b"%PDF-1.4\n nothing"), Refusal::Damaged);
}

#[test]
fn a_page_that_inflates_without_end_is_refused_and_others_are_read() {
    let bomb = packed(&vec![b' '; 80 << 20]);
    let mut parts = objects(HELVETICA, "", &[lines(&["I: one"]), lines(&["B: two"])]);
    parts.retain(|(number, _)| *number != 101);
    parts.push((101, stream("/Filter /FlateDecode", &bomb)));
    let read = answer(&file(&parts));
    assert_eq!(read.text, "B: two");
    assert!(read.losses.contains(&Loss::PageTooLarge { page: 1, megabytes: 64 }), "{:?}", read.losses);
    parts.retain(|(number, _)| *number != 103);
    parts.push((103, stream("/Filter [/FlateDecode /FlateDecode]", &packed(&bomb))));
    assert_eq!(refused(&file(&parts)), Refusal::PageTooLarge { page: 1, megabytes: 64 });
}

#[test]
fn circles_end() {
    let pages = [lines(&["I: one"])];
    let mut parts = objects(HELVETICA, "", &pages);
    parts[1].1 = b"<< /Type /Pages /Kids [100 0 R 2 0 R] /Count 1 >>".to_vec();
    let read = answer(&file(&parts));
    assert_eq!(read.text, "I: one");
    assert_eq!(read.warnings, [Warning::PagesInCircle]);
    // A drawing that draws itself.
    let mut parts = objects(HELVETICA, "", &[format!("{}/X Do", pages[0])]);
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>";
    parts.push((5, stream(form, b"/X Do /X Do")));
    assert!(answer(&file(&parts)).text.starts_with("I: one"));
}

#[test]
fn words_of_drawings_within_the_page_are_read() {
    let mut parts = objects(HELVETICA, "", &["q 1 0 0 1 72 700 cm /X Do Q".into()]);
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 600 99] /Resources << /Font << /F 3 0 R >> >>";
    parts.push((5, stream(form, b"BT /F 12 Tf 14 TL (B: one) Tj T* (I: two) Tj (I: three) ' ET")));
    assert_eq!(answer(&file(&parts)).text, "B: oneI: two\nI: three".replace("oneI", "one\nI"));
}

#[test]
fn a_truncated_pdf_gives_text_or_a_refusal() {
    let pages: Vec<String> = (1..4).map(|n| lines(&["I: Why?", &format!("B: Because of {n}.")])).collect();
    for bytes in [helvetica(&pages), PROTECTED.to_vec(), chinese("访谈者：为什么？\n受访者：没有钱。", true).0]
    {
        for end in (0..bytes.len()).step_by(50) {
            match read(&bytes[..end], &Request::default(), 10) {
                Ok(answer) => assert!(!answer.losses.is_empty() && !answer.text.is_empty(), "{end}"),
                Err(refusal) => assert!(!refusal.wants_password(), "{end}: {refusal}"),
            }
        }
    }
}

#[test]
fn a_wrong_list_of_parts_is_reported() {
    let text = String::from_utf8(helvetica(&[lines(&["I: one"])])).unwrap();
    let place = text.rfind("startxref").unwrap();
    let wrong = format!("{}startxref\n7\n%%EOF\n", &text[..place]);
    let read = answer(wrong.as_bytes());
    assert_eq!(read.text, "I: one");
    assert_eq!(read.losses, [Loss::DamagedFile { pages: 1, searched: true }]);
}

#[test]
fn words_divided_at_a_line_end_are_put_together_with_care() {
    let cases = [
        // The whole word occurs elsewhere.
        ("B: The question was a very hard one indeed, and every ques-", "tion was.", "every question was."),
        // It occurs elsewhere with its hyphen.
        ("B: My mother-in-law came to us, and my brother, and my mother-", "in-law.", "my mother-in-law."),
        // Undecidable, so nothing is changed.
        ("B: There were many people there whom I did not know, co-", "workers.", "know, co-workers."),
    ];
    for (first, second, wanted) in cases {
        let read = answer(&helvetica(&[lines(&[first, second])]));
        assert!(read.text.ends_with(wanted), "{}", read.text);
    }
    // If people break off in the middle of a word, a space follows.
    let broken = lines(&[
        "I: It was- was it long?",
        "B: No- no, I was go- going home on that same day, I think I was go-",
        "going home.",
    ]);
    let read = answer(&helvetica(&[broken]));
    assert!(read.text.ends_with("was go- going home."), "{}", read.text);
}

#[test]
fn bold_words_and_headings_are_kept_as_styles() {
    let page = format!(
        "BT /B 18 Tf 72 740 Td (Interview) Tj ET\nBT /B 12 Tf 72 700 Td (Maria:) Tj /F 12 Tf ( Yes, and then we went away.) Tj ET\n{}",
        words(&[(72, 680, "I: Why?"), (72, 660, "Maria: Because it was so.")])
    );
    let read = answer(&helvetica(&[page]));
    assert_eq!(read.text, "Interview\nMaria: Yes, and then we went away.\nI: Why?\nMaria: Because it was so.");
    let styles: Vec<(u32, u32, &str)> = read.styles.iter().map(|(a, b, name)| (*a, *b, name.as_str())).collect();
    assert_eq!(styles, [(0, 9, "bold"), (0, 9, "heading 1"), (10, 16, "bold")]);
}

#[test]
fn turned_pages_are_read_and_text_across_a_page_is_left_out() {
    let upright = lines(&["I: Why?", "B: Because it was so."]);
    let across = "BT /F 8 Tf 0 1 -1 0 30 200 Tm (Archive copy) Tj ET\n";
    let read = answer(&helvetica(&[format!("{upright}{across}")]));
    assert_eq!(read.text, "I: Why?\nB: Because it was so.");
    assert_eq!(left_out(&read, AsideKind::Sideways), ["Archive copy"]);
    let turned = file(&objects(HELVETICA, "/Rotate 90", std::slice::from_ref(&upright)));
    assert_eq!(answer(&turned).text, "I: Why?\nB: Because it was so.");
    let lying = "BT /F 12 Tf 0 1 -1 0 100 72 Tm (I: Why?) Tj ET\nBT /F 12 Tf 0 1 -1 0 115 72 Tm (B: Because.) Tj ET";
    assert_eq!(answer(&helvetica(&[lying.into()])).text, "I: Why?\nB: Because.");
}

#[test]
fn comments_and_fields_are_kept_apart() {
    let notes = "/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (Is this right?) >> \
                 << /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /T (age) /V (47) >> \
                 << /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>]";
    let read = answer(&file(&objects(HELVETICA, notes, &[lines(&["I: Why?"])])));
    assert_eq!(read.text, "I: Why?");
    assert_eq!(left_out(&read, AsideKind::Comment), ["Is this right?"]);
    assert_eq!(left_out(&read, AsideKind::FormField), ["age: 47"]);
    assert_eq!(read.losses, [loss(AsideKind::Comment, 1), loss(AsideKind::FormField, 1)]);
}

#[test]
fn footnotes_do_not_interrupt_a_turn() {
    let small = |y: i32, text: &str| format!("BT /F 8 Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET\n");
    let first =
        words(&[(72, 700, "I: Why?"), (72, 685, "B: I had found a room with a family in the city, and every morning")])
            + &small(90, "1 The harvest of that year.")
            + &small(80, "2 The old city, as they")
            + &small(70, "call it.");
    let second = words(&[(72, 700, "I went to the market."), (72, 685, "I: And then?")]);
    let read = answer(&helvetica(&[first, second]));
    assert_eq!(
        read.text,
        "I: Why?\nB: I had found a room with a family in the city, and every morning I went to the market.\nI: And then?"
    );
    assert_eq!(
        left_out(&read, AsideKind::Footnote),
        ["1 The harvest of that year.", "2 The old city, as they call it."]
    );
}

#[test]
fn footnotes_above_the_foot_of_the_page_are_left_out() {
    let small = |y: i32, text: &str| format!("BT /F 8 Tf 1 0 0 1 72 {y} Tm ({text}) Tj ET\n");
    for feet in [&[][..], &["University of Town"], &["University of Town", "Institute of Work"]] {
        let mut page = words(&[(72, 700, "I: Why?"), (72, 685, "B: I had found a room.")]);
        page += &small(100, "1 The harvest of that year.");
        for (at, foot) in feet.iter().enumerate() {
            page += &words(&[(72, 60 - 20 * at as i32, foot)]);
        }
        let read = answer(&helvetica(&[page]));
        assert_eq!(left_out(&read, AsideKind::Footnote), ["1 The harvest of that year."], "{feet:?}");
        assert!(read.text.starts_with("I: Why?\nB: I had found a room."), "{}", read.text);
    }
}

#[test]
fn an_empty_page_is_reported() {
    let read = answer(&helvetica(&[lines(&["I: Why?"]), String::new(), lines(&["B: So."])]));
    assert_eq!((read.text.as_str(), read.warnings), ("I: Why?\nB: So.", vec![Warning::BlankPages { pages: vec![2] }]));
}

#[test]
fn marks_of_the_file_itself_are_believed() {
    let page = "/Artifact << /Type /Pagination /Subtype /Footer >> BDC BT /F 9 Tf 72 40 Td (Draft of May) Tj ET EMC\n\
                BT /F 12 Tf 72 700 Td (I: of) Tj /Span << /ActualText (fice) >> BDC (\\001) Tj EMC ( hours) Tj ET";
    let read = answer(&helvetica(&[page.into()]));
    assert_eq!(read.text, "I: office hours");
    assert_eq!(left_out(&read, AsideKind::RunningFoot), ["Draft of May"]);
}

#[test]
fn text_drawn_twice_for_bold_is_read_once() {
    let page = words(&[(72, 700, "I: Really?"), (72, 680, "B: Yes.")]) + &words(&[(72, 700, "I: Really?")]);
    let shifted = page.replace("72 700 Tm (I: Really?) Tj ET\n", "72.3 700 Tm (I: Really?) Tj ET\n");
    assert_eq!(answer(&helvetica(&[page])).text, "I: Really?\nB: Yes.");
    assert_eq!(answer(&helvetica(&[shifted])).text, "I: Really?\nB: Yes.");
}

#[test]
fn bytes_changed_anywhere_never_panic() {
    let whole = chinese("访谈者：为什么？\n受访者：没有钱。", true).0;
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..random.usize(1..20) {
            let place = random.usize(..bytes.len());
            bytes[place] = random.u8(..);
        }
        if let Err(refusal) = read(&bytes, &Request::default(), 10) {
            assert!(!matches!(refusal, Refusal::ReaderFailed), "{refusal}");
        }
    }
}
