//! Labels as typists and programs set them: in full width, in brackets, with points and dashes; things that are listed in
//! an answer; and people who could not be identified.

use super::records::check;
use super::tests::plain;
use crate::text::{Doubts, TextIndex, Turns};

fn doubts(text: &str) -> Doubts {
    Turns::find(text, &TextIndex::new(text), &Default::default()).doubts().clone()
}

/// Six turns of two people whose labels are as given.
fn talk([a, b]: [&str; 2]) -> String {
    format!(
        "{a}你是怎么来的？\n{b}坐火车来的，和我姐姐一起。\n{a}后来呢？\n{b}后来我们走了一段路。\n{a}远吗？\n{b}两个小时左右。\n"
    )
}

#[test]
fn labels_may_have_letters_figures_and_marks_of_full_width() {
    let cases = [
        (["访谈者：", "受访者："], "访谈者 3, 受访者 3"),
        (["Ｑ：", "Ａ："], "Ｑ 3, Ａ 3"),
        (["Ｍ：", "Ｆ１："], "Ｍ 3, Ｆ１ 3"),
        (["访谈者：", "受访者１："], "访谈者 3, 受访者１ 3"),
        (["甲：", "乙："], "甲 3, 乙 3"),
        (["问﹕", "答﹕"], "问 3, 答 3"),
        (["Ｉ　：", "Ｒ　："], "Ｉ 3, Ｒ 3"),
        (["张三（女，３５岁）：", "李四："], "张三（女，３５岁） 3, 李四 3"),
        (["（甲）", "（乙）"], "甲 3, 乙 3"),
        (["（甲）：", "（乙）："], "甲 3, 乙 3"),
        (["【主持人】", "【嘉宾】"], "主持人 3, 嘉宾 3"),
        (["【主持人】：", "【嘉宾】："], "主持人 3, 嘉宾 3"),
        (["［主持人］", "［嘉宾］"], "主持人 3, 嘉宾 3"),
        (["〔问〕", "〔答〕"], "问 3, 答 3"),
        (["〈主持人〉", "〈嘉宾〉"], "主持人 3, 嘉宾 3"),
        (["「主持人」：", "「嘉宾」："], "主持人 3, 嘉宾 3"),
        (["主持人　", "受访者　"], "主持人 3, 受访者 3"),
        (["访谈者——", "受访者——"], "访谈者 3, 受访者 3"),
        (["访谈者-", "受访者-"], "访谈者 3, 受访者 3"),
    ];
    check(&cases.map(|(labels, wanted)| (talk(labels), wanted)));
    // Quotation marks around what is said are no label.
    for quoted in ["「你好」她说。\n「你好」他说。\n", "『房子』很小。\n『工厂』很大。\n『房子』很旧。\n"]
    {
        assert_eq!(plain(&quoted.repeat(3)), "", "{quoted}");
    }
}

#[test]
fn labels_with_points_may_be_before_a_dash() {
    let talk = |a: &str, b: &str| {
        format!(
            "{a} – How did you come here?\n{b} – By train, with my sister.\n{a} – And then?\n{b} – Then we walked for a while.\n\
             {a} – Was it far?\n{b} – Two hours or so.\n"
        )
    };
    let cases = [
        ("p.1", "p.3", "p.1 3, p.3 3"),
        ("Int.", "Resp. 1", "Int 3, Resp. 1 3"),
        ("Interv.", "Resp. 2", "Interv. 3, Resp. 2 3"),
        ("M.", "P.2", "M 3, P.2 3"),
        ("Mod.", "TN. 4", "Mod 3, TN. 4 3"),
        ("Dr. K.", "Fr. M.", "Dr. K. 3, Fr. M. 3"),
        ("Int.", "Ana Roe", "Int 3, Ana Roe 3"),
    ];
    check(&cases.map(|(a, b, wanted)| (talk(a, b), wanted)));
    check(&cases.map(|(a, b, wanted)| (talk(a, b).replace(" – ", " — "), wanted)));
}

