"""Learn a sales cycle from an event log in which some deals are still open.

Question: which routing and stage times best explain the visits a CRM has recorded?

Assumptions, beyond those of the cycle itself:

1. The log was taken on one day. A visit still open then lasted *at least* so long.
2. Visits are open because of that day, not because somebody forgot to close them.

Routing: shares of the completed visits of a stage. How long a visit lasts says
nothing about where it leads, so the visits still open would have gone the same ways,
and leaving them out does no harm.

Days: maximum likelihood of gamma times. A completed visit adds its log density, an
open one the log chance of lasting longer than it has. Leaving the open ones out would
do harm: the slow visits are the ones still open, and the cycle would look shorter.

Standard errors: binomial for rates, and the inverse curvature of the log likelihood
for days and cv.

Source: Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data,
2nd ed., ch. 3.
"""

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from salescourse.cycle.event_log import as_visits, names
from salescourse.words import _

if TYPE_CHECKING:
    from salescourse.cycle.process import SalesCycle

_FEWEST_VISITS = 2
_FEW_VISITS = 10


@dataclass(frozen=True, eq=False, repr=False)
class FittedCycle:
    """A cycle learned from data, and how sure we can be of it.

    Parameters
    ----------
    cycle : SalesCycle
        The estimates. Costs are not in a log and are 0.
    standard_errors : pandas.DataFrame
        A row per stage; columns `stage_days`, `stage_cv`, and one per stage and
        outcome for the routing.
    visits : pandas.DataFrame
        A row per stage; how many visits were `completed` and how many are `open`.
    """

    cycle: "SalesCycle"
    standard_errors: pd.DataFrame
    visits: pd.DataFrame

    @property
    def win_rate_standard_error(self) -> float:
        """Return the standard error of `cycle.win_rate` (delta method).

        A rate out of stage i moves the win rate by the visits to i times the chance
        of winning from where it leads.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> log = SalesCycle.b2b().simulate_log(1000, seed=1)
        >>> round(SalesCycle.fit(log).win_rate_standard_error, 3)
        0.01
        """
        m = len(self.cycle.stages)
        won = self.cycle.outcomes.index("won")
        routing = self.cycle.routing
        by_stage = np.linalg.solve(np.eye(m) - routing[:, :m], routing[:, m + won])
        by_next = np.append(by_stage, np.eye(len(self.cycle.outcomes))[won])
        spread = (routing * (by_next - by_stage[:, None]) ** 2).sum(axis=1)
        visits = self.cycle.expected_visits().to_numpy()
        return float(
            np.sqrt((visits**2 * spread / self.visits["completed"].to_numpy()).sum())
        )

    def __repr__(self) -> str:
        completed, still_open = (int(self.visits[name].sum()) for name in self.visits)
        return _(
            "{cycle}\nlearned from {completed} completed and {open} open visits; see"
            " .standard_errors"
        ).format(cycle=self.cycle, completed=completed, open=still_open)


def fit(cls: type, log: pd.DataFrame, *, until: object = None) -> FittedCycle:
    """Return the cycle that best explains a log; see `SalesCycle.fit`."""
    visits, half_day = as_visits(log, until)
    stages, outcomes = names(visits)
    counts = (
        pd.crosstab(visits["stage"], visits["next"])
        .reindex(index=stages, columns=[*stages, *outcomes], fill_value=0)
        .to_numpy()
    )
    completed = counts.sum(axis=1)
    _check_enough(stages, completed)
    routing = counts / completed[:, None]
    times = np.array([_gamma_times(visits, stage, half_day) for stage in stages])
    errors = np.column_stack(
        [times[:, 2:], np.sqrt(routing * (1 - routing) / completed[:, None])]
    )
    rows = pd.Index(stages, name="stage")
    still_open = visits.loc[visits["next"].isna(), "stage"].value_counts()
    return FittedCycle(
        cycle=cls(stages, outcomes, routing, times[:, 0], times[:, 1]),
        standard_errors=pd.DataFrame(
            errors, rows, ["stage_days", "stage_cv", *stages, *outcomes]
        ),
        visits=pd.DataFrame(
            {
                "completed": completed,
                "open": still_open.reindex(stages, fill_value=0).to_numpy(),
            },
            rows,
        ),
    )


