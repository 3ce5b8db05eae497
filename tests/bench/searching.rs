//! Words searched in all documents, compared with looking for the same bytes.

use super::Outcome;
use super::phases::Place;
use super::report::{Figures, NO_GOAL, median};
use memchr::memmem;
use pullquote::engine::search::{FIRST_FOUND, MOST_FOUND, find_all};
use pullquote::engine::{Progress, Project};
use pullquote::text::{Finder, Strictness};
use std::convert::Infallible;
use std::hint::black_box;

const ROUNDS: usize = 5;
/// How much longer a search should take at most than looking for the same bytes.
const MOST_OF_BARE: f64 = 2.0;

pub fn measure(figures: &mut Figures, place: &Place) -> Outcome {
    let (project, _) = Project::open_to_read(&place.interviews())?;
    let reads = project.reads();
    let read = || reads.study()?.sources.iter().map(|source| reads.text(source.id)).collect::<Result<Vec<_>, _>>();
    let (texts, read) = median(ROUNDS, read)?;
    figures.add("texts", texts.iter().map(|text| text.len()).sum::<usize>() as f64 / 1e6, "MB", NO_GOAL);
    figures.time("for comparison: all texts read", read, NO_GOAL);
    let exact = Strictness { match_case: true, ..Strictness::default() };
    for (words, how, name) in [
        ("neighbours", exact, "a rare English word, match case"),
        ("neighbours", Strictness::default(), "a rare English word"),
        ("the", Strictness::default(), "a frequent English word"),
        ("姐姐", Strictness::default(), "a Chinese word"),
        ("nowhere to be seen", Strictness::default(), "words that do not occur"),
    ] {
        let (bare, bare_time) = median(ROUNDS, || -> Result<usize, Infallible> {
            let finder = memmem::Finder::new(words);
            Ok(texts.iter().map(|text| black_box(finder.find_iter(text.as_bytes()).count())).sum())
        })?;
        let (found, time) = median(ROUNDS, || -> Result<usize, Infallible> {
            let finder = Finder::new(words, how);
            Ok(texts.iter().map(|text| black_box(finder.all(text).len())).sum())
        })?;
        if found < bare {
            return Err(format!("{name}: {found} of {bare} matches").into());
        }
        figures.amount(&format!("{name}: matches"), found);
        figures.time(&format!("{name}: in memory"), time, NO_GOAL);
        figures.ratio(&format!("{name}: to looking for the same bytes"), time, bare_time, MOST_OF_BARE);
        let search = |most| median(ROUNDS, || find_all(reads, words, how, most, &Progress::default()).map(drop));
        let (all, first) = (search(MOST_FOUND)?.1, search(FIRST_FOUND)?.1);
        figures.time(&format!("{name}: in the project, all matches"), all, NO_GOAL);
        figures.time(&format!("{name}: in the project, the first matches"), first, 50.0);
    }
    Ok(())
}
