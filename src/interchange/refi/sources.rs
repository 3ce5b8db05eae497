//! Documents of a project on their way in, with what is coded in them.

use super::Units;
use super::members::Members;
use super::read::Reading;
use super::tree::Node;
use super::units::Places;
use super::values::parse_date;
use crate::interchange::document;
use crate::interchange::plain::{CodingDump, DocumentDump, NoteDump, free_name};
use crate::interchange::remark::{Loss, Refusal};
use crate::model::{CharRange, Guid};
use crate::text::{TextIndex, is_normal, normalise};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Passages of a document whose words are held against the text.
const COMPARED: usize = 400;

/// How positions are counted in a file.
pub struct Pending {
    pub believed: Units,
    /// A person said so.
    pub forced: bool,
}

/// A document whose text was read.
struct Text {
    name: String,
    stored: String,
    index: TextIndex,
    places: Places,
}

impl Text {
    fn words(&self, start: u32, end: u32) -> &str {
        self.index.slice(&self.stored, CharRange::new(start, end))
    }
}

/// What is coded, before it is known where that is.
#[derive(Default)]
struct Selected<'t> {
    guid: Option<Guid>,
    name: Cow<'t, str>,
    start: i64,
    end: i64,
    by: Option<Guid>,
    changed_by: Option<Guid>,
    made: Option<Cow<'t, str>>,
    changed: Option<Cow<'t, str>>,
}

impl<'t> Selected<'t> {
    /// One pass over the attributes: there may be a hundred thousand of these.
    fn of(node: Node<'t>) -> Self {
        let mut own = Self { start: -1, end: -1, ..Self::default() };
        for (name, value) in node.attributes() {
            match name {
                "guid" => own.guid = super::tree::guid(&value),
                "name" => own.name = value,
                "startPosition" => own.start = value.trim().parse().unwrap_or(-1),
                "endPosition" => own.end = value.trim().parse().unwrap_or(-1),
                "creatingUser" => own.by = super::tree::guid(&value),
                "modifyingUser" => own.changed_by = super::tree::guid(&value),
                "creationDateTime" => own.made = Some(value),
                "modifiedDateTime" => own.changed = Some(value),
                _ => {}
            }
        }
        own
    }
}

fn date(text: Option<&str>) -> Option<i64> {
    text.and_then(parse_date)
}

impl Reading {
    pub fn source(&mut self, node: Node<'_>, members: &mut Members, pending: &Pending) {
        let name = node.get("name").unwrap_or_default().into_owned();
        let (holders, regions): (Vec<Node<'_>>, &str) = match node.name() {
            "TextSource" => (vec![node], ""),
            "PDFSource" => (node.child("Representation").into_iter().collect(), "PDFSelection"),
            "PictureSource" => (node.child("TextDescription").into_iter().collect(), "PictureSelection"),
            "AudioSource" => (node.all("Transcript").collect(), "AudioSelection"),
            "VideoSource" => (node.all("Transcript").collect(), "VideoSelection"),
            _ => return,
        };
        let what = match node.name() {
            "TextSource" => "",
            "PDFSource" => "pages of PDF files are not kept here, their text is",
            "PictureSource" => "pictures are not kept here",
            _ => "recordings are not kept here, their transcripts are",
        };
        if !what.is_empty() {
            self.leave_out(what, 1, &name);
        }
        self.regions(node, &holders, regions, &name);
        if holders.is_empty() {
            return self.tell(&name, "has no text in the file: left out");
        }
        if holders.iter().any(|holder| holder.get("richTextPath").is_some()) {
            self.leave_out("the looks of formatted documents are not kept here, their text is", 1, &name);
        }
        for holder in holders {
            self.holder(node, holder, &name, members, pending);
        }
    }

