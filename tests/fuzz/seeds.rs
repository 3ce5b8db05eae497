//! Seed files: small ones made here with the features of each format, and files from this repository.

use crate::importing::import;
use crate::mutate::Seed;
use crate::packed;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::interchange::plain::ProjectDump;
use pullquote::interchange::refi::{self, ExchangeOptions};
use pullquote::interchange::{codebook, folder};
use pullquote::model::CharRange;
use std::path::Path;

pub const TALK: &str = "Interview 3, 12 May 2026\n\nI: Why did you leave?\nB: We were poor. There was no work…\nand the harvest was \
                        bad.\n\nI: [00:01:12] And then?\nB: (laughs) I don't know. “Go,” she said.\n";
const CHINESE: &str = "访谈者：为什么走？\n受访者：没有钱。家里穷，\n\n访谈者：后来呢？\n受访者：我在外打工十年。\n";
const CHAT: &str = "[12.05.26, 10:31:07] Ana: are you there?\n[12.05.26, 10:31:59] Ben 🌸: yes\nstill here\n[12.05.26, 10:33:00] Ana: ok\n";
const TIMED: &str = "[00:01.000 --> 00:02.000]  Ana: Yes.\n[00:03.000 --> 00:04.000]  Ben: No.\n00:05\tAna\tWhy?\n";

/// The beginnings of the sample study's transcripts.
fn samples() -> impl Iterator<Item = String> {
    let texts = [
        include_str!("../../sample-projects/dianjiang/transcripts/A.txt"),
        include_str!("../../sample-projects/dianjiang/transcripts/FGD 1.txt"),
        include_str!("../../sample-projects/dianjiang/transcripts/K.txt"),
    ];
    texts.into_iter().map(|text| text.chars().take(1_500).collect())
}

pub fn texts(_: &Path) -> Vec<Seed> {
    let mut all: Vec<String> = [TALK, CHINESE, CHAT, TIMED].map(str::to_owned).to_vec();
    all.push("P1\tWhat is it?\nP2\tWork.\nP1\tAnd?\nP2\tPay.\n".into());
    all.push("MODERATOR\nWelcome to you all.\n\nSPEAKER 01\nThanks.\n\nSPEAKER 02\nHello.\n".into());
    all.extend(samples());
    let mut seeds: Vec<Seed> = all.iter().map(Seed::text).collect();
    let wide =
        |bytes: fn(u16) -> [u8; 2]| Seed::Bytes(format!("\u{feff}{TALK}").encode_utf16().flat_map(bytes).collect());
    seeds.extend([wide(u16::to_le_bytes), wide(u16::to_be_bytes)]);
    for (encoding, text) in [
        (encoding_rs::GB18030, CHINESE),
        (encoding_rs::BIG5, "訪談者：為什麼走？\n受訪者：沒有錢。\n"),
        (encoding_rs::SHIFT_JIS, "質問者：なぜですか。\n回答者：お金がなかった。\n"),
        (encoding_rs::EUC_KR, "질문: 왜 떠났나요?\n대답: 돈이 없었어요.\n"),
        (encoding_rs::WINDOWS_1252, "I: Où étiez-vous ?\nB: Zoë n’était pas là – “jamais”.\n"),
        (encoding_rs::WINDOWS_1251, "И: Почему вы уехали?\nО: Работы не было.\n"),
    ] {
        seeds.push(Seed::Bytes(encoding.encode(text).0.into_owned()));
    }
    seeds
}

pub fn plain_texts(_: &Path) -> Vec<Seed> {
    [TALK, CHINESE, CHAT, TIMED].into_iter().map(str::to_owned).chain(samples()).map(Seed::text).collect()
}

/// Queries with every part of the grammar.
pub fn queries(_: &Path) -> Vec<Seed> {
    [
        r#""Low income"[gender="Female", coder="Ann"] near 30 words text("rent", whole, case)"#,
        r#"="a > b" not overlaps ("c" or important) and any[document:round="2"] without "d" in exchange"#,
        "“低收入”［性别＝“女”］ before ３ turns text(“钱”，regex)",
    ]
    .map(Seed::text)
    .to_vec()
}

