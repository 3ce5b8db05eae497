//! The contents of an export, read from the project but not yet in any format.

use super::book::book;
use super::chosen::Chosen;
use super::evidence::evidence_passages;
use super::target::{Selection, has_room};
use crate::engine::compare::{compare, full_table, json};
use crate::engine::error::Error;
use crate::engine::memos::memo_list;
use crate::engine::quote_table::{QuoteLimits, quote_table};
use crate::engine::reading::{listed_passages, tabulated};
use crate::engine::{dump, lists, provenance};
use crate::i18n::{self, Language};
use crate::interchange::codebook::{self, CodebookFormat};
use crate::interchange::plain::CodebookDump;
use crate::interchange::tables::{
    Error as TableError, TableFormat, cut_in_memos, cut_in_passages, cut_in_table, write, write_memos, write_passages,
};
use crate::interchange::transcripts::{Book, write_docx, write_html};
use crate::model::Progress;
use crate::store::Reads;
use crate::table::{MemoList, PassageList, Shown, Table, Topic};
use crate::tr;
use std::sync::Arc;

pub(super) enum Contents {
    /// A table; its passages are included if the format has room for them.
    Table(Table, Option<PassageList>),
    Passages(PassageList),
    Memos(MemoList),
    /// As a table for a report, and as a dump that can be read back.
    Codebook(Table, CodebookDump),
    /// As a table, and with all figures as JSON.
    Agreement(Table, Vec<u8>),
    Transcripts(Book),
}

impl Contents {
    /// Reads the selection; `format` decides whether a table's passages are read.
    pub fn read(
        reads: Reads<'_>,
        selection: &Selection,
        format: TableFormat,
        progress: &Progress,
    ) -> Result<Self, Error> {
        i18n::within(language_of(format), || Self::read_in_language(reads, selection, format, progress))
    }

    fn read_in_language(
        reads: Reads<'_>,
        selection: &Selection,
        format: TableFormat,
        progress: &Progress,
    ) -> Result<Self, Error> {
        Ok(match selection {
            Selection::Codings(filter) => {
                let study = reads.study()?;
                let mut list = listed_passages(reads, &study, filter, 0, progress)?.list;
                let users = filter.users.clone();
                list.provenance = Chosen { users, ..Chosen::default() }.provenance(reads, &study)?;
                if filter.codings.is_some() {
                    name_coders(&mut list);
                }
                Self::Passages(list)
            }
            Selection::Chosen(chosen) => {
                let study = reads.study()?;
                let filter = chosen.filter(reads, &study)?;
                let mut list = listed_passages(reads, &study, &filter, 0, progress)?.list;
                list.provenance = chosen.provenance(reads, &study)?;
                Self::Passages(list)
            }
            Selection::QuoteTable(query) => Self::Table(quote_table(reads, query, QuoteLimits::ALL, progress)?, None),
            Selection::Table(query) => {
                let evidence =
                    (format == TableFormat::Xlsx).then(|| evidence_passages(reads, query, progress)).transpose()?;
                Self::Table(tabulated(reads, query)?, evidence.map(|found| found.list))
            }
            Selection::Shown { query, view, quotes, passages } => {
                let table = if *quotes {
                    quote_table(reads, query, QuoteLimits::ALL, progress)?
                } else {
                    tabulated(reads, query)?
                };
                let evidence = (*passages && has_room(format) && !quotes)
                    .then(|| evidence_passages(reads, query, progress))
                    .transpose()?;
                let shown = Shown::new(Arc::new(table), view.clone()).to_table();
                Self::Table(shown, evidence.map(|found| found.list))
            }
            Selection::Codebook => {
                Self::Codebook(lists::codebook(reads)?, dump::codebook(&reads.study()?.codebook, &reads.folders()?))
            }
            Selection::Memos => {
                let mut list = memo_list(reads)?;
                list.provenance = provenance::of_list(reads, &reads.study()?.project.name)?;
                Self::Memos(list)
            }
            Selection::Participants => Self::Table(lists::participants(reads)?, None),
            Selection::Documents => Self::Table(lists::documents(reads, is_for_programs(format))?, None),
            Selection::Agreement(settings) => {
                let (study, compared) = (reads.study()?, compare(reads, settings, progress)?);
                Self::Agreement(full_table::table(&study, &compared), json::bytes(&study, &compared))
            }
            Selection::Transcripts { .. } if !takes_transcripts(format) => return Err(Error::NoTranscriptFormat),
            Selection::Transcripts { chosen, memos } => {
                Self::Transcripts(book(reads, &reads.study()?, chosen, *memos, progress)?)
            }
        })
    }

    /// Number of rows, or of documents of transcripts.
    pub fn rows(&self) -> u64 {
        let rows = match self {
            Self::Table(table, _) | Self::Codebook(table, _) | Self::Agreement(table, _) => table.rows.len(),
            Self::Passages(list) => list.rows.len(),
            Self::Memos(list) => list.rows.len(),
            Self::Transcripts(book) => book.documents.len(),
        };
        rows as u64
    }

    pub fn bytes(&self, format: TableFormat) -> Result<Vec<u8>, Error> {
        i18n::within(language_of(format), || self.bytes_in_language(format))
    }

