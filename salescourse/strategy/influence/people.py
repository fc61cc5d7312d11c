"""People in a graph: who is there, and where each stands."""

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from salescourse.checks import did_you_mean

if TYPE_CHECKING:
    import networkx as nx


def as_graph(graph: Any) -> "nx.Graph":
    """Return a graph of networkx with people in it and no doubled ties."""
    import networkx as nx

    if not isinstance(graph, nx.Graph):
        raise TypeError(
            f"The network must be a graph of networkx, got {type(graph).__name__}."
        )
    if not len(graph):
        raise ValueError("There is nobody in the network.")
    if graph.is_multigraph():
        raise ValueError(
            "Two people may have one tie; make a networkx.Graph of this multigraph."
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
        raise ValueError("Nobody was named: seeds is empty.")
    return list(places)


def _place(name: Hashable, index: dict[Hashable, int]) -> int:
    name = name.item() if isinstance(name, np.generic) else name
    if name not in index:
        raise ValueError(
            f"There is no {name!r} in the network of {len(index)} "
            f"people.{did_you_mean(name, map(str, index))}"
        )
    return index[name]
