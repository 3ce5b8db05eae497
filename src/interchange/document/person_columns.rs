//! Tables with a column for each speaker, such as `Question | Answer` or `Interviewer | Ana`: what a cell says is said
//! by the person at the head of its column.

use super::tables::{Cell, Row};
use crate::interchange::utterances::UtteranceHead;
use crate::model::NameKey;
use crate::text::join::is_unspaced;
use crate::text::vocabulary::{self, Sense};
use std::collections::HashSet;

/// The longest name of a speaker, in characters.
const LONGEST: usize = 30;
const MOST_SPEAKERS: usize = 6;
/// Cells with this many words, or twice as many characters of a script without spaces, say something.
const WORDS: usize = 4;

/// Heads of columns of questions and of answers, which no person has as a name.
const PARTS: [&str; 24] = [
    "question",
    "questions",
    "answer",
    "answers",
    "response",
    "responses",
    "reply",
    "frage",
    "fragen",
    "antwort",
    "antworten",
    "réponse",
    "pregunta",
    "respuesta",
    "pergunta",
    "resposta",
    "domanda",
    "risposta",
    "问题",
    "回答",
    "問題",
    "提问",
    "質問",
    "答案",
];

/// What the head of a column says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Head {
    /// Questions, answers, or a role of people.
    Role,
    /// A name, or anything else that is capitalised.
    Name,
    /// Times, numbers or notes.
    Beside,
    Other,
}

impl Head {
    fn of(text: &str) -> Self {
        let key = NameKey::caseless(text);
        if PARTS.iter().any(|part| key.matches(part)) {
            return Self::Role;
        }
        match UtteranceHead::of(text) {
            Some(UtteranceHead::Text | UtteranceHead::Recording | UtteranceHead::Name | UtteranceHead::Speaker) => {
                Self::Other
            }
            Some(_) => Self::Beside,
            None if text.is_empty() || text.chars().count() > LONGEST || text.contains('\n') => Self::Other,
            None if text.ends_with(['。', '？', '！', '?', '!', '…', '؟', '।']) => Self::Other,
            None if vocabulary::sense(text) == Sense::Role => Self::Role,
            None if vocabulary::sense(text) == Sense::Open && vocabulary::is_name(text) => Self::Name,
            None => Self::Other,
        }
    }
}

/// The speakers by column, if every column but those of times, numbers and notes has one. At least one of them is a role,
/// or each is a name and somebody asks; and most cells, in each column at least a quarter, say something.
pub(super) fn speakers(head: &Row, body: &[&Row]) -> Option<Vec<Option<String>>> {
    let columns = head.cells.iter().map(|cell| cell.column + 1).max()?;
    let mut speakers: Vec<Option<String>> = vec![None; columns];
    let mut heads = Vec::new();
    for cell in &head.cells {
        let text = cell.trimmed().trim_end_matches([':', '：', ' ']);
        let found = Head::of(text);
        let is_used = cells(body, cell.column).next().is_some();
        match found {
            Head::Other if is_used => return None,
            Head::Role | Head::Name => *speakers.get_mut(cell.column)? = Some(text.to_owned()),
            Head::Other | Head::Beside => {}
        }
        heads.push(found);
    }
    let different: HashSet<NameKey> = speakers.iter().flatten().map(|name| NameKey::caseless(name)).collect();
    let count = speakers.iter().flatten().count();
    // Words outside of all named columns belong to nobody.
    let is_apart =
        body.iter().flat_map(|row| &row.cells).any(|cell| cell.column >= columns && !cell.trimmed().is_empty());
    if !(2..=MOST_SPEAKERS).contains(&count) || different.len() < count || is_apart {
        return None;
    }
    let mut columns_of_speech =
        (0..columns).filter(|column| speakers.get(*column).is_some_and(Option::is_some)).map(|column| {
            let texts: Vec<&str> = cells(body, column).collect();
            (
                texts.iter().filter(|text| says_something(text)).count(),
                texts.iter().filter(|text| asks(text)).count(),
                texts.len(),
            )
        });
    let (mut talks, mut questions, mut total, mut fewest) = (0, 0, 0, usize::MAX);
    for (says, asked, count) in columns_of_speech.by_ref() {
        // A column of names or other short entries holds no speech.
        if (says + asked) * 4 < count {
            return None;
        }
        (talks, questions, total, fewest) = (talks + says, questions + asked, total + count, fewest.min(count));
    }
    let are_people = heads.contains(&Head::Role) || questions > 0 && questions * 10 >= total;
    (fewest > 0 && total > 2 && talks * 2 >= total && are_people).then_some(speakers)
}

fn cells<'r>(rows: &'r [&Row], column: usize) -> impl Iterator<Item = &'r str> {
    let cells = rows.iter().flat_map(|row| &row.cells).filter(move |cell| cell.column == column);
    cells.map(Cell::trimmed).filter(|text| !text.is_empty())
}

fn asks(text: &str) -> bool {
    text.contains(['?', '？', '؟'])
}

/// True for a sentence, or several words.
fn says_something(text: &str) -> bool {
    let ends = text.ends_with(['.', '?', '!', '…', '。', '？', '！', '؟', '।', '"', '”']);
    let words = text.split_whitespace().count();
    let unspaced = text.chars().filter(|c| is_unspaced(*c)).count();
    words >= WORDS || unspaced >= WORDS * 2 || ends && (words > 1 || unspaced > 1)
}
