//! What a label or the words behind it look like, whatever the rest of the document.

use crate::text::is_bidi_control;
use crate::text::vocabulary::{self, is_unspaced};
use unicode_normalization::UnicodeNormalization;

/// `Ana` in `Ana (laughing)`. But `Ana (Graz)` may be a different person from `Ana`.
pub(super) fn without_remark(label: &str) -> Option<&str> {
    let remark = [(" (", ')'), ("（", '）'), (" [", ']'), ("(", ')')];
    let (plain, remark, open) = remark.into_iter().find_map(|(open, close)| {
        let (plain, remark) = label.strip_suffix(close)?.split_once(open)?;
        Some((plain, remark, open))
    })?;
    (remark.starts_with(char::is_lowercase) || open == "（" || remark.contains(is_unspaced)).then_some(plain)
}

/// True for more than a name, a date or a list of these.
pub(super) fn is_said(text: &str) -> bool {
    let text = text.trim();
    if text.starts_with(char::is_lowercase) {
        return true;
    }
    // What stands before the last colon contains what stands before the others.
    let before = text.rfind([':', '：']).and_then(|at| text.get(..at)).unwrap_or("");
    if before.contains("  ") || before.contains(['\t', '\u{3000}', '|']) {
        return false;
    }
    text.contains(['?', '？', '!', '！', '。', '…', '؟', '۔', '।', '॥', '።', '။', '¿', '¡'])
        || text.contains(". ") && text.split_whitespace().count() > 4
        || text.ends_with('.') && text.contains(char::is_alphabetic)
        || text.split_whitespace().count() > 8
        || text.chars().filter(|c| is_unspaced(*c)).count() > 20
}

/// True for a line that explains a sign of the transcription: `(.): short pause`, `[…] = omission`.
pub(super) fn is_sign(line: &str) -> bool {
    let bare = line.trim_start();
    !bare.is_empty()
        && !bare.starts_with(|c: char| c.is_alphanumeric() || "*_#".contains(c))
        && bare.contains([':', '=', '：', '＝'])
}

/// True for a name of several words, or a code, as they follow a role in a list of participants.
pub(super) fn is_who(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    let mut rest = text.chars().skip(1);
    let is_code = text.starts_with(char::is_uppercase) && rest.all(|c| c.is_ascii_digit()) && text.len() <= 4;
    is_code || vocabulary::are_names(text)
}

/// True for words so short that they may be a name, as in such a list.
pub(super) fn is_short_name(text: &str) -> bool {
    let text = text.trim();
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    unspaced == text.chars().count() && (2..=3).contains(&unspaced)
        || text.split_whitespace().count() == 1
            && text.chars().all(char::is_alphanumeric)
            && text.starts_with(char::is_uppercase)
}

/// True for more words than a name has, in a script without capitals. There, `is_said` sees only punctuation, which is
/// often omitted, and always in Thai.
pub(super) fn is_wordy(text: &str) -> bool {
    let plain = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1200}'..='\u{139f}');
    let joined = |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    text.split_whitespace().filter(|word| word.contains(plain)).count() > 3
        || text.chars().filter(|c| joined(*c)).count() > 14
}

/// Normalises a label for comparison: case, spaces, letter width and a full stop at its end do not count.
pub(super) fn fold(label: &str) -> String {
    let label = label.strip_suffix('.').unwrap_or(label);
    let is_counted = |c: &char| !c.is_whitespace() && !is_bidi_control(*c) && *c != '\u{200b}';
    if label.is_ascii() {
        return label.chars().filter(is_counted).map(|c| c.to_ascii_lowercase()).collect();
    }
    label.nfkc().filter(is_counted).flat_map(char::to_lowercase).collect()
}

/// True for a short label that is not part of a sentence, and is therefore worth showing even if it is not a speaker.
pub(super) fn is_likely(label: &str) -> bool {
    let words = label.split_whitespace().count();
    words <= 4 && label.chars().count() <= 40 && (words == 1 || !label.starts_with(char::is_lowercase))
}
