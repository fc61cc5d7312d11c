"""What a schema cannot see: names that must agree, and writing that gives itself away."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from salescourse.practice import markup
from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.types import TYPES
from salescourse.practice.questions.variants import lost_places
from salescourse.words import _

LONGEST_SHARE = 0.6
_COMPUTED = {"id", "type", "answer", "patterns", "args", "model", "value"}
_WEB = re.compile(r"https?:", re.IGNORECASE)


def bank_problems(content: Mapping[str, Any]) -> Iterator[Finding]:
    """Check what the items of a bank owe to each other."""
    items, chapter = content["items"], content["chapter"]
    objectives = [entry["id"] for entry in content["objectives"]]
    yield from _twice(objectives, "objectives")
    yield from _twice([item["id"] for item in items], "items")
    for at, item in enumerate(items):
        if not item["id"].startswith(f"{chapter}-"):
            yield Finding(
                ("items", at, "id"),
                "id",
                _("the id `{}` does not begin with the chapter").format(item["id"]),
                _("Write `{}-{}`.").format(chapter, item["id"]),
            )
        if item["objective"] not in objectives:
            close = difflib.get_close_matches(item["objective"], objectives, 1)
            yield Finding(
                ("items", at, "objective"),
                "objective",
                _("there is no objective `{}`").format(item["objective"]),
                _("Use one of: {}.").format(", ".join(close or objectives)),
            )
    used = Counter(item["objective"] for item in items)
    for at, objective in enumerate(objectives):
        if not used[objective]:
            yield Finding(
                ("objectives", at),
                "untested",
                _("no item tests the objective `{}`").format(objective),
                _("Write one, or remove the objective."),
            )
    yield from _longest_key(items)


def item_problems(item: Item, raw: Mapping[str, Any]) -> Iterator[Finding]:
    """Check one item: its type's own rules, then its texts."""
    yield from TYPES[item.type].problems(item)
    for where, text in _texts(raw, ()):
        yield from _text_problems(where, text)
        for lost in lost_places(item, text):
            yield replace(lost, where=where)


def _twice(names: list[str], field: str) -> Iterator[Finding]:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield Finding(
                (field, at, "id"),
                "same-id",
                _("the id `{}` is taken").format(name),
                _("Choose another; ids that learners know stay as they are."),
            )


def _longest_key(items: list[Mapping[str, Any]]) -> Iterator[Finding]:
    """Tell when the longest option is the key so often that one need not think."""
    single = [item for item in items
              if item["type"] == "choice" and item.get("select") != "many"]  # fmt: skip
    given_away = [item["id"] for item in single if _key_is_longest(item)]
    if len(single) >= 3 and len(given_away) > LONGEST_SHARE * len(single):
        yield Finding(
            ("items",),
            "longest-key",
            _("the longest option is the key in {} of {} questions: {}").format(
                len(given_away), len(single), ", ".join(given_away)
            ),
            _("Shorten some keys, or give a distractor its reasons."),
            True,
        )


def _key_is_longest(item: Mapping[str, Any]) -> bool:
    lengths = {bool(o.get("correct")): 0 for o in item["options"]}
    for option in item["options"]:
        kind = bool(option.get("correct"))
        lengths[kind] = max(lengths[kind], len(markup.plain(option["text"])))
    return lengths.get(True, 0) > 1.1 * lengths.get(False, 0)


def _texts(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[Any, str]]:
    """Walk through everything an item says to learners."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _COMPUTED:
                yield from _texts(part, (*where, name))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _texts(part, (*where, at))


def _text_problems(where: tuple[str | int, ...], text: str) -> Iterator[Finding]:
    for address, words in markup.pictures(text):
        if not words.strip():
            yield Finding(
                where,
                "picture",
                _("the picture {} has no text").format(address[:60]),
                _("Write ![what it shows](file.png)."),
            )
        if _WEB.match(address):
            yield Finding(
                where,
                "picture",
                _("the picture {} lies on another host").format(address[:60]),
                _("Put it beside the bank, and name its file."),
            )
    for latex in markup.formulas(text):
        if reason := markup.formula_problem(latex):
            yield Finding(
                where,
                "formula",
                reason,
                _("Mend the formula, or write \\$ for a dollar sign."),
            )
