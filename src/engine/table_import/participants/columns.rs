//! Suggests the use of each column of a table of participants, from heads and cells.

use super::{ParticipantImport, Repeated};
use crate::engine::lists::NamedAttributes;
use crate::engine::table_import::attributes::{Existing, ParticipantUse};
use crate::engine::table_import::heads::{DOCUMENTS, GROUPS, IN_QUESTIONS, NAMES, TIMES};
use crate::interchange::sheet::Sheet;
use crate::interchange::utterances::UtteranceHead;
use crate::model::{Described, NameKey, Study, VariableKind};
use std::collections::HashSet;
use std::sync::Arc;

impl ParticipantImport {
    /// Suggests the meaning of the columns.
    #[must_use]
    pub fn suggest(study: &Study, table: Arc<Sheet>) -> Self {
        let attributes = NamedAttributes::new(study, Described::Participants, &table.header);
        let is_attribute =
            |column: &usize| table.header.get(*column).is_some_and(|head| attributes.find(head).is_some());
        let documents = DOCUMENTS.iter().filter_map(|name| table.column_named(&[name]));
        let document = { documents }.find(|column| !is_attribute(column)).or(table.column_named(&DOCUMENTS));
        let named = Self::named_names(&table, document);
        let guess = || match document.filter(|column| Self::names_rows(&table, *column)) {
            Some(column) => column,
            None => Self::unnamed_names(&table, document),
        };
        let name_column = named.unwrap_or_else(guess);
        let uses = table.header.iter().enumerate().map(|(column, name)| {
            if column == name_column {
                return ParticipantUse::Name;
            }
            match attributes.find(name) {
                Some(variable) => ParticipantUse::Attribute(variable.id),
                None if Some(column) == document => ParticipantUse::Document,
                None => ParticipantUse::New(name.clone(), Self::kind_of(&table, column)),
            }
        });
        let uses: Vec<ParticipantUse> = uses.collect();
        // A participant with several documents has one row for each.
        let repeated = if uses.contains(&ParticipantUse::Document) { Repeated::Join } else { Repeated::Refuse };
        let guessed = named.is_none().then_some(name_column);
        Self { table, uses, existing: Existing::default(), repeated, tie: true, guessed }
    }

    /// True if every row is about the document that a column names, as in a table of documents and their attributes:
    /// each has one name, no column before it tells the rows apart, and no head speaks of people.
    pub(in crate::engine::table_import) fn names_rows(table: &Sheet, document: usize) -> bool {
        let tells_apart = |column: usize| {
            let mut known = HashSet::new();
            let mut cells = table.rows.iter().map(|row| row.cell(column));
            cells.all(|cell| !cell.is_empty() && known.insert(NameKey::of(cell)))
        };
        let groups = table.column_named(&GROUPS);
        let names = |column: usize| Some(column) != groups && Self::kind_of(table, column) == VariableKind::Text;
        let lists = table.rows.iter().any(|row| row.cell(document).contains([';', '；', '\n']));
        let person =
            |head: &String| matches!(UtteranceHead::of(head), Some(UtteranceHead::Speaker | UtteranceHead::Name));
        tells_apart(document)
            && !lists
            && !table.header.iter().any(person)
            && !(0..document).any(|column| names(column) && tells_apart(column))
    }

    /// Returns the best column whose head says that it contains names: without a column of documents, one whose
    /// values are distinct. A form in which everyone answers “anonymous” has both names and numbers.
    fn named_names(table: &Sheet, document: Option<usize>) -> Option<usize> {
        let tells_apart = |column: &usize| {
            let mut known = HashSet::new();
            table.rows.iter().all(|row| !row.cell(*column).is_empty() && known.insert(NameKey::of(row.cell(*column))))
        };
        let named: Vec<usize> = NAMES.iter().filter_map(|name| table.column_named(&[name])).collect();
        let unique = || named.iter().copied().find(|column| tells_apart(column));
        if document.is_some() { named.first().copied() } else { unique().or(named.first().copied()) }
    }

    /// Guesses the column of names if no head says so: one whose head mentions participants, like a question in a
    /// form; or else the first that is not a date, since forms start with the time of the answer.
    pub(super) fn unnamed_names(table: &Sheet, document: Option<usize>) -> usize {
        let others = || (0..table.header.len()).filter(|column| Some(*column) != document);
        let speaks_of_them = |column: &usize| {
            let head = table.header.get(*column).map(|head| head.to_lowercase()).unwrap_or_default();
            let mut known = HashSet::new();
            let mut cells = table.rows.iter().map(|row| row.cell(*column));
            // “Age of the participant” mentions participants, but its values repeat.
            IN_QUESTIONS.iter().any(|word| head.contains(word)) && cells.all(|cell| known.insert(cell))
        };
        let timed =
            |column: usize| table.header.get(column).is_some_and(|head| TIMES.contains(&head.to_lowercase().as_str()));
        let dated = |column: usize| Self::kind_of(table, column) == VariableKind::Date || timed(column);
        let undated = || others().find(|column| !dated(*column));
        others().find(speaks_of_them).or_else(undated).or_else(|| others().next()).unwrap_or(0)
    }
}
