//! What is before, after and between labels: numbers, dates, lists of people, notes, time codes.

use super::records::check;
use super::tests::plain;
use crate::text::{TextIndex, Turns, pattern_rule, propose};

const SAID: [&str; 10] = [
    "Where were you born?",
    "At home, in the mill.",
    "Why there?",
    "There was a river, so: no school.",
    "And now?",
    "Now there is a road.",
    "Who built it?",
    "The town did, in the end.",
    "Was it good?",
    "It was, for a while.",
];
const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];

/// Ten turns in one form: `{n}` name, `{w}` words, `{#}` number of the turn, `{i}` and `{a}` the same as a numeral and as
/// a letter, `{m}` minutes, `{d}` a day that changes. Only turns whose number is divisible by `every` have this form.
fn talk(form: &str, names: &[&str], every: usize) -> String {
    let turn = |at: usize| {
        let form = if (at + 1).is_multiple_of(every) { form } else { "{n}: {w}" };
        form.replace("{n}", names[at % names.len()])
            .replace("{w}", SAID[at])
            .replace("{#}", &(at + 1).to_string())
            .replace("{i}", ROMAN[at])
            .replace("{a}", &"abcdefghij"[at..=at])
            .replace("{m}", &format!("{:02}", at + 10))
            .replace("{d}", &(1 + at / 4).to_string())
            + "\n"
    };
    (0..10).map(turn).collect()
}

fn counted(names: &[&str]) -> String {
    let lines = |at: usize| (0..10).filter(|turn| turn % names.len() == at).count();
    names.iter().enumerate().map(|(at, name)| format!("{name} {}", lines(at))).collect::<Vec<_>>().join(", ")
}

const TWO: [&str; 2] = ["Kim", "Ana Roe"];

#[test]
fn the_number_of_a_turn_is_not_part_of_the_name() {
    let forms = [
        "{#}.{n}: {w}",
        "{#}){n}: {w}",
        "{#}、{n}：{w}",
        "({#}) {n}: {w}",
        "[{#}] {n}: {w}",
        "{#} - {n}: {w}",
        "{#}: {n}: {w}",
        "{#}| {n}: {w}",
        "L{#} {n}: {w}",
        "#{#} {n}: {w}",
        "{i}. {n}: {w}",
        "{a}) {n}: {w}",
        "Turn {#}: {n}: {w}",
        "1.{#} {n}: {w}",
    ];
    let cases = forms.iter().flat_map(|form| [1, 5].map(|every| (talk(form, &TWO, every), counted(&TWO))));
    let mut cases: Vec<(String, String)> = cases.collect();
    // Some programs leave out the space where the number is longer.
    let glued = talk("{#}. {n}: {w}", &TWO, 1).replace("10. ", "10.");
    cases.push((glued, counted(&TWO)));
    // A letter or numeral before other labels is a person, or a list.
    cases.push(("I: Why?\nV: So.\nI: And?\nV: Well.\n".to_owned(), "I 2, V 2".to_owned()));
    check(&cases);
}

#[test]
fn a_written_date_is_not_part_of_the_sender() {
    let forms = [
        "{n} 04-May-21 10:{m} AM\n{w}",
        "{n} May 4, 2021 at 10:{m}\n{w}\n",
        "2021-05-0{d} {n}: {w}",
        "{d} May 2021, {n}: {w}",
        "{n} on May {d}, 2021 at 10:{m}:\n{w}\n",
        "{n} wrote on {d} May 2021:\n{w}\n",
        "{n} schrieb am {d}. Mai 2021:\n{w}\n",
        "Am {d}. Mai 2021 schrieb {n}:\n{w}\n",
        "On Mon, {d} May 2021 at 10:{m}, {n} <x@example.org> wrote:\n{w}\n",
        "{n}, 5/{d} 10:{m} AM\n{w}\n",
        "[5/{d} 10:{m} AM] {n}\n{w}\n",
        "[10:{m} AM] {n}: {w}",
        "{n}  [10:{m} AM]\n{w}",
        "{d}/5/21, 10:{m} - {n}: {w}",
        "[{d}.5.21, 10:{m}:01] {n}: {w}",
        "{n} — Today at 10:{m} AM\n{w}\n",
        "[04-May-21 10:{m} PM] {n}\n{w}\n",
        "{n} 2021-05-01 10:{m}:03\n{w}\n",
        "{n} 2021年5月{d}日 10:{m}\n{w}\n",
        "{n} ({d} May 2021): {w}",
        "{n} · {d} May\n{w}\n",
        "{n} 4d ago\n{w}\n",
        "{n} 12 points 3 hours ago\n{w}\n",
        "{n}\n{d} May 2021\n{w}\n",
        "{n}\nPosted {d} May 2021\n{w}\n",
        "#{#}\n{n}\nPosted {d} May 2021 10:{m}\n{w}\n",
        "{n}\n{w}\n{d} May 2021, 10:{m}\n",
        "{n}\n{w}\n{d} May 2021, 10:{m}",
        "by {n} » Tue May 04, 2021 10:{m} am\n{w}",
        "Posted by {n} on {d} May 2021\n{w}\n",
        "{n}\n2 years ago\n{w}\nLike · Reply\n",
        "@{n}\n2 years ago\n{w}\nReply\n",
        "{n}\n{w}\nLike · Reply · 2h\n",
    ];
    let names = [TWO, ["张三", "Trạm 3"]];
    let cases = forms.iter().flat_map(|form| names.map(|names| (talk(form, &names, 1), counted(&names))));
    check(&cases.collect::<Vec<_>>());
}

