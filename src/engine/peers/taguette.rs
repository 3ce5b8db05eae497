//! Reads a project of Taguette. The guids of its tags derive from their names, as in the codebooks it exports.

use super::{Peer, Read, date, number, positions, text};
use crate::interchange::document::counted_html;
use crate::interchange::plain::{CodeDump, CodingDump, CodingPlace, DocumentDump, DumpedMemoTarget};
use crate::interchange::remark::{ForeignLoss, ForeignRefusal, ReadError, Refusal};
use crate::model::{Guid, Progress};
use crate::store::foreign::{Foreign, ForeignError, ForeignRow};
use crate::text::{MOST_LINES, has_too_many_lines};
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Namespace of the guids of tags.
const TAGS: Guid =
    Guid([0x51, 0xb2, 0xb2, 0xb7, 0x27, 0xeb, 0x4e, 0xcb, 0x9d, 0x56, 0xe7, 0x5b, 0x0a, 0x04, 0x96, 0xc2]);

/// Elements that are lost in plain text.
const FORMATTED: [&str; 16] = [
    "<strong", "<em", "<b>", "<u>", "<del", "<q>", "<sub", "<sup", "<h1", "<h2", "<h3", "<table", "<img", "<a ",
    "<pre", "<code",
];

pub fn read(path: &Path, progress: &Progress) -> Read {
    let file = Foreign::open(path)?;
    if !file.has("highlights", "start_offset") || !file.has("documents", "contents") {
        return Err(ForeignRefusal::NotTaguette.into());
    }
    let mut peer = Peer::new(path, progress);
    let projects = file.rows("SELECT id, name, description FROM projects ORDER BY id", 3)?;
    let Some(first) = projects.first() else { return Err(ForeignRefusal::NoProject.into()) };
    let id = number(first, 0);
    peer.dump.name = text(first, 1);
    peer.dump.description = text(first, 2);
    for other in projects.iter().skip(1) {
        peer.remark(&text(other, 1), ForeignRefusal::FurtherProject);
    }
    let tags = tags(&file, &mut peer, id)?;
    let documents = documents(&file, &mut peer, id)?;
    highlights(&file, &mut peer, &documents, &tags)?;
    Ok(peer.finish())
}

fn tags(file: &Foreign, peer: &mut Peer<'_>, id: i64) -> Result<HashMap<String, String>, ForeignError> {
    let mut names = HashSet::new();
    let mut tags = HashMap::new();
    for row in file.rows(&format!("SELECT id, path, description FROM tags WHERE project_id = {id} ORDER BY path"), 3)? {
        let path = text(&row, 1);
        let name = peer.code_name(&mut names, &path, "tag without a name");
        tags.insert(text(&row, 0), name.clone());
        let guid = Some(Guid::named(TAGS, &path));
        peer.dump.codebook.codes.push(CodeDump { name, description: text(&row, 2), guid, ..CodeDump::default() });
    }
    Ok(tags)
}

/// Names of documents by id, with the position of each byte offset used by highlights; `None` for a document that
/// was not imported.
type Documents = HashMap<String, (String, Option<Vec<u32>>)>;

fn documents(file: &Foreign, peer: &mut Peer<'_>, id: i64) -> Result<Documents, ReadError> {
    let mut names = HashSet::new();
    let mut documents = HashMap::new();
    let dated = if file.has("documents", "created") { "created" } else { "NULL" };
    let sql =
        format!("SELECT id, name, description, contents, {dated} FROM documents WHERE project_id = {id} ORDER BY id");
    for row in file.rows(&sql, 5)? {
        peer.step()?;
        let (wanted, contents) = (text(&row, 1), text(&row, 3));
        let created = date(&row, 4, &TimeZone::UTC);
        let (plain, places) = counted_html(&contents);
        if has_too_many_lines(&plain) {
            peer.remark(&wanted, Refusal::TooManyLines { most: MOST_LINES });
            peer.move_comment(&wanted, None, created, &text(&row, 2));
            documents.insert(text(&row, 0), (wanted, None));
            continue;
        }
        let name = peer.free(&mut names, &wanted, "document without a name", ForeignLoss::RenamedDocuments);
        let formatted = FORMATTED.iter().any(|element| contents.contains(element));
        peer.lose(ForeignLoss::Formatting, usize::from(formatted), &name);
        peer.memo(DumpedMemoTarget::Document, &name, None, created, &text(&row, 2));
        let document = DocumentDump { name: name.clone(), text: plain.into(), created, ..DocumentDump::default() };
        peer.dump.documents.push(document);
        documents.insert(text(&row, 0), (name, Some(places)));
    }
    Ok(documents)
}

fn highlights(
    file: &Foreign,
    peer: &mut Peer<'_>,
    documents: &Documents,
    tags: &HashMap<String, String>,
) -> Result<(), ReadError> {
    // Only the log of commands records who made a highlight.
    let dated = if file.has("commands", "date") { "date" } else { "NULL" };
    let sql = format!(
        "SELECT json_extract(payload, '$.highlight_id'), user_login, {dated} FROM commands
         WHERE json_extract(payload, '$.type') = 'highlight_add' ORDER BY id"
    );
    let makers: HashMap<String, ForeignRow> = file.rows(&sql, 3)?.into_iter().map(|row| (text(&row, 0), row)).collect();
    let sql = "SELECT h.id, h.document_id, h.start_offset, h.end_offset, t.tag_id FROM highlights h
               LEFT JOIN highlight_tags t ON t.highlight_id = h.id ORDER BY h.document_id, h.start_offset";
    for row in file.rows(sql, 5)? {
        peer.step()?;
        // Highlights of other projects in the file have documents that are not in this list.
        let Some((document, places)) = documents.get(&text(&row, 1)) else { continue };
        let Some(places) = places else {
            peer.lose(ForeignLoss::CodingsWithoutText, 1, document);
            continue;
        };
        let place = format!("{document} {}..{}", text(&row, 2), text(&row, 3));
        let at = |column: usize| usize::try_from(number(&row, column)).ok().and_then(|at| places.get(at)).copied();
        // The end is that of the last character, since what follows may be on another line. A character that is not
        // in the text has the position of what follows.
        let before_end = number(&row, 3).checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let last = before_end.and_then(|at| places.get(at)).copied();
        let (Some(start), Some(end)) = (at(2), last.zip(at(3)).map(|(last, next)| next.min(last + 1))) else {
            peer.remark(&place, ForeignRefusal::OutsideText);
            continue;
        };
        if start >= end {
            peer.remark(&place, ForeignRefusal::EmptyPassage);
            continue;
        }
        let Some(code) = tags.get(&text(&row, 4)) else {
            peer.remark(&place, ForeignRefusal::HighlightWithoutTag);
            continue;
        };
        let maker = makers.get(&text(&row, 0));
        let coder = peer.coder(&maker.map_or_else(String::new, |row| text(row, 1)));
        let created = maker.and_then(|row| date(row, 2, &TimeZone::UTC));
        peer.dump.codings.push(CodingDump {
            coder,
            document: document.clone(),
            start,
            end,
            code: code.clone(),
            created,
            place: CodingPlace { file: peer.file.clone(), number: None, positions: positions(&row, [2, 3]) },
            ..CodingDump::default()
        });
    }
    Ok(())
}
