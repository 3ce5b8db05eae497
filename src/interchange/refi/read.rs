//! Reading `.qdpx` and `.qdc` with what real programs do otherwise than the standard says. Whatever is not taken is told.

use super::tree::{Node, parse};
use super::{FACET, Units};
use crate::interchange::document;
use crate::interchange::plain::{
    CodeDump, CodebookDump, CoderDump, CodingDump, DocumentDump, MemoDump, ParticipantDump, Problem, ProjectDump,
    free_name,
};
use crate::model::codebook::PATH_SEPARATOR;
use crate::text::normalise;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What the project's own part may inflate to, and all texts together.
const LARGEST_PROJECT: u64 = 256 << 20;
const LARGEST_TEXTS: u64 = 512 << 20;
/// Who coded what nobody is named for.
const UNKNOWN: &str = "unknown coder";

/// Reads a project. `units` are how positions are counted, when a person says so; else it is found out.
///
/// # Errors
/// Why the file is no project that can be read.
pub fn read(bytes: &[u8], file: &str, units: Option<Units>) -> Result<(ProjectDump, Vec<Problem>), String> {
    if bytes.is_empty() {
        return Err("the file is empty".into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| "this is no project exchange file (.qdpx), or it is damaged".to_owned())?;
    let mut reading = Reading { file: file.to_owned(), left: LARGEST_TEXTS, ..Reading::default() };
    let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let mut seen = HashSet::new();
    for name in &names {
        let small = name.to_lowercase().replace('\\', "/");
        if !seen.insert(small.clone()) {
            reading.tell(name, "stands in the archive more than once: one of them was read");
        }
        reading.members.insert(small, name.clone());
    }
    let top = |name: &&String| name.to_lowercase().ends_with(".qde") && !name.contains('/');
    let own = names.iter().find(|name| name.eq_ignore_ascii_case("project.qde")).or_else(|| names.iter().find(top));
    let own = own.ok_or("the archive holds no project (project.qde is missing)")?.clone();
    let text = member(&mut archive, &own, &mut LARGEST_PROJECT.clone())?;
    let text = String::from_utf8(text).map_err(|_| "its project is not UTF-8 text: the file is damaged".to_owned())?;
    let root = parse(&text)?;
    if root.name != "Project" {
        return Err(format!("its project begins with <{}> and not with <Project>", root.name));
    }
    reading.project(&root, &mut archive, units);
    Ok((reading.dump, reading.problems))
}

/// Reads a codebook.
///
/// # Errors
/// Why the file is none.
pub fn codebook(text: &str) -> Result<CodebookDump, String> {
    let root = parse(text)?;
    let book = match root.name.as_str() {
        "CodeBook" => &root,
        "Project" => root.child("CodeBook").ok_or("there is no codebook in it")?,
        other => return Err(format!("begins with <{other}> and not with <CodeBook>")),
    };
    let mut reading = Reading::default();
    reading.codes(book);
    let sets = book.child("Sets").or(root.child("Sets"));
    reading.sets(sets);
    Ok(reading.dump.codebook)
}

fn member(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, left: &mut u64) -> Result<Vec<u8>, String> {
    let file = archive.by_name(name).map_err(|_| format!("{name} cannot be unpacked: the file is damaged"))?;
    let mut bytes = Vec::new();
    let most = *left;
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| format!("{name} cannot be unpacked: the file is damaged"))?;
    if bytes.len() as u64 > most {
        return Err(format!("{name} inflates to more than the {} MB that are read", most >> 20));
    }
    *left -= bytes.len() as u64;
    Ok(bytes)
}

#[derive(Default)]
struct Reading {
    file: String,
    dump: ProjectDump,
    problems: Vec<Problem>,
    /// Names in the archive by small letters.
    members: HashMap<String, String>,
    /// Bytes of texts that may still be inflated.
    left: u64,
    users: HashMap<String, String>,
    /// Path of each code by its guid.
    codes: HashMap<String, String>,
    /// Attribute by its guid: its place.
    variables: HashMap<String, usize>,
    notes: HashMap<String, (String, Option<String>)>,
    /// Name of each document by the guids that stand for it.
    sources: HashMap<String, String>,
    documents: HashSet<String>,
    participants: HashSet<String>,
    /// What was left out, by kind.
    left_out: BTreeMap<&'static str, usize>,
}

