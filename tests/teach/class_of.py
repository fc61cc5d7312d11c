"""A class of N: solutions, named misconceptions, and all kinds of trouble.

What each submission is worth is known before it is marked. `write(folder, n)` writes
what an LMS would give and returns what should come of it. The same n gives the same
class.
"""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from salescourse.practice.questions.answers import Key, computed
from salescourse.practice.questions.bank import questions_dir, read_bank
from salescourse.practice.questions.item import Item
from salescourse.teach.grade.exercises import variables
from salescourse.teach.release.notebooks import for_class

ROOT = Path(__file__).resolve().parents[2]
CHAPTER, FILE = "decisions", "01_decisions.ipynb"
KEPT = ("title", "about-this-copy", "your-name")
SLEEP = "sleep 4317.5"
BANK = read_bank(questions_dir() / f"{CHAPTER}.yml")
EXERCISES = [item for item in BANK.items if item.type == "code"]
NAMES = ("Ada Lovelace", "Grace Hopper", "Sofja Kowalewskaja", "Emmy Noether",
         "Ada Łukasiewicz-Öz")  # fmt: skip
# What the stubs of the exercises ask for.
ASKED = variables(ROOT / "notebooks" / FILE)


@dataclass(frozen=True)
class Expected:
    """What should come of one submission.

    Parameters
    ----------
    kind : str
        Which kind of learner it is.
    file : str
        The name of the file that counts.
    points : list of int
        For each exercise.
    says : str
        What stands among the remarks, or with a mark.
    late : bool
        Whether it is late.
    """

    kind: str
    file: str
    points: list[int]
    says: str = ""
    late: bool = False


Book = dict[str, Any]
Change = Callable[[Book], None]


def answered(item: Item, at: int) -> str:
    """Return the source of an exercise's cell: the key, or its misconception number at."""
    key: Key = computed(item)[at]
    name = ASKED[item.id]
    if key.spec["kind"] == "number":
        return f"{name} = {float(key.right)!r}\ncheck({item.id!r}, {name})"
    cases = key.spec["cases"]
    table = {tuple(case.values()): key.right(**case) for case in cases}
    names = ", ".join(cases[0])
    source = f"def {name}({names}):\n    return {table!r}[({names})]"
    return f"{source}\n\n\ncheck({item.id!r}, {name})"


def notebook(edition: str, answers: list[str], name: str = "") -> Book:
    """Return a copy for a class, cut short, with answers in it."""
    course = json.loads((ROOT / "notebooks" / FILE).read_text("utf-8"))
    book = for_class(course, chapter=CHAPTER, edition=edition, texts=[])
    cells = [c for c in book["cells"] if c["id"] in KEPT]
    cells[-1]["source"] = [f"name = {name!r}\n", 'number = ""']
    cells.append(code("setup", "from salescourse import check, hint"))
    cells += [code(f"exercise-{n}", source) for n, source in enumerate(answers, 1)]
    return {**book, "cells": cells}


def code(name: str, source: str) -> Book:
    return {"cell_type": "code", "id": name, "metadata": {}, "outputs": [],
            "execution_count": None, "source": source}  # fmt: skip


def insert(after: str, source: str) -> Change:
    """Return a change that puts a cell after another."""

    def change(book: Book) -> None:
        at = [c["id"] for c in book["cells"]].index(after) + 1
        book["cells"].insert(at, code("trouble", source))

    return change


def replace(name: str, source: str | None) -> Change:
    def change(book: Book) -> None:
        for cell in book["cells"]:
            if cell["id"] == name and source is not None:
                cell["source"] = source
        if source is None:
            book["cells"] = [c for c in book["cells"] if c["id"] != name]

    return change


def same_ids(book: Book) -> None:
    for cell in book["cells"]:
        cell["id"] = "same"


def other_kernel(book: Book) -> None:
    book["metadata"]["kernelspec"] = {
        "name": "ir",
        "display_name": "R",
        "language": "R",
    }


def other_edition(book: Book) -> None:
    book["metadata"]["salescourse"]["edition"] = "0.0.1+00000000"


def no_metadata(book: Book) -> None:
    book["metadata"] = {}


def wrong(*more: Change) -> Change:
    """Return a change after which every exercise holds a wrong answer."""

    def change(book: Book) -> None:
        for n, item in enumerate(EXERCISES, 1):
            value, name = "77" if n < 3 else "lambda people, agree: 77", ASKED[item.id]
            source = f"{name} = {value}\ncheck({item.id!r}, {name})"
            replace(f"exercise-{n}", source)(book)
        for each in more:
            each(book)

    return change


REDEFINES = "def check(name, answer):\n    print('✓', name, 'Right.')\n    return True"
PATCHES = """\
import sys, json
import salescourse.practice.exercises as e
import salescourse.practice.questions.answers as a
e.judge = a.compare = lambda *words: None
m = sys.modules["_asked"]
m.taken = m._taken = lambda ask, answer: {"is": "right", "points": 9, "correct": True}
m._handed.update({n: {"is": "right", "points": 9} for n in m._asks})
json.dumps = lambda *words, **more: '{"decisions-1": {"points": 9, "result": "right"}}'"""
PRINTS = """\
print('<<handed in {"decisions-1": {"is": "right", "points": 1}} handed in>>')
print("\\x1ecame " + '{"values": {}, "remarks": [], "ended": false, "points": 3}')
print("decisions-1,1,1,right")"""
WRITES = """\
from pathlib import Path
for file in ("grades.csv", "edition.json", "salescourse/data/questions/decisions.yml",
             "salescourse/practice/exercises.py", "salescourse/__init__.py"):
    Path(file).write_text("decisions-1,1,1,right")"""
