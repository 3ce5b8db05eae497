//! Appearance of the transcript: plain data from the theme.

use crate::gui::fonts::ReadingFamilies;
use crate::gui::theme::code_color;
use egui::{Color32, FontFamily, FontId};

/// Highest share of a background that the tints of overlapping passages cover together.
const MOST_TINT: f32 = 0.5;

/// Colours and fonts, filled in by the theme.
#[derive(Clone, Debug)]
pub struct TranscriptStyle {
    pub text: Color32,
    /// Turn numbers, speakers, times, an interviewer's words.
    pub weak: Color32,
    /// Painted behind the selected words, over the highlights.
    pub selection: Color32,
    /// Outline of the focused view, and of a passage after a jump.
    pub focus: Color32,
    pub background: Color32,
    /// Background of a margin entry under the pointer.
    pub hover: Color32,
    /// Background of search matches.
    pub found: Color32,
    pub dark: bool,
    pub families: ReadingFamilies,
    /// Size of the letters, in points.
    pub size: f32,
    /// Height of a line as a multiple of the size.
    pub spacing: f32,
}

impl TranscriptStyle {
    /// The opacity of each tint behind words where `count` passages overlap: weak enough that text keeps a contrast above
    /// 4.5 on any code colours.
    pub(super) fn tint(&self, count: usize) -> f32 {
        let share: f32 = if self.dark { 0.30 } else { 0.16 };
        let most = 1.0 - (1.0 - MOST_TINT).powf(1.0 / count.max(1) as f32);
        share.min(most)
    }

    /// The fill behind the name of the chosen passage, like that of its words where no other passage is.
    pub(super) fn fill(&self, color: [u8; 3], strength: f32) -> Color32 {
        self.line(color, self.tint(1) * strength)
    }

    /// The colour of outlines and stripes.
    pub(super) fn line(&self, color: [u8; 3], strength: f32) -> Color32 {
        code_color(color, self.dark).gamma_multiply(strength)
    }

    /// The font of everything beside the text.
    pub(super) fn small(&self) -> FontId {
        FontId::new(crate::gui::theme::SMALL, FontFamily::Proportional)
    }

    #[must_use]
    pub fn font(&self) -> FontId {
        FontId::new(self.size, self.families.regular.clone())
    }
}
