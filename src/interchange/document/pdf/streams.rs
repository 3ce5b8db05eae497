//! The contents of a page, unpacked within limits, whatever sizes the file states.

use flate2::{Decompress, FlushDecompress, Status};
use hayro_font::hayro_syntax::Filter;
use hayro_font::hayro_syntax::object::{Array, Dict, Stream};

/// The most bytes to which the drawing instructions of one page may be unpacked: thousands of pages of text.
const LARGEST_PAGE: usize = 64 << 20;
/// The same limit for all pages together.
const LARGEST_FILE: usize = 512 << 20;

/// The number of bytes unpacked so far.
#[derive(Debug, Default)]
pub struct Inflated {
    file: usize,
    /// For the current page.
    page: usize,
    /// Streams of the page that ended early or had invalid content.
    pub damaged: usize,
}

/// The unpacked content exceeds a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    Page,
    File,
}

impl TooLarge {
    /// The limit that was exceeded.
    pub fn megabytes(self) -> u64 {
        let most = match self {
            Self::Page => LARGEST_PAGE,
            Self::File => LARGEST_FILE,
        };
        (most >> 20) as u64
    }
}

impl Inflated {
    pub fn begin_page(&mut self) {
        (self.page, self.damaged) = (0, 0);
    }

    /// Returns the bytes of a stream, as far as they can be read.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn data(&mut self, stream: &Stream<'_>) -> Result<Vec<u8>, TooLarge> {
        let filters = stream.filters();
        let dict = stream.dict();
        let plain = dict.get::<Dict<'_>>("DecodeParms").is_none() && dict.get::<Array<'_>>("DecodeParms").is_none();
        let left = LARGEST_PAGE.saturating_sub(self.page).min(LARGEST_FILE.saturating_sub(self.file));
        let data = match filters.as_slice() {
            flates if plain && flates.iter().all(|filter| *filter == Filter::FlateDecode) => {
                flates.iter().fold(stream.raw_data().into_owned(), |data, _| self.inflate(&data, left))
            }
            // Filters that are hardly used for text; they are limited by the process's memory limit.
            _ => stream.decoded_data().map(std::borrow::Cow::into_owned).unwrap_or_else(|_| {
                self.damaged += 1;
                vec![]
            }),
        };
        (self.page, self.file) = (self.page + data.len(), self.file + data.len());
        match () {
            () if self.page > LARGEST_PAGE => Err(TooLarge::Page),
            () if self.file > LARGEST_FILE => Err(TooLarge::File),
            () => Ok(data),
        }
    }

    /// Unpacks at most one byte more than `left`. Data with an invalid header is also tried without one.
    fn inflate(&mut self, bytes: &[u8], left: usize) -> Vec<u8> {
        let (mut out, whole) = inflate(bytes, true, left);
        if out.is_empty() && !whole {
            out = inflate(bytes.get(2..).unwrap_or_default(), false, left).0;
        }
        self.damaged += usize::from(!whole && out.len() <= left && !bytes.is_empty());
        out
    }
}

/// Returns what could be unpacked, and whether that was everything.
fn inflate(bytes: &[u8], head: bool, left: usize) -> (Vec<u8>, bool) {
    let mut inflater = Decompress::new(head);
    let mut out = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let (read, written) = (inflater.total_in(), inflater.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
        let status = inflater.decompress(rest, &mut buffer, FlushDecompress::None);
        let new = usize::try_from(inflater.total_out() - written).unwrap_or(0);
        out.extend_from_slice(buffer.get(..new).unwrap_or_default());
        let stuck = new == 0 && inflater.total_in() == read;
        match status {
            Ok(Status::StreamEnd) => return (out, true),
            Ok(_) if !stuck && out.len() <= left => {}
            _ => return (out, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn no_more_is_inflated_than_is_allowed_and_what_is_whole_of_a_damaged_one_is_kept() {
        let content: Vec<u8> = (0..200_000_u32).flat_map(|n| n.to_string().into_bytes()).collect();
        let packed = packed(&content);
        assert_eq!(inflate(&packed, true, usize::MAX), (content.clone(), true));
        let (out, whole) = inflate(&packed, true, 100_000);
        assert!(!whole && out.len() > 100_000 && out.len() < 200_000);
        let (out, whole) = inflate(&packed[..packed.len() / 2], true, usize::MAX);
        assert!(!whole && out.len() > 100_000 && content.starts_with(&out));
        assert_eq!(inflate(&packed[2..], false, usize::MAX).0, content);
    }
}
