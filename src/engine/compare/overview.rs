//! A comparison for display: separate tables of codes, pairs of coders and documents, led by the selected
//! statistic, with intervals and counts.

use super::compared::{Compared, with_counts};
use super::report::{cell, coders, count_columns, counts, meaningful, number, passages_of, reason, settings};
use crate::analysis::agreement::{Coefficient, Figure, Fourfold, Matched, Reason};
use crate::engine::compare::settings::Unit;
use crate::model::Study;
use crate::table::number::with_minus;
use crate::table::{Cell, Row, Table};
use crate::{i18n, tr};

/// The leading statistic of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Statistic {
    #[default]
    Alpha,
    Kappa,
    Ac1,
    Fleiss,
    Conger,
    BrennanPrediger,
    Positive,
    Percent,
}

/// Level of the intervals that are computed from a standard error.
const CONFIDENCE: f64 = 0.95;

impl Statistic {
    pub const ALL: [Self; 8] = [
        Self::Alpha,
        Self::Kappa,
        Self::Ac1,
        Self::Fleiss,
        Self::Conger,
        Self::BrennanPrediger,
        Self::Positive,
        Self::Percent,
    ];

    /// Returns its name in papers for this number of coders.
    #[must_use]
    pub fn name(self, coders: usize) -> &'static str {
        match self {
            Self::Alpha => tr!("Krippendorff’s alpha"),
            Self::Kappa if coders > 2 => tr!("Light’s kappa"),
            Self::Kappa => tr!("Cohen’s kappa"),
            Self::Ac1 => tr!("Gwet’s AC1"),
            Self::Fleiss => tr!("Fleiss’ kappa"),
            Self::Conger => tr!("Conger’s kappa"),
            Self::BrennanPrediger => tr!("Brennan and Prediger"),
            Self::Positive => tr!("positive agreement"),
            Self::Percent => tr!("percent agreement"),
        }
    }

    /// Returns a short form of the name.
    #[must_use]
    pub fn short(self, coders: usize) -> &'static str {
        match self {
            Self::Alpha => tr!("short name" => "alpha"),
            Self::Kappa if coders > 2 => tr!("short name" => "kappa (Light)"),
            Self::Kappa => tr!("short name" => "kappa (Cohen)"),
            Self::Ac1 => tr!("short name" => "AC1 (Gwet)"),
            Self::Fleiss => tr!("short name" => "kappa (Fleiss)"),
            Self::Conger => tr!("short name" => "kappa (Conger)"),
            other => other.name(coders),
        }
    }

    /// Returns the name of the figure over all codes, which may be a different kind of mean than that of a code.
    #[must_use]
    pub fn name_over_codes(self, coders: usize) -> &'static str {
        match self {
            Self::Alpha => tr!("Krippendorff’s alpha, pooled over codes"),
            Self::Kappa if coders > 2 => tr!("kappa, pooled over codes and pairs"),
            Self::Kappa => tr!("Cohen’s kappa, pooled over codes"),
            Self::Positive if coders > 2 => tr!("positive agreement (Holsti), mean of the pairs"),
            Self::Percent if coders > 2 => tr!("percent agreement, pooled over codes and pairs"),
            other => other.name(coders),
        }
    }

    /// Explains in a sentence why to choose it.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Alpha => tr!(
                "Corrects for chance and allows any number of coders, and documents that some of them did not code. Widely \
                 accepted in methods sections."
            ),
            Self::Kappa => {
                tr!("Corrects for chance from each coder’s own use of the code. With more than two coders, it is the \
                 mean of all pairs.")
            }
            Self::Ac1 => tr!("Corrects for chance and stays stable when a code is very rare or very common."),
            Self::Fleiss => tr!("Corrects for chance from all coders’ use of the code taken together."),
            Self::Conger => {
                tr!("Kappa for several coders that corrects for chance from each coder’s own use of the code.")
            }
            Self::BrennanPrediger => tr!("Corrects for chance as if a coin toss decided between coded and not coded."),
            Self::Positive => tr!(
                "Twice the number of units that both coded, divided by the sum of the numbers that each coded; not \
                 corrected for chance."
            ),
            Self::Percent => tr!("The share of units coded alike; simple, but not corrected for chance."),
        }
    }

    /// Explains how to read its values, and why to choose it.
    #[must_use]
    pub fn explained(self) -> String {
        let scale = match self {
            Self::Positive | Self::Percent => tr!("From 0, no agreement, to 1, complete agreement."),
            Self::Alpha | Self::Kappa | Self::Ac1 | Self::Fleiss | Self::Conger | Self::BrennanPrediger => {
                tr!("1 is complete agreement, 0 as much as chance would give, and below 0 still less.")
            }
        };
        i18n::sentences(&[scale, self.why()])
    }

    /// Explains how text without a code affects it.
    #[must_use]
    pub fn uncoded(self, unit: Unit) -> &'static str {
        match (unit, self) {
            (Unit::Passages(_), _) => {
                tr!("Text that nobody coded is not considered, so the figure is not corrected for chance.")
            }
            (_, Self::Percent) => {
                tr!("Text that nobody coded counts as agreement, so this figure is always high for a rare code.")
            }
            (_, Self::Positive) => tr!("Text that nobody coded is left out of the figure."),
            (_, Self::Ac1 | Self::BrennanPrediger) => tr!(
                "Text that nobody coded counts as agreement that the code is absent. For a rare code, this figure is \
                 higher than alpha or kappa."
            ),
            _ => tr!(
                "Text that nobody coded counts as agreement that the code is absent, and the correction for chance depends \
                 on how rare the code is. For a code used only a few times, one difference changes the figure a lot."
            ),
        }
    }

    fn coefficient(self) -> Option<Coefficient> {
        match self {
            Self::Alpha => Some(Coefficient::KrippendorffAlpha),
            Self::Kappa => Some(Coefficient::Light),
            Self::Ac1 => Some(Coefficient::GwetAc1),
            Self::Fleiss => Some(Coefficient::FleissKappa),
            Self::Conger => Some(Coefficient::Conger),
            Self::BrennanPrediger => Some(Coefficient::BrennanPrediger),
            Self::Percent => Some(Coefficient::PercentAgreement),
            Self::Positive => None,
        }
    }

    /// Returns the figure of one code.
    ///
    /// # Errors
    /// The reason why it has no value.
    pub fn of_code(self, compared: &Compared, code: usize) -> Figure {
        let figures = compared.figures(code).ok_or(Reason::NoRatings)?;
        match (self, self.coefficient()) {
            (Self::Kappa, _) => figures.kappa(),
            (_, Some(wanted)) => figures.figure(wanted),
            (_, None) => figures.positive,
        }
    }

    /// Returns its 95 % interval: bootstrapped if requested and available for this statistic, otherwise from its
    /// standard error.
    ///
    /// # Errors
    /// The reason why it has none.
    pub fn interval(self, compared: &Compared, code: usize) -> Result<(f64, f64), Reason> {
        self.of_code(compared, code)?;
        if !matches!(compared.settings.unit, Unit::Cut(_)) {
            return Err(Reason::DependentUnits);
        }
        let wanted = self.coefficient().ok_or(Reason::NoStandardError)?;
        let figures = compared.figures(code).ok_or(Reason::NoRatings)?;
        let drawn = figures.intervals.iter().find(|(of, _)| *of == wanted);
        let table = &compared.comparison.codes.get(code).ok_or(Reason::NoRatings)?.ratings;
        let interval = match (drawn, self) {
            (Some((_, found)), _) => found.map(|interval| (interval.low, interval.high)),
            (None, Self::Kappa) if compared.coders.len() == 2 => table.cohen_interval(0, 1, CONFIDENCE),
            (None, _) => table.interval(wanted, CONFIDENCE),
        };
        meaningful(compared, code, interval)
    }

    /// Returns the figure over all codes, if there is a usual way to pool them.
    #[must_use]
    pub fn over_codes(self, compared: &Compared) -> Option<Figure> {
        let over = compared.over_codes();
        match self {
            Self::Alpha => Some(over.pooled_alpha),
            Self::Kappa => Some(over.pooled_kappa),
            Self::Positive => Some(over.holsti),
            Self::Percent => Some(compared.percent_agreement()),
            _ => None,
        }
    }
}

