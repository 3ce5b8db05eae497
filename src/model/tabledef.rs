//! Definitions of a project's own tables: their rows, columns, and what a cell counts.

use crate::tr;
use serde::{Deserialize, Serialize};

/// A table defined in the project. Rows and columns are names of dimensions and attributes that are not resolved yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableDefinition {
    /// Unique in the project; used to select the table on the command line.
    pub name: String,
    #[serde(default)]
    pub title: String,
    #[serde(flatten)]
    pub kind: TableShape,
}

impl TableDefinition {
    /// What people call the table: its title, or its name if it has none.
    #[must_use]
    pub fn heading(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum TableShape {
    /// A cell lists the codes that have the row's and the column's value, with their counts.
    #[serde(rename = "facets")]
    Dimensions { rows: String, columns: String },
    /// Rows are combinations of attribute values; columns summarise an attribute or list the codes with a
    /// dimension value.
    Typology { rows: Vec<String>, columns: Vec<TypologyColumn> },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TypologyColumn {
    Attribute {
        title: String,
        attribute: String,
        #[serde(rename = "as")]
        summary: Summary,
    },
    Dimension {
        title: String,
        #[serde(rename = "facet")]
        dimension: String,
        value: String,
    },
}

impl TypologyColumn {
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Attribute { title, .. } | Self::Dimension { title, .. } => title,
        }
    }
}

/// How a cell summarises an attribute of the row's participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Summary {
    /// Lowest and highest number.
    Range,
    /// Distinct values.
    List,
    /// Number of participants with a known value.
    Count,
    Mean,
}

impl Summary {
    /// True if only numbers have it.
    #[must_use]
    pub fn needs_numbers(self) -> bool {
        matches!(self, Self::Range | Self::Mean)
    }
}

/// What a cell counts.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Count {
    /// Distinct participants; unassigned documents add none.
    #[default]
    Participants,
    /// Distinct documents.
    Documents,
    /// Distinct combinations of document, start, end and code: a passage coded alike by two coders counts once.
    Passages,
    /// Code points covered by at least one passage; overlaps count once.
    Characters,
}

impl Count {
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the name in messages and on screen.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Participants => tr!("unit of counting" => "participants"),
            Self::Documents => tr!("unit of counting" => "documents"),
            Self::Passages => tr!("unit of counting" => "passages"),
            Self::Characters => tr!("unit of counting" => "characters"),
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_read_as_the_folder_format_writes_them() {
        let json = r#"{"name":"t","title":"T","kind":"typology","rows":["generation"],
            "columns":[{"title":"Years","attribute":"years","as":"range"},{"title":"Why","facet":"aspect","value":"motive"}]}"#;
        let table: TableDefinition = serde_json::from_str(json).unwrap();
        assert!(matches!(&table.kind, TableShape::Typology { columns, .. }
            if matches!(&columns[0], TypologyColumn::Attribute { summary: Summary::Range, .. })
            && columns[1].title() == "Why"));
        let again: TableDefinition = serde_json::from_str(&serde_json::to_string(&table).unwrap()).unwrap();
        assert_eq!(again, table);
        let unknown = serde_json::from_str::<TableDefinition>(r#"{"name":"t","kind":"pie"}"#).unwrap_err().to_string();
        assert!(unknown.starts_with("unknown variant `pie`"), "{unknown}");
    }
}
