//! Whether a project file is whole: SQLite's own checks, then every invariant of ours.

use super::{Error, Reads};

/// What must return no row, and what it means when it does (the row's first column is the number of the thing).
const INVARIANTS: &[(&str, &str)] = &[
    (
        "SELECT c.id FROM codings c JOIN sources s ON s.id = c.source_id WHERE c.end > s.characters",
        "passage ends behind the end of its document",
    ),
    ("SELECT id FROM codings WHERE start < 0 OR start >= end", "passage is empty or begins before the document"),
    ("SELECT s.id FROM sources s LEFT JOIN texts t ON t.id = s.id WHERE t.id IS NULL", "document has no text"),
    (
        "SELECT s.id FROM sources s JOIN texts t ON t.id = s.id WHERE s.characters <> length(t.body)",
        "document's length is not that of its text",
    ),
    (
        "SELECT id FROM texts WHERE instr(body, char(13)) OR substr(body, 1, 1) = char(65279)",
        "document's text has a carriage return or a byte order mark",
    ),
    (
        "SELECT cf.id FROM code_facets cf JOIN facet_values v ON v.id = cf.value_id WHERE v.facet_id <> cf.facet_id",
        "code has a value of another facet",
    ),
    (
        "WITH RECURSIVE up(id, parent, steps) AS (
           SELECT id, parent_id, 0 FROM codes
           UNION ALL SELECT up.id, c.parent_id, steps + 1 FROM up JOIN codes c ON c.id = up.parent
           WHERE steps <= (SELECT count(*) FROM codes))
         SELECT DISTINCT id FROM up WHERE steps > (SELECT count(*) FROM codes)",
        "code is among its own parents",
    ),
    (
        "SELECT n.id FROM notes n WHERE n.target = 'passage' AND NOT EXISTS (SELECT 1 FROM codings WHERE id = n.target_id)
         OR n.target = 'document' AND NOT EXISTS (SELECT 1 FROM sources WHERE id = n.target_id)
         OR n.target = 'participant' AND NOT EXISTS (SELECT 1 FROM cases WHERE id = n.target_id)
         OR n.target = 'code' AND NOT EXISTS (SELECT 1 FROM codes WHERE id = n.target_id)",
        "memo belongs to something that is not there",
    ),
    (
        "SELECT o.id FROM ops o WHERE o.undoes IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ops t WHERE t.id = o.undoes AND t.undone_by = o.id)",
        "entry of the history undoes one that does not know of it",
    ),
    ("SELECT DISTINCT op FROM op_changes WHERE op NOT IN (SELECT id FROM ops)", "change of the history has no entry"),
];

impl Reads<'_> {
    /// Every fault found, in words; empty when the project is whole.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let mut faults: Vec<String> =
            self.0.prepare("PRAGMA integrity_check(20)")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        faults.retain(|fault| fault != "ok");
        let mut statement = self.0.prepare("PRAGMA foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            faults.push(format!("{table} {}: names a row of {parent} that is not there", id.unwrap_or_default()));
        }
        for (sql, meaning) in INVARIANTS {
            let mut statement = self.0.prepare(sql)?;
            for id in statement.query_map([], |row| row.get::<_, i64>(0))?.take(20) {
                faults.push(format!("number {}: {meaning}", id?));
            }
        }
        Ok(faults)
    }
}
