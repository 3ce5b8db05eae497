//! The actor of a command.

use super::error::Error;
use super::project::Project;
use crate::model::UserId;

/// The person who gives a command. The history names them, and their codings, memos and decisions belong to them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Actor {
    /// A person without a name.
    #[default]
    Nobody,
    /// A coder of the project.
    Coder(UserId),
    /// The coder with this name if the project has one; otherwise a person whom only the history names.
    Named(String),
}

impl Actor {
    /// Returns the actor for an optional name.
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
    /// The coder to whom the work belongs; `None` for a person who is not a coder of the project.
    pub user: Option<UserId>,
    /// The name for the history.
    pub name: Option<String>,
    /// Whether other coders' work may be changed, too.
    pub anyway: bool,
}

impl By {
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the coder to whom the work belongs.
    ///
    /// # Errors
    /// [`Error::NoCoder`] when there is none.
    pub fn coder(&self) -> Result<UserId, Error> {
        self.user.ok_or(Error::NoCoder)
    }
}

impl Project {
    /// # Errors
    /// Fails when the project has no such coder or cannot be read.
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
