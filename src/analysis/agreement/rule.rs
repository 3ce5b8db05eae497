//! The rule by which a unit counts as coded, with an exact decimal threshold.

/// A decimal number from 0 to 1, kept as a fraction so that equality is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Threshold {
    numerator: u64,
    denominator: u64,
}

impl Threshold {
    pub const ANY: Self = Self { numerator: 0, denominator: 1 };

    /// Parses `0.5`, `1` or `.25`; at most nine decimals.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 9 || whole.len() + decimals.len() == 0 {
            return None;
        }
        let denominator = 10_u64.pow(decimals.len() as u32);
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let part: u64 = if decimals.is_empty() { 0 } else { decimals.parse().ok()? };
        let numerator = whole.checked_mul(denominator)?.checked_add(part)?;
        let common = common_divisor(numerator, denominator);
        let lowest = Self { numerator: numerator / common, denominator: denominator / common };
        (numerator <= denominator).then_some(lowest)
    }

    /// Returns the share from 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// True when `part` is at least this share of `whole`.
    #[must_use]
    pub fn reached(self, part: u32, whole: u32) -> bool {
        u64::from(part) * self.denominator >= self.numerator * u64::from(whole)
    }
}

/// Returns the greatest common divisor; `b` is not 0.
fn common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while a != 0 {
        (a, b) = (b % a, a);
    }
    b
}

impl std::fmt::Display for Threshold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.share())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// The overlap with one run covers this share of the unit or of the run, whichever is shorter.
    Overlap(Threshold),
    /// One character is enough.
    Any,
    /// All runs together cover this share of the unit.
    Cover(Threshold),
}

impl Default for Rule {
    fn default() -> Self {
        Self::Overlap(Threshold { numerator: 1, denominator: 2 })
    }
}

impl Rule {
    /// Parses `any`, `overlap:0.5` or `cover:0.8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "any" => Some(Self::Any),
            Some(("overlap", t)) => Threshold::parse(t).map(Self::Overlap),
            Some(("cover", t)) => Threshold::parse(t).map(Self::Cover),
            _ => None,
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Overlap(t) => write!(f, "overlap:{t}"),
            Self::Any => f.write_str("any"),
            Self::Cover(t) => write!(f, "cover:{t}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Rule, Threshold};

    #[test]
    fn a_threshold_is_exact_and_within_0_and_1() {
        let third = Threshold::parse("0.3").unwrap();
        assert!(third.reached(3, 10) && !third.reached(2, 10));
        for wrong in ["", ".", "1.5", "-1", "a", "0.12345678901"] {
            assert!(Threshold::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(Rule::parse("overlap:0.5"), Some(Rule::default()));
        assert_eq!(Rule::default().to_string(), "overlap:0.5");
        assert_eq!(Rule::parse("overlap"), None);
    }
}