/// A pattern for speakers in the first line, and the text below it.
pub fn patterns(_: &Path) -> Vec<Seed> {
    let pattern = |(pattern, text): (&str, &str)| Seed::text(format!("{pattern}\n{text}"));
    let all = [
        (r"(\w+):\s*", TALK),
        (r"", TALK),
        (r"(?P<name>[^：]{1,9})：", CHINESE),
        (r"\[[^\]]*\] ([^:]+): ", CHAT),
        (r"(?:I|B)(?=:)", TALK),
        (r"(a|b|ab)*?:", TALK),
        (r"\b\p{Lu}{1,3}\b(?i:x|)?", TALK),
        (r"()", TALK),
        (r".*", CHINESE),
    ];
    all.into_iter().map(pattern).collect()
}

pub fn markdown(_: &Path) -> Vec<Seed> {
    let made = "---\ntitle: x\n---\n# Interview *one*\n\n**I:** Why _did_ you `leave`?\n\n> B: No ~~money~~ [^1]\n\n[^1]: a note\n\n- a\n  1. b\n\
                \n| who | words |\n|:--|--:|\n| I | Why? \\| |\n\n<!-- hidden -->\n![alt](x.png \"t\") [link](http://a.b)\n\n```\ncode\n```\n\n\
                Title\n===\n***\n\\*not\\* &amp; <b>bold</b>\n";
    let guide: String = include_str!("../../assets/guide/README.md").chars().take(4_000).collect();
    vec![Seed::text(made), Seed::text(guide), Seed::text(TALK)]
}

pub const PAGE: &str = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>t</title><style>p{}</style></head><body>\
    <h1>Interview</h1><p><b>I:</b> Why&nbsp;did you <i>leave</i>?<p>B: No money &amp; no work.<br>None<ul><li>a<ol start=3><li>b</ol></ul>\
    <table><tr><th colspan=2>h<td rowspan=2>x</table><del>gone</del><ins>new</ins><script>var a='</p>';</script>\
    <div hidden>unseen</div><details><summary>s</summary>t</details><pre>  a\n b</pre><ruby>钱<rt>qian</rt></ruby><img alt='picture'>\
    <textarea>z</textarea><!-- note --><sup>1</sup><a href='#n'>link</a></body></html>";

pub fn pages(_: &Path) -> Vec<Seed> {
    vec![
        Seed::text(PAGE),
        Seed::text("<p>I: a\n<p>B: b"),
        Seed::text("<html><body><blockquote><div>x</div></blockquote>"),
    ]
}

pub fn archives(_: &Path) -> Vec<Seed> {
    let archive = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b1\"; type=\"text/html\"\r\n\r\n--b1\r\n\
         Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--b1\r\n\
         Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b1--\r\n",
        PAGE.replace('=', "=3D")
    );
    let base =
        "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: base64\n\nPHA+STogV2h5PzxwPkI6IE5vLg==\n";
    let nested = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\
                  Content-Type: text/plain\n\nI: Why?\n--b--\n--a--\n";
    [archive.as_str(), base, nested].map(Seed::text).to_vec()
}

pub fn xml(_: &Path) -> Vec<Seed> {
    let tei = "<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>t</title></titleStmt>\
        </fileDesc><profileDesc><particDesc><listPerson><person xml:id='A'><persName>Ana</persName></person></listPerson></particDesc>\
        </profileDesc></teiHeader><text><timeline><when xml:id='T1' absolute='00:00:01'/></timeline><body><div><head>One</head>\
        <u who='#A' start='#T1'>Why <pause/><del>did</del> <unclear>you</unclear> leave?</u><sp who='#B'><speaker>Ben</speaker>\
        <p>No <hi rend='bold'>money</hi><note>aside</note>.</p></sp><list><item>a</item></list></div></body></text></TEI>";
    let law = "<akomaNtoso><debate><meta/><debateBody><debateSection><heading>h</heading><speech by='#a'><from>Mr A</from><p>Yes.</p>\
        </speech><question><from>B:</from><p>No?</p></question></debateSection></debateBody></debate></akomaNtoso>";
    let flat = "<?xml version='1.0'?><office:document xmlns:office='o' xmlns:text='t' office:mimetype='application/vnd.oasis.opendocument.text'>\
        <office:body><office:text><text:h text:outline-level='1'>One</text:h><text:p>I: Why?<text:s text:c='3'/>x</text:p></office:text>\
        </office:body></office:document>";
    [tei, law, flat].map(Seed::text).to_vec()
}

