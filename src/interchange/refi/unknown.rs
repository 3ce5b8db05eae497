//! Reports the contents of a file that are not read: elements and attributes that are not in the standard, and change
//! records.

use super::read::Reading;
use super::tree::Node;
use crate::interchange::remark::ForeignLoss;
use crate::model::hashing::HashMap;
use crate::tr;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The most characters of an unknown element's text that the report shows.
const SHOWN: usize = 80;

/// Attributes and children of an element that are read or reported elsewhere.
struct Shape {
    attributes: &'static [&'static str],
    children: &'static [&'static str],
    /// True if its text is read.
    has_text: bool,
}

const fn shape(attributes: &'static [&'static str], children: &'static [&'static str]) -> Shape {
    Shape { attributes, children, has_text: false }
}

const TEXT: &[&str] = &[
    "guid",
    "name",
    "richTextPath",
    "plainTextPath",
    "creatingUser",
    "creationDateTime",
    "modifyingUser",
    "modifiedDateTime",
];
const MEDIA: &[&str] =
    &["guid", "name", "path", "currentPath", "creatingUser", "creationDateTime", "modifyingUser", "modifiedDateTime"];
const SELECTION: &[&str] = &[
    "guid",
    "name",
    "startPosition",
    "endPosition",
    "creatingUser",
    "creationDateTime",
    "modifyingUser",
    "modifiedDateTime",
    "page",
    "firstX",
    "firstY",
    "secondX",
    "secondY",
    "begin",
    "end",
];
const TEXT_ONLY: Shape = Shape { attributes: &[], children: &[], has_text: true };

/// What is read of elements with these names.
static SHAPES: &[(&[&str], Shape)] = &[
    (
        &["Project"],
        shape(
            &[
                "name",
                "origin",
                "creatingUserGUID",
                "creationDateTime",
                "modifyingUserGUID",
                "modifiedDateTime",
                "basePath",
            ],
            &[
                "Users",
                "CodeBook",
                "Variables",
                "Cases",
                "Sources",
                "Notes",
                "Links",
                "Sets",
                "Graphs",
                "Description",
                "NoteRef",
            ],
        ),
    ),
    (&["Users"], shape(&[], &["User"])),
    (&["User"], shape(&["guid", "name", "id"], &[])),
    (&["CodeBook"], shape(&["origin"], &["Codes", "Sets"])),
    (&["Codes"], shape(&[], &["Code"])),
    (&["Code"], shape(&["guid", "name", "isCodable", "color"], &["Description", "NoteRef", "Code"])),
    (&["Variables"], shape(&[], &["Variable"])),
    (&["Variable"], shape(&["guid", "name", "typeOfVariable"], &["Description"])),
    (
        &["VariableValue"],
        shape(
            &[],
            &["VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"],
        ),
    ),
    (&["Cases"], shape(&[], &["Case"])),
    (
        &["Case"],
        shape(&["guid", "name"], &["Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef", "NoteRef"]),
    ),
    (&["Sources"], shape(&[], &["TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"])),
    (
        &["TextSource", "Representation", "TextDescription", "Note"],
        shape(TEXT, &["Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue"]),
    ),
    (
        &["PDFSource"],
        shape(MEDIA, &["Description", "PDFSelection", "Representation", "Coding", "NoteRef", "VariableValue"]),
    ),
    (
        &["PictureSource"],
        shape(MEDIA, &["Description", "PictureSelection", "TextDescription", "Coding", "NoteRef", "VariableValue"]),
    ),
    (
        &["AudioSource"],
        shape(MEDIA, &["Description", "AudioSelection", "Transcript", "Coding", "NoteRef", "VariableValue"]),
    ),
    (
        &["VideoSource"],
        shape(MEDIA, &["Description", "VideoSelection", "Transcript", "Coding", "NoteRef", "VariableValue"]),
    ),
    (&["Transcript"], shape(TEXT, &["Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"])),
    (&["SyncPoint"], shape(&["guid", "timeStamp", "position"], &[])),
    (
        &["TranscriptSelection"],
        shape(
            &[
                "guid",
                "name",
                "fromSyncPoint",
                "toSyncPoint",
                "creatingUser",
                "creationDateTime",
                "modifyingUser",
                "modifiedDateTime",
            ],
            &["Description", "Coding", "NoteRef"],
        ),
    ),
    (
        &["PlainTextSelection", "PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"],
        shape(SELECTION, &["Description", "Coding", "NoteRef"]),
    ),
    (&["Coding"], shape(&["guid", "creatingUser", "creationDateTime"], &["CodeRef", "NoteRef"])),
    (&["CodeRef", "NoteRef", "SourceRef", "SelectionRef", "VariableRef"], shape(&["targetGUID"], &[])),
    (&["MemberCode", "MemberSource", "MemberNote"], shape(&["targetGUID", "guid"], &[])),
    (&["Notes"], shape(&[], &["Note"])),
    (&["Links"], shape(&[], &["Link"])),
    (&["Link"], shape(&["guid", "name", "direction", "color", "originGUID", "targetGUID"], &["NoteRef"])),
    (&["Sets"], shape(&[], &["Set"])),
    (&["Set"], shape(&["guid", "name"], &["Description", "MemberCode", "MemberSource", "MemberNote"])),
    // Graphs are left out with their whole content.
    (&["Graphs"], shape(&[], &["Graph"])),
    (
        &[
            "Description",
            "PlainTextContent",
            "TextValue",
            "BooleanValue",
            "IntegerValue",
            "FloatValue",
            "DateValue",
            "DateTimeValue",
        ],
        TEXT_ONLY,
    ),
];

