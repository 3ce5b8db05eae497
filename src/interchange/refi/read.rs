//! Reads `.qdpx`, a bare `.qde` and `.qdc` with the deviations from the standard that real programs make. Everything in
//! a file ends up in the project or in the report. Start reading at [`read`]. Sources are read in `sources.rs`, their
//! codings in `passages.rs`, codes in `codes.rs`, cases in `cases.rs`, sets in `groups.rs`, and everything else in
//! `unknown.rs`.

use super::Offsets;
use super::groups::Dimensions;
use super::members::Members;
use super::notes::Notes;
use super::positions::{Believed, PositionDoubt};
use super::sets::Mark;
use super::source_parts::{KEPT, SourceParts};
use super::tree::{Node, Tree};
use super::units::Units;
use super::unknown::quoted;
use super::values::parse_date;
use crate::interchange::case_words::CaseWords;
use crate::interchange::plain::{
    AttributeDump, CodebookDump, CoderDump, CodingDump, DumpedMemoTarget, MemoDump, NoteDump, ProjectDump, free_name,
};
use crate::interchange::remark::{
    FilePlace, ForeignLoss, ForeignLosses, ForeignRefusal, Problem, ReadError, Refusal, Remark,
};
use crate::model::{CharRange, Guid, Progress, RowKind, VariableKind};
use crate::tr;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

/// The coder of passages for which the file names none.
pub(super) fn unknown_coder() -> &'static str {
    tr!("unknown coder")
}

/// A project as it was read.
#[derive(Clone, Debug, Default)]
pub struct Exchanged {
    pub dump: ProjectDump,
    /// What was not imported or was changed, and what to check.
    pub problems: Vec<Problem>,
    /// Positions that can be read in two ways.
    pub doubt: Option<PositionDoubt>,
}

/// Reads a project. `offsets` is the unit of positions if the user chose it; otherwise it is detected.
///
/// # Errors
/// Why the project cannot be read, or that reading was cancelled.
pub fn read(path: &Path, offsets: Option<Offsets>, progress: &Progress) -> Result<Exchanged, ReadError> {
    read_keeping(path, offsets, progress, KEPT)
}

/// As [`read`]; `kept` is how many bytes of sources are kept in memory.
pub(super) fn read_keeping(
    path: &Path,
    offsets: Option<Offsets>,
    progress: &Progress,
    kept: usize,
) -> Result<Exchanged, ReadError> {
    let mut members = Members::open(path)?;
    let (sources, rest) = SourceParts::read(members.project_part(), kept, progress)?;
    let tree = sources.parse(&rest)?;
    let root = tree.root();
    if root.name() != "Project" {
        return Err(ForeignRefusal::NotAProject { root: root.name().to_owned() }.into());
    }
    let mut reading = Reading::new(&path.display().to_string(), root);
    for (name, remark) in std::mem::take(&mut members.remarks) {
        reading.remark(&name, remark);
    }
    reading.project(root, &sources, &mut members, offsets, progress)?;
    Ok(Exchanged { dump: reading.dump, problems: reading.problems, doubt: reading.doubt })
}

/// Reads a codebook and returns remarks on what was not imported or was changed.
///
/// # Errors
/// Why the file is not a codebook.
pub fn codebook(text: &str, file: &str) -> Result<(CodebookDump, Vec<Problem>), Refusal> {
    let tree = Tree::parse(text)?;
    let root = tree.root();
    let mut reading = Reading::new(file, root);
    match root.name() {
        "CodeBook" => {
            reading.codes(&[root]);
            reading.sets(root.within("Sets"));
            reading.report_unknown(root);
        }
        "Project" => {
            let books: Vec<Node<'_>> = root.children_named("CodeBook").collect();
            if books.is_empty() {
                return Err(ForeignRefusal::NoCodebook.into());
            }
            reading.codes(&books);
            let sets: Vec<Node<'_>> = books.iter().flat_map(|book| book.within("Sets")).collect();
            reading.sets(sets.into_iter().chain(root.within("Sets")));
            for book in books {
                reading.report_unknown(book);
            }
        }
        other => return Err(ForeignRefusal::NotACodebook { root: other.to_owned() }.into()),
    }
    reading.lose_sets();
    reading.report_losses();
    Ok((reading.dump.codebook, reading.problems))
}

/// A selection of a case.
pub(super) struct Selection {
    /// Index of the document.
    pub document: usize,
    pub range: CharRange,
    pub name: String,
}

/// The codings of a document read so far.
#[derive(Default)]
pub(super) struct Seen {
    coders: HashMap<String, usize>,
    pub codings: Vec<CodingDump>,
    /// From start, end, code and coder to the index of the coding.
    pub places: HashMap<(u32, u32, usize, usize), usize>,
}

