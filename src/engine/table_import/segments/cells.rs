//! Cells that name several codes: where to divide them, and where a mark such as a comma is part of a name.

use super::finding::Codes;
use super::heads;
use super::setup::{SegmentImport, SegmentUse, SeveralCodes};
use crate::interchange::code_paths::PathStyle;
use crate::interchange::remark::TableRefusal;
use crate::interchange::sheet::SheetRow;
use crate::model::NameKey;
use crate::model::codebook::PATH_SEPARATOR;
use crate::text::one_line;
use std::collections::{BTreeSet, HashSet};

/// Marks that may separate codes or be part of a code's name.
const MARKS: [char; 9] = [',', ';', '|', '/', '，', '；', '、', '｜', '／'];
/// A cell with more marks than this is text rather than a list of codes.
const MOST_MARKS: usize = 64;
/// Values for “not applied” in columns of codes.
const NOT_APPLIED: [&str; 8] = ["", "0", "false", "no", "n", "f", "falsch", "nein"];

/// The codes that the rows of a table name.
pub(super) struct Cells {
    how: SeveralCodes,
    column: Option<usize>,
    /// Columns that state whether a code was applied, with its path.
    applied: Vec<(usize, String)>,
    /// The parts between line breaks in the cells of the table.
    pieces: HashSet<NameKey>,
    divided: usize,
    undivided: BTreeSet<String>,
}

impl Cells {
    /// `column` is that of the codes. Adds codes with their own columns to `codes`.
    pub(super) fn of(import: &SegmentImport, column: Option<usize>, codes: &mut Codes) -> Self {
        let path = |head: &String| {
            let Some(code) = heads::applied(head) else { return one_line(head) };
            // A top-level name may contain any mark but this one.
            let style = if code.contains('\\') { PathStyle::Foreign } else { PathStyle::Names };
            style.levels(code).join(PATH_SEPARATOR)
        };
        let applied: Vec<(usize, String)> = (import.table.header.iter().zip(&import.uses).enumerate())
            .filter(|(_, (_, used))| **used == SegmentUse::Applied)
            .map(|(at, (head, _))| (at, path(head)))
            .collect();
        for (_, path) in &applied {
            codes.add_expected(path);
        }
        let pieces = (import.table.rows.iter().filter_map(|row| Some(row.cell(column?))))
            .flat_map(lines)
            .map(|line| NameKey::of(bare(&line)))
            .collect();
        // A table exported by this program has one row per code.
        let is_ours = codes.style() == PathStyle::Own && import.several_codes == SeveralCodes::WhereKnown;
        let how = if is_ours { SeveralCodes::Never } else { import.several_codes.clone() };
        Self { how, column, applied, pieces, divided: 0, undivided: BTreeSet::new() }
    }

    /// Returns how many cells were divided, and the lines of cells that could have been.
    pub(super) fn into_divided(self) -> (usize, Vec<String>) {
        (self.divided, self.undivided.into_iter().collect())
    }

    /// Returns the paths of the codes of a row, each once.
    pub(super) fn codes(
        &mut self,
        row: &SheetRow,
        codes: &mut Codes,
        known_only: bool,
    ) -> Result<Vec<String>, TableRefusal> {
        let is_applied = |column: usize| !NOT_APPLIED.contains(&row.cell(column).to_lowercase().as_str());
        let applied: Vec<&String> =
            self.applied.iter().filter(|(column, _)| is_applied(*column)).map(|(_, path)| path).collect();
        let mut wanted: Vec<String> = applied.iter().map(|path| (*path).clone()).collect();
        let cell = self.column.map_or("", |column| row.cell(column));
        let ends_with = |path: &str, name: &str| {
            path == name || path.strip_suffix(name).is_some_and(|above| above.ends_with(PATH_SEPARATOR))
        };
        let (parts, whole) =
            if cell.is_empty() && !wanted.is_empty() { (vec![], vec![]) } else { self.parts(cell, codes) };
        self.divided += usize::from(parts.len() > 1);
        let parts: Vec<String> = parts.into_iter().map(|part| codes.name(part)).collect();
        self.undivided.extend(whole);
        wanted.extend(parts.into_iter().filter(|part| !applied.iter().any(|path| ends_with(path, part))));
        let mut paths: Vec<String> = Vec::new();
        let located: Vec<_> = wanted.iter().map(|code| codes.locate(code, known_only)).collect::<Result<_, _>>()?;
        for path in located {
            if !paths.contains(&path) {
                codes.plan(&path);
                paths.push(path);
            }
        }
        Ok(paths)
    }

