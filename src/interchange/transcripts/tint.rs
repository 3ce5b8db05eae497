//! Colors of codes for shading and underlining: shades are pale enough for text to be readable, lines dark enough to be
//! distinguished.

type Rgb = [u8; 3];

/// `RRGGBB`
pub(super) fn hex([r, g, b]: Rgb) -> String {
    format!("{r:02X}{g:02X}{b:02X}")
}

/// The shade behind black letters on white paper.
pub(super) fn pale(color: Rgb) -> Rgb {
    color.map(|c| mixed(c, 255, 0.78))
}

/// A line on white paper with a contrast of at least 3:1, as required for graphics (WCAG 1.4.11).
pub(super) fn strong(color: Rgb) -> Rgb {
    (0..=10)
        .map(|step| color.map(|c| mixed(c, 0, f64::from(step) / 10.0)))
        .find(|&c| contrast(c, [255; 3]) >= 3.0)
        .unwrap_or([0; 3])
}

fn mixed(from: u8, to: u8, share: f64) -> u8 {
    let value = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
    value.round().clamp(0.0, 255.0) as u8
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(color: Rgb) -> f64 {
    let linear = color.map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    let [r, g, b] = linear;
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_lines_can_be_seen_whatever_the_colour_of_a_code() {
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..2_000 {
            let color = [rng.u8(..), rng.u8(..), rng.u8(..)];
            assert!(contrast([0; 3], pale(color)) >= 7.0, "{color:?}");
            assert!(contrast(strong(color), [255; 3]) >= 3.0, "{color:?}");
        }
        assert_eq!(hex([0, 114, 178]), "0072B2");
    }
}
