//! Remarks on projects of other programs: what was not imported, and what was changed on import.

use super::{Loss, Refusal, counted, was};
use crate::text::{grouped, some_of};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// How many names of one kind of loss are listed.
const NAMED: usize = 100;

/// Why a project of another program, or an entry of one, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum ForeignRefusal {
    // Exchange files (REFI-QDA).
    #[error("the archive contains no project (project.qde is missing); export it from its program again")]
    NoProjectInArchive,
    /// `root` is the name of the outermost element.
    #[error("its project begins with <{root}> instead of <Project>; export it from its program again")]
    NotAProject { root: String },
    #[error("it begins with <{root}> instead of <CodeBook>; export the codebook from its program again")]
    NotACodebook { root: String },
    #[error("the project contains no codebook")]
    NoCodebook,
    /// Line and column, both from 1.
    #[error("it is damaged at line {line}, near character {column} ({why}); export it from its program again")]
    BrokenXml { line: usize, column: usize, why: String },
    /// From 1.
    #[error("its project is not UTF-8 text from line {line} on; the file is damaged, so export it again")]
    ProjectNotUtf8 { line: usize },
    #[error("{member} cannot be unpacked; the file is damaged")]
    DamagedMember { member: String },
    #[error("{member} expands to more than {megabytes} MB, which is more than can be read")]
    MemberTooLarge { member: String, megabytes: u64 },
    #[error("{member}: {why}")]
    MemberUnreadable { member: String, why: Box<Refusal> },
    /// A name that would put the file outside the folder into which the archive is unpacked.
    #[error("its name leads out of the archive; it was not read")]
    MemberOutside,
    #[error("it is a link, and links are not followed; it was not read")]
    MemberLink,

    // Documents.
    #[error("the file contains no text of this document")]
    SourceWithoutText,
    #[error("pictures cannot be imported, and this one has no text")]
    PictureWithoutText,
    #[error("the file contains the pages of this PDF and no text of it; import the PDF itself")]
    PagesWithoutText,
    #[error("recordings cannot be imported, and this one has no transcript")]
    RecordingWithoutText,
    #[error("its text {path} is outside the file and was not read")]
    TextOutside { path: String },
    #[error("its text {path} is not in the file")]
    TextMissing { path: String },

    // Passages.
    #[error("the passage is outside the text")]
    OutsideText,
    #[error("the passage is outside the text, and its words are not in the text")]
    NotInText,
    #[error("the passage is empty")]
    EmptyPassage,
    #[error("its code is not in the codebook")]
    UnknownCode,
    #[error("the document or the code of this coding is missing")]
    UnknownDocumentOrCode,
    /// A passage of a recording without a position in the transcript.
    #[error("the passage of the recording has no place in the transcript")]
    NoPlaceInTranscript,
    #[error("the highlight has no tag")]
    HighlightWithoutTag,

    // Databases.
    #[error("its {name} is a link, and links in a folder are not followed; put the file itself there")]
    LinkedDatabase { name: String },
    #[error("this is not a QualCoder project")]
    NotQualCoder,
    #[error("this is not a Taguette file")]
    NotTaguette,
    #[error("there is no project in it")]
    NoProject,
    #[error("it cannot be opened: {why}")]
    DatabaseNotOpened { why: String },
    #[error("it is damaged or belongs to another program: {why}")]
    DamagedDatabase { why: String },
    /// A table whose contents are computed.
    #[error("it cannot be read safely, because its table {table} computes its contents")]
    ComputedTable { table: String },
    #[error("reading it takes too long; the file may be made to never end")]
    DatabaseTooSlow,
    #[error("it contains more than {gigabytes} GB of text")]
    DatabaseTooLarge { gigabytes: usize },
    /// A further project in the same file.
    #[error("this is another project in the same file; export it separately to import it")]
    FurtherProject,
    /// A project of another program in a folder of documents.
    #[error("this is a project of another program; import it separately")]
    ProjectInFolder,
}

impl ForeignRefusal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