    fn bytes_in_language(&self, format: TableFormat) -> Result<Vec<u8>, Error> {
        Ok(match (self, format) {
            (Self::Table(table, evidence), _) => write(table, evidence.as_ref(), format)?,
            (Self::Passages(list), _) => write_passages(list, format)?,
            (Self::Memos(list), _) => write_memos(list, format)?,
            (Self::Codebook(_, book), TableFormat::Json | TableFormat::Csv) => {
                let form = if format == TableFormat::Json { CodebookFormat::Json } else { CodebookFormat::Csv };
                codebook::render(book, form).map_err(TableError::from)?
            }
            // For a report: with counts, and not to be read back.
            (Self::Codebook(table, _), _) => write(table, None, format)?,
            (Self::Agreement(_, json), TableFormat::Json) => json.clone(),
            (Self::Agreement(table, _), _) => write(table, None, format)?,
            (Self::Transcripts(book), TableFormat::Docx) => write_docx(book).map_err(TableError::from)?,
            (Self::Transcripts(book), TableFormat::Html) => write_html(book).into_bytes(),
            (Self::Transcripts(_), _) => return Err(Error::NoTranscriptFormat),
        })
    }

    /// Returns descriptions of what the format has no room for.
    pub fn left_out(&self, format: TableFormat) -> Vec<String> {
        let cut = self.cut(format);
        let cut = (cut > 0).then(|| {
            tr!("the end of {n} text that is too long for a cell"
                | "the ends of {n} texts that are too long for a cell" % cut)
        });
        cut.into_iter().chain(self.no_room(format)).collect()
    }

    /// Number of texts that are too long for a cell of a workbook.
    pub fn cut(&self, format: TableFormat) -> usize {
        match self {
            _ if format != TableFormat::Xlsx => 0,
            Self::Table(table, evidence) => cut_in_table(table, evidence.as_ref()),
            Self::Codebook(table, _) | Self::Agreement(table, _) => cut_in_table(table, None),
            Self::Passages(list) => cut_in_passages(list),
            Self::Memos(list) => cut_in_memos(list),
            Self::Transcripts(_) => 0,
        }
    }

    /// Notes under a table that a file in this format does not contain.
    pub fn notes_without_room(&self, format: TableFormat) -> Vec<String> {
        match self {
            Self::Table(table, _) | Self::Agreement(table, _) if format == TableFormat::Csv => table.notes(),
            _ => vec![],
        }
    }

    /// Returns the notes below a codebook, where the file is not one that is read back.
    pub fn codebook_notes(&self, format: TableFormat) -> Vec<String> {
        match self {
            Self::Codebook(table, _) if !matches!(format, TableFormat::Csv | TableFormat::Json) => table.notes(),
            _ => vec![],
        }
    }

    /// Returns what the format has no room for, apart from texts that are cut.
    pub fn no_room(&self, format: TableFormat) -> Option<String> {
        match self {
            Self::Agreement(..) if format == TableFormat::Csv => Some(
                tr!("the notes under the table, and how, when and with which program it was counted: this format holds only rows")
                    .into(),
            ),
            Self::Table(table, _) if format == TableFormat::Csv => {
                let notes: Vec<String> = table.notes().iter().map(|note| tr!("“{words}”", words = note)).collect();
                Some(match notes.len() {
                    0 => tr!("how, when and with which program it was counted: this format holds only rows").to_owned(),
                    count => tr!(
                        "how, when and with which program it was counted, and the note {notes}: this format holds only rows"
                            | "how, when and with which program it was counted, and the notes {notes}: this format holds \
                               only rows" % count,
                        notes = i18n::sentences(&notes)
                    ),
                })
            }
            Self::Table(..) | Self::Codebook(..) | Self::Agreement(..) => None,
            Self::Passages(_) if format == TableFormat::Docx => {
                Some(
                    tr!(
                        "attributes, dimensions, dates, and which passages are important or whose experience they are \
                         about: passages are listed as quotations under their codes"
                    )
                    .to_owned(),
                )
            }
            Self::Passages(list) if matches!(format, TableFormat::Csv | TableFormat::Json) => {
                list.provenance.get(Topic::NotListed).map(str::to_owned)
            }
            Self::Passages(_) | Self::Memos(_) | Self::Transcripts(_) => None,
        }
    }
}

/// Heads, notes and values of formats for other programs are the same in every language.
pub(super) fn language_of(format: TableFormat) -> Language {
    if is_for_programs(format) { Language::English } else { i18n::current() }
}

/// True for formats that other programs read, in which names and heads never change.
fn is_for_programs(format: TableFormat) -> bool {
    match format {
        TableFormat::Csv | TableFormat::Json => true,
        TableFormat::Xlsx | TableFormat::Md | TableFormat::Html | TableFormat::Docx | TableFormat::Text => false,
    }
}

/// Names the coders of passages that were selected one by one.
fn name_coders(list: &mut PassageList) {
    let mut coders: Vec<&str> = list.rows.iter().map(|row| row.coder_for_readers()).collect();
    coders.sort_unstable();
    coders.dedup();
    let coders = i18n::joined(&coders);
    list.provenance.replace(Topic::Coders, Topic::Coders, &coders);
}

/// True for formats with a margin.
pub(super) fn takes_transcripts(format: TableFormat) -> bool {
    matches!(format, TableFormat::Docx | TableFormat::Html)
}
