//! Codes that come from a file without a colour have the hue of their family, as codes made by hand do.

use super::support::*;
use pullquote::engine::Project;
use pullquote::model::{Codebook, rgb};
use std::path::Path;

/// The angle of a colour on the colour circle, in degrees.
fn hue(color: &str) -> f64 {
    let [r, g, b] = rgb(color).map(f64::from);
    (3.0_f64.sqrt() * (g - b)).atan2(2.0 * r - g - b).to_degrees().rem_euclid(360.0)
}

fn distance(a: &str, b: &str) -> f64 {
    let apart = (hue(a) - hue(b)).abs();
    apart.min(360.0 - apart)
}

fn codebook(project: &str) -> Codebook {
    Project::open_to_read(Path::new(project)).unwrap().0.reads().study().unwrap().codebook
}

/// Every code has its parent's hue in another tone; siblings differ, and families differ.
fn assert_families(book: &Codebook) {
    let color = |path: &str| book.get(book.find(path).unwrap()).unwrap().color.clone();
    for code in book.codes() {
        if let Some(parent) = code.parent.and_then(|parent| book.get(parent)) {
            assert!(distance(&code.color, &parent.color) < 6.0, "{} {}: {}", parent.color, code.name, code.color);
            assert_ne!(code.color, parent.color, "{}", code.name);
        }
    }
    assert_ne!(color("Work > Pay"), color("Work > Hours"));
    assert!(distance(&color("Work"), &color("Home")) > 30.0, "{} {}", color("Work"), color("Home"));
}

#[test]
fn codes_of_a_codebook_have_the_hue_of_their_parent() {
    let place = temporary();
    let (project, table) = (within(&place, "p.pullquote"), within(&place, "codes.csv"));
    ok(&["new", &project]);
    std::fs::write(&table, "code,description\nWork,\nWork > Pay,\nHome,\nWork > Hours,\nHome > Care > Parents,\n")
        .unwrap();
    ok(&["import", &project, &table, "--as", "codebook"]);
    assert_families(&codebook(&project));
    // Codes that are added later continue the family.
    std::fs::write(&table, "code,color\nWork > Leave,\nHome > Garden,#123456\n").unwrap();
    ok(&["import", &project, &table, "--as", "codebook"]);
    let book = codebook(&project);
    let color = |path: &str| book.get(book.find(path).unwrap()).unwrap().color.clone();
    assert!(distance(&color("Work > Leave"), &color("Work")) < 6.0);
    assert_eq!(color("Home > Garden"), "#123456", "a colour of the file is kept");
}

#[test]
fn codes_of_coded_segments_have_the_hue_of_their_parent() {
    let place = temporary();
    let (project, text) = (within(&place, "p.pullquote"), within(&place, "B.txt"));
    ok(&["new", &project]);
    std::fs::write(&text, "I: Why did you leave?\nB: The pay was low, the days were long, my mother was ill.\n")
        .unwrap();
    ok(&["import", &project, &text]);
    let table = within(&place, "segments.csv");
    let rows = "document,quote,code\nB,The pay was low,Work > Pay\nB,the days were long,Work > Hours\n\
                B,my mother was ill,Home > Care\n";
    std::fs::write(&table, rows).unwrap();
    ok(&["import", &project, &table, "--as", "segments", "--coder", "K"]);
    assert_families(&codebook(&project));
}
