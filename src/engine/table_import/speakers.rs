//! Imports who the speakers of documents are: one row for each speaker of a document, with the participant.

use super::heads::{DOCUMENTS, NAMES};
use crate::engine::document_names::{DocumentNames, Named};
use crate::engine::error::Error;
use crate::engine::texts::Texts;
use crate::i18n;
use crate::interchange::Problem;
use crate::interchange::remark::{TableLoss, TableRefusal};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::interchange::utterances::UtteranceHead;
use crate::model::{NameMap, Noun, Progress, SourceId, SpeakerEntry, SpeakerIs, Study, same_name};
use crate::text::one_line;
use crate::tr;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerImport {
    pub table: Arc<Sheet>,
    /// Indices of columns.
    pub document: Option<usize>,
    pub speaker: Option<usize>,
    pub participant: Option<usize>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerPlan {
    /// Number of speakers whose participant is stated or changed.
    pub speakers: usize,
    pub documents: usize,
    /// Number of speakers who are that participant already.
    pub known: usize,
    /// Names of participants that would be added.
    pub new_participants: Vec<String>,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    pub(in crate::engine) entries: Vec<SpeakerEntry>,
}

/// A row about a speaker of a document that was found.
struct Stated<'r> {
    row: &'r SheetRow,
    label: String,
    /// Empty: nobody.
    name: String,
}

impl SpeakerImport {
    /// Suggests the meaning of the columns from their names.
    #[must_use]
    pub fn suggest(table: Arc<Sheet>) -> Self {
        let document = table.column_named(&DOCUMENTS);
        let heads: Vec<&str> = UtteranceHead::Speaker.names().chain(["label", "标签"]).collect();
        let speaker = table.column_named(&heads).filter(|column| Some(*column) != document);
        let participant = table.column_named(&NAMES).filter(|column| ![document, speaker].contains(&Some(*column)));
        Self { table, document, speaker, participant }
    }

    /// True for a table that has nothing but these columns.
    #[must_use]
    pub fn is_likely(table: &Arc<Sheet>) -> bool {
        let import = Self::suggest(table.clone());
        import.columns().is_some() && table.header.len() == 3
    }

    fn columns(&self) -> Option<[usize; 3]> {
        Some([self.document?, self.speaker?, self.participant?])
    }

    /// Plans the changes. Of a document that the table names, the text is read once.
    ///
    /// # Errors
    /// Fails when the project cannot be read, or when cancelled.
    pub fn plan(&self, study: &Study, texts: &dyn Texts, progress: &Progress) -> Result<SpeakerPlan, Error> {
        let mut plan = SpeakerPlan::default();
        let Some(columns) = self.columns() else {
            plan.problems.push(self.table.remark(TableRefusal::NoColumnsOfSpeakers));
            return Ok(plan);
        };
        plan.remarks.extend(self.table.remarks.iter().cloned());
        plan.remarks.extend(self.table.columns_left_out(|column| !columns.contains(&column)));
        let stated = self.stated(study, columns, &mut plan);
        let total = stated.len() as u64;
        let mut added: NameMap<()> = NameMap::default();
        for (done, (source, rows)) in stated.into_iter().enumerate() {
            progress.step(done as u64, total)?;
            let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
            let missing: HashSet<String> = texts.missing_labels(source, &labels)?.into_iter().collect();
            let before = plan.entries.len();
            for Stated { row, label, name } in rows {
                let current = study.source(source).and_then(|source| source.speakers.get(&label));
                let known = study.participant_named(&name);
                if missing.contains(&label) && current.is_none() {
                    plan.remarks.push(self.table.remark_in(row.line, TableRefusal::SpeakerNotFound { label }));
                    continue;
                }
                let is_known = if name.is_empty() {
                    current.is_none()
                } else {
                    current.is_some() && known.map(|p| p.id) == current
                };
                if is_known {
                    plan.known += 1;
                    continue;
                }
                if !name.is_empty() && known.is_none() && !added.contains(&name) {
                    added.insert(name.as_str(), ());
                    plan.new_participants.push(name.clone());
                }
                let who = if name.is_empty() { SpeakerIs::Nobody } else { SpeakerIs::Named(name) };
                plan.entries.push(SpeakerEntry { source, label, who });
            }
            plan.documents += usize::from(plan.entries.len() > before);
        }
        plan.speakers = plan.entries.len();
        Ok(plan)
    }

    /// Returns the rows by document. Reports rows without a document or a speaker, and all but the first about one speaker
    /// that say something else.
    fn stated(
        &self,
        study: &Study,
        [document, speaker, participant]: [usize; 3],
        plan: &mut SpeakerPlan,
    ) -> BTreeMap<SourceId, Vec<Stated<'_>>> {
        let documents = DocumentNames::new(study);
        let mut stated: BTreeMap<SourceId, Vec<Stated<'_>>> = BTreeMap::new();
        for row in &self.table.rows {
            let mut skip = |why: TableRefusal| plan.remarks.push(self.table.remark_in(row.line, why));
            let wanted = row.cell(document);
            let source = match documents.find(wanted) {
                _ if wanted.trim().is_empty() => {
                    skip(TableRefusal::NoDocument);
                    continue;
                }
                Named::One(source) => source,
                Named::Nothing => {
                    skip(TableRefusal::UnknownDocument { document: wanted.to_owned() });
                    continue;
                }
                Named::Several(candidates) => {
                    skip(TableRefusal::AmbiguousDocument { document: wanted.to_owned(), candidates });
                    continue;
                }
            };
            let label = one_line(row.cell(speaker));
            let label = label.trim_end_matches([':', '：']).trim_end().to_owned();
            if label.is_empty() {
                skip(TableRefusal::NoSpeaker);
                continue;
            }
            let name = one_line(row.cell(participant));
            let rows = stated.entry(source).or_default();
            match rows.iter().find(|other| same_name(&other.label, &label)) {
                None => rows.push(Stated { row, label, name }),
                Some(other) if same_name(&other.name, &name) => {}
                Some(other) => {
                    let loss = TableLoss::SpeakerTwice { speaker: label, kept: other.name.clone() };
                    plan.remarks.push(self.table.remark_in(row.line, loss));
                }
            }
        }
        stated
    }
}

impl SpeakerPlan {
    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        if !self.changes() {
            return String::new();
        }
        let stated = tr!(
            "{speakers} in {documents}",
            speakers = Noun::Speaker.counted(self.speakers as u64),
            documents = Noun::Document.counted(self.documents as u64)
        );
        let count = self.new_participants.len();
        let added = (count > 0).then(|| tr!("{n} new participant" | "{n} new participants" % count));
        i18n::joined(&std::iter::once(stated).chain(added).collect::<Vec<_>>())
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        !self.entries.is_empty()
    }
}
