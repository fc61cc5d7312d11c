"""Keys of the exercises of `personalization`, and what people write instead."""

from functools import cache

from salescourse.strategy.personalization import (
    MailEffect,
    average_effect,
    effects_by,
    policy_value,
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


def value_of_all(email: str) -> float:
    """Return the visits per customer, by inverse propensity, if all got an e-mail."""
    return policy_value(_hillstrom(), email).value


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


def voucher_gain_eur(
    without: float,
    with_mail: float,
    margin_eur: float,
    voucher_eur: float,
    cost_eur: float,
) -> float:
    """Return what a mail with a voucher earns per customer, beyond no mail.

    Whoever buys after the mail redeems the voucher, also who would have bought anyway.

    Examples
    --------
    A persuadable, and a sure thing:

    >>> round(voucher_gain_eur(0.10, 0.25, 20, 5, 0.5), 2)
    1.25
    >>> round(voucher_gain_eur(0.60, 0.60, 20, 5, 0.5), 2)
    -3.5
    """
    return with_mail * (margin_eur - voucher_eur) - without * margin_eur - cost_eur


def gain_without_voucher_eur(
    without: float,
    with_mail: float,
    margin_eur: float,
    voucher_eur: float,
    cost_eur: float,
) -> float:
    """Forget the voucher."""
    return (with_mail - without) * margin_eur - cost_eur


def voucher_for_the_moved_eur(
    without: float,
    with_mail: float,
    margin_eur: float,
    voucher_eur: float,
    cost_eur: float,
) -> float:
    """Let only those pay with it whom the mail has moved."""
    return (with_mail - without) * (margin_eur - voucher_eur) - cost_eur


def income_with_voucher_eur(
    without: float,
    with_mail: float,
    margin_eur: float,
    voucher_eur: float,
    cost_eur: float,
) -> float:
    """Forget what they would have bought without."""
    return with_mail * (margin_eur - voucher_eur) - cost_eur


def voucher_for_all_eur(
    without: float,
    with_mail: float,
    margin_eur: float,
    voucher_eur: float,
    cost_eur: float,
) -> float:
    """Charge the voucher to everyone who gets it, whether they buy or not."""
    return (with_mail - without) * margin_eur - voucher_eur - cost_eur


def gain_of_mail_eur(
    customers: int, without: float, with_mail: float, margin_eur: float, cost_eur: float
) -> float:
    """Return what mailing some customers earns, beyond leaving them alone.

    Examples
    --------
    >>> round(gain_of_mail_eur(1000, 0.10, 0.12, 30, 0.4))
    200
    """
    return customers * ((with_mail - without) * margin_eur - cost_eur)


def income_after_mail_eur(
    customers: int, with_mail: float, margin_eur: float, cost_eur: float
) -> float:
    """Count every purchase after the mail as the mail's."""
    return customers * (with_mail * margin_eur - cost_eur)


def gain_before_cost_eur(
    customers: int, without: float, with_mail: float, margin_eur: float
) -> float:
    """Forget what the mails cost."""
    return customers * (with_mail - without) * margin_eur


def chance_after_mails(base: float, lift: float, fatigue: float, mails: int) -> float:
    """Return the chance to buy after so many mails.

    Examples
    --------
    >>> round(chance_after_mails(0.1, 1.6, 0.6, 2), 3)
    0.096
    """
    return MailEffect(lift=lift, fatigue=fatigue).buy_rate(base, mails)


def chance_as_if_odds(base: float, lift: float, fatigue: float, mails: int) -> float:
    """Multiply the chance where the odds are meant."""
    return base * MailEffect(lift=lift, fatigue=fatigue).factor(mails)


def chance_without_fatigue(base: float, lift: float, mails: int) -> float:
    """Let each mail lift as the first one did."""
    return MailEffect(lift=lift, fatigue=lift).buy_rate(base, mails)


def odds_after_mails(base: float, lift: float, fatigue: float, mails: int) -> float:
    """Give the odds where a chance is asked for."""
    return base / (1 - base) * MailEffect(lift=lift, fatigue=fatigue).factor(mails)
