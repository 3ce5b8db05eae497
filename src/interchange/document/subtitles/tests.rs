//! Subtitle files as programs and people write them, and the expected results.

use super::*;
use crate::model::Origin;
use crate::text::{TextIndex, Turns};

/// SubRip cues of one second each, starting every two seconds.
fn subrip(cues: &[&str]) -> String {
    let cue = |(i, text): (usize, &&str)| {
        let second = i * 2;
        format!("{}\n00:00:{second:02},000 --> 00:00:{:02},000\n{text}\n\n", i + 1, second + 1)
    };
    cues.iter().enumerate().map(cue).collect()
}

/// As [`subrip`], in WebVTT.
fn webvtt(cues: &[&str]) -> String {
    let cue = |(i, text): (usize, &&str)| format!("00:{:02}.000 --> 00:{:02}.000\n{text}\n\n", i * 2, i * 2 + 1);
    format!("WEBVTT\n\n{}", cues.iter().enumerate().map(cue).collect::<String>())
}

fn turns(read: &Document) -> Turns {
    let origin = Origin { times: read.times.clone(), labels: read.labels.clone(), ..Origin::default() };
    Turns::find(&read.text, &TextIndex::new(&read.text), &origin)
}

/// Speakers with their numbers of turns.
fn speakers(read: &Document) -> Vec<(String, u32)> {
    turns(read).speakers().iter().map(|speaker| (speaker.label.clone(), speaker.blocks)).collect()
}

/// Times in milliseconds with the words up to the next time or line end.
fn timed(read: &Document) -> Vec<(u32, String)> {
    let chars: Vec<char> = read.text.chars().collect();
    let ends = read.times.iter().skip(1).map(|mark| mark.at.0 as usize).chain([chars.len()]);
    let turn = |(mark, end): (&crate::model::TimeMark, usize)| {
        let text: String = chars[mark.at.0 as usize..end].iter().collect();
        (mark.millis, text.trim().to_owned())
    };
    read.times.iter().zip(ends).map(turn).collect()
}

fn words_left_out(read: &Document) -> Vec<&str> {
    read.left_out.iter().map(|aside| aside.text.as_str()).collect()
}

#[test]
fn substation_events_name_their_speakers_and_styles_do_not() {
    let file = |names: [&str; 2]| {
        let event = |(at, text): (usize, &str)| {
            let [style, name] = ["Default", names[at % 2]];
            format!("Dialogue: 0,0:00:0{at}.00,0:00:0{at}.50,{style},{name},0,0,0,,{text}\n")
        };
        let texts = ["Why, there?", "{\\i1}There{\\i0} was\\Na mill.", "And now?", "It is shut."];
        let events: String = texts.into_iter().enumerate().map(event).collect();
        format!(
            "[Script Info]\nTitle: Mill\n\n[V4+ Styles]\nStyle: Default,Arial\n\n[Events]\n\
             Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
             Comment: 0,0:00:00.00,0:00:00.50,Default,,0,0,0,,check this\n{events}"
        )
    };
    let read = ass(&file(["Ana", "Ben"]));
    assert_eq!(read.text, "Ana: Why, there?\nBen: There was a mill.\nAna: And now?\nBen: It is shut.");
    assert_eq!(speakers(&read), [("Ana".to_owned(), 2), ("Ben".to_owned(), 2)]);
    assert_eq!(timed(&read)[1], (1_000, "Ben: There was a mill.".to_owned()));
    assert_eq!(words_left_out(&read), ["Title: Mill", "Style: Default,Arial", "check this"]);
    for names in [["", ""], ["Default", "Dialogue"], ["NTP", "NTP"]] {
        let read = ass(&file(names));
        assert_eq!((speakers(&read), read.labels.clone()), (vec![], None), "{names:?}");
        assert!(read.text.starts_with("Why, there?"), "{}", read.text);
    }
}

