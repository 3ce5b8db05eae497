//! Appearance of the transcript: plain data from the theme.

use egui::{Color32, FontId};

/// Colours and font, filled in by the theme.
#[derive(Clone, Debug)]
pub struct TranscriptStyle {
    pub text: Color32,
    /// Turn numbers, speakers, names of stripes.
    pub weak: Color32,
    /// Painted behind the selected words, over the highlights.
    pub selection: Color32,
    /// Outline of the focused view, and of a passage after a jump.
    pub focus: Color32,
    pub background: Color32,
    /// Background of search matches.
    pub found: Color32,
    pub dark: bool,
    pub font: FontId,
}

impl TranscriptStyle {
    /// The translucent fill behind words: weak enough that text keeps a contrast above 4.5 on any code colour.
    pub(super) fn fill(&self, color: [u8; 3], strength: f32) -> Color32 {
        let share = if self.dark { 0.30 } else { 0.24 };
        opaque(color).gamma_multiply(share * strength)
    }

    /// The colour of underlines and stripes: lightened on a dark background, where many code colours would be too dark.
    pub(super) fn line(&self, color: [u8; 3], strength: f32) -> Color32 {
        let base = if self.dark { color.map(|c| c.saturating_add((255 - c) / 3)) } else { color };
        opaque(base).gamma_multiply(strength)
    }

    pub(super) fn small(&self) -> FontId {
        FontId { size: self.font.size * 0.82, family: self.font.family.clone() }
    }
}

fn opaque([r, g, b]: [u8; 3]) -> Color32 {
    Color32::from_rgb(r, g, b)
}
