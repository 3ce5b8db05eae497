//! The result of an import: the imported documents, and remarks on what was skipped or changed.

use crate::engine::coming_set::ComingSet;
use crate::interchange::remark::{Loss, Problem, Remark, Warning};
use crate::model::Noun;
use crate::model::op::ImportCounts;
use crate::store::Counts;
use crate::{i18n, tr};
use serde_json::{Map, Value, json};

/// A document that was imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    pub file: String,
    pub document: String,
    /// Detected from the content: `txt`, `docx` …
    pub format: String,
    /// The encoding of a text file; empty for other formats.
    pub encoding: String,
    /// Number of subtitles, if the file contains subtitles.
    pub cues: Option<usize>,
    pub characters: u32,
    /// Number of passages that begin with a speaker's label.
    pub blocks: u32,
    /// Number of turns; a turn joins neighbouring blocks of one speaker.
    pub turns: usize,
    /// Number of blocks per speaker, in order of appearance.
    pub speakers: Vec<(String, u32)>,
    /// True if the project had the document before, with this text.
    pub is_known: bool,
    /// Parts of the file that are missing from the text or changed in it.
    pub losses: Vec<Loss>,
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    pub imported: Vec<Imported>,
    /// Remarks on files and entries, other than on the reading of imported documents.
    pub problems: Vec<Problem>,
    /// The project's counts after the import.
    pub counts: Counts,
    /// Number of passages imported with the documents.
    pub codings: usize,
    /// Number of memos imported with projects.
    pub memos: usize,
    /// Those of the passages that belong to the consensus coding.
    pub consensus: usize,
    /// The sets that were added.
    pub sets: Vec<ComingSet>,
    /// Names of new saved queries.
    pub queries: Vec<String>,
    /// Whether anything was written.
    pub has_changed: bool,
    /// Number of participants added, if speakers became participants.
    pub new_participants: Option<usize>,
}

impl ImportReport {
    /// Number of files and entries that were skipped.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.problems.iter().filter(|problem| problem.is_refusal()).count()
    }

    /// Number of entries imported with something missing or changed, not counting documents, which report this
    /// themselves.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.problems.iter().filter(|problem| matches!(problem.remark, Remark::Loss(_))).count()
    }

    /// True when there is anything to report besides the imported documents.
    #[must_use]
    pub fn has_remarks(&self) -> bool {
        self.new_participants.is_some()
            || !self.problems.is_empty()
            || !self.sets.is_empty()
            || !self.queries.is_empty()
            || self.imported.iter().any(|one| !one.losses.is_empty() || !one.warnings.is_empty())
    }

    /// Numbers of documents that were added, and of those that the project had before.
    #[must_use]
    pub fn new_and_known(&self) -> (u64, u64) {
        let known = self.imported.iter().filter(|one| one.is_known).count();
        ((self.imported.len() - known) as u64, known as u64)
    }

    /// Returns what was stored, with counts: documents, passages and sets, or memos if there is nothing else.
    #[must_use]
    pub fn stored(&self) -> Vec<String> {
        let counts = ImportCounts {
            documents: self.new_and_known().0,
            passages: self.codings as u64,
            consensus: self.consensus as u64,
            codes: 0,
            sets: self.sets.len() as u64,
            queries: self.queries.len() as u64,
            memos: self.memos as u64,
        };
        counts.parts()
    }

    #[must_use]
    pub fn summary(&self) -> String {
        let stored = self.stored();
        let imported = match stored.is_empty() {
            true => tr!("nothing new to import").to_owned(),
            false => tr!("imported {things}", things = i18n::and(&stored)),
        };
        let known = Some(self.new_and_known().1).filter(|known| *known > 0);
        let known = known.map(|known| tr!("{n} document here already" | "{n} documents here already" % known));
        let entries = |count: usize| (count > 0).then(|| Noun::Entry.counted(count as u64));
        let skipped = entries(self.refused()).map(|entries| tr!("skipped {entries}", entries));
        let changed = entries(self.changed()).map(|entries| tr!("changed {entries}", entries));
        i18n::clauses(&std::iter::once(imported).chain(known).chain(skipped).chain(changed).collect::<Vec<_>>())
    }

    /// Returns the JSON that `import --json` prints.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let imported: Vec<Value> = self.imported.iter().map(Imported::to_json).collect();
        let mut out = Map::new();
        out.insert("imported".into(), Value::Array(imported));
        let mut lists = problems_json(&self.problems);
        let of_documents = self
            .imported
            .iter()
            .flat_map(|one| one.losses.iter().map(|loss| loss_json(&one.file, &one.document, loss)));
        if let Some(Value::Array(losses)) = lists.get_mut("losses") {
            losses.extend(of_documents);
        }
        out.extend(lists);
        if !self.sets.is_empty() {
            out.insert("sets".into(), ComingSet::list(&self.sets));
        }
        if !self.queries.is_empty() {
            out.insert("queries".into(), json!(self.queries));
        }
        if let Some(count) = self.new_participants {
            out.insert("new_participants".into(), json!(count));
        }
        if self.consensus > 0 {
            out.insert("consensus_passages".into(), json!(self.consensus));
        }
        out.insert("counts".into(), counts_json(&self.counts));
        Value::Object(out)
    }
}

