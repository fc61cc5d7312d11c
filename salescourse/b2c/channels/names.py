"""Find the same few names in millions of places, without a Python object for each.

All paths become one row of bytes. A name is read as numbers of eight bytes each, so
that names are told apart by comparing whole numbers, not texts.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Signs that no path holds: one ends a path, one stands for a longer mark.
_END, _BETWEEN = "\0", "\1"
_WORD = 8
# Only few names have more bytes.
_LONG = 8 * _WORD
# So many paths fit into the processor's own memory, which is several times as fast.
_AT_ONCE = 50_000
# The first n bytes of a word, for n from 0 to 8.
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(_WORD + 1)], dtype=np.uint64)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


def names_in(
    texts: list[str], mark: str
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Cut texts at each mark.

    Parameters
    ----------
    texts : list of str
        The paths.
    mark : str
        What stands between two names.

    Returns
    -------
    names : list of str
        The different names, without spaces around them, in the order in which they come.
    codes : array of int
        For each place, text after text, which name stands there.
    starts : array of int
        Where in `codes` each text begins.

    Examples
    --------
    >>> names, codes, starts = names_in(["a > b", "b>a", "a "], ">")
    >>> names, codes.tolist(), starts.tolist()
    (['a', 'b'], [0, 1, 1, 0, 0], [0, 2, 4])
    """
    numbers: dict[str, int] = {}
    codes, starts, places = [], [], 0
    # Spaces are taken off the few different names, not off every place.
    for at in range(0, len(texts), _AT_ONCE):
        names, local, begins = _cut(texts[at : at + _AT_ONCE], mark)
        known = [numbers.setdefault(name.strip(), len(numbers)) for name in names]
        codes.append(np.array(known)[local])
        starts.append(begins + places)
        places += local.size
    return list(numbers), np.concatenate(codes), np.concatenate(starts)


def _cut(
    texts: list[str], mark: str
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Do for some texts what `names_in` does for all, but leave spaces on names."""
    joined = _END.join([*texts, ""])
    if len(mark.encode()) > 1:
        joined, mark = joined.replace(mark, _BETWEEN), _BETWEEN
    row = joined.encode()
    at = np.frombuffer(row, np.uint8)
    ends = np.flatnonzero((at == ord(mark)) | (at == 0))
    begins = np.zeros_like(ends)
    np.add(ends[:-1], 1, out=begins[1:])
    codes, different = pd.factorize(_keys(row, begins, ends - begins))
    starts = np.append(0, np.flatnonzero(at[ends] == 0)[:-1] + 1)
    first = np.empty(len(different), np.int64)
    first[codes[::-1]] = np.arange(codes.size)[::-1]
    names = [row[a:b].decode() for a, b in zip(begins[first], ends[first], strict=True)]
    return names, codes, starts


def _keys(
    row: bytes, begins: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return a number for each stretch of the row: the same for the same bytes.

    Up to eight bytes the number is the name itself. Longer names are mixed, and two
    of them would have to meet in one of 2^64 numbers to be taken for one another.
    """
    longest = int(lengths.max())
    padded = row + bytes(longest + _WORD)
    words = np.ndarray(len(padded) - _WORD + 1, "<u8", padded, strides=(1,))
    keys = np.zeros(begins.size, np.uint64)
    for offset in range(0, min(longest, _LONG), _WORD):
        keys = _mixed(keys, words[begins + offset], lengths - offset)
    some = np.arange(begins.size)
    for offset in range(_LONG, longest, _WORD):  # one long name must not slow down all
        some = some[lengths[some] > offset]
        more = words[begins[some] + offset]
        keys[some] = _mixed(keys[some], more, lengths[some] - offset)
    return keys


def _mixed(
    keys: NDArray[np.uint64], more: NDArray[np.uint64], left: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Return keys into which the next word is mixed, as far as so many bytes go."""
    more &= _FIRST_BYTES[np.clip(left, 0, _WORD)]
    keys = keys * _SPREAD
    keys ^= keys >> np.uint64(29)
    keys += more
    return keys
