//! What is fuzzed. A target reads bytes and panics when something that must hold does not; it returns whether the bytes
//! were accepted, so that the report shows whether mutations still reach what lies behind the first checks.

use crate::mutate::Seed;
use crate::{packed, properties, seeds};
use pullquote::engine::table_import::{SegmentImport, SeveralCodes, TableImport, TableKind, TablePlan};
use pullquote::engine::{Command, Error, Progress, Project, foreign};
use pullquote::interchange::document::{self, Document, ENCODINGS, Reading};
use pullquote::interchange::plain::ProjectDump;
use pullquote::interchange::sheet::{self, Sheet, SheetReading};
use pullquote::interchange::{codebook, folder, refi};
use pullquote::model::{CharRange, Origin};
use pullquote::text::{self, TextIndex, Turns};
use std::path::Path;
use std::sync::Arc;

pub struct Target {
    pub name: &'static str,
    pub about: &'static str,
    /// What inputs are made from; the folder is for files that are needed for a moment.
    pub seeds: fn(&Path) -> Vec<Seed>,
    /// Words of the format, which mutations put in.
    pub words: &'static [&'static str],
    /// Runs one input; the folder is for files.
    pub run: fn(&[u8], &Path) -> bool,
}

pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

const LABELS: &[&str] = &[
    "I: ",
    "B: ",
    "\nI: ",
    "\nAna (Interviewer): ",
    "P1\t",
    "[00:01:02] ",
    "00:01:02",
    "(12:30)",
    "#00:01:02-3#",
    "Q1. ",
    "SPEAKER 01\n",
    "\n\n",
    "访谈者：",
    "M1：",
    "**A:** ",
    "- ",
    "— ",
    "1. ",
    "[laughs]",
    "12.05.26, 10:31 - Ana: ",
    "<Ana> ",
    "{Ana} ",
    "Ana said: ",
    "99:99:99",
    "…",
];
const MARKDOWN: &[&str] = &[
    "#",
    "# ",
    "**",
    "__",
    "*",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "> ",
    "- ",
    "1. ",
    "| ",
    "|--|\n",
    "\n\n",
    "    ",
    "[",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "<!--",
    "-->",
    "<b>",
    "&amp;",
    "&#x1F600;",
    "\\",
    "---\n",
    "===\n",
    "~~",
];
const HTML: &[&str] = &[
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</i>",
    "<table>",
    "<tr>",
    "<td rowspan=65535 colspan=65535>",
    "</td>",
    "</table>",
    "<ol start=-5>",
    "<ol reversed>",
    "<li value=2147483647>",
    "</ol>",
    "<br>",
    "<pre>",
    "<script>",
    "</script>",
    "<style>",
    "<textarea>",
    "<title>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "&nbsp",
    "<del>",
    "<ins>",
    "<ruby>",
    "<rt>",
    "<svg>",
    "<math>",
    "<template>",
    "<noscript>",
    "<plaintext>",
    "<select><option>",
    " hidden",
    " style='display:none'",
    " dir=rtl",
    "<meta charset=utf-16>",
    "<meta charset=gbk>",
    "<base href=x>",
    "\"",
    "'",
    "<",
    ">",
    "=",
];
const MIME: &[&str] = &[
    "--b1\r\n",
    "--b1--\r\n",
    "--a\n",
    "\r\n\r\n",
    "\n\n",
    "Content-Type: ",
    "multipart/related; boundary=",
    "boundary=\"\"",
    "text/html; charset=",
    "utf-16",
    "gb18030",
    "text/plain",
    "Content-Transfer-Encoding: base64\n",
    "quoted-printable",
    "=\r\n",
    "=3",
    "=FF",
    "====",
    "<p>",
];
const XML: &[&str] = &[
    "<u who='#A'>",
    "</u>",
    "<sp>",
    "</sp>",
    "<speaker>",
    "</speaker>",
    "<p>",
    "</p>",
    "<note>",
    "</note>",
    "<head>",
    "<list>",
    "<item>",
    "<lb/>",
    "<pause/>",
    "<div>",
    "</div>",
    "<from>",
    "<speech by='#x'>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&a;",
    "&#x0;",
    "&amp;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml ?>",
    " start='#T1'",
    " who=''",
    " xmlns='x'",
    "<text:p>",
    "<text:s text:c='",
    "<when absolute='",
    "<TEI>",
];
const RTF: &[&str] = &[
    "{",
    "}",
    "\\",
    "\\par ",
    "\\u-1 ",
    "\\u27809?",
    "\\uc0 ",
    "\\uc99 ",
    "\\bin99999999 ",
    "\\bin-1 ",
    "\\'80",
    "\\'",
    "\\*",
    "\\ansicpg65001 ",
    "\\f1 ",
    "\\fcharset128 ",
    "\\v ",
    "\\v0 ",
    "\\b ",
    "\\plain ",
    "\\cell ",
    "\\row ",
    "\\trowd ",
    "\\nestcell ",
    "{\\footnote ",
    "{\\field{\\*\\fldinst ",
    "{\\fldrslt ",
    "{\\*\\annotation ",
    "{\\pict ",
    "{\\upr{",
    "{\\*\\ud ",
    "{\\header ",
    "{\\fonttbl{\\f9\\fcharset134 x;}}",
    "\\deleted ",
    "\\line ",
    "\\tab ",
    "\\sect ",
    "\\s1 ",
    "\\u55357?",
    "\\u56832?",
];
const DOCX: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "<w:rPr>",
    "</w:rPr>",
    "<w:b/>",
    "<w:vanish/>",
    "<w:tab/>",
    "<w:br/>",
    "<w:del>",
    "</w:del>",
    "<w:ins>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:gridSpan w:val='65535'/>",
    "<w:vMerge/>",
    "<w:numPr>",
    "<w:numId w:val='1'/>",
    "<w:ilvl w:val='8'/>",
    "<w:ilvl w:val='-1'/>",
    "<w:start w:val='2147483647'/>",
    "<w:numFmt w:val='lowerRoman'/>",
    "<w:numFmt w:val='lowerLetter'/>",
    "<w:numFmt w:val='chineseCountingThousand'/>",
    "<w:lvlText w:val='%9%1%%'/>",
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:instrText>",
    "<w:sdt>",
    "<w:txbxContent>",
    "<mc:Fallback>",
    "<w:footnoteReference w:id='2'/>",
    "<w:sym w:char='FFFFF'/>",
    "<w:basedOn w:val='H1'/>",
    "<w:outlineLvl w:val='99'/>",
    "<w:moveFrom>",
    "<w:ruby>",
    "<w:rt>",
    "&amp;",
    "&#x0;",
    "<w:document>",
    "<w:body>",
    "</w:body>",
    "'",
    "<",
    "/>",
];
const ODT: &[&str] = &[
    "<text:p>",
    "</text:p>",
    "<text:h text:outline-level='99'>",
    "</text:h>",
    "<text:span>",
    "</text:span>",
    "<text:s text:c='4294967295'/>",
    "<text:tab/>",
    "<text:line-break/>",
    "<text:list>",
    "</text:list>",
    "<text:list-item text:start-value='4294967295'>",
    "</text:list-item>",
    "<table:table>",
    "<table:table-row table:number-rows-repeated='4294967295'>",
    "<table:table-cell table:number-columns-repeated='4294967295'>",
    "</table:table-cell>",
    "</table:table-row>",
    "</table:table>",
    "<table:covered-table-cell/>",
    "<text:note>",
    "<office:annotation>",
    "</office:annotation>",
    "<draw:text-box>",
    "<text:ruby>",
    "<text:deletion>",
    "<text:change text:change-id='c1'/>",
    "<text:list-level-style-number text:level='10'/>",
    " text:style-name='P1'",
    " style:parent-style-name='H'",
    " style:num-format='A'",
    "&#x0;",
    "&amp;",
    "office:value-type='date'",
    "office:date-value='99999-99-99'",
    "office:time-value='PT99999999999H'",
    "office:value='1e300'",
];
const SUBTITLES: &[&str] = &[
    "00:00:01,000 --> 00:00:02,000\n",
    "00:01.000 --> 00:02.000\n",
    " --> ",
    "99:59:59.999",
    "\n\n",
    "\n",
    "1\n",
    "WEBVTT\n\n",
    "NOTE ",
    "STYLE\n",
    "REGION\n",
    "<v Ana>",
    "</v>",
    "<v.x Ben>",
    "<c.yellow>",
    "</c>",
    "<00:00:01.500>",
    "<i>",
    "</i>",
    "{\\an8}",
    "{\\pos(1,2)}",
    "<font color=red>",
    "</font>",
    "- ",
    "[ANA] ",
    "ANA: ",
    ">> ",
    "&amp;",
    "&lrm;",
    "&#x0;",
    "<ruby>",
    "<rt>",
    "\\N",
    "\\h",
    "♪",
    "X1:1 X2:2 Y1:3 Y2:4",
];
const PDF: &[&str] = &[
    "obj\n",
    "endobj\n",
    "stream\n",
    "endstream",
    "<<",
    ">>",
    "[",
    "]",
    "1 0 R",
    "8 0 R",
    "/Kids [2 0 R]",
    "/Parent 2 0 R",
    "/Length 4294967295",
    "/Filter /FlateDecode",
    "/Filter [/ASCIIHexDecode /LZWDecode /RunLengthDecode /ASCII85Decode]",
    "/DecodeParms << /Predictor 12 /Columns 4294967295 >>",
    "/Encrypt << /Filter /Standard /V 5 /R 6 >>",
    "/Type /ObjStm /N 99 /First 9",
    "/Type /XRef /W [8 8 8] /Index [0 99999999]",
    "/Prev 0",
    "/Rotate 90",
    "/MediaBox [0 0 1e38 -1e38]",
    "/Encoding /Identity-V",
    "/Encoding /GBK-EUC-H",
    "/Subtype /Type3 /FontMatrix [0 0 0 0 0 0] /CharProcs << >>",
    "/FontFile3 6 0 R",
    "/ToUnicode 6 0 R",
    "/W [0 99999999 1]",
    " Tf ",
    " Td ",
    " TD ",
    " Tm ",
    " Tj ",
    " TJ ",
    " T* ",
    " ' ",
    " BT ",
    " ET ",
    " q ",
    " Q ",
    " cm ",
    " Do ",
    " Tz ",
    " Tr ",
    " BDC ",
    " EMC ",
    "/X Do ",
    "0 0 0 0 0 0 Tm ",
    "1e38 0 0 1e38 0 0 cm ",
    "(\\377\\376",
    "<FEFF",
    "beginbfrange",
    "endbfrange",
    "begincidrange",
    "usecmap",
    "<0000> <FFFFFFFF> <0000>",
    "xref\n",
    "trailer\n",
    "startxref\n0\n",
    "%%EOF",
    "/ActualText (",
    "BI /W 99999 /H 99999 ID ",
];
const SHEET: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "\",\"",
    "sep=,\n",
    "'",
    "=1+1",
    "yes",
    "no",
    "2020-01-02",
    "1.5",
    "NA",
    "id",
    "participant",
    "document",
    "code",
    "quote",
    "start",
    "end",
    "coder",
    "memo",
    "text",
    "speaker",
    "time",
    " > ",
    " / ",
    "rent",
    "收入低",
];
const XLSX: &[&str] = &[
    "<row r='4294967295'>",
    "<row>",
    "</row>",
    "<c r='XFD1048576'>",
    "<c r='ZZZZZZZ1'>",
    "<c r='A0'>",
    "<c t='s'>",
    "<c t='d'>",
    "<c s='3'>",
    "</c>",
    "<v>",
    "</v>",
    "<v>1e308</v>",
    "<v>-1</v>",
    "<v>2958466</v>",
    "<v>0.999999999</v>",
    "<is>",
    "<t>",
    "</t>",
    "<si>",
    "</si>",
    "<r>",
    "<rPh>",
    "<f>",
    "_x0041_",
    "_xD83D_",
    "<sheet name='a' r:id='r1'/>",
    "<numFmt numFmtId='164' formatCode='[hh]:mm:ss.000'/>",
    "formatCode='[$-804]yyyy&quot;年&quot;m&quot;月&quot;'",
    "formatCode='0.00E+00;;;@'",
    "formatCode='# ?/?'",
    "<xf numFmtId='14'/>",
    "<xf numFmtId='47'/>",
    "date1904='1'",
    "state='veryHidden'",
    "<mergeCell ref='A1:XFD1048576'/>",
    "&#x0;",
    "</sheetData>",
];
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-0",
    "1e999",
    "\"\\u0000\"",
    "\"\\ud83d\"",
    "\"name\"",
    "\"codes\"",
    "\"children\"",
    "\"facets\"",
    "\"documents\"",
    "\"codings\"",
    "\"start\": ",
    "\"end\": ",
    "\"code\"",
    "\"text\"",
    "\"memo\"",
    "\"coder\"",
    "\"path\"",
    "\"../x\"",
    "\"participant\"",
    "\"speakers\"",
    "\"pattern\": \"(\"",
    "\"times\"",
    "\"labels\"",
    "\"tables\"",
    "\"kind\"",
    "\"version\": 2",
    " > ",
    "\"color\": \"#ff00\"",
    "\"\"",
    "participant,",
    "\n",
];
const REFI: &[&str] = &[
    "<Code guid='00000000-0000-0000-0000-000000000001' name='x'>",
    "</Code>",
    "<CodeRef targetGUID='",
    "<PlainTextSelection startPosition='",
    " endPosition='",
    "<Coding guid='",
    "</Coding>",
    "<Set guid='",
    "<MemberCode guid='",
    "<Note guid='",
    "<NoteRef targetGUID='",
    "<Case guid='",
    "<VariableValue>",
    "<VariableRef targetGUID='",
    "<IntegerValue>",
    "<FloatValue>",
    "<DateValue>",
    "<BooleanValue>",
    "<User guid='",
    "<TextSource guid='",
    " plainTextPath='internal://",
    " richTextPath='relative://../../x'",
    "<PlainTextContent>",
    "<Description>",
    " creationDateTime='",
    "2026-13-45T99:99:99Z",
    " color='#12'",
    " isCodable='false'",
    "<PDFSource>",
    "<PictureSource>",
    "<Variable typeOfVariable='",
    "&#x0;",
    "&amp;",
    "<!--",
    "]]>",
    "origin='NVivo'",
    "origin='ATLAS.ti'",
    "origin='MAXQDA'",
];
const DATABASE: &[&str] = &[
    "{\"type\": \"highlight_add\"",
    "A.B..C",
    "<p>",
    "#GGGGGG",
    "2026-13-45 99:99:99",
    "/images/x",
    "case",
    "file",
    "agreed",
    "{}",
    "[]",
    "{\"columns\": [{}]}",
    "heading 99",
    " > ",
    "typology",
    "matrix",
    "internal:x",
    "x:",
];

