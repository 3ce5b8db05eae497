//! Reads and writes decisions on disagreements.

use super::schema::DECISIONS;
use super::write::{optional, text};
use super::{Error, Reads, Tx};
use crate::model::{CharRange, CodeId, Decided, Decision, DisagreementKey, SourceId, UserId};
use crate::tr;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row};

fn decision(row: &Row<'_>) -> rusqlite::Result<Option<Decision>> {
    let side: String = row.get(4)?;
    let (user, code): (Option<i64>, Option<i64>) = (row.get(5)?, row.get(6)?);
    let (start, end): (Option<u32>, Option<u32>) = (row.get(7)?, row.get(8)?);
    Ok(match (side.as_str(), user, code, start.zip(end)) {
        ("coder", Some(user), _, _) => Some(Decision::Coder(UserId(user))),
        ("both", ..) => Some(Decision::Both),
        ("neither", ..) => Some(Decision::Neither),
        ("recode", _, Some(code), _) => Some(Decision::Recode(CodeId(code))),
        ("range", _, _, Some((start, end))) => Some(Decision::Range(CharRange::new(start, end))),
        ("later", ..) => Some(Decision::Later),
        _ => None,
    })
}

impl Reads<'_> {
    /// Returns all decisions, in the order in which their rows were added.
    pub fn decisions(&self) -> Result<Vec<Decided>, Error> {
        let sql = "SELECT source_id, start, end, code_id, side, to_user, to_code, to_start, to_end, reason, who, at
                   FROM decisions ORDER BY id";
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let range = CharRange::new(row.get(1)?, row.get(2)?);
            let disagreement = DisagreementKey { source: SourceId(row.get(0)?), code: CodeId(row.get(3)?), range };
            let what = tr!(
                "the decision on {range} of document {number} cannot be read",
                range,
                number = disagreement.source.0
            );
            let decision = decision(row)?.ok_or(Error::Damaged { what })?;
            let (reason, who, at) = (row.get(9)?, row.get(10)?, row.get(11)?);
            found.push(Decided { disagreement, decision, reason, who, at });
        }
        Ok(found)
    }
}

/// Returns a row of [`DECISIONS`].
fn values(decided: &Decided) -> [Value; 12] {
    let key = decided.disagreement;
    let (mut user, mut code, mut range) = (None, None, None);
    match decided.decision {
        Decision::Coder(id) => user = Some(id.0),
        Decision::Recode(id) => code = Some(id.0),
        Decision::Range(to) => range = Some(to),
        Decision::Both | Decision::Neither | Decision::Later => {}
    }
    [
        Value::Integer(key.source.0),
        Value::Integer(i64::from(key.range.start.0)),
        Value::Integer(i64::from(key.range.end.0)),
        Value::Integer(key.code.0),
        text(decided.decision.name()),
        optional(user),
        optional(code),
        optional(range.map(|r| i64::from(r.start.0))),
        optional(range.map(|r| i64::from(r.end.0))),
        text(&decided.reason),
        text(&decided.who),
        Value::Integer(decided.at),
    ]
}

impl Tx<'_> {
    fn decision_on(&self, key: DisagreementKey) -> Result<Option<i64>, Error> {
        let sql = "SELECT id FROM decisions WHERE source_id = ?1 AND code_id = ?2 AND start = ?3 AND end = ?4";
        let row = [key.source.0, key.code.0, i64::from(key.range.start.0), i64::from(key.range.end.0)];
        Ok(self.connection().prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?)
    }

    /// Stores a decision, replacing an earlier one on the same disagreement.
    pub fn set_decision(&mut self, decided: &Decided) -> Result<(), Error> {
        match self.decision_on(decided.disagreement)? {
            Some(id) => self.update(&DECISIONS, id, &values(decided)),
            None => self.insert(&DECISIONS, &values(decided)).map(drop),
        }
    }

    /// Changes the decision on a disagreement, and what it is about. It stays one row, so that the history counts one
    /// change. A decision that is already stored for the new disagreement is replaced.
    pub fn move_decision(&mut self, from: DisagreementKey, decided: &Decided) -> Result<(), Error> {
        let Some(id) = self.decision_on(from)? else { return self.set_decision(decided) };
        if let Some(other) = self.decision_on(decided.disagreement)?.filter(|other| *other != id) {
            self.delete(&DECISIONS, other)?;
        }
        self.update(&DECISIONS, id, &values(decided))
    }

    /// Removes a decision; false when there was none.
    pub fn remove_decision(&mut self, key: DisagreementKey) -> Result<bool, Error> {
        let Some(id) = self.decision_on(key)? else { return Ok(false) };
        self.delete(&DECISIONS, id)?;
        Ok(true)
    }
}
