//! A project of QualCoder. Its dates are of the clock on the wall of whoever worked with it: they are taken as of here.

use super::{Peer, Read, date, documents, free, number, text};
use crate::interchange::Refusal;
use crate::interchange::plain::{AttributeDump, CodeDump, CodingDump, DocumentDump, NoteDump, ParticipantDump};
use crate::interchange::refi::{Failure, Places, Step, Units};
use crate::model::codebook::{DEEPEST, PATH_SEPARATOR};
use crate::model::{CharRange, VariableKind};
use crate::store::foreign::Foreign;
use crate::text::{MOST_LINES, TextIndex, has_too_many_lines, normalise};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Marks codings of who speaks, and is nobody.
const SYSTEM: char = '📌';

/// A category or a code on its way into the tree.
struct Branch {
    key: String,
    above: Option<String>,
    code: CodeDump,
}

/// Puts branches below each other; those that would stand in a circle, below nothing, or too deep, stand at the top. How
/// many those are stands last.
fn tree(branches: Vec<Branch>) -> (Vec<CodeDump>, HashMap<String, String>, usize) {
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
    let mut cut = 0;
    let mut below: BTreeMap<Option<String>, Vec<Branch>> = BTreeMap::new();
    for branch in branches {
        let above = branch.above.clone().filter(|_| rooted(&branch.key));
        cut += usize::from(above.is_none() && branch.above.is_some());
        below.entry(above).or_default().push(branch);
    }
    let mut paths = HashMap::new();
    let codes = level(&mut below, None, "", &mut paths);
    (codes, paths, cut)
}

/// Not deeper than [`DEEPEST`].
fn level(
    below: &mut BTreeMap<Option<String>, Vec<Branch>>,
    above: Option<String>,
    path: &str,
    paths: &mut HashMap<String, String>,
) -> Vec<CodeDump> {
    let mut names = HashSet::new();
    let mut out = Vec::new();
    for mut branch in below.remove(&above).unwrap_or_default() {
        branch.code.name = free(&mut names, &branch.code.name, "code without a name");
        let own = if path.is_empty() {
            branch.code.name.clone()
        } else {
            format!("{path}{PATH_SEPARATOR}{}", branch.code.name)
        };
        paths.insert(branch.key.clone(), own.clone());
        branch.code.children = level(below, Some(branch.key), &own, paths);
        out.push(branch.code);
    }
    out
}

pub fn read(database: &Path, path: &Path, step: Step<'_>) -> Read {
    let wrong = Failure::Unreadable;
    let file = Foreign::open(database).map_err(wrong)?;
    if !file.has("code_text", "pos0") || !file.has("source", "fulltext") {
        return Err(wrong("this is no project of QualCoder".into()));
    }
    let zone = TimeZone::system();
    let mut peer = Peer::new(path, step);
    for row in file.rows("SELECT memo FROM project", 1).map_err(wrong)? {
        peer.memo("project", "", None, None, &text(&row, 0));
    }
    if file.has("coder_names", "name") {
        for row in file.rows("SELECT name FROM coder_names", 1).map_err(wrong)? {
            let name = text(&row, 0);
            if !name.trim().is_empty() && !name.starts_with(SYSTEM) {
                peer.coder(&name);
            }
        }
    }
    let paths = codes(&file, &mut peer).map_err(wrong)?;
    let sources = sources(&file, &mut peer, &zone)?;
    codings(&file, &mut peer, &sources, &paths, &zone)?;
    annotations(&file, &mut peer, &sources, &zone).map_err(wrong)?;
    cases(&file, &mut peer, &sources).map_err(wrong)?;
    for row in file.rows("SELECT name, jentry, owner, date FROM journal ORDER BY jid", 4).map_err(wrong)? {
        let coder = Some(peer.coder(&text(&row, 2)));
        let words = format!("{}\n{}", text(&row, 0), text(&row, 1));
        peer.memo("project", "", coder, date(&row, 3, &zone), words.trim());
    }
    left_out(&file, &mut peer);
    Ok((peer.dump, peer.problems))
}

