//! The codebook, the participants and the documents as tables for reports.

use super::provenance;
use crate::engine::error::Error;
use crate::i18n::Language;
use crate::interchange::codebook::report_heads;
use crate::model::{Count, Definition, Described, NameKey, Study, User, Variable, VariableKind};
use crate::store::Reads;
use crate::table::{Cell, Row, Table};
use crate::{i18n, tr};
use std::collections::{HashMap, HashSet};
use strum::IntoEnumIterator;

/// Returns one row per code: its definition, its value of each dimension, its number of passages and, if the table is to be
/// read back, its colour.
pub fn codebook(reads: Reads<'_>, is_read_back: bool) -> Result<Table, Error> {
    let study = reads.study()?;
    let counts = reads.code_counts(&study.counted(&[]))?;
    let of_consensus = study.consensus().map(|_| {
        tr!("The numbers of passages are those of the consensus coding. Passages of the coders themselves are not counted.")
    });
    let book = &study.codebook;
    let [head, definition, passages, color] = report_heads();
    let mut columns = vec![definition.to_owned()];
    columns.extend(book.dimensions.iter().map(|dimension| dimension.name.clone()));
    columns.push(passages.to_owned());
    columns.extend(is_read_back.then(|| color.to_owned()));
    let rows = book.codes().iter().map(|code| {
        let mut cells = vec![Cell::Text(Definition::shown(&code.description))];
        cells.extend(book.dimensions.iter().map(|dimension| {
            let assigned = code.dimensions.iter().find(|(id, _)| *id == dimension.id);
            Cell::Text(assigned.and_then(|(_, value)| dimension.values.get(*value)).cloned().unwrap_or_default())
        }));
        cells.push(Cell::Value(counts.get(&code.id).copied().unwrap_or(0)));
        cells.extend(is_read_back.then(|| Cell::Text(code.color.clone())));
        Row { header: vec![book.path(code.id).to_string()], cells }
    });
    Ok(Table {
        name: "codebook".into(),
        title: tr!("Codebook").into(),
        row_headers: vec![head.into()],
        columns,
        rows: rows.collect(),
        footnotes: of_consensus.map(str::to_owned).into_iter().collect(),
        ..list_of(reads, &study)?
    })
}

/// Returns one row per participant: attributes and documents.
pub fn participants(reads: Reads<'_>) -> Result<Table, Error> {
    let study = reads.study()?;
    let others = [tr!("head of a list" => "participant"), tr!("head of a list" => "documents")].map(str::to_owned);
    let mut columns = attribute_heads(&study, Described::Participants, &others);
    columns.push(tr!("head of a list" => "documents").into());
    let kinds: Vec<VariableKind> = study.variables.iter().map(|variable| variable.kind).collect();
    let rows = study.participants.iter().map(|participant| {
        let mut cells: Vec<Cell> =
            kinds.iter().zip(&participant.values).map(|(&kind, value)| attribute(value.as_deref(), kind)).collect();
        let documents = study.sources.iter().filter(|source| source.has(participant.id));
        cells.push(Cell::Text(i18n::joined(&documents.map(|source| source.name.as_str()).collect::<Vec<_>>())));
        Row { header: vec![participant.name.clone()], cells }
    });
    Ok(Table {
        name: "participants".into(),
        title: tr!("Participants").into(),
        row_headers: vec![tr!("head of a list" => "participant").into()],
        columns,
        rows: rows.collect(),
        ..list_of(reads, &study)?
    })
}

fn attribute(value: Option<&str>, kind: VariableKind) -> Cell {
    Cell::Attribute { value: value.unwrap_or_default().to_owned(), kind }
}

