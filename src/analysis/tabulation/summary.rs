//! Summarises an attribute of a row's participants for a column of a typology.

use super::outcome::Summarised;
use crate::model::{NameKey, Summary, values::number};
use crate::tr;
use std::collections::HashSet;

/// Summarises one value per participant of the row (`None` is not known). Also returns the number of known values
/// left out because they are not numbers.
pub(super) fn summarise(values: &[Option<&str>], summary: Summary) -> (Summarised, usize) {
    let known: Vec<&str> = values.iter().copied().flatten().collect();
    match summary {
        Summary::Count => return (Summarised::Count(known.len() as u64), 0),
        _ if values.is_empty() => return (Summarised::Undefined(tr!("no participant in this row").into()), 0),
        _ if known.is_empty() => {
            let reason = match values.len() {
                1 => tr!("not known for the only participant in this row").into(),
                count => tr!("not known for any of {count} participants", count),
            };
            return (Summarised::Undefined(reason), 0);
        }
        Summary::List => {
            let mut seen = HashSet::new();
            let distinct = known.into_iter().filter(|v| seen.insert(NameKey::of(v))).map(str::to_owned).collect();
            return (Summarised::List(distinct), 0);
        }
        Summary::Range | Summary::Mean => {}
    }
    let numbers: Vec<f64> = known.iter().filter_map(|v| number(v)).collect();
    let left_out = known.len() - numbers.len();
    if numbers.is_empty() {
        return (Summarised::Undefined(tr!("no known value is a number").into()), left_out);
    }
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean = numbers.iter().map(|n| n / numbers.len() as f64).sum();
    (if summary == Summary::Range { Summarised::Range(least, greatest) } else { Summarised::Mean(mean) }, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribute_is_summarised_over_its_known_values() {
        let check = |values: &[Option<&str>], summary, expected: Summarised, left_out| {
            assert_eq!(summarise(values, summary), (expected, left_out), "{values:?} {summary:?}");
        };
        let undefined = |reason: &str| Summarised::Undefined(reason.into());
        let years = [Some("16"), None, Some("10"), Some("many"), Some("4.5")];
        check(&years, Summary::Range, Summarised::Range(4.5, 16.0), 1);
        check(&years, Summary::Count, Summarised::Count(4), 0);
        check(&[Some("1"), Some("2")], Summary::Mean, Summarised::Mean(1.5), 0);
        let places = [Some("重庆"), Some("Wuhan"), Some("重庆")];
        check(&places, Summary::List, Summarised::List(vec!["重庆".into(), "Wuhan".into()]), 0);
        check(&places, Summary::Mean, undefined("no known value is a number"), 3);
        check(&[None, None], Summary::Range, undefined("not known for any of 2 participants"), 0);
        check(&[], Summary::List, undefined("no participant in this row"), 0);
        check(&[None], Summary::Count, Summarised::Count(0), 0);
    }
}
