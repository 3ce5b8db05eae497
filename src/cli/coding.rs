//! The verb `code`: codes one passage, as the window does, and marks documents as finished.

use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags, names};
use crate::engine::{Actor, Command, Error, Progress, Project};
use crate::model::{Account, CONSENSUS, CharRange, CodeId, CodingId, Fact, RowKind, SourceId, Study, same_name};

const DOCUMENT: Flag =
    Flag { help: "the document; may be repeated with --finished and --unfinished", repeats: true, ..flags::DOCUMENT }
        .required();
const CODE: Flag =
    Flag { help: "path of the code, such as “Financial capital > Push > Low income”", ..flags::CODE };
const RANGE: Flag = Flag::value(
    "range",
    "START..END",
    "characters counted from the start of the document, END not included, such as 118..171",
);
const CODER: Flag = Flag::value("coder", "NAME", "who codes; a coder who is new to the project is added").required();
const ACCOUNT: Flag = Flag::value(
    "account",
    "own|others|NAME",
    "whose experience the passage is about: the speaker’s own, that of others, or of a person with this name, who is a \
     participant if one has it, in whatever case; an empty text removes this mark",
);
const IMPORTANT: Flag = Flag::value("important", "yes|no", "mark the passage as important, or remove this mark");
const FINISHED: Flag =
    Flag::switch("finished", "mark the documents as finished by the coder, even if the coder found nothing to code");
const UNFINISHED: Flag = Flag::switch("unfinished", "remove this mark");

pub const VERB: Verb = Verb {
    name: "code",
    operands: &[flags::WRITE],
    flags: &[DOCUMENT, RANGE, CODE, CODER, ACCOUNT, IMPORTANT, FINISHED, UNFINISHED, flags::WAIT],
    about: "code one passage, or mark documents as finished by a coder",
    notes: concat!(
        "Give --range and --code to code a passage, --finished or --unfinished to mark documents, or both. Characters are \
         Unicode code points. A passage that the coder has already coded with this code stays as it is, except for the \
         marks that --account and --important state. Adding a new coder and setting each mark are separate history entries. \
         Agreement compares coders in the documents that they have finished. ",
        flags::finished_rule!()
    ),
    run: code,
};

fn code(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let marks = match (arguments.has(FINISHED.long), arguments.has(UNFINISHED.long)) {
        (true, true) => return Err(arguments.usage("give --finished or --unfinished, not both")),
        (finished, unfinished) => (finished || unfinished).then_some(finished),
    };
    let of_passage = [RANGE, CODE, ACCOUNT, IMPORTANT];
    let has_passage = of_passage.iter().any(|flag| arguments.has(flag.long)) || marks.is_none();
    let important = is_important(arguments)?;
    let range = if has_passage { Some(range(arguments)?) } else { None };
    let path = if has_passage { arguments.required(CODE.long)? } else { "" };
    let documents = arguments.all(DOCUMENT.long)?;
    if has_passage && documents.len() > 1 {
        return Err(arguments.usage("a passage belongs to one document; give --document once"));
    }
    let name = arguments.required(CODER.long)?.trim();
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Coder }.into());
    }
    let actor = Actor::Named(name.to_owned());
    let mut project = names::open_to_write(arguments, printer)?;
    let study = project.reads().study()?;
    let sources = documents.into_iter().map(|name| names::document(&study, name)).collect::<Result<Vec<_>, _>>()?;
    if same_name(name, CONSENSUS) {
        let message = "the consensus coding comes from `agree` and from decisions; give the name of a coder";
        return Err(Failure::Failed(message.into()));
    }
    if let (Some(range), Some(&source)) = (range, sources.first()) {
        let code = names::code(&study, path)?;
        let outside = study.source(source).filter(|document| range.end.0 > document.characters);
        if let Some(document) = outside {
            let (document, characters) = (document.name.clone(), document.characters);
            return Err(Error::OutsideText { range: range.to_string(), document, characters }.into());
        }
        let command = Command::Code { source, range, codes: vec![code] };
        let done = project.execute(&command, &actor, &Progress::default())?;
        if done.added_coder.is_some() {
            tell_new_coder(name, printer);
        }
        printer.line(if done.changes.is_empty() { "already coded; nothing was changed" } else { &done.summary })?;
        let mut commands = |codings: Vec<CodingId>| {
            let account = arguments.flag(ACCOUNT.long)?.map(stated);
            if let Some(name) = account.iter().flatten().find_map(Account::name) {
                tell_person(&study, name, printer);
            }
            let account = account.map(|account| Command::SetAccount { codings: codings.clone(), account });
            let important = important.map(|important| Command::MarkImportant { codings, important });
            Ok::<_, Failure>([account, important])
        };
        for command in commands(passage(&project, source, range, code, name)?)?.into_iter().flatten() {
            let done = project.execute(&command, &actor, &Progress::default())?;
            printer.line(if done.changes.is_empty() {
                "already marked; nothing was changed"
            } else {
                &done.summary
            })?;
        }
    }
    match marks {
        Some(finished) => mark(&mut project, sources, name, finished, printer),
        None => Ok(()),
    }
}

