//! Imports coded segments from a table: the meaning of its columns, the position of each quote, and the codings.
//!
//! A segment is given by its positions or by its text. Text is searched for in the document: if it occurs once, it
//! is coded; if several times, the researcher decides; if it does not occur, it is reported with the nearest match.

mod cells;
mod changed;
mod finding;
mod heads;
mod marks;
mod setup;

pub use setup::{Ambiguous, SegmentImport, SegmentUse, SeveralCodes};

use crate::engine::actor::By;
use crate::engine::colors::{FamilyColors, coder_color};
use crate::engine::document_names::{DocumentNames, Named};
use crate::engine::error::Error;
use crate::engine::texts::Texts;
use crate::interchange::Problem;
use crate::interchange::code_paths::PathStyle;
use crate::interchange::formula::read_back;
use crate::interchange::remark::{TableLoss, TableRefusal, TableWarning, Warning};
use crate::interchange::sheet::{Sheet, SheetRow};
use crate::model::codebook::PATH_SEPARATOR;
use crate::model::op::{FileNames, SegmentCounts};
use crate::model::{
    CharRange, CodeId, CodingId, NameKey, NameMap, OpKind, Progress, SourceId, Study, UserId, names_consensus,
};
use crate::store::{NewCode, Tx};
use crate::text::{Likeness, QuoteFinder, normalise, one_line};
use cells::Cells;
use changed::ChangedPassages;
use finding::{Codes, KnownSegment, Present, Searched};
use marks::MarkCells;
use setup::Segment;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Maximum number of places listed for a quote that occurs several times.
const PLACES: usize = 20;
/// Maximum number of bytes searched for the nearest matches of missing text.
const HINTS: usize = 500 << 20;
/// Number of rows between two checks for cancellation.
const ROWS: usize = 64;

/// A row whose text occurs several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralPlaces {
    pub line: u64,
    pub document: String,
    pub quote: String,
    /// The first of its places.
    pub places: Vec<CharRange>,
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentPlan {
    /// Number of passages that would be coded, and of those already coded.
    pub passages: usize,
    pub present: usize,
    /// Number of memos that do not exist yet, on existing and new passages.
    pub memos: usize,
    /// Number of passages that get marks, new and existing ones.
    pub marks: usize,
    /// Number of passages, new or existing, whose text matches exactly, except for white space, or except for case
    /// and punctuation marks.
    pub exact: usize,
    pub spaces: usize,
    pub loose: usize,
    /// Number of passages, new or existing, given by their positions.
    pub by_position: usize,
    pub documents: usize,
    /// Paths of new codes.
    pub new_codes: Vec<String>,
    pub new_coders: Vec<String>,
    pub several: Vec<SeveralPlaces>,
    /// Number of cells that were divided into several codes.
    pub divided: usize,
    /// Cells that could contain several codes but were treated as one, each once.
    pub undivided: Vec<String>,
    /// Rows that would be skipped, with the reason.
    pub left_out: Vec<Problem>,
    /// Why it cannot be imported; empty when it can.
    pub problems: Vec<Problem>,
    /// Rows that the reader of the table skipped, and what should be checked.
    pub remarks: Vec<Problem>,
    /// Documents that receive passages by a coder who has not finished them in this project: agreement ignores this
    /// coder in them.
    pub unfinished: Vec<(SourceId, String)>,
    /// Other coders whose passages of the project would get memos or marks, with their numbers.
    pub others: Vec<(String, u64)>,
    segments: Vec<Segment>,
    /// Passages of the project that would get memos or marks, with their coders.
    changed: BTreeMap<CodingId, String>,
    /// Skipped rows, by line, in the order found.
    out: Vec<(u64, Problem)>,
}

/// The places of a segment, and how its text matched; `None` if it is given by positions.
type Found = (Option<Likeness>, Vec<CharRange>);

/// Indices of the columns.
struct Columns {
    document: usize,
    code: Option<usize>,
    quote: Option<usize>,
    range: Option<(usize, usize)>,
    coder: Option<usize>,
    memo: Option<usize>,
}

