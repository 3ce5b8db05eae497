//! Pieces of text that are written in another order than they are made, or later: kept in memory while they are few, and
//! then in a file without a name, which goes with the program.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use tempfile::SpooledTempFile;

/// Bytes that are kept in memory.
const FEW: usize = 8 << 20;

pub(super) struct Spool {
    file: SpooledTempFile,
    pieces: Vec<Piece>,
    bytes: u64,
}

struct Piece {
    group: u32,
    length: u32,
    start: u64,
}

impl Spool {
    /// `folder`: where the file is made, beside the one that gets the pieces.
    pub fn new(folder: &Path) -> Self {
        Self { file: tempfile::spooled_tempfile_in(FEW, folder), pieces: vec![], bytes: 0 }
    }

    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, group: usize, piece: &str) -> io::Result<()> {
        let too_many = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        let length = u32::try_from(piece.len()).map_err(too_many)?;
        self.pieces.push(Piece { group: u32::try_from(group).map_err(too_many)?, length, start: self.bytes });
        self.bytes += u64::from(length);
        self.file.write_all(piece.as_bytes())
    }

    /// Writes the pieces group by group, each group after its heading and in the order in which its pieces came.
    ///
    /// # Errors
    /// When the file cannot be read, or `out` cannot be written.
    pub fn write(mut self, heading: impl Fn(usize) -> String, out: &mut dyn Write) -> io::Result<()> {
        self.pieces.sort_by_key(|piece| piece.group);
        let (mut group, mut bytes) = (None, Vec::new());
        for piece in &self.pieces {
            if group != Some(piece.group) {
                group = Some(piece.group);
                out.write_all(heading(piece.group as usize).as_bytes())?;
            }
            bytes.resize(piece.length as usize, 0);
            self.file.seek(SeekFrom::Start(piece.start))?;
            self.file.read_exact(&mut bytes)?;
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_group_by_group_from_memory_and_from_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        for length in [1, FEW / 10] {
            let mut spool = Spool::new(folder.path());
            let pieces: Vec<(usize, String)> =
                (0..30).map(|n| (n * 7 % 4, char::from(b'a' + (n % 26) as u8).to_string().repeat(length))).collect();
            for (group, piece) in &pieces {
                spool.add(*group, piece).unwrap();
            }
            let mut out = Vec::new();
            spool.write(|group| group.to_string(), &mut out).unwrap();
            let mut expected = String::new();
            for group in 0..4 {
                expected.push_str(&group.to_string());
                expected.extend(pieces.iter().filter(|(of, _)| *of == group).map(|(_, piece)| piece.as_str()));
            }
            assert!(String::from_utf8(out).unwrap() == expected);
        }
        assert_eq!(folder.path().read_dir().unwrap().count(), 0, "the file has no name");
    }
}
