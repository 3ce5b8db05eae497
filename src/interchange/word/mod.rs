//! Word documents (ECMA-376): the package, styles, paragraphs and runs. The content comes from the caller, piece by
//! piece.
//!
//! Styles have Word's built-in names, so that a journal's template applies to them.

mod styles;

use super::archive::{Archive, archive, finished};
use super::markup::escaped;
use crate::tr;
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const WORDS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The width between the margins of an upright page, in twentieths of a point.
pub const UPRIGHT: usize = 9_638;
pub const SIDEWAYS: usize = 14_570;

/// A document that is being written. What is written to it are paragraphs and tables, and after
/// [`Document::end_body`] the comments, each a `w:comment`.
pub(super) struct Document<W: Write + Seek> {
    zip: Archive<W>,
    has_comments: bool,
}

impl<W: Write + Seek> Document<W> {
    /// Begins a document, with comments or without.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn new(out: W, title: &str, has_comments: bool) -> io::Result<Self> {
        let mut zip = archive(out);
        for (name, part) in [
            ("[Content_Types].xml", types(has_comments)),
            ("_rels/.rels", package_relations()),
            ("docProps/core.xml", properties(title)),
            ("word/styles.xml", format!("{HEAD}{}", styles::xml())),
            ("word/settings.xml", settings()),
            ("word/footer1.xml", footer()),
            ("word/_rels/document.xml.rels", relations(has_comments)),
        ] {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(part.as_bytes())?;
        }
        zip.start_file("word/document.xml", SimpleFileOptions::default())?;
        write!(zip, "{HEAD}<w:document {WORDS} xmlns:r=\"{RELATIONS}\"><w:body>")?;
        Ok(Self { zip, has_comments })
    }

    /// Ends the body, on pages in landscape format if it is `wide`, and begins the comments.
    ///
    /// # Errors
    /// When the end cannot be written.
    pub fn end_body(&mut self, wide: bool) -> io::Result<()> {
        let (width, height, turned) =
            if wide { (16_838, 11_906, " w:orient=\"landscape\"") } else { (11_906, 16_838, "") };
        write!(
            self.zip,
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"{width}\" \
             w:h=\"{height}\"{turned}/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" \
             w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        )?;
        if self.has_comments {
            self.zip.start_file("word/comments.xml", SimpleFileOptions::default())?;
            write!(self.zip, "{HEAD}<w:comments {WORDS}>")?;
        }
        Ok(())
    }

    /// # Errors
    /// When the end cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        if self.has_comments {
            self.zip.write_all(b"</w:comments>")?;
        }
        finished(self.zip)
    }
}

impl<W: Write + Seek> Write for Document<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

fn types(comments: bool) -> String {
    let of = |part: &str, kind: &str| {
        format!(
            "<Override PartName=\"/word/{part}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.\
             wordprocessingml.{kind}+xml\"/>"
        )
    };
    let more = if comments { of("comments", "comments") } else { String::new() };
    format!(
        "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" \
         ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" \
         ContentType=\"application/xml\"/>{}{}{}{}{more}<Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>",
        of("document", "document.main"),
        of("styles", "styles"),
        of("settings", "settings"),
        of("footer1", "footer"),
    )
}

fn related(list: &[(&str, &str, &str)]) -> String {
    let each = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
    };
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>",
        list.iter().map(each).collect::<String>()
    )
}

fn package_relations() -> String {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    related(&[
        ("rId1", &format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        ("rId2", core, "docProps/core.xml"),
    ])
}

fn relations(comments: bool) -> String {
    let of = |kind: &str| format!("{RELATIONS}/{kind}");
    let (styles, settings, footer, notes) = (of("styles"), of("settings"), of("footer"), of("comments"));
    let mut list = vec![
        ("rId1", styles.as_str(), "styles.xml"),
        ("rId2", settings.as_str(), "settings.xml"),
        ("rId3", footer.as_str(), "footer1.xml"),
    ];
    if comments {
        list.push(("rId4", notes.as_str(), "comments.xml"));
    }
    related(&list)
}

fn properties(title: &str) -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title></cp:coreProperties>",
        escaped(title)
    )
}

/// Without this, Word opens the file in compatibility mode.
fn settings() -> String {
    format!(
        "{HEAD}<w:settings {WORDS}><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The page number.
fn footer() -> String {
    format!(
        "{HEAD}<w:ftr {WORDS}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:jc w:val=\"center\"/></w:pPr>{}</w:p></w:ftr>",
        field(" PAGE ", "1")
    )
}

/// A field that Word computes, with the text shown until then.
fn field(instruction: &str, now: &str) -> String {
    format!("<w:fldSimple w:instr=\"{instruction}\"><w:r><w:t>{now}</w:t></w:r></w:fldSimple>")
}

/// A run of text with these properties; a line end in it becomes a line break.
#[must_use]
pub fn run(text: &str, properties: &str) -> String {
    let mut out = String::from("<w:r>");
    if !properties.is_empty() {
        out.push_str(&format!("<w:rPr>{properties}</w:rPr>"));
    }
    for (l, line) in text.lines().enumerate() {
        out.push_str(if l == 0 { "" } else { "<w:br/>" });
        for (t, piece) in line.split('\t').enumerate() {
            out.push_str(if t == 0 { "" } else { "<w:tab/>" });
            if !piece.is_empty() {
                out.push_str(&format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(piece)));
            }
        }
    }
    out.push_str("</w:r>");
    out
}

/// A paragraph in a style, with additional paragraph properties.
pub fn paragraph(out: &mut String, style: &str, more: &str, runs: &str) {
    out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>"));
}

/// “Table 1. …” with a number that Word counts, so that it stays right in a longer text.
pub fn caption(out: &mut String, number: usize, title: &str) {
    // Translators: the label that Word itself offers for captions of tables, so that all tables are counted together.
    let sequence = tr!("sequence of tables in Word" => "Table");
    let field = field(&format!(" SEQ {sequence} \\* ARABIC "), &number.to_string());
    let before = run(tr!("before the number of a table" => "Table "), "");
    let after = run(&tr!("after the number of a table" => ". {title}", title), "");
    let runs = format!("{before}{field}{after}");
    paragraph(out, "Caption", "", &runs);
}