impl SegmentImport {
    /// Suggests the meaning of the columns from their names and cells. `coder` gives the import, and has coded what no
    /// column assigns to a coder; it may be empty.
    #[must_use]
    pub fn suggest(study: &Study, table: Arc<Sheet>, coder: &str) -> Self {
        Self {
            uses: heads::uses(study, &table),
            is_ours: heads::is_ours(&table),
            table,
            actor: coder.to_owned(),
            coder: coder.to_owned(),
            ambiguous: Ambiguous::default(),
            several_codes: SeveralCodes::default(),
            known_codes_only: false,
        }
    }

    /// Sets the use of a column; a previous column with this use is skipped, unless several may have it.
    pub fn set_use(&mut self, column: usize, used: SegmentUse) {
        for (at, slot) in self.uses.iter_mut().enumerate() {
            if at == column {
                *slot = used;
            } else if *slot == used && !used.repeats() {
                *slot = SegmentUse::Skip;
            }
        }
    }

    fn columns(&self) -> Result<Columns, TableRefusal> {
        let at = |wanted: SegmentUse| self.uses.iter().position(|used| *used == wanted);
        let doubled = SegmentUse::ALL
            .into_iter()
            .find(|wanted| !wanted.repeats() && self.uses.iter().filter(|used| *used == wanted).count() > 1);
        if let Some(doubled) = doubled {
            return Err(TableRefusal::TwoColumns { what: doubled.label().to_owned() });
        }
        let code = at(SegmentUse::Code);
        let names_codes = code.is_some() || at(SegmentUse::Applied).is_some();
        let Some(document) = at(SegmentUse::Document).filter(|_| names_codes) else {
            return Err(TableRefusal::NoColumnsOfCodes);
        };
        let (quote, start, end) = (at(SegmentUse::Quote), at(SegmentUse::Start), at(SegmentUse::End));
        if quote.is_none() && start.zip(end).is_none() {
            return Err(TableRefusal::NoColumnOfWords);
        }
        if start.is_some() != end.is_some() {
            return Err(TableRefusal::OnePositionColumn);
        }
        let coder = at(SegmentUse::Coder);
        if coder.is_none() && self.coder.trim().is_empty() {
            return Err(TableRefusal::NoCoder);
        }
        if names_consensus(&self.coder) {
            return Err(TableRefusal::AgreedLayer);
        }
        Ok(Columns { document, code, quote, range: start.zip(end), coder, memo: at(SegmentUse::Memo) })
    }

