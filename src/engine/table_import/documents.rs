//! Imports documents from a table: every row becomes a document, such as a survey answer; other columns may become
//! attributes of the row's participant.

use super::attributes::{Existing, ParticipantUse};
use super::heads::{DOCUMENTS, NAMES};
use super::participants::{ParticipantImport, ParticipantPlan, Repeated};
use super::prose;
use crate::engine::document_names::stem;
use crate::engine::error::Error;
use crate::engine::texts::Texts;
use crate::i18n;
use crate::interchange::Problem;
use crate::interchange::remark::{Refusal, TableRefusal, TableWarning};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::model::op::FileNames;
use crate::model::{NameKey, NameMap, Noun, OpKind, Progress, SourceId, Study, VariableId, VariableKind};
use crate::store::Tx;
use crate::text::{MOST_LINES, has_too_many_lines, normalise, one_line};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Heads of columns that are likely to contain texts.
const TEXTS: [&str; 14] = [
    "text",
    "answer",
    "response",
    "transcript",
    "content",
    "answers",
    "responses",
    "comment",
    "comments",
    "body",
    "文本",
    "回答",
    "内容",
    "原文",
];

/// Maximum number of renamed documents reported individually.
const LISTED: usize = 20;
/// Number of rows between two checks for cancellation.
const ROWS: usize = 64;