/// Why things were renamed.
const NAME_TAKEN: &str = " got a new name, because two had the same one";

/// What was left out or changed in a project of another program. Each kind is counted over the whole project.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum ForeignLoss {
    // Left out.
    /// Codings of documents whose text is missing.
    CodingsWithoutText,
    /// Attribute values of documents whose text is missing.
    ValuesWithoutText,
    /// Participants' links to documents whose text is missing.
    LinksWithoutText,
    /// Codings of a region of a page or picture, or of a section of a recording.
    RegionCodings,
    /// Regions as in [`Self::RegionCodings`], without a code.
    Regions,
    PdfPages,
    Pictures,
    Recordings,
    Formatting,
    /// Points of a transcript without a time or a position.
    TranscriptTimes,
    Graphs,
    CodeGroups,
    DocumentGroups,
    MemoGroups,
    Links,
    /// Names and kinds of links by which memos are attached.
    LinkDetails,
    /// Passages that have neither a code nor a comment.
    UncodedPassages,
    /// Names of passages that differ from their text.
    PassageNames,
    AttributeDescriptions,
    /// Values of undefined attributes.
    UndefinedValues,
    /// Further values of a participant for the same attribute.
    OtherValues,
    /// Further values of a code for the same facet.
    OtherFacetValues,
    NamelessCases,
    /// Passages and codes that belong to a participant.
    ParticipantLinks,
    GroupDescriptions,
    CodesOnEmptyDocuments,
    CodesOnMemos,
    ValuesOnMemos,
    /// References to things that are not in the file.
    MissingTargets,
    Initials,
    /// Who added documents, and who last changed things and when.
    ChangeRecords,
    /// Elements of the file that are not read.
    UnknownElements,
    /// Attributes of the file's elements that are not read.
    UnknownXmlAttributes,
    /// Files of the archive that the project does not mention.
    UnusedFiles,
    PictureCodings,
    RecordingCodings,
    JournalAttributes,
    BibliographyEntries,
    StoredQueries,
    Pseudonyms,
    /// Memos on what belongs to a case.
    CaseLinkMemos,

    // Changed.
    RenamedCoders,
    RenamedDocuments,
    RenamedParticipants,
    RenamedAttributes,
    /// Codes whose name was in use, empty or longer than one line.
    CodeNamesTaken,
    /// Codes whose name contained ` > `, which separates the levels of a path; ` › ` replaces it.
    RenamedCodes,
    Colors,
    SharedIdentifiers,
    DateTimes,
    SeveralParticipants,
    UnknownCoders,
    OtherSelectors,
    RepeatedPassages,
    PassageComments,
    /// Comments on things that were not imported.
    MovedComments,
    WholeDocumentCodings,
    BeyondText,
    MovedCodes,
    PartsOfDocuments,
}