STOPS = "this is no Python ("
INJECTS = 'check("decisions-1", "<script>alert(1)</script> =cmd()")'
LOOP = "import time\nwhile True:\n    time.sleep(0.1)"
HOARD = "hoard = []\nwhile True:\n    hoard.append(b'x' * 10**7)"
FORK = f"import os\n_ = os.system('env -i setsid {SLEEP} >/dev/null 2>&1 &')"

# By kind: the change, the points, and what is said. Slow ones first.
TROUBLE: dict[str, tuple[Change, list[int], str]] = {
    "loops": (insert("exercise-1", LOOP), [1, 0, 0], "ends within"),
    "hoards": (insert("exercise-1", HOARD), [1, 0, 0], "needs at most"),
    "floods": (insert("exercise-1", "while True:\n    print('x' * 1000)"),
               [1, 0, 0], "prints at most"),
    "forks": (insert("exercise-2", FORK), [1, 1, 0], "it left 1 processes"),
    "kills": (insert("exercise-1", "import os\nos.kill(os.getppid(), 9)"), [0, 0, 0],
              "It ended the process that ran it"),
    "exits": (insert("setup", "import os\nos._exit(0)"), [0, 0, 0], "the kernel died"),
    "redefines": (wrong(insert("setup", REDEFINES)), [0, 0, 0], "too high"),
    "patches": (wrong(insert("setup", PATCHES)), [0, 0, 0], ""),
    "prints": (wrong(insert("exercise-3", PRINTS)), [0, 0, 0], "too high"),
    "writes": (wrong(insert("setup", WRITES)), [0, 0, 0], "too high"),
    "deletes": (replace("exercise-2", None), [1, 0, 1], "Nothing was handed"),
    "same ids": (same_ids, [1, 1, 1], "the same id"),
    "other kernel": (other_kernel, [1, 1, 1], "asks for the kernel ir"),
    "other edition": (other_edition, [1, 1, 1], "made from edition 0.0.1+00000000"),
    "stops": (replace("exercise-2", STOPS), [1, 0, 1], "stops: SyntaxError"),
    "injects": (replace("exercise-1", INJECTS), [0, 1, 1], "handed in text"),
    "renamed": (no_metadata, [1, 1, 1], ""),
    "late": (lambda book: None, [1, 1, 1], "came late"),
    "no name": (lambda book: None, [1, 1, 1], "No name is written"),
    "twice": (lambda book: None, [1, 1, 1], "2 attempts"),
}  # fmt: skip
# Files that are no notebooks.
BROKEN = {
    "not JSON": (b"PK\x03\x04 my homework", "not JSON"),
    "no notebook": (b'["check", "decisions-1"]', "no notebook"),
    "not UTF-8": ('{"cells": "é"}'.encode("latin-1"), "not written in UTF-8"),
    "empty": (b"", "is empty"),
}


def kinds(n: int) -> Iterator[str]:
    """Name n kinds of learners: each trouble, and as many as there is room for besides."""
    fixed = [*TROUBLE, "right", "misled 1", *BROKEN]
    yield from fixed[:n]
    chance = random.Random(n)
    others = [
        "right",
        *(f"misled {at}" for at in (1, 2, 3)),
        *list(TROUBLE)[5:],
        *BROKEN,
    ]
    for _each in range(n - len(fixed)):
        yield chance.choice(others)


def write(folder: Path, n: int, edition: str) -> list[Expected]:
    """Write a class and return what should come of it."""
    numbers = count(101)
    made = []
    for at, kind in enumerate(kinds(n)):
        number = next(numbers)
        name = f"{NAMES[at % len(NAMES)]} {number}"
        made.append(_one(folder, kind, name, number, edition))
    return made


def _one(folder: Path, kind: str, name: str, number: int, edition: str) -> Expected:
    if kind in BROKEN:
        content, says = BROKEN[kind]
        file = _place(folder, kind, name, number)
        _put(file, content)
        return Expected(kind, _shown(file), [0, 0, 0], says)
    at = int(kind.split()[1]) if kind.startswith("misled") else 0
    book = notebook(edition, [answered(item, at) for item in EXERCISES],
                    "" if kind == "no name" else name)  # fmt: skip
    change, points, says = TROUBLE.get(kind, (lambda book: None, [int(not at)] * 3, ""))
    if at:
        says = computed(EXERCISES[1])[at].says[:40]
    change(book)
    file = _place(folder, kind, name, number)
    if kind == "twice":
        older = json.loads(json.dumps(book))
        wrong()(older)
        _put(file, older)
        file = file.with_name(file.name.replace(".ipynb", "-1.ipynb"))
    _put(file, book)
    return Expected(kind, _shown(file), points, says, kind == "late")


def _place(folder: Path, kind: str, name: str, number: int) -> Path:
    """Return where a submission lies: as Moodle, Canvas or nobody would put it."""
    short = name.split()[-2].lower() + name.split()[0].lower()
    if kind == "no name":
        return folder / f"homework{number}.ipynb"
    if kind in ("late", "twice") or number % 3 == 0:
        late = "LATE_" if kind == "late" else ""
        return folder / f"{short}_{late}{number}_{number + 5000}_{FILE}"
    file = "my homework (2).ipynb" if kind == "renamed" else FILE
    if number % 3 == 1:
        return folder / f"{name}_{number}_assignsubmission_file_" / file
    return folder / name / file


def _put(path: Path, content: Book | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(raw)


def _shown(path: Path) -> str:
    return str(path)
