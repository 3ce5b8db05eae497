//! Projects of QualCoder (a `.qda` folder) and Taguette (a `.sqlite3` file), read as they stand: texts, codes, coders,
//! codings, memos, cases with their attributes. What has no place here is told.

use crate::interchange::document::counted_html;
use crate::interchange::plain::{
    CodeDump, CoderDump, CodingDump, DocumentDump, MemoDump, ParticipantDump, Problem, ProjectDump, free_name,
};
use crate::interchange::refi::Units;
use crate::model::codebook::PATH_SEPARATOR;
use crate::store::foreign::{Foreign, ForeignRow};
use crate::text::{TextIndex, normalise};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

type Read = Result<(ProjectDump, Vec<Problem>), String>;

/// Reads the project of one of these programs; `None` when the path is none.
pub fn read(path: &Path) -> Option<Read> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let database = path.join("data.qda");
    match ending.as_str() {
        _ if path.is_dir() && database.is_file() => Some(qualcoder(&database, path)),
        "qda" if path.is_file() => Some(qualcoder(path, path)),
        "sqlite3" if path.is_file() => Some(taguette(path)),
        _ => None,
    }
}

fn text(row: &ForeignRow, column: usize) -> String {
    row.get(column).cloned().flatten().unwrap_or_default()
}

fn number(row: &ForeignRow, column: usize) -> i64 {
    text(row, column).parse().unwrap_or(-1)
}

/// A free name for a code, document or case: a path's separator is no part of one.
fn free(names: &mut HashSet<String>, wanted: &str, spare: &str) -> String {
    free_name(names, &wanted.replace(PATH_SEPARATOR, " / "), spare)
}

struct Peer {
    file: String,
    dump: ProjectDump,
    problems: Vec<Problem>,
}

impl Peer {
    fn new(path: &Path) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let dump = ProjectDump { name, ..ProjectDump::default() };
        Self { file: path.display().to_string(), dump, problems: vec![] }
    }

    fn tell(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.push(Problem::new(&self.file, place, reason));
    }

    fn coder(&mut self, name: &str) -> String {
        let name = if name.trim().is_empty() { "unknown coder" } else { name.trim() };
        if !self.dump.coders.iter().any(|coder| coder.name == name) {
            self.dump.coders.push(CoderDump { name: name.into(), color: String::new() });
        }
        name.into()
    }

    fn memo(&mut self, target: &str, name: &str, coder: Option<String>, words: &str) {
        if !words.trim().is_empty() {
            let memo = MemoDump { target: target.into(), name: name.into(), coder, text: words.into() };
            self.dump.memos.push(memo);
        }
    }
}

/// A category or a code of QualCoder on its way into the tree.
struct Branch {
    key: String,
    above: Option<String>,
    code: CodeDump,
}

/// Puts branches below each other; those that would stand in a circle, or below nothing, stand at the top.
fn tree(branches: Vec<Branch>) -> (Vec<CodeDump>, HashMap<String, String>) {
    let known: HashMap<String, Option<String>> = branches.iter().map(|b| (b.key.clone(), b.above.clone())).collect();
    let rooted = |key: &str| {
        let (mut at, mut steps) = (key.to_owned(), 0);
        while let Some(Some(above)) = known.get(&at) {
            steps += 1;
            if steps > known.len() || !known.contains_key(above) {
                return false;
            }
            at.clone_from(above);
        }
        true
    };
    let mut below: BTreeMap<Option<String>, Vec<Branch>> = BTreeMap::new();
    for branch in branches {
        let above = branch.above.clone().filter(|_| rooted(&branch.key));
        below.entry(above).or_default().push(branch);
    }
    let mut paths = HashMap::new();
    let codes = level(&mut below, None, "", &mut paths);
    (codes, paths)
}

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

