"""The numbers that the chapter `relationships` states, computed again."""

from pathlib import Path

import numpy as np
import pytest
from banked import banked
from chapter_text import said_in
from scipy.stats import chi2_contingency

from salescourse import load
from salescourse.b2b.relationships import (
    Retention,
    account_fees,
    cohort_table,
    customer_years,
    fit_retention,
    renewal_rate,
    renewal_table,
    still_here,
)
from salescourse.b2b.relationships.keys import still_here_if_loyal, three_years

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "02_relationships.ipynb"


@pytest.fixture(scope="module")
def text() -> str:
    return said_in(NOTEBOOK)


@pytest.fixture(scope="module")
def flex():
    return load("firm_renewals").query("plan == 'flex'")


def percent(share: float, digits: int = 0) -> str:
    return f"{100 * share:.{digits}f} %"


def shares(segment: str) -> np.ndarray:
    table = load("retention").query("segment == @segment")
    return table["still_here"].to_numpy()


def forecaster(segment: str):
    return fit_retention(cohort_table(shares(segment)[:8], customers=1000))


def test_the_two_bars_of_the_slide(text, flex):
    table = renewal_table(flex).set_index("year")
    first, later = table.loc[:2].sum(), table.loc[6:].sum()
    bars = [bar["renewed"] / bar["up_for_renewal"] for bar in (first, later)]
    assert f"{100 * bars[0]:.0f} in 100 stay" in text
    assert f"From the sixth renewal on, it is {100 * bars[1]:.0f}." in text
    assert round(100 * bars[1]) - round(100 * bars[0]) == 14
    assert "Fourteen points, says the slide" in text


def test_two_kinds_of_customers_worked_in_the_head(text):
    steady, fickle = 50 * 0.9 ** np.arange(4), 50 * 0.5 ** np.arange(4)
    assert (steady[1], fickle[1]) == (45, 25)
    alive = steady + fickle
    rates = alive[1:] / alive[:-1]
    assert f"In the first year 45 and 25 stay: {percent(rates[0])}." in text
    assert f"{alive[2]:.0f} of {alive[1]:.0f}: {percent(rates[1])}." in text
    assert f"{alive[3]:.0f} of those {alive[2]:.0f}: {percent(rates[2])}." in text


def test_the_worked_renewal_rate(text):
    assert "(0.7 + 0.333) / 1.333 = 0.775" in text
    assert renewal_rate(2, 0.3, spread=0.25) == pytest.approx(0.775)


def test_who_is_there_after_ten_years(text):
    assert "one customer in five is still there" in text
    assert still_here(10, 0.3, spread=0.25) == pytest.approx(1 / 5, abs=0.005)
    assert "alike it would be one in 35" in text
    assert round(1 / still_here(10, 0.3)) == 35


def test_the_same_churn_is_worth_up_to_twice_as_much(text):
    fees = customer_years(0.3, [0, 0.25, 0.5], discount=0.1)
    said = "{:.2f} fees when all are alike, {:.2f} at a spread of 0.25, {:.2f} at 0.5"
    assert said.format(*fees) in text
    assert f"If all are alike, a customer is worth {fees[0]:.2f} yearly fees." in text
    assert f"At a spread of 0.5 it is {fees[2]:.2f}" in text
    assert fees[2] / fees[0] == pytest.approx(2, abs=0.06)


def test_eight_figures_foretell_five(text):
    ends = {
        name: forecaster(name).model.still_here(12) for name in ("Regular", "High End")
    }
    found = {name: shares(name)[12] for name in ends}
    said = "the curve says {} for Regular, where {} were found."
    assert (
        said.format(percent(ends["Regular"], 1), percent(found["Regular"], 1)) in text
    )
    # "the curve ends close to the last figure", and the solution of exercise 2
    assert percent(ends["High End"], 1) == "37.8 %"
    assert percent(found["High End"], 1) == "39.4 %"
    assert f"year twelve is {percent(ends['Regular'], 1)}; 17.3 % were there." in text
    known = shares("Regular")[:8]
    average = known[1:].sum() / known[:-1].sum()
    assert f"we would have forecast {percent(average**12, 1)}" in text
    rates = forecaster("Regular").model.renewal_rate([1, 2, 3])
    assert "are {:.3f}, {:.3f} and {:.3f},".format(*rates) in text


def test_the_shortcut_and_what_it_leaves_out(text, flex):
    every = load("firm_renewals")
    running = every["ended_on"].isna().mean()
    assert f"{percent(running)} of the {len(every)} since 2016 still run" in text
    assert every["started_on"].min().year == 2016
    ended = flex[flex["ended_on"].notna()]
    gone = (ended["renewals"] == 0).mean()
    assert f"{percent(gone)} gone after a year, two and a half years on average" in text
    assert (ended["renewals"] + 1).mean() == pytest.approx(2.5, abs=0.05)


