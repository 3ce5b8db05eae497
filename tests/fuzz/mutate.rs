//! Mutates seeds: bytes, words of the format, extreme numbers, repetitions, splices, and the parts of packed files.

use crate::packed::{self, Parts};
use crate::targets::Target;
use fastrand::Rng;
use std::ops::Range;
use std::path::{Path, PathBuf};
use zip::CompressionMethod;

/// Longer inputs are truncated.
const LONGEST: usize = 256 << 10;

/// The origin of an input.
#[derive(Clone, Debug)]
pub enum Seed {
    Bytes(Vec<u8>),
    /// A ZIP file, as its parts.
    Packed(Parts),
    /// An SQLite file.
    Database(Vec<u8>),
    /// Eight random bytes from which the target makes a case.
    Number,
}

impl Seed {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Bytes(text.into().into_bytes())
    }

    pub fn packed<S: Into<Vec<u8>>>(parts: impl IntoIterator<Item = (&'static str, S)>) -> Self {
        Self::Packed(parts.into_iter().map(|(name, content)| (name.to_owned(), content.into())).collect())
    }
}

/// Numbers at which lengths, positions, times and counts may overflow.
const NUMBERS: [&str; 22] = [
    "0",
    "1",
    "-1",
    "2",
    "9",
    "127",
    "255",
    "256",
    "32768",
    "65535",
    "65536",
    "1048577",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "1e309",
    "NaN",
    "0.000000000000001",
];

/// Text that is difficult in every format.
const ODD: [&str; 34] = [
    "\0",
    "\r",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{200b}",
    "\u{ad}",
    "\u{202e}",
    "\u{2028}",
    "\u{85}",
    "\u{301}",
    "e\u{301}",
    "ﬁ",
    "İ",
    "ß",
    "ς",
    "👨\u{200d}👩\u{200d}👧",
    "🇨🇳",
    "𠀀",
    "钱",
    "：",
    "、",
    "。",
    "“",
    "”",
    "\"",
    "'",
    "\\",
    ":",
    ";",
    ",",
];

pub struct Mutator {
    target: &'static Target,
    seeds: Vec<Seed>,
    scratch: PathBuf,
}

impl Mutator {
    /// `scratch` is an existing folder for temporary files.
    pub fn new(target: &'static Target, scratch: &Path) -> Self {
        let seeds = (target.seeds)(scratch);
        Self { target, seeds, scratch: scratch.to_owned() }
    }

    /// The number of unchanged seeds that come first.
    pub fn seeds(&self) -> u64 {
        self.seeds.len() as u64
    }

    /// The input with this number. The first inputs are the seeds themselves.
    pub fn input(&self, seed: u64, number: u64) -> Vec<u8> {
        let name: u64 =
            self.target.name.bytes().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        let mut random = Rng::with_seed(seed ^ name.rotate_left(32) ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let untouched = usize::try_from(number).ok().and_then(|number| self.seeds.get(number));
        let one = untouched.unwrap_or(&self.seeds[random.usize(..self.seeds.len())]);
        let other = &self.seeds[random.usize(..self.seeds.len())];
        let mut input = match one {
            Seed::Number => random.u64(..).to_le_bytes().to_vec(),
            Seed::Bytes(bytes) if untouched.is_some() => bytes.clone(),
            Seed::Database(bytes) if untouched.is_some() => bytes.clone(),
            Seed::Packed(parts) if untouched.is_some() => packed::pack(parts, CompressionMethod::Deflated),
            Seed::Bytes(bytes) => {
                let other = if let Seed::Bytes(other) = other { other.as_slice() } else { &[] };
                let mut bytes = bytes.clone();
                self.mutate(&mut random, &mut bytes, other);
                bytes
            }
            Seed::Packed(parts) => self.packed(&mut random, parts, other),
            Seed::Database(bytes) => self.database(&mut random, bytes),
        };
        let most = if matches!(one, Seed::Database(_)) { usize::MAX } else { LONGEST };
        input.truncate(most);
        input
    }

    fn mutate(&self, random: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
        let changes = 1 << random.u32(..5);
        for _ in 0..random.u32(1..=changes) {
            self.change(random, bytes, other);
            bytes.truncate(LONGEST);
        }
    }

    /// Applies one random change.
    fn change(&self, random: &mut Rng, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = random.usize(..=bytes.len());
        match random.u32(..16) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.u32(..8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.u8(..);
                }
            }
            2 => drop(bytes.drain(piece(random, bytes.len(), 64))),
            3 => {
                let copy = bytes[piece(random, bytes.len(), 256)].to_vec();
                insert(bytes, at, &copy);
            }
            4 => {
                let copy = bytes[piece(random, bytes.len(), 48)].to_vec();
                insert(bytes, at, &copy.repeat(repeats(random)));
            }
            5..=7 => insert(bytes, at, self.word(random).as_bytes()),
            8 => insert(bytes, at, self.word(random).repeat(repeats(random)).as_bytes()),
            9 => {
                let range = piece(random, bytes.len(), 12);
                bytes.splice(range, self.word(random).bytes());
            }
            10 => insert(bytes, at, ODD[random.usize(..ODD.len())].as_bytes()),
            11 => {
                if let Some(range) = number_from(bytes, at) {
                    bytes.splice(range, NUMBERS[random.usize(..NUMBERS.len())].bytes());
                }
            }
            12 => {
                let from = random.usize(..=other.len());
                bytes.truncate(at);
                bytes.extend_from_slice(&other[from..]);
            }
            13 => insert(bytes, at, &other[piece(random, other.len(), 512)]),
            14 if random.u32(..4) == 0 => bytes.truncate(at),
            _ => {
                // Swaps two lines, or the parts between delimiters of the format.
                let marks = [b'\n', b'>', b'}', b' '];
                let mark = marks[random.usize(..marks.len())];
                let mut parts: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == mark).map(<[u8]>::to_vec).collect();
                if parts.len() > 1 {
                    let (a, b) = (random.usize(..parts.len()), random.usize(..parts.len()));
                    parts.swap(a, b);
                    *bytes = parts.concat();
                }
            }
        }
    }

    fn word(&self, random: &mut Rng) -> &'static str {
        match self.target.words {
            [] => ODD[random.usize(..ODD.len())],
            words => words[random.usize(..words.len())],
        }
    }

    fn packed(&self, random: &mut Rng, parts: &[(String, Vec<u8>)], other: &Seed) -> Vec<u8> {
        let mut parts = parts.to_vec();
        let others = if let Seed::Packed(others) = other { others.as_slice() } else { &[] };
        for _ in 0..random.usize(1..4) {
            let at = random.usize(..parts.len().max(1));
            let Some((name, content)) = parts.get_mut(at) else { break };
            let same = others.iter().find(|(known, _)| known == name).or(others.first());
            let same = same.map(|(_, content)| content.as_slice()).unwrap_or_default();
            match random.u32(..24) {
                0 => drop(parts.remove(at)),
                1 => {
                    let mut bytes = std::mem::take(name).into_bytes();
                    self.change(random, &mut bytes, b"../word/document.xml");
                    *name = String::from_utf8_lossy(&bytes).into_owned();
                }
                2 => *content = same.to_vec(),
                3 => parts.extend(others.iter().take(1).cloned()),
                _ => self.mutate(random, content, same),
            }
        }
        let method = if random.bool() { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let mut bytes = packed::pack(&parts, method);
        if random.u32(..12) == 0 {
            self.mutate(random, &mut bytes, &[]);
        }
        bytes
    }

    /// Changes values through SQL, or bytes of the file.
    fn database(&self, random: &mut Rng, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        if random.u32(..4) > 0 {
            let path = self.scratch.join("mutated.sqlite");
            let changed = std::fs::write(&path, &bytes).is_ok() && alter(random, &path, self.target.words).is_some();
            if let Some(altered) = changed.then(|| std::fs::read(&path).ok()).flatten() {
                bytes = altered;
            }
            if random.bool() {
                return bytes;
            }
        }
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..bytes.len().max(1));
            // The headers of the file and of each page matter more than the contents of cells.
            let at = if random.bool() { at - at % 4096 + at % 112 } else { at };
            if let Some(byte) = bytes.get_mut(at) {
                *byte = if random.bool() { random.u8(..) } else { [0, 1, 127, 128, 255][random.usize(..5)] };
            }
        }
        if random.u32(..16) == 0 {
            bytes.truncate(random.usize(..=bytes.len()));
        }
        bytes
    }
}

