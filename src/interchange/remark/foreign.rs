//! Remarks on projects of other programs: what was not imported, and what was changed on import.

use super::{FilePlace, Loss, Refusal};
use crate::text::grouped;
use crate::{i18n, tr};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// How many names of one kind of loss are listed.
const NAMED: usize = 100;

/// Why a project of another program, or an entry of one, was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum ForeignRefusal {
    // Exchange files (REFI-QDA).
    #[error("{}", tr!("the archive contains no project (project.qde is missing); export it from its program again"))]
    NoProjectInArchive,
    /// `root` is the name of the outermost element.
    #[error("{}", tr!("its project begins with <{root}> instead of <Project>; export it from its program again", root))]
    NotAProject { root: String },
    #[error("{}", tr!("it begins with <{root}> instead of <CodeBook>; export the codebook from its program again", root))]
    NotACodebook { root: String },
    #[error("{}", tr!("the project contains no codebook"))]
    NoCodebook,
    /// Line and column, both from 1.
    #[error("{}", tr!("it is damaged at line {line}, near character {column} ({why}); export it from its program again", line, column, why))]
    BrokenXml { line: usize, column: usize, why: String },
    /// From 1.
    #[error("{}", tr!("its project is not UTF-8 text from line {line} on; the file is damaged, so export it again", line))]
    ProjectNotUtf8 { line: usize },
    #[error("{}", tr!("{member} cannot be unpacked; the file is damaged", member))]
    DamagedMember { member: String },
    #[error("{}", tr!("{member} expands to more than {megabytes} MB, which is more than can be read", member, megabytes))]
    MemberTooLarge { member: String, megabytes: u64 },
    #[error("{}", tr!("place" => "{file}: {remark}", file = member, remark = why))]
    MemberUnreadable { member: String, why: Box<Refusal> },
    /// A name that would put the file outside the folder into which the archive is unpacked.
    #[error("{}", tr!("its name leads out of the archive; it was not read"))]
    MemberOutside,
    #[error("{}", tr!("it is a link, and links are not followed; it was not read"))]
    MemberLink,

    // Documents.
    #[error("{}", tr!("the file contains no text of this document"))]
    SourceWithoutText,
    #[error("{}", tr!("pictures cannot be imported, and this one has no text"))]
    PictureWithoutText,
    #[error("{}", tr!("the file contains the pages of this PDF and no text of it; import the PDF itself"))]
    PagesWithoutText,
    #[error("{}", tr!("recordings cannot be imported, and this one has no transcript"))]
    RecordingWithoutText,
    #[error("{}", tr!("its text {path} is outside the file and was not read", path))]
    TextOutside { path: String },
    #[error("{}", tr!("its text {path} is not in the file", path))]
    TextMissing { path: String },

    // Passages.
    #[error("{}", tr!("the passage is outside the text"))]
    OutsideText,
    #[error("{}", tr!("the passage is outside the text, and its words are not in the text"))]
    NotInText,
    #[error("{}", tr!("the passage is empty"))]
    EmptyPassage,
    #[error("{}", tr!("its code is not in the codebook"))]
    UnknownCode,
    #[error("{}", tr!("the document or the code of this coding is missing"))]
    UnknownDocumentOrCode,
    /// A passage of a recording without a position in the transcript.
    #[error("{}", tr!("the passage of the recording has no place in the transcript"))]
    NoPlaceInTranscript,
    #[error("{}", tr!("the highlight has no tag"))]
    HighlightWithoutTag,

    // Databases.
    #[error("{}", tr!("its {name} is a link, and links in a folder are not followed; put the file itself there", name))]
    LinkedDatabase { name: String },
    #[error("{}", tr!("this is not a QualCoder project"))]
    NotQualCoder,
    #[error("{}", tr!("this is not a Taguette file"))]
    NotTaguette,
    #[error("{}", tr!("there is no project in it"))]
    NoProject,
    #[error("{}", tr!("it cannot be opened: {why}", why))]
    DatabaseNotOpened { why: String },
    #[error("{}", tr!("it is damaged or belongs to another program: {why}", why))]
    DamagedDatabase { why: String },
    /// A table whose contents are computed.
    #[error("{}", tr!("it cannot be read safely, because its table {table} computes its contents", table))]
    ComputedTable { table: String },
    #[error("{}", tr!("reading it takes too long; the file may be made to never end"))]
    DatabaseTooSlow,
    #[error("{}", tr!("it contains more than {gigabytes} GB of text", gigabytes))]
    DatabaseTooLarge { gigabytes: usize },
    /// A further project in the same file.
    #[error("{}", tr!("this is another project in the same file; export it separately to import it"))]
    FurtherProject,
    /// A project of another program in a folder of documents.
    #[error("{}", tr!("this is a project of another program; import it separately"))]
    ProjectInFolder,
}

