//! Remarks on a project that is written for other programs: what the file does not include, and what it changes.

use crate::i18n;
use crate::model::CONSENSUS;
use crate::tr;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The most names of one kind that are listed.
const NAMED: usize = 20;

/// What a file for other programs does not include, or changes. What is said of a program is known from its manual, its
/// files and its source code; the closed programs could not be inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum ExportLossKind {
    #[error("{}", tr!("passages, memos and decisions of other coders are not included where blind coding hides them"))]
    HiddenWork,
    #[error("{}", tr!("the history is not included"))]
    History,
    #[error("{}", tr!("tables of the project are not included"))]
    Tables,
    #[error("{}", tr!("saved queries are not included"))]
    Queries,
    #[strum(serialize = "important")]
    #[error("{}", tr!("marks of important passages are not included"))]
    ImportantMarks,
    #[error("{}", tr!("whose experience passages are about is not included"))]
    Accounts,
    #[strum(serialize = "coder colours")]
    #[error("{}", tr!("colours of coders are not included"))]
    CoderColors,
    #[strum(serialize = "done")]
    #[error("{}", match as_groups {
        true => tr!("which documents coders have finished is written as groups of documents, which only Pullquote understands"),
        false => tr!("which documents coders have finished is not included"),
    })]
    Finished { as_groups: bool },
    #[strum(serialize = "agreed")]
    #[error("{}", tr!("the consensus coding is written as a coder named “{name}”", name = CONSENSUS))]
    Consensus,
    #[strum(serialize = "control characters")]
    #[error("{}", tr!("control characters in names and memos are left out, because the format does not allow them"))]
    ControlCharacters,
    #[error("{}", tr!("attributes have values that the format writes differently: “yes” and “no”, numbers without exponents"))]
    Values,
    #[strum(serialize = "memos on passages")]
    #[error("{}", tr!("memos on passages by someone other than the coder, or several on one, become one comment without authors"))]
    PassageMemos,
    #[error("{}", tr!("memos on codes, documents and participants become their descriptions, without authors and dates"))]
    Memos,
    #[strum(serialize = "renamed codes")]
    #[error("{}", tr!("codes are renamed, so that no two have the same name"))]
    RenamedCodes,
    #[strum(serialize = "names that stand twice")]
    #[error("{}", tr!("QualCoder loses passages of codes whose name another code already has; choose unique names for it"))]
    SharedNames,
    #[error("{}", match utf16 {
        true => tr!(
            "positions count UTF-16 units; programs that follow the standard find passages after an emoji or a rare \
             character too far to the right, in"
        ),
        false => tr!(
            "positions count characters, as the standard requires; NVivo, which counts UTF-16 units, finds passages \
             after an emoji or a rare character too far to the left (choose UTF-16 positions for it), in"
        ),
    })]
    Positions { utf16: bool },
    #[strum(serialize = "sets")]
    #[error("{}", tr!("NVivo imports groups of codes and documents only in part, according to its manual"))]
    NVivoGroups,
    #[strum(serialize = "sets of documents and codes")]
    #[error("{}", tr!("QualCoder would turn sets of documents and codes into attributes: they are not included"))]
    QualCoderSets,
    #[strum(serialize = "hierarchy")]
    #[error("{}", tr!("ATLAS.ti has a flat list of codes: subcodes may appear beside their parent codes"))]
    AtlasTiSubcodes,
    #[strum(serialize = "attributes")]
    #[error("{}", tr!("ATLAS.ti did not import attributes in reported trials: they are also written as groups of documents"))]
    AtlasTiAttributes,
    #[strum(serialize = "attributes")]
    #[error("{}", tr!("MAXQDA has variables of documents only: values of participants without a document are not included"))]
    MaxqdaAttributes,
    #[strum(serialize = "facets")]
    #[error("{}", tr!("QualCoder does not read groups of codes: values of dimensions are not included"))]
    QualCoderDimensions,
    #[strum(serialize = "ties")]
    #[error("{}", tr!("QualCoder does not read which participant a document belongs to: these links are not included"))]
    QualCoderAssignments,
    #[strum(serialize = "code colours")]
    #[error("{}", tr!("QualCoder replaces the colours of codes with the nearest colours of its own palette"))]
    QualCoderColors,
    #[error("{}", tr!("decisions on disagreements are not included"))]
    Decisions,
    #[error("{}", tr!("bold, italics and headings in documents are not included"))]
    Styles,
    #[strum(serialize = "speakers")]
    #[error("{}", tr!("how speakers of documents are found, and their roles, are not included"))]
    SpeakerSettings,
    #[error("{}", tr!("which participants speak in documents is not included"))]
    SpeakersAsParticipants,
    #[error("{}", tr!("times in documents are not included"))]
    Times,
    #[error("{}", tr!("speaker labels from the files of documents are not included, so speakers are detected again"))]
    Labels,
    #[strum(serialize = "files")]
    #[error("{}", tr!("original files of documents are not included"))]
    OriginalFiles,
}

