"""Gather the chapters' rules, as their strips show them, into rules.csv.

Run it when a chapter's strip has changed: `python data/rules.py`. A test holds the file
to the notebooks.
"""

import csv
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("number", "chapter", "rule", "firm_who", "firm", "home_who", "home",
           "verdict", "because")  # fmt: skip
_STRIP = re.compile(
    r'id="strip-(?P<chapter>\w+)" data-verdict="(?P<verdict>\w+)">'
    r"<p><strong>(?P<rule>.*?)</strong></p>.*?"
    r"</div><div>(?P<firm_who>.*?)</div><div[^>]*>(?P<firm>.*?)</div>.*?"
    r"</div><div>(?P<home_who>.*?)</div><div[^>]*>(?P<home>.*?)</div>.*"
    r"<strong>[^<]*</strong> (?P<because>.*?)</p>",
    re.DOTALL,
)
_OWN = "comparison"


def rules() -> Iterator[dict[str, str]]:
    """Read the strip of each chapter that has one, but the one that compares them."""
    for path in sorted((HERE.parent / "notebooks").glob("*.ipynb")):
        number, _, chapter = path.stem.partition("_")
        found = [one for one in _outputs(path) if f'id="strip-{chapter}"' in one]
        if found and chapter != _OWN:
            yield {"number": str(int(number)), **_parts(found[0])}


def _parts(strip: str) -> dict[str, str]:
    match = _STRIP.search(strip)
    if match is None:
        raise SystemExit(f"This strip cannot be read: {strip}")
    return {name: _plain(text) for name, text in match.groupdict().items()}


def _outputs(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            yield "".join(output.get("data", {}).get("text/html", ""))


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text)).strip()


def written() -> str:
    """Return the table as text."""
    from io import StringIO

    table = StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rules())
    return table.getvalue()


if __name__ == "__main__":
    (HERE / "rules.csv").write_text(written(), encoding="utf-8", newline="")