macro_rules! document_target {
    ($name:literal, $about:literal, $seeds:expr, $words:expr) => {
        Target { name: $name, about: $about, seeds: $seeds, words: $words, run: |bytes, _| read_document(bytes, $name) }
    };
}

pub static TARGETS: &[Target] = &[
    document_target!("txt", "plain text in many encodings", seeds::texts, LABELS),
    document_target!("md", "Markdown", seeds::markdown, MARKDOWN),
    document_target!("html", "web pages", seeds::pages, HTML),
    document_target!("mht", "web archives", seeds::archives, MIME),
    document_target!("xml", "TEI, Akoma Ntoso, flat OpenDocument", seeds::xml, XML),
    document_target!("rtf", "rich text", seeds::rtf, RTF),
    document_target!("docx", "Word documents, inside the archive", seeds::docx, DOCX),
    document_target!("odt", "OpenDocument texts, inside the archive", seeds::odt, ODT),
    document_target!("srt", "SubRip subtitles", seeds::srt, SUBTITLES),
    document_target!("vtt", "WebVTT subtitles", seeds::vtt, SUBTITLES),
    document_target!("pdf", "PDF files, by the reader that is isolated in the program", seeds::pdf, PDF),
    Target {
        name: "csv",
        about: "separated tables, and what each import makes of them",
        seeds: seeds::separated,
        words: SHEET,
        run: table,
    },
    Target { name: "xlsx", about: "Excel workbooks, inside the archive", seeds: seeds::xlsx, words: XLSX, run: table },
    Target {
        name: "ods",
        about: "OpenDocument spreadsheets, inside the archive",
        seeds: seeds::ods,
        words: ODT,
        run: table,
    },
    Target {
        name: "segments",
        about: "tables of coded segments, with cells that hold several codes",
        seeds: seeds::segments,
        words: SHEET,
        run: segments,
    },
    Target {
        name: "folder",
        about: "project folders: read, rendered, read again",
        seeds: seeds::folders,
        words: JSON,
        run: project_folder,
    },
    Target {
        name: "codebook-json",
        about: "codebooks and templates in JSON",
        seeds: seeds::codebooks_json,
        words: JSON,
        run: codebook_json,
    },
    Target {
        name: "codebook-csv",
        about: "codebooks in tables",
        seeds: seeds::codebooks_csv,
        words: SHEET,
        run: codebook_csv,
    },
    Target { name: "qdc", about: "REFI-QDA codebooks", seeds: seeds::qdc, words: REFI, run: qdc },
    Target { name: "qdpx", about: "REFI-QDA projects, inside the archive", seeds: seeds::qdpx, words: REFI, run: qdpx },
    Target {
        name: "qualcoder",
        about: "databases of QualCoder",
        seeds: seeds::qualcoder,
        words: DATABASE,
        run: qualcoder,
    },
    Target { name: "taguette", about: "databases of Taguette", seeds: seeds::taguette, words: DATABASE, run: taguette },
    Target { name: "project", about: "project files", seeds: seeds::projects, words: DATABASE, run: project },
    Target {
        name: "turns",
        about: "speakers, turns and units of a text",
        seeds: seeds::plain_texts,
        words: LABELS,
        run: |bytes, _| turns(bytes),
    },
    Target {
        name: "patterns",
        about: "speakers by a pattern that a person typed",
        seeds: seeds::patterns,
        words: PATTERNS,
        run: |bytes, _| patterns(bytes),
    },
    Target {
        name: "quotes",
        about: "quotes found again in their text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::quotes,
    },
    Target {
        name: "search",
        about: "words found in a text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::search,
    },
    Target {
        name: "edits",
        about: "a corrected text compared with the old one",
        seeds: seeds::numbers,
        words: &[],
        run: properties::edits,
    },
    Target {
        name: "normalise",
        about: "the stored form of a text",
        seeds: seeds::numbers,
        words: &[],
        run: properties::normalise,
    },
    Target {
        name: "subtitle-words",
        about: "every word of generated subtitles is kept or reported",
        seeds: seeds::numbers,
        words: &[],
        run: properties::subtitle_words,
    },
];