impl Compared {
    /// Returns the sum of the 2 × 2 tables of all pairs of coders over all codes: units times codes, or passages.
    #[must_use]
    pub fn over_pairs(&self) -> Fourfold {
        match self.settings.unit {
            Unit::Passages(_) => self.matched().fourfold(),
            _ => self.pairs.iter().map(|pair| pair.counts).fold(Fourfold::default(), std::ops::Add::add),
        }
    }

    /// Percent agreement over all codes and pairs of coders.
    pub fn percent_agreement(&self) -> Figure {
        with_counts(self.unit_count(), self.over_pairs())?.percent_agreement()
    }

    /// Returns the matched passages of all codes, summed over the pairs of coders; zeros if the unit is not the
    /// passage.
    #[must_use]
    pub fn matched(&self) -> Matched {
        self.pairs.iter().map(|pair| pair.matched).sum()
    }
}

/// Formats an interval as papers print it.
fn interval(found: Result<(f64, f64), Reason>) -> Cell {
    match found {
        Ok((low, high)) => Cell::Text(tr!("interval" => "{low} to {high}", low = short(low), high = short(high))),
        Err(why) => Cell::Undefined(reason(why).into()),
    }
}

/// Formats an end of an interval with two decimals.
fn short(end: f64) -> String {
    with_minus(format!("{end:.2}"))
}

