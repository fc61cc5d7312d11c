"""What a coin tells: a channel shown to some and hidden from others, by chance."""

from dataclasses import dataclass

from numpy.typing import ArrayLike

from salescourse.checks import as_confidence, as_yes_no


@dataclass(frozen=True)
class Holdout:
    """Purchases with a channel and without it, where a coin decided who saw it.

    Attributes
    ----------
    shown, hidden : int
        People who could see it, and who could not.
    shown_rate, hidden_rate : float
        Share of each that bought.
    lost_share, low, high : float
        Share of the sales among those who saw it that would not have happened without
        it, ``1 - hidden_rate / shown_rate``, and its interval. Below 0 the channel
        would do harm.

    Examples
    --------
    >>> from salescourse.b2c.channels import read_holdout
    >>> bought = [True] * 30 + [False] * 70 + [True] * 24 + [False] * 76
    >>> round(read_holdout(bought, [True] * 100 + [False] * 100).lost_share, 3)
    0.2
    """

    shown: int
    hidden: int
    shown_rate: float
    hidden_rate: float
    lost_share: float
    low: float
    high: float

    def __str__(self) -> str:
        return (
            f"with it {self.shown_rate:.1%} of {self.shown:,} bought, without "
            f"{self.hidden_rate:.1%} of {self.hidden:,}\nlost if off: "
            f"{self.lost_share:.1%}, between {self.low:.1%} and {self.high:.1%}"
        )


def read_holdout(
    bought: ArrayLike, shown: ArrayLike, *, confidence: float = 0.95
) -> Holdout:
    """Compare those to whom a coin showed a channel with those from whom it hid it.

    Everybody counts where the coin put them, whether or not they made use of the
    channel: those who clicked are no random sample, those who could have are.

    Parameters
    ----------
    bought : array-like of bool
        Whether each person bought.
    shown : array-like of bool
        Whether the coin let the person see the channel.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    Holdout
        Both rates, and the share of sales lost without the channel, with an interval
        from the logarithm of the ratio of the rates.

    Raises
    ------
    ValueError
        If the two do not belong together, or nobody bought on one of the two sides.

    Examples
    --------
    >>> bought = [True] * 30 + [False] * 70 + [True] * 24 + [False] * 76
    >>> shown = [True] * 100 + [False] * 100
    >>> coin = read_holdout(bought, shown)
    >>> print(f"{coin.lost_share:.1%}, between {coin.low:.1%} and {coin.high:.1%}")
    20.0%, between -26.7% and 49.5%

    References
    ----------
    Katz, Baptista, Azen and Pike (1978), Biometrics 34:469-474.
    """
    import numpy as np
    from scipy.stats import norm

    buys, saw = as_yes_no("bought", bought), as_yes_no("shown", shown)
    if buys.size != saw.size:
        raise ValueError(
            "bought and shown must have a row per person each, got "
            f"{buys.size} and {saw.size}."
        )
    people = np.array([saw.sum(), (~saw).sum()])
    buyers = np.array([buys[saw].sum(), buys[~saw].sum()])
    if not buyers.all():
        raise ValueError(
            "Somebody must have bought with the channel and somebody without, "
            f"got {buyers[0]} of {people[0]} and {buyers[1]} of {people[1]}."
        )
    rates = buyers / people
    ratio = rates[1] / rates[0]
    # Where everybody bought, as if half a person had not.
    all_bought = np.where(buyers == people, 0.5, 0.0)
    error = np.sqrt((1 / buyers - 1 / (people + all_bought)).sum())
    half = norm.ppf((1 + as_confidence(confidence)) / 2) * error
    return Holdout(
        int(people[0]),
        int(people[1]),
        float(rates[0]),
        float(rates[1]),
        lost_share=float(1 - ratio),
        low=float(1 - ratio * np.exp(half)),
        high=float(1 - ratio * np.exp(-half)),
    )