    /// Plans the changes. Reads each document that the table names once.
    ///
    /// # Errors
    /// Fails when the project cannot be read, or when cancelled.
    pub fn plan(&self, study: &Study, texts: &dyn Texts, progress: &Progress) -> Result<SegmentPlan, Error> {
        let mut plan = SegmentPlan::default();
        let columns = match self.columns() {
            Ok(columns) => columns,
            Err(why) => {
                plan.problems.push(self.table.remark(why));
                return Ok(plan);
            }
        };
        plan.remarks.extend(self.table.remarks.iter().cloned());
        let style = self.path_style(columns.code);
        // Other columns of a table exported by this program repeat what its rows refer to.
        let is_left_out = |column| style != PathStyle::Own && self.uses.get(column) == Some(&SegmentUse::Skip);
        plan.remarks.extend(self.table.columns_left_out(is_left_out));
        let by_document = self.by_document(study, &columns, &mut plan);
        let mut codes = Codes::of(study, style);
        let mut cells = Cells::of(self, columns.code, &mut codes);
        let mut marks = MarkCells::of(study, &self.uses);
        let found = self.find(&columns, &by_document, texts, progress, &mut plan)?;
        let mut coders: HashMap<NameKey, String> = HashMap::new();
        let mut present = Present::new(study, texts);
        for (nth, (at, source, (how, places))) in found.into_iter().enumerate() {
            if nth.is_multiple_of(ROWS) {
                progress.checkpoint()?;
            }
            let Some(row) = self.table.rows.get(at) else { continue };
            let (row_codes, coder, memo) = match self.rest_of(&columns, row, &mut cells, &mut codes) {
                Ok(rest) => rest,
                Err(why) => {
                    self.leave_out(row, why, &mut plan);
                    continue;
                }
            };
            let coder = coders
                .entry(NameKey::of(&coder))
                .or_insert_with(|| study.user_named(&coder).map_or_else(|| coder.clone(), |user| user.name.clone()));
            *plan.count(how) += places.len() * row_codes.len();
            let (memo, stated) = (memo.as_str(), marks.read(row));
            for (range, code) in places.iter().flat_map(|&range| row_codes.iter().map(move |code| (range, code))) {
                let (coder, memo, marked) = (coder.clone(), memo.to_owned(), stated.clone());
                let (id, code) = (codes.paths.get(code), code.clone());
                let mut segment = Segment { source, range, code, coder, memo, marks: marked, is_new: false };
                let known = present.find(&mut segment, id)?;
                marks.kept += usize::from(known.differs);
                plan.take(segment, &known);
            }
        }
        plan.remarks.extend(marks.into_remarks().into_iter().map(|remark| self.table.remark(remark)));
        (plan.divided, plan.undivided) = cells.into_divided();
        if !plan.undivided.is_empty() {
            plan.remarks.push(self.table.remark(Warning::UndividedCodes { cells: plan.undivided.clone() }));
        }
        let names = codes.renamed();
        if !names.is_empty() {
            plan.remarks.push(self.table.remark(TableLoss::RenamedCodes { names }));
        }
        self.tell_changed(study, &mut plan);
        self.tell_new(study, codes, &mut plan);
        self.find_unfinished(study, texts, &mut plan)?;
        Ok(plan)
    }

    /// Finds the segments of the rows in table order, so that codes are created in the same order. Progress counts
    /// rows.
    fn find(
        &self,
        columns: &Columns,
        by_document: &BTreeMap<SourceId, Vec<usize>>,
        texts: &dyn Texts,
        progress: &Progress,
        plan: &mut SegmentPlan,
    ) -> Result<Vec<(usize, SourceId, Found)>, Error> {
        let mut found = Vec::new();
        let (total, mut done, mut hints) = (self.table.rows.len() as u64, 0, HINTS);
        for (&source, rows) in by_document {
            progress.step(done, total)?;
            let text = texts.text(source)?;
            let searched = Searched { finder: QuoteFinder::new(&text), text: &text };
            for (nth, &at) in rows.iter().enumerate() {
                if nth % ROWS == ROWS - 1 {
                    progress.step(done, total)?;
                }
                done += 1;
                let Some(row) = self.table.rows.get(at) else { continue };
                match self.places(columns, row, &searched, &mut hints, plan) {
                    Ok(places) => found.push((at, source, places)),
                    Err(why) => self.leave_out(row, why, plan),
                }
            }
        }
        found.sort_by_key(|(at, _, _)| *at);
        Ok(found)
    }

    /// Returns how the table writes the paths of codes. If columns state which codes apply, the others contain
    /// names only.
    fn path_style(&self, column: Option<usize>) -> PathStyle {
        if self.is_ours {
            return PathStyle::Own;
        }
        if self.uses.contains(&SegmentUse::Applied) {
            return PathStyle::Names;
        }
        PathStyle::of_foreign(self.table.rows.iter().filter_map(|row| Some(row.cell(column?))))
    }

