//! Reads the passages of a document and their codings.

use super::positions::is_name_of;
use super::read::{Reading, Selection};
use super::tree::Node;
use super::units::Places;
use super::values::parse_date;
use crate::interchange::plain::{CodingDump, CodingPlace, DumpedMemoTarget, NoteDump};
use crate::interchange::remark::{ForeignLoss, ForeignRefusal};
use crate::model::{CharRange, Guid, RowKind};
use crate::text::TextIndex;
use std::borrow::Cow;
use std::sync::Arc;

/// A document whose text was read.
pub struct Text {
    /// Index among the documents.
    pub at: usize,
    pub name: String,
    pub stored: Arc<str>,
    pub index: TextIndex,
    pub places: Places,
}

impl Text {
    pub fn quote(&self, start: u32, end: u32) -> &str {
        self.index.slice(&self.stored, CharRange::new(start, end))
    }
}

/// A selection as it is in the file.
#[derive(Default)]
pub struct Selected<'t> {
    pub guid: Option<Guid>,
    pub name: Cow<'t, str>,
    /// Positions in the file's units; -1 for one that cannot be read, `i64::MAX` for the end of the text.
    pub start: i64,
    pub end: i64,
    created_by: Option<Guid>,
    changed_by: Option<Guid>,
    created: Option<Cow<'t, str>>,
    changed: Option<Cow<'t, str>>,
}

impl<'t> Selected<'t> {
    /// One pass over the attributes, because a file may have a hundred thousand selections.
    pub fn of(node: Node<'t>) -> Self {
        let mut selected = Self { start: -1, end: -1, ..Self::default() };
        for (name, value) in node.attributes() {
            match name {
                "guid" => selected.guid = super::tree::guid(&value),
                "name" => selected.name = value,
                "startPosition" => selected.start = value.trim().parse().unwrap_or(-1),
                "endPosition" => selected.end = value.trim().parse().unwrap_or(-1),
                "creatingUser" => selected.created_by = super::tree::guid(&value),
                "modifyingUser" => selected.changed_by = super::tree::guid(&value),
                "creationDateTime" => selected.created = Some(value),
                "modifiedDateTime" => selected.changed = Some(value),
                _ => {}
            }
        }
        selected
    }
}

/// The element of a passage, and that of the same passage on a page of the PDF.
#[derive(Clone, Copy)]
struct Elements<'n> {
    node: Node<'n>,
    twin: Option<Node<'n>>,
}

fn date(text: Option<&str>) -> Option<i64> {
    text.and_then(parse_date)
}

impl Reading {
    /// Reads a selection. `twin` is the same passage on a page of the PDF.
    pub fn selection(&mut self, text: &Text, node: Node<'_>, selected: Selected<'_>, twin: Option<Node<'_>>) {
        let (start, end, last) = (selected.start, selected.end, text.places.last());
        let place = format!("{} {start}..{}", text.name, if end == i64::MAX { last } else { end });
        let is_inside = 0 <= start && start < end && start < last;
        let inside = text.places.at(start).zip(text.places.at(end.min(last)));
        let Some((from, to)) = inside.filter(|(from, to)| is_inside && from < to) else {
            self.remark(&place, ForeignRefusal::OutsideText);
            // The comment is kept even though the passage is lost.
            return self.move_comment(node, &place.into());
        };
        if last < end && end < i64::MAX {
            self.lose(ForeignLoss::BeyondText, 1, &place);
        }
        let of_case = selected.guid.filter(|guid| self.of_cases.contains(guid));
        if let Some(guid) = of_case {
            let (document, range, name) = (text.at, CharRange::new(from, to), selected.name.to_string());
            self.selected.insert(guid, Selection { document, range, name });
        }
        // This program names words of a speaker by the label.
        let is_label = of_case.is_some() && self.is_own;
        if !is_label && !selected.name.is_empty() && !is_name_of(&selected.name, text.quote(from, to)) {
            self.lose(ForeignLoss::PassageNames, 1, &selected.name);
        }
        self.codings(text, (from, to), Elements { node, twin }, selected, place);
    }

    /// The comments on a passage, and the memos attached to it.
    fn comments(&mut self, elements: Elements<'_>, selected: &Selected<'_>) -> Vec<NoteDump> {
        let Elements { node, twin } = elements;
        let mut memos = Vec::new();
        let comment = node.description();
        let twin_comment = twin.and_then(Node::description).filter(|text| Some(text) != comment.as_ref());
        for text in comment.into_iter().chain(twin_comment) {
            let coder = self.named_user(selected.changed_by).map(str::to_owned);
            let created = date(selected.changed.as_deref()).or(date(selected.created.as_deref()));
            memos.push(NoteDump { text: text.into_owned(), coder, guid: None, created });
        }
        if node.child("NoteRef").is_some() || self.notes.linked(selected.guid) {
            memos.extend(self.notes.on(node, selected.guid));
        }
        if let Some(twin) = twin.filter(|twin| twin.child("NoteRef").is_some()) {
            let targets: Vec<Option<Guid>> = node.children_named("NoteRef").map(Node::target).collect();
            let has_others = twin.children_named("NoteRef").any(|note| !targets.contains(&note.target()));
            memos.extend(if has_others { self.notes.on(twin, None) } else { vec![] });
        }
        memos
    }

