//! Reading `.qdpx`, a bare `.qde` and `.qdc` with what real programs do otherwise than the standard says. Whatever is not
//! taken is told. Start reading at [`read`]; sources and what is coded in them are in `sources.rs`, codes in `codes.rs`.

use super::members::Members;
use super::notes::Notes;
use super::sources::Pending;
use super::tree::{Node, Tree};
use super::values::parse_date;
use super::{FACET, Units};
use crate::interchange::plain::{
    AttributeDump, CodebookDump, CoderDump, MemoDump, NoteDump, ParticipantDump, ProjectDump, free_name,
};
use crate::interchange::remark::{Problem, Remark};
use crate::model::{Guid, VariableKind};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// Who coded what nobody is named for.
pub(super) const UNKNOWN: &str = "unknown coder";
/// Names of one kind that are told.
const NAMED: usize = 20;

/// Why nothing was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Why the file is no project that can be read, in words.
    Unreadable(String),
    /// The reader was told to stop.
    Stopped,
}

/// Is told how much is read, and of how much; `false` stops the reading.
pub type Step<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Reads a project. `units` are how positions are counted, when a person says so; else it is found out.
///
/// # Errors
/// Why the file is no project that can be read.
pub fn read(path: &Path, units: Option<Units>, step: Step<'_>) -> Result<(ProjectDump, Vec<Problem>), Failure> {
    let mut members = Members::open(path).map_err(|why| Failure::Unreadable(why.to_string()))?;
    let text = members.project().map_err(Failure::Unreadable)?;
    let tree = Tree::parse(&text).map_err(Failure::Unreadable)?;
    let root = tree.root();
    if root.name() != "Project" {
        let why = format!("its project begins with <{}> and not with <Project>", root.name());
        return Err(Failure::Unreadable(why));
    }
    let mut reading = Reading { file: path.display().to_string(), ..Reading::default() };
    for (name, reason) in std::mem::take(&mut members.told) {
        reading.tell(&name, reason);
    }
    reading.project(root, &mut members, units, step)?;
    Ok((reading.dump, reading.problems))
}

/// Reads a codebook; what of it is not kept stands beside.
///
/// # Errors
/// Why the file is none.
pub fn codebook(text: &str, file: &str) -> Result<(CodebookDump, Vec<Problem>), String> {
    let tree = Tree::parse(text)?;
    let root = tree.root();
    let book = match root.name() {
        "CodeBook" => root,
        "Project" => root.child("CodeBook").ok_or("there is no codebook in it")?,
        other => return Err(format!("begins with <{other}> and not with <CodeBook>")),
    };
    let mut reading = Reading { file: file.to_owned(), ..Reading::default() };
    reading.codes(book);
    reading.sets(book.child("Sets").or(root.child("Sets")));
    reading.tell_left_out();
    Ok((reading.dump.codebook, reading.problems))
}

/// Facets on their way in: places by name, values that are known, and what codes have, by path.
#[derive(Default)]
struct Facets {
    places: HashMap<String, usize>,
    values: HashSet<(usize, String)>,
    of_codes: HashMap<String, Vec<(String, String)>>,
}

/// Which passages of a document are there already.
#[derive(Default)]
pub(super) struct Seen {
    coders: HashMap<String, usize>,
    /// Start, end, code and coder to the place among the codings.
    pub places: HashMap<(u32, u32, usize, usize), usize>,
}

impl Seen {
    /// A number that stands for a coder.
    pub fn coder(&mut self, name: &str) -> usize {
        if let Some(number) = self.coders.get(name) {
            return *number;
        }
        self.coders.insert(name.to_owned(), self.coders.len());
        self.coders.len() - 1
    }
}

/// A project on its way in.
#[derive(Default)]
pub(super) struct Reading {
    pub file: String,
    pub dump: ProjectDump,
    pub problems: Vec<Problem>,
    /// Names of coders by guid.
    pub users: HashMap<Guid, String>,
    /// Each code by its guid: a number that stands for it, and its path.
    pub codes: HashMap<Guid, (usize, String)>,
    /// Paths of codes that are taken.
    pub paths: HashSet<String>,
    /// Attribute by its guid: its place.
    variables: HashMap<Guid, usize>,
    pub notes: Notes,
    /// Place of each document by the guids that stand for it.
    pub sources: HashMap<Guid, usize>,
    pub documents: HashSet<String>,
    /// Attributes of documents, until it is known whose documents they are.
    pub values: Vec<(usize, Vec<Option<String>>)>,
    participants: HashMap<String, usize>,
    given: BTreeMap<&'static str, HashSet<Guid>>,
    pub seen: Seen,
    facets: Facets,
    /// What was left out: by kind how many, and their names.
    left_out: BTreeMap<&'static str, (usize, Vec<String>)>,
}

