//! Word files (ECMA-376): the words of the body. Deleted and hidden words, field codes, comments and notes are not among
//! them; how many were left out is told.

use super::Document;
use super::office::{Archive, Lines, Parts, attribute, walk};
use quick_xml::events::BytesStart;

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
    /// Of the paragraph: properties of its mark are not those of a run.
    paragraph_properties: bool,
    left_out: usize,
    deletions: usize,
    notes: usize,
    comments: usize,
    breaks: usize,
    fields: usize,
    saw_body: bool,
}

/// Elements whose words are not part of the text.
fn is_unread(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "instrText" | "delText" | "delInstrText" | "Fallback" | "txbxContent" | "rt")
}

impl Parts for Body {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if is_unread(name) {
            self.deletions += usize::from(self.unread == 0 && matches!(name, "del" | "moveFrom"));
            self.fields += usize::from(self.unread == 0 && name == "instrText");
            self.unread += 1;
            return;
        }
        match name {
            "pPr" => self.paragraph_properties = true,
            "r" => self.hidden = false,
            "rPr" => self.properties = !self.paragraph_properties,
            "vanish" if self.properties => {
                let off =
                    attribute(element, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"));
                self.hidden = !off;
            }
            "t" => self.text = true,
            _ if self.paragraph_properties || self.properties => {}
            "tab" | "ptab" => self.say("\t"),
            "br" | "cr" => {
                self.breaks += usize::from(self.unread == 0);
                self.say("\n");
            }
            "noBreakHyphen" => self.say("\u{2011}"),
            "tbl" => self.lines.begin_table(),
            "tr" => self.lines.begin_row(),
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
            "tc" => self.lines.end_cell(),
            "tbl" => self.lines.end_table(),
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
        self.lines.push(words);
    }
}

pub fn read(archive: &mut Archive<'_>) -> Result<Document, String> {
    let mut body = Body::default();
    walk(archive, "word/document.xml", &mut body)?;
    if !body.saw_body {
        return Err("its document part has no body: the file is damaged".into());
    }
    let mut warnings = Vec::new();
    let mut tell = |count: usize, one: &str, many: &str| {
        if count > 0 {
            warnings.push(if count == 1 { one.to_owned() } else { format!("{count} {many}") });
        }
    };
    tell(body.left_out, "one hidden place was left out", "hidden places were left out");
    tell(body.deletions, "one tracked deletion was left out", "tracked deletions were left out");
    tell(body.comments, "one comment was left out", "comments were left out");
    tell(body.notes, "one footnote or endnote was left out", "footnotes and endnotes were left out");
    tell(
        body.breaks,
        "a line break within a paragraph begins a line of its own",
        "line breaks within paragraphs begin lines of their own",
    );
    tell(body.fields, "one field code was left out", "field codes were left out");
    if body.lines.turned > 0 {
        warnings.push("a table of two columns was read as speakers and their words".into());
    } else {
        tell(body.lines.tables_read, "one table was read row by row", "tables were read row by row");
    }
    let text = body.lines.text();
    Ok(Document { text, format: "docx", warnings, ..Document::default() })
}

#[cfg(test)]
mod tests {
    use super::super::office;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn docx(body: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        zip.start_file("[Content_Types].xml", options).unwrap();
        zip.write_all(b"<Types/>").unwrap();
        zip.start_file("word/document.xml", options).unwrap();
        let xml = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        zip.write_all(xml.as_bytes()).unwrap();
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
        assert!(office::read(&docx(&deep)).unwrap_err().contains("deep"));
    }
}
