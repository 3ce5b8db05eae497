//! The styles of an OpenDocument text: formatting, and the numbers of lists and headings.

use crate::interchange::document::asides::Asides;
use crate::interchange::document::numerals::Form;
use crate::interchange::document::office::{Parts, attribute};
use crate::interchange::document::words::Emphasis;
use crate::interchange::remark::AsideKind;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// The number of levels of a list.
pub const LEVELS: usize = 10;
/// The longest chain of parent styles.
const LONGEST_CHAIN: usize = 20;
/// The list style for headings.
pub const OUTLINE: &str = "";

/// The last number given on each level.
pub(super) type Counts = [Option<u32>; LEVELS];

#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    lists: HashMap<String, [Level; LEVELS]>,
    /// Names of list styles in the order of their first use.
    keys: Vec<String>,
    style: String,
    list: Option<String>,
    level: usize,
    /// Headers and footers.
    pub asides: Asides,
    heads: usize,
    paragraphs: usize,
}

#[derive(Clone, Debug, Default)]
struct Style {
    parent: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    hidden: Option<bool>,
    list: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    form: Form,
    is_number: bool,
    prefix: String,
    suffix: String,
    /// `%1%` is the number of the first level.
    format: Option<String>,
    start: u32,
    /// The number of levels shown.
    shown: usize,
    is_close: bool,
}

impl Styles {
    fn chain<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s Style> {
        let next = |style: &&'s Style| self.by_name.get(style.parent.as_deref()?);
        std::iter::successors(self.by_name.get(name), next).take(LONGEST_CHAIN)
    }

    /// The formatting of a style applied within the outer formatting.
    pub fn emphasis(&self, name: &str, outer: Emphasis) -> Emphasis {
        let is = |of: fn(&Style) -> Option<bool>, outer: bool| self.chain(name).find_map(of).unwrap_or(outer);
        Emphasis { bold: is(|style| style.bold, outer.bold), italic: is(|style| style.italic, outer.italic) }
    }

    pub fn is_hidden(&self, name: &str) -> bool {
        self.chain(name).find_map(|style| style.hidden).unwrap_or(false)
    }

    /// False if a style excludes its headings from numbering.
    pub fn is_outlined(&self, name: &str) -> bool {
        self.chain(name).find_map(|style| style.list.as_ref()).is_none_or(|list| !list.is_empty())
    }

    pub fn first(&self, list: &str, level: usize) -> u32 {
        self.lists.get(list).and_then(|levels| levels.get(level)).map_or(1, |level| level.start)
    }

    /// The text before a paragraph on a level, and the key of its list; nothing for a bullet.
    pub fn shown(&mut self, list: &str, level: usize, counts: &Counts) -> Option<(String, u32)> {
        let levels = self.lists.get(list)?;
        let definition = levels.get(level).filter(|definition| definition.is_number)?;
        let number = |at: usize| {
            let form = levels.get(at).map(|level| level.form).unwrap_or_default();
            let count = counts.get(at).copied().flatten();
            form.write(count.unwrap_or_else(|| levels.get(at).map_or(1, |level| level.start)))
        };
        let text = match &definition.format {
            Some(format) => {
                (0..LEVELS).fold(format.clone(), |text, at| text.replace(&format!("%{}%", at + 1), &number(at)))
            }
            None if definition.form == Form::None => String::new(),
            None => {
                let first = (level + 1).saturating_sub(definition.shown.max(1));
                let numbers: Vec<String> = (first..=level).map(number).filter(|number| !number.is_empty()).collect();
                format!("{}{}{}", definition.prefix, numbers.join("."), definition.suffix)
            }
        };
        let gap = if definition.is_close { "" } else { " " };
        let shown = (!text.trim().is_empty()).then(|| format!("{}{gap}", text.trim()));
        let key = self.keys.iter().position(|key| key == list).unwrap_or_else(|| {
            self.keys.push(list.to_owned());
            self.keys.len() - 1
        });
        Some((shown?, u32::try_from(key).ok()?))
    }

    fn level(&mut self) -> Option<&mut Level> {
        self.lists.get_mut(self.list.as_ref()?)?.get_mut(self.level)
    }

    fn list_level(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = |name: &str| attribute(element, name);
        self.level =
            value("level").and_then(|level| level.parse::<usize>().ok()).map_or(0, |level| level.saturating_sub(1));
        let level = Level {
            form: value("num-format").map(|first| Form::of_first(&first)).unwrap_or(Form::None),
            is_number: matches!(name, "list-level-style-number" | "outline-level-style"),
            prefix: value("num-prefix").unwrap_or_default(),
            suffix: value("num-suffix").unwrap_or_default(),
            format: value("num-list-format"),
            start: value("start-value").and_then(|start| start.parse().ok()).unwrap_or(1),
            shown: value("display-levels").and_then(|shown| shown.parse().ok()).unwrap_or(1),
            is_close: false,
        };
        if let Some(slot) = self.level() {
            *slot = level;
        }
    }
}

fn is_running(name: &str) -> Option<AsideKind> {
    match name {
        "header" | "header-left" | "header-first" => Some(AsideKind::RunningHead),
        "footer" | "footer-left" | "footer-first" => Some(AsideKind::RunningFoot),
        _ => None,
    }
}

impl Parts for Styles {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        if let Some(kind) = is_running(name) {
            self.heads += 1;
            return self.asides.begin(kind);
        }
        if self.heads > 0 {
            self.paragraphs += usize::from(matches!(name, "p" | "h"));
            if matches!(name, "tab" | "s" | "line-break") {
                self.asides.push(" ");
            }
            return;
        }
        let value = |name: &str| attribute(element, name);
        match name {
            "style" => {
                self.style = value("name").unwrap_or_default();
                let (parent, list) = (value("parent-style-name"), value("list-style-name"));
                self.by_name.insert(self.style.clone(), Style { parent, list, ..Style::default() });
            }
            "text-properties" => {
                let Some(style) = self.by_name.get_mut(&self.style) else { return };
                style.bold =
                    value("font-weight").map(|weight| weight == "bold" || weight.parse().is_ok_and(|w: u32| w > 500));
                style.italic = value("font-style").map(|keyword| keyword != "normal");
                style.hidden = value("display").map(|display| display == "none");
            }
            "list-style" | "outline-style" => {
                let list = if name == "list-style" { value("name").unwrap_or_default() } else { OUTLINE.to_owned() };
                self.lists.insert(list.clone(), <[Level; LEVELS]>::default());
                self.list = Some(list);
            }
            "list-level-style-number"
            | "list-level-style-bullet"
            | "list-level-style-image"
            | "outline-level-style" => {
                self.list_level(name, element);
            }
            "list-level-label-alignment" => {
                let close = value("label-followed-by").is_some_and(|gap| gap == "nothing");
                if let Some(level) = self.level() {
                    level.is_close = close;
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if is_running(name).is_some() {
            self.heads = self.heads.saturating_sub(1);
            self.asides.end();
        } else if self.heads > 0 && matches!(name, "p" | "h") {
            self.paragraphs = self.paragraphs.saturating_sub(1);
            self.asides.push(" ");
        } else if matches!(name, "list-style" | "outline-style") {
            self.list = None;
        }
    }

    fn text(&mut self, text: &str) {
        if self.paragraphs > 0 {
            self.asides.push(text);
        }
    }
}