const PATTERNS: &[&str] = &[
    "(",
    ")",
    "(?:",
    "(?P<a>",
    "[",
    "]",
    "[^:]",
    "*",
    "+",
    "?",
    "{1,9}",
    "{999999999}",
    "\\w",
    "\\b",
    "\\p{L}",
    "^",
    "$",
    "|",
    ".",
    "(?i)",
    "(?x)",
    "(?s)",
    "\\",
    ":\\s*",
    "\n",
    "()",
    "(){9}",
];

/// The number of characters of a text.
pub fn characters(text: &str) -> u32 {
    u32::try_from(text.chars().count()).expect("a short text")
}

/// Ranges in order, apart from each other, and within a text of so many characters.
pub fn assert_ordered(what: &str, ranges: impl IntoIterator<Item = CharRange>, length: u32) {
    let mut last = 0;
    for range in ranges {
        assert!(range.start.0 < range.end.0, "{what}: a range is empty or reversed");
        assert!(last <= range.start.0, "{what}: ranges overlap or are out of order");
        assert!(range.end.0 <= length, "{what}: a range ends behind the text");
        last = range.end.0;
    }
}

fn read_document(bytes: &[u8], ending: &str) -> bool {
    let mut reading = Reading::default();
    let mut accepted = check_document(document::from_bytes(bytes, ending, &reading, &Progress::default()).ok());
    if ending == "txt" {
        let at = bytes.iter().map(|byte| usize::from(*byte)).sum::<usize>() % ENCODINGS.len();
        reading.encoding = Some(ENCODINGS[at].0.to_owned());
        accepted |= check_document(document::from_bytes(bytes, ending, &reading, &Progress::default()).ok());
    }
    accepted
}

