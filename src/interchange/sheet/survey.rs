//! Rows below the header in which survey services describe their columns, and which are not answers.

use super::{Problem, Sheet, SheetRow};
use crate::interchange::remark::{Loss, TableLoss, Warning};
use crate::text::one_line;
use std::collections::HashSet;

/// Qualtrics writes the questions and identifiers of its columns into the rows below the header.
const MOST_QUALTRICS: usize = 3;
/// What SurveyMonkey writes into its second header row if the first one says everything.
const PLAIN_ANSWERS: [&str; 4] = ["", "Response", "Open-Ended Response", "Offene Antwort"];

/// Removes rows that describe columns and reports them.
pub(super) fn take_heads(sheet: &mut Sheet) {
    take_qualtrics(sheet);
    take_survey_monkey(sheet);
}

/// A row of identifiers proves that it and the rows above it describe the columns. If it was removed, the question
/// `Response ID` in the column `ResponseId` proves that the first row describes them.
fn take_qualtrics(sheet: &mut Sheet) {
    let is_proof = |cells: &[String]| {
        let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
        filled.peek().is_some() && filled.all(|cell| cell.starts_with("{\"ImportId\":"))
    };
    let proof = sheet.rows.iter().take(MOST_QUALTRICS).position(|row| is_proof(&row.cells));
    let of_answer = sheet.column_named(&["responseid"]);
    let is_question =
        |row: &SheetRow| of_answer.is_some_and(|column| row.cell(column).eq_ignore_ascii_case("response id"));
    let questions = proof.unwrap_or_else(|| usize::from(sheet.rows.first().is_some_and(is_question)));
    let rows: Vec<SheetRow> = sheet.rows.drain(..questions + usize::from(proof.is_some())).collect();
    for row in rows.get(..questions).unwrap_or_default() {
        let place = sheet.place_of(row.line);
        for (column, head) in sheet.header.iter().enumerate() {
            let description = one_line(row.cell(column));
            let plain = |text: &str| {
                text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
            };
            if plain(&description) != plain(head) && !description.is_empty() {
                let description = TableLoss::ColumnDescription { column: head.clone(), description };
                sheet.remarks.push(Problem::new("", place.clone(), description));
            }
        }
    }
    if let Some(row) = rows.get(questions) {
        sheet.remarks.push(Problem::new("", sheet.place_of(row.line), Loss::HeadRows { count: 1 }));
    }
}

/// The choices of a question with several columns are in a second row, below one head for all of them.
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
        let choice = one_line(second.cell(column));
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
    sheet.remarks.push(Problem::new("", sheet.place_of(second.line), Warning::SecondHeadRow));
}

#[cfg(test)]
mod tests {
    use crate::interchange::remark::{Loss, Problem, Refusal, TableLoss, Warning};
    use crate::interchange::sheet::{Sheet, SheetReading, from_bytes};

    fn read(text: &str) -> Sheet {
        from_bytes(text.as_bytes(), &SheetReading::default()).unwrap()
    }

    #[test]
    fn rows_that_describe_columns_are_not_answers() {
        let import = "\"{\"\"ImportId\"\":\"\"a\"\"}\"";
        let question = |description: &str| {
            let description = TableLoss::ColumnDescription { column: "Q1".into(), description: description.into() };
            Problem::new("", "line 2", description)
        };
        let identifiers = |line| Problem::new("", format!("line {line}"), Loss::HeadRows { count: 1 });
        let cases = [
            (
                format!("ResponseId,Q1\nResponse ID,How old?\n{import},{import}\nR_1,34\n"),
                vec![question("How old?"), identifiers(3)],
            ),
            (
                format!("ResponseId,Q1\nResponse ID,\"How old\n are you?\"\n{import},{import}\nR_1,34\n"),
                vec![question("How old are you?"), identifiers(4)],
            ),
            (format!("ResponseId;Q1\n{import};\nR_1;34\n"), vec![identifiers(2)]),
            ("ResponseId,Q1\nResponse ID,How old?\nR_1,34\n".to_owned(), vec![question("How old?")]),
            ("ResponseId,Q1\nR_1,34\n".to_owned(), vec![]),
        ];
        for (text, remarks) in cases {
            let sheet = read(&text);
            assert_eq!(sheet.rows.iter().map(|row| row.cells.join("|")).collect::<Vec<_>>(), ["R_1|34"], "{text}");
            assert_eq!(sheet.remarks, remarks, "{text}");
        }
        let none = format!("ResponseId,Q1\n{import},{import}\n");
        assert_eq!(from_bytes(none.as_bytes(), &SheetReading::default()), Err(Refusal::NoRows.into()));
    }

    #[test]
    fn choices_in_a_second_row_are_joined_to_their_questions() {
        for (text, head) in [
            (
                "Respondent ID,Collector ID,Age,Why?,,\n,,Open-Ended Response,Work,Family,Other\n1,2,34,Work,,x\n",
                "Respondent ID|Collector ID|Age|Why?: Work|Why?: Family|Why?: Other",
            ),
            (
                "Respondent ID,Collector ID,Why?,,How?\n,,Response,Other (please specify),Response\n1,2,a,b,c\n",
                "Respondent ID|Collector ID|Why?|Why?: Other (please specify)|How?",
            ),
            ("Respondent ID,Collector ID,Age\n1,2,34\n", "Respondent ID|Collector ID|Age"),
        ] {
            let sheet = read(text);
            assert_eq!((sheet.header.join("|"), sheet.rows.len()), (head.to_owned(), 1));
            let second = Problem::new("", "line 2", Warning::SecondHeadRow);
            let is_joined = text.contains("Response\n") || text.contains("Open-Ended");
            assert_eq!(sheet.remarks.contains(&second), is_joined, "{text}");
        }
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let rows: [&[&str]; 3] =
            [&["Respondent ID", "Collector ID", "Why?"], &["", "", "Work", "Family"], &["1", "2", "Work", "Family"]];
        for (at, row) in rows.iter().enumerate() {
            sheet.write_row(at as u32, 0, row.iter().copied()).unwrap();
        }
        let sheet = from_bytes(&book.save_to_buffer().unwrap(), &SheetReading::default()).unwrap();
        assert_eq!(sheet.header.join("|"), "Respondent ID|Collector ID|Why?: Work|Why?: Family");
        assert_eq!(sheet.rows.len(), 1);
    }
}
