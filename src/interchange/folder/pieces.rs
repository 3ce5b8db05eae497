//! Reads a JSON object piece by piece: a coder's file may have millions of entries.

use crate::interchange::remark::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, ErrorKind, Read};

/// The most bytes of one item of a list. A parsed value takes many times the memory that it takes in the file.
const LARGEST_ITEM: u64 = 16 << 20;

const BUFFER: usize = 1 << 16;

/// A byte order mark.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Part of an object.
#[derive(Debug, PartialEq)]
pub enum JsonPiece {
    /// The value of the key is a list, whose items follow, or null, which stands for no list.
    List { is_null: bool },
    /// The next item of the list.
    Item(Value),
    /// The value of the key is no list. Only a text is kept.
    Other(Option<String>),
}

/// What takes the pieces with their keys. An error ends the reading.
pub type Take<'t, E> = &'t mut dyn FnMut(&str, JsonPiece) -> Result<(), E>;

/// Why an object was not read to its end.
#[derive(Debug, PartialEq)]
pub enum Stopped<E> {
    Refused(Refusal),
    ByTaker(E),
}

impl<E> From<E> for Stopped<E> {
    fn from(error: E) -> Self {
        Self::ByTaker(error)
    }
}

/// Reads a JSON object. Lists under the keys `lists` are handed over item by item.
///
/// # Errors
/// Where it is not UTF-8 or not valid JSON, that an item is too large, or what `take` returned.
pub fn read<E>(source: &mut dyn Read, lists: &[&str], take: Take<'_, E>) -> Result<(), Stopped<E>> {
    let (left, refused) = (Cell::new(u64::MAX), Cell::new(None));
    let mut beginning = Vec::new();
    let begun = Read::take(&mut *source, MARK.len() as u64).read_to_end(&mut beginning);
    begun.map_err(|error| Stopped::Refused(Refusal::Unreadable { why: error.to_string() }))?;
    let read = if beginning == MARK { std::mem::take(&mut beginning).len() } else { 0 };
    let mut source = beginning.as_slice().chain(source);
    let watched = Watched { source: &mut source, left: &left, refused: &refused, read, lines: 0, open: vec![] };
    let source = BufReader::with_capacity(BUFFER, watched);
    let mut stopped = None;
    let object = Object { lists, take, left: &left, stopped: &mut stopped };
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = json.deserialize_any(object).and_then(|()| json.end());
    match (stopped, refused.take(), read) {
        (Some(stopped), ..) => Err(Stopped::ByTaker(stopped)),
        (None, Some(refusal), _) => Err(Stopped::Refused(refusal)),
        (None, None, Ok(())) => Ok(()),
        (None, None, Err(error)) => Err(Stopped::Refused(Refusal::NotJson { why: error.to_string() })),
    }
}

/// A file that must be UTF-8 and of which only so much is read at once.
struct Watched<'s> {
    source: &'s mut dyn Read,
    /// Bytes that may still be read.
    left: &'s Cell<u64>,
    refused: &'s Cell<Option<Refusal>>,
    /// Bytes and line ends so far, without those that are open.
    read: usize,
    lines: usize,
    /// The beginning of a character.
    open: Vec<u8>,
}

impl Watched<'_> {
    fn refuse(&self, refusal: Refusal) -> io::Error {
        self.refused.set(Some(refusal));
        ErrorKind::InvalidData.into()
    }

    fn check(&mut self, bytes: &[u8]) -> io::Result<()> {
        let whole;
        let bytes = if self.open.is_empty() {
            bytes
        } else {
            whole = [&self.open, bytes].concat();
            whole.as_slice()
        };
        let (valid, is_invalid) = match std::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        let (checked, open) = bytes.split_at(valid);
        self.read += checked.len();
        self.lines += checked.iter().filter(|byte| **byte == b'\n').count();
        if is_invalid {
            return Err(self.refuse(Refusal::NotUtf8 { line: self.lines + 1, byte: self.read }));
        }
        self.open = open.to_vec();
        Ok(())
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer).map_err(|error| {
            let why = error.to_string();
            self.refuse(Refusal::Unreadable { why })
        })?;
        let Some(left) = self.left.get().checked_sub(count as u64) else {
            return Err(self.refuse(Refusal::TooLarge { megabytes: LARGEST_ITEM >> 20 }));
        };
        self.left.set(left);
        self.check(buffer.get(..count).unwrap_or_default())?;
        Ok(count)
    }
}

struct Object<'o, 't, E> {
    lists: &'o [&'o str],
    take: Take<'t, E>,
    left: &'o Cell<u64>,
    stopped: &'o mut Option<E>,
}

impl<E> Object<'_, '_, E> {
    fn take<F: Error>(&mut self, key: &str, piece: JsonPiece) -> Result<(), F> {
        (self.take)(key, piece).map_err(|stopped| {
            *self.stopped = Some(stopped);
            F::custom("")
        })
    }
}

