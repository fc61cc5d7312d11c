"""Events: which deal came into which stage, and when, from columns or from a file."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from salescourse.crm.dates import Dates
from salescourse.crm.files import Sheet
from salescourse.crm.refusals import Question
from salescourse.crm.roles import Roles
from salescourse.crm.table import day_column, one_spelling
from salescourse.crm.vocabulary import fold, vocabulary

_COLUMNS = ["case", "stage", "at", "place"]


@dataclass(frozen=True)
class Events:
    """What is known of the way of deals.

    Attributes
    ----------
    rows : DataFrame
        `case`, `stage`, `at`, and `place`, which orders events of one moment.
    kind : str
        "columns", "file", or "" where there is none.
    first : dict of str to str
        The stage in which a deal was before its first event, where that is known.
    dates : dict of str to Dates
        How days were read, by the column's head.
    repeated : int
        How many events were there twice.
    unread : int
        How many rows lack a deal, a stage or a day.
    strangers : int
        How many deals are not in the table of deals.
    """

    rows: pd.DataFrame
    kind: str = ""
    first: dict[str, str] = field(default_factory=dict)
    dates: dict[str, Dates] = field(default_factory=dict)
    repeated: int = 0
    unread: int = 0
    strangers: int = 0


def no_events() -> Events:
    """Return the events of a file without history."""
    rows = pd.DataFrame({name: [] for name in _COLUMNS}, dtype=object)
    return Events(rows.assign(at=rows["at"].astype("datetime64[s]")))


def from_columns(
    sheet: Sheet, roles: Roles, deals: pd.Series, date_order: str | None
) -> Events:
    """Return the events of a table with a column of days per stage.

    Parameters
    ----------
    sheet, roles : Sheet, Roles
        The table.
    deals : Series of str
        What its rows are called.
    date_order : str, optional
        What decides where a column does not.
    """
    dates: dict[str, Dates] = {}
    parts = []
    for stage, columns in roles.entered.items():
        days = pd.Series(pd.NaT, range(len(deals)), dtype="datetime64[s]")
        for column in columns:
            read = day_column(sheet, column, date_order, dates)
            days = days if read is None else days.fillna(read)
        parts.append(pd.DataFrame({"case": deals, "stage": stage, "at": days}))
    rows = pd.concat(parts, ignore_index=True).dropna(subset="at")
    # Columns may stand in any order; stages entered at one moment are put in the order
    # in which deals usually come to them.
    rank = rows.groupby("case")["at"].rank().groupby(rows["stage"]).mean()
    usual = list(rank.sort_values(kind="stable").index)
    rows["place"] = rows["stage"].map({stage: k for k, stage in enumerate(usual)})
    return Events(_in_time(rows), "columns", dates=dates)


def from_file(sheet: Sheet, roles: Roles, date_order: str | None) -> Events:
    """Return the events of a history.

    Rows of other fields than the stage are left out. So are rows in which a deal stays
    in its stage, as there are when only its amount changed.
    """
    stage_fields = vocabulary().lists["stage_fields"]
    fields = [fold(cell) for cell in roles.cells(sheet, "field")]
    dates: dict[str, Dates] = {}
    at = day_column(sheet, roles.columns["at"], date_order, dates)
    rows = pd.DataFrame(
        {
            "case": roles.cells(sheet, "deal"),
            "stage": one_spelling(roles.cells(sheet, "new"))[0],
            "old": one_spelling(roles.cells(sheet, "old"))[0],
            "at": at,
            "place": range(len(sheet.rows)),
        }
    )
    if "field" in roles.columns:
        rows = rows[[one in stage_fields for one in fields]]
    whole = (rows["case"] != "") & (rows["stage"] != "") & rows["at"].notna()
    unread = int((~whole).sum())
    rows = _in_time(rows[whole])
    again = _twice(rows, dates[sheet.header[roles.columns["at"]]].whole)
    rows = rows[~again]
    lead = rows.drop_duplicates("case")
    first = {
        case: old
        for case, old, new in zip(lead["case"], lead["old"], lead["stage"], strict=True)
        if old and old != new
    }
    rows = rows.drop(columns="old")
    return Events(rows, "file", first, dates, int(again.sum()), unread)


def _twice(rows: pd.DataFrame, whole: bool) -> np.ndarray:
    """Return where an event is there again.

    Where only days are known, a deal may come into a stage twice on one, so there only
    rows that follow each other are one event.
    """
    again = rows.duplicated(["case", "stage", "at"]).to_numpy()
    return again & staying(rows) if whole else again


def _in_time(rows: pd.DataFrame) -> pd.DataFrame:
    """Return events deal by deal in time; at one moment as they stand in the file."""
    return rows.sort_values(["case", "at", "place"], kind="stable", ignore_index=True)


def staying(rows: pd.DataFrame) -> np.ndarray:
    """Return where a deal is said to come into the stage in which it is."""
    before = rows.groupby("case", sort=False)["stage"].shift()
    return (before == rows["stage"]).to_numpy()


def matched(events: Events, deals: pd.Series, name: str) -> Events:
    """Return events whose deals are called as in the table of deals.

    Salesforce writes ids of 18 signs by API and of 15 in reports; the last three only
    check the others.

    Raises
    ------
    Question
        If no deal of the history is in the table.
    """
    rows = events.rows
    known = set(deals)
    if not rows["case"].isin(known).any():
        short = {deal[:15]: deal for deal in known if len(deal) in (15, 18)}
        cut = rows["case"].str[:15].map(short)
        fits = rows["case"].str.len().isin([15, 18]) & cut.notna()
        if not fits.any():
            raise Question(
                f"No deal of {name} is in the table of deals: ids there are such as "
                f"{deals.iloc[0]!r}, and in the history {rows['case'].iloc[0]!r}. Name "
                'the columns that hold the same ids: deal="...", history_deal="...".',
                "history_deal",
            )
        rows = rows.assign(case=cut.where(fits, rows["case"]))
    strangers = rows.loc[~rows["case"].isin(known), "case"].nunique()
    return replace(events, rows=rows, strangers=strangers)
