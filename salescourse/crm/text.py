"""Bytes as text, and text as rows: encoding, delimiter, quotation marks."""

import csv
import io
import re
from collections import Counter

from salescourse.checks import bare
from salescourse.crm.refusals import (
    broken_quotes,
    no_table,
    not_a_table,
    too_many_rows,
)

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_MOST_ROWS = 500_000
_LOOK = 50
_KINDS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "a workbook of the old kind (.xls)"),
    (b"\x1f\x8b", "a packed file (.gz)"),
    (b"7z\xbc\xaf", "a packed file (.7z)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def decode(raw: bytes, name: str, encoding: str | None = None) -> tuple[str, str, bool]:
    """Return a file's text, what its encoding is called, and whether that is sure."""
    if not raw.strip():
        raise no_table(name, "is empty")
    for sign, kind in _KINDS:
        if raw.startswith(sign):
            raise not_a_table(name, kind)
    if encoding is not None:
        return _as_asked(raw, encoding), encoding, True
    for mark, codec, called in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a mark"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if raw.startswith(mark):
            return _decoded(raw, codec, name), called, True
    if b"\0" in raw[:4000]:
        even, odd = raw[0:4000:2], raw[1:4000:2]
        for zeros, codec in ((odd, "utf-16-le"), (even, "utf-16-be")):
            if zeros.count(0) > 0.6 * len(zeros):
                return _decoded(raw, codec, name), "UTF-16", True
        raise not_a_table(name, "not text")
    try:
        return raw.decode("utf-8"), "UTF-8", True
    except UnicodeDecodeError:
        return _guessed(raw, name)


def _decoded(raw: bytes, codec: str, name: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        raise not_a_table(name, "text that breaks off, or not text") from None


def _as_asked(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise ValueError(
            f'There is no encoding "{encoding}". Usual ones: "utf-8", "utf-16", '
            '"windows-1252", "windows-1251".'
        ) from None
    except UnicodeDecodeError:
        raise ValueError(
            f'The file is not written in encoding="{encoding}". Leave it out, or try '
            '"utf-8", "utf-16", "windows-1252" or "windows-1251".'
        ) from None


def _guessed(raw: bytes, name: str) -> tuple[str, str, bool]:
    controls = sum(
        raw[:4000].count(code) for code in range(32) if code not in b"\t\n\r"
    )
    if controls > 0.01 * len(raw[:4000]):
        raise not_a_table(name, "not text")
    # Cyrillic has whole words of bytes above 191; Latin has single letters there.
    words = re.findall(rb"[A-Za-z\x80-\xff]{3,}", raw)
    high = sum(all(code >= 0xC0 for code in word) for word in words)
    if high > 0.3 * len(words):
        return raw.decode("windows-1251", errors="replace"), "Windows-1251", False
    return raw.decode("windows-1252", errors="replace"), "Windows-1252", False


def refuse_markup(text: str, name: str) -> None:
    """Raise where the text is a web page or JSON, whatever the file's name ends in."""
    start = text.lstrip("\ufeff \t\r\n")[:200].casefold()
    if start.startswith(("<html", "<!doctype", "<table", "<?xml", "<div")):
        raise not_a_table(name, "a web page, whatever its name ends in")
    if start.startswith(("{", "[{")):
        raise not_a_table(name, "JSON")


def sep_line(text: str) -> tuple[str, str | None]:
    """Take off the line by which Excel is told the delimiter."""
    found = re.match(r"\"?sep=([,;|\t])\"?\r?\n", text)
    return (text[found.end() :], found[1]) if found else (text, None)


def find_delimiter(text: str, name: str) -> str:
    r"""Return the delimiter with which rows are alike and wide.

    Examples
    --------
    >>> find_delimiter("Deal;Amount;Note\n1;3,5;a, b\n2;4,5;c\n", "the file")
    ';'
    """
    best = (0.0, 0, "")
    for mark in DELIMITERS:
        try:
            rows, _lines = parse(text, mark, name, most=_LOOK)
        except ValueError:
            continue
        widths = Counter(len(row) for row in rows if any(row))
        width, alike = max(widths.items(), key=lambda one: one[::-1], default=(0, 0))
        if width >= 2:
            share = round(alike / widths.total(), 1)
            best = max(best, (share, width, mark), key=lambda one: one[:2])
    if not best[2]:
        parse(text, ",", name)  # says so where a quotation mark is the reason
        raise no_table(name, "has one column, or none")
    return best[2]


def parse(
    text: str, delimiter: str, name: str, *, most: int | None = None
) -> tuple[list[list[str]], list[int]]:
    """Return the rows of a text and the lines on which they begin.

    A cell may stand in double quotation marks; two of them stand for one. One that is
    never closed is refused, and so is text behind a closed one.
    """
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 0
    try:
        for row in reader:
            rows.append([bare(cell) for cell in row])
            lines.append(line + 1)
            line = reader.line_num
            if most is not None and len(rows) == most:
                break
            if len(rows) > _MOST_ROWS:
                raise too_many_rows(name, _MOST_ROWS)
    except csv.Error:
        raise broken_quotes(name, line + 1) from None
    return rows, lines