/// The head of a column, and what its figures mean; empty if the head says it.
type Head = (String, String);

fn plain(head: impl Into<String>) -> Head {
    (head.into(), String::new())
}

/// Explains the agreement on passages.
#[must_use]
pub fn agreement_words() -> &'static str {
    tr!(
        "Twice the number of matched passages, divided by all passages of both coders: from 0 to 1, not corrected for chance."
    )
}

fn agreement() -> Head {
    (tr!("head of agreement" => "agreement").to_owned(), agreement_words().to_owned())
}

fn matched() -> Head {
    plain(tr!("passages" => "matched"))
}

fn units() -> Head {
    plain(tr!("head of agreement" => "units"))
}

fn gamma() -> Head {
    let meaning = tr!(
        "Aligns the coders’ passages by position and code, and compares the rest of disorder with that of random passages: \
         1 is complete agreement, 0 as much as chance would give."
    );
    (tr!("gamma").to_owned(), meaning.to_owned())
}

fn interval_head() -> Head {
    let meaning = tr!(
        "The range in which the figure beside it would lie for comparable texts, with 95 % confidence. It comes from \
         bootstrap samples if there are any, otherwise from the standard error. Few units or a rare code make it wide."
    );
    (tr!("95 % interval").to_owned(), meaning.to_owned())
}

fn whole(name: &str, title: &str, header: &str, heads: Vec<Head>, rows: Vec<Row>) -> Table {
    let (columns, explanations) = heads.into_iter().unzip();
    Table {
        name: format!("agreement_by_{name}"),
        title: title.into(),
        row_headers: vec![header.into()],
        columns,
        explanations,
        rows,
        ..Table::default()
    }
}

