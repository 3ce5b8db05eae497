//! Progress of long tasks, and the only way to cancel them.

use crate::tr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The task was cancelled. Cancelled tasks change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", tr!("cancelled; nothing was changed"))]
pub struct Cancelled;

/// Receives how much is done and the total, which is 0 if unknown.
type Report = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// Progress of a running task: reports how much is done and checks for cancellation. Cheap to clone; shared
/// between threads.
#[derive(Clone, Default)]
pub struct Progress {
    cancelled: Arc<AtomicBool>,
    report: Option<Report>,
}

impl Progress {
    /// `report` receives how much is done and the total, which is 0 if unknown.
    #[must_use]
    pub fn new(report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        Self { cancelled: Arc::default(), report: Some(Arc::new(report)) }
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Checks for cancellation. Called between items of work.
    ///
    /// # Errors
    /// When the work was cancelled.
    pub fn checkpoint(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Like [`Self::checkpoint`], and reports how much is done.
    ///
    /// # Errors
    /// When the work was cancelled.
    pub fn step(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.checkpoint()?;
        if let Some(report) = &self.report {
            report(done, total);
        }
        Ok(())
    }

    /// Returns the progress of a task that is one step of the whole: it reports nothing and is cancelled together with
    /// the whole.
    #[must_use]
    pub fn silent(&self) -> Self {
        Self { cancelled: self.cancelled.clone(), report: None }
    }

    /// Returns the progress of a subtask that begins when `before` of `total` is done. It counts from 0 and is
    /// cancelled together with the whole task.
    #[must_use]
    pub fn part(&self, before: u64, total: u64) -> Self {
        let report =
            self.report.clone().map(|report| -> Report { Arc::new(move |done, _| report(before + done, total)) });
        Self { cancelled: self.cancelled.clone(), report }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_part_reports_within_the_whole_and_is_cancelled_with_it() {
        let reports = Arc::new(Mutex::new(Vec::new()));
        let heard = reports.clone();
        let whole = Progress::new(move |done, total| heard.lock().unwrap().push((done, total)));
        let part = whole.part(3, 10);
        whole.step(1, 10).unwrap();
        part.step(2, 4).unwrap();
        whole.silent().step(1, 2).unwrap();
        assert_eq!(*reports.lock().unwrap(), [(1, 10), (5, 10)]);
        whole.cancel();
        assert_eq!((part.step(3, 4), whole.silent().checkpoint()), (Err(Cancelled), Err(Cancelled)));
        assert_eq!(reports.lock().unwrap().len(), 2, "what is cancelled reports nothing");
    }
}
