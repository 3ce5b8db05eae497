//! Fonts: egui's for Latin, a bundled subset for Chinese, the system's for everything else.

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Context, FontData, FontFamily};

const CHINESE: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-GB2312.otf");

/// Installs the fonts. Chinese can be shown on a machine without a Chinese font.
pub fn install(ctx: &Context) {
    let families = [FontFamily::Proportional, FontFamily::Monospace]
        .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest });
    ctx.add_font(FontInsert::new("Noto Sans SC (GB 2312)", FontData::from_static(CHINESE), families.into()));
}
