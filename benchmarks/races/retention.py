"""Customers who differ in their churn, fitted to the years they stayed.

The customers are like the Regular ones of Fader and Hardie (2007), with alpha = .704
and beta = 1.182. Ours also works out the uncertainty, the peers only alpha and beta.

scipy gets the formula of the paper, a log-likelihood per customer, and `minimize` as
one writes it first. pymc-marketing gets one row per customer, as its model asks, and
priors that are flat, so that its most probable alpha and beta are the likeliest ones.
"""

from dataclasses import replace

from races.race import Race, Runner, exact


def alike(customers: int, years: int) -> dict:
    """Return how many customers are left after 0, 1, 2, ... years."""
    from salescourse.b2b.relationships import Retention

    left = Retention.from_alpha_beta(0.704, 1.182).still_here(range(years + 1))
    return {"left": [round(customers * share) for share in left.tolist()]}


def ours(case: dict) -> Runner:
    from salescourse.b2b.relationships import cohort_table, fit_retention

    customers = case["left"][0]
    shares = [count / customers for count in case["left"]]
    table = cohort_table(shares, customers=customers)
    return (
        lambda seed: fit_retention(table),
        lambda fitted: exact(fitted.alpha, fitted.beta),
    )


def with_minimize(case: dict) -> Runner:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import betaln

    left = np.array(case["left"])
    lost, years = -np.diff(left), np.arange(1, len(left))

    def misfit(logs: np.ndarray) -> float:
        alpha, beta = np.exp(logs)
        leave = betaln(alpha + 1, beta + years - 1) - betaln(alpha, beta)
        stay = betaln(alpha, beta + years[-1]) - betaln(alpha, beta)
        return -(lost @ leave + left[-1] * stay) / left[0]

    return (
        lambda seed: minimize(misfit, [0.0, 0.0]),
        lambda found: exact(*np.exp(found.x)),
    )


def with_pymc(case: dict) -> Runner:
    import warnings

    import numpy as np
    import pandas as pd

    warnings.simplefilter("ignore")
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import ShiftedBetaGeoModel

    left, end = np.array(case["left"]), len(case["left"])
    last_year = np.repeat(range(1, end + 1), [*-np.diff(left), left[-1]])
    rows = {
        "customer_id": range(left[0]),
        "recency": last_year,
        "T": end,
        "cohort": "a",
    }
    frame = pd.DataFrame(rows)
    flat = Prior("Uniform", lower=0, upper=100, dims="cohort")

    def run(seed: int) -> ShiftedBetaGeoModel:
        model = ShiftedBetaGeoModel(frame, model_config={"alpha": flat, "beta": flat})
        model.fit(method="map", progressbar=False)
        return model

    return run, lambda model: exact(
        *(float(model.fit_result[name].mean()) for name in ("alpha", "beta"))
    )


AGAINST_MINIMIZE = Race(
    name="retention",
    model="renewals (sBG), fitted",
    peer="scipy",
    needs=("scipy==1.17.1",),
    unit="years",
    sizes=(8, 24, 72),
    result="alpha",
    case=lambda years: alike(1_000_000, years),
    ours=ours,
    theirs=with_minimize,
    tolerance=1e-3,
)
AGAINST_PYMC = replace(
    AGAINST_MINIMIZE,
    name="retention-pymc",
    peer="pymc-marketing",
    needs=("pymc-marketing==0.19.2",),
    unit="customers",
    sizes=(1_000, 10_000, 100_000),
    case=lambda customers: alike(customers, 7),
    theirs=with_pymc,
)
