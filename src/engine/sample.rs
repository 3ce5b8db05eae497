//! The sample study, built into the program so that an installed copy includes it.

use crate::engine::error::Error;
use crate::interchange::{ProjectDump, folder};

macro_rules! sample_files {
    ($($path:literal)+) => {
        &[$(($path, include_str!(concat!("../../sample-projects/dianjiang/", $path)))),+]
    };
}

/// Path in the folder, and text, of every file; a test compares the list with the folder.
const FILES: &[(&str, &str)] = sample_files![
    "project.json"
    "codebook.json"
    "participants.csv"
    "transcripts/A.txt"
    "transcripts/B.txt"
    "transcripts/C.txt"
    "transcripts/D.txt"
    "transcripts/E.txt"
    "transcripts/F.txt"
    "transcripts/G.txt"
    "transcripts/H.txt"
    "transcripts/I.txt"
    "transcripts/J.txt"
    "transcripts/K.txt"
    "transcripts/L.txt"
    "transcripts/M.txt"
    "transcripts/N.txt"
    "transcripts/O.txt"
    "transcripts/P.txt"
    "transcripts/Q.txt"
    "transcripts/R.txt"
    "transcripts/S.txt"
    "transcripts/T.txt"
    "transcripts/U.txt"
    "transcripts/V.txt"
    "transcripts/W.txt"
    "transcripts/X.txt"
    "transcripts/FGD 1.txt"
    "transcripts/FGD 2.txt"
    "codings/Coder 1.json"
    "codings/Coder 2.json"
];

pub fn read() -> Result<ProjectDump, Error> {
    Ok(folder::read_files(FILES)?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_built_in_sample_is_the_folder_and_has_no_fault() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang");
        let (from_disk, problems) = folder::read(&folder).unwrap();
        assert_eq!(problems, []);
        let (mut built_in, problems) = folder::read_files(FILES).unwrap();
        assert_eq!(problems, []);
        // The order of files on a disk differs from that in the program.
        built_in.codings.sort_by(|a, b| a.place.0.cmp(&b.place.0));
        assert_eq!(built_in, from_disk);
    }
}
