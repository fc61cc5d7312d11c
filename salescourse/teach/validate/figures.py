"""Figures that show the same: by the data drawn, and by what the eye sees.

A vector graphic is compared by its shapes, the points they are drawn through and the
words it carries; a raster image by matplotlib, pixel by pixel.
"""

import base64
import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

# In the units of the picture, which is some 350 wide.
_NEAR_POINTS = 0.3
# Of 255 shades, the root of the mean square. A digit that changed makes more.
_NEAR_SHADES = 1.0
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
_UNSEEN = {"id", "clip-path", "href", "class", "version"}


def alike(kind: str, expected: Any, came: Any) -> bool:
    """Say whether two outputs of a kind are figures that show the same."""
    both = isinstance(expected, str) and isinstance(came, str)
    return both and _is_figure(kind, came) and not difference(kind, expected, came)


def difference(kind: str, expected: str, came: str) -> str:
    """Say how two figures differ, or "" if they show the same or are none.

    Examples
    --------
    >>> line = '<svg viewBox="0 0 9 9"><path d="M 0 {} L 9 9"/></svg>'
    >>> difference("image/svg+xml", line.format(1), line.format(1.01))
    ''
    >>> difference("image/svg+xml", line.format(1), line.format(5))
    'a path goes through 5 where 1 was expected'
    """
    if not _is_figure(kind, came) or expected == came:
        return ""
    if kind in ("image/png", "image/jpeg"):
        return _image_difference(expected, came)
    if _SVG.sub("", expected) != _SVG.sub("", came):
        return "the text around the figure is another"
    one, other = _SVG.findall(expected), _SVG.findall(came)
    if len(one) != len(other):
        return f"there are {len(other)} figures, and {len(one)} were expected"
    return next(filter(None, map(_svg_difference, one, other)), "")


def _is_figure(kind: str, text: str) -> bool:
    return kind in ("image/png", "image/jpeg") or "<svg" in text


def _svg_difference(expected: str, came: str) -> str:
    try:
        pairs = list(zip_longest(_shapes(expected), _shapes(came)))
    except ElementTree.ParseError:
        return "it is not a figure that can be read"
    for one, other in pairs:
        if one is None or other is None:
            return f"it has {'more' if other else 'fewer'} shapes than were expected"
        (tag, words, style, numbers), (tag_now, words_now, style_now, numbers_now) = (
            one, other,
        )  # fmt: skip
        if tag != tag_now:
            return f"there is a {tag_now} where a {tag} was"
        if words != words_now:
            return f"it says “{words_now[:80]}” where “{words[:80]}” was expected"
        if style != style_now or len(numbers) != len(numbers_now):
            return f"a {tag} is drawn in another way"
        for wanted, got in zip(numbers, numbers_now, strict=True):
            if abs(wanted - got) > _NEAR_POINTS:
                return f"a {tag} goes through {got:g} where {wanted:g} was expected"
    return ""


def _shapes(text: str) -> Iterator[tuple[str, str, str, list[float]]]:
    """Return every element: its name, its words, its style, its numbers."""
    for node in ElementTree.fromstring(text).iter():
        tag = node.tag.rpartition("}")[2]
        if tag in ("metadata", "date", "title", "RDF"):
            continue
        seen = {name.rpartition("}")[2]: value for name, value in node.attrib.items()}
        joined = " ".join(v for k, v in sorted(seen.items()) if k not in _UNSEEN)
        # Colors are no numbers: their digits are no places.
        plain = re.sub(r"var\([^)]*\)|url\([^)]*\)", "", _COLOR.sub("", joined))
        style = f"{_NUMBER.sub('', plain)} {_COLOR.findall(joined)}"
        numbers = [float(number) for number in _NUMBER.findall(plain)]
        yield tag, " ".join((node.text or "").split()), style, numbers


def _image_difference(expected: str, came: str) -> str:
    """Say how two images in base64 differ."""
    from matplotlib.testing.compare import compare_images
    from matplotlib.testing.exceptions import ImageComparisonFailure
    from PIL import Image

    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("expected.png", "came.png")]
        for file, text in zip(files, (expected, came), strict=True):
            try:
                Image.open(io.BytesIO(base64.b64decode(text))).save(file)
            except (ValueError, OSError, SyntaxError):
                whose = "committed" if file == files[0] else "new"
                return f"the {whose} image cannot be read"
        try:
            expected, came = map(str, files)
            found = compare_images(expected, came, tol=_NEAR_SHADES, in_decorator=True)
        except ImageComparisonFailure as error:
            return str(error)
        return f"it looks another, by {found['rms']:.1f} of 255 shades" if found else ""
