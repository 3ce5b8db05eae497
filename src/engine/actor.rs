//! Who gives a command.

use super::error::Error;
use super::project::Project;
use crate::model::UserId;

/// Who gives a command. The history names them, and what they code, write or decide is theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// Somebody who has given no name.
    #[default]
    Nobody,
    /// A coder of the project.
    Coder(UserId),
    /// The coder of this name if the project has one; otherwise somebody whom only the history names.
    Named(String),
}

impl Actor {
    /// Somebody who may have given a name.
    #[must_use]
    pub fn named<'n>(name: impl Into<Option<&'n str>>) -> Self {
        name.into()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map_or(Self::Nobody, |name| Self::Named(name.to_owned()))
    }
}

impl From<Option<UserId>> for Actor {
    fn from(coder: Option<UserId>) -> Self {
        coder.map_or(Self::Nobody, Self::Coder)
    }
}

/// An actor as the project knows them.
#[derive(Clone, Debug, Default)]
pub(super) struct By {
    /// The coder whose work it is; `None` for somebody who is no coder of the project.
    pub user: Option<UserId>,
    /// For the history.
    pub name: Option<String>,
    /// Other coders' work may be changed, too.
    pub anyway: bool,
}

impl By {
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The coder whose work it is.
    ///
    /// # Errors
    /// [`Error::NoCoder`] when it would be nobody's.
    pub fn coder(&self) -> Result<UserId, Error> {
        self.user.ok_or(Error::NoCoder)
    }
}

impl Project {
    /// # Errors
    /// When the project has no such coder, or cannot be read.
    pub(super) fn by(&self, actor: &Actor) -> Result<By, Error> {
        let (user, name) = match actor {
            Actor::Nobody => (None, None),
            Actor::Coder(id) => (Some(*id), Some(self.reads().user_name(*id)?)),
            Actor::Named(name) => match self.reads().study()?.user_named(name) {
                Some(user) => (Some(user.id), Some(user.name.clone())),
                None => (None, Some(name.clone())),
            },
        };
        Ok(By { user, name, anyway: false })
    }
}
