"""A hundred deals to watch: one draw, in which noes move and none is lost."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import betaincinv

from salescourse.b2b.decisions import committee_odds, hundred_deals

PEOPLE = ["office manager", "facilities", "IT", "finance", "HR"]


@pytest.fixture(scope="module")
def deals() -> dict:
    """Return the deals that the chapter shows."""
    return hundred_deals(PEOPLE, seed=1464)


def yeses(deals: dict, sway: float, agree: float = 0.9) -> np.ndarray:
    """Return for each person (row) and deal (column) whether it is a yes."""
    rows = deals["answers"][deals["correlation"].index(sway)]
    place = deals["certainty"].index(agree)
    return np.array([[int(digit, 36) <= place for digit in row] for row in rows])


def signed(deals: dict, sway: float, needed: int) -> int:
    return int((yeses(deals, sway).sum(axis=0) >= needed).sum())


def likely(deals: dict, sway: float, agree: list[float], needed: int) -> float:
    """Return the odds that the moods give, by a sum over who says yes."""
    moods = deals["moods"][deals["correlation"].index(sway)]
    chance = np.zeros((len(deals["weights"]), len(agree) + 1))
    chance[:, 0] = 1
    for one in agree:
        yes = np.array(moods[deals["certainty"].index(one)])[:, None]
        chance[:, 1:] = chance[:, 1:] * (1 - yes) + chance[:, :-1] * yes
        chance[:, :1] *= 1 - yes
    return float(np.array(deals["weights"]) @ chance[:, needed:].sum(axis=1))


@pytest.mark.parametrize("sway", [0, 0.15, 0.5])
@pytest.mark.parametrize(("agree", "noes"), [(0.5, 50), (0.75, 25), (0.9, 10), (1, 0)])
def test_a_person_says_no_to_the_same_number_of_deals_whatever_the_sway(
    deals, sway, agree, noes
):
    assert (~yeses(deals, sway, agree)).sum(axis=1).tolist() == [noes] * 5


def test_the_chapters_fifty_noes_fall_on_forty_one_deals_and_on_twenty_seven(deals):
    # 0.9 ** 5 = 0.590; swayed by 0.3 (theta = 3/7) the five factors (0.9 + k theta) /
    # (1 + k theta) are 0.9, 0.93, 0.9462, 0.95625 and 0.96316: 0.729 in all.
    assert 100 - signed(deals, 0, 5) == 41
    assert 100 - signed(deals, 0.3, 5) == 27
    # 0.9^5 + 5 * 0.9^4 * 0.1 + 10 * 0.9^3 * 0.01 = 0.991
    assert signed(deals, 0, 3) == 99


def test_the_first_fifty_deals_are_a_fair_half(deals):
    for sway, agreed in ((0, 0.590), (0.3, 0.729)):
        half = yeses(deals, sway)[:, :50]
        assert (~half).sum(axis=1).tolist() == [5] * 5
        assert abs(half.all(axis=0).sum() - 50 * agreed) < 1


def test_more_certain_people_take_no_yes_back(deals):
    for sway in (0, 0.3):
        fewer, more = yeses(deals, sway, 0.7), yeses(deals, sway, 0.9)
        assert not (fewer & ~more).any()


def test_noes_move_from_sway_to_sway_and_are_not_drawn_afresh(deals):
    moved = (yeses(deals, 0.25) != yeses(deals, 0.3)).sum()
    other = hundred_deals(PEOPLE, seed=7)
    assert moved < (yeses(deals, 0.3) != yeses(other, 0.3)).sum() / 4


def test_on_average_over_draws_the_model_comes_out():
    counts = []
    for seed in range(150):
        drawn = hundred_deals(PEOPLE, correlation=[0, 0.3], seed=seed)
        counts.append(
            [signed(drawn, 0, 5), signed(drawn, 0.3, 5), signed(drawn, 0.3, 3)]
        )
    mean = np.mean(counts, axis=0)
    error = np.std(counts, axis=0) / np.sqrt(len(counts))
    exact = [59.05, 72.94, 100 * committee_odds(5, 0.9, needed=3, correlation=0.3)]
    assert (abs(mean - exact) < 4 * error).all()


def test_moods_and_odds_give_what_the_chapters_model_gives(deals):
    for at, sway in enumerate(deals["correlation"]):
        for rule, needed in enumerate(deals["needed"]):
            for agree in deals["certainty"]:
                exact = committee_odds(5, agree, needed=needed, correlation=sway)
                said = likely(deals, sway, [agree] * 5, needed)
                assert said == pytest.approx(exact, abs=2e-4)
                if agree == 0.9:
                    assert deals["odds"][at][rule] == pytest.approx(exact, abs=5e-5)


def test_people_who_differ_share_a_mood(deals):
    # The mean over moods of the product of beta quantiles, by another integration.
    alike = 0.7 / 0.3
    exact, _error = quad(
        lambda mood: (
            betaincinv(0.5 * alike, 0.5 * alike, mood)
            * betaincinv(0.9 * alike, 0.1 * alike, mood) ** 2
        ),
        0, 1,
    )  # fmt: skip
    assert likely(deals, 0.3, [0.5, 0.9, 0.9], 3) == pytest.approx(exact, abs=2e-4)
    assert likely(deals, 0, [0.5, 0.9, 0.9], 3) == pytest.approx(0.405, abs=1e-4)


@pytest.mark.parametrize(
    ("people", "options", "said"),
    [
        (["finance"], {}, "two to nine names, got 1"),
        (PEOPLE, {"agree": 0.93}, "one of certainty, got 0.93"),
        (PEOPLE, {"needed": [6]}, "at most 5 people, got 6"),
        (PEOPLE, {"certainty": [0.9, 90]}, "between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(people, options, said):
    with pytest.raises(ValueError, match=said):
        hundred_deals(people, seed=1, **options)
