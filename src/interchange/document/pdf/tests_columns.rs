//! Pages in columns, words divided at line ends, and people who speak once.

use super::tests::{answer, helvetica, left_out, lines, loss, words};
use crate::interchange::remark::{AsideKind, Warning};

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

#[test]
fn columns_are_read_one_after_the_other_and_line_numbers_are_left_out() {
    let mut places = Vec::new();
    let numbers: Vec<String> = (1..=12).map(|n| n.to_string()).collect();
    let left: Vec<String> = (1..=12).map(|n| format!("left column of the page, line {n}")).collect();
    let right: Vec<String> = (1..=12).map(|n| format!("right column of the page, line {n}")).collect();
    for i in 0..12 {
        let y = 700 - 14 * i as i32;
        places.extend([(40, y, numbers[i].as_str()), (72, y, left[i].as_str()), (290, y, right[i].as_str())]);
    }
    places.push((72, 740, "A title that goes over both of the columns of this page, as titles do"));
    let read = answer(&helvetica(&[words(&places)]));
    let order: Vec<usize> = left.iter().chain(&right).map(|line| read.text.find(line.as_str()).unwrap()).collect();
    assert!(order.is_sorted(), "{}", read.text);
    assert!(read.text.starts_with("A title that goes over both"));
    assert_eq!(left_out(&read, AsideKind::LineNumbers), ["1 2 3 4 5 6 7 8 9 10 11 12"]);
    assert_eq!(read.losses, [loss(AsideKind::LineNumbers, 1)]);
    assert_eq!(read.warnings, [Warning::PagesInColumns { count: 1 }]);
}

#[test]
fn numbers_in_a_margin_are_left_out_whatever_their_distance() {
    let texts = [
        "Dan: I went to the market that morning",
        "and came home late.",
        "Eva: Why did you go there then?",
        "And how?",
    ];
    // A page of eight lines, with numbers beside some of them.
    let page = |numbers: &[(usize, u32)], x: i32| {
        let numbers: Vec<(usize, String)> = numbers.iter().map(|(line, value)| (*line, value.to_string())).collect();
        let y = |line: usize| 700 - 15 * line as i32;
        let text = (0..8).map(|line| (90, y(line), texts[line % 4]));
        let margin = numbers.iter().map(|(line, value)| (x, y(*line), value.as_str()));
        words(&text.chain(margin).collect::<Vec<_>>())
    };
    let every = |from: u32| (0..8).map(|line| (line, from + line as u32)).collect::<Vec<_>>();
    let turns = |from: u32| [0, 2, 4, 6].iter().zip(from..).map(|(line, value)| (*line, value)).collect::<Vec<_>>();
    /// Line and number, page by page.
    type Numbers = Vec<Vec<(usize, u32)>>;
    let cases: [(&str, Numbers, i32); 8] = [
        ("every line", vec![every(1)], 60),
        ("every fifth line, on three pages", vec![vec![(4, 5)], vec![(1, 10), (6, 15)], vec![(3, 20)]], 60),
        ("every paragraph", vec![turns(1), turns(5)], 60),
        ("two long paragraphs a page", vec![vec![(0, 1), (6, 2)], vec![(2, 3)], vec![(4, 4), (6, 5)]], 60),
        ("three digits", vec![turns(98), turns(102)], 60),
        ("three digits close to the words", vec![turns(98), turns(102)], 66),
        ("from the start on every page", vec![turns(1), turns(1), turns(1)], 60),
        ("right of the text", vec![turns(1), turns(5)], 400),
    ];
    for (case, pages, x) in cases {
        let pages: Vec<String> = pages.iter().map(|numbers| page(numbers, x)).collect();
        let read = answer(&helvetica(&pages));
        assert!(!read.text.contains(|c: char| c.is_ascii_digit()), "{case}: {}", read.text);
        assert_eq!(read.text.matches("Dan:").count(), 2 * pages.len(), "{case}: {}", read.text);
        assert_eq!(left_out(&read, AsideKind::LineNumbers).len(), pages.len(), "{case}");
    }
    let kept: [(&str, Vec<(usize, u32)>); 3] = [
        ("years", vec![(0, 1978), (2, 1985), (3, 1994), (5, 2001), (7, 2019)]),
        ("falling", vec![(0, 9), (2, 8), (4, 7), (6, 6)]),
        ("two", vec![(0, 1), (7, 2)]),
    ];
    for (case, numbers) in kept {
        let read = answer(&helvetica(&[page(&numbers, 60)]));
        assert_eq!(left_out(&read, AsideKind::LineNumbers), Vec::<&str>::new(), "{case}");
        assert!(numbers.iter().all(|(_, value)| read.text.contains(&value.to_string())), "{case}: {}", read.text);
    }
}

#[test]
fn names_beside_their_words_are_read_across() {
    let mut places = Vec::new();
    let labels = ["Interviewer", "Maria", "Interviewer", "Maria"];
    let answers = [
        "Where did you live at that time, in the",
        "In the old town, near the station, with",
        "For how long did you live there, and who",
        "Three years. There were six of us",
    ];
    let more = ["city or still in the village?", "two friends of mine.", "else was there?", "in the end."];
    for i in 0..4 {
        let y = 700 - 30 * i as i32;
        places.extend([(72, y, labels[i]), (160, y, answers[i]), (160, y - 14, more[i])]);
    }
    let read = answer(&helvetica(&[words(&places)]));
    let wanted = "Interviewer\tWhere did you live at that time, in the city or still in the village?\n\
                  Maria\tIn the old town, near the station, with two friends of mine.\n";
    assert!(read.text.starts_with(wanted), "{}", read.text);
}

#[test]
fn names_in_a_column_of_their_own_are_read_across_however_long_or_close() {
    let labels = ["Maria Fernandez Lopez", "Interviewer (Dr. Ana Lee)", "Ben"];
    let answers = [
        "Where did you live at that time, in the",
        "In the old town, near the station, with",
        "There were six of us, and two of them",
    ];
    let more = ["city or still in the village?", "two friends of mine.", "were children."];
    // Words that begin far after the names, words close after them, and only a few lines of words.
    for (x, names) in [(260, [0, 1, 2]), (222, [0, 1, 0]), (112, [2, 2, 2])] {
        let mut places = Vec::new();
        for i in 0..9 {
            let (y, turn) = (700 - 30 * i as i32, i % 3);
            places.extend([(72, y, labels[names[turn]]), (x, y, answers[turn]), (x, y - 14, more[turn])]);
        }
        let read = answer(&helvetica(&[words(&places)]));
        let turn = |i: usize| format!("{}\t{} {}", labels[names[i % 3]], answers[i % 3], more[i % 3]);
        assert_eq!(read.text, (0..9).map(turn).collect::<Vec<_>>().join("\n"), "{x}");
    }
}