fn left_out(file: &Foreign, peer: &mut Peer<'_>) {
    for (table, what) in [
        ("code_image", "codes on pictures are not kept here"),
        ("code_av", "codes on recordings are not kept here"),
        ("attribute WHERE attr_type = 'journal' AND value <> ''", "attributes of journal entries are not kept here"),
        ("ris", "entries of the bibliography are not kept here"),
        ("stored_sql", "stored queries are not kept here"),
    ] {
        // Older versions have not all of these.
        let rows = file.rows(&format!("SELECT count(*) FROM {table}"), 1).unwrap_or_default();
        let count = rows.first().map_or(0, |row| number(row, 0));
        peer.tell_count(what, usize::try_from(count).unwrap_or(0));
    }
    let graphs: Vec<String> =
        file.rows("SELECT name FROM graph", 1).unwrap_or_default().iter().map(|row| text(row, 0)).collect();
    if !graphs.is_empty() {
        peer.tell("", format!("graphs are not kept here ({}): {}", graphs.len(), graphs.join(", ")));
    }
}

fn codes(file: &Foreign, peer: &mut Peer<'_>) -> Result<HashMap<String, String>, String> {
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
        let own = code(text(&row, 1), String::new(), text(&row, 2), true);
        branches.push(Branch { key: format!("category {}", text(&row, 0)), above, code: own });
    }
    let upper = if file.has("code_name", "supercid") { "supercid" } else { "NULL" };
    let sql = format!("SELECT cid, name, memo, catid, color, {upper} FROM code_name ORDER BY name");
    for row in file.rows(&sql, 6)? {
        let of = |column: usize, kind: &str| row.get(column).cloned().flatten().map(|id| format!("{kind} {id}"));
        let above = of(5, "code").or(of(3, "category"));
        let own = code(text(&row, 1), text(&row, 4), text(&row, 2), false);
        branches.push(Branch { key: format!("code {}", text(&row, 0)), above, code: own });
    }
    let (codes, paths, cut) = tree(branches);
    peer.tell_count(
        "codes and categories that stand below nothing, in a circle or too deep stand at the top here",
        cut,
    );
    peer.dump.codebook.codes = codes;
    Ok(paths)
}

/// A text of the project with ways to find places in it.
struct Source {
    name: String,
    stored: String,
    index: TextIndex,
    /// As this version of the program counts, and others.
    ways: [Places; 3],
}

impl Source {
    fn new(name: String, raw: &str) -> Self {
        let stored = normalise(raw).text;
        let index = TextIndex::new(&stored);
        let ways = [(true, true), (false, true), (false, false)];
        let ways = ways.map(|(utf16, one_line_end)| Units { utf16, one_line_end }.places(raw, index.char_count()));
        Self { name, stored, index, ways }
    }

    fn words(&self, (start, end): (u32, u32)) -> &str {
        self.index.slice(&self.stored, CharRange::new(start, end))
    }

    /// Where a passage stands, by its words: as the program counts, as other versions of it count, or where the words
    /// stand nearest.
    fn find(&self, start: i64, end: i64, words: &str) -> Option<(u32, u32)> {
        for places in &self.ways {
            let place = |at: i64| places.at(at.min(places.last()));
            let Some((from, to)) = place(start).zip(place(end)) else { continue };
            if from < to && (words.is_empty() || self.words((from, to)) == words) {
                return Some((from, to));
            }
        }
        let near = |at: usize| i64::from(self.index.char_of(&self.stored, at).0).abs_diff(start);
        let (byte, _) =
            self.stored.match_indices(words).filter(|_| !words.is_empty()).min_by_key(|(at, _)| near(*at))?;
        let from = self.index.char_of(&self.stored, byte).0;
        Some((from, from + words.chars().count() as u32))
    }
}

