"""The learner's own copy: the course may change as it likes, their work stays."""

import json
import subprocess
import sys
from hashlib import sha256
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import read
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, writes

from salescourse.teach import lab
from salescourse.teach.lab.editions import NOTE

NAME = "01_decisions.ipynb"
BESIDE = "01_decisions (newer edition).ipynb"


def edition(text: str) -> str:
    """Return a chapter whose one cell says something."""
    cell = new_code_cell(f"print({text!r})", id="only", execution_count=1)
    return writes(new_notebook(cells=[cell])) + "\n"


class Desk:
    """A course, and a learner's folder that follows it."""

    def __init__(self, folder: Path) -> None:
        self.course, self.own = folder / "notebooks", folder / "my course"
        self.course.mkdir()
        self.publish("first")

    def publish(self, text: str, name: str = NAME) -> None:
        (self.course / name).write_text(edition(text), encoding="utf-8")

    def work(self, text: str, name: str = NAME) -> None:
        (self.own / name).write_text(text, encoding="utf-8")

    def update(self) -> list[str]:
        return [str(arrival) for arrival in lab.update(self.course, self.own)]

    def folder(self) -> dict[str, str]:
        return {path.name: path.read_text() for path in self.own.glob("*.ipynb")}

    def said(self) -> dict[str, list[str]]:
        """Return what the cells of each notebook say, without the note on what is new."""
        return {
            path.name: [
                c.source for c in read(path, as_version=4).cells if c.id != NOTE
            ]
            for path in self.own.glob("*.ipynb")
        }


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_first_time_every_chapter_comes(desk):
    desk.publish("second", name="02_relationships.ipynb")
    assert desk.update() == [f"{NAME} is new.", "02_relationships.ipynb is new."]
    assert desk.folder()[NAME] == edition("first")


def test_nothing_comes_twice(desk):
    desk.update()
    desk.work(edition("mine"))
    assert desk.update() == []
    assert desk.folder() == {NAME: edition("mine")}


def test_an_untouched_copy_follows_the_course(desk):
    desk.update()
    desk.publish("second")
    assert desk.update() == [
        f"{NAME} is now the newer edition; you had not changed yours."
    ]
    assert desk.folder() == {NAME: edition("second")}


def test_work_stays_and_the_newer_chapter_comes_beside_it(desk):
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    assert desk.update() == [
        f"{NAME} has a newer edition. Yours stays as it is; the newer one is {BESIDE}. "
        "New in it: cell 2 (`print('second')`). "
        "Yours, brought over: cell 3 (`print('mine')`)."
    ]
    assert desk.folder()[NAME] == edition("mine")
    assert desk.said()[BESIDE] == ["print('second')", "print('mine')"]
    assert desk.update() == []


def test_an_untouched_edition_beside_is_the_one_that_follows(desk):
    desk.update()
    desk.work(edition("mine"))
    for text in ("second", "third"):
        desk.publish(text)
        desk.update()
    assert desk.said() == {
        NAME: ["print('mine')"],
        BESIDE: ["print('third')", "print('mine')"],
    }


def test_a_second_edition_that_was_worked_in_stays_too(desk):
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    desk.update()
    desk.work(edition("mine too"), name=BESIDE)
    desk.publish("third")
    desk.update()
    assert desk.said() == {
        NAME: ["print('mine')"],
        BESIDE: ["print('mine too')"],
        "01_decisions (newer edition 2).ipynb": ["print('third')", "print('mine too')"],
    }


def test_an_edition_the_learner_threw_away_does_not_come_back(desk):
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    desk.update()
    (desk.own / BESIDE).unlink()
    assert desk.update() == []


def test_a_deleted_chapter_comes_back(desk):
    desk.update()
    (desk.own / NAME).unlink()
    assert desk.update() == [f"{NAME} is new."]


@pytest.mark.parametrize("content", [None, b"", b"\xff", b"[]", b'{"01_deci'])
def test_without_a_readable_list_no_work_is_lost(desk, content):
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    listing = desk.own / ".salescourse.json"
    listing.unlink()
    if content is not None:
        listing.write_bytes(content)
    desk.update()
    assert desk.said() == {NAME: ["print('mine')"], BESIDE: ["print('second')"]}


def test_what_is_not_the_courses_is_left_alone(desk):
    desk.own.mkdir()
    desk.work("notes", name="my notes.ipynb")
    desk.update()
    assert desk.folder()["my notes.ipynb"] == "notes"


DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.sampled_from("abc")),
        st.tuples(st.just("work"), st.integers(0, 2)),
        st.tuples(st.just("delete"), st.integers(0, 2)),
        st.tuples(st.just("forget"), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS)
