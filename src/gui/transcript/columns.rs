//! Divides the width into gutter (turn and speaker), times, text, stripes and names of stripes.

/// Width of one column of stripes, in points.
pub(super) const LANE: f32 = 7.0;
/// The widest comfortable line of text.
const WIDEST: f32 = 720.0;
/// Room for a time such as `1:24:07`.
const TIME: f32 = 48.0;
/// In a narrower view, times are hidden to make room for the text.
const NARROW: f32 = 360.0;
/// Room for the scroll bar.
const BAR: f32 = 14.0;

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
    pub names_x: f32,
    pub names: f32,
}

impl Columns {
    pub fn fit(width: f32, needed: usize, timed: bool) -> Self {
        let inner = (width - BAR).max(160.0);
        let gutter = (inner * 0.13).clamp(44.0, 130.0);
        let margin = (inner * 0.22).clamp(40.0, 240.0);
        let time = if timed && inner >= NARROW { TIME } else { 0.0 };
        let room = inner - gutter - time - margin - 24.0;
        let text = room.clamp(60.0, WIDEST).round();
        let spare = (room - text).max(0.0);
        let gutter_x = (spare * 0.3).min(120.0).round();
        let text_x = (gutter_x + gutter + time + 12.0).round();
        let lanes_x = text_x + text + 12.0;
        let room = (inner - lanes_x).clamp(LANE, 360.0);
        let most = ((room * 0.5) / LANE).max(1.0) as usize;
        let lanes = needed.min(most);
        let names_x = lanes_x + lanes as f32 * LANE + 6.0;
        let names = (lanes_x + room - names_x).max(0.0);
        Self { gutter_x, gutter, time, text_x, text, lanes_x, lanes, names_x, names }
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn columns_do_not_overlap_at_any_width() {
        for width in [100.0, 300.0, 700.0, 1_000.0, 1_600.0, 4_000.0] {
            for (needed, timed) in [(0, false), (1, true), (8, false), (8, true), (90, true)] {
                let c = Columns::fit(width, needed, timed);
                assert!(
                    c.gutter_x + c.gutter + c.time <= c.text_x
                        && c.text_x + c.text <= c.lanes_x
                        && c.lanes_x <= c.names_x
                );
                assert!(c.lanes <= needed && c.text <= 720.0, "{c:?}");
                assert!(width < 700.0 || c.names_x + c.names <= width, "{width}: {c:?}");
            }
        }
    }
}
