//! Reads the documents of a project. All texts are read before their passages, because the way of counting positions is
//! judged over all of them.

use super::members::Members;
use super::passages::{Selected, Text};
use super::positions::{Believed, Evidence, Stated, judge};
use super::read::Reading;
use super::tree::Node;
use super::units::Units;
use super::unknown::quoted;
use super::values::parse_date;
use crate::interchange::document;
use crate::interchange::plain::{DocumentDump, DumpedMemoTarget, NoteDump, free_name};
use crate::interchange::remark::{ForeignLoss, ForeignRefusal, Loss, Refusal, Warning};
use crate::model::{Cancelled, CharPos, Guid, Origin, Progress, RowKind, TimeMark};
use crate::text::{MOST_LINES, TextIndex, has_too_many_lines, is_normal, normalise};
use crate::tr;
use std::collections::{HashMap, HashSet};

/// A document whose text was read, before its way of counting positions is known.
struct Opened<'t> {
    /// The source, and its element with the text: the same one for a text source.
    node: Node<'t>,
    holder: Node<'t>,
    /// Index among the documents.
    at: usize,
    name: String,
    raw: String,
    /// The stored text, if it differs from the raw one.
    normal: Option<String>,
    index: TextIndex,
    selected: Vec<(Node<'t>, Selected<'t>)>,
    /// Points of a transcript: position and milliseconds.
    times: Vec<(i64, u32)>,
}

