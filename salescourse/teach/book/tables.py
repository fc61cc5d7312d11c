"""Tables of pandas as tables for readers.

pandas gives the name of an index a row of its own, whole numbers that stand in a
column of floats a ".0", and minus a hyphen.
"""

import re

_TABLE = re.compile(r'<table class="dataframe">.*?</table>', re.DOTALL)
_INDEX_NAME = re.compile(
    r"<tr>\s*<t[hd]></t[hd]>(?P<columns>.*?)</tr>\s*"
    r"<tr>\s*<th>(?P<name>[^<]+)</th>\s*(?:<t[hd]></t[hd]>\s*)+</tr>\s*</thead>",
    re.DOTALL,
)
_BODY = re.compile(r"(?<=<tbody>).*(?=</tbody>)", re.DOTALL)
_MINUS = re.compile(r"^-(?=[\d.])")
_CELL = re.compile(r"<td>(.*?)</td>", re.DOTALL)


def tidy(html: str) -> str:
    """Return a page with its pandas tables mended.

    Examples
    --------
    >>> tidy('<table class="dataframe"><tbody><tr><td>-3.0</td></tr></tbody></table>')
    '<table class="dataframe"><tbody><tr><td>−3</td></tr></tbody></table>'
    """
    return _TABLE.sub(lambda table: _tidied(table[0]), html)


def _tidied(table: str) -> str:
    table = _INDEX_NAME.sub(r"<tr><th>\g<name></th>\g<columns></tr></thead>", table)
    return _BODY.sub(lambda body: _with_plain_numbers(body[0]), table)


def _with_plain_numbers(body: str) -> str:
    rows = body.split("</tr>")
    cells = [_CELL.findall(row) for row in rows]
    columns = zip(*filter(None, cells), strict=False)
    whole = [all(re.fullmatch(r"-?\d+\.0|", cell) for cell in one) for one in columns]

    def plain(row: str) -> str:
        place = iter(whole)

        def cell(found: re.Match[str]) -> str:
            text = found[1].removesuffix(".0") if next(place, False) else found[1]
            return f"<td>{_MINUS.sub('−', text)}</td>"

        return _CELL.sub(cell, row)

    return "</tr>".join(map(plain, rows))
