//! Transcripts in many forms and languages, written by people who did not know how speakers are detected, with the
//! intended result.

use super::support::*;
use pullquote::model::{Origin, same_name};
use pullquote::text::{self, SPEECH_VERSION};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Forms whose speakers or turns are not detected as intended, because the text alone does not show them.
const WRONG: &[&str] = &[
    // `Maria Lopes, on behalf of the S&D Group` and `Maria Lopes (S&D)` are meant to be one speaker, `Jan Wouters
    // (PPE)` and `Jan Wouters (PPE), blue-card reply` two: labels with different words are different speakers.
    "a_ep.txt",
    // `MR. FERRO:` alone above `Q.` is meant as a heading; it is read as his turn without words.
    "a_icc.txt",
];

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/forms");

/// Empty if speakers and turns are as intended. Where blocks and turns of a speaker differ, either number is accepted.
fn difference(expected: &Value, imported: &Value) -> String {
    let (wanted, found) = (expected["speakers"].as_object().unwrap(), imported["speakers"].as_object().unwrap());
    let also = |name: &str, label: &str| {
        let pairs = expected["also"].as_array().into_iter().flatten();
        same_name(name, label)
            || pairs.map(|pair| (&pair[0], &pair[1])).any(|(a, b)| a == name && same_name(b.as_str().unwrap(), label))
    };
    let counts = |(name, counts): (&String, &Value)| {
        found.iter().any(|(label, count)| {
            let count = count.as_u64().unwrap();
            let counts = counts.as_array().unwrap().iter().map(|count| count.as_u64().unwrap());
            also(name, label) && counts.clone().min().unwrap() <= count && count <= counts.max().unwrap()
        })
    };
    if wanted.len() == found.len() && wanted.iter().all(counts) && expected["turns"] == imported["turns"] {
        return String::new();
    }
    format!("{} turns of {wanted:?} wanted\n  {} turns of {found:?} found", expected["turns"], imported["turns"])
}

#[test]
fn speakers_are_detected_in_many_forms_of_transcripts() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(Path::new(FOLDER).join("expected.json")).unwrap()).unwrap();
    let forms = expected.as_object().unwrap();
    let files: Vec<String> = forms.keys().map(|file| format!("{FOLDER}/{file}")).collect();
    let mut args = vec!["import", &project, "--json"];
    args.extend(files.iter().map(String::as_str));
    let report = json(&args);
    let imported = report["imported"].as_array().unwrap();
    assert_eq!((imported.len(), &report["refused"]), (forms.len(), &Value::Array(vec![])));
    let mut wrong = Vec::new();
    for (file, expected) in forms {
        let stem = Path::new(file).file_stem().unwrap().to_str().unwrap();
        let imported = imported.iter().find(|one| one["document"] == stem).unwrap_or_else(|| panic!("{file}"));
        let difference = difference(expected, imported);
        if !difference.is_empty() {
            wrong.push(file.as_str());
            if !WRONG.contains(&file.as_str()) {
                eprintln!("{file}: {}\n  {difference}", expected["form"]);
            }
        }
    }
    assert_eq!(wrong, WRONG, "of {} forms", forms.len());
    assert!(wrong.len() * 20 <= forms.len(), "at most one in twenty may differ");
}

/// For each version of the detection, the SHA-256 of what it found in the plain texts of the folder.
const FOUND: [&str; SPEECH_VERSION as usize] = [
    "5d28bcfb3306824b4142cfdd124b075a1a02393945bff8a6036063d98de196c1",
    "7865217a2546da04a245d7fc3f11f783884963cf56348187e8182e30b8bedad3",
    // Names such as `Mary-ann`, which these texts do not have.
    "7865217a2546da04a245d7fc3f11f783884963cf56348187e8182e30b8bedad3",
    // Who observes or takes notes is on the interviewer's side.
    "465894a40bc4539a11b2ad28b86b2cc575af03fff869848374600280664a5c2d",
];

/// Without another version, projects would keep what the old detection found.
#[test]
fn what_is_found_changes_only_with_the_version_of_the_detection() {
    let files = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    files.sort();
    let mut digest = Sha256::new();
    for file in &files {
        // A file in another encoding is as good as any other text.
        let read = text::normalise(String::from_utf8_lossy(&std::fs::read(file).unwrap())).text;
        let speech = text::speech(&read, &Origin::default());
        digest.update(format!("{}\n", file.file_name().unwrap().to_str().unwrap()));
        for said in &speech.utterances {
            let (voice, words) = (&speech.voices[said.voice as usize], said.words);
            digest.update(format!("{} {} {} {}\n", words.start.0, words.end.0, voice.asks, voice.label));
        }
    }
    let found: String = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(
        FOUND.last() == Some(&found.as_str()),
        "Other speakers or words are found in the {} texts of {FOLDER}. If the detection has changed, raise `SPEECH_VERSION` in \
         src/text/speech.rs and add \"{found}\" to `FOUND`; if only these texts have, put it in place of the last entry.",
        files.len()
    );
}
