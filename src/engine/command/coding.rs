//! Coding: mark words, remove, move, recode; what every one of them checks first.

use super::codebook::passages;
use super::{Outcome, checked_coder, coder_color, quoted};
use crate::engine::{Error, Project, now};
use crate::model::{AGREED, CharRange, CodeId, CodingId, Fact, SourceId, UserId};
use crate::store::Tx;

impl Project {
    pub(super) fn code(
        &mut self,
        source: SourceId,
        range: CharRange,
        codes: &[CodeId],
        user: UserId,
    ) -> Result<Outcome, Error> {
        // Not the whole study: coding stays quick in a project of ten thousand documents.
        let (document, coder) = self.check_passage(source, range, user)?;
        let names: Vec<String> = codes.iter().map(|&id| self.reads().code_name(id)).collect::<Result<_, _>>()?;
        let written = self.store.transact("code", Some(&coder), now(), |tx| -> Result<_, Error> {
            for &code in codes {
                add_coding(tx, source, range, code, user)?;
            }
            Ok(((), format!("code {} in {document}", quoted(&names))))
        })?;
        Ok(written.into())
    }

    /// Codes as the coder of this name, whom the project may not have yet.
    pub(super) fn code_as(
        &mut self,
        name: &str,
        source: SourceId,
        range: CharRange,
        codes: &[CodeId],
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        if let Some(user) = study.user_named(name.trim()) {
            return self.code(source, range, codes, user.id);
        }
        let name = checked_coder(&study, name)?;
        let document = self.check_range(source, range)?;
        let names: Vec<String> = codes.iter().map(|&id| self.reads().code_name(id)).collect::<Result<_, _>>()?;
        let color = coder_color(study.users.len());
        let (added, coded) = self.store.transact_both(
            Some(name),
            now(),
            ("new coder", |tx: &mut Tx<'_>| -> Result<_, Error> {
                Ok((tx.add_user(name, &color)?, format!("new coder {name}")))
            }),
            ("code", |tx, &user| {
                for &code in codes {
                    add_coding(tx, source, range, code, user)?;
                }
                Ok(((), format!("code {} in {document}", quoted(&names))))
            }),
        )?;
        let mut outcome = Outcome::from(coded);
        outcome.changes.insert(0, added.changes);
        outcome.added_coder = Some(added.value);
        Ok(outcome)
    }

    pub(super) fn remove(&mut self, codings: &[CodingId], user: Option<UserId>) -> Result<Outcome, Error> {
        let mut names: Vec<String> = Vec::new();
        let mut document = String::new();
        for &coding in codings {
            let (source, code) = self.reads().coded(coding)?;
            let name = self.reads().code_name(code)?;
            if !names.contains(&name) {
                names.push(name);
            }
            document = self.reads().document(source)?.0;
        }
        let coder = self.coder(user)?;
        let summary = match codings.len() {
            0 | 1 => format!("remove {} in {document}", quoted(&names)),
            many => format!("remove {many} passages: {}", quoted(&names)),
        };
        let written = self.store.transact("remove", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.remove_coding(coding)?;
            }
            Ok(((), summary))
        })?;
        Ok(written.into())
    }

    pub(super) fn recode(
        &mut self,
        codings: &[CodingId],
        code: CodeId,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let facts = self.facts(codings)?;
        let (coder, name) = (self.coder(user)?, self.reads().code_name(code)?);
        let mut before: Vec<String> = Vec::new();
        for fact in &facts {
            let old = self.reads().code_name(fact.code)?;
            if !before.contains(&old) {
                before.push(old);
            }
        }
        let written = self.store.transact("recode", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            for fact in &facts {
                tx.set_coding(fact, code, fact.range)?;
            }
            let many = if facts.len() == 1 { String::new() } else { format!(" ({})", passages(facts.len())) };
            Ok(((), format!("recode {} to “{name}”{many}", quoted(&before))))
        })?;
        Ok(written.into())
    }

    pub(super) fn move_edges(
        &mut self,
        coding: CodingId,
        range: CharRange,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let fact = self.reads().fact(coding)?;
        let (document, _) = self.check_passage(fact.source, range, fact.user)?;
        let (coder, name) = (self.coder(user)?, self.reads().code_name(fact.code)?);
        let written = self.store.transact("move edges", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            tx.set_coding(&fact, fact.code, range)?;
            Ok(((), format!("move the edges of “{name}” in {document}")))
        })?;
        Ok(written.into())
    }

    pub(super) fn mark_important(
        &mut self,
        codings: &[CodingId],
        important: bool,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let coder = self.coder(user)?;
        let written = self.store.transact("important", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            for &coding in codings {
                tx.set_important(coding, important)?;
            }
            let words = if important { "important" } else { "no longer important" };
            Ok(((), format!("mark {} as {words}", passages(codings.len()))))
        })?;
        Ok(written.into())
    }

    fn facts(&self, codings: &[CodingId]) -> Result<Vec<Fact>, Error> {
        codings.iter().map(|&id| Ok(self.reads().fact(id)?)).collect()
    }

    pub(super) fn coder(&self, user: Option<UserId>) -> Result<Option<String>, Error> {
        Ok(user.map(|id| self.reads().user_name(id)).transpose()?)
    }

    /// The names of the document and the coder, when the passage lies in the text.
    pub(super) fn check_passage(
        &self,
        source: SourceId,
        range: CharRange,
        user: UserId,
    ) -> Result<(String, String), Error> {
        let coder = self.reads().user_name(user)?;
        if coder == AGREED {
            let why = "the agreed layer is made from the coders' codings and from decisions; code as one of the coders";
            return Err(Error::Refused { why: why.into() });
        }
        Ok((self.check_range(source, range)?, coder))
    }

    /// The name of the document, when the range is not empty and lies in its text.
    pub(super) fn check_range(&self, source: SourceId, range: CharRange) -> Result<String, Error> {
        let (document, characters) = self.reads().document(source)?;
        if range.is_empty() {
            return Err(Error::EmptyPassage);
        }
        if range.end.0 > characters {
            return Err(Error::OutsideText { range: range.to_string(), document, characters });
        }
        Ok(document)
    }
}

pub(super) fn add_coding(
    tx: &mut Tx<'_>,
    source: SourceId,
    range: CharRange,
    code: CodeId,
    user: UserId,
) -> Result<(), Error> {
    if tx.find_coding(source, range, code, user)?.is_none() {
        tx.add_coding(source, range, code, user, tx.at())?;
    }
    Ok(())
}