/// Returns one row per code, in the order of [`Compared::codes`]. While intervals are still being drawn, their cells
/// have an ellipsis: an interval from the standard error would differ.
#[must_use]
pub fn codes(study: &Study, compared: &Compared, statistic: Statistic, awaits_intervals: bool) -> Table {
    let names = coders(study, compared);
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let mut columns = if passages {
        vec![agreement(), matched(), plain(tr!("passages" => "without a partner"))]
    } else {
        let of = |statistic: Statistic| (statistic.short(names.len()).to_owned(), statistic.explained());
        let mut columns = vec![of(statistic), interval_head()];
        columns.extend(match names.len() {
            2 => count_columns(&names).map(plain).to_vec(),
            _ => [tr!("coded by" => "all coders"), tr!("coded by" => "some of them"), tr!("coded by" => "nobody")]
                .map(plain)
                .to_vec(),
        });
        columns.extend(others(statistic).map(of));
        columns.push(units());
        columns
    };
    columns.extend(names.iter().map(passages_of).map(plain));
    let row = |code: usize| {
        let mut cells = if passages {
            let matched: Matched = compared.passages.get(code).into_iter().flatten().map(|(_, matched)| *matched).sum();
            let unmatched = matched.first + matched.second - 2 * matched.matched;
            vec![cell(&matched.agreement()), Cell::Value(matched.matched), Cell::Value(unmatched)]
        } else {
            let interval = match awaits_intervals {
                true => Cell::Text("…".to_owned()),
                false => interval(statistic.interval(compared, code)),
            };
            let mut cells = vec![cell(&statistic.of_code(compared, code)), interval];
            cells.extend(shared(compared, code));
            cells.extend(others(statistic).map(|other| cell(&other.of_code(compared, code))));
            cells.push(compared.figures(code).map_or(Cell::Value(0), |figures| number(figures.units)));
            cells
        };
        cells.extend(compared.marks.get(code).into_iter().flatten().map(|&n| Cell::Value(n as u64)));
        let path = compared.codes.get(code).map(|id| study.codebook.path(*id).to_string()).unwrap_or_default();
        Row { header: vec![path], cells }
    };
    let rows = (0..compared.codes.len()).map(row).collect();
    let mut table = whole("code", tr!("Agreement by code"), tr!("head of agreement" => "code"), columns, rows);
    table.provenance = settings(study, compared);
    table
}

/// The head of a figure over all codes, with what the statistic means.
fn over_codes((head, statistic): (&str, Statistic)) -> Head {
    (head.to_owned(), statistic.explained())
}

/// Returns the statistics shown beside the leading one.
fn others(leading: Statistic) -> impl Iterator<Item = Statistic> {
    [Statistic::Percent, Statistic::Positive, Statistic::Alpha, Statistic::Kappa, Statistic::Ac1]
        .into_iter()
        .filter(move |other| *other != leading)
}

/// Returns the counts of a code: for two coders the four fields, for more the units that all, some or none of them
/// coded.
fn shared(compared: &Compared, code: usize) -> Vec<Cell> {
    let (Some(figures), Some(of_code)) = (compared.figures(code), compared.comparison.codes.get(code)) else {
        return vec![];
    };
    if let [pair] = figures.pairs.as_slice() {
        return counts(&pair.counts);
    }
    let (mut all, mut some, mut nobody) = (0, 0, 0);
    for (values, units) in of_code.ratings.rows() {
        let coded = values.iter().flatten().filter(|value| **value == 1).count();
        match coded {
            0 => nobody += units,
            _ if coded == values.iter().flatten().count() => all += units,
            _ => some += units,
        }
    }
    [all, some, nobody].map(Cell::Value).into()
}

/// Returns one row per pair of coders, in the order of [`Compared::pairs`].
#[must_use]
pub fn pairs(study: &Study, compared: &Compared) -> Table {
    let names = coders(study, compared);
    let name = |at: usize| names.get(at).cloned().unwrap_or_default();
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let [first, second] = match names.as_slice() {
        [a, b] => [a, b].map(|coder| plain(tr!("coded by" => "{coder} only", coder))),
        _ => [tr!("coded by" => "first only"), tr!("coded by" => "second only")].map(plain),
    };
    let columns: Vec<Head> = if passages {
        vec![agreement(), matched(), first, second]
    } else {
        let figures = [
            (tr!("kappa over all codes"), Statistic::Kappa),
            (tr!("percent agreement"), Statistic::Percent),
            (tr!("positive agreement"), Statistic::Positive),
        ];
        let [both, neither] = [tr!("coded by" => "both"), tr!("coded by" => "neither")].map(plain);
        figures.map(over_codes).into_iter().chain([both, first, second, neither]).collect()
    };
    let row = |pair: &super::PairOverCodes| {
        let (i, j) = pair.coders;
        let cells = if passages {
            passage_cells(&pair.matched, true)
        } else {
            let figures = [cell(&pair.kappa), cell(&pair.percent_agreement()), cell(&pair.positive_agreement())];
            figures.into_iter().chain(counts(&pair.counts)).collect()
        };
        Row { header: vec![i18n::and(&[name(i), name(j)])], cells }
    };
    let rows = compared.pairs.iter().map(row).collect();
    whole("coders", tr!("Agreement by pair of coders"), tr!("head of agreement" => "coders"), columns, rows)
}

