//! A project's own tables, as data: what stands in rows and columns, and how a cell is counted.

use serde::{Deserialize, Serialize};

/// A table that the project defines. Rows and columns name facets and attributes; nothing here is resolved yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TableDefinition {
    /// Unique in the project; what the command line calls it.
    pub name: String,
    #[serde(default)]
    pub title: String,
    #[serde(flatten)]
    pub kind: TableShape,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum TableShape {
    /// A cell lists the codes that have the row's and the column's value, each with its count.
    Facets { rows: String, columns: String },
    /// Rows are combinations of attributes; columns summarise an attribute or list the codes of a facet value.
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
    Facet {
        title: String,
        facet: String,
        value: String,
    },
}

impl TypologyColumn {
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Attribute { title, .. } | Self::Facet { title, .. } => title,
        }
    }
}

/// How an attribute of a row's participants is told in one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Summary {
    /// Least and greatest number.
    Range,
    /// Distinct values.
    List,
    /// Participants whose value is known.
    Count,
    Mean,
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
    /// Distinct participants; a document without one adds none.
    #[default]
    Participants,
    /// Distinct documents.
    Documents,
    /// Distinct (document, start, end, code): the same passage by two coders is one.
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
        assert!(serde_json::from_str::<TableDefinition>(r#"{"name":"t","kind":"pie"}"#).is_err());
    }
}
