//! A file to its pages and these to text, with what was left out and what was wrong.

use super::columns;
use super::glyphs::Painter;
use super::lines::{self, Line};
use super::margins::{self, Sheet};
use super::notes;
use super::paragraphs;
use super::parts::Part;
use super::strings;
use super::{Answer, Request};
use hayro_font::hayro_syntax::object::dict::keys;
use hayro_font::hayro_syntax::object::{Array, Dict, Name, ObjRef, String as Bytes};
use hayro_font::hayro_syntax::page::Page;
use hayro_font::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

/// More pages are no transcript.
const MOST_PAGES: usize = 10_000;
/// More characters are no transcript: some ten thousand pages.
const MOST_CHARACTERS: usize = 30_000_000;
/// Words of comments and fields that are kept, in characters.
const MOST_ASIDE: usize = 1_000_000;

/// A file that cannot be read at all is told as this.
const DAMAGED: &str = "the file is damaged or incomplete: open it, save it again, and import that";

pub fn read(bytes: Vec<u8>, request: &Request, seconds: u64) -> Result<Answer, String> {
    let password = request.password.as_deref().unwrap_or("");
    let (damage, protected) = (damage(&bytes), bytes.windows(8).any(|window| window == b"/Encrypt"));
    let pdf = Pdf::new_with_password(bytes, password).map_err(|error| trouble(error, password))?;
    let pages = pdf.pages();
    let mut warnings = Vec::new();
    let found =
        if pages.len() == 1 { "one page was found".into() } else { format!("{} pages were found", pages.len()) };
    match damage {
        Some(Damage::Cut) => {
            warnings.push(format!("the file ends too early: {found} in it, and pages or words may be missing"));
        }
        Some(Damage::Searched) => {
            warnings.push(format!("the file is damaged: {found} by searching it, and pages or words may be missing"));
        }
        None => {}
    }
    if let Some((claimed, circle)) = claimed(&pdf) {
        if claimed != pages.len() {
            warnings.push(format!("the file says that it has {claimed} pages, and {found}"));
        }
        if circle {
            warnings.push("its list of pages leads in a circle: each page was read once".into());
        }
    }
    if password.is_empty() && protected {
        warnings.push("its owner has restricted what may be done with it: see that you may use it".into());
    }
    let read = pages.len().min(MOST_PAGES);
    if read < pages.len() {
        warnings.push(format!("only the first {MOST_PAGES} of its {} pages were read", pages.len()));
    }
    let mut reader = Pages {
        painter: Painter::new(Instant::now() + Duration::from_secs(seconds)),
        sheets: vec![],
        numbers: vec![],
        regions: 0,
        characters: 0,
        left_out: vec![],
        tally: Tally::default(),
    };
    for (number, page) in pages.iter().take(read).enumerate() {
        if !reader.page(number, page) {
            let words =
                format!("only the first {} of its {} pages were read: it is too large", number + 1, pages.len());
            warnings.push(words);
            break;
        }
    }
    reader.finish(warnings, read)
}

/// Why a file that is protected is not read.
pub(super) const LOCKED: &str = "protected with a password: give the password, or save it without one";
pub(super) const WRONG_PASSWORD: &str = "the password does not open it";

fn trouble(error: LoadPdfError, password: &str) -> String {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if password.is_empty() => LOCKED.into(),
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => WRONG_PASSWORD.into(),
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            "protected in a way that is not known: open it, and save it without its protection".into()
        }
        LoadPdfError::Decryption(_) => "its protection is damaged: open it, and save it without".into(),
        LoadPdfError::Invalid => DAMAGED.into(),
    }
}

/// What can be seen of damage before reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// The end is missing.
    Cut,
    /// The list of its parts is not where the end of the file says.
    Searched,
}

