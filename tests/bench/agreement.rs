//! Agreement: of three coders in memory, from coded passages to every statistic, bootstrap and gamma; and of two coders in
//! projects of several sizes.

use super::Outcome;
use super::generate::{self, Dice, Size};
use super::phases::{MANY, Place};
use super::projects::find_speech;
use super::report::{Figures, NO_GOAL, median, timed};
use pullquote::analysis::agreement::{
    Continua, Continuum, Mark, Options, Plan, Resampling, Rule, by_characters, compare, gamma, of_code,
    segment_figures, unitized,
};
use pullquote::engine::Project;
use pullquote::engine::compare::{self as comparing, CompareSettings, Unit};
use pullquote::model::Progress;
use pullquote::text::Cut;
use std::path::Path;
use std::time::Duration;

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

pub fn measure(figures: &mut Figures, place: &Place) -> Outcome {
    let units = place.size(100_000);
    let all = continua(units, CODERS, CODES, units / 50);
    let by_code = || (0..CODES).filter(|&code| of_code(&all, code, Rule::default()).presence.is_some()).count();
    let (count, time) = median(3, || -> Result<_, std::convert::Infallible> { Ok(by_code()) })?;
    assert_eq!(count, CODES);
    figures.time("marks to units to every unit statistic of every code", time, 50.0);
    let options = Options::default();
    let (_, plain) = timed(|| compare(&all, &options, &Progress::default()).expect("not cancelled"));
    figures.time("the whole comparison", plain, NO_GOAL);
    let others = || (by_characters(&all), unitized(&all), segment_figures(&all, None));
    figures.time("what only the JSON has: characters, unitizing, passages", timed(others).1, NO_GOAL);
    let plan = Plan { replicates: 1_000, seed: 1, percent: 95 };
    let options = Options { bootstrap: Some((plan, Resampling::Units)), ..options };
    let (_, time) = timed(|| compare(&all, &options, &Progress::default()).expect("not cancelled"));
    figures.time("1,000 bootstrap samples of every code", time.saturating_sub(plain), 1_000.0);
    let two = continua(2_000, 2, 5, 125);
    let codes: Vec<usize> = (0..two.codes).collect();
    let how = (gamma::Dissimilarity::default(), gamma::Sampling::default());
    let (found, time) =
        timed(|| gamma::gamma(&two, &codes, how.0, how.1, &Progress::default()).expect("not cancelled"));
    figures.time("gamma of two coders with 500 passages each", time, 3_000.0);
    figures.amount("samples for its chance term", found.map_or(0, |gamma| gamma.samples));
    Ok(())
}

const TURN: Unit = Unit::Cut(Cut::Turn);

/// Compares the first two coders of a project. `bootstrap`: number of samples.
fn compared(path: &Path, unit: Unit, bootstrap: Option<usize>) -> Result<Duration, Box<dyn std::error::Error>> {
    let (project, _) = Project::open_to_read(path)?;
    let coders = project.reads().study()?.users.iter().take(2).map(|user| user.id).collect();
    let plan = bootstrap.map(|replicates| (Plan { replicates, seed: 1, percent: 95 }, Resampling::Units));
    let settings =
        CompareSettings { coders, unit, everyone_took_part: true, bootstrap: plan, ..CompareSettings::default() };
    let rounds = if bootstrap.is_some() { 1 } else { 3 };
    let compare = || comparing::compare(project.reads(), &settings, &Progress::default()).map(drop);
    Ok(median(rounds, compare)?.1)
}

/// Writes the comparison by turn of the first two coders of a project as JSON, which has figures that no other report has.
fn as_json(path: &Path) -> Result<Duration, Box<dyn std::error::Error>> {
    let (project, _) = Project::open_to_read(path)?;
    let study = project.reads().study()?;
    let coders = study.users.iter().take(2).map(|user| user.id).collect();
    let settings = CompareSettings { coders, unit: TURN, everyone_took_part: true, ..CompareSettings::default() };
    let compared = comparing::compare(project.reads(), &settings, &Progress::default())?;
    Ok(timed(|| comparing::json::bytes(&study, &compared)).1)
}

/// Two coders with 200 codes in 1,000 interviews.
pub fn interviews(figures: &mut Figures, place: &Place) -> Outcome {
    let path = place.interviews();
    for (name, unit, goal) in [
        ("two coders, by turn", TURN, Some(310.0)),
        ("two coders, by sentence", Unit::Cut(Cut::Sentence), NO_GOAL),
        ("two coders, by characters", Unit::Character, NO_GOAL),
    ] {
        figures.time(name, compared(&path, unit, None)?, goal);
    }
    let plain = compared(&path, TURN, None)?;
    let sampled = compared(&path, TURN, Some(1_000))?;
    figures.time("1,000 bootstrap samples of all 200 codes", sampled.saturating_sub(plain), 1_000.0);
    Ok(())
}

/// Ten times as many codings in ten times as many documents.
pub fn more(figures: &mut Figures, place: &Place) -> Outcome {
    let small = place.file("tenth.pullquote");
    generate::project(&small, &Size::of(place.size(generate::DOCUMENTS / 10), place.size(MANY / 10)))?;
    find_speech(&small)?;
    let few = compared(&small, TURN, None)?;
    let many = compared(&place.project(place.size(MANY)), TURN, None)?;
    figures.time("two coders, 100,000 codings in 1,000 documents", few, NO_GOAL);
    figures.time("two coders, 1,000,000 codings in 10,000 documents", many, NO_GOAL);
    figures.ratio("ratio of the two", many, few, 11.0);
    Ok(())
}

/// The same number of codings with more and more codes.
pub fn codes(figures: &mut Figures, place: &Place) -> Outcome {
    let mut times = Vec::new();
    for codes in [200, 2_000, 20_000] {
        let path = place.file(&format!("{codes} codes.pullquote"));
        let size = Size::of(place.size(1_000), place.size(100_000));
        generate::project(&path, &Size { codes: place.size(codes), ..size })?;
        find_speech(&path)?;
        let time = compared(&path, TURN, None)?;
        figures.time(&format!("two coders, 100,000 codings with {codes} codes"), time, NO_GOAL);
        figures.time("  and every figure of it as JSON", as_json(&path)?, NO_GOAL);
        times.push(time);
    }
    figures.ratio("20,000 codes to 200", times[2], times[0], 1.5);
    Ok(())
}
