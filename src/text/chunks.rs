//! Chunks of bounded length for layout: a paragraph, or a part of a very long one, so that a line of 2 MB costs a frame
//! no more than a page. Only layout and stripe columns use chunks; positions do not depend on them.

use super::{TextIndex, segment};
use crate::model::{CharPos, CharRange};

/// Maximum number of characters in a chunk; a longer paragraph is cut.
const LIMIT: u32 = 2_000;
/// How far before the limit to look for a good place to cut, in characters.
const SEARCH: u32 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Index of the paragraph.
    pub paragraph: usize,
    /// Without the `\n` that ends a paragraph.
    pub chars: CharRange,
    /// Length in bytes, for estimating the width of the text.
    pub bytes: usize,
}

/// Returns each paragraph as a chunk, or cut at white space or punctuation about every 2,000 characters.
#[must_use]
pub fn chunks(text: &str, index: &TextIndex) -> Vec<Chunk> {
    let mut out = Vec::with_capacity(index.paragraphs().len());
    for (paragraph, p) in index.paragraphs().iter().enumerate() {
        let (mut start, mut byte) = (p.chars.start, p.byte_start);
        while p.chars.end.0 - start.0 > LIMIT {
            let end = cut(text, index, start, p.chars.end);
            let byte_end = index.byte_of(text, end);
            out.push(Chunk { paragraph, chars: CharRange { start, end }, bytes: byte_end - byte });
            (start, byte) = (end, byte_end);
        }
        out.push(Chunk { paragraph, chars: CharRange { start, end: p.chars.end }, bytes: p.byte_end - byte });
    }
    out
}

/// Returns the index of the chunk with `position`; the position of a cut belongs to the chunk after it.
#[must_use]
pub fn chunk_at(chunks: &[Chunk], position: CharPos) -> usize {
    chunks.partition_point(|c| c.chars.start <= position).saturating_sub(1)
}

fn cut(text: &str, index: &TextIndex, start: CharPos, end: CharPos) -> CharPos {
    let last = CharRange::new(start.0 + LIMIT - SEARCH, start.0 + LIMIT);
    let tail = index.slice(text, last);
    let count = tail.chars().count();
    let good = tail.chars().rev().position(|c| c.is_whitespace() || "。！？；，、.!?;,".contains(c));
    let at = CharPos(last.start.0 + good.map_or(count, |from_end| count - from_end) as u32);
    segment::snap_up(text, index, at).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_cover_each_paragraph_without_cutting_a_cluster() {
        let family = "👩‍👩‍👧".repeat(1_500);
        let text = format!("short\n\n{}\n{}\n{family}", "我们没有钱，".repeat(900), "word ".repeat(3_000));
        let index = TextIndex::new(&text);
        let chunks = chunks(&text, &index);
        for (i, p) in index.paragraphs().iter().enumerate() {
            let of_paragraph: Vec<&Chunk> = chunks.iter().filter(|c| c.paragraph == i).collect();
            assert_eq!(of_paragraph.first().map(|c| c.chars.start), Some(p.chars.start));
            assert_eq!(of_paragraph.last().map(|c| c.chars.end), Some(p.chars.end));
            assert!(of_paragraph.windows(2).all(|w| w[0].chars.end == w[1].chars.start));
        }
        for c in &chunks {
            assert!(c.chars.len() <= LIMIT + 20);
            assert_eq!(segment::snap_up(&text, &index, c.chars.start), c.chars.start);
            assert_eq!(index.slice(&text, c.chars).len(), c.bytes);
            assert_eq!(chunks.get(chunk_at(&chunks, c.chars.start)), Some(c));
        }
        assert!(chunks.iter().filter(|c| c.paragraph == 3).all(|c| index.slice(&text, c.chars).ends_with(' ')));
    }
}
