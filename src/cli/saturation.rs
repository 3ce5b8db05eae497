//! The verb `saturation`: after how many interviews hardly anything new is said.

use super::answers::{AnswerFormat, FORMAT, InFormats, give};
use super::names::{self, open_to_read};
use super::tables::{ROLL_UP, SET, SPOKEN_BY, WHERE, WHERE_DOCUMENT, scope};
use super::verb::{Flag, Verb};
use super::{Arguments, Failure, Printer, flags};
use crate::analysis::saturation::SaturationRule;
use crate::analysis::{Alternatives, CountedAs, Error};
use crate::engine::Progress;
use crate::engine::saturation::{InterviewOrder, InterviewSaturation, SaturationQuery, Themes, saturation};
use crate::model::{Noun, Study};
use serde_json::Value;

const BY: Flag = Flag::value("by", "code|FACET", "what is counted: codes (the default), or the values of a dimension");
const ORDER: Flag = Flag::value(
    "order",
    "project|ATTRIBUTE",
    "the order of the interviews: as in the project (the default), or by an attribute of documents, or else of participants",
);
const BASE: Flag = Flag::value("base", "N", "the first interviews, whose codes are the base (default: 4)");
const RUN: Flag =
    Flag::value("run", "N", "the number of interviews in which new codes are counted together (default: 2)");
const THRESHOLD: Flag = Flag::value(
    "threshold",
    "SHARE",
    "the share of the base, from 0 to 1, that the new codes of a run must not exceed (default: 0.05)",
);
const ORDERS: Flag = Flag::value("orders", "N", "also compare N random orders of the interviews");
const SEED: Flag = Flag::value("seed", "S", "the seed of the random orders (default: 1)");
pub const SATURATION: Verb = Verb {
    name: "saturation",
    operands: &[flags::READ],
    flags: &[
        BY,
        ROLL_UP,
        ORDER,
        BASE,
        RUN,
        THRESHOLD,
        ORDERS,
        SEED,
        flags::CODERS,
        WHERE,
        WHERE_DOCUMENT,
        SET,
        SPOKEN_BY,
        flags::ACCOUNT,
        FORMAT,
        flags::AS_JSON,
        flags::OUTPUT,
    ],
    about: "count the new codes of each further interview, and say when hardly any came",
    notes: "As proposed by Guest, Namey and Chen (2020): the new codes of each run of interviews are divided by the codes of the \
            first ones, the base. A document is an interview; those that the filters keep count even if nothing is coded in \
            them. The order of the interviews matters: --orders says how much.",
    run,
};

/// The most random orders.
const MOST_ORDERS: u32 = 1_000_000;

fn run(arguments: &Arguments, printer: &mut Printer<'_>) -> Result<(), Failure> {
    let (format, rule, orders) = (AnswerFormat::stated(arguments)?, rule(arguments)?, orders(arguments)?);
    let project = open_to_read(&arguments.path()?, printer)?;
    let study = project.reads().study()?;
    let query = SaturationQuery {
        themes: themes(&study, arguments)?,
        counted_as: if arguments.has(ROLL_UP.long) { CountedAs::WITH_PARENTS } else { CountedAs::default() },
        order: match arguments.flag(ORDER.long)? {
            None | Some("project") => InterviewOrder::Project,
            Some(attribute) => InterviewOrder::Attribute(attribute.to_owned()),
        },
        rule,
        orders,
        users: names::filter(&study, arguments)?.users,
        scope: scope(&study, arguments)?,
    };
    let found = saturation(project.reads(), &query, &Progress::default())?;
    give(&Counted { found, study: &study, themes: query.themes }, format, arguments, printer)
}

/// What was counted, with what describes it.
struct Counted<'s> {
    found: InterviewSaturation,
    study: &'s Study,
    themes: Themes,
}

impl InFormats for Counted<'_> {
    fn text(&self) -> String {
        text(&self.found, self.study, self.themes)
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let curve = self.found.found.new.iter().zip(self.found.found.cumulative());
        let rows = self.found.interviews.iter().zip(curve);
        let rows = rows.map(|(name, (new, all))| vec![name.clone(), new.to_string(), all.to_string()]);
        std::iter::once(["interview", "new", "cumulative"].map(str::to_owned).to_vec()).chain(rows).collect()
    }

    fn json(&self) -> Value {
        self.found.json()
    }
}

