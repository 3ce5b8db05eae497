//! Coded passages as plain rows with everything known about each, for quoting, sorting and checking.

use super::Provenance;
use crate::model::{
    Account, CharRange, CodeId, Described, Participant, ParticipantId, Source, SourceId, Study, UserId, Variable,
    VariableKind, Voice, shown_coder,
};
use crate::text::says_who_asks;
use crate::{i18n, tr};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Coded passages that were read. A list for a file is not made: its rows are written as they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageList {
    pub heads: PassageHeads,
    pub rows: Vec<PassageRow>,
}

/// What a list of coded passages has besides its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageHeads {
    pub attributes: Vec<AttributeColumn>,
    pub document_attributes: Vec<AttributeColumn>,
    /// Names of the dimensions, in codebook order.
    pub dimensions: Vec<String>,
    /// Paths of all codes, in codebook order, for lists by code.
    pub codes: Vec<String>,
    pub provenance: Provenance,
}

/// An attribute of participants or of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeColumn {
    pub name: String,
    pub kind: VariableKind,
}

/// A coded passage as a row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageRow {
    pub document: String,
    /// One for each of [`PassageHeads::document_attributes`].
    pub document_values: Vec<Option<String>>,
    /// Those whose words the passage has, in the researcher's order.
    pub participants: Vec<PassageParticipant>,
    /// Path of the code.
    pub code: String,
    /// One for each name in [`PassageHeads::dimensions`].
    pub dimensions: Vec<Option<String>>,
    /// The name that other programs know: that of the consensus coding is [`crate::model::CONSENSUS`].
    pub coder: String,
    /// Code points from the start of the document.
    pub start: u32,
    /// Code points from the start of the document; exclusive.
    pub end: u32,
    pub text: String,
    /// Empty when there is none.
    pub memo: String,
    /// UTC milliseconds since 1970.
    pub created: i64,
    /// Marked as important by the coder.
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
    /// Number of the turn in which the passage begins, from 1.
    pub turn: Option<u32>,
    /// Who says the words, in this order; empty outside turns.
    pub speakers: Vec<Voice>,
    /// Those who say the words, in this order, as they are named beside a quotation.
    pub quoted_people: Vec<String>,
    /// The words as they are quoted, if several people say them.
    pub dialogue: Option<String>,
    /// The last time before the passage, in ms from the start of the recording.
    pub time: Option<u32>,
}

/// A participant of a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassageParticipant {
    pub name: String,
    /// One for each name in [`PassageHeads::attributes`]; `None` if unknown.
    pub values: Vec<Option<String>>,
}

/// A coded passage with ids, as read from a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodedPassage {
    pub source: SourceId,
    /// Those whose words the passage has.
    pub participants: Vec<ParticipantId>,
    pub range: CharRange,
    pub code: CodeId,
    pub user: UserId,
    pub text: String,
    pub memo: String,
    /// UTC milliseconds since 1970.
    pub created: i64,
    /// Marked as important by the coder.
    pub important: bool,
    /// Whose experience it is about, if this is stated.
    pub account: Option<Account>,
    /// Number of the turn in which the passage begins, from 1.
    pub turn: Option<u32>,
    /// Who says the words, in this order; empty outside turns.
    pub speakers: Vec<Voice>,
    /// The words as they are quoted, if several people say them.
    pub dialogue: Option<String>,
    /// The last time before the passage, in ms from the start of the recording.
    pub time: Option<u32>,
}

/// Returns how a speaker is named beside a quotation; interviewers as such.
fn speaker_name(voice: &Voice) -> String {
    let label = &voice.label;
    if !voice.asks || says_who_asks(label) { label.clone() } else { tr!("interviewer {label}", label) }
}

impl PassageRow {
    /// Returns the participants as in a single cell: `A; B`. `None` if the passage belongs to nobody.
    #[must_use]
    pub fn participant(&self) -> Option<String> {
        let names: Vec<&str> = self.participants.iter().map(|one| one.name.as_str()).collect();
        (!names.is_empty()).then(|| i18n::clauses(&names))
    }