fn check_document(document: Option<Document>) -> bool {
    let Some(document) = document else { return false };
    let length = characters(&document.text);
    assert!(text::is_normal(&document.text), "the text is in its stored form");
    for aside in &document.left_out {
        assert!(text::is_normal(&aside.words), "what was left out is in its stored form");
    }
    for styled in &document.styles {
        assert!(styled.range.start < styled.range.end && styled.range.end.0 <= length, "a style is outside the text");
    }
    assert!(document.styles.is_sorted(), "styles are sorted");
    assert!(document.times.is_sorted_by_key(|time| time.at), "times are sorted");
    assert!(document.times.iter().all(|time| time.at.0 <= length), "a time is outside the text");
    if let Some(labels) = &document.labels {
        assert_ordered("labels", labels.iter().copied(), length);
    }
    // Remarks are rendered.
    let _ = document
        .losses
        .iter()
        .map(ToString::to_string)
        .chain(document.warnings.iter().map(ToString::to_string))
        .count();
    let origin = Origin {
        format: document.format.to_owned(),
        encoding: document.encoding,
        styles: document.styles,
        times: document.times,
        labels: document.labels,
        ..Origin::default()
    };
    check_turns(&document.text, &origin);
    true
}

fn check_turns(text: &str, origin: &Origin) {
    let index = TextIndex::new(text);
    let length = characters(text);
    let found = Turns::with_labels(text, &index, origin, &|| false);
    let (turns, labels) = found.expect("nobody cancelled it");
    assert_ordered("turns", turns.turns().iter().map(|turn| turn.chars), length);
    assert!(turns.turns().iter().all(|turn| turn.speaker < turns.speakers().len()), "a turn has a speaker");
    for (place, paragraph) in index.paragraphs().iter().enumerate() {
        let line = turns.line(place);
        assert!(line.hidden <= line.prefix && line.prefix <= paragraph.chars.len(), "a label ends behind its line");
        let _ = (turns.speaker(line), turns.asks(line));
    }
    let without: Vec<String> = labels.into_iter().map(|label| label.name).take(1).collect();
    for kept in [text::Kept::whole(length), text::Kept::without(text, &index, &turns, &without)] {
        for cut in ["turn", "sentence", "paragraph", "document", "exchange", "window:7"] {
            let cut = text::Cut::parse(cut).expect("a kind of unit");
            assert_ordered("units", text::units(text, &index, &turns, cut, &kept), length);
        }
    }
    let _ = text::propose(text, &index);
}

