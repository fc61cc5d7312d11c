"""A wish that fades, fitted to households of which most never buy.

lifelines gets the cumulative hazard of the model, written in as its documentation
shows, and the exact moment of each purchase. Ours gets the same moments rounded up to
tenths of a day and counts them first, so it hardly grows with the households. Both work
out standard errors.
"""

from races.race import Race, Runner, exact

WATCHED_DAYS = 60
TICKS = 10


def households(number: int) -> dict:
    """Return when each household buys; the watch ends before most of them would."""
    import numpy as np

    from salescourse.b2c.impulse import FadingDesire

    days = FadingDesire(per_day=0.05, fade=0.2).simulate(number, seed=1)
    bought = days <= WATCHED_DAYS
    return {
        "days": np.minimum(days, WATCHED_DAYS).round(6).tolist(),
        "bought": bought.tolist(),
    }


def ours(case: dict) -> Runner:
    import numpy as np

    from salescourse.b2c.impulse import fit_desire, life_table

    moments = np.array(case["days"]) * TICKS
    ticks = np.where(case["bought"], np.ceil(moments), np.nan)

    def run(seed: int) -> object:
        table = life_table(ticks, watched_days=WATCHED_DAYS * TICKS)
        return fit_desire(table, everybody=True)

    return run, lambda fitted: exact(
        fitted.model.fade * TICKS, fitted.model.per_day * TICKS
    )


def with_lifelines(case: dict) -> Runner:
    import autograd.numpy as anp
    import numpy as np
    from lifelines.fitters import ParametricUnivariateFitter

    days, bought = np.array(case["days"]), np.array(case["bought"])

    class Fading(ParametricUnivariateFitter):
        _fitted_parameter_names = ("per_day_", "fade_")
        _bounds = ((1e-6, None), (1e-6, None))

        def _cumulative_hazard(self, params, times):
            rate, fade = params
            return rate / fade * (1 - anp.exp(-fade * times))

    return (
        lambda seed: Fading().fit_right_censoring(
            days, bought, initial_point=np.array([0.1, 0.1])
        ),
        lambda fitted: exact(fitted.fade_, fitted.per_day_),
    )


AGAINST_LIFELINES = Race(
    name="wish",
    model="fading wish, fitted",
    peer="lifelines",
    needs=("lifelines==0.30.0",),
    unit="households",
    sizes=(1_000, 10_000, 100_000),
    result="fade",
    case=households,
    ours=ours,
    theirs=with_lifelines,
    tolerance=3e-3,
)
