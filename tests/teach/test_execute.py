import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from salescourse.teach.canonical import NotebookError, as_text, canonical
from salescourse.teach.execute import execute, fresh_environment, read

ROOT = Path(__file__).resolve().parents[2]
WIDGET = """\
import anywidget, traitlets
from IPython.display import SVG

class Dial(anywidget.AnyWidget):
    _esm = "export default { render({ el }) { el.textContent = 'dial'; } };"
    days = traitlets.Int(3).tag(sync=True)
    def __repr__(self):
        return "Dial: 3 days."

Dial()"""
FIGURE = """SVG('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')"""


def code(source: str, *, name: str = "a", **more) -> NotebookNode:
    return new_code_cell(source, id=name, **more)


def notebook(*cells: NotebookNode) -> NotebookNode:
    return new_notebook(cells=list(cells))


@pytest.fixture(scope="module")
def run_once(tmp_path_factory) -> Path:
    """Execute one notebook with a widget, a figure, a table and a print."""
    path = tmp_path_factory.mktemp("chapters") / "01_dials.ipynb"
    cells = [
        new_markdown_cell("# Dials", id="title"),
        code(WIDGET, name="dial", metadata={"execution": {"iopub.status.busy": "1"}}),
        code(FIGURE, name="figure", metadata={"tags": ["hide-input"]}),
        code("print('one')\nprint('two', flush=True)", name="print"),
        code("", name="empty"),
        code("import os; os.environ['SALESCOURSE_LANG']", name="language"),
    ]
    path.write_text(writes(notebook(*cells)), encoding="utf-8")
    os.environ["SALESCOURSE_LANG"] = "zh_CN"
    try:
        assert execute(path) is True
    finally:
        del os.environ["SALESCOURSE_LANG"]
    return path


def test_an_executed_notebook_is_canonical(run_once):
    assert as_text(canonical(read(run_once))) == run_once.read_text(encoding="utf-8")
    assert run_once.read_text(encoding="utf-8").endswith("}\n")


def test_executing_again_changes_no_byte(run_once):
    before = run_once.read_bytes()
    assert execute(run_once) is False
    assert run_once.read_bytes() == before


def test_it_keeps_what_readers_see_and_no_widget_ids(run_once):
    title, dial, figure, printed, empty, language = read(run_once).cells
    assert title.source == "# Dials"
    assert dial.outputs[0].data == {"text/plain": "Dial: 3 days."}
    assert dial.metadata == {}
    assert "<svg" in figure.outputs[0].data["image/svg+xml"]
    assert figure.metadata == {"tags": ["hide-input"]}
    assert [output.text for output in printed.outputs] == ["one\ntwo\n"]
    assert (printed.execution_count, empty.execution_count) == (3, None)
    assert language.outputs[0].data["text/plain"] == "'en'"
    assert "widgets" not in read(run_once).metadata


def test_strict_nbval_passes_on_it_and_fails_where_something_changed(
    run_once, tmp_path
):
    altered = read(run_once)
    altered.cells[1].outputs[0].data["text/plain"] = "Dial: 4 days."
    altered.cells[2].outputs[0].data["image/svg+xml"] = "<svg/>"
    changed = run_once.with_name("02_changed.ipynb")
    changed.write_text(as_text(altered), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "--color=no"]
    command += ["-c", ROOT / "pyproject.toml", "--rootdir", run_once.parent]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", run_once, changed],
        cwd=run_once.parent,
        env=fresh_environment(tmp_path),
        capture_output=True,
        text=True,
    )
    assert "2 failed, 8 passed" in done.stdout
    for cell in (0, 1):
        assert f"FAILED 02_changed.ipynb::Cell {cell}" in done.stdout


def test_a_failing_cell_is_named_and_the_file_stays(tmp_path):
    path = tmp_path / "broken.ipynb"
    path.write_text(writes(notebook(code("win_rate = 1 / 0"))), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(NotebookError, match=r"(?s)win_rate = 1 / 0.*ZeroDivisionError"):
        execute(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_not_a_notebook_is_called_so(tmp_path):
    path = tmp_path / "notes.ipynb"
    path.write_text("# notes")
    with pytest.raises(NotebookError, match=r"notes\.ipynb is not a notebook"):
        execute(path)


@pytest.mark.parametrize(
    ("ids", "sentence"),
    [(["a", "b", "a"], "two cells have the id a"), (["a", None], "a cell has no id")],
)
def test_ids_that_name_no_cell_or_two_are_refused(tmp_path, ids, sentence):
    plain = {"cell_type": "markdown", "source": "x", "metadata": {}}
    cells = [{**plain, "id": name} if name else plain for name in ids]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "x.ipynb").write_text(json.dumps(whole))
    with pytest.raises(NotebookError, match=sentence):
        read(tmp_path / "x.ipynb")


@pytest.mark.parametrize(
    ("field", "kind", "remedy"),
    [
        ("outputs", "code", 'write "outputs": [] into it'),
        ("execution_count", "code", 'write "execution_count": null into it'),
        ("source", "markdown", 'write "source": "" into it'),
        ("cell_type", "raw", 'write "cell_type": "code" into it'),
    ],
)
def test_a_cell_that_lacks_a_field_is_named_with_what_to_write(
    tmp_path, field, kind, remedy
):
    cell = {"cell_type": kind, "id": "b", "metadata": {}, "source": "1"}
    cell |= {"outputs": [], "execution_count": None} if kind == "code" else {}
    cells = [{**cell, "id": "a"}, {k: v for k, v in cell.items() if k != field}]
    whole = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "x.ipynb").write_text(json.dumps(whole))
    with pytest.raises(NotebookError, match=f'cell 2 has no "{field}"') as caught:
        read(tmp_path / "x.ipynb")
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [("cp1252", "not written in UTF-8, the first time in line 3"), ("utf-8-sig", "byte order mark")],
)  # fmt: skip
def test_a_notebook_in_another_encoding_is_told_how_to_be_saved(
    tmp_path, encoding, sentence
):
    (tmp_path / "x.ipynb").write_bytes('{\n\n"cells": "Kürs"}'.encode(encoding))
    with pytest.raises(NotebookError, match=sentence) as caught:
        read(tmp_path / "x.ipynb")
    assert "save it as UTF-8" in caught.value.remedy


def test_the_environment_forgets_the_learners_own_settings(tmp_path, monkeypatch):
    for name in ("JUPYTER_PATH", "MPLBACKEND", "SALESCOURSE_LANG", "IPYTHONDIR"):
        monkeypatch.setenv(name, "/somewhere")
    seen = fresh_environment(tmp_path)
    assert "/somewhere" not in seen.values()
    assert seen["SALESCOURSE_HOME"] == str(tmp_path)
