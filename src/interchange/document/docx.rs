//! Word files (ECMA-376): the words of the body. Deleted and hidden words, field codes, comments and notes are not among
//! them; how many were left out is told.

use super::Document;
use super::office::{Archive, Lines, Parts, attribute, walk};
use super::words::Look;
use crate::interchange::remark::{Aside, AsideKind, Refusal, Warning};
use quick_xml::events::BytesStart;
use std::collections::HashMap;

#[derive(Default)]
struct Body {
    lines: Lines,
    /// Elements that are open and whose words are not read.
    unread: usize,
    /// Within `w:t`.
    text: bool,
    /// Within the properties of a run.
    properties: bool,
    hidden: bool,
    look: Look,
    /// Levels of the document's heading styles, by their ids.
    headings: HashMap<String, u8>,
    /// Of the paragraph: properties of its mark are not those of a run.
    paragraph_properties: bool,
    left_out: usize,
    deletions: usize,
    notes: usize,
    comments: usize,
    breaks: usize,
    fields: usize,
    /// Text boxes.
    boxes: usize,
    saw_body: bool,
}

/// Elements whose words are not part of the text.
fn is_unread(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "instrText" | "delText" | "delInstrText" | "Fallback" | "txbxContent" | "rt")
}

/// A property without a value is on.
fn is_on(element: &BytesStart<'_>) -> bool {
    !attribute(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

/// Levels are counted from 0, and 9 is ordinary text.
fn outline(element: &BytesStart<'_>) -> Option<u8> {
    let level: u8 = attribute(element, "val")?.parse().ok()?;
    (level < 9).then_some(level + 1)
}

/// The document's styles that are headings.
#[derive(Default)]
struct Styles {
    style: String,
    levels: HashMap<String, u8>,
}

impl Parts for Styles {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let level = match name {
            "style" => {
                self.style = attribute(element, "styleId").unwrap_or_default();
                None
            }
            // Names stand in English, whatever the language of the program; ids do not.
            "name" => attribute(element, "val").and_then(|name| match name.to_lowercase().as_str() {
                "title" => Some(1),
                name => name.strip_prefix("heading ")?.parse().ok(),
            }),
            "outlineLvl" => outline(element),
            _ => None,
        };
        if let Some(level) = level {
            self.levels.entry(self.style.clone()).or_insert(level);
        }
    }

    fn end(&mut self, _: &str) {}

    fn words(&mut self, _: &str) {}
}

/// A document without a readable list of styles has text all the same.
fn headings(archive: &mut Archive<'_>) -> HashMap<String, u8> {
    let mut styles = Styles::default();
    let read = walk(archive, "word/styles.xml", &mut styles);
    read.map_or_else(|_| HashMap::new(), |()| styles.levels)
}

/// Words that stand beside the body.
#[derive(Default)]
struct Beside {
    /// Name of the elements that hold one piece each; the whole part is one when it is empty.
    piece: &'static str,
    text: bool,
    words: String,
    pieces: Vec<String>,
}

impl Parts for Beside {
    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        match name {
            "t" => self.text = true,
            "tab" => self.words.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.text = false,
            "p" => self.words.push(' '),
            _ => {}
        }
        if name == self.piece {
            self.pieces.push(std::mem::take(&mut self.words));
        }
    }

    fn words(&mut self, words: &str) {
        if self.text {
            self.words.push_str(words);
        }
    }
}

/// Parts of a file beside its body: what each piece of them is, and the element that holds one.
const BESIDE: [(&str, &str, AsideKind); 5] = [
    ("word/comments", "comment", AsideKind::Comment),
    ("word/footnotes", "footnote", AsideKind::Footnote),
    ("word/endnotes", "endnote", AsideKind::Footnote),
    ("word/header", "hdr", AsideKind::RunningHead),
    ("word/footer", "ftr", AsideKind::RunningFoot),
];

/// Comments, notes, running heads and feet. One that cannot be read is not missed.
fn beside(archive: &mut Archive<'_>) -> Vec<Aside> {
    let mut names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    names.sort();
    let mut out: Vec<Aside> = Vec::new();
    for (part, piece, kind) in BESIDE {
        let is_part = |name: &&String| {
            let number = name.strip_prefix(part).and_then(|rest| rest.strip_suffix(".xml"));
            number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
        };
        for name in names.iter().filter(is_part) {
            let mut beside = Beside { piece, ..Beside::default() };
            if walk(archive, name, &mut beside).is_err() {
                continue;
            }
            let pieces = beside.pieces.iter().map(|words| words.split_whitespace().collect::<Vec<_>>().join(" "));
            let found = pieces.filter(|words| !words.is_empty()).map(|words| Aside { kind, words });
            for left_out in found {
                // Heads of first, even and odd pages often say the same.
                let is_running = matches!(kind, AsideKind::RunningHead | AsideKind::RunningFoot);
                let again = is_running && out.contains(&left_out);
                out.extend((!again).then_some(left_out));
            }
        }
    }
    out
}

