//! The measured figures, as a printed table and as JSON.

use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// One figure.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Figure {
    pub phase: String,
    pub name: String,
    pub value: f64,
    /// `ms`, `MB`, `×` or empty.
    pub unit: String,
    /// The target; empty if there is none.
    pub wanted: String,
}

/// Figures of one phase.
#[derive(Default)]
pub struct Figures {
    pub phase: String,
    pub list: Vec<Figure>,
}

impl Figures {
    pub fn new(phase: &str) -> Self {
        Self { phase: phase.to_owned(), list: vec![] }
    }

    pub fn add(&mut self, name: &str, value: f64, unit: &str, wanted: &str) {
        let (phase, name) = (self.phase.clone(), name.to_owned());
        self.list.push(Figure { phase, name, value: rounded(value), unit: unit.into(), wanted: wanted.into() });
    }

    pub fn time(&mut self, name: &str, time: Duration, wanted: &str) {
        self.add(name, millis(time), "ms", wanted);
    }

    /// Adds the median, the 95th percentile and the maximum of many times.
    pub fn times(&mut self, name: &str, times: &mut [Duration], wanted: &str) {
        times.sort_unstable();
        let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share).round() as usize).copied();
        for (which, share, wanted) in [("median", 0.5, wanted), ("95th percentile", 0.95, ""), ("longest", 1.0, "")] {
            self.time(&format!("{name}, {which}"), at(share).unwrap_or_default(), wanted);
        }
    }
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// Rounds to three significant digits.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powi(2 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

pub fn written(value: f64) -> String {
    let decimals = if value == 0.0 { 0 } else { (2 - value.abs().log10().floor() as i32).max(0) };
    format!("{value:.*}", decimals as usize)
}

/// Runs `work` and measures its time.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let clock = Instant::now();
    let value = work();
    (value, clock.elapsed())
}

/// Peak memory of this process in megabytes; `None` if the system does not report it.
pub fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes / 1_024.0)
}

/// Name of the processor, number of cores, system.
pub fn machine() -> Value {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    json!({ "processor": model.map_or("not known", |(_, name)| name),
            "cores": std::thread::available_parallelism().map_or(0, usize::from),
            "system": std::env::consts::OS, "architecture": std::env::consts::ARCH })
}

pub fn print(figures: &[Figure]) {
    let mut phase = "";
    for figure in figures {
        if figure.phase != phase {
            phase = &figure.phase;
            println!("\n{phase}");
        }
        let value = format!("{} {}", written(figure.value), figure.unit);
        let wanted = if figure.wanted.is_empty() { String::new() } else { format!("   target: {}", figure.wanted) };
        println!("  {:<62} {value:>12}{wanted}", figure.name);
    }
}

/// # Errors
/// When the file cannot be written.
pub fn keep(path: &Path, figures: &[Figure], quick: bool) -> std::io::Result<()> {
    let json = json!({ "program": format!("pullquote {}", env!("CARGO_PKG_VERSION")), "machine": machine(),
                       "quick": quick, "figures": figures });
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::to_vec_pretty(&json)?)
}
