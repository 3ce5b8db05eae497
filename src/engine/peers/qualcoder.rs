//! Reads a project of QualCoder. Its dates are local times of its user; they are interpreted in the local time zone
//! of this computer.

use super::{Peer, Read, date, documents, number, positions, text};
use crate::interchange::case_words::{CaseWords, speakers};
use crate::interchange::document_values::divide;
use crate::interchange::plain::{
    AttributeDump, CodeDump, CodingDump, CodingPlace, DocumentDump, DumpedMemoTarget, NoteDump, ParticipantDump,
};
use crate::interchange::refi::{Offsets, Places, Units};
use crate::interchange::remark::{ForeignLoss, ForeignRefusal, ReadError, Refusal};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{CharRange, Progress, VariableKind};
use crate::store::foreign::{Foreign, ForeignError, ForeignRow};
use crate::text::{MOST_LINES, TextIndex, has_too_many_lines, normalise};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Prefix of coder names under which the program itself marks speakers.
const SYSTEM: char = '📌';

/// A category or a code to be placed in the tree.
struct Branch {
    key: String,
    above: Option<String>,
    code: CodeDump,
}

/// Builds the tree; branches in a cycle, without a parent or too deep are moved to the top level.
fn tree(branches: Vec<Branch>, peer: &mut Peer<'_>) -> (Vec<CodeDump>, HashMap<String, String>) {
    let known: HashMap<String, Option<String>> = branches.iter().map(|b| (b.key.clone(), b.above.clone())).collect();
    let rooted = |key: &str| {
        let (mut at, mut steps) = (key.to_owned(), 0);
        while let Some(Some(above)) = known.get(&at) {
            steps += 1;
            if steps >= DEEPEST || !known.contains_key(above) {
                return false;
            }
            at.clone_from(above);
        }
        true
    };
    let mut below: BTreeMap<Option<String>, Vec<Branch>> = BTreeMap::new();
    for branch in branches {
        let above = branch.above.clone().filter(|_| rooted(&branch.key));
        let is_moved = above.is_none() && branch.above.is_some();
        peer.lose(ForeignLoss::MovedCodes, usize::from(is_moved), &branch.code.name);
        below.entry(above).or_default().push(branch);
    }
    let mut paths = HashMap::new();
    let codes = level(&mut below, None, "", &mut paths, peer);
    (codes, paths)
}

/// Places a branch no deeper than [`DEEPEST`].
fn level(
    below: &mut BTreeMap<Option<String>, Vec<Branch>>,
    above: Option<String>,
    path: &str,
    paths: &mut HashMap<String, String>,
    peer: &mut Peer<'_>,
) -> Vec<CodeDump> {
    let mut names = HashSet::new();
    let mut out = Vec::new();
    for mut branch in below.remove(&above).unwrap_or_default() {
        branch.code.name = peer.code_name(&mut names, &branch.code.name, "code without a name");
        let path_here = if path.is_empty() {
            branch.code.name.clone()
        } else {
            format!("{path}{PATH_SEPARATOR}{}", branch.code.name)
        };
        paths.insert(branch.key.clone(), path_here.clone());
        branch.code.children = level(below, Some(branch.key), &path_here, paths, peer);
        out.push(branch.code);
    }
    out
}

pub fn read(database: &Path, path: &Path, progress: &Progress) -> Read {
    let file = Foreign::open(database)?;
    if !file.has("code_text", "pos0") || !file.has("source", "fulltext") {
        return Err(ForeignRefusal::NotQualCoder.into());
    }
    let zone = TimeZone::system();
    let mut peer = Peer::new(path, progress);
    for row in file.rows("SELECT memo FROM project", 1)? {
        peer.memo(DumpedMemoTarget::Project, "", None, None, &text(&row, 0));
    }
    if file.has("coder_names", "name") {
        for row in file.rows("SELECT name FROM coder_names", 1)? {
            let name = text(&row, 0);
            if !name.trim().is_empty() && !name.starts_with(SYSTEM) {
                peer.coder(&name);
            }
        }
    }
    let paths = codes(&file, &mut peer)?;
    let sources = sources(&file, &mut peer, &zone)?;
    codings(&file, &mut peer, &sources, &paths, &zone)?;
    annotations(&file, &mut peer, &sources, &zone)?;
    cases(&file, &mut peer, &sources)?;
    for row in file.rows("SELECT name, jentry, owner, date FROM journal ORDER BY jid", 4)? {
        let coder = Some(peer.coder(&text(&row, 2)));
        let (title, entry) = (text(&row, 0), text(&row, 1));
        let memo = match (title.trim().is_empty(), entry.trim().is_empty()) {
            (true, _) => entry,
            (false, true) => title,
            (false, false) => format!("{title}\n{entry}"),
        };
        peer.memo(DumpedMemoTarget::Project, "", coder, date(&row, 3, &zone), &memo);
    }
    left_out(&file, &mut peer, &sources, &zone);
    let pseudonyms = path.is_dir() && path.join("pseudonyms.json").is_file();
    peer.lose(ForeignLoss::Pseudonyms, usize::from(pseudonyms), "pseudonyms.json");
    Ok(peer.finish())
}

