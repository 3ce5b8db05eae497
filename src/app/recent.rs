//! Whether recent projects still exist. A thread looks for them, because a network drive may take long to answer.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};

#[derive(Default)]
pub struct RecentProjects {
    missing: HashSet<PathBuf>,
    answer: Option<Receiver<HashSet<PathBuf>>>,
    /// The last frame in which the list was shown.
    shown: Option<u64>,
}

impl RecentProjects {
    /// Call this in each frame that shows the list: in the first of them, the projects are looked for. `wake` is called
    /// when the answer has arrived.
    pub fn is_shown(&mut self, paths: &[PathBuf], frame: u64, wake: impl FnOnce() + Send + 'static) {
        let is_fresh = self.shown.replace(frame).is_none_or(|shown| shown + 1 < frame);
        if !is_fresh || self.answer.is_some() || paths.is_empty() {
            return;
        }
        let (sender, receiver) = channel();
        let paths = paths.to_vec();
        self.answer = Some(receiver);
        std::thread::spawn(move || {
            let missing = paths.into_iter().filter(|path| !path.exists()).collect();
            // The window may have been closed.
            if sender.send(missing).is_ok() {
                wake();
            }
        });
    }

    /// Takes the answer, if it has arrived.
    pub fn poll(&mut self) {
        if let Some(missing) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) {
            (self.missing, self.answer) = (missing, None);
        }
    }

    #[must_use]
    pub fn is_missing(&self, path: &Path) -> bool {
        self.missing.contains(path)
    }
}
