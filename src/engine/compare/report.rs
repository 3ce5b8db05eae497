//! A comparison in words and as a table: what was compared and how, every figure with the counts behind it, and the
//! paragraph for a methods section.

use super::{Compared, Unit};
use crate::analysis::agreement::{Coefficient, Figure, Fourfold, Matched, Reason, Resampling, Rule};
use crate::analysis::tabulation::Kind;
use crate::model::{Count, Study};
use crate::table::{Cell, Row, Table};
use crate::text::Cut;

/// Below so many marks of a code an interval says nothing.
pub const FEW_MARKS: usize = 5;

/// What one sees instead of a figure.
#[must_use]
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NoVariation => "everything was coded alike: nothing to measure",
        Reason::NoPairableUnits => "no unit that two coders worked through",
        Reason::NoRatings => "nothing was compared",
        Reason::OneCoder => "one coder only",
        Reason::OneCategory => "one value only",
        Reason::CoderWithoutRatings => "a coder worked through nothing",
        Reason::CodeNotUsed => "nobody used the code",
        Reason::OverlappingCodes => "a coder has two of the codes on one place",
        Reason::NoValuedIntersections => "no place that two coders coded",
        Reason::TooFewUnits => "too few units",
        Reason::NoUnits => "the text is not cut into units",
        Reason::NeedsCompleteData => "needs every coder in every document",
        Reason::OneDocumentOnly => "of one document only",
        Reason::TooLarge => "too large to be computed exactly",
    }
}

/// What a unit is called, for one and for many.
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
            (format!("window of {size} characters"), format!("windows of {size} characters"))
        }
        Unit::Character => pair("character", "characters"),
        Unit::Passages(_) => pair("coded passage", "coded passages"),
    }
}

/// The rule in a sentence.
#[must_use]
pub fn rule_words(unit: Unit, rule: Rule) -> String {
    match (unit, rule) {
        (Unit::Character, _) => "Every character counts as coded or not.".into(),
        (Unit::Passages(least), _) => format!(
            "Two passages of one code are the same when they share at least {least} of what they cover together{}.",
            if least.to_string() == "0" { " (any overlap)" } else { "" }
        ),
        (_, Rule::Any) => "A unit counts as coded when one character of it is.".into(),
        (_, Rule::Overlap(least)) => format!(
            "A unit counts as coded when a coded stretch shares at least {least} of the shorter of the two, unit and stretch."
        ),
        (_, Rule::Cover(least)) => format!("A unit counts as coded when at least {least} of it is."),
    }
}

/// What text that nobody coded does to the figures.
#[must_use]
pub fn uncoded_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Passages(_) => {
            "Text that nobody coded does not enter these figures; so nothing here is corrected for chance."
        }
        Unit::Character => {
            "Every character that nobody coded counts as agreement that the code is absent: percent agreement is high for \
             rare codes whatever the coders do, alpha and kappa correct for that, and positive agreement leaves it out."
        }
        Unit::Cut(_) => {
            "A unit that nobody coded counts as agreement that the code is absent: percent agreement is high for rare \
             codes whatever the coders do, alpha and kappa correct for that, and positive agreement leaves it out."
        }
    }
}

