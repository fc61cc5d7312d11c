"""Which words end a deal: the user's, those a file flags, and the usual ones."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from salescourse.crm.roles import bare_stage
from salescourse.crm.vocabulary import fold, vocabulary

_KINDS = ("won", "lost", "open")
_STAYS = 0.9


@dataclass(frozen=True)
class Ends:
    """The words that end a deal, as the user names them.

    Attributes
    ----------
    won, lost, open : frozenset of str, optional
        Folded; None where the usual words hold.
    by_flag : dict of str to str
        Stages, folded, whose deals a file marks as closed, and how.
    """

    won: frozenset[str] | None = None
    lost: frozenset[str] | None = None
    open: frozenset[str] | None = None
    by_flag: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        won: str | Iterable[str] | None,
        lost: str | Iterable[str] | None,
        still_open: str | Iterable[str] | None,
    ) -> "Ends":
        """Take what the user named."""
        return cls(_as_words(won), _as_words(lost), _as_words(still_open))

    def kind(self, text: str) -> str:
        """Return won, lost, open or deleted, or "" where a word says neither.

        Examples
        --------
        >>> ends = Ends(lost=frozenset({"gone"}))
        >>> [ends.kind(word) for word in ("Closed Won", "7 - Won", "Gone", "Offer")]
        ['won', 'won', 'lost', '']
        """
        return _kind(self, text)

    def kind_of(self, texts: pd.Series) -> pd.Series:
        """Return the kind of each text."""
        kinds = {text: self.kind(text) if text else "" for text in texts.unique()}
        return texts.map(kinds).astype(object)


def _as_words(words: str | Iterable[str] | None) -> frozenset[str] | None:
    if words is None:
        return None
    return frozenset(map(fold, [words] if isinstance(words, str) else words))


def _kind(ends: Ends, text: str) -> str:
    whole = fold(text)
    bare = fold(re.sub(r"^[\d\s.%)(:-]+", "", bare_stage(text)))
    given = {kind: getattr(ends, kind) for kind in _KINDS}
    for kind, words in given.items():
        if words is not None and (whole in words or bare in words):
            return kind
    if whole in ends.by_flag:
        return ends.by_flag[whole]
    usual = vocabulary().words
    for kind in (*_KINDS, "deleted"):
        if given.get(kind) is None and bare in usual[kind]:
            return kind
    for kind in ("won", "lost"):
        if given[kind] is None and bare.startswith(f"closed{kind}"):
            return kind
    return ""


def with_flagged(
    ends: Ends, table: pd.DataFrame, outcome: pd.Series, events: pd.DataFrame
) -> Ends:
    """Return ends that know the stages of closed deals, where flags tell these.

    In Salesforce a stage closes a deal, whatever it is called. Elsewhere a closed deal
    may stay in the stage it was in; so only stages count whose deals are all closed in
    one way, and that deals hardly ever leave.
    """
    if events.empty or not (table["closed_flag"] != "").any():
        return ends
    last = events["case"] != events["case"].shift(-1)
    stays = last.groupby(events["stage"].map(fold)).mean()
    closing: dict[str, str] = {}
    for stage, found in outcome.groupby(table["stage"].map(fold)):
        kinds = list(found.unique())
        stay = stays.get(stage, 0.0) >= _STAYS
        if stage and stay and len(kinds) == 1 and kinds[0] != "open":
            closing[str(stage)] = str(kinds[0])
    return replace(ends, by_flag=closing)
