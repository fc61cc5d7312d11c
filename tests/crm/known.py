"""Exports of known truth: deals are drawn from a cycle and written as CRMs write them.

The cycle has two stages. Deals begin at a random hour of a random day in two years, and
a file knows what had happened by the evening of its last day. Days in a file run from
midnight to midnight, so the share won by day d is that of the cycle averaged over the
time from d to d + 1: a deal that begins at the hour u of its day ends on day d if it
lasts less than d + 1 - u.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import openpyxl
import pandas as pd

from salescourse import SalesCycle

CYCLE = SalesCycle(
    ["Qualify", "Offer"],
    ["won", "lost"],
    [[0.0, 0.6, 0.0, 0.4], [0.1, 0.0, 0.45, 0.45]],
    [40.0, 50.0],
    [0.8, 0.7],
)
FIRST = pd.Timestamp("2024-03-01")
SPAN = 730
CENSUS = FIRST + pd.Timedelta(days=SPAN - 1)
ENDS = {"won": "Closed Won", "lost": "Closed Lost"}


@dataclass(frozen=True)
class Known:
    """Deals with all that happens to them, whether a file knows it or not.

    Attributes
    ----------
    moves : DataFrame
        `case`, `stage`, `at`: each stage and, last, won or lost.
    """

    moves: pd.DataFrame

    @property
    def seen(self) -> pd.DataFrame:
        """What had happened by the evening of the census day."""
        return self.moves[self.moves["at"] < CENSUS + pd.Timedelta(days=1)]

    @property
    def deals(self) -> pd.DataFrame:
        """One row per deal as the file knows it: created, ended, outcome, stage."""
        seen = self.seen.groupby("case")
        last = self.seen.drop_duplicates("case", keep="last").set_index("case")
        over = last["stage"].isin(ENDS)
        return pd.DataFrame(
            {
                "created": seen["at"].min(),
                "ended": last["at"].where(over),
                "outcome": last["stage"].where(over, "open"),
                "stage": last["stage"].map(lambda stage: ENDS.get(stage, stage)),
            }
        ).sort_index()

    def won_later(self, until: pd.Timestamp) -> int:
        """Return how many open deals are won from the census day to some evening."""
        won = self.moves[self.moves["stage"] == "won"]
        later = (won["at"] >= CENSUS + pd.Timedelta(days=1)) & (
            won["at"] < until + pd.Timedelta(days=1)
        )
        return int(later.sum())


def draw(deals: int, seed: int) -> Known:
    """Return so many deals."""
    rng = np.random.default_rng(seed)
    starts = np.sort(rng.uniform(0, SPAN, deals))
    log = CYCLE.simulate_log(deals, seed=rng, start_days=starts)
    ends = log[log["next"].isin(list(ENDS))]
    moves = pd.concat(
        [
            log[["case", "stage", "entered"]].assign(last=0),
            pd.DataFrame(
                {"case": ends["case"], "stage": ends["next"], "entered": ends["left"], "last": 1}
            ),
        ]
    ).sort_values(["case", "entered", "last"], kind="stable")  # fmt: skip
    at = FIRST + pd.to_timedelta((moves["entered"] * 86_400).astype(int), unit="s")
    return Known(
        pd.DataFrame({"case": moves["case"], "stage": moves["stage"], "at": at})
    )


def share_won(day: int) -> float:
    """Return the share of deals won by a day, counted from midnight to midnight."""
    points, weights = np.polynomial.legendre.leggauss(12)
    times = day + (points + 1) / 2
    return float(CYCLE.cdf(times, given="won") @ weights / 2 * CYCLE.win_rate)


def _written(rows: list[list[object]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def _time(form: str) -> Callable[[pd.Timestamp], str]:
    return lambda time: "" if pd.isna(time) else time.strftime(form)


def hubspot(known: Known) -> list[bytes]:
    time = _time("%Y-%m-%d %H:%M")
    stages = ["Qualify", "Offer", "Closed Won", "Closed Lost"]
    named = known.seen.assign(stage=known.seen["stage"].replace(ENDS))
    # A stage that is entered again has its first day.
    first = named.groupby(["case", "stage"])["at"].min().to_dict()
    rows: list[list[object]] = [
        ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Close Date", "Create Date",
         *(f'Date entered "{stage} (Sales Pipeline)"' for stage in stages)]
    ]  # fmt: skip
    for case, deal in known.deals.iterrows():
        hope = deal["created"] + pd.Timedelta(days=90)
        closed = hope if pd.isna(deal["ended"]) else deal["ended"]
        days = [time(first.get((case, stage), pd.NaT)) for stage in stages]
        rows.append(
            [case, f"Deal {case}", deal["stage"], "Sales Pipeline", time(closed),
             time(deal["created"]), *days]
        )  # fmt: skip
    return [_written(rows)]


def salesforce(known: Known) -> list[bytes]:
    time, day = _time("%Y-%m-%dT%H:%M:%S.000+0000"), _time("%Y-%m-%d")
    rows: list[list[object]] = [
        ["Id", "Name", "StageName", "Amount", "CloseDate", "CreatedDate", "IsClosed", "IsWon"]
    ]  # fmt: skip
    for case, deal in known.deals.iterrows():
        hope = CENSUS + pd.Timedelta(days=100)
        closed = hope if pd.isna(deal["ended"]) else deal["ended"]
        over, won = deal["outcome"] != "open", deal["outcome"] == "won"
        rows.append(
            [f"006{case}", f"Deal {case}", deal["stage"], 100, day(closed),
             time(deal["created"]), str(over).lower(), str(won).lower()]
        )  # fmt: skip
    history: list[list[object]] = [
        ["OpportunityId", "StageName", "CreatedDate", "Amount"]
    ]
    for row in known.seen.itertuples():
        stage = ENDS.get(row.stage, row.stage)
        history.append([f"006{row.case}", stage, time(row.at), 100])
    return [_written(rows), _written(history)]


def pipedrive(known: Known) -> list[bytes]:
    time = _time("%Y-%m-%d %H:%M:%S")
    rows: list[list[object]] = [
        ["Deal - ID", "Deal - Title", "Deal - Stage", "Deal - Status",
         "Deal - Deal created", "Deal - Won time", "Deal - Lost time"]
    ]  # fmt: skip
    for case, deal in known.deals.iterrows():
        ends = [deal["ended"] if deal["outcome"] == one else pd.NaT for one in ENDS]
        rows.append(
            [case, f"Deal {case}", "Offer", deal["outcome"].title(),
             time(deal["created"]), *map(time, ends)]
        )  # fmt: skip
    return [_written(rows)]


def plain(known: Known) -> list[bytes]:
    day = _time("%d/%m/%Y")
    rows: list[list[object]] = [["id", "opened", "closed", "outcome"]]
    for case, deal in known.deals.iterrows():
        outcome = "" if deal["outcome"] == "open" else deal["outcome"]
        rows.append([case, day(deal["created"]), day(deal["ended"]), outcome])
    return [_written(rows, ";")]


def bitrix(known: Known) -> list[bytes]:
    time = _time("%Y-%m-%dT%H:%M:%S+05:00")
    rows: list[list[object]] = [["deal_id", "old_stage", "new_stage", "changed_at"]]
    before: dict[object, str] = {}
    for row in known.seen.itertuples():
        rows.append([row.case, before.get(row.case, ""), row.stage, time(row.at)])
        before[row.case] = row.stage
    return [_written(rows)]


def xlsx(known: Known) -> list[bytes]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Deal ID", "Created", "Closed", "Status"])
    for case, deal in known.deals.iterrows():
        ended = None if pd.isna(deal["ended"]) else deal["ended"].to_pydatetime()
        created = deal["created"].to_pydatetime()
        sheet.append([case, created, ended, deal["outcome"]])
    file = io.BytesIO()
    book.save(file)
    return [file.getvalue()]


SHAPES = {
    "hubspot": hubspot,
    "salesforce": salesforce,
    "pipedrive": pipedrive,
    "plain": plain,
    "bitrix": bitrix,
    "xlsx": xlsx,
}
