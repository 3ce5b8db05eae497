//! Tests of the sentences about operations.

use super::*;
use crate::model::op::{ConsensusStep, FileNames, ImportCounts, MemoTarget, MergeCounts, Settled, SpeakerChange};

/// Names every thing after its kind; the name before the entry has a prime.
struct Kinds;

impl Names for Kinds {
    fn name(&self, thing: Thing, _: Guid, moment: Moment) -> Option<String> {
        let name = match thing {
            Thing::Coder => "Ben",
            Thing::Participant => "A",
            Thing::Attribute => "age",
            Thing::Document => "B1",
            Thing::Dimension => return None,
            Thing::Code => "rent",
            Thing::Set => "West",
            Thing::Query => "Pay near rent",
        };
        Some(if moment == Moment::Before { format!("{name}'") } else { name.to_owned() })
    }
}

#[test]
fn a_merge_counts_memos_unless_its_entry_is_older() {
    let older = r#"{"passages":1,"same":2,"conflicts":0,"unplaced":3,"unfinished":0}"#;
    let mut work = OpKind::from_parts("merge", older).unwrap();
    let sentence = "merge 1 passage (2 already present, 3 not found)";
    assert_eq!(work.describe(None, &Kinds), sentence);
    if let OpKind::Merge { counts, from, sets, completed, .. } = &mut work {
        counts.memos = 2;
        (*sets, *completed) = ([(); 10].map(|()| Guid::new()).to_vec(), vec![Guid::new()]);
        *from = FileNames::of(["/a/b.pullquote", "c"].map(std::path::Path::new));
    }
    let counts = sentence.trim_start_matches("merge");
    let sets = format!("; new sets {}West and 2 more; completed set West", "West, ".repeat(7));
    assert_eq!(work.describe(None, &Kinds), format!("merge b.pullquote, c:{counts}, 2 new memos{sets}"));
}

#[test]
fn every_kind_has_a_sentence_with_the_names_of_its_time() {
    let (g, one) = (Guid::new(), vec![Guid::new()]);
    let cases = [
        (OpKind::Code { codes: vec![g, g], document: g }, "code “rent”, “rent” in B1"),
        (
            OpKind::Recode { from: one.clone(), to: g, passages: 3, consensus: 0, coded_by: one.clone() },
            "recode “rent” to “rent” (3 passages) (changed by Ann, coded by Ben)",
        ),
        (
            OpKind::RemovePassages {
                codes: one.clone(),
                document: g,
                passages: 1,
                coded_by: vec![],
                memos_by: one.clone(),
            },
            "delete “rent” in B1 (changed by Ann, with a memo by Ben)",
        ),
        (
            OpKind::RemoveMemo { on: MemoTarget::Code { code: g }, written_by: one.clone() },
            "delete the memo on code “rent” (changed by Ann, written by Ben)",
        ),
        (OpKind::RenameCode { code: g }, "rename code “rent'” to “rent”"),
        (
            OpKind::RemoveCode { code: g, subcodes: 2, passages: 1, consensus: 0 },
            "delete code “rent'” and 2 subcodes with 1 passage",
        ),
        (OpKind::RemoveDimension { dimension: g, codes: 2 }, "delete dimension “a deleted dimension” from 2 codes"),
        (
            OpKind::RemoveParticipants { participants: one.clone(), values: 3, memos: 1 },
            "delete participant A' with 3 values and 1 memo",
        ),
        (
            OpKind::AssignDocuments { documents: vec![g, g], participant: None, unmapped: 0 },
            "assign 2 documents to no participant",
        ),
        (OpKind::AddMemo { on: MemoTarget::Passage { document: g, code: g } }, "memo on a passage with “rent” in B1"),
        (
            OpKind::Settle {
                code: g,
                document: g,
                range: (3, 9),
                decision: Settled::Coder { coder: g },
                decided_by: vec![],
                withdrawn: vec![],
                consensus: Some(ConsensusStep::Created { passages: 2 }),
            },
            "resolve “rent” in B1: as Ben; new consensus coding of 2 passages",
        ),
        (
            OpKind::Import {
                counts: ImportCounts { documents: 1, passages: 2, codes: 3, ..ImportCounts::default() },
                coded_by: vec![],
                from: FileNames { files: vec!["A.docx".into()], more_files: 1 },
            },
            "import 1 document and 2 passages from A.docx and 1 more file",
        ),
        (
            OpKind::CorrectText { document: g, cut: 1, changed: 2 },
            "correct the text of B1, 2 passages changed, 1 passage deleted",
        ),
        (
            OpKind::RereadDocuments { documents: one.clone(), cut: 0, changed: 1 },
            "read the file of B1 again, 1 passage changed",
        ),
        (OpKind::SetDocumentValue { documents: one.clone(), attribute: g, value: None }, "set age of document B1"),
        (
            OpKind::SetDocumentValue { documents: vec![g, g], attribute: g, value: Some("4".into()) },
            "set age of 2 documents to 4",
        ),
        (OpKind::Redo, "redo"),
    ];
    for (work, expected) in cases {
        assert_eq!(work.describe(Some("Ann"), &Kinds), expected);
    }
}

