"""An answer that is a pandas Series or DataFrame.

Rows are matched by their labels, so their order is forgiven unless `ordered: true`.
What is compared is the values; names and number types are forgiven too.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from salescourse.practice.questions.answers.difference import (
    Difference,
    code,
    margin,
    named,
)
from salescourse.practice.questions.answers.number import kind_of
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.models import compute
from salescourse.words import _, ngettext

if TYPE_CHECKING:
    import pandas as pd


def series_reference(spec: Mapping[str, Any], item: Item) -> "pd.Series":
    """Return the key as a Series."""
    import pandas as pd

    return pd.Series(compute(spec, item))


def frame_reference(spec: Mapping[str, Any], item: Item) -> "pd.DataFrame":
    """Return the key as a DataFrame."""
    import pandas as pd

    return pd.DataFrame(compute(spec, item))


def differ_series(
    spec: Mapping[str, Any], key: "pd.Series", answer: Any
) -> Difference | None:
    """Say how a Series differs from the key.

    Examples
    --------
    >>> import pandas as pd
    >>> key = pd.Series({"won": 0.12, "lost": 0.88})
    >>> differ_series({}, key, pd.Series({"lost": 0.88, "won": 0.2})).message
    "1 of 2 values differs. At `'won'` yours is 0.2, which is too high."
    """
    import pandas as pd

    if isinstance(answer, Mapping):
        answer = pd.Series(dict(answer))
    if not isinstance(answer, pd.Series):
        return _wanted("Series", answer)
    return _labels(spec, key.index, answer.index, _("rows")) or _values(
        spec, key, answer.reindex(key.index), lambda label: named_label(label)
    )


def differ_frame(
    spec: Mapping[str, Any], key: "pd.DataFrame", answer: Any
) -> Difference | None:
    """Say how a DataFrame differs from the key: columns, then rows, then values."""
    import pandas as pd

    if not isinstance(answer, pd.DataFrame):
        return _wanted("DataFrame", answer)
    found = _labels({}, key.columns, answer.columns, _("columns")) or _labels(
        spec, key.index, answer.index, _("rows")
    )
    if found:
        return found
    answer = answer.reindex(key.index)
    for column in key.columns:
        place = _("column {}, row {}").format(named_label(column), "{}")
        found = _values(
            spec, key[column], answer[column],
            lambda label, place=place: place.format(named_label(label)),
        )  # fmt: skip
        if found:
            return found
    return None


def named_label(label: Any) -> str:
    """Name a row or column."""
    return code(repr(label) if isinstance(label, str) else str(label))


def _wanted(kind: str, answer: Any) -> Difference:
    return Difference(
        _("This exercise asks for a {}; you handed in {}.").format(
            kind, kind_of(answer)
        ),
        counts=False,
    )


def _labels(
    spec: Mapping[str, Any], key: "pd.Index", answer: "pd.Index", what: str
) -> Difference | None:
    """Compare labels: those missing, those too many, those twice, and their order."""
    if answer.has_duplicates and not key.has_duplicates:
        twice = named_label(answer[answer.duplicated()][0])
        return Difference(
            _("Of your {}, {} occurs more than once.").format(what, twice)
        )
    missing = [label for label in key if label not in answer]
    extra = [label for label in answer if label not in key]
    if missing or extra:
        parts = []
        if missing:
            parts.append(_("missing: {}").format(_some(missing)))
        if extra:
            parts.append(_("not asked for: {}").format(_some(extra)))
        return Difference(
            _("Your {} are not the ones asked for ({}).").format(what, "; ".join(parts))
        )
    if spec.get("ordered") and list(key) != list(answer):
        return Difference(_("Your {} are right, but in another order.").format(what))
    return None


def _some(labels: list[Any]) -> str:
    shown = ", ".join(named_label(label) for label in labels[:3])
    return (
        shown
        if len(labels) <= 3
        else _("{} and {} more").format(shown, len(labels) - 3)
    )


def _values(
    spec: Mapping[str, Any], key: "pd.Series", answer: "pd.Series", place: Any
) -> Difference | None:
    pairs = zip(key.index, key.to_numpy(), answer.to_numpy(), strict=True)
    wrong = [(label, k, a) for label, k, a in pairs if not _same(spec, k, a)]
    if not wrong:
        return None
    label, wanted, got = wrong[0]
    count = ngettext(
        "{} of {} values differs.", "{} of {} values differ.", len(wrong)
    ).format(len(wrong), len(key))
    where = _("At {} yours is {}{}.").format(
        place(label), _got(got), _tendency(wanted, got)
    )
    return Difference(f"{count} {where}")


def _same(spec: Mapping[str, Any], key: Any, answer: Any) -> bool:
    import pandas as pd

    if pd.isna(key) or pd.isna(answer):
        return bool(pd.isna(key) and pd.isna(answer))
    try:
        return bool(abs(float(answer) - float(key)) <= margin(spec, float(key)))
    except (TypeError, ValueError):
        return bool(key == answer)


def _got(value: Any) -> str:
    import pandas as pd

    return _("missing") if pd.isna(value) else named(value)


def _tendency(key: Any, answer: Any) -> str:
    try:
        if float(answer) > float(key):
            return _(", which is too high")
        if float(answer) < float(key):
            return _(", which is too low")
    except (TypeError, ValueError):
        pass
    return ""
