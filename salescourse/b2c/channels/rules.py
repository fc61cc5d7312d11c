"""Rules that share a sale out among the channels of its journey."""

import numpy as np
import pandas as pd

from salescourse.b2c.channels.paths import Paths


def first_touch(paths: Paths, what: str = "conversions") -> pd.Series:
    """Give each sale to the channel where its journey began.

    Parameters
    ----------
    paths : Paths
        Journeys, as `read_paths` makes them.
    what : {"conversions", "value"}
        What is shared out.

    Returns
    -------
    Series
        Credit by channel, largest first; it adds up to all sales.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame({"path": ["social > search", "search"], "sold": [3, 1]})
    >>> paths = read_paths(table, conversions="sold")
    >>> first_touch(paths).to_dict()
    {'social': 3.0, 'search': 1.0}
    """
    return _given(paths, paths.touches[paths.starts], paths.of(what), what)


def last_touch(paths: Paths, what: str = "conversions") -> pd.Series:
    """Give each sale to the channel of the last touch before it.

    Parameters and return value are those of `first_touch`.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame({"path": ["social > search", "search"], "sold": [3, 1]})
    >>> last_touch(read_paths(table, conversions="sold")).to_dict()
    {'search': 4.0, 'social': 0.0}
    """
    ends = paths.starts + paths.lengths - 1
    return _given(paths, paths.touches[ends], paths.of(what), what)


def linear_touch(paths: Paths, what: str = "conversions") -> pd.Series:
    """Give each touch of a journey the same part of its sale.

    Parameters and return value are those of `first_touch`.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame({"path": ["social > search > search"], "sold": [3]})
    >>> linear_touch(read_paths(table, conversions="sold")).to_dict()
    {'search': 2.0, 'social': 1.0}
    """
    each = np.repeat(paths.of(what) / paths.lengths, paths.lengths)
    return _given(paths, paths.touches, each, what)


def shapley_credit(paths: Paths, what: str = "conversions") -> pd.Series:
    """Give each different channel of a journey the same part of its sale.

    This is the Shapley value of the game in which a set of channels is worth the
    sales of the journeys that use these channels only. In general that takes the worth
    of every set of channels; the sum over journeys needs none.

    Parameters and return value are those of `first_touch`.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame({"path": ["social > search > search"], "sold": [3]})
    >>> shapley_credit(read_paths(table, conversions="sold")).to_dict()
    {'social': 1.5, 'search': 1.5}

    References
    ----------
    Zhao, Mahboobi and Bagheri (2018), Shapley value methods for attribution modeling.
    """
    k = len(paths.channels)
    pairs = pd.unique(paths.path_of_touch * k + paths.touches)
    path, channel = np.divmod(pairs, k)
    different = np.bincount(path, minlength=paths.starts.size)
    return _given(paths, channel, (paths.of(what) / different)[path], what)


def all_credits(paths: Paths, what: str = "conversions") -> pd.DataFrame:
    """Return what each rule gives each channel, as a share of all sales.

    Parameters
    ----------
    paths : Paths
        Journeys, as `read_paths` makes them.
    what : {"conversions", "value"}
        What is shared out. The Markov chain knows only whether a journey ends in a
        purchase, so its shares are the same for both.

    Returns
    -------
    DataFrame
        A row per channel, a column per rule: first, last, linear, Shapley, Markov.
        Each column adds up to 1.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_paths
    >>> table = pd.DataFrame(
    ...     {"path": ["social > search", "search"], "sold": [3, 1], "not": [5, 3]}
    ... )
    >>> table = all_credits(read_paths(table, conversions="sold", nulls="not"))
    >>> table.loc["search"].round(2).to_dict()
    {'first': 0.25, 'last': 1.0, 'linear': 0.62, 'shapley': 0.62, 'markov': 0.6}
    """
    from salescourse.b2c.channels.chain import markov_credit

    rules = {
        "first": first_touch(paths, what),
        "last": last_touch(paths, what),
        "linear": linear_touch(paths, what),
        "shapley": shapley_credit(paths, what),
        "markov": markov_credit(paths, what),
    }
    table = pd.DataFrame(rules) / paths.of(what).sum()
    return table.sort_values("last", ascending=False, kind="stable")


def _given(
    paths: Paths, channel: np.ndarray, parts: np.ndarray, what: str
) -> pd.Series:
    sums = np.bincount(channel, weights=parts, minlength=len(paths.channels))
    return paths.by_channel(sums.astype(float), what)
