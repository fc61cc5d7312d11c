"""Figures that show the same: by the data drawn, and by what the eye sees.

A vector graphic is compared by its shapes, the points they are drawn through and the
words it carries. A raster image is compared as a reader sees it from a step away: a
little blurred, so that another version's smoothing of edges is no difference, while a
blank, swapped or broken picture is.
"""

import base64
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from salescourse.words import _

if TYPE_CHECKING:
    from PIL.Image import Image

# In the units of the picture, which is some 350 wide.
_NEAR_POINTS = 0.3
# Of 255 shades of grey, after blurring: anywhere, and on average.
_MOST_SHADES, _MOST_MEAN_SHADES = 48, 1.5
_SEEN_SIZE = (160, 120)

_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_UNSEEN = {"id", "clip-path", "href", "class", "version"}


def svg_difference(expected: str, came: str) -> str:
    """Say how two texts with vector graphics differ, or "".

    Parameters
    ----------
    expected, came : str
        HTML or SVG.

    Examples
    --------
    >>> line = '<svg viewBox="0 0 9 9"><path d="M 0 {} L 9 9"/></svg>'
    >>> svg_difference(line.format(1), line.format(1.01))
    ''
    >>> svg_difference(line.format(1), line.format(5))
    'a path goes through 5 where 1 was expected'
    """
    if _SVG.sub("", expected) != _SVG.sub("", came):
        return _("the text around the figure is another")
    one, other = _SVG.findall(expected), _SVG.findall(came)
    if len(one) != len(other):
        return _("there are {n} figures, and {wanted} were expected").format(
            n=len(other), wanted=len(one)
        )
    pairs = zip(one, other, strict=True)
    return next(filter(None, (_one_difference(*pair) for pair in pairs)), "")


def _one_difference(expected: str, came: str) -> str:
    if expected == came:
        return ""
    try:
        one, other = list(_shapes(expected)), list(_shapes(came))
    except ElementTree.ParseError:
        return _("it is not a figure that can be read")
    for (tag, words, numbers), (tag_now, words_now, numbers_now) in zip(
        one, other, strict=False
    ):
        if tag != tag_now:
            return _("there is a {came} where a {expected} was").format(
                came=tag_now, expected=tag
            )
        if words != words_now:
            return _("it says “{came}” where “{expected}” was expected").format(
                came=words_now[:80], expected=words[:80]
            )
        if len(numbers) != len(numbers_now):
            return _("a {tag} has {n} numbers, and {wanted} were expected").format(
                tag=tag, n=len(numbers_now), wanted=len(numbers)
            )
        for wanted, got in zip(numbers, numbers_now, strict=True):
            if abs(wanted - got) > _NEAR_POINTS:
                return _(
                    "a {tag} goes through {came:g} where {expected:g} was expected"
                ).format(tag=tag, came=got, expected=wanted)
    if len(one) != len(other):
        return _("it has {n} shapes, and {wanted} were expected").format(
            n=len(other), wanted=len(one)
        )
    return ""


def _shapes(text: str) -> Iterator[tuple[str, str, list[float]]]:
    """Return every element: its name, the words in it, its numbers."""
    for node in ElementTree.fromstring(text).iter():
        tag = node.tag.rpartition("}")[2]
        if tag in ("metadata", "date", "title", "RDF"):
            continue
        values = [
            value
            for name, value in sorted(node.attrib.items())
            if name.rpartition("}")[2] not in _UNSEEN
        ]
        joined = " ".join(values)
        # Colors are words: their digits are no places.
        colors = re.findall(r"#[0-9a-fA-F]{3,8}\b", joined)
        plain = re.sub(r"#[0-9a-fA-F]{3,8}\b|var\([^)]*\)|url\([^)]*\)", "", joined)
        words = f"{(node.text or '').strip()} {_NUMBER.sub('', plain)} {colors}"
        yield tag, " ".join(words.split()), [float(n) for n in _NUMBER.findall(plain)]


def image_difference(expected: str, came: str) -> str:
    """Say how two raster images differ for the eye, or "".

    Parameters
    ----------
    expected, came : str
        PNG or JPEG in base64, as notebooks keep them.
    """
    if expected.split() == came.split():
        return ""
    try:
        one = _picture(expected)
    except (ValueError, OSError, SyntaxError):
        return _("the committed image cannot be read")
    try:
        other = _picture(came)
    except (ValueError, OSError, SyntaxError):
        return _("the new image cannot be read")
    shapes = [image.width / image.height for image in (one, other)]
    if abs(shapes[0] - shapes[1]) > 0.02 * shapes[0]:
        return _("it is {w} × {h} pixels, and {x} × {y} were expected").format(
            w=other.width, h=other.height, x=one.width, y=one.height
        )
    return _seen_difference(one, other)


def _seen_difference(one: "Image", other: "Image") -> str:
    from PIL import ImageChops, ImageStat

    for channel, was, now in zip("RGB", _seen(one), _seen(other), strict=True):
        difference = ImageChops.difference(was, now)
        most = difference.getextrema()[1]
        mean = ImageStat.Stat(difference).mean[0]
        if most > _MOST_SHADES or mean > _MOST_MEAN_SHADES:
            return _(
                "it looks another ({channel}: {most} of 255 shades at one place, "
                "{mean:.1f} on average)"
            ).format(channel=channel, most=most, mean=mean)
    return ""


def _seen(image: "Image") -> tuple["Image", ...]:
    """Return what is seen from a step away: small, blurred, on white."""
    from PIL import Image, ImageFilter

    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    small = paper.convert("RGB").resize(_SEEN_SIZE, Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(1)).split()


def _picture(text: str) -> "Image":
    from PIL import Image

    image = Image.open(io.BytesIO(base64.b64decode(text)))
    image.load()
    return image
