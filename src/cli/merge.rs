//! The verb `merge`: adds the codings of other copies of a project, with a preview.

use super::verb::{Flag, Number, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::merge::report::not_compared;
use crate::engine::merge::{
    ChoiceKind, DifferenceKind, MergeChoice, MergeDifference, MergeItem, MergeMemo, MergePlan, MergeReason, MergeThing,
    Sight, plan,
};
use crate::engine::{Actor, ByCoder, ComingSet, Command, Progress};
use crate::interchange::remark::TableWarning;
use crate::model::{Account, Noun, Study, same_name};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const DRY_RUN: Flag = Flag::switch("dry-run", "only report what would be merged");

const MEMOS: Flag = Flag::value(
    "memos",
    "WHICH",
    "which words a memo gets that has different ones in a copy: mine (the default), theirs, or both, theirs below mine \
     under a line with coder and date",
);

const SPEAKERS: Flag = Flag::value(
    "speakers",
    "WHOSE",
    "whose version counts for a speaker who is another participant, no participant or in another role in a copy: mine \
     (the default), theirs, or none, which also leaves those who are participants only in a copy",
);

const MARKS: Flag = Flag::value(
    "marks",
    "WHOSE",
    "whose version counts for a passage that a copy marks as important, or differently as own experience or about others: \
     mine (the default), theirs, or none, which also leaves passages that only a copy marks as own experience or about \
     others",
);

const THEIR_SPEAKERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "their-speakers",
        "DOCUMENT[: LABEL]",
        "the same as --speakers theirs, for this document or this one speaker only: “FGD 1” or “FGD 1: Woman 4”; may be \
         repeated",
    )
};

const LEAVE_SPEAKERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "leave-speakers",
        "DOCUMENT[: LABEL]",
        "the same as --speakers none, for this document or this one speaker only; may be repeated",
    )
};

const LEAVE_CORRECTED: Flag = Flag::switch(
    "leave-corrected",
    "leave out passages that only a copy has and whose words were corrected in PROJECT or in the copy",
);

pub const MERGE: Verb = Verb {
    name: "merge",
    operands: &[
        flags::READ,
        Operand { name: "OTHER", help: "a copy of the project: a file or a folder", number: Number::OneOrMore },
    ],
    flags: &[
        DRY_RUN,
        MEMOS,
        SPEAKERS,
        THEIR_SPEAKERS,
        LEAVE_SPEAKERS,
        MARKS,
        LEAVE_CORRECTED,
        flags::ACTOR,
        flags::JSON,
        flags::WAIT,
    ],
    about: "merge the passages and memos of other copies of the project",
    notes: concat!(
        "Documents are matched by identity, text or name; codes by identity or path; coders by name, also an \
            earlier one. All copies together are one history entry. Where a passage differs between the copies, the \
            one in PROJECT stays, and the difference is listed. A passage whose words were corrected in PROJECT or in \
            the copy is placed on the words that PROJECT has, and listed with both, unless --leave-corrected is given. \
            Passages are also listed if nothing is left of their words or their document is missing in PROJECT. \
            Marks as finished are copied and listed, because figures of agreement depend on them. A passage or memo that was removed from PROJECT but is in a copy is added \
            again, and listed. Memos are added with their author and date; a memo that has different words in \
            PROJECT stays unless --memos says otherwise, and is listed. Speakers who are participants only in a copy \
            become participants in PROJECT, too; those who are others there, were taken from their participant in \
            either, or have another role there stay as they are unless --speakers or --their-speakers says otherwise. \
            A folder takes speakers from their participant only where it states their role without a participant, or an \
            empty map of participants: labels that it does not speak of stay as they are. \
            Passages marked only in a copy as own experience or about others are marked so in PROJECT, too; those that \
            are marked otherwise in PROJECT, or as important in a copy, stay as they are unless --marks says otherwise. \
            Not merged but listed are corrected texts, names of codes, codes without passages, \
            passages and memos removed from the copies, and marks as finished withdrawn in the copies. Definitions \
            and colours of codes, attribute values, \
            decisions and tables are not compared. ",
        flags::finished_rule!(),
        " Documents with passages of a coder who has not finished them are listed."
    ),
    run: merge,
};

