//! Compares names by how they look. Stored names are never changed.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A key shared by all names that look the same: letters are composed, ligatures split, runs of white space become one
/// blank, invisible characters are dropped. Case is kept.
///
/// ```
/// use pullquote::model::NameKey;
/// assert_eq!(NameKey::of("Mu\u{308}ller"), NameKey::of(" Mül\u{ad}ler "));
/// assert_ne!(NameKey::of("Ana"), NameKey::of("ana"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameKey(String);

impl NameKey {
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(key(name).into_owned())
    }

    /// Returns a key that also ignores case and the width of letters, digits and marks.
    #[must_use]
    pub fn caseless(name: &str) -> Self {
        let narrow: String = Self::of(name).0.chars().map(half_width).collect();
        Self::of(&narrow.to_lowercase())
    }

    /// Returns a key that also ignores which hyphen is written: of people who are probably one.
    ///
    /// ```
    /// use pullquote::model::NameKey;
    /// assert_eq!(NameKey::of_person("Mary\u{2011}Ann"), NameKey::of_person("Mary-ann"));
    /// ```
    #[must_use]
    pub fn of_person(name: &str) -> Self {
        let usual = |c: char| if matches!(c, '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}') { '-' } else { c };
        Self::caseless(&name.chars().map(usual).collect::<String>())
    }

    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        if is_key(name) { self.0 == name } else { *self == Self::of(name) }
    }
}

/// True when two names look the same.
#[must_use]
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || NameKey::of(a).matches(b)
}

/// Finds the thing with exactly this name, otherwise the first whose name looks the same.
pub fn find_named<'t, T>(things: &'t [T], wanted: &str, name: impl Fn(&T) -> &str) -> Option<&'t T> {
    things.iter().find(|thing| name(thing) == wanted).or_else(|| {
        let key = NameKey::of(wanted);
        things.iter().find(|thing| key.matches(name(thing)))
    })
}

/// Finds the index of a name: an exact match, otherwise the first that looks the same.
#[must_use]
pub fn place_named<N: AsRef<str>>(names: &[N], wanted: &str) -> Option<usize> {
    names.iter().position(|name| name.as_ref() == wanted).or_else(|| {
        let key = NameKey::of(wanted);
        names.iter().position(|name| key.matches(name.as_ref()))
    })
}

/// Things by name: finds an exact match first, otherwise a name that looks the same.
#[derive(Clone, Debug)]
pub struct NameMap<V> {
    exact: HashMap<String, V>,
    /// For names that look the same, the first.
    alike: HashMap<NameKey, V>,
}

impl<V> Default for NameMap<V> {
    fn default() -> Self {
        Self { exact: HashMap::new(), alike: HashMap::new() }
    }
}

impl<V: Copy> NameMap<V> {
    pub fn insert(&mut self, name: impl Into<String>, value: V) {
        let name = name.into();
        self.alike.entry(NameKey::of(&name)).or_insert(value);
        self.exact.insert(name, value);
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<V> {
        self.exact(name).or_else(|| self.alike.get(&NameKey::of(name)).copied())
    }

    /// Returns the thing with exactly this name.
    #[must_use]
    pub fn exact(&self, name: &str) -> Option<V> {
        self.exact.get(name).copied()
    }

    /// True when this name, or one that looks the same, is present.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// True when this name is taken; unless `exactly`, also by a name that looks the same.
    #[must_use]
    pub fn is_taken(&self, name: &str, exactly: bool) -> bool {
        if exactly { self.exact(name).is_some() } else { self.contains(name) }
    }

    /// Number of distinct spellings; names that look the same count separately.
    #[must_use]
    pub fn len(&self) -> usize {
        self.exact.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    pub fn clear(&mut self) {
        self.exact.clear();
        self.alike.clear();
    }
}

impl<N: Borrow<str> + Into<String>, V: Copy> FromIterator<(N, V)> for NameMap<V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(names: I) -> Self {
        let mut map = Self::default();
        for (name, value) in names {
            map.insert(name, value);
        }
        map
    }
}

/// True for characters without width that change no letter: soft hyphens, zero-width spaces and joiners,
/// direction marks.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Returns the half-width form of a full-width letter, digit, mark or space, as input methods for Chinese type them: `Ａ`
/// is `A`, `，` is `,`, `。` is `.`; other characters unchanged.
///
/// ```
/// use pullquote::model::names::half_width;
/// let narrow: String = "２０～３０，Ａ＞Ｂ。".chars().map(half_width).collect();
/// assert_eq!(narrow, "20~30,A>B.");
/// ```
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' | '\u{ff61}' => '.',
        '〜' => '~',
        _ => c,
    }
}