/// Returns coders × coders: kappa over all codes, or the agreement on passages; the diagonal is empty.
#[must_use]
pub fn matrix(study: &Study, compared: &Compared) -> Table {
    let names = coders(study, compared);
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let figure = |i: usize, j: usize| {
        let pair = compared.pairs.iter().find(|pair| pair.coders == (i.min(j), i.max(j)))?;
        Some(if passages { pair.matched.agreement() } else { pair.kappa })
    };
    let row = |i: usize| {
        let cells = (0..names.len()).map(|j| figure(i, j).map_or(Cell::Text(String::new()), |found| cell(&found)));
        Row { header: vec![names.get(i).cloned().unwrap_or_default()], cells: cells.collect() }
    };
    let rows = (0..names.len()).map(row).collect();
    let title = if passages { tr!("Agreement of passages") } else { tr!("Kappa over all codes") };
    whole("matrix", title, title, names.iter().map(plain).collect(), rows)
}

/// Agreement on passages, and the numbers of passages matched and without a partner: for the first and second coder, or
/// for both together.
fn passage_cells(matched: &Matched, apart: bool) -> Vec<Cell> {
    let counts = matched.fourfold();
    let numbers = match apart {
        true => vec![counts.both, counts.first_only, counts.second_only],
        false => vec![counts.both, counts.first_only + counts.second_only],
    };
    [cell(&matched.agreement())].into_iter().chain(numbers.into_iter().map(number)).collect()
}

/// Returns one row per document: those compared, then those that only one coder finished, with the reason.
#[must_use]
pub fn documents(study: &Study, compared: &Compared) -> Table {
    let passages = matches!(compared.settings.unit, Unit::Passages(_));
    let names = coders(study, compared);
    let [both, first, second, neither] = count_columns(&names).map(plain);
    // Over several pairs, nobody is the first or the second.
    let is_single_pair = names.len() == 2;
    let alone = match is_single_pair {
        true => vec![first, second],
        false => vec![plain(tr!("coded by" => "one of a pair"))],
    };
    let mut columns: Vec<Head> = if passages {
        [agreement(), matched()].into_iter().chain(alone).collect()
    } else {
        let figures = [
            (tr!("alpha over all codes"), Statistic::Alpha),
            (tr!("kappa over all codes"), Statistic::Kappa),
            (tr!("positive agreement"), Statistic::Positive),
            (tr!("percent agreement"), Statistic::Percent),
        ];
        let counts = [both].into_iter().chain(alone).chain([neither, units()]);
        figures.map(over_codes).into_iter().chain(counts).collect()
    };
    columns.extend((!compared.gamma.is_empty()).then(gamma));
    let name = |id| study.source(id).map_or_else(String::new, |source| source.name.clone());
    let mut rows = Vec::new();
    for entry in &compared.per_document {
        let Some(&id) = compared.documents.get(entry.document) else { continue };
        let mut cells = if passages {
            passage_cells(&entry.matched, is_single_pair)
        } else {
            let figures =
                [entry.over.pooled_alpha, entry.over.pooled_kappa, entry.over.holsti, entry.percent_agreement()];
            let all = &entry.counts;
            let counts = match is_single_pair {
                true => counts(all),
                false => [all.both, all.first_only + all.second_only, all.neither].map(number).into(),
            };
            let numbers = counts.into_iter().chain([Cell::Value(entry.units)]);
            figures.iter().map(cell).chain(numbers).collect()
        };
        if let Some(found) = compared.gamma.get(entry.document) {
            cells.push(cell(&found.as_ref().map(|gamma| gamma.gamma).map_err(|why| *why)));
        }
        rows.push(Row { header: vec![name(id)], cells });
    }
    for &id in &compared.single_coder {
        let cells = vec![cell(&Err(Reason::OneCoder)); columns.len()];
        rows.push(Row { header: vec![name(id)], cells });
    }
    whole("document", tr!("Agreement by document"), tr!("head of agreement" => "document"), columns, rows)
}
