//! Figures that are computed from passages alone equal those of a plain count, unit by unit and character by
//! character, on random documents with any number of coders.

use pullquote::analysis::agreement::{
    CoderSet, Coefficient, Continua, Continuum, Distance, Figure, Mark, Plan, Presence, Ratings, Resampling, Rule,
    SetRatings, SplitMix64, Threshold, Unitizing, bootstrap, matched, matched_in, over_codes,
};
use pullquote::model::Progress;

struct Random {
    coders: usize,
    codes: usize,
    marks: Vec<Mark>,
    continua: Continua,
}

/// Documents of up to 40 characters, some of them empty, uncoded, or with a single coder or none.
fn random(seed: u64, coders: usize) -> Random {
    let mut random = fastrand::Rng::with_seed(seed);
    let codes = random.usize(1..5);
    let document = |random: &mut fastrand::Rng| {
        let length = random.u32(0..40);
        let mut borders: Vec<u32> = (0..random.usize(0..8)).map(|_| random.u32(0..=length)).collect();
        borders.sort_unstable();
        let units = borders.chunks_exact(2).map(|pair| (pair[0], pair[1])).filter(|unit| unit.0 < unit.1).collect();
        Continuum { length, units: Some(units), took_part: (0..coders).map(|_| random.u8(0..4) > 0).collect() }
    };
    let documents: Vec<Continuum> = (0..random.usize(1..7)).map(|_| document(&mut random)).collect();
    let mut marks = Vec::new();
    for (place, document) in documents.iter().enumerate() {
        for coder in document.coders() {
            for _ in 0..random.usize(0..4) {
                let (start, code) = (random.u32(0..=document.length), random.usize(0..codes));
                marks.push(Mark { document: place, coder, code, span: (start, start + random.u32(0..12)) });
            }
        }
    }
    let continua = Continua::new(coders, codes, documents, marks.clone()).unwrap();
    Random { coders, codes, marks, continua }
}

impl Random {
    fn is_coded(&self, document: usize, coder: usize, code: usize, character: u32) -> bool {
        let hits = |mark: &&Mark| mark.span.0 <= character && character < mark.span.1;
        let of = |mark: &&Mark| (mark.document, mark.coder, mark.code) == (document, coder, code);
        self.marks.iter().filter(of).any(|mark| hits(&mark))
    }

    /// One row per unit (or character) of these documents: 1, 0, or nothing for a coder who did not take part.
    fn rows(&self, documents: &[usize], code: usize, by_unit: bool) -> Vec<(usize, Vec<Option<u32>>)> {
        let mut rows = Vec::new();
        for &place in documents {
            let document = &self.continua.documents[place];
            let units = if by_unit { document.units.as_ref().unwrap().len() as u32 } else { document.length };
            for unit in 0..units {
                let value = |coder: usize| {
                    let is_marked = match by_unit {
                        true => {
                            let (start, end) = document.units.as_ref().unwrap()[unit as usize];
                            (start..end).any(|character| self.is_coded(place, coder, code, character))
                        }
                        false => self.is_coded(place, coder, code, unit),
                    };
                    document.took_part[coder].then_some(u32::from(is_marked))
                };
                rows.push((place, (0..self.coders).map(value).collect()));
            }
        }
        rows
    }

    fn ratings(&self, documents: &[usize], code: usize, by_unit: bool) -> Ratings {
        Ratings::new(self.coders, 2, self.rows(documents, code, by_unit).into_iter().map(|(_, row)| (row, 1)))
    }

    fn every_document(&self) -> Vec<usize> {
        (0..self.continua.documents.len()).collect()
    }
}

fn pairs(coders: usize) -> Vec<(usize, usize)> {
    (0..coders).flat_map(|i| (i + 1..coders).map(move |j| (i, j))).collect()
}

fn each(mut check: impl FnMut(&Random, u64)) {
    for seed in 0..60 {
        for coders in [2, 3, 70].into_iter().filter(|coders| *coders < 70 || seed < 6) {
            check(&random(seed * 100 + coders as u64, coders), seed);
        }
    }
}

fn close(a: Figure, b: Figure) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

#[test]
fn ratings_are_those_of_every_unit_and_character() {
    each(|random, _| {
        for code in 0..random.codes {
            let presence = random.continua.presence(code, Rule::Any).unwrap();
            assert_eq!(presence.ratings(), random.ratings(&random.every_document(), code, true));
            assert_eq!(random.continua.characters(code), random.ratings(&random.every_document(), code, false));
        }
        for document in random.every_document() {
            let (used, unused) = random.continua.ratings_in(document, Rule::Any);
            let tables = used.iter().map(|ratings| (ratings, 1));
            let pairs = pairs(random.coders.min(4));
            let found = over_codes(tables.chain(unused.iter().map(|(ratings, codes)| (ratings, *codes))), &pairs);
            let plain: Vec<Ratings> = (0..random.codes).map(|code| random.ratings(&[document], code, true)).collect();
            let wanted = over_codes(plain.iter().map(|ratings| (ratings, 1)), &pairs);
            assert!(close(found.pooled_kappa, wanted.pooled_kappa) && close(found.pooled_alpha, wanted.pooled_alpha));
            assert!(close(found.mean_alpha, wanted.mean_alpha) && close(found.holsti, wanted.holsti));
            assert_eq!((found.with_alpha, found.without_alpha), (wanted.with_alpha, wanted.without_alpha));
        }
    });
}

