//! Handles finished commands: the message, the dialog that waits for them, and the changes.

use super::super::advice::{Advice, Offer, advise, advise_on_import, skipped_or_changed, undoes_import};
use super::{RECENT_CODES, Workspace};
use crate::app::questions::StepQuestion;
use crate::engine::command::{Lapse, SideEffect};
use crate::engine::{Error, ImportReport, JobId, Outcome};
use crate::i18n::{self, Each};
use crate::model::op::ConsensusStep;
use crate::model::{CodeId, DisagreementKey, NoteTarget};
use crate::text::capitalised;
use crate::tr;
use std::collections::HashSet;

impl Workspace {
    pub(super) fn take_done(&mut self, job: JobId, result: Result<Outcome, Error>) {
        self.link.ended(job);
        let mut afterwards = self.link.afterwards(job);
        let failure = self.link.keeping.take_saved(job, result.as_ref().map(drop));
        match result {
            Ok(outcome) => {
                self.link.job_done(job);
                if !outcome.changes.is_empty() {
                    self.link.takes_back_offers(afterwards.is_step);
                }
                let is_shown = self.command_ended(job, Ok(&outcome));
                self.tree.added = outcome.added_code.or(self.tree.added);
                self.use_codes(afterwards.used.iter().rev().chain(outcome.added_code.as_ref()));
                let offer = (!afterwards.is_step).then_some(Offer::Undo);
                self.say(&outcome, afterwards.note, !afterwards.used.is_empty(), offer);
                let mut added = outcome.changes.iter().filter_map(|changes| changes.codings.as_ref());
                let passage = added.find_map(|codings| codings.added.first()).map(|fact| fact.coding);
                self.take_outcome(outcome, is_shown);
                if let Some(coding) = passage.filter(|_| afterwards.memo) {
                    self.edit_memo(NoteTarget::Coding(coding));
                }
            }
            Err(error) if self.asks_about(job, &mut afterwards, &error) => {}
            Err(error) => {
                if !self.command_ended(job, Err(&error)) {
                    self.take_failure(job, error, failure);
                }
            }
        }
    }

    fn take_failure(&mut self, job: JobId, error: Error, failure: Option<Each<Advice>>) {
        match error {
            Error::ChangesOthers { direction, entry, summary, work } => {
                self.questions.step = Some(StepQuestion { direction, entry, summary, work: *work });
            }
            error @ Error::AnotherEntryIsNext { .. } => self.note(advise(&error).what),
            Error::Store(error @ crate::store::Error::NothingTo { .. }) => self.note(advise(&error.into()).what),
            error => {
                let advice = failure.unwrap_or_else(|| Each::of(|| advise(&error)));
                if !self.link.job_refused(job, advice.current()) {
                    self.link.trouble(advice);
                }
            }
        }
    }

