//! Documents in which several participants speak, recounted one code point at a time.

use super::super::*;
use super::{accounts, axes, defined, left_out, random_filter, recount};
use crate::analysis::samples;
use crate::model::{
    CharPos, CharRange, CodeId, Described, Fact, ParticipantId, Source, SourceId, SpeakerMap, Speech, Speeches,
    Utterance, Voice,
};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

const LABELS: [&str; 6] = ["MOD", "Woman 1", "Woman 2", "Man 1", "女士 4", "All"];

/// Gives some documents speakers of their own and a map; two labels may be one participant, and some are nobody.
pub fn mapped(random: &mut fastrand::Rng, study: &mut Study) -> Speeches {
    let participants: Vec<ParticipantId> = study.participants.iter().map(|participant| participant.id).collect();
    let mut speeches = Speeches::new();
    for source in study.sources.iter_mut().filter(|_| !participants.is_empty()) {
        if random.u8(..3) == 0 {
            continue;
        }
        let voices = LABELS[..random.usize(1..=LABELS.len())].iter();
        let voices: Vec<Voice> =
            voices.map(|label| Voice { label: (*label).to_owned(), asks: *label == "MOD" }).collect();
        for voice in &voices {
            let participant = participants[random.usize(..participants.len())];
            source.speakers.set(&voice.label, Some(participant).filter(|_| random.u8(..3) > 0));
        }
        let (mut utterances, mut at) = (Vec::new(), 0);
        while at < 45 {
            at += random.u32(..4);
            let end = at + random.u32(1..9);
            utterances.push(Utterance { words: CharRange::new(at, end), voice: random.u32(..voices.len() as u32) });
            at = end;
        }
        speeches.insert(source.id, Speech { voices, utterances });
    }
    speeches
}

/// Tabulates codings of documents in which somebody speaks.
pub fn tabulate_said(
    study: &Study,
    speeches: &Speeches,
    material: &Material<'_>,
    request: &TableRequest,
    count: Count,
) -> Result<Tabulation, Error> {
    let speech = |source| speeches.get(&source).map(Cow::Borrowed);
    let divider = Divider::new(study, speech, material.is_filtered, request, count);
    let mut divided = Divided::default();
    divider.divide(material.facts, &mut divided);
    divider.tabulate(material, divided)
}

/// A coding as far as it is one participant's, with its code points.
#[derive(Clone, Debug)]
struct Claim {
    fact: usize,
    participant: Option<ParticipantId>,
    points: BTreeSet<u32>,
}

struct World<'a> {
    study: &'a Study,
    facts: &'a [Fact],
    speeches: &'a Speeches,
    filter: &'a AttributeFilter,
}