fn is_important(arguments: &Arguments) -> Result<Option<bool>, Failure> {
    match arguments.flag(IMPORTANT.long)? {
        None => Ok(None),
        Some("yes") => Ok(Some(true)),
        Some("no") => Ok(Some(false)),
        Some(other) => Err(arguments.usage(format!("--{} is yes or no, not “{other}”", IMPORTANT.long))),
    }
}

/// Returns the passage that this coder has coded there with this code.
fn passage(
    project: &Project,
    source: SourceId,
    range: CharRange,
    code: CodeId,
    coder: &str,
) -> Result<Vec<CodingId>, Failure> {
    let user = names::coder(&project.reads().study()?, coder)?;
    let is_it = |fact: &Fact| (fact.range, fact.code, fact.user) == (range, code, user);
    let facts = project.reads().facts_of(source).map_err(Error::from)?;
    Ok(facts.into_iter().filter(is_it).map(|fact| fact.coding).collect())
}

/// Reads whose experience a passage is about; `Own` and `Others` are not names of people.
fn stated(value: &str) -> Option<Account> {
    let word = value.trim().to_lowercase();
    Account::parse(if [Account::OWN, Account::OTHERS].contains(&word.as_str()) { &word } else { value })
}

/// Says whom a name means, unless it is written as a participant's is.
fn tell_person(study: &Study, name: &str, printer: &mut Printer<'_>) {
    match study.participant_meant(name) {
        Some(known) if known.name == name => {}
        Some(known) => printer.remark(&format!("“{name}” is the participant {}", known.name)),
        None => printer.remark(&format!("{name} is no participant; the passage is about somebody with this name")),
    }
}

fn tell_new_coder(name: &str, printer: &mut Printer<'_>) {
    printer.remark(&format!("{name} is new to this project and was added"));
}

/// Marks documents as finished by a coder, or removes the marks.
fn mark(
    project: &mut Project,
    sources: Vec<SourceId>,
    name: &str,
    finished: bool,
    printer: &mut Printer<'_>,
) -> Result<(), Failure> {
    let actor = Actor::Named(name.to_owned());
    let study = project.reads().study()?;
    let known = study.user_named(name).map(|user| user.id);
    let user = match known {
        Some(user) => user,
        // A new coder has no marks to remove.
        None if !finished => names::coder(&study, name)?,
        None => {
            let command = Command::AddCoder { name: name.to_owned() };
            let added = project.execute(&command, &actor, &Progress::default())?.added_coder;
            tell_new_coder(name, printer);
            added.ok_or_else(|| Failure::Failed(format!("the coder {name} was not added; try again")))?
        }
    };
    let command = Command::MarkDone { sources, user, done: finished };
    let done = project.execute(&command, &actor, &Progress::default())?;
    printer.line(if done.changes.is_empty() { "already marked; nothing was changed" } else { &done.summary })
}

fn range(arguments: &Arguments) -> Result<CharRange, Failure> {
    let text = arguments.required(RANGE.long)?;
    let parsed = text.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    let (start, end): (u32, u32) = parsed
        .ok_or_else(|| arguments.usage(format!("--range takes two whole numbers, such as 118..171, not “{text}”")))?;
    if start >= end {
        return Err(Failure::Failed(format!("the passage {text} is empty: START must be before END")));
    }
    Ok(CharRange::new(start, end))
}
