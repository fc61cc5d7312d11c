r"""Type a word or a short phrase.

Capitals, accents, spaces, hyphens and the marks around the words are forgiven.
`accept` lists the forms that are right; `patterns` are regular expressions for the
whole text. They use only what Python and JavaScript understand alike: letters, `.`,
`[]`, `()`, `|`, `?`, `*`, `+`, `{1,3}`, `\d`, `\s`; groups are not repeated, so that
no answer makes them run long.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.folding import fold
from salescourse.practice.questions.item import Html, Item
from salescourse.words import _

_PATTERN = re.compile(
    r"(?:[a-z0-9 .,|?*+()\u00c0-\uffff]|\\[ds.?*+()|]|\[\^?[a-z0-9 -]+\]|\{\d(?:,\d?)?\})*"
)
_UNSAFE = re.compile(r"\(\?|[*+?}]\+|\)[*+{]|(?:[*+{].*){4}")


def problems(item: Item) -> Iterator[Finding]:
    """Say which patterns are not read alike everywhere, and what can never match."""
    found = list(_of(item.body, ()))
    for at, entry in enumerate(item.body.get("misconceptions", [])):
        found += _of(entry, ("misconceptions", at))
    yield from found or _same_as_key(item)


def _same_as_key(item: Item) -> Iterator[Finding]:
    right = _forms(item.body)
    for at, entry in enumerate(item.body.get("misconceptions", [])):
        for form in entry.get("accept", []):
            if _matches(fold(form), right):
                yield Finding(
                    ("misconceptions", at),
                    "misconception-is-right",
                    _("`{}` counts as right").format(form),
                    _("Remove it here."),
                )


def _of(entry: Mapping[str, Any], where: tuple[str | int, ...]) -> Iterator[Finding]:
    for at, form in enumerate(entry.get("accept", [])):
        if not fold(form):
            yield Finding(
                (*where, "accept", at),
                "empty-form",
                _("`{}` has no letter or digit").format(form),
                _("Write the word."),
            )
    for at, pattern in enumerate(entry.get("patterns", [])):
        if reason := _pattern_problem(pattern):
            yield Finding(
                (*where, "patterns", at),
                "pattern",
                reason,
                _(
                    "Use small letters, digits and . [] () | ? * + {{1,3}} \\d \\s."
                ).format(),
            )


def _pattern_problem(pattern: str) -> str | None:
    if not _PATTERN.fullmatch(pattern):
        return _("the pattern `{}` is not read alike everywhere").format(pattern)
    if _UNSAFE.search(pattern):
        return _("the pattern `{}` repeats a group, or too much").format(pattern)
    try:
        re.compile(pattern)
    except re.error as error:
        return _("the pattern `{}` cannot be read: {}").format(pattern, error)
    return None


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs."""
    entries = item.body.get("misconceptions", [])
    return {"type": "text", **_forms(item.body), "near": [_forms(e) for e in entries]}


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: the forms that are right, in any order."""
    return {name: sorted(forms) for name, forms in _forms(item.body).items()}


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows."""
    return {
        "says": [html(entry["says"]) for entry in item.body.get("misconceptions", [])]
    }


def _forms(entry: Mapping[str, Any]) -> dict[str, list[str]]:
    forms = [fold(form).replace(" ", "") for form in entry.get("accept", [])]
    return {"accept": forms, "patterns": entry.get("patterns", [])}


def _matches(text: str, forms: Mapping[str, list[str]]) -> bool:
    if text.replace(" ", "") in forms["accept"]:
        return True
    return any(re.fullmatch(p, text, re.ASCII) for p in forms["patterns"])
