//! Unpacks and repacks ZIP files, so that mutations change their parts and not compressed bytes.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Name and content of each part.
pub type Parts = Vec<(String, Vec<u8>)>;

/// Size limit for unpacking a part, in bytes.
const MOST: u64 = 4 << 20;

pub fn pack(parts: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        // A mutation may have given two parts the same name, which the writer refuses.
        if zip.start_file(name.as_str(), options).is_ok() {
            let _ = zip.write_all(content);
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

pub fn unpack(bytes: &[u8]) -> Option<Parts> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for place in 0..zip.len() {
        let file = zip.by_index(place).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut content = Vec::new();
        file.take(MOST).read_to_end(&mut content).ok()?;
        parts.push((name, content));
    }
    Some(parts)
}