    /// Returns the parts of a cell, and those kept whole although they could be several codes.
    fn parts(&self, cell: &str, codes: &Codes) -> (Vec<String>, Vec<String>) {
        if self.how == SeveralCodes::Never || codes.is_known(cell) || codes.is_known(&one_line(cell)) {
            return (vec![cell.to_owned()], vec![]);
        }
        let (mut parts, mut whole) = (Vec::new(), Vec::new());
        for line in lines(cell) {
            match &self.how {
                _ if codes.is_known(&line) => parts.push(line),
                SeveralCodes::At(separator) if separator.is_empty() => parts.push(line),
                SeveralCodes::At(separator) => {
                    parts.extend(line.split(separator.as_str()).map(one_line).filter(|part| !part.is_empty()));
                }
                _ => match self.known_parts(&line, codes) {
                    Some(known) => parts.extend(known),
                    None => {
                        whole.extend(line.contains(MARKS).then(|| line.clone()));
                        parts.push(line);
                    }
                },
            }
        }
        if parts.is_empty() {
            parts.push(cell.to_owned());
        }
        (parts, whole)
    }

    /// Returns the fewest known codes, separated by marks, that make up a line; `None` if it contains anything
    /// else.
    fn known_parts(&self, line: &str, codes: &Codes) -> Option<Vec<String>> {
        let marks: Vec<(usize, char)> = line.char_indices().filter(|(_, c)| MARKS.contains(c)).collect();
        if marks.is_empty() || marks.len() > MOST_MARKS {
            return None;
        }
        let whole_line = NameKey::of(bare(line));
        let is_known = |part: &str| {
            let key = NameKey::of(part);
            codes.is_known(part) || key != whole_line && self.pieces.contains(&key)
        };
        let starts: Vec<usize> = std::iter::once(0).chain(marks.iter().map(|(at, c)| at + c.len_utf8())).collect();
        let ends: Vec<usize> = marks.iter().map(|(at, _)| *at).chain([line.len()]).collect();
        // For each position after a mark, the smallest number of parts up to it, and the start of the last of them.
        let mut fewest: Vec<Option<(usize, usize)>> = vec![Some((0, 0))];
        for &end in &ends {
            let best = starts.iter().zip(&fewest).enumerate().filter_map(|(from, (&start, before))| {
                let (parts, _) = (*before)?;
                let part = line.get(start..end)?.trim();
                // A mark at the end, or two in a row, separate nothing.
                match part.is_empty() {
                    true => Some((parts, from)),
                    false => is_known(part).then_some((parts + 1, from)),
                }
            });
            let best = best.min();
            fewest.push(best);
        }
        let mut parts = Vec::new();
        let mut at = ends.len();
        while at > 0 {
            let (_, from) = fewest.get(at).copied().flatten()?;
            let part = line.get(*starts.get(from)?..*ends.get(at - 1)?)?.trim();
            if !part.is_empty() {
                parts.push(part.to_owned());
            }
            at = from;
        }
        parts.reverse();
        Some(parts).filter(|parts| !parts.is_empty())
    }
}

/// Removes marks from both ends.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| MARKS.contains(&c) || c.is_whitespace())
}

