//! What a query finds, as text to read or to copy.

use super::{FoundPassage, FoundPassages, FoundWords};
use crate::model::Noun;
use crate::{i18n, tr};

/// Describes what was found, passage by passage.
#[must_use]
pub fn found_text(found: &FoundPassages) -> String {
    let counts =
        [(Noun::Passage, found.passages), (Noun::Document, found.documents), (Noun::Participant, found.participants)];
    let counts: Vec<String> = counts.map(|(noun, count)| noun.counted(count as u64)).into();
    let mut lines = vec![found.query.clone(), i18n::joined(&counts)];
    for passage in &found.results {
        lines.push(String::new());
        lines.push(place(passage));
        lines.push(quoted(&passage.words));
        lines.extend(passage.evidence.iter().map(|words| format!("  {}", quoted(words))));
    }
    lines.join("\n")
}

/// Returns for example `FGD 1, turn 8, Woman 4, 118..171`.
fn place(passage: &FoundPassage) -> String {
    let turn = passage.turn.map(|turn| tr!("turn {n}", n = turn));
    let parts = [Some(passage.document.clone()), turn, passage.speaker.clone(), Some(passage.words.range.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn quoted(words: &FoundWords) -> String {
    let text = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
    match (&words.code, &words.coder) {
        (Some(code), Some(coder)) => format!("“{text}” – {code} ({coder})"),
        _ => format!("“{text}”"),
    }
}

/// Returns the head and one row for each result, as tables for other programs have them.
#[must_use]
pub fn found_rows(found: &FoundPassages) -> Vec<Vec<String>> {
    let head = ["document", "participant", "speaker", "turn", "start", "end", "code", "coder", "text", "evidence"];
    let row = |passage: &FoundPassage| {
        let FoundWords { range, text, code, coder, .. } = &passage.words;
        let evidence: Vec<String> = passage.evidence.iter().map(quoted).collect();
        vec![
            passage.document.clone(),
            passage.participants.join("; "),
            passage.speaker.clone().unwrap_or_default(),
            passage.turn.map_or_else(String::new, |turn| turn.to_string()),
            range.start.0.to_string(),
            range.end.0.to_string(),
            code.clone().unwrap_or_default(),
            coder.clone().unwrap_or_default(),
            text.clone(),
            evidence.join("\n"),
        ]
    };
    std::iter::once(head.map(str::to_owned).to_vec()).chain(found.results.iter().map(row)).collect()
}
