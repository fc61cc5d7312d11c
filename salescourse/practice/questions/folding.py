"""Texts that look alike are alike: how an answer in words is compared."""

import re
import unicodedata

# What Unicode calls ignorable by default: soft hyphens, marks of direction, spaces of no
# width.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_MARKS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("[`\u00b4\u02bc\u2018-\u201b\u2032]")
_QUOTES = re.compile("[\u201c-\u201f\u2033]")
_DASHES = re.compile("[-_/\u2010-\u2015\u2212]")
_MINUS = re.compile("[\u2010-\u2015\u2212]")
_SPACES = re.compile("[\t-\r \u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufeff]+")
_EDGES = re.compile(
    "^[ .,;:!?\"'()\u00ab\u00bb\u2018-\u201f]+|[ .,;:!?\"'()\u00ab\u00bb\u2018-\u201f]+$"
)


def plain(text: str) -> str:
    """Write a text with plain signs: what cannot be seen left out, one kind of minus.

    Examples
    --------
    >>> plain(" −5 ％ ")
    '-5 %'
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return _SPACES.sub(" ", _MINUS.sub("-", text)).strip()


def fold(text: str) -> str:
    """Write a text as letters and digits with single spaces.

    Examples
    --------
    >>> fold(" «Closed‑Won».  ")
    'closed won'
    """
    text = _APOSTROPHES.sub("'", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFKD", _QUOTES.sub('"', text))
    text = _MARKS.sub("", text.lower())
    return _EDGES.sub("", _SPACES.sub(" ", _DASHES.sub(" ", text)))
