//! Queries over 1,000,000 codings, and saturation over random orders of interviews.

use super::Outcome;
use super::generate::Dice;
use super::phases::Place;
use super::report::{Figures, median};
use pullquote::analysis::saturation::{SaturationRule, over_orders};
use pullquote::engine::find::{FindQuery, FoundPlaces, card_words};
use pullquote::engine::reading::PassageScope;
use pullquote::engine::{Progress, Project};
use std::hint::black_box;

const ROUNDS: usize = 3;
/// Cards that are in sight at a time.
const IN_SIGHT: usize = 8;

pub fn queries(figures: &mut Figures, place: &Place) -> Outcome {
    let (project, _) = Project::open_to_read(&place.project(place.size(super::phases::MANY)))?;
    let reads = project.reads();
    for query in [
        r#""Reason 2" overlaps "Reason 3""#,
        r#""Reason 2" with "Reason 3" in turn"#,
        r#""Reason 2" near 30 words "Reason 3""#,
        r#""Reason 2" without "Reason 3" in participant"#,
        r#""Reason 2" and "Reason 3""#,
        r#"any overlaps any"#,
    ] {
        let query_text = query;
        let query = query.parse().map_err(|mistake| format!("{query_text}: {mistake}"))?;
        let asked = FindQuery { query, users: vec![], scope: PassageScope::default(), participant: None, source: None };
        let (found, time) = median(ROUNDS, || FoundPlaces::of(reads, &asked, &Progress::default()))?;
        figures.time(&format!("{query_text}: {} passages", found.passages()), time, 1_000.0);
        let numbers: Vec<usize> = (0..found.passages().min(IN_SIGHT)).collect();
        let (_, time) = median(ROUNDS, || card_words(reads, &found, &numbers, &Progress::default()).map(black_box))?;
        figures.time("  the words of the first cards", time, 50.0);
    }
    Ok(())
}

/// 10,000 orders of 100 interviews with 200 themes.
pub fn saturation(figures: &mut Figures, _: &Place) -> Outcome {
    let mut dice = Dice::new(9);
    let interviews: Vec<Vec<u32>> = (0..100).map(|_| (0..40).map(|_| dice.below(200) as u32).collect()).collect();
    let count = || over_orders(&interviews, 200, SaturationRule::default(), 10_000, 1, &Progress::default());
    let (_, time) = median(ROUNDS, || count().map(black_box))?;
    figures.time("10,000 orders of 100 interviews with 200 codes", time, 1_000.0);
    Ok(())
}
