"""Faults to plant in the course of two notebooks, one at a time, where chance says."""

import base64
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from small_course import cell_number


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


def _notebook(name: str) -> str:
    return f"notebooks/{'01_offers' if name == 'offers' else '02_calls'}.ipynb"


def _edit(course: Path, name: str, cell: str, change: Callable[[Any], None]) -> Planted:
    """Change a cell of a notebook."""
    file = _notebook(name)
    path = course / file
    whole = json.loads(path.read_text("utf-8"))
    change(next(each for each in whole["cells"] if each["id"] == cell))
    path.write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return Planted(file, cell_number(path, cell), (file,))


def _source(old: str, new: str) -> Callable[[Any], None]:
    def change(cell: Any) -> None:
        text = "".join(cell["source"])
        assert old in text
        cell["source"] = text.replace(old, new)

    return change


def _text(course: Path, file: str, old: str, new: str, *paths: str) -> Planted:
    text = (course / file).read_text("utf-8")
    assert old in text
    (course / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return Planted(file, 0, paths or (file,))


def _either(rng: random.Random) -> str:
    return rng.choice(["offers", "calls"])


@fault
def a_changed_number(course: Path, rng: random.Random) -> Planted:
    name, cell = rng.choice([("offers", "count"), ("calls", "mean")])

    def change(cell: Any) -> None:
        output = rng.choice([o for o in cell["outputs"] if "text" in o])
        text = "".join(output["text"])
        at = rng.choice([i for i, sign in enumerate(text) if sign.isdigit()])
        digit = rng.choice([d for d in "0123456789" if d != text[at]])
        output["text"] = text[:at] + digit + text[at + 1 :]

    return _edit(course, name, cell, change)


@fault
def an_output_too_few(course: Path, rng: random.Random) -> Planted:
    return _edit(
        course, "calls", "mean", lambda cell: cell["outputs"].pop(rng.choice([0, 1]))
    )


@fault
def a_cell_that_was_never_run(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    cell = rng.choice(["quiz", "stub", "answer"])
    return _edit(
        course, name, cell, lambda cell: cell.update(outputs=[], execution_count=None)
    )


@fault
def a_cell_that_fails(course: Path, rng: random.Random) -> Planted:
    name, cell = rng.choice([("offers", "count"), ("calls", "mean"), ("calls", "quiz")])
    error = rng.choice(["1 / 0", "int('x')", "{}['a']"])
    return _edit(
        course,
        name,
        cell,
        lambda c: c.update(source=f"{''.join(c['source'])}\n{error}"),
    )


@fault
def a_cell_that_warns(course: Path, rng: random.Random) -> Planted:
    name, cell = rng.choice([("offers", "count"), ("calls", "mean")])
    warning = "import warnings; warnings.warn('old')\n"
    return _edit(
        course, name, cell, lambda c: c.update(source=warning + "".join(c["source"]))
    )


@fault
def another_figure(course: Path, rng: random.Random) -> Planted:
    """A vector graphic that is swapped, blank, rubbish, or has a point moved."""
    bar = '<rect x="1" y="1" width="30" height="50"/>'
    blank, swapped = (
        '<svg viewBox="0 0 160 100">' + body + "</svg>" for body in ("", bar)
    )

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

    def change(cell: Any) -> None:
        cell["outputs"][0]["data"]["image/png"] = made

    return _edit(course, "calls", "picture", change)


@fault
def a_broken_solution(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    old = {"offers": "0.9**3", "calls": "max(calls)"}[name]
    new = rng.choice(["0.9 * 3", "17", "'thirty'", "None"])
    return _edit(course, name, "answer", _source(old, new))


@fault
def a_solution_that_records(course: Path, rng: random.Random) -> Planted:
    return _edit(course, _either(rng), "answer", _source("solution(", "check("))


@fault
def a_stub_that_is_filled_in(course: Path, rng: random.Random) -> Planted:
    return _edit(
        course, _either(rng), "stub", _source("= ...", f"= {rng.randint(2, 9)}")
    )


@fault
def an_exercise_that_takes_everything(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    bank = f"data/questions/{name}.yml"
    _text(course, bank, "tolerance: 0.001", "tolerance: 1.0e+15")
    # The bank's own check finds that a misconception is right, and names the bank.
    return Planted(bank, 0, (bank,))


@fault
def a_wrong_key_of_an_exercise(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    old = {"offers": "value: 0.729", "calls": "value: 30"}[name]
    bank, notebook = f"data/questions/{name}.yml", _notebook(name)
    _text(course, bank, old, f"value: {rng.randint(40, 90)}")
    return Planted(notebook, cell_number(course / notebook, "answer"), (bank, notebook))


@fault
def a_wrong_key_of_a_question(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    bank = f"data/questions/{name}.yml"
    file = course / bank
    if rng.random() < 0.5:
        _text(course, bank, "answer: 1200", f"answer: {rng.randint(1300, 1900)}")
    else:
        text = file.read_text("utf-8").replace("correct: true, ", "")
        file.write_text(text.replace("likes it,", "likes it, correct: true,"), "utf-8")
    return Planted(bank, 0, (_notebook(name),))


@fault
def an_objective_nobody_tests(course: Path, rng: random.Random) -> Planted:
    bank = f"data/questions/{_either(rng)}.yml"
    more = "objectives:\n  - id: doubt\n    text: Doubt it.\n"
    return _text(course, bank, "objectives:\n", more)


@fault
def an_item_that_lacks_something(course: Path, rng: random.Random) -> Planted:
    bank = f"data/questions/{_either(rng)}.yml"
    old, new = rng.choice([
        (", feedback: They have said yes already.", ""),
        ("objective: choose", "objective: chose"),
        ("    stem: How much is it?\n", ""),
        ("-next\n    type: choice", "-number\n    type: choice"),
        ("type: numeric", "type: number"),
        ("items:", "items: ["),
    ])  # fmt: skip
    return _text(course, bank, old, new)


@fault
def a_renamed_column(course: Path, rng: random.Random) -> Planted:
    old = rng.choice(["offer", "days", "won"])
    return _text(course, "data/offers.csv", old, f"{old}_", "data/tables.yml")


@fault
def an_altered_row(course: Path, rng: random.Random) -> Planted:
    file = course / "data/offers.csv"
    rows = file.read_text("utf-8").splitlines()
    at = rng.randrange(1, len(rows))
    offer, days, won = rows[at].split(",")
    rows[at] = rng.choice(
        [f"{offer},{int(days) + 1},{won}", f"{offer},{days},{1 - int(won)}"]
    )
    if rng.random() < 0.3:
        del rows[at]
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return Planted("data/offers.csv", 0, ("data/make.py",))


@fault
def a_value_out_of_range(course: Path, rng: random.Random) -> Planted:
    days = rng.choice(["0", "400", "-3", "", "soon", "2.5"])
    return _text(course, "data/offers.csv", "O1,10,", f"O1,{days},", "data/tables.yml")


@fault
def data_without_a_source(course: Path, rng: random.Random) -> Planted:
    old, new = rng.choice([
        ("  source: Made by make.py.\n", ""), ("source: Made by make.py.", "source: ''"),
        ("license: CC0", "license:"), (", about: number of the offer", ""),
    ])  # fmt: skip
    return _text(course, "data/tables.yml", old, new)


@fault
def data_nobody_describes(course: Path, rng: random.Random) -> Planted:
    file = f"data/more{rng.randint(1, 9)}.csv"
    (course / file).write_text("a,b\n1,2\n")
    return Planted(file, 0, ("data/tables.yml",))


@fault
def a_dead_link(course: Path, rng: random.Random) -> Planted:
    if rng.random() < 0.4:
        return _text(
            course, "notes.md", "data/offers.csv", f"data/offer{rng.randint(2, 9)}.csv"
        )
    name, old = rng.choice([("offers", "../notes.md"), ("calls", "01_offers.ipynb")])
    new = rng.choice(["nowhere.md", "../no/where.ipynb", "#nowhere"])
    return _edit(course, name, "title", _source(old, new))


@fault
def a_slip_of_the_pen(course: Path, rng: random.Random) -> Planted:
    word = rng.choice(["teh", "recieve", "seamless", "crucial", "wich"])
    return _edit(
        course, _either(rng), "title",
        lambda cell: cell.update(source="".join(cell["source"]) + f"\n\nSay {word} things."),
    )  # fmt: skip


@fault
def another_explorer(course: Path, rng: random.Random) -> Planted:
    old, new = rng.choice([
        ("range(1, 9)", "range(1, 10)"), ("[0.7, 0.8, 0.9]", "[0.7, 0.8, 0.91]"),
        ("predict_at=5", "predict_at=4"), ("likely is", "probable is"),
        ("agree**people", "agree**people * 0.999"),
    ])  # fmt: skip
    return _edit(course, "offers", "explorer", _source(old, new))


@fault
def another_quiz(course: Path, rng: random.Random) -> Planted:
    name = _either(rng)
    one = rng.choice(["number", "next"])
    asked = f"quiz('{name}', '{name}-{one}')"
    return _edit(course, name, "quiz", _source(f"quiz('{name}')", asked))


@fault
def an_id_that_is_used_twice(course: Path, rng: random.Random) -> Planted:
    file = _notebook(_either(rng))
    _text(course, file, '"id": "quiz"', '"id": "stub"')
    return Planted(file, 0, (file,))


@fault
def no_notebook_at_all(course: Path, rng: random.Random) -> Planted:
    file = _notebook(_either(rng))
    text = (course / file).read_text("utf-8")
    cut = rng.choice([text[: len(text) // 2], "# Offers", "[]", "", '{"cells": 3}'])
    (course / file).write_text(cut, encoding="utf-8")
    return Planted(file, 0, (file,))


@fault
def a_kernel_that_is_missing(course: Path, rng: random.Random) -> Planted:
    file = _notebook(_either(rng))
    whole = json.loads((course / file).read_text("utf-8"))
    name = rng.choice(["julia-1.9", "ir", "my-own"])
    whole["metadata"]["kernelspec"] = {"name": name, "display_name": name}
    (course / file).write_text(json.dumps(whole), encoding="utf-8")
    return Planted(file, 0, (file,))