#[test]
fn a_line_that_ends_with_a_date_need_not_name_a_sender() {
    let talk = "I: Why did you go?\nB: So it was.\nI: And then?\nB: Well, I left.\n";
    let heads = [
        "Interview with Ana Roe, 4 May 2021 at 10:00\n\n",
        "Recorded on 4 May 2021 at 10:00 AM\n\n",
        "Focus group 3 – 04.05.2021 10:00\n\n",
        "Date 4 May 2021, 10:00\nPlace Graz\n\n",
        "4 May 2021, 10:00\n\n",
    ];
    let mut cases: Vec<(String, &str)> = heads.iter().map(|head| (format!("{head}{talk}"), "I 2, B 2")).collect();
    let minutes = "The board met on 4 May 2021 at 10:00\nIt decided nothing.\nIt met again on 9 June 2021 at 11:00\nNobody came.\n";
    let log =
        "4 May 2021 10:00 Arrived\n4 May 2021 11:00 Left\n5 May 2021 10:00 Arrived: nobody\n5 May 2021 12:00 Left\n";
    cases.extend([(minutes.to_owned(), ""), (log.to_owned(), "")]);
    cases.push(("Ana Roe 4 May 2021 10:00\nWhy?\nBo Lee 4 May 2021 10:02\nSo.\n".to_owned(), "Ana Roe 1, Bo Lee 1"));
    check(&cases);
}

#[test]
fn a_spoken_date_is_speech() {
    let asked =
        "I: When did you come?\nB: 3 May 2021\nI: And when did you leave?\nB:\n9 June 2021\nI: And then?\nB: 1 July\n";
    let index = TextIndex::new(asked);
    let turns = Turns::find(asked, &index, &crate::model::Origin::default());
    assert_eq!((turns.line(1).prefix, turns.line(4).prefix), (3, 0));
    let dates = ["Ana:\nWhen?\nBen:\n3 May 2021\n", "Ana:\nWhat now?\nBen:\nMore\n"].map(|round| round.repeat(4));
    for text in &dates {
        let index = TextIndex::new(text);
        let turns = Turns::find(text, &index, &crate::model::Origin::default());
        assert_eq!((turns.line(3).prefix, turns.speaker(turns.line(3))), (0, Some("Ben")), "{text}");
    }
    let cases = [
        (asked, "I 3, B 3"),
        (
            "We left on 3 May 2021\nIt rained.\nWe left on 9 June 2021\nIt rained.\nWe left on 1 July 2021\nIt was dry.\n",
            "",
        ),
        (
            "Diary\n\n3 May 2021\nWe went up and saw nobody.\n\n4 May 2021\nThe wheel stood.\n\n5 May 2021\nRain.\n\n6 May\nWe left.\n",
            "",
        ),
    ];
    check(&cases.map(|(text, wanted)| (text.to_owned(), wanted)));
}