fn turns(bytes: &[u8]) -> bool {
    let text = text::normalise(&String::from_utf8_lossy(bytes)).text;
    check_turns(&text, &Origin::default());
    true
}

fn patterns(bytes: &[u8]) -> bool {
    let input = String::from_utf8_lossy(bytes);
    let (pattern, words) = input.split_once('\n').unwrap_or((&input, ""));
    let Ok(speakers) = text::pattern_rule(pattern) else { return false };
    check_turns(&text::normalise(words).text, &Origin { speakers, ..Origin::default() });
    true
}

thread_local! {
    /// The study into which tables are imported.
    static STUDY: Project = {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, content) in folder::render(&seeds::dump()) {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, content).expect("a file");
        }
        Project::open_to_read(folder.path()).expect("the study").0
    };
}

fn read_sheet(bytes: &[u8]) -> Option<Arc<Sheet>> {
    let sheet = sheet::from_bytes(bytes, &SheetReading::default()).ok()?;
    assert!(sheet.header.iter().all(|name| !name.is_empty()), "no column is without a name");
    for row in &sheet.rows {
        assert_eq!(row.cells.len(), sheet.header.len(), "a cell for every column");
    }
    let _ = (0..sheet.header.len()).map(|column| sheet.common(column)).count();
    let _ = sheet.remarks.iter().map(ToString::to_string).count();
    Some(Arc::new(sheet))
}

