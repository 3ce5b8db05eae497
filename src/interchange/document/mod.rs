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

use crate::interchange::remark::{Aside, AsideKind, Loss, Refusal, Warning};
use crate::model::{CharRange, Styled, TimeMark};
use crate::text::normalise;
use std::path::Path;

pub use encoding::Decoded;
pub use html::counted as counted_html;
pub use pdf::READER as PDF;

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
    pub left_out: Vec<Aside>,
    /// What of the file is missing from the text, or changed in it.
    pub losses: Vec<Loss>,
    /// What was guessed, repaired or rearranged.
    pub warnings: Vec<Warning>,
}

impl Document {
    /// Reports that so many things of a kind were left out; nothing where there are none.
    fn report_left_out(&mut self, what: AsideKind, count: usize) {
        if count > 0 {
            self.losses.push(Loss::LeftOut { what, count });
        }
    }
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
/// Why it cannot be read.
pub fn read(path: &Path, reading: &Reading) -> Result<Document, Refusal> {
    read_until(path, reading, &|| false)
}

/// Reads one file; a reader that takes its time is stopped when `cancelled` says so.
///
/// # Errors
/// Why it cannot be read, or that it was cancelled.
pub fn read_until(path: &Path, reading: &Reading, cancelled: &dyn Fn() -> bool) -> Result<Document, Refusal> {
    let bytes = bytes(path)?;
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    from_bytes(&bytes, &ending, reading, cancelled)
}

/// The bytes of a file that is one and not too large. Pipes and devices are not opened: nobody may ever write to them.
///
/// # Errors
/// Why not.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let data = std::fs::metadata(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound if path.is_symlink() => Refusal::BrokenLink,
        std::io::ErrorKind::NotFound => Refusal::NoSuchFile,
        _ => Refusal::Unreadable { why: e.to_string() },
    })?;
    if data.is_dir() {
        return Err(Refusal::IsFolder);
    }
    if !data.is_file() {
        return Err(Refusal::NotAFile);
    }
    if data.len() > LARGEST {
        return Err(Refusal::TooLarge { megabytes: LARGEST >> 20 });
    }
    std::fs::read(path).map_err(|e| Refusal::Unreadable { why: e.to_string() })
}

/// Decodes the bytes of a text, in the encoding that a person named when one did.
///
/// # Errors
/// When they are no text, or no encoding is called so.
pub fn decode(bytes: &[u8], encoding: Option<&str>) -> Result<Decoded, Refusal> {
    encoding::decode(bytes, encoding, None)
}

fn from_bytes(
    bytes: &[u8],
    ending: &str,
    reading: &Reading,
    cancelled: &dyn Fn() -> bool,
) -> Result<Document, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::EmptyFile);
    }
    let mut document = match kind(bytes) {
        Kind::Zip => office::read(bytes)?,
        Kind::Rtf => rtf::read(bytes)?,
        Kind::Pdf => pdf::read(bytes, reading, cancelled)?,
        Kind::Ole if office::is_encrypted(bytes) => {
            return Err(Refusal::Protected);
        }
        Kind::Ole => {
            return Err(Refusal::OldOfficeFile);
        }
        // What is named as a packed file and is neither packed nor text is a damaged one.
        Kind::Text => text(bytes, ending, reading)
            .map_err(|why| if ["docx", "odt", "pdf"].contains(&ending) { Refusal::Damaged } else { why })?,
    };
    if document.text.trim().is_empty() {
        return Err(Refusal::NoText);
    }
    let own: &[&str] = match document.format {
        "txt" => &["txt", "text"],
        "md" => &["md", "markdown"],
        "html" => &["html", "htm"],
        format => &[format],
    };
    let longest = document.text.lines().map(str::len).max().unwrap_or(0);
    if longest > LONG_LINE {
        document.warnings.push(Warning::LongLine { megabytes: longest >> 20 });
    }
    if !own.contains(&ending) {
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

fn text(bytes: &[u8], ending: &str, reading: &Reading) -> Result<Document, Refusal> {
    let declared = html::declared_encoding(bytes);
    let decoded = encoding::decode(bytes, reading.encoding.as_deref(), declared)?;
    let body = normalise(&decoded.text);
    let (text, changes) = (body.text, body.changes);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    let lower: String = start.chars().take(64).collect::<String>().to_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| lower.starts_with(sign));
    let is_vtt = start.strip_prefix("WEBVTT").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let mut document = match ending {
        _ if is_page => html::read(&text),
        "html" | "htm" => html::read(&text),
        _ if is_vtt => subtitles::vtt(start),
        "vtt" => subtitles::vtt(&text),
        _ if ending == "srt" || subtitles::begins_with_cue(start) => subtitles::srt(&text),
        "md" | "markdown" => match subtitles::timed_lines(&text) {
            Some(timed) => Document { format: "md", ..timed },
            None => markdown::read(text),
        },
        _ => match subtitles::timed_lines(&text) {
            Some(timed) => timed,
            None => Document { text, format: "txt", ..Document::default() },
        },
    };
    document.encoding = decoded.encoding;
    for (count, loss) in [
        (decoded.unreadable, Loss::UnreadableCharacters { count: decoded.unreadable }),
        (changes.nuls, Loss::NulCharacters { count: changes.nuls }),
    ] {
        document.losses.extend((count > 0).then_some(loss));
    }
    let line_ends = changes.mixed.then_some(Warning::MixedLineEnds);
    document.warnings.splice(0..0, decoded.warnings.into_iter().chain(line_ends));
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(bytes: &[u8], ending: &str) -> Result<Document, Refusal> {
        from_bytes(bytes, ending, &Reading::default(), &|| false)
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
        for (name, _) in ENCODINGS {
            let reading = Reading { encoding: Some(name.into()), ..Reading::default() };
            assert_eq!(from_bytes(b"", "txt", &reading, &|| false), Err(Refusal::EmptyFile), "{name}");
            let read = encoding::decode("a b".as_bytes(), Some(name), None);
            assert!(read.is_ok() || name.starts_with("utf-16"), "{name}");
        }
    }

    #[test]
    fn a_file_is_told_by_its_content_and_a_wrong_name_is_said() {
        let read = read_text(b"<!DOCTYPE html><p>I: Why?</p><p>B: Because.</p>", "docx").unwrap();
        assert_eq!((read.format, read.text.as_str()), ("html", "I: Why?\nB: Because."));
        assert_eq!(read.warnings, [Warning::WrongExtension { extension: "docx".into(), format: "html".into() }]);
        assert_eq!(read_text(b"I: Why?\n", "md").unwrap().warnings, []);
    }
}
