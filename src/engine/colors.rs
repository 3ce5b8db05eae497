//! Colours for new codes and coders.

use crate::model::{CodeId, Codebook, rgb};
use std::collections::HashMap;

/// Hues around the colour circle, each in a dark, a middle and a light tone. Neighbours differ in lightness too, so that
/// no two middle tones look alike.
#[rustfmt::skip]
pub const HUES: [[&str; 3]; 24] = [
    ["#78182b", "#a41b3b", "#c15c67"],
    ["#a34336", "#d24e3e", "#ee8676"],
    ["#6e2b03", "#953b01", "#be6438"],
    ["#965304", "#ba690a", "#e3924b"],
    ["#5a3b03", "#7a5103", "#ab7302"],
    ["#7d6307", "#9c7c03", "#c7a336"],
    ["#494404", "#635d04", "#8c8305"],
    ["#5e6f08", "#768c02", "#9db34e"],
    ["#264e01", "#366a06", "#5d913c"],
    ["#187a3b", "#0d9a47", "#66be7b"],
    ["#044f38", "#036c4d", "#01976d"],
    ["#0b7768", "#109483", "#14c2ab"],
    ["#074c4d", "#096868", "#029393"],
    ["#0a7381", "#0b90a2", "#02bcd3"],
    ["#054a5e", "#0b647f", "#138db1"],
    ["#096da0", "#0f89c7", "#4eb2f1"],
    ["#034181", "#0159ae", "#4682cc"],
    ["#4a5fb0", "#5a76e4", "#88a3f9"],
    ["#3e3383", "#5644b4", "#7973ca"],
    ["#7252a5", "#9163d5", "#b494ed"],
    ["#5b2671", "#7d329a", "#9d66b5"],
    ["#8e4789", "#b654b0", "#d588ce"],
    ["#6f1c52", "#972370", "#b55d92"],
    ["#9f4163", "#cc4a7c", "#e983a4"],
];

/// The first hue of a project: a blue.
const FIRST: usize = 16;
/// From one code's hue to the next: far apart on the circle, and every hue once before any is used again.
const STEP: usize = 7;
/// The coders' hues begin here, so that the first coder and the first code differ.
const CODERS: usize = 5;
/// Shares of white in the colours of a code's first children, and of black in those of the next ones.
const TINTS: [f64; 3] = [0.18, 0.34, 0.5];
const SHADES: [f64; 3] = [0.2, 0.36, 0.5];
/// Tones of a hue. Later children have them again, half as saturated, before any colour is used twice.
const TONES: usize = TINTS.len() + SHADES.len();
/// The relative luminance above which a colour is hard to see on white: a child of such a light colour is darker.
const LIGHTEST: f64 = 0.5;

/// Returns the colour for code number `count`.
fn code_color(count: usize) -> String {
    let hue = (FIRST + count % HUES.len() * STEP) % HUES.len();
    HUES.get(hue).map_or("#0159ae", |[_, middle, _]| *middle).to_owned()
}

/// The colours of a codebook to which codes are added: a code takes a tone of its parent's hue, so that a family has one
/// hue; at the top level, the next hue of the list.
#[derive(Clone, Debug, Default)]
pub(super) struct FamilyColors {
    colors: HashMap<CodeId, String>,
    /// Number of children, by parent.
    children: HashMap<Option<CodeId>, usize>,
}

impl FamilyColors {
    pub(super) fn of(book: &Codebook) -> Self {
        let mut family = Self::default();
        book.codes().iter().for_each(|code| family.add(code.id, code.parent, &code.color));
        family
    }

    /// Notes a code that was added.
    pub(super) fn add(&mut self, code: CodeId, parent: Option<CodeId>, color: &str) {
        *self.children.entry(parent).or_default() += 1;
        self.colors.insert(code, color.to_owned());
    }

    /// Returns the colour for the next code below `parent`: one that no code has, if there is any.
    pub(super) fn next(&self, parent: Option<CodeId>) -> String {
        let count = self.children.get(&parent).copied().unwrap_or_default();
        let above = parent.and_then(|parent| self.colors.get(&parent)).filter(|color| !color.is_empty());
        let color = |count| above.map_or_else(|| code_color(count), |above| child_color(above, count));
        let all = if above.is_some() { 2 * TONES } else { HUES.len() };
        let is_free = |color: &String| !self.colors.values().any(|used| used.eq_ignore_ascii_case(color));
        (count..count + all).map(color).find(is_free).unwrap_or_else(|| color(count))
    }
}

/// Returns the colour for coder number `count`.
pub(super) fn coder_color(count: usize) -> String {
    code_color(count % HUES.len() + CODERS)
}

