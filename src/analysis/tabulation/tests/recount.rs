//! Follows the definitions of counting, one coding at a time.

use super::super::*;
use crate::model::{Account, CodeId, Described, Fact, Participant, ParticipantId, Source, values::number};
use std::collections::BTreeSet;

fn source<'a>(study: &'a Study, fact: &Fact) -> Option<&'a Source> {
    study.sources.iter().find(|s| s.id == fact.source).filter(|_| study.codebook.get(fact.code).is_some())
}

fn participant(study: &Study, fact: &Fact) -> Option<ParticipantId> {
    source(study, fact)?.participant
}

fn count(study: &Study, facts: &[&Fact], count: Count) -> u64 {
    (match count {
        Count::Participants => facts.iter().filter_map(|f| participant(study, f)).collect::<BTreeSet<_>>().len(),
        Count::Documents => facts.iter().map(|f| f.source).collect::<BTreeSet<_>>().len(),
        Count::Passages => facts.iter().map(|f| (f.source, f.range, f.code)).collect::<BTreeSet<_>>().len(),
        Count::Characters => {
            let points = facts.iter().flat_map(|f| (f.range.start.0..f.range.end.0).map(|at| (f.source, at)));
            points.collect::<BTreeSet<_>>().len()
        }
    }) as u64
}

fn check(study: &Study, facts: &[Fact], table: &Tabulation, address: CellAddress, expected: &dyn Fn(&Fact) -> bool) {
    let is_counted = |f: &Fact| table.count != Count::Participants || participant(study, f).is_some();
    let expected: Vec<usize> = (0..facts.len()).filter(|&i| expected(&facts[i]) && is_counted(&facts[i])).collect();
    let mut evidence: Vec<usize> = table.evidence(address).iter().map(|&i| i as usize).collect();
    evidence.sort_unstable();
    assert_eq!(evidence, expected, "{address:?} of {}", table.title);
    let list: Vec<&Fact> = evidence.iter().map(|&i| &facts[i]).collect();
    assert_eq!(table.number(address), Some(count(study, &list, table.count)), "{address:?} of {}", table.title);
}

/// Checks that cells and all totals match `belongs`.
fn check_cells(study: &Study, facts: &[Fact], table: &Tabulation, belongs: &dyn Fn(&Fact, usize, usize) -> bool) {
    let (rows, columns) = (table.rows.len(), table.columns.len());
    let at = |row, column| CellAddress { row, column, item: None };
    for row in 0..rows {
        check(study, facts, table, at(Some(row), None), &|f| (0..columns).any(|c| belongs(f, row, c)));
        for column in 0..columns {
            if !matches!(table.content(row, column), Some(CellContent::Summary(_))) {
                check(study, facts, table, at(Some(row), Some(column)), &|f| belongs(f, row, column));
            }
        }
    }
    for column in 0..columns {
        check(study, facts, table, at(None, Some(column)), &|f| (0..rows).any(|r| belongs(f, r, column)));
    }
    let anywhere = |f: &Fact| (0..rows).any(|r| (0..columns).any(|c| belongs(f, r, c)));
    check(study, facts, table, at(None, None), &anywhere);
}

pub fn value(study: &Study, code: CodeId, dimension: &str) -> Option<String> {
    let dimension = study.codebook.dimension(dimension)?;
    Some(dimension.values[study.codebook.dimension_value(code, dimension.id)?].clone())
}

/// Whether values meet every condition of a filter on participants or on documents.
fn meets(study: &Study, filter: &AttributeFilter, of: Described, values: Option<&[Option<String>]>) -> bool {
    let conditions = filter.conditions.iter().filter(|c| !c.values.is_empty() && c.of == of);
    conditions.into_iter().all(|condition| {
        let Some(values) = values else { return false };
        let place = study.attributes(of).iter().position(|v| v.name == condition.attribute).unwrap();
        let numeric = ["years", "round"].contains(&condition.attribute.as_str());
        condition.values.iter().any(|value| match (&values[place], value) {
            (None, None) => true,
            (Some(actual), Some(value)) if numeric && number(actual).is_some() => number(actual) == number(value),
            (actual, value) => actual == value,
        })
    })
}

/// Whose experience a random coding is about.
pub fn account(fact: &Fact) -> Option<Account> {
    match fact.coding.0 % 6 {
        0 => Some(Account::Own),
        1 => Some(Account::Others),
        2 => Some(Account::About("林 Lin".into())),
        3 => Some(Account::About("Wang".into())),
        _ => None,
    }
}

/// What a filter means; a document without a participant meets no condition on participants.
#[derive(Clone, Copy)]
pub struct KeptBy<'a> {
    pub study: &'a Study,
    pub filter: &'a AttributeFilter,
}

impl KeptBy<'_> {
    pub fn participant(self, participant: Option<&Participant>) -> bool {
        meets(self.study, self.filter, Described::Participants, participant.map(|one| one.values.as_slice()))
    }

    pub fn document(self, source: Option<&Source>) -> bool {
        meets(self.study, self.filter, Described::Documents, source.map(|one| one.values.as_slice()))
    }

    fn fact(self, fact: &Fact) -> bool {
        let of = participant(self.study, fact).and_then(|id| self.study.participant(id));
        self.participant(of) && self.document(source(self.study, fact))
    }
}

fn is_value(attribute: &str, value: &Option<String>, header: &str) -> bool {
    match value {
        None => header == "(not known)",
        Some(value) if ["years", "round"].contains(&attribute) && number(value).is_some() => {
            number(value) == number(header)
        }
        Some(value) => value == header,
    }
}

