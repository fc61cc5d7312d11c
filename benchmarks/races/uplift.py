"""Qini and uplift areas of a ranking: one row per customer, both from the same rows.

Customers, scores and responses are like Hillstrom's e-mail for women's goods: 24
different scores, one customer in seven responds, a mail adds one to seven points. The
peer normalizes by the perfect order, ours does so too and gives the raw area besides.
"""

from races.race import Race, Runner, exact


def case(customers: int) -> dict:
    """Return rows as lists: score, mailed, response."""
    import numpy as np

    rng = np.random.default_rng(1)
    bought = rng.random(customers) < 0.55
    months = rng.integers(1, 13, customers)
    mailed = rng.random(customers) < 0.5
    chance = 0.15 - 0.006 * months + mailed * np.where(bought, 0.07, 0.01)
    return {
        "score": (bought - 0.001 * months).round(3).tolist(),
        "mailed": mailed.astype(int).tolist(),
        "response": (rng.random(customers) < chance).astype(int).tolist(),
    }


def ours(case: dict) -> Runner:
    import numpy as np

    from salescourse.strategy.personalization import qini

    columns = [np.array(case[name]) for name in ("score", "mailed", "response")]
    return (
        lambda seed: qini(*columns),
        lambda found: exact(found.normalized, found.uplift_normalized),
    )


def theirs(case: dict) -> Runner:
    import numpy as np
    from sklift.metrics import qini_auc_score, uplift_auc_score

    names = ("response", "score", "mailed")
    columns = [np.array(case[name]) for name in names]
    return (
        lambda seed: (qini_auc_score(*columns), uplift_auc_score(*columns)),
        lambda areas: exact(*areas),
    )


AGAINST_SKLIFT = Race(
    name="qini",
    model="qini of a ranking",
    peer="scikit-uplift",
    needs=("scikit-uplift==0.5.1",),
    unit="customers",
    sizes=(1_000, 10_000, 100_000),
    result="qini",
    case=case,
    ours=ours,
    theirs=theirs,
    tolerance=1e-9,
)
