"""The week's game: values that two programs found, in Python and in the page."""

import random

import numpy as np
import pytest
from node import ROOT
from playing import hold_together, meets

from salescourse.b2b.outcomes import WeekGame
from salescourse.b2b.outcomes.week_rules import _worth_a_slot

SCRIPT = ROOT / "salescourse" / "b2b" / "outcomes" / "week_game.js"
SHORT = WeekGame(lost=0.2, cool=0.5, weeks=10)
ALIKE = WeekGame(
    sizes=(40, 50, 60), advance=[[0.6] * 3] * 3, warm=[True] * 3, if_cold=0.5, weeks=9
)


@pytest.fixture(scope="module")
def page(open_module):
    return open_module(SCRIPT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def game():
    return WeekGame()


def by_chance(seed):
    """Return a week with other deals; some of its chances are 0 or 1."""
    draw = random.Random(seed)

    def chance():
        return draw.choice([0.0, 1.0, *(round(draw.random(), 2) for _ in range(6))])

    deals = draw.randint(1, 3)
    return WeekGame(
        sizes=[draw.choice([10, 20, 35.5]) for _ in range(deals)],
        advance=[
            [draw.choice([1.0, 0.25, 0.8]) for _ in range(draw.randint(1, 3))]
            for _ in range(deals)
        ],
        warm=[draw.random() < 0.5 for _ in range(deals)],
        if_cold=chance(), lost=chance(), cool=chance(), weeks=draw.randint(1, 6),
    )  # fmt: skip


# The values are those of two programs that were written apart from these.


@pytest.mark.parametrize(
    ("game", "worth"), [(WeekGame(), "132.49"), (SHORT, "128.583"), (ALIKE, "70.192")]
)
def test_the_best_play_is_worth_what_two_programs_say(game, worth):
    places = len(worth.partition(".")[2])
    assert f"{game.solve().value:.{places}f}" == worth


def test_rules_of_thumb_are_worth_what_two_programs_say(game):
    worth = {name: f"{value:.2f}" for name, value in game.by_rules().items()}
    carried = worth.pop("The colder of the large")
    assert worth == {
        "Biggest first": "106.59", "Warmest first": "106.59",
        "Size times stage": "106.59", "Whittle's index": "106.59",
        "Coldest first": "94.28", "Nearest to closing": "93.06", "In turn": "76.33",
    }  # fmt: skip
    best = game.worth(game.start)
    assert f"{100 * (1 - float(carried) / best):.1f}" == "2.4"
    lost = [f"{100 * (1 - value / best):.1f}" for value in game.by_rules().values()]
    assert lost[:4] == ["19.5"] * 4
    assert [round(float(one)) for one in lost[4:7]] == [29, 30, 42]


def test_whittles_index_is_the_highest_price_at_which_a_slot_is_worth_it(game):
    # One deal alone, each slot at a price: just below the index the slot is taken,
    # just above it is not. The price is paid a week; time is long.
    for place, deals in enumerate(game._standings):
        for deal in deals:
            if deal[0] < 0:
                continue
            index = _worth_a_slot(game, place, *deal)
            assert _taken(game, place, deal, index - 0.01)
            assert not _taken(game, place, deal, index + 0.01)


def _taken(game, place, deal, price):
    (idle, _), (served, gains) = (game._matrix(place, slot) for slot in (0, 1))
    ends = np.array([step < 0 for step, _ in game._standings[place]])
    worth = np.zeros(len(ends))
    for _ in range(400):
        slot = gains + served @ worth - price
        worth = np.where(ends, 0, np.maximum(slot, idle @ worth))
    at = game._standings[place][deal]
    return slot[at] > (idle @ worth)[at] + 1e-9


def test_one_deal_and_one_week_by_hand():
    # Cold: .6 of .5 advances its only step, and 100 is earned: 30.
    one = WeekGame(sizes=[100], advance=[[0.5]], warm=[False], weeks=1)
    assert one.solve().value == pytest.approx(30)
    # Two weeks: else (.7) it is warm and .5: 30 + .7 * 50 = 65.
    two = WeekGame(sizes=[100], advance=[[0.5]], warm=[False], weeks=2)
    assert two.solve().value == pytest.approx(65)


def test_moves_that_differ_by_less_than_a_thousand_millionth_are_equally_good():
    alike = WeekGame(sizes=[50, 50 + 1e-10, 49], advance=[[0.5]] * 3, weeks=1,
                     warm=[True] * 3)  # fmt: skip
    assert alike.solve().best[alike.start] == (0, 1)


def play(game, hands, seed):
    """Return what the best moves earn on deals whose weeks are drawn one by one."""
    draw, earned = random.Random(seed).random, []
    best = game.solve().best
    for _ in range(hands):
        deals, paid = list(game.start[1]), 0.0
        for week in range(game.weeks):
            if all(step < 0 for step, _ in deals):
                break
            slot = best[week, tuple(deals)][0]
            for at, (step, warm) in enumerate(deals):
                if step >= 0 and at == slot:
                    chance = game.advance[at][step] * (1 if warm else game.if_cold)
                    step += draw() < chance
                    deals[at] = (step, True)
                    if step == len(game.advance[at]):
                        paid += game.sizes[at]
                        deals[at] = (-1, False)
                elif step >= 0 and warm:
                    deals[at] = (step, draw() >= game.cool)
                elif step >= 0 and draw() < game.lost:
                    deals[at] = (-2, False)
        earned.append(paid)
    return np.array(earned)


def test_deals_whose_weeks_are_drawn_earn_what_the_best_play_is_worth(game):
    earned = play(game, 20_000, 5)
    error = earned.std() / np.sqrt(len(earned))
    assert earned.mean() == pytest.approx(game.worth(game.start), abs=4 * error)


def test_many_hands_earn_what_the_best_play_is_worth(game):
    meets(game)


def test_no_rule_beats_the_best_play_and_each_state_is_worth_its_best_move():
    for seed in range(10):
        game = by_chance(seed)
        solution = game.solve()
        assert max(game.by_rules().values()) <= solution.value + 1e-9
        for state, best in solution.best.items():
            assert game.given_away(state, best[0]) == 0
            later = sum(
                chance * (gain + (game.worth(then) if then else 0))
                for chance, gain, then in game.outcomes(state, best[0])
            )
            assert later == pytest.approx(game.worth(state), abs=1e-9)


@pytest.mark.parametrize("game", [WeekGame(), SHORT, ALIKE, *map(by_chance, range(20))])
def test_the_page_plays_as_python_does_in_every_state(page, game):
    hold_together(page, game, game)


def test_the_page_solves_it_within_a_tenth_of_a_second(page, game):
    took = [hold_together(page, game, game) for _ in range(3)]
    assert min(took) < 100


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"sizes": [1, 2]}, "one entry for each deal, got 2, 3 and 3"),
        ({"sizes": []}, "sizes must be one or more numbers"),
        ({"advance": 0.5}, "advance must hold a row of chances for each deal"),
        ({"advance": [[0.5, 75]] * 3}, "advance must be between 0 and 1"),
        ({"warm": [0, 1, 2]}, "warm must be True or False"),
        ({"lost": 35}, "Did you mean 0.35"),
        ({"weeks": 0}, "weeks must be a whole number from 1 up"),
        ({"sizes": [1] * 8, "advance": [[0.5] * 3] * 8, "warm": [1] * 8},
         "Take fewer deals, steps or weeks"),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_refused_with_the_reason(rules, message):
    with pytest.raises((ValueError, TypeError), match=message):
        WeekGame(**rules)


@pytest.mark.parametrize(
    "state", [(), (12, ((0, True),) * 3), (0, ((3, True),) * 3), (0, ((-1, False),) * 3),
              (0, ((0, True),) * 2), (0.0, ((0, True),) * 3), (0, 7)],
)  # fmt: skip
def test_a_state_that_cannot_be_is_refused(game, state):
    with pytest.raises(ValueError, match="state must be the weeks gone"):
        game.moves(state)
