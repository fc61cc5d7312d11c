from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from salescourse.teach.canonical import NotebookError, as_text, canonical

VIEW = "application/vnd.jupyter.widget-view+json"


def code(source: str, *outputs: NotebookNode, name: str = "a", **more) -> NotebookNode:
    return new_code_cell(source, id=name, outputs=list(outputs), **more)


def notebook(*cells: NotebookNode, **metadata) -> NotebookNode:
    return new_notebook(cells=list(cells), metadata=metadata)


def stream(text: str, name: str = "stdout") -> NotebookNode:
    return new_output("stream", name=name, text=text)


def result(count: int = 1, **data: str) -> NotebookNode:
    return new_output("execute_result", data=data, execution_count=count)


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
        (code("%time f()", stream("Wall time: 12 ms")), "how long something took"),
        (code("%timeit f()", stream("12 ms ± 3 µs per loop (7 runs)")), "how long"),
        (code("bar()", stream("41/90, 3.2it/s")), "how long something took"),
        (code("print(os.getpid())", stream("pid 4711")), "the number of a process"),
        (
            code("here()", stream(f"{Path.cwd() / 'x.csv'} read")),
            "a path of this machine",
        ),
        (code("plot();"), "ends with a semicolon"),
    ],
)
def test_what_no_reader_should_see_is_refused_and_the_cell_named(cell, sentence):
    with pytest.raises(NotebookError) as caught:
        canonical(notebook(new_markdown_cell("# Title", id="t"), cell))
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(f"cell 2 ({cell.source})")


class Noon(datetime):
    @classmethod
    def now(cls):
        return cls(2026, 5, 4, 12)


@pytest.mark.parametrize(
    "shown",
    ["made 2026-05-04", "4 May 2026", "May 4, 2026", "datetime.date(2026, 5, 4)", "04.05.2026 closed"],
)  # fmt: skip
def test_a_date_of_today_is_refused_unless_it_was_there_before(shown, monkeypatch):
    monkeypatch.setattr("salescourse.teach.canonical.datetime", Noon)
    was = notebook(code("show()", stream("made 2025-01-05")))
    with pytest.raises(NotebookError, match="time of the run"):
        canonical(notebook(code("show()", stream(shown))), was=was)
    new = notebook(code("show()", stream(shown)))
    assert canonical(new, was=new) == canonical(new)


def test_what_looks_like_it_and_is_of_the_data_is_left_alone():
    said = "took 1.25 s; 3 it; closed 2025-03-01; bid 4711; a win takes 184 days"
    new = notebook(code("show()", stream(said)))
    assert canonical(new, was=notebook()).cells[0].outputs[0].text == said


def test_an_expected_error_stays_without_its_paths():
    cell = code("SalesCycle(35)", ERROR, metadata={"tags": ["raises-exception"]})
    (output,) = canonical(notebook(cell)).cells[0].outputs
    assert output.traceback == ["ValueError: no"]


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
