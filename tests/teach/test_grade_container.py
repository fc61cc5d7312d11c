"""The line that runs the whole command in a container: its parts, and what it runs.

There is no container here. What runs inside is run as printed, by a Python that has what
requirements.txt names and not the course, as the image has it.
"""

import csv
import json
import os
import shlex
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from teach.class_of import EXERCISES, answered, notebook

from salescourse.teach.grade import CONTAINER, IMAGE
from salescourse.teach.release import package
from salescourse.teach.release.make import edition_of, notebooks_in

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def python(tmp_path: Path) -> Path:
    """Return a Python with the pinned packages and without this course."""
    venv.create(tmp_path / "image", symlinks=os.name != "nt")
    folder = "Lib" if os.name == "nt" else f"lib/python{sysconfig.get_python_version()}"
    packages = tmp_path / "image" / folder / "site-packages"
    # A folder that is named here is searched, and its own .pth files are not read: the
    # course, which is installed by one, is not there.
    (packages / "pinned.pth").write_text(sysconfig.get_path("purelib") + "\n")
    scripts = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    made = tmp_path / "image" / scripts
    code = "import nbclient\nimport salescourse.teach.cli"
    done = subprocess.run([made, "-Pc", code], capture_output=True, text=True)
    assert "No module named 'salescourse.teach.cli'" in done.stderr, done.stderr
    return made


def test_what_runs_in_the_container_marks(python, tmp_path):
    edition = edition_of([package.files(), notebooks_in(ROOT)])
    answers = [answered(item, 0) for item in EXERCISES]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").write_text(
        json.dumps(notebook(edition, answers, "Ada")), "utf-8"
    )
    words = shlex.split(CONTAINER)
    inside = words[words.index("IMAGE") + 1 :]
    assert words[words.index("-w") + 1] == "/course"
    places = {"/in": str(tmp_path / "in"), "/out/grades.csv": str(tmp_path / "g.csv")}
    command = [str(python), *(places.get(word, word) for word in inside[1:])]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with (tmp_path / "g.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["result"] for row in rows] == ["right"] * len(EXERCISES), rows


def test_the_container_has_no_network_and_changes_neither_course_nor_class():
    words = shlex.split(CONTAINER)
    assert words[:3] == ["docker", "run", "--rm"]
    assert words[words.index("--network") + 1] == "none"
    mounts = [words[at + 1] for at, word in enumerate(words) if word == "-v"]
    assert mounts == ["COURSE:/course:ro", "FOLDER:/in:ro", "OUT:/out"]
    assert {"--memory", "--pids-limit"} <= set(words)


def test_the_image_is_made_of_what_the_course_pins():
    words = shlex.split(IMAGE)
    assert words[:2] == ["docker", "build"]
    first, *steps, _end = IMAGE.splitlines()
    assert first.startswith("docker build -t IMAGE")
    assert "COURSE" in first
    assert steps == ["FROM python:3.11", "COPY requirements.txt .",
                     "RUN pip install -r requirements.txt"]  # fmt: skip
    assert sys.version_info >= (3, 11)
