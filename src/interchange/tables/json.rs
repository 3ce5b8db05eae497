//! JSON with the keys that the command line documents. Numbers are JSON numbers; 10.0 is written as 10.

use super::content::moment;
use super::section::Section;
use crate::analysis::cooccurrence::{CooccurrenceUnit, coefficient};
use crate::analysis::tabulation::MATRIX;
use crate::analysis::{LeftOut, TabulationKind};
use crate::interchange::files::WriteError;
use crate::model::{Account, VariableKind, values::number};
use crate::table::number::{clock, percent_in_table};
use crate::table::{
    AttributeColumn, Cell, MemoList, MemoRow, PassageHeads, PassageParticipant, PassageRow, Row, Table, Totals,
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

#[derive(Serialize)]
struct Matrix<'a> {
    rows: Vec<&'a str>,
    columns: &'a [String],
    count: &'static str,
    cells: Vec<Vec<Value>>,
    row_totals: &'a [u64],
    column_totals: &'a [u64],
    total: Option<u64>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<Value>,
    /// Places of the rows and of the columns about which the consensus coding says nothing.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    rows_without_consensus: &'a BTreeSet<usize>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    columns_without_consensus: &'a BTreeSet<usize>,
}

#[derive(Serialize)]
struct Cooccurrence<'a> {
    unit: &'static str,
    codes: &'a [String],
    totals: &'a [u64],
    counts: Vec<Vec<u64>>,
    coefficient: Vec<Vec<Option<f64>>>,
    notes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<Value>,
}

/// What a table does not count, with the reasons.
fn left_out(table: &Table) -> Vec<Value> {
    let entry = |one: &LeftOut| json!({ "passages": one.passages, "reason": one.reason.name() });
    table.not_counted().map(entry).collect()
}

/// The name of what a table counts.
fn counted(table: &Table) -> &'static str {
    match table.kind {
        TabulationKind::Cooccurrence(unit) => unit.counted(),
        TabulationKind::Matrix | TabulationKind::Dimensions | TabulationKind::Typology => table.count.name(),
    }
}

fn cooccurrence(table: &Table, totals: &Totals, unit: CooccurrenceUnit) -> io::Result<Vec<u8>> {
    let number = |cell: &Cell| if let Cell::Value(n) = cell { *n } else { 0 };
    let coefficients = |(row, total): (&Row, &u64)| -> Vec<Option<f64>> {
        row.cells
            .iter()
            .zip(&totals.columns)
            .map(|(cell, of_column)| coefficient(number(cell), *total, *of_column))
            .collect()
    };
    Ok(serde_json::to_vec(&Cooccurrence {
        unit: unit.name(),
        codes: &table.columns,
        totals: &totals.rows,
        counts: table.rows.iter().map(|row| row.cells.iter().map(number).collect()).collect(),
        coefficient: table.rows.iter().zip(&totals.rows).map(coefficients).collect(),
        notes: table.notes(),
        left_out: left_out(table),
    })?)
}

