//! Texts in which what labels do tells speakers from lists, though their words or their number of lines do not.

use super::tests::plain;

/// Somebody asks, eight people introduce themselves one after the other, and so many of them speak again.
fn introductions(asker: &str, people: &[&str], [question, answer]: [&str; 2], again: usize) -> (String, String) {
    let mut lines = vec![(asker, question)];
    lines.extend(people.iter().map(|name| (*name, answer)));
    lines.push((asker, question));
    for turn in 0..6 {
        lines.extend((again > 0).then(|| (people[turn % again], answer)));
        lines.push((asker, question));
    }
    let counted = |name: &str| format!("{name} {}", lines.iter().filter(|(own, _)| *own == name).count());
    let wanted = std::iter::once(asker).chain(people.iter().copied()).map(counted).collect::<Vec<_>>().join(", ");
    (lines.iter().map(|(name, words)| format!("{name}: {words}\n")).collect(), wanted)
}

#[test]
fn people_who_introduce_themselves_once_are_speakers() {
    let groups = [
        ("Moderator", ["Anna", "Ben", "Carla", "Dev", "Ewa"], ["Who are you?", "I came here to work at the mill."]),
        ("Guide", ["Ida", "Jon", "Kai", "Lea", "Max"], ["Please begin.", "I came here to work at the mill."]),
        ("司会", ["山田", "佐藤", "鈴木", "高橋", "伊藤"], ["お願いします。", "三年前に越してきました。"]),
        ("师", ["生1", "生2", "生3", "生4", "生5"], ["谁先说？", "我爸爸在广州。"]),
        ("주민 대표", ["김지은", "박민수", "이하늘", "최유진", "정우성"], ["누구세요?", "저는 여기 살아요."]),
        ("الميسرة", ["أمينة", "بشرى", "جميلة", "دلال", "رنا"], ["من أنتن؟", "انتقلت إلى هنا."]),
        ("ผู้ดำเนินการ", ["สมชาย", "สมหญิง", "มานี", "ปิติ", "ชูใจ"], ["แนะนำตัวค่ะ", "ย้ายมาอยู่ที่นี่ค่ะ"]),
        ("Модератор", ["Анна", "Борис", "Вера", "Глеб", "Дина"], ["Кто вы?", "Я живу здесь давно."]),
    ];
    let mut faults = Vec::new();
    for (asker, people, words) in groups {
        for again in [0, 1, 2, 5] {
            let (text, wanted) = introductions(asker, &people, words, again);
            for header in ["", "Focus group\nDate: 3 March\nPlace: Town hall\n\n"] {
                let found = plain(&format!("{header}{text}"));
                if found != wanted {
                    faults.push(format!("{header:?} {again}: {found}, not {wanted}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_list_within_a_turn_is_announced_or_of_fragments() {
    let talk =
        "Ana: Where were you born?\nBen: At home.\nAna: Why there?\nBen: There was a river.\nAna: And now?\nBen: So.\n";
    let lists = [
        "Ben: We ate three times a day.\nMorning: bread\nNoon: soup and bread\nEvening: what was left\n",
        "Ben: I will count it for you:\nMorning: I got up and ate.\nNoon: I ate again.\nEvening: I went to bed.\n",
        "Ben: I kept three things.\nA key: it fitted no door.\nA button: it was red.\nA stone: it was warm.\n",
    ];
    for list in lists {
        assert_eq!(plain(&format!("{talk}{talk}{list}{talk}")), "Ana 9, Ben 10", "{list}");
    }
}

#[test]
fn who_takes_turns_all_along_speaks_whatever_the_label_says() {
    let words = ["I would say it was in the spring", "well that is what we did then"];
    let chinese = ["我觉得是在那年的春天", "后来我们就都走了"];
    for (names, words) in [
        (["Subject", "Maria Gomez"], words),
        (["Author", "Ed"], words),
        (["Source", "Ana Roe"], words),
        (["Comment", "Ana Roe"], words),
        (["访谈对象", "王大姐"], chinese),
        (["作者", "王大姐"], chinese),
        (["单位", "小李"], chinese),
    ] {
        let round = format!("{}: {}\n{}: {}\n", names[0], words[0], names[1], words[1]);
        let wanted = format!("{} 8, {} 8", names[0], names[1]);
        assert_eq!(plain(&round.repeat(8)), wanted);
        assert_eq!(
            plain(&format!("Interview 4\nDate: 3 May\nPlace: Graz\nLength: 20 min\n\n{}", round.repeat(8))),
            wanted
        );
    }
}

#[test]
fn answers_belong_to_the_questions_of_their_numbers() {
    for [asks, answers] in [["س", "ج"], ["Q", "R"]] {
        let round = |at: usize| {
            format!("{asks}{at}: Why is it so in {at}?\n{answers}{at}: It was so before.\nAnd it will be.\n")
        };
        let text: String = (1..7).map(round).collect();
        assert_eq!(plain(&text), format!("{asks} 6, {answers} 6"), "{text}");
    }
}

#[test]
fn who_speaks_once_before_the_others_is_no_header() {
    let talk = "Ana: Where were you born?\nBen: At home.\nAna: Why there?\nBen: There was a river.\n";
    let header = "Interview 4\nDate: 3 May\nPlace: Graz\nLength: 20 min\n\n";
    assert_eq!(
        plain(&format!("{header}Porter: You must wear a helmet in here.\n{talk}{talk}")),
        "Porter 1, Ana 4, Ben 4"
    );
}

#[test]
fn attributes_of_entries_outlines_and_letters_do_not_speak() {
    let diary = |[first, second]: [&str; 2], values: [&str; 4]| {
        let entry = |value: &&str| {
            format!("{first}: 3 May\n{second}: {value}\nI went up early, and nobody was there.\nI waited.\n\n")
        };
        values.iter().map(entry).collect::<String>()
    };
    let slides = ["Title", "Background", "Question: who helps whom?", "Method", "Findings", "Thanks"];
    let outline: String = slides.iter().enumerate().map(|(at, words)| format!("P{}: {words}\n\n", at + 1)).collect();
    let letters = |greeting: &str| {
        format!("{greeting}:\nI am well, and so is the work.\nThe food is fair.\nYours, Ed\n\n").repeat(3)
    };
    for text in [
        diary(["Tarih", "Hava"], ["yağmurlu", "açık", "sisli", "açık"]),
        diary(["Day", "Sky"], ["wet", "very wet", "fair", "fair"]),
        outline,
        letters("Dear Ann"),
        letters("爸、妈"),
        "Field notes\n09:10 Arrival. Number 114. Shown: 61.\nContext: Monday, and the holidays end.\nObservation: A woman sells hers.\n\
         09:25 Shown: 64.\nObservation: A man takes it. He thanks her.\nMemo: An exchange without money.\n09:50 Shown: 70. A clerk comes.\n\
         Observation: Nobody speaks.\nMemo: Silence as greeting?\nContext: The door has no sign.\n10:30 Shown: 82. I leave.".to_owned(),
        "Toast was named by most.\nNurse 2: \"Toast is what we do together.\"\nNurse 9: \"Nobody died of it.\"\nWe read this as a rite.\n\
         Nurse 7 went further: she wrote it down. It has a time.".to_owned(),
    ] {
        assert_eq!(plain(&text), "", "{text}");
    }
}
