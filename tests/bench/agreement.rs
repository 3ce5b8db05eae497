//! Agreement between three coders, from coded passages to every statistic; bootstrap; gamma.

use super::generate::Dice;
use super::report::{Figures, timed};
use pullquote::analysis::agreement::{
    Continua, Continuum, Mark, Options, Plan, Resampling, Rule, compare, gamma, of_code,
};
use pullquote::model::Progress;

const CODERS: usize = 3;
const CODES: usize = 50;
/// Unit length in characters.
const UNIT: u32 = 40;

/// One text with this many units. All coders start from the same passages; each omits a fifth and shifts the rest.
fn continua(units: usize, coders: usize, codes: usize, places: usize) -> Continua {
    let mut dice = Dice::new(11);
    let length = units as u32 * UNIT;
    let cut = (0..length).step_by(UNIT as usize).map(|start| (start, start + UNIT)).collect();
    let document = Continuum { length, units: Some(cut), took_part: vec![true; coders] };
    let mut marks = Vec::new();
    for place in 0..places * codes {
        let (code, start) = (place % codes, dice.below(length as usize - 200) as u32);
        for coder in 0..coders {
            if dice.below(5) > 0 {
                let start = start + dice.below(30) as u32;
                marks.push(Mark { document: 0, coder, code, span: (start, start + 20 + dice.below(100) as u32) });
            }
        }
    }
    Continua::new(coders, codes, vec![document], marks).expect("marks within the text")
}

pub fn measure(figures: &mut Figures, units: usize) {
    let all = continua(units, CODERS, CODES, units / 50);
    let by_code = || (0..CODES).filter(|&code| of_code(&all, code, Rule::default()).units.is_some()).count();
    let (count, time) = timed(by_code);
    assert_eq!(count, CODES);
    figures.time("marks to units to every unit statistic of every code", time, "at most 200 ms");
    let options = Options::default();
    let (_, plain) = timed(|| compare(&all, &options, &Progress::default()).expect("not cancelled"));
    figures.time("the whole comparison: sets, unitizing, passages, characters too", plain, "");
    let plan = Plan { replicates: 1_000, seed: 1, percent: 95 };
    let options = Options { bootstrap: Some((plan, Resampling::Units)), ..options };
    let (_, time) = timed(|| compare(&all, &options, &Progress::default()).expect("not cancelled"));
    figures.time("1,000 bootstrap samples of every code", time.saturating_sub(plain), "about 1,000 ms");
    let two = continua(2_000, 2, 5, 125);
    let codes: Vec<usize> = (0..two.codes).collect();
    let how = (gamma::Dissimilarity::default(), gamma::Sampling::default());
    let (found, time) =
        timed(|| gamma::gamma(&two, &codes, how.0, how.1, &Progress::default()).expect("not cancelled"));
    figures.time("gamma of two coders with 500 passages each", time, "at most 3,000 ms");
    figures.add("samples for its chance term", found.map_or(0.0, |gamma| gamma.samples as f64), "", "");
}
