//! Codes of a codebook on their way in.

use super::read::Reading;
use super::tree::Node;
use crate::interchange::plain::{CodeDump, free_name};
use crate::interchange::remark::ForeignLoss;
use crate::model::codebook::{PATH_SEPARATOR, code_name, divided_name};
use std::collections::{HashMap, HashSet};

impl Reading {
    pub fn codes(&mut self, books: &[Node<'_>]) {
        let codes: Vec<Node<'_>> = books.iter().flat_map(|book| book.within("Codes")).collect();
        let codes: Vec<Node<'_>> = codes.into_iter().filter(|code| code.name() == "Code").collect();
        self.dump.codebook.codes = self.level(&codes, "");
    }

    /// Codes below one another; the tree that they come from is not deeper than what is safe here.
    fn level(&mut self, nodes: &[Node<'_>], above: &str) -> Vec<CodeDump> {
        let mut names = HashSet::new();
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            let name = self.code_name(&node.get("name").unwrap_or_default(), above, &mut names);
            let path = path_of(above, &name);
            let key = node.guid("guid");
            if let Some(guid) = key {
                let number = self.codes.len();
                self.codes.entry(guid).or_insert_with(|| (number, path.clone()));
            }
            for note in self.notes.on(*node, key) {
                self.memo("code", &path, note);
            }
            let below: Vec<Node<'_>> = node.all("Code").collect();
            let guid = self.given("code", key);
            let given = node.get("color").unwrap_or_default();
            let color = color(&given);
            if color.is_empty() && !given.is_empty() {
                self.lose(ForeignLoss::Colors, 1, &given);
            }
            out.push(CodeDump {
                name,
                color,
                description: node.description().unwrap_or_default().into_owned(),
                facets: vec![],
                children: self.level(&below, &path),
                guid,
                folder: node.get("isCodable").is_some_and(|codable| matches!(codable.trim(), "false" | "0")),
            });
        }
        out
    }

    /// The name that a code gets among those that its siblings have, which are `names`. A ` > ` in a name would divide its
    /// path: in files of this program it stays, as long as the path means one code; in others it is replaced.
    fn code_name(&mut self, given: &str, above: &str, names: &mut HashSet<String>) -> String {
        const SPARE: &str = "code without a name";
        let (wanted, divides) = if self.is_own { (given.to_owned(), false) } else { divided_name(given) };
        let mut name = free_name(names, &wanted, SPARE);
        if !self.paths.insert(path_of(above, &name)) {
            name = free_name(names, &code_name(&name), SPARE);
            while !self.paths.insert(path_of(above, &name)) {
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

fn path_of(above: &str, name: &str) -> String {
    if above.is_empty() { name.to_owned() } else { format!("{above}{PATH_SEPARATOR}{name}") }
}

/// `#rrggbb` from what programs write; empty for anything else.
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

/// Gives codes their values of facets, by path; returns how many values came too late, for a code keeps the first.
pub fn give_facets(codes: &mut [CodeDump], of_codes: &HashMap<String, Vec<(String, String)>>) -> usize {
    let mut twice = 0;
    let mut open: Vec<(String, &mut CodeDump)> = codes.iter_mut().map(|code| (code.name.clone(), code)).collect();
    while let Some((path, code)) = open.pop() {
        for own in of_codes.get(&path).into_iter().flatten() {
            match code.facets.iter().find(|(name, _)| *name == own.0) {
                Some((_, value)) => twice += usize::from(*value != own.1),
                None => code.facets.push(own.clone()),
            }
        }
        open.extend(code.children.iter_mut().map(|child| (format!("{path}{PATH_SEPARATOR}{}", child.name), child)));
    }
    twice
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn colours_are_read_however_programs_write_them() {
        for (written, own) in [
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
            assert_eq!(color(written), own, "{written}");
        }
    }
}
