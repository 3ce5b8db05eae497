//! A transcript as it comes: its words as plain text, whatever kind of file it is, and what was guessed or left out.
//!
//! Files are told by what is in them; the ending only decides where that leaves a choice. Every reader is bounded: by the
//! size of the file, by what may be inflated from it, by how deep it nests. Start reading at [`read`].

mod docx;
mod encoding;
mod html;
mod markdown;
mod odt;
pub(super) mod office;
mod pdf;
mod rtf;
mod subtitles;
mod words;

use crate::model::{CharRange, Styled, TimeMark};
use crate::text::normalise;
use std::path::Path;

pub use encoding::Decoded;
pub use html::counted as counted_html;
pub use pdf::{READER as PDF, wants_password};

/// Endings of documents that are read.
pub const ENDINGS: [&str; 12] =
    ["txt", "md", "text", "docx", "odt", "rtf", "pdf", "html", "htm", "srt", "vtt", "markdown"];

/// Encodings that a person may choose, by the names under which they are known, with where they are met.
pub const ENCODINGS: [(&str, &str); 19] = [
    ("utf-8", "everywhere"),
    ("utf-16le", "Windows, “Unicode”"),
    ("utf-16be", "older Macs"),
    ("gb18030", "Chinese, simplified (GBK, GB2312)"),
    ("big5", "Chinese, traditional"),
    ("shift_jis", "Japanese"),
    ("euc-jp", "Japanese, Unix"),
    ("euc-kr", "Korean"),
    ("windows-1250", "Central European"),
    ("windows-1251", "Cyrillic"),
    ("windows-1252", "Western European"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("windows-1257", "Baltic"),
    ("windows-1258", "Vietnamese"),
    ("iso-8859-2", "Central European, Unix"),
    ("macintosh", "Western European, older Macs"),
];

/// Larger files are no transcripts.
const LARGEST: u64 = 256 << 20;

/// Pages that people write do not nest so deep.
const DEEP_PAGE: usize = 1_000;
/// A longer line is no paragraph that anybody wrote.
const LONG_LINE: usize = 1_000_000;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// In the stored form: `\n` line ends, no byte order mark, no NUL.
    pub text: String,
    /// `txt`, `docx` and so on, by content.
    pub format: &'static str,
    /// The encoding's name; for packed formats, which say it themselves, empty.
    pub encoding: String,
    /// Subtitles, when it is a file of such.
    pub cues: Option<usize>,
    /// Bold, italic and headings, where the format has them; positions count code points of `text`.
    pub styles: Vec<Styled>,
    /// When lines and cues begin, sorted by position.
    pub times: Vec<TimeMark>,
    /// Where the file itself says who speaks: the places of their names. `None` leaves it to detection.
    pub labels: Option<Vec<CharRange>>,
    /// Words of the file that are no part of the text.
    pub left_out: Vec<LeftOut>,
    /// What was guessed, mended or left out, in words.
    pub warnings: Vec<String>,
}

/// Words that stand in a file and not in its text: page numbers, running heads, comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What they are, in words: `page number`.
    pub what: &'static str,
    pub words: String,
}

/// What is fixed beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The name of the encoding of text files, such as `gb18030`; none: it is found out.
    pub encoding: Option<String>,
    /// Positions in projects of other programs count units of UTF-16; else it is found out.
    pub utf16: bool,
    /// What stands between levels in names of codes of other programs, such as `::`; none: names stay whole.
    pub split_codes: Option<String>,
    /// A folder around all codes of another program is left out.
    pub unwrap: bool,
    /// Opens a PDF that is protected with it.
    pub password: Option<String>,
}

/// Reads one file.
///
/// # Errors
/// Why it cannot be read and what to do, in words.
pub fn read(path: &Path, reading: &Reading) -> Result<Document, String> {
    read_until(path, reading, &|| false)
}

