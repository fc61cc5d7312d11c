"""The workbench: every control moves the figure, and nothing typed breaks it."""

import re

import numpy as np
import pytest

from salescourse import plots
from salescourse.practice.workbench import spread, workbench


def all_agree(people, agree=0.9):
    if not 0 <= agree <= 1:
        raise ValueError(f"agree must be between 0 and 1, got {agree:g}.")
    return agree**people


@pytest.fixture
def bench():
    return workbench(
        all_agree,
        people=range(1, 13),
        agree=np.linspace(0, 1, 21),
        start={"agree": 0.9},
        labels={"people": "People", "agree": "Chance that each says yes", "y": "Odds"},
        format={"y": "percent"},
    )


def alternative(bench):
    return re.search(r'aria-label="([^"]*)"', bench.picture.value)[1].replace(
        "\u00a0", " "
    )


def test_the_figure_says_where_the_model_goes(bench):
    # 0.9^1 and 0.9^12 = 0.2824
    assert alternative(bench) == "Odds: From 90 % to 28.2 %."


def test_a_slider_redraws_the_figure_and_its_field(bench):
    control = bench.controls["agree"]
    control.slider.value = 0.5
    assert control.value == 0.5
    assert alternative(bench) == "Odds: From 50 % to 0.0244 %."  # 0.5^12 = 0.000244


def test_a_field_takes_any_value_and_the_slider_follows_as_far_as_it_can(bench):
    control = bench.controls["agree"]
    control.field.value = 0.123456
    assert control.slider.value == 0.123456
    control.field.value = 7
    assert (control.value, control.slider.value) == (7, 1)


def test_a_value_the_model_refuses_is_answered_by_a_sentence(bench):
    bench.controls["agree"].field.value = 1.5
    said = bench.picture.value
    assert "<svg" not in said
    assert "agree must be between 0 and 1, got 1.5." in said
    bench.controls["agree"].field.value = 1
    assert alternative(bench) == "Odds: 100 % at both ends."


def test_what_a_model_says_is_text_and_never_markup():
    def rude(a, b):
        raise ValueError("<img src=x onerror=alert(1)>")

    said = workbench(rude, a=[1, 2], b=[1, 2]).picture.value
    assert "<img" not in said
    assert "&lt;img" in said


def test_a_model_that_divides_by_zero_leaves_a_gap_and_says_nothing():
    def inverse(a, b):
        return np.float64(b) / a

    assert "From 1 to 0.5" in alternative(workbench(inverse, a=[0, 1, 2], b=[1]))


def test_no_number_at_all_is_answered_by_a_sentence():
    bench = workbench(lambda a, b: float("nan"), a=[1, 2], b=[1, 2])
    assert "no finite number" in bench.picture.value


def test_the_ends_of_the_axis_can_be_entered(bench):
    bench.ends[1].value = 30
    assert "to 4.24 %" in alternative(bench)  # 0.9^30 = 0.0424
    bench.ends[0].value = 40
    assert "from a smaller to a larger number, got 40 to 30" in bench.picture.value


def test_whole_numbers_reach_the_model_as_whole_numbers():
    seen = []

    def count(people, rounds):
        seen.append((people, rounds))
        return people * rounds

    workbench(count, people=range(1, 3), rounds=range(1, 4))
    assert {type(value) for pair in seen for value in pair} == {int}


@pytest.mark.parametrize("kind", ["line", "bar", "point"])
def test_several_lines_are_named(kind):
    bench = workbench(
        lambda a, b: {"B2B": a * b, "B2C": a + b}, a=range(1, 5), b=[1, 2, 3], kind=kind
    )
    assert ">B2B</text>" in bench.picture.value
    assert ">B2C</text>" in bench.picture.value
    assert alternative(bench) == "Result: B2B: from 2 to 8."


def test_names_are_chosen_from_a_list():
    odds = {"veto": 0.59, "majority": 0.99}
    bench = workbench(
        lambda a, rule: odds[rule] * a, a=[1, 2], rule=["veto", "majority"]
    )
    bench.controls["rule"].field.value = "veto"
    assert alternative(bench) == "Result: From 0.59 to 1.18."


def test_each_field_has_a_name_for_a_screen_reader(bench):
    fields = [control.field for control in bench.controls.values()] + bench.ends
    names = [field.description for field in fields]
    assert names == ["Chance that each says yes", "People, from", "to"]


def test_figures_are_closed_once_they_are_drawn(bench):
    import matplotlib.pyplot as plt

    plt.close("all")  # what other tests left open
    for value in (0.1, 0.2, 2, 0.3):
        bench.controls["agree"].field.value = value
    assert plt.get_fignums() == []


def test_the_figure_takes_its_colors_from_the_page(bench):
    assert "var(--sc-b2b" in bench.picture.value
    assert plots.B2B not in re.sub(r"var\([^)]*\)", "", bench.picture.value)


def test_what_stands_in_a_page_is_one_sentence(bench):
    assert repr(bench) == (
        "Workbench: People. Run this cell in JupyterLab to enter any value."
    )
    assert bench._repr_mimebundle_()["text/plain"] == repr(bench)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": {"people": 1}}, "start speaks of 'people'"),
        ({"kind": "pie"}, "kind must be one of"),
        ({"format": {"y": "precent"}}, "Did you mean 'percent'"),
        ({"color": "red"}, "color must be one of"),
    ],
)
def test_an_option_that_cannot_be_meant_is_explained(changes, message):
    with pytest.raises(ValueError, match=message):
        workbench(all_agree, people=[1, 2], agree=[0, 1], **changes)


def test_one_range_alone_has_nothing_to_move():
    with pytest.raises(TypeError, match="one more to move"):
        workbench(all_agree, people=[1, 2])


@pytest.mark.parametrize(
    ("low", "high", "whole", "log", "ends", "count"),
    [
        (0, 1, False, False, (0, 1), 120),
        (1, 12, True, False, (1, 12), 12),
        (0.5, 3.5, True, False, (1, 3), 3),
        (1, 1000, False, True, (1, 1000), 120),
    ],
)
def test_an_axis_is_spread_between_its_ends(low, high, whole, log, ends, count):
    values = spread(low, high, whole=whole, log=log)
    assert (values[0], values[-1]) == pytest.approx(ends)
    assert len(values) == count


def test_a_logarithmic_axis_cannot_begin_at_zero():
    with pytest.raises(ValueError, match="begins above zero, got 0"):
        spread(0, 10, whole=False, log=True)


def test_a_unit_is_said_once_and_next_to_nothing_is_nothing():
    bench = workbench(
        lambda busy, minutes: minutes * busy**8 / (1 - busy),
        busy=np.linspace(0.1, 0.9, 9),
        minutes=range(1, 100),
        start={"minutes": 10},
        labels={"y": "Wait"},
        format={"y": "minutes", "busy": "percent"},
    )
    # 10 · 0.9⁸ / 0.1 = 43.05; 10 · 0.1⁸ / 0.9 = 1e-7
    assert alternative(bench) == "Wait: From 0 to 43.05 minutes."
    assert re.search(r">\s*80.%\s*<", bench.picture.value)
