//! A comparison in sentences: what was compared and how, why a figure has no value, and the paragraph for a methods
//! section.

use crate::analysis::agreement::{Coefficient, Figure, Fourfold, Reason, Resampling, Rule, Threshold};
use crate::engine::clock::minute;
use crate::engine::compare::compared::Compared;
use crate::engine::compare::settings::Unit;
use crate::engine::provenance::software;
use crate::model::{SourceId, Study, User, UserId, counted, same_name};
use crate::table::{Cell, Provenance, Topic};
use crate::text::Cut;
use std::collections::HashSet;

/// With fewer passages of a code than this, an interval is meaningless.
pub const FEW_MARKS: usize = 5;

/// Returns the text shown instead of a figure.
#[must_use]
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoVariation => "everything was coded alike, so there is nothing to measure",
        Reason::NoPairableUnits => "no unit in a document that two coders finished",
        Reason::NoRatings => "nothing was compared",
        Reason::OneCoder => "only one of the coders finished it",
        Reason::OneCategory => "only one value",
        Reason::CoderWithoutRatings => "a coder finished no document",
        Reason::CodeNotUsed => "nothing was coded",
        Reason::OverlappingCodes => "a coder has two of the codes on the same text",
        Reason::NoValuedIntersections => "no text that two coders coded",
        Reason::TooFewUnits => "too few units",
        Reason::NoUnits => "the text is not divided into units",
        Reason::NeedsCompleteData => "every coder must have finished every document",
        Reason::OneDocumentOnly => "available for single documents only",
        Reason::TooLarge => "too large to be computed exactly",
        Reason::PairAlike => "two coders coded everything alike",
        Reason::PairWithoutMarks => "two coders coded nothing",
        Reason::PairApart => "two coders finished no document in common",
        Reason::NoStandardError => "no standard error available",
        Reason::DependentUnits => "not available for characters, which are not independent",
    }
}

/// Returns the name of a unit, singular and plural.
#[must_use]
pub fn unit_words(unit: Unit) -> (String, String) {
    let pair = |one: &str, many: &str| (one.to_owned(), many.to_owned());
    match unit {
        Unit::Cut(Cut::Turn) => pair("turn", "turns"),
        Unit::Cut(Cut::Sentence) => pair("sentence", "sentences"),
        Unit::Cut(Cut::Paragraph) => pair("paragraph", "paragraphs"),
        Unit::Cut(Cut::Document) => pair("document", "whole documents"),
        Unit::Cut(Cut::Exchange) => pair("question with its answers", "questions with their answers"),
        Unit::Cut(Cut::Window(size)) => {
            let size = counted(size.into(), "character");
            (format!("window of {size}"), format!("windows of {size}"))
        }
        Unit::Character => pair("character", "characters"),
        Unit::Passages(_) => pair("coded passage", "coded passages"),
    }
}

/// Returns the rule as it decides whether a unit is coded; `None` if the unit needs none. A passage is always within its
/// document, so whatever the minimum overlap, a document with a passage is coded.
fn rule_in_use(unit: Unit, rule: Rule) -> Option<Rule> {
    match (unit, rule) {
        (Unit::Character | Unit::Passages(_), _) => None,
        (Unit::Cut(Cut::Document), Rule::Overlap(_)) => Some(Rule::Any),
        (Unit::Cut(_), rule) => Some(rule),
    }
}

/// Explains the rule in a sentence.
#[must_use]
pub fn rule_words(unit: Unit, rule: Rule) -> String {
    match (unit, rule_in_use(unit, rule).unwrap_or(rule)) {
        (Unit::Character, _) => "Every character counts as coded or not.".into(),
        (Unit::Passages(least), _) => format!(
            "Two passages with the same code match when they share at least {least} of the text they cover together{}.",
            if least == Threshold::ANY { " (any overlap)" } else { "" }
        ),
        (_, Rule::Any) => "A unit counts as coded when at least one of its characters is.".into(),
        (_, Rule::Overlap(least)) => format!(
            "A unit counts as coded when it overlaps a coded passage by at least {least} of the unit or of the passage, \
             whichever is shorter."
        ),
        (_, Rule::Cover(least)) => format!("A unit counts as coded when at least {least} of it is."),
    }
}

/// States whether speaker labels count as text, where they do.
#[must_use]
pub fn label_words(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Cut(Cut::Turn | Cut::Sentence | Cut::Paragraph) | Unit::Passages(_) => None,
        Unit::Cut(Cut::Document | Cut::Exchange | Cut::Window(_)) => {
            Some("Speaker labels inside a unit count as part of its text.")
        }
        Unit::Character => Some("Speaker labels and blank lines count as text."),
    }
}

