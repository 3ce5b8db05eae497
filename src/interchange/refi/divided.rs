//! Divides the project part of a file into its sources and everything else, so that a project of any size is read source
//! by source. Only the brackets are looked at; each part is parsed by [`super::tree`].

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

/// The depth of a source: within `Sources`, which is within `Project`.
const SOURCE: usize = 2;

/// Divides the text of a project. `take` gets each source, within a `Sources` element of its own; the result is the project
/// without them.
///
/// # Errors
/// When it cannot be read, with [`ErrorKind::InvalidData`] if it is not UTF-8; or what `take` returned.
pub fn divide<E: From<io::Error>>(
    project: &mut dyn Read,
    take: &mut dyn FnMut(String) -> Result<(), E>,
) -> Result<String, E> {
    let mut parts = Parts { reader: BufReader::with_capacity(1 << 16, project), part: vec![], tag: 0 };
    let mut rest = String::new();
    // Open elements: whether each is a list of sources.
    let mut open: Vec<bool> = Vec::new();
    let mut source = String::new();
    loop {
        let bracket = parts.next()?;
        let text = std::str::from_utf8(&parts.part).map_err(|_| io::Error::from(ErrorKind::InvalidData))?;
        let is_in_sources = open.len() >= SOURCE && open.get(1) == Some(&true);
        if is_in_sources && open.len() == SOURCE && matches!(bracket, Some(Bracket::End) | None) {
            // What is between the last source and the end of the list.
            rest.push_str(&std::mem::take(&mut source));
            rest.push_str(text);
        } else if is_in_sources {
            source.push_str(text);
        } else {
            rest.push_str(text);
        }
        match bracket {
            None => break,
            Some(Bracket::Start) => {
                open.push(open.len() == 1 && name_of(text.get(parts.tag..).unwrap_or_default()) == "Sources")
            }
            Some(Bracket::End) => _ = open.pop(),
            Some(Bracket::Empty | Bracket::Other) => {}
        }
        let has_ended = open.len() == SOURCE && matches!(bracket, Some(Bracket::End | Bracket::Empty));
        if is_in_sources && has_ended {
            take(format!("<Sources>{}</Sources>", std::mem::take(&mut source).trim_start()))?;
        }
    }
    Ok(rest)
}

/// The name in a tag, without its prefix.
fn name_of(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

enum Bracket {
    Start,
    End,
    Empty,
    /// Comments, CDATA sections, declarations.
    Other,
}

struct Parts<R> {
    reader: BufReader<R>,
    /// Text, and then what is between angle brackets.
    part: Vec<u8>,
    /// Where that begins, after the bracket.
    tag: usize,
}

impl<R: Read> Parts<R> {
    /// Reads the next text with the brackets after it; `None` at the end.
    fn next(&mut self) -> io::Result<Option<Bracket>> {
        self.part.clear();
        self.reader.read_until(b'<', &mut self.part)?;
        if self.part.last() != Some(&b'<') {
            return Ok(None);
        }
        self.tag = self.part.len();
        let (mut looked_at, mut quote) = (self.tag, None);
        loop {
            let is_at_end = self.reader.read_until(b'>', &mut self.part)? == 0;
            let inner = self.part.get(self.tag..).unwrap_or_default();
            if is_at_end || inner.last() != Some(&b'>') {
                return Ok(None);
            }
            let section = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>"), ("!", ">"), ("/", ">")]
                .into_iter()
                .find(|(opening, _)| inner.starts_with(opening.as_bytes()));
            if let Some((opening, closing)) = section {
                if inner.get(opening.len()..).is_some_and(|rest| rest.ends_with(closing.as_bytes())) {
                    return Ok(Some(if opening == "/" { Bracket::End } else { Bracket::Other }));
                }
                continue;
            }
            let new = self.part.get(looked_at..).unwrap_or_default();
            quote = quote_after(quote, new);
            looked_at = self.part.len();
            if quote.is_none() {
                return Ok(Some(if self.part.ends_with(b"/>") { Bracket::Empty } else { Bracket::Start }));
            }
        }
    }
}

/// The quotation mark that is open after a part of a tag, if it was `quote` before.
fn quote_after(quote: Option<u8>, part: &[u8]) -> Option<u8> {
    part.iter().fold(quote, |quote, byte| match (quote, byte) {
        (None, b'"' | b'\'') => Some(*byte),
        (Some(open), byte) if open == *byte => None,
        _ => quote,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(text: &str) -> (String, Vec<String>) {
        let mut sources = Vec::new();
        let take = &mut |source: String| -> io::Result<()> {
            sources.push(source);
            Ok(())
        };
        (divide(&mut text.as_bytes(), take).unwrap(), sources)
    }

    #[test]
    fn sources_are_taken_out_one_by_one() {
        let sources = [
            "<TextSource a='>' b=\"'/>\"><!-- <x> --><![CDATA[</TextSource>]]]><C/><D>1 > 0</D></TextSource>",
            "<q:PDFSource/>",
            "<Sources><TextSource/></Sources>",
            "<TextSource\n>家</TextSource>",
        ];
        let before = "<?xml version='1.0'?><q:Project><Users><Sources><no/></Sources></Users>";
        let text = format!(
            "{before}<q:Sources x='/'>\n {}</q:Sources>\n<Sources/><Notes></Notes></q:Project>\n",
            sources.join("\n")
        );
        let (rest, found) = divided(&text);
        assert_eq!(found, sources.map(|source| format!("<Sources>{source}</Sources>")));
        assert_eq!(rest, format!("{before}<q:Sources x='/'></q:Sources>\n<Sources/><Notes></Notes></q:Project>\n"));
    }

    #[test]
    fn what_is_not_whole_is_left_to_the_parser() {
        for text in ["", "x", "<Project><Sources>", "<Project><Sources><a>", "<a", "</a></b>", "<!--", "<Project a='>"]
        {
            let (rest, found) = divided(text);
            assert!(found.is_empty());
            assert!(text.starts_with(&rest), "{text}: {rest}");
        }
    }
}