#[test]
fn people_and_signs_that_are_listed_before_the_talk_do_not_speak() {
    let group = ["Moderator", "Anna", "Bo"];
    let lists = [
        "Participants:\nAnna: 34, nurse\nBo: 51, driver\nModerator: Dr. Wolf\n\n",
        "Attendees\nAnna: nurse\nBo: driver\n\n",
        "Teilnehmer:\nAnna: Krankenschwester, 34\nBo: Fahrer, 51\n\n",
        "Participants\nModerator: Kay Wolf\nAnna: female, 34\nBo: male, 51\n",
        "GROUP 4\nDate: 4 May 2021\nParticipants:\nAnna: 34, nurse\nBo: 51, driver\nModerator: Dr. Wolf\n\n",
        "参加者：\nAnna：34歳、看護師\nBo：51歳、運転手\n\n",
    ];
    let mut cases: Vec<(String, String)> =
        lists.iter().map(|list| (format!("{list}{}", talk("{n}: {w}", &group, 1)), counted(&group))).collect();
    let initials = ["I", "P1", "P2"];
    let legends = [
        "I: Interviewer\nP1: female, 34\nP2: male, 51\n\n",
        "Legend:\nI: Interviewer\nP1: Participant (nurse)\n(.): short pause\n[…]: omission\n\n",
        "[…] = pause\nI: Interviewer\nP1: female, 34\nP2: male, 51\n\n",
        "Transcription key\n(.) = pause\nI: Interviewer\nP1: first participant\nP2: second participant\n\n",
        "I: Interviewerin\nP1: weiblich, 34 Jahre\nP2: männlich, 51 Jahre\n(...): Pause\n\n",
    ];
    cases.extend(legends.iter().map(|list| (format!("{list}{}", talk("{n}: {w}", &initials, 1)), counted(&initials))));
    // Who introduces herself when she is asked to speaks, and so does a group of participants.
    let asked = "Moderator: Please say who you are.\nAnna: nurse, 34\nBo: driver\nModerator: Thanks. Let us begin.\n";
    cases.push((format!("{asked}{}", talk("{n}: {w}", &group, 1)), "Moderator 6, Anna 4, Bo 4".to_owned()));
    // Short turns without punctuation are no descriptions.
    let short = "Ana: w1 and so\n\nBen: we had 3 of them\nAna: yes 4\n\nBen: so\nAna: well\n";
    cases.push((short.to_owned(), "Ana 3, Ben 2".to_owned()));
    cases.push((
        "[00:07] Ana: she was 3, 4\n[00:09] Ben: or 5, I\n\n[00:11] Ana: so\n".to_owned(),
        "Ana 2, Ben 1".to_owned(),
    ));
    let roles = ["Moderator", "Participants"];
    cases.push((talk("{n}:\n{w}\n", &roles, 1), counted(&roles)));
    check(&cases);
}

#[test]
fn notes_within_the_talk_are_not_speakers() {
    let notes = [
        "Note: she laughs.",
        "Comment: the phone rang.",
        "Anmerkung: Telefon klingelt.",
        "Kommentar: leise.",
        "注：笑声。",
        "Remarque : elle rit.",
        "Observer note: she laughs.",
        "Note to self: ask again.",
        "Anm.: lacht.",
        "Anmerkung der Verfasserin: unklar.",
    ];
    let talk = talk("{n}: {w}", &TWO, 1);
    let cases = notes.iter().flat_map(|note| {
        let below = format!("?\n{note}\n");
        [talk.replacen("?\n", &below, 1), talk.replace("?\n", &below)].map(|text| (text, counted(&TWO)))
    });
    let cited = ["vgl. Weber: dort steht es.", "cf. Weber: it is there.", "bzw. Weber: so auch dort."];
    let cited = cited.map(|line| (format!("{talk}{line}\n{talk}"), "Kim 10, Ana Roe 10".to_owned()));
    check(&cases.chain(cited).collect::<Vec<_>>());
}

#[test]
fn names_in_lower_case_and_names_with_a_doubt_are_labels() {
    let mut cases = vec![(
        "kim: hello there\nana maria: I came in May\nkim: and then\nana maria: my brother left\nbo: same here\nana maria: yes\n"
            .to_owned(),
        "kim 2, ana maria 3, bo 1".to_owned(),
    )];
    let groups: [&[&str]; 6] = [
        &["mod", "old man", "young woman"],
        &["kim", "ana maria", "bo"],
        &["señora maría", "hijo mayor"],
        &["the old man", "interviewer"],
        &["ältere frau", "junger mann"],
        &["mother", "kim"],
    ];
    cases.extend(groups.iter().map(|names| (talk("{n}: {w}", names, 1), counted(names))));
    for doubt in ["M1?", "Ana?", "B2 ?", "P3 (?)", "F？"] {
        let text = format!(
            "Mod: Who?\nM1: Me.\n{doubt}: I was there.\nMod: Yes?\nAna: So.\nB2: And I.\nP3: Me.\nF: I.\n{doubt}: No.\n"
        );
        cases.push((text, format!("Mod 2, M1 1, {doubt} 2, Ana 1, B2 1, P3 1, F 1")));
    }
    check(&cases);
}