impl ForeignLoss {
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.into()
    }

    /// The noun for what was left out, singular and plural; `None` for what was changed.
    fn left_out(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::CodingsWithoutText => {
                ("coding of a document whose text is missing", "codings of documents whose text is missing")
            }
            Self::ValuesWithoutText => (
                "attribute value of a document whose text is missing",
                "attribute values of documents whose text is missing",
            ),
            Self::LinksWithoutText => (
                "link of a participant to a document whose text is missing",
                "links of participants to documents whose text is missing",
            ),
            Self::RegionCodings => (
                "coding of a region of a page, picture or recording",
                "codings of regions of pages, pictures and recordings",
            ),
            Self::Regions => {
                ("marked region of a page, picture or recording", "marked regions of pages, pictures and recordings")
            }
            Self::TranscriptTimes => {
                ("time of a transcript that could not be read", "times of transcripts that could not be read")
            }
            Self::Graphs => ("graph", "graphs"),
            Self::CodeGroups => ("group of codes", "groups of codes"),
            Self::DocumentGroups => ("group of documents", "groups of documents"),
            Self::GroupDescriptions => ("description of a group", "descriptions of groups"),
            Self::MemoGroups => ("group of memos", "groups of memos"),
            Self::Links => ("link", "links"),
            Self::LinkDetails => ("name of a link to a memo", "names of links to memos"),
            Self::UncodedPassages => ("passage without a code or comment", "passages without a code or comment"),
            Self::PassageNames => {
                ("name of a passage that differs from its words", "names of passages that differ from their words")
            }
            Self::AttributeDescriptions => ("description of an attribute", "descriptions of attributes"),
            Self::UndefinedValues => (
                "value of an attribute that the file does not define",
                "values of attributes that the file does not define",
            ),
            Self::OtherValues => (
                "value that differs from another value of the same participant",
                "values that differ from other values of the same participants",
            ),
            Self::OtherFacetValues => {
                ("facet value of a code that has another value", "facet values of codes that have another value")
            }
            Self::NamelessCases => ("case with neither name nor document", "cases with neither name nor document"),
            Self::ParticipantLinks => {
                ("link of a participant to a passage or code", "links of participants to passages and codes")
            }
            Self::CodesOnEmptyDocuments => ("coding of a document without words", "codings of documents without words"),
            Self::CodesOnMemos => ("coding of a memo", "codings of memos"),
            Self::ValuesOnMemos => ("attribute value of a memo", "attribute values of memos"),
            Self::MissingTargets => {
                ("reference to something that is not in the file", "references to something that is not in the file")
            }
            Self::Initials => ("set of a coder's initials", "sets of coders' initials"),
            Self::ChangeRecords => {
                ("record of who added or last changed something", "records of who added or last changed something")
            }
            Self::UnknownElements => ("unknown element of the file", "unknown elements of the file"),
            Self::UnknownXmlAttributes => ("unknown XML attribute", "unknown XML attributes"),
            Self::UnusedFiles => ("file that the project does not mention", "files that the project does not mention"),
            Self::PictureCodings => ("coding of a picture", "codings of pictures"),
            Self::RecordingCodings => ("coding of a recording", "codings of recordings"),
            Self::JournalAttributes => ("attribute value of a journal entry", "attribute values of journal entries"),
            Self::BibliographyEntries => ("field of the bibliography", "fields of the bibliography"),
            Self::StoredQueries => ("stored query", "stored queries"),
            Self::Pseudonyms => ("file of pseudonyms", "files of pseudonyms"),
            Self::CaseLinkMemos => ("memo on what belongs to a case", "memos on what belongs to cases"),
            _ => return None,
        })
    }

    /// What was imported, and how it was changed; `None` for what was left out.
    fn changed(self, count: usize) -> Option<String> {
        let of = |one: &str, many: &str| counted(count, one, many);
        let was = was(count);
        let (its, has) = if count == 1 { ("its", "has") } else { ("their", "have") };
        Some(match self {
            Self::PdfPages => {
                format!("the pages of {} {was} left out; {its} text was imported", of("PDF file", "PDF files"))
            }
            Self::Pictures => format!("{} {was} left out; {its} text was imported", of("picture", "pictures")),
            Self::Recordings => {
                format!("{} {was} left out; {its} transcripts were imported", of("recording", "recordings"))
            }
            Self::Formatting => {
                format!("the formatting of {} was left out; {its} text was imported", of("document", "documents"))
            }
            Self::RenamedCoders => of("coder", "coders") + NAME_TAKEN,
            Self::RenamedDocuments => of("document", "documents") + NAME_TAKEN,
            Self::RenamedParticipants => of("participant", "participants") + NAME_TAKEN,
            Self::RenamedAttributes => of("attribute", "attributes") + NAME_TAKEN,
            Self::CodeNamesTaken => {
                let codes = of("code", "codes");
                format!("{codes} got a new name, because {its} name was in use, empty or longer than one line")
            }
            Self::RenamedCodes => format!(
                "“ › ” replaces “ > ” in the names of {}, because “ > ” separates the names of a path",
                of("code", "codes")
            ),
            Self::Colors => format!("{} could not be read; others were chosen", of("colour", "colours")),
            Self::SharedIdentifiers => {
                format!("{} {has} two owners; the second owner got a new one", of("identifier", "identifiers"))
            }
            Self::DateTimes => {
                format!("{} with a date and a time of day became text", of("attribute", "attributes"))
            }
            Self::SeveralParticipants => {
                format!(
                    "{} belonging to several participants {was} assigned to the first of them",
                    of("document", "documents")
                )
            }
            Self::UnknownCoders => format!(
                "{} whose coder the file does not name {was} assigned to “unknown coder”",
                of("passage", "passages")
            ),
            Self::OtherSelectors => format!(
                "{} {was} selected by one person and coded by another; only the coder was kept",
                of("passage", "passages")
            ),
            Self::RepeatedPassages => format!(
                "{} that the same coder had coded with the same code before {was} merged with the first",
                of("passage", "passages")
            ),
            Self::PassageComments => of(
                "comment on a passage without a code became a memo on its document",
                "comments on passages without a code became memos on their documents",
            ),
            Self::MovedComments => of(
                "comment on something that was left out became a memo on the project",
                "comments on things that were left out became memos on the project",
            ),
            Self::WholeDocumentCodings => of(
                "coding of a whole document became a passage from its beginning to its end",
                "codings of whole documents became passages from their beginning to their end",
            ),
            Self::BeyondText => {
                format!("{} went beyond the end of the text; {its} end was moved there", of("passage", "passages"))
            }
            Self::MovedCodes => format!(
                "{} moved to the top level, because the code above was missing, formed a loop or was too deep",
                of("code or category", "codes and categories")
            ),
            Self::PartsOfDocuments => format!(
                "{} of a document belonged to a case; the whole document was assigned to it",
                of("part", "parts")
            ),
            _ => return None,
        })
    }

    /// A sentence with the number of things and their names. `more` is the number of names that are not in `names`.
    pub(super) fn sentence(self, count: usize, names: &[String], more: usize) -> String {
        let what = match (self.left_out(), self.changed(count)) {
            (Some((one, many)), _) => format!("{} {} left out", counted(count, one, many), was(count)),
            (None, changed) => changed.unwrap_or_default(),
        };
        match (names, more) {
            ([], _) => what,
            (names, 0) => format!("{what}: {}", some_of(names, names.len())),
            (names, more) => format!("{what}: {} and {} more", some_of(names, names.len()), grouped(more)),
        }
    }
}

