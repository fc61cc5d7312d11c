"""What the JSON Schema finds, said in words a teacher understands."""

import difflib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from salescourse.paths import data_dir
from salescourse.practice.finding import Finding
from salescourse.words import _

_KINDS = {
    "string": _("text"),
    "number": _("a number"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
    "array": _("a list (lines that begin with `-`)"),
    "object": _("fields (lines such as `name: value`)"),
}


def schema_problems(content: Any) -> list[Finding]:
    """Check a bank's content against the schema, outermost mistakes first."""
    errors = sorted(
        _validator().iter_errors(content), key=lambda e: list(map(str, e.path))
    )
    found: dict[tuple[object, str], Finding] = {}
    for error in errors:
        for problem in _explained(error):
            found.setdefault((problem.where, problem.message), problem)
    return list(found.values())


@cache
def _validator() -> Any:
    from jsonschema import Draft7Validator

    text = (data_dir() / "questions" / "schema.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def _explained(error: Any) -> Iterator[Finding]:
    where = tuple(error.absolute_path)
    name = _name(where)
    known = (
        sorted(error.schema.get("properties", {})) if error.schema is not True else []
    )
    if error.validator == "required":
        for field in error.validator_value:
            if field not in error.instance:
                yield Finding(
                    where,
                    "missing",
                    _("`{}` is missing").format(field),
                    _("Add `{}:`. {}")
                    .format(field, _about(error.schema, field))
                    .strip(),
                )
    elif error.validator == "additionalProperties":
        for field in error.instance:
            if field not in known:
                yield Finding(
                    (*where, field),
                    "unknown",
                    _("`{}` is not a field here").format(str(field)[:50]),
                    guess(str(field), known),
                )
    else:
        yield _of_value(error, where, name)


def _of_value(error: Any, where: tuple[str | int, ...], name: str) -> Finding:
    """Explain a value that has the wrong kind, size or form."""
    got, wanted = _short(error.instance), error.validator_value
    about = _about_self(error.schema)
    if error.validator == "type":
        kinds = wanted if isinstance(wanted, list) else [wanted]
        kind = _(" or ").join(_KINDS[kind] for kind in kinds)
        remedy = about or _("Write {}.").format(kind)
        if isinstance(error.instance, bool) and "string" in kinds:
            remedy = _("YAML takes yes, no, on and off for true and false: write it in "
                       "quotation marks.")  # fmt: skip
        return Finding(where, "kind", _("{} must be {}, got {}").format(name, kind, got),
                       remedy)  # fmt: skip
    if error.validator in ("enum", "const"):
        choices = wanted if isinstance(wanted, list) else [wanted]
        return Finding(where, "value", _("{} cannot be {}").format(name, got),
                       guess(str(error.instance), [str(choice) for choice in choices]))  # fmt: skip
    if error.validator == "anyOf":
        return Finding(where, "form", _("{} has not a form that is known").format(name),
                       about or _any_of(wanted))  # fmt: skip
    if error.validator in ("minItems", "minLength", "minProperties"):
        return Finding(where, "too-few", _("{} has too little in it").format(name),
                       _("Give at least {}. {}").format(wanted, about).strip())  # fmt: skip
    if error.validator in ("maxItems", "maxLength"):
        return Finding(where, "too-many", _("{} has too much in it").format(name),
                       _("Give at most {}. {}").format(wanted, about).strip())  # fmt: skip
    if error.validator in ("minimum", "maximum"):
        bound = _("at least") if error.validator == "minimum" else _("at most")
        return Finding(where, "value", _("{} must be {} {}, got {}").format(name, bound, wanted, got),
                       about or _("Change the number."))  # fmt: skip
    if error.validator == "pattern" and not str(error.instance).strip():
        return Finding(where, "blank", _("{} is blank").format(name),
                       _("Write something there. {}").format(about).strip())  # fmt: skip
    return Finding(where, "form", _("{} has the wrong form: {}").format(name, got),
                   about or _("Write it as the others are written."))  # fmt: skip


def _name(where: tuple[str | int, ...]) -> str:
    """Name a place: `options`, number 2, `text`."""
    if not where:
        return _("the file")
    words = [f"`{part}`" if isinstance(part, str) else _("number {}").format(part + 1)
             for part in where]  # fmt: skip
    inside = words[2:] if where[0] == "items" and len(where) > 2 else words
    return ", ".join(inside)


def _about(schema: Any, field: str) -> str:
    properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return _about_self(properties.get(field, {}))


def _about_self(schema: Any) -> str:
    if not isinstance(schema, dict):
        return ""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = _validator().schema["definitions"][name]
    return schema.get("description", "")


def _any_of(options: list[dict[str, Any]]) -> str:
    names = [f"`{name}:`" for option in options for name in option.get("required", [])]
    return _("Give one of: {}.").format(", ".join(names)) if names else _("Rewrite it.")


def guess(word: str, known: list[str]) -> str:
    """Return the remedy for a word that is not known.

    Examples
    --------
    >>> guess("poeple", ["agree", "people"])
    'Did you mean `people`?'
    """
    close = difflib.get_close_matches(word, known, 1)
    if close:
        return _("Did you mean `{}`?").format(close[0])
    return _("Use one of: {}.").format(", ".join(known))


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 50 else text[:47] + "..."
