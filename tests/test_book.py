import socket
import subprocess
from pathlib import Path

import pytest

from salescourse import book


def course(root: Path) -> Path:
    """Make the smallest folder that has what a book is made of."""
    for name in ("book", "notebooks", "salescourse", "data"):
        (root / name).mkdir(parents=True)
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
        self.calls.append(command)
        out = Path(command[command.index("--path-output") + 1])
        html = out / "_build" / "html"
        html.mkdir(parents=True, exist_ok=True)
        (html / "index.html").write_text("a page")
        (out / "_build" / ".jupyter_cache").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, self.returncode)


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> Builder:
    stand_in = Builder()
    monkeypatch.setattr(book.subprocess, "run", stand_in)
    return stand_in


def test_nothing_is_built_twice_from_the_same_files(tmp_path, builder, capsys):
    root = course(tmp_path)
    book.build(root)
    book.build(root)
    assert len(builder.calls) == 1
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "changed", ["salescourse/model.py", "data/new.csv", "requirements.txt"]
)
def test_a_change_in_package_data_or_pins_executes_the_notebooks(
    tmp_path, builder, changed
):
    html = book.build(course(tmp_path))
    (tmp_path / changed).write_text("changed\n")
    assert (html.parent / ".jupyter_cache").is_dir()
    builder_saw = []
    original = builder.__call__

    def looking(command: list[str], **options: object) -> object:
        builder_saw.append((html.parent / ".jupyter_cache").exists())
        return original(command, **options)

    book.subprocess.run = looking
    book.build(tmp_path)
    assert builder_saw == [False]


def test_a_change_in_a_page_keeps_what_notebooks_printed(tmp_path, builder):
    html = book.build(course(tmp_path))
    (tmp_path / "book" / "intro.md").write_text("# Welcome\n")
    book.build(tmp_path)
    assert len(builder.calls) == 2
    assert (html.parent / ".jupyter_cache").is_dir()


def test_a_failed_build_is_tried_again(tmp_path, monkeypatch):
    failing = Builder(returncode=1)
    monkeypatch.setattr(book.subprocess, "run", failing)
    for _ in range(2):
        with pytest.raises(book.BuildError, match="WARNING or ERROR above"):
            book.build(course(tmp_path) if not failing.calls else tmp_path)
    assert len(failing.calls) == 2


def test_moving_text_from_one_file_to_another_is_a_change(tmp_path):
    root = course(tmp_path)
    before = book.fingerprint(root, ["salescourse"])
    (root / "salescourse" / "model.py").rename(root / "salescourse" / "other.py")
    assert book.fingerprint(root, ["salescourse"]) != before


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
