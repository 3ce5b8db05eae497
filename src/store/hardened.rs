//! Settings for every connection that reads a file of unknown origin, and the check that a project file holds the
//! tables of a project and nothing else.
//!
//! A database file can contain SQL: triggers, views, expressions in indexes. None of it is run, and a project that
//! contains any but Pullquote's own is refused.

use super::Error;
use crate::tr;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Longest value in bytes. A document has at most 256 MB, and the journal keeps a whole row as one value.
const LONGEST_VALUE: i32 = 257 << 20;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 128;

/// SQLite instructions that reading a whole copy of a project may take: some minutes. Ten thousand documents with a
/// million passages take a hundredth.
pub(super) const LONGEST_READING: u64 = 20_000_000_000;

/// SQLite instructions between two checks of the limit.
const STRIDE: i32 = 10_000;

/// Disables the file's triggers and views, limits the size of values, and keeps statements prepared. The connection's own `TEMP` views still work.
pub(super) fn harden(connection: &Connection) -> rusqlite::Result<()> {
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        // Otherwise SQLite prepares some statements again whenever other values are bound to them, for plans that would
        // be the same here.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        connection.set_db_config(config, on)?;
    }
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cell_size_check", true)
}

/// Interrupts everything once `instructions` are used up, because a file may be made so that reading it never ends.
pub(super) fn bound(connection: &mut Connection, instructions: u64) -> rusqlite::Result<()> {
    let mut left = instructions / u64::from(STRIDE.unsigned_abs());
    let used_up = move || {
        left = left.saturating_sub(1);
        left == 0
    };
    connection.progress_handler(STRIDE, Some(used_up))
}

/// A row of `sqlite_schema`: type, name, table, SQL.
type Row = (String, String, String, Option<String>);

fn rows(connection: &Connection) -> rusqlite::Result<BTreeSet<Row>> {
    let mut statement = connection.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema")?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
}

/// Steps, and what they create in an empty file.
type Definitions = (Vec<&'static str>, Arc<BTreeSet<Row>>);

/// Returns what these steps create in an empty file. The last answer is kept: a session opens several connections, and
/// all files of one version have the same definitions.
fn definitions(steps: &[&'static str]) -> rusqlite::Result<Arc<BTreeSet<Row>>> {
    static LAST: Mutex<Option<Definitions>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, rows)) = last.as_ref().filter(|(taken, _)| taken == steps) {
        return Ok(rows.clone());
    }
    let model = Connection::open_in_memory()?;
    for step in steps {
        model.execute_batch(step)?;
    }
    let rows = Arc::new(rows(&model)?);
    *last = Some((steps.to_vec(), rows.clone()));
    Ok(rows)
}

/// Compares every definition in a project file with those that the steps up to its version create.
///
/// # Errors
/// [`Error::Unfamiliar`] with the first definition that is unknown, missing or different.
pub(super) fn check_schema(connection: &Connection, path: &Path, steps: &[&'static str]) -> Result<i64, Error> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let unfamiliar = |what: String| Error::Unfamiliar { path: path.to_owned(), what };
    let taken = usize::try_from(version).ok().filter(|&taken| taken > 0);
    let taken = taken.ok_or_else(|| unfamiliar(tr!("it was never completed and holds no tables").into()))?;
    let Some(taken) = steps.get(..taken) else {
        return Err(Error::Newer { path: path.to_owned(), found: version, known: steps.len() as i64 });
    };
    let (found, wanted) = (rows(connection)?, definitions(taken)?);
    if let Some((kind, name, ..)) = found.iter().find(|row| !wanted.contains(*row)) {
        let same = |row: &&Row| row.0 == *kind && row.1 == *name;
        return Err(unfamiliar(if wanted.iter().any(|row| same(&row)) {
            tr!("the {kind} {name} differs from what Pullquote creates", kind, name)
        } else {
            tr!("the {kind} {name} was not created by Pullquote", kind, name)
        }));
    }
    match wanted.iter().find(|row| !found.contains(*row)) {
        Some((kind, name, ..)) => Err(unfamiliar(tr!("the {kind} {name} is missing", kind, name))),
        None => Ok(version),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SqlTrouble;

    const ENDLESS: &str = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";

    fn hardened() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        harden(&connection).unwrap();
        connection
    }

    fn ask(connection: &Connection, sql: &str) -> Result<i64, Error> {
        Ok(connection.query_row(sql, [], |row| row.get(0))?)
    }

    fn refused(connection: &Connection, sql: &str) -> SqlTrouble {
        match ask(connection, sql) {
            Err(Error::Sql { kind, .. }) => kind,
            other => panic!("{sql}: {other:?}"),
        }
    }

    #[test]
    fn an_endless_query_is_interrupted_at_its_limit() {
        let mut connection = hardened();
        bound(&mut connection, 1_000_000).unwrap();
        assert!(ask(&connection, "SELECT 1").is_ok());
        assert_eq!(refused(&connection, ENDLESS), SqlTrouble::Interrupted);
    }

    #[test]
    fn neither_huge_values_nor_views_nor_triggers_of_the_file_work_but_views_of_ones_own_do() {
        let connection = hardened();
        assert_eq!(refused(&connection, "SELECT length(hex(zeroblob(200000000)))"), SqlTrouble::TooLong);
        connection
            .execute_batch("CREATE TABLE t(x); CREATE VIEW v AS SELECT 1; CREATE TEMP VIEW own AS SELECT 2")
            .unwrap();
        connection
            .execute_batch("CREATE TRIGGER tr AFTER INSERT ON t BEGIN DELETE FROM t; END; INSERT INTO t VALUES (7)")
            .unwrap();
        let view = ask(&connection, "SELECT * FROM v").unwrap_err();
        let why = std::error::Error::source(&view).unwrap().to_string();
        assert!(why.contains("access to view \"v\" prohibited"), "{why}");
        assert_eq!(ask(&connection, "SELECT * FROM own").unwrap(), 2);
        assert_eq!(ask(&connection, "SELECT x FROM t").unwrap(), 7);
        let schema = connection.execute_batch("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema").unwrap_err();
        assert!(schema.to_string().contains("table sqlite_master may not be modified"), "{schema}");
    }
}
