"""Checks at the door of a `SalesCycle`, with errors that say how to mend the input."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from salescourse.checks import listed, one_rate, position
from salescourse.words import _

_ROW_SUM_TOLERANCE = 1e-9
# Beyond this condition number of I - Q, the answers keep fewer than four digits.
_WORST_CONDITION = 1e12
# Larger amounts, and stage times that vary more, would overflow in squares and powers.
_MOST, _MOST_CV = 1e15, 1e3
# A cv below this changes no digit that anyone reads, and its square may be no number.
_LEAST_CV = 1e-8


def position_of_won(outcomes: tuple[str, ...]) -> int:
    """Return where the win is among the outcomes, or say how to name it."""
    if "won" in outcomes:
        return outcomes.index("won")
    likely = [name for name in outcomes if "won" in name.casefold()]
    raise ValueError(
        f'There is no outcome "won". There are: {listed(outcomes)}. The win has to be '
        "called so; a cycle learned from a log calls it so by "
        f'fit_cycle(log, won="{(likely or outcomes)[0]}").'
    )


def check_distinct(stages: tuple[str, ...], outcomes: tuple[str, ...]) -> None:
    """Raise when a name stands for two things."""
    names = stages + outcomes
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            f"Each stage and outcome needs a name of its own; twice: {listed(twice)}."
        )


def as_cv(values: object, stages: tuple[str, ...], what: str) -> np.ndarray:
    """Return how much each stage's time varies; next to nothing is nothing."""
    cv = as_amounts(values, stages, what, most=_MOST_CV)
    return _read_only(np.where(cv < _LEAST_CV, 0.0, cv))


def as_amounts(
    values: object, stages: tuple[str, ...], what: str, *, most: float = _MOST
) -> np.ndarray:
    """Return one number of at least zero per stage, as a read-only array.

    `values` is one number for all stages, a sequence in the order of the stages, or
    a mapping from each stage's name to its number.
    """
    if isinstance(values, (Mapping, pd.Series)):
        values = _in_order(dict(values), stages, what)
    amounts = np.array(_as_floats(values, what))
    if amounts.ndim == 0:
        amounts = np.full(len(stages), float(amounts))
    if amounts.shape != (len(stages),):
        raise ValueError(
            f"{what} needs one number per stage, {len(stages)} in all; got "
            f"{amounts.size}."
        )
    for stage, amount in zip(stages, amounts, strict=True):
        if not 0 <= amount <= most:
            up_to = f", up to {most:,.0f}" if most < amount < np.inf else ""
            raise ValueError(
                f'{what} of "{stage}" must be 0 or more{up_to}, got {amount:g}.'
            )
    return _read_only(amounts)


def as_routing(
    routing: object, stages: tuple[str, ...], outcomes: tuple[str, ...]
) -> np.ndarray:
    """Return the routing as a read-only array: a row per stage, a column per next.

    `routing` is such an array, or a mapping (or DataFrame) by name:
    ``{"browse": {"cart": 0.1, "lost": 0.9}, ...}``; what is not named is 0.
    """
    if isinstance(routing, pd.DataFrame):
        routing = routing.to_dict("index")
    if isinstance(routing, Mapping):
        rows = _in_order(routing, stages, "routing")
        routing = [routing_row(dict(row), stages, outcomes) for row in rows]
    rates = np.array(_as_floats(routing, "routing"))
    wanted = (len(stages), len(stages) + len(outcomes))
    if rates.shape != wanted:
        raise ValueError(
            "routing must have a row per stage and a column per stage and "
            f"outcome, {wanted}; got {rates.shape}."
        )
    for stage, row in zip(stages, rates, strict=True):
        _check_row(stage, row, stages + outcomes)
    _check_ends(rates, stages, outcomes)
    return _read_only(rates)


def routing_row(
    next_rates: Mapping[str, float], stages: tuple[str, ...], outcomes: tuple[str, ...]
) -> list[float]:
    """Return one row of the routing from the rates by name; the others are 0."""
    row = [0.0] * (len(stages) + len(outcomes))
    for name, rate in next_rates.items():
        row[position(name, stages + outcomes, "stage or outcome")] = rate
    return row


def _check_row(stage: str, row: np.ndarray, nexts: tuple[str, ...]) -> None:
    for name, rate in zip(nexts, row, strict=True):
        one_rate(
            f'The rate from "{stage}" to "{name}"',
            rate,
        )
    if abs(row.sum() - 1) > _ROW_SUM_TOLERANCE:
        raise ValueError(
            _(
                'The rates out of "{stage}" sum to {total:.6g}, not 1. Every visit must'
                " go somewhere: {remedy}."
            ).format(
                stage=stage,
                total=row.sum(),
                remedy=f"say where the other {1 - row.sum():.6g} go"
                if row.sum() < 1
                else f"take {row.sum() - 1:.6g} away",
            )
        )


def _check_ends(
    rates: np.ndarray, stages: tuple[str, ...], outcomes: tuple[str, ...]
) -> None:
    moves, exits = rates[:, : len(stages)], rates[:, len(stages) :]
    for outcome, column in zip(outcomes, exits.T, strict=True):
        if not column.any():
            raise ValueError(f'No stage leads to the outcome "{outcome}".')
    ends = np.any(exits, axis=1)
    for _step in stages:
        ends = ends | np.any(moves[:, ends] > 0, axis=1)
    for stage, can_end in zip(stages, ends, strict=True):
        if not can_end:
            raise ValueError(f'A deal that enters "{stage}" never reaches an outcome.')
    if np.linalg.cond(np.eye(len(stages)) - moves) > _WORST_CONDITION:
        raise ValueError(
            "The stages lead back to one another so often that a deal practically"
            " never ends. Let more of them leave."
        )


def _in_order(by_stage: Mapping, stages: tuple[str, ...], what: str) -> list:
    for name in by_stage:
        position(name, stages, "stage")
    missing = [stage for stage in stages if stage not in by_stage]
    if missing:
        raise ValueError(f"{what} is missing for: {listed(missing)}.")
    return [by_stage[stage] for stage in stages]


def _as_floats(values: object, what: str) -> np.ndarray:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise TypeError(f"{what} must hold numbers only, got {values!r}.") from None


def _read_only(values: np.ndarray) -> np.ndarray:
    values.setflags(write=False)
    return values
