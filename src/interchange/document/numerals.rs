//! List numbers as office programs write them.

/// The form of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Decimal,
    /// Padded with zeros to at least this many digits.
    Padded(usize),
    LowerLetter,
    UpperLetter,
    /// `a` to `z`, then `aa`, `ab`: letters used like digits, as in OpenDocument.
    LowerCounted,
    UpperCounted,
    LowerRoman,
    UpperRoman,
    Ordinal,
    Chinese,
    ChineseLegal,
    ChineseDigits,
    Japanese,
    Stems,
    Branches,
    FullWidth,
    Circled,
    Bracketed,
    Dashed,
    Cyrillic,
    Kana,
    Arabic,
    /// Not written.
    None,
}

impl Form {
    /// By its name in WordprocessingML. An unknown name means decimal.
    pub fn of_word(name: &str) -> Self {
        match name {
            "none" => Self::None,
            "decimalZero" => Self::Padded(2),
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "ordinal" => Self::Ordinal,
            "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
                Self::Chinese
            }
            "chineseLegalSimplified" | "ideographLegalTraditional" => Self::ChineseLegal,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Self::ChineseDigits,
            "japaneseCounting" => Self::Japanese,
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "decimalFullWidth" | "decimalFullWidth2" => Self::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Self::Circled,
            "decimalEnclosedParen" => Self::Bracketed,
            "numberInDash" => Self::Dashed,
            "russianLower" => Self::Cyrillic,
            "aiueo" | "aiueoFullWidth" => Self::Kana,
            "arabicAlpha" => Self::Arabic,
            _ => Self::Decimal,
        }
    }

    /// By its first number, as in OpenDocument and HTML.
    pub fn of_first(first: &str) -> Self {
        match first {
            "" => Self::None,
            "a" => Self::LowerCounted,
            "A" => Self::UpperCounted,
            "i" => Self::LowerRoman,
            "I" => Self::UpperRoman,
            "一" | "一, 二, 三, ..." => Self::Chinese,
            "壹" | "壹, 贰, 叁, ..." => Self::ChineseLegal,
            "甲" | "甲, 乙, 丙, ..." => Self::Stems,
            "子" | "子, 丑, 寅, ..." => Self::Branches,
            "①" | "①, ②, ③, ..." => Self::Circled,
            "１" | "１, ２, ３, ..." => Self::FullWidth,
            "1st" => Self::Ordinal,
            "01" => Self::Padded(2),
            _ => Self::Decimal,
        }
    }

    pub fn write(self, number: u32) -> String {
        let from = |first: char, most: u32| {
            (1..=most)
                .contains(&number)
                .then(|| char::from_u32(u32::from(first) + number - 1))
                .flatten()
                .map(String::from)
        };
        let listed = |signs: &str| number.checked_sub(1).and_then(|i| signs.chars().nth(i as usize)).map(String::from);
        let plain = || number.to_string();
        match self {
            Self::None => String::new(),
            Self::Decimal => plain(),
            Self::Padded(digits) => format!("{number:0digits$}"),
            Self::LowerLetter => repeated(number),
            Self::UpperLetter => repeated(number).to_uppercase(),
            Self::LowerCounted => counted(number),
            Self::UpperCounted => counted(number).to_uppercase(),
            Self::LowerRoman => roman(number).to_lowercase(),
            Self::UpperRoman => roman(number),
            Self::Ordinal => ordinal(number),
            Self::Chinese => ideographs(number, &CHINESE),
            Self::ChineseLegal => ideographs(number, &LEGAL),
            Self::Japanese => ideographs(number, &CHINESE).replace("一十", "十").replace("一百", "百"),
            Self::ChineseDigits => {
                plain().chars().filter_map(|c| CHINESE.digits.get(c.to_digit(10)? as usize)).collect()
            }
            Self::Stems => listed("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(plain),
            Self::Branches => listed("子丑寅卯辰巳午未申酉戌亥").unwrap_or_else(plain),
            Self::FullWidth => plain()
                .chars()
                .filter_map(|c| char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')))
                .collect(),
            Self::Circled => from('①', 20).unwrap_or_else(plain),
            Self::Bracketed => from('⑴', 20).unwrap_or_else(|| format!("({number})")),
            Self::Dashed => format!("- {number} -"),
            Self::Cyrillic => listed("абвгдежзиклмнопрстуфхцчшщыэюя").unwrap_or_else(plain),
            Self::Kana => {
                listed("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン")
                    .unwrap_or_else(plain)
            }
            Self::Arabic => listed("أبتثجحخدذرزسشصضطظعغفقكلمنهوي").unwrap_or_else(plain),
        }
    }
}

/// `a` to `z`, then `aa`, `bb`: the letter is repeated once more for each pass through the alphabet.
fn repeated(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    let letter = char::from(b'a' + (index % 26) as u8);
    let times = index / 26 + 1;
    if times > 20 { number.to_string() } else { std::iter::repeat_n(letter, times as usize).collect() }
}

fn counted(mut number: u32) -> String {
    let mut letters = Vec::new();
    while let Some(index) = number.checked_sub(1) {
        letters.push(char::from(b'a' + (index % 26) as u8));
        number = index / 26;
    }
    if letters.is_empty() { "0".into() } else { letters.iter().rev().collect() }
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&number) {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

struct Ideographs {
    digits: [char; 10],
    tens: [&'static str; 4],
    /// True if a leading one before ten is omitted.
    short_ten: bool,
}

const CHINESE: Ideographs = Ideographs {
    digits: ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
    tens: ["", "十", "百", "千"],
    short_ten: true,
};
const LEGAL: Ideographs = Ideographs {
    digits: ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'],
    tens: ["", "拾", "佰", "仟"],
    short_ten: false,
};

/// `十一`, `一百〇五`.
fn ideographs(number: u32, signs: &Ideographs) -> String {
    let digits: Vec<usize> = number.to_string().chars().filter_map(|c| Some(c.to_digit(10)? as usize)).collect();
    if number == 0 || digits.len() > signs.tens.len() {
        return digits.iter().filter_map(|digit| signs.digits.get(*digit)).collect();
    }
    let (mut out, mut empty) = (String::new(), false);
    for (place, digit) in digits.iter().enumerate() {
        if *digit == 0 {
            empty = true;
            continue;
        }
        if std::mem::take(&mut empty) {
            out.extend(signs.digits.first());
        }
        let tens = signs.tens.get(digits.len() - 1 - place).copied().unwrap_or_default();
        if !(signs.short_ten && *digit == 1 && place == 0 && digits.len() == 2) {
            out.extend(signs.digits.get(*digit));
        }
        out.push_str(tens);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_office_programs_do() {
        let cases = [
            (Form::Decimal, 12, "12"),
            (Form::Padded(2), 7, "07"),
            (Form::LowerLetter, 28, "bb"),
            (Form::UpperLetter, 26, "Z"),
            (Form::LowerCounted, 28, "ab"),
            (Form::LowerRoman, 19, "xix"),
            (Form::UpperRoman, 1994, "MCMXCIV"),
            (Form::Ordinal, 12, "12th"),
            (Form::Ordinal, 23, "23rd"),
            (Form::Chinese, 10, "十"),
            (Form::Chinese, 21, "二十一"),
            (Form::Chinese, 105, "一百〇五"),
            (Form::ChineseLegal, 10, "壹拾"),
            (Form::ChineseDigits, 20, "二〇"),
            (Form::Stems, 3, "丙"),
            (Form::FullWidth, 12, "１２"),
            (Form::Circled, 20, "⑳"),
            (Form::Circled, 21, "21"),
            (Form::Bracketed, 2, "⑵"),
            (Form::None, 3, ""),
            (Form::UpperRoman, 0, "0"),
            (Form::LowerLetter, 0, "0"),
            (Form::Chinese, u32::MAX, "四二九四九六七二九五"),
        ];
        for (form, number, wanted) in cases {
            assert_eq!(form.write(number), wanted, "{form:?} {number}");
        }
    }
}
