//! Reads the documents of a project. All texts are read before their passages, because the way of counting positions is
//! judged over all of them.

use super::members::Members;
use super::passages::{Selected, Text};
use super::positions::{Believed, Evidence, Stated, all_units_agree, judge};
use super::read::Reading;
use super::source_parts::SourceParts;
use super::tree::Node;
use super::units::Units;
use super::unknown::quoted;
use super::values::parse_date;
use crate::interchange::document;
use crate::interchange::plain::{DocumentDump, DumpedMemoTarget, NoteDump, free_name};
use crate::interchange::remark::{FilePlace, ForeignLoss, ForeignRefusal, Loss, ReadError, Refusal, Warning};
use crate::model::{CharPos, Guid, Origin, Progress, RowKind, TimeMark};
use crate::text::{MOST_LINES, TextIndex, has_too_many_lines, is_normal, normalise};
use crate::tr;
use std::collections::{HashMap, HashSet};

/// A document whose text was read, before its way of counting positions is known.
struct Opened {
    /// The number of the source, and of the element with the text within it.
    source: usize,
    holder: usize,
    /// Index among the documents.
    at: usize,
    /// The text as in the file, if it differs from the stored one.
    raw: Option<String>,
    /// The passages, if there are several ways of counting: start, end and text.
    passages: Vec<(i64, i64, String)>,
}

impl Opened {
    fn raw<'t>(&'t self, stored: &'t str) -> &'t str {
        self.raw.as_deref().unwrap_or(stored)
    }
}

/// The selections in a text, with their elements.
struct Selections<'t> {
    selected: Vec<(Node<'t>, Selected<'t>)>,
    /// Points of a transcript: position and milliseconds.
    times: Vec<(i64, u32)>,
    /// The number of points without both.
    untimed: usize,
    /// Names of passages between points that are not there.
    unplaced: Vec<String>,
}

/// The elements of a source that hold its text, the kind of its regions, and why it cannot be imported without a text.
fn parts<'t>(node: Node<'t>) -> Option<(Vec<Node<'t>>, &'static str, ForeignRefusal)> {
    Some(match node.name() {
        "TextSource" => (vec![node], "", ForeignRefusal::SourceWithoutText),
        "PDFSource" => {
            (node.children_named("Representation").collect(), "PDFSelection", ForeignRefusal::PagesWithoutText)
        }
        "PictureSource" => {
            (node.children_named("TextDescription").collect(), "PictureSelection", ForeignRefusal::PictureWithoutText)
        }
        "AudioSource" => {
            (node.children_named("Transcript").collect(), "AudioSelection", ForeignRefusal::RecordingWithoutText)
        }
        "VideoSource" => {
            (node.children_named("Transcript").collect(), "VideoSelection", ForeignRefusal::RecordingWithoutText)
        }
        _ => return None,
    })
}

fn guids_of(node: Node<'_>, holder: Node<'_>) -> impl Iterator<Item = Guid> {
    let file = holder.get("plainTextPath").map(|path| stem(path.trim_start_matches("internal://")));
    let by_file = file.and_then(|stem| super::tree::guid(&stem));
    [node.guid("guid"), holder.guid("guid"), by_file].into_iter().flatten()
}

impl Reading {
    /// Reads the sources in two passes: positions can be read only when all texts are known.
    pub fn read_sources(
        &mut self,
        sources: &SourceParts,
        members: &mut Members,
        believed: Believed,
        progress: &Progress,
    ) -> Result<(), ReadError> {
        let total = sources.len() as u64;
        let mut opened = Vec::new();
        sources.each(&mut |number, list| {
            // Reading the text is half of the work for a document.
            progress.step(number as u64 / 2, total)?;
            for source in list.children() {
                self.open(number, source, members, &mut opened);
            }
            Ok(())
        })?;
        let units = self.judge(&opened, believed);
        let mut documents = opened.into_iter().zip(units).peekable();
        sources.each(&mut |number, list| {
            progress.step((total + number as u64) / 2, total)?;
            for source in list.children() {
                while let Some((document, units)) = documents.next_if(|(document, _)| document.source == number) {
                    let name = self.dump.documents.get(document.at).map_or("", |document| &document.name).to_owned();
                    if units != believed.units && believed.chosen.is_none() {
                        self.remark(&name, Warning::PositionsCounted { units });
                    }
                    self.document(source, document, name, units);
                }
            }
            self.report_unknown(list);
            Ok(())
        })
    }

