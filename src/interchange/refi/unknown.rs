//! Reports the contents of a file that are not read: elements and attributes that are not in the standard, and change
//! records.

use super::read::Reading;
use super::tree::Node;
use crate::interchange::remark::ForeignLoss;
use std::borrow::Cow;

/// The most characters of an unknown element's text that the report shows.
const SHOWN: usize = 80;

/// Attributes and children of an element that are read or reported elsewhere.
struct Shape {
    attributes: &'static [&'static str],
    children: &'static [&'static str],
    /// True if its text is read.
    worded: bool,
}

const fn shape(attributes: &'static [&'static str], children: &'static [&'static str]) -> Shape {
    Shape { attributes, children, worded: false }
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
const WORDS: Shape = Shape { attributes: &[], children: &[], worded: true };

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
        WORDS,
    ),
];

fn shape_of(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|(names, _)| names.contains(&name)).map(|(_, shape)| shape)
}

impl Reading {
    /// Reports every element and attribute in and below `root` that is not read.
    pub fn report_unknown(&mut self, root: Node<'_>) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let name = node.name();
            let Some(shape) = shape_of(name) else { continue };
            if name == "NoteRef" && !node.target().is_some_and(|guid| self.notes.knows(guid)) {
                self.lose_target(node.target(), "");
            }
            let mut changed = Changed::default();
            for (attribute, value) in node.prefixed_attributes() {
                let (space, local) = attribute.split_once(':').unwrap_or(("", attribute));
                if attribute == "xmlns" || matches!(space, "xmlns" | "xsi" | "xml") {
                    continue;
                }
                changed.see(local, value.clone());
                let describes = || shape.children.contains(&"Description") && local.eq_ignore_ascii_case("description");
                if !shape.attributes.contains(&local) && !describes() {
                    let shown = format!("{name} {local}{}", quoted(&value));
                    self.lose(ForeignLoss::UnknownXmlAttributes, 1, &shown);
                }
            }
            if changed.is_record(node) && !self.is_own {
                self.lose(ForeignLoss::ChangeRecords, 1, "");
            }
            if !shape.worded && !node.words().trim().is_empty() {
                self.lose(ForeignLoss::UnknownElements, 1, &format!("words in {name}{}", quoted(node.words())));
            }
            for child in node.children() {
                if shape.children.contains(&child.name()) {
                    open.push(child);
                } else {
                    let shown = format!("{} in {name}{}", child.name(), quoted(&words_of(child)));
                    self.lose(ForeignLoss::UnknownElements, 1, &shown);
                }
            }
        }
    }
}

/// Who changed an element last, and when, if that differs from its creation.
#[derive(Default)]
struct Changed<'t> {
    made: [Cow<'t, str>; 2],
    changed: [Cow<'t, str>; 2],
}

impl<'t> Changed<'t> {
    fn see(&mut self, attribute: &str, value: Cow<'t, str>) {
        let slot = match attribute {
            "creatingUser" | "creatingUserGUID" => &mut self.made[0],
            "creationDateTime" => &mut self.made[1],
            "modifyingUser" | "modifyingUserGUID" => &mut self.changed[0],
            "modifiedDateTime" => &mut self.changed[1],
            _ => return,
        };
        *slot = value;
    }

    /// True if some of it is lost: for a comment on a passage, the author of the last change is kept.
    fn is_record(&self, node: Node<'_>) -> bool {
        let differs = self.changed.iter().zip(&self.made).any(|(changed, made)| !changed.is_empty() && changed != made);
        let kept = node.name().ends_with("Selection") && node.description().is_some();
        let added = node.name().ends_with("Source") && !self.made[0].is_empty();
        differs && !kept || added
    }
}

/// The text of an element and everything in it, with the values of its attributes.
fn words_of(node: Node<'_>) -> String {
    let (mut words, mut open) = (Vec::new(), vec![node]);
    while let Some(node) = open.pop() {
        words.extend(node.attributes().map(|(name, value)| format!("{name}={value}")));
        words.push(node.words().to_owned());
        let children: Vec<Node<'_>> = node.children().collect();
        open.extend(children.into_iter().rev());
        if words.iter().map(String::len).sum::<usize>() > 4 * SHOWN {
            break;
        }
    }
    words.join(" ")
}

/// ` “words”`, shortened if long; empty for blank text.
pub(super) fn quoted(words: &str) -> String {
    let words = crate::text::one_line(words);
    match words.char_indices().nth(SHOWN) {
        _ if words.is_empty() => String::new(),
        Some((byte, _)) => format!(" “{}…”", words.get(..byte).unwrap_or_default()),
        None => format!(" “{words}”"),
    }
}
