//! Removing the marks gives the original text back, and what they enclose is exactly the passage.

use super::*;
use crate::interchange::document;
use crate::model::{Account, Origin, Style, Styled};
use crate::table::Topic;
use crate::text::TextIndex;
use std::collections::HashMap;
use std::convert::Infallible;
use std::io::{Cursor, Read};

thread_local! {
    /// Counts the runs of text that were written, and the passages open over each.
    pub(super) static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Family emoji of five code points, combining accents, a letter beyond the basic plane, line ends, labels, markup.
const WILD: [&str; 12] =
    ["a", "é", "e\u{301}", "中文", "𠮷", "👩\u{200d}👩\u{200d}👧", "🇨🇳", "\n", " ", "<b>&\"'", "\t", "。"];

fn random_text(rng: &mut fastrand::Rng) -> String {
    let mut text = String::new();
    for turn in 0..rng.usize(1..6) {
        text.push_str(if turn % 2 == 0 { "访谈者：" } else { "B: " });
        for _ in 0..rng.usize(0..30) {
            text.push_str(rng.choice(WILD).unwrap_or("x"));
        }
        text.push('\n');
    }
    text
}

fn mark(range: CharRange, code: usize, coder: usize) -> MarkedPassage {
    MarkedPassage {
        range,
        code,
        coder,
        memo: "a <memo> & more\nsecond".into(),
        created: 1_700_000_000_123,
        important: true,
        account: Some(Account::About("Lin & <Wang>".into())),
    }
}

/// A book with one document.
struct Sample {
    book: Book,
    transcript: Transcript,
}

fn sample(text: &str, marks: Vec<MarkedPassage>, styles: Vec<Styled>) -> Sample {
    let entry = |path: &str, color| BookCode { path: path.into(), color };
    let mut passages = BTreeMap::new();
    for mark in &marks {
        *passages.entry((mark.code, mark.coder)).or_default() += 1;
    }
    let transcript = Transcript {
        name: "Interview <1>".into(),
        about: vec![("Participant".into(), "B & co".into())],
        text: text.into(),
        origin: Origin { styles, ..Origin::default() },
        marks,
    };
    let book = Book {
        title: "垫江 & <co>".into(),
        codes: vec![entry("Money > Low <income>", [192, 80, 77]), entry("家庭", [255, 255, 0]), entry("C", [0, 0, 80])],
        coders: vec!["Ann \"A\" Lee".into(), "李".into()],
        passages,
        documents: vec![transcript.name.clone()],
        provenance: [(Topic::Project, "垫江".to_owned())].into_iter().collect(),
    };
    Sample { book, transcript }
}

fn docx(sample: &Sample) -> Vec<u8> {
    let mut transcripts = std::iter::once(Ok::<_, Infallible>(sample.transcript.clone()));
    let mut out = Cursor::new(Vec::new());
    write_docx(&sample.book, &mut transcripts, &std::env::temp_dir(), &mut out).unwrap();
    out.into_inner()
}

fn html(sample: &Sample) -> String {
    let mut transcripts = std::iter::once(Ok::<_, Infallible>(sample.transcript.clone()));
    let mut out = Vec::new();
    write_html(&sample.book, &mut transcripts, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The content of the XML according to an independent reader: the text of the transcript's paragraphs, and the
/// positions of each comment's anchors in it. Fails if the XML is not well-formed.
fn read_docx(xml: &str) -> (String, HashMap<String, (u32, u32)>) {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut text, mut anchors) = (String::new(), HashMap::<String, (u32, u32)>::new());
    // The transcript begins after the second heading, which is that of the document.
    let (mut started, mut in_text, mut first) = (false, false, true);
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::Text(piece) if in_text && started => text.push_str(&piece),
                Event::GeneralRef(name) if in_text && started => {
                    let name: &str = &name;
                    text.push_str(&quick_xml::escape::unescape(&format!("&{name};")).unwrap());
                }
                Event::End(tag) if tag.name().as_ref() == "w:t" => in_text = false,
                Event::Eof => return (text, anchors),
                _ => {}
            }
            continue;
        };
        let attribute = |name: &str| {
            let found = tag.attributes().map(Result::unwrap).find(|a| a.key.as_ref() == name);
            found.map(|a| a.value.into_owned()).unwrap_or_default()
        };
        let now = text.chars().count() as u32;
        match tag.name().as_ref() {
            "w:pStyle" => {
                let style = attribute("w:val");
                if style == "Transcript" || style == "Heading2" || style == "Heading3" {
                    if started && !first {
                        text.push('\n');
                    }
                    (started, first) = (true, false);
                }
            }
            "w:t" => in_text = true,
            "w:tab" if started => text.push('\t'),
            "w:commentRangeStart" => drop(anchors.insert(attribute("w:id"), (now, now))),
            "w:commentRangeEnd" => anchors.get_mut(&attribute("w:id")).unwrap().1 = now,
            _ => {}
        }
    }
}

