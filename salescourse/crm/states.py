"""How deals stand: won, lost or open, from what a file says in up to five columns.

What decides, the first that says something: the flags "is closed" and "is won"; the
status; the days of a win or a loss; the stage. A stage or status ends a deal if it is
one of the words for that in `roles.yml`, or one that the user names. A status that is
none of the known words is asked, since an unknown word must not become an open deal.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from salescourse.checks import listed
from salescourse.crm.ends import Ends
from salescourse.crm.refusals import Question
from salescourse.crm.vocabulary import fold, vocabulary


@dataclass(frozen=True)
class States:
    """How each row of a table stands, and how that was found.

    Attributes
    ----------
    outcome : Series
        won, lost, open or deleted.
    stages : dict of str to str
        The stages that end a deal, and how.
    from_ : str
        What decided, in words.
    unlike : int
        In how many rows the stage ends the deal in another way, or does not end it
        where the stages of this file do.
    near : list of str
        Stages with a word for a win or a loss in their name that end nothing.
    going_on : list of str
        Stages that end nothing, by how many deals.
    staged : bool
        Whether the stage, or else the status, has words that end nothing.
    """

    outcome: pd.Series
    stages: dict[str, str]
    from_: str
    unlike: int
    near: list[str]
    going_on: list[str]
    staged: bool


def read_states(table: pd.DataFrame, ends: Ends) -> States:
    """Return how each row of a table stands.

    Parameters
    ----------
    table : DataFrame
        Text columns `stage`, `status`, `closed_flag`, `won_flag`, `probability`, ""
        where nothing is said; days `won_on` and `lost_on`.
    ends : Ends
        What the user says.

    Raises
    ------
    Question
        If nothing says how deals ended, or a word is not known.
    """
    by_flag = _by_flags(table, ends)
    status = table["status"]
    staged = bool((table["stage"] != "").any())
    by_status = ends.kind_of(status)
    if staged:
        _ask_unknown(status, by_status, "status")
    days = np.select(
        [table["won_on"].notna(), table["lost_on"].notna()], ["won", "lost"], ""
    )
    by_stage = ends.kind_of(table["stage"])
    if not staged:
        by_stage = by_status
    by_stage = by_stage.where(by_stage != "", _by_probability(table, by_stage))
    sources = {
        "the flags": by_flag,
        "the status": by_status,
        "the days of wins and losses": pd.Series(days, table.index),
        "the stage": by_stage,
    }
    outcome = pd.Series("", table.index, dtype=object)
    used = []
    for name, found in sources.items():
        free = (outcome == "") & (found != "")
        if free.any():
            used.append(name)
        outcome = outcome.mask(free, found)
    _ask_closed(table, outcome)
    outcome = outcome.mask(outcome == "", "open")
    if not outcome.isin(["won", "lost"]).any():
        raise _nothing_ended(table)
    stage_ends = by_stage.isin(["won", "lost"])
    named = dict(zip(table["stage"][stage_ends], by_stage[stage_ends], strict=True))
    unlike = (
        staged & (by_stage != outcome) & (stage_ends | outcome.isin(["won", "lost"]))
    )
    named_by = table["stage"] if staged else status
    open_words = named_by[(by_stage == "") & (named_by != "") & (outcome == "open")]
    going_on = [word for word, _count in Counter(open_words).most_common()]
    return States(
        outcome,
        {stage: kind for stage, kind in named.items() if stage},
        " and ".join(used[:2]) or "nothing",
        int(unlike.sum()) if staged and stage_ends.any() else 0,
        _near(going_on),
        going_on,
        bool(((by_stage == "") & ((table["stage"] != "") | (status != ""))).any()),
    )


def _by_flags(table: pd.DataFrame, ends: Ends) -> pd.Series:
    """Return what "is closed" and "is won" say together, "" where they do not."""
    closed, won = (_yes_no(table[name]) for name in ("closed_flag", "won_flag"))
    if not (table["closed_flag"] != "").any():
        lone = not any((table[name] != "").any() for name in ("stage", "status"))
        if lone and (table["won_flag"] != "").any():
            return _by_won_alone(table["won_flag"], won, ends)
        return won.map({"yes": "won"}).fillna("").astype(object)
    if not (table["won_flag"] != "").any():
        return closed.map({"no": "open"}).fillna("").astype(object)
    both = closed + won
    return (
        both.map({"yesyes": "won", "yesno": "lost", "noyes": "won", "nono": "open"})
        .fillna("")
        .astype(object)
    )


def _by_won_alone(cells: pd.Series, won: pd.Series, ends: Ends) -> pd.Series:
    named = ends.kind_of(cells)
    named = named.where(named != "", won.map({"yes": "won"}).fillna(""))
    if ((named == "") & (cells != "")).any():
        other = cells[(named == "") & (cells != "")].iloc[0]
        raise Question(
            f"Is a deal that says {other!r} lost, or still open? The file has no other "
            f'column that tells. Say lost=["{other}"] or open=["{other}"].',
            "lost",
            (other,),
        )
    return named


def _yes_no(cells: pd.Series) -> pd.Series:
    words = vocabulary().words
    known = {}
    for text in cells.unique():
        word = fold(text.removesuffix(".0"))
        known[text] = next((k for k in ("yes", "no") if word in words[k]), "")
    return cells.map(known)


def _by_probability(table: pd.DataFrame, by_stage: pd.Series) -> pd.Series:
    """Let stages whose deals all have 100 % be wins, if no stage is one by its word."""
    nothing = pd.Series("", table.index, dtype=object)
    if (by_stage == "won").any() or (table["status"] != "").any():
        return nothing
    chance = pd.to_numeric(table["probability"].str.rstrip("% "), errors="coerce")
    full = (chance == 100).groupby(table["stage"]).transform("all")
    return nothing.mask(full & (table["stage"] != ""), "won")


def _ask_unknown(status: pd.Series, kinds: pd.Series, role: str) -> None:
    strange = status[(kinds == "") & (status != "")]
    if len(strange):
        names = [name for name, _count in Counter(strange).most_common(5)]
        raise Question(
            f"What do {listed(names)} in the column of the {role} mean: won, lost or "
            f'open? Say won=[...], lost=[...] or open=[...], such as open=["{names[0]}"]; '
            f"or {role}=None to take the stage.",
            "open",
            tuple(names),
        )


def _nothing_ended(table: pd.DataFrame) -> Question:
    column = next((n for n in ("status", "stage") if (table[n] != "").any()), None)
    if column is None:
        return Question(
            "No column says how deals ended. Name the one that holds won and lost: "
            'status="...", or stage="...".',
            "status",
        )
    names = [name for name, _count in Counter(table[column]).most_common(20) if name]
    return Question(
        f"Which of these end a deal, and how? {listed(names)}. None is a usual word for "
        'a win or a loss. Say won=["..."] and lost=["..."].',
        "won",
        tuple(names),
    )


def _ask_closed(table: pd.DataFrame, outcome: pd.Series) -> None:
    """Ask where a deal is said to be closed, and nothing tells how."""
    words = vocabulary().words["closed"]
    for role in ("status", "stage"):
        closed = (outcome == "") & table[role].map(lambda text: fold(text) in words)
        if closed.any():
            text = table.loc[closed, role].iloc[0]
            raise Question(
                f"Are the {int(closed.sum())} deals with {text!r} won or lost? Nothing "
                f'tells. Say lost=["{text}"] or won=["{text}"], or name a column that '
                'tells: status="...", won_flag="...".',
                "lost",
                (str(text),),
            )


def _near(stages: list[str]) -> list[str]:
    """Return stages with a word for a win or a loss in their name."""
    words = vocabulary().words
    ends = {word for kind in ("won", "lost") for word in words[kind]}
    return [
        stage
        for stage in stages
        if any(fold(part) in ends for part in re.split(r"[^\w]+", stage))
    ]
