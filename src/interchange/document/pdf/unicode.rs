//! Converts glyphs to ordinary characters, whatever the file calls them.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// The ordinary characters for the Kangxi radicals, which begin at U+2F00. Some programs name characters by their
/// radical.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
/// As [`KANGXI`], for the radicals of the supplement: each is followed by its ordinary character.
const RADICALS: &str = "⺠民⺻聿⻁虎⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻑長⻒镸⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食\
    ⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻯竜⻰龙⻳龟⻟食⺟母";

/// The letters of ligatures.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Normalises characters to the form that people type and search for.
#[derive(Debug)]
pub struct Plain {
    radicals: HashMap<char, char>,
}

impl Plain {
    pub fn new() -> Self {
        let kangxi = (0x2f00_u32..).filter_map(char::from_u32).zip(KANGXI.chars());
        let mut rest = RADICALS.chars();
        let pairs = std::iter::from_fn(|| rest.next().zip(rest.next()));
        Self { radicals: kangxi.chain(pairs).collect() }
    }

    /// `None` if the file names no character, or a private one.
    pub fn text(&self, named: &str) -> Option<String> {
        let mut text = String::new();
        for c in named.chars() {
            match c {
                '\t' | '\n' | '\r' | '\u{a0}' => text.push(' '),
                '\u{fb00}'..='\u{fb06}' => {
                    let place = (u32::from(c) - 0xfb00) as usize;
                    text.push_str(LIGATURES.get(place).copied().unwrap_or(""));
                }
                // Forms of Arabic and Hebrew letters within a word.
                '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                    text.push_str(c.nfkc().collect::<String>().trim_start())
                }
                // Bullets of symbol fonts.
                '\u{f0a7}' | '\u{f0b7}' | '\u{f0d8}' | '\u{f076}' | '\u{f06c}' | '\u{f06e}' => text.push('•'),
                '\u{f020}' => text.push(' '),
                '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                '\u{e000}'..='\u{f8ff}' | '\u{fffd}'..='\u{ffff}' => return None,
                c if c.is_control() => return None,
                c => text.push(self.radicals.get(&c).copied().unwrap_or(c)),
            }
        }
        Some(text)
    }
}

/// True for characters written from right to left.
pub fn is_leftward(c: char) -> bool {
    let of_the_script = matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    // Numbers run to the right in these scripts too.
    of_the_script && !c.is_numeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_take_the_form_that_is_typed() {
        let plain = Plain::new();
        let cases = [
            ("a", Some("a")),
            ("\u{fb01}", Some("fi")),
            ("\u{fb04}", Some("ffl")),
            ("\u{2f08}", Some("人")),
            ("\u{2fd5}", Some("龠")),
            ("\u{2ed3}", Some("长")),
            ("\u{f0b7}", Some("•")),
            ("\u{fefb}", Some("لا")),
            ("\u{feb3}", Some("س")),
            ("\u{fb2a}", Some("ש\u{5c1}")),
            ("\u{a0}", Some(" ")),
            ("\u{e123}", None),
            ("\u{0}", None),
            ("\u{3}", None),
            ("人", Some("人")),
        ];
        for (named, wanted) in cases {
            assert_eq!(plain.text(named).as_deref(), wanted, "{named:?}");
        }
    }
}
