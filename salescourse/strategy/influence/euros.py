"""What a voice is worth in euros, where word dies out by itself."""

from dataclasses import dataclass

from salescourse.checks import as_amount, one_rate


@dataclass(frozen=True)
class VoiceWorth:
    """What comes of paying somebody to speak.

    Attributes
    ----------
    people : float
        How many are set talking: those who take it up, and whom they tell, and so on.
    buyers : float
        How many of them buy.
    most_eur : float
        What they bring: more than this the voice must not cost.
    earned_eur : float
        What is left after the fee.
    buyers_needed : float
        So many buyers bring the fee back.

    Examples
    --------
    >>> from salescourse.strategy.influence import voice_worth
    >>> round(voice_worth(240, takes=0.05, passed_on=0.4, buys=0.1,
    ...                   margin_eur=134, fee_eur=200).most_eur)
    268
    """

    people: float
    buyers: float
    most_eur: float
    earned_eur: float
    buyers_needed: float


def voice_worth(
    ears: float,
    *,
    takes: float,
    passed_on: float,
    buys: float,
    margin_eur: float,
    fee_eur: float,
) -> VoiceWorth:
    """Return what a voice is worth, by the rule of thumb of the threshold.

    Of those who hear it, some take it up. Each of these passes it on to `passed_on`
    others, on average, each of those to as many, and so on: below 1 that adds up to
    ``1 / (1 - passed_on)`` people for each who began.

    Parameters
    ----------
    ears : float
        How many in your market hear the voice.
    takes : float
        The share of them who take it up.
    passed_on : float
        To how many others each of them passes it on; below 1.
    buys : float
        The share of those set talking who buy.
    margin_eur, fee_eur : float
        What a purchase earns, above 0, and what the voice costs.

    Returns
    -------
    VoiceWorth

    Raises
    ------
    ValueError
        If word would run by itself, where this sum has no end, or if a purchase earns
        nothing.

    Examples
    --------
    Twelve of 240 take it up, and tell eight more; two of the twenty buy.

    >>> worth = voice_worth(240, takes=0.05, passed_on=0.4, buys=0.1,
    ...                     margin_eur=134, fee_eur=200)
    >>> round(worth.people), round(worth.buyers), round(worth.earned_eur)
    (20, 2, 68)
    """
    further = as_amount("passed_on", passed_on)
    if further >= 1:
        raise ValueError(
            f"passed_on must be below 1, got {further:g}. From 1 on word runs by itself, "
            "and only the size of the market ends it: simulate it with a Network."
        )
    margin, fee = as_amount("margin_eur", margin_eur), as_amount("fee_eur", fee_eur)
    if not margin:
        raise ValueError("margin_eur must be above 0: no voice pays for nothing.")
    began = as_amount("ears", ears) * one_rate("takes", takes)
    people = began / (1 - further)
    buyers = people * one_rate("buys", buys)
    return VoiceWorth(
        people=people,
        buyers=buyers,
        most_eur=buyers * margin,
        earned_eur=buyers * margin - fee,
        buyers_needed=fee / margin,
    )