#[test]
fn a_sentence_may_span_cues_and_times_are_kept_beside_the_text() {
    let read = srt(&subrip(&["I went to", "the city.", "There was", "no work.", "A: Why", "not?"]));
    assert_eq!(read.text, "I went to the city.\nThere was no work.\nA: Why not?");
    let wanted = [
        (0, "I went to"),
        (2000, "the city."),
        (4000, "There was"),
        (6000, "no work."),
        (8000, "A: Why"),
        (10_000, "not?"),
    ];
    assert_eq!(timed(&read), wanted.map(|(millis, text)| (millis, text.to_owned())));
    assert_eq!((read.cues, read.labels, read.losses, read.warnings), (Some(6), None, vec![], vec![]));
}

#[test]
fn an_srt_cue_continues_to_the_next_cue_number() {
    let cases: [(&str, &str); 12] = [
        (
            "1\n00:01,000 --> 00:02,000\nAna: I left\n\nbecause of work.\n\n2\n00:03,000 --> 00:04,000\nBen: a\n",
            "Ana: I left because of work.\nBen: a",
        ),
        ("1\n00:01,000 --> 00:02,000\nAna: a\n\n\n \nb\n", "Ana: a b"),
        ("1\n00:01,000 --> 00:02,000\nはい\n\nそう\n", "はいそう"),
        (
            "00:01,000 --> 00:02,000\na.\n\n00:03,000 --> 00:04,000\n1984\n\n00:05,000 --> 00:06,000\nb.\n",
            "a.\n1984 b.",
        ),
        (
            "1\n00:01,000 --> 00:02,000\nA: 1984\n2\n00:03,000 --> 00:04,000\nB: 3\n3\n00:05,000 --> 00:06,000\nA: c",
            "A: 1984\nB: 3\nA: c",
        ),
        ("1\n00:01,000 --> 00:02,000\nin\n1984\n00:03,000 --> 00:04,000\nb", "in 1984 b"),
        ("1\n\n00:01,000 --> 00:02,000\n\na.\n\n2\n\n00:03,000 --> 00:04,000\n\nb.\n", "a.\nb."),
        ("1\n00:01,000 --> 00:02,000\nA: x --> y\n\n2\n00:03,000 --> 00:04,000\nB: z", "A: x --> y\nB: z"),
        ("7\n00:01,000 --> 00:02,000\na.\n\n1\n00:03,000 --> 00:04,000\nb.", "a.\nb."),
        ("1\n00:01,000 --> 00:02,000\n2\n00:03,000 --> 00:04,000\nb", "b"),
        ("Made by hand\n\n1\n00:01,000 --> 00:02,000\na", "Made by hand\na"),
        ("1\n00:01,000 --> 00:02,000 Ana: on the line\nand below\n", "Ana: on the line and below"),
    ];
    for (file, wanted) in cases {
        let read = srt(file);
        assert_eq!(
            (read.text.as_str(), read.losses.as_slice(), read.warnings.as_slice()),
            (wanted, [].as_slice(), [].as_slice()),
            "{file}"
        );
    }
}

#[test]
fn only_an_empty_line_ends_a_webvtt_cue_and_text_between_cues_is_kept() {
    let read = vtt("WEBVTT\n\n00:01.000 --> 00:03.000\n \nAna: first words\n\n00:03.000 --> 00:04.000\nBen: yes\n");
    assert_eq!((read.text.as_str(), read.warnings.len()), ("Ana: first words\nBen: yes", 0));
    let read =
        vtt("WEBVTT\n\n00:01.000 --> 00:03.000\nAna: I left\n\nfor work.\n\n00:03.000 --> 00:04.000\nBen: b --> c\n");
    assert_eq!(read.text, "Ana: I left for work.\nBen: b --> c");
    assert_eq!(read.warnings, [Warning::TextBetweenCues { count: 1 }]);
    let read = vtt("WEBVTT\n00:01.000 --> 00:02.000\nA: a.\n00:03.000 --> 00:04.000\nNOTE well\n");
    assert_eq!((read.text.as_str(), read.cues), ("A: a.\nNOTE well", Some(2)));
    assert_eq!(words_left_out(&read), Vec::<&str>::new());
}

