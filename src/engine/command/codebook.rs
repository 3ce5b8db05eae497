//! Commands on the codebook. Renaming or moving a code touches no coding.

use super::coding::{add_coding, recode};
use super::new_path::{NewPath, check_free};
use super::queries::follow_merged;
use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::{Outcome, SideEffect};
use crate::engine::error::Error;
use crate::engine::merged_decisions::{DecisionStep, merged_codes};
use crate::engine::project::Project;
use crate::model::codebook::code_name;
use crate::model::{
    CharRange, Code, CodeId, Codebook, CodingId, CodingKey, Decided, DimensionId, Fact, NoteTarget, OpKind, RowKind,
    SourceId, Study, same_name,
};
use crate::store::Tx;
use crate::text::one_line;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A change to a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeChange {
    Name(String),
    /// `#rrggbb`
    Color(String),
    Description(String),
    /// A dimension and the index of the value; `None` for no value.
    Dimension(DimensionId, Option<usize>),
}

/// A dimension to be saved. The values are in their new order; existing ones refer to their previous index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DimensionDraft {
    pub dimension: Option<DimensionId>,
    pub name: String,
    /// Previous index (`None` for a new value) and name. Values that are not listed are removed.
    pub values: Vec<(Option<usize>, String)>,
}

/// Returns the values of dimensions that all codes of these codings have, so that passages that get a code of their own
/// stay in the cells of tables in which they were.
fn common_values(book: &Codebook, facts: &[Fact]) -> Vec<(DimensionId, usize)> {
    let of = |fact: &Fact| book.get(fact.code).map(|code| code.dimensions.clone()).unwrap_or_default();
    let mut codings = facts.iter();
    let mut values = codings.next().map(of).unwrap_or_default();
    for fact in codings {
        let others = of(fact);
        values.retain(|value| others.contains(value));
    }
    values
}

