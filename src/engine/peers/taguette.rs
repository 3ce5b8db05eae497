//! A project of Taguette. Its tags have guids that follow from their names, as it writes them into codebooks.

use super::{Peer, Read, date, free, number, text};
use crate::interchange::Refusal;
use crate::interchange::document::counted_html;
use crate::interchange::plain::{CodeDump, CodingDump, DocumentDump};
use crate::interchange::refi::{Failure, Step};
use crate::model::Guid;
use crate::store::foreign::{Foreign, ForeignRow};
use crate::text::{MOST_LINES, has_too_many_lines};
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The namespace of the guids of tags.
const TAGS: Guid =
    Guid([0x51, 0xb2, 0xb2, 0xb7, 0x27, 0xeb, 0x4e, 0xcb, 0x9d, 0x56, 0xe7, 0x5b, 0x0a, 0x04, 0x96, 0xc2]);

pub fn read(path: &Path, step: Step<'_>) -> Read {
    let wrong = Failure::Unreadable;
    let file = Foreign::open(path).map_err(wrong)?;
    if !file.has("highlights", "start_offset") || !file.has("documents", "contents") {
        return Err(wrong("this is no file of Taguette".into()));
    }
    let mut peer = Peer::new(path, step);
    let projects = file.rows("SELECT id, name, description FROM projects ORDER BY id", 3).map_err(wrong)?;
    let Some(first) = projects.first() else { return Err(wrong("there is no project in it".into())) };
    let id = number(first, 0);
    peer.dump.name = text(first, 1);
    peer.dump.description = text(first, 2);
    for other in projects.iter().skip(1) {
        peer.tell(&text(other, 1), "is another project in the same file: export it by itself to import it");
    }
    let tags = tags(&file, &mut peer, id).map_err(wrong)?;
    let documents = documents(&file, &mut peer, id)?;
    highlights(&file, &mut peer, &documents, &tags)?;
    Ok((peer.dump, peer.problems))
}

fn tags(file: &Foreign, peer: &mut Peer<'_>, id: i64) -> Result<HashMap<String, String>, String> {
    let mut names = HashSet::new();
    let mut tags = HashMap::new();
    for row in file.rows(&format!("SELECT id, path, description FROM tags WHERE project_id = {id} ORDER BY path"), 3)? {
        let path = text(&row, 1);
        let name = free(&mut names, &path, "tag without a name");
        tags.insert(text(&row, 0), name.clone());
        let guid = Some(Guid::named(TAGS, &path));
        peer.dump.codebook.codes.push(CodeDump { name, description: text(&row, 2), guid, ..CodeDump::default() });
    }
    Ok(tags)
}

/// Names of documents by id, with the position of each byte of what highlights count in.
type Documents = HashMap<String, (String, Vec<u32>)>;

fn documents(file: &Foreign, peer: &mut Peer<'_>, id: i64) -> Result<Documents, Failure> {
    let mut names = HashSet::new();
    let mut documents = HashMap::new();
    let dated = if file.has("documents", "created") { "created" } else { "NULL" };
    let sql =
        format!("SELECT id, name, description, contents, {dated} FROM documents WHERE project_id = {id} ORDER BY id");
    for row in file.rows(&sql, 5).map_err(Failure::Unreadable)? {
        peer.step()?;
        let name = free(&mut names, &text(&row, 1), "document without a name");
        let (words, places) = counted_html(&text(&row, 3));
        if has_too_many_lines(&words) {
            peer.tell(&name, Refusal::TooManyLines { most: MOST_LINES });
            continue;
        }
        let created = date(&row, 4, &TimeZone::UTC);
        peer.memo("document", &name, None, created, &text(&row, 2));
        let document = DocumentDump { name: name.clone(), text: words.into(), created, ..DocumentDump::default() };
        peer.dump.documents.push(document);
        documents.insert(text(&row, 0), (name, places));
    }
    Ok(documents)
}

fn highlights(
    file: &Foreign,
    peer: &mut Peer<'_>,
    documents: &Documents,
    tags: &HashMap<String, String>,
) -> Result<(), Failure> {
    let wrong = Failure::Unreadable;
    // Who made a highlight stands in the list of what was done alone.
    let dated = if file.has("commands", "date") { "date" } else { "NULL" };
    let sql = format!(
        "SELECT json_extract(payload, '$.highlight_id'), user_login, {dated} FROM commands
         WHERE json_extract(payload, '$.type') = 'highlight_add' ORDER BY id"
    );
    let makers: HashMap<String, ForeignRow> =
        file.rows(&sql, 3).map_err(wrong)?.into_iter().map(|row| (text(&row, 0), row)).collect();
    let sql = "SELECT h.id, h.document_id, h.start_offset, h.end_offset, t.tag_id FROM highlights h
               LEFT JOIN highlight_tags t ON t.highlight_id = h.id ORDER BY h.document_id, h.start_offset";
    for row in file.rows(sql, 5).map_err(wrong)? {
        peer.step()?;
        let Some((document, places)) = documents.get(&text(&row, 1)) else { continue };
        let place = format!("{document} {}..{}", text(&row, 2), text(&row, 3));
        let at = |column: usize| usize::try_from(number(&row, column)).ok().and_then(|at| places.get(at)).copied();
        // The end is that of the last character: what follows may stand on another line. One that is not in the text has
        // the place of what follows.
        let before_end = number(&row, 3).checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let last = before_end.and_then(|at| places.get(at)).copied();
        let (Some(start), Some(end)) = (at(2), last.zip(at(3)).map(|(last, next)| next.min(last + 1))) else {
            peer.tell(&place, "is no place in the text: left out");
            continue;
        };
        if start >= end {
            peer.tell(&place, "is an empty passage: left out");
            continue;
        }
        let Some(code) = tags.get(&text(&row, 4)) else {
            peer.tell(&place, "is highlighted without a tag: left out");
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
            place: (peer.file.clone(), place),
            ..CodingDump::default()
        });
    }
    Ok(())
}
