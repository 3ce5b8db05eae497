//! The contents of an export, read from the project but not yet in any format.

use super::book::{TranscriptReader, book};
use super::chosen::Chosen;
use super::evidence::evidence_passages;
use super::target::{Selection, has_room};
use crate::analysis::TableRequest;
use crate::engine::compare::{compare, full_table, json};
use crate::engine::error::Error;
use crate::engine::memos::memo_list;
use crate::engine::quote_table::{QuoteLimits, quote_table};
use crate::engine::reading::{PassageReader, network, read_passages, tabulated};
use crate::engine::{decision_table, dump, lists, provenance};
use crate::i18n::{self, Language};
use crate::interchange::codebook::{self, CodebookFormat};
use crate::interchange::files::WriteError;
use crate::interchange::plain::CodebookDump;
use crate::interchange::tables::{
    Error as TableError, PassageRows, TableFormat, WrittenTable, cut_in_memos, cut_in_table, memo_bytes, network_bytes,
    table_bytes, write_passages, write_table,
};
use crate::interchange::transcripts::{Book, write_docx, write_html};
use crate::model::{CodingId, Progress, Study, User, UserId};
use crate::store::Reads;
use crate::table::{MemoList, Network, PassageHeads, Shown, Table, Topic, View};
use crate::tr;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;

