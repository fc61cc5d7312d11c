"""Your friends have more friends than you, and what that does to word of mouth."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salescourse.checks import as_count, one_rate
from salescourse.strategy.influence.people import as_graph, as_people

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class FriendCounts:
    """How many friends people have, and how many their friends have.

    Attributes
    ----------
    friends : float
        Mean number of friends of a person.
    friends_of_friends : float
        Mean number of friends at the end of a friendship: <k^2> / <k>.

    Examples
    --------
    >>> import networkx as nx
    >>> from salescourse.strategy.influence import friend_counts
    >>> round(friend_counts(nx.star_graph(4)).friends, 4)
    1.6
    """

    friends: float
    friends_of_friends: float


def friend_counts(graph: "nx.Graph") -> FriendCounts:
    """Return how many friends people have, and how many their friends have.

    Parameters
    ----------
    graph : networkx.Graph
        Who knows whom.

    Returns
    -------
    FriendCounts

    Raises
    ------
    ValueError
        If there are no ties, or if they go one way.

    Examples
    --------
    >>> import networkx as nx
    >>> club = friend_counts(nx.karate_club_graph())
    >>> round(club.friends, 4), round(club.friends_of_friends, 4)
    (4.5882, 7.7692)

    References
    ----------
    Feld (1991), American Journal of Sociology 96(6):1464-1477.
    """
    graph = as_graph(graph)
    if graph.is_directed():
        raise ValueError("Friendship goes both ways: give an undirected graph.")
    count = np.array([degree for _person, degree in graph.degree], dtype=float)
    if not count.any():
        raise ValueError("Nobody in the network has a friend.")
    return FriendCounts(float(count.mean()), float((count**2).sum() / count.sum()))


def passed_on(graph: "nx.Graph", chance: float) -> float:
    """Return to how many new people somebody who was told passes it on, on average.

    Whoever was told by a friend is a friend, and has as many friends as friends have;
    one of them is where it came from. Below 1 word dies out. It is a rule of thumb: it
    takes no notice of friends who have heard already, or who know each other.

    Parameters
    ----------
    graph : networkx.Graph
        Who knows whom.
    chance : float
        The chance that word passes over a tie.

    Returns
    -------
    float
        New people per person.

    Examples
    --------
    >>> import networkx as nx
    >>> round(passed_on(nx.karate_club_graph(), 0.1), 2)
    0.68
    """
    others = friend_counts(graph).friends_of_friends - 1
    return one_rate("chance", chance) * others


def any_people(graph: "nx.Graph", count: int, *, seed: int) -> list[Hashable]:
    """Return so many people, drawn by chance, each once.

    Examples
    --------
    >>> import networkx as nx
    >>> sorted(any_people(nx.star_graph(4), 5, seed=1))
    [0, 1, 2, 3, 4]
    """
    people = list(as_graph(graph))
    wanted = int(as_count("count", count))
    if wanted > len(people):
        raise ValueError(f"count is {wanted}, but there are only {len(people)} people.")
    drawn = np.random.default_rng(seed).choice(len(people), wanted, replace=False)
    return [people[i] for i in drawn]


def named_friends(
    graph: "nx.Graph", people: Iterable[Hashable], *, seed: int
) -> list[Hashable]:
    """Let each of some people name one of their friends by chance.

    Parameters
    ----------
    graph : networkx.Graph
        Who knows whom.
    people : sequence
        Who is asked. Whoever has no friend names nobody.
    seed : int
        The same seed names the same friends.

    Returns
    -------
    list
        Those who were named, each once; they may be fewer than were asked.

    Examples
    --------
    >>> import networkx as nx
    >>> named_friends(nx.star_graph(4), [1, 2, 3], seed=1)
    [0]
    """
    known = list(as_graph(graph))
    places = as_people(people, {person: i for i, person in enumerate(known)})
    rng = np.random.default_rng(seed)
    named: dict[Hashable, None] = {}
    for place in places:
        friends = list(graph[known[place]])
        if friends:
            named[friends[rng.integers(len(friends))]] = None
    return list(named)
