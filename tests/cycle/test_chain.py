"""The chain, made of arrays alone, against hand calculations."""

import numpy as np
import pytest

from salescourse.cycle.chain import Chain


def two_stages() -> Chain:
    """Return a, which leads to b or is lost, and b, which leads back, wins or loses."""
    routing = np.array([[0, 0.5, 0, 0.5], [0.2, 0, 0.5, 0.3]])
    return Chain.of(routing, np.array([1.0, 10.0]), np.array([1.0, 1.0]))


def test_a_chain_answers_for_all_deals():
    # x = 0.5 y and y = 0.5 + 0.2 x: y = 5/9, x = 5/18. Visits: a = 1 + 0.2 b and
    # b = 0.5 a, so a = 10/9 and b = 5/9; days 10/9 + 50/9 = 20/3.
    chain = two_stages()
    assert chain.chances() == pytest.approx([5 / 18, 13 / 18])
    assert chain.visits() == pytest.approx([10 / 9, 5 / 9])
    assert chain.mean() == pytest.approx(20 / 3)


def test_the_chain_of_the_wins_answers_for_the_wins():
    # Wins always go from a to b, and back with 0.2 · (5/18) / (5/9) = 0.1: rounds are
    # geometric, 10/9 on average, of 11 days each.
    won = two_stages().given(0)
    assert won.chances() == pytest.approx([1])
    assert won.visits() == pytest.approx([10 / 9, 10 / 9])
    assert won.mean() == pytest.approx(110 / 9)


def test_an_exponential_stage_has_the_exponential_curve_and_its_quantiles():
    chain = Chain.of(np.array([[0.0, 1.0]]), np.array([7.0]), np.array([1.0]))
    days = np.array([[7 * np.log(2), -1.0], [7 * np.log(10), 0.0]])
    assert chain.cdf(days) == pytest.approx(np.array([[0.5, 0], [0.9, 0]]), abs=1e-8)
    assert chain.quantile(np.array([0.5, 0.9])) == pytest.approx(days[:, 0], rel=1e-6)
    assert chain.sd() == pytest.approx(7)


def test_a_stage_that_no_deal_comes_to_is_left_out():
    routing = np.array([[0, 0, 0, 1.0], [0, 0, 0, 1], [1, 0, 0, 0]])
    chain = Chain.of(routing, np.array([2.0, 3, 4]), np.array([1.0, 0, 1]))
    assert chain.visited.tolist() == [0]
    assert chain.fixed.tolist() == []
    back = Chain.of(routing[[2, 1, 0]][:, [2, 1, 0, 3]], np.ones(3), np.zeros(3))
    assert back.visited.tolist() == back.fixed.tolist() == [0, 2]