impl World<'_> {
    fn source(&self, id: SourceId) -> Option<&Source> {
        self.study.sources.iter().find(|source| source.id == id)
    }

    fn claims_of(&self, number: usize) -> Vec<Claim> {
        let fact = &self.facts[number];
        let Some(source) = self.source(fact.source).filter(|_| self.study.codebook.get(fact.code).is_some()) else {
            return vec![];
        };
        let points: BTreeSet<u32> = (fact.range.start.0..fact.range.end.0).collect();
        let mut claims = Vec::<Claim>::new();
        if source.speakers.is_empty() {
            claims.push(Claim { fact: number, participant: source.participant, points: points.clone() });
        }
        for &point in points.iter().filter(|_| !source.speakers.is_empty()) {
            let Some(participant) = self.who_says(source, CharPos(point)) else { continue };
            match claims.iter_mut().find(|claim| claim.participant == Some(participant)) {
                Some(claim) => _ = claim.points.insert(point),
                None => claims.push(Claim { fact: number, participant: Some(participant), points: [point].into() }),
            }
        }
        if claims.is_empty() {
            claims.push(Claim { fact: number, participant: None, points });
        }
        let meant = recount::KeptBy { study: self.study, filter: self.filter };
        let is_meant = |claim: &Claim| meant.participant(claim.participant.and_then(|id| self.study.participant(id)));
        claims.retain(|claim| meant.document(Some(source)) && is_meant(claim));
        claims
    }

    fn who_says(&self, source: &Source, point: CharPos) -> Option<ParticipantId> {
        let speech = &self.speeches[&source.id];
        let said = speech.utterances.iter().find(|u| u.words.start <= point && point < u.words.end)?;
        source.speakers.get(&speech.voices[said.voice as usize].label)
    }

    /// `belongs`: whether a claim is in the cell. `whole`: passages count with all their code points.
    fn check(&self, table: &Tabulation, address: CellAddress, whole: bool, belongs: &dyn Fn(&Claim) -> bool) {
        let is_counted = |claim: &Claim| table.count != Count::Participants || claim.participant.is_some();
        let all = (0..self.facts.len()).flat_map(|number| self.claims_of(number));
        let claims: Vec<Claim> = all.filter(|claim| belongs(claim) && is_counted(claim)).collect();
        let what = || format!("{address:?} of {}, {:?}", table.title, table.count);
        let facts: BTreeSet<usize> = claims.iter().map(|claim| claim.fact).collect();
        let mut evidence: Vec<usize> = table.evidence(address).iter().map(|&fact| fact as usize).collect();
        evidence.sort_unstable();
        assert_eq!(evidence, facts.iter().copied().collect::<Vec<_>>(), "{}", what());
        let fact = |claim: &Claim| &self.facts[claim.fact];
        let number = match table.count {
            Count::Participants => claims.iter().filter_map(|claim| claim.participant).collect::<BTreeSet<_>>().len(),
            Count::Documents => claims.iter().map(|claim| fact(claim).source).collect::<BTreeSet<_>>().len(),
            Count::Passages => {
                claims.iter().map(|c| (fact(c).source, fact(c).range, fact(c).code)).collect::<BTreeSet<_>>().len()
            }
            Count::Characters => {
                let points = |claim: &Claim| match whole {
                    true => (fact(claim).range.start.0..fact(claim).range.end.0).collect(),
                    false => claim.points.clone(),
                };
                let all = claims.iter().flat_map(|c| points(c).into_iter().map(|point| (fact(c).source, point)));
                all.collect::<BTreeSet<_>>().len()
            }
        };
        assert_eq!(table.number(address), Some(number as u64), "{}", what());
    }

    fn check_cells(&self, table: &Tabulation, whole: bool, belongs: &dyn Fn(&Claim, usize, usize) -> bool) {
        let (rows, columns) = (table.rows.len(), table.columns.len());
        let at = |row, column| CellAddress { row, column, item: None };
        for row in 0..rows {
            self.check(table, at(Some(row), None), whole, &|c| (0..columns).any(|column| belongs(c, row, column)));
            for column in 0..columns {
                if !matches!(table.content(row, column), Some(CellContent::Summary(_))) {
                    self.check(table, at(Some(row), Some(column)), whole, &|c| belongs(c, row, column));
                }
            }
        }
        for column in 0..columns {
            self.check(table, at(None, Some(column)), whole, &|c| (0..rows).any(|row| belongs(c, row, column)));
        }
        let anywhere = |c: &Claim| (0..rows).any(|row| (0..columns).any(|column| belongs(c, row, column)));
        self.check(table, at(None, None), whole, &anywhere);
    }

    fn stands(&self, claim: &Claim, axis: &Axis, header: &str) -> bool {
        let fact = &self.facts[claim.fact];
        let alone = Fact { source: SourceId(1), ..*fact };
        // The slow recount of documents with one participant, in a study where the claim's participant has one.
        let mut study = self.study.clone();
        let Some(source) = self.source(fact.source) else { return false };
        let apart = samples::source(1, &source.name, claim.participant.map(|participant| participant.0));
        study.sources = vec![Source { values: source.values.clone(), ..apart }];
        recount::stands(&study, &alone, axis, header)
    }

    fn in_typology(&self, claim: &Claim, header: &[String], column: usize) -> bool {
        let fact = &self.facts[claim.fact];
        let value = |code: CodeId, name: &str| recount::value(self.study, code, name);
        let meant = ["motivation", "outcome"];
        let in_column = column > 0 && value(fact.code, "aspect").as_deref() == Some(meant[column - 1]);
        let marks = |number: &usize| {
            let marker = &self.facts[*number];
            (marker.source, marker.user) == (fact.source, fact.user)
                && marker.range.encloses(fact.range)
                && value(marker.code, "generation").as_ref() == Some(&header[0])
                && value(marker.code, "category").as_ref() == Some(&header[1])
                && !self.claims_of(*number).is_empty()
        };
        let of_row = claim.participant.and_then(|id| self.study.participant(id)).is_some_and(|participant| {
            participant.values[0].as_ref() == Some(&header[0]) && participant.values[1].as_ref() == Some(&header[1])
        });
        in_column && (of_row || (0..self.facts.len()).any(|number| marks(&number)))
    }
}