    /// Returns the values of an attribute as in a single cell, one for each participant: `First; Second`. `None` if no
    /// value is known.
    #[must_use]
    pub fn value(&self, attribute: usize) -> Option<String> {
        let values: Vec<Option<&str>> =
            self.participants.iter().map(|one| one.values.get(attribute)?.as_deref()).collect();
        let known = values.iter().any(Option::is_some);
        known.then(|| i18n::clauses(&values.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>()))
    }

    /// True if only interviewers say the words.
    #[must_use]
    pub fn is_interviewers(&self) -> bool {
        !self.speakers.is_empty() && self.speakers.iter().all(|voice| voice.asks)
    }

    /// Returns the labels of the speakers as in a single cell: `MOD; B`.
    #[must_use]
    pub fn speaker(&self) -> String {
        i18n::clauses(&self.speakers.iter().map(|voice| voice.label.as_str()).collect::<Vec<_>>())
    }

    /// Returns the speakers for readers, who learn who is an interviewer: `interviewer MOD; B`.
    #[must_use]
    pub fn speaker_for_readers(&self) -> String {
        i18n::clauses(&self.speakers.iter().map(speaker_name).collect::<Vec<_>>())
    }

    /// Returns who is quoted beside the document's name: `interviewer MOD; B`. `None` if it is nobody, or has the same name.
    #[must_use]
    pub fn quoted_person(&self) -> Option<String> {
        let names = i18n::clauses(&self.quoted_people);
        (!names.is_empty() && names != self.document).then_some(names)
    }

    /// Returns the words as they are quoted.
    #[must_use]
    pub fn quote(&self) -> &str {
        self.dialogue.as_deref().unwrap_or(&self.text)
    }
}

impl PassageRow {
    /// The coder for readers, who know the consensus coding by the word of their language.
    #[must_use]
    pub fn coder_for_readers(&self) -> &str {
        shown_coder(&self.coder)
    }

    /// Returns one row for each of the participants; a passage that belongs to nobody has one row.
    #[must_use]
    pub fn by_participant(mut self) -> Vec<Self> {
        let mut participants = std::mem::take(&mut self.participants).into_iter();
        let first = participants.next();
        let others: Vec<Self> = participants.map(|one| Self { participants: vec![one], ..self.clone() }).collect();
        self.participants.extend(first);
        std::iter::once(self).chain(others).collect()
    }
}

impl PassageList {
    /// Creates rows from passages of `study`, in the given order. Names missing in the study are left empty.
    #[must_use]
    pub fn new(study: &Study, passages: impl IntoIterator<Item = CodedPassage>, provenance: Provenance) -> Self {
        let names = PassageNames::new(Cow::Borrowed(study));
        Self {
            heads: PassageHeads::new(study, provenance),
            rows: passages.into_iter().map(|passage| names.row(passage)).collect(),
        }
    }
}

