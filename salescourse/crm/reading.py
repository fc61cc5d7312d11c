"""From files to an export: the steps in their order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from salescourse.checks import did_you_mean, listed
from salescourse.crm.dates import ORDERS
from salescourse.crm.ends import Ends, with_flagged
from salescourse.crm.export import Export
from salescourse.crm.files import Sheet, read_file
from salescourse.crm.history import Events, from_columns, from_file, matched, no_events
from salescourse.crm.log import build_log
from salescourse.crm.refusals import no_last_day, one_of
from salescourse.crm.roles import Roles, find_roles
from salescourse.crm.settle import NO_END, as_of, find_census, settle
from salescourse.crm.states import States, read_states
from salescourse.crm.story import Story
from salescourse.crm.table import Read, need_first_days, read_table
from salescourse.crm.telling import tell
from salescourse.crm.vocabulary import find_crm, vocabulary

Source = str | Path | bytes | pd.DataFrame
_COLUMNS = [
    *("deal", "name", "created", "ended", "outcome", "stage"),
    *("amount", "currency", "reason", "days", "line"),
]


def read_crm(
    path_or_frame: Source,
    *more_files: Source,
    census: str | pd.Timestamp | None = None,
    date_order: str | None = None,
    decimal: str | None = None,
    won: str | Iterable[str] | None = None,
    lost: str | Iterable[str] | None = None,
    open: str | Iterable[str] | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    leave_out: Iterable[str] = (),
    import_days: Iterable[str] = (),
    since: str | pd.Timestamp | None = None,
    **roles: str | None,
) -> Export:
    r"""Read the export of a CRM, and say how each part of it was understood.

    HubSpot, Salesforce, Pipedrive, Zoho, Dynamics 365, Bitrix24 and plain tables are
    known by their headers. What the file does not say is asked and never guessed: a
    `Question` names the argument that answers it.

    Parameters
    ----------
    path_or_frame : str, Path, bytes or DataFrame
        The file of deals (CSV or XLSX), or a table.
    *more_files : str, Path, bytes or DataFrame
        A history of stages, or more deals with the same columns.
    census : date, optional
        The day of the export. By default the latest day in it that is no hope.
    date_order : str, optional
        "day first" or "month first", for columns that do not show it.
    decimal : str, optional
        The decimal sign of amounts, "." or ",".
    won, lost, open : str or strings, optional
        Stages or states that mean so. Left out: the usual words in a dozen languages.
    encoding, delimiter, sheet : str, optional
        How the file is written, and which sheet of a workbook to take.
    leave_out : strings
        Deals to leave out, by id or name.
    import_days : dates
        Days on which deals were imported; those created on them are left out.
    since : date, optional
        Deals created before are left out.
    **roles : str or None
        Which column plays a role, such as ``created="Opened on"``; None for none:
        `deal, name, created, won_on, lost_on, closed, expected, changed, stage, status,
        closed_flag, won_flag, amount, currency, reason, probability`, and in a history
        `history_deal, history_new, history_old, history_at, history_field`.

    Returns
    -------
    Export
        With `understood`, `deals`, `log` and the numbers of the own cycle.

    Raises
    ------
    Question
        If something must be asked.
    ValueError, TypeError
        If a file holds no table of deals, or an argument does not fit.

    Examples
    --------
    >>> export = read_crm(
    ...     b"Deal - ID;Deal - Status;Deal - Deal created;Deal - Won time\n"
    ...     b"1;Won;2026-01-05 09:00:00;2026-02-04 10:00:00\n"
    ...     b"2;Open;2026-01-20 09:00:00;\n"
    ... )
    >>> export
    2 deals: 1 won, 0 lost, 1 open on 2026-02-04
    """
    _check_roles(roles)
    if date_order is not None:
        one_of("date_order", date_order, ORDERS)
    ends = Ends.of(won, lost, open)
    sheets = [
        read_file(source, encoding=encoding, delimiter=delimiter, sheet=sheet)
        for source in (path_or_frame, *more_files)
    ]
    parts = _parts(sheets, roles)
    read = _read_deals(parts, ends, date_order, decimal)
    rows, mended = settle(
        read.table.rows,
        read.states,
        read.events,
        read.ends,
        leave_out=_texts("leave_out", leave_out),
        import_days=tuple(
            _day("import_days", day) for day in _texts("import_days", import_days)
        ),
        since=None if since is None else _day("since", since),
    )
    if not (rows["outcome"] != "open").any() and NO_END in mended.left_out:
        raise no_last_day(mended.left_out[NO_END])
    if rows.empty:
        why = ", ".join(f"{n} {reason}" for reason, n in mended.left_out.items())
        raise ValueError(f"No deal is left to count: {why}.")
    latest, gap = find_census(rows, read.events)
    day = latest if census is None else _day("census", census)
    rows = as_of(rows, day, mended)
    if not (rows["outcome"] != "open").any():
        raise ValueError(f"No deal had ended by {day:%Y-%m-%d}, the census day.")
    log = build_log(rows, read.events, read.ends, day, mended)
    given = {
        "census": census, "date_order": date_order, "decimal": decimal, "won": won,
        "lost": lost, "open": open, "encoding": encoding, "delimiter": delimiter,
        "sheet": sheet, "leave_out": leave_out or None, "since": since,
        "import_days": import_days or None, **roles,
    }  # fmt: skip
    crm = find_crm([head for one in sheets for head in one.header])
    story = Story(
        sheets, parts.deals, parts.history, read.table, read.states, read.events,
        mended, rows, day, gap, crm, log.stages, given,
    )  # fmt: skip
    deals = rows[_COLUMNS].reset_index(drop=True)
    asked = {
        name: value
        for name, value in given.items()
        if value is not None or name in roles
    }
    return Export(
        tell(story),
        deals,
        tuple(log.stages),
        day,
        crm,
        bool(read.events.kind),
        asked,
        log,
        len(sheets),
    )


def _check_roles(roles: dict[str, str | None]) -> None:
    words = vocabulary()
    known = [*words.roles, *(f"history_{role}" for role in words.history)]
    for role, head in roles.items():
        if role not in known:
            raise TypeError(
                f'read_crm has no argument and no role "{role}". Roles are: '
                f"{listed(known)}.{did_you_mean(role, known)}"
            )
        if head is not None and not isinstance(head, str):
            raise TypeError(f"{role} must name a column, got {head!r}.")


def _texts(name: str, values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise TypeError(f'{name} must be a list, such as {name}=["{values}"].')
    return tuple(map(str, values))


def _day(name: str, value: object) -> pd.Timestamp:
    day: object = pd.NaT
    if isinstance(value, (str, date)):
        day = pd.to_datetime(str(value), format="ISO8601", errors="coerce")
    if not isinstance(day, pd.Timestamp):
        raise ValueError(f"{name} must be a day such as 2026-06-30, got {value!r}.")
    return day.tz_localize(None).normalize().as_unit("s")


@dataclass(frozen=True)
class _Parts:
    """The files by what they hold: deals, and their history."""

    deals: tuple[Sheet, Roles] | None
    history: tuple[Sheet, Roles] | None


def _parts(sheets: list[Sheet], given: dict[str, str | None]) -> _Parts:
    own = {r: h for r, h in given.items() if not r.startswith("history_")}
    other = {
        r.removeprefix("history_"): h
        for r, h in given.items()
        if r.startswith("history_")
    }
    deals: tuple[Sheet, Roles] | None = None
    history: tuple[Sheet, Roles] | None = None
    for sheet in sheets:
        roles = find_roles(sheet, own, other)
        if roles.history:
            history = (_joined(history, sheet), roles)
        else:
            deals = (_joined(deals, sheet), roles)
    return _Parts(deals, history)


def _joined(before: tuple[Sheet, Roles] | None, sheet: Sheet) -> Sheet:
    """Return two files of one kind as one, if their heads are the same."""
    if before is None:
        return sheet
    first = before[0]
    if first.header != sheet.header:
        raise ValueError(
            f"{first.name} and {sheet.name} are both tables of the same kind, with "
            "different columns. Give one table of deals and its history, or files with "
            "the same columns."
        )
    # Rows of the second file are counted on, so that no two have one number.
    lines = [*first.lines, *(line + max(first.lines) for line in sheet.lines)]
    return replace(first, rows=[*first.rows, *sheet.rows], lines=lines)


@dataclass(frozen=True)
class _Deals:
    table: Read
    states: States
    events: Events
    ends: Ends


def _read_deals(
    parts: _Parts, ends: Ends, date_order: str | None, decimal: str | None
) -> _Deals:
    events = no_events()
    if parts.history is not None:
        events = from_file(*parts.history, date_order)
    if parts.deals is None:
        table = _from_events(events)
        return _Deals(table, read_states(table.rows, ends), events, ends)
    sheet, roles = parts.deals
    if parts.history is None:
        need_first_days(roles, sheet)
    table = read_table(sheet, roles, date_order, decimal)
    if parts.history is not None:
        events = matched(events, table.rows["deal"], parts.history[0].name)
    elif roles.entered:
        events = from_columns(sheet, roles, table.rows["deal"], date_order)
    states = read_states(table.rows, ends)
    if states.staged and not (table.rows["stage"] != "").any():
        table.rows["stage"] = table.rows["status"]
    ends = with_flagged(ends, table.rows, states.outcome, events.rows)
    return _Deals(table, states, events, ends)


def _from_events(events: Events) -> Read:
    """Return the deals of a history that came without a table of deals."""
    last = events.rows.drop_duplicates("case", keep="last")
    rows = pd.DataFrame({"deal": last["case"], "stage": last["stage"]}).reset_index(
        drop=True
    )
    for role in ("name", "status", "closed_flag", "won_flag", "currency", "reason", "probability"):  # fmt: skip
        rows[role] = ""
    for role in ("created", "won_on", "lost_on", "closed", "changed"):
        rows[role] = pd.Series(pd.NaT, rows.index, dtype="datetime64[s]")
    rows["amount"], rows["line"] = float("nan"), range(1, len(rows) + 1)
    return Read(rows, {}, None, 0, "deal")
