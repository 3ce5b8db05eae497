//! The styles of a Word document, under Word's built-in names.

/// Separate fonts for Latin and Chinese letters, with names that word processors know.
const FONTS: &str = "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"SimSun\" \
w:cs=\"Times New Roman\"/>";

/// Id, name, paragraph properties, run properties.
const PARAGRAPHS: [(&str, &str, &str, &str); 11] = [
    ("Title", "Title", "<w:keepNext/><w:spacing w:after=\"120\"/>", "<w:b/><w:sz w:val=\"32\"/>"),
    (
        "Heading1",
        "heading 1",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:sz w:val=\"28\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/>",
    ),
    (
        "Heading3",
        "heading 3",
        "<w:keepNext/><w:spacing w:before=\"180\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:i/>",
    ),
    ("Caption", "caption", "<w:keepNext/><w:spacing w:after=\"120\"/>", "<w:b/>"),
    ("Quote", "Quote", "<w:spacing w:after=\"120\"/><w:ind w:left=\"360\" w:right=\"360\"/>", ""),
    ("TableText", "Table Text", "<w:spacing w:before=\"20\" w:after=\"20\"/>", "<w:sz w:val=\"19\"/>"),
    ("TableNote", "Table Note", "<w:spacing w:before=\"60\"/>", "<w:sz w:val=\"18\"/>"),
    ("Transcript", "Transcript", "<w:spacing w:before=\"60\" w:line=\"300\" w:lineRule=\"auto\"/>", ""),
    ("CommentText", "annotation text", "", "<w:sz w:val=\"18\"/>"),
    ("Footer", "footer", "", "<w:sz w:val=\"18\"/>"),
];

pub fn xml() -> String {
    let mut out = format!(
        "<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr>{FONTS}<w:sz w:val=\"22\"/><w:lang w:val=\"en-GB\" \
         w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" \
         w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>",
        super::WORDS
    );
    for (id, name, paragraph, run) in PARAGRAPHS {
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        ));
    }
    out.push_str(
        "<w:style w:type=\"character\" w:styleId=\"CommentReference\"><w:name w:val=\"annotation reference\"/><w:rPr>\
         <w:sz w:val=\"16\"/></w:rPr></w:style></w:styles>",
    );
    out
}
