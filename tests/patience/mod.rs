//! How long tests wait for another thread or process. These limits only stop a test that hangs. They do not measure
//! speed, which is the task of the benchmark.

use std::time::{Duration, Instant};

/// Far longer than anything that a test waits for, even on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Repeats `holds`, which may have side effects, until it returns true.
///
/// # Panics
/// If it does not become true in time.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "timed out: {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}
