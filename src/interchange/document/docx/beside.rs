//! Reads the parts beside the body of a Word file: comments, notes, headers and footers, charts and any other
//! referenced part with text.

use super::super::asides::Asides;
use super::super::office::{Archive, Parts, walk};
use super::super::opc::{Package, Relation};
use crate::interchange::remark::AsideKind;
use quick_xml::events::BytesStart;
use std::collections::HashSet;

/// Parts by their kind of relation: the element that holds one piece of text, and its kind of aside.
const READ: [(&str, &str, AsideKind); 8] = [
    ("comments", "comment", AsideKind::Comment),
    ("footnotes", "footnote", AsideKind::Footnote),
    ("endnotes", "endnote", AsideKind::Footnote),
    ("header", "hdr", AsideKind::RunningHead),
    ("footer", "ftr", AsideKind::RunningFoot),
    ("chart", "chartSpace", AsideKind::Chart),
    ("chartEx", "chartSpace", AsideKind::Chart),
    ("diagramData", "dataModel", AsideKind::Diagram),
];

/// Parts with files of other programs.
const EMBEDDED: [&str; 2] = ["package", "oleObject"];

/// Parts whose text is read elsewhere, or that have none: styles, settings, pictures, internal data.
const KNOWN: [&str; 35] = [
    "aFChunk",
    "activeXControlBinary",
    "attachedTemplate",
    "attachedToolbars",
    "audio",
    "commentsExtended",
    "commentsExtensible",
    "commentsIds",
    "control",
    "customXml",
    "diagramColors",
    "diagramDrawing",
    "diagramLayout",
    "diagramQuickStyle",
    "documenttasks",
    "font",
    "fontTable",
    "glossaryDocument",
    "hyperlink",
    "image",
    "keyMapCustomizations",
    "mailMergeSource",
    "media",
    "numbering",
    "people",
    "printerSettings",
    "recipientData",
    "settings",
    "styles",
    "stylesWithEffects",
    "subDocument",
    "theme",
    "vbaProject",
    "video",
    "webSettings",
];

/// The text of a part, in pieces.
#[derive(Default)]
struct Pieces {
    piece: &'static str,
    text: bool,
    /// Depth within elements that repeat other text.
    again: usize,
    pending: String,
    texts: Vec<String>,
}

impl Parts for Pieces {
    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        match name {
            "Fallback" => self.again += 1,
            "t" | "delText" | "v" => self.text = true,
            "tab" | "br" | "cr" => self.pending.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "Fallback" => self.again = self.again.saturating_sub(1),
            "t" | "delText" => self.text = false,
            "v" => {
                self.text = false;
                self.pending.push(' ');
            }
            "p" | "tc" => self.pending.push(' '),
            _ => {}
        }
        if name == self.piece {
            self.texts.push(std::mem::take(&mut self.pending));
        }
    }

    fn text(&mut self, text: &str) {
        if self.text && self.again == 0 {
            self.pending.push_str(text);
        }
    }
}

/// Reads the parts that a body refers to. A part that cannot be read is skipped.
pub fn read(archive: &mut Archive<'_>, package: &Package, relations: &[Relation], asides: &mut Asides) {
    let mut done: HashSet<&str> = HashSet::new();
    for relation in relations.iter().filter(|relation| !relation.is_external) {
        if !done.insert(&relation.target) || KNOWN.contains(&relation.kind.as_str()) {
            continue;
        }
        if EMBEDDED.contains(&relation.kind.as_str()) {
            asides.add(AsideKind::EmbeddedFile, name(&relation.target));
        } else if !READ.iter().any(|(kind, ..)| *kind == relation.kind) && is_text(package.media_type(&relation.target))
        {
            asides.add(AsideKind::ForeignPart, name(&relation.target));
        }
    }
    let mut heads: HashSet<(AsideKind, String)> = HashSet::new();
    for (kind, piece, what) in READ {
        let mut parts: Vec<&str> =
            relations.iter().filter(|r| r.kind == kind && !r.is_external).map(|r| r.target.as_str()).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            let mut pieces = Pieces { piece, ..Pieces::default() };
            if walk(archive, part, &mut pieces).is_err() {
                continue;
            }
            for text in pieces.texts {
                // Headers of first, even and odd pages are often the same.
                let is_running = matches!(what, AsideKind::RunningHead | AsideKind::RunningFoot);
                if !is_running || heads.insert((what, text.trim().to_owned())) {
                    asides.add(what, &text);
                }
            }
        }
    }
}

/// A part's file name.
fn name(part: &str) -> &str {
    part.rsplit('/').next().unwrap_or(part)
}

fn is_text(media_type: &str) -> bool {
    let kind = media_type.to_lowercase();
    kind.starts_with("text/")
        || kind.ends_with("xml")
        || ["rtf", "msword", "message/rfc822"].iter().any(|word| kind.contains(word))
}
