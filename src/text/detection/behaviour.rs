//! Texts in which the behaviour of labels distinguishes speakers from lists, although their words and line counts do
//! not.

use super::records::check;
use super::tests::plain;

/// An interviewer asks, eight people introduce themselves in turn, and `again` of them speak again.
fn introductions(asker: &str, people: &[&str], [question, answer]: [&str; 2], again: usize) -> (String, String) {
    let mut lines = vec![(asker, question)];
    lines.extend(people.iter().map(|name| (*name, answer)));
    lines.push((asker, question));
    for turn in 0..6 {
        lines.extend((again > 0).then(|| (people[turn % again], answer)));
        lines.push((asker, question));
    }
    let counted = |name: &str| format!("{name} {}", lines.iter().filter(|(introduced, _)| *introduced == name).count());
    let wanted = std::iter::once(asker).chain(people.iter().copied()).map(counted).collect::<Vec<_>>().join(", ");
    (lines.iter().map(|(name, speech)| format!("{name}: {speech}\n")).collect(), wanted)
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
    for (asker, people, exchange) in groups {
        for again in [0, 1, 2, 5] {
            let (text, wanted) = introductions(asker, &people, exchange, again);
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
fn people_who_take_turns_throughout_are_speakers_whatever_their_labels() {
    let speeches = ["I would say it was in the spring", "well that is what we did then"];
    let chinese = ["我觉得是在那年的春天", "后来我们就都走了"];
    for (names, speeches) in [
        (["Subject", "Maria Gomez"], speeches),
        (["Author", "Ed"], speeches),
        (["Source", "Ana Roe"], speeches),
        (["Comment", "Ana Roe"], speeches),
        (["访谈对象", "王大姐"], chinese),
        (["作者", "王大姐"], chinese),
        (["单位", "小李"], chinese),
    ] {
        let round = format!("{}: {}\n{}: {}\n", names[0], speeches[0], names[1], speeches[1]);
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
fn a_speaker_who_speaks_once_first_is_not_a_header() {
    let talk = "Ana: Where were you born?\nBen: At home.\nAna: Why there?\nBen: There was a river.\n";
    let header = "Interview 4\nDate: 3 May\nPlace: Graz\nLength: 20 min\n\n";
    assert_eq!(
        plain(&format!("{header}Porter: You must wear a helmet in here.\n{talk}{talk}")),
        "Porter 1, Ana 4, Ben 4"
    );
}

#[test]
fn record_fields_outlines_and_letter_heads_are_not_speakers() {
    let diary = |[first, second]: [&str; 2], values: [&str; 4]| {
        let entry = |value: &&str| {
            format!("{first}: 3 May\n{second}: {value}\nI went up early, and nobody was there.\nI waited.\n\n")
        };
        values.iter().map(entry).collect::<String>()
    };
    let slides = ["Title", "Background", "Question: who helps whom?", "Method", "Findings", "Thanks"];
    let outline: String = slides.iter().enumerate().map(|(at, title)| format!("P{}: {title}\n\n", at + 1)).collect();
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

/// Questions and answers of two speakers, with full stops.
fn rounds(asks: &str, answers: &str, count: usize) -> String {
    (0..count).map(|at| format!("{asks}: What of field {at}?\n{answers}: Field {at} was ours then.\n")).collect()
}

#[test]
fn short_turns_before_the_talk_are_turns() {
    let cases = [
        (
            format!(
                "Moderator: Names please\nW1: Ada\nW2: Britt\nM1: Cas\nM2: Dov\nModerator: Thanks\n{}{}",
                rounds("Moderator", "W1", 3),
                rounds("Moderator", "M1", 2)
            ),
            "Moderator 7, W1 4, W2 1, M1 3, M2 1",
        ),
        (
            format!(
                "Interviewer: Good morning\nIda: Morning\nNeighbour: Hello\nInterviewer: Shall we\n{}",
                rounds("Interviewer", "Ida", 4)
            ),
            "Interviewer 6, Ida 5, Neighbour 1",
        ),
        (
            format!("Clerk: You can go in\nInterviewer: Thanks\nIda: Hi\n{}", rounds("Interviewer", "Ida", 4)),
            "Clerk 1, Interviewer 5, Ida 5",
        ),
        (
            format!(
                "助理：录音开始\n记录者：谢谢\n秦姐：你好\n{}",
                "记录者：后来怎么样？\n秦姐：后来就回来了。\n".repeat(4)
            ),
            "助理 1, 记录者 5, 秦姐 5",
        ),
        (
            format!(
                "Moderator: Welcome everyone\nIda: Hi\nJon: Hello\nKai: Hey\n\n{}{}",
                rounds("Moderator", "Ida", 4),
                rounds("Moderator", "Jon", 4)
            ),
            "Moderator 9, Ida 5, Jon 5, Kai 1",
        ),
        (
            format!(
                "Moderator: Please say your names\nIda: Ida Holm\nJon: Jon Lind\nKai: Kai Roe\n\n{}{}",
                rounds("Moderator", "Ida", 4),
                rounds("Moderator", "Jon", 4)
            ),
            "Moderator 9, Ida 5, Jon 5, Kai 1",
        ),
    ];
    check(&cases.map(|(text, wanted)| (text, wanted.to_owned())));
}

#[test]
fn documents_of_a_few_lines_have_all_their_speakers() {
    let cases = [
        ("MOD: First question\nR1: Yes sure\nMOD: And you?\nR2: No, I do not", "MOD 2, R1 1, R2 1"),
        (
            "FG1-Mod: Hello\nFG1-P01: One\nFG1-P02: Two\nFG1-Mod: Three\nFG1-P01: Four\nFG1-P07: Five",
            "FG1-Mod 2, FG1-P01 2, FG1-P02 1, FG1-P07 1",
        ),
        ("Int: How?\nIda: Well\nInt: And you?\nJon: Fine", "Int 2, Ida 1, Jon 1"),
        ("Int: How?\nIda: Well\nInt: And you?\nJon: Fine\nInt: Thanks", "Int 3, Ida 1, Jon 1"),
        (
            "主持人：大家请坐\n受访者A：我先说\n受访者B：我也同意\n主持人：为什么？\n受访者A：钱少\n受访者C（女）：对",
            "主持人 2, 受访者A 2, 受访者B 1, 受访者C（女） 1",
        ),
        ("记录者：往哪走？\n老秦：往南。\n记录者：后来呢？\n秦妻：回来了。", "记录者 2, 老秦 1, 秦妻 1"),
        (
            "PVV: Chào cô\nCô Hạnh: Chào em\nPVV: Ở đâu?\nCô Hạnh: Huế\nChồng cô Hạnh: Đà Nẵng\nPVV: Dạ",
            "PVV 3, Cô Hạnh 2, Chồng cô Hạnh 1",
        ),
        ("Interviewer: How old are you?\nIda: Thirty", "Interviewer 1, Ida 1"),
        ("Interviewer: We begin here\nIda: That is fine with me", "Interviewer 1, Ida 1"),
        (
            "Interviewer: Where were you born?\nIda: In the mill.\nIt stood there.\nIt was wet.\nIt was old.\nThe wheel stood still.\nThe \
             roof was gone.\nThe door was shut.\nThe well was dry.\nThe path was long.\nWe left.\nWe came back.",
            "Interviewer 1, Ida 1",
        ),
        ("记者：往哪走？\n秦姐：往南走了很久。\n后来又走了。", "记者 1, 秦姐 1"),
        // A header of this many lines, and nothing else.
        ("Interviewer: Ida Holm\nSite: Old Mill", ""),
        ("Interviewer: Ida Holm\nWave: second\nSite: Old Mill", ""),
    ];
    check(&cases.map(|(text, wanted)| (text.to_owned(), wanted.to_owned())));
}

#[test]
fn headers_that_name_speakers_are_not_turns() {
    let talk = rounds("Interviewer", "Participant", 5);
    let heads = [
        "Interviewer: Ida Holm\n\n",
        "Interviewer: Ida Holm\nParticipant: P7\n\n",
        "Date: 3 May\nInterviewer: Ida Holm\nParticipant: Jon Lind\nSite: Old Mill\n\n",
        "Interviewer: Ida Holm\nParticipant: Lisa\nSite: Café Mühle\n\n",
        "Interviewer: Ida Holm\nParticipant: Lisa\nOrt: Graz\n",
        "Site: Old Mill\nRecorder: X4\nBatch: 12\n",
        "Shelfmark: K12\n",
        "Wohnort: Linz\n\n",
        "Projekt: Altern\nInterviewer: Ida Holm\nLaufnummer: 12\n",
    ];
    let caption = format!("{talk}Picture: the mill as it was");
    let mut cases = vec![(caption, "Interviewer 5, Participant 5".to_owned())];
    cases.extend(heads.iter().map(|head| (format!("{head}{talk}"), "Interviewer 5, Participant 5".to_owned())));
    let talk = "记录者：后来怎么样？\n受访者：后来就回来了。\n".repeat(4);
    let heads = [
        "口述史：我的家乡在远方\n",
        "受访者：A\n地区：浙江\n\n",
        "记录者：何静\n受访者：A\n\n",
        "访谈编号：3\n受访者：A\n记录者：何静\n",
    ];
    cases.extend(heads.iter().map(|head| (format!("{head}{talk}"), "记录者 4, 受访者 4".to_owned())));
    check(&cases);
}

#[test]
fn names_that_occur_once_are_speakers_in_the_form_of_the_others() {
    let around = |line: &str| format!("{}{line}\n{}", rounds("Int", "Frau Berg", 3), rounds("Int", "Frau Berg", 3));
    let names = [
        "Chồng cô Hạnh",
        "ältere Frau",
        "B2 und B3",
        "P1/P2",
        "R1 y R2",
        "Stimme aus dem Off",
        "Dr. Ƶiga Č.",
        "hr. Jensen",
        "mw. de Vries",
        "p. Kowalska",
        "κ. Παπαδόπουλος",
        "η κ. Παππά",
        "Una donna",
        "iPhone von Jörg",
        "Galaxy A51",
        "4479***123",
        "+49 171 *** 22",
        "Kızı Ayşe",
        "dhr. v.d. Berg",
        "Голос с места",
        "Marito della signora",
        "Mary-ann",
        "Ji-young",
        "Tsai Ing-wen",
        "O'Brien",
        "李-王",
        "Anna M.",
        "Woman 4 (phone)",
        "дочь Марии",
    ];
    let mut cases: Vec<(String, String)> = names
        .iter()
        .map(|name| (around(&format!("{name}: I say so, too.")), format!("Int 6, Frau Berg 6, {name} 1")))
        .collect();
    let lines = [
        "Anmerkung: Tonband zu Ende.",
        "Zum Beispiel: wir gingen hin.",
        "Par exemple: on y va.",
        "first: we went there.",
        "Mit anderen Worten: wir blieben.",
        "Например: мы пошли.",
        "Mein Vater sagte: geh doch hin.",
        "Um 12:30: wir gingen.",
        "z. B. Wien: dort war es so.",
        "Mühlweg 12: dort war es so.",
        "Part-time: it was little money.",
        "Rural-urban: that was the difference.",
        "Meio-dia: almoço.",
        "Follow-up: we went there again.",
        "Well-being: that was it.",
        "Peut-être: on verra.",
        "Disse-lhe: vai embora.",
        "Segunda-feira: fomos lá.",
        "Note: the tape ends.",
        "https://example.org: a page.",
    ];
    cases.extend(lines.iter().map(|line| (around(line), "Int 6, Frau Berg 6".to_owned())));
    check(&cases);
}

#[test]
fn what_somebody_likes_to_begin_with_and_notes_below_the_talk_do_not_speak() {
    let round = |at: usize| {
        format!(
            "Interviewer: What of field {at}?\nIda: Field {at} was ours.\nThen it was not.\nAnother thing: It was wet there.\n"
        )
    };
    let often: String = (0..6).map(round).collect();
    let together = "Interviewer: Who was there?\nIda: I was.\nWhole group: We all were.\n".repeat(6);
    let talk = rounds("Interviewer", "Ida", 3);
    let cases = [
        (often, "Interviewer 6, Ida 6"),
        (together, "Interviewer 6, Ida 6, Whole group 6"),
        (format!("{talk}\nFieldnote: She laughed a lot. The room was cold.\nImpression: tired but kind"), "Interviewer 3, Ida 3"),
        (
            "[00:01:12] Interviewer: hello can you hear me\n[00:01:20] iPhone (2): yes\n[00:01:25] Interviewer: what is your name\n\
             [00:01:31] iPhone (2): rosa\n[00:01:40] 1415***8821: sorry I am late\n[00:01:45] Interviewer: no problem"
                .to_owned(),
            "Interviewer 3, iPhone (2) 2, 1415***8821 1",
        ),
    ];
    check(&cases.map(|(text, wanted)| (text, wanted.to_owned())));
}