pub fn rtf(_: &Path) -> Vec<Seed> {
    let one = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset134 SimSun;}}{\colortbl;\red0\green0\blue0;}
{\stylesheet{\s1\b Heading 1;}}{\info{\author me}}{\*\generator x;}\pard\s1\b Interview\b0\par
I: Why did you \i leave\i0 ?\par B: Z\'eb \u27809?\uc2\u38065 ??\line {\v hidden}{\deleted gone}{\footnote\chftn a note}\tab x\par
\trowd\cellx100\cellx200\intbl a\cell b\cell\row\pard{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict\bin3 abc}
{\*\annotation remark}{\listtext 1.\tab}item\par\f1\'c7\'ae\par}";
    let bin = r"{\rtf1\mac\bin5 a{}}b \u-10179?\u-8704?{\upr{a}{\*\ud{b}}}\'80\emdash\lquote\~\_\-\sect\page\endash}";
    [one, bin].map(Seed::text).to_vec()
}

pub fn docx(_: &Path) -> Vec<Seed> {
    let types = "<Types><Default Extension='xml' ContentType='application/xml'/><Override PartName='/word/document.xml' \
        ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
    let rels = "<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' \
        Target='word/document.xml'/></Relationships>";
    let parts = "<Relationships><Relationship Id='a' Type='x/styles' Target='styles.xml'/><Relationship Id='b' Type='x/numbering' \
        Target='numbering.xml'/><Relationship Id='c' Type='x/footnotes' Target='footnotes.xml'/><Relationship Id='d' Type='x/comments' \
        Target='comments.xml'/></Relationships>";
    let body = "<w:document xmlns:w='w'><w:body><w:p><w:pPr><w:pStyle w:val='H1'/></w:pPr><w:r><w:t>Interview</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>I:</w:t></w:r>\
        <w:r><w:t xml:space='preserve";
    let body = format!(
        "{body}'> Why?</w:t><w:tab/><w:br/><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F04A'/></w:r>\
         <w:commentRangeStart w:id='0'/><w:r><w:footnoteReference w:id='2'/></w:r></w:p>\
         <w:p><w:ins w:id='1'><w:r><w:t>B: new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>m\
         </w:t></w:r></w:moveFrom></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>00:01</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>Ana</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Yes.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/>\
         </w:r><w:r><w:t>7</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>\
         <mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>\
         </w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:sdt><w:sdtContent><w:r><w:t>s</w:t></w:r></w:sdtContent></w:sdt>\
         <w:r><w:ruby><w:rt><w:r><w:t>q</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>钱</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>\
         <w:sectPr><w:headerReference r:id='h'/></w:sectPr></w:body></w:document>"
    );
    let styles = "<w:styles><w:style w:type='paragraph' w:styleId='H1'><w:name w:val='heading 1'/><w:basedOn w:val='N'/><w:pPr><w:outlineLvl \
        w:val='0'/></w:pPr><w:rPr><w:b/></w:rPr></w:style><w:style w:type='paragraph' w:styleId='N' w:default='1'><w:basedOn w:val='H1'/></w:style></w:styles>";
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='chineseCounting'/>\
        <w:lvlText w:val='%1.%2)'/></w:lvl><w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerRoman'/><w:lvlText w:val='%2'/></w:lvl>\
        </w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='4000'/></w:lvlOverride></w:num></w:numbering>";
    let notes = "<w:footnotes><w:footnote w:id='2'><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let comments =
        "<w:comments><w:comment w:id='0' w:author='me'><w:p><w:r><w:t>look</w:t></w:r></w:p></w:comment></w:comments>";
    let small = "<w:document><w:body><w:p><w:r><w:t>I: Why?</w:t></w:r></w:p><w:p><w:r><w:t>B: No.</w:t></w:r></w:p></w:body></w:document>";
    vec![
        Seed::packed([
            ("[Content_Types].xml", types),
            ("_rels/.rels", rels),
            ("word/_rels/document.xml.rels", parts),
            ("word/document.xml", &body),
            ("word/styles.xml", styles),
            ("word/numbering.xml", numbering),
            ("word/footnotes.xml", notes),
            ("word/comments.xml", comments),
        ]),
        Seed::packed([("word/document.xml", small)]),
    ]
}

