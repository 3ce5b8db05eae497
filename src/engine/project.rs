//! A project file opened by the current thread.

use super::error::Error;
use crate::store::{self, Reader, Reads, Store};
use std::path::Path;
use std::time::Duration;

/// A project open on this thread.
pub struct Project {
    pub(super) store: Store,
}

impl Project {
    /// Creates an empty project file.
    pub fn create(path: &Path, name: &str) -> Result<Self, Error> {
        Ok(Self { store: Store::create(path, name)? })
    }

    /// Opens a project file for reading and writing.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if path.is_dir() {
            return Err(Error::FolderIsRead { path: path.to_owned() });
        }
        Ok(Self { store: Store::open(path)? })
    }

    /// Opens a project that another program may have open, waiting for it up to `patience`.
    pub fn open_patiently(path: &Path, patience: Duration) -> Result<Self, Error> {
        const PAUSE: Duration = Duration::from_millis(100);
        let mut left = patience;
        loop {
            match Self::open(path) {
                Err(Error::Store(store::Error::InUse { .. })) if !left.is_zero() => {
                    let pause = left.min(PAUSE);
                    std::thread::sleep(pause);
                    left -= pause;
                }
                opened => return opened,
            }
        }
    }

    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.store.is_writable()
    }

    /// The copy that was made because this opening updated the file.
    #[must_use]
    pub fn copy_before_update(&self) -> Option<&Path> {
        self.store.copy_before_update()
    }

    /// Checks that the project's file is still the one that was opened.
    ///
    /// # Errors
    /// [`store::Error::Displaced`] with the reason. Nothing more is written to the file then.
    pub fn check_place(&mut self) -> Result<(), Error> {
        Ok(self.store.check_place()?)
    }

    /// True when some work is stored only in the log beside the project file.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.store.is_pending()
    }

    /// Moves all work into the project file, so that the project is a single file; returns true when it is
    /// complete.
    pub fn checkpoint(&mut self) -> Result<bool, Error> {
        Ok(self.store.checkpoint()?)
    }

    #[must_use]
    pub fn reads(&self) -> Reads<'_> {
        self.store.reads()
    }

    /// Opens a separate connection for another thread; `None` for a project in memory, which is how a folder is read.
    pub fn reader(&self) -> Result<Option<Reader>, Error> {
        Ok(self.store.reader()?)
    }
}
