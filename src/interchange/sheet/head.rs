//! Names for the columns of a table: none empty, none twice, and every change of them told.

use super::{Problem, SheetRow};
use crate::interchange::remark::Warning;
use crate::text::one_line;
use std::collections::{HashMap, HashSet};

/// Names the columns. One without a name and without cells is taken out of `rows`; `numbers` are the columns' places in
/// the file, from 1.
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
        remarks.push(Problem::new("", format!("column {name}"), Warning::RepeatedColumn { name, last }));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_once_and_those_that_were_changed_are_told() {
        let mut remarks = Vec::new();
        let wanted = ["id", "Comments", "Comments (2)", "Comments", "id", "Comments"].map(str::to_owned).to_vec();
        let names = distinct(wanted, &mut remarks);
        assert_eq!(names, ["id", "Comments", "Comments (2)", "Comments (3)", "id (2)", "Comments (4)"]);
        let remarks: Vec<_> = remarks.into_iter().map(|problem| problem.remark).collect();
        let repeated = |name: &str, last| Warning::RepeatedColumn { name: name.to_owned(), last }.into();
        assert_eq!(remarks, [repeated("Comments", 4), repeated("id", 2)]);
    }
}