    /// Passages on pages, pictures and recordings, but for those that stand in the text too, by the same guid.
    fn regions(&mut self, node: Node<'_>, holders: &[Node<'_>], regions: &str, name: &str) {
        if regions.is_empty() {
            return;
        }
        let in_text = holders.iter().flat_map(|holder| holder.all("PlainTextSelection"));
        let twins: HashSet<Guid> = in_text.filter_map(|own| own.guid("guid")).collect();
        let alone = node.all(regions).filter(|own| own.guid("guid").is_none_or(|guid| !twins.contains(&guid)));
        self.leave_out("marks on pages, pictures and recordings are not kept here", alone.count(), name);
    }

    fn holder(&mut self, node: Node<'_>, holder: Node<'_>, name: &str, members: &mut Members, pending: &Pending) {
        let path = holder.get("plainTextPath");
        let raw = match (&path, holder.child("PlainTextContent")) {
            (Some(path), _) => self.text(path, members, name),
            (None, Some(content)) => Some(content.words().to_owned()),
            (None, None) => {
                self.tell(name, "has no plain text in the file: left out");
                None
            }
        };
        let Some(raw) = raw else { return };
        // Some programs leave the name to the file.
        let file = path.as_ref().map(|path| stem(path.trim_start_matches("internal://")));
        let spare = file.clone().unwrap_or_else(|| "document without a name".into());
        let document = free_name(&mut self.documents, name, &spare);
        if document != name.trim() && !name.trim().is_empty() {
            self.leave_out("documents have another name here, for theirs was taken", 1, name);
        }
        let at = self.dump.documents.len();
        let by_file = file.and_then(|stem| super::tree::guid(&stem));
        for guid in [node.guid("guid"), holder.guid("guid"), by_file].into_iter().flatten() {
            self.sources.entry(guid).or_insert(at);
        }
        let raw = raw.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(raw);
        let guid =
            self.given("document", if holder.name() == "Transcript" { holder.guid("guid") } else { node.guid("guid") });
        let created = date(node.get("creationDateTime").as_deref());
        self.dump.documents.push(DocumentDump { name: document.clone(), guid, created, ..DocumentDump::default() });
        let selections: Vec<(Node<'_>, Selected<'_>)> =
            holder.all("PlainTextSelection").map(|own| (own, Selected::of(own))).collect();
        self.seen.places.clear();
        let text = self.counted(raw, document, &selections, pending);
        let twins = twins(node);
        for (own, selected) in selections {
            let twin = selected.guid.and_then(|guid| twins.get(&guid)).copied();
            self.selection(&text, own, selected, twin);
        }
        self.transcript(&text, holder);
        self.whole(&text, node);
        if let Some(words) = node.text("Description") {
            self.memo("document", &text.name, NoteDump { text: words.to_owned(), ..NoteDump::default() });
        }
        for (mut note, place) in self.notes.placed(node, node.guid("guid")) {
            let range = place.and_then(|(start, end)| text.places.at(start).zip(text.places.at(end)));
            if let Some((start, end)) = range.filter(|(start, end)| start < end) {
                note.text = format!("“{}”: {}", text.words(start, end), note.text);
            }
            self.memo("document", &text.name, note);
        }
        let values = self.values(node);
        if values.iter().any(Option::is_some) {
            self.values.push((at, values));
        }
        if let Some(own) = self.dump.documents.get_mut(at) {
            own.text = text.stored.into();
        }
    }

    /// The text as it is stored, and how positions lead to it.
    fn counted(
        &mut self,
        raw: String,
        name: String,
        selections: &[(Node<'_>, Selected<'_>)],
        pending: &Pending,
    ) -> Text {
        let normal = (!is_normal(&raw)).then(|| normalise(&raw));
        if let Some(normal) = normal.as_ref().filter(|normal| normal.changes.nuls > 0) {
            self.tell(&name, format!("{} NUL characters were removed", normal.changes.nuls));
        }
        let body = normal.as_ref().map_or(raw.as_str(), |normal| normal.text.as_str());
        let index = TextIndex::new(body);
        let named: Vec<(i64, i64, &str)> = selections
            .iter()
            .map(|(_, own)| (own.start, own.end, own.name.as_ref()))
            .filter(|(start, end, words)| start < end && !words.is_empty())
            .take(COMPARED)
            .collect();
        let believed = pending.believed;
        let units = if pending.forced { believed } else { Units::best(believed, &raw, body, &index, &named) };
        if units != believed {
            self.tell(&name, format!("its positions fit its words when they are counted as {}", units.in_words()));
        }
        let places = units.places(&raw, index.char_count());
        let stored = normal.map_or(raw, |normal| normal.text);
        Text { name, stored, index, places }
    }

    fn selection(&mut self, text: &Text, node: Node<'_>, own: Selected<'_>, twin: Option<Node<'_>>) {
        let (start, end, last) = (own.start, own.end, text.places.last());
        let place = format!("{} {start}..{end}", text.name);
        if start < 0 || start >= end || start >= last {
            return self.tell(&place, "is no place in the text: left out");
        }
        if end > last {
            self.tell(&place, "goes beyond the text: it ends with the text here");
        }
        let range = text.places.at(start).zip(text.places.at(end.min(last))).filter(|(from, to)| from < to);
        let Some(range) = range else { return self.tell(&place, "is no place in the text: left out") };
        self.codings(text, range, node, own, twin, place);
    }

    /// What a passage is coded with, and what is said of it.
    fn codings(
        &mut self,
        text: &Text,
        (start, end): (u32, u32),
        node: Node<'_>,
        own: Selected<'_>,
        twin: Option<Node<'_>>,
        place: String,
    ) {
        let mut memos = Vec::new();
        if let Some(words) = node.text("Description") {
            let coder = self.named_user(own.changed_by).map(str::to_owned);
            let created = date(own.changed.as_deref()).or(date(own.made.as_deref()));
            memos.push(NoteDump { text: words.to_owned(), coder, guid: None, created });
        }
        if node.child("NoteRef").is_some() || self.notes.linked(own.guid) {
            memos.extend(self.notes.on(node, own.guid));
        }
        let all = node.all("Coding").chain(twin.into_iter().flat_map(|twin| twin.all("Coding")));
        let mut none = true;
        for coding in all {
            none = false;
            let (mut guid, mut by, mut made) = (None, None, None);
            for (name, value) in coding.attributes() {
                match name {
                    "guid" => guid = super::tree::guid(&value),
                    "creatingUser" => by = super::tree::guid(&value),
                    "creationDateTime" => made = Some(value),
                    _ => {}
                }
            }
            let code = coding.child("CodeRef").and_then(|code| self.codes.get(&code.target()?)).cloned();
            let Some((number, code)) = code else {
                self.tell(&place, "is coded with a code that is not in the codebook: left out");
                continue;
            };
            let coder = self.coder([by, own.by]);
            let chosen = self.named_user(own.by).is_some_and(|who| who != coder);
            self.leave_out(
                "passages were chosen by somebody else than they were coded by: they are by who coded them here",
                usize::from(chosen),
                "",
            );
            let mut words = std::mem::take(&mut memos);
            if coding.child("NoteRef").is_some() || self.notes.linked(guid) {
                words.extend(self.notes.on(coding, guid));
            }
            for memo in &mut words {
                memo.coder.get_or_insert_with(|| coder.clone());
            }
            let created = date(made.as_deref()).or_else(|| date(own.made.as_deref()));
            let place = (self.file.clone(), place.clone());
            let (document, selection) = (text.name.clone(), own.guid);
            self.keep(
                number,
                CodingDump {
                    coder,
                    document,
                    start,
                    end,
                    code,
                    memos: words,
                    important: false,
                    guid,
                    selection,
                    created,
                    place,
                },
            );
        }
        if none && memos.is_empty() {
            self.leave_out("passages without a code and without a comment are not kept here", 1, &text.name);
        }
        for mut memo in memos {
            memo.text = format!("“{}”: {}", text.words(start, end), memo.text);
            self.leave_out(
                "comments on passages without a code are memos on their documents here",
                usize::from(none),
                &text.name,
            );
            self.memo("document", &text.name, memo);
        }
    }

    /// Keeps a passage, with the number of its code; what one coder marked twice with one code is one, with the memos of both.
    fn keep(&mut self, code: usize, coding: CodingDump) {
        let key = (coding.start, coding.end, code, self.seen.coder(&coding.coder));
        match self.seen.places.entry(key) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(self.dump.codings.len());
                let guid = self.given("passage", coding.guid);
                self.dump.codings.push(CodingDump { guid, ..coding });
            }
            std::collections::hash_map::Entry::Occupied(there) => {
                if let Some(first) = self.dump.codings.get_mut(*there.get()) {
                    first.memos.extend(coding.memos);
                }
                self.leave_out("passages that the same coder has marked with the same code twice are one here", 1, "");
            }
        }
    }

    /// Passages of a transcript, from one point in time to another.
    fn transcript(&mut self, text: &Text, holder: Node<'_>) {
        let mut points: HashMap<Guid, i64> = HashMap::new();
        for point in holder.all("SyncPoint") {
            let position = point.get("position").and_then(|at| at.trim().parse().ok());
            points.extend(point.guid("guid").zip(position));
        }
        for node in holder.all("TranscriptSelection") {
            let mut own = Selected::of(node);
            let at = |name: &str| points.get(&node.guid(name)?).copied();
            let (from, to) = (at("fromSyncPoint"), at("toSyncPoint"));
            let (Some(from), to) = (from, to.unwrap_or(text.places.last())) else {
                let place = format!("{} {}", text.name, own.name);
                self.tell(&place, "is a passage of a recording without a place in its transcript: left out");
                continue;
            };
            (own.start, own.end) = (from, to);
            self.selection(text, node, own, None);
        }
        self.leave_out("times of transcripts are not kept here", points.len(), &text.name);
    }

    /// What a whole document is coded with is a passage from its beginning to its end.
    fn whole(&mut self, text: &Text, node: Node<'_>) {
        let end = text.index.char_count();
        let count = node.all("Coding").count();
        if count == 0 {
            return;
        }
        if end == 0 {
            return self.leave_out("codes on documents without words", count, &text.name);
        }
        self.leave_out("codes on whole documents are passages from beginning to end here", count, &text.name);
        // Only its codes are those of the document: comments and memos on it stand elsewhere.
        for coding in node.all("Coding") {
            let code = coding.child("CodeRef").and_then(|code| self.codes.get(&code.target()?)).cloned();
            let Some((number, code)) = code else {
                self.tell(&text.name, "is coded with a code that is not in the codebook: left out");
                continue;
            };
            let coder = self.coder([coding.guid("creatingUser"), node.guid("creatingUser")]);
            let memos = self.notes.on(coding, coding.guid("guid"));
            let created = date(coding.get("creationDateTime").as_deref());
            let place = (self.file.clone(), text.name.clone());
            let (document, guid) = (text.name.clone(), coding.guid("guid"));
            self.keep(
                number,
                CodingDump {
                    coder,
                    document,
                    start: 0,
                    end,
                    code,
                    memos,
                    guid,
                    created,
                    place,
                    ..CodingDump::default()
                },
            );
        }
    }

    /// A text of the project. Paths that leave it are not followed.
    pub fn text(&mut self, path: &str, members: &mut Members, of: &str) -> Option<String> {
        let inside = match members.find(path) {
            Err(()) => {
                self.tell(of, format!("its text {path} lies outside the file and was not read"));
                return None;
            }
            Ok(None) => {
                self.tell(of, format!("its text {path} is not in the file: left out"));
                return None;
            }
            Ok(Some(inside)) => inside,
        };
        let decoded = members.source(&inside).map_err(Refusal::from).and_then(|bytes| match String::from_utf8(bytes) {
            Ok(text) => Ok((text, 0, vec![])),
            Err(other) => {
                let decoded = document::decode(other.as_bytes(), None)?;
                Ok((decoded.text, decoded.unreadable, decoded.warnings))
            }
        });
        match decoded {
            Ok((text, unreadable, warnings)) => {
                if unreadable > 0 {
                    self.tell(of, Loss::UnreadableCharacters { count: unreadable });
                }
                for warning in warnings {
                    self.tell(of, warning);
                }
                Some(text)
            }
            Err(refusal) => {
                self.tell(of, refusal);
                None
            }
        }
    }
}

/// Passages on the pages of a PDF by guid: the same passage in its text has the same one.
fn twins<'t>(node: Node<'t>) -> HashMap<Guid, Node<'t>> {
    node.all("PDFSelection").filter_map(|own| Some((own.guid("guid")?, own))).collect()
}

/// The name of a file without folder and ending: some programs name a document by it.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase()
}