/// Counts the things that cannot be imported. Older versions of the program lack some of the tables.
fn left_out(file: &Foreign, peer: &mut Peer<'_>, sources: &Sources, zone: &TimeZone) {
    let rows = |sql: &str, columns: usize| file.rows(sql, columns).unwrap_or_default();
    for (table, what) in [("code_image", ForeignLoss::PictureCodings), ("code_av", ForeignLoss::RecordingCodings)] {
        for row in rows(&format!("SELECT id, memo, owner, date FROM {table}"), 4) {
            let name = sources.name(&text(&row, 0)).to_owned();
            peer.lose(what, 1, &name);
            if !text(&row, 1).trim().is_empty() {
                let coder = Some(peer.coder(&text(&row, 2)));
                peer.move_comment(&name, coder, date(&row, 3, zone), &text(&row, 1));
            }
        }
    }
    for (sql, what) in [
        (
            "SELECT name || ': ' || value FROM attribute WHERE attr_type = 'journal' AND value <> ''",
            ForeignLoss::JournalAttributes,
        ),
        ("SELECT longtag || ': ' || value FROM ris", ForeignLoss::BibliographyEntries),
        ("SELECT title FROM stored_sql", ForeignLoss::StoredQueries),
        ("SELECT name FROM graph", ForeignLoss::Graphs),
        ("SELECT memo FROM case_text WHERE memo <> ''", ForeignLoss::CaseLinkMemos),
        ("SELECT name || ': ' || memo FROM attribute_type WHERE memo <> ''", ForeignLoss::AttributeDescriptions),
    ] {
        for row in rows(sql, 1) {
            peer.lose(what, 1, &text(&row, 0));
        }
    }
}

fn codes(file: &Foreign, peer: &mut Peer<'_>) -> Result<HashMap<String, String>, ForeignError> {
    let mut branches = Vec::new();
    let code = |name: String, color: String, description: String, folder: bool| CodeDump {
        name,
        color: if color.len() == 7 { color.to_lowercase() } else { String::new() },
        description,
        folder,
        ..CodeDump::default()
    };
    for row in file.rows("SELECT catid, name, memo, supercatid FROM code_cat ORDER BY name", 4)? {
        let above = row.get(3).cloned().flatten().map(|id| format!("category {id}"));
        let category = code(text(&row, 1), String::new(), text(&row, 2), true);
        branches.push(Branch { key: format!("category {}", text(&row, 0)), above, code: category });
    }
    let upper = if file.has("code_name", "supercid") { "supercid" } else { "NULL" };
    let sql = format!("SELECT cid, name, memo, catid, color, {upper} FROM code_name ORDER BY name");
    for row in file.rows(&sql, 6)? {
        let of = |column: usize, kind: &str| row.get(column).cloned().flatten().map(|id| format!("{kind} {id}"));
        let above = of(5, "code").or(of(3, "category"));
        let leaf = code(text(&row, 1), text(&row, 4), text(&row, 2), false);
        branches.push(Branch { key: format!("code {}", text(&row, 0)), above, code: leaf });
    }
    let (codes, paths) = tree(branches, peer);
    peer.dump.codebook.codes = codes;
    Ok(paths)
}

/// A text of the project, with the means to find positions in it.
struct Source {
    name: String,
    stored: String,
    index: TextIndex,
    /// Positions as this version of the program counts them, and as others do.
    ways: [Places; 3],
}

impl Source {
    /// The words on the same line before a range, without a colon: perhaps the label of a speaker.
    fn label_before(&self, range: CharRange) -> String {
        let before = self.index.slice(&self.stored, CharRange::new(0, range.start.0));
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.trim().trim_end_matches([':', '：']).trim().to_owned()
    }

