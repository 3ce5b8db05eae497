//! The fonts of a file: the character and width of each code.

use super::unicode::Plain;
use hayro_font::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_font::hayro_syntax::object::dict::keys;
use hayro_font::hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as Bytes};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn, UNITS_PER_EM};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// The formatting of text, as far as its font shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Emphasis {
    pub bold: bool,
    pub italic: bool,
}

/// One code of a string.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// `None`: the file does not say which character it is.
    pub text: Option<Rc<str>>,
    /// In em, in the writing direction; negative for downward text.
    pub advance: f32,
}

pub struct Face<'a> {
    font: Font<'a>,
    pub emphasis: Emphasis,
    /// Nothing in the file identifies its characters; they are assumed to be Latin letters.
    pub guessed: bool,
    /// Its widths or characters are referenced in the file but missing.
    pub damaged: bool,
    /// Maps from codes to the characters of a collection, and from these to Unicode, for fonts without a Unicode map.
    collection: Option<(CMap, CMap)>,
    known: HashMap<u32, Meaning>,
}

pub struct Fonts<'a> {
    cache: FontCache<'a>,
    fonts: FontResolverFn,
    maps: CMapResolverFn,
    plain: Plain,
}

impl<'a> Fonts<'a> {
    pub fn new() -> Self {
        // A font that is not embedded: only its widths are needed, from a similar font if necessary.
        let fonts: FontResolverFn = Arc::new(|query| {
            let standard = match query {
                FontQuery::Standard(standard) => *standard,
                FontQuery::Fallback(wanted) => wanted.pick_standard_font(),
            };
            Some(standard.get_font_data())
        });
        Self { cache: FontCache::new(), fonts, maps: Arc::new(load_embedded), plain: Plain::new() }
    }

    /// `None` if the dictionary is not a font.
    pub fn face(&self, dict: &Dict<'a>) -> Option<Face<'a>> {
        let font = self.cache.font(dict, &self.fonts, &self.maps)?;
        let descendant =
            dict.get::<Array<'_>>(keys::DESCENDANT_FONTS).and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let descriptor = descendant.as_ref().unwrap_or(dict).get::<Dict<'_>>(keys::FONT_DESC).unwrap_or_default();
        let name = dict.get::<Name<'_>>(keys::BASE_FONT).map(|name| name.as_str().to_lowercase()).unwrap_or_default();
        let flags = descriptor.get::<u32>(keys::FLAGS).unwrap_or(0);
        let emphasis = Emphasis {
            bold: ["bold", "black", "heavy", "-semibold", "-demi"].iter().any(|word| name.contains(word))
                || flags & (1 << 18) != 0
                || descriptor.get::<u32>(keys::FONT_WEIGHT).is_some_and(|weight| weight >= 600),
            italic: ["italic", "oblique"].iter().any(|word| name.contains(word)) || flags & (1 << 6) != 0,
        };
        let mapped = dict.contains_key(keys::TO_UNICODE);
        let embedded =
            [keys::FONT_FILE, keys::FONT_FILE2, keys::FONT_FILE3].iter().any(|key| descriptor.contains_key(key));
        let symbolic = flags & (1 << 2) != 0 && flags & (1 << 5) == 0;
        let guessed = !mapped && embedded && symbolic && descendant.is_none() && !dict.contains_key(keys::ENCODING);
        let lost = |dict: &Dict<'_>, key: &[u8]| {
            dict.contains_key(key) && matches!(dict.get::<Object<'_>>(key), None | Some(Object::Null(_)))
        };
        let damaged = lost(dict, keys::WIDTHS)
            || lost(dict, keys::TO_UNICODE)
            || lost(dict, keys::FONT_DESC)
            || lost(dict, keys::DESCENDANT_FONTS)
            || descendant.as_ref().is_some_and(|font| lost(font, keys::W) || lost(font, keys::FONT_DESC));
        let collection = descendant.filter(|_| !mapped).and_then(|font| self.collection(dict, &font));
        Some(Face { font, emphasis, guessed, damaged, collection, known: HashMap::new() })
    }

    /// Chinese, Japanese and Korean fonts without a Unicode map identify characters by numbers in public collections.
    fn collection(&self, dict: &Dict<'a>, descendant: &Dict<'a>) -> Option<(CMap, CMap)> {
        let encoding = match dict.get::<Object<'_>>(keys::ENCODING)? {
            Object::Name(name) => match CMapName::from_bytes(name.as_ref()) {
                CMapName::IdentityH => CMap::identity_h(),
                CMapName::IdentityV => CMap::identity_v(),
                name => CMap::parse(load_embedded(name)?, load_embedded)?,
            },
            Object::Stream(stream) => embedded_map(&stream)?,
            _ => return None,
        };
        let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
        let ordering = info.get::<Bytes<'_>>("Ordering")?;
        let list = match ordering.as_bytes() {
            b"GB1" => CMapName::AdobeGb1Ucs2,
            b"CNS1" => CMapName::AdobeCns1Ucs2,
            b"Japan1" => CMapName::AdobeJapan1Ucs2,
            b"Korea1" => CMapName::AdobeKorea1Ucs2,
            _ => return None,
        };
        Some((encoding, CMap::parse(load_embedded(list)?, load_embedded)?))
    }

    /// Cleans text that is stored as such in the file from what is not a character.
    pub fn clean(&self, text: &str) -> String {
        text.chars().filter_map(|c| self.plain.text(c.encode_utf8(&mut [0; 4]))).collect()
    }

    /// Returns the code at a position of a string, its length in bytes and its meaning.
    pub fn read(&self, face: &mut Face<'a>, bytes: &[u8], at: usize) -> (u32, usize, Meaning) {
        let (code, length) = face.font.read_code(bytes, at);
        if let Some(meaning) = face.known.get(&code) {
            return (code, length, meaning.clone());
        }
        let named = match face.font.glyph(face.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let named = named.or_else(|| face.by_collection(code, length)).map(|named| match named {
            BfString::Char(c) => String::from(c),
            BfString::String(text) => text,
        });
        let advance = face.font.code_advance(code);
        let along = if face.font.is_horizontal() { advance.x } else { advance.y };
        let meaning = Meaning {
            text: named.and_then(|named| self.plain.text(&named)).map(Rc::from),
            advance: (along as f32 / UNITS_PER_EM).clamp(-20.0, 20.0),
        };
        face.known.insert(code, meaning.clone());
        (code, length, meaning)
    }
}

impl Face<'_> {
    pub fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    fn by_collection(&self, code: u32, length: usize) -> Option<BfString> {
        let (encoding, list) = self.collection.as_ref()?;
        let cid = encoding.lookup_cid_code(code, u8::try_from(length).ok()?)?;
        list.lookup_bf_string(cid)
    }
}

fn embedded_map(stream: &Stream<'_>) -> Option<CMap> {
    CMap::parse(&stream.decoded_data().ok()?, load_embedded)
}