#[test]
fn things_in_an_answer_do_not_speak_and_are_reported() {
    let around = |answer: &str| {
        format!(
            "Interviewer: How did you live then?\nAna: We had two rooms.\nInterviewer: And what did it cost?\nAna: I will \
             tell you.\n{answer}\nInterviewer: Was that enough?\nAna: Never.\nInterviewer: Thank you.\nAna: You are welcome.\n"
        )
    };
    for (answer, labels) in [
        ("Rent: Five hundred a month, and that was a lot.", &["Rent"][..]),
        ("Price: It depended on the season.", &["Price"]),
        ("Work: I cleaned offices at night.", &["Work"]),
        ("Miete: Fünfhundert im Monat.", &["Miete"]),
        ("Loyer : Cinq cents par mois.", &["Loyer"]),
        ("Morning: I made the beds.\nEvening: I cooked for the children.", &["Morning", "Evening"]),
        ("Tuesday: I was in the shop.\nThursday: I was at the market.", &["Tuesday", "Thursday"]),
        ("房租：一个月五百，年年涨。", &["房租"]),
    ] {
        assert_eq!(plain(&around(answer)), "Interviewer 4, Ana 4", "{answer}");
        let doubted: Vec<String> = doubts(&around(answer)).labels.into_iter().map(|(label, _)| label).collect();
        assert_eq!(doubted, labels, "{answer}");
    }
    for (person, wanted) in [
        ("Tom: Two hundred and ten, dad.", "Interviewer 4, Ana 4, Tom 1"),
        ("Mrs Price: Two hundred, love.", "Interviewer 4, Ana 4, Mrs Price 1"),
        ("April: Two hundred, mum.", "Interviewer 4, Ana 4, April 1"),
    ] {
        assert_eq!(plain(&around(person)), wanted, "{person}");
    }
    // Between an answer and the next question, a single word may be a part of the answer.
    for (line, single) in [
        ("Sugar: We had none.", &["Sugar"][..]),
        ("Tom: Two hundred and ten, dad.", &["Tom"]),
        ("Tom: Two hundred.\nAna: Two hundred and ten.", &[]),
        ("Mrs Price: Two hundred, love.", &[]),
        ("Waiter: Anything else?", &[]),
    ] {
        assert_eq!(doubts(&around(line)).single, single, "{line}");
    }
    assert_eq!(plain(&around("Sunday: Two hundred, dad.")), "Interviewer 4, Ana 4, Sunday 1");
    // Who is called like a thing and speaks again is a speaker.
    let price = "Interviewer: Where?\nPrice: In town.\n".repeat(3);
    assert_eq!(plain(&price), "Interviewer 3, Price 3");
}

#[test]
fn people_who_could_not_be_identified_speak_in_brackets_or_without() {
    let talk = |label: &str, again: &str| {
        format!(
            "Interviewer: How did you come here?\nAna: By train.\n{label}: By bus.\nInterviewer: And then?\nAna: Then we \
             walked.\n{again}Interviewer: Far?\n"
        )
    };
    for label in [
        "inaudible speaker",
        "unidentified speaker",
        "Unknown Male 1",
        "Multiple speakers",
        "unintelligible female voice",
        "unbekannter Sprecher",
    ] {
        for written in [label.to_owned(), format!("[{label}]"), format!("({label})")] {
            let once = format!("Interviewer 3, Ana 2, {label} 1");
            assert_eq!(plain(&talk(&written, "")), once, "{written}");
            let twice = format!("Interviewer 3, Ana 2, {label} 2");
            assert_eq!(plain(&talk(&written, &format!("{written}: Yes.\n"))), twice, "{written}");
        }
    }
    // A remark of the transcriber is none of them.
    for remark in ["[inaudible: 5 sec]", "[inaudible]: train", "(unclear, 0:03)"] {
        assert_eq!(plain(&talk("Ana", &format!("{remark}\n"))), "Interviewer 3, Ana 3", "{remark}");
    }
}

