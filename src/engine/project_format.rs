//! The formats of projects that are imported.

/// The format of a project that is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum ProjectFormat {
    /// A project folder of Pullquote.
    Folder,
    Qdpx,
    Qde,
    /// A codebook.
    Qdc,
    QualCoder,
    Taguette,
}

impl ProjectFormat {
    /// Returns the name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}
