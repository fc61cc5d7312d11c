"""A CRM that works: five tables in SQLite, filled from Kopje's export, read by SQL.

Each fact has one place. A person works for one account and may sit on several deals,
so that *who sits on which deal* is a table of its own, `deal_contacts`. Foreign keys
see to it that no activity belongs to a deal that is not there. Days are text such as
2026-06-30, which sorts as time does; yes and no are 1 and 0; what is missing is NULL.
"""

import os
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from salescourse.checks import did_you_mean, listed

# What SQLite takes for a question mark.
_Value: TypeAlias = str | float | bytes | None

SCHEMA = """
CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  industry   TEXT NOT NULL,
  employees  INTEGER NOT NULL CHECK (employees > 0),
  size       TEXT NOT NULL CHECK (size IN ('small', 'medium', 'large')),
  review     TEXT NOT NULL CHECK (review IN ('serial', 'parallel'))
);
CREATE TABLE contacts (
  contact_id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES accounts,
  role       TEXT NOT NULL
);
CREATE TABLE opportunities (
  opportunity_id  TEXT PRIMARY KEY,
  account_id      TEXT NOT NULL REFERENCES accounts,
  created_on      TEXT NOT NULL CHECK (date(created_on, '+0 days') IS created_on),
  closed_on       TEXT CHECK (date(closed_on, '+0 days') IS closed_on),
  stage           TEXT NOT NULL,
  outcome         TEXT CHECK (outcome IN ('won', 'lost', 'no_decision')),
  reason          TEXT,
  owner           TEXT NOT NULL,
  source          TEXT NOT NULL,
  client          TEXT NOT NULL CHECK (client IN ('new', 'current', 'past')),
  competitor      TEXT NOT NULL,
  needs_interview INTEGER CHECK (needs_interview IN (0, 1)),
  product         TEXT NOT NULL,
  machines        INTEGER NOT NULL CHECK (machines > 0),
  amount_eur      REAL CHECK (amount_eur >= 0),
  forecast        REAL CHECK (forecast BETWEEN 0 AND 1)
);
CREATE TABLE deal_contacts (
  opportunity_id TEXT NOT NULL REFERENCES opportunities,
  contact_id     TEXT NOT NULL REFERENCES contacts,
  champion       INTEGER NOT NULL CHECK (champion IN (0, 1)),
  added_on       TEXT NOT NULL CHECK (date(added_on, '+0 days') IS added_on),
  PRIMARY KEY (opportunity_id, contact_id)
);
CREATE TABLE activities (
  activity_id    INTEGER PRIMARY KEY,
  opportunity_id TEXT NOT NULL REFERENCES opportunities,
  stage          TEXT NOT NULL,
  type           TEXT NOT NULL CHECK (type IN ('email', 'call', 'meeting', 'demo')),
  done_on        TEXT NOT NULL CHECK (date(done_on, '+0 days') IS done_on),
  contact_id     TEXT REFERENCES contacts,
  answered       INTEGER CHECK (answered IN (0, 1))
);
CREATE INDEX opportunities_by_account ON opportunities (account_id);
CREATE INDEX activities_by_opportunity ON activities (opportunity_id);
"""

_MAY = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
_MAY_ASK_ABOUT = {"table_info", "foreign_key_list", "table_list"}


