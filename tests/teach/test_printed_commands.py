"""The commands on the pages for instructors, run as they are printed, one after another."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from teach.class_of import EXERCISES, ROOT, answered, notebook

from salescourse.practice.events import new_event
from salescourse.practice.transfer import to_text
from salescourse.teach.release import package
from salescourse.teach.release.make import edition_of, notebooks_in

PAGE = ROOT / "book" / "instructors.md"
# They open a window, run for minutes or read another course: where they are run.
ELSEWHERE = {
    "validate": "tests/teach/test_validate.py",
    "validate --accept": "tests/teach/test_validate_accept.py",
    "book": "tests/conftest.py",
    "lab": "tests/test_jupyterlab.py",
    "questions check": "tests/practice/test_bank.py",
}
COMMAND = re.compile(r"^python3 (?:/path/to/)?course\.py (.+)$", re.MULTILINE)


def printed() -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return COMMAND.findall(
        "\n".join(re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    )


RUN = [words for words in dict.fromkeys(printed()) if words not in ELSEWHERE]


def run(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder that is no course, as course.py hands it over."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "salescourse.teach.cli", *shlex.split(words)],
        cwd=folder, capture_output=True, text=True, env=dict(os.environ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def done(book, tmp_path_factory: pytest.TempPathFactory):
    """Run them all, in their order, where there is what the page says there is."""
    folder = tmp_path_factory.mktemp("term")
    edition = edition_of([package.files(), notebooks_in(ROOT)])
    for name, at in (("Ada", 0), ("Bob", 1)):
        answers = [answered(item, at) for item in EXERCISES]
        place = folder / "downloads" / f"{name}_{at}_assignsubmission_file_"
        place.mkdir(parents=True)
        text = json.dumps(notebook(edition, answers, name))
        (place / "01_decisions.ipynb").write_text(text, encoding="utf-8")
    (folder / "progress_files").mkdir()
    event = new_event("attempt", "decisions-1", answer="66", score=1.0)
    (folder / "progress_files" / "ada.json").write_text(to_text([event]))
    return folder, {words: run(words, folder) for words in RUN}


def test_every_printed_command_is_run_here_or_elsewhere():
    assert set(ELSEWHERE) <= set(printed())
    assert len(RUN) >= 8
    for test in ELSEWHERE.values():
        assert (ROOT / test).is_file()


@pytest.mark.parametrize("words", RUN)
def test_a_printed_command_does_what_it_says(done, words):
    _folder, results = done
    assert results[words].returncode == 0, results[words].stdout + results[words].stderr


def test_what_they_write_is_there(done):
    folder, results = done
    assert next((folder / "class").rglob("01_decisions.ipynb"), None)
    rows = (folder / "grades.csv").read_text("utf-8")
    assert rows.count(",right,") == len(EXERCISES)
    assert "Participant 0" in (folder / "grades-moodle.csv").read_text("utf-8")
    assert "decisions-1" in (folder / "items.csv").read_text("utf-8")
    assert "<quiz>" in (folder / "questions.xml").read_text("utf-8")
    assert "$CATEGORY" in (folder / "questions.gift").read_text("utf-8")
    assert (folder / "our-prices" / "_config.yml").is_file()
    said = results["book --scorm decisions"].stdout
    made = Path(re.search(r"SCORM 1\.2: (\S+)", said)[1])
    with zipfile.ZipFile(made) as packed:
        assert packed.namelist()[0] == "imsmanifest.xml"


def test_git_leaves_out_what_they_write_and_what_learners_hand_in(done):
    folder, _results = done
    made = {path.name for path in folder.iterdir()}
    assert {"class", "downloads", "grades.csv", "progress_files"} <= made
    shutil.copy(ROOT / ".gitignore", folder)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    told = subprocess.run(
        ["git", "status", "--short"], cwd=folder, capture_output=True, text=True
    )
    assert told.stdout.splitlines() == ["?? .gitignore", "?? our-prices/"]


def test_what_the_page_says_of_a_record_is_what_is_in_it():
    """A progress file has no name; an entry has what was asked, done, when and a score."""
    event = new_event("attempt", "decisions-1", answer="66", score=1.0)
    assert set(event) == {"id", "kind", "item", "hash", "at", "answer", "score"}
    assert set(json.loads(to_text([event]))) == {"format", "v", "events"}
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for told in ("A progress file has no name in it", "when, to the second",
                 "written freely is in it word for word", "4096 characters"):  # fmt: skip
        assert told in text
