"""The whole picture of a cycle: the map of its stages, and the days of its outcomes."""

from typing import TYPE_CHECKING

import numpy as np

from salescourse.cycle.distribution import Distribution
from salescourse.cycle.stage_map import Map
from salescourse.looks import INK, INK_SOFT, SURFACE

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CURVES, _ABOVE, _BELOW, _NARROWEST = 1.9, 0.45, 0.5, 4.8
_UNITS = ((1 / 1440, "minutes"), (1 / 24, "hours"), (1.0, "days"))
_STYLES = ("-", "--", ":", "-.")


def draw(cycle: Distribution) -> "Figure":
    """Return the picture of a cycle; see `SalesCycle.plot`."""
    import matplotlib.pyplot as plt

    from salescourse.hand import hand, open_figure

    unit, name = _unit(cycle.mean_days())
    days = [
        _spelled(each / unit, name)
        + (f", {100 * cycle.routing[k, k]:.0f} % again" if cycle.routing[k, k] else "")
        for k, each in enumerate(cycle.stage_days)
    ]
    stages = Map(cycle, days)
    legend = 0.24 * len(cycle.outcomes) + 0.1
    width = max(stages.width, _NARROWEST)
    height = _ABOVE + stages.height + legend + _CURVES + _BELOW + 0.25
    with hand():
        fig = open_figure(figsize=(width, height), facecolor=SURFACE)
        top = (height - _ABOVE - stages.height) / height
        left = (width - stages.width) / 2 / width
        above = fig.add_axes((left, top, stages.width / width, stages.height / height))
        stages.draw(above)
        below = fig.add_axes(
            (0.6 / width, _BELOW / height, 1 - 0.8 / width, _CURVES / height)
        )
        _draw_days(below, cycle, unit, name)
        title = _title(cycle, unit, name)
        fig.text(
            0.12 / width, 1 - 0.14 / height, title, size=12, weight="bold", va="top"
        )
    if "inline" in plt.get_backend():  # a notebook would show it twice
        plt.close(fig)
    return fig


def _unit(days: float) -> tuple[float, str]:
    """Return the unit in which days are numbers that one can read."""
    if days < 1 / 8:
        return _UNITS[0]
    return _UNITS[1] if days < 1.5 else _UNITS[2]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.2g}"


def _spelled(value: float, unit: str) -> str:
    number = _number(value)
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def _title(cycle: Distribution, unit: float, name: str) -> str:
    chances = cycle.outcome_probabilities()
    outcome = "won" if "won" in chances else str(chances.index[0])
    if chances[outcome] <= 0:
        return f"No deal ends {outcome}"
    share = f"{100 * chances[outcome]:.3g} %"
    took = _spelled(cycle.mean_days(outcome) / unit, name)
    return f"{share} end {outcome}, after {took} on average"


def _draw_days(ax: "Axes", cycle: Distribution, unit: float, name: str) -> None:
    """Draw what share of each outcome's deals is over by when."""
    chances = cycle.outcome_probabilities()
    there = [outcome for outcome in cycle.outcomes if chances[outcome] > 0]
    there.sort(key=lambda outcome: outcome != "won")
    horizon = max(cycle.mean_days(o) + 4 * cycle.sd_days(o) for o in there)
    curves = [_curve(cycle, outcome, horizon) for outcome in there]
    longest = max(np.interp(0.96, shares, times) for times, shares in curves)
    for k, (outcome, (times, shares)) in enumerate(zip(there, curves, strict=True)):
        half = _spelled(np.interp(0.5, shares, times) / unit, name)
        ax.plot(
            times / unit, shares, _STYLES[k % len(_STYLES)],
            color=INK if outcome == "won" else INK_SOFT,
            label=f"{outcome}: half of them within {half}",
        )  # fmt: skip
    ax.set(xlim=(0, longest / unit), ylim=(0, 1), yticks=[0, 0.5, 1])
    ax.set_yticklabels(["0 %", "50 %", "100 %"])
    ax.set_xlabel(f"{name.capitalize()} since the deal began")
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.02),
        borderaxespad=0,
        handlelength=2.4,
    )


def _curve(
    cycle: Distribution, outcome: str, horizon: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return days, and what share of the deals with this outcome is over by then."""
    days = max(horizon, 1e-9) * np.linspace(0, 1, 600) ** 2  # many are over early
    try:
        return days, np.asarray(cycle.cdf(days, given=outcome))
    except ValueError:  # of stages that hardly vary there is no curve
        from salescourse.cycle.simulate import simulate

        deals = simulate(cycle, 20_000, seed=1)
        took = np.sort(deals.loc[deals["outcome"] == outcome, "cycle_days"])
        return days, np.searchsorted(took, days, side="right") / max(len(took), 1)