    /// Decides how the positions of each document are counted.
    fn judge(&mut self, opened: &[Opened], believed: Believed) -> Vec<Units> {
        let documents: Vec<(&str, &str)> = opened
            .iter()
            .map(|one| self.dump.documents.get(one.at).map_or(("", ""), |known| (&known.name, &known.text)))
            .collect();
        // Without passages, nothing depends on the text.
        let index = |(one, (_, stored)): (&Opened, &(&str, &str))| {
            TextIndex::new(if one.passages.is_empty() { "" } else { stored })
        };
        let indices: Vec<TextIndex> = opened.iter().zip(&documents).map(index).collect();
        let mut evidence = Vec::with_capacity(opened.len());
        for ((one, (document, stored)), index) in opened.iter().zip(&documents).zip(&indices) {
            let passages =
                one.passages.iter().map(|(start, end, text)| Stated { start: *start, end: *end, text }).collect();
            evidence.push(Evidence { document, raw: one.raw(stored), stored, index, passages });
        }
        let verdict = judge(&evidence, believed);
        drop(evidence);
        if let Some(doubt) = verdict.offsets.as_ref().filter(|_| believed.chosen.is_none()) {
            let (passages, documents) = (doubt.passages, doubt.documents);
            self.remark("", Warning::UncertainPositions { passages, documents, read_as: doubt.read_as });
        }
        if let (passages @ 1.., documents) = verdict.line_ends {
            self.remark("", Warning::UncertainLineEnds { passages, documents });
        }
        self.doubt = verdict.offsets;
        verdict.units
    }

    /// The passages by which the way of counting is decided. The names of the selections `labelled` are not their words.
    fn stated(selections: &Selections<'_>, labelled: &HashSet<Guid>) -> Vec<(i64, i64, String)> {
        let passages = selections.selected.iter().map(|(_, selected)| selected);
        passages
            .filter(|selected| selected.end < i64::MAX && 0 <= selected.start && selected.start < selected.end)
            .filter(|selected| selected.guid.is_none_or(|guid| !labelled.contains(&guid)))
            .map(|selected| (selected.start, selected.end, selected.name.to_string()))
            .collect()
    }

    /// Reads the texts of a source.
    fn open(&mut self, number: usize, node: Node<'_>, members: &mut Members, opened: &mut Vec<Opened>) {
        let Some((holders, regions, why)) = parts(node) else { return };
        let name = node.get("name").unwrap_or_default().into_owned();
        let place = &FilePlace::of(|| match name.trim() {
            "" => tr!("document without a name").to_owned(),
            _ => name.clone(),
        });
        let before = opened.len();
        for element in holders.iter().chain([&node]) {
            for path in ["path", "richTextPath"].into_iter().filter_map(|name| element.get(name)) {
                members.mention(&path);
            }
        }
        for (at, holder) in holders.iter().enumerate() {
            let read = self.open_holder(node, *holder, place, members);
            opened.extend(read.map(|read| Opened { source: number, holder: at, ..read }));
        }
        if holders.is_empty() {
            self.remark(place.clone(), why);
        }
        self.regions(node, &holders, regions, place);
        if opened.len() == before {
            return self.without_text(node, &holders, place);
        }
        match node.name() {
            "PDFSource" => self.lose_in(ForeignLoss::PdfPages, 1, place),
            "PictureSource" => self.lose_in(ForeignLoss::Pictures, 1, place),
            "AudioSource" | "VideoSource" => self.lose_in(ForeignLoss::Recordings, 1, place),
            _ => {}
        }
        if holders.iter().any(|holder| holder.get("richTextPath").is_some()) {
            self.lose_in(ForeignLoss::Formatting, 1, place);
        }
    }

