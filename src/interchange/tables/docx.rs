//! A Word document (ECMA-376): a table as a journal sets it, three lines and no more, its head repeated on every page; a list
//! of passages as quotations under their codes.

use super::Error;
use super::content::{Content, Entry};
use super::html::escaped;
use crate::table::PassageList;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// More columns than this want a page that lies on its side.
const UPRIGHT: usize = 6;

const TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
<Default Extension=\"xml\" ContentType=\"application/xml\"/>\
<Override PartName=\"/word/document.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
<Override PartName=\"/word/styles.xml\" \
ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";

const RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>\
</Relationships>";

const DOCUMENT_RELATIONS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";

/// Names that Word knows, so that a journal's template takes them over.
const STYLES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"SimSun\" w:cs=\"Times New Roman\"/>\
<w:sz w:val=\"22\"/><w:lang w:val=\"en-GB\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults>\
<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Heading2\"><w:name w:val=\"heading 2\"/><w:basedOn w:val=\"Normal\"/><w:pPr>\
<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Caption\"><w:name w:val=\"caption\"/><w:basedOn w:val=\"Normal\"/><w:pPr>\
<w:keepNext/><w:spacing w:after=\"120\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"Quote\"><w:name w:val=\"Quote\"/><w:basedOn w:val=\"Normal\"/><w:pPr>\
<w:spacing w:after=\"120\"/><w:ind w:left=\"360\" w:right=\"360\"/></w:pPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"TableText\"><w:name w:val=\"Table Text\"/><w:basedOn w:val=\"Normal\"/><w:pPr>\
<w:spacing w:before=\"20\" w:after=\"20\"/></w:pPr><w:rPr><w:sz w:val=\"19\"/></w:rPr></w:style>\
<w:style w:type=\"paragraph\" w:styleId=\"TableNote\"><w:name w:val=\"Table Note\"/><w:basedOn w:val=\"Normal\"/><w:pPr>\
<w:spacing w:before=\"60\"/></w:pPr><w:rPr><w:sz w:val=\"18\"/></w:rPr></w:style></w:styles>";

pub(super) fn write(content: &Content<'_>) -> Result<Vec<u8>, Error> {
    let mut body = String::new();
    let wide = match content {
        Content::Passages(list) => {
            quotations(&mut body, list);
            false
        }
        Content::Table(_) | Content::Memos(_) => table(&mut body, content),
    };
    let (width, height, turned) = if wide { (16_838, 11_906, " w:orient=\"landscape\"") } else { (11_906, 16_838, "") };
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}<w:sectPr>\
         <w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" \
         w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    );
    let trouble = |e: &dyn std::fmt::Display| Error::Docx { reason: e.to_string() };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &document),
        ("word/styles.xml", STYLES),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
    ];
    for (name, part) in parts {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|e| trouble(&e))?;
        zip.write_all(part.as_bytes()).map_err(|e| trouble(&e))?;
    }
    Ok(zip.finish().map_err(|e| trouble(&e))?.into_inner())
}

/// Words as a run; a line end within them is a soft one.
fn run(words: &str, properties: &str) -> String {
    let lines: Vec<String> =
        words.lines().map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}{}</w:r>", lines.join("<w:br/>"))
}

fn paragraph(out: &mut String, style: &str, more: &str, runs: &str) {
    out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>"));
}

/// The table with its caption and notes; true when it wants a wide page.
fn table(out: &mut String, content: &Content<'_>) -> bool {
    let headers = content.headers();
    let numeric = content.numeric();
    let wide = headers.len() > UPRIGHT;
    let widths = widths(content, if wide { 14_570 } else { 9_638 });
    paragraph(out, "Caption", "", &run(content.title(), ""));
    let line =
        |side: &str, size: u8| format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"auto\"/>");
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>{}{}</w:tblBorders><w:tblLayout \
         w:type=\"autofit\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/>\
         </w:tblCellMar></w:tblPr><w:tblGrid>{}</w:tblGrid>",
        line("top", 8),
        line("bottom", 8),
        widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect::<String>()
    ));
    let size = |column: usize| {
        widths.get(column).map_or_else(String::new, |width| format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"))
    };
    let right = |column: usize| {
        if numeric.get(column) == Some(&true) { "<w:jc w:val=\"right\"/>" } else { "" }
    };
    out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, name) in headers.iter().enumerate() {
        let under = format!(
            "<w:tcPr>{}<w:tcBorders>{}</w:tcBorders><w:vAlign w:val=\"bottom\"/></w:tcPr>",
            size(column),
            line("bottom", 4)
        );
        out.push_str(&format!("<w:tc>{under}"));
        paragraph(out, "TableText", right(column), &run(&name.replace('_', " "), "<w:b/>"));
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    for row in content.rows() {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (column, entry) in row.iter().enumerate() {
            out.push_str(&format!("<w:tc><w:tcPr>{}</w:tcPr>", size(column)));
            cell(out, entry, right(column));
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    for note in content.footnotes() {
        paragraph(out, "TableNote", "", &run(note, ""));
    }
    provenance(out, content.provenance());
    wide
}

/// Shares of the page's width, in twentieths of a point, by what stands in the columns.
fn widths(content: &Content<'_>, page: usize) -> Vec<usize> {
    let length = |text: &str| text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    let word = |text: &str| text.split([' ', '_']).map(length).max().unwrap_or(0);
    let mut needs: Vec<usize> = content.headers().iter().map(|name| word(name).max(5)).collect();
    for row in content.rows().take(500) {
        for (need, entry) in needs.iter_mut().zip(&row) {
            let longest = entry.lines().iter().map(|line| length(line)).max().unwrap_or(0);
            *need = longest.min(34).max(*need);
        }
    }
    let all = needs.iter().sum::<usize>().max(1);
    needs.into_iter().map(|need| need * page / all).collect()
}

/// A cell must end in a paragraph, also when it is empty.
fn cell(out: &mut String, entry: &Entry<'_>, align: &str) {
    let properties = if matches!(entry, Entry::Undefined(_)) { "<w:i/>" } else { "" };
    let lines = entry.lines();
    for line in &lines {
        paragraph(out, "TableText", align, &run(line, properties));
    }
    if lines.is_empty() {
        paragraph(out, "TableText", align, "");
    }
}

fn provenance(out: &mut String, about: &[(String, String)]) {
    let all: Vec<String> = about.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if !all.is_empty() {
        paragraph(out, "TableNote", "", &run(&all.join(" · "), "<w:i/>"));
    }
}

/// The passages as quotations, code by code, each with whose words they are and where they stand.
fn quotations(out: &mut String, list: &PassageList) {
    paragraph(out, "Caption", "", &run("Coded passages", ""));
    let mut rows: Vec<_> = list.rows.iter().collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    let mut code = None;
    for row in rows {
        if code != Some(&row.code) {
            code = Some(&row.code);
            paragraph(out, "Heading2", "", &run(&row.code, ""));
        }
        let who = row.participant.as_ref().filter(|name| **name != row.document);
        let who = who.map_or_else(|| row.document.clone(), |name| format!("{name}, {}", row.document));
        let place = format!(" ({who}, {}–{}; {})", row.start, row.end, row.coder);
        let runs = run(&format!("“{}”", row.text.trim()), "") + &run(&place, "<w:color w:val=\"595959\"/>");
        paragraph(out, "Quote", "", &runs);
        if !row.memo.is_empty() {
            paragraph(out, "TableNote", "<w:ind w:left=\"720\"/>", &run(&format!("Memo: {}", row.memo), "<w:i/>"));
        }
    }
    provenance(out, &list.provenance);
}
