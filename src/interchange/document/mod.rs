//! Reads a transcript of any file format as plain text, with remarks on what was guessed or left out.
//!
//! Formats are detected by content; the extension decides only where the content is ambiguous. Every reader is limited
//! in file size, unpacked size and nesting depth. Start reading at [`read`].

mod asides;
mod cues;
mod docx;
mod encoding;
mod encodings;
mod html;
mod lines;
mod markdown;
mod mht;
mod numerals;
mod odt;
pub(super) mod office;
pub(super) mod opc;
mod pdf;
mod person_columns;
mod rtf;
mod subtitles;
mod tabbed;
mod tables;
#[cfg(test)]
mod tests_inputs;
#[cfg(test)]
mod tests_kept;
mod utf7;
mod words;
mod xml;

use super::files::{self, Links};
use super::refi::Offsets;
use crate::interchange::remark::{Aside, AsideKind, Loss, ReadError, Refusal, Warning};
use crate::model::{CharPos, CharRange, Progress, Styled, TimeMark};
use crate::text::{MOST_LINES, Normalised, has_too_many_lines, is_normal, normalise, normalise_noting};
use std::borrow::Cow;
use std::path::Path;

pub use encoding::Decoded;
pub use encodings::encodings;
pub use html::counted as counted_html;
pub use pdf::READER as PDF;

/// Extensions of supported documents.
pub const ENDINGS: [&str; 18] = [
    "txt", "md", "text", "docx", "odt", "rtf", "pdf", "html", "htm", "srt", "vtt", "ass", "ssa", "markdown", "xml",
    "fodt", "mht", "mhtml",
];

/// A line longer than this many bytes is reported, because nobody writes such paragraphs.
const LONG_LINE: usize = 1_000_000;

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// In stored form: `\n` line ends, no byte order mark, no NUL.
    pub text: String,
    /// `txt`, `docx` and so on, by content.
    pub format: &'static str,
    /// The name of the encoding; empty for packed formats, which define it themselves.
    pub encoding: String,
    /// The number of subtitles, if the file is a subtitle file.
    pub cues: Option<usize>,
    /// Bold, italic and headings, if the format has them; positions count code points of `text`.
    pub styles: Vec<Styled>,
    /// When lines and cues begin, sorted by position.
    pub times: Vec<TimeMark>,
    /// The positions of speakers' names, if the file itself states who speaks; `None` leaves this to detection.
    pub labels: Option<Vec<CharRange>>,
    /// Words of the file that are not part of the text.
    pub left_out: Vec<Aside>,
    /// What is missing from the text or was changed in it.
    pub losses: Vec<Loss>,
    /// What was guessed, repaired or rearranged.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// Reports `count` more things of a kind as left out, added to those already reported; does nothing for 0.
    fn report_left_out(&mut self, what: AsideKind, count: usize) {
        let before = self.losses.iter_mut().find_map(|loss| match loss {
            Loss::LeftOut { what: kind, count } if *kind == what => Some(count),
            _ => None,
        });
        match before {
            _ if count == 0 => {}
            Some(before) => *before += count,
            None => self.losses.push(Loss::LeftOut { what, count }),
        }
    }

    fn report(&mut self, loss: Loss) {
        match loss {
            Loss::LeftOut { what, count } => self.report_left_out(what, count),
            loss => self.losses.push(loss),
        }
    }

    /// Normalises the text to its stored form and moves all positions along.
    fn normalise(&mut self) {
        if has_line_ends(&self.text) {
            self.text = self.text.replace(LINE_ENDS, "\n");
        }
        for aside in &mut self.left_out {
            if !is_normal(&aside.text) {
                aside.text = normalise(&aside.text).text;
            }
        }
        if is_normal(&self.text) {
            return;
        }
        let mut dropped = Vec::new();
        self.text = normalise_noting(&self.text, |position| dropped.push(position)).text;
        let styles = self.styles.iter_mut().map(|styled| &mut styled.range);
        for range in styles.chain(self.labels.iter_mut().flatten()) {
            *range = CharRange { start: moved(range.start, &dropped), end: moved(range.end, &dropped) };
        }
        for time in &mut self.times {
            time.at = moved(time.at, &dropped);
        }
        self.styles.retain(|styled| !styled.range.is_empty());
        self.styles.sort();
        if let Some(labels) = &mut self.labels {
            labels.retain(|label| !label.is_empty());
        }
    }
}

