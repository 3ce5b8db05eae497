//! Labels that are also words, numbers or parts of names; and what is reported where it is doubtful who speaks.

use super::records::check;
use super::tests::plain;
use crate::model::{CharRange, Origin, Style, Styled};
use crate::text::{Doubts, TextIndex, Turns};

/// Turns in one form, from lines such as `Ana|So.`.
fn talk(form: &str, lines: &str) -> String {
    let turn = |line: &str| {
        let (name, speech) = line.split_once('|').unwrap();
        form.replace("{n}", name).replace("{w}", speech)
    };
    lines.lines().map(turn).collect::<Vec<_>>().join("\n")
}

fn found(text: &str) -> Turns {
    Turns::find(text, &TextIndex::new(text), &Origin::default())
}

fn doubts(text: &str) -> Doubts {
    found(text).doubts().clone()
}

#[test]
fn roles_and_initials_speak_beside_labels_of_another_look() {
    let round = |a: &str, b: &str, once: &str| {
        format!(
            "{a}|Hello there.\n{b}|Hi.\n{once}|Your coffee.\n{a}|So, how was it?\n{b}|Fine.\n{a}|And now?\n{b}|Fine too."
        )
    };
    let mut cases = Vec::new();
    for (a, b, once) in [
        ("MODERATOR", "ANNA", "Waiter"),
        ("INTERVIEWER", "FRAU BERG", "Kellner"),
        ("INT", "ANNA", "Nurse"),
        ("ENTREVISTADORA", "MARTA", "Vecina"),
        ("МОДЕРАТОР", "АННА", "Участник"),
        ("Moderator", "Anna", "AS"),
        ("Moderator", "Anna", "IT2"),
        ("Moderator", "Anna", "ER"),
        ("JB", "MK", "AS"),
        ("Interviewer", "Maria", "DU"),
    ] {
        cases.push((talk("{n}: {w}", &round(a, b, once)), format!("{a} 3, {b} 3, {once} 1")));
    }
    for form in ["{n} - {w}", "{n}\t{w}", "[{n}] {w}", "<{n}> {w}", "{n}. {w}", "{n}\n{w}\n"] {
        for (a, b, once) in [("JB", "MK", "KL"), ("I", "P1", "P2"), ("JB", "MK", "P9")] {
            cases.push((talk(form, &round(a, b, once)), format!("{a} 3, {b} 3, {once} 1")));
        }
    }
    check(&cases);
}

#[test]
fn initials_that_spell_a_word_speak_beside_other_initials() {
    let lines = "JB|Hello there.\nMK|Fine, thanks.\nAS|Very tired today.\nJB|Why is that?\nAS|The rent.\nMK|Same here.\nAS|It went up.\nJB|Oh.";
    for form in ["{n}: {w}", "{n} - {w}", "{n}. {w}", "{n}\t{w}", "[{n}] {w}", "{n}\n{w}\n"] {
        assert_eq!(plain(&talk(form, lines)), "JB 3, MK 2, AS 3", "{form}");
    }
}

#[test]
fn names_that_begin_in_lower_case_speak() {
    let round = |name: &str| {
        format!(
            "Moderatorin|Was meinen Sie?\nFr. Groß|Gut.\n{name}|Nette Leute.\nModeratorin|Und dann?\n{name}|Nichts mehr.\nFr. Groß|Ja.\n{name}|Genau so."
        )
    };
    let names = ["von der Leyen", "van Dijk", "de la Cruz", "al-Sayed", "da Silva"];
    let mut cases = Vec::new();
    for form in ["{n}: {w}", "{n} – {w}", "{n} - {w}", "{n}\n{w}\n"] {
        let wanted = |name: &&str| (talk(form, &round(name)), format!("Moderatorin 2, Fr. Groß 2, {name} 3"));
        cases.extend(names.iter().map(wanted));
    }
    let round = |name: &str| {
        format!(
            "JB|Hello.\nMK|Fine.\nJB|And you?\n{name}|Very tired.\nJB|Oh.\nMK|Me too.\nJB|Why?\n{name}|The rent.\nMK|Same.\n{name}|It went up."
        )
    };
    for name in ["bell hooks", "danah boyd", "ana lucía", "anna's dad"] {
        cases.push((talk("{n}: {w}", &round(name)), format!("JB 4, MK 3, {name} 3")));
    }
    check(&cases);
}