/// The text of the page's lines, without tags and notes.
fn read_html(html: &str) -> String {
    let lines = html.split("<p class=\"t").skip(1).map(|rest| {
        let line = rest.split_once('>').unwrap().1.split("</p>").next().unwrap();
        let (mut out, mut inside) = (String::new(), false);
        for c in line.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        quick_xml::escape::unescape(&out).unwrap().into_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn without_its_marks_the_text_is_what_it_was_and_anchors_enclose_the_very_words() {
    let mut rng = fastrand::Rng::with_seed(11);
    for round in 0..60 {
        let text = random_text(&mut rng);
        let length = text.chars().count() as u32;
        let mut marks = Vec::new();
        for _ in 0..rng.usize(0..25) {
            let range = CharRange::new(rng.u32(..length), rng.u32(..=length));
            if !range.is_empty() {
                marks.push(mark(range, rng.usize(..3), rng.usize(..2)));
            }
        }
        let styles = (0..rng.usize(0..4))
            .map(|_| Styled {
                range: CharRange::new(rng.u32(..length), rng.u32(..=length)),
                style: rng.choice([Style::Bold, Style::Italic, Style::Heading(2)]).unwrap(),
            })
            .collect();
        let sample = sample(&text, marks, styles);
        let docx = docx(&sample);
        let (read, anchors) = read_docx(&part(&docx, "word/document.xml"));
        assert_eq!(read, text, "round {round}");
        let cut = marks::cut(&sample.transcript);
        assert_eq!(anchors.len(), cut.marks.len());
        let index = TextIndex::new(&text);
        for (id, mark) in cut.marks.iter().enumerate() {
            let (start, end) = anchors[&id.to_string()];
            assert_eq!(CharRange::new(start, end), mark.range, "round {round}, comment {id}");
            assert_eq!(index.slice(&read, CharRange::new(start, end)), index.slice(&text, mark.range));
        }
        assert_eq!(read_html(&html(&sample)), text, "round {round}");
    }
}

#[test]
fn a_comment_says_the_code_the_coder_the_date_and_the_memo() {
    let text = "I: 为什么？\nB: 收入低，没有钱。";
    let docx = docx(&sample(text, vec![mark(CharRange::new(10, 13), 0, 0)], vec![]));
    let comments = part(&docx, "word/comments.xml");
    for part in [
        "w:author=\"Ann &quot;A&quot; Lee\"",
        "w:initials=\"A&quot;L\"",
        "w:date=\"2023-11-14T22:13:20Z\"",
        "Money &gt; Low &lt;income&gt;",
        "a &lt;memo&gt; &amp; more",
        "second",
        "Important",
    ] {
        assert!(comments.contains(part), "{part} in {comments}");
    }
    assert_eq!(comments.matches("<w:comment ").count(), 1);
    let mut reader = quick_xml::Reader::from_str(&comments);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn words_of_two_codes_keep_both_colours() {
    let marks = vec![mark(CharRange::new(0, 6), 0, 0), mark(CharRange::new(3, 9), 1, 1)];
    let sample = sample("abcdefghi", marks, vec![]);
    let document = part(&docx(&sample), "word/document.xml");
    let runs: Vec<&str> = document.split("<w:r>").filter(|run| run.contains("w:shd")).collect();
    let of = |text: &str| *runs.iter().find(|run| run.contains(&format!(">{text}<"))).unwrap();
    assert!(of("abc").contains("\"single\"") && of("def").contains("\"double\"") && of("ghi").contains("\"single\""));
    let (red, yellow) = (tint::hex(tint::strong([192, 80, 77])), tint::hex(tint::pale([255, 255, 0])));
    assert!(of("def").contains(&red) && of("def").contains(&yellow), "{}", of("def"));
    let html = html(&sample);
    assert!(html.contains("<mark class=\"m2\" style=\"--a:var(--k0u0);--b:var(--k1u1);\">def</mark>"), "{html}");
}

#[test]
fn the_page_needs_no_network_and_every_box_has_its_rule() {
    let marks = vec![mark(CharRange::new(0, 2), 0, 0), mark(CharRange::new(1, 3), 1, 1)];
    let html = html(&sample("abc", marks, vec![]));
    assert!(!html.contains("http:") && !html.contains("https:") && !html.contains("<script"));
    for id in ["k0", "k1", "u0", "u1"] {
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        assert_eq!(html.matches(&format!("body:has(#{id}:not(:checked)) .{id}{{display:none}}")).count(), 1, "{id}");
    }
    assert!(html.contains("<small>1 passage</small>") && html.contains("color-scheme: light dark"));
}

#[test]
fn work_and_size_grow_with_the_length_of_a_document_and_no_faster() {
    let written = |lines: usize| {
        let text = "B: 我们没有钱，所以走了。 We had no money and so we left.\n".repeat(lines);
        let length = text.chars().count() as u32;
        let mut rng = fastrand::Rng::with_seed(5);
        let marks = (0..lines).map(|_| {
            let start = rng.u32(..length - 200);
            mark(CharRange::new(start, start + rng.u32(1..200)), rng.usize(..3), rng.usize(..2))
        });
        let sample = sample(&text, marks.collect(), vec![]);
        STEPS.set(0);
        let docx = docx(&sample);
        let html = html(&sample);
        assert_eq!(part(&docx, "word/comments.xml").matches("<w:comment ").count(), lines);
        assert_eq!(html.matches("<div class=\"note").count(), lines);
        [STEPS.get(), part(&docx, "word/document.xml").len(), html.len()]
    };
    let (few, many) = (written(500), written(2_000));
    for (few, many) in few.into_iter().zip(many) {
        assert!(many < 5 * few, "four times as much took {few} to {many}");
    }
}

#[test]
fn an_exported_transcript_can_be_imported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.docx");
    let text = "I: 为什么？\nB: 收入低。";
    std::fs::write(&path, docx(&sample(text, vec![mark(CharRange::new(9, 12), 0, 0)], vec![]))).unwrap();
    let read = document::read(&path, &Default::default()).unwrap();
    assert!(read.text.contains(text), "{}", read.text);
}

#[test]
fn a_heading_marks_every_line_that_it_reaches_and_no_other() {
    let text = "one\ntwo\n\nthree\nfour\n";
    let styled = |start, end, style| Styled { range: CharRange::new(start, end), style };
    // Two and a half lines, out of order, within bold text that continues further.
    let styles = vec![styled(0, 19, Style::Bold), styled(15, 19, Style::Heading(3)), styled(1, 8, Style::Heading(2))];
    let sample = sample(text, vec![], styles);
    let levels: Vec<_> = marks::cut(&sample.transcript).lines.iter().map(|line| line.heading).collect();
    assert_eq!(levels[..5], [Some(2), Some(2), None, None, Some(3)]);
}
