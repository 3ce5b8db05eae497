//! Like `every_word`, for zipped office files and web pages.

use super::every_word::{Maker, NAMES, check, paragraphs};
use super::support::zipped;

const FILES: u64 = 60;

/// Typed text that could be mistaken for markup.
const PLAIN: [&str; 8] = ["<{}>", "< {} and", "{} > 3", "1984 {}", "[{}]", "{}…", "没{}有", "{} & so"];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Inserts runs into patterns at `@`, occasionally with other content between them.
fn written(maker: &mut Maker, runs: &[String], patterns: &[&str], beside: &[&str]) -> String {
    let mut out = String::new();
    for (i, run) in runs.iter().enumerate() {
        out += &maker.any(patterns).replace('@', &escaped(run));
        if i > 1 && maker.one_in(5) {
            let pattern = maker.any(beside).replace('@', "{}");
            out += &maker.thing(&pattern);
        }
    }
    out
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[test]
fn word_files_keep_or_report_every_word() {
    let run = "<w:r><w:t xml:space='preserve'>@</w:t></w:r>";
    let patterns: Vec<String> = [
        "#",
        "#",
        "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>@</w:t></w:r>",
        "<w:ins w:id='1' w:author='x'>#</w:ins>",
        "<w:hyperlink w:anchor='a'>#</w:hyperlink>",
        "<w:sdt><w:sdtPr><w:alias w:val='a'/></w:sdtPr><w:sdtContent>#</w:sdtContent></w:sdt>",
        "<w:smartTag w:element='place'>#</w:smartTag>",
        "<w:bookmarkStart w:id='0' w:name='b'/>#<w:bookmarkEnd w:id='0'/>",
        "<mc:AlternateContent><mc:Choice Requires='x'>#</mc:Choice><mc:Fallback>#</mc:Fallback></mc:AlternateContent>",
    ]
    .iter()
    .map(|pattern| pattern.replace('#', run))
    .collect();
    let beside: Vec<String> = [
        "<x:strange>#</x:strange>",
        "<x:strange>@</x:strange>",
        "<w:strange w:val='1'><x:inner>@</x:inner></w:strange>",
        "<w:del w:id='2'><w:r><w:delText>@</w:delText></w:r></w:del>",
        "<w:moveFrom w:id='3'>#</w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>@</w:t></w:r>",
        "<w:r><w:instrText>@</w:instrText></w:r>",
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p>#</w:p></w:txbxContent></v:textbox></w:pict></w:r>",
        "<w:r><w:ruby><w:rt>#</w:rt><w:rubyBase/></w:ruby></w:r>",
        "<m:oMath><m:r><m:t>@</m:t></m:r></m:oMath>",
    ]
    .iter()
    .map(|pattern| pattern.replace('#', run))
    .collect();
    let (patterns, beside): (Vec<&str>, Vec<&str>) =
        (patterns.iter().map(String::as_str).collect(), beside.iter().map(String::as_str).collect());
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &PLAIN);
        let (body, spoken) = paragraphs(&mut maker, &talk, &mut |maker, runs| {
            let runs = written(maker, runs, &patterns, &beside);
            format!("<w:p w:rsidR='00A1'><w:pPr><w:jc w:val='left'/></w:pPr>{runs}</w:p>")
        });
        let part = |maker: &mut Maker, root: &str, piece: &str| {
            let run = maker.thing("<w:p><w:r><w:t>{}</w:t></w:r></w:p>");
            let piece = if piece.is_empty() { run } else { format!("<w:{piece} w:id='7'>{run}</w:{piece}>") };
            format!("<w:{root} xmlns:w='w'>{piece}</w:{root}>")
        };
        let comments = part(&mut maker, "comments", "comment");
        let notes = part(&mut maker, "footnotes", "footnote");
        let head = part(&mut maker, "hdr", "");
        let main = maker.any(&["document.xml", "document2.xml"]).to_owned();
        let rels = |entries: &[(&str, &str)]| {
            let entry = |(i, (kind, target)): (usize, &(&str, &str))| {
                format!("<Relationship Id='rId{i}' Type='{OFFICE}/{kind}' Target='{target}'/>")
            };
            let all: String = entries.iter().enumerate().map(entry).collect();
            format!(
                "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{all}</Relationships>"
            )
        };
        let document = format!(
            "<w:document xmlns:w='w' xmlns:x='x' xmlns:v='v' xmlns:m='m' xmlns:mc='mc'><w:body>{body}<w:p><w:r><w:footnoteReference w:id='7'/>\
             <w:commentReference w:id='7'/></w:r></w:p></w:body></w:document>"
        );
        let file = zipped(&[
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", &rels(&[("officeDocument", &format!("word/{main}"))])),
            (
                &format!("word/_rels/{main}.rels"),
                &rels(&[("comments", "comments.xml"), ("footnotes", "footnotes.xml"), ("header", "header1.xml")]),
            ),
            (&format!("word/{main}"), &document),
            ("word/comments.xml", &comments),
            ("word/footnotes.xml", &notes),
            ("word/header1.xml", &head),
        ]);
        check("talk.docx", &file, &spoken, &NAMES, &maker.beside);
    }
}