fn sources(file: &Foreign, peer: &mut Peer<'_>, zone: &TimeZone) -> Result<HashMap<String, Source>, Failure> {
    let mut names = HashSet::new();
    let mut out = HashMap::new();
    let sql = "SELECT id, name, fulltext, memo, owner, date FROM source ORDER BY id";
    for row in file.rows(sql, 6).map_err(Failure::Unreadable)? {
        peer.step()?;
        let wanted = text(&row, 1);
        let Some(raw) = row.get(2).cloned().flatten() else {
            peer.tell(&wanted, "has no text, and pictures and recordings are not kept here: left out");
            continue;
        };
        if has_too_many_lines(&raw) {
            peer.tell(&wanted, Refusal::TooManyLines { most: MOST_LINES });
            continue;
        }
        let name = free(&mut names, &wanted, "document without a name");
        let source = Source::new(name.clone(), &raw);
        let created = date(&row, 5, zone);
        if !text(&row, 3).trim().is_empty() {
            let coder = Some(peer.coder(&text(&row, 4)));
            peer.memo("document", &name, coder, created, &text(&row, 3));
        }
        let text_of = source.stored.clone();
        peer.dump.documents.push(DocumentDump { name, text: text_of.into(), created, ..DocumentDump::default() });
        out.insert(text(&row, 0), source);
    }
    Ok(out)
}

fn codings(
    file: &Foreign,
    peer: &mut Peer<'_>,
    sources: &HashMap<String, Source>,
    paths: &HashMap<String, String>,
    zone: &TimeZone,
) -> Result<(), Failure> {
    // Lines end so in what is selected.
    let plain = |words: String| words.replace(['\u{2029}', '\u{2028}'], "\n").replace("\r\n", "\n");
    let important = if file.has("code_text", "important") { "important" } else { "NULL" };
    let dated = if file.has("code_text", "date") { "date" } else { "NULL" };
    let sql = format!(
        "SELECT cid, fid, seltext, pos0, pos1, owner, memo, {important}, {dated} FROM code_text ORDER BY fid, pos0"
    );
    for row in file.rows(&sql, 9).map_err(Failure::Unreadable)? {
        peer.step()?;
        let place = format!("{}..{}", text(&row, 3), text(&row, 4));
        let source = sources.get(&text(&row, 1));
        let Some((source, code)) = source.zip(paths.get(&format!("code {}", text(&row, 0)))) else {
            peer.tell(&place, "is a passage of a document or with a code that is not there: left out");
            continue;
        };
        let place = format!("{} {place}", source.name);
        let Some((start, end)) = source.find(number(&row, 3), number(&row, 4), &plain(text(&row, 2))) else {
            peer.tell(&place, "is no place in the text, and its words were not found: left out");
            continue;
        };
        let coder = peer.coder(&text(&row, 5));
        let created = date(&row, 8, zone);
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
            place: (peer.file.clone(), place),
            ..CodingDump::default()
        });
    }
    Ok(())
}

fn annotations(
    file: &Foreign,
    peer: &mut Peer<'_>,
    sources: &HashMap<String, Source>,
    zone: &TimeZone,
) -> Result<(), String> {
    let dated = if file.has("annotation", "date") { "date" } else { "NULL" };
    for row in file.rows(&format!("SELECT fid, pos0, pos1, memo, owner, {dated} FROM annotation"), 6)? {
        let Some(source) = sources.get(&text(&row, 0)) else {
            peer.tell(&text(&row, 3), "is an annotation of a document that is not there: left out");
            continue;
        };
        let coder = Some(peer.coder(&text(&row, 4)));
        let place = source.find(number(&row, 1), number(&row, 2), "");
        let words = place.map_or_else(String::new, |range| format!("“{}”: ", source.words(range)));
        peer.memo("document", &source.name, coder, date(&row, 5, zone), &format!("{words}{}", text(&row, 3)));
    }
    Ok(())
}

/// Values of attributes, by kind and id of what has them: place of the attribute, value.
type Values = HashMap<(String, String), Vec<(usize, String)>>;

