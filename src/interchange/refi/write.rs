//! A project as `.qdpx`, a codebook as `.qdc`: valid against the schemas, in their order of elements.

use super::FACET;
use crate::interchange::Error;
use crate::model::{
    Case, Code, CodeId, Codebook, Coding, Guid, Note, NoteTarget, SourceId, Study, UserId, Variable, VariableKind,
};
use crate::text::TextIndex;
use std::collections::HashMap;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Characters of a passage that stand in a selection's name.
const NAMED: usize = 100;

/// What goes out. Texts come one at a time: a project may hold more than memory.
pub struct Outgoing<'a> {
    pub study: &'a Study,
    /// In order of documents and positions.
    pub codings: &'a [Coding],
    pub notes: &'a [Note],
    pub text: &'a dyn Fn(SourceId) -> Result<String, String>,
    /// UTC milliseconds since 1970.
    pub now: i64,
}

/// What the form cannot carry, to be told before writing.
#[must_use]
pub fn losses(study: &Study, important: usize, participations: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut tell = |count: usize, what: &str| {
        if count > 0 {
            out.push(format!("{what} ({count})"));
        }
    };
    tell(study.tables.len(), "tables of the project stay behind");
    tell(important, "marks of what is important stay behind");
    tell(participations, "what coders have declared done stays behind");
    out.push("the history stays behind".into());
    if study.agreed().is_some() {
        out.push("the agreed layer goes along as a coder called “agreed”".into());
    }
    out
}

/// The same, looked up once.
struct Ready<'a> {
    of: &'a Outgoing<'a>,
    codes: HashMap<CodeId, Guid>,
    /// All memos on one thing as one text, for what has no place for memos of their own.
    memos: HashMap<NoteTarget, String>,
}

impl<'a> Ready<'a> {
    fn new(of: &'a Outgoing<'a>) -> Self {
        let mut memos: HashMap<NoteTarget, String> = HashMap::new();
        for note in of.notes.iter().filter(|note| !stands_apart(note.target)) {
            let all = memos.entry(note.target).or_default();
            if !all.is_empty() {
                all.push_str("\n\n");
            }
            all.push_str(&note.text);
        }
        Self { of, memos, codes: of.study.codebook.codes().iter().map(|code| (code.id, code.guid)).collect() }
    }

    fn memos_on(&self, target: NoteTarget) -> &str {
        self.memos.get(&target).map_or("", String::as_str)
    }
}

/// The same without counts, where nothing is read for it.
#[must_use]
pub fn stays_behind(study: &Study) -> Vec<String> {
    let mut out = vec![
        "the history, and marks of what is important".to_owned(),
        "what coders have declared done, and decisions on disputes".to_owned(),
    ];
    if !study.tables.is_empty() {
        out.push(format!("tables of the project ({})", study.tables.len()));
    }
    if study.agreed().is_some() {
        out.push("nothing of the agreed layer: it goes along as a coder called “agreed”".into());
    }
    let mut names = std::collections::HashSet::new();
    let twice = study.codebook.codes().iter().filter(|code| !names.insert(code.name.as_str())).count();
    if twice > 0 {
        out.push(format!("in QualCoder, codes of a name that another code has already ({twice})"));
    }
    out
}

/// # Errors
/// When a text cannot be read.
pub fn write(out: &Outgoing<'_>) -> Result<Vec<u8>, Error> {
    let trouble = |reason: String| Error::Unreadable { path: "the project".into(), reason };
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let ready = Ready::new(out);
    let mut xml = Xml::default();
    let mut by_source: HashMap<SourceId, Vec<&Coding>> = HashMap::new();
    for coding in out.codings {
        by_source.entry(coding.source).or_default().push(coding);
    }
    let mut sources = Xml::default();
    for source in &out.study.sources {
        let text = (out.text)(source.id).map_err(trouble)?;
        let own = by_source.get(&source.id).map_or(&[][..], Vec::as_slice);
        one_source(&mut sources, &ready, source.id, &text, own);
        zip.start_file(format!("sources/{}.txt", source.guid), options).map_err(|e| trouble(e.to_string()))?;
        zip.write_all(text.as_bytes()).map_err(|e| trouble(e.to_string()))?;
    }
    project(&mut xml, &ready, &sources.text);
    zip.start_file("project.qde", options).map_err(|e| trouble(e.to_string()))?;
    zip.write_all(xml.text.as_bytes()).map_err(|e| trouble(e.to_string()))?;
    Ok(zip.finish().map_err(|e| trouble(e.to_string()))?.into_inner())
}

