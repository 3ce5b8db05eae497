//! XML as one flat list of elements that borrow from the text, limited in number and depth. Attributes are parsed on
//! request. Namespaces are ignored, because programs disagree on them.

use crate::interchange::remark::{ForeignRefusal, Refusal};
use crate::model::{Guid, codebook};
use quick_xml::Reader;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// The deepest nesting: levels of codes, and the elements around them.
const DEEPEST: usize = codebook::DEEPEST + 4;
/// More than any hand-coded project has: a coding takes three elements.
const MOST: usize = 6_000_000;

/// The elements of a document; siblings are in the order of the file.
pub struct Tree<'x> {
    elements: Vec<Element<'x>>,
}

struct Element<'x> {
    /// The text between the angle brackets: name and attributes.
    tag: &'x str,
    name_length: u32,
    /// 0 means none, because the root is no element's child.
    first: u32,
    next: u32,
    /// The text directly in it, without white space between its children.
    text: Cow<'x, str>,
}

/// An element of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

impl<'t> Node<'t> {
    fn element(self) -> Option<&'t Element<'t>> {
        self.tree.elements.get(self.at as usize)
    }

    /// The name without a namespace prefix.
    pub fn name(self) -> &'t str {
        local(self.element().and_then(|element| element.tag.get(..element.name_length as usize)).unwrap_or_default())
    }

    /// Name and value of every non-empty attribute, without a namespace prefix.
    pub fn attributes(self) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
        self.prefixed_attributes().map(|(name, value)| (local(name), value))
    }

    /// Name and value of every non-empty attribute.
    pub fn prefixed_attributes(self) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
        self.raw_attributes().map(|(name, raw)| (name, unescaped(raw)))
    }

    /// Name and value of every non-empty attribute as they are in the file.
    fn raw_attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let (tag, length) = self.element().map_or(("", 0), |element| (element.tag, element.name_length as usize));
        let mut attributes = Attributes::new(tag, length);
        attributes.with_checks(false);
        attributes.flatten().filter_map(|attribute| {
            let Cow::Borrowed(raw) = attribute.value else { return None };
            (!raw.is_empty()).then_some((attribute.key.into_inner(), raw))
        })
    }

    /// The value of an attribute; `None` if it is empty.
    pub fn get(self, name: &str) -> Option<Cow<'t, str>> {
        self.raw_attributes().find(|(attribute, _)| local(attribute) == name).map(|(_, raw)| unescaped(raw))
    }

    pub fn children(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        let mut next = self.element().map_or(0, |element| element.first);
        std::iter::from_fn(move || {
            let node = Node { tree, at: next };
            next = node.element().filter(|_| node.at > 0)?.next;
            Some(node)
        })
    }

    pub fn children_named(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children().filter(move |child| child.name() == name)
    }

    pub fn child(self, name: &str) -> Option<Node<'t>> {
        self.children_named(name).next()
    }

    /// The text directly in it.
    pub fn text(self) -> &'t str {
        self.element().map_or("", |element| element.text.as_ref())
    }

    /// Its description: its `description` attribute, which some programs write, and its description elements, without
    /// repetitions; `None` if all are blank.
    pub fn description(self) -> Option<Cow<'t, str>> {
        let mut attributes = self.raw_attributes();
        let attribute = attributes.find(|(name, _)| local(name).eq_ignore_ascii_case("description"));
        let attribute = attribute.map(|(_, raw)| unescaped(raw));
        let elements = self.children_named("Description").map(|child| Cow::Borrowed(child.text()));
        let mut parts: Vec<Cow<'t, str>> = Vec::new();
        for part in attribute.into_iter().chain(elements) {
            if !part.trim().is_empty() && !parts.iter().any(|known| known.trim() == part.trim()) {
                parts.push(part);
            }
        }
        match parts.len() {
            0 | 1 => parts.pop(),
            _ => Some(Cow::Owned(parts.join("\n\n"))),
        }
    }

    /// The children of all its children of this name, because a file may have several lists of one kind.
    pub fn within(self, name: &str) -> impl Iterator<Item = Node<'t>> {
        self.children_named(name).flat_map(Node::children)
    }

    /// The guid in an attribute.
    pub fn guid(self, name: &str) -> Option<Guid> {
        guid(&self.get(name)?)
    }

    /// The guid it refers to.
    pub fn target(self) -> Option<Guid> {
        self.guid("targetGUID")
    }
}

