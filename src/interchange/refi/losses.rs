//! Lists what a file for other programs does not include, so that it can be shown before the file is written.

use super::options::{ExchangeOptions, Program};
use super::per_document::PerDocument;
use super::values::Form;
use super::write::{fits_comment, unique_names};
use crate::interchange::case_words::are_read_again;
use crate::interchange::markup::unknown;
use crate::interchange::plain::{AttributeDump, CodebookDump, DumpedMemoTarget, ProjectDump};
use crate::interchange::remark::{ExportLoss, ExportLossKind as Kind};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::{CONSENSUS, TableDefinition};
use std::collections::{HashMap, HashSet};

/// Lists what the format, and the target program if one is given, cannot represent of a project.
///
/// # Errors
/// When a document cannot be read.
pub fn losses<D: PerDocument>(
    dump: &ProjectDump,
    options: &ExchangeOptions,
    documents: &D,
) -> Result<Vec<ExportLoss>, D::Error> {
    let read = Read::all(dump, options, documents)?;
    let mut out = vec![ExportLoss::of(Kind::History)];
    let title = |table: &TableDefinition| if table.title.is_empty() { &table.name } else { &table.title }.clone();
    out.push(ExportLoss::named(Kind::Tables, dump.tables.iter().map(title).collect()));
    out.push(ExportLoss::named(Kind::Queries, dump.queries.iter().map(|query| query.name.clone()).collect()));
    out.push(ExportLoss::counted(Kind::ImportantMarks, read.important));
    out.push(ExportLoss::counted(Kind::Accounts, read.accounts));
    let colored = dump.coders.iter().filter(|coder| !coder.color.is_empty()).count();
    out.push(ExportLoss::counted(Kind::CoderColors, colored));
    let as_groups = options.program != Some(Program::QualCoder);
    let progress = dump.participations.len() + dump.unfinished.len();
    out.push(ExportLoss::counted(Kind::Finished { as_groups }, progress));
    if dump.coders.iter().any(|coder| coder.name == CONSENSUS) {
        out.push(ExportLoss::of(Kind::Consensus));
    }
    let unwritten = characters(dump) + read.characters;
    out.push(ExportLoss::counted(Kind::ControlCharacters, unwritten));
    out.extend(values(dump));
    out.extend(memos(dump, options, &read));
    out.extend(names(&dump.codebook, options));
    let what = Kind::Positions { utf16: options.utf16 };
    out.extend((!read.wide.is_empty()).then(|| ExportLoss::named(what, read.wide)));
    out.push(ExportLoss::counted(Kind::SpeakersAsParticipants, read.speakers));
    out.extend(options.program.into_iter().flat_map(|program| of_program(program, dump)));
    out.retain(|loss| loss.count != Some(0));
    Ok(out)
}

/// What the documents and their passages lose.
#[derive(Default)]
struct Read {
    important: usize,
    accounts: usize,
    /// Characters of memos on passages that XML does not allow.
    characters: usize,
    /// Memos on passages that do not fit into the one comment that the format has for each.
    memos: usize,
    /// Documents with characters that programs count differently.
    wide: Vec<String>,
    /// Documents whose speakers cannot be read again as participants.
    speakers: usize,
}

impl Read {
    fn all<D: PerDocument>(dump: &ProjectDump, options: &ExchangeOptions, documents: &D) -> Result<Self, D::Error> {
        let mut read = Self::default();
        for (at, document) in dump.documents.iter().enumerate() {
            let codings = documents.codings(at)?;
            for coding in codings.iter() {
                read.important += usize::from(coding.important);
                read.accounts += usize::from(coding.account.is_some());
                read.characters += coding.memos.iter().map(|memo| unknown_in(&memo.text)).sum::<usize>();
                read.memos += if fits_comment(coding) { 0 } else { coding.memos.len() };
            }
            let has_speakers = !document.speakers.is_empty();
            if !has_speakers && codings.is_empty() {
                continue;
            }
            let text = documents.text(at)?;
            if text.bytes().any(|byte| byte >= 0xf0) {
                read.wide.push(document.name.clone());
            }
            let lost = has_speakers && (!options.holds_speakers() || !are_read_again(document, &text));
            read.speakers += usize::from(lost);
        }
        Ok(read)
    }
}

fn unknown_in(text: &str) -> usize {
    text.chars().filter(|c| unknown(*c)).count()
}

