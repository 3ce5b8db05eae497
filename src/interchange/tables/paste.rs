//! A table as displayed, for the clipboard: as tab-separated cells and as an HTML table.

use crate::interchange::formula::defused;
use crate::interchange::markup::escaped;

/// Rows of cells, each with its lines; the first row holds the heads.
pub type Grid = [Vec<Vec<String>>];

/// Cells as spreadsheets paste them: a text with a line end, tab or quotation mark is put in quotation marks, and one
/// that would be run as a formula gets an apostrophe in front. `join` separates the lines of a cell.
#[must_use]
pub fn tab_separated(grid: &Grid, join: &str) -> String {
    let line = |row: &Vec<Vec<String>>| row.iter().map(|lines| field(&lines.join(join))).collect::<Vec<_>>().join("\t");
    grid.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn field(text: &str) -> String {
    let number = crate::model::values::number(text.trim_end_matches('%')).is_some();
    let text = if number { text.to_owned() } else { defused(text).into_owned() };
    if text.contains(['\t', '\n', '\r', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A table as word processors paste it; the first `headers` cells identify a row.
#[must_use]
pub fn html_table(grid: &Grid, headers: usize) -> String {
    let mut out = String::from("<meta charset=\"utf-8\"><table border=\"1\" style=\"border-collapse:collapse\">");
    for (r, row) in grid.iter().enumerate() {
        out.push_str("<tr>");
        for (c, lines) in row.iter().enumerate() {
            let tag = if r == 0 || c < headers { "th" } else { "td" };
            let escaped_lines: Vec<String> = lines.iter().map(|line| escaped(line).replace('\n', "<br>")).collect();
            let number =
                lines.len() == 1 && lines.iter().all(|l| l.ends_with(|c: char| c.is_ascii_digit() || c == '%'));
            let align = if tag == "td" && number { "right" } else { "left" };
            out.push_str(&format!("<{tag} align=\"{align}\" valign=\"top\">{}</{tag}>", escaped_lines.join("<br>")));
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<Vec<Vec<String>>> {
        let place = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        vec![
            vec![place(&["name"]), place(&["a\tb"]), place(&["<i>"])],
            vec![place(&["=1+1"]), place(&["said \"no\"", "and\nleft"]), place(&["33.3%"])],
            vec![place(&["-2"]), place(&[]), place(&["-x"])],
        ]
    }

    #[test]
    fn cells_between_tabs_are_read_back_by_a_spreadsheets_reader() {
        let text = tab_separated(&grid(), "\n");
        let mut reader = ::csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        assert_eq!(rows[0], ["name", "a\tb", "<i>"]);
        assert_eq!(rows[1], ["'=1+1", "said \"no\"\nand\nleft", "33.3%"]);
        assert_eq!(rows[2], ["-2", "", "'-x"]);
    }

    #[test]
    fn html_is_a_table_and_nothing_of_a_text_becomes_markup() {
        let html = html_table(&grid(), 1);
        assert!(html.contains("<th align=\"left\" valign=\"top\">&lt;i&gt;</th></tr>"), "{html}");
        assert!(html.contains(">said &quot;no&quot;<br>and<br>left</td>"), "{html}");
        assert!(html.contains("<td align=\"right\" valign=\"top\">33.3%</td>"), "{html}");
        assert_eq!(html.matches("<tr>").count(), 3);
    }
}
