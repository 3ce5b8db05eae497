//! Names of the kinds of history entries, for lists of kinds and for entries whose arguments are hidden.

use super::OpKind;
use crate::tr;

impl OpKind {
    /// Returns the name of a stored kind; a kind that this version does not know is shown as it is.
    #[must_use]
    pub fn name_of(kind: &str) -> String {
        work(kind).or_else(|| settings(kind)).map_or_else(|| kind.replace('_', " "), str::to_owned)
    }
}

/// Names of kinds about passages, codes, participants and attributes.
fn work(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "create" => tr!("kind of entry" => "create"),
        "undo" => tr!("kind of entry" => "undo"),
        "redo" => tr!("kind of entry" => "redo"),
        "code" => tr!("kind of entry" => "code"),
        "code_many" => tr!("kind of entry" => "code many"),
        "remove_passages" => tr!("kind of entry" => "remove passages"),
        "recode" => tr!("kind of entry" => "recode"),
        "move_edges" => tr!("kind of entry" => "move edges"),
        "mark_important" => tr!("kind of entry" => "mark important"),
        "set_account" => tr!("kind of entry" => "set account"),
        "add_code" => tr!("kind of entry" => "add code"),
        "split_code" => tr!("kind of entry" => "split code"),
        "rename_code" => tr!("kind of entry" => "rename code"),
        "color_code" => tr!("kind of entry" => "color code"),
        "define_code" => tr!("kind of entry" => "define code"),
        "set_code_dimension" => tr!("kind of entry" => "set code dimension"),
        "edit_code" => tr!("kind of entry" => "edit code"),
        "move_code" => tr!("kind of entry" => "move code"),
        "merge_codes" => tr!("kind of entry" => "merge codes"),
        "remove_code" => tr!("kind of entry" => "remove code"),
        "add_dimension" => tr!("kind of entry" => "add dimension"),
        "edit_dimension" => tr!("kind of entry" => "edit dimension"),
        "remove_dimension" => tr!("kind of entry" => "remove dimension"),
        "add_participant" => tr!("kind of entry" => "add participant"),
        "rename_participant" => tr!("kind of entry" => "rename participant"),
        "remove_participants" => tr!("kind of entry" => "remove participants"),
        "set_value" => tr!("kind of entry" => "set value"),
        "add_attribute" => tr!("kind of entry" => "add attribute"),
        "rename_attribute" => tr!("kind of entry" => "rename attribute"),
        "set_attribute_kind" => tr!("kind of entry" => "set attribute kind"),
        "remove_attribute" => tr!("kind of entry" => "remove attribute"),
        "set_document_value" => tr!("kind of entry" => "set value of documents"),
        _ => return None,
    })
}

/// Names of kinds about documents, memos, tables, agreement and imports.
fn settings(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "rename_document" => tr!("kind of entry" => "rename document"),
        "set_speakers" => tr!("kind of entry" => "set speakers"),
        "remove_documents" => tr!("kind of entry" => "remove documents"),
        "assign_documents" => tr!("kind of entry" => "assign documents"),
        "mark_finished" => tr!("kind of entry" => "mark finished"),
        "correct_text" => tr!("kind of entry" => "correct text"),
        "reread_documents" => tr!("kind of entry" => "reread documents"),
        "set_blind" => tr!("kind of entry" => "set blind"),
        "rename_project" => tr!("kind of entry" => "rename project"),
        "describe_project" => tr!("kind of entry" => "describe project"),
        "rename_coder" => tr!("kind of entry" => "rename coder"),
        "add_coder" => tr!("kind of entry" => "add coder"),
        "add_memo" => tr!("kind of entry" => "add memo"),
        "change_memo" => tr!("kind of entry" => "change memo"),
        "remove_memo" => tr!("kind of entry" => "remove memo"),
        "add_table" => tr!("kind of entry" => "add table"),
        "change_table" => tr!("kind of entry" => "change table"),
        "rename_table" => tr!("kind of entry" => "rename table"),
        "remove_table" => tr!("kind of entry" => "remove table"),
        "add_set" => tr!("kind of entry" => "add set"),
        "change_set" => tr!("kind of entry" => "change set"),
        "rename_set" => tr!("kind of entry" => "rename set"),
        "remove_set" => tr!("kind of entry" => "remove set"),
        "add_query" => tr!("kind of entry" => "add query"),
        "change_query" => tr!("kind of entry" => "change query"),
        "rename_query" => tr!("kind of entry" => "rename query"),
        "remove_query" => tr!("kind of entry" => "remove query"),
        "agree" => tr!("kind of entry" => "create consensus"),
        "remove_consensus" => tr!("kind of entry" => "remove consensus"),
        "settle" => tr!("kind of entry" => "decide on disagreement"),
        "unsettle" => tr!("kind of entry" => "withdraw decision"),
        "merge" => tr!("kind of entry" => "merge"),
        "import" => tr!("kind of entry" => "import"),
        "add_template" => tr!("kind of entry" => "add framework"),
        "import_codebook" => tr!("kind of entry" => "import codebook"),
        "import_documents" => tr!("kind of entry" => "import documents"),
        "import_participants" => tr!("kind of entry" => "import participants"),
        "import_document_attributes" => tr!("kind of entry" => "import attributes of documents"),
        "import_segments" => tr!("kind of entry" => "import segments"),
        "import_transcript" => tr!("kind of entry" => "import transcript"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, within};
    use crate::model::op::FileNames;

    #[test]
    fn kinds_have_names_in_every_language() {
        let kind = |work: &OpKind| work.to_parts().0;
        for (work, english, chinese) in [
            (OpKind::Undo, "undo", "撤销"),
            (OpKind::SetBlind { on: true }, "set blind", "设置盲编码"),
            (
                OpKind::ImportCodebook { codes: 1, filled: 0, from: FileNames::default() },
                "import codebook",
                "导入编码本",
            ),
        ] {
            assert_eq!(OpKind::name_of(&kind(&work)), english);
            assert_eq!(within(Language::Chinese, || OpKind::name_of(&kind(&work))), chinese);
        }
        assert_eq!(OpKind::name_of("of_tomorrow"), "of tomorrow");
    }
}