impl Seen {
    /// Returns a number for a coder.
    pub fn coder(&mut self, name: &str) -> usize {
        if let Some(number) = self.coders.get(name) {
            return *number;
        }
        self.coders.insert(name.to_owned(), self.coders.len());
        self.coders.len() - 1
    }
}

/// The state of reading a project.
#[derive(Default)]
pub(super) struct Reading {
    pub file: String,
    /// True if this program wrote the file.
    pub is_own: bool,
    pub dump: ProjectDump,
    pub problems: Vec<Problem>,
    pub doubt: Option<PositionDoubt>,
    /// Names of coders by guid.
    pub users: HashMap<Guid, String>,
    /// Codes by guid: a number for the code, and its path.
    pub codes: HashMap<Guid, (usize, String)>,
    /// Paths of codes that are in use.
    pub paths: HashSet<String>,
    /// Codes whose paths would equal those of others, by the order in which they are read, and how many were read.
    pub ambiguous: HashSet<usize>,
    pub codes_read: usize,
    /// Indices of attributes by guid.
    variables: HashMap<Guid, usize>,
    /// Attributes that are marked as those of documents.
    pub of_documents: HashSet<usize>,
    pub notes: Notes,
    /// Indices of documents by each of the guids that identify them.
    pub sources: HashMap<Guid, usize>,
    /// Selections that are referred to by cases, and those that were read.
    pub of_cases: HashSet<Guid>,
    pub selected: HashMap<Guid, Selection>,
    /// Words of cases, by document.
    pub words: BTreeMap<usize, Vec<CaseWords>>,
    /// Documents that refer to a case and have words of it, too.
    pub aside: Vec<(usize, String)>,
    /// Documents that were not imported.
    pub without_text: HashSet<Guid>,
    pub documents: HashSet<String>,
    /// Names of sets that are in use.
    pub set_names: HashSet<String>,
    /// Values of documents, until all cases are known.
    pub values: Vec<(usize, Vec<Option<String>>)>,
    /// Indices by name.
    pub participants: HashMap<String, usize>,
    guids: BTreeMap<RowKind, HashSet<Guid>>,
    pub seen: Seen,
    pub dimensions: Dimensions,
    losses: ForeignLosses,
}

impl Reading {
    fn new(file: &str, root: Node<'_>) -> Self {
        let is_own = root.get("origin").is_some_and(|origin| origin.starts_with(super::ORIGIN));
        let mut reading = Self { file: file.to_owned(), is_own, ..Self::default() };
        reading.notes.named = !is_own;
        reading
    }

    pub fn remark(&mut self, place: impl Into<FilePlace>, remark: impl Into<Remark>) {
        self.problems.push(Problem::new(&self.file, place, remark));
    }

    /// Counts something that is left out or changed; an empty name is not listed.
    pub fn lose(&mut self, what: ForeignLoss, count: usize, name: &str) {
        self.losses.add(what, count, name);
    }

    /// As [`Self::lose`], for a place that is named in the reader's language.
    pub fn lose_in(&mut self, what: ForeignLoss, count: usize, place: &FilePlace) {
        self.losses.add(what, count, place.clone());
    }

    /// As [`Self::lose`], for a name that is written in the reader's language.
    pub fn lose_at(&mut self, what: ForeignLoss, count: usize, describe: impl Fn() -> String) {
        self.losses.add(what, count, FilePlace::of(describe));
    }

    /// Counts a reference from something of this name to a missing target.
    pub fn lose_target(&mut self, target: Option<Guid>, name: &str) {
        if target.is_some_and(|guid| self.without_text.contains(&guid)) {
            // Its document is already reported.
            return;
        }
        self.lose(ForeignLoss::MissingTargets, 1, name);
    }

    fn report_losses(&mut self) {
        for loss in self.losses.take() {
            self.remark("", loss);
        }
    }

    /// The guid that a thing of this kind keeps; `None` if another thing of the kind already has it.
    pub fn unique_guid(&mut self, kind: RowKind, guid: Option<Guid>) -> Option<Guid> {
        let guid = guid?;
        if self.guids.entry(kind).or_default().insert(guid) {
            return Some(guid);
        }
        self.lose_at(ForeignLoss::SharedIdentifiers, 1, || kind.noun().to_owned());
        None
    }

