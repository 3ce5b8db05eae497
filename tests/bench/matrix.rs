//! Frames of a scrolling matrix of numbers, without a screen.

use super::Outcome;
use super::frames::{STEADY, Window, wheel};
use super::generate::Dice;
use super::phases::Place;
use super::report::{Figures, NO_GOAL, timed};
use pullquote::analysis::TabulationKind;
use pullquote::gui::tables::grid::{self, GridState};
use pullquote::gui::theme;
use pullquote::model::Count;
use pullquote::table::{Cell, Row, Shares, Shown, Table, Totals, View};
use std::sync::Arc;
use std::time::Duration;

fn table(rows: usize, columns: usize) -> Table {
    let mut dice = Dice::new(5);
    let row = |row: usize, dice: &mut Dice| Row {
        header: vec![format!("Participant {row:04}")],
        cells: (0..columns).map(|_| Cell::Value(dice.below(40) as u64 / 2)).collect(),
    };
    Table {
        name: "matrix".into(),
        title: "participant × code".into(),
        count: Count::Passages,
        kind: TabulationKind::Matrix,
        row_headers: vec!["participant".into()],
        columns: (0..columns).map(|c| format!("Capital {} > Push > A code with a long name {c}", c / 10)).collect(),
        explanations: vec![],
        rows: (0..rows).map(|place| row(place, &mut dice)).collect(),
        totals: Some(Totals { rows: vec![100; rows], columns: vec![200; columns], total: Some(10_000), shares: None }),
        left_out: vec![],
        excluded: vec![],
        counted_apart: 0,
        footnotes: vec![],
        cautions: vec![],
        without_consensus: Default::default(),
        provenance: Default::default(),
    }
}

/// Shows a matrix of this size and scrolls through it. The window is small enough that every matrix fills it and can be
/// scrolled.
pub fn measure(figures: &mut Figures, place: &Place, rows: usize, columns: usize) -> Outcome {
    let frames = place.size(600);
    let mut window = Window::new(900.0, 500.0);
    let palette = theme::palette(&window.ctx);
    let table = Arc::new(table(rows, columns));
    let mut state = GridState::default();
    let (shown, made) = timed(|| Arc::new(Shown::new(table.clone(), View::default())));
    let mut show = |window: &mut Window, shown: &Arc<Shown>, events| {
        window.frame(events, |ui| _ = grid::show(ui, shown, &mut state, None, &palette)).0
    };
    let first = show(&mut window, &shown, vec![]);
    figures.time("first frame, the view made in it", made + first, NO_GOAL);
    let mut times: Vec<Duration> = (0..frames).map(|frame| show(&mut window, &shown, wheel(frame))).collect();
    figures.times(STEADY, &mut times, NO_GOAL);
    let mut view = View { shares: Shares::Row, hide_empty: true, ..View::default() };
    view.sort_by_column(None);
    let (_, sorted) = timed(|| Shown::new(table.clone(), view));
    figures.time("sorted, as shares, without what is empty", sorted, NO_GOAL);
    Ok(())
}