pub fn odt(_: &Path) -> Vec<Seed> {
    let content = "<office:document-content xmlns:office='o'><office:automatic-styles><style:style style:name='P1' style:family='paragraph' \
        style:parent-style-name='H'/><style:style style:name='T1' style:family='text'><style:text-properties fo:font-weight='bold' \
        text:display='none'/></style:style><text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='i' \
        style:num-suffix='.' text:start-value='3' text:display-levels='2'/></text:list-style></office:automatic-styles><office:body><office:text>\
        <text:tracked-changes><text:changed-region text:id='c1'><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>\
        </text:tracked-changes><text:h text:outline-level='2'>One</text:h><text:p text:style-name='P1'>I:<text:s text:c='2'/>Why<text:tab/>\
        <text:line-break/><text:span text:style-name='T1'>bold</text:span><text:change text:change-id='c1'/><text:note><text:note-citation>1\
        </text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p><text:list text:style-name='L1'>\
        <text:list-item text:start-value='9'><text:p>B: a</text:p><text:list><text:list-item><text:p>b</text:p></text:list-item></text:list>\
        </text:list-item></text:list><table:table><table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-spanned='2' \
        table:number-columns-repeated='3'><text:p>x</text:p></table:table-cell></table:table-row></table:table><text:p><office:annotation>\
        <dc:creator>me</dc:creator><text:p>look</text:p></office:annotation><draw:frame><draw:text-box><text:p>box</text:p></draw:text-box>\
        </draw:frame><text:ruby><text:ruby-base>钱</text:ruby-base><text:ruby-text>q</text:ruby-text></text:ruby></text:p></office:text></office:body>\
        </office:document-content>";
    let styles = "<office:document-styles><office:styles><style:style style:name='H' style:family='paragraph' style:default-outline-level='1'>\
        <style:text-properties fo:font-style='italic'/></style:style></office:styles><office:master-styles><style:master-page><style:header>\
        <text:p>head</text:p></style:header></style:master-page></office:master-styles></office:document-styles>";
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'/></manifest:manifest>";
    vec![
        Seed::packed([
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", content),
            ("styles.xml", styles),
            ("META-INF/manifest.xml", manifest),
        ]),
        Seed::packed([("content.xml", content)]),
    ]
}

const SRT: &str = "1\n00:00:01,000 --> 00:00:02,500\nAna: Why did\nyou leave?\n\n2\n00:00:03,000 --> 00:00:04,000 X1:1 X2:2\n<i>{\\an8}- No.</i>\n- \
                   Yes &amp; no.\n\n3\n00:00:04,000 --> 00:00:05,000\n[BEN] there was\n\n4\n00:00:05,000 --> 00:00:06,000\nthere was\nno work\n";
const VTT: &str = "WEBVTT - t\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\n\nNOTE made by hand\n\nintro\n00:01.000 --> 00:02.500 \
                   align:start position:0%\n<v.loud Lee, Ana>Why did\n<c.x>you</c> leave?</v>\n\n1\n01:00:43.810 --> 01:00:45.000\n<00:00:43.900><b>There\
                   </b> was &lt;none&gt; &nbsp;\n\n00:50.000 --> 00:51.000\n<v Ben>No</v> <lang en>x</lang>\n";

pub fn srt(_: &Path) -> Vec<Seed> {
    let cases = [
        SRT,
        "00:01 --> 00:02\na\n\n00:02 --> 00:03\na\nb\n",
        "1\r\n00:01,000 --> 00:02,000\r\n1984\r\n2\r\n00:03,000 --> 00:04,000\r\nB: 3",
    ];
    cases.map(Seed::text).to_vec()
}

pub fn vtt(_: &Path) -> Vec<Seed> {
    vec![
        Seed::text(VTT),
        Seed::text(format!("\u{feff}{}", VTT.replace('\n', "\r\n"))),
        Seed::text("WEBVTT\n\n00:01.000 --> 00:02.000\nA: a.\n"),
    ]
}