#[test]
fn numbers_are_people_if_they_do_not_count() {
    let cases = [
        ("I1|Hello.\nI2|Hi.\n1|Hi.\n2|Here too.\nI1|So?\n1|Fine.\nI2|Yes?\n2|Bye.", "I1 2, I2 2, 1 2, 2 2"),
        (
            "Moderator|Hello.\n101|Hi.\n102|Here.\nModerator|So?\n101|Fine.\nModerator|Yes?\n102|Bye.",
            "Moderator 3, 101 2, 102 2",
        ),
        ("1|Hello.\n2|Hi.\n3|Here too.\n1|So?\n3|Fine.\n2|Yes.\n1|Bye.", "1 3, 2 2, 3 2"),
        ("I|Hello.\n1|Hi.\n2|Here.\nI|So?\n2|Fine.\n1|Yes.\nI|Bye.\n12|Me too.", "I 3, 1 2, 2 2, 12 1"),
        ("主持人|大家好。\n1|你好。\n2|我也来了。\n主持人|为什么？\n2|钱少。\n1|对。\n2|是的。", "主持人 2, 1 2, 2 3"),
        // Answers to numbered questions, and a list.
        (
            "P1|My answers are:\n1|rent\n2|food\n3|clothes\nP2|Mine are:\n1|food\n2|rent\n3|books\nP1|Fine.\nP2|Fine.",
            "P1 2, P2 2",
        ),
        ("Ana|I made a list.\n1|bread and salt\n2|milk and tea\nBen|Good.\nAna|Was it?\nBen|It was.", "Ana 2, Ben 2"),
    ];
    check(&cases.map(|(lines, wanted)| (talk("{n}: {w}", lines), wanted)));
}

#[test]
fn academic_titles_are_part_of_the_name() {
    let round = |name: &str| {
        format!("{name}|Hello.\nMr. Li|Hi.\n{name}|So?\nMs. Ode|Fine.\n{name}|And?\nMr. Li|Yes.\nMs. Ode|No.")
    };
    let names = [
        "Prof. Dr. h.c. Müller",
        "Dr. med. Eva Kern",
        "Dipl.-Ing. Roth",
        "Prof. Dr. med. dent. Weiß",
        "Univ.-Prof. Dr. von Thun",
        "Dr. rer. nat. Ida Holm",
        "Mag. phil. Huber",
    ];
    check(&names.map(|name| (talk("{n}: {w}", &round(name)), format!("{name} 3, Mr. Li 2, Ms. Ode 2"))));
}

#[test]
fn a_full_stop_ends_the_name_of_a_lettered_participant() {
    let cases = [
        (
            "Mod|Hello everyone.\nParticipant A|Mhm. Yes.\nMod|So?\nParticipant B|No. Never.\nMod|And?\nParticipant A|Mhm. Fine.\nParticipant B|I agree.",
            "Mod 3, Participant A 2, Participant B 2",
        ),
        (
            "Facilitator|Hello.\nSpeaker A|Ja. So.\nFacilitator|Why?\nSpeaker B|Well. No.\nFacilitator|And?\nSpeaker A|Yes. Fine.\nSpeaker B|True.",
            "Facilitator 3, Speaker A 2, Speaker B 2",
        ),
        (
            "Moderatorin|Gut. Also.\nTeilnehmer A|Ja. Klar.\nModeratorin|Und?\nTeilnehmer B|Nein. Nie.\nModeratorin|So?\nTeilnehmer A|Ja.\nTeilnehmer B|Nein.",
            "Moderatorin 3, Teilnehmer A 2, Teilnehmer B 2",
        ),
    ];
    check(&cases.map(|(lines, wanted)| (talk("{n}. {w}", lines), wanted)));
}

