"""Checks at the door: sales, networks and seeds that make no sense are refused."""

from collections.abc import Hashable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from salescourse.b2b.decisions.checks import as_rate
from salescourse.b2b.relationships.checks import as_numbers
from salescourse.cycle.checks import did_you_mean
from salescourse.words import _

if TYPE_CHECKING:
    import networkx as nx

LEAST_SALES = 5


def as_sales(sales: ArrayLike) -> NDArray[np.float64]:
    """Return the sales of at least five periods in a row, none below zero."""
    numbers = as_numbers("sales", np.asarray(sales))
    if numbers.ndim != 1 or len(numbers) < LEAST_SALES:
        raise ValueError(
            _(
                "sales must be one number per period, {least} or more: three are "
                "needed for p, q and the market, and two to see the error. Got {count}."
            ).format(least=LEAST_SALES, count=numbers.size)
        )
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            _("sales must be 0 or more in each period, got {value:g} in no. {at}.")
            .format(value=numbers[at], at=at + 1)
        )  # fmt: skip
    if not numbers.any():
        raise ValueError(_("Nothing was sold: all sales are 0."))
    return numbers


def as_chance(name: str, value: float) -> float:
    """Return one number from 0 to 1."""
    rates = as_rate(name, value)
    if rates.ndim:
        raise ValueError(_("{name} must be one number.").format(name=name))
    return float(rates)


def as_graph(graph: Any) -> "nx.Graph":
    """Return a graph of networkx with people in it and no doubled ties."""
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise TypeError(
            _("The network must be a graph of networkx, got {kind}.").format(
                kind=type(graph).__name__
            )
        )
    if not len(graph):
        raise ValueError(_("There is nobody in the network."))
    if graph.is_multigraph():
        raise ValueError(
            _("Two people may have one tie; make a networkx.Graph of this multigraph.")
        )
    return graph


def as_people(
    seeds: Iterable[Hashable] | Hashable, index: dict[Hashable, int]
) -> list[int]:
    """Return where some people stand, one or more, each once."""
    names = [seeds] if isinstance(seeds, str) else seeds
    if not isinstance(names, Iterable):
        names = [names]
    places = {_place(name, index): None for name in names}
    if not places:
        raise ValueError(_("Nobody was named: seeds is empty."))
    return list(places)


def _place(name: Hashable, index: dict[Hashable, int]) -> int:
    name = name.item() if isinstance(name, np.generic) else name
    if name not in index:
        raise ValueError(
            _("There is no {name!r} in the network of {count} people.{hint}").format(
                name=name, count=len(index), hint=did_you_mean(name, map(str, index))
            )
        )
    return index[name]


def at_most(name: str, value: int, most: int, people: Sequence[Hashable]) -> int:
    """Return `value`, unless it asks for more people than there are."""
    if value > most:
        raise ValueError(
            _("{name} is {value}, but the network has only {most} people.").format(
                name=name, value=value, most=len(people)
            )
        )
    return value