/// The value of an attribute; as it is in the file if it refers to something unknown.
fn unescaped(raw: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// A name without a namespace prefix. Names are short, so a simple search is fastest.
fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

/// Parses a guid, with or without braces, in upper or lower case. Any other identifier is mapped to a guid that is
/// always the same; an empty one, or one of zeros only, means none.
pub fn guid(text: &str) -> Option<Guid> {
    let plain = text.trim().trim_matches(['{', '}']);
    let zero = Guid([0; 16]);
    if plain.is_empty() {
        return None;
    }
    let parsed = Guid::parse(plain).unwrap_or_else(|| Guid::named(zero, &plain.to_lowercase()));
    (parsed != zero).then_some(parsed)
}

impl<'x> Tree<'x> {
    /// Parses a document.
    ///
    /// # Errors
    /// Where it stops being valid XML, or which limit it exceeds.
    pub fn parse(text: &'x str) -> Result<Self, Refusal> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        // An element of a project takes about this many characters.
        let mut tree = Self { elements: Vec::with_capacity((text.len() / 160).min(MOST)) };
        // Open elements, each with its last child so far.
        let mut open: Vec<(u32, u32)> = Vec::new();
        loop {
            let event = reader.read_event();
            let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            match event {
                Ok(Event::Start(element)) => {
                    if open.len() >= DEEPEST {
                        return Err(Refusal::TooDeep { levels: DEEPEST });
                    }
                    let at = tree.add(&mut open, tag(text, &element, end.saturating_sub(1)), &element)?;
                    open.push((at, 0));
                }
                Ok(Event::Empty(element)) => {
                    tree.add(&mut open, tag(text, &element, end.saturating_sub(2)), &element)?;
                }
                Ok(Event::End(_)) => {
                    open.pop();
                }
                Ok(Event::Text(text)) => tree.push(&open, text.into_inner()),
                Ok(Event::CData(text)) => tree.push(&open, text.into_inner()),
                Ok(Event::GeneralRef(name)) => {
                    let whole = format!("&{};", &*name);
                    let found = quick_xml::escape::unescape(&whole).map(Cow::into_owned);
                    tree.push_whole(&open, Cow::Owned(found.unwrap_or(whole)));
                }
                Ok(Event::DocType(_)) => return Err(Refusal::OwnEntities),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let before = text.get(..end.min(text.len())).unwrap_or(text);
                    let line = before.matches('\n').count() + 1;
                    let column = before.chars().rev().take_while(|c| *c != '\n').count();
                    let why = error.to_string();
                    return Err(ForeignRefusal::BrokenXml { line, column, why }.into());
                }
            }
        }
        if !open.is_empty() || tree.elements.is_empty() {
            return Err(Refusal::Damaged);
        }
        Ok(tree)
    }

    pub fn root(&self) -> Node<'_> {
        Node { tree: self, at: 0 }
    }

    fn add(&mut self, open: &mut [(u32, u32)], tag: &'x str, element: &BytesStart<'_>) -> Result<u32, Refusal> {
        if self.elements.len() >= MOST {
            return Err(Refusal::TooManyEntries { most: MOST });
        }
        let at = self.elements.len() as u32;
        let name_length = element.name().into_inner().len() as u32;
        self.elements.push(Element { tag, name_length, first: 0, next: 0, text: Cow::Borrowed("") });
        if let Some((parent, last)) = open.last_mut() {
            let before = if *last == 0 { *parent } else { *last };
            if let Some(before_element) = self.elements.get_mut(before as usize) {
                if *last == 0 {
                    before_element.first = at;
                    if before_element.text.trim().is_empty() {
                        before_element.text = Cow::Borrowed("");
                    }
                } else {
                    before_element.next = at;
                }
            }
            *last = at;
        }
        Ok(at)
    }

    /// Adds text as it is in the file, with normalized line ends.
    fn push(&mut self, open: &[(u32, u32)], text: Cow<'x, str>) {
        let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text };
        self.push_whole(open, text);
    }

    fn push_whole(&mut self, open: &[(u32, u32)], text: Cow<'x, str>) {
        let Some(element) = open.last().and_then(|(at, _)| self.elements.get_mut(*at as usize)) else { return };
        if element.first > 0 && text.trim().is_empty() {
            return;
        }
        if element.text.is_empty() {
            element.text = text;
        } else {
            element.text.to_mut().push_str(&text);
        }
    }
}

