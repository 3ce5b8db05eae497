//! The files of a project: members of an archive (`.qdpx`), or a folder with a bare `.qde` and its sources. They are
//! read one at a time. Paths that point outside the archive or folder are refused.

use super::project_part::ProjectPart;
use crate::interchange::files::{self, Links};
use crate::interchange::remark::{ForeignRefusal, Refusal, Remark, Warning};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::{File, FileType};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// Limit in bytes of one text when unpacked.
const LARGEST_TEXT: u64 = 64 << 20;
/// Limits in bytes of the project's own part, and of all texts together, when unpacked: so much, or this many times the
/// archive. Texts are packed to a third, passages to a tenth; an archive that is packed further is not a project.
const LARGEST_PROJECT: u64 = 256 << 20;
const LARGEST_TEXTS: u64 = 512 << 20;
const MOST_PACKED: u64 = 100;
/// A larger list of members does not belong to a project.
const LARGEST_LIST: u64 = 64 << 20;
/// The most names that are listed one by one.
const NAMED: usize = 20;
/// The most files of a folder.
const MOST_FILES: usize = 100_000;

enum Place {
    Archive(Box<ZipArchive<BufReader<File>>>),
    Folder(PathBuf),
}

pub struct Members {
    place: Place,
    /// The archive or the project file.
    path: PathBuf,
    /// Length of the archive in bytes.
    length: u64,
    /// Names with `/`, by themselves and by their lower-case form.
    names: HashMap<String, String>,
    project_file: String,
    /// Bytes of texts that may still be unpacked.
    budget: u64,
    /// Members that were read or that the project mentions.
    used: HashSet<String>,
    /// Oddities of the archive, each with the member concerned.
    pub remarks: Vec<(String, Remark)>,
}