impl Imported {
    /// Returns losses, then warnings.
    #[must_use]
    pub fn remarks(&self) -> Vec<Remark> {
        let losses = self.losses.iter().cloned().map(Remark::from);
        losses.chain(self.warnings.iter().cloned().map(Remark::from)).collect()
    }

    fn to_json(&self) -> Value {
        let speakers: Map<String, Value> = self.speakers.iter().map(|(name, n)| (name.clone(), json!(n))).collect();
        let warnings: Vec<Value> = self.warnings.iter().map(warning_json).collect();
        let mut out = json!({ "file": self.file, "document": self.document, "format": self.format,
                "encoding": self.encoding, "characters": self.characters, "blocks": self.blocks,
                "turns": self.turns, "speakers": speakers, "warnings": warnings });
        if let (Some(cues), Some(object)) = (self.cues, out.as_object_mut()) {
            object.insert("cues".into(), json!(cues));
        }
        if let (true, Some(object)) = (self.is_known, out.as_object_mut()) {
            object.insert("known".into(), json!(true));
        }
        out
    }
}

fn warning_json(warning: &Warning) -> Value {
    json!({ "kind": warning.kind(), "text": warning.to_string() })
}

fn loss_json(file: &str, document: &str, loss: &Loss) -> Value {
    let document = Some(document).filter(|document| !document.is_empty());
    json!({ "file": file, "document": document, "kind": loss.kind(), "count": loss.count(), "text": loss.to_string() })
}

/// Returns the lists `refused` and `losses`, and `warnings` on files if there are any. Each remark is in exactly
/// one of them.
#[must_use]
pub fn problems_json(problems: &[Problem]) -> Map<String, Value> {
    let (mut refused, mut losses, mut warnings) = (Vec::new(), Vec::new(), Vec::new());
    for Problem { file, place, remark } in problems {
        match remark {
            Remark::Refusal(refusal) => refused.push(
                json!({ "file": file, "place": place.as_str(), "kind": refusal.kind(), "reason": refusal.to_string() }),
            ),
            Remark::Loss(loss) => {
                let mut entry = loss_json(file, "", loss);
                if let (false, Some(entry)) = (place.is_empty(), entry.as_object_mut()) {
                    entry.insert("place".into(), json!(place.as_str()));
                }
                losses.push(entry);
            }
            Remark::Warning(warning) => {
                warnings
                    .push(json!({ "file": file, "place": place.as_str(), "kind": warning.kind(), "text": warning.to_string() }));
            }
        }
    }
    let mut out = Map::new();
    out.insert("refused".into(), Value::Array(refused));
    out.insert("losses".into(), Value::Array(losses));
    if !warnings.is_empty() {
        out.insert("warnings".into(), Value::Array(warnings));
    }
    out
}

/// Returns the JSON that `info --json` prints.
#[must_use]
pub fn counts_json(counts: &Counts) -> Value {
    json!({ "documents": counts.documents, "participants": counts.participants, "codes": counts.codes,
            "coders": counts.coders, "codings": counts.codings, "memos": counts.memos,
            "characters": counts.characters })
}