impl Reading {
    fn tell(&mut self, place: &str, reason: impl Into<String>) {
        self.problems.push(Problem::new(&self.file, place, reason));
    }

    fn project(&mut self, root: &Node, archive: &mut ZipArchive<Cursor<&[u8]>>, units: Option<Units>) {
        let believed = units.unwrap_or_else(|| Units::of(root.get("origin").unwrap_or_default()));
        self.dump.name = root.get("name").unwrap_or_default().to_owned();
        self.dump.description = root.text("Description").unwrap_or_default().to_owned();
        let users: Vec<&Node> = root.child("Users").into_iter().flat_map(|users| users.all("User")).collect();
        let mut names = HashSet::new();
        for user in users {
            let name = user.get("name").or(user.get("id")).unwrap_or(UNKNOWN);
            let name = free_name(&mut names, name, UNKNOWN);
            if let Some(guid) = user.guid("guid") {
                self.users.insert(guid, name.clone());
            }
            self.dump.coders.push(CoderDump { name, color: String::new() });
        }
        for note in root.child("Notes").into_iter().flat_map(|notes| notes.all("Note")) {
            self.note(note, archive);
        }
        if let Some(book) = root.child("CodeBook") {
            self.codes(book);
        }
        self.sets(root.child("Sets"));
        self.variables(root);
        for source in root.child("Sources").into_iter().flat_map(|sources| &sources.children) {
            self.source(source, archive, believed, units.is_some());
        }
        for case in root.child("Cases").into_iter().flat_map(|cases| cases.all("Case")) {
            self.case(case);
        }
        self.refer(root, "project", "");
        let links = root.child("Links").map_or(0, |links| links.children.len());
        *self.left_out.entry("links between things").or_default() += links;
        let graphs = root.child("Graphs").map_or(0, |graphs| graphs.children.len());
        *self.left_out.entry("graphs").or_default() += graphs;
        for (what, count) in std::mem::take(&mut self.left_out) {
            if count > 0 {
                self.tell("", format!("{what} are not kept here ({count})"));
            }
        }
    }

    fn coder(&mut self, nodes: &[&Node]) -> String {
        let named = nodes.iter().find_map(|node| self.users.get(&node.guid("creatingUser")?).cloned());
        named.unwrap_or_else(|| {
            if !self.dump.coders.iter().any(|coder| coder.name == UNKNOWN) {
                self.dump.coders.push(CoderDump { name: UNKNOWN.into(), color: String::new() });
            }
            UNKNOWN.into()
        })
    }

    fn note(&mut self, note: &Node, archive: &mut ZipArchive<Cursor<&[u8]>>) {
        let Some(guid) = note.guid("guid") else { return };
        let text = match note.child("PlainTextContent") {
            Some(content) => Some(content.words.clone()),
            None => note.get("plainTextPath").and_then(|path| self.text(path, archive, "a memo")),
        };
        let description = note.text("Description").map(str::to_owned);
        let name = note.get("name").unwrap_or_default();
        let text = text.or(description).unwrap_or_else(|| name.to_owned());
        let who = note.guid("creatingUser").and_then(|guid| self.users.get(&guid).cloned());
        self.notes.insert(guid, (text, who));
    }

    /// The memos that something refers to.
    fn refer(&mut self, node: &Node, target: &str, name: &str) {
        let found: Vec<(String, Option<String>)> =
            node.all("NoteRef").filter_map(|note| self.notes.get(&note.target()?).cloned()).collect();
        for (text, coder) in found {
            self.memo(target, name, coder, text);
        }
    }

    fn memo(&mut self, target: &str, name: &str, coder: Option<String>, text: String) {
        if !text.trim().is_empty() {
            self.dump.memos.push(MemoDump { target: target.into(), name: name.into(), coder, text });
        }
    }

    fn codes(&mut self, book: &Node) {
        let codes: Vec<&Node> = book.child("Codes").into_iter().flat_map(|codes| codes.all("Code")).collect();
        self.dump.codebook.codes = self.level(&codes, "");
    }

