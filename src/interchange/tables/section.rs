//! A table or a list with its rows, which may be read while they are written.

use super::Error;
use super::content::{Content, Entry, passage_row};
use crate::interchange::files::WriteError;
use crate::table::{PassageHeads, PassageList, PassageRow};

/// Passages that are written as they are read, one after another.
pub struct PassageRows<'a, E> {
    pub heads: &'a PassageHeads,
    /// Ends after an error.
    pub rows: &'a mut dyn Iterator<Item = Result<PassageRow, E>>,
}

pub(super) struct Section<'a, E> {
    pub content: Content<'a>,
    /// Passages that were read before their turn.
    ahead: Vec<PassageRow>,
    /// Only of passages.
    rest: Option<&'a mut dyn Iterator<Item = Result<PassageRow, E>>>,
}

impl<'a, E> From<Content<'a>> for Section<'a, E> {
    fn from(content: Content<'a>) -> Self {
        Self { content, ahead: vec![], rest: None }
    }
}

impl<'a, E> From<PassageRows<'a, E>> for Section<'a, E> {
    fn from(PassageRows { heads, rows }: PassageRows<'a, E>) -> Self {
        Self { content: Content::Passages(heads), ahead: vec![], rest: Some(rows) }
    }
}

impl<E> Section<'_, E> {
    /// Shows the first rows, at most this many, which come again when all are written.
    pub fn peek(&mut self, most: usize, mut see: impl FnMut(&[Entry<'_>])) -> Result<(), WriteError<E>> {
        let Content::Passages(heads) = self.content else {
            (0..self.content.len().min(most)).for_each(|row| see(&self.content.row(row)));
            return Ok(());
        };
        while self.ahead.len() < most
            && let Some(row) = self.rest.as_mut().and_then(|rest| rest.next())
        {
            self.ahead.push(row.map_err(WriteError::Contents)?);
        }
        self.ahead.iter().take(most).for_each(|row| see(&passage_row(heads, row)));
        Ok(())
    }

    /// Gives each row with its entries, one per header; returns how many there are.
    pub fn each(
        self,
        mut row: impl FnMut(usize, &[Entry<'_>]) -> Result<(), WriteError<E>>,
    ) -> Result<u64, WriteError<E>> {
        match self.content {
            Content::Passages(heads) => self.each_passage(|number, passage| row(number, &passage_row(heads, passage))),
            Content::Table(_) | Content::Memos(_) => {
                for number in 0..self.content.len() {
                    row(number, &self.content.row(number))?;
                }
                Ok(self.content.len() as u64)
            }
        }
    }

    /// Gives each passage; returns how many there are.
    pub fn each_passage(
        self,
        mut give: impl FnMut(usize, &PassageRow) -> Result<(), WriteError<E>>,
    ) -> Result<u64, WriteError<E>> {
        let mut number = 0;
        let ahead = self.ahead.into_iter().map(Ok);
        for passage in ahead.chain(self.rest.into_iter().flatten()) {
            give(number, &passage.map_err(WriteError::Contents)?)?;
            number += 1;
        }
        Ok(number as u64)
    }
}

/// The rows of a list as if they were being read.
pub(super) fn rows_of(list: &PassageList) -> impl Iterator<Item = Result<PassageRow, Error>> {
    list.rows.iter().cloned().map(Ok)
}