impl Project {
    pub(super) fn add_code(
        &mut self,
        parent: Option<CodeId>,
        name: &str,
        passage: Option<(SourceId, CharRange)>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let new = NewPath::of(&study.codebook, parent, name)?;
        let passage = match passage {
            Some((source, range)) => {
                self.check_passage(source, range, by)?;
                Some((source, range, by.coder()?))
            }
            None => None,
        };
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let code = new.add(tx, &study.codebook)?;
            if let Some((source, range, user)) = passage {
                add_coding(tx, CodingKey { source, range, code, user })?;
            }
            let document = passage.map(|(source, ..)| tx.document(source)).transpose()?;
            Ok((code, OpKind::AddCode { code: tx.code(code)?, document }))
        })?;
        let code = written.value;
        Ok(Outcome { added_code: Some(code), ..written.into() })
    }

    /// Adds a code that takes over these codings.
    pub(super) fn split_code(
        &mut self,
        codings: &[CodingId],
        parent: Option<CodeId>,
        name: &str,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let new = NewPath::of(&study.codebook, parent, name)?;
        let facts = self.facts(codings)?;
        self.check_is_coded(&facts)?;
        let owners = self.check_owners(&facts, by)?;
        let dimensions = common_values(&study.codebook, &facts);
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let code = new.add(tx, &study.codebook)?;
            for &(dimension, value) in &dimensions {
                tx.set_code_dimension(code, dimension, Some(value))?;
            }
            let joined = recode(tx, &facts, code)?;
            let (passages, coded_by) = (facts.len() as u64, tx.coders(&owners)?);
            Ok(((code, joined), OpKind::SplitCode { code: tx.code(code)?, passages, coded_by }))
        })?;
        let (code, joined) = written.value;
        let also = SideEffect::joined(joined).into_iter().collect();
        Ok(Outcome { added_code: Some(code), also, ..written.into() })
    }

    /// Applies all changes made in a form about a code as one entry of the history.
    pub(super) fn change_code(&mut self, id: CodeId, changes: &[CodeChange], by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let code = known(&study.codebook, id)?;
        for change in changes {
            if let CodeChange::Name(name) = change {
                // A new code with such a name is added below another one, so that renaming must not do something else.
                if *name != code.name && code_name(name) != one_line(name) {
                    return Err(Error::PathAsName { name: one_line(name) });
                }
                check_free(&study.codebook, code.parent, &code_name(name), Some(code.id))?;
            }
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            for change in changes {
                match change {
                    CodeChange::Name(name) => tx.set_code_name(id, &new_name(code, name))?,
                    CodeChange::Color(color) => tx.set_code_color(id, color)?,
                    CodeChange::Description(description) => tx.set_code_description(id, description.trim())?,
                    CodeChange::Dimension(dimension, value) => tx.set_code_dimension(id, *dimension, *value)?,
                }
            }
            let code = tx.code(id)?;
            Ok((
                (),
                match changes {
                    [CodeChange::Name(_)] => OpKind::RenameCode { code },
                    [CodeChange::Color(_)] => OpKind::ColorCode { code },
                    [CodeChange::Description(_)] => OpKind::DefineCode { code },
                    [CodeChange::Dimension(dimension, _)] => {
                        OpKind::SetCodeDimension { code, dimension: tx.dimension(*dimension)? }
                    }
                    _ => OpKind::EditCode { code },
                },
            ))
        })?;
        Ok(written.into())
    }

    /// Moves a code with its subcodes under `parent`, before a sibling or to the end.
    pub(super) fn move_code(
        &mut self,
        id: CodeId,
        parent: Option<CodeId>,
        before: Option<CodeId>,
        by: &By,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let book = &study.codebook;
        let code = known(book, id)?;
        if parent.is_some_and(|parent| book.is_below(parent, id)) {
            return Err(Error::Circular { name: code.name.clone() });
        }
        check_free(book, parent, &code.name, Some(id))?;
        let mut order: Vec<CodeId> = book.children(parent).map(|c| c.id).filter(|&c| c != id).collect();
        let at = before.and_then(|sibling| order.iter().position(|&c| c == sibling)).unwrap_or(order.len());
        order.insert(at, id);
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            tx.place_code(id, parent, &order)?;
            let parent = parent.map(|parent| tx.code(parent)).transpose()?;
            Ok(((), OpKind::MoveCode { code: tx.code(id)?, parent }))
        })?;
        Ok(written.into())
    }

    /// Moves codings and subcodes from `from` to `into` and removes `from`.
    pub(super) fn merge_codes(&mut self, from: CodeId, into: CodeId, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = known(&study.codebook, from)?;
        known(&study.codebook, into)?;
        if from == into || study.codebook.is_below(into, from) {
            return Err(Error::Circular { name: old.name.clone() });
        }
        let steps = self.decision_steps(from, into)?;
        let pairs = merged_codes(&study.codebook, from, into);
        // A subcode that takes the place and name of `from` has another name until `from` is removed.
        let takes_place = |code: &&Code| {
            let new_parent =
                code.parent.filter(|_| !pairs.contains_key(&code.id)).and_then(|parent| pairs.get(&parent));
            new_parent.is_some() && new_parent.copied() == old.parent && code.name == old.name
        };
        let heir = study.codebook.codes().iter().find(takes_place);
        let guid = |code: CodeId| study.codebook.get(code).map(|code| code.guid);
        let guids = pairs.iter().filter_map(|(from, into)| Some((guid(*from)?, guid(*into)?))).collect();
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let (removed, kept) = (tx.code(from)?, tx.code(into)?);
            let mut consensus = 0;
            for &code in pairs.keys() {
                consensus += of_consensus(&study, &tx.codings_with(code)?);
            }
            if let Some(heir) = heir {
                tx.set_code_name(heir.id, &heir.guid.to_string())?;
            }
            let (passages, joined) = merge(tx, &study.codebook, (from, into), &pairs)?;
            if let Some(heir) = heir {
                tx.set_code_name(heir.id, &heir.name)?;
            }
            for step in &steps {
                match step {
                    DecisionStep::Move { from, decided } => tx.move_decision(*from, decided)?,
                    DecisionStep::Replace(Decided { disagreement, .. }) | DecisionStep::Withdraw(disagreement) => {
                        tx.remove_decision(*disagreement)?;
                    }
                }
            }
            follow_merged(tx, &study, &guids)?;
            Ok((joined, OpKind::MergeCodes { from: removed, into: kept, passages, consensus }))
        })?;
        let also = SideEffect::joined(written.value).into_iter().collect();
        Ok(Outcome { also, ..written.into() })
    }

    /// Removes a code and its subcodes with all their codings.
    pub(super) fn remove_code(&mut self, id: CodeId, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let book = &study.codebook;
        known(book, id)?;
        let gone: Vec<CodeId> = book.codes().iter().map(|c| c.id).filter(|&c| book.is_below(c, id)).collect();
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let (removed, mut passages, mut consensus) = (tx.code(id)?, 0, 0);
            // In codebook order, parents come before their children.
            for &code in gone.iter().rev() {
                let facts = tx.codings_with(code)?;
                consensus += of_consensus(&study, &facts);
                passages += facts.len() as u64;
                for fact in facts {
                    tx.remove_coding(fact.coding)?;
                }
                tx.remove_code(code)?;
            }
            Ok(((), OpKind::RemoveCode { code: removed, subcodes: gone.len() as u64 - 1, passages, consensus }))
        })?;
        Ok(written.into())
    }

    /// Adds or changes a dimension: its name, and the names, order and number of its values.
    pub(super) fn save_dimension(&mut self, draft: &DimensionDraft, by: &By) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = draft.name.trim();
        if name.is_empty() {
            return Err(Error::Nameless { kind: RowKind::Dimension });
        }
        if draft.values.iter().any(|(_, value)| value.trim().is_empty()) {
            return Err(Error::Nameless { kind: RowKind::Value });
        }
        if study.codebook.dimension(name).is_some_and(|f| Some(f.id) != draft.dimension) {
            return Err(Error::NameTaken { kind: RowKind::Dimension, name: name.to_owned() });
        }
        let before =
            study.codebook.dimensions.iter().find(|f| Some(f.id) == draft.dimension).map_or(&[][..], |f| &f.values);
        for (i, value) in draft.values.iter().enumerate() {
            // Existing values that look the same may stay separate.
            let is_kept = |(place, name): &(Option<usize>, String)| {
                place.is_some_and(|place| before.get(place).is_some_and(|before| before == name.trim()))
            };
            let is_taken = |other: &(Option<usize>, String)| {
                other.1.trim() == value.1.trim() || same_name(&other.1, &value.1) && !(is_kept(value) && is_kept(other))
            };
            if draft.values.iter().take(i).any(is_taken) {
                return Err(Error::NameTaken { kind: RowKind::Value, name: value.1.clone() });
            }
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let Some(dimension) = draft.dimension else {
                let values: Vec<String> = draft.values.iter().map(|(_, value)| value.trim().to_owned()).collect();
                let (dimension, _) = tx.add_dimension(name, &values)?;
                return Ok(((), OpKind::AddDimension { dimension: tx.dimension(dimension)? }));
            };
            tx.set_dimension_name(dimension, name)?;
            let known = tx.dimension_values(dimension)?;
            let kept = |place: usize| draft.values.iter().any(|(old, _)| *old == Some(place));
            for (place, &value) in known.iter().enumerate() {
                if !kept(place) {
                    tx.remove_dimension_value(value)?;
                }
            }
            for (old, value) in &draft.values {
                match old.and_then(|place| known.get(place)) {
                    Some(&id) => tx.set_dimension_value_name(id, value.trim())?,
                    None => drop(tx.add_dimension_value(dimension, value.trim())?),
                }
            }
            Ok(((), OpKind::EditDimension { dimension: tx.dimension(dimension)? }))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_dimension(&mut self, dimension: DimensionId, by: &By) -> Result<Outcome, Error> {
        let codes = self.reads().codes_with_dimension(dimension)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let removed = OpKind::RemoveDimension { dimension: tx.dimension(dimension)?, codes };
            tx.remove_dimension(dimension)?;
            Ok(((), removed))
        })?;
        Ok(written.into())
    }
}

