//! The participants as a table of their attributes: order, filter, groups by an attribute, and keyboard focus.

use super::ordering;
use super::selection::ListSelection;
use crate::engine::query::DocumentProgress;
use crate::model::{ParticipantId, Study, VariableId};
use crate::text::{NameFilter, compare_names, compare_values};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A column of the list of participants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParticipantColumn {
    Name,
    Attribute(VariableId),
    Documents,
    Passages,
}

/// A row of the list of participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParticipantRow {
    /// The participants below it have this value; `None`: not known.
    Group { value: Option<String>, participants: usize, documents: usize, passages: u64 },
    /// Index of a participant in the study.
    Participant(usize),
}

#[derive(Clone, Debug, Default)]
pub struct ParticipantList {
    pub filter: String,
    /// `None`: in the order in which the participants were added.
    pub sort: Option<ParticipantColumn>,
    pub descending: bool,
    /// The attribute by which the participants are grouped.
    pub group: Option<VariableId>,
    pub selection: ListSelection<ParticipantId>,
    /// Index of the column whose cell has the keyboard focus.
    pub column: usize,
    made: Option<Made>,
    rows: Arc<Vec<ParticipantRow>>,
    order: Arc<Vec<ParticipantId>>,
    documents: HashMap<ParticipantId, Vec<usize>>,
    passages: HashMap<ParticipantId, u64>,
}

type Made = (u64, String, Option<ParticipantColumn>, bool, Option<VariableId>);

impl ParticipantList {
    pub(super) fn take_study(&mut self, study: &Study) {
        let known = |id: VariableId| study.variables.iter().any(|v| v.id == id);
        if self.selection != ListSelection::default() {
            let known: HashSet<ParticipantId> = study.participants.iter().map(|participant| participant.id).collect();
            self.selection.retain(|id| known.contains(&id));
        }
        self.group = self.group.filter(|&id| known(id));
        self.sort = self.sort.filter(|sort| !matches!(sort, ParticipantColumn::Attribute(id) if !known(*id)));
        self.column = self.column.min(study.variables.len());
    }

    #[must_use]
    pub fn columns(study: &Study) -> Vec<ParticipantColumn> {
        let attributes = study.variables.iter().map(|v| ParticipantColumn::Attribute(v.id));
        let counts = [ParticipantColumn::Documents, ParticipantColumn::Passages];
        std::iter::once(ParticipantColumn::Name).chain(attributes).chain(counts).collect()
    }

    /// Handles a click on a column's head.
    pub fn sort_by(&mut self, column: ParticipantColumn) {
        ordering::turn(&mut self.sort, &mut self.descending, column);
    }

    /// Recomputes the rows if something they depend on has changed.
    pub fn refresh(&mut self, study: &Study, progress: &DocumentProgress, version: u64) {
        let made = (version, self.filter.clone(), self.sort, self.descending, self.group);
        if self.made.as_ref() == Some(&made) {
            return;
        }
        self.made = Some(made);
        (self.documents, self.passages) = (HashMap::new(), HashMap::new());
        for (place, source) in study.sources.iter().enumerate() {
            for participant in source.participants() {
                self.documents.entry(participant).or_default().push(place);
            }
            if let Some(participant) = source.participant.filter(|_| source.speakers.is_empty()) {
                *self.passages.entry(participant).or_default() +=
                    progress.passages_in(source.id, study.coders().map(|u| u.id));
            }
        }
        for (&participant, passages) in &progress.by_speaker {
            *self.passages.entry(participant).or_default() += passages;
        }
        let mut places = listed(study, &self.filter);
        if let Some(column) = self.sort {
            places.sort_by(|&a, &b| self.compare(study, column, a, b));
        }
        self.rows = Arc::new(self.grouped(study, places));
        let id = |row: &ParticipantRow| match row {
            ParticipantRow::Participant(place) => study.participants.get(*place).map(|participant| participant.id),
            ParticipantRow::Group { .. } => None,
        };
        self.order = Arc::new(self.rows.iter().filter_map(id).collect());
    }

    #[must_use]
    pub fn rows(&self) -> Arc<Vec<ParticipantRow>> {
        self.rows.clone()
    }

    /// Returns the participants in list order.
    #[must_use]
    pub fn order(&self) -> Arc<Vec<ParticipantId>> {
        self.order.clone()
    }

    /// Returns the indices of a participant's documents in the study.
    #[must_use]
    pub fn documents_of(&self, participant: ParticipantId) -> &[usize] {
        self.documents.get(&participant).map_or(&[], Vec::as_slice)
    }

    /// Number of passages by all coders with words of a participant.
    #[must_use]
    pub fn passages_of(&self, participant: ParticipantId) -> u64 {
        self.passages.get(&participant).copied().unwrap_or(0)
    }

