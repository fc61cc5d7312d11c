"""One file per type of item, each with the same four functions.

`problems(item)` says what the schema cannot see, `key(item)` gives what grading
needs, and `face(item, html)` gives what the widget shows; the widget grades.
`asked(item)` names what the item's hash covers beside the stem: what a learner sees of
the question, and what is right. When any of that changes, earlier answers belong to
another question; hints, feedback and looks are left out. A new type is a new file here,
its definition in the schema, and its functions in widget.js.
"""

from types import ModuleType

from salescourse.practice.questions.types import (
    choice,
    code,
    match,
    numeric,
    order,
    reflect,
    scenario,
    text,
)

TYPES: dict[str, ModuleType] = {
    "choice": choice,
    "numeric": numeric,
    "text": text,
    "order": order,
    "match": match,
    "scenario": scenario,
    "reflect": reflect,
    "code": code,
}
