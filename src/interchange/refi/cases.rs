//! Reads cases, which become participants, and the attributes of documents.

use super::read::Reading;
use super::tree::Node;
use crate::interchange::case_words::{CaseWords, speakers};
use crate::interchange::document_values::divide;
use crate::interchange::plain::{DumpedMemoTarget, NoteDump, ParticipantDump, untaken_name};
use crate::interchange::remark::ForeignLoss;
use crate::model::{Guid, RowKind};
use crate::tr;
use std::collections::HashSet;

impl Reading {
    /// Adds a participant with these values; values that are already set are kept.
    fn participant(&mut self, name: &str, guid: Option<Guid>, values: Vec<Option<String>>) {
        let existing = self.participants.get(name).and_then(|at| self.dump.participants.get_mut(*at));
        let Some(existing) = existing else {
            self.participants.insert(name.to_owned(), self.dump.participants.len());
            self.dump.participants.push(ParticipantDump { name: name.to_owned(), values, guid });
            return;
        };
        existing.guid = existing.guid.or(guid);
        let mut others = 0;
        for (slot, value) in existing.values.iter_mut().zip(values) {
            match (&slot, &value) {
                (None, _) => *slot = value,
                (Some(one), Some(other)) => others += usize::from(one != other),
                (Some(_), None) => {}
            }
        }
        self.lose(ForeignLoss::OtherValues, others, name);
    }

    pub fn case(&mut self, case: Node<'_>) {
        let wanted = case.get("name").unwrap_or_default().trim().to_owned();
        let mut places: Vec<usize> = Vec::new();
        for target in case.children_named("SourceRef").map(Node::target) {
            match target.and_then(|guid| self.sources.get(&guid).copied()) {
                Some(at) if places.contains(&at) => {}
                Some(at) => places.push(at),
                None if target.is_some_and(|guid| self.without_text.contains(&guid)) => {
                    self.lose(ForeignLoss::LinksWithoutText, 1, &wanted);
                }
                None => self.lose_target(target, &wanted),
            }
        }
        places.sort_unstable();
        let selected: Vec<Option<Guid>> = case.children_named("SelectionRef").map(Node::target).collect();
        let is_read = |guid: &&Option<Guid>| guid.is_some_and(|guid| self.selected.contains_key(&guid));
        let is_named = !wanted.is_empty();
        let lost = selected.iter().filter(|guid| !is_named || !is_read(guid)).count();
        self.lose(ForeignLoss::ParticipantLinks, lost + case.children_named("CodeRef").count(), &wanted);
        let values = self.values(case);
        // A case without a name holds attributes of documents.
        if wanted.is_empty() {
            return self.nameless_case(case, &places, values);
        }
        let name = untaken_name(|name| self.participants.contains_key(name), &wanted, "case");
        if name != wanted {
            self.lose(ForeignLoss::RenamedParticipants, 1, &wanted);
        }
        let guid = self.unique_guid(RowKind::Participant, case.guid("guid"));
        self.participant(&name, guid, values);
        let mut with_words = HashSet::new();
        for selection in selected.into_iter().flatten().filter_map(|guid| self.selected.get(&guid)) {
            let words = CaseWords { case: name.clone(), label: selection.name.clone(), range: selection.range };
            self.words.entry(selection.document).or_default().push(words);
            with_words.insert(selection.document);
        }
        let (aside, whole): (Vec<usize>, Vec<usize>) = places.into_iter().partition(|at| with_words.contains(at));
        self.aside.extend(aside.into_iter().map(|at| (at, name.clone())));
        self.tie(&name, whole);
        self.memos_of(case, case.guid("guid"), DumpedMemoTarget::Participant, &name);
    }

    /// Gives documents to a participant unless another one has them.
    fn tie(&mut self, name: &str, places: Vec<usize>) {
        let mut others = Vec::new();
        for at in places {
            let Some(document) = self.dump.documents.get_mut(at) else { continue };
            if document.participant.get_or_insert_with(|| name.to_owned()) != name {
                others.push(document.name.clone());
            }
        }
        for document in others {
            self.lose(ForeignLoss::SeveralParticipants, 1, &document);
        }
    }

