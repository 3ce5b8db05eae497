//! What a speaker label at the start of a line looks like, one line at a time. Whether a candidate is a speaker of the
//! document is decided in [`super::speakers`], which sees them all.

/// A line that begins like a speaker's passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'t> {
    /// As it stands in the text, without marks and colon.
    pub label: &'t str,
    /// Characters from the line's start to the first spoken word.
    pub prefix: u32,
    /// When it was said, in ms from the start; such a prefix must stay readable.
    pub time: Option<u32>,
    /// False where what stands behind the label is not what commonly does: such a line is believed only when the label
    /// is known from others.
    pub sure: bool,
}

const LONGEST: usize = 40;
const MOST_WORDS: usize = 4;
/// A label written without spaces (Chinese, Japanese) that is longer than a name or a role.
const LONGEST_IDEOGRAPHS: usize = 10;

/// Header lines of transcripts: attributes, not speakers, however often they stand.
const ATTRIBUTES: &[&str] = &[
    "date",
    "date of birth",
    "time",
    "place",
    "location",
    "note",
    "notes",
    "nb",
    "name",
    "age",
    "gender",
    "sex",
    "duration",
    "file",
    "title",
    "subject",
    "topic",
    "interview",
    "interview date",
    "project",
    "source",
    "occupation",
    "education",
    "address",
    "language",
    "url",
    "http",
    "https",
    "summary",
    "background",
    "setting",
    "transcribed by",
    "日期",
    "时间",
    "時間",
    "地点",
    "地點",
    "备注",
    "備註",
    "注",
    "姓名",
    "年龄",
    "年齡",
    "性别",
    "性別",
    "职业",
    "職業",
    "学历",
    "學歷",
    "主题",
    "主題",
    "题目",
    "題目",
    "编号",
    "編號",
];
/// First words of the names that transcripts give to people without a name.
const ROLES: &[&str] = &[
    "interviewer",
    "interviewee",
    "participant",
    "participants",
    "respondent",
    "informant",
    "researcher",
    "moderator",
    "facilitator",
    "speaker",
    "unknown",
    "all",
    "man",
    "woman",
    "male",
    "female",
    "student",
    "teacher",
    "child",
    "mother",
    "father",
    "husband",
    "wife",
    "translator",
    "interpreter",
    "访谈者",
    "訪談者",
    "受访者",
    "受訪者",
    "访问者",
    "采访者",
    "採訪者",
    "被访者",
    "主持人",
    "研究者",
    "研究员",
    "参与者",
    "參與者",
    "翻译",
    "众人",
    "男",
    "女",
    "问",
    "答",
    "問",
];
/// Last words of a sentence that leads into quoted speech.
const SAYING: &[&str] =
    &["said", "says", "say", "asked", "told", "thought", "think", "was", "is", "are", "like", "说", "問道", "说道"];

/// Reads `Interviewer: …`, `**访谈者：**…`, `### 唐鳳：`, `[04:18] Participant 24: …` and `Jack Breen  0:33`; unsure of
/// `I1⇥words` and of `Harriet Smith-. words`.
#[must_use]
pub fn candidate(line: &str) -> Option<Candidate<'_>> {
    let bare = line.trim_start_matches(['#', '*', '_', ' ', '\t', '\u{3000}']);
    let (start, time) = skip_time(bare);
    let start = start.trim_start_matches(['*', '_']);
    colon_label(line, start, time).or_else(|| time_label(line, start)).or_else(|| slip(line, start, time))
}

/// The time that a line begins with, in ms from the start: `[04:18] …`, `[00:43.810 --> 00:47.850] …`, or `(06.46)` alone.
/// A time without brackets before words may be of the day: it is one of the talk only beside a label.
#[must_use]
pub fn time_at(line: &str) -> Option<u32> {
    let bare = line.trim();
    let (_, time) = skip_time(bare);
    let closed = bare.starts_with(['[', '(']);
    let range = || bare.strip_prefix('[')?.split_once("-->").and_then(|(from, _)| millis(from.trim()));
    time.filter(|_| closed).or_else(range)
}

