"""A cycle as a picture: its stages and where they lead, and how long its deals take.

All lengths are inches. Stages stand below one another, with an arrow to the next one.
Other moves run in lanes on the left, of which each is as near as the others let it be;
deals that end leave to the right, down a line for each outcome to a box at the end. So
nothing lies on anything else, however many stages there are.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from salescourse.cycle.distribution import Distribution
from salescourse.looks import INK, INK_SOFT, LINE, SURFACE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH, _BOX, _LANE, _LETTER = 0.84, 0.46, 0.5, 0.088
_SHARES, _MARGIN = 0.62, 0.12
# What is rarer is not drawn, or arrows would hide each other.
_RAREST = 0.005
_LONGEST_NAME = 24
_SMALL = 8.5


@dataclass(frozen=True)
class _Move:
    """A move to another stage than the next one, and its lane."""

    start: int
    end: int
    share: float
    lane: int


def _moves(routing: np.ndarray) -> list[_Move]:
    """Return the moves that need a lane, short ones in the nearest lanes.

    Examples
    --------
    >>> back = np.array([[0, 0.5, 0.1, 0.4], [0.2, 0, 0.5, 0.3], [0, 0.3, 0, 0.7]])
    >>> [(move.start, move.end, move.lane) for move in _moves(back)]
    [(1, 0, 0), (2, 1, 1), (0, 2, 2)]
    """
    m = len(routing)
    wanted = [
        (start, end)
        for start in range(m)
        for end in range(m)
        if end not in (start, start + 1) and routing[start, end] >= _RAREST
    ]
    wanted.sort(key=lambda move: (abs(move[0] - move[1]), min(move)))
    lanes: list[list[tuple[int, int]]] = []
    placed = []
    for start, end in wanted:
        low, high = min(start, end), max(start, end)
        lane = next(
            (
                k
                for k, taken in enumerate(lanes)
                if all(high < other[0] or low > other[1] for other in taken)
            ),
            len(lanes),
        )
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((low, high))
        placed.append(_Move(start, end, float(routing[start, end]), lane))
    return placed


class Map:
    """The upper part of the picture, drawn on axes that are measured in inches."""

    def __init__(self, cycle: Distribution, days: list[str]) -> None:
        self.cycle, self.days = cycle, days
        self.m = len(cycle.stages)
        self.moves = _moves(cycle.routing)
        names = [*map(_short, cycle.stages), *days]
        self.left = _MARGIN + _LANE * max(
            (each.lane + 1 for each in self.moves), default=0
        )
        self.right = self.left + _wide(names)
        ends = [
            (_short(str(name)), _percent(chance))
            for name, chance in cycle.outcome_probabilities().items()
        ]
        self.ends = ends
        wide = [_wide(text) for text in ends]
        begin = self.right + _SHARES
        self.rails = (
            begin + np.cumsum(wide) - np.array(wide) / 2 + 0.12 * np.arange(len(wide))
        )
        self.wide = wide
        self.width = float(self.rails[-1] + wide[-1] / 2 + _MARGIN)
        self.height = self.m * _PITCH + _BOX + 0.1

    def row(self, stage: int) -> float:
        """Return the height of the middle of a stage's box."""
        return self.height - _BOX / 2 - 0.05 - stage * _PITCH

    def draw(self, ax: "Axes") -> None:
        """Draw it."""
        ax.set(xlim=(0, self.width), ylim=(0, self.height))
        ax.axis("off")
        visits = self.cycle.expected_visits().to_numpy()
        self._draw_ends(ax, visits)
        for move in self.moves:
            self._draw_move(ax, move, visits[move.start])
        for stage in range(self.m):
            if stage + 1 < self.m:
                self._draw_next(ax, stage, visits[stage])
        middle, wide = (self.left + self.right) / 2, self.right - self.left
        for stage, name in enumerate(self.cycle.stages):
            _box(ax, middle, self.row(stage), wide, (_short(name), self.days[stage]))
        for rail, wide, text in zip(self.rails, self.wide, self.ends, strict=True):
            _box(ax, rail, self.row(self.m), wide, text, LINE)

    def _draw_next(self, ax: "Axes", stage: int, visits: float) -> None:
        share = self.cycle.routing[stage, stage + 1]
        if share < _RAREST:
            return
        x, top = (self.left + self.right) / 2, self.row(stage) - _BOX / 2
        end = self.row(stage + 1) + _BOX / 2
        _arrow(ax, [x, x], [top, end], visits * share)
        ax.text(x + 0.09, (top + end) / 2, _percent(share), size=_SMALL, va="center")

    def _draw_move(self, ax: "Axes", move: _Move, visits: float) -> None:
        x = self.left - 0.28 - _LANE * move.lane
        one, two = self._place(move, move.start), self._place(move, move.end)
        _arrow(
            ax, [self.left, x, x, self.left], [one, one, two, two], visits * move.share
        )
        middle = (one + two) / 2
        if (move.start - move.end) % 2 == 0:
            middle += _PITCH / 2  # between two rows, where no other move crosses
        ax.text(
            x, middle, _percent(move.share), size=_SMALL, ha="center", va="center",
            bbox={"fc": SURFACE, "ec": "none", "pad": 1},
        )  # fmt: skip

    def _place(self, move: _Move, stage: int) -> float:
        """Return where on the side of a stage's box a move begins or ends."""
        here = [each for each in self.moves if stage in (each.start, each.end)]
        # Those from above are met above; of each kind an outer lane goes round an inner
        # one, so that they do not cross.
        here.sort(key=lambda each: _side(each, stage))
        step = min(0.16, 0.8 * _BOX / len(here))
        return self.row(stage) - step * (here.index(move) - (len(here) - 1) / 2)

    def _heights(self, stage: int) -> dict[int, float]:
        """Return at which height deals leave a stage for each outcome."""
        ends = np.flatnonzero(self.cycle.routing[stage, self.m :] >= _RAREST)
        step = min(0.21, 0.8 * _PITCH / max(len(ends), 1))
        # The farthest outcome on top, so that no line is met twice.
        top = self.row(stage) + step * (len(ends) - 1) / 2
        return {end: top - step * k for k, end in enumerate(ends[::-1].tolist())}

    def _draw_ends(self, ax: "Axes", visits: np.ndarray) -> None:
        """Draw the lines to the outcomes, which grow with the deals they gather."""
        heights = [self._heights(stage) for stage in range(self.m)]
        for end, x in enumerate(self.rails):
            gathered, bottom = 0.0, self.row(self.m) + _BOX / 2
            meets = [(s, here[end]) for s, here in enumerate(heights) if end in here]
            for k, (stage, y) in enumerate(meets):
                share = self.cycle.routing[stage, self.m + end]
                thick = _thick(visits[stage] * share)
                ax.plot([self.right, x], [y, y], color=INK_SOFT, lw=thick)
                ax.plot(x, y, "o", color=INK_SOFT, ms=3.5 + thick / 2)
                ax.text(self.right + 0.08, y + 0.045, _percent(share), size=_SMALL)
                gathered += visits[stage] * share
                if k + 1 < len(meets):
                    down = [y, meets[k + 1][1]]
                    ax.plot([x, x], down, color=INK_SOFT, lw=_thick(gathered))
                else:
                    _arrow(ax, [x, x], [y, bottom], gathered)


