//! Tests of the tables in documents.

use super::*;

fn rows(table: &[&str]) -> Vec<Row> {
    fn cell((column, text): (usize, &str)) -> Cell {
        Cell { content: Words::plain(text), column }
    }
    let row = |row: &&str| Row { cells: row.split('|').enumerate().map(cell).collect(), is_head: row.contains('*') };
    table.iter().map(row).collect()
}

fn shown(table: &[&str]) -> (Vec<String>, Vec<u32>, usize) {
    let read = read(rows(table));
    let notes: Vec<Note> = read.lines.iter().flat_map(|line| line.notes()).map(|(_, note)| *note).collect();
    let times = notes.iter().filter_map(|note| if let Note::Time(millis) = note { Some(*millis) } else { None });
    let labels = notes.iter().filter(|note| **note == Note::Label).count();
    (read.lines.iter().map(|line| line.text().to_owned()).collect(), times.collect(), labels)
}

#[test]
fn a_column_beside_lines_with_labels_is_a_note() {
    let wanted = ["Ann: Why?\nBen: So.\nAnn: And?", "Ben: No.\nAnn: Fine."];
    for topics in [["Question 1", "Question 2"], ["1. Why did you go?", "2. Who came with you?"], ["Start", "End"]] {
        let table = [0, 1].map(|at| format!("{}|{}", topics[at], wanted[at]));
        let (lines, _, labels) = shown(&[&table[0], &table[1]]);
        assert_eq!((lines.iter().map(String::as_str).collect::<Vec<_>>(), labels), (wanted.to_vec(), 0), "{topics:?}");
    }
    let translated = ["Ann: Why?|Ana: ¿Por qué?", "Ben: So.|Ben: Pues.", "Ann: And?|Ana: ¿Y?", "Ben: No.|Ben: No."];
    assert_eq!(shown(&translated).0, translated.map(|row| row.replace('|', "\t")));
}

#[test]
fn columns_are_identified_by_headers_and_contents() {
    let talk = ["Int: Why?", "Ana: For work.", "And for love.", "Int: Now?"];
    let cases: [&[&str]; 11] = [
        &["Time|Speaker|Text", "00:01|Int|Why?", "00:04|Ana|For work.", "00:05||And for love.", "00:07|Int|Now?"],
        &["00:01|Int|Why?", "00:04|Ana|For work.", "00:05||And for love.", "00:07|Int|Now?"],
        &[
            "Speaker|Start|End|Words",
            "Int|0:01|0:02|Why?",
            "Ana|0:04|0:05|For work.",
            "|0:05|0:06|And for love.",
            "Int|0:07|0:08|Now?",
        ],
        &[
            "序号|时间|发言人|内容",
            "1|00:01|Int|Why?",
            "2|00:04|Ana|For work.",
            "3|00:05||And for love.",
            "4|00:07|Int|Now?",
        ],
        &["1|[0:01]|Int:|Why?", "2|[0:04]|Ana:|For work.", "3|[0:05]||And for love.", "4|[0:07]|Int:|Now?"],
        &["TID|PERSON|ORD", "0.01|Int|Why?", "0.04|Ana|For work.", "0.05||And for love.", "0.07|Int|Now?"],
        &["0:01 – 0:03|Int|Why?", "0:04 – 0:05|Ana|For work.", "0:05 – 0:06||And for love.", "0:07 – 0:08|Int|Now?"],
        &["Int\n0:01|Why?", "Ana\n0:04|For work.", "0:05 |And for love.", "Int (0:07)|Now?"],
        &["*When|*Who|*What", "0:01|Int|Why?", "0:04|Ana|For work.", "0:05||And for love.", "0:07|Int|Now?"],
        &[
            "編號|時間|發言者|內容|備註",
            "A03-01|0:01|Int|Why?|",
            "A03-02|0:04|Ana|For work.|",
            "A03-03|0:05||And for love.|",
            "A03-04|0:07|Int|Now?|",
        ],
        &["Text|Speaker|Timestamp", "Why?|Int|0:01", "For work.|Ana|0:04", "And for love.||0:05", "Now?|Int|0:07"],
    ];
    for table in cases {
        let (lines, times, labels) = shown(table);
        assert_eq!(lines, talk, "{table:?}");
        assert_eq!(times, [1_000, 4_000, 5_000, 7_000], "{table:?}");
        assert_eq!(labels, 3);
    }
}

