//! The bundled faces: Inter for the window, Source Serif for transcripts, Noto Sans SC for Chinese in both. Whatever they
//! lack comes from the system.

use crate::app::settings::TextFace;
use egui::{Context, FontData, FontDefinitions, FontFamily};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

macro_rules! font {
    ($file:literal) => {
        ($file, include_bytes!(concat!("../../assets/fonts/", $file)) as &'static [u8])
    };
}

type Font = (&'static str, &'static [u8]);

const CHINESE: Font = font!("NotoSansSC-GB2312.otf");
const SANS: Font = font!("Inter-Regular.ttf");
const SANS_MEDIUM: Font = font!("Inter-Medium.ttf");
const SANS_BOLD: Font = font!("Inter-SemiBold.ttf");
const SERIF: Font = font!("SourceSerif4-Regular.ttf");
const SERIF_BOLD: Font = font!("SourceSerif4-SemiBold.ttf");
const SERIF_ITALIC: Font = font!("SourceSerif4-Italic.ttf");

/// A weight of the window's face: [`FontFamily::Proportional`] is the regular one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// Panel titles, tabs, the most important button.
    Medium,
    /// Page and dialog titles, figures.
    SemiBold,
}

/// The families that a text is set in.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadingFamilies {
    pub regular: FontFamily,
    /// `None` for Chinese, which has one weight: bold words are painted twice.
    pub bold: Option<FontFamily>,
    /// `None` if the regular face is slanted instead. Chinese is not slanted: its typography has no italics.
    pub italic: Option<FontFamily>,
}

/// Names of all families of ours, made once because they are asked for in every frame.
static WEIGHTS: LazyLock<BTreeMap<Weight, FontFamily>> = LazyLock::new(|| {
    [(Weight::Medium, "medium"), (Weight::SemiBold, "semibold")]
        .map(|(weight, name)| (weight, FontFamily::Name(name.into())))
        .into()
});
static READING: LazyLock<BTreeMap<(TextFace, bool), ReadingFamilies>> = LazyLock::new(|| {
    let named = |name: &str| FontFamily::Name(name.into());
    let serif = ReadingFamilies {
        regular: named("serif"),
        bold: Some(named("serif bold")),
        italic: Some(named("serif italic")),
    };
    let sans = ReadingFamilies {
        regular: FontFamily::Proportional,
        bold: Some(WEIGHTS.get(&Weight::SemiBold).cloned().unwrap_or_default()),
        italic: None,
    };
    // The Chinese face has no serifs. Digits and Latin words with serifs look smaller and older beside it, as if they came
    // from another text, so in Chinese texts they never have any, whichever face is chosen.
    let chinese = ReadingFamilies { regular: named("Chinese"), bold: None, italic: Some(named("Chinese")) };
    [
        ((TextFace::Serif, false), serif),
        ((TextFace::Sans, false), sans),
        ((TextFace::Serif, true), chinese.clone()),
        ((TextFace::Sans, true), chinese),
    ]
    .into()
});

/// The family of a weight.
#[must_use]
pub fn family(weight: Weight) -> FontFamily {
    WEIGHTS.get(&weight).cloned().unwrap_or_default()
}

/// The families for a transcript. In a Chinese one, quotation marks, dashes and ellipses have the width of a character.
#[must_use]
pub fn reading(face: TextFace, chinese: bool) -> ReadingFamilies {
    READING.get(&(face, chinese)).cloned().unwrap_or(ReadingFamilies {
        regular: FontFamily::Proportional,
        bold: None,
        italic: None,
    })
}

