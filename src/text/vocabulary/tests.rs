//! Tests of the words that are evidence about a label.

use super::{Sense, is_asking, is_name, sense};

#[test]
fn the_text_shows_what_a_label_may_be() {
    let cases = [
        (&["Interviewer", "PARTICIPANT 30", "访谈者", "受访者2", "B", "I2", "AL", "IS", "SPEAKER_00"][..], Sense::Role),
        (&["Rich Bowen", "唐鳳", "J. Lopez", "MS. GREENE", "Woods", "nicolas-demorand", "सारा"], Sense::Open),
        (&["Date", "date of birth", "Place of interview", "日期", "NB", "Interview date"], Sense::Attribute),
        (&["Page", "page 3", "Tape 12", "Conclusion", "结论"], Sense::NoPerson),
        (
            &[
                "and then he said",
                "He said",
                "So she was like",
                "for example",
                "Nurse 7 went further",
                "我说",
                "他当时就跟我讲了一句很重要的话",
            ],
            Sense::Sentence,
        ),
        (&["Yes", "a", "iv", "12", "1.2", "September Regions"], Sense::NoPerson),
    ];
    for (labels, wanted) in cases {
        for label in labels {
            assert_eq!(sense(label), wanted, "{label}");
        }
    }
}

#[test]
fn names_are_capitalised_or_short() {
    for label in
        ["Ana", "Ana María de la Cruz", "DR. SMITH", "Roe, Ben (Extern)", "関治之", "O'Brien", "सारा", "Woman 2"]
    {
        assert!(is_name(label), "{label}");
    }
    for label in ["Topic two", "my aim", "因为家里没有钱所以我走了", "3 things", "One Two Three Four Five Six Seven"]
    {
        assert!(!is_name(label), "{label}");
    }
}

#[test]
fn who_asks_has_many_names() {
    for label in
        ["Interviewer 2", "访谈者", "I", "INT1", "Int.", "Interviewerin", "Interviewer (Ben)", "MODERATOR", "Q", "I2"]
    {
        assert!(is_asking(label), "{label}");
    }
    for label in [
        "Co-moderator",
        "Comoderator 2",
        "Assistant Moderator",
        "second interviewer",
        "副主持人",
        "助理研究员",
        "协同主持",
        "副主持",
        "主持",
    ] {
        assert!(is_asking(label), "{label}");
    }
    for label in [
        "Participant",
        "Interviewer's son",
        "Ines",
        "B",
        "Interviewee",
        "Co",
        "Second I",
        "Second woman",
        "Assistant",
        "副",
    ] {
        assert!(!is_asking(label), "{label}");
    }
}