    /// Groups the rows by the document they name, in the order of documents.
    fn by_document(&self, study: &Study, columns: &Columns, plan: &mut SegmentPlan) -> BTreeMap<SourceId, Vec<usize>> {
        let names = DocumentNames::new(study);
        let mut known: HashMap<&str, Named> = HashMap::new();
        let mut rows: BTreeMap<SourceId, Vec<usize>> = BTreeMap::new();
        let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in self.table.rows.iter().enumerate() {
            let wanted = row.cell(columns.document);
            match known.entry(wanted).or_insert_with(|| names.find(wanted)) {
                Named::One(id) => rows.entry(*id).or_default().push(at),
                Named::Nothing if wanted.is_empty() => self.leave_out(row, TableRefusal::NoDocument, plan),
                Named::Nothing => {
                    *missing.entry(wanted).or_default() += 1;
                    self.leave_out(row, TableRefusal::UnknownDocument { document: wanted.to_owned() }, plan);
                }
                Named::Several(candidates) => {
                    let (document, candidates) = (wanted.to_owned(), candidates.clone());
                    self.leave_out(row, TableRefusal::AmbiguousDocument { document, candidates }, plan);
                }
            }
        }
        if missing.len() > 1 {
            let documents = missing.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
            plan.remarks.push(self.table.remark(TableWarning::MissingDocuments { documents }));
        }
        rows
    }

    fn leave_out(&self, row: &SheetRow, why: TableRefusal, plan: &mut SegmentPlan) {
        plan.out.push((row.line, self.table.remark_in(row.line, why)));
    }

    /// Returns the places of a row's segment, or why it is skipped.
    fn places(
        &self,
        columns: &Columns,
        row: &SheetRow,
        searched: &Searched<'_>,
        hints: &mut usize,
        plan: &mut SegmentPlan,
    ) -> Result<Found, TableRefusal> {
        let quote = columns.quote.map_or("", |column| row.cell(column));
        let quote = normalise(quote).text;
        let given = columns.range.map(|(start, end)| (row.cell(start), row.cell(end)));
        let given = given.filter(|(start, end)| !start.is_empty() || !end.is_empty());
        let mut elsewhere = None;
        if let Some((start, end)) = given {
            match searched.range(start, end) {
                Ok(range) => {
                    let stored = searched.finder.index().slice(searched.text, range);
                    let same = |how| QuoteFinder::new(stored).find_as(&quote, how, 1).len() == 1;
                    if quote.is_empty() || Likeness::ALL.into_iter().any(same) {
                        return Ok((None, vec![range]));
                    }
                    elsewhere = Some(TableWarning::WordsElsewhere);
                }
                Err(why) if quote.is_empty() => return Err(why),
                Err(why) => elsewhere = Some(TableWarning::UnreadPositions { why: Box::new(why) }),
            }
        }
        if quote.is_empty() {
            return Err(TableRefusal::NoWords);
        }
        let found = searched.finder.find(&quote, PLACES + 1);
        let (how, places) = match found.or_else(|| searched.finder.find(read_back(&quote), PLACES + 1)) {
            Some(found) => found,
            None => return Err(searched.missing(&quote, hints)),
        };
        let document = row.cell(columns.document);
        plan.remarks.extend(elsewhere.map(|warning| self.table.remark_in(row.line, warning)));
        let taken = if places.len() > 1 {
            let (line, document, quote) = (row.line, document.to_owned(), quote.clone());
            plan.several.push(SeveralPlaces {
                line,
                document,
                quote,
                places: places.iter().take(PLACES).copied().collect(),
            });
            match self.ambiguous {
                Ambiguous::LeaveOut => {
                    let (more, places) = (places.len() > PLACES, places.into_iter().take(PLACES).collect());
                    return Err(TableRefusal::AmbiguousWords { places, more });
                }
                Ambiguous::First => places.into_iter().take(1).collect(),
                Ambiguous::All if places.len() > PLACES => {
                    return Err(TableRefusal::WordsTooFrequent { most: PLACES });
                }
                Ambiguous::All => places,
            }
        } else {
            places
        };
        Ok((Some(how), taken))
    }

