//! The codebook: new codes, and what may be done to those that are there.

use super::coding::add_coding;
use super::{Outcome, code_color};
use crate::engine::{Error, Project, now};
use crate::model::{CharRange, CodeId, SourceId, UserId};
use crate::store::NewCode;

impl Project {
    pub(super) fn add_code(
        &mut self,
        parent: Option<CodeId>,
        name: &str,
        passage: Option<(SourceId, CharRange)>,
        user: Option<UserId>,
    ) -> Result<Outcome, Error> {
        let study = self.reads().study()?;
        let name = name.trim();
        if name.is_empty() {
            return Err(Error::Nameless { what: "code" });
        }
        if study.codebook.children(parent).any(|sibling| sibling.name == name) {
            return Err(Error::Duplicate { what: "the code", name: name.to_owned() });
        }
        let passage = match (passage, user) {
            (Some((source, range)), Some(user)) => {
                Some((source, range, user, self.check_passage(source, range, user)?.0))
            }
            _ => None,
        };
        let coder = user.and_then(|id| study.user(id)).map(|u| u.name.clone());
        let color = code_color(study.codebook.codes().len());
        let written = self.store.transact("new code", coder.as_deref(), now(), |tx| -> Result<_, Error> {
            let code = tx.add_code(&NewCode { parent, name, color: &color, description: "", facets: &[] })?;
            let mut summary = format!("new code “{name}”");
            if let Some((source, range, user, document)) = passage {
                add_coding(tx, source, range, code, user)?;
                summary.push_str(&format!(" on a passage in {document}"));
            }
            Ok((code, summary))
        })?;
        let code = written.value;
        Ok(Outcome { added_code: Some(code), ..written.into() })
    }
}
