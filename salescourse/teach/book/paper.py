"""Widgets on paper: questions to answer with a pencil, answers at the end.

The same HTML is what readers without JavaScript see in the page.
"""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from salescourse.teach.book.sketch import sketch
from salescourse.words import _

Face = Mapping[str, Any]


def questions(items: Iterable[Face], *, first: int = 1) -> str:
    """Return a quiz's questions as an ordered list, with room for the answers."""
    listed = "".join(
        f"<li>{_asked(item)['stem']}{_ROOM[item['type']](_asked(item))}</li>"
        for item in items
    )
    return f'<ol class="sc-paper" start="{first}">{listed}</ol>'


def answers(items: Iterable[Face], *, first: int = 1) -> str:
    """Return the answers to a quiz's questions, with the same numbers."""
    listed = "".join(
        f"<li>{_KEY[item['type']](_asked(item))}"
        f"{_asked(item).get('explanation') or _asked(item).get('feedback', '')}</li>"
        for item in items
    )
    return f'<ol class="sc-paper" start="{first}">{listed}</ol>'


def room(item: Face) -> str:
    """Return room for one answer, where the question stands in the text."""
    return f'<div class="sc-paper">{_ROOM[item["type"]](item)}</div>'


def asks(spec: Mapping[str, Any]) -> str:
    """Return what a scene asks to guess, with room for it."""
    asked = "".join(f"<p>{escape(ask)}</p>{_LINE}" for ask in spec["asks"])
    return f'<div class="sc-paper">{asked}</div>'


def sheet(spec: Mapping[str, Any]) -> str:
    """Return a sheet to fill in with a pencil."""
    rows = spec.get("rows", {"columns": [], "most": 0})
    heads = "".join(f"<th>{escape(one['label'])}</th>" for one in rows["columns"])
    room = "<tr>" + "<td>&nbsp;</td>" * len(rows["columns"]) + "</tr>"
    table = f"<table><tr>{heads}</tr>{room * 6}</table>" if heads else ""
    asked = "".join(f"<p>{escape(one['label'])}</p>{_LINE}" for one in spec["fields"])
    title = f"<p><strong>{escape(spec['title'])}</strong> {escape(spec['intro'])}</p>"
    return f'<div class="sc-paper">{title}{table}{asked}</div>'


def guess(spec: Mapping[str, Any]) -> str:
    """Return an explorer's question, with room for the guess."""
    first = _("Guess first.")  # inside an f-string no tool would find it
    return (
        f'<div class="sc-paper"><p><strong>{first}</strong> '
        f"{escape(spec['question'])}</p>{sketch(spec, answered=False)}{_LINE}</div>"
    )


def finding(spec: Mapping[str, Any]) -> str:
    """Return what an explorer's model answers."""
    asked, found = escape(spec["question"]), escape(spec["finding"])
    return f"<p><em>{asked}</em> {found}</p>{sketch(spec, answered=True)}"


def _asked(item: Face) -> Face:
    """Return the item with the texts of its first variant."""
    return {**item, **item["variants"][0]} if item.get("variants") else item


_LINE = '<p class="sc-line"></p>'


def _options(item: Face) -> str:
    boxes = "".join(f"<li>{option['html']}</li>" for option in item["options"])
    return f'<ul class="sc-boxes">{boxes}</ul>'


def _steps(item: Face) -> str:
    # In the order of the alphabet: the order of the file is the answer.
    steps = sorted(item["options"], key=lambda step: step["text"].lower())
    return _options({"options": steps})


def _pairs(item: Face) -> str:
    rows = "".join(f"<li>{row['html']}{_LINE}</li>" for row in item["rows"])
    partners = sorted(item["options"], key=lambda one: one["text"].lower())
    return f"<ol type='a'>{rows}</ol>" + _options({"options": partners})


def _number(item: Face) -> str:
    unit = f" {escape(item['unit'])}" if item.get("unit") else ""
    return f'<p class="sc-line">{unit}</p>'


def _talk(item: Face) -> str:
    """Return the conversation as a book of numbered turns."""
    number = {name: at for at, name in enumerate(_in_order(item["key"]), 1)}
    go_on, turns = _("Go on at {n}."), []
    for name in number:
        step = item["steps"][name]
        ways = "".join(
            f"<li>{choice['html']} <small>{go_on.format(n=number[after])}</small></li>"
            for choice, (after, _worth) in zip(
                step["choices"], item["key"]["steps"][name], strict=True
            )
        )
        turns.append(f"<li>{step['html']}<ul class='sc-boxes'>{ways}</ul></li>")
    return f'<ol class="sc-turns">{"".join(turns)}</ol>'


def _in_order(key: Mapping[str, Any]) -> list[str]:
    """Return the turns of a conversation as one comes to them."""
    found = [key["start"]]
    for name in found:
        later = dict.fromkeys(after for after, _worth in key["steps"][name])
        found += [after for after in later if after not in found]
    return found


def _right_options(item: Face) -> str:
    return "".join(item["options"][at]["html"] for at in item["key"]["right"])


def _right_number(item: Face) -> str:
    key = item["key"]
    value, unit = key["answer"], item.get("unit", "")
    if key["unit"] == "percent":
        value *= 100
    return (
        f"<p>{value:,.3g} {escape(unit)}</p>"
        if abs(value) < 1000
        else (f"<p>{value:,.0f} {escape(unit)}</p>")
    )


def _right_order(item: Face) -> str:
    steps = "".join(f"<li>{step['html']}</li>" for step in item["options"])
    return f"<ol>{steps}</ol>"


def _right_pairs(item: Face) -> str:
    rows = "".join(
        f"<li>{row['html']}{item['options'][right]['html']}</li>"
        for row, right in zip(item["rows"], item["key"]["right"], strict=True)
    )
    return f"<ol type='a'>{rows}</ol>"


def _best_talk(item: Face) -> str:
    """Return what to say in the conversation that earns most."""
    steps = item["key"]["steps"]

    def best(name: str) -> tuple[int, list[str]]:
        found: list[tuple[int, list[str]]] = [] if steps[name] else [(0, [])]
        for at, (after, worth) in enumerate(steps[name]):
            points, said = best(after)
            sentence = item["steps"][name]["choices"][at]["html"]
            found.append((points + worth, [sentence, *said]))
        return max(found, key=lambda talk: talk[0])

    said = "".join(f"<li>{one}</li>" for one in best(item["key"]["start"])[1])
    return f"<ol>{said}</ol>"


_ROOM: dict[str, Callable[[Face], str]] = {
    "choice": _options,
    "numeric": _number,
    "text": lambda item: _LINE,
    "order": _steps,
    "match": _pairs,
    "scenario": _talk,
    "reflect": lambda item: _LINE * 3,
}
_KEY: dict[str, Callable[[Face], str]] = {
    "choice": _right_options,
    "numeric": _right_number,
    "text": lambda item: "",
    "order": _right_order,
    "match": _right_pairs,
    "scenario": _best_talk,
    "reflect": lambda item: item["sample"],
}