/// Explains how text without a code affects the figures.
#[must_use]
pub fn uncoded_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Passages(_) => "Text that nobody coded is not considered, so these figures are not corrected for chance.",
        Unit::Character => {
            "Every character that nobody coded counts as agreement that the code is absent. Percent agreement is always \
             high for rare codes; alpha and kappa correct for this, and positive agreement ignores these characters."
        }
        Unit::Cut(_) => {
            "Every unit that nobody coded counts as agreement that the code is absent. Percent agreement is always high \
             for rare codes; alpha and kappa correct for this, and positive agreement ignores these units."
        }
    }
}

/// The place of the rule among the settings: after the unit.
const RULE: usize = 3;

/// Returns everything on which the figures depend, as names and values.
#[must_use]
pub fn settings(study: &Study, compared: &Compared) -> Provenance {
    let settings = &compared.settings;
    let (unit, units) = unit_words(settings.unit);
    let count = match settings.unit {
        Unit::Passages(_) => compared.marks.iter().flatten().sum::<usize>() as u64,
        _ => compared.unit_count(),
    };
    let units = if count == 1 { unit } else { units };
    let mut out = vec![
        (Topic::Project, study.project.name.clone()),
        (Topic::Coders, coders(study, compared).join(", ")),
        (Topic::Setting("Unit"), format!("{} ({count} {units})", settings.unit)),
        (Topic::Setting("Codes"), compared.codes.len().to_string()),
        (
            Topic::Setting("Level"),
            settings.level.map_or_else(|| "every code separately".into(), |n| format!("{n} from the top")),
        ),
        (Topic::Setting("Documents"), compared.documents.len().to_string()),
    ];
    if let Some(rule) = rule_in_use(settings.unit, settings.rule) {
        out.insert(RULE, (Topic::Setting("Rule"), rule.to_string()));
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        out.push((Topic::Setting("Without the words of"), without.join(", ")));
    }
    let missing = if settings.everyone_took_part {
        "documents a coder has not finished count as containing no other codes by that coder".to_owned()
    } else {
        let alone = match compared.single_coder.len() as u64 {
            0 => "no document left out".to_owned(),
            alone => format!("{} finished by only one coder left out", counted(alone, "document")),
        };
        let passages = if compared.unfinished.is_empty() { "" } else { "; passages in unfinished documents left out" };
        format!("{alone}{passages}")
    };
    out.push((Topic::Setting("Missing work"), missing));
    if let Some(reference) = settings.reference.and_then(|id| study.user(id)) {
        out.push((Topic::Setting("Reference"), reference.name.clone()));
    }
    if let Some(seed) = settings.gamma {
        out.push((Topic::Setting("Gamma"), format!("for each document, at least 30 samples, seed {seed}")));
    }
    if let (Some((plan, how)), Unit::Cut(_)) = (settings.bootstrap, settings.unit) {
        let by = if how == Resampling::Units { "units" } else { "documents" };
        out.push((
            Topic::Setting("Intervals"),
            format!("{} %, bootstrap by {by}, {} samples, seed {}", plan.percent, plan.replicates, plan.seed),
        ));
    }
    out.push((Topic::Made, minute()));
    out.push(software());
    out.into_iter().collect()
}

pub(super) fn coders(study: &Study, compared: &Compared) -> Vec<String> {
    compared.coders.iter().filter_map(|&id| Some(study.user(id)?.name.clone())).collect()
}

pub(super) fn cell(figure: &Figure) -> Cell {
    figure.map_or_else(|why| Cell::Undefined(reason(why).into()), Cell::Figure)
}

pub(super) fn number(n: f64) -> Cell {
    Cell::Value(n as u64)
}

/// The counts of a row: both, first only, second only, neither.
pub(super) fn counts(counts: &Fourfold) -> Vec<Cell> {
    [counts.both, counts.first_only, counts.second_only, counts.neither].map(number).into()
}

/// Returns `both`, one column per coder, and `neither` for two coders; for more coders, the columns are about
/// pairs.
pub(super) fn count_columns(names: &[String]) -> [String; 4] {
    match names {
        [a, b] => ["both".into(), format!("{a} only"), format!("{b} only"), "neither".into()],
        _ => ["both of a pair", "first only", "second only", "neither"].map(str::to_owned),
    }
}