    fn level(&mut self, nodes: &[&Node], above: &str) -> Vec<CodeDump> {
        let mut names = HashSet::new();
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            // A name is a part of a path here.
            let wanted = node.get("name").unwrap_or_default().replace(PATH_SEPARATOR, " / ");
            let name = free_name(&mut names, wanted.trim(), "code without a name");
            let path = if above.is_empty() { name.clone() } else { format!("{above}{PATH_SEPARATOR}{name}") };
            if let Some(guid) = node.guid("guid") {
                self.codes.insert(guid, path.clone());
            }
            self.refer(node, "code", &path);
            let below: Vec<&Node> = node.all("Code").collect();
            out.push(CodeDump {
                name,
                color: color(node.get("color").unwrap_or_default()),
                description: node.text("Description").unwrap_or_default().to_owned(),
                facets: vec![],
                children: self.level(&below, &path),
            });
        }
        out
    }

    /// Sets of codes that are called like a facet and its value are that.
    fn sets(&mut self, sets: Option<&Node>) {
        for set in sets.into_iter().flat_map(|sets| sets.all("Set")) {
            let members: Vec<String> =
                set.all("MemberCode").filter_map(|code| code.target().or_else(|| code.guid("guid"))).collect();
            let others = set.all("MemberSource").count() + set.all("MemberNote").count();
            let named = set.get("name").and_then(|name| name.split_once(FACET));
            let Some((facet, value)) = named.filter(|_| others == 0 && !members.is_empty()) else {
                *self.left_out.entry("groups of documents or codes").or_default() += 1;
                continue;
            };
            let (facet, value) = (facet.trim().to_owned(), value.trim().to_owned());
            let facets = &mut self.dump.codebook.facets;
            match facets.iter_mut().find(|(name, _)| *name == facet) {
                Some((_, values)) if values.contains(&value) => {}
                Some((_, values)) => values.push(value.clone()),
                None => facets.push((facet.clone(), vec![value.clone()])),
            }
            let paths: HashSet<String> = members.iter().filter_map(|guid| self.codes.get(guid).cloned()).collect();
            give_facet(&mut self.dump.codebook.codes, "", &paths, &(facet, value));
        }
    }

    fn variables(&mut self, root: &Node) {
        let mut names = HashSet::new();
        for variable in root.child("Variables").into_iter().flat_map(|all| all.all("Variable")) {
            let name = free_name(&mut names, variable.get("name").unwrap_or_default(), "attribute");
            if let Some(guid) = variable.guid("guid") {
                self.variables.insert(guid, self.dump.attributes.len());
            }
            self.dump.attributes.push(name);
        }
    }

    fn values(&self, node: &Node) -> Vec<Option<String>> {
        let mut values = vec![None; self.dump.attributes.len()];
        for value in node.all("VariableValue") {
            let place = value.child("VariableRef").and_then(|of| self.variables.get(&of.target()?));
            let words =
                value.children.iter().find(|child| child.name.ends_with("Value")).map(|child| child.words.trim());
            if let (Some(slot), Some(words)) = (place.and_then(|at| values.get_mut(*at)), words) {
                *slot = (!words.is_empty()).then(|| words.to_owned());
            }
        }
        values
    }

    /// A participant with these values; values that are known already stay.
    fn participant(&mut self, name: &str, values: Vec<Option<String>>) {
        match self.dump.participants.iter_mut().find(|own| own.name == name) {
            Some(own) => {
                for (slot, value) in own.values.iter_mut().zip(values) {
                    if slot.is_none() {
                        *slot = value;
                    }
                }
            }
            None => {
                self.participants.insert(name.to_owned());
                self.dump.participants.push(ParticipantDump { name: name.to_owned(), values });
            }
        }
    }

    fn case(&mut self, case: &Node) {
        let refers: Vec<String> = case.all("SourceRef").filter_map(Node::target).collect();
        let documents: Vec<String> = refers.iter().filter_map(|guid| self.sources.get(guid).cloned()).collect();
        // A case without a name carries the attributes of a document.
        let name = match (case.get("name"), documents.first()) {
            (Some(name), _) => name.to_owned(),
            (None, Some(document)) => document.clone(),
            (None, None) => return *self.left_out.entry("cases without a name").or_default() += 1,
        };
        let values = self.values(case);
        self.participant(&name, values);
        for document in self.dump.documents.iter_mut().filter(|document| documents.contains(&document.name)) {
            document.participant.get_or_insert(name.clone());
        }
        if let Some(words) = case.text("Description") {
            let words = words.to_owned();
            self.memo("participant", &name, None, words);
        }
        let coded = case.all("SelectionRef").count() + case.all("CodeRef").count();
        *self.left_out.entry("passages and codes tied to a case").or_default() += coded;
    }

    fn source(&mut self, node: &Node, archive: &mut ZipArchive<Cursor<&[u8]>>, believed: Units, forced: bool) {
        let name = node.get("name").unwrap_or_default().to_owned();
        let (holder, regions): (Option<&Node>, usize) = match node.name.as_str() {
            "TextSource" => (Some(node), 0),
            "PDFSource" => (node.child("Representation"), node.all("PDFSelection").count()),
            "PictureSource" => (node.child("TextDescription"), node.all("PictureSelection").count()),
            "AudioSource" => (node.child("Transcript"), node.all("AudioSelection").count()),
            "VideoSource" => (node.child("Transcript"), node.all("VideoSelection").count()),
            _ => return,
        };
        if regions > 0 {
            *self.left_out.entry("marks on pages, pictures and recordings").or_default() += regions;
        }
        let Some(holder) = holder else {
            return self.tell(&name, "has no text, and pictures and recordings are not kept here: left out");
        };
        let raw = match (holder.get("plainTextPath"), holder.child("PlainTextContent")) {
            (Some(path), _) => self.text(path, archive, &name),
            (None, Some(content)) => Some(content.words.clone()),
            (None, None) => {
                self.tell(&name, "has no plain text in the file: left out");
                None
            }
        };
        let Some(raw) = raw else { return };
        // Some programs leave the name to the file.
        let file = holder.get("plainTextPath").map(|path| stem(path.trim_start_matches("internal://")));
        let spare = file.unwrap_or_else(|| "document without a name".into());
        let document = free_name(&mut self.documents, &name, &spare);
        for guid in [node.guid("guid"), holder.guid("guid"), holder.get("plainTextPath").map(stem)] {
            self.sources.extend(guid.map(|guid| (guid, document.clone())));
        }
        let text = normalise(&raw).text;
        self.selections(holder, &document, &raw, &text, believed, forced);
        let whole = node.all("Coding").count();
        *self.left_out.entry("codes on whole documents").or_default() += whole;
        if let Some(words) = node.text("Description") {
            let words = words.to_owned();
            self.memo("document", &document, None, words);
        }
        self.refer(node, "document", &document);
        self.dump.documents.push(DocumentDump { name: document.clone(), text: text.into(), ..DocumentDump::default() });
        let values = self.values(node);
        if values.iter().any(Option::is_some) {
            self.participant(&document, values);
            if let Some(own) = self.dump.documents.last_mut() {
                own.participant = Some(document);
            }
        }
    }

    fn selections(&mut self, holder: &Node, document: &str, raw: &str, text: &str, believed: Units, forced: bool) {
        let raw = raw.strip_prefix('\u{feff}').unwrap_or(raw);
        let number = |node: &Node, name: &str| node.get(name).and_then(|at| at.trim().parse::<i64>().ok());
        let all: Vec<(&Node, i64, i64)> = holder
            .all("PlainTextSelection")
            .map(|node| (node, number(node, "startPosition").unwrap_or(-1), number(node, "endPosition").unwrap_or(-1)))
            .collect();
        let named: Vec<(i64, i64, &str)> = all
            .iter()
            .filter_map(|(node, start, end)| Some((*start, *end, node.get("name")?)))
            .filter(|(start, end, _)| start < end)
            .take(400)
            .collect();
        let units = if forced { believed } else { Units::best(believed, raw, text, &named) };
        if units != believed {
            self.tell(document, format!("its positions fit its words when they are counted as {}", units.in_words()));
        }
        let positions = units.positions(raw);
        let last = positions.len().saturating_sub(1) as i64;
        let mut known = HashSet::new();
        for (node, start, end) in all {
            let place = format!("{document} {start}..{end}");
            if start < 0 || start >= end || start >= last {
                self.tell(&place, "is no place in the text: left out");
                continue;
            }
            if end > last {
                self.tell(&place, "goes beyond the text: it ends with the text here");
            }
            let at = |place: i64| usize::try_from(place.min(last)).ok().and_then(|at| positions.get(at)).copied();
            let (Some(from), Some(to)) = (at(start), at(end)) else { continue };
            let mut memo = node.text("Description").map(str::to_owned);
            let codings: Vec<&Node> = node.all("Coding").collect();
            if codings.is_empty() && (memo.is_some() || node.child("NoteRef").is_some()) {
                *self.left_out.entry("comments on passages without a code").or_default() += 1;
            }
            for coding in codings {
                let code = coding.child("CodeRef").and_then(|code| self.codes.get(&code.target()?)).cloned();
                let Some(code) = code else {
                    self.tell(&place, "is coded with a code that is not in the codebook: left out");
                    continue;
                };
                let coder = self.coder(&[coding, node]);
                if from >= to || !known.insert((from, to, code.clone(), coder.clone())) {
                    continue;
                }
                let refs = coding.all("NoteRef").chain(node.all("NoteRef")).filter_map(Node::target);
                let words: Vec<String> = memo
                    .take()
                    .into_iter()
                    .chain(refs.filter_map(|guid| self.notes.get(&guid).map(|(text, _)| text.clone())))
                    .collect();
                self.dump.codings.push(CodingDump {
                    coder,
                    document: document.to_owned(),
                    start: from,
                    end: to,
                    code,
                    memo: (!words.is_empty()).then(|| words.join("\n\n")),
                    place: (self.file.clone(), place.clone()),
                });
            }
        }
    }

    /// A text of the archive. Paths that leave it are not followed.
    fn text(&mut self, path: &str, archive: &mut ZipArchive<Cursor<&[u8]>>, of: &str) -> Option<String> {
        let bare = path.strip_prefix("internal://").unwrap_or(path).replace('\\', "/");
        let outside = bare.contains("://") || bare.starts_with('/') || bare.split('/').any(|part| part == "..");
        if outside || bare.contains(':') {
            self.tell(of, format!("its text {path} lies outside the file and was not read"));
            return None;
        }
        let small = bare.to_lowercase();
        let inside = [format!("sources/{small}"), small].iter().find_map(|name| self.members.get(name).cloned());
        let Some(inside) = inside else {
            self.tell(of, format!("its text {path} is not in the file: left out"));
            return None;
        };
        let decoded = member(archive, &inside, &mut self.left).and_then(|bytes| document::decode(&bytes));
        match decoded {
            Ok((text, warnings)) => {
                for warning in warnings {
                    self.tell(of, warning);
                }
                Some(text)
            }
            Err(reason) => {
                self.tell(of, reason);
                None
            }
        }
    }
}