/// Installs the fonts. Chinese can be shown on a machine without a Chinese font.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in [CHINESE, SANS, SANS_MEDIUM, SANS_BOLD, SERIF, SERIF_BOLD, SERIF_ITALIC] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let mut add = |family: FontFamily, faces: &[&str]| {
        fonts.families.insert(family, faces.iter().map(|name| (*name).to_owned()).collect());
    };
    let latin_first = |(face, _): Font| [face, CHINESE.0];
    add(FontFamily::Proportional, &latin_first(SANS));
    // Nothing in the window needs letters of equal width.
    add(FontFamily::Monospace, &latin_first(SANS));
    add(family(Weight::Medium), &latin_first(SANS_MEDIUM));
    add(family(Weight::SemiBold), &latin_first(SANS_BOLD));
    let serif = reading(TextFace::Serif, false);
    add(serif.regular, &[SERIF.0, CHINESE.0, SANS.0]);
    serif.bold.into_iter().for_each(|bold| add(bold, &[SERIF_BOLD.0, CHINESE.0, SANS_BOLD.0]));
    serif.italic.into_iter().for_each(|italic| add(italic, &[SERIF_ITALIC.0, CHINESE.0, SANS.0]));
    add(reading(TextFace::Serif, true).regular, &[CHINESE.0, SANS.0]);
    ctx.set_fonts(fonts);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::guide::{Block, guide, text};
    use crate::i18n::{self, Language};
    use egui::FontId;
    use strum::IntoEnumIterator;

    /// The width of a text in points, at 20 points a square.
    fn width(ctx: &Context, family: FontFamily, text: &str) -> f32 {
        let font = FontId::new(20.0, family);
        ctx.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font, egui::Color32::BLACK).size().x)
    }

    fn installed() -> Context {
        let ctx = Context::default();
        install(&ctx);
        ctx.run_ui(Default::default(), |_| {}).drop_without_applying_deltas();
        ctx
    }

    #[test]
    fn digits_of_the_window_have_one_width_in_every_weight() {
        let ctx = installed();
        for family in [FontFamily::Proportional, family(Weight::Medium), family(Weight::SemiBold)] {
            let widths = "0123456789".chars().map(|digit| width(&ctx, family.clone(), &digit.to_string()));
            let widths: Vec<f32> = widths.collect();
            assert!(widths.iter().all(|w| (w - widths[0]).abs() < 0.01), "{family:?}: {widths:?}");
        }
    }

    #[test]
    fn the_signs_of_chinese_have_the_width_of_a_character_in_chinese_only() {
        let ctx = installed();
        for face in [TextFace::Serif, TextFace::Sans] {
            for sign in ["“", "”", "…", "·", "。"] {
                assert!((width(&ctx, reading(face, true).regular, sign) - 20.0).abs() < 0.1, "{face:?} {sign}");
            }
            // The dash is a little narrower, so that two of them join.
            assert!(width(&ctx, reading(face, true).regular, "—") > 17.0);
            assert!(width(&ctx, reading(face, false).regular, "“") < 12.0);
            assert!(width(&ctx, reading(face, true).regular, "a") < 12.0, "letters stay Latin");
            let sans = width(&ctx, FontFamily::Proportional, "2015");
            assert_eq!(width(&ctx, reading(face, true).regular, "2015"), sans, "digits without serifs");
        }
    }

    /// The files below a folder of the source.
    fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn the_window_has_a_glyph_for_every_sign_that_it_writes() {
        let ctx = installed();
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let folders = ["app", "engine", "gui", "model", "store", "table"].map(|folder| source.join(folder));
        let mut signs = std::collections::BTreeMap::new();
        for file in folders.iter().flat_map(|folder| files(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            // Tests are at the end of a file, or in files of their own.
            let text = text.split("#[cfg(test)]").next().unwrap();
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let found = lines.flat_map(str::chars).filter(|c| !c.is_ascii());
            signs.extend(found.map(|sign| (sign, file.clone())));
        }
        for language in Language::iter() {
            let guide = i18n::within(language, guide).iter().flat_map(|chapter| &chapter.blocks);
            let guide = guide.flat_map(Block::parts).map(text).collect::<String>();
            signs.extend(guide.chars().filter(|c| !c.is_ascii()).map(|sign| (sign, "the guide".into())));
        }
        let catalogue = include_str!("../../assets/locales/zh_CN.po");
        // U+FFFD stands for what could not be read; any box will do.
        signs.extend(
            catalogue.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').map(|sign| (sign, "the catalogue".into())),
        );
        assert!(signs.contains_key(&'…') && signs.contains_key(&'★'), "signs are found");
        for family in [FontFamily::Proportional, family(Weight::Medium), family(Weight::SemiBold)] {
            let font = FontId::new(14.0, family);
            // What is read in projects of other programs is not written.
            let is_written =
                |file: &std::path::Path| !file.ends_with("tests.rs") && !file.iter().any(|part| part == "peers");
            for (sign, file) in signs.iter().filter(|(_, file)| is_written(file)) {
                let has_glyph = ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *sign));
                assert!(has_glyph, "{font:?} lacks {sign} (U+{:04X}) of {}", u32::from(*sign), file.display());
            }
        }
    }

    #[test]
    fn the_bundled_faces_have_what_texts_and_the_window_use() {
        let ctx = installed();
        let texts = "ÀßÿŁžấƯğΩжЂə–—‘’“”„«»…‹›•·−×÷≥≤≠≈→№€¥₫〇中国农民工返乡。，、；：？！（）《》「」〜";
        let families = READING.values().map(|families| families.regular.clone());
        for family in families.chain([FontFamily::Proportional, family(Weight::Medium), family(Weight::SemiBold)]) {
            for sign in texts.chars() {
                let font = FontId::new(14.0, family.clone());
                assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, sign)), "{family:?} lacks {sign}");
            }
        }
    }
}
