//! Packed office files: detection of their kind, and their parts as bounded streams of XML.

use super::opc::{Main, Package};
use super::{Document, docx, odt};
use crate::interchange::remark::Refusal;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::io::{BufReader, Cursor, Read};
use zip::read::ZipFile;
use zip::{SUPPORTED_COMPRESSION_METHODS, ZipArchive};

/// The most bytes to which one part may be unpacked: some ten thousand pages.
const LARGEST_PART: u64 = 128 << 20;
/// The deepest nesting of elements.
const DEEPEST: usize = 1_000;

/// The most bytes to which all parts of a file may be unpacked together.
const LARGEST: u64 = 2 * LARGEST_PART;

/// A packed file in memory. [`walk`] limits what is unpacked, whatever sizes the file states and however many parts it
/// has.
pub struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl<'b> Archive<'b> {
    /// # Errors
    /// When the file is damaged or protected.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Refusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
        Ok(Self { zip, left: LARGEST })
    }

    /// Opens a part of this name for reading.
    ///
    /// # Errors
    /// When the part is missing, damaged, encrypted, or compressed in an unknown way.
    fn part(&mut self, name: &str) -> Result<ZipFile<'_, Cursor<&'b [u8]>>, Refusal> {
        let index = self.zip.index_for_name(name).ok_or(Refusal::Damaged)?;
        let header = self.zip.by_index_raw(index).map_err(|_| Refusal::Damaged)?;
        if header.encrypted() {
            return Err(Refusal::Protected);
        }
        let method = header.compression();
        if !SUPPORTED_COMPRESSION_METHODS.contains(&method) {
            return Err(Refusal::UnknownCompression { method: method.to_string() });
        }
        drop(header);
        self.zip.by_index(index).map_err(|_| Refusal::Damaged)
    }

    /// Reads a document embedded in this one, at this depth; both share the limits of this file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn nested(&mut self, bytes: &[u8], depth: usize) -> Result<Document, Refusal> {
        let mut inner = Archive::open(bytes)?;
        inner.left = self.left;
        let read = document(&mut inner, depth + 1);
        self.left = inner.left;
        read
    }
}

impl<'b> std::ops::Deref for Archive<'b> {
    type Target = ZipArchive<Cursor<&'b [u8]>>;

    fn deref(&self) -> &Self::Target {
        &self.zip
    }
}

impl std::ops::DerefMut for Archive<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.zip
    }
}

/// The deepest nesting of documents.
const MOST_NESTED: usize = 3;

pub fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    document(&mut Archive::open(bytes)?, 0)
}

/// Reads an embedded document at this depth.
fn document(archive: &mut Archive<'_>, depth: usize) -> Result<Document, Refusal> {
    if depth > MOST_NESTED {
        return Err(Refusal::TooDeep { levels: MOST_NESTED });
    }
    let package = Package::of(archive);
    match package.main(archive)? {
        Some((part, Main::Document)) => return docx::read(archive, &package, &part, depth),
        Some((_, Main::Workbook | Main::BinaryWorkbook)) => return Err(Refusal::Workbook),
        Some((_, Main::Presentation)) => return Err(Refusal::Presentation),
        None => {}
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("content.xml") {
        odt::read(archive)
    } else if has("project.qde") {
        Err(Refusal::ExchangeProject)
    } else if has("META-INF/container.xml") {
        Err(Refusal::Ebook)
    } else if has("[Content_Types].xml") {
        Err(Refusal::MissingPart { part: "word/document.xml".into() })
    } else {
        Err(Refusal::NoDocumentInside)
    }
}

/// Returns the bytes of a part.
///
/// # Errors
/// When the part is missing, damaged or too large.
pub fn bytes(archive: &mut Archive<'_>, part: &str) -> Result<Vec<u8>, Refusal> {
    let allowed = archive.left.min(LARGEST_PART);
    let file = archive.part(part)?;
    let mut out = Vec::new();
    file.take(allowed + 1).read_to_end(&mut out).map_err(|_| Refusal::Damaged)?;
    if out.len() as u64 > allowed {
        return Err(Refusal::InflatesTooFar { megabytes: allowed >> 20 });
    }
    archive.left -= out.len() as u64;
    Ok(out)
}

/// True for a container in the old format that holds an encrypted file in the new one.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

/// Handles the events of a part; `name` has no namespace prefix.
pub trait Parts {
    fn start(&mut self, name: &str, element: &BytesStart<'_>);

    fn end(&mut self, _name: &str) {}

    /// All text between two tags, with entities resolved.
    fn text(&mut self, _text: &str) {}

    /// True if the rest of the part need not be read.
    fn is_done(&self) -> bool {
        false
    }
}

/// Reads a part to its end, or until [`Parts::is_done`]. Entities that a document defines itself are not expanded: such
/// a document is refused.
///
/// # Errors
/// When the part is damaged, too large or too deeply nested.
pub fn walk(archive: &mut Archive<'_>, part: &str, parts: &mut impl Parts) -> Result<(), Refusal> {
    let allowed = archive.left.min(LARGEST_PART);
    let left = Cell::new(allowed);
    let file = archive.part(part)?;
    let read = stream(Counted { inner: file, left: &left }, parts);
    archive.left -= allowed - left.get();
    match read {
        Err(_) if left.get() == 0 => Err(Refusal::InflatesTooFar { megabytes: allowed >> 20 }),
        read => read,
    }
}

/// Reads XML as [`walk`] does.
///
/// # Errors
/// When it is damaged or too deeply nested.
pub fn stream(part: impl Read, parts: &mut impl Parts) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = true;
    let (mut buffer, mut depth) = (Vec::new(), 0_usize);
    let mut pending = String::new();
    loop {
        buffer.clear();
        if parts.is_done() {
            return Ok(());
        }
        let event = reader.read_event_into(&mut buffer);
        if let (Ok(Event::Start(_) | Event::Empty(_) | Event::End(_)), false) = (&event, pending.is_empty()) {
            parts.text(&pending);
            pending.clear();
        }
        match event {
            Ok(Event::Start(element)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(Refusal::TooDeep { levels: DEEPEST });
                }
                parts.start(element.local_name().as_ref(), &element);
            }
            Ok(Event::Empty(element)) => {
                parts.start(element.local_name().as_ref(), &element);
                parts.end(element.local_name().as_ref());
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                parts.end(element.local_name().as_ref());
            }
            Ok(Event::Text(text)) => pending.push_str(&text),
            Ok(Event::CData(text)) => pending.push_str(&text),
            Ok(Event::GeneralRef(name)) => pending.push_str(&entity(&name)),
            // A reference to an external definition defines nothing here.
            Ok(Event::DocType(definition)) if definition.contains('[') => {
                return Err(Refusal::OwnEntities);
            }
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) | Err(_) => return Err(Refusal::Damaged),
            Ok(_) => {}
        }
    }
}

