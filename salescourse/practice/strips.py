"""`strip`: one rule in a firm and at home, two numbers, and what that proves.

A strip stands near the top of each chapter, the same in a notebook and in the page.
Its two numbers come from the cell that shows it, so they cannot go stale.
`side_by_side` shows the strips of all chapters as one table.
"""

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

from salescourse.practice import markup
from salescourse.words import _


def _verdicts() -> dict[str, str]:
    return {
        "both": _("Holds in both"),
        "one": _("Holds in one"),
        "unknown": _("Not known"),
    }


@dataclass(frozen=True)
class Side:
    """One of the two worlds: who, and the number that the rule gives there."""

    who: str
    number: str


@dataclass(frozen=True)
class Strip:
    """What `strip` gives back: as text, and as two columns in a notebook or a page."""

    name: str
    rule: str
    firm: Side
    home: Side
    verdict: str
    because: str

    @property
    def says(self) -> str:
        """The verdict in words."""
        return _verdicts()[self.verdict]

    def __repr__(self) -> str:
        return _("{} In a firm: {}: {}. At home: {}: {}. {}: {}").format(
            *map(markup.plain, (
                self.rule, self.firm.who, self.firm.number, self.home.who,
                self.home.number, self.says, self.because,
            ))
        )  # fmt: skip

    def _repr_html_(self) -> str:
        columns = "".join(
            _column(kind, place, side)
            for kind, place, side in (
                ("b2b", _("In a firm"), self.firm),
                ("b2c", _("At home"), self.home),
            )
        )
        return (
            f'<div class="sc-strip" id="strip-{html.escape(self.name)}" '
            f'data-verdict="{self.verdict}"><p><strong>{_inline(self.rule)}</strong></p>'
            f'<div style="display:grid;grid-template-columns:1fr 1fr;gap:1rem">{columns}'
            f'</div><p style="margin:.75rem 0 0"><strong>{html.escape(self.says)}.'
            f"</strong> {_inline(self.because)}</p></div>"
        )


def strip(
    name: str,
    rule: str,
    *,
    firm: tuple[str, str],
    home: tuple[str, str],
    verdict: str,
    because: str,
) -> Strip:
    """Show one rule in a firm and at home, with a number for each and a verdict.

    Parameters
    ----------
    name : str
        The chapter, such as ``"decisions"``.
    rule : str
        The rule in one sentence.
    firm, home : (str, str)
        Who it is about there, and the number that the rule gives, with its unit.
    verdict : {"both", "one", "unknown"}
        Whether the rule holds in both worlds. ``"both"`` and ``"one"`` need data from
        both, or an experiment; a model run with invented numbers is arithmetic, and
        its verdict is ``"unknown"``.
    because : str
        What the verdict rests on, in one or two sentences.

    Returns
    -------
    Strip
        Leave it as the last line of a cell.

    Raises
    ------
    ValueError
        If the verdict is none of the three, or a side has not two parts.

    Examples
    --------
    >>> strip(
    ...     "example",
    ...     "A yes from everybody is rarer than a yes from each.",
    ...     firm=("five people", f"{0.9**5:.0%}"),
    ...     home=("a couple", f"{0.9**2:.0%}"),
    ...     verdict="unknown",
    ...     because="This is arithmetic.",
    ... ).says
    'Not known'
    """
    if verdict not in _verdicts():
        wanted = ", ".join(f'"{known}"' for known in _verdicts())
        raise ValueError(f"verdict must be one of {wanted}, got {verdict!r}.")
    return Strip(name, rule, _side("firm", firm), _side("home", home), verdict, because)


def _side(name: str, given: tuple[str, str]) -> Side:
    if isinstance(given, str) or len(given) != 2:
        raise ValueError(
            f"{name} must be two texts, who and the number, such as "
            f'("five people", "59 %"), got {given!r}.'
        )
    return Side(*map(str, given))


def _column(kind: str, place: str, side: Side) -> str:
    color = f"var(--sc-{kind}, currentColor)"
    return (
        f'<div class="sc-strip-{kind}" style="border-top:3px solid {color};'
        f'padding-top:.35rem"><div style="color:{color};font-weight:600">'
        f"{html.escape(place)}</div><div>{_inline(side.who)}</div>"
        f'<div style="font-size:1.5em;font-weight:700;line-height:1.3">'
        f"{_inline(side.number)}</div></div>"
    )


def _inline(text: str) -> str:
    return markup.render_inline(text)


@dataclass(frozen=True)
class SideBySide:
    """What `side_by_side` gives back: a table whose rows lead to the chapters."""

    strips: tuple[tuple[int, Strip], ...]

    def __repr__(self) -> str:
        return "\n".join(f"{number:2} {one!r}" for number, one in self.strips)

    def _repr_markdown_(self) -> str:
        heads = (_("The rule"), _("In a firm"), _("At home"), _("Verdict"))
        lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for number, one in self.strips:
            page = f"{number:02}_{one.name}.ipynb"
            cells = (
                f"{number} · [{_cell(one.rule)}]({page})",
                f"{_cell(one.firm.who)}: **{_cell(one.firm.number)}**",
                f"{_cell(one.home.who)}: **{_cell(one.home.number)}**",
                _cell(one.says),
            )
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)


def side_by_side(rules: "pd.DataFrame") -> SideBySide:
    """Show the chapters' rules in one table, each with its numbers and its verdict.

    Parameters
    ----------
    rules : DataFrame
        A row per rule, with the columns of ``load("rules")``.

    Returns
    -------
    SideBySide
        Leave it as the last line of a cell. Each rule leads to its chapter, which lies
        beside the notebook.

    Raises
    ------
    ValueError
        If a verdict is none of the three.

    Examples
    --------
    >>> from salescourse import load
    >>> print(str(side_by_side(load("rules")))[:40])
     0 The average over all that begin is sh
    """
    return SideBySide(tuple(map(_read, rules.to_dict("records"))))


def _read(row: "dict[Hashable, Any]") -> tuple[int, Strip]:
    firm, home = (
        (str(row[f"{side}_who"]), str(row[side])) for side in ("firm", "home")
    )
    shown = strip(
        str(row["chapter"]),
        str(row["rule"]),
        firm=firm,
        home=home,
        verdict=str(row["verdict"]),
        because=str(row["because"]),
    )
    return int(row["number"]), shown


def _cell(text: str) -> str:
    """Return text that stands in a cell of a Markdown table as it is written."""
    return re.sub(r"([\\`*_{}\[\]<>|$])", r"\\\1", text)
