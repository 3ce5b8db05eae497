//! XML as a small tree, bounded in size and depth. Namespaces are not looked at: programs disagree on them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Elements within elements; codes nest by levels that people think in.
const DEEPEST: usize = 256;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    attributes: HashMap<String, String>,
    pub children: Vec<Node>,
    /// Words directly in it.
    pub words: String,
}

impl Node {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The words of a child; none when they are blank.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.words.as_str()).filter(|words| !words.trim().is_empty())
    }

    /// A guid in one spelling: without braces, in small letters.
    pub fn guid(&self, name: &str) -> Option<String> {
        let plain = self.get(name)?.trim_matches(['{', '}']).to_lowercase();
        (!plain.is_empty()).then_some(plain)
    }

    /// What it refers to.
    pub fn target(&self) -> Option<String> {
        self.guid("targetGUID")
    }
}

/// Reads a document; its root.
///
/// # Errors
/// Where it stops being XML, or why it is not read.
pub fn parse(text: &str) -> Result<Node, String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Node> = vec![Node::default()];
    loop {
        let event = reader.read_event();
        match event {
            Ok(Event::Start(element)) => {
                if open.len() > DEEPEST {
                    return Err(format!("nested more than {DEEPEST} deep, deeper than any codebook: it was not read"));
                }
                open.push(node(&element));
            }
            Ok(Event::Empty(element)) => {
                if let Some(last) = open.last_mut() {
                    last.children.push(node(&element));
                }
            }
            Ok(Event::End(_)) => {
                let done = open.pop();
                if let (Some(done), Some(last)) = (done, open.last_mut()) {
                    last.children.push(done);
                }
            }
            Ok(Event::Text(words)) => push(&mut open, &words),
            Ok(Event::CData(words)) => push(&mut open, &words),
            Ok(Event::GeneralRef(name)) => push(&mut open, &entity(&name)),
            Ok(Event::DocType(_)) => {
                return Err(
                    "it defines entities of its own, which no program does in such files: it was not read".into()
                );
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
                let before = text.get(..at.min(text.len())).unwrap_or(text);
                let line = before.matches('\n').count() + 1;
                return Err(format!("it is damaged at line {line}: {error}"));
            }
        }
    }
    match open.pop().filter(|_| open.is_empty()).and_then(|mut root| root.children.pop()) {
        Some(root) => Ok(root),
        None => Err("it is damaged: it ends in the middle".into()),
    }
}

fn push(open: &mut [Node], words: &str) {
    if let Some(last) = open.last_mut() {
        last.words.push_str(words);
    }
}

fn node(element: &BytesStart<'_>) -> Node {
    let mut attributes = HashMap::new();
    for attribute in element.attributes().flatten() {
        let raw = attribute.value.to_string();
        let value = quick_xml::escape::unescape(&raw).map(|value| value.into_owned()).unwrap_or(raw);
        attributes.insert(attribute.key.local_name().as_ref().to_owned(), value);
    }
    Node { name: element.local_name().as_ref().to_owned(), attributes, ..Node::default() }
}

fn entity(name: &str) -> String {
    quick_xml::escape::unescape(&format!("&{name};")).map_or_else(|_| String::new(), |found| found.into_owned())
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn elements_attributes_and_words_are_read_whatever_their_namespace() {
        let root =
            parse("<?xml version=\"1.0\"?>\u{20}<a:P xmlns:a='x' name='1 &lt; &#228;'><D>x &amp; y</D><D/></a:P>")
                .unwrap();
        assert_eq!((root.name.as_str(), root.get("name")), ("P", Some("1 < ä")));
        assert_eq!(root.text("D"), Some("x & y"));
        assert_eq!(root.all("D").count(), 2);
    }

    #[test]
    fn what_is_no_whole_document_is_told_with_its_line() {
        for (text, why) in [
            ("<a>\n<b></a>", "line 2"),
            ("<a><b>", "ends in the middle"),
            ("plain", "ends in the middle"),
            ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "entities"),
            (&"<a>".repeat(1_000), "deep"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(why), "{text}: {error}");
        }
    }
}