def open_crm(
    path: str | Path | None = None,
    *,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> sqlite3.Connection:
    """Open the CRM to be read; fill it first where it is not there yet.

    Parameters
    ----------
    path : str or Path, optional
        A file for the database. Without one it is kept in memory.
    tables : mapping of str to DataFrame, optional
        Rows for each table, in the order of the schema. The default is Kopje's export,
        `crm_tables`.

    Returns
    -------
    sqlite3.Connection
        It answers SELECT and refuses everything that would change the data.

    Raises
    ------
    ValueError
        If rows do not fit the schema, or the file is not such a CRM.

    Examples
    --------
    >>> crm = open_crm()
    >>> crm.execute("SELECT COUNT(*) FROM opportunities").fetchone()
    (3014,)
    >>> crm.execute("DELETE FROM opportunities")
    Traceback (most recent call last):
    sqlite3.DatabaseError: not authorized
    >>> crm.close()
    """
    if path is None:
        crm = sqlite3.connect(":memory:")
        _fill(crm, crm_tables() if tables is None else tables)
    else:
        path = Path(path)
        if not path.exists():
            _write(path, crm_tables() if tables is None else tables)
        crm = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        _need_tables(crm, path)
    crm.set_authorizer(_only_reading)
    return crm


def ask(
    crm: sqlite3.Connection,
    sql: str,
    parameters: Sequence[_Value] | Mapping[str, _Value] = (),
) -> pd.DataFrame:
    """Put a question in SQL, through pandas, and get a DataFrame.

    Parameters
    ----------
    crm : sqlite3.Connection
        What `open_crm` returns.
    sql : str
        One SELECT. Write ``?`` or ``:name`` where a value of yours goes.
    parameters : sequence or mapping, optional
        The values for those places.

    Returns
    -------
    pandas.DataFrame
        The rows found; none is an answer, too.

    Raises
    ------
    ValueError
        If the SQL cannot be understood or would change the data.

    Examples
    --------
    >>> crm = open_crm()
    >>> ask(crm, "SELECT size, COUNT(*) AS n FROM accounts GROUP BY size")
         size    n
    0   large  171
    1  medium  434
    2   small  495
    >>> crm.close()
    """
    try:
        return pd.read_sql_query(sql, crm, params=parameters or None)
    except (pd.errors.DatabaseError, sqlite3.Error, TypeError) as error:
        raise ValueError(_explained(crm, error)) from None


def crm_tables() -> dict[str, pd.DataFrame]:
    """Return Kopje's export as rows for the tables, parents before children.

    Examples
    --------
    >>> [(name, len(rows)) for name, rows in crm_tables().items()][1]
    ('contacts', 2894)
    """
    from salescourse.datasets import load

    noted = load("firm_contacts")
    people = noted[["contact_id", "account_id", "role"]].drop_duplicates("contact_id")
    seats = noted[["opportunity_id", "contact_id", "champion", "added_on"]]
    activities = load("firm_activities")
    activities.insert(0, "activity_id", range(1, len(activities) + 1))
    return {
        "accounts": load("firm_accounts"),
        "contacts": people,
        "opportunities": load("firm_opportunities"),
        "deal_contacts": seats,
        "activities": activities,
    }


def _fill(crm: sqlite3.Connection, tables: Mapping[str, pd.DataFrame]) -> None:
    """Make the tables and put the rows in, all of them or none."""
    crm.execute("PRAGMA foreign_keys = ON")
    crm.executescript(SCHEMA)
    with crm:
        for name, frame in tables.items():
            columns = ", ".join(frame.columns)
            places = ", ".join("?" * frame.shape[1])
            try:
                crm.executemany(
                    f"INSERT INTO {name} ({columns}) VALUES ({places})", _rows(frame)
                )
            except sqlite3.Error as error:
                raise ValueError(
                    f"The rows for {name} do not fit the CRM: {error}."
                ) from None


def _rows(frame: pd.DataFrame) -> list[tuple]:
    plain = {}
    for name, column in frame.items():
        if isinstance(column.dtype, pd.DatetimeTZDtype) or column.dtype.kind == "M":
            column = column.dt.strftime("%Y-%m-%d")
        elif pd.api.types.is_bool_dtype(column.dtype):
            column = column.astype("Int64")
        values = column.astype(object)
        plain[name] = values.where(column.notna().to_numpy(), None).tolist()
    return list(zip(*plain.values(), strict=True))


def _write(path: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Fill a file under another name first, so that no half-filled one is left."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    crm = sqlite3.connect(part)
    try:
        _fill(crm, tables)
    finally:
        crm.close()
    os.replace(part, path)


def _only_reading(action: int, first: str | None, *_rest: str | None) -> int:
    if action in _MAY or (action == sqlite3.SQLITE_PRAGMA and first in _MAY_ASK_ABOUT):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _tables(crm: sqlite3.Connection) -> list[str]:
    found = crm.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return sorted(name for (name,) in found)


def _need_tables(crm: sqlite3.Connection, path: Path) -> None:
    try:
        fits = {"accounts", "opportunities", "activities"} <= set(_tables(crm))
    except sqlite3.DatabaseError:
        fits = False
    if not fits:
        crm.close()
        raise ValueError(f"{path} is not a CRM of this course. Give another name.")


def _explained(crm: sqlite3.Connection, error: Exception) -> str:
    why = str(error.__cause__ or error)
    if "not authorized" in why:
        return "This CRM can only be read: begin the question with SELECT."
    for what in ("table", "column"):
        mark = f"no such {what}: "
        if mark in why:
            name = why.split(mark)[1].split("'")[0].split()[0]
            return _unknown(crm, what, name)
    return f"SQLite cannot answer that: {why.rstrip('.')}."


def _unknown(crm: sqlite3.Connection, what: str, name: str) -> str:
    tables = _tables(crm)
    if what == "table":
        known = tables
        text = 'There is no table "{name}". There are: {known}.{hint}'
    else:
        name = name.rpartition(".")[2]
        columns = (crm.execute(f"PRAGMA table_info({table})") for table in tables)
        known = sorted({row[1] for found in columns for row in found})
        text = 'There is no column "{name}". There are: {known}.{hint}'
    return text.format(name=name, known=listed(known), hint=did_you_mean(name, known))
