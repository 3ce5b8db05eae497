//! The verb `agree`: builds the consensus coding from what coders agree on, and reports how much is still open.

use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, compare, flags, names};
use crate::analysis::consensus::SHARE;
use crate::engine::compare::usual_rule;
use crate::engine::decision_table::contradictions_in_words;
use crate::engine::disagreements::{AgreeRule, disagreements};
use crate::engine::{Actor, Command, Outcome, Progress};
use crate::model::Noun;
use serde_json::json;

const AUTO: Flag = Flag::switch(
    "auto",
    "build the consensus coding; without this flag, only report what is agreed and what is still unresolved",
);
const CODERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "coders",
        "A,B",
        "whose passages are compared (default: all coders, except those who have coded hardly anything); may be repeated; \
         a name with a comma is in double quotes: '\"Lee, Ann\",Ben'",
    )
};

const OVERLAP: Flag = Flag::value(
    "overlap",
    "PERCENT",
    "how much of their combined text two passages must have in common to count as the same, 1 to 100 (default: as in the \
     last decision or the consensus coding, otherwise 50)",
);

pub const AGREE: Verb = Verb {
    name: "agree",
    operands: &[flags::READ],
    flags: &[AUTO, CODERS, OVERLAP, flags::ACTOR, flags::JSON, flags::WAIT],
    about: "build the consensus coding from what coders agree on",
    notes: concat!(
        "A passage is agreed when all compared coders who finished the document coded it with the same code, and \
            any two of their passages have enough of their combined text in common (--overlap). The consensus coding \
            covers the text that all of them coded. Decisions made by hand are kept; of two that contradict each other, the later one \
            counts, and both are named. Unresolved disagreements include postponed ones. Documents that only one coder \
            has finished are not included. ",
        flags::finished_rule!(),
        " ",
        flags::stray_rule!(),
        " The coders' own passages do not change, and undo removes the consensus \
            coding. Memos on passages that it loses move to the passages in their place, or to the documents with the \
            words quoted. Tables count the consensus coding if there is one, and state how many disagreements are still \
            open. If the coders agree on nothing, none is created; with --json, no_consensus states the reason: \
            nothing_coded, no_shared_document, all_open or nothing_kept."
    ),
    run: agree,
};

fn agree(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = arguments.path()?;
    let auto = arguments.has(AUTO.long);
    let mut project =
        if auto { names::open_to_write(arguments, printer)? } else { names::open_to_read(&path, printer)? };
    let study = project.reads().study()?;
    let coders = names::listed_coders(&study, &arguments.all(CODERS.long)?)?;
    let (rule, strays) = match coders.as_slice() {
        [] => usual_rule(project.reads(), &study)?,
        _ => (AgreeRule { coders, ..AgreeRule::default() }, Vec::new()),
    };
    let rule = AgreeRule { share: overlap(arguments)?, ..rule };
    let mut outcome = Outcome::default();
    if auto {
        let command = Command::Agree { rule: rule.clone() };
        outcome = project.execute(&command, &Actor::named(arguments.flag(flags::ACTOR.long)?), &Progress::default())?;
    }
    let (is_current, done) = (outcome.changes.is_empty(), outcome.summary);
    let missing = outcome.consensus.and_then(|consensus| consensus.missing);
    if !strays.is_empty() {
        printer.remark(&compare::with_strays(&study, &rule.coders, &strays));
    }
    if let Some(remark) = outcome.consensus.and_then(|consensus| consensus.memo_words()) {
        printer.remark(&remark);
    }
    let found = disagreements(project.reads(), &rule, 0, &Progress::default())?;
    let study = project.reads().study()?;
    let contradictions = contradictions_in_words(&study, &found);
    if arguments.has(flags::JSON.long) {
        let single_coder: Vec<&str> =
            found.single_coder.iter().filter_map(|id| Some(study.source(*id)?.name.as_str())).collect();
        let coders_left_out: Vec<&str> =
            strays.iter().filter_map(|stray| Some(study.user(stray.coder)?.name.as_str())).collect();
        let mut report = json!({
            "done": done, "agreed": found.agreed, "disputes": found.list.len(), "settled": found.settled,
            "later": found.later, "open": found.unresolved(), "documents_of_one_coder": single_coder,
            "coders_left_out": coders_left_out, "contradictions": contradictions, "overlap": found.share,
            "decisions_without_effect": found.unmatched,
        });
        if let (Some(why), Some(report)) = (missing, report.as_object_mut()) {
            report.insert("no_consensus".into(), json!(why.name()));
        }
        return printer.json(&report);
    }
    match missing {
        Some(why) if is_current => printer.line(&format!("no consensus coding was created: {why}"))?,
        _ if auto && is_current => printer.line("the consensus coding is up to date")?,
        _ if auto => printer.line(&done)?,
        _ => {}
    }
    let agreed = Noun::Passage.counted(found.agreed as u64);
    let all = Noun::Disagreement.counted(found.list.len() as u64);
    printer.line(&format!("{agreed} agreed; {all}: {}", found.counts_in_words()))?;
    let shares =
        (found.share != SHARE).then(|| format!("passages count as the same from an overlap of {} %", found.share));
    let remarks = shares.into_iter().chain(found.other_share_in_words()).chain(found.unmatched_in_words());
    remarks.chain(contradictions).for_each(|remark| printer.remark(&remark));
    if !found.single_coder.is_empty() {
        let documents = Noun::Document.counted(found.single_coder.len() as u64);
        printer.remark(&format!("not included because only one of the coders has finished them: {documents}"));
    }
    Ok(())
}

/// Returns the overlap that is named.
fn overlap(arguments: &Arguments) -> Result<Option<u32>, Failure> {
    let usage = || arguments.usage("--overlap takes a percentage from 1 to 100");
    match arguments.flag(OVERLAP.long)? {
        None => Ok(None),
        Some(text) => text.parse().ok().filter(|share| (1..=100).contains(share)).map(Some).ok_or_else(usage),
    }
}
