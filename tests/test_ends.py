"""Models at the ends of their range: the right limit, or words that say why not."""

import re

import numpy as np
import pytest
from scipy import integrate, stats

from salescourse.b2c.impulse import FadingDesire
from salescourse.b2c.loyalty import Market
from salescourse.strategy.agility import Looks
from salescourse.strategy.experience import Team, simulate_waits

INF = float("inf")

# --------------------------------------------------------------------------------------
# Queues.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("busy", "minutes", "job"), [(0.99, 720, 1), (0.8, 9000, 10), (0.5, 1e6, 1)]
)
def test_a_long_time_in_the_queue_of_one_person_is_rare_and_not_infinite(
    busy, minutes, job
):
    # One person's cycle is exponential with mean job / (1 - busy) (Kleinrock 1975).
    exact = np.exp(-(1 - busy) * minutes / job)
    assert Team(1, busy, job).cycle_longer_than(minutes) == pytest.approx(exact)


@pytest.mark.parametrize(("busy", "q"), [(0.999, 0.5), (0.99, 0.999), (0.999999, 0.9)])
def test_quantiles_of_a_cycle_exist_however_busy_one_person_is(busy, q):
    exact = -np.log1p(-q) / (1 - busy)
    assert Team(1, busy, 1).cycle_quantile(q) == pytest.approx(exact)


@pytest.mark.parametrize("people", [1, 2, 3, 20])
@pytest.mark.parametrize("busy", [0.0, 0.5, 0.6666666666666666, 0.99])
def test_the_cycle_is_the_wait_and_then_the_job(people, busy):
    team = Team(people, busy, 1)
    for t in (0.1, 3.0, 40.0):
        # The job alone is longer, or what it leaves of t is not enough for the wait.
        rest, _error = integrate.quad(
            lambda job, t=t: np.exp(-job) * team.wait_longer_than(t - job), 0, t
        )
        assert team.cycle_longer_than(t) == pytest.approx(np.exp(-t) + rest)


def test_where_nobody_comes_nobody_waits():
    assert Team(3, 0.0, 1).wait_quantile(0.9) == 0
    assert Team(3, 0.0, 1).wait_quantile([0.0, 0.999]).tolist() == [0, 0]
    for team in (Team(1, 0.0, 1), Team(4, 0.0, 9)):
        minutes = simulate_waits(team, 100, seed=1, job_cv=3)
        assert minutes.size >= 100
        assert not minutes.any()


def test_a_queue_too_slow_to_play_is_refused_with_its_size():
    for team, cv in (
        (Team(1, 0.999, 1), 1),
        (Team(1, 0.8, 1), 100),
        (Team(9, 0.999), 1),
    ):
        with pytest.raises(
            ValueError, match="customers until this queue has forgotten"
        ):
            simulate_waits(team, 1000, seed=1, job_cv=cv)
    with pytest.raises(ValueError, match="fewer customers"):
        simulate_waits(Team(2, 0.5), 10**12, seed=1)


# --------------------------------------------------------------------------------------
# A wish that fades.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("per_day", "by"), [(50, 365), (20, 365), (0.5, 1e6), (0.5, 1e300), (1e300, 28)]
)
def test_a_wish_that_is_quick_beside_the_last_day_has_the_mean_of_an_exponential(
    per_day, by
):
    wish = FadingDesire(per_day, 0)
    assert wish.mean_days(by=by) == pytest.approx(1 / per_day, rel=1e-9, abs=1e-9)
    if per_day < 1e100:
        assert wish.sd_days(by=by) == pytest.approx(1 / per_day)


def test_a_fading_wish_watched_for_a_century_has_its_own_moments():
    # The chance that has added up by t is 1.5 (1 - exp(-t / 5)): with x = exp(-t / 5)
    # the moments are integrals from 0 to 1, without a last day.
    wish = FadingDesire(0.3, 0.2)

    def moment(power):
        def left(x):
            still = (np.exp(-1.5 * (1 - x)) - np.exp(-1.5)) / (1 - np.exp(-1.5))
            return power * (-5 * np.log(x)) ** (power - 1) * still * 5 / x

        return integrate.quad(left, 0, 1, epsabs=1e-12)[0]

    assert moment(1) == pytest.approx(3.330, abs=5e-4)
    assert wish.mean_days(by=36_500) == pytest.approx(moment(1))
    sd = np.sqrt(moment(2) - moment(1) ** 2)
    assert wish.sd_days(by=36_500) == pytest.approx(sd)


def test_a_wish_seen_for_a_moment_buys_evenly_over_it():
    wish = FadingDesire(1e-9, 0.2)
    assert wish.mean_days(by=1e-9) == pytest.approx(1e-9 / 2)
    assert wish.sd_days(by=1e-9) == pytest.approx(1e-9 / np.sqrt(12))


def test_a_rush_in_the_last_minutes_of_an_offer_is_seen():
    offer = FadingDesire(1e-3, 0).with_deadline(98, window_days=0.01, times=1e6)
    # Before, at the pace 1/1000; then, at 1000 a day, to the end of the window.
    early, rush = -np.expm1(-97.99 / 1000), -np.expm1(-1000 * 0.01)
    before = stats.truncexpon(97.99 / 1000, scale=1000).mean()
    during = 97.99 + stats.truncexpon(10, scale=1e-3).mean()
    shares = np.array([early, (1 - early) * rush])
    mean = shares @ [before, during] / shares.sum()
    assert offer.mean_days(by=98) == pytest.approx(mean)