#[test]
fn a_remark_in_brackets_changes_nothing_about_what_is_doubtful() {
    let talk = |remark: &str| {
        format!(
            "MOD: Who begins?\nANA: I can.\nMOD: Please.\nANA: Me too.\n{remark}MOD: And you?\nTopic: I am not from here.\nANA: \
             Really?\nMOD: Yes?\nANA: Yes.\n"
        )
    };
    let (plainly, without) = (plain(&talk("")), doubts(&talk("")));
    assert_eq!(without.labels, [("Topic".to_owned(), 1)]);
    for remark in
        ["[Break: 5 min]\n", "[Note: the recorder was moved]\n", "(Phone: rings)\n", "【停顿：5秒】\n", "(laughs)\n"]
    {
        assert_eq!((plain(&talk(remark)), doubts(&talk(remark))), (plainly.clone(), without.clone()), "{remark}");
    }
}

#[test]
fn what_a_forum_tells_about_authors_is_not_said() {
    let post = |name: &str, at: usize, words: &str| {
        format!("{name}\nJoined: 2019\nPosts: {at}\nLocation: Leeds\nPosted: {at} May 2021 10:0{at}\n{words}\n")
    };
    let page: String = ["Ana Ruiz", "Kim Wolf", "Ana Ruiz", "Bo Lee", "Kim Wolf", "Bo Lee"]
        .iter()
        .zip(1..)
        .map(|(name, at)| post(name, at, "Well, I came here in spring, and I stayed."))
        .collect();
    check(&[(page.clone(), "Ana Ruiz 2, Kim Wolf 2, Bo Lee 2")]);
    let index = TextIndex::new(&page);
    let turns = Turns::find(&page, &index, &Default::default());
    for (row, paragraph) in index.paragraphs().iter().enumerate() {
        let line = &page[paragraph.byte_start..paragraph.byte_end];
        let is_said = turns.line(row).speaker.is_some() && turns.line(row).prefix < paragraph.chars.len();
        assert_eq!(is_said, line.starts_with("Well"), "{line}");
    }
}

#[test]
fn names_in_quotation_marks_speak_alone_on_their_lines() {
    let words = ["Let us begin, please.", "I would say so, if asked.", "Please go on.", "A second remark of mine."];
    let talk = |name: &str| {
        let names = ["Moderator", "Ana", "Moderator", name, "Moderator", "Ana", "Moderator", name];
        let turns = names.iter().zip(words.iter().cycle()).map(|(name, words)| format!("{name}\n{words}\n\n"));
        turns.collect::<String>()
    };
    let cases = ["\"Ben\"", "“Ben”", "«Ben»", "\"Ben Roe\""];
    let wanted = ["Ben", "Ben", "Ben", "Ben Roe"].map(|name| format!("Moderator 4, Ana 2, {name} 2"));
    check(&cases.iter().zip(&wanted).map(|(name, wanted)| (talk(name), wanted.as_str())).collect::<Vec<_>>());
    // What is quoted once, and a sentence in quotation marks.
    for quoted in ["\"Yes.\"", "“And so we all went there?”"] {
        assert_eq!(plain(&format!("{}{quoted}\nThat is what he said.\n\n", talk("Ben"))), "Moderator 4, Ana 2, Ben 2");
    }
}

#[test]
fn rows_between_bars_and_times_of_annotations_are_read() {
    let bars = "| Int | How did you come here? |\n| Resp | By train. |\n".repeat(3);
    let elan = "EC  How did you come here?\nTC  00:00:03.000 - 00:00:13.000\n\nJN  By train.\nTC  00:00:14.000 - 00:00:21.000\n\n";
    check(&[(bars, "Int 3, Resp 3"), (elan.repeat(3), "EC 3, JN 3")]);
    let tc = "TC: Where were you?\nAna: At home.\n".repeat(3);
    assert_eq!(plain(&tc), "TC 3, Ana 3");
}
