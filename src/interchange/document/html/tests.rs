//! Small pages and their expected text.

use super::*;
use crate::interchange::remark::Loss;
use encoding_rs::Encoding;

fn read(page: &str) -> Document {
    super::read(page).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn names_and_times_that_a_page_sets_off_by_its_style_are_parted_from_the_words() {
    let turns_of_page =
        [("Ana", "Why there?"), ("Ben", "There was a mill."), ("Ana", "And now?"), ("Ben", "It is shut.")];
    for message in [
        "<p><span class=speaker>{n}</span><span>{w}</span></p>",
        "<div><a class='msg-author'>{n}</a><time>10:02</time><div>{w}</div></div>",
        "<div><span itemprop=name>{n}</span><span class='post date'>May 4, 2021, 10:00am</span><p>{w}</p></div>",
        "<div><b class=nick>{n}</b><span class=timestamp>10:02</span></div><div>{w}</div>",
        "<li><span class=username>{n}</span><span class=meta> • <a>2 years ago</a></span><p>{w}</p></li>",
    ] {
        let body: String =
            turns_of_page.iter().map(|(name, speech)| message.replace("{n}", name).replace("{w}", speech)).collect();
        let read = read(&format!("<html><body>{body}</body></html>"));
        let turns = crate::text::Turns::find(
            &read.text,
            &crate::text::TextIndex::new(&read.text),
            &crate::model::Origin::default(),
        );
        let speakers: Vec<_> =
            turns.speakers().iter().map(|speaker| (speaker.label.as_str(), speaker.blocks)).collect();
        assert_eq!(speakers, [("Ana", 2), ("Ben", 2)], "{}", read.text);
    }
    let within = read("<html><p>I asked <span class=name>Ana</span>'s <b>mot</b>her.</p></html>");
    assert_eq!(within.text, "I asked Ana's mother.");
}

#[test]
fn paragraphs_are_lines_and_what_is_not_said_is_left_out() {
    let page = "<html><head><title>x</title><style>p {}</style></head><body><!-- no --><p><strong>Ann</strong>:\n We \
                went &amp; came.<br>Then <em>home</em></p><script>alert('<p>')</script><table><tr><td>a<td>b</table>";
    assert_eq!(read(page).text, "Ann: We went & came.\nThen home\na\tb");
    assert_eq!(read("no tags at all").text, "no tags at all");
    let wrapped = "<p>问：为什么离开重\r\n  庆？<b>\n没有</b> 钱<p>한국\n사람, in\nSeoul\t now";
    assert_eq!(read(wrapped).text, "问：为什么离开重庆？没有 钱\n한국 사람, in Seoul now");
    let deep = read(&"<div>".repeat(100_000));
    assert_eq!((deep.text.as_str(), deep.warnings), ("", vec![Warning::DeepNesting { levels: 100_000 }]));
}

#[test]
fn headings_and_emphasis_are_kept_beside_the_words() {
    let Document { text, styles, .. } = read("<h2>On <i>it</i></h2><p><b>Ann</b>: yes<strong>!</p></strong> no");
    assert_eq!(text, "On it\nAnn: yes!\nno");
    let shown: Vec<_> = styles.iter().map(|s| (s.range.to_string(), s.style.name())).collect();
    let wanted = [("0..5", "heading 2"), ("3..5", "italic"), ("6..9", "bold"), ("14..15", "bold")];
    assert_eq!(shown, wanted.map(|(range, style)| (range.to_owned(), style.to_owned())));
}

#[test]
fn a_page_names_its_encoding() {
    let name = |page: &str| declared_encoding(page.as_bytes()).map(Encoding::name);
    assert_eq!(name("<meta charset=\"gb2312\">"), Some("GBK"));
    assert_eq!(name("<META http-equiv=x content='text/html; charset=ISO-8859-1'>"), Some("windows-1252"));
    assert_eq!(name("charset=utf-8"), None);
}

fn left(page: &str) -> Vec<(AsideKind, String)> {
    read(page).left_out.into_iter().map(|aside| (aside.kind, aside.text)).collect()
}

#[test]
fn tracked_deletions_are_left_out_and_reported() {
    let cases = [
        ("<p>Ben: <del>gone</del><ins>kept</ins></p>", "Ben: kept"),
        ("<p>Ben: <del cite='x'>gone <b>gone</b> <del>gone</del></del><s>kept</s></p>", "Ben: kept"),
        ("<p>Ben: <del>gone<p>kept", "Ben:\nkept"),
        ("<del><p>gone</p><p>gone</p></del><p>kept <strike>on</strike></p>", "kept on"),
        ("<table><tr><td>a<td><del>gone</del>b<td>c</table>", "a\tb\tc"),
        ("<table><tr><td>a<td><del>gone<td>c</table>", "a\t\tc"),
    ];
    for (page, wanted) in cases {
        assert_eq!(read(page).text, wanted, "{page}");
        let text: String = left(page).into_iter().map(|(_, text)| text).collect();
        assert_eq!(text.matches("gone").count(), page.matches("gone").count(), "{page}");
    }
    let losses = read("<p>a<del>b</del><del> </del><del>c</del>").losses;
    assert_eq!(losses, [Loss::LeftOut { what: AsideKind::TrackedDeletion, count: 2 }]);
}

#[test]
fn words_in_angle_brackets_are_kept_and_elements_are_not() {
    let cases = [
        ("<p>Ben: <laughs> hard, <Inaudible 00:04>.</p>", "Ben: <laughs> hard, <Inaudible 00:04>."),
        ("<p>Ben: <speaker>said</speaker> <o:p></o:p><x-y>so</p>", "Ben: said so"),
        ("<p>Ben: <crosstalk/> yes<custom a='1'> no", "Ben: <crosstalk/> yes no"),
        ("<p>5 < 6 and <今から> 7", "5 < 6 and <今から> 7"),
        ("<math><mi>x</mi><mo>=</mo><mn>2</mn></math>", "x=2"),
        ("<center>a</center><font size=2>b</font><pre>\nBen: x\n  y</pre>c", "a\nb\nBen: x\n  y\nc"),
    ];
    for (page, wanted) in cases {
        assert_eq!(read(page).text, wanted, "{page}");
    }
}

#[test]
fn what_is_not_shown_is_reported_where_it_holds_words() {
    let page = "<html><head><title>x</title></head><!-- ask Ana --><!--[if mso]>x<![endif]--><body><!--StartFragment--><p>a<ruby>漢<rp>(\
                </rp><rt>かん</rt><rp>)</rp></ruby></p><script>if (a</p>b) 'x'</script><svg><text>in a picture</text></svg><noscript>off\
                </noscript><template> </template>";
    assert_eq!(read(page).text, "a漢");
    let wanted = [
        (AsideKind::Comment, "ask Ana"),
        (AsideKind::Reading, "かん"),
        (AsideKind::Frame, "in a picture"),
        (AsideKind::HiddenText, "off"),
    ];
    assert_eq!(left(page), wanted.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn numbers_of_lists_are_in_the_text() {
    let cases = [
        ("<ol><li>a<li>b<ol type=a><li>c</ol><li>d</ol>", "1. a\n2. b\na. c\n3. d"),
        ("<ol start=3><li><p>a</p><p>b</p></li><li value=9>c</li><li>d</li></ol>", "3. a\nb\n9. c\n10. d"),
        ("<ul><li>a</li><li></li><li>b</li></ul>c", "a\nb\nc"),
        ("<ol><li></li></ol><p>a", "a"),
        ("<ol type=I style='list-style-type: none'><li>a</ol>", "a"),
        ("<ol><li>Ana: a</li><li>Ben: b</li><li>Ana: c</li><li>Ben: d</li></ol>", "Ana: a\nBen: b\nAna: c\nBen: d"),
    ];
    for (page, wanted) in cases {
        assert_eq!(read(page).text, wanted, "{page}");
    }
}

#[test]
fn tables_of_turns_state_their_speakers() {
    let heads = "<table><caption>Interview</caption><thead><tr><th>Time<th>Speaker<th>Text</thead>";
    let rows = "<tr><td>0:01<td rowspan=2>Lee, Ana<td>Why?<tr><td>0:03<td>So?<tr><td>0:05<td>Ben<td><p>For work.</p><p>And love.</p>";
    let talk = read(&format!("{heads}<tbody>{rows}</table>"));
    assert_eq!(talk.text, "Interview\nLee, Ana: Why?\nSo?\nBen: For work.\nAnd love.");
    assert_eq!(talk.times.iter().map(|mark| mark.millis).collect::<Vec<_>>(), [1_000, 3_000, 5_000]);
    assert_eq!(talk.labels.map(|labels| labels.len()), Some(2));
    // A table used for layout is read cell by cell.
    let page = "<table><tr><td><p>Ann: a</p><p>Ben: b</p><td><p>Ann: c</p></table>";
    assert_eq!(read(page).text, "Ann: a\nBen: b\nAnn: c");
}

#[test]
fn an_unclosed_head_ends_at_the_body() {
    let cases = [
        ("<html><head><title>x</title><meta charset=utf-8><body><p>Ana: a", "Ana: a"),
        ("<html><head><title>x</title><style>p {}</style><p>Ana: a", "Ana: a"),
        ("<head><script>'<p>'</script>Ana: a", "Ana: a"),
        ("<head><title>x</title></head>Ana: a", "Ana: a"),
    ];
    for (page, wanted) in cases {
        assert_eq!(read(page).text, wanted, "{page}");
    }
}

/// Posts by these authors, each with the same elements around name, date and words.
fn posts(form: &str) -> String {
    let texts = [
        ("kim_w", "Why did you leave?"),
        ("Ana Ruiz", "There was no work."),
        ("kim_w", "And then?"),
        ("Bo7", "Me too."),
    ];
    let post = |(i, (name, speech)): (usize, &(&str, &str))| {
        form.replace("NAME", name).replace("DATE", &format!("May 4, 2021 10:0{i} am")).replace("WORDS", speech)
    };
    format!("<html><body><h1>Topic</h1>{}</body></html>", texts.iter().enumerate().map(post).collect::<String>())
}

#[test]
fn authors_of_posts_are_speakers_and_dates_are_reported() {
    let forms = [
        "<div class='comment'><p class='tagline'><a class='author'>NAME</a> <span>3 points</span> <time>DATE</time></p>\
         <div class='usertext'><p>WORDS</p></div></div>",
        "<div><span itemprop='author'><a><span itemprop='name'>NAME</span></a></span><span><time>DATE</time></span>\
         <div class='post'><p>WORDS</p></div></div>",
        "<article><cite>NAME</cite> <span class='date'>DATE</span><p>WORDS</p></article>",
        "<div class='chatlog__message'><span class='chatlog__author'>NAME</span> <span class='chatlog__timestamp'><a>DATE</a>\
         </span><div><span>WORDS</span></div></div>",
        "<li><div class='user-name'>NAME</div><div class='posted'>DATE</div><div>WORDS</div></li>",
        "<p><span class='username'>NAME</span>: WORDS</p><footer class='date'>DATE</footer>",
        "<p><b class='nick'>NAME</b> <span class='time'>DATE</span> WORDS<br></p>",
    ];
    for form in forms {
        let read = read(&posts(form));
        let wanted = "Topic\nkim_w: Why did you leave?\nAna Ruiz: There was no work.\nkim_w: And then?\nBo7: Me too.";
        assert_eq!(read.text, wanted, "{form}");
        assert_eq!(read.labels.map(|labels| labels.len()), Some(4), "{form}");
        let dates = read.left_out.iter().filter(|aside| aside.text.contains("2021")).count();
        assert_eq!((dates, read.left_out.iter().all(|aside| aside.kind == AsideKind::PostDetail)), (4, true), "{form}");
    }
    let timed = read(&posts("<div><span class='name'>NAME</span><span class='time'>0:07</span><div>WORDS</div></div>"));
    assert_eq!(timed.times.iter().map(|time| time.millis).collect::<Vec<_>>(), [7_000; 4]);
}

#[test]
fn other_elements_with_such_classes_are_words() {
    let forms = [
        // A sentence, not a name.
        "<p><span class='author'>I am NAME and this is what I think about it.</span> WORDS</p>",
        // Not at the beginning.
        "<p>WORDS <span class='name'>NAME</span></p>",
        // Nothing follows.
        "<p class='name'>NAME</p>",
        "<p><cite>NAME</cite></p>",
        "<table><tr><td class='name'>NAME</td><td>WORDS</td></tr></table>",
    ];
    for form in forms {
        let read = read(&posts(form));
        assert!(read.labels.is_none() || form.contains("table"), "{form}");
        assert!(read.left_out.is_empty(), "{form}");
    }
}

#[test]
fn hidden_text_notes_and_running_lines_are_not_speech() {
    let cases = [
        ("<span style=\"mso-hide:all;color:red\">secret</span>", "", AsideKind::HiddenText),
        ("", "<div style='mso-element:footnote' id=ftn1><p>secret</p></div>", AsideKind::Footnote),
        ("", "<div id=\"sdfootnote1\"><p>secret</p></div>", AsideKind::Footnote),
        ("<a class=sdfootnoteanc href='#sdfootnote1sym'><sup>secret</sup></a>", "", AsideKind::Footnote),
        ("", "<aside role=doc-footnote>secret</aside>", AsideKind::Footnote),
        ("", "<div style='mso-element:comment'><p class=MsoCommentText>secret</p></div>", AsideKind::Comment),
        ("", "<div title=\"footer\"><p>secret</p></div>", AsideKind::RunningFoot),
        ("", "<div style='mso-element:header'><p>secret</p></div>", AsideKind::RunningHead),
    ];
    for (within, below, kind) in cases {
        let page = format!("<html><p>A: We went{within} home.</p>{below}<p>B: So.</p></html>");
        let read = read(&page);
        assert_eq!(read.text, "A: We went home.\nB: So.", "{page}");
        let of_words = read.left_out.iter().filter(|aside| aside.kind != AsideKind::Tooltip);
        let reported: Vec<_> = of_words.map(|aside| (aside.kind, aside.text.as_str())).collect();
        assert_eq!(reported, [(kind, "secret")], "{page}");
    }
    let shown =
        read("<html><p style='display:block'>A: <span title=footer>We</span> went.</p><div id=ftnx>home</div></html>");
    assert_eq!(shown.text, "A: We went.\nhome");
}

/// What was left out of a page, by kind.
fn left_out(document: &Document) -> Vec<(AsideKind, &str)> {
    document.left_out.iter().map(|aside| (aside.kind, aside.text.as_str())).collect()
}

#[test]
fn footnotes_and_comments_of_an_exported_page_are_left_out() {
    let talk = "<p>I: How?</p><p>R: I went{1} home.</p><p>I: Why?</p><p>R: Hunger.{2}</p><hr>";
    let note = |kind: &str, mark: &str| format!("<sup><a href=\"#{kind}1\" id=\"{kind}_ref1\">[{mark}]</a></sup>");
    let list = |kind: &str, mark: &str, text: &str| {
        format!("<div><p><a href=\"#{kind}_ref1\" id=\"{kind}1\">[{mark}]</a> {text}</p><p>And more.</p></div>")
    };
    let body = talk.replace("{1}", &note("ftnt", "1")).replace("{2}", &note("cmnt", "a"));
    let page =
        format!("<html><body>{body}{}{}</body></html>", list("ftnt", "1", "A shop."), list("cmnt", "a", "Leading?"));
    let read = read(&page);
    assert_eq!(read.text, "I: How?\nR: I went home.\nI: Why?\nR: Hunger.");
    let wanted = [
        (AsideKind::Footnote, "[1]"),
        (AsideKind::Comment, "[a]"),
        (AsideKind::Footnote, "[1] A shop. And more."),
        (AsideKind::Comment, "[a] Leading? And more."),
    ];
    assert_eq!(left_out(&read), wanted);
    // Other links and ids are text.
    let plain = "<html><p>I: <a href='#ftnt1' id='ftnt'>Why</a> <a id='cmnt1'>so?</a></p></html>";
    assert_eq!(
        (super::read(plain).unwrap().text.as_str(), super::read(plain).unwrap().left_out.len()),
        ("I: Why so?", 0)
    );
}

#[test]
fn what_a_post_quotes_is_not_said_by_its_author() {
    let posts = |quote: &str| {
        format!(
            "<html><h4>ann wrote:</h4><p>Is it shut?</p><h4>bob wrote:</h4>{quote}<p>It is shut.</p><h4>ann wrote:</h4><p>Fine.</p><h4>bob wrote:</h4><p>So.</p></html>"
        )
    };
    for quote in [
        "<blockquote>ann wrote: Is it shut?</blockquote>",
        "<blockquote><cite>ann wrote:</cite><p>Is it shut?</p></blockquote>",
        "<div class='bb quote'><b>ann</b> said on 3 May, 10:02: Is it shut?</div>",
        "<blockquote>ann schrieb:<br>Is it shut?</blockquote>",
    ] {
        let read = read(&posts(quote));
        assert_eq!(
            read.text, "ann wrote:\nIs it shut?\nbob wrote:\nIt is shut.\nann wrote:\nFine.\nbob wrote:\nSo.",
            "{quote}"
        );
        assert!(
            matches!(left_out(&read)[..], [(AsideKind::QuotedPost, text)] if text.contains("Is it shut?")),
            "{quote}"
        );
        let origin = crate::model::Origin { styles: read.styles.clone(), ..crate::model::Origin::default() };
        let turns = crate::text::Turns::find(&read.text, &crate::text::TextIndex::new(&read.text), &origin);
        let speakers: Vec<_> =
            turns.speakers().iter().map(|speaker| (speaker.label.as_str(), speaker.blocks)).collect();
        assert_eq!(speakers, [("ann", 2), ("bob", 2)], "{quote}");
    }
    let mail = "<html><p>On Monday ann wrote:</p><blockquote>Is it shut?</blockquote><p>It is.</p></html>";
    assert_eq!(read(mail).text, "On Monday ann wrote:\nIt is.");
    // Posts in such elements, and quotations of another kind.
    let posts = "<html><p>ann wrote:</p><blockquote>Is it shut?</blockquote><p>bob wrote:</p><blockquote>It is.</blockquote></html>";
    assert_eq!(read(posts).text, "ann wrote:\nIs it shut?\nbob wrote:\nIt is.");
    let long = "<html><p>I: Read this.</p><blockquote>It was shut: for good.</blockquote><p>R: So.</p></html>";
    assert_eq!(read(long).text, "I: Read this.\nIt was shut: for good.\nR: So.");
}

#[test]
fn what_a_page_hides_is_kept_and_counted() {
    for (hides, count) in [
        ("style='display: none'", 6),
        ("style='color:red; visibility:hidden'", 6),
        ("style='DISPLAY:NONE!important'", 6),
        ("hidden", 6),
        ("style='display:block'", 0),
        ("class=hidden", 0),
    ] {
        let read = read(&format!("<html><p>A: We went.</p><p {hides}>B: <b>Home</b></p><p>A: So.</p></html>"));
        assert_eq!(read.text, "A: We went.\nB: Home\nA: So.");
        let wanted = (count > 0).then_some(Warning::HiddenByPage { characters: count });
        assert_eq!(read.warnings, wanted.into_iter().collect::<Vec<_>>(), "{hides}");
    }
}
