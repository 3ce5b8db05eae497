//! Reads the pages of a file and reports what was left out and what was wrong.

use super::beginnings;
use super::bidi::{self, Base};
use super::columns;
use super::glyphs::Painter;
use super::grid::{self, CellPlace, Columns, Found, Start};
use super::lines::{self, Chunk, Line, Row};
use super::margins::{self, Sheet};
use super::notes;
use super::paragraphs;
use super::streams::TooLarge;
use super::strings;
use super::{Answer, Request};
use crate::interchange::document::Document;
use crate::interchange::remark::{AsideKind, Loss, Refusal, Warning};
use crate::model::CharRange;
use hayro_font::hayro_syntax::object::dict::keys;
use hayro_font::hayro_syntax::object::{Array, Dict, Name, ObjRef, String as Bytes};
use hayro_font::hayro_syntax::page::Page;
use hayro_font::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::collections::{BTreeMap, HashSet};
use std::time::{Duration, Instant};

/// No transcript has more pages.
const MOST_PAGES: usize = 10_000;
/// No transcript has more characters: some ten thousand pages.
const MOST_CHARACTERS: usize = 30_000_000;
/// The number of pages used together to find margins.
const LOOKED_AT: usize = 12;
/// The most characters of comments and form fields that are kept.
const MOST_ASIDE: usize = 1_000_000;

pub fn read(bytes: Vec<u8>, request: &Request, seconds: u64) -> Result<Answer, Refusal> {
    let password = request.password.as_deref().unwrap_or("");
    let (damage, protected) = (damage(&bytes), bytes.windows(8).any(|window| window == b"/Encrypt"));
    let pdf = Pdf::new_with_password(bytes, password).map_err(|error| trouble(error, password))?;
    let pages = pdf.pages();
    let (mut losses, mut warnings) = (Vec::new(), Vec::new());
    if let Some(damage) = damage {
        losses.push(Loss::DamagedFile { pages: pages.len(), searched: damage == Damage::Searched });
    }
    if let Some((claimed, circle)) = claimed(&pdf) {
        if claimed != pages.len() {
            losses.push(Loss::PageCountDiffers { stated: claimed, found: pages.len() });
        }
        if circle {
            warnings.push(Warning::PagesInCircle);
        }
    }
    if password.is_empty() && protected {
        warnings.push(Warning::Restricted);
    }
    let read = pages.len().min(MOST_PAGES);
    if read < pages.len() {
        losses.push(Loss::FirstPagesOnly { read, pages: pages.len() });
    }
    let mut reader = Pages {
        painter: Painter::new(Instant::now() + Duration::from_secs(seconds)),
        sheets: vec![],
        held: vec![],
        numbers: None,
        grid: None,
        columns: Vec::new(),
        tables: (0, 0),
        regions: 0,
        characters: 0,
        left_out: vec![],
        tally: Tally::default(),
    };
    for (number, page) in pages.iter().take(read).enumerate() {
        if !reader.page(number, page) {
            losses.push(Loss::FirstPagesOnly { read: number + 1, pages: pages.len() });
            break;
        }
    }
    reader.finish(losses, warnings, read)
}

fn trouble(error: LoadPdfError, password: &str) -> Refusal {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if password.is_empty() => Refusal::PasswordNeeded,
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::WrongPassword,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => Refusal::UnknownProtection,
        LoadPdfError::Decryption(_) => Refusal::DamagedProtection,
        LoadPdfError::Invalid => Refusal::Damaged,
    }
}

/// Damage that can be seen before reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// The end is missing.
    Cut,
    /// The cross-reference table is not where the end of the file says.
    Searched,
}

fn damage(bytes: &[u8]) -> Option<Damage> {
    let begin = bytes.len().saturating_sub(2048);
    let tail = bytes.get(begin..).unwrap_or_default();
    let last = |word: &[u8]| tail.windows(word.len()).rposition(|window| window == word);
    let place = last(b"startxref").and_then(|at| number(tail.get(at + 9..)?.trim_ascii_start()));
    let Some((place, _)) = place else { return Some(Damage::Cut) };
    // Some programs write something before the file header, and count from there.
    let head = bytes.windows(5).take(1024).position(|window| window == b"%PDF-").unwrap_or(0);
    let is_list = |place: usize| {
        let at_target = bytes.get(place..).unwrap_or_default().trim_ascii_start();
        // A cross-reference table, or an object with a cross-reference stream.
        let object = number(at_target).and_then(|(_, rest)| number(rest.trim_ascii_start()));
        at_target.starts_with(b"xref") || object.is_some_and(|(_, rest)| rest.trim_ascii_start().starts_with(b"obj"))
    };
    (!is_list(place) && !is_list(place.saturating_add(head))).then_some(Damage::Searched)
}