impl Members {
    /// # Errors
    /// Why the file does not belong to a project.
    pub fn open(path: &Path) -> Result<Self, Refusal> {
        let (mut file, length) = files::open(path, Links::Follow)?;
        if length == 0 {
            return Err(Refusal::EmptyFile);
        }
        if files::ending(path) == super::BARE_PROJECT {
            return Ok(Self::folder(path));
        }
        let listed = listed(&mut file).unwrap_or_default();
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|_| Refusal::NotAnExchangeFile)?;
        let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
        let top = |name: &&String| name.to_lowercase().ends_with(".qde") && !name.contains(['/', '\\']);
        let project_file =
            names.iter().find(|name| name.eq_ignore_ascii_case("project.qde")).or_else(|| names.iter().find(top));
        let project_file = project_file.ok_or(ForeignRefusal::NoProjectInArchive)?.clone();
        let mut members = Self::of(Place::Archive(Box::new(archive)), path, project_file, &names);
        members.length = length;
        members.budget = LARGEST_TEXTS.max(length.saturating_mul(MOST_PACKED));
        members.note_oddities(&listed);
        Ok(members)
    }

    fn of(place: Place, path: &Path, project_file: String, members: &[String]) -> Self {
        let mut names = HashMap::new();
        for name in members {
            let plain = name.replace('\\', "/");
            names.entry(plain.to_lowercase()).or_insert_with(|| name.clone());
        }
        for name in members {
            names.insert(name.replace('\\', "/"), name.clone());
        }
        let path = path.to_owned();
        let used = HashSet::from([project_file.clone()]);
        Self { place, path, length: 0, names, project_file, budget: LARGEST_TEXTS, used, remarks: vec![] }
    }

    /// Opens the folder of a bare project, whose sources are in it or in a subfolder.
    fn folder(path: &Path) -> Self {
        let home = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
        let project_file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (mut remarks, mut names) = (Vec::new(), Vec::new());
        for (name, kind) in entries(&home, &mut remarks) {
            let is_sources = name.eq_ignore_ascii_case("sources");
            if kind.is_dir() && is_sources {
                let inside = entries(&home.join(&name), &mut remarks).into_iter().filter(|(_, kind)| !kind.is_dir());
                names.extend(inside.map(|(file, _)| format!("{name}/{file}")));
            } else if let (true, Err(why)) = (is_sources, files::within(&home, &name)) {
                remarks.push((name, why.into()));
            } else if !kind.is_dir() {
                // Links are listed as well; reading them is refused.
                names.push(name);
            }
        }
        Self { remarks, ..Self::of(Place::Folder(home), path, project_file, &names) }
    }

    fn note_oddities(&mut self, listed: &[Listed]) {
        let mut count: HashMap<&str, usize> = HashMap::new();
        let mut by_lower_case: HashMap<String, &str> = HashMap::new();
        let (mut remarks, mut unlisted) = (Vec::new(), 0);
        let mut note = |name: &str, remark: Remark| {
            self.used.insert(name.to_owned());
            if remarks.len() < NAMED { remarks.push((name.to_owned(), remark)) } else { unlisted += 1 }
        };
        for member in listed {
            let times = count.entry(&member.name).or_default();
            *times += 1;
            if *times == 2 {
                note(&member.name, Warning::MemberTwice.into());
            }
            let other = by_lower_case.entry(member.name.to_lowercase()).or_insert(&member.name);
            if *other != member.name {
                note(&member.name, Warning::MemberCase { other: (*other).to_owned() }.into());
            }
            let parts = || member.name.split(['/', '\\']);
            if parts().any(|part| part == "..") || member.name.starts_with(['/', '\\']) || member.name.contains(':') {
                note(&member.name, ForeignRefusal::MemberOutside.into());
            } else if member.link {
                note(&member.name, ForeignRefusal::MemberLink.into());
            }
        }
        let mut places: Vec<(u64, u64)> = listed.iter().map(|member| (member.offset, member.packed)).collect();
        places.sort_unstable();
        // The shortest header of a member is 30 bytes.
        let overlapping = places
            .windows(2)
            .filter(|two| matches!(two, [(at, packed), (next, _)] if at + packed + 30 > *next))
            .count();
        if overlapping > 0 {
            note("", Warning::OverlappingMembers { count: overlapping }.into());
        }
        if unlisted > 0 {
            remarks.push((String::new(), Warning::MoreOddMembers { count: unlisted }.into()));
        }
        self.remarks = remarks;
    }

    /// The project's own part, which can be read while texts are.
    #[must_use]
    pub fn project_part(&self) -> ProjectPart {
        ProjectPart {
            path: self.path.clone(),
            member: matches!(self.place, Place::Archive(_)).then(|| self.project_file.clone()),
            most: LARGEST_PROJECT.max(self.length.saturating_mul(MOST_PACKED)),
        }
    }

    /// The name of the member at a path; `Err` when the path points elsewhere, `Ok(None)` when nothing is there.
    pub fn find(&self, path: &str) -> Result<Option<String>, ()> {
        let relative = path.strip_prefix("internal://").unwrap_or(path).replace('\\', "/");
        let outside =
            relative.contains("://") || relative.starts_with('/') || relative.split('/').any(|part| part == "..");
        if outside || relative.contains(':') {
            return Err(());
        }
        let lower = relative.to_lowercase();
        let candidates = [format!("sources/{relative}"), relative, format!("sources/{lower}"), lower];
        Ok(candidates.iter().find_map(|name| self.names.get(name).cloned()))
    }

    /// Records that the project mentions a file that is not read.
    pub fn mention(&mut self, path: &str) {
        if let Ok(Some(name)) = self.find(path) {
            self.used.insert(name);
        }
    }

    /// Names of files that were neither read nor mentioned, without hidden ones, which programs leave behind. Files
    /// beside an unpacked project are not counted, because they need not belong to it.
    pub fn unused(&self) -> Vec<String> {
        let is_archive = matches!(self.place, Place::Archive(_));
        let belongs = |name: &str| is_archive || name.to_lowercase().starts_with("sources/");
        let is_hidden = |name: &str| name.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__MACOSX");
        let names: BTreeSet<&String> = self.names.values().collect();
        let unused = names.into_iter().filter(|name| !self.used.contains(*name) && belongs(name));
        unused.filter(|name| !name.ends_with(['/', '\\']) && !is_hidden(name)).cloned().collect()
    }

    /// Returns the bytes of a source.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub fn source(&mut self, name: &str) -> Result<Vec<u8>, Refusal> {
        let allowed = self.budget.min(LARGEST_TEXT);
        let mut budget = allowed;
        let bytes = self.bytes(name, &mut budget);
        self.budget -= allowed - budget;
        bytes
    }

    fn bytes(&mut self, name: &str, budget: &mut u64) -> Result<Vec<u8>, Refusal> {
        let member = name.to_owned();
        self.used.insert(member.clone());
        match &mut self.place {
            Place::Archive(archive) => {
                let damaged = || ForeignRefusal::DamagedMember { member: name.to_owned() };
                let file = archive.by_name(name).map_err(|_| damaged())?;
                // The size in a header may be wrong.
                let expected = file.size().min(64 << 20);
                bounded(file, expected, name, budget)
            }
            Place::Folder(folder) => {
                let opened = files::open(&folder.join(name), Links::Refuse);
                let (file, _) =
                    opened.map_err(|why| ForeignRefusal::MemberUnreadable { member, why: Box::new(why) })?;
                bounded(file, 0, name, budget)
            }
        }
    }
}