def test_whatever_happens_work_stays_and_the_newest_chapter_has_come(
    tmp_path_factory, deeds
):
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.update()
    work: dict[str, str] = {}
    ever = set(chain(*desk.said().values()))
    for number, (deed, which) in enumerate(deeds):
        files = sorted(desk.folder())
        name = files[which % len(files)] if deed in ("work", "delete") else ""
        if deed == "publish":
            desk.publish(which)
        elif deed == "work":
            work[name] = edition(f"work {number}")
            desk.work(work[name], name=name)
        elif deed == "delete":
            (desk.own / name).unlink()
            work.pop(name, None)
        else:
            (desk.own / ".salescourse.json").unlink(missing_ok=True)
        desk.update()
        now = desk.folder()
        ever |= set(chain(*desk.said().values()))
        assert work.items() <= now.items()
        newest = read(desk.course / NAME, as_version=4).cells[0].source
        assert newest in ever
        assert desk.update() == []


def test_work_that_is_no_notebook_any_more_stays_too(desk):
    desk.update()
    desk.work("mine")
    desk.publish("second")
    desk.update()
    assert desk.folder()[NAME] == "mine"
    assert "print('second')" in desk.folder()[BESIDE]


def test_a_list_of_an_earlier_version_is_read(desk):
    desk.update()
    listing = desk.own / ".salescourse.json"
    digest = sha256((desk.own / NAME).read_bytes()).hexdigest()
    listing.write_text(json.dumps({NAME: digest}))
    desk.publish("second")
    desk.update()
    assert desk.folder() == {NAME: edition("second")}


def test_the_start_page_says_what_is_new_until_the_edition_is_gone(desk):
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    for _ in range(2):
        desk.update()
        start = (desk.own / "Start.md").read_text()
        assert "- [01_decisions (newer edition).ipynb](01_decisions%20%28newer" in start
        assert "New in it: cell 2 (`print('second')`)." in start
    (desk.own / BESIDE).unlink()
    desk.update()
    assert "newer edition" not in (desk.own / "Start.md").read_text()


def test_what_a_learner_wrote_into_the_start_page_is_moved_aside(desk):
    desk.update()
    (desk.own / "Start.md").write_text("my notes")
    assert desk.update() == [
        "Start.md is made anew each time. Yours is now Start (yours).md."
    ]
    assert (desk.own / "Start (yours).md").read_text() == "my notes"
    assert desk.update() == []


def test_an_edition_with_work_brought_over_is_trusted_when_it_arrives(
    desk, monkeypatch
):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(desk.own.parent / "jupyter"))
    desk.update()
    desk.work(edition("mine"))
    desk.publish("second")
    arrivals = lab.update(desk.course, desk.own)
    came = lab.from_the_course(desk.course, desk.own, arrivals)
    assert [path.name for path in came] == [BESIDE]


def test_untouched_copies_are_trusted_and_strangers_are_not(desk, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(desk.own.parent / "jupyter"))
    desk.update()
    desk.work(edition("from the mail"), name="stranger.ipynb")
    lab.trust(lab.from_the_course(desk.course, desk.own))
    notary = NotebookNotary()
    trusted = {
        path.name: notary.check_signature(read(path, as_version=4))
        for path in desk.own.glob("*.ipynb")
    }
    notary.store.close()
    assert trusted == {NAME: True, "stranger.ipynb": False}


def test_jupyterlab_starts_on_this_machine_alone():
    arguments = lab.arguments(Path("/a b/my_course"), port=9000)
    assert "--ServerApp.ip=127.0.0.1" in arguments
    assert "--ServerApp.root_dir=/a b/my_course" in arguments


def test_the_kernel_is_this_pythons_even_if_the_home_folder_has_one(tmp_path):
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "Foreign", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(spec))
    code = (
        "import sys; from pathlib import Path; from types import ModuleType\n"
        "from salescourse.teach import lab\n"
        "sys.modules['jupyterlab'] = ModuleType('jupyterlab')\n"
        "app = sys.modules['jupyterlab.labapp'] = ModuleType('labapp')\n"
        "app.main = lambda arguments: None\n"
        "lab.start(Path(), port=1)\n"
        "from jupyter_client.kernelspec import get_kernel_spec\n"
        "print(get_kernel_spec('python3').display_name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": "/usr/bin:/bin",
            "JUPYTER_DATA_DIR": str(tmp_path),
            "JUPYTER_PATH": str(tmp_path),
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "Python 3 (ipykernel)", done.stderr