/// Counts the passages of the consensus coding.
fn of_consensus(study: &Study, facts: &[Fact]) -> u64 {
    facts.iter().filter(|fact| Some(fact.user) == study.consensus()).count() as u64
}

/// Returns how many codings were moved, and how many of them became one with another. `pairs`: see [`merged_codes`].
fn merge(
    tx: &mut Tx<'_>,
    book: &Codebook,
    (from, into): (CodeId, CodeId),
    pairs: &HashMap<CodeId, CodeId>,
) -> Result<(u64, u64), Error> {
    let facts = tx.codings_with(from)?;
    let (mut moved, mut joined) = (facts.len() as u64, recode(tx, &facts, into)?);
    for child in book.children(Some(from)) {
        match pairs.get(&child.id) {
            Some(&twin) => {
                let (of_child, joined_of_child) = merge(tx, book, (child.id, twin), pairs)?;
                (moved, joined) = (moved + of_child, joined + joined_of_child);
            }
            None => {
                let order: Vec<CodeId> = book.children(Some(into)).map(|c| c.id).chain([child.id]).collect();
                tx.place_code(child.id, Some(into), &order)?;
            }
        }
    }
    if let (Some(old), Some(new)) = (book.get(from), book.get(into)) {
        let both = match (new.description.as_str(), old.description.as_str()) {
            (existing, "") => existing.to_owned(),
            ("", other) => other.to_owned(),
            (existing, other) => format!("{existing}\n\n{}: {other}", old.name),
        };
        tx.set_code_description(into, &both)?;
    }
    tx.move_notes(NoteTarget::Code(from), NoteTarget::Code(into))?;
    tx.remove_code(from)?;
    Ok((moved, joined))
}

fn known(book: &Codebook, id: CodeId) -> Result<&Code, Error> {
    book.get(id).ok_or(Error::Store(crate::store::Error::Missing { what: RowKind::Code, id: id.0 }))
}

/// Returns a typed name as it is stored. An unchanged name keeps what could not be typed, such as ` > `.
fn new_name(code: &Code, typed: &str) -> String {
    if typed == code.name { typed.to_owned() } else { code_name(typed) }
}