/// [`SHAPES`] by name.
static BY_NAME: LazyLock<HashMap<&str, &Shape>> = LazyLock::new(|| {
    let names = SHAPES.iter().flat_map(|(names, shape)| names.iter().map(move |name| (*name, shape)));
    names.collect()
});

impl Reading {
    /// Reports every element and attribute in and below `root` that is not read.
    pub fn report_unknown(&mut self, root: Node<'_>) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let name = node.name();
            let Some(&shape) = BY_NAME.get(name) else { continue };
            if name == "NoteRef" && !node.target().is_some_and(|guid| self.notes.knows(guid)) {
                self.lose_target(node.target(), "");
            }
            let mut record = ChangeRecord::default();
            for (attribute, value) in node.prefixed_attributes() {
                let (prefix, local) = attribute.split_once(':').unwrap_or(("", attribute));
                if attribute == "xmlns" || matches!(prefix, "xmlns" | "xsi" | "xml") {
                    continue;
                }
                record.note(local, value.clone());
                let describes = || shape.children.contains(&"Description") && local.eq_ignore_ascii_case("description");
                if !shape.attributes.contains(&local) && !describes() {
                    let shown = || format!("{name} {local}{}", quoted(&value));
                    self.lose_at(ForeignLoss::UnknownXmlAttributes, 1, shown);
                }
            }
            if record.is_lost(node) && !self.is_own {
                self.lose(ForeignLoss::ChangeRecords, 1, "");
            }
            if !shape.has_text && !node.text().trim().is_empty() {
                let shown = || tr!("words in {name}{words}", name, words = quoted(node.text()));
                self.lose_at(ForeignLoss::UnknownElements, 1, shown);
            }
            for child in node.children() {
                if shape.children.contains(&child.name()) {
                    open.push(child);
                } else {
                    let text = full_text(child);
                    let shown = || tr!("{part} in {name}{words}", part = child.name(), name, words = quoted(&text));
                    self.lose_at(ForeignLoss::UnknownElements, 1, shown);
                }
            }
        }
    }
}

/// Who changed an element last, and when, if that differs from its creation.
#[derive(Default)]
struct ChangeRecord<'t> {
    created: [Cow<'t, str>; 2],
    changed: [Cow<'t, str>; 2],
}

impl<'t> ChangeRecord<'t> {
    fn note(&mut self, attribute: &str, value: Cow<'t, str>) {
        let slot = match attribute {
            "creatingUser" | "creatingUserGUID" => &mut self.created[0],
            "creationDateTime" => &mut self.created[1],
            "modifyingUser" | "modifyingUserGUID" => &mut self.changed[0],
            "modifiedDateTime" => &mut self.changed[1],
            _ => return,
        };
        *slot = value;
    }

    /// True if some of it is lost: for a comment on a passage, the author of the last change is kept.
    fn is_lost(&self, node: Node<'_>) -> bool {
        let differs =
            self.changed.iter().zip(&self.created).any(|(changed, created)| !changed.is_empty() && changed != created);
        let is_kept = || node.name().ends_with("Selection") && node.description().is_some();
        let added = node.name().ends_with("Source") && !self.created[0].is_empty();
        differs && !is_kept() || added
    }
}

/// The text of an element and everything in it, with the values of its attributes.
fn full_text(node: Node<'_>) -> String {
    let (mut parts, mut pending) = (Vec::new(), vec![node]);
    while let Some(node) = pending.pop() {
        parts.extend(node.attributes().map(|(name, value)| format!("{name}={value}")));
        parts.push(node.text().to_owned());
        let children: Vec<Node<'_>> = node.children().collect();
        pending.extend(children.into_iter().rev());
        if parts.iter().map(String::len).sum::<usize>() > 4 * SHOWN {
            break;
        }
    }
    parts.join(" ")
}

/// ` “words”`, shortened if long; empty for blank text.
pub(super) fn quoted(text: &str) -> String {
    let text = crate::text::one_line(text);
    match text.char_indices().nth(SHOWN) {
        _ if text.is_empty() => String::new(),
        Some((byte, _)) => tr!(" “{text}…”", text = text.get(..byte).unwrap_or_default()),
        None => tr!(" “{text}”", text),
    }
}
