//! Tables of turns, lists, and words at line ends.

use super::tests::{answer, helvetica, left_out, lines, words};
use crate::interchange::remark::AsideKind;

/// A page of rows of cells below each other; each cell has lines at its own place across.
fn table(lefts: &[i32], rows: &[&[&[&str]]]) -> String {
    let (mut y, mut out) = (720, Vec::new());
    for row in rows {
        for (left, cell) in lefts.iter().zip(*row) {
            out.extend(cell.iter().zip(0..).map(|(line, i)| (*left, y - 14 * i, *line)));
        }
        y -= 14 * row.iter().map(|cell| cell.len()).max().unwrap_or(1) as i32 + 4;
    }
    words(&out)
}

#[test]
fn tables_of_times_names_and_words_become_turns() {
    let rows: [&[&[&str]]; 4] = [
        &[&["00:00:07"], &["Interviewer"], &["So why did you leave the", "village?"]],
        &[&["00:00:15"], &["Ana Ruiz"], &["There was no work, and the", "harvest was bad again that", "year."]],
        &[&["00:01:02"], &["Interviewer"], &["And then?"]],
        &[&["00:01:10"], &["Ana Ruiz"], &["Then my brother wrote to me."]],
    ];
    let wanted = "Interviewer: So why did you leave the village?\nAna Ruiz: There was no work, and the harvest was bad again \
                  that year.\nInterviewer: And then?\nAna Ruiz: Then my brother wrote to me.";
    let read = answer(&helvetica(&[table(&[60, 130, 230], &rows)]));
    assert_eq!(read.text, wanted);
    assert_eq!(read.times.iter().map(|(_, millis)| *millis).collect::<Vec<_>>(), [7_000, 15_000, 62_000, 70_000]);
    assert_eq!(read.labels.map(|labels| labels.len()), Some(4));
    // The order of the columns does not matter, and headings are reported.
    let head: &[&[&str]] = &[&["Speaker"], &["Text"], &["Time"]];
    let turned: Vec<Vec<&[&str]>> = rows.iter().map(|row| vec![row[1], row[2], row[0]]).collect();
    let turned: Vec<&[&[&str]]> = std::iter::once(head).chain(turned.iter().map(Vec::as_slice)).collect();
    let read = answer(&helvetica(&[table(&[60, 150, 380], &turned)]));
    assert_eq!((read.text.as_str(), left_out(&read, AsideKind::TableHead)), (wanted, vec!["Speaker Text Time"]));
}

#[test]
fn cells_of_notes_stay_apart_from_the_words_beside_them() {
    let first: [&[&[&str]]; 4] = [
        &[&["No."], &["Speaker"], &["Text"], &["Notes"]],
        &[&["1"], &["Int"], &["So why did you leave the", "village then, and when?"], &["sad", "voice"]],
        &[&["2"], &["Ana"], &["There was no work, and the", "harvest was bad."], &[]],
        &[&["3"], &["Int"], &["And then?", "Was it far?"], &["smiles"]],
    ];
    // The last turn goes on over the page.
    let second: [&[&[&str]]; 3] = [
        &[&[], &[], &["Was it cold there?"], &[]],
        &[&["4"], &["Ana"], &["It was very far from home,", "and cold."], &["pause"]],
        &[&["5"], &["Int"], &["I see."], &[]],
    ];
    let lefts = [50, 80, 138, 330];
    let read = answer(&helvetica(&[table(&lefts, &first), table(&lefts, &second)]));
    let wanted = "Int: So why did you leave the village then, and when?\nAna: There was no work, and the harvest was bad.\n\
                  Int: And then?\nWas it far?\nWas it cold there?\nAna: It was very far from home, and cold.\nInt: I see.";
    let shown = read
        .text
        .replace("And then? Was it far?", "And then?\nWas it far?")
        .replace("far? Was it cold", "far?\nWas it cold");
    assert_eq!(shown, wanted);
    assert_eq!(left_out(&read, AsideKind::TableNote), ["sad voice", "smiles", "pause"]);
    assert_eq!(left_out(&read, AsideKind::RowNumber), ["1", "2", "3", "4", "5"]);
    assert_eq!(left_out(&read, AsideKind::LineNumbers), [""; 0]);
}