def _side(move: _Move, stage: int) -> tuple[bool, int]:
    below = max(move.start, move.end) > stage
    return below, -move.lane if below else move.lane


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _wide(texts: tuple[str, ...] | list[str]) -> float:
    return max(0.7, max(map(len, texts)) * _LETTER + 0.22)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else f"{100 * share:.1f} %"


def _thick(flow: float) -> float:
    """Return a line's width by how often a deal goes along it."""
    return 0.8 + 2.4 * min(flow, 1.0)


def _box(
    ax: "Axes",
    x: float,
    y: float,
    wide: float,
    text: tuple[str, str],
    fill: str = SURFACE,
) -> None:
    from matplotlib.patches import FancyBboxPatch

    corner = (x - wide / 2 + 0.06, y - _BOX / 2 + 0.06)
    ax.add_patch(
        FancyBboxPatch(
            corner,
            wide - 0.12,
            _BOX - 0.12,
            boxstyle="round,pad=0.06",
            fc=fill,
            ec=INK_SOFT,
            lw=1,
            zorder=3,
        )
    )
    for line, up, size, ink in (
        (text[0], 0.085, 10, INK),
        (text[1], -0.1, _SMALL, INK),
    ):
        ax.text(
            x, y + up, line, size=size, color=ink, ha="center", va="center", zorder=4
        )


def _arrow(ax: "Axes", x: list[float], y: list[float], flow: float) -> None:
    """Draw a line through some points, and its head at the last one."""
    head = {
        "arrowstyle": "-|>,head_length=0.35,head_width=0.16", "color": INK_SOFT,
        "lw": _thick(flow), "shrinkA": 0, "shrinkB": 0, "mutation_scale": 14,
    }  # fmt: skip
    ax.plot(x[:-1], y[:-1], color=INK_SOFT, lw=_thick(flow), solid_joinstyle="round")
    ax.annotate("", (x[-1], y[-1]), (x[-2], y[-2]), arrowprops=head)
