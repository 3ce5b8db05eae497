//! Columns that become attributes of participants or of documents, and the values in their cells.

use crate::engine::command::attributes::reserved_name;
use crate::engine::error::Error;
use crate::interchange::remark::{TableLoss, TableRefusal, TableWarning};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::interchange::{FilePlace, Problem};
use crate::model::values::Doubt;
use crate::model::{Described, NameKey, Study, VariableId, VariableKind, same_name};
use crate::store::Tx;
use crate::tr;
use std::collections::HashSet;

/// The use of a column in a table of participants, or of attributes of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParticipantUse {
    Skip,
    /// The name of the participant or document; exactly one column.
    Name,
    /// Names of the participant's documents, separated by semicolons or line breaks.
    Document,
    Attribute(VariableId),
    New(String, VariableKind),
}

/// What to do with values that a participant or document already has. An empty cell never changes anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    #[default]
    FillUnknown,
    Overwrite,
}

/// The attribute that a column becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Known(VariableId),
    New(String, VariableKind),
}

/// The columns that become attributes, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns(Vec<(usize, Target)>);

/// Numbers of values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// New values.
    pub filled: usize,
    pub overwritten: usize,
    /// Values that differ from the file and stay unchanged.
    pub kept: usize,
    /// Values of the file that are not of their attribute's kind.
    pub unfit: usize,
}

/// A table whose columns are attributes of participants or of documents.
#[derive(Clone, Copy)]
pub(super) struct AttributeTable<'a> {
    pub table: &'a Sheet,
    pub study: &'a Study,
    pub of: Described,
    pub existing: Existing,
}

impl AttributeTable<'_> {
    /// Returns the columns that become attributes. What prevents it goes to `problems`, what should be checked to
    /// `remarks`.
    pub fn columns(&self, uses: &[ParticipantUse], problems: &mut Vec<Problem>, remarks: &mut Vec<Problem>) -> Columns {
        let mut seen = HashSet::new();
        let mut columns = Columns::default();
        for (column, used) in uses.iter().enumerate() {
            let (target, name) = match used {
                ParticipantUse::Skip | ParticipantUse::Name | ParticipantUse::Document => continue,
                ParticipantUse::Attribute(id) => {
                    let Some(variable) = self.study.attribute(*id).filter(|_| id.of == self.of) else { continue };
                    (Target::Known(*id), variable.name.clone())
                }
                ParticipantUse::New(name, kind) => match self.new_attribute(name) {
                    Ok(name) => (Target::New(name.clone(), *kind), name),
                    Err(refusal) => {
                        let head = self.table.header.get(column).map_or("", String::as_str);
                        let place = FilePlace::of(|| tr!("column {name}", name = head));
                        problems.push(Problem::new(&self.table.file(), place, refusal));
                        continue;
                    }
                },
            };
            if !seen.insert(NameKey::of(&name)) {
                problems.push(self.table.remark(TableRefusal::TwoColumnsOfAttribute { attribute: name }));
                continue;
            }
            if let Target::New(name, kind) = &target {
                remarks.extend(self.doubt(column, name, *kind).map(|warning| self.table.remark(warning)));
            }
            columns.0.push((column, target));
        }
        columns
    }

    /// Returns the trimmed name of a new attribute.
    fn new_attribute(&self, name: &str) -> Result<String, TableRefusal> {
        match name.trim() {
            "" => Err(TableRefusal::UnnamedAttribute),
            name if name == reserved_name(self.of) => Err(TableRefusal::ReservedAttribute { of: self.of }),
            name if self.study.attributes(self.of).iter().any(|v| same_name(&v.name, name)) => {
                Err(TableRefusal::AttributeTaken { attribute: name.to_owned() })
            }
            name => Ok(name.to_owned()),
        }
    }

    /// Warns if the values of a column are ambiguous; they are imported in one of their meanings.
    fn doubt(&self, column: usize, attribute: &str, kind: VariableKind) -> Option<TableWarning> {
        let (doubt, row) = self.table.common(column).doubt?;
        let example = self.table.rows.get(row)?.cell(column).to_owned();
        let attribute = attribute.to_owned();
        match (doubt, kind) {
            (Doubt::Numbers, VariableKind::Text) => Some(TableWarning::UnclearNumbers { attribute, example }),
            (Doubt::Dates, VariableKind::Text) => Some(TableWarning::UnclearDates { attribute, example }),
            (Doubt::Thousands, VariableKind::Number) => Some(TableWarning::PossibleThousands { attribute, example }),
            _ => None,
        }
    }

    /// Returns the values of a row that are to be written, each with the index of its attribute in `columns`. `now` are
    /// the present values of the row's participant or document. Values that do not fit are left out and go to `remarks`.
    pub fn values(
        &self,
        columns: &Columns,
        row: &SheetRow,
        now: Option<&[Option<String>]>,
        tally: &mut Tally,
        remarks: &mut Vec<Problem>,
    ) -> Vec<(usize, String)> {
        let mut values = Vec::new();
        for (place, (column, target)) in columns.0.iter().enumerate() {
            let cell = row.cell(*column);
            let (kind, old) = match target {
                Target::Known(id) => {
                    let Some(variable) = self.study.attribute(*id) else { continue };
                    let at = self.study.attribute_place(*id).unwrap_or(usize::MAX);
                    (variable.kind, now.and_then(|now| now.get(at)?.as_deref()))
                }
                Target::New(_, kind) => (*kind, None),
            };
            if cell.is_empty() {
                continue;
            }
            let value = cell.to_owned();
            match old {
                _ if !kind.fits(cell) => {
                    tally.unfit += 1;
                    let attribute = self.table.header.get(*column).cloned().unwrap_or_default();
                    let wrong = TableLoss::WrongKind { attribute, value, kind };
                    remarks.push(self.table.remark_in(row.line, wrong));
                }
                None => {
                    tally.filled += 1;
                    values.push((place, value));
                }
                Some(old) if kind.means_same(old, cell) => {}
                Some(_) if self.existing == Existing::Overwrite => {
                    tally.overwritten += 1;
                    values.push((place, value));
                }
                Some(_) => tally.kept += 1,
            }
        }
        values
    }
}

impl Columns {
    /// Returns the number of attributes that are new.
    pub fn new_attributes(&self) -> usize {
        self.0.iter().filter(|(_, target)| matches!(target, Target::New(..))).count()
    }

    /// Adds the new attributes, and returns the ids of all.
    pub fn write(&self, of: Described, tx: &mut Tx<'_>) -> Result<Vec<VariableId>, Error> {
        let variable = |(_, target): &(usize, Target)| match target {
            Target::Known(id) => Ok(*id),
            Target::New(name, kind) => Ok(tx.add_variable(of, name, *kind)?),
        };
        self.0.iter().map(variable).collect()
    }
}