pub fn ass(_: &Path) -> Vec<Seed> {
    let events = "[Events]\nFormat: Layer, Start, End, Style, Name, Effect, Text\n\
                  Dialogue: 0,0:00:01.00,0:00:02.00,Default,Ana,,{\\i1}Why{\\i0},\\Nthere?\n\
                  Comment: 0,0:00:02.00,0:00:03.00,Default,,,check\nDialogue: 0,0:00:03.00,0:00:04.00,Default,Ben,Banner;1,So.\n";
    let head = "[Script Info]\nTitle: Mill\n\n[V4+ Styles]\nStyle: Default,Arial\n\n[Fonts]\nfontname: a\n!!!\n\n";
    vec![Seed::text(format!("{head}{events}")), Seed::text(events)]
}

/// A file of numbered objects, the first of which is the root. Streams are not compressed, so that mutations reach
/// them.
fn pdf_file(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, body) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{body}\nendobj\n").bytes());
    }
    let list = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).bytes());
    out.extend(places.iter().flat_map(|place| format!("{place:010} 00000 n \n").into_bytes()));
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{list}\n%%EOF\n", places.len() + 1).bytes());
    out
}

pub fn pdf(_: &Path) -> Vec<Seed> {
    let stream = |dict: &str, data: &str| format!("<< /Length {} {dict} >>\nstream\n{data}\nendstream", data.len());
    let content = "BT /F 12 Tf 14 TL 72 720 Td (I: Why did you leave the village, and when was it) Tj T* (that you first thought of it?) Tj \
        1 0 0 1 72 680 Tm [(B: We) -300 (were) 20 (poor.)] TJ 0 -20 TD (No \\(work\\) \\343.) ' 3 1 (x) \" ET q 2 0 0 2 0 0 cm /X Do Q\n\
        BT /U 9 Tf 300 40 Td <00010002> Tj 50 Tz 2 Ts 1 Tr 3 Tc 4 Tw ET /Span << /ActualText (y) >> BDC BT (z) Tj ET EMC\n\
        BT /F 8 Tf 300 20 Td (7) Tj ET BI /W 1 /H 1 ID x EI";
    let cmap = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <94B1> \
        endbfchar 1 beginbfrange <0002> <0005> [<0041> <0042> <D83DDE00>] endbfrange endcmap end";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate 0 /Contents [7 0 R] /Annots [<< /Subtype /Text /Contents (note) >>] \
        /Resources << /Font << /F 4 0 R /U 5 0 R >> /XObject << /X 8 0 R >> /ExtGState << /G << /Font [4 0 R 3] >> >> >> >>";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>".to_owned(),
        page.to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /FirstChar 32 /Widths [250 300] /Encoding << /Differences [65 /eacute /f_i] >> >>".to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Type /Font /Subtype \
         /CIDFontType2 /BaseFont /A /DW 900 /W [1 [500 600] 3 9 700] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>] >>".to_owned(),
        stream("", cmap),
        stream("", content),
        stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 0 0] /Resources << /XObject << /X 8 0 R >> >>", "BT /F 5 Tf (inner) Tj ET /X Do"),
        "<< /First 10 0 R /Count 1 >>".to_owned(),
        "<< /Title (t) /Next 10 0 R >>".to_owned(),
    ];
    vec![
        Seed::Bytes(pdf_file(&objects)),
        Seed::Bytes(include_bytes!("../data/documents/restricted.pdf").to_vec()),
        Seed::Bytes(include_bytes!("../data/documents/protected.pdf").to_vec()),
    ]
}

const SEGMENTS: &str = "Document,Code,Segment,Start,End,Coder,Memo\nB/1,\"rent, 收入低\",收入低,11,14,Ana,why\nB/1,钱 > rent; rent,Cafe\u{301} no,,,Ben,\n\
                        焦点小组,rent,我没有钱,0,4,Ana,\"a\nb\"\n";

