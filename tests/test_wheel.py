"""A wheel works where there is no repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_checks_its_questions(elsewhere):
    code = "from salescourse.teach.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python(elsewhere, code, "questions", "check")
    assert (done.returncode, done.stdout.split()[-2:]) == (0, ["0", "problems"])


def test_the_wheel_says_what_it_does_not_have(elsewhere):
    code = "from salescourse.teach.cli import main; sys.exit(main(sys.argv[1:]))"
    done = python(elsewhere, code, "book")
    assert done.returncode == 1
    assert done.stderr.startswith("This installation of salescourse has no notebooks")


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
