//! Values that look like numbers but name something: numbers of identity cards, numbers with zeros in front.

use super::support::{json, ok, temporary, within};
use super::written::{grid, sheets};
use serde_json::json;

#[test]
fn what_only_looks_like_a_number_stays_apart_and_as_it_is_written() {
    let place = temporary();
    let path = within(&place, "p.pullquote");
    ok(&["new", &path]);
    let people = [("Ana", "110101199003071234", "001"), ("Ben", "110101199003071235", "1"), ("Cem", "12", "010")];
    let mut table = "participant,card,number\n".to_owned();
    let mut passages = "document,code,start,end\n".to_owned();
    for (name, card, number) in people {
        let text = within(&place, &format!("{name}.txt"));
        std::fs::write(&text, "I went to the city.\n").unwrap();
        ok(&["import", &path, &text, "--make-participants"]);
        table.push_str(&format!("{name},{card},{number}\n"));
        passages.push_str(&format!("{name},work,0,6\n"));
    }
    let (people_file, passages_file) = (within(&place, "people.csv"), within(&place, "passages.csv"));
    std::fs::write(&people_file, table).unwrap();
    std::fs::write(&passages_file, passages).unwrap();
    ok(&["import", &path, &people_file, "--as", "participants"]);
    ok(&["import", &path, &passages_file, "--as", "segments", "--coder", "Dora"]);
    for (attribute, rows) in
        [("card", ["110101199003071234", "110101199003071235", "12"]), ("number", ["001", "010", "1"])]
    {
        let matrix = json(&["matrix", &path, "--rows", attribute, "--columns", "code", "--json"]);
        let mut found: Vec<String> = serde_json::from_value(matrix["rows"].clone()).unwrap();
        found.sort();
        assert_eq!((found, &matrix["row_totals"]), (rows.map(str::to_owned).to_vec(), &json!([1, 1, 1])));
        for row in rows {
            let listed = json(&["codings", &path, "--where", &format!("{attribute}={row}"), "--json"]);
            assert_eq!(listed.as_array().unwrap().len(), 1, "{attribute}={row}");
            assert_eq!(listed[0]["attributes"][attribute], json!(row));
        }
    }
    let book = within(&place, "people.xlsx");
    ok(&["export", &path, &book, "--select", "participants"]);
    let (sheet, cells) = (sheets(book.as_ref()), grid("xlsx", book.as_ref()));
    for (name, card, number) in people {
        let row = cells.iter().find(|row| row[0] == name).unwrap();
        assert!(row.iter().any(|cell| cell == card) && row.iter().any(|cell| cell == number), "{row:?} in {sheet}");
    }
}
