"""A wheel works where there is no repository."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
import yaml

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


@pytest.fixture(scope="module")
def own(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Begin a course of one's own where only the package is."""
    course = tmp_path_factory.mktemp("mine") / "our-prices"
    done = salescourse(elsewhere, course.parent, "new", course.name, "--author", "A: B")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"cd {course.name}\n  salescourse validate" in done.stdout
    return course


def salescourse(
    elsewhere: Path, folder: Path, *words: str
) -> subprocess.CompletedProcess:
    """Run a command in a folder, its kernels too with the wheel's package."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "salescourse.teach.cli", *words],
        cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(elsewhere)},
    )  # fmt: skip


def test_a_new_course_is_well_and_named(elsewhere, own):
    done = salescourse(
        elsewhere, own, "validate", "--only", "notebooks,questions,exercises,data,prose"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all is well" in done.stdout
    settings = yaml.safe_load((own / "_config.yml").read_text("utf-8"))
    assert settings == {"title": "Our prices", "author": "A: B"}
    assert "salescourse[book,lab,validate]==" in (own / "requirements.txt").read_text()
    pins = (ROOT / "requirements.txt").read_text("utf-8")
    assert (own / "constraints.txt").read_text("utf-8") == pins


def test_a_new_course_has_the_frame_of_this_one(elsewhere, own):
    done = salescourse(elsewhere, own, "book", "--no-serve")
    page = own / "_build" / "html" / "notebooks" / "01_offers.html"
    assert page.is_file(), done.stdout + done.stderr
    html = page.read_text(encoding="utf-8")
    for needed in ("Content-Security-Policy", 'class="sc-widget sc-widget-quiz"',
                   "Our prices", "font-src 'self'"):  # fmt: skip
        assert needed in html
    (style,) = re.findall(r"_static/(book-[\w-]+\.css)", html)
    assert ".sc-frame" in (page.parents[1] / "_static" / style).read_text("utf-8")
    assert not re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2)"', html)


def test_a_new_course_opens_in_the_lab(elsewhere, own):
    done = salescourse(elsewhere, own, "lab", "--no-start")
    assert done.returncode == 0, done.stdout + done.stderr
    copy = own / "my_course" / "01_offers.ipynb"
    assert copy.read_bytes() == (own / "notebooks" / "01_offers.ipynb").read_bytes()
    # The chapter's own cell, in the copy: the data and the bank are found from there.
    code = nbformat.read(copy, as_version=4).cells
    cells = [cell.source for cell in code if cell.id in ("count", "answer", "quiz")]
    run = subprocess.run(
        [sys.executable, "-P", "-c", "\n".join(cells)], cwd=copy.parent,
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(elsewhere),
        "SALESCOURSE_HOME": str(own.parent)},
    )  # fmt: skip
    assert "10 offers" in run.stdout, run.stderr


def test_nothing_is_written_over(elsewhere, own):
    before = {p: p.read_bytes() for p in own.rglob("*") if p.is_file()}
    done = salescourse(elsewhere, own.parent, "new", own.name)
    assert done.returncode == 1
    assert "is there and not empty" in done.stderr
    assert before == {p: p.read_bytes() for p in own.rglob("*") if p.is_file()}


def test_the_workflow_of_a_new_course_runs_what_its_page_says(own):
    from test_workflows import faults

    text = (own / ".github" / "workflows" / "course.yml").read_text("utf-8")
    assert faults(text) == []
    steps = yaml.safe_load(text)["jobs"]["validate"]["steps"]
    page = (own / "README.md").read_text("utf-8").replace(".venv/bin/", "")
    for step in steps:
        if "run" in step:
            begin = " --junit".join(step["run"].split(" --junit")[:1])
            assert begin.removesuffix(" --no-serve") in page


def test_scripts_styles_and_banks_are_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    needed = {
        str(path.relative_to(ROOT).as_posix())
        for ending in ("js", "css", "py")
        for path in (ROOT / "salescourse").rglob(f"*.{ending}")
    }
    assert needed <= set(names)
    assert "salescourse/data/questions/decisions.yml" in names
    assert "salescourse/teach/new/course/workflow.yml" in names
    assert not [name for name in names if name.startswith(("tests", "notebooks"))]