impl Parts for Body {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if is_unread(name) {
            self.deletions += usize::from(self.unread == 0 && matches!(name, "del" | "moveFrom"));
            self.fields += usize::from(self.unread == 0 && name == "instrText");
            self.boxes += usize::from(self.unread == 0 && name == "txbxContent");
            self.unread += 1;
            return;
        }
        match name {
            "pPr" => self.paragraph_properties = true,
            "r" => (self.hidden, self.look) = (false, Look::default()),
            "rPr" => self.properties = !self.paragraph_properties,
            "vanish" if self.properties => self.hidden = is_on(element),
            "b" if self.properties => self.look.bold = is_on(element),
            "i" if self.properties => self.look.italic = is_on(element),
            "pStyle" if self.paragraph_properties => {
                let style = attribute(element, "val").unwrap_or_default();
                self.lines.heading = self.headings.get(&style).copied();
            }
            "outlineLvl" if self.paragraph_properties => {
                self.lines.heading = outline(element).or(self.lines.heading);
            }
            "t" => self.text = true,
            _ if self.paragraph_properties || self.properties => {}
            "tab" | "ptab" => self.say("\t"),
            "br" | "cr" => {
                self.breaks += usize::from(self.unread == 0);
                self.say("\n");
            }
            "noBreakHyphen" => self.say("\u{2011}"),
            "tbl" if self.unread == 0 => self.lines.begin_table(),
            "tr" if self.unread == 0 => self.lines.begin_row(),
            "footnoteReference" | "endnoteReference" => self.notes += 1,
            "commentReference" => self.comments += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_unread(name) {
            self.unread = self.unread.saturating_sub(1);
            return;
        }
        match name {
            "pPr" => self.paragraph_properties = false,
            "rPr" => self.properties = false,
            "t" => self.text = false,
            "p" if self.unread == 0 => self.lines.end(),
            "tc" if self.unread == 0 => self.lines.end_cell(),
            "tbl" if self.unread == 0 => self.lines.end_table(),
            "body" => self.saw_body = true,
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.text {
            self.say(words);
        }
    }
}

impl Body {
    fn say(&mut self, words: &str) {
        if self.unread > 0 {
            return;
        }
        if self.hidden {
            self.left_out += usize::from(self.text);
            return;
        }
        self.lines.push(words, self.look);
    }
}

pub fn read(archive: &mut Archive<'_>) -> Result<Document, Refusal> {
    let mut body = Body { headings: headings(archive), ..Body::default() };
    walk(archive, "word/document.xml", &mut body)?;
    if !body.saw_body {
        return Err(Refusal::Damaged);
    }
    let mut document = Document { format: "docx", left_out: beside(archive), ..Document::default() };
    let running = |kind| document.left_out.iter().filter(|aside| aside.kind == kind).count();
    let left_out = [
        (AsideKind::HiddenText, body.left_out),
        (AsideKind::TrackedDeletion, body.deletions),
        (AsideKind::Comment, body.comments),
        (AsideKind::Footnote, body.notes),
        (AsideKind::FieldCode, body.fields),
        (AsideKind::TextBox, body.boxes),
        (AsideKind::RunningHead, running(AsideKind::RunningHead)),
        (AsideKind::RunningFoot, running(AsideKind::RunningFoot)),
    ];
    for (kind, count) in left_out {
        document.report_left_out(kind, count);
    }
    if body.breaks > 0 {
        document.warnings.push(Warning::LineBreaks { count: body.breaks });
    }
    document.warnings.extend(body.lines.table_warning());
    (document.text, document.styles) = body.lines.finish()?;
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::super::office;
    use crate::interchange::remark::{AsideKind, Loss, Refusal};
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn docx(body: &str) -> Vec<u8> {
        docx_with(body, &[])
    }

    /// A file with more parts than its body.
    fn docx_with(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        let body = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        for (name, xml) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &body)].iter().chain(parts) {
            zip.start_file(*name, options).unwrap();
            zip.write_all(xml.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
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
    fn comments_notes_and_running_heads_are_told_word_for_word() {
        let piece = |root: &str, name: &str, words: &str| {
            format!("<w:{root}><w:{name}><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:{name}></w:{root}>")
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
        let read =
            office::read(&docx_with("<w:p><w:r><w:t>a</w:t></w:r></w:p>", &parts)).unwrap_or_else(|e| panic!("{e}"));
        let told: Vec<_> = read.left_out.iter().map(|l| (l.kind, l.words.as_str())).collect();
        // A head on every page is one; two comments of the same words are two.
        let comment = (AsideKind::Comment, "ask again");
        assert_eq!(told, [comment, comment, (AsideKind::Footnote, "注"), (AsideKind::RunningHead, "Study 7")]);
    }

    #[test]
    fn a_text_box_is_left_out_and_told_with_all_that_stands_in_it() {
        let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        let body =
            format!("<w:p><w:r><w:t>a</w:t></w:r><w:r><w:txbxContent>{table}</w:txbxContent><w:t>b</w:t></w:r></w:p>");
        let read = office::read(&docx(&body)).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.text, "ab");
        assert_eq!(read.losses, [Loss::LeftOut { what: AsideKind::TextBox, count: 1 }]);
    }

    #[test]
    fn a_table_of_names_and_words_is_a_conversation() {
        let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
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
            assert!(office::read(cut).is_err(), "{length} bytes");
        }
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xff;
            // Some bytes mean nothing to the words: what must not be is a panic or other words.
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
}
