//! Names of the columns of a table: made non-empty and unique, with a remark on every change.

use super::{FilePlace, Problem, SheetRow};
use crate::interchange::remark::Warning;
use crate::text::one_line;
use crate::tr;
use std::collections::{HashMap, HashSet};

/// How many of the first rows are considered in the search for the header.
pub const LOOKED_AT: usize = 8;
/// The most titles above a table.
const MOST_TITLES: usize = 5;

/// A row above or at the header, by the number of its filled cells.
#[derive(Clone, Copy)]
pub enum Above {
    Cells(usize),
    /// Each of the cells was merged over several columns.
    Groups(usize),
}

/// How many of the first rows are titles: rows with a single cell, or with names for groups of columns, above rows with
/// more cells. `rows` is the least number of rows with more cells that must follow one title, including the
/// header.
pub fn titles(first: &[Above], rows: usize) -> usize {
    let cells = |row: &Above| match row {
        Above::Cells(cells) | Above::Groups(cells) => *cells,
    };
    let is_title = |at: usize| match (first.get(at), first.get(at + 1)) {
        (Some(Above::Cells(1)), _) => true,
        (Some(Above::Groups(groups)), Some(next)) => cells(next) > *groups,
        _ => false,
    };
    let titles = (0..first.len()).take_while(|at| is_title(*at)).count();
    let below = first.iter().skip(titles).take_while(|row| cells(row) > 1).count();
    let needed = if titles > 1 { rows.max(2) } else { rows };
    if titles <= MOST_TITLES && below >= needed { titles } else { 0 }
}

/// The text of a title row.
pub fn title<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let cells = cells.map(one_line).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(", ")
}

/// Names the columns and removes those without a name and content from `rows`. `numbers` are the positions of the
/// columns in the file, from 1.
pub fn name(head: Vec<String>, numbers: &[usize], rows: &mut [SheetRow], remarks: &mut Vec<Problem>) -> Vec<String> {
    let filled = |column: usize| rows.iter().any(|row| !row.cell(column).is_empty());
    let kept: Vec<bool> = head.iter().enumerate().map(|(i, name)| !name.trim().is_empty() || filled(i)).collect();
    if kept.contains(&false) {
        for row in rows {
            let mut keep = kept.iter();
            row.cells.retain(|_| keep.next().copied().unwrap_or(true));
        }
    }
    let number = |column: usize| numbers.get(column).copied().unwrap_or(column + 1);
    let wanted: Vec<String> = (head.iter().enumerate())
        .filter(|(i, _)| kept.get(*i).copied().unwrap_or(false))
        .map(|(i, name)| match one_line(name).as_str() {
            "" => format!("Column {}", number(i)),
            name => name.to_owned(),
        })
        .collect();
    distinct(wanted, remarks)
}

fn distinct(wanted: Vec<String>, remarks: &mut Vec<Problem>) -> Vec<String> {
    let mut taken: HashSet<String> = wanted.iter().cloned().collect();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut repeated: Vec<String> = Vec::new();
    let mut names = Vec::with_capacity(wanted.len());
    for name in wanted {
        let Some(count) = seen.get_mut(&name) else {
            seen.insert(name.clone(), 1);
            names.push(name);
            continue;
        };
        if *count == 1 {
            repeated.push(name.clone());
        }
        let free = loop {
            *count += 1;
            let free = format!("{name} ({count})");
            if taken.insert(free.clone()) {
                break free;
            }
        };
        names.push(free);
    }
    for name in repeated {
        let last = seen.get(&name).copied().unwrap_or(2);
        remarks.push(Problem::new(
            "",
            FilePlace::of(|| tr!("column {name}", name)),
            Warning::RepeatedColumn { name, last },
        ));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::Above::{Cells, Groups};
    use super::*;

    #[test]
    fn titles_end_where_rows_have_more_cells() {
        let cases: [(&[Above], usize, usize); 10] = [
            (&[Cells(1), Cells(3), Cells(3)], 2, 1),
            (&[Cells(1), Cells(1), Cells(3), Cells(2)], 2, 2),
            (&[Cells(1), Cells(1), Cells(3)], 1, 0),
            (&[Cells(1), Cells(3)], 1, 1),
            (&[Cells(1), Cells(3)], 2, 0),
            (&[Cells(1), Cells(1), Cells(1)], 1, 0),
            (&[Groups(2), Cells(5), Cells(5)], 2, 1),
            (&[Cells(1), Groups(2), Cells(5), Cells(5)], 2, 2),
            (&[Groups(2), Cells(2), Cells(5)], 1, 0),
            (&[Cells(3), Cells(3)], 1, 0),
        ];
        for (place, (first, rows, titles_above)) in cases.into_iter().enumerate() {
            assert_eq!(titles(first, rows), titles_above, "{place}");
        }
    }

    #[test]
    fn names_are_unique_and_changed_ones_are_reported() {
        let mut remarks = Vec::new();
        let wanted = ["id", "Comments", "Comments (2)", "Comments", "id", "Comments"].map(str::to_owned).to_vec();
        let names = distinct(wanted, &mut remarks);
        assert_eq!(names, ["id", "Comments", "Comments (2)", "Comments (3)", "id (2)", "Comments (4)"]);
        let remarks: Vec<_> = remarks.into_iter().map(|problem| problem.remark).collect();
        let repeated = |name: &str, last| Warning::RepeatedColumn { name: name.to_owned(), last }.into();
        assert_eq!(remarks, [repeated("Comments", 4), repeated("id", 2)]);
    }
}
