//! Agreement statistics against published worked examples and independent programs. `tests/data/agreement/cases.json`
//! holds the inputs and the expected figures; `null` means no value, with its reason.

use pullquote::analysis::agreement::{
    Coefficient, Continua, Continuum, Distance, Figure, Fourfold, Mark, Plan, Population, Presence, Ratings, Reason,
    Resampling, Rule, Sample, SetRatings, Threshold, Unitizing, alpha_u_1995, bootstrap, fourfold_over, gamma, matched,
    over_codes,
};
use pullquote::model::Progress;
use serde_json::Value;
use std::collections::BTreeSet;

const CASES: &str = include_str!("../data/agreement/cases.json");

#[test]
fn every_published_figure_is_reproduced_within_its_tolerance() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let (mut figures, mut wrong) = (0, Vec::new());
    for case in &cases {
        let input = Input::new(&case["input"]);
        // Gamma-cat is not offered: its expectation depends on one program's sampler, not on the paper alone.
        for expected in list(&case["expect"]).iter().filter(|e| e["stat"] != "gamma_cat") {
            figures += 1;
            let found = input.figure(text(&expected["stat"]), &expected["args"]);
            let right = match (&found, &expected["value"]) {
                (Found::Units(units), value) => &Value::from(units.clone()) == value,
                (Found::Figure(Err(reason)), Value::Null) => expected["reason"].as_str() == Some(reason.name()),
                (Found::Figure(Ok(x)), value) => {
                    value.as_f64().is_some_and(|v| (x - v).abs() <= expected["tol"].as_f64().unwrap())
                }
                _ => false,
            };
            if !right {
                wrong.push(format!("{} {expected}: {found:?}", case["id"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {figures}:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!((cases.len(), figures), (71, 756));
}

#[derive(Debug)]
enum Found {
    Figure(Figure),
    Units(Vec<u32>),
}

enum Input {
    Table { coders: Vec<String>, categories: Vec<Value>, rows: Vec<Vec<Option<u32>>>, table: Ratings },
    Sets { table: SetRatings },
    Spans { coders: Vec<String>, codes: Vec<String>, rule: Rule, continua: Continua },
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn texts(value: &Value) -> Vec<String> {
    list(value).iter().map(|v| text(v).to_owned()).collect()
}

fn place(names: &[String], name: &Value) -> usize {
    names.iter().position(|n| n == text(name)).unwrap()
}

impl Input {
    fn new(input: &Value) -> Self {
        match input["form"].as_str() {
            Some("matrix") => table(input, list(&input["rows"]).iter().map(|row| (list(row).to_vec(), 1)).collect()),
            Some("crosstab") => {
                let categories = list(&input["categories"]);
                let cell = |(i, row): (usize, &Value)| {
                    let pair = |(j, n): (usize, &Value)| {
                        (vec![categories[i].clone(), categories[j].clone()], n.as_u64().unwrap())
                    };
                    list(row).iter().enumerate().map(pair).collect::<Vec<_>>()
                };
                table(input, list(&input["counts"]).iter().enumerate().flat_map(cell).collect())
            }
            Some("unit_counts") => {
                let categories = list(&input["categories"]);
                let row = |row: &Value| {
                    let many = |(k, n): (usize, &Value)| vec![categories[k].clone(); n.as_u64().unwrap() as usize];
                    (list(row).iter().enumerate().flat_map(many).collect(), 1)
                };
                table(input, list(&input["counts"]).iter().map(row).collect())
            }
            Some("sets") => sets(input),
            _ => spans(input),
        }
    }

    fn figure(&self, stat: &str, args: &Value) -> Found {
        Found::Figure(match self {
            Self::Sets { table } => of_sets(table, stat),
            Self::Table { coders, categories, rows, table } => of_rows(coders, categories, rows, table, stat, args),
            Self::Spans { coders, codes, rule, continua } => {
                let rule = args["rule"].as_str().map_or(*rule, |r| Rule::parse(r).unwrap());
                if stat == "coded_units" {
                    let (coder, code) = (place(coders, &args["coder"]), place(codes, &args["code"]));
                    let units = (0..continua.documents.len()).flat_map(|d| continua.coded_units(d, coder, code, rule));
                    return Found::Units(units.collect());
                }
                of_spans(coders, codes, rule, continua, stat, args)
            }
        })
    }
}

fn table(input: &Value, given: Vec<(Vec<Value>, u64)>) -> Input {
    let width = given.iter().map(|(row, _)| row.len()).max().unwrap_or(0);
    let mut coders = texts(&input["coders"]);
    if coders.is_empty() {
        coders = ["A", "B"].map(str::to_owned).to_vec();
    }
    let mut categories = list(&input["categories"]).to_vec();
    let mut seen: Vec<Value> = given.iter().flat_map(|(row, _)| row.clone()).filter(|v| !v.is_null()).collect();
    seen.sort_by_key(ToString::to_string);
    for value in seen {
        if !categories.contains(&value) {
            categories.push(value);
        }
    }
    let number = |v: &Value| categories.iter().position(|c| c == v).map(|at| at as u32);
    let row = |(row, n): &(Vec<Value>, u64)| (row.iter().map(number).collect::<Vec<_>>(), *n);
    let weighted: Vec<(Vec<Option<u32>>, u64)> = given.iter().map(row).collect();
    let rows = weighted.iter().map(|(row, _)| row.clone()).collect();
    let number_of_coders = width.max(list(&input["coders"]).len());
    Input::Table { coders, rows, table: Ratings::new(number_of_coders, categories.len(), weighted), categories }
}

fn sets(input: &Value) -> Input {
    let mut names: Vec<String> = Vec::new();
    let mut number = |name: String| {
        let at = names.iter().position(|n| *n == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        at as u32
    };
    let mut set = |value: &Value| {
        let codes = || texts(value).into_iter().map(&mut number).collect();
        (!value.is_null()).then(codes)
    };
    let rows: Vec<_> = list(&input["rows"]).iter().map(|row| (list(row).iter().map(&mut set).collect(), 1)).collect();
    Input::Sets { table: SetRatings::new(list(&input["coders"]).len(), rows) }
}

fn number(value: &Value) -> u32 {
    value.as_i64().unwrap().max(0) as u32
}

fn spans(input: &Value) -> Input {
    let coders = texts(&input["coders"]);
    let codings = list(&input["codings"]);
    let mut codes = texts(&input["codes"]);
    if input["codes"].is_null() {
        codes = codings.iter().map(|c| text(&c["code"]).to_owned()).collect::<BTreeSet<_>>().into_iter().collect();
    }
    let whole = [input.clone()];
    let given = if input["documents"].is_null() { &whole[..] } else { list(&input["documents"]) };
    let documents = given.iter().map(|d| {
        let units = match &d["units"] {
            Value::Null => None,
            Value::Array(units) => Some(units.iter().map(|u| (number(&u[0]), number(&u[1]))).collect::<Vec<_>>()),
            window => {
                let (size, length) = (number(&window["window"]), number(&d["length"]));
                Some((0..length).step_by(size as usize).map(|s| (s, (s + size).min(length))).collect())
            }
        };
        let ends = codings.iter().map(|c| number(&c["end"])).chain(units.iter().flatten().map(|u| u.1));
        let length = d["length"].as_u64().map_or_else(|| ends.max().unwrap_or(0), |n| n as u32);
        let here =
            |c: &String| input["documents"].is_null() || d["coders"].is_null() || texts(&d["coders"]).contains(c);
        let took_part = coders.iter().map(here).collect();
        Continuum { length, units: units.filter(|u| !u.is_empty()), took_part }
    });
    let documents: Vec<Continuum> = documents.collect();
    let marks = codings.iter().map(|c| Mark {
        document: given.iter().position(|d| !c["doc"].is_null() && d["id"] == c["doc"]).unwrap_or(0),
        coder: place(&coders, &c["coder"]),
        code: place(&codes, &c["code"]),
        span: (number(&c["start"]), number(&c["end"])),
    });
    let continua = Continua::new(coders.len(), codes.len(), documents, marks).unwrap();
    let rule = input["unit_rule"].as_str().map_or_else(Rule::default, |r| Rule::parse(r).unwrap());
    Input::Spans { coders, codes, rule, continua }
}

fn of_sets(table: &SetRatings, stat: &str) -> Figure {
    match stat {
        "exact_set_agreement" | "percent_agreement" => table.ratings.percent_agreement(),
        "alpha_set_nominal" | "krippendorff_alpha" => table.ratings.krippendorff_alpha(),
        "alpha_jaccard" => table.alpha(Distance::Jaccard),
        "alpha_dice" => table.alpha(Distance::Dice),
        "alpha_masi" => table.alpha(Distance::Masi),
        "mvalpha" => table.multi_valued_alpha(),
        other => panic!("{other} of sets"),
    }
}

fn of_rows(
    coders: &[String],
    categories: &[Value],
    rows: &[Vec<Option<u32>>],
    table: &Ratings,
    stat: &str,
    args: &Value,
) -> Figure {
    let category = || categories.iter().position(|c| *c == args["category"]).unwrap_or(usize::MAX) as u32;
    let pair = if args["pair"].is_null() {
        (0, 1)
    } else {
        (place(coders, &args["pair"][0]), place(coders, &args["pair"][1]))
    };
    match stat {
        "bootstrap" => {
            let mut patterns: Vec<Vec<Option<u32>>> = Vec::new();
            let mut marked = Vec::new();
            for (row, unit) in rows.iter().zip(0..) {
                let at = patterns.iter().position(|p| p == row).unwrap_or_else(|| {
                    patterns.push(row.clone());
                    patterns.len() - 1
                });
                marked.push((unit, at as u32, 1));
            }
            let population = Population { groups: 1, elements: vec![(0, 1); rows.len()] };
            let (coders, categories, usual) = (table.coders, categories.len(), vec![0]);
            resampled(&population, Sample { coders, categories, patterns, usual, marked }, args)
        }
        "specific_agreement" => table.specific_agreement(category()),
        // The 2 x 2 table of the values 1 and 0, whatever their order.
        "prevalence_index" | "bias_index" | "pabak" | "pos_agreement" | "neg_agreement" | "jaccard" => {
            let at = |n: u64| categories.iter().position(|c| c.as_u64() == Some(n));
            let (present, absent) = (at(1), at(0));
            let as_binary = |v: &Option<u32>| match v.map(|v| Some(v as usize)) {
                Some(v) if v == present => Some(1),
                Some(v) if v == absent => Some(0),
                _ => None,
            };
            let weighted: Vec<_> = table.rows().map(|(row, n)| (row.iter().map(as_binary).collect(), n)).collect();
            of_fourfold(Ratings::new(table.coders, 2, weighted).fourfold(pair.0, pair.1), stat)
        }
        _ => of_table(table, pair, stat, args),
    }
}

fn resampled(population: &Population, sample: Sample, args: &Value) -> Figure {
    let of = Coefficient::parse(text(&args["of"])).unwrap();
    let plan = Plan {
        replicates: args["replicates"].as_u64().unwrap() as usize,
        seed: args["seed"].as_u64().unwrap(),
        percent: (args["confidence"].as_f64().unwrap() * 100.0).round() as u32,
    };
    let found = bootstrap(population, &[sample], &[of], plan, &Progress::default()).unwrap();
    let interval = found.concat().into_iter().next().unwrap()?;
    Ok(match text(&args["field"]) {
        "low" => interval.low,
        "high" => interval.high,
        "mean" => interval.mean,
        "undefined_replicates" => interval.undefined as f64,
        other => panic!("{other} of a bootstrap"),
    })
}

fn of_fourfold(counts: Fourfold, stat: &str) -> Figure {
    match stat {
        "pos_agreement" | "f1" => counts.positive_agreement(),
        "neg_agreement" => counts.negative_agreement(),
        "jaccard" => counts.jaccard(),
        "prevalence_index" => counts.prevalence_index(),
        "bias_index" => counts.bias_index(),
        "pabak" => counts.pabak(),
        "precision" => counts.precision(),
        "recall" => counts.recall(),
        other => panic!("{other} of a 2 x 2 table"),
    }
}

fn of_table(table: &Ratings, (i, j): (usize, usize), stat: &str, args: &Value) -> Figure {
    if let Some(of) = stat.strip_suffix("_se").and_then(Coefficient::parse) {
        return table.standard_error(of);
    }
    match stat {
        "percent_agreement" if !args["pair"].is_null() => table.pair_agreement(i, j),
        "cohen_kappa" => table.cohen_kappa(i, j),
        "cohen_kappa_max" => table.cohen_kappa_max(i, j),
        "cohen_kappa_se" => table.cohen_kappa_se(i, j),
        "scott_pi" => table.scott_pi(i, j),
        "interval" => {
            let confidence = args["confidence"].as_f64().unwrap();
            let (low, high) = match text(&args["of"]) {
                "cohen_kappa" => table.cohen_interval(i, j, confidence)?,
                of => table.interval(Coefficient::parse(of).unwrap(), confidence)?,
            };
            Ok(if args["field"] == "low" { low } else { high })
        }
        stat => Coefficient::parse(stat).unwrap_or_else(|| panic!("{stat} of ratings")).of(table),
    }
}

fn of_spans(coders: &[String], codes: &[String], rule: Rule, continua: &Continua, stat: &str, args: &Value) -> Figure {
    let chosen: Vec<usize> = if args["codes"].is_null() {
        (0..codes.len()).collect()
    } else {
        list(&args["codes"]).iter().map(|c| place(codes, c)).collect()
    };
    let one = codes.iter().position(|c| Some(c.as_str()) == args["code"].as_str());
    let of: Vec<usize> = one.map_or_else(|| chosen.clone(), |code| vec![code]);
    let pair = (!args["pair"].is_null()).then(|| (place(coders, &args["pair"][0]), place(coders, &args["pair"][1])));
    let (x, y) = pair.unwrap_or((0, 1));
    let pairs: Vec<(usize, usize)> =
        (0..coders.len()).flat_map(|i| (i + 1..coders.len()).map(move |j| (i, j))).collect();
    let table = |code: usize| -> Result<Ratings, Reason> {
        if args["level"] == "characters" {
            return Ok(continua.characters(code));
        }
        Ok(continua.presence(code, rule)?.ratings())
    };
    let tables = |of: &[usize]| of.iter().map(|&code| table(code)).collect::<Result<Vec<_>, _>>();
    match stat {
        "u_alpha"
        | "u_alpha_binary"
        | "cu_alpha"
        | "ku_alpha"
        | "cu_coverage"
        | "ku_coverage"
        | "relevance_u_alpha_binary" => {
            let of = if stat == "u_alpha_binary" { of } else { chosen };
            unitizing(codes, &of, continua, stat, args)
        }
        "alpha_U_1995" => alpha_u_1995(continua, &of),
        "gamma_observed_disorder" => Ok(gamma::observed(continua, &chosen, dissimilarity(args))?),
        "gamma" => {
            Ok(gamma::gamma(continua, &chosen, dissimilarity(args), gamma::Sampling::default(), &Progress::default())
                .unwrap()?
                .gamma)
        }
        "segment_agreement" | "segment_precision" | "segment_recall" | "segment_matched" => {
            let found = matched(continua, x, y, &chosen, Threshold::parse(text(&args["iou"])).unwrap());
            match stat {
                "segment_matched" => Ok(found.matched as f64),
                "segment_precision" => found.fourfold().precision(),
                "segment_recall" => found.fourfold().recall(),
                _ => found.agreement(),
            }
        }
        "exact_set_agreement" | "alpha_set_nominal" | "alpha_jaccard" | "alpha_dice" | "alpha_masi" | "mvalpha" => {
            let presences = chosen.iter().map(|&c| continua.presence(c, rule)).collect::<Result<Vec<_>, _>>()?;
            of_sets(&SetRatings::of(&presences.iter().collect::<Vec<_>>()), stat)
        }
        "pooled_kappa" | "pooled_alpha" | "mean_alpha" | "holsti" => {
            let tables = tables(&chosen)?;
            let over = over_codes(tables.iter().map(|ratings| (ratings, 1)), &pairs);
            match stat {
                "pooled_kappa" => over.pooled_kappa,
                "pooled_alpha" => over.pooled_alpha,
                "mean_alpha" => over.mean_alpha,
                _ => over.holsti,
            }
        }
        "precision" | "recall" | "f1" => of_fourfold(fourfold_over(&tables(&of)?, x, y), stat),
        "bootstrap" => {
            let how = if args["by"] == "documents" { Resampling::Documents } else { Resampling::Units };
            let presence: Presence = continua.presence(of[0], rule)?;
            resampled(&presence.text.population(how), presence.sample(how), args)
        }
        "pos_agreement" if pair.is_none() => table(of[0])?.specific_agreement(1),
        "neg_agreement" if pair.is_none() => table(of[0])?.specific_agreement(0),
        "prevalence_index" | "bias_index" | "pabak" | "pos_agreement" | "neg_agreement" | "jaccard" => {
            of_fourfold(table(of[0])?.fourfold(x, y), stat)
        }
        _ => of_table(&table(of[0])?, (x, y), stat, args),
    }
}

fn dissimilarity(args: &Value) -> gamma::Dissimilarity {
    let weight = |name: &str| args[name].as_f64().unwrap();
    gamma::Dissimilarity { position: weight("alpha"), category: weight("beta"), empty: weight("empty") }
}

fn unitizing(codes: &[String], chosen: &[usize], continua: &Continua, stat: &str, args: &Value) -> Figure {
    let group = |&code: &usize| -> String {
        if stat.starts_with("relevance") {
            return "coded".into();
        }
        args["groups"][codes[code].as_str()].as_str().unwrap_or(&codes[code]).to_owned()
    };
    let mut names: Vec<String> = Vec::new();
    let mut values: Vec<Vec<usize>> = Vec::new();
    for code in chosen {
        let name = group(code);
        match names.iter().position(|n| *n == name) {
            Some(at) => values[at].push(*code),
            None => {
                names.push(name);
                values.push(vec![*code]);
            }
        }
    }
    let found = Unitizing::new(continua, &values)?;
    match stat {
        "u_alpha" => found.u_alpha(),
        "cu_alpha" => found.cu_alpha(),
        "cu_coverage" => Ok(found.cu_coverage()),
        "ku_alpha" => found.ku_alpha(place(&names, &args["code"])),
        "ku_coverage" => found.ku_coverage(place(&names, &args["code"])),
        _ => found.binary(),
    }
}