fn damage(bytes: &[u8]) -> Option<Damage> {
    let begin = bytes.len().saturating_sub(2048);
    let tail = bytes.get(begin..).unwrap_or_default();
    let last = |word: &[u8]| tail.windows(word.len()).rposition(|window| window == word);
    let place = last(b"startxref").and_then(|at| number(tail.get(at + 9..)?.trim_ascii_start()));
    let Some((place, _)) = place else { return Some(Damage::Cut) };
    // Some programs put something before the file's own head, and count from there.
    let head = bytes.windows(5).take(1024).position(|window| window == b"%PDF-").unwrap_or(0);
    let is_list = |place: usize| {
        let here = bytes.get(place..).unwrap_or_default().trim_ascii_start();
        // A list of its own, or one that is an object.
        let object = number(here).and_then(|(_, rest)| number(rest.trim_ascii_start()));
        here.starts_with(b"xref") || object.is_some_and(|(_, rest)| rest.trim_ascii_start().starts_with(b"obj"))
    };
    (!is_list(place) && !is_list(place.saturating_add(head))).then_some(Damage::Searched)
}

/// The number that bytes begin with, and the rest.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at_checked(digits)?;
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// How many pages the file says that it has, and whether its list of pages goes in a circle.
fn claimed(pdf: &Pdf) -> Option<(usize, bool)> {
    let xref = pdf.xref();
    let root = xref.get::<Dict<'_>>(xref.root_id())?;
    let pages = root.get::<Dict<'_>>(keys::PAGES)?;
    let mut known: HashSet<ObjRef> = root.get_ref(keys::PAGES).into_iter().collect();
    let (mut open, mut circle) = (vec![pages.clone()], false);
    while let Some(dict) = open.pop() {
        let Some(kids) = dict.get::<Array<'_>>(keys::KIDS) else { continue };
        for kid in kids.raw_iter().filter_map(|kid| kid.as_obj_ref()) {
            if !known.insert(kid) {
                circle = true;
            } else if let Some(dict) = xref.get::<Dict<'_>>(kid.into()).filter(|_| known.len() < MOST_PAGES * 2) {
                open.push(dict);
            }
        }
    }
    Some((pages.get::<usize>(keys::COUNT).unwrap_or(0), circle))
}

/// Things that are told once for all pages.
#[derive(Default)]
struct Tally {
    damaged: Vec<usize>,
    too_large: Vec<(usize, String)>,
    cut: Vec<usize>,
    /// Pages with pictures and without words.
    pictured: usize,
    /// Pages with nothing on them.
    blank: Vec<usize>,
    /// Pages whose words cannot be seen.
    recognised: usize,
    columns: usize,
    leftward: usize,
    unreadable: usize,
    guessed: usize,
    ill: usize,
    lost: usize,
}

struct Pages<'a> {
    painter: Painter<'a>,
    sheets: Vec<Sheet>,
    numbers: Vec<margins::Position>,
    regions: usize,
    characters: usize,
    left_out: Vec<(Part, usize, String)>,
    tally: Tally,
}