#[test]
fn headers_notes_and_identifiers_are_reported_word_for_word() {
    let read = vtt(
        "WEBVTT - a talk\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:r1\n\nNOTE not said\nwith --> inside\n\n\
                    intro\n00:01.000 --> 00:02.000 align:start\nHello.\n\nNOTE\n\n3f2b8c1a-77aa/12-0\n00:03.000 --> 00:04.000\n\
                    STYLE is a word.\n\n12\n00:05.000 --> 00:06.000\nBye.\n",
    );
    assert_eq!(read.text, "Hello.\nSTYLE is a word.\nBye.");
    let wanted = [
        "- a talk Kind: captions",
        "STYLE ::cue { color: red }",
        "REGION id:r1",
        "NOTE not said with --> inside",
        "intro",
    ];
    assert_eq!(words_left_out(&read), wanted);
    let lost = |what, count| Loss::LeftOut { what, count };
    assert_eq!(read.losses, [lost(AsideKind::SubtitleNote, 4), lost(AsideKind::CueIdentifier, 1)]);
    assert!(vtt("no signature\n\n00:01.000 --> 00:02.000\na").warnings.contains(&Warning::NoSignature));
    assert_eq!(vtt("WEBVTT\n\nno cue at all").text, "no cue at all");
}

#[test]
fn who_says_a_line_is_known_before_lines_are_joined() {
    let cases: [(&[&str], &str); 9] = [
        (
            &["Ana: When did you go?\nBen: In May.", "Ana: And how\nwas it?", "Ben: Hard."],
            "Ana: When did you go?\nBen: In May.\nAna: And how was it?\nBen: Hard.",
        ),
        (
            &["- Did you go?\n- Yes.", "–Alone?\n—No.", "-5 degrees\n--and then"],
            "- Did you go?\n- Yes.\n–Alone?\n—No.\n-5 degrees --and then",
        ),
        (&["&gt;&gt; hello\n>>> and you?"], ">> hello\n>>> and you?"),
        (
            &["Lee, Ana: Where to\nRoe, Ben (x): Home", "Lee, Ana: Why", "Roe, Ben (x): So"],
            "Lee, Ana: Where to\nRoe, Ben (x): Home\nLee, Ana: Why\nRoe, Ben (x): So",
        ),
        (
            &["访谈者：你为什么离开重\n庆？", "受访者：没有\n钱。", "访谈者：后来？", "受访者：走了。"],
            "访谈者：你为什么离开重庆？\n受访者：没有钱。\n访谈者：后来？\n受访者：走了。",
        ),
        (&["질문자: 왜 서울\n로 갔어요?", "응답자: 일이\n있어서."], "질문자: 왜 서울 로 갔어요?\n응답자: 일이 있어서."),
        (&["Ana:\nWhere?", "Ben:\nHome."], "Ana: Where?\nBen: Home."),
        (&["A: we took a\nlist: one, two.", "B: yes"], "A: we took a list: one, two.\nB: yes"),
        (&["A: I was", "B: No, you were", "A: Yes."], "A: I was\nB: No, you were\nA: Yes."),
    ];
    for (cues, wanted) in cases {
        assert_eq!(srt(&subrip(cues)).text, wanted, "subrip {cues:?}");
        assert_eq!(vtt(&webvtt(cues)).text, wanted, "webvtt {cues:?}");
    }
    let read = srt(&subrip(&["Ana: a\nBen: b", "- Who?\n- I.", "Ana: c\nBen: d"]));
    assert_eq!(speakers(&read), [("Ana".into(), 2), ("Ben".into(), 2)]);
    assert_eq!(read.warnings, [Warning::DashesWithoutName { count: 2 }]);
}

#[test]
fn stated_voices_are_speakers_whatever_their_names_are_made_of() {
    let names = [
        ("Lee, Ana", "Roe, Ben (Extern)"),
        ("Ana 🌸", "Ben"),
        ("ana@example.org", "+1 555-010"),
        ("Ana | X", "Note"),
        ("Dr. Ana", "page 3"),
        ("प्रश्नकर्ता", "访谈者"),
    ];
    for (a, b) in names {
        let (ana, ben) = (format!("<v {a}>Where: there?</v>"), format!("<v.loud {b}>Home.\nNote: it rains.</v>"));
        let read = vtt(&webvtt(&[&ana, &ben, &ana, &ben]));
        assert_eq!(speakers(&read), [(a.to_owned(), 2), (b.to_owned(), 2)]);
        assert!(read.text.starts_with(&format!("{a}: Where: there?\n{b}: Home. Note: it rains.\n")), "{}", read.text);
        assert_eq!(read.warnings, []);
    }
}