/// Reads one file; a reader that takes its time is stopped when `cancelled` says so.
///
/// # Errors
/// Why it cannot be read and what to do, in words; or that it was cancelled.
pub fn read_until(path: &Path, reading: &Reading, cancelled: &dyn Fn() -> bool) -> Result<Document, String> {
    let bytes = bytes(path)?;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    from_bytes(&bytes, &ending, reading, cancelled)
}

/// The bytes of a file that is one and not too large. Pipes and devices are not opened: nobody may ever write to them.
///
/// # Errors
/// Why not, in words.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let data = std::fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound if path.is_symlink() => "this link leads to no file".to_owned(),
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => format!("cannot be read: {e}"),
    })?;
    if data.is_dir() {
        return Err("this is a folder, and no document".into());
    }
    if !data.is_file() {
        return Err("this is no file with a document in it".into());
    }
    if data.len() > LARGEST {
        return Err(format!("larger than {} MB: split it into several documents", LARGEST >> 20));
    }
    std::fs::read(path).map_err(|e| format!("cannot be read: {e}"))
}

/// Bytes of a text to the text, with what was guessed or lost.
///
/// # Errors
/// When they are no text.
pub fn decode(bytes: &[u8]) -> Result<(String, Vec<String>), String> {
    encoding::decode(bytes, None, None).map(|decoded| (decoded.text, decoded.warnings))
}

/// The same with the encoding that a person named, when one did.
///
/// # Errors
/// When they are no text, or no encoding is called so.
pub fn decode_as(bytes: &[u8], encoding: Option<&str>) -> Result<Decoded, String> {
    encoding::decode(bytes, encoding, None)
}

fn from_bytes(bytes: &[u8], ending: &str, reading: &Reading, cancelled: &dyn Fn() -> bool) -> Result<Document, String> {
    if bytes.is_empty() {
        return Err("the file is empty".into());
    }
    let mut document = match kind(bytes) {
        Kind::Zip => office::read(bytes)?,
        Kind::Rtf => rtf::read(bytes)?,
        Kind::Pdf => pdf::read(bytes, reading, cancelled)?,
        Kind::Ole if office::is_encrypted(bytes) => {
            return Err("protected with a password: open it, take the password off, and save it again".into());
        }
        Kind::Ole => {
            return Err("an old Word or Excel file cannot be read: open it and save it as .docx".into());
        }
        // What is named as a packed file and is neither packed nor text is a damaged one.
        Kind::Text => text(bytes, ending, reading)
            .map_err(|why| if ["docx", "odt", "pdf"].contains(&ending) { office::DAMAGED.to_owned() } else { why })?,
    };
    if document.text.trim().is_empty() {
        return Err("there is no text in it".into());
    }
    let own: &[&str] = match document.format {
        "txt" => &["txt", "text"],
        "md" => &["md", "markdown"],
        "html" => &["html", "htm"],
        format => &[format],
    };
    let longest = document.text.lines().map(str::len).max().unwrap_or(0);
    if longest > LONG_LINE {
        document.warnings.push(format!("one of its lines is {} MB long", longest >> 20));
    }
    if !own.contains(&ending) {
        let named = if ending.is_empty() { "has no ending".to_owned() } else { format!("ends in .{ending}") };
        let words = format!("its name {named}, but it is a {} file: it was read as that", document.format);
        document.warnings.insert(0, words);
    }
    Ok(document)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Zip,
    Ole,
    Rtf,
    Pdf,
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
    } else if bytes.get(..1024.min(bytes.len())).is_some_and(|head| head.windows(5).any(|w| w == b"%PDF-")) {
        Kind::Pdf
    } else {
        Kind::Text
    }
}

