"""The explorer's Python side: the grid, what the page is told, and what is kept."""

import gzip
import json
import math
import uuid
from collections import namedtuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescourse.practice.explorer.grid import Axis, compute, read_axes
from salescourse.practice.explorer.spec import y_range
from salescourse.practice.explorer.widget import Explorer, explore
from salescourse.practice.modules import modules
from salescourse.practice.records import records


def all_agree(people, agree=0.9, correlation=0.0):
    """Chance that all say yes; a made-up way for correlation to help."""
    return agree ** (1 + (people - 1) * (1 - correlation))


def committee(**changes):
    options = {
        "people": range(1, 13),
        "agree": np.linspace(0.5, 1, 26),
        "question": "How likely is a yes?",
        "predict_at": (2, 5, 10),
        "start": {"agree": 0.9},
        "labels": {"people": "People who must agree", "y": "Chance of a yes"},
        "format": {"y": "percent", "agree": "percent", "people": "person|people"},
    } | changes
    return explore(all_agree, "test-committee", **options)


def number(widget, people, agree):
    spec = widget.spec
    row = spec["sliders"][0]["values"].index(agree)
    return spec["grid"][row * len(spec["x"]["values"]) + people - 1]


def event(kind="prediction", **changes):
    return {
        "id": str(uuid.uuid4()), "kind": kind, "item": "test-committee", "hash": "1a",
        "at": "2026-11-23T15:04:05.123Z", "answer": [[2, 0.8]], "score": None,
    } | changes  # fmt: skip


# -- the grid


def test_each_number_stands_where_the_page_looks_it_up():
    widget = committee()
    # 0.9^5 = 0.59049 and 0.5^2 = 0.25, kept to four digits
    assert number(widget, 5, 0.9) == 0.5905
    assert number(widget, 2, 0.5) == 0.25
    assert len(widget.spec["grid"]) == 12 * 26


def test_several_lines_follow_each_other():
    grid = compute(
        lambda a, b: {"sum": a + b, "product": a * b},
        [Axis("a", (1, 2)), Axis("b", (3, 4))],
    )
    assert grid.lines == ("sum", "product")
    assert grid.numbers == (4, 5, 5, 6, 3, 6, 4, 8)


def test_a_named_tuple_names_the_lines():
    Pair = namedtuple("Pair", "won lost")
    grid = compute(lambda a: Pair(a, 1 - a), [Axis("a", (0.25,))])
    assert grid == type(grid)(("won", "lost"), (0.25, 0.75))


def test_no_number_is_a_gap_and_not_an_error():
    values = {1: math.nan, 2: math.inf, 3: 3.0}
    assert compute(lambda a: values[a], [Axis("a", (1, 2, 3))]).numbers == (
        None,
        None,
        3.0,
    )


def test_a_grid_of_gaps_only_is_an_error():
    with pytest.raises(ValueError, match="no finite number anywhere"):
        compute(lambda a: math.nan, [Axis("a", (1, 2))])


def test_a_failing_model_names_the_point():
    def inverse(a):
        return 1 / a

    with pytest.raises(ValueError, match=r"inverse\(a=0\) fails: division by zero"):
        compute(inverse, [Axis("a", (-1, 0, 1))])


@pytest.mark.parametrize(
    ("result", "kind"),
    [("x", "str"), (None, "NoneType"), (True, "bool"), (1j, "complex")],
)
def test_a_model_that_gives_no_number_names_the_point(result, kind):
    with pytest.raises(
        ValueError, match=rf"the model\(a=1\) must give a number, got {kind}"
    ):
        compute(lambda a: result, [Axis("a", (1,))])


def test_numpy_numbers_are_numbers():
    assert compute(lambda a: np.array([a]) ** 2, [Axis("a", (3,))]).numbers == (9.0,)


def test_a_grid_of_ten_thousand_is_made_and_one_more_is_not():
    wide = [Axis("a", tuple(range(100))), Axis("b", tuple(range(100)))]
    assert len(compute(lambda a, b: a, wide).numbers) == 10_000
    with pytest.raises(
        ValueError,
        match=r"10,100 numbers \(101 × 100\).*for example 100 of a instead of 101",
    ):
        compute(lambda a, b: a, [Axis("a", tuple(range(101))), wide[1]])


def test_the_limit_counts_every_line():
    wide = [Axis("a", tuple(range(60))), Axis("b", tuple(range(100)))]
    with pytest.raises(ValueError, match=r"12,000 numbers \(60 × 100 × 2\)"):
        compute(lambda a, b: {"x": a, "y": b}, wide)


