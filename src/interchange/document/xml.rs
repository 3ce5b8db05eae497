//! XML other than web pages: transcripts in TEI and Akoma Ntoso, which state who speaks, and flat OpenDocument texts.
//! Other kinds are refused with the name of their outermost element.

use super::asides::Asides;
use super::lines::Lines;
use super::office::{Parts, attribute, stream};
use super::words::{Emphasis, Note};
use super::{Document, html, odt};
use crate::interchange::remark::{AsideKind, Refusal};
use crate::text::join::between;
use crate::text::labels::without_stop;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// Reads a text that is XML; `None` if it is not.
///
/// # Errors
/// When it is damaged or of an unsupported kind.
pub fn read(text: &str, ending: &str) -> Option<Result<Document, Refusal>> {
    if !text.starts_with('<') {
        return None;
    }
    let mut root = Root::default();
    if let Err(Refusal::OwnEntities) = stream(text.as_bytes(), &mut root) {
        return Some(Err(Refusal::OwnEntities));
    }
    let declared = text.starts_with("<?xml") || root.has_namespace || ending == "xml";
    Some(match root.name.as_str() {
        "TEI" | "TEI.2" | "teiCorpus" | "akomaNtoso" | "akomantoso" => transcript(text, &root.name),
        "" => return None,
        _ if !declared => return None,
        "html" => html::read(text),
        "document" if root.is_office => odt::read_flat(text),
        _ => Err(Refusal::UnknownXml { root: root.name }),
    })
}

#[derive(Default)]
struct Root {
    name: String,
    has_namespace: bool,
    is_office: bool,
}

impl Parts for Root {
    fn is_done(&self) -> bool {
        !self.name.is_empty()
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        name.clone_into(&mut self.name);
        self.has_namespace = element.attributes_raw().contains("xmlns");
        self.is_office = element.name().as_ref() == "office:document";
    }
}

fn transcript(text: &str, root: &str) -> Result<Document, Refusal> {
    let mut speech = Speech { is_tei: !root.eq_ignore_ascii_case("akomaNtoso"), ..Speech::default() };
    stream(text.as_bytes(), &mut speech)?;
    let mut document = Document { format: "xml", ..Document::default() };
    speech.block();
    speech.asides.report(&mut document);
    speech.lines.finish(&mut document)?;
    document.text.truncate(document.text.trim_end().len());
    Ok(document)
}

/// Elements that begin a new line.
const BLOCKS: [&str; 42] = [
    "ab",
    "argument",
    "block",
    "byline",
    "castItem",
    "closer",
    "dateline",
    "div",
    "docTitle",
    "eol",
    "epigraph",
    "from",
    "head",
    "heading",
    "item",
    "l",
    "lg",
    "li",
    "list",
    "longTitle",
    "narrative",
    "num",
    "opener",
    "p",
    "postscript",
    "quote",
    "row",
    "salute",
    "scene",
    "signed",
    "sp",
    "speech",
    "subheading",
    "summary",
    "table",
    "titlePart",
    "tocItem",
    "tr",
    "trailer",
    "u",
    "question",
    "answer",
];

/// The kind of aside for elements whose text is not part of what is said.
fn aside(name: &str) -> Option<AsideKind> {
    Some(match name {
        "teiHeader" | "meta" | "standOff" | "xenoData" | "facsimile" => AsideKind::Properties,
        "note" | "authorialNote" => AsideKind::Footnote,
        "del" => AsideKind::TrackedDeletion,
        // The reading of another witness.
        "rdg" | "rdgGrp" => AsideKind::Comment,
        "figure" | "formula" => AsideKind::Frame,
        _ => return None,
    })
}

/// True for TEI elements that describe the words without being part of them.
fn is_annotation(name: &str) -> bool {
    matches!(name, "spanGrp" | "span" | "interpGrp" | "interp" | "fs" | "annotation" | "listAnnotation" | "certainty")
}

/// True for elements that narrate what happens. Between speeches, their text would be attributed to the previous speaker.
fn is_narration(name: &str, in_speech: bool) -> bool {
    matches!(name, "narrative" | "scene" | "summary")
        || !in_speech && matches!(name, "stage" | "incident" | "kinesic" | "vocal" | "event")
}

/// True for elements with spoken words.
fn is_speech(name: &str) -> bool {
    matches!(name, "sp" | "u" | "speech" | "question" | "answer" | "annotationBlock" | "said")
}

