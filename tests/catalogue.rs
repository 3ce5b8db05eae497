//! The catalogues of translations against the source: nothing untranslated, unused, or past the catalogue.
//!
//! `assets/locales/update` brings the catalogues up to date with the source.

#[path = "catalogue/po.rs"]
mod po;
#[path = "catalogue/source.rs"]
mod source;

use polib::catalog::Catalog;
use source::Text;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Folders and files of `src` whose texts are all in the catalogues.
const TRANSLATED: &[&str] = &[
    "src/analysis/",
    "src/app/action/spec.rs",
    "src/app/advice.rs",
    "src/app/code_uses.rs",
    "src/app/coding.rs",
    "src/app/compare_room.rs",
    "src/app/decisions.rs",
    "src/app/documents_room.rs",
    "src/app/exporting",
    "src/app/history_room.rs",
    "src/app/importing",
    "src/app/keeping.rs",
    "src/app/looks.rs",
    "src/app/memos_room.rs",
    "src/app/merging.rs",
    "src/app/naming.rs",
    "src/app/passage_act",
    "src/app/passages_room",
    "src/app/questions.rs",
    "src/app/recent.rs",
    "src/app/refused.rs",
    "src/app/rereading.rs",
    "src/app/restoring.rs",
    "src/app/table_editor.rs",
    "src/app/table_import",
    "src/app/tables_room.rs",
    "src/app/unsaved",
    "src/app/viewer.rs",
    "src/app/when.rs",
    "src/app/workspace",
    "src/engine/browse.rs",
    "src/engine/by_coder.rs",
    "src/engine/command/",
    "src/engine/compare/full_table.rs",
    "src/engine/compare/overview.rs",
    "src/engine/compare/reference.rs",
    "src/engine/compare/report.rs",
    "src/engine/error.rs",
    "src/engine/export/",
    "src/engine/import/",
    "src/engine/lists.rs",
    "src/engine/merge.rs",
    "src/engine/merge/",
    "src/engine/quote_table.rs",
    "src/engine/reading/",
    "src/engine/session.rs",
    "src/engine/table_import/codebook.rs",
    "src/engine/table_import/documents.rs",
    "src/engine/table_import/mod.rs",
    "src/engine/table_import/participants.rs",
    "src/engine/table_import/segments.rs",
    "src/engine/load.rs",
    "src/gui/awaited.rs",
    "src/gui/bars.rs",
    "src/gui/change_others.rs",
    "src/gui/code_",
    "src/gui/codebook",
    "src/gui/commands.rs",
    "src/gui/compare_room/",
    "src/gui/confirm.rs",
    "src/gui/consensus.rs",
    "src/gui/dialog",
    "src/gui/dimension_form.rs",
    "src/gui/documents",
    "src/gui/evidence.rs",
    "src/gui/export_dialog.rs",
    "src/gui/find_",
    "src/gui/forms.rs",
    "src/gui/guide.rs",
    "src/gui/history_room.rs",
    "src/gui/importing/",
    "src/gui/keys.rs",
    "src/gui/memo_editor.rs",
    "src/gui/memos_room.rs",
    "src/gui/menu_",
    "src/gui/merge_preview.rs",
    "src/gui/missing_glyphs.rs",
    "src/gui/naming.rs",
    "src/gui/overlay.rs",
    "src/gui/panes.rs",
    "src/gui/passage",
    "src/gui/restore.rs",
    "src/gui/selection_bar.rs",
    "src/gui/sheet.rs",
    "src/gui/shell",
    "src/gui/table_import",
    "src/gui/tables/",
    "src/gui/text_editor.rs",
    "src/gui/text_review.rs",
    "src/gui/toast.rs",
    "src/gui/transcript",
    "src/gui/welcome.rs",
    "src/i18n/",
    "src/interchange/files/mod.rs",
    "src/interchange/mod.rs",
    "src/interchange/refi/units.rs",
    "src/interchange/remark/",
    "src/interchange/tables/content.rs",
    "src/interchange/tables/error.rs",
    "src/interchange/tables/xlsx.rs",
    "src/model/",
    "src/store/error.rs",
    "src/store/touched_changes.rs",
    "src/table/",
];

/// What reads the same in every language.
const NAMES: &[&str] = &[
    "English",
    "Aa",
    "Pullquote",
    "Pullquote {}",
    "Pullquote · {project}",
    "Alt+{}",
    "Noto Sans",
    "Noto Sans CJK",
    "fonts-noto-cjk fonts-noto-core",
    "Excel",
    "Word",
    "Markdown",
    "GraphML",
    "NVivo",
    "ATLAS.ti",
    "QualCoder",
    "REFI-QDA",
    "Include:",
    "Exclude:",
    "Example:",
    "not a guid",
    "yyyy-mm-dd hh:mm",
    "A coder of the copy",
];

fn catalogues() -> Vec<(PathBuf, Catalog)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|e| e == "po")).collect();
    files.sort();
    files.into_iter().map(|path| (path.clone(), polib::po_file::parse(&path).unwrap())).collect()
}