fn qualcoder(database: &Path, path: &Path) -> Read {
    let file = Foreign::open(database)?;
    if !file.has("code_text", "pos0") || !file.has("source", "fulltext") {
        return Err("this is no project of QualCoder".into());
    }
    let mut peer = Peer::new(path);
    for row in file.rows("SELECT memo FROM project", 1)? {
        peer.memo("project", "", None, &text(&row, 0));
    }
    let paths = qualcoder_codes(&file, &mut peer)?;
    let sources = qualcoder_sources(&file, &mut peer)?;
    qualcoder_codings(&file, &mut peer, &sources, &paths)?;
    qualcoder_cases(&file, &mut peer, &sources)?;
    for row in file.rows("SELECT name, jentry, owner FROM journal ORDER BY jid", 3)? {
        let coder = Some(peer.coder(&text(&row, 2)));
        let words = format!("{}\n{}", text(&row, 0), text(&row, 1));
        peer.memo("project", "", coder, words.trim());
    }
    for (table, what) in [("code_image", "codes on pictures"), ("code_av", "codes on recordings")] {
        let count = file
            .rows(&format!("SELECT count(*) FROM {table}"), 1)
            .map(|rows| rows.first().map_or(0, |row| number(row, 0)));
        if let Ok(count @ 1..) = count {
            peer.tell("", format!("{what} are not kept here ({count})"));
        }
    }
    Ok((peer.dump, peer.problems))
}

fn qualcoder_codes(file: &Foreign, peer: &mut Peer) -> Result<HashMap<String, String>, String> {
    let mut branches = Vec::new();
    let code = |name: String, color: String, description: String| CodeDump {
        name,
        color: if color.len() == 7 { color.to_lowercase() } else { String::new() },
        description,
        ..CodeDump::default()
    };
    for row in file.rows("SELECT catid, name, memo, supercatid FROM code_cat ORDER BY name", 4)? {
        let above = row.get(3).cloned().flatten().map(|id| format!("category {id}"));
        let own = code(text(&row, 1), String::new(), text(&row, 2));
        branches.push(Branch { key: format!("category {}", text(&row, 0)), above, code: own });
    }
    let upper = if file.has("code_name", "supercid") { "supercid" } else { "NULL" };
    let sql = format!("SELECT cid, name, memo, catid, color, {upper} FROM code_name ORDER BY name");
    for row in file.rows(&sql, 6)? {
        let of = |column: usize, kind: &str| row.get(column).cloned().flatten().map(|id| format!("{kind} {id}"));
        let above = of(5, "code").or(of(3, "category"));
        let own = code(text(&row, 1), text(&row, 4), text(&row, 2));
        branches.push(Branch { key: format!("code {}", text(&row, 0)), above, code: own });
    }
    let (codes, paths) = tree(branches);
    peer.dump.codebook.codes = codes;
    Ok(paths)
}

/// A text of the project with ways to find places in it.
struct Source {
    name: String,
    raw: String,
    stored: String,
    index: TextIndex,
}

fn qualcoder_sources(file: &Foreign, peer: &mut Peer) -> Result<HashMap<String, Source>, String> {
    let mut names = HashSet::new();
    let mut out = HashMap::new();
    for row in file.rows("SELECT id, name, fulltext, memo FROM source ORDER BY id", 4)? {
        let wanted = text(&row, 1);
        let Some(raw) = row.get(2).cloned().flatten() else {
            peer.tell(&wanted, "has no text, and pictures and recordings are not kept here: left out");
            continue;
        };
        let name = free(&mut names, &wanted, "document without a name");
        let stored = normalise(&raw).text;
        peer.memo("document", &name, None, &text(&row, 3));
        let document = DocumentDump { name: name.clone(), text: stored.as_str().into(), ..DocumentDump::default() };
        peer.dump.documents.push(document);
        let index = TextIndex::new(&stored);
        out.insert(text(&row, 0), Source { name, raw, stored, index });
    }
    Ok(out)
}

impl Source {
    /// Where a passage stands, by its words: as the program counts, as other versions of it count, or where the words
    /// stand nearest.
    fn find(&self, start: i64, end: i64, words: &str) -> Option<(u32, u32)> {
        let ways = [(true, true), (false, true), (false, false)];
        for (utf16, one_line_end) in ways {
            let positions = Units { utf16, one_line_end }.positions(&self.raw);
            let last = positions.len() as i64 - 1;
            let place = |at: i64| positions.get(usize::try_from(at.min(last)).ok()?).copied();
            let Some((from, to)) = place(start).zip(place(end)) else { continue };
            let range = crate::model::CharRange::new(from, to);
            let same = words.is_empty() || self.index.slice(&self.stored, range) == words;
            if from < to && same {
                return Some((from, to));
            }
        }
        let near = |at: usize| (self.stored.get(..at).map_or(0, |t| t.chars().count()) as i64 - start).abs();
        let (byte, _) =
            self.stored.match_indices(words).filter(|_| !words.is_empty()).min_by_key(|(at, _)| near(*at))?;
        let from = self.stored.get(..byte)?.chars().count() as u32;
        Some((from, from + words.chars().count() as u32))
    }
}

