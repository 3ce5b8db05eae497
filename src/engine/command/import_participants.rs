//! Participants from a table: what its columns mean, what would change, and the change itself as one entry of the
//! history.

use super::Outcome;
use super::documents::counted;
use super::participants::{checked_value, free_attribute};
use crate::engine::{Error, Project, now};
use crate::interchange::sheet::Sheet;
use crate::model::{CaseId, SourceId, Study, VariableId, VariableKind};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Heads of columns that are likely to hold the participants' names.
const NAMES: [&str; 8] = ["participant", "name", "case", "id", "pseudonym", "姓名", "受访者", "编号"];

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnUse {
    Skip,
    /// The participant's name; exactly one column.
    Name,
    Attribute(VariableId),
    New(String, VariableKind),
}

/// What becomes of values that a participant has already. An empty cell never changes anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    #[default]
    FillUnknown,
    Overwrite,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipantImport {
    pub table: Arc<Sheet>,
    /// One a column.
    pub uses: Vec<ColumnUse>,
    pub existing: Existing,
    /// Tie documents that are nobody's to the participant of the same name.
    pub tie: bool,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportPlan {
    pub added: usize,
    /// Participants that are there already.
    pub known: usize,
    /// Values that are not known yet, of participants old and new.
    pub filled: usize,
    pub overwritten: usize,
    /// Values that differ from those in the file and stay as they are.
    pub kept: usize,
    pub attributes: usize,
    pub tied: usize,
    /// Why it cannot be done, in words; empty when it can.
    pub problems: Vec<String>,
    columns: Vec<(usize, Target)>,
    cases: Vec<PlannedCase>,
    ties: Vec<(SourceId, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Known(VariableId),
    New(String, VariableKind),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct PlannedCase {
    id: Option<CaseId>,
    name: String,
    /// Place among the plan's columns, and the value.
    values: Vec<(usize, String)>,
}

impl ParticipantImport {
    /// What the columns are likely to mean.
    #[must_use]
    pub fn suggest(study: &Study, table: Arc<Sheet>) -> Self {
        let likely = |name: &String| NAMES.contains(&name.to_lowercase().as_str());
        let name_column = table.header.iter().position(likely).unwrap_or(0);
        let uses = table.header.iter().enumerate().map(|(column, name)| {
            if column == name_column {
                return ColumnUse::Name;
            }
            let same = |v: &&crate::model::Variable| v.name.to_lowercase() == name.to_lowercase();
            match study.variables.iter().find(same) {
                Some(variable) => ColumnUse::Attribute(variable.id),
                None => ColumnUse::New(name.clone(), Self::kind_of(&table, column)),
            }
        });
        let uses = uses.collect();
        Self { table, uses, existing: Existing::default(), tie: true }
    }

    /// The kind that all values of a column have.
    #[must_use]
    pub fn kind_of(table: &Sheet, column: usize) -> VariableKind {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
        VariableKind::infer(cells.map(String::as_str).filter(|cell| !cell.is_empty()))
    }

    /// What would change in this study.
    #[must_use]
    pub fn plan(&self, study: &Study) -> ImportPlan {
        let mut plan = ImportPlan::default();
        let mut names = self.uses.iter().enumerate().filter(|(_, used)| **used == ColumnUse::Name).map(|(i, _)| i);
        let (Some(name_column), None) = (names.next(), names.next()) else {
            plan.problems.push("Say which one column holds the names of the participants.".to_owned());
            return plan;
        };
        self.plan_columns(study, &mut plan);
        let known: HashMap<&str, usize> = study.cases.iter().enumerate().map(|(i, c)| (c.name.as_str(), i)).collect();
        let mut lines: HashMap<&str, u64> = HashMap::new();
        for row in &self.table.rows {
            let name = row.cells.get(name_column).map_or("", String::as_str);
            if name.is_empty() {
                plan.problems.push(format!("Line {} has no name of a participant.", row.line));
            } else if let Some(earlier) = lines.insert(name, row.line) {
                plan.problems.push(format!("{name} stands twice: in line {earlier} and line {}.", row.line));
            } else {
                let case = known.get(name).and_then(|&place| study.cases.get(place));
                self.plan_row(study, row, name, case, &mut plan);
            }
        }
        if self.tie {
            let places: HashMap<&str, usize> =
                plan.cases.iter().enumerate().map(|(i, case)| (case.name.as_str(), i)).collect();
            let free = study.sources.iter().filter(|source| source.case.is_none());
            plan.ties = free.filter_map(|s| Some((s.id, *places.get(s.name.as_str())?))).collect();
        }
        plan.tied = plan.ties.len();
        plan
    }

    fn plan_columns(&self, study: &Study, plan: &mut ImportPlan) {
        let mut seen = HashSet::new();
        for (column, used) in self.uses.iter().enumerate() {
            let (target, name) = match used {
                ColumnUse::Skip | ColumnUse::Name => continue,
                ColumnUse::Attribute(id) => {
                    let Some(variable) = study.variables.iter().find(|v| v.id == *id) else { continue };
                    (Target::Known(*id), variable.name.clone())
                }
                ColumnUse::New(name, kind) => match free_attribute(study, name, None) {
                    Ok(name) => (Target::New(name.clone(), *kind), name),
                    Err(error) => {
                        plan.problems.push(format!("New attribute “{name}”: {error}."));
                        continue;
                    }
                },
            };
            if !seen.insert(name.clone()) {
                plan.problems.push(format!("Two columns go to the attribute {name}: skip one of them."));
                continue;
            }
            plan.attributes += usize::from(matches!(target, Target::New(..)));
            plan.columns.push((column, target));
        }
    }

    fn plan_row(
        &self,
        study: &Study,
        row: &crate::interchange::sheet::SheetRow,
        name: &str,
        case: Option<&crate::model::Case>,
        plan: &mut ImportPlan,
    ) {
        let mut values = Vec::new();
        for (place, (column, target)) in plan.columns.iter().enumerate() {
            let cell = row.cells.get(*column).map_or("", String::as_str);
            let known = |id: VariableId| study.variables.iter().position(|v| v.id == id);
            let (checked, old) = match target {
                Target::Known(id) => {
                    let Some(at) = known(*id) else { continue };
                    let Some(variable) = study.variables.get(at) else { continue };
                    let old = case.and_then(|case| case.values.get(at)?.as_deref());
                    (checked_value(variable, cell), old)
                }
                Target::New(_, kind) if cell.is_empty() || kind.fits(cell) => {
                    (Ok((!cell.is_empty()).then(|| cell.to_owned())), None)
                }
                Target::New(_, kind) => (Err(format!("“{cell}” is not {}", kind.wanted())), None),
            };
            match (checked, old) {
                (Err(why), _) => {
                    let head = self.table.header.get(*column).map_or("", String::as_str);
                    plan.problems.push(format!("Line {}, {head}: {why}.", row.line));
                }
                (Ok(None), _) => {}
                (Ok(Some(value)), None) => {
                    plan.filled += 1;
                    values.push((place, value));
                }
                (Ok(Some(value)), Some(old)) if value == old => {}
                (Ok(Some(value)), Some(_)) if self.existing == Existing::Overwrite => {
                    plan.overwritten += 1;
                    values.push((place, value));
                }
                (Ok(Some(_)), Some(_)) => plan.kept += 1,
            }
        }
        plan.added += usize::from(case.is_none());
        plan.known += usize::from(case.is_some());
        plan.cases.push(PlannedCase { id: case.map(|case| case.id), name: name.to_owned(), values });
    }
}

impl ImportPlan {
    /// What would be done, in words; empty when nothing would.
    #[must_use]
    pub fn summary(&self) -> String {
        let counts = [
            (self.added, "new participant"),
            (self.attributes, "new attribute"),
            (self.filled, "value"),
            (self.overwritten, "overwritten value"),
            (self.tied, "tied document"),
        ];
        let words: Vec<String> =
            counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, one)| counted(n as u64, one)).collect();
        words.join(", ")
    }
}

impl Project {
    pub(super) fn import_participants(
        &mut self,
        import: &ParticipantImport,
        coder: Option<&str>,
    ) -> Result<Outcome, Error> {
        let plan = import.plan(&self.reads().study()?);
        if let Some(first) = plan.problems.first() {
            return Err(Error::Refused { why: first.trim_end_matches('.').to_owned() });
        }
        let written = self.store.transact("import participants", coder, now(), |tx| -> Result<_, Error> {
            let mut variables = Vec::with_capacity(plan.columns.len());
            for (_, target) in &plan.columns {
                variables.push(match target {
                    Target::Known(id) => *id,
                    Target::New(name, kind) => tx.add_variable(name, *kind)?,
                });
            }
            let mut cases = Vec::with_capacity(plan.cases.len());
            for case in &plan.cases {
                cases.push(match case.id {
                    Some(id) => id,
                    None => tx.add_case(&case.name)?,
                });
            }
            for (case, &id) in plan.cases.iter().zip(&cases) {
                for (place, value) in &case.values {
                    if let Some(&variable) = variables.get(*place) {
                        tx.set_case_value(id, variable, Some(value))?;
                    }
                }
            }
            for &(source, place) in &plan.ties {
                tx.tie_source(source, cases.get(place).copied())?;
            }
            Ok(((), format!("import participants: {}", plan.summary())))
        })?;
        Ok(written.into())
    }
}