/// Characters that end a line and are as long as `\n`: next line, line separator, paragraph separator.
const LINE_ENDS: [char; 3] = ['\u{85}', '\u{2028}', '\u{2029}'];

/// True if a text has one of them. Looking for the bytes of each takes a fraction of the time of comparing every character.
fn has_line_ends(text: &str) -> bool {
    LINE_ENDS.iter().any(|end| memchr::memmem::find(text.as_bytes(), end.encode_utf8(&mut [0; 4]).as_bytes()).is_some())
}

/// A position after the removal of characters. `removed` holds their positions before the removal, in ascending order.
fn moved(position: CharPos, removed: &[u32]) -> CharPos {
    CharPos(position.0 - removed.partition_point(|at| *at < position.0) as u32)
}

/// Settings for reading; what is not set is detected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The encoding of text files, such as `gb18030`; `None`: it is detected.
    pub encoding: Option<String>,
    /// The unit of positions in a project of another program; `None`: it is detected.
    pub offsets: Option<Offsets>,
    /// The separator of levels in code names of other programs, such as `::`; `None`: names stay whole.
    pub split_codes: Option<String>,
    /// Leaves out a folder around all codes of another program.
    pub unwrap: bool,
    /// The password of a protected PDF.
    pub password: Option<String>,
}

/// Reads one file.
///
/// # Errors
/// Why it cannot be read.
pub fn read(path: &Path, reading: &Reading) -> Result<Document, ReadError> {
    read_with(path, reading, &Progress::default())
}

/// Reads one file; slow readers can be cancelled.
///
/// # Errors
/// Why it cannot be read, or that it was cancelled.
pub fn read_with(path: &Path, reading: &Reading, progress: &Progress) -> Result<Document, ReadError> {
    let bytes = files::read(path, Links::Follow, files::LARGEST)?;
    from_bytes(&bytes, &files::ending(path), reading, progress)
}

/// Decodes the bytes of a text, in the chosen encoding if there is one.
///
/// # Errors
/// When they are not text, or the encoding is unknown.
pub fn decode<'b>(bytes: &'b [u8], encoding: Option<&str>) -> Result<Decoded<'b>, Refusal> {
    encoding::decode(bytes, encoding, None)
}

/// Reads the bytes of a file with this extension, in lower case.
///
/// # Errors
/// Why they cannot be read, or that reading was cancelled.
pub fn from_bytes(bytes: &[u8], ending: &str, reading: &Reading, progress: &Progress) -> Result<Document, ReadError> {
    let document = match kind(bytes) {
        _ if bytes.is_empty() => return Err(Refusal::EmptyFile.into()),
        Kind::Zip => office::read(bytes)?,
        Kind::Rtf => rtf::read(bytes)?,
        Kind::Pdf => pdf::read(bytes, reading, progress)?,
        Kind::Database => return Err(Refusal::Database.into()),
        Kind::Ole if office::is_encrypted(bytes) => return Err(Refusal::Protected.into()),
        Kind::Ole => return Err(Refusal::OldOfficeFile.into()),
        // A file with the extension of a packed format that is neither packed nor text is damaged.
        Kind::Text => text(bytes, ending, reading)
            .map_err(|why| if ["docx", "odt", "pdf"].contains(&ending) { Refusal::Damaged } else { why })?,
    };
    Ok(checked(document, ending)?)
}

/// Normalises a document, and warns of what is unusual.
fn checked(mut document: Document, ending: &str) -> Result<Document, Refusal> {
    document.normalise();
    if document.text.trim().is_empty() {
        return Err(Refusal::NoText);
    }
    if has_too_many_lines(&document.text) {
        return Err(Refusal::TooManyLines { most: MOST_LINES });
    }
    let expected: &[&str] = match document.format {
        "txt" => &["txt", "text"],
        "md" => &["md", "markdown"],
        "html" => &["html", "htm", "xhtml", "mht", "mhtml"],
        "odt" => &["odt", "fodt"],
        "ass" => &["ass", "ssa"],
        format => &[format],
    };
    let longest = document.text.lines().map(str::len).max().unwrap_or(0);
    if longest > LONG_LINE {
        document.warnings.push(Warning::LongLine { megabytes: longest >> 20 });
    }
    if !expected.contains(&ending) {
        let (extension, format) = (ending.to_owned(), document.format.to_owned());
        document.warnings.insert(0, Warning::WrongExtension { extension, format });
    }
    Ok(document)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Ole,
    Rtf,
    Pdf,
    Database,
    Text,
}