/// Splits a ligature; returns any other character unchanged.
fn apart(c: char) -> impl Iterator<Item = char> {
    let (letters, one) = match ligature(c) {
        Some(letters) => (letters, None),
        None => ("", Some(c)),
    };
    letters.chars().chain(one)
}

/// Returns the letters of the Latin ligatures U+FB00 to U+FB06.
#[must_use]
pub fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// Returns the text by which a name is compared: see [`NameKey`].
pub(super) fn key(name: &str) -> Cow<'_, str> {
    if is_key(name) {
        return Cow::Borrowed(name);
    }
    let seen: String = name.chars().filter(|c| !is_invisible(*c)).flat_map(apart).nfc().collect();
    Cow::Owned(seen.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// True for a name that is certainly its own key; false if in doubt.
pub(super) fn is_key(name: &str) -> bool {
    if name.is_ascii() {
        let has_odd = name.bytes().any(|byte| byte.is_ascii_control());
        return !has_odd && !name.contains("  ") && !name.starts_with(' ') && !name.ends_with(' ');
    }
    let white = |c: char| c.is_whitespace();
    let odd = |c: char| white(c) && c != ' ' || is_invisible(c) || ligature(c).is_some();
    !name.contains(odd)
        && !name.contains("  ")
        && !name.starts_with(white)
        && !name.ends_with(white)
        && is_nfc_quick(name.chars()) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_full_width_form_has_the_half_width_form_of_the_same_sign() {
        // U+FF01 to U+FF5E are the forms of the printable signs of ASCII, in their order.
        let (full, half) = ('\u{ff01}'..='\u{ff5e}', '!'..='~');
        assert_eq!(full.clone().count(), half.clone().count());
        for (full, half) in full.zip(half) {
            assert_eq!(half_width(full), half);
            assert_eq!(half_width(half), half, "a half-width form stays as it is");
        }
        for (other, wanted) in [
            ('\u{3000}', ' '),
            ('。', '.'),
            ('\u{ff61}', '.'),
            ('〜', '~'),
            // The signs beside the range, and those without a form in ASCII.
            ('\u{ff00}', '\u{ff00}'),
            ('\u{ff5f}', '\u{ff5f}'),
            ('、', '、'),
            ('「', '「'),
            ('￥', '￥'),
            ('ア', 'ア'),
            ('中', '中'),
        ] {
            assert_eq!(half_width(other), wanted, "{other}");
        }
    }

    #[test]
    fn names_that_look_the_same_are_the_same() {
        for (a, b, same) in [
            ("Müller", "Mu\u{308}ller", true),
            ("Löhne", " Lo\u{308}hne\u{a0}", true),
            ("Büro\u{ad}kraft", "Bürokraft", true),
            ("O\u{fb03}ce", "Office", true),
            ("a\u{200b}b", "ab", true),
            ("\u{feff}Anna", "Anna", true),
            ("Anna  Maria", "Anna\u{a0}Maria", true),
            ("Anna \u{200b} Maria", "Anna Maria", true),
            ("가", "\u{1100}\u{1161}", true),
            ("Å", "\u{212b}", true),
            ("a\u{ad}\u{308}", "ä", true),
            ("垫江", "垫江", true),
            ("Ana", "ana", false),
            ("Müller", "Muller", false),
            ("AnnaMaria", "Anna Maria", false),
            ("x²", "x2", false),
            ("Ａnna", "Anna", false),
        ] {
            assert_eq!(same_name(a, b), same, "{a:?} {b:?}");
            assert_eq!(NameKey::of(a) == NameKey::of(b), same, "{a:?} {b:?}");
            assert!(NameKey::of(a).matches(a));
        }
        assert_eq!(NameKey::caseless("LO\u{308}HNE"), NameKey::caseless("löhne"));
        assert_eq!(NameKey::caseless("Ｃｏｄｅｒ　１"), NameKey::caseless("coder 1"));
    }

    #[test]
    fn the_exact_name_goes_before_those_that_look_the_same() {
        let (composed, apart) = ("Löhne", "Lo\u{308}hne");
        let both: NameMap<i32> = [(composed, 1), (apart, 2)].into_iter().collect();
        assert_eq!((both.get(composed), both.get(apart), both.get("Löh\u{ad}ne")), (Some(1), Some(2), Some(1)));
        assert_eq!((both.exact("Löh\u{ad}ne"), both.contains("löhne")), (None, false));
        assert_eq!(find_named(&[composed, apart], apart, |name| name), Some(&apart));
        assert_eq!(find_named(&[composed], apart, |name| name), Some(&composed));
    }
}
