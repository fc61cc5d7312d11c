"""`SalesCycle`: stages, where they lead, how long they take and what they cost."""

from typing import TYPE_CHECKING, Self

import pandas as pd
from numpy.typing import ArrayLike

from salescourse.cycle import event_log
from salescourse.cycle import simulate as simulation
from salescourse.cycle.distribution import Distribution
from salescourse.cycle.edits import Edits
from salescourse.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class SalesCycle(Shown, Edits, Distribution):
    """A sales cycle: deals move through stages until they end in an outcome.

    Parameters
    ----------
    stages : sequence of str
        Names of the stages. Deals start in the first one.
    outcomes : sequence of str
        Names of the outcomes. Call the good one "won": `win_rate` looks for it.
    routing : array, mapping or DataFrame
        Where a visit leads: a row per stage, a column per stage and then per outcome.
        By name: ``{"browse": {"cart": 0.1, "lost": 0.9}, ...}``. Rows sum to one.
    stage_days : float, sequence or mapping
        Mean days of a visit to each stage.
    stage_cv : float, sequence or mapping
        Standard deviation of those days over their mean (1: exponential, 0: fixed).
    visit_cost_eur, day_cost_eur : float, sequence or mapping, optional
        What a visit costs, and what each day of it costs.

    Raises
    ------
    ValueError, TypeError
        If a row does not sum to one, a deal may never end, an outcome cannot be
        reached, or a number or name is not what it should be. The message says which.

    Examples
    --------
    >>> from salescourse import SalesCycle
    >>> shop = SalesCycle(
    ...     ["browse", "cart"],
    ...     ["won", "lost"],
    ...     {"browse": {"cart": 0.1, "lost": 0.9}, "cart": {"won": 0.4, "lost": 0.6}},
    ...     stage_days=[0.02, 0.05],
    ...     stage_cv=1.5,
    ... )
    >>> round(shop.win_rate, 2)
    0.04
    >>> shop
    SalesCycle, times in days
    browse   0.02 days, cv 1.5  → cart 0.1, lost 0.9
    cart     0.05 days, cv 1.5  → won 0.4, lost 0.6

    References
    ----------
    Howard (1971), Dynamic Probabilistic Systems, volume II.
    """

    @classmethod
    def b2b(cls) -> Self:
        """Return the reference B2B cycle: five stages, days to months, loops back.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> SalesCycle.b2b().stages
        ('qualify', 'discovery', 'evaluation', 'consensus', 'negotiation')
        """
        return cls(
            ["qualify", "discovery", "evaluation", "consensus", "negotiation"],
            ["won", "lost"],
            {
                "qualify": {"discovery": 0.55, "lost": 0.45},
                "discovery": {"evaluation": 0.70, "lost": 0.30},
                "evaluation": {"consensus": 0.70, "lost": 0.30},
                "consensus": {"evaluation": 0.20, "negotiation": 0.55, "lost": 0.25},
                "negotiation": {"consensus": 0.10, "won": 0.65, "lost": 0.25},
            },
            stage_days=[10, 20, 30, 35, 21],
            stage_cv=[0.8, 0.7, 0.6, 0.9, 0.7],
            visit_cost_eur=[150, 400, 1200, 800, 600],
        )

    @classmethod
    def b2c(cls) -> Self:
        """Return the reference B2C cycle: three stages, minutes, one loop back.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> round(SalesCycle.b2c().mean_days() * 24 * 60, 1)  # minutes
        37.5
        """
        return cls(
            ["browse", "cart", "checkout"],
            ["won", "lost"],
            {
                "browse": {"cart": 0.10, "lost": 0.90},
                "cart": {"browse": 0.25, "checkout": 0.45, "lost": 0.30},
                "checkout": {"cart": 0.05, "won": 0.80, "lost": 0.15},
            },
            stage_days=[0.02, 0.05, 0.005],
            stage_cv=[1.5, 1.5, 1.0],
        )

    def routing_table(self) -> pd.DataFrame:
        """Return the routing with its names: a row per stage, a column per next.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> float(SalesCycle.b2b().routing_table().loc["consensus", "evaluation"])
        0.2
        """
        return pd.DataFrame(
            self.routing.copy(),
            index=pd.Index(self.stages, name="stage"),
            columns=pd.Index([*self.stages, *self.outcomes], name="next"),
        )

    def simulate(self, n: int, *, seed: simulation.Seed) -> pd.DataFrame:
        """Return n random deals.

        Parameters
        ----------
        n : int
            How many deals.
        seed : int or numpy.random.Generator
            Where the random numbers start: the same seed gives the same deals.

        Returns
        -------
        pandas.DataFrame
            One row per deal, in no order (any slice is a fair sample): `outcome`
            (categorical), `cycle_days` and `cost_eur`.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> deals = SalesCycle.b2b().simulate(1000, seed=1)
        >>> deals.columns.tolist()
        ['outcome', 'cycle_days', 'cost_eur']
        """
        return simulation.simulate(self, n, seed=seed)

    def simulate_log(
        self,
        n: int,
        *,
        seed: simulation.Seed,
        until_days: float | None = None,
        start_days: ArrayLike = 0.0,
    ) -> pd.DataFrame:
        """Return the event log of n random deals: one row per stage visit.

        Parameters
        ----------
        n : int
            How many deals.
        seed : int or numpy.random.Generator
            Where the random numbers start: the same seed gives the same deals.
        until_days : float, optional
            The day the log is taken. Visits that last longer stay open: their `left`
            and `next` are missing. What begins later is not in the log.
        start_days : float or sequence of n floats, optional
            The day each deal starts.

        Returns
        -------
        pandas.DataFrame
            Columns `case` (0 to n - 1), `stage`, `entered`, `left` and `next`, sorted
            by case and then by time.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> log = SalesCycle.b2b().simulate_log(100, seed=1, until_days=30)
        >>> log.columns.tolist()
        ['case', 'stage', 'entered', 'left', 'next']
        >>> bool((log["left"].dropna() <= 30).all())
        True
        """
        return event_log.simulate_log(
            self, n, seed=seed, until_days=until_days, start_days=start_days
        )

    def plot(self) -> "Figure":
        """Draw the stages and where they lead, and how long deals take.

        Arrows carry the share of a stage's visits; the wider, the more deals go there.
        Below, curves say what share of the deals of each outcome is over by when.

        Returns
        -------
        matplotlib.figure.Figure
            It changes none of matplotlib's settings. `fig.savefig("cycle.png")` keeps
            it.

        Examples
        --------
        >>> from salescourse import SalesCycle
        >>> fig = SalesCycle.b2b().plot()
        >>> fig.axes[1].get_xlabel()
        'Days since the deal began'
        """
        from salescourse.cycle.drawing import draw

        return draw(self)

    def _table(self) -> tuple[str, pd.DataFrame]:
        routing = self.routing_table()
        led = {"days": self.stage_days, "cv": self.stage_cv}
        kept = routing.loc[:, routing.any()]
        return "SalesCycle, times in days, and where visits lead", kept.assign(**led)[
            [*led, *kept]
        ]

    def _key(self) -> tuple:
        numbers = (
            self.routing,
            self.stage_days,
            self.stage_cv,
            self.visit_cost_eur,
            self.day_cost_eur,
        )
        return self.stages, self.outcomes, *(tuple(part.flat) for part in numbers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SalesCycle):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        nexts = (*self.stages, *self.outcomes)
        wide = max(map(len, self.stages)) + 2
        lines = [f"SalesCycle, times in {self.time_unit}"]
        for row, stage in enumerate(self.stages):
            to = ", ".join(
                f"{name} {rate:.4g}"
                for name, rate in zip(nexts, self.routing[row], strict=True)
                if rate > 0
            )
            lines.append(
                f"{stage.ljust(wide)} {self.stage_days[row]:.4g} days, cv "
                f"{self.stage_cv[row]:.3g}  → {to}"
            )
        return "\n".join(lines)