impl Reading {
    pub fn tell(&mut self, place: &str, remark: impl Into<Remark>) {
        self.problems.push(Problem::new(&self.file, place, remark));
    }

    pub fn leave_out(&mut self, what: &'static str, count: usize, name: &str) {
        if count == 0 {
            return;
        }
        let (sum, names) = self.left_out.entry(what).or_default();
        *sum += count;
        if !name.is_empty() && names.len() < NAMED && names.last().is_none_or(|last| last != name) {
            names.push(name.to_owned());
        }
    }

    pub fn tell_left_out(&mut self) {
        for (what, (count, names)) in std::mem::take(&mut self.left_out) {
            let names = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
            self.tell("", format!("{what} ({count}){names}"));
        }
    }

    /// The guid that a thing of a kind keeps: none when another thing has it already.
    pub fn given(&mut self, kind: &'static str, guid: Option<Guid>) -> Option<Guid> {
        let guid = guid?;
        if self.given.entry(kind).or_default().insert(guid) {
            return Some(guid);
        }
        self.leave_out("guids that stand for two things: the second one got another", 1, kind);
        None
    }

    fn project(
        &mut self,
        root: Node<'_>,
        members: &mut Members,
        units: Option<Units>,
        step: Step<'_>,
    ) -> Result<(), Failure> {
        let origin = root.get("origin").unwrap_or_default();
        let believed = units.unwrap_or_else(|| Units::of(&origin));
        self.dump.name = root.get("name").unwrap_or_default().into_owned();
        self.dump.description = root.text("Description").unwrap_or_default().to_owned();
        self.users(root);
        self.notes.named = !origin.starts_with(super::ORIGIN);
        self.read_notes(root, members);
        self.links(root);
        if let Some(book) = root.child("CodeBook") {
            self.codes(book);
        }
        self.variables(root);
        let sources: Vec<Node<'_>> = root.child("Sources").into_iter().flat_map(Node::children).collect();
        let pending = Pending { believed, forced: units.is_some() };
        for (i, source) in sources.iter().enumerate() {
            if !step(i as u64, sources.len() as u64) {
                return Err(Failure::Stopped);
            }
            self.source(*source, members, &pending);
        }
        for case in root.child("Cases").into_iter().flat_map(|cases| cases.all("Case")) {
            self.case(case);
        }
        self.values_of_documents();
        self.sets(root.child("Sets"));
        for note in self.notes.on(root, None) {
            self.memo("project", "", note);
        }
        for note in self.notes.unattached() {
            self.memo("project", "", note);
        }
        for graph in root.child("Graphs").into_iter().flat_map(Node::children) {
            self.leave_out("graphs are not kept here", 1, &graph.get("name").unwrap_or("without a name".into()));
        }
        self.tell_left_out();
        Ok(())
    }

    fn users(&mut self, root: Node<'_>) {
        let mut names = HashSet::new();
        for user in root.child("Users").into_iter().flat_map(|users| users.all("User")) {
            let name = user.get("name").or(user.get("id")).unwrap_or(UNKNOWN.into());
            let name = free_name(&mut names, &name, UNKNOWN);
            let guid = user.guid("guid");
            if let Some(guid) = guid {
                self.users.entry(guid).or_insert_with(|| name.clone());
            }
            let guid = self.given("coder", guid);
            self.dump.coders.push(CoderDump { name, guid, ..CoderDump::default() });
        }
    }

    pub fn named_user(&self, guid: Option<Guid>) -> Option<&str> {
        self.users.get(&guid?).map(String::as_str)
    }

    /// Who is named first, or somebody unknown.
    pub fn coder(&mut self, guids: [Option<Guid>; 2]) -> String {
        let named = guids.into_iter().find_map(|guid| self.named_user(guid)).map(str::to_owned);
        named.unwrap_or_else(|| {
            if !self.dump.coders.iter().any(|coder| coder.name == UNKNOWN) {
                self.dump.coders.push(CoderDump { name: UNKNOWN.into(), ..CoderDump::default() });
            }
            self.leave_out("passages of nobody that the file names are by an “unknown coder” here", 1, "");
            UNKNOWN.into()
        })
    }