impl PassageHeads {
    /// Column names in formats for other programs before the attributes, between attributes and dimensions, and after them: the order in
    /// every output format.
    pub const BEFORE: [&'static str; 2] = ["document", "participant"];
    pub const BETWEEN: [&'static str; 1] = ["code"];
    pub const AFTER: [&'static str; 11] =
        ["coder", "start", "end", "text", "memo", "created", "important", "turn", "speaker", "time", "account"];

    #[must_use]
    pub fn new(study: &Study, provenance: Provenance) -> Self {
        let columns = |of| {
            let column = |v: &Variable| AttributeColumn { name: v.name.clone(), kind: v.kind };
            study.attributes(of).iter().map(column).collect()
        };
        Self {
            attributes: columns(Described::Participants),
            document_attributes: columns(Described::Documents),
            dimensions: study.codebook.dimensions.iter().map(|f| f.name.clone()).collect(),
            codes: study.codebook.codes().iter().map(|c| study.codebook.path(c.id).to_string()).collect(),
            provenance,
        }
    }

    /// Returns the head of a column for readers, in the language of the thread.
    #[must_use]
    pub fn head(name: &'static str) -> &'static str {
        match name {
            "document" => tr!("head of a list" => "document"),
            "participant" => tr!("head of a list" => "participant"),
            "code" => tr!("head of a list" => "code"),
            "coder" => tr!("head of a list" => "coder"),
            "start" => tr!("head of a list" => "start (first character: 0)"),
            "end" => tr!("head of a list" => "end (not included)"),
            "text" => tr!("head of a list" => "text"),
            "memo" => tr!("head of a list" => "memo"),
            "created" => tr!("head of a list" => "created"),
            "important" => tr!("head of a list" => "important"),
            "turn" => tr!("head of a list" => "turn"),
            "speaker" => tr!("head of a list" => "speaker"),
            "time" => tr!("head of a list" => "time in the recording"),
            "account" => tr!("head of a list" => "account"),
            other => other,
        }
    }

    /// Returns the names of all columns for other programs, in order and unique. Attributes of documents are last. If a
    /// dimension has the name of an attribute (`generation`), its column is `generation (code)`; an attribute with the name
    /// of a fixed column becomes `text (participant)`, and one of documents with a name that others have `generation
    /// (document)`.
    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        self.headed(|name| name)
    }

    /// Returns the names of all columns for readers.
    #[must_use]
    pub fn headings(&self) -> Vec<String> {
        self.headed(Self::head)
    }

    fn headed(&self, head: fn(&'static str) -> &'static str) -> Vec<String> {
        let fixed = || Self::BEFORE.into_iter().chain(Self::BETWEEN).chain(Self::AFTER);
        let mut taken: HashSet<String> = fixed().map(|name| head(name).to_owned()).collect();
        let mut once = |name: &str, of: &str| {
            let mut header = name.to_owned();
            while !taken.insert(header.clone()) {
                header.push_str(of);
            }
            header
        };
        let mut headers: Vec<String> = Self::BEFORE.map(|name| head(name).to_owned()).into();
        headers.extend(
            self.attributes.iter().map(|attribute| once(&attribute.name, tr!("after a head" => " (participant)"))),
        );
        headers.extend(Self::BETWEEN.map(|name| head(name).to_owned()));
        headers.extend(self.dimensions.iter().map(|dimension| once(dimension, tr!("after a head" => " (code)"))));
        headers.extend(Self::AFTER.map(|name| head(name).to_owned()));
        let of_documents = self.document_attributes.iter();
        headers.extend(of_documents.map(|attribute| once(&attribute.name, tr!("after a head" => " (document)"))));
        headers
    }
}

/// Gives passages the names of what they refer to; built once because there may be many passages.
pub struct PassageNames<'a> {
    study: Cow<'a, Study>,
    sources: HashMap<SourceId, usize>,
    participants: HashMap<ParticipantId, usize>,
    codes: HashMap<CodeId, (String, Vec<Option<String>>)>,
}

impl<'a> PassageNames<'a> {
    #[must_use]
    pub fn new(study: Cow<'a, Study>) -> Self {
        let book = &study.codebook;
        let value = |code, dimension: &crate::model::Dimension| {
            book.dimension_value(code, dimension.id).and_then(|value| dimension.values.get(value).cloned())
        };
        let code =
            |id| (book.path(id).to_string(), book.dimensions.iter().map(|dimension| value(id, dimension)).collect());
        Self {
            sources: study.sources.iter().enumerate().map(|(i, s)| (s.id, i)).collect(),
            participants: study.participants.iter().enumerate().map(|(i, p)| (p.id, i)).collect(),
            codes: book.codes().iter().map(|c| (c.id, code(c.id))).collect(),
            study,
        }
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.study.sources.get(*self.sources.get(&id)?)
    }

    /// Returns the participants with these ids, in the researcher's order.
    pub fn participants(&self, ids: &[ParticipantId]) -> impl Iterator<Item = &Participant> {
        let mut places: Vec<usize> = ids.iter().filter_map(|id| self.participants.get(id).copied()).collect();
        places.sort_unstable();
        places.into_iter().filter_map(|place| self.study.participants.get(place))
    }

    /// Returns those who say the words of a passage, in this order, as they are named beside a quotation: participants by
    /// their names, others by their labels. `of_passage`: the participants of the passage.
    #[must_use]
    pub fn quoted_people(&self, source: SourceId, voices: &[Voice], of_passage: &[ParticipantId]) -> Vec<String> {
        let source = self.source(source);
        let participant = |voice: &Voice| {
            let source = source?;
            let id = match source.speakers.is_empty() {
                true => source.participant.filter(|_| !voice.asks),
                false => source.speakers.get(&voice.label),
            };
            Some(self.study.participants.get(*self.participants.get(&id?)?)?.name.clone())
        };
        let mut names: Vec<String> = Vec::new();
        for voice in voices {
            let name = participant(voice).unwrap_or_else(|| speaker_name(voice));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if voices.is_empty() {
            names.extend(self.participants(of_passage).map(|participant| participant.name.clone()));
        }
        names
    }

    /// Returns the passage as a row. Names missing in the study are left empty.
    #[must_use]
    pub fn row(&self, passage: CodedPassage) -> PassageRow {
        let study = &self.study;
        let source = self.source(passage.source);
        let quoted_people = self.quoted_people(passage.source, &passage.speakers, &passage.participants);
        let participant = |one: &Participant| PassageParticipant { name: one.name.clone(), values: one.values.clone() };
        let participants = self.participants(&passage.participants).map(participant).collect();
        let unknown = || (String::new(), vec![None; study.codebook.dimensions.len()]);
        let (code, dimensions) = self.codes.get(&passage.code).cloned().unwrap_or_else(unknown);
        PassageRow {
            document: source.map_or_else(String::new, |s| s.name.clone()),
            document_values: source.map_or_else(|| vec![None; study.document_variables.len()], |s| s.values.clone()),
            participants,
            code,
            dimensions,
            coder: study.user(passage.user).map_or_else(String::new, |u| u.name.clone()),
            start: passage.range.start.0,
            end: passage.range.end.0,
            text: passage.text,
            memo: passage.memo,
            created: passage.created,
            important: passage.important,
            account: passage.account,
            turn: passage.turn,
            speakers: passage.speakers,
            quoted_people,
            dialogue: passage.dialogue,
            time: passage.time,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;

    #[test]
    fn a_passage_is_read_with_everything_known_about_it() {
        let passage = |source, participants: &[i64], code| CodedPassage {
            source: SourceId(source),
            participants: participants.iter().copied().map(ParticipantId).collect(),
            range: CharRange::new(0, 3),
            code: CodeId(code),
            user: UserId(1),
            text: "收入低".into(),
            memo: String::new(),
            created: 0,
            important: false,
            account: None,
            turn: Some(3),
            speakers: vec![Voice { label: "B".into(), asks: false }],
            dialogue: None,
            time: None,
        };
        let mut study = samples::study();
        study.sources[0].values[0] = Some("1".into());
        let list = PassageList::new(
            &study,
            [passage(11, &[1], 2), passage(15, &[], 8), passage(15, &[3, 1], 8)],
            Provenance::default(),
        );
        let row = &list.rows[0];
        assert_eq!(
            (row.participant().as_deref(), row.code.as_str(), row.coder.as_str()),
            (Some("甲"), "Assets > 低收入", "Coder 1")
        );
        assert_eq!(row.value(2).as_deref(), Some("10"));
        assert_eq!(row.dimensions[..3], [Some("金融资本".to_owned()), Some("push".to_owned()), None]);
        assert_eq!((list.rows[1].participant(), list.rows[1].value(0)), (None, None));
        let several = &list.rows[2];
        assert_eq!(several.participant().as_deref(), Some("甲; 丙"));
        assert_eq!((several.value(0).as_deref(), several.value(2).as_deref()), (Some("First; Second"), Some("10; ")));
        let headers = list.heads.headers();
        let fixed = 2 + list.heads.attributes.len() + 1 + row.dimensions.len() + PassageHeads::AFTER.len();
        assert_eq!(headers[fixed..], ["round", "generation (document)"]);
        assert_eq!(row.document_values, [Some("1".to_owned()), None]);
        assert_eq!((row.turn, row.speaker().as_str(), row.time), (Some(3), "B", None));
        assert_eq!(headers[2..6], ["generation", "category", "years", "code"]);
    }

    #[test]
    fn no_two_columns_have_one_name() {
        let attribute = |name: &str| AttributeColumn { name: name.into(), kind: VariableKind::Text };
        let heads = PassageHeads {
            attributes: vec![attribute("世代"), attribute("text")],
            dimensions: vec!["世代".into(), "asset".into()],
            ..PassageHeads::default()
        };
        assert_eq!(heads.headers()[2..7], ["世代", "text (participant)", "code", "世代 (code)", "asset"]);
    }
}
