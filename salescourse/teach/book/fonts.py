"""The letters of the book: three faces, cut to the characters that the book uses.

Whole, they weigh a megabyte and a half; cut, some fifty kilobytes. Their license (OFL)
keeps the name Source for the whole, so that the cut ones bear a name of their own.
"""

import codecs
import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import latexcodec  # noqa: F401  # teaches Python to decode what BibTeX writes

# What every page may show, whatever its source says: quotes, dashes and signs that are
# set while the book is built.
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0–—‘’“”…·−×→←↑↓✓✗›‹≤≥≈%€"
FEATURES = ["kern", "liga", "tnum", "locl"]
OPTICAL_SIZE = 14
LICENSE = "letters-license.txt"
_KEPT_NAMES = [0, 7, 13, 14]  # copyright, trademark, license and its address


class Face(NamedTuple):
    """A face of the book: whence it comes, and the weights that it keeps."""

    package: str
    source: str
    family: str
    style: str
    weights: tuple[int, int]

    @property
    def file(self) -> str:
        """The name of its file among those of the book."""
        slant = "-italic" if self.style == "italic" else ""
        return f"{self.family.lower().replace(' ', '-')}{slant}.woff2"


FACES = (
    Face("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf",
         "Course Serif", "normal", (400, 700)),
    Face("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf",
         "Course Serif", "italic", (400, 400)),
    Face("fontpkg_source_sans_3", "SourceSans3[wght].ttf",
         "Course Sans", "normal", (400, 700)),
)  # fmt: skip
# Those without which no page begins; the italic may come later.
FIRST = tuple(face.file for face in FACES if face.style == "normal")


def characters(places: Iterable[Path]) -> str:
    """Return the characters in the texts of some folders, each once, in order."""
    found = set(ALWAYS)
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.suffix in {".md", ".bib", ".ipynb", ".yml", ".svg"}:
                found |= set(_spoken(path))
    return "".join(sorted(found))


def _spoken(path: Path) -> str:
    """Return a file's text with the characters that it writes in another way."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".bib":
        return codecs.decode(text, "ulatex")  # type: ignore[call-overload]  # of text
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


@cache
def cut(face: Face, wanted: str) -> bytes:
    """Return a face as woff2, with the wanted characters that it has.

    Parameters
    ----------
    face : Face
        Which.
    wanted : str
        The characters; those that the face lacks come from another face in the page.
    """
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = files(face.package) / "files" / face.source
    font = TTFont(io.BytesIO(source.read_bytes()), recalcTimestamp=False)
    options = Options(
        layout_features=FEATURES,
        name_IDs=_KEPT_NAMES,
        hinting=False,
        notdef_outline=True,
    )
    subsetter = Subsetter(options)
    subsetter.populate(text=wanted)
    # In this order: of a face with fixed axes the subsetter finds some tables gone.
    subsetter.subset(font)
    axes = {axis.axisTag for axis in font["fvar"].axes}
    low, high = face.weights
    weight = low if low == high else (low, high)
    limits = {"wght": weight} | ({"opsz": OPTICAL_SIZE} if "opsz" in axes else {})
    font = instantiateVariableFont(font, limits)
    for number, name in ((1, face.family), (2, "Regular"), (4, face.family)):
        font["name"].setName(name, number, 3, 1, 0x409)
    font["name"].setName(face.family.replace(" ", ""), 6, 3, 1, 0x409)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def style(addresses: dict[str, str]) -> str:
    """Return the style sheet that names the faces, given the address of each file.

    A page whose letters are late is read in the fallback's, and nothing moves; the next
    page has them.
    """
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-style:{face.style};'
        f"font-weight:{face.weights[0]} {face.weights[1]};font-display:optional;"
        f'src:url("{addresses[face.file]}") format("woff2")}}\n'
        for face in FACES
    )


def license_text() -> str:
    """Return the licenses of the faces as one text."""
    packages = dict.fromkeys(face.package for face in FACES)
    texts = ((files(name) / "LICENSE").read_text("utf-8") for name in packages)
    return ("\n\n" + "-" * 70 + "\n\n").join(texts)
