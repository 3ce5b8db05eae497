//! Guesses the contents of the columns of a table of segments from the heads that other programs write.

use super::super::heads::DOCUMENTS;
use super::marks::{names_somebody, states_account, states_importance, states_time};
use super::setup::SegmentUse;
use crate::i18n::{Language, within};
use crate::interchange::sheet::Sheet;
use crate::model::{NameKey, Study};
use crate::table::PassageHeads;
use std::collections::HashSet;
use strum::IntoEnumIterator;

/// Heads for documents that mean something else in a table of participants.
const MEDIA: [&str; 4] = ["media title", "resource title", "dokumentname", "nom du document"];
const CODES: [&str; 17] = [
    "code",
    "tag",
    "code path",
    "path",
    "code name",
    "codes",
    "tags",
    "codes applied combined",
    "codes applied",
    "codesystem",
    "node",
    "theme",
    "label",
    "代码",
    "编码",
    "节点",
    "标签",
];
const QUOTES: [&str; 20] = [
    "quote",
    "quotation",
    "excerpt copy",
    "text",
    "content",
    "segment",
    "passage",
    "excerpt",
    "coded text",
    "selected text",
    "seltext",
    "quotation content",
    "coded segment",
    "reference text",
    "references",
    "引文",
    "原文",
    "文本",
    "内容",
    "片段",
];
const STARTS: [&str; 10] = [
    "start",
    "pos0",
    "start position",
    "from",
    "begin",
    "start (first character: 0)",
    "起",
    "起点",
    "起点（字符）",
    "起点（首字符为 0）",
];
const ENDS: [&str; 9] =
    ["end", "pos1", "end position", "to", "end (not included)", "止", "终点", "终点（字符）", "终点（不含）"];
const CODERS: [&str; 14] = [
    "coder",
    "user",
    "owner",
    "coded by",
    "coder name",
    "excerpt creator",
    "created by",
    "author",
    "rater",
    "modified by",
    "bearbeitet von",
    "autor",
    "initials",
    "编码者",
];
const MEMOS: [&str; 8] = ["memo", "comment", "note", "comments", "notes", "kommentar", "备注", "备忘录"];
const IMPORTANT: [&str; 9] = [
    "important",
    "is important",
    "marked as important",
    "importance",
    "key quote",
    "starred",
    "wichtig",
    "是否重要",
    "重要性",
];
const ACCOUNTS: [&str; 10] = [
    "account",
    "whose account",
    "whose experience",
    "own or others",
    "own/others",
    "own or reported",
    "first-hand or reported",
    "谁的经历",
    "经历",
    "亲历或转述",
];
/// Heads of MAXQDA, which counts paragraphs where other programs count characters.
const COUNTS_PARAGRAPHS: [&str; 5] =
    ["document group", "weight score", "coverage %", "dokumentgruppe", "abdeckungsgrad %"];

/// The columns of a list of passages that this program exports, and what they hold.
const OURS: [(&str, SegmentUse); 10] = [
    ("document", SegmentUse::Document),
    ("code", SegmentUse::Code),
    ("coder", SegmentUse::Coder),
    ("start", SegmentUse::Start),
    ("end", SegmentUse::End),
    ("text", SegmentUse::Quote),
    ("memo", SegmentUse::Memo),
    ("created", SegmentUse::Created),
    ("important", SegmentUse::Important),
    ("account", SegmentUse::Account),
];
/// How many of these every version has written.
const ALWAYS: usize = 8;

