//! What a query finds, with the keys that the command line documents.

use super::{FoundPassage, FoundPassages, FoundWords};
use serde_json::{Value, json};

/// Returns the JSON of `find`.
#[must_use]
pub fn found_json(found: &FoundPassages) -> Value {
    json!({
        "query": found.query,
        "passages": found.passages,
        "documents": found.documents,
        "participants": found.participants,
        "results": found.results.iter().map(result).collect::<Vec<_>>(),
    })
}

fn result(passage: &FoundPassage) -> Value {
    let FoundWords { range, text, code, coder, .. } = &passage.words;
    json!({
        "document": passage.document,
        "participants": passage.participants,
        "speaker": passage.speaker,
        "turn": passage.turn,
        "start": range.start.0,
        "end": range.end.0,
        "text": text,
        "code": code,
        "coder": coder,
        "evidence": passage.evidence.iter().map(|words| evidence(words, &passage.document)).collect::<Vec<_>>(),
    })
}

/// Evidence in another document, which only the scope `participant` finds, says in which.
fn evidence(words: &FoundWords, document: &str) -> Value {
    let FoundWords { document: own, range, text, code, coder } = words;
    let mut value = json!({ "start": range.start.0, "end": range.end.0, "text": text, "code": code, "coder": coder });
    if own != document {
        value["document"] = json!(own);
    }
    value
}