pub fn separated(_: &Path) -> Vec<Seed> {
    let cases = [
        SEGMENTS,
        "name;age;since\nAna;34;2020-01-02\nBen;;\n",
        "a\tb\n\"x\"\"y\n z\"\t1\n",
        "sep=;\nid;x\n1;2\n",
        "Time,Speaker,Text\n00:01,Ana,Why?\n00:03,Ben,No.\n00:05,Ana,And?\n",
        "StartDate,Q1,Q2_1\nStart Date,What is it?,\"Which - A\"\n\"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",x\n2020,a,1\n",
        include_str!("../../sample-projects/dianjiang/participants.csv"),
    ];
    let wide = |text: &str| format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut seeds = cases.map(Seed::text).to_vec();
    seeds.push(Seed::Bytes(wide(SEGMENTS)));
    seeds
}

pub fn segments(_: &Path) -> Vec<Seed> {
    let cases = [
        SEGMENTS,
        "document;code;quote\nB/1;a/b|c;收入低\nempty;x;y\n焦点小组;rent / 钱;我 也没有\n",
        "Document,Text,rent,钱 > 收入低\nB/1,Cafe\u{301},1,0\n焦点小组,没有钱,0,1\n",
    ];
    cases.map(Seed::text).to_vec()
}

pub fn xlsx(_: &Path) -> Vec<Seed> {
    let sheet = "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='inlineStr'><is><t>age</t></is></c><c r='C1' t='str'><v>on</v></c></row>\
        <row r='2'><c r='A2' t='s'><v>1</v></c><c r='B2'><v>3.50</v></c><c r='C2' s='1'><v>43952.5</v></c></row><row><c><f>1+1</f><v>2</v></c><c t='b'>\
        <v>1</v></c><c t='e'><v>#N/A</v></c><c r='XFD3' s='2'><v>-0.25</v></c></row></sheetData><mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>";
    vec![Seed::packed([
        (
            "[Content_Types].xml",
            "<Types><Override PartName='/xl/workbook.xml' ContentType='application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships><Relationship Id='r' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook><workbookPr date1904='1'/><sheets><sheet name='empty' sheetId='1' state='hidden' r:id='r0'/><sheet name='a' sheetId='2' r:id='r1'/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='x/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='r3' Type='x/styles' Target='/xl/styles.xml'/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", sheet),
        (
            "xl/sharedStrings.xml",
            "<sst count='2'><si><t>name</t></si><si><r><t xml:space='preserve'>An</t></r><r><t>a_x000D_</t></r><rPh><t>p</t></rPh></si></sst>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[h]:mm;@\"x\"'/><numFmt numFmtId='165' formatCode='0.00%;[Red]-#,##0'/></numFmts><cellXfs><xf numFmtId='0'/><xf numFmtId='22'/><xf numFmtId='165'/><xf numFmtId='164'/></cellXfs></styleSheet>",
        ),
    ])]
}

pub fn ods(_: &Path) -> Vec<Seed> {
    let content = "<office:document-content><office:body><office:spreadsheet><table:table table:name='a'><table:table-row><table:table-cell>\
        <text:p>name</text:p></table:table-cell><table:table-cell table:number-columns-repeated='2'><text:p>x</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='3'><table:table-cell office:value-type='float' office:value='3.5'><text:p>3,5</text:p></table:table-cell>\
        <table:covered-table-cell/><table:table-cell office:value-type='date' office:date-value='2020-01-02T03:04:05' table:number-columns-spanned='2' \
        table:number-rows-spanned='2'><text:p>2.1.20</text:p><office:annotation><text:p>n</text:p></office:annotation></table:table-cell></table:table-row>\
        <table:table-row><table:table-cell office:value-type='time' office:time-value='PT36H01M02S'/><table:table-cell office:value-type='boolean' \
        office:boolean-value='true'/><table:table-cell office:value-type='percentage' office:value='0.25' table:formula='of:=1'/></table:table-row>\
        <table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16000'/></table:table-row></table:table>\
        </office:spreadsheet></office:body></office:document-content>";
    vec![Seed::packed([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)])]
}

