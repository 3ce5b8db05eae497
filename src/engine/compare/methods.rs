//! The paragraph for a methods section: what was compared, the unit, the rule, the statistics and the software.

use super::report::{FEW_MARKS, coders, counted_units, meaningful, printed, rule_words, unfinished, unit_words};
use crate::analysis::agreement::{Coefficient, Resampling};
use crate::engine::compare::compared::Compared;
use crate::engine::compare::scope::joins_subcodes;
use crate::engine::compare::settings::{CompareSettings, Unit};
use crate::engine::disagreements::Disagreements;
use crate::model::{Noun, Study};
use crate::{i18n, tr};

/// The most codes that are named beside the figure that they share; more are counted.
const NAMED: usize = 3;

/// Returns the paragraph. `disagreements`: those of the whole project, if they are known.
#[must_use]
pub fn methods(study: &Study, compared: &Compared, disagreements: Option<&Disagreements>) -> String {
    let settings = &compared.settings;
    let of_units = match settings.unit {
        Unit::Passages(_) => unit_words(settings.unit).1,
        unit => counted_units(unit, compared.unit_count()),
    };
    let mut sentences = vec![
        tr!(
            "Agreement between the coders {coders} was computed for {units} in {documents} and {codes}.",
            coders = i18n::joined(&coders(study, compared)),
            units = of_units,
            documents = Noun::Document.counted(compared.documents.len() as u64),
            codes = Noun::Code.counted(compared.codes.len() as u64)
        ),
        rule_words(settings.unit, settings.rule),
    ];
    if let Some(level) = settings.level {
        sentences.push(tr!("Codes below level {level} of the codebook were counted as the code above them.", level));
    }
    if joins_subcodes(&study.codebook, settings) {
        sentences.push(tr!("The subcodes of a code compared were counted as that code.").to_owned());
    }
    let without: Vec<&str> = compared.left_out().collect();
    if !without.is_empty() {
        sentences.push(tr!("The words of {speakers} were left out.", speakers = i18n::joined(&without)));
    }
    let only = settings.scope.in_words(study);
    if !only.is_empty() {
        sentences
            .push(tr!("Only passages of this kind were compared: {conditions}.", conditions = i18n::clauses(&only)));
    }
    if settings.everyone_took_part {
        sentences.push(
            tr!("Documents a coder had not finished were treated as containing no other codes by that coder.")
                .to_owned(),
        );
    } else if !compared.single_coder.is_empty() {
        sentences.push(tr!("{n} document that only one coder had marked as finished or coded in was not compared."
            | "{n} documents that only one coder had marked as finished or coded in were not compared."
                % compared.single_coder.len()));
    }
    sentences.extend(unfinished(study, compared).into_iter().map(|(coder, documents)| {
        tr!(
            "Passages by {coder} in documents {coder} had not finished ({documents}) were not compared.",
            coder,
            documents
        )
    }));
    sentences.extend(figures_in_words(study, compared));
    sentences.extend(gamma_in_words(study, compared));
    sentences.extend(disagreements.and_then(decisions_in_words));
    sentences.push(tr!("Computed with Pullquote {version}.", version = env!("CARGO_PKG_VERSION")));
    i18n::sentences(&sentences)
}