#[test]
fn opendocument_files_keep_or_report_every_word() {
    let patterns = [
        "@",
        "<text:span text:style-name='T1'>@</text:span>",
        "<text:a xlink:href='x'>@</text:a>",
        "<text:bookmark text:name='b'/>@",
        "<text:span><text:span>@</text:span></text:span>",
        "<text:soft-page-break/>@",
        "<text:s/>@",
    ];
    let beside = [
        "<x:strange>@</x:strange>",
        "<x:strange><text:span>@</text:span></x:strange>",
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>@</text:p></text:note-body></text:note>",
        "<office:annotation><dc:creator>x</dc:creator><text:p>@</text:p></office:annotation>",
        "<draw:frame><draw:text-box><text:p>@</text:p></draw:text-box></draw:frame>",
        "<text:user-field-get>@</text:user-field-get>",
        "<text:ruby><text:ruby-base/><text:ruby-text>@</text:ruby-text></text:ruby>",
        "<text:meta>@</text:meta>",
    ];
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &PLAIN);
        let (body, spoken) = paragraphs(&mut maker, &talk, &mut |maker, runs| {
            let runs = written(maker, runs, &patterns, &beside);
            maker
                .any(&[
                    "<text:p>@</text:p>",
                    "<text:h text:outline-level='2'>@</text:h>",
                    "<text:section><text:p text:style-name='P'>@</text:p></text:section>",
                ])
                .replace('@', &runs)
        });
        let deleted = maker.thing("<text:tracked-changes><text:changed-region><text:deletion><text:p>{}</text:p></text:deletion></text:changed-region></text:tracked-changes>");
        let head = maker.thing("<style:header><text:p>{}</text:p></style:header>");
        let names =
            "xmlns:office='o' xmlns:text='t' xmlns:draw='d' xmlns:dc='dc' xmlns:xlink='l' xmlns:style='s' xmlns:x='x'";
        let file = zipped(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                &format!(
                    "<office:document-content {names}><office:body><office:text>{deleted}{body}</office:text></office:body></office:document-content>"
                ),
            ),
            (
                "styles.xml",
                &format!(
                    "<office:document-styles {names}><office:master-styles><style:master-page style:name='Standard'>{head}</style:master-page></office:master-styles></office:document-styles>"
                ),
            ),
        ]);
        check("talk.odt", &file, &spoken, &NAMES, &maker.beside);
    }
}

#[test]
fn web_pages_keep_or_report_every_word() {
    let patterns = [
        "@",
        "<b>@</b>",
        "<span style='x'>@</span>",
        "<a href='x'>@</a>",
        "<font color=red>@</font>",
        "<o:p>@</o:p>",
        "<em><strong>@</strong></em>",
    ];
    let beside = [
        "<strange>@</strange>",
        "<laughs @>",
        "<del>@</del>",
        "<template>@</template>",
        "<noscript>@</noscript>",
        "<svg><text>@</text></svg>",
        "<math><mi>@</mi></math>",
        "<button>@</button>",
        "<textarea>@</textarea>",
        "<iframe>@</iframe>",
        "<ruby><rt>@</rt></ruby>",
        "<s>@</s>",
    ];
    for seed in 0..FILES {
        let mut maker = Maker::new(seed);
        let people = maker.random.usize(2..4);
        let talk = maker.talk(people, &PLAIN);
        let (body, spoken) = paragraphs(&mut maker, &talk, &mut |maker, runs| {
            let runs = written(maker, runs, &patterns, &beside);
            maker
                .any(&["<p class=x>@</p>\n", "<div>@</div>", "<p>@\n", "<br>@<br>\n", "<blockquote><p>@</blockquote>"])
                .replace('@', &runs)
        });
        let page = format!(
            "<!DOCTYPE html><html><head><title>t</title><style>p {{}}</style></head><body>{body}<script>x()</script></body></html>"
        );
        check("talk.html", page.as_bytes(), &spoken, &NAMES, &maker.beside);
    }
}
