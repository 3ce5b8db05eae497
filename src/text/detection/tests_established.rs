//! Labels of unusual characters in forms that the document uses throughout.

use super::records::check;
use super::tests::plain;
use crate::model::{CharRange, Origin, Style, Styled};
use crate::text::{TextIndex, Turns};

const OWN_LINE: &str = "{n}\n{w}\n";
const TIMED: &str = "{n}  0:03\n{w}\n";
const COLON: &str = "{n}: {w}";

/// Turns in one form, from pairs of name and words.
fn talk(form: &str, lines: &[(&str, &str)]) -> String {
    lines.iter().map(|(name, speech)| form.replace("{n}", name).replace("{w}", speech) + "\n").collect()
}

/// Three people talk with a fourth, who speaks three times.
fn with(name: &str) -> [(&str, &str); 11] {
    [
        ("Moderator", "Shall we begin with the bridge?"),
        ("Anita", "I cross it daily, on foot."),
        ("Bernd", "By bus, me."),
        (name, "I never cross it at all."),
        ("Moderator", "Why is that?"),
        (name, "It frightens me a little."),
        ("Anita", "It sways, truly."),
        ("Bernd", "Only in wind."),
        ("Moderator", "Let us go on to the ferry."),
        (name, "It is dear now."),
        ("Anita", "Four pounds each way."),
    ]
}

#[test]
fn names_of_any_characters_speak_in_an_established_form() {
    let names = [
        "M.-C.",
        "Dr. K.",
        "Tom Jr.",
        "José Ma.",
        "Frau M., 45 J.",
        "Mère d’A.",
        "Herr v. Ahlen",
        "Herr v. d. Heide",
        "Bundespräsident a.D. Gauck",
        "'t Hart",
        "’t Hart",
        "d’Angelo",
        "fru Hansen",
        "pani Nowak",
        "г-н Иванов",
        "bin Laden",
        "ben Gurion",
        "ten Brink",
        "My sister",
        "Bus driver",
        "The bus driver",
        "Head teacher",
        "the translator",
        "anonymous",
        "Multiple speakers",
        "Ana via interpreter",
        "Q from floor",
        "No. 5",
        "Nr. 2",
        "1043",
        "M?",
        "Anita?",
        "Bernd (?)",
        "???",
        "xx",
        "משה כ.",
        "Un ouvrier",
        "An old man",
    ];
    let mut cases = Vec::new();
    for name in names {
        for form in [OWN_LINE, TIMED] {
            cases.push((talk(form, &with(name)), format!("Moderator 3, Anita 3, Bernd 2, {name} 3")));
        }
    }
    for name in [
        "Herr v. Ahlen",
        "Fr. v. Stein",
        "Bundespräsident a.D. Gauck",
        "'t Hart",
        "No. 1",
        "Nr. 2",
        "1043",
        "The bus driver",
        "Un ouvrier",
        "An old man",
    ] {
        cases.push((talk(COLON, &with(name)), format!("Moderator 3, Anita 3, Bernd 2, {name} 3")));
        // The same person speaks first.
        let mut lines = with(name);
        (lines[0].0, lines[4].0) = (name, name);
        cases.push((
            talk(COLON, &lines[..5].iter().chain(&lines[6..]).copied().collect::<Vec<_>>()),
            format!("{name} 4, Anita 3, Bernd 2, Moderator 1"),
        ));
    }
    check(&cases);
}

#[test]
fn two_people_with_unusual_names_speak() {
    let pairs = [
        ["I", "M.-C."],
        ["Vera-Lúcia", "José M."],
        ["Int.", "Resp. 1"],
        ["Ирина П.", "И"],
        ["van der Berg", "'t Hart"],
        ["Tom Jr.", "Tom Sr."],
        ["p.3", "int"],
        ["anna", "moderator"],
        ["anaroe", "kimwolf"],
        ["O.", "N.N."],
    ];
    let speeches = ["How did you first come here?", "By train, in winter.", "And then?", "Then we stayed, all of us."];
    let mut cases = Vec::new();
    for [a, b] in pairs {
        let lines: Vec<(&str, &str)> = (0..8).map(|at| ([a, b][at % 2], speeches[at % 4])).collect();
        cases.push((talk(OWN_LINE, &lines), format!("{a} 4, {b} 4")));
    }
    check(&cases);
}

#[test]
fn words_that_begin_a_paragraph_are_not_names() {
    for line in ["Really?", "Yes.", "Hi.", "Bof.", "Ja. Ja.", "It was so.", "4", "Page 4", "Well.", "(laughs)"] {
        let mut text = String::new();
        for (at, (name, answer)) in with("Dr. K.").into_iter().enumerate() {
            text += &format!("{name}\n{answer}\n\n");
            if at == 4 || line != "4" && at == 7 {
                text += &format!("{line}\nAnd so it was.\n\n");
            }
        }
        assert_eq!(plain(&text), "Moderator 3, Anita 3, Bernd 2, Dr. K. 3", "{line}");
    }
}

