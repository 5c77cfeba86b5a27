"""Make the Chinese font of the pictures: of Noto Sans CJK SC only the characters that the package writes or reads.

    python tools/subset_font.py [NotoSansCJK-Regular.ttc]

The source is in Debian's fonts-noto-cjk; fontTools comes with Matplotlib.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools import subset, ttLib

from course_nn.datasets import course_text

PACKAGE = Path(__file__).parents[1] / "course_nn"
SUBSET = PACKAGE / "data" / "NotoSansCJKsc-subset.otf"
SOURCE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED = 2  # its number in the collection


def characters():
    """All wide characters in the package's Python files, its glossary, and the text that lecture 11 reads letter by
    letter: any of them may come into a picture."""
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.txt")]
    found = set("".join([*(file.read_text("utf-8") for file in files), *course_text("zh").values()]))
    return "".join(sorted(c for c in found if unicodedata.east_asian_width(c) in "WF" or c in "“”‘’…—·"))


def make(source=SOURCE):
    """Write the subset: outlines and widths only, without hints and tables of other languages."""
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 6, 13, 14])
    options.drop_tables += ["BASE", "vhea", "vmtx", "VORG", "GSUB", "GPOS", "GDEF"]
    options.font_number = SIMPLIFIED
    try:
        font = subset.load_font(source, options)
    except (OSError, ttLib.TTLibError) as error:
        sys.exit(
            f"{source} cannot be read as a font ({error}). Try apt install fonts-noto-cjk, or name the file: "
            "python tools/subset_font.py FOLDER/NotoSansCJK-Regular.ttc"
        )
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    subset.save_font(font, SUBSET, options)


if __name__ == "__main__":
    make(*sys.argv[1:])
    print(f"{SUBSET.name}: {len(characters())} characters, {SUBSET.stat().st_size / 1000:.0f} kB")
