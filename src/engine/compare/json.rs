//! A comparison as JSON with all figures in full precision: codes by path, coders by name, and `null` for no value,
//! with the reason under `notes`. The keys allow checks against other programs of the field.

use crate::analysis::agreement::gamma::Gamma;
use crate::analysis::agreement::{
    Coefficient, Figure, Fourfold, Matched, OverCodes, PairFigures, Reason, TableFigures, segment_figures, unitized,
};
use crate::engine::compare::compared::Compared;
use crate::engine::compare::threshold_of;
use crate::model::{CodeId, Study, UserId};
use serde_json::{Map, Value, json};

/// Gamma by document.
fn gammas(names: &Names<'_>) -> Value {
    let one = |found: &Result<Gamma, Reason>| match found {
        Ok(gamma) => json!({
            "gamma": gamma.gamma,
            "observed_disorder": gamma.observed,
            "expected_disorder": gamma.expected,
            "samples": gamma.samples,
        }),
        Err(why) => json!({ "gamma": null, "notes": { "gamma": why.name() } }),
    };
    Value::Object(names.documents().into_iter().zip(names.compared.gamma.iter().map(one)).collect())
}

/// Returns the JSON as the contents of a file.
#[must_use]
pub fn bytes(study: &Study, compared: &Compared) -> Vec<u8> {
    format!("{:#}\n", json(study, compared)).into_bytes()
}

#[must_use]
pub fn json(study: &Study, compared: &Compared) -> Value {
    let names = Names { study, compared };
    let found = &compared.comparison;
    let mut out = Map::new();
    out.insert("form".into(), json!("spans"));
    out.insert("settings".into(), json!(super::report::settings_as_given(study, compared).lines().collect::<Vec<_>>()));
    out.insert("coders".into(), json!(names.coders()));
    let strays = compared.strays.iter().map(|stray| names.coder(stray.coder));
    out.insert("coders_left_out".into(), json!(strays.collect::<Vec<_>>()));
    out.insert("codes".into(), json!(names.codes()));
    out.insert("documents".into(), json!(names.documents()));
    out.insert("unit_rule".into(), json!(compared.settings.rule.to_string()));
    let dropped = compared.continua.dropped;
    out.insert("warnings".into(), if dropped > 0 { json!({ "empty coding dropped": dropped }) } else { json!({}) });
    out.insert("notes".into(), json!(super::report::warnings(study, compared)));
    let by_code = |of: &dyn Fn(usize) -> Value| -> Value {
        Value::Object(names.codes().into_iter().enumerate().map(|(code, path)| (path, of(code))).collect())
    };
    let code = |code: usize| found.codes.get(code);
    let with_units = compared.continua.has_units();
    let units = |at| code(at).map_or(Value::Null, |of_code| table(&names, &of_code.figures));
    out.insert("per_code_units".into(), if with_units { by_code(&units) } else { json!({}) });
    let by_characters = compared.by_characters();
    let characters = |at: usize| by_characters.codes.get(at).map_or(Value::Null, |figures| table(&names, figures));
    out.insert("per_code_characters".into(), by_code(&characters));
    if with_units {
        out.insert("across_codes_units".into(), across(&found.over_codes));
    }
    out.insert("across_codes_characters".into(), across(&by_characters.over_codes));
    if with_units {
        let sets = found.sets().into_iter().map(|(name, figure)| (name.to_owned(), value(&figure)));
        out.insert("code_sets_units".into(), Value::Object(sets.collect()));
    }
    if compared.settings.gamma.is_some() {
        out.insert("gamma".into(), gammas(&names));
    }
    let un = unitized(&compared.continua);
    let figure = |list: &[Figure], at: usize| list.get(at).map_or(Value::Null, value);
    let binary = |at: usize| Value::Object(noted(un.binary.get(at).map(|alpha| ("u_alpha_binary", *alpha)).as_slice()));
    let mut unitizing = json!({
        "per_code": by_code(&binary),
        "alpha_U_1995": by_code(&|at| figure(&un.alpha_u, at)),
        "domain": null,
    });
    if let Some(out) = unitizing.as_object_mut() {
        let all = [("relevance_u_alpha_binary", un.anything), ("alpha_U_1995_all", un.alpha_u_all)];
        out.extend(noted(&all));
    }
    match &un.domain {
        Ok(domain) => {
            unitizing["domain"] = json!({
                "u_alpha": value(&domain.u_alpha),
                "u_alpha_binary": value(&domain.binary),
                "cu_alpha": value(&domain.cu_alpha),
                "cu_coverage": domain.cu_coverage,
                "ku_alpha": by_code(&|at| figure(&domain.ku_alpha, at)),
                "ku_coverage": by_code(&|at| figure(&domain.ku_coverage, at)),
            });
        }
        Err(reason) => unitizing["domain_reason"] = json!(reason.name()),
    }
    out.insert("unitizing".into(), unitizing);
    let segments = segment_figures(&compared.continua, threshold_of(&compared.settings)).into_iter().map(|level| {
        let pairs = level.pairs.iter().map(|(pair, matched)| (names.pair(*pair), segment(matched)));
        (level.threshold.to_string(), Value::Object(pairs.collect()))
    });
    out.insert("segments".into(), Value::Object(segments.collect()));
    if !compared.passages.is_empty() {
        out.insert("per_code_segments".into(), by_code(&|at| of_code_segments(&names, at)));
    }
    if let Some(compared) = compared.of_reference() {
        out.insert("against_reference".into(), against(&Names { study, compared }, compared));
    }
    Value::Object(out)
}