    /// Makes cases whose words follow the labels of a text its speakers.
    pub fn speakers_of_cases(&mut self) {
        for (at, words) in std::mem::take(&mut self.words) {
            let Some(document) = self.dump.documents.get_mut(at) else { continue };
            let (speakers, others) = speakers(&document.text, &words);
            document.speakers = speakers;
            // Whose words they are is more than whose document it is.
            let whole = document.participant.take_if(|_| !document.speakers.is_empty());
            let name = document.name.clone();
            self.lose(ForeignLoss::SeveralParticipants, usize::from(whole.is_some()), &name);
            for other in others.into_iter().filter_map(|other| words.get(other)) {
                self.lose_at(ForeignLoss::CaseSelections, 1, || tr!("{name}: {value}", name, value = other.case));
            }
        }
        for (at, name) in std::mem::take(&mut self.aside) {
            if self.dump.documents.get(at).is_some_and(|document| document.speakers.is_empty()) {
                self.tie(&name, vec![at]);
            }
        }
    }

    fn nameless_case(&mut self, case: Node<'_>, places: &[usize], values: Vec<Option<String>>) {
        let first = places.first().and_then(|at| self.dump.documents.get(*at)).map(|document| document.name.clone());
        match first {
            Some(name) => {
                self.values.extend(places.iter().map(|at| (*at, values.clone())));
                self.memos_of(case, case.guid("guid"), DumpedMemoTarget::Document, &name);
            }
            None => {
                let values_given: Vec<String> = values.into_iter().flatten().collect();
                self.lose(ForeignLoss::NamelessCases, 1, &values_given.join(" · "));
                self.memos_of(case, case.guid("guid"), DumpedMemoTarget::Project, "");
            }
        }
    }

    /// The description of an element, and the memos attached to it.
    pub fn memos_of(&mut self, node: Node<'_>, guid: Option<Guid>, target: DumpedMemoTarget, name: &str) {
        if let Some(description) = node.description() {
            self.memo(target, name, NoteDump { text: description.into_owned(), ..NoteDump::default() });
        }
        for note in self.notes.on(node, guid) {
            self.memo(target, name, note);
        }
    }

    /// Makes attributes of documents of those whose values documents have. If a file of another program has no cases, its
    /// documents are the cases: their values become those of participants.
    pub fn values_of_documents(&mut self) {
        let has_cases = !self.dump.participants.is_empty();
        let marked = std::mem::take(&mut self.of_documents);
        let is_of_document = |at: usize| marked.contains(&at) || !self.is_own && has_cases;
        let (mut of_documents, mut of_cases) = (Vec::new(), Vec::new());
        for (at, values) in std::mem::take(&mut self.values) {
            let (mut own, mut others) = (vec![None; values.len()], vec![None; values.len()]);
            for (place, value) in values.into_iter().enumerate() {
                let list = if is_of_document(place) { &mut own } else { &mut others };
                if let Some(slot) = list.get_mut(place) {
                    *slot = value;
                }
            }
            of_documents.push((at, own));
            of_cases.push((at, others));
        }
        self.values_of_cases(of_cases);
        for name in divide(&mut self.dump, of_documents, &marked) {
            self.lose(ForeignLoss::OtherValues, 1, &name);
        }
    }

    /// Gives values of a document to its participant; a document without one gets a participant of the same name.
    fn values_of_cases(&mut self, values: Vec<(usize, Vec<Option<String>>)>) {
        for (at, values) in values.into_iter().filter(|(_, values)| values.iter().any(Option::is_some)) {
            let Some(document) = self.dump.documents.get_mut(at) else { continue };
            let name = match document.speakers.is_empty() {
                true => document.participant.get_or_insert_with(|| document.name.clone()).clone(),
                false => document.name.clone(),
            };
            self.participant(&name, None, values);
        }
    }
}
