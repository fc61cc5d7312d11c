"""The house has three floors and one door: what imports what, lazily or for types too.

Imports are read from the source, so those inside functions and below TYPE_CHECKING
count like any other.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "salescourse"
CHAPTERS = [
    f"salescourse.{part.name}.{chapter.name}"
    for part in (PACKAGE / "b2b", PACKAGE / "b2c", PACKAGE / "strategy")
    for chapter in sorted(part.iterdir())
    if (chapter / "__init__.py").is_file()
]
MODELS = ("cycle", "b2b", "b2c", "strategy", "crm")


def modules(folder: Path, name: str) -> dict[str, Path]:
    """Return the files of a package by the names under which they are imported."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        found[".".join([name, *(part for part in parts if part != "__init__")])] = path
    return found


def imports(source: str) -> Iterator[str]:
    """Return every name that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def graph(files: dict[str, Path]) -> nx.DiGraph:
    """Return the arrows between modules."""
    arrows = nx.DiGraph()
    arrows.add_nodes_from(files)
    for name, path in files.items():
        for wanted in imports(path.read_text(encoding="utf-8")):
            # Of `from a.b import c` it is the module a.b.c, or what a.b holds.
            target = wanted if wanted in files else wanted.rpartition(".")[0]
            if target in files and target != name:
                arrows.add_edge(name, target)
    return arrows


@pytest.fixture(scope="module")
def house() -> nx.DiGraph:
    return graph(modules(PACKAGE, "salescourse"))


def circles(arrows: nx.DiGraph) -> list[list[str]]:
    """Return groups of modules of which each leads back to itself."""
    parts = nx.strongly_connected_components(arrows)
    return [sorted(part) for part in parts if len(part) > 1]


def within(name: str, folders: tuple[str, ...]) -> bool:
    """Tell whether a module lies in one of the package's folders."""
    return name.split(".")[1:2] != [] and name.split(".")[1] in folders


def between(arrows: nx.DiGraph, above: tuple[str, ...], below: tuple[str, ...]) -> list:
    """Return the arrows from some folders to others."""
    return sorted(
        (one, other)
        for one, other in arrows.edges
        if within(one, above) and within(other, below)
    )


def test_the_walk_sees_lazy_imports_and_those_for_types(tmp_path):
    (tmp_path / "__init__.py").touch()
    (tmp_path / "a.py").write_text("def f():\n    from pack.b import g\n")
    (tmp_path / "b.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from pack import a\n"
    )
    arrows = graph(modules(tmp_path, "pack"))
    assert circles(arrows) == [["pack.a", "pack.b"]]


def test_there_is_no_circle(house):
    assert circles(house) == []


def test_no_chapter_imports_a_chapter(house):
    assert len(CHAPTERS) == 11
    home = {
        name: chapter
        for name in house
        for chapter in CHAPTERS
        if name == chapter or name.startswith(f"{chapter}.")
    }
    across = [
        (one, other)
        for one, other in house.edges
        if one in home and other in home and home[one] != home[other]
    ]
    assert across == []


def test_arrows_run_down(house):
    assert between(house, MODELS, ("practice", "teach")) == []
    assert between(house, ("practice",), (*MODELS, "teach")) == []


def test_teach_is_imported_by_no_other_floor(house):
    below = {one for one in house if not within(one, ("teach",))}
    assert [(a, b) for a, b in house.edges if a in below and b not in below] == []


def loaded_by(statement: str) -> set[str]:
    """Return the package's folders that a fresh process has loaded."""
    code = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    ours = (name.split(".") for name in done.stdout.split())
    return {name[1] for name in ours if name[0] == "salescourse" and len(name) > 1}


@pytest.mark.parametrize(
    "statement",
    [
        "import salescourse.practice",
        "from salescourse import check, explore, hint, progress, quiz, review",
    ],
)
def test_practice_loads_no_model(statement):
    assert not loaded_by(statement) & {*MODELS, "teach"}


def test_the_cycle_needs_numpy_pandas_and_scipy_alone():
    code = "from salescourse import SalesCycle\nSalesCycle.b2b().mean_days()"
    heavy = {"sklearn", "statsmodels", "lifelines", "networkx", "matplotlib", "seaborn"}
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert not heavy & set(done.stdout.split())
