//! Verbs for whole projects: open, new, info, check.

use super::import::{CODE_POINTS, SPLIT, UNWRAP, UTF16, reading, tell_import, tell_refused};
use super::names::open_to_read;
use super::verb::{Flag, Operand, Verb};
use super::{Arguments, Failure, Printer, flags, help};
use crate::engine::compare::decided_rule;
use crate::engine::decision_table::contradictions_in_words;
use crate::engine::disagreements::disagreements;
use crate::engine::find::faulty_note;
use crate::engine::import::counts_json;
use crate::engine::reading::missing_note;
use crate::engine::{Counts, Error, Progress, Project, places};
use crate::model::{CONSENSUS, RowKind};
use crate::store::Reads;

pub const OPEN: Verb = Verb {
    name: "open",
    operands: &[flags::READ],
    flags: &[],
    about: "open a project in the window",
    notes: "",
    run: |_, _| Err(help::no_window()),
};

const NAME: Flag = Flag::value("name", "NAME", "name of the project (default: that of the file)");

pub const NEW: Verb = Verb {
    name: "new",
    operands: &[Operand::one("PROJECT", "the file to create; .pullquote is added if it is missing")],
    flags: &[NAME, FROM, UTF16, CODE_POINTS, SPLIT, UNWRAP, flags::JSON],
    about: "create a project file: empty, or from a project of another program",
    notes: "With --from, the history begins with the imported contents, and everything that could not be imported is \
            reported.",
    run: new,
};

const FROM: Flag = Flag::value(
    "from",
    "FILE",
    "a project of another program (.qdpx, .qde, .qda, .sqlite3), its codebook (.qdc), or a project folder",
);
pub const INFO: Verb = Verb {
    name: "info",
    operands: &[flags::READ],
    flags: &[flags::JSON],
    about: "count everything in a project",
    notes: "",
    run: info,
};

pub const CHECK: Verb = Verb {
    name: "check",
    operands: &[flags::READ],
    flags: &[],
    about: "check a project for damage: the file and the consistency of its contents",
    notes: "Prints `whole`, or a line for each fault; the exit code is 1 if there is a fault. Also names decisions on \
            disagreements that contradict each other, and sets that name something deleted; this is no fault.",
    run: check,
};

fn new(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let path = places::with_ending(&arguments.path()?);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = arguments.flag(NAME.long)?.map_or_else(|| stem.trim().to_owned(), |name| name.trim().to_owned());
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Project }.into());
    }
    let Some(other) = arguments.flag(FROM.long)? else {
        if let Some(flag) =
            [UTF16, CODE_POINTS, SPLIT, UNWRAP, flags::JSON].iter().find(|flag| arguments.has(flag.long))
        {
            return Err(arguments.usage(format!("--{} can only be used with --from", flag.long)));
        }
        drop(Project::create(&path, &name)?);
        return printer.line(&format!("created {}", path.display()));
    };
    let named = arguments.flag(NAME.long)?.map(|_| name.as_str());
    let reading = reading(arguments)?;
    let (_, report) = Project::create_from_other(&path, named, other.as_ref(), &reading, &Progress::default())?;
    tell_refused(&report, printer);
    if arguments.has(flags::JSON.long) {
        return printer.json(&report.to_json());
    }
    tell_import(&report, &Counts::default(), printer)?;
    printer.line(&format!("created {}", path.display()))
}

fn info(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let project = open_to_read(&arguments.path()?, printer)?;
    let mut counts = counts_json(&project.reads().counts()?);
    let study = project.reads().study()?;
    let by_coder = project.reads().codings_by_coder()?;
    let agreed = study.consensus().map(|consensus| by_coder.iter().find(|(user, _)| *user == consensus));
    let agreed = agreed.map(|found| found.map_or(0, |(_, count)| *count));
    if arguments.has(flags::JSON.long) {
        if let (Some(agreed), Some(counts)) = (agreed, counts.as_object_mut()) {
            counts.insert("codings_agreed".into(), agreed.into());
        }
        return printer.json(&counts);
    }
    printer.line(&study.project.name)?;
    if !study.project.description.is_empty() {
        printer.line(&study.project.description)?;
    }
    printer.line("")?;
    // The consensus coding is stored as a coder, but nobody coded so.
    let coders: Vec<&str> = study.coders().map(|user| user.name.as_str()).collect();
    for (name, number) in counts.as_object().into_iter().flatten() {
        let number = if name == "coders" { coders.len().to_string() } else { number.to_string() };
        printer.line(&format!("{number:>9}  {name}"))?;
    }
    if let Some(agreed) = agreed {
        printer.line(&format!("{:>9}  consensus coding (the coder “{CONSENSUS}” of exported files)", 1))?;
        printer.line(&format!(
            "{agreed:>9}  of the codings are the consensus coding’s: lists and tables count only these, unless --coder names \
             coders"
        ))?;
    }
    let lists: [(&str, Vec<&str>); 7] = [
        ("coders", coders),
        ("attributes", study.variables.iter().map(|v| v.name.as_str()).collect()),
        ("attributes of documents", study.document_variables.iter().map(|v| v.name.as_str()).collect()),
        ("dimensions", study.codebook.dimensions.iter().map(|f| f.name.as_str()).collect()),
        ("tables", study.tables.iter().map(|t| t.name.as_str()).collect()),
        ("sets", study.sets.iter().map(|set| set.name.as_str()).collect()),
        ("queries", study.queries.iter().map(|query| query.name.as_str()).collect()),
    ];
    printer.line("")?;
    for (what, names) in lists.iter().filter(|(_, names)| !names.is_empty()) {
        printer.line(&format!("{what}: {}", names.join(", ")))?;
    }
    Ok(())
}

fn check(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    // For a project folder, the faults are entries that cannot be read.
    let (project, problems) = Project::open_to_read(&arguments.path()?)?;
    let faults: Vec<String> = problems.iter().map(ToString::to_string).chain(project.reads().check()?).collect();
    for fault in &faults {
        printer.line(fault)?;
    }
    // A set keeps the documents and codes that were deleted, so that undo brings them back. This is no damage.
    if let Ok(study) = project.reads().study() {
        study.sets.iter().filter_map(|set| missing_note(&study, set)).for_each(|note| printer.remark(&note));
        study.queries.iter().filter_map(|query| faulty_note(&study, query)).for_each(|note| printer.remark(&note));
    }
    // Nor are decisions that contradict each other: the later one counts.
    contradictions(project.reads()).unwrap_or_default().iter().for_each(|pair| printer.remark(pair));
    match faults.len() {
        0 => printer.line("whole"),
        1 => Err(Failure::Failed("found 1 fault: go back to a copy, or correct what is listed above".into())),
        many => {
            Err(Failure::Failed(format!("found {many} faults: go back to a copy, or correct what is listed above")))
        }
    }
}

/// Names decisions that contradict each other.
fn contradictions(reads: Reads<'_>) -> Result<Vec<String>, Error> {
    let study = reads.study()?;
    if reads.decisions()?.is_empty() {
        return Ok(Vec::new());
    }
    let all = disagreements(reads, &decided_rule(reads, &study)?, 0, &Progress::default())?;
    Ok(contradictions_in_words(&study, &all))
}