/// The small study of the flow tests, with difficult text.
fn good() -> [(&'static str, &'static str); 12] {
    [
        ("project.json", include_str!("../flows/good/project.json")),
        ("codebook.json", include_str!("../flows/good/codebook.json")),
        ("participants.csv", "participant,age,note,\"a,b\"\nB/1,43,,\"x, \"\"y\"\"\"\nC,,,\n李,29,\"两\n行\",\n"),
        ("documents.csv", "document,round,a=b\nB/1,1,x\nempty,2,\n"),
        ("sets.json", include_str!("../flows/good/sets.json")),
        ("queries.json", include_str!("../flows/good/queries.json")),
        ("transcripts/B 1.txt", "问：为什么回来？\n答：收入低，👨\u{200d}👩\u{200d}👧 在家。Cafe\u{301} no.\n"),
        ("transcripts/组/焦点.txt", "M: 我没有钱。\nF: 我也没有。\n"),
        ("transcripts/empty.txt", ""),
        ("codings/one.json", include_str!("../flows/good/one.json")),
        ("codings/two.json", include_str!("../flows/good/two.json")),
        ("memos.json", include_str!("../flows/good/memos.json")),
    ]
}

pub fn dump() -> ProjectDump {
    folder::read_files(&good()).expect("the study of the tests").0
}

pub fn folders(_: &Path) -> Vec<Seed> {
    vec![Seed::packed(good())]
}

pub fn codebooks_json(_: &Path) -> Vec<Seed> {
    let [_, (_, book), ..] = good();
    let template = include_str!("../../assets/templates/assets-push-pull.json");
    vec![
        Seed::text(book),
        Seed::text(template),
        Seed::text(include_str!("../../sample-projects/dianjiang/codebook.json")),
    ]
}

pub fn codebooks_csv(_: &Path) -> Vec<Seed> {
    let made = codebook::render(&dump().codebook, codebook::CodebookFormat::Csv).expect("a table in memory");
    let cases = [
        "code,parent,color,description\na,,#ff0000,x\nb,a,,\nc > d,b,red,y\n",
        "Tag;Level\nwork;1\nwork.pay;2\n",
        "Level 1,Level 2\na,\n,b\nc,d\n",
    ];
    let mut seeds = cases.map(Seed::text).to_vec();
    seeds.push(Seed::Bytes(made));
    seeds
}

pub fn qdc(_: &Path) -> Vec<Seed> {
    vec![Seed::Bytes(refi::write_codebook(&dump().codebook).expect("a codebook in memory"))]
}

fn qdpx_bytes(dump: &ProjectDump) -> Vec<u8> {
    let file = std::io::Cursor::new(Vec::new());
    refi::write(dump, &ExchangeOptions::default(), &refi::WholeDump::new(dump), 0, file)
        .expect("a project in memory")
        .into_inner()
}

pub fn qdpx(_: &Path) -> Vec<Seed> {
    vec![Seed::Packed(packed::unpack(&qdpx_bytes(&dump())).expect("a project that was just written"))]
}

fn database(scratch: &Path, sql: &str) -> Vec<Seed> {
    let path = scratch.join("seed.sqlite");
    let _ = std::fs::remove_file(&path);
    let connection = rusqlite::Connection::open(&path).expect("a database");
    connection.execute_batch(sql).expect("the seed's tables");
    connection.close().expect("the database closed");
    vec![Seed::Database(std::fs::read(&path).expect("the database"))]
}

