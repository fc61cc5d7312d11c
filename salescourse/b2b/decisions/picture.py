"""A hundred deals and who says yes in each, for a picture that moves.

Question: fifty noes fall on a hundred deals. On how many deals do they fall when
people decide alone, and on how many when they sway each other?

Assumptions:

1. Each deal has a mood from 0 to 1, the same for all its people.
2. A person who alone says yes with probability p says yes to a deal of mood m with
   probability q(m), where q is the quantile function of a beta law with mean p. The
   correlation rho makes it wide: its parameters are p and 1 - p, times (1 - rho) / rho.
3. Given the mood, people decide alone.

For people with one p the yeses are beta-binomial, as in `committee_odds`: asking one by
one, where each yes makes the next a little likelier, and drawing a mood first are two
descriptions of one law (Pólya's urn; de Finetti, 1937). Moods let people differ as well.

The draw keeps the same random numbers for every correlation, so that noes move and are
not drawn afresh. And it is stratified, person by person (Stein, 1987): of a hundred
deals somebody nine-tenths in favor says no to ten, whatever the correlation.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from salescourse.b2b.decisions.committee import committee_odds, majority
from salescourse.checks import as_count, as_rate

DEALS = 100
CERTAINTY = tuple(step / 20 for step in range(10, 21))
SWAY = tuple(step / 20 for step in range(11))
# For which the odds are right to 0.0001; a test compares them with `committee_odds`.
_NODES = 16
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def hundred_deals(
    people: Sequence[str],
    *,
    agree: float = 0.9,
    certainty: Sequence[float] = CERTAINTY,
    correlation: Sequence[float] = SWAY,
    needed: Sequence[int] | None = None,
    seed: int,
) -> dict[str, Any]:
    """Return what each person says to each of a hundred deals, in all states at once.

    It is made for ``salescourse.watch("committee", ...)`` and of little use elsewhere.

    Parameters
    ----------
    people : sequence of str
        Who decides, two to nine of them.
    agree : float
        How certain each is at first: one of `certainty`.
    certainty : sequence of float
        Probabilities of a yes that each person can be given, rising.
    correlation : sequence of float
        How much people may sway each other, rising, each from 0 to below 1.
    needed : sequence of int, optional
        Yeses needed, one for each rule. Left out: all, all but one, a majority.
    seed : int
        Where the random numbers begin.

    Returns
    -------
    dict
        The arguments, and `answers`: for each correlation and each person a text of a
        hundred digits, one for each deal. The digit is the place in `certainty` from
        which on this person says yes to this deal, or one beyond the last. `weights`
        and `moods` give the model's own value: how likely a yes is for each
        correlation and certainty, in moods that have these weights. `odds` are those
        at first, for each correlation and rule. The first fifty deals are a fair half
        of all.

    Raises
    ------
    ValueError
        If a number is out of range, `agree` is not among `certainty`, or there are
        fewer than two people or more than nine.

    Examples
    --------
    Of a hundred deals somebody nine-tenths in favor says no to ten; 8 is the place of
    0.9, so a digit above 8 is a no:

    >>> deals = hundred_deals(["finance", "IT"], seed=1)
    >>> [sum(digit > "8" for digit in row) for row in deals["answers"][0]]
    [10, 10]

    References
    ----------
    de Finetti (1937), Annales de l'Institut Henri Poincaré 7:1-68.
    Stein (1987), Technometrics 29:143-151, for the stratified draw.
    """
    size = len(people)
    if not 2 <= size <= 9:
        raise ValueError(f"people must be two to nine names, got {size}.")
    rates = as_rate("certainty", list(certainty))
    sway = as_rate("correlation", list(correlation), below=True)
    if agree not in certainty:
        raise ValueError(f"agree must be one of certainty, got {agree}.")
    rules = (size, size - 1, majority(size)) if needed is None else needed
    quotas = sorted({int(as_count("needed", rule)) for rule in rules}, reverse=True)
    if quotas[0] > size:
        raise ValueError(f"needed must be at most {size} people, got {quotas[0]}.")
    rng = np.random.default_rng(seed)
    alone, mood = rng.random((size, DEALS)), rng.random(DEALS)
    at, weights = _nodes()
    return {
        "people": list(people),
        "agree": agree,
        "certainty": list(certainty),
        "correlation": list(correlation),
        "needed": quotas,
        "answers": [
            [_digits(row, rates) for row in _stratified(_turning(alone, mood, rho))]
            for rho in sway
        ],
        "weights": [round(weight, 6) for weight in weights.tolist()],
        "moods": [
            [np.round(_in_mood(at, rate, rho), 4).tolist() for rate in rates]
            for rho in sway
        ],
        "odds": [
            [
                round(committee_odds(size, agree, needed=quota, correlation=rho), 4)
                for quota in quotas
            ]
            for rho in sway
        ],
    }


def _nodes() -> tuple[NDArray, NDArray]:
    """Return moods and weights for a mean over all moods, closest at both ends."""
    at, weights = np.polynomial.legendre.leggauss(_NODES)
    at = (at + 1) / 2
    return at**2 * (3 - 2 * at), weights * 3 * at * (1 - at)


def _in_mood(mood: NDArray, agree: float, correlation: float) -> NDArray:
    """Return how likely a yes is in each mood."""
    if correlation == 0 or agree in (0, 1):
        return np.full(mood.shape, float(agree))
    from scipy.special import betaincinv

    alike = (1 - correlation) / correlation
    return betaincinv(agree * alike, (1 - agree) * alike, mood)


def _turning(alone: NDArray, mood: NDArray, correlation: float) -> NDArray:
    """Return the certainty above which each person says yes to each deal.

    A yes is `alone < q(mood)`, which is `F(alone) < mood` for the beta law F; and F
    falls as certainty rises, so that halving finds where they meet.
    """
    if correlation == 0:
        return alone
    from scipy.special import betainc

    alike = (1 - correlation) / correlation
    low, high = np.zeros_like(alone), np.ones_like(alone)
    for _ in range(40):
        middle = (low + high) / 2
        yes = betainc(middle * alike, (1 - middle) * alike, alone) < mood
        low, high = np.where(yes, low, middle), np.where(yes, middle, high)
    return high


def _stratified(turning: NDArray) -> NDArray:
    """Spread each person's turning points evenly, each half of the deals by itself."""
    half = DEALS // 2
    parts = [turning[:, :half], turning[:, half:]]
    return np.hstack(
        [
            (part.argsort(axis=1).argsort(axis=1) + shift) / half
            for part, shift in zip(parts, (0.25, 0.75), strict=True)
        ]
    )


def _digits(turning: NDArray, rates: NDArray) -> str:
    """Return for each deal the place of the first certainty that says yes."""
    return "".join(_DIGITS[place] for place in np.searchsorted(rates, turning))
