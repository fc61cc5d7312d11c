"""Guesses that a page answers before it asks for them.

A page knows the answers: an explorer's are in its grid, a scene's guess carries its own.
Whoever reads from the top must not have read them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

_STATE = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-state\+json">(.*?)</script>',
    re.DOTALL,
)
_PLACE = re.compile(r'data-model="([^"]+)"')
_UNREAD = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
# In a row of numbers, as tables have them, one that is the same is a coincidence.
_NUMBER = re.compile(r"(?<!\d )(?<!\d  )(€?)(\d[\d,]*(?:\.\d+)?)(\s?%)?(?:\s([a-z]+))?")


def told_before(page: str) -> list[str]:
    """Return the guesses that a page's text answers before it asks for them.

    Parameters
    ----------
    page : str
        The page's HTML, with the state of its widgets.
    """
    found = _STATE.search(page)
    models = json.loads(found[1]) if found else {}
    told = []
    for place in _PLACE.finditer(page):
        asked = dict(_asked(models.get(place[1], {})))
        before = _read(page[: place.start()]) if asked else ""
        for name, (answer, form) in asked.items():
            if words := _said(before, answer, form):
                told.append(f"{name}: the text above says “{words}”")
    return told


def _asked(model: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, str]]]:
    """Return each guess that a widget asks for: its answer and format, by its name."""
    if guess := model.get("guess"):
        for ask, answer in zip(guess["asks"], guess["answers"], strict=True):
            yield f"{guess['name']}, {ask}", (answer, guess["format"])
    if spec := model.get("spec"):
        row = 0
        for slider in spec["sliders"]:
            row = row * len(slider["values"]) + slider["start"]
        x = spec["x"]["values"]
        for at in spec["predict"]:
            answer = spec["grid"][row * len(x) + at]
            if answer is not None:
                yield f"{spec['name']} at {x[at]}", (answer, spec["y"]["format"])


def _read(html: str) -> str:
    """Return what is read of a page."""
    text = re.sub(r"<[^>]+>", " ", _UNREAD.sub(" ", html))
    return " ".join(unescape(text).replace("\u202f", " ").split())


def _said(text: str, answer: float, form: str) -> str:
    """Return the words in which a text says a number, or "".

    Two digits are a coincidence unless their unit is the answer's.

    Examples
    --------
    >>> _said("Five of them make 59 % of the deals.", 0.5905, "percent")
    '59 %'
    >>> _said("The product is 0.59. On the 59th day", 0.5905, "percent")
    '0.59'
    >>> _said("yes 0.3 0.59 0.65", 0.5905, "percent")
    ''
    >>> _said("It came to 149 orders and 22 calls.", 22.0, "minute|minutes")
    ''
    """
    unit = form.split("|")[0]
    for euro, digits, percent, word in _NUMBER.findall(text):
        whole, _point, decimals = digits.replace(",", "").partition(".")
        if len((whole + decimals).strip("0")) < 2:
            continue
        value = float(f"{whole}.{decimals or 0}")
        right = {
            "percent": bool(percent) or (not euro and value < 1),
            "eur": bool(euro),
            "number": not percent and not euro,
        }.get(form, word.rstrip("s") == unit.rstrip("s"))
        factor = 100 if percent else 1
        if right and round(abs(answer) * factor, len(decimals)) == value:
            return (
                f"{euro}{digits}{percent}{' ' + word if word and not percent else ''}"
            )
    return ""