/// Everything that the figures depend on, as names and values.
#[must_use]
pub fn settings(study: &Study, compared: &Compared) -> Vec<(String, String)> {
    let settings = &compared.settings;
    let (_, units) = unit_words(settings.unit);
    let mut out = vec![
        ("Project", study.project.name.clone()),
        ("Coders", coders(study, compared).join(", ")),
        ("Unit", format!("{} ({} {units})", settings.unit, compared.unit_count())),
        ("Rule", settings.rule.to_string()),
        ("Codes", compared.codes.len().to_string()),
        ("Level", settings.level.map_or_else(|| "every code by itself".into(), |n| format!("{n} from the top"))),
        ("Documents", compared.documents.len().to_string()),
    ];
    if !settings.without.is_empty() {
        out.push(("Without the words of", settings.without.join(", ")));
    }
    let alone = compared.alone.len();
    let missing = if settings.everyone_took_part {
        "a coder who did not work through a document counts as having found nothing there".to_owned()
    } else {
        format!("{alone} documents of one coder alone are left out")
    };
    out.push(("Missing work", missing));
    if let Some(reference) = settings.reference.and_then(|id| study.user(id)) {
        out.push(("Reference", reference.name.clone()));
    }
    if let Some(seed) = settings.gamma {
        out.push(("Gamma", format!("of each document, at least 30 samples, seed {seed}")));
    }
    if let Some((plan, how)) = settings.bootstrap {
        let by = if how == Resampling::Units { "units" } else { "documents" };
        out.push((
            "Intervals",
            format!("{} %, bootstrap by {by}, {} samples, seed {}", plan.percent, plan.replicates, plan.seed),
        ));
    }
    let software = format!("Pullquote {}", env!("CARGO_PKG_VERSION"));
    out.push(("Made", jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M UTC").to_string()));
    out.push(("Software", software));
    out.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
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

/// Columns of counts for two coders: in both, in one, in none.
pub(super) fn counted(counts: &Fourfold) -> Vec<Cell> {
    [counts.both, counts.first_only, counts.second_only, counts.neither].map(number).into()
}

/// Codes, pairs of coders and documents, one row each.
#[must_use]
pub fn table(study: &Study, compared: &Compared) -> Table {
    let names = coders(study, compared);
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let intervals = compared.settings.bootstrap.is_some() && !passages;
    let mut columns: Vec<String> = names.iter().map(|name| format!("passages of {name}")).collect();
    columns.push("units".into());
    let two = |both: &str, neither: &str| {
        let only = |at: usize| names.get(at).map_or_else(String::new, |name| format!("{name} only"));
        let (first, second) =
            if names.len() == 2 { (only(0), only(1)) } else { ("first only".into(), "second only".into()) };
        [both.to_owned(), first, second, neither.to_owned()]
    };
    columns.extend(two(if names.len() == 2 { "both" } else { "both of a pair" }, "neither"));
    columns.extend(["percent agreement", "positive agreement", "Krippendorff’s alpha"].map(str::to_owned));
    if intervals {
        columns.extend(["alpha, low end", "alpha, high end"].map(str::to_owned));
    }
    columns.extend(["Cohen’s kappa", "Gwet’s AC1", "|u-alpha"].map(str::to_owned));
    let with_gamma = !compared.gamma.is_empty() && !passages;
    columns.extend(with_gamma.then(|| "gamma".to_owned()));
    let mut rows = vec![over_all(compared, names.len(), intervals)];
    for (code, id) in compared.codes.iter().enumerate() {
        let header = vec!["code".to_owned(), study.codebook.path(*id).to_string()];
        rows.push(Row { header, cells: code_cells(compared, code, intervals, passages) });
    }
    let over = if passages { (&[][..], &[][..]) } else { (&compared.pairs[..], &compared.per_document[..]) };
    for pair in over.0 {
        let (i, j) = pair.coders;
        let name = |at: usize| names.get(at).cloned().unwrap_or_default();
        let mut cells = blanks(names.len());
        cells.push(number(pair.counts.units()));
        cells.extend(counted(&pair.counts));
        cells.extend([cell(&pair.counts.percent_agreement()), cell(&pair.counts.positive_agreement())]);
        cells.extend(blanks(1 + if intervals { 2 } else { 0 }));
        cells.push(cell(&pair.kappa));
        cells.extend(blanks(2));
        rows.push(Row { header: vec!["coders".into(), format!("{} and {}", name(i), name(j))], cells });
    }
    for own in over.1 {
        let id = compared.documents.get(own.document);
        let name = id.and_then(|&id| study.source(id)).map_or_else(String::new, |source| source.name.clone());
        let mut cells = blanks(names.len());
        cells.push(Cell::Value(own.units as u64));
        cells.extend(counted(&own.counts));
        cells.extend([cell(&own.counts.percent_agreement()), cell(&own.over.holsti), cell(&own.over.pooled_alpha)]);
        cells.extend(blanks(if intervals { 2 } else { 0 }));
        cells.push(cell(&own.over.pooled_kappa));
        cells.extend(blanks(2));
        if let Some(found) = compared.gamma.get(own.document) {
            cells.push(cell(&found.as_ref().map(|gamma| gamma.gamma).map_err(|why| *why)));
        }
        rows.push(Row { header: vec!["document".into(), name], cells });
    }
    if with_gamma {
        let width = columns.len();
        for row in &mut rows {
            row.cells.resize(width, Cell::Text(String::new()));
        }
    }
    let mut footnotes = vec![
        rule_words(compared.settings.unit, compared.settings.rule),
        uncoded_words(compared.settings.unit).to_owned(),
        "Over all codes, for pairs of coders and for documents, alpha and kappa are pooled over codes, and the counts are \
         of units times codes."
            .to_owned(),
    ];
    footnotes.extend(warnings(study, compared));
    Table {
        name: "agreement".into(),
        title: format!("Agreement between {}", names.join(", ")),
        count: Count::default(),
        kind: Kind::Matrix,
        row_headers: vec!["of".into(), "name".into()],
        columns,
        rows,
        totals: None,
        footnotes,
        provenance: settings(study, compared),
    }
}

fn blanks(many: usize) -> Vec<Cell> {
    vec![Cell::Text(String::new()); many]
}

fn over_all(compared: &Compared, coders: usize, intervals: bool) -> Row {
    let over = compared.over_codes();
    let mut cells: Vec<Cell> = (0..coders)
        .map(|coder| number(compared.marks.iter().filter_map(|own| own.get(coder)).sum::<usize>() as f64))
        .collect();
    let header = vec!["all codes".into(), "pooled".into()];
    let u_alpha = cell(&compared.comparison.unitizing.anything);
    if let Unit::Passages(_) = compared.settings.unit {
        cells.extend(matched_cells(&added(compared.passages.iter().flatten()), u_alpha));
        return Row { header, cells };
    }
    cells.push(Cell::Value(compared.unit_count()));
    let all = compared.pairs.first().filter(|_| compared.pairs.len() == 1);
    match all {
        Some(pair) => {
            cells.extend(counted(&pair.counts));
            cells.push(cell(&pair.counts.percent_agreement()));
        }
        None => cells.extend(blanks(5)),
    }
    cells.extend([cell(&over.holsti), cell(&over.pooled_alpha)]);
    cells.extend(blanks(if intervals { 2 } else { 0 }));
    cells.push(cell(&over.pooled_kappa));
    cells.extend(blanks(1));
    cells.push(u_alpha);
    Row { header, cells }
}

/// Passages matched, left alone by the first and by the second of each pair.
fn matched_cells(counts: &Fourfold, u_alpha: Cell) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(String::new())];
    cells.extend([number(counts.both), number(counts.first_only), number(counts.second_only)]);
    cells.extend([blanks(2), vec![cell(&counts.positive_agreement())], blanks(3), vec![u_alpha]].concat());
    cells
}

pub(super) fn added<'a>(matched: impl Iterator<Item = &'a ((usize, usize), Matched)>) -> Fourfold {
    matched.map(|(_, matched)| matched.fourfold()).fold(Fourfold::default(), std::ops::Add::add)
}