/// The number at the start of bytes, and the rest.
fn number(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = bytes.split_at_checked(digits)?;
    Some((std::str::from_utf8(digits).ok()?.parse().ok()?, rest))
}

/// The number of pages that the file states, and whether its page tree contains a loop.
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

/// Remarks that are made once for all pages.
#[derive(Default)]
struct Tally {
    damaged: Vec<usize>,
    too_large: Vec<(usize, TooLarge)>,
    cut: Vec<usize>,
    /// Pages with pictures but no text.
    pictured: usize,
    /// Empty pages.
    blank: Vec<usize>,
    /// Pages whose text is invisible.
    recognised: usize,
    columns: usize,
    leftward: usize,
    unreadable: usize,
    guessed: usize,
    ill: usize,
    lost: usize,
}

/// A page before its margins are found.
#[derive(Default)]
struct Held {
    number: usize,
    chunks: Vec<Chunk>,
    width: f32,
    height: f32,
}

struct Pages<'a> {
    painter: Painter<'a>,
    sheets: Vec<Sheet>,
    /// Pages held until margins are known.
    held: Vec<Held>,
    /// The positions of line numbers, once pages were searched for them.
    numbers: Option<Vec<margins::Position>>,
    /// The columns of the last table.
    grid: Option<Columns>,
    /// The left edges of neighbouring columns on earlier pages.
    columns: Vec<(f32, f32)>,
    /// The number of tables, and of rows of the last one.
    tables: (usize, usize),
    regions: usize,
    characters: usize,
    left_out: Vec<(AsideKind, usize, String)>,
    tally: Tally,
}

