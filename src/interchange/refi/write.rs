//! Writes a project as `.qdpx` and a codebook as `.qdc`, valid against the schemas and in their order of elements.
//! Texts and passages are read and written one document at a time, so that the size of a project does not matter.

mod groups;

use super::ORIGIN;
use super::options::ExchangeOptions;
use super::per_document::{PerDocument, WholeDump};
use super::sets::Mark;
use super::values::{Form, write_date};
use crate::interchange::archive::{archive, finished};
use crate::interchange::case_words::{CaseWords, words};
use crate::interchange::files::WriteError;
use crate::interchange::plain::{
    CodebookDump, CodingDump, DocumentDump, DumpedMemoTarget, NoteDump, ParticipantDump, ProjectDump, Walked, free_name,
};
use crate::interchange::xml::Xml;
use crate::model::{CharRange, Guid};
use crate::text::TextIndex;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;

/// The most characters of a passage in a selection's name.
const NAMED: usize = 100;
/// The most characters of a memo in its name.
const TITLED: usize = 60;

/// Writes a project. The texts and passages in `dump` are ignored: they come from `documents`, which is asked at most three
/// times for each text, and twice for passages. `now` is UTC milliseconds since 1970.
///
/// # Errors
/// When a document cannot be read, or `to` cannot be written.
pub fn write<W: Write + Seek, D: PerDocument>(
    dump: &ProjectDump,
    options: &ExchangeOptions,
    documents: &D,
    now: i64,
    to: W,
) -> Result<W, WriteError<D::Error>> {
    let mut zip = archive(to);
    let entry_options = SimpleFileOptions::default();
    let mut writer = ProjectWriter::new(dump, *options, documents, now);
    writer.find_coded().map_err(WriteError::Contents)?;
    zip.start_file("project.qde", entry_options).map_err(io::Error::from)?;
    let mut xml = Xml::new(&mut *zip);
    writer.project(&mut xml)?;
    xml.finish()?;
    for (at, guid) in writer.sources.iter().enumerate() {
        zip.start_file(format!("sources/{guid}.txt"), entry_options).map_err(io::Error::from)?;
        let text = documents.text(at).map_err(WriteError::Contents)?;
        // Readers drop a leading byte order mark, so a text that starts with this character needs another one before
        // it.
        if text.starts_with('\u{feff}') {
            zip.write_all("\u{feff}".as_bytes())?;
        }
        zip.write_all(text.as_bytes())?;
    }
    for memo in writer.separate_memos.iter().filter(|_| options.memo_files) {
        zip.start_file(format!("sources/{}.txt", memo.guid), entry_options).map_err(io::Error::from)?;
        zip.write_all(memo.note.text.as_bytes())?;
    }
    Ok(finished(zip)?)
}

/// Returns the bytes of a codebook file.
///
/// # Errors
/// Never in practice, because it writes to memory.
pub fn write_codebook(book: &CodebookDump) -> io::Result<Vec<u8>> {
    let dump = ProjectDump { codebook: book.clone(), ..ProjectDump::default() };
    let none = WholeDump::new(&dump);
    let mut writer = ProjectWriter::new(&dump, ExchangeOptions::default(), &none, 0);
    let mut xml = Xml::new(Vec::new());
    xml.open("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", &origin())]);
    if !book.codes.is_empty() {
        writer.codes(&mut xml);
    }
    writer.sets(&mut xml, "guid");
    xml.close("CodeBook");
    xml.finish()
}

fn origin() -> String {
    format!("{ORIGIN} {}", env!("CARGO_PKG_VERSION"))
}

/// Derives a second guid from a thing's guid, always the same one.
fn twin(guid: Guid) -> Guid {
    Guid(guid.0.map(|byte| byte ^ 0x5a))
}

/// New names for codes with the name of another code, by path: the name of the parent code is appended. Folders and
/// codes count separately, as in programs that require unique names.
pub(super) fn unique_names(book: &CodebookDump) -> HashMap<String, String> {
    let mut taken: [HashSet<String>; 2] = Default::default();
    let mut renamed = HashMap::new();
    let walked: Vec<Walked<'_>> = book.walk().collect();
    for Walked { code, path, above: parent, .. } in &walked {
        let [codes, folders] = &mut taken;
        let names = if code.folder { folders } else { codes };
        if !names.insert(code.name.clone()) {
            let parent = parent.and_then(|number| walked.get(number));
            let wanted =
                parent.map_or_else(|| code.name.clone(), |parent| format!("{} ({})", code.name, parent.code.name));
            renamed.insert(path.clone(), free_name(names, &wanted, &wanted));
        }
    }
    renamed
}

