//! Divides the width into gutter (turn and speaker), times, text, stripes and margin.

/// Width of one column of stripes, in points.
pub(super) const LANE: f32 = 6.0;
/// The widest comfortable line of text, as a multiple of the size of the letters: about 66 letters.
const WIDEST: f32 = 38.0;
/// Room for a time such as `1:24:07`.
const TIME: f32 = 48.0;
/// In a narrower view, times are hidden to make room for the text.
const NARROW: f32 = 360.0;
/// The widest margin.
const MARGIN: f32 = 240.0;
/// In a view of this width the margin is narrowest; above it, margin and text share the room.
const CRAMPED: f32 = 470.0;

/// Distances from the left edge, and widths, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Columns {
    pub gutter_x: f32,
    pub gutter: f32,
    /// Width of the column of times, which ends where the text begins; 0 without one.
    pub time: f32,
    pub text_x: f32,
    pub text: f32,
    pub lanes_x: f32,
    /// The number of columns of stripes that fit.
    pub lanes: usize,
    /// Right edge of the margin, in which the passages are named.
    pub margin_end: f32,
}

impl Columns {
    /// `size`: of the letters.
    pub fn fit(width: f32, needed: usize, timed: bool, size: f32) -> Self {
        let inner = width.max(160.0);
        let gutter = (inner * 0.15).clamp(44.0, 118.0);
        let margin = ((inner - CRAMPED) * 0.7).clamp(72.0, MARGIN);
        let time = if timed && inner >= NARROW { TIME } else { 0.0 };
        let room = inner - gutter - time - margin - 24.0;
        let text = room.clamp(60.0, WIDEST * size).round();
        let spare = (room - text).max(0.0);
        let gutter_x = (spare * 0.35).min(160.0).round();
        let text_x = (gutter_x + gutter + time + 12.0).round();
        let lanes_x = text_x + text + 12.0;
        let room = (inner - lanes_x).clamp(LANE, MARGIN * 1.25);
        let most = ((room * 0.3) / LANE).max(1.0) as usize;
        Self { gutter_x, gutter, time, text_x, text, lanes_x, lanes: needed.min(most), margin_end: lanes_x + room }
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn columns_do_not_overlap_at_any_width() {
        for width in [100.0, 300.0, 700.0, 1_000.0, 1_600.0, 4_000.0] {
            for size in [12.0, 17.0, 32.0] {
                for (needed, timed) in [(0, false), (1, true), (8, false), (8, true), (90, true)] {
                    let c = Columns::fit(width, needed, timed, size);
                    assert!(
                        c.gutter_x + c.gutter + c.time <= c.text_x
                            && c.text_x + c.text <= c.lanes_x
                            && c.lanes_x + c.lanes as f32 * super::LANE <= c.margin_end
                    );
                    assert!(c.lanes <= needed && c.text <= 38.0 * size, "{c:?}");
                    assert!(width < 400.0 || c.margin_end <= width, "{width}: {c:?}");
                }
            }
        }
    }
}