def test_long_after_everybody_has_bought_the_wish_is_what_it_was():
    assert FadingDesire(0.5, 0).buying_rate(1500) == 0.5
    assert FadingDesire(0.5, 0).buying_rate([0, INF]).tolist() == [0.5, 0.5]
    assert FadingDesire(0.5, 0.1).buying_rate(INF) == 0
    # One in two wants one. After 10 days at .5 a day, those who do are e^-5 to 1.
    odds = np.exp(-5)
    half = FadingDesire(0.5, 0, 0.5)
    assert half.buying_rate(10) == pytest.approx(0.5 * odds / (1 + odds))
    assert half.buying_rate([1e5, INF]).tolist() == [0, 0]


def test_an_offer_nobody_is_left_for_moves_nothing():
    for wish in (FadingDesire(10, 0), FadingDesire(1, 900), FadingDesire(5, 0)):
        offer = wish.with_deadline(7, window_days=0.5, times=3)
        with pytest.raises(ValueError, match="sells nothing extra"):
            offer.moved_share(by=90)


def test_what_is_moved_would_have_been_bought_between_deadline_and_end():
    # 1 - exp(-(A(90) - A(7)) / 10) with A(t) = (1 - exp(-t / 50)) 50.
    offer = FadingDesire(0.1, 0.02).with_deadline(7, window_days=3, times=4)
    exact = 1 - np.exp(-5 * (np.exp(-0.14) - np.exp(-1.8)))
    assert offer.moved_share(by=90) == pytest.approx(exact)


# --------------------------------------------------------------------------------------
# Looks at a test.
# --------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [INF, 1e300, 1000, 39.0])
def test_a_first_look_that_never_stops_leaves_a_plain_test(first):
    looks = Looks((first, 1.96))
    level = 2 * stats.norm.sf(1.96)
    assert looks.false_alarm() == pytest.approx(level, abs=1e-12)
    power = stats.norm.sf(1.96 - 3) / 1
    assert looks.power(3) == pytest.approx(power)
    assert looks.mean_share() == pytest.approx(1)


def test_looks_that_never_stop_find_nothing():
    assert Looks((INF,)).false_alarm() == 0
    assert Looks((INF, INF)).power(5) == 0


def test_a_difference_beyond_doubt_is_found_at_the_first_look():
    looks = Looks.pocock(5)
    for drift in (1000, -1000):
        assert looks.power(drift) == 1
        assert looks.mean_share(drift) == pytest.approx(0.2)
    assert Looks((INF, 1.96)).power(1000) == pytest.approx(1)


def test_looks_without_end_and_drifts_that_are_none_are_refused():
    with pytest.raises(ValueError, match="up to 200 times"):
        Looks.unplanned(100_000)
    for drift in (INF, float("nan"), 1e9):
        with pytest.raises(ValueError, match="drift must be a number"):
            Looks((1.96,)).power(drift)


# --------------------------------------------------------------------------------------
# A market of brands.
# --------------------------------------------------------------------------------------


def by_tastes(market, share):
    """The chance to buy a brand, taste by taste: a beta law of negative binomials."""
    taste = stats.beta(market.s * share, market.s * (1 - share))

    def some(p):
        return -np.expm1(-market.k * np.log1p(market.purchases * p / market.k))

    return taste.expect(some, epsabs=1e-13, limit=500)


@pytest.mark.parametrize(
    "market", [Market(1.5, 0.7, 1.3), Market(300, 0.5, 4), Market(2, 1e9, 30)]
)
def test_a_brand_is_bought_as_the_mean_over_tastes_says(market):
    for share in (0.2, 0.7):
        assert market.penetration(share) == pytest.approx(by_tastes(market, share))


def test_a_tiny_brand_keeps_its_digits():
    # Near 0 a brand's penetration grows with its share, and who buys it at all is known.
    market = Market(1.5, 0.7, 1.3)
    assert market.penetration(1e-300) == pytest.approx(
        1e-292 * market.penetration(1e-8), rel=1e-6
    )
    assert market.purchases_per_buyer(1e-300) == pytest.approx(
        market.purchases_per_buyer(1e-8), rel=1e-6
    )


def test_nearly_the_whole_market_is_bought_like_the_category():
    market = Market.of_category(0.56, 2.6, s=1.3)
    assert market.penetration(1 - 1e-12) == pytest.approx(0.56)
    assert market.purchases_per_buyer(1 - 1e-12) == pytest.approx(2.6)
    assert market.share_of_wallet(1 - 1e-12) == pytest.approx(1)


def test_households_all_alike_buy_by_poissons_law():
    # With k without end, and tastes all alike, a brand of share .2 is Poisson, mean .3.
    market = Market(1.5, 1e300, 1e300)
    assert market.penetration(0.2) == pytest.approx(-np.expm1(-0.3))


@pytest.mark.parametrize(
    ("market", "says"),
    [
        (Market(1e6, 0.5, 1.3), "more than 300,000 times"),
        (Market(1e300, 1e300, 1.3), "more than 300,000 times"),
        (Market(1.5, 1e-300, 1.3), "nearly nobody buys"),
    ],
)
def test_a_category_too_busy_to_count_is_refused_with_a_way_out(market, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        market.penetration(0.2)
