//! The script that a text is written in.

/// Letters at the beginning of a text that decide.
const SAMPLE: usize = 4_000;

/// True for a Chinese character, also where Japanese or Korean is written with them.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True if most letters at the beginning of the text are Chinese characters, and hardly any are kana or hangul.
#[must_use]
pub fn is_chinese(text: &str) -> bool {
    let (mut han, mut other, mut letters) = (0, 0, 0);
    for letter in text.chars().filter(|c| c.is_alphabetic()).take(SAMPLE) {
        letters += 1;
        match letter {
            letter if is_han(letter) => han += 1,
            '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{AC00}'..='\u{D7AF}' | '\u{1100}'..='\u{11FF}' => {
                other += 1;
            }
            _ => {}
        }
    }
    // A Chinese character stands for a syllable or a word, which Latin script writes with several letters.
    han * 4 > letters && other * 20 < han
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_distinguished_from_other_languages_with_the_same_characters() {
        let cases = [
            ("访谈者：您为什么回来？\nB：因为工资低。", true),
            ("B：我在 Guangzhou 的一家 garment factory 工作，工资很低，所以回来了。", true),
            ("Interviewer: What does 回家 mean to you?", false),
            ("重慶的生活", true),
            ("私は東京に住んでいます。仕事は大変です。", false),
            ("나는 大學에 갔다.", false),
            ("We were poor at home.", false),
            ("1 2 3", false),
            ("", false),
        ];
        for (text, chinese) in cases {
            assert_eq!(is_chinese(text), chinese, "{text}");
        }
    }
}