/// Returns notes for the reader of the figures.
#[must_use]
pub fn warnings(study: &Study, compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let rare = (0..compared.codes.len())
        .filter(|&code| compared.marks.get(code).is_some_and(|own| own.iter().sum::<usize>() < FEW_MARKS))
        .filter_map(|code| Some(study.codebook.get(*compared.codes.get(code)?)?.name.clone()))
        .collect::<Vec<_>>();
    if !rare.is_empty() {
        out.push(format!(
            "Codes used fewer than {FEW_MARKS} times by all coders together, too few for a meaningful interval: {}.",
            a_few(rare.into_iter())
        ));
    }
    out.extend(left_out(study, compared));
    out.extend(unmarked(study, compared));
    out.extend(pooling_words(compared.settings.unit, compared.coders.len()).map(str::to_owned));
    let documents = compared.documents.len();
    match (compared.settings.bootstrap, compared.settings.unit) {
        (Some((_, Resampling::Units)), Unit::Cut(_)) if documents >= 10 => out.push(
            "Units of one interview resemble each other; an interval by documents would be wider and more realistic."
                .into(),
        ),
        (Some(_), Unit::Character | Unit::Passages(_)) => {
            out.push("There are no intervals, because they need text that is divided into units.".into());
        }
        _ => {}
    }
    out
}

/// Explains which mean the figures of each row are when there are several pairs of coders.
#[must_use]
pub fn pooling_words(unit: Unit, coders: usize) -> Option<&'static str> {
    match unit {
        Unit::Character | Unit::Cut(_) if coders > 2 => Some(
            "For a code, percent agreement is the mean over units, positive agreement is pooled over the pairs of coders, and \
             kappa is Light’s, the mean of the pairs. For all codes and for a document, percent agreement is pooled over \
             codes and pairs, positive agreement is Holsti’s, the mean of the pairs, and alpha and kappa are pooled over \
             codes. For a pair, all figures are pooled over codes. A pair counts where both coders finished the document, \
             and a mean of pairs has no value when one of them has none.",
        ),
        _ => None,
    }
}

/// Reports what is left out of the comparison.
#[must_use]
pub fn left_out(study: &Study, compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let document = |id: &SourceId| study.source(*id).map(|source| source.name.clone());
    if !compared.single_coder.is_empty() {
        let names = compared.single_coder.iter().filter_map(document);
        out.push(format!("Documents left out because only one of the coders finished them: {}.", a_few(names)));
    }
    for (coder, documents) in unfinished(study, compared) {
        out.push(format!("Passages by {coder} are left out in documents {coder} has not finished: {documents}."));
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        out.push(format!("The words of {} are left out.", without.join(", ")));
    }
    let unknown =
        compared.settings.without.iter().filter(|label| !compared.left_out().any(|known| same_name(known, label)));
    let unknown: Vec<String> = unknown.map(|label| format!("“{label}”")).collect();
    if !unknown.is_empty() {
        let known = a_few(compared.speakers.iter().map(|(label, _)| label.clone()));
        let known =
            if known.is_empty() { "these documents have no speakers".into() } else { format!("speakers are {known}") };
        out.push(format!("No speaker is called {}, so no text was left out; {known}.", unknown.join(" or ")));
    }
    if compared.cut_out > 0 {
        let (passages, are) =
            (counted(compared.cut_out as u64, "passage"), if compared.cut_out == 1 { "is" } else { "are" });
        out.push(format!("{passages} with only words of excluded speakers {are} not compared."));
    }
    if compared.continua.dropped > 0 {
        let passages = counted(compared.continua.dropped as u64, "passage");
        out.push(format!("{passages} without any text left out."));
    }
    out
}

/// Returns each coder with passages in documents that they have not finished, with the names of these documents.
fn unfinished(study: &Study, compared: &Compared) -> Vec<(String, String)> {
    by_coder(study, &compared.unfinished)
}

/// Names the documents that are compared because a coder has coded in them, although the coder has not marked them as
/// finished.
fn unmarked(study: &Study, compared: &Compared) -> Option<String> {
    let documents: HashSet<SourceId> = compared.unmarked.iter().map(|(source, _)| *source).collect();
    let coders = by_coder(study, &compared.unmarked);
    let coders: Vec<String> = coders.into_iter().map(|(coder, names)| format!("{coder} ({names})")).collect();
    let was = if documents.len() == 1 { "was" } else { "were" };
    (!coders.is_empty()).then(|| {
        format!(
            "{} {was} compared because a coder has coded there, but without this coder’s mark as finished: {}; mark \
             documents as finished in Documents, or with `code --finished`, as soon as they are.",
            counted(documents.len() as u64, "document"),
            coders.join(", ")
        )
    })
}

/// Returns the coders of these pairs, each with the names of the documents.
fn by_coder(study: &Study, pairs: &[(SourceId, UserId)]) -> Vec<(String, String)> {
    let of_coder = |user: &User| {
        let own = pairs.iter().filter(|(_, coder)| *coder == user.id);
        let documents: Vec<String> = own.filter_map(|(source, _)| Some(study.source(*source)?.name.clone())).collect();
        (!documents.is_empty()).then(|| (user.name.clone(), a_few(documents.into_iter())))
    };
    study.users.iter().filter_map(of_coder).collect()
}

