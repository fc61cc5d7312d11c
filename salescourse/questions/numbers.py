"""Read a number the way people write one.

The widget reads numbers by the same rules (`readNumber` in widget.js), and both
are held to `tests/vectors/`. The grammar::

    reading  = [words] quantity [("to" | "and" | "-" | "..") quantity]
    quantity = [currency] [sign] number [multiplier] [unit]
    number   = digits with thousands and decimals | digits "/" digits | 1.2e3
    words    = about, approximately, roughly, ca., ~, ≈, =, between, from, p = …

Spaces of any width, dashes of any length, fullwidth digits and straight or curly
apostrophes are the same; capitals do not matter; one full stop at the end is
forgiven. Decided once, where the world disagrees:

1. A point is a decimal point: `1.200` is 1.2. Several points, or points before a
   decimal comma, part thousands: `1.200.000`, `1.200,50`.
2. A comma before exactly three last digits parts thousands: `1,200` is 1200; any
   other single comma is a decimal comma: `12,5`, `0,590`.
3. Spaces, apostrophes and underscores part thousands, in threes: `1 200`, `1'200`.
4. A multiplier stands right after the number: k, thousand, m, mn, million, bn.
5. `%` divides by a hundred. Where an item asks for a share, a bare number above 1
   is percent (`59` is 59 %) and a bare number up to 1 is a rate (`0.59` is 59 %).
6. A unit must be one the item knows. `3 weeks` is 21 days; `3 months` is refused,
   because nobody knows how many days that is.
7. Of a range both ends are read: `10-12 %` is from 0.10 to 0.12.

What was read is shown to the learner ("Read as 1,200"), so that a comma that was
meant otherwise can be seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MAX_CHARACTERS = 60

MULTIPLIERS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6,
    "mln": 1e6, "million": 1e6, "millions": 1e6, "bn": 1e9, "billion": 1e9,
    "billions": 1e9,
}  # fmt: skip

_NUMBER = r"((?:\d(?:[\d .,'_]*\d)?\.?|[.,]\d+)(?:e[-+]?\d+)?(?: ?/ ?\d+)?)"
_READING = re.compile(
    rf"(\D*?){_NUMBER}(?:(\D*?)(?: ?- ?| (?:to|and) )(\D*?){_NUMBER})?(\D*)", re.ASCII
)
_SAME = [
    (re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t\r\n]"), " "),
    (re.compile("[\u2010-\u2015\u2212\ufe63\uff0d]"), "-"),
    (re.compile("[\u2018\u2019\u02bc`\u00b4]"), "'"),
    (re.compile("\uff0b"), "+"),
    (re.compile("\uff0e"), "."),
    (re.compile("\uff0c"), ","),
    (re.compile("\u2026|\\.\\.+"), " to "),
    (re.compile("[%\uff05]|per cent\\b|\\bpct\\b\\.?"), " percent "),
    (re.compile("\u20ac"), " eur "),
    (re.compile("us ?\\$|\\$"), " usd "),
    (re.compile("\u00a3"), " gbp "),
    (re.compile("[\u00a5\uffe5]"), " yen "),
    (re.compile("[~\u2248=]"), " = "),
    (re.compile("\\b(ca|approx|c)\\."), " = "),
    (re.compile(" +"), " "),
    (re.compile("^ | ?[.;!?]? ?$"), ""),
]
_WORDS = frozenset(
    "= about approximately approx roughly around circa ca nearly almost some "  # noqa: SIM905
    "between from is it its it's p x n answer answer:".split()
)
_CURRENCIES = frozenset(("eur", "usd", "gbp", "yen"))
_GLUED = re.compile(r"(k|m|mn|bn)(eur|euro|euros|usd|gbp)")


@dataclass(frozen=True)
class Reading:
    """What was read: a number or a range, or why nothing could be read.

    `why` is `""`, `"empty"`, `"number"` (none found), `"unit"` (not the item's).
    """

    value: float = 0.0
    high: float = 0.0
    digits: int = 0
    why: str = ""


def read_number(text: Any, units: Mapping[str, float | None], share: bool) -> Reading:
    """Read what someone typed.

    Parameters
    ----------
    text : str
        What was typed.
    units : mapping of str to float or None
        The units an item knows, and what one of each is worth; None for a unit
        that cannot be converted.
    share : bool
        Whether the item asks for a share, which may be typed as a percentage.

    Returns
    -------
    Reading

    Examples
    --------
    >>> read_number("12 %", {"percent": 0.01}, True).value
    0.12
    >>> read_number("€1.2k", {"eur": 1}, False).value
    1200.0
    >>> read_number("3 months", {"days": 1, "months": None}, False).why
    'unit'
    """
    folded = fold(str(text)) if len(str(text)) <= MAX_CHARACTERS else "too long"
    if not folded:
        return Reading(why="empty")
    match = _READING.fullmatch(folded)
    if match is None:
        return Reading(why="number")
    before, first, mid, before_second, second, after = match.groups()
    if second is None:
        return _one(before, first, after, units, share)
    return _two((before, first, mid), (before_second, second, after), units, share)


def fold(text: str) -> str:
    """Write what was typed in one plain form."""
    text = "".join(
        chr(ord(sign) - 0xFEE0) if "\uff10" <= sign <= "\uff19" else sign
        for sign in text.lower()
    )
    for pattern, plain in _SAME:
        text = pattern.sub(plain, text)
    return text


def _one(
    before: str, number: str, after: str, units: Mapping[str, float | None], share: bool
) -> Reading:
    parts = _parts(before, number, after)
    return parts if isinstance(parts, Reading) else _worth(parts, units, share)


def _two(
    one: tuple[str, str, str],
    two: tuple[str, str, str],
    units: Mapping[str, float | None],
    share: bool,
) -> Reading:
    """Read a range; a unit or multiplier that stands once is meant for both ends."""
    low, high = _parts(*one), _parts(*two)
    if isinstance(low, Reading) or isinstance(high, Reading):
        return Reading(why="number")
    for name in ("times", "unit"):
        given = low[name] or high[name]
        low[name], high[name] = low[name] or given, high[name] or given
    left, right = _worth(low, units, share), _worth(high, units, share)
    if left.why or right.why:
        return Reading(why=left.why or right.why)
    if left.value > right.value:
        return Reading(why="number")
    return Reading(left.value, right.value, min(left.digits, right.digits))


def _parts(before: str, number: str, after: str) -> dict[str, Any] | Reading:
    """Part a quantity into number, digits, multiplier and unit."""
    lead = before.replace("-", " - ").replace("+", " + ").split()
    signs = [word for word in lead if word in "-+"]
    money = [word for word in lead if word in _CURRENCIES]
    other = [w for w in lead if w not in (*signs, *money) and w not in _WORDS]
    amount, digits = _amount(number)
    if other or len(signs) > 1 or len(money) > 1 or amount is None:
        return Reading(why="number")
    times, unit = _tail(after)
    if money and unit:
        return Reading(why="number")
    value = -amount if "-" in signs else amount
    return {"value": value, "digits": digits, "times": times,
            "unit": money[0] if money else unit}  # fmt: skip


def _tail(after: str) -> tuple[str, str]:
    """Part what follows a number into multiplier and unit."""
    words = after.split()
    if words and (glued := _GLUED.fullmatch(words[0])):
        words[:1] = glued.groups()
    times = words.pop(0) if words and words[0] in MULTIPLIERS else ""
    return times, " ".join(words)


def _worth(
    parts: dict[str, Any], units: Mapping[str, float | None], share: bool
) -> Reading:
    value, times, unit = parts["value"], parts["times"], parts["unit"]
    if times in units:
        unit, times = f"{times} {unit}".strip(), ""
    if unit and units.get(unit) is None:
        return Reading(why="unit")
    value = value * MULTIPLIERS[times] if times else value
    if unit == "percent":
        value = value / 100
    elif unit:
        value = value * units[unit]
    elif share and abs(value) > 1:
        value = value / 100
    return Reading(value, value, parts["digits"])


def _amount(number: str) -> tuple[float | None, int]:
    """Return a number and how many significant digits it was typed with."""
    top, _slash, bottom = number.partition("/")
    if bottom:
        whole = top.strip().isdigit() and int(bottom) != 0
        return (int(top) / int(bottom), 15) if whole else (None, 0)
    body, _e, power = number.partition("e")
    plain = _plain(body.strip())
    if plain is None:
        return None, 0
    value = float(f"{plain}e{power}" if power else plain)
    digits = plain.replace(".", "").lstrip("0")
    return (value if abs(value) < 1e300 else None), max(1, len(digits))


def _plain(body: str) -> str | None:
    """Take out what parts thousands, and write the decimal sign as a point."""
    body = body[:-1] if re.fullmatch(r"\d+\.", body, re.ASCII) else body
    signs = re.sub(r"\d", "", body)
    last = signs[-1:] if signs[-1:] in (".", ",") else ""
    thousands = signs[:-1] if last else signs
    if last and _parts_thousands(body, signs, last):
        thousands, last = signs, ""
    if len(set(thousands)) > 1 or (last and last in thousands):
        return None
    whole, _sign, rest = body.rpartition(last) if last else (body, "", "")
    if thousands:
        groups = whole.split(thousands[0])
        if not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
            return None
        whole = "".join(groups)
    return f"{whole or '0'}.{rest}" if last else whole


def _parts_thousands(body: str, signs: str, last: str) -> bool:
    """Tell whether the last sign of a number parts thousands (rules 1 and 2)."""
    if signs.count(last) > 1:
        return True
    single = re.fullmatch(r"[1-9]\d{0,2},\d{3}", body, re.ASCII)
    return last == "," and single is not None