/// The placeholders of a text: `{name}`, but not `{{`.
fn placeholders(text: &str) -> BTreeSet<String> {
    let text = text.replace("{{", "").replace("}}", "");
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_text_is_translated_and_every_translation_is_used() {
    let texts = source::texts();
    for (path, catalogue) in catalogues() {
        let find = |text: &Text| catalogue.find_message(text.context.as_deref(), &text.message, text.plural.as_deref());
        let missing: Vec<&Text> =
            texts.iter().filter(|text| find(text).is_none_or(|m| !m.is_translated() || m.is_fuzzy())).collect();
        assert!(missing.is_empty(), "not in {}, run assets/locales/update: {missing:#?}", path.display());
        let unused: Vec<&str> =
            catalogue.messages().map(|m| m.msgid()).filter(|id| !texts.iter().any(|t| t.message == *id)).collect();
        assert!(unused.is_empty(), "{} translates what no file says: {unused:#?}", path.display());
    }
}

#[test]
fn translations_have_the_placeholders_of_their_texts() {
    let mut faults = Vec::new();
    let catalogues = catalogues();
    for text in source::texts() {
        let mut of_source = placeholders(&text.message);
        of_source.extend(text.plural.as_deref().map(placeholders).unwrap_or_default());
        if let Some(strange) = of_source.iter().find(|name| !text.values.contains(*name)) {
            faults.push(format!("{:?} has no value for {{{strange}}} in {}", text.message, text.file));
        }
        if let Some(strange) =
            of_source.iter().find(|name| !name.chars().all(|c| c.is_alphanumeric() || c == '_') || name.is_empty())
        {
            faults.push(format!("{:?}: {{{strange}}} is no name, in {}", text.message, text.file));
        }
        for (path, catalogue) in &catalogues {
            let message = catalogue.find_message(text.context.as_deref(), &text.message, text.plural.as_deref());
            let Some(message) = message.filter(|m| m.is_translated()) else { continue };
            let forms: Vec<String> = match message.msgstr_plural() {
                Ok(forms) => forms.clone(),
                Err(_) => vec![message.msgstr().unwrap().to_owned()],
            };
            for form in forms {
                // A form for one thing may leave out the count, as English does.
                let (mut used, mut expected) = (placeholders(&form), of_source.clone());
                if text.plural.is_some() {
                    used.remove("n");
                    expected.remove("n");
                }
                if used != expected {
                    faults.push(format!("{}: {:?} became {form:?}", path.display(), text.message));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn no_visible_text_goes_past_the_catalogues() {
    let mut past = source::literals(TRANSLATED);
    past.retain(|(_, text)| !NAMES.contains(&text.as_str()));
    assert!(past.is_empty(), "not in tr!: {past:#?}");
}

/// With `UPDATE_CATALOGUES` in the environment (`assets/locales/update` sets it), writes the catalogues instead.
#[test]
fn catalogues_are_written_as_the_update_writes_them() {
    let texts = source::texts();
    for (path, _) in catalogues() {
        let written = std::fs::read_to_string(&path).unwrap();
        let updated = po::updated(&written, &texts);
        if std::env::var_os("UPDATE_CATALOGUES").is_none() {
            assert!(updated.text == written, "{} is not in order; run assets/locales/update", path.display());
            continue;
        }
        std::fs::write(&path, &updated.text).unwrap();
        println!("{}: {} texts", path.display(), texts.len());
        let lists = [("new", updated.new), ("changed", updated.changed), ("unused, removed", updated.unused)];
        for (what, messages) in lists {
            messages.iter().for_each(|message| println!("  {what}: {message}"));
        }
    }
}

#[test]
fn what_changed_in_the_source_keeps_its_translation_for_review() {
    let text = |message: &str| Text {
        context: None,
        message: message.to_owned(),
        plural: None,
        note: None,
        file: "src/a.rs".to_owned(),
        values: vec![],
    };
    let head = "msgid \"\"\nmsgstr \"\"\n\"Language: zh_CN\\n\"\n\"Plural-Forms: nplurals=1; plural=0;\\n\"\n\n";
    let before = po::updated(head, &[text("Delete this code?"), text("Merge")]).text;
    let before = before.replace("msgid \"Merge\"\nmsgstr \"\"", "msgid \"Merge\"\nmsgstr \"合并\"");
    let before = before
        .replace("msgid \"Delete this code?\"\nmsgstr \"\"", "msgid \"Delete this code?\"\nmsgstr \"删除此编码？\"");
    let after = po::updated(&before, &[text("Delete the code?"), text("Open")]);
    assert_eq!(
        (after.new, after.changed, after.unused),
        (vec!["Open".into()], vec!["Delete the code?".into()], vec!["Merge".to_owned()])
    );
    let catalogue = polib::po_file::parse_from_reader(after.text.as_bytes()).unwrap();
    let changed = catalogue.find_message(None, "Delete the code?", None).unwrap();
    assert_eq!((changed.is_fuzzy(), changed.msgstr().unwrap()), (true, "删除此编码？"));
}
