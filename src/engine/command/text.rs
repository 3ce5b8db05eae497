//! Corrects the text of a coded document; every passage stays on its words.

use crate::engine::actor::By;
use crate::engine::clock::now;
use crate::engine::command::outcome::Outcome;
use crate::engine::error::Error;
use crate::engine::project::Project;
use crate::engine::reread::Reread;
use crate::engine::spoken::{Renamed, corrected_origin, renamed_speakers};
use crate::model::{
    CharRange, CodingId, CodingKey, Decided, Decision, DisagreementKey, Fact, OpKind, Origin, SourceId, same_name,
};
use crate::store::Tx;
use crate::text::{Edits, include_speakers, normalise, speech};
use std::cmp::Reverse;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

impl Project {
    /// `before` is the text that was corrected; if the document's text differs by now, nothing is done. A passage
    /// whose words are all gone is removed with its memos.
    pub(super) fn edit_text(
        &mut self,
        source: SourceId,
        before: &Arc<str>,
        text: &str,
        by: &By,
    ) -> Result<Outcome, Error> {
        let text = normalise(text).text;
        let edits = Edits::between(before, &text);
        let origin = self.reads().origin(source)?.map(|origin| corrected_origin(origin, before, &text, &edits));
        let replacement = self.replacement(source, before, text, edits, origin)?;
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let Written { changed, cut } = replacement.write(tx)?;
            Ok(((), OpKind::CorrectText { document: tx.document(source)?, cut, changed }))
        })?;
        Ok(written.into())
    }

    /// Replaces the texts of documents by what their files contain now, all in one entry of the history.
    pub(super) fn reread(&mut self, documents: &[Arc<Reread>], by: &By) -> Result<Outcome, Error> {
        let mut replacements = Vec::with_capacity(documents.len());
        for reread in documents {
            let edits = Edits::between(&reread.before, &reread.read.text);
            let (text, origin) = (reread.read.text.to_string(), reread.read.origin.clone());
            replacements.push(self.replacement(reread.source, &reread.before, text, edits, Some(origin))?);
        }
        let written = self.store.transact(by.name(), now(), |tx| -> Result<_, Error> {
            let (mut changed, mut cut) = (0, 0);
            for replacement in &replacements {
                let written = replacement.write(tx)?;
                changed += written.changed;
                cut += written.cut;
            }
            let documents = replacements.iter().map(|one| tx.document(one.source)).collect::<Result<_, _>>()?;
            Ok(((), OpKind::RereadDocuments { documents, cut, changed }))
        })?;
        Ok(written.into())
    }

    fn replacement(
        &self,
        source: SourceId,
        before: &Arc<str>,
        text: String,
        edits: Edits,
        origin: Option<Origin>,
    ) -> Result<Replacement, Error> {
        if self.reads().text(source)? != **before {
            let (document, _) = self.reads().document(source)?;
            return Err(Error::TextChanged { document });
        }
        let facts = self.reads().facts_of(source)?;
        let mut decisions = self.reads().decisions()?;
        decisions.retain(|decided| decided.disagreement.source == source);
        let known = self.reads().origin(source)?;
        let mut origin = origin.or_else(|| known.clone());
        let study = self.reads().study()?;
        let map = study.source(source).map(|source| source.speakers.clone()).unwrap_or_default();
        let mut renamed = Vec::new();
        if !map.is_empty() {
            let was = speech(before, &known.clone().unwrap_or_default());
            let is = speech(&text, &origin.clone().unwrap_or_default());
            renamed = renamed_speakers(&map, &was, &is, &edits);
            let rule = &mut origin.get_or_insert_default().speakers;
            rule.roles.retain(|label, _| !renamed.iter().any(|one| same_name(&one.before, label)));
            include_speakers(rule, renamed.iter().map(|one| one.after.as_str()));
        }
        let origin = origin.filter(|origin| known.as_ref() != Some(origin));
        Ok(Replacement { source, text, edits, origin, facts, decisions, renamed })
    }
}