    fn project(
        &mut self,
        root: Node<'_>,
        sources: &SourceParts,
        members: &mut Members,
        chosen: Option<Offsets>,
        progress: &Progress,
    ) -> Result<(), ReadError> {
        let origin = root.get("origin").unwrap_or_default();
        self.dump.name = root.get("name").unwrap_or_default().into_owned();
        self.dump.description = root.description().unwrap_or_default().into_owned();
        self.users(root);
        self.read_notes(root, members);
        self.links(root);
        let books: Vec<Node<'_>> = root.children_named("CodeBook").collect();
        self.codes(&books);
        self.variables(root);
        let cases = root.within("Cases").flat_map(|case| case.children_named("SelectionRef"));
        self.of_cases = cases.filter_map(Node::target).collect();
        let believed = Believed { units: Units::of(&origin), is_known: Units::are_known_of(&origin), chosen };
        self.read_sources(sources, members, believed, progress)?;
        for case in root.within("Cases").filter(|case| case.name() == "Case") {
            self.case(case);
        }
        self.speakers_of_cases();
        self.values_of_documents();
        let sets: Vec<Node<'_>> = books.iter().flat_map(|book| book.within("Sets")).collect();
        self.sets(sets.into_iter().chain(root.within("Sets")));
        for note in self.notes.on(root, None) {
            self.memo(DumpedMemoTarget::Project, "", note);
        }
        for note in self.notes.unattached() {
            self.memo(DumpedMemoTarget::Project, "", note);
        }
        for graph in root.within("Graphs") {
            let (nodes, edges) = (graph.children_named("Vertex").count(), graph.children_named("Edge").count());
            let name = graph.get("name");
            self.lose_at(ForeignLoss::Graphs, 1, || {
                let name = name.as_deref().unwrap_or(tr!("a graph without a name"));
                let (nodes, edges) = (tr!("{n} node" | "{n} nodes" % nodes), tr!("{n} edge" | "{n} edges" % edges));
                tr!("{name} ({nodes}, {edges})", name, nodes, edges)
            });
        }
        self.report_unknown(root);
        for file in members.unused() {
            self.lose(ForeignLoss::UnusedFiles, 1, &file);
        }
        self.report_losses();
        Ok(())
    }

    fn users(&mut self, root: Node<'_>) {
        let mut names = HashSet::new();
        for user in root.within("Users").filter(|user| user.name() == "User") {
            let (full_name, initials) = (user.get("name"), user.get("id"));
            if let (Some(name), Some(initials)) = (&full_name, &initials)
                && name != initials
            {
                self.lose(ForeignLoss::Initials, 1, initials);
            }
            let wanted = full_name.or(initials).unwrap_or(unknown_coder().into());
            let name = free_name(&mut names, &wanted, unknown_coder());
            if name != wanted.trim() {
                self.lose(ForeignLoss::RenamedCoders, 1, &wanted);
            }
            let guid = user.guid("guid");
            if let Some(guid) = guid {
                self.users.entry(guid).or_insert_with(|| name.clone());
            }
            let guid = self.unique_guid(RowKind::Coder, guid);
            self.dump.coders.push(CoderDump { name, guid, ..CoderDump::default() });
        }
    }

    pub fn named_user(&self, guid: Option<Guid>) -> Option<&str> {
        self.users.get(&guid?).map(String::as_str)
    }

    /// The name of the first known coder, or the unknown coder.
    pub fn coder(&mut self, guids: [Option<Guid>; 2]) -> String {
        let named = guids.into_iter().find_map(|guid| self.named_user(guid)).map(str::to_owned);
        named.unwrap_or_else(|| {
            if !self.dump.coders.iter().any(|coder| coder.name == unknown_coder()) {
                self.dump.coders.push(CoderDump { name: unknown_coder().into(), ..CoderDump::default() });
            }
            self.lose(ForeignLoss::UnknownCoders, 1, "");
            unknown_coder().into()
        })
    }

    fn read_notes(&mut self, root: Node<'_>, members: &mut Members) {
        for note in root.within("Notes").filter(|note| note.name() == "Note") {
            let name = note.get("name").unwrap_or_default();
            let place = FilePlace::of(|| match name.trim() {
                "" => tr!("a memo").to_owned(),
                _ => tr!("memo {name}", name),
            });
            let content = match (note.child("PlainTextContent"), note.get("plainTextPath")) {
                (Some(content), _) => Some(content.text().to_owned()),
                (None, Some(path)) => self.text(&path, members, &place),
                (None, None) => None,
            };
            if let Some(path) = note.get("richTextPath") {
                members.mention(&path);
            }
            if content.is_none() && note.get("plainTextPath").is_none() && note.get("richTextPath").is_some() {
                self.remark(place, ForeignRefusal::SourceWithoutText);
            }
            let codings = note
                .children_named("PlainTextSelection")
                .map(|selection| selection.children_named("Coding").count())
                .sum::<usize>();
            self.lose(ForeignLoss::CodesOnMemos, codings + note.children_named("Coding").count(), &name);
            self.lose(ForeignLoss::ValuesOnMemos, note.children_named("VariableValue").count(), &name);
            let key = note.guid("guid");
            let guid = self.unique_guid(RowKind::Memo, key);
            let coder = self.named_user(note.guid("creatingUser")).map(str::to_owned);
            let date = note.get("creationDateTime").or(note.get("modifiedDateTime"));
            let created = date.and_then(|date| parse_date(&date));
            self.notes.add(key, note, &name, content, NoteDump { text: String::new(), coder, guid, created });
        }
    }

