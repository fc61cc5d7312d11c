import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    writes,
)

from salescourse.execute import (
    NotebookError,
    as_text,
    canonical,
    execute,
    fresh_environment,
    read,
)

ROOT = Path(__file__).resolve().parent.parent
VIEW = "application/vnd.jupyter.widget-view+json"
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


def code(source: str, *outputs: NotebookNode, name: str = "a", **more) -> NotebookNode:
    return new_code_cell(source, id=name, outputs=list(outputs), **more)


def notebook(*cells: NotebookNode, **metadata) -> NotebookNode:
    return new_notebook(cells=list(cells), metadata=metadata)


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def result(count: int = 1, **data: str) -> NotebookNode:
    return new_output("execute_result", data=data, execution_count=count)


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


def test_cells_are_counted_as_if_run_once_from_the_top():
    cells = [
        code("x = 1", name="a", execution_count=17),
        code("", name="b"),
        code("x", result(9, **{"text/plain": "1"}), name="c", execution_count=9),
    ]
    first, empty, last = canonical(notebook(*cells)).cells
    assert [c.execution_count for c in (first, empty, last)] == [1, None, 2]
    assert last.outputs[0].execution_count == 2


def test_streams_are_merged_across_chunks_but_not_across_other_outputs():
    table = result(**{"text/plain": "x"})
    cell = code("f()", stream("a\n"), stream("b\n"), table, stream("c\n"))
    outputs = canonical(notebook(cell)).cells[0].outputs
    assert [output.get("text") for output in outputs] == ["a\nb\n", None, "c\n"]


def test_a_widgets_view_goes_and_its_words_stay():
    cell = code("quiz()", result(**{"text/plain": "Quiz", VIEW: {"model_id": "7f"}}))
    outputs = canonical(notebook(cell, widgets={"state": {}})).cells[0].outputs
    assert outputs[0].data == {"text/plain": "Quiz"}


def test_what_a_front_end_notes_of_a_session_goes_and_the_rest_stays():
    cell = code("x", metadata={"tags": ["t"], "collapsed": True, "trusted": True})
    seen = canonical(
        notebook(
            cell,
            title="Decisions",
            widgets={},
            kernelspec={"name": "venv", "display_name": "My venv"},
            language_info={"name": "python", "version": "3.13.1"},
        )
    )
    assert seen.cells[0].metadata == {"tags": ["t"]}
    assert seen.metadata.title == "Decisions"
    assert seen.metadata.kernelspec.name == "python3"
    assert "version" not in seen.metadata.language_info


ERROR = new_output("error", ename="ValueError", evalue="no", traceback=["/home/me"])


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (code("warn()", stream("Careful", "stderr")), "warns: Careful"),
        (code("f", result(**{"text/plain": "<f at 0x7f1234abcd>"})), "at 0x7f1234abcd"),
        (code("print(f)", stream("<f at 0x7f1234abcd>")), "memory address"),
        (code("1 / 0", ERROR), "fails with ValueError: no"),
        (code("plot();"), "ends with a semicolon"),
    ],
)
def test_what_no_reader_should_see_is_refused_and_the_cell_named(cell, sentence):
    with pytest.raises(NotebookError) as caught:
        canonical(notebook(new_markdown_cell("# Title", id="t"), cell))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"cell 2 ({cell.source})")


def test_an_expected_error_stays_without_its_paths():
    cell = code("SalesCycle(35)", ERROR, metadata={"tags": ["raises-exception"]})
    (output,) = canonical(notebook(cell)).cells[0].outputs
    assert output.traceback == ["ValueError: no"]


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


OUTPUTS = st.one_of(
    st.builds(stream, st.text("ab\n", min_size=1)),
    st.builds(
        lambda n, t: result(n, **{"text/plain": t}), st.integers(1, 9), st.text()
    ),
)
CELLS = st.lists(
    st.tuples(st.text("xy=1\n"), st.lists(OUTPUTS, max_size=3), st.integers(1, 99)),
    max_size=4,
)


@given(cells=CELLS)
def test_the_canonical_form_of_a_canonical_form_is_itself(cells):
    made = [
        code(source, *outputs, name=f"c{number}", execution_count=count)
        for number, (source, outputs, count) in enumerate(cells)
    ]
    once = canonical(notebook(*made))
    assert canonical(once) == once
    assert as_text(canonical(once)) == as_text(once)


def test_the_environment_forgets_the_learners_own_settings(tmp_path, monkeypatch):
    for name in ("JUPYTER_PATH", "MPLBACKEND", "SALESCOURSE_LANG", "IPYTHONDIR"):
        monkeypatch.setenv(name, "/somewhere")
    seen = fresh_environment(tmp_path)
    assert "/somewhere" not in seen.values()
    assert seen["SALESCOURSE_HOME"] == str(tmp_path)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_the_committed_notebooks_are_canonical(path):
    text = path.read_text(encoding="utf-8")
    assert as_text(canonical(read(path))) == text, (
        f"{path.name} is not as `python3 course.py execute` writes it: run that."
    )
