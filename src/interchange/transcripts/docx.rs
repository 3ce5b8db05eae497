//! Word documents. A passage is shaded in the color of its innermost code and underlined in that of the outermost: with
//! a double line where two codes overlap, with a thick one where more do. Every passage has a comment by its coder,
//! anchored exactly at its text.

use super::marks::{Cut, Line, Part, Span, cut};
use super::tint::{hex, pale, strong};
use super::{Book, MarkedPassage, Transcript, TranscriptIter, named};
use crate::interchange::files::WriteError;
use crate::interchange::markup::escaped;
use crate::interchange::spool::Spool;
use crate::interchange::word::{Document, paragraph, run};
use crate::text::capitalised;
use crate::tr;
use std::io::{self, Seek, Write};
use std::path::Path;

/// Writes the documents as they come. The comments, which follow the text, are kept in the folder `scratch` meanwhile, in
/// a file without a name.
///
/// # Errors
/// When `out` cannot be written, or a document cannot be read.
pub fn write<W: Write + Seek, E>(
    book: &Book,
    transcripts: TranscriptIter<'_, E>,
    scratch: &Path,
    out: W,
) -> Result<(), WriteError<E>> {
    let title = book.heading();
    let mut document = Document::new(out, &title, !book.passages.is_empty())?;
    let mut body = String::new();
    paragraph(&mut body, "Title", "", &run(&title, ""));
    for (name, value) in book.provenance.lines() {
        paragraph(&mut body, "TableNote", "", &run(&named(name, value), ""));
    }
    legend(&mut body, book);
    document.write_all(body.as_bytes())?;
    let mut comments = Comments { xml: Spool::new(scratch), next: 0, written: 0 };
    for read in transcripts {
        body.clear();
        transcript(&mut body, &mut comments, book, &read.map_err(WriteError::Contents)?)?;
        document.write_all(body.as_bytes())?;
    }
    document.end_body(false)?;
    comments.xml.write(|_| String::new(), &mut document)?;
    document.finish()?;
    Ok(())
}

/// The codes with their colors and numbers of passages in these documents.
fn legend(out: &mut String, book: &Book) {
    if book.codes.is_empty() {
        return;
    }
    paragraph(out, "Heading1", "", &run(tr!("heading" => "Codes"), ""));
    for (code, entry) in book.codes.iter().enumerate() {
        let color = entry.color;
        let name = run(&entry.path, &marked(pale(color), "single", strong(color)));
        let count = run(&tr!("after the name of a code" => "  ({count})", count = book.passages_of_code(code)), "");
        paragraph(out, "TableText", "", &(name + &count));
    }
    let explanation = tr!(
        "The number after each code is the number of its passages here. Passages have the color of their code. Where two \
         codes overlap, they have a double underline, and where more do, a thick one; the comments name the codes."
    );
    paragraph(out, "TableNote", "", &run(explanation, "<w:i/>"));
}

fn transcript(out: &mut String, comments: &mut Comments, book: &Book, document: &Transcript) -> io::Result<()> {
    paragraph(out, "Heading1", "<w:pageBreakBefore/>", &run(&document.name, ""));
    let about: Vec<String> = document.about.iter().map(|(name, value)| named(name, value)).collect();
    if !about.is_empty() {
        paragraph(out, "TableNote", "<w:spacing w:after=\"120\"/>", &run(&about.join(" · "), ""));
    }
    let cut = cut(document);
    let first = comments.next;
    comments.next += cut.marks.len();
    for mark in &cut.marks {
        comments.add(book, mark)?;
    }
    for text_line in &cut.lines {
        line(out, book, &cut, text_line, first);
    }
    Ok(())
}

fn line(out: &mut String, book: &Book, cut: &Cut<'_>, line: &Line<'_>, first: usize) {
    let mut runs = String::new();
    for part in &line.parts {
        match part {
            Part::Open(mark) => runs.push_str(&format!("<w:commentRangeStart w:id=\"{}\"/>", first + mark)),
            Part::Close(mark) => {
                let id = first + mark;
                runs.push_str(&format!(
                    "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
                     <w:commentReference w:id=\"{id}\"/></w:r>"
                ));
            }
            Part::Span(span) => runs.push_str(&run(span.text, &appearance(book, cut, span))),
        }
    }
    // A turn has some space above it; headings are below the level of the document's name.
    let spacing = if line.turn.is_some() { "<w:spacing w:before=\"160\"/>" } else { "" };
    match line.heading {
        Some(1) => paragraph(out, "Heading2", "", &runs),
        Some(_) => paragraph(out, "Heading3", "", &runs),
        None => paragraph(out, "Transcript", spacing, &runs),
    }
}

fn appearance(book: &Book, cut: &Cut<'_>, span: &Span<'_>) -> String {
    let mut codes: Vec<usize> = span.marks.iter().filter_map(|&mark| cut.marks.get(mark)).map(|m| m.code).collect();
    let innermost = codes.last().copied();
    codes.sort_unstable();
    codes.dedup();
    let outermost = span.marks.first().and_then(|&mark| cut.marks.get(mark)).map(|mark| mark.code);
    let bold = if span.bold || span.label { "<w:b/>" } else { "" };
    let italic = if span.italic { "<w:i/>" } else { "" };
    let line = match codes.len() {
        1 => "single",
        2 => "double",
        _ => "thick",
    };
    let marks = innermost
        .zip(outermost)
        .map_or_else(String::new, |(inner, outer)| marked(pale(book.color(inner)), line, strong(book.color(outer))));
    format!("{bold}{italic}{marks}")
}

fn marked(fill: [u8; 3], line: &str, underline: [u8; 3]) -> String {
    format!(
        "<w:u w:val=\"{line}\" w:color=\"{}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>",
        hex(underline),
        hex(fill)
    )
}

struct Comments {
    xml: Spool,
    /// The first number for the next document.
    next: usize,
    written: usize,
}

impl Comments {
    fn add(&mut self, book: &Book, mark: &MarkedPassage) -> io::Result<()> {
        let coder = book.coder(mark);
        let initials: String = coder.split_whitespace().filter_map(|word| word.chars().next()).take(3).collect();
        let date = jiff::Timestamp::from_millisecond(mark.created / 1_000 * 1_000);
        let date = date.map_or_else(|_| String::new(), |date| format!(" w:date=\"{date}\""));
        let mut xml = format!(
            "<w:comment w:id=\"{}\" w:author=\"{}\"{date} w:initials=\"{}\">",
            self.written,
            escaped(coder),
            escaped(&initials)
        );
        let reference = "<w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr><w:annotationRef/></w:r>";
        let code = run(book.code(mark), "<w:b/>");
        paragraph(&mut xml, "CommentText", "", &format!("{reference}{code}"));
        if mark.important {
            paragraph(&mut xml, "CommentText", "", &run(tr!("coded passage" => "Important"), "<w:i/>"));
        }
        if let Some(account) = &mark.account {
            paragraph(&mut xml, "CommentText", "", &run(&capitalised(&account.label()), "<w:i/>"));
        }
        for line in mark.memo.lines() {
            paragraph(&mut xml, "CommentText", "", &run(line, ""));
        }
        xml.push_str("</w:comment>");
        self.written += 1;
        self.xml.add(0, &xml)
    }
}
