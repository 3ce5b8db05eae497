//! What encodings of text files are called.

/// Returns the name of an encoding as people write it: `GB18030`, `UTF-8`, `Windows-1252`.
#[must_use]
pub fn encoding_title(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "big5" => "Big5".to_owned(),
        "shift_jis" => "Shift_JIS".to_owned(),
        "macintosh" => "Macintosh".to_owned(),
        _ => match name.strip_prefix("windows-") {
            Some(page) => format!("Windows-{page}"),
            None => name.to_ascii_uppercase(),
        },
    }
}