    /// Returns the codes, coder and memo of a row.
    fn rest_of(
        &self,
        columns: &Columns,
        row: &SheetRow,
        cells: &mut Cells,
        codes: &mut Codes,
    ) -> Result<(Vec<String>, String, String), TableRefusal> {
        let coder = columns.coder.map_or_else(String::new, |column| one_line(row.cell(column)));
        let coder = if coder.is_empty() { one_line(&self.coder) } else { coder };
        if coder.is_empty() {
            return Err(TableRefusal::NoCoderInRow);
        }
        if names_consensus(&coder) {
            return Err(TableRefusal::AgreedLayer);
        }
        let row_codes = cells.codes(row, codes, self.known_codes_only)?;
        let memo = columns.memo.map_or("", |column| self.memo_in(row, column));
        Ok((row_codes, coder, normalise(memo).text))
    }

    /// Returns a memo. One that this program has written keeps the blanks at its ends.
    fn memo_in<'r>(&self, row: &'r SheetRow, column: usize) -> &'r str {
        match row.cell(column) {
            "" => "",
            _ if self.is_ours => row.whole_cell(column),
            memo => memo,
        }
    }

    /// Names the coders other than the actor whose passages would get memos or marks.
    fn tell_changed(&self, study: &Study, plan: &mut SegmentPlan) {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for coder in plan.changed.values() {
            *counts.entry(coder).or_default() += 1;
        }
        if let Some(actor) = study.user_named(&self.actor) {
            counts.remove(actor.name.as_str());
        }
        let counted = |name: &str| counts.get(name).map(|count| (name.to_owned(), *count));
        let coders: Vec<(String, u64)> = study.users.iter().filter_map(|user| counted(&user.name)).collect();
        plan.others.clone_from(&coders);
        if !coders.is_empty() {
            plan.remarks.push(self.table.remark(Warning::PassagesOfOthers { coders }));
        }
    }

    fn tell_new(&self, study: &Study, codes: Codes, plan: &mut SegmentPlan) {
        plan.remarks.extend(codes.slips(study).into_iter().map(|slip| self.table.remark(slip)));
        plan.new_codes = codes.new;
        let mut coders = HashSet::new();
        for segment in &plan.segments {
            if study.user_named(&segment.coder).is_none() && coders.insert(segment.coder.as_str()) {
                plan.new_coders.push(segment.coder.clone());
            }
        }
        plan.documents = plan.segments.iter().map(|segment| segment.source).collect::<HashSet<_>>().len();
        plan.out.sort_by_key(|(line, _)| *line);
        plan.left_out = std::mem::take(&mut plan.out).into_iter().map(|(_, problem)| problem).collect();
        plan.several.sort_by_key(|several| several.line);
    }

    /// Finds coders who get passages in documents they have not finished; agreement ignores them there.
    fn find_unfinished(&self, study: &Study, texts: &dyn Texts, plan: &mut SegmentPlan) -> Result<(), Error> {
        let coded: BTreeSet<(&str, SourceId)> =
            plan.segments.iter().map(|segment| (segment.coder.as_str(), segment.source)).collect();
        let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (coder, source) in coded {
            if let Some(user) = study.user_named(coder)
                && texts.took_part(source, user.id)?
            {
                continue;
            }
            plan.unfinished.push((source, coder.to_owned()));
            names.entry(coder).or_default().extend(study.source(source).map(|source| source.name.clone()));
        }
        for (coder, documents) in names {
            let unfinished = TableWarning::UnfinishedDocuments { coder: coder.to_owned(), documents };
            plan.remarks.push(self.table.remark(unfinished));
        }
        Ok(())
    }
}

impl SegmentPlan {
    /// Plans what a segment adds to what is known of it.
    fn take(&mut self, mut segment: Segment, known: &KnownSegment) {
        let is_marked = segment.marks.important || segment.marks.account.is_some();
        if let Some(passage) = known.here.filter(|_| is_marked || !known.noted) {
            self.changed.entry(passage).or_insert_with(|| segment.coder.clone());
        }
        segment.is_new = !known.coded;
        self.present += usize::from(known.coded);
        self.passages += usize::from(!known.coded);
        self.memos += usize::from(!known.noted);
        self.marks += usize::from(is_marked);
        if known.noted {
            segment.memo.clear();
        }
        if !known.coded || !known.noted || is_marked {
            self.segments.push(segment);
        }
    }

