"""What users write: lists, dicts, tables and arrays of their own, and what they get.

`mypy` reads this file as strictly as it can, and the tests run it.
"""

from pathlib import Path
from typing import assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse import (
    SalesCycle,
    check,
    explore,
    fit_cycle,
    hint,
    load,
    quiz,
    read_crm,
)
from salescourse.b2b.consulting import OfferDecision, noisy_question
from salescourse.b2b.decisions import committee_odds, majority, mixed_odds
from salescourse.b2b.outcomes import Deals, outcome_curves, wins_forecast
from salescourse.b2b.relationships import cohort_table, fit_retention, still_here
from salescourse.b2c.channels import markov_credit, read_holdout, read_paths
from salescourse.b2c.impulse import hyperbolic_value
from salescourse.b2c.loyalty import fit_bgnbd
from salescourse.strategy.agility import Looks, chance_to_see, customers_needed, peek
from salescourse.strategy.experience import erlang_c, promoter_score
from salescourse.strategy.influence import bass_interval, fit_bass

Floats = NDArray[np.float64]


def cycles() -> None:
    """A cycle from lists, from dicts, from tables; and one learned from a log."""
    lists = SalesCycle(["a"], ["won", "lost"], [[0.0, 0.4, 0.6]], 5.0, 0.4)
    assert_type(lists.win_rate, float)
    assert_type(lists.cdf(5), float)
    assert_type(lists.quantile([0.1, 0.5]), Floats)
    names = SalesCycle(
        ("a", "b"),
        ("won", "lost"),
        {"a": {"b": 0.5, "lost": 0.5}, "b": {"won": 0.4, "lost": 0.6}},
        stage_days={"a": 3, "b": 4},
        stage_cv=pd.Series({"a": 1.0, "b": 0.5}),
        visit_cost_eur=[20, 30],
        day_cost_eur=np.array([1.0, 2.0]),
    )
    assert_type(names.with_stage("a", days=7.0), SalesCycle)
    assert_type(SalesCycle.b2b().cdf(np.arange(3), given="won"), Floats)
    log = names.simulate_log(200, seed=1, start_days=[day / 10 for day in range(200)])
    fitted = fit_cycle(log)
    assert_type(fitted.cycle, SalesCycle)
    assert_type(fitted.standard_errors, pd.DataFrame)


def deals() -> None:
    """The models of the B2B cycle."""
    assert_type(committee_odds(5, 0.9), float)
    assert_type(committee_odds(5, [0.8, 0.9]), Floats)
    assert_type(committee_odds(range(1, 6), 0.9, correlation=0.2), Floats)
    assert_type(majority(5), int)
    assert_type(mixed_odds([0.8, 0.9], needed=1), float)
    assert_type(still_here(3, 0.2), float)
    assert_type(still_here([1, 2, 3], 0.2, spread=0.1), Floats)
    fitted = fit_retention(cohort_table([1, 0.63, 0.47, 0.38], customers=200))
    assert_type(fitted.interval("churn", confidence=0.9), tuple[float, float])
    decision = OfferDecision(
        {"can wait": 0.7, "cannot wait": 0.3},
        {"standard": [2400, 600], "priority": [1200, 2400]},
    )
    question = noisy_question(decision.chances.index, accuracy=0.8)
    assert_type(decision.worth_eur(question), float)
    answers = {
        "can wait": {"yes": 0.2, "no": 0.8},
        "cannot wait": {"yes": 0.9, "no": 0.1},
    }
    assert_type(decision.after(answers), pd.DataFrame)
    seen = Deals.of([12, 30, 30], ["lost", "won", None], case=["x", "y", "z"])
    assert_type(outcome_curves(seen).share("won", 20), float)
    assert_type(wins_forecast([0.2, 0.5]).between(), tuple[int, int])


def shoppers() -> None:
    """The models of the B2C cycle."""
    assert_type(hyperbolic_value(100, [0, 30], k=0.01), Floats)
    table = pd.DataFrame(
        {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
    )
    paths = read_paths(table, conversions="sold", nulls="not")
    markov_credit(paths).round(2)
    bought, shown = [True, False, True, False], [1, 1, 0, 0]
    assert_type(read_holdout(bought, shown, confidence=0.9).low, float)
    fitted = fit_bgnbd(load("cdnow"))
    assert_type(fitted.model.expected_repeats(52), float)
    assert_type(fitted.model.expected_repeats(pd.Series([26, 52])), Floats)


def strategies() -> None:
    """The models of one strategy for both."""
    assert_type(customers_needed(0.3, 0.4, level=0.05), float)
    assert_type(chance_to_see([500, 1000], 0.3, 0.4), Floats)
    looks = Looks([2.5, 2.5])
    assert_type(looks.bounds, tuple[float, ...])
    assert_type(
        peek(0.3, 0.4, customers=30, bounds=[2.5, 2.5], runs=5, seed=1), pd.DataFrame
    )
    assert_type(erlang_c([2, 3], 1.5), Floats)
    assert_type(promoter_score([10, 9, 3], confidence=0.9).margin, float)
    sales = [840, 1470, 2110, 4000, 7590, 10950, 10530, 9470, 7790, 5890]
    assert_type(fit_bass(sales).model.sales([11, 12]), Floats)
    assert_type(bass_interval(sales, "market", confidence=0.8), tuple[float, float])


def doubled(rate: float, times: int) -> float:
    """A model of one's own."""
    return rate * 2.0**times


def practice() -> None:
    """Questions, exercises and explorers."""
    explore(
        doubled,
        "times",
        question="How much after three times?",
        predict_at=0.2,
        rate=[0.1, 0.2],
        times=[1, 2, 3],
    )
    quiz("decisions", "decisions-signatures")
    quiz()
    hint("decisions-1")
    check("decisions-1", np.float64(0.59))


def exports(file: Path) -> None:
    """A CRM's export from a file, from bytes, from a table of one's own."""
    file.write_text(
        "id,opened,closed,outcome\n1,2026-01-05,2026-02-04,won\n2,2026-02-01,,\n"
    )
    export = read_crm(file, census="2026-03-01", closed="closed", name=None)
    assert_type(export.deals, pd.DataFrame)
    assert_type(export.outcomes, list[str])
    assert_type(export.forecast().mean, float)
    assert_type(export.curves().share("won", 30), float)
    read_crm(file.read_bytes(), won=["won"], lost="lost", leave_out=["2"])
    read_crm(pd.read_csv(file), date_order="day first")


def everything(folder: Path) -> None:
    """Run it all; a table may come from a file."""
    file = folder / "log.csv"
    SalesCycle.b2c().simulate_log(100, seed=1).to_csv(file, index=False)
    fit_cycle(pd.read_csv(file))
    exports(folder / "export.csv")
    for part in (cycles, deals, shoppers, strategies, practice):
        part()
