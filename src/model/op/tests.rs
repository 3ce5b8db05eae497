//! Entries are stored and read back, also those that a newer version wrote.

use super::*;

#[test]
fn an_entry_survives_being_stored() {
    let guid = Guid::new;
    for (work, kind) in [
        (OpKind::Undo, "undo"),
        (
            OpKind::Create {
                counts: ImportCounts { documents: 2, passages: 3, codes: 1, ..ImportCounts::default() },
                from: FileNames::default(),
            },
            "create",
        ),
        (
            OpKind::Merge {
                counts: Box::new(MergeCounts { passages: 3, ..MergeCounts::default() }),
                sets: vec![guid()],
                queries: vec![guid()],
                completed: vec![guid()],
                who: vec![SpeakerChange {
                    document: guid(),
                    label: "阿 1".into(),
                    was: None,
                    participant: Some(guid()),
                }],
                coded_by: vec![guid()],
                from: FileNames { files: vec!["b.pullquote".into()], more_files: 0 },
            },
            "merge",
        ),
        (OpKind::Code { codes: vec![guid(), guid()], document: guid() }, "code"),
        (OpKind::MoveCode { code: guid(), parent: None }, "move_code"),
        (OpKind::AddMemo { on: MemoTarget::Passage { document: guid(), code: guid() } }, "add_memo"),
        (OpKind::RenameTable { table: "资产".into(), was: "a".into() }, "rename_table"),
        (
            OpKind::Settle {
                code: guid(),
                document: guid(),
                range: (3, 9),
                decision: Settled::Range { start: 4, end: 9 },
                decided_by: vec![],
                withdrawn: vec![],
                consensus: Some(ConsensusStep::Created { passages: 2 }),
            },
            "settle",
        ),
        (
            OpKind::ImportDocuments {
                documents: 1,
                participants: ParticipantCounts { values: 7, ..ParticipantCounts::default() },
                from: FileNames { files: vec!["资产.csv".into()], more_files: 2 },
            },
            "import_documents",
        ),
    ] {
        let (stored, arguments) = work.to_parts();
        assert_eq!(stored, kind);
        assert_eq!(OpKind::from_parts(&stored, &arguments).unwrap(), work);
    }
    // As written by an earlier version.
    let removed = format!(r#"{{"codes":["{0}"],"document":"{0}","passages":1,"coded_by":[]}}"#, guid());
    let removed = OpKind::from_parts("remove_passages", &removed).unwrap();
    assert!(matches!(removed, OpKind::RemovePassages { memos_by, .. } if memos_by.is_empty()));
    let imported = OpKind::from_parts("import", r#"{"documents":1,"passages":2,"codes":0}"#).unwrap();
    let counts = ImportCounts { documents: 1, passages: 2, ..ImportCounts::default() };
    assert_eq!(imported, OpKind::Import { counts, coded_by: vec![], from: FileNames::default() });
    assert_eq!(imported.to_parts().1, r#"{"documents":1,"passages":2,"codes":0}"#);
    for (kind, wanted) in [("undone", "unknown variant `undone`"), ("code", "missing field `codes`")] {
        let error = OpKind::from_parts(kind, "{}").unwrap_err().to_string();
        assert!(error.starts_with(wanted), "{kind}: {error}");
    }
}
