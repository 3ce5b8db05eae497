//! The project's own part of a file: a member of an archive, or a bare `.qde`. It is opened anew each time it is read, so
//! that it needs no room in memory.

use super::divided::divide;
use crate::interchange::files::{self, Links};
use crate::interchange::remark::{ForeignRefusal, ReadError, Refusal};
use quick_xml::events::Event;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::PathBuf;
use zip::ZipArchive;

pub struct ProjectPart {
    /// The archive or the file itself.
    pub path: PathBuf,
    /// Its name in the archive.
    pub member: Option<String>,
    /// The most bytes that it may have when it is unpacked.
    pub most: u64,
}

/// Why it is not read to its end.
enum Ended {
    Io(io::Error),
    ByTaker(ReadError),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl ProjectPart {
    /// Hands over each source, within a `Sources` element of its own, and returns everything else.
    ///
    /// # Errors
    /// Why it cannot be read, or what `take` returned.
    pub fn divide(&self, take: &mut dyn FnMut(String) -> Result<(), ReadError>) -> Result<String, ReadError> {
        let divided = self.read(|reader| divide(reader, &mut |source| take(source).map_err(Ended::ByTaker)))?;
        divided.map_err(|ended| match ended {
            Ended::ByTaker(error) => error,
            Ended::Io(error) if error.kind() == ErrorKind::InvalidData => self.not_utf8().into(),
            Ended::Io(error) => self.refusal(&error).into(),
        })
    }

    fn read<T>(&self, work: impl FnOnce(&mut dyn Read) -> T) -> Result<T, Refusal> {
        // The user chose the file itself, which may be a link.
        let (file, length) = files::open(&self.path, Links::Follow)?;
        let Some(member) = &self.member else {
            return Ok(work(&mut Bounded { inner: file, left: length }));
        };
        let damaged = || ForeignRefusal::DamagedMember { member: member.clone() };
        let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| damaged())?;
        let inner = archive.by_name(member).map_err(|_| damaged())?;
        Ok(work(&mut Bounded { inner, left: self.most }))
    }

    fn refusal(&self, error: &io::Error) -> Refusal {
        let member = || self.member.clone().unwrap_or_default();
        match error.kind() {
            ErrorKind::FileTooLarge => {
                ForeignRefusal::MemberTooLarge { member: member(), megabytes: self.most >> 20 }.into()
            }
            _ if self.member.is_some() => ForeignRefusal::DamagedMember { member: member() }.into(),
            _ => Refusal::Unreadable { why: error.to_string() },
        }
    }

    /// Says in which line the text stops being UTF-8.
    fn not_utf8(&self) -> Refusal {
        let line = self.read(|reader| {
            let mut reader = BufReader::new(reader);
            let (mut line, mut bytes) = (1, Vec::new());
            while io::BufRead::read_until(&mut reader, b'\n', &mut bytes).is_ok_and(|count| count > 0)
                && std::str::from_utf8(&bytes).is_ok()
            {
                line += 1;
                bytes.clear();
            }
            line
        });
        line.map_or_else(|refusal| refusal, |line| ForeignRefusal::ProjectNotUtf8 { line }.into())
    }

    /// Adds to the refusal of a part where in the whole file the error is.
    #[must_use]
    pub fn located(&self, refusal: Refusal) -> Refusal {
        let Refusal::Foreign(ForeignRefusal::BrokenXml { .. }) = refusal else { return refusal };
        let found = self.read(|reader| {
            let mut reader = quick_xml::Reader::from_reader(BufReader::new(reader));
            reader.config_mut().check_end_names = true;
            let mut buffer = Vec::new();
            loop {
                buffer.clear();
                match reader.read_event_into(&mut buffer) {
                    Ok(Event::Eof) => return None,
                    Ok(_) => {}
                    Err(error) => return Some((reader.buffer_position(), error.to_string())),
                }
            }
        });
        let Ok(Some((at, why))) = found else { return refusal };
        let counted = self.read(|reader| {
            let (mut line, mut column) = (1, 0);
            for byte in BufReader::new(reader.take(at)).bytes().map_while(Result::ok) {
                match byte {
                    b'\n' => (line, column) = (line + 1, 0),
                    // The other bytes of a character.
                    0x80..=0xbf => {}
                    _ => column += 1,
                }
            }
            (line, column)
        });
        counted.map_or(refusal, |(line, column)| ForeignRefusal::BrokenXml { line, column, why }.into())
    }
}

/// A file of which only so many bytes are read.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}
