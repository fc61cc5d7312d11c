import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from jupyter_cache import get_cache

from salescourse.teach import book, cli
from salescourse.teach.book import builder as building


def course(root: Path) -> Path:
    """Make the smallest folder that has what a book is made of."""
    for name in ("book", "notebooks", "salescourse/teach/book", "data"):
        (root / name).mkdir(parents=True)
    (root / "book" / "_toc.yml").write_text("root: book/intro\n")
    (root / "salescourse" / "model.py").write_text("odds = 0.9\n")
    (root / "_config.yml").write_text("title: x\n")
    (root / "requirements.txt").write_text("numpy==2\n")
    return root


class Builder:
    """Stands in for Jupyter Book: notes each call and writes one page."""

    def __init__(self, returncode: int = 0) -> None:
        self.calls: list[list[str]] = []
        self.returncode = returncode

    def __call__(self, command: list[str], **options: object) -> object:
        if "--path-output" not in command:  # notebooks, executed ahead
            return subprocess.CompletedProcess(command, 0)
        self.calls.append(command)
        out = Path(command[command.index("--path-output") + 1])
        html = out / "_build" / "html"
        html.mkdir(parents=True, exist_ok=True)
        (html / "index.html").write_text("a page")
        (out / "_build" / ".jupyter_cache").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, self.returncode)


@pytest.fixture
def builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builder:
    stand_in = Builder()
    monkeypatch.setattr(building.subprocess, "run", stand_in)
    monkeypatch.setattr(building, "_PACKAGE", tmp_path / "salescourse")
    return stand_in


def test_nothing_is_built_twice_from_the_same_files(tmp_path, builder, capsys):
    root = course(tmp_path)
    book.build(root)
    book.build(root)
    assert len(builder.calls) == 1
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changed",
    ["salescourse/model.py", "data/new.csv", "requirements.txt"],
)
def test_a_change_in_package_data_or_pins_executes_the_notebooks(
    tmp_path, builder, changed
):
    html = book.build(course(tmp_path))
    (tmp_path / changed).write_text("changed\n")
    assert (html.parent / ".jupyter_cache").is_dir()
    executed = html.parent / ".jupyter_cache" / "executed"
    executed.touch()
    book.build(tmp_path)
    assert not executed.exists()


@pytest.mark.parametrize(
    "changed", ["book/intro.md", "salescourse/teach/book/frame.py"]
)
def test_a_change_in_a_page_keeps_what_notebooks_printed(tmp_path, builder, changed):
    html = book.build(course(tmp_path))
    executed = html.parent / ".jupyter_cache" / "executed"
    executed.touch()
    (tmp_path / changed).write_text("# Welcome\n")
    book.build(tmp_path)
    assert len(builder.calls) == 2
    assert executed.exists()


def test_a_page_that_fails_does_not_cost_the_executed_notebooks(
    tmp_path, builder, monkeypatch
):
    html = book.build(course(tmp_path))
    executed = html.parent / ".jupyter_cache" / "executed"
    executed.touch()
    (tmp_path / "book" / "intro.md").write_text("# Welcome\n")
    builder.returncode = 1
    with pytest.raises(book.BuildError):
        book.build(tmp_path)
    assert executed.exists()


def test_a_failed_build_is_tried_again(tmp_path, monkeypatch):
    failing = Builder(returncode=1)
    monkeypatch.setattr(building.subprocess, "run", failing)
    for _ in range(2):
        with pytest.raises(book.BuildError, match="WARNING or ERROR above"):
            book.build(course(tmp_path) if not failing.calls else tmp_path)
    assert len(failing.calls) == 2


def test_moving_text_from_one_file_to_another_is_a_change(tmp_path):
    root = course(tmp_path)
    before = book.fingerprint([root / "salescourse"])
    (root / "salescourse" / "model.py").rename(root / "salescourse" / "other.py")
    assert book.fingerprint([root / "salescourse"]) != before


def test_a_busy_port_gives_way_to_the_next_free_one(tmp_path):
    with socket.socket() as taken:
        taken.bind((book.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with book.open_server(tmp_path, port) as server:
            assert server.server_address[1] != port


def test_the_book_is_served_to_this_machine_alone(tmp_path):
    with book.open_server(tmp_path, 8700) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_the_archive_is_made_of_the_built_book(tmp_path, monkeypatch, capsys):
    html = tmp_path / "_build" / "html"
    html.mkdir(parents=True)
    (html / "index.html").write_text("a page")
    monkeypatch.setattr(book, "build", lambda root: html)
    assert cli.main(["book", "--zip"]) == 0
    with zipfile.ZipFile(tmp_path / "_build" / f"{book.NAME}.zip") as packed:
        assert packed.namelist() == [f"{book.NAME}/index.html"]
    assert f"{book.NAME}.zip" in capsys.readouterr().out


def test_an_audit_without_its_tools_says_how_to_get_them(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert cli.main(["book", "audit"]) == 1
    said = capsys.readouterr().err
    assert "playwright" in said
    assert "python3 course.py" in said


def test_notebooks_are_executed_ahead_into_the_cache_that_the_book_reads(tmp_path):
    cell = nbformat.v4.new_code_cell("print(1 + 1)")
    broken = nbformat.v4.new_code_cell("1 / 0")
    paths = []
    for name, code in (("good", cell), ("bad", broken)):
        paths.append(tmp_path / f"{name}.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[code]), paths[-1])
    command = [sys.executable, "-m", "salescourse.teach.book.ahead", tmp_path / "cache"]
    subprocess.run([*command, *paths], check=True, stderr=subprocess.DEVNULL)
    cache = get_cache(str(tmp_path / "cache"))
    _pk, found = cache.merge_match_into_notebook(nbformat.read(paths[0], 4))
    assert found.cells[0].outputs[0].text == "2\n"
    with pytest.raises(KeyError):
        cache.match_cache_notebook(nbformat.read(paths[1], 4))
