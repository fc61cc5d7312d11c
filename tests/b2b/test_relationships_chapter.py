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
    cohort_table,
    customer_years,
    fit_retention,
    periods_worth_contacting,
    pool_opinions,
    recency_values,
    renewal_rate,
    renewal_table,
    settle_opinions,
    still_here,
    trust_thresholds,
)
from salescourse.b2b.relationships.keys import still_here_if_loyal

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


def test_trust_and_its_two_thresholds(text):
    found = trust_thresholds(5, 3, punishment=1, sucker=0)
    assert (found.never_again, found.tit_for_tat) == pytest.approx((1 / 2, 2 / 3))
    first, third = renewal_rate([1, 3], 0.3, spread=0.25) / 1.1
    assert f"at a discount of ten percent weigh {first:.2f}" in text
    assert found.never_again < first < found.tit_for_tat < third
    assert f"By the third renewal, at a spread of 0.25, it is {third:.2f}." in text


def test_where_the_four_opinions_end(text):
    attention = [
        [0.220, 0.120, 0.360, 0.300],
        [0.147, 0.215, 0.344, 0.294],
        [0.000, 0.000, 1.000, 0.000],
        [0.090, 0.178, 0.446, 0.286],
    ]
    scores = [25, 25, 75, 85]
    assert pool_opinions(scores, attention).round().tolist() == [75] * 4
    assert settle_opinions(scores, attention).round().tolist() == [60, 60, 75, 75]
    assert "all four end at 75" in text
    assert "they end at 60, 60, 75 and 75" in text


def test_the_last_call(text):
    terms = {"sale_eur": 40, "contact_eur": 4, "discount": 0.2}
    chances = [0.30, 0.20, 0.15, 0.05]
    four, three = (recency_values(chances[:n], **terms) for n in (4, 3))
    assert f"a customer is worth −€{-four[3]:.2f}" in text
    assert f"is worth €{three[0]:.2f} instead of €{four[0]:.2f}" in text
    assert periods_worth_contacting(chances, **terms) == 3


def test_eight_figures_foretell_five(text):
    ends = {
        name: forecaster(name).model.still_here(12) for name in ("Regular", "High End")
    }
    found = {name: shares(name)[12] for name in ends}
    said = "the curve says {} for Regular, where {} were found, and {} for High End, where {}"
    assert said.format(
        percent(ends["Regular"], 1), percent(found["Regular"], 1),
        percent(ends["High End"], 1), percent(found["High End"], 1),
    ) in text  # fmt: skip
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


def test_the_loudest_signal_is_the_relationship(text):
    deals = load("opportunities")
    rate = deals.set_index(["factor", "level"])
    rate = (rate["won"] / rate["opportunities"]).map(lambda share: percent(share, 1))
    current, new = rate["Client", "Current"], rate["Client", "New"]
    assert f"won in {current} of deals, new ones in {new};" in text
    strategic = rate["Att_t_client", "Strategic account"]
    assert f"strategic accounts in {strategic}, first deals in" in text
    assert f"first deals in {rate['Att_t_client', 'First deal']}." in text

    def apart(rows):
        counts = [rows["won"], rows["opportunities"] - rows["won"]]
        return chi2_contingency(counts, correction=False).statistic

    factors = {
        name: apart(rows) for name, rows in deals.groupby("factor", observed=True)
    }
    assert len(factors) == 20
    assert set(sorted(factors, key=factors.get)[-2:]) == {"Client", "Up_sale"}
    assert deals.groupby("factor", observed=True)["opportunities"].sum().eq(448).all()


def test_contract_length_in_the_telephone_sample(text):
    telco = load("telco").groupby("contract", observed=True)[["customers", "churned"]]
    left = telco.sum()["churned"] / telco.sum()["customers"]
    assert f"{percent(left['Month-to-month'], 1)} on monthly contracts left" in text
    assert f"and {percent(left['Two year'], 1)} of those who had signed for two" in text


def test_growing_loyal_draws_the_same_curve_at_first(text):
    assert pytest.approx(0.27) == 0.36 * 0.75
    grown = [still_here_if_loyal(years, 0.36, 0.25) for years in range(13)]
    sorted_out = forecaster("Regular").model.still_here(np.arange(8))
    known = shares("Regular")[:8]
    assert np.abs(grown[:8] - known).max() < 0.0105  # "about a point"
    assert np.abs(sorted_out - known).max() < 0.0105
    assert f"for year twelve yours says {percent(grown[12], 1)}" in text


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
