//! Codes by codes, and codes rolled up into their parents, compared with a plain recount.

use super::super::*;
use super::spoken::{mapped, tabulate_said};
use crate::analysis::{CooccurrenceUnit, CountedAs, samples};
use crate::model::{CharRange, CodeId, Fact, Source, SourceId, Speeches};
use std::collections::BTreeSet;

struct World<'a> {
    study: &'a Study,
    facts: &'a [Fact],
    speeches: &'a Speeches,
    units: &'a UnitsOfDocuments,
    counted_as: CountedAs,
}

/// A passage or a unit: the document and a range, or the number of a participant.
type Thing = (i64, u32, u32);

impl World<'_> {
    /// Follows the parents one by one.
    fn counts_as(&self, fact: &Fact, code: CodeId) -> bool {
        let book = &self.study.codebook;
        let mut path = Vec::new();
        let mut next = book.get(fact.code);
        while let Some(code) = next {
            path.insert(0, code.id);
            next = code.parent.and_then(|parent| book.get(parent));
        }
        if let Some(level) = self.counted_as.level {
            path.truncate(level);
        }
        if self.counted_as.with_parents { path.contains(&code) } else { path.last() == Some(&code) }
    }

    fn facts_of(&self, code: CodeId) -> Vec<&Fact> {
        let is_known = |fact: &&Fact| self.source(fact.source).is_some();
        self.facts.iter().filter(is_known).filter(|fact| self.counts_as(fact, code)).collect()
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.study.sources.iter().find(|source| source.id == id)
    }

    fn participants(&self, fact: &Fact) -> BTreeSet<i64> {
        let source = self.source(fact.source).unwrap();
        if source.speakers.is_empty() {
            return source.participant.into_iter().map(|one| one.0).collect();
        }
        let speech = &self.speeches[&source.id];
        let said = speech.utterances.iter().filter(|said| said.words.intersection(fact.range).is_some());
        said.filter_map(|said| Some(source.speakers.get(&speech.voices[said.voice as usize].label)?.0)).collect()
    }

    fn things(&self, code: CodeId, unit: CooccurrenceUnit) -> BTreeSet<Thing> {
        let mut things = BTreeSet::new();
        for fact in self.facts_of(code) {
            let (document, range) = (fact.source.0, fact.range);
            match unit {
                CooccurrenceUnit::Overlap => _ = things.insert((document, range.start.0, range.end.0)),
                CooccurrenceUnit::Document => _ = things.insert((document, 0, 0)),
                CooccurrenceUnit::Participant => {
                    things.extend(self.participants(fact).into_iter().map(|id| (id, 0, 0)))
                }
                _ => {
                    let touched = self.units[&fact.source].iter().filter(|unit| unit.intersection(range).is_some());
                    things.extend(touched.map(|unit| (document, unit.start.0, unit.end.0)));
                }
            }
        }
        things
    }

    fn check(&self, table: &Tabulation, unit: CooccurrenceUnit) {
        let range = |thing: &Thing| CharRange::new(thing.1, thing.2);
        let codes = table.codes_of_rows();
        for (row, &code) in codes.iter().enumerate() {
            let of_row = self.things(code, unit);
            let total = Some(of_row.len() as u64);
            let whole = |row, column| CellAddress { row, column, item: None };
            assert_eq!(table.number(whole(Some(row), None)), total);
            assert_eq!(table.number(whole(None, Some(row))), total);
            assert_eq!(table.number(CellAddress::cell(row, row)), total);
            for (column, &other) in codes.iter().enumerate().filter(|(column, _)| *column != row) {
                let of_column = self.things(other, unit);
                let number = match unit {
                    CooccurrenceUnit::Overlap => {
                        let meet = |a: &&Thing, b: &Thing| a.0 == b.0 && range(a).intersection(range(b)).is_some();
                        of_row.iter().map(|a| of_column.iter().filter(|b| meet(b, a)).count()).sum()
                    }
                    _ => of_row.intersection(&of_column).count(),
                };
                let address = CellAddress::cell(row, column);
                assert_eq!(table.number(address), Some(number as u64), "{unit:?} {code:?} {other:?}");
                let pairs = table.pairs(address, usize::MAX).unwrap();
                assert_eq!(pairs.is_empty(), number == 0);
                for Pair { row, column } in &pairs {
                    let fact = |at: &u32| &self.facts[*at as usize];
                    assert!(self.counts_as(fact(row), code) && self.counts_as(fact(column), other));
                }
                if unit == CooccurrenceUnit::Overlap {
                    assert_eq!(pairs.len(), number);
                }
                let both = pairs.iter().flat_map(|pair| [pair.row, pair.column]).collect::<BTreeSet<_>>();
                assert_eq!(table.evidence(address), Vec::from_iter(both));
            }
        }
    }
}

/// Units with gaps between them.
fn random_units(random: &mut fastrand::Rng, study: &Study) -> UnitsOfDocuments {
    let mut units = |source: &Source| {
        let (mut units, mut at) = (Vec::new(), 0);
        while at < 45 {
            at += random.u32(..3);
            units.push(CharRange::new(at, at + random.u32(1..8)));
            at = units.last().map_or(at, |unit| unit.end.0);
        }
        (source.id, units)
    };
    study.sources.iter().map(&mut units).collect()
}

