//! How long tests wait for another thread or process. These limits only stop a test that hangs; none says how fast something
//! is: that is for the benchmark.

use std::time::{Duration, Instant};

/// Far longer than anything that a test waits for takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Repeats `holds`, which may do work of its own, until it is true.
///
/// # Panics
/// When it is not true in the end.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}
