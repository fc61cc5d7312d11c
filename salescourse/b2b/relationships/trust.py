"""When keeping one's word pays: two thresholds of the repeated prisoner's dilemma."""

from dataclasses import dataclass

from salescourse.checks import as_numbers


@dataclass(frozen=True)
class TrustThresholds:
    """How likely another round must be for trust to hold.

    Attributes
    ----------
    never_again : float
        Where one betrayal ends all trust (grim trigger).
    tit_for_tat : float
        Where each side answers in kind, and forgives. Above 1 it never holds.

    Examples
    --------
    >>> from salescourse.b2b.relationships import trust_thresholds
    >>> trust_thresholds(5, 3, punishment=1, sucker=0).never_again
    0.5
    """

    never_again: float
    tit_for_tat: float


def trust_thresholds(
    temptation: float = 5,
    reward: float = 3,
    *,
    punishment: float = 1,
    sucker: float = 0,
) -> TrustThresholds:
    """Return how much the future must weigh for both sides to keep their word.

    The weight of the future is the chance that there is another round, divided by
    one plus the discount of a round. Either side gains by betraying a trusting partner
    once; it is not worth it if what is lost later weighs more.

    Parameters
    ----------
    temptation : float
        What a side gets that betrays while the other keeps its word.
    reward : float
        What each gets when both keep their word.
    punishment : float
        What each gets when neither does.
    sucker : float
        What a side gets that keeps its word while the other betrays.

    Returns
    -------
    TrustThresholds
        The least weight of the future, for two ways to answer a betrayal.

    Raises
    ------
    ValueError
        Unless temptation > reward > punishment > sucker, and taking turns at betrayal
        earns less than trust.

    Examples
    --------
    >>> trust_thresholds(5, 3, punishment=1, sucker=0)
    TrustThresholds(never_again=0.5, tit_for_tat=0.6666666666666666)

    References
    ----------
    Axelrod and Hamilton (1981), Science 211:1390-1396.
    """
    names = ("temptation", "reward", "punishment", "sucker")
    pay = (temptation, reward, punishment, sucker)
    t, r, p, s = (
        float(as_numbers(n, value)) for n, value in zip(names, pay, strict=True)
    )
    if not t > r > p > s:
        raise ValueError(
            "It is a dilemma only if temptation > reward > punishment > "
            f"sucker, got {t:g}, {r:g}, {p:g}, {s:g}."
        )
    if 2 * r <= t + s:
        raise ValueError(
            f"Taking turns at betrayal earns {(t + s) / 2:g} a round and trust "
            f"{r:g}. Trust must earn more, or there is nothing to protect."
        )
    grim = (t - r) / (t - p)
    return TrustThresholds(grim, max(grim, (t - r) / (r - s)))