/// Returns the colour for child number `count` of a code with this colour: the same hue in another tone.
fn child_color(parent: &str, count: usize) -> String {
    let (at, is_faded) = (count % TONES, count / TONES % 2 == 1);
    let mut parent = rgb(parent);
    if is_faded {
        let grey = luminance(parent).powf(1.0 / 2.2) * 255.0;
        parent = mixed(parent, grey, 0.5);
    }
    let is_tint = at < TINTS.len();
    let [tint, shade] = [TINTS, SHADES].map(|list| list.get(at % TINTS.len()).copied().unwrap_or_default());
    let light = mixed(parent, 255.0, tint);
    let is_light = luminance(light) > LIGHTEST;
    let [r, g, b] = match (is_tint, is_light) {
        (true, false) => light,
        (true, true) => mixed(parent, 0.0, tint),
        (false, false) => mixed(parent, 0.0, shade),
        // Its first children are dark already.
        (false, true) => mixed(parent, 0.0, shade / 2.0),
    };
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn mixed(color: [u8; 3], end: f64, share: f64) -> [u8; 3] {
    color.map(|c| (f64::from(c) + (end - f64::from(c)) * share).round() as u8)
}

/// Relative luminance, from 0 to 1, as WCAG 2.2 defines it.
fn luminance(color: [u8; 3]) -> f64 {
    let [r, g, b] = color.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// Reads a colour as people type it: six hexadecimal digits, or three, with or without `#`. Returns `#rrggbb`.
#[must_use]
pub fn typed_color(typed: &str) -> Option<String> {
    let digits = typed.trim().trim_start_matches('#').to_lowercase();
    if !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    match digits.len() {
        6 => Some(format!("#{digits}")),
        3 => Some(digits.chars().fold("#".to_owned(), |mut color, digit| {
            color.extend([digit, digit]);
            color
        })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Distance in OKLab; the just noticeable difference is about 0.02.
    fn distance(a: &str, b: &str) -> f64 {
        let lab = |color: &str| {
            let [r, g, b] = rgb(color).map(|c| {
                let c = f64::from(c) / 255.0;
                if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
            });
            let l = (0.412_221 * r + 0.536_333 * g + 0.051_446 * b).cbrt();
            let m = (0.211_903 * r + 0.680_700 * g + 0.107_397 * b).cbrt();
            let s = (0.088_302 * r + 0.281_719 * g + 0.629_979 * b).cbrt();
            [
                0.210_454 * l + 0.793_618 * m - 0.004_072 * s,
                1.977_998 * l - 2.428_592 * m + 0.450_594 * s,
                0.025_904 * l + 0.782_772 * m - 0.808_676 * s,
            ]
        };
        let (a, b) = (lab(a), lab(b));
        a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
    }

    #[test]
    fn new_codes_get_every_hue_once_and_no_two_look_alike() {
        let colors: Vec<String> = (0..HUES.len()).map(code_color).collect();
        assert_eq!(colors.iter().collect::<BTreeSet<_>>().len(), HUES.len());
        for (at, a) in colors.iter().enumerate() {
            for b in colors.iter().skip(at + 1) {
                assert!(distance(a, b) > 0.04, "{a} and {b}: {:.3}", distance(a, b));
            }
        }
        for pair in colors.windows(2) {
            assert!(distance(&pair[0], &pair[1]) > 0.12, "codes made one after the other: {pair:?}");
        }
        assert_eq!((code_color(0), code_color(24)), (code_color(24), code_color(48)));
    }

    #[test]
    fn siblings_differ_and_are_visible_on_white() {
        for parent in HUES.iter().flatten().copied().chain(["#ffffff", "#000000", "#ffff00"]) {
            let children: Vec<String> = (0..3).map(|count| child_color(parent, count)).collect();
            for child in &children {
                assert!(luminance(rgb(child)) <= 0.7, "{parent}: {child}");
                assert!(child != parent, "{parent}");
            }
            assert_eq!(children.iter().collect::<BTreeSet<_>>().len(), 3, "{parent}: {children:?}");
        }
        for [_, middle, _] in HUES {
            let family: Vec<String> = (0..9).map(|count| child_color(middle, count)).chain([middle.into()]).collect();
            for (at, one) in family.iter().enumerate() {
                for other in family.iter().skip(at + 1) {
                    assert!(distance(one, other) > 0.018, "{middle}: {one} and {other}");
                }
            }
        }
    }

    #[test]
    fn subcodes_keep_their_parents_hue_in_any_order_of_adding() {
        let mut family = FamilyColors::default();
        let (first, second, child) = (CodeId(1), CodeId(2), CodeId(3));
        family.add(first, None, "#0159ae");
        family.add(second, None, "");
        assert_eq!(family.next(None), code_color(2));
        assert_eq!(family.next(Some(first)), child_color("#0159ae", 0));
        family.add(child, Some(first), &child_color("#0159ae", 0));
        assert_eq!(family.next(Some(first)), child_color("#0159ae", 1));
        assert_eq!(family.next(Some(child)), child_color(&child_color("#0159ae", 0), 0));
        assert_eq!(family.next(Some(second)), code_color(1), "a parent without a colour; the first colour is taken");
    }

    #[test]
    fn a_new_code_repeats_no_colour_in_use_while_another_is_free() {
        let mut family = FamilyColors::default();
        // The first of three codes was deleted: two are left, with the second and the third colour.
        family.add(CodeId(2), None, &code_color(1));
        family.add(CodeId(3), None, &code_color(2).to_uppercase());
        assert_eq!(family.next(None), code_color(3));
        let parent = code_color(1);
        family.add(CodeId(4), Some(CodeId(2)), &child_color(&parent, 1));
        assert_eq!(family.next(Some(CodeId(2))), child_color(&parent, 2));
        for count in 3..HUES.len() + 1 {
            family.add(CodeId(10 + count as i64), None, &family.next(None));
        }
        let used: BTreeSet<String> = family.colors.values().map(|color| color.to_lowercase()).collect();
        assert_eq!(used.len(), HUES.len() + 1, "every hue and the one subcode");
        assert!(used.contains(&family.next(None)), "all hues are taken");
    }

    #[test]
    fn colours_are_read_as_they_are_typed() {
        for (typed, wanted) in [
            ("#0072B2", Some("#0072b2")),
            (" 0072b2 ", Some("#0072b2")),
            ("#fa0", Some("#ffaa00")),
            ("", None),
            ("#0072b", None),
            ("blue", None),
            ("+12345", None),
            ("０072b2", None),
        ] {
            assert_eq!(typed_color(typed).as_deref(), wanted, "{typed}");
        }
    }
}