fn merge(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = arguments.path()?;
    let copies: Vec<_> = arguments.paths().skip(1).collect();
    let dry = arguments.has(DRY_RUN.long);
    let memos = match arguments.flag(MEMOS.long)? {
        None | Some("mine") => None,
        Some("theirs") => Some(ChoiceKind::ChangedMemo),
        Some("both") => Some(ChoiceKind::JoinedMemo),
        Some(other) => {
            return Err(arguments.usage(format!("--memos is one of mine, theirs, both, not “{other}”")));
        }
    };
    let (of_speakers, of_marks) = (Whose::of(SPEAKERS, arguments)?, Whose::of(MARKS, arguments)?);
    let mut project =
        if dry { names::open_to_read(&path, printer)? } else { names::open_to_write(arguments, printer)? };
    let plan = plan(project.reads(), &copies, &Sight::Everything, &Progress::default())?;
    // What was removed here comes back, and is listed.
    let memos = memos.into_iter().flat_map(|kind| plan.choices(kind));
    let study = project.reads().study()?;
    let all = |whose: Whose| of_speakers == whose;
    let theirs =
        speakers_named(&study, &plan, (&ChoiceKind::WHO_SPEAKS, all(Whose::Theirs)), THEIR_SPEAKERS, arguments)?;
    let left =
        speakers_named(&study, &plan, (&[ChoiceKind::NewSpeaker], all(Whose::Neither)), LEAVE_SPEAKERS, arguments)?;
    let new_marks: BTreeSet<usize> = plan.choices(ChoiceKind::NewAccount).collect();
    let corrected: BTreeSet<usize> = plan.choices(ChoiceKind::CorrectedPassage).collect();
    let leave_corrected = arguments.has(LEAVE_CORRECTED.long);
    let is_left = |place: &usize| {
        left.contains(place)
            || of_marks == Whose::Neither && new_marks.contains(place)
            || leave_corrected && corrected.contains(place)
    };
    let suggested = plan.suggested().into_iter().filter(|place| !is_left(place));
    let marks = ChoiceKind::MARKS.into_iter().filter(|_| of_marks == Whose::Theirs);
    let marks = marks.flat_map(|kind| plan.choices(kind));
    let take = plan.returning().into_iter().chain(suggested).chain(memos).chain(theirs).chain(marks);
    let take: Vec<MergeChoice> = take.filter_map(|place| plan.choice(place)).collect();
    let taken = plan.chosen(&take);
    let actor = arguments.flag(flags::ACTOR.long)?;
    let of_others = plan.passages_of_others(project.reads(), &taken, actor)?;
    if !dry {
        // Whose passages get marks or memos is reported.
        let command = Command::Override(Box::new(Command::Merge { copies, take }));
        project.execute(&command, &Actor::named(actor), &Progress::default())?;
    }
    if arguments.has(flags::JSON.long) {
        return printer.json(&report(&plan, &taken, &of_others, !dry));
    }
    printer.line(&format!("{}merge {}", if dry { "would " } else { "" }, plan.counts(&taken)))?;
    let corrected = plan.placed_through_correction(&taken) as u64;
    if corrected > 0 {
        printer.line(&format!("{} placed through a corrected text", Noun::Passage.counted(corrected)))?;
    }
    if !of_others.is_empty() {
        printer.line(&format!("marks changed or memos added on {of_others}"))?;
    }
    print_names(&plan, &taken, printer)?;
    print_passages(&plan, &taken, printer)?;
    for (place, MergeDifference { copy, .. }) in plan.differences.iter().enumerate() {
        let what = plan.describe_difference(place, &taken);
        printer.line(&format!("{}: {copy}: {what}", plan.heading(place, &taken)))?;
    }
    for (coder, documents) in &plan.finished_documents {
        let count = Noun::Document.counted(documents.len() as u64);
        printer.line(&format!("{count} marked as finished by {coder} in a copy: {}", documents.join(", ")))?;
    }
    for of_coder in plan.unfinished_with(&taken).chunk_by(|a, b| a.coder == b.coder) {
        let Some(first) = of_coder.first() else { continue };
        let documents = of_coder.iter().map(|open| open.document.clone()).collect();
        let warning = TableWarning::UnfinishedDocuments { coder: first.coder.clone(), documents };
        printer.line(&format!("{warning}."))?;
    }
    printer.line(not_compared())
}

/// Prints the passages that are not simply added, with the reason.
fn print_passages(plan: &MergePlan, taken: &BTreeSet<usize>, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let left_out = plan.left_passages(taken);
    for (place, item) in plan.corrected() {
        let what = if left_out.contains(&place) { "left out" } else { "placed on corrected words" };
        printer.line(&format!("{what}: {}: {item}: {}", item.copy, note(item)))?;
    }
    for (what, list) in [("differs", &plan.conflicts), ("not found", &plan.unplaced)] {
        for item in list {
            printer.line(&format!("{what}: {}: {item}: {}", item.copy, note(item)))?;
        }
    }
    Ok(())
}

