//! Coded passages with their text.

use crate::engine::error::Error;
use crate::engine::provenance::{blind_coding, coders, consensus_only, software};
use crate::engine::speech::{WhoseWords, turns_of};
use crate::model::{CharRange, CodingId, ParticipantId, Progress, SourceId, Study};
use crate::store::{self, PassageFilter, PassagesByDocument, Reads};
use crate::table::{self, PassageHeads, PassageList, PassageNames, PassageRow, Provenance, Topic};
use crate::text::{TextIndex, Turns};
use std::borrow::Cow;

/// Where a passage is.
pub type ListedPlace = (SourceId, CharRange, CodingId);

/// The text of passages, with their places.
#[derive(Clone, Debug, Default)]
pub struct ListedPassages {
    pub list: PassageList,
    /// One per row of the list.
    pub places: Vec<ListedPlace>,
    /// The passages that co-occur, if the list is of two codes.
    pub pairs: Option<ListedPairs>,
}

/// Passages that co-occur, in the order of the first of each pair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListedPairs {
    /// Rows of the list: the passage of the row's code, and that of the column's.
    pub rows: Vec<(usize, usize)>,
    /// There are more than are listed.
    pub is_cut: bool,
}

/// Returns coded passages with their text and `context` characters on both sides. Progress counts documents.
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
    let (heads, reader) = read_passages(reads, Cow::Borrowed(study), filter, context, progress)?;
    let mut listed = ListedPassages { list: PassageList { heads, rows: vec![] }, ..ListedPassages::default() };
    for passage in reader {
        let (place, row) = passage?;
        listed.list.rows.push(row);
        listed.places.push(place);
    }
    Ok(listed)
}

/// As [`listed_passages`], for passages that are needed only one after another: the text of one document is held at a
/// time.
///
/// # Errors
/// Fails when the project cannot be read.
pub fn read_passages<'a>(
    reads: Reads<'a>,
    study: Cow<'a, Study>,
    filter: &PassageFilter,
    context: u32,
    progress: &'a Progress,
) -> Result<(PassageHeads, PassageReader<'a>), Error> {
    let mut made = Provenance::default();
    made.push(Topic::Project, &study.project.name);
    if !filter.users.is_empty() {
        made.push(Topic::Coders, coders(&study, &filter.users));
    }
    made.extend([software()]);
    made.extend(consensus_only(reads, &study, &filter.users)?);
    made.extend(blind_coding(reads)?);
    let heads = PassageHeads::new(&study, made);
    let reader = PassageReader {
        reads,
        whose: WhoseWords::read(reads, &study)?,
        names: PassageNames::new(study),
        participant: filter.participant,
        context,
        documents: reads.passages_by_document(filter)?,
        open: None,
        progress,
    };
    Ok((heads, reader))
}

/// Reads passages one after another.
pub struct PassageReader<'a> {
    reads: Reads<'a>,
    names: PassageNames<'a>,
    whose: WhoseWords,
    participant: Option<ParticipantId>,
    context: u32,
    documents: PassagesByDocument<'a>,
    open: Option<OpenDocument>,
    progress: &'a Progress,
}

struct OpenDocument {
    source: SourceId,
    text: String,
    index: TextIndex,
    turns: Turns,
    passages: std::vec::IntoIter<store::Passage>,
}

impl PassageReader<'_> {
    /// Opens the next document with passages; false after the last one.
    fn open_next(&mut self) -> Result<bool, Error> {
        let (done, total) = self.documents.progress();
        self.progress.step(done, total)?;
        self.open = match self.documents.next().transpose()? {
            None => None,
            Some((source, passages)) => {
                let text = self.reads.text(source)?;
                let index = TextIndex::new(&text);
                let turns = turns_of(self.reads, source, &text, &index)?;
                Some(OpenDocument { source, text, index, turns, passages: passages.into_iter() })
            }
        };
        Ok(self.open.is_some())
    }

    fn read(&mut self) -> Result<Option<(ListedPlace, PassageRow)>, Error> {
        loop {
            if let Some(open) = &mut self.open {
                while let Some(passage) = open.passages.next() {
                    let range = passage.coding.range;
                    let participants = self.whose.participants(open.source, range);
                    if self.participant.is_none_or(|wanted| participants.contains(&wanted)) {
                        let place = (open.source, range, passage.coding.id);
                        let passage = open.with_text(passage, participants, self.context);
                        return Ok(Some((place, self.names.row(passage))));
                    }
                }
            }
            if !self.open_next()? {
                return Ok(None);
            }
        }
    }
}

impl OpenDocument {
    fn with_text(
        &self,
        passage: store::Passage,
        participants: Vec<ParticipantId>,
        context: u32,
    ) -> table::CodedPassage {
        let store::Passage { coding, memo, important, account } = passage;
        let (text, index, turns, range) = (&self.text, &self.index, &self.turns, coding.range);
        let turn = turns.said_at(range.start);
        let wide = CharRange::new(range.start.0.saturating_sub(context), range.end.0.saturating_add(context));
        let wide = index.clamp(wide);
        table::CodedPassage {
            source: self.source,
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
        }
    }
}

impl Iterator for PassageReader<'_> {
    type Item = Result<(ListedPlace, PassageRow), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