    /// Notes that these codes were used, the last of them last.
    fn use_codes<'c>(&mut self, codes: impl Iterator<Item = &'c CodeId>) {
        for &code in codes {
            self.recent.retain(|&known| known != code);
            self.recent.insert(0, code);
            self.recent.truncate(RECENT_CODES);
            self.tree.keys.take_used(code);
        }
    }

    /// Reports in one message what was done, or what else it did, and offers to undo it.
    fn say(&mut self, outcome: &Outcome, note: Option<String>, coded: bool, offer: Option<Offer>) {
        if !outcome.changes.is_empty() {
            // The history's summary is a line of a log.
            // That of a step begins with “undo” or “redo”. What else happened follows after a full stop.
            let done = note.unwrap_or_else(|| match outcome.steps.is_empty() {
                true => tr!("Done: {change}", change = outcome.summary),
                false => capitalised(&outcome.summary),
            });
            let consequences = outcome.also.iter().filter_map(consequence);
            let consequences: Vec<String> =
                consequences.chain(self.reopened(outcome)).chain(self.lapsed(outcome)).collect();
            let done = match consequences.as_slice() {
                [] => done,
                several => tr!("{done}. {consequence}", done, consequence = i18n::sentences(several)),
            };
            let study = self.study.as_deref();
            let is_counted = !self.rooms.tables.whose_is_chosen && study.is_none_or(|study| !study.project.blind);
            let besides = |effect| besides(effect, is_counted);
            let message = outcome.also.iter().filter_map(besides).next_back().unwrap_or(done);
            let overlapped = self.overlapped(outcome).filter(|_| coded && offer.is_some());
            let (message, offer) = match overlapped {
                Some((code, passages)) => {
                    let both = tr!(
                        "{done}. It overlaps an earlier passage of yours with “{code}”; both stay.",
                        done = message,
                        code
                    );
                    (both, Some(Offer::Join(passages)))
                }
                None => (message, offer),
            };
            match offer {
                Some(offer) => self.link.note_done(message, offer),
                None => self.note(message),
            }
        } else if let Some(why) = outcome.consensus.and_then(|consensus| consensus.missing) {
            self.note(tr!("No consensus coding was created: {why}.", why));
        } else if coded {
            self.note(tr!("You have already coded this text with this code."));
        }
    }

    /// Says that settled disagreements are open again, and why.
    fn reopened(&self, outcome: &Outcome) -> Option<String> {
        let (code, document, more) = self.first_of(&outcome.reopened)?;
        Some(match outcome.changes.iter().any(|changes| changes.documents) {
            true => tr!(
                "A resolved disagreement is unresolved again because its text has changed: “{code}” in {document}{more}. \
                 Compare lists it.",
                code,
                document,
                more
            ),
            false => tr!(
                "A resolved disagreement is unresolved again because its passages have changed: “{code}” in \
                 {document}{more}. Compare lists it.",
                code,
                document,
                more
            ),
        })
    }

    /// Says which decisions no longer count: a sentence for each reason.
    fn lapsed(&self, outcome: &Outcome) -> Vec<String> {
        let reasons = [Lapse::Document, Lapse::Code, Lapse::Replaced, Lapse::Contradicted, Lapse::Agreement];
        let sentence = |why: Lapse| {
            let of_reason = outcome.lapsed.iter().filter(|lapsed| lapsed.why == why);
            let keys: Vec<DisagreementKey> = of_reason.map(|lapsed| lapsed.disagreement).collect();
            let (code, document, more) = self.first_of(&keys)?;
            Some(if let [_] = keys.as_slice() {
                lapsed_one(why, &code, &document)
            } else {
                let documents = keys.iter().map(|key| key.source).collect::<HashSet<_>>().len();
                lapsed_several(why, (keys.len(), documents), &tr!("“{code}” in {document}{more}", code, document, more))
            })
        };
        reasons.into_iter().filter_map(sentence).collect()
    }

    /// Returns code and document of the first of these disagreements, and how many more there are.
    fn first_of(&self, keys: &[DisagreementKey]) -> Option<(String, String, String)> {
        let (first, others) = keys.split_first()?;
        // What was deleted is in this study until the next one is taken.
        let study = self.study.as_deref()?;
        let document = study.source(first.source).map_or("", |source| source.name.as_str());
        let more = match others.len() {
            0 => String::new(),
            n => tr!("more of the same" => ", and {n} more", n),
        };
        Some((study.codebook.path(first.code).to_string(), document.to_owned(), more))
    }

    /// `is_shown`: a part shows how the command ended.
    fn take_outcome(&mut self, outcome: Outcome, is_shown: bool) {
        if let Some(coder) = outcome.added_coder {
            self.set_coder(Some(coder));
        }
        self.questions.consensus = outcome.consensus.or(self.questions.consensus);
        self.rooms.merging.report = outcome.merged.or(self.rooms.merging.report.take());
        if let Some(report) = outcome.import.as_ref().filter(|_| !is_shown) {
            self.tell_import(report);
        }
        if let Some(study) = self.study.clone().filter(|_| outcome.import.is_some()) {
            self.rooms.documents.has_imported(&study);
        }
        for changes in &outcome.changes {
            self.take_changes(changes);
        }
        self.link.ask_undo_redo();
    }

    /// Reports an import without a dialog in messages.
    fn tell_import(&mut self, report: &ImportReport) {
        if advise_on_import(report).is_some() {
            self.trouble(|| advise_on_import(report).unwrap_or_default());
        }
        if !report.problems.is_empty() {
            self.trouble(|| Advice {
                what: match report.refused() + report.changed() {
                    0 => tr!("Everything was imported. There is something to check.").into(),
                    count => skipped_or_changed(count),
                },
                todo: tr!("See the details below.").into(),
                undo: undoes_import(),
                details: report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
            });
        }
    }
}

