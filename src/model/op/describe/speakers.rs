//! Entries about who speaks, and merges, which may change it.

use super::{Moment, Teller, Thing, untie};
use crate::model::Guid;
use crate::model::op::{OpKind, SpeakerChange};
use crate::{i18n, tr};

/// The most speakers and sets that an entry names.
const NAMED: usize = 8;

impl Teller<'_> {
    pub(super) fn map_speakers(&self, work: &OpKind) -> String {
        let OpKind::MapSpeakers { documents, speakers, participants, untied, deleted, who } = work else {
            return String::new();
        };
        let added = match *participants {
            0 => String::new(),
            // Translators: follows “state who 2 speakers in B1 are”.
            n => tr!("; {n} new participant" | "; {n} new participants" % n),
        };
        let deleted = match *deleted {
            0 => String::new(),
            // Translators: follows “state who 2 speakers in B1 are”.
            n => tr!("; delete {n} participant who is in no document any more"
                | "; delete {n} participants who are in no document any more" % n),
        };
        let names_document = documents.len() > 1;
        self.who_speaks(documents, *speakers)
            + &added
            + &untie(*untied)
            + &deleted
            + &self.who_became_whom(who, names_document)
    }

    pub(super) fn merge(&self, work: &OpKind) -> String {
        let OpKind::Merge { counts, from, sets, queries, completed, who, coded_by } = work else {
            return String::new();
        };
        let merged = match from.files.is_empty() {
            true => tr!("merge {counts}", counts),
            false => tr!("merge {files}: {counts}", files = from.names(), counts),
        };
        let named = |thing: Thing, guids: &[Guid]| {
            let names: Vec<String> = guids.iter().map(|guid| self.name(thing, *guid)).collect();
            some_of(&names, i18n::joined)
        };
        let added = match sets.len() {
            0 => String::new(),
            // Translators: follows “merge b.pullquote: 3 passages”.
            n => tr!("; new set {names}" | "; new sets {names}" % n, names = named(Thing::Set, sets)),
        };
        let completed = match completed.len() {
            0 => String::new(),
            // Translators: follows “merge b.pullquote: 3 passages”; missing members were added to the sets.
            n => tr!("; completed set {names}" | "; completed sets {names}" % n, names = named(Thing::Set, completed)),
        };
        let queries = match queries.len() {
            0 => String::new(),
            // Translators: follows “merge b.pullquote: 3 passages”.
            n => tr!("; new query {names}" | "; new queries {names}" % n, names = named(Thing::Query, queries)),
        };
        let changed = match self.coders(coded_by) {
            None => String::new(),
            // Translators: follows “merge b.pullquote: 3 passages”.
            Some(coders) => tr!("; marks changed or memos added on passages of {coders}", coders),
        };
        merged + &added + &completed + &queries + &self.who_became_whom(who, true) + &changed
    }

    fn who_speaks(&self, documents: &[Guid], speakers: u64) -> String {
        let documents = self.documents(documents, Moment::After);
        tr!(
            "state who {n} speaker in {documents} is" | "state who {n} speakers in {documents} are" % speakers,
            documents
        )
    }

    /// `; Woman 4 is Ana instead of Ben`, for the first of them.
    fn who_became_whom(&self, who: &[SpeakerChange], names_document: bool) -> String {
        let participant = |guid: Option<Guid>, moment| guid.map(|guid| self.find(Thing::Participant, guid, moment));
        let change = |change: &SpeakerChange| {
            let label = match names_document {
                true => tr!(
                    "{document}: {label}",
                    document = self.name(Thing::Document, change.document),
                    label = change.label
                ),
                false => change.label.clone(),
            };
            let (was, is) = (participant(change.was, Moment::Before), participant(change.participant, Moment::After));
            match (was, is) {
                (Some(was), Some(is)) if was != is => tr!("{label} is {is} instead of {was}", label, is, was),
                (_, Some(is)) => tr!("{label} is {is}", label, is),
                (Some(was), None) => tr!("{label} is nobody instead of {was}", label, was),
                (None, None) => tr!("{label} is nobody", label),
            }
        };
        // That a participant with this very name says it goes without saying.
        let is_news = |change: &&SpeakerChange| {
            change.was.is_some() || participant(change.participant, Moment::After).as_ref() != Some(&change.label)
        };
        let changes: Vec<String> = who.iter().filter(is_news).map(change).collect();
        if changes.is_empty() {
            return String::new();
        }
        // Translators: follows “state who 2 speakers in B1 are”.
        tr!("; {changes}", changes = some_of(&changes, i18n::clauses))
    }
}

/// The first of these, and the number of the others.
fn some_of(items: &[String], join: impl Fn(&[String]) -> String) -> String {
    let (first, more) = items.split_at(items.len().min(NAMED));
    let items = join(first);
    if more.is_empty() { items } else { tr!("list" => "{items} and {more} more", items, more = more.len()) }
}