/// Passages are read while they are written.
pub(super) enum Contents<'a> {
    /// A table; its passages are included if the format has room for them.
    Table(Table, Option<(PassageHeads, Box<PassageReader<'a>>)>),
    Passages(PassageHeads, Box<PassageReader<'a>>),
    Memos(MemoList),
    /// As a table for a report, and as a dump that can be read back.
    Codebook(Table, CodebookDump),
    /// As a table, and with all figures as JSON.
    Agreement(Table, Vec<u8>),
    Transcripts(Book, Box<TranscriptReader<'a>>),
    Network(Network),
}

impl<'a> Contents<'a> {
    /// Reads the selection; `format` decides whether a table has its passages.
    pub fn read(
        reads: Reads<'a>,
        selection: &Selection,
        format: TableFormat,
        progress: &'a Progress,
    ) -> Result<Self, Error> {
        i18n::within(language_of(format), || Self::read_in_language(reads, selection, format, progress))
    }

    fn read_in_language(
        reads: Reads<'a>,
        selection: &Selection,
        format: TableFormat,
        progress: &'a Progress,
    ) -> Result<Self, Error> {
        Ok(match selection {
            Selection::Codings(filter) => {
                let study = reads.study()?;
                let users = filter.users.clone();
                let mut provenance = Chosen { users, ..Chosen::default() }.provenance(reads, &study)?;
                if let Some(codings) = &filter.codings {
                    let coders = named_coders(reads, &study, codings)?;
                    provenance.replace(Topic::Coders, Topic::Coders, &coders);
                }
                let (heads, reader) = read_passages(reads, Cow::Owned(study), filter, 0, progress)?;
                Self::Passages(PassageHeads { provenance, ..heads }, Box::new(reader))
            }
            Selection::Chosen(chosen) => {
                let study = reads.study()?;
                let filter = chosen.filter(reads, &study)?;
                let provenance = chosen.provenance(reads, &study)?;
                let (heads, reader) = read_passages(reads, Cow::Owned(study), &filter, 0, progress)?;
                Self::Passages(PassageHeads { provenance, ..heads }, Box::new(reader))
            }
            Selection::Table(query) | Selection::Shown { query, .. } if format.is_network() => {
                Self::Network(network(reads, query)?)
            }
            _ if format.is_network() => return Err(TableError::NoNetwork.into()),
            Selection::QuoteTable(query) => Self::Table(quote_table(reads, query, QuoteLimits::ALL, progress)?, None),
            Selection::Table(query) => {
                // A matrix is made to look at numbers, one of the project's own tables to be quoted.
                let with_passages =
                    format == TableFormat::Xlsx && matches!(query.request, TableRequest::Defined { .. });
                let evidence = with_passages.then(|| evidence_passages(reads, query, progress)).transpose()?;
                Self::Table(tabulated(reads, query)?, evidence)
            }
            Selection::Shown { query, view, quotes, passages } => {
                let table = if *quotes {
                    quote_table(reads, query, QuoteLimits::ALL, progress)?
                } else {
                    tabulated(reads, query)?
                };
                let evidence =
                    (*passages && has_room(format)).then(|| evidence_passages(reads, query, progress)).transpose()?;
                // Other programs read codes by codes with one list of codes for rows and columns.
                let is_for_programs = format == TableFormat::Json && query.request.cooccurrence().is_some();
                let view = if is_for_programs { View::default() } else { view.clone() };
                let shown = Shown::new(Arc::new(table), view).to_table();
                Self::Table(shown, evidence)
            }
            Selection::Codebook => {
                let list = lists::codebook(reads, format == TableFormat::Xlsx)?;
                Self::Codebook(list, dump::codebook(&reads.study()?.codebook, &reads.folders()?))
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
            Selection::Decisions(rule) => {
                Self::Table(decision_table::table(reads, rule, is_for_programs(format), progress)?, None)
            }
            Selection::Transcripts { .. } if !takes_transcripts(format) => return Err(Error::NoTranscriptFormat),
            Selection::Transcripts { chosen, memos } => {
                let (book, reader) = book(reads, reads.study()?, chosen, *memos, progress)?;
                Self::Transcripts(book, Box::new(reader))
            }
        })
    }

    /// Number of rows, or of documents of transcripts. Passages are counted when they are written.
    pub fn rows(&self) -> u64 {
        let rows = match self {
            Self::Table(table, _) | Self::Codebook(table, _) | Self::Agreement(table, _) => table.rows.len(),
            Self::Memos(list) => list.rows.len(),
            Self::Transcripts(book, _) => book.documents.len(),
            Self::Network(network) => network.nodes.len(),
            Self::Passages(..) => 0,
        };
        rows as u64
    }

    /// Writes the contents. What has to be put in order before it is written is kept in the folder `scratch`, in a file
    /// without a name.
    pub fn write<W: Write + Seek>(
        self,
        format: TableFormat,
        scratch: &Path,
        out: &mut W,
    ) -> Result<WrittenTable, WriteError<Error>> {
        i18n::within(language_of(format), || self.write_in_language(format, scratch, out))
    }

    fn write_in_language<W: Write + Seek>(
        self,
        format: TableFormat,
        scratch: &Path,
        out: &mut W,
    ) -> Result<WrittenTable, WriteError<Error>> {
        let rows = self.rows();
        match self {
            Self::Passages(heads, reader) => {
                let rows = &mut reader.map(|passage| Ok(passage?.1));
                write_passages(PassageRows { heads: &heads, rows }, format, scratch, out)
            }
            Self::Table(table, Some((heads, reader))) => {
                let rows = &mut reader.map(|passage| Ok(passage?.1));
                let passages = PassageRows { heads: &heads, rows };
                let WrittenTable { cut, .. } = write_table(&table, Some(passages), format, scratch, out)?;
                Ok(WrittenTable { rows: table.rows.len() as u64, cut })
            }
            Self::Transcripts(book, mut reader) => {
                match format {
                    TableFormat::Docx => write_docx(&book, &mut reader, scratch, out)?,
                    TableFormat::Html => write_html(&book, &mut reader, out)?,
                    _ => return Err(WriteError::Contents(Error::NoTranscriptFormat)),
                }
                Ok(WrittenTable { rows, cut: 0 })
            }
            contents => {
                let cut = contents.cut(format);
                out.write_all(&contents.bytes(format).map_err(WriteError::Contents)?)?;
                Ok(WrittenTable { rows, cut })
            }
        }
    }

    /// Returns the bytes of contents that are in memory: not of passages and transcripts.
    pub fn bytes(&self, format: TableFormat) -> Result<Vec<u8>, Error> {
        i18n::within(language_of(format), || self.bytes_in_language(format))
    }

    fn bytes_in_language(&self, format: TableFormat) -> Result<Vec<u8>, Error> {
        Ok(match (self, format) {
            (Self::Passages(..) | Self::Transcripts(..), _) => vec![],
            (Self::Network(network), _) => network_bytes(network, format)?,
            (Self::Table(table, _), _) => table_bytes(table, None, format)?,
            (Self::Memos(list), _) => memo_bytes(list, format)?,
            (Self::Codebook(_, book), TableFormat::Json | TableFormat::Csv) => {
                let form = if format == TableFormat::Json { CodebookFormat::Json } else { CodebookFormat::Csv };
                codebook::render(book, form).map_err(TableError::from)?
            }
            // For readers, with counts. Of these, only workbooks are read back.
            (Self::Codebook(table, _), _) => table_bytes(table, None, format)?,
            (Self::Agreement(_, json), TableFormat::Json) => json.clone(),
            (Self::Agreement(table, _), _) => table_bytes(table, None, format)?,
        })
    }

    /// Number of texts that are too long for a cell of a workbook, without those of passages.
    pub fn cut(&self, format: TableFormat) -> usize {
        match self {
            _ if format != TableFormat::Xlsx => 0,
            Self::Table(table, _) | Self::Codebook(table, _) | Self::Agreement(table, _) => cut_in_table(table),
            Self::Memos(list) => cut_in_memos(list),
            Self::Passages(..) | Self::Transcripts(..) | Self::Network(_) => 0,
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
            Self::Codebook(_, book) if matches!(format, TableFormat::Csv | TableFormat::Xlsx) => unused_values(book),
            Self::Table(..) | Self::Codebook(..) | Self::Agreement(..) => None,
            Self::Passages(heads, _) => no_room_for_passages(heads, format),
            Self::Memos(_) | Self::Transcripts(..) | Self::Network(_) => None,
        }
    }
}

/// Says that texts were cut to the size of a cell, if there are any.
pub(super) fn ends_cut(texts: usize) -> Option<String> {
    (texts > 0).then(|| {
        tr!("the end of {n} text that is too long for a cell"
            | "the ends of {n} texts that are too long for a cell" % texts)
    })
}

/// Returns what the format has no room for of passages.
pub(super) fn no_room_for_passages(heads: &PassageHeads, format: TableFormat) -> Option<String> {
    match format {
        TableFormat::Docx => Some(
            tr!("attributes, dimensions, dates, and which passages are important or whose experience they are about: \
                 passages are listed as quotations under their codes")
            .to_owned(),
        ),
        TableFormat::Csv | TableFormat::Json => heads.provenance.get(Topic::NotListed).map(str::to_owned),
        TableFormat::Text
        | TableFormat::Md
        | TableFormat::Html
        | TableFormat::Xlsx
        | TableFormat::Graphml
        | TableFormat::Gexf => None,
    }
}

/// Heads, notes and values of formats for other programs are the same in every language.
pub(super) fn language_of(format: TableFormat) -> Language {
    if is_for_programs(format) { Language::English } else { i18n::current() }
}

/// True for formats that other programs read, in which names and heads never change.
fn is_for_programs(format: TableFormat) -> bool {
    match format {
        TableFormat::Csv | TableFormat::Json | TableFormat::Graphml | TableFormat::Gexf => true,
        TableFormat::Xlsx | TableFormat::Md | TableFormat::Html | TableFormat::Docx | TableFormat::Text => false,
    }
}

/// Names the coders of passages that were selected one by one.
fn named_coders(reads: Reads<'_>, study: &Study, codings: &[CodingId]) -> Result<String, Error> {
    let listed: HashSet<CodingId> = codings.iter().copied().collect();
    let facts = reads.facts(&[])?;
    let users: HashSet<UserId> =
        facts.iter().filter(|fact| listed.contains(&fact.coding)).map(|fact| fact.user).collect();
    let mut coders: Vec<&str> =
        study.users.iter().filter(|user| users.contains(&user.id)).map(User::shown_name).collect();
    coders.sort_unstable();
    Ok(i18n::joined(&coders))
}

/// True for formats with a margin.
pub(super) fn takes_transcripts(format: TableFormat) -> bool {
    matches!(format, TableFormat::Docx | TableFormat::Html)
}

/// Names the values of dimensions that no code has: tables have one row per code.
fn unused_values(book: &CodebookDump) -> Option<String> {
    let used: HashSet<&(String, String)> = book.walk().flat_map(|walked| &walked.code.dimensions).collect();
    let all =
        book.dimensions.iter().flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())));
    let unused: Vec<String> =
        all.filter(|value| !used.contains(value)).map(|(name, value)| format!("{name}: {value}")).collect();
    (!unused.is_empty())
        .then(|| tr!("values of dimensions that no code has ({values})", values = i18n::few(&unused, 8)))
}
