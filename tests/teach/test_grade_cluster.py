"""The same work on a Dask cluster: a real scheduler and two workers on this machine."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from teach.class_of import EXERCISES, ROOT, answered, notebook

from salescourse.teach import cli
from salescourse.teach.grade import cluster
from salescourse.teach.grade.make import grade
from salescourse.teach.processes import Limits
from salescourse.teach.release import package
from salescourse.teach.release.make import edition_of, notebooks_in

LIMITS = Limits(seconds=60, megabytes=500)
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("dask")
    log = (folder / "log").open("w+")
    began: list[subprocess.Popen] = []

    def begin(*words: str) -> None:
        command = [sys.executable, "-m", *words]
        began.append(subprocess.Popen(command, cwd=folder, stdout=log, stderr=log))

    try:
        begin("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
              "--no-dashboard")  # fmt: skip
        for _ in range(120):
            text = (folder / "log").read_text()
            if found := re.search(r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)", text):
                break
            time.sleep(0.25)
        else:
            raise AssertionError(f"The scheduler did not start: {text}")
        for _worker in range(2):
            begin("distributed.cli.dask_worker", found[1], "--nthreads", "1",
                  "--no-dashboard", "--host", "127.0.0.1")  # fmt: skip
        yield found[1]
    finally:
        for process in began:
            family = psutil.Process(process.pid).children(recursive=True)
            for one in [*family, psutil.Process(process.pid)]:
                one.terminate()
        for process in began:
            process.wait(timeout=20)
        log.close()


def test_notebooks_marked_on_a_cluster_have_the_marks_that_were_known(
    scheduler, tmp_path
):
    edition = edition_of([package.files(), notebooks_in(ROOT)])
    (tmp_path / "in").mkdir()
    for name, at in (("ada", 0), ("bob", 1)):  # all right, and a misconception each
        answers = [answered(item, at) for item in EXERCISES]
        text = json.dumps(notebook(edition, answers, name))
        (tmp_path / "in" / f"{name}.ipynb").write_text(text, "utf-8")
    graded = grade(
        tmp_path / "in", tmp_path / "grades.csv", course=ROOT, limits=LIMITS,
        dask=scheduler,
    )  # fmt: skip
    ada, bob = graded.results
    assert [m.result for m in ada.marks] == ["right"] * len(EXERCISES)
    assert [m.points for m in bob.marks] == [0] * len(EXERCISES)
    assert graded.remarks == []


def test_where_nobody_answers_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS", 1)
    ran = cluster.run_on("tcp://127.0.0.1:9", [], b"", LIMITS)
    with pytest.raises(OSError, match=r"No Dask scheduler answers at tcp://127\.0\.0"):
        next(ran)


def test_without_distributed_a_sentence_says_how_to_install_it(
    monkeypatch, tmp_path, capsys
):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.ipynb").write_text(
        (ROOT / "notebooks" / "00_map.ipynb").read_text("utf-8"), "utf-8"
    )
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["grade", str(tmp_path / "in"), "--out", str(tmp_path / "g.csv"), "--dask",
             "tcp://127.0.0.1:9"]  # fmt: skip
    assert cli.main(words) == 1
    assert 'pip install "salescourse[cluster]"' in capsys.readouterr().err


def test_the_package_has_the_extra_that_is_named():
    text = Path(ROOT / "pyproject.toml").read_text("utf-8")
    assert re.search(r'^cluster = \["distributed', text, re.MULTILINE)
