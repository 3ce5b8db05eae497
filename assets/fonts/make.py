#!/usr/bin/env python3
"""Makes the fonts in this folder from their sources; needs fonttools.

Usage: make.py SOURCES [OUTPUT]
SOURCES holds the static TTFs of Inter and Source Serif 4 and NotoSansCJK-Regular.ttc (see README.md).
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Latin with the letters of African and Vietnamese orthographies and of transliterations, phonetic signs, Greek,
# Cyrillic, and the signs that texts and the window use.
LETTERS = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0250, 0x02FF), (0x0300, 0x036F), (0x0370, 0x03FF), (0x0400, 0x052F),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20C0), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2500, 0x25FF), (0x2600, 0x27BF), (0xA720, 0xA7FF),
    (0xFB00, 0xFB04), (0xFFFD, 0xFFFD),
]
# Without ligatures: the caret stands between any two letters.
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]

LATIN = {
    "Inter-Regular": "Inter_400Regular.ttf",
    "Inter-Medium": "Inter_500Medium.ttf",
    "Inter-SemiBold": "Inter_600SemiBold.ttf",
    "SourceSerif4-Regular": "SourceSerif4_400Regular.ttf",
    "SourceSerif4-SemiBold": "SourceSerif4_600SemiBold.ttf",
    "SourceSerif4-Italic": "SourceSerif4_400Regular_Italic.ttf",
}


def gb2312():
    """The characters of GB 2312, the sign for zero in Chinese numbers and the wave dash. The Latin, Greek and Cyrillic
    letters that have the width of a Chinese character there are left out: the other fonts have them. The dot between
    two names stays."""
    found = {0x3007, 0x301C}
    for row in [*range(0xA1, 0xAA), *range(0xB0, 0xF8)]:
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gbk")))
            except UnicodeDecodeError:
                pass
    return {code for code in found if code >= 0x2000 or code == 0x00B7}


def save(font, unicodes, features, path):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    maker = subset.Subsetter(options)
    maker.populate(unicodes=unicodes)
    maker.subset(font)
    font.save(path)
    print(path.name, path.stat().st_size)


def tabular(font):
    """Gives every digit the same width where the font has such digits, so that columns of numbers align."""
    glyphs = set(font.getGlyphOrder())
    for table in font["cmap"].tables:
        for code, name in list(table.cmap.items()):
            if 0x30 <= code <= 0x39 and f"{name}.tf" in glyphs:
                table.cmap[code] = f"{name}.tf"


def main():
    sources = Path(sys.argv[1])
    output = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parent)
    letters = [code for first, last in LETTERS for code in range(first, last + 1)]
    for name, source in LATIN.items():
        font = TTFont(sources / source, recalcTimestamp=False)
        if name.startswith("Inter"):
            tabular(font)
        save(font, letters, FEATURES, output / f"{name}.ttf")
    chinese = TTFont(sources / "NotoSansCJK-Regular.ttc", fontNumber=2, recalcTimestamp=False)
    save(chinese, gb2312(), [], output / "NotoSansSC-GB2312.otf")


if __name__ == "__main__":
    main()
