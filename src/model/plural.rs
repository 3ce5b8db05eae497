//! Counts with their nouns.

/// Returns a count with its noun: `1 passage`, `47 passages`.
#[must_use]
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Returns a number of entries: `1 entry`, `3 entries`.
#[must_use]
pub fn entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// Lists what belongs to a thing: ` with 47 passages and 2 memos`; empty when all counts are 0.
#[must_use]
pub fn with_all(counts: &[(u64, &str)]) -> String {
    let words: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, noun)| counted(*n, noun)).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" with {last}"),
        Some((last, first)) => format!(" with {} and {last}", first.join(", ")),
    }
}