    fn new(name: String, raw: &str) -> Self {
        let stored = normalise(raw).text;
        let index = TextIndex::new(&stored);
        let ways = [(Offsets::Utf16, true), (Offsets::CodePoints, true), (Offsets::CodePoints, false)];
        let ways = ways.map(|(offsets, one_line_end)| Units { offsets, one_line_end }.places(raw, index.char_count()));
        Self { name, stored, index, ways }
    }

    fn slice(&self, (start, end): (u32, u32)) -> &str {
        self.index.slice(&self.stored, CharRange::new(start, end))
    }

    /// Finds a passage by its text: at the position counted as this version of the program does, or as other
    /// versions do, or else at the nearest occurrence of the text.
    fn find(&self, start: i64, end: i64, quote: &str) -> Option<(u32, u32)> {
        for places in &self.ways {
            let place = |at: i64| places.at(at.min(places.last()));
            let Some((from, to)) = place(start).zip(place(end)) else { continue };
            if from < to && (quote.is_empty() || self.slice((from, to)) == quote) {
                return Some((from, to));
            }
        }
        let near = |at: usize| i64::from(self.index.char_of(&self.stored, at).0).abs_diff(start);
        let (byte, _) =
            self.stored.match_indices(quote).filter(|_| !quote.is_empty()).min_by_key(|(at, _)| near(*at))?;
        let from = self.index.char_of(&self.stored, byte).0;
        Some((from, from + quote.chars().count() as u32))
    }
}

/// Documents of the project by id, and names of those that were not imported.
#[derive(Default)]
struct Sources {
    read: HashMap<String, Source>,
    without_text: HashMap<String, String>,
}

impl Sources {
    fn name(&self, id: &str) -> &str {
        self.read.get(id).map(|source| &source.name).or(self.without_text.get(id)).map_or("", String::as_str)
    }
}

/// Returns why a source without a text cannot be imported, from the path of its file.
fn without_text(path: &str) -> ForeignRefusal {
    let kind = path.trim_start_matches('/');
    match kind.split([':', '/']).next() {
        Some("images") => ForeignRefusal::PictureWithoutText,
        Some("audio" | "video") => ForeignRefusal::RecordingWithoutText,
        _ => ForeignRefusal::SourceWithoutText,
    }
}

fn sources(file: &Foreign, peer: &mut Peer<'_>, zone: &TimeZone) -> Result<Sources, ReadError> {
    let mut names = HashSet::new();
    let mut out = Sources::default();
    let sql = "SELECT id, name, fulltext, memo, owner, date, mediapath FROM source ORDER BY id";
    for row in file.rows(sql, 7)? {
        peer.step()?;
        let (id, wanted, created) = (text(&row, 0), text(&row, 1), date(&row, 5, zone));
        let memo = text(&row, 3);
        let coder = if memo.trim().is_empty() { None } else { Some(peer.coder(&text(&row, 4))) };
        let refusal = match row.get(2).and_then(Option::as_ref) {
            None => Some(without_text(&text(&row, 6)).into()),
            Some(raw) if has_too_many_lines(raw) => Some(Refusal::TooManyLines { most: MOST_LINES }),
            Some(_) => None,
        };
        if let Some(refusal) = refusal {
            peer.remark(&wanted, refusal);
            peer.move_comment(&wanted, coder, created, &memo);
            out.without_text.insert(id, wanted);
            continue;
        }
        let name = peer.free(&mut names, &wanted, "document without a name", ForeignLoss::RenamedDocuments);
        let source = Source::new(name.clone(), &text(&row, 2));
        peer.memo(DumpedMemoTarget::Document, &name, coder, created, &memo);
        let text_of = source.stored.clone();
        peer.dump.documents.push(DocumentDump { name, text: text_of.into(), created, ..DocumentDump::default() });
        out.read.insert(id, source);
    }
    Ok(out)
}