/// True for elements that hold alternative spellings of the same words.
fn has_alternatives(name: &str) -> bool {
    matches!(name, "choice" | "subst" | "app")
}

/// True for the editor's alternative.
fn is_editors(name: &str) -> bool {
    matches!(name, "corr" | "reg" | "expan")
}

/// The text for an empty element that describes the recording or the page: `gap: inaudible`; `None` for other elements.
fn mark(name: &str, element: &BytesStart<'_>) -> Option<String> {
    if !matches!(name, "gap" | "pause" | "space") {
        return None;
    }
    let described_by = ["type", "reason", "quantity", "extent", "dur", "unit"];
    let values: Vec<String> =
        described_by.iter().filter_map(|key| attribute(element, key)).filter(|v| !v.is_empty()).collect();
    Some(if values.is_empty() { name.to_owned() } else { format!("{name}: {}", values.join(" ")) })
}

/// An open element.
#[derive(Debug, Default)]
struct Element {
    /// It holds alternatives: white space between them is ignored.
    is_choice: bool,
    /// One of the alternatives was kept.
    kept: bool,
    is_mark: bool,
}

#[derive(Default)]
struct Speech {
    is_tei: bool,
    lines: Lines,
    asides: Asides,
    /// Names of people by their ids; the person that is being read, and whether this is the name.
    people: HashMap<String, String>,
    person: Option<(String, String)>,
    in_name: bool,
    /// The element that is skipped up to its end, and how many of its name are open.
    unread: Option<(String, usize)>,
    /// The next speaker, written before the next word.
    speaker: Option<String>,
    /// A speaker's name that is being read.
    label: Option<String>,
    /// The number of open paragraphs and speeches.
    paragraphs: usize,
    speeches: usize,
    /// True if there is white space before the next words; and whether it contains a line end.
    blank: bool,
    wrapped: bool,
    /// The next word follows without a space.
    joined: bool,
    /// Something was left out since the last word. If a full stop or a comma follows, the space before it is dropped
    /// too.
    after_aside: bool,
    /// Open elements, the innermost last.
    elements: Vec<Element>,
}

fn is_paragraph(name: &str) -> bool {
    matches!(name, "p" | "l" | "ab" | "head" | "heading")
}

fn names_person(name: &str) -> bool {
    matches!(name, "persName" | "name" | "role" | "roleName")
}

impl Parts for Speech {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        self.person(name, element);
        if let Some((element_name, depth)) = &mut self.unread {
            *depth += usize::from(element_name == name);
            return;
        }
        self.elements.push(Element { is_choice: has_alternatives(name), ..Element::default() });
        if let Some(kind) = self.aside(name) {
            self.unread = Some((name.to_owned(), 1));
            return self.asides.begin(kind);
        }
        if let Some(mark) = mark(name, element) {
            self.asides.add(AsideKind::Comment, &mark);
            self.elements.iter_mut().next_back().into_iter().for_each(|element| element.is_mark = true);
        }
        let speaks = attribute(element, "who").or_else(|| attribute(element, "by"));
        match name {
            // Speech within a sentence is not a turn.
            "said" if self.lines.is_empty() => self.speaks(speaks),
            "sp" | "u" | "speech" | "question" | "answer" => {
                self.block();
                self.speaks(speaks);
            }
            // It contains the utterances of one speaker.
            "annotationBlock" => self.speaks(speaks),
            "speaker" | "from" => {
                self.block();
                self.label = Some(String::new());
            }
            "stage" if self.paragraphs == 0 => self.block(),
            // Segments may be parts of words or whole sentences.
            "seg" => self.blank |= self.lines.line().text().ends_with(['.', '?', '!', '…', ',', ';', ':']),
            "desc" => self.say("("),
            "lb" => (self.blank, self.wrapped) = (true, true),
            "cell" | "td" if !self.lines.is_empty() => self.lines.push("\t", Emphasis::default()),
            _ if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
        self.paragraphs += usize::from(is_paragraph(name));
        self.speeches += usize::from(is_speech(name));
        if attribute(element, "join").is_some_and(|side| matches!(side.as_str(), "left" | "both")) {
            self.joined = true;
        }
    }

