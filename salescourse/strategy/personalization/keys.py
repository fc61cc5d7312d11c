"""Keys of the exercises of `personalization`, and what people write instead."""

from functools import cache

from salescourse.strategy.personalization import (
    MailEffect,
    average_effect,
    effects_by,
)


@cache
def _hillstrom():
    from salescourse.datasets import load

    return load("hillstrom")


def mail_effect(email: str) -> float:
    """Return what an e-mail added to the share of customers who visit.

    Examples
    --------
    >>> round(mail_effect("womens"), 4)
    0.0452
    """
    return average_effect(_hillstrom(), email).effect


def mail_rate(email: str) -> float:
    """Return the share that visited, forgetting those who would have come anyway."""
    return average_effect(_hillstrom(), email).with_mail


def mail_ratio(email: str) -> float:
    """Return how much larger the rate is, relative to no mail."""
    found = average_effect(_hillstrom(), email)
    return found.effect / found.without


def mail_effect_on_buyers(email: str) -> float:
    """Return the effect among those who had bought women's goods only."""
    return float(effects_by(_hillstrom(), "bought_womens", email).loc[True, "effect"])


def _deals():
    from salescourse.datasets import load

    deals = load("firm_opportunities").set_index("opportunity_id")
    demos = load("firm_activities").query("type == 'demo'")["opportunity_id"]
    return deals, demos.value_counts().reindex(deals.index).fillna(0)


def open_with_demo_eur() -> float:
    """Return the amounts of Kopje's open deals that had a demo, each counted once.

    Examples
    --------
    >>> open_with_demo_eur()
    3521555.0
    """
    deals, demos = _deals()
    return float(deals.loc[deals["outcome"].isna() & (demos > 0), "amount_eur"].sum())


def open_once_per_demo_eur() -> float:
    """Join, and count a deal once for each demo."""
    deals, demos = _deals()
    return float((deals["amount_eur"] * demos)[deals["outcome"].isna()].sum())


def open_eur() -> float:
    """Leave the demo out."""
    deals, _demos = _deals()
    return float(deals.loc[deals["outcome"].isna(), "amount_eur"].sum())


def any_with_demo_eur() -> float:
    """Forget that the deal must be open."""
    deals, demos = _deals()
    return float(deals.loc[demos > 0, "amount_eur"].sum())


def open_with_demo_count() -> float:
    """Count deals where euros are asked for."""
    deals, demos = _deals()
    return float((deals["outcome"].isna() & (demos > 0)).sum())


def chance_after_mails(base: float, lift: float, fatigue: float, mails: int) -> float:
    """Return the chance to buy after so many mails.

    Examples
    --------
    >>> round(chance_after_mails(0.1, 1.6, 0.6, 2), 3)
    0.096
    """
    return MailEffect(lift=lift, fatigue=fatigue).buy_rate(base, mails)


def mail_factor(lift: float, fatigue: float, mails: int) -> float:
    """Return what so many mails multiply the odds by."""
    return MailEffect(lift=lift, fatigue=fatigue).factor(mails)