/// The name of a file without folder and ending: some programs name a document by it.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_lowercase()
}

/// `#rrggbb` from what programs write; empty for anything else.
fn color(text: &str) -> String {
    let hex = text.trim().trim_start_matches('#').to_lowercase();
    let digits = hex.chars().all(|c| c.is_ascii_hexdigit());
    match hex.len() {
        3 if digits => format!("#{}", hex.chars().flat_map(|c| [c, c]).collect::<String>()),
        6 | 8 if digits => format!("#{}", hex.get(..6).unwrap_or_default()),
        _ => {
            let inner = hex.split_once('(').map_or("", |(_, inner)| inner);
            let parts: Vec<u8> = inner.trim_end_matches(')').split(',').filter_map(|n| n.trim().parse().ok()).collect();
            match parts.as_slice() {
                [r, g, b, ..] => format!("#{r:02x}{g:02x}{b:02x}"),
                _ => String::new(),
            }
        }
    }
}

fn give_facet(codes: &mut [CodeDump], above: &str, paths: &HashSet<String>, facet: &(String, String)) {
    for code in codes {
        let path = if above.is_empty() { code.name.clone() } else { format!("{above}{PATH_SEPARATOR}{}", code.name) };
        // A code has one value of a facet.
        if paths.contains(&path) && !code.facets.iter().any(|(name, _)| *name == facet.0) {
            code.facets.push(facet.clone());
        }
        give_facet(&mut code.children, &path, paths, facet);
    }
}
