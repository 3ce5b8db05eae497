//! Lines of transcripts, and the labels they may begin with.

use super::{LONGEST, LabelForm, LabelMark, LabelReading, LineLooks, Readings, candidate, readings};

fn read(line: &str, looks: LineLooks) -> Vec<LabelReading<'_>> {
    let mut found = Readings::default();
    readings(line, looks, &mut found);
    found.usual
}

#[test]
fn labels_of_real_transcripts_are_read() {
    let cases = [
        ("B: We were poor", Some(("B", 3))),
        ("Woman 1: Yes", Some(("Woman 1", 9))),
        ("访谈者：为什么？", Some(("访谈者", 4))),
        ("访谈者： 为什么？", Some(("访谈者", 5))),
        ("### 唐鳳：", Some(("唐鳳", 7))),
        ("**思否：请您介绍一下**", Some(("思否", 5))),
        ("**Rich Bowen**: I", Some(("Rich Bowen", 16))),
        ("AL  : Yes", Some(("AL", 6))),
        ("nicolas-demorand：", Some(("nicolas-demorand", 17))),
        ("[04:18] Participant 24: So", Some(("Participant 24", 24))),
        ("[30:36} Participant 24: So", Some(("Participant 24", 24))),
        ("00:22 PARTICIPANT 30:", Some(("PARTICIPANT 30", 21))),
        ("Jonas Rosland  0:21  ", Some(("Jonas Rosland", 21))),
        ("Y:\tJa", Some(("Y", 3))),
        ("DR. SMITH: Thanks", Some(("DR. SMITH", 11))),
        ("J. Lopez: So", Some(("J. Lopez", 10))),
        ("प्रश्नकर्ता: आप", Some(("प्रश्नकर्ता", 13))),
        ("Lee, Ana (she/her): Where?", Some(("Lee, Ana (she/her)", 20))),
        ("Ana Maria Luisa Del Carmen: So", Some(("Ana Maria Luisa Del Carmen", 28))),
        ("Speaker 1 (00:03:18):", Some(("Speaker 1", 21))),
        ("Speaker 1: [00:01]\tSo", Some(("Speaker 1", 19))),
        ("Speaker 1 - 00:01", Some(("Speaker 1", 17))),
        ("[Ana Lee] 14:03:22", Some(("Ana Lee", 18))),
        ("[Ana]: For work.", Some(("Ana", 7))),
        ("(Ana (f)): For work.", Some(("Ana (f)", 11))),
        ("10:00:05 From Ana Lee : Hello", Some(("Ana Lee", 24))),
        ("'t Hart: So", Some(("'t Hart", 9))),
        ("Herr v. Ahlen: So", Some(("Herr v. Ahlen", 15))),
        ("[Ana (?)]: For work.", Some(("Ana (?)", 11))),
        ("M1?: For work.", Some(("M1?", 5))),
        ("\"Ana\": For work.", Some(("Ana", 7))),
        ("@Ana: For work.", Some(("Ana", 6))),
        ("12\tAna: For work.", Some(("Ana", 8))),
        ("• Ana: For work.", Some(("Ana", 7))),
        ("张三(00:00:03): 好", Some(("张三", 14))),
        ("说话人 1 00:03", Some(("说话人 1", 11))),
        ("12/03/2024, 09:17 - Ben: Hi! So: fine?", Some(("Ben", 25))),
        ("00:12:01\t From  Ana Lee  to  Everyone : Hello", Some(("Ana Lee", 40))),
        ("12:30 we met", None),
        ("http://example.org", None),
        ("see http://example.org", None),
        ("[00:43.810 --> 00:47.850]  Hello", None),
        ("Well? So: go", None),
        ("no colon here", None),
        (": x", None),
        ("", None),
    ];
    for (line, wanted) in cases {
        assert_eq!(candidate(line).map(|c| (c.label, c.prefix)), wanted, "{line}");
    }
}

#[test]
fn times_beside_labels_are_read() {
    let cases = [
        ("[04:18] Participant 24: So", Some(258_000)),
        ("Jonas Rosland  1:24:07  ", Some(5_047_000)),
        ("0:57\tI1: Ja", Some(57_000)),
        ("Speaker 1 (00:03.250):", Some(3_250)),
        ("Ana: [00:02] So", Some(2_000)),
        ("I: at 12:30", None),
        ("Ana  9:15 AM", None),
    ];
    for (line, wanted) in cases {
        assert_eq!(candidate(line).and_then(|c| c.time), wanted, "{line}");
    }
}

#[test]
fn a_line_has_a_reading_for_each_form_it_may_have() {
    let bold = LineLooks { bold: 3, ..LineLooks::default() };
    let heading = LineLooks { heading: true, ..LineLooks::default() };
    let cases = [
        ("[Ana] Home", LineLooks::default(), Some('['), LabelMark::Close),
        ("{Ana} Home", LineLooks::default(), Some('{'), LabelMark::Close),
        ("Ana> Home", LineLooks::default(), Some('>'), LabelMark::Close),
        ("**Ana** Home", LineLooks::default(), None, LabelMark::Styled),
        ("Ana Home", bold, None, LabelMark::Styled),
        ("Ana", heading, None, LabelMark::Heading),
        ("## Ana", LineLooks::default(), None, LabelMark::Heading),
        ("Ana", LineLooks::default(), None, LabelMark::Alone),
        ("00:00:03 Ana", LineLooks::default(), None, LabelMark::Timed),
        ("[00:00:03] - Ana", LineLooks::default(), None, LabelMark::Timed),
        ("Ana\tHome", LineLooks::default(), None, LabelMark::Tab),
        ("0:57\tAna\tHome", LineLooks::default(), None, LabelMark::Tab),
        ("Ana – Home", LineLooks::default(), None, LabelMark::Dash),
        ("Ana. Home", LineLooks::default(), None, LabelMark::Dot),
        ("Ana-. Home", LineLooks::default(), None, LabelMark::Slip),
        ("Ana [00:03] Home", LineLooks::default(), None, LabelMark::Time),
    ];
    for (line, looks, open, mark) in cases {
        let wanted = LabelForm { open, mark };
        let found = read(line, looks);
        let found = found.iter().find(|reading| reading.form == wanted).map(|reading| reading.label);
        assert_eq!(found, Some("Ana"), "{line}");
    }
}

#[test]
fn a_long_line_is_looked_at_only_where_it_begins() {
    let name = "x".repeat(LONGEST + 50);
    assert_eq!(read(&format!("{name}: So"), LineLooks::default()), []);
    let (short, long) = (format!("Ana: {}", "so ".repeat(60)), format!("Ana: {}", "so ".repeat(6000)));
    assert_eq!(read(&short, LineLooks::default()), read(&long, LineLooks::default()));
    assert!(read(&short, LineLooks::default()).len() <= 8);
}