    fn end(&mut self, name: &str) {
        if names_person(name) {
            self.in_name = false;
        }
        if matches!(name, "person" | "personGrp" | "castItem") {
            let person = self.person.take().filter(|(_, name)| !name.trim().is_empty());
            self.people.extend(person.map(|(id, name)| (id, one_line(&name))));
        }
        if let Some((element_name, depth)) = &mut self.unread {
            *depth -= usize::from(element_name == name);
            if *depth == 0 {
                self.unread = None;
                self.asides.end();
                self.elements.pop();
                self.after_aside = true;
            } else {
                self.asides.push(" ");
            }
            return;
        }
        self.after_aside |= self.elements.pop().is_some_and(|element| element.is_mark);
        self.paragraphs = self.paragraphs.saturating_sub(usize::from(is_paragraph(name)));
        self.speeches = self.speeches.saturating_sub(usize::from(is_speech(name)));
        match name {
            "speaker" | "from" => {
                let label = self.label.take().unwrap_or_default();
                let label = one_line(without_stop(label.trim_end_matches([':', '：', ' ', '\n', '\t'])));
                if !label.is_empty() {
                    self.speaker = Some(label);
                }
            }
            "desc" => self.say(")"),
            "stage" if self.paragraphs == 0 => self.block(),
            _ if BLOCKS.contains(&name) => self.block(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, name)) = self.person.as_mut().filter(|_| self.in_name) {
            name.push_str(text);
        }
        if self.unread.is_some() {
            self.asides.push(text);
        } else if let Some(label) = &mut self.label {
            label.push_str(text);
        } else if !self.elements.last().is_some_and(|element| element.is_choice) || !text.trim().is_empty() {
            self.say(text);
        }
    }
}

impl Speech {
    /// Why the text of an element is not part of what is said. Of alternatives, one is kept: the reading of the source,
    /// or else the first.
    fn aside(&mut self, name: &str) -> Option<AsideKind> {
        if self.is_tei && is_annotation(name) {
            return Some(AsideKind::Comment);
        }
        if (self.lines.are_stated || self.speaker.is_some()) && is_narration(name, self.speeches > 0) {
            return Some(AsideKind::Narration);
        }
        let within = self.elements.iter_mut().rev().nth(1).filter(|element| element.is_choice);
        let alternative = match (aside(name), within) {
            (Some(kind), _) => return Some(kind),
            (None, None) => return None,
            (None, Some(choice)) => is_editors(name) || std::mem::replace(&mut choice.kept, true),
        };
        alternative.then_some(AsideKind::Comment)
    }

    /// Reads the names of people in the file's header.
    fn person(&mut self, name: &str, element: &BytesStart<'_>) {
        let id = || attribute(element, "id").or_else(|| attribute(element, "eId"));
        match name {
            "person" | "personGrp" | "castItem" => self.person = id().map(|id| (id, String::new())),
            "TLCPerson" | "TLCRole" => {
                self.people.extend(id().zip(attribute(element, "showAs")));
            }
            _ if names_person(name) => {
                if let (None, "role", Some(id)) = (&self.person, name, id()) {
                    self.person = Some((id, String::new()));
                }
                self.in_name = self.person.as_ref().is_some_and(|(_, name)| name.trim().is_empty());
            }
            _ => {}
        }
    }

    /// Starts a turn of the speakers in `references`.
    fn speaks(&mut self, references: Option<String>) {
        let Some(references) = references else { return };
        let name = |reference: &str| {
            let id = reference.rsplit('#').next().unwrap_or(reference);
            self.people.get(id).cloned().unwrap_or_else(|| id.to_owned())
        };
        let names: Vec<String> = references.split_whitespace().map(name).filter(|name| !name.is_empty()).collect();
        if !names.is_empty() {
            self.speaker = Some(names.join(", "));
        }
    }

    fn say(&mut self, text: &str) {
        for (at, c) in text.char_indices() {
            if c.is_ascii_whitespace() {
                self.blank = true;
                self.wrapped |= matches!(c, '\n' | '\r');
                continue;
            }
            if std::mem::take(&mut self.after_aside) && matches!(c, '.' | ',' | ')' | ']') {
                self.blank = false;
            }
            if let Some(speaker) = self.speaker.take() {
                self.label_line(&speaker);
            }
            let (blank, joined) = (std::mem::take(&mut self.blank), std::mem::take(&mut self.joined));
            let wrapped = std::mem::take(&mut self.wrapped);
            if blank && !joined && !self.lines.is_empty() && !self.lines.line().text().ends_with([' ', '\t', '(']) {
                let rest = text.get(at..).unwrap_or_default();
                let space = if wrapped { between(self.lines.line().text(), rest) } else { " " };
                self.lines.push(space, Emphasis::default());
            }
            self.lines.push(c.encode_utf8(&mut [0; 4]), Emphasis::default());
        }
    }