#[test]
fn sets_of_codes_are_those_of_every_unit() {
    each(|random, _| {
        let presences: Vec<Presence> =
            (0..random.codes).map(|code| random.continua.presence(code, Rule::Any).unwrap()).collect();
        let found = SetRatings::of(&presences.iter().collect::<Vec<_>>());
        let by_code: Vec<_> = (0..random.codes).map(|code| random.rows(&random.every_document(), code, true)).collect();
        let row = |unit: usize| {
            let set = |coder: usize| {
                by_code[0][unit].1[coder]?;
                Some(
                    (0..random.codes as u32).filter(|&code| by_code[code as usize][unit].1[coder] == Some(1)).collect(),
                )
            };
            ((0..random.coders).map(set).collect(), 1)
        };
        let wanted = SetRatings::new(random.coders, (0..by_code[0].len()).map(row));
        for distance in [Distance::Jaccard, Distance::Dice, Distance::Masi] {
            assert!(close(found.alpha(distance), wanted.alpha(distance)));
        }
        assert!(close(found.multi_valued_alpha(), wanted.multi_valued_alpha()));
        assert!(close(found.ratings.krippendorff_alpha(), wanted.ratings.krippendorff_alpha()));
    });
}

#[test]
fn resampling_all_codes_at_once_is_as_resampling_each_alone() {
    let plan = Plan { replicates: 40, seed: 5, percent: 90 };
    let of = [Coefficient::KrippendorffAlpha, Coefficient::GwetAc1];
    each(|random, seed| {
        if random.coders > 3 || seed % 3 > 0 {
            return;
        }
        for how in [Resampling::Units, Resampling::Documents] {
            let presences: Vec<Presence> =
                (0..random.codes).map(|code| random.continua.presence(code, Rule::Any).unwrap()).collect();
            let samples: Vec<_> = presences.iter().map(|presence| presence.sample(how)).collect();
            let population = presences[0].text.population(how);
            let found = bootstrap(&population, &samples, &of, plan, &Progress::default()).unwrap();
            for (code, found) in found.iter().enumerate() {
                let rows = random.rows(&random.every_document(), code, true);
                let elements: Vec<Vec<Vec<Option<u32>>>> = match how {
                    Resampling::Units => rows.into_iter().map(|(_, row)| vec![row]).collect(),
                    Resampling::Documents => random
                        .every_document()
                        .iter()
                        .map(|place| rows.iter().filter(|row| row.0 == *place).map(|row| row.1.clone()).collect())
                        .collect(),
                };
                for (coefficient, found) in of.iter().zip(found) {
                    let mut dice = SplitMix64::new(plan.seed);
                    let mut values = Vec::new();
                    for _ in 0..plan.replicates {
                        let drawn: Vec<_> =
                            (0..elements.len()).flat_map(|_| elements[dice.below(elements.len())].clone()).collect();
                        let ratings = Ratings::new(random.coders, 2, drawn.into_iter().map(|row| (row, 1)));
                        values.extend(coefficient.of(&ratings));
                    }
                    let mean = values.iter().sum::<f64>() / values.len() as f64;
                    match found {
                        Ok(interval) => {
                            assert!((interval.mean - mean).abs() < 1e-9, "{coefficient:?}");
                            assert_eq!(interval.undefined, plan.replicates - values.len());
                        }
                        Err(_) => assert!(values.is_empty()),
                    }
                }
            }
        }
    });
}