/// The entries of a folder with their kinds; at most [`MOST_FILES`].
fn entries(folder: &Path, remarks: &mut Vec<(String, Remark)>) -> Vec<(String, FileType)> {
    let paths = files::listed(folder).unwrap_or_else(|reason| {
        remarks.push((folder.display().to_string(), reason.into()));
        vec![]
    });
    let kind =
        |path: PathBuf| Some((path.file_name()?.to_str()?.to_owned(), path.symlink_metadata().ok()?.file_type()));
    paths.into_iter().take(MOST_FILES).filter_map(kind).collect()
}

fn bounded(from: impl Read, expected: u64, name: &str, budget: &mut u64) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    let (most, member) = (*budget, name.to_owned());
    if from.take(most + 1).read_to_end(&mut bytes).is_err() {
        return Err(ForeignRefusal::DamagedMember { member }.into());
    }
    if bytes.len() as u64 > most {
        return Err(ForeignRefusal::MemberTooLarge { member, megabytes: most >> 20 }.into());
    }
    *budget -= bytes.len() as u64;
    Ok(bytes)
}

/// An entry in an archive's directory.
struct Listed {
    name: String,
    offset: u64,
    packed: u64,
    link: bool,
}

/// The directory at the end of an archive, including entries that occur twice; `None` if it has another form.
fn listed(file: &mut File) -> Option<Vec<Listed>> {
    let length = file.seek(SeekFrom::End(0)).ok()?;
    let tail = length.min(22 + 65_535);
    file.seek(SeekFrom::Start(length - tail)).ok()?;
    let mut end = vec![0; usize::try_from(tail).ok()?];
    file.read_exact(&mut end).ok()?;
    let at = end.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let (size, start) = (number(&end, at + 12, 4)?, number(&end, at + 16, 4)?);
    if size > LARGEST_LIST || start + size > length {
        return None;
    }
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut list = vec![0; usize::try_from(size).ok()?];
    file.read_exact(&mut list).ok()?;
    file.seek(SeekFrom::Start(0)).ok()?;
    let (mut at, mut found) = (0, Vec::new());
    while list.get(at..at + 4) == Some(b"PK\x01\x02") {
        let [name, extra, comment] = [28, 30, 32].map(|field| number(&list, at + field, 2).unwrap_or(0) as usize);
        let name_bytes = list.get(at + 46..at + 46 + name)?;
        found.push(Listed {
            name: String::from_utf8_lossy(name_bytes).into_owned(),
            offset: number(&list, at + 42, 4)?,
            packed: number(&list, at + 20, 4)?,
            link: (number(&list, at + 38, 4)? >> 16) & 0o170_000 == 0o120_000,
        });
        at += 46 + name + extra + comment;
    }
    Some(found)
}

/// A little-endian number of this many bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    Some(bytes.get(at..at + length)?.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}
