"""Faults to plant in the course of two notebooks, one at a time, where chance says."""

import base64
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from small_course import cell_number

NOTEBOOKS = {"offers": "notebooks/01_offers.ipynb", "calls": "notebooks/02_calls.ipynb"}
BANKS = ("data/questions/offers.yml", "data/questions/calls.yml")


class Planted(NamedTuple):
    """Where a fault was put: the file and cell that must be named; what to look at."""

    file: str
    cell: int
    paths: tuple[str, ...]


Fault = Callable[[Path, random.Random], Planted]
FAULTS: dict[str, Fault] = {}


def fault(plant: Fault) -> Fault:
    """Take up a kind of fault."""
    FAULTS[plant.__name__] = plant
    return plant


def _text(course: Path, file: str, old: str, new: str, *paths: str) -> Planted:
    text = (course / file).read_text("utf-8")
    assert old in text
    (course / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return Planted(file, 0, paths or (file,))


def _edit(course: Path, name: str, cell: str, change: Callable[[Any], None]) -> Planted:
    """Change a cell of a notebook."""
    file = NOTEBOOKS[name]
    whole = json.loads((course / file).read_text("utf-8"))
    change(next(each for each in whole["cells"] if each["id"] == cell))
    (course / file).write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return Planted(file, cell_number(course / file, cell), (file,))


def _source(course: Path, name: str, cell: str, old: str, new: str) -> Planted:
    def change(cell: Any) -> None:
        text = "".join(cell["source"])
        assert old in text
        cell["source"] = text.replace(old, new) if old else text + new

    return _edit(course, name, cell, change)


# By kind: file, what stands there, what is put there, and what is looked at if not it.
_IN_FILES = {
    "an_objective_nobody_tests": [
        (bank, "objectives:\n", "objectives:\n  - id: doubt\n    text: Doubt it.\n")
        for bank in BANKS
    ],
    # The bank's own check finds that a misconception is right, and names the bank.
    "an_exercise_that_takes_everything": [
        (bank, "tolerance: 0.001", "tolerance: 1.0e+15") for bank in BANKS
    ],
    "an_item_that_lacks_something": [
        (bank, old, new)
        for bank in BANKS
        for old, new in [
            (", feedback: They have said yes already.", ""),
            ("objective: choose", "objective: chose"),
            ("    stem: How much is it?\n", ""),
            ("-next\n    type: choice", "-number\n    type: choice"),
            ("type: numeric", "type: number"),
            ("items:", "items: ["),
        ]
    ],
    "a_renamed_question": [
        (bank, name, f"{name}-again") for bank in BANKS for name in ("-number", "-next")
    ],
    "a_renamed_column": [
        ("data/offers.csv", name, f"{name}_", "data/tables.yml")
        for name in ("offer", "days", "won")
    ],
    "a_value_out_of_range": [
        ("data/offers.csv", "O1,10,", f"O1,{days},", "data/tables.yml")
        for days in ("0", "400", "-3", "", "soon", "2.5")
    ],
    "an_altered_row": [
        ("data/offers.csv", old, new, "data/make.py")
        for old, new in [
            ("O1,10,", "O1,11,"),
            ("O4,9,1", "O4,9,0"),
            ("O9,", "O8,"),
            ("O10,7,1\n", ""),
        ]
    ],
    "data_without_a_source": [
        ("data/tables.yml", old, new)
        for old, new in [
            ("  source: Made by make.py.\n", ""),
            ("license: CC0", "license:"),
            ("source: Made by make.py.", "source: ''"),
            (", about: number of the offer", ""),
        ]
    ],
    "an_id_that_is_used_twice": [
        (file, '"id": "quiz"', '"id": "stub"') for file in NOTEBOOKS.values()
    ],
    "a_dead_link_in_a_page": [("notes.md", "data/offers.csv", "data/offer2.csv")],
}
# By kind: notebook, cell, what stands there, what is put there.
_IN_CELLS = {
    "a_cell_that_fails": [
        (name, cell, "", f"\n{error}")
        for name, cell in [("offers", "count"), ("calls", "mean"), ("calls", "quiz")]
        for error in ("1 / 0", "int('x')", "{}['a']")
    ],
    "a_cell_that_warns": [
        (name, cell, "", "\nimport warnings; warnings.warn('old')")
        for name, cell in [("offers", "count"), ("calls", "mean")]
    ],
    "a_broken_solution": [
        (name, "answer", old, new)
        for name, old in [("offers", "0.9**3"), ("calls", "max(calls)")]
        for new in ("0.9 * 3", "17", "'thirty'", "None")
    ],
    "a_solution_that_records": [
        (name, "answer", "solution(", "check(") for name in NOTEBOOKS
    ],
    "a_stub_that_is_filled_in": [(name, "stub", "= ...", "= 7") for name in NOTEBOOKS],
    "a_dead_link": [
        (name, "title", old, new)
        for name, old in [("offers", "../notes.md"), ("calls", "01_offers.ipynb")]
        for new in ("nowhere.md", "../no/where.ipynb", "#nowhere")
    ],
    "a_slip_of_the_pen": [
        (name, "title", "", f"\n\nSay {word} things.")
        for name in NOTEBOOKS
        for word in ("teh", "recieve", "seamless", "crucial", "wich")
    ],
    "another_explorer": [
        ("offers", "explorer", old, new)
        for old, new in [
            ("range(1, 9)", "range(1, 10)"),
            ("[0.7, 0.8, 0.9]", "[0.7, 0.8, 0.91]"),
            ("predict_at=5", "predict_at=4"),
            ("likely is", "probable is"),
            ("agree**people", "agree**people * 0.999"),
        ]
    ],
    "another_quiz": [
        (name, "quiz", f"quiz('{name}')", f"quiz('{name}', '{name}-{one}')")
        for name in NOTEBOOKS
        for one in ("number", "next")
    ],
}
for _kind, _choices in _IN_FILES.items():
    FAULTS[_kind] = lambda course, rng, of=_choices: _text(course, *rng.choice(of))
for _kind, _choices in _IN_CELLS.items():
    FAULTS[_kind] = lambda course, rng, of=_choices: _source(course, *rng.choice(of))


@fault
def a_changed_number(course: Path, rng: random.Random) -> Planted:
    def change(cell: Any) -> None:
        output = rng.choice([o for o in cell["outputs"] if "text" in o])
        text = "".join(output["text"])
        at = rng.choice([i for i, sign in enumerate(text) if sign.isdigit()])
        digit = rng.choice([d for d in "0123456789" if d != text[at]])
        output["text"] = text[:at] + digit + text[at + 1 :]

    return _edit(course, *rng.choice([("offers", "count"), ("calls", "mean")]), change)


@fault
def an_output_too_few(course: Path, rng: random.Random) -> Planted:
    at = rng.choice([0, 1])
    return _edit(course, "calls", "mean", lambda cell: cell["outputs"].pop(at))


@fault
def a_cell_that_was_never_run(course: Path, rng: random.Random) -> Planted:
    name, cell = rng.choice([*NOTEBOOKS]), rng.choice(["quiz", "stub", "answer"])
    new = {"outputs": [], "execution_count": None}
    return _edit(course, name, cell, lambda cell: cell.update(new))


@fault
def another_figure(course: Path, rng: random.Random) -> Planted:
    """A vector graphic that is swapped, blank, rubbish, or has a point moved."""
    bar = '<rect x="1" y="1" width="30" height="50"/>'
    blank, swapped = (f'<svg viewBox="0 0 160 100">{body}</svg>' for body in ("", bar))

    def change(cell: Any) -> None:
        data = cell["outputs"][0]["data"]
        text = "".join(data["text/html"])
        begin, end = text.index("<svg"), text.index("</svg>") + 6
        moved = text[begin:end].replace("40,25.20", "40,29.20")
        made = rng.choice([blank, swapped, "<svg viewBox='0 0", moved])
        data["text/html"] = text[:begin] + made + text[end:]

    return _edit(course, "offers", "figure", change)


@fault
def another_image(course: Path, rng: random.Random) -> Planted:
    """A raster image that is swapped, blank or rubbish."""
    from PIL import Image, ImageDraw

    def png(*bars: int) -> str:
        paper = Image.new("RGB", (200, 150), "white")
        pen = ImageDraw.Draw(paper)
        for at, n in enumerate(bars):
            pen.rectangle([20 + 40 * at, 140 - 4 * n, 45 + 40 * at, 140], "#2f6690")
        file = io.BytesIO()
        paper.save(file, "PNG")
        return base64.b64encode(file.getvalue()).decode()

    made = rng.choice([png(), png(7, 12, 9, 30), png(12, 7, 9, 20), "bm9uc2Vuc2U=", ""])
    new = {"image/png": made}
    return _edit(
        course, "calls", "picture", lambda cell: cell["outputs"][0]["data"].update(new)
    )


@fault
def a_wrong_key_of_an_exercise(course: Path, rng: random.Random) -> Planted:
    name, old = rng.choice([("offers", "value: 0.729"), ("calls", "value: 30")])
    bank, notebook = f"data/questions/{name}.yml", NOTEBOOKS[name]
    _text(course, bank, old, f"value: {rng.randint(40, 90)}")
    return Planted(notebook, cell_number(course / notebook, "answer"), (bank, notebook))


@fault
def a_wrong_key_of_a_question(course: Path, rng: random.Random) -> Planted:
    """A number that moved, or another option that is right: found in the bank alone."""
    bank = rng.choice(BANKS)
    if rng.random() < 0.5:
        return _text(course, bank, "answer: 1200", f"answer: {rng.randint(1300, 1900)}")
    _text(course, bank, "correct: true, ", "")
    return _text(course, bank, "likes it,", "likes it, correct: true,")


@fault
def data_nobody_describes(course: Path, rng: random.Random) -> Planted:
    file = f"data/more{rng.randint(1, 9)}.csv"
    (course / file).write_text("a,b\n1,2\n")
    return Planted(file, 0, ("data/tables.yml",))


@fault
def no_notebook_at_all(course: Path, rng: random.Random) -> Planted:
    file = rng.choice([*NOTEBOOKS.values()])
    text = (course / file).read_text("utf-8")
    cut = rng.choice([text[: len(text) // 2], "# Offers", "[]", "", '{"cells": 3}'])
    (course / file).write_text(cut, encoding="utf-8")
    return Planted(file, 0, (file,))


@fault
def a_kernel_that_is_missing(course: Path, rng: random.Random) -> Planted:
    file = rng.choice([*NOTEBOOKS.values()])
    whole = json.loads((course / file).read_text("utf-8"))
    name = rng.choice(["julia-1.9", "ir", "my-own"])
    whole["metadata"]["kernelspec"] = {"name": name, "display_name": name}
    (course / file).write_text(json.dumps(whole), encoding="utf-8")
    return Planted(file, 0, (file,))
