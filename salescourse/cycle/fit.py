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
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from salescourse.checks import did_you_mean, listed
from salescourse.cycle.checks import position_of_won
from salescourse.cycle.columns import Columns
from salescourse.cycle.gamma import Likelihood, Longer, log_longer, maximize
from salescourse.cycle.process import SalesCycle
from salescourse.cycle.visits import Visits, read_visits
from salescourse.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FEWEST_VISITS = 2
_FEW_VISITS = 10
_UNLIKELY = 1e-4
_FEW_TICKS = 10


@dataclass(frozen=True, eq=False, repr=False)
class FittedCycle(Shown):
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

    Examples
    --------
    >>> from salescourse import SalesCycle, fit_cycle
    >>> log = SalesCycle.b2b().simulate_log(2000, seed=1, until_days=180)
    >>> fitted = fit_cycle(log, until=180)
    >>> fitted.cycle.stage_days.round().tolist()
    [10.0, 19.0, 30.0, 37.0, 20.0]
    """

    cycle: SalesCycle
    standard_errors: pd.DataFrame
    visits: pd.DataFrame

    @property
    def win_rate_standard_error(self) -> float:
        """Return the standard error of `cycle.win_rate` (delta method).

        A rate out of stage i moves the win rate by the visits to i times the chance
        of winning from where it leads.

        Examples
        --------
        >>> from salescourse import SalesCycle, fit_cycle
        >>> log = SalesCycle.b2b().simulate_log(1000, seed=1)
        >>> round(fit_cycle(log).win_rate_standard_error, 3)
        0.01
        """
        m = len(self.cycle.stages)
        won = position_of_won(self.cycle.outcomes)
        routing = self.cycle.routing
        by_stage = np.linalg.solve(np.eye(m) - routing[:, :m], routing[:, m + won])
        by_next = np.append(by_stage, np.eye(len(self.cycle.outcomes))[won])
        spread = (routing * (by_next - by_stage[:, None]) ** 2).sum(axis=1)
        visits = self.cycle.expected_visits().to_numpy()
        return float(
            np.sqrt((visits**2 * spread / self.visits["completed"].to_numpy()).sum())
        )

    def plot(self) -> "Figure":
        """Draw the cycle; see `SalesCycle.plot`.

        Examples
        --------
        >>> from salescourse import SalesCycle, fit_cycle
        >>> figure = fit_cycle(SalesCycle.b2b().simulate_log(300, seed=1)).plot()
        >>> len(figure.axes)
        2
        """
        return self.cycle.plot()

    def _table(self) -> tuple[str, pd.DataFrame]:
        _says, table = self.cycle._table()
        visits = self.visits.rename(columns="{} visits".format)
        return "SalesCycle learned from a log, times in days", table.join(visits)

    def __repr__(self) -> str:
        completed, still_open = (int(self.visits[name].sum()) for name in self.visits)
        return (
            f"{self.cycle}\nlearned from {completed} completed and {still_open} "
            "open visits; see .standard_errors"
        )


def fit_cycle(
    log: pd.DataFrame,
    *,
    case: str = "case",
    stage: str = "stage",
    entered: str = "entered",
    left: str | None = None,
    next: str | None = None,
    outcomes: Iterable[str] | None = None,
    won: str = "won",
    until: object = None,
) -> FittedCycle:
    """Learn a cycle from an event log, counting open deals for what they show.

    Open visits tell how long a visit lasts at least, and nothing about where it
    leads. The module's words tell the method and its assumptions.

    Parameters
    ----------
    log : pandas.DataFrame
        One row per stage that a case came into, in any order.
    case, stage, entered : str
        The columns that say which case, which stage, and when it came there. Times
        are dates, datetimes, ISO text or day numbers. If all of them are whole days,
        a visit of 0 days counts as shorter than half a day.
    left, next : str, optional
        The columns that say when it left the stage and where to, both empty while it
        is still there. If left out, columns called left and next are used, and
        without them what follows from the case's next row.
    outcomes : iterable of str, optional
        The stages that end a case: a row of one of them is no visit. If left out and
        there is no column `next`, those in which every case stops, with a warning.
    won : str
        The outcome that is the win. The cycle calls it "won".
    until : day, optional
        The day the log was taken. By default the last day in it.

    Returns
    -------
    FittedCycle
        The cycle, with a standard error for each of its numbers.

    Raises
    ------
    ValueError, TypeError
        If columns are missing, times cannot be read, rows contradict each other,
        or a stage has too few visits to learn from.

    Examples
    --------
    >>> from salescourse import SalesCycle, fit_cycle
    >>> log = SalesCycle.b2b().simulate_log(2000, seed=1, until_days=180)
    >>> fitted = fit_cycle(log, until=180)
    >>> fitted.cycle.stage_days.round()
    array([10., 19., 30., 37., 20.])
    >>> fitted.standard_errors["stage_days"].round(1).tolist()
    [0.2, 0.4, 0.6, 1.4, 0.8]

    A log that says no more than who came where, and when:

    >>> moves = log[["case", "stage", "entered"]]
    >>> ends = log[log["next"].isin(["won", "lost"])]
    >>> ends = ends[["case", "next", "left"]].set_axis(moves.columns, axis=1)
    >>> moves = pd.concat([moves, ends])
    >>> fit_cycle(moves, outcomes=["won", "lost"], until=180).cycle.stage_days.round()
    array([10., 19., 30., 37., 20.])
    """
    columns = Columns(case, stage, entered, left, next)
    visits = read_visits(log, until, columns, outcomes)
    stages, found = _stages(visits), _outcomes(visits, won)
    over = visits.next >= 0
    counts = np.zeros((len(stages), len(visits.names)), dtype=int)
    np.add.at(counts, (visits.stage[over], visits.next[over]), 1)
    counts = counts[np.ix_(np.array(stages), np.array(stages + found))]
    completed = counts.sum(axis=1)
    names = [visits.names[number] for number in stages]
    ends = [visits.names[number] for number in found]
    ends = ["won" if name == won else name for name in ends]
    _check_enough(names, completed)
    routing = counts / completed[:, None]
    times = np.array([_gamma_times(visits, number) for number in stages])
    errors = np.column_stack(
        [times[:, 2:], np.sqrt(routing * (1 - routing) / completed[:, None])]
    )
    rows = pd.Index(names, name="stage")
    still_open = np.bincount(visits.stage[~over], minlength=len(stages))[stages]
    return FittedCycle(
        cycle=SalesCycle(names, ends, routing, times[:, 0], times[:, 1]),
        standard_errors=pd.DataFrame(
            errors, rows, ["stage_days", "stage_cv", *names, *ends]
        ),
        visits=pd.DataFrame({"completed": completed, "open": still_open}, rows),
    )


def _stages(visits: Visits) -> list[int]:
    """Return the numbers of the stages, beginning with the one where most start."""
    starts = np.bincount(visits.stage[visits.first], minlength=visits.stages)
    first = int(starts.argmax())
    if others := int(starts.sum() - starts[first]):
        warnings.warn(
            f"Of {starts.sum()} deals, {others} do not start in "
            f'"{visits.names[first]}". Rates and days use them too; the cycle\'s '
            "answers are for deals that do.",
            stacklevel=3,
        )
    return sorted(range(visits.stages), key=lambda number: number != first)


def _outcomes(visits: Visits, won: str) -> list[int]:
    """Return the numbers of the outcomes, the win first."""
    ends = visits.names[visits.stages :]
    if not ends:
        raise ValueError("No deal in the log has reached an outcome yet.")
    if won != "won" and (won not in ends or "won" in visits.names):
        also = ', and so is "won"' if won in ends else ""
        raise ValueError(
            f'won must be one of the outcomes {listed(ends)}, got "{won}"{also}.'
            f"{did_you_mean(won, ends)}"
        )
    numbers = range(visits.stages, len(visits.names))
    return sorted(numbers, key=lambda number: visits.names[number] != won)


def _check_enough(stages: list[str], completed: np.ndarray) -> None:
    for stage, n in zip(stages, completed, strict=True):
        if n < _FEWEST_VISITS:
            raise ValueError(
                f'Too few visits to "{stage}" are over to learn from ({n}; it '
                f"takes {_FEWEST_VISITS}). Take a later log, or merge the "
                "stage with another."
            )
        if n < _FEW_VISITS:
            warnings.warn(
                (
                    f'Only {n} visits to "{stage}" are over: look at its standard '
                    "errors before you use its numbers."
                ),
                stacklevel=3,
            )


def _gamma_times(visits: Visits, stage: int) -> tuple[float, float, float, float]:
    """Return mean days and cv of a stage, and their standard errors."""
    here, over = visits.stage == stage, visits.next >= 0
    # In order of size, so that sums do not depend on the order of rows.
    done = np.sort(visits.days[here & over])
    still = np.sort(visits.days[here & ~over])
    if np.ptp(done) <= 1e-9 * done.max() and still.max(initial=0.0) <= done.max():
        return done.mean(), 0.0, 0.0, 0.0  # a fixed time
    name, half_tick = visits.names[stage], visits.tick / 2
    if visits.tick < 1 and 0 < np.count_nonzero(done) < len(done):
        _check_rounding(done, still, half_tick, name)
    return maximize(Likelihood(done, still, half_tick), name)


def _check_rounding(
    done: np.ndarray, still: np.ndarray, half_tick: float, stage: str
) -> None:
    """Raise where more visits take no time at all than the clock's rounding explains.

    How many it explains is told by those that take longer than it rounds away.
    """
    from scipy.stats import poisson

    some, expected = done[done > 0], 0.0
    none = len(done) - len(some)
    if np.median(some) < _FEW_TICKS * 2 * half_tick:  # many may be rounded away
        return
    if np.ptp(some) > 1e-9 * some.max():
        try:
            mean, cv, *_errors = maximize(Longer(some, still, half_tick), stage)
        except ValueError:  # anything would do
            return
        longer = float(np.exp(log_longer(cv**-2, half_tick / (mean * cv**2))))
        expected = len(some) * (1 / longer - 1)
    if poisson.sf(none - 1, 3 * expected) < _UNLIKELY:
        raise ValueError(
            f'{none} visits to "{stage}" last no time at all, though times are not '
            f"whole days; rounding explains {expected:.2g}. Round all times down to "
            "days: then a visit of 0 days counts as shorter than half a day."
        )
