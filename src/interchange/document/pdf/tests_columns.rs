//! Pages in columns, words divided at line ends, and people who speak once.

use super::tests::{answer, helvetica, left_out, lines, words};
use crate::interchange::remark::AsideKind;

/// Lines of columns at these left ends, from the top.
fn columns(columns: &[(i32, &[&str])]) -> String {
    let places = columns
        .iter()
        .flat_map(|(left, lines)| lines.iter().enumerate().map(move |(at, line)| (*left, 700 - 14 * at as i32, *line)));
    words(&places.collect::<Vec<_>>())
}

#[test]
fn columns_of_lines_that_recur_are_read_one_after_the_other() {
    let refrain = [
        "Ana: We went there again",
        "and the harbour was there",
        "and the nets of the town.",
        "and the nets of the town.",
    ];
    let left: Vec<&str> = refrain.iter().copied().cycle().take(16).collect();
    let right: Vec<&str> = refrain
        .iter()
        .map(|line| if line.starts_with("Ana") { "Ben: We went there too" } else { line })
        .cycle()
        .take(16)
        .collect();
    let text = answer(&helvetica(&[columns(&[(40, &left), (260, &right)])])).text;
    let turns: Vec<&str> = text.lines().map(|line| line.split(':').next().unwrap_or("")).collect();
    assert_eq!(turns, ["Ana", "Ana", "Ana", "Ana", "Ben", "Ben", "Ben", "Ben"], "{text}");
}

/// Sixteen different lines of a column; its turns are called by this name.
fn column(name: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|at| match at % 4 {
            0 => format!("{name}: It was {at} years"),
            3 => format!("and {at} of us left it."),
            _ => format!("that we had been at {at}"),
        })
        .collect()
}

#[test]
fn columns_may_be_three_and_the_last_one_short() {
    let page = |lengths: [usize; 3]| {
        let names = ["Ana", "Ben", "Cleo"];
        let found: Vec<Vec<String>> = names.iter().zip(lengths).map(|(name, count)| column(name, count)).collect();
        let found: Vec<Vec<&str>> = found.iter().map(|lines| lines.iter().map(String::as_str).collect()).collect();
        columns(&[(20, &found[0]), (180, &found[1]), (340, &found[2])])
    };
    for (pages, wanted) in [
        (vec![page([16, 16, 16])], "Ana Ana Ana Ana Ben Ben Ben Ben Cleo Cleo Cleo Cleo"),
        (vec![page([24, 24, 4])], "Ana Ana Ana Ana Ana Ana Ben Ben Ben Ben Ben Ben Cleo"),
        (
            vec![page([16, 16, 16]), page([16, 2, 0])],
            "Ana Ana Ana Ana Ben Ben Ben Ben Cleo Cleo Cleo Cleo Ana Ana Ana Ana Ben",
        ),
    ] {
        let text = answer(&helvetica(&pages)).text;
        let turns: Vec<&str> = text.lines().map(|line| line.split(':').next().unwrap_or("")).collect();
        assert_eq!(turns.join(" "), wanted, "{text}");
    }
}

#[test]
fn a_hyphen_that_belongs_to_the_word_is_kept() {
    let talk = [
        "Ana: They spoke of the govern-",
        "ment, and of the neighbour-",
        "hood, and then of the har-",
        "bour, and at last of the vil-",
        "lage.",
    ];
    for (end, begin, wanted) in [
        ("It was a well-", "known house.", "well-known house."),
        ("They took X-", "rays of it.", "X-rays of it."),
        ("It was an e-", "mail of hers.", "an e-mail of hers."),
        ("My mother-in-", "law came too.", "mother-in-law came too."),
        ("It was half-", "finished then.", "half-finished then."),
        ("It was an inter-", "view of hers.", "an interview of hers."),
    ] {
        let turn = format!("Ben: {end}");
        let page = [talk.as_slice(), &[turn.as_str(), begin]].concat();
        let text = answer(&helvetica(&[lines(&page)])).text;
        assert!(text.contains("government") && text.ends_with(wanted), "{text}");
    }
}

#[test]
fn a_footer_with_two_page_numbers_is_left_out_but_speech_is_kept() {
    let page = |foot: &str, repeated: &str| {
        let turns = ["Ana: So it was.", repeated, "Ben: Why?", repeated, "Ana: Nobody knew.", repeated];
        let mut places: Vec<(i32, i32, &str)> =
            turns.iter().enumerate().map(|(at, line)| (72, 700 - 15 * at as i32, *line)).collect();
        places.push((72, 40, foot));
        words(&places)
    };
    for (feet, is_foot) in [
        (["Journal 12 (2025) 1", "Journal 12 (2025) 2"], true),
        (["Study 7, page 4", "Study 7, page 5"], true),
        (["I was 7, you were 4", "I was 7, you were 9"], false),
        (["p. 1 of the study", "p. 2 of the study"], true),
        (["Ben: Yes.", "Ben: Yes."], false),
    ] {
        let text = answer(&helvetica(&[page(feet[0], "Ben: Yes."), page(feet[1], "Ben: Yes.")])).text;
        assert_eq!(text.ends_with(feet[1]), !is_foot, "{text}");
    }
}

#[test]
fn notes_in_the_size_of_the_text_begin_with_a_raised_number_of_the_text() {
    let line = |y: i32, pieces: &[(&str, bool)]| {
        let piece = |(words, is_raised): &(&str, bool)| {
            let (size, rise) = if *is_raised { (7, 5) } else { (12, 0) };
            format!("/F {size} Tf {rise} Ts ({words}) Tj ")
        };
        format!("BT 1 0 0 1 72 {y} Tm {}0 Ts ET\n", pieces.iter().map(piece).collect::<String>())
    };
    let note = |number: &'static str, words: &'static str| [(number, true), (words, false)];
    let page = line(700, &[("I: Why?", false)])
        + &line(
            685,
            &[("B: I had found a room", false), ("1", true), (" in May. It was at the mill", false), ("12", true)],
        );
    let notes = line(100, &note("1", " The harvest of that year,"))
        + &line(85, &[("as they call it.", false)])
        + &line(70, &note("12", " The old mill."));
    let read = answer(&helvetica(&[page.clone() + &notes]));
    assert_eq!(
        left_out(&read, AsideKind::Footnote),
        ["1 The harvest of that year, as they call it.", "12 The old mill."]
    );
    assert!(read.text.ends_with("at the mill12") && read.text.starts_with("I: Why?\nB: I had found"), "{}", read.text);
    // A raised number that is not one of the text, and a number that is not raised.
    for other in [line(100, &note("3", " The harvest of that year.")), line(100, &[("1 The harvest.", false)])] {
        let read = answer(&helvetica(&[page.clone() + &other]));
        assert!(left_out(&read, AsideKind::Footnote).is_empty() && read.text.contains("The harvest"), "{}", read.text);
    }
}
