"""The log-likelihoods of the two models, with their slopes and bends.

Coordinates are the logarithms of the parameters. Customers with the same history count
as one row with a weight, and gamma functions are asked once per number of purchases.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln, polygamma

from salescourse.estimation import Slopes


@dataclass(frozen=True)
class Histories:
    """Those without a repeat purchase (by age), those with (by history), and counts."""

    silent_age: NDArray
    silent: NDArray
    x: NDArray
    last: NDArray
    age: NDArray
    n: NDArray
    times: NDArray
    at_times: NDArray

    @classmethod
    def of(cls, x: NDArray, last: NDArray, age: NDArray) -> "Histories":
        """Count equal histories."""
        none = x == 0
        silent_age, silent = np.unique(age[none], return_counts=True)
        (x, last, age), n = _counted(x[~none], last[~none], age[~none])
        times, which = np.unique(x, return_inverse=True)
        return cls(
            silent_age, silent, x, last, age, n, times, np.bincount(which, weights=n)
        )

    def slopes(self, logs: NDArray) -> Slopes:
        """Return height, gradient and second derivatives of the BG/NBD likelihood."""
        r, alpha, a, b = values = np.exp(logs)
        height, gradient, bends = self._of_times(r, a, b)
        for part in (self._of_silent(r, alpha), self._of_time(r, alpha, a, b)):
            height, gradient, bends = (
                height + part[0],
                gradient + part[1],
                bends + part[2],
            )
        return height, *_in_logs(values, gradient, bends)

    def _of_times(self, r: float, a: float, b: float) -> Slopes:
        """Add up what depends on the number of repeats alone."""
        x, n = self.times, self.at_times
        height = (gammaln(r + x) - gammaln(r) + gammaln(a + b) - gammaln(a + b + x)) @ n
        height += (gammaln(b + x) - gammaln(b)) @ n
        first, second = np.zeros(4), np.zeros((4, 4))
        both = digamma(a + b) - digamma(a + b + x)
        first[0] = (digamma(r + x) - digamma(r)) @ n
        first[2] = both @ n
        first[3] = (both + digamma(b + x) - digamma(b)) @ n
        both = (polygamma(1, a + b) - polygamma(1, a + b + x)) @ n
        second[0, 0] = (polygamma(1, r + x) - polygamma(1, r)) @ n
        second[2:, 2:] = both
        second[3, 3] += (polygamma(1, b + x) - polygamma(1, b)) @ n
        return float(height), first, second

    def _of_silent(self, r: float, alpha: float) -> Slopes:
        """Add up those who never came back."""
        n, grown = self.silent, alpha + self.silent_age
        logs = np.log(alpha / grown) @ n
        by, twice = (1 / alpha - 1 / grown) @ n, (1 / grown**2 - 1 / alpha**2) @ n
        first, second = np.zeros(4), np.zeros((4, 4))
        first[:2] = logs, r * by
        second[0, 1] = second[1, 0] = by
        second[1, 1] = r * twice
        return float(r * logs), first, second

    def _of_time(self, r: float, alpha: float, a: float, b: float) -> Slopes:
        """Add up the times of those who came back; they may have stopped since."""
        n, x = self.n, self.x
        grown, at_last, before = alpha + self.age, alpha + self.last, b + x - 1
        ratio = np.log(grown / at_last)
        odds = np.log(a / before) + (r + x) * ratio
        gone = expit(odds)
        logs = np.log(alpha / grown)
        height = n @ (r * logs - x * np.log(grown) + np.logaddexp(0, odds))
        slope = np.array(
            [ratio, (r + x) * (1 / grown - 1 / at_last), np.full_like(x, 1 / a),
             -1 / before]
        )  # fmt: skip
        weight = n * gone
        first = slope @ weight
        first[:2] += n @ logs, n @ (r / alpha - (r + x) / grown)
        second = (slope * (weight * (1 - gone))) @ slope.T
        mixed = weight @ (1 / grown - 1 / at_last) + n @ (1 / alpha - 1 / grown)
        second[0, 1] += mixed
        second[1, 0] += mixed
        curve = (r + x) / grown**2
        second[1, 1] += weight @ ((r + x) / at_last**2 - curve)
        second[1, 1] += n @ (curve - r / alpha**2)
        second[2, 2] -= weight.sum() / a**2
        second[3, 3] += weight @ (1 / before**2)
        return float(height), first, second


@dataclass(frozen=True)
class Spends:
    """Repeat purchases and their mean spend, of those who came back."""

    x: NDArray
    mean: NDArray
    times: NDArray
    at_times: NDArray
    which: NDArray
    constant: float

    @classmethod
    def of(cls, x: NDArray, mean: NDArray) -> "Spends":
        """Note what does not change during the climb."""
        times, which = np.unique(x, return_inverse=True)
        at_times = np.bincount(which).astype(float)
        return cls(x, mean, times, at_times, which, float(np.log(mean).sum()))

    def slopes(self, logs: NDArray) -> Slopes:
        """Return height, gradient and second derivatives of the Gamma-Gamma one."""
        p, q, v = values = np.exp(logs)
        x, n, count = self.times, self.at_times, self.x.size
        total = self.x * self.mean
        fed = np.log(total)
        sums = v + total
        log_sums = np.log(sums)
        share = self.x @ (fed - log_sums)
        px, both = p * x, p * x + q
        height = (gammaln(both) - gammaln(px)) @ n - count * gammaln(q)
        height += q * (count * np.log(v) - log_sums.sum()) + p * share - self.constant
        first, second = np.empty(3), np.empty((3, 3))
        first[0] = (x * (digamma(both) - digamma(px))) @ n + share
        first[1] = digamma(both) @ n - count * digamma(q)
        first[1] += count * np.log(v) - log_sums.sum()
        spread = p * self.x + q
        first[2] = count * q / v - (spread / sums).sum()
        curve = polygamma(1, both)
        second[0, 0] = (x**2 * (curve - polygamma(1, px))) @ n
        second[0, 1] = second[1, 0] = (x * curve) @ n
        second[1, 1] = curve @ n - count * polygamma(1, q)
        second[0, 2] = second[2, 0] = -(self.x / sums).sum()
        second[1, 2] = second[2, 1] = count / v - (1 / sums).sum()
        second[2, 2] = (spread / sums**2).sum() - count * q / v**2
        return float(height), *_in_logs(values, first, second)


def _counted(*columns: NDArray) -> tuple[list[NDArray], NDArray]:
    """Return the distinct rows of some columns, and how often each is there."""
    import pandas as pd

    # Codes of each column, put together to one number per row: exact, and much faster
    # than sorting rows.
    key = np.zeros(columns[0].size, dtype=np.int64)
    for column in columns:
        codes, levels = pd.factorize(column)
        key = key * max(len(levels), 1) + codes
        key, _levels = pd.factorize(key)
    count = np.bincount(key).astype(float)
    first = np.empty(count.size, dtype=np.int64)
    first[key[::-1]] = np.arange(key.size)[::-1]
    return [column[first] for column in columns], count


def _in_logs(values: NDArray, first: NDArray, second: NDArray) -> tuple:
    """Carry slopes and bends over from the parameters to their logarithms."""
    slope = first * values
    return slope, second * np.outer(values, values) + np.diag(slope)
