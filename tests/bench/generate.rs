//! Generated interviews and projects of any size, identical on every machine for the same seed.

use pullquote::analysis::agreement::SplitMix64;
use pullquote::app::{CodeLook, CoderLook, Looks, PassageView};
use pullquote::interchange::plain::{
    CodeDump, CodebookDump, CoderDump, CodingDump, Codings, DocumentDump, ParticipantDump, ProjectDump,
};
use pullquote::model::{
    CharRange, CodeId, CodingId, CodingKey, Described, DimensionId, Origin, ParticipantId, SourceId, SpeakerRole,
    SpeakerRule, TableDefinition, TableShape, UserId, VariableKind,
};
use pullquote::store::{Error, NewCode, Store, Tx};
use std::ops::Range;
use std::path::Path;

/// Number of codes in most projects.
pub const CODES: usize = 200;
/// The first codes, which have an asset and a direction.
const WITH_DIMENSIONS: usize = 48;
pub const PARTICIPANTS: usize = 5_000;
pub const DOCUMENTS: usize = 10_000;
const CODERS: [&str; 4] = ["Ana", "Ben", "陈静", "Dora"];
const ASSETS: [&str; 6] = ["financial", "human", "social", "cultural", "natural", "physical"];
const DIRECTIONS: [&str; 4] = ["push", "pull", "barrier", "support"];
const GENERATIONS: [&str; 3] = ["first", "second", "third"];
const COLORS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#b8559a", "#8a6d00", "#4a5a78"];
/// Name of the asset × direction table.
pub const DIMENSIONS_TABLE: &str = "assets";

const ENGLISH: [&str; 24] = [
    "we were poor at home",
    "so I went to the city",
    "my uncle knew somebody there",
    "the school fees were too high",
    "nobody asked me what I wanted",
    "it was the year of the flood",
    "I sent money every month",
    "the work was hard but it was work",
    "my mother did not want me to go",
    "we shared one room, six of us",
    "then the factory closed",
    "I learned the language from the neighbours",
    "in the village everybody knows you",
    "that is why we stayed",
    "the bank said no",
    "my sister had gone before me",
    "you cannot live on rice alone",
    "I missed the river",
    "they promised papers and there were none",
    "at first I slept badly",
    "later I rented a stall on the market",
    "my children will not farm",
    "it was my own decision, or I thought so",
    "the land had been divided too often",
];
const CHINESE: [&str; 20] = [
    "我们家里穷",
    "所以我去了城里",
    "叔叔在那边有熟人",
    "学费太高了",
    "没有人问我想要什么",
    "那是发大水的那一年",
    "我每个月寄钱回家",
    "活很累，但是有活干",
    "我妈不想让我走",
    "六个人住一间屋",
    "后来工厂关门了",
    "话是跟邻居学的",
    "村里谁都认识谁",
    "所以我们就留下来了",
    "银行不肯借",
    "姐姐比我先出去",
    "光吃米饭不行",
    "我想念那条河",
    "孩子们不会再种地了",
    "地分得太碎",
];

/// A random generator that gives the same numbers on every machine.
pub struct Dice(SplitMix64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SplitMix64::new(seed))
    }

    /// A number in `0..end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.0.draw() % end.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// An interview of at least `bytes` bytes: alternating English and Chinese turns of one to six sentences.
pub fn interview(dice: &mut Dice, bytes: usize) -> String {
    interview_with_answers(dice, bytes, 6)
}