struct Names<'a> {
    study: &'a Study,
    compared: &'a Compared,
}

impl Names<'_> {
    fn coder(&self, id: UserId) -> String {
        self.study.user(id).map_or_else(String::new, |user| user.name.clone())
    }

    fn coders(&self) -> Vec<String> {
        self.compared.coders.iter().map(|&id| self.coder(id)).collect()
    }

    fn codes(&self) -> Vec<String> {
        self.compared.codes.iter().map(|&id: &CodeId| self.study.codebook.path(id).to_string()).collect()
    }

    fn documents(&self) -> Vec<String> {
        let name = |id| self.study.source(id).map_or_else(String::new, |source| source.name.clone());
        self.compared.documents.iter().map(|&id| name(id)).collect()
    }

    fn of(&self, place: usize) -> String {
        self.compared.coders.get(place).map_or_else(String::new, |&id| self.coder(id))
    }

    fn pair(&self, (i, j): (usize, usize)) -> String {
        format!("{}|{}", self.of(i), self.of(j))
    }
}

fn value(figure: &Figure) -> Value {
    figure.map_or(Value::Null, |number| json!(number))
}

fn count(number: f64) -> Value {
    json!(number as u64)
}

fn table(names: &Names<'_>, figures: &TableFigures) -> Value {
    let mut out = Map::new();
    let mut notes = Map::new();
    let mut put = |name: String, figure: &Figure| {
        if let Err(reason) = figure {
            notes.insert(name.clone(), json!(reason.name()));
        }
        out.insert(name, value(figure));
    };
    for (coefficient, figure) in &figures.figures {
        put(coefficient.name().into(), figure);
    }
    for (coefficient, figure) in &figures.errors {
        put(format!("{}_se", coefficient.name()), figure);
    }
    put("pos_agreement".into(), &figures.positive);
    put("neg_agreement".into(), &figures.negative);
    if let [pair] = figures.pairs.as_slice() {
        for (name, figure) in pair_figures(pair).into_iter().skip(1) {
            put(name.into(), &figure);
        }
    }
    let marks = figures.marks.iter().enumerate().map(|(coder, n)| (names.of(coder), count(*n)));
    out.insert("marks".into(), Value::Object(marks.collect()));
    out.insert("n_units".into(), count(figures.units));
    let pairs = figures.pairs.iter().map(|pair| {
        let mut entry = fourfold(&pair.counts);
        for (name, figure) in pair_figures(pair) {
            entry.insert(name.into(), value(&figure));
        }
        (names.pair(pair.coders), Value::Object(entry))
    });
    out.insert("pairs".into(), Value::Object(pairs.collect()));
    if !figures.intervals.is_empty() {
        let interval = |(of, found): &(Coefficient, Result<crate::analysis::agreement::Interval, _>)| {
            let entry = found.as_ref().map_or(Value::Null, |i| {
                json!({ "low": i.low, "high": i.high, "mean": i.mean, "undefined_replicates": i.undefined,
                        "replicates": i.replicates, "seed": i.seed })
            });
            (of.name().to_owned(), entry)
        };
        out.insert("bootstrap".into(), Value::Object(figures.intervals.iter().map(interval).collect()));
    }
    out.insert("notes".into(), Value::Object(notes));
    Value::Object(out)
}

