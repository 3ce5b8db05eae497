//! Speakers whose labels look like something else: months, parts of documents, unknown people.

use super::records::check;
use super::tests::plain;

fn exchange(form: &str, names: [&str; 2]) -> String {
    let speeches = ["How was it?", "Hard.", "And then?", "We moved.", "Oh?", "Yes, far away."];
    let times = ["0:03", "1:14", "1:20", "1:31", "2:40", "3:05"];
    let turn = |at: usize| form.replace("{n}", names[at % 2]).replace("{t}", times[at]).replace("{w}", speeches[at]);
    (0..6).map(turn).collect()
}

#[test]
fn a_month_or_weekday_before_minutes_and_seconds_is_a_name() {
    let names = [
        "Nguyen Mai",
        "Mai",
        "Jan",
        "May",
        "June",
        "April",
        "April Jones",
        "Sun",
        "Li Sun",
        "Sat",
        "Dec",
        "Abril",
        "Sunday",
        "Ana Domingo",
    ];
    let forms = ["{n}  {t}\n{w}\n\n", "{n} (00:{t}):\n{w}\n\n", "{n} [{t}]\n{w}\n\n"];
    let cases = names
        .iter()
        .flat_map(|name| forms.map(|form| (exchange(form, ["Emma Clarke", name]), format!("Emma Clarke 3, {name} 3"))));
    check(&cases.collect::<Vec<_>>());
}

#[test]
fn words_with_a_colon_right_below_a_label_are_speech() {
    let openers = ["Honestly", "Difficile ", "Anyhow", "Well", "Short answer"];
    let cases = openers.map(|word| {
        let text = exchange("{n} (00:0{t}):\n{w}\n\n", ["Emma", "Priya"]);
        let text =
            text.replace("Hard.", &format!("{word}: it was hard.")).replace("We moved", &format!("{word}: we moved"));
        (text, "Emma 3, Priya 3")
    });
    check(&cases);
    assert_eq!(plain("Emma:\nHow?\n\nBen:\nInt: Hm.\nEmma:\nYes.\n\nInt: And?\nBen: No."), "Emma 2, Ben 2, Int 2");
}

#[test]
fn a_numbered_thing_that_takes_turns_is_a_person() {
    let things = [
        "Case 4", "Option A", "Table 2", "Part 2", "Day 2", "Week 1", "Year 3", "Unit 4", "Line 3", "Step 2", "Item 4",
        "No 4",
    ];
    let cases = things.map(|thing| {
        let text = format!(
            "EC: How was that?\nArt: Fine.\nEC: And you?\n{thing}: Hard.\nEC: And then?\n{thing}: We moved.\nArt: Yes."
        );
        (text, format!("EC 3, Art 2, {thing} 2"))
    });
    check(&cases);
    let parts = "EC: How was that?\nArt: Fine.\nPart 1: The move.\nEC: And then?\nArt: We moved.\nPart 2: The house.\nEC: Oh?\nArt: Yes.";
    assert_eq!(plain(parts), "EC 3, Art 3");
}

#[test]
fn an_unknown_speaker_may_be_known_as_a_man_or_a_participant() {
    let cases = ["?m", "?w", "?f", "?P", "?P2", "?", "??"].map(|unknown| {
        let text = format!("M: Willkommen.\nAw: Danke.\nBm: Hallo.\nM: Und?\nAw: Gut.\n{unknown}: Prima.\nBm: Ja.");
        (text, format!("M 2, Aw 2, Bm 2, {unknown} 1"))
    });
    check(&cases);
}

#[test]
fn a_full_width_point_ends_a_label() {
    let cases = [["Ｑ", "Ａ"], ["問", "答"], ["Q", "A"]].map(|[q, a]| {
        let text = exchange("{n}．{w}\n", [q, a]);
        (text, format!("{q} 3, {a} 3"))
    });
    check(&cases);
}

#[test]
fn beginnings_of_sentences_are_not_speakers() {
    let cases = ["To be honest", "My advice", "By the way", "Long story short", "Dear Ana"].map(|phrase| {
        (
            format!("Int: Hello.\nAna: Hi.\nInt: So?\nAna: Yes.\n{phrase}: I would leave.\nInt: Oh.\nAna: Yes."),
            "Int 3, Ana 3",
        )
    });
    check(&cases);
}

#[test]
fn one_person_answers_questions_marked_with_dashes() {
    let cases = ["鈴木　{}", "鈴木：{}", "鈴木\t{}"].map(|form| {
        let turn = |asked: &str, answer: &str| format!("――{asked}\n{}\n", form.replace("{}", answer));
        let text = turn("お仕事は？", "教師です。")
            + &turn("いつからですか。", "去年からです。")
            + &turn("どこで？", "東京です。");
        (text, "―― 3, 鈴木 3")
    });
    check(&cases);
}
