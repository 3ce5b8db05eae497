//! The folding under which letters are compared.

use crate::model::names::{half_width, ligature};
use unicode_normalization::char::decompose_canonical;

/// The letters to which a letter is folded for comparison.
pub(super) struct Folded {
    letters: [char; 8],
    count: u8,
}

impl Folded {
    fn one(letter: char) -> Self {
        Self { letters: [letter; 8], count: 1 }
    }

    /// Decomposes accented letters.
    fn apart(letters: impl Iterator<Item = char>) -> Self {
        let mut folded = Self { letters: [' '; 8], count: 0 };
        for letter in letters {
            decompose_canonical(letter, |part| {
                if let Some(place) = folded.letters.get_mut(usize::from(folded.count)) {
                    *place = part;
                    folded.count += 1;
                }
            });
        }
        folded
    }

    /// Returns the letters, at least one.
    pub fn letters(&self) -> &[char] {
        self.letters.get(..usize::from(self.count)).unwrap_or_default()
    }

    pub fn of(c: char, match_case: bool) -> Self {
        match c {
            '‘' | '’' | 'ʼ' => return Self::one('\''),
            '“' | '”' | '„' => return Self::one('"'),
            '\n' => return Self::one(c),
            _ => {}
        }
        if c.is_ascii() {
            return Self::one(if c.is_ascii_whitespace() {
                ' '
            } else if match_case {
                c
            } else {
                c.to_ascii_lowercase()
            });
        }
        let c = match half_width(c) {
            narrow if narrow == c => c,
            narrow if match_case => return Self::one(narrow),
            narrow => return Self::one(narrow.to_ascii_lowercase()),
        };
        if c.is_whitespace() {
            return Self::one(' ');
        }
        // A fast path for Chinese characters, which have no case.
        if ('\u{3400}'..'\u{a000}').contains(&c) {
            return Self::one(c);
        }
        if let Some(letters) = ligature(c) {
            return Self::apart(letters.chars());
        }
        if match_case {
            return Self::apart(std::iter::once(c));
        }
        match c {
            'İ' | 'ı' => Self::one('i'),
            'ς' => Self::one('σ'),
            'ß' | 'ẞ' => Self::apart("ss".chars()),
            _ => Self::apart(c.to_lowercase()),
        }
    }
}