fn pair_figures(pair: &PairFigures) -> [(&'static str, Figure); 5] {
    [
        ("percent_agreement", pair.agreement),
        ("cohen_kappa", pair.kappa),
        ("cohen_kappa_max", pair.kappa_max),
        ("cohen_kappa_se", pair.kappa_se),
        ("scott_pi", pair.scott_pi),
    ]
}

fn fourfold(counts: &Fourfold) -> Map<String, Value> {
    let mut out = Map::new();
    let numbers = [counts.both, counts.first_only, counts.second_only, counts.neither, counts.units()];
    for (name, number) in ["a", "b", "c", "d", "n"].into_iter().zip(numbers) {
        out.insert(name.into(), count(number));
    }
    let figures = [
        ("percent_agreement", counts.percent_agreement()),
        ("pos_agreement", counts.positive_agreement()),
        ("neg_agreement", counts.negative_agreement()),
        ("jaccard", counts.jaccard()),
        ("prevalence_index", counts.prevalence_index()),
        ("bias_index", counts.bias_index()),
        ("pabak", counts.pabak()),
    ];
    out.extend(figures.into_iter().map(|(name, figure)| (name.to_owned(), value(&figure))));
    out
}

fn across(over: &OverCodes) -> Value {
    let mut out = noted(&[
        ("pooled_kappa", over.pooled_kappa),
        ("pooled_alpha", over.pooled_alpha),
        ("mean_alpha", over.mean_alpha),
        ("holsti", over.holsti),
    ]);
    out.insert("codes_with_alpha".into(), json!(over.with_alpha));
    out.insert("codes_without_alpha".into(), json!(over.without_alpha));
    Value::Object(out)
}

/// Returns figures by name, and under `notes` why those that are `null` have no value.
fn noted(figures: &[(&str, Figure)]) -> Map<String, Value> {
    let mut out: Map<String, Value> =
        figures.iter().map(|(name, figure)| ((*name).to_owned(), value(figure))).collect();
    let reason = |(name, figure): &(&str, Figure)| Some(((*name).to_owned(), json!(figure.err()?.name())));
    let notes: Map<String, Value> = figures.iter().filter_map(reason).collect();
    if !notes.is_empty() {
        out.insert("notes".into(), Value::Object(notes));
    }
    out
}

/// Figures of a code's segments at the requested threshold.
fn of_code_segments(names: &Names<'_>, code: usize) -> Value {
    let pairs = names.compared.passages.get(code).into_iter().flatten();
    Value::Object(pairs.map(|(pair, matched)| (names.pair(*pair), segment(matched))).collect())
}

fn segment(matched: &Matched) -> Value {
    let (first, second) = (matched.first, matched.second);
    json!({ "matched": matched.matched, "n1": first, "n2": second, "agreement": value(&matched.agreement()) })
}

/// Takes the first coder of the counts as the reference.
fn against_one(counts: &Fourfold) -> Value {
    json!({
        "tp": count(counts.both),
        "n_reference": count(counts.both + counts.first_only),
        "n_coder": count(counts.both + counts.second_only),
        "precision": value(&counts.precision()),
        "recall": value(&counts.recall()),
        "f1": value(&counts.positive_agreement()),
    })
}

fn against(names: &Names<'_>, compared: &Compared) -> Value {
    let coder = |against: &crate::analysis::agreement::Against| {
        let mut out = Map::new();
        let segments = against.segments.iter().map(|(least, counts)| (least.to_string(), against_one(counts)));
        out.insert("segments".into(), Value::Object(segments.collect()));
        for (name, tables) in [("units", against.units.as_ref()), ("characters", Some(&against.characters))] {
            let Some(tables) = tables else { continue };
            let codes = names.codes().into_iter().zip(tables.iter().map(against_one));
            out.insert(name.into(), Value::Object(codes.collect()));
            let micro = crate::analysis::agreement::Comparison::micro(tables);
            out.insert(format!("{name}_micro"), against_one(&micro));
            let defined: Vec<f64> = tables.iter().filter_map(|t| t.positive_agreement().ok()).collect();
            let mean = (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64);
            out.insert(format!("{name}_macro_f1"), json!(mean));
        }
        (names.of(against.coder), Value::Object(out))
    };
    Value::Object(compared.comparison.against.iter().map(coder).collect())
}
