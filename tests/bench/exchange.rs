//! Exchange with other programs (REFI-QDA): writes and reads 1,000 documents of 30 kB with 100,000 codings. Compares
//! this with the minimum that any program must do: deflating and inflating the same bytes, and one pass of the XML
//! parser. Start reading at [`write`] and [`read`].

use super::generate::{self, Size};
use super::phases::Place;
use super::report::{Figures, NO_GOAL, median, timed};
use super::{Outcome, importing};
use pullquote::engine::export::export_exchange;
use pullquote::engine::{Progress, Project};
use pullquote::interchange::plain::{NoteDump, ProjectDump};
use pullquote::interchange::refi::{self, ExchangeOptions};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Rounds per figure; figures are medians.
const ROUNDS: usize = 5;
/// How much longer than the bare work reading and writing should take at most.
const MOST_OF_BARE: f64 = 2.0;
const FILE: &str = "exchange.qdpx";

fn project(place: &Place) -> ProjectDump {
    let size = Size { bytes: 30_000, ..Size::of(place.size(1_000), place.size(100_000)) };
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

pub fn write(figures: &mut Figures, place: &Place) -> Outcome {
    let (dump, path) = (project(place), place.file(FILE));
    let documents = refi::WholeDump::new(&dump);
    let (_, time) = median(ROUNDS, || -> Outcome {
        let file = BufWriter::new(File::create(&path)?);
        let written = refi::write(&dump, &ExchangeOptions::default(), &documents, 0, file);
        Ok(written.map_err(|error| format!("{error:?}"))?.flush()?)
    })?;
    let mut members: Vec<(String, Vec<u8>)> = Vec::new();
    let mut archive = ZipArchive::new(BufReader::new(File::open(&path)?))?;
    for at in 0..archive.len() {
        let mut member = archive.by_index(at)?;
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes)?;
        members.push((member.name()?.into_owned(), bytes));
    }
    let other = path.with_extension("bare");
    let (_, bare) = median(ROUNDS, || -> Outcome {
        let mut zip = ZipWriter::new(BufWriter::new(File::create(&other)?));
        for (name, bytes) in &members {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.flush()?)
    })?;
    std::fs::remove_file(other)?;
    let texts: usize = members.iter().skip(1).map(|(_, bytes)| bytes.len()).sum();
    figures.amount("documents", dump.documents.len());
    figures.amount("codings", dump.codings.len());
    figures.add("project.qde", members[0].1.len() as f64 / 1e6, "MB", NO_GOAL);
    figures.add("texts", texts as f64 / 1e6, "MB", NO_GOAL);
    figures.time("written", time, NO_GOAL);
    figures.time("the same bytes deflated bare", bare, NO_GOAL);
    figures.ratio("written to deflated bare", time, bare, MOST_OF_BARE);
    Ok(())
}

pub fn read(figures: &mut Figures, place: &Place) -> Outcome {
    let path = place.file(FILE);
    let (codings, time) = median(ROUNDS, || -> Result<usize, Box<dyn Error>> {
        let read = refi::read(&path, None, &Progress::default()).map_err(|error| format!("{error:?}"))?;
        Ok(read.dump.codings.len())
    })?;
    let (events, bare) = median(ROUNDS, || -> Result<usize, Box<dyn Error>> {
        let mut archive = ZipArchive::new(BufReader::new(File::open(&path)?))?;
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
        let (mut reader, mut events) = (Reader::from_str(&text), 0);
        while !matches!(reader.read_event()?, Event::Eof) {
            events += 1;
        }
        Ok(events)
    })?;
    figures.amount("codings", codings);
    figures.amount("events of XML", events);
    figures.time("read, with every passage held against its words", time, NO_GOAL);
    figures.time("inflated and parsed bare", bare, NO_GOAL);
    figures.ratio("read to inflated and parsed bare", time, bare, MOST_OF_BARE);
    Ok(())
}

pub fn import(figures: &mut Figures, place: &Place) -> Outcome {
    let path = place.file(FILE);
    let mut project = Project::create(&place.file("exchanged.pullquote"), "Import")?;
    let (outcome, time) = timed(|| importing::import(&mut project, &path, true));
    figures.amount("codings", outcome.import.unwrap_or_default().codings);
    figures.time("read and taken into a new project", time, NO_GOAL);
    let (outcome, time) = timed(|| importing::import(&mut project, &path, true));
    if outcome.import.unwrap_or_default().codings > 0 {
        return Err("a second import added passages".into());
    }
    figures.time("once more, where everything is there already", time, NO_GOAL);
    let target = place.file("out.qdpx");
    let (done, time) =
        timed(|| export_exchange(project.reads(), &target, &ExchangeOptions::default(), &Progress::default()));
    done?;
    figures.time("exported", time, NO_GOAL);
    Ok(())
}
