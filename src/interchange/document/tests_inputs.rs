//! Small files of every format with content as programs and people write it, and the expected text and left-out words.

use super::{Document, Reading, from_bytes};
use crate::model::Progress;
use std::io::Write;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file's extension and content, its text, and the words that were left out.
type Input<'t> = (&'t str, String, &'t str, &'t [&'t str]);

fn read(bytes: &[u8], ending: &str) -> Document {
    from_bytes(bytes, ending, &Reading::default(), &Progress::default()).unwrap_or_else(|e| panic!("{e}: {ending}"))
}

fn check(inputs: &[Input<'_>], packed: impl Fn(&str, &str) -> Vec<u8>) {
    let mut faults = Vec::new();
    for (ending, source, wanted, left_out) in inputs {
        let document = read(&packed(ending, source), ending);
        let beside: Vec<&str> = document.left_out.iter().map(|aside| aside.text.as_str()).collect();
        if document.text != *wanted || beside != *left_out {
            faults.push(format!(
                "{ending} {source:?}\n  text {:?}\n  not  {wanted:?}\n  left out {beside:?}, not {left_out:?}",
                document.text
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn plain(_: &str, source: &str) -> Vec<u8> {
    source.as_bytes().to_vec()
}

/// Cues of one second each, starting every two seconds.
fn srt(cues: &[&str]) -> String {
    let cue = |(i, text): (usize, &&str)| {
        format!("{}\n00:00:{:02},000 --> 00:00:{:02},000\n{text}\n\n", i + 1, i * 2, i * 2 + 1)
    };
    cues.iter().enumerate().map(cue).collect()
}

fn vtt(cues: &[&str]) -> String {
    let cue = |(i, text): (usize, &&str)| format!("00:{:02}.000 --> 00:{:02}.000\n{text}\n\n", i * 2, i * 2 + 1);
    format!("WEBVTT\n\n{}", cues.iter().enumerate().map(cue).collect::<String>())
}

#[test]
fn subtitles_keep_or_report_everything() {
    let four = ["Ana: Why?", "Ben: So.", "Ana: And?", "Ben: Well."];
    let talk = "Ana: Why?\nBen: So.\nAna: And?\nBen: Well.";
    let timed = |times: [&str; 2]| format!("WEBVTT\n\n{}\nAna: one\n\n{}\nBen: two\n", times[0], times[1]);
    let inputs: Vec<Input<'_>> = vec![
        ("srt", format!("\u{feff}{}", srt(&four)), talk, &[]),
        ("srt", srt(&four).replace('\n', "\r\n"), talk, &[]),
        ("srt", srt(&four).replace('\n', "\r"), talk, &[]),
        ("vtt", format!("\u{feff}{}", vtt(&four)).replace('\n', "\r\n"), talk, &[]),
        ("vtt", vtt(&four).replace('\n', "\r"), talk, &[]),
        // A cue without words, and a blank one.
        ("srt", srt(&["Ana: Why?", "", "Ben: So.", "  ", "Ana: And?", "Ben: Well."]), talk, &[]),
        ("vtt", vtt(&["Ana: Why?", "", "Ben: So.", "  ", "Ana: And?", "Ben: Well."]), talk, &[]),
        // Singing and sounds.
        ("srt", srt(&["♪ la la ♪", "[door opens]", "(coughs) Yes."]), "♪ la la ♪ [door opens] (coughs) Yes.", &[]),
        ("srt", srt(&["- Who is it?\n- Me.", "‐ Come in.\n‐ Now?"]), "- Who is it?\n- Me.\n‐ Come in.\n‐ Now?", &[]),
        ("srt", srt(&["{\\an8}<i>Ana: Why</i>\nnot?", "{\\pos(1,2)}Ben: So."]), "Ana: Why not?\nBen: So.", &[]),
        ("srt", srt(&["Ana: see dir\\name and C:\\new", "Ben: and dir\\home."]), "Ana: see dir\\name and C:\\new\nBen: and dir\\home.", &[]),
        ("srt", srt(&["Ana: Why?\\NBen: So.", "Ana: And\\Nthen?"]), "Ana: Why?\nBen: So.\nAna: And then?", &[]),
        ("vtt", vtt(&["Ana: a\\Nb", "Ben: dir\\Name"]), "Ana: a\\Nb\nBen: dir\\Name", &[]),
        ("vtt", vtt(&["<v.loud.first Ana>Why?</v>", "<v Ben>So.", "<v Ana Lee (she/her)>And?</v>"]), "Ana: Why?\nBen: So.\nAna Lee (she/her): And?", &[]),
        ("vtt", vtt(&["<v Ana><c.yellow>Why</c> <b>not</b>?</v>", "<v Ben><ruby>漢<rt>かん</rt></ruby>字</v>"]), "Ana: Why not?\nBen: 漢かん字", &[]),
        ("vtt", timed(["00:01.000 --> 00:02.000 align:start position:10%,line-left line:-1", "00:02.000 --> 00:03.000 region:fred"]), "Ana: one\nBen: two", &[]),
        ("vtt", timed(["00:01.000 --> 00:05.000", "00:02.000 --> 00:03.000"]), "Ana: one\nBen: two", &[]),
        (
            "vtt",
            format!("WEBVTT kitchen\nKind: captions\n\nSTYLE\n::cue(v) {{ color: red }}\n\nREGION\nid:fred\n\n{}NOTE\nto be\nchecked\n", &vtt(&four)[8..]),
            talk,
            &["kitchen Kind: captions", "STYLE ::cue(v) { color: red }", "REGION id:fred", "NOTE to be checked"],
        ),
        ("vtt", format!("WEBVTT\n\nNOTE one\n\n{}NOTE two\n", &vtt(&four)[8..]), talk, &["NOTE one", "NOTE two"]),
        // Rolling captions, with and without times in them.
        (
            "vtt",
            "WEBVTT\n\n00:00.000 --> 00:01.000\nwe went\n\n00:01.000 --> 00:02.000\nwe went\nto the mill\n\n00:02.000 --> 00:03.000\nto the mill\nand back\n".into(),
            "we went to the mill and back",
            &[],
        ),
        (
            "vtt",
            "WEBVTT\n\n00:00.000 --> 00:01.000\n \nwe<00:00.500><c> went</c>\n\n00:01.000 --> 00:01.010\nwe went\n \n\n00:01.010 --> 00:02.000\nwe went\nto<00:01.500><c> the mill</c>\n".into(),
            "we went to the mill",
            &[],
        ),
        (
            "vtt",
            "WEBVTT\n\n00:00.000 --> 00:04.000\nwe went\n\n00:02.000 --> 00:06.000\nwe went\nto the mill\n\n00:04.000 --> 00:08.000\nto the mill\nand back\n".into(),
            "we went to the mill and back",
            &[],
        ),
        ("srt", srt(&["访谈者：你2019年", "3月走的", "受访者：走了30", "年。"]), "访谈者：你2019年3月走的\n受访者：走了30年。", &[]),
        ("srt", srt(&["Ana: R&amp;D &lt;3 &nbsp;x", "Ben: AT&T & co"]), "Ana: R&D <3 \u{a0}x\nBen: AT&T & co", &[]),
        ("srt", srt(&["访谈者：为什么\n离开？", "受访者：没有\n钱。"]), "访谈者：为什么离开？\n受访者：没有钱。", &[]),
    ];
    check(&inputs, plain);
}

#[test]
fn pages_keep_or_report_everything() {
    let inputs: Vec<Input<'_>> = vec![
        ("html", "<html><body><p>Ana: <ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p></body></html>".into(), "Ana: 漢字", &["かん"]),
        ("html", "<html><body><table><tr><td>Ana<td>Why?<table><tr><td>in<td>it</table><tr><td>Ben<td>So.</table></body></html>".into(), "Ana\nWhy?\nin\tit\nBen\tSo.", &[]),
        ("html", "<html><body><p>Ana: a</p><p style='display:none'>unseen</p><p hidden>unseen too</p></body></html>".into(), "Ana: a\nunseen\nunseen too", &[]),
        ("html", "<html><body><ol><li>Why?<li>So?<ol type=a><li>x</ol></ol></body></html>".into(), "1. Why?\n2. So?\na. x", &[]),
        ("html", "<html><body><dl><dt>Ana<dd>Why?<dt>Ben<dd>So.</dl></body></html>".into(), "Ana\nWhy?\nBen\nSo.", &[]),
        ("html", "<html><body><p>Ana: one&#8203;two&shy;three &ndash; &#x1F600;</p></body></html>".into(), "Ana: one\u{200b}two\u{ad}three – \u{1f600}", &[]),
        ("html", "\u{feff}<html>\r\n<body>\r\n<p>Ana:\r\n one</p>\r<p>Ben: two</p></body></html>".into(), "Ana: one\nBen: two", &[]),
        ("xml", "<TEI><text><body><u who='#Ana'>I <del>went</del> left <note>sic</note></u><u who='#Ben'>So</u></body></text></TEI>".into(), "Ana: I left\nBen: So", &["went", "sic"]),
        ("xml", "<TEI><text><body><sp><speaker>Ana.</speaker><stage>aside</stage><p>Why?</p></sp><sp><speaker>Ben</speaker><p>So.</p></sp></body></text></TEI>".into(), "Ana: aside\nWhy?\nBen: So.", &[]),
        ("html", "<html><body><p>Ana: 我2019年\n3月走的，花了\n<b>5</b>天，有\n3 books</p></body></html>".into(), "Ana: 我2019年3月走的，花了5天，有 3 books", &[]),
        ("html", "<html><body><p title='at home'>Ana: a<img alt='a red door'> b<img alt=''><input value='typed'><input type=hidden value='x'></p></body></html>".into(), "Ana: a b", &["at home", "a red door", "typed"]),
        ("html", "<html><head><link title=x></head><body><p>Ana: a<del>was <img alt='it'></del><a href=x title='R&amp;D'>b</a></p></body></html>".into(), "Ana: ab", &["was it", "R&D"]),
        ("rtf", r"{\rtf1\ansi Ana: a{\v hid}{\footnote note}\par Ben: {\field{\*\fldinst PAGE}{\fldrslt 7}}\par}".into(), "Ana: a\nBen: 7", &["note", "hid", "PAGE"]),
        ("rtf", r"{\rtf1\ansi Ana: {\ul u}{\strike s}{\super 2}\line b\par\pard Ben: \u8217 's\par}".into(), "Ana: us2\nb\nBen: ’s", &[]),
    ];
    check(&inputs, plain);
}

#[test]
fn stated_speakers_get_their_own_words_only() {
    let tei = |body: &str| format!("<TEI><text><body>{body}</body></text></TEI>");
    let debate =
        |body: &str| format!("<akomaNtoso xmlns='x'><debate><debateBody>{body}</debateBody></debate></akomaNtoso>");
    let ana = "<speech by='#Ana'><p>Why?</p></speech>";
    let ben = "<speech by='#Ben'><p>So.</p></speech>";
    let talk = "Ana: Why?\nBen: So.";
    let inputs: Vec<Input<'_>> = vec![
        (
            "xml",
            debate(&format!("{ana}<narrative>The sitting was <i>suspended</i>.</narrative>{ben}")),
            talk,
            &["The sitting was suspended ."],
        ),
        (
            "xml",
            debate(&format!("{ana}<scene>(Applause)</scene>{ben}<summary>All agreed.</summary>")),
            talk,
            &["(Applause)", "All agreed."],
        ),
        (
            "xml",
            debate(&format!("<narrative>It began at nine.</narrative>{ana}{ben}")),
            "It began at nine.\nAna: Why?\nBen: So.",
            &[],
        ),
        (
            "xml",
            debate(&format!("<speech by='#Ana'><scene>(Rises)</scene><p>Why?</p></speech>{ben}")),
            talk,
            &["(Rises)"],
        ),
        ("xml", debate("<speech by='#Ana'><p>Why <span>is that</span>?</p></speech>"), "Ana: Why is that?", &[]),
        (
            "xml",
            tei(
                "<u who='#Ana'>Why?</u><incident><desc>a car</desc></incident><u who='#Ben'>So <vocal><desc>laughs</desc></vocal>.</u>",
            ),
            "Ana: Why?\nBen: So (laughs).",
            &["a car"],
        ),
        (
            "xml",
            tei(
                "<sp><speaker>Ana</speaker><p>Why?</p></sp><stage>She leaves.</stage><sp><speaker>Ben</speaker><p>So.</p></sp>",
            ),
            talk,
            &["She leaves."],
        ),
        (
            "xml",
            tei(
                "<annotationBlock who='#Ana'><u>Why?</u><spanGrp type='pos'><span>ADV</span><span>PUNCT</span></spanGrp></annotationBlock><u who='#Ben'>So.</u>",
            ),
            talk,
            &["ADV PUNCT"],
        ),
        (
            "xml",
            tei("<u who='#Ana'>Why?</u><span from='#a'>a question</span><interp>open</interp><u who='#Ben'>So.</u>"),
            talk,
            &["a question", "open"],
        ),
        (
            "xml",
            tei(
                "<u who='#Ana'>I <seg>have <unclear>been</unclear></seg> <hi rend='b'>away</hi>, <pause/>you<seg>r</seg> friend.</u><u who='#Ben'><seg>So.</seg><seg>Well.</seg></u>",
            ),
            "Ana: I have been away, your friend.\nBen: So. Well.",
            &["pause"],
        ),
        ("xml", tei("<u who='#Ana'>\n<seg>我2019年</seg>\n<seg>3月</seg><lb/>走的</u>"), "Ana: 我2019年3月走的", &[]),
    ];
    check(&inputs, plain);
}

#[test]
fn office_files_keep_or_report_everything() {
    let run = |text: &str| format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>");
    let p = |inner: &str| format!("<w:p>{inner}</w:p>");
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let ruby = "<w:r><w:ruby><w:rt><w:r><w:t>かん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let field = |code: &str, shown: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            run(shown)
        )
    };
    let nested = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&p(&run("in"))), cell(&p(&run("it"))));
    let inputs: Vec<Input<'_>> = vec![
        ("docx", p(&format!("{}{ruby}{}", run("Ana: "), run("字"))), "Ana: 漢字", &["かん"]),
        ("docx", p(&format!("{}{}", run("Ana: see "), field("REF a", "page 3"))), "Ana: see page 3", &["REF a"]),
        ("docx", format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>{}", cell(&p(&run("Ana"))), cell(&format!("{}{nested}{}", p(&run("Why?")), p(""))), p(&run("end"))), "Ana\nWhy?\nin\tit\n\nend", &[]),
        ("docx", p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>Ana: a</w:t></w:r>"), "Ana: a", &["hidden"]),
        ("docx", p("<w:r><w:t>Ana: co</w:t><w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>s</w:t><w:cr/><w:t>so</w:t></w:r>"), "Ana: co\u{2011}op\u{ad}s\nso", &[]),
        ("docx", p(&format!("{}<w:del w:id='1'><w:r><w:delText>not </w:delText></w:r></w:del><w:ins w:id='2'>{}</w:ins>", run("Ana: "), run("yes"))), "Ana: yes", &["not"]),
        ("docx", p(&format!("{}<w:moveFrom><w:r><w:t>one </w:t></w:r></w:moveFrom><w:moveFrom><w:r><w:t>two</w:t></w:r></w:moveFrom><w:moveTo>{}</w:moveTo>", run("Ana: "), run("two"))), "Ana: two", &["one"]),
        ("docx", p(&format!("{}<w:moveFrom><w:r><w:t>so</w:t></w:r></w:moveFrom><w:moveFrom><w:r><w:t>so</w:t></w:r></w:moveFrom><w:moveTo>{}</w:moveTo>", run("Ana: "), run("so"))), "Ana: so", &["so"]),
        ("docx", p(&format!("{}<w:moveFrom><w:r><w:t>a b</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:moveTo>", run("Ana: "))), "Ana: a\tb", &[]),
        ("docx", p(&format!("{}<w:moveFrom><w:r><w:t>off</w:t></w:r></w:moveFrom><w:moveTo><w:del><w:r><w:delText>off</w:delText></w:r></w:del></w:moveTo>", run("Ana: a"))), "Ana: a", &["off"]),
        ("docx", p(&format!("<w:r><w:rPr><w:vanish/></w:rPr><w:t>R&amp;D is</w:t><w:tab/><w:t>hid&#100;en</w:t></w:r>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>too</w:t></w:r>", run("Ana: a &lt; b"))), "Ana: a < b", &["R&D is hidden", "too"]),
        ("docx", p(&format!("{}<w:r><w:drawing><wp:docPr id='1' name='Picture 1' descr='a red door'/></w:drawing></w:r>", run("Ana: a"))), "Ana: a", &["a red door"]),
        ("docx", p(&format!("{}<w:odd>R&amp;D</w:odd>", run("Ana: a"))), "Ana: a", &["R&D"]),
        ("odt", "<text:p>Ana: 2019年\n3月<text:span>他</text:span>\n<text:span>走了</text:span>\n</text:p><text:p>\nBen: so\nwhat<text:span>\nis</text:span></text:p>".into(), "Ana: 2019年3月他走了\nBen: so what is", &[]),
        ("odt", "<text:p>Ana: <text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>かん</text:ruby-text></text:ruby>字</text:p>".into(), "Ana: 漢字", &["かん"]),
        ("odt", "<text:p>Ana:<text:s text:c='2'/>a<text:tab/>b<text:line-break/>c</text:p><text:p/><text:p>Ben: <text:date>3 May</text:date></text:p>".into(), "Ana:  a\tb\nc\n\nBen: 3 May", &[]),
        ("odt", "<text:p>Ana: a<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>sic</text:p></text:note-body></text:note> b</text:p>".into(), "Ana: a b", &["sic"]),
        ("odt", "<table:table><table:table-row><table:table-cell><text:p>Ana</text:p></table:table-cell><table:table-cell><text:p>Why?</text:p><text:p>And?</text:p></table:table-cell></table:table-row></table:table>".into(), "Ana\nWhy?\nAnd?", &[]),
    ];
    check(&inputs, |ending, body| {
        let (name, xml) = match ending {
            "docx" => ("word/document.xml", format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>")),
            _ => (
                "content.xml",
                format!(
                    "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
                ),
            ),
        };
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    });
}