#[test]
fn each_voice_in_a_cue_has_lines_of_its_own() {
    let cases: [(&str, &str, usize); 8] = [
        ("<v A>a</v>\n<v B>b</v>", "A: a\nB: b", 0),
        ("<v A>a<v B>b</v> c</v>", "A: a\nB: b\nA: c", 0),
        ("<v A>a</v>, b", "A: a, b", 0),
        ("<v A>wor</v>ds", "A: words", 0),
        ("- <v A>a</v>\n- <v B>b</v>", "- A: a\n- B: b", 0),
        ("(noise)\n<v A>a", "(noise)\nA: a", 1),
        ("<v A>\na\n- b", "A: a\n- b", 0),
        ("<v A></v><v B>b", "B: b", 0),
    ];
    for (text, wanted, voiceless) in cases {
        let read = vtt(&webvtt(&["<v A>x</v>", text]));
        assert_eq!(read.text, format!("A: x\n{wanted}"), "{text}");
        let warned = read.warnings.iter().filter(|w| matches!(w, Warning::CuesWithoutVoice { .. })).count();
        assert_eq!(warned, voiceless, "{text}");
    }
    for text in ["<v A>a\n<v B>b</v>", "<v A>a\n<v B>b</v>\n", "<v A>a<v B>b</v></v>", "<v A>a<v B>b<v A>c</v></v>"] {
        assert!(words_left_out(&vtt(&webvtt(&[text]))).is_empty(), "{text}");
    }
    let read = vtt(&webvtt(&["<v A>a and", "b", "<v>c</v>", "<v B>"]));
    assert_eq!(read.text, "A: a and\nb\nc");
    assert!(read.warnings.contains(&Warning::CuesWithoutVoice { count: 2 }));
    assert_eq!(words_left_out(&read), ["B"]);
    assert_eq!(turns(&read).said_at(crate::model::CharPos(9)).time, Some(2000));
}

#[test]
fn meeting_programs_state_the_speaker_beside_the_number_of_the_cue() {
    let read = vtt(
        "WEBVTT\n\n1 \"Lee, Ana\" (32194)\n00:01.000 --> 00:02.000\nWhere?\n\n2 \"Ben\" (5)\n00:03.000 --> 00:04.000\nHome.\nOr not.\n",
    );
    assert_eq!(read.text, "Lee, Ana: Where?\nBen: Home. Or not.");
    assert_eq!(speakers(&read), [("Lee, Ana".into(), 1), ("Ben".into(), 1)]);
}

#[test]
fn times_are_odd_only_when_they_make_no_sense() {
    let usual = "WEBVTT\n\n0:0:0.0 --> 0:0:1.200\n<v Ana>Hello.\n\n0:0:1.200 --> 0:0:4.80\n<v Ben>Hi.\n\n0:0:1.2 --> 0:1:4\n<v Ana>So?\n";
    assert_eq!(vtt(usual).warnings, []);
    let odd = "1\n00:00:05,000 --> 00:00:01,000\na.\n\n2\nnoon --> evening\nb.\n\n3\n00:00:06,000 --> 00:00:07,000\nc.\n\n\
               4\n00:00:03,000 --> 00:00:04,000\nd.\n\n5\n-00:00:01,000 --> 00:00:09,000\ne.\n\n6\n00:00:13,000 -->\nf.\n";
    let read = srt(odd);
    assert_eq!(read.text, "a.\nnoon --> evening b.\nc.\nd.\ne.\nf.");
    assert_eq!(read.warnings, [Warning::OddTimes { cues: vec![1, 2, 4, 5, 6] }]);
    assert_eq!(read.times.iter().map(|mark| mark.millis).collect::<Vec<_>>(), [5_000, 6_000, 3_000, 13_000]);
}