pub fn stands(study: &Study, f: &Fact, axis: &Axis, header: &str) -> bool {
    let source = source(study, f);
    let participant = source.and_then(|s| s.participant).and_then(|id| study.participant(id));
    source.is_some()
        && match axis {
            Axis::Participant | Axis::ParticipantOrGroup => participant.is_some_and(|c| c.name == header),
            Axis::Document => source.is_some_and(|s| s.name == header),
            // Recounted in `spoken`.
            Axis::Speaker => unreachable!("no speech is known here"),
            Axis::Account => account(f).as_ref().map_or("(not stated)", Account::key) == header,
            Axis::Code => study.codebook.path(f.code).to_string() == header,
            Axis::Dimension(dimension) => value(study, f.code, dimension).as_deref() == Some(header),
            Axis::Attribute(attribute) => {
                participant.is_some_and(|c| is_value(attribute, &c.values[study.variable(attribute).unwrap()], header))
            }
            Axis::DocumentAttribute(attribute) => source
                .is_some_and(|s| is_value(attribute, &s.values[study.document_variable(attribute).unwrap()], header)),
        }
}

pub fn check_matrix(study: &Study, facts: &[Fact], table: &Tabulation, axes: &(Axis, Axis), meant: KeptBy<'_>) {
    let of = |f: &Fact| participant(study, f).and_then(|id| study.participant(id));
    let in_row = |f: &Fact, row: usize| stands(study, f, &axes.0, &table.rows[row][0]);
    let in_column = |f: &Fact, column: usize| stands(study, f, &axes.1, &table.columns[column]);
    check_cells(study, facts, table, &|f, r, c| meant.fact(f) && in_row(f, r) && in_column(f, c));
    // All selected participants have a line. Documents without a participant are reported separately.
    let person = |axis: &Axis| matches!(axis, Axis::Participant | Axis::Attribute(_));
    let about_people = person(&axes.0) || person(&axes.1) || table.count == Count::Participants;
    let about = |axis: &Axis, within: &dyn Fn() -> bool| !matches!(axis, Axis::Code | Axis::Dimension(_)) || within();
    let mut lost = [BTreeSet::new(), BTreeSet::new()];
    for f in facts.iter().filter(|f| source(study, f).is_some() && meant.fact(f)) {
        let of_table = about(&axes.0, &|| (0..table.rows.len()).any(|r| in_row(f, r)))
            && about(&axes.1, &|| (0..table.columns.len()).any(|c| in_column(f, c)));
        lost[0].extend((!of_table).then(|| f.passage()));
        lost[1].extend((of_table && about_people && of(f).is_none()).then(|| f.passage()));
    }
    let expected: Vec<LeftOut> =
        [LeftOutReason::NoParticipant.of(lost[1].len()), LeftOutReason::NoFacetValue.of(lost[0].len())]
            .into_iter()
            .flatten()
            .collect();
    let numbers = |list: &[LeftOut]| list.iter().map(|one| (one.passages, one.reason)).collect::<Vec<_>>();
    assert_eq!(numbers(&table.left_out), numbers(&expected), "{}", table.title);
    let everybody: Vec<&str> =
        study.participants.iter().filter(|c| meant.participant(Some(c))).map(|c| c.name.as_str()).collect();
    if axes.0 == Axis::Participant {
        assert_eq!(table.rows.concat(), everybody);
    }
}

/// Checks dimensions tables and typologies: cells, totals, items and their order.
pub fn check_items(study: &Study, facts: &[Fact], table: &Tabulation, meant: KeptBy<'_>, seed: u64) {
    let dimensions = table.kind == TabulationKind::Dimensions;
    let in_column = |code: CodeId, row: usize, column: usize| match (dimensions, column) {
        (true, _) => {
            value(study, code, "asset").as_ref() == Some(&table.rows[row][0])
                && value(study, code, "direction").as_ref() == Some(&table.columns[column])
        }
        (false, 0) => false,
        (false, _) => value(study, code, "aspect").as_deref() == Some(["motivation", "outcome"][column - 1]),
    };
    let in_row = |f: &Fact, row: usize| {
        let header = &table.rows[row];
        let marks = |g: &Fact| {
            (g.source, g.user) == (f.source, f.user)
                && meant.fact(g)
                && g.range.encloses(f.range)
                && value(study, g.code, "generation").as_ref() == Some(&header[0])
                && value(study, g.code, "category").as_ref() == Some(&header[1])
        };
        let of = |c: &crate::model::Participant| {
            c.values[0].as_ref() == Some(&header[0]) && c.values[1].as_ref() == Some(&header[1])
        };
        dimensions
            || participant(study, f).and_then(|id| study.participant(id)).is_some_and(of)
            || facts.iter().any(marks)
    };
    let belongs = |f: &Fact, row: usize, column: usize| {
        source(study, f).is_some() && meant.fact(f) && in_column(f.code, row, column) && in_row(f, row)
    };
    check_cells(study, facts, table, &belongs);
    for row in 0..table.rows.len() {
        for column in 0..table.columns.len() {
            let Some(CellContent::Items(items)) = table.content(row, column) else { continue };
            let occurs = |code| facts.iter().any(|f| f.code == code && belongs(f, row, column));
            let codes = study.codebook.codes().iter().map(|c| c.id);
            let expected: Vec<CodeId> =
                codes.filter(|&code| in_column(code, row, column) && (dimensions || occurs(code))).collect();
            assert_eq!(items.iter().map(|i| i.code).collect::<Vec<_>>(), expected, "seed {seed}");
            for (place, item) in items.iter().enumerate() {
                let address = CellAddress::item(row, column, place);
                assert_eq!(table.number(address), Some(item.count));
                check(study, facts, table, address, &|f| f.code == item.code && belongs(f, row, column));
            }
        }
    }
}
