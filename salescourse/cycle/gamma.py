"""Gamma times learned from visits of which some are over and some still open."""

import numpy as np


class Likelihood:
    """Minus the log likelihood of gamma times, by log mean and log cv."""

    def __init__(self, done: np.ndarray, still: np.ndarray, half_tick: float) -> None:
        positive = done[done > 0]
        self.n, self.total = len(positive), positive.sum()
        self.log_total = np.log(positive).sum()
        self.still, self.half_tick = still[still > 0], half_tick
        self.n_zero = len(done) - len(positive)
        # Start from the exponential estimate of the mean, which counts open visits.
        self.start = np.log([(self.total + still.sum()) / len(done), 0.8])

    def __call__(self, log_mean_and_cv: np.ndarray) -> float:
        """Return it for the log of a mean and a cv."""
        from scipy.special import gammainc, gammaln

        mean, cv = np.exp(log_mean_and_cv)
        shape, scale = cv**-2, mean * cv**2
        likelihood = (
            (shape - 1) * self.log_total
            - self.total / scale
            - self.n * (gammaln(shape) + shape * np.log(scale))
            + log_longer(shape, self.still / scale).sum()
        )
        if self.n_zero:
            chance = gammainc(shape, self.half_tick / scale)
            with np.errstate(divide="ignore"):  # impossible: minus infinity is right
                likelihood += self.n_zero * np.log(chance)
        return -likelihood


class Longer(Likelihood):
    """The same, of visits of which only those longer than half a tick are seen."""

    def __call__(self, log_mean_and_cv: np.ndarray) -> float:
        """Return it for the log of a mean and a cv."""
        mean, cv = np.exp(log_mean_and_cv)
        longer = log_longer(cv**-2, self.half_tick / (mean * cv**2))
        return super().__call__(log_mean_and_cv) + self.n * float(longer)


def log_longer(shape: float, x: float | np.ndarray) -> np.ndarray:
    """Return the log of the upper incomplete gamma ratio, also where it underflows."""
    from scipy.special import gammaincc, gammaln

    chance = gammaincc(shape, x)
    gone = chance < 1e-290
    far = np.where(gone, x, 1.0)
    tail = (shape - 1) * np.log(far) - far - gammaln(shape)
    return np.where(gone, tail, np.log(np.where(gone, 1.0, chance)))


def maximize(loss: Likelihood, stage: str) -> tuple[float, float, float, float]:
    """Return the likeliest mean and cv of a stage, and their standard errors."""
    from scipy.optimize import minimize

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        best = minimize(
            loss,
            loss.start,
            method="Nelder-Mead",
            options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 1000},
        )
        curvature = np.nan_to_num(_curvature(loss, best.x))
    if not best.success or not (np.linalg.eigvalsh(curvature) > 0).all():
        raise ValueError(
            f'The days of "{stage}" could not be learned: '
            f"{loss.n + loss.n_zero} visits are over and {len(loss.still)} "
            "open, and no gamma law fits them best. Take a later log."
        )
    mean, cv = np.exp(best.x)
    log_errors = np.sqrt(np.diag(np.linalg.solve(curvature, np.eye(2))))
    return mean, cv, mean * log_errors[0], cv * log_errors[1]


def _curvature(loss: Likelihood, at: np.ndarray, step: float = 1e-3) -> np.ndarray:
    """Return the second derivatives of `loss` by central differences."""
    unit = step * np.eye(2)
    return np.array(
        [
            [
                loss(at + a + b)
                - loss(at + a - b)
                - loss(at - a + b)
                + loss(at - a - b)
                for b in unit
            ]
            for a in unit
        ]
    ) / (4 * step**2)