/// Prints what is new or completed, by name.
fn print_names(plan: &MergePlan, taken: &BTreeSet<usize>, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let sets: Vec<String> = plan.coming_sets.iter().map(ToString::to_string).collect();
    let lists: [(&str, Vec<&str>); 7] = [
        ("new codes", plan.codes_with(taken)),
        ("new coders", plan.coders_with(taken)),
        ("new participants", plan.new_participants(taken)),
        ("participants in no document any more", plan.left_over(taken)),
        ("new sets", strs(&sets)),
        ("completed sets", strs(&plan.completed_sets)),
        ("new queries", strs(&plan.queries)),
    ];
    for (what, names) in lists {
        if !names.is_empty() {
            printer.line(&format!("{what}: {}", names.join(", ")))?;
        }
    }
    Ok(())
}

fn strs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Whose version counts where a copy differs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    /// This project’s; what is only in a copy is taken.
    Mine,
    Theirs,
    /// This project’s; what is only in a copy is left, too.
    Neither,
}

impl Whose {
    fn of(flag: Flag, arguments: &Arguments) -> Result<Self, Failure> {
        match arguments.flag(flag.long)? {
            None | Some("mine") => Ok(Self::Mine),
            Some("theirs") => Ok(Self::Theirs),
            Some("none") => Ok(Self::Neither),
            Some(other) => Err(arguments.usage(format!("--{} is one of mine, theirs, none, not “{other}”", flag.long))),
        }
    }
}

/// Returns the choices of these kinds to which a flag applies: all of them, or those about the documents and speakers that
/// it names.
fn speakers_named(
    study: &Study,
    plan: &MergePlan,
    (kinds, all): (&[ChoiceKind], bool),
    flag: Flag,
    arguments: &Arguments,
) -> Result<BTreeSet<usize>, Failure> {
    let choices: BTreeSet<usize> = kinds.iter().flat_map(|kind| plan.choices(*kind)).collect();
    if all {
        return Ok(choices);
    }
    let is_so = match kinds {
        [ChoiceKind::NewSpeaker] => "is a participant only",
        _ => "is somebody else or has another role",
    };
    let mut taken = BTreeSet::new();
    for name in arguments.all(flag.long)? {
        let is_named = |place: &&usize| {
            let Some(MergeThing::Speaker { document, label } | MergeThing::Role { document, label }) =
                plan.choice(**place).map(|choice| choice.thing)
            else {
                return false;
            };
            let document =
                study.sources.iter().find(|source| source.guid == document).map_or("", |source| &source.name);
            same_name(document, name) || same_name(&format!("{document}: {label}"), name)
        };
        let before = taken.len();
        taken.extend(choices.iter().filter(is_named).copied());
        if taken.len() == before && is_missing(plan, name) {
            return Err(Failure::Failed(format!(
                "the text has no line with the label of the speaker “{name}”, so nobody can be assigned; correct the label in \
                 PROJECT first"
            )));
        }
        if taken.len() == before {
            return Err(Failure::Failed(format!(
                "no speaker of “{name}” {is_so} in the copies; name a document, or a document with a speaker’s label: “FGD 1: \
                 Woman 4”"
            )));
        }
    }
    Ok(taken)
}

/// True if this is a speaker of a copy whose label the text in the project does not have.
fn is_missing(plan: &MergePlan, name: &str) -> bool {
    plan.differences.iter().any(|difference| match &difference.kind {
        DifferenceKind::MissingSpeaker { document, label, .. } => same_name(&format!("{document}: {label}"), name),
        _ => false,
    })
}

fn report(plan: &MergePlan, taken: &BTreeSet<usize>, of_others: &ByCoder, merged: bool) -> Value {
    let (differences, left_out) = (plan.differences.iter().enumerate(), plan.left_passages(taken));
    json!({
        "merged": merged, "added": plan.added_with(taken).map(|(_, added)| item(added)).collect::<Vec<_>>(),
        "corrected": plan.corrected().map(|(place, one)| corrected(one, !left_out.contains(&place))).collect::<Vec<_>>(),
        "same": plan.same(taken), "conflicts": items(&plan.conflicts), "unplaced": items(&plan.unplaced),
        "codes": plan.codes_with(taken), "coders": plan.coders_with(taken), "sets": plan.sets,
        "set_members": ComingSet::list(&plan.coming_sets),
        "completed_sets": plan.completed_sets,
        "queries": plan.queries,
        "participants": plan.new_participants(taken), "absent_participants": plan.left_over(taken),
        "unfinished": plan.unfinished_with(taken).iter().map(|open| json!({ "coder": open.coder, "document": open.document }))
            .collect::<Vec<_>>(),
        "finished": plan.finished_documents.iter()
            .flat_map(|(coder, documents)| documents.iter().map(move |document| json!({ "coder": coder, "document": document })))
            .collect::<Vec<_>>(),
        "passages_of_others": of_others.0.iter()
            .map(|(coder, passages)| json!({ "coder": coder, "passages": passages }))
            .collect::<Vec<_>>(),
        "placed_through_correction": plan.placed_through_correction(taken),
        "memos": plan.memos_with(taken).map(|(_, one)| memo(one)).collect::<Vec<_>>(),
        "differences": differences
            .map(|(place, one)| {
                let note = format!("{}: {}", plan.heading(place, taken), plan.describe_difference(place, taken));
                difference(one, note, plan.is_taken(place, taken))
            })
            .collect::<Vec<_>>(),
    })
}

