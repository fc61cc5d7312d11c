"""A wheel works where there is no repository."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("salescourse-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel where nothing of the repository is."""
    folder = tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


def python(folder: Path, *words: str) -> subprocess.CompletedProcess:
    """Run Python in a folder whose package goes before the repository's."""
    start = f"import sys; sys.path.insert(0, {str(folder)!r});"
    start += f"sys.path[:] = [p for p in sys.path if p != {str(ROOT)!r}];"
    return subprocess.run(
        [sys.executable, "-P", "-c", start + words[0], *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
    )


def test_the_package_loads_its_data_from_the_wheel(elsewhere):
    done = python(
        elsewhere,
        "import salescourse; print(salescourse.__file__);"
        "print(len(salescourse.load('opportunities')) > 0)",
    )
    assert done.stdout.splitlines() == [
        str(elsewhere / "salescourse" / "__init__.py"),
        "True",
    ], done.stderr


def test_the_wheel_says_that_it_is_typed(elsewhere):
    # PEP 561: without this file type checkers take nothing from an installed package.
    assert (elsewhere / "salescourse" / "py.typed").is_file()


def test_the_wheel_checks_its_questions(elsewhere):
    code = "from salescourse.teach.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python(elsewhere, code, "questions", "check")
    assert (done.returncode, done.stdout.split()[-2:]) == (0, ["0", "problems"])


def test_the_wheel_says_what_it_does_not_have(elsewhere):
    code = "from salescourse.teach.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python(elsewhere, code, "book")
    assert done.returncode == 1
    assert done.stderr.startswith("This installation of salescourse has no notebooks")


def test_a_course_elsewhere_is_built_from_the_wheel(elsewhere, tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "notebooks").mkdir()
    config = (ROOT / "_config.yml").read_text(encoding="utf-8")
    config = config.replace("  favicon: book/pictures/favicon.svg\n", "")
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    (tmp_path / "book" / "references.bib").touch()
    (tmp_path / "book" / "intro.md").write_text("# Our prices\n\nWelcome.\n")
    contents = "format: jb-book\nroot: book/intro\nchapters:\n"
    contents += "  - file: notebooks/00_offers\n"
    (tmp_path / "book" / "_toc.yml").write_text(contents)
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Offers\n\nOne deal in eight."),
            new_code_cell("from salescourse import quiz\n\nquiz('decisions')"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, tmp_path / "notebooks" / "00_offers.ipynb")
    code = "import os; os.chdir(sys.argv[1]); os.environ['PYTHONPATH'] = sys.argv[2];"
    code += "from salescourse.teach.cli import main; main(['book', '--no-serve'])"
    done = python(elsewhere, code, str(tmp_path), str(elsewhere))
    page = tmp_path / "_build" / "html" / "notebooks" / "00_offers.html"
    assert page.is_file(), done.stdout + done.stderr
    html = page.read_text(encoding="utf-8")
    assert 'class="sc-widget sc-widget-quiz"' in html
    (style,) = re.findall(r"_static/(book-[\w-]+\.css)", html)
    assert ".sc-frame" in (page.parents[1] / "_static" / style).read_text("utf-8")


def test_scripts_styles_and_banks_are_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    needed = {
        str(path.relative_to(ROOT).as_posix())
        for ending in ("js", "css", "py")
        for path in (ROOT / "salescourse").rglob(f"*.{ending}")
    }
    assert needed <= set(names)
    assert "salescourse/data/questions/decisions.yml" in names
    assert not [name for name in names if name.startswith(("tests", "notebooks"))]
