//! The texts compared: the parts that are analysed and the units into which they are divided.

use super::scope::Scope;
use crate::analysis::agreement::{Continua, Continuum, Mark};
use crate::engine::compare::settings::{CompareSettings, Unit};
use crate::engine::error::Error;
use crate::engine::speech::turns_of;
use crate::model::{CharRange, CodeId, Progress, SourceId, Study, same_name};
use crate::store::Reads;
use crate::text::{Kept, TextIndex, units};
use std::collections::HashMap;

/// One entry per document compared, in the same order.
pub(super) struct Material {
    pub kept: Vec<Kept>,
    /// Ranges of the texts; empty when the text is not divided into units.
    pub units: Vec<Vec<CharRange>>,
    /// Labels of speakers and whether they are interviewers; most turns first.
    pub speakers: Vec<(String, bool)>,
    is_cut: bool,
}

impl Material {
    /// Reads the texts. Progress counts texts.
    pub fn read(
        reads: Reads<'_>,
        study: &Study,
        settings: &CompareSettings,
        scope: &Scope,
        progress: &Progress,
    ) -> Result<Self, Error> {
        let is_cut = matches!(settings.unit, Unit::Cut(_));
        let mut out = Self { kept: vec![], units: vec![], speakers: vec![], is_cut };
        let mut speakers: HashMap<String, (usize, bool)> = HashMap::new();
        for (done, source) in scope.documents.iter().enumerate() {
            progress.step(done as u64, scope.documents.len() as u64)?;
            let text = reads.text(*source)?;
            let index = TextIndex::new(&text);
            let turns = turns_of(reads, *source, &text, &index)?;
            for turn in turns.turns() {
                if let Some(speaker) = turns.speakers().get(turn.speaker) {
                    let (count, asks) = speakers.entry(speaker.label.clone()).or_default();
                    *count += 1;
                    *asks |= speaker.asks;
                }
            }
            let is_out = |label: &str| settings.without.iter().any(|removed| same_name(removed, label));
            let chosen = scope.only.as_ref().zip(study.source(*source)).filter(|(only, of)| only.chooses_speakers(of));
            let kept = match chosen {
                // A text without speakers is kept or left out as a whole, with its passages.
                Some((only, of)) if !turns.speakers().is_empty() => Kept::only(&turns.speech(&index), |voice| {
                    only.has_speaker(of, &voice.label, voice.asks) && !is_out(&voice.label)
                }),
                _ if settings.without.is_empty() => Kept::whole(index.char_count()),
                _ => Kept::without(&text, &index, &turns, &settings.without),
            };
            out.units.push(match settings.unit {
                Unit::Cut(cut) => units(&text, &index, &turns, cut, &kept),
                Unit::Character | Unit::Passages(_) => vec![],
            });
            out.kept.push(kept);
        }
        let mut speakers: Vec<(String, (usize, bool))> = speakers.into_iter().collect();
        speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        out.speakers = speakers.into_iter().map(|(label, (_, asks))| (label, asks)).collect();
        Ok(out)
    }

    /// Drops the codings without analysed text and returns their number.
    pub fn keep(&self, scope: &mut Scope) -> usize {
        let places = places(&scope.documents);
        let all = scope.facts.len();
        scope.facts.retain(|fact| {
            let kept = places.get(&fact.source).and_then(|&place| self.kept.get(place));
            kept.is_some_and(|kept| kept.of(fact.range).is_some())
        });
        all - scope.facts.len()
    }

    pub fn continua(
        &self,
        scope: &Scope,
        codes: usize,
        counted_as: &HashMap<CodeId, usize>,
    ) -> Result<Continua, Error> {
        let documents = self.kept.iter().zip(&self.units).zip(&scope.took_part).map(|((kept, units), took_part)| {
            let units = units.iter().filter_map(|unit| kept.of(*unit)).collect();
            Continuum { length: kept.len(), units: self.is_cut.then_some(units), took_part: took_part.clone() }
        });
        let places = places(&scope.documents);
        let marks = scope.facts.iter().filter_map(|fact| {
            let document = *places.get(&fact.source)?;
            Some(Mark {
                document,
                coder: scope.coders.iter().position(|&coder| coder == fact.user)?,
                code: *counted_as.get(&fact.code)?,
                span: self.kept.get(document)?.of(fact.range)?,
            })
        });
        let continua = Continua::new(scope.coders.len(), codes, documents.collect(), marks)?;
        Ok(continua.with_seams(self.kept.iter().map(Kept::seams).collect()))
    }
}

fn places(documents: &[SourceId]) -> HashMap<SourceId, usize> {
    documents.iter().enumerate().map(|(place, &id)| (id, place)).collect()
}
