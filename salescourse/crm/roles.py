"""Which column plays which role: by its head, or as the user says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from salescourse.crm.files import Sheet
from salescourse.crm.refusals import no_column
from salescourse.crm.vocabulary import fold, keys, vocabulary

# A table in which more than one event in five is a deal's second or later is a history.
_REPEATED = 0.2


@dataclass(frozen=True)
class Roles:
    """The columns of a table by the role they play.

    Attributes
    ----------
    columns : dict of str to int
        Where each role's column stands.
    entered, left : dict of str to list of int
        For each stage the columns that say when a deal came into it, and left it.
    history : bool
        Whether each row is an event and not a deal.
    """

    columns: Mapping[str, int]
    entered: Mapping[str, list[int]]
    left: Mapping[str, list[int]]
    history: bool = False

    def cells(self, sheet: Sheet, role: str) -> list[str]:
        """Return the cells of a role's column, "" where there is none or nothing."""
        place = self.columns.get(role)
        if place is None:
            return [""] * len(sheet.rows)
        nothing = vocabulary().words["empty"]
        return ["" if fold(row[place]) in nothing else row[place] for row in sheet.rows]


def find_roles(
    sheet: Sheet, given: Mapping[str, str | None], in_history: Mapping[str, str | None]
) -> Roles:
    """Return which column plays which role.

    Parameters
    ----------
    sheet : Sheet
        The file.
    given : dict
        Roles with the heads that the user named; None for "there is no such column".
    in_history : dict
        The same for a history.
    """
    entered = _stage_columns(sheet.header, "entered_columns")
    if _is_history(sheet, in_history):
        columns = _by_head(sheet.header, vocabulary().history, in_history)
        return Roles(columns, {}, {}, history=True)
    columns = _by_head(sheet.header, vocabulary().roles, given)
    if (flag := _flag_called_closed(sheet, columns, given)) is not None:
        given = {**given, "closed_flag": flag}
        columns = _by_head(sheet.header, vocabulary().roles, given)
    return Roles(columns, entered, _stage_columns(sheet.header, "left_columns"))


def _by_head(
    header: tuple[str, ...],
    names: Mapping[str, list[str]],
    given: Mapping[str, str | None],
) -> dict[str, int]:
    found: dict[str, int] = {}
    for role, wanted in given.items():
        if role in names and wanted is not None:
            found[role] = _place(header, role, wanted)
    taken = set(found.values())
    places: dict[str, int] = {}
    for place, head in enumerate(header):
        for key in keys(head) if place not in taken else ():
            places.setdefault(key, place)
    for role, known in names.items():
        if role in given:
            continue
        free = (places[key] for key in known if key in places)
        first = next((one for one in free if one not in taken), None)
        if first is not None:
            found[role] = first
            taken.add(first)
    return found


def _place(header: tuple[str, ...], role: str, wanted: str) -> int:
    if wanted in header:
        return header.index(wanted)
    alike = [place for place, head in enumerate(header) if fold(head) == fold(wanted)]
    if len(alike) != 1:
        raise no_column(role, wanted, header)
    return alike[0]


def _flag_called_closed(
    sheet: Sheet, columns: Mapping[str, int], given: Mapping[str, str | None]
) -> str | None:
    """Return the head of a column called Closed that says yes and no and is no day."""
    place = columns.get("closed")
    if place is None or "closed" in given or "closed_flag" in columns:
        return None
    words = vocabulary().words
    cells = {fold(row[place]) for row in sheet.rows} - words["empty"]
    flag = bool(cells) and cells <= words["yes"] | words["no"]
    return sheet.header[place] if flag else None


def _is_history(sheet: Sheet, given: Mapping[str, str | None]) -> bool:
    """Tell whether each row is an event: by its heads, or by ids there many times."""
    words = vocabulary()
    seen = {key for head in sheet.header for key in keys(head)}
    named = [head for head in given.values() if head is not None]
    if named and not all(head in sheet.header for head in named):
        return False
    at = _by_head(sheet.header, words.history, given)
    if not {"deal", "new", "at"} <= at.keys():
        return False
    if named or seen & set(words.lists["history_signs"]):
        return True
    # Rows that are alike (a deal beside each of its contacts, say) are no events.
    events = {(row[at["deal"]], row[at["new"]], row[at["at"]]) for row in sheet.rows}
    ids = {deal for deal, _stage, _at in events}
    return len(events) - len(ids) > _REPEATED * len(events)


def _stage_columns(header: tuple[str, ...], kind: str) -> dict[str, list[int]]:
    """Return the columns of a day per stage, by the stage.

    Those of HubSpot are called ``Date entered "Closed Won (Sales Pipeline)"``, and by
    its API ``hs_v2_date_entered_closedwon``.
    """
    found: dict[str, list[int]] = {}
    starts = sorted(vocabulary().lists[kind], key=len, reverse=True)
    for place, head in enumerate(header):
        if stage := _stage_in(head, starts):
            found.setdefault(stage, []).append(place)
    return found


def _stage_in(head: str, starts: list[str]) -> str:
    start = next((one for one in starts if fold(head).startswith(one)), None)
    if start is None:
        return ""
    words = re.split(r"[\s_]+", head)
    while words and start:
        start = start.removeprefix(fold(words.pop(0)))
    stage = bare_stage(" ".join(words).strip("\"'“”„«» "))
    return "" if fold(stage) in ("", "currentstage") else stage


def bare_stage(stage: str) -> str:
    """Return a stage without the pipeline that HubSpot writes behind it.

    Examples
    --------
    >>> bare_stage("Closed Won (Sales Pipeline)"), bare_stage("Offer (sent)")
    ('Closed Won', 'Offer (sent)')
    """
    return re.sub(r"\s*\([^()]*pipeline[^()]*\)$", "", stage, flags=re.I)