impl<'a> Pages<'a> {
    /// False when no further page is to be read.
    fn page(&mut self, number: usize, page: &Page<'a>) -> bool {
        self.beside(number, page);
        let drawn = match self.painter.page(page) {
            Ok(drawn) => drawn,
            Err(too_large) => {
                self.tally.too_large.push((number + 1, too_large.words()));
                self.sheets.push(Sheet { height: 0.0, lines: vec![] });
                return true;
            }
        };
        let tally = &mut self.tally;
        if drawn.damaged > 0 {
            tally.damaged.push(number + 1);
        }
        if drawn.cut {
            tally.cut.push(number + 1);
        }
        let seen = drawn.glyphs.iter().filter(|glyph| !glyph.invisible).count();
        if drawn.glyphs.is_empty() && drawn.pictures == 0 {
            tally.blank.push(number + 1);
        }
        tally.recognised += usize::from(seen * 2 < drawn.glyphs.len());
        tally.guessed += drawn.guessed;
        tally.ill += drawn.ill;
        tally.lost += drawn.lost;
        let (width, height) = page.render_dimensions();
        let mut upright = lines::upright(drawn.glyphs, (width, height));
        tally.unreadable += upright.unreadable;
        tally.pictured += usize::from(upright.chunks.is_empty() && drawn.pictures > 0);
        for (part, words) in std::mem::take(&mut upright.aside) {
            self.left_out.push((part, number, words));
        }
        if let Some(words) = margins::line_numbers(&mut upright.chunks, &mut self.numbers) {
            self.left_out.push((Part::LineNumbers, number, words));
        }
        let (regions, columns) = columns::in_order(upright.chunks);
        self.tally.columns += usize::from(columns);
        let across = (!columns).then_some(upright.width);
        let mut lines = Vec::new();
        for rows in regions {
            lines.extend(rows.into_iter().filter_map(|row| Line::new(row, self.regions, across)));
            self.regions += 1;
        }
        self.tally.leftward += lines.iter().filter(|line| line.leftward).count();
        self.characters += lines.iter().map(|line| line.text().chars().count()).sum::<usize>();
        self.sheets.push(Sheet { height: upright.height, lines });
        self.characters < MOST_CHARACTERS && Instant::now() < self.painter.deadline
    }

    /// Comments and filled fields, which are no part of the page's drawing.
    fn beside(&mut self, number: usize, page: &Page<'a>) {
        let Some(all) = page.raw().get::<Array<'_>>("Annots") else { return };
        let mut left = MOST_ASIDE;
        for dict in all.iter::<Dict<'_>>().take(10_000) {
            let words = |dict: &Dict<'_>, key: &str| {
                dict.get::<Bytes<'_>>(key).map(|bytes| strings::text(bytes.as_bytes())).unwrap_or_default()
            };
            let kind = dict.get::<Name<'_>>(keys::SUBTYPE);
            let found = match kind.as_ref().map(AsRef::as_ref) {
                Some(b"Widget") => {
                    let parent = dict.get::<Dict<'_>>(keys::PARENT).unwrap_or_default();
                    let or_parent = |key: &str| match words(&dict, key) {
                        own if own.is_empty() => words(&parent, key),
                        own => own,
                    };
                    let (name, value) = (or_parent("T"), or_parent("V"));
                    (!value.trim().is_empty()).then(|| (Part::Field, format!("{name}: {value}")))
                }
                Some(b"Link" | b"Popup") | None => None,
                Some(_) => {
                    Some((Part::Comment, words(&dict, "Contents"))).filter(|(_, words)| !words.trim().is_empty())
                }
            };
            let Some((part, words)) = found else { continue };
            left = left.saturating_sub(words.len());
            if left > 0 {
                self.left_out.push((part, number, words));
            }
        }
    }

    fn finish(self, mut warnings: Vec<String>, pages: usize) -> Result<Answer, String> {
        let Self { mut sheets, mut left_out, tally, .. } = self;
        let leading = margins::leading(&sheets);
        left_out.extend(margins::heads_and_feet(&mut sheets));
        left_out.extend(notes::footnotes(&mut sheets));
        left_out.sort_by_key(|(_, page, _)| *page);
        let lines: Vec<Line> = sheets.into_iter().flat_map(|sheet| sheet.lines).collect();
        let joined = paragraphs::join(&lines, leading);
        nothing(&tally, &joined.text, pages)?;
        warnings.extend(tell(&tally));
        if joined.mended > 0 {
            warnings.push(match joined.mended {
                1 => "one word was divided at the end of a line and was put together".into(),
                many => format!("{many} words were divided at the ends of lines and were put together"),
            });
        }
        let mut counts: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
        for (part, page, _) in &left_out {
            counts.entry(*part).or_default().push(*page);
        }
        for (part, mut found) in counts {
            if part.is_by_page() {
                found.dedup();
            }
            let verb = if part.is_by_page() || found.len() == 1 { "was" } else { "were" };
            let verb = if part == Part::LineNumbers { "were" } else { verb };
            warnings.push(format!("{} {verb} left out", part.counted(found.len())));
        }
        let left_out = left_out.into_iter().map(|(part, _, words)| (part, words)).collect();
        let styles = joined.styles.iter().map(|s| (s.range.start.0, s.range.end.0, s.style.name())).collect();
        Ok(Answer { text: joined.text, left_out, warnings, styles })
    }
}

