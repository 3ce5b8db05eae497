//! The filters of the Passages room: what can be chosen, how what is active is described, and how to remove it.

use crate::engine::browse::{BrowseFilter, ValueRange};
use crate::model::values::number;
use crate::model::{Described, SetId, SourceId, SpokenBy, Study, UserId, Variable, VariableId, VariableKind};
use crate::text::{capitalised, compare_values};
use crate::{i18n, tr};
use std::collections::BTreeSet;

/// An active filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActiveFilter {
    Code,
    Document(SourceId),
    Set(SetId),
    Values(VariableId),
    Range(VariableId),
    Important,
    Account,
    WithMemo,
    SpokenBy,
    Coders,
    Words,
}

/// Most documents that are named one by one among the active filters.
const NAMED: usize = 3;

/// Returns the active filters, each with its words.
#[must_use]
pub fn active(filter: &BrowseFilter, study: &Study) -> Vec<(ActiveFilter, String)> {
    let mut found = Vec::new();
    let variable = |id: VariableId| study.attribute(id).map_or("", |v| v.name.as_str());
    if let Some(code) = filter.code.and_then(|code| study.codebook.get(code)) {
        let has_subcodes = filter.below && study.codebook.children(Some(code.id)).next().is_some();
        let label = if has_subcodes { tr!("{code} and its subcodes", code = code.name) } else { code.name.clone() };
        found.push((ActiveFilter::Code, label));
    }
    for &id in filter.sources.iter().take(NAMED) {
        let name = study.source(id).map_or("", |source| source.name.as_str());
        let more = filter.sources.len().saturating_sub(NAMED);
        let label = if more > 0 && filter.sources.get(NAMED - 1) == Some(&id) {
            tr!("{name} and {n} more document" | "{name} and {n} more documents" % more, name)
        } else {
            name.to_owned()
        };
        found.push((ActiveFilter::Document(id), label));
    }
    for set in filter.sets.iter().filter_map(|&id| study.set(id)) {
        let label = tr!("label" => "{name}: {value}", name = tr!("Set"), value = set.name);
        found.push((ActiveFilter::Set(set.id), label));
    }
    for (id, values) in &filter.values {
        let label = tr!("label" => "{name}: {value}", name = variable(*id), value = i18n::joined(values));
        found.push((ActiveFilter::Values(*id), label));
    }
    for range in &filter.ranges {
        let [from, to] = range.ends();
        let bounds = match (number(&from).is_some(), number(&to).is_some()) {
            (true, true) => tr!("{from} to {to}", from, to),
            (true, false) => tr!("at least {number}", number = from),
            (false, true) => tr!("at most {number}", number = to),
            (false, false) => continue,
        };
        let label = tr!("label" => "{name}: {value}", name = variable(range.variable), value = bounds);
        found.push((ActiveFilter::Range(range.variable), label));
    }
    let coders: Vec<&str> = filter.users.iter().map(|&id| coder_name(study, id)).collect();
    let search = filter.search.trim();
    let account = filter.account.map_or_else(String::new, |account| capitalised(account.label()));
    let rest = [
        (filter.important, ActiveFilter::Important, tr!("Important").to_owned()),
        (filter.account.is_some(), ActiveFilter::Account, account),
        (filter.with_memo, ActiveFilter::WithMemo, tr!("With a memo").to_owned()),
        (
            filter.spoken_by != SpokenBy::All,
            ActiveFilter::SpokenBy,
            tr!("label" => "{name}: {value}", name = tr!("Said by"), value = filter.spoken_by.label()),
        ),
        (
            !coders.is_empty(),
            ActiveFilter::Coders,
            tr!("label" => "{name}: {value}", name = tr!("Coded by"), value = i18n::joined(&coders)),
        ),
        (!search.is_empty(), ActiveFilter::Words, format!("“{search}”")),
    ];
    found.extend(rest.into_iter().filter(|(is_active, ..)| *is_active).map(|(_, filter, label)| (filter, label)));
    found
}

/// The name of a coder, or of the consensus coding.
#[must_use]
pub fn coder_name(study: &Study, id: UserId) -> &str {
    if study.consensus() == Some(id) {
        return tr!("as a coder" => "the consensus coding");
    }
    study.user(id).map_or("", |user| user.name.as_str())
}

/// Removes one of the active filters. The last document that is named stands for all that follow it.
pub fn remove(filter: &mut BrowseFilter, active: &ActiveFilter) {
    match active {
        ActiveFilter::Code => filter.code = None,
        ActiveFilter::Document(id) => {
            let place = filter.sources.iter().position(|source| source == id);
            match place {
                Some(place) if place + 1 == NAMED => filter.sources.truncate(place),
                _ => filter.sources.retain(|source| source != id),
            }
        }
        ActiveFilter::Set(id) => filter.sets.retain(|set| set != id),
        ActiveFilter::Values(id) => filter.values.retain(|(variable, _)| variable != id),
        ActiveFilter::Range(id) => filter.ranges.retain(|range| range.variable != *id),
        ActiveFilter::Important => filter.important = false,
        ActiveFilter::Account => filter.account = None,
        ActiveFilter::WithMemo => filter.with_memo = false,
        ActiveFilter::SpokenBy => filter.spoken_by = SpokenBy::All,
        ActiveFilter::Coders => filter.users.clear(),
        ActiveFilter::Words => filter.search.clear(),
    }
}

