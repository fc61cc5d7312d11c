"""Journeys as people have them, a table of paths or a log of touches, made into codes.

The touches of all paths lie in one long row of channel numbers, with a mark where each
path begins: a million paths are three or four arrays, and every rule is a few sums.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from salescourse.checks import (
    amount_column,
    as_days,
    finite,
    need_columns,
    need_filled,
)


@dataclass(frozen=True, eq=False, repr=False)
class Paths:
    """Paths through channels, and what came of each.

    Attributes
    ----------
    channels : tuple of str
        Names of the channels, in the order in which they were first met.
    touches : array of int
        Channel of each touch, path after path.
    starts : array of int
        Where each path begins in `touches`.
    conversions, nulls, value : array of float
        Purchases, journeys without one, and what was sold, by path.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame({"path": ["social > search", "search"], "sold": [1, 0]})
    >>> paths = read_paths(table, conversions="sold")
    >>> list(paths.channels), paths.lengths.tolist()
    (['social', 'search'], [2, 1])
    """

    channels: tuple[str, ...]
    touches: NDArray[np.int64]
    starts: NDArray[np.int64]
    conversions: NDArray[np.float64]
    nulls: NDArray[np.float64]
    value: NDArray[np.float64]

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Touches in each path."""
        return np.diff(self.starts, append=self.touches.size)

    @property
    def path_of_touch(self) -> NDArray[np.int64]:
        """For each touch, which path it belongs to."""
        return np.repeat(np.arange(self.starts.size), self.lengths)

    @property
    def rate(self) -> float:
        """Share of journeys that end in a purchase."""
        bought = self.conversions.sum()
        return float(bought / (bought + self.nulls.sum()))

    def of(self, what: str) -> NDArray[np.float64]:
        """Return what a rule shares out, by path: "conversions" or "value".

        Examples
        --------
        >>> import pandas as pd
        >>> from salescourse.b2c.channels import read_paths
        >>> table = pd.DataFrame({"path": ["social > search", "search"], "sold": [1, 0]})
        >>> read_paths(table, conversions="sold").of("conversions").tolist()
        [1.0, 0.0]
        """
        if what not in ("conversions", "value"):
            raise ValueError(f'what must be "conversions" or "value", got {what!r}.')
        amounts = getattr(self, what)
        if not amounts.any():
            raise ValueError(
                "No journey has a value, so there is nothing to share out. Name its "
                'column when you read: read_paths(table, value="...").'
            )
        return amounts

    def by_channel(self, amounts: NDArray[np.float64], what: str) -> pd.Series:
        """Name finite numbers by their channel, largest first.

        Examples
        --------
        >>> import pandas as pd
        >>> from salescourse.b2c.channels import read_paths
        >>> table = pd.DataFrame({"path": ["social > search", "search"], "sold": [1, 0]})
        >>> paths = read_paths(table, conversions="sold")
        >>> paths.by_channel([0.25, 0.75], "credit").to_dict()
        {'search': 0.75, 'social': 0.25}
        """
        amounts = finite("amounts", amounts)
        if amounts.shape != (len(self.channels),):
            raise ValueError(
                f"amounts must hold one number for each channel ({len(self.channels)}), "
                f"got {amounts.size}."
            )
        index = pd.Index(self.channels, name="channel")
        named = pd.Series(amounts, index, name=what)
        return named.sort_values(ascending=False, kind="stable")

    def __repr__(self) -> str:
        bought, nothing = self.conversions.sum(), self.nulls.sum()
        visits = ((self.conversions + self.nulls) * self.lengths).sum()
        return (
            f"{bought + nothing:,.15g} journeys, {visits:,.15g} touches, "
            f"{len(self.channels)} channels: {bought:,.15g} bought, "
            f"{self.rate:.1%}"
        )


def read_paths(
    table: pd.DataFrame,
    path: str = "path",
    *,
    conversions: str = "conversions",
    nulls: str | None = None,
    value: str | None = None,
    separator: str = ">",
) -> Paths:
    """Read a table with a path per row, such as "social > search > store".

    Parameters
    ----------
    table : DataFrame
        One row per path, or one per journey.
    path : str
        Column of the paths. Spaces around the separator do not count; a channel that
        is there twice in a row was visited twice.
    conversions : str
        Column that counts the purchases; True and False do as well.
    nulls : str, optional
        Column that counts journeys without a purchase. If left out, a row without a
        purchase is one such journey.
    value : str, optional
        Column of what was sold, such as revenue. Empty is 0.
    separator : str
        What stands between two channels.

    Returns
    -------
    Paths
        The paths, with their counts.

    Raises
    ------
    ValueError
        If a column is not there, a path is empty or a count is below 0.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"path": ["social > search", "search", "search>search"], "sold": [1, 1, 0]}
    ... )
    >>> read_paths(table, conversions="sold")
    3 journeys, 5 touches, 2 channels: 2 bought, 66.7%
    """
    counted = [name for name in (conversions, nulls, value) if name is not None]
    need_columns(table, [path, *counted], "The table of paths")
    texts = table[path]
    if texts.isna().any():  # names that are blank are found further on
        need_filled(texts, f'table["{path}"]')
    bought = amount_column(
        _filled(table, conversions, "table"), f'table["{conversions}"]'
    )
    nothing = (bought == 0).astype(float)
    if nulls is not None:
        nothing = amount_column(_filled(table, nulls, "table"), f'table["{nulls}"]')
    sold = np.zeros(len(table))
    if value is not None:
        sold = amount_column(table[value], f'table["{value}"]', gaps=0)
    return _of(*_taken_apart(texts.tolist(), separator), bought, nothing, sold)