/// Says why there is no text, when there is none.
fn nothing(tally: &Tally, text: &str, pages: usize) -> Result<(), String> {
    let readable = text.chars().filter(|c| *c != lines::UNREADABLE && !c.is_whitespace()).count();
    if let Some((page, words)) = tally.too_large.first().filter(|_| readable == 0) {
        return Err(format!("page {page} cannot be read: {words}"));
    }
    if tally.unreadable > 0 && tally.unreadable >= readable {
        return Err(
            "its letters are drawn without saying which they are: let a program for text recognition (OCR) read \
                    it, or open it and save it as .docx"
                .into(),
        );
    }
    if readable > 0 {
        return Ok(());
    }
    Err(match (pages, tally.pictured) {
        (0, _) => DAMAGED.into(),
        (_, 0) if !tally.damaged.is_empty() => DAMAGED.into(),
        (_, 0) => "there is no text in it".into(),
        _ => "it holds pictures of pages and no text: let a program for text recognition (OCR) read it first, and import \
              what that makes"
            .into(),
    })
}

fn tell(tally: &Tally) -> Vec<String> {
    let mut out = Vec::new();
    if !tally.damaged.is_empty() {
        let words = if tally.damaged.len() == 1 { "is" } else { "are" };
        out.push(format!("{} {words} damaged: what can be read of it was taken", some_pages(&tally.damaged)));
    }
    for (page, words) in &tally.too_large {
        out.push(format!("page {page} was left out: {words}"));
    }
    if !tally.cut.is_empty() {
        let words = "hold more drawing than is read: words may be missing";
        out.push(format!("{} {words}", some_pages(&tally.cut)));
    }
    if !tally.blank.is_empty() {
        out.push(format!("nothing stands on {}", some_pages(&tally.blank)));
    }
    let mut count = |count: usize, one: &str, many: &str| match count {
        0 => {}
        1 => out.push(one.to_owned()),
        count => out.push(format!("{count} {many}")),
    };
    count(
        tally.unreadable,
        "one character is drawn without saying which it is and stands as \u{fffd}",
        "characters are drawn without saying which they are and stand as \u{fffd}",
    );
    count(
        tally.pictured,
        "one page is a picture without text: it was left out",
        "pages are pictures without text: they were left out",
    );
    count(
        tally.recognised,
        "the words of one page were recognised in a picture of it: compare them with it",
        "pages are pictures whose words a program recognised: compare them with it",
    );
    count(
        tally.columns,
        "one page is set in columns: they were read one after the other",
        "pages are set in columns: they were read one after the other",
    );
    if tally.leftward > 0 {
        out.push("text that runs from right to left was put into the order of reading: look through it".into());
    }
    if tally.ill > 0 {
        out.push("one of its fonts is damaged: letters may be wrong, and blanks between words may be missing".into());
    }
    if tally.lost > 0 {
        let words = "whose font is missing cannot be read and were left out";
        out.push(format!("some words, {} bytes of them, {words}", tally.lost));
    }
    if tally.guessed > 0 {
        out.push("one of its fonts does not say which letters it has: look whether the words are right".into());
    }
    out
}

/// `page 3`, `pages 3, 5 and 7`, and at most so many by number.
fn some_pages(pages: &[usize]) -> String {
    let names: Vec<String> = pages.iter().take(8).map(ToString::to_string).collect();
    match names.split_last() {
        Some((last, [])) => format!("page {last}"),
        Some((last, rest)) if pages.len() <= 8 => format!("pages {} and {last}", rest.join(", ")),
        _ => format!("{} pages, the first of them {},", pages.len(), names.first().map_or("", String::as_str)),
    }
}