/// The number of characters in names and memos that XML does not allow, without those on passages.
fn characters(dump: &ProjectDump) -> usize {
    let mut texts: Vec<&str> = vec![&dump.name, &dump.description];
    texts.extend(dump.coders.iter().map(|coder| coder.name.as_str()));
    texts.extend(dump.attributes.iter().chain(&dump.document_attributes).map(|attribute| attribute.name.as_str()));
    texts.extend(dump.documents.iter().flat_map(|document| document.values.iter().flatten().map(String::as_str)));
    texts.extend(dump.documents.iter().map(|document| document.name.as_str()));
    for participant in &dump.participants {
        texts.push(&participant.name);
        texts.extend(participant.values.iter().flatten().map(String::as_str));
    }
    texts.extend(dump.codebook.walk().flat_map(|walked| [walked.code.name.as_str(), walked.code.description.as_str()]));
    texts.extend(
        dump.codebook
            .dimensions
            .iter()
            .flat_map(|(name, values)| std::iter::once(name).chain(values))
            .map(String::as_str),
    );
    texts.extend(dump.sets.iter().flat_map(|set| [set.name.as_str(), set.memo.as_str()]));
    texts.extend(dump.memos.iter().map(|memo| memo.note.text.as_str()));
    texts.into_iter().map(unknown_in).sum()
}

/// Values that the format writes differently.
fn values(dump: &ProjectDump) -> Option<ExportLoss> {
    let mut changed = Vec::new();
    for (at, attribute) in dump.attributes.iter().enumerate() {
        let values = dump.participants.iter().filter_map(|participant| participant.values.get(at)?.as_deref());
        changed.extend(changes(attribute, values).then(|| attribute.name.clone()));
    }
    for (at, attribute) in dump.document_attributes.iter().enumerate() {
        let values = dump.documents.iter().filter_map(|document| document.values.get(at)?.as_deref());
        changed.extend(changes(attribute, values).then(|| attribute.name.clone()));
    }
    (!changed.is_empty()).then(|| ExportLoss::named(Kind::Values, changed))
}

fn changes<'v>(attribute: &AttributeDump, mut values: impl Iterator<Item = &'v str> + Clone) -> bool {
    let form = Form::of(attribute.kind, values.clone());
    values.any(|value| !form.keeps(value))
}

fn memos(dump: &ProjectDump, options: &ExchangeOptions, read: &Read) -> Vec<ExportLoss> {
    if !options.memos_in_place {
        return vec![];
    }
    let on_other_targets = dump.memos.iter().filter(|memo| memo.target != DumpedMemoTarget::Project).count();
    vec![ExportLoss::counted(Kind::PassageMemos, read.memos), ExportLoss::counted(Kind::Memos, on_other_targets)]
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
        out.push(ExportLoss::named(Kind::RenamedCodes, pairs(renamed)));
    } else if options.program.is_none() {
        let mut paths: Vec<String> = renamed.into_keys().collect();
        paths.sort();
        out.push(ExportLoss::named(Kind::SharedNames, paths));
    }
    out
}

/// What this program does not read.
fn of_program(program: Program, dump: &ProjectDump) -> Vec<ExportLoss> {
    let dimensions: usize = dump.codebook.dimensions.iter().map(|(_, values)| values.len()).sum();
    let values = dump.participants.iter().flat_map(|participant| &participant.values).flatten().count();
    let assigned = dump.documents.iter().filter(|document| document.participant.is_some()).count();
    let subcodes = dump.codebook.paths().iter().filter(|path| path.contains(PATH_SEPARATOR)).count();
    let coders = |pairs: &[(String, String)]| pairs.iter().map(|(_, coder)| coder).collect::<HashSet<_>>().len();
    let groups = coders(&dump.participations) + coders(&dump.unfinished);
    match program {
        Program::NVivo => vec![ExportLoss::counted(Kind::NVivoGroups, dimensions + groups + dump.sets.len())],
        Program::AtlasTi => vec![
            ExportLoss::counted(Kind::AtlasTiSubcodes, subcodes),
            ExportLoss::counted(Kind::AtlasTiAttributes, values),
        ],
        Program::Maxqda => {
            let with_documents: HashSet<&str> =
                dump.documents.iter().filter_map(|document| document.participant.as_deref()).collect();
            let others =
                dump.participants.iter().filter(|participant| !with_documents.contains(participant.name.as_str()));
            vec![ExportLoss::counted(
                Kind::MaxqdaAttributes,
                others.flat_map(|participant| &participant.values).flatten().count(),
            )]
        }
        Program::QualCoder => vec![
            ExportLoss::counted(Kind::QualCoderDimensions, dimensions),
            ExportLoss::named(Kind::QualCoderSets, dump.sets.iter().map(|set| set.name.clone()).collect()),
            ExportLoss::counted(Kind::QualCoderAssignments, assigned),
            ExportLoss::counted(Kind::QualCoderColors, dump.codebook.paths().len()),
        ],
    }
}
