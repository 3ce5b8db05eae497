//! The sources of a project, each as a part of its own.

use super::project_part::ProjectPart;
use super::tree::{Node, Tree};
use crate::interchange::remark::{ReadError, Refusal};
use crate::model::Progress;

/// Bytes of sources that are kept. Larger projects are read again for each pass.
pub const KEPT: usize = 64 << 20;

pub struct SourceParts {
    part: ProjectPart,
    count: usize,
    kept: Option<Vec<String>>,
}

impl SourceParts {
    /// Reads the project once; returns its sources, of which at most `most` bytes are kept, and the text of everything
    /// else.
    ///
    /// # Errors
    /// Why it cannot be read, or that reading was cancelled.
    pub fn read(part: ProjectPart, most: usize, progress: &Progress) -> Result<(Self, String), ReadError> {
        let (mut count, mut bytes, mut kept) = (0, 0, Some(Vec::new()));
        let rest = part.divide(&mut |source| {
            progress.checkpoint()?;
            count += 1;
            bytes += source.len();
            kept = kept.take().filter(|_| bytes <= most);
            kept.iter_mut().for_each(|kept| kept.push(source.clone()));
            Ok(())
        })?;
        Ok((Self { part, count, kept }, rest))
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Hands over the sources with their numbers, each as the only child of an element.
    ///
    /// # Errors
    /// Why they cannot be read, or what `take` returned.
    pub fn each(&self, take: &mut dyn FnMut(usize, Node<'_>) -> Result<(), ReadError>) -> Result<(), ReadError> {
        let mut number = 0;
        let mut next = |source: &str| {
            let tree = Tree::parse(source).map_err(|refusal| self.part.located(refusal))?;
            take(number, tree.root())?;
            number += 1;
            Ok(())
        };
        match &self.kept {
            Some(kept) => kept.iter().try_for_each(|source| next(source))?,
            None => _ = self.part.divide(&mut |source| next(&source))?,
        }
        // The file may have been replaced in the meantime.
        if number == self.count { Ok(()) } else { Err(Refusal::Damaged.into()) }
    }

    /// Parses what is not in sources.
    ///
    /// # Errors
    /// Where it is not valid.
    pub fn parse<'r>(&self, rest: &'r str) -> Result<Tree<'r>, Refusal> {
        Tree::parse(rest).map_err(|refusal| self.part.located(refusal))
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read_keeping;
    use super::super::{ExchangeOptions, WholeDump, write};
    use super::KEPT;
    use crate::interchange::plain::{CodeDump, CodingDump, DocumentDump, ProjectDump};
    use crate::interchange::remark::{ForeignRefusal, ReadError, Refusal};
    use crate::model::Progress;
    use std::io::Write;
    use std::path::Path;

    fn project(documents: usize) -> ProjectDump {
        let code = CodeDump { name: "C".into(), ..CodeDump::default() };
        let mut dump = ProjectDump { name: "p".into(), ..ProjectDump::default() };
        dump.codebook.codes.push(code);
        for at in 0..documents {
            let name = format!("D{at}");
            let text = ["one two", "😀 three", "line\nline"][at % 3].repeat(at + 1);
            for start in 0..3 {
                let (coder, code, document) = ("Ann".into(), "C".into(), name.clone());
                dump.codings.push(CodingDump { coder, code, document, start, end: start + 2, ..CodingDump::default() });
            }
            dump.documents.push(DocumentDump { name, text: text.into(), ..DocumentDump::default() });
        }
        dump
    }

    fn written(dump: &ProjectDump, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        write(dump, &ExchangeOptions::default(), &WholeDump::new(dump), 0, file).unwrap();
    }

    #[test]
    fn a_project_that_is_too_large_to_keep_reads_the_same() {
        let folder = tempfile::tempdir().unwrap();
        for documents in [0, 1, 7] {
            let (dump, path) = (project(documents), folder.path().join("p.qdpx"));
            written(&dump, &path);
            let read = |kept| read_keeping(&path, None, &Progress::default(), kept).unwrap();
            let (whole, in_passes) = (read(KEPT), read(0));
            assert_eq!((&whole.dump, &whole.problems), (&in_passes.dump, &in_passes.problems));
            assert_eq!((whole.dump.codings.len(), whole.dump.documents.len()), (documents * 3, documents));
        }
    }

    #[test]
    fn an_error_in_a_source_is_found_at_its_place_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project.qde");
        let head = "<Project>\n<Sources>\n<TextSource name='é'>\n</TextSource>\n";
        for (broken, line, column) in [
            ("<TextSource>\n <a></b>\n</TextSource></Sources></Project>", 6, 8),
            ("</Sources>\n<Users><x></Users></Project>", 6, 18),
        ] {
            std::fs::File::create(&path).unwrap().write_all(format!("{head}{broken}").as_bytes()).unwrap();
            for kept in [KEPT, 0] {
                let refused = read_keeping(&path, None, &Progress::default(), kept).unwrap_err();
                let ReadError::Refused(Refusal::Foreign(ForeignRefusal::BrokenXml { line: l, column: c, .. })) =
                    refused
                else {
                    panic!("{refused:?}")
                };
                assert_eq!((l, c), (line, column), "{broken}");
            }
        }
        std::fs::write(&path, b"<Project>\n<Sources>\n<TextSource name='\xff'/></Sources></Project>").unwrap();
        let refused = read_keeping(&path, None, &Progress::default(), KEPT).unwrap_err();
        assert_eq!(refused, ReadError::Refused(ForeignRefusal::ProjectNotUtf8 { line: 3 }.into()));
    }
}
