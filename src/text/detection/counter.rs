//! Numbers after names that count the turns of a document: `Ana (1)`, `Ben (2)`, `Ana (3)`.

use super::page::Page;
use crate::model::hashing::HashMap;
use crate::text::labels::{LabelForm, LabelMark};
use crate::text::vocabulary::{self, Sense};

/// The fewest turns that are counted.
const FEWEST: usize = 4;
/// The number of labels that are looked at first.
const SAMPLE: usize = 20;

impl Page<'_, '_> {
    /// Removes turn numbers from labels; returns the number of labels that had one.
    pub(super) fn drop_counters(&mut self) -> usize {
        let form = LabelForm { open: None, mark: LabelMark::Colon };
        let in_form = self.readings.iter().enumerate().filter(|(_, reading)| reading.form == form);
        let first = || in_form.clone().take(SAMPLE);
        if first().filter(|(_, reading)| counted(reading.label).is_some()).count() * 2 < first().count() {
            return 0;
        }
        let labels: Vec<(usize, Option<Counted<'_>>)> =
            in_form.map(|(at, reading)| (at, counted(reading.label))).collect();
        let found: Vec<(usize, Counted<'_>)> =
            labels.iter().filter_map(|(at, counted)| Some((*at, (*counted)?))).collect();
        if found.len() < FEWEST || found.len() * 10 < labels.len() * 9 || !are_counters(&found) {
            return 0;
        }
        let named: Vec<(usize, usize)> = found.iter().map(|(at, counted)| (*at, counted.name.len())).collect();
        for &(at, length) in &named {
            if let Some(reading) = self.readings.get_mut(at) {
                (reading.label, reading.bare) = (reading.label.get(..length).unwrap_or(reading.label), false);
            }
        }
        named.len()
    }
}

#[derive(Clone, Copy)]
struct Counted<'t> {
    name: &'t str,
    number: u32,
    bracketed: bool,
}

fn counted(label: &str) -> Option<Counted<'_>> {
    let inner = label.strip_suffix([')', ']']);
    let stem = inner.unwrap_or(label);
    let before = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = stem.get(before.len()..)?.parse().ok()?;
    let opened = before.strip_suffix(['(', '[']);
    let name = match (inner, opened) {
        (Some(_), Some(name)) => name,
        (None, None) if before.ends_with([' ', '#']) => before,
        _ => return None,
    };
    let name = name.trim_end_matches([' ', '#']);
    let person = matches!(vocabulary::sense(name), Sense::Role | Sense::Open);
    (person && name.contains(char::is_alphabetic)).then_some(Counted { name, number, bracketed: inner.is_some() })
}

/// True if several people take turns and the numbers rise: by one from turn to turn, or, in brackets, at least for each
/// person.
fn are_counters(found: &[(usize, Counted<'_>)]) -> bool {
    let mut turns: HashMap<&str, (usize, u32)> = HashMap::default();
    let mut rises = true;
    for (_, counted) in found {
        let entry = turns.entry(counted.name).or_insert((0, counted.number));
        rises &= entry.0 == 0 || entry.1 < counted.number;
        *entry = (entry.0 + 1, counted.number);
    }
    let several =
        turns.len() > 1 && turns.len() * 2 <= found.len() && turns.values().filter(|(turns, _)| *turns > 1).count() > 1;
    let pairs = || found.windows(2).filter_map(|pair| Some((pair.first()?.1.number, pair.last()?.1.number)));
    let by_one = pairs().filter(|(one, next)| one + 1 == *next).count() * 10 >= pairs().count() * 9;
    let bracketed = found.iter().all(|(_, counted)| counted.bracketed) && pairs().all(|(one, next)| one <= next);
    several && rises && (by_one || bracketed)
}