def test_flex_customers_and_their_envelope(text, flex):
    fitted = fit_retention(renewal_table(flex))
    low, high = fitted.interval("churn")
    said = f"First-year churn is {percent(fitted.model.churn)} ({100 * low:.0f} to"
    assert f"{said} {100 * high:.0f}), not 39." in text
    assert f"is worth {fitted.model.customer_years(0.1):.2f} yearly fees" in text
    law = load("firm_truth").attrs["parameters"]["contracts"]["plans"]["flex"]
    truth = Retention.from_alpha_beta(law["alpha"], law["beta"])
    assert (
        f"{percent(truth.churn)} on average, with a spread of {truth.spread:.2f}"
        in text
    )
    assert low < truth.churn < high
    low, high = fitted.interval("spread")
    assert low < truth.spread < high


def test_the_figure_of_the_firms_renewals(text, flex):
    table = renewal_table(flex).set_index("year")["renewal_rate"]
    said = f"from {percent(table[1])} at the first to {percent(table[9])} at the ninth"
    assert said in text
    truth = Retention.from_alpha_beta(0.9, 2.6).renewal_rate([1, 9])
    assert f"from {percent(truth[0])} to {percent(truth[1])}" in text


def test_growing_loyal_draws_the_same_curve_at_first(text):
    assert pytest.approx(0.27) == 0.36 * 0.75
    grown = [still_here_if_loyal(years, 0.36, 0.25) for years in range(13)]
    sorted_out = forecaster("Regular").model.still_here(np.arange(8))
    known = shares("Regular")[:8]
    assert np.abs(grown[:8] - known).max() < 0.0105  # "about a point"
    assert np.abs(sorted_out - known).max() < 0.0105
    assert f"For year twelve yours says {percent(grown[12], 1)}" in text


def test_a_leaver_is_worth_three_fifths_of_a_new_customer(text):
    new = Retention(0.3, 0.25)
    leaver = new.after(0, left=1)
    assert f"Their churn is {percent(leaver.churn + 1e-9)}" in text
    worth = leaver.customer_years(0.1)
    assert f"they are worth {worth:.2f} yearly fees, three-fifths" in text
    assert worth / new.customer_years(0.1) == pytest.approx(3 / 5, abs=0.01)


def test_five_points_of_churn_are_any_percentage_of_profit(text):
    before, after = customer_years([0.30, 0.25], 0.25, discount=0.1)
    gains = [(after - cost) / (before - cost) - 1 for cost in range(4)]
    assert [round(100 * gain) for gain in gains] == [16, 22, 32, 66]
    assert "From 16 to 66 percent" in text


def test_what_feedback_in_the_quiz_computes():
    assert pytest.approx(0.03, abs=0.005) == 0.7**10  # "three in a hundred are left"
    # Of 90 and 50 up for their second renewal, 81 and 25 renew: 106 of 140.
    assert banked("relationships-two-kinds", low=0.1, high=0.5) == pytest.approx(
        53 / 70
    )
    assert customer_years(0.3, [0, 0.5], discount=0.1).round(2).tolist() == [2.75, 5.36]
    low, high = forecaster("High End").interval("still_here", 12)
    assert (round(low, 2), round(high, 2)) == (0.34, 0.42)
    assert still_here(10, 0.4, spread=0.35) == pytest.approx(0.17, abs=0.005)
    assert round(1 / still_here(10, 0.4)) == 165
    known = shares("High End")
    assert known[7] / known[6] == pytest.approx(0.950, abs=5e-4)


# Growth after the first sale ----------------------------------------------------------


def by_hand(renews: float, growth: float, years: int = 5) -> float:
    """Add up the fees of the first years, one by one."""
    return sum((renews * (1 + growth) / 1.1) ** year for year in range(years))


def test_steady_and_lively_are_worth_the_same_and_keep_59_and_17(text):
    steady = account_fees([0.9] * 4, growth=1 / 9, discount=0.1)[0]
    lively = account_fees([0.7] * 4, growth=3 / 7, discount=0.1)[0]
    assert 90 * (1 + 1 / 9) == pytest.approx(100) == 70 * (1 + 3 / 7)
    assert steady == pytest.approx(by_hand(0.9, 1 / 9)) == lively
    assert f"worth the same, {steady:.2f}:" in text
    assert f"Steady has {100 * 0.9**5:.0f} of a hundred" in text
    assert f"Lively lives on {100 * 0.7**5:.0f}" in text


def test_five_points_of_churn_and_five_points_of_growth(text):
    def worth(churn, growth):
        stays = still_here(np.arange(5), churn, spread=0.25)
        return (stays * ((1 + growth) / 1.1) ** np.arange(5)).sum()

    usual, loyal, grown = worth(0.3, 0), worth(0.25, 0), worth(0.3, 0.05)
    assert f"are worth {usual:.2f}. Five points less churn make it {loyal:.2f};" in text
    assert f"five points of growth, {grown:.2f}." in text
    rates = renewal_rate(np.arange(1, 5), 0.3, spread=0.25)
    assert account_fees(rates, growth=0.05, discount=0.1)[0] == pytest.approx(grown)