def _check_enough(stages: list[str], completed: np.ndarray) -> None:
    for stage, n in zip(stages, completed, strict=True):
        if n < _FEWEST_VISITS:
            raise ValueError(
                _(
                    'Too few visits to "{stage}" are over to learn from ({n}; it takes'
                    " {fewest}). Take a later log, or merge the stage with another."
                ).format(stage=stage, n=n, fewest=_FEWEST_VISITS)
            )
        if n < _FEW_VISITS:
            warnings.warn(
                _(
                    'Only {n} visits to "{stage}" are over: look at its standard errors'
                    " before you use its numbers."
                ).format(stage=stage, n=n),
                stacklevel=4,
            )


def _gamma_times(visits: pd.DataFrame, stage: str, half_day: float) -> tuple:
    """Return mean days and cv of a stage, and their standard errors."""
    here = visits[visits["stage"] == stage]
    over = here["next"].notna()
    done = here.loc[over, "days"].to_numpy()
    still = here.loc[~over, "days"].to_numpy()
    if not half_day and not done.all() and done.any():
        raise ValueError(
            _(
                'Some visits to "{stage}" last no time at all, though times are not'
                " whole days. Leave such rows out, or round all times down to days."
            ).format(stage=stage)
        )
    if np.ptp(done) <= 1e-9 * done.max() and still.max(initial=0.0) <= done.max():
        return done.mean(), 0.0, 0.0, 0.0  # a fixed time
    return _maximize(_Likelihood(done, still, half_day), stage)


class _Likelihood:
    """Minus the log likelihood of gamma times, by log mean and log cv."""

    def __init__(self, done: np.ndarray, still: np.ndarray, half_day: float) -> None:
        positive = done[done > 0]
        self.n, self.total = len(positive), positive.sum()
        self.log_total = np.log(positive).sum()
        self.still, self.half_day = still[still > 0], half_day
        self.n_zero = len(done) - len(positive)
        # Start from the exponential estimate of the mean, which counts open visits.
        self.start = np.log([(self.total + still.sum()) / len(done), 0.8])

    def __call__(self, log_mean_and_cv: np.ndarray) -> float:
        from scipy.special import gammainc, gammaln

        mean, cv = np.exp(log_mean_and_cv)
        shape, scale = cv**-2, mean * cv**2
        likelihood = (
            (shape - 1) * self.log_total
            - self.total / scale
            - self.n * (gammaln(shape) + shape * np.log(scale))
            + _log_longer(shape, self.still / scale).sum()
        )
        if self.n_zero:
            chance = gammainc(shape, self.half_day / scale)
            with np.errstate(divide="ignore"):  # impossible: minus infinity is right
                likelihood += self.n_zero * np.log(chance)
        return -likelihood


def _log_longer(shape: float, x: np.ndarray) -> np.ndarray:
    """Return the log of the upper incomplete gamma ratio, also where it underflows."""
    from scipy.special import gammaincc, gammaln

    chance = gammaincc(shape, x)
    gone = chance < 1e-290
    far = np.where(gone, x, 1.0)
    tail = (shape - 1) * np.log(far) - far - gammaln(shape)
    return np.where(gone, tail, np.log(np.where(gone, 1.0, chance)))


def _maximize(loss: _Likelihood, stage: str) -> tuple[float, float, float, float]:
    from scipy.optimize import minimize

    best = minimize(
        loss,
        loss.start,
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 1000},
    )
    curvature = _curvature(loss, best.x)
    if not best.success or not (np.linalg.eigvalsh(curvature) > 0).all():
        raise ValueError(
            _(
                'The days of "{stage}" could not be learned: {over} visits are over and'
                " {still} open, and no gamma law fits them best. Take a later log."
            ).format(stage=stage, over=loss.n + loss.n_zero, still=len(loss.still))
        )
    mean, cv = np.exp(best.x)
    log_errors = np.sqrt(np.diag(np.linalg.solve(curvature, np.eye(2))))
    return mean, cv, mean * log_errors[0], cv * log_errors[1]


def _curvature(loss: _Likelihood, at: np.ndarray, step: float = 1e-3) -> np.ndarray:
    """Return the second derivatives of `loss` by central differences."""
    unit = step * np.eye(2)
    return np.array(
        [
            [
                loss(at + a + b)
                - loss(at + a - b)
                - loss(at - a + b)
                + loss(at - a - b)
                for b in unit
            ]
            for a in unit
        ]
    ) / (4 * step**2)