/// A separate memo, and the target that a link attaches it to.
struct SeparateMemo<'a> {
    guid: Guid,
    note: Cow<'a, NoteDump>,
    link: Option<Guid>,
}

/// The state of writing a project, with the guids of everything.
struct ProjectWriter<'a, D> {
    dump: &'a ProjectDump,
    options: ExchangeOptions,
    documents: &'a D,
    now: String,
    used: Used,
    users: HashMap<&'a str, String>,
    first_user: Option<String>,
    codes: HashMap<String, Guid>,
    renamed: HashMap<String, String>,
    /// Codes that are used in codings, if some are folders.
    coded: HashSet<String>,
    variables: Vec<(Guid, Form)>,
    document_variables: Vec<(Guid, Form)>,
    cases: Vec<Guid>,
    sources: Vec<Guid>,
    /// Keyed by participant.
    documents_of: HashMap<&'a str, Vec<Guid>>,
    /// What participants say, by document, with the guids of its selections.
    said: Vec<Vec<(Guid, CaseWords)>>,
    /// Selections of a participant's words.
    words_of: HashMap<String, Vec<Guid>>,
    separate_memos: Vec<SeparateMemo<'a>>,
    /// Separate memos, by what refers to them: kind and name.
    refs: HashMap<(DumpedMemoTarget, &'a str), Vec<Guid>>,
    /// Texts of memos that are written as comments on their targets, by kind and name.
    in_place: HashMap<(DumpedMemoTarget, &'a str), Vec<&'a str>>,
}

impl<'a, D: PerDocument> ProjectWriter<'a, D> {
    fn new(dump: &'a ProjectDump, options: ExchangeOptions, documents: &'a D, now: i64) -> Self {
        let mut used = Used::default();
        let mut claim = |wanted: Option<Guid>| used.claim(wanted);
        let users: Vec<String> = dump.coders.iter().map(|coder| claim(coder.guid).to_string()).collect();
        let mut codes = HashMap::new();
        for Walked { code, path, .. } in dump.codebook.walk() {
            codes.insert(path, claim(code.guid));
        }
        let variable = |(at, attribute): (usize, &crate::interchange::plain::AttributeDump)| {
            let values = dump.participants.iter().filter_map(move |participant| participant.values.get(at)?.as_deref());
            (claim(attribute.guid), Form::of(attribute.kind, values))
        };
        let variables = dump.attributes.iter().enumerate().map(variable).collect();
        let mut claim = |wanted: Option<Guid>| used.claim(wanted);
        let document_variable = |(at, attribute): (usize, &crate::interchange::plain::AttributeDump)| {
            let values = dump.documents.iter().filter_map(move |document| document.values.get(at)?.as_deref());
            (claim(attribute.guid), Form::of(attribute.kind, values))
        };
        let document_variables = dump.document_attributes.iter().enumerate().map(document_variable).collect();
        let mut claim = |wanted: Option<Guid>| used.claim(wanted);
        let cases = dump.participants.iter().map(|participant| claim(participant.guid)).collect();
        let sources: Vec<Guid> = dump.documents.iter().map(|document| claim(document.guid)).collect();
        let mut documents_of: HashMap<&str, Vec<Guid>> = HashMap::new();
        for (document, guid) in dump.documents.iter().zip(&sources) {
            if let Some(participant) = &document.participant {
                documents_of.entry(participant).or_default().push(*guid);
            }
        }
        let mut writer = Self {
            dump,
            options,
            documents,
            now: write_date(now),
            used,
            first_user: users.first().cloned(),
            users: dump.coders.iter().map(|coder| coder.name.as_str()).zip(users).collect(),
            codes,
            renamed: if options.unique_names { unique_names(&dump.codebook) } else { HashMap::new() },
            coded: HashSet::new(),
            variables,
            document_variables,
            cases,
            sources,
            documents_of,
            said: vec![],
            words_of: HashMap::new(),
            separate_memos: vec![],
            refs: HashMap::new(),
            in_place: HashMap::new(),
        };
        writer.memos();
        writer
    }

    /// Finds out which codes are used: a folder with passages is written as a code.
    fn find_coded(&mut self) -> Result<(), D::Error> {
        if self.dump.codebook.walk().any(|walked| walked.code.folder) {
            for at in 0..self.dump.documents.len() {
                self.coded.extend(self.documents.codings(at)?.iter().map(|coding| coding.code.clone()));
            }
        }
        Ok(())
    }

    /// Decides which memos are written separately, without those on passages.
    fn memos(&mut self) {
        let dump = self.dump;
        let names = dump.participants.iter().map(|participant| participant.name.as_str());
        let cases: HashMap<&str, Guid> = names.zip(self.cases.iter().copied()).collect();
        for memo in &dump.memos {
            let link = (memo.target == DumpedMemoTarget::Participant)
                .then(|| cases.get(memo.name.as_str()).copied())
                .flatten();
            if memo.target != DumpedMemoTarget::Project && self.options.memos_in_place {
                self.in_place.entry((memo.target, &memo.name)).or_default().push(&memo.note.text);
                continue;
            }
            let guid = self.used.claim(memo.note.guid);
            self.separate_memos.push(SeparateMemo { guid, note: Cow::Borrowed(&memo.note), link });
            if link.is_none() {
                self.refs.entry((memo.target, &memo.name)).or_default().push(guid);
            }
        }
    }

    /// The format has one place for a comment on a passage. It is used for the coder's comment; those of others are
    /// written as separate memos.
    fn is_in_place(&self, coding: &CodingDump) -> bool {
        self.options.memos_in_place || fits_comment(coding)
    }

    /// A description, with the memos that are written into it.
    fn with_memos(&self, target: DumpedMemoTarget, name: &str, description: &str) -> String {
        let memos = self.in_place.get(&(target, name)).into_iter().flatten().copied();
        let parts: Vec<&str> = std::iter::once(description).chain(memos).filter(|text| !text.is_empty()).collect();
        parts.join("\n\n")
    }

    fn note_refs<W: Write>(&self, xml: &mut Xml<W>, target: DumpedMemoTarget, name: &str) {
        for note in self.refs.get(&(target, name)).into_iter().flatten() {
            xml.empty("NoteRef", &[("targetGUID", &note.to_string())]);
        }
    }

    fn project<W: Write>(&mut self, xml: &mut Xml<W>) -> Result<(), WriteError<D::Error>> {
        let dump = self.dump;
        self.speakers()?;
        let origin = origin();
        let mut attributes = vec![
            ("xmlns", "urn:QDA-XML:project:1.0"),
            ("name", dump.name.as_str()),
            ("origin", origin.as_str()),
            ("creationDateTime", self.now.as_str()),
        ];
        attributes.extend(self.first_user.as_ref().map(|guid| ("creatingUserGUID", guid.as_str())));
        xml.open("Project", &attributes);
        if !dump.coders.is_empty() {
            xml.open("Users", &[]);
            for coder in &dump.coders {
                let guid = self.users.get(coder.name.as_str()).map_or("", String::as_str);
                xml.empty("User", &[("guid", guid), ("name", &coder.name)]);
            }
            xml.close("Users");
        }
        if !dump.codebook.codes.is_empty() {
            xml.open("CodeBook", &[]);
            self.codes(xml);
            xml.close("CodeBook");
        }
        if !dump.attributes.is_empty() || !dump.document_attributes.is_empty() {
            xml.open("Variables", &[]);
            for (attribute, (guid, form)) in dump.attributes.iter().zip(&self.variables) {
                let guid = guid.to_string();
                xml.empty(
                    "Variable",
                    &[("guid", &guid), ("name", &attribute.name), ("typeOfVariable", form.names().0)],
                );
            }
            for (attribute, (guid, form)) in dump.document_attributes.iter().zip(&self.document_variables) {
                let guid = guid.to_string();
                let form = ("typeOfVariable", form.names().0);
                xml.open("Variable", &[("guid", &guid), ("name", &attribute.name), form]);
                xml.text_element("Description", &Mark::OfDocuments.description());
                xml.close("Variable");
            }
            xml.close("Variables");
        }
        if !dump.participants.is_empty() {
            xml.open("Cases", &[]);
            for (at, participant) in dump.participants.iter().enumerate() {
                self.case(xml, at, participant);
                xml.flush_if_full()?;
            }
            xml.close("Cases");
        }
        if !dump.documents.is_empty() {
            let by_name: HashMap<&str, &ParticipantDump> =
                dump.participants.iter().map(|participant| (participant.name.as_str(), participant)).collect();
            xml.open("Sources", &[]);
            for (at, document) in dump.documents.iter().enumerate() {
                let participant = document.participant.as_ref().and_then(|name| by_name.get(name.as_str()).copied());
                self.source(xml, at, document, participant)?;
            }
            xml.close("Sources");
        }
        self.notes(xml)?;
        self.sets(xml, "targetGUID");
        xml.text_element("Description", &dump.description);
        self.note_refs(xml, DumpedMemoTarget::Project, "");
        xml.close("Project");
        Ok(())
    }

    /// Finds out what the speakers of documents say who are participants.
    fn speakers(&mut self) -> Result<(), WriteError<D::Error>> {
        if !self.options.holds_speakers() {
            return Ok(());
        }
        for (at, document) in self.dump.documents.iter().enumerate() {
            let mut said = Vec::new();
            if !document.speakers.is_empty() {
                let text = self.documents.text(at).map_err(WriteError::Contents)?;
                let source = self.sources.get(at).copied().unwrap_or_default();
                for words in words(document, &text) {
                    let place = Guid::named(SPEECH, &format!("{source} {}", words.range));
                    let guid = self.used.claim(Some(place));
                    self.words_of.entry(words.case.clone()).or_default().push(guid);
                    said.push((guid, words));
                }
            }
            self.said.push(said);
        }
        Ok(())
    }

    fn codes<W: Write>(&mut self, xml: &mut Xml<W>) {
        xml.open("Codes", &[]);
        let mut open = 0;
        for Walked { code, path, depth, .. } in self.dump.codebook.walk() {
            (depth..open).for_each(|_| xml.close("Code"));
            open = depth + 1;
            let guid = self.codes.get(&path).copied().unwrap_or_default().to_string();
            let name = self.renamed.get(&path).unwrap_or(&code.name);
            let codable = if code.folder && !self.coded.contains(path.as_str()) { "false" } else { "true" };
            let mut attributes = vec![("guid", guid.as_str()), ("name", name), ("isCodable", codable)];
            if code.color.len() == 7 && code.color.starts_with('#') {
                attributes.push(("color", &code.color));
            }
            xml.open("Code", &attributes);
            xml.text_element("Description", &self.with_memos(DumpedMemoTarget::Code, &path, &code.description));
            self.note_refs(xml, DumpedMemoTarget::Code, &path);
        }
        (0..open).for_each(|_| xml.close("Code"));
        xml.close("Codes");
    }

    fn values<W: Write>(xml: &mut Xml<W>, variables: &[(Guid, Form)], values: &[Option<String>]) {
        for ((variable, form), value) in variables.iter().zip(values) {
            let Some(value) = value else { continue };
            xml.open("VariableValue", &[]);
            xml.empty("VariableRef", &[("targetGUID", &variable.to_string())]);
            xml.text_element(form.names().1, &form.write(value));
            xml.close("VariableValue");
        }
    }

    fn case<W: Write>(&self, xml: &mut Xml<W>, at: usize, participant: &ParticipantDump) {
        let guid = self.cases.get(at).copied().unwrap_or_default().to_string();
        xml.open("Case", &[("guid", &guid), ("name", &participant.name)]);
        xml.text_element("Description", &self.with_memos(DumpedMemoTarget::Participant, &participant.name, ""));
        Self::values(xml, &self.variables, &participant.values);
        for guid in self.documents_of.get(participant.name.as_str()).into_iter().flatten() {
            xml.empty("SourceRef", &[("targetGUID", &guid.to_string())]);
        }
        for guid in self.words_of.get(&participant.name).into_iter().flatten() {
            xml.empty("SelectionRef", &[("targetGUID", &guid.to_string())]);
        }
        xml.close("Case");
    }

    fn source<W: Write>(
        &mut self,
        xml: &mut Xml<W>,
        at: usize,
        document: &DocumentDump,
        participant: Option<&ParticipantDump>,
    ) -> Result<(), WriteError<D::Error>> {
        let guid = self.sources.get(at).copied().unwrap_or_default().to_string();
        let path = format!("internal://{guid}.txt");
        let created = document.created.map_or_else(|| self.now.clone(), write_date);
        let mut attributes = vec![
            ("guid", guid.as_str()),
            ("name", document.name.as_str()),
            ("plainTextPath", path.as_str()),
            ("creationDateTime", created.as_str()),
        ];
        attributes.extend(self.first_user.as_ref().map(|guid| ("creatingUser", guid.as_str())));
        xml.open("TextSource", &attributes);
        xml.text_element("Description", &self.with_memos(DumpedMemoTarget::Document, &document.name, ""));
        let codings = self.documents.codings(at).map_err(WriteError::Contents)?;
        let said = self.said.get_mut(at).map(std::mem::take).unwrap_or_default();
        if !codings.is_empty() || !said.is_empty() {
            let text = self.documents.text(at).map_err(WriteError::Contents)?;
            let index = TextIndex::new(&text);
            let wide = if self.options.utf16 { surrogate_pairs(&text) } else { vec![] };
            for coding in codings.iter() {
                let quote = index.slice(&text, CharRange::new(coding.start, coding.end));
                let [start, end] = [coding.start, coding.end]
                    .map(|position| position as usize + wide.partition_point(|pair| *pair < position));
                self.selection(xml, coding, quote, [start, end]);
                xml.flush_if_full()?;
            }
            for (guid, words) in said {
                let [start, end] = [words.range.start.0, words.range.end.0]
                    .map(|position| (position as usize + wide.partition_point(|pair| *pair < position)).to_string());
                let attributes = [("guid", guid.to_string()), ("name", words.label)];
                let positions = [("startPosition", start), ("endPosition", end)];
                let attributes = attributes.iter().chain(&positions).map(|(name, value)| (*name, value.as_str()));
                xml.empty("PlainTextSelection", &attributes.collect::<Vec<_>>());
                xml.flush_if_full()?;
            }
        }
        self.note_refs(xml, DumpedMemoTarget::Document, &document.name);
        if let Some(participant) = participant.filter(|_| self.options.values_on_documents) {
            Self::values(xml, &self.variables, &participant.values);
        }
        Self::values(xml, &self.document_variables, &document.values);
        xml.close("TextSource");
        Ok(xml.flush_if_full()?)
    }

    fn selection<W: Write>(&mut self, xml: &mut Xml<W>, coding: &CodingDump, text: &str, positions: [usize; 2]) {
        let Some(code) = self.codes.get(&coding.code).map(Guid::to_string) else { return };
        let guid = self.used.claim(coding.guid);
        let selection = self.used.claim(Some(coding.selection.unwrap_or(twin(guid)))).to_string();
        let guid = guid.to_string();
        let name = text
            .char_indices()
            .nth(NAMED)
            .map_or(Cow::Borrowed(text), |(byte, _)| Cow::Owned(format!("{}…", text.get(..byte).unwrap_or_default())));
        let [start, end] = positions.map(|position| position.to_string());
        let created = coding.created.map_or_else(|| self.now.clone(), write_date);
        let coder = self.users.get(coding.coder.as_str()).map(|guid| ("creatingUser", guid.as_str()));
        let creation: Vec<_> = coder.into_iter().chain([("creationDateTime", created.as_str())]).collect();
        let mut attributes = vec![
            ("guid", selection.as_str()),
            ("name", name.as_ref()),
            ("startPosition", start.as_str()),
            ("endPosition", end.as_str()),
        ];
        attributes.extend(&creation);
        let in_place = if self.is_in_place(coding) { coding.memos.as_slice() } else { &[] };
        // The format has no date for a comment except that of the last change.
        let changed = in_place.last().and_then(|note| note.created).map(write_date);
        let changer = in_place.last().and_then(|note| self.users.get(note.coder.as_ref()?.as_str()));
        attributes.extend(changer.map(|guid| ("modifyingUser", guid.as_str())));
        attributes.extend(changed.as_ref().map(|date| ("modifiedDateTime", date.as_str())));
        xml.open("PlainTextSelection", &attributes);
        let comments: Vec<&str> = in_place.iter().map(|note| note.text.as_str()).collect();
        xml.text_element("Description", &comments.join("\n\n"));
        let coding_attributes: Vec<_> = [("guid", guid.as_str())].into_iter().chain(creation).collect();
        xml.open("Coding", &coding_attributes);
        xml.empty("CodeRef", &[("targetGUID", &code)]);
        let separate = if self.is_in_place(coding) { &[][..] } else { &coding.memos };
        for note in separate {
            let guid = self.used.claim(note.guid);
            xml.empty("NoteRef", &[("targetGUID", &guid.to_string())]);
            self.separate_memos.push(SeparateMemo { guid, note: Cow::Owned(note.clone()), link: None });
        }
        xml.close("Coding");
        xml.close("PlainTextSelection");
    }

    fn notes<W: Write>(&mut self, xml: &mut Xml<W>) -> io::Result<()> {
        if self.separate_memos.is_empty() {
            return Ok(());
        }
        xml.open("Notes", &[]);
        for (number, memo) in self.separate_memos.iter().enumerate() {
            let note = &memo.note;
            let first: String = note.text.lines().next().unwrap_or_default().chars().take(TITLED).collect();
            let name = if first.trim().is_empty() { format!("Memo {}", number + 1) } else { first };
            let created = note.created.map_or_else(|| self.now.clone(), write_date);
            let guid = memo.guid.to_string();
            let path = format!("internal://{guid}.txt");
            let mut attributes = vec![("guid", guid.as_str()), ("name", &name), ("creationDateTime", &created)];
            if self.options.memo_files {
                attributes.push(("plainTextPath", &path));
            }
            let coder = note.coder.as_ref().and_then(|name| self.users.get(name.as_str()));
            attributes.extend(coder.map(|guid| ("creatingUser", guid.as_str())));
            xml.open("Note", &attributes);
            if !self.options.memo_files {
                xml.text_element("PlainTextContent", &note.text);
            }
            xml.close("Note");
            xml.flush_if_full()?;
        }
        xml.close("Notes");
        let links: Vec<(Guid, Guid)> =
            self.separate_memos.iter().filter_map(|memo| Some((memo.guid, memo.link?))).collect();
        if !links.is_empty() {
            xml.open("Links", &[]);
            for (note, target) in links {
                let guid = self.used.claim(Some(twin(note))).to_string();
                let (note, target) = (note.to_string(), target.to_string());
                let ends = [("originGUID", note.as_str()), ("targetGUID", target.as_str())];
                xml.empty("Link", &[&[("guid", guid.as_str()), ("direction", "OneWay")][..], &ends].concat());
            }
            xml.close("Links");
        }
        Ok(())
    }
}

/// The namespace for the guids of words of speakers.
const SPEECH: Guid = Guid(*b"pullquote speech");

/// True if a passage has exactly one memo, written by its coder.
pub(super) fn fits_comment(coding: &CodingDump) -> bool {
    match coding.memos.as_slice() {
        [note] => note.coder.as_ref().is_none_or(|coder| *coder == coding.coder),
        memos => memos.is_empty(),
    }
}

/// The guids that are in use.
#[derive(Default)]
struct Used {
    /// Eight bytes of each, because there may be millions. One that only looks used is replaced like one that is, which
    /// does no harm.
    parts: HashSet<u64>,
}

impl Used {
    /// Returns the wanted guid, or a new one if it is in use.
    fn claim(&mut self, wanted: Option<Guid>) -> Guid {
        let mut is_free = |guid: &Guid| {
            let number = u128::from_ne_bytes(guid.0);
            // Turned, because the halves of a guid and of its twin differ in the same way.
            self.parts.insert(number as u64 ^ ((number >> 64) as u64).rotate_left(1))
        };
        wanted.filter(&mut is_free).unwrap_or_else(|| {
            let guid = Guid::new();
            is_free(&guid);
            guid
        })
    }
}

/// Positions of the characters that take two UTF-16 units.
fn surrogate_pairs(text: &str) -> Vec<u32> {
    let wide = text.chars().enumerate().filter(|(_, c)| c.len_utf16() == 2);
    wide.filter_map(|(at, _)| u32::try_from(at).ok()).collect()
}