/// The part of the text that an event refers to, with the lifetime of the text.
fn tag<'x>(text: &'x str, element: &BytesStart<'_>, end: usize) -> &'x str {
    let inner = end.checked_sub(element.len()).and_then(|start| text.get(start..end)).unwrap_or_default();
    if *inner == **element { inner } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{ForeignRefusal, Guid, Node, Refusal, Tree, guid};

    #[test]
    fn elements_attributes_and_words_are_read_whatever_their_namespace() {
        let tree = Tree::parse(
            "<?xml version=\"1.0\"?>\u{20}<a:P xmlns:a='x' name='1 &lt; &#228;' >\n<D>x &amp;\r\ny</D>\n<E a=''\n/><D/></a:P>",
        )
        .unwrap();
        let root = tree.root();
        assert_eq!((root.name(), root.get("name").as_deref()), ("P", Some("1 < ä")));
        assert_eq!((root.child("D").map(Node::text), root.text()), (Some("x &\ny"), ""));
        assert_eq!(root.child("E").and_then(|e| e.get("a")), None);
        assert_eq!(root.children_named("D").count(), 2);
        assert_eq!(root.children().map(|child| child.name()).collect::<Vec<_>>(), ["D", "E", "D"]);
    }

    #[test]
    fn a_description_is_an_attribute_an_element_or_both() {
        for (element, text) in [
            ("<a description='x'/>", Some("x")),
            ("<a><Description>x</Description></a>", Some("x")),
            ("<a description='x'><Description>y</Description></a>", Some("x\n\ny")),
            ("<a Description='x'><Description> x </Description></a>", Some("x")),
            ("<a><Description>x</Description><Description>y</Description></a>", Some("x\n\ny")),
            ("<a description='&lt;b&gt; &#228;'/>", Some("<b> ä")),
            ("<a description=' '><Description> </Description></a>", None),
        ] {
            let tree = Tree::parse(element).unwrap();
            assert_eq!(tree.root().description().as_deref(), text, "{element}");
        }
    }

    #[test]
    fn a_file_that_is_not_whole_is_refused_with_its_place() {
        let kind = |text: &str| Tree::parse(text).err().map(|refusal| refusal.kind());
        for (text, refused) in [
            ("<a>\n<b></a>", "broken_xml"),
            ("<a><b>", "damaged"),
            ("plain", "damaged"),
            ("<a>x < y</a>", "damaged"),
            ("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "own_entities"),
            (&"<a>".repeat(20_000), "too_deep"),
        ] {
            assert_eq!(kind(text), Some(refused), "{text}");
        }
        let broken = Tree::parse("<a>\n<b></a>").err();
        assert!(matches!(broken, Some(Refusal::Foreign(ForeignRefusal::BrokenXml { line: 2, .. }))), "{broken:?}");
        assert!(Tree::parse(&format!("{}{}", "<a>".repeat(68), "</a>".repeat(68))).is_ok());
    }

    #[test]
    fn a_guid_is_one_in_every_spelling() {
        let expected = Guid::new();
        let text = expected.to_string();
        for spelling in [text.to_uppercase(), format!("{{{text}}}"), format!(" {text}"), text.replace('-', "")] {
            assert_eq!(guid(&spelling), Some(expected), "{spelling}");
        }
        assert_eq!(guid("C1"), guid("{c1}"));
        for none in ["", "{}", "00000000-0000-0000-0000-000000000000"] {
            assert_eq!(guid(none), None, "{none}");
        }
    }
}