/// Says that a decision no longer counts.
fn lapsed_one(why: Lapse, code: &str, document: &str) -> String {
    match why {
        Lapse::Document => tr!(
            "The decision on “{code}” in {document} no longer counts, because the document was deleted.",
            code,
            document
        ),
        Lapse::Code => tr!(
            "The decision on “{code}” in {document} no longer counts, because its code was deleted.",
            code,
            document
        ),
        Lapse::Replaced => tr!(
            "The decision on “{code}” in {document} was deleted, because the remaining code has one on the same words.",
            code,
            document
        ),
        Lapse::Contradicted => tr!(
            "The decision on “{code}” in {document} no longer counts, because a later decision contradicts it.",
            code,
            document
        ),
        Lapse::Agreement => tr!(
            "The decision on “{code}” in {document} no longer counts, because the coders no longer disagree there.",
            code,
            document
        ),
    }
}

/// Says that several decisions in some documents no longer count; `which` names the first of them.
fn lapsed_several(why: Lapse, (n, documents): (usize, usize), which: &str) -> String {
    match why {
        Lapse::Document => {
            tr!(
                "{decisions} decisions no longer count, because the document was deleted: on {which}."
                    | "{decisions} decisions no longer count, because the documents were deleted: on {which}."
                        % documents,
                decisions = n,
                which
            )
        }
        Lapse::Code => tr!("{n} decisions no longer count, because their code was deleted: on {which}.", n, which),
        Lapse::Replaced => tr!(
            "{n} decisions were deleted, because the remaining code has decisions on the same words: on {which}.",
            n,
            which
        ),
        Lapse::Contradicted => {
            tr!("{n} decisions no longer count, because later decisions contradict them: on {which}.", n, which)
        }
        Lapse::Agreement => {
            tr!("{n} decisions no longer count, because the coders no longer disagree there: on {which}.", n, which)
        }
    }
}

/// Reports what happened to other things than those that the command names.
fn consequence(effect: &SideEffect) -> Option<String> {
    match *effect {
        SideEffect::DeletedMemos(memos) => {
            Some(tr!("A memo was deleted, too." | "{n} memos were deleted, too." % memos))
        }
        SideEffect::JoinedPassages(passages) => {
            Some(tr!("1 passage became one with another of the same text and code; its memos were kept."
                | "{n} passages became one with others of the same text and code; their memos were kept." % passages))
        }
        SideEffect::Consensus(_) => None,
    }
}

/// Reports what a command did besides what it was given for; this says more than what was done.
/// `is_counted`: tables count a consensus coding as soon as there is one.
fn besides(effect: &SideEffect, is_counted: bool) -> Option<String> {
    Some(match effect {
        SideEffect::Consensus(ConsensusStep::Created { passages }) if is_counted => {
            tr!(
                "The decision is saved and a consensus coding of {n} passage has been created. From now on, tables count it in \
                 place of the coders’ passages. Ctrl+Z undoes both."
                    | "The decision is saved and a consensus coding of {n} passages has been created. From now on, tables \
                       count it in place of the coders’ passages. Ctrl+Z undoes both."
                        % *passages
            )
        }
        SideEffect::Consensus(ConsensusStep::Created { passages }) => {
            tr!(
                "The decision is saved and a consensus coding of {n} passage has been created. Tables count whose passages \
                 you chose there. Ctrl+Z undoes both."
                    | "The decision is saved and a consensus coding of {n} passages has been created. Tables count whose \
                       passages you chose there. Ctrl+Z undoes both."
                        % *passages
            )
        }
        SideEffect::Consensus(ConsensusStep::Removed) => tr!(
            "Nothing is agreed any more, so the consensus coding was deleted. Tables count the coders again. You can \
                 undo this with Ctrl+Z."
        )
        .to_owned(),
        SideEffect::DeletedMemos(_) | SideEffect::JoinedPassages(_) => return None,
    })
}