fn rule(arguments: &Arguments) -> Result<SaturationRule, Failure> {
    let usual = SaturationRule::default();
    let at_least_one = |flag: &Flag, usual: usize| match arguments.number(flag.long, usual as u32)? {
        0 => Err(arguments.usage(format!("--{} is at least 1", flag.long))),
        number => Ok(number as usize),
    };
    let threshold = match arguments.flag(THRESHOLD.long)? {
        None => usual.threshold,
        Some(share) => share
            .parse()
            .ok()
            .filter(|share| (0.0..=1.0).contains(share))
            .ok_or_else(|| arguments.usage(format!("--threshold takes a number from 0 to 1, not “{share}”")))?,
    };
    Ok(SaturationRule { base: at_least_one(&BASE, usual.base)?, run: at_least_one(&RUN, usual.run)?, threshold })
}

fn orders(arguments: &Arguments) -> Result<Option<(usize, u64)>, Failure> {
    if !arguments.has(ORDERS.long) {
        return match arguments.has(SEED.long) {
            true => Err(arguments.usage("--seed goes with --orders")),
            false => Ok(None),
        };
    }
    match arguments.number(ORDERS.long, 1)? {
        orders @ 1..=MOST_ORDERS => Ok(Some((orders as usize, u64::from(arguments.number(SEED.long, 1)?)))),
        _ => Err(arguments.usage(format!("--orders is from 1 to {MOST_ORDERS}"))),
    }
}

fn themes(study: &Study, arguments: &Arguments) -> Result<Themes, Failure> {
    let name = match arguments.flag(BY.long)? {
        None | Some("code") => return Ok(Themes::Codes),
        Some(name) => name.strip_prefix("facet:").unwrap_or(name).trim(),
    };
    let book = &study.codebook;
    let dimension = book.dimension(name).ok_or_else(|| {
        let known = book.dimensions.iter().map(|dimension| dimension.name.clone()).collect();
        Failure::Failed(
            Error::UnknownDimension { name: name.into(), known: Alternatives::near(name, known) }.to_string(),
        )
    })?;
    Ok(Themes::Values(dimension.id))
}

/// The figures of each interview, and what they mean in a sentence for a report.
fn text(found: &InterviewSaturation, study: &Study, themes: Themes) -> String {
    let InterviewSaturation { interviews, rule, found: curve, orders } = found;
    let what = match themes {
        Themes::Codes => "codes".to_owned(),
        Themes::Values(id) => {
            let dimension = study.codebook.dimensions.iter().find(|dimension| dimension.id == id);
            format!("values of {}", dimension.map_or("the dimension", |dimension| &dimension.name))
        }
    };
    let rows = interviews.iter().zip(curve.new.iter().zip(curve.cumulative()));
    let mut lines: Vec<String> = rows.map(|(name, (new, all))| format!("{name}: {new} new, {all} in all")).collect();
    let (base, run) = (Noun::Document.counted(rule.base as u64), Noun::Document.counted(rule.run as u64));
    lines.push(String::new());
    lines.push(match curve.reached {
        Some(reached) => format!(
            "Saturation after Guest, Namey and Chen (2020): reached after {}. The first {base} have {} {what}, the base; the next \
             {run} bring {} of it, and the threshold is {}.",
            Noun::Document.counted(reached.interviews as u64),
            curve.base,
            percent(reached.share),
            percent(rule.threshold)
        ),
        None if interviews.len() < rule.base + rule.run => {
            format!("Saturation cannot be judged: there must be {base} and then {run}.")
        }
        None if curve.base == 0 => format!("Saturation cannot be judged: nothing is coded in the first {base}."),
        None => format!(
            "Saturation after Guest, Namey and Chen (2020): not reached. The first {base} have {} {what}, the base; every {run} \
             after them bring more than {} of it.",
            curve.base,
            percent(rule.threshold)
        ),
    });
    if let Some(orders) = orders {
        lines.push(format!(
            "In {} random orders, it is reached after {} documents in the median (5th to 95th percentile: {} to {}); {} never reach \
             it.",
            orders.orders, orders.reached.median, orders.reached.low, orders.reached.high, orders.never
        ));
    }
    lines.join("\n") + "\n"
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