fn table(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    let _ = codebook::from_sheet(&sheet, true, &mut Vec::new());
    STUDY.with(|project| {
        let (reads, study) = (project.reads(), project.reads().study().expect("the study"));
        let _ = TableKind::likely(&study, &sheet);
        for kind in TableKind::ALL {
            let import = TableImport::suggest(kind, &study, sheet.clone(), "Ana");
            let plan = TablePlan::read(reads, import, &Progress::default()).expect("a plan");
            let _ = (plan.summary(), plan.remarks().len());
        }
    });
    true
}

fn segments(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    STUDY.with(|project| {
        let (reads, study) = (project.reads(), project.reads().study().expect("the study"));
        for several_codes in [SeveralCodes::WhereKnown, SeveralCodes::At(";".into()), SeveralCodes::Never] {
            let import = SegmentImport { several_codes, ..SegmentImport::suggest(sheet.clone(), "Ana") };
            let plan = import.plan(&study, &reads, &Progress::default()).expect("a plan");
            for several in &plan.several {
                assert_ordered("places", several.places.iter().copied(), u32::MAX);
            }
            let _ = plan.summary();
        }
    });
    true
}

/// A dump without what a file may say in another way: the order of codings, and where each stood.
fn comparable(mut dump: ProjectDump) -> ProjectDump {
    for coding in &mut dump.codings {
        coding.place = Default::default();
    }
    dump.codings.sort_by_key(|own| (own.coder.clone(), own.document.clone(), own.start, own.end, own.code.clone()));
    dump.participations.sort();
    dump
}

