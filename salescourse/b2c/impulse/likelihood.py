"""The likelihood of counts per day under a wish that fades, and the way to its top.

On each day each household that has not bought yet buys with the chance
``1 - S(d) / S(d - 1)``, where ``S = 1 - bought``. So the log-likelihood is that of one
coin per household and day; whoever is not watched any more is just not counted any
more. Points on the way are ``log(per_day)``, ``log(fade)`` and, where they are asked
for, ``log(wanting / (1 - wanting))`` and ``log(times)``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from salescourse.estimation import NoTop, climb

_NO_FADE, _ALL_WANT, _NO_TIMES = np.log(1e-6), 9.0, np.log(1e-4)


@dataclass(frozen=True)
class Likelihood:
    """Counts per day, without and (in a second row) with the offer."""

    at_risk: NDArray
    bought: NDArray
    opens: float | None
    day: float | None
    everybody: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The quantities that are learned, in their order."""
        names: tuple[str, ...] = ("per_day", "fade")
        names += () if self.everybody else ("wanting",)
        return names if self.day is None else (*names, "times")

    def numbers(self, at: NDArray) -> dict[str, float]:
        """Return the quantities at a point."""
        found = dict(zip(self.names, np.exp(at), strict=True))
        if not self.everybody:
            found["wanting"] = float(expit(at[2]))
        return {name: float(value) for name, value in found.items()}

    def chances(self, at: NDArray) -> tuple[NDArray, NDArray]:
        """Return each day's chance to buy, and its slope in every coordinate."""
        x = {"wanting": 1.0, "times": 1.0} | self.numbers(at)
        days = np.arange(self.at_risk.shape[1] + 1.0)
        worth, worth_by_fade = _worth(days, x["fade"])
        due, due_by_fade = np.zeros((2, *worth.shape))
        if self.day is not None:
            ends = np.clip(days, self.opens, self.day)
            first, first_by_fade = _worth(np.array([self.opens]), x["fade"])
            due, due_by_fade = _worth(ends, x["fade"])
            due, due_by_fade = due - first, due_by_fade - first_by_fade
        offered = np.arange(self.at_risk.shape[0])[:, None]
        extra = (x["times"] - 1) * offered
        # After an urge of 700 nobody is left; a larger one would leave no number.
        urge = np.minimum(x["per_day"] * (worth + extra * due), 700.0)
        left = np.exp(-urge)
        # Slopes of the urge; the coordinates are logarithms, so each is times itself.
        slopes = [
            urge,
            x["per_day"] * x["fade"] * (worth_by_fade + extra * due_by_fade),
        ]
        slopes = [-x["wanting"] * left * slope for slope in slopes]
        if not self.everybody:
            slopes.append(x["wanting"] * (1 - x["wanting"]) * np.expm1(-urge))
        if self.day is not None:
            by_times = x["per_day"] * x["times"] * offered * due
            slopes.append(-x["wanting"] * left * by_times)
        still = 1 - x["wanting"] + x["wanting"] * left
        slope = np.array(slopes)
        ratio = still[:, 1:] / still[:, :-1]
        by = -(slope[..., 1:] - ratio * slope[..., :-1]) / still[:, :-1]
        return np.clip(1 - ratio, 1e-300, 1 - 1e-16), by

    def height(self, at: NDArray) -> float:
        """Return the log-likelihood."""
        chance = self.chances(at)[0]
        stayed = self.at_risk - self.bought
        return float((self.bought * np.log(chance) + stayed * np.log1p(-chance)).sum())

    def gradient(self, at: NDArray) -> NDArray:
        """Return the slope of the log-likelihood in every coordinate."""
        chance, by = self.chances(at)
        off = (self.bought - self.at_risk * chance) / (chance * (1 - chance))
        return (off * by).sum((1, 2))

    def bends(self, at: NDArray) -> NDArray:
        """Return the second derivatives, as differences of the gradient."""
        step = 1e-5
        ways = step * np.eye(at.size)
        rows = [self.gradient(at + way) - self.gradient(at - way) for way in ways]
        bends = np.array(rows) / (2 * step)
        return (bends + bends.T) / 2

    def top(self) -> NDArray:
        """Climb to the top from several places and return the highest.

        Raises
        ------
        ValueError
            If the top lies at the edge: no fading, everybody wants one, no purchase.
        RuntimeError
            If no climb arrives.
        """
        arrived: list[NDArray] = []
        troubles: list[RuntimeError] = []
        for start in self._starts():
            try:
                arrived.append(self._climb(start))
            except RuntimeError as error:
                troubles.append(error)
        if not arrived:
            raise troubles[-1]
        at = max(arrived, key=self.height)
        self._check_inside(at)
        return at

    def _starts(self) -> list[NDArray]:
        days = self.at_risk.shape[1]
        share = self.bought.sum() / self.at_risk[:, 0].sum()
        starts = []
        # Either nearly all who want one have bought, or many have forgotten about it.
        for fade, rest in ((1.0, 0.003), (4.0, 0.1), (4.0, 0.6), (12.0, 0.4)):
            want = share + rest * (1 - share)
            want = 1.0 if self.everybody else min(want, 1 - 1e-9)
            rate = fade / days
            urge = -np.log1p(-min(share / want, 0.95))
            pace = max(urge * rate / -np.expm1(-fade), self._pace() * (rest < 0.1))
            start = [np.log(pace), np.log(rate)]
            start += [] if self.everybody else [np.log(want / (1 - want))]
            starts.append(np.array([*start, *([] if self.day is None else [0.7])]))
        return starts

    def _pace(self) -> float:
        """Return one over the mean day of purchase."""
        days = np.arange(1, self.bought.shape[1] + 1) - 0.5
        return float(self.bought.sum() / (self.bought @ days).sum())

    def _climb(self, start: NDArray) -> NDArray:
        try:
            at, *_ = climb(
                lambda at: (self.height(at), self.gradient(at), self.bends(at)),
                start,
                astray=lambda at: self._outside(at) is not None,
                advice="There may be too few purchases; look at their number per day.",
            )
        except NoTop as edge:
            return edge.at
        return at

    def _outside(self, at: NDArray) -> str | None:
        """Return the quantity that has run away, if any."""
        point = dict(zip(self.names, at, strict=True))
        if point["fade"] < _NO_FADE:
            return "fade"
        if point.get("wanting", 0.0) > _ALL_WANT:
            return "wanting"
        return "times" if point.get("times", 0.0) < _NO_TIMES else None

    def _check_inside(self, at: NDArray) -> None:
        texts = {
            "fade": (
                "There is no sign of a wish that fades: the purchases thin out no "
                "faster than the buyers run out. FadingDesire(per_day=..., fade=0) has "
                "a wish that stays. (Or the watch was too short to see it fade.)"
            ),
            "wanting": (
                "There is no sign that some households never wanted one: the likeliest "
                "share that wants one is 1. Write everybody=True."
            ),
            "times": "Nobody who got the offer bought in its window.",
        }
        if edge := self._outside(at):
            raise ValueError(texts[edge])


def _worth(days: NDArray, fade: float) -> tuple[NDArray, NDArray]:
    """Return `A(t)` and its slope in `fade`."""
    worth = -np.expm1(-fade * days) / fade
    return worth, (days * np.exp(-fade * days) - worth) / fade