fn attributes(file: &Foreign, peer: &mut Peer<'_>) -> Result<Values, String> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = |peer: &mut Peer<'_>, name: String, kind: Option<VariableKind>| {
        *places.entry(name.clone()).or_insert_with(|| {
            peer.dump.attributes.push(AttributeDump { name, kind, guid: None });
            peer.dump.attributes.len() - 1
        })
    };
    let mut declared = HashMap::new();
    if file.has("attribute_type", "valuetype") {
        let sql = "SELECT name, valuetype FROM attribute_type WHERE caseOrFile IN ('case', 'file') ORDER BY rowid";
        declared.extend(file.rows(sql, 2)?.iter().map(|row| (text(row, 0), text(row, 1))));
        for row in file.rows(sql, 2)? {
            place(peer, text(&row, 0), None);
        }
    }
    let mut values: Values = HashMap::new();
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
            // It says numbers, and holds words too; or nothing is known.
            _ => None,
        };
    }
    Ok(values)
}

fn cases(file: &Foreign, peer: &mut Peer<'_>, sources: &HashMap<String, Source>) -> Result<(), String> {
    let values = attributes(file, peer)?;
    let width = peer.dump.attributes.len();
    let mut names: HashMap<String, String> = HashMap::new();
    let mut people: HashMap<String, usize> = HashMap::new();
    let mut taken = HashSet::new();
    for row in file.rows("SELECT caseid, name, memo FROM cases ORDER BY caseid", 3)? {
        let name = free(&mut taken, &text(&row, 1), "case");
        peer.memo("participant", &name, None, None, &text(&row, 2));
        let mut own = vec![None; width];
        for (at, value) in values.get(&("case".to_owned(), text(&row, 0))).into_iter().flatten() {
            if let Some(slot) = own.get_mut(*at) {
                *slot = Some(value.clone());
            }
        }
        people.insert(name.clone(), peer.dump.participants.len());
        peer.dump.participants.push(ParticipantDump { name: name.clone(), values: own, guid: None });
        names.insert(text(&row, 0), name);
    }
    let places = documents(&peer.dump);
    let (mut others, mut parts) = (0, 0);
    for row in file.rows("SELECT caseid, fid, pos0, pos1 FROM case_text", 4)? {
        let (Some(name), Some(source)) = (names.get(&text(&row, 0)), sources.get(&text(&row, 1))) else { continue };
        let Some(document) = places.get(&source.name).and_then(|at| peer.dump.documents.get_mut(*at)) else { continue };
        others += usize::from(document.participant.get_or_insert_with(|| name.clone()) != name);
        // Some versions end a document one character before its end.
        let whole = number(&row, 2) <= 0 && number(&row, 3) >= i64::from(source.index.char_count()) - 1;
        parts += usize::from(!whole && source.index.char_count() > 0);
    }
    peer.tell_count("documents of several cases are those of the first one here", others);
    peer.tell_count("parts of documents that belong to a case: the whole document does here", parts);
    // Attributes of a document are those of whom it is about; a document of nobody stands for somebody of its name.
    let mut ids: Vec<(&String, &Source)> = sources.iter().collect();
    ids.sort_by_key(|(id, _)| id.parse::<i64>().unwrap_or(0));
    for (id, source) in ids {
        let Some(own) = values.get(&("file".to_owned(), id.clone())) else { continue };
        let Some(document) = places.get(&source.name).and_then(|at| peer.dump.documents.get_mut(*at)) else { continue };
        let name = document.participant.get_or_insert_with(|| source.name.clone()).clone();
        let at = *people.entry(name.clone()).or_insert_with(|| {
            peer.dump.participants.push(ParticipantDump { name, values: vec![None; width], guid: None });
            peer.dump.participants.len() - 1
        });
        let Some(participant) = peer.dump.participants.get_mut(at) else { continue };
        for (at, value) in own {
            if let Some(slot) = participant.values.get_mut(*at) {
                slot.get_or_insert_with(|| value.clone());
            }
        }
    }
    Ok(())
}
