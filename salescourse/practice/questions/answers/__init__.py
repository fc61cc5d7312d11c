"""What a learner hands in from a notebook cell, compared with the key.

One file per kind of answer, each with `reference(spec, item)`, which makes the key, and
`differ(spec, key, answer)`, which says what differs or returns None. A message says
where an answer departs from the key and in which direction, not what the key is:
the learner should still find it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from salescourse.practice.finding import Finding
from salescourse.practice.questions.answers import (
    functions,
    number,
    tables,
    withheld,
    words,
)
from salescourse.practice.questions.answers.difference import (
    DEFAULT_TOLERANCE,
    UNANSWERED,
    Difference,
)
from salescourse.practice.questions.answers.withheld import HANDED_IN
from salescourse.practice.questions.folding import fold
from salescourse.practice.questions.item import Item, ModelError
from salescourse.words import _

__all__ = [
    "HANDED_IN",
    "UNANSWERED",
    "Difference",
    "Key",
    "asked",
    "asks_for_number",
    "compare",
    "computed",
    "key_problems",
    "merged",
    "misconception",
]


class _Kind(NamedTuple):
    reference: Callable[[Mapping[str, Any], Item], Any]
    differ: Callable[..., Difference | None]
    needs: tuple[tuple[str, ...], ...]


_KINDS = {
    "number": _Kind(number.reference, number.differ, (("value", "model"),)),
    "text": _Kind(words.reference, words.differ, (("accept",),)),
    "series": _Kind(
        tables.series_reference, tables.differ_series, (("value", "model"),)
    ),
    "frame": _Kind(tables.frame_reference, tables.differ_frame, (("value", "model"),)),
    "function": _Kind(
        functions.reference, functions.differ, (("value", "model"), ("cases",))
    ),
    "fitted": _Kind(
        functions.fitted_reference, functions.differ_fitted, (("attributes",),)
    ),
    "withheld": _Kind(withheld.reference, withheld.differ, ()),
}


def compare(item: Item, answer: Any) -> Difference | None:
    """Compare an answer with an exercise's key; None if they agree.

    Raises
    ------
    ModelError
        If the key cannot be computed.
    """
    return _differ(item, item.body["answer"], answer)


@dataclass(frozen=True)
class Key:
    """What answers are compared with, computed once: the key, or a misconception.

    Parameters
    ----------
    spec : mapping
        How it is compared.
    right : any
        What it is compared with.
    says : str
        What is said to whoever holds a misconception.
    """

    spec: Mapping[str, Any]
    right: Any
    says: str = ""

    def differ(self, answer: Any) -> Difference | None:
        """Say what differs, or return None."""
        return _KINDS[self.spec["kind"]].differ(self.spec, self.right, answer)


def computed(item: Item) -> list[Key]:
    """Compute an exercise's key and then its misconceptions, now and for good.

    Raises
    ------
    ModelError
        If one cannot be computed.
    """
    spec = item.body["answer"]
    near = [(merged(item, each), each["says"]) for each in item.body["misconceptions"]]
    return [
        Key(each, _settled(each, _reference(item, each)), says)
        for each, says in [(spec, ""), *near]
    ]


def _settled(spec: Mapping[str, Any], right: Any) -> Any:
    """Return a reference that computes nothing more: of a function, its values."""
    if spec["kind"] != "function":
        return right
    values = {repr(sorted(case.items())): right(**case) for case in spec["cases"]}
    return lambda **case: values[repr(sorted(case.items()))]


def asks_for_number(item: Item) -> bool:
    """Tell whether an item is an exercise whose answer is one number."""
    return item.type == "code" and item.body["answer"]["kind"] == "number"


def asked(item: Item) -> dict[str, Any]:
    """Return what an answer is compared with, as plain data.

    Of a function these are the calls that are tried, and what each should return.
    """
    spec = item.body["answer"]
    right = _reference(item, spec)
    if spec["kind"] == "text":
        right = sorted({fold(form) for form in spec["accept"]})
    elif spec["kind"] == "function":
        right = [[case, right(**case)] for case in spec["cases"]]
    elif spec["kind"] in ("series", "frame"):
        right = right.reset_index().to_dict("split", index=False)
    return {
        "kind": spec["kind"],
        "right": right,
        "tolerance": spec.get("tolerance", DEFAULT_TOLERANCE),
        "ordered": spec.get("ordered", False),
    }


def misconception(item: Item, answer: Any) -> str | None:
    """Return what to say to the misconception that an answer shows, or None."""
    for entry in item.body["misconceptions"]:
        if _differ(item, merged(item, entry), answer) is None:
            return str(entry["says"])
    return None


def key_problems(item: Item) -> Iterator[Finding]:
    """Say what is wrong with an exercise's key or its misconceptions."""
    found = list(_spec_problems(item, ("answer",), item.body["answer"]))
    yield from found
    if found:
        return
    right = _reference(item, item.body["answer"])
    for at, entry in enumerate(item.body["misconceptions"]):
        where, spec = ("misconceptions", at), merged(item, entry)
        broken = list(_spec_problems(item, where, spec))
        yield from broken
        if broken or isinstance(right, dict):
            continue
        if _differ(item, spec, right) is None:
            yield Finding(
                where,
                "misconception-is-right",
                _("the right answer would be taken for `{}`").format(entry["name"]),
                _("Change its value, or add cases in which they differ."),
            )


def merged(item: Item, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Complete a misconception with what it shares with the key."""
    spec = dict(item.body["answer"])
    if "value" in entry or "model" in entry:
        for name in ("value", "model"):
            spec.pop(name, None)
    return {**spec, **entry}


def _reference(item: Item, spec: Mapping[str, Any]) -> Any:
    return _KINDS[spec["kind"]].reference(spec, item)


def _differ(item: Item, spec: Mapping[str, Any], answer: Any) -> Difference | None:
    return _KINDS[spec["kind"]].differ(spec, _reference(item, spec), answer)


def _spec_problems(
    item: Item, where: tuple[str | int, ...], spec: Mapping[str, Any]
) -> Iterator[Finding]:
    for names in _KINDS[spec["kind"]].needs:
        if not set(names) & set(spec):
            yield Finding(
                where,
                "missing",
                _("an answer of the kind {} needs `{}`").format(spec["kind"], names[0]),
                _("Add `{}:`.").format("` or `".join(names)),
            )
            return
    try:
        _reference(item, spec)
    except ModelError as error:
        yield error.finding((*where, "model" if "model" in spec else "value"))
    except (TypeError, ValueError) as error:
        yield ModelError(str(error)).finding(where)