    fn read_notes(&mut self, root: Node<'_>, members: &mut Members) {
        for note in root.child("Notes").into_iter().flat_map(|notes| notes.all("Note")) {
            let Some(key) = note.guid("guid") else { continue };
            let content = match (note.child("PlainTextContent"), note.get("plainTextPath")) {
                (Some(content), _) => Some(content.words().to_owned()),
                (None, Some(path)) => self.text(&path, members, "a memo"),
                (None, None) => None,
            };
            let name = note.get("name").unwrap_or_default();
            let guid = self.given("memo", Some(key));
            let coder = self.named_user(note.guid("creatingUser")).map(str::to_owned);
            let date = note.get("creationDateTime").or(note.get("modifiedDateTime"));
            let created = date.and_then(|date| parse_date(&date));
            self.notes.add(key, note, &name, content, NoteDump { text: String::new(), coder, guid, created });
        }
    }

    /// Links of a memo to something are that memo on it; others are not kept.
    fn links(&mut self, root: Node<'_>) {
        for link in root.child("Links").into_iter().flat_map(Node::children) {
            let ends = link.guid("originGUID").zip(link.guid("targetGUID"));
            if !ends.is_some_and(|(from, to)| self.notes.link(from, to)) {
                self.leave_out("links between things are not kept here", 1, &link.get("name").unwrap_or_default());
            }
        }
    }

    pub fn memo(&mut self, target: &str, name: &str, note: NoteDump) {
        if !note.text.trim().is_empty() {
            self.dump.memos.push(MemoDump { target: target.into(), name: name.into(), note });
        }
    }

    fn variables(&mut self, root: Node<'_>) {
        let mut names = HashSet::new();
        for variable in root.child("Variables").into_iter().flat_map(|all| all.all("Variable")) {
            let name = free_name(&mut names, &variable.get("name").unwrap_or_default(), "attribute");
            let key = variable.guid("guid");
            if let Some(guid) = key {
                self.variables.entry(guid).or_insert(self.dump.attributes.len());
            }
            let kind = match variable.get("typeOfVariable").as_deref() {
                Some("Integer" | "Float") => Some(VariableKind::Number),
                Some("Boolean") => Some(VariableKind::YesNo),
                Some("Date") => Some(VariableKind::Date),
                Some("DateTime") => {
                    self.leave_out("attributes that are dates with a time of day are kept as words", 1, &name);
                    Some(VariableKind::Text)
                }
                Some("Text") => Some(VariableKind::Text),
                _ => None,
            };
            let described = usize::from(variable.text("Description").is_some());
            self.leave_out("descriptions of attributes are not kept here", described, &name);
            let guid = self.given("attribute", key);
            self.dump.attributes.push(AttributeDump { name, kind, guid });
        }
    }

    pub fn values(&self, node: Node<'_>) -> Vec<Option<String>> {
        let mut values = vec![None; self.dump.attributes.len()];
        for value in node.all("VariableValue") {
            let place = value.child("VariableRef").and_then(|of| self.variables.get(&of.target()?));
            let own = value.children().find(|child| child.name().ends_with("Value"));
            let (Some(slot), Some(own)) = (place.and_then(|at| values.get_mut(*at)), own) else { continue };
            let words = match (own.name(), own.words().trim()) {
                ("BooleanValue", "true" | "1") => "yes",
                ("BooleanValue", "false" | "0") => "no",
                ("TextValue", _) => own.words(),
                (_, words) => words,
            };
            *slot = (!words.trim().is_empty()).then(|| words.to_owned());
        }
        values
    }

    /// A participant with these values; values that are known already stay.
    fn participant(&mut self, name: &str, guid: Option<Guid>, values: Vec<Option<String>>) {
        let own = self.participants.get(name).and_then(|at| self.dump.participants.get_mut(*at));
        let Some(own) = own else {
            self.participants.insert(name.to_owned(), self.dump.participants.len());
            self.dump.participants.push(ParticipantDump { name: name.to_owned(), values, guid });
            return;
        };
        own.guid = own.guid.or(guid);
        let mut others = 0;
        for (slot, value) in own.values.iter_mut().zip(values) {
            match (&slot, &value) {
                (None, _) => *slot = value,
                (Some(one), Some(other)) => others += usize::from(one != other),
                (Some(_), None) => {}
            }
        }
        self.leave_out("values of participants who have another one in the file too", others, name);
    }