    fn compare(&self, study: &Study, column: ParticipantColumn, a: usize, b: usize) -> Ordering {
        let turn = |order: Ordering| if self.descending { order.reverse() } else { order };
        let (Some(a), Some(b)) = (study.participants.get(a), study.participants.get(b)) else { return Ordering::Equal };
        match column {
            ParticipantColumn::Name => turn(compare_names(&a.name, &b.name)),
            ParticipantColumn::Documents => turn(self.documents_of(a.id).len().cmp(&self.documents_of(b.id).len())),
            ParticipantColumn::Passages => turn(self.passages_of(a.id).cmp(&self.passages_of(b.id))),
            ParticipantColumn::Attribute(id) => {
                let place = study.variables.iter().position(|v| v.id == id).unwrap_or(usize::MAX);
                let value = |participant: &crate::model::Participant| participant.values.get(place).cloned().flatten();
                compare_values(value(a).as_deref(), value(b).as_deref(), self.descending)
            }
        }
    }

    fn grouped(&self, study: &Study, mut places: Vec<usize>) -> Vec<ParticipantRow> {
        let variable = self.group.and_then(|id| study.variables.iter().position(|v| v.id == id));
        let Some(variable) = variable else { return places.into_iter().map(ParticipantRow::Participant).collect() };
        let value = |place: usize| study.participants.get(place).and_then(|p| p.values.get(variable)?.as_deref());
        // Groups keep the order of the list.
        places.sort_by(|&a, &b| compare_values(value(a), value(b), false));
        let mut rows = Vec::with_capacity(places.len() + 8);
        for group in places.chunk_by(|&a, &b| value(a) == value(b)) {
            let ids =
                || group.iter().filter_map(|&place| study.participants.get(place)).map(|participant| participant.id);
            rows.push(ParticipantRow::Group {
                value: group.first().and_then(|&place| value(place)).map(str::to_owned),
                participants: group.len(),
                documents: ids().map(|id| self.documents_of(id).len()).sum(),
                passages: ids().map(|id| self.passages_of(id)).sum(),
            });
            rows.extend(group.iter().map(|&place| ParticipantRow::Participant(place)));
        }
        rows
    }
}

fn listed(study: &Study, filter: &str) -> Vec<usize> {
    let filter = NameFilter::new(filter);
    let found = |&place: &usize| {
        let name = study.participants.get(place).map(|participant| participant.name.as_str());
        filter.finds_among(name.into_iter().chain(ordering::known_values(study, place)))
    };
    (0..study.participants.len()).filter(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples;
    use crate::model::UserId;

    fn names(list: &ParticipantList, study: &Study) -> Vec<String> {
        list.order().iter().map(|&id| study.participant(id).unwrap().name.clone()).collect()
    }

    #[test]
    fn groups_count_what_is_in_them_and_unknown_values_come_last() {
        let study = samples::study();
        let mut progress = DocumentProgress::default();
        for (source, user, count) in [(11, 1, 3), (11, 2, 4), (12, 1, 5), (15, 1, 100)] {
            progress.passages.insert((crate::model::SourceId(source), UserId(user)), count);
        }
        let mut list = ParticipantList { group: Some(VariableId::of_participants(1)), ..ParticipantList::default() };
        list.refresh(&study, &progress, 1);
        let group = |value: Option<&str>, participants, documents, passages| ParticipantRow::Group {
            value: value.map(str::to_owned),
            participants,
            documents,
            passages,
        };
        let expected = [
            group(Some("First"), 2, 2, 12),
            ParticipantRow::Participant(0),
            ParticipantRow::Participant(1),
            group(Some("Second"), 1, 1, 0),
            ParticipantRow::Participant(2),
            group(None, 1, 1, 0),
            ParticipantRow::Participant(3),
        ];
        assert_eq!(*list.rows(), expected);
    }

    #[test]
    fn participants_are_sorted_by_value_and_found_by_any() {
        let study = samples::study();
        let progress = DocumentProgress::default();
        let mut list = ParticipantList::default();
        list.sort_by(ParticipantColumn::Attribute(VariableId::of_participants(3)));
        list.refresh(&study, &progress, 1);
        assert_eq!(names(&list, &study), ["乙", "甲", "丙", "Official"], "9 before 10, not known last");
        list.sort_by(ParticipantColumn::Attribute(VariableId::of_participants(3)));
        list.refresh(&study, &progress, 1);
        assert_eq!(names(&list, &study), ["甲", "乙", "丙", "Official"]);
        list.sort_by(ParticipantColumn::Attribute(VariableId::of_participants(3)));
        list.filter = "first 创".into();
        list.refresh(&study, &progress, 1);
        assert_eq!(names(&list, &study), ["甲", "乙"]);
    }
}