fn qualcoder_codings(
    file: &Foreign,
    peer: &mut Peer,
    sources: &HashMap<String, Source>,
    paths: &HashMap<String, String>,
) -> Result<(), String> {
    // Lines end so in what is selected.
    let plain = |words: String| words.replace(['\u{2029}', '\u{2028}'], "\n").replace("\r\n", "\n");
    let important = if file.has("code_text", "important") { "important" } else { "NULL" };
    let sql =
        format!("SELECT cid, fid, seltext, pos0, pos1, owner, memo, {important} FROM code_text ORDER BY fid, pos0");
    let mut marked = 0;
    for row in file.rows(&sql, 8)? {
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
        marked += usize::from(text(&row, 7) == "1");
        let coder = peer.coder(&text(&row, 5));
        let memo = Some(text(&row, 6)).filter(|memo| !memo.trim().is_empty());
        peer.dump.codings.push(CodingDump {
            coder,
            document: source.name.clone(),
            start,
            end,
            code: code.clone(),
            memo,
            place: (peer.file.clone(), place),
        });
    }
    if marked > 0 {
        peer.tell("", format!("marks of what is important are not kept ({marked})"));
    }
    for row in file.rows("SELECT fid, pos0, pos1, memo, owner FROM annotation", 5)? {
        let Some(source) = sources.get(&text(&row, 0)) else { continue };
        let coder = Some(peer.coder(&text(&row, 4)));
        let place = source.find(number(&row, 1), number(&row, 2), "");
        let words = place.map(|(start, end)| {
            source.index.slice(&source.stored, crate::model::CharRange::new(start, end)).to_owned()
        });
        let words = words.map_or_else(String::new, |words| format!("“{words}”: "));
        peer.memo("document", &source.name, coder, &format!("{words}{}", text(&row, 3)));
    }
    Ok(())
}

fn qualcoder_cases(file: &Foreign, peer: &mut Peer, sources: &HashMap<String, Source>) -> Result<(), String> {
    let mut attributes: Vec<String> = Vec::new();
    let mut values: HashMap<(String, String), Vec<(usize, String)>> = HashMap::new();
    for row in file.rows("SELECT name, attr_type, value, id FROM attribute WHERE attr_type IN ('case', 'file')", 4)? {
        let name = text(&row, 0);
        let at = attributes.iter().position(|own| *own == name).unwrap_or_else(|| {
            attributes.push(name);
            attributes.len() - 1
        });
        let value = text(&row, 2);
        if !value.is_empty() {
            values.entry((text(&row, 1), text(&row, 3))).or_default().push((at, value));
        }
    }
    peer.dump.attributes = attributes;
    let width = peer.dump.attributes.len();
    let mut names: HashMap<String, String> = HashMap::new();
    let mut taken = HashSet::new();
    for row in file.rows("SELECT caseid, name, memo FROM cases ORDER BY caseid", 3)? {
        let name = free(&mut taken, &text(&row, 1), "case");
        peer.memo("participant", &name, None, &text(&row, 2));
        let mut own = vec![None; width];
        for (at, value) in values.get(&("case".to_owned(), text(&row, 0))).into_iter().flatten() {
            if let Some(slot) = own.get_mut(*at) {
                *slot = Some(value.clone());
            }
        }
        peer.dump.participants.push(ParticipantDump { name: name.clone(), values: own });
        names.insert(text(&row, 0), name);
    }
    for row in file.rows("SELECT caseid, fid FROM case_text", 2)? {
        let (Some(name), Some(source)) = (names.get(&text(&row, 0)), sources.get(&text(&row, 1))) else { continue };
        let document = peer.dump.documents.iter_mut().find(|document| document.name == source.name);
        if let Some(document) = document {
            document.participant.get_or_insert(name.clone());
        }
    }
    // Attributes of a document are those of whom it is about; a document of nobody stands for somebody of its name.
    for (id, source) in sources {
        let Some(own) = values.get(&("file".to_owned(), id.clone())) else { continue };
        let Some(document) = peer.dump.documents.iter_mut().find(|d| d.name == source.name) else { continue };
        let name = document.participant.get_or_insert_with(|| source.name.clone()).clone();
        if !peer.dump.participants.iter().any(|participant| participant.name == name) {
            peer.dump.participants.push(ParticipantDump { name: name.clone(), values: vec![None; width] });
        }
        let participant = peer.dump.participants.iter_mut().find(|participant| participant.name == name);
        let Some(participant) = participant else { continue };
        for (at, value) in own {
            if let Some(slot) = participant.values.get_mut(*at) {
                slot.get_or_insert_with(|| value.clone());
            }
        }
    }
    Ok(())
}

