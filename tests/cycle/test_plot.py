"""A cycle's picture: it says the cycle's numbers, and nothing hides anything else."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest

from salescourse import SalesCycle, fit_cycle

STAGES = [
    "new lead", "marketing qualified", "sales qualified", "discovery", "demo",
    "evaluation", "proposal", "legal review", "negotiation",
]  # fmt: skip


def nine_stages() -> SalesCycle:
    routing = {
        stage: {after: 0.7, "lost": 0.2, "no decision": 0.1}
        for stage, after in itertools.pairwise(STAGES)
    }
    routing["evaluation"] = {"proposal": 0.5, "demo": 0.3, "lost": 0.2}
    routing["legal review"] = {"negotiation": 0.6, "proposal": 0.2, "demo": 0.2}
    routing["negotiation"] = {"won": 0.6, "lost": 0.3, "no decision": 0.1}
    ends = ["won", "lost", "no decision"]
    return SalesCycle(STAGES, ends, routing, range(2, 11), 0.8)


def many_loops() -> SalesCycle:
    routing = np.array([
        [0.1, 0.5, 0.1, 0, 0, 0.3], [0.2, 0, 0.5, 0.1, 0, 0.2],
        [0.1, 0.2, 0.1, 0.4, 0, 0.2], [0.1, 0.1, 0.2, 0, 0.4, 0.2],
    ])  # fmt: skip
    return SalesCycle(
        [*"abcd"], ["won", "lost"], routing, [1, 20, 3, 8], [0.5, 0, 1, 1]
    )


def two_stages() -> SalesCycle:
    routing = {"call": {"offer": 0.4, "lost": 0.6}, "offer": {"won": 0.5, "lost": 0.5}}
    return SalesCycle(["call", "offer"], ["won", "lost"], routing, [1, 9], 0.8)


CYCLES = {
    "b2b": SalesCycle.b2b(),
    "b2c": SalesCycle.b2c(),
    "two stages": two_stages(),
    "nine stages": nine_stages(),
    "loops": many_loops(),
}


@pytest.fixture(params=CYCLES)
def drawn(request):
    cycle = CYCLES[request.param]
    fig = cycle.plot()
    fig.canvas.draw()
    yield cycle, fig
    plt.close(fig)


def texts(fig):
    """Return all words of a figure, each with the box in which they stand."""
    below = fig.axes[1]
    unseen = {  # labels that an axis keeps ready beyond its end
        label
        for place, label in zip(
            below.get_xticks(), below.get_xticklabels(), strict=True
        )
        if not 0 <= place <= below.get_xlim()[1]
    }
    return [
        (each.get_text(), mpl.text.Text.get_window_extent(each))
        for each in fig.findobj(mpl.text.Text)
        if each.get_text().strip() and each.get_visible() and each not in unseen
    ]


def test_no_words_lie_on_others_and_none_are_cut(drawn):
    _cycle, fig = drawn
    for words, box in texts(fig):
        assert box.x0 >= 0, words
        assert box.y0 >= 0, words
        assert box.x1 <= fig.bbox.width, words
        assert box.y1 <= fig.bbox.height, words
    for (one, first), (two, second) in itertools.combinations(texts(fig), 2):
        assert not first.padded(-0.5).overlaps(second.padded(-0.5)), (one, two)


def test_no_words_lie_on_a_box_but_those_of_the_box(drawn):
    _cycle, fig = drawn
    boxes = [patch.get_window_extent() for patch in fig.axes[0].patches]
    for words, place in texts(fig):
        for box in boxes:
            within = box.x0 < place.x0 and place.x1 < box.x1
            assert within or not box.overlaps(place), words


def test_every_stage_and_outcome_is_there_with_its_days_and_shares(drawn):
    cycle, fig = drawn
    words = [text for text, _box in texts(fig)]
    for name in (*cycle.stages, *cycle.outcomes):
        assert words.count(name) == 1
    for share in cycle.routing[cycle.routing > 0]:
        assert any(f"{100 * share:.0f} %" in text for text in words)


def test_the_picture_says_what_the_reference_cycles_are_known_for():
    # The printed values: 12.0 % and 131 days; 3.78 % and 112.5 minutes.
    b2b, b2c = (CYCLES[name].plot() for name in ("b2b", "b2c"))
    words = [text for text, _box in texts(b2b)]
    assert "12 % end won, after 131 days on average" in words
    assert "won: half of them within 120 days" in words
    assert {"qualify", "10 days", "55 %", "88 %"} <= set(words)
    words = [text for text, _box in texts(b2c)]
    assert "3.78 % end won, after 113 minutes on average" in words
    assert {"29 minutes", "72 minutes", "7.2 minutes"} <= set(words)
    plt.close("all")


def test_the_curve_of_the_wins_is_their_share_by_day():
    # A win passes two exponential stages of 2 and 1 days: 1 - 2 exp(-t/2) + exp(-t).
    cycle = SalesCycle(["a", "b"], ["won"], [[0, 1, 0], [0, 0, 1]], [2, 1], 1)
    fig = cycle.plot()
    days, shares = fig.axes[1].lines[0].get_data()
    known = 1 - 2 * np.exp(-days / 2) + np.exp(-days)
    np.testing.assert_allclose(shares, known, atol=1e-7)
    plt.close(fig)


def test_stages_of_fixed_days_have_steps_for_a_curve():
    cycle = SalesCycle(["form"], ["won", "lost"], [[0, 0.5, 0.5]], 3, 0)
    fig = cycle.plot()
    days, shares = fig.axes[1].lines[0].get_data()
    assert set(shares[days < 3]) <= {0}
    assert set(shares[days > 3]) <= {1}
    plt.close(fig)


def test_an_outcome_that_no_deal_comes_to_has_no_curve():
    routing = {"a": {"lost": 1}, "b": {"won": 1}}
    fig = SalesCycle(["a", "b"], ["won", "lost"], routing, 1, 1).plot()
    assert len(fig.axes[1].lines) == 1
    assert "No deal ends won" in [text for text, _box in texts(fig)]
    plt.close(fig)


def test_a_fitted_cycle_is_drawn_like_any_other():
    fitted = fit_cycle(SalesCycle.b2b().simulate_log(300, seed=1))
    words = [
        [text for text, _box in texts(each.plot())] for each in (fitted, fitted.cycle)
    ]
    assert words[0] == words[1]
    plt.close("all")


def test_a_notebook_shows_the_picture_once(monkeypatch):
    monkeypatch.setattr(plt, "get_backend", lambda: "inline")
    plt.close("all")
    CYCLES["b2b"].plot()
    assert plt.get_fignums() == []