/// Returns the uses of the columns of a list of passages that this program exported: for other programs, or for readers in
/// any of its languages.
fn ours(table: &Sheet) -> Option<Vec<SegmentUse>> {
    let column = |name: &str| table.header.iter().position(|head| head == name);
    let with_heads = |head: &dyn Fn(&'static str) -> &'static str| -> Option<Vec<SegmentUse>> {
        let mut uses = vec![SegmentUse::Skip; table.header.len()];
        for (nth, (name, used)) in OURS.into_iter().enumerate() {
            match column(head(name)) {
                Some(at) => *uses.get_mut(at)? = used,
                None if nth < ALWAYS => return None,
                None => {}
            }
        }
        Some(uses)
    };
    let in_language = |language: Language| with_heads(&|name| within(language, || PassageHeads::head(name)));
    // The bare names last: where readers' names are used, attributes may have these.
    Language::iter().find_map(in_language).or_else(|| with_heads(&|name| name))
}

/// True for a list of passages that this program exported.
pub(super) fn is_ours(table: &Sheet) -> bool {
    ours(table).is_some()
}

/// Returns one use per column.
pub(super) fn uses(study: &Study, table: &Sheet) -> Vec<SegmentUse> {
    if let Some(uses) = ours(table) {
        return uses;
    }
    let mut uses: Vec<SegmentUse> = (table.header.iter())
        .map(|head| if applied(head).is_some() { SegmentUse::Applied } else { SegmentUse::Skip })
        .collect();
    let documents: Vec<&str> = DOCUMENTS.into_iter().chain(MEDIA).collect();
    // The heads that this program writes in its languages, too.
    let with_ours = |names: &[&'static str], head: &'static str| {
        let ours = Language::iter().map(|language| within(language, || PassageHeads::head(head)));
        names.iter().copied().chain(ours).collect::<Vec<&str>>()
    };
    let likely: [(SegmentUse, &[&str]); 7] = [
        (SegmentUse::Document, &documents),
        (SegmentUse::Code, &CODES),
        (SegmentUse::Quote, &QUOTES),
        (SegmentUse::Start, &STARTS),
        (SegmentUse::End, &ENDS),
        (SegmentUse::Coder, &CODERS),
        (SegmentUse::Memo, &MEMOS),
    ];
    for (wanted, names) in likely {
        if let Some(slot) = table.column_named(names).and_then(|column| uses.get_mut(column))
            && *slot == SegmentUse::Skip
        {
            *slot = wanted;
        }
    }
    // Other programs use these heads for users and for scales, too, so the cells decide.
    let important = column_of(table, &with_ours(&IMPORTANT, "important"), states_importance);
    let accounts = column_of(table, &with_ours(&ACCOUNTS, "account"), |cell| states_account(study, cell));
    // Beside other heads of this program, the names of people who are no participants, too.
    let has = |name| table.column_named(&with_ours(&[], name)).is_some();
    let is_likely_ours = ["document", "code", "text", "created"].into_iter().all(has);
    let accounts = accounts
        .or_else(|| is_likely_ours.then(|| column_of(table, &with_ours(&[], "account"), names_somebody)).flatten());
    let created = column_of(table, &with_ours(&[], "created"), states_time).filter(|_| is_likely_ours);
    let marks = [(SegmentUse::Important, important), (SegmentUse::Account, accounts), (SegmentUse::Created, created)];
    for (wanted, column) in marks {
        if let Some(slot) = column.and_then(|column| uses.get_mut(column))
            && *slot == SegmentUse::Skip
        {
            *slot = wanted;
        }
    }
    // One without the other has no meaning.
    let half = uses.contains(&SegmentUse::Start) != uses.contains(&SegmentUse::End);
    if half || table.column_named(&COUNTS_PARAGRAPHS).is_some() {
        for slot in &mut uses {
            if matches!(slot, SegmentUse::Start | SegmentUse::End) {
                *slot = SegmentUse::Skip;
            }
        }
    }
    uses
}

/// The first column with one of these names in which every cell is empty or states what it should; one with nothing but
/// empty cells only if there is no other.
fn column_of(table: &Sheet, names: &[&str], states: impl Fn(&str) -> bool) -> Option<usize> {
    let names: Vec<NameKey> = names.iter().map(|name| NameKey::caseless(name)).collect();
    let columns = table.header.iter().enumerate().filter(|(_, head)| names.contains(&NameKey::caseless(head)));
    let cells = columns.map(|(column, _)| {
        // Each value once: there are many rows, and few values.
        let cells: HashSet<&str> =
            table.rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty()).collect();
        (column, cells)
    });
    let stated = cells.filter(|(_, cells)| cells.iter().all(|cell| states(cell)));
    stated.min_by_key(|(_, cells)| cells.is_empty()).map(|(column, _)| column)
}

/// Returns the code in a head such as `Code: Push\\Illness Applied`, with `\\` between the levels.
pub(super) fn applied(head: &str) -> Option<&str> {
    let code = head.strip_prefix("Code:")?.strip_suffix("Applied")?;
    Some(code.trim()).filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;
    use crate::interchange::sheet::parse;

    #[test]
    fn the_heads_of_other_programs_are_known() {
        use SegmentUse::{Account, Applied, Code, Coder, Document, End, Important, Memo, Quote, Skip, Start};
        let cases: [(&str, &[SegmentUse]); 9] = [
            ("document,code,text,Important,ACCOUNT", &[Document, Code, Quote, Important, Account]),
            ("文档,代码,原文,重要,经历归属", &[Document, Code, Quote, Important, Account]),
            ("document,code,text,  is  Important ,Whose experience", &[Document, Code, Quote, Important, Account]),
            (
                "Media Title,Excerpt Range,Excerpt Creator,Excerpt Copy,Codes Applied Combined,Code: A\\B Applied",
                &[Document, Skip, Coder, Quote, Code, Applied],
            ),
            (
                "ID,Document,Quotation Name,Quotation Content,Comment,Codes,Reference,Created by,Modified by",
                &[Skip, Document, Skip, Quote, Memo, Code, Skip, Coder, Skip],
            ),
            (
                "Comment,Document group,Document name,Code,Begin,End,Weight score,Segment,Modified by",
                &[Memo, Skip, Document, Code, Skip, Skip, Skip, Quote, Coder],
            ),
            (
                "Dokumentgruppe,Dokumentname,Code,Anfang,Ende,Segment,Autor",
                &[Skip, Document, Code, Skip, Skip, Quote, Coder],
            ),
            ("id,document,tag,content", &[Skip, Document, Code, Quote]),
            ("file,code,start,end,Code:  Applied", &[Document, Code, Start, End, Skip]),
        ];
        let study = samples::study();
        for (head, expected) in cases {
            let cells = expected.iter().map(|used| if *used == Account { "others" } else { "x" });
            let table = parse(&format!("{head}\n{}\n", cells.collect::<Vec<_>>().join(","))).unwrap();
            assert_eq!(uses(&study, &table), expected, "{head}");
        }
        assert_eq!(applied("Code: A\\B Applied"), Some("A\\B"));
        // Beside the heads of this program, a column of names is whose experience it is; one of numbers is a scale.
        let used = |head: &str, account: &str, created: &str| {
            let cells = format!("{head}\nD,a,words,{account},{created}\n");
            uses(&study, &parse(&cells).unwrap())[3..].to_vec()
        };
        use SegmentUse::Created;
        for head in ["文档,编码,文本,经历归属,创建时间", "document,code,text,account,created"] {
            assert_eq!(used(head, "张三", "2026-11-30 10:00"), [Account, Created], "{head}");
            assert_eq!(used(head, "3", "long ago"), [Skip, Skip], "{head}");
        }
        assert_eq!(used("file,code,quote,account,created", "张三", "2026-11-30 10:00"), [Skip, Skip]);
        // The heads of workbooks that this program writes.
        for language in Language::iter() {
            let heads = within(language, || PassageHeads::default().headings());
            let table = parse(&format!("{}\n{}x\n", heads.join("\t"), "x\t".repeat(heads.len() - 1))).unwrap();
            let found = uses(&study, &table);
            assert_eq!(found[..7], [Document, Skip, Code, Coder, Start, End, Quote], "{heads:?}");
        }
    }
}
