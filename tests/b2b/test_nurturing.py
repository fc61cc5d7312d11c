"""A yes that fades: backward induction against hand calculation and simulation."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescourse.b2b.decisions import (
    Nurturing,
    easiest_first,
    everyone_once,
    hardest_first,
    one_week_ahead,
    weakest_link,
)
from salescourse.b2b.decisions.nurturing import AGAINST, ASK, NOT_MET

FOUR = Nurturing([0.9, 0.6, 0.35, 0.3], [0.1, 0.5, 0.3, 0.05])


def test_one_meeting_with_one_person_by_hand():
    # For it: .5. If not (.5), comes round with .4: .5 + .5 * .4 = .7 say yes. The deal
    # outlives the meeting with .9. A yes is asked for at once: .9 * (.7 * 100 +
    # .3 * max(returns .05 * 100)) - 2 = .9 * 71.5 - 2 = 62.35; asking unseen is 50.
    one = Nurturing(
        [0.5], [0.4], weeks=1, meeting_cost=2, lost_per_week=0.1, returns=0.05
    )
    assert one.worth() == pytest.approx(62.35)
    assert one.worth_of(ASK) == pytest.approx(50)
    assert one.best_move() == 0


def test_a_yes_fades_while_the_second_person_is_met_by_hand():
    # Both come round for certain (1, capped at .95). Meet A: 1 - .05 * .5 = .975.
    # Then B likewise; A, met a week ago, is still for it with .8. So the two meetings
    # in turn end, if both said yes, with 100 * .8 * 1.
    two = Nurturing(
        [0.5, 0.5], [0.95, 0.95], fade=0.2, weeks=2, meeting_cost=0, lost_per_week=0,
        lift=0, returns=0,
    )  # fmt: skip
    said = two.after_meeting(0, two.start, yes=True)
    assert two.odds(two.after_meeting(1, said, yes=True)) == pytest.approx(0.8)
    assert two.worth_by(everyone_once) == pytest.approx(100 * 0.975**2 * 0.8)


@pytest.mark.parametrize(
    ("committee", "worth"),
    [  # worked out by a program of its own, written apart from this one
        (FOUR, 39.93),
        (Nurturing([0.6, 0.3], [0.4, 0.2], weeks=6), 63.837),
        (
            Nurturing([0.8, 0.5, 0.2], [0.2, 0.4, 0.3], fade=0.2, lost_per_week=0.05,
                      weeks=8, lift=0.1, returns=0.05, memory_weeks=4),
            44.309,
        ),
    ],
)  # fmt: skip
def test_the_best_play_is_worth_what_two_programs_say(committee, worth):
    assert committee.worth() == pytest.approx(worth, abs=0.005)


@pytest.mark.parametrize(
    ("rule", "worth"),
    [  # as above
        (weakest_link, 24.62),
        (easiest_first, 22.77),
        (hardest_first, 16.35),
        (everyone_once, 10.30),
        (one_week_ahead, 34.60),
    ],
)
def test_rules_of_thumb_lose_an_eighth_to_three_quarters(rule, worth):
    assert FOUR.worth_by(rule) == pytest.approx(worth, abs=0.005)


def play(committee, hands, seed):
    """Play the best moves against people whose minds are drawn, week by week."""
    rng = np.random.default_rng(seed)
    total = 0.0
    for _ in range(hands):
        known, paid, week = committee.start, 0.0, 0
        minds = [rng.random() < agree for agree in committee.agree]
        while (move := committee.best_move(known, week)) != ASK:
            friends = sum(state >= 0 for i, state in enumerate(known) if i != move)
            if known[move] == AGAINST:
                minds[move] = rng.random() < committee.returns
            if not minds[move]:
                comes = min(0.95, committee.persuade[move] + committee.lift * friends)
                minds[move] = rng.random() < comes
            known = committee.after_meeting(move, known, yes=minds[move])
            for person, state in enumerate(known):  # everyone else's yes fades a week
                if person != move and state > 0 and minds[person]:
                    minds[person] = rng.random() >= committee.fade
            paid, week = paid + committee.meeting_cost, week + 1
            if rng.random() < committee.lost_per_week:
                break
        else:
            asked = [
                rng.random() < committee.returns if state == AGAINST else mind
                for mind, state in zip(minds, known, strict=True)
            ]
            total += committee.value * all(asked)
        total -= paid
    return total / hands


def test_people_whose_minds_are_drawn_pay_what_the_best_play_is_worth():
    # A memory as long as the time there is, so that a mind fades as the model says.
    committee = Nurturing(
        [0.9, 0.6, 0.35], [0.1, 0.5, 0.3], weeks=6, memory_weeks=6, returns=0.1
    )
    hands = 6_000
    # One hand is 0 or 100 less some meetings: its spread is below 50.
    error = 50 / np.sqrt(hands)
    assert play(committee, hands, seed=1) == pytest.approx(
        committee.worth(), abs=3 * error
    )


def test_where_nothing_fades_and_calls_are_free_more_weeks_never_hurt():
    worth = [
        Nurturing([0.5, 0.4], [0.3, 0.2], fade=0, weeks=weeks, meeting_cost=0,
                  lost_per_week=0).worth()
        for weeks in range(6)
    ]  # fmt: skip
    assert all(sooner <= later for sooner, later in pairwise(worth))


def test_with_no_time_one_can_only_ask():
    assert Nurturing([0.9] * 5, [0.1] * 5, weeks=0).worth() == pytest.approx(59.049)


def test_with_no_people_to_doubt_one_asks_at_once():
    assert Nurturing([1.0, 1.0], [0.5, 0.5]).best_move() == ASK


@given(
    agree=st.lists(st.floats(0, 1), min_size=1, max_size=3),
    fade=st.floats(0, 1),
    lost=st.floats(0, 1),
)
def test_no_rule_beats_the_best_play(agree, fade, lost):
    committee = Nurturing(
        agree, [0.3] * len(agree), fade=fade, lost_per_week=lost, weeks=4,
        memory_weeks=2,
    )  # fmt: skip
    best = committee.worth()
    assert 0 <= best <= committee.value
    for rule in (weakest_link, easiest_first, everyone_once, one_week_ahead):
        assert committee.worth_by(rule) <= best + 1e-9


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"agree": [0.9, 0.6]}, "one chance for each person, got 2 and 4"),
        ({"fade": 12}, "fade must be between 0 and 1, got 12. Did you mean 0.12?"),
        ({"weeks": 2.5}, "weeks must be a whole number from 0 up"),
        ({"value": -1}, "value must be one number, 0 or more"),
        ({"agree": [0.5] * 9, "persuade": [0.5] * 9}, "Take fewer people"),
    ],
)
def test_what_cannot_be_played_is_refused_with_the_reason(change, message):
    asked = {"agree": FOUR.agree, "persuade": FOUR.persuade} | change
    with pytest.raises(ValueError, match=message):
        Nurturing(**asked)


def test_a_state_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="for each of 4 people, -2"):
        FOUR.worth((NOT_MET, AGAINST, 9, 0))
