//! All colours and sizes of the window, for light and dark. A test checks the contrast of text.

use super::fonts::{self, Weight};
use super::transcript::TranscriptStyle;
use crate::app::action::Theme;
use crate::app::settings::ReadingStyle;
use egui::epaint::Shadow;
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, Style, TextStyle, ThemePreference,
    Ui, Vec2, Visuals, vec2,
};

/// The spacing scale, in points.
pub const GAP: f32 = 4.0;
pub const SPACE: f32 = 8.0;
pub const WIDE: f32 = 16.0;

/// Between the text of a button or a field and its outline, in points.
pub const BUTTON_PADDING: Vec2 = vec2(10.0, 5.0);

/// Height of the window, in points, below which there is no room for parts that scroll one by one, nor for tall menus: that
/// of 1280 × 800 at 150 %.
const TIGHT: f32 = 560.0;

/// True in a window that is so low.
pub fn is_tight(ctx: &Context) -> bool {
    ctx.content_rect().height() < TIGHT
}

/// Height of the window below which a list needs the room of what can be folded or is said twice, in points.
const LOW: f32 = 720.0;

/// Whether the window is so low that lists need room.
#[must_use]
pub fn is_low(ctx: &Context) -> bool {
    ctx.content_rect().height() < LOW
}

/// Maximum width of every tooltip, in points: one that is read at a glance, not a line across the window.
const TOOLTIP: f32 = 340.0;

/// Height of a row in a list or a tree.
pub const ROW: f32 = 28.0;

/// Duration of animations, in seconds.
const ANIMATION: f32 = 0.08;

/// The type scale, in points: details, text, titles of panels, of dialogs, of pages.
pub const SMALL: f32 = 12.0;
pub const BODY: f32 = 13.5;
pub const TITLE: f32 = 14.0;
pub const DIALOG_TITLE: f32 = 18.0;
pub const HEADING: f32 = 20.0;
/// How far to the right a letter is painted again, in points, to be bold in a script with one weight.
pub const BOLD: f32 = 0.6;

/// Text in a weight of its own: `strong()` only changes the colour.
pub trait Weighted {
    #[must_use]
    fn medium(self) -> Self;
    #[must_use]
    fn semibold(self) -> Self;
}

impl Weighted for RichText {
    fn medium(self) -> Self {
        self.family(fonts::family(Weight::Medium))
    }

    fn semibold(self) -> Self {
        self.family(fonts::family(Weight::SemiBold))
    }
}

/// The font of small painted titles.
#[must_use]
pub fn medium(size: f32) -> FontId {
    FontId::new(size, fonts::family(Weight::Medium))
}

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub dark: bool,
    /// Background of the transcript and tables.
    pub page: Color32,
    /// Background of lists and bars.
    pub panel: Color32,
    pub line: Color32,
    /// Outline of fields, buttons and boxes.
    pub outline: Color32,
    pub text: Color32,
    pub weak: Color32,
    /// For the selection, and for the most important button.
    pub accent: Color32,
    pub on_accent: Color32,
    pub chosen: Color32,
    pub hover: Color32,
    pub trouble: Color32,
    pub trouble_back: Color32,
    /// Background of search matches.
    pub found: Color32,
    /// Shade of the highest number in a table; for others, the opacity is their share of it.
    pub heat: Color32,
    /// Shade of the lowest agreement.
    pub caution: Color32,
}

pub const LIGHT: Palette = Palette {
    dark: false,
    page: Color32::from_rgb(255, 255, 255),
    panel: Color32::from_rgb(247, 247, 245),
    line: Color32::from_rgb(227, 227, 223),
    outline: Color32::from_rgb(136, 140, 148),
    text: Color32::from_rgb(29, 32, 38),
    weak: Color32::from_rgb(91, 97, 107),
    accent: Color32::from_rgb(31, 95, 191),
    on_accent: Color32::from_rgb(255, 255, 255),
    chosen: Color32::from_rgb(226, 236, 251),
    hover: Color32::from_rgb(237, 237, 234),
    trouble: Color32::from_rgb(150, 30, 24),
    trouble_back: Color32::from_rgb(253, 238, 234),
    found: Color32::from_rgb(255, 222, 120),
    heat: Color32::from_rgb(118, 174, 222),
    caution: Color32::from_rgb(240, 172, 78),
};

