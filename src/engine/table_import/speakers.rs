//! Imports who the speakers of documents are: one row for each speaker of a document, with the participant.

use super::attributes::Existing;
use super::heads::{DOCUMENTS, NAMES};
use crate::engine::document_names::{DocumentNames, Named};
use crate::engine::error::Error;
use crate::engine::speakers::in_no_document;
use crate::engine::texts::Texts;
use crate::i18n;
use crate::interchange::Problem;
use crate::interchange::remark::{TableLoss, TableRefusal, TableWarning};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::interchange::utterances::UtteranceHead;
use crate::model::{
    NameMap, Noun, ParticipantId, Progress, Source, SourceId, SpeakerEntry, SpeakerIs, Study, same_name,
};
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
    /// What happens to speakers who are another participant already, and to documents that belong to one.
    pub existing: Existing,
    /// Whether participants are deleted who are in no document any more.
    pub deletes_absent: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpeakerPlan {
    /// Number of speakers whose participant is stated or changed.
    pub speakers: usize,
    pub documents: usize,
    /// Number of speakers who are that participant already.
    pub known: usize,
    /// Number of speakers who were another participant before; they are among `speakers`.
    pub overwritten: usize,
    /// Number of speakers who stay who they are although the table differs.
    pub kept: usize,
    /// Participants who would be in no document any more.
    pub absent: Vec<ParticipantId>,
    /// Names of participants that would be added.
    pub new_participants: Vec<String>,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    pub(in crate::engine) entries: Vec<SpeakerEntry>,
    /// Those of `absent` who are deleted.
    pub(in crate::engine) deleted: Vec<ParticipantId>,
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
        Self { table, document, speaker, participant, existing: Existing::default(), deletes_absent: false }
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
        for (done, (id, rows)) in stated.into_iter().enumerate() {
            progress.step(done as u64, total)?;
            let Some(source) = study.source(id) else { continue };
            let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
            let missing: HashSet<String> = texts.missing_labels(id, &labels)?.into_iter().collect();
            let before = plan.entries.len();
            for stated in rows {
                if missing.contains(&stated.label) && source.speakers.get(&stated.label).is_none() {
                    let refusal = TableRefusal::SpeakerNotFound { label: stated.label };
                    plan.remarks.push(self.table.remark_in(stated.row.line, refusal));
                } else {
                    self.state(study, source, stated, &mut plan);
                }
            }
            self.untie(study, source, before, &mut plan);
            plan.documents += usize::from(plan.entries.len() > before);
        }
        plan.speakers = plan.entries.len();
        plan.new_participants = new_participants(study, &plan.entries);
        self.absent(study, &mut plan);
        Ok(plan)
    }

    /// Plans who a speaker becomes, unless they are that already, or are somebody else who stays.
    fn state(&self, study: &Study, source: &Source, stated: Stated<'_>, plan: &mut SpeakerPlan) {
        let Stated { row, label, name } = stated;
        let current = source.speakers.get(&label);
        let known = study.participant_named(&name);
        let is_known =
            if name.is_empty() { current.is_none() } else { current.is_some() && known.map(|p| p.id) == current };
        if is_known {
            plan.known += 1;
            return;
        }
        if let Some(was) = current.and_then(|id| study.participant(id)) {
            let (document, speaker, was) = (source.name.clone(), label.clone(), was.name.clone());
            if self.existing == Existing::FillUnknown {
                plan.kept += 1;
                let loss = TableLoss::SpeakerKept { document, speaker, kept: was, participant: name };
                plan.remarks.push(self.table.remark_in(row.line, loss));
                return;
            }
            plan.overwritten += 1;
            let warning = TableWarning::SpeakerReplaced { document, speaker, was, participant: name.clone() };
            plan.remarks.push(self.table.remark_in(row.line, warning));
        }
        let who = if name.is_empty() { SpeakerIs::Nobody } else { SpeakerIs::Named(name) };
        plan.entries.push(SpeakerEntry { source: source.id, label, who });
    }

    /// A document that belongs to one participant would no longer do so: keeps it as it is, or says so. Its entries are those
    /// from `first` on.
    fn untie(&self, study: &Study, source: &Source, first: usize, plan: &mut SpeakerPlan) {
        let owner = source.participant.and_then(|id| study.participant(id));
        let entries = plan.entries.get(first..).unwrap_or_default();
        let Some(owner) = owner.filter(|_| entries.iter().any(|entry| entry.who.is_participant())) else { return };
        let (document, participant) = (source.name.clone(), owner.name.clone());
        plan.remarks.push(match self.existing {
            Existing::FillUnknown => {
                plan.kept += entries.len();
                plan.entries.truncate(first);
                self.table.remark(TableLoss::TiedAlready { document, participant })
            }
            Existing::Overwrite => self.table.remark(TableWarning::DocumentUntied { document, participant }),
        });
    }

    /// Finds the participants who were in a document and would be in none.
    fn absent(&self, study: &Study, plan: &mut SpeakerPlan) {
        let mut before: Vec<ParticipantId> = Vec::new();
        for entry in &plan.entries {
            let Some(source) = study.source(entry.source) else { continue };
            for id in source.speakers.get(&entry.label).into_iter().chain(source.participant) {
                if !before.contains(&id) {
                    before.push(id);
                }
            }
        }
        plan.absent = in_no_document(study, &plan.entries, &before);
        if self.deletes_absent {
            plan.deleted.clone_from(&plan.absent);
        }
        if !plan.absent.is_empty() {
            let names = plan.absent.iter().filter_map(|id| study.participant(*id)).map(|one| one.name.clone());
            plan.remarks.push(self.table.remark(TableWarning::ParticipantsAbsent { participants: names.collect() }));
        }
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

/// Returns the names of participants whom the project does not have, each once.
fn new_participants(study: &Study, entries: &[SpeakerEntry]) -> Vec<String> {
    let (mut found, mut seen) = (Vec::new(), NameMap::default());
    for entry in entries {
        if let SpeakerIs::Named(name) = &entry.who
            && study.participant_named(name).is_none()
            && !seen.contains(name)
        {
            seen.insert(name.as_str(), ());
            found.push(name.clone());
        }
    }
    found
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
        let deleted = (!self.deleted.is_empty())
            .then(|| tr!("{n} participant deleted" | "{n} participants deleted" % self.deleted.len()));
        i18n::joined(&std::iter::once(stated).chain(added).chain(deleted).collect::<Vec<_>>())
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        !self.entries.is_empty()
    }
}
