//! Remarks on a project that is written for other programs: what the file does not include, and what it changes.

use crate::model::AGREED;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The most names of one kind that are listed.
const NAMED: usize = 20;

/// What a file for other programs does not include, or changes. What is said of a program is known from its manual, its
/// files and its source code; the closed programs could not be inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr, thiserror::Error)]
#[strum(serialize_all = "snake_case")]
pub enum ExportLossKind {
    #[error("passages, memos and decisions of other coders are not included where blind coding hides them")]
    HiddenWork,
    #[error("the history is not included")]
    History,
    #[error("tables of the project are not included")]
    Tables,
    #[strum(serialize = "important")]
    #[error("marks of important passages are not included")]
    ImportantMarks,
    #[strum(serialize = "coder colours")]
    #[error("colours of coders are not included")]
    CoderColors,
    #[strum(serialize = "done")]
    #[error(
        "which documents coders have finished is {}",
        match as_groups {
            true => "written as groups of documents, which only Pullquote understands",
            false => "not included",
        }
    )]
    Finished { as_groups: bool },
    #[strum(serialize = "agreed")]
    #[error("the consensus coding is written as a coder named “{AGREED}”")]
    Consensus,
    #[strum(serialize = "control characters")]
    #[error("control characters in names and memos are left out, because the format does not allow them")]
    ControlCharacters,
    #[error("attributes have values that the format writes differently: “yes” and “no”, numbers without exponents")]
    Values,
    #[strum(serialize = "memos on passages")]
    #[error("memos on passages by someone other than the coder, or several on one, become one comment without authors")]
    PassageMemos,
    #[error("memos on codes, documents and participants become their descriptions, without authors and dates")]
    Memos,
    #[strum(serialize = "renamed codes")]
    #[error("codes are renamed, so that no two have the same name")]
    RenamedCodes,
    #[strum(serialize = "names that stand twice")]
    #[error("QualCoder loses passages of codes whose name another code already has; choose unique names for it")]
    SharedNames,
    #[error(
        "positions count {}",
        match utf16 {
            true => {
                "UTF-16 units; programs that follow the standard find passages after an emoji or a rare character too far \
                 to the right, in"
            }
            false => {
                "characters, as the standard requires; NVivo, which counts UTF-16 units, finds passages after an emoji or \
                 a rare character too far to the left (choose UTF-16 positions for it), in"
            }
        }
    )]
    Positions { utf16: bool },
    #[strum(serialize = "sets")]
    #[error("NVivo imports groups of codes and documents only in part, according to its manual")]
    NVivoGroups,
    #[strum(serialize = "hierarchy")]
    #[error("ATLAS.ti has a flat list of codes: subcodes may appear beside their parent codes")]
    AtlasTiSubcodes,
    #[strum(serialize = "attributes")]
    #[error("ATLAS.ti did not import attributes in reported trials: they are also written as groups of documents")]
    AtlasTiAttributes,
    #[strum(serialize = "attributes")]
    #[error("MAXQDA has variables of documents only: values of participants without a document are not included")]
    MaxqdaAttributes,
    #[strum(serialize = "facets")]
    #[error("QualCoder does not read groups of codes: values of facets are not included")]
    QualCoderFacets,
    #[strum(serialize = "ties")]
    #[error("QualCoder does not read which participant a document belongs to: these links are not included")]
    QualCoderAssignments,
    #[strum(serialize = "code colours")]
    #[error("QualCoder replaces the colours of codes with the nearest colours of its own palette")]
    QualCoderColors,
    #[error("decisions on disagreements are not included")]
    Decisions,
    #[error("bold, italics and headings in documents are not included")]
    Styles,
    #[strum(serialize = "speakers")]
    #[error("speaker settings of documents are not included")]
    SpeakerSettings,
    #[error("times in documents are not included")]
    Times,
    #[error("speaker labels from the files of documents are not included, so speakers are detected again")]
    Labels,
    #[strum(serialize = "files")]
    #[error("original files of documents are not included")]
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
}

impl ExportLoss {
    /// A loss that cannot be counted.
    #[must_use]
    pub fn of(what: ExportLossKind) -> Self {
        Self { what, count: None, names: vec![] }
    }

    #[must_use]
    pub fn counted(what: ExportLossKind, count: usize) -> Self {
        Self { count: Some(count), ..Self::of(what) }
    }

    #[must_use]
    pub fn named(what: ExportLossKind, mut names: Vec<String>) -> Self {
        let count = Some(names.len());
        names.truncate(NAMED);
        Self { what, count, names }
    }
}

impl std::fmt::Display for ExportLoss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.what.fmt(f)?;
        if let Some(count) = self.count {
            write!(f, " ({count})")?;
        }
        if !self.names.is_empty() {
            write!(f, ": {}", self.names.join(", "))?;
            if self.count.is_some_and(|count| count > self.names.len()) {
                f.write_str(", …")?;
            }
        }
        Ok(())
    }
}

impl Serialize for ExportLoss {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("ExportLoss", 4)?;
        out.serialize_field("kind", self.what.name())?;
        out.serialize_field("what", &self.what.to_string())?;
        out.serialize_field("count", &self.count)?;
        out.serialize_field("names", &self.names)?;
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
            "important",
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
            "hierarchy",
            "attributes",
            "attributes",
            "facets",
            "ties",
            "code colours",
            "decisions",
            "styles",
            "speakers",
            "times",
            "labels",
            "files",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn a_loss_has_its_number_and_the_first_names() {
        let names = |count: usize| (1..=count).map(|n| format!("n{n}")).collect::<Vec<_>>();
        let words = |loss: ExportLoss| loss.to_string();
        assert_eq!(words(ExportLoss::of(ExportLossKind::History)), "the history is not included");
        assert_eq!(words(ExportLoss::counted(ExportLossKind::Times, 3)), "times in documents are not included (3)");
        let two = ExportLoss::named(ExportLossKind::Tables, names(2));
        assert_eq!(words(two.clone()), "tables of the project are not included (2): n1, n2");
        assert!(words(ExportLoss::named(ExportLossKind::Tables, names(21))).ends_with("n20, …"));
        assert_eq!(
            json!(two),
            json!({"kind": "tables", "what": "tables of the project are not included", "count": 2, "names": ["n1", "n2"]})
        );
        assert_eq!(json!(ExportLoss::of(ExportLossKind::Consensus))["count"], json!(null));
    }
}