/// |u-alpha and u-alpha of these codes as values, from the characters of every document.
fn unitized(random: &Random, codes: &[usize]) -> (Option<f64>, Option<f64>) {
    let size = codes.len() + 1;
    let (mut shared, mut squares) = (vec![vec![0.0; size]; size], vec![0.0; size]);
    for place in random.every_document() {
        let document = &random.continua.documents[place];
        let coders: Vec<usize> = document.coders().collect();
        let is_compared = coders.len() > 1;
        // Per coder and character: the value, and the number of its unit.
        let mut lines: Vec<Vec<(usize, usize)>> = Vec::new();
        for &coder in &coders {
            let mut line = vec![(0, 0); document.length as usize];
            for (value, &code) in codes.iter().enumerate() {
                let of = |mark: &&Mark| (mark.document, mark.coder, mark.code) == (place, coder, code);
                let mut spans: Vec<(u32, u32)> = random.marks.iter().filter(of).map(|mark| mark.span).collect();
                spans.sort_unstable();
                let (mut unit, mut reached) = (0, 0);
                for (start, end) in spans.into_iter().map(|span| (span.0, span.1.min(document.length))) {
                    if start >= end {
                        continue;
                    }
                    unit += usize::from(start >= reached);
                    reached = reached.max(end);
                    for character in &mut line[start as usize..end as usize] {
                        if character.0 != 0 && character.0 != value + 1 {
                            return (None, None);
                        }
                        *character = (value + 1, unit);
                    }
                }
            }
            if !is_compared {
                continue;
            }
            squares[0] += line.iter().filter(|character| character.0 == 0).count() as f64;
            let mut units: Vec<(usize, usize)> = line.iter().copied().filter(|character| character.0 > 0).collect();
            units.sort_unstable();
            for unit in units.chunk_by(|a, b| a == b) {
                squares[unit[0].0] += (unit.len() as f64).powi(2);
            }
            lines.push(line);
        }
        for (x, a) in lines.iter().enumerate() {
            for (_, b) in lines.iter().enumerate().filter(|(y, _)| *y != x) {
                for (v, w) in a.iter().zip(b) {
                    shared[v.0][w.0] += 1.0 / (coders.len() as f64 - 1.0);
                }
            }
        }
    }
    let rows: Vec<f64> = shared.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = rows.iter().sum();
    let whole = total - squares.iter().sum::<f64>() / total;
    let expected = |v: usize, w: usize| (rows[v] * rows[w] - if v == w { squares[v] } else { 0.0 }) / whole;
    let ratio = |cells: &[(usize, usize)]| {
        let sum = |of: &dyn Fn(usize, usize) -> f64| cells.iter().map(|&(v, w)| of(v, w)).sum::<f64>();
        let (seen, chance) = (sum(&|v, w| shared[v][w]), sum(&expected));
        (whole >= 1e-12 && chance >= 1e-12).then(|| 1.0 - seen / chance)
    };
    let unequal: Vec<(usize, usize)> =
        (0..size).flat_map(|v| (0..size).map(move |w| (v, w))).filter(|(v, w)| v != w).collect();
    (ratio(&(1..size).map(|w| (0, w)).collect::<Vec<_>>()), ratio(&unequal))
}

#[test]
fn alphas_of_unitizing_are_those_of_every_character() {
    each(|random, _| {
        let every_code: Vec<usize> = (0..random.codes).collect();
        for codes in every_code.iter().map(|&code| vec![code]).chain([every_code.clone()]) {
            let values: Vec<Vec<usize>> = codes.iter().map(|&code| vec![code]).collect();
            let found = Unitizing::new(&random.continua, &values);
            let (binary, all) = unitized(random, &codes);
            let figure = |of: fn(&Unitizing) -> Figure| found.as_ref().ok().and_then(|found| of(found).ok());
            let is_close = |a: Option<f64>, b: Option<f64>| a.zip(b).map_or(a == b, |(a, b)| (a - b).abs() < 1e-9);
            assert!(is_close(figure(Unitizing::binary), binary), "{:?} {binary:?}", figure(Unitizing::binary));
            assert!(is_close(figure(Unitizing::u_alpha), all), "{:?} {all:?}", figure(Unitizing::u_alpha));
        }
    });
}

#[test]
fn matched_passages_of_all_codes_are_those_of_each_code_and_each_document() {
    each(|random, _| {
        let every_code: Vec<usize> = (0..random.codes).collect();
        for least in ["0", "0.5", "1"].map(|least| Threshold::parse(least).unwrap()) {
            let all = matched(&random.continua, 0, 1, &every_code, least);
            let of_code = |&code: &usize| matched(&random.continua, 0, 1, &[code], least);
            let by_code: Vec<_> = every_code.iter().map(of_code).collect();
            let sum = |of: fn(&pullquote::analysis::agreement::Matched) -> u64| by_code.iter().map(of).sum::<u64>();
            assert_eq!([all.matched, all.first, all.second], [sum(|m| m.matched), sum(|m| m.first), sum(|m| m.second)]);
            let documents = random.every_document();
            assert_eq!(all, documents.iter().map(|&place| matched_in(&random.continua, place, (0, 1), least)).sum());
            let both = |place: &&usize| random.continua.documents[**place].took_part[..2] == [true, true];
            assert_eq!(all.documents, documents.iter().filter(both).count() as u64);
        }
    });
}

#[test]
fn stretches_name_the_coders_of_each_character() {
    each(|random, _| {
        for (document, code) in random.every_document().into_iter().flat_map(|d| (0..random.codes).map(move |c| (d, c)))
        {
            let stretches = random.continua.stretches(document, code);
            for character in 0..random.continua.documents[document].length {
                let here = stretches.iter().find(|((start, end), _)| (*start..*end).contains(&character));
                let coders: CoderSet =
                    (0..random.coders).filter(|&coder| random.is_coded(document, coder, code, character)).collect();
                assert_eq!(here.map(|(_, coders)| coders.clone()).unwrap_or_default(), coders);
            }
        }
    });
}
