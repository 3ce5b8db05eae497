//! Parts of packed office files, found by their role (Open Packaging Conventions, ECMA-376 part 2) instead of their
//! usual names.

use super::office::{Archive, Parts, attribute, walk};
use crate::interchange::remark::Refusal;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// A reference from one part to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    pub id: String,
    /// The last segment of its type, such as `footnotes`; the rest differs between the two variants of the standard.
    pub kind: String,
    /// The name of the part in the archive, or the address of an external target.
    pub target: String,
    pub is_external: bool,
}

/// The kind of document in a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Main {
    Document,
    Workbook,
    BinaryWorkbook,
    Presentation,
}

/// The names and types of a package's parts.
#[derive(Debug, Default)]
pub struct Package {
    /// Names as in the archive, by their normalized lower-case spelling.
    names: HashMap<String, String>,
    types: Types,
}

impl Package {
    /// A package without a readable list of types still has parts.
    pub fn of(archive: &mut Archive<'_>) -> Self {
        let names = archive.file_names().flatten().map(|name| (folded(&name), name.into_owned())).collect();
        let mut package = Self { names, types: Types::default() };
        if let Some(part) = package.named("[Content_Types].xml") {
            let mut types = Types::default();
            if walk(archive, &part, &mut types).is_ok() {
                package.types = types;
            }
        }
        package
    }

    /// The name in the archive of a part; case does not matter.
    pub fn named(&self, part: &str) -> Option<String> {
        self.names.get(&folded(part)).cloned()
    }

    /// The media type of a part; empty if none is stated.
    pub fn media_type(&self, part: &str) -> &str {
        let name = folded(part);
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        self.types.parts.get(&name).or_else(|| self.types.endings.get(ending)).map_or("", String::as_str)
    }

    /// The references of a part, or of the whole package if `part` is empty, including those to missing targets.
    pub fn relations(&self, archive: &mut Archive<'_>, part: &str) -> Vec<Relation> {
        let part = part.replace('\\', "/");
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", &part));
        let list = format!("{folder}/_rels/{name}.rels");
        let mut relations = Relations::default();
        match self.named(list.trim_start_matches('/')) {
            // Use what could be read of a damaged list.
            Some(list) => drop(walk(archive, &list, &mut relations)),
            None => return vec![],
        }
        for relation in relations.list.iter_mut().filter(|relation| !relation.is_external) {
            let target = resolved(folder, &relation.target);
            relation.target = self.named(&target).unwrap_or(target);
        }
        relations.list
    }

    /// Returns the main part and its kind.
    ///
    /// # Errors
    /// When the stated main part is missing from the archive.
    pub fn main(&self, archive: &mut Archive<'_>) -> Result<Option<(String, Main)>, Refusal> {
        let relations = self.relations(archive, "");
        let stated = relations.into_iter().find(|relation| relation.kind == "officeDocument").map(|found| found.target);
        let typed = || {
            let mut parts: Vec<&String> =
                self.types.parts.iter().filter(|(_, kind)| is_main(kind)).map(|(part, _)| part).collect();
            parts.sort();
            parts.into_iter().find_map(|part| self.named(part))
        };
        let usual =
            || ["word/document.xml", "xl/workbook.xml", "xl/workbook.bin"].iter().find_map(|part| self.named(part));
        let Some(part) = stated.as_deref().and_then(|part| self.named(part)).or_else(typed).or_else(usual) else {
            return stated.map_or(Ok(None), |part| Err(Refusal::MissingPart { part }));
        };
        let main = self.kind(archive, &part)?;
        Ok(main.map(|main| (part, main)))
    }

    fn kind(&self, archive: &mut Archive<'_>, part: &str) -> Result<Option<Main>, Refusal> {
        if part.ends_with(".bin") {
            return Ok(Some(Main::BinaryWorkbook));
        }
        let mut root = Root::default();
        walk(archive, part, &mut root)?;
        Ok(match root.name.as_str() {
            "document" => Some(Main::Document),
            "workbook" => Some(Main::Workbook),
            "presentation" => Some(Main::Presentation),
            // The folder of a damaged part still shows its kind.
            _ if part.starts_with("word/") => Some(Main::Document),
            _ => None,
        })
    }
}

fn is_main(media_type: &str) -> bool {
    media_type.ends_with(".main+xml") || media_type.ends_with(".main")
}

/// Normalises the name of a part: case does not matter, and some programs write backslashes.
fn folded(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Resolves a target to a name in the archive, from its root or from the folder of the referring part.
fn resolved(folder: &str, target: &str) -> String {
    let target = unquoted(&target.replace('\\', "/"));
    let mut steps: Vec<&str> = if target.starts_with('/') { vec![] } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.retain(|step| !step.is_empty());
    steps.join("/")
}

/// Resolves escapes such as `%20`.
fn unquoted(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[derive(Debug, Default)]
struct Types {
    parts: HashMap<String, String>,
    endings: HashMap<String, String>,
}

impl Parts for Types {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let media_type = || attribute(element, "ContentType").unwrap_or_default();
        match name {
            "Override" => {
                let part = attribute(element, "PartName").unwrap_or_default();
                self.parts.insert(folded(&part), media_type());
            }
            "Default" => {
                let ending = attribute(element, "Extension").unwrap_or_default();
                self.endings.insert(ending.to_lowercase(), media_type());
            }
            _ => {}
        }
    }
}

#[derive(Default)]
struct Relations {
    list: Vec<Relation>,
}

impl Parts for Relations {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "Relationship" {
            let value = |name: &str| attribute(element, name).unwrap_or_default();
            self.list.push(Relation {
                id: value("Id"),
                kind: value("Type").trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned(),
                target: value("Target"),
                is_external: value("TargetMode") == "External",
            });
        }
    }
}

/// Finds the name of the outermost element.
#[derive(Default)]
struct Root {
    name: String,
}

impl Parts for Root {
    fn is_done(&self) -> bool {
        !self.name.is_empty()
    }

    fn start(&mut self, name: &str, _: &BytesStart<'_>) {
        name.clone_into(&mut self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_the_root_and_from_beside_the_part() {
        let cases = [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "./styles.xml", "word/styles.xml"),
            ("word", "/doc/notes.xml", "doc/notes.xml"),
            ("a/b", "../c/d.xml", "a/c/d.xml"),
            ("", "word/document2.xml", "word/document2.xml"),
            ("", "../../x.xml", "x.xml"),
            ("word", "my%20notes.xml", "word/my notes.xml"),
            ("word", "media\\chunk.htm", "word/media/chunk.htm"),
            ("word", "100%.xml", "word/100%.xml"),
        ];
        for (folder, target, wanted) in cases {
            assert_eq!(resolved(folder, target), wanted, "{target}");
        }
    }
}
