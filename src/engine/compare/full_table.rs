//! A comparison as one table with all codes, each code, each pair of coders and each document, and the counts for
//! every figure.

use super::overview::Statistic;
use super::reference;
use super::report::{
    cell, coders, count_columns, counts, label_words, meaningful, number, passages_of, reason, rule_words, settings,
    uncoded_words, warnings,
};
use crate::analysis::agreement::{Coefficient, Matched, u_alpha};
use crate::engine::compare::compared::{Compared, DocumentFigures, PairOverCodes};
use crate::engine::compare::settings::Unit;
use crate::model::Study;
use crate::table::{Cell, Row, Table};
use crate::{i18n, tr};

/// A statistic of the table, with its name for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum TableStatistic {
    PercentAgreement,
    PositiveAgreement,
    KrippendorffAlpha,
    /// Cohen's; of more than two coders, Light's.
    CohenKappa,
    GwetAc1,
    UAlpha,
    Gamma,
}

/// Returns the table with only these statistics; the counts stay.
#[must_use]
pub fn table_of(study: &Study, compared: &Compared, figures: &[TableStatistic]) -> Table {
    let shows = |figure| figures.contains(&figure);
    let mut table = written(study, compared, &shows);
    let columns = Layout::of(compared).columns(&coders(study, compared));
    let kept = || columns.iter().map(|(figure, _)| figure.is_none_or(shows));
    let mut heads = kept();
    table.columns.retain(|_| heads.next().unwrap_or(true));
    for row in &mut table.rows {
        let mut cells = kept();
        row.cells.retain(|_| cells.next().unwrap_or(true));
    }
    table
}

/// Returns a table with one row per code, pair of coders and document. In every row, the four counts add up to
/// units times pairs of coders; in rows that cover all codes, also times codes.
#[must_use]
pub fn table(study: &Study, compared: &Compared) -> Table {
    written(study, compared, &|_| true)
}

/// Writes the table with all columns, and the footnotes on those that are shown.
fn written(study: &Study, compared: &Compared, shows: &dyn Fn(TableStatistic) -> bool) -> Table {
    let names = coders(study, compared);
    let layout = Layout::of(compared);
    let mut rows = vec![over_all(compared, &layout)];
    for (code, id) in compared.codes.iter().enumerate() {
        let header = vec![tr!("row of agreement" => "code").to_owned(), study.codebook.path(*id).to_string()];
        rows.push(Row { header, cells: of_code(compared, code, &layout) });
    }
    // What is pooled over the codes of two coders is theirs as a pair.
    let alpha_of_pair = (compared.pairs.len() == 1).then(|| cell(&compared.over_codes().pooled_alpha));
    for pair in &compared.pairs {
        let (i, j) = pair.coders;
        let name = |at: usize| names.get(at).cloned().unwrap_or_default();
        let header = vec![tr!("row of agreement" => "coders").into(), i18n::and(&[name(i), name(j)])];
        rows.push(Row { header, cells: of_pair(pair, alpha_of_pair.clone(), &layout) });
    }
    for figures in &compared.per_document {
        let id = compared.documents.get(figures.document);
        let name = id.and_then(|&id| study.source(id)).map_or_else(String::new, |source| source.name.clone());
        rows.push(Row {
            header: vec![tr!("row of agreement" => "document").into(), name],
            cells: of_document(compared, figures, &layout),
        });
    }
    let against = compared.of_reference().map_or_else(Vec::new, |found| reference::rows(study, found));
    for (header, figures) in against {
        let mut cells = layout.row(None, Cells::default());
        cells.extend(figures);
        rows.push(Row { header: vec![tr!("row of agreement" => "reference").into(), header], cells });
    }
    let width = layout.columns(&names).len();
    for row in &mut rows {
        row.cells.resize(width, Cell::Text(String::new()));
    }
    let mut footnotes = vec![
        rule_words(compared.settings.unit, compared.settings.rule),
        uncoded_words(compared.settings.unit).to_owned(),
        layout.footnote().to_owned(),
    ];
    footnotes.extend(shows(TableStatistic::UAlpha).then(|| u_alpha_words().to_owned()));
    footnotes.extend(label_words(compared.settings.unit).map(str::to_owned));
    footnotes.extend(warnings(study, compared));
    footnotes.extend(reference::note(study, compared));
    Table {
        name: "agreement".into(),
        title: tr!("Agreement between {coders}", coders = i18n::joined(&names)),
        row_headers: vec![tr!("head of agreement" => "of").into(), tr!("head of agreement" => "name").into()],
        columns: layout.columns(&names).into_iter().map(|(_, head)| head).collect(),
        rows,
        footnotes,
        provenance: settings(study, compared),
        ..Table::default()
    }
}

