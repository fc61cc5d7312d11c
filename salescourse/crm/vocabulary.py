"""The words of exports, from `roles.yml`, folded so that spellings do not matter."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("roles.yml")


@lru_cache(100_000)
def fold(text: str) -> str:
    """Return text in lower case without accents, and its letters and digits alone.

    Examples
    --------
    >>> fold(" Probability (%)"), fold("Fáze"), fold("close_date")
    ('probability', 'faze', 'closedate')
    """
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if sign.isalnum())


@dataclass(frozen=True)
class _Vocabulary:
    """What `roles.yml` holds, with every word folded.

    Attributes
    ----------
    crms : dict
        By short name: `name`, `menu`, and `signs`, headers that tell the CRM.
    roles, history : dict of str to list of str
        The headers of each role, in a table of deals and in a history.
    words : dict of str to frozenset of str
        What cells may say: `empty`, `yes`, `no`, `won`, `lost`, `open`, `deleted`,
        `closed`.
    lists : dict of str to list of str
        `records`, `entered_columns`, `left_columns`, `history_signs`, `stage_fields`.
    months : dict of str to int
        The number of a month by its name.
    """

    crms: Mapping[str, Mapping[str, Any]]
    roles: Mapping[str, list[str]]
    history: Mapping[str, list[str]]
    words: Mapping[str, frozenset[str]]
    lists: Mapping[str, list[str]]
    months: Mapping[str, int]

    def says(self, kind: str, text: str) -> bool:
        """Tell whether a cell is one of the words of a kind."""
        return fold(text) in self.words[kind]


@cache
def vocabulary() -> _Vocabulary:
    """Return the words of exports.

    Examples
    --------
    >>> vocabulary().says("won", "Closed Won"), vocabulary().says("empty", "-")
    (True, True)
    """
    import yaml

    # Everything is text: "no" is a word here, and "null" is one that cells hold.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    read = yaml.load(_FILE.read_text(encoding="utf-8"), loader)
    kinds = ("empty", "yes", "no", "won", "lost", "open", "deleted", "closed")
    lists = (
        *("records", "entered_columns", "left_columns"),
        *("history_signs", "stage_fields"),
    )
    return _Vocabulary(
        crms={
            key: {**crm, "signs": _folded(crm["signs"])}
            for key, crm in read["crms"].items()
        },
        roles={role: _folded(names) for role, names in read["roles"].items()},
        history={role: _folded(names) for role, names in read["history"].items()},
        words={kind: frozenset(_folded(read[kind])) for kind in kinds},
        lists={name: _folded(read[name]) for name in lists},
        months={
            fold(name): int(number)
            for number, names in read["months"].items()
            for name in names
        },
    )


def _folded(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(map(fold, texts)))


def keys(head: str) -> tuple[str, ...]:
    """Return what a head is compared as: with and without the kind of record.

    Examples
    --------
    >>> keys("Obchod - Fáze"), keys("Person - Name")
    (('obchodfaze', 'faze'), ('personname',))
    """
    kind, _, rest = head.partition(" - ")
    if rest and fold(kind) in vocabulary().lists["records"]:
        return fold(head), fold(rest)
    return (fold(head),)


def find_crm(headers: Sequence[str]) -> str:
    """Return the CRM from which the headers come, or "" where nothing tells.

    Examples
    --------
    >>> find_crm(["Deal - ID", "Deal - Stage", "Deal - Status"])
    'pipedrive'
    """
    seen = {key for head in headers for key in (fold(head), *keys(head))}
    best, most = "", 1
    for name, crm in vocabulary().crms.items():
        found = sum(sign in seen for sign in crm["signs"])
        if found > most:
            best, most = name, found
    return best
