"""One file per type of item, each with the same three functions.

`problems(item)` says what the schema cannot see, `key(item)` gives what grading
needs, and `face(item, html)` gives what the widget shows; the widget grades. A new type
is a new file here, its definition in the schema, and its functions in widget.js.
"""

from types import ModuleType

from salescourse.questions.types import (
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