#[test]
fn entries_are_described_in_the_language_of_the_reader() {
    let (g, one) = (Guid::new(), vec![Guid::new()]);
    let counts = MergeCounts { passages: 12, same: 3, removed: 1, unfinished: 2, ..MergeCounts::default() };
    let cases = [
        (OpKind::Code { codes: vec![g, g], document: g }, "用“rent”、“rent”编码“B1”中的片段"),
        (
            OpKind::Recode { from: one.clone(), to: g, passages: 3, consensus: 0, coded_by: one.clone() },
            "将“rent”重新编码为“rent”（3 个编码片段）（由 Ann 更改，Ben 编码）",
        ),
        (
            OpKind::RemoveCode { code: g, subcodes: 2, passages: 1, consensus: 0 },
            "删除编码“rent'”和 2 个子编码，连同 1 个编码片段",
        ),
        (OpKind::SetAttributeKind { attribute: g, to: "yes/no".into() }, "将属性“age”的类型改为是/否"),
        (OpKind::AddMemo { on: MemoTarget::Passage { document: g, code: g } }, "为“B1”中编码为“rent”的片段添加备忘录"),
        (
            OpKind::Settle {
                code: g,
                document: g,
                range: (3, 9),
                decision: Settled::Neither,
                decided_by: vec![],
                withdrawn: vec![],
                consensus: Some(ConsensusStep::Created { passages: 2 }),
            },
            "解决“B1”中“rent”的分歧：不编码；新建共识编码（2 个编码片段）",
        ),
        (
            OpKind::Merge {
                counts: Box::new(counts),
                from: FileNames::default(),
                queries: vec![],
                sets: vec![],
                completed: vec![],
                who: vec![],
                coded_by: vec![],
            },
            "合并 12 个编码片段（3 个已存在），删除 1 个编码片段；2 个文档尚有编码者未标为已完成",
        ),
        (OpKind::AddTemplate { codes: 21, name: "资产".into() }, "添加分析框架“资产”：21 个新编码"),
        (OpKind::CodeMany { codes: vec![g], passages: 3, documents: 2 }, "用“rent”在 2 个文档中新增 3 个编码片段"),
        (OpKind::RenameDocument { document: g }, "将文档“B1'”重命名为“B1”"),
        (OpKind::AddMemo { on: MemoTarget::Participant { participant: g } }, "为“A”添加备忘录"),
        (OpKind::Undo, "撤销"),
    ];
    i18n::within(i18n::Language::Chinese, || {
        for (work, expected) in cases {
            assert_eq!(work.describe(Some("Ann"), &Kinds), expected);
        }
    });
}

#[test]
fn a_speaker_who_becomes_the_participant_of_that_name_is_counted_and_not_listed() {
    let change = |label: &str| SpeakerChange {
        document: Guid::new(),
        label: label.into(),
        was: None,
        participant: Some(Guid::new()),
    };
    let says = |labels: &[&str]| {
        let who = labels.iter().copied().map(change).collect();
        let (documents, speakers) = (vec![Guid::new()], labels.len() as u64);
        let op = OpKind::MapSpeakers { documents, speakers, participants: 0, untied: 0, deleted: 0, who };
        op.describe(None, &Kinds)
    };
    assert_eq!(says(&["A"]), "state who 1 speaker in document B1 is");
    assert_eq!(says(&["A", "Woman 4"]), "state who 2 speakers in document B1 are; Woman 4 is A");
}

#[test]
fn frameworks_are_named_and_codebooks_say_what_they_added() {
    let from = FileNames::of(["/a/codes.csv"].map(std::path::Path::new));
    let codebook = |codes, filled| OpKind::ImportCodebook { codes, filled, from: from.clone() };
    let older = OpKind::from_parts("add_template", r#"{"codes":2}"#).unwrap();
    for (work, expected, chinese) in [
        (older, "add framework: 2 new codes", "添加分析框架：2 个新编码"),
        (
            OpKind::AddTemplate { codes: 21, name: "Assets".into() },
            "add framework “Assets”: 21 new codes",
            "添加分析框架“Assets”：21 个新编码",
        ),
        (codebook(2, 0), "import codebook from codes.csv: 2 new codes", "导入编码本（来自 codes.csv）：2 个新编码"),
        (
            codebook(0, 3),
            "import codebook from codes.csv: values of dimensions added to 3 codes",
            "导入编码本（来自 codes.csv）：为 3 个编码补充维度取值",
        ),
        (
            codebook(1, 3),
            "import codebook from codes.csv: 1 new code; values of dimensions added to 3 codes",
            "导入编码本（来自 codes.csv）：1 个新编码；为 3 个编码补充维度取值",
        ),
    ] {
        assert_eq!(work.describe(None, &Kinds), expected);
        assert_eq!(i18n::within(i18n::Language::Chinese, || work.describe(None, &Kinds)), chinese);
    }
}
