//! A table row as bytes, for the journal: for each value a tag, the length if it varies, and the contents.

use super::Error;
use crate::tr;
use rusqlite::types::Value;

pub fn encode(values: &[Value]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.len() * 9);
    let block = |bytes: &mut Vec<u8>, tag: u8, content: &[u8]| {
        bytes.push(tag);
        bytes.extend((content.len() as u64).to_le_bytes());
        bytes.extend(content);
    };
    for value in values {
        match value {
            Value::Null => bytes.push(0),
            Value::Integer(number) => {
                bytes.push(1);
                bytes.extend(number.to_le_bytes());
            }
            Value::Real(number) => {
                bytes.push(2);
                bytes.extend(number.to_le_bytes());
            }
            Value::Text(text) => block(&mut bytes, 3, text.as_bytes()),
            Value::Blob(blob) => block(&mut bytes, 4, blob),
        }
    }
    bytes
}

/// # Errors
/// [`Error::Damaged`] when the bytes are not what [`encode`] writes.
pub fn decode(bytes: &[u8]) -> Result<Vec<Value>, Error> {
    read_all(bytes).ok_or_else(|| Error::Damaged { what: tr!("an entry of the journal cannot be read").into() })
}

fn read_all(mut bytes: &[u8]) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    while let Some((tag, rest)) = bytes.split_first() {
        bytes = rest;
        values.push(match tag {
            0 => Value::Null,
            1 => Value::Integer(i64::from_le_bytes(eight(&mut bytes)?)),
            2 => Value::Real(f64::from_le_bytes(eight(&mut bytes)?)),
            3 => Value::Text(String::from_utf8(block(&mut bytes)?.to_vec()).ok()?),
            4 => Value::Blob(block(&mut bytes)?.to_vec()),
            _ => return None,
        });
    }
    Some(values)
}

fn eight(bytes: &mut &[u8]) -> Option<[u8; 8]> {
    let (head, rest) = bytes.split_first_chunk::<8>()?;
    *bytes = rest;
    Some(*head)
}

fn block<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(u64::from_le_bytes(eight(bytes)?)).ok()?;
    let (head, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_survives_being_written_to_the_journal_and_read() {
        let row = vec![
            Value::Null,
            Value::Integer(-7),
            Value::Real(0.25),
            Value::Text("我们家里穷".into()),
            Value::Text(String::new()),
            Value::Blob(vec![0, 255]),
        ];
        assert_eq!(decode(&encode(&row)).unwrap(), row);
    }

    #[test]
    fn damaged_bytes_are_an_error_and_no_panic() {
        let good = encode(&[Value::Text("abc".into()), Value::Integer(1)]);
        for length in 1..good.len() {
            // After the first of the two values, what is left is a shorter row.
            match decode(&good[..length]) {
                Ok(values) => assert_eq!(values, [Value::Text("abc".into())], "{length} bytes"),
                Err(error) => assert!(matches!(error, Error::Damaged { .. }), "{length} bytes: {error:?}"),
            }
        }
        for bytes in [&[3, 255, 255, 255, 255, 255, 255, 255, 255][..], &[9]] {
            assert!(matches!(decode(bytes), Err(Error::Damaged { .. })), "{bytes:?}");
        }
    }
}