def read_touches(
    log: pd.DataFrame,
    journey: str,
    channel: str,
    at: str,
    *,
    conversions: str = "converted",
    value: str | None = None,
) -> Paths:
    """Read a log with a touch per row, in any order.

    Parameters
    ----------
    log : DataFrame
        One row per touch.
    journey : str
        Column that says whose touch it was.
    channel : str
        Column of the channels.
    at : str
        Column of the times, by which the touches of a journey are put in order: dates,
        datetimes, ISO text or numbers. Of touches at the same time the one that stands
        first in the log comes first.
    conversions : str
        Column that says whether (or how often) the journey ended in a purchase: the
        same in each of its rows.
    value : str, optional
        Column of what was sold, likewise.

    Returns
    -------
    Paths
        The paths, with their counts.

    Raises
    ------
    ValueError, TypeError
        If a column is not there or empty somewhere, a time or a number cannot be read,
        or the rows of a journey disagree about its purchase.

    Examples
    --------
    >>> log = pd.DataFrame(
    ...     {
    ...         "visitor": ["a", "b", "a"],
    ...         "day": [3, 2, 1],
    ...         "source": ["search", "store", "social"],
    ...         "bought": [True, False, True],
    ...     }
    ... )
    >>> read_touches(log, "visitor", "source", "day", conversions="bought")
    2 journeys, 3 touches, 3 channels: 1 bought, 50.0%
    """
    named = [journey, channel, at, conversions, *([] if value is None else [value])]
    need_columns(log, named, "The log of touches")
    names, counts = _filled(log, channel, "log"), _filled(log, conversions, "log")
    [times] = as_days((f'log["{at}"]', log[at]), numbers=True)
    need_filled(times, f'log["{at}"]')
    who = pd.factorize(_filled(log, journey, "log"))[0]
    bought = _same_for_all(
        amount_column(counts, f'log["{conversions}"]'), who, conversions
    )
    sold = np.zeros(bought.size)
    if value is not None:
        amounts = amount_column(log[value], f'log["{value}"]', gaps=0)
        sold = _same_for_all(amounts, who, value)
    order = np.lexsort((times, who))
    codes, channels = pd.factorize(names.astype(str).str.strip())
    touches = codes[order]
    starts = np.flatnonzero(np.diff(who[order], prepend=-1))
    nothing = (bought == 0).astype(float)
    return _of(tuple(channels), touches, starts, bought, nothing, sold)


def _same_for_all(
    numbers: NDArray[np.float64], who: NDArray[np.int64], name: str
) -> NDArray[np.float64]:
    """Return one number per journey, if its rows agree on it."""
    first = np.zeros(who.max() + 1)
    first[who[::-1]] = numbers[::-1]
    wrong = numbers != first[who]
    if wrong.any():
        raise ValueError(
            f'The column "{name}" must say the same in all rows of a journey, and does '
            f"not in row {int(np.argmax(wrong)) + 1} ({wrong.sum()} in all)."
        )
    return first


def _taken_apart(
    texts: list[str], separator: str
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.int64]]:
    """Return the channels, the touches of all paths in a row, and where each begins."""
    if not isinstance(separator, str) or not separator.strip():
        raise ValueError(f'separator must be a sign such as ">", got {separator!r}.')
    mark = separator.strip()
    _check_texts(texts)
    parts = [text.split(mark) for text in texts]
    codes, names = pd.factorize(np.array(list(chain.from_iterable(parts)), object))
    # Spaces are taken off the few different names, not off every touch.
    numbers: dict[str, int] = {}
    known = [numbers.setdefault(name.strip(), len(numbers)) for name in names]
    touches, channels = np.array(known)[codes], tuple(numbers)
    starts = np.cumsum([0, *map(len, parts[:-1])])
    if "" in numbers:
        gap = int(np.flatnonzero(touches == channels.index(""))[0])
        path = texts[int(np.searchsorted(starts, gap, side="right")) - 1]
        raise ValueError(
            f"A path names a channel before and after each {mark!r}, got {path!r}."
        )
    return channels, touches, starts


def _check_texts(paths: Iterable[object]) -> None:
    strangers = [path for path in paths if not isinstance(path, str)]
    if strangers:
        raise TypeError(
            f'A path is a text such as "social > search", got {strangers[0]!r}.'
        )


def _of(
    channels: tuple[str, ...],
    touches: NDArray[np.int64],
    starts: NDArray[np.int64],
    *amounts: NDArray[np.float64],
) -> Paths:
    if not amounts[0].sum():
        raise ValueError(
            "No journey ends in a purchase, so there is nothing to share out."
        )
    return Paths(channels, touches, starts, *amounts)


def _filled(frame: pd.DataFrame, name: str, what: str) -> pd.Series:
    """Return a column that has something in every row."""
    need_filled(frame[name], f'{what}["{name}"]')
    return frame[name]