#[test]
fn a_number_that_counts_the_turns_is_not_part_of_the_name() {
    for form in ["{n} ({#})", "{n} {#}", "{n} #{#}", "{n} [{#}]"] {
        for names in [["Interviewer", "Maria"], ["Frage", "Eva Kern"], ["记者", "秦姐"], ["I", "Ben"]] {
            let line = |at: usize| {
                format!("{}: It was so in {at}.\n", form.replace("{n}", names[at % 2]).replace("{#}", &at.to_string()))
            };
            let text: String = (0..8).map(line).collect();
            assert_eq!(plain(&text), format!("{} 4, {} 4", names[0], names[1]), "{text}");
            assert_eq!(doubts(&text).counters, 8, "{text}");
        }
    }
    // Other numbers belong to the names.
    for text in ["P1: a\nP2: b\nP1: c\nP2: d\nP3: e\n", "iPhone (2): a b.\nAna: c.\niPhone (2): d.\nAna: e.\n"] {
        assert_eq!(doubts(text).counters, 0, "{text}");
    }
}

#[test]
fn a_known_label_without_its_sign_begins_a_turn() {
    let around = |line: &str| {
        format!(
            "I: Why did you go?\nP1: For the work.\nP2: For the land.\n{line}\nI: And then?\nP1: We came back.\nP2: So did we."
        )
    };
    let cases = [
        ("P2 We had no land.", "I 2, P1 2, P2 3"),
        ("P1 Never.", "I 2, P1 3, P2 2"),
        ("P2 just said it.", "I 2, P1 2, P2 2"),
        ("P3 We had no land.", "I 2, P1 2, P2 2"),
        ("Participant 2 We had none.", "I 2, P1 2, P2 2"),
    ];
    check(&cases.map(|(line, wanted)| (around(line), wanted)));
}

#[test]
fn items_of_an_answer_are_not_speakers() {
    let around = |list: &str| {
        format!(
            "Interviewer: Can you list them?\nAnna: {list}\nInterviewer: And where?\nAnna: At home.\nInterviewer: Good.\nAnna: Bye."
        )
    };
    let lists = [
        "Oldest: Tom\nMiddle: Sue\nYoungest: Jim",
        "I have three.\nOldest: Tom\nMiddle: Sue\nYoungest: Jim",
        "Name: Tom\nBorn: 1950\nLives: Leeds",
        "Here they are.\nRent: 400 euros\nFood: 200 euros\nBooks: none",
        "Ältester: Tom\nMittlere: Eva",
    ];
    check(&lists.map(|list| (around(list), "Interviewer 3, Anna 3")));
}

#[test]
fn invisible_characters_before_a_label_do_not_hide_it() {
    for sign in [
        "\u{4}",
        "\u{c}",
        "\u{1c}",
        "\u{feff}",
        "\u{200e}",
        "\u{202b}",
        "\u{ad}",
        "\u{fffc}",
        "\u{f0b7} ",
        "\u{2060}",
        "\u{1f}\u{200f}",
    ] {
        let text = format!(
            "Int: How was it?\nMaria: Kind people.\nInt: And then?\n{sign}Maria: Nothing.\nInt: I see.\nMaria: So."
        );
        assert_eq!(plain(&text), "Int 3, Maria 3", "{sign:?}");
    }
}