impl Opened<'_> {
    fn stored(&self) -> &str {
        self.normal.as_deref().unwrap_or(&self.raw)
    }

    /// The names of the selections `labelled` are not their words.
    fn evidence(&self, labelled: &HashSet<Guid>) -> Evidence<'_> {
        let passages = self.selected.iter().map(|(_, selected)| selected).filter(|selected| selected.end < i64::MAX);
        let passages = passages.filter(|selected| 0 <= selected.start && selected.start < selected.end);
        let passages = passages.filter(|selected| selected.guid.is_none_or(|guid| !labelled.contains(&guid)));
        Evidence {
            document: &self.name,
            raw: &self.raw,
            stored: self.stored(),
            index: &self.index,
            passages: passages
                .map(|selected| Stated { start: selected.start, end: selected.end, text: &selected.name })
                .collect(),
        }
    }
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
    pub fn read_sources(
        &mut self,
        root: Node<'_>,
        members: &mut Members,
        believed: Believed,
        progress: &Progress,
    ) -> Result<(), Cancelled> {
        let sources: Vec<Node<'_>> = root.within("Sources").collect();
        let mut opened = Vec::new();
        for (i, source) in sources.iter().enumerate() {
            // Reading the text is half of the work for a document.
            progress.step(i as u64 / 2, sources.len() as u64)?;
            self.open(*source, members, &mut opened);
        }
        let labelled = if self.is_own { self.of_cases.clone() } else { HashSet::new() };
        let evidence: Vec<Evidence<'_>> = opened.iter().map(|one| one.evidence(&labelled)).collect();
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
        let half = sources.len() as u64 / 2;
        for (i, (document, units)) in opened.into_iter().zip(verdict.units).enumerate() {
            progress.step((half + i as u64 / 2).min(sources.len() as u64), sources.len() as u64)?;
            if units != believed.units && believed.chosen.is_none() {
                self.remark(&document.name, Warning::PositionsCounted { units });
            }
            self.document(document, units);
        }
        Ok(())
    }

    /// Reads the texts of a source.
    fn open<'t>(&mut self, node: Node<'t>, members: &mut Members, opened: &mut Vec<Opened<'t>>) {
        let Some((holders, regions, why)) = parts(node) else { return };
        let name = node.get("name").unwrap_or_default().into_owned();
        let place = if name.trim().is_empty() { tr!("document without a name") } else { &name };
        let before = opened.len();
        for element in holders.iter().chain([&node]) {
            for path in ["path", "richTextPath"].into_iter().filter_map(|name| element.get(name)) {
                members.mention(&path);
            }
        }
        for holder in &holders {
            opened.extend(self.open_holder(node, *holder, place, members));
        }
        if holders.is_empty() {
            self.remark(place, why);
        }
        self.regions(node, &holders, regions, place);
        if opened.len() == before {
            return self.without_text(node, &holders, place);
        }
        match node.name() {
            "PDFSource" => self.lose(ForeignLoss::PdfPages, 1, place),
            "PictureSource" => self.lose(ForeignLoss::Pictures, 1, place),
            "AudioSource" | "VideoSource" => self.lose(ForeignLoss::Recordings, 1, place),
            _ => {}
        }
        if holders.iter().any(|holder| holder.get("richTextPath").is_some()) {
            self.lose(ForeignLoss::Formatting, 1, place);
        }
    }

    /// Handles a source without a text: its comments become memos on the project, the rest is counted.
    fn without_text(&mut self, node: Node<'_>, holders: &[Node<'_>], name: &str) {
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
            self.lose(ForeignLoss::CodingsWithoutText, element.children_named("Coding").count(), name);
            self.lose(ForeignLoss::ValuesWithoutText, element.children_named("VariableValue").count(), name);
            self.move_comment(element, name);
        }
    }

    /// Turns comments on something that is not imported into a memo on the project.
    pub fn move_comment(&mut self, node: Node<'_>, name: &str) {
        if let Some(comment) = node.description() {
            self.memo(
                DumpedMemoTarget::Project,
                "",
                NoteDump { text: format!("{name}: {comment}"), ..NoteDump::default() },
            );
            self.lose(ForeignLoss::MovedComments, 1, name);
        }
    }

    /// Counts regions of pages and pictures and sections of recordings, except those that are in the text too, under
    /// the same guid.
    fn regions(&mut self, node: Node<'_>, holders: &[Node<'_>], regions: &str, name: &str) {
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
                0 => self.lose(ForeignLoss::Regions, 1, name),
                codings => self.lose(ForeignLoss::RegionCodings, codings, name),
            }
            self.move_comment(region, name);
        }
    }

    fn open_holder<'t>(
        &mut self,
        node: Node<'t>,
        holder: Node<'t>,
        place: &str,
        members: &mut Members,
    ) -> Option<Opened<'t>> {
        let content = holder.child("PlainTextContent").map(|content| content.text());
        let path = holder.get("plainTextPath");
        let raw = match (path.as_ref().and_then(|path| self.text(path, members, place)), content) {
            (Some(raw), Some(content)) if normalise(&raw).text != normalise(content).text => {
                self.lose(
                    ForeignLoss::UnknownElements,
                    1,
                    &tr!("second text of {place}{words}", place, words = quoted(content)),
                );
                raw
            }
            (Some(raw), _) => raw,
            (None, Some(content)) => content.to_owned(),
            (None, None) => {
                if path.is_none() {
                    self.remark(place, ForeignRefusal::SourceWithoutText);
                }
                return None;
            }
        };
        if has_too_many_lines(&raw) {
            self.remark(place, Refusal::TooManyLines { most: MOST_LINES });
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
        self.dump.documents.push(DocumentDump { name: name.clone(), guid, created, ..DocumentDump::default() });
        let normal = (!is_normal(&raw)).then(|| normalise(&raw));
        if let Some(nuls) = normal.as_ref().map(|normal| normal.changes.nuls).filter(|nuls| *nuls > 0) {
            self.remark(&name, Loss::NulCharacters { count: nuls });
        }
        let normal = normal.map(|normal| normal.text);
        let index = TextIndex::new(normal.as_deref().unwrap_or(&raw));
        let mut selected: Vec<_> =
            holder.children_named("PlainTextSelection").map(|selection| (selection, Selected::of(selection))).collect();
        let times = self.transcript(holder, &name, &mut selected);
        Some(Opened { node, holder, at, name, raw, normal, index, selected, times })
    }

    /// Adds the passages of a transcript, which run from one point in time to another, and returns the points with both
    /// a position and a time in milliseconds.
    fn transcript<'t>(
        &mut self,
        holder: Node<'t>,
        name: &str,
        selected: &mut Vec<(Node<'t>, Selected<'t>)>,
    ) -> Vec<(i64, u32)> {
        let (mut points, mut times) = (HashMap::new(), Vec::new());
        for point in holder.children_named("SyncPoint") {
            let number = |name: &str| point.get(name)?.trim().parse::<i64>().ok();
            let position = number("position").filter(|at| *at >= 0);
            let millis = number("timeStamp").and_then(|millis| u32::try_from(millis).ok());
            points.extend(point.guid("guid").zip(position));
            match position.zip(millis) {
                Some(time) => times.push(time),
                None => self.lose(ForeignLoss::TranscriptTimes, 1, name),
            }
        }
        for node in holder.children_named("TranscriptSelection") {
            let mut selection = Selected::of(node);
            let at = |name: &str| points.get(&node.guid(name)?).copied();
            let Some(from) = at("fromSyncPoint") else {
                let place =
                    if selection.name.is_empty() { name.to_owned() } else { format!("{name} {}", selection.name) };
                self.remark(&place, ForeignRefusal::NoPlaceInTranscript);
                continue;
            };
            (selection.start, selection.end) = (from, at("toSyncPoint").unwrap_or(i64::MAX));
            selected.push((node, selection));
        }
        times
    }

    /// Adds the codings and comments of a document, now that its way of counting positions is known.
    fn document(&mut self, opened: Opened<'_>, units: Units) {
        let Opened { node, holder, at, name, raw, normal, index, selected, times } = opened;
        let places = units.places(&raw, index.char_count());
        let text = Text { at, name, stored: normal.unwrap_or(raw), index, places };
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
                self.values.push((at, values));
            }
        }
        self.seen.places.clear();
        self.dump.codings.extend(self.seen.codings.drain(..));
        let mut times: Vec<TimeMark> = times
            .into_iter()
            .filter_map(|(at, millis)| Some(TimeMark { at: CharPos(text.places.at(at)?), millis }))
            .collect();
        times.sort_unstable();
        if let Some(document) = self.dump.documents.get_mut(at) {
            document.text = text.stored.into();
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
    pub fn text(&mut self, path: &str, members: &mut Members, place: &str) -> Option<String> {
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
                Ok((decoded.text, decoded.unreadable, decoded.warnings))
            }
        });
        match decoded {
            Ok((text, unreadable, warnings)) => {
                if unreadable > 0 {
                    self.remark(place, Loss::UnreadableCharacters { count: unreadable });
                }
                for warning in warnings {
                    self.remark(place, warning);
                }
                Some(text)
            }
            Err(refusal) => {
                self.remark(place, refusal);
                None
            }
        }
    }
}

/// The name of a file without folder and extension: some programs name a document by it.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase()
}