impl ForeignRefusal {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.into()
    }
}

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
    /// Further values of a code for the same dimension.
    OtherFacetValues,
    NamelessCases,
    /// Passages and codes that belong to a participant.
    ParticipantLinks,
    /// Passages that belong to a participant and are not all words under a speaker's labels.
    CaseSelections,
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

    /// What was left out: `3 groups of codes`; `None` for what was changed.
    fn left_out(self, n: usize) -> Option<String> {
        Some(match self {
            Self::CodingsWithoutText => {
                tr!("{n} coding of a document whose text is missing"
                    | "{n} codings of documents whose text is missing" % n)
            }
            Self::ValuesWithoutText => tr!("{n} attribute value of a document whose text is missing"
                | "{n} attribute values of documents whose text is missing" % n),
            Self::LinksWithoutText => tr!("{n} link of a participant to a document whose text is missing"
                | "{n} links of participants to documents whose text is missing" % n),
            Self::RegionCodings => tr!("{n} coding of a region of a page, picture or recording"
                | "{n} codings of regions of pages, pictures and recordings" % n),
            Self::Regions => tr!("{n} marked region of a page, picture or recording"
                | "{n} marked regions of pages, pictures and recordings" % n),
            Self::TranscriptTimes => {
                tr!("{n} time of a transcript that could not be read"
                    | "{n} times of transcripts that could not be read" % n)
            }
            Self::Graphs => tr!("{n} graph" | "{n} graphs" % n),
            Self::CodeGroups => tr!("{n} group of codes" | "{n} groups of codes" % n),
            Self::DocumentGroups => tr!("{n} group of documents" | "{n} groups of documents" % n),
            Self::GroupDescriptions => tr!("{n} description of a group" | "{n} descriptions of groups" % n),
            Self::MemoGroups => tr!("{n} group of memos" | "{n} groups of memos" % n),
            Self::Links => tr!("{n} link" | "{n} links" % n),
            Self::LinkDetails => tr!("{n} name of a link to a memo" | "{n} names of links to memos" % n),
            Self::UncodedPassages => {
                tr!("{n} passage without a code or comment" | "{n} passages without a code or comment" % n)
            }
            Self::PassageNames => tr!("{n} name of a passage that differs from its words"
                | "{n} names of passages that differ from their words" % n),
            _ => return self.values_left_out(n),
        })
    }

    /// As [`Self::left_out`], for values, links and parts of the file.
    fn values_left_out(self, n: usize) -> Option<String> {
        Some(match self {
            Self::AttributeDescriptions => {
                tr!("{n} description of an attribute" | "{n} descriptions of attributes" % n)
            }
            Self::UndefinedValues => tr!("{n} value of an attribute that the file does not define"
                | "{n} values of attributes that the file does not define" % n),
            Self::OtherValues => tr!("{n} value that differs from another value of the same participant"
                | "{n} values that differ from other values of the same participants" % n),
            Self::OtherFacetValues => tr!("{n} dimension value of a code that has another value"
                | "{n} dimension values of codes that have another value" % n),
            Self::NamelessCases => {
                tr!("{n} case with neither name nor document" | "{n} cases with neither name nor document" % n)
            }
            Self::ParticipantLinks => {
                tr!("{n} link of a participant to a passage or code"
                    | "{n} links of participants to passages and codes" % n)
            }
            Self::CaseSelections => tr!("{n} passage of a participant that does not follow the labels of speakers"
                | "{n} passages of participants that do not follow the labels of speakers" % n),
            Self::CodesOnEmptyDocuments => {
                tr!("{n} coding of a document without words" | "{n} codings of documents without words" % n)
            }
            Self::CodesOnMemos => tr!("{n} coding of a memo" | "{n} codings of memos" % n),
            Self::ValuesOnMemos => tr!("{n} attribute value of a memo" | "{n} attribute values of memos" % n),
            Self::MissingTargets => tr!("{n} reference to something that is not in the file"
                | "{n} references to something that is not in the file" % n),
            Self::Initials => tr!("{n} set of a coder's initials" | "{n} sets of coders' initials" % n),
            Self::ChangeRecords => tr!("{n} record of who added or last changed something"
                | "{n} records of who added or last changed something" % n),
            Self::UnknownElements => tr!("{n} unknown element of the file" | "{n} unknown elements of the file" % n),
            Self::UnknownXmlAttributes => tr!("{n} unknown XML attribute" | "{n} unknown XML attributes" % n),
            Self::UnusedFiles => {
                tr!("{n} file that the project does not mention" | "{n} files that the project does not mention" % n)
            }
            Self::PictureCodings => tr!("{n} coding of a picture" | "{n} codings of pictures" % n),
            Self::RecordingCodings => tr!("{n} coding of a recording" | "{n} codings of recordings" % n),
            Self::JournalAttributes => {
                tr!("{n} attribute value of a journal entry" | "{n} attribute values of journal entries" % n)
            }
            Self::BibliographyEntries => tr!("{n} field of the bibliography" | "{n} fields of the bibliography" % n),
            Self::StoredQueries => tr!("{n} stored query" | "{n} stored queries" % n),
            Self::Pseudonyms => tr!("{n} file of pseudonyms" | "{n} files of pseudonyms" % n),
            Self::CaseLinkMemos => tr!("{n} memo on what belongs to a case" | "{n} memos on what belongs to cases" % n),
            _ => return None,
        })
    }

    /// What was imported, and how it was changed; `None` for what was left out.
    fn changed(self, n: usize) -> Option<String> {
        Some(match self {
            Self::PdfPages => tr!("the pages of {n} PDF file were left out; its text was imported"
                | "the pages of {n} PDF files were left out; their text was imported" % n),
            Self::Pictures => tr!("{n} picture was left out; its text was imported"
                | "{n} pictures were left out; their text was imported" % n),
            Self::Recordings => tr!("{n} recording was left out; its transcripts were imported"
                | "{n} recordings were left out; their transcripts were imported" % n),
            Self::Formatting => tr!("the formatting of {n} document was left out; its text was imported"
                | "the formatting of {n} documents was left out; their text was imported" % n),
            Self::RenamedCoders => tr!("{n} coder got a new name, because two had the same one"
                | "{n} coders got a new name, because two had the same one" % n),
            Self::RenamedDocuments => tr!("{n} document got a new name, because two had the same one"
                | "{n} documents got a new name, because two had the same one" % n),
            Self::RenamedParticipants => tr!("{n} participant got a new name, because two had the same one"
                | "{n} participants got a new name, because two had the same one" % n),
            Self::RenamedAttributes => tr!("{n} attribute got a new name, because two had the same one"
                | "{n} attributes got a new name, because two had the same one" % n),
            Self::CodeNamesTaken => {
                tr!("{n} code got a new name, because its name was in use, empty or longer than one line"
                    | "{n} codes got a new name, because their name was in use, empty or longer than one line" % n)
            }
            Self::RenamedCodes => {
                tr!("“ › ” replaces “ > ” in the names of {n} code, because “ > ” separates the names of a path"
                    | "“ › ” replaces “ > ” in the names of {n} codes, because “ > ” separates the names of a path" % n)
            }
            Self::Colors => tr!("{n} colour could not be read; others were chosen"
                | "{n} colours could not be read; others were chosen" % n),
            Self::SharedIdentifiers => tr!("{n} identifier has two owners; the second owner got a new one"
                | "{n} identifiers have two owners; the second owner got a new one" % n),
            Self::DateTimes => tr!("{n} attribute with a date and a time of day became text"
                | "{n} attributes with a date and a time of day became text" % n),
            _ => return self.placed_elsewhere(n),
        })
    }

    /// As [`Self::changed`], for passages, comments and codes that were moved or assigned.
    fn placed_elsewhere(self, n: usize) -> Option<String> {
        Some(match self {
            Self::SeveralParticipants => {
                tr!("{n} document belonging to several participants was assigned to the first of them"
                    | "{n} documents belonging to several participants were assigned to the first of them" % n)
            }
            Self::UnknownCoders => {
                tr!("{n} passage whose coder the file does not name was assigned to “unknown coder”"
                    | "{n} passages whose coder the file does not name were assigned to “unknown coder”" % n)
            }
            Self::OtherSelectors => {
                tr!("{n} passage was selected by one person and coded by another; only the coder was kept"
                    | "{n} passages were selected by one person and coded by another; only the coder was kept" % n)
            }
            Self::RepeatedPassages => {
                tr!("{n} passage that the same coder had coded with the same code before was merged with the first"
                    | "{n} passages that the same coder had coded with the same code before were merged with the first"
                        % n)
            }
            Self::PassageComments => tr!("{n} comment on a passage without a code became a memo on its document"
                | "{n} comments on passages without a code became memos on their documents" % n),
            Self::MovedComments => tr!("{n} comment on something that was left out became a memo on the project"
                | "{n} comments on things that were left out became memos on the project" % n),
            Self::WholeDocumentCodings => {
                tr!("{n} coding of a whole document became a passage from its beginning to its end"
                    | "{n} codings of whole documents became passages from their beginning to their end" % n)
            }
            Self::BeyondText => tr!("{n} passage went beyond the end of the text; its end was moved there"
                | "{n} passages went beyond the end of the text; their end was moved there" % n),
            Self::MovedCodes => tr!(
                "{n} code or category moved to the top level, because the code above was missing, formed a loop or was too deep"
                    | "{n} codes and categories moved to the top level, because the code above was missing, formed a loop or was too deep"
                        % n
            ),
            Self::PartsOfDocuments => {
                tr!("{n} part of a document belonged to a case; the whole document was assigned to it"
                    | "{n} parts of a document belonged to a case; the whole document was assigned to it" % n)
            }
            _ => return None,
        })
    }

    /// A sentence with the number of things and their names. `more` is the number of names that are not in `names`.
    pub(super) fn sentence(self, count: usize, names: &[FilePlace], more: usize) -> String {
        let what = match self.left_out(count) {
            Some(things) => tr!("{things} was left out" | "{things} were left out" % count, things),
            None => self.changed(count).unwrap_or_default(),
        };
        let names = match (i18n::joined(names), more) {
            (names, _) if names.is_empty() => return what,
            (names, 0) => names,
            (names, more) => tr!("list" => "{items} and {more} more", items = names, more = grouped(more)),
        };
        tr!("{loss}: {names}", loss = what, names)
    }
}

/// Collects the losses of one project: each kind once, with a count and names.
#[derive(Debug, Default)]
pub struct ForeignLosses(BTreeMap<ForeignLoss, Lost>);

#[derive(Debug, Default)]
struct Lost {
    count: usize,
    names: Vec<FilePlace>,
    /// The words of all names, in one of the languages.
    seen: HashSet<String>,
}

impl ForeignLosses {
    /// Adds `count` things that belong to `name`. An empty name is not listed.
    pub fn add(&mut self, what: ForeignLoss, count: usize, name: impl Into<FilePlace>) {
        if count == 0 {
            return;
        }
        let lost = self.0.entry(what).or_default();
        lost.count += count;
        let name = name.into().on_one_line();
        if !name.is_empty() && lost.seen.insert(name.as_str().to_owned()) && lost.names.len() < NAMED {
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
            assert_ne!(what.left_out(2).is_some(), what.changed(2).is_some(), "{what:?}");
            for count in [1, 3] {
                let sentence = what.sentence(count, &["A".into()], 2);
                assert!(sentence.contains(&count.to_string()) && sentence.ends_with(": A and 2 more"), "{sentence}");
            }
        }
    }
}
