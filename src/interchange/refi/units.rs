//! How a program counts positions in a text, and which way fits a file best.

/// A way to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// In units of UTF-16 and not in code points: a character beyond the basic plane is two.
    pub utf16: bool,
    /// CR LF is one position and not two.
    pub one_line_end: bool,
}

impl Units {
    const ALL: [Self; 4] = [
        Self { utf16: false, one_line_end: false },
        Self { utf16: true, one_line_end: false },
        Self { utf16: false, one_line_end: true },
        Self { utf16: true, one_line_end: true },
    ];

    /// What is known of the program that wrote a file.
    #[must_use]
    pub fn of(origin: &str) -> Self {
        let origin = origin.to_lowercase();
        Self { utf16: origin.contains("nvivo"), one_line_end: origin.contains("atlas") }
    }

    /// For each position as it is counted the position in the text as it is stored, in code points; one more than there
    /// are positions. `raw` is without byte order mark.
    #[must_use]
    pub fn positions(self, raw: &str) -> Vec<u32> {
        let mut out = Vec::with_capacity(raw.len() + 1);
        let mut at = 0;
        let mut characters = raw.chars().peekable();
        while let Some(character) = characters.next() {
            out.push(at);
            // Dropped when a text is stored.
            if character == '\0' {
                continue;
            }
            let pair = character == '\r' && characters.next_if_eq(&'\n').is_some();
            if pair && !self.one_line_end || self.utf16 && character.len_utf16() == 2 {
                out.push(at);
            }
            at += 1;
        }
        out.push(at);
        out
    }

    /// The way in which most passages have the words that stand beside them. `passages` are positions as counted with the
    /// words, which may be cut off with `…`; a few words are enough. The believed way wins a draw.
    #[must_use]
    pub fn best(believed: Self, raw: &str, stored: &str, passages: &[(i64, i64, &str)]) -> Self {
        let bytes: Vec<usize> = stored.char_indices().map(|(byte, _)| byte).chain([stored.len()]).collect();
        let fits = |units: Self| {
            let positions = units.positions(raw);
            let place = |at: i64| positions.get(usize::try_from(at).ok()?).copied();
            let same = |&&(start, end, words): &&(i64, i64, &str)| {
                let slice = || {
                    let (start, end) = (place(start)? as usize, place(end)? as usize);
                    stored.get(*bytes.get(start)?..*bytes.get(end)?)
                };
                let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let cut = words.strip_suffix('…');
                slice().map(plain).is_some_and(|found| match cut {
                    Some(begin) => found.starts_with(&plain(begin)),
                    None => found == plain(words),
                })
            };
            passages.iter().filter(same).count()
        };
        let mut best = (fits(believed), believed);
        for units in Self::ALL {
            let count = fits(units);
            if count > best.0 {
                best = (count, units);
            }
        }
        best.1
    }

    /// In words, for a report.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match (self.utf16, self.one_line_end) {
            (false, false) => "code points",
            (true, false) => "UTF-16 units",
            (false, true) => "code points, a line end of two characters as one",
            (true, true) => "UTF-16 units, a line end of two characters as one",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn every_position_leads_to_its_place_in_the_stored_text() {
        let raw = "a😀\r\nb";
        let count = |utf16, one_line_end| Units { utf16, one_line_end }.positions(raw);
        assert_eq!(count(false, false), [0, 1, 2, 2, 3, 4]);
        assert_eq!(count(true, false), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(count(false, true), [0, 1, 2, 3, 4]);
        assert_eq!(count(true, true), [0, 1, 1, 2, 3, 4]);
    }

    #[test]
    fn the_way_that_fits_the_words_is_found() {
        let (raw, stored) = ("😀 one two\r\nthree four", "😀 one two\nthree four");
        let code_points = [(2, 5, "one"), (11, 16, "three")];
        let utf16 = [(3, 6, "one"), (12, 17, "three")];
        let one = [(2, 5, "one"), (10, 15, "three"), (0, 9, "😀 one…")];
        let best = |passages: &[(i64, i64, &str)]| Units::best(Units::default(), raw, stored, passages);
        assert_eq!(best(&code_points), Units::default());
        assert_eq!(best(&utf16), Units { utf16: true, one_line_end: false });
        assert_eq!(best(&one), Units { utf16: false, one_line_end: true });
        assert_eq!(best(&[]), Units::default());
    }
}
