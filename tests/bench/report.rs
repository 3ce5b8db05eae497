//! The measured figures, as a printed table and as JSON, beside those of an earlier run.

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
    /// The value should be at most this.
    #[serde(default)]
    pub goal: Option<f64>,
}

/// A figure without a goal.
pub const NO_GOAL: Option<f64> = None;

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

    pub fn add(&mut self, name: &str, value: f64, unit: &str, goal: impl Into<Option<f64>>) {
        let (phase, name, value, unit) = (self.phase.clone(), name.to_owned(), rounded(value), unit.to_owned());
        self.list.push(Figure { phase, name, value, unit, goal: goal.into() });
    }

    /// Adds a number that says how much was measured.
    pub fn amount(&mut self, name: &str, value: usize) {
        self.add(name, value as f64, "", NO_GOAL);
    }

    pub fn time(&mut self, name: &str, time: Duration, most_millis: impl Into<Option<f64>>) {
        self.add(name, millis(time), "ms", most_millis);
    }

    /// Adds how many times as long one work takes as another.
    pub fn ratio(&mut self, name: &str, time: Duration, other: Duration, most: impl Into<Option<f64>>) {
        self.add(name, time.as_secs_f64() / other.as_secs_f64(), "×", most);
    }

    /// Adds the median, which has the goal, the 95th percentile and the maximum of many times.
    pub fn times(&mut self, name: &str, times: &mut [Duration], most_millis: impl Into<Option<f64>>) {
        times.sort_unstable();
        let at = |share: f64| times.get(((times.len() as f64 - 1.0) * share).round() as usize).copied();
        let goal = most_millis.into();
        for (which, share, goal) in [("median", 0.5, goal), ("95th percentile", 0.95, None), ("longest", 1.0, None)] {
            self.time(&format!("{name}, {which}"), at(share).unwrap_or_default(), goal);
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

/// Runs `work` several times. Returns the last value and the median time.
///
/// # Errors
/// Those of the work.
pub fn median<T, E>(rounds: usize, mut work: impl FnMut() -> Result<T, E>) -> Result<(T, Duration), E> {
    let (value, time) = timed(&mut work);
    let (mut value, mut times) = (value?, vec![time]);
    for _ in 1..rounds {
        let (again, time) = timed(&mut work);
        value = again?;
        times.push(time);
    }
    times.sort_unstable();
    Ok((value, times[times.len() / 2]))
}

/// Processor time of this process so far, of all its threads; `None` if the system does not report it.
pub fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name, in brackets, may contain blanks. User and system time are the 14th and 15th field, in hundredths.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let [user, system]: [u64; 2] = [fields.next()?.parse().ok()?, fields.next()?.parse().ok()?];
    Some(Duration::from_millis((user + system) * 10))
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

/// Prints figures, each beside the same one of an earlier run.
pub fn print(figures: &[Figure], earlier: &[Figure]) {
    let mut phase = "";
    for figure in figures {
        if figure.phase != phase {
            phase = &figure.phase;
            println!("\n{phase}");
        }
        let value = format!("{} {}", written(figure.value), figure.unit);
        let goal = figure.goal.map_or_else(String::new, |goal| {
            let met = if figure.value <= goal { "met" } else { "NOT MET" };
            format!("at most {}: {met}", written(goal))
        });
        let before = earlier.iter().find(|before| before.phase == figure.phase && before.name == figure.name);
        let before = before.map_or_else(String::new, |before| {
            format!("earlier {}, {} ×", written(before.value), written(figure.value / before.value))
        });
        println!("{}", format!("  {:<66} {value:>12}   {goal:<24} {before}", figure.name).trim_end());
    }
    let missed = figures.iter().filter(|figure| figure.goal.is_some_and(|goal| figure.value > goal)).count();
    let goals = figures.iter().filter(|figure| figure.goal.is_some()).count();
    println!("\n{} of {goals} goals are met.", goals - missed);
}

/// Writes figures as JSON.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(path: &Path, figures: &[Figure], share: usize) -> std::io::Result<()> {
    let json = json!({ "program": format!("pullquote {}", env!("CARGO_PKG_VERSION")), "machine": machine(),
                       "divided_by": share, "figures": figures });
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, serde_json::to_vec_pretty(&json)?)
}

/// Reads the figures of an earlier run.
///
/// # Errors
/// When the file cannot be read, or has no figures.
pub fn read(path: &Path) -> Result<Vec<Figure>, Box<dyn std::error::Error>> {
    let mut json: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    Ok(serde_json::from_value(json["figures"].take())?)
}
