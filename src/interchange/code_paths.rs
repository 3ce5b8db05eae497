//! Paths of codes as tables write them: ` > ` between the levels in tables of this program, other separators in those
//! of other programs.

use crate::model::codebook::{PATH_SEPARATOR, code_name};
use crate::model::typed_path::typed_levels;
use crate::text::one_line;

/// Names of the root folder with which other programs begin a path, where they separate the levels with two
/// backslashes.
const FOLDERS: [&str; 3] = ["nodes", "codes", "knoten"];

/// The separator between the levels of a path in a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathStyle {
    /// ` > ` only: a table that this program wrote.
    Own,
    /// `>` as people type it (see [`typed_levels`]), or a backslash in cells that contain one.
    #[default]
    Foreign,
    /// `>>`, as in QualCoder.
    Chevrons,
    /// A dot, as in Taguette.
    Dots,
    /// No separator: each level has its own column.
    Names,
}

impl PathStyle {
    /// Detects the style of another program's table from its code cells.
    pub fn of_foreign<'c>(mut cells: impl Iterator<Item = &'c str>) -> Self {
        if cells.any(|cell| cell.contains(">>")) { Self::Chevrons } else { Self::Foreign }
    }

    /// The names of the levels in a cell, each valid as the name of a code.
    #[must_use]
    pub fn levels(self, cell: &str) -> Vec<String> {
        let cell = one_line(cell);
        let typed;
        let parts: Vec<&str> = match self {
            Self::Names => vec![cell.as_str()],
            Self::Chevrons => cell.split(">>").collect(),
            Self::Dots => cell.split('.').collect(),
            Self::Foreign if cell.contains('\\') => {
                let parts: Vec<&str> = cell.split('\\').map(str::trim).filter(|part| !part.is_empty()).collect();
                let is_folder = |part: &&str| FOLDERS.contains(&part.to_lowercase().as_str());
                let in_folder = cell.contains("\\\\") && parts.len() > 1 && parts.first().is_some_and(is_folder);
                parts.into_iter().skip(usize::from(in_folder)).collect()
            }
            Self::Own => cell.split(PATH_SEPARATOR).collect(),
            Self::Foreign => {
                typed = typed_levels(&cell);
                typed.iter().map(String::as_str).collect()
            }
        };
        parts.into_iter().map(code_name).filter(|name| !name.is_empty()).collect()
    }

    /// The names in a cell in which `›` replaces the separator of levels.
    pub fn renamed<'n>(cell: &str, names: &'n [String]) -> impl Iterator<Item = &'n String> {
        let had_it = cell.contains('›');
        names.iter().filter(move |name| !had_it && name.contains('›'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_divided_as_the_table_divides_them() {
        use PathStyle::{Chevrons, Dots, Foreign, Names, Own};
        let cases: [(PathStyle, &str, &[&str]); 19] = [
            (Own, "A > B", &["A", "B"]),
            (Own, "Income >50k > push->pull > a>>b > and\\or", &["Income >50k", "push->pull", "a>>b", "and\\or"]),
            (Foreign, "A > B", &["A", "B"]),
            (Foreign, "Income >50k", &["Income >50k"]),
            (Foreign, "家庭＞孩子", &["家庭", "孩子"]),
            (Foreign, "A>B > push->pull", &["A", "B", "push->pull"]),
            (Foreign, "Push\\Illness", &["Push", "Illness"]),
            (Foreign, "Push\\Illness > mine", &["Push", "Illness › mine"]),
            (Foreign, "Nodes\\\\Push\\\\Illness", &["Push", "Illness"]),
            (Foreign, "Nodes\\\\Push\\Illness", &["Push", "Illness"]),
            (Foreign, "Nodes\\Push", &["Nodes", "Push"]),
            (Foreign, "Nodes", &["Nodes"]),
            (Foreign, "\\", &[]),
            (Chevrons, "Push>>Illness >> Mother", &["Push", "Illness", "Mother"]),
            (Chevrons, "Push>>Illness > mine", &["Push", "Illness › mine"]),
            (Chevrons, "Rent > income", &["Rent › income"]),
            (Dots, "work.pay > old", &["work", "pay › old"]),
            (Names, "A > B", &["A › B"]),
            (Names, " A\n B ", &["A B"]),
        ];
        for (style, cell, names) in cases {
            let found = style.levels(cell);
            assert_eq!(found, names, "{style:?} {cell}");
            let renamed = names.iter().filter(|name| name.contains('›')).count();
            assert_eq!(PathStyle::renamed(cell, &found).count(), renamed, "{style:?} {cell}");
        }
        assert_eq!(PathStyle::renamed("A › B", &["A › B".to_owned()]).count(), 0);
        assert_eq!(PathStyle::of_foreign(["A", "B>>C"].into_iter()), Chevrons);
        assert_eq!(PathStyle::of_foreign(["A", "B > C"].into_iter()), Foreign);
    }
}
