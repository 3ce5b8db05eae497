//! Detection of speakers in documents of many shapes; all texts are made up.

use crate::model::{CharRange, Origin, Style, Styled};
use crate::text::{TextIndex, Turns};

/// Speakers with their numbers of turns, in the order in which they first speak: `Ana 3, Ben 2`.
fn speakers(text: &str, styles: &[Styled]) -> String {
    let origin = Origin { styles: styles.to_vec(), ..Origin::default() };
    let turns = Turns::find(text, &TextIndex::new(text), &origin);
    let speakers: Vec<_> = turns.speakers().iter().map(|s| format!("{} {}", s.label, s.blocks)).collect();
    speakers.join(", ")
}

pub(super) fn plain(text: &str) -> String {
    speakers(text, &[])
}

const WORDS: [&str; 6] =
    ["Where were you born?", "At home.", "Why?", "There was a river, so: no school.", "Now?", "Fine."];
const TIMES: [&str; 6] = ["00:01", "00:07", "00:12", "00:40", "01:05", "59:58"];

/// Six turns of two people in one form: `{n}` name, `{t}` time, `{w}` words, `{#}` line number.
fn talk(form: &str, names: [&str; 2]) -> String {
    let turn = |at: usize| {
        let name = names[at % 2];
        form.replace("{n}", name)
            .replace("{t}", TIMES[at])
            .replace("{w}", WORDS[at])
            .replace("{#}", &(at + 1).to_string())
    };
    (0..6).map(turn).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_form_of_a_label_is_recognised_with_its_time_and_its_words() {
    let forms = [
        "{n}: {w}",
        "{n}:\n{w}\n",
        "{n}：{w}",
        "{n} : {w}",
        "{n}:\t{w}",
        "  {n}: {w}",
        "{n}:{w}",
        "[{n}] {w}",
        "[{n}]: {w}",
        "[{n}]\n{w}\n",
        "{{n}} {w}",
        "({n}) {w}",
        "({n}): {w}",
        "<{n}> {w}",
        "【{n}】{w}",
        "#{n}: {w}",
        "@{n}: {w}",
        "\"{n}\": {w}",
        "“{n}”: {w}",
        "- {n}: {w}",
        "* {n}: {w}",
        "• {n}: {w}",
        "– {n}: {w}",
        ">> {n}: {w}",
        "{n} – {w}",
        "{n} - {w}",
        "{n} — {w}",
        "{n}> {w}",
        "{n}. {w}",
        "{n}\t{w}",
        "{n}  {w}",
        "**{n}:** {w}",
        "**{n}**: {w}",
        "**{n}** {w}",
        "__{n}:__ {w}",
        "*{n}:* {w}",
        "**{n}**\n\n{w}\n",
        "### {n}\n{w}\n",
        "## {n}:\n\n{w}\n",
        "{#} {n}: {w}",
        "{#}. {n}: {w}",
        "{#}\t{n}: {w}",
        "{#}) {n}: {w}",
        "{n}\n{w}\n",
        "{n}\n\n{w}\n",
        "{n} ({t}): {w}",
        "{n} ({t}):\n{w}\n",
        "{n} [{t}]: {w}",
        "{n} [{t}]\n{w}\n",
        "{n}  {t}\n{w}\n",
        "{n} {t}\n{w}\n",
        "{n} - {t}\n{w}\n",
        "{n}, {t}\n{w}\n",
        "{n} | {t}\n{w}\n",
        "{n} ({t}.250)\n{w}\n",
        "{n} 0:{t}: {w}",
        "{n} [{t}] {w}",
        "{t} {n}\n{w}\n",
        "{t} {n}: {w}",
        "[{t}] {n}: {w}",
        "[{t}] {n}\n{w}\n",
        "[{t}] - {n}\n{w}\n",
        "({t}) {n}: {w}",
        "{t} - {n}\n{w}\n",
        "[00:{t}.5] - {n}:\n{w}\n",
        "{t}\t{n}\t{w}",
        "{t} | {n} | {w}\n",
        "[{t} --> {t}] {n}: {w}",
        "{n}: [{t}] {w}",
        "{n}: ({t})\n{w}\n",
        "{n}:\t{t}\t{w}",
        "**{n}** ({t}): {w}",
        "**{n}:** [{t}] {w}",
        "[{n}] {t}\n{w}\n",
        "{t}\n{n}\n{w}\n",
        "{n}\n{t}\n{w}\n",
        "0:{t}.0 --> 0:{t}.340\n{n}\n{w}\n",
        "#0:{t}-0# {n}: {w}",
        "{n}: {w} #00:{t}-5#",
        "12/03/2024, 09:15 - {n}: {w}",
        "[12/03/24, 09:15:32] {n}: {w}",
        "[2024-03-12 9:15 PM] {n}: {w}",
        "{n}  9:15 AM\n{w}\n",
        "{t}\t From {n} to Everyone:\t{w}",
        "{t} From {n} To Everyone: {w}",
    ];
    let mut faults = Vec::new();
    for form in forms {
        for names in [["Speaker 1", "Speaker 2"], ["Ana Lee", "Ben Roe"]] {
            let text = talk(form, names);
            let index = TextIndex::new(&text);
            let turns = Turns::find(&text, &index, &Origin::default());
            let wanted = format!("{} 3, {} 3", names[0], names[1]);
            if plain(&text) != wanted {
                faults.push(format!("{form:?}: {}", plain(&text)));
                continue;
            }
            // Only the words are left of each line, and no word is read as a label.
            let words_found = (0..index.paragraphs().len()).map(|at| {
                let p = index.paragraphs()[at];
                text[p.byte_start..p.byte_end].chars().skip(turns.line(at).prefix as usize).collect::<String>()
            });
            let words_found: Vec<String> = words_found
                .map(|line| line.split(" #").next().unwrap_or("").to_owned())
                .filter(|line| !line.is_empty())
                .collect();
            if words_found != WORDS {
                faults.push(format!("{form:?}: {words_found:?}"));
            }
            let times: Vec<_> = turns.turns().iter().map(|turn| turn.time.map(|time| time / 1000)).collect();
            let wanted = [1, 7, 12, 40, 65, 3598].map(Some);
            let ends = [0, 1, 7, 12, 40, 65].map(Some);
            if form.contains("{t}") && times != wanted && !(form.ends_with('#') && times == ends) {
                faults.push(format!("{form:?}: times {times:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn names_of_any_kind_are_speakers() {
    let pairs = [
        ["Dr. Mary Bell", "J. Lopez"],
        ["DR. SMITH", "MS. GREENE"],
        ["Lee, Ana", "Roe, Ben (Extern)"],
        ["Ana (she/her)", "Ben O'Neil"],
        ["Prof. Dr. Müller-Lüdenscheidt", "Frau S."],
        ["I", "B"],
        ["I1", "P12"],
        ["NB", "IS"],
        ["SPEAKER_00", "SPEAKER_01"],
        ["Speaker #1", "Speaker #2"],
        ["1", "2"],
        ["Ana Maria Luisa Del Carmen Soto", "Ben"],
        ["ana.lee@example.org", "ben@example.org"],
        ["Ana/Ben", "Cleo | Host"],
        ["Ana 🌸", "Ben"],
        ["प्रश्नकर्ता", "उत्तरदाता"],
        ["সাক্ষাৎকার গ্রহণকারী", "রহিমা"],
        ["ผู้สัมภาษณ์", "สมชาย"],
        ["Nguyễn Thị Minh", "Người phỏng vấn"],
        ["المُحاوِر", "سارة"],
        ["מראיינת", "דָּנָה"],
        ["インタビュアー", "田中さん"],
        ["면접자", "참여자 1"],
        ["访谈者", "受访者"],
        ["中华人民共和国驻外记者王小明", "李"],
        ["アレクサンドラ・イワノヴナ", "佐藤"],
        ["Интервьюер", "Респондент"],
        ["Interviewer 1 (female)", "R"],
        ["interviewer", "participant"],
        ["nicolas-demorand", "saskia-sassen"],
        ["+43 660 1234567", "Ana"],
        ["Mr. Justice Holmes", "The Witness"],
        ["Q", "A"],
        ["Woman in the audience", "Chair"],
    ];
    let mut faults = Vec::new();
    for names in pairs {
        for form in ["{n}: {w}", "[{t}] {n}: {w}", "{n}:\n{w}\n"] {
            let found = plain(&talk(form, names));
            if found != format!("{} 3, {} 3", names[0], names[1]) {
                faults.push(format!("{form:?} {names:?}: {found}"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn who_speaks_once_in_the_form_of_the_others_is_a_speaker() {
    let cases = [
        ("Ann: a\nBob: b\nAnn: c", "Ann 2, Bob 1"),
        (
            "### Ann\nWe met.\n### Bob\nYes, we did.\n### Ann\nSo.\n### Bob\nSo.\n### Cleo\nMe too.",
            "Ann 2, Bob 2, Cleo 1",
        ),
        (
            "MOD: Who is first?\nAna: Me.\nMOD: And then?\nBen: Me.\nMOD: And?\nCleo Roe: I am.",
            "MOD 3, Ana 1, Ben 1, Cleo Roe 1",
        ),
        ("Ana: a\nBen: b\nAna: c\nBen: d\nAudience Member: e\nAna: f", "Ana 3, Ben 2, Audience Member 1"),
        ("[00:01] Ana: a\n[00:02] BEN: b\n[00:03] Ana: c\n[00:04] BEN d?\n[00:09] BEN\ne", "Ana 2, BEN 2"),
        ("[Ana]: a\n[Ben]: b\n[Ana]: c\n[Ben (?)]: d", "Ana 2, Ben 1, Ben (?) 1"),
        ("Ana: a\nBen: b\nANA: c\nBen: d", "Ana 2, Ben 2"),
        ("Ana: a\nBen: b\nAna (laughing): c\nBen: d\nAna: e", "Ana 3, Ben 2"),
        ("Ana Lee (Uni Graz): a\nBen: b\nAna Lee (Uni Graz): c\nBen: d", "Ana Lee (Uni Graz) 2, Ben 2"),
        ("Ana: a\nBen: b\nAna; c\nBen: d\nAna: e\nBen-. f", "Ana 3, Ben 3"),
        ("Interviewer: Hi\nB: Hello", "Interviewer 1, B 1"),
        (
            "Talk\n\nInterviewer\nWhy?\n\nAna Roe\nBecause.\n\nInterviewer\nAnd?\n\nAna Roe\nSo.",
            "Interviewer 2, Ana Roe 2",
        ),
    ];
    for (text, wanted) in cases {
        assert_eq!(plain(text), wanted, "{text}");
    }
}

#[test]
fn words_that_name_nobody_are_not_speakers() {
    let mut faults = Vec::new();
    let talk = |between: &str| {
        let line = |at: usize| format!("{}: Word {at} and more of it.\n{between}", ["Ana", "Ben"][at % 2]);
        (0..12).map(|at| line(at).replace("{#}", &at.to_string())).collect::<String>()
    };
    for between in [
        "Page {#}:\n",
        "page {#}: of many\n",
        "Tape 12: side A\n",
        "Break:\n",
        "Note: he laughs\n",
        "Conclusion: none\n",
        "Document: 3\n",
        "https://example.org/a:b\n",
        "[laughs] So it is.\n",
        "(Pause) So it is.\n",
        "And then he said: go\n",
        "he said: go\n",
        "for example: this\n",
        "Yes: it was\n",
        "12:30 we met\n",
        "**Nothing** but this.\n",
        "## Part {#}\n",
        "Session {#}: on work\n",
        "Line {#}: x\n",
        "First: we ate\n",
        "Date: 3 May\n",
        "- one of them\n",
        "Figure 2: a house\n",
        "Laughter.\n",
        "[inaudible 00:04:12] yes\n",
        "（笑）好\n",
        "我说：好\n",
    ] {
        let text = talk(between);
        if plain(&text) != "Ana 6, Ben 6" {
            faults.push(format!("{between:?}: {}", plain(&text)));
        }
    }
    let records =
        "Document: A 1\nCode: Push\nWeight: 0\nAna: I left.\n\nDocument: B 2\nCode: Pull\nWeight: 0\nBen: I came.\n\n"
            .repeat(4);
    let table = "Name\tAge\tTown\nAna\t34\tGraz\nAna\t35\tGraz\nBen\t50\tLinz\nBen\t51\tLinz\n";
    let contents =
        "Work\nFamily\nMoney\nHealth\n\nWork\nThey worked.\n\nFamily\nThey had one.\n\nMoney\nLittle.\n\nHealth\nGood.";
    let prose = "Yes. We went.\nNo. We came.\nYes. It was late.\nThen we ate.\nNo. Nothing else.\nYes. That is it.\n";
    let items = "(a) one\n(b) two\n(c) three\n\n(a) four\n(b) five\n(c) six\n\n1. seven\n2. eight\n\n1. nine\n2. ten";
    let captions = "[00:01] Yeah\n[00:02] I see\n[00:04] Yeah\n[00:06] I see\n[00:09] Go on\n";
    let plan = "Aim: to learn\nPlan: to ask\nSteps: three\nHope: much";
    for text in [&records, table, contents, prose, items, captions, plan, "B: hello", "", "\n\n", "::\n:\n"] {
        let found = plain(text);
        if !found.is_empty() {
            faults.push(format!("{:?}: {found}", text.get(..40)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn people_who_take_turns_throughout_are_not_record_fields() {
    for names in [["Ana", "Ben", "Interviewer"], ["Ana", "Ben", "Cleo"], ["李娜", "王强", "主持人"], ["A", "B", "C"]]
    {
        for rounds in [3, 12] {
            let round: String = names.iter().map(|name| format!("{name}: some words of theirs\n")).collect();
            let wanted = names.map(|name| format!("{name} {rounds}")).join(", ");
            assert_eq!(plain(&round.repeat(rounds)), wanted);
        }
    }
}

#[test]
fn a_header_that_names_the_speakers_is_not_a_turn() {
    let cases = [
        (
            "Interview 7\nDate: 3 May 2024\nInterviewer: Ana Lee\nInterviewee: P7\n\nInterviewer: Why?\nP7: So.\nInterviewer: And?\nP7: Well.",
            "Interviewer 2, P7 2",
        ),
        (
            "Interviewer: Ana Lee\nParticipant: Ben\nDate: 3 May 2024\nPlace: Graz\n\nInterviewer: Why?\nParticipant: So.\nInterviewer: And?\nParticipant: Well.",
            "Interviewer 2, Participant 2",
        ),
        ("I: Interviewerin\nB: Befragter\n\nI: Warum?\nB: Darum.\nI: Und?\nB: So.", "I 2, B 2"),
        (
            "日期：五月三日\n访谈者：王明\n受访者：李四\n\n访谈者：为什么走？\n受访者：没有钱。\n访谈者：后来呢？\n受访者：回来了。",
            "访谈者 2, 受访者 2",
        ),
        (
            "About Ana Lee\n\nAna Lee: An interview conducted by Ben Roe for the town's museum in May of that year.\n\n\
             Date: 3 May\nPlace: Graz\n\nBen Roe: Why?\nAna Lee: So.\nBen Roe: And?\nAna Lee: Well.",
            "Ben Roe 2, Ana Lee 2",
        ),
        ("Speaker: Text\nAna: Why?\nBen: So.\nAna: And?\nBen: Well.", "Ana 2, Ben 2"),
        ("Ana: Why?\nBen: So.\nAna: And?\nBen: Well.\n\nTranscribed by: Cleo\nDate: 3 May", "Ana 2, Ben 2"),
    ];
    for (text, wanted) in cases {
        assert_eq!(plain(text), wanted, "{text}");
    }
}

#[test]
fn numbered_questions_are_one_speaker_and_other_numbers_none() {
    let cases = [
        ("Pergunta 1: a\nSim.\nPergunta 2: b\nNão.\nPergunta 3: c", "Pergunta 3"),
        ("Stimulus 1: Why?\nSo.\nStimulus 2: Where?\nHere.\nStimulus 3: When?\nThen.", "Stimulus 3"),
        ("Q1: Why?\nA1: So.\nQ2: Where?\nA2: Here.\nQ3: When?\nA3: Then.", "Q 3, A 3"),
        ("P1: Why.\nP2: So.\nP3: Well.\nMOD: And?\nMOD: Then?", "P1 1, P2 1, P3 1, MOD 2"),
        ("问题1：往哪走？\n秦姐：往南。\n问题2：后来呢？\n秦姐：回来了。", "问题 2, 秦姐 2"),
        (
            "问题一：往哪走？\n秦姐：往南。\n问题二：后来呢？\n秦姐：回来了。\n问题三：还有呢？\n秦姐：没有了。",
            "问题 3, 秦姐 3",
        ),
        ("Q1: Why?\nA1: So.\nQ2: Where?\nA2: Here.", "Q 2, A 2"),
        ("Q14. What would help? All of it.\n1. More beds: new ones.\nQ15. What else?\n2. A door: a wide one.", ""),
        ("Frage 1: Wer?\nIda: Ich.\nFrage 2: Wo?\nIda: Da.", "Frage 2, Ida 2"),
        ("I1: Why?\nP1: So.\nI2: Where?\nP2: Here.\nI3: When?\nP3: Then.\nI4: Who?\nP4: We.", "I 4, P 4"),
        (
            "Interviewer 1: Why?\nIda: So.\nInterviewer 2: Where?\nIda: Here.\nInterviewer 3: When?\nIda: Then.\nInterviewer 4: Who?\nIda: We.",
            "Interviewer 4, Ida 4",
        ),
        // Some of these recur, or a number is missing: they are people.
        (
            "I1: Why?\nIda: So.\nI2: Where?\nIda: Here.\nI3: When?\nIda: Then.\nI4: Who?\nI1: You?",
            "I1 2, Ida 3, I2 1, I3 1, I4 1",
        ),
        (
            "I1: Why?\nIda: So.\nI2: Where?\nIda: Here.\nI4: When?\nIda: Then.\nI7: Who?",
            "I1 1, Ida 3, I2 1, I4 1, I7 1",
        ),
        ("Entry 1: rain\nEntry 2: sun\nEntry 3: snow\nEntry 4: wind", ""),
    ];
    for (text, wanted) in cases {
        assert_eq!(plain(text), wanted, "{text}");
    }
}

#[test]
fn bold_and_headings_distinguish_labels_from_text() {
    let text = "Ana Why?\nBen So.\nAna And?\nBen Well then.";
    let bold = |at: [u32; 4]| at.map(|at| Styled { range: CharRange::new(at, at + 3), style: Style::Bold });
    assert_eq!(speakers(text, &bold([0, 9, 17, 26])), "Ana 2, Ben 2");
    assert_eq!(plain(text), "");
    let text = "Ana: a\nBen: b\nAna: c\nBen: d\nAna: e\nBen: f\nAna: g\nBen: h\nAna: i\nBen: j\nWork: it was hard";
    let labels: Vec<_> = (0..10).flat_map(|at| bold([at * 7; 4]).into_iter().take(1)).collect();
    assert_eq!(speakers(text, &labels), "Ana 5, Ben 5");
    // A full stop within bold text does not end the label, and an office after it may change.
    let text = "M. le maire. Bonjour.\nM. Roe, ministre. Oui.\nM. le maire. Et vous ?\nM. Roe, ministre délégué. Non.";
    let bold = [(0, 12), (22, 28), (45, 57), (68, 74)];
    let bold = bold.map(|(start, end)| Styled { range: CharRange::new(start, end), style: Style::Bold });
    assert_eq!(speakers(text, &bold), "M. le maire 2, M. Roe 2");
    let head = |at: u32| Styled { range: CharRange::new(at, at + 3), style: Style::Heading(2) };
    assert_eq!(
        speakers("Ana\nWhy?\nBen\nSo.\nAna\nAnd?\nBen\nMe.", &[head(0), head(9), head(17), head(26)]),
        "Ana 2, Ben 2"
    );
}

#[test]
fn a_message_may_have_several_lines_and_notices_have_no_sender() {
    let text = "12/03/2024, 09:15 - Ana: one\ntwo: three\n12/03/2024, 09:16 - Ben joined\n12/03/2024, 09:17 - Ben: four\n12/03/2024, 09:18 - Ana: five";
    let index = TextIndex::new(text);
    let turns = Turns::find(text, &index, &Origin::default());
    let who: Vec<_> = (0..5).map(|at| turns.speaker(turns.line(at))).collect();
    assert_eq!(who, [Some("Ana"), Some("Ana"), None, Some("Ben"), Some("Ana")]);
}

#[test]
fn text_around_and_within_the_talk_is_not_a_speaker() {
    let talk = "Ana: Where were you born?\nBen: At home.\nAna: Why there?\nBen: There was a river, and no road.\nAna: And now?\nBen: Now there is one.";
    let mut faults = Vec::new();
    let around = [
        ("Interview 3\nSite: Old Mill\nLaufnummer: 12\n", ""),
        ("Speakers: auto\nTool: x\n\n", ""),
        ("受访者编号：S03    性别：男\n访谈方式：线上\n\n", ""),
        ("2022.7.22 上午  整理人：陈思\n\n", ""),
        ("تاريخ المقابلة: ٢٠٢٣\nالمكان: البيت\n\n", ""),
        ("Дело: 7\nРеспондент: женщина, 43\nИнтервьюер: А. Ким\n\n", ""),
        ("", "\n\nTypist: Cleo Roe\nChecked on: 3 May"),
        ("", "\n策划：秦川\n摄影：冉小艺"),
        ("[Member list]\nWitness: Ben Roe, Librarian, Fenwick.\n\n", ""),
    ];
    for (before, after) in around {
        let found = plain(&format!("{before}{talk}{after}"));
        if found != "Ana 3, Ben 3" {
            faults.push(format!("{before:?} {after:?}: {found}"));
        }
    }
    // Without punctuation too, what follows the talk is not its header.
    let bare = "Ana: where were you born\nBen: at home\n".repeat(3) + "Ana: 好\nBen: 是啊\n";
    for after in ["整理：何静", "\n整理：何静\n校对：吴凯\n", "Transcribed by: Cleo", "策划：秦川\n摄影：冉小艺"]
    {
        let found = plain(&format!("{bare}{after}"));
        if found != "Ana 4, Ben 4" {
            faults.push(format!("{after:?}: {found}"));
        }
    }
    let within = "Ben: We ate three times a day.\nMorning: bread\nNoon: soup and bread\nEvening: what was left\n";
    let found = plain(&format!("{talk}\n{within}Ana: So.\n{talk}"));
    if found != "Ana 7, Ben 7" {
        faults.push(found);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn lists_records_and_notes_have_no_speakers() {
    let options = "Which one do you use?\nA. The bus.\nB. The train.\nC. The boat.\nD. None of them.\n".repeat(4);
    let people = "A: woman, 56, school.\nB: man, 34, college.\nC: woman, 41, school.\nD: man, 23, college.\n";
    let entry = |at: usize| {
        format!(
            "Entry {at}\nWeather: dry\nMood: fair\nWe went up to the mill and met nobody on the way.\nThe wheel stood still.\n\n"
        )
    };
    let diary: String = (0..5).map(entry).collect();
    let figures = "Mean: 3.1\nRange: 4\nThe first group.\nMean: 2.2\nRange: 3\nThe second group.\nMean: 1.0\nRange: 2\nThe last.\n";
    let records = "Word: mill\nSense: where corn is ground\nUse: the old mill\n\nWord: weir\nSense: a low dam\nUse: by the weir\n\nWord: race\nSense: the water of a mill\nUse: in the race\n\n";
    for text in [&options, people, &diary, figures, records] {
        assert_eq!(plain(text), "", "{text}");
    }
}

#[test]
fn codes_signs_and_slips_around_a_label_are_not_part_of_it() {
    let forms = [
        "B02-00{#} {n}: {w}",
        "Q{#}\t{n}: {w}",
        "[{#}] {n}: {w}",
        "１　{n}：{w}",
        "■{n}：{w}",
        "○{n}　{w}",
        "\u{200f}{n}\u{200f}: {w}",
        "{n}﹕{w}",
        "{n}:- {w}",
        "{n}: {n}: {w}",
        "{n}- {w}",
        "00:0{#}【{n}】{w}",
        "2024-03-05 14:22:3{#} {n}\n{w}\n",
        "{#}\t{#}\t{n}\t{w}",
    ];
    let mut faults = Vec::new();
    for form in forms {
        for names in [["访", "受"], ["B1", "I1"]] {
            let found = plain(&talk(form, names));
            if found != format!("{} 3, {} 3", names[0], names[1]) {
                faults.push(format!("{form:?}: {found}"));
            }
        }
    }
    let cases = [
        ("1.访：为什么？\n1.受：没有钱。\n2.访：后来呢？\n2.受：回来了。", "访 2, 受 2"),
        (
            "**M. Roe.** Bonjour à tous.\n\n**Mme Lee.** Oui.\n\n**M. Roe.** Et vous ?\n\n**Mme Lee**, ministre. Non.",
            "M. Roe 2, Mme Lee 2",
        ),
        (
            "M. le président. La séance est ouverte.\n\nMme Lee. Merci.\n\nM. le président. À vous.\n\nMme Lee. Oui.\n\nM. le président. Bien.",
            "M. le président 3, Mme Lee 2",
        ),
        (
            "Chair. – We begin.\n\nAna Lee (PPE). – So be it.\n\nChair. – Thank you.\n\nBen Roe, for the Commission. – Yes.",
            "Chair 2, Ana Lee (PPE) 1, Ben Roe, for the Commission 1",
        ),
        (
            "ИВАНОВ С. П. Начнём.\nКОВАЛЬ Т. А. Да.\nИВАНОВ С. П. Хорошо.\nКОВАЛЬ Т. А. Спасибо.",
            "ИВАНОВ С. П. 2, КОВАЛЬ Т. А. 2",
        ),
        (
            "語り手　佐藤ハル\n聞き手　木村\n\n――お生まれは。\n佐藤　気仙沼です。\n――お父様は。\n佐藤　漁師でした。\n――いまは。\n佐藤　一人です。\n――……。\n佐藤　はい。",
            "―― 4, 佐藤 4",
        ),
        ("M: So?\nP1: Yes.\nM: And?\nP2: No.\n?: Never.\nP1: Once.\nUM: Twice.", "M 2, P1 2, P2 1, ? 1, UM 1"),
        (
            "Q.  Did you?\nA.  Yes.\nQ.  When?\n    MR. ROE:  I object to that.\nA.  In May.\nQ.  Why?\nA.  I forget.",
            "Q 3, A 3, MR. ROE 1",
        ),
        ("Q1. Why?\n\nA. So.\n\nQ2. Where?\n\nA. Here.\n\nQ3. When?\n\nA. Then.", "Q 3, A 3"),
        (
            "参与者 3：好。\n访谈者：为什么？\n参与者3：没有钱。\n访谈者：后来呢？\n参与者 3：回来了。",
            "参与者 3 3, 访谈者 2",
        ),
        ("翻译：他说好。\n阿依：好。\n翻译（转述）：他说，以前不好。\n阿依：嗯。", "翻译 2, 阿依 2"),
        (
            "村民A（男，50岁）：好。\n调研员：为什么？\n村民A：没有水。\n调研员：现在呢？\n村民A：有了。",
            "村民A 3, 调研员 2",
        ),
        (
            "00:00 Ana\n\n00:00 Good evening to you.\n\n00:06 Ben\n\n00:06 And to you.\n\n00:09 Ana\n\n00:09 Why?\n\n00:12 Ben\n\n00:12 So.",
            "Ana 2, Ben 2",
        ),
    ];
    for (text, wanted) in cases {
        let found = plain(text);
        if found != wanted {
            faults.push(format!("{text:?}: {found}"));
        }
    }
    let chat = "[05.03.24, 09:15:32] Ana: one\n[05.03.24, 09:16:02] +49 151 0000: two\n[05.03.24, 09:17:02] Ana: three\n[05.03.24, 09:18:02] my bro: four";
    if plain(chat) != "Ana 2, +49 151 0000 1, my bro 1" {
        faults.push(plain(chat));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