#[test]
fn other_tables_stay_side_by_side() {
    let cases: [&[&str]; 7] = [
        &["Date|3 May 2021", "Place|Kiel", "Interviewer|Dr Roe", "Participant|P03"],
        &["saved-by|x"],
        &["1|1|1", "2|2|2"],
        &["Group|Mean|SD", "Women|3.20|0.11", "Men|3.40|0.12", "Women|3.10|0.20"],
        &["Name|Age|Place", "Ana|34|Kiel", "Ben|41|Bonn", "Ana|34|Kiel"],
        &["Theme|Quote", "Push|no money", "Pull|work there"],
        &["Time|Place", "10:00|Kiel"],
    ];
    for table in cases {
        let wanted: Vec<String> = table.iter().map(|row| row.replace('|', "\t")).collect();
        assert_eq!(shown(table), (wanted, vec![], 0));
    }
}

#[test]
fn two_columns_are_turns_when_names_come_back() {
    let cases: [(&[&str], &[&str]); 9] = [
        (&["访谈者|为什么？", "受访者：|没有钱。"], &["访谈者: 为什么？", "受访者: 没有钱。"]),
        (
            &[
                "主持人|大家好。",
                "小刘|我是卖水果的，卖了十年。",
                "老张|我开车。",
                "主持人|谢谢大家。",
                "小刘|不客气，再见。",
            ],
            &[
                "主持人: 大家好。",
                "小刘: 我是卖水果的，卖了十年。",
                "老张: 我开车。",
                "主持人: 谢谢大家。",
                "小刘: 不客气，再见。",
            ],
        ),
        (
            &["司会|こんにちは", "田中|よろしくお願いします。", "司会|どこから来ましたか。", "田中|大阪から来ました。"],
            &[
                "司会: こんにちは",
                "田中: よろしくお願いします。",
                "司会: どこから来ましたか。",
                "田中: 大阪から来ました。",
            ],
        ),
        (
            &[
                "Moderator|Welcome",
                "Tom|I sell fruit at the market.",
                "Ann|I drive a bus.",
                "Moderator|And since when?",
                "Tom|For ten years now.",
            ],
            &[
                "Moderator: Welcome",
                "Tom: I sell fruit at the market.",
                "Ann: I drive a bus.",
                "Moderator: And since when?",
                "Tom: For ten years now.",
            ],
        ),
        (&["I|Why?", "P|No money", "I|And?", "P|So I went"], &["I: Why?", "P: No money", "I: And?", "P: So I went"]),
        (&["Speaker|Text", "Int|Why?", "Ana|Work.", "|Love."], &["Int: Why?", "Ana: Work.", "Love."]),
        (&["Speaker|Text", "Int|Why?", "??|Work.", "🌸|Yes."], &["Int: Why?", "??: Work.", "🌸: Yes."]),
        (&["0:01|Ana: why?", "0:04|Ben: work"], &["Ana: why?", "Ben: work"]),
        (&["Speaker|Text|Notes", "Ana|Hi.|waves"], &["Ana: Hi."]),
    ];
    for (table, wanted) in cases {
        assert_eq!(shown(table).0, wanted, "{table:?}");
    }
}

