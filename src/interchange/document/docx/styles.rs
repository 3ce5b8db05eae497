//! Headings and lists in the paragraph styles of a Word file.

use super::{Paragraph, outline};
use crate::interchange::document::office::{Parts, attribute};
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// The longest chain of styles based on one another.
const LONGEST_CHAIN: usize = 20;

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    reading: String,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    /// 0 means no heading.
    heading: Option<u8>,
    number: Option<String>,
    level: Option<usize>,
}

impl Styles {
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = self.by_id.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        let next = |(_, style): &(&'s str, &'s Style)| {
            self.by_id.get_key_value(style.based_on.as_deref()?).map(|(id, style)| (id.as_str(), style))
        };
        std::iter::successors(first, next).take(LONGEST_CHAIN)
    }

    fn style_of<'s>(&'s self, paragraph: &'s Paragraph) -> Option<&'s str> {
        paragraph.style.as_deref().or(self.usual.as_deref())
    }

    pub fn heading(&self, paragraph: &Paragraph) -> Option<u8> {
        let level = self.chain(self.style_of(paragraph)?).find_map(|(_, style)| style.heading)?;
        (level > 0).then_some(level)
    }

    /// The list of a style, the style that defines it, and the level if that is defined too.
    pub fn number<'s>(&'s self, paragraph: &'s Paragraph) -> Option<(&'s str, String, Option<usize>)> {
        let id = self.style_of(paragraph)?;
        let (owner, style) = self.chain(id).find(|(_, style)| style.number.is_some())?;
        let level = self.chain(id).find_map(|(_, style)| style.level);
        Some((owner, style.number.clone()?, level))
    }

    /// The list of a style itself, regardless of the styles it is based on.
    pub fn number_of(&self, id: &str) -> Option<String> {
        self.by_id.get(id)?.number.clone()
    }
}

impl Parts for Styles {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val");
        if name == "style" {
            self.reading = attribute(element, "styleId").unwrap_or_default();
            let is =
                |name: &str, wanted: &[&str]| attribute(element, name).is_some_and(|v| wanted.contains(&v.as_str()));
            if is("default", &["1", "true", "on"]) && is("type", &["paragraph"]) {
                self.usual = Some(self.reading.clone());
            }
            self.by_id.insert(self.reading.clone(), Style::default());
            return;
        }
        let Some(style) = self.by_id.get_mut(&self.reading) else { return };
        match name {
            "basedOn" => style.based_on = value(),
            // Names are in English in every language version of Word, unlike ids.
            "name" => {
                let level = value().and_then(|name| match name.to_lowercase().as_str() {
                    "title" => Some(1),
                    name => name.strip_prefix("heading ")?.parse().ok(),
                });
                style.heading = style.heading.or(level);
            }
            "outlineLvl" => style.heading = style.heading.or(Some(outline(element).unwrap_or(0))),
            "numId" => style.number = value(),
            "ilvl" => style.level = value().and_then(|level| level.parse().ok()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if name == "style" {
            self.reading.clear();
        }
    }
}