/// Collects the losses of one project: each kind once, with a count and names.
#[derive(Debug, Default)]
pub struct ForeignLosses(BTreeMap<ForeignLoss, Lost>);

#[derive(Debug, Default)]
struct Lost {
    count: usize,
    names: Vec<String>,
    seen: HashSet<String>,
}

impl ForeignLosses {
    /// Adds `count` things that belong to `name`. An empty name is not listed.
    pub fn add(&mut self, what: ForeignLoss, count: usize, name: &str) {
        if count == 0 {
            return;
        }
        let lost = self.0.entry(what).or_default();
        lost.count += count;
        let name = crate::text::one_line(name);
        if !name.is_empty() && lost.seen.insert(name.clone()) && lost.names.len() < NAMED {
            lost.names.push(name);
        }
    }

    /// Takes all losses, in the order of their kinds.
    pub fn take(&mut self) -> Vec<Loss> {
        let all = std::mem::take(&mut self.0).into_iter();
        all.map(|(what, Lost { count, names, seen })| {
            let more = seen.len() - names.len();
            Loss::Foreign { what, count, names, more }
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn every_loss_has_one_sentence_that_says_how_many() {
        for what in ForeignLoss::iter() {
            assert_ne!(what.left_out().is_some(), what.changed(2).is_some(), "{what:?}");
            for count in [1, 3] {
                let sentence = what.sentence(count, &["A".into()], 2);
                assert!(sentence.contains(&count.to_string()) && sentence.ends_with(": A and 2 more"), "{sentence}");
            }
        }
    }
}