fn taguette(path: &Path) -> Read {
    let file = Foreign::open(path)?;
    if !file.has("highlights", "start_offset") || !file.has("documents", "contents") {
        return Err("this is no file of Taguette".into());
    }
    let mut peer = Peer::new(path);
    let projects = file.rows("SELECT id, name, description FROM projects ORDER BY id", 3)?;
    let Some(first) = projects.first() else { return Err("there is no project in it".into()) };
    let id = number(first, 0);
    peer.dump.name = text(first, 1);
    peer.dump.description = text(first, 2);
    for other in projects.iter().skip(1) {
        peer.tell(&text(other, 1), "is another project in the same file: export it by itself to import it");
    }
    let mut names = HashSet::new();
    let mut tags = HashMap::new();
    for row in file.rows(&format!("SELECT id, path, description FROM tags WHERE project_id = {id} ORDER BY path"), 3)? {
        let name = free(&mut names, &text(&row, 1), "tag without a name");
        tags.insert(text(&row, 0), name.clone());
        peer.dump.codebook.codes.push(CodeDump { name, description: text(&row, 2), ..CodeDump::default() });
    }
    let mut names = HashSet::new();
    let mut documents: HashMap<String, (String, Vec<u32>)> = HashMap::new();
    let sql = format!("SELECT id, name, description, contents FROM documents WHERE project_id = {id} ORDER BY id");
    for row in file.rows(&sql, 4)? {
        let name = free(&mut names, &text(&row, 1), "document without a name");
        let (words, places) = counted_html(&text(&row, 3));
        peer.memo("document", &name, None, &text(&row, 2));
        peer.dump.documents.push(DocumentDump { name: name.clone(), text: words.into(), ..DocumentDump::default() });
        documents.insert(text(&row, 0), (name, places));
    }
    // Who made a highlight stands in the list of what was done alone.
    let sql = "SELECT json_extract(payload, '$.highlight_id'), user_login FROM commands
               WHERE json_extract(payload, '$.type') = 'highlight_add' ORDER BY id";
    let makers: HashMap<String, String> = file.rows(sql, 2)?.iter().map(|row| (text(row, 0), text(row, 1))).collect();
    let sql = "SELECT h.id, h.document_id, h.start_offset, h.end_offset, t.tag_id FROM highlights h
               LEFT JOIN highlight_tags t ON t.highlight_id = h.id ORDER BY h.document_id, h.start_offset";
    for row in file.rows(sql, 5)? {
        let Some((document, places)) = documents.get(&text(&row, 1)) else { continue };
        let place = format!("{document} {}..{}", text(&row, 2), text(&row, 3));
        let at = |column: usize| usize::try_from(number(&row, column)).ok().and_then(|at| places.get(at)).copied();
        // The end is that of the last character: what follows may stand on another line.
        let last = usize::try_from(number(&row, 3) - 1).ok().and_then(|at| places.get(at)).copied();
        let (Some(start), Some(end)) = (at(2), last.filter(|_| at(3).is_some()).map(|last| last + 1)) else {
            peer.tell(&place, "is no place in the text: left out");
            continue;
        };
        let Some(code) = tags.get(&text(&row, 4)) else {
            peer.tell(&place, "is highlighted without a tag: left out");
            continue;
        };
        let coder = peer.coder(makers.get(&text(&row, 0)).map_or("", String::as_str));
        let (file, code, document) = (peer.file.clone(), code.clone(), document.clone());
        peer.dump.codings.push(CodingDump { coder, document, start, end, code, memo: None, place: (file, place) });
    }
    Ok((peer.dump, peer.problems))
}
