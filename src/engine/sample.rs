//! The sample studies, built into the program so that an installed copy includes them.

use crate::engine::error::Error;
use crate::interchange::{ProjectDump, folder};
use strum::VariantArray;

macro_rules! sample_files {
    ($folder:literal: $($path:literal)+) => {
        &[$(($path, include_str!(concat!("../../sample-projects/", $folder, "/", $path)))),+]
    };
}

/// Path in the folder, and text, of every file; a test compares the lists with the folders.
type Files = &'static [(&'static str, &'static str)];

const DIANJIANG: Files = sample_files!["dianjiang":
    "project.json"
    "codebook.json"
    "participants.csv"
    "documents.csv"
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

const QINGXI: Files = sample_files!["qingxi":
    "project.json"
    "codebook.json"
    "participants.csv"
    "documents.csv"
    "transcripts/吴敏.txt"
    "transcripts/陈立.txt"
    "transcripts/赵燕.txt"
    "transcripts/孙浩.txt"
    "transcripts/李静.txt"
    "transcripts/座谈会.txt"
    "codings/何婧.json"
    "codings/林晓.json"
];

/// A sample study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum SampleStudy {
    /// Returning migrants, in English.
    Dianjiang,
    /// Teachers of village schools, in Chinese.
    Qingxi,
}

impl SampleStudy {
    pub(super) fn read(self) -> Result<ProjectDump, Error> {
        Ok(folder::read_files(self.files())?.0)
    }

    fn files(self) -> Files {
        match self {
            Self::Dianjiang => DIANJIANG,
            Self::Qingxi => QINGXI,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn the_built_in_samples_are_the_folders_and_have_no_fault() {
        for (sample, name) in [(SampleStudy::Dianjiang, "dianjiang"), (SampleStudy::Qingxi, "qingxi")] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects").join(name);
            let (from_disk, problems) = folder::read(&folder, &crate::model::Progress::default()).unwrap();
            assert_eq!(problems, []);
            let (mut built_in, problems) = folder::read_files(sample.files()).unwrap();
            assert_eq!(problems, []);
            // The order of files on a disk differs from that in the program.
            built_in.codings.sort_by_key(|coding| coding.place.file.clone());
            assert!(built_in == from_disk, "the folder {name} has changed since it was built in");
        }
    }
}