/// True for a label that names a role, or is made of initials: enough to believe one that stands only once.
#[must_use]
pub fn is_telling(label: &str) -> bool {
    let first = label.split_whitespace().next().unwrap_or("").to_lowercase();
    let role = ROLES.contains(&first.trim_end_matches(|c: char| c.is_ascii_digit()));
    role || (label.chars().count() <= 3 && label.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()))
}

fn colon_label<'t>(line: &'t str, start: &'t str, time: Option<u32>) -> Option<Candidate<'t>> {
    let head: usize = start.char_indices().nth(LONGEST + 8).map_or(start.len(), |(byte, _)| byte);
    let at = start.get(..head)?.find([':', '：'])?;
    let (label, rest) = start.split_at_checked(at)?;
    let label = label.trim_end_matches(['*', '_', ' ', '\t', '\u{3000}']);
    let wide = rest.starts_with('：');
    let behind = rest.trim_start_matches([':', '：']);
    // `12:30`, `http://` and `a:b` are no labels; after a full-width colon the words follow at once.
    if !wide && behind.starts_with(|c: char| c.is_ascii_digit() || c == '/' || c == '\\') {
        return None;
    }
    let words = behind.trim_start_matches(['*', '_']).trim_start();
    is_label(label).then(|| Candidate { label, prefix: prefix(line, words), time, sure: true })
}

/// A name, two blanks or a tab, and a time, alone on the line.
fn time_label<'t>(line: &'t str, start: &'t str) -> Option<Candidate<'t>> {
    let (label, time) = start.trim_end().rsplit_once([' ', '\t'])?;
    let gap = label.ends_with([' ', '\t']) || start.contains('\t');
    let label = label.trim_end();
    let time = millis(time).filter(|_| gap && time.contains(':') && time.len() <= 12)?;
    is_label(label).then(|| Candidate { label, prefix: prefix(line, ""), time: Some(time), sure: true })
}

/// A label with a tab where the colon should stand, or with a slip of the typist.
fn slip<'t>(line: &'t str, start: &'t str, time: Option<u32>) -> Option<Candidate<'t>> {
    let (label, words) = start.split_once('\t').or_else(|| start.split_once("-. "))?;
    let label = label.trim_end();
    is_label(label).then(|| Candidate { label, prefix: prefix(line, words.trim_start()), time, sure: false })
}

fn prefix(line: &str, words: &str) -> u32 {
    let bytes = line.len() - words.len();
    line.get(..bytes).map_or(0, |p| p.chars().count() as u32)
}

/// Drops `[04:18] `, `(00:12)` or `00:22 `, and says when that is.
fn skip_time(line: &str) -> (&str, Option<u32>) {
    let inner = line.trim_start_matches(['[', '(']);
    let end = inner.find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c))).unwrap_or(inner.len());
    let (digits, rest) = inner.split_at_checked(end).unwrap_or((inner, ""));
    let closed = rest.trim_start_matches([']', ')', '}']);
    match millis(digits) {
        Some(time) if closed.len() < rest.len() || rest.starts_with([' ', '\t']) => (closed.trim_start(), Some(time)),
        _ => (line, None),
    }
}

/// `1:24:07`, `00:43.810`, `04:18` and `06.46` as ms.
#[must_use]
pub fn millis(time: &str) -> Option<u32> {
    if !time.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Where no colon stands, a point parts minutes and seconds.
    let (whole, part) = match time.rsplit_once(['.', ',']) {
        Some((whole, part)) if whole.contains(':') => (whole, part),
        _ => (time, ""),
    };
    let numbers: Vec<u32> = whole.split([':', '.']).map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let seconds = match numbers.as_slice() {
        [minutes, seconds] => minutes.checked_mul(60)?.checked_add(*seconds)?,
        [hours, minutes, seconds] => {
            hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(*seconds)?
        }
        _ => return None,
    };
    let part: u32 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    seconds.checked_mul(1000)?.checked_add(part)
}

