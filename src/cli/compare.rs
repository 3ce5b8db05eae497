//! The verb `compare`: agreement between coders, as a table or as JSON with all statistics.

use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags, names, tables};
use crate::analysis::agreement::{Plan, Resampling, Rule};
use crate::engine::Progress;
use crate::engine::compare::full_table::{self, TableStatistic};
use crate::engine::compare::{
    CompareSettings, StrayCoding, Unit, WhyStray, check_speakers, compare, decided_rule, json, methods, report,
};
use crate::engine::disagreements::{AgreeRule, disagreements};
use crate::i18n::{self, Language};
use crate::interchange::tables::{TableFormat, table_bytes};
use crate::model::{Study, UserId};

const CODERS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "coders",
        "A,B",
        "whose passages are compared (default: all coders who finished one of the documents, except those who have coded \
         hardly anything); may be repeated; a name with a comma is in double quotes: '\"Lee, Ann\",Ben'",
    )
};
const UNIT: Flag = Flag::value(
    "unit",
    "UNIT",
    "turn (the default), sentence, paragraph, exchange (a question with its answers), document, window:N, character, \
     or passages:T (coded passages that have a share T of their combined text in common)",
);
const RULE: Flag = Flag::value(
    "rule",
    "RULE",
    "when a unit counts as coded: overlap:T (default: overlap:0.5), any, or cover:T; T is a share from 0 to 1",
);
const CODES: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "codes",
        "PATH,…",
        "only these codes and their subcodes; may be repeated (default: every code used); a path with a comma is in \
         double quotes: '\"Work > Pay, rent\",Land'; with --level, a code below that level means its ancestor at that \
         level",
    )
};
const LEVEL: Flag =
    Flag::value("level", "N", "count codes below level N of the code tree as their ancestor at that level");
const DOCUMENTS: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "documents",
        "NAME,…",
        "only these documents; may be repeated; a name with a comma is in double quotes",
    )
};
const WITHOUT: Flag = Flag {
    repeats: true,
    ..Flag::value(
        "without",
        "LABEL",
        "leave out the turns of this speaker, such as Interviewer, in all units; may be repeated",
    )
};
const EVERYONE: Flag =
    Flag::switch("everyone", "treat documents a coder has not finished as containing no other codes by that coder");
const BOOTSTRAP: Flag = Flag::value("bootstrap", "N", "intervals from N samples (default: none)");
const SEED: Flag =
    Flag::value("seed", "S", "seed of the random samples (default: 1); the same seed gives the same interval");
const BY: Flag = Flag::value("by", "WHAT", "what is sampled: units (the default) or documents");
const REFERENCE: Flag =
    Flag::value("reference", "A", "compare the others with this coder, or with the consensus coding (agreed)");
const GAMMA: Flag = Flag::value(
    "gamma",
    "S",
    "compute gamma of each document with random samples from seed S (in JSON, or by document)",
);
const STATISTICS: Flag = Flag::value(
    "statistics",
    "NAME,…",
    "the table’s statistics: percent_agreement, positive_agreement, krippendorff_alpha, cohen_kappa (Light’s for more \
     than two coders), gwet_ac1, u_alpha, gamma (default: all; JSON always has all)",
);

const METHODS: Flag = Flag::switch(
    "methods",
    "print the paragraph for a methods section; with -o FILE, write it above the notes of the table (not csv, json)",
);

pub const COMPARE: Verb = Verb {
    name: "compare",
    operands: &[flags::READ],
    flags: &[
        CODERS,
        UNIT,
        RULE,
        CODES,
        LEVEL,
        DOCUMENTS,
        WITHOUT,
        tables::WHERE,
        tables::WHERE_DOCUMENT,
        tables::SET,
        tables::SPOKEN_BY,
        flags::ACCOUNT,
        EVERYONE,
        BOOTSTRAP,
        SEED,
        BY,
        REFERENCE,
        STATISTICS,
        GAMMA,
        METHODS,
        flags::FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
        flags::LANGUAGE,
    ],
    about: "compute agreement between coders: by code, by pair of coders, by document",
    notes: concat!(
        "A unit that no coder coded counts as agreement that the code is absent. Documents that only one of the coders has \
         finished or coded in are left out, as are passages in documents that their coder has not finished. ",
        flags::finished_rule!(),
        " ",
        flags::stray_rule!(),
        " --where keeps what participants with this value say, and their passages; --spoken-by and --account are as in \
          other tables. What other speakers say is no unit then. JSON has all statistics in full precision; a statistic \
          without a value is null, with the reason under notes."
    ),
    run,
};