fn codings(
    file: &Foreign,
    peer: &mut Peer<'_>,
    sources: &Sources,
    paths: &HashMap<String, String>,
    zone: &TimeZone,
) -> Result<(), ReadError> {
    let important = if file.has("code_text", "important") { "important" } else { "NULL" };
    let dated = if file.has("code_text", "date") { "date" } else { "NULL" };
    let sql = format!(
        "SELECT cid, fid, seltext, pos0, pos1, owner, memo, {important}, {dated} FROM code_text ORDER BY fid, pos0"
    );
    for row in file.rows(&sql, 9)? {
        peer.step()?;
        let created = date(&row, 8, zone);
        let (source, code, (start, end)) = match place_of(&row, sources, paths) {
            Ok(found) => found,
            Err(missed) => {
                let of = match &missed {
                    Missed::WithoutText(name) => {
                        peer.lose(ForeignLoss::CodingsWithoutText, 1, name);
                        name.clone()
                    }
                    Missed::Refused(place, refusal) => {
                        peer.remark(place, refusal.clone());
                        place.clone()
                    }
                };
                if !text(&row, 6).trim().is_empty() {
                    let coder = Some(peer.coder(&text(&row, 5)));
                    peer.move_comment(&of, coder, created, &text(&row, 6));
                }
                continue;
            }
        };
        let coder = peer.coder(&text(&row, 5));
        let memo = Some(text(&row, 6)).filter(|memo| !memo.trim().is_empty());
        let note = |text: String| NoteDump { text, coder: Some(coder.clone()), created, guid: None };
        peer.dump.codings.push(CodingDump {
            document: source.name.clone(),
            start,
            end,
            code: code.clone(),
            memos: memo.map(note).into_iter().collect(),
            coder,
            important: text(&row, 7) == "1",
            created,
            place: CodingPlace { file: peer.file.clone(), number: None, positions: positions(&row, [3, 4]) },
            ..CodingDump::default()
        });
    }
    Ok(())
}

/// Why a coding cannot be imported.
enum Missed {
    /// Its document was not imported.
    WithoutText(String),
    /// A description of its position, and the reason.
    Refused(String, ForeignRefusal),
}

type Found<'s> = (&'s Source, &'s String, (u32, u32));

/// Returns what a coding codes.
fn place_of<'s>(
    row: &ForeignRow,
    sources: &'s Sources,
    paths: &'s HashMap<String, String>,
) -> Result<Found<'s>, Missed> {
    if let Some(name) = sources.without_text.get(&text(row, 1)) {
        return Err(Missed::WithoutText(name.clone()));
    }
    let source = sources.read.get(&text(row, 1));
    let name = source.map_or("", |source| &source.name);
    let place = format!("{name} {}..{}", text(row, 3), text(row, 4)).trim_start().to_owned();
    let Some((source, code)) = source.zip(paths.get(&format!("code {}", text(row, 0)))) else {
        return Err(Missed::Refused(place, ForeignRefusal::UnknownDocumentOrCode));
    };
    // Line separators in selected text.
    let quote = text(row, 2).replace(['\u{2029}', '\u{2028}'], "\n").replace("\r\n", "\n");
    match source.find(number(row, 3), number(row, 4), &quote) {
        Some(range) => Ok((source, code, range)),
        None => Err(Missed::Refused(place, ForeignRefusal::NotInText)),
    }
}

fn annotations(file: &Foreign, peer: &mut Peer<'_>, sources: &Sources, zone: &TimeZone) -> Result<(), ForeignError> {
    let dated = if file.has("annotation", "date") { "date" } else { "NULL" };
    for row in file.rows(&format!("SELECT fid, pos0, pos1, memo, owner, {dated} FROM annotation"), 6)? {
        let (coder, created) = (Some(peer.coder(&text(&row, 4))), date(&row, 5, zone));
        let id = text(&row, 0);
        let Some(source) = sources.read.get(&id) else {
            let name = if sources.name(&id).is_empty() { "an annotation" } else { sources.name(&id) };
            peer.move_comment(name, coder, created, &text(&row, 3));
            continue;
        };
        let place = source.find(number(&row, 1), number(&row, 2), "");
        let quote = place.map_or_else(String::new, |range| format!("“{}”: ", source.slice(range)));
        peer.memo(DumpedMemoTarget::Document, &source.name, coder, created, &format!("{quote}{}", text(&row, 3)));
        peer.lose(ForeignLoss::PassageComments, 1, &source.name);
    }
    Ok(())
}

/// Values of attributes, by kind and id of the thing they belong to: index of the attribute, value.
type Values = BTreeMap<(String, String), Vec<(usize, String)>>;