/// The columns of the table.
struct Layout {
    coders: usize,
    /// The unit is the coded passage: there is no number of units, and nothing is corrected for chance.
    passages: bool,
    intervals: bool,
    gamma: bool,
    reference: bool,
}

/// The cells of a row that follow each coder's number of passages; missing ones stay blank.
#[derive(Default)]
struct Cells {
    units: Option<u64>,
    counts: Option<Vec<Cell>>,
    percent: Option<Cell>,
    positive: Option<Cell>,
    alpha: Option<Cell>,
    interval: Option<[Cell; 2]>,
    kappa: Option<Cell>,
    ac1: Option<Cell>,
    u_alpha: Option<Cell>,
    gamma: Option<Cell>,
}

impl Layout {
    fn of(compared: &Compared) -> Self {
        let is_cut = matches!(compared.settings.unit, Unit::Cut(_));
        Self {
            coders: compared.coders.len(),
            passages: matches!(compared.settings.unit, Unit::Passages(_)),
            intervals: compared.settings.bootstrap.is_some() && is_cut,
            gamma: !compared.gamma.is_empty(),
            reference: compared.of_reference().is_some(),
        }
    }

    /// The heads of the columns, each with the figure below it; `None` for counts.
    fn columns(&self, names: &[String]) -> Vec<(Option<TableStatistic>, String)> {
        let counts = names.iter().map(passages_of).chain([tr!("head of agreement" => "units").into()]);
        let mut columns: Vec<_> = counts.chain(count_columns(names)).map(|head| (None, head)).collect();
        let mut push = |figure: TableStatistic, head: &str| columns.push((Some(figure), head.to_owned()));
        push(TableStatistic::PercentAgreement, Statistic::Percent.name(self.coders));
        push(TableStatistic::PositiveAgreement, Statistic::Positive.name(self.coders));
        push(TableStatistic::KrippendorffAlpha, Statistic::Alpha.name(self.coders));
        if self.intervals {
            push(TableStatistic::KrippendorffAlpha, tr!("alpha, low end"));
            push(TableStatistic::KrippendorffAlpha, tr!("alpha, high end"));
        }
        push(TableStatistic::CohenKappa, Statistic::Kappa.name(self.coders));
        push(TableStatistic::GwetAc1, Statistic::Ac1.name(self.coders));
        push(TableStatistic::UAlpha, tr!("|u-alpha"));
        if self.gamma {
            push(TableStatistic::Gamma, tr!("gamma"));
        }
        if self.reference {
            columns.extend(reference::columns().map(|head| (None, head.to_owned())));
        }
        columns
    }

    fn row(&self, passages: Option<Vec<u64>>, cells: Cells) -> Vec<Cell> {
        let or_blank = |cell: Option<Cell>| cell.unwrap_or_else(|| Cell::Text(String::new()));
        let mut row: Vec<Cell> = match passages {
            Some(numbers) => numbers.into_iter().map(Cell::Value).collect(),
            None => vec![or_blank(None); self.coders],
        };
        row.push(or_blank(cells.units.map(Cell::Value)));
        row.extend(cells.counts.unwrap_or_else(|| vec![or_blank(None); 4]));
        row.extend([cells.percent, cells.positive, cells.alpha].map(or_blank));
        if self.intervals {
            row.extend(cells.interval.map_or_else(|| vec![or_blank(None); 2], Vec::from));
        }
        row.extend([cells.kappa, cells.ac1, cells.u_alpha].map(or_blank));
        row.extend(self.gamma.then(|| or_blank(cells.gamma)));
        row
    }

    /// Explains what the counts of a row add up to.
    fn footnote(&self) -> &'static str {
        match (self.passages, self.coders > 2) {
            (true, false) => tr!(
                "Counts are numbers of coded passages, either matched by both coders or without a partner. Overlapping \
                 passages of one coder with one code count as one."
            ),
            (true, true) => tr!(
                "Counts are numbers of coded passages, either matched or without a partner, summed over the pairs of \
                 coders. Overlapping passages of one coder with one code count as one."
            ),
            (false, false) => tr!(
                "The counts of a code add up to its units; those of all codes, of the pair of coders and of a document add up \
                 to units times codes. In these rows, alpha and kappa are pooled over codes."
            ),
            (false, true) => tr!(
                "The counts are summed over all pairs of coders who finished the document. Those of a code add up to units \
                 times pairs, those of all codes and of a document to units times pairs times codes, and those of one pair to \
                 units times codes."
            ),
        }
    }
}

/// Explains the column of |u-alpha, which few readers know.
fn u_alpha_words() -> &'static str {
    tr!(
        "|u-alpha (Krippendorff, Mathet, Bouvry and Widlöcher 2016; written as an α with the subscript |u before it) is an \
         alpha without units: it compares character by character what each coder coded and what not."
    )
}