/// The text of an entity. A name that XML does not define is kept as written; a number that is not a character becomes
/// U+FFFD.
fn entity(name: &str) -> String {
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match (name, number) {
        ("amp", _) => "&".into(),
        ("lt", _) => "<".into(),
        ("gt", _) => ">".into(),
        ("quot", _) => "\"".into(),
        ("apos", _) => "'".into(),
        (_, Some(number)) => number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER).into(),
        (_, None) => format!("&{name};"),
    }
}

/// Limits the unpacked bytes, whatever sizes the archive states.
struct Counted<'l, R> {
    inner: R,
    left: &'l Cell<u64>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left.get() == 0 {
            return Err(std::io::Error::other("too large"));
        }
        let most = buffer.len().min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        let count = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(self.left.get().saturating_sub(count as u64));
        Ok(count)
    }
}

/// The value of an attribute, by its name without a namespace prefix.
pub fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == wanted)?;
    let raw: &str = &found.value;
    Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::samples::zipped;

    struct Nothing;

    impl Parts for Nothing {
        fn start(&mut self, _: &str, _: &BytesStart<'_>) {}
    }

    /// Replaces a 16-bit field in every header of the parts: its distance from the signature in a local header, and in
    /// the central directory.
    fn with_field(mut bytes: Vec<u8>, (local, central): (usize, usize), value: u16) -> Vec<u8> {
        for at in 0..bytes.len().saturating_sub(central + 2) {
            let field = match bytes.get(at..at + 4) {
                Some(b"PK\x03\x04") => at + local,
                Some(b"PK\x01\x02") => at + central,
                _ => continue,
            };
            bytes[field..field + 2].copy_from_slice(&value.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn an_encrypted_part_and_an_unknown_compression_are_recognised_by_the_header() {
        const FLAGS: (usize, usize) = (6, 8);
        const METHOD: (usize, usize) = (8, 10);
        let whole = || zipped([("content.xml", "<a/>".to_owned())]);
        let unknown = |method: &str| Refusal::UnknownCompression { method: method.to_owned() };
        let cases = [
            (whole(), Ok(())),
            (with_field(whole(), FLAGS, 1), Err(Refusal::Protected)),
            (with_field(whole(), METHOD, 12), Err(unknown("Bzip2"))),
            (with_field(whole(), METHOD, 97), Err(unknown("Unknown"))),
            (with_field(with_field(whole(), METHOD, 97), FLAGS, 1), Err(Refusal::Protected)),
        ];
        for (file, expected) in cases {
            let mut archive = Archive::open(&file).unwrap();
            assert_eq!(walk(&mut archive, "content.xml", &mut Nothing), expected);
            assert_eq!(bytes(&mut archive, "content.xml").map(drop), expected);
            assert_eq!(walk(&mut archive, "missing.xml", &mut Nothing), Err(Refusal::Damaged));
        }
    }

    #[test]
    fn all_parts_of_a_file_share_one_bound() {
        let bytes = zipped(["a", "b", "c"].map(|part| (part, format!("<a>{}</a>", " ".repeat(100_000)))));
        let mut archive = Archive::open(&bytes).unwrap();
        archive.left = 250_000;
        assert_eq!(walk(&mut archive, "a", &mut Nothing), Ok(()));
        assert_eq!(walk(&mut archive, "b", &mut Nothing), Ok(()));
        assert!(matches!(walk(&mut archive, "c", &mut Nothing), Err(Refusal::InflatesTooFar { .. })));
    }
}
