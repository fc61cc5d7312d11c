"""The order of a case's visits: by time, and along the chain where times are equal."""

from collections import Counter, defaultdict

import numpy as np
from numpy.typing import NDArray


def in_order(
    case: NDArray, entered: NDArray, left: NDArray, stage: NDArray, then: NDArray
) -> NDArray[np.int64]:
    """Return the rows case by case, and each case's visits one after another.

    Visits that begin and end at one moment are put in an order in which each begins
    where the one before led, if there is one. What comes out is the same for any order
    of the rows, up to rows that are equal.

    Parameters
    ----------
    case, stage, then : array of int
        Of each visit its case, its stage, and where it led; -1 while it is open.
    entered, left : array of float
        When it began and ended; NaN while it is open.

    Returns
    -------
    array of int

    Examples
    --------
    Of two visits on one day the second row comes first:

    >>> one, day = np.zeros(2, int), np.full(2, 3.0)
    >>> in_order(one, day, day, stage=np.array([1, 0]), then=np.array([2, 1])).tolist()
    [1, 0]
    """
    end = np.where(np.isnan(left), np.inf, left)
    order = np.lexsort((then, stage, end, entered, case))
    case, entered, end = case[order], entered[order], end[order]
    stage, then = stage[order], then[order]
    alike = case[1:] == case[:-1]
    broken = np.append(0, np.cumsum(alike & (then[:-1] != stage[1:])))
    tied = alike & (entered[1:] == entered[:-1]) & (end[1:] == end[:-1])
    edges = np.diff(tied.astype(np.int8), prepend=0, append=0)
    begins, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0) + 1
    size = len(order)
    out_of_order = (
        broken[np.minimum(ends, size - 1)] > broken[np.maximum(begins - 1, 0)]
    )
    for begin, stop in zip(begins[out_of_order], ends[out_of_order], strict=True):
        before = then[begin - 1] if begin and alike[begin - 1] else None
        after = stage[stop] if stop < size and alike[stop - 1] else None
        some = slice(begin, stop)
        way = _trail(stage[some].tolist(), then[some].tolist(), before, after)
        for column in (order, stage, then):
            column[some] = column[some][way]
    return order


def _trail(
    stage: list[int], then: list[int], before: int | None, after: int | None
) -> list[int]:
    """Return visits in an order in which each begins where the one before led.

    Visits are the arrows of a graph of stages, and the order is a walk over all of
    them. Hierholzer's way of finding one: walk on until stuck, and put in a round trip
    wherever arrows are left.
    """
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for visit in reversed(range(len(stage))):
        waiting[stage[visit]].append(visit)
    more_out = Counter(stage)
    more_out.subtract(then)
    starts = [place for place in sorted(set(stage)) if more_out[place] > 0]
    beside = [place for place in (before, after) if place is not None]
    starts += [place for place in beside if place in waiting]
    start = (starts or sorted(waiting))[0]
    # The start has no visit that leads to it; it comes last, and is left out.
    way: list[int] = []
    open_ends = [(start, -1)]
    while open_ends:
        place, visit = open_ends[-1]
        if waiting[place]:
            on = waiting[place].pop()
            open_ends.append((then[on], on))
        else:
            open_ends.pop()
            way.append(visit)
    walked = way[-2::-1]
    return walked + sorted(set(range(len(stage))) - set(walked))