    /// Handles a source without a text: its comments become memos on the project, the rest is counted.
    fn without_text(&mut self, node: Node<'_>, holders: &[Node<'_>], place: &FilePlace) {
        self.without_text.extend(node.guid("guid"));
        let mut elements = vec![node];
        for holder in holders {
            self.without_text.extend(guids_of(node, *holder));
            if holder.name() != node.name() {
                elements.push(*holder);
            }
            elements.extend(holder.children().filter(|child| child.name().ends_with("Selection")));
        }
        for element in elements {
            self.lose_in(ForeignLoss::CodingsWithoutText, element.children_named("Coding").count(), place);
            self.lose_in(ForeignLoss::ValuesWithoutText, element.children_named("VariableValue").count(), place);
            self.move_comment(element, place);
        }
    }

    /// Turns comments on something that is not imported into a memo on the project.
    pub fn move_comment(&mut self, node: Node<'_>, place: &FilePlace) {
        if let Some(comment) = node.description() {
            self.memo(
                DumpedMemoTarget::Project,
                "",
                NoteDump { text: format!("{place}: {comment}"), ..NoteDump::default() },
            );
            self.lose_in(ForeignLoss::MovedComments, 1, place);
        }
    }

    /// Counts regions of pages and pictures and sections of recordings, except those that are in the text too, under
    /// the same guid.
    fn regions(&mut self, node: Node<'_>, holders: &[Node<'_>], regions: &str, place: &FilePlace) {
        if regions.is_empty() {
            return;
        }
        let in_text = holders.iter().flat_map(|holder| holder.children_named("PlainTextSelection"));
        let twins: HashSet<Guid> = in_text.filter_map(|selection| selection.guid("guid")).collect();
        for region in node
            .children_named(regions)
            .filter(|selection| selection.guid("guid").is_none_or(|guid| !twins.contains(&guid)))
        {
            match region.children_named("Coding").count() {
                0 => self.lose_in(ForeignLoss::Regions, 1, place),
                codings => self.lose_in(ForeignLoss::RegionCodings, codings, place),
            }
            self.move_comment(region, place);
        }
    }

    /// Reads the text of a document. The result does not say where its elements are.
    fn open_holder(
        &mut self,
        node: Node<'_>,
        holder: Node<'_>,
        place: &FilePlace,
        members: &mut Members,
    ) -> Option<Opened> {
        let content = holder.child("PlainTextContent").map(|content| content.text());
        let path = holder.get("plainTextPath");
        let raw = match (path.as_ref().and_then(|path| self.text(path, members, place)), content) {
            (Some(raw), Some(content)) if normalise(&raw).text != normalise(content).text => {
                let shown = || tr!("second text of {place}{words}", place, words = quoted(content));
                self.lose_at(ForeignLoss::UnknownElements, 1, shown);
                raw
            }
            (Some(raw), _) => raw,
            (None, Some(content)) => content.to_owned(),
            (None, None) => {
                if path.is_none() {
                    self.remark(place.clone(), ForeignRefusal::SourceWithoutText);
                }
                return None;
            }
        };
        if has_too_many_lines(&raw) {
            self.remark(place.clone(), Refusal::TooManyLines { most: MOST_LINES });
            return None;
        }
        let raw = raw.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(raw);
        // Some programs give only the file a name.
        let given_name = node.get("name").unwrap_or_default();
        let fallback_name = path.as_ref().map(|path| stem(path.trim_start_matches("internal://")));
        let fallback_name = fallback_name.unwrap_or_else(|| tr!("document without a name").into());
        let name = free_name(&mut self.documents, &given_name, &fallback_name);
        if name != given_name.trim() && !given_name.trim().is_empty() {
            self.lose(ForeignLoss::RenamedDocuments, 1, &given_name);
        }
        let at = self.dump.documents.len();
        for guid in guids_of(node, holder) {
            self.sources.entry(guid).or_insert(at);
        }
        let identified = if holder.name() == "Transcript" { holder } else { node };
        let guid = self.unique_guid(RowKind::Document, identified.guid("guid"));
        let created = node.get("creationDateTime").and_then(|date| parse_date(&date));
        let normal = (!is_normal(&raw)).then(|| normalise(&raw));
        if let Some(nuls) = normal.as_ref().map(|normal| normal.changes.nuls).filter(|nuls| *nuls > 0) {
            self.remark(&name, Loss::NulCharacters { count: nuls });
        }
        let (raw, text) = match normal {
            Some(normal) => (Some(raw), normal.text),
            None => (None, raw),
        };
        let mut passages = Vec::new();
        if !all_units_agree(raw.as_deref().unwrap_or(&text)) {
            let none = HashSet::new();
            let labelled = if self.is_own { &self.of_cases } else { &none };
            passages = Self::stated(&selections(holder), labelled);
        }
        self.dump.documents.push(DocumentDump { name, guid, created, text: text.into(), ..DocumentDump::default() });
        Some(Opened { source: 0, holder: 0, at, raw, passages })
    }

    /// Adds the codings and comments of a document, now that its way of counting positions is known.
    fn document(&mut self, node: Node<'_>, opened: Opened, name: String, units: Units) {
        let holder = parts(node).and_then(|(holders, ..)| holders.get(opened.holder).copied());
        let stored = self.dump.documents.get(opened.at).map(|document| document.text.clone());
        let Some((holder, stored)) = holder.zip(stored) else { return };
        let index = TextIndex::new(&stored);
        let places = units.places(opened.raw(&stored), index.char_count());
        let Selections { selected, times, untimed, unplaced } = selections(holder);
        self.lose(ForeignLoss::TranscriptTimes, untimed, &name);
        for passage in unplaced {
            let place = if passage.is_empty() { name.clone() } else { format!("{name} {passage}") };
            self.remark(&place, ForeignRefusal::NoPlaceInTranscript);
        }
        let text = Text { at: opened.at, name, stored, index, places };
        let twins: HashMap<Guid, Node<'_>> = node
            .children_named("PDFSelection")
            .filter_map(|selection| Some((selection.guid("guid")?, selection)))
            .collect();
        for (element, selected) in selected {
            let twin = selected.guid.and_then(|guid| twins.get(&guid)).copied();
            self.selection(&text, element, selected, twin);
        }
        let elements = if holder.name() == node.name() { vec![node] } else { vec![node, holder] };
        for element in elements {
            self.codings_of_document(&text, node, element);
            self.memos_of_document(&text, element);
            let values = self.values(element);
            if values.iter().any(Option::is_some) {
                self.values.push((opened.at, values));
            }
        }
        self.seen.places.clear();
        self.dump.codings.extend(self.seen.codings.drain(..));
        let mut times: Vec<TimeMark> = times
            .into_iter()
            .filter_map(|(at, millis)| Some(TimeMark { at: CharPos(text.places.at(at)?), millis }))
            .collect();
        times.sort_unstable();
        if let Some(document) = self.dump.documents.get_mut(opened.at) {
            document.origin = (!times.is_empty()).then(|| Origin { times, ..Origin::default() });
        }
    }

    fn memos_of_document(&mut self, text: &Text, node: Node<'_>) {
        if let Some(description) = node.description() {
            self.memo(
                DumpedMemoTarget::Document,
                &text.name,
                NoteDump { text: description.into_owned(), ..NoteDump::default() },
            );
        }
        for (mut note, place) in self.notes.placed(node, node.guid("guid")) {
            let range = place.and_then(|(start, end)| text.places.at(start).zip(text.places.at(end)));
            if let Some((start, end)) = range.filter(|(start, end)| start < end) {
                note.text = format!("“{}”: {}", text.quote(start, end), note.text);
            }
            self.memo(DumpedMemoTarget::Document, &text.name, note);
        }
    }

    /// Returns a text of the project. Paths that point outside it are refused.
    pub fn text(&mut self, path: &str, members: &mut Members, place: &FilePlace) -> Option<String> {
        let found = match members.find(path) {
            Err(()) => Err(ForeignRefusal::TextOutside { path: path.to_owned() }),
            Ok(None) => Err(ForeignRefusal::TextMissing { path: path.to_owned() }),
            Ok(Some(inside)) => Ok(inside),
        };
        let decoded = found.map_err(Refusal::from).and_then(|inside| members.source(&inside));
        let decoded = decoded.and_then(|bytes| match String::from_utf8(bytes) {
            Ok(text) => Ok((text, 0, vec![])),
            Err(other) => {
                let decoded = document::decode(other.as_bytes(), None)?;
                Ok((decoded.text.into_owned(), decoded.unreadable, decoded.warnings))
            }
        });
        match decoded {
            Ok((text, unreadable, warnings)) => {
                if unreadable > 0 {
                    self.remark(place.clone(), Loss::UnreadableCharacters { count: unreadable });
                }
                for warning in warnings {
                    self.remark(place.clone(), warning);
                }
                Some(text)
            }
            Err(refusal) => {
                self.remark(place.clone(), refusal);
                None
            }
        }
    }
}

