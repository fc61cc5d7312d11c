"""What the package offers, notebooks use and the book describes is one and the same.

A name without an underscore is for somebody: for whoever uses the package, and then it
is in an `__all__`, or for the modules beside it.
"""

import ast
import doctest
import importlib
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import salescourse

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "salescourse"
CHAPTERS = [
    f"salescourse.{part}.{chapter}"
    for part in ("b2b", "b2c", "strategy")
    for chapter in getattr(salescourse, part).__all__
]
MODELS = ["salescourse.cycle", "salescourse.crm", *CHAPTERS]
ALONE = ("practice", "practice.workbench", "datasets", "plots")
DESCRIBED = MODELS + [f"salescourse.{module}" for module in ALONE]
# For those who change the package: the one door of the models, what a bank is read
# with, and what the command line runs.
INSIDE = ("salescourse.checks", "salescourse.practice.questions", "salescourse.teach")


def offered(module: str) -> set[str]:
    """Return what a module says may be used."""
    return set(getattr(importlib.import_module(module), "__all__", ()))


def defined(source: str) -> set[str]:
    """Return the functions and classes of a module that have no underscore."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = {node.name for node in ast.parse(source).body if isinstance(node, kinds)}
    return {name for name in names if not name.startswith("_")}


def imported(source: str) -> Iterator[tuple[str, str]]:
    """Return what is imported from where, of the package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("salescourse"):
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.rpartition(".")[::2]
                for alias in node.names
                if alias.name.startswith("salescourse.")
            )


def taken_from(model: str, file: str, source: str) -> Iterator[str]:
    """Return what a module takes from another beside it, by its name or by a dot."""
    for module, name in imported(source):
        if module == f"{model}.{file}":
            yield name
        elif (module, name) == (model, file):
            dots = (n for n in ast.walk(ast.parse(source)) if type(n) is ast.Attribute)
            yield from (node.attr for node in dots)


def for_nobody(model: str, files: dict[str, str]) -> list[str]:
    """Return the names of a model's modules that are offered to nobody.

    The functions of `keys` are for the question banks.
    """
    lost = []
    for file, source in files.items():
        if file in ("__init__", "keys"):
            continue
        others = (files[name] for name in files.keys() - {file, "__init__"})
        taken = {name for text in others for name in taken_from(model, file, text)}
        lost += [f"{file}.{name}" for name in defined(source) - taken - offered(model)]
    return sorted(lost)


@pytest.mark.parametrize("model", MODELS)
def test_every_public_name_of_a_model_is_offered_or_used_beside_it(model):
    folder = PACKAGE.joinpath(*model.split(".")[1:])
    files = {path.stem: path.read_text("utf-8") for path in folder.glob("*.py")}
    assert for_nobody(model, files) == []


def test_a_public_name_for_nobody_would_be_found():
    files = {
        "__init__": "from salescourse.cycle.one import lone\n",
        "one": "def lone(): ...\ndef shared(): ...\ndef _own(): ...\n",
        "two": "from salescourse.cycle.one import shared\n",
        "keys": "def for_the_bank(): ...\n",
    }
    assert for_nobody("salescourse.cycle", files) == ["one.lone"]


@pytest.mark.parametrize("model", MODELS)
def test_every_offered_name_is_there_once_and_is_documented(model):
    module = importlib.import_module(model)
    assert module.__all__ == sorted(set(module.__all__))
    assert [name for name in module.__all__ if not getattr(module, name).__doc__] == []


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_a_notebook_uses_what_is_offered(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = ("".join(one["source"]) for one in cells if one["cell_type"] == "code")
    used = {pair for source in code for pair in imported(source)}
    assert used
    assert {pair for pair in used if pair[1] not in offered(pair[0])} == set()


def written_on(page: Path) -> list[str]:
    """Return the modules that a page of the book describes with all they offer."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"automodule:: ([\w.]+)\n((?: +:.*\n)*)", text)
    return [module for module, options in blocks if ":members:\n" in options]


def with_all() -> list[str]:
    """Return the modules of the package that say what they offer."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        if re.search(r"^__all__ = ", path.read_text(encoding="utf-8"), re.MULTILINE):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append(".".join(part for part in parts if part != "__init__"))
    return sorted(found)


def test_each_module_that_offers_names_is_on_one_page():
    pages = (ROOT / "book" / "api").glob("*.md")
    written = [module for page in pages for module in written_on(page)]
    assert sorted(written) == sorted(DESCRIBED)


def test_nothing_offers_names_that_are_on_no_page():
    # What the package and its parts offer are the modules and names of the others.
    above = [
        "salescourse",
        *(f"salescourse.{part}" for part in ("b2b", "b2c", "strategy")),
    ]
    left = [one for one in with_all() if one not in (*DESCRIBED, *above)]
    assert [one for one in left if not one.startswith(INSIDE)] == []
    for name in salescourse.__all__:
        thing = getattr(salescourse, name)
        homes = (one for one in DESCRIBED if name in offered(one))
        assert inspect.ismodule(thing) or any(homes), name


def without_example(module: str) -> list[str]:
    """Return the functions and classes that a module offers and shows no use of."""
    found = importlib.import_module(module)
    things = {name: getattr(found, name) for name in found.__all__}
    shown = (inspect.isfunction, inspect.isclass)
    used = {
        name: it for name, it in things.items() if any(is_it(it) for is_it in shown)
    }
    return [name for name, it in used.items() if ">>>" not in (it.__doc__ or "")]


@pytest.mark.parametrize("module", DESCRIBED)
def test_every_name_on_a_page_shows_an_example(module):
    assert without_example(module) == []


@pytest.mark.parametrize("document", ["README.md", "book/api/package.md"])
def test_what_a_document_shows_is_what_comes(document):
    failed, tried = doctest.testfile(
        str(ROOT / document), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert tried
    assert not failed


@pytest.mark.parametrize(
    "notebook", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_a_chapter_leads_to_what_is_said_of_its_functions(notebook):
    text = notebook.read_text(encoding="utf-8")
    name = notebook.stem.partition("_")[2]
    (model,) = [one for one in MODELS if one.endswith(f".{name}")] or [MODELS[0]]
    line = f"Functions: [`{model}`](api:{model}) or `help()`."
    assert text.count(line) == text.count("](api:") == 1
