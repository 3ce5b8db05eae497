//! The co-occurrence of codes as a network.

use super::grid::{Cell, Table};
use crate::analysis::cooccurrence::coefficient;
use crate::model::Code;
use crate::model::codebook::rgb;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    pub title: String,
    /// What was counted and how, and what was left out.
    pub notes: Vec<String>,
    /// The codes, in the order of the table.
    pub nodes: Vec<NetworkNode>,
    /// The pairs of codes that co-occur, each once.
    pub edges: Vec<NetworkEdge>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkNode {
    pub name: String,
    pub path: String,
    pub guid: String,
    /// Red, green and blue.
    pub color: [u8; 3],
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetworkEdge {
    /// Indices of the codes in [`Network::nodes`].
    pub nodes: (usize, usize),
    pub weight: u64,
    pub coefficient: Option<f64>,
}

impl Network {
    /// Takes the numbers of a table of codes by codes, of which `codes` are the rows.
    #[must_use]
    pub fn new(table: &Table, codes: &[&Code]) -> Self {
        let totals = table.totals.as_ref().map_or(&[][..], |totals| &totals.rows);
        let total = |row: usize| totals.get(row).copied().unwrap_or(0);
        let node = |(at, code): (usize, &&Code)| NetworkNode {
            name: code.name.clone(),
            path: table.columns.get(at).cloned().unwrap_or_default(),
            guid: code.guid.to_string(),
            color: rgb(&code.color),
            total: total(at),
        };
        let edges = table.rows.iter().enumerate().flat_map(|(row, line)| {
            let beyond = line.cells.iter().enumerate().skip(row + 1);
            beyond.filter_map(move |(column, cell)| match cell {
                Cell::Value(weight) if *weight > 0 => Some(NetworkEdge {
                    nodes: (row, column),
                    weight: *weight,
                    coefficient: coefficient(*weight, total(row), total(column)),
                }),
                _ => None,
            })
        });
        let provenance = table.provenance.lines().map(|(name, value)| format!("{name}: {value}"));
        Self {
            title: table.title.clone(),
            notes: provenance.chain(table.notes()).collect(),
            nodes: codes.iter().enumerate().map(node).collect(),
            edges: edges.collect(),
        }
    }
}