    fn count(&mut self, how: Option<Likeness>) -> &mut usize {
        match how {
            None => &mut self.by_position,
            Some(Likeness::Exact) => &mut self.exact,
            Some(Likeness::Spaces) => &mut self.spaces,
            Some(Likeness::Loose) => &mut self.loose,
        }
    }

    /// True when the import would change anything.
    #[must_use]
    pub fn changes(&self) -> bool {
        !self.segments.is_empty()
    }

    /// Summarises the changes; empty when there are none.
    #[must_use]
    pub fn summary(&self) -> String {
        if self.changes() { self.counts().to_string() } else { String::new() }
    }

    fn counts(&self) -> SegmentCounts {
        // Those of what is named first.
        let is_meant = |segment: &&Segment| match (self.passages, self.memos) {
            (0, 0) => true,
            (0, _) => !segment.memo.is_empty(),
            _ => segment.is_new,
        };
        let documents: HashSet<SourceId> =
            self.segments.iter().filter(is_meant).map(|segment| segment.source).collect();
        SegmentCounts {
            passages: self.passages as u64,
            documents: documents.len() as u64,
            codes: self.new_codes.len() as u64,
            coders: self.new_coders.len() as u64,
            memos: self.memos as u64,
            marks: self.marks as u64,
            consensus: 0,
        }
    }

    /// Returns the rows that would be skipped, and everything else to be checked.
    #[must_use]
    pub fn all_remarks(&self) -> Vec<Problem> {
        self.remarks.iter().chain(&self.left_out).cloned().collect()
    }

    /// Returns the entry of the history, and the passages of the project that were changed. `study` is the project’s current state.
    ///
    /// # Errors
    /// [`Error::OthersPassages`] when passages of other coders than the actor would get memos or marks.
    pub(in crate::engine) fn write(
        &self,
        study: &Study,
        from: FileNames,
        by: &By,
        tx: &mut Tx<'_>,
        progress: &Progress,
    ) -> Result<(OpKind, ChangedPassages), Error> {
        let codes = self.write_codes(study, tx)?;
        let mut users: NameMap<UserId> = study.users.iter().map(|u| (u.name.as_str(), u.id)).collect();
        for name in &self.new_coders {
            let color = coder_color(users.len());
            users.insert(name.as_str(), tx.add_user(name, &color)?);
        }
        for (source, coder) in &self.unfinished {
            if let Some(user) = users.get(coder) {
                tx.set_unfinished(*source, user, true)?;
            }
        }
        let (total, mut changed) = (self.segments.len() as u64, ChangedPassages::default());
        for (done, segment) in self.segments.iter().enumerate() {
            progress.step(done as u64, total)?;
            if let (Some(code), Some(user)) = (codes.get(&segment.code), users.get(&segment.coder)) {
                changed.write(tx, segment, code, user)?;
            }
        }
        let coded_by = changed.check_owners(tx, by)?;
        Ok((OpKind::ImportSegments { counts: self.counts(), coded_by, from }, changed))
    }

    /// Adds new codes and returns all codes by path.
    fn write_codes(&self, study: &Study, tx: &mut Tx<'_>) -> Result<NameMap<CodeId>, Error> {
        let mut codes = study.codebook.paths();
        let mut colors = FamilyColors::of(&study.codebook);
        for path in &self.new_codes {
            let (above, name) = match path.rsplit_once(PATH_SEPARATOR) {
                Some((above, name)) => (codes.get(above), name),
                None => (None, path.as_str()),
            };
            let color = colors.next(above);
            let code = NewCode { parent: above, name, color: &color, description: "", dimensions: &[] };
            let id = tx.add_code(&code)?;
            colors.add(id, above, &color);
            codes.insert(path.as_str(), id);
        }
        Ok(codes)
    }
}
