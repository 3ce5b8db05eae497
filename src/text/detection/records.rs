//! Records of parliaments, courts and chats, in which titles, offices and headings accompany what is said.

use super::tests::plain;
use crate::model::{CharRange, Origin, Style, Styled};
use crate::text::{TextIndex, Turns};

/// Texts with their expected speakers.
pub(super) fn check<W: AsRef<str>>(cases: &[(String, W)]) {
    let faults: Vec<String> = cases
        .iter()
        .map(|(text, wanted)| (plain(text), text, wanted.as_ref()))
        .filter(|(found, _, wanted)| found != wanted)
        .map(|(found, text, wanted)| format!("{text}\n  found {found}\n  not {wanted}"))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn an_office_with_its_holder_may_be_a_speaker_once() {
    let around = |label: &str| {
        format!(
            "Ana Lee: The bridge has been shut since May.\nBen Roe: For how long was it meant to be?\nAna Lee: Two weeks.\n\
             {label}: I thank the Member for the question.\nBen Roe: So when will it be open?\nAna Lee: That is what I ask.\n"
        )
    };
    let offices = [
        "Minister of State at the Office of Roads and Bridges (Senator Ida Holm)",
        "The Parliamentary Under-Secretary of State for Levelling Up, Roads and Bridges (Ida Holm)",
        "Staatssekretärin im Bundesministerium der Brücken (Dr. Ida Holm)",
        "La ministre de la Transition écologique (Mme Ida Holm)",
        "El señor ministro de Obras Públicas y Puentes (Holm Díaz)",
        "Secretary of State for Roads, Bridges and Ferries (Ida Holm)",
    ];
    let wanted: Vec<String> = offices.iter().map(|office| format!("Ana Lee 3, Ben Roe 2, {office} 1")).collect();
    let cases: Vec<(String, &str)> =
        offices.iter().zip(&wanted).map(|(office, wanted)| (around(office), wanted.as_str())).collect();
    check(&cases);
    // Words that introduce speech are not an office, even with a name in brackets after them.
    let sentences = ["And then of all people he said to me (Ida Holm)", "So this is what was said to us (Ida Holm)"];
    check(&sentences.map(|sentence| (around(sentence), "Ana Lee 3, Ben Roe 2")));
}

#[test]
fn names_alone_on_their_lines_speak_where_people_have_titles() {
    let record = |names: [&str; 4], head: &str| {
        let [a, b, once, chair] = names;
        format!(
            "{head}{once}\nI beg to ask about the mill.\n\nIt has stood for a hundred years.\n\n{a}\nWill he give way?\n\n\
             {b}\nI will.\n\n{a}\nThe wheel has stopped.\n\n{chair}\nOrder. Let him speak.\n\n{b}\nIt stopped in May.\n\n{chair}\nThank you.\n\n{a}\nThank you.\n"
        )
    };
    let cases = [
        (
            record(
                ["Ida Holm", "Ben Roe", "The Minister for Mills (Jon Lind)", "Mr Deputy Speaker"],
                "Mills\n\n2.31 pm\n\n",
            ),
            "The Minister for Mills (Jon Lind) 1, Ida Holm 3, Ben Roe 2, Mr Deputy Speaker 2",
        ),
        (
            record(["Ida Holm", "Ben Roe", "Sir Jon Lind (Upper Wold) (Ind)", "Madam President"], "Mills\n\n"),
            "Sir Jon Lind (Upper Wold) (Ind) 1, Ida Holm 3, Ben Roe 2, Madam President 2",
        ),
        (
            record(["Senator Holm", "Senator Roe", "Senator Lind", "The President"], ""),
            "Senator Lind 1, Senator Holm 3, Senator Roe 2, The President 2",
        ),
        (
            record(["Abgeordnete Holm", "Abgeordneter Roe", "Ministerin Lind", "Präsidentin Beck"], "Mühlen\n\n"),
            "Ministerin Lind 1, Abgeordnete Holm 3, Abgeordneter Roe 2, Präsidentin Beck 2",
        ),
        (record(["Cllr Holm", "Cllr Roe", "Lord Lind", "Chair"], ""), "Lord Lind 1, Cllr Holm 3, Cllr Roe 2, Chair 2"),
    ];
    check(&cases);
    let travels = "Upper Wold\n\nWe came by the river.\nIt was late.\n\nGreat Mill\n\nThe wheel has stopped.\n\nUpper Wold\n\nWe went back.\n\nGreat Mill\n\nOnce more.\n\n\
                   Long Street\n\nNothing to see.\n\nUpper Wold\n\nThe end of it.\n";
    check(&[(travels.to_owned(), "")]);
}

#[test]
fn titles_before_a_name_and_a_point_speak_when_they_come_back() {
    let record = |[a, b, c]: [&str; 3], [x, y]: [&str; 2]| {
        format!("{a}. {x}\n{b}. {y}\n{a}. {y}\n{c}. {x}\n{b}. {x}\n{a}. {y}\n{c}. {y}\n{b}. {x}\n")
    };
    let french = ["La séance est ouverte. Nous commençons.", "Je vous remercie. Le pont est fermé."];
    let forms = [
        (["M. le président", "M. Rémi Castel", "Mme Anne de La Tour"], french),
        (["M. Castel", "M. Roux", "M. Lenoir"], french),
        (["Mme la présidente", "M. J.-P. Roux", "Mme Lenoir"], french),
        (
            ["Sr. Presidente", "Sra. Díaz", "Sr. Ruiz de la Vega"],
            ["Se abre la sesión. Empezamos.", "Gracias. El puente sigue cerrado."],
        ),
        (
            ["Presidente Holm", "On. Rossi", "Sen. Bianchi"],
            ["La seduta è aperta. Cominciamo.", "Grazie. Il ponte è chiuso."],
        ),
        (["Dr. Holm", "Ms. Roe", "Mr. Van der Lind"], ["We begin. Please sit.", "Thank you. The bridge is shut."]),
        (["Senator Holm", "Ms. Roe", "Senator Lind"], ["We begin. Please sit.", "Thank you. The bridge is shut."]),
    ];
    let wanted: Vec<String> = forms.iter().map(|([a, b, c], _)| format!("{a} 3, {b} 3, {c} 2")).collect();
    let cases: Vec<(String, &str)> =
        forms.iter().zip(&wanted).map(|((names, speech), wanted)| (record(*names, *speech), wanted.as_str())).collect();
    check(&cases);
    let office = "M. le président. La séance est ouverte.\nMme Lee, rapporteure. Voici le texte.\nM. le président. Merci.\n\
                  Mme Lee. Il est court.\nM. Roux, ministre chargé des ponts. Il me convient.\nM. le président. Qui vote ?\nM. Roux. Moi.\n";
    check(&[(office.to_owned(), "M. le président 3, Mme Lee 2, M. Roux 2")]);
    // Initials stay initials, and sentences stay sentences.
    let initials =
        "M. Oui. Je suis venu.\nJ. Pourquoi donc.\nM. Non. Il pleuvait.\nJ. Et alors.\nM. Oui. Voilà.\nJ. Bien.\n";
    let prose = "M. Castel est venu. Il a vu le pont.\nMme Roux a ri. Elle avait raison.\nM. Castel est parti. On l'a vu.\nMme Roux est restée. Seule.\n\
                 Le président est arrivé. Il a parlé.\nMr. Brown went home. It was late.\nMr. Brown, who had slept, woke. It was day.\nDr. Lee came. She saw it.\n";
    let notes = "Met with the board.\nDr. Lee. We spoke of the roof and of the new door.\nThe roof is old. So is the door.\nIt rained.\nNobody came after noon.\n\
                 On the next day the board met again.\nThere were six of us.\nNobody had a plan.\nThe minutes were short.\n";
    check(&[(initials.to_owned(), "M 3, J 3"), (prose.to_owned(), ""), (notes.to_owned(), "")]);
}

#[test]
fn a_cast_before_the_talk_is_a_header() {
    let talk = [
        ("Facilitator", "What made you come?"),
        ("Ida", "The smell of it."),
        ("Jon", "I was sent here."),
        ("Facilitator", "And then?"),
        ("Ida", "I stayed."),
        ("Jon", "So did I."),
        ("Facilitator", "Why?"),
        ("Ida", "The soup."),
    ];
    let wanted = "Facilitator 3, Ida 3, Jon 2";
    let bold = |head: &str| {
        let (mut text, mut styles) = (format!("{head}\n"), Vec::new());
        for (name, speech) in talk {
            let start = text.chars().count() as u32;
            let end = start + name.chars().count() as u32 + 1;
            styles.push(Styled { range: CharRange::new(start, end), style: Style::Bold });
            text += &format!("{name}: {speech}\n");
        }
        let origin = Origin { styles, ..Origin::default() };
        let turns = Turns::find(&text, &TextIndex::new(&text), &origin);
        turns.speakers().iter().map(|s| format!("{} {}", s.label, s.blocks)).collect::<Vec<_>>().join(", ")
    };
    for head in [
        "Facilitator: K. Mbeki, observer: L. Strand",
        "Facilitator: Kay Mbeki",
        "Kitchen study\nFacilitator: Dr. K. Mbeki",
        "Facilitator: Kay Mbeki, Lee Strand",
    ] {
        assert_eq!(bold(head), wanted, "{head}");
    }
    let lines: String = talk.iter().map(|(name, speech)| format!("{name}: {speech}\n")).collect();
    for head in [
        "Facilitator: K. Mbeki, observer: L. Strand\n",
        "Facilitator: Kay Mbeki\nIda: Ida Holm\nJon: Jon Lind\n\n",
        "Group 5\nFacilitator: Kay Mbeki\nIda: Ida Holm\n\n",
    ] {
        assert_eq!(plain(&format!("{head}{lines}")), wanted, "{head}");
    }
    // A greeting is speech.
    for first in ["Facilitator: Good morning.\n", "Facilitator: Hello Ida, hello Jon.\n", "Facilitator: Welcome\n"] {
        assert_eq!(plain(&format!("{first}Ida: Hello.\n{lines}")), "Facilitator 4, Ida 4, Jon 2", "{first}");
    }
}

#[test]
fn a_head_in_the_middle_of_the_page_does_not_speak() {
    let record = |head: &str| {
        format!(
            "     JUDGE HOLM:  Good morning to everyone.\n     MR. ROE:  Good morning, Your Honour.\n     JUDGE HOLM:  Please proceed.\n{head}\n\
             Q.  Did you see the bridge?\nA.  I did.\nQ.  Was it shut?\nA.  It was shut.\n     THE INTERPRETER:  Could the witness speak up.\n     JUDGE HOLM:  Please do.\n     MR. ROE:\nQ.  Since when?\nA.  Since May.\n\
             MR. ROE_  No further questions.\n     JUDGE HOLM:  Thank you.\n"
        ).replace("MR. ROE_", "     MR. ROE:")
    };
    let wanted = "JUDGE HOLM 4, MR. ROE 3, Q 3, A 3, THE INTERPRETER 1";
    let heads = [
        "                    WITNESS:  WITNESS K-12  [Resumed]",
        "                    EXHIBIT:  P-114",
        "                    Examination by Mr. Roe:  [Continued]",
        "                    AFTERNOON SESSION:  2.30 p.m.",
        "                         DEFENDANT:  JON LIND\n                         COUNSEL:  MR. ROE",
    ];
    check(&heads.map(|head| (record(head), wanted)));
}

/// A name and a sentence in Latin, Cyrillic, Arabic, Devanagari, Thai and Han letters.
const SCRIPTS: [(&str, &str); 6] = [
    ("Ida", "I came in May."),
    ("Иван", "Я приехал в мае."),
    ("سارة", "جئت في مايو من القرية."),
    ("सीता", "मैं मई में आई।"),
    ("สมชาย", "ผมมาเดือนพฤษภาคม"),
    ("李娜", "我五月来的。"),
];

#[test]
fn names_of_all_scripts_speak_side_by_side() {
    let lines = |form: &str| -> String {
        SCRIPTS.iter().map(|(name, speech)| form.replace("{n}", name).replace("{w}", speech) + "\n").collect()
    };
    let counted = |count: u32| SCRIPTS.map(|(name, _)| format!("{name} {count}")).join(", ");
    for form in [
        "{n}: {w}",
        "{n}：{w}",
        "{n} : {w}",
        "\u{200f}{n}\u{200f}: {w}",
        "\u{202b}{n}:\u{202c} {w}",
        "\u{2068}{n}\u{2069}: {w}",
        "{n}\u{fe13}{w}",
        "{n}፦ {w}",
        "[{n}] {w}",
        "{n}: {w}।",
        "{n}: {w}؟",
        "{n}: {w}۔",
    ] {
        assert_eq!(plain(&lines(form).repeat(3)), counted(3), "{form}");
    }
    let one = lines("{n}: {w}");
    let talk = "Ana: Why?\nBen: So.\nAna: And?\nBen: Well.\n";
    for (text, before) in [
        (format!("{talk}{one}"), "Ana 2, Ben 2"),
        (format!("Moderator: Who?\n{one}Moderator: Thanks.\n"), "Moderator 2"),
    ] {
        let found = plain(&text);
        let missing: Vec<&str> =
            SCRIPTS.iter().map(|(name, _)| *name).filter(|name| !found.contains(&format!("{name} 1"))).collect();
        assert!(missing.is_empty() && found.starts_with(before), "{text}\n{found}");
    }
    // The Arabic semicolon is mistyped for a colon like other semicolons.
    let slip = "سارة: جئت في مايو.\nأحمد: متى؟\nسارة؛ في الصيف.\nأحمد: ولماذا؟\nسارة: للعمل.\nأحمد: شكرا.\n";
    assert_eq!(plain(slip), "سارة 3, أحمد 3");
}

#[test]
fn a_notice_of_a_chat_has_no_sender() {
    let chat = |[a, b]: [&str; 2], first: &str| {
        let line = |(at, (name, speech)): (usize, (&str, &str))| format!("[12.03.24, 18:0{at}:11] {name}: {speech}\n");
        let messages = [
            (first, ""),
            (a, "Who was it"),
            (b, "Not me"),
            (a, "Well"),
            (b, "It is about a text that is end-to-end encrypted"),
        ];
        messages.into_iter().enumerate().map(line).collect::<String>()
    };
    let notices = [
        "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
        "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.",
        "Los mensajes y las llamadas están cifrados de extremo a extremo.",
        "Les messages et les appels sont chiffrés de bout en bout.",
        "消息和通话都进行端到端加密。",
        "Сообщения и звонки защищены сквозным шифрованием.",
    ];
    for notice in notices {
        // In a group, the sender of the notice has the group's name; otherwise that of the other person.
        for sender in ["House 14", "Ben"] {
            let text = chat(["Ana", "Ben"], "@").replace("@: ", &format!("{sender}: \u{200e}{notice}"));
            assert_eq!(plain(&text), "Ana 2, Ben 2", "{text}");
        }
    }
}
