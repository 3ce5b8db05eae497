//! The formats of a table, with their names and file extensions.

use crate::interchange::files;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum TableFormat {
    /// Aligned columns for a terminal.
    Text,
    Csv,
    Json,
    /// A GitHub table.
    Md,
    /// A single self-contained page.
    Html,
    Xlsx,
    /// A Word document.
    Docx,
    /// A network, for most programs that draw networks.
    Graphml,
    /// A network for Gephi.
    Gexf,
}

impl TableFormat {
    /// The formats of tables and lists.
    pub const TABLES: &'static [Self] =
        &[Self::Text, Self::Csv, Self::Json, Self::Md, Self::Html, Self::Xlsx, Self::Docx];
    /// Also those that hold only networks: how often codes co-occur.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name on the command line, and the file extension of every format but text, whose extension is `txt`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// The format for a file's extension, in any case.
    ///
    /// ```
    /// use pullquote::interchange::tables::TableFormat;
    /// assert_eq!(TableFormat::of_file("表4.XLSX".as_ref()), Some(TableFormat::Xlsx));
    /// assert_eq!(TableFormat::of_file("table".as_ref()), None);
    /// ```
    #[must_use]
    pub fn of_file(path: &Path) -> Option<Self> {
        match files::ending(path).as_str() {
            "txt" => Some(Self::Text),
            "htm" => Some(Self::Html),
            "markdown" => Some(Self::Md),
            ending => Self::parse(ending),
        }
    }

    /// True if the format holds nothing but a network.
    #[must_use]
    pub fn is_network(self) -> bool {
        matches!(self, Self::Graphml | Self::Gexf)
    }

    /// True if the bytes cannot be shown on a terminal.
    #[must_use]
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Docx)
    }
}

#[cfg(test)]
mod tests {
    use super::TableFormat;

    #[test]
    fn every_format_is_known_by_name_and_by_ending() {
        for &format in TableFormat::ALL {
            assert_eq!(TableFormat::parse(format.name()), Some(format));
            assert_eq!(TableFormat::of_file(format!("a.b.{}", format.name()).as_ref()), Some(format));
        }
        assert_eq!(TableFormat::of_file("a.txt".as_ref()), Some(TableFormat::Text));
        assert_eq!(TableFormat::parse("doc"), None);
        assert_eq!(TableFormat::of_file("csv".as_ref()), None);
    }
}
