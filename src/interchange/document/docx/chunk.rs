//! Parts in other formats within a Word file (`altChunk`), whose content Word shows in their place.

use super::super::office::{self, Archive};
use super::super::opc::{Package, Relation};
use super::super::{Document, encoding, html, mht, rtf};
use crate::interchange::remark::Refusal;
use std::collections::HashMap;

/// Reads the parts in other formats, keyed by the ids of their relations; `None` for those that cannot be read.
pub fn read(
    archive: &mut Archive<'_>,
    package: &Package,
    relations: &[Relation],
    depth: usize,
) -> HashMap<String, Option<Document>> {
    let mut out = HashMap::new();
    for relation in relations.iter().filter(|relation| relation.kind == "aFChunk") {
        let media_type = package.media_type(&relation.target).to_lowercase();
        let bytes = office::bytes(archive, &relation.target);
        let document = bytes.and_then(|bytes| document(archive, &bytes, &media_type, &relation.target, depth));
        out.insert(relation.id.clone(), document.ok());
    }
    out
}

/// The content decides first, because programs state wrong types.
fn document(
    archive: &mut Archive<'_>,
    bytes: &[u8],
    media_type: &str,
    name: &str,
    depth: usize,
) -> Result<Document, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") {
        return archive.nested(bytes, depth);
    }
    let start = bytes.get(..bytes.len().min(2_048)).unwrap_or_default().to_ascii_lowercase();
    if start.trim_ascii_start().starts_with(b"{\\rtf") {
        return rtf::read(bytes.trim_ascii_start());
    }
    let has = |needle: &[u8]| start.windows(needle.len()).any(|window| window == needle);
    if has(b"mime-version:") || has(b"content-type:") && has(b"\n\n") || media_type.contains("rfc822") {
        return mht::read(bytes);
    }
    let decoded = encoding::decode(bytes, None, html::declared_encoding(bytes))?;
    let is_page = media_type.contains("html")
        || [".htm", ".html", ".xhtml"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    if is_page || has(b"<html") || has(b"<body") || has(b"<p") {
        return html::read(&decoded.text);
    }
    if media_type.ends_with("xml") && !media_type.contains("xhtml") {
        return Err(Refusal::NotText);
    }
    Ok(Document { text: crate::text::normalise(decoded.text).text, format: "txt", ..Document::default() })
}
