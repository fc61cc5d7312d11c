"""What a race is made of."""

from collections.abc import Callable
from dataclasses import dataclass

Numbers = list[tuple[float, float]]
Runner = tuple[Callable[[int], object], Callable[[object], Numbers]]


class NotInstalledError(Exception):
    """A peer is not there and cannot be had here."""


class StoppedError(Exception):
    """One side stopped in the middle of a race."""


@dataclass(frozen=True)
class Race:
    """One model of ours against one peer, over growing sizes.

    Attributes
    ----------
    name : str
        One word, as on the command line.
    model : str
        What is raced, in the words of the table.
    peer : str
        The peer's name as a distribution; its version is asked for under this name.
    needs : tuple of str
        What its environment gets installed, pinned.
    unit : str
        What a size counts.
    sizes : tuple of int
        From small to large.
    result : str
        The first of the numbers that are compared; the table shows it.
    case : callable
        From a size to a JSON object, the input of both sides. Runs with our Python.
    ours, theirs : callable
        From the case to two functions: ``run(seed)``, which is timed, and
        ``report(what run returned)``, which is not and returns numbers with their
        standard errors, 0 where nothing is random. `theirs` runs with the peer's Python.
    tolerance : float
        Where nothing is random: the largest difference, as a share of the number or of
        1, whichever is larger. Where something is: in standard errors.
    random : bool
        Whether something is.
    fewer : int
        A slow peer gets a size this many times smaller; its time is multiplied by it.
    """

    name: str
    model: str
    peer: str
    needs: tuple[str, ...]
    unit: str
    sizes: tuple[int, ...]
    result: str
    case: Callable[[int], dict]
    ours: Callable[[dict], Runner]
    theirs: Callable[[dict], Runner]
    tolerance: float
    random: bool = False
    fewer: int = 1


def exact(*values: float) -> Numbers:
    """Return numbers in which nothing is random."""
    return [(float(value), 0.0) for value in values]
