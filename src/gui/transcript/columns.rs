//! Divides the width into gutter (turn and speaker), times, text, stripes and margin.

/// Width of one column of stripes, in points, and the least where there are many.
const LANE: f32 = 6.0;
const NARROW_LANE: f32 = 4.0;
/// The largest share of the margin that stripes take.
const LANES_SHARE: f32 = 0.3;
/// The widest comfortable line of text, as a multiple of the size of the letters: about 66 letters.
const WIDEST: f32 = 38.0;
/// Room for a time such as `1:24:07`.
const TIME: f32 = 48.0;
/// In a narrower view, times are hidden to make room for the text.
const NARROW: f32 = 360.0;
/// The widest margin, and the width below which a cramped margin does not fall: most words of names fit.
const MARGIN: f32 = 240.0;
const LEAST_MARGIN: f32 = 132.0;
/// In a view of this width the margin is narrowest; above it, margin and text share the room.
const CRAMPED: f32 = 450.0;

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
    /// The number of columns of stripes that fit, and the width of each.
    pub lanes: usize,
    pub lane: f32,
    /// Right edge of the margin, in which the passages are named.
    pub margin_end: f32,
}

impl Columns {
    /// `size`: of the letters.
    pub fn fit(width: f32, needed: usize, timed: bool, size: f32) -> Self {
        let inner = width.max(160.0);
        let gutter = (inner * 0.15).clamp(44.0, 118.0);
        let margin = ((inner - CRAMPED) * 0.7).clamp((inner * 0.24).min(LEAST_MARGIN), MARGIN);
        let time = if timed && inner >= NARROW { TIME } else { 0.0 };
        let room = inner - gutter - time - margin - 24.0;
        let text = room.clamp(60.0, WIDEST * size).round();
        let spare = (room - text).max(0.0);
        let gutter_x = (spare * 0.35).min(160.0).round();
        let text_x = (gutter_x + gutter + time + 12.0).round();
        let lanes_x = text_x + text + 12.0;
        let room = (inner - lanes_x).clamp(LANE, MARGIN * 1.25);
        let for_lanes = (room * LANES_SHARE).max(LANE);
        // Narrow stripes rather than passages without one.
        let lane = (for_lanes / needed.max(1) as f32).clamp(NARROW_LANE, LANE);
        let lanes = needed.min((for_lanes / lane) as usize);
        Self { gutter_x, gutter, time, text_x, text, lanes_x, lanes, lane, margin_end: lanes_x + room }
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn many_stripes_are_narrower_before_any_is_left_out() {
        // A window of 1280 points at a zoom of 150 %.
        let c = Columns::fit(535.0, 9, false, 17.0);
        assert!(c.lanes == 9 && c.lane >= super::NARROW_LANE && c.lane < super::LANE, "{c:?}");
        assert_eq!(Columns::fit(535.0, 2, false, 17.0).lane, super::LANE);
    }

    #[test]
    fn columns_do_not_overlap_at_any_width() {
        for width in [100.0, 300.0, 700.0, 1_000.0, 1_600.0, 4_000.0] {
            for size in [12.0, 17.0, 32.0] {
                for (needed, timed) in [(0, false), (1, true), (8, false), (8, true), (90, true)] {
                    let c = Columns::fit(width, needed, timed, size);
                    assert!(
                        c.gutter_x + c.gutter + c.time <= c.text_x
                            && c.text_x + c.text <= c.lanes_x
                            && c.lanes_x + c.lanes as f32 * c.lane <= c.margin_end
                    );
                    assert!(c.lanes <= needed && c.text <= 38.0 * size, "{c:?}");
                    assert!(width < 400.0 || c.margin_end <= width, "{width}: {c:?}");
                }
            }
        }
    }
}
