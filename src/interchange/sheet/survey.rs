//! Rows below the head with which survey services describe their columns: they are no answers.

use super::{Problem, Sheet};
use crate::interchange::remark::{Loss, Warning};
use std::collections::HashSet;

/// Qualtrics writes the questions and identifiers of its columns into the rows below the head.
const MOST_QUALTRICS: usize = 3;
/// What SurveyMonkey writes into its second head row where the head says everything.
const PLAIN_ANSWERS: [&str; 4] = ["", "Response", "Open-Ended Response", "Offene Antwort"];

/// Takes rows that describe columns out of a table, and tells of them.
pub(super) fn take_heads(sheet: &mut Sheet) {
    take_qualtrics(sheet);
    take_survey_monkey(sheet);
}

/// A row of identifiers proves that it and the rows above it describe the columns.
fn take_qualtrics(sheet: &mut Sheet) {
    let is_proof = |cells: &[String]| {
        let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|cell| cell.starts_with("{\"ImportId\":"))
    };
    let proof = sheet.rows.iter().take(MOST_QUALTRICS).position(|row| is_proof(&row.cells));
    let Some(count) = proof.map(|at| at + 1) else { return };
    let place = sheet.rows.first().map_or_else(String::new, |row| sheet.place(row.line));
    sheet.rows.drain(..count);
    sheet.remarks.push(Problem::new("", place, Loss::HeadRows { count }));
}

/// The choices of a question with several columns stand in a second row, under one head for all of them.
fn take_survey_monkey(sheet: &mut Sheet) {
    let (Some(id), Some(_)) = (sheet.column_named(&["respondent id"]), sheet.column_named(&["collector id"])) else {
        return;
    };
    let Some(second) = sheet.rows.first().filter(|row| row.cell(id).is_empty()).cloned() else { return };
    let mut question = String::new();
    let mut taken = HashSet::new();
    for (column, head) in sheet.header.iter_mut().enumerate() {
        let is_nameless = *head == format!("Column {}", column + 1);
        if !is_nameless {
            question.clone_from(head);
        }
        let choice = crate::text::one_line(second.cell(column));
        if is_nameless || !PLAIN_ANSWERS.contains(&choice.as_str()) {
            *head = format!("{question}: {choice}");
        }
        let wanted = head.clone();
        let mut number = 1;
        while !taken.insert(head.clone()) {
            number += 1;
            *head = format!("{wanted} ({number})");
        }
    }
    sheet.rows.remove(0);
    sheet.remarks.push(Problem::new("", sheet.place(second.line), Warning::SecondHeadRow));
}

#[cfg(test)]
mod tests {
    use crate::interchange::Refusal;
    use crate::interchange::remark::{Loss, Remark, Warning};
    use crate::interchange::sheet::{SheetReading, from_bytes};

    #[test]
    fn rows_that_describe_columns_are_no_answers() {
        let import = "\"{\"\"ImportId\"\":\"\"a\"\"}\"";
        let heads = |count| Some(Remark::Loss(Loss::HeadRows { count }));
        let monkey = Some(Remark::Warning(Warning::SecondHeadRow));
        let cases = [
            (format!("ResponseId,Q1\nResponse ID,How old?\n{import},{import}\nR_1,34\n"), "ResponseId|Q1", heads(2)),
            (format!("ResponseId;Q1\n{import};\nR_1;34\n"), "ResponseId|Q1", heads(1)),
            ("ResponseId,Q1\nResponse ID,How old?\nR_1,34\n".to_owned(), "ResponseId|Q1", None),
            (
                "Respondent ID,Collector ID,Age,Why?,,\n,,Open-Ended Response,Work,Family,Other\n1,2,34,Work,,x\n"
                    .to_owned(),
                "Respondent ID|Collector ID|Age|Why?: Work|Why?: Family|Why?: Other",
                monkey,
            ),
            ("Respondent ID,Collector ID,Age\n1,2,34\n".to_owned(), "Respondent ID|Collector ID|Age", None),
        ];
        for (text, head, remark) in cases {
            let sheet = from_bytes(text.as_bytes(), &SheetReading::default()).unwrap();
            assert_eq!(sheet.header.join("|"), head);
            let rows = if head.contains("Q1") && remark.is_none() { 2 } else { 1 };
            assert_eq!(sheet.rows.len(), rows, "{text}");
            assert_eq!(sheet.remarks.last().map(|problem| problem.remark.clone()), remark, "{text}");
        }
        let none = format!("ResponseId,Q1\n{import},{import}\n");
        assert_eq!(from_bytes(none.as_bytes(), &SheetReading::default()), Err(Refusal::NoRows));
    }
}
