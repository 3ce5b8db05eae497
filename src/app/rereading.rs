//! A document's file that is read again.

use super::advice::Advice;
use super::link::Link;
use super::part::{Around, Part};
use super::pending::Pending;
use crate::engine::reread::Reread;
use crate::engine::{Answer, Error, JobId, Query};
use crate::i18n::Each;
use crate::model::SourceId;
use crate::text::sentence;
use crate::tr;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Rereading {
    /// What it would change, until the user decides.
    pub plan: Option<Arc<Reread>>,
    pending: Pending,
}

impl Rereading {
    /// Reads the file of a document: the stored one, or the one at this path.
    pub fn begin(&mut self, source: SourceId, file: Option<PathBuf>, link: &mut Link) {
        self.pending.ask(link, Query::Reread { source, file });
    }

    fn take_plan(&mut self, reread: Arc<Reread>, around: &mut Around<'_>) {
        let known = around.document.filter(|document| document.id == reread.source);
        if known.is_some_and(|document| reread.is_same(document.origin())) {
            let message = tr!("The file of {document} has the same text as the project.", document = reread.document);
            return around.link.note(message);
        }
        self.plan = Some(reread);
    }
}

impl Part for Rereading {
    fn take(&mut self, job: JobId, answer: Answer, around: &mut Around<'_>) -> Option<Answer> {
        match answer {
            Answer::Reread(read) if self.pending.take(job) => match read {
                Ok(reread) => self.take_plan(reread, around),
                Err(refusal) => around.link.trouble(Each::of(|| Advice {
                    what: tr!("The original file could not be read again.").into(),
                    todo: sentence(&refusal.to_string()),
                    ..Advice::default()
                })),
            },
            answer => return Some(answer),
        }
        None
    }

    /// The reason is a message: the document is shown where the changes would be.
    fn failed(&mut self, job: JobId, _: &Error) -> bool {
        self.pending.take(job);
        false
    }
}