/// Returns the values, and the attributes that are declared for files alone.
fn attributes(file: &Foreign, peer: &mut Peer<'_>) -> Result<(Values, HashSet<usize>), ForeignError> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |peer: &mut Peer<'_>, name: String, kind: Option<VariableKind>| {
        *places.entry(name.clone()).or_insert_with(|| {
            peer.dump.attributes.push(AttributeDump { name, kind, guid: None });
            peer.dump.attributes.len() - 1
        })
    };
    let (mut declared, mut of_files) = (HashMap::new(), HashSet::new());
    if file.has("attribute_type", "valuetype") {
        let sql = "SELECT name, valuetype FROM attribute_type WHERE caseOrFile IN ('case', 'file') ORDER BY rowid";
        declared.extend(file.rows(sql, 2)?.iter().map(|row| (text(row, 0), text(row, 1))));
        for row in file.rows(sql, 2)? {
            place(peer, text(&row, 0), None);
        }
        let sql = "SELECT name FROM attribute_type WHERE caseOrFile = 'file' AND name NOT IN
                   (SELECT name FROM attribute_type WHERE caseOrFile = 'case')";
        for row in file.rows(sql, 1)? {
            of_files.insert(place(peer, text(&row, 0), None));
        }
    }
    let mut values = Values::new();
    for row in file.rows("SELECT name, attr_type, value, id FROM attribute WHERE attr_type IN ('case', 'file')", 4)? {
        let at = place(peer, text(&row, 0), None);
        let value = text(&row, 2);
        if !value.is_empty() {
            values.entry((text(&row, 1), text(&row, 3))).or_default().push((at, value));
        }
    }
    let mut numbers = vec![true; peer.dump.attributes.len()];
    for (at, value) in values.values().flatten() {
        if let Some(numbers) = numbers.get_mut(*at) {
            *numbers &= VariableKind::Number.fits(value);
        }
    }
    for (attribute, numbers) in peer.dump.attributes.iter_mut().zip(numbers) {
        attribute.kind = match declared.get(&attribute.name).map(String::as_str) {
            Some("numeric") if numbers => Some(VariableKind::Number),
            Some("character") => Some(VariableKind::Text),
            // The attribute is numeric but also contains text, or nothing is known.
            _ => None,
        };
    }
    Ok((values, of_files))
}

fn cases(file: &Foreign, peer: &mut Peer<'_>, sources: &Sources) -> Result<(), ForeignError> {
    let (mut values, of_files) = attributes(file, peer)?;
    let width = peer.dump.attributes.len();
    let mut names: HashMap<String, String> = HashMap::new();
    let mut taken = HashSet::new();
    for row in file.rows("SELECT caseid, name, memo FROM cases ORDER BY caseid", 3)? {
        let name = peer.free(&mut taken, &text(&row, 1), "case", ForeignLoss::RenamedParticipants);
        peer.memo(DumpedMemoTarget::Participant, &name, None, None, &text(&row, 2));
        let mut row_values = vec![None; width];
        for (at, value) in values.remove(&("case".to_owned(), text(&row, 0))).into_iter().flatten() {
            if let Some(slot) = row_values.get_mut(at) {
                *slot = Some(value);
            }
        }
        peer.dump.participants.push(ParticipantDump { name: name.clone(), values: row_values, guid: None });
        names.insert(text(&row, 0), name);
    }
    let places = documents(&peer.dump);
    let mut parts: BTreeMap<usize, Parts<'_>> = BTreeMap::new();
    for row in file.rows("SELECT caseid, fid, pos0, pos1 FROM case_text", 4)? {
        let id = text(&row, 1);
        let (Some(name), Some(source)) = (names.get(&text(&row, 0)), sources.read.get(&id)) else {
            let what = match sources.without_text.contains_key(&id) {
                true => ForeignLoss::LinksWithoutText,
                false => ForeignLoss::MissingTargets,
            };
            peer.lose(what, 1, names.get(&text(&row, 0)).map_or("", String::as_str));
            continue;
        };
        let Some(&at) = places.get(&source.name) else { continue };
        let (start, end) = (number(&row, 2), number(&row, 3));
        // Some versions end a document one character early.
        let whole = start <= 0 && end >= i64::from(source.index.char_count()) - 1;
        let is_part = !whole && source.index.char_count() > 0;
        let parts = parts.entry(at).or_insert_with(|| Parts { source, words: vec![], whole: vec![] });
        match source.ways.first().and_then(|way| way.at(start).zip(way.at(end))) {
            Some((start, end)) if is_part && start < end => {
                let range = CharRange::new(start, end);
                parts.words.push(CaseWords { case: name.clone(), label: source.label_before(range), range });
            }
            _ => parts.whole.push((name.clone(), is_part)),
        }
    }
    for (at, parts) in parts {
        parts.tie(at, peer);
    }
    let mut ids: Vec<(&String, &Source)> = sources.read.iter().collect();
    ids.sort_by_key(|(id, _)| id.parse::<i64>().unwrap_or(0));
    let of_file = |(id, source): (&String, &Source)| {
        let values = values.remove(&("file".to_owned(), id.clone()))?;
        Some((*places.get(&source.name)?, values))
    };
    let of_file: Vec<(usize, Vec<(usize, String)>)> = ids.into_iter().filter_map(of_file).collect();
    if peer.dump.participants.is_empty() {
        files_as_cases(peer, of_file);
    } else {
        values_of_files(peer, of_file, &of_files);
    }
    lose_values(values, peer, sources);
    Ok(())
}