impl<'a> Pages<'a> {
    /// Reads a page; false if no further page is to be read.
    fn page(&mut self, number: usize, page: &Page<'a>) -> bool {
        self.beside(number, page);
        let drawn = match self.painter.page(page) {
            Ok(drawn) => drawn,
            Err(too_large) => {
                self.tally.too_large.push((number + 1, too_large));
                self.hold(Held { number, ..Held::default() });
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
        for (part, text) in std::mem::take(&mut upright.aside) {
            self.left_out.push((part, number, text));
        }
        self.hold(Held { number, chunks: upright.chunks, width: upright.width, height: upright.height });
        self.characters < MOST_CHARACTERS && Instant::now() < self.painter.deadline
    }

    fn hold(&mut self, page: Held) {
        self.held.push(page);
        if self.numbers.is_some() || self.held.len() == LOOKED_AT {
            self.settle();
        }
    }

    /// Converts the held pages to lines.
    fn settle(&mut self) {
        let held = std::mem::take(&mut self.held);
        if self.numbers.is_none() {
            let chunks: Vec<&[Chunk]> = held.iter().map(|page| page.chunks.as_slice()).collect();
            self.numbers = Some(margins::learn(&chunks).into_iter().collect());
        }
        for page in held {
            self.lines_of(page);
        }
    }

    fn lines_of(&mut self, mut page: Held) {
        let mut lines = Vec::new();
        // The numbers of a table's rows are no line numbers.
        let with_numbers = grid::find(&page.chunks, self.grid.as_ref());
        if let Some(found) = with_numbers.filter(|found| !found.has_lines_as_rows()) {
            self.table(found, page.width, &mut lines);
        } else {
            let known = self.numbers.get_or_insert_default();
            if let Some(numbers) = margins::line_numbers(&mut page.chunks, known) {
                self.left_out.push((AsideKind::LineNumbers, page.number, numbers));
            }
            match grid::find(&page.chunks, self.grid.as_ref()) {
                Some(found) => self.table(found, page.width, &mut lines),
                None => self.running(page.chunks, page.width, &mut lines),
            }
        }
        let turned: Vec<usize> = (0..lines.len()).filter(|i| lines.get(*i).is_some_and(Line::has_leftward)).collect();
        let texts: Vec<String> = turned.iter().filter_map(|i| lines.get(*i)).map(Line::text).collect();
        if bidi::face_wrong(texts.iter().map(String::as_str)) {
            turned.iter().for_each(|i| lines.get_mut(*i).into_iter().for_each(Line::mirror));
        }
        self.tally.leftward += turned.len();
        self.characters += lines.iter().map(|line| line.text().chars().count()).sum::<usize>();
        self.sheets.push(Sheet { height: page.height, lines });
    }

    /// Adds the lines of chunks outside of tables.
    fn running(&mut self, chunks: Vec<Chunk>, width: f32, lines: &mut Vec<Line>) {
        let (regions, columns) = columns::in_order(chunks, &mut self.columns);
        self.tally.columns += usize::from(columns);
        let across = (!columns).then_some(width);
        for rows in regions {
            let base = Base::of(&rows);
            lines.extend(rows.into_iter().filter_map(|row| Line::new(row, self.regions, across, base)));
            self.regions += 1;
        }
    }

    /// Adds the lines of a table, cell by cell, and those around it.
    fn table(&mut self, found: Found, width: f32, lines: &mut Vec<Line>) {
        self.running(found.above, width, lines);
        let columns = found.columns.lefts.len();
        let (table, row) = self.tables;
        let (table, first) = match found.start {
            Start::Within => (table, row.saturating_sub(1)),
            Start::Row => (table, row),
            Start::Table => (table + 1, 0),
        };
        self.tables = (table, first + found.rows.len());
        let column =
            |i: usize| -> Vec<Row> { found.rows.iter().filter_map(|cells| cells.get(i)).flatten().cloned().collect() };
        let bases: Vec<Base> = (0..columns).map(|i| Base::of(&column(i))).collect();
        for (row, cells) in found.rows.into_iter().enumerate() {
            for ((column, cell), base) in cells.into_iter().enumerate().zip(&bases) {
                for line in cell.into_iter().filter_map(|row| Line::new(row, self.regions + column, None, *base)) {
                    lines.push(Line { cell: Some(CellPlace { table, row: first + row, column }), ..line });
                }
            }
        }
        self.regions += columns;
        self.grid = Some(found.columns);
        self.running(found.below, width, lines);
    }

    /// Reads comments and filled form fields, which are not part of the page's content.
    fn beside(&mut self, number: usize, page: &Page<'a>) {
        let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return };
        let mut left = MOST_ASIDE;
        for dict in annotations.iter::<Dict<'_>>().take(10_000) {
            let text_of = |dict: &Dict<'_>, key: &str| {
                dict.get::<Bytes<'_>>(key).map(|bytes| strings::text(bytes.as_bytes())).unwrap_or_default()
            };
            let kind = dict.get::<Name<'_>>(keys::SUBTYPE);
            let found = match kind.as_ref().map(AsRef::as_ref) {
                Some(b"Widget") => {
                    let parent = dict.get::<Dict<'_>>(keys::PARENT).unwrap_or_default();
                    let or_parent = |key: &str| match text_of(&dict, key) {
                        value if value.is_empty() => text_of(&parent, key),
                        value => value,
                    };
                    let (name, value) = (or_parent("T"), or_parent("V"));
                    (!value.trim().is_empty()).then(|| (AsideKind::FormField, format!("{name}: {value}")))
                }
                Some(b"Link" | b"Popup") | None => None,
                Some(_) => {
                    Some((AsideKind::Comment, text_of(&dict, "Contents"))).filter(|(_, text)| !text.trim().is_empty())
                }
            };
            let Some((part, text)) = found else { continue };
            left = left.saturating_sub(text.len());
            if left > 0 {
                self.left_out.push((part, number, text));
            }
        }
    }

    fn finish(mut self, mut losses: Vec<Loss>, mut warnings: Vec<Warning>, pages: usize) -> Result<Answer, Refusal> {
        self.settle();
        let Self { mut sheets, mut left_out, tally, .. } = self;
        let leading = margins::leading(&sheets);
        left_out.extend(margins::running_lines(&mut sheets));
        left_out.extend(notes::footnotes(&mut sheets));
        left_out.sort_by_key(|(_, page, _)| *page);
        let mut lines: Vec<Line> = sheets.into_iter().flat_map(|sheet| sheet.lines).collect();
        beginnings::part_numbers(&mut lines);
        let joined = paragraphs::join(&lines, leading);
        nothing(&tally, &joined.text, pages)?;
        tally.report(&mut losses, &mut warnings);
        if joined.mended > 0 {
            warnings.push(Warning::HyphensJoined { count: joined.mended });
        }
        let mut document = Document::default();
        if lines.iter().any(|line| line.cell.is_some()) {
            grid::lay_out(&joined, &mut document)?;
        } else {
            (document.text, document.styles) = (joined.text, joined.styles);
        }
        losses.append(&mut document.losses);
        warnings.append(&mut document.warnings);
        let mut counts: BTreeMap<AsideKind, Vec<usize>> = BTreeMap::new();
        for (part, page, _) in &left_out {
            counts.entry(*part).or_default().push(*page);
        }
        for (part, mut found) in counts {
            if part.is_counted_by_page() {
                found.dedup();
            }
            losses.push(Loss::LeftOut { what: part, count: found.len() });
        }
        let mut left_out: Vec<_> = left_out.into_iter().map(|(part, _, text)| (part, text)).collect();
        left_out.extend(document.left_out.into_iter().map(|aside| (aside.kind, aside.text)));
        let ends = |range: &CharRange| (range.start.0, range.end.0);
        let styles = document.styles.iter().map(|s| (s.range.start.0, s.range.end.0, s.style.name())).collect();
        let times = document.times.iter().map(|time| (time.at.0, time.millis)).collect();
        let labels = document.labels.map(|labels| labels.iter().map(ends).collect());
        Ok(Answer { text: document.text, left_out, losses, warnings, styles, times, labels })
    }
}