def test_the_dust_of_floating_point_never_reaches_the_page():
    axis = read_axes(all_agree, {"people": np.arange(0.1, 0.5, 0.1)})[0]
    assert axis.values == (0.1, 0.2, 0.3, 0.4)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "has no values"),
        ([2, 1], "must rise"),
        ([1, 1], "must rise"),
        ([1, "a"], "mixes names and numbers"),
        ([True], "must hold numbers or names, got True"),
        ([math.nan], "must be finite"),
        (3, r"partial\(model, people=3\)"),
        ("abc", "must be a range or a list"),
    ],
)
def test_a_range_that_is_none_is_explained(values, message):
    with pytest.raises(ValueError, match=message):
        read_axes(all_agree, {"people": values})


def test_a_parameter_that_the_model_lacks_is_named_with_the_one_meant():
    with pytest.raises(
        TypeError, match=r"no parameter 'poeple'. Did you mean 'people'\?"
    ):
        read_axes(all_agree, {"poeple": [1, 2]})


def test_a_parameter_that_the_model_needs_is_named():
    with pytest.raises(
        TypeError, match=r"needs 'people'. Give it a range, such as people="
    ):
        read_axes(all_agree, {"agree": [0.5, 1]})


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1), st.sampled_from(["number", "percent"])
)
def test_the_vertical_axis_holds_every_number_and_zero(numbers, form):
    low, high = y_range(numbers, form, None)
    # what is shown is rounded to ten digits, so a hair may stick out
    hair = 1e-9 * max(1, abs(low), abs(high))
    assert low <= 0 <= high
    assert low < high
    assert low - hair <= min(numbers) <= max(numbers) <= high + hair


# -- what the page is told


def test_the_page_gets_everything_as_json():
    widget = committee(points=[(1, 0.81, "CEB")], finding="Vetoes add up.")
    again = json.loads(json.dumps(widget.spec))
    assert again == widget.spec
    assert again["predict"] == [1, 4, 9]
    assert again["sliders"][0]["start"] == again["sliders"][0]["values"].index(0.9)
    assert again["y"]["range"] == [0, 1]
    assert again["points"] == [[1.0, 0.81, "CEB"]]


def test_sliders_begin_in_the_middle_unless_told():
    assert committee(start=None).spec["sliders"][0]["start"] == 13


def test_names_can_stand_on_the_axes():
    widget = explore(
        lambda channel, budget: len(channel) * budget,
        "test-channels",
        channel=["search", "store"],
        budget=range(3),
        question="Orders?",
        predict_at="store",
        labels={"store": "Our two stores"},
        kind="bar",
    )
    assert widget.spec["x"]["texts"] == ["Search", "Our two stores"]
    assert widget.spec["predict"] == [1]


@pytest.mark.parametrize("nothing", [None, math.nan, pd.NA, pd.NaT, np.float64("nan")])
def test_where_nothing_was_observed_there_is_a_gap(nothing):
    widget = committee(points=[(1, 0.8), (2, nothing), (3, 0.5)])
    assert widget.spec["points"] == [[1.0, 0.8, ""], [3.0, 0.5, ""]]
    json.dumps(widget.spec, allow_nan=False)
    table = pd.DataFrame({"x": [1, 2], "y": pd.Series([0.8, nothing], dtype=object)})
    assert committee(points=table).spec["points"] == [[1.0, 0.8, ""]]


def test_where_a_model_gives_what_no_chart_can_show_there_is_a_gap():
    grid = compute(lambda n: 10**400 if n > 1 else 0.5, [Axis("n", (1, 2))])
    assert grid.numbers == (0.5, None)


def test_points_come_from_a_table_too():
    table = pd.DataFrame({"people": [1, 2], "odds": [0.81, 0.55], "text": ["a", "b"]})
    assert committee(points=table).spec["points"][1] == [2.0, 0.55, "b"]