/// Passages matched, and passages of each coder of the pairs without a partner.
fn matched_cells(matched: &Matched) -> Cells {
    let counts = matched.fourfold();
    let [both, first, second] = [counts.both, counts.first_only, counts.second_only].map(number);
    let positive = Some(cell(&matched.agreement()));
    Cells { counts: Some(vec![both, first, second, Cell::Text(String::new())]), positive, ..Cells::default() }
}

fn over_all(compared: &Compared, layout: &Layout) -> Row {
    let over = compared.over_codes();
    let of_coder = |coder: usize| compared.marks.iter().filter_map(|marks| marks.get(coder)).sum::<usize>() as u64;
    let passages = Some((0..layout.coders).map(of_coder).collect());
    let every_code: Vec<usize> = (0..compared.codes.len()).collect();
    let u_alpha = Some(cell(&u_alpha(&compared.continua, &every_code)));
    let cells = if layout.passages {
        Cells { u_alpha, ..matched_cells(&compared.matched()) }
    } else {
        Cells {
            units: Some(compared.unit_count()),
            counts: Some(counts(&compared.over_pairs())),
            percent: Some(cell(&compared.percent_agreement())),
            positive: Some(cell(&over.holsti)),
            alpha: Some(cell(&over.pooled_alpha)),
            kappa: Some(cell(&over.pooled_kappa)),
            u_alpha,
            ..Cells::default()
        }
    };
    Row {
        header: vec![tr!("all codes").into(), tr!("row of agreement" => "pooled").into()],
        cells: layout.row(passages, cells),
    }
}

fn of_code(compared: &Compared, code: usize, layout: &Layout) -> Vec<Cell> {
    let passages = compared.marks.get(code).map(|marks| marks.iter().map(|&n| n as u64).collect());
    let Some(figures) = compared.figures(code) else { return layout.row(passages, Cells::default()) };
    let u_alpha = Some(cell(&u_alpha(&compared.continua, &[code])));
    if layout.passages {
        let matched: Matched = compared.passages.get(code).into_iter().flatten().map(|(_, matched)| *matched).sum();
        return layout.row(passages, Cells { u_alpha, ..matched_cells(&matched) });
    }
    let drawn = figures.intervals.iter().find(|(of, _)| *of == Coefficient::KrippendorffAlpha);
    let interval =
        drawn.map(|(_, found)| match meaningful(compared, code, found.map(|interval| (interval.low, interval.high))) {
            Ok((low, high)) => [low, high].map(Cell::Figure),
            Err(why) => [(); 2].map(|()| Cell::Undefined(reason(why).into())),
        });
    let figure = |of: Coefficient| Some(cell(&figures.figure(of)));
    let cells = Cells {
        units: Some(figures.units as u64),
        counts: Some(counts(&figures.over_pairs())),
        percent: figure(Coefficient::PercentAgreement),
        positive: Some(cell(&figures.positive)),
        alpha: figure(Coefficient::KrippendorffAlpha),
        interval,
        kappa: Some(cell(&figures.kappa())),
        ac1: figure(Coefficient::GwetAc1),
        u_alpha,
        gamma: None,
    };
    layout.row(passages, cells)
}

fn of_pair(pair: &PairOverCodes, alpha: Option<Cell>, layout: &Layout) -> Vec<Cell> {
    if layout.passages {
        return layout.row(None, matched_cells(&pair.matched));
    }
    let cells = Cells {
        units: Some(pair.units),
        counts: Some(counts(&pair.counts)),
        percent: Some(cell(&pair.percent_agreement())),
        positive: Some(cell(&pair.positive_agreement())),
        alpha,
        kappa: Some(cell(&pair.kappa)),
        ..Cells::default()
    };
    layout.row(None, cells)
}

fn of_document(compared: &Compared, figures: &DocumentFigures, layout: &Layout) -> Vec<Cell> {
    let gamma = compared.gamma.get(figures.document);
    let gamma = gamma.map(|found| cell(&found.as_ref().map(|gamma| gamma.gamma).map_err(|why| *why)));
    let cells = if layout.passages {
        matched_cells(&figures.matched)
    } else {
        Cells {
            units: Some(figures.units),
            counts: Some(counts(&figures.counts)),
            percent: Some(cell(&figures.percent_agreement())),
            positive: Some(cell(&figures.over.holsti)),
            alpha: Some(cell(&figures.over.pooled_alpha)),
            kappa: Some(cell(&figures.over.pooled_kappa)),
            ..Cells::default()
        }
    };
    layout.row(None, Cells { gamma, ..cells })
}