#[test]
fn times_cells_and_numbers_set_labels_off_without_a_colon() {
    let times = ["00:00:{m}:12", "00;00;{m};12", "00:00:{m};12", "[00:00:{m}:12]", "00:00:{m}.12"];
    let mut cases: Vec<(String, String)> = Vec::new();
    for time in times {
        let forms = ["{t} {n}: {w}", "{t}\n{n}\n{w}\n", "{n} {t}\n{w}\n"];
        cases.extend(forms.map(|form| (talk(&form.replace("{t}", time), &TWO, 1), counted(&TWO))));
    }
    for form in ["00:{m}:07 | {n} | {w}", "00:{m}:07|{n}|{w}", "{n} | 00:{m}:07 | {w}", "00:{m}:07 | {n} | {w}\n"] {
        cases.push((talk(form, &TWO, 1), counted(&TWO)));
    }
    let roles = ["Speaker 1", "Speaker 2"];
    for form in ["[00:{m}:07] {n} {w}", "00:{m}:07 {n} {w}\n", "(00:{m}:07) {n} {w}", "00:{m}:07\t{n} {w}"] {
        cases.push((talk(form, &roles, 1), counted(&roles)));
    }
    check(&cases);
}

#[test]
fn numbers_of_questions_are_not_speakers_even_if_they_are_few() {
    let cases = [
        ("I1: Why?\nP1: So.\nI2: Where?\nP2: Here.\nI3: When?\nP3: Then.\n", "I 3, P 3"),
        ("I1: Why?\nP1: So.\nI2: Where?\nP2: Here.\n", "I 2, P 2"),
        ("Int1: Why?\nResp1: So.\nInt2: Where?\nResp2: Here.\nInt3: When?\nResp3: Then.\n", "Int 3, Resp 3"),
        ("Interviewer 1: Why?\nMs Roe 1: So.\nInterviewer 2: Where?\nMs Roe 2: Here.\n", "Interviewer 2, Ms Roe 2"),
        ("I1: Why?\nP1: So.\nI2: Where?\nP1: Here.\nI1: When?\nP2: Then.\n", "I1 2, P1 2, I2 1, P2 1"),
        ("P1: So.\nP2: Here.\nI1: When?\nP1: Then.\nI2: Who?\n", "P1 2, P2 1, I1 1, I2 1"),
    ];
    check(&cases.map(|(text, wanted)| (text.to_owned(), wanted)));
}

#[test]
fn a_speaker_with_an_occupation_may_come_before_the_greetings() {
    let talk = talk("{n}: {w}", &["Enquêteur", "Mme Roy"], 1);
    for who in ["Secrétaire", "Concierge", "Kellnerin", "Vecina", "Clerk", "Assistant"] {
        let text = format!("{who}: Entrez\nEnquêteur: Bonjour\nMme Roy: Bonjour\n{talk}");
        assert_eq!(plain(&text), format!("{who} 1, Enquêteur 6, Mme Roy 6"));
        // In a header, the same line names a person.
        let head = format!("{who}: Holm\n\n{talk}");
        assert_eq!(plain(&head), "Enquêteur 5, Mme Roy 5");
    }
}

#[test]
fn without_certain_speakers_a_pattern_with_every_label_is_proposed() {
    let cases = [
        (talk("[00:{m}:07] {n} {w}", &TWO, 1), counted(&TWO)),
        (talk("From: {n}\nSubject: Re: Mill\n\n{w}\n", &TWO, 1), counted(&TWO)),
        (talk("作者：{n}\n日期：{d}月\n{w}\n", &["张三", "李四"], 1), counted(&["张三", "李四"])),
        (format!("{}Bo) Me too.\n", talk("{n}) {w}", &TWO, 1)), "Kim 5, Ana Roe 5, Bo 1".to_owned()),
    ];
    for (text, wanted) in cases {
        assert_eq!(plain(&text), "", "{text}");
        let index = TextIndex::new(&text);
        let proposal = propose(&text, &index).unwrap();
        let origin = crate::model::Origin { speakers: pattern_rule(&proposal.pattern).unwrap(), ..Default::default() };
        let turns = Turns::find(&text, &index, &origin);
        let found: Vec<_> =
            turns.speakers().iter().map(|speaker| format!("{} {}", speaker.label, speaker.blocks)).collect();
        assert_eq!(found.join(", "), wanted, "{}", proposal.pattern);
    }
}
