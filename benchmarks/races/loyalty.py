"""Customers who buy and stop (BG/NBD) and what they spend (Gamma-Gamma), fitted.

The customers are like those of Fader, Hardie and Lee (2005), watched for 27 to 39
weeks, with purchases dated by the day. Both sides draw the same ones from the same seed
before the clock runs. Ours also checks every history; both work out standard errors.
The first number is the mean log-likelihood of a customer: the larger, the better.
"""

from races.race import Race, Runner, exact

SEED = 1


def customers(size: int) -> tuple:
    """Return repeats, age at the last one, age and mean spend, all times in weeks."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    days = rng.integers(189, 273, size)
    rate, stop = rng.gamma(0.243, 1 / 4.414, size), rng.beta(0.793, 2.426, size)
    ends = rng.geometric(np.maximum(stop, 1e-12))
    fit = rng.poisson(rate * days / 7)
    repeats = np.minimum(ends, fit)
    late = rng.beta(np.maximum(repeats, 1), np.maximum(fit - repeats, 0) + 1)
    last = np.where(repeats > 0, np.ceil(days * late), 0)
    spend = rng.gamma(6.25 * np.maximum(repeats, 1)) / np.maximum(repeats, 1)
    spend /= rng.gamma(3.74, 1 / 15.44, size)
    return repeats, last / 7, days / 7, np.where(repeats > 0, spend, 0.0)


def frame(size: int) -> object:
    import pandas as pd

    names = ("repeats", "last_weeks", "age_weeks", "mean_spend")
    return pd.DataFrame(dict(zip(names, customers(size), strict=True)))


def our_orders(case: dict) -> Runner:
    from salescourse.b2c.loyalty import fit_bgnbd

    table = frame(case["customers"])

    def report(fitted: object) -> list:
        model = fitted.model
        mean = fitted.log_likelihood / fitted.customers
        return exact(mean, model.r, model.alpha, model.a, model.b)

    return lambda seed: fit_bgnbd(table), report


def their_orders(case: dict) -> Runner:
    import numpy as np
    from lifetimes import BetaGeoFitter

    repeats, last, age, _spend = customers(case["customers"])

    def report(fitter: object) -> list:
        # Its likelihood is of rescaled time, in which each purchase counts otherwise.
        scale = repeats.mean() * np.log(fitter._scale)
        mean = -fitter._negative_log_likelihood_ + scale
        return exact(mean, *(fitter.params_[name] for name in ("r", "alpha", "a", "b")))

    return lambda seed: BetaGeoFitter().fit(repeats, last, age), report


def our_spend(case: dict) -> Runner:
    from salescourse.b2c.loyalty import fit_gamma_gamma

    table = frame(case["customers"])

    def report(fitted: object) -> list:
        model = fitted.model
        mean = fitted.log_likelihood / fitted.customers
        return exact(mean, model.p, model.q, model.v)

    return lambda seed: fit_gamma_gamma(table), report


def their_spend(case: dict) -> Runner:
    from lifetimes import GammaGammaFitter

    repeats, _last, _age, spend = customers(case["customers"])
    back = repeats > 0

    def report(fitter: object) -> list:
        mean = -fitter._negative_log_likelihood_
        return exact(mean, *(fitter.params_[name] for name in ("p", "q", "v")))

    return lambda seed: GammaGammaFitter().fit(repeats[back], spend[back]), report


ORDERS_AGAINST_LIFETIMES = Race(
    name="loyalty",
    model="BG/NBD, fitted",
    peer="lifetimes",
    needs=("lifetimes==0.11.3", "setuptools<80"),
    unit="customers",
    sizes=(1_000, 30_000, 1_000_000),
    result="log-lik.",
    case=lambda size: {"customers": size},
    ours=our_orders,
    theirs=their_orders,
    tolerance=2e-3,
)
SPEND_AGAINST_LIFETIMES = Race(
    name="loyalty-spend",
    model="Gamma-Gamma, fitted",
    peer="lifetimes",
    needs=("lifetimes==0.11.3", "setuptools<80"),
    unit="customers",
    sizes=(1_000, 30_000, 1_000_000),
    result="log-lik.",
    case=lambda size: {"customers": size},
    ours=our_spend,
    theirs=their_spend,
    tolerance=2e-3,
)