#[test]
fn every_number_of_documents_with_several_participants_is_the_slow_count() {
    let nobody_is_excluded = AttributeFilter::default();
    for seed in 0..40 {
        let random = &mut fastrand::Rng::with_seed(7_000 + seed);
        let (mut study, mut facts) = samples::random(random);
        facts.retain(|fact| !fact.range.is_empty());
        let speeches = mapped(random, &mut study);
        let filter = if seed % 2 == 0 { nobody_is_excluded.clone() } else { random_filter(random) };
        let narrowed = filter.narrow(&study).unwrap();
        let is_filtered = filter.is_about(Described::Participants);
        // Sometimes the table is about some codes only.
        let all = study.codebook.codes().iter().map(|code| code.id);
        let codes: Option<HashSet<CodeId>> = (seed % 3 == 0).then(|| all.filter(|_| random.bool()).collect());
        facts.retain(|fact| codes.as_ref().is_none_or(|codes| codes.contains(&fact.code)));
        let accounts = accounts(&facts);
        let codes = codes.as_ref();
        let material = Material { accounts: &accounts, is_filtered, codes, ..Material::of(&facts) };
        let world = World { study: &study, facts: &facts, speeches: &speeches, filter: &filter };
        let count = Count::ALL[seed as usize / 2 % 4];
        for rows in axes() {
            let columns = axes()[random.usize(..axes().len())].clone();
            let by_person = is_filtered || rows.is_of_participants() || columns.is_of_participants();
            let request = TableRequest::Matrix { rows: rows.clone(), columns: columns.clone() };
            if request.cooccurrence().is_some() {
                continue;
            }
            let table = tabulate_said(&narrowed, &speeches, &material, &request, count).unwrap();
            world.check_cells(&table, !by_person, &|claim, row, column| {
                world.stands(claim, &rows, &table.rows[row][0]) && world.stands(claim, &columns, &table.columns[column])
            });
            if let (Axis::Code, Some(codes)) = (&rows, codes) {
                assert_eq!(table.rows.len(), codes.len(), "{}", table.title);
            }
            // Every passage of the study is in the table, or stated to be left out.
            let passages =
                |facts: Vec<&Fact>| facts.into_iter().map(Fact::passage).collect::<BTreeSet<_>>().len() as u64;
            let placed = table.evidence(CellAddress::default()).iter().map(|&at| &facts[at as usize]).collect();
            let outside: u64 = left_out(&table).iter().map(|(passages, _)| passages).sum();
            let known = (0..facts.len()).filter(|&number| !world.claims_of(number).is_empty());
            let known = known.map(|number| &facts[number]).collect();
            assert_eq!(passages(placed) + outside, passages(known), "{}", table.title);
        }
        let table = tabulate_said(&narrowed, &speeches, &material, &defined("categories"), count).unwrap();
        world.check_cells(&table, false, &|claim, row, column| world.in_typology(claim, &table.rows[row], column));
    }
}

