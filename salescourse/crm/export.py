"""An export that was read: its deals, its log, and what it says of the own cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from salescourse.b2b.outcomes import OutcomeCurves
from salescourse.crm import cycle, pipeline
from salescourse.crm.log import Log
from salescourse.crm.settle import ENDED
from salescourse.crm.understood import Understood
from salescourse.cycle import FittedCycle, fit_cycle

_PROCESS_MINING = ("case:concept:name", "concept:name", "time:timestamp")


@dataclass(frozen=True, eq=False, repr=False)
class Export:
    r"""A CRM's export: what was understood, the deals, the log, and their numbers.

    Attributes
    ----------
    understood : Understood
        What was read how; look at it first.
    deals : pandas.DataFrame
        One row per deal: `deal, name, created, ended` (NaT while open), `outcome`
        ("won", "lost" or "open"), `stage, amount, currency, reason, days` (to its end,
        or to the census day) and `line` (the row of the file, from 1).
    log : pandas.DataFrame
        `case, stage, entered`, with `left` and `next` where they are known, in whole
        days. Rows whose stage is "won" or "lost" end a case. Without a history there
        is one stage, "open".
    stages : tuple of str
        The stages in the order in which deals come to them.
    census : pandas.Timestamp
        The day on which open deals are known to be open.
    crm : str
        The CRM that the columns are those of, "" where nothing tells.

    Examples
    --------
    >>> from salescourse.crm import read_crm
    >>> export = read_crm(
    ...     b"id,opened,closed,outcome,value\n"
    ...     b"a,2026-01-05,2026-02-04,won,900\n"
    ...     b"b,2026-01-05,2026-01-15,lost,500\n"
    ...     b"c,2026-02-01,,open,700\n"
    ... )
    >>> export
    3 deals: 1 won, 1 lost, 1 open on 2026-02-04
    >>> export.deals[["deal", "outcome", "days"]].values.tolist()
    [['a', 'won', 30], ['b', 'lost', 10], ['c', 'open', 3]]
    >>> export.log["stage"].tolist()
    ['open', 'won', 'open', 'lost', 'open']
    >>> export.event_log()["case"].tolist()
    ['a', 'a', 'b', 'b', 'c']
    >>> print(export.code())
    from salescourse import fit_cycle, read_crm
    export = read_crm("your_file.csv")
    fit_cycle(export.log, outcomes=['won', 'lost'], until="2026-02-04")

    Of a dozen deals more can be said:

    >>> ends = [(9 + 5 * n, "won" if n % 3 else "lost") for n in range(12)]
    >>> rows = [
    ...     f"{n},2026-01-01,2026-0{1 + day // 28}-{1 + day % 28:02},{end}"
    ...     for n, (day, end) in enumerate(ends)
    ... ]
    >>> head = ["id,opened,closed,outcome", "12,2026-01-20,,open"]
    >>> many = read_crm("\n".join([*head, *rows]).encode())
    >>> many.win_rate()["share"].round(2).tolist()
    [0.15, 0.67]
    >>> round(many.fit().cycle.win_rate, 2)
    0.67
    >>> many.won_by().index.tolist(), many.days_to()["median"].tolist()
    ([], [14.0, 9.0])
    >>> many.by_stage()["now"].tolist(), many.stages_now().tolist()
    ([1], [1])
    >>> len(many.open_deals()), len(many.older()), many.lost_reasons().tolist()
    (1, 1, [4])
    >>> many.forecast().deals
    1
    >>> many.curves().outcomes
    ('won', 'lost')
    """

    understood: Understood
    deals: pd.DataFrame
    stages: tuple[str, ...]
    census: pd.Timestamp
    crm: str
    history: bool
    arguments: Mapping[str, object]
    _log: Log
    _files: int

    @property
    def log(self) -> pd.DataFrame:
        """The event log, as `fit_cycle` takes it."""
        return self._log.rows.copy()

    @property
    def outcomes(self) -> list[str]:
        """The outcomes that the log holds, the win first."""
        there = set(self._log.rows["stage"])
        return [outcome for outcome in ENDED if outcome in there]

    @cached_property
    def _curves(self) -> OutcomeCurves:
        return cycle.curves_of(self.deals)

    def curves(self) -> OutcomeCurves:
        """Return the share of deals that is won, lost and open, day by day."""
        return self._curves

    def win_rate(self) -> pd.DataFrame:
        """Return the win rate with open deals counted as open, beside closed only.

        Returns
        -------
        pandas.DataFrame
            Rows "open counted as open", the share won by the last day (`by_day`) on
            which ten deals were watched, and "closed only"; with 95 % intervals.
        """
        return cycle.win_rate(self.deals, self._curves)

    def won_by(self) -> pd.DataFrame:
        """Return the share won by 30, 60, 90, 180, 365 days, while ten are watched."""
        return cycle.won_by(self.deals, self._curves)

    def days_to(self) -> pd.DataFrame:
        """Return median and quartiles of the days to a win and to a loss."""
        return cycle.days_to(self.deals, self._curves)

    def by_stage(self) -> pd.DataFrame:
        """Return each stage's visits, conversion, days, and how many are in it now."""
        return cycle.by_stage(self._log.rows, list(self.stages), self.census)

    def stages_now(self) -> pd.Series:
        """Return how many open deals are in each stage, by the deals' own column."""
        is_open = self.deals["outcome"] == "open"
        return self.deals.loc[is_open, "stage"].value_counts().rename("now")

    def open_deals(self) -> pd.DataFrame:
        """Return the open deals with their chance of a win, by stage and age.

        Returns
        -------
        pandas.DataFrame
            `deal, name, stage, age, amount, currency, chance, by_quarter_end` and
            `like`: which deals the chance was learned from.
        """
        left = int((pipeline.quarter_end(self.census) - self.census).days)
        return pipeline.open_deals(
            self.deals, self._log.rows, left, history=self.history
        )

    def forecast(self) -> pipeline.QuarterForecast:
        """Return how many open deals are won by the end of the quarter, and how much."""
        return pipeline.quarter_forecast(self.open_deals(), self.census)

    def older(self) -> pd.DataFrame:
        """Return the open deals older than the age by which nine in ten wins were won.

        Its `attrs["age"]` is that age in days.
        """
        by = cycle.horizon(self.deals["days"])
        age = cycle.quantile(self._curves, "won", 0.9, by)
        deals = self.deals
        old = (deals["outcome"] == "open") & (deals["days"] > age)
        columns = ["deal", "name", "stage", "days", "amount", "currency"]
        table = deals.loc[old, columns].sort_values("days", ascending=False)
        table = table.reset_index(drop=True)
        table.attrs["age"] = age
        return table

    def lost_reasons(self) -> pd.Series:
        """Return why deals were lost, by how many; "" counts those without a reason."""
        lost = self.deals["outcome"] == "lost"
        return self.deals.loc[lost, "reason"].value_counts().rename("deals")

    def event_log(self, *, process_mining: bool = False) -> pd.DataFrame:
        """Return `case, stage, entered` with the time of the day where it is known.

        Parameters
        ----------
        process_mining : bool
            Whether columns are called `case:concept:name, concept:name,
            time:timestamp`, as process miners have them.
        """
        rows = self._log.rows.assign(entered=self._log.moments)
        table = rows[["case", "stage", "entered"]]
        return table.set_axis(_PROCESS_MINING, axis=1) if process_mining else table

    def fit(self) -> FittedCycle:
        """Return the cycle that the log shows, with its standard errors."""
        return fit_cycle(self._log.rows, outcomes=self.outcomes, until=self.census)

    def code(self) -> str:
        """Return the lines of Python that give the same."""
        files = [f'"your_file_{n}.csv"' for n in range(2, self._files + 1)]
        named = [f"{name}={value!r}" for name, value in self.arguments.items()]
        given = ", ".join(['"your_file.csv"', *files, *named])
        return (
            "from salescourse import fit_cycle, read_crm\n"
            f"export = read_crm({given})\n"
            f"fit_cycle(export.log, outcomes={self.outcomes}, "
            f'until="{self.census:%Y-%m-%d}")'
        )

    def __repr__(self) -> str:
        counts = self.deals["outcome"].value_counts()
        parts = [f"{counts.get(name, 0)} {name}" for name in (*ENDED, "open")]
        return f"{len(self.deals)} deals: {', '.join(parts)} on {self.census:%Y-%m-%d}"

    def _repr_html_(self) -> str:
        return self.understood._repr_html_()