    /// Reads the codings of a passage and the comments on them.
    fn codings(
        &mut self,
        text: &Text,
        (start, end): (u32, u32),
        elements: Elements<'_>,
        selected: Selected<'_>,
        place: String,
    ) {
        let Elements { node, twin } = elements;
        let end_in_file = if selected.end == i64::MAX { text.places.last() } else { selected.end };
        let positions = u32::try_from(selected.start).ok().zip(u32::try_from(end_in_file).ok());
        let mut memos = self.comments(elements, &selected);
        let codings =
            node.children_named("Coding").chain(twin.into_iter().flat_map(|twin| twin.children_named("Coding")));
        let mut is_uncoded = true;
        for coding in codings {
            is_uncoded = false;
            let (mut guid, mut created_by, mut created_at) = (None, None, None);
            for (name, value) in coding.attributes() {
                match name {
                    "guid" => guid = super::tree::guid(&value),
                    "creatingUser" => created_by = super::tree::guid(&value),
                    "creationDateTime" => created_at = Some(value),
                    _ => {}
                }
            }
            let codes = self.codes_of(coding, &place);
            if codes.is_empty() {
                continue;
            }
            let coder = self.coder([created_by, selected.created_by]);
            let by_another = self.named_user(selected.created_by).is_some_and(|who| who != coder);
            self.lose(ForeignLoss::OtherSelectors, usize::from(by_another), "");
            let mut notes = std::mem::take(&mut memos);
            if coding.child("NoteRef").is_some() || self.notes.linked(guid) {
                notes.extend(self.notes.on(coding, guid));
            }
            for memo in &mut notes {
                memo.coder.get_or_insert_with(|| coder.clone());
            }
            let created = date(created_at.as_deref()).or_else(|| date(selected.created.as_deref()));
            for (number, code) in codes {
                let dump = CodingDump {
                    coder: coder.clone(),
                    document: text.name.clone(),
                    start,
                    end,
                    code,
                    memos: std::mem::take(&mut notes),
                    important: false,
                    account: None,
                    guid: guid.take(),
                    selection: selected.guid,
                    created,
                    place: CodingPlace { file: self.file.clone(), number: None, positions },
                };
                self.keep(number, dump);
            }
        }
        let is_of_case = selected.guid.is_some_and(|guid| self.of_cases.contains(&guid));
        if is_uncoded && memos.is_empty() && !is_of_case {
            self.lose(ForeignLoss::UncodedPassages, 1, &text.name);
        }
        for mut memo in memos {
            memo.text = format!("“{}”: {}", text.quote(start, end), memo.text);
            self.lose(ForeignLoss::PassageComments, 1, &text.name);
            self.memo(DumpedMemoTarget::Document, &text.name, memo);
        }
    }

    /// The codes of a coding; exactly one in a file that follows the standard.
    fn codes_of(&mut self, coding: Node<'_>, place: &str) -> Vec<(usize, String)> {
        let mut codes = Vec::new();
        let mut has_no_reference = true;
        for code in coding.children_named("CodeRef") {
            has_no_reference = false;
            match code.target().and_then(|guid| self.codes.get(&guid)) {
                Some(code) => codes.push(code.clone()),
                None => self.remark(place, ForeignRefusal::UnknownCode),
            }
        }
        if has_no_reference {
            self.remark(place, ForeignRefusal::UnknownCode);
        }
        codes
    }

    /// Stores a coding with the number of its code. Repeated codings by one coder with the same code are merged, with
    /// all their memos.
    fn keep(&mut self, code: usize, coding: CodingDump) {
        let key = (coding.start, coding.end, code, self.seen.coder(&coding.coder));
        match self.seen.places.entry(key) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(self.seen.codings.len());
                let guid = self.unique_guid(RowKind::Passage, coding.guid);
                self.seen.codings.push(CodingDump { guid, ..coding });
            }
            std::collections::hash_map::Entry::Occupied(existing) => {
                if let Some(first) = self.seen.codings.get_mut(*existing.get()) {
                    first.memos.extend(coding.memos);
                }
                self.lose(ForeignLoss::RepeatedPassages, 1, "");
            }
        }
    }

    /// Reads the codes of a whole document, which become a passage over the whole text. They are in `element` of the
    /// source `node`.
    pub fn codings_of_document(&mut self, text: &Text, node: Node<'_>, element: Node<'_>) {
        let end = text.index.char_count();
        let count = element.children_named("Coding").count();
        if count == 0 {
            return;
        }
        if end == 0 {
            return self.lose(ForeignLoss::CodesOnEmptyDocuments, count, &text.name);
        }
        self.lose(ForeignLoss::WholeDocumentCodings, count, &text.name);
        // Only its codes are those of the document: its comments and memos are read elsewhere.
        for coding in element.children_named("Coding") {
            let codes = self.codes_of(coding, &text.name);
            if codes.is_empty() {
                continue;
            }
            let coder = self.coder([coding.guid("creatingUser"), node.guid("creatingUser")]);
            let mut memos = self.notes.on(coding, coding.guid("guid"));
            let mut guid = coding.guid("guid");
            let created = date(coding.get("creationDateTime").as_deref());
            for (number, code) in codes {
                let dump = CodingDump {
                    coder: coder.clone(),
                    document: text.name.clone(),
                    start: 0,
                    end,
                    code,
                    memos: std::mem::take(&mut memos),
                    guid: guid.take(),
                    created,
                    place: CodingPlace { file: self.file.clone(), ..CodingPlace::default() },
                    ..CodingDump::default()
                };
                self.keep(number, dump);
            }
        }
    }
}