fn note(item: &MergeItem) -> String {
    item.reason.as_ref().map_or_else(String::new, ToString::to_string)
}

fn items(list: &[MergeItem]) -> Vec<Value> {
    list.iter().map(item).collect()
}

fn item(item: &MergeItem) -> Value {
    json!({
        "copy": item.copy, "document": item.document, "start": item.range.start, "end": item.range.end,
        "words": item.text, "code": item.code, "coder": item.coder, "note": note(item),
    })
}

/// A passage whose words differ here, and whether it is added.
fn corrected(passage: &MergeItem, is_taken: bool) -> Value {
    let mut value = item(passage);
    if let (Some(fields), Some(MergeReason::Corrected { document, to, words })) =
        (value.as_object_mut(), &passage.reason)
    {
        let here = json!({ "document": document, "start": to.start, "end": to.end, "words": words });
        fields.insert("here".into(), here);
        fields.insert("taken".into(), is_taken.into());
    }
    value
}

fn memo(memo: &MergeMemo) -> Value {
    let mut value = json!({ "on": memo.on, "coder": memo.coder, "text": memo.text });
    if let (Some(here), Some(fields)) = (&memo.here, value.as_object_mut()) {
        fields.insert("here".into(), here.clone().into());
    }
    value
}

fn difference(difference: &MergeDifference, note: String, is_taken: bool) -> Value {
    let kind = &difference.kind;
    let mut value = match kind {
        DifferenceKind::MissingDocument { document, passages } => json!({ "document": document, "passages": passages }),
        DifferenceKind::CorrectedText { document } => json!({ "document": document }),
        DifferenceKind::Speaker { document, label, participant, here } => {
            json!({ "document": document, "speaker": label, "participant": participant, "here": here })
        }
        DifferenceKind::MissingSpeaker { document, label, participant, here } => {
            json!({ "document": document, "speaker": label, "participant": participant, "here": here, "in_text": false })
        }
        DifferenceKind::UnassignedSpeaker { document, label, participant } => {
            json!({ "document": document, "speaker": label, "participant": null, "here": participant })
        }
        DifferenceKind::Role { document, label, role, here } => {
            json!({ "document": document, "speaker": label, "role": role.name(), "here": here.name() })
        }
        DifferenceKind::SetMember { set, member } => json!({ "set": set, "member": member }),
        DifferenceKind::OtherSet { set } | DifferenceKind::RemovedSet { set } => json!({ "set": set }),
        DifferenceKind::OtherQuery { query } | DifferenceKind::RemovedQuery { query } => json!({ "query": query }),
        DifferenceKind::RenamedCode { code, name } => json!({ "code": code, "name": name }),
        DifferenceKind::UnusedCode { code } => json!({ "code": code }),
        DifferenceKind::RenamedCoder { coder, name } => json!({ "coder": coder, "name": name }),
        DifferenceKind::WithdrawnMark { coder, document } => json!({ "coder": coder, "document": document }),
        DifferenceKind::ChangedMemo(on)
        | DifferenceKind::UnplacedMemo(on)
        | DifferenceKind::MemoRemovedInCopy(on)
        | DifferenceKind::MemoRemovedHere(on) => memo(on),
        DifferenceKind::Account { passage, there, here } => {
            let mut value = item(passage);
            if let (Some(fields), false) = (value.as_object_mut(), passage.is_hidden) {
                fields.insert("account".into(), there.as_ref().map(Account::key).into());
                fields.insert("here".into(), here.as_ref().map(Account::key).into());
            }
            value
        }
        DifferenceKind::ImportantPassage(of) | DifferenceKind::RemovedInCopy(of) | DifferenceKind::RemovedHere(of) => {
            item(of)
        }
    };
    if let Some(fields) = value.as_object_mut() {
        fields.insert("kind".into(), kind.name().into());
        fields.insert("copy".into(), difference.copy.clone().into());
        fields.insert("taken".into(), is_taken.into());
        fields.insert("note".into(), note.into());
    }
    value
}