#[test]
fn pictures_and_double_dashes_set_off_speakers() {
    let lines = "{a}|Hello there.\n{b}|Hi, all.\n{a}|How are you?\n{b}|Fine, thanks.\n{a}|Good.\n{b}|Bye.";
    for [a, b] in [["🙂", "🐻"], ["👩🏽", "👨"], ["🎤", "🧑‍🦰"]] {
        let text = talk("{n}: {w}", &lines.replace("{a}", a).replace("{b}", b));
        assert_eq!(plain(&text), format!("{a} 3, {b} 3"));
    }
    for form in ["{n} -- {w}", "{n} --- {w}", "――{n}：{w}"] {
        let text = talk(form, &lines.replace("{a}", "Ida Holm").replace("{b}", "Ben Roe"));
        assert_eq!(plain(&text), "Ida Holm 3, Ben Roe 3", "{text}");
    }
}

#[test]
fn what_may_be_a_turn_of_somebody_else_is_reported() {
    let around = |line: &str| {
        format!(
            "Int: How was it?\nMaria: Kind people.\n{line}\nInt: And then?\nMaria: Nothing.\n{line}\nInt: I see.\nMaria: So."
        )
    };
    for (line, label) in [
        ("So: we went home.", "So"),
        ("No: it was late.", "No"),
        ("Page: the boy ran.", "Page"),
        ("9: Your coffee.", "9"),
        ("(unclear): Very tired.", "unclear"),
        ("Time: it was late.", "Time"),
        ("Note: she laughs.", "Note"),
    ] {
        let found = found(&around(line));
        assert_eq!(found.doubts().labels, [(label.to_owned(), 2)], "{line}");
        assert_eq!(found.speakers().len(), 2, "{line}");
    }
    for line in ["It was so.", "I said to her: go home.", "the rent: too high."] {
        assert_eq!(doubts(&around(line)).labels, [], "{line}");
    }
    // A role of the researcher's settles the doubt.
    let text = around("So: we went home.");
    let mut origin = Origin::default();
    origin.speakers.roles.insert("So".into(), crate::model::SpeakerRole::Speaker);
    let settled = Turns::find(&text, &TextIndex::new(&text), &origin);
    assert_eq!((settled.doubts().labels.len(), settled.speakers().len()), (0, 3));
}

#[test]
fn labels_within_a_line_are_reported() {
    let talk = "I: Why did you go?\nP: For the work.\nI: And then?\nP: We came back.\n";
    for (line, count) in [
        ("I: Why? P: Because. I: So.", 1),
        ("I: Why [laughs] P: Because.", 1),
        ("I: She said “go!” P: Did she?\nP: Yes. I: I see.", 2),
        ("I: I mean P, that is: you.", 0),
        ("I: Here is why. Reason: the rent.", 0),
    ] {
        assert_eq!(doubts(&format!("{talk}{line}\n{talk}")).within, count, "{line}");
    }
    let chinese = "记者：为什么走？\n秦姐：没钱。\n记者：后来呢？秦姐：回来了。\n记者：好。\n秦姐：嗯。";
    assert_eq!(doubts(chinese).within, 1);
}

/// The words of a text that nobody says after the first turn.
fn unspoken<'t>(text: &'t str, styles: &[Styled]) -> Vec<&'t str> {
    let index = TextIndex::new(text);
    let origin = Origin { styles: styles.to_vec(), ..Origin::default() };
    let turns = Turns::find(text, &index, &origin);
    let first = turns.turns().first().map_or(0, |turn| turn.chars.start.0);
    let silent = |(row, paragraph): (usize, &crate::text::Paragraph)| {
        let line = text.get(paragraph.byte_start..paragraph.byte_end)?;
        let silent = turns.line(row).speaker.is_none() && paragraph.chars.start.0 > first && !line.is_empty();
        assert!(!silent || turns.said_at(paragraph.chars.start).speaker.is_none(), "{line}");
        silent.then_some(line)
    };
    index.paragraphs().iter().enumerate().filter_map(silent).collect()
}