    fn case(&mut self, case: Node<'_>) {
        let refers = case.all("SourceRef").filter_map(Node::target);
        let places: HashSet<usize> = refers.filter_map(|guid| self.sources.get(&guid).copied()).collect();
        let first = places.iter().min().and_then(|at| self.dump.documents.get(*at)).map(|d| d.name.clone());
        let values = self.values(case);
        // A case without a name carries the attributes of documents.
        let name = match (case.get("name"), first) {
            (Some(name), _) => name.trim().to_owned(),
            (None, Some(_)) => {
                self.values.extend(places.into_iter().map(|at| (at, values.clone())));
                return;
            }
            (None, None) => return self.leave_out("cases without a name and without a document", 1, ""),
        };
        let guid = self.given("participant", case.guid("guid"));
        self.participant(&name, guid, values);
        let mut others = Vec::new();
        for at in places {
            let Some(document) = self.dump.documents.get_mut(at) else { continue };
            if document.participant.get_or_insert_with(|| name.clone()) != &name {
                others.push(document.name.clone());
            }
        }
        for document in others {
            let what = "documents of several participants are those of the first one here";
            self.leave_out(what, 1, &document);
        }
        if let Some(words) = case.text("Description") {
            self.memo("participant", &name, NoteDump { text: words.to_owned(), ..NoteDump::default() });
        }
        for note in self.notes.on(case, case.guid("guid")) {
            self.memo("participant", &name, note);
        }
        let coded = case.all("SelectionRef").count() + case.all("CodeRef").count();
        self.leave_out("ties of passages and codes to a participant are not kept here", coded, &name);
    }

    /// Attributes of a document are those of whom it is about; a document of nobody stands for somebody of its name.
    fn values_of_documents(&mut self) {
        for (at, values) in std::mem::take(&mut self.values) {
            let Some(document) = self.dump.documents.get_mut(at) else { continue };
            let name = document.participant.get_or_insert_with(|| document.name.clone()).clone();
            self.participant(&name, None, values);
        }
    }

    /// Sets of codes that are called like a facet and its value are that.
    fn sets(&mut self, sets: Option<Node<'_>>) {
        for set in sets.into_iter().flat_map(|sets| sets.all("Set")) {
            let name = set.get("name").unwrap_or_default();
            let mark = set.text("Description").and_then(super::sets::Mark::parse);
            let members: Vec<Guid> =
                set.all("MemberCode").filter_map(|code| code.target().or_else(|| code.guid("guid"))).collect();
            let sources: Vec<Guid> = set.all("MemberSource").filter_map(Node::target).collect();
            let notes = set.all("MemberNote").count();
            let named = name.split_once(FACET).map(|(facet, value)| (facet.trim().to_owned(), value.trim().to_owned()));
            match (mark, named) {
                (Some(super::sets::Mark::Done(coder)), _) => self.done(&coder, &sources),
                // Stands with the participants too.
                (Some(super::sets::Mark::Attribute), _) => {}
                (Some(super::sets::Mark::Facet(facet, value)), _) => self.facet(facet, value, &members),
                (None, Some((facet, value))) if sources.is_empty() && notes == 0 && !members.is_empty() => {
                    self.facet(facet, Some(value), &members);
                }
                _ if sources.is_empty() && notes == 0 => self.leave_out("groups of codes are not kept here", 1, &name),
                _ => self.leave_out("groups of documents or memos are not kept here", 1, &name),
            }
        }
        let twice = super::codes::give_facets(&mut self.dump.codebook.codes, &self.facets.of_codes);
        self.leave_out("values of facets that a code has already are not kept: it has one of each", twice, "");
    }

    fn done(&mut self, coder: &str, sources: &[Guid]) {
        let known = self.dump.coders.iter().any(|own| own.name == coder);
        let places = sources.iter().filter_map(|guid| self.sources.get(guid)).filter(|_| known);
        let names = places.filter_map(|at| Some(self.dump.documents.get(*at)?.name.clone()));
        self.dump.participations.extend(names.map(|name| (name, coder.to_owned())));
    }

    fn facet(&mut self, facet: String, value: Option<String>, members: &[Guid]) {
        let facets = &mut self.dump.codebook.facets;
        let at = *self.facets.places.entry(facet.clone()).or_insert_with(|| {
            facets.push((facet.clone(), vec![]));
            facets.len() - 1
        });
        let (Some((_, values)), Some(value)) = (facets.get_mut(at), value) else { return };
        if self.facets.values.insert((at, value.clone())) {
            values.push(value.clone());
        }
        for (_, path) in members.iter().filter_map(|guid| self.codes.get(guid)) {
            self.facets.of_codes.entry(path.clone()).or_default().push((facet.clone(), value.clone()));
        }
    }
}
