//! Characters of symbol fonts, whose meaning differs from their code.

/// The first part of Adobe's and Microsoft's Symbol font, from 0x20; U+FFFD where there is no character.
const SYMBOL: [&str; 14] = [
    " !∀#∃%&∋()∗+,−./",
    "0123456789:;<=>?",
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "‾αβχδεφγηιϕκλμνο",
    "πθρστυϖωξψζ{|}∼\u{fffd}",
    "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
    "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    "\u{fffd}⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\u{fffd}",
];

const WINGDINGS: [&str; 14] = [
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭",
    "📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍",
    "🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠🏳",
    "🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉",
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■□",
    "🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷\u{fffd}",
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹",
    "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•",
    "▪○🞆🞈◉◎🔿▪◻🟂✦★✶✴✹✵",
    "⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",
    "🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨",
    "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦",
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭🗶✓🗷🗹\u{fffd}",
];

/// Check marks and boxes of Wingdings 2.
const WINGDINGS_2: [(u8, char); 12] = [
    (0x4f, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x55, '⊗'),
    (0x56, '⊗'),
    (0x97, '•'),
    (0x98, '●'),
    (0xa3, '□'),
    (0xa2, '■'),
];

/// Arrows of Wingdings 3.
const WINGDINGS_3: [(u8, char); 8] =
    [(0x66, '←'), (0x67, '→'), (0x68, '↑'), (0x69, '↓'), (0x70, '▲'), (0x71, '▼'), (0x74, '◀'), (0x75, '▶')];

pub fn is_symbol_font(font: &str) -> bool {
    matches!(font.to_lowercase().as_str(), "symbol" | "wingdings" | "wingdings 2" | "wingdings 3" | "webdings")
}

/// The character that a font draws for a code; `None` if unknown. In text fonts, the code is the character.
pub fn symbol(font: &str, code: u32) -> Option<char> {
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let of = |table: &[&str; 14]| {
        let signs = table.get((place.checked_sub(0x20)? / 16 % 16) as usize)?;
        signs.chars().nth((place % 16) as usize)
    };
    let listed = |list: &[(u8, char)]| list.iter().find(|(at, _)| u32::from(*at) == place).map(|(_, sign)| *sign);
    let found = match font.to_lowercase().as_str() {
        _ if place > 0xff && is_symbol_font(font) => char::from_u32(place),
        "symbol" => of(&SYMBOL),
        "wingdings" => of(&WINGDINGS),
        "wingdings 2" => listed(&WINGDINGS_2),
        "wingdings 3" => listed(&WINGDINGS_3),
        "webdings" => None,
        // A private code in an unknown font.
        _ if (0xe000..=0xf8ff).contains(&code) => None,
        _ => char::from_u32(code),
    };
    found.filter(|c| *c != char::REPLACEMENT_CHARACTER && *c != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_fonts_have_sixteen_characters_a_row() {
        for row in SYMBOL.iter().chain(&WINGDINGS) {
            assert_eq!(row.chars().count(), 16, "{row}");
        }
    }

    #[test]
    fn symbols_are_what_their_fonts_draw() {
        let cases = [
            ("Wingdings", 0xf04a, Some('☺')),
            ("Wingdings", 0x4c, Some('☹')),
            ("wingdings", 0xf0e0, Some('🡪')),
            ("Wingdings", 0xf0fc, Some('✓')),
            ("Symbol", 0xf061, Some('α')),
            ("Symbol", 0xf0ae, Some('→')),
            ("Symbol", 0xf0b7, Some('•')),
            ("Wingdings 2", 0xf050, Some('✓')),
            ("Webdings", 0xf04a, None),
            ("Wingdings", 0xf0ff, None),
            ("Symbol", 0x10, None),
            ("Arial", 0x2022, Some('•')),
            ("Private", 0xf04a, None),
            ("Arial", 0xd800, None),
        ];
        for (font, code, wanted) in cases {
            assert_eq!(symbol(font, code), wanted, "{font} {code:x}");
        }
    }
}
