//! Writes a catalogue anew from the texts of the source and the translations that it has.

use crate::source::Text;
use polib::message::MessageView;
use std::collections::BTreeSet;
use std::fmt::Write;

/// From this likeness on, a translation is kept for a text that changed, to be reviewed.
const ALIKE: f32 = 0.6;

/// A catalogue in step with the source.
pub struct Updated {
    pub text: String,
    /// Texts without a translation.
    pub new: Vec<String>,
    /// Texts with the translation of a similar one, marked as fuzzy.
    pub changed: Vec<String>,
    /// Texts that the source does not have.
    pub unused: Vec<String>,
}

/// Returns a catalogue with all texts in the order of the source, and with their translations where it has any.
pub fn updated(written: &str, texts: &[Text]) -> Updated {
    let catalogue = polib::po_file::parse_from_reader(written.as_bytes()).unwrap();
    let find = |text: &Text| catalogue.find_message(text.context.as_deref(), &text.message, text.plural.as_deref());
    let head: &str = written.split_inclusive("\n\n").next().unwrap_or_default();
    let mut updated = Updated { text: head.trim_end().to_owned() + "\n", new: vec![], changed: vec![], unused: vec![] };

    let is_used = |message: &&dyn MessageView| texts.iter().any(|text| key(text) == key_of(*message));
    let unused: Vec<&dyn MessageView> = catalogue.messages().filter(|message| !is_used(message)).collect();
    let mut carried = BTreeSet::new();
    for text in texts {
        let known = find(text);
        let similar = if known.is_some() { None } else { most_similar(text, &unused) };
        match (known, similar) {
            (None, None) => updated.new.push(text.message.clone()),
            (None, Some(at)) => {
                carried.insert(at);
                updated.changed.push(text.message.clone());
            }
            (Some(known), _) if !known.is_translated() => updated.new.push(text.message.clone()),
            (Some(known), _) if known.is_fuzzy() => updated.changed.push(text.message.clone()),
            _ => {}
        }
        let message = known.or_else(|| similar.map(|at| unused[at]));
        entry(&mut updated.text, text, message, known.map_or(similar.is_some(), |known| known.is_fuzzy()));
    }
    let left = unused.iter().enumerate().filter(|(at, _)| !carried.contains(at));
    updated.unused = left.map(|(_, message)| message.msgid().to_owned()).collect();
    updated
}

type Key<'a> = (Option<&'a str>, &'a str, Option<&'a str>);

fn key(text: &Text) -> Key<'_> {
    (text.context.as_deref(), &text.message, text.plural.as_deref())
}

fn key_of(message: &dyn MessageView) -> Key<'_> {
    (message.msgctxt(), message.msgid(), message.msgid_plural().ok())
}

/// The place of the message whose English text is most similar.
fn most_similar(text: &Text, messages: &[&dyn MessageView]) -> Option<usize> {
    let words: Vec<&str> = text.message.split_whitespace().collect();
    let alike = |message: &dyn MessageView| {
        let before: Vec<&str> = message.msgid().split_whitespace().collect();
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &before, &words);
        similar::diff_ratio(&ops, before.len(), words.len())
    };
    let of_kind =
        messages.iter().enumerate().filter(|(_, m)| m.is_translated() && m.is_plural() == text.plural.is_some());
    let rated = of_kind.map(|(at, message)| (at, alike(*message))).filter(|(_, ratio)| *ratio >= ALIKE);
    rated.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

fn entry(po: &mut String, text: &Text, message: Option<&dyn MessageView>, is_fuzzy: bool) {
    let mut comments = String::from("\n");
    for comment in message.map(MessageView::translator_comments).unwrap_or_default().lines() {
        comments += &format!("# {comment}\n");
    }
    if let Some(note) = &text.note {
        comments += &format!("#. {note}\n");
    }
    comments += &format!("#: {}\n", text.file);
    if is_fuzzy {
        comments += "#, fuzzy\n";
    }
    po.push_str(&comments);
    let mut line = |keyword: &str, value: &str| writeln!(po, "{keyword} {}", quoted(value)).unwrap();
    if let Some(context) = &text.context {
        line("msgctxt", context);
    }
    line("msgid", &text.message);
    match &text.plural {
        None => line("msgstr", message.and_then(|m| m.msgstr().ok()).unwrap_or_default()),
        Some(plural) => {
            line("msgid_plural", plural);
            let forms = message.and_then(|m| m.msgstr_plural().ok()).cloned().unwrap_or_else(|| vec![String::new()]);
            for (at, form) in forms.iter().enumerate() {
                line(&format!("msgstr[{at}]"), form);
            }
        }
    }
}

/// A string of the format; one with line breaks has one line for each.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t");
    let lines: Vec<String> = escaped.split_inclusive('\n').map(|l| format!("\"{}\"", l.replace('\n', "\\n"))).collect();
    match lines.as_slice() {
        [] => "\"\"".to_owned(),
        [only] => only.clone(),
        several => format!("\"\"\n{}", several.join("\n")),
    }
}