def test_lines_get_different_colors():
    widget = explore(
        lambda a, b: {"B2C": a, "B2B": b},
        "test-lines",
        a=[1, 2],
        b=[1, 2],
        question="?",
        predict_at=1,
        color="b2c",
    )
    assert [line["color"] for line in widget.spec["lines"]] == ["b2c", "b2b"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"question": " "}, "question must not be empty"),
        ({"predict_at": 2.5}, "predict_at = 2.5 .* people: the nearest are 2, 3"),
        ({"predict_at": ()}, "1 to 6 values of people, got 0"),
        ({"start": {"agree": 0.91}}, "start agree = 0.91 .* the nearest are 0.9, 0.92"),
        ({"start": {"people": 2}}, "start speaks of 'people'"),
        ({"labels": {"agre": "x"}}, "labels speaks of 'agre'. Did you mean 'agree'"),
        ({"format": {"y": "%"}}, "format of y is '%'. Use 'percent', for rates from 0"),
        ({"format": {"y": "precent"}}, "'precent'. Did you mean 'percent'"),
        ({"kind": "pie"}, "kind must be one of line, bar, point, got 'pie'"),
        ({"color": "red"}, "color must be one of"),
        ({"log_x": True, "people": range(3), "predict_at": 2}, "numbers above zero"),
        ({"y_range": (1, 0)}, "y_range must be"),
        ({"points": [(1,)]}, "A point is"),
        ({"points": [(20, 0.5)]}, "lies outside 1 to 12"),
        ({"points": [7]}, r"A point is \(x, y\).*got \(7,\)"),
        (
            {"points": [(2, math.inf)]},
            r"The y of the point \(2, inf\) must be a finite",
        ),
        ({"points": [(2, 10**400)]}, "The y of the point .* must be a finite"),
        ({"points": [(2, "0.5")]}, "The y of the point .* must be a finite"),
        (
            {"points": [(None, 0.5)]},
            r"The x of the point \(None, 0.5\) must be a finite",
        ),
        ({"points": [(math.nan, 0.5)]}, "The x of the point .* must be a finite"),
        ({"points": [(10**400, 0.5)]}, "The x of the point .* must be a finite"),
        ({"predict_at": [None]}, "predict_at = None is not one of the values"),
        ({"predict_at": 10**400}, "is not one of the values of people"),
        ({"start": {"agree": math.nan}}, "start agree = nan is not one of the values"),
        ({"people": [1, 10**400]}, "people must be finite and below 1e300"),
        ({"y_range": (0, None)}, "y_range must be"),
        ({"y_range": (0, 10**400)}, "y_range must be"),
        ({"y_range": (0, 1, 2)}, "y_range must be"),
        ({"y_range": 3}, "y_range must be"),
    ],
)
def test_an_option_that_cannot_be_meant_is_explained(changes, message):
    with pytest.raises(ValueError, match=message):
        committee(**changes)


@pytest.mark.parametrize("name", ["Decisions", "a b", "-a", "", 3])
def test_an_id_has_one_form(name):
    with pytest.raises(ValueError, match="name must be lowercase words"):
        explore(all_agree, name, people=[1, 2], agree=[0.5], question="?", predict_at=1)


def test_one_range_alone_has_nothing_to_move():
    with pytest.raises(TypeError, match="one to 3 more for the sliders, got 1"):
        explore(all_agree, "test-one", people=[1, 2], question="?", predict_at=1)


def test_the_hash_follows_what_is_asked():
    first, again = committee().spec, committee().spec
    assert first["hash"] == again["hash"]
    assert committee(predict_at=5).spec["hash"] != first["hash"]
    assert committee(start={"agree": 0.8}).spec["hash"] != first["hash"]
    assert committee(labels={"y": "Odds"}).spec["hash"] != first["hash"]
    assert committee(agree=[0.8, 0.9]).spec["hash"] == first["hash"]


def test_what_stands_in_a_notebook_without_the_widget_is_one_sentence():
    assert repr(committee()) == (
        "Explorer: People who must agree. Run this cell in JupyterLab, "
        "or open the page, to guess and see."
    )


def test_nothing_of_the_script_depends_on_the_network_or_on_markup():
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "fetch(",
                      "Function(", "import(", "//unpkg", "cdn"):  # fmt: skip
        assert forbidden not in Explorer._esm


def test_the_script_is_served_without_comments_and_indentation():
    lines = Explorer._esm.splitlines()
    assert not [line for line in lines if line[:2] in ("//", "  ", "")]


def test_script_and_style_stay_small():
    # A page carries them once; the audit holds everything together to 45 kB.
    texts = modules("explorer/widget.js")
    own = "".join(text for path, text in texts.items() if not path.startswith("js/"))
    assert len(gzip.compress((own + Explorer._css).encode(), 9)) < 15_000


# -- what is kept


def test_a_guess_is_on_the_disk_before_it_is_called_stored():
    widget, made = committee(), event()
    widget.events = [made]
    assert widget.stored == [made["id"]]
    assert records().events(["test-committee"]) == [made]


def test_each_event_is_written_once():
    widget, first, second = committee(), event(), event("reset", answer=None)
    widget.events = [first]
    widget.events = [first, second]
    assert widget.stored == [first["id"], second["id"]]
    assert len(records().events()) == 2


def test_earlier_guesses_come_back_with_a_new_widget():
    made = event()
    committee().events = [made]
    again = committee()
    assert again.events == [made]
    assert again.stored == [made["id"]]


def test_a_malformed_event_is_answered_with_a_sentence_and_not_lost_in_a_log():
    widget = committee()
    widget.events = [event(kind="guess")]
    assert widget.stored == []
    assert "kind must be one of" in widget.notice


def test_a_malformed_event_does_not_keep_a_good_one_from_the_disk():
    widget, good = committee(), event()
    widget.events = [event(kind="guess"), good]
    assert widget.stored == [good["id"]]


def test_a_read_only_home_is_told_and_nothing_is_called_stored(learner, monkeypatch):
    learner.write_text("a file where a folder should be")
    widget = committee()
    with pytest.warns(UserWarning, match="cannot be read or written"):
        widget.events = [event()]
    assert widget.stored == []
    assert "cannot be read or written" in widget.notice