#[test]
fn time_codes_of_transana_are_beside_the_labels() {
    for form in ["¤<{#}>{n}: {w}\n", "¤<{#}>\n{n}: {w}\n", "¤<{#}> {n}: {w}\n", "¤{n}: {w}\n", "{n}: ¤<{#}>{w}\n"]
    {
        let line = |(at, (name, speech)): (usize, &(&str, &str))| {
            form.replace("{#}", &(at * 1000).to_string()).replace("{n}", name).replace("{w}", speech)
        };
        let text: String = with("Dr. Ines M.").iter().enumerate().map(line).collect();
        assert_eq!(plain(&text), "Moderator 3, Anita 3, Bernd 2, Dr. Ines M. 3", "{form}");
        let turns = Turns::find(&text, &TextIndex::new(&text), &Origin::default());
        let time = turns.turns().get(2).and_then(|turn| turn.time);
        assert_eq!(time, form.contains('#').then_some(2_000), "{form}");
    }
}

#[test]
fn a_known_name_in_another_spelling_is_the_same_person() {
    for spelling in ["anita", "ANITA", "Anita."] {
        for form in [OWN_LINE, TIMED, COLON] {
            let found = plain(&talk(form, &with(spelling))).to_lowercase();
            assert!(
                ["moderator 3, anita 6, bernd 2", "moderator 3, anita. 6, bernd 2"].contains(&found.as_str()),
                "{form} {spelling}: {found}"
            );
        }
    }
    let once = [with("Bernd").as_slice(), &[("Anita 2", "So it is.")]].concat();
    for form in [OWN_LINE, TIMED, COLON] {
        assert!(plain(&talk(form, &once)).ends_with(", Anita 2 1"), "{form}");
    }
}

/// The speakers of bold labels, with or without words on the same line.
fn bold(lines: &[(&str, &str)], form: &str) -> String {
    let (mut text, mut styles) = (String::new(), Vec::new());
    for (name, speech) in lines {
        let start = text.chars().count() as u32;
        styles.push(Styled { range: CharRange::new(start, start + name.chars().count() as u32), style: Style::Bold });
        text += &(form.replace("{n}", name).replace("{w}", speech) + "\n");
    }
    let origin = Origin { styles, ..Origin::default() };
    let turns = Turns::find(&text, &TextIndex::new(&text), &origin);
    turns
        .speakers()
        .iter()
        .map(|speaker| format!("{} {}", speaker.label, speaker.blocks))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn bold_names_are_taken_as_they_are() {
    for name in ["M.-C.", "Dr. K.", "Tom Jr.", "N.N.", "José M.", "M?", "???", "my sister", "Herr v. Ahlen", "'t Hart"]
    {
        for form in ["{n} {w}", "{n}\n{w}"] {
            assert_eq!(bold(&with(name), form), format!("Moderator 3, Anita 3, Bernd 2, {name} 3"), "{form}");
        }
    }
    // Here the full stop ends the label.
    assert_eq!(bold(&with("Ana Roe."), "{n} {w}"), "Moderator 3, Anita 3, Bernd 2, Ana Roe 3");
    assert_eq!(bold(&with("Participant A."), "{n} {w}"), "Moderator 3, Anita 3, Bernd 2, Participant A 3");
}

#[test]
fn people_who_speak_once_before_the_interviewer_speak() {
    let lines = [
        ("Муж", "Мама сказала: езжай."),
        ("Ольга", "Потом стало лучше."),
        ("Анна-Мария", "Нет, никогда."),
        ("И.П.", "Я согласен с вами."),
        ("Интервьюер", "Было трудно?"),
        ("Ольга П.", "Да, конечно."),
        ("Интервьюер", "А потом?"),
        ("Муж", "Потом ничего."),
    ];
    let english = [
        ("Ana", "I came in May."),
        ("Ben", "So did I."),
        ("Chloé", "I was here before."),
        ("Dev", "Me too, in fact."),
        ("Interviewer", "Was it hard?"),
        ("Emeka", "It was."),
        ("Interviewer", "And then?"),
        ("Ana", "Then nothing."),
    ];
    for form in ["{n}: {w}", "{n} {w}"] {
        assert_eq!(bold(&lines, form), "Муж 2, Ольга 1, Анна-Мария 1, И.П. 1, Интервьюер 2, Ольга П. 1", "{form}");
        assert_eq!(bold(&english, form), "Ana 2, Ben 1, Chloé 1, Dev 1, Interviewer 2, Emeka 1", "{form}");
        assert_eq!(bold(&english[..7], form), "Ana 1, Ben 1, Chloé 1, Dev 1, Interviewer 2, Emeka 1", "{form}");
    }
}