@pytest.fixture(scope="module")
def accounts():
    """Monthly fees of the accounts of 30 June 2025, then and a year later."""
    fees = {}
    for row in load("firm_renewals").itertuples():
        pair = fees.setdefault(row.account_id, [0.0, 0.0])
        for at, day in enumerate(("2025-06-30", "2026-06-30")):
            over = str(row.ended_on)[:10] != "NaT" and str(row.ended_on)[:10] <= day
            if str(row.started_on)[:10] <= day and not over:
                pair[at] += row.monthly_fee_eur
    return np.array([pair for pair in fees.values() if pair[0]])


def test_a_quarter_more_is_the_work_of_ten_accounts(text, accounts):
    before, after = accounts.T
    assert f"Kopje had {len(before)} accounts under contract" in text
    net = after.sum() / before.sum()
    assert f"they pay {percent(net)} of what they paid" in text
    assert "pay a quarter more" in text
    assert round(net, 2) == 1.25
    assert ((after == 0).sum(), (after > before).sum()) == (23, 56)
    assert np.median(after / before) == 1
    gain = np.sort(after - before)[::-1]
    ten = gain[:10].sum()
    share = percent(ten / gain[gain > 0].sum())
    assert f"Ten of {len(before)} made {share} of the growth;" in text
    assert f"the 125 would be {100 * (after.sum() - ten) / before.sum():.0f}." in text


def test_the_interval_of_the_net_retention(text, accounts):
    # A second way: the delta method for a ratio of two means; it is a little narrower
    # than drawing again, since the sums have a long right tail.
    before, after = accounts.T
    net = after.sum() / before.sum()
    error = np.sqrt(((after - net * before) ** 2).sum()) / before.sum()
    assert "the figure runs from 104 to 150 %" in text
    assert pytest.approx(net - 1.96 * error, abs=0.05) == 1.04
    assert pytest.approx(net + 1.96 * error, abs=0.05) == 1.50


def test_a_current_clients_odds_in_the_envelope(text):
    odds = load("firm_truth").attrs["parameters"]["odds_ratios"]
    current = [stage["current"] for stage in odds.values() if "current" in stage]
    new = [stage["new"] for stage in odds.values() if "new" in stage]
    assert current == [2.5, 1.5, 2.0]
    assert (min(new), max(new)) == (0.7, 0.8)
    assert "multiplied by 2.5, 1.5 and 2, a new firm's by 0.7 to 0.8" in text


def test_being_a_client_and_buying_more_tell_won_from_lost_best(text):
    deals = load("opportunities")
    rate = deals.set_index(["factor", "level"])
    rate = (rate["won"] / rate["opportunities"]).map(lambda share: percent(share, 1))
    assert f"An upsell was won in {rate['Up_sale', 'Yes']} of deals" in text
    assert f"another deal in {rate['Up_sale', 'No']}." in text

    def apart(rows):
        counts = [rows["won"], rows["opportunities"] - rows["won"]]
        return chi2_contingency(counts, correction=False).statistic

    factors = {
        name: apart(rows) for name, rows in deals.groupby("factor", observed=True)
    }
    assert len(factors) == 20
    assert set(sorted(factors, key=factors.get)[-2:]) == {"Client", "Up_sale"}
    assert deals.groupby("factor", observed=True)["opportunities"].sum().eq(448).all()


def test_the_two_worlds_of_the_strip(text):
    # By hand: 199 of 286 and 27 of 158 deals; 1,470 of 10,551 and 422 of 1,694 sessions.
    shares = [round(100 * won / all_) for won, all_ in (
        (199, 286), (27, 158), (1470, 10551), (422, 1694),
    )]  # fmt: skip
    assert shares == [70, 17, 14, 25]
    often = (199 / 286) / (27 / 158), (1470 / 10551) / (422 / 1694)
    assert (
        f"In a firm: a current client, against a new one: {often[0]:.1f} times" in text
    )
    assert f"a returning visitor, against a new one: {often[1]:.1f} times" in text
    assert "{} % of deals against {} at a software firm".format(*shares) in text
    assert "{} % against {} in a sample of a web shop's".format(*shares[2:]) in text
    assert "Holds in one" in text


def test_three_years_of_an_account_and_the_talk():
    # 1 + 0.88 + 0.88 squared
    assert three_years(0.8, 0.1) == pytest.approx(2.6544)
    assert banked("relationships-patience", renews=0.8, growth=0.1) == pytest.approx(
        2.6544
    )
    # The talk: nine times in ten, seven times in ten, and a quarter off three fees.
    assert pytest.approx(2.71) == 1 + 0.9 + 0.81
    assert 1 + 0.7 + 0.49 < 3 * 0.75 == 2.25 < 2.71