/// The use of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentUse {
    Skip,
    /// The text; with several columns, each text follows its head.
    Text,
    /// The document's name; at most one column.
    Name,
    /// The document's participant; at most one column.
    Participant,
    Attribute(VariableId),
    New(String, VariableKind),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentImport {
    pub table: Arc<Sheet>,
    /// One per column.
    pub uses: Vec<DocumentUse>,
    /// What to do with existing values of participants.
    pub existing: Existing,
    /// The column with the texts if no head says so.
    pub guessed: Option<usize>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentPlan {
    pub documents: usize,
    pub characters: u64,
    /// Number of rows whose document already exists with the same name and text.
    pub known: usize,
    /// Number of rows without text.
    pub empty: usize,
    /// Number of documents renamed because their name was taken.
    pub renamed: usize,
    /// The plan for participants; empty when no column contains them.
    pub participants: ParticipantPlan,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// What would be skipped or changed, and what should be checked.
    pub remarks: Vec<Problem>,
    planned: Vec<Planned>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Planned {
    name: String,
    text: String,
    /// Index in the plan's participants.
    participant: Option<usize>,
}

impl DocumentImport {
    /// Suggests uses of the columns: the text is the column with such a head, unless its cells are numbers or dates,
    /// or else the one with the most prose.
    #[must_use]
    pub fn suggest(study: &Study, table: Arc<Sheet>) -> Self {
        let named = table.column_named(&TEXTS).filter(|column| prose::may_be_text(&table, *column));
        let text = named.or_else(|| prose::column(&table));
        let name = table.column_named(&DOCUMENTS).filter(|column| Some(*column) != text);
        let participant = table.column_named(&NAMES).filter(|column| ![text, name].contains(&Some(*column)));
        let uses = table.header.iter().enumerate().map(|(column, head)| {
            let key = NameKey::caseless(head);
            let known = study.variables.iter().find(|v| NameKey::caseless(&v.name) == key);
            match (Some(column), known) {
                (at, _) if at == text => DocumentUse::Text,
                (at, _) if at == name => DocumentUse::Name,
                (at, _) if at == participant => DocumentUse::Participant,
                (_, _) if participant.is_none() => DocumentUse::Skip,
                (_, Some(variable)) => DocumentUse::Attribute(variable.id),
                (_, None) => DocumentUse::New(head.clone(), ParticipantImport::kind_of(&table, column)),
            }
        });
        let uses = uses.collect();
        let guessed = text.filter(|_| named.is_none());
        Self { table, uses, existing: Existing::default(), guessed }
    }

    /// Sets the use of a column. If the use is name or participant, a previous column with this use is skipped.
    pub fn set_use(&mut self, column: usize, used: DocumentUse) {
        let single = matches!(used, DocumentUse::Name | DocumentUse::Participant);
        for (at, slot) in self.uses.iter_mut().enumerate() {
            if at == column {
                slot.clone_from(&used);
            } else if single && *slot == used {
                *slot = DocumentUse::Skip;
            }
        }
    }

    fn columns_of(&self, wanted: &DocumentUse) -> Vec<usize> {
        self.uses.iter().enumerate().filter(|(_, used)| *used == wanted).map(|(column, _)| column).collect()
    }

    /// Returns why the columns with these uses make no documents.
    fn faults(&self) -> Vec<Problem> {
        let count = |used: &DocumentUse| self.columns_of(used).len();
        let participants = count(&DocumentUse::Participant);
        let has_attributes =
            self.uses.iter().any(|used| matches!(used, DocumentUse::Attribute(_) | DocumentUse::New(..)));
        let faults = [
            (count(&DocumentUse::Text) == 0, TableRefusal::NoColumnOfTexts),
            (count(&DocumentUse::Name) > 1 || participants > 1, TableRefusal::SeveralColumnsOfNames),
            (participants == 0 && has_attributes, TableRefusal::NoColumnOfParticipants),
        ];
        faults.into_iter().filter(|(is_so, _)| *is_so).map(|(_, fault)| self.table.remark(fault)).collect()
    }

    /// Plans the changes. Texts are read only where a name is taken.
    ///
    /// # Errors
    /// Fails when the project cannot be read, or when cancelled.
    pub fn plan(&self, study: &Study, texts: &dyn Texts, progress: &Progress) -> Result<DocumentPlan, Error> {
        let mut plan = DocumentPlan { problems: self.faults(), ..DocumentPlan::default() };
        if !plan.problems.is_empty() {
            return Ok(plan);
        }
        let text_columns = self.columns_of(&DocumentUse::Text);
        let name = self.columns_of(&DocumentUse::Name).first().copied();
        let participant = self.columns_of(&DocumentUse::Participant).first().copied();
        plan.remarks.extend(self.table.remarks.iter().cloned());
        if self.guessed.is_some_and(|column| text_columns == [column]) {
            let head = |column: &usize| self.table.header.get(*column).cloned();
            let names = name.or(participant).as_ref().and_then(head);
            let text = text_columns.first().and_then(head).unwrap_or_default();
            plan.remarks.push(self.table.remark(TableWarning::TextsFrom { text, names }));
        }
        plan.remarks.extend(self.table.columns_left_out(|column| self.uses.get(column) == Some(&DocumentUse::Skip)));
        if let Some(column) = participant {
            plan.participants = self.participants(column).plan(study);
            plan.problems.append(&mut plan.participants.problems);
            plan.remarks.append(&mut plan.participants.remarks);
        }
        let people = plan.participants.planned.iter().enumerate();
        let places: NameMap<usize> = people.map(|(place, person)| (person.name.as_str(), place)).collect();
        let mut names = Names::new(study);
        let (mut nameless, mut too_long) = (0, Vec::new());
        let total = self.table.rows.len() as u64;
        for (done, row) in self.table.rows.iter().enumerate() {
            if done.is_multiple_of(ROWS) {
                progress.step(done as u64, total)?;
            }
            let text = self.text_of(row, &text_columns);
            if text.trim().is_empty() {
                plan.empty += 1;
                continue;
            }
            if has_too_many_lines(&text) {
                too_long.push(self.table.remark_in(row.line, Refusal::TooManyLines { most: MOST_LINES }));
                continue;
            }
            let owner = participant.map_or("", |column| row.cell(column));
            nameless += usize::from(participant.is_some() && owner.is_empty());
            let spare = || match owner {
                "" => format!("{} {}", stem(&self.table.file()), row.line),
                owner => one_line(owner),
            };
            let wanted = name.map(|column| one_line(row.cell(column))).filter(|name| !name.is_empty());
            let wanted = wanted.unwrap_or_else(spare);
            if names.is_there(&wanted, &text, texts)? {
                plan.known += 1;
                continue;
            }
            let free = names.free(&wanted);
            if free != wanted {
                plan.renamed += 1;
                if plan.renamed <= LISTED {
                    let taken = TableWarning::NameTaken { wanted, given: free.clone() };
                    plan.remarks.push(self.table.remark_in(row.line, taken));
                }
            }
            plan.characters += text.chars().count() as u64;
            plan.planned.push(Planned { name: free, text, participant: places.get(owner) });
        }
        self.report(&mut plan, nameless, too_long);
        Ok(plan)
    }

    /// Reports what was counted while the rows were planned; `nameless` rows have an empty cell for their participant. The
    /// texts that are too long are left out; if there are no others, there is nothing to import.
    fn report(&self, plan: &mut DocumentPlan, nameless: usize, too_long: Vec<Problem>) {
        plan.documents = plan.planned.len();
        let is_empty = plan.documents + plan.known == 0;
        if is_empty && too_long.is_empty() {
            plan.problems.push(self.table.remark(TableRefusal::NoTexts));
        }
        if is_empty { &mut plan.problems } else { &mut plan.remarks }.extend(too_long);
        if plan.empty > 0 {
            plan.remarks.push(self.table.remark(TableRefusal::RowsWithoutText { count: plan.empty }));
        }
        let warnings = [
            TableWarning::MoreNamesTaken { count: plan.renamed.saturating_sub(LISTED) },
            TableWarning::KnownDocuments { count: plan.known },
            TableWarning::Unassigned { count: nameless },
        ];
        let counts = [plan.renamed.saturating_sub(LISTED), plan.known, nameless];
        let warnings = warnings.into_iter().zip(counts).filter(|(_, count)| *count > 0);
        plan.remarks.extend(warnings.map(|(warning, _)| self.table.remark(warning)));
    }

    fn text_of(&self, row: &SheetRow, columns: &[usize]) -> String {
        let cell = |column: usize| row.cells.get(column).map_or("", String::as_str);
        let parts: Vec<String> = match columns {
            [only] => vec![cell(*only).to_owned()],
            several => several
                .iter()
                .filter(|&&column| !cell(column).trim().is_empty())
                .map(|&column| {
                    let head = self.table.header.get(column).map_or("", String::as_str);
                    format!("{head}\n{}\n", cell(column))
                })
                .collect(),
        };
        normalise(parts.join("\n")).text
    }

    /// Returns only the import of the participants, in which rows may repeat.
    fn participants(&self, column: usize) -> ParticipantImport {
        // Texts are omitted, because they may be long.
        let value = |(used, cell): (&DocumentUse, &String)| match used {
            DocumentUse::Skip | DocumentUse::Text | DocumentUse::Name => String::new(),
            DocumentUse::Participant | DocumentUse::Attribute(_) | DocumentUse::New(..) => cell.clone(),
        };
        let values =
            |row: &SheetRow| SheetRow { line: row.line, cells: self.uses.iter().zip(&row.cells).map(value).collect() };
        let rows = self.table.rows.iter().filter(|row| !row.cell(column).is_empty()).map(values).collect();
        let (path, separator, header) = (self.table.path.clone(), self.table.separator, self.table.header.clone());
        let table = Sheet { path, separator, header, rows, ..Sheet::default() };
        let uses = self.uses.iter().map(|used| match used {
            DocumentUse::Participant => ParticipantUse::Name,
            DocumentUse::Attribute(id) => ParticipantUse::Attribute(*id),
            DocumentUse::New(name, kind) => ParticipantUse::New(name.clone(), *kind),
            DocumentUse::Skip | DocumentUse::Text | DocumentUse::Name => ParticipantUse::Skip,
        });
        let uses = uses.collect();
        let (existing, repeated) = (self.existing, Repeated::Join);
        ParticipantImport { table: Arc::new(table), uses, existing, repeated, tie: false, guessed: None }
    }
}

/// Names of documents, each once.
struct Names {
    known: NameMap<SourceId>,
    /// Documents that already match a row of the table.
    met: HashSet<SourceId>,
    taken: HashSet<NameKey>,
    /// The last number added to each name.
    last: HashMap<String, usize>,
}

impl Names {
    fn new(study: &Study) -> Self {
        let known = study.sources.iter().map(|source| (source.name.as_str(), source.id)).collect();
        let taken = study.sources.iter().map(|source| NameKey::of(&source.name)).collect();
        Self { known, met: HashSet::new(), taken, last: HashMap::new() }
    }

    /// True when a document with this name, or with a numbered form of it, has this text; each document matches
    /// once.
    fn is_there(&mut self, wanted: &str, text: &str, texts: &dyn Texts) -> Result<bool, Error> {
        let mut number = 1;
        let mut next = self.known.get(wanted);
        while let Some(id) = next {
            if !self.met.contains(&id) && texts.text(id)? == text {
                self.met.insert(id);
                return Ok(true);
            }
            number += 1;
            next = self.known.get(&format!("{wanted} ({number})"));
        }
        Ok(false)
    }

    fn free(&mut self, wanted: &str) -> String {
        if self.taken.insert(NameKey::of(wanted)) {
            return wanted.to_owned();
        }
        let last = self.last.entry(wanted.to_owned()).or_insert(1);
        loop {
            *last += 1;
            let name = format!("{wanted} ({last})");
            if self.taken.insert(NameKey::of(&name)) {
                return name;
            }
        }
    }
}

impl DocumentPlan {
    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        let documents = (self.documents > 0).then(|| Noun::NewDocument.counted(self.documents as u64));
        let participants = self.participants.changes().then(|| self.participants.summary());
        i18n::joined(&documents.into_iter().chain(participants).collect::<Vec<_>>())
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        self.documents > 0 || self.participants.changes()
    }

    pub(in crate::engine) fn write(
        &self,
        from: FileNames,
        tx: &mut Tx<'_>,
        progress: &Progress,
    ) -> Result<OpKind, Error> {
        let total = self.planned.len() as u64;
        let participants = self.participants.write_participants(tx)?;
        for (done, document) in self.planned.iter().enumerate() {
            progress.step(done as u64, total)?;
            let participant = document.participant.and_then(|place| participants.get(place).copied());
            tx.add_source(&document.name, "", participant, &document.text)?;
        }
        let (documents, participants) = (self.documents as u64, self.participants.counts());
        Ok(OpKind::ImportDocuments { documents, participants, from })
    }
}
