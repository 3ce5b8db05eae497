//! Reads the codes of a codebook.

use super::read::Reading;
use super::tree::Node;
use crate::interchange::plain::{CodeDump, CodebookDump, DumpedMemoTarget, free_name};
use crate::interchange::remark::ForeignLoss;
use crate::model::RowKind;
use crate::model::codebook::{PATH_SEPARATOR, ambiguous_names, code_name, divided_name};
use std::collections::{HashMap, HashSet};

impl Reading {
    pub fn codes(&mut self, books: &[Node<'_>]) {
        let codes: Vec<Node<'_>> = books.iter().flat_map(|book| book.within("Codes")).collect();
        let codes: Vec<Node<'_>> = codes.into_iter().filter(|code| code.name() == "Code").collect();
        if self.is_own {
            self.ambiguous = ambiguous_codes(&codes);
        }
        self.dump.codebook.codes = self.level(&codes, "");
    }

    /// Reads codes and, recursively, those below them; the tree is never deeper than is safe here.
    fn level(&mut self, nodes: &[Node<'_>], parent_path: &str) -> Vec<CodeDump> {
        let mut names = HashSet::new();
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            let is_ambiguous = self.ambiguous.contains(&self.codes_read);
            self.codes_read += 1;
            let (name, path) = match node.get("name").unwrap_or_default() {
                given if is_ambiguous && names.insert(given.clone().into_owned()) => {
                    let path = path_of(parent_path, &code_name(&given));
                    self.paths.insert(path.clone());
                    (given.into_owned(), path)
                }
                given => {
                    let name = self.code_name(&given, parent_path, &mut names);
                    let path = path_of(parent_path, &name);
                    (name, path)
                }
            };
            let key = node.guid("guid");
            if let Some(guid) = key {
                let number = self.codes.len();
                self.codes.entry(guid).or_insert_with(|| (number, path.clone()));
            }
            for note in self.notes.on(*node, key) {
                self.memo(DumpedMemoTarget::Code, &path, note);
            }
            let children: Vec<Node<'_>> = node.children_named("Code").collect();
            let guid = self.unique_guid(RowKind::Code, key);
            let given_color = node.get("color").unwrap_or_default();
            let color = color(&given_color);
            if color.is_empty() && !given_color.is_empty() {
                self.lose(ForeignLoss::Colors, 1, &given_color);
            }
            out.push(CodeDump {
                name,
                color,
                description: node.description().unwrap_or_default().into_owned(),
                dimensions: vec![],
                children: self.level(&children, &path),
                guid,
                folder: node.get("isCodable").is_some_and(|codable| matches!(codable.trim(), "false" | "0")),
            });
        }
        out
    }

    /// Chooses the name of a code. `names` are the names of its siblings. A ` > ` in a name would divide its path: it
    /// is kept in files of this program while the path is unambiguous, and replaced in files of other programs.
    fn code_name(&mut self, given: &str, parent_path: &str, names: &mut HashSet<String>) -> String {
        const SPARE: &str = "code without a name";
        let (wanted, divides) = if self.is_own { (given.to_owned(), false) } else { divided_name(given) };
        let mut name = free_name(names, &wanted, SPARE);
        if !self.paths.insert(path_of(parent_path, &name)) {
            name = free_name(names, &code_name(&name), SPARE);
            while !self.paths.insert(path_of(parent_path, &name)) {
                name = free_name(names, &name, SPARE);
            }
        }
        if divides {
            self.lose(ForeignLoss::RenamedCodes, 1, given);
        }
        if name != wanted || !divides && name != given {
            self.lose(ForeignLoss::CodeNamesTaken, 1, if given.trim().is_empty() { &name } else { given });
        }
        name
    }
}

/// The codes whose paths would equal those of others. Codes are numbered from 0, a parent before those below it.
fn ambiguous_codes(codes: &[Node<'_>]) -> HashSet<usize> {
    let mut names: Vec<(String, Option<usize>)> = Vec::new();
    let mut pending: Vec<(Node<'_>, Option<usize>)> = codes.iter().rev().map(|code| (*code, None)).collect();
    while let Some((code, parent)) = pending.pop() {
        let children: Vec<Node<'_>> = code.children_named("Code").collect();
        pending.extend(children.into_iter().rev().map(|child| (child, Some(names.len()))));
        names.push((code.get("name").unwrap_or_default().into_owned(), parent));
    }
    let names: Vec<(&str, Option<usize>)> = names.iter().map(|(name, parent)| (name.as_str(), *parent)).collect();
    ambiguous_names(&names)
}

fn path_of(parent_path: &str, name: &str) -> String {
    if parent_path.is_empty() { name.to_owned() } else { format!("{parent_path}{PATH_SEPARATOR}{name}") }
}

/// Converts the color formats that programs write to `#rrggbb`; empty for anything else.
fn color(text: &str) -> String {
    let hex = text.trim().trim_start_matches('#').to_lowercase();
    let digits = hex.chars().all(|c| c.is_ascii_hexdigit());
    match hex.len() {
        3 | 4 if digits => format!("#{}", hex.chars().take(3).flat_map(|c| [c, c]).collect::<String>()),
        6 | 8 if digits => format!("#{}", hex.get(..6).unwrap_or_default()),
        _ => {
            let inner = hex.split_once('(').map_or("", |(_, inner)| inner);
            let parts: Vec<u8> = inner.trim_end_matches(')').split(',').filter_map(|n| n.trim().parse().ok()).collect();
            match parts.as_slice() {
                [r, g, b, ..] => format!("#{r:02x}{g:02x}{b:02x}"),
                _ => String::new(),
            }
        }
    }
}

/// Sets the dimension values of codes, by path; returns how many were dropped, because a code keeps its first value of a
/// dimension.
pub fn give_dimensions(book: &mut CodebookDump, of_codes: &HashMap<String, Vec<(String, String)>>) -> usize {
    let mut conflicts = 0;
    let mut paths = book.paths().into_iter();
    let mut open: Vec<&mut CodeDump> = book.codes.iter_mut().rev().collect();
    while let Some((code, path)) = open.pop().zip(paths.next()) {
        for dimension_value in of_codes.get(&path).into_iter().flatten() {
            match code.dimensions.iter().find(|(name, _)| *name == dimension_value.0) {
                Some((_, value)) => conflicts += usize::from(*value != dimension_value.1),
                None => code.dimensions.push(dimension_value.clone()),
            }
        }
        open.extend(code.children.iter_mut().rev());
    }
    conflicts
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn colours_are_read_however_programs_write_them() {
        for (written, expected) in [
            ("#AaBbCc", "#aabbcc"),
            ("#abc", "#aabbcc"),
            ("#aabbcc80", "#aabbcc"),
            ("rgb(1, 2,255)", "#0102ff"),
            ("rgba(16,32,48,0.5)", "#102030"),
            ("red", ""),
            ("#12345", ""),
            ("rgb(1,2)", ""),
            ("é(,", ""),
        ] {
            assert_eq!(color(written), expected, "{written}");
        }
    }
}