/// Returns one row per document: its participant, its length, the amount of coding by each coder, and its attributes.
/// `for_programs`: in a format in which names never change.
pub fn documents(reads: Reads<'_>, for_programs: bool) -> Result<Table, Error> {
    let study = reads.study()?;
    let progress = reads.document_progress()?;
    let coders: Vec<_> = study.users.iter().collect();
    let mut columns = of_documents().map(str::to_owned).to_vec();
    // With a single coder, all passages are by that coder.
    let apart = coders.len() > 1;
    let name = |user: &User| if for_programs { user.name.clone() } else { user.shown_name().to_owned() };
    if apart {
        columns.extend(coders.iter().map(|user| tr!("head of a list" => "passages by {coder}", coder = name(user))));
    }
    let attributes = attribute_heads(&study, Described::Documents, &columns);
    columns.extend(attributes);
    let document = columns.remove(0);
    let rows = study.sources.iter().map(|source| {
        let names: Vec<&str> =
            study.participants_of(&source.participants()).iter().map(|found| found.name.as_str()).collect();
        let mut cells = vec![
            Cell::Text(i18n::clauses(&names)),
            Cell::Value(source.characters.into()),
            Cell::Value(progress.passages_in(source.id, study.coders().map(|user| user.id))),
        ];
        if apart {
            cells.extend(
                coders.iter().map(|user| Cell::Value(progress.passages_in(source.id, std::iter::once(user.id)))),
            );
        }
        let values = study.document_variables.iter().zip(&source.values);
        cells.extend(values.map(|(variable, value)| attribute(value.as_deref(), variable.kind)));
        Row { header: vec![source.name.clone()], cells }
    });
    Ok(Table {
        name: "documents".into(),
        title: tr!("Documents").into(),
        row_headers: vec![document],
        columns,
        rows: rows.collect(),
        ..list_of(reads, &study)?
    })
}

/// The heads of the first columns of the list of documents.
fn of_documents() -> [&'static str; 4] {
    [
        tr!("head of a list" => "document"),
        tr!("head of a list" => "participant"),
        tr!("head of a list" => "characters"),
        tr!("head of a list" => "passages"),
    ]
}

/// Returns the heads of the attributes: their names, noted where another column has the same head.
fn attribute_heads(study: &Study, of: Described, others: &[String]) -> Vec<String> {
    let head = |variable: &Variable| match others.contains(&variable.name) {
        true => noted(of, &variable.name),
        false => variable.name.clone(),
    };
    study.attributes(of).iter().map(head).collect()
}

fn noted(of: Described, name: &str) -> String {
    match of {
        Described::Participants => tr!("{name} (of participants)", name),
        Described::Documents => tr!("{name} (of documents)", name),
    }
}

/// Returns the columns of a list of documents, as [`documents`] makes it in any language, that hold what the program knows
/// itself: no name and no attributes. Empty for any other table.
#[must_use]
pub fn derived_columns(header: &[String]) -> Vec<usize> {
    let derived = |language| i18n::within(language, || derived_in_language(header));
    Language::iter().find_map(derived).unwrap_or_default()
}

fn derived_in_language(header: &[String]) -> Option<Vec<usize>> {
    const CODER: char = '\u{0}';
    let first = of_documents();
    if header.len() < first.len() || !header.iter().zip(first).all(|(head, first)| head == first) {
        return None;
    }
    let by_coder = tr!("head of a list" => "passages by {coder}", coder = CODER);
    let (before, after) = by_coder.split_once(CODER)?;
    let is_by_coder = |head: &&String| head.starts_with(before.trim_end()) && head.ends_with(after.trim_start());
    let by_coders = header.iter().skip(first.len()).take_while(is_by_coder).count();
    Some((1..first.len() + by_coders).collect())
}

/// The attributes that columns of a table name.
pub struct NamedAttributes<'s>(HashMap<NameKey, &'s Variable>);

impl<'s> NamedAttributes<'s> {
    /// In a list of this program, in any language, an attribute with the head of another column is noted.
    #[must_use]
    pub fn new(study: &'s Study, of: Described, header: &[String]) -> Self {
        let heads: HashSet<NameKey> = header.iter().map(|head| NameKey::caseless(head)).collect();
        let key = |variable: &Variable| {
            let noted = Language::iter()
                .map(|language| i18n::within(language, || NameKey::caseless(&noted(of, &variable.name))));
            { noted }.find(|key| heads.contains(key)).unwrap_or_else(|| NameKey::caseless(&variable.name))
        };
        Self(study.attributes(of).iter().map(|variable| (key(variable), variable)).collect())
    }

    #[must_use]
    pub fn find(&self, head: &str) -> Option<&'s Variable> {
        self.0.get(&NameKey::caseless(head)).copied()
    }
}

/// Returns an empty table with the properties that all lists share.
fn list_of(reads: Reads<'_>, study: &Study) -> Result<Table, Error> {
    let provenance = provenance::of_list(reads, &study.project.name)?;
    Ok(Table { count: Count::Passages, provenance, ..Table::default() })
}