pub const DARK: Palette = Palette {
    dark: true,
    page: Color32::from_rgb(28, 31, 36),
    panel: Color32::from_rgb(36, 40, 46),
    line: Color32::from_rgb(53, 59, 68),
    outline: Color32::from_rgb(112, 120, 132),
    text: Color32::from_rgb(233, 235, 238),
    weak: Color32::from_rgb(169, 176, 186),
    accent: Color32::from_rgb(127, 176, 255),
    on_accent: Color32::from_rgb(16, 24, 38),
    chosen: Color32::from_rgb(42, 58, 85),
    hover: Color32::from_rgb(46, 51, 59),
    trouble: Color32::from_rgb(255, 158, 146),
    trouble_back: Color32::from_rgb(66, 38, 36),
    found: Color32::from_rgb(118, 92, 20),
    heat: Color32::from_rgb(48, 104, 160),
    caution: Color32::from_rgb(150, 92, 20),
};

impl Palette {
    /// A code's colour as it is painted on this theme's backgrounds.
    #[must_use]
    pub fn code(&self, color: [u8; 3]) -> Color32 {
        code_color(color, self.dark)
    }
}

/// A code's colour, lightened on a dark background, where many code colours would be too dark.
#[must_use]
pub fn code_color(color: [u8; 3], dark: bool) -> Color32 {
    let [r, g, b] = if dark { color.map(|c| c.saturating_add((255 - c) / 3)) } else { color };
    Color32::from_rgb(r, g, b)
}

#[must_use]
pub fn palette(ctx: &Context) -> Palette {
    if ctx.global_style().visuals.dark_mode { DARK } else { LIGHT }
}

/// Installs both themes and selects one.
pub fn install(ctx: &Context, theme: Theme) {
    // If the system has no preference, use the light theme.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT));
    ctx.set_style_of(egui::Theme::Dark, style(&DARK));
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Light => ThemePreference::Light,
        Theme::Dark => ThemePreference::Dark,
    });
}

/// Width of a scroll bar that is always visible, in points.
pub const SCROLL_BAR: f32 = 12.0;

/// Makes the scroll bars in `ui` visible also where the pointer is not: for what is cut off at the side.
pub fn show_scroll_bars(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    (scroll.floating_width, scroll.floating_allocated_width) = (6.0, SCROLL_BAR);
    scroll.dormant_handle_opacity = 0.4;
}

/// With `moves` false, nothing fades or slides.
pub fn set_motion(ctx: &Context, moves: bool) {
    ctx.all_styles_mut(|style| {
        style.animation_time = if moves { ANIMATION } else { 0.0 };
        style.spacing.scroll.kinetic.rubber_band &= moves;
        if !moves {
            style.scroll_animation = egui::style::ScrollAnimation::none();
        }
    });
}

/// Whether the caret of a text field blinks.
pub fn set_blinking(ctx: &Context, blinks: bool) {
    if ctx.global_style().visuals.text_cursor.blink != blinks {
        ctx.all_styles_mut(|style| style.visuals.text_cursor.blink = blinks);
    }
}

fn style(palette: &Palette) -> Style {
    let mut style = Style { visuals: visuals(palette), ..Style::default() };
    let font = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, font(SMALL)),
        (TextStyle::Body, font(BODY)),
        (TextStyle::Button, font(BODY)),
        (TextStyle::Heading, FontId::new(HEADING, fonts::family(Weight::SemiBold))),
        (TextStyle::Monospace, FontId::new(BODY, FontFamily::Monospace)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(SPACE, GAP);
    spacing.button_padding = BUTTON_PADDING;
    spacing.interact_size.y = ROW;
    spacing.menu_margin = Margin::same(6);
    // Maximum height of a drop-down list before it scrolls.
    spacing.default_area_size.y = 640.0;
    spacing.window_margin = Margin::same(16);
    spacing.tooltip_width = TOOLTIP;
    // Lists of a dozen choices are shown whole: a list that ends exactly below a line does not look as if it went on.
    spacing.combo_height = 420.0;
    // Rows at the edge of a list stay as readable as the others.
    spacing.scroll.fade.strength = 0.0;
    style.interaction.tooltip_delay = 0.8;
    style.animation_time = ANIMATION;
    style
}