fn is_label(label: &str) -> bool {
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let lower = label.to_lowercase();
    let mut words = label.split_whitespace();
    let last = lower.split_whitespace().last().unwrap_or("");
    let ideographs = label.chars().filter(|c| *c >= '\u{2E80}').count();
    letters > 0
        && label.starts_with(char::is_alphanumeric)
        && label.chars().count() <= LONGEST
        && words.clone().count() <= MOST_WORDS
        && ideographs <= LONGEST_IDEOGRAPHS
        && label.chars().all(|c| c.is_alphanumeric() || " -–_'’.·&()（）\u{3000}".contains(c) || is_mark(c))
        && !label.ends_with('.')
        && !label.contains(". ")
        // `and then he said:` begins in lower case; `nicolas-demorand:` is one word.
        && (words.clone().count() == 1 || !words.next().is_some_and(|w| w.starts_with(char::is_lowercase)))
        && !ATTRIBUTES.contains(&lower.as_str())
        && !SAYING.contains(&last)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::{candidate, is_telling, millis, time_at};

    #[test]
    fn labels_of_real_transcripts_are_read() {
        let cases = [
            ("B: We were poor", Some(("B", 3))),
            ("Woman 1: Yes", Some(("Woman 1", 9))),
            ("访谈者：为什么？", Some(("访谈者", 4))),
            ("访谈者： 为什么？", Some(("访谈者", 5))),
            ("受访者: 没有钱", Some(("受访者", 5))),
            ("### 唐鳳：", Some(("唐鳳", 7))),
            ("**思否：请您介绍一下**", Some(("思否", 5))),
            ("**Rich Bowen**: I", Some(("Rich Bowen", 16))),
            ("AL  : Yes", Some(("AL", 6))),
            ("nicolas-demorand：", Some(("nicolas-demorand", 17))),
            ("[04:18] Participant 24: So", Some(("Participant 24", 24))),
            ("00:22 PARTICIPANT 30:", Some(("PARTICIPANT 30", 21))),
            ("Jonas Rosland  0:21  ", Some(("Jonas Rosland", 21))),
            ("Y:\tJa", Some(("Y", 3))),
            ("I2 \tOg", Some(("I2", 4))),
            ("0:57\tI1\tJa", Some(("I1", 8))),
            ("Harriet Smith-. Yes.", Some(("Harriet Smith", 16))),
            ("12: Ja", None),
            ("12:30 we met", None),
            ("http://example.org", None),
            ("see http://example.org", None),
            ("[00:43.810 --> 00:47.850]  Hello", None),
            ("Date: 3 May", None),
            ("日期：五月三日", None),
            ("and then he told me: go", None),
            ("Then he said: go", None),
            ("No, not at all: we", None),
            ("One two three four five: x", None),
            ("他当时就跟我讲了一句很重要的话：走", None),
            ("> （蔡偉淦翻譯）", None),
            ("no colon here", None),
            (": x", None),
            ("", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(candidate(line).map(|c| (c.label, c.prefix)), wanted, "{line}");
        }
    }

    #[test]
    fn times_beside_labels_and_in_brackets_are_read() {
        let cases = [
            ("[04:18] Participant 24: So", Some(258_000)),
            ("[30:36} Participant 24: So", Some(1_836_000)),
            ("00:22 PARTICIPANT 30:", Some(22_000)),
            ("Jonas Rosland  1:24:07  ", Some(5_047_000)),
            ("0:57\tI1\tJa", Some(57_000)),
            ("(06.46)", Some(406_000)),
            ("[00:43.810 --> 00:47.850]  Hello", Some(43_810)),
            ("[00:00:01,5] Hello", Some(1_500)),
            ("12:30 we met", None),
            ("I: at 12:30", None),
        ];
        for (line, wanted) in cases {
            assert_eq!(candidate(line).and_then(|c| c.time).or_else(|| time_at(line)), wanted, "{line}");
        }
        assert_eq!(millis("99999999:59:59"), None);
    }

    #[test]
    fn roles_and_initials_are_telling() {
        for label in ["Interviewer", "PARTICIPANT 30", "访谈者", "受访者2", "B", "I2", "AL"] {
            assert!(is_telling(label), "{label}");
        }
        for label in ["Rich Bowen", "Summary of talk", "唐鳳"] {
            assert!(!is_telling(label), "{label}");
        }
    }
}
