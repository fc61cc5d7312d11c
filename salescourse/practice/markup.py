"""Markdown with formulas, as HTML that can do nothing.

Whatever an author or a translator writes is shown, and nothing of it runs: raw
HTML stays visible text, links lead to http, https or a page of the course,
pictures come with the course and have a text, formulas are rebuilt from a list
of known MathML elements.
"""

import base64
import html
import mimetypes
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from salescourse.words import _

MAX_FORMULA_CHARACTERS = 1000
MAX_IMAGE_BYTES = 200_000

_ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder "  # noqa: SIM905
    "mover munderover mtable mtr mtd mstyle mphantom mpadded menclose mprescripts "
    "none mmultiscripts".split()
)
_ATTRIBUTES = frozenset(
    "display displaystyle mathvariant stretchy fence separator lspace rspace width "  # noqa: SIM905
    "height depth form accent accentunder minsize maxsize linethickness columnalign "
    "rowspacing columnspacing notation movablelimits symmetric scriptlevel".split()
)
_COMMANDS_REFUSED = re.compile(
    r"\\(?:newcommand|newenvironment|def|let|href|class|style)\b"
)
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[\w+/=]+\Z")
_RELATIVE = re.compile(r"(?![/\\])[^\s:\\\x00-\x1f]+\Z")


def render(text: str, *, images: Path | None = None, tex: bool = False) -> str:
    r"""Turn Markdown into safe HTML.

    Parameters
    ----------
    text : str
        CommonMark with tables, and formulas between dollar signs.
    images : Path, optional
        A folder. Pictures found in it are put into the HTML, so that it can be
        shown anywhere.
    tex : bool
        Leave formulas in LaTeX, for places that set them themselves, as an LMS does.

    Returns
    -------
    str

    Examples
    --------
    >>> render("Five people, *one* veto.")
    '<p>Five people, <em>one</em> veto.</p>'
    >>> print(render("Five of $0.9^5$.", tex=True))
    <p>Five of \(0.9^5\).</p>
    >>> render("<script>alert(1)</script>")
    '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'
    """
    return _reader().render(_joined(text), {"images": images, "tex": tex}).strip()


def render_inline(text: str, *, images: Path | None = None, tex: bool = False) -> str:
    """Turn one line of Markdown into safe HTML without a paragraph around it.

    Examples
    --------
    >>> render_inline("**0.59**, not 0.9")
    '<strong>0.59</strong>, not 0.9'
    """
    line = _joined(" ".join(str(text).split()))
    return _reader().renderInline(line, {"images": images, "tex": tex}).strip()


def plain(text: str) -> str:
    """Return the words alone, for places that show no markup.

    Examples
    --------
    >>> plain("**0.59**, not $0.9^1$")
    '0.59, not 0.9^1'
    """
    words: list[str] = []
    for token in _reader(typographer=False).parse(str(text)):
        words += [_words_of(child) for child in token.children or [token]]
    return " ".join("".join(words).split())


def pictures(text: str) -> list[tuple[str, str]]:
    """List the pictures of a text as (address, alternative text)."""
    if "![" not in str(text):
        return []
    return [
        (str(child.attrGet("src")), child.content)
        for token in _reader().parse(str(text))
        for child in token.children or []
        if child.type == "image"
    ]


def formula(latex: str, *, block: bool = False) -> str:
    """Turn LaTeX into MathML; what cannot be read is shown as it was written.

    Examples
    --------
    >>> formula("0.9^5")[29:]
    '<msup><mn>0.9</mn><mn>5</mn></msup></mrow></math>'
    """
    try:
        return _mathml(latex, block)
    except ValueError:
        return f"<code>{html.escape(latex)}</code>"


def formula_problem(latex: str) -> str | None:
    """Say what keeps a formula from being read, or None."""
    try:
        _mathml(latex, False)
    except ValueError as error:
        return str(error)
    return None


def formulas(text: str) -> list[str]:
    """List the formulas of a text."""
    if "$" not in str(text):
        return []
    return [
        part.content
        for token in _reader().parse(str(text))
        for part in [token, *(token.children or [])]
        if part.type.startswith("math_")
    ]