    /// Attaches memos by links between a memo and something else; other links are left out.
    fn links(&mut self, root: Node<'_>) {
        for link in root.within("Links") {
            let ends = link.guid("originGUID").zip(link.guid("targetGUID"));
            let name = link.get("name").unwrap_or_default();
            if !ends.is_some_and(|(from, to)| self.notes.link(from, to)) {
                self.lose(ForeignLoss::Links, 1, &name);
            } else if !name.is_empty() {
                self.lose(ForeignLoss::LinkDetails, 1, &name);
            }
        }
    }

    pub fn memo(&mut self, target: DumpedMemoTarget, name: &str, note: NoteDump) {
        if !note.text.trim().is_empty() {
            self.dump.memos.push(MemoDump { target, name: name.into(), note });
        }
    }

    fn variables(&mut self, root: Node<'_>) {
        let (mut of_cases, mut of_documents) = (HashSet::new(), HashSet::new());
        for variable in root.within("Variables").filter(|variable| variable.name() == "Variable") {
            let given_name = variable.get("name").unwrap_or_default();
            let description = variable.description();
            let mark = description.as_deref().and_then(Mark::parse).filter(|_| self.is_own);
            let is_of_documents = mark == Some(Mark::OfDocuments);
            let names = if is_of_documents { &mut of_documents } else { &mut of_cases };
            let name = free_name(names, &given_name, "attribute");
            if name != given_name.trim() {
                self.lose(
                    ForeignLoss::RenamedAttributes,
                    1,
                    if given_name.trim().is_empty() { &name } else { &given_name },
                );
            }
            let key = variable.guid("guid");
            if let Some(guid) = key {
                self.variables.entry(guid).or_insert(self.dump.attributes.len());
            }
            let kind = match variable.get("typeOfVariable").as_deref() {
                Some("Integer" | "Float") => Some(VariableKind::Number),
                Some("Boolean") => Some(VariableKind::YesNo),
                Some("Date") => Some(VariableKind::Date),
                Some("DateTime") => {
                    self.lose(ForeignLoss::DateTimes, 1, &name);
                    Some(VariableKind::Text)
                }
                Some("Text") => Some(VariableKind::Text),
                _ => None,
            };
            if is_of_documents {
                self.of_documents.insert(self.dump.attributes.len());
            } else if let Some(description) = description {
                let described = || format!("{name}{}", quoted(&description));
                self.lose_at(ForeignLoss::AttributeDescriptions, 1, described);
            }
            let guid = self.unique_guid(RowKind::Attribute, key);
            self.dump.attributes.push(AttributeDump { name, kind, guid });
        }
    }

    /// The values of a case or document, one for each attribute.
    pub fn values(&mut self, node: Node<'_>) -> Vec<Option<String>> {
        let mut values: Vec<Option<String>> = vec![None; self.dump.attributes.len()];
        for value in node.children_named("VariableValue") {
            let index =
                value.child("VariableRef").and_then(|reference| self.variables.get(&reference.target()?)).copied();
            for content in value.children().filter(|child| child.name().ends_with("Value")) {
                let text = match (content.name(), content.text().trim()) {
                    (_, "") => continue,
                    ("BooleanValue", "true" | "1") => Cow::Borrowed("yes"),
                    ("BooleanValue", "false" | "0") => Cow::Borrowed("no"),
                    ("TextValue", _) => Cow::Borrowed(content.text()),
                    (_, text) => Cow::Borrowed(text),
                };
                match index.and_then(|at| values.get_mut(at)) {
                    None => self.lose(ForeignLoss::UndefinedValues, 1, &text),
                    Some(slot @ None) => *slot = Some(text.into_owned()),
                    Some(Some(known)) if **known == *text => {}
                    Some(Some(_)) => self.lose(ForeignLoss::OtherValues, 1, &text),
                }
            }
        }
        values
    }
}