/// A new text of a document, with everything that depends on its words.
struct Replacement {
    source: SourceId,
    text: String,
    edits: Edits,
    /// Written when it differs from the stored one.
    origin: Option<Origin>,
    facts: Vec<Fact>,
    decisions: Vec<Decided>,
    renamed: Vec<Renamed>,
}

/// What became of the passages; those that only moved with the text are not counted.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    /// Number of passages with other text.
    changed: u64,
    /// Number of passages that were removed, because nothing of their text is left.
    cut: u64,
}

impl Replacement {
    fn write(&self, tx: &mut Tx<'_>) -> Result<Written, Error> {
        let (mut written, mut moved) = (Written::default(), Vec::new());
        for &fact in &self.facts {
            let Some(range) = self.edits.map(fact.range) else {
                tx.remove_coding(fact.coding)?;
                written.cut += 1;
                continue;
            };
            written.changed += u64::from(self.edits.changes(fact.range));
            if range != fact.range {
                moved.push((fact, range));
            }
        }
        follow(tx, moved)?;
        decisions_follow(tx, &self.decisions, &self.edits)?;
        tx.set_text(self.source, &self.text)?;
        if let Some(origin) = &self.origin {
            tx.set_origin(self.source, origin)?;
        }
        for Renamed { participant, before, after } in &self.renamed {
            tx.set_speaker(self.source, before, None)?;
            tx.set_speaker(self.source, after, Some(*participant))?;
        }
        Ok(written)
    }
}

/// Moves decisions with their stretch; a decision whose words are gone is removed.
fn decisions_follow(tx: &mut Tx<'_>, decisions: &[Decided], edits: &Edits) -> Result<(), Error> {
    let mut moved: Vec<(DisagreementKey, Decided)> = Vec::new();
    for decided in decisions {
        let range = edits.map(decided.disagreement.range);
        let decision = match decided.decision {
            Decision::Range(to) => edits.map(to).map(Decision::Range),
            other => Some(other),
        };
        if range == Some(decided.disagreement.range) && decision == Some(decided.decision) {
            continue;
        }
        let before = decided.disagreement;
        match range.zip(decision) {
            Some((range, decision)) => {
                let disagreement = DisagreementKey { range, ..before };
                moved.push((before, Decided { disagreement, decision, ..decided.clone() }));
            }
            None => drop(tx.remove_decision(before)?),
        }
    }
    // A place that is still taken is left before another decision moves there.
    let (mut later, mut earlier): (Vec<_>, Vec<_>) =
        moved.into_iter().partition(|(before, decided)| decided.disagreement.range > before.range);
    earlier.sort_unstable_by_key(|(before, _)| before.range);
    later.sort_unstable_by_key(|(before, _)| Reverse(before.range));
    for (before, decided) in earlier.iter().chain(&later) {
        tx.move_decision(*before, decided)?;
    }
    Ok(())
}

/// Moves codings to their new ranges. Those that move forward are moved last first, so that a range is usually free
/// before it is taken; if not, the coding in the way is moved first. Codings that end up on the same words are
/// joined.
fn follow(tx: &mut Tx<'_>, moved: Vec<(Fact, CharRange)>) -> Result<(), Error> {
    let (later, earlier): (Vec<_>, Vec<_>) =
        moved.into_iter().partition(|(fact, to)| (to.start, to.end) > (fact.range.start, fact.range.end));
    let mut waiting: VecDeque<(Fact, CharRange)> = earlier.into_iter().chain(later.into_iter().rev()).collect();
    let mut ids: HashSet<CodingId> = waiting.iter().map(|(fact, _)| fact.coding).collect();
    let mut put_off = 0;
    while let Some((fact, to)) = waiting.pop_front() {
        let key = CodingKey { source: fact.source, range: to, code: fact.code, user: fact.user };
        let existing = tx.find_coding(key)?.filter(|&id| id != fact.coding);
        if existing.is_some_and(|id| ids.contains(&id)) && put_off <= waiting.len() {
            put_off += 1;
            waiting.push_back((fact, to));
            continue;
        }
        put_off = 0;
        ids.remove(&fact.coding);
        tx.set_coding(&fact, fact.code, to)?;
    }
    Ok(())
}
