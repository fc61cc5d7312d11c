"""Quotes, minus and percent signs as a printer sets them, in what a page's data says.

Prose is set by Jupyter Book; what widgets and figures say is set here, wherever it is
shown: not in code, formulas and tags, and not in what is compared with an answer.
"""

import re
from typing import Any

# What is never shown, or is compared to the letter.
_RAW = {"id", "hash", "hashes", "key", "name", "type", "path", "href", "grid", "values",
        "format", "kind", "color", "locale", "points", "predict", "reader",
        "vocabulary"}  # fmt: skip
_KEPT = re.compile(r"(<(code|math|svg|script|style)\b.*?</\2>|<[^>]+>)", re.DOTALL)
_INLINE_END = re.compile(r"</(em|strong|code|math|a|span|sub|sup)>$")
_DRAWN = re.compile(r"(<(?:text|title)\b[^>]*>)([^<]+)")
_RULES = (
    (re.compile(r"(?<![\w)\].:/-])-(?=[€$]?\d)"), "−"),
    (re.compile(r"(^|[\s(\[{—–])\"(?=\S)"), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[{—–“])'(?=\S)"), r"\1‘"),
    (re.compile(r"'"), "’"),
    (re.compile(r"(?<=\d) (?=%)"), "\u00a0"),
)


def typeset(text: str) -> str:
    r"""Return a text, or HTML, with true quotes and signs.

    Examples
    --------
    >>> typeset('The "deal" of Kopje is -€340, not -3.')
    'The “deal” of Kopje is −€340, not −3.'
    >>> typeset("19 % of all")
    '19\xa0% of all'
    >>> typeset("<p>'Yes', says <em>Ada</em>'s firm.</p>")
    '<p>‘Yes’, says <em>Ada</em>’s firm.</p>'
    >>> typeset("<code>it's</code> 2026-11-23 or so")
    "<code>it's</code> 2026-11-23 or so"
    """
    # Of each kept part the split also returns the name of its element.
    shown, kept = _KEPT.split(text)[::3], ["", *_KEPT.split(text)[1::3]]
    return "".join(
        before + _set(part, in_word=bool(_INLINE_END.search(before)))
        for before, part in zip(kept, shown, strict=True)
    )


def _set(text: str, *, in_word: bool) -> str:
    # What follows "</em>" goes on with a word, and opens no quote.
    start = "x" if in_word else ""
    text = start + text
    for pattern, sign in _RULES:
        text = pattern.sub(sign, text)
    return text.removeprefix(start)


def typeset_figures(html: str) -> str:
    """Return a page in which the words of its drawings are set."""
    return _DRAWN.sub(lambda words: words[1] + typeset(words[2]), html)


def typeset_all(value: Any, name: str = "") -> Any:
    """Return data with every text set that is shown."""
    if name in _RAW:
        return value
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, list):
        return [typeset_all(one) for one in value]
    if isinstance(value, dict):
        return {key: typeset_all(one, key) for key, one in value.items()}
    return value