/// Returns the parts between the line breaks of a cell.
fn lines(cell: &str) -> impl Iterator<Item = String> {
    let breaks = ['\n', '\r', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'];
    cell.split(breaks).map(one_line).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::samples::{code, study_of};
    use crate::interchange::sheet;
    use std::sync::Arc;

    /// Returns the codes of each row and the cells kept whole, in a project with the codes `Care / Health`, `Push`
    /// and `Push > Illness`.
    fn read(csv: &str, how: SeveralCodes) -> (Vec<Vec<String>>, Vec<String>) {
        let codes = [code(1, None, "Care / Health", &[]), code(2, None, "Push", &[]), code(3, Some(2), "Illness", &[])];
        let study = study_of(vec![], vec![], codes.to_vec());
        let mut import = SegmentImport::suggest(&study, Arc::new(sheet::parse(csv).unwrap()), "Kim");
        import.several_codes = how;
        let column = import.uses.iter().position(|used| *used == SegmentUse::Code);
        let mut codes = Codes::of(&study, import.path_style(column));
        let mut cells = Cells::of(&import, column, &mut codes);
        let rows = import.table.rows.iter().map(|row| cells.codes(row, &mut codes, false).unwrap()).collect();
        (rows, cells.into_divided().1)
    }

    #[test]
    fn cells_are_divided_where_every_part_is_a_known_code() {
        /// A cell, the other rows, and the codes into which it is divided.
        type Case<'c> = (&'c str, &'c [&'c [&'c str]], &'c [&'c str]);
        let cases: [Case<'_>; 12] = [
            ("code,n\nCare / Health,1\n", &[&["Care / Health"]], &[]),
            ("code,n\nCare / Health / Push,1\n", &[&["Care / Health", "Push"]], &[]),
            ("code,n\n\"Push, Illness\",1\n", &[&["Push", "Push > Illness"]], &[]),
            ("code,n\n\"Push > Illness;Push\",1\n", &[&["Push > Illness", "Push"]], &[]),
            ("code,n\n\"Hope, fear\",1\n", &[&["Hope, fear"]], &["Hope, fear"]),
            ("code,n\nHope|fear,1\nHope,2\nfear,3\n", &[&["Hope", "fear"], &["Hope"], &["fear"]], &[]),
            ("code,n\nHope|fear,1\nHope,2\n", &[&["Hope|fear"], &["Hope"]], &["Hope|fear"]),
            ("code,n\n\"Hope\nfear, old\",1\n", &[&["Hope", "fear, old"]], &["fear, old"]),
            ("code,n\n\"Push,\",1\n\", Push,,Illness ,\",2\n", &[&["Push"], &["Push", "Push > Illness"]], &[]),
            ("code,n\n\"Push, Push\",1\n", &[&["Push"]], &[]),
            ("code;n\nPush，Illness；Care / Health;1\n", &[&["Push", "Push > Illness", "Care / Health"]], &[]),
            (
                "Codes Applied Combined,Code: A Applied,Code: A\\B Applied,Code: C\\B Applied\n\
                 \"A, B\",True,True,False\nB,False,False,True\n,False,True,False\n",
                &[&["A", "A > B"], &["C > B"], &["A > B"]],
                &[],
            ),
        ];
        for (csv, rows, whole) in cases {
            let (found, kept) = read(csv, SeveralCodes::WhereKnown);
            assert_eq!(found, rows, "{csv}");
            assert_eq!(kept, whole, "{csv}");
        }
    }

    #[test]
    fn cells_of_other_programs_name_the_codes_that_they_mean() {
        /// A table, the codes of its rows, and the cells kept whole.
        type Case<'c> = (&'c str, &'c [&'c [&'c str]], &'c [&'c str]);
        let ours = "document,participant,code,coder,start,end,text,memo,created";
        let exported = format!("{ours}\nD,,\"Push, Illness\",K,1,2,x,,\nD,,a\\b >>c,K,1,2,x,,\n");
        let cases: [Case<'_>; 19] = [
            // ATLAS.ti puts each code on a line, with its group before a colon.
            ("ID,Codes\n1:1,\"Push\nIllness: mother\"\n", &[&["Push", "Illness: mother"]], &[]),
            ("ID;Codes\n1:1;\"Push\r\nIllness, mother\"\n", &[&["Push", "Illness, mother"]], &["Illness, mother"]),
            // MAXQDA and NVivo separate levels with backslashes, or with this program's mark.
            ("Document,Code\nA,Push\\Illness\nA,Pull\\Work\n", &[&["Push > Illness"], &["Pull > Work"]], &[]),
            ("Document,Code\nA,Push > Illness\nA,Pull > Work\n", &[&["Push > Illness"], &["Pull > Work"]], &[]),
            ("Document,Code\nA,Nodes\\\\Push\\Illness\n", &[&["Push > Illness"]], &[]),
            ("Document,Code\nA,Push\\Illness; Push\nB,Push\n", &[&["Push > Illness", "Push"], &["Push"]], &[]),
            // QualCoder.
            ("File,Code\nA,Push>>Illness\nA,Rent > income\n", &[&["Push > Illness"], &["Rent › income"]], &[]),
            // Taguette and Quirkos have one row per code.
            (
                "id,document,tag,content\n1,A,Push,x\n2,A,\"Hope, fear\",x\n",
                &[&["Push"], &["Hope, fear"]],
                &["Hope, fear"],
            ),
            ("Source,Quirk,Label\nA,x,Push\nA,y,Illness\n", &[&["Push"], &["Push > Illness"]], &[]),
            // Delve separates codes with commas, Dedoose with or without spaces.
            ("Transcript,Snippet,Codes\nA,x,\"Push,Illness\"\n", &[&["Push", "Push > Illness"]], &[]),
            (
                "Transcript,Codes\nA,\"Hope, fear, old\"\nB,Hope\nC,\"fear, old\"\n",
                &[&["Hope", "fear, old"], &["Hope"], &["fear, old"]],
                &[],
            ),
            (
                "Codes Applied Combined,Code: A > B Applied,Code: C\\A > B Applied\n\"A > B\",True,False\n\"A > B\",False,True\n",
                &[&["A › B"], &["C > A › B"]],
                &[],
            ),
            (
                "Codes Applied Combined,Code: Rent Applied\n\"Rent, New\",1\nRent,0\n",
                &[&["Rent", "Rent, New"], &["Rent"]],
                &["Rent, New"],
            ),
            // Marks that are part of a name or a number, or that separate nothing.
            ("code,n\n\"1,000 trees\",1\n", &[&["1,000 trees"]], &["1,000 trees"]),
            ("code,n\nand/or,1\n", &[&["and/or"]], &["and/or"]),
            ("code,n\nPush / Illness /,1\n", &[&["Push", "Push > Illness"]], &[]),
            ("code,n\nPUSH,1\npush|Push,2\n", &[&["PUSH"], &["push|Push"]], &["push|Push"]),
            ("code;n\nCare / Health;1\nCare;2\nHealth;3\n", &[&["Care / Health"], &["Care"], &["Health"]], &[]),
            (&exported, &[&["Push, Illness"], &["a\\b >>c"]], &[]),
        ];
        for (csv, rows, whole) in cases {
            let (found, kept) = read(csv, SeveralCodes::WhereKnown);
            assert_eq!(found, rows, "{csv}");
            assert_eq!(kept, whole, "{csv}");
        }
    }

    #[test]
    fn a_separator_that_is_named_decides_except_within_codes_of_the_project() {
        let csv = "code,n\n\"Hope, fear / old\",1\nCare / Health,2\n\"Hope\nfear\",3\n";
        for (value, rows) in [
            ("none", [vec!["Hope, fear / old"], vec!["Care / Health"], vec!["Hope fear"]]),
            (",", [vec!["Hope", "fear / old"], vec!["Care / Health"], vec!["Hope", "fear"]]),
            ("/", [vec!["Hope, fear", "old"], vec!["Care / Health"], vec!["Hope", "fear"]]),
            (" / ", [vec!["Hope, fear", "old"], vec!["Care / Health"], vec!["Hope", "fear"]]),
            ("##", [vec!["Hope, fear / old"], vec!["Care / Health"], vec!["Hope", "fear"]]),
        ] {
            assert_eq!(
                read(csv, SeveralCodes::parse(value).unwrap()),
                (rows.map(|row| row.iter().map(|s| s.to_string()).collect()).to_vec(), vec![]),
                "{value}"
            );
        }
        assert_eq!(SeveralCodes::parse(""), None);
    }
}