pub fn qualcoder(scratch: &Path) -> Vec<Seed> {
    database(
        scratch,
        "CREATE TABLE project(databaseversion text, date text, memo text, about text);
         CREATE TABLE source(id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text);
         CREATE TABLE code_cat(catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
         CREATE TABLE code_name(cid integer primary key, name text, memo text, catid integer, owner text, date text, color text);
         CREATE TABLE code_text(cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text,
             memo text, important integer);
         CREATE TABLE annotation(anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text);
         CREATE TABLE cases(caseid integer primary key, name text, memo text, owner text, date text);
         CREATE TABLE case_text(id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
         CREATE TABLE attribute(attrid integer primary key, name text, attr_type text, value text, id integer);
         CREATE TABLE journal(jid integer primary key, name text, jentry text, date text, owner text);
         INSERT INTO project VALUES ('v14', '2026-01-02 03:04:05', 'about', 'QualCoder 3');
         INSERT INTO source VALUES (1, 'a.txt', '😀 one two' || char(13,10) || 'three four', NULL, 'memo', 'x', '2026-01-02 03:04:05'),
             (2, 'p.png', NULL, '/images/p.png', '', 'x', '');
         INSERT INTO code_cat VALUES (1, 'Outer', 'x', '', '', NULL), (2, 'Inner', 'x', '', '', 1), (3, 'Round', '', '', '', 4),
             (4, 'About', '', '', '', 3);
         INSERT INTO code_name VALUES (1, 'work', 'what', 2, 'x', '', '#AABBCC'), (2, 'rest', '', NULL, 'x', '', '#112233');
         INSERT INTO code_text VALUES (1, 1, 'one', 3, 6, 'alice', '2026-01-02 03:04:05', 'why', NULL),
             (2, 1, 'two' || char(8233) || 'three', 7, 16, 'bruno', '', '', 1), (9, 1, 'one', 3, 6, 'alice', '', '', NULL);
         INSERT INTO cases VALUES (1, 'Ana', 'memo', 'x', '');
         INSERT INTO case_text VALUES (1, 1, 1, 0, 20);
         INSERT INTO attribute VALUES (1, 'Age', 'case', '34', 1), (2, 'Mode', 'file', 'phone', 1);
         INSERT INTO annotation VALUES (1, 1, 3, 6, 'look', 'alice');
         INSERT INTO journal VALUES (1, 'day 1', 'words', '', 'x');",
    )
}

pub fn taguette(scratch: &Path) -> Vec<Seed> {
    database(
        scratch,
        "CREATE TABLE projects(id integer primary key, name text, description text);
         CREATE TABLE documents(id integer primary key, name text, description text, project_id integer, contents text);
         CREATE TABLE tags(id integer primary key, project_id integer, path text, description text);
         CREATE TABLE highlights(id integer primary key, document_id integer, start_offset integer, end_offset integer);
         CREATE TABLE highlight_tags(highlight_id integer, tag_id integer);
         CREATE TABLE commands(id integer primary key, user_login text, payload text);
         INSERT INTO projects VALUES (1, 'Mine', 'about'), (2, 'Other', '');
         INSERT INTO documents VALUES (1, 'd', 'memo', 1, '<p>钱 &amp; time</p>' || char(10) || '<p>two</p>');
         INSERT INTO tags VALUES (1, 1, 'A.B', 'def'), (2, 1, 'C', '');
         INSERT INTO highlights VALUES (1, 1, 0, 3), (2, 1, 6, 10), (3, 1, 11, 14), (4, 1, 900, 901);
         INSERT INTO highlight_tags VALUES (1, 1), (2, 1), (2, 2), (4, 1);
         INSERT INTO commands VALUES (1, 'ann', '{\"type\": \"highlight_add\", \"highlight_id\": 1}');",
    )
}

/// A project file with a history.
pub fn projects(scratch: &Path) -> Vec<Seed> {
    let place = scratch.join("seed-folder");
    for (name, text) in good() {
        let path = place.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&place)).expect("the seed's folder");
        std::fs::write(path, text).expect("the seed's file");
    }
    let path = scratch.join("seed.pullquote");
    let _ = std::fs::remove_file(&path);
    let mut project = Project::create(&path, "Seed").expect("a project");
    import(&mut project, place, false);
    project
        .execute(&Command::AddCoder { name: "Ana".into() }, &Actor::named("Ana"), &Progress::default())
        .expect("a coder");
    let study = project.reads().study().expect("the study");
    let (source, code) = (study.sources[0].id, study.codebook.codes()[0].id);
    for range in [CharRange::new(2, 5), CharRange::new(4, 9)] {
        let command = Command::Code { source, range, codes: vec![code] };
        project.execute(&command, &Actor::named("Ana"), &Progress::default()).expect("a passage");
    }
    project.execute(&Command::Undo { steps: 1 }, &Actor::named("Ana"), &Progress::default()).expect("an undo");
    drop(project);
    vec![Seed::Database(std::fs::read(&path).expect("the project file"))]
}

pub fn numbers(_: &Path) -> Vec<Seed> {
    vec![Seed::Number]
}
