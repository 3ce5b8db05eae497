//! Correcting the text of a document after it was coded: every passage follows its words.

use super::Outcome;
use super::codebook::passages;
use crate::engine::{Error, Project, now};
use crate::model::{
    CharRange, CodingId, Decided, Decision, DisputeKey, Fact, Origin, SourceId, Styled, TimeMark, UserId,
};
use crate::store::Tx;
use crate::text::{Edits, normalise};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

impl Project {
    /// `before` is the text that was corrected: when the document has another one by now, nothing is done. A passage of
    /// which nothing is left is removed, with its memos.
    pub(super) fn edit_text(
        &mut self,
        source: SourceId,
        before: &Arc<str>,
        text: &str,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let (document, _) = self.reads().document(source)?;
        if self.reads().text(source)? != **before {
            return Err(Error::TextChanged { document });
        }
        let text = normalise(text).text;
        let edits = Edits::between(before, &text);
        let coder = user.map(|id| self.reads().user_name(id)).transpose()?;
        let facts = self.reads().facts_of(source)?;
        let mut decisions = self.reads().decisions()?;
        decisions.retain(|decided| decided.dispute.source == source);
        let origin = self
            .reads()
            .origin(source)?
            .filter(|origin| *origin != Origin { styles: vec![], times: vec![], labels: None, ..origin.clone() });
        let written = self.store.transact("correct text", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            let (mut cut, mut moved) = (0, Vec::new());
            for fact in facts {
                match edits.map(fact.range) {
                    None => {
                        tx.remove_coding(fact.coding)?;
                        cut += 1;
                    }
                    Some(range) if range != fact.range => moved.push((fact, range)),
                    Some(_) => {}
                }
            }
            follow(tx, moved)?;
            decisions_follow(tx, &decisions, &edits)?;
            tx.set_text(source, &text)?;
            if let Some(mut origin) = origin {
                origin_follows(&mut origin, &edits);
                tx.set_origin(source, &origin)?;
            }
            let lost = if cut > 0 { format!(", {} cut", passages(cut)) } else { String::new() };
            Ok(((), format!("correct the text of {document}{lost}")))
        })?;
        Ok(written.into())
    }
}

/// Words keep how they look, when they were said and whose names they are; what is gone keeps nothing.
fn origin_follows(origin: &mut Origin, edits: &Edits) {
    let moved = |s: &Styled| Some(Styled { range: edits.map(s.range)?, style: s.style });
    origin.styles = origin.styles.iter().filter_map(moved).collect();
    origin.styles.sort();
    for time in &mut origin.times {
        time.at = edits.position(time.at);
    }
    // Of several times whose words are gone, the last one is that of the words behind them.
    origin.times.reverse();
    origin.times.dedup_by_key(|time: &mut TimeMark| time.at);
    origin.times.reverse();
    if let Some(labels) = &mut origin.labels {
        *labels = labels.iter().filter_map(|&range| edits.map(range)).collect();
    }
}

/// Decisions stay with their stretch; one on words that are gone goes with them.
fn decisions_follow(tx: &mut Tx<'_>, decisions: &[Decided], edits: &Edits) -> Result<(), Error> {
    let mut moved = Vec::new();
    for decided in decisions {
        let range = edits.map(decided.dispute.range);
        let decision = match decided.decision {
            Decision::Range(to) => edits.map(to).map(Decision::Range),
            other => Some(other),
        };
        if range == Some(decided.dispute.range) && decision == Some(decided.decision) {
            continue;
        }
        tx.remove_decision(decided.dispute)?;
        if let (Some(range), Some(decision)) = (range, decision) {
            let dispute = DisputeKey { range, ..decided.dispute };
            moved.push(Decided { dispute, decision, ..decided.clone() });
        }
    }
    for decided in &moved {
        tx.set_decision(decided)?;
    }
    Ok(())
}

/// Moves codings to their new ranges. Those that go on come last first, so that a place is mostly free before it is
/// taken; where it is not, whoever stands there goes first. Two that end on the same words become one.
fn follow(tx: &mut Tx<'_>, moved: Vec<(Fact, CharRange)>) -> Result<(), Error> {
    let (later, earlier): (Vec<_>, Vec<_>) =
        moved.into_iter().partition(|(fact, to)| (to.start, to.end) > (fact.range.start, fact.range.end));
    let mut waiting: VecDeque<(Fact, CharRange)> = earlier.into_iter().chain(later.into_iter().rev()).collect();
    let mut ids: HashSet<CodingId> = waiting.iter().map(|(fact, _)| fact.coding).collect();
    let mut put_off = 0;
    while let Some((fact, to)) = waiting.pop_front() {
        let there = tx.find_coding(fact.source, to, fact.code, fact.user)?.filter(|&id| id != fact.coding);
        if there.is_some_and(|id| ids.contains(&id)) && put_off <= waiting.len() {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CharPos;

    #[test]
    fn times_and_labels_follow_their_words() {
        let (old, new) = ("Ana: so we\nBen: left\nAna: then", "Anna: we\nBen: left");
        let mark = |at, millis| TimeMark { at: CharPos(at), millis };
        let mut origin = Origin {
            times: vec![mark(0, 1), mark(11, 2), mark(21, 3)],
            labels: Some(vec![CharRange::new(0, 3), CharRange::new(11, 14), CharRange::new(21, 24)]),
            ..Origin::default()
        };
        origin_follows(&mut origin, &Edits::between(old, new));
        assert_eq!(origin.labels, Some(vec![CharRange::new(0, 4), CharRange::new(9, 12)]));
        assert_eq!(origin.times, [mark(0, 1), mark(9, 2), mark(18, 3)]);
    }
}