fn read_folder(files: &[(String, Vec<u8>)]) -> Option<(ProjectDump, Vec<String>)> {
    let files: Vec<(&str, String)> =
        files.iter().map(|(name, content)| (name.as_str(), String::from_utf8_lossy(content).into_owned())).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (dump, problems) = folder::read_files(&files).ok()?;
    Some((comparable(dump), problems.iter().map(ToString::to_string).collect()))
}

fn project_folder(bytes: &[u8], _: &Path) -> bool {
    let Some((mut dump, _)) = packed::unpack(bytes).as_deref().and_then(read_folder) else { return false };
    // As in a project: who has passages in a document took part there, unless the folder says otherwise.
    for coding in &dump.codings {
        let took_part = (coding.document.clone(), coding.coder.clone());
        if !dump.unfinished.contains(&took_part) && !dump.participations.contains(&took_part) {
            dump.participations.push(took_part);
        }
    }
    let dump = comparable(dump);
    let written = folder::render(&dump);
    let (again, problems) = read_folder(&written).expect("what was written is a project");
    assert!(problems.is_empty(), "what was written has no fault: {}", problems[0]);
    // Not with `assert_eq`: the message would be the whole project.
    assert!(again == dump, "what was written comes back");
    true
}

fn codebook_json(bytes: &[u8], _: &Path) -> bool {
    let input = String::from_utf8_lossy(bytes);
    let _ = folder::parse_template(&input);
    let Ok(value) = serde_json::from_str(&input) else { return false };
    let book = folder::parse_codebook(&value, "codebook.json", &mut Vec::new());
    let mut problems = Vec::new();
    let again = folder::parse_codebook(&folder::render_codebook(&book), "codebook.json", &mut problems);
    assert!(problems.is_empty(), "what was written has no fault: {}", problems[0]);
    assert!(again == book, "a codebook comes back");
    true
}