impl<'de, E> Visitor<'de> for Object<'_, '_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            map.next_value_seed(AnyValue { key: &key, object: &mut self })?;
        }
        Ok(())
    }

    /// Without an object there are no pieces.
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// The value of a key.
struct AnyValue<'v, 'o, 't, E> {
    key: &'v str,
    object: &'v mut Object<'o, 't, E>,
}

impl<'de, E> DeserializeSeed<'de> for AnyValue<'_, '_, '_, E> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, E> Visitor<'de> for AnyValue<'_, '_, '_, E> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<F: Error>(self, _: bool) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::Other(None))
    }

    fn visit_i64<F: Error>(self, _: i64) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::Other(None))
    }

    fn visit_u64<F: Error>(self, _: u64) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::Other(None))
    }

    fn visit_f64<F: Error>(self, _: f64) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::Other(None))
    }

    fn visit_unit<F: Error>(self) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::List { is_null: true })
    }

    fn visit_str<F: Error>(self, text: &str) -> Result<(), F> {
        self.object.take(self.key, JsonPiece::Other(Some(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.object.take(self.key, JsonPiece::Other(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { key, object } = self;
        object.take(key, JsonPiece::List { is_null: false })?;
        if !object.lists.contains(&key) {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        loop {
            object.left.set(LARGEST_ITEM);
            let Some(item) = list.next_element::<Value>()? else { break };
            object.take(key, JsonPiece::Item(item))?;
        }
        object.left.set(u64::MAX);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pieces(source: &[u8]) -> Result<Vec<(String, JsonPiece)>, Stopped<()>> {
        let mut found = Vec::new();
        // One byte at a time, so that no character is whole.
        let mut source = source
            .iter()
            .map(std::slice::from_ref)
            .fold(Box::new(io::empty()) as Box<dyn Read>, |before, byte| Box::new(before.chain(byte)));
        read(&mut source, &["a", "b"], &mut |key, piece| {
            found.push((key.to_owned(), piece));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn an_object_comes_in_pieces() {
        let text =
            "\u{feff}{\"c\": \"家\", \"a\": [1, {\"x\": [\"é\"]}], \"b\": null, \"d\": [[1]], \"e\": {\"a\": [1]},
                    \"f\": 1.5, \"a\": 7, \"b\": []}";
        let expected = [
            ("c", JsonPiece::Other(Some("家".into()))),
            ("a", JsonPiece::List { is_null: false }),
            ("a", JsonPiece::Item(json!(1))),
            ("a", JsonPiece::Item(json!({ "x": ["é"] }))),
            ("b", JsonPiece::List { is_null: true }),
            ("d", JsonPiece::List { is_null: false }),
            ("e", JsonPiece::Other(None)),
            ("f", JsonPiece::Other(None)),
            ("a", JsonPiece::Other(None)),
            ("b", JsonPiece::List { is_null: false }),
        ];
        assert_eq!(pieces(text.as_bytes()), Ok(expected.map(|(key, piece)| (key.to_owned(), piece)).into()));
        assert_eq!(pieces(b"[{\"a\": 1}]"), Ok(vec![]));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_place() {
        let kind = |source: &[u8]| match pieces(source) {
            Err(Stopped::Refused(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        for broken in ["", "{", "{} x", "{\"a\": [1}", "7", "{\"a\": [1], \"b\"}"] {
            assert!(matches!(kind(broken.as_bytes()), Refusal::NotJson { .. }), "{broken}");
        }
        assert_eq!(kind(b"{\n\"a\": [\n\"\xc3\x28\"]}"), Refusal::NotUtf8 { line: 3, byte: 10 });
        let stop = read(&mut "{\"a\": [1, 2]}".as_bytes(), &["a"], &mut |_, piece| match piece {
            JsonPiece::Item(item) => Err(item),
            _ => Ok(()),
        });
        assert_eq!(stop, Err(Stopped::ByTaker(json!(1))));
    }

    #[test]
    fn a_list_of_any_length_is_read_but_no_item() {
        let list = |item: &str, count: usize| format!("{{\"a\": [{}0]}}", format!("{item},").repeat(count));
        let (items, count) = (list("[1, 2]", 4_000_000), Cell::new(0));
        let mut counted = |_: &str, piece: JsonPiece| -> Result<(), ()> {
            count.set(count.get() + usize::from(matches!(piece, JsonPiece::Item(_))));
            Ok(())
        };
        assert_eq!(read(&mut items.as_bytes(), &["a"], &mut counted), Ok(()));
        assert_eq!(count.get(), 4_000_001);
        let long = list(&format!("\"{}\"", "x".repeat(17 << 20)), 1);
        let refused = read(&mut long.as_bytes(), &["a"], &mut counted);
        assert_eq!(refused, Err(Stopped::Refused(Refusal::TooLarge { megabytes: 16 })));
        assert_eq!(read(&mut long.replace("\"a\"", "\"z\"").as_bytes(), &["a"], &mut counted), Ok(()));
    }
}