/// An interview whose answers have up to `longest` sentences.
pub fn interview_with_answers(dice: &mut Dice, bytes: usize, longest: usize) -> String {
    let mut text = String::with_capacity(bytes + 1_000);
    while text.len() < bytes {
        let chinese = dice.below(2) == 0;
        let [asks, answers, colon, stop] =
            if chinese { ["访谈者", "受访者", "：", "。"] } else { ["Interviewer", "Respondent", ": ", ". "] };
        let sentences = if chinese { &CHINESE[..] } else { &ENGLISH[..] };
        for (speaker, count) in [(asks, 1), (answers, 1 + dice.below(longest))] {
            text.push_str(speaker);
            text.push_str(colon);
            for _ in 0..count {
                text.push_str(dice.pick(sentences));
                text.push_str(stop);
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
    text
}

/// The members of a focus group.
const MEMBERS: [&str; 8] = ["Woman 1", "Woman 2", "Woman 3", "Woman 4", "Man 1", "Man 2", "女士 5", "男士 3"];

/// A focus group of eight participants in random order.
pub fn group(dice: &mut Dice, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 1_000);
    while text.len() < bytes {
        for speaker in ["MOD", dice.pick(&MEMBERS), dice.pick(&MEMBERS)] {
            text.push_str(speaker);
            text.push_str(": ");
            for _ in 0..1 + dice.below(4) {
                text.push_str(dice.pick(&ENGLISH));
                text.push_str(". ");
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
    }
    text
}

/// A random passage of 10 to 160 characters in a text of `characters` characters.
pub fn range(dice: &mut Dice, characters: u32) -> CharRange {
    range_of(dice, characters, 10..160)
}

/// A random passage with a length in `lengths` in a text of `characters` characters.
fn range_of(dice: &mut Dice, characters: u32, lengths: Range<usize>) -> CharRange {
    let length = (lengths.start + dice.below(lengths.len())) as u32;
    let length = length.min(characters.max(2) - 1);
    let start = dice.below((characters - length) as usize) as u32;
    CharRange::new(start, start + length)
}

/// Passages of one document, in the form that the window uses, with lengths in `lengths`.
pub fn passages(dice: &mut Dice, characters: u32, count: usize, lengths: Range<usize>) -> Vec<PassageView> {
    (1..=count)
        .map(|id| PassageView {
            coding: CodingId(id as i64),
            range: range_of(dice, characters, lengths.clone()),
            code: CodeId(1 + dice.below(CODES) as i64),
            user: UserId(1 + dice.below(CODERS.len()) as i64),
            memos: Vec::new(),
            important: false,
            account: None,
        })
        .collect()
}

pub fn looks() -> Looks {
    let code = |i: usize| {
        let color = pullquote::model::rgb(COLORS[i % COLORS.len()]);
        (CodeId(i as i64 + 1), CodeLook { name: code_name(i), path: code_name(i), color })
    };
    let coder = |(i, name): (usize, &&str)| {
        let (name, initials) = ((*name).to_owned(), name.chars().take(2).collect());
        (UserId(i as i64 + 1), CoderLook { name, initials, color: [90, 90, 90] })
    };
    Looks {
        codes: (0..CODES).map(code).collect(),
        coders: CODERS.iter().enumerate().map(coder).collect(),
        consensus: None,
    }
}

fn code_name(i: usize) -> String {
    if i.is_multiple_of(3) { format!("原因 {}", i + 1) } else { format!("Reason {}", i + 1) }
}

fn document_name(i: usize) -> String {
    format!("P{:05}", i + 1)
}

fn participant_name(i: usize) -> String {
    format!("Participant {:04}", i + 1)
}

fn dimensions_table() -> TableDefinition {
    TableDefinition {
        name: DIMENSIONS_TABLE.into(),
        title: "Assets by direction".into(),
        kind: TableShape::Dimensions { rows: "asset".into(), columns: "direction".into() },
    }
}

/// Indices of a code's asset and direction.
fn dimensions_of(code: usize) -> Option<(usize, usize)> {
    (code < WITH_DIMENSIONS).then_some((code % ASSETS.len(), code / ASSETS.len() % DIRECTIONS.len()))
}

/// The size of a generated project.
pub struct Size {
    pub documents: usize,
    pub participants: usize,
    pub codings: usize,
    /// Bytes per document text.
    pub bytes: usize,
    pub codes: usize,
    /// Each document is a focus group of eight participants.
    pub groups: bool,
}

impl Size {
    /// Documents of 5 kB, half as many participants, and the usual number of codes.
    pub fn of(documents: usize, codings: usize) -> Self {
        let participants = (PARTICIPANTS * documents / DOCUMENTS).max(1);
        Self { documents, participants, codings, bytes: 5_000, codes: CODES, groups: false }
    }
}

/// Writes a project file as one history entry.
pub fn project(path: &Path, size: &Size) -> Result<(), Error> {
    let mut store = Store::create(path, "Benchmark")?;
    store.transact(None, 0, |tx| {
        let users = CODERS.iter().zip(COLORS).map(|(name, color)| tx.add_user(name, color));
        let users: Vec<UserId> = users.collect::<Result<_, _>>()?;
        let participants = participants(tx, size.participants)?;
        let codes = codebook(tx, size.codes)?;
        let (mut dice, mut sources) = (Dice::new(1), Vec::new());
        for i in 0..size.documents {
            let of = |number: usize| participants.get(number % participants.len().max(1)).copied();
            let text = if size.groups { group(&mut dice, size.bytes) } else { interview(&mut dice, size.bytes) };
            let id = tx.add_source(&document_name(i), "", of(i).filter(|_| !size.groups), &text)?;
            if size.groups {
                let roles = MEMBERS.iter().map(|label| ((*label).to_owned(), SpeakerRole::Speaker)).collect();
                let speakers = SpeakerRule { roles, ..SpeakerRule::default() };
                tx.set_origin(id, &Origin { speakers, ..Origin::default() })?;
                for (place, label) in MEMBERS.iter().enumerate() {
                    tx.set_speaker(id, label, of(i * MEMBERS.len() + place))?;
                }
            }
            sources.push((id, text.chars().count() as u32));
        }
        codings(tx, &sources, &codes, &users, size.codings)?;
        tx.add_table(&dimensions_table())?;
        Ok::<_, pullquote::store::Error>((
            (),
            pullquote::model::OpKind::Import {
                counts: Default::default(),
                from: Default::default(),
                coded_by: Default::default(),
            },
        ))
    })?;
    Ok(())
}

fn participants(tx: &mut Tx<'_>, count: usize) -> Result<Vec<ParticipantId>, Error> {
    let generation = tx.add_variable(Described::Participants, "generation", VariableKind::Text)?;
    let years = tx.add_variable(Described::Participants, "years", VariableKind::Number)?;
    let mut participants = Vec::new();
    for i in 0..count {
        let participant = tx.add_participant(&participant_name(i))?;
        tx.set_participant_value(participant, generation, Some(GENERATIONS[i % GENERATIONS.len()]))?;
        tx.set_participant_value(participant, years, Some(&(i % 40).to_string()))?;
        participants.push(participant);
    }
    Ok(participants)
}

fn codebook(tx: &mut Tx<'_>, count: usize) -> Result<Vec<CodeId>, Error> {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let (asset, assets) = tx.add_dimension("asset", &named(&ASSETS))?;
    let (direction, directions) = tx.add_dimension("direction", &named(&DIRECTIONS))?;
    let mut codes = Vec::new();
    for i in 0..count {
        let dimensions: Vec<(DimensionId, i64)> = dimensions_of(i)
            .map_or_else(Vec::new, |(row, column)| vec![(asset, assets[row]), (direction, directions[column])]);
        let color = COLORS[i % COLORS.len()];
        codes.push(tx.add_code(&NewCode {
            parent: None,
            name: &code_name(i),
            color,
            description: "",
            dimensions: &dimensions,
        })?);
    }
    Ok(codes)
}

/// Spreads `count` codings evenly over the documents.
fn codings(
    tx: &mut Tx<'_>,
    sources: &[(SourceId, u32)],
    codes: &[CodeId],
    users: &[UserId],
    count: usize,
) -> Result<(), Error> {
    let mut dice = Dice::new(2);
    let mut left = count;
    for (i, &(source, characters)) in sources.iter().enumerate() {
        let share = left.div_ceil(sources.len() - i);
        let mut passages: Vec<_> = (0..share)
            .map(|_| (range(&mut dice, characters), dice.below(codes.len()), dice.below(users.len())))
            .collect();
        passages.sort_unstable();
        // A coder can code the same range with the same code only once.
        passages.dedup();
        left -= passages.len().min(left);
        for (range, code, user) in passages {
            tx.add_coding(CodingKey { source, range, code: codes[code], user: users[user] }, 0)?;
        }
    }
    Ok(())
}

/// A project as plain data, for writing a folder.
pub fn dump(size: &Size) -> ProjectDump {
    let mut dice = Dice::new(3);
    let documents: Vec<DocumentDump> = (0..size.documents)
        .map(|i| DocumentDump {
            name: document_name(i),
            path: String::new(),
            participant: Some(participant_name(i % size.participants)),
            text: interview(&mut dice, size.bytes).into(),
            ..DocumentDump::default()
        })
        .collect();
    let mut codings = Codings::default();
    for (i, document) in documents.iter().enumerate() {
        let share = (size.codings - codings.len()).div_ceil(documents.len() - i);
        let characters = document.text.chars().count() as u32;
        let mut passages: Vec<_> = (0..share)
            .map(|_| (range(&mut dice, characters), dice.below(size.codes), dice.below(CODERS.len())))
            .collect();
        passages.sort_unstable();
        passages.dedup();
        codings.extend(passages.into_iter().map(|(range, code, coder)| CodingDump {
            coder: CODERS[coder].into(),
            document: document.name.clone(),
            start: range.start.0,
            end: range.end.0,
            code: code_name(code),
            ..CodingDump::default()
        }));
    }
    ProjectDump {
        name: "Import".into(),
        coders: CODERS
            .iter()
            .map(|name| CoderDump { name: (*name).into(), color: "#0072b2".into(), guid: None })
            .collect(),
        participants: (0..size.participants)
            .map(|i| ParticipantDump { name: participant_name(i), ..ParticipantDump::default() })
            .collect(),
        documents,
        codebook: CodebookDump {
            codes: (0..size.codes).map(|i| CodeDump { name: code_name(i), ..CodeDump::default() }).collect(),
            dimensions: vec![],
        },
        codings,
        ..ProjectDump::default()
    }
}