fn visuals(p: &Palette) -> Visuals {
    let mut v = if p.dark { Visuals::dark() } else { Visuals::light() };
    v.panel_fill = p.panel;
    v.window_fill = p.page;
    v.window_stroke = Stroke::new(1.0, p.line);
    v.extreme_bg_color = p.page;
    v.text_edit_bg_color = Some(p.page);
    v.faint_bg_color = p.hover;
    v.weak_text_color = Some(p.weak);
    v.hyperlink_color = p.accent;
    v.error_fg_color = p.trouble;
    v.selection.bg_fill = p.chosen;
    v.selection.stroke = Stroke::new(1.5, p.accent);
    let radius = CornerRadius::same(5);
    (v.window_corner_radius, v.menu_corner_radius) = (CornerRadius::same(8), CornerRadius::same(6));
    v.popup_shadow = Shadow { offset: [0, 3], blur: 12, spread: 0, color: Color32::from_black_alpha(40) };
    v.window_shadow = Shadow { offset: [0, 6], blur: 24, spread: 0, color: Color32::from_black_alpha(50) };
    let states = &mut v.widgets;
    for state in
        [&mut states.noninteractive, &mut states.inactive, &mut states.hovered, &mut states.active, &mut states.open]
    {
        state.corner_radius = radius;
        state.fg_stroke = Stroke::new(1.0, p.text);
        state.bg_stroke = Stroke::new(1.0, p.outline);
        state.bg_fill = p.page;
        state.weak_bg_fill = p.page;
        state.expansion = 0.0;
    }
    states.noninteractive.bg_fill = p.panel;
    states.noninteractive.bg_stroke = Stroke::new(1.0, p.line);
    states.hovered.weak_bg_fill = p.hover;
    states.active.weak_bg_fill = p.chosen;
    states.open.weak_bg_fill = p.chosen;
    states.hovered.bg_stroke = Stroke::new(1.0, p.weak);
    states.active.bg_stroke = Stroke::new(1.0, p.accent);
    v
}

/// The style of a transcript in the colours of the theme; `chinese`: it is written in Chinese.
#[must_use]
pub fn transcript(palette: &Palette, reading: ReadingStyle, chinese: bool) -> TranscriptStyle {
    TranscriptStyle {
        text: palette.text,
        weak: palette.weak,
        selection: palette.accent.gamma_multiply(if palette.dark { 0.42 } else { 0.28 }),
        focus: palette.accent,
        background: palette.page,
        hover: palette.hover,
        found: palette.found,
        dark: palette.dark,
        families: fonts::reading(reading.face, chinese),
        size: reading.size,
        spacing: reading.spacing.factor(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as defined in WCAG 2.2, section 1.4.3.
    fn luminance(color: Color32) -> f64 {
        let part = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(color.r()) + 0.7152 * part(color.g()) + 0.0722 * part(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_has_enough_contrast_in_both_themes() {
        for p in [LIGHT, DARK] {
            let pairs = [
                ("text on page", p.text, p.page),
                ("text on panel", p.text, p.panel),
                ("text on chosen", p.text, p.chosen),
                ("text on hover", p.text, p.hover),
                ("text on heat", p.text, p.heat),
                ("text on caution", p.text, p.caution),
                ("text on found", p.text, p.found),
                ("weak on page", p.weak, p.page),
                ("weak on panel", p.weak, p.panel),
                ("weak on hover", p.weak, p.hover),
                ("accent on page", p.accent, p.page),
                ("accent on panel", p.accent, p.panel),
                ("on accent", p.on_accent, p.accent),
                ("trouble", p.trouble, p.trouble_back),
            ];
            for (name, front, back) in pairs {
                let contrast = contrast(front, back);
                assert!(contrast >= 4.5, "{name}, dark {}: {contrast:.2}", p.dark);
            }
            // WCAG 2.2, section 1.4.11: the outline by which a field or a box is recognised.
            for (name, back) in [("page", p.page), ("panel", p.panel)] {
                let contrast = contrast(p.outline, back);
                assert!(contrast >= 3.0, "outline on {name}, dark {}: {contrast:.2}", p.dark);
            }
        }
    }
}
