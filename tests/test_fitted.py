"""Every fitted model can be kept and shown, whatever it was learned from."""

import inspect
import pickle
import pkgutil
import re
from html.parser import HTMLParser
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

import salescourse
from salescourse import SalesCycle, fit_cycle, load
from salescourse.b2b.consulting import fit_choices
from salescourse.b2b.relationships import cohort_table, fit_retention
from salescourse.b2c.impulse import FadingDesire, fit_desire, life_table
from salescourse.b2c.loyalty import fit_bgnbd, fit_gamma_gamma, fit_market
from salescourse.shown import as_html
from salescourse.strategy.influence import fit_bass


def desire():
    days = np.ceil(FadingDesire(0.05, 0.2).simulate(4000, seed=1))
    days[days > 60] = np.nan
    return fit_desire(life_table(days, watched_days=60), everybody=True)


def choices():
    features = ["price_eur_month", "response_hours", "contract_months"]
    return fit_choices(load("firm_offers"), features, choice_set="opportunity_id")


LEFT = [1, 0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]
# A fit, and some answers that need all of it.
FITS = {
    "fit_cycle": (
        lambda: fit_cycle(SalesCycle.b2b().simulate_log(300, seed=1)),
        lambda fitted: (
            fitted.cycle,
            fitted.win_rate_standard_error,
            fitted.cycle.quantile(0.5, given="won"),
            fitted.standard_errors.to_numpy().tolist(),
        ),
    ),
    "fit_bgnbd": (lambda: fit_bgnbd(load("cdnow")), lambda fitted: answers(fitted)),
    "fit_gamma_gamma": (
        lambda: fit_gamma_gamma(load("cdnow")),
        lambda fitted: answers(fitted),
    ),
    "fit_market": (
        lambda: fit_market(0.56, 2.6, load("toothpaste")),
        lambda market: (market.penetration(0.25), market.purchases_per_buyer(0.25)),
    ),
    "fit_desire": (desire, lambda fitted: answers(fitted)),
    "fit_retention": (
        lambda: fit_retention(cohort_table(LEFT, customers=1000)),
        lambda fitted: (answers(fitted), fitted.standard_error("alpha")),
    ),
    "fit_choices": (choices, lambda model: model.table.to_numpy().tolist()),
    "fit_bass": (
        lambda: fit_bass(load("vcr_sales")["sales_thousands"]),
        lambda fitted: (answers(fitted), fitted.residual_sd),
    ),
}


def answers(fitted):
    return fitted.summary().to_numpy().tolist()


@pytest.fixture(scope="module", params=FITS)
def fitted(request):
    fit, asked = FITS[request.param]
    return fit(), asked


def test_every_fit_of_the_package_is_looked_at():
    found = {
        name
        for module in pkgutil.walk_packages(salescourse.__path__, "salescourse.")
        if not module.name.startswith(("salescourse.teach", "salescourse.practice"))
        for name, thing in vars(import_module(module.name)).items()
        if name.startswith("fit_") and inspect.isfunction(thing)
    }
    assert found == set(FITS)


def test_a_fitted_model_gives_the_same_answers_once_it_was_kept(fitted):
    model, asked = fitted
    again = pickle.loads(pickle.dumps(model))
    assert asked(again) == asked(model)
    assert asked(pickle.loads(pickle.dumps(again))) == asked(model)


class Tags(HTMLParser):
    """Read HTML, and note its tags and words; what is not closed stays open."""

    def __init__(self, text):
        super().__init__()
        self.seen, self.open, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def is_an_accessible_table(text):
    page = Tags(text)
    assert page.open == []
    tags = [tag for tag, _attributes in page.seen]
    assert set(tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert all(each.get("scope") for tag, each in page.seen if tag == "th")
    assert not re.search(r"color|background|style=|#[0-9a-f]{3}", text)
    return page


def test_a_notebook_shows_a_fitted_model_as_an_accessible_table(fitted):
    model, _asked = fitted
    page = is_an_accessible_table(model._repr_html_())
    assert len([tag for tag, _attributes in page.seen if tag == "td"]) >= 3


def test_a_notebook_shows_a_cycle_with_its_days_and_where_visits_lead():
    page = is_an_accessible_table(SalesCycle.b2b()._repr_html_())
    assert {"consensus", "35", "0.9", "0.55", "won", "lost"} <= set(page.words)


def test_names_of_stages_and_outcomes_are_no_markup():
    bad = "<img src=x onerror=alert(1)>"
    cycle = SalesCycle([bad], ["won", "a & b"], [[0, 0.5, 0.5]], 2, 1)
    page = is_an_accessible_table(cycle._repr_html_())
    assert bad in page.words
    assert "a & b" in page.words
    assert bad not in cycle._repr_html_()


def test_a_bass_curve_without_errors_is_shown_as_text():
    table = pd.DataFrame({"value": [1.0]}, index=["p"])
    is_an_accessible_table(as_html("A curve", table))
    fitted = FITS["fit_bass"][0]()

    class Unsure(type(fitted)):
        def summary(self):
            raise ValueError("These sales cannot tell market, p and q apart.")

    assert Unsure(fitted.model, fitted.observed)._repr_html_() is None