def _mathml(latex: str, block: bool) -> str:
    from latex2mathml.converter import convert_to_element

    if len(latex) > MAX_FORMULA_CHARACTERS:
        raise ValueError(_("the formula is longer than 1000 characters"))
    if refused := _COMMANDS_REFUSED.search(latex):
        raise ValueError(_("{} is not allowed in a formula").format(refused[0]))
    try:
        root = convert_to_element(latex, display="block" if block else "inline")
        return _write(root)
    except Exception as error:  # the converter raises whatever it stumbles over
        reason = type(error).__name__
        raise ValueError(_("the formula cannot be read ({})").format(reason)) from None


def _write(element: ElementTree.Element) -> str:
    """Write one MathML element, leaving out what is not on the lists."""
    name = element.tag.rpartition("}")[2]
    inner = _as_text(element.text) + "".join(
        _write(child) + _as_text(child.tail) for child in element
    )
    if name not in _ELEMENTS:
        return inner
    attributes = "".join(
        f' {key}="{html.escape(value)}"'
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES
    )
    return f"<{name}{attributes}>{inner}</{name}>"


def _as_text(text: str | None) -> str:
    """Escape text in which the converter has already written entities."""
    return html.escape(html.unescape(text or ""), quote=False)


@cache
def _reader(*, typographer: bool = True) -> Any:
    """Make the Markdown reader, once; without typographer quotes stay straight."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    class Reader(MarkdownIt):
        def validateLink(self, url: str) -> bool:
            return _may_link(url)

    reader = Reader("commonmark", {"html": False, "typographer": typographer})
    reader.enable(["table", "smartquotes"])
    reader.use(dollarmath_plugin, allow_space=False, allow_digits=False)
    rules: dict[str, Callable[..., str]] = {
        "math_inline": _inline,
        "math_block": _block,
        "math_inline_double": _block,
        "math_block_label": _block,
        "image": _image,
        "link_open": _link_open,
    }
    for name, rule in rules.items():
        # Ours do not ask for the renderer, which other rules get first.
        reader.add_render_rule(name, staticmethod(rule))
    return reader


def _joined(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", str(text))


def _inline(tokens: list[Any], at: int, options: Any, env: dict[str, Any]) -> str:
    latex = tokens[at].content
    return rf"\({html.escape(latex)}\)" if env.get("tex") else formula(latex)


def _block(tokens: list[Any], at: int, options: Any, env: dict[str, Any]) -> str:
    latex = tokens[at].content.strip()
    if env.get("tex"):
        return rf"<p>\[{html.escape(latex)}\]</p>"
    return f'<div class="sc-formula">{formula(latex, block=True)}</div>'


def _may_link(address: str) -> bool:
    """Tell whether an address is one that links and pictures may have."""
    address = html.unescape(address).strip()
    web = re.match(r"https?://[^\s\x00-\x1f\\]+\Z", address, re.IGNORECASE)
    return bool(web or _RELATIVE.match(address) or _DATA_IMAGE.match(address))


def _link_open(tokens: list[Any], at: int, options: Any, env: Any) -> str:
    address = str(tokens[at].attrGet("href"))
    if address.startswith("data:"):
        return "<a>"
    outside = "" if _RELATIVE.match(address) else ' rel="noopener noreferrer"'
    return f'<a href="{html.escape(address)}"{outside}>'


def _image(tokens: list[Any], at: int, options: Any, env: dict[str, Any]) -> str:
    token = tokens[at]
    text = html.escape(token.content)
    address = _picture(str(token.attrGet("src")), env.get("images"))
    if address is None or not text:
        return f"<em>{text}</em>"
    return f'<img src="{html.escape(address)}" alt="{text}">'


def _picture(address: str, folder: Path | None) -> str | None:
    """Return a picture's address, its content put in if it lies in the folder."""
    if _DATA_IMAGE.match(address):
        return address
    if not _RELATIVE.match(address):
        return None
    file = _inside(folder, address)
    if file is None:
        return address
    kind = mimetypes.guess_type(file.name)[0] or "image/png"
    content = base64.b64encode(file.read_bytes()).decode("ascii")
    return f"data:{kind};base64,{content}"


def _inside(folder: Path | None, address: str) -> Path | None:
    """Find a picture in a folder, never outside it, and never a heavy one."""
    if folder is None:
        return None
    file = (folder / address).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return None
    return file if file.stat().st_size <= MAX_IMAGE_BYTES else None


def _words_of(token: Any) -> str:
    if token.type in ("softbreak", "hardbreak", "paragraph_close"):
        return " "
    return str(token.content)
