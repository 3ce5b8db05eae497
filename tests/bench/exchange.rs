//! Exchange with other programs (REFI-QDA): writes and reads 1,000 documents of 30 kB with 100,000 codings. Compares
//! this with the minimum that any program must do: deflating and inflating the same bytes, and one pass of the XML
//! parser. `cargo bench --no-default-features --bench exchange` needs no window. Start reading at [`write`] and
//! [`read`].

#[allow(dead_code)]
mod generate;
#[path = "../importing/mod.rs"]
mod importing;
#[allow(dead_code)]
mod report;

use generate::Size;
use pullquote::engine::export::export_exchange;
use pullquote::engine::{Progress, Project};
use pullquote::interchange::plain::{NoteDump, ProjectDump};
use pullquote::interchange::refi::{self, ExchangeOptions};
use quick_xml::Reader;
use quick_xml::events::Event;
use report::{Figure, Figures, timed};
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

type Outcome = Result<(), Box<dyn Error>>;

const PHASES: [(&str, &str); 3] = [
    ("write", "A project is written as .qdpx"),
    ("read", "It is read"),
    ("import", "It is imported and exported again"),
];
/// Rounds per figure; figures are medians.
const ROUNDS: usize = 5;

fn main() -> Outcome {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let share = if words.iter().any(|word| word == "--quick") { 10 } else { 1 };
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    if let (Some(phase), Some(folder)) = (after("--phase"), after("--folder")) {
        return run(phase, Path::new(folder), share);
    }
    let folder = tempfile::Builder::new().prefix("exchange-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut figures: Vec<Figure> = Vec::new();
    for (phase, _) in PHASES {
        let mut command = std::process::Command::new(std::env::current_exe()?);
        command.args(["--phase", phase, "--folder"]).arg(folder.path()).stderr(std::process::Stdio::inherit());
        if share > 1 {
            command.arg("--quick");
        }
        let output = command.output()?;
        if !output.status.success() {
            return Err(format!("{phase} ended with {}", output.status).into());
        }
        figures.extend(serde_json::from_slice::<Vec<Figure>>(&output.stdout)?);
    }
    report::print(&figures);
    println!("\n{}", report::machine());
    Ok(())
}

fn run(phase: &str, folder: &Path, share: usize) -> Outcome {
    let (_, title) = PHASES.iter().find(|(name, _)| *name == phase).ok_or("unknown phase")?;
    let mut figures = Figures::new(title);
    let path = folder.join("project.qdpx");
    match phase {
        "write" => write(&mut figures, &path, share)?,
        "read" => read(&mut figures, &path)?,
        _ => import(&mut figures, folder, &path)?,
    }
    if let Some(peak) = report::peak_memory() {
        figures.add("peak memory", peak, "MB", "");
    }
    println!("{}", serde_json::to_string(&figures.list)?);
    Ok(())
}

fn project(share: usize) -> ProjectDump {
    let size = Size {
        documents: 1_000 / share,
        participants: 500 / share,
        codings: 100_000 / share,
        bytes: 30_000,
        groups: false,
    };
    let mut dump = generate::dump(&size);
    let mut number = 0;
    dump.codings.change(|coding| {
        if number % 10 == 0 {
            coding.memos.push(NoteDump { text: "what is said here & why".into(), ..NoteDump::default() });
        }
        number += 1;
    });
    dump
}

fn median(mut work: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let (done, time) = timed(&mut work);
        done?;
        times.push(time);
    }
    times.sort_unstable();
    Ok(times[ROUNDS / 2])
}

fn write(figures: &mut Figures, path: &Path, share: usize) -> Outcome {
    let dump = project(share);
    let documents = refi::WholeDump::new(&dump);
    let time = median(|| {
        let file = BufWriter::new(File::create(path)?);
        let written = refi::write(&dump, &ExchangeOptions::default(), &documents, 0, file);
        written.map_err(|error| format!("{error:?}"))?.flush()?;
        Ok(())
    })?;
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
    for at in 0..archive.len() {
        let mut member = archive.by_index(at)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        members.push((member.name()?.into_owned(), bytes));
    }
    let other = path.with_extension("bare");
    let bare = median(|| {
        let mut zip = ZipWriter::new(BufWriter::new(File::create(&other)?));
        for (name, bytes) in &members {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        zip.finish()?.flush()?;
        Ok(())
    })?;
    figures.add("documents", dump.documents.len() as f64, "", "");
    figures.add("codings", dump.codings.len() as f64, "", "");
    figures.add("project.qde", members[0].1.len() as f64 / 1e6, "MB", "");
    figures.add("texts", members.iter().skip(1).map(|(_, bytes)| bytes.len()).sum::<usize>() as f64 / 1e6, "MB", "");
    figures.time("written", time, "");
    figures.time("the same bytes deflated bare", bare, "");
    figures.add("written to deflated bare", time.as_secs_f64() / bare.as_secs_f64(), "×", "at most 2 to 3");
    Ok(())
}

fn read(figures: &mut Figures, path: &Path) -> Outcome {
    let mut codings = 0;
    let time = median(|| {
        let read = refi::read(path, None, &Progress::default()).map_err(|e| format!("{e:?}"))?;
        codings = read.dump.codings.len();
        Ok(())
    })?;
    let mut events = 0_u64;
    let bare = median(|| {
        let mut archive = ZipArchive::new(BufReader::new(File::open(path)?))?;
        let (mut text, mut bytes) = (String::new(), Vec::new());
        for at in 0..archive.len() {
            let mut member = archive.by_index(at)?;
            if member.name()?.ends_with(".qde") {
                member.read_to_string(&mut text)?;
            } else {
                bytes.clear();
                member.read_to_end(&mut bytes)?;
            }
        }
        let mut reader = Reader::from_str(&text);
        while !matches!(reader.read_event()?, Event::Eof) {
            events += 1;
        }
        Ok(())
    })?;
    figures.add("codings", codings as f64, "", "");
    figures.add("events of XML", (events / ROUNDS as u64) as f64, "", "");
    figures.time("read, with every passage held against its words", time, "");
    figures.time("inflated and parsed bare", bare, "");
    figures.add("read to inflated and parsed bare", time.as_secs_f64() / bare.as_secs_f64(), "×", "at most 2 to 3");
    Ok(())
}

fn import(figures: &mut Figures, folder: &Path, path: &Path) -> Outcome {
    let mut project = Project::create(&folder.join("import.pullquote"), "Import")?;
    let (outcome, time) = timed(|| importing::import(&mut project, path, true));
    figures.add("codings", outcome.import.unwrap_or_default().codings as f64, "", "");
    figures.time("read and taken into a new project", time, "");
    let (outcome, time) = timed(|| importing::import(&mut project, path, true));
    if outcome.import.unwrap_or_default().codings > 0 {
        return Err("a second import added passages".into());
    }
    figures.time("once more, where everything is there already", time, "");
    let (done, time) = timed(|| {
        export_exchange(project.reads(), &folder.join("out.qdpx"), &ExchangeOptions::default(), &Progress::default())
    });
    done?;
    figures.time("exported", time, "");
    Ok(())
}