#[test]
fn other_tables_and_columns_are_read_as_lines() {
    let rows: [&[&[&str]]; 4] = [
        &[&["Group"], &["Mean"], &["Deviation"]],
        &[&["Women"], &["3.20"], &["0.11"]],
        &[&["Men"], &["3.40"], &["0.12"]],
        &[&["All"], &["3.30"], &["0.15"]],
    ];
    let read = answer(&helvetica(&[table(&[60, 200, 340], &rows)]));
    assert_eq!(read.text.split_whitespace().collect::<Vec<_>>().join(" "), rows.concat().concat().join(" "));
    assert_eq!(read.labels, None);
}

#[test]
fn numbers_of_a_list_are_parted_from_the_words_they_touch() {
    let numbered: Vec<String> =
        (8..13).map(|i| format!("{i}.{}Ana: it was so.", if i < 10 { " " } else { "" })).collect();
    let numbered: Vec<&str> = numbered.iter().map(String::as_str).collect();
    let read = answer(&helvetica(&[lines(&numbered)]));
    assert_eq!(
        read.text,
        "8. Ana: it was so.\n9. Ana: it was so.\n10. Ana: it was so.\n11. Ana: it was so.\n12. Ana: it was so."
    );
    // Numbers that do not count up are kept as they are.
    let read =
        answer(&helvetica(&[lines(&["3.Stock was low", "7.Stock was low", "1.Stock was low", "9.Stock was low"])]));
    assert!(read.text.starts_with("3.Stock"), "{}", read.text);
}

#[test]
fn words_at_line_ends_are_never_run_together() {
    // All other lines that go on end with a space.
    let spaced = "B: We were poor and there was no work in the village for any ";
    let mut page: Vec<&str> = std::iter::repeat_n([spaced, "of us in that year."], 20).flatten().collect();
    page.extend(["B: We were poor and there was no work in the village for any", "office then."]);
    let read = answer(&helvetica(&[lines(&page)]));
    assert!(read.text.ends_with("for any office then."), "{}", read.text);
    let address = "www.the-address-of-a-page-that-fills-the-whole-of-a-long-line.org";
    for (mark, second, wanted) in
        [(",", "I still know.", ".org, I still know."), ("", "/of/it then.", ".org/of/it then.")]
    {
        let first = format!("{address}{mark}");
        let read = answer(&helvetica(&[lines(&[&page[..], &[first.as_str(), second]].concat())]));
        assert!(read.text.ends_with(wanted), "{}", read.text);
    }
}

#[test]
fn words_hyphenated_at_a_line_end_are_joined_unless_evidence_contradicts() {
    let page = |first: &str, second: &str| {
        let known = [
            "B: My grandmother thought about it, and the long term plan",
            "was a well-known one, a term that I know is long.",
            first,
            second,
        ];
        answer(&helvetica(&[lines(&known)])).text.lines().last().unwrap_or_default().to_owned()
    };
    let cases = [
        // Known as one word; the line before has room for more.
        ("B: So my grandmot-", "her said it.", "B: So my grandmother said it."),
        ("B: So I thou-", "ght of it.", "B: So I thought of it."),
        // Known with its hyphen.
        (
            "B: There was no work then, and none of it was at all a well-",
            "known thing.",
            "B: There was no work then, and none of it was at all a well-known thing.",
        ),
        // Two words that occur elsewhere may be a compound.
        (
            "B: There was no work then, and none of it was ever in the long-",
            "term view.",
            "B: There was no work then, and none of it was ever in the long-term view.",
        ),
        // A name.
        (
            "B: There was no work then, and none of us ever went to the Anne-",
            "Marie bar.",
            "B: There was no work then, and none of us ever went to the Anne-Marie bar.",
        ),
    ];
    for (first, second, wanted) in cases {
        assert_eq!(page(first, second), wanted);
    }
}