fn code_cells(compared: &Compared, code: usize, intervals: bool, passages: bool) -> Vec<Cell> {
    let marks = compared.marks.get(code).map_or(&[][..], Vec::as_slice);
    let mut cells: Vec<Cell> = marks.iter().map(|&n| Cell::Value(n as u64)).collect();
    let Some(own) = compared.figures(code) else { return cells };
    let of = |wanted: Coefficient| {
        own.figures.iter().find(|(c, _)| *c == wanted).map_or(Cell::Text(String::new()), |(_, figure)| cell(figure))
    };
    let u_alpha = compared.comparison.unitizing.binary.get(code).map_or(Cell::Text(String::new()), cell);
    if passages {
        let counts = added(compared.passages.get(code).into_iter().flatten());
        cells.extend(matched_cells(&counts, u_alpha));
    } else {
        cells.push(number(own.units));
        match own.pairs.as_slice() {
            [pair] => cells.extend(counted(&pair.counts)),
            _ => cells.extend(blanks(4)),
        }
        cells.extend([of(Coefficient::PercentAgreement), cell(&own.positive), of(Coefficient::KrippendorffAlpha)]);
        if intervals {
            match own.intervals.iter().find(|(c, _)| *c == Coefficient::KrippendorffAlpha).map(|(_, found)| found) {
                Some(Ok(interval)) => cells.extend([Cell::Figure(interval.low), Cell::Figure(interval.high)]),
                Some(Err(why)) => cells.extend(vec![Cell::Undefined(reason(*why).into()); 2]),
                None => cells.extend(blanks(2)),
            }
        }
        cells.push(match own.pairs.as_slice() {
            [pair] => cell(&pair.kappa),
            _ => of(Coefficient::Light),
        });
        cells.extend([of(Coefficient::GwetAc1), u_alpha]);
    }
    cells
}

