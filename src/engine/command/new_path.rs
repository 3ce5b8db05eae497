//! New codes by a typed path: `A > B` is the code B below A, whether A exists or not.

use crate::engine::colors::FamilyColors;
use crate::engine::error::Error;
use crate::model::codebook::DEEPEST;
use crate::model::typed_path::TypedPath;
use crate::model::{CodeId, Codebook, RowKind, same_name};
use crate::store::{NewCode, Tx};

/// The codes to add for a typed path.
pub(super) struct NewPath {
    /// The deepest code of the path that exists.
    parent: Option<CodeId>,
    /// The names of the others, from the top down; never empty.
    names: Vec<String>,
}

impl NewPath {
    /// `parent`: the code below which the path begins.
    ///
    /// # Errors
    /// Fails if a level has no name, if there are too many levels, or if the code exists.
    pub fn of(book: &Codebook, parent: Option<CodeId>, typed: &str) -> Result<Self, Error> {
        let TypedPath { parent: above, names } = book.typed_path(parent, typed);
        if (names.len() > 1 || above != parent) && names.iter().any(String::is_empty) {
            return Err(Error::NamelessLevel { path: typed.trim().to_owned() });
        }
        if above.map_or(0, |above| book.depth(above) + 1) + names.len() > DEEPEST {
            return Err(Error::TooManyLevels { most: DEEPEST });
        }
        if let [name] = names.as_slice() {
            check_free(book, above, name, None)?;
        }
        Ok(Self { parent: above, names })
    }

    /// Adds the codes and returns the last of them, at the end of the path.
    pub fn add(&self, tx: &mut Tx<'_>, book: &Codebook) -> Result<CodeId, Error> {
        let mut colors = FamilyColors::of(book);
        let mut parent = self.parent;
        let mut add = |name: &str| -> Result<CodeId, Error> {
            let color = colors.next(parent);
            let code = tx.add_code(&NewCode { parent, name, color: &color, description: "", dimensions: &[] })?;
            colors.add(code, parent, &color);
            parent = Some(code);
            Ok(code)
        };
        let (last, above) = self.names.split_last().map_or(("", &[][..]), |(last, above)| (last.as_str(), above));
        for name in above {
            add(name)?;
        }
        add(last)
    }
}

/// Checks that a name is not empty and that no other child of the parent has it.
pub(super) fn check_free(
    book: &Codebook,
    parent: Option<CodeId>,
    name: &str,
    renamed: Option<CodeId>,
) -> Result<(), Error> {
    if name.is_empty() {
        return Err(Error::Nameless { kind: RowKind::Code });
    }
    if book.children(parent).any(|sibling| same_name(&sibling.name, name) && Some(sibling.id) != renamed) {
        return Err(Error::NameTaken { kind: RowKind::Code, name: name.to_owned() });
    }
    Ok(())
}