/// Returns the first eight names and how many more there are.
fn a_few(names: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = names.collect();
    let shown = all.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > 8 { format!("{shown} and {} more", all.len() - 8) } else { shown }
}

/// Formats a figure as in papers, with three decimals.
#[must_use]
pub fn printed(figure: &Figure) -> String {
    figure.map_or_else(|why| format!("no value ({})", reason(why)), |x| format!("{x:.3}"))
}

/// Returns the paragraph for a methods section: what was compared, the unit, the rule, the statistics and the
/// software.
#[must_use]
pub fn methods(study: &Study, compared: &Compared) -> String {
    let settings = &compared.settings;
    let names = coders(study, compared);
    let (_, many) = unit_words(settings.unit);
    let of_units = match settings.unit {
        Unit::Passages(_) => many,
        _ => format!("{} {many}", compared.unit_count()),
    };
    let mut out = format!(
        "Agreement between the coders {} was computed for {of_units} in {} and {}. {}",
        names.join(", "),
        counted(compared.documents.len() as u64, "document"),
        counted(compared.codes.len() as u64, "code"),
        rule_words(settings.unit, settings.rule)
    );
    if let Some(levels) = settings.level {
        out.push_str(&format!(" Codes below level {levels} of the codebook were counted as the code above them."));
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        out.push_str(&format!(" The words of {} were left out.", without.join(", ")));
    }
    if settings.everyone_took_part {
        out.push_str(" Documents a coder had not finished were treated as containing no other codes by that coder.");
    } else if !compared.single_coder.is_empty() {
        let documents = counted(compared.single_coder.len() as u64, "document");
        out.push_str(&format!(" {documents} finished by only one coder were not compared."));
    }
    for (coder, documents) in unfinished(study, compared) {
        out.push_str(&format!(
            " Passages by {coder} in documents {coder} had not finished ({documents}) were not compared."
        ));
    }
    out.push_str(&figures_in_words(study, compared));
    if let (Some((plan, how)), Unit::Cut(_)) = (settings.bootstrap, settings.unit) {
        out.push_str(&format!(
            " Intervals are {} % percentile intervals of {} bootstrap samples of {} (SplitMix64, seed {}).",
            plan.percent,
            plan.replicates,
            if how == Resampling::Units { "units" } else { "documents" },
            plan.seed
        ));
    }
    out.push_str(&format!(" Computed with Pullquote {}.", env!("CARGO_PKG_VERSION")));
    out
}

/// Reports the figures over all codes and the range of those of the codes.
fn figures_in_words(study: &Study, compared: &Compared) -> String {
    let mut out = String::new();
    if let Unit::Passages(_) = compared.settings.unit {
        let all = compared.matched();
        let was = |count: u64| if count == 1 { "was" } else { "were" };
        let single = all.first + all.second - 2 * all.matched;
        out.push_str(&format!(
            " {} {} matched, {single} {} left without a partner; agreement (2 × matched / all passages) was {}.",
            counted(all.matched, "passage"),
            was(all.matched),
            was(single),
            printed(&all.agreement())
        ));
    } else {
        let over = compared.over_codes();
        let (holsti, pooled) = match compared.coders.len() {
            2 => ("(Holsti 1969)", "codes"),
            _ => ("(Holsti 1969; mean over the pairs of coders)", "codes and pairs of coders"),
        };
        out.push_str(&format!(
            " Krippendorff’s alpha (nominal, present or absent; Krippendorff 2019) pooled over codes was {}; positive agreement \
             {holsti} was {}, and kappa pooled over {pooled} (De Vries et al. 2008) was {}.",
            printed(&over.pooled_alpha),
            printed(&over.holsti),
            printed(&over.pooled_kappa)
        ));
        let mut by_code: Vec<(f64, String)> = (0..compared.codes.len())
            .filter_map(|code| {
                let figures = &compared.figures(code)?.figures;
                let alpha = figures.iter().find(|(c, _)| *c == Coefficient::KrippendorffAlpha)?.1.ok()?;
                Some((alpha, study.codebook.path(*compared.codes.get(code)?).to_string()))
            })
            .collect();
        by_code.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let (Some((low, worst)), Some((high, best))) = (by_code.first(), by_code.last()) {
            out.push_str(&format!(
                " By code, alpha ranged from {low:.3} ({worst}) to {high:.3} ({best}); it has a value for {} of {}.",
                by_code.len(),
                counted(compared.codes.len() as u64, "code")
            ));
        }
    }
    out
}