fn text(bytes: &[u8], ending: &str, reading: &Reading) -> Result<Document, String> {
    let declared = html::declared_encoding(bytes);
    let decoded = encoding::decode(bytes, reading.encoding.as_deref(), declared)?;
    let (body, encoding, mut warnings) = (normalise(&decoded.text), decoded.encoding, decoded.warnings);
    let (mut text, changes) = (body.text, body.changes);
    if changes.nuls > 0 {
        warnings.push(format!("{} NUL characters were removed", changes.nuls));
    }
    if changes.mixed {
        warnings.push("several kinds of line ends: each is one now".into());
    }
    let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let lower: String = start.chars().take(64).collect::<String>().to_lowercase();
    let is_html = ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| lower.starts_with(sign))
        || matches!(ending, "html" | "htm");
    let (mut format, mut cues, mut styles, mut left_out) = ("txt", None, vec![], vec![]);
    if is_html {
        let (words, looks, deepest) = html::text(&text);
        (text, format, styles) = (words, "html", looks);
        if deepest > DEEP_PAGE {
            warnings.push(format!("its elements stand {deepest} deep: look whether all of it was read"));
        }
    } else if start.starts_with("WEBVTT") || ending == "vtt" {
        let read = subtitles::vtt(&text);
        (text, format, cues) = (read.text, "vtt", Some(read.cues));
        warnings.extend(read.warnings);
    } else if ending == "srt" || subtitles::looks_like_srt(start) {
        let read = subtitles::srt(&text);
        (text, format, cues) = (read.text, "srt", Some(read.cues));
        warnings.extend(read.warnings);
    }
    if format == "txt" && matches!(ending, "md" | "markdown") {
        format = "md";
        if let Some((properties, rest)) = markdown::front_matter(&text) {
            warnings.push("the properties at its start are no part of the text".into());
            left_out.push(LeftOut { what: "properties of the file", words: properties.trim().to_owned() });
            text = rest.to_owned();
        }
        styles = markdown::styles(&text);
    }
    // Words with their times, a line each, as some programs write subtitles.
    if matches!(format, "txt" | "md") {
        let timed = text.lines().filter(|line| line.starts_with('[') && line.contains(" --> ")).count();
        cues = (timed > 1).then_some(timed);
    }
    Ok(Document { text, format, encoding, cues, styles, left_out, warnings, ..Document::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(bytes: &[u8], ending: &str) -> Result<Document, String> {
        from_bytes(bytes, ending, &Reading::default(), &|| false)
    }

    #[test]
    fn what_cannot_be_read_says_why_and_what_to_do() {
        let cases: [(&[u8], &str, &str); 6] = [
            (b"", "txt", "empty"),
            (b" \n\t\r\n", "txt", "no text"),
            (b"%PDF-1.7 ...", "docx", "damaged"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word", "doc", "save it as .docx"),
            (b"PK\x03\x04 and nothing more", "docx", "damaged"),
            (
                &[0x9d, 0x02, 0x81, 0x07, 0xfe, 0x1b, 0x03, 0x90, 0x04, 0xc1, 0x05, 0x8f],
                "txt",
                "does not look like text",
            ),
        ];
        for (bytes, ending, why) in cases {
            let error = read_text(bytes, ending).unwrap_err();
            assert!(error.contains(why), "{ending}: {error}");
        }
    }

    #[test]
    fn every_encoding_that_is_offered_is_known() {
        for (name, _) in ENCODINGS {
            let reading = Reading { encoding: Some(name.into()), ..Reading::default() };
            let error = from_bytes(b"", "txt", &reading, &|| false).unwrap_err();
            assert!(error.contains("empty"), "{name}");
            let read = encoding::decode("a b".as_bytes(), Some(name), None);
            assert!(read.is_ok() || name.starts_with("utf-16"), "{name}");
        }
    }

    #[test]
    fn a_file_is_told_by_its_content_and_a_wrong_name_is_said() {
        let read = read_text(b"<!DOCTYPE html><p>I: Why?</p><p>B: Because.</p>", "docx").unwrap();
        assert_eq!((read.format, read.text.as_str()), ("html", "I: Why?\nB: Because."));
        assert!(read.warnings[0].contains("ends in .docx"), "{:?}", read.warnings);
        assert_eq!(read_text(b"I: Why?\n", "md").unwrap().warnings, Vec::<String>::new());
    }
}
