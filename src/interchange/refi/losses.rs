//! Lists what a file for other programs does not include, so that it can be shown before the file is written.

use super::options::{ExchangeOptions, Program};
use super::values::Form;
use super::write::{comment, unique_names};
use crate::interchange::markup::unknown;
use crate::interchange::plain::{CodebookDump, ProjectDump};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{AGREED, Study};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// The most names of one kind that are listed.
const NAMED: usize = 20;

/// One kind of thing that the file does not include or that it changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExportLoss {
    /// A stable word for the kind: `tables`, `important` …
    pub kind: &'static str,
    /// A description without the number.
    pub what: String,
    /// The number of things, if they can be counted.
    pub count: Option<usize>,
    /// Their names, at most the first twenty.
    pub names: Vec<String>,
}

impl ExportLoss {
    /// A loss that cannot be counted.
    #[must_use]
    pub fn of(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), count: None, names: vec![] }
    }

    #[must_use]
    pub fn counted(kind: &'static str, what: impl Into<String>, count: usize) -> Self {
        Self { count: Some(count), ..Self::of(kind, what) }
    }

    fn named(kind: &'static str, what: impl Into<String>, names: Vec<String>) -> Self {
        let count = Some(names.len());
        Self { count, names: names.into_iter().take(NAMED).collect(), ..Self::of(kind, what) }
    }
}

impl std::fmt::Display for ExportLoss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.what)?;
        if let Some(count) = self.count {
            write!(f, " ({count})")?;
        }
        if !self.names.is_empty() {
            write!(f, ": {}", self.names.join(", "))?;
            if self.count.is_some_and(|count| count > self.names.len()) {
                f.write_str(", …")?;
            }
        }
        Ok(())
    }
}

/// Lists what the format, and the target program if one is given, cannot represent of a project.
///
/// # Errors
/// When a text cannot be read.
pub fn losses<E>(
    dump: &ProjectDump,
    options: &ExchangeOptions,
    text: &dyn Fn(usize) -> Result<Cow<'static, str>, E>,
) -> Result<Vec<ExportLoss>, E> {
    let mut out = vec![ExportLoss::of("history", "the history is not included")];
    out.push(ExportLoss::named(
        "tables",
        "tables of the project are not included",
        dump.tables.iter().map(|table| table.name.clone()).collect(),
    ));
    let important = dump.codings.iter().filter(|coding| coding.important).count();
    out.push(ExportLoss::counted("important", "marks of important passages are not included", important));
    let colored = dump.coders.iter().filter(|coder| !coder.color.is_empty()).count();
    out.push(ExportLoss::counted("coder colours", "colors of coders are not included", colored));
    let done = if options.program == Some(Program::QualCoder) {
        "which documents coders have finished is not included"
    } else {
        "which documents coders have finished is written as groups of documents, which only Pullquote understands"
    };
    out.push(ExportLoss::counted("done", done, dump.participations.len()));
    if dump.coders.iter().any(|coder| coder.name == AGREED) {
        out.push(ExportLoss::of("agreed", format!("the consensus coding is written as a coder named “{AGREED}”")));
    }
    out.extend(characters(dump));
    out.extend(values(dump));
    out.extend(memos(dump, options));
    out.extend(names(&dump.codebook, options));
    out.extend(wide(dump, options, text)?);
    out.extend(options.program.into_iter().flat_map(|program| of_program(program, dump)));
    out.retain(|loss| loss.count != Some(0));
    Ok(out)
}

/// Characters in names and memos that XML does not allow.
fn characters(dump: &ProjectDump) -> Option<ExportLoss> {
    let mut words: Vec<&str> = vec![&dump.name, &dump.description];
    words.extend(dump.coders.iter().map(|own| own.name.as_str()));
    words.extend(dump.attributes.iter().map(|own| own.name.as_str()));
    words.extend(dump.documents.iter().map(|own| own.name.as_str()));
    for participant in &dump.participants {
        words.push(&participant.name);
        words.extend(participant.values.iter().flatten().map(String::as_str));
    }
    words.extend(dump.codebook.walk().flat_map(|own| [own.code.name.as_str(), own.code.description.as_str()]));
    words.extend(
        dump.codebook.facets.iter().flat_map(|(name, values)| std::iter::once(name).chain(values)).map(String::as_str),
    );
    words.extend(dump.memos.iter().map(|memo| memo.note.text.as_str()));
    words.extend(dump.codings.iter().flat_map(|coding| &coding.memos).map(|memo| memo.text.as_str()));
    let count: usize = words.iter().map(|text| text.chars().filter(|c| unknown(*c)).count()).sum();
    let what = "control characters in names and memos are left out, because the format does not allow them";
    (count > 0).then(|| ExportLoss::counted("control characters", what, count))
}

/// Values that the format writes differently.
fn values(dump: &ProjectDump) -> Option<ExportLoss> {
    let mut changed = Vec::new();
    for (at, attribute) in dump.attributes.iter().enumerate() {
        let values = dump.participants.iter().filter_map(|one| one.values.get(at)?.as_deref());
        let form = Form::of(attribute.kind, values.clone());
        if values.clone().any(|value| !form.keeps(value)) {
            changed.push(attribute.name.clone());
        }
    }
    let what = "attributes have values that the format writes differently: “yes” and “no”, numbers without exponents";
    (!changed.is_empty()).then(|| ExportLoss::named("values", what, changed))
}