/// Makes attributes of documents of those that files have.
fn values_of_files(peer: &mut Peer<'_>, values: Vec<(usize, Vec<(usize, String)>)>, of_files: &HashSet<usize>) {
    let width = peer.dump.attributes.len();
    let row = |(document, known): (usize, Vec<(usize, String)>)| {
        let mut values = vec![None; width];
        for (at, value) in known {
            if let Some(slot) = values.get_mut(at) {
                *slot = Some(value);
            }
        }
        (document, values)
    };
    divide(&mut peer.dump, values.into_iter().map(row).collect(), of_files);
}

/// Gives the values of files to participants, because the project has no cases: a document without a participant gets one
/// with its name.
fn files_as_cases(peer: &mut Peer<'_>, values: Vec<(usize, Vec<(usize, String)>)>) {
    let width = peer.dump.attributes.len();
    let mut people: HashMap<String, usize> = HashMap::new();
    for (at, of_file) in values {
        let Some(document) = peer.dump.documents.get_mut(at) else { continue };
        let source_name = document.name.clone();
        let name = match document.speakers.is_empty() {
            true => document.participant.get_or_insert(source_name).clone(),
            false => source_name,
        };
        let at = *people.entry(name.clone()).or_insert_with(|| {
            peer.dump.participants.push(ParticipantDump { name: name.clone(), values: vec![None; width], guid: None });
            peer.dump.participants.len() - 1
        });
        let Some(participant) = peer.dump.participants.get_mut(at) else { continue };
        let mut others = 0;
        for (at, value) in of_file {
            if let Some(slot) = participant.values.get_mut(at) {
                others += usize::from(*slot.get_or_insert_with(|| value.clone()) != value);
            }
        }
        peer.lose(ForeignLoss::OtherValues, others, &name);
    }
}

/// What belongs to cases in a document.
struct Parts<'s> {
    source: &'s Source,
    words: Vec<CaseWords>,
    /// Cases to which the whole document belongs, or a part of it that cannot be read (`true`).
    whole: Vec<(String, bool)>,
}

impl Parts<'_> {
    /// Parts that follow the labels of the text are its speakers; otherwise, the whole document belongs to the first case.
    fn tie(self, at: usize, peer: &mut Peer<'_>) {
        let Self { source, words, mut whole } = self;
        let (speakers, others) = match whole.is_empty() {
            true => speakers(&source.stored, &words),
            false => (vec![], (0..words.len()).collect()),
        };
        let Some(document) = peer.dump.documents.get_mut(at) else { return };
        if speakers.is_empty() {
            whole.extend(words.into_iter().map(|words| (words.case, true)));
        } else {
            document.speakers = speakers;
            peer.lose(ForeignLoss::PartsOfDocuments, others.len(), &source.name);
        }
        for (name, is_part) in whole {
            let Some(document) = peer.dump.documents.get_mut(at) else { return };
            let is_other = *document.participant.get_or_insert_with(|| name.clone()) != name;
            peer.lose(ForeignLoss::SeveralParticipants, usize::from(is_other), &source.name);
            peer.lose(ForeignLoss::PartsOfDocuments, usize::from(is_part), &source.name);
        }
    }
}

/// Reports values of things that were not imported or are not in the file.
fn lose_values(values: Values, peer: &mut Peer<'_>, sources: &Sources) {
    for ((kind, id), values) in values {
        let name = sources.without_text.get(&id).filter(|_| kind == "file");
        let what = if name.is_some() { ForeignLoss::ValuesWithoutText } else { ForeignLoss::MissingTargets };
        peer.lose(what, values.len(), name.map_or("", String::as_str));
    }
}