/// Reports what became of the disagreements, as soon as there is a decision.
fn decisions_in_words(all: &Disagreements) -> Option<String> {
    let (n, settled, later, open) = (all.list.len(), all.settled, all.later, all.unresolved());
    let unresolved = match later {
        0 => tr!("{n} was left unresolved" | "{n} were left unresolved" % open),
        _ if later == open => tr!("{n} was postponed" | "{n} were postponed" % later),
        _ => tr!("{n} was left unresolved" | "{n} were left unresolved, {later} of them postponed" % open, later),
    };
    Some(match (n, settled, later) {
        (_, 0, 0) => return None,
        (1, 1, _) => tr!("The coders’ only disagreement in the whole project was resolved by a decision.").to_owned(),
        (1, ..) => tr!("The coders’ only disagreement in the whole project was postponed.").to_owned(),
        _ => {
            let parts = [
                (settled, tr!("{n} was resolved by a decision" | "{n} were resolved by a decision" % settled)),
                (open, unresolved),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
            tr!(
                "Of the coders’ {n} disagreements in the whole project (passages had to overlap by at least {share}%), {parts}.",
                n,
                share = all.share,
                parts = i18n::clauses(&parts)
            )
        }
    })
}

/// Reports the figures over all codes and the range of those of the codes.
fn figures_in_words(study: &Study, compared: &Compared) -> Vec<String> {
    if let Unit::Passages(_) = compared.settings.unit {
        let all = compared.matched();
        let single = all.first + all.second - 2 * all.matched;
        let matched = tr!("{n} pair of passages was matched" | "{n} pairs of passages were matched" % all.matched);
        let single = tr!("{n} was left without a partner" | "{n} were left without a partner" % single);
        let figure = tr!(
            "{matched}, {single}; agreement (2 × matched / all passages) was {agreement}.",
            matched,
            single,
            agreement = printed(&all.agreement())
        );
        return std::iter::once(figure).chain(no_intervals(compared, "", "")).collect();
    }
    let over = compared.over_codes();
    let (alpha, positive, kappa) = (printed(&over.pooled_alpha), printed(&over.holsti), printed(&over.pooled_kappa));
    let pooled = match compared.coders.len() {
        2 => tr!(
            "Krippendorff’s alpha (nominal, present or absent; Krippendorff 2019) pooled over codes was {alpha}; positive \
             agreement (Holsti 1969) was {positive}, and Cohen’s kappa pooled over codes (De Vries et al. 2008) was \
             {kappa}.",
            alpha,
            positive,
            kappa
        ),
        _ => tr!(
            "Krippendorff’s alpha (nominal, present or absent; Krippendorff 2019) pooled over codes was {alpha}; positive \
             agreement (Holsti 1969; mean over the pairs of coders) was {positive}, and Cohen’s kappa pooled over codes \
             and pairs of coders (De Vries et al. 2008) was {kappa}.",
            alpha,
            positive,
            kappa
        ),
    };
    let range = range_in_words(study, compared).into_iter().flatten();
    std::iter::once(pooled).chain(range).collect()
}

/// A code with an alpha.
struct OfCode {
    alpha: f64,
    path: String,
    interval: Option<(f64, f64)>,
}

impl OfCode {
    /// Returns its name in quotation marks, so that the reader sees where each of several ends, with its interval.
    fn in_words(&self) -> String {
        match self.interval {
            Some((low, high)) => {
                let (low, high) = (printed(&Ok(low)), printed(&Ok(high)));
                tr!("interval of a code" => "“{code}” [{low}, {high}]", code = self.path, low, high)
            }
            None => tr!("“{words}”", words = self.path),
        }
    }
}

/// Reports the lowest and the highest alpha of the codes, each with all codes that have it in print, and how the
/// intervals of these codes were drawn.
fn range_in_words(study: &Study, compared: &Compared) -> Option<Vec<String>> {
    let mut by_code: Vec<OfCode> = (0..compared.codes.len())
        .filter_map(|code| {
            let figures = compared.figures(code)?;
            let alpha = figures.figure(Coefficient::KrippendorffAlpha).ok()?;
            let drawn = figures.intervals.iter().find(|(of, _)| *of == Coefficient::KrippendorffAlpha);
            let interval = drawn.and_then(|(_, found)| {
                meaningful(compared, code, found.map(|interval| (interval.low, interval.high))).ok()
            });
            Some(OfCode { alpha, path: study.codebook.path(*compared.codes.get(code)?).to_string(), interval })
        })
        .collect();
    by_code.sort_by(|a, b| a.alpha.total_cmp(&b.alpha));
    let (low, high) = (printed(&Ok(by_code.first()?.alpha)), printed(&Ok(by_code.last()?.alpha)));
    let mut has_intervals = false;
    let mut with = |figure: &str| {
        let with: Vec<&OfCode> = by_code.iter().filter(|code| printed(&Ok(code.alpha)) == figure).collect();
        if with.len() > NAMED {
            return Noun::Code.counted(with.len() as u64);
        }
        has_intervals |= low != high && with.iter().any(|code| code.interval.is_some());
        i18n::joined(&with.into_iter().map(OfCode::in_words).collect::<Vec<_>>())
    };
    let (worst, best) = (with(&low), with(&high));
    let (count, codes) = (by_code.len(), Noun::Code.counted(compared.codes.len() as u64));
    let range = match (low == high, count == compared.codes.len()) {
        (true, true) => tr!("By code, alpha was {alpha} for every code.", alpha = low),
        (true, false) => tr!(
            "By code, alpha was {alpha} wherever it has a value: for {count} of {codes}.",
            alpha = low,
            count,
            codes
        ),
        (false, true) => {
            tr!("By code, alpha ranged from {low} ({worst}) to {high} ({best}).", low, worst, high, best)
        }
        (false, false) => tr!(
            "By code, alpha ranged from {low} ({worst}) to {high} ({best}); it has a value for {count} of {codes}.",
            low,
            worst,
            high,
            best,
            count,
            codes
        ),
    };
    let how = if has_intervals { intervals_in_words(&compared.settings) } else { no_intervals(compared, &low, &high) };
    Some(std::iter::once(range).chain(how).collect())
}

/// Says why there are no intervals although they were asked for. `low` and `high`: the range of the figures.
fn no_intervals(compared: &Compared, low: &str, high: &str) -> Option<String> {
    compared.settings.bootstrap?;
    Some(match compared.settings.unit {
        Unit::Character | Unit::Passages(_) => {
            tr!("There are no intervals, because they need text that is divided into units.").to_owned()
        }
        Unit::Cut(_) if low == high => {
            tr!("No interval is given, because no code differs from the others; the table has that of each code.")
                .to_owned()
        }
        Unit::Cut(_) => tr!(
            "No interval is given, because the codes named were used fewer than {least} times by all coders together, or \
             every sample gives the same figure; the table has those of the other codes.",
            least = FEW_MARKS
        ),
    })
}

/// Reports gamma of the documents, if it was computed.
fn gamma_in_words(study: &Study, compared: &Compared) -> Vec<String> {
    let Some(seed) = compared.settings.gamma else { return Vec::new() };
    let mut found: Vec<(f64, &str)> = compared
        .documents
        .iter()
        .zip(&compared.gamma)
        .filter_map(|(id, gamma)| Some((gamma.as_ref().ok()?.gamma, study.source(*id)?.name.as_str())))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all = Noun::Document.counted(compared.documents.len() as u64);
    let (Some(&(low, worst)), Some(&(high, best))) = (found.first(), found.last()) else {
        return vec![tr!("Gamma (Mathet et al. 2015) has no value for any of the documents.").to_owned()];
    };
    let (low, high) = (printed(&Ok(low)), printed(&Ok(high)));
    let figure = if low == high {
        tr!("Gamma (Mathet et al. 2015), which aligns passages by position and code, was {gamma}.", gamma = low)
    } else {
        tr!(
            "Gamma (Mathet et al. 2015), which aligns passages by position and code, ranged from {low} ({worst}) to {high} \
             ({best}).",
            low,
            worst,
            high,
            best
        )
    };
    let how = tr!(
        "It was computed for {count} of {documents} with at least 30 samples each (seed {seed}).",
        count = found.len(),
        documents = all,
        seed
    );
    vec![figure, how]
}

/// Reports what the intervals in brackets are.
fn intervals_in_words(settings: &CompareSettings) -> Option<String> {
    let (plan, how) = settings.bootstrap?;
    let (percent, samples, seed) = (plan.percent, plan.replicates, plan.seed);
    Some(match how {
        Resampling::Units => tr!(
            "Brackets hold {percent} % percentile intervals of {samples} bootstrap samples of units (SplitMix64, seed \
             {seed}).",
            percent,
            samples,
            seed
        ),
        Resampling::Documents => tr!(
            "Brackets hold {percent} % percentile intervals of {samples} bootstrap samples of documents (SplitMix64, \
             seed {seed}).",
            percent,
            samples,
            seed
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::disagreements::ShownDisagreement;
    use crate::i18n::Language;
    use crate::model::{CharRange, CodeId, DisagreementKey, SourceId};

    #[test]
    fn the_sentence_about_decisions_fits_every_number() {
        let key = DisagreementKey { source: SourceId(1), code: CodeId(1), range: CharRange::new(0, 1) };
        let shown = ShownDisagreement {
            disagreement: crate::analysis::consensus::Disagreement {
                key,
                marks: vec![],
                agreed: vec![],
                coders: vec![],
            },
            decided: None,
            overruled_by: None,
            excerpt: crate::engine::excerpts::Excerpt::default(),
        };
        let sentence = |language, n, settled, later| {
            let all =
                Disagreements { list: vec![shown.clone(); n], settled, later, share: 50, ..Disagreements::default() };
            i18n::within(language, || decisions_in_words(&all)).unwrap_or_default()
        };
        for (n, settled, later, expected) in [
            (3, 0, 0, ""),
            (1, 1, 0, "The coders’ only disagreement in the whole project was resolved by a decision."),
            (1, 0, 1, "The coders’ only disagreement in the whole project was postponed."),
            (
                2,
                2,
                0,
                "Of the coders’ 2 disagreements in the whole project (passages had to overlap by at least 50%), 2 were resolved by a decision.",
            ),
            (
                2,
                0,
                1,
                "Of the coders’ 2 disagreements in the whole project (passages had to overlap by at least 50%), 2 were left unresolved, 1 of them postponed.",
            ),
            (
                12,
                10,
                1,
                "Of the coders’ 12 disagreements in the whole project (passages had to overlap by at least 50%), 10 were resolved by a decision; 2 were left \
                 unresolved, 1 of them postponed.",
            ),
            (
                5,
                1,
                2,
                "Of the coders’ 5 disagreements in the whole project (passages had to overlap by at least 50%), 1 was resolved by a decision; 4 were left \
                 unresolved, 2 of them postponed.",
            ),
        ] {
            assert_eq!(sentence(Language::English, n, settled, later), expected);
        }
        let chinese = sentence(Language::Chinese, 12, 10, 2);
        assert_eq!(
            chinese,
            "重叠至少 50% 的片段视为一致。在整个项目中，编码者之间共有 12 处分歧，其中 10 处已作出决定；2 处暂缓。"
        );
    }
}