/// What a reader of the figures should know besides.
#[must_use]
pub fn warnings(study: &Study, compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let rare = (0..compared.codes.len())
        .filter(|&code| compared.marks.get(code).is_some_and(|own| own.iter().sum::<usize>() < FEW_MARKS))
        .filter_map(|code| Some(study.codebook.get(*compared.codes.get(code)?)?.name.clone()))
        .collect::<Vec<_>>();
    if !rare.is_empty() {
        let shown: Vec<&str> = rare.iter().take(8).map(String::as_str).collect();
        let more = if rare.len() > 8 { format!(" and {} more", rare.len() - 8) } else { String::new() };
        out.push(format!(
            "Used fewer than {FEW_MARKS} times by all coders together, too few for an interval to mean anything: {}{more}.",
            shown.join(", ")
        ));
    }
    if !compared.alone.is_empty() {
        let names: Vec<&str> =
            compared.alone.iter().take(8).filter_map(|id| Some(study.source(*id)?.name.as_str())).collect();
        out.push(format!(
            "Left out, because only one of the coders worked through them: {}{}.",
            names.join(", "),
            if compared.alone.len() > 8 { " and others" } else { "" }
        ));
    }
    let documents = compared.documents.len();
    if compared.settings.bootstrap.is_some_and(|(_, how)| how == Resampling::Units) && documents >= 10 {
        out.push(
            "Units of one interview resemble each other: an interval by documents would be wider and more honest."
                .into(),
        );
    }
    if compared.continua.dropped > 0 {
        out.push(format!("{} codings that hold no character were left out.", compared.continua.dropped));
    }
    out
}

/// A figure as it is printed in papers: three decimals.
#[must_use]
pub fn printed(figure: &Figure) -> String {
    figure.map_or_else(|why| format!("no value ({})", reason(why)), |x| format!("{x:.3}"))
}

/// For a methods section: what was compared, on which unit, by which rule and statistic, with what.
#[must_use]
pub fn methods(study: &Study, compared: &Compared) -> String {
    let settings = &compared.settings;
    let names = coders(study, compared).join(", ");
    let (_, many) = unit_words(settings.unit);
    let of_units = match settings.unit {
        Unit::Passages(_) => many,
        _ => format!("{} {many}", compared.unit_count()),
    };
    let mut out = format!(
        "Agreement between the coders {names} was computed over {of_units} of {} documents for {} codes. {}",
        compared.documents.len(),
        compared.codes.len(),
        rule_words(settings.unit, settings.rule)
    );
    if let Some(levels) = settings.level {
        out.push_str(&format!(" Codes below level {levels} of the codebook were counted as the code above them."));
    }
    if !settings.without.is_empty() {
        out.push_str(&format!(" The words of {} were left out.", settings.without.join(", ")));
    }
    if settings.everyone_took_part {
        out.push_str(" A coder who had not worked through a document was counted as having found nothing there.");
    } else if !compared.alone.is_empty() {
        out.push_str(&format!(" {} documents of one coder alone were not compared.", compared.alone.len()));
    }
    if let Unit::Passages(_) = settings.unit {
        let all = added(compared.passages.iter().flatten());
        out.push_str(&format!(
            " {} passages were matched, {} were left without a partner; agreement (2 × matched / all passages) was {}.",
            all.both,
            all.first_only + all.second_only,
            printed(&all.positive_agreement())
        ));
    } else {
        let over = compared.over_codes();
        out.push_str(&format!(
            " Krippendorff’s alpha (nominal, present or absent; Krippendorff 2019) pooled over codes was {}; positive agreement \
             (Holsti 1969) was {}, and kappa pooled over codes (De Vries et al. 2008) was {}.",
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
                " By code, alpha ran from {low:.3} ({worst}) to {high:.3} ({best}); it has a value for {} of {} codes.",
                by_code.len(),
                compared.codes.len()
            ));
        }
    }
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
