//! Every word of a file is in its text or among the words left out, whatever elements surround it.

use super::{Document, html, office};
use crate::interchange::samples::zipped;

/// Unique words, wrapped at random; `wraps` holds `@` in place of the words.
struct Maker<'w> {
    random: fastrand::Rng,
    words: usize,
    inline: &'w [&'w str],
    blocks: &'w [&'w str],
    paragraph: (&'w str, &'w str),
}

impl Maker<'_> {
    fn inline(&mut self, depth: usize) -> String {
        let inner = if depth > 0 && self.random.bool() {
            self.inline(depth - 1)
        } else {
            self.words += 1;
            format!("word{}x", self.words)
        };
        let wrap = self.inline[self.random.usize(..self.inline.len())];
        // Text may be placed directly only in the innermost element.
        if inner.contains('<') && wrap.contains('#') { inner } else { wrap.replace(['@', '#'], &inner) }
    }

    fn block(&mut self, depth: usize) -> String {
        let inner = if depth > 0 && self.random.bool() {
            (0..self.random.usize(1..4)).map(|_| self.block(depth - 1)).collect()
        } else {
            let runs: String = (0..self.random.usize(1..4)).map(|_| self.inline(3)).collect();
            format!("{}{runs}{}", self.paragraph.0, self.paragraph.1)
        };
        let wrap = self.blocks[self.random.usize(..self.blocks.len())];
        wrap.replace('@', &inner)
    }
}

/// Each word must occur exactly once, in the text or among the words left out.
fn check(mut maker: Maker<'_>, read: impl Fn(&str) -> Document) {
    for _ in 0..150 {
        let first = maker.words;
        let body: String = (0..3).map(|_| maker.block(2)).collect();
        let document = read(&body);
        let beside: Vec<&str> = document.left_out.iter().map(|aside| aside.text.as_str()).collect();
        let read_text = format!("{}\n{}", document.text, beside.join("\n"));
        for word in first + 1..=maker.words {
            let count = read_text.matches(&format!("word{word}x")).count();
            assert_eq!(count, 1, "word{word}x of {body}\n{read_text}");
        }
    }
}

#[test]
fn words_of_word_files_are_kept_or_reported() {
    let inline = [
        "<w:r><w:t>#</w:t></w:r>",
        "<w:r><w:rPr><w:b/></w:rPr><w:t>#</w:t></w:r>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>#</w:t></w:r>",
        "<w:r><x:odd>#</x:odd></w:r>",
        "<w:r><w:instrText>#</w:instrText></w:r>",
        "<m:oMath><m:r><m:t>#</m:t></m:r></m:oMath>",
        "<w:hyperlink>@</w:hyperlink>",
        "<w:sdt><w:sdtPr><w:rPr><w:b/></w:rPr></w:sdtPr><w:sdtContent>@</w:sdtContent></w:sdt>",
        "<w:smartTag>@</w:smartTag>",
        "<w:ins>@</w:ins>",
        "<w:del>@</w:del>",
        "<w:moveTo>@</w:moveTo>",
        "<w:odd>@</w:odd>",
        "<w:fldSimple w:instr=''>@</w:fldSimple>",
        "<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>@</mc:Fallback></mc:AlternateContent>",
        "<w:r><w:ruby><w:rt>@</w:rt><w:rubyBase/></w:ruby></w:r>",
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>@<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>y</w:t></w:r><w:r>\
         <w:fldChar w:fldCharType='end'/></w:r>",
        "<w:r><w:pict><w:txbxContent><w:p>@</w:p></w:txbxContent></w:pict></w:r>",
    ];
    let blocks = [
        "@",
        "<w:sdt><w:sdtContent>@</w:sdtContent></w:sdt>",
        "<w:tbl><w:tr><w:tc>@</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>@</w:tc></w:tr></w:tbl>",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr>@</w:tc></w:tr></w:tbl>",
        "<w:odd>@</w:odd>",
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>@",
    ];
    let random = fastrand::Rng::with_seed(7);
    let maker = Maker { random, words: 0, inline: &inline, blocks: &blocks, paragraph: ("<w:p>", "</w:p>") };
    check(maker, |body| {
        let xml = format!("<w:document><w:body>{body}</w:body></w:document>");
        office::read(&zipped([("word/document.xml", &xml)])).unwrap_or_else(|e| panic!("{e}: {body}"))
    });
}

#[test]
fn words_of_opendocument_texts_are_kept_or_reported() {
    let inline = [
        "#",
        "<text:span text:style-name='x'>@</text:span>",
        "<text:a>@</text:a>",
        "<text:odd>@</text:odd>",
        "<text:title>@</text:title>",
        "<office:annotation><dc:creator>Me</dc:creator><text:p>@</text:p></office:annotation>",
        "<text:note><text:note-body><text:p>@</text:p></text:note-body></text:note>",
        "<text:ruby><text:ruby-base/><text:ruby-text>#</text:ruby-text></text:ruby>",
        "<draw:frame><draw:text-box><text:p>@</text:p></draw:text-box></draw:frame>",
        "<draw:custom-shape><text:p>@</text:p></draw:custom-shape>",
        "<draw:frame><draw:image/><svg:desc>#</svg:desc></draw:frame>",
    ];
    let blocks = [
        "@",
        "<text:section>@</text:section>",
        "<text:section text:display='none'>@</text:section>",
        "<text:list><text:list-item>@</text:list-item></text:list>",
        "<table:table><table:table-row><table:table-cell>@</table:table-cell></table:table-row></table:table>",
        "<text:odd>@</text:odd>",
        "<text:tracked-changes><text:changed-region><text:deletion>@</text:deletion></text:changed-region></text:tracked-changes>",
    ];
    let random = fastrand::Rng::with_seed(7);
    let maker = Maker { random, words: 0, inline: &inline, blocks: &blocks, paragraph: ("<text:p>", "</text:p>") };
    check(maker, |body| {
        let xml = format!(
            "<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        office::read(&zipped([("content.xml", &xml)])).unwrap_or_else(|e| panic!("{e}: {body}"))
    });
}

#[test]
fn words_of_web_pages_are_kept_or_reported() {
    let inline = [
        "#",
        "<b>@</b>",
        "<i>@",
        "<span>@</span>",
        "<odd>@</odd>",
        "<o:p>@</o:p>",
        "<laughs> @",
        "<del>@</del>",
        "<ins>@</ins>",
        "<s>@</s>",
        "<ruby>a<rt>@</rt></ruby>",
        "<svg><text>@</text></svg>",
        "<noscript>#</noscript>",
        "<!-- # -->",
        "<a>@</a>",
        "<button>@</button>",
        "<math><mi>@</mi></math>",
        "@<br>",
        "5 < 6 @ > 7",
        "<textarea>#</textarea>",
    ];
    let blocks = [
        "@",
        "<div>@</div>",
        "<div>@",
        "<section>@</section>",
        "<ol><li>@</ol>",
        "<ul><li>@</li></ul>",
        "<pre>@</pre>",
        "<table><tr><td>@<td>a</table>",
        "<table><caption>@</caption><tr><td>a</td></tr></table>",
        "<blockquote>@</blockquote>",
        "<h2>@</h2>",
        "<del>@</del>",
        "<details><summary>@</summary></details>",
        "<dl><dt>a<dd>@</dl>",
    ];
    let random = fastrand::Rng::with_seed(7);
    let maker = Maker { random, words: 0, inline: &inline, blocks: &blocks, paragraph: ("<p>", "</p>") };
    check(maker, |body| html::read(body).unwrap_or_else(|e| panic!("{e}: {body}")));
}