#[test]
fn the_row_of_a_group_counts_as_that_of_its_document() {
    let mut compared = 0;
    for seed in 0..60 {
        let random = &mut fastrand::Rng::with_seed(8_000 + seed);
        let (mut study, mut facts) = samples::random(random);
        facts.retain(|fact| !fact.range.is_empty());
        let speeches = mapped(random, &mut study);
        let filter = if seed % 2 == 0 { AttributeFilter::default() } else { random_filter(random) };
        let narrowed = filter.narrow(&study).unwrap();
        let is_filtered = filter.is_about(Described::Participants);
        let accounts = accounts(&facts);
        let material = Material { accounts: &accounts, is_filtered, ..Material::of(&facts) };
        let (with_groups, documents) = (Axis::ParticipantOrGroup, Axis::Document);
        for (columns, count) in axes()
            .into_iter()
            .chain([with_groups.clone(), Axis::Speaker])
            .flat_map(|axis| Count::ALL.iter().map(move |&count| (axis.clone(), count)))
        {
            let of = |rows: &Axis, columns: &Axis| {
                let request = TableRequest::Matrix { rows: rows.clone(), columns: columns.clone() };
                tabulate_said(&narrowed, &speeches, &material, &request, count).unwrap()
            };
            let (groups, whole) = (of(&with_groups, &columns), of(&documents, &columns));
            let (groups_across, whole_across) = (of(&columns, &with_groups), of(&columns, &documents));
            assert_eq!(groups.columns, whole.columns);
            for (row, header) in groups.rows.iter().enumerate().skip(narrowed.participants.len()) {
                let same = whole.rows.iter().position(|other| other == header).unwrap();
                for column in (0..groups.columns.len()).map(Some).chain([None]) {
                    let at = |row| CellAddress { row: Some(row), column, item: None };
                    let across = |line| CellAddress { row: column, column: Some(line), item: None };
                    for (one, other, here, there) in [
                        (&groups, &whole, at(row), at(same)),
                        (&groups_across, &whole_across, across(row), across(same)),
                    ] {
                        let what = || format!("{here:?} of {}, {count:?}, {seed}", one.title);
                        assert_eq!(one.number(here), other.number(there), "{}", what());
                        assert_eq!(one.evidence(here), other.evidence(there), "{}", what());
                        compared += u64::from(one.number(here).is_some_and(|number| number > 0));
                    }
                }
            }
            // Who speaks in a group counts as without the group.
            let alone = of(&Axis::Participant, &columns);
            for row in 0..alone.rows.len() {
                for column in 0..alone.columns.len() {
                    let at = CellAddress { row: Some(row), column: Some(column), item: None };
                    assert_eq!(groups.number(at), alone.number(at), "{at:?} of {}, {count:?}, {seed}", groups.title);
                }
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

/// Who says the words of a document, one code point at a time: the label, also of somebody who is nobody's participant.
fn label_at(speeches: &Speeches, source: SourceId, point: u32) -> Option<&str> {
    let speech = speeches.get(&source)?;
    let said = speech.utterances.iter().find(|u| u.words.start.0 <= point && point < u.words.end.0)?;
    speech.voices.get(said.voice as usize).map(|voice| voice.label.as_str())
}

#[test]
fn every_number_of_speakers_is_the_slow_count() {
    for seed in 0..60 {
        let random = &mut fastrand::Rng::with_seed(9_000 + seed);
        let (mut study, mut facts) = samples::random(random);
        facts.retain(|fact| !fact.range.is_empty() && study.codebook.get(fact.code).is_some());
        facts.retain(|fact| study.source(fact.source).is_some());
        let speeches = mapped(random, &mut study);
        // Some documents have speakers but no map.
        for source in study.sources.iter_mut().filter(|_| random.u8(..3) == 0) {
            source.speakers = SpeakerMap::default();
        }
        let count = Count::ALL[seed as usize % 4];
        let request = TableRequest::Matrix { rows: Axis::Speaker, columns: Axis::Code };
        let table = tabulate_said(&study, &speeches, &Material::of(&facts), &request, count).unwrap();
        let mut rows = Vec::new();
        for source in &study.sources {
            let voices = speeches.get(&source.id).map(|speech| speech.voices.as_slice()).unwrap_or_default();
            let speaks = |label: &str| (0..100).any(|point| label_at(&speeches, source.id, point) == Some(label));
            rows.extend(voices.iter().filter(|voice| speaks(&voice.label)).map(|voice| (source, voice.label.as_str())));
        }
        let names: Vec<Vec<String>> =
            rows.iter().map(|(source, label)| vec![format!("{}: {label}", source.name)]).collect();
        assert_eq!(table.rows, names);
        let mut placed = BTreeSet::new();
        for (row, (source, label)) in rows.iter().enumerate() {
            for (column, code) in study.codebook.codes().iter().enumerate() {
                let (mut points, mut passages, mut documents) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
                for fact in facts.iter().filter(|fact| fact.code == code.id && fact.source == source.id) {
                    let all = fact.range.start.0..fact.range.end.0;
                    let own: Vec<u32> =
                        all.filter(|&point| label_at(&speeches, source.id, point) == Some(*label)).collect();
                    if !own.is_empty() {
                        passages.insert((fact.source, fact.range, fact.code));
                        documents.insert(fact.source);
                        placed.insert(fact.passage());
                    }
                    points.extend(own);
                }
                let person = if source.speakers.is_empty() { source.participant } else { source.speakers.get(label) };
                let number = match count {
                    Count::Participants => usize::from(!passages.is_empty() && person.is_some()),
                    Count::Documents => documents.len(),
                    Count::Passages => passages.len(),
                    Count::Characters => points.len(),
                };
                let address = CellAddress { row: Some(row), column: Some(column), item: None };
                assert_eq!(table.number(address), Some(number as u64), "{address:?}, {count:?}, {seed}");
            }
        }
        let unspoken = facts.iter().map(Fact::passage).filter(|passage| !placed.contains(passage));
        let unspoken = unspoken.collect::<BTreeSet<_>>().len() as u64;
        let left_out = left_out(&table).into_iter().find(|(_, reason)| *reason == "no_speaker");
        assert_eq!(left_out.map_or(0, |(passages, _)| passages), unspoken);
    }
}

#[test]
fn several_labels_may_be_one_person_and_one_passage_may_be_several_peoples() {
    let mut study = samples::study();
    study.sources[4].speakers = [("W1", 1), ("Woman 1", 1), ("W2", 3)]
        .into_iter()
        .map(|(label, participant)| (label.to_owned(), ParticipantId(participant)))
        .collect::<SpeakerMap>();
    let voice = |label: &str| Voice { label: label.to_owned(), asks: label == "MOD" };
    let voices = ["MOD", "W1", "W2", "Woman 1", "All"].map(voice).to_vec();
    let said = |start, end, voice| Utterance { words: CharRange::new(start, end), voice };
    let utterances = vec![said(5, 10, 0), said(14, 20, 1), said(24, 30, 2), said(40, 50, 3), said(55, 60, 4)];
    let speeches = [(SourceId(15), Speech { voices, utterances })].into_iter().collect();
    let facts = vec![
        samples::fact(1, 15, 2, 1, (0, 10)),
        samples::fact(2, 15, 2, 1, (16, 28)),
        samples::fact(3, 15, 2, 1, (44, 46)),
        samples::fact(4, 15, 2, 1, (56, 57)),
    ];
    let request = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let numbers = |count| -> Vec<u64> {
        let table = tabulate_said(&study, &speeches, &Material::of(&facts), &request, count).unwrap();
        assert_eq!(left_out(&table), [(2, "no_participant")]);
        (0..4).filter_map(|row| table.number(CellAddress { row: Some(row), column: Some(1), item: None })).collect()
    };
    assert_eq!(numbers(Count::Passages), [2, 0, 1, 0]);
    assert_eq!(numbers(Count::Participants), [1, 0, 1, 0]);
    // Of the passage of two people, each one's words.
    assert_eq!(numbers(Count::Characters), [4 + 2, 0, 4, 0]);
}

#[test]
fn only_speakers_whom_the_filter_keeps_have_a_row() {
    let mut study = samples::study();
    study.sources[4].speakers =
        [("W1".to_owned(), ParticipantId(1)), ("W2".to_owned(), ParticipantId(3))].into_iter().collect();
    let voices = ["MOD", "W1", "W2"].map(|label| Voice { label: label.to_owned(), asks: label == "MOD" }).to_vec();
    let said = |start, end, voice| Utterance { words: CharRange::new(start, end), voice };
    let utterances = vec![said(5, 10, 0), said(14, 20, 1), said(24, 30, 2)];
    let speeches = [(SourceId(15), Speech { voices, utterances })].into_iter().collect();
    let facts = vec![samples::fact(1, 15, 2, 1, (0, 18)), samples::fact(2, 15, 2, 1, (16, 28))];
    study.participants.retain(|participant| participant.id == ParticipantId(3));
    let request = TableRequest::Matrix { rows: Axis::Speaker, columns: Axis::Code };
    let material = Material { is_filtered: true, ..Material::of(&facts) };
    let table = tabulate_said(&study, &speeches, &material, &request, Count::Passages).unwrap();
    let name = format!("{}: W2", study.sources[4].name);
    assert_eq!(table.rows, [[name]]);
    assert_eq!(table.number(CellAddress::default()), Some(1));
}