/// The selections in a text. Those of a transcript run from one point in time to another.
fn selections(holder: Node<'_>) -> Selections<'_> {
    let selection = |selection| (selection, Selected::of(selection));
    let mut all = Selections {
        selected: holder.children_named("PlainTextSelection").map(selection).collect(),
        times: vec![],
        untimed: 0,
        unplaced: vec![],
    };
    let mut points = HashMap::new();
    for point in holder.children_named("SyncPoint") {
        let number = |name: &str| point.get(name)?.trim().parse::<i64>().ok();
        let position = number("position").filter(|at| *at >= 0);
        let millis = number("timeStamp").and_then(|millis| u32::try_from(millis).ok());
        points.extend(point.guid("guid").zip(position));
        match position.zip(millis) {
            Some(time) => all.times.push(time),
            None => all.untimed += 1,
        }
    }
    for node in holder.children_named("TranscriptSelection") {
        let mut selection = Selected::of(node);
        let at = |name: &str| points.get(&node.guid(name)?).copied();
        match at("fromSyncPoint") {
            Some(from) => {
                (selection.start, selection.end) = (from, at("toSyncPoint").unwrap_or(i64::MAX));
                all.selected.push((node, selection));
            }
            None => all.unplaced.push(selection.name.to_string()),
        }
    }
    all
}

/// The name of a file without folder and extension: some programs name a document by it.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase()
}