fn kind(bytes: &[u8]) -> Kind {
    let begins = |signs: &[u8]| bytes.starts_with(signs);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        Kind::Zip
    } else if begins(b"\xd0\xcf\x11\xe0") {
        Kind::Ole
    } else if begins(b"{\\rtf") {
        Kind::Rtf
    } else if begins(b"SQLite format 3\0") {
        Kind::Database
    } else if bytes.get(..1024.min(bytes.len())).is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-")) {
        Kind::Pdf
    } else {
        Kind::Text
    }
}

/// The line break of word processors, which ends lines of plain text.
const WORD_BREAK: char = '\u{b}';

fn text(bytes: &[u8], ending: &str, reading: &Reading) -> Result<Document, Refusal> {
    if matches!(ending, "mht" | "mhtml") {
        return mht::read(bytes);
    }
    let declared = html::declared_encoding(bytes);
    let decoded = encoding::decode(bytes, reading.encoding.as_deref(), declared)?;
    // A text may be large: nothing is copied that need not be.
    let Normalised { mut text, changes } = normalise(decoded.text);
    let has_others = has_line_ends(&text);
    let is_mixed = text.contains('\n') && (has_others || text.contains(WORD_BREAK));
    if has_others {
        text = text.replace(LINE_ENDS, "\n");
    }
    let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let lower: String = start.chars().take(64).collect::<String>().to_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| lower.starts_with(sign));
    let is_vtt = start.strip_prefix("WEBVTT").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let plain = if text.contains(WORD_BREAK) {
        Cow::Owned(text.replace(WORD_BREAK, "\n"))
    } else {
        Cow::Borrowed(text.as_str())
    };
    let xml = if is_page { None } else { xml::read(start, ending).transpose()? };
    let mut document = match ending {
        _ if let Some(document) = xml => document,
        _ if is_page => html::read(&text)?,
        "html" | "htm" => html::read(&text)?,
        _ if is_vtt => subtitles::vtt(start),
        "vtt" => subtitles::vtt(&text),
        _ if subtitles::begins_with_section(start) => subtitles::ass(start),
        _ if ending == "srt" || subtitles::begins_with_cue(start) => subtitles::srt(&text),
        "md" | "markdown" => match subtitles::timed_lines(&plain) {
            Some(timed) => Document { format: "md", ..timed },
            None => markdown::read(plain.into_owned()),
        },
        _ => match subtitles::timed_lines(&plain).or_else(|| tabbed::read(&plain)) {
            Some(document) => document,
            None => {
                let replaced = match plain {
                    Cow::Owned(replaced) => Some(replaced),
                    Cow::Borrowed(_) => None,
                };
                Document { text: replaced.unwrap_or(text), format: "txt", ..Document::default() }
            }
        },
    };
    let mixed = changes.mixed || matches!(document.format, "txt" | "md") && is_mixed;
    document.encoding = decoded.encoding;
    for (count, loss) in [
        (decoded.unreadable, Loss::UnreadableCharacters { count: decoded.unreadable }),
        (changes.nuls, Loss::NulCharacters { count: changes.nuls }),
    ] {
        document.losses.extend((count > 0).then_some(loss));
    }
    let line_ends = mixed.then_some(Warning::MixedLineEnds);
    document.warnings.splice(0..0, decoded.warnings.into_iter().chain(line_ends));
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::samples::zipped;

    fn read_text(bytes: &[u8], ending: &str) -> Result<Document, Refusal> {
        ReadError::accept(from_bytes(bytes, ending, &Reading::default(), &Progress::default())).unwrap()
    }

    #[test]
    fn what_cannot_be_read_says_why_and_what_to_do() {
        let cases: [(&[u8], &str, Refusal); 6] = [
            (b"", "txt", Refusal::EmptyFile),
            (b" \n\t\r\n", "txt", Refusal::NoText),
            (b"%PDF-1.7 ...", "docx", Refusal::Damaged),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", "doc", Refusal::OldOfficeFile),
            (b"PK\x03\x04 and nothing more", "docx", Refusal::Damaged),
            (&[0x9d, 0x02, 0x81, 0x07, 0xfe, 0x1b, 0x03, 0x90, 0x04, 0xc1, 0x05, 0x8f], "txt", Refusal::NotText),
        ];
        for (bytes, ending, why) in cases {
            let refusal = read_text(bytes, ending).unwrap_err();
            assert_eq!(refusal, why, "{ending}");
        }
    }

    #[test]
    fn every_encoding_that_is_offered_is_known() {
        for (name, _) in encodings() {
            let text = match name {
                "gb18030" => "我们家里穷",
                "big5" => "我們家裡窮",
                "shift_jis" | "euc-jp" => "こんにちは、東京",
                "euc-kr" => "안녕하세요",
                "windows-1250" | "iso-8859-2" => "Příliš žluťoučký",
                "windows-1251" => "Здравствуйте",
                "windows-1252" | "macintosh" => "Käse, garçon, Ærø",
                "windows-1253" => "Καλημέρα",
                "windows-1254" => "Teşekkürler, iyi günler, ağ",
                "windows-1255" => "שלום",
                "windows-1256" => "مرحبا",
                "windows-1257" => "Ačiū, ąžuolas",
                "windows-1258" => "cám ơn",
                "utf-8" | "utf-16le" | "utf-16be" => "我们 – 안녕 – garçon",
                other => panic!("{other} has no text here"),
            };
            let bytes = match name {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => encoding_rs::Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned(),
            };
            let reading = Reading { encoding: Some(name.into()), ..Reading::default() };
            let read = from_bytes(&bytes, "txt", &reading, &Progress::default()).unwrap();
            assert_eq!((read.text.trim_end(), read.losses), (text, vec![]), "{name}");
        }
    }

    #[test]
    fn the_format_is_detected_by_content_and_a_wrong_extension_is_reported() {
        let read = read_text(b"<!DOCTYPE html><p>I: Why?</p><p>B: Because.</p>", "docx").unwrap();
        assert_eq!((read.format, read.text.as_str()), ("html", "I: Why?\nB: Because."));
        assert_eq!(read.warnings, [Warning::WrongExtension { extension: "docx".into(), format: "html".into() }]);
        assert_eq!(read_text(b"I: Why?\n", "md").unwrap().warnings, []);
    }

    #[test]
    fn no_text_has_byte_order_marks_returns_or_nuls_whichever_reader_it_comes_from() {
        let docx = |text: &str| {
            let body = format!(
                "<w:document><w:body><w:p><w:r><w:t>{text}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r>\
                 </w:p></w:body></w:document>"
            );
            zipped([("word/document.xml", body)])
        };
        let odt = |text: &str| {
            let body = format!(
                "<office:document-content><office:body><office:text><text:p>{text}</text:p></office:text></office:body>\
                 </office:document-content>"
            );
            zipped([("content.xml", body)])
        };
        let cases: [(&str, Vec<u8>, &str); 22] = [
            ("rtf", br"{\rtf1 a\u0?b}".to_vec(), "ab"),
            ("rtf", br"{\rtf1 a\u13?b\b c}".to_vec(), "a\nbc"),
            ("rtf", br"{\rtf1 a\u13?\u10?b}".to_vec(), "a\nb"),
            ("rtf", br"{\rtf1 \u65279?a\u-257?b}".to_vec(), "a\u{feff}b"),
            ("rtf", br"{\rtf1 a\'00\'0db}".to_vec(), "a\nb"),
            (
                "rtf",
                br"{\rtf1 a\u-10179?b\u-10179?\u99?\u-8704?d\u-10179?}".to_vec(),
                "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}",
            ),
            ("docx", docx("\u{feff}a "), "a bold"),
            ("docx", docx("\u{feff}\u{feff}a&#xFEFF;b "), "a\u{feff}b bold"),
            ("docx", docx("a&#13;b&#0;c "), "a\nbc bold"),
            ("docx", docx("a\r\nb&#xD83D; "), "a\nb\u{fffd} bold"),
            ("docx", docx("a\u{1}b&#x1b;c "), "a\u{1}b\u{1b}c bold"),
            ("odt", odt("\u{feff}a\u{feff}&#13;b"), "a\u{feff} b"),
            ("odt", odt("&#0;\u{feff}a&#xDC00;"), "a\u{fffd}"),
            ("html", "<html><p>\u{feff}a\u{feff}b".into(), "a\u{feff}b"),
            ("html", "<html><p>&#xFEFF;a&#13;b&#0;&#xD83D;c".into(), "a b\u{fffd}\u{fffd}c"),
            ("html", "<html>\u{feff}<p>\u{feff}a".into(), ""),
            ("txt", "\0\u{feff}\u{feff}I left in May\r\rbecause of work\0".into(), "I left in May\n\nbecause of work"),
            ("md", "---\ntitle: x\n---\n\u{feff}Ann: **so**".into(), "Ann: **so**"),
            ("srt", "1\n00:00:01,000 --> 00:00:02,000\n\u{feff}a&#13;b&#0;\n".into(), ""),
            ("txt", "a\u{85}b\u{2028}c\u{b}d\u{c}e".into(), "a\nb\nc\nd\u{c}e"),
            ("docx", docx("a\u{2029}b "), "a\nb bold"),
            ("html", "<html><p>&#1;a&#x9b;b".into(), ""),
        ];
        for (ending, bytes, wanted) in cases {
            let read = read_text(&bytes, ending).unwrap_or_else(|e| panic!("{wanted:?}: {e}"));
            assert_eq!(read.format, ending);
            assert!(is_normal(&read.text), "{:?}", read.text);
            if !wanted.is_empty() {
                assert_eq!(read.text, wanted);
            }
            let at = |position: CharPos| read.text.chars().skip(position.0 as usize);
            for styled in &read.styles {
                let length = (styled.range.end.0 - styled.range.start.0) as usize;
                let text: String = at(styled.range.start).take(length).collect();
                assert!(["bold", "so", "c"].contains(&text.as_str()), "{text:?} of {:?}", read.text);
            }
        }
    }

    #[test]
    fn positions_are_adjusted_when_characters_are_removed() {
        let bold =
            |start, end| Styled { range: crate::model::CharRange::new(start, end), style: crate::model::Style::Bold };
        let mut document = Document {
            text: "\u{feff}a\r\nb\0c\rd".into(),
            styles: vec![bold(0, 1), bold(0, 3), bold(2, 4), bold(4, 7), bold(5, 6), bold(8, 9)],
            left_out: vec![Aside { kind: AsideKind::Comment, text: "x\0\r\ny".into() }],
            times: vec![TimeMark { at: CharPos(0), millis: 1 }, TimeMark { at: CharPos(8), millis: 2 }],
            labels: Some(vec![CharRange::new(1, 2), CharRange::new(8, 9)]),
            ..Document::default()
        };
        document.normalise();
        assert_eq!((document.text.as_str(), document.left_out[0].text.as_str()), ("a\nbc\nd", "x\ny"));
        let ranges: Vec<String> = document.styles.iter().map(|styled| styled.range.to_string()).collect();
        assert_eq!(ranges, ["0..2", "1..2", "2..4", "5..6"]);
        assert_eq!(document.times.iter().map(|time| time.at.0).collect::<Vec<_>>(), [0, 5]);
        assert_eq!(document.labels, Some(vec![CharRange::new(0, 1), CharRange::new(5, 6)]));
    }

    #[test]
    fn documents_with_too_many_lines_are_refused() {
        let lines = |count: usize| format!("a{}b", "\n".repeat(count)).into_bytes();
        assert!(read_text(&lines(MOST_LINES), "txt").is_ok());
        assert_eq!(read_text(&lines(MOST_LINES + 1), "txt"), Err(Refusal::TooManyLines { most: MOST_LINES }));
    }

    #[test]
    fn databases_and_books_are_detected_by_content() {
        assert_eq!(read_text(b"SQLite format 3\0\x10\0", "txt"), Err(Refusal::Database));
        assert_eq!(read_text(&zipped([("META-INF/container.xml", "")]), "docx"), Err(Refusal::Ebook));
    }
}