/// Returns the reason if there is no text.
fn nothing(tally: &Tally, text: &str, pages: usize) -> Result<(), Refusal> {
    let readable = text.chars().filter(|c| *c != lines::UNREADABLE && !c.is_whitespace()).count();
    if let Some((page, too_large)) = tally.too_large.first().filter(|_| readable == 0) {
        return Err(Refusal::PageTooLarge { page: *page, megabytes: too_large.megabytes() });
    }
    if tally.unreadable > 0 && tally.unreadable >= readable {
        return Err(Refusal::FontsWithoutLetters);
    }
    if readable > 0 {
        return Ok(());
    }
    Err(match (pages, tally.pictured) {
        (0, _) => Refusal::Damaged,
        (_, 0) if !tally.damaged.is_empty() => Refusal::Damaged,
        (_, 0) => Refusal::NoText,
        _ => Refusal::PicturesOnly,
    })
}

impl Tally {
    fn report(&self, losses: &mut Vec<Loss>, warnings: &mut Vec<Warning>) {
        let pages = |pages: &[usize]| (!pages.is_empty()).then(|| pages.to_vec());
        let count = |count: usize| (count > 0).then_some(count);
        losses.extend(pages(&self.damaged).map(|pages| Loss::DamagedPages { pages }));
        losses.extend(
            self.too_large.iter().map(|(page, most)| Loss::PageTooLarge { page: *page, megabytes: most.megabytes() }),
        );
        losses.extend(pages(&self.cut).map(|pages| Loss::CrowdedPages { pages }));
        losses.extend(count(self.unreadable).map(|count| Loss::NamelessLetters { count }));
        losses.extend(count(self.pictured).map(|count| Loss::PicturePages { count }));
        losses.extend((self.ill > 0).then_some(Loss::DamagedFont));
        losses.extend(count(self.lost).map(|bytes| Loss::MissingFont { bytes }));
        warnings.extend(pages(&self.blank).map(|pages| Warning::BlankPages { pages }));
        warnings.extend(count(self.recognised).map(|count| Warning::RecognisedPages { count }));
        warnings.extend(count(self.columns).map(|count| Warning::PagesInColumns { count }));
        warnings.extend((self.leftward > 0).then_some(Warning::RightToLeft));
        warnings.extend((self.guessed > 0).then_some(Warning::GuessedLetters));
    }
}
