//! Appearance and texts of the transcript: plain data from the theme and the language.

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
    pub words: TranscriptWords,
}

/// Texts of menu and tooltips with the placeholders `{code}`, `{coder}`, `{start}`, `{end}` and `{n}`.
#[derive(Clone, Debug)]
pub struct TranscriptWords {
    pub transcript: String,
    pub copy: String,
    pub remove: String,
    pub characters: String,
    pub more: String,
    pub hidden: String,
    pub recode: String,
    pub memo: String,
    pub important: String,
    pub edges: String,
    pub walk: String,
    pub passage: String,
    pub switch: String,
    pub copy_passage: String,
    pub anyway: String,
    pub protected: String,
    pub density: String,
}

impl Default for TranscriptWords {
    fn default() -> Self {
        Self {
            transcript: "Transcript".into(),
            copy: "Copy".into(),
            remove: "Remove “{code}” ({coder})".into(),
            characters: "Characters {start}–{end}".into(),
            more: "+{n}".into(),
            hidden: "Passages here without a stripe: click to choose one".into(),
            recode: "Change the code…".into(),
            memo: "Memo…".into(),
            important: "Important".into(),
            edges: "Move the edges".into(),
            walk: "Walk through this code".into(),
            passage: "“{code}” ({coder})".into(),
            switch: "Switch to {coder}".into(),
            copy_passage: "Copy to my codings".into(),
            anyway: "Change {coder}'s passage anyway…".into(),
            protected: "Coded by {coder}. Switch to this coder, or copy the passage to your own codings.".into(),
            density: "Where the codings stand; click to go there".into(),
        }
    }
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
