//! Coded passages with their text.

use crate::engine::error::Error;
use crate::engine::provenance::{blind_coding, coders, consensus_only, software};
use crate::engine::speech::{WhoseWords, turns_of};
use crate::model::{CharRange, CodingId, Progress, SourceId, Study};
use crate::store::{self, PassageFilter, Reads};
use crate::table::{self, PassageList, Provenance, Topic};
use crate::text::{TextIndex, Turns};

/// The text of passages, with their places.
#[derive(Clone, Debug, Default)]
pub struct ListedPassages {
    pub list: PassageList,
    /// One per row of the list.
    pub places: Vec<(SourceId, CharRange, CodingId)>,
}

/// Returns coded passages with their text and `context` characters on both sides. Progress counts passages.
///
/// # Errors
/// Fails when the project cannot be read, or when cancelled.
pub fn listed_passages(
    reads: Reads<'_>,
    study: &Study,
    filter: &PassageFilter,
    context: u32,
    progress: &Progress,
) -> Result<ListedPassages, Error> {
    let mut places = Vec::new();
    let mut passages = Vec::new();
    let mut open: Option<(SourceId, String, TextIndex, Turns)> = None;
    let whose = WhoseWords::read(reads, study)?;
    let found = reads.passages(filter)?;
    let total = found.len() as u64;
    for (done, store::Passage { coding, memo, important, account }) in found.into_iter().enumerate() {
        if open.as_ref().is_none_or(|(id, ..)| *id != coding.source) {
            progress.step(done as u64, total)?;
            let text = reads.text(coding.source)?;
            let index = TextIndex::new(&text);
            let turns = turns_of(reads, coding.source, &text, &index)?;
            open = Some((coding.source, text, index, turns));
        }
        let Some((_, text, index, turns)) = &open else { continue };
        let range = coding.range;
        let participants = whose.participants(coding.source, range);
        if filter.participant.is_some_and(|wanted| !participants.contains(&wanted)) {
            continue;
        }
        let turn = turns.said_at(range.start);
        let wide = CharRange::new(range.start.0.saturating_sub(context), range.end.0.saturating_add(context));
        let wide = index.clamp(wide);
        places.push((coding.source, range, coding.id));
        passages.push(table::CodedPassage {
            source: coding.source,
            participants,
            range,
            code: coding.code,
            user: coding.user,
            text: index.slice(text, wide).to_owned(),
            memo: memo.unwrap_or_default(),
            created: coding.created,
            important,
            account,
            turn: turn.turn,
            speakers: turns.voices_in(index, range),
            dialogue: turns.quoted(text, index, wide),
            time: turn.time,
        });
    }
    let mut made = Provenance::default();
    made.push(Topic::Project, &study.project.name);
    if !filter.users.is_empty() {
        made.push(Topic::Coders, coders(study, &filter.users));
    }
    made.extend([software()]);
    made.extend(consensus_only(reads, study, &filter.users)?);
    made.extend(blind_coding(reads)?);
    Ok(ListedPassages { list: PassageList::new(study, passages, made), places })
}
