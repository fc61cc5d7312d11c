"""A course of two notebooks, with a bank, data and a page each: something to break."""

import json
from pathlib import Path

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

OFFERS = [
    new_markdown_cell(
        "# Offers\n\nHow many offers are accepted? The [notes](../notes.md) say where "
        "the figures come from.",
        id="title",
    ),
    new_code_cell(
        "import csv\n\nwith open('../data/offers.csv') as file:\n"
        "    rows = list(csv.DictReader(file))\n"
        "won = sum(int(row['won']) for row in rows)\n"
        "print(f'{won} of {len(rows)} offers were accepted')",
        id="count",
    ),
    new_code_cell(
        "from IPython.display import HTML\n\n"
        "chances = [0.9, 0.81, 0.73, 0.66]\n"
        "points = ' '.join(f'{40 * n},{90 - 80 * p:.2f}' for n, p in enumerate(chances))\n"
        'dots = \'\'.join(f\'<circle r="3" cx="{40 * n}" cy="{90 - 80 * p:.2f}"/>\'\n'
        "               for n, p in enumerate(chances))\n"
        'HTML(f\'<figure><svg viewBox="0 0 160 100"><polyline points="{points}"/>\'\n'
        '     f\'{dots}<text x="4" y="98">People</text></svg></figure>\')',
        id="figure",
    ),
    new_code_cell(
        "from salescourse import explore\n\ndef odds(people, agree):\n"
        "    return agree**people\n\nexplore(odds, 'offers-odds', people=range(1, 9),\n"
        "    agree=[0.7, 0.8, 0.9], question='How likely is a yes?', predict_at=5)",
        id="explorer",
    ),
    new_code_cell("from salescourse import quiz\n\nquiz('offers')", id="quiz"),
    new_code_cell(
        "from salescourse import check, hint, solution\n\nodds_of_three = ...\n"
        "check('offers-1', odds_of_three)",
        id="stub",
        metadata={"tags": ["exercise"]},
    ),
    new_code_cell(
        "# One solution\nsolution('offers-1', 0.9**3)",
        id="answer",
        metadata={"tags": ["solution"]},
    ),
]
CALLS = [
    new_markdown_cell("# Calls\n\nBack to [offers](01_offers.ipynb).", id="title"),
    new_code_cell(
        "calls = [12, 7, 9, 30]\nmean = sum(calls) / len(calls)\n"
        "print(f'{mean:.1f} calls a day')\nmax(calls)",
        id="mean",
    ),
    new_code_cell(
        "import io\n\nfrom IPython.display import Image\n"
        "from PIL import Image as Picture, ImageDraw\n\n"
        "paper = Picture.new('RGB', (200, 150), 'white')\n"
        "pen = ImageDraw.Draw(paper)\n"
        "for at, n in enumerate(calls):\n"
        "    pen.rectangle([20 + 40 * at, 140 - 4 * n, 45 + 40 * at, 140], '#2f6690')\n"
        "file = io.BytesIO()\npaper.save(file, 'PNG')\nImage(file.getvalue())",
        id="picture",
    ),
    new_code_cell("from salescourse import quiz\n\nquiz('calls')", id="quiz"),
    new_code_cell(
        "from salescourse import check, hint, solution\n\nlongest = ...\n"
        "check('calls-1', longest)",
        id="stub",
        metadata={"tags": ["exercise"]},
    ),
    new_code_cell(
        "# One solution\nsolution('calls-1', max(calls))",
        id="answer",
        metadata={"tags": ["solution"]},
    ),
]
BANK = """\
chapter: {name}

objectives:
  - id: count
    text: Count what was asked.
  - id: choose
    text: Choose what to ask next.

items:
  - id: {name}-1
    type: code
    objective: count
    level: apply
    stem: How much is it?
    answer: {{kind: number, value: {value}, tolerance: 0.001}}
    misconceptions:
      - {{name: nothing, value: 0, says: Something is left.}}
      - {{name: half, value: 0.5, says: It is not a coin.}}
      - {{name: all, value: 1000, says: That is too many.}}
    hints: [Read the question again., Count once more.]
    feedback: That is it.
    otherwise: Look at the cell above.
    solution: It was counted.

  - id: {name}-number
    type: numeric
    objective: count
    level: apply
    stem: How many euros are 12 machines at 100 euros?
    answer: 1200
    unit: EUR
    misconceptions:
      - {{name: added, value: 112, says: You added. Multiply instead.}}
      - {{name: one, value: 100, says: That is one machine.}}
      - {{name: divided, value: 8.33, says: You divided. Multiply instead.}}
    feedback: Twelve hundred.
    otherwise: Multiply.
    hints: [Twelve times a hundred.]

  - id: {name}-next
    type: choice
    objective: choose
    level: understand
    stem: Whom do you ask first?
    options:
      - {{text: Who likes it, feedback: They have said yes already.}}
      - {{text: Who can stop it, correct: true, feedback: Nothing else decides.}}
      - {{text: Who signs at the end, feedback: It may never get there.}}
    hints: [Think of the last no.]
    explanation: Ask who can stop it before you ask who likes it.
"""
TABLES = """\
offers:
  file: offers.csv
  about: Ten offers of a firm that does not exist.
  source: Made by make.py.
  license: CC0
  remedy: Run data/make.py.
  key: [offer]
  columns:
    offer: {kind: text, about: number of the offer}
    days: {kind: count, least: 1, most: 60, about: days until the answer}
    won: {kind: flag, about: whether it was accepted}
"""
MAKE = '''\
"""Make the offers."""

import argparse
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--to", type=Path, default=Path(__file__).parent)
rows = [f"O{n},{3 + 7 * n % 11},{n * n % 3 % 2}" for n in range(1, 11)]
text = "\\n".join(["offer,days,won", *rows]) + "\\n"
(parser.parse_args().to / "offers.csv").write_text(text)
'''
NOTES = "# Notes\n\nThe figures are invented; see [the table](data/offers.csv).\n"


def write(folder: Path) -> Path:
    """Write the course, its notebooks not yet run."""
    (folder / "notebooks").mkdir(parents=True)
    (folder / "data" / "questions").mkdir(parents=True)
    for name, cells in (("01_offers", OFFERS), ("02_calls", CALLS)):
        text = writes(new_notebook(cells=cells))
        (folder / "notebooks" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    for name, value in (("offers", 0.729), ("calls", 30)):
        bank = folder / "data" / "questions" / f"{name}.yml"
        bank.write_text(BANK.format(name=name, value=value), encoding="utf-8")
    (folder / "data" / "tables.yml").write_text(TABLES, encoding="utf-8")
    (folder / "data" / "make.py").write_text(MAKE, encoding="utf-8")
    rows = [f"O{n},{3 + 7 * n % 11},{n * n % 3 % 2}" for n in range(1, 11)]
    text = "\n".join(["offer,days,won", *rows]) + "\n"
    (folder / "data" / "offers.csv").write_text(text, encoding="utf-8")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    return folder


def cell_number(notebook: Path, cell: str) -> int:
    """Return where in a notebook a cell stands, counted from 1."""
    ids = [each["id"] for each in json.loads(notebook.read_text("utf-8"))["cells"]]
    return ids.index(cell) + 1