fn run(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let format = tables::format(arguments)?;
    let writes_methods = arguments.has(METHODS.long) && arguments.has(flags::OUTPUT.long);
    if writes_methods && matches!(format, TableFormat::Csv | TableFormat::Json) {
        let message = format!("--methods cannot be written to {}, which has no place for text", format.name());
        return Err(arguments.usage(message));
    }
    let project = names::open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let settings = settings(&study, arguments)?;
    let compared = compare(project.reads(), &settings, &Progress::default())?;
    check_speakers(project.reads(), &compared)?;
    if !compared.strays.is_empty() {
        printer.remark(&with_strays(&study, &compared.coders, &compared.strays));
    }
    let paragraph = || -> Result<String, Failure> {
        // Only coders who are compared with each other have disagreements.
        let rule = AgreeRule { coders: compared.coders.clone(), ..decided_rule(project.reads(), &study)? };
        let found = disagreements(project.reads(), &rule, 0, &Progress::default()).ok();
        Ok(methods::methods(&study, &compared, found.as_ref()))
    };
    if arguments.has(METHODS.long) && !writes_methods {
        if names::language(arguments)?.is_some_and(|language| language != Language::English) {
            printer.remark(tables::PRINTED_IN_ENGLISH);
        }
        return printer.line(&paragraph()?);
    }
    if format == TableFormat::Json {
        return tables::deliver(&json::bytes(&study, &compared), format, arguments, printer);
    }
    let unknown = |name: &str| arguments.usage(format!("unknown statistic {name}: {}", STATISTICS.help));
    let parse = |name: &str| name.parse::<TableStatistic>().map_err(|_| unknown(name));
    let named = arguments.flag(STATISTICS.long)?;
    let figures = named
        .map(|names| {
            names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(parse).collect::<Result<Vec<_>, _>>()
        })
        .transpose()?;
    let table = || match &figures {
        Some(figures) => full_table::table_of(&study, &compared, figures),
        None => full_table::table(&study, &compared),
    };
    if format == TableFormat::Csv {
        // CSV has no place for notes.
        for note in report::warnings(&study, &compared) {
            printer.remark(&note);
        }
    }
    let bytes = i18n::within(tables::language(format, arguments)?, || -> Result<Vec<u8>, Failure> {
        let mut table = table();
        if writes_methods {
            table.footnotes.insert(0, paragraph()?);
        }
        table_bytes(&table, None, format).map_err(|e| Failure::Failed(e.to_string()))
    })?;
    tables::deliver(&bytes, format, arguments, printer)
}

/// Says who is left out for having finished nothing or coded hardly anything, and which flag would include them, as a
/// shell takes it.
pub(super) fn with_strays(study: &Study, coders: &[UserId], strays: &[StrayCoding]) -> String {
    let name = |id: UserId| study.user(id).map_or("", |user| user.name.as_str());
    let left_out: Vec<&str> = strays.iter().map(|stray| name(stray.coder)).collect();
    let all = coders.iter().copied().chain(strays.iter().map(|stray| stray.coder));
    let why = match strays.iter().any(|stray| stray.why == WhyStray::NothingFinished) {
        true => "having marked no document as finished",
        false => "having coded hardly anything",
    };
    format!(
        "left out for {why}: {}; to compare everybody: --coders {}",
        i18n::joined(&left_out),
        names::in_shell(&names::list(all.map(name)))
    )
}

fn settings(study: &Study, arguments: &Arguments) -> Result<CompareSettings, Failure> {
    let wrong = |flag: &Flag, text: &str| arguments.usage(format!("--{} cannot be “{text}”: {}", flag.long, flag.help));
    let number = |flag: &Flag| match arguments.flag(flag.long)? {
        None => Ok(None),
        Some(text) => text.parse::<u64>().map(Some).map_err(|_| wrong(flag, text)),
    };
    let coders = names::listed_coders(study, &arguments.all(CODERS.long)?)?;
    let mut settings = CompareSettings { coders, ..CompareSettings::default() };
    if let Some(text) = arguments.flag(UNIT.long)? {
        settings.unit = Unit::parse(text).ok_or_else(|| wrong(&UNIT, text))?;
    }
    if let Some(text) = arguments.flag(RULE.long)? {
        settings.rule = Rule::parse(text).ok_or_else(|| wrong(&RULE, text))?;
    }
    settings.codes = names::listed_codes(study, &arguments.all(CODES.long)?)?;
    settings.level = match number(&LEVEL)? {
        Some(0) => return Err(wrong(&LEVEL, "0")),
        levels => levels.map(|n| n as usize),
    };
    settings.documents = names::listed_documents(study, &arguments.all(DOCUMENTS.long)?)?;
    settings.without = arguments.all(WITHOUT.long)?.into_iter().map(str::to_owned).collect();
    settings.scope = tables::scope(study, arguments)?;
    settings.everyone_took_part = arguments.has(EVERYONE.long);
    if let Some(name) = arguments.flag(REFERENCE.long)? {
        settings.reference = Some(names::coder(study, name)?);
    }
    let by = match arguments.flag(BY.long)? {
        None | Some("units") => Resampling::Units,
        Some("documents") => Resampling::Documents,
        Some(other) => return Err(wrong(&BY, other)),
    };
    let seed = number(&SEED)?.unwrap_or(1);
    settings.gamma = number(&GAMMA)?;
    settings.bootstrap = match number(&BOOTSTRAP)? {
        None | Some(0) => None,
        Some(n) => Some((Plan { replicates: n as usize, seed, percent: 95 }, by)),
    };
    Ok(settings)
}