#[test]
fn one_wrong_time_does_not_make_the_following_ones_odd() {
    let cue = |start: &str| format!("{start} --> 23:00:00.000\na.\n\n");
    let starts = ["00:01.000", "09:00:00.000", "00:02.000", "00:03.000", "00:04.000"];
    let read = vtt(&format!("WEBVTT\n\n{}", starts.map(cue).concat()));
    assert_eq!(read.warnings, [Warning::OddTimes { cues: vec![3] }]);
}

#[test]
fn brackets_that_are_never_closed_are_words() {
    for sign in ["<", "{", "&", "{i}", "<v ", "{\\an8", "-", "> "] {
        let text = sign.repeat(20_000 / sign.len());
        let read = srt(&subrip(&[&text]));
        assert_eq!(read.text, text.trim(), "{sign}");
    }
}

#[test]
fn marks_of_direction_are_characters_of_the_text() {
    let read = srt("1\n00:00:01,000 --> 00:00:02,000\n\u{200f}שלום.\u{200f}\n");
    assert_eq!(read.text, "\u{200f}שלום.\u{200f}");
}

#[test]
fn a_file_that_ends_early_says_so() {
    for end in ["2", "2\n0", "2\n00:00:0", "2\n00:00:03,000 -->", "2\n00:00:03,000 --> 00:00:04,000"] {
        let read = srt(&format!("1\n00:00:01,000 --> 00:00:02,000\nwe left\n\n{end}"));
        assert_eq!((read.text.as_str(), read.losses.as_slice()), ("we left", [Loss::Truncated].as_slice()), "{end}");
    }
    for end in ["in 1984", "\n1984", "2 of us", "\n7\n"] {
        let read = srt(&format!("1\n00:00:01,000 --> 00:00:02,000\nwe left\n{end}"));
        assert!(read.losses.is_empty() && read.text.ends_with(end.trim()), "{end}");
    }
}

#[test]
fn scrolling_captions_are_folded_and_counted() {
    let file = "WEBVTT\nKind: captions\n\n00:00:00.160 --> 00:00:02.389 align:start position:0%\n \nwhy<00:00:00.480><c> did</c><00:00:00.800><c> you</c>\n\n\
                00:00:02.389 --> 00:00:02.399 align:start position:0%\nwhy did you\n \n\n00:00:02.399 --> 00:00:04.230 align:start position:0%\n\
                why did you\nleave<00:00:02.800><c> the</c><00:00:03.000><c> village</c>\n\n00:00:04.230 --> 00:00:04.240 align:start position:0%\n\
                leave the village\n \n\n00:00:04.240 --> 00:00:06.000 align:start position:0%\nleave the village\nthere<00:00:04.800><c> was</c>\n";
    let read = vtt(file);
    assert_eq!(read.text, "why did you leave the village there was");
    assert_eq!(timed(&read).into_iter().map(|(millis, _)| millis).collect::<Vec<_>>(), [160, 2_399, 4_240]);
    assert_eq!((read.cues, read.warnings), (Some(5), vec![Warning::RollingCaptions { count: 4 }]));
}

#[test]
fn cues_without_full_stops_become_neither_one_line_nor_one_word() {
    let words: Vec<String> = (0..400).map(|i| format!("word{i}")).collect();
    let cues: Vec<&str> = words.iter().map(String::as_str).collect();
    let cue = |(i, text): (usize, &&str)| {
        format!("{}\n00:{:02}:{:02},000 --> 00:{:02}:{:02},900\n{text}\n\n", i + 1, i / 60, i % 60, i / 60, i % 60)
    };
    let read = srt(&cues.iter().enumerate().map(cue).collect::<String>());
    let longest = read.text.lines().map(|line| line.chars().count()).max();
    assert!((2..20).contains(&read.text.lines().count()) && longest < Some(700), "{longest:?}");
    assert_eq!(read.text.split_whitespace().collect::<Vec<_>>(), cues);
    assert_eq!(srt(&subrip(&["我们去了", "重庆", "没有钱"])).text, "我们去了\n重庆\n没有钱");
    assert_eq!(srt(&subrip(&["我们去了", "重庆。", "没有钱。"])).text, "我们去了重庆。\n没有钱。");
    let silence = "1\n00:00:01,000 --> 00:00:02,000\nand I\n\n2\n00:00:05,000 --> 00:00:06,000\nleft\n";
    assert_eq!(srt(silence).text, "and I\nleft");
}