fn codebook_csv(bytes: &[u8], _: &Path) -> bool {
    let Some(sheet) = read_sheet(bytes) else { return false };
    let mut accepted = false;
    for dots in [false, true] {
        if let Ok(book) = codebook::from_sheet(&sheet, dots, &mut Vec::new()) {
            let _ = codebook::render(&book, codebook::CodebookFormat::Csv).expect("a table in memory");
            accepted |= !book.codes.is_empty();
        }
    }
    accepted
}

fn qdc(bytes: &[u8], _: &Path) -> bool {
    let Ok((book, problems)) = refi::codebook(&String::from_utf8_lossy(bytes), "x.qdc") else { return false };
    let _ = problems.iter().map(ToString::to_string).count();
    refi::write_codebook(&book).expect("a codebook in memory");
    true
}

/// The codings of a project of another program lie within their texts and name what is there.
fn check_dump(dump: &ProjectDump) {
    let lengths: std::collections::HashMap<&str, u32> =
        dump.documents.iter().map(|own| (own.name.as_str(), characters(&own.text))).collect();
    let codes: std::collections::HashSet<String> = dump.codebook.paths().into_iter().collect();
    for own in &dump.documents {
        assert!(text::is_normal(&own.text), "a text is in its stored form");
    }
    for coding in &dump.codings {
        let length = lengths.get(coding.document.as_str()).expect("a coding names a document");
        assert!(coding.start < coding.end && coding.end <= *length, "a coding lies within its text");
        assert!(codes.contains(&coding.code), "a coding names a code");
    }
    for own in &dump.participants {
        assert_eq!(own.values.len(), dump.attributes.len(), "a value for every attribute");
    }
}

fn read_foreign(path: &Path) -> bool {
    let split = Reading { split_codes: Some("::".into()), unwrap: true, ..Reading::default() };
    let counted = refi::Offsets::ALL.map(|offsets| Reading { offsets: Some(offsets), ..Reading::default() });
    let mut accepted = false;
    for reading in counted.into_iter().chain([Reading::default(), split]) {
        if let Ok(Some(read)) = foreign::read(path, &reading, &Progress::default()) {
            check_dump(&read.dump);
            let _ = read.problems.iter().map(ToString::to_string).count();
            accepted = true;
        }
    }
    accepted
}

fn qdpx(bytes: &[u8], files: &Path) -> bool {
    let path = files.join("input.qdpx");
    std::fs::write(&path, bytes).expect("a file");
    read_foreign(&path)
}

fn qualcoder(bytes: &[u8], files: &Path) -> bool {
    let folder = files.join("input.qda");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("data.qda"), bytes).expect("a file");
    read_foreign(&folder)
}

fn taguette(bytes: &[u8], files: &Path) -> bool {
    let path = files.join("input.sqlite3");
    std::fs::write(&path, bytes).expect("a file");
    read_foreign(&path)
}

/// A project file is opened or refused; whatever it holds, reading and changing it returns an answer or an error.
fn project(bytes: &[u8], files: &Path) -> bool {
    let folder = files.join("project");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("input.pullquote");
    std::fs::write(&path, bytes).expect("a file");
    let accepted = match Project::open_to_read(&path) {
        Ok((project, _)) => read_project(&project).is_ok(),
        Err(error) => {
            let _ = error.to_string();
            false
        }
    };
    if let Ok(mut project) = Project::open(&path) {
        for command in
            [Command::AddCoder { name: "New".into() }, Command::Undo { steps: 2 }, Command::Redo { steps: 1 }]
        {
            let _ = project.execute(&command, Some("New"), &Progress::default());
        }
    }
    accepted
}

fn read_project(project: &Project) -> Result<(), Error> {
    let reads = project.reads();
    let _ = reads.check();
    let _ = (reads.history(), reads.passages(&Default::default()), reads.notes(), reads.counts());
    let study = reads.study()?;
    let dump = project.dump()?;
    let _ = folder::render(&dump);
    for source in &study.sources {
        let _ = (reads.text(source.id), reads.facts_of(source.id));
    }
    Ok(())
}