#[test]
fn cells_below_a_person_are_their_turns_row_after_row() {
    let cases: [(&[&str], &[&str]); 8] = [
        (
            &["Interviewer|Ana", "Why did you leave?|There was no work.", "And then?|Then I came here."],
            &[
                "Interviewer: Why did you leave?",
                "Ana: There was no work.",
                "Interviewer: And then?",
                "Ana: Then I came here.",
            ],
        ),
        (
            &["Question|Answer", "Why did you leave?|There was no work.", "And then?|"],
            &["Question: Why did you leave?", "Answer: There was no work.", "Question: And then?"],
        ),
        (
            &["Interviewer|Ana", "Why?|", "|There was no work.", "|It was sad too."],
            &["Interviewer: Why?", "Ana: There was no work.", "Ana: It was sad too."],
        ),
        (
            &["Kim Wolf|Ana Ruiz", "Why did you leave?|There was no work at all.", "And then?|Then I came here."],
            &[
                "Kim Wolf: Why did you leave?",
                "Ana Ruiz: There was no work at all.",
                "Kim Wolf: And then?",
                "Ana Ruiz: Then I came here.",
            ],
        ),
        (
            &[
                "Time|Interviewer|P3|Notes",
                "0:01|Why did you leave?|There was no work.|sad",
                "0:09||And no house either.|",
            ],
            &["Interviewer: Why did you leave?", "P3: There was no work.", "P3: And no house either."],
        ),
        (
            &["问|答", "您为什么回来？|主要是孩子要上学。", "家里人怎么看？|我婆婆很高兴。"],
            &["问: 您为什么回来？", "答: 主要是孩子要上学。", "问: 家里人怎么看？", "答: 我婆婆很高兴。"],
        ),
        (
            &["Moderator|Ana|Ben", "What do you think?|I like it here.|So do I.", "Why?||The rent is low."],
            &[
                "Moderator: What do you think?",
                "Ana: I like it here.",
                "Ben: So do I.",
                "Moderator: Why?",
                "Ben: The rent is low.",
            ],
        ),
        (
            &["Fragen|Antworten", "Wie kam es dazu?|Mein Vater hatte die Werkstatt.", "Und heute?|Heute auch."],
            &[
                "Fragen: Wie kam es dazu?",
                "Antworten: Mein Vater hatte die Werkstatt.",
                "Fragen: Und heute?",
                "Antworten: Heute auch.",
            ],
        ),
    ];
    for (table, wanted) in cases {
        let (lines, _, labels) = shown(table);
        assert_eq!(
            (lines, labels),
            (wanted.iter().map(|line| (*line).to_owned()).collect(), wanted.len()),
            "{table:?}"
        );
    }
    let read = read(rows(&[
        "Time|Interviewer|P3|Notes",
        "0:01|Why did you leave?|There was no work.|sad",
        "0:09||And no house.|",
    ]));
    let wanted = [(AsideKind::TableHead, "Time Notes"), (AsideKind::TableNote, "sad")];
    assert_eq!(read.left_out, wanted.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn columns_with_other_headers_are_not_speakers() {
    let cases: [&[&str]; 6] = [
        &["Question|Answer", "Age|34", "Place|Kiel", "Children|2"],
        &["Advantages|Disadvantages", "It is near the sea.|The rent is high.", "I like it.|It is cold."],
        &["Interviewer|Place", "Kim Wolf|Kiel", "Bo Lee|Bonn"],
        &["Women|Men", "I stayed at home.|I went to work.", "It was hard for us.|It was hard too."],
        &["Ana|Ben", "3.20|0.11", "3.40|0.12"],
        &["Question|Finding|Answer", "Why did you leave?|Push factor|There was no work.", "And then?|x|I came."],
    ];
    for table in cases {
        let wanted: Vec<String> = table.iter().map(|row| row.replace('|', "\t")).collect();
        assert_eq!(shown(table), (wanted, vec![], 0));
    }
}

#[test]
fn what_is_not_a_turn_is_reported_verbatim() {
    let read = read(rows(&["No.|Speaker|Text|Notes", "7|Ana|Hi.|waves", "8|Ben|Ho.|", "Part two"]));
    let wanted = [
        (AsideKind::TableHead, "No. Speaker Text Notes"),
        (AsideKind::RowNumber, "7"),
        (AsideKind::TableNote, "waves"),
        (AsideKind::RowNumber, "8"),
    ];
    assert_eq!(read.left_out, wanted.map(|(kind, text)| (kind, text.to_owned())));
    assert_eq!(read.lines.last().unwrap().text(), "Part two");
}

#[test]
fn times_are_read_in_the_forms_of_transcripts() {
    let cases = [
        ("0:05", Some(5_000)),
        ("[00:01:02.5]", Some(62_500)),
        ("#00:00:12-3#", Some(12_000)),
        ("0:0:3.10 --> 0:0:6.0", Some(3_100)),
        ("1:02:03", Some(3_723_000)),
        ("75:10", Some(4_510_000)),
        ("5.07", Some(307_000)),
        ("(06.46)", Some(406_000)),
        ("0:75", None),
        ("May 5", None),
        ("10:00 am", None),
        ("3.2", None),
        ("12", None),
        ("", None),
        ("99999999:00", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(clock(text), wanted, "{text}");
    }
}
