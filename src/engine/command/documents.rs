//! Documents: rename, say whose they are, mark as done, remove; the project's own name and description.

use super::Outcome;
use crate::engine::{Error, Project, now};
use crate::model::{CaseId, Origin, SourceId, SpeakerRule, Study, UserId};
use crate::store::Held;
use crate::text::pattern_rule;

/// "1 passage", "47 passages".
#[must_use]
pub fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// A sentence on documents in which somebody has passages without having finished them; it names the first of them.
#[must_use]
pub fn left_out_of_agreement(coder: &str, documents: &[&str]) -> String {
    let shown = documents.iter().take(8).copied().collect::<Vec<_>>().join(", ");
    let more = documents.len().saturating_sub(8);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(
        "{coder} has not finished {shown}{more}: figures of agreement leave {coder} out there until the documents are marked \
         as finished."
    )
}

/// What goes with a thing, in words: ` with 47 passages and 2 memos`; empty when nothing does.
#[must_use]
pub fn with_all(held: Held) -> String {
    let parts = [(held.passages, "passage"), (held.values, "value"), (held.memos, "memo")];
    let words: Vec<String> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, one)| counted(n, one)).collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" with {last}"),
        Some((last, first)) => format!(" with {} and {last}", first.join(", ")),
    }
}

/// The name without white space around it, when there is one that nothing else has.
pub(super) fn free_name(what: &'static str, name: &str, taken: bool) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::Nameless { what });
    }
    if taken {
        return Err(Error::Refused { why: format!("another {what} is named {name} already") });
    }
    Ok(name.to_owned())
}

impl Project {
    pub(super) fn rename_document(&mut self, id: SourceId, name: &str, coder: Option<&str>) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let old = document_name(&study, id)?;
        let taken = study.source_named(name.trim()).is_some_and(|other| other.id != id);
        let name = free_name("document", name, taken)?;
        let written = self.store.transact("rename document", coder, now(), |tx| -> Result<_, Error> {
            tx.rename_source(id, &name)?;
            Ok(((), format!("rename document {old} to {name}")))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_speakers(
        &mut self,
        id: SourceId,
        rule: &SpeakerRule,
        coder: Option<&str>,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = document_name(&study, id)?;
        let origin = self.reads().origin(id)?.unwrap_or_default();
        if origin.speakers == *rule {
            return Ok(Outcome::default());
        }
        if let Some(pattern) = &rule.pattern {
            pattern_rule(pattern).map_err(|why| Error::Refused { why })?;
        }
        let written = self.store.transact("speakers", coder, now(), |tx| -> Result<_, Error> {
            tx.set_origin(id, &Origin { speakers: rule.clone(), ..origin })?;
            Ok(((), format!("speakers of {name}")))
        })?;
        Ok(written.into())
    }

    pub(super) fn remove_documents(&mut self, ids: &[SourceId], coder: Option<&str>) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let mut held = Held::default();
        for &id in ids {
            document_name(&study, id)?;
            let one = self.reads().held_by_document(id)?;
            held.passages += one.passages;
            held.memos += one.memos;
        }
        let what = match ids {
            [only] => format!("document {}", document_name(&study, *only)?),
            many => counted(many.len() as u64, "document"),
        };
        let written = self.store.transact("remove document", coder, now(), |tx| -> Result<_, Error> {
            for &id in ids {
                tx.remove_source(id)?;
            }
            Ok(((), format!("remove {what}{}", with_all(held))))
        })?;
        Ok(written.into())
    }

    pub(super) fn tie_documents(
        &mut self,
        ids: &[SourceId],
        case: Option<CaseId>,
        coder: Option<&str>,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let whose = match case {
            Some(id) => format!("to participant {}", super::participants::case_name(&study, id)?),
            None => "to no participant".to_owned(),
        };
        let what = match ids {
            [only] => format!("document {}", document_name(&study, *only)?),
            many => counted(many.len() as u64, "document"),
        };
        let written = self.store.transact("tie document", coder, now(), |tx| -> Result<_, Error> {
            for &id in ids {
                tx.tie_source(id, case)?;
            }
            Ok(((), format!("tie {what} {whose}")))
        })?;
        Ok(written.into())
    }

    pub(super) fn mark_done(&mut self, ids: &[SourceId], user: UserId, done: bool) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let coder = self.reads().user_name(user)?;
        let what = match ids {
            [only] => format!("document {}", document_name(&study, *only)?),
            many => counted(many.len() as u64, "document"),
        };
        let written = self.store.transact("mark done", Some(&coder), now(), |tx| -> Result<_, Error> {
            for &id in ids {
                if done {
                    tx.add_participation(id, user)?;
                } else {
                    tx.remove_participation(id, user)?;
                }
            }
            let state = if done { "finished" } else { "not finished" };
            Ok(((), format!("mark {what} as {state} by {coder}")))
        })?;
        Ok(written.into())
    }

    pub(super) fn set_blind(&mut self, on: bool, coder: Option<&str>) -> Result<Outcome, Error> {
        let written = self.store.transact("blind coding", coder, now(), |tx| -> Result<_, Error> {
            tx.set_blind(on)?;
            let words = if on { "begin blind coding" } else { "lift blind coding" };
            Ok(((), words.to_owned()))
        })?;
        Ok(written.into())
    }

    pub(super) fn describe_project(
        &mut self,
        name: &str,
        description: &str,
        coder: Option<&str>,
    ) -> Result<Outcome, Error> {
        let name = free_name("project", name, false)?;
        let now_called = self.reads().project()?;
        let written = self.store.transact("describe project", coder, now(), |tx| -> Result<_, Error> {
            let summary = if now_called.name == name {
                "change the description of the project".to_owned()
            } else {
                format!("rename the project to {name}")
            };
            if now_called.name != name || now_called.description != description {
                tx.set_project(&name, description)?;
            }
            Ok(((), summary))
        })?;
        Ok(written.into())
    }
}

fn document_name(study: &Study, id: SourceId) -> Result<&str, Error> {
    let missing = crate::store::Error::Missing { what: "document", id: id.0 };
    study.source(id).map(|s| s.name.as_str()).ok_or_else(|| missing.into())
}