#[test]
fn headings_and_closing_lines_belong_to_nobody() {
    let talk = "I: How was it?\nR: Fine.\nIt was warm.";
    for heading in ["2. HOUSING", "3.1 Work and pay", "PART TWO", "## Housing", "II) no"] {
        let text = format!("{talk}\n\n{heading}\n\n{talk}\n\nSo it was.\n\n{talk}");
        let wanted: &[&str] = if heading.starts_with("II") { &[] } else { &[heading] };
        assert_eq!(unspoken(&text, &[]), wanted, "{heading}");
    }
    for end in [
        "--- end of recording ---",
        "[End of transcript]",
        "Meeting ended after 00:31:02 👋",
        "Transcribed by Sue, 3 May 2024.",
        "（录音结束）",
    ] {
        assert_eq!(unspoken(&format!("{talk}\n\n{end}\n\nShe was nervous."), &[]), [end, "She was nervous."], "{end}");
        // In the middle, what follows is still said.
        assert_eq!(unspoken(&format!("{talk}\n{end}\nAnd so on.\n{talk}"), &[]), [end], "{end}");
    }
    let note = "[1] A food bank in Town.";
    assert_eq!(unspoken(&format!("{talk}\nR: The Tafel[1] is.\n\n{note}"), &[]), [note]);
    assert_eq!(unspoken(&format!("{talk}\nR: The Tafel is.\n\n{note}"), &[]), [""; 0]);
    assert_eq!(
        unspoken(&format!("{talk}\n\nInterviewer notes: she was nervous."), &[]),
        ["Interviewer notes: she was nervous."]
    );
    // Speech that looks a little like it.
    for line in ["END", "I WENT HOME!", "1. rent\n\n2. food", "end of story", "(1) A food bank"] {
        let text = format!("{talk}\n\n{line}\nand so on\n\n{talk}");
        assert_eq!(unspoken(&text, &[]), [""; 0], "{line}");
    }
    let text = format!("{talk}\nHousing\n{talk}");
    let start = talk.chars().count() as u32 + 1;
    let heading = Styled { range: CharRange::new(start, start + 7), style: Style::Heading(2) };
    assert_eq!(unspoken(&text, &[heading]), ["Housing"]);
    assert_eq!(unspoken(&text, &[]), [""; 0]);
}

#[test]
fn roles_with_articles_and_ordinals_are_speakers_from_the_first_line() {
    for names in [
        ["Le maire", "Mme Roux", "M. Blanc"],
        ["La abuela", "Ana", "El alcalde"],
        ["O prefeito", "A professora", "Um homem"],
        ["Second woman", "First speaker", "Moderator"],
        ["La moglie", "Il sindaco", "Intervistatore"],
    ] {
        let [a, b, c] = names;
        let lines = format!(
            "{a}|Good day.\n{b}|We begin.\n{c}|Yes, we do.\n{a}|Then let us.\n{b}|Who was there?\n{a}|All of us."
        );
        let turns = found(&talk("{n}: {w}", &lines));
        let labels: Vec<&str> =
            turns.turns().iter().map(|turn| turns.speakers()[turn.speaker].label.as_str()).collect();
        assert_eq!(labels, [a, b, c, a, b, a]);
    }
}

#[test]
fn yes_and_no_are_not_speakers_in_many_languages() {
    for [yes, no] in
        [["نعم", "لا"], ["Ναι", "Όχι"], ["Evet", "Hayır"], ["はい", "いいえ"], ["Vâng", "Không"], ["Ouais", "Bof"]]
    {
        let text = format!(
            "Ana\nWhy?\n\nBen\n{yes}.\n\nAna\nReally?\n\nBen\n{no}.\n\nAna\nAnd then?\n\nBen\n{yes}.\n\nAna\nSo?\n\nBen\n{no}.\n"
        );
        let turns = found(&text);
        assert!(turns.speakers().iter().all(|speaker| ![yes, no].contains(&speaker.label.as_str())), "{yes} {no}");
    }
}