#[must_use]
pub fn write_codebook(book: &Codebook) -> Vec<u8> {
    let mut xml = Xml::default();
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    xml.open("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0".into()), ("origin", origin())]);
    if !book.codes().is_empty() {
        codes(&mut xml, book, &HashMap::new());
    }
    sets(&mut xml, book, "guid");
    xml.close("CodeBook");
    xml.text.into_bytes()
}

fn origin() -> String {
    format!("Pullquote {}", env!("CARGO_PKG_VERSION"))
}

fn date(at: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A guid that is always the same for the same thing, and another than its own.
fn twin(guid: Guid) -> Guid {
    Guid(guid.0.map(|byte| byte ^ 0x5a))
}

fn project(xml: &mut Xml, out: &Ready<'_>, sources: &str) {
    let study = out.of.study;
    xml.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let mut attributes = vec![
        ("xmlns", "urn:QDA-XML:project:1.0".to_owned()),
        ("name", study.project.name.clone()),
        ("origin", origin()),
        ("creationDateTime", date(out.of.now)),
    ];
    if let Some(first) = study.users.first() {
        attributes.push(("creatingUserGUID", first.guid.to_string()));
    }
    xml.open("Project", &attributes);
    xml.within("Users", !study.users.is_empty(), |xml| {
        for user in &study.users {
            xml.empty("User", &[("guid", user.guid.to_string()), ("name", user.name.clone())]);
        }
    });
    let refs = note_refs(out);
    xml.within("CodeBook", !study.codebook.codes().is_empty(), |xml| codes(xml, &study.codebook, &refs));
    xml.within("Variables", !study.variables.is_empty(), |xml| {
        for variable in &study.variables {
            let kind = match variable.kind {
                VariableKind::Text => "Text",
                VariableKind::Number => "Float",
                VariableKind::Date => "Date",
                VariableKind::YesNo => "Boolean",
            };
            let own = [("guid", variable.guid.to_string()), ("name", variable.name.clone())];
            xml.empty("Variable", &[&own[..], &[("typeOfVariable", kind.to_owned())]].concat());
        }
    });
    xml.within("Cases", !study.cases.is_empty(), |xml| {
        for case in &study.cases {
            one_case(xml, out, case);
        }
    });
    xml.within("Sources", !sources.is_empty(), |xml| xml.text.push_str(sources));
    let apart: Vec<&Note> = out.of.notes.iter().filter(|note| stands_apart(note.target)).collect();
    xml.within("Notes", !apart.is_empty(), |xml| {
        for (number, note) in apart.iter().enumerate() {
            one_note(xml, study, note, number + 1);
        }
    });
    sets(xml, &study.codebook, "targetGUID");
    xml.words("Description", &study.project.description);
    for note in refs.get(&NoteTarget::Project).into_iter().flatten() {
        xml.empty("NoteRef", &[("targetGUID", note.to_string())]);
    }
    xml.close("Project");
}

/// Memos on participants and passages stand with them, for the form knows no other place.
fn stands_apart(target: NoteTarget) -> bool {
    !matches!(target, NoteTarget::Coding(_) | NoteTarget::Case(_))
}

fn note_refs(out: &Ready<'_>) -> HashMap<NoteTarget, Vec<Guid>> {
    let mut refs: HashMap<NoteTarget, Vec<Guid>> = HashMap::new();
    for note in out.of.notes.iter().filter(|note| stands_apart(note.target)) {
        refs.entry(note.target).or_default().push(note.guid);
    }
    refs
}

fn codes(xml: &mut Xml, book: &Codebook, refs: &HashMap<NoteTarget, Vec<Guid>>) {
    xml.open("Codes", &[]);
    for code in book.children(None) {
        one_code(xml, book, code, refs);
    }
    xml.close("Codes");
}

fn one_code(xml: &mut Xml, book: &Codebook, code: &Code, refs: &HashMap<NoteTarget, Vec<Guid>>) {
    let mut attributes =
        vec![("guid", code.guid.to_string()), ("name", code.name.clone()), ("isCodable", "true".to_owned())];
    if code.color.len() == 7 && code.color.starts_with('#') {
        attributes.push(("color", code.color.clone()));
    }
    xml.open("Code", &attributes);
    xml.words("Description", &code.description);
    for note in refs.get(&NoteTarget::Code(code.id)).into_iter().flatten() {
        xml.empty("NoteRef", &[("targetGUID", note.to_string())]);
    }
    for below in book.children(Some(code.id)) {
        one_code(xml, book, below, refs);
    }
    xml.close("Code");
}

/// A set of codes for each value of a facet.
fn sets(xml: &mut Xml, book: &Codebook, reference: &'static str) {
    let members = |facet: usize, value: usize| -> Vec<&Code> {
        let id = book.facets.get(facet).map(|facet| facet.id);
        book.codes().iter().filter(|code| code.facets.iter().any(|own| Some(own.0) == id && own.1 == value)).collect()
    };
    let all: Vec<(usize, usize, String)> = book
        .facets
        .iter()
        .enumerate()
        .flat_map(|(at, facet)| {
            let name = move |value: &String| format!("{}{FACET}{value}", facet.name);
            facet.values.iter().enumerate().map(move |(place, value)| (at, place, name(value)))
        })
        .filter(|(facet, value, _)| !members(*facet, *value).is_empty())
        .collect();
    xml.within("Sets", !all.is_empty(), |xml| {
        for (facet, value, name) in &all {
            let own = book.facets.get(*facet).map_or_else(Guid::new, |facet| facet.guid);
            let mut guid = twin(own);
            if let Some(last) = guid.0.last_mut() {
                *last = last.wrapping_add(*value as u8 + 1);
            }
            xml.open("Set", &[("guid", guid.to_string()), ("name", name.clone())]);
            for code in members(*facet, *value) {
                xml.empty("MemberCode", &[(reference, code.guid.to_string())]);
            }
            xml.close("Set");
        }
    });
}

fn one_case(xml: &mut Xml, out: &Ready<'_>, case: &Case) {
    xml.open("Case", &[("guid", case.guid.to_string()), ("name", case.name.clone())]);
    xml.words("Description", out.memos_on(NoteTarget::Case(case.id)));
    for (variable, value) in out.of.study.variables.iter().zip(&case.values) {
        if let Some(value) = value {
            one_value(xml, variable, value);
        }
    }
    for source in out.of.study.sources.iter().filter(|source| source.case == Some(case.id)) {
        xml.empty("SourceRef", &[("targetGUID", source.guid.to_string())]);
    }
    xml.close("Case");
}

fn one_value(xml: &mut Xml, variable: &Variable, value: &str) {
    xml.open("VariableValue", &[]);
    xml.empty("VariableRef", &[("targetGUID", variable.guid.to_string())]);
    match variable.kind {
        VariableKind::Text => xml.words("TextValue", value),
        VariableKind::Number => xml.words("FloatValue", value),
        VariableKind::Date => xml.words("DateValue", value),
        VariableKind::YesNo => {
            let yes = ["yes", "true", "1", "是"].contains(&value.to_lowercase().as_str());
            xml.words("BooleanValue", if yes { "true" } else { "false" });
        }
    }
    xml.close("VariableValue");
}

fn user(study: &Study, id: UserId) -> Option<Guid> {
    study.user(id).map(|user| user.guid)
}

fn one_source(xml: &mut Xml, out: &Ready<'_>, id: SourceId, text: &str, codings: &[&Coding]) {
    let Some(source) = out.of.study.source(id) else { return };
    let mut attributes = vec![
        ("guid", source.guid.to_string()),
        ("name", source.name.clone()),
        ("plainTextPath", format!("internal://{}.txt", source.guid)),
        ("creationDateTime", date(out.of.now)),
    ];
    if let Some(first) = out.of.study.users.first() {
        attributes.push(("creatingUser", first.guid.to_string()));
    }
    xml.open("TextSource", &attributes);
    let index = TextIndex::new(text);
    for coding in codings {
        let Some(code) = out.codes.get(&coding.code) else { continue };
        let words = index.slice(text, coding.range);
        let cut: String = words.chars().take(NAMED).collect();
        let name = if cut.len() < words.len() { format!("{cut}…") } else { cut };
        let who = user(out.of.study, coding.user).map(|guid| ("creatingUser", guid.to_string()));
        let made = [("creationDateTime", date(coding.created))];
        let own = [
            ("guid", twin(coding.guid).to_string()),
            ("name", name),
            ("startPosition", coding.range.start.0.to_string()),
            ("endPosition", coding.range.end.0.to_string()),
        ];
        let who: Vec<_> = who.into_iter().chain(made).collect();
        xml.open("PlainTextSelection", &[&own[..], &who[..]].concat());
        xml.words("Description", out.memos_on(NoteTarget::Coding(coding.id)));
        xml.open("Coding", &[&[("guid", coding.guid.to_string())][..], &who[..]].concat());
        xml.empty("CodeRef", &[("targetGUID", code.to_string())]);
        xml.close("Coding");
        xml.close("PlainTextSelection");
    }
    for note in out.of.notes.iter().filter(|note| note.target == NoteTarget::Source(id)) {
        xml.empty("NoteRef", &[("targetGUID", note.guid.to_string())]);
    }
    xml.close("TextSource");
}

fn one_note(xml: &mut Xml, study: &Study, note: &Note, number: usize) {
    let first: String = note.text.lines().next().unwrap_or_default().chars().take(60).collect();
    let name = if first.trim().is_empty() { format!("Memo {number}") } else { first };
    let mut attributes =
        vec![("guid", note.guid.to_string()), ("name", name), ("creationDateTime", date(note.created))];
    if let Some(who) = note.user.and_then(|id| user(study, id)) {
        attributes.push(("creatingUser", who.to_string()));
    }
    xml.open("Note", &attributes);
    xml.words("PlainTextContent", &note.text);
    xml.close("Note");
}

/// XML that is being written.
#[derive(Default)]
struct Xml {
    text: String,
}

impl Xml {
    fn tag(&mut self, name: &str, attributes: &[(&str, String)], end: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    fn open(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.tag(name, attributes, ">\n");
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, String)]) {
        self.tag(name, attributes, "/>\n");
    }

    fn close(&mut self, name: &str) {
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element with words; none without words.
    fn words(&mut self, name: &str, words: &str) {
        if !words.is_empty() {
            self.tag(name, &[], ">");
            escape(&mut self.text, words, false);
            self.close(name);
        }
    }

    /// A wrapper, which must not be empty.
    fn within(&mut self, name: &str, wanted: bool, contents: impl FnOnce(&mut Self)) {
        if wanted {
            self.open(name, &[]);
            contents(self);
            self.close(name);
        }
    }
}

/// Characters that XML does not know are left out; white space in attributes is written so that it survives.
fn escape(out: &mut String, words: &str, attribute: bool) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push_str(&format!("&#{};", u32::from(c))),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' if c != '\n' && c != '\t' => {}
            '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}