    fn label_line(&mut self, speaker: &str) {
        self.block();
        self.lines.are_stated = true;
        let line = self.lines.line();
        line.push(speaker, Emphasis::default());
        line.note(0, Note::Label);
        line.push(": ", Emphasis::default());
    }

    fn block(&mut self) {
        if !self.lines.line().trim_text().is_empty() {
            self.lines.line().trim_end();
            self.lines.end();
        }
        (self.blank, self.wrapped) = (false, false);
        self.after_aside = false;
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interchange::remark::Loss;

    fn read_xml(text: &str) -> Document {
        read(text, "xml").unwrap().unwrap_or_else(|e| panic!("{e}"))
    }

    fn shown(text: &str) -> (String, Vec<String>) {
        let read = read_xml(text);
        let labels = read.labels.unwrap_or_default();
        let name = |range: &crate::model::CharRange| {
            read.text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect()
        };
        (read.text.clone(), labels.iter().map(name).collect())
    }

    #[test]
    fn speakers_that_a_file_states_are_labels() {
        let people = "<teiHeader><title>Study 7</title><person xml:id='a'><persName><forename>Ana</forename> <surname>Lee</surname>\
                      </persName><persName>AL</persName></person></teiHeader>";
        let cases = [
            (
                format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'>{people}<text><body><u who='#a'>Why\n did you?</u><u who='#b'>\
                         <seg>For work.</seg> <seg>And love.</seg></u></body></text></TEI>"),
                "Ana Lee: Why did you?\nb: For work. And love.",
                vec!["Ana Lee", "b"],
            ),
            (
                "<?xml version='1.0'?><!DOCTYPE TEI SYSTEM 'tei.dtd'><TEI><text><sp who='#h'><speaker>HAMLET.</speaker><l>To be</l>\
                 <l>or not <stage>aside</stage> to be</l></sp><sp><speaker>Ghost</speaker><p>Mark me.</p></sp></text></TEI>"
                    .to_owned(),
                "HAMLET: To be\nor not aside to be\nGhost: Mark me.",
                vec!["HAMLET", "Ghost"],
            ),
            (
                "<TEI.2><text><p><said who='#B'>Yes: no.</said></p><p>She said <said who='#A'>no</said>.</p></text></TEI.2>".to_owned(),
                "B: Yes: no.\nShe said no.",
                vec!["B"],
            ),
            (
                "<akomaNtoso xmlns='x'><debate><meta><TLCPerson eId='m' showAs='Ms &amp; Roe'/></meta><debateBody><heading>Work</heading>\
                 <speech by='#m'><p>Why: so.</p></speech><speech by='#m'><from>Mr. Lee (A):</from><p>Yes.</p><p>No.</p></speech>\
                 </debateBody></debate></akomaNtoso>"
                    .to_owned(),
                "Work\nMs & Roe: Why: so.\nMr. Lee (A): Yes.\nNo.",
                vec!["Ms & Roe", "Mr. Lee (A)"],
            ),
            (
                "<TEI><text><u who='I'><w>So</w>\n<w>you</w><pc join='left'>?</pc> <vocal><desc>laughs</desc></vocal></u></text></TEI>"
                    .to_owned(),
                "I: So you? (laughs)",
                vec!["I"],
            ),
            (
                "<TEI><text><annotationBlock who='#S0'><u><anchor synch='#T0'/>So?</u></annotationBlock><annotationBlock who='#S1'>\
                 <u>Yes.</u></annotationBlock></text></TEI>"
                    .to_owned(),
                "S0: So?\nS1: Yes.",
                vec!["S0", "S1"],
            ),
        ];
        for (file, text, labels) in cases {
            assert_eq!(shown(&file), (text.to_owned(), labels.into_iter().map(str::to_owned).collect()), "{file}");
        }
    }

    #[test]
    fn what_is_not_speech_is_reported_verbatim() {
        let read = read_xml(
            "<TEI><teiHeader><title>Study 7</title></teiHeader><text><u who='A'>I <del>was</del> am<note>sic</note> <choice><sic>hapy\
             </sic><corr>happy</corr></choice></u></text></TEI>",
        );
        assert_eq!(read.text, "A: I am hapy");
        let asides: Vec<_> = read.left_out.iter().map(|aside| (aside.kind, aside.text.as_str())).collect();
        let wanted = [
            (AsideKind::Properties, "Study 7"),
            (AsideKind::TrackedDeletion, "was"),
            (AsideKind::Footnote, "sic"),
            (AsideKind::Comment, "happy"),
        ];
        assert_eq!(asides, wanted);
        assert_eq!(read.losses.iter().map(Loss::count).sum::<usize>(), 4);
    }

    #[test]
    fn omitted_text_takes_its_blank_along_and_empty_elements_are_reported() {
        let cases: [(&str, &str, &[&str]); 14] = [
            ("Home <del>now</del>.", "Home.", &["now"]),
            ("Home <del>now</del> .", "Home.", &["now"]),
            ("Home <del>now</del>, yes <note>1</note>; no", "Home, yes ; no", &["now", "1"]),
            ("Home <del>now</del> and", "Home and", &["now"]),
            ("Home<note>1</note> and", "Home and", &["1"]),
            ("(home <note>sic</note>) or", "(home) or", &["sic"]),
            ("a <hi>.</hi> b", "a . b", &[]),
            ("I <gap reason='inaudible' extent='2 words'/>.", "I.", &["gap: inaudible 2 words"]),
            ("I <pause dur='PT2S'/> left <gap/>", "I left", &["pause: PT2S", "gap"]),
            ("I <gap reason='noise'><desc>a car</desc></gap> left", "I (a car) left", &["gap: noise"]),
            ("<choice>\n <corr>happy</corr>\n <sic>hapy</sic>\n</choice>.", "hapy.", &["happy"]),
            ("<choice><unclear>a</unclear> <unclear>b</unclear></choice> c", "a c", &["b"]),
            (
                "<corr>so</corr> <expan>Doctor</expan> <subst>\n<del>x</del>\n<add>y</add>\n</subst>.",
                "so Doctor y.",
                &["x"],
            ),
            ("<app><lem>a</lem> <rdg>b</rdg></app>, c", "a, c", &["b"]),
        ];
        for (body, text, left_out) in cases {
            let read = read_xml(&format!("<TEI><text><u who='A'>{body}</u></text></TEI>"));
            assert_eq!(read.text, format!("A: {text}"), "{body}");
            let reported: Vec<&str> = read.left_out.iter().map(|aside| aside.text.as_str()).collect();
            assert_eq!(reported, left_out, "{body}");
            assert_eq!(read.losses.iter().map(Loss::count).sum::<usize>(), left_out.len(), "{body}");
        }
    }

    #[test]
    fn other_xml_is_refused_by_name_and_other_text_is_none() {
        let refused = |text: &str, ending: &str| match read(text, ending) {
            Some(Err(Refusal::UnknownXml { root })) => root,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            refused("<?xml version='1.0'?>\n<ANNOTATION_DOCUMENT><x/></ANNOTATION_DOCUMENT>", "eaf"),
            "ANNOTATION_DOCUMENT"
        );
        assert_eq!(refused("<basic-transcription><head/></basic-transcription>", "xml"), "basic-transcription");
        assert_eq!(refused("<tt xmlns='http://www.w3.org/ns/ttml'><body/></tt>", "txt"), "tt");
        assert_eq!(refused("<pkg:package xmlns:pkg='x'/>", "xml"), "package");
        for text in ["<laughs> Ana: yes", "Ana: <b>", "<b>Ana</b>: yes", "< 5 km", "<", ""] {
            assert_eq!(read(text, "txt"), None, "{text}");
        }
        let page = read("<?xml version='1.0'?><html xmlns='x'><p>Ana: a</p></html>", "html").unwrap().unwrap();
        assert_eq!((page.format, page.text.as_str()), ("html", "Ana: a"));
        assert_eq!(read("<TEI><text>", "xml"), Some(Err(Refusal::Damaged)));
        let with_entities = "<!DOCTYPE TEI [<!ENTITY a 'b'>]><TEI><text>&a;</text></TEI>";
        assert_eq!(read(with_entities, "xml"), Some(Err(Refusal::OwnEntities)));
    }
}