/// Sets random values in random tables, including values that no program would write.
fn alter(random: &mut Rng, path: &Path, words: &[&str]) -> Option<()> {
    let connection = rusqlite::Connection::open(path).ok()?;
    connection
        .execute_batch("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF")
        .ok()?;
    let names = |sql: &str| -> Option<Vec<String>> {
        let mut statement = connection.prepare(sql).ok()?;
        statement.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()
    };
    let tables = names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    for _ in 0..random.usize(1..5) {
        let table = tables.get(random.usize(..tables.len().max(1)))?;
        let columns = names(&format!("SELECT name FROM pragma_table_info('{table}')"))?;
        let column = columns.get(random.usize(..columns.len().max(1)))?;
        let value = match random.u32(..7) {
            0 => "NULL".to_owned(),
            1 | 2 => NUMBERS[random.usize(..NUMBERS.len())].replace("NaN", "-0.5"),
            3 => format!("'{}'", ODD[random.usize(1..ODD.len())].replace('\'', "''")),
            4 if !words.is_empty() => format!("'{}'", words[random.usize(..words.len())].replace('\'', "''")),
            5 => format!("(SELECT {column} FROM {table} ORDER BY random() LIMIT 1)"),
            _ => format!("x'{:02x}ff'", random.u8(..)),
        };
        let rows = ["", "WHERE rowid % 3 = 0", "WHERE rowid = (SELECT min(rowid) FROM %)"][random.usize(..3)];
        let rows = rows.replace('%', if rows.contains("FROM") { table } else { "%" });
        let sql = match random.u32(..8) {
            0 => format!("DELETE FROM {table} {rows}"),
            _ => format!("UPDATE OR IGNORE {table} SET {column} = {value} {rows}"),
        };
        // Strict tables refuse values of some types.
        let _ = connection.execute_batch(&sql);
    }
    connection.close().ok()
}

/// A range of at most `most` bytes.
fn piece(random: &mut Rng, length: usize, most: usize) -> Range<usize> {
    let start = random.usize(..=length);
    start..(start + random.usize(..=most)).min(length)
}

/// A number of repetitions, rarely large.
fn repeats(random: &mut Rng) -> usize {
    let most = if random.u32(..8) == 0 { 14 } else { 5 };
    1 << random.u32(..most)
}

fn insert(bytes: &mut Vec<u8>, at: usize, words: &[u8]) {
    let words = &words[..words.len().min(LONGEST)];
    drop(bytes.splice(at..at, words.iter().copied()));
}

/// The first digits at or after a byte.
fn number_from(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = at + bytes[at..].iter().position(u8::is_ascii_digit)?;
    let digits = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some(start..start + digits)
}