#[test]
fn transcripts_with_a_range_before_each_line_are_cues() {
    let read = timed_lines("[00:01.000 --> 00:02.000]  Hello <b>\n[00:02.000 --> 00:03.500]  A &amp; B.\n\n[00:04.000 --> 00:05.000]  Ana: Yes\n").unwrap();
    assert_eq!(read.text, "Hello <b> A &amp; B.\nAna: Yes");
    assert_eq!((read.format, read.cues, read.times.len()), ("txt", Some(3), 3));
    for text in ["[00:01.000 --> 00:02.000] one", "I: [00:01] a\nB: b", "[00:01 --> x] a\n[00:02 --> y] b", ""] {
        assert_eq!(timed_lines(text), None, "{text}");
    }
}

#[test]
fn a_name_on_the_first_line_of_each_cue_is_a_voice() {
    let read =
        srt(&subrip(&["Ana Lee\nWhy?", "Ben Roe\nSo.", "Ana Lee\nAnd?", "Cleo (guest)\nMe\ntoo.", "Ben Roe\nYes."]));
    assert_eq!(speakers(&read), [("Ana Lee".to_owned(), 2), ("Ben Roe".to_owned(), 2), ("Cleo (guest)".to_owned(), 1)]);
    assert_eq!(read.text, "Ana Lee: Why?\nBen Roe: So.\nAna Lee: And?\nCleo (guest): Me too.\nBen Roe: Yes.");
    let prose = srt(&subrip(&["We left the house\nin May.", "There was no work\nany more.", "And nobody came\nback."]));
    assert_eq!(speakers(&prose), []);
}

#[test]
fn the_header_of_a_stream_is_never_text() {
    let cue = |second: u32, text: &str| format!("00:0{second}.000 --> 00:0{second}.900\n{text}\n\n");
    let map = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000";
    let (first, second) = (cue(1, "Ana: So."), cue(2, "Ben: X-TIMESTAMP-MAP=1 is read."));
    let text = "Ana: So.\nBen: X-TIMESTAMP-MAP=1 is read.";
    let cases = [
        (format!("WEBVTT\n{map}\n\n{first}{second}"), vec![map]),
        (format!("WEBVTT\n\n{map}\n\n{first}{second}"), vec![map]),
        (format!("WEBVTT\n\n\n{map}\nKind: captions\n\n{first}{second}"), vec![map, "Kind: captions"]),
        (format!("WEBVTT\n\n{first}WEBVTT\n{map}\n\n{second}"), vec![map]),
        (format!("WEBVTT\n\n{first}{map}\n\n{second}WEBVTT\n\n"), vec![map]),
    ];
    for (file, wanted) in cases {
        let read = vtt(&file);
        assert_eq!(read.text, text, "{file}");
        assert_eq!(words_left_out(&read).join(" "), wanted.join(" "), "{file}");
        assert_eq!(read.warnings, [], "{file}");
    }
    let read = vtt(&format!("WEBVTT\n\n{first}Language: that is the question.\n\n"));
    assert_eq!(read.text, "Ana: So. Language: that is the question.");
}

#[test]
fn breaks_within_a_cue_part_the_lines_of_speakers() {
    for (part, ending) in [("\\N", "srt"), ("<br>", "srt"), ("<br/>", "vtt")] {
        let cues = [format!("{{\\an8}}Ana: When?{part}Ben: In May."), format!("Ana: And how{part}was it?")];
        let cues: Vec<&str> = cues.iter().map(String::as_str).collect();
        let read = if ending == "srt" { srt(&subrip(&cues)) } else { vtt(&webvtt(&cues)) };
        assert_eq!(read.text, "Ana: When?\nBen: In May.\nAna: And how was it?", "{part} {ending}");
    }
}