#[test]
fn co_occurrence_is_the_plain_count_for_every_unit_and_every_way_of_rolling_up() {
    for seed in 0..60 {
        let random = &mut fastrand::Rng::with_seed(9_000 + seed);
        let (mut study, mut facts) = samples::random(random);
        facts.retain(|fact| !fact.range.is_empty());
        let speeches = mapped(random, &mut study);
        let units = random_units(random, &study);
        let level = [None, Some(1), Some(2)][seed as usize % 3];
        let counted_as = CountedAs { with_parents: seed % 2 == 0, level };
        let material = Material { counted_as, units: &units, ..Material::of(&facts) };
        let world = World { study: &study, facts: &facts, speeches: &speeches, units: &units, counted_as };
        for &unit in CooccurrenceUnit::ALL {
            let request = TableRequest::Cooccurrence(Cooccurrence { unit, codes: vec![] });
            let table = tabulate_said(&study, &speeches, &material, &request, Count::Passages).unwrap();
            world.check(&table, unit);
            let used: Vec<CodeId> = study.codebook.codes().iter().map(|code| code.id).collect();
            let used = used.into_iter().filter(|code| !world.facts_of(*code).is_empty());
            assert_eq!(table.codes_of_rows(), used.collect::<Vec<_>>());
        }
        // Named codes are rows in this order, once, whether or not they have passages.
        let mut codes: Vec<CodeId> = study.codebook.codes().iter().map(|code| code.id).collect();
        random.shuffle(&mut codes);
        codes.extend(codes.clone());
        let request = TableRequest::Cooccurrence(Cooccurrence { codes: codes.clone(), ..Cooccurrence::default() });
        let table = tabulate_said(&study, &speeches, &material, &request, Count::Passages).unwrap();
        world.check(&table, CooccurrenceUnit::Overlap);
        if level.is_none() {
            assert_eq!(table.codes_of_rows(), &codes[..codes.len() / 2]);
        }
    }
}

#[test]
fn a_code_that_is_rolled_up_has_the_passages_of_all_below_it_in_every_matrix() {
    for seed in 0..40 {
        let (study, facts) = samples::random(&mut fastrand::Rng::with_seed(9_500 + seed));
        let counted_as = CountedAs::WITH_PARENTS;
        let material = Material { counted_as, ..Material::of(&facts) };
        let (speeches, units) = (Speeches::new(), UnitsOfDocuments::new());
        let world = World { study: &study, facts: &facts, speeches: &speeches, units: &units, counted_as };
        let request = TableRequest::Matrix { rows: Axis::Code, columns: Axis::Document };
        let turned = TableRequest::Matrix { rows: Axis::Document, columns: Axis::Code };
        for count in [Count::Passages, Count::Documents] {
            let table = tabulate(&study, &material, &request, count).unwrap();
            let turned = tabulate(&study, &material, &turned, count).unwrap();
            for (row, code) in study.codebook.codes().iter().enumerate() {
                let number = |document: Option<SourceId>| {
                    let of_code = world.facts_of(code.id).into_iter();
                    let there = of_code.filter(|fact| document.is_none_or(|document| fact.source == document));
                    let range = |fact: &Fact| if count == Count::Passages { Some(fact.range) } else { None };
                    Some(there.map(|fact| (fact.source, range(fact))).collect::<BTreeSet<_>>().len() as u64)
                };
                let at = |row, column| CellAddress { row, column, item: None };
                assert_eq!(table.number(at(Some(row), None)), number(None));
                assert_eq!(turned.number(at(None, Some(row))), number(None));
                for (column, source) in study.sources.iter().enumerate() {
                    assert_eq!(table.number(CellAddress::cell(row, column)), number(Some(source.id)));
                    assert_eq!(turned.number(CellAddress::cell(column, row)), number(Some(source.id)));
                    let evidence = table.evidence(CellAddress::cell(row, column));
                    assert!(evidence.iter().all(|&at| world.counts_as(&facts[at as usize], code.id)));
                }
            }
        }
    }
}

#[test]
fn a_table_of_dimensions_lists_passages_of_subcodes_under_their_parents_too() {
    let study = samples::study_of(
        vec![],
        vec![samples::source(1, "A", None)],
        vec![
            samples::code(1, None, "Money", &[(1, 0), (2, 0)]),
            samples::code(2, Some(1), "Rent", &[(1, 0), (2, 0)]),
            samples::code(3, Some(1), "Pay", &[]),
        ],
    );
    let facts =
        [samples::fact(1, 1, 1, 1, (0, 5)), samples::fact(2, 1, 2, 1, (0, 5)), samples::fact(3, 1, 3, 1, (7, 9))];
    let counts = |counted_as| {
        let material = Material { counted_as, ..Material::of(&facts) };
        let table =
            tabulate(&study, &material, &TableRequest::Defined { name: "assets".into() }, Count::Passages).unwrap();
        let Some(CellContent::Items(items)) = table.content(0, 0) else { panic!() };
        let items: Vec<u64> = items.iter().map(|item| item.count).collect();
        let evidence = table.evidence(CellAddress::cell(0, 0));
        assert_eq!(evidence.to_vec(), Vec::from_iter(evidence.iter().copied().collect::<BTreeSet<_>>()));
        (items, table.number(CellAddress::cell(0, 0)), super::left_out(&table))
    };
    assert_eq!(counts(CountedAs::default()), (vec![1, 1], Some(2), vec![(1, "no_facet_value")]));
    assert_eq!(counts(CountedAs::WITH_PARENTS), (vec![2, 1], Some(3), vec![]));
}