fn memos(dump: &ProjectDump, options: &ExchangeOptions) -> Vec<ExportLoss> {
    if !options.memos_in_place {
        return vec![];
    }
    let of_codings: usize = dump.codings.iter().filter(|own| !comment(own)).map(|own| own.memos.len()).sum();
    let of_things = dump.memos.iter().filter(|memo| memo.target != "project").count();
    vec![
        ExportLoss::counted(
            "memos on passages",
            "memos on passages by someone other than the coder, or several on one, become one comment without authors",
            of_codings,
        ),
        ExportLoss::counted(
            "memos",
            "memos on codes, documents and participants become their descriptions, without authors and dates",
            of_things,
        ),
    ]
}

fn names(book: &CodebookDump, options: &ExchangeOptions) -> Vec<ExportLoss> {
    let mut out = Vec::new();
    let renamed = unique_names(book);
    let pairs = |renamed: HashMap<String, String>| {
        let mut pairs: Vec<String> = renamed.into_iter().map(|(path, name)| format!("{path} → {name}")).collect();
        pairs.sort();
        pairs
    };
    if options.unique_names {
        out.push(ExportLoss::named(
            "renamed codes",
            "codes are renamed, so that no two have the same name",
            pairs(renamed),
        ));
    } else if options.program.is_none() {
        let mut paths: Vec<String> = renamed.into_keys().collect();
        paths.sort();
        let what = "QualCoder loses passages of codes whose name another code already has; choose unique names for it";
        out.push(ExportLoss::named("names that stand twice", what, paths));
    }
    out
}

/// Documents with characters that programs count differently.
fn wide<E>(
    dump: &ProjectDump,
    options: &ExchangeOptions,
    text: &dyn Fn(usize) -> Result<Cow<'static, str>, E>,
) -> Result<Option<ExportLoss>, E> {
    let coded: HashSet<&str> = dump.codings.iter().map(|coding| coding.document.as_str()).collect();
    let mut names = Vec::new();
    for (at, document) in dump.documents.iter().enumerate().filter(|(_, own)| coded.contains(own.name.as_str())) {
        if text(at)?.bytes().any(|byte| byte >= 0xf0) {
            names.push(document.name.clone());
        }
    }
    let what = if options.utf16 {
        "positions count UTF-16 units; programs that follow the standard find passages after an emoji or a rare character too far to the right, in"
    } else {
        "positions count characters, as the standard requires; NVivo, which counts UTF-16 units, finds passages after an emoji or a rare character too far to the left (choose UTF-16 positions for it), in"
    };
    Ok((!names.is_empty()).then(|| ExportLoss::named("positions", what, names)))
}

/// What is known of the programs from their manuals, files and source code; the closed ones could not be inspected.
fn of_program(program: Program, dump: &ProjectDump) -> Vec<ExportLoss> {
    let facets: usize = dump.codebook.facets.iter().map(|(_, values)| values.len()).sum();
    let values = dump.participants.iter().flat_map(|one| &one.values).flatten().count();
    let tied = dump.documents.iter().filter(|document| document.participant.is_some()).count();
    let below = dump.codebook.paths().iter().filter(|path| path.contains(PATH_SEPARATOR)).count();
    let groups = dump.participations.iter().map(|(_, coder)| coder).collect::<HashSet<_>>().len();
    match program {
        Program::NVivo => vec![ExportLoss::counted(
            "sets",
            "NVivo imports groups of codes and documents only in part, according to its manual",
            facets + groups,
        )],
        Program::AtlasTi => vec![
            ExportLoss::counted(
                "hierarchy",
                "ATLAS.ti has a flat list of codes: subcodes may appear beside their parent codes",
                below,
            ),
            ExportLoss::counted(
                "attributes",
                "ATLAS.ti did not import attributes in reported trials: they are also written as groups of documents",
                values,
            ),
        ],
        Program::Maxqda => vec![ExportLoss::counted(
            "attributes",
            "MAXQDA has variables of documents only: values of participants without a document are not included",
            {
                let with: HashSet<&str> = dump.documents.iter().filter_map(|own| own.participant.as_deref()).collect();
                dump.participants
                    .iter()
                    .filter(|one| !with.contains(one.name.as_str()))
                    .flat_map(|one| &one.values)
                    .flatten()
                    .count()
            },
        )],
        Program::QualCoder => vec![
            ExportLoss::counted(
                "facets",
                "QualCoder does not read groups of codes: values of facets are not included",
                facets,
            ),
            ExportLoss::counted(
                "ties",
                "QualCoder does not read which participant a document belongs to: these links are not included",
                tied,
            ),
            ExportLoss::counted(
                "code colours",
                "QualCoder replaces the colors of codes with the nearest colors of its own palette",
                dump.codebook.paths().len(),
            ),
        ],
    }
}

/// What the format does not include, without reading texts: passages and characters are not counted.
#[must_use]
pub fn stays_behind(study: &Study) -> Vec<String> {
    let mut out = vec![
        "the history, and marks of important passages".to_owned(),
        "decisions on disagreements, and colors of coders".to_owned(),
        "which documents coders have finished, for programs other than Pullquote".to_owned(),
    ];
    if !study.tables.is_empty() {
        out.push(format!("tables of the project ({})", study.tables.len()));
    }
    if study.agreed().is_some() {
        out.push("nothing of the consensus coding: it is written as a coder named “agreed”".into());
    }
    let mut names = HashSet::new();
    let twice = study.codebook.codes().iter().filter(|code| !names.insert(code.name.as_str())).count();
    if twice > 0 {
        out.push(format!("in QualCoder, codes whose name another code already has ({twice})"));
    }
    out
}