pub(super) fn table(table: &Table) -> io::Result<Vec<u8>> {
    let mut bytes = match (&table.totals, table.kind) {
        (Some(totals), TabulationKind::Cooccurrence(unit)) if totals.shares.is_none() && table.name != MATRIX => {
            cooccurrence(table, totals, unit)?
        }
        (Some(totals), TabulationKind::Matrix | TabulationKind::Cooccurrence(_)) if totals.shares.is_none() => {
            serde_json::to_vec(&Matrix {
                rows: table.rows.iter().map(|row| row.header.first().map_or("", String::as_str)).collect(),
                columns: &table.columns,
                count: counted(table),
                cells: table.rows.iter().map(|row| row.cells.iter().map(bare).collect()).collect(),
                row_totals: &totals.rows,
                column_totals: &totals.columns,
                total: totals.total,
                notes: table.notes(),
                left_out: left_out(table),
                rows_without_consensus: &table.without_consensus.rows,
                columns_without_consensus: &table.without_consensus.columns,
            })?
        }
        _ => {
            let row = |row: &crate::table::Row| json!({ "header": row.header, "cells": row.cells.iter().map(cell).collect::<Vec<_>>() });
            let mut out = json!({
                "name": table.name,
                "title": table.title,
                "count": counted(table),
                "row_headers": table.row_headers,
                "columns": table.columns,
                "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
                "notes": table.notes(),
            });
            if let Some(out) = out.as_object_mut() {
                if let left_out @ [_, ..] = left_out(table).as_slice() {
                    out.insert("left_out".into(), left_out.into());
                }
                if let Some(shares) = table.totals.as_ref().and_then(|totals| totals.shares.as_ref()) {
                    let cells = |cells: &[Cell]| cells.iter().map(cell).collect::<Vec<_>>();
                    out.insert("row_totals".into(), cells(&shares.rows).into());
                    out.insert("column_totals".into(), cells(&shares.columns).into());
                    out.insert("total".into(), cell(&shares.total));
                }
            }
            serde_json::to_vec_pretty(&out)?
        }
    };
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes one passage per line, so that two versions can be compared. Returns their number.
pub(super) fn passages<E>(
    heads: &PassageHeads,
    section: Section<'_, E>,
    out: &mut dyn Write,
) -> Result<u64, WriteError<E>> {
    out.write_all(b"[")?;
    let rows = section.each_passage(|place, row| {
        out.write_all(if place == 0 { b"\n" } else { b",\n" })?;
        Ok(serde_json::to_writer(&mut *out, &passage(heads, row)).map_err(io::Error::from)?)
    })?;
    out.write_all(b"\n]\n")?;
    Ok(rows)
}

pub(super) fn memos(list: &MemoList) -> io::Result<Vec<u8>> {
    let memo = |row: &MemoRow| {
        json!({
            "kind": row.kind.name(),
            "on": row.on,
            "passage": row.passage,
            "code": row.code,
            "memo": row.text,
            "coder": row.coder,
            "created": moment(row.created),
        })
    };
    let mut bytes = serde_json::to_vec_pretty(&list.rows.iter().map(memo).collect::<Vec<_>>())?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn bare(cell: &Cell) -> Value {
    if let Cell::Value(n) = cell { json!(n) } else { Value::Null }
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Items(items) => {
            let item = |i: &crate::table::CellItem| json!({ "code": i.code, "label": i.label, "count": i.count });
            json!({ "items": items.iter().map(item).collect::<Vec<_>>() })
        }
        Cell::Value(n) => json!({ "value": n }),
        Cell::Mean(number) | Cell::Figure(number) => json!({ "value": numeric(*number) }),
        Cell::Share(share) => json!({ "text": percent_in_table(*share), "value": numeric(*share) }),
        Cell::Range(least, greatest) => json!({ "range": [numeric(*least), numeric(*greatest)] }),
        Cell::Quotes { quotes, more } => {
            let quote = |q: &crate::table::Quote| {
                let mut quote = json!({
                    "document": q.document, "participant": q.participant, "start": q.start, "end": q.end, "text": q.words
                });
                if let (false, Some(quote)) = (q.codes.is_empty(), quote.as_object_mut()) {
                    quote.insert("codes".into(), json!(q.codes));
                }
                quote
            };
            json!({ "quotes": quotes.iter().map(quote).collect::<Vec<_>>(), "more": more })
        }
        Cell::Text(text) => json!({ "text": text }),
        Cell::Attribute { value, kind } => match number(value).filter(|_| *kind == VariableKind::Number) {
            Some(number) => json!({ "value": numeric(number) }),
            None => json!({ "text": value }),
        },
        Cell::Undefined(reason) => json!({ "undefined": reason }),
    }
}

/// Writes a whole number without a fraction if a double holds it exactly.
fn numeric(number: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT { json!(number as i64) } else { json!(number) }
}

fn passage(heads: &PassageHeads, row: &PassageRow) -> Value {
    let object = |columns: &[AttributeColumn], values: &[Option<String>]| -> Map<String, Value> {
        let values = columns.iter().zip(values).map(|(column, value)| {
            let number = value.as_deref().and_then(number).filter(|_| column.kind == VariableKind::Number);
            (column.name.clone(), number.map_or_else(|| json!(value), numeric))
        });
        values.collect()
    };
    let attributes = |one: &PassageParticipant| object(&heads.attributes, &one.values);
    let only = match row.participants.as_slice() {
        [one] => Some(one),
        _ => None,
    };
    let dimensions = heads.dimensions.iter().zip(&row.dimensions);
    let dimensions = dimensions.filter_map(|(name, value)| Some((name.clone(), json!(value.as_ref()?))));
    json!({
        "document": row.document,
        "participant": only.map(|one| &one.name),
        "participants": row.participants.iter().map(|one| &one.name).collect::<Vec<_>>(),
        "attributes": only.map(attributes).unwrap_or_default(),
        "participant_attributes": row.participants.iter().map(attributes).collect::<Vec<_>>(),
        "document_attributes": object(&heads.document_attributes, &row.document_values),
        "code": row.code,
        "facets": dimensions.collect::<Map<_, _>>(),
        "coder": row.coder,
        "start": row.start,
        "end": row.end,
        "text": row.text,
        "memo": row.memo,
        "created": moment(row.created),
        "important": row.important,
        "turn": row.turn,
        "speaker": row.speaker(),
        "speakers": row.speakers.iter().map(|voice| &voice.label).collect::<Vec<_>>(),
        "time": row.time.map(clock),
        "account": row.account.as_ref().map(Account::key),
    })
}