/// An attribute with few values, for choosing some of them.
pub type ValueChoice = (VariableId, String, Vec<String>);

/// Returns the attributes that are not numbers and have few values, with these values.
#[must_use]
pub fn choices(study: &Study, of: Described) -> Vec<ValueChoice> {
    const FEW: usize = 12;
    let all = variables(study, of, |variable| variable.kind != VariableKind::Number);
    let all = all.map(|(variable, values)| {
        let values: BTreeSet<&str> = values.into_iter().collect();
        let mut values: Vec<String> = values.into_iter().map(str::to_owned).collect();
        values.sort_by(|a, b| compare_values(Some(a), Some(b), false));
        (variable.id, variable.name.clone(), values)
    });
    all.filter(|(_, _, values)| (1..=FEW).contains(&values.len())).collect()
}

/// A numeric attribute with its lowest and highest value, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberChoice {
    pub variable: VariableId,
    pub name: String,
    pub lowest: String,
    pub highest: String,
}

/// Returns the numeric attributes that have values.
#[must_use]
pub fn numbers(study: &Study, of: Described) -> Vec<NumberChoice> {
    let all = variables(study, of, |variable| variable.kind == VariableKind::Number);
    let all = all.filter_map(|(variable, values)| {
        let read = || values.iter().filter_map(|&value| Some((number(value)?, value)));
        let (_, lowest) = read().min_by(|a, b| a.0.total_cmp(&b.0))?;
        let (_, highest) = read().max_by(|a, b| a.0.total_cmp(&b.0))?;
        let (lowest, highest) = (lowest.to_owned(), highest.to_owned());
        Some(NumberChoice { variable: variable.id, name: variable.name.clone(), lowest, highest })
    });
    all.collect()
}

/// The variables of a kind with the values that participants or documents have.
fn variables<'s>(
    study: &'s Study,
    of: Described,
    is_wanted: impl Fn(&Variable) -> bool + 's,
) -> impl Iterator<Item = (&'s Variable, Vec<&'s str>)> {
    let wanted = study.attributes(of).iter().filter(move |variable| is_wanted(variable));
    wanted.map(|variable| (variable, study.values_of(variable.id).map(|(_, value)| value).collect()))
}

/// Returns the bounds of an attribute, which are empty if it has none.
#[must_use]
pub fn range_of(filter: &BrowseFilter, variable: VariableId) -> ValueRange {
    let found = filter.ranges.iter().find(|range| range.variable == variable).cloned();
    found.unwrap_or(ValueRange { variable, from: String::new(), to: String::new() })
}

/// Replaces the bounds of an attribute; empty ones remove its filter.
pub fn set_range(filter: &mut BrowseFilter, range: ValueRange) {
    let known = filter.ranges.iter().position(|known| known.variable == range.variable);
    let is_empty = range.from.is_empty() && range.to.is_empty();
    match known.and_then(|place| filter.ranges.get_mut(place)) {
        Some(known) if !is_empty => *known = range,
        None if !is_empty => filter.ranges.push(range),
        _ => filter.ranges.retain(|known| known.variable != range.variable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples::study_of;
    use crate::model::AccountFilter;

    #[test]
    fn each_active_filter_is_removed_on_its_own() {
        let ids = [1, 2, 3, 4, 5].map(SourceId);
        let range = ValueRange { variable: VariableId::of_participants(3), from: "20".into(), to: String::new() };
        let all = BrowseFilter {
            values: vec![(VariableId::of_participants(1), vec!["f".into()])],
            ranges: vec![range],
            sources: ids.to_vec(),
            important: true,
            account: Some(AccountFilter::Others),
            with_memo: true,
            spoken_by: SpokenBy::Participants,
            search: " pay ".into(),
            ..BrowseFilter::default()
        };
        let study = study_of(vec![], vec![], vec![]);
        let found = active(&all, &study);
        let labels: Vec<&str> = found.iter().map(|(_, label)| label.as_str()).collect();
        let expected = [
            "",
            "",
            " and 2 more documents",
            "generation: f",
            "years: at least 20",
            "Important",
            "About others",
            "With a memo",
            "Said by: participants",
            "“pay”",
        ];
        assert_eq!(labels, expected);
        for (filter, _) in &found {
            let mut without = all.clone();
            remove(&mut without, filter);
            assert_ne!(without, all, "{filter:?}");
        }
        let mut left = all;
        while let Some((filter, _)) = active(&left, &study).first() {
            remove(&mut left, filter);
        }
        assert_eq!(left, BrowseFilter::default());
    }

    #[test]
    fn bounds_are_replaced_and_removed() {
        let mut filter = BrowseFilter::default();
        let range = |from: &str, to: &str| ValueRange {
            variable: VariableId::of_participants(1),
            from: from.into(),
            to: to.into(),
        };
        for (from, to, count) in [("", "", 0), ("3", "", 1), ("3", "x", 1), ("", "9", 1), ("", "", 0)] {
            set_range(&mut filter, range(from, to));
            assert_eq!(filter.ranges.len(), count);
            assert_eq!(range_of(&filter, VariableId::of_participants(1)), range(from, to));
        }
    }
}