impl ExportLossKind {
    /// The stable name of the kind in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// One kind of loss with its number and names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportLoss {
    pub what: ExportLossKind,
    /// The number of things, if they can be counted.
    pub count: Option<usize>,
    /// Their names, at most the first twenty.
    pub names: Vec<String>,
    /// What is lost of each of them, if there is more to say than their names.
    pub details: Vec<String>,
}

impl ExportLoss {
    /// A loss that cannot be counted.
    #[must_use]
    pub fn of(what: ExportLossKind) -> Self {
        Self { what, count: None, names: vec![], details: vec![] }
    }

    #[must_use]
    pub fn counted(what: ExportLossKind, count: usize) -> Self {
        Self { count: Some(count), ..Self::of(what) }
    }

    #[must_use]
    pub fn named(what: ExportLossKind, mut names: Vec<String>) -> Self {
        let count = Some(names.len());
        names.truncate(NAMED);
        Self { what, count, names, details: vec![] }
    }

    /// Each thing is a name and what is lost of it, which contains the name.
    #[must_use]
    pub fn detailed(what: ExportLossKind, things: Vec<(String, String)>) -> Self {
        let (names, mut details): (Vec<_>, Vec<_>) = things.into_iter().unzip();
        details.truncate(NAMED);
        Self { details, ..Self::named(what, names) }
    }
}

impl std::fmt::Display for ExportLoss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, count, names, details } = self;
        let names = if details.is_empty() { names } else { details };
        let loss = match count {
            Some(count) => tr!("{loss} ({count})", loss = what, count),
            None => what.to_string(),
        };
        let is_cut = !names.is_empty() && count.is_some_and(|count| count > names.len());
        let names = i18n::joined(&names.iter().map(String::as_str).chain(is_cut.then_some("…")).collect::<Vec<_>>());
        f.write_str(&if names.is_empty() { loss } else { tr!("{loss}: {names}", loss, names) })
    }
}

impl Serialize for ExportLoss {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_map(None)?;
        out.serialize_entry("kind", self.what.name())?;
        out.serialize_entry("what", &self.what.to_string())?;
        out.serialize_entry("count", &self.count)?;
        out.serialize_entry("names", &self.names)?;
        if !self.details.is_empty() {
            out.serialize_entry("details", &self.details)?;
        }
        out.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use strum::IntoEnumIterator;

    #[test]
    fn kinds_in_json_never_change() {
        let kinds: Vec<&str> = ExportLossKind::iter().map(ExportLossKind::name).collect();
        let expected = [
            "hidden_work",
            "history",
            "tables",
            "queries",
            "important",
            "accounts",
            "coder colours",
            "done",
            "agreed",
            "control characters",
            "values",
            "memos on passages",
            "memos",
            "renamed codes",
            "names that stand twice",
            "positions",
            "sets",
            "sets of documents and codes",
            "hierarchy",
            "attributes",
            "attributes",
            "facets",
            "ties",
            "code colours",
            "decisions",
            "styles",
            "speakers",
            "speakers_as_participants",
            "times",
            "labels",
            "files",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_loss_has_its_number_and_the_first_names() {
        let names = |count: usize| (1..=count).map(|n| format!("n{n}")).collect::<Vec<_>>();
        let message = |loss: ExportLoss| loss.to_string();
        assert_eq!(message(ExportLoss::of(ExportLossKind::History)), "the history is not included");
        assert_eq!(message(ExportLoss::counted(ExportLossKind::Times, 3)), "times in documents are not included (3)");
        let two = ExportLoss::named(ExportLossKind::Tables, names(2));
        assert_eq!(message(two.clone()), "tables of the project are not included (2): n1, n2");
        assert!(message(ExportLoss::named(ExportLossKind::Tables, names(21))).ends_with("n20, …"));
        assert_eq!(
            json!(two),
            json!({"kind": "tables", "what": "tables of the project are not included", "count": 2, "names": ["n1", "n2"]})
        );
        assert_eq!(json!(ExportLoss::of(ExportLossKind::Consensus))["count"], json!(null));
    }
}
